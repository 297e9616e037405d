-- Rare earths and magnets: dependence, a stop, a rush, and what a stop costs, from published figures.
\echo '## Magnets: China''s climb'
\echo 'Share of the world''s exports of metal magnets (HS 850511, by value, the main flows of each country), and how concentrated they are.'
SELECT year, round(100 * dependency_share(mix, 'CHN')::numeric, 1) AS china, round(100 * dependency_share(mix, 'JPN')::numeric, 1) AS japan,
	round(hhi(mix)::numeric, 3) AS hhi
FROM (SELECT year, supply_mix(exporter, value_kusd) AS mix FROM magnet WHERE year IN (2002, 2009, 2011, 2016, 2024) GROUP BY year) AS m ORDER BY year;

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
WHERE m.month BETWEEN '2025-01' AND '2025-08' ORDER BY m.month;

\echo '## Others depend, too'
\echo 'Imports of rare earths by the United States (HS 280530, 284610, 284690): million dollars and China''s share.'
SELECT year, round((total(mix) / 1e6)::numeric) AS million_usd, round(100 * dependency_share(mix, 'CHN')::numeric, 1) AS china, top_supplier(mix, 2) AS second
FROM (SELECT year, supply_mix(exporter, value_usd) AS mix FROM us_import WHERE year IN (2018, 2020, 2022, 2024, 2025) GROUP BY year) AS m ORDER BY year;

\echo '## What a stop costs, with and without stock and contracts'
\echo 'Nomura Research puts a year without China''s rare earths at 2.6 trillion yen for Japan; by the day, if nothing else changes (billion yen). Lynas delivers 30 % of the heavy ones, with Caremag from 2027 50 %.'
SELECT days AS stop_days, stock AS stock_days, round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365)::numeric) AS no_other_source,
	round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365, alternative => 0.3)::numeric) AS lynas,
	round(disruption_loss(1.0, days, 1, stock, 2600.0 / 365, alternative => 0.5)::numeric) AS lynas_and_caremag
FROM unnest('{90,365}'::float8[]) AS days, unnest('{0,60,180}'::float8[]) AS stock ORDER BY days, stock;
