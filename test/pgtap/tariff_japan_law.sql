-- Japan's customs tariff, edition of 2026-07-09, against 61 cases: published examples
-- of Japan's customs and others, and lines of the schedule computed by the law
-- (test/data/README.md); then what the edition says of itself.
\set QUIET on
BEGIN;
SELECT plan(19);
\set regime JP
\set unread 0
\o /dev/null
\i examples/load_tariff.sql
\o

CREATE TEMP TABLE law_case (case_id text, title text, regime text, code text, seq text, origin text, entry_date date, claims text, condition text,
	customs_value numeric, currency text, fx text, quantities jsonb, programs text, expression text, rate_text text, program text, dutiable_value numeric,
	amount numeric, duty numeric, vat numeric, local_tax numeric, total numeric, other_candidates jsonb, source text, citation text, derivation text);
\copy law_case FROM 'test/data/jp_law_cases.csv' (FORMAT csv, HEADER)
ALTER TABLE law_case ADD COLUMN claimed text[];
UPDATE law_case SET claimed = nullif(string_to_array(claims, '|') || CASE WHEN condition ~ '割当' THEN ARRAY['quota'] ELSE '{}' END, '{}');
SELECT is(count(*)::int, 61, 'all cases are there') FROM law_case;

-- lines of the schedule
SELECT is_empty($$
	SELECT case_id, duty, d, tariff_problem('JP', code, origin, entry_date, customs_value, quantities, claims => claimed)
	FROM law_case, tariff_stack('JP', code, origin, entry_date, customs_value, quantities, claims => claimed) AS d
	WHERE origin IS NOT NULL AND d IS DISTINCT FROM duty$$, 'the duty of every line, cut to 100 yen');
SELECT is_empty($$
	SELECT case_id, program, got FROM law_case, LATERAL (
		SELECT string_agg(l.program || '|' || l.measure, ' ') AS got
		FROM tariff_layers('JP', code, origin, entry_date, customs_value, quantities, claims => claimed) AS l
		WHERE status = 'applied') AS a
	WHERE origin IS NOT NULL AND duty > 0 AND strpos(got, '|' || program) = 0 AND strpos(got, program || '|') = 0$$, 'under the column that the case names');
SELECT is_empty($$
	SELECT case_id, key, value, d FROM law_case, jsonb_each_text(other_candidates), tariff_stack('JP', code, origin, entry_date, customs_value, quantities,
		claims => claimed, choice => ARRAY[CASE key WHEN 'temporary' THEN 'general' ELSE key END]) AS d
	WHERE origin IS NOT NULL AND d IS DISTINCT FROM customs_round(value::numeric, 'JP', 'duty')$$, 'and what the other columns come to');
SELECT is_empty($$
	SELECT case_id, amount, uncut FROM law_case, LATERAL (
		SELECT sum(l.duty) AS uncut FROM tariff_layers('JP', code, origin, entry_date, customs_value, quantities, claims => claimed) AS l
		WHERE status = 'applied') AS a
	WHERE origin IS NOT NULL AND duty > 0 AND round(amount, 9) IS DISTINCT FROM round(uncut, 9)$$, 'the layers have the uncut duty');

-- taxes stand on the uncut value and the duty, cut to 1,000 yen; food has the lower rate
SELECT is_empty($$
	SELECT case_id, vat, local_tax, got FROM law_case, LATERAL (
		SELECT array_agg(c.amount ORDER BY item) AS got FROM landed_cost(customs_value, duty => law_case.duty, regime => 'JP', taxes => ARRAY[
			CASE WHEN code < '2203' OR case_id = 'jp-002' THEN 'CT: 6.24%' ELSE 'CT: 7.8%' END, 'LCT: 22/78 of @CT']) AS c WHERE item IN ('CT', 'LCT')) AS l
	WHERE vat IS NOT NULL AND case_id <> 'jp-003' AND got IS DISTINCT FROM ARRAY[vat, local_tax]$$, 'consumption tax and its local part');
