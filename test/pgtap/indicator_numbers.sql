-- Measures of trade where numbers are hard: next to a limit of their formula, at the ends of float8, at a part that is larger
-- than its total.  Expected values are exact numeric of 90 digits, or follow from the definition.
BEGIN;
SELECT plan(32);

---- inequality next to its limits, of amounts far apart and nearly equal
CREATE TEMP TABLE item AS
SELECT m, o, a FROM (VALUES ('far', '{1,3,7}'::float8[]), ('near', ARRAY[1099511627776, 1099511627777, 1099511627773]), ('giant', ARRAY[1, 2, 2 ^ 60]), ('many', ARRAY[5, 5, 5, 5, 6, 1]), ('tiny', ARRAY[2 ^ -1000, 3 * 2 ^ -1000])) AS v(m, amounts),
	LATERAL unnest(amounts) WITH ORDINALITY AS u(a, o);
CREATE TEMP TABLE mixed AS SELECT m, supply_mix(chr(64 + o::int), a) AS mix FROM item GROUP BY m;
-- amounts in parts of the mean and their logarithms: what is taken of them depends on the ratio alone, so that the tiny ones may be told as 1 and 3
CREATE TEMP TABLE part AS
SELECT m, x, ln(x) AS l, n FROM (SELECT m, (a * count(*) OVER w)::numeric(200, 90) / (sum(a) OVER w) AS x, count(*) OVER w AS n
	FROM (SELECT m, CASE m WHEN 'tiny' THEN (a * 2 ^ 500) * 2 ^ 500 ELSE a END::numeric AS a FROM item) AS i WINDOW w AS (PARTITION BY m)) AS x;
-- orders 0 and 1, and powers of two from them, which float8 and numeric both hold
CREATE TEMP TABLE dyadic AS SELECT s * ((5::numeric ^ k) * ('1e-' || k)::numeric) AS d FROM unnest('{2,5,10,17,20,23,26,30,34,40,46,50}'::int[]) AS k, (VALUES (1), (-1)) AS v(s);
CREATE TEMP TABLE exact_order AS SELECT base + d AS alpha FROM dyadic, (VALUES (0::numeric), (1)) AS v(base) UNION SELECT unnest('{-2,-0.5,0.5,1.5,2,3,6}'::numeric[]);
CREATE TEMP TABLE entropy AS
SELECT m, alpha, alpha::float8 AS a, sum(exp((alpha * l)::numeric(200, 90)) - 1) / (max(n) * alpha * (alpha - 1)) AS ge,
	1 - exp(ln(sum(exp((alpha * l)::numeric(200, 90))) / max(n)) / alpha) AS atkinson
FROM part, exact_order GROUP BY m, alpha;
INSERT INTO entropy SELECT m, o, o, CASE o WHEN 0 THEN -sum(l) / max(n) ELSE sum(x * l) / max(n) END, CASE o WHEN 0 THEN 1 - exp(sum(l) / max(n)) END FROM part, (VALUES (0), (1)) AS v(o) GROUP BY m, o;
SELECT is((SELECT count(*) FROM entropy), 5 * 57::bigint, 'orders compared');
SELECT is_empty($$SELECT m, a, generalized_entropy(mix, a), ge FROM entropy JOIN mixed USING (m) WHERE abs(generalized_entropy(mix, a)::numeric(200, 90) / ge - 1) > CASE m WHEN 'near' THEN 1e-9 ELSE 1e-13 END$$,
	'generalized entropy next to 0 and 1, and between');
-- an index near 1 differs from it in its last digits: the difference is what is compared
SELECT is_empty($$SELECT m, 1 - a, atkinson_index(mix, 1 - a), atkinson FROM entropy JOIN mixed USING (m) WHERE a <= 1 AND 1 - a >= 0 AND (1 - a)::numeric = 1 - alpha
	AND abs(atkinson_index(mix, 1 - a)::numeric(200, 90) - atkinson) > 1e-14 AND abs(atkinson_index(mix, 1 - a)::numeric(200, 90) / nullif(atkinson, 0) - 1) > CASE m WHEN 'near' THEN 1e-9 ELSE 1e-13 END$$,
	'Atkinson''s index next to 1 and 0, and between');
