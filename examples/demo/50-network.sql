-- Who is hit through the supply chain?  Supply networks over real tables.
CREATE TEMP TABLE uk_flow (supplier text, buyer text, value float8);
\copy uk_flow FROM PROGRAM 'zcat data/io/uk_2010_flow.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE uk_product (product text, label text, output float8, imports float8, taxes_on_products float8,
	taxes_on_production float8, compensation float8, surplus float8, output_multiplier float8,
	compensation_multiplier float8, gva_multiplier float8, compensation_effect float8, gva_effect float8);
\copy uk_product FROM data/io/uk_2010_product.csv (FORMAT csv, HEADER)
CREATE TEMP TABLE uk AS SELECT with_nodes(net, product, output, NULL) AS net
FROM uk_product, (SELECT supply_network(supplier, buyer, value) AS net FROM uk_flow) AS f;

\echo '## A mine stops: who is hit behind it, and through whom'
\echo 'United Kingdom 2010, 127 products: petroleum, gas and ores deliver 30 % less, and every user passes the gap on.'
WITH hit AS (SELECT node, inoperability AS q FROM uk, inoperability(net, '{06-07:0.3}', 'supply'))
SELECT left(u.label, 50) AS hit, round(100 * h.q::numeric, 1) AS percent_lost,
	round((30 * direct / h.q)::numeric) AS percent_of_it_directly, left(via.label, 48) AS else_mostly_through
FROM hit AS h JOIN uk_product AS u ON u.product = h.node,
	LATERAL (SELECT coalesce(sum(value), 0) / u.output AS direct FROM uk_flow WHERE buyer = h.node AND supplier = '06-07') AS r,
	LATERAL (SELECT p.label FROM uk_flow AS f JOIN hit AS s ON s.node = f.supplier JOIN uk_product AS p ON p.product = f.supplier
		WHERE f.buyer = h.node AND f.supplier NOT IN ('06-07', h.node) ORDER BY f.value * s.q DESC LIMIT 1) AS via
WHERE h.node <> '06-07' ORDER BY h.q DESC LIMIT 5;

\echo '## And upstream: what a pound of lost mining takes along'
\echo 'Output that the country loses when the product drops out altogether (million pounds), against its own output.'
SELECT left(label, 50) AS product, round(h.output) AS output, round(total_loss) AS lost_in_all,
	round((total_loss / h.output)::numeric, 2) AS for_each_pound, round(backward_loss) AS of_its_suppliers
FROM uk, hypothetical_extraction(net, ARRAY['05', '06-07', '08', '09']) AS h JOIN uk_product ON product = node
ORDER BY total_loss DESC;

\echo '## A tariff of 10 % on imported inputs: where prices rise most'
\echo 'Each maker pays on what it imports itself, and in its suppliers'' prices on what they imported.'
WITH rise AS (SELECT p.* FROM uk, (SELECT supply_mix(product, 0.1 * imports / output) AS cost FROM uk_product WHERE output > 0) AS c,
		leontief_price(net, cost_change => cost) AS p)
SELECT left(label, 50) AS product, round(100 * change::numeric, 2) AS percent_dearer,
	round(100 * direct::numeric, 2) AS own_imports, round(100 * indirect::numeric, 2) AS suppliers_imports
FROM rise JOIN uk_product ON product = node ORDER BY change DESC LIMIT 5;
WITH rise AS (SELECT p.* FROM uk, (SELECT supply_mix(product, 0.1 * imports / output) AS cost FROM uk_product WHERE output > 0) AS c,
		leontief_price(net, cost_change => cost) AS p)
SELECT round((100 * sum(indirect * output) / sum(change * output))::numeric) AS percent_of_all_rises_through_suppliers
FROM rise JOIN uk_product ON product = node;

\echo '## Japan''s lithium cells: who stands behind the seller'
\echo 'Primary lithium cells, 2019: traders pass on at most what they bought. Then China makes half as much again as it sells, and most American cells were made elsewhere.'
CREATE TEMP TABLE cells AS SELECT supply_network(exporter, importer, value) AS net FROM trade_flow WHERE year = 2019 AND hs6 = '850650';
WITH seller AS (SELECT supply_mix(exporter, value) AS mix FROM trade_flow WHERE year = 2019 AND hs6 = '850650' AND importer = 'JPN'),
	maker AS (SELECT lookthrough_mix(net, 'JPN') AS mix FROM cells)
SELECT coalesce(s.origin, m.origin) AS country, round(s.share::numeric, 3) AS sells, round(m.share::numeric, 3) AS makes
FROM (SELECT o.* FROM seller, each_origin(mix) AS o) AS s FULL JOIN (SELECT o.* FROM maker, each_origin(mix) AS o) AS m USING (origin)
ORDER BY m.share DESC NULLS LAST LIMIT 6;
\echo 'Large buyers by the share of China that their import statistics do not show:'
SELECT node AS buyer, round(purchases) AS thousand_usd, round(direct_share::numeric, 3) AS direct,
	round(lookthrough_share::numeric, 3) AS seen_through, round(hidden_share::numeric, 3) AS hidden
FROM cells, hidden_exposure(net, '{CHN}') WHERE purchases > 20000 ORDER BY hidden_share DESC LIMIT 5;

\echo '## Mined in many places, refined in one'
\echo 'A country with 70 % of mining and 90 % of refining stands somewhere in 97 % of the product, if the stages are independent.'
SELECT bottleneck_stage, bottleneck_share, any_stage_share FROM chain_exposure('{0.70,0.90}');
