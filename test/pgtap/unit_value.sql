-- Unit values: indices against exact fractions (test/data/unit_value_cases.py), their laws, and what is far from the median.
BEGIN;
SELECT plan(12);
CREATE TEMP TABLE cases (n int, rule text, v0 text, q0 text, v1 text, q1 text, laspeyres text, paasche float8, fisher float8, tornqvist float8,
	items int, left_out int, base_coverage float8, coverage float8);
\copy cases FROM 'test/data/unit_value_cases.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE answers AS
SELECT c.n, i.* FROM cases AS c, unit_value_index(v0::supply_mix, q0::supply_mix, v1::supply_mix, q1::supply_mix, rule) AS i WHERE c.laspeyres IS DISTINCT FROM 'refused';

SELECT cmp_ok((SELECT count(*) FROM answers WHERE tornqvist IS NOT NULL AND left_out > 0), '>', 10::bigint, 'the cases have items that do not match');
SELECT is_empty($$SELECT n, a, e FROM cases AS c JOIN answers AS i USING (n),
	unnest(ARRAY[i.laspeyres, i.paasche, i.fisher, i.tornqvist, i.base_coverage, i.coverage], ARRAY[c.laspeyres::float8, c.paasche, c.fisher, c.tornqvist, c.base_coverage, c.coverage]) AS v(a, e)
	WHERE (a IS NULL) <> (e IS NULL) OR abs(a - e) > 1e-13 * e$$, 'every index and coverage as in exact fractions');
SELECT is_empty($$SELECT n FROM cases AS c JOIN answers AS i USING (n) WHERE (i.items, i.left_out) IS DISTINCT FROM (c.items, c.left_out)$$, 'and the counts of items');
CREATE FUNCTION pg_temp.refuses(v0 text, q0 text, v1 text, q1 text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
	PERFORM unit_value_index(v0::supply_mix, q0::supply_mix, v1::supply_mix, q1::supply_mix, 'error');
	RETURN false;
EXCEPTION WHEN data_exception THEN RETURN true;
END $$;
SELECT is((SELECT count(*) FROM cases WHERE laspeyres = 'refused' AND pg_temp.refuses(v0, q0, v1, q1)), (SELECT count(*) FROM cases WHERE laspeyres = 'refused'), 'what does not match is refused where that is asked for');

-- laws: time reversal of Fisher and Törnqvist, Laspeyres against Paasche of the other direction, unchanged prices, other units of money and quantity
CREATE TEMP TABLE both_ways AS
SELECT n, there.fisher * back.fisher AS fisher, there.tornqvist * back.tornqvist AS tornqvist, there.laspeyres * back.paasche AS laspeyres FROM cases,
	unit_value_index(v0::supply_mix, q0::supply_mix, v1::supply_mix, q1::supply_mix) AS there, unit_value_index(v1::supply_mix, q1::supply_mix, v0::supply_mix, q0::supply_mix) AS back
	WHERE there.fisher IS NOT NULL;
SELECT is_empty($$SELECT n FROM both_ways WHERE abs(fisher - 1) > 1e-12 OR abs(tornqvist - 1) > 1e-12$$, 'Fisher and Törnqvist are the same backwards');
SELECT is_empty($$SELECT n FROM both_ways WHERE abs(laspeyres - 1) > 1e-12$$, 'Laspeyres is Paasche backwards');
SELECT is_empty($$SELECT n FROM cases, unit_value_index(v0::supply_mix, q0::supply_mix, v0::supply_mix * 3, q0::supply_mix * 3) AS i
	WHERE i.items > 0 AND (abs(i.laspeyres - 1) > 1e-14 OR abs(i.paasche - 1) > 1e-14 OR abs(i.fisher - 1) > 1e-14 OR abs(i.tornqvist - 1) > 1e-14)$$, 'three times the trade at the same prices is no change');
SELECT is_empty($$SELECT n FROM cases, unit_value_index(v0::supply_mix, q0::supply_mix, v1::supply_mix, q1::supply_mix) AS a,
	unit_value_index(v0::supply_mix * 1000, q0::supply_mix / 1000, v1::supply_mix * 1000, q1::supply_mix / 1000) AS b
	WHERE abs(a.tornqvist - b.tornqvist) > 1e-12 * a.tornqvist OR abs(a.paasche - b.paasche) > 1e-12 * a.paasche$$, 'the unit of money and of quantity does not matter');

-- outliers against plain SQL
CREATE TEMP TABLE price AS
SELECT g AS product, 'C' || i AS origin, (1 + (i * 31 + g * 17) % 23)::float8 AS value, ((i * 13 + g) % 7)::float8 AS quantity
FROM generate_series(1, 60) g, LATERAL generate_series(1, g % 11) i;
CREATE TEMP TABLE wanted AS
SELECT product, origin, value / quantity / m.median AS ratio
FROM price JOIN (SELECT product, percentile_cont(0.5) WITHIN GROUP (ORDER BY value / quantity) AS median FROM price WHERE quantity > 0 GROUP BY product) AS m USING (product)
WHERE quantity > 0 AND (value / quantity >= 3 * m.median OR value / quantity <= m.median / 3);
CREATE TEMP TABLE named AS
SELECT product, o.origin, o.ratio FROM (SELECT product, supply_mix(origin, value) AS v, supply_mix(origin, quantity) AS q FROM price GROUP BY product) AS m, unit_value_outliers(v, q, 3) AS o;
SELECT cmp_ok((SELECT count(*) FROM wanted), '>', 20::bigint, 'there are outliers');
SELECT is_empty($$SELECT * FROM wanted FULL JOIN named USING (product, origin) WHERE wanted.ratio IS NULL OR named.ratio IS NULL OR abs(wanted.ratio - named.ratio) > 1e-12 * wanted.ratio$$,
	'three times the median and more, or a third and less');
-- real: lithium cells from China to Japan in 2019 and 2020, whose quantities are wrong in the source (docs/balance.md)
SELECT is_empty($$SELECT * FROM unit_value_outliers('{A:1,B:2}', '{}')$$, 'without quantities there is nothing to name');
SELECT is((SELECT fisher FROM unit_value_index('{A:1}', '{A:1}', '{A:2}', '{A:1}')), 2::float8, 'Fisher of one item is its change');
SELECT * FROM finish();
ROLLBACK;
