-- Damaged tariff schedules whose digest is right: refused, or answered without a
-- crash.  (That damage changes the digest is tested in tariff_input.sql.)
\set QUIET on
BEGIN;
SELECT plan(4);
\getenv stage TE_STAGE

-- a law with something of everything
INSERT INTO tariff_regime (regime, currency, covers_from, covers_to) VALUES ('D', 'USD', '2024-01-01', '2027-01-01');
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory) VALUES ('D', 'MFN', 1, 'specific', 'duty', true),
	('D', 'QUOTA', 2, 'min', 'duty', false), ('D', 'STEEL', 3, 'max', NULL, false), ('D', 'ADD', 4, 'sum', NULL, false), ('D', 'VAT', 5, 'first', NULL, false);
INSERT INTO tariff_area (regime, area, country, valid_from, valid_to) VALUES ('D', 'G', 'JP', NULL, NULL), ('D', 'G', 'KR', '2025-01-01', '2026-01-01');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, op, "over", total_rate, need, unless, valid_from, valid_to) VALUES
	('D', '1', 'MFN', '8505', '*', '2.1%', 'value', 'add', NULL, NULL, NULL, NULL, NULL, NULL),
	('D', '2', 'MFN', '85051100', 'G', '5 USD/KGM + 3% MIN 10 EUR', 'value', 'add', NULL, NULL, NULL, '{FREE}', NULL, '2026-01-01'),
	('D', '3', 'MFN', '22', '*', '6.3 USD/HLT MAX 20%', 'value', 'add', NULL, NULL, NULL, NULL, NULL, NULL),
	('D', '4', 'MFN', '9101', '*', 'TEXT:in words', 'value', 'add', NULL, NULL, NULL, NULL, NULL, NULL),
	('D', '5', 'QUOTA', '8505', 'G', 'Free', 'value', 'add', NULL, NULL, '{A}', NULL, NULL, NULL),
	('D', '6', 'STEEL', '', '*', '50%', 'content:steel or value', 'add', NULL, NULL, NULL, NULL, '2025-03-01', NULL),
	('D', '7', 'STEEL', '85', 'CN', '15%', 'rest', 'floor', '{MFN,QUOTA}', NULL, NULL, NULL, NULL, NULL),
	('D', '8', 'ADD', '', 'CN', '10%', 'value', 'captotal', '{MFN}', '20%', NULL, NULL, NULL, NULL),
	('D', '9', 'ADD', '', '*', '1% of @STEEL', 'value', 'add', NULL, NULL, NULL, NULL, NULL, NULL),
	('D', '10', 'VAT', '', '*', '20%', 'duty+value', 'add', '{MFN,QUOTA,STEEL,ADD}', NULL, NULL, NULL, NULL, NULL);
INSERT INTO tariff_measure (regime, measure_id, program, rate, except_codes, except_areas, gate, gate_from, gate_to, known_from, known_to, loaded_before, entered_before, ord) VALUES
	('D', '11', 'ADD', '3%', '{22,8506}', '{G}', 'value/KGM', 1, 50, NULL, NULL, NULL, NULL, 1),
	('D', '13', 'ADD', '6%', NULL, NULL, 'weight:steel or 1', 0.15, NULL, NULL, NULL, NULL, NULL, 3),
	('D', '12', 'ADD', '4%', NULL, NULL, 'content:steel', 0.1, 0.5, '2025-01-01', '2025-06-01', '2025-02-01', '2025-09-01', 2);
INSERT INTO tariff_rule (regime, kind, subject, object, scope, "when", area, valid_from, valid_to) VALUES ('D', 'excludes', 'STEEL', 'ADD', 'slice', 'owed', NULL, '2025-06-01', NULL),
	('D', 'excludes', 'QUOTA', 'STEEL', 'line', 'in_scope', 'G', NULL, '2025-06-01'), ('D', 'conflicts', 'A', 'FREE', 'slice', 'owed', NULL, NULL, NULL);
INSERT INTO tariff_rounding (regime, what, program, unit, mode, carry) VALUES ('D', 'value', NULL, 1, 'half_up', false), ('D', 'base', 'MFN', 10, 'down', false),
	('D', 'duty', NULL, 0.01, 'half_up', true), ('D', 'total', NULL, 0.1, 'up', false);
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('D') \gset

\setenv TE_SCHEDULE_FILE :stage/damage.txt
\copy (SELECT compiled FROM tariff_regime WHERE regime = 'D') TO PROGRAM 'cat > "$TE_SCHEDULE_FILE"'
CREATE TEMP TABLE damaged (value text);
\copy damaged FROM PROGRAM 'perl test/schedule_damage.pl 300 < "$TE_SCHEDULE_FILE"'
SELECT is(count(*)::int, 300, 'values to try') FROM damaged;

-- asks everything of a value; the errors that may come are ours
CREATE FUNCTION pg_temp.verdict(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	s tariff_schedule;
	line record;
BEGIN
	BEGIN
		s := value::tariff_schedule;
	EXCEPTION WHEN invalid_text_representation THEN
		RETURN substr(sqlerrm, length('invalid tariff_schedule: ') + 1);
	END;
	PERFORM schedule_info(s), schedule_order(s, '2025-04-01');
	FOR line IN SELECT * FROM unnest('{85051100,8505,22042100,91011100,9999}'::text[]) AS hs, unnest('{JP,CN,KR}'::text[]) AS origin LOOP
		BEGIN
			PERFORM tariff_problem(s, hs, origin, '2025-04-01', 1000), tariff_history(s, hs, origin, '2025-01-01', '2100-01-01', 1000, '{"KGM": 10}')
			FROM (SELECT line.hs, line.origin) x;
			PERFORM tariff_stack(s, hs, origin, '2025-07-01', 1000::numeric, '{"KGM": 10, "LTR": 5}', '{"steel": 100}', '{A}', NULL, '2025-01-15', '{"EUR": 1.1}'),
				tariff_layers(s, hs, origin, '2025-04-01', 1000, '{"KGM": 10}', '{"steel": 100}', '{FREE}', known_on => '2025-04-01'),
				tariff_questions(s, hs, origin, '2025-07-01', 1000), tariff_notes(s, hs, origin, '2025-07-01', 1000, claims => '{A}', weight_share => '{"steel": 0.5}'),
				tariff_options(s, hs, origin, '2025-07-01', 1000), duty_audit(s, '{"MFN": 5, "7": 3}', hs, origin, '2025-07-01', 1000)
			FROM (SELECT line.hs, line.origin) x;
		EXCEPTION WHEN data_exception OR invalid_parameter_value OR program_limit_exceeded OR numeric_value_out_of_range THEN
			NULL;
		END;
	END LOOP;
	RETURN 'answers';
END $$;
CREATE TEMP TABLE verdict AS SELECT pg_temp.verdict(value) AS verdict FROM damaged;
SELECT is(count(*)::int, 0, 'none is noticed by its digest only') FROM verdict WHERE verdict ~ 'digest';
SELECT cmp_ok(count(*)::int, '>', 75, 'many are refused') FROM verdict WHERE verdict <> 'answers';
SELECT cmp_ok(count(DISTINCT verdict)::int, '>', 25, 'for many reasons') FROM verdict;
SELECT * FROM finish();
ROLLBACK;
