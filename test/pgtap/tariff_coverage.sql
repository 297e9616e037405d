-- What a law does not hold is never a number: days outside of its coverage, duties
-- that exist elsewhere, contents that nobody told, prices without a quantity; and
-- what tariff_check says of rules that leave such holes.  Figures by hand.
BEGIN;
SELECT plan(53);
\ir hint.inc

-- ---- a law of 2025, and a scenario of it ----
INSERT INTO tariff_regime (regime, currency, covers_from, covers_to) VALUES ('L', 'USD', '2025-01-01', '2026-01-01');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('L', 'MFN', 1, true), ('L', 'STEEL', 2, false), ('L', 'ADD', 3, false), ('L', 'SAFE', 4, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, base, valid_from) VALUES
	('L', 'm', 'MFN', '', '10%', 'value', NULL), ('L', 's', 'STEEL', '7308', '50%', 'content:steel or value', NULL), ('L', 's2', 'STEEL', '7309', '50%', 'content:steel', NULL),
	('L', 'a', 'ADD', '', '20%', 'value', '2025-07-01'), ('L', 'n', 'SAFE', '8541', 'NOT COVERED: the safeguard on cells', 'value', '2025-03-01');
INSERT INTO tariff_rule (regime, subject, object, scope) VALUES ('L', 'STEEL', 'ADD', 'slice');
INSERT INTO tariff_regime (regime, parent) VALUES ('L2', 'L');
INSERT INTO tariff_program (regime, program, dropped) VALUES ('L2', 'ADD', true);
SELECT count(*) AS compiled FROM unnest('{L,L2}'::text[]) AS r, tariff_compile(r) \gset

SELECT is((SELECT array_agg(tariff_stack('L', '8501', 'JP', day, 1000::numeric) ORDER BY day) FROM unnest('{2024-12-31,2025-01-01,2025-12-31,2026-01-01}'::date[]) AS day),
	'{NULL,100,300,NULL}', 'from the first day covered to the last');
SELECT is(tariff_problem('L', '8501', 'JP', '2026-01-01', 1000), 'the rules of L cover 2025-01-01 to 2025-12-31', 'and the problem says which they are');
SELECT is(tariff_rate('L', '8501', 'JP', '2026-01-01'), NULL, 'no rate');
SELECT is((SELECT array_agg(rate) FROM tariff_panel('L', '{8501,8502}', '{JP,KR}', '2027-01-01')), '{NULL,NULL,NULL,NULL}', 'no panel');
SELECT results_eq($$SELECT DISTINCT problem FROM tariff_panel('L', '{8501,8502}', '{JP,KR}', '2024-01-01')$$, $$VALUES ('the rules of L cover 2025-01-01 to 2025-12-31')$$, 'which says why');
SELECT results_eq($$SELECT program, status, reason, duty FROM tariff_layers('L', '8501', 'JP', '2026-01-01', 1000)$$,
	$$VALUES (NULL, 'needs input', 'the rules of L cover 2025-01-01 to 2025-12-31', NULL::numeric)$$, 'no layers');
SELECT results_eq($$SELECT duty, problem FROM tariff_options('L', '8501', 'JP', '2026-01-01', 1000)$$, $$VALUES (NULL::numeric, 'the rules of L cover 2025-01-01 to 2025-12-31')$$, 'no options');
SELECT results_eq($$SELECT program, filed, computed, reason FROM duty_audit('L', '{"MFN": 100}', '8501', 'JP', '2026-01-01', 1000)$$,
	$$VALUES ('MFN', 100::numeric, NULL::numeric, 'the rules of L cover 2025-01-01 to 2025-12-31')$$, 'an audit finds no refund there');
SELECT results_eq($$SELECT duty_a, duty_b, problem FROM tariff_difference('L', 'L2', '8501', 'JP', '2026-01-01', 1000) WHERE problem IS NOT NULL OR duty_a IS NOT NULL OR duty_b IS NOT NULL$$,
	$$VALUES (NULL::numeric, NULL::numeric, 'the rules of L cover 2025-01-01 to 2025-12-31')$$, 'no difference');
SELECT results_eq($$SELECT valid_from, valid_to, duty, programs FROM tariff_history('L', '8501', 'JP', '2020-01-01', '2030-01-01', 1000)$$,
	$$VALUES (date '2025-01-01', date '2025-07-01', 100::numeric, 'MFN 100'), ('2025-07-01', '2026-01-01', 300, 'MFN 100, ADD 200')$$, 'the history is cut to what is covered');
