-- Measures of trade: each against its definition in exact numeric, and the laws it obeys.
BEGIN;
SELECT plan(26);

CREATE TEMP TABLE flow AS
SELECT 'C' || c AS country, 'P' || p AS product, (1 + (c * 7919 + p * 104729) % 9973 * (c % 5 + 1))::float8 AS x,
	((c * 31 + p * 17) % 11 * 37)::float8 AS m
FROM generate_series(1, 23) AS c, generate_series(1, 41) AS p WHERE (c * p) % 7 <> 0;
CREATE TEMP TABLE rca AS
SELECT *, x::numeric / sum(x::numeric) OVER (PARTITION BY country) / (sum(x::numeric) OVER (PARTITION BY product) / sum(x::numeric) OVER ()) AS r,
	revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER ()) AS balassa,
	revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER (), 'symmetric') AS sym,
	revealed_advantage(x, sum(x) OVER c, sum(x) OVER p, sum(x) OVER (), 'additive') AS additive,
	lafay_index(x, m, sum(x) OVER c, sum(m) OVER c) AS lafay
FROM flow WINDOW c AS (PARTITION BY country), p AS (PARTITION BY product);

SELECT is_empty($$SELECT * FROM rca WHERE abs(balassa / r - 1) > 1e-13$$, 'Balassa''s index is the quotient of shares');
SELECT is_empty($$SELECT * FROM rca WHERE abs(sym - (r - 1) / (r + 1)) > 1e-14$$, 'the symmetric form is (r - 1) / (r + 1)');
-- every country gains as much as it loses (Hoen and Oosterhaven 2006); all countries here trade the same products
SELECT cmp_ok((SELECT max(abs(s)) FROM (SELECT sum(additive) AS s FROM rca GROUP BY country) AS sums), '<', 1e-13::float8, 'the additive form sums to 0 over all products of a country');
SELECT cmp_ok((SELECT max(abs(s)) FROM (SELECT sum(lafay) AS s FROM rca GROUP BY country) AS sums), '<', 1e-12::float8, 'Lafay''s index sums to 0 over all products of a country');
SELECT is_empty($$SELECT * FROM rca WHERE abs(balassa) < 0 OR abs(sym) > 1 OR abs(additive) > 1 OR abs(lafay) > 50$$, 'all keep their ranges');

SELECT is_empty($$SELECT country FROM flow GROUP BY country HAVING abs(grubel_lloyd_total(x, m)
	- (sum((x + m) * grubel_lloyd(x, m)) / sum(x + m))) > 1e-13$$, 'two-way trade in total is the mean weighted by trade');
SELECT is_empty($$SELECT country FROM flow GROUP BY country HAVING abs(grubel_lloyd_balanced(x, m)
	- (sum(x + m) - sum(abs(x - m))) / (sum(x + m) - abs(sum(x) - sum(m)))) > 1e-13 OR grubel_lloyd_balanced(x, m) NOT BETWEEN grubel_lloyd_total(x, m) AND 1$$,
	'balanced two-way trade by its definition, never below the plain one');
SELECT is_empty($$SELECT * FROM (SELECT country, product, grubel_lloyd_total(x, m) OVER w AS moving,
		1 - sum(abs(x - m)::numeric) OVER w / sum((x + m)::numeric) OVER w AS plain FROM flow WINDOW w AS (PARTITION BY country ORDER BY product ROWS 4 PRECEDING)) AS t
	WHERE abs(moving - plain) > 1e-15$$, 'a window that moves gives the same as sums of numeric');
SELECT is_empty($$SELECT country FROM flow GROUP BY country HAVING abs(trade_restrictiveness(m / 400, x, -0.5) ^ 2
	- (sum(x * (m / 400) ^ 2) / sum(x))) > 1e-14 OR abs(overall_trade_restrictiveness(m / 400, x, 3) - sum(x * m / 400) / sum(x)) > 1e-14
	OR trade_restrictiveness(m / 400, x, 1) < overall_trade_restrictiveness(m / 400, x, 1)$$, 'TRI and OTRI by their definitions, TRI the larger');
