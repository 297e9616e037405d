-- Money: dated rates and price levels against plain SQL over the same tables.
BEGIN;
SELECT plan(13);
SELECT setseed(0.5);
-- rates of five currencies in euro and of two in dollars, by month, one month missing, the last one closed
CREATE TEMP TABLE rate AS
SELECT c AS currency, 'EUR' AS in_currency, m::date AS valid_from, (m + interval '1 month')::date AS valid_to, round((0.001 + random())::numeric, 6)::float8 AS rate
FROM unnest('{USD,JPY,GBP,CHF,SEK}'::text[]) AS c, generate_series('2020-01-01', '2022-12-01', interval '1 month') AS m WHERE (c, m) <> ('GBP', '2021-05-01')
UNION ALL SELECT c, 'USD', m::date, (m + interval '1 month')::date, round((0.001 + random())::numeric, 6)::float8
FROM unnest('{BRL,KRW}'::text[]) AS c, generate_series('2020-01-01', '2022-12-01', interval '1 month') AS m;
CREATE TEMP TABLE asked AS
SELECT f.c AS from_currency, t.c AS to_currency, ('2019-12-15'::date + (i * 17)) AS on_date
FROM unnest('{EUR,USD,JPY,GBP,BRL,KRW,XTS}'::text[]) AS f(c), unnest('{EUR,USD,JPY,GBP,BRL,KRW,XTS}'::text[]) AS t(c), generate_series(0, 70) AS i;
CREATE TEMP TABLE edge AS SELECT currency AS a, in_currency AS b, valid_from, valid_to, rate FROM rate UNION ALL SELECT in_currency, currency, valid_from, valid_to, 1 / rate FROM rate;
CREATE TEMP TABLE wanted AS
SELECT q.*, CASE WHEN from_currency = to_currency THEN 1 ELSE coalesce(
	(SELECT rate FROM edge WHERE (a, b) = (from_currency, to_currency) AND on_date >= valid_from AND on_date < valid_to),
	(SELECT x.rate * y.rate FROM edge AS x JOIN edge AS y ON y.a = x.b WHERE (x.a, y.b) = (from_currency, to_currency)
		AND on_date >= x.valid_from AND on_date < x.valid_to AND on_date >= y.valid_from AND on_date < y.valid_to ORDER BY x.b COLLATE "C" LIMIT 1)) END AS rate
FROM asked AS q;
CREATE TEMP TABLE got AS SELECT q.*, exchange_rate(from_currency, to_currency, on_date, r) AS rate, exchange_problem(from_currency, to_currency, on_date, r) AS problem
FROM asked AS q, (SELECT jsonb_agg(x) AS r FROM rate AS x) AS r;
SELECT cmp_ok((SELECT count(*) FROM wanted WHERE rate IS NOT NULL AND from_currency = 'JPY' AND to_currency = 'GBP'), '>', 50::bigint, 'rates by way of a third currency');
SELECT is_empty($$SELECT * FROM wanted JOIN got USING (from_currency, to_currency, on_date) WHERE (wanted.rate IS NULL) <> (got.rate IS NULL) OR abs(wanted.rate / got.rate - 1) > 1e-14$$, 'every rate as a join finds it');
SELECT is_empty($$SELECT * FROM got WHERE (rate IS NULL) <> (problem IS NOT NULL)$$, 'a rate or a reason');
SELECT results_eq($$SELECT problem FROM got WHERE (from_currency, to_currency) IN (('GBP', 'EUR')) AND rate IS NULL GROUP BY problem ORDER BY 1$$,
	ARRAY['the rates of GBP in EUR begin on 2020-01-01', 'the rates of GBP in EUR end before 2023-01-01', 'the rates of GBP in EUR have none for 2021-05-08', 'the rates of GBP in EUR have none for 2021-05-25'],
	'before, behind and within');
SELECT is((SELECT DISTINCT problem FROM got WHERE from_currency = 'XTS' AND to_currency = 'EUR'), 'the rates do not have XTS', 'a currency that is not there');
SELECT is_empty($$SELECT * FROM asked, (SELECT jsonb_agg(x) AS r FROM rate AS x) AS r, convert_money(250, lower(from_currency) || ' ', to_currency, on_date, r) AS a, exchange_rate(from_currency, to_currency, on_date, r) AS e
	WHERE (a IS NULL) <> (e IS NULL) OR abs(a - 250 * e) > 1e-14 * a$$, 'an amount is so many units; case and blanks do not count');

-- open rows: the one that began last counts, and no end means no end
SELECT results_eq($$SELECT exchange_rate('A', 'B', d, '[{"currency": "A", "in_currency": "B", "rate": 2}, {"currency": "A", "in_currency": "B", "rate": 3, "valid_from": "2024-01-01", "valid_to": "2024-02-01"}]')
	FROM unnest('{2023-12-31,2024-01-31,2024-02-01,infinity}'::date[]) AS d$$, ARRAY[2, 3, 2, NULL]::float8[], 'a row within an open one');
-- a table that changes from call to call is read anew
SELECT results_eq($$SELECT exchange_rate('A', 'B', '2024-01-01', jsonb_build_array(jsonb_build_object('currency', 'A', 'in_currency', 'B', 'rate', i))) FROM generate_series(1, 9) AS i$$,
	ARRAY(SELECT i::float8 FROM generate_series(1, 9) AS i), 'each call by its own table');
SELECT throws_like($$SELECT exchange_rate('A', 'B', '2024-01-01', '[{"currency": "A", "in_currency": "B", "rate": 2}, {"currency": "a", "in_currency": "b", "rate": 3}]')$$, '%two rows of A in B that begin on the same day', 'two rates at once');
SELECT throws_like($$SELECT exchange_rate('A', 'B', '2024-01-01', '[{"currency": "A", "in_currency": "B", "rate": 0}]')$$, '%a row whose "rate" is "0"', 'a rate is above zero');

-- price levels: real amounts against a join, series by name
CREATE TEMP TABLE deflator AS SELECT s AS series, make_date(y, 1, 1) AS valid_from, make_date(y + 1, 1, 1) AS valid_to, 100 * 1.03 ^ (y - 2020) * CASE s WHEN 'PPI' THEN 1.1 ELSE 1 END AS level
FROM unnest('{CPI,PPI}'::text[]) AS s, generate_series(2018, 2024) AS y;
SELECT is_empty($$SELECT d, s, r FROM generate_series('2017-06-01'::date, '2026-06-01', interval '5 months') AS d, unnest('{CPI,PPI}'::text[]) AS s,
	(SELECT jsonb_agg(x) AS j FROM deflator AS x) AS t, real_amount(50, d::date, '2020-07-01', j, s) AS r
	LEFT JOIN LATERAL (SELECT 50 * b.level / a.level AS e FROM deflator AS a JOIN deflator AS b USING (series) WHERE series = s AND d >= a.valid_from AND d < a.valid_to AND b.valid_from = '2020-01-01') AS e ON true
	WHERE (r IS NULL) <> (e IS NULL) OR abs(r - e) > 1e-12 OR (r IS NULL) <> (price_level_problem(d::date, j, s) IS NOT NULL)$$, 'real amounts as a join finds them, or a reason');
SELECT throws_like($$SELECT price_level('2020-01-01', (SELECT jsonb_agg(x) FROM deflator AS x))$$, '%has several series, and "series" is NULL', 'which series?');
SELECT is(price_level_problem('2017-12-31', (SELECT jsonb_agg(x) FROM deflator AS x WHERE series = 'CPI')), 'the deflators begin on 2018-01-01', 'before the first level');
SELECT * FROM finish();
ROLLBACK;
