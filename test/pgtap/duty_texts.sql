-- Rate texts as the customs of Japan, the EU, the United Kingdom and Canada print
-- them (2,109 texts; amounts by a separate reader in exact fractions), and what
-- becomes of them when something in them is changed.
BEGIN;
SELECT plan(19);
SET LOCAL client_min_messages = warning;
CREATE TEMP TABLE printed (country text, text text, part int, rate_text text, condition text, kind text,
	quantities jsonb, value numeric, currency text, amount numeric, programs jsonb);
\copy printed FROM PROGRAM 'gzip -dc test/data/duty_texts.csv.gz' (FORMAT csv, HEADER)
SELECT is(array_agg(country || ' ' || texts || ' ' || rows ORDER BY country), '{ca 47 63,eu 757 862,jp 1064 1352,uk 241 253}', 'all texts are there')
FROM (SELECT country, count(DISTINCT text) AS texts, count(*) AS rows FROM printed GROUP BY country) AS c;

-- NULL where there is no number, also for what is an error
CREATE FUNCTION pg_temp.amount(expression text, value numeric, quantities jsonb, currency text, programs jsonb) RETURNS numeric
LANGUAGE sql RETURN CASE WHEN duty_status(expression, quantities, currency, NULL, programs) = 'ok'
	THEN round(duty_amount(expression, value, quantities, currency, NULL, programs), 12) END;

SELECT is_empty($$
	SELECT country, rate_text, amount, pg_temp.amount(rate_text, value, quantities, currency, programs) FROM printed
	WHERE amount IS NOT NULL AND round(amount, 12) IS DISTINCT FROM pg_temp.amount(rate_text, value, quantities, currency, programs)$$,
	'every rate comes to its amount');
SELECT is_empty($$SELECT country, rate_text FROM printed WHERE amount IS NULL AND duty_problem(rate_text) IS NULL$$,
	'what is no rate stays words');
SELECT is_empty($$SELECT text, duty_problem(text) FROM printed WHERE amount IS NULL AND duty_problem(text) !~ '^needs '$$,
	'and is said to be words, not a slip');
SELECT is_empty($$
	SELECT t, problem, status FROM (SELECT text FROM printed UNION SELECT unnest(ARRAY['5% +', '5 USD/', '', 'No change', 'TEXT:x'])) AS v(t),
		duty_problem(t) AS problem, duty_status(t) AS status
	WHERE CASE WHEN status ~ '^invalid: ' THEN 'invalid: ' || problem <> status
		WHEN problem IS NOT NULL THEN NOT starts_with(problem, status) OR duty_expression(t) !~ '^TEXT:'
		ELSE status <> 'ok' AND status !~ '^needs (@?[A-Z]|rate of)' END$$,
	'duty_problem and duty_status speak one language');
SELECT is_empty($$
	SELECT text FROM printed WHERE amount IS NOT NULL AND condition IS NULL
		AND round(amount, 12) IS DISTINCT FROM pg_temp.amount(text, value, quantities, currency, programs)$$,
	'a cell that is one rate is read whole, with its marks and notes');
SELECT is_empty($$SELECT text FROM printed WHERE condition IS NOT NULL AND duty_problem(text) IS NULL$$,
	'a cell with conditions is not one rate');
SELECT is_empty($$
	SELECT text, rate_text FROM printed WHERE amount IS NOT NULL
		AND round(amount, 12) IS DISTINCT FROM pg_temp.amount(duty_expression(rate_text, currency), value, quantities, currency, programs)$$,
	'the canonical spelling means the same');

-- parts of a cell
CREATE TEMP TABLE cell_part AS
SELECT country, text, (duty_parts(text, currency)).* FROM (SELECT DISTINCT country, text, currency FROM printed) AS cells;
-- the oracle writes brackets and blanks in their narrow forms
CREATE FUNCTION pg_temp.narrow(words text) RETURNS text LANGUAGE sql
	RETURN nullif(regexp_replace(translate(words, '（）　', '() '), '\s*-\s*|\s+', ' ', 'g'), '');
SELECT is_empty($$
	SELECT text, part FROM printed FULL JOIN cell_part USING (country, text, part)
	WHERE printed.text IS NULL OR cell_part.expression IS NULL
		OR (amount IS NULL) <> (expression ~ '^TEXT:')
		OR amount IS NOT NULL AND round(amount, 12) IS DISTINCT FROM pg_temp.amount(expression, value, quantities, currency, programs)$$,
	'the parts of each cell come to their amounts');
SELECT is_empty($$
	SELECT text, p.condition, c.condition, p.kind, c.kind FROM printed AS p JOIN cell_part AS c USING (country, text, part)
	WHERE amount IS NOT NULL AND (p.kind <> c.kind AND p.kind <> 'meursing'
		OR pg_temp.narrow(p.condition) IS DISTINCT FROM pg_temp.narrow(c.condition) AND p.condition <> 'other dates')$$,
	'each under its condition');
