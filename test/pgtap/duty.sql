-- Duty expressions against other implementations: exact fractions in Python,
-- regular expressions over the printed US schedule, and an evaluator in PL/pgSQL.
BEGIN;
SELECT plan(22);
SET LOCAL client_min_messages = warning;

-- 400 random expressions evaluated in exact fractions by a Python program
CREATE TEMP TABLE duty_case (expression text, customs_value numeric, quantities jsonb, expected numeric);
\copy duty_case FROM 'test/data/duty_cases.csv' (FORMAT csv, HEADER)
SELECT is(count(*)::int, 400, 'all cases are there') FROM duty_case;
SELECT is_empty($$
	SELECT expression, expected, round(duty_amount(expression, customs_value, quantities, 'USD', '{"EUR": 1.0825}'), 12)
	FROM duty_case
	WHERE round(duty_amount(expression, customs_value, quantities, 'USD', '{"EUR": 1.0825}'), 12) IS DISTINCT FROM expected$$,
	'the same as exact fractions, to twelve digits');
SELECT is_empty($$
	SELECT expression, duty_expression(expression) FROM duty_case
	WHERE duty_amount(duty_expression(expression), customs_value, quantities, 'USD', '{"EUR": 1.0825}')
		IS DISTINCT FROM duty_amount(expression, customs_value, quantities, 'USD', '{"EUR": 1.0825}')
		OR duty_expression(duty_expression(expression)) <> duty_expression(expression)$$,
	'the canonical spelling means the same');
SELECT is_empty($$
	SELECT expression FROM duty_case
	WHERE duty_status(expression, quantities, 'USD', '{"EUR": 1.0825}') <> 'ok'
		OR (expression ~ '/' AND duty_status(expression, NULL, 'USD', '{"EUR": 1.0825}') !~ '^needs (KGM|DTN|TNE|LTR|HLT|NAR|DZN|MTK)')
		OR (expression ~ 'EUR' AND duty_status(expression, quantities, 'USD') <> 'needs rate of EUR')
		OR ((expression ~ 'EUR' AND duty_amount(expression, customs_value, quantities, 'USD') IS NOT NULL)
			OR (expression ~ '/' AND duty_amount(expression, customs_value, NULL, 'USD', '{"EUR": 1}') IS NOT NULL))$$,
	'what is missing is told, and is never 0');

-- the printed US schedule: every rate text of the 11,414 eight-digit lines of chapters 1 to 97
CREATE TEMP TABLE rate_text (rate text, general_lines int, column2_lines int);
\copy rate_text FROM 'test/data/hts_rate_texts.csv' (FORMAT csv, HEADER)
-- quantities of one shipment, by the schedule's spelling
CREATE TEMP TABLE unit (spelling text, quantity numeric);
INSERT INTO unit VALUES ('kg', 1250.4), ('g', 1250400), ('t', 1.2504), ('each', 3456), ('head', 3456), ('article', 3456), ('doz.', 288), ('gross', 24),
	('1000', 3.456), ('1,000', 3.456), ('1,000 pins', 3.456), ('thousand', 3.456), ('thou- sand', 3.456), ('liter', 987.5), ('m3', 0.9875),
	('bbl', 987.5 * 1000000000 / 158987294928::numeric), ('m2', 77.25), ('m', 640), ('lin. m', 640), ('pr.', 1728), ('pf. liter', 1100), ('pf.liter', 1100),
	('clean kg', 800), ('jewel', 51), ('pack', 12), ('line/ gross', 48);
CREATE TEMP TABLE shipment AS SELECT '{"kg": 1250.4, "No.": 3456, "liters": 987.5, "m2": 77.25, "m": 640, "prs.": 1728, "pf.liters": 1100, "clean kg": 800, "Jwls.": 51, "pack": 12, "gr.lines": 48}'::jsonb AS quantities,
	54321.98 AS customs_value;
