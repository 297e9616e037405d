-- Landed cost, rounding and effective rates.
\pset null ~

-- rounding to a unit
SELECT mode, round_to(2.5, 1, mode), round_to(-2.5, 1, mode), round_to(3.5, 1, mode), round_to(2.501, 1, mode), round_to(331298, 100, mode)
FROM unnest(ARRAY['half_up', 'half_even', 'down', 'up']) mode;
SELECT round_to(410.988), round_to(410.985), round_to(410.984999), round_to(1, 0.25), round_to(0.35, 0.25), round_to(0.375, 0.25);
SELECT round_to(1, 1, 'sideways');
SELECT round_to(1, 0);
SELECT round_to('NaN');

-- rounding of customs
SELECT * FROM customs_rounding();
SELECT customs_round(410.988, 'US') AS us_duty, customs_round(14171.50, 'US', 'value') AS us_value, customs_round(14171.49, 'us', 'value') AS us_value_down,
	customs_round(8954622, 'JP', 'value') AS jp_value, customs_round(8954000 * 0.037, 'JP') AS jp_duty, customs_round(1395.4048, 'UK') AS uk;
SELECT customs_round(1, 'XX');
SELECT customs_round(1, 'US', 'freight');

-- Japan: the customs' own example
SELECT * FROM landed_cost(8954622.0, duty_rate => '3.7%', regime => 'JP',
	taxes => ARRAY['consumption tax: 7.8%', 'local consumption tax: 22/78 of @"consumption tax"']);
-- United States: value without freight, fees with least and most
SELECT * FROM landed_cost(30000.00, freight => 1200, duty_rate => '0.2¢ each + 7%', quantities => '{"No.": 100000}',
	fees => ARRAY['MPF: 0.3464% MIN 33.58 USD MAX 651.50 USD', 'HMF: 0.125%'], regime => 'US');
SELECT value, amount FROM unnest(ARRAY[1000.00, 9693.99, 9694.00, 188077.00, 188078.00, 500000.00]) value,
	landed_cost(value, duty => 0, fees => '{MPF: 0.3464% MIN 33.58 USD MAX 651.50 USD}', regime => 'US') WHERE item = 'MPF';
-- United Kingdom: published total 1,395.40 for 7202 11 80 00, rounded once
SELECT round_to(sum(amount) FILTER (WHERE item <> 'total') - 1260.89) AS duties_and_tax FROM landed_cost(1260.89, duty_rate => '2.7%', quantities => '{"t": 2}',
	fees => '{552: 144.10 GBP/TNE,696: 25%,695: 25%}', taxes => '{VAT: 20%}');
-- insurance and freight belong to the value, or not
SELECT valuation, base, amount FROM unnest(ARRAY['CIF', 'FOB', NULL]) valuation,
	landed_cost(1000.00, 100, 10, duty_rate => '10%', valuation => valuation) WHERE item = 'duty';
SELECT base, amount FROM landed_cost(1000.00, 100, 10, duty_rate => '10%', regime => 'US') WHERE item = 'duty';
-- a foreign currency; charges on charges
SELECT * FROM landed_cost(1000.00, duty_rate => '5 EUR/kg', quantities => '{"kg": 10}', currency => 'USD', fx => '{"EUR": 1.1}',
	fees => '{agent: 50 USD}', taxes => '{excise: 10%,VAT: 20% of (value + @excise)}');
-- what is missing makes the total unknown
SELECT * FROM landed_cost(1000.00, duty_rate => '2 GBP/l', fees => '{port: 5 GBP}', taxes => '{VAT: 20%}');
SELECT * FROM landed_cost(1000.00);
SELECT count(*) FROM landed_cost(NULL::numeric);
SELECT item, amount FROM landed_cost(1000::float8, freight => 100::float8, duty => 5.5::float8, taxes => '{VAT: 20%}');
SELECT * FROM landed_cost(1000.00, duty => 5, duty_rate => '5%');
SELECT * FROM landed_cost(1000.00, duty => -5);
SELECT * FROM landed_cost(-1000.00, duty => 5);
SELECT * FROM landed_cost(1000.00, duty => 5, taxes => '{VAT 20%}');
SELECT * FROM landed_cost(1000.00, duty => 5, taxes => '{NULL}');
SELECT * FROM landed_cost(1000.00, duty => 5, taxes => '{VAT: 20}');
SELECT * FROM landed_cost(1000.00, duty => 5, regime => 'XX');
SELECT * FROM landed_cost(1000.00, duty => 5, valuation => 'DDP');
SELECT count(*) FROM landed_cost(1000.00, duty => 5, fees => array_fill('a: 1%'::text, ARRAY[100]));

