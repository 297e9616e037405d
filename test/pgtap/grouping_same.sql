-- The node "Batch Group" gives what the executor's own grouping gives, bit by bit:
-- thousands of generated queries over keys of all kinds, both ways, with memory
-- from 64 kB to plenty; and of some the same by parallel workers.
-- -v queries=N  how many (default 150), -v parallel=N  of workers (default 15)
\if :{?queries} \else \set queries 150 \endif
\if :{?parallel} \else \set parallel 15 \endif
BEGIN;
SELECT plan(8);
SET LOCAL jit = off;
SELECT setseed(0.42);
SELECT set_config('pgtap.queries', :'queries', true), set_config('pgtap.parallel', :'parallel', true);
LOAD 'trade_exposure';

CREATE TYPE pg_temp.mood AS ENUM ('calm', 'keen', 'worried');
CREATE DOMAIN pg_temp.hs_code AS text;
CREATE COLLATION pg_temp.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

-- no temporary tables: workers cannot read them
CREATE SCHEMA grouping_same;
SET LOCAL search_path = grouping_same, public;
-- synthetic: keys of all kinds, NULLs, equal values with different bits, long and
-- compressed texts; origins with long names; amounts that cancel
CREATE TABLE flow AS
SELECT i AS id,
	CASE WHEN random() < 0.05 THEN NULL ELSE (ARRAY['JPN', 'USA', 'DEU', '', 'a reporter with a long name', 'A reporter with a long name', 'seven77', 'eight888'])[1 + floor(random() * 8)] END AS reporter,
	(CASE WHEN random() < 0.05 THEN NULL ELSE lpad(floor(random() * 300)::text, 6, '0') END)::pg_temp.hs_code AS hs6,
	(2018 + floor(random() * 6))::int2 AS year,
	(ARRAY['calm', 'keen', 'worried', NULL])[1 + floor(random() * 4)]::pg_temp.mood AS mood,
	('{0,-0,1.5,NaN,NULL}'::float8[])[1 + floor(random() * 5)] AS degree,
	(ARRAY[1.0, 1.00, 1.000, 2.5, NULL])[1 + floor(random() * 5)]::numeric AS weight,
	(ARRAY['a', 'A', 'b', 'B', 'É', 'é'])[1 + floor(random() * 6)] COLLATE pg_temp.any_case AS name,
	(ARRAY['x', 'x ', 'y', NULL])[1 + floor(random() * 4)]::char(3) AS padded,
	DATE '2024-01-01' + floor(random() * 40)::int AS day,
	(ARRAY[1, 2, NULL])[1 + floor(random() * 3)]::int8 * 10000000000 AS large,
	ARRAY[floor(random() * 3)::int, NULL] AS pair,
	repeat(md5(floor(random() * 5)::text), 300) AS long,
	random() < 0.3 AS preferred,
	CASE WHEN random() < 0.05 THEN NULL ELSE (ARRAY['CHN', 'VNM', 'MYS', 'KOR', '', 'the supplier with the long name'])[1 + floor(random() * 6)] || CASE WHEN random() < 0.5 THEN floor(random() * 30)::text ELSE '' END END AS origin,
	CASE WHEN random() < 0.05 THEN NULL ELSE round(((random() * 1000)::numeric * CASE WHEN random() < 0.1 THEN -1 ELSE 1 END), 2)::float8 END AS amount,
	(1 + floor(random() * 4))::int AS k
FROM generate_series(1, 6000) i;
CREATE TABLE product AS SELECT lpad(i::text, 6, '0') AS hs6, 'chapter ' || i % 7 AS chapter FROM generate_series(0, 250) i;
CREATE TABLE part (LIKE flow) PARTITION BY LIST (year);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (2018, 2019, 2020);
CREATE TABLE part_2 PARTITION OF part DEFAULT;
INSERT INTO part SELECT * FROM flow;
ANALYZE flow, product, part;
CREATE VIEW recent AS SELECT * FROM flow WHERE year > 2019;

-- some of the elements, in random order; at least one
CREATE FUNCTION pg_temp.some(of_all text[], most int) RETURNS text[] LANGUAGE sql AS $$
SELECT array_agg(e) FROM (SELECT e FROM unnest(of_all) e ORDER BY random() LIMIT 1 + floor(random() * most)::int) s $$;

