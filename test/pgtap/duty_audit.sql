-- Duties filed against those the law asks for; expected figures from the published schedule.
BEGIN;
SELECT plan(14);
\i examples/load_tariff.sql

CREATE FUNCTION pg_temp.audit(filed jsonb, hs text, origin text, entry_date date, customs_value numeric)
RETURNS TABLE(program text, filed_duty numeric, computed numeric, difference numeric, reason text)
LANGUAGE sql AS $$ SELECT * FROM duty_audit('US', filed, hs, origin, entry_date, customs_value) $$;

-- a Japanese car after the agreement: 4,500 on 30,000 all-in, of which 750 ordinary duty
SELECT results_eq($$SELECT program, filed_duty, computed, difference FROM pg_temp.audit('{"MFN": 750, "S232_AUTO": 7500}', '8703230190', 'JP', '2025-10-01', 30000) ORDER BY program$$,
	$$VALUES ('MFN', 750::numeric, 750::numeric, 0::numeric), ('S232_AUTO', 7500, 3750, 3750)$$, 'a car filed at the old rate');
SELECT matches((SELECT reason FROM pg_temp.audit('{"MFN": 750, "S232_AUTO": 7500}', '8703230190', 'JP', '2025-10-01', 30000) WHERE program = 'S232_AUTO'),
	'^refund candidate', 'is a refund candidate');
SELECT is((SELECT reason FROM pg_temp.audit('{"MFN": 750, "S232_AUTO": 7500}', '8703230190', 'JP', '2025-10-01', 30000) WHERE program = 'MFN'), 'agrees', 'and the rest agrees');

-- magnets from China: 37,100 on 2026-01-01, 27,100 on 2026-02-24 when one had ended
SELECT is((SELECT sum(difference) FROM pg_temp.audit('{}', '8505110070', 'CN', '2026-01-01', 100000)), -37100::numeric, 'nothing filed: all of it is missing');
SELECT is((SELECT count(*)::int FROM pg_temp.audit('{}', '8505110070', 'CN', '2026-01-01', 100000) WHERE reason NOT LIKE 'not filed%'), 0, 'and each program says so');
SELECT matches((SELECT reason FROM pg_temp.audit('{"MFN": 2100, "S301": 25000, "FENT_CN": 10000}', '8505110070', 'CN', '2026-02-24', 100000) WHERE difference = 10000),
	'^refund candidate: .* ended on 2026-02-24', 'a program that ended is a refund candidate');

-- steel whose lists became one of all metals on 2026-04-06, still filed under the old name: as much is owed, so that nothing is to be paid back
SELECT results_eq($$SELECT program, difference, reason FROM pg_temp.audit('{"MFN": 410.99, "S301": 3543, "S232_STEEL": 7086}', '7326908688', 'CN', '2026-09-18', 14172) WHERE program ~ 'S232' ORDER BY program$$,
	$$VALUES ('S232_METAL', -7086::numeric, 'filed as S232_STEEL: "9903.82.02|7326908688|*" applies'), ('S232_STEEL', 7086, 'no refund: S232_METAL owes as much, and is not filed')$$, 'what is filed under another name is no refund');
SELECT is((SELECT reason FROM pg_temp.audit('{"MFN": 410.99, "S301": 3543, "S232_STEEL": 7087}', '7326908688', 'CN', '2026-09-18', 14172) WHERE program = 'S232_STEEL'), 'refund candidate: "9903.81.90|73269086|*" ended on 2026-04-06',
	'but another amount may be one');

-- what the schedule does not know is a row, not an error
SELECT results_eq($$SELECT program, filed_duty, computed, difference FROM pg_temp.audit('{"MFN": 750, "S232_AUTO": 3750, "9999.99.99": 12}', '8703230190', 'JP', '2025-10-01', 30000) WHERE reason LIKE 'not known%'$$,
	$$VALUES ('9999.99.99', 12::numeric, NULL::numeric, NULL::numeric)$$, 'an unknown number is told, with what was filed under it');
SELECT is((SELECT count(*)::int FROM pg_temp.audit('{"MFN": 750, "S232_AUTO": 3750, "9999.99.99": 12}', '8703230190', 'JP', '2025-10-01', 30000) WHERE reason = 'agrees'), 2, 'beside the programs that agree');
-- half of a motor part is aluminium: with the content all agrees, without it the whole value counts as metal (CBP 2025-06-03)
SELECT is_empty($$SELECT * FROM duty_audit('US', '{"MFN": 3000, "S301": 25000, "FENT_CN": 20000, "RECIP": 5000, "S232_ALU": 25000}', '8503009520', 'CN', '2025-08-07', 100000,
	content => '{"aluminium": 50000}') WHERE reason <> 'agrees'$$, 'a line with its content agrees');
SELECT results_eq($$SELECT computed, difference FROM duty_audit('US', '{"MFN": 3000, "S301": 25000, "FENT_CN": 20000, "S232_ALU": 25000}', '8503009520', 'CN', '2025-08-07', 100000) WHERE program = 'S232_ALU'$$,
	'VALUES (50000::numeric, -25000::numeric)', 'content that is not given is the whole value');
-- where a law says nothing of the kind, nobody can say that the duty on a content was too much, unless there is none
INSERT INTO tariff_regime (regime, currency) VALUES ('metal', 'USD');
INSERT INTO tariff_program (regime, program) VALUES ('metal', 'ALU');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, base) VALUES ('metal', 'alu', 'ALU', '85', '50%', 'content:aluminium');
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('metal') \gset
SELECT results_eq($$SELECT filed, computed, reason FROM duty_audit('metal', '{"ALU": 25000}', '8503009520', 'CN', '2025-08-07', 100000)$$,
	$$VALUES (25000::numeric, NULL::numeric, 'needs content aluminium')$$, 'a duty on a content that is not told is no refund candidate');
SELECT results_eq($$SELECT filed, computed, reason FROM duty_audit('metal', '{"ALU": 25000}', '8503009520', 'CN', '2025-08-07', 100000, content => '{"aluminium": 0}')$$,
	$$VALUES (25000::numeric, 0::numeric, 'refund candidate: the line has no aluminium, on which "alu" is charged')$$, 'on one that is not there it is');
SELECT * FROM finish();
ROLLBACK;
