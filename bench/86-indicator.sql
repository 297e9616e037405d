-- Measures of trade over flows of 226 countries: beside grouped sums, beside plain SQL, and complexity of the whole table.
\set ON_ERROR_STOP on
\ir measure.sql

CREATE TABLE bench_trade AS
SELECT 'C' || lpad((n % 226)::text, 3, '0') AS country, 'P' || lpad((n / 226)::text, 6, '0') AS product,
	exp(8 + 4 * random_at(1, n, 1))::float8 AS exports, exp(8 + 4 * random_at(1, n, 2))::float8 AS imports
FROM generate_series(1, :rows) AS n;
ANALYZE bench_trade;
CREATE TABLE bench_net AS SELECT supply_network(country, product, exports) AS net FROM bench_trade;

INSERT INTO bench_query (question, engine, query) VALUES
	('grouped sums of exports and imports', 'plain SQL', 'SELECT count(*), sum(x) + sum(m) AS sum FROM (SELECT sum(exports) AS x, sum(imports) AS m FROM bench_trade GROUP BY country) AS s'),
	('two-way trade of every country', 'trade_exposure', 'SELECT count(*), sum(g) FROM (SELECT grubel_lloyd_total(exports, imports) AS g FROM bench_trade GROUP BY country) AS s'),
	('two-way trade of every country', 'plain SQL', 'SELECT count(*), sum(g) FROM (SELECT 1 - sum(abs(exports - imports)) / sum(exports + imports) AS g FROM bench_trade GROUP BY country) AS s'),
	('restrictiveness of every country', 'trade_exposure', 'SELECT count(*), sum(t) FROM (SELECT trade_restrictiveness(imports / exports, imports, 2) AS t FROM bench_trade GROUP BY country) AS s'),
	('restrictiveness of every country', 'plain SQL', 'SELECT count(*), sum(t) FROM (SELECT sqrt(sum(imports * 2 * (imports / exports) ^ 2) / sum(imports * 2)) AS t FROM bench_trade GROUP BY country) AS s'),
	('concentration index of every country', 'trade_exposure', 'SELECT count(*), sum(c) FROM (SELECT concentration_index(supply_mix(product, exports), 10000) AS c FROM bench_trade GROUP BY country) AS s'),
	('concentration index of every country', 'plain SQL', 'SELECT count(*), sum(c) FROM (SELECT (sqrt(sum(exports * exports)) / sum(exports) - 0.01) / 0.99 AS c FROM bench_trade GROUP BY country) AS s'),
	('revealed advantage of every flow, by windows', 'trade_exposure', 'SELECT count(*), sum(r) FROM (SELECT revealed_advantage(exports, sum(exports) OVER (PARTITION BY country), sum(exports) OVER (PARTITION BY product), sum(exports) OVER ()) AS r FROM bench_trade) AS s'),
	('revealed advantage of every flow, by windows', 'plain SQL', 'SELECT count(*), sum(r) FROM (SELECT exports / sum(exports) OVER (PARTITION BY country) / (sum(exports) OVER (PARTITION BY product) / sum(exports) OVER ()) AS r FROM bench_trade) AS s'),
	('a table of all flows', 'trade_exposure', 'SELECT count(*), sum((net IS NOT NULL)::int) FROM (SELECT supply_network(country, product, exports) AS net FROM bench_trade) AS s'),
	('economic complexity of the table', 'trade_exposure', 'SELECT count(*), sum(diversity) FROM bench_net, economic_complexity(net)'),
	('product complexity of the table', 'trade_exposure', 'SELECT count(*), sum(ubiquity) FROM bench_net, product_complexity(net)'),
	('reflections of the table', 'trade_exposure', $$SELECT count(*), sum(ubiquity) FROM bench_net, product_complexity(net, method => 'reflections')$$),
	('revealed advantage of every flow of the table', 'trade_exposure', 'SELECT count(*), sum(advantage) FROM bench_net, revealed_advantage(net)'),
	('density of every product in every country', 'trade_exposure', 'SELECT count(*), sum(density) FROM bench_net, product_density(net)'),
	('proximity of every pair of products', 'trade_exposure', 'SELECT count(*), sum(proximity) FROM bench_net, product_proximity(net)'),
	('a series of ten million numbers', 'plain SQL', 'SELECT count(*), sum(n) FROM generate_series(1, 10000000) AS n');
CALL bench_measure(:repeats);

CALL bench_check();
SELECT format('%s flows of 226 countries; processor time in ms, one process: the median of %s runs in turns, and in brackets the least.', to_char(:rows, 'FM999,999,999'), :repeats);
SELECT E'\n| question | trade_exposure | plain SQL |\n|---|---:|---:|';
SELECT format('| %s | %s | %s |', question, bench_cell(question, 'trade_exposure'), bench_cell(question, 'plain SQL'))
FROM (SELECT question, min(n) AS n FROM bench_query GROUP BY question) AS q ORDER BY n;
