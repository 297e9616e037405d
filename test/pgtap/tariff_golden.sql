-- The United States on two days: 4,579 customs lines whose duties an independent
-- evaluator computed in exact fractions (test/data/README.md), in total and by
-- program, by name, by value and in float8.
\set QUIET on
BEGIN;
SELECT plan(20);

\o /dev/null
\i test/data/golden_law.sql
\o
CREATE TEMP TABLE golden (day date, hs text, origin text, value numeric, aluminium numeric, steel numeric,
	by_program text, total numeric, peer numeric, reason text);
\copy golden FROM PROGRAM 'zcat test/data/golden_lines_2025-08-07.csv.gz' (FORMAT csv, HEADER)
\copy golden FROM PROGRAM 'zcat test/data/golden_lines_2025-11-10.csv.gz' (FORMAT csv, HEADER)
ALTER TABLE golden ADD content jsonb;
UPDATE golden SET content = jsonb_build_object('aluminium', coalesce(aluminium, 0), 'steel', coalesce(steel, 0));

SELECT is(count(*)::int, 4579, 'all lines are there') FROM golden;
SELECT is((SELECT array_agg(format('%s %s %s', day, hs, origin)) FROM golden
	WHERE tariff_stack('GOLDEN', hs, origin, day, value, content => content) IS DISTINCT FROM total),
	NULL, 'each total is exact');
SELECT is((SELECT count(*)::int FROM golden
	WHERE tariff_problem('GOLDEN', hs, origin, day, value, content => content) IS NOT NULL),
	0, 'no line lacks anything');
SELECT is((SELECT count(*)::int FROM golden
	WHERE tariff_stack('GOLDEN', hs, origin, day, value::float8, content => content) IS DISTINCT FROM total::float8),
	0, 'each total in float8 is the nearest');
SELECT is((SELECT count(*)::int FROM golden, tariff_regime r
	WHERE tariff_stack(r.compiled, hs, origin, day, value, content => content) IS DISTINCT FROM total),
	0, 'each total by value is exact');
SELECT is((SELECT count(*)::int FROM golden, (SELECT compiled_schedule('GOLDEN') AS s OFFSET 0) v
	WHERE tariff_stack(v.s, hs, origin, day, value, content => content) IS DISTINCT FROM total),
	0, 'each total by a value in memory is exact');
SELECT is((SELECT count(*)::int FROM golden
	WHERE tariff_rate('GOLDEN', hs, origin, day, value, content => content) IS DISTINCT FROM (total / value)::float8),
	0, 'each rate is the total by the value');

-- by program: those with a duty, as the layers show them
CREATE TEMP TABLE expected AS
SELECT g.ctid AS line, split_part(p, '=', 1) AS program, split_part(p, '=', 2)::numeric AS duty
FROM golden g, unnest(string_to_array(g.by_program, '|')) p;
CREATE TEMP TABLE came AS
SELECT g.ctid AS line, l.program, sum(l.duty) AS duty, count(*) FILTER (WHERE l.status = 'applied') AS applied
FROM golden g, tariff_layers('GOLDEN', g.hs, g.origin, g.day, g.value, content => g.content) l
GROUP BY 1, 2;
SELECT is((SELECT count(*)::int FROM expected e LEFT JOIN came c USING (line, program) WHERE c.duty IS DISTINCT FROM e.duty),
	0, 'each program of each line is exact');
SELECT is((SELECT count(*)::int FROM came c LEFT JOIN expected e USING (line, program) WHERE e.program IS NULL AND c.duty <> 0),
	0, 'no other program is charged');
SELECT is((SELECT count(*)::int FROM expected e LEFT JOIN came c USING (line, program) WHERE c.applied = 0 AND e.duty <> 0),
	0, 'what is charged is shown as applied');
SELECT ok(bool_and(total = peer), 'where a public model agrees, so do we')
FROM golden WHERE reason = 'EQUAL' AND abs(total - peer) < 0.001;
SELECT is((SELECT count(*)::int FROM golden WHERE reason = 'EQUAL' AND abs(total - peer) >= 0.001), 0,
	'and it agrees wherever it is said to');

-- plain lines are computed in integers, explained ones in fractions: small, large and long values
SELECT is((SELECT count(*)::int FROM golden, unnest(ARRAY[0.07, 1234.56, 98765432101234.5678, 3.333333333333333]) v
	WHERE tariff_stack('GOLDEN', hs, origin, day, v) <> (SELECT sum(duty) FROM tariff_layers('GOLDEN', hs, origin, day, v))), 0,
	'what is explained is what is charged');
CREATE TEMP TABLE of_metal AS SELECT DISTINCT code_prefix FROM tariff_measure WHERE regime = 'GOLDEN' AND base ~ '^content:';
SELECT is_empty($$SELECT hs, problem FROM (SELECT hs, tariff_problem('GOLDEN', hs, origin, day, 1000) AS problem FROM golden) AS g
	WHERE problem IS NOT NULL AND NOT (problem ~ '^needs content (aluminium|steel)$' AND EXISTS (SELECT FROM of_metal WHERE starts_with(hs, code_prefix)))$$, 'without contents only lines with metal in them lack something');

-- a third of a percent has no end: 76,960.81 / 3, to the cent
SELECT results_eq($$SELECT sum(duty) FROM tariff_layers('GOLDEN', '4414100000', 'CU', '2025-10-01', 76960.81)$$, 'VALUES (25653.60)', 'layers without an end add up');

-- rate texts: all of column 1 but what needs the value of parts, degrees of sugar, or another rate
SELECT is((SELECT count(*)::int FROM tariff_measure WHERE regime = 'GOLDEN' AND program = 'MFN' AND area = '*'), 11582, 'rates of column 1');
SELECT is_empty($$SELECT code_prefix, rate FROM tariff_measure WHERE regime = 'GOLDEN' AND program = 'MFN' AND area = '*'
	AND (rate ~ '^TEXT:') <> (rate ~ '^TEXT:(The rate|See additional)|degree|on (the )?(value of|case|movement|battery|apparatus|strap)|jewel over|for each other piece')$$,
	'those that are no sums of percentages and amounts by quantity stay words');
SELECT is((SELECT count(*)::int FROM tariff_measure WHERE regime = 'GOLDEN' AND program = 'MFN' AND area = '*' AND duty_problem(rate) IS NULL AND rate !~ '^TEXT:'),
	11433, 'of 11,582 rates 11,433 can be computed');
SELECT is_empty($$SELECT code_prefix, rate, tariff_problem('GOLDEN', code_prefix, 'DE', '2025-07-01', 1000, '{"KGM": 1, "NAR": 1, "LTR": 1, "MTK": 1, "NPR": 1}') FROM tariff_measure
	WHERE regime = 'GOLDEN' AND program = 'MFN' AND area = '*' AND rate ~ '^TEXT:'
	AND (tariff_stack('GOLDEN', code_prefix, 'DE', '2025-07-01', 1000::numeric, '{"KGM": 1, "NAR": 1, "LTR": 1, "MTK": 1, "NPR": 1}') IS NOT NULL
		OR tariff_problem('GOLDEN', code_prefix, 'DE', '2025-07-01', 1000, '{"KGM": 1, "NAR": 1, "LTR": 1, "MTK": 1, "NPR": 1}') IS DISTINCT FROM 'needs ' || substr(rate, 6))$$,
	'the others need their words, and are never 0');
SELECT is(tariff_stack('GOLDEN', '3213100000', 'GB', '2026-02-22', 1000::numeric), 65.0, '6.5 % on the entire set');

SELECT * FROM finish();
ROLLBACK;
