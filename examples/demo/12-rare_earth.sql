-- Rare earths and magnets: dependence, a stop, a rush, and what a stop costs, from published figures.
\echo '## Magnets: China''s climb'
\echo 'Share of the world''s exports of metal magnets (HS 850511, by value, the main flows of each country), and how concentrated they are.'
SELECT year, round(100 * dependency_share(mix, 'CHN')::numeric, 1) AS china, round(100 * dependency_share(mix, 'JPN')::numeric, 1) AS japan,
	round(hhi(mix)::numeric, 3) AS hhi
FROM (SELECT year, supply_mix(exporter, value_kusd) AS mix FROM magnet WHERE year IN (2002, 2009, 2011, 2016, 2024) GROUP BY year) AS m ORDER BY year;
\echo 'China''s share of what the United States import, and how much of the mix of 2009 has moved to other suppliers.'
WITH us AS (SELECT year, supply_mix(exporter, value_kusd) AS mix FROM magnet WHERE importer = 'USA' GROUP BY year)
SELECT u.year, round(100 * dependency_share(u.mix, 'CHN')::numeric, 1) AS china, CASE WHEN u.year >= 2009 THEN round(structural_change(b.mix, u.mix)::numeric, 3) END AS moved_since_2009
FROM us AS u, us AS b WHERE b.year = 2009 AND u.year IN (2002, 2009, 2016, 2024) ORDER BY u.year;

\echo '## Magnets: what stands behind the seller'
\echo 'Japan buys magnets from the Philippines, Viet Nam and China: it looks diversified. Seen through the sellers'' own purchases (world production 84 : 15 China to Japan; China''s set at four times its exports) three quarters come from China.'
WITH net AS (SELECT supply_network(exporter, importer, value_kusd) AS net, 4 * sum(value_kusd) FILTER (WHERE exporter = 'CHN') AS china
	FROM crm WHERE hs6 = '850511' AND year = 2024)
SELECT h.node AS buyer, round((h.purchases / 1000)::numeric) AS million_usd, round(100 * h.direct_share::numeric, 1) AS direct,
	round(100 * h.lookthrough_share::numeric) AS seen_through, round(100 * h.hidden_share::numeric) AS hidden
FROM net, hidden_exposure(net, '{CHN}', supply_mix('{CHN,JPN}', ARRAY[china, china * 15 / 84])) AS h
WHERE h.node IN ('JPN', 'PHL', 'DEU', 'USA', 'KOR') ORDER BY hidden DESC;

\echo '## The stop of 2010: a year''s total hides it, the price does not'
\echo 'China''s rare earths to Japan by month (published; no stop was declared), and the price of dysprosium oxide since.'
SELECT period AS month, value AS tonnes FROM rare_earth_fact
WHERE period ~ '^2010-..$' AND partner = 'CHN' AND measure = 'imports' ORDER BY period;
SELECT year, price AS usd_per_kg FROM rare_earth_price WHERE product LIKE 'dysprosium%' AND year IN (2011, 2013, 2016, 2020, 2024) ORDER BY year;

\echo '## The canary of 2025'
\echo 'China''s magnets to the world, tonnes a month: the rush in January, the licences of 4 April, the stop of May, the return of July. What an alert at the end of each month says:'
CREATE VIEW magnet_world AS SELECT period AS month, exporter, importer, tonnes FROM magnet_month WHERE importer = 'World' AND period ~ '^....-..$' AND period >= '2024-06';
SELECT m.month, m.tonnes, a.told
FROM magnet_world AS m, LATERAL (SELECT (m.month || '-01')::date AS at) AS d,
	LATERAL (SELECT coalesce(string_agg(metric || ' ' || round(value::numeric, 1), ', ' ORDER BY metric), '') AS told
		FROM trade_alerts('magnet_world', 'World', on_date => d.at, stop_floor => 0.3, amount_column => 'tonnes')
		WHERE metric IN ('abrupt_stop', 'robust_z', 'cusum')) AS a
WHERE m.month BETWEEN '2025-01' AND '2026-03' ORDER BY m.month;
\echo 'To the United States alone, and what arrived from China in the United Kingdom (rare-earth magnets) and in Brazil (all metal ones), million dollars as they report it:'
SELECT month, (SELECT tonnes FROM magnet_month AS m WHERE m.period = a.month AND m.importer = 'USA') AS to_usa_tonnes,
	round((sum(value_usd) FILTER (WHERE importer = 'GBR') / 1e6)::numeric, 2) AS united_kingdom, round((sum(value_usd) FILTER (WHERE importer = 'BRA') / 1e6)::numeric, 2) AS brazil
FROM arrival AS a WHERE flow = 'import' AND exporter = 'CHN' AND month BETWEEN '2025-03' AND '2025-12' GROUP BY month ORDER BY month;
\echo 'And the elements themselves, kilograms a month: nothing in May, then a part of them, chosen by buyer.'
SELECT period AS month, sum(kg) FILTER (WHERE element = 'dysprosium' AND importer = 'World') AS dysprosium, sum(kg) FILTER (WHERE element = 'dysprosium' AND importer = 'JPN') AS to_japan,
	sum(kg) FILTER (WHERE element = 'terbium' AND importer = 'World') AS terbium, sum(kg) FILTER (WHERE element = 'terbium' AND importer = 'JPN') AS to_japan, sum(kg) FILTER (WHERE element = 'terbium' AND importer = 'USA') AS to_usa
