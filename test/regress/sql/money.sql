-- Money of other currencies and other times; expected values by hand.
CREATE TEMP TABLE rate (currency text, in_currency text, rate float8, valid_from date, valid_to date);
INSERT INTO rate VALUES ('EUR', 'USD', 1.25, '2024-01-01', '2024-02-01'), ('EUR', 'JPY', 160, '2024-01-01', '2024-02-01'), ('EUR', 'USD', 1, '2024-02-01', NULL);
SELECT exchange_rate('EUR', 'USD', '2024-01-31', r) AS direct, exchange_rate('USD', 'EUR', '2024-01-31', r) AS inverse, exchange_rate('JPY', 'USD', '2024-01-31', r) AS over_the_euro,
	convert_money(8000, 'jpy', ' USD', '2024-01-01', r) AS amount, exchange_rate('GBP', 'gbp', '1900-01-01', r) AS same
FROM (SELECT jsonb_agg(t) AS r FROM rate AS t) AS r;
-- no rate is no number, and says why
SELECT d, convert_money(8000, 'JPY', 'USD', d, r), exchange_problem('JPY', 'USD', d, r), exchange_problem('EUR', 'JPY', d, r) AS yen, exchange_problem('XTS', 'USD', d, r) AS unknown
FROM unnest('{2023-12-31,2024-01-15,2024-02-01}'::date[]) AS d, (SELECT jsonb_agg(t) AS r FROM rate AS t) AS r;
SELECT exchange_problem(NULL, 'USD', '2024-01-01', '[]'), exchange_problem('EUR', 'USD', '2024-01-01', '[]') AS no_rates;
-- tables that are none
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '{"EUR": 1.1}');
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '[1]');
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '[{"currency": "EUR", "rate": 1.1}]');
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '[{"currency": "EUR", "in_currency": "USD", "rate": "1.1"}]');
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '[{"currency": "EUR", "in_currency": "USD", "rate": 1e400}]');
SELECT exchange_rate('EUR', 'USD', '2024-01-01', '[{"currency": "EUR", "in_currency": "USD", "rate": 1, "valid_from": "2024-1-1"}]');
SELECT convert_money('NaN', 'EUR', 'USD', '2024-01-01', '[{"currency": "EUR", "in_currency": "USD", "rate": 1}]');
-- prices of another time: 110 of a level of 110 are 100 of the base
CREATE TEMP TABLE deflator AS SELECT * FROM (VALUES (100.0, '2020-01-01'::date, '2021-01-01'::date), (110, '2024-01-01', '2025-01-01')) AS v (level, valid_from, valid_to);
SELECT price_level('2024-12-31', j), real_amount(110, '2024-06-01', '2020-06-01', j), real_amount(110, '2022-06-01', '2020-06-01', j) AS gap, price_level_problem('2022-06-01', j)
FROM (SELECT jsonb_agg(d) AS j FROM deflator AS d) AS j;
SELECT price_level_problem('2025-01-01', j), price_level_problem('2024-01-01', j, 'CPI') AS series, price_level_problem('2024-01-01', '[]') AS nothing
FROM (SELECT jsonb_agg(d) AS j FROM deflator AS d) AS j;
SELECT price_level('2024-01-01', '[{"series": "CPI", "level": 1}, {"series": "PPI", "level": 2}]');
SELECT price_level('2024-01-01', '[{"series": "CPI", "level": 1}, {"series": "PPI", "level": 2}]', 'PPI');
