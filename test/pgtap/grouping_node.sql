-- The node "Batch Group": when it is planned, and that it does as a plan node what the executor's grouping does.
BEGIN;
SELECT plan(32);
SET LOCAL jit = off;
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; result text := '';
BEGIN
	FOR line IN EXECUTE query LOOP result := result || line || E'\n'; END LOOP;
	RETURN result;
END $$;
-- synthetic: 3,000 flows of 50 products
CREATE TEMP TABLE flow AS SELECT (ARRAY['JPN', 'USA', 'DEU'])[1 + i % 3] AS importer, lpad((i * 7 % 50)::text, 6, '0') AS hs6, 2020 + i % 2 AS year,
	'S' || i * 31 % 11 AS origin, (i * 17 % 100)::float8 AS amount FROM generate_series(1, 3000) i;
ANALYZE flow;

-- loading: a support function of each transition function brings the library before groupings are planned
SELECT is((SELECT array_agg(DISTINCT a.aggtransfn::regprocedure::text) FROM pg_aggregate a
	JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = a.aggfnoid AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid
	JOIN pg_proc p ON p.oid = a.aggtransfn
	WHERE e.extname = 'trade_exposure' AND a.aggkind = 'n' AND p.prosupport = 0), NULL, 'each transition function of our aggregates has the planner''s support function');

