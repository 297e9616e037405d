-- Economic complexity of 226 countries and 785 products against an independent program (test/data/README.md),
-- and sophistication and advantage against their definitions.
BEGIN;
SELECT plan(20);

CREATE TEMP TABLE has (country text, products text);
\copy has FROM PROGRAM 'zcat test/data/complexity_advantage.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE answer (measure text, key1 text, key2 text, value float8, method text);
\copy answer FROM PROGRAM 'zcat test/data/complexity_answer.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE world AS SELECT supply_network(country, product, 1) AS net FROM has, unnest(string_to_array(products, ' ')) AS product;

CREATE TEMP TABLE got AS
SELECT 'country_complexity' AS measure, country AS key1, NULL AS key2, complexity AS value, m AS method FROM world, unnest('{eigenvector,reflections,fitness}'::text[]) AS m, economic_complexity(net, basis => 'amount', method => m)
UNION ALL SELECT 'product_complexity', product, NULL, complexity, m FROM world, unnest('{eigenvector,reflections,fitness}'::text[]) AS m, product_complexity(net, basis => 'amount', method => m)
UNION ALL SELECT 'diversity', country, NULL, diversity, 'count' FROM world, economic_complexity(net, basis => 'amount')
UNION ALL SELECT 'complexity_outlook_index', country, NULL, outlook, 'eigenvector' FROM world, economic_complexity(net, basis => 'amount')
UNION ALL SELECT 'ubiquity', product, NULL, ubiquity, 'count' FROM world, product_complexity(net, basis => 'amount');
CREATE TEMP TABLE near AS SELECT d.* FROM world, product_density(net, basis => 'amount') AS d;
CREATE TEMP TABLE close AS SELECT p.* FROM world, product_proximity(net, basis => 'amount') AS p;

-- our names of the answers' methods
CREATE FUNCTION pg_temp.apart(of_measure text, of_method text) RETURNS TABLE (n bigint, most float8) LANGUAGE sql AS $$
	SELECT count(*), max(coalesce(abs(g.value - a.value), 'Infinity')) FROM answer AS a LEFT JOIN got AS g ON g.measure = a.measure AND g.key1 = coalesce(a.key1, a.key2) AND g.method = of_method
	WHERE a.measure = of_measure AND (of_method NOT IN ('eigenvector', 'reflections', 'fitness') OR a.method ~ CASE of_method WHEN 'eigenvector' THEN 'eigenvalues' ELSE of_method END) $$;
SELECT results_eq($$SELECT n, most FROM pg_temp.apart('diversity', 'count')$$, $$VALUES (226::bigint, 0::float8)$$, 'diversity of every country');
SELECT results_eq($$SELECT n, most FROM pg_temp.apart('ubiquity', 'count')$$, $$VALUES (785::bigint, 0::float8)$$, 'ubiquity of every product');
SELECT results_eq($$SELECT n, most < 1e-12 FROM pg_temp.apart('country_complexity', 'eigenvector')$$, $$VALUES (226::bigint, true)$$, 'economic complexity from the eigenvector');
SELECT results_eq($$SELECT n, most < 1e-12 FROM pg_temp.apart('product_complexity', 'eigenvector')$$, $$VALUES (785::bigint, true)$$, 'product complexity from the eigenvector');
-- differences of nearly equal numbers: the answers themselves are good to 8e-8
SELECT results_eq($$SELECT n, most < 1e-6 FROM pg_temp.apart('country_complexity', 'reflections')$$, $$VALUES (226::bigint, true)$$, 'economic complexity from reflections');
SELECT results_eq($$SELECT n, most < 1e-6 FROM pg_temp.apart('product_complexity', 'reflections')$$, $$VALUES (785::bigint, true)$$, 'product complexity from reflections');
SELECT results_eq($$SELECT n, most < 1e-12 FROM pg_temp.apart('country_complexity', 'fitness')$$, $$VALUES (226::bigint, true)$$, 'fitness of countries');
SELECT results_eq($$SELECT n, most < 1e-12 FROM pg_temp.apart('product_complexity', 'fitness')$$, $$VALUES (785::bigint, true)$$, 'complexity of products by fitness');
SELECT results_eq($$SELECT n, most < 1e-11 FROM pg_temp.apart('complexity_outlook_index', 'eigenvector')$$, $$VALUES (226::bigint, true)$$, 'complexity outlook index');
SELECT results_eq($$SELECT count(*), max(abs(coalesce(p.proximity, 0) - a.value)) < 1e-15 FROM answer AS a LEFT JOIN close AS p
		ON p.product = least(a.key1 COLLATE "C", a.key2) AND p.other_product = greatest(a.key1 COLLATE "C", a.key2) WHERE measure = 'proximity_product'$$,
	$$VALUES (2000::bigint, true)$$, 'proximity of products');
SELECT results_eq($$SELECT count(*), max(abs(coalesce(p.proximity, 0) - a.value)) < 1e-15 FROM answer AS a LEFT JOIN (SELECT p.* FROM world, country_proximity(net, basis => 'amount') AS p) AS p
		ON p.country = least(a.key1 COLLATE "C", a.key2) AND p.other_country = greatest(a.key1 COLLATE "C", a.key2) WHERE measure = 'proximity_country'$$,
	$$VALUES (500::bigint, true)$$, 'proximity of countries');