-- classes by regular expressions, told from nothing but the text
CREATE TEMP TABLE class AS
WITH pattern AS (
	SELECT '(Free|[0-9.]+%|[0-9]+ 1/[0-9]%|(\$?[0-9.]+¢?)\s*(each|/\s*(' || string_agg(replace(spelling, '.', '\.'), '|' ORDER BY length(spelling) DESC) || ')))' AS term FROM unit)
SELECT r.*, CASE
	WHEN rate = 'Free' THEN 'free'
	WHEN rate ~ '^[0-9.]+%$' OR rate ~ '^[0-9]+ 1/[0-9]%$' THEN 'ad valorem'
	WHEN rate ~ ('^' || term || '$') THEN 'specific'
	WHEN rate ~ ('^' || term || '(\s*\+\s*' || term || ')+$') THEN 'compound'
	WHEN regexp_replace(rate, '( on | of |, including )(drained weight|contents and container|entire contents of container|weight of container|total sugars|recording surface|immediate containers|ethyl alcohol content|anhydrous morphine content|(copper|lead|zinc|tungsten|molybdenum|manganese|magnesium|silicon) content)', '', 'g')
		~ ('^' || term || '(\s*\+\s*' || term || ')*$') THEN 'by special quantity'
	ELSE 'words' END AS class, term
FROM rate_text r, pattern;
SELECT is(sum(general_lines)::int, 11414, 'lines of the schedule') FROM rate_text;
SELECT results_eq($$SELECT class, sum(general_lines)::int, count(*) FILTER (WHERE duty_problem(rate) IS NULL) = count(*) FROM class WHERE class <> 'words' GROUP BY class ORDER BY class$$,
	$$VALUES ('ad valorem', 5863, true), ('by special quantity', 59, true), ('compound', 311, true), ('free', 4315, true), ('specific', 716, true)$$, 'all of each class are understood');
SELECT is_empty($$
	SELECT rate, duty_status(rate) FROM class
	WHERE class = 'words' AND (duty_problem(rate) IS NULL OR duty_status(rate) <> 'needs ' || rate)$$,
	'words are needed in full');
SELECT is_empty($$
	SELECT rate, duty_status(rate, quantities) FROM class, shipment
	WHERE class = 'by special quantity' AND duty_status(rate, quantities) !~ '^needs (KGM|LTR|PFL|MTK|GRO|TNE)( on |, including| of )'$$,
	'a plain weight is not a drained weight');
SELECT ok((sum(general_lines) FILTER (WHERE duty_problem(rate) IS NULL))::numeric / sum(general_lines) > 0.978,
	'at least 97.8 % of the lines need only price and quantity') FROM rate_text;

-- the amount of each text, from its terms as a regular expression finds them
CREATE TEMP TABLE regular AS
SELECT c.rate, sum(CASE
	WHEN t[1] = 'Free' THEN 0
	WHEN t[1] ~ '^[0-9.]+%$' THEN s.customs_value * rtrim(t[1], '%')::numeric / 100
	WHEN t[1] ~ '%$' THEN s.customs_value * (split_part(t[1], ' ', 1)::numeric + 1 / rtrim(split_part(t[1], '/', 2), '%')::numeric) / 100
	ELSE trim(t[2], '$¢')::numeric / CASE WHEN t[2] ~ '¢' THEN 100 ELSE 1 END * u.quantity END) AS expected
FROM class c CROSS JOIN shipment s
	CROSS JOIN LATERAL regexp_matches(c.rate, c.term, 'g') t
	LEFT JOIN unit u ON u.spelling = coalesce(t[4], CASE WHEN t[3] = 'each' THEN 'each' END)
WHERE class NOT IN ('words', 'by special quantity')
GROUP BY c.rate;
SELECT is_empty($$
	SELECT rate, expected, duty_amount(rate, customs_value, quantities), duty_status(rate, quantities) FROM regular, shipment
	WHERE abs(expected - duty_amount(rate, customs_value, quantities)) > 1e-9 OR duty_amount(rate, customs_value, quantities) IS NULL OR expected IS NULL$$,
	'amounts of the printed schedule');
