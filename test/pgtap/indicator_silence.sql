-- Measures of trade at the ends of their definitions and of float8: a number is right, or there is an error or NULL that the page names;
-- never another number in silence.  Expected values follow from the definitions by hand, or are exact numeric.
BEGIN;
SELECT plan(47);

---- what leaves the range of numbers is an error, at both ends
SELECT throws_ok(q, '22003', NULL, q) FROM unnest(ARRAY[
	$$SELECT bill_score('{Cu:1e200}', '{Cu:1e200}')$$, $$SELECT bill_score('{Cu:1e200}', '{Cu:1e200}', 'zero')$$, $$SELECT bill_score('{Cu:1e-200}', '{Cu:1e-200}')$$,
	$$SELECT * FROM revealed_advantage('{A>p:1e308,B>p:1e308}'::supply_network)$$, $$SELECT * FROM economic_complexity('{A>p:1e308,A>q:1e308,B>p:1e308,B>q:1e307}')$$,
	$$SELECT * FROM product_proximity('{A>p:1e308,A>q:1e308,B>p:1e308,B>q:1e307}')$$, $$SELECT * FROM export_sophistication('{A>p:1e308,A>q:1e308,B>p:1e308}', '{A:1,B:2}')$$,
	$$SELECT * FROM product_sophistication('{A>p:1e-308,A>q:1e308}', '{A:1}')$$, $$SELECT * FROM product_sophistication('{A>p:1}', '{A:-10}')$$,
	'SELECT trade_restrictiveness(1e-200, 1, 1)', 'SELECT trade_restrictiveness(0.1, 1e-200, 1e-200)', 'SELECT overall_trade_restrictiveness(0.1, 1e-200, 1e-200)', 'SELECT overall_trade_restrictiveness(1e-200, 1e-200, 1)',
	$$SELECT intensive_margin('{a:1e-308}', '{a:1e308}')$$, $$SELECT extensive_margin('{a:1e-308,b:1e308}', '{a:1,b:1}')$$, $$SELECT hachman_index('{a:1}', '{a:1e-308,b:1e308}')$$,
	'SELECT grubel_lloyd(1e308, 1e-300)', 'SELECT revealed_advantage(1e-320, 1e10, 1e10, 1e12)', 'SELECT trade_intensity(1e-320, 1e10, 1, 1, 0)', 'SELECT geopolrisk_factor(1e-200, 1e-200)']) AS q;
SELECT is(trade_intensity(0, 55.37, 3.43e-300, 4.2e128, 0.00065), 0::float8, 'no flow is an intensity of 0, however small the imports');
-- (1e-300 / 1e-290) / (1e-300 / 1e10) = 1e300
SELECT ok(abs(trade_intensity(1e-300, 1e-290, 1e-300, 1e10, 0) / 1e300 - 1) < 1e-14, 'intensity of parts that are far apart');
SELECT results_eq('SELECT trade_restrictiveness(0, 5, 1), overall_trade_restrictiveness(0, 5, 1), trade_restrictiveness(0.3, 0, 1)', 'VALUES (0::float8, 0::float8, NULL::float8)', 'free trade and no imports are what they were');

---- inputs that are worth all of the product, but for rounding
SELECT is_empty($$SELECT n FROM generate_series(2, 60) AS n, LATERAL (SELECT sum(1.0::float8 / n + 0 * i) AS a FROM generate_series(1, n) AS i) AS s WHERE effective_protection(0.2, 0.05, a) IS NOT NULL$$, 'n inputs of one n-th leave no value added');
SELECT is((SELECT effective_protection FROM effective_protection('{a>b:0.1,c>b:0.2;a[output=10],b[output=0.3],c[output=1]}', '{a:0.1,b:0.2}') WHERE node = 'b'), NULL, 'neither do those of a node');
SELECT ok(abs(effective_protection(0.2, 0.05, 1 - 1e-6) / 150000 - 1) < 1e-9, 'a value added of a millionth is one');

