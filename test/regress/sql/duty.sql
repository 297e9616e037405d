-- Duty expressions: what they yield, what they need, what is wrong with them.
\pset null ~

-- shares of the value, amounts by quantity, fixed amounts
SELECT expression, duty_amount(expression, 1200.00, '{"KGM": 10000}')
FROM unnest(ARRAY['5.3%', 'Free', '2.2 USD/KGM', '2.2 USD/100 KGM', '33.58 USD', '33 1/3%',
	'5.3% + 2.2 USD/KGM', '-5%', '1,000.50 USD', '.5%', '50% of value']) expression;

-- at least (MIN) and at most (MAX), from left to right as in the TARIC
SELECT expression, duty_amount(expression, 1200.00, '{"DTN": 100}')
FROM unnest(ARRAY['13.8% MIN 13 GBP/DTN', '13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN - 7 GBP/DTN',
	'50% MAX 100 GBP MIN 200 GBP', '10% MIN 5 GBP/DTN MAX 50 GBP']) expression;

-- what other programs charge on the same goods
SELECT expression, duty_amount(expression, 1000.00, programs => '{"MFN": 25, "DUTY": 100, "EXCISE": 50.5, "S 301": 7}')
FROM unnest(ARRAY['15% - @MFN MIN 0%', '1% - @MFN MIN 0%', '25% MAX (15% - @MFN) MIN 0%',
	'20% of (value + @DUTY + @EXCISE)', '50% of @MFN', '@"S 301" + @MFN', '10% of (20% of (value + @MFN))']) expression;

-- the spellings of printed schedules
SELECT expression, duty_status(expression), duty_units(expression)
FROM unnest(ARRAY['4.4¢/kg', '0.3¢ each + 3.6%', '$1.50/doz.', '26.5¢/kg +65%', '4.4¢/kg on drained weight + 22%',
	'$1.15/1,000 + 40%', '$2.50/thou- sand + 40%', '1.75¢/line/ gross + 25%', '29.1¢/m2', '29.1¢/m²',
	'5.99¢/ liter', '3.1¢/liter + 22.1¢/pf. liter on ethyl alcohol content', '0.2¢/kg, including weight of container',
	'$4.50 each + 65% + 25¢/jewel', '144.10 GBP / 1000 kg/biodiesel', '144.10 GBP/TNE I', '10.20 % + 93.10 EUR / 100 kg',
	'16.50 % / Retail Price + 244.78 GBP / 1000 p/st MIN 320.90 GBP / 1000 p/st', '24.8 EUR / % vol/hl + 8.9 EUR/hl',
	'€5/kg', '£1.25/l', '5 USD/XYZ', 'TEXT:33 1/3%']) expression;

-- rates in the schedule's own words are never computed
SELECT expression, duty_amount(expression, 1000.00, '{"kg": 1}'), duty_status(expression), duty_problem(expression)
FROM unnest(ARRAY['No change', 'The duty provided in the applicable subheading + 25%', '$10.95 each + 45% on the case',
	'3.66¢/kg less 0.02¢/kg for each degree under 100 degrees but not less than 2¢/kg', '5% MIM 3%', 'TEXT:see note 3']) expression;

-- units of one kind convert
SELECT quantities, duty_amount('240 USD/DTN', 0.0, quantities) FROM unnest(ARRAY['{"DTN": 3}', '{"kg": 300}', '{"KGM": 300}',
	'{"t": 0.3}', '{"100 kg": "3"}', '{"g": 300000}', '{"kg": 300, "t": 0.3}', '{"KGM": null}', '{"l": 300}']::jsonb[]) quantities;
SELECT quantities, duty_amount('1 USD/NAR', 0.0, quantities) FROM unnest(ARRAY['{"No.": 5}', '{"doz.": 1.5}', '{"gross": 2}',
	'{"1000 p/st": 2}', '{"thousands": 2}', '{"prs.": 2}']::jsonb[]) quantities;
SELECT duty_amount('1 EUR/HLT', 0.0, '{"liters": 250}') AS hl, duty_amount('1 EUR/LTR', 0.0, '{"m3": 2}') AS l,
	duty_amount('1 USD/PFL', 0.0, '{"LPA": 10}') AS proof, duty_amount('1 USD/DZN', 0.0, '{"NAR": 7}') AS seven_twelfths,
	duty_amount('12 USD/DZN', 0.0, '{"NAR": 7}') AS seven;
-- but not when they are counted on something else
SELECT duty_status('5¢/kg on drained weight', '{"kg": 5}'), duty_amount('5¢/kg on drained weight', 1.0, '{"t on drained weight": 5}');

-- currencies
SELECT duty_amount('5 EUR/kg', 100.0, '{"t": 1}') AS of_the_value,
	duty_amount('5 EUR/kg + 2 USD', 100.0, '{"t": 1}', 'USD', '{"EUR": 1.1}') AS with_rate,
	duty_amount('5 EUR/kg + 2 USD', 100.0, '{"t": 1}', 'USD') AS without,
	duty_status('5 EUR/kg + 2 USD', NULL, 'USD') AS status, duty_status('5 EUR + 2 USD') AS either;