-- Feenstra 1995: equal tariffs are their own index
SELECT results_eq($$SELECT round(trade_restrictiveness(0.07, x, m)::numeric, 14), round(overall_trade_restrictiveness(0.07, x, m)::numeric, 14) FROM flow$$,
	$$VALUES (0.07::numeric(15,14), 0.07::numeric(15,14))$$, 'one tariff on all is the index');

CREATE TEMP TABLE mixed AS SELECT country, supply_mix(product, x) AS mix, count(*)::int AS n FROM flow GROUP BY country;
CREATE TEMP TABLE share AS SELECT country, product, x::numeric / sum(x::numeric) OVER (PARTITION BY country) AS s,
	row_number() OVER (PARTITION BY country ORDER BY x DESC) AS rank, count(*) OVER (PARTITION BY country) AS n FROM flow;
SELECT is_empty($$SELECT country FROM mixed JOIN (SELECT country, (sqrt(sum(s * s)) - sqrt(1 / 60.0)) / (1 - sqrt(1 / 60.0)) AS h FROM share GROUP BY country) AS s USING (country)
	WHERE abs(concentration_index(mix, 60) - h) > 1e-14$$, 'UNCTAD''s concentration index by its definition');
SELECT is_empty($$SELECT country FROM mixed JOIN (SELECT country, 1 / (2 * sum(rank * s) - 1) AS r FROM share GROUP BY country) AS s USING (country)
	WHERE abs(rosenbluth_index(mix) - r) > 1e-14$$, 'Rosenbluth''s index by its definition');
-- the printed example of ineq and EconGeo: (0, 0, 0, 1, 1)
SELECT is(gini_index('{d:1,e:1}', 5), 0.6::float8, 'Gini of (0, 0, 0, 1, 1)');
SELECT is_empty($$SELECT country FROM mixed WHERE abs(gini_index(mix, n) - gini_index(mix)) > 1e-14
	OR abs(1 - gini_index(mix, 100) - n / 100.0 * (1 - gini_index(mix))) > 1e-14$$, 'Gini: those with nothing only shrink the equal part');
SELECT is_empty($$SELECT country FROM mixed JOIN (SELECT country, -sum(ln(s * n)) / max(n) AS l, sum((s * n - 1) ^ 2) / max(n) / 2 AS cv,
		(sum((s * n) ^ 3) / max(n) - 1) / 6 AS ge3, 1 - exp(sum(ln(s * n)) / max(n)) AS a1, 1 - (sum(sqrt(s * n)) / max(n)) ^ 2 AS a05 FROM share GROUP BY country) AS s USING (country)
	WHERE abs(generalized_entropy(mix, 0) - l) > 1e-13 OR abs(generalized_entropy(mix, 2) - cv) > 1e-13 OR abs(generalized_entropy(mix, 3) - ge3) > 1e-12
		OR abs(generalized_entropy(mix) - theil_index(mix)) > 1e-13 OR abs(atkinson_index(mix, 1) - a1) > 1e-13 OR abs(atkinson_index(mix) - a05) > 1e-13$$,
	'generalized entropy of order 0, 1, 2 and 3, Atkinson of 0.5 and 1');
-- an order next to 0 or 1 is next to its limit
SELECT is_empty($$SELECT country FROM mixed WHERE abs(generalized_entropy(mix, 1e-9) - generalized_entropy(mix, 0)) > 1e-6 OR abs(generalized_entropy(mix, 1 + 1e-9) - generalized_entropy(mix, 1)) > 1e-6$$,
	'the orders 0 and 1 are limits');
SELECT is_empty($$SELECT country FROM mixed, LATERAL (SELECT 2 * sum((origin_share - lag) * (origin_share - amount_share + lag - lag2)) / 2 AS g FROM (
		SELECT *, lag(origin_share) OVER (ORDER BY rank) AS lag, lag(amount_share) OVER (ORDER BY rank) AS lag2 FROM lorenz_curve(mix, 50)) AS c) AS area
	WHERE abs(g - gini_index(mix, 50)) > 1e-13$$, 'twice the area between Lorenz curve and diagonal is the Gini');
