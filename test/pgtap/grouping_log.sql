-- The node "Batch Group" writes rows of groups of few rows down and goes through them group by group: when it does,
-- when it gives that up, and that the answers are those of the executor's grouping, whatever the rows are.
BEGIN;
SELECT plan(22);
SET LOCAL jit = off;
SET LOCAL max_parallel_workers_per_gather = 0;
-- synthetic: 6,000 flows; values of all lengths, passed by value and by reference, NULLs
CREATE TEMP TABLE flow AS SELECT i AS id, i % 1500 AS product, i % 3 AS importer, ('{0,-0,1.5}'::float8[])[1 + i % 3] AS degree,
	CASE WHEN i % 17 > 0 THEN 'S' || i * 31 % 11 END AS origin, repeat('x', i % 130) || i AS text_of_any_length, md5(i::text)::uuid AS fixed,
	('n' || i % 7)::name AS short_name, ((i * 17 % 100) / 7.0)::float8 AS amount, i / 3.0 AS exact, ARRAY[i, NULL] AS pair
FROM generate_series(1, 6000) i;
ANALYZE flow;
-- rows that EXPLAIN ANALYZE says were logged; 0: it says nothing
CREATE FUNCTION pg_temp.logged(query text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE line text; result int := 0;
BEGIN
	SET LOCAL trade_exposure.batch_grouping = on;
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ' || query LOOP
		IF line LIKE '%Rows Logged: %' THEN result := split_part(line, ': ', 2); END IF;
		IF line LIKE '%HashAggregate%' OR line LIKE '%GroupAggregate%' THEN RETURN -1; END IF;
	END LOOP;
	RETURN result;
END $$;
-- is the answer on that of off?
CREATE FUNCTION pg_temp.same(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE a text; b text;
BEGIN
	query := format('SELECT string_agg(s::text, chr(10) ORDER BY s::text COLLATE "C") FROM (%s) s', query);
	SET LOCAL trade_exposure.batch_grouping = on;
	EXECUTE query INTO a;
	SET LOCAL trade_exposure.batch_grouping = off;
	EXECUTE query INTO b;
	RETURN a = b;
END $$;
CREATE TEMP TABLE asked (n serial, query text, what text, rows int);
INSERT INTO asked (query, what, rows) VALUES
	('SELECT product, hhi(origin, amount), sum(amount), avg(amount) FROM flow GROUP BY product', 'few rows a group', 6000),
	('SELECT product, supply_mix(origin, amount) FILTER (WHERE id % 5 > 0), max(text_of_any_length), max(fixed::text), count(fixed), count(short_name), count(pair), min(exact) FROM flow GROUP BY product', 'columns of all kinds', 6000),
	('SELECT degree, id / 8, sum(degree), max(degree), supply_mix(origin, degree) FROM flow GROUP BY 1, 2', 'a key that is an argument and of which equal values differ', 6000),
	('SELECT importer, hhi(origin, amount), sum(amount) FROM flow GROUP BY importer', 'many rows a group: states', 0),
	('SELECT product, dependency_share(origin, amount, ''S1''), sum(amount) FROM flow GROUP BY product', 'states that are small anyway', 0),
	('SELECT product, hhi(origin, amount), min(repeat(origin, 400)) FROM flow GROUP BY product', 'rows too long to be written down: states', 0),
	('SELECT product, hhi(origin, amount), ' || (SELECT string_agg(format('sum(amount * %s)', i), ', ') FROM generate_series(1, 16) i) || ' FROM flow GROUP BY product', 'too many columns: states', 0);
SELECT unnest(ARRAY[is(pg_temp.logged(query), rows, what), ok(pg_temp.same(query), '… the same answer')]) FROM asked ORDER BY n;

-- little memory: the log goes into partitions, each with a log of its own; many rows a group are in states by then
SET LOCAL work_mem = '64kB';
SET LOCAL hash_mem_multiplier = 1;
SET LOCAL enable_sort = off;
SELECT unnest(ARRAY[cmp_ok(pg_temp.logged(query), CASE WHEN rows = 0 THEN '=' ELSE '>' END, 0, 'with little memory, ' || what), ok(pg_temp.same(query), '… the same answer')]) FROM asked WHERE n < 5 ORDER BY n;
SELECT * FROM finish();
ROLLBACK;
