-- Scenarios share what does not depend on them (rows, merged nodes, the time that bounds an error), and nothing else: a
-- firm's answer is the same to the last bit whoever is asked before it. test/data/cascade_bound.csv.gz has the networks.
BEGIN;
SELECT plan(6);
\ir cascade_bound.inc
\copy node FROM PROGRAM 'zcat test/data/cascade_bound.csv.gz' (FORMAT csv)
CREATE TEMP TABLE drawn AS
SELECT n.net, with_nodes(e.network, n.node, NULL::float8, NULL::float8, NULL::float8, n.sector, n.essential) AS network, array_agg(n.node ORDER BY n.node) AS firms
FROM (SELECT net, supply_network(node, split_part(sale, ':', 1), split_part(sale, ':', 2)::float8) AS network
	FROM pg_temp.node, string_to_table(rtrim(sales), ' ') AS sale GROUP BY 1) AS e JOIN pg_temp.node AS n USING (net) WHERE net <= 100 GROUP BY 1;
-- and a large one, where firms lead to loops, lose all, or leak
INSERT INTO drawn
SELECT 0, with_nodes(e.network, 'f' || f, NULL::float8, NULL::float8, NULL::float8, 's' || f * 7919 % 20, (f * 31 % 10 < 4)::int),
	array_agg('f' || f ORDER BY f) FILTER (WHERE f % 6 = 0)
FROM (SELECT supply_network('f' || i * i % 307, 'f' || (i * 7919 + i / 3) % 211, 1 + i % 13) AS network FROM generate_series(1, 1200) AS i) AS e,
	generate_series(0, 306) AS f;
CREATE FUNCTION pg_temp.risk(network supply_network, nodes text[]) RETURNS TABLE (model text, node text, answer text) LANGUAGE sql AS $$
	SELECT m || '_' || s, r.node, concat_ws(' ', systemic_risk, risk_down, risk_up, rounds, problem)
	FROM unnest('{leontief,linear,mixed}'::text[]) AS m, unnest('{none,market}'::text[]) AS s,
		systemic_risk(network, production_function => m, replacement => s, nodes => nodes) AS r
$$;
CREATE TEMP TABLE together AS SELECT net, r.* FROM drawn, pg_temp.risk(network, firms) AS r;
SELECT cmp_ok(count(*), '>', 3500::bigint, 'scenarios of 101 networks') FROM together;
SELECT cmp_ok(count(DISTINCT answer), '>', 1000::bigint, 'with as many different answers') FROM together;
SELECT is_empty($$SELECT t.net, r.*, t.answer FROM drawn, unnest(firms) AS f, pg_temp.risk(network, ARRAY[f]) AS r JOIN together AS t USING (model, node)
	WHERE t.net = drawn.net AND t.answer <> r.answer$$, 'one by one: the same to the last bit');
SELECT is_empty($$SELECT t.net, r.*, t.answer FROM drawn, pg_temp.risk(network, (SELECT array_agg(f ORDER BY f DESC) FROM unnest(firms) AS f)) AS r
	JOIN together AS t USING (model, node) WHERE t.net = drawn.net AND t.answer <> r.answer$$, 'in the other order');
SELECT is_empty($$SELECT t.net, r.*, t.answer FROM drawn, pg_temp.risk(network, (SELECT array_agg(f ORDER BY md5(f)) FROM unnest(firms) WITH ORDINALITY AS o(f, i) WHERE i % 2 = 0)) AS r
	JOIN together AS t USING (model, node) WHERE t.net = drawn.net AND t.answer <> r.answer$$, 'half of them, shuffled');
SELECT is_empty($$SELECT t.net, r.*, t.answer FROM drawn, pg_temp.risk(network, firms || firms) AS r JOIN together AS t USING (model, node)
	WHERE t.net = drawn.net AND t.answer <> r.answer$$, 'each of them twice');
SELECT * FROM finish();
ROLLBACK;
