-- The faces of one line agree: history, breakpoints, panel, difference and
-- options against tariff_stack asked day by day and choice by choice, on the law
-- of the United States and on alternatives.
\set QUIET on
BEGIN;
SELECT plan(44);
\o /dev/null
\i examples/load_tariff.sql
\o

-- lines whose measures change, from origins of every kind, with contents, quantities and claims
CREATE TEMP TABLE line AS
SELECT hs, origin, 12345.67 AS value, content::jsonb, claims::text[], '{"KGM": 250, "NAR": 40, "LTR": 90}'::jsonb AS quantities
FROM unnest('{8505110070,8505,8703230190,7208100000,7308909590,8503009570,8201500000,4414100000,9403608040,6109100004,0702002000,9101114000,2204210050,9999888877}'::text[]) AS hs,
	unnest('{CN,JP,DE,CA,MX,BR,IN,RU,GB}'::text[]) AS origin,
	(VALUES ('{}', NULL), ('{"steel": 5000, "aluminium": 1000.5}', '{USMCA}')) AS v(content, claims);
CREATE TEMP TABLE history AS
SELECT l.*, h.* FROM line AS l, tariff_history('US', hs, origin, '2025-06-04', '2026-03-01', value, quantities, content, claims) AS h;
SELECT cmp_ok(count(*)::int, '>', 500, 'stretches to compare') FROM history;
SELECT is_empty($$SELECT * FROM (SELECT *, lag(valid_to, 1, '2025-06-04') OVER w AS before, lead(valid_from, 1, '2026-03-01') OVER w AS after
	FROM history WINDOW w AS (PARTITION BY hs, origin, content ORDER BY valid_from)) x WHERE valid_from <> before OR valid_to <> after OR valid_from >= valid_to$$,
	'stretches begin where the one before ends, from the first day asked for to the last');
SELECT is_empty($$SELECT * FROM (SELECT *, lag(ROW(duty, programs, problem)) OVER (PARTITION BY hs, origin, content ORDER BY valid_from) AS before FROM history) x
	WHERE before = ROW(duty, programs, problem)$$, 'each differs from the one before');
CREATE TEMP TABLE day AS
SELECT h.*, d::date AS day, tariff_stack('US', hs, origin, d::date, value, quantities, content, claims) AS total,
	tariff_problem('US', hs, origin, d::date, value, quantities, content, claims) AS lacks
FROM history AS h, generate_series(valid_from, valid_to - 1, '1 day') AS d;
SELECT is(count(*)::int, (SELECT count(*)::int FROM line) * 270, 'every day of 270') FROM day;
SELECT is_empty('SELECT * FROM day WHERE total IS DISTINCT FROM duty OR lacks IS DISTINCT FROM problem', 'has the duty of its stretch');
SELECT is_empty($$SELECT * FROM history WHERE rate IS NOT NULL AND abs(rate - (duty / round(value))::float8) > 1e-5
	OR (rate IS NULL) <> (duty IS NULL)$$, 'the rate is the duty by the value, in whole dollars');

-- dates at which nothing but one thing changes: a measure ends, a membership ends, goods in transit are no longer exempt
INSERT INTO tariff_regime (regime) VALUES ('H');
INSERT INTO tariff_program (regime, program, ord) VALUES ('H', 'A', 1), ('H', 'B', 2), ('H', 'T', 3);
INSERT INTO tariff_area (regime, area, country, valid_to) VALUES ('H', 'G', 'JP', '2025-02-01'), ('H', 'G', 'KR', NULL);
INSERT INTO tariff_measure (regime, measure_id, program, area, rate, valid_from, valid_to, loaded_before, entered_before) VALUES ('H', 'a', 'A', '*', '10%', NULL, NULL, NULL, NULL),
	('H', 'b', 'B', 'G', '5%', NULL, '2025-03-01', NULL, NULL), ('H', 't', 'T', '*', '7%', '2025-01-10', NULL, '2025-01-10', '2025-04-01');
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('H') \gset
SELECT results_eq($$SELECT origin, valid_from, valid_to, duty FROM unnest('{JP,KR}'::text[]) AS origin,
		tariff_history('H', '0101', origin, '2025-01-01', '2025-06-01', 100, loaded => '2025-01-05') ORDER BY origin, valid_from$$,
	$$VALUES ('JP', date '2025-01-01', date '2025-02-01', 15::numeric), ('JP', '2025-02-01', '2025-04-01', 10), ('JP', '2025-04-01', '2025-06-01', 17),
		('KR', '2025-01-01', '2025-03-01', 15), ('KR', '2025-03-01', '2025-04-01', 10), ('KR', '2025-04-01', '2025-06-01', 17)$$, 'each kind of date');
