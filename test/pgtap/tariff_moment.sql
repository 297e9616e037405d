-- A point in time where a tariff function by regime wants a day: it means the day on which it falls in the session's
-- time zone.  Whatever has no type goes on to mean a date.
BEGIN;
SELECT plan(28);
SET client_min_messages = warning;
-- 5 % up to 2026-01-01, 8 % from 2026-01-02
INSERT INTO tariff_regime (regime, currency) VALUES ('T', 'USD'), ('T2', 'USD');
INSERT INTO tariff_program (regime, program, ord) VALUES ('T', 'MFN', 1), ('T2', 'MFN', 1);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, valid_from, valid_to) VALUES
	('T', '1', 'MFN', '8505', '5%', NULL, '2026-01-02'), ('T', '2', 'MFN', '8505', '8%', '2026-01-02', NULL), ('T2', '1', 'MFN', '8505', '1%', NULL, NULL);
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('T') \gset
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('T2') \gset

-- ---- which day it is ----
SET LOCAL timezone = 'UTC';
SELECT is(tariff_rate('T', '8505', 'CN', timestamptz '2026-01-01 16:00+00')::numeric, 0.05, 'an instant, in UTC');
SELECT is(tariff_stack('T', '8505', 'CN', timestamp '2026-01-01 23:59:59', 100::numeric), 5::numeric, 'the last second of a day is of that day');
SELECT is(tariff_stack('T', '8505', 'CN', timestamp '2026-01-02 00:00', 100), 8::float8, 'the first of the next is not');
SELECT results_eq($$SELECT valid_from, rate::numeric FROM tariff_history('T', '8505', 'CN', timestamptz '2026-01-01 16:00+00', timestamptz '2026-01-03 16:00+00')$$,
	$$VALUES (date '2026-01-01', 0.05), ('2026-01-02', 0.08)$$, 'a history between instants');
SELECT results_eq($$SELECT valid_from FROM tariff_history('T', '8505', 'CN', timestamptz '2026-01-01 16:00+00', NULL)$$,
	$$VALUES (date '2026-01-01'), ('2026-01-02')$$, 'without an end');
SET LOCAL timezone = 'Asia/Tokyo';
SELECT is(tariff_rate('T', '8505', 'CN', timestamptz '2026-01-01 16:00+00')::numeric, 0.08, 'the same instant is tomorrow in Tokyo');
SELECT results_eq($$SELECT tariff_rate('T', '8505', 'CN', d)::numeric FROM generate_series(date '2025-12-31', '2026-01-02', '1 day') AS d$$,
	'VALUES (0.05), (0.05), (0.08)', 'days of generate_series are what they say');
SELECT is(tariff_problem('T', '8505', 'CN', NULL::timestamptz), tariff_problem('T', '8505', 'CN', NULL::date), 'an unknown instant is an unknown day');

-- ---- each function that takes a date by regime takes an instant, in the same way ----
CREATE TEMP TABLE face AS
SELECT p.oid, proname, pg_get_function_arguments(p.oid) AS args, pg_get_function_result(p.oid) AS result FROM pg_proc AS p
-- tariff_changes compares two days that somebody writes down: it takes dates alone
WHERE proname ~ '^(tariff|duty)_' AND proname <> 'tariff_changes' AND NOT 'te_support.moment'::regtype::oid = ANY (proargtypes) AND proargnames && '{entry_date,from_date}' AND proargnames && '{regime,regime_a}';
SELECT is((SELECT string_agg(DISTINCT proname, ' ' ORDER BY proname) FROM face), 'duty_audit tariff_breakpoints tariff_difference tariff_history '
	'tariff_layers tariff_notes tariff_options tariff_panel tariff_problem tariff_questions tariff_rate tariff_stack', 'functions by regime and date');
CREATE TEMP TABLE twin AS
SELECT proname, replace(replace(regexp_replace(args, 'te_support\.moment DEFAULT \(''([-\d]+)''::date\)::timestamp with time zone', 'date DEFAULT ''\1''::date', 'g'),
	'te_support.moment', 'date'), 'te_support.regime_name', 'text') AS args, result
FROM (SELECT p.oid, proname, pg_get_function_arguments(p.oid) AS args, pg_get_function_result(p.oid) AS result FROM pg_proc AS p
	WHERE 'te_support.moment'::regtype::oid = ANY (proargtypes)) AS t;