SELECT results_eq($$SELECT valid_from, valid_to, duty, problem FROM tariff_history('L', '8501', 'JP', '2027-01-01', '2028-01-01', 1000)$$,
	$$VALUES (date '2027-01-01', date '2028-01-01', NULL::numeric, 'the rules of L cover 2025-01-01 to 2025-12-31')$$, 'and where nothing is, it says so');
SELECT results_eq($$SELECT on_date, program, change FROM tariff_breakpoints('L', '8501', 'JP')$$, $$VALUES (date '2025-07-01', 'ADD', 0.2::numeric)$$, 'the edges of what is covered are no changes of the law');
SELECT results_eq($$SELECT covers_from, covers_to, rules FROM schedule_info(compiled_schedule('L'))$$, $$VALUES (date '2025-01-01', date '2026-01-01', 1)$$, 'a compiled schedule knows what it covers');
SELECT results_eq($$SELECT covers_from, covers_to FROM schedule_info(compiled_schedule('L2'))$$, $$VALUES (date '2025-01-01', date '2026-01-01')$$, 'a scenario covers what its parent does');
SELECT is((SELECT tariff_problem(compiled_schedule('L')::text::tariff_schedule, '8501', 'JP', '2026-01-01', 1000)), 'the rules of L cover 2025-01-01 to 2025-12-31', 'also when it was text in between');
UPDATE tariff_regime SET covers_from = '2025-06-01', covers_to = NULL WHERE regime = 'L2';
SELECT is(pg_temp.hint($$SELECT tariff_stack('L2', '8501', 'JP', '2025-06-01', 1000)$$), '55000: tariff regime "L2" is stale: its rules have changed since it was compiled | Run SELECT tariff_compile(''L2'') in the transaction that changes the rules.', 'a change of it is a change of the rules');
SELECT tariff_compile('L2') IS NOT NULL AS compiled \gset
SELECT is(tariff_problem('L2', '8501', 'JP', '2025-05-31', 1000), 'the rules of L2 cover 2025-06-01 to 2025-12-31', 'a scenario may cover less');
UPDATE tariff_regime SET covers_from = '2026-06-01' WHERE regime = 'L2';
SELECT results_eq($$SELECT severity, problem, detail FROM tariff_check('L2') WHERE severity = 'error'$$, $$VALUES ('error', 'reversed dates', 'covers_from, covers_to is empty: from 2026-06-01 to before 2026-01-01.')$$, 'but not nothing');
SELECT throws_ok($$UPDATE tariff_regime SET covers_to = '2024-01-01' WHERE regime = 'L'$$, '23514');
INSERT INTO tariff_regime (regime, covers_from) VALUES ('on', '2025-01-01');
INSERT INTO tariff_regime (regime, covers_to) VALUES ('until', '2025-01-01');
INSERT INTO tariff_program (regime, program, mandatory) SELECT unnest('{on,until}'::text[]), 'MFN', true;
INSERT INTO tariff_measure (regime, measure_id, program, rate) SELECT unnest('{on,until}'::text[]), 'm', 'MFN', '10%';
SELECT count(*) AS compiled FROM unnest('{on,until}'::text[]) AS r, tariff_compile(r) \gset
SELECT is(tariff_problem('on', '8501', 'JP', '2024-06-01'), 'the rules of on cover days from 2025-01-01 on', 'covered from a day on');
SELECT is(tariff_problem('until', '8501', 'JP', '2025-06-01'), 'the rules of until cover days until 2024-12-31', 'covered until a day');
SELECT results_eq($$SELECT valid_from, valid_to FROM tariff_history('on', '8501', 'JP')$$, $$VALUES (date '2025-01-01', NULL::date)$$, 'an end that nobody said is no date');

-- ---- a program that must have a rate for some goods, origins and days: what is more specific takes the place of "not covered" ----
INSERT INTO tariff_regime (regime, currency) VALUES ('must', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('must', 'MFN', 1, true), ('must', 'RECIP', 2, false);
INSERT INTO tariff_area (regime, area, country) VALUES ('must', 'G', 'JP'), ('must', 'G', 'KR'), ('must', 'G', 'VN'), ('must', 'D', 'KR'), ('must', 'D', 'JP');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, valid_from, valid_to) VALUES
	('must', 'm', 'MFN', '', '*', '1%', NULL, NULL), ('must', 'all', 'RECIP', '85', 'G', 'NOT COVERED: needs a rate of RECIP', '2025-04-05', '2026-01-01'),
	('must', 'jp', 'RECIP', '', 'JP', '15%', '2025-04-05', NULL), ('must', 'kr', 'RECIP', '8501', 'D', '10%', '2025-04-05', NULL);
