-- Landed cost: what each row is of the others, over a grid of lines, and money in
-- numeric and float8.
BEGIN;
SELECT plan(19);

CREATE TEMP TABLE line AS
SELECT row_number() OVER () AS n, v AS goods, f AS freight, i AS insurance, r AS percent, vat
FROM unnest('{100,1260.89,14171.49}'::numeric[]) v, unnest('{0,120.5}'::numeric[]) f, unnest('{0,9.75}'::numeric[]) i,
	unnest('{0,2.7,33.25}'::numeric[]) r, unnest('{0,19}'::numeric[]) vat;
CREATE TEMP TABLE cost AS
SELECT line.*, valuation, l.item, l.base, l.amount
FROM line, unnest('{CIF,FOB}'::text[]) valuation, LATERAL landed_cost(goods, freight, insurance, duty_rate => percent || '%',
	fees => '{port: 1.5%,clearance: 40 USD}', taxes => array['VAT: ' || vat || '%'], valuation => valuation, currency => 'USD') l;

SELECT is((SELECT count(DISTINCT (n, valuation))::int FROM cost), 144, '72 lines, each valued both ways');
SELECT is_empty($$SELECT n, valuation FROM cost GROUP BY n, valuation
	HAVING sum(amount) FILTER (WHERE item <> 'total') IS DISTINCT FROM sum(amount) FILTER (WHERE item = 'total')$$, 'the total is the sum of the other rows');
SELECT is_empty($$SELECT * FROM cost WHERE item = 'duty' AND base <> goods + CASE valuation WHEN 'CIF' THEN freight + insurance ELSE 0 END$$,
	'customs value with freight and insurance, or without');
SELECT is_empty($$SELECT * FROM cost WHERE item = 'duty' AND amount <> base * percent / 100$$, 'duty is its rate of the customs value');
SELECT is_empty($$SELECT * FROM cost WHERE (item = 'port' AND amount <> base * 0.015) OR (item = 'clearance' AND amount <> 40)$$,
	'fees are theirs');
SELECT is_empty($$
	SELECT c.n, c.valuation, c.base, b.before FROM cost c JOIN (SELECT n, valuation, sum(amount) FILTER (WHERE item NOT IN ('VAT', 'total')) AS before
		FROM cost GROUP BY n, valuation) b USING (n, valuation)
	WHERE c.item = 'VAT' AND (c.base <> b.before OR c.amount <> c.base * vat / 100)$$, 'tax is on all that comes before it, duty and fees included');
SELECT is_empty($$
	SELECT line.*, a.item, a.amount, b.amount FROM line,
		LATERAL landed_cost(goods, freight, insurance, duty_rate => percent || '%', taxes => array['VAT: ' || vat || '%'], regime => 'EU') WITH ORDINALITY a,
		LATERAL landed_cost(goods::float8, freight::float8, insurance::float8, duty_rate => percent || '%', taxes => array['VAT: ' || vat || '%'], regime => 'EU')
			WITH ORDINALITY b
	WHERE a.ordinality = b.ordinality AND (a.item <> b.item OR abs(a.amount::float8 - b.amount) > 1e-9)$$, 'float8 says the same');
-- every rounded amount is a multiple of the unit that customs_rounding lists, and next to the exact one
SELECT is_empty($$
	SELECT l.*, r.* FROM line CROSS JOIN unnest('{US,EU,UK,JP}'::text[]) law CROSS JOIN LATERAL landed_cost(goods * 100, freight, insurance, duty_rate => percent || '%', regime => law) l
		JOIN customs_rounding() AS r(law_name, rounded, unit, mode, source) ON r.law_name = law AND r.rounded = 'duty'
	WHERE l.item = 'duty' AND (l.amount % r.unit <> 0 OR abs(l.amount - round_to(l.base * percent / 100, r.unit, r.mode)) > 0)$$, 'duties are rounded as the law has it');

