-- The state of the rules, kept by triggers, is what the rows themselves give:
-- after any statement, in any role of the session, rolled back or not.
\set QUIET on
BEGIN;
SET client_min_messages = warning;
SELECT plan(27);

-- the state by stamps and, with a trigger that is not as installed, from the rows
CREATE FUNCTION pg_temp.by_rows(regime text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text;
BEGIN
	SET CONSTRAINTS ALL IMMEDIATE;
	ALTER TABLE tariff_rounding DISABLE TRIGGER te_replica;
	state := tariff_rules_version(regime);
	ALTER TABLE tariff_rounding ENABLE REPLICA TRIGGER te_replica;
	RETURN state;
END $$;
CREATE FUNCTION pg_temp.states(OUT kept text[], OUT computed text[]) LANGUAGE sql AS $$
	SELECT array_agg(tariff_rules_version(regime) ORDER BY regime), array_agg(pg_temp.by_rows(regime) ORDER BY regime) FROM tariff_regime
$$;
-- Runs a statement: the state must be that of the rows, and another than before.
CREATE TEMP TABLE seen (state text[]);
CREATE FUNCTION pg_temp.kept_after(statement text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s record;
	known bool;
BEGIN
	EXECUTE statement;
	s := pg_temp.states();
	known := EXISTS (SELECT FROM seen WHERE state IS NOT DISTINCT FROM s.kept);
	INSERT INTO seen VALUES (s.kept);
	RETURN ok(s.kept IS NOT DISTINCT FROM s.computed AND NOT known, what);
END $$;

INSERT INTO seen SELECT kept FROM pg_temp.states();
SELECT pg_temp.kept_after($$INSERT INTO tariff_regime (regime, parent) VALUES ('A', NULL), ('B', 'A'), ('C', 'B')$$, 'regimes');
SELECT pg_temp.kept_after($$INSERT INTO tariff_program (regime, program) SELECT r, p FROM unnest('{A,B,C}'::text[]) r, unnest('{P,Q}'::text[]) p$$, 'programs of three regimes at once');
SELECT pg_temp.kept_after($$INSERT INTO tariff_measure (regime, measure_id, program, rate, need, gate_from, valid_from)
	SELECT (ARRAY['A', 'B', 'C'])[1 + i % 3], 'm' || i, 'P', i || '%', CASE WHEN i % 2 = 0 THEN '{a,NULL,"é"}'::text[] END, i * 1.50, date '2025-01-01' + i FROM generate_series(1, 500) i$$, 'measures with NULLs, lists, numbers and dates');
SELECT pg_temp.kept_after($$INSERT INTO tariff_measure (regime, measure_id, program, rate) SELECT regime, measure_id, program, rate FROM tariff_measure LIMIT 5$$, 'more of the same');
SELECT pg_temp.kept_after($$UPDATE tariff_measure SET rate = '3%' WHERE measure_id ~ '7'$$, 'updates');
SELECT pg_temp.kept_after($$UPDATE tariff_measure SET regime = 'A' WHERE measure_id ~ '8'$$, 'rows that change their regime');
SELECT pg_temp.kept_after($$DELETE FROM tariff_measure WHERE measure_id ~ '9'$$, 'deletes');
SELECT pg_temp.kept_after($$INSERT INTO tariff_program (regime, program) VALUES ('A', 'P'), ('A', 'R') ON CONFLICT (regime, program) DO UPDATE SET ord = 7$$, 'ON CONFLICT');
SELECT pg_temp.kept_after($$MERGE INTO tariff_program t USING (VALUES ('A', 'P'), ('A', 'Q'), ('B', 'S')) v(r, p) ON t.regime = r AND t.program = p
	WHEN MATCHED AND p = 'P' THEN DELETE WHEN MATCHED THEN UPDATE SET ord = 9 WHEN NOT MATCHED THEN INSERT (regime, program) VALUES (r, p)$$, 'MERGE');
SELECT pg_temp.kept_after($$WITH gone AS (DELETE FROM tariff_measure WHERE measure_id ~ '6' RETURNING measure_id) INSERT INTO tariff_area (regime, area, country) SELECT 'B', 'G', measure_id FROM gone$$, 'a writable CTE over two tables');
SELECT pg_temp.kept_after($$UPDATE tariff_regime SET regime = 'AA' WHERE regime = 'A'$$, 'a regime renamed, with all that refers to it');
SELECT pg_temp.kept_after($$UPDATE tariff_regime SET currency = 'EUR', description = 'x' WHERE regime = 'B'$$, 'a currency');
SELECT pg_temp.kept_after($$DELETE FROM tariff_regime WHERE regime = 'C'$$, 'a regime deleted, with its rules');
SELECT is((SELECT count(*) FROM tariff_version WHERE regime = 'C'), 0::bigint, 'leaves no stamps');
SELECT pg_temp.kept_after($$DO 'BEGIN FOR i IN 1 .. 1000 LOOP INSERT INTO tariff_rule (regime, subject, object) VALUES (''AA'', ''a'' || i, ''b''); END LOOP; END'$$, 'a thousand statements');
SELECT cmp_ok((SELECT count(*) FROM tariff_version WHERE regime = 'AA'), '<', 300::bigint, 'leave few stamps');
SET LOCAL session_replication_role = replica;
SELECT pg_temp.kept_after($$INSERT INTO tariff_rule (regime, subject, object) SELECT 'B', 'r' || i, 'b' FROM generate_series(1, 400) i$$, 'as a replica: inserts');
SELECT pg_temp.kept_after($$UPDATE tariff_rule SET object = 'c' WHERE subject ~ '5'$$, 'updates');
SELECT pg_temp.kept_after($$DELETE FROM tariff_rule WHERE subject ~ '7'; INSERT INTO tariff_regime (regime) VALUES ('R')$$, 'deletes, and a regime');
SET LOCAL session_replication_role = origin;
SELECT pg_temp.kept_after($$TRUNCATE tariff_rule$$, 'TRUNCATE');
SAVEPOINT s;
SELECT kept AS before FROM pg_temp.states() \gset
TRUNCATE tariff_measure;
UPDATE tariff_regime SET currency = 'JPY';
ROLLBACK TO s;
SELECT is(kept::text, :'before', 'what is rolled back leaves no trace') FROM pg_temp.states();
-- what is no rule
UPDATE tariff_regime SET description = 'other words', compiled_from = 'x';
UPDATE tariff_measure SET row_id = te_support.te_rules_row_id();
UPDATE tariff_measure SET rate = rate;
ALTER TABLE tariff_measure ADD COLUMN remark text;
SELECT is(kept::text, :'before', 'descriptions, keys and an empty new column change nothing') FROM pg_temp.states();
SELECT pg_temp.kept_after($$UPDATE tariff_measure SET remark = 'r' WHERE measure_id ~ '1'$$, 'a new column counts');
-- back to the same rows is back to the same state
CREATE TEMP TABLE kept_measure AS SELECT * FROM tariff_measure;
SELECT kept AS before FROM pg_temp.states() \gset
DELETE FROM tariff_measure;
ALTER TABLE kept_measure DROP COLUMN row_id;
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, except_codes, area, except_areas, rate, base, op, "over", total_rate, need, unless,
	gate, gate_from, gate_to, valid_from, valid_to, known_from, known_to, loaded_before, entered_before, legal_ref, ord, dropped, remark)
SELECT * FROM kept_measure ORDER BY measure_id;
SELECT is(kept::text, :'before', 'the same rows loaded again, in another order and with other keys, are the same state') FROM pg_temp.states();
-- rows without stamps
DELETE FROM tariff_version;
SELECT is(kept::text, :'before', 'without any stamp the state is computed') FROM pg_temp.states();
SELECT is(tariff_rebuild_version(), 3, 'and can be rebuilt');
SELECT is(ARRAY[kept, computed]::text, ARRAY[:'before', :'before']::text, 'to the same') FROM (SELECT kept::text, computed::text FROM pg_temp.states()) s;
SELECT * FROM finish();
ROLLBACK;
