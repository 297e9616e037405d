-- Complexity of tables that are hard: of low rank, in parts, alike, with two equal eigenvalues, without a direction; against exact
-- reflections and whole spectra (test/data/complexity_cases.py).  A number is the literature's or there is none.
BEGIN;
SELECT plan(12);

CREATE TEMP TABLE cases (net supply_network, method text, outcome text, countries float8[], products float8[]);
\copy cases FROM test/data/complexity_cases.csv (FORMAT csv, HEADER)
ALTER TABLE cases ADD id int GENERATED ALWAYS AS IDENTITY;
-- complexity in the order of names, or the message that says why there is none
CREATE FUNCTION pg_temp.ask(id int, net supply_network, method text, OUT said text, OUT countries float8[], OUT products float8[]) LANGUAGE plpgsql AS $$
BEGIN
	countries := ARRAY(SELECT complexity FROM economic_complexity(net, basis => 'amount', method => ask.method) ORDER BY country);
	products := ARRAY(SELECT complexity FROM product_complexity(net, basis => 'amount', method => ask.method) ORDER BY product);
EXCEPTION WHEN data_exception THEN GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL; countries := NULL;
END $$;
CREATE FUNCTION pg_temp.apart(a float8[], b float8[]) RETURNS float8 LANGUAGE sql AS $$SELECT coalesce(max(CASE WHEN x IS NULL AND y IS NULL THEN 0 ELSE coalesce(abs(x - y), 'Infinity') END), 'Infinity') FROM unnest(a, b) AS u(x, y)$$;
CREATE TEMP TABLE got AS SELECT c.id, c.method, outcome, a.said, pg_temp.apart(c.countries, a.countries) AS off_countries, pg_temp.apart(c.products, a.products) AS off_products,
	(SELECT bool_and(v IS NULL) FROM unnest(a.countries) AS v) AS none
FROM cases AS c, pg_temp.ask(id, net, method) AS a;
SELECT results_eq('SELECT method, outcome, count(*) FROM got GROUP BY 1, 2 ORDER BY 1, 2', $$VALUES ('eigenvector', 'alike', 20::bigint), ('eigenvector', 'parts', 20), ('eigenvector', 'tie', 20), ('eigenvector', 'turn', 20), ('eigenvector', 'value', 160),
	('reflections', 'alike', 73), ('reflections', 'value', 167)$$, 'cases of each kind');
SELECT is_empty($$SELECT id, said, off_countries, off_products FROM got WHERE method = 'eigenvector' AND outcome = 'value' AND (said IS NOT NULL OR off_countries > 1e-6 OR off_products > 1e-6)$$, 'the second eigenvector, wherever there is one');
SELECT is_empty($$SELECT id, said, off_countries, off_products FROM got WHERE method = 'reflections' AND outcome = 'value' AND (said IS NOT NULL OR off_countries > 1e-11 OR off_products > 1e-11)$$, 'reflections, however small what is left of the differences');
SELECT is_empty($$SELECT id, outcome FROM got WHERE outcome = 'alike' AND said IS NULL AND NOT none$$, 'countries that are alike have no complexity');
SELECT is_empty($$SELECT id, said FROM got WHERE outcome = 'parts' AND said IS DISTINCT FROM 'Its countries fall into parts that share no product with advantage.'$$, 'tables in parts are said to be');
SELECT is_empty($$SELECT id, said FROM got WHERE outcome = 'tie' AND coalesce(said, '') !~ '^The second and the third eigenvalue are '$$, 'two second eigenvalues are said');
SELECT is_empty($$SELECT id, said FROM got WHERE outcome = 'turn' AND coalesce(said, '') !~ 'which end is high'$$, 'a table that can be turned round is said to be');
-- a mirror image is the same table: what its names say is nothing
SELECT throws_ok($$SELECT economic_complexity('{A>p:1,A>q:1,B>q:1,B>r:1,C>r:1,C>s:1,D>s:1,D>u:1}', basis => 'amount')$$, '22000', 'economic complexity has no direction in this table', 'a chain has two ends');

---- what needs no complexity does without it
CREATE TEMP TABLE dense AS SELECT id, outcome, d.* FROM cases AS c, product_density(net, basis => 'amount') AS d WHERE c.method = 'eigenvector';
CREATE TEMP TABLE fit AS SELECT id, d.* FROM cases AS c, product_density(net, basis => 'amount', method => 'fitness') AS d WHERE c.method = 'eigenvector';
SELECT is_empty($$SELECT id FROM dense FULL JOIN fit USING (id, country, product) WHERE dense.density IS DISTINCT FROM fit.density OR dense.distance <> 1 - fit.density$$, 'density and distance of every table');
SELECT is_empty($$SELECT id FROM dense WHERE NOT has_advantage AND outcome <> 'alike' AND (outcome <> 'value') <> (outlook_gain IS NULL)$$, 'the gain is there where complexity is');
---- outlook and gain by their definitions, over small tables
CREATE TEMP TABLE near AS SELECT id, p.* FROM cases AS c, product_proximity(net, basis => 'amount') AS p WHERE method = 'eigenvector' AND outcome = 'value';
CREATE TEMP TABLE close AS SELECT id, product AS p, other_product AS q, proximity AS f FROM near UNION ALL SELECT id, other_product, product, proximity FROM near UNION ALL SELECT DISTINCT id, product, product, 1 FROM dense WHERE outcome = 'value';
CREATE TEMP TABLE worth AS SELECT id, q, pci.complexity / sum(f) AS w FROM close JOIN (SELECT id, p.* FROM cases AS c, product_complexity(net, basis => 'amount') AS p WHERE method = 'eigenvector' AND outcome = 'value') AS pci USING (id) WHERE pci.product = close.q GROUP BY id, q, pci.complexity;
SELECT is_empty($$SELECT d.id, d.country, d.product FROM dense AS d JOIN close AS f ON f.id = d.id AND f.p = d.product JOIN dense AS e ON e.id = d.id AND e.country = d.country AND e.product = f.q JOIN worth AS w ON w.id = d.id AND w.q = f.q
	WHERE d.outcome = 'value' GROUP BY d.id, d.country, d.product, d.has_advantage, d.outlook_gain HAVING abs(d.outlook_gain - (1 - d.has_advantage::int) * sum((1 - e.has_advantage::int) * f.f * w.w)) > 1e-9$$, 'outlook gain as docs/indicator.md has it');
SELECT is_empty($$SELECT id, country FROM (SELECT c.id, e.* FROM cases AS c, economic_complexity(net, basis => 'amount') AS e WHERE method = 'eigenvector' AND outcome = 'value') AS e JOIN dense AS d USING (id, country)
	JOIN (SELECT c.id, p.* FROM cases AS c, product_complexity(net, basis => 'amount') AS p WHERE method = 'eigenvector' AND outcome = 'value') AS p USING (id, product)
	GROUP BY id, country, outlook HAVING abs(outlook - sum(density * (1 - has_advantage::int) * p.complexity)) > 1e-9$$, 'outlook as docs/indicator.md has it');

SELECT * FROM finish();
ROLLBACK;