-- ---- what a tax is on ----
SELECT is((SELECT amount FROM landed_cost(1000.00, 100, duty => 80, taxes => taxes, fees => '{AFRMM: 8% of @freight}', valuation => 'FOB', currency => 'CAD') WHERE item = name), expected, taxes::text)
FROM (VALUES ('{GST: 5% of (value + @duty)}'::text[], 'GST', 54.00), ('{GST: 5% of (VALUE + @duty + @freight)}', 'GST', 59), ('{GST: 5%,PST: 7%}', 'PST', 83.16),
	('{GST: 5%,PST: 7% of all}', 'PST', 87.318), ('{IPI: 5%,ICMS: 18/82 of (@goods + @freight + @duty + @IPI + @AFRMM)}', 'ICMS', round(1247.4 * 18 / 82, 12))) AS v(taxes, name, expected);
SELECT is((SELECT status FROM landed_cost(1000.00, duty => 80, taxes => '{ICMS: 18/82 of @ICMS}') WHERE item = 'ICMS'), 'needs @ICMS', 'a tax on itself is not known');
SELECT is_empty($$SELECT * FROM cost AS a, LATERAL landed_cost(goods, freight, insurance, duty_rate => percent || '%', regime => 'JP', taxes => '{VAT: 7.8%}') AS l
	WHERE a.item = 'total' AND l.item IN ('duty', 'VAT') AND l.amount IS DISTINCT FROM customs_round(l.uncut, 'JP', CASE l.item WHEN 'duty' THEN 'duty' ELSE 'tax' END)$$, 'uncut is the amount before it is rounded');

-- ---- entries: Japan's own example (Customs Answer 1111), and fees of three entries of the United States (19 CFR 24.23, 24.24) ----
SELECT results_eq($$SELECT item, entry_amount(sum(amount), sum(uncut), 'JP', CASE item WHEN 'duty' THEN item ELSE 'tax' END)
	FROM (VALUES (534795.00, '7.8%'), (126258.00, '6.24%')) AS line(value, tax),
		landed_cost(value, duty_rate => '14%', regime => 'JP', taxes => ARRAY['national: ' || tax, 'local: 22/78 of @national'])
	WHERE item IN ('duty', 'national', 'local') GROUP BY item ORDER BY item$$, $$VALUES ('duty', 92400::numeric), ('local', 15900), ('national', 56400)$$, 'Japan adds the uncut and cuts once');
CREATE TEMP TABLE law_case (case_id text, kind text, hts10 text, origin text, entry_date date, loaded date, customs_value numeric,
	quantities jsonb, content jsonb, metal_weight_share jsonb, claims text, entry text, expected_total numeric, expected jsonb,
	entry_mpf numeric, entry_hmf numeric, citation text, derivation text);
\copy law_case FROM 'test/data/us_law_cases.csv' (FORMAT csv, HEADER)
SELECT is_empty($$SELECT e.*, f.* FROM (SELECT entry, entry_date, sum(customs_value) AS value, max(entry_mpf) AS mpf, max(entry_hmf) AS hmf FROM law_case WHERE entry IS NOT NULL GROUP BY entry, entry_date) AS e,
	entry_fees('US', entry_date, value, by_sea => hmf > 0) AS f WHERE f.amount IS DISTINCT FROM CASE fee WHEN 'MPF' THEN mpf ELSE hmf END$$, 'least and most stand once an entry');
SELECT is((SELECT array_agg(amount ORDER BY value) FROM unnest('{9981,9983,193000,194000}'::numeric[]) AS value, entry_fees('US', '2026-10-01', value) WHERE fee = 'MPF'),
	'{34.58,34.58,668.55,670.86}', 'fiscal year 2027: 34.58 at least, 670.86 at most (FR Doc. 2026-15530)');
SELECT is((SELECT array_agg(amount ORDER BY exempt) FROM unnest('{0,495000,500000}'::numeric[]) AS exempt, entry_fees('US', '2026-03-10', 500000, exempt) WHERE fee = 'MPF'),
	'{651.50,33.58,0}', 'the most, the least, and nothing where agreements free all');
SELECT * FROM finish();
ROLLBACK;
