-- Bad rules, bad lines and bad bytes: each an error or a status that names it.
BEGIN;
SELECT plan(89);

-- ---- rules ----
CREATE FUNCTION pg_temp.law(name text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO tariff_regime (regime, currency) VALUES (name, 'USD');
	INSERT INTO tariff_program (regime, program, ord) VALUES (name, 'A', 1), (name, 'B', 2), (name, 'C', 3);
	INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES (name, 'a', 'A', '10%'), (name, 'b', 'B', '10%'), (name, 'c', 'C', '10%');
$$;
CREATE TEMP TABLE wrong (problem text, place text, change text);
INSERT INTO wrong VALUES
	('bad rate', 'a', $$UPDATE tariff_measure SET rate = '10%%' WHERE measure_id = 'a'$$),
	('unknown program', 'x', $$INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES ('L', 'x', 'NONE', '1%')$$),
	('unknown program', 'A -> NONE', $$INSERT INTO tariff_rule (regime, subject, object) VALUES ('L', 'A', 'NONE')$$),
	('unknown area', 'a', $$UPDATE tariff_measure SET area = 'Atlantis' WHERE measure_id = 'a'$$),
	('unknown country', 'G', $$INSERT INTO tariff_area (regime, area, country) VALUES ('L', 'G', 'Atlantis')$$),
	('bad code', 'a', $$UPDATE tariff_measure SET code_prefix = '85.05' WHERE measure_id = 'a'$$),
	('unknown base', 'a', $$UPDATE tariff_measure SET base = 'weight' WHERE measure_id = 'a'$$),
	('unknown op', 'a', $$UPDATE tariff_measure SET op = 'divide' WHERE measure_id = 'a'$$),
	('over is empty', 'a', $$UPDATE tariff_measure SET op = 'floor' WHERE measure_id = 'a'$$),
	('reversed dates', 'a', $$UPDATE tariff_measure SET valid_from = '2025-02-01', valid_to = '2025-01-01' WHERE measure_id = 'a'$$),
	('unknown combine', 'A', $$UPDATE tariff_program SET combine = 'any' WHERE program = 'A'$$),
	('unknown gate', 'a', $$UPDATE tariff_measure SET gate = 'colour' WHERE measure_id = 'a'$$),
	('reversed limits', 'a', $$UPDATE tariff_measure SET gate = 'value', gate_from = 100, gate_to = 50 WHERE measure_id = 'a'$$),
	('empty claim', 'a', $$UPDATE tariff_measure SET need = '{""}' WHERE measure_id = 'a'$$),
	('bad rate', 'a', $$UPDATE tariff_measure SET rate = 'TEXT: ' WHERE measure_id = 'a'$$),
	('unknown scope', 'A -> B', $$INSERT INTO tariff_rule (regime, subject, object, scope) VALUES ('L', 'A', 'B', 'parcel')$$),
	('area hides a country', 'JP', $$INSERT INTO tariff_area (regime, area, country) VALUES ('L', 'JP', 'CN')$$),
	('unknown rounding', 'rounding of duty', $$INSERT INTO tariff_rounding (regime, what, unit) VALUES ('L', 'duty', 0)$$),
	('unknown rounding', 'rounding of duty', $$INSERT INTO tariff_rounding (regime, what, unit) VALUES ('L', 'duty', 'NaN')$$),
	('unknown rounding', 'rounding of duty', $$INSERT INTO tariff_rounding (regime, what, unit) VALUES ('L', 'duty', 1e40)$$),
	('ambiguous rounding', 'rounding of duty', $$INSERT INTO tariff_rounding (regime, what, program, unit) VALUES ('L', 'duty', 'A', 1), ('L', 'duty', 'B', 1), ('L', 'duty', 'A', 2)$$),
	('bad gate', 'a', $$UPDATE tariff_measure SET gate = 'value', gate_from = 'NaN' WHERE measure_id = 'a'$$),
	('bad gate', 'a', $$UPDATE tariff_measure SET gate = 'value', gate_to = 'Infinity' WHERE measure_id = 'a'$$),
	('unknown base', 'a', $$UPDATE tariff_measure SET base = 'content:rest' WHERE measure_id = 'a'$$),
	('no program', 'L', $$DELETE FROM tariff_measure WHERE regime = 'L'; DELETE FROM tariff_program WHERE regime = 'L'$$),
	('ambiguous measures', 'a', $$INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES ('L', 'a', 'A', '20%')$$),
	('cycle of rules', 'A <- C <- B <- A', $$INSERT INTO tariff_rule (regime, subject, object) VALUES ('L', 'C', 'A'), ('L', 'B', 'C'), ('L', 'A', 'B')$$),
	('cycle of rules', 'A <- B <- A', $$UPDATE tariff_measure SET rate = '15% - @B' WHERE measure_id = 'a'; UPDATE tariff_measure SET op = 'cap', "over" = '{A}' WHERE measure_id = 'b'$$);
CREATE FUNCTION pg_temp.found(change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	got text;
BEGIN
	PERFORM pg_temp.law('L');
	EXECUTE change;
	SELECT c.problem || ' | ' || c.place INTO got FROM tariff_check('L') c WHERE c.severity = 'error' LIMIT 1;
	BEGIN
		PERFORM tariff_compile('L');
		got := got || ', but it compiles';
	EXCEPTION WHEN data_exception THEN
		NULL;
	END;
	DELETE FROM tariff_regime WHERE regime = 'L';
	RETURN got;
END $$;
SELECT is(pg_temp.found(change), problem || ' | ' || place, 'found: ' || problem || ' at ' || place) FROM wrong;

SELECT pg_temp.law('L');
UPDATE tariff_measure SET need = '{X,Y}', unless = '{Z,X}' WHERE measure_id = 'a';
SELECT is((SELECT string_agg(concat_ws(' | ', severity, problem, place), E'\n') FROM tariff_check('L') WHERE problem <> 'no program is mandatory'), 'warning | dead measure | a', 'a claim needed that frees');
DELETE FROM tariff_regime WHERE regime = 'L';

-- a country in two areas at once
SELECT pg_temp.law('L');
INSERT INTO tariff_area (regime, area, country, valid_from, valid_to) VALUES ('L', 'G', 'JP', NULL, '2025-01-01'), ('L', 'H', 'KR', NULL, NULL), ('L', 'H', 'JP', '2025-01-01', NULL);
INSERT INTO tariff_measure (regime, measure_id, program, area, rate) VALUES ('L', 'g', 'A', 'G', '1%'), ('L', 'h', 'A', 'H', '2%');
SELECT is_empty($$SELECT * FROM tariff_check('L') WHERE problem <> 'no program is mandatory'$$, 'a country moves from one area to another');
UPDATE tariff_area SET valid_to = '2025-01-02' WHERE regime = 'L' AND area = 'G';
SELECT results_eq($$SELECT severity, problem, place, detail FROM tariff_check('L') WHERE problem <> 'no program is mandatory'$$,
	$$VALUES ('warning', 'ambiguous measures', 'g', '"g" and "h" of A both hold for code "", area G and H, from -infinity, with different effect.')$$, 'a day in both');
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('L') \gset
SELECT is(tariff_problem('L', '0101', 'JP', '2025-01-01', 100), 'ambiguous measures of program "A" for code 0101 on 2025-01-01', 'which is told of a line of that day');
SELECT is(tariff_stack('L', '0101', 'JP', '2025-01-02', 100::numeric), 22::numeric, 'and of no other');
DELETE FROM tariff_regime WHERE regime = 'L';

-- arrows may turn round in time
SELECT pg_temp.law('turning');
INSERT INTO tariff_rule (regime, subject, object, valid_from, valid_to) VALUES
	('turning', 'A', 'B', NULL, '2025-06-04'), ('turning', 'B', 'A', '2025-06-04', NULL);
SELECT lives_ok($$SELECT tariff_compile('turning')$$, 'rules that turn round on a day are no cycle');
SELECT is((SELECT string_agg(program, ' ' ORDER BY place) FROM schedule_order(compiled_schedule('turning'), '2025-06-03')), 'A B C', 'order before');
SELECT is((SELECT string_agg(program, ' ' ORDER BY place) FROM schedule_order(compiled_schedule('turning'), '2025-06-04')), 'B A C', 'order from that day on');

-- ---- lines ----
INSERT INTO tariff_regime (regime, currency) VALUES ('T', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('T', 'MFN', 1, true), ('T', 'ADD', 2, false), ('T', 'LATE', 3, false), ('T', 'CHEAP', 4, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, gate, gate_from, gate_to, known_from, known_to, valid_from, loaded_before, entered_before) VALUES
	('T', '1', 'MFN', '85051100', '*', '2.1%', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('T', '2', 'MFN', '85051910', '*', '4.9%', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('T', '3', 'MFN', '22042100', '*', '6.3 USD/HLT', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('T', '4', 'MFN', '91011100', '*', 'TEXT:45% on the case', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('T', '5', 'MFN', '02011000', '*', '10 EUR/KGM', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('T', '6', 'ADD', '85051100', 'CN', '10%', NULL, NULL, NULL, NULL, NULL, '2025-08-07', '2025-08-07', '2025-10-05'),
	('T', '7', 'LATE', '85051100', 'KR', '5%', NULL, NULL, NULL, '2025-03-01', '2025-04-01', NULL, NULL, NULL),
	('T', '7', 'LATE', '85051100', 'KR', '8%', NULL, NULL, NULL, '2025-04-01', NULL, NULL, NULL, NULL),
	('T', '8', 'CHEAP', '85051100', 'VN', '30%', 'value/KGM', NULL, 4, NULL, NULL, NULL, NULL, NULL);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, legal_ref)
SELECT 'T', c, 'CHEAP', code, '*', '1%', 'content:' || c, 'heading of ' || c FROM (VALUES ('72', 'steel'), ('76', 'aluminium')) v(code, c);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, need) VALUES ('T', '9', 'ADD', '85051910', '*', '1%', '{X}'), ('T', '10', 'CHEAP', '85051910', '*', '1%', '{Y}');
INSERT INTO tariff_rule (regime, kind, subject, object) VALUES ('T', 'conflicts', 'X', 'Y');
SELECT tariff_compile('T') IS NOT NULL AS compiled \gset
CREATE FUNCTION pg_temp.ask(hs text, origin text, value numeric DEFAULT 1000, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL,
	claims text[] DEFAULT NULL, fx jsonb DEFAULT NULL) RETURNS text LANGUAGE sql AS
$$SELECT coalesce(tariff_stack('T', hs, origin, '2025-09-01', value, quantities, content, claims, fx => fx)::text,
	tariff_problem('T', hs, origin, '2025-09-01', value, quantities, content, claims, fx => fx))$$;
SELECT is(pg_temp.ask('8505.11.00.70', 'JPN'), '21', 'dots and three-letter countries are understood');
SELECT is(pg_temp.ask('8505', 'JP'), 'needs more digits: 2.1 % to 4.9 %', 'short code: the range of rates');
SELECT is(pg_temp.ask('850511', 'JP'), '21', 'short code whose longer ones agree');
SELECT is(pg_temp.ask('99999999', 'JP'), 'needs a known code: no measure of MFN covers it', 'unknown code: no silent 0');
SELECT is(pg_temp.ask('2204210050', 'FR'), 'needs HLT', 'missing quantity');
SELECT is(pg_temp.ask('2204210050', 'FR', quantities => '{"L": 250}'), '15.75', 'litres are hectolitres');
SELECT is(pg_temp.ask('2204210050', 'FR', quantities => '{"KGM": 250}'), 'needs HLT', 'kilograms are not');
SELECT ok(pg_temp.ask('9101110000', 'CH') LIKE 'needs %45% on the case%', 'rate in words');
SELECT ok(pg_temp.ask('02011000', 'AU', quantities => '{"KGM": 2}') LIKE 'needs %EUR%', 'missing exchange rate');
SELECT is(pg_temp.ask('02011000', 'AU', quantities => '{"KGM": 2}', fx => '{"EUR": 1.1}'), '22', 'exchange rate');
SELECT is(pg_temp.ask('85051100', 'VN'), 'needs KGM', 'a gate needs its quantity');
SELECT is(pg_temp.ask('85051100', 'VN', quantities => '{"KGM": 200}'), '21', 'gate: 5 a kilogram is too dear');
SELECT is(pg_temp.ask('85051100', 'VN', quantities => '{"KGM": 500}'), '321', 'gate: 2 a kilogram is not');
SELECT is(tariff_stack('T', '85051100', 'CN', '2025-09-01', 1000::numeric), 121::numeric, 'additional duty');
SELECT is(tariff_stack('T', '85051100', 'CN', '2025-09-01', 1000::numeric, loaded => '2025-08-06'), 21::numeric, 'in transit: laden before, entered in time');
SELECT is(tariff_stack('T', '85051100', 'CN', '2025-10-05', 1000::numeric, loaded => '2025-08-06'), 121::numeric, 'in transit, but entered too late');
SELECT is(tariff_stack('T', '85051100', 'KR', '2025-09-01', 1000::numeric), 101::numeric, 'as known now');
SELECT is(tariff_stack('T', '85051100', 'KR', '2025-09-01', 1000::numeric, known_on => '2025-03-15'), 71::numeric, 'as known in March');
SELECT throws_like($$SELECT tariff_stack('T', '85051100', 'ZZ', '2025-09-01', 1)$$, 'unknown country "ZZ"', 'unknown country');
SELECT throws_like($$SELECT tariff_stack('T', '850', 'JP', '2025-09-01', 1)$$, 'invalid HS code "850"%', 'odd code');
SELECT throws_like($$SELECT tariff_stack('T', '85051100', 'JP', '2025-09-01', -1)$$, 'customs value is negative%', 'negative value');
SELECT throws_ok($$SELECT tariff_stack('T', '85051100', 'JP', '2025-09-01', 'NaN'::float8)$$, '22003', NULL, 'NaN');
SELECT throws_like($$SELECT tariff_stack('T', '85051100', 'JP', '2025-09-01', 100, content => '{"steel": 60, "aluminium": 50}')$$,
	'contents of 110 exceed the customs value of 100', 'contents above the value');
SELECT throws_like($$SELECT tariff_stack('T', '85051910', 'JP', '2025-09-01', 100, claims => '{X,Y}')$$, 'claims "X" and "Y" contradict each other', 'contradictory claims');
SELECT throws_like($$SELECT tariff_stack('nowhere', '85051100', 'JP', '2025-09-01', 100)$$, 'unknown tariff regime "nowhere"', 'unknown regime');


-- claims, contents and choices that the law does not know
\ir hint.inc
SELECT is(pg_temp.hint($$SELECT tariff_stack('T', '85051910', 'JP', '2025-09-01', 100, claims => '{X,EUR1}')$$),
	'22023: unknown claim "EUR1" | Regime "T" knows the claims "X", "Y".', 'unknown claim, and those that are known');
SELECT is(pg_temp.hint($$SELECT * FROM tariff_panel('T', '{85051910}', '{JP}', '2025-09-01', claims => '{EUR1}')$$),
	'22023: unknown claim "EUR1" | Regime "T" knows the claims "X", "Y".', 'so in a panel');
SELECT is(pg_temp.hint($$SELECT tariff_stack('T', '85051910', 'JP', '2025-09-01', 100, content => '{"stele": 5}')$$),
	'22023: unknown content "stele", perhaps "steel" | Regime "T" knows the contents "steel", "aluminium".', 'unknown content');
SELECT is(pg_temp.hint($$SELECT tariff_stack('turning', '85051910', 'JP', '2025-09-01', 100, content => '{"steel": 5}')$$),
	'22023: unknown content "steel" | Regime "turning" has no measure that depends on contents.', 'of a law without contents');
SELECT is(pg_temp.hint($$SELECT tariff_stack('T', '85051910', 'JP', '2025-09-01', 100, choice => '{ADD}')$$),
	'22023: "ADD" is not an alternative of regime "T" | No program of this regime has a choice_group.', 'a choice that is none');
SELECT is(tariff_problem('T', '85051910', 'JP', '2025-09-01', 100, claims => '{EUR1}'), 'unknown claim "EUR1"', 'the claim as a status');
SELECT is(tariff_problem('T', '85051910', 'JP', '2025-09-01', 100, content => '{"stele": 5}'), 'unknown content "stele", perhaps "steel"', 'the content as a status');
SELECT is(tariff_stack('T', '85051910', 'JP', '2025-09-01', 100::numeric, claims => '{heading of steel,MFN,9,NULL}'), 4.9,
	'claims may name a legal reference, a program, a measure');
-- a measure on a content that the line does not have is there, and charges nothing; what it does not tell is not known
SELECT results_eq($$SELECT slice, status, reason, base, duty FROM tariff_layers('T', '72081000', 'JP', '2025-09-01', 100, content => '{"steel": 0}') WHERE measure = 'steel'$$,
	$$VALUES (NULL, 'no content', 'the line has no steel', 0::numeric, 0::numeric)$$, 'a layer without its content');
SELECT results_eq($$SELECT slice, status, reason, duty FROM tariff_layers('T', '72081000', 'JP', '2025-09-01', 100) WHERE measure = 'steel'$$,
	$$VALUES ('rest', 'needs input', 'needs content steel', NULL::numeric)$$, 'a layer whose content is not told');
SELECT results_eq($$SELECT slice, status, reason, base, duty FROM tariff_layers('T', '72081000', 'JP', '2025-09-01', 100, content => '{"steel": 40}') WHERE measure = 'steel'$$,
	$$VALUES ('steel', 'applied', NULL, 40::numeric, 0.4)$$, 'and with it');
-- a scenario without the measures that speak of them
INSERT INTO tariff_regime (regime, parent) VALUES ('T without', 'T');
INSERT INTO tariff_program (regime, program, dropped) VALUES ('T without', 'ADD', true), ('T without', 'CHEAP', true);
SELECT tariff_compile('T without') IS NOT NULL AS compiled \gset
SELECT is(tariff_stack('T without', '85051910', 'JP', '2025-09-01', 100::numeric, content => '{"steel": 50}', claims => '{X}'), 4.9,
	'a scenario knows the claims and contents of its parent');
SELECT results_eq($$SELECT program, difference FROM tariff_difference('T', 'T without', '85051910', 'JP', '2025-09-01', 100, claims => '{X}') WHERE difference <> 0$$,
	$$VALUES ('ADD', -1::numeric)$$, 'so that both can be asked of one line');

-- dirty lines in an audit: a row with the reason, and the query goes on
SELECT results_eq($$SELECT l.n, a.program, a.difference, a.reason FROM (VALUES (1, '85051910', 'ZZ', 100), (2, '850', 'JP', 100), (3, '85051910', 'JP', -1), (4, '85051910', 'JP', 100)) l(n, hs, origin, value),
		LATERAL duty_audit('T', '{"MFN": 4.9}', hs, origin, '2025-09-01', value) a ORDER BY n$$,
	$$VALUES (1, NULL, NULL::numeric, 'not audited: unknown country "ZZ"'),
		(2, NULL, NULL, 'not audited: invalid HS code "850": ' || hs_problem('850')),
		(3, NULL, NULL, 'not audited: customs value is negative: -1'), (4, 'MFN', 0, 'agrees')$$, 'odd lines in an audit');
SELECT results_eq($$SELECT l.n, a.program, a.reason FROM (VALUES (1, '{"MFN": "4,9"}', NULL), (2, '{"MFN": -5}', NULL), (3, '{}', '{"KGM": -1}'), (4, '{}', '{"": 1}'), (5, '[]', NULL)) l(n, filed, quantities),
		LATERAL duty_audit('T', filed::jsonb, '85051910', 'JP', '2025-09-01', 100, quantities::jsonb) a ORDER BY n$$,
	$$VALUES (1, NULL, 'not audited: invalid member "MFN" of argument "filed": its value is not a number: "4,9"'),
		(2, NULL, 'not audited: invalid member "MFN" of argument "filed": its value is negative: -5'),
		(3, NULL, 'not audited: invalid member "KGM" of argument "quantities": its value is negative: -1'),
		(4, NULL, 'not audited: invalid member "" of argument "quantities": this is not a unit: unit is missing'),
		(5, NULL, 'not audited: argument "filed" must be a JSON object')$$, 'odd figures in an audit');
SELECT results_eq($$SELECT program, filed, computed, reason FROM duty_audit('T', '{"MFN": 7, "ADD": 2}', '8505', 'JP', '2025-09-01', 100)$$,
	$$VALUES ('MFN', 7::numeric, NULL::numeric, 'needs more digits: 2.1 % to 4.9 %'), ('ADD', 2, NULL, 'needs more digits: 2.1 % to 4.9 %')$$,
	'a short code in an audit: what was filed is not lost');
SELECT is(pg_temp.hint($$SELECT * FROM duty_audit('T', '{}', '85051910', 'JP', '2025-09-01', 100, tolerance => -1)$$),
	'22023: tolerance is negative: -1 | It is the difference up to which filed and computed duties agree, such as 0.01.', 'tolerance');
SELECT is(tariff_problem('T', '02011000', 'AU', '2025-09-01', 100, '{"KGM": "heavy"}'),
	'invalid member "KGM" of argument "quantities": its value is not a number: "heavy"', 'an odd quantity as a status');
-- what cannot be computed exactly ends a query by tariff_stack, but neither tariff_problem nor an audit
SELECT throws_ok($$SELECT tariff_stack('T', '85051100', 'JP', '2025-09-01', 1e300)$$, '22003', NULL, 'a value beyond 38 digits');
SELECT is(tariff_problem('T', '85051100', 'JP', '2025-09-01', v), 'customs_value has too many digits: ' || left(v::text, 60), 'as a status')
FROM (VALUES (1e300)) x(v);
SELECT is(tariff_problem('T', '85051100', 'JP', '2025-09-01', 1e300::float8), 'customs_value has too many digits: 1e+300', 'in float8');
SELECT is(tariff_problem('T', '02011000', 'AU', '2025-09-01', 100, '{"KGM": 1e40}'),
	'invalid member "KGM" of argument "quantities": its value has more than 38 digits: 1' || repeat('0', 40), 'a quantity');
SELECT is(tariff_problem('T', '02011000', 'AU', '2025-09-01', 1234567890.123456789, '{"KGM": 1234567890.12345678901234567}', fx => '{"EUR": 1.08250000000000000001}'),
	'amount needs more than 38 digits', 'a product');
SELECT results_eq($$SELECT l.n, a.reason FROM (VALUES (1, '85051910', 1e300, '{"MFN": 1}'), (2, '02011000', 1, '{"MFN": 1e40}'), (3, '02011000', 1, '{"MFN": 1}'),
		(4, NULL, 1, '{}'), (5, '85051910', NULL, '{}'), (6, '85051910', 1, NULL)) l(n, hs, value, filed),
		LATERAL duty_audit('T', filed::jsonb, hs, 'AU', '2025-09-01', value, '{"KGM": 1234567890.12345678901234567}', fx => '{"EUR": 1.08250000000000000001}') a ORDER BY n$$,
	$$VALUES (1, 'not audited: customs_value has too many digits: 1' || repeat('0', 59)),
		(2, 'not audited: amount needs more than 38 digits'), (3, 'not audited: amount needs more than 38 digits'),
		(4, 'not audited: needs hs'), (5, 'not audited: needs customs_value'),
		(6, 'not audited: needs filed')$$, 'no line goes missing in an audit');
SELECT is(pg_temp.hint($$SELECT tariff_stack('T', '02011000', 'AU', '2025-09-01', 100, '{"KGM": 1}', fx => '{"EURO": 1}')$$),
	'22023: invalid member "EURO" of argument "fx" | Write an object of numbers, for example {"EUR": 1.08}.', 'an odd currency');
SELECT results_eq($$SELECT program, difference, reason FROM duty_audit('T', '{"MFN": 4.9, "heading of steel": 0}', '85051910', 'JP', '2025-09-01', 100, claims => '{EUR1,X}')$$,
	$$VALUES (NULL, NULL::numeric, 'claim "EUR1" is not known to "T": left out'), ('MFN', 0, 'agrees'), ('ADD', -1, 'not filed: "9" applies')$$,
	'an unknown claim in an audit');

-- ---- bytes ----
-- flips bits and cuts off: refused, and the server lives
CREATE TEMP TABLE form AS SELECT decode(compiled::text, 'base64') AS bytes FROM tariff_regime WHERE regime = 'T';
CREATE FUNCTION pg_temp.verdict(b bytea) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM translate(encode(b, 'base64'), E'\n', '')::tariff_schedule;
	RETURN 'taken';
EXCEPTION WHEN invalid_text_representation THEN
	RETURN 'refused';
END $$;
SELECT is((SELECT string_agg(DISTINCT pg_temp.verdict(set_byte(bytes, i, get_byte(bytes, i) # (1 << i % 8))), ' ')
	FROM form, generate_series(0, length(bytes) - 1, greatest(length(bytes) / 2000, 1)) i), 'refused', 'a flipped bit anywhere is noticed');
SELECT is((SELECT string_agg(DISTINCT pg_temp.verdict(substr(bytes, 1, i)), ' ')
	FROM form, generate_series(0, length(bytes) - 1, greatest(length(bytes) / 500, 1)) i), 'refused', 'a value cut off is noticed');

SELECT * FROM finish();
ROLLBACK;