-- when it is planned
SET LOCAL trade_exposure.batch_grouping = on;
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer'), 'Custom Scan \(Batch Group\)', 'GROUP BY over one of our aggregates');
SELECT doesnt_match(pg_temp.plan_of('EXPLAIN ' || q), 'Batch Group', 'not ' || why) FROM (VALUES
	('SELECT importer, sum(amount) FROM flow GROUP BY importer', 'without one'),
	('SELECT hhi(origin, amount) FROM flow', 'without GROUP BY'),
	('SELECT importer, hhi(DISTINCT origin, amount) FROM flow GROUP BY importer', 'for DISTINCT in an aggregate'),
	('SELECT importer, hhi(origin, amount ORDER BY amount) FROM flow GROUP BY importer', 'for ORDER BY in an aggregate'),
	('SELECT importer, year, hhi(origin, amount) FROM flow GROUP BY GROUPING SETS ((importer), (year))', 'for grouping sets'),
	('SELECT importer, hhi(origin, amount), string_agg(origin, '''') FROM flow GROUP BY importer', 'beside an aggregate that it does not know'),
	('SELECT importer, generate_series(1, 2), hhi(origin, amount) FROM flow GROUP BY importer, 2', 'for functions that return sets')) AS v(q, why);
SET LOCAL enable_hashagg = off;
SELECT doesnt_match(pg_temp.plan_of('EXPLAIN SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer'), 'Batch Group', 'not when hashing is turned off');
SET LOCAL enable_hashagg = on;
SET LOCAL trade_exposure.batch_grouping = off;
SELECT doesnt_match(pg_temp.plan_of('EXPLAIN SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer'), 'Batch Group', 'not when it is turned off');
SET LOCAL trade_exposure.batch_grouping = on;

-- what it tells
SELECT matches(pg_temp.plan_of('EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) SELECT importer, hs6, hhi(origin, amount) FROM flow GROUP BY importer, hs6'),
	'Group Key: importer, hs6\n +Groups: 150\n +Row Batches: 24\n +Rows Logged: 3000\n +Memory Usage: \d+ ?kB', 'EXPLAIN ANALYZE shows keys, groups, batches and memory');
SET LOCAL work_mem = '64kB';
SET LOCAL enable_sort = off;
SET LOCAL hash_mem_multiplier = 1;
SELECT matches(pg_temp.plan_of('EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) SELECT importer, hs6, year, origin, supply_mix(origin, amount) FROM flow GROUP BY 1, 2, 3, 4'),
	'Partitions Spilled: [1-9]', 'and what memory had no room for');
SELECT is((SELECT count(*)::int FROM (SELECT importer, hs6, year, origin, supply_mix(origin, amount) FROM flow GROUP BY 1, 2, 3, 4) s),
	(SELECT count(DISTINCT (importer, hs6, year, origin))::int FROM flow), 'no group is lost or doubled on the way');
SET LOCAL work_mem = '4MB';
SET LOCAL enable_sort = on;

-- as a plan node
PREPARE of_year(int) AS SELECT importer, hhi(origin, amount) FROM flow WHERE year = $1 GROUP BY importer ORDER BY 1;
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT matches(pg_temp.plan_of('EXPLAIN EXECUTE of_year(2020)'), 'Batch Group', 'a prepared statement has it');
SELECT results_eq('EXECUTE of_year(2020)', 'SELECT importer, hhi(supply_mix(origin, amount)) FROM flow WHERE year = 2020 GROUP BY importer ORDER BY 1', 'and its answer');
SELECT results_eq('EXECUTE of_year(2021)', 'SELECT importer, hhi(supply_mix(origin, amount)) FROM flow WHERE year = 2021 GROUP BY importer ORDER BY 1', 'with another parameter, too');
SELECT results_eq($$SELECT y, s.* FROM generate_series(2019, 2021) y, LATERAL (SELECT importer, hhi(origin, amount) AS h FROM flow WHERE year = y GROUP BY importer OFFSET 0) s ORDER BY 1, 2$$,
	$$SELECT year, importer, hhi(supply_mix(origin, amount)) FROM flow GROUP BY 1, 2 ORDER BY 1, 2$$, 'run again for each row of a join');
DECLARE back SCROLL CURSOR FOR SELECT importer, hhi(origin, amount) AS h FROM flow GROUP BY importer;
MOVE FORWARD ALL IN back;
CREATE FUNCTION pg_temp.fetch_back() RETURNS int LANGUAGE plpgsql AS $$
DECLARE c refcursor := 'back'; r record; n int := 0;
BEGIN
	LOOP FETCH PRIOR FROM c INTO r; EXIT WHEN NOT FOUND; n := n + 1; END LOOP;
	RETURN n;
END $$;
SELECT is(pg_temp.fetch_back(), 3, 'a cursor goes backwards');
CLOSE back;
SELECT is((SELECT count(*)::int FROM (SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer LIMIT 2) s), 2, 'LIMIT ends it early');
SELECT is((SELECT count(*)::int FROM (SELECT importer, hhi(origin, amount) FROM flow WHERE false GROUP BY importer) s), 0, 'no rows, no groups');
SELECT results_eq('SELECT NULL::text AS none, hhi(origin, amount) FROM flow GROUP BY (SELECT NULL::text WHERE importer IS NULL)', 'SELECT NULL::text, hhi(supply_mix(origin, amount)) FROM flow', 'NULL is a key');

SELECT results_eq('SELECT lower(importer), min(lower(importer)), hhi(lower(importer), amount), hhi(origin, amount) FILTER (WHERE lower(importer) = ''usa'') IS NULL FROM flow GROUP BY lower(importer) ORDER BY 1',
	$$VALUES ('deu', 'deu', 1::float8, true), ('jpn', 'jpn', 1, true), ('usa', 'usa', 1, false)$$, 'a key can be an argument, too');

-- functions fill the upper bits of a Datum in one way or another: hashtext with 0, a table with the sign
CREATE TEMP TABLE spot AS SELECT i, origin, amount, hashtext(origin) AS number FROM (SELECT row_number() OVER () AS i, * FROM flow) f;
ANALYZE spot;
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT CASE WHEN i % 2 = 0 THEN number ELSE hashtext(origin) END, hhi(origin, amount) FROM spot GROUP BY 1'), 'Batch Group', 'a number that a function makes is a key');
SELECT cmp_ok((SELECT count(*) FILTER (WHERE number < 0)::int FROM spot), '>', 0, 'some of these numbers are negative');
SELECT is((SELECT array_agg(format('%s %s', number, mix) ORDER BY number) FROM (SELECT CASE WHEN i % 2 = 0 THEN number ELSE hashtext(origin) END AS number, supply_mix(origin, amount) AS mix FROM spot GROUP BY 1) s),
	(SELECT array_agg(format('%s %s', hashtext(origin), mix) ORDER BY hashtext(origin)) FROM (SELECT origin, supply_mix(origin, amount) AS mix FROM spot GROUP BY 1) s), 'equal numbers are one group, whoever made them');

-- the hash function of ranges leaves a copy behind for each row
CREATE TEMP TABLE span AS SELECT int4range(i % 50, i % 50 + 2) AS years, 'S' || i % 7 AS origin, 1::float8 AS amount FROM generate_series(1, 40000) i;
ANALYZE span;
SET LOCAL enable_sort = off;
DECLARE spans CURSOR FOR SELECT years, hhi(origin, amount) FROM span GROUP BY years;
FETCH 1 FROM spans \g /dev/null
SELECT cmp_ok((SELECT max(total_bytes)::int FROM pg_backend_memory_contexts WHERE name = 'ExecutorState'), '<', 1024 * 1024, 'nothing of the rows stays');
CLOSE spans;
SET LOCAL enable_sort = on;

-- values that are fetched are large: as many are in memory at a time as in the executor's grouping (peak of the process, kB)
CREATE TEMP TABLE one AS SELECT supply_network('n' || s, 'n' || u, s + u) AS net FROM generate_series(1, 250) s, generate_series(1, 250) u;
CREATE FUNCTION pg_temp.peak(by_batches boolean, query text) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('trade_exposure.batch_grouping', by_batches::text, true);
	IF by_batches THEN ASSERT pg_temp.plan_of('EXPLAIN ' || query) LIKE '%Batch Group%'; END IF;
	EXECUTE query;
	RETURN substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s*(\d+)');
END $$;
SET LOCAL trade_exposure.network_cache = 0;
SET LOCAL enable_sort = off;
SELECT cmp_ok(-(pg_temp.peak(false, query) + 20000), '<', -pg_temp.peak(true, query), 'large values are let go of, ' || what) FROM (VALUES
	('SELECT g / 100, sum(net) FROM one, generate_series(1, 70) g GROUP BY 1', 'of an argument'),
	('SELECT net, hhi(g::text, 1) FROM one, generate_series(1, 70) g GROUP BY net', 'of a key')) AS v(query, what);
SET LOCAL enable_sort = on;
RESET trade_exposure.network_cache;
SET LOCAL trade_exposure.batch_grouping = on;

-- rights: as the ordinary node checks them
CREATE ROLE te_grouping;
GRANT SELECT ON flow TO te_grouping;
DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO te_grouping', (SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema())); END $$;
REVOKE EXECUTE ON FUNCTION hhi(text, float8) FROM PUBLIC;
SET LOCAL ROLE te_grouping;
SELECT throws_ok('SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer', '42501', 'permission denied for aggregate hhi', 'who may not call the aggregate gets no answer');
RESET ROLE;
GRANT EXECUTE ON FUNCTION hhi(text, float8) TO PUBLIC;
ALTER TABLE flow ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON flow FOR SELECT TO te_grouping USING (importer = 'JPN');
SET LOCAL ROLE te_grouping;
SELECT results_eq('SELECT importer FROM (SELECT importer, hhi(origin, amount) FROM flow GROUP BY importer) s', $$VALUES ('JPN')$$, 'row security holds below it');
RESET ROLE;
ALTER TABLE flow DISABLE ROW LEVEL SECURITY;
-- an aggregate of one's own over our transition function
CREATE AGGREGATE pg_temp.mix_of(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT importer, pg_temp.mix_of(origin, amount) FROM flow GROUP BY importer'), 'Batch Group', 'an aggregate of one''s own over our transition function');
SELECT * FROM finish();
ROLLBACK;
