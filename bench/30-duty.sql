-- Duty expressions: nanoseconds a row beside plain arithmetic and a reader in SQL.
\set ON_ERROR_STOP on
\ir measure.sql
CREATE TEMP TABLE rate_text (rate text, general_lines int, column2_lines int);
\copy rate_text FROM 'test/data/hts_rate_texts.csv' (FORMAT csv, HEADER)
-- entry lines whose rates come as often as in the schedule
CREATE TABLE entry_line AS
WITH text_of_line AS MATERIALIZED (
	SELECT row_number() OVER () - 1 AS n, rate FROM rate_text, generate_series(1, general_lines + column2_lines))
SELECT i, t.rate, round((1000 + abs(hashint8(i)::bigint) % 10000000 / 100.0)::numeric, 2) AS value,
	(1000 + abs(hashint8(i)::bigint) % 10000000 / 100.0)::float8 AS value8,
	round((abs(hashint8(i)::bigint) % 900000 / 100.0)::numeric, 2) AS duty,
	jsonb_build_object('KGM', 10 + i % 1000, 'NAR', 1 + i % 50) AS quantities
FROM generate_series(1, :rows / 5) AS i JOIN text_of_line AS t ON t.n = abs(hashint8(i)::bigint) % (SELECT count(*) FROM text_of_line);
ANALYZE entry_line;


INSERT INTO bench_query (question, engine, query)
SELECT question, engine, 'SELECT count(*), ' || expression || ' AS sum FROM entry_line' FROM (VALUES
	('reading the rows', 'executor', 'count(value)'),
	('5.3 % of the value', 'executor', 'sum(value * 0.053)'),
	('one rate', 'trade_exposure', $$sum(duty_amount('5.3%', value))$$),
	('one rate in float8', 'trade_exposure', $$sum(duty_amount('5.3%', value8))$$),
	('one rate with quantities', 'trade_exposure', $$sum(duty_amount('4.4¢/kg + 3%', value, quantities))$$),
	-- the others have no answer in either
	('rates as printed, percentages only', 'trade_exposure', $$round(sum(CASE WHEN rate = 'Free' OR rate ~ '^[0-9.]+%$' THEN duty_amount(rate, value) END))$$),
	('rates as printed, percentages only', 'plain SQL', $$round(sum(CASE WHEN rate = 'Free' THEN 0 WHEN rate ~ '^[0-9.]+%$' THEN value * rtrim(rate, '%')::numeric / 100 END))$$),
	('rates as printed, all', 'trade_exposure', 'count(duty_amount(rate, value, quantities))'),
	('what is missing for them', 'trade_exposure', 'count(duty_status(rate, quantities))'),
	('effective rate', 'trade_exposure', 'effective_tariff_rate(duty, value)'),
	('effective rate', 'plain SQL', 'sum(duty) / sum(value)')) AS v(question, engine, expression);
CALL bench_measure(:repeats);
CALL bench_check();
SELECT format('%s entry lines, 1,419 different rates; processor time in ns a row, one process: the median of %s runs in turns, and in brackets the least.',
	to_char(count(*), 'FM999,999,999'), :repeats) FROM entry_line;
SELECT E'\n| question | expression | ns a row |\n|---|---|---:|';
SELECT format('| %s | %s: `%s` | %s |', question, engine, substring(query FROM 'count\(\*\), (.*) AS sum'), bench_cell(question, engine, 1e6 / (SELECT count(*) FROM entry_line)))
FROM bench_query ORDER BY n;
