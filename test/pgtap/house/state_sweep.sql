-- Every function that takes float8[] meets arrays that are no state: of every length, odd, even and unequal, of every
-- kind of number, by hand and as the state of an aggregate.  It refuses them in its own words.  Run under an address
-- sanitizer, it also shows that no call reads or writes outside of its arguments:
--     psql -f test/pgtap/house/state_sweep.sql        in a database that has pgtap and trade_exposure
BEGIN;
SET client_min_messages = warning;
SELECT plan(9);

CREATE TEMP TABLE subject AS
SELECT p.oid, p.oid::regproc AS f, p.proname, p.proargtypes::regtype[] AS types, p.prorettype::regtype AS returns,
	-- states of aggregates, and what reports are made of
	p.pronamespace = 'te_support'::regnamespace AS is_support
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'trade_exposure'
	AND prokind = 'f' AND 'float8[]'::regtype = ANY (proargtypes::oid[]);
SELECT cmp_ok(count(*)::int, '>', 70, 'functions with float8[] arguments are found') FROM subject;

-- The array of n numbers: all alike, or behind heads that states have, whose counts are wrong.
CREATE FUNCTION pg_temp.numbers(n int, kind text) RETURNS text LANGUAGE sql AS $$
	SELECT '{' || array_to_string((CASE kind
		WHEN 'loss' THEN array[n / 2, 1, 0.5, 0]::text[] WHEN 'series' THEN array[n / 2, 2, 0, 0]::text[]
		WHEN 'empty' THEN array[0, 2, 0.5, 0]::text[] WHEN 'much' THEN array[1e15, 3, 0.5, 0]::text[]
		ELSE array_fill(kind, array[4]) END || array_fill(CASE WHEN kind ~ '[a-z]' AND kind !~ 'e[0-9]|N|I' THEN '1' ELSE kind END, array[n]))[1:n], ',') || '}'
$$;

-- An argument that fits to arrays of n numbers.
CREATE FUNCTION pg_temp.argument(type regtype, n int, kind text) RETURNS text LANGUAGE sql AS $$
	SELECT format('%L::%s', CASE type::text WHEN 'double precision[]' THEN pg_temp.numbers(n, kind)
		WHEN 'text[]' THEN '{' || array_to_string(array_fill('A'::text, array[n]), ',') || '}'
		WHEN 'date[]' THEN '{' || array_to_string(array_fill('2024-01-01'::text, array[n]), ',') || '}'
		WHEN 'date' THEN '2024-01-01' WHEN 'text' THEN 'A' WHEN 'boolean' THEN 't' WHEN 'double precision' THEN '0.5'
		WHEN 'jsonb' THEN '{}' WHEN 'supply_mix' THEN '{A:1}' ELSE '1' END, type)
$$;

