-- Pages, texts and mails in Japanese: whatever the flows are, no word of another language is left but the caller's own.
BEGIN;
SELECT plan(12);
CREATE TABLE te_all (kind text, period text, importer text, origin text, hs text, value float8, quantity float8);
-- months with a gap, a month that is thin and one that is doubled, a stop, a rise, a dear supplier, totals, rows that cannot be used
INSERT INTO te_all
SELECT 'months', to_char(date '2022-01-01' + i * interval '1 month', 'YYYY-MM'), 'JPN', o, (2805 + p)::text, CASE
		WHEN o = 'CHN' AND p = 1 AND i >= 34 THEN 1 WHEN o = 'VNM' AND p = 2 AND i >= 33 THEN 900 WHEN o = 'DEU' AND p = 3 THEN 100 + 20 * greatest(i - 24, 0) ELSE 100 + i % 3 END,
	CASE WHEN o = 'VNM' THEN 2 ELSE 50 END
FROM generate_series(0, 35) AS i, unnest('{CHN,VNM,DEU,USA}'::text[]) AS o, generate_series(1, 4) AS p WHERE i NOT IN (20, 30, 31);
DELETE FROM te_all WHERE period = '2024-04' AND hs <> '2806';
INSERT INTO te_all SELECT * FROM te_all WHERE period = '2024-10';
INSERT INTO te_all VALUES ('months', '2024-12', 'JPN', 'World', '2806', 5, 1), ('months', '2024-12', 'JPN', NULL, '2806', 5, 1), ('months', '2024-12', 'JPN', 'JPN', '2806', 5, 1),
	('months', '2024-12', 'JPN', 'CHN', NULL, 5, 1), ('months', '2024-12', 'JPN', 'CHN', '2806', NULL, 1), ('months', '2024-12', 'JPN', 'CHN', '2806', 'NaN', 1),
	('months', 'XII', 'JPN', 'CHN', '2806', 5, 1), ('months', '2999-12', 'JPN', 'CHN', '2806', 5, 1), ('months', '2024-12', 'JPN', 'KOR', '2806', -5, 1),
	('months', '2023-12', 'JPN', 'FRA', '2806', 500, 20);
INSERT INTO te_all SELECT 'quarters', y || 'Q' || n, 'JPN', o, '2805', 100 + n * ascii(o), 1
FROM generate_series(2021, 2024) AS y, generate_series(1, 4) AS n, unnest('{CHN,VNM,DEU}'::text[]) AS o WHERE y || 'Q' || n <> '2023Q2';
INSERT INTO te_all SELECT 'years', y::text, 'JPN', o, '2805', 1e9 * y, 1 FROM unnest('{2019,2020,2022,2024}'::int[]) AS y, unnest('{CHN,VNM,DEU}'::text[]) AS o;
INSERT INTO te_all SELECT 'first', '2024-03', 'JPN', o, '2805', 1, 1 FROM unnest('{CHN,VNM}'::text[]) AS o;
INSERT INTO te_all VALUES ('zeros', '2024', 'JPN', 'CHN', '2805', 0, 0), ('nothing', '2024', 'JPN', 'CHN', '2805', NULL, 1);
SELECT format('CREATE VIEW %I AS SELECT period, importer, origin, hs, value, quantity FROM te_all WHERE kind = %L', 'te_' || kind, kind) FROM (SELECT DISTINCT kind FROM te_all) AS k \gexec

CREATE TEMP TABLE shown AS
SELECT k.kind, u.what, u.shown
FROM (SELECT DISTINCT kind FROM te_all) AS k, LATERAL (SELECT ('te_' || k.kind)::regclass AS flows) AS f,
	LATERAL (SELECT '{"breadth_limit": 0.1, "max_age": 1, "unit_value_limit": 2, "share_limit": 0.3, "hhi_limit": 0.2, "surge_limit": 1.1}'::jsonb AS limits, '2026-01-31'::date AS at) AS a,
	LATERAL (SELECT
		trade_report(flows, CASE kind WHEN 'first' THEN NULL ELSE 'JPN' END, limits => limits, on_date => CASE kind WHEN 'months' THEN NULL ELSE at END, quantity_column => 'quantity', unit => '百万円',
			losses => '[1, 2, 5]', loss_title => '表', tariff_layers => '[{"layer": "税", "rate": 0.1, "line": "車"}, {"layer": "税", "rate": null, "line": "車"}, {"layer": "税", "rate": 0, "line": "車"}]',
			supply_chain => '[{"stage": "鉱山", "origin": "CHN", "amount": 3, "chain": "磁石"}, {"stage": "精錬", "origin": "XYZ", "amount": 2, "chain": "磁石"}]', names => '{"XYZ": "他"}', language => 'ja') AS page,
		trade_report_text(flows, 'JPN', limits => limits, unit => '百万円', quantity_column => 'quantity', language => 'ja') AS markdown,
		(SELECT m.subject || ' ' || m.body || m.html FROM trade_report_mail(flows, 'JPN', limits => limits, unit => '百万円', quantity_column => 'quantity', language => 'ja') AS m) AS mail) AS r,
	LATERAL (VALUES ('page', page), ('markdown', markdown), ('mail', mail)) AS u(what, shown);
