-- Effective tariff rates: exact in any order, parallel as serial, through text
-- and bytes; rounding against numeric's own; the landed cost of many shipments.
BEGIN;
SELECT plan(16);
SET LOCAL client_min_messages = warning;
SELECT setseed(0.7);

CREATE TABLE te_line AS
SELECT i, 'P' || (i % 7) AS program, round((random() * 1e6)::numeric, 2) AS value,
	CASE WHEN i % 11 <> 0 THEN round((random() * 1e5)::numeric, (i % 9)) END AS duty
FROM generate_series(1, 40000) i;
CREATE TEMP TABLE oracle AS
SELECT program, (sum(duty) / sum(value) FILTER (WHERE duty IS NOT NULL))::float8 AS rate,
	(sum(value) FILTER (WHERE duty IS NOT NULL) / sum(value))::float8 AS coverage
FROM te_line GROUP BY ROLLUP (program);

PREPARE by_program AS SELECT program, effective_tariff_rate(duty, value), effective_tariff_coverage(duty, value)
	FROM te_line GROUP BY ROLLUP (program) ORDER BY program;
SELECT results_eq('by_program', 'SELECT program, rate, coverage FROM oracle ORDER BY program', 'the sums of numeric, divided once');
SELECT is_empty($$SELECT * FROM (SELECT program, effective_tariff_rate(duty::float8, value::float8) AS r, effective_tariff_coverage(duty::float8, value::float8) AS c
	FROM te_line GROUP BY ROLLUP (program)) f JOIN oracle o ON o.program IS NOT DISTINCT FROM f.program
	WHERE abs(r - rate) > 2e-16 * rate OR abs(c - coverage) > 2e-16$$, 'in float8 within the last bit');
SELECT is((SELECT effective_tariff_rate(duty::float8, value::float8 ORDER BY i) FROM te_line),
	(SELECT effective_tariff_rate(duty::float8, value::float8 ORDER BY value DESC) FROM te_line), 'float8 sums do not depend on the order');

-- as parallel workers do it
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL max_parallel_workers_per_gather = 2;
CREATE TEMP TABLE plan_line (l text);
DO $$ DECLARE l text; BEGIN
	FOR l IN EXECUTE 'EXPLAIN SELECT effective_tariff_rate(duty, value), effective_tariff_rate(duty::float8, value::float8) FROM te_line' LOOP INSERT INTO plan_line VALUES (l); END LOOP;
END $$;
SELECT ok(bool_or(l ~ 'Partial Aggregate') AND bool_or(l ~ 'Gather'), 'it runs in parallel') FROM plan_line;
-- CREATE TABLE AS may use workers, a query that calls pgTAP may not
CREATE TEMP TABLE parallel AS SELECT effective_tariff_rate(duty, value) AS r, effective_tariff_rate(duty::float8, value::float8) AS r8 FROM te_line;
SELECT is(r, (SELECT rate FROM oracle WHERE program IS NULL), 'parallel as serial') FROM parallel;
SELECT ok(abs(r8 - (SELECT rate FROM oracle WHERE program IS NULL)) < 1e-16, 'parallel as serial in float8') FROM parallel;
SET LOCAL max_parallel_workers_per_gather = 0;

-- a window that moves
SELECT is_empty($$SELECT * FROM (SELECT i, effective_tariff_rate(duty, value) OVER w AS r, (sum(duty) OVER w / sum(value) FILTER (WHERE duty IS NOT NULL) OVER w)::float8 AS o
	FROM te_line WHERE i <= 500 WINDOW w AS (ORDER BY i ROWS 12 PRECEDING)) x WHERE r IS DISTINCT FROM o$$, 'over a moving frame');

-- totals by text and by bytes
CREATE TABLE te_total AS SELECT i, format('(%s,%s,%s,%s,%s)', coalesce(duty, 0), value, duty, i, i % 3)::te_support.duty_total AS t FROM te_line WHERE duty IS NOT NULL AND i <= 1000;
SELECT is_empty('SELECT * FROM te_total WHERE t::text::te_support.duty_total::text <> t::text', 'text reads back');
CREATE TABLE te_total_copy (i int, t te_support.duty_total);
DO $$ BEGIN
	EXECUTE format('COPY te_total TO %L (FORMAT binary)', current_setting('data_directory') || '/te_total.bin');
	EXECUTE format('COPY te_total_copy FROM %L (FORMAT binary)', current_setting('data_directory') || '/te_total.bin');
