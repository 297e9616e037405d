-- Networks of decimals: edges and node amounts that cancel are zero by every route, those that do not stay.
BEGIN;
SELECT plan(12);

-- 3,000 edges whose amounts are reversed in two parts, and one that stays beside each
CREATE TEMP TABLE flow AS
SELECT n, s, u, v::float8 AS v, md5(n || s || v) AS h
FROM generate_series(1, 3000) AS n, LATERAL (SELECT (n::int8 * 7919 % 1000003) / 100.0 AS a, (n::int8 * 104729 % 10007) / 100.0 AS b) AS p,
	LATERAL (VALUES ('S' || n % 60, 'U' || n / 60, a + b), ('S' || n % 60, 'U' || n / 60, -a), ('S' || n % 60, 'U' || n / 60, -b), ('a supplier with a long name, ' || n % 60, 'U' || n / 60, 50)) AS t(s, u, v);
CREATE TEMP TABLE kept AS SELECT supply_network(s, u, v) AS net FROM flow WHERE v = 50;
CREATE FUNCTION pg_temp.edges(net supply_network) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT edges || ' of ' || amount FROM network_summary(net) $$;
SELECT is(pg_temp.edges(net), '3000 of 150000', 'what stays') FROM kept;
SELECT is(pg_temp.edges(supply_network(s, u, v)), '3000 of 150000', 'aggregate') FROM flow;
SELECT is(pg_temp.edges(supply_network(s, u, v ORDER BY v)), '3000 of 150000', 'corrections first') FROM flow;
SELECT is(pg_temp.edges(sum(p)), '3000 of 150000', 'sum of networks') FROM (SELECT supply_network(s, u, v) AS p FROM flow GROUP BY v < 0) AS q;
SELECT is(pg_temp.edges(a + b), '3000 of 150000', '+') FROM (SELECT supply_network(s, u, v) FILTER (WHERE v > 0) AS a, supply_network(s, u, v) FILTER (WHERE v < 0) AS b FROM flow) AS q;
CREATE AGGREGATE pg_temp.state(text, text, float8) (SFUNC = te_support.te_network_accum, STYPE = supply_network);
CREATE AGGREGATE pg_temp.combined(supply_network) (SFUNC = te_support.te_network_combine, STYPE = supply_network, FINALFUNC = te_support.te_network_final);
CREATE TEMP TABLE part AS SELECT pg_temp.state(s, u, v) AS st FROM flow GROUP BY substr(h, 1, 1) < '8';
SELECT is(pg_temp.edges(pg_temp.combined(st)), '3000 of 150000', 'states of workers') FROM part;
SELECT is(pg_temp.edges(pg_temp.combined(st::text::supply_network)), '3000 of 150000', 'through text') FROM part;
SELECT is((SELECT count(*)::int FROM part WHERE st::text::supply_network::text <> st::text OR te_support.te_network_send(st::text::supply_network) <> te_support.te_network_send(st)), 0, 'in(out(x)) = x for states');
CREATE TEMP TABLE copied (LIKE part);
DO $$
DECLARE file text := '/tmp/trade_exposure_' || pg_backend_pid();
BEGIN
	EXECUTE format('COPY part TO %L (FORMAT binary)', file);
	EXECUTE format('COPY copied FROM PROGRAM %L (FORMAT binary)', format('cat %s; rm %s', file, file));
END $$;
SELECT is(pg_temp.edges(pg_temp.combined(st)), '3000 of 150000', 'through binary') FROM copied;

-- sums over a node, and its own amounts
SELECT is((SELECT amount FROM network_summary('{A>B:100.4,A>C:-60.1,A>D:-40.3}')), 0::float8, 'the total of edges that cancel');
SELECT is(('{A>B:1;A[final_demand=100.4]}'::supply_network + '{A>B:1;A[final_demand=-60.1]}' + '{A>B:1;A[final_demand=-40.2]}')::text ~ 'final_demand=0\.(1|0999)', true, 'a small amount of a node stays');
SELECT is((SELECT sum(n)::text FROM (VALUES ('{A>B:1;A[final_demand=100.4]}'::supply_network), ('{A>B:1;A[final_demand=-60.1]}'), ('{A>B:1;A[final_demand=-40.3]}')) AS v(n)), '{A>B:3;A[final_demand=0];rows=3}', 'a node''s amounts that cancel are 0');
SELECT * FROM finish();
ROLLBACK;