---- a separator that no node has
SELECT throws_ok(format($$SELECT * FROM %s('{"A_x">"B_y":5}', '{"B_y">A:10,"B_y">B:10}')$$, f), '22023', NULL, f || ': no node has the separator') FROM unnest('{value_origin,borin_mancini,borin_mancini_bilateral,koopman_wang_wei,wang_wei_zhu}'::text[]) AS f;
SELECT results_eq($$SELECT country, exports FROM borin_mancini('{"A_x">"B_y":5}', '{"B_y">A:10,"B_y">B:10}', separator => '_')$$, $$VALUES ('A', 5::float8), ('B', 10)$$, '… and the right one');
SELECT results_eq($$SELECT country, exports FROM borin_mancini('{A>B:5}', '{B>A:10,B>B:10}', separator => NULL)$$, $$VALUES ('A', 5::float8), ('B', 10)$$, 'without one every node is a country');

---- (L (L - I)) / (L - I) whatever the signs; every way is told
SELECT results_eq($$SELECT supplier, "user", length FROM average_propagation_length('{A>B:-2,B>C:5;A[output=10],B[output=10],C[output=10]}')$$, $$VALUES ('A', 'B', 1::float8), ('A', 'C', 2), ('B', 'C', 1)$$, 'negative flows are steps, too');
SELECT throws_ok($$SELECT * FROM average_propagation_length('{A>B:1e-200,B>C:1e-200;A[output=1],B[output=1],C[output=1]}')$$, '22003', NULL, 'a way too thin for float8 is said');
-- 2 * 3 by one way and -6 by the other
SELECT results_eq($$SELECT length FROM average_propagation_length('{A>B:2,B>D:3,A>C:-2,C>D:3;A[output=8],B[output=8],C[output=8],D[output=8]}') WHERE supplier = 'A' AND "user" = 'D'$$, 'VALUES (NULL::float8)', 'ways that cancel have no mean');

---- inequality next to nothing: 1 - exp(ln(1 - e (1 - e) GE(1 - e)) / (1 - e)) is e T / 1 for a small e
SELECT is_empty($$SELECT e FROM unnest('{1e-6,1e-9,1e-12,1e-17,1e-100}'::float8[]) AS e WHERE abs(atkinson_index('{a:1,b:3,c:7}', e) / (e * generalized_entropy('{a:1,b:3,c:7}', 1)) - 1) > greatest(e, 1e-14)$$, 'Atkinson of an aversion of almost nothing');
-- amounts n + {0, 1, 5}: mean n + 2, so F = (2 + (2 - 1) / (5 - 1)) / 3 and L = (n + n + 1 + (1 / 4) (n + 5)) / (3 n + 6)
CREATE TEMP TABLE near AS SELECT n, supply_mix(o, n + d) AS mix, 2.25 / 3 + (2.25 * n::numeric + 2.25) / (3 * n::numeric + 6) AS s FROM unnest('{100,1e6,1e9,1e12,1e15}'::float8[]) AS n, (VALUES ('a', 0), ('b', 1), ('c', 5)) AS v(o, d) GROUP BY n;
SELECT is_empty($$SELECT n, lorenz_asymmetry(mix), s FROM near WHERE abs(lorenz_asymmetry(mix)::numeric - s) > 1e-15$$, 'Lorenz asymmetry of nearly equal amounts');
SELECT results_eq($$SELECT extensive_margin('{}', '{a:1,b:3}'), extensive_margin('{a:0}', '{a:1,b:3}'), extensive_margin('{a:0}', '{a:0}'), intensive_margin('{}', '{a:1,b:3}')$$, 'VALUES (0::float8, 0::float8, NULL::float8, NULL::float8)', 'who sells nothing has an extensive margin of 0');
SELECT results_eq($$SELECT gini_index('{CHN:3,VNM:1}', NULL::int), gini_index(NULL, 5), gini_index('{CHN:3,VNM:1}', 2)$$, 'VALUES (0.25::float8, NULL::float8, 0.25::float8)', 'a Gini of only those who supply');