-- words in the text (Q is a quarter on an axis), without style, marks, what a call was made of and names that are the same everywhere
CREATE FUNCTION pg_temp.latin(page text) RETURNS text[] LANGUAGE sql AS $$
	SELECT ARRAY(SELECT DISTINCT w[1] FROM regexp_matches(regexp_replace(regexp_replace(page, '<style>.*?</style>|<dd>\{&quot;.*?</dd>|<dd>(public\.)?te_[a-z]*</dd>|<dd>JPN</dd>', '', 'g'), '<[^>]*>|&[a-z]+;', ' ', 'g'),
		'[A-Za-z][A-Za-z_\\]*', 'g') AS w WHERE w[1] NOT IN ('HHI', 'UTC', 'trade_exposure', 'trade\_exposure', 'trade_alerts', 'z', 'World', 'XYZ', 'Q') ORDER BY 1) $$;
SELECT is(pg_temp.latin(string_agg(shown, ' ')), '{}', kind || ' are told in Japanese') FROM shown GROUP BY kind ORDER BY kind;
-- the sweep meets every kind of alert that one importer can have, and every reason not to use a row but two
CREATE TEMP TABLE met AS SELECT DISTINCT a ->> 'metric' AS metric FROM unnest('{months,quarters,years,nothing}'::text[]) AS kind,
	trade_report_data(('te_' || kind)::regclass, 'JPN', limits => '{"max_age": 1, "unit_value_limit": 2, "share_limit": 0.3, "hhi_limit": 0.2, "surge_limit": 1.1}', quantity_column => 'quantity') AS d, jsonb_array_elements(d -> 'alerts') AS a;
SELECT is((SELECT array_agg(m[1] ORDER BY m[1]) FROM pg_proc AS p, regexp_matches(p.prosrc, 'WHEN ''([a-z_]+)'' THEN', 'g') AS m
	WHERE p.proname = 'te_report_alert' AND m[1] NOT IN (SELECT metric FROM met)), '{stop_breadth}', 'alerts that the sweep does not meet');
-- periods and moments, by CLDR's forms (yMMM, yQQQQ, y)
SELECT is(array_agg(te_support.te_report_period(p, 'ja') ORDER BY n), '{2025年10月,2025年1月,2025年第4四半期,2025年,"2024年5月、2024年7月～2025年1月、2026年",2025-1,"",NULL}', 'periods')
FROM unnest('{2025-10,2025-01,2025-Q4,2025,"2024-05, 2024-07..2025-01, 2026",2025-1,"",NULL}'::text[]) WITH ORDINALITY AS u(p, n);
SELECT is(array_agg(te_support.te_report_period(p) ORDER BY n), '{2025-01,"2024-05, 2024-07..2025-01"}', 'periods as they are written')
FROM unnest('{2025-01,"2024-05, 2024-07..2025-01"}'::text[]) WITH ORDINALITY AS u(p, n);
SELECT ok(shown LIKE '%<dt>作成日時</dt><dd>____年%月%日 __:__ UTC</dd>%' AND shown LIKE '%<dt>期間</dt><dd>2024年12月までの12か月のうち9か月</dd>%' AND shown LIKE '%>2024年12月の割合</text>%'
	AND shown LIKE '%積み上げ棒グラフ、2022年1月から2024年12月までの36期間。%', 'parameters, legends and descriptions') FROM shown WHERE kind = 'months' AND what = 'page';
-- titles of twins, whose names of fields are not shown
CREATE TEMP TABLE twin AS SELECT * FROM (VALUES
	('shares', vega_supplier_shares('{2024-01,2024-02}', '{甲,NULL}', '{1,2}', language => 'ja')), ('heat', vega_supplier_heat_map('{品}', '{甲}', '{1}', language => 'ja')),
	('chain', vega_supply_chain('{鉱山,精錬}', '{甲,乙}', '{1,2}', language => 'ja')), ('layers', vega_tariff_layers('{税}', '{0.1}', language => 'ja')),
	('loss', vega_loss_distribution('{1,2}', language => 'ja')), ('spark', vega_sparkline('{1,2}', language => 'ja')), ('map', vega_supplier_map('{CHN}', '{1}', 'map.json', language => 'ja')),
	('multiples', vega_supplier_multiples('{品}', '{2024}', '{甲}', '{1}', language => 'ja'))) AS t(name, spec);
SELECT is((SELECT array_agg(DISTINCT name || ': ' || (x #>> '{}')) FROM twin, jsonb_path_query(spec, 'strict $.**.title') AS x WHERE x #>> '{}' ~ '[A-Za-z]'), NULL, 'titles of the twins for viewers');
SELECT cmp_ok((SELECT count(DISTINCT name)::int FROM twin, jsonb_path_query(spec, 'strict $.**.title') AS x WHERE jsonb_typeof(x) = 'string'), '=', 8, 'which all have some');
SELECT * FROM finish();
ROLLBACK;