SELECT results_eq($$SELECT season, expression FROM duty_parts('8.50% (01 JAN-31 MAY, 1 NOV-31 DEC), 12.00% (01 JUN-31 OCT)')$$,
	$$VALUES ('01-01/05-31,11-01/12-31', '8.5%'), ('06-01/10-31', '12%')$$, 'seasons are days');
SELECT results_eq($$SELECT season FROM unnest(ARRAY['毎年11月1日から翌年2月末日までに輸入されるもの　無税', '4% (01-31 DEC), 5% (1 JUN - 31 APR)']) AS t, duty_parts(t)$$,
	$$VALUES ('11-01/02-29'), ('12-01/12-31'), ('06-01/04-30')$$, 'with the last of a month, and a misprinted one');

SELECT is_empty($$
	SELECT how, cell, part, condition, expression FROM (
		SELECT how, replace(text, E'\n', E'\n' || bad || E'\n') AS cell FROM (SELECT DISTINCT text FROM printed WHERE country = 'jp' AND condition IS NOT NULL AND text ~ '\n') AS t,
			(VALUES ('unknown unit', 'こい　72.2円/着'), ('in brackets', 'こい　(72.2円/着)'), ('wide brackets', 'こい　（72.2円/着）'), ('no end', 'こい　5%又は'), ('marked', 'こい　※7円/着'), ('wide', 'こい　７２円／着')) AS b(how, bad)) AS c,
		duty_parts(cell) WHERE expression !~ '^TEXT:'$$,
	'a rate that is not read does not become goods of the next one: the cell stays words');

-- changes that mean nothing: the same amount
CREATE TEMP TABLE sound AS SELECT DISTINCT ON (country, rate_text) * FROM printed WHERE amount IS NOT NULL ORDER BY country, rate_text, amount;
CREATE FUNCTION pg_temp.wide(words text) RETURNS text LANGUAGE sql
	RETURN translate(words, '0123456789%+()/', '０１２３４５６７８９％＋（）／');
CREATE TEMP TABLE same AS
SELECT s.*, how, changed FROM sound AS s, LATERAL (VALUES
	('wide digits and signs', CASE WHEN country = 'jp' THEN pg_temp.wide(rate_text) END),
	('blanks around', '  ' || rate_text || E'\n'),
	('double blanks', replace(rate_text, ' ', '  ')),
	('in brackets', CASE WHEN rate_text !~ 'plus|but' THEN '(' || rate_text || ')' END),
	('a blank behind the sign of money', regexp_replace(rate_text, '([$€円])', '\1 ', 'g')),
	('no sum with nothing', CASE WHEN rate_text !~ 'MIN|MAX|又は|に|but' THEN 'Free + ' || rate_text END)) AS c(how, changed)
WHERE changed IS NOT NULL;
SELECT is_empty($$
	SELECT how, rate_text, changed, duty_status(changed) FROM same
	WHERE round(amount, 12) IS DISTINCT FROM pg_temp.amount(changed, value, quantities, currency, programs)$$,
	'changes of form change nothing');

-- changes that take something away or leave it in doubt: never another number
CREATE TEMP TABLE broken AS
SELECT s.*, how, changed FROM sound AS s, LATERAL (
	SELECT 'decimal comma', replace(rate_text, '.', ',') WHERE rate_text ~ '\d\.\d'
	UNION ALL SELECT 'no percent sign', regexp_replace(rate_text, '\s*%(?!\s*vol|vol|\s*sacc)', '') WHERE rate_text ~ '\d\s*%(?!\s*vol)'
	UNION ALL SELECT 'no currency', regexp_replace(rate_text, '\s*(EUR|GBP|円|€)', '') WHERE rate_text ~ 'EUR|GBP|円|€'
	UNION ALL SELECT 'unknown currency', regexp_replace(rate_text, 'EUR|GBP|円|€|\$', ' EUQ ') WHERE rate_text ~ 'EUR|GBP|円|€|\$'
	UNION ALL SELECT 'no unit', regexp_replace(rate_text, '(/)\s*[^+ ]+$', '\1') WHERE rate_text ~ '/\s*[^+ )]+$'
	UNION ALL SELECT 'a range', rate_text || '〜' || rate_text
	UNION ALL SELECT 'a range in ASCII', '1%-' || rate_text WHERE rate_text ~ '^[2-9][.\d]*\s*%$'
	UNION ALL SELECT 'a range of amounts', regexp_replace(rate_text, '^[1-9][\d.,]*', '0.001') || '-' || rate_text WHERE rate_text ~ '^[1-9][\d.,]*\s*([¢円€]|EUR|GBP)[^+＋%M(又に課]*$'
	UNION ALL SELECT 'yen in other groups', regexp_replace(rate_text, '(\d),(\d{3})円', '\1,\20円') WHERE rate_text ~ '\d,\d{3}円'
	UNION ALL SELECT 'sen with a comma', regexp_replace(rate_text, '([1-9])\.(\d\d円)', '\1,\2') WHERE rate_text ~ '[1-9]\.\d\d円'
	UNION ALL SELECT 'two rates', rate_text || ', ' || rate_text
	UNION ALL SELECT 'alternatives', rate_text || '又は' || rate_text
	UNION ALL SELECT 'or', rate_text || ' or ' || rate_text
	UNION ALL SELECT 'some goods', '一部' || rate_text
	UNION ALL SELECT 'finer goods', '●' || rate_text
	UNION ALL SELECT 'approximately', 'about ' || rate_text
	UNION ALL SELECT 'up to', 'up to ' || rate_text
	UNION ALL SELECT 'a bracket left open', '(' || rate_text
	UNION ALL SELECT 'a condition', '砂糖を加えたもの　' || rate_text
	UNION ALL SELECT 'no concession', rate_text || '又は非譲許'
	UNION ALL SELECT 'which counts is not said', regexp_replace(rate_text, 'のうち.*', '') WHERE rate_text ~ 'のうち'
	UNION ALL SELECT 'a letter in the number', regexp_replace(rate_text, '(\d)', '\1o') WHERE rate_text ~ '\d'
	UNION ALL SELECT 'two points', regexp_replace(rate_text, '(\d\.\d)', '\1.5') WHERE rate_text ~ '\d\.\d'
	UNION ALL SELECT 'another limit', replace(rate_text, 'を下回る場合は', 'を下回る場合は1') WHERE rate_text ~ 'を下回る場合は'
) AS c(how, changed);
SELECT cmp_ok(count(*)::int, '>', 15000, 'changes are made') FROM broken;
SELECT is_empty($$
	SELECT how, rate_text, changed, amount, pg_temp.amount(changed, value, quantities, currency, programs) FROM broken
	WHERE round(amount, 12) IS DISTINCT FROM pg_temp.amount(changed, value, quantities, currency, programs)
		AND pg_temp.amount(changed, value, quantities, currency, programs) IS NOT NULL$$,
	'no change makes another number');