END $$;
SELECT results_eq('SELECT i, t::text FROM te_total ORDER BY i', 'SELECT i, t::text FROM te_total_copy ORDER BY i', 'bytes read back');
CREATE FUNCTION pg_temp.reads(s text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN PERFORM s::te_support.duty_total; RETURN true; EXCEPTION WHEN invalid_text_representation THEN RETURN false; END $$;
SELECT is_empty($$SELECT bad FROM unnest(ARRAY['', '(', '(1,2,3,4,5', '(1,2,3,4)', '(1,2,3,4,5)x', '(-1,2,3,4,5)', '(1,2,3,4,99999999999999999999)', '(1e5,2,3,4,5)', '( 1,2,3,4,5)', '(NaN,2,3,4,5)']) bad
	WHERE pg_temp.reads(bad)$$, 'bad totals are refused');

-- rounding: numeric's round() is half away from zero; trunc() is down
CREATE TEMP TABLE amount AS SELECT round(((random() - 0.5) * 10 ^ (random() * 9)::int)::numeric, (random() * 6)::int) AS x FROM generate_series(1, 5000)
UNION ALL SELECT i * 0.005 FROM generate_series(-200, 200) i;
SELECT is_empty($$SELECT x, d FROM amount, generate_series(0, 4) d WHERE round_to(x, 0.1 ^ d) <> round(x, d) OR round_to(x, 0.1 ^ d, 'down') <> trunc(x, d)$$, 'half up and down');
SELECT is_empty($$SELECT x FROM amount WHERE round_to(x, 0.01, 'up') <> sign(x) * ceil(abs(x) * 100) / 100
	OR round_to(x, 0.01, 'half_even') <> CASE WHEN abs(x) * 100 - floor(abs(x) * 100) = 0.5 THEN sign(x) * 2 * round(abs(x) * 50) / 100 ELSE round(x, 2) END
	OR round_to(x, 0.05) <> round(x / 0.05) * 0.05$$, 'up, half even, other units');

-- the rows of a landed cost add up
SELECT is_empty($$SELECT value, total, parts, expected FROM (
	SELECT value, max(l.amount) FILTER (WHERE item = 'total') AS total, sum(l.amount) FILTER (WHERE item <> 'total') AS parts,
		(value + 50) + (value + 50) * 0.053 + greatest(33.58, least(651.50, (value + 50) * 0.003464))
		+ 0.2 * ((value + 50) + (value + 50) * 0.053 + greatest(33.58, least(651.50, (value + 50) * 0.003464))) AS expected
	FROM te_line, LATERAL landed_cost(value, freight => 40, insurance => 10, duty_rate => '5.3%', fees => '{MPF: 0.3464% MIN 33.58 USD MAX 651.50 USD}', taxes => '{VAT: 20%}') l
	WHERE i <= 300 GROUP BY i, value) x WHERE total <> parts OR total <> expected$$, 'the rows of a landed cost add up');

-- a damaged total, made from bare bytes: the sums without a denominator had made its text run for ever
CREATE TYPE raw_total;
CREATE FUNCTION raw_total_in(cstring) RETURNS raw_total LANGUAGE internal IMMUTABLE STRICT AS 'byteain';
CREATE FUNCTION raw_total_out(raw_total) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'byteaout';
CREATE TYPE raw_total (INPUT = raw_total_in, OUTPUT = raw_total_out, INTERNALLENGTH = 112, ALIGNMENT = double);
CREATE CAST (raw_total AS te_support.duty_total) WITHOUT FUNCTION;
CREATE TEMP TABLE damaged AS SELECT ('\x' || repeat('00', 44) || '07' || repeat('00', 63))::raw_total::te_support.duty_total AS total;
SELECT throws_ok(query, 'XX001', 'duty_total is damaged', query) FROM unnest(ARRAY['SELECT total::text FROM damaged',
	'SELECT te_support.te_duty_total_rate_final(total) FROM damaged', 'SELECT te_support.te_duty_total_combine(''(1,2,0,1,0)'', total) FROM damaged']) AS query;
SELECT * FROM finish();
ROLLBACK;