-- a share of the value; only rates that depend on the value alone have one for 0
SELECT ad_valorem_equivalent('4.4¢/kg + 3%', 1000.00, '{"kg": 250}'), ad_valorem_equivalent('4.4¢/kg + 3%', 1000.00),
	ad_valorem_equivalent('3% MIN 2%', 0.0), ad_valorem_equivalent('1 USD', 0.0), ad_valorem_equivalent('10 EUR MIN 5%', 100::float8);

-- money in float8 comes out as the exact amount for the decimal that it shows
SELECT duty_amount('5.3%', 100::float8), duty_amount('10%', 0.1::float8), duty_amount('2.9%', 14172::float8);

-- what is wrong, and where
SELECT left(expression, 45) AS expression, duty_problem(expression)
FROM unnest(ARRAY['', '  ', '5', '5 %%', '5% + + 3%', '5% MIN', '(5%', '5%)', '()', '5 USD/', '5 usd/kg', '@', '@"x', '5% of',
	'5% of 3', '5% min 3%', '33 1/0%', '99999999999999999999%', '9999999999999999999999999999999999999999999%',
	'5 EUR/9999999 kg', '5%; drop', '¤5', '5.5.5%', '1,00%', '€', repeat('(', 40) || '5%' || repeat(')', 40),
	'5%' || repeat(' + 5%', 600), repeat('5', 9000)]) expression;
SELECT duty_status('5% + + 3%'), duty_amount(NULL, 1.0), duty_amount('5%', NULL::numeric), duty_status(NULL), duty_problem(NULL);
SELECT duty_amount('5% + + 3%', 1.0);
SELECT duty_amount('5%', -1.0);
SELECT duty_amount('5%', 'NaN'::float8);
SELECT duty_amount('5%', 'Infinity'::numeric);
SELECT duty_amount('5%', 1e40::numeric);
SELECT duty_amount('5 EUR', 1.0, currency => 'eur');
SELECT duty_amount('5 EUR/kg', 1.0, '[1]');
SELECT duty_amount('5 EUR/kg', 1.0, '{"kg": "many"}');
SELECT duty_amount('5 EUR/kg', 1.0, '{"kg": -1}');
SELECT duty_amount('5 EUR/kg', 1.0, '{"kg": {"net": 1}}');
SELECT duty_amount('5 EUR/kg', 1.0, '{"kg": 5, "t": 1}');
SELECT duty_amount('5 EUR/kg', 1.0, '{"kg for each degree": 5}');
SELECT duty_amount('5 EUR', 1.0, NULL, 'USD', '{"euro": 1}');
SELECT duty_amount('5 EUR', 1.0, NULL, 'USD', '{"EUR": 0}');

-- one canonical spelling, which reads back to itself
SELECT expression, canonical, duty_expression(canonical) = canonical AS stable
FROM unnest(ARRAY['5.30 %', '0.3¢ each+3.6%', '$1.50/doz.', 'free', '22¢/kg on drained weight+45%', '$1.15/1,000 + 40%',
	'16.50 % / Retail Price + 244.78 GBP / 1000 p/st MIN 320.90 GBP / 1000 p/st', '144.10 GBP / 1000 kg/biodiesel',
	'0.2¢/kg, including weight of container', '20% of (value + @DUTY + @"EX CISE")', '25% MAX (15% - @MFN) MIN 0%',
	'15% - (@MFN MIN 0%)', '(5% MIN 3%) MAX (4% MIN 2%)', '5% - (3% - 2%)', '-(-5%)', '33 1/3%', '22/78 of @VAT',
	'24.8 EUR / % vol/hl', 'No change']) expression, duty_expression(expression) canonical;

-- units that are not in the table, multiples of them, and letters of the TARIC
SELECT duty_amount('5 USD/XYZ', 0.0, '{"xyz": 3}') AS own, duty_amount('5 USD/1000 stems', 0.0, '{"stems": 250}') AS stems,
	duty_expression('5 USD/1000 stems'), duty_amount('3 EUR/DTN X', 0.0, '{"kg X": 50}') AS with_letter, duty_status('3 EUR/DTN X', '{"kg": 50}') AS without_letter,
	duty_amount('3 EUR/DTN g', 0.0, '{"100 kg/br": 2}') AS gross_weight;
SELECT duty_problem('5 USD/' || repeat('x', 120)), duty_problem('1 USD/jewel over 7'), duty_problem('1 USD/0 kg');
SELECT duty_problem(string_agg('1 USD/u' || i, '+')) FROM generate_series(1, 129) i;
SELECT duty_problem(repeat('5%+(', 32) || '5%' || repeat(')', 32)), duty_amount(repeat('5%+(', 31) || '5%' || repeat(')', 31), 100.00);

-- very large, very small, and fractions that are equal
SELECT duty_amount('33 1/3% MIN 1/3 of value', 12345678901234567890123456), duty_amount('100%', 1e-20::float8), duty_amount('100%', 1e25::float8),
	duty_amount('100%', 1e-31::float8) AS below_any_amount;
SELECT duty_amount('100%', 1e50::float8);
SELECT duty_amount('1 USD/7 kg + 1 USD/11 l', 0.0, '{"kg": 12345678901234567890.12345678901, "l": 98765432109876543210.98765432109}');
