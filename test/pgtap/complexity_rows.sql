-- Rows that are told one by one, and sums of proximities by both ways and block by block.
BEGIN;
SET client_min_messages = warning;
SELECT plan(19);

-- Tables by chance: wide and square ones go through pairs of countries, tall ones through pairs of products.
CREATE TEMP TABLE shape (id text, countries int, products int, kept float8);
INSERT INTO shape VALUES ('wide', 7, 60, 0.4), ('square', 25, 25, 0.3), ('tall', 60, 7, 0.4), ('just wide', 21, 10, 0.5), ('just tall', 22, 10, 0.5), ('thin', 30, 90, 0.06), ('one product', 5, 1, 1), ('one country', 1, 5, 1);
CREATE TEMP TABLE has AS
SELECT id, 'c' || lpad(c::text, 3, '0') AS country, 'p' || lpad(p::text, 3, '0') AS product
FROM shape, generate_series(1, countries) AS c, generate_series(1, products) AS p
WHERE random_at(19, hashtext(id), c * 1000 + p) < kept;
CREATE TEMP TABLE trade AS SELECT id, supply_network(country, product, 1::float8) AS net FROM has GROUP BY id;

-- Each row of product_density by its definition, from proximities.
CREATE TEMP TABLE near AS
SELECT id, product, other_product, proximity FROM trade, product_proximity(net, basis => 'amount')
UNION ALL SELECT id, other_product, product, proximity FROM trade, product_proximity(net, basis => 'amount')
UNION ALL SELECT DISTINCT id, product, product, 1 FROM has;
CREATE TEMP TABLE held AS SELECT id, product, count(*) AS n FROM has GROUP BY 1, 2;
ANALYZE has, held, near;
CREATE TEMP TABLE alone AS
SELECT a.id, a.product, b.product AS other_product, count(*)::float8 / greatest(u.n, v.n) AS proximity
FROM has AS a JOIN has AS b USING (id, country) JOIN held AS u ON (u.id, u.product) = (a.id, a.product) JOIN held AS v ON (v.id, v.product) = (a.id, b.product)
GROUP BY 1, 2, 3, u.n, v.n;
SELECT is_empty($$SELECT * FROM near FULL JOIN alone AS a USING (id, product, other_product) WHERE near.proximity IS DISTINCT FROM a.proximity$$, 'proximity by its definition');
CREATE TEMP TABLE dense AS SELECT id, d.* FROM trade, product_density(net, basis => 'amount', method => 'fitness') AS d;
CREATE TEMP TABLE complex AS SELECT id, p.* FROM trade, product_complexity(net, basis => 'amount', method => 'fitness') AS p;
ANALYZE dense, complex;
CREATE TEMP TABLE defined AS
WITH spread AS (SELECT id, product, sum(proximity) AS total FROM near GROUP BY 1, 2)
SELECT d.id, d.country, d.product, max(s.total) AS total, coalesce(sum(n.proximity) FILTER (WHERE h.product IS NOT NULL), 0) / max(s.total) AS density,
	coalesce(sum(n.proximity * x.complexity / t.total) FILTER (WHERE h.product IS NULL), 0) AS gain, bool_or(h.product = d.product) IS TRUE AS mine
FROM dense AS d JOIN near AS n USING (id, product) JOIN spread AS s USING (id, product) JOIN spread AS t ON t.id = d.id AND t.product = n.other_product
	JOIN complex AS x ON x.id = d.id AND x.product = n.other_product
	LEFT JOIN has AS h ON h.id = d.id AND h.country = d.country AND h.product = n.other_product
GROUP BY 1, 2, 3;
SELECT is((SELECT count(*) FROM dense), (SELECT sum(c * p) FROM (SELECT count(DISTINCT country) AS c, count(DISTINCT product) AS p FROM has GROUP BY id) AS n)::bigint, 'a density for every product in every country');
SELECT is_empty($$SELECT d.*, f.density, f.gain FROM dense AS d LEFT JOIN defined AS f USING (id, country, product)
	WHERE f.density IS NULL OR d.has_advantage <> f.mine OR abs(d.density - f.density) > 1e-14 OR d.distance <> 1 - d.density
		OR abs(d.outlook_gain - CASE WHEN f.mine THEN 0 ELSE f.gain END) > 1e-11 * (1 + abs(f.gain))$$, 'density and gain by their definitions, in tables of every shape');
SELECT is_empty($$SELECT e.id, e.country, outlook, sum FROM trade, LATERAL (SELECT trade.id, e.* FROM economic_complexity(net, basis => 'amount', method => 'fitness') AS e) AS e
	JOIN (SELECT id, country, sum(f.density * (NOT f.mine)::int * x.complexity) FROM defined AS f JOIN complex AS x USING (id, product) GROUP BY 1, 2) AS s USING (id, country)
	WHERE e.id = trade.id AND abs(outlook - sum) > 1e-11 * (1 + abs(sum))$$, 'and the outlook');

-- Copies of the same countries change no fitness but by a factor, and no proximity: what fills several blocks is like what fills one.
CREATE FUNCTION pg_temp.copied(countries int, products int, kept float8, copies int) RETURNS supply_network LANGUAGE sql AS $$
	WITH has AS MATERIALIZED (SELECT 'c' || c || '.' AS country, 'p' || p AS product FROM generate_series(1, countries) AS c, generate_series(1, products) AS p
		WHERE random_at(23, c, p) < kept OR p % countries = c - 1)
	SELECT supply_network(country || k, product, 1::float8) FROM has, generate_series(1, copies) AS k