SELECT is_empty($$SELECT m FROM mixed, unnest('{0.5,1,2,3}'::float8[]) AS a WHERE abs(generalized_entropy(mix, a, 50) - (SELECT (sum(CASE WHEN a = 1 THEN x * r * l + x * r * ln(r) ELSE power(x * r, a::numeric) END) / 50 - (a <> 1)::int) / CASE a WHEN 1 THEN 1 ELSE a::numeric * (a::numeric - 1) END
	FROM part AS p, LATERAL (SELECT (50.0 / n)::numeric(200, 90) AS r) AS r WHERE p.m = mixed.m)) > 1e-13 * generalized_entropy(mix, a, 50)$$, 'with those who supply nothing');
SELECT is((SELECT count(*) FROM mixed, unnest('{-3,0,0.3,1,2}'::float8[]) AS a WHERE m = 'far' AND generalized_entropy('{a:7,b:7,c:7}', a) = 0), 5::bigint, 'equal amounts are exactly equal');
SELECT is((SELECT count(*) FROM unnest('{0,0.3,0.999,1,1.5,30}'::float8[]) AS e WHERE atkinson_index('{a:0.1,b:0.1,c:0.1}', e) = 0), 6::bigint, '… for Atkinson, too');

SELECT is_empty($$SELECT m FROM mixed JOIN (SELECT m, max(n) AS n, sum(x * x) / max(n) AS nh FROM part GROUP BY m) AS h USING (m), unnest('{0,7}'::int[]) AS more, LATERAL (SELECT (n + more)::numeric(200, 90) AS big) AS b,
		LATERAL (SELECT (sqrt(nh / n) - sqrt(1 / big)) / (1 - sqrt(1 / big)) AS c, (SELECT sum((big - 1 - 2 * (k - 1)) * x / n) / big FROM (SELECT x, row_number() OVER (ORDER BY x DESC) AS k FROM part AS p WHERE p.m = h.m) AS r) AS g) AS e
	WHERE abs(concentration_index(mix, big::int)::numeric(200, 90) / c - 1) > 1e-14 OR abs(gini_index(mix, big::int)::numeric(200, 90) / g - 1) > 1e-14$$, 'concentration index and Gini of nearly equal amounts');
SELECT is((SELECT count(*) FROM generate_series(2, 40) AS n, LATERAL (SELECT supply_mix(k::text, 0.1) AS mix FROM generate_series(1, n) AS k) AS m WHERE (gini_index(mix, n), concentration_index(mix), concentration_index(mix, n)) = (0, 0, 0)), 39::bigint, 'equal amounts again');

---- beyond float8 is said, within it is right
SELECT throws_ok(format('SELECT generalized_entropy(%L, %s)', '{a:1,b:1e300}', a), '22003', NULL, 'entropy beyond float8, order ' || a) FROM unnest('{-2,-100}'::float8[]) AS a;
SELECT is((SELECT count(*) FROM mixed, unnest('{5e-324,1e-310,-1e-300}'::float8[]) AS a WHERE abs(generalized_entropy(mix, a) / generalized_entropy(mix, 0) - 1) < 1e-14), 15::bigint, 'an order that is nearly no number is 0');
SELECT throws_ok($$SELECT generalized_entropy('{a:1}', 50, 1000000000)$$, '22003', NULL, 'a power beyond float8, order 50');
-- 1 - (mean of x^(1-e))^(1/(1-e)), where the least amount decides: 2e-300 * 2^(1/99)
SELECT results_eq($$SELECT atkinson_index('{a:1,b:1e300}', 100), atkinson_index('{a:1,b:1e10}', 50), abs(atkinson_index('{a:1,b:4}', 100) - (1 - 0.4 * 2 ^ (1 / 99.0))) < 1e-15$$,
	$$VALUES (1::float8, 1 - 2e-10 * 2 ^ (1 / 49.0)::float8, true)$$, 'Atkinson of a great aversion');
-- amounts so far apart that their quotient is 0: all by one of two, ln 2 for Theil's T
SELECT results_eq($$SELECT generalized_entropy('{a:1e-308,b:1e308}'), generalized_entropy('{a:1e-308,b:1e308}', 2), generalized_entropy('{a:1e-308,b:1e308}', 0.75), atkinson_index('{a:1e-308,b:1e308}', 0.5), atkinson_index('{a:1e-308,b:1e308}', 100)$$,
	$$VALUES (ln(2::float8), 0.5::float8, (2 ^ 0.75 / 2 - 1) / (0.75 * -0.25)::float8, 0.5::float8, 1::float8)$$, 'amounts at both ends of float8');
