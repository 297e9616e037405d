-- Every function and aggregate meets every kind of odd argument: NULL, empty, huge, tiny, NaN,
-- infinite, two-dimensional, of another function.  It may refuse them, but never
-- with an internal error, nor give out NaN or Infinity, nor run away.  More of it,
-- in a database that has pgtap and trade_exposure:
--     psql -v calls=1000 -v seed=7 -f test/pgtap/house/bad_arguments.sql
\if :{?calls}
\else
	\set calls 15
\endif
\if :{?seed}
\else
	\set seed 1
\endif
BEGIN;
SET client_min_messages = warning;
SET LOCAL statement_timeout = '300s';
SELECT plan(7);

CREATE TABLE flows (origin text, importer text, value float8, quantity float8, month date);
INSERT INTO flows VALUES ('CHN', 'JPN', 1, 2, '2024-01-01'), ('VNM', 'JPN', 3, 4, '2024-02-01'), (NULL, NULL, NULL, NULL, NULL);
CREATE TABLE """odd"" name" (a int);

INSERT INTO tariff_regime (regime, currency) VALUES ('US', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('US', 'MFN', 1, true), ('US', 'RECIP', 2, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, op, "over", valid_from, valid_to)
VALUES ('US', '1', 'MFN', '8505', '*', '2.1%', 'add', NULL, NULL, NULL),
	('US', '2', 'MFN', '8703', '*', '10% MIN 5 EUR/100 KGM', 'add', NULL, NULL, NULL),
	('US', '3', 'RECIP', '', 'JP', '15%', 'floor', '{MFN}', '2025-08-07', NULL);
DO $$ BEGIN PERFORM tariff_compile('US'); END $$;

-- odd values of each type, as literals
CREATE TEMP TABLE odd (type text, value text);
INSERT INTO odd SELECT t, unnest(v) FROM (VALUES
	('text', ARRAY['', 'CHN', 'JPN', 'CN', '850511', '8703231000', 'US', '10%', '10% + @MFN', '2 EUR/100 KGM', 'a"b\''{}', E'\t', repeat('é', 300),
		'all', 'error', 'USD', '{"a":1}', 'HS2012', 'HS2017', 'iso3', '9999999999999999999']),
	('double precision', ARRAY['0', '-0', '1', '-1', '0.5', '2', '1e308', '-1e308', '5e-324', '1e15', '1e-9', 'NaN', 'Infinity', '-Infinity']),
	('regime_name', ARRAY['US', '']),
	('moment', ARRAY['2025-10-01 12:00', 'infinity', '-infinity', '4713-01-01 BC', '294276-12-31']),
	('numeric', ARRAY['0', '1', '-1', '0.5', '1000.005', '1e-30', '99999999999999999999999999999999999999', '1e300', 'NaN', 'Infinity', '-Infinity']),
	('integer', ARRAY['0', '1', '2', '-1', '5', '100', '2147483647', '-2147483648']),
	('bigint', ARRAY['0', '1', '-1', '850511', '9223372036854775807', '-9223372036854775808']),
	('boolean', ARRAY['t', 'f']),
	('date', ARRAY['2025-08-07', '2025-01-01', '-infinity', 'infinity', '4713-01-01 BC', '5874897-12-31']),
	('jsonb', ARRAY['{}', '[]', 'null', '1', '"x"', '[1, 2]', '{"CHN": 1}', '{"CHN": -1e300, "VNM": 2}', '{"CHN": "x", "a": {"b": [1]}}',
		'{"KGM": 100, "NAR": 3}', '{"EUR": 1.1}', '{"steel": 500}', '{"": null}', '[{"a": 1}, {"a": "b"}]', '{"CHN": 1e400}']),
	('text[]', ARRAY['{}', '{CHN}', '{CHN,VNM,CHN}', '{NULL}', '{"",CHN}', '{{CHN,VNM},{JPN,AUS}}', '[5:6]={CHN,VNM}', '{A,B}', '{8505,870323}']),
	('double precision[]', ARRAY['{}', '{1}', '{1,2,3}', '{0,0}', '{-1,1}', '{NULL,1}', '{NaN,1}', '{1e308,1e308}', '{{1,2},{3,4}}', '[5:6]={1,2}', '{0.1,0.2}', '{5e-324,1}']),
	('integer[]', ARRAY['{}', '{2,4,6}', '{NULL}', '{-1}', '{2147483647}', '{{1,2},{3,4}}']),
	('date[]', ARRAY['{}', '{2025-08-07}', '{NULL}', '{infinity,-infinity}', '{2025-01-01,2025-08-07}']),
	('numeric[]', ARRAY['{}', '{1,2}', '{NULL}', '{NaN}', '{1e300}']),
	('regclass', ARRAY['flows', '"""odd"" name"', 'pg_catalog.pg_class', '0', '4294967295']),
	('anyelement', ARRAY['1']), ('anyarray', ARRAY['{1}']), ('oid', ARRAY['0']),
	('supply_mix', ARRAY['{}', '{CHN:1}', '{CHN:1,VNM:2}', '{AUS:3,CHN:1,JPN:2,USA:4}', '{CHN:-1,VNM:1}', '{CHN:1e308,VNM:1e308}', '{CHN:5e-324}', '{CHN:0}', '{"":5}',
		'{"":5,CHN:1;rows=9,unspecified_rows=2,skipped_rows=3}', '{"a long name, of a supplier":1,B:2}', 'partial{"":0:0,CHN:1:1e-20,VNM:2:0;rows=4,unspecified_rows=0,skipped_rows=0}', '{A:1,B:0.5,C:2}',
		'{CHN:NaN}'])
	, ('supply_network', ARRAY['{}', '{A>A:1}', '{A>B:1,B>C:2}', '{A>B:1,B>C:2,C>A:0.5}', '{A>B:-1}', '{A>B:1e308,B>C:1e308,C>C:1e308}', '{A>B:5e-324,C>B:1}',
		'{A>B:1,B>C:2;A[output=10,final_demand=3,value_added=2,sector=S,essential=1],B[output=5,sector=T,essential=0]}', '{;A[output=1],B[]}',
		'{A>B:1;A[output=0,final_demand=-1],B[output=1e308,value_added=1e-300]}', 'partial{A>B:1:1e-20;A[output=1:0,given=1];rows=2,skipped_rows=0}'])
	) AS v(t, v);
