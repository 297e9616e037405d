-- Worked customs cases (test/data/README.md): published forms, court and
-- proclamation arithmetic, each checked by an independent evaluator in exact
-- fractions.  The rules are rows here, so that each case can be read.
BEGIN;
SELECT plan(41);

-- ---- the United States in small: programs and rules that the cases share ----
INSERT INTO tariff_regime (regime, currency) VALUES ('shared', 'USD');
INSERT INTO tariff_program (regime, program, ord, combine)
SELECT 'shared', split_part(p, ' ', 1), ord, split_part(p, ' ', 2)
FROM unnest('{MFN first,S301 max,S232_AUTO max,S232_STEEL max,S232_ALU max,S232_COPPER max,S232_METAL max,FENT_CAMX first,FENT_CN max,RECIP max,S122 max,S301FL max}'::text[]) WITH ORDINALITY AS u(p, ord);
INSERT INTO tariff_rule (regime, subject, object, scope, valid_from, valid_to)
SELECT 'shared', a, b, scope, f::date, t::date FROM (VALUES
	-- EO 14289 s3(a); (ii) reversed by Proc 10947 cl.5 from 2025-06-04
	('{S232_AUTO}', '{S232_STEEL,S232_ALU,FENT_CAMX,RECIP}', 'line', '2025-03-04', NULL),
	('{FENT_CAMX}', '{S232_STEEL,S232_ALU}', 'line', '2025-03-04', '2025-06-04'),
	('{S232_STEEL,S232_ALU,S232_COPPER}', '{RECIP}', 'slice', '2025-04-05', NULL),
	('{S232_STEEL,S232_ALU,S232_COPPER}', '{FENT_CAMX}', 'slice', '2025-06-04', NULL),
	('{S232_STEEL,S232_ALU,S232_COPPER,S232_METAL,S232_AUTO}', '{S122}', 'slice', '2026-02-24', NULL),
	('{S232_STEEL,S232_ALU,S232_COPPER,S232_METAL,S232_AUTO}', '{S301FL}', 'slice', '2026-07-24', NULL),
	('{S232_METAL}', '{RECIP,FENT_CAMX}', 'slice', '2026-04-06', NULL)) AS r(subjects, objects, scope, f, t),
	unnest(subjects::text[]) AS a, unnest(objects::text[]) AS b;
INSERT INTO tariff_rounding (regime, what, unit) VALUES ('shared', 'duty', 0.01);