INSERT INTO tariff_rule (regime, kind, subject, object, valid_from) VALUES ('H', 'conflicts', 'X', 'Y', '2025-05-01');
UPDATE tariff_measure SET unless = '{X,Y}' WHERE measure_id = 't' AND regime = 'H';
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('H') \gset
SELECT results_eq($$SELECT valid_from, valid_to, duty, problem FROM tariff_history('H', '0101', 'KR', '2025-04-01', '2025-06-01', 100, claims => '{X,Y}')$$,
	$$VALUES (date '2025-04-01', date '2025-05-01', 10::numeric, NULL), ('2025-05-01', '2025-06-01', NULL, 'claims "X" and "Y" contradict each other')$$,
	'claims that contradict each other from a day on');

-- what changes by program adds up to what changes
CREATE TEMP TABLE change AS
SELECT l.*, b.* FROM line AS l, tariff_breakpoints('US', hs, origin, '2025-06-04', '2026-03-01', value, quantities, content, claims) AS b;
SELECT is_empty('SELECT * FROM change WHERE change IS DISTINCT FROM after - before', 'before and after');
SELECT is_empty($$SELECT * FROM (SELECT hs, origin, content, on_date, sum(change) AS change, min(total) AS total FROM change GROUP BY 1, 2, 3, 4) c
	FULL JOIN (SELECT hs, origin, content, day AS on_date, total, total - lag(total) OVER (PARTITION BY hs, origin, content ORDER BY day) AS change FROM day) d
	USING (hs, origin, content, on_date)
	WHERE d.change <> coalesce(c.change, 0) OR (c.on_date IS NOT NULL AND c.total IS DISTINCT FROM d.total)$$, 'breakpoints are the changes from day to day');

-- the panel: one line a code and origin
CREATE TEMP TABLE panel AS SELECT * FROM tariff_panel('US', (SELECT array_agg(DISTINCT hs) FROM line), (SELECT array_agg(DISTINCT origin) FROM line), '2025-11-10');
SELECT is(count(*)::int, 14 * 9, 'a cell for each code and origin') FROM panel;
SELECT is_empty($$SELECT * FROM panel WHERE rate IS DISTINCT FROM tariff_rate('US', hs, origin, '2025-11-10')
	OR problem IS DISTINCT FROM tariff_problem('US', hs, origin, '2025-11-10')$$, 'each is the line asked alone');

-- another law: the difference by program adds up to that of the totals
INSERT INTO tariff_regime (regime, parent) VALUES ('US without RECIP', 'US');
INSERT INTO tariff_program (regime, program, dropped) VALUES ('US without RECIP', 'RECIP', true);
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('US without RECIP') \gset
SELECT is_empty($$SELECT l.hs, l.origin, d.* FROM line AS l, LATERAL (SELECT sum(duty_a) AS a, sum(duty_b) AS b, sum(difference) AS difference
		FROM tariff_difference('US', 'US without RECIP', hs, origin, '2025-11-10', value, quantities, content, claims)) AS d
	WHERE tariff_problem('US', hs, origin, '2025-11-10', value, quantities, content, claims) IS NULL AND
		(a <> tariff_stack('US', hs, origin, '2025-11-10', value, quantities, content, claims)
		OR b <> tariff_stack('US without RECIP', hs, origin, '2025-11-10', value, quantities, content, claims) OR difference <> b - a)$$,
	'differences by program add up');
