-- Whatever is done with a long text or a long array stops when it is told to: every C function that takes one meets
-- texts and arrays of many kinds while a request to cancel waits.  To refuse them is to stop, too.  Larger ones, in a
-- database that has pgtap and trade_exposure:
--     psql -v megabytes=100 -f test/pgtap/house/text_cancel.sql
\if :{?megabytes}
\else
	\set megabytes 16
\endif
BEGIN;
SET client_min_messages = warning;
SELECT plan(5);
\set QUIET on
\o /dev/null
\ir ../examples.inc
\o

-- The functions, with the words in quotes that their comments speak of.
CREATE TEMP TABLE subject AS
SELECT p.oid, p.oid::regproc AS f, p.proargtypes::regtype[] AS types, (SELECT array_agg(m[1] ORDER BY n) FROM
	regexp_matches(obj_description(p.oid, 'pg_proc'), '''([^'']{1,200})''', 'g') WITH ORDINALITY AS w(m, n)) AS words
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	AND e.extname = 'trade_exposure' AND prokind IN ('f', 'a') AND (prokind = 'a' OR prolang = (SELECT oid FROM pg_language WHERE lanname = 'c'))
	AND proargtypes::oid[] && ARRAY['text', 'text[]', 'float8[]', 'int[]', 'numeric[]', 'date[]', 'jsonb']::regtype[]::oid[]
	AND NOT proargtypes::oid[] && ARRAY['internal', 'regclass']::regtype[]::oid[];
SELECT cmp_ok(count(*)::int, '>', 150, 'functions of texts and arrays are found') FROM subject;

-- long values; texts are repeated
CREATE TEMP TABLE long (kind text, type regtype, value text);
INSERT INTO long
SELECT c, 'text'::regtype, format('repeat(%L, %s)', c, :megabytes * 1000000 / length(c)) FROM unnest(ARRAY['a', '7', ' ', '<', '1+', '{"a":']) AS c
UNION ALL SELECT value, 'float8[]', format('array_fill(%L::float8, ARRAY[%s])', value, :megabytes * 250000 / 8) FROM unnest(ARRAY['0.5', '1e100', 'NaN']) AS value
UNION ALL SELECT 'NULL', 'float8[]', format('array_fill(NULL::float8, ARRAY[%s])', :megabytes * 250000 / 8)
UNION ALL SELECT 'rising', 'float8[]', format('(SELECT array_agg(i::float8) FROM generate_series(1, %s) AS i)', :megabytes * 250000 / 8)
UNION ALL SELECT 'CHN', 'text[]', format('array_fill(''CHN''::text, ARRAY[%s])', :megabytes * 250000 / 8)
UNION ALL SELECT 'numbered', 'text[]', format('(SELECT array_agg(''n'' || i) FROM generate_series(1, %s) AS i)', :megabytes * 250000 / 12)
UNION ALL SELECT 'one long', 'text[]', format('ARRAY[repeat(''a'', %s)]', :megabytes * 250000)
UNION ALL SELECT '2', 'int[]', format('array_fill(2, ARRAY[%s])', :megabytes * 250000 / 4)
UNION ALL SELECT '0.5', 'numeric[]', format('array_fill(0.5::numeric, ARRAY[%s])', :megabytes * 250000 / 8)
UNION ALL SELECT 'rising', 'date[]', format('(SELECT array_agg(date ''2020-01-01'' + i) FROM generate_series(1, %s) AS i)', least(:megabytes * 250000 / 4, 2000000))
UNION ALL SELECT 'one long', 'jsonb', format('jsonb_build_object(''CHN'', repeat(''1'', %s))', :megabytes * 250000)
UNION ALL SELECT 'keys', 'jsonb', format('(SELECT jsonb_object_agg(''n'' || i, 1) FROM generate_series(1, %s) AS i)', :megabytes * 250000 / 40);