-- two-way trade: 2 min / sum, at both ends of float8 and far apart
SELECT is_empty($$SELECT x, m FROM (VALUES (1.7e308, 0.5e308, 1 / 2.2), (1e17, 1, 2e-17), (3e-308, 1e-308, 0.5), (1.7e308, 1.7e308, 1), (5e-324, 5e-324, 1), (1e300, 1e-10, 2e-310)) AS v(x, m, g)
	WHERE abs(grubel_lloyd(x, m) / g - 1) > 1e-14 OR abs(grubel_lloyd(m, x) / g - 1) > 1e-14 OR abs(marginal_trade(-x, -m) / g - 1) > 1e-14 OR marginal_trade(-x, m) <> 0$$, 'two-way trade of large, small and unequal amounts');
SELECT results_eq($$SELECT grubel_lloyd_balanced(1e16, 1), grubel_lloyd_total(1e16, 1), abs(grubel_lloyd_total(1.7e308, 0.5e308) - 1 / 2.2) < 1e-15, marginal_trade_total(1e16, 1)$$, $$VALUES (1::float8, 2e-16::float8, true, 2e-16::float8)$$, '… and of rows');
SELECT is_empty($$SELECT x FROM (VALUES (1e16, 1), (1e-16, 1), (1, 1), (3e15, 7)) AS v(x, m) GROUP BY x HAVING grubel_lloyd_balanced(x, m) IS DISTINCT FROM 1$$, 'one product is always balanced against itself');
SELECT throws_ok('SELECT grubel_lloyd_total(1.7e308, 1) FROM generate_series(1, 2)', '22003', NULL, 'a sum beyond float8 is said');
SELECT results_eq($$SELECT lafay_index(1.6e308, 0.4e308, 1.6e308, 1.6e308), lafay_index(16, 4, 16, 16)$$, $$VALUES (37.5::float8, 37.5::float8)$$, 'Lafay''s index of large amounts');
SELECT is(trade_intensity(1e308, 1.6e308, 0.4e308, 1.7e308, 0.1e308), 2.5::float8, 'intensity of large amounts');

---- a part above its total
SELECT throws_ok(q, '22023', NULL, q) FROM unnest(ARRAY[
	'SELECT lafay_index(100, 5, 50, 50)', 'SELECT lafay_index(5, 100, 50, 50)',
	'SELECT revealed_advantage(200, 100, 300, 1000, ''additive'')', 'SELECT revealed_advantage(200, 300, 100, 1000)', 'SELECT revealed_advantage(1, 300, 100, 200)', 'SELECT revealed_advantage(1, 100, 300, 200, ''symmetric'')',
	'SELECT trade_intensity(200, 100, 110, 1200, 100)', 'SELECT trade_intensity(20, 100, 110, 100, 150)', 'SELECT trade_intensity(20, 100, 110, 200, 100)']) AS q;
-- rounding of totals is none: sums of float8 in any order, and totals that went through text of 15 digits
SELECT lives_ok('SELECT revealed_advantage(0.1 + 0.2, 0.3, 0.3, 1), lafay_index(0.1 + 0.2, 0, 0.3, 1), trade_intensity(0.1 + 0.2, 0.3, 1, 2, 0)', 'rounding passes');

---- what is equal is told as equal
SELECT is_empty($$SELECT k, country, diversity FROM unnest('{0.1,0.07,0.3,1.7,0.013}'::float8[]) AS k, LATERAL (SELECT supply_network('C' || c, 'P' || p, c * p * k) AS net FROM generate_series(1, 9) AS c, generate_series(1, 11) AS p) AS n,
	economic_complexity(net, method => 'fitness') WHERE diversity <> 11$$, 'where trade is proportional everybody has an advantage of 1 in everything');
SELECT is_empty($$SELECT n, k, node FROM generate_series(2, 14) AS n, unnest('{1.1,0.3,0.7}'::float8[]) AS k, LATERAL (SELECT with_nodes((SELECT supply_network('N' || i, 'N' || i % n + 1, k) FROM generate_series(1, n) AS i), 'N' || i, 3.7, NULL) AS net FROM generate_series(1, n) AS i) AS t,
	linkages(net) WHERE kind <> 'weak' OR abs(backward - 1) > 1e-14$$, 'nodes of a ring are of one kind: none is above the mean');

SELECT * FROM finish();
ROLLBACK;