-- a scenario is its parent with the differences: the same rows written out make the same law
INSERT INTO tariff_regime (regime, currency) VALUES ('flat', 'USD');
INSERT INTO tariff_program SELECT f.* FROM tariff_program p, jsonb_populate_record(p, '{"regime": "flat"}') f WHERE p.regime = 'US' AND p.program <> 'RECIP';
INSERT INTO tariff_measure SELECT f.* FROM tariff_measure m, jsonb_populate_record(m, '{"regime": "flat"}') f WHERE m.regime = 'US' AND m.program <> 'RECIP';
INSERT INTO tariff_rule SELECT f.* FROM tariff_rule r, jsonb_populate_record(r, '{"regime": "flat"}') f WHERE r.regime = 'US' AND 'RECIP' NOT IN (r.subject, r.object);
INSERT INTO tariff_area SELECT f.* FROM tariff_area a, jsonb_populate_record(a, '{"regime": "flat"}') f WHERE a.regime = 'US';
INSERT INTO tariff_rounding SELECT f.* FROM tariff_rounding r, jsonb_populate_record(r, '{"regime": "flat"}') f WHERE r.regime = 'US';
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('flat') \gset
SELECT is_empty($$SELECT * FROM line, unnest('{2025-06-04,2025-08-07,2025-11-10,2026-02-01}'::date[]) AS day
	WHERE tariff_stack('US without RECIP', hs, origin, day, value, quantities, content, claims) IS DISTINCT FROM tariff_stack('flat', hs, origin, day, value, quantities, content, claims)$$,
	'a scenario is the law that its rows make');

-- each face that tells more than a number: by name and by value, with money in numeric and in float8
CREATE TEMP TABLE us AS SELECT compiled_schedule('US') AS us, compiled_schedule('flat') AS flat;
SELECT is_empty(format($$SELECT hs, origin FROM line, us WHERE (SELECT jsonb_agg(f) FROM %s(%s, value, quantities, content, claims) AS f) IS DISTINCT FROM
		(SELECT jsonb_agg(f) FROM %1$s(%3$s, value::%4$s, quantities, content, claims) AS f)$$, name, by_name, by_other, type), format('%s(%s …) in %s', name, by_other, type))
FROM (VALUES ('tariff_layers', $$%s, hs, origin, '2025-11-10'$$), ('tariff_options', $$%s, hs, origin, '2025-11-10'$$), ('tariff_history', $$%s, hs, origin, '2025-08-01', NULL$$),
		('tariff_breakpoints', $$%s, hs, origin, '2025-08-01', '2100-01-01'$$), ('tariff_difference', $$%s, %s, hs, origin, '2025-11-10'$$), ('duty_audit', $$%s, '{"MFN": 5}', hs, origin, '2025-11-10'$$)) AS v(name, args),
	format(args, $$'US'$$, $$'flat'$$) AS by_name, unnest(ARRAY[by_name, format(args, 'us', 'flat')]) AS by_other, unnest('{numeric,float8}'::text[]) AS type
WHERE by_other <> by_name OR type <> 'numeric' ORDER BY name, by_other, type;

-- alternatives: two groups of which each combination has its own total
INSERT INTO tariff_regime (regime, currency) VALUES ('C', 'GBP');
INSERT INTO tariff_program (regime, program, ord, choice_group) VALUES ('C', '103', 1, 'duty'), ('C', '142', 2, 'duty'), ('C', '143', 3, 'duty'),
	('C', 'VAT', 5, 'tax'), ('C', 'VATZ', 6, 'tax'), ('C', 'SAFE', 4, NULL);
INSERT INTO tariff_measure (regime, measure_id, program, area, rate, base, "over", need) VALUES ('C', '1', '103', '*', '10%', 'value', NULL, NULL), ('C', '2', '142', 'JP', '4%', 'value', NULL, '{PROOF}'),
	('C', '3', '143', 'JP', 'Free', 'value', NULL, '{PROOF}'), ('C', '4', 'SAFE', '*', '25%', 'value', NULL, NULL), ('C', '5', 'VAT', '*', '20%', 'duty+value', '{103,142,143,SAFE}', NULL),
	('C', '6', 'VATZ', '*', 'Free', 'value', NULL, '{ZERO}');
INSERT INTO tariff_rule (regime, subject, object, scope, "when") VALUES ('C', '103', 'SAFE', 'line', 'owed');
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('C') \gset
-- by hand: 103 keeps SAFE off: 10 and 20 % of 110; 142: 4 + 25 and 20 % of 129; 143: 25 and 20 % of 125
SELECT results_eq($$SELECT option, choice::text, duty, rate::numeric, more_than_best FROM tariff_options('C', '0101', 'JP', '2025-01-01', 100, claims => '{PROOF,ZERO}')$$,
	$$VALUES (1, '{103,VATZ}', 10::numeric, 0.1, 0::numeric), (2, '{143,VATZ}', 25, 0.25, 15), (3, '{142,VATZ}', 29, 0.29, 19),
		(4, '{103,VAT}', 32, 0.32, 22), (5, '{143,VAT}', 50, 0.5, 40), (6, '{142,VAT}', 54.8, 0.548, 44.8)$$,
	'the cheapest alternative first, whatever its own rate');
