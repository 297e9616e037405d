-- The tolerance of a cascade is a bound: 150 random networks beside their exact ends. Those without replacement are in
-- fractions (test/data/cascade_exact.py), the others by plain rounds in extended precision (test/data/cascade_bound.c).
-- test/long/cascade_bound.sh draws 10,000 of them.
BEGIN;
SELECT plan(14);
\ir cascade_bound.inc
\copy node FROM PROGRAM 'zcat test/data/cascade_bound.csv.gz' (FORMAT csv)

CREATE TEMP TABLE got AS SELECT b AS bound, c.* FROM unnest('{1e-9,1e-3,1e-11}'::float8[]) AS b, pg_temp.cascades(b) AS c;
SELECT cmp_ok(count(*), '>', 14000::bigint, 'cascades of 150 networks, six models, three tolerances') FROM got;
SELECT is_empty($$SELECT g.*, p.down, p.up FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node)
	WHERE abs(g.down - p.down) > bound OR abs(g.up - p.up) > bound$$, 'no loss is further from its end than the tolerance');
SELECT cmp_ok(count(*), '>', 13000::bigint, 'of losses that are known') FROM got JOIN pg_temp.plain AS p USING (net, model, node) WHERE p.down IS NOT NULL;
SELECT is_empty($$SELECT * FROM pg_temp.node WHERE up IS NULL OR leontief_none IS NULL OR linear_none IS NULL OR mixed_none IS NULL$$,
	'all of them without replacement');
-- where no bound can be had the error says so: losses that turn where they end, and loops as bad as each other that hardly leak
SELECT cmp_ok(count(*) FILTER (WHERE problem IS NOT NULL AND model ~ 'market'), '<', 18::bigint, '96 of 100 with replacement within 1e-9')
FROM got WHERE bound = 1e-9;
SELECT cmp_ok(count(*) FILTER (WHERE problem IS NOT NULL AND model ~ 'none'), '<', 4::bigint, '99 of 100 without') FROM got WHERE bound = 1e-9;
SELECT is_empty($$SELECT DISTINCT problem FROM got WHERE problem !~ '^cascade does not (come|converge) within'$$, 'the others say so');

-- networks that leak nothing: a loop keeps what it is given, and nothing is made up in it
SELECT results_eq($$SELECT node, h_down FROM network_cascade('{A>B:1,B>C:1,C>A:1,D>A:3;A[sector=a],B[sector=b],C[sector=c],D[sector=d]}', '{D:0.3,B:0.1}', replacement => 'none')$$,
	$$VALUES ('A', 0.7::float8), ('B', 0.7), ('C', 0.7), ('D', 0.7)$$, 'a loop fed from outside and shocked inside');
SELECT is_empty($$SELECT node FROM network_cascade('{A>B:7,B>C:3,C>A:5,A>C:2;A[sector=a],B[sector=b],C[sector=c]}', '{A:0.3}', 1e-13)
	WHERE abs(h_down - 0.7) > 1e-13$$, 'a closed network to 1e-13');
-- a market in which all buy from each other, and a trickle enters: A and B have a millionth of a millionth from outside.
-- a = (b·1e12 + x) / (1e12 + 1), b = (a·1e12 + 3·y) / (1e12 + 3): whatever goes round, a quarter of it comes from X
SELECT results_eq($$SELECT node, round((1 - h_down)::numeric, 10) FROM network_cascade('{X>A:1,B>A:1e12,A>B:1e12,Y>B:3;A[sector=k],B[sector=k],X[sector=k],Y[sector=k]}', '{X:0.8}')
	WHERE node IN ('A', 'B')$$, 'VALUES (''A'', 0.2), (''B'', 0.2)', 'a loop that hardly leaks');
-- a loop that loses one part in 2000 each time round: x = 0.4 + 0.5995 x has its end at 0.4 / 0.4005
SELECT is_empty($$SELECT h_down FROM network_cascade('{X>A:400,A>A:599.5,Y>A:0.5}', '{X:1}', production_function => 'linear')
	WHERE node = 'A' AND abs(1 - h_down - 0.4 / 0.4005) > 1e-15$$, 'own use');
-- x (1 - x) = 1/4 is reached from below at 1/2 only as near as the square root of the last digit
SELECT throws_like($$SELECT systemic_risk('{A>B:2,B>A:0.5;A[sector=s],B[sector=s]}', replacement => 'market', nodes => '{B}')$$,
	'cascade does not come within a tolerance of 1e-09 of its end', 'a double root is said');
SELECT results_eq($$SELECT round((1 - h_down)::numeric, 9) FROM network_cascade('{A>B:2,B>A:0.49;A[sector=s],B[sector=s]}', '{B:1}', replacement => 'market') WHERE node = 'A'$$,
	'SELECT round((1 - sqrt(1 - 4 * 0.245)) / 2, 9)', 'two roots: the lower');
-- rounds as published stop by their own rule
SELECT is_empty($$SELECT h_down FROM network_cascade('{X>A:400,A>A:599.5,Y>A:0.5}', '{X:1}', production_function => 'linear', stop_change => 0.1)
	WHERE node = 'A' AND abs(1 - h_down - 0.4 * (1 + 0.5995 + 0.5995 ^ 2 + 0.5995 ^ 3)) > 1e-12$$, 'stop_change => 0.1: four rounds, the last of which brings less than 0.1');
SELECT * FROM finish();
ROLLBACK;
