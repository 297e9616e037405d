-- The node "Batch Group" by parallel workers: rows go to the participant that has their
-- group, so that each group is returned once, whole, with the same bits.
BEGIN;
SELECT plan(27);
SET LOCAL jit = off;
LOAD 'trade_exposure';
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; result text := '';
BEGIN
	FOR line IN EXECUTE query LOOP result := result || line || E'\n'; END LOOP;
	RETURN result;
END $$;
-- synthetic: 12,000 flows of 200 products; no temporary table, which workers cannot read
CREATE TABLE grouping_flow AS SELECT (ARRAY['JPN', 'USA', 'DEU', 'an importer with a long name'])[1 + i % 4] AS importer, lpad((i * 7 % 50)::text, 6, '0') AS hs6,
	2020 + i % 2 AS year, 'S' || i * 31 % 11 AS origin, ((i * 17 % 100) / 7.0)::float8 AS amount, i AS id FROM generate_series(1, 12000) i;
ANALYZE grouping_flow;
CREATE TABLE grouping_expected AS SELECT importer, hs6, hhi(origin, amount) AS h, supply_mix(origin, amount)::text AS mix, count(*) AS n FROM grouping_flow GROUP BY importer, hs6;
CREATE FUNCTION pg_temp.same(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE result boolean;
BEGIN
	EXECUTE format('SELECT NOT EXISTS ((TABLE grouping_expected EXCEPT ALL (%1$s)) UNION ALL ((%1$s) EXCEPT ALL TABLE grouping_expected))', query) INTO result;
	RETURN result;
END $$;
CREATE FUNCTION pg_temp.grouped() RETURNS text LANGUAGE sql AS
$$SELECT 'SELECT importer, hs6, hhi(origin, amount) AS h, supply_mix(origin, amount)::text AS mix, count(*) AS n FROM grouping_flow GROUP BY importer, hs6'$$;

SET LOCAL trade_exposure.batch_grouping = on;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL parallel_setup_cost = 0;

-- when it is planned
SELECT matches(pg_temp.plan_of('EXPLAIN ' || pg_temp.grouped()), 'Gather .*\n.*Workers Planned: [12]\n.*-> +Parallel Custom Scan \(Batch Group\)', 'workers group, and a Gather takes their groups');
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT sum(h) FROM (' || pg_temp.grouped() || ' OFFSET 0) s'), 'Gather', 'below a query of its own, too');
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT max(h) FROM (' || pg_temp.grouped() || ') s'), 'Finalize Aggregate.*\n.*Gather.*\n.*\n.*Partial Aggregate.*\n.*Parallel Custom Scan', 'what follows is done by the workers');
SELECT doesnt_match(pg_temp.plan_of('EXPLAIN ' || q), 'Parallel Custom Scan', 'not ' || why) FROM (VALUES
	('SELECT importer, hhi(origin, amount), sum(amount) FROM grouping_flow GROUP BY importer', 'beside a sum that depends on the order of its rows'),
	('SELECT hs6::numeric, hhi(origin, amount) FROM grouping_flow GROUP BY hs6::numeric', 'by a key of which equal values differ'),
	('SELECT importer, hhi(origin, amount), max(hs6::numeric) FROM grouping_flow GROUP BY importer', 'beside the greatest of such values')) AS v(q, why);
CREATE AGGREGATE pg_temp.mix_of(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix, PARALLEL = SAFE);
SELECT doesnt_match(pg_temp.plan_of('EXPLAIN SELECT importer, pg_temp.mix_of(origin, amount) FROM grouping_flow GROUP BY importer'), 'Parallel Custom Scan', 'not for an aggregate that does not say how to combine');

-- what it tells: all participants' groups, whoever had them
SELECT matches(pg_temp.plan_of('EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ' || pg_temp.grouped()), 'Groups: 100\n(.*\n)*.*Rows Handed Over: [0-9]+', 'EXPLAIN ANALYZE shows the groups of all participants and what they handed over');

-- answers
SELECT ok(pg_temp.same(pg_temp.grouped()), 'the same groups with the same bits');
SET LOCAL parallel_leader_participation = off;
SELECT ok(pg_temp.same(pg_temp.grouped()), 'without the leader');
SET LOCAL parallel_leader_participation = on;
SET LOCAL max_parallel_workers = 0;
SELECT ok(pg_temp.same(pg_temp.grouped()), 'without a worker');
SET LOCAL max_parallel_workers = 1;
SELECT ok(pg_temp.same(pg_temp.grouped()), 'with one of two workers: the third partition is done by whoever comes first');
SET LOCAL max_parallel_workers = 8;
SET LOCAL max_parallel_workers_per_gather = 4;
ALTER TABLE grouping_flow SET (parallel_workers = 4);
SELECT ok(pg_temp.same(pg_temp.grouped()), 'with four workers');
ALTER TABLE grouping_flow RESET (parallel_workers);
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL work_mem = '64kB';
SET LOCAL hash_mem_multiplier = 1;
SELECT is((SELECT count(*) FROM (SELECT importer, hs6, id % 30, supply_mix(origin, amount) FROM grouping_flow GROUP BY 1, 2, 3) s), (SELECT count(DISTINCT (importer, hs6, id % 30)) FROM grouping_flow), 'with little memory no group is lost or doubled');
RESET work_mem;
RESET hash_mem_multiplier;
SELECT is((SELECT count(*) FROM (SELECT id, hhi(origin, amount), repeat(importer, 1000) FROM grouping_flow WHERE id % 40 = 0 GROUP BY id, repeat(importer, 1000)) s), 300::bigint, 'rows that are larger than a parcel');
SELECT is((SELECT count(*)::int FROM (SELECT importer, hhi(origin, amount) FROM grouping_flow WHERE id < 0 GROUP BY importer) s), 0, 'no rows, no groups');
SELECT results_eq('SELECT year, importer IS NULL, sum(h) FROM (SELECT year, CASE WHEN id % 4 > 0 THEN importer END AS importer, supplier_count(origin, amount) AS h FROM grouping_flow GROUP BY 1, 2) s GROUP BY 1, 2 ORDER BY 1, 2',
	$$VALUES (2020, false, 11::bigint), (2020, true, 11), (2021, false, 22)$$, 'NULL is a key');

-- as a plan node
SELECT is((SELECT count(*) FROM (SELECT importer, hs6, hhi(origin, amount) FROM grouping_flow GROUP BY importer, hs6 LIMIT 3) s), 3::bigint, 'LIMIT ends it early');
SET LOCAL enable_material = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT * FROM (VALUES (0), (25), (45)) v(k) LEFT JOIN (' || pg_temp.grouped() || ') s ON s.hs6::int >= k'), 'Nested Loop(.*\n)*.*Gather(.*\n)*.*Parallel Custom Scan', 'a nested loop runs it again');
SELECT results_eq('SELECT k, count(*), sum(n) FROM (VALUES (0), (25), (45)) v(k) LEFT JOIN (' || pg_temp.grouped() || ') s ON s.hs6::int >= k GROUP BY k ORDER BY k',
	$$VALUES (0, 100::bigint, 12000::numeric), (25, 50, 6000), (45, 10, 1200)$$, 'and has all groups each time');
SET LOCAL enable_hashjoin = on;
SET LOCAL enable_material = on;
SELECT is((SELECT count(*) FROM (SELECT importer, hs6, hhi(origin, amount) AS h FROM grouping_flow GROUP BY 1, 2) a
	JOIN (SELECT importer, hs6, max(h) AS h FROM (SELECT importer, hs6, year, hhi(origin, amount) AS h FROM grouping_flow GROUP BY 1, 2, 3) s GROUP BY 1, 2) b USING (importer, hs6)), 100::bigint, 'two of them in a join');
SET LOCAL enable_mergejoin = on;
SELECT ok(bool_and(previous < this), 'in order, sorted by the workers') FROM (SELECT (hs6, importer) AS this, lag((hs6, importer)) OVER () AS previous
	FROM (SELECT importer, hs6, hhi(origin, amount) FROM grouping_flow GROUP BY importer, hs6 ORDER BY hs6, importer OFFSET 0) s) t;
SELECT matches(pg_temp.plan_of('EXPLAIN SELECT importer, hs6, hhi(origin, amount) FROM grouping_flow GROUP BY importer, hs6 ORDER BY hs6, importer'), 'Gather Merge(.*\n)*.*Sort(.*\n)*.*Parallel Custom Scan', 'as this plan has it');
PREPARE of_year(int) AS SELECT importer, supplier_count(origin, amount) AS n FROM grouping_flow WHERE year = $1 GROUP BY importer HAVING count(*) > (SELECT min(id) FROM grouping_flow) ORDER BY 1;
SET LOCAL plan_cache_mode = force_generic_plan;
SELECT results_eq('EXECUTE of_year(2020)', $$VALUES ('DEU', 11), ('JPN', 11)$$, 'a prepared statement with a condition on groups');

-- errors and cancelling: the others do not wait for whom they lost
PREPARE failing AS SELECT importer, hhi(origin, 1 / (id - 11999)) FROM grouping_flow GROUP BY importer;
SELECT throws_ok('failing', '22012', NULL, 'an error in one of the participants ends all');
PREPARE slow AS SELECT importer, hhi(origin, amount + CASE WHEN pg_sleep(0.01) IS NULL THEN 1 ELSE 0 END) FROM grouping_flow GROUP BY importer;
CREATE FUNCTION pg_temp.is_cancelled(query text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN false;
EXCEPTION WHEN query_canceled THEN
	RETURN true;
END $$;
SET LOCAL statement_timeout = '300ms';
SELECT ok(pg_temp.is_cancelled('EXECUTE slow'), 'so does cancelling');
SET LOCAL statement_timeout = 0;
SELECT ok(pg_temp.same(pg_temp.grouped()), 'and the next query has its answer');
SELECT * FROM finish();
ROLLBACK;