SELECT cmp_ok(count(*)::int, '>', 1000, 'that were many texts') FROM regular;

-- random expressions with an evaluator of their own, in numeric
CREATE FUNCTION pg_temp.random_term(depth int, value numeric, OUT expression text, OUT amount numeric) LANGUAGE plpgsql AS $$
DECLARE
	x numeric := round((random() * (ARRAY[5, 100, 3000])[1 + floor(random() * 3)::int])::numeric, floor(random() * 4)::int);
	inner_one record;
BEGIN
	CASE floor(random() * CASE WHEN depth > 0 THEN 9 ELSE 6 END)::int
		WHEN 0, 1 THEN expression := x || '%'; amount := value * x / 100;
		WHEN 2 THEN expression := x || ' USD'; amount := x;
		WHEN 3 THEN expression := x || ' USD/100 kg'; amount := x * 12.34;
		WHEN 4 THEN expression := x || '¢/doz.'; amount := x * 56 / 100;
		WHEN 5 THEN expression := '@MFN'; amount := 78.9;
		WHEN 6 THEN
			inner_one := pg_temp.random_expression(depth - 1, value);
			expression := '(' || inner_one.expression || ')'; amount := inner_one.amount;
		WHEN 7 THEN
			inner_one := pg_temp.random_expression(depth - 1, value);
			expression := x || '% of (' || inner_one.expression || ')'; amount := inner_one.amount * x / 100;
		ELSE expression := x || '% of value'; amount := value * x / 100;
	END CASE;
END $$;
CREATE FUNCTION pg_temp.random_sum(depth int, value numeric, OUT expression text, OUT amount numeric) LANGUAGE plpgsql AS $$
DECLARE term record := pg_temp.random_term(depth, value);
BEGIN
	expression := term.expression; amount := term.amount;
	IF random() < 0.1 THEN expression := '-' || expression; amount := -amount; END IF;
	WHILE random() < 0.4 LOOP
		term := pg_temp.random_term(depth, value);
		IF random() < 0.5 THEN expression := expression || ' + ' || term.expression; amount := amount + term.amount;
		ELSE expression := expression || '-' || term.expression; amount := amount - term.amount; END IF;
	END LOOP;
END $$;
CREATE FUNCTION pg_temp.random_expression(depth int, value numeric, OUT expression text, OUT amount numeric) LANGUAGE plpgsql AS $$
DECLARE part record := pg_temp.random_sum(depth, value);
BEGIN
	expression := part.expression; amount := part.amount;
	WHILE random() < 0.3 LOOP
		part := pg_temp.random_sum(depth, value);
		IF random() < 0.5 THEN expression := expression || ' MIN ' || part.expression; amount := greatest(amount, part.amount);
		ELSE expression := expression || ' MAX ' || part.expression; amount := least(amount, part.amount); END IF;
	END LOOP;
END $$;
SELECT setseed(0.42);
CREATE TEMP TABLE random_case AS
SELECT e.*, value FROM (SELECT round((random() * 1e6)::numeric, 2) AS value FROM generate_series(1, 3000)) v, LATERAL pg_temp.random_expression(3, value) e
-- an amount, a minus and an amount for a unit are a range where the second is larger ("$5-$10/kg"), in any unit
WHERE expression !~ '^[\d.]+ (USD|¢)(/[^-+A-Z]*)?-[\d.]+( USD|¢)(/[^-+A-Z]+| each)$';
SELECT is_empty($$
	SELECT expression, value, amount, duty_amount(expression, value, '{"kg": 1234, "No.": 672}', programs => '{"MFN": 78.9}') FROM random_case
	WHERE duty_amount(expression, value, '{"kg": 1234, "No.": 672}', programs => '{"MFN": 78.9}') IS DISTINCT FROM amount$$,
	'random expressions, exact');
