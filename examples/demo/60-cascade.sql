-- What happens to the others when one stops?  Cascades through a network, and day by day.
\echo '## When China stops: the world trade network of lithium cells, 2019'
\echo 'Each country is taken to need the cells that it buys for what it sells itself; rivals replace China as far as their share of the market allows.'
CREATE TEMP TABLE cells AS
SELECT with_nodes((SELECT supply_network(exporter, importer, value) FROM trade_flow WHERE year = 2019 AND hs6 = '850650'),
	country, NULL, NULL, NULL, 'cells', NULL) AS net
FROM (SELECT exporter FROM trade_flow WHERE year = 2019 AND hs6 = '850650'
	UNION SELECT importer FROM trade_flow WHERE year = 2019 AND hs6 = '850650') AS c(country)
WHERE country IS NOT NULL;
SELECT node AS country, round(h_down::numeric, 3) AS keeps_of_supply, round(h_up::numeric, 3) AS keeps_of_orders, round((loss / 1000)::numeric, 1) AS sales_lost_musd,
	round_hit AS round, hit_by, binding_supplier
FROM cells, network_cascade(net, '{CHN:1}', replacement => 'market') WHERE node <> 'CHN' ORDER BY loss DESC LIMIT 10;

\echo '## Whose stop would harm the trade most?'
\echo 'Share of all trade lost when one exporter stops. Without replacement every large stop ends in a stop of all, for no cell comes from outside the network: an upper bound, not a forecast.'
SELECT m.node AS country, round(m.risk_down::numeric, 3) AS through_buyers, round(m.risk_up::numeric, 3) AS through_sellers,
	round(a.risk_down::numeric, 3) AS without_replacement
FROM cells, LATERAL systemic_risk(net) AS a
JOIN LATERAL systemic_risk(net, replacement => 'market') AS m USING (node)
ORDER BY m.risk_down DESC LIMIT 8;

\echo '## Day by day: what stocks are worth'
\echo 'China ships nothing for 60 days from day 5, then comes back over 30 days. Everybody holds 30, 60 or 120 days of cells; what is sold on and what is used at home fall short by (from 60 days on hardly another country sells less; what is unmet then is use at home that competes with stocks being filled up again):'
SELECT stock AS days_of_stock, round(sum(unmet_demand) / 1000) AS unmet_musd, count(*) FILTER (WHERE lowest < 0.999) AS countries_hit,
	min(worst_period) FILTER (WHERE lowest < 0.9 AND node <> 'CHN') AS first_worst_day
FROM cells, unnest(ARRAY[30, 60, 120]) AS stock,
	LATERAL dynamic_loss_by_node(net, '{"node": "CHN", "cut": 1, "from": 5, "duration": 60, "recovery": "linear", "recovery_time": 30}',
		inventory => stock)
GROUP BY stock ORDER BY stock;
SELECT period AS day, string_agg(node || ' ' || round((100 * (1 - loss / (production + loss)))::numeric) || ' %', ', ' ORDER BY node) AS sales_of_usual
FROM cells, dynamic_loss(net, '{"node": "CHN", "cut": 1, "from": 5, "duration": 60, "recovery": "linear", "recovery_time": 30}', 160,
	inventory => 30, nodes => '{USA,DEU,JPN,HKG,SGP,NLD}', every => 20)
WHERE period > 0 GROUP BY period ORDER BY period;
