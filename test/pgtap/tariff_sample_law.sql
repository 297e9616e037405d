-- The sample tariffs of the United Kingdom and the EU (January 2021) and of Canada, and
-- 64 cases: examples of tariff services and customs, and lines computed by the law
-- (test/data/README.md).
\set QUIET on
BEGIN;
SELECT plan(9);
\set unread 0
\o /dev/null
\set regime UK
\i examples/load_tariff.sql
\set regime EU
\i examples/load_tariff.sql
\set regime CA
\i examples/load_tariff.sql
\o
CREATE TEMP TABLE law_case (case_id text, title text, regime text, code text, seq text, origin text, entry_date text, claims text, condition text,
	customs_value numeric, currency text, fx jsonb, quantities jsonb, programs jsonb, expression text, rate_text text, program text, dutiable_value text,
	amount numeric, duty numeric, vat numeric, local_tax text, total numeric, other_candidates text, source text, citation text, derivation text);
\copy law_case FROM 'test/data/uk_law_cases.csv' (FORMAT csv, HEADER)
\copy law_case FROM 'test/data/eu_law_cases.csv' (FORMAT csv, HEADER)
\copy law_case FROM 'test/data/ca_law_cases.csv' (FORMAT csv, HEADER)
SELECT is(count(*)::int, 64, 'all cases are there') FROM law_case;
SELECT is_empty($$
	SELECT case_id, amount, round(duty_amount(expression, customs_value, quantities, currency, fx, programs), 9) FROM law_case
	WHERE round(amount, 9) IS DISTINCT FROM round(duty_amount(expression, customs_value, quantities, currency, fx, programs), 9)$$, 'every expression comes to its amount');
SELECT is_empty($$
	SELECT case_id, duty, round_to(amount, 0.01) FROM law_case WHERE duty <> round_to(amount, 0.01)$$, 'and its duty is that, to the penny');
-- units that the tariff service asks for, in place of their product
SELECT is_empty($$
	SELECT * FROM (VALUES ('uk-011', '{"ASV": 40, "LTR": 45}'::jsonb), ('uk-012', '{"ASV": 40, "HLT": 45}'), ('uk-017', '{"KGM": 16320, "BRX": 80}'),
		('uk-019', '{"LPA": 34.9, "SPQ": 5}'), ('uk-020', '{"HLT": 10, "ASV": 3.49, "SPQ": 5}')) AS v(case_id, asked) JOIN law_case AS c USING (case_id)
	WHERE duty_amount(expression, customs_value, asked, currency) IS DISTINCT FROM amount$$, 'compound units are computed from their parts');
-- duties and VAT of a whole stack are rounded once
SELECT is_empty($$
	SELECT case_id, vat, total FROM law_case WHERE regime <> 'CA' AND total IS NOT NULL
		AND (round_to(20 * (customs_value + amount) / 100, 0.01), round_to(amount + 20 * (customs_value + amount) / 100, 0.01)) <> (vat, total)$$, 'duties and VAT');

-- lines of the samples: 8 digits printed, a day of the season that the case names
CREATE TEMP TABLE law_line AS
SELECT c.*, CASE derivation WHEN '' THEN NULL ELSE coalesce(to_date(substring(derivation FROM '\[(\d\d [A-Z]{3})') || ' 2021', 'DD MON YYYY'),
	CASE WHEN derivation ~ 'other dates' THEN '2021-07-01'::date END, CASE regime WHEN 'CA' THEN '2026-10-01'::date ELSE '2021-06-01' END) END AS day
FROM law_case AS c WHERE code IS NOT NULL AND code <> '7202118000' AND code <> '0702000007'
	AND EXISTS (SELECT FROM tariff_measure AS m WHERE m.regime = c.regime AND m.code_prefix = c.code);
SELECT cmp_ok(count(*)::int, '>=', 26, 'lines of the samples') FROM law_line;
SELECT is_empty($$
	SELECT case_id, title, amount, d, tariff_problem(regime, code, 'CN', day, customs_value, quantities) FROM law_line, tariff_stack(regime, code, 'CN', day, customs_value, quantities) AS d
	WHERE d IS DISTINCT FROM round_to(amount, 0.01)$$, 'come to the duty of the case');
SELECT is_empty($$SELECT regime, code_prefix, rate FROM tariff_measure WHERE regime = 'UK' AND rate ~ '^TEXT:'$$, 'no line of the UK is left in words');
SELECT is(tariff_problem('EU', '02011000', 'CN', '2026-10-01', 1000), 'the rules of EU cover 2021-01-01 to 2021-12-31', 'an old edition does not answer for today');
SELECT * FROM finish();
ROLLBACK;
