-- Published supply risks: all 78 materials of the EU's 2017 assessment, three GeoPolRisk scores.
BEGIN;
SELECT plan(78 + 3 + 5);

CREATE TEMP TABLE eu (material text, stage text, sr float8, ei float8, ir_pct float8, eol_rir_pct float8, supply_used text,
	si_ei float8, si_sr float8, hhi_gs float8, hhi_eu float8, sr_gs float8, sr_eus float8, sr_both float8);
\copy eu FROM 'data/eu_crm_2017_supply_risk.csv' (FORMAT csv, HEADER)

-- the published inputs are rounded: the published score must lie between the
-- lowest and the highest score that inputs within their rounding can give
WITH corner AS (
	SELECT material, sr, supply_risk_eu_score(greatest(hhi_gs + g, 0), greatest(hhi_eu + e, 0),
		least(greatest((ir_pct + i) / 100, 0), 1), least(greatest((eol_rir_pct + r) / 100, 0), 1), least(greatest(si_sr + s, 0), 1),
		CASE supply_used WHEN 'GS + EUS' THEN 'both' WHEN 'GS only' THEN 'global' WHEN 'EUS only' THEN 'eu' END) AS score
	FROM (SELECT material, sr, supply_used, hhi_gs, hhi_eu, coalesce(ir_pct, 50) AS ir_pct, eol_rir_pct, si_sr FROM eu) t,
		unnest(ARRAY[-0.05, 0.05]) g, unnest(ARRAY[-0.05, 0.05]) e, unnest(ARRAY[-0.5, 0.5]) i, unnest(ARRAY[-0.5, 0.5]) r, unnest(ARRAY[-0.05, 0.05]) s)
SELECT ok(count(score) = 32 AND sr BETWEEN min(score) - 0.05 AND max(score) + 0.05, material || ': published supply risk ' || sr)
FROM corner GROUP BY material, sr ORDER BY material;

CREATE TEMP TABLE production (material text, m49 int, iso3 text, year int, production float8, unit text);
\copy production FROM 'test/data/geopolrisk_2022_production.csv' (FORMAT csv, HEADER)
CREATE TEMP TABLE trade (year int, exporter_m49 int, importer_m49 int, material text, hs6 text, value_kusd float8, qty_t float8, instability float8, qty_x float8);
\copy trade FROM 'test/data/geopolrisk_usa2022_trade.csv' (FORMAT csv, HEADER)
CREATE TEMP TABLE expected (material text, hs6 text, year int, importer text, importer_m49 int, hhi float8, domestic float8,
	weighted float8, total float8, import_risk float8, score float8, price float8, midpoint float8, cf float8);
\copy expected FROM 'test/data/geopolrisk_usa2022_expected.csv' (FORMAT csv, HEADER)

SELECT ok(abs(geopolrisk(p.mix, t.mix, t.instability, e.domestic) / e.score - 1) < 1e-9, e.material || ': GeoPolRisk score')
FROM expected e
JOIN (SELECT material, supply_mix(m49::text, production) AS mix FROM production GROUP BY material) p USING (material)
JOIN (SELECT material, supply_mix(exporter_m49::text, qty_t) AS mix,
		supply_mix(array_agg(DISTINCT exporter_m49::text ORDER BY exporter_m49::text), array_agg(DISTINCT_instability ORDER BY exporter_m49::text)) AS instability
	FROM (SELECT material, exporter_m49, sum(qty_t) AS qty_t, max(instability) AS DISTINCT_instability FROM trade GROUP BY material, exporter_m49) u GROUP BY material) t USING (material);

-- McKinsey Global Institute's example of geopolitical distance
SELECT is(geopolitical_distance('{USA:1,BRA:1}', '{IRN:10,USA:0,BRA:5}', 'IRN'), 7.5::float8, 'geopolitical distance: published example');

-- Japan's published shares, from shares as amounts
CREATE TEMP TABLE facts (period text, scope text, measure text, partner text, value float8, unit text, source text);
\copy facts FROM 'data/japan_rare_earth_imports_facts.csv' (FORMAT csv, HEADER)
SELECT is(round(dependency_share(m, 'CHN')::numeric * 100, scale), value::numeric, period || ': China''s published share of Japan''s imports')
FROM (SELECT p.period, supply_mix(a.partner, a.value) + supply_mix(NULL::text, w.value - a.value) AS m, p.value, scale(p.value::numeric) AS scale
	FROM facts p JOIN facts a USING (period, scope, partner) JOIN facts w USING (period, scope)
	WHERE p.measure = 'share of total weight' AND a.measure = 'imports' AND w.measure = 'imports total'
	GROUP BY p.period, p.value, a.value, w.value, a.partner) s ORDER BY period;
SELECT cmp_ok((SELECT value FROM facts WHERE period = '2009' AND partner = 'CHN' AND measure LIKE 'share%' LIMIT 1), '>', 80::float8, 'seed figure: over 80 % in 2009');
SELECT is(dependency_share(with_domestic(supply_mix('{"CHN": 70}'::jsonb), 'AUS', 30), 'CHN'), 0.7::float8, 'an Australian contract for 30 % of demand leaves 70 %');
SELECT * FROM finish();
ROLLBACK;