SELECT tariff_compile('must') IS NOT NULL AS compiled \gset
SELECT results_eq($$SELECT concat_ws('/', tariff_stack('must', hs, o, day, 1000::numeric), tariff_problem('must', hs, o, day, 1000)) FROM (VALUES (1, '8502', 'VN', date '2025-05-01'), (2, '8502', 'VN', '2025-04-04'), (3, '8502', 'VN', '2026-01-01'),
	(4, '8402', 'VN', '2025-05-01'), (5, '8502', 'DE', '2025-05-01'), (6, '8501', 'KR', '2025-05-01'), (7, '8502', 'KR', '2025-05-01')) AS v(n, hs, o, day) ORDER BY n$$,
	$$VALUES ('not covered: needs a rate of RECIP'), ('10'), ('10'), ('10'), ('10'), ('110'), ('not covered: needs a rate of RECIP')$$, 'it asks for a rate there, and nowhere else');
SELECT is(concat_ws('/', tariff_stack('must', '8502', 'JP', '2025-05-01', 1000::numeric), tariff_problem('must', '8502', 'JP', '2025-05-01', 1000)), 'not covered: needs a rate of RECIP',
	'a rate of all goods does not take its place on those: the longer prefix comes first');

-- ---- a duty that exists elsewhere ----
SELECT is((SELECT array_agg(concat_ws('/', tariff_stack('L', '8541', 'JP', day, 1000::numeric), tariff_problem('L', '8541', 'JP', day, 1000)) ORDER BY day) FROM unnest('{2025-02-01,2025-04-01}'::date[]) AS day),
	'{100,"not covered: the safeguard on cells"}', 'what these rules do not hold is told, and no number');
SELECT results_eq($$SELECT status, reason, duty FROM tariff_layers('L', '8541', 'JP', '2025-04-01', 1000) WHERE program = 'SAFE'$$,
	$$VALUES ('needs input', 'not covered: the safeguard on cells', NULL::numeric)$$, 'as a layer');

-- ---- contents: 1,000 of which 400 are steel; the rest owes 20 % from July on ----
SELECT is(tariff_stack('L', '7308', 'JP', '2025-08-01', 1000::numeric, content => '{"steel": 400}'), 420::numeric, 'told: 100 + 200 + 120');
SELECT is(tariff_stack('L', '7308', 'JP', '2025-08-01', 1000::numeric), 600::numeric, 'not told, where the law takes the whole value: 100 + 500');
SELECT is(tariff_stack('L', '7308', 'JP', '2025-08-01', 1000::float8), 600::float8, 'in float8 alike');
SELECT is(tariff_stack('L', '7308', 'JP', '2025-08-01', 1000::numeric, content => '{"steel": 0}'), 300::numeric, 'nothing of it: 100 + 200');
SELECT is((SELECT sum(duty) FROM tariff_layers('L', '7308', 'JP', '2025-08-01', 1000::numeric)), 600::numeric, 'the layers say the same');
SELECT is(tariff_problem('L', '7309', 'JP', '2025-08-01', 1000), 'needs content steel', 'not told, where the law says nothing of the kind');
SELECT is(tariff_stack('L', '7309', 'JP', '2025-08-01', 1000::numeric, content => '{"steel": 0}'), 300::numeric, 'only an explicit 0 is none');