-- Damgaard and Weiner 2000: 1 where the curve is symmetric
SELECT results_eq($$SELECT round(lorenz_asymmetry(m)::numeric, 12) FROM (VALUES ('{a:1,b:1,c:1}'::supply_mix), ('{a:3,b:1}'), ('{a:2,b:2,c:2,d:10}'), ('{a:1,b:9,c:9,d:9}')) AS v(m)$$,
	$$VALUES (1::numeric(13,12)), (1.375), (1.34375), (0.714285714286)$$, 'Lorenz asymmetry: a giant makes it large, dwarfs make it small');

CREATE TEMP TABLE world AS SELECT supply_mix(product, x) AS mix FROM flow;
SELECT is_empty($$SELECT c.country, hachman_index(c.mix, w.mix), h FROM mixed AS c, world AS w,
	LATERAL (SELECT 1 / sum(x / (SELECT sum(x) FROM flow AS f WHERE f.country = c.country) * balassa) AS h FROM rca WHERE rca.country = c.country) AS h
	WHERE abs(hachman_index(c.mix, w.mix) - h) > 1e-13$$, 'Hachman''s index is 1 / the mean location quotient');
SELECT is_empty($$SELECT c.country, locational_gini(c.mix, w.mix), g FROM mixed AS c, world AS w,
	LATERAL (SELECT 1 - sum(r * (2 * coalesce(before, 0) + s)) AS g FROM (SELECT s, r, sum(s) OVER (ORDER BY s / r ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
		FROM (SELECT p.product, coalesce(s, 0) AS s, r FROM (SELECT product, sum(x)::numeric / (SELECT sum(x)::numeric FROM flow) AS r FROM flow GROUP BY product) AS p
			LEFT JOIN share ON share.product = p.product AND share.country = c.country) AS q) AS q) AS g
	WHERE abs(locational_gini(c.mix, w.mix) - g) > 1e-12$$, 'locational Gini by its definition');
SELECT results_eq($$SELECT locational_gini(m::supply_mix, '{a:1,c:3}') FROM unnest('{"{a:3,c:1}","{a:3,b:0,c:1}"}'::text[]) AS m
	UNION ALL SELECT locational_gini('{a:3,c:1}', '{a:1,b:0,c:3}')$$, $$VALUES (0.5::float8), (0.5), (0.5)$$, '… and what nobody has changes nothing');
SELECT is_empty($$SELECT c.country FROM mixed AS c, world AS w, LATERAL (SELECT supply_mix(p, 0) AS none FROM unnest('{0,HHH,zz}'::text[]) AS p) AS z
	WHERE (locational_gini(c.mix + none, w.mix), locational_gini(c.mix, w.mix + none), hachman_index(c.mix + none, w.mix + none))
		IS DISTINCT FROM (locational_gini(c.mix, w.mix), locational_gini(c.mix, w.mix), hachman_index(c.mix, w.mix))$$, '… with zeros before, between and after');
SELECT is_empty($$SELECT c.country FROM mixed AS c, world AS w
	WHERE abs(extensive_margin(c.mix, w.mix) * intensive_margin(c.mix, w.mix) - total(c.mix) / total(w.mix)) > 1e-15$$, 'both margins make the ratio of totals');
SELECT is_empty($$SELECT a.country, b.country FROM mixed AS a, mixed AS b, margin_change(a.mix, b.mix)
	WHERE abs(grown + entered + "left" - (total(b.mix) - total(a.mix))) > 1e-6 OR entered < 0 OR "left" > 0$$, 'margins of a change sum to it');

---- characterisation factors of three materials for the United States in 2022, as a public workbook has them
CREATE TEMP TABLE expected (material text, hs6 text, year int, importer text, importer_m49 int, hhi float8, domestic float8, weighted float8, imports float8, import_risk float8,
	score float8, price float8, midpoint float8, cf float8);
\copy expected FROM test/data/geopolrisk_usa2022_expected.csv (FORMAT csv, HEADER)
SELECT is((SELECT count(*) FROM expected WHERE abs(geopolrisk_factor(score, price) / midpoint - 1) < 1e-14), 3::bigint, 'score times price is the midpoint');
-- copper's own factor is not in the workbook: it is the same whichever material tells it
SELECT is((SELECT count(*) FROM expected AS a, expected AS b WHERE abs(geopolrisk_factor(a.score, a.price, b.midpoint / b.cf) / a.cf - 1) < 1e-12), 9::bigint, 'kilograms of copper');

SELECT * FROM finish();
ROLLBACK;