-- effective rates
CREATE TABLE line (program text, duty numeric, value numeric);
INSERT INTO line VALUES ('MFN', 25.00, 1000.00), ('MFN', 0, 3000.00), ('S301', 250.00, 1000.00), ('S301', NULL, 500.00), ('S301', 7, NULL), ('NONE', NULL, NULL);
SELECT program, effective_tariff_rate(duty, value), effective_tariff_coverage(duty, value),
	effective_tariff_rate(duty::float8, value::float8) AS rate8, effective_tariff_coverage(duty::float8, value::float8) AS coverage8
FROM line GROUP BY ROLLUP (program) ORDER BY program NULLS LAST;
SELECT effective_tariff_rate(duty, value), effective_tariff_coverage(duty, value), effective_tariff_rate(duty::float8, value::float8) FROM line WHERE false;
SELECT effective_tariff_rate(0.00, 0.00), effective_tariff_rate(0::float8, 0::float8);
SELECT te_support.te_duty_total_accum(te_support.te_duty_total_combine('(5,100,0,1,0)', '(3.05,50,10.5,1,1)'), 0.001, 1), te_support.te_duty_total_combine(NULL, '(3,50,0,1,0)'), te_support.te_duty_total_combine(NULL, NULL);
SELECT te_support.te_duty_total_send('(5,100,0,1,0)');
SELECT '(5,100,0,1)'::te_support.duty_total;
SELECT '(5,100,0,1.5,0)'::te_support.duty_total;
SELECT effective_tariff_rate(-1.0, 5.0);
SELECT effective_tariff_rate('NaN', 5.0::float8);
SELECT te_support.te_duty_sums_rate_final('{1}');
DROP TABLE line;

-- the support functions, as other nodes call them
SELECT te_support.te_duty_sums_combine('{5,0,100,0,0,0}', '{3,0,50,0,7,0}'), te_support.te_duty_sums_combine(NULL, '{3,0,50,0,7,0}'), te_support.te_duty_sums_combine('{3,0,50,0,7,0}', NULL),
	te_support.te_duty_sums_combine(NULL, NULL), te_support.te_duty_sums_accum(NULL, NULL, 5), te_support.te_duty_sums_rate_final(NULL), te_support.te_duty_sums_coverage_final(NULL), te_support.te_duty_total_rate_final(NULL), te_support.te_duty_total_coverage_final(NULL),
	te_support.te_duty_total_combine('(3,50,0,1,0)', NULL);
SELECT te_support.te_duty_sums_accum(NULL, 5, 1e308), effective_tariff_rate(5, v) FROM (VALUES (1e308::float8), (1e308)) AS t(v) GROUP BY 1;

-- bases in words: value is that of customs, all is everything before
SELECT item, base, amount FROM landed_cost(1000.00, 100, 10, duty => 50, fees => '{port: 1%,share: 10% of @freight}',
	taxes => ARRAY['VAT: 20%', 'A: 10% of (value + @duty)', 'B: 1% of all', 'C: 50 % of @"A"', 'D: 5% of Value'], valuation => 'FOB') WHERE item NOT IN ('goods', 'freight', 'insurance');
SELECT * FROM landed_cost(1000.00, duty => 5, taxes => '{VAT: 20% of values}');

-- entries
SELECT fee, base, rate, amount, status FROM entry_fees('us', '2026-03-10', 5000);
SELECT fee, base, rate, amount, status FROM entry_fees('US', '2024-09-30', 5000, 2000, false);
SELECT count(*) FROM entry_fees('EU', '2026-03-10', 5000);
SELECT * FROM entry_fees('XX', '2026-03-10', 5000);
SELECT regime, entry_amount(92300, 92460, regime) FROM unnest('{US,EU,UK,JP}'::text[]) AS regime;
SELECT entry_amount(1, 1, 'JP', 'freight');
SELECT entry_amount(NULL, 1, 'JP'), (SELECT status FROM entry_fees('US', '2026-03-10', NULL) WHERE fee = 'MPF');