SELECT results_eq($$SELECT count(*), max(coalesce(abs(CASE measure WHEN 'density' THEN density WHEN 'distance' THEN distance ELSE outlook_gain END - value), 9)) < 1e-12
		FROM answer LEFT JOIN near ON country = key1 AND product = key2 WHERE measure IN ('density', 'distance', 'complexity_outlook_gain')$$,
	$$VALUES (6000::bigint, true)$$, 'density, distance and outlook gain');
SELECT results_eq($$SELECT count(*), count(*) FILTER (WHERE has_advantage), min(outlook_gain) FILTER (WHERE has_advantage), max(outlook_gain) FILTER (WHERE has_advantage) FROM near$$,
	$$VALUES (177410::bigint, 31951::bigint, 0::float8, 0::float8)$$, 'a row for every product of every country; what is there gains nothing');

---- laws
-- the mean over countries weighted by diversity is that of the first eigenvector, to which the second is orthogonal
SELECT cmp_ok((SELECT abs(sum(diversity * (complexity - shift))) FROM (SELECT *, (SELECT sum(e.diversity * e.complexity) / sum(e.diversity) FROM world, economic_complexity(net, basis => 'amount') AS e) AS shift
	FROM world, economic_complexity(net, basis => 'amount')) AS e), '<', 1e-8::float8, 'complexity is defined up to a shift that diversity fixes');
CREATE TEMP TABLE flow AS SELECT 'C' || c AS country, 'P' || p AS product, (1 + (c * 7919 + p * 104729) % 9973 * (c % 5 + 1) * (p % 3 + 1))::float8 AS x
FROM generate_series(1, 23) AS c, generate_series(1, 41) AS p WHERE (c * p) % 7 <> 3;
CREATE TEMP TABLE made AS SELECT supply_network(country, product, x) AS net FROM flow;
SELECT is_empty($$SELECT * FROM (SELECT country, product, revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER ()) AS plain, revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER (), 'symmetric') AS sym,
			revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER (), 'additive') AS additive FROM flow WINDOW c AS (PARTITION BY country), p AS (PARTITION BY product)) AS f
		FULL JOIN (SELECT r.* FROM made, revealed_advantage(net) AS r) AS r USING (country, product)
	WHERE abs(advantage - plain) > 1e-15 * plain OR abs(symmetric_advantage - sym) > 1e-15 OR abs(additive_advantage - additive) > 1e-15 OR advantage IS NULL OR plain IS NULL$$,
	'the table form of advantage is the window form');
-- the matrix of advantages given as amounts is the same matrix; the unit of amounts does not matter
SELECT is_empty($$SELECT a.country FROM made, economic_complexity(net) AS a, (SELECT supply_network(country, product, 1) AS ones FROM made, revealed_advantage(net) WHERE advantage >= 1) AS o,
	economic_complexity(ones, basis => 'amount') AS b WHERE a.country = b.country AND abs(a.complexity - b.complexity) > 1e-11$$, 'a matrix that the user makes');
SELECT is_empty($$SELECT a.country FROM made, economic_complexity(net) AS a, (SELECT supply_network(country, product, x * 1024) AS other FROM flow) AS o, economic_complexity(other) AS b
	WHERE a.country = b.country AND (a.diversity <> b.diversity OR abs(a.complexity - b.complexity) > 1e-11)$$, 'the unit does not matter');
-- equal shares everywhere: all advantages are exactly 1, whatever the amounts
SELECT results_eq($$SELECT min(advantage), max(advantage) FROM (SELECT supply_network('C' || c, 'P' || p, c * p * 0.1) AS net FROM generate_series(1, 9) AS c, generate_series(1, 9) AS p) AS n, revealed_advantage(net)
	WHERE abs(advantage - 1) > 1e-15$$, $$SELECT NULL::float8, NULL::float8$$, 'proportional trade gives nobody an advantage');
-- Hausmann, Hwang and Rodrik 2007 by their formulas
CREATE TEMP TABLE income AS SELECT country, (500 + 997 * ascii(right(country, 1)) % 20000)::float8 AS y FROM flow GROUP BY country;
CREATE TEMP TABLE prody AS SELECT product, sum(s * y) / sum(s) AS y FROM (SELECT country, product, x / sum(x) OVER (PARTITION BY country) AS s FROM flow) AS f JOIN income USING (country) GROUP BY product;
SELECT is_empty($$SELECT product FROM made, (SELECT supply_mix(country, y) AS m FROM income) AS i, product_sophistication(net, m) AS s FULL JOIN prody USING (product)
	WHERE abs(sophistication / y - 1) > 1e-13 OR sophistication IS NULL OR y IS NULL$$, 'PRODY');
SELECT is_empty($$SELECT country FROM made, (SELECT supply_mix(country, y) AS m FROM income) AS i, export_sophistication(net, m) AS s
	FULL JOIN (SELECT country, sum(s * y) AS y FROM (SELECT country, product, x / sum(x) OVER (PARTITION BY country) AS s FROM flow) AS f JOIN prody USING (product) GROUP BY country) AS e USING (country)
	WHERE abs(sophistication / y - 1) > 1e-13 OR sophistication IS NULL OR y IS NULL$$, 'EXPY');
SELECT * FROM finish();
ROLLBACK;
