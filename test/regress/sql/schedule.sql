-- Tariff rules and the schedule compiled from them; duties by hand.
\pset null ~
INSERT INTO tariff_regime (regime, currency, description) VALUES ('demo', 'USD', 'three programs');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES
	('demo', 'MFN', 1, true), ('demo', 'STEEL', 2, false), ('demo', 'ADD', 3, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, valid_from, legal_ref) VALUES
	('demo', 'ordinary', 'MFN', '7308', '*', '2%', 'value', NULL, 'heading 7308'),
	('demo', 'steel', 'STEEL', '73', '*', '50%', 'content:steel', '2025-06-04', 'proclamation'),
	('demo', 'added', 'ADD', '', 'CA', '35%', 'value', '2025-08-01', 'order');
INSERT INTO tariff_rule (regime, subject, object, scope) VALUES ('demo', 'STEEL', 'ADD', 'slice');
SELECT * FROM tariff_check('demo');
SELECT programs, measures, rules FROM tariff_compile('demo');

-- 2 % of 10,000; 50 % of 6,000 of steel; 35 % of the rest
SELECT tariff_stack('demo', '730890', 'CA', '2025-08-10', 10000, content => '{"steel": 6000}') AS duty;
SELECT regime, currency, programs, measures, rules FROM schedule_info(compiled_schedule('demo'));
SELECT program FROM schedule_order(compiled_schedule('demo'), '2025-08-10') WITH ORDINALITY ORDER BY ordinality;

-- a rule that changes makes the compiled value stale; a scenario inherits all but its own
UPDATE tariff_measure SET rate = '3%' WHERE regime = 'demo' AND measure_id = 'ordinary';
SELECT tariff_stack('demo', '730890', 'DE', '2025-08-10', 10000);
SELECT programs, measures, rules FROM tariff_compile('demo');
SELECT tariff_stack('demo', '730890', 'DE', '2025-08-10', 10000, content => '{"steel": 0}');
INSERT INTO tariff_regime (regime, parent) VALUES ('milder', 'demo');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, legal_ref) VALUES
	('milder', 'ordinary', 'MFN', '7308', '*', '1%', 'value', 'a proposal');
SELECT programs, measures, rules FROM tariff_compile('milder');
SELECT tariff_stack('milder', '730890', 'DE', '2025-08-10', 10000, content => '{"steel": 0}') AS milder, tariff_stack('demo', '730890', 'DE', '2025-08-10', 10000, content => '{"steel": 0}') AS demo;

-- what is wrong is said, with its row
INSERT INTO tariff_regime (regime, currency) VALUES ('wrong', 'USD');
INSERT INTO tariff_program (regime, program, ord) VALUES ('wrong', 'MFN', 1);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate) VALUES
	('wrong', 'a', 'MFN', '72', '*', '5 %%'), ('wrong', 'b', 'NONE', '72', '*', '5%'), ('wrong', 'c', 'MFN', '72', 'ATLANTIS', '5%');
SELECT severity, problem, place FROM tariff_check('wrong') ORDER BY place COLLATE "C";
SELECT tariff_compile('wrong');
SELECT tariff_stack('wrong', '720810', 'DE', '2025-08-10', 100);
SELECT tariff_stack('nowhere', '720810', 'DE', '2025-08-10', 100);
DELETE FROM tariff_regime WHERE regime IN ('milder', 'wrong');
DELETE FROM tariff_regime WHERE regime = 'demo';