-- ---- shares of the weight ----
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, gate, gate_from) VALUES ('L', 'w', 'STEEL', '8457', '15%', 'weight:steel or 1', 0.15), ('L', 'w2', 'STEEL', '8458', '15%', 'weight:steel', 0.15);
SELECT tariff_compile('L') IS NOT NULL AS compiled \gset
CREATE FUNCTION pg_temp.weigh(hs text, weight jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws('/', tariff_stack('L', hs, 'JP', '2025-05-01', 1000::numeric, weight_share => weight), tariff_problem('L', hs, 'JP', '2025-05-01', 1000, weight_share => weight)) $$;
SELECT is((SELECT array_agg(pg_temp.weigh(hs, w) ORDER BY n) FROM (VALUES (1, '8457', NULL::jsonb), (2, '8457', '{"steel": 0.15}'), (3, '8457', '{"steel": 0.1499}'), (4, '8458', NULL), (5, '8458', '{"steel": 0.5}'), (6, '8458', '{"steel": 0}')) AS v(n, hs, w)),
	'{250,250,100,"needs weight share of steel",250,100}', 'a gate on the weight, where untold counts and where it is asked for');
SELECT is((SELECT array_agg(tariff_problem('L', '8457', 'JP', '2025-05-01', 1000, weight_share => w) ORDER BY n) FROM (VALUES (1, '{"stel": 0.2}'::jsonb), (2, '{"steel": 1.1}'), (3, '{"steel": -1}'), (4, '[1]')) AS v(n, w)),
	ARRAY['unknown content "stel", perhaps "steel"', 'shares of the weight exceed 1: 1.1', 'invalid member "steel" of argument "weight_share": its value is negative: -1', 'argument "weight_share" must be a JSON object'], 'what is no share is said');

-- ---- entry prices: four bands of a price by weight ----
INSERT INTO tariff_regime (regime, currency) VALUES ('E', 'EUR');
INSERT INTO tariff_program (regime, program, mandatory) VALUES ('E', 'TC', true);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, gate, gate_from, gate_to) VALUES
	('E', '1', 'TC', '0702', '8.8%', 'value/DTN', 84.6, NULL), ('E', '2', 'TC', '0702', '8.8% + 1.7 EUR/DTN', 'value/DTN', 82.9, 84.6),
	('E', '3', 'TC', '0702', '8.8% + 3.4 EUR/DTN', 'value/DTN', 81.2, 82.9), ('E', '4', 'TC', '0702', '8.8% + 29.8 EUR/DTN', 'value/DTN', NULL, 81.2);
SELECT is_empty($$SELECT * FROM tariff_check('E')$$, 'bands of one price that do not meet are no ambiguity');
SELECT tariff_compile('E') IS NOT NULL AS compiled \gset
SELECT is(tariff_problem('E', '0702000007', 'MA', '2026-03-01', 700), 'needs DTN', 'without the weight it is asked for');
SELECT is(tariff_stack('E', '0702000007', 'MA', '2026-03-01', 700::numeric), NULL, 'and there is no number');
SELECT is(tariff_stack('E', '0702000007', 'MA', '2026-03-01', 700::numeric, '{"KGM": 850}'), 90.5, 'at 82.35 a 100 kg: 61.60, and 3.40 on each of 8.5');
UPDATE tariff_measure SET gate_to = 83.5 WHERE regime = 'E' AND measure_id = '3';
SELECT results_eq($$SELECT severity, problem FROM tariff_check('E')$$, $$VALUES ('warning', 'ambiguous measures')$$, 'bands that meet are');

-- ---- what tariff_check says ----
INSERT INTO tariff_regime (regime) VALUES ('W');
INSERT INTO tariff_program (regime, program, mandatory) VALUES ('W', 'MFN', true), ('W', 'X', false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) SELECT 'W', 'x' || i, 'X', lpad(i::text, 6, '0'), '1%' FROM generate_series(1, 1100) i;
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('W', 'm', 'MFN', '8501', '1%'), ('W', 'one', 'MFN', '8502', '1%'), ('W', 'two', 'MFN', '8502', '2%');
SELECT is((SELECT count(*)::int FROM tariff_check('W') WHERE severity = 'error'), 1, 'an error is told among more warnings than are kept');
SELECT matches(pg_temp.hint($$SELECT tariff_compile('W')$$), '^22000: rules of tariff regime "W" have 1 error', 'and keeps the rules from being compiled');

-- a mandatory program that has no measure for an origin: not 0, and told when the rules are checked
INSERT INTO tariff_regime (regime) VALUES ('O');
INSERT INTO tariff_program (regime, program, mandatory) VALUES ('O', 'RECIP', true);
INSERT INTO tariff_area (regime, area, country) VALUES ('O', 'G', 'DE'), ('O', 'G', 'FR');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate) VALUES ('O', 'g', 'RECIP', '', 'G', '15%'), ('O', 'j', 'RECIP', '', 'JP', '15%');
SELECT results_eq($$SELECT severity, problem, place, detail FROM tariff_check('O')$$,
	$$SELECT 'warning', 'origins without a measure', 'RECIP', format('The program is mandatory, but none of its measures holds for %s countries: %s, ....', count(*) - 3,
		(SELECT string_agg(iso2, ', ' ORDER BY iso3 COLLATE "C") FROM (SELECT iso2, iso3 FROM countries() WHERE iso2 NOT IN ('DE', 'FR', 'JP') ORDER BY iso3 COLLATE "C" LIMIT 10) x)) FROM countries()$$, 'origins that are left out');