SELECT is_empty($$
	SELECT expression, duty_expression(expression) FROM random_case
	WHERE duty_amount(duty_expression(expression), value, '{"kg": 1234, "No.": 672}', programs => '{"MFN": 78.9}') IS DISTINCT FROM amount$$,
	'random expressions in canonical spelling, exact');
SELECT is_empty($$
	SELECT expression FROM random_case
	WHERE duty_amount(expression, value::float8, '{"kg": 1234, "No.": 672}', programs => '{"MFN": 78.9}') IS DISTINCT FROM amount::float8$$,
	'the float8 form rounds the exact amount once');
SELECT is_empty($$
	SELECT expression FROM random_case WHERE value > 0
		AND abs(ad_valorem_equivalent(expression, value, '{"kg": 1234, "No.": 672}', programs => '{"MFN": 78.9}') - (amount / value)::float8) > 1e-12 * abs(amount / value)$$,
	'the equivalent is the amount over the value');

-- laws
SELECT is_empty($$SELECT x FROM unnest(ARRAY[0, 0.01, 1, 99999999999999999999.999999999999, 12345678901234567890123456789012345678, 0.00000000000000000000000000000000000001]) x
	WHERE duty_amount('100%', x) IS DISTINCT FROM x$$, 'numbers of up to 38 digits come through');
SELECT throws_ok($$SELECT duty_amount('0.001% + 0.0000001%', 99999999999999999999999999999999999999)$$, '22003', NULL, 'what does not fit is an error');
-- fractions that no common denominator fits: compared exactly all the same
SELECT is(duty_amount('1 USD/999983 kg MIN 1 USD/999979 l', 0.0, '{"kg": 99998300000000000000000001, "l": 99997900000000000000000001}'),
	100000000000000000000.000001000021, 'the larger of two long fractions');

-- malformed text: an answer or an error of ours, never a crash
CREATE FUNCTION pg_temp.random_text(pieces text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(pieces[1 + floor(random() * array_length(pieces, 1))::int], '') FROM generate_series(1, (random() * 12)::int) $$;
CREATE TEMP TABLE noise AS
SELECT pg_temp.random_text(ARRAY['5', '0.3', '%', '¢', '$', '€', ' ', ' ', '/', 'kg', '100 kg', 'USD', 'MIN', 'MAX', '+', '-', '(', ')', '@', '@MFN', '"', 'of', 'value', 'Free', 'each', 'TEXT:', ',', '.', '1,000', '33 1/3', '²', 'on the case', 'doz.', chr(1), '🜨', 'é']) AS s
FROM generate_series(1, 20000)
UNION ALL
SELECT (SELECT string_agg(chr(1 + floor(random() * 767)::int), '') FROM generate_series(1, 1 + (random() * 20)::int + i * 0)) FROM generate_series(1, 3000) i;
CREATE FUNCTION pg_temp.outcome(s text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM duty_amount(s, 100.0, '{"kg": 5, "No.": 5}', 'USD', '{"EUR": 1}', '{"MFN": 1}'), duty_units(s), duty_expression(duty_expression(s));
	RETURN 'answer';
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN RETURN 'refused';
END $$;
SELECT is_empty($$
	SELECT s, outcome, status FROM noise, pg_temp.outcome(coalesce(s, '')) outcome, duty_status(coalesce(s, '')) status
	WHERE (outcome = 'refused') <> (status ~ '^invalid: ')$$, 'status tells of each text whether it is refused');
SELECT cmp_ok(count(*) FILTER (WHERE duty_status(coalesce(s, '')) = 'ok')::int, '>', 100, 'some noise happens to be an expression') FROM noise;

-- what is too long is said, not thrown
SELECT is(duty_problem('0.1 0.00000000000000000000000000000000000001/99999999999999999999999999999999999999%'),
	'number has too many digits at character 5', 'a fraction too fine');
SELECT is(duty_problem('99999999999999999999999999999999999999/0.00000000000000000000000000000000000001 of value'),
	'number has too many digits at character 1', 'a fraction too large');
SELECT * FROM finish();
ROLLBACK;
