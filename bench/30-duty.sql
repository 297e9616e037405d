-- Duty expressions: nanoseconds a row beside plain arithmetic and a reader in SQL.
\set ON_ERROR_STOP on
CREATE TEMP TABLE rate_text (rate text, general_lines int, column2_lines int);
\copy rate_text FROM 'test/data/hts_rate_texts.csv' (FORMAT csv, HEADER)
-- entry lines whose rates come as often as in the schedule
CREATE TEMP TABLE entry_line AS
WITH text_of_line AS MATERIALIZED (
	SELECT row_number() OVER () - 1 AS n, rate FROM rate_text, generate_series(1, general_lines + column2_lines))
SELECT i, t.rate, round((1000 + abs(hashint8(i)::bigint) % 10000000 / 100.0)::numeric, 2) AS value,
	(1000 + abs(hashint8(i)::bigint) % 10000000 / 100.0)::float8 AS value8,
	round((abs(hashint8(i)::bigint) % 900000 / 100.0)::numeric, 2) AS duty,
	jsonb_build_object('KGM', 10 + i % 1000, 'NAR', 1 + i % 50) AS quantities
FROM generate_series(1, :rows / 5) AS i JOIN text_of_line AS t ON t.n = abs(hashint8(i)::bigint) % (SELECT count(*) FROM text_of_line);
ANALYZE entry_line;

CREATE TEMP TABLE measured (ord int GENERATED ALWAYS AS IDENTITY, what text, ns numeric);
CREATE FUNCTION pg_temp.measure(what text, expression text, repeats int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	t timestamptz;
	times float8[] := '{}';
BEGIN
	FOR run IN 1 .. repeats LOOP
		t := clock_timestamp();
		EXECUTE 'SELECT ' || expression || ' FROM entry_line';
		times := times || EXTRACT(epoch FROM clock_timestamp() - t)::float8;
	END LOOP;
	INSERT INTO measured (what, ns)
	SELECT measure.what, (percentile_cont(0.5) WITHIN GROUP (ORDER BY x) * 1e9)::numeric / (SELECT count(*) FROM entry_line) FROM unnest(times) AS x;
END $$;
\o /dev/null
SELECT pg_temp.measure(what, expression, :repeats) FROM (VALUES
	('reading the rows', 'count(value)'),
	('one rate: `value * 0.053`', 'count(value * 0.053)'),
	('one rate: `duty_amount(''5.3%'', value)`', $$count(duty_amount('5.3%', value))$$),
	('one rate: `duty_amount(''5.3%'', value)` in float8', $$count(duty_amount('5.3%', value8))$$),
	('one rate with quantities: `duty_amount(''4.4¢/kg + 3%'', value, quantities)`', $$count(duty_amount('4.4¢/kg + 3%', value, quantities))$$),
	('1,419 rates as printed: SQL that reads only percentages', $$count(CASE WHEN rate = 'Free' THEN 0 WHEN rate ~ '^[0-9.]+%$' THEN value * rtrim(rate, '%')::numeric / 100 END)$$),
	('1,419 rates as printed: `duty_amount(rate, value, quantities)`', 'count(duty_amount(rate, value, quantities))'),
	('1,419 rates as printed: `duty_status(rate, quantities)`', 'count(duty_status(rate, quantities))'),
	('`sum(duty) / sum(value)`', 'sum(duty) / sum(value)'),
	('`effective_tariff_rate(duty, value)`', 'effective_tariff_rate(duty, value)')) AS v(what, expression);
\o
SELECT E'| a row of ' || count(*) || E' entry lines | ns |\n|---|---|' FROM entry_line;
SELECT format('| %s | %s |', what, round(ns)) FROM measured ORDER BY ord;