-- What a call comes to: an SQLSTATE, and the answer.
CREATE FUNCTION pg_temp.outcome(query text, OUT state text, OUT said text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'SELECT left(string_agg(to_jsonb(q)::text, E''\n''), 1000) FROM (' || query || ') AS q' INTO said;
	state := '00000';
EXCEPTION WHEN OTHERS THEN
	state := sqlstate;
	said := sqlerrm;
END $$;

CREATE TEMP TABLE kind AS
SELECT unnest(ARRAY['0', '0.5', '1', 'Infinity', 'NaN', '1e308', 'loss', 'series', 'empty', 'much']) AS kind;

-- By hand: the first array has n numbers, the others as many, one more or one less.
CREATE TEMP TABLE by_hand AS
SELECT s.f, s.proname, s.is_support, n, kind, more, q.query, o.*
FROM subject AS s CROSS JOIN generate_series(0, 13) AS n CROSS JOIN kind CROSS JOIN generate_series(-1, 1) AS more,
	LATERAL (SELECT format('SELECT * FROM %s(%s) AS v LIMIT 100', s.f,
		(SELECT string_agg(pg_temp.argument(type, n + CASE WHEN i > 1 THEN more ELSE 0 END, kind), ', ' ORDER BY i) FROM unnest(s.types) WITH ORDINALITY AS t(type, i)))) AS q(query),
	LATERAL pg_temp.outcome(q.query) AS o
WHERE n + more >= 0 AND (more = 0 OR 'float8[]'::regtype = ANY (s.types[1:]));
SELECT cmp_ok(count(*)::int, '>', 15000, 'many calls') FROM by_hand;
SELECT cmp_ok(count(*) FILTER (WHERE state = '00000')::int, '>', 1000, 'some of them are right') FROM by_hand;
SELECT is_empty('SELECT state, said, query FROM by_hand WHERE state LIKE ''XX%'' OR state = ''57014''', 'no internal errors');

-- What a layout takes when all its numbers are a half: a head says how many, so that it must be a whole number, and
-- the marks of shares are 0 or 1; sums are pairs, or with what was negative and a mark one more than twice as many.
SELECT set_eq($$SELECT proname::text, string_agg(DISTINCT n::text, ' ' ORDER BY n::text) FROM by_hand
	WHERE is_support AND kind = '0.5' AND more = 0 AND state = '00000' AND proname NOT LIKE 'te\_report%' GROUP BY 1$$,
	$$VALUES ('te_bottleneck_combine', '5'), ('te_bottleneck_final', '5'), ('te_bottleneck_accum', '5'),
		('te_duty_sums_accum', '6'), ('te_duty_sums_coverage_final', '6'), ('te_duty_sums_combine', '6'), ('te_duty_sums_rate_final', '6'),
		('te_expected_loss_combine', '2'), ('te_expected_loss_final', '2'), ('te_expected_loss_accum', '2'),
		('te_stop_breadth_accum', '5'), ('te_stop_breadth_combine', '5'), ('te_stop_breadth_final', '5'),
		('te_course_combine', '10 12 13 2 4 5 6 8 9'), ('te_course_final', '10 12 13 2 4 5 6 8 9'),
		('te_seasonal', '1'), ('te_course_series', '1 10 11 12 13 2 3 4 5 6 7 8 9'),
		('te_exact_sum_accum', '2 4'), ('te_exact_sum_combine', '2 4'), ('te_exact_sum_final', '2 4')$$,
	'a state has the length of its layout');
SELECT is_empty($$SELECT said, query FROM by_hand WHERE is_support AND kind IN ('NaN', 'Infinity') AND state = '00000' AND proname NOT LIKE 'te\_report%'$$,
	'no sum is NaN or infinite');

-- In an aggregate, where they are changed in place.
CREATE FUNCTION pg_temp.aggregate_outcome(s subject, initial text, n int, kind text, OUT state text, OUT said text) LANGUAGE plpgsql AS $$
DECLARE
	arguments text := (SELECT string_agg(pg_temp.argument(type, n, kind), ', ' ORDER BY i) FROM unnest(s.types) WITH ORDINALITY AS t(type, i) WHERE i > 1);
	types text := (SELECT string_agg(type::text, ', ' ORDER BY i) FROM unnest(s.types) WITH ORDINALITY AS t(type, i) WHERE i > 1);
BEGIN
	EXECUTE format('CREATE AGGREGATE pg_temp.swept(%s) (SFUNC = %s, STYPE = float8[], INITCOND = %L)', types, s.f, initial);
	SELECT * INTO state, said FROM pg_temp.outcome(format('SELECT pg_temp.swept(%s) FROM generate_series(1, 40)', arguments));
	EXECUTE format('DROP AGGREGATE pg_temp.swept(%s)', types);
END $$;
CREATE TEMP TABLE in_place AS
SELECT s.f, s.proname, n, kind, o.*
FROM subject AS s CROSS JOIN generate_series(1, 13) AS n CROSS JOIN kind,
	LATERAL pg_temp.aggregate_outcome(s, pg_temp.numbers(n, kind), n, kind) AS o
WHERE s.is_support AND s.returns = 'float8[]'::regtype AND s.types[0] = 'float8[]'::regtype AND cardinality(s.types) > 1;
SELECT cmp_ok(count(*)::int, '>', 2000, 'many aggregates') FROM in_place;
SELECT is_empty('SELECT state, said, f, n, kind FROM in_place WHERE state LIKE ''XX%'' OR state = ''57014''', 'no internal errors in them');
SELECT is_empty('SELECT said, f, n, kind FROM in_place WHERE state = ''00000'' AND proname = ''te_course_combine'' AND (n % 4 = 3 OR n = 1)', 'nor pairs of an odd number');
SELECT * FROM finish();
ROLLBACK;