-- defaults of dates before to_date's must fall away, for an instant has to be there to be recognised
SELECT is_empty($$SELECT proname, regexp_replace(args, 'from_date date DEFAULT ''[-\d]+''::date', 'from_date date'), result FROM face EXCEPT SELECT * FROM twin$$, 'each has its twin of instants');
SELECT is_empty($$SELECT * FROM twin EXCEPT SELECT proname, regexp_replace(args, 'from_date date DEFAULT ''[-\d]+''::date', 'from_date date'), result FROM face$$, 'and there are no others');
SELECT results_eq(format('SELECT f::text FROM ' || call || ' AS f', at), format('SELECT f::text FROM ' || call || ' AS f', $$date '2026-01-02'$$), call)
FROM (VALUES ($$timestamptz '2026-01-01 16:00+00'$$)) AS v (at), unnest(ARRAY[$$tariff_stack('T', '8505', 'CN', %s, 100)$$, $$tariff_rate('T', '8505', 'CN', %s)$$,
	$$tariff_problem('T', '85', 'CN', %s)$$, $$tariff_layers('T', '8505', 'CN', %s, 100)$$, $$tariff_options('T', '8505', 'CN', %s, 100)$$,
	$$tariff_panel('T', '{8505}', '{CN}', %s)$$, $$tariff_history('T', '8505', 'CN', %s)$$, $$tariff_breakpoints('T', '8505', 'CN', %s)$$,
	$$tariff_difference('T', 'T2', '8505', 'CN', %s, 100)$$, $$duty_audit('T', '{"MFN": 3}', '8505', 'CN', %s, 100)$$,
	$$tariff_questions('T', '8505', 'CN', %s, 100)$$, $$tariff_notes('T', '8505', 'CN', %s, 100)$$]) AS call;

-- ---- what has no type is a date, also where it reads like an instant that is another day here ----
SELECT is(tariff_rate('T', '8505', 'CN', '2026-01-01T16:00:00Z')::numeric, 0.05, 'a text is the date that it begins with');
SELECT is_empty($$SELECT * FROM (VALUES ('T'::text, '8505'::text), ('T', '8505')) AS t (regime, hs), (VALUES ('T'::varchar(9), '8505'::varchar(9))) AS v (regime, hs),
	(VALUES ('T'::name, '8505'::name)) AS n (regime, hs), (VALUES ('T'::char(1), '8505'::char(4))) AS c (regime, hs)
	WHERE NOT (tariff_rate(t.regime, t.hs, 'CN', '2026-01-01T16:00:00Z') = 0.05 AND tariff_rate(v.regime, v.hs, 'CN', '2026-01-01T16:00:00Z') = 0.05
		AND tariff_rate(n.regime, n.hs, 'CN', '2026-01-01T16:00:00Z') = 0.05 AND tariff_rate(c.regime, c.hs, 'CN', '2026-01-01T16:00:00Z') = 0.05)$$,
	'beside columns of every type of text');
-- a driver that names no types is told these
PREPARE line AS SELECT tariff_stack($1, $2, $3, $4, $5);
PREPARE rate AS SELECT tariff_rate($1, $2, $3, $4);
PREPARE named AS SELECT * FROM tariff_history(regime => $1, hs => $2, origin => $3, from_date => $4, to_date => $5);
SELECT is((SELECT string_agg(parameter_types::text, ' ' ORDER BY name) FROM pg_prepared_statements WHERE name IN ('line', 'rate', 'named')),
	'{text,text,text,date,"double precision"} {text,text,text,date,date} {text,text,text,date}', 'parameters without a type');
SELECT is((SELECT string_agg(tariff_rate('T', '8505', 'CN', d)::text, ' ' ORDER BY d) FROM (VALUES (date '2026-01-01'), ('2026-01-02')) AS v (d)), '0.05 0.08', 'and a date is a date');
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (VERBOSE, COSTS off) ' || query; END $$;
SELECT matches((SELECT string_agg(x, ' ') FROM (SELECT pg_temp.plan_of($$SELECT tariff_rate('T', hs, 'CN', now()) FROM (SELECT '8505' AS hs OFFSET 0) AS t$$) AS x) AS q), 'tariff_rate\(''T''::text, t\.hs, ''CN''::text, \(now\(\)\)::date',
	'no function stands between: the planner puts the date in');
SELECT * FROM finish();
ROLLBACK;