SELECT is_empty($$SELECT * FROM tariff_options('C', '0101', 'JP', '2025-01-01', 100, claims => '{PROOF,ZERO}') AS o
	WHERE duty <> tariff_stack('C', '0101', 'JP', '2025-01-01', 100::numeric, claims => '{PROOF,ZERO}', choice => o.choice)$$, 'each is what the choice costs');
SELECT results_eq($$SELECT choice::text FROM tariff_options('C', '0101', 'JP', '2025-01-01', 100, claims => '{PROOF}', choice => '{142}')$$,
	$$VALUES ('{142,VAT}')$$, 'what is chosen and what is not claimed leave no alternatives');
SELECT is(tariff_stack('C', '0101', 'KR', '2025-01-01', 100::numeric), 32::numeric, 'who has no preference pays the ordinary duty');

-- ---- without a value every face speaks of rates, of which nothing is rounded ----
-- by hand: 8506.50.00 is 2.7 % (column 1 general); an entry from Germany on 2025-06-04 pays the 10 % of EO 14257 on top
SELECT is(tariff_stack('US', '8506500000', 'DE', '2025-06-04'), 0.127, 'a stack without a value is a rate');
SELECT is(tariff_stack('US', '8506500000', 'DE', '2025-06-04', 1.00::float8), 0.127::float8, 'as it is with a value of 1');
SELECT results_eq($$SELECT duty, rate::numeric, programs FROM tariff_history('US', '8506500000', 'DE', '2025-06-04', '2025-06-05')$$,
	$$VALUES (0.127, 0.127, 'MFN 0.027, RECIP 0.1')$$, 'a history without a value');
SELECT is(tariff_stack('US', '8506500000', 'DE', '2025-06-04', 1.01), 0.13, 'money is rounded: 2.727 and 10.1 cents are 3 and 10');
INSERT INTO tariff_regime (regime, currency) VALUES ('Y', 'JPY');
INSERT INTO tariff_program (regime, program, ord) VALUES ('Y', 'GENERAL', 1), ('Y', 'VAT', 2);
INSERT INTO tariff_measure (regime, measure_id, program, rate, base, "over") VALUES ('Y', '1', 'GENERAL', '2.7%', 'value', NULL), ('Y', '2', 'VAT', '10%', 'duty+value', '{GENERAL}');
INSERT INTO tariff_rounding (regime, what, unit, mode, program, carry) VALUES ('Y', 'value', 10, 'down', NULL, false), ('Y', 'base', 1000, 'down', NULL, false),
	('Y', 'duty', 1, 'down', 'GENERAL', true), ('Y', 'total', 100, 'down', NULL, false);
SELECT compiled IS NOT NULL AS compiled FROM tariff_compile('Y') \gset
-- by hand: 2.7 % and 10 % of 1.027; of 12,345 yen: 12,340, 324 on 12,000, 1,200 on 12,664, so 1,524, in hundreds 1,500
SELECT is(tariff_stack('Y', '0101', 'CN', '2026-01-01'), 0.1297, 'roundings of every kind');
SELECT is(tariff_stack('Y', '0101', 'CN', '2026-01-01', 12345), 1500::float8, 'which are there for money');
SELECT results_eq($$SELECT program, duty FROM tariff_layers('Y', '0101', 'CN', '2026-01-01') WHERE duty IS NOT NULL$$, $$VALUES ('GENERAL', 0.027), ('VAT', 0.1027)$$, 'layers have no row of a rounding');
SELECT is_empty($$SELECT * FROM (SELECT DISTINCT hs, origin, claims FROM line) AS l, unnest('{2025-06-04,2025-08-07,2025-11-10,2026-02-01}'::date[]) AS day,
	tariff_stack('US', hs, origin, day, quantities => '{"KGM": 250, "NAR": 40, "LTR": 90}', claims => claims) AS duty
	WHERE duty::float8 IS DISTINCT FROM tariff_rate('US', hs, origin, day, quantities => '{"KGM": 250, "NAR": 40, "LTR": 90}', claims => claims)$$, 'stack and rate are one without a value');
SELECT * FROM finish();
ROLLBACK;