INSERT INTO tariff_regime (regime, parent)
SELECT unnest('{form 7501,canadian steel,japan,leaf springs,milk tin,cable}'::text[]), 'shared';
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, op, "over", unless, valid_from, valid_to) VALUES
	('form 7501', '7326.90.86', 'MFN', '73269086', '*', '2.9%', 'value', 'add', NULL, NULL, NULL, NULL),
	('form 7501', '9903.88.03', 'S301', '73269086', 'CN', '25%', 'value', 'add', NULL, NULL, '2018-09-24', NULL),
	('form 7501', '9903.82.02', 'S232_METAL', '7326', '*', '50%', 'value', 'add', NULL, NULL, '2026-04-06', NULL),
	('form 7501', '9903.05.xx', 'S301FL', '', '*', '12.5%', 'value', 'add', NULL, NULL, '2026-07-24', NULL),
	('canadian steel', 'free', 'MFN', '73089095', '*', 'Free', 'value', 'add', NULL, NULL, NULL, NULL),
	('canadian steel', '9903.01.10', 'FENT_CAMX', '', 'CA', '25%', 'value', 'add', NULL, '{USMCA}', '2025-03-04', '2025-08-01'),
	('canadian steel', '9903.01.10', 'FENT_CAMX', '', 'CA', '35%', 'value', 'add', NULL, '{USMCA}', '2025-08-01', '2026-02-24'),
	('canadian steel', '9903.81.90', 'S232_STEEL', '7308', '*', '25%', 'value', 'add', NULL, NULL, '2025-03-12', '2025-06-04'),
	('canadian steel', '9903.81.90', 'S232_STEEL', '7308', '*', '50%', 'content:steel', 'add', NULL, NULL, '2025-06-04', '2026-04-06'),
	('canadian steel', '9903.82.02', 'S232_METAL', '7308', '*', '50%', 'value', 'add', NULL, NULL, '2026-04-06', NULL),
	('canadian steel', '9903.03.01', 'S122', '', '*', '10%', 'value', 'add', NULL, '{USMCA}', '2026-02-24', '2026-07-24'),
	('japan', '8703.23.01', 'MFN', '870323', '*', '2.5%', 'value', 'add', NULL, NULL, NULL, NULL),
	('japan', '8505.11.00', 'MFN', '85051100', '*', '2.1%', 'value', 'add', NULL, NULL, NULL, NULL),
	('japan', '6402.99.31', 'MFN', '6402', '*', '20%', 'value', 'add', NULL, NULL, NULL, NULL),
	('japan', '9603.29.80', 'MFN', '96032980', '*', '0.003 USD/NAR + 3.6%', 'value', 'add', NULL, NULL, NULL, NULL),
	('japan', '9903.94.01', 'S232_AUTO', '8703', '*', '25%', 'value', 'add', NULL, NULL, '2025-04-03', '2025-09-16'),
	('japan', '9903.94.41', 'S232_AUTO', '8703', 'JP', '15%', 'value', 'floor', '{MFN}', NULL, '2025-09-16', NULL),
	('japan', '9903.02.73', 'RECIP', '', 'JP', '15%', 'value', 'floor', '{MFN}', NULL, '2025-08-07', '2026-02-24'),
	('leaf springs', '7320.10.30', 'MFN', '73201030', '*', '3.2%', 'value', 'add', NULL, NULL, NULL, NULL),
	('leaf springs', '9903.94.05', 'S232_AUTO', '7320', '*', '25%', 'value', 'add', NULL, '{USMCA}', '2025-05-03', NULL),
	('leaf springs', '9903.81.89', 'S232_STEEL', '7320', '*', '50%', 'value', 'add', NULL, NULL, '2025-06-04', NULL),
	('leaf springs', '9903.01.25', 'RECIP', '', 'DE', '15%', 'value', 'floor', '{MFN}', NULL, '2025-08-07', NULL),
	('milk tin', '0402.99.68', 'MFN', '04029968', '*', '17.5%', 'value', 'add', NULL, NULL, NULL, NULL),
	('milk tin', '9903.81.91', 'S232_STEEL', '04029968', '*', '50%', 'content:steel', 'add', NULL, NULL, '2025-08-18', NULL),
	('milk tin', '9903.85.08', 'S232_ALU', '04029968', '*', '50%', 'content:aluminium', 'add', NULL, NULL, '2025-08-18', NULL),
	('milk tin', '9903.02.xx', 'RECIP', '', 'TR', '15%', 'value', 'add', NULL, NULL, '2025-08-07', NULL),
	('cable', '8544.42.90', 'MFN', '85444290', '*', '2.6%', 'value', 'add', NULL, NULL, NULL, NULL),
	('cable', '9903.88.03', 'S301', '85444290', 'CN', '25%', 'value', 'add', NULL, NULL, NULL, NULL),
	('cable', '9903.78.01', 'S232_COPPER', '85444290', '*', '50%', 'content:copper', 'add', NULL, NULL, '2025-08-01', NULL),
	('cable', '9903.85.08', 'S232_ALU', '85444290', '*', '50%', 'content:aluminium', 'add', NULL, NULL, '2025-06-04', NULL),
	('cable', '9903.01.24', 'FENT_CN', '', 'CN', '10%', 'value', 'add', NULL, NULL, '2025-11-10', NULL),
	('cable', '9903.01.25', 'RECIP', '', 'CN', '10%', 'value', 'add', NULL, NULL, '2025-04-05', NULL);
-- Proc of 2025-10-17 cl.9: subject to the auto duty even if it is not owed
INSERT INTO tariff_rule (regime, subject, object, dropped)
SELECT 'leaf springs', 'S232_AUTO', o, true FROM unnest('{S232_STEEL,S232_ALU,FENT_CAMX,RECIP}'::text[]) o;
INSERT INTO tariff_rule (regime, subject, object, scope, "when", valid_from, valid_to)
SELECT 'leaf springs', 'S232_AUTO', o, 'line', w, f::date, t::date
FROM unnest('{S232_STEEL,S232_ALU,FENT_CAMX,RECIP}'::text[]) o,
	(VALUES ('owed', '2025-03-04', '2025-11-01'), ('in_scope', '2025-11-01', NULL)) v(w, f, t);