-- published examples that are no line of the schedule
SELECT is_empty($$
	SELECT case_id, amount FROM law_case
	WHERE origin IS NULL AND case_id <> 'jp-003' AND round(duty_amount(expression, coalesce(dutiable_value, customs_value), quantities, 'JPY'), 9) IS DISTINCT FROM round(amount, 9)$$,
	'published amounts of single rates');
SELECT results_eq($$SELECT entry_amount(sum(c.amount), sum(c.uncut), 'JP', CASE item WHEN 'duty' THEN item ELSE 'tax' END)
	FROM law_case, landed_cost(customs_value, duty_rate => expression, regime => 'JP', taxes => ARRAY[CASE case_id WHEN 'jp-002' THEN 'CT: 6.24%' ELSE 'CT: 7.8%' END, 'LCT: 22/78 of @CT']) AS c
	WHERE case_id IN ('jp-001', 'jp-002') AND item IN ('duty', 'CT', 'LCT') GROUP BY item ORDER BY array_position('{duty,CT,LCT}', item)$$,
	$$SELECT unnest(ARRAY[duty, vat, local_tax]) FROM law_case WHERE case_id = 'jp-003'$$, 'an entry adds the uncut lines and cuts once: duty, tax and local tax of both (Customs Answer 1111)');

-- 7.8 % (78 yen, cut to 0) and free under the agreement: as much on the line, not in an entry of two
SELECT is(entry_amount(0, sum(duty), 'JP', 'duty'), 0::numeric, 'of alternatives that are cut to the same duty the lower one is taken')
FROM generate_series(1, 2), tariff_layers('JP', '630710010', 'PT', '2026-10-01', 1567, claims => '{eu}') WHERE status = 'applied';

-- what the edition speaks for
SELECT is(tariff_problem('JP', '610910020', 'US', '2027-04-15', 1000000), 'the rules of JP cover 2026-07-09 to 2026-12-31', 'not for another year');
SELECT matches(tariff_problem('JP', '610910090', 'US', '2026-10-01', 1000000), 'known code', 'nor for a code that it does not have');
SELECT matches(tariff_problem('JP', '610910020', 'RU', '2026-10-01', 1000000), '^not covered: most-favoured-nation treatment of Russia', 'Russia is said to be open');
SELECT matches(tariff_problem('JP', '610910020', 'PY', '2026-10-01', 1000000, claims => '{gsp}'), '^not covered: the list of beneficiaries',
	'so are beneficiaries whose list is not held');
SELECT is(tariff_stack('JP', '610910020', 'US', '2026-10-01', 1000000.0, claims => '{gsp}'), 74000::numeric, 'who is none pays the WTO rate');
-- a temporary rate of 10 % replaces the general one of 417 yen/kg, whose weight nobody asks for then
SELECT results_eq($$SELECT coalesce(reason, ''), duty FROM tariff_layers('JP', '071334291', 'MN', '2026-07-31', 2800144) WHERE program = 'general' ORDER BY duty DESC$$,
	$$VALUES ('', 280000::numeric), ('after "071334291|temporary"', 0)$$, 'a rate behind the first one needs nothing');
SELECT is(tariff_stack('JP', '610910020', 'KP', '2026-10-01', 1000000.0), 112000::numeric, 'and who is no member of the WTO the general rate');
SELECT is_empty($$SELECT hs9 FROM (SELECT DISTINCT code_prefix AS hs9 FROM tariff_measure WHERE regime = 'JP' AND program = 'general') AS l
	WHERE tariff_problem('JP', hs9, 'KP', '2026-08-01', 1000000) !~ '^(needs [A-Z]|needs .*(基準輸入価格|乳糖|[〜●])|not covered)'$$, 'every line is computed or says what it needs');
SELECT is(count(DISTINCT code_prefix)::int, 9646, 'all codes are there') FROM tariff_measure WHERE regime = 'JP' AND program = 'general';
SELECT is(string_agg(DISTINCT d::text, ' '), '200000 250000', 'bananas by season')
FROM generate_series('2026-07-09'::date, '2026-12-31', '1 day') AS day, tariff_stack('JP', '080390100', 'EC', day::date, 1000000) AS d;
SELECT * FROM finish();
ROLLBACK;