SELECT tariff_compile('O') IS NOT NULL AS compiled \gset
SELECT is((SELECT array_agg(concat_ws('/', tariff_stack('O', '8501', o, '2025-10-01', 100::numeric), tariff_problem('O', '8501', o, '2025-10-01', 100)) ORDER BY o) FROM unnest('{DE,KHM}'::text[]) AS o),
	'{15,"needs a rate of RECIP for KH"}', 'and what they lack');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate) VALUES ('O', 'all', 'RECIP', '', '*', '10%');
SELECT is_empty($$SELECT * FROM tariff_check('O')$$, 'a rate for all leaves out nobody');
UPDATE tariff_program SET mandatory = false WHERE regime = 'O';
SELECT results_eq($$SELECT severity, problem, place FROM tariff_check('O')$$, $$VALUES ('warning', 'no program is mandatory', 'O')$$, 'without a mandatory program every code is known');

-- ---- a claim that makes another ----
INSERT INTO tariff_regime (regime) VALUES ('I');
INSERT INTO tariff_program (regime, program, mandatory) VALUES ('I', 'MFN', true);
INSERT INTO tariff_measure (regime, measure_id, program, rate, unless) VALUES ('I', 'm', 'MFN', '10%', '{C}');
INSERT INTO tariff_rule (regime, kind, subject, object) VALUES ('I', 'implies', 'A', 'B'), ('I', 'implies', 'B', 'C'), ('I', 'implies', 'C', 'A');
SELECT tariff_compile('I') IS NOT NULL AS compiled \gset
SELECT is((SELECT array_agg(tariff_stack('I', '8501', 'JP', '2025-08-01', 100::numeric, claims => c) ORDER BY n) FROM (VALUES (1, '{A}'::text[]), (2, '{B}'), (3, '{}')) AS v(n, c)), '{0,0,10}', 'and so on, also in a ring');
UPDATE tariff_rule SET valid_from = '2025-01-01' WHERE regime = 'I' AND subject = 'A';
SELECT results_eq($$SELECT problem, place FROM tariff_check('I') WHERE severity = 'error'$$, $$VALUES ('bad rule', 'A -> B')$$, 'on every day');

-- ---- names that are nearly right ----
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, unless) VALUES ('L', 'pref', 'ADD', '8502', '1%', '{USMCA,CIVIL_AIRCRAFT}');
SELECT tariff_compile('L') IS NOT NULL AS compiled \gset
SELECT is((SELECT array_agg(tariff_problem('L', '8501', 'JP', '2025-08-01', 1000, claims => ARRAY[c])) FROM unnest('{USMAC,usmca,CIVIL AIRCRAFT,X9}'::text[]) AS c),
	ARRAY['unknown claim "USMAC", perhaps "USMCA"', 'unknown claim "usmca", perhaps "USMCA"', 'unknown claim "CIVIL AIRCRAFT", perhaps "CIVIL_AIRCRAFT"', 'unknown claim "X9"'], 'the nearest claim is named');

-- ---- notes: words on goods that charge nothing ----
INSERT INTO tariff_regime (regime, currency) VALUES ('N', 'USD');
INSERT INTO tariff_program (regime, program, ord, combine, mandatory) VALUES ('N', 'MFN', 1, 'specific', true), ('N', 'SCOPE', 2, 'sum', false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, valid_from, legal_ref) VALUES ('N', 'all', 'MFN', '', '5%', NULL, 'A 1|A 2'),
	('N', 'wide', 'SCOPE', '85', 'NOTE: quotas are not in these rules', NULL, NULL), ('N', 'late', 'SCOPE', '8501', 'NOTE:edition only likely', '2026-01-01', NULL);
SELECT tariff_compile('N') IS NOT NULL AS compiled \gset
SELECT is((SELECT array_agg(note ORDER BY note) FROM tariff_notes('N', hs, 'JP', day, 1000)), notes, format('%s on %s', hs, day))
FROM (VALUES ('850110', date '2026-02-01', '{edition only likely,quotas are not in these rules}'::text[]), ('850110', '2025-02-01', '{quotas are not in these rules}')) AS v(hs, day, notes);
SELECT results_eq($$SELECT program, filed, computed FROM duty_audit('N', '{"A 2": 50}', '850110', 'JP', '2026-02-01', 1000)$$, $$VALUES ('MFN', 50::numeric, 50::numeric)$$, 'the parts of a legal reference are names');
UPDATE tariff_measure SET program = 'MFN' WHERE regime = 'N' AND measure_id = 'late';
SELECT results_eq($$SELECT problem, place FROM tariff_check('N') WHERE severity = 'error'$$, $$VALUES ('note among rates', 'late')$$, 'a note must not stand in for a rate');
SELECT * FROM finish();
ROLLBACK;