SELECT results_eq(format('SELECT programs, measures FROM tariff_compile(%L)', regime),
	format($$SELECT (SELECT count(*)::int FROM tariff_program WHERE regime = 'shared'), (SELECT count(*)::int FROM tariff_measure WHERE regime = %L)$$, regime),
	'compiles: all shared programs and its own measures, ' || regime)
FROM tariff_regime WHERE parent IS NOT NULL ORDER BY regime;

CREATE TEMP TABLE lines (title text, regime text, hs text, origin text, day date, value numeric, expected numeric,
	content jsonb, quantities jsonb, claims text[]);
INSERT INTO lines VALUES
	('customs form 7501, steel article from China', 'form 7501', '7326908688', 'CN', '2026-09-01', 14172, 11039.99, NULL, NULL, NULL),
	('Canadian steel 2025-05-20: fentanyl duty first', 'canadian steel', '7308909590', 'CA', '2025-05-20', 10000, 2500, '{"steel": 6000}', NULL, NULL),
	('Canadian steel 2025-06-10: steel first, on its content', 'canadian steel', '7308909590', 'CA', '2025-06-10', 10000, 4000, '{"steel": 6000}', NULL, NULL),
	('Canadian steel 2025-08-10: 35 %', 'canadian steel', '7308909590', 'CA', '2025-08-10', 10000, 4400, '{"steel": 6000}', NULL, NULL),
	('Canadian steel 2026-03-01: section 122 on the rest', 'canadian steel', '7308909590', 'CA', '2026-03-01', 10000, 3400, '{"steel": 6000}', NULL, NULL),
	('Canadian steel 2026-04-10: full value', 'canadian steel', '7308909590', 'CA', '2026-04-10', 10000, 5000, '{"steel": 6000}', NULL, NULL),
	('Canadian steel 2026-08-01: section 122 expired', 'canadian steel', '7308909590', 'CA', '2026-08-01', 10000, 5000, '{"steel": 6000}', NULL, NULL),
	('Japanese car before the deal', 'japan', '8703230190', 'JP', '2025-08-01', 30000, 8250, NULL, NULL, NULL),
	('Japanese car after the deal', 'japan', '8703230190', 'JP', '2025-10-01', 30000, 4500, NULL, NULL, NULL),
	('Japanese magnets, all-in 15 %', 'japan', '8505110070', 'JP', '2025-08-20', 100000, 15000, NULL, NULL, NULL),
	('Japanese shoes above 15 %: nothing on top', 'japan', '6402990000', 'JP', '2025-10-01', 1000, 200, NULL, NULL, NULL),
	('Japanese brushes, 15 % over a compound duty', 'japan', '9603298010', 'JP', '2025-10-01', 10000, 1500, NULL, '{"NAR": 20000}', NULL),
	('German leaf springs: autos before steel', 'leaf springs', '7320103000', 'DE', '2025-10-01', 10000, 2820, NULL, NULL, NULL),
	('Canadian leaf springs under USMCA: auto duty not owed, steel due', 'leaf springs', '7320103000', 'CA', '2025-10-01', 10000, 5320, NULL, NULL, '{USMCA}'),
	('the same from 2025-11-01: in scope of autos, no steel', 'leaf springs', '7320103000', 'CA', '2025-12-01', 10000, 320, NULL, NULL, '{USMCA}'),
	('Turkish milk tin, two metals', 'milk tin', '0402996800', 'TR', '2025-11-10', 10000, 3305.83, '{"steel": 96.16, "aluminium": 63.36}', NULL, NULL),
	('Chinese cable, copper and aluminium', 'cable', '8544429090', 'CN', '2025-12-07', 10000, 7840, '{"copper": 500, "aluminium": 7200}', NULL, NULL);