SELECT is_empty($$
	SELECT how, rate_text, changed FROM broken WHERE how <> 'decimal comma' AND changed !~ '^[(◎]*0[.0]*[)]*$' AND pg_temp.amount(changed, value, quantities, currency, programs) IS NOT NULL$$,
	'what is broken is no rate any more');

-- ranges, units, money
SELECT is_empty($$
	SELECT t FROM unnest(ARRAY['5%-10%', '1.9 ¢', '10,200 %', '0.5,5%', '1,2,3%', '12,34,567 EUR', '176,800 EUR/100 kg',
		'5% or more', '5% to 10%', '5 DTN', '5 EUC/kg', '$1,125/kg', '$5-$10/kg', '5 EUR/kg - 10 EUR/kg', '1,00円/kg', '1,0000円/kg', '12,34円/kg', '7円/着', '5% but', '5% but not less than', 'the greater of 5%', '5% or 3 EUR/kg']) AS t
	WHERE duty_problem(t) IS NULL$$, 'texts that are not one number');
SELECT is_empty($$
	SELECT * FROM (VALUES ('10,5%', 105), ('0,740 EUR/kg', 7.4), ('1.554,30 EUR', 1554.3), ('1,554.300 EUR', 1554.3), ('4,300円/足', 34400), ('33⅓% MIN 333.34 EUR', 333.34),
		('2½%', 25), ('5‰', 5), ('5 per cent ad valorem', 50), ('5% ad val.', 50), ('5 percent plus $1/kg', 60), ('Rs. 2 per kg', 20), ('2 won/kg', 20), ('0', 0), ('Nil', 0),
		('0.05 € / kg', 0.5), ('12% or $3 per kg, whichever is the higher', 120), ('12% or $3 per kg, whichever is the less', 30), ('the lesser of 12% and $3/kg', 30),
		('5 % but not less than $4/kg or more than $9/kg', 50), ('50 % but not less than $4/kg or more than $9/kg', 90), ('5% 1/', 50), ('25% 2/', 250), ('5% of value', 50),
		('2 USD/HMT', 0.6), ('2359.737216 USD/1000 board feet', 45), ('10 USD/MPR', 0.08), ('1 EUR/GRT', 7), ('1 EUR/ASVX', 18), ('1 EUR/LPA', 18), ('0.3 EUR/100 kg/net/% sacchar.', 0.3),
		('1 GBP/SPQLPA', 90), ('CHF 5.00/kg', 50), ('INR 2/kg', 20), ('US$3/kg', 30), ('NT$2/kg', 20), ('5.000 EUR KPO', 20), ('2円/羽', 6), ('1,234.5円/kg', 12345), ('10 EUR/kg - 5 EUR/kg', 50), ('1円/㎘', 0.045), ('100円/ℓ', 4500), ('9.00 % + AC (reduced) MAX 18.70 % + SD', 95)) AS v(t, expected)
	WHERE duty_amount(t, 1000, '{"kg": 10, "KPO": 4, "NAR": 3, "NPR": 8, "MTR": 30, "GRT": 7, "ASV": 40, "LTR": 45, "BRX": 10, "SPQ": 5}',
		programs => '{"EAR": 5, "ADSZ": 1}') IS DISTINCT FROM expected$$, 'forms of all countries');
SELECT * FROM finish();
ROLLBACK;
