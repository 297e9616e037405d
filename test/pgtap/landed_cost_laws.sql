-- Landed cost: what each row is of the others, over a grid of lines, and money in
-- numeric and float8.
BEGIN;
SELECT plan(8);

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
SELECT * FROM finish();
ROLLBACK;