SELECT is(tariff_stack(regime, hs, origin, day, value, quantities, content, claims), expected, title) FROM lines;
SELECT is((SELECT count(*)::int FROM lines WHERE expected <>
		(SELECT sum(duty) FROM tariff_layers(regime, hs, origin, day, value, quantities, content, claims))),
	0, 'the layers of each add up to it');
SELECT is((SELECT string_agg(program || ' ' || slice || ' ' || status || ' ' || coalesce(reason, duty::text), '; ')
	FROM tariff_layers('canadian steel', '7308909590', 'CA', '2025-06-10', 10000, content => '{"steel": 6000}') WHERE program <> 'MFN'),
	'S232_STEEL steel applied 3000; FENT_CAMX steel excluded S232_STEEL is owed on this slice; FENT_CAMX rest applied 1000',
	'layers say which rule excludes what, slice by slice');

-- ---- the United Kingdom: alternatives, and a tax on value and duty ----
INSERT INTO tariff_regime (regime, currency) VALUES ('UK', 'GBP');
INSERT INTO tariff_program (regime, program, ord, combine, choice_group)
SELECT 'UK', p, ord, 'first', CASE WHEN ord <= 4 THEN 'duty' END
FROM unnest('{103,142,122,117,696,695,552,VAT}'::text[]) WITH ORDINALITY AS u(p, ord);
INSERT INTO tariff_measure (regime, measure_id, program, rate, base, "over", need) VALUES
	('UK', '103', '103', '2.7%', 'value', NULL, NULL),
	('UK', '142', '142', '0%', 'value', NULL, NULL),
	('UK', '122', '122', '20%', 'value', NULL, NULL),
	('UK', '117', '117', '0%', 'value', NULL, NULL),
	('UK', '696', '696', '25%', 'value', NULL, NULL),
	('UK', '695', '695', '25%', 'value', NULL, NULL),
	('UK', '552 C490', '552', '144.10 GBP/TNE', 'value', NULL, '{C490}'),
	('UK', '305', 'VAT', '20%', 'duty+value', '{103,142,122,117,696,695,552}', NULL);
INSERT INTO tariff_rule (regime, subject, object, scope) VALUES ('UK', '122', '696', 'line');
INSERT INTO tariff_rounding (regime, what, unit) VALUES ('UK', 'total', 0.01);
SELECT results_eq($$SELECT programs, measures FROM tariff_compile('UK')$$,
	$$SELECT (SELECT count(*)::int FROM tariff_program WHERE regime = 'UK'), (SELECT count(*)::int FROM tariff_measure WHERE regime = 'UK')$$, 'compiles all programs and measures: UK');
SELECT is(tariff_stack('UK', '7202118000', 'GB', '2021-01-01', 1260.89, '{"TNE": 2}', claims => '{C490}', choice => ARRAY[option]),
	expected, 'ferro-manganese, 7202 11 80 00, published total with ' || option)
FROM (VALUES ('103', 1395.40), ('142', 1354.55), ('122', 1278.90), ('117', 1354.55)) v(option, expected);
SELECT results_eq($$SELECT option, choice::text, duty FROM tariff_options('UK', '7202118000', 'GB', '2021-01-01', 1260.89, '{"t": 2}', claims => '{C490}')$$,
	$$VALUES (1, '{122}', 1278.90), (2, '{142}', 1354.55), (3, '{117}', 1354.55), (4, '{103}', 1395.40)$$,
	'options come with the totals that they lead to, the cheapest first');
SELECT is(tariff_stack('UK', '7202118000', 'GB', '2021-01-01', 1260.89, '{"TNE": 2}', claims => '{C490}'), 1278.90,
	'without a choice the cheapest counts');
SELECT is(tariff_problem('UK', '7202118000', 'GB', '2021-01-01', 1260.89, claims => '{C490}'), 'needs TNE', 'a missing weight is named');
SELECT throws_like($$SELECT tariff_stack('UK', '7202118000', 'GB', '2021-01-01', 1260.89, choice => '{103,142}')$$,
	'choices "103" and "142" contradict each other', 'contradictory choices are an error');
-- TARIC's MIN and MAX, published: 800
INSERT INTO tariff_regime (regime, currency) VALUES ('TARIC', 'GBP');
INSERT INTO tariff_program (regime, program) VALUES ('TARIC', '103');
INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES
	('TARIC', 'x', '103', '13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN - 7 GBP/DTN');