-- A value for a short argument: a word of the function's own documentation where one is of its type.
CREATE FUNCTION pg_temp.short(type regtype, words text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	word text;
BEGIN
	FOREACH word IN ARRAY coalesce(words, '{}') LOOP
		BEGIN
			EXECUTE format('SELECT %L::%s', word, type);
			RETURN format('%L::%s', word, type);
		EXCEPTION WHEN OTHERS THEN
			NULL;
		END;
	END LOOP;
	RETURN CASE WHEN type::text IN ('double precision', 'integer', 'bigint', 'numeric', 'oid') THEN '1::' || type
		WHEN type::text LIKE '%[]' OR type::text IN ('supply_mix', 'supply_network', 'jsonb') THEN '''{}''::' || type
		WHEN type = 'date'::regtype THEN 'date ''2025-01-01''' WHEN type = 'boolean'::regtype THEN 'true' ELSE 'NULL::' || type END;
END $$;

CREATE TEMP TABLE short AS SELECT s.oid, t.n, t.type, pg_temp.short(t.type, s.words) AS value FROM subject AS s, unnest(s.types) WITH ORDINALITY AS t(type, n);

-- Calls in which one argument is long, or (position 0) all arrays are; and text read as a value.  The last argument
-- cancels the query before it has its value, so that whatever looks at interrupts stops there.
CREATE TEMP TABLE call AS
SELECT s.f::text, l.kind, l.type, position, format('%s(%s)', s.f, (SELECT string_agg(format(CASE WHEN n = cardinality(s.types) THEN '/*cancel*/ %s /*end*/' ELSE '%s' END,
		CASE WHEN n = position OR position = 0 AND t.type = l.type THEN 'x' WHEN position = 0 AND t.type = 'text[]'::regtype THEN 'words'
			WHEN position = 0 AND t.type = 'float8[]'::regtype THEN 'numbers' ELSE t.value END), ', ' ORDER BY n)
	FROM short AS t WHERE t.oid = s.oid)) AS query
FROM subject AS s CROSS JOIN LATERAL generate_series(0, cardinality(s.types)) AS position JOIN long AS l
	ON l.type = s.types[position - 1] OR position = 0 AND l.type = s.types[0] AND l.type::text LIKE '%[]' AND cardinality(s.types) > 1
UNION ALL
SELECT t, l.kind, l.type, 1, format('(/*cancel*/ x /*end*/)::%s', t) FROM long AS l, unnest(ARRAY['supply_mix', 'supply_network', 'tariff_schedule']) AS t WHERE l.type = 'text'::regtype
UNION ALL
SELECT 'control', 'a', 'text'::regtype, 1, 'md5(/*cancel*/ x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x /*end*/)';
SELECT cmp_ok(count(*)::int, '>', 1000, 'and calls of them') FROM call;

-- CPU time of this process in ms: what others do on the machine does not count.
CREATE FUNCTION pg_temp.used() RETURNS float8 LANGUAGE sql AS $$
	SELECT (w[12]::float8 + w[13]::float8) * 10 FROM string_to_array(regexp_replace(pg_read_file('/proc/self/stat'), '^.*\) ', ''), ' ') AS w
$$;

-- The time to the first look at interrupts of each call with the value, or to its error.  Plans that take a value as
-- it is, without a copy, take no time themselves.
SET plan_cache_mode = force_generic_plan;
CREATE TEMP TABLE stop (f text, kind text, position int, query text, ms float8);
CREATE FUNCTION pg_temp.try(x anyelement, words text[], numbers float8[]) RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION pg_temp.sweep(x anyelement, kind text, words text[], numbers float8[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	c call;
	start float8;
BEGIN
	FOR c IN SELECT * FROM call WHERE call.type = pg_typeof(x) AND call.kind = sweep.kind LOOP
		EXECUTE format('CREATE OR REPLACE FUNCTION pg_temp.try(x anyelement, words text[], numbers float8[]) RETURNS void LANGUAGE plpgsql AS %L',
			format('BEGIN PERFORM %s; END', replace(replace(c.query, '/*cancel*/', 'CASE WHEN pg_cancel_backend(pg_backend_pid()) THEN '), '/*end*/', ' END')));
		start := pg_temp.used();
		BEGIN
			BEGIN
				IF c.position > 0 THEN
					PERFORM pg_temp.try(x, NULL, NULL);
				ELSE
					PERFORM pg_temp.try(x, words, numbers);
				END IF;
			EXCEPTION WHEN OTHERS THEN
				PERFORM 1;		-- the request to cancel is still there
			END;
			PERFORM 1;
		EXCEPTION WHEN query_canceled THEN
			NULL;
		END;
		INSERT INTO stop VALUES (c.f, c.kind, c.position, c.query, pg_temp.used() - start);
	END LOOP;
END $$;
\set QUIET on
\o /dev/null
SELECT format('SELECT pg_temp.sweep(%1$s, %2$L, array_fill(''CHN''::text, ARRAY[%3$s]), array_fill(0.5::float8, ARRAY[%3$s]))', value, kind, :megabytes * 250000 / 8) FROM long \gexec
\o
SELECT is((SELECT count(*) FROM stop), (SELECT count(*) FROM call), 'all were made');
SELECT cmp_ok((SELECT ms FROM stop WHERE f = 'control'), '>', 400::float8, 'what does not look at interrupts takes longer');
-- names of regimes go as parameters into queries, whose planning copies them
SELECT is_empty($$SELECT f, position, kind, ms, query FROM stop
	WHERE ms > CASE WHEN f = 'control' THEN ms WHEN f ~ '^(tariff_(build|check|compile)|compiled_schedule)' THEN 2000 ELSE 400 END ORDER BY ms DESC$$, 'than 400 ms of CPU time, as no call of ours does');
SELECT * FROM finish();
ROLLBACK;