INSERT INTO odd SELECT 'supply_mix', supply_mix('X' || i, i)::text FROM generate_series(1, 300) AS i;
INSERT INTO odd SELECT 'supply_network', supply_network('X' || i, 'X' || i * 7 % 50, i)::text FROM generate_series(1, 100) AS i;
INSERT INTO odd SELECT 'tariff_schedule', compiled::text FROM tariff_regime;
INSERT INTO odd SELECT 'tariff_schedule', compiled::text FROM tariff_regime;
-- states of aggregates, unfinished as they leave them: of few rows, of many that have been folded together, counted ones
CREATE AGGREGATE part(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
CREATE AGGREGATE counted_part(text, float8) (SFUNC = te_support.te_mix_accum_moving, STYPE = supply_mix);
CREATE AGGREGATE part(text, text, float8) (SFUNC = te_support.te_network_accum, STYPE = supply_network);
CREATE TEMP TABLE unfinished AS
SELECT n, part(CASE WHEN i % 7 > 0 THEN left('a name of twenty bytes', 1 + i * 5 % 22) END, nullif(i % 9, 4)) AS mix,
	counted_part(CASE WHEN i % 7 > 0 THEN left('a name of twenty bytes', 1 + i * 5 % 22) END, nullif(i % 9, 4)) AS counted,
	part(left('a name of twenty bytes', 1 + i * 5 % 22), left('another name, of more', 1 + i * 7 % 20), i) AS net
FROM unnest(ARRAY[1, 12, 300]) AS n, generate_series(1, n) AS i GROUP BY n;
INSERT INTO odd SELECT 'supply_mix', format('(SELECT %s FROM unfinished WHERE n = %s)', c, n) FROM unfinished, unnest(ARRAY['mix', 'counted']) AS c;
INSERT INTO odd SELECT 'supply_network', format('(SELECT net FROM unfinished WHERE n = %s)', n) FROM unfinished;

-- An odd value in a query.
CREATE FUNCTION pg_temp.in_query(value text) RETURNS text LANGUAGE sql AS $$
	SELECT CASE WHEN value LIKE '(SELECT % FROM unfinished %' THEN value ELSE quote_literal(value) END
$$;
-- what is no value of its type is not worth trying
CREATE FUNCTION pg_temp.is_value(type text, value text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT %s::%s', pg_temp.in_query(value), CASE type WHEN 'anyelement' THEN 'int' WHEN 'anyarray' THEN 'int[]' ELSE type END);
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END $$;
DELETE FROM odd WHERE NOT pg_temp.is_value(type, value);
SELECT results_eq($$SELECT type, count(*)::int FROM odd WHERE value LIKE 'partial%' OR value LIKE '(SELECT %' GROUP BY 1 ORDER BY 1$$,
	$$VALUES ('supply_mix', 7), ('supply_network', 4)$$, 'unfinished values are among them');

-- the functions, with the words in quotes that their comments speak of
CREATE TEMP TABLE subject AS
SELECT p.oid::regprocedure AS f, p.*, (SELECT array_agg(DISTINCT m[1]) FROM
	regexp_matches(obj_description(p.oid, 'pg_proc'), '''([^'']{1,200})''', 'g') AS m) AS words,
	-- states of aggregates, and what reports are made of, are no answers
	p.pronamespace = 'te_support'::regnamespace AS is_support
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	AND e.extname = 'trade_exposure' AND prokind IN ('f', 'a') AND prorettype NOT IN ('trigger'::regtype, 'cstring'::regtype, 'internal'::regtype)
	AND NOT 'internal'::regtype = ANY (proargtypes::oid[]) AND NOT 'cstring'::regtype = ANY (proargtypes::oid[]);

-- An odd value as a literal, the same for the same number r.
CREATE FUNCTION pg_temp.odd_value(kind text, words text[], r bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	-- a word of its own documentation gets further than a strange one
	word text := words[1 + r / 8 % greatest(cardinality(words), 1)];
	literal text;
BEGIN
	IF r % 2 = 0 AND word IS NOT NULL AND pg_temp.is_value(kind, word) THEN
		literal := quote_literal(word);
	ELSIF r % 16 <> 1 THEN
		SELECT pg_temp.in_query(o.value) INTO literal FROM odd AS o WHERE o.type = kind
		ORDER BY hashint8extended(r, hashtext(o.value)) LIMIT 1;
	END IF;
	RETURN coalesce(literal, 'NULL') || '::' || CASE kind WHEN 'anyelement' THEN 'int' WHEN 'anyarray' THEN 'int[]' ELSE kind END;
END $$;

-- A call, the same in every run.  Some arguments with a default are left out; an
-- aggregate gets three rows, as a window every other time.
CREATE FUNCTION pg_temp.query(s subject, call bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	list text[] := '{}';
	r bigint;
	kind text;
	value text;
BEGIN
	FOR i IN 1 .. s.pronargs LOOP
		r := hashtextextended(s.f::text, call * 64 + i) & 9223372036854775807;
		kind := format_type(s.proargtypes[i - 1], NULL);
		IF i > s.pronargs - s.pronargdefaults AND r % 4 <> 0 THEN
			CONTINUE;
		END IF;
		value := pg_temp.odd_value(kind, s.words, r / 4);
		IF s.prokind = 'a' AND r % 8 >= i THEN
			value := format('CASE n WHEN 1 THEN %s WHEN 2 THEN %s ELSE %s END', value,
				pg_temp.odd_value(kind, s.words, r / 16), pg_temp.odd_value(kind, s.words, r / 64));
		END IF;
		list := list || (CASE WHEN i > s.pronargs - s.pronargdefaults THEN quote_ident(s.proargnames[i]) || ' => ' ELSE '' END || value);
	END LOOP;
	RETURN format(CASE WHEN s.prokind = 'f' THEN 'SELECT * FROM %s(%s) AS v LIMIT 1000'
			WHEN call % 2 = 0 THEN 'SELECT %s(%s) FROM generate_series(1, 3) AS n'
			ELSE 'SELECT %s(%s) OVER (ORDER BY n ROWS 1 PRECEDING) FROM generate_series(1, 3) AS n' END,
		s.oid::regproc, array_to_string(list, ', '));
END $$;

-- What a call comes to: its SQLSTATE and message or a digest of its answer.
CREATE FUNCTION pg_temp.outcome(query text, OUT state text, OUT said text, OUT seconds float8) LANGUAGE plpgsql AS $$
DECLARE
	start timestamptz := clock_timestamp();
BEGIN
	RAISE DEBUG 'calling %', query;
	EXECUTE 'SELECT left(string_agg(to_jsonb(q)::text, E''\n''), 20000) FROM (' || query || ') AS q' INTO said;
	state := '00000';
	seconds := extract(epoch FROM clock_timestamp() - start);
EXCEPTION WHEN query_canceled THEN
	RAISE EXCEPTION 'too long: %', query;
WHEN OTHERS THEN
	state := sqlstate;
	said := sqlerrm;
	seconds := extract(epoch FROM clock_timestamp() - start);
END $$;

CREATE TEMP TABLE result AS
SELECT q.query, s.is_support, s.proargnames AS arguments, o.* FROM subject AS s, generate_series(1, :calls) AS call,
	LATERAL pg_temp.query(s, :seed * 100000 + call) AS q(query),
	LATERAL pg_temp.outcome(q.query) AS o;
SELECT is((SELECT count(*) FROM result), (SELECT count(*) FROM subject) * :calls, 'every function is called as often');
-- data exceptions; a column or table that is not there; a limit of the program; a node twice; infinity as a whole number
SELECT is_empty($$SELECT state, said, query FROM result WHERE state !~ '^22' AND state NOT IN ('00000', '42703', '42809', '54000', '21000', '0A000')$$,
	'a call is answered, or refused for what it says');
SELECT is_empty($$SELECT state, said, query FROM result WHERE state LIKE 'XX%'$$, 'no internal errors');
SELECT is_empty($$SELECT said, query FROM result WHERE NOT is_support AND state = '00000' AND said ~ '"?(NaN|-?Infinity)"?'$$, 'no NaN and no Infinity comes out');
SELECT is_empty($$SELECT said, query FROM result, regexp_match(said, 'argument "([a-z_]+)"') AS named
	-- sensitivity asks other functions, whose argument it is then
	WHERE NOT is_support AND NOT named[1] = ANY (arguments) AND query !~ '^SELECT [*] FROM (\w+[.])?sensitivity'$$, 'the argument that an error names is one of the function''s');
SELECT is_empty($$SELECT query, seconds FROM result WHERE seconds > 20$$, 'no call runs away');
SELECT * FROM finish();
ROLLBACK;
