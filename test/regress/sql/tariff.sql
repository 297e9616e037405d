-- What duty a customs line owes, and why; duties by hand.
\pset null ~
INSERT INTO tariff_regime (regime, currency) VALUES ('toy', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory, choice_group) VALUES
	('toy', 'MFN', 1, true, NULL), ('toy', 'TREATY', 2, false, 'preference'), ('toy', 'EXTRA', 3, false, NULL);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, valid_from, valid_to, legal_ref) VALUES
	('toy', 'base', 'MFN', '72', '*', '5%', NULL, NULL, 'chapter 72'),
	('toy', 'weight', 'MFN', '7301', '*', '0.2 USD/KGM', NULL, NULL, 'heading 7301'),
	('toy', 'late', 'EXTRA', '72', 'CN', '25%', '2025-03-04', NULL, 'first order'),
	('toy', 'more', 'EXTRA', '7208', 'CN', '40%', '2025-06-01', '2025-09-01', 'second order');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, op, "over", need, legal_ref) VALUES
	('toy', 'free', 'TREATY', '72', 'KR', '0%', 'replace', '{MFN}', '{KORUS}', 'treaty');
SELECT programs, measures FROM tariff_compile('toy');

-- 5 %; 5 % + 25 %; 5 % + 40 % while the more specific order holds; nothing with a claim
SELECT tariff_stack('toy', '720810', 'DE', '2025-07-01', 1000) AS ordinary, tariff_stack('toy', '720610', 'CN', '2025-07-01', 1000) AS chinese,
	tariff_stack('toy', '720810', 'CN', '2025-07-01', 1000) AS specific, tariff_stack('toy', '720810', 'CN', '2025-09-01', 1000) AS ended,
	tariff_stack('toy', '720810', 'KR', '2025-07-01', 1000, claims => '{KORUS}') AS claimed, tariff_stack('toy', '720810', 'KR', '2025-07-01', 1000) AS unclaimed;
SELECT tariff_rate('toy', '720810', 'CN', '2025-07-01') AS rate, tariff_stack('toy', '730110', 'DE', '2025-07-01', 1000, '{"t": 0.5}') AS by_weight;

-- what has no answer says why
SELECT hs, tariff_stack('toy', hs, 'CN', '2025-07-01', 1000) AS duty, tariff_problem('toy', hs, 'CN', '2025-07-01', 1000) AS problem
FROM unnest('{720810,7301,99}'::text[]) hs;
SELECT tariff_stack('toy', '720810', 'Atlantis', '2025-07-01', 1000);
SELECT tariff_stack('toy', '720810', 'KR', '2025-07-01', 1000, claims => '{KORSU}');

-- layer by layer, over time, and beside another law
SELECT program, measure, status, expression, rate, duty, legal_ref FROM tariff_layers('toy', '720810', 'CN', '2025-07-01', 1000);
SELECT valid_from, valid_to, duty FROM tariff_history('toy', '720810', 'CN', '2025-01-01', customs_value => 1000);
SELECT hs, origin, rate FROM tariff_panel('toy', '{720810,720610}', '{CN,DE}', '2025-07-01') ORDER BY 1, 2;
INSERT INTO tariff_regime (regime, parent) VALUES ('proposal', 'toy');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, legal_ref) VALUES ('proposal', 'base', 'MFN', '72', '*', '7%', 'a bill');
SELECT programs, measures FROM tariff_compile('proposal');
SELECT program, duty_a, duty_b, difference FROM tariff_difference('toy', 'proposal', '720810', 'DE', '2025-07-01', 1000);
DELETE FROM tariff_regime WHERE regime = 'proposal';
DELETE FROM tariff_regime WHERE regime = 'toy';