FROM heavy_month GROUP BY period ORDER BY period;

\echo '## Others depend, too'
\echo 'Imports of rare earths by the United States (HS 280530, 284610, 284690): million dollars and China''s share.'
SELECT year, round((total(mix) / 1e6)::numeric) AS million_usd, round(100 * dependency_share(mix, 'CHN')::numeric, 1) AS china, top_supplier(mix, 2) AS second
FROM (SELECT year, supply_mix(exporter, value_usd) AS mix FROM us_import WHERE year IN (2018, 2020, 2022, 2024, 2025) GROUP BY year) AS m ORDER BY year;
\echo 'Of these: metals (280530) in 2023, and what France sold of 284690, million dollars.'
SELECT year, hs6, round(100 * dependency_share(mix, 'CHN')::numeric, 1) AS china, round(((mix -> 'FRA') / 1e6)::numeric, 1) AS france
FROM (SELECT year, hs6, supply_mix(exporter, value_usd) AS mix FROM us_import WHERE (hs6, year) IN (('280530', 2023), ('284690', 2024), ('284690', 2025)) GROUP BY year, hs6) AS m ORDER BY hs6, year;

\echo '## Other minerals under licence: who turned away from China'
\echo 'China''s share of imports by value, before and after the licences of August 2023 (gallium, germanium) and September 2024 (antimony).'
SELECT w.what, importer, round(100 * dependency_share(before, 'CHN')::numeric, 1) AS in_2022, round(100 * dependency_share(after, 'CHN')::numeric, 1) AS in_2024, top_supplier(after, 1) AS first_in_2024
FROM (VALUES (1, 'Antimony', '811010', '{USA,DEU}'::text[]), (2, 'Gallium, germanium and others', '811292', '{JPN,KOR}'), (3, 'Tungsten', '810194', '{JPN}')) AS w(n, what, hs6, buyers),
	LATERAL (SELECT importer, supply_mix(exporter, value_kusd) FILTER (WHERE year = 2022) AS before, supply_mix(exporter, value_kusd) FILTER (WHERE year = 2024) AS after
		FROM crm WHERE crm.hs6 = w.hs6 AND importer = ANY (w.buyers) GROUP BY importer) AS m
ORDER BY n, importer;

\echo '## Stages: where China is large'
\echo 'Mining 2024 (US Geological Survey, world rounded), refining and magnets as published: the narrowest stage, and the part of the product in which China stands somewhere.'
SELECT round(270000 / 380000.0, 3) AS mining, 0.90 AS refining, 0.84 AS magnets, bottleneck_stage, bottleneck_share, round(any_stage_share::numeric, 3) AS any_stage
FROM chain_exposure(ARRAY[270000 / 380000.0, 0.90, 0.84]);

\echo '## What a stop costs, with and without stock and contracts'
\echo 'Nomura Research puts a year without China''s rare earths at 2.6 trillion yen for Japan; by the day, if nothing else changes (billion yen). Lynas delivers 30 % of the heavy ones, with Caremag from 2027 50 %.'
SELECT days AS stop_days, stock AS stock_days, round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365)::numeric) AS no_other_source,
	round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365, alternative => 0.3)::numeric) AS lynas,
	round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365, alternative => 0.5)::numeric) AS lynas_and_caremag
FROM unnest('{90,365}'::float8[]) AS days, unnest('{0,60,180}'::float8[]) AS stock ORDER BY days, stock;
\echo 'Until a stock of 60 days is empty, with nothing, with Lynas, with both; Caremag''s 295 t are 20 % of a demand of so many tonnes; and the first car maker stopped so many days after the licences:'
SELECT time_to_survive(1, 60) AS nothing, round(time_to_survive(1, 60, alternative => 0.3)::numeric) AS lynas, round(time_to_survive(1, 60, alternative => 0.5)::numeric) AS both,
	round((250 + 45) / 0.20) AS demand_tonnes, date '2025-05-26' - date '2025-04-04' AS days_to_suzuki;
\echo 'Of all rare earths a stop of 90 days takes so many days'' use of the mix of a year (China''s published shares by weight):'
SELECT period AS year, value AS china, round((90 * value / 100)::numeric, 1) AS days_of_use FROM rare_earth_fact
WHERE partner = 'CHN' AND period IN ('2009', '2012', '2014', '2020', '2024') AND unit = 'percent' AND measure IN ('share of total weight', 'share') AND scope ~ '^(all )?rare earths' ORDER BY period;

\echo '## Which figures of this story come from where'
\echo 'Each figure is printed here from files that ship, or published and cited one by one, or only in files that may not be passed on: how to get those is in docs/rare_earths.md.'
SELECT kind, count(*) AS figures FROM story_figure GROUP BY kind ORDER BY kind;