-- a query: its FROM and WHERE, keys, aggregates, HAVING; of those that workers do, too, keys
-- of which equal values are the same bits, and aggregates that take rows in any order
CREATE FUNCTION pg_temp.query(by_workers boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	keys text[] := pg_temp.some(ARRAY['reporter', 'f.hs6', 'year', 'mood', 'day', 'large', 'long', 'preferred', 'lower(reporter)', 'year % 2', 'reporter COLLATE "C"'] ||
		CASE WHEN by_workers THEN '{}' ELSE ARRAY['degree', 'weight', 'name', 'padded', 'pair', 'date_trunc(''month'', day)'] END, 4);
	aggs text[] := pg_temp.some(ARRAY['hhi(origin, amount)', 'hhi(origin, greatest(amount, 0))', 'supply_mix(origin, amount)::text', 'supplier_count(origin, amount)',
		'dependency_share(origin, amount, ''CHN'')', 'dependency_share(origin, abs(amount), ARRAY[''CHN'', ''VNM''])', 'top_share(origin, abs(amount), 2)',
		'supply_mix_partial(origin, amount)::text', 'effective_suppliers(origin, abs(amount))',
		'effective_tariff_rate(abs(amount) * 0.1, abs(amount))', 'supply_network(origin, reporter, abs(amount))::text', 'supply_mix(lower(reporter), amount)::text', 'supply_mix(reporter, amount)::text',
		'hhi(origin, abs(amount)) FILTER (WHERE preferred)', 'supply_mix(origin, amount) FILTER (WHERE year > 2020)::text', 'hhi(origin, abs(amount)) * 2 + coalesce(sum(k), 0)'] ||
		CASE WHEN by_workers THEN '{}' ELSE ARRAY['robust_z(amount, day)', 'surge(amount, day)'] END, 3);
	plain text[] := pg_temp.some(ARRAY['count(*)', 'count(amount)', 'min(origin)', 'max(day)', 'sum(weight)', 'avg(k)', 'sum(k)', 'min(reporter)', 'avg(weight)',
		'count(*) FILTER (WHERE preferred)', 'max(lower(reporter))', 'min(f.hs6)',
		'min(long)', 'count(md5(reporter)::uuid)', 'count(f.hs6::name)'] || CASE WHEN by_workers THEN '{}' ELSE ARRAY['sum(amount)', 'avg(amount)', 'max(degree)', 'sum(degree)'] END, 2);
	source text := (pg_temp.some(ARRAY['flow f', 'flow f', 'recent f', 'part f', 'flow f JOIN product p ON p.hs6 = f.hs6', CASE WHEN by_workers THEN 'flow f' ELSE '(SELECT * FROM flow WHERE k <> 3 OFFSET 0) f' END, 'flow f LEFT JOIN product p ON p.hs6 = f.hs6 AND p.chapter <> ''chapter 3'''], 1))[1];
	clause text := (pg_temp.some(ARRAY['', '', ' WHERE year <> 2019', ' WHERE preferred OR amount > 500'] || CASE WHEN by_workers THEN '{}' ELSE ARRAY[' WHERE false', ' WHERE f.id < 40'] END, 1))[1];
	condition text := (pg_temp.some(ARRAY['', '', '', ' HAVING count(*) > 2', ' HAVING hhi(origin, abs(amount)) > 0.2', CASE WHEN by_workers THEN ' HAVING max(year) < 2023' ELSE ' HAVING max(amount) > 100 AND min(year) < 2022' END], 1))[1];
BEGIN
	RETURN format('SELECT %s FROM %s%s GROUP BY %s%s',
		array_to_string(keys || aggs || CASE WHEN random() < 0.6 THEN plain ELSE '{}' END, ', '), source, clause, array_to_string(keys, ', '), condition);
END $$;

-- its rows as one text, in order; of an error its kind: which group comes first is up to the plan
CREATE FUNCTION pg_temp.rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
	EXECUTE format('SELECT string_agg(r, E''\n'' ORDER BY r COLLATE "C") FROM (SELECT s::text AS r FROM (%s) s) t', query) INTO result;
	RETURN coalesce(result, 'none');
EXCEPTION WHEN OTHERS THEN
	RETURN 'error ' || SQLSTATE;
END $$;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; result text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP result := result || line || E'\n'; END LOOP;
	RETURN result;
END $$;

CREATE TEMP TABLE tried (query text, memory text, by_workers boolean, planned bool, same bool, failed bool);
-- settings under which workers group what is worth it or not, and rows are handed over rather than states
CREATE FUNCTION pg_temp.hire(workers int) RETURNS void LANGUAGE sql AS $$
SELECT set_config('max_parallel_workers_per_gather', workers::text, true), set_config('min_parallel_table_scan_size', '0', true),
	set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0.3', true) $$;
CREATE PROCEDURE pg_temp.try(queries int, by_workers boolean) LANGUAGE plpgsql AS $$
DECLARE
	q text;
	memory text;
	off text;
	on_ text;
BEGIN
	FOR i IN 1 .. queries LOOP
		q := pg_temp.query(by_workers);
		memory := (ARRAY['64kB', '64kB', '256kB', '4MB', '64MB'])[1 + floor(random() * 5)];
		PERFORM set_config('work_mem', memory, true), set_config('trade_exposure.batch_grouping', 'off', true), pg_temp.hire(0);
		off := pg_temp.rows_of(q);
		PERFORM set_config('trade_exposure.batch_grouping', 'on', true);
		IF by_workers THEN PERFORM pg_temp.hire(1 + floor(random() * 3)::int); END IF;
		on_ := pg_temp.rows_of(q);
		INSERT INTO tried SELECT q, memory, by_workers, pg_temp.plan_of(q) LIKE CASE WHEN by_workers THEN '%Parallel Custom Scan (Batch Group)%' ELSE '%Batch Group%' END, off = on_, off LIKE 'error%';
	END LOOP;
END $$;
CALL pg_temp.try(current_setting('pgtap.queries')::int, false);
CALL pg_temp.try(current_setting('pgtap.parallel')::int, true);
SELECT unnest(ARRAY[
	is((SELECT array_agg(query ORDER BY query) FROM tried WHERE NOT same AND by_workers = w), NULL, 'grouped in batches a query gives the same bits' || who),
	cmp_ok((SELECT count(*) FILTER (WHERE planned) * 100 / count(*) FROM tried WHERE by_workers = w), '>', CASE WHEN w THEN 25 ELSE 50 END::bigint, 'many of the queries were grouped in batches' || who),
	cmp_ok((SELECT count(*) FILTER (WHERE NOT failed) * 100 / count(*) FROM tried WHERE by_workers = w), '>', 50::bigint, 'and most of them have an answer' || who),
	cmp_ok((SELECT count(*) FROM tried WHERE planned AND NOT failed AND memory = '64kB' AND by_workers = w), '>', 0::bigint, 'some of them with little memory' || who)])
FROM (VALUES (false, ''), (true, ', by workers')) AS v(w, who) ORDER BY w;
SELECT * FROM finish();
ROLLBACK;