SELECT results_eq($$SELECT programs, measures FROM tariff_compile('TARIC')$$,
	$$SELECT (SELECT count(*)::int FROM tariff_program WHERE regime = 'TARIC'), (SELECT count(*)::int FROM tariff_measure WHERE regime = 'TARIC')$$, 'compiles all programs and measures: TARIC');
SELECT is(tariff_stack('TARIC', '0101210000', 'US', '2021-01-01', 1200.00, '{"DTN": 100}'), 800::numeric, 'MIN, MAX and minus');

-- ---- fees with a minimum and a maximum ----
INSERT INTO tariff_regime (regime, currency) VALUES ('fees', 'USD');
INSERT INTO tariff_program (regime, program, ord) VALUES ('fees', 'MFN', 1), ('fees', 'MPF', 2), ('fees', 'HMF', 3);
INSERT INTO tariff_measure (regime, measure_id, program, rate, need) VALUES
	('fees', '9603.29.40', 'MFN', '0.002 USD/NAR + 7%', NULL),
	('fees', 'MPF', 'MPF', '0.3464% MIN 33.58 USD MAX 651.50 USD', NULL),
	('fees', 'HMF', 'HMF', '0.125%', '{ocean}');
INSERT INTO tariff_rounding (regime, what, unit) VALUES ('fees', 'duty', 0.01);
SELECT results_eq($$SELECT programs, measures FROM tariff_compile('fees')$$,
	$$SELECT (SELECT count(*)::int FROM tariff_program WHERE regime = 'fees'), (SELECT count(*)::int FROM tariff_measure WHERE regime = 'fees')$$, 'compiles all programs and measures: fees');
SELECT is(tariff_stack('fees', '9603294010', 'VN', '2026-01-10', 30000.00, '{"NAR": 100000}', claims => '{ocean}'), 2441.42,
	'brushes by sea: duty, processing fee, harbor fee');

-- ---- Japan: value down to 1,000, duty and taxes down to 100 yen ----
INSERT INTO tariff_regime (regime, currency) VALUES ('JP', 'JPY');
INSERT INTO tariff_program (regime, program, ord) VALUES ('JP', 'WTO', 1), ('JP', 'CONSUMPTION', 2), ('JP', 'LOCAL', 3);
INSERT INTO tariff_measure (regime, measure_id, program, rate, base, "over") VALUES
	('JP', 'duty', 'WTO', '3.7%', 'value', NULL),
	('JP', 'consumption tax', 'CONSUMPTION', '7.8%', 'duty+value', '{WTO}'),
	('JP', 'local tax', 'LOCAL', '(@CONSUMPTION) + 0%', 'value', NULL);
UPDATE tariff_measure SET rate = '28.2051282051% of (@CONSUMPTION)' WHERE measure_id = 'local tax';
INSERT INTO tariff_rounding (regime, what, program, unit, mode, carry) VALUES
	('JP', 'base', 'WTO', 1000, 'down', false), ('JP', 'base', 'CONSUMPTION', 1000, 'down', false),
	('JP', 'duty', NULL, 100, 'down', true);
SELECT results_eq($$SELECT programs, measures FROM tariff_compile('JP')$$,
	$$SELECT (SELECT count(*)::int FROM tariff_program WHERE regime = 'JP'), (SELECT count(*)::int FROM tariff_measure WHERE regime = 'JP')$$, 'compiles all programs and measures: JP');
SELECT results_eq($$SELECT program, sum(duty) FROM tariff_layers('JP', '8708998000', 'CN', '2025-01-01', 8954622) GROUP BY 1 ORDER BY 1$$,
	$$VALUES ('CONSUMPTION', 724200::numeric), ('LOCAL', 204200), ('WTO', 331200)$$,
	'8,954,622 yen: duty 331,200, consumption tax 724,200, local tax 204,200');
SELECT is(tariff_stack('JP', '8708998000', 'CN', '2025-01-01', 8954622::numeric), 1259600::numeric, 'and their sum');

SELECT * FROM finish();
ROLLBACK;