---- a material without a price is said, whatever its score
SELECT throws_ok($$SELECT geopolrisk_factors('{M0:0.6,M1:0}', '{M0:10}')$$, '22000', NULL, 'a score of 0 without a price');
SELECT throws_ok($$SELECT geopolrisk_factors('{M0:0.6,"":0.2}', '{M0:10}')$$, '22000', NULL, 'a score of nobody');
SELECT results_eq($$SELECT geopolrisk_factors('{M0:0.6,M1:0,"":0.2}', '{M0:10}', missing => 'exclude')::text$$, $$VALUES ('{M0:6}')$$, '… left out when asked');

---- complexity where the second and third eigenvalue are near: an eigenvector, whatever countries are called
CREATE TEMP TABLE had AS SELECT 'c' || c AS c, 'p' || p AS p FROM generate_series(1, 60) AS c, generate_series(1, 500) AS p WHERE hashint8(c * 100003 + p) % 20 = 0 OR p = 1;
CREATE TEMP TABLE row_of AS SELECT 'c' || lpad(i::text, 4, '0') AS c, 'p' || lpad((i + k)::text, 4, '0') AS p FROM generate_series(0, 299) AS i, generate_series(0, 1) AS k UNION SELECT 'c0299', 'p0' || p FROM generate_series(300, 302) AS p;
CREATE TEMP TABLE one AS SELECT t, e.* FROM (SELECT 'had' AS t, supply_network(c, p, 1) AS net FROM had UNION ALL SELECT 'row', supply_network(c, p, 1) FROM row_of) AS n, economic_complexity(net, basis => 'amount') AS e;
CREATE TEMP TABLE other AS SELECT t, e.* FROM (SELECT 'had' AS t, supply_network(reverse(c), p, 1) AS net FROM had UNION ALL SELECT 'row', supply_network(reverse(c), p, 1) FROM row_of) AS n, economic_complexity(net, basis => 'amount') AS e;
SELECT is((SELECT count(*) FROM one), 360::bigint, 'complexity of both tables');
SELECT is_empty($$SELECT t, max(abs(one.complexity - other.complexity)) FROM one JOIN other USING (t) WHERE other.country = reverse(one.country) GROUP BY t HAVING count(*) < 60 OR max(abs(one.complexity - other.complexity)) > CASE t WHEN 'had' THEN 1e-12 ELSE 1e-10 END$$, '… knows no names');
-- it is an eigenvector: the means over what countries have of the means over who has it are in one line with it
SELECT is_empty($$WITH flow AS (SELECT 'had' AS t, * FROM had UNION ALL SELECT 'row', * FROM row_of), of_product AS (SELECT f.t, p, avg(complexity) AS x FROM flow AS f JOIN one ON (one.t, country) = (f.t, c) GROUP BY f.t, p),
	again AS (SELECT t, c, avg(x) AS y FROM flow JOIN of_product USING (t, p) GROUP BY t, c), both_of AS (SELECT a.t, y, complexity AS x FROM again AS a JOIN one ON (one.t, country) = (a.t, c)),
	line AS (SELECT t, regr_slope(y, x) AS b, regr_intercept(y, x) AS a FROM both_of GROUP BY t)
	SELECT t, max(abs(y - a - b * x)) FROM both_of JOIN line USING (t) GROUP BY t HAVING max(abs(y - a - b * x)) > 1e-13$$, '… and an eigenvector');
-- the second one of a row of countries has one end low and one high
SELECT is((SELECT count(*) FROM (SELECT sign(complexity - lag(complexity) OVER (ORDER BY country)) AS s FROM one WHERE t = 'row') AS d WHERE s IS NOT NULL GROUP BY s ORDER BY 1 DESC LIMIT 1), 299::bigint, '… of which a row has the one without a turn');

SELECT * FROM finish();
ROLLBACK;