$$;
CREATE FUNCTION pg_temp.copies_apart(countries int, products int, kept float8, copies int, OUT n bigint, OUT apart float8) LANGUAGE sql AS $$
	SELECT count(*), max(abs(m.outlook / o.outlook - 1))
	FROM (SELECT split_part(country, '.', 1) AS c, e.* FROM economic_complexity(pg_temp.copied(countries, products, kept, copies), basis => 'amount', method => 'fitness') AS e) AS m
		LEFT JOIN (SELECT split_part(country, '.', 1) AS c, e.* FROM economic_complexity(pg_temp.copied(countries, products, kept, 1), basis => 'amount', method => 'fitness') AS e) AS o USING (c)
$$;
SELECT results_eq($$SELECT n, apart < 1e-11 FROM pg_temp.copies_apart(100, 2000, 0.01, 22)$$, $$VALUES (2200::bigint, true)$$, 'two blocks through pairs of countries');
SELECT results_eq($$SELECT n, apart < 1e-11 FROM pg_temp.copies_apart(20, 900, 0.03, 300)$$, $$VALUES (6000::bigint, true)$$, 'two blocks through pairs of products');

-- What tells its rows one by one, and what people call: the same columns, and the planner sees through the second.
CREATE TEMP TABLE told AS
SELECT p.oid::regprocedure AS rows, f.oid::regprocedure AS called, p.proname
FROM pg_proc AS p JOIN pg_depend AS d ON d.refobjid = p.oid AND d.classid = 'pg_proc'::regclass JOIN pg_proc AS f ON f.oid = d.objid
WHERE p.pronamespace = 'te_support'::regnamespace AND p.proname LIKE '%\_rows' AND p.prolang = (SELECT oid FROM pg_language WHERE lanname = 'c');
SELECT set_eq('SELECT called::text FROM told', $$VALUES ('revealed_advantage(supply_network)'), ('product_proximity(supply_network,double precision,text)'),
	('country_proximity(supply_network,double precision,text)'), ('product_density(supply_network,double precision,text,text)')$$, 'what is told row by row');
SELECT is_empty($$SELECT called FROM told WHERE pg_get_function_result(rows) <> pg_get_function_result(called) OR (SELECT prorows FROM pg_proc WHERE oid = rows) <> (SELECT prorows FROM pg_proc WHERE oid = called)$$, 'the columns and rows of both are the same');
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT json, COSTS off) ' || query INTO plan;
	RETURN plan;
END $$;
SELECT is_empty($$SELECT called, plan FROM told, pg_temp.plan_of(format('SELECT t.id, f.* FROM trade AS t, %s(net) AS f', (SELECT proname FROM pg_proc WHERE oid = called))) AS plan
	WHERE plan ~ 'Function Scan' OR plan !~ 'ProjectSet'$$, 'a query reads them as they come');

CREATE VIEW pg_temp.answer AS SELECT id, r.* FROM trade, revealed_advantage(net) AS r;
SELECT results_eq('SELECT id, country, product FROM pg_temp.answer ORDER BY 1, 2, 3', 'SELECT id, country, product FROM has ORDER BY 1, 2, 3', 'a row for each flow of each of several tables');
SELECT results_eq('SELECT country, product, advantage FROM (SELECT revealed_advantage(net) AS r FROM trade) AS s, LATERAL (SELECT (r).*) AS f ORDER BY 1, 2, 3',
	'SELECT country, product, advantage FROM pg_temp.answer ORDER BY 1, 2, 3', 'the same in the list of what is selected');
SELECT results_eq($$SELECT * FROM revealed_advantage((SELECT net FROM trade WHERE id = 'tall')) WITH ORDINALITY ORDER BY ordinality$$,
	$$SELECT r.*, row_number() OVER () FROM trade, revealed_advantage(net) AS r WHERE id = 'tall'$$, 'the same as a set, numbered');
SELECT results_eq($$SELECT * FROM product_density((SELECT net FROM trade WHERE id = 'tall'), basis => 'amount', method => 'fitness')$$,
	$$SELECT country, product, has_advantage, density, distance, outlook_gain FROM dense WHERE id = 'tall'$$, 'and a density of an argument that is a query');
SELECT results_eq($$SELECT id, count FROM trade, LATERAL (SELECT count(*) FROM (SELECT * FROM product_density(net, basis => 'amount', method => 'fitness') LIMIT 3) AS first_ones) AS n ORDER BY 1$$,
	$$SELECT id, 3::bigint FROM trade ORDER BY 1$$, 'who stops early stops it');
SELECT is_empty($$SELECT NULL FROM revealed_advantage(NULL)$$, 'no table, no row');
SELECT is_empty($$SELECT NULL FROM trade, product_density(net, NULL)$$, 'no threshold, no row');
SELECT is_empty($$SELECT NULL FROM trade, product_proximity(net, basis => NULL) UNION ALL SELECT NULL FROM trade, country_proximity(net, basis => NULL) UNION ALL SELECT NULL FROM revealed_advantage('{}')$$, 'nor without a basis, nor of nothing');
SELECT throws_ok($$SELECT * FROM trade, product_proximity(net, basis => 'money')$$, '22023', NULL, 'an error of its own is an error of the query');
PREPARE asked(supply_network) AS SELECT sum(proximity) FROM country_proximity($1, basis => 'amount');
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT results_eq($$EXECUTE asked('{A>p:1,A>q:1,B>p:1,C>p:1,C>q:1}')$$, $$VALUES (2::float8)$$, 'a plan without the table');
SELECT * FROM finish();
ROLLBACK;
