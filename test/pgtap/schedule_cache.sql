-- A process keeps compiled schedules up to a limit in bytes; whatever the
-- limit, the answers are the same.
BEGIN;
SELECT plan(13);

INSERT INTO tariff_regime (regime, currency) SELECT 'R' || i, 'USD' FROM generate_series(1, 12) AS i;
INSERT INTO tariff_program (regime, program) SELECT 'R' || i, 'MFN' FROM generate_series(1, 12) AS i;
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate)
SELECT 'R' || i, 'm' || j, 'MFN', 100000 + j, i || '%' FROM generate_series(1, 12) AS i, generate_series(1, 2000) AS j;
SELECT tariff_compile('R' || i) FROM generate_series(1, 12) AS i \g /dev/null
CREATE TEMP TABLE law AS SELECT 'R' || i AS regime, i, compiled_schedule('R' || i) AS compiled FROM generate_series(1, 12) AS i;
CREATE TEMP VIEW kept AS SELECT count(*)::int AS n, coalesce(sum(total_bytes), 0)::int8 AS bytes
	FROM pg_backend_memory_contexts WHERE name = 'trade_exposure schedule';
-- all twelve, by name and by value, as 1 + 2 + … + 12 = 78 percent
CREATE TEMP VIEW answer AS SELECT sum(tariff_stack(regime, '100500', 'JP', '2025-01-01', 100::numeric)) AS by_name,
	sum(tariff_stack(compiled, '100500', 'JP', '2025-01-01', 100::numeric)) AS by_value FROM law;

SELECT is(current_setting('trade_exposure.schedule_cache'), '64MB', 'the limit unless set');
SELECT results_eq('TABLE answer', $$VALUES (78::numeric, 78::numeric)$$, 'twelve regimes answer');
SELECT is((SELECT n FROM kept), 12, 'and are all kept');
SELECT cmp_ok((SELECT bytes FROM kept), '>', 12 * 200000::bigint, 'each takes some memory');
SET trade_exposure.schedule_cache = '1MB';
SELECT ok(bytes <= 1048576 AND n >= 2, format('a lower limit holds at once: %s bytes', bytes)) FROM kept;
SELECT results_eq('TABLE answer', $$VALUES (78::numeric, 78::numeric)$$, 'within it all answer');
SELECT ok(bytes <= 1048576 AND n >= 2, format('and it holds: %s bytes', bytes)) FROM kept;
SET trade_exposure.schedule_cache = '100kB';
SELECT results_eq('TABLE answer', $$VALUES (78::numeric, 78::numeric)$$, 'schedules that are all larger than the limit answer');
SELECT is((SELECT n FROM kept), 2, 'and no more are kept than one call needs');
SET trade_exposure.schedule_cache = 0;
SELECT is((SELECT sum(d.difference) FROM law AS a, law AS b, tariff_difference(a.regime, b.regime, '100500', 'JP', '2025-01-01', 100::numeric) AS d
	WHERE a.i + 6 = b.i), 36::numeric, 'two regimes at a time, nothing else kept');
-- a value that somebody keeps compressed
CREATE TEMP TABLE packed (i int, compiled tariff_schedule);
ALTER TABLE packed ALTER COLUMN compiled SET STORAGE EXTENDED;
INSERT INTO packed SELECT i, compiled FROM law;
SELECT is((SELECT count(*)::int FROM packed WHERE pg_column_compression(compiled) IS NOT NULL), 12, 'values in a column of another storage are compressed');
SELECT is((SELECT array_agg(tariff_stack(p.compiled, '100500', 'JP', '2025-01-01', 100::numeric) - tariff_stack(l.compiled, '100500', 'JP', '2025-01-01', 100::numeric)) FROM packed AS p JOIN law AS l ON l.i = p.i + 1),
	array_fill(-1::numeric, '{11}'), 'and read as those that are not');
RESET trade_exposure.schedule_cache;
SELECT throws_like($$SET trade_exposure.schedule_cash = '1MB'$$, '%"trade_exposure.schedule_cash"%', 'a misspelt setting is refused');

SELECT * FROM finish();
ROLLBACK;
