-- The tolerance of a cascade is a bound: random networks beside plain rounds in extended precision,
-- computed by test/data/cascade_bound.c (test/long/cascade_bound.sh draws 10,000 of them).
BEGIN;
SELECT plan(12);
\ir cascade_bound.inc
\copy node FROM PROGRAM 'zcat test/data/cascade_bound.csv.gz' (FORMAT csv)

CREATE TEMP TABLE got AS SELECT b AS bound, c.* FROM unnest('{1e-9,1e-3,1e-11}'::float8[]) AS b, pg_temp.cascades(b) AS c;
SELECT cmp_ok(count(*), '>', 14000::bigint, 'cascades of 150 networks, six models, three tolerances') FROM got;
SELECT is_empty($$SELECT g.*, p.down, p.up FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node)
	WHERE abs(g.down - p.down) > bound OR abs(g.up - p.up) > bound$$, 'no loss is further from its end than the tolerance');
SELECT cmp_ok(count(*), '>', 13000::bigint, 'of losses that plain rounds know') FROM got JOIN pg_temp.plain AS p USING (net, model, node) WHERE p.down IS NOT NULL;
-- where no bound can be had the error says so: networks that leak less than a millionth, or turn where they end
SELECT is_empty($$SELECT * FROM got WHERE bound = 1e-3 AND problem IS NOT NULL$$, 'each gets within a thousandth');
SELECT cmp_ok(count(*) FILTER (WHERE problem IS NOT NULL), '<', 18::bigint, 'and 98 of 100 within 1e-9') FROM got WHERE bound = 1e-9;
SELECT is_empty($$SELECT DISTINCT problem FROM got WHERE problem !~ '^cascade does not (converge|come) within'$$, 'the others say so');

-- networks that leak nothing: a loop keeps what it is given, and nothing is made up in it
SELECT results_eq($$SELECT node, h_down FROM network_cascade('{A>B:1,B>C:1,C>A:1,D>A:3;A[sector=a],B[sector=b],C[sector=c],D[sector=d]}', '{D:0.3,B:0.1}', replacement => 'none')$$,
	$$VALUES ('A', 0.7::float8), ('B', 0.7), ('C', 0.7), ('D', 0.7)$$, 'a loop fed from outside and shocked inside');
SELECT is_empty($$SELECT node FROM network_cascade('{A>B:7,B>C:3,C>A:5,A>C:2;A[sector=a],B[sector=b],C[sector=c]}', '{A:0.3}', 1e-13)
	WHERE abs(h_down - 0.7) > 1e-13$$, 'a closed network to 1e-13');
-- a loop that loses one part in 2000 each time round: x = 0.4 + 0.5995 x has its end at 0.4 / 0.4005
SELECT is_empty($$SELECT h_down FROM network_cascade('{X>A:400,A>A:599.5,Y>A:0.5}', '{X:1}', production_function => 'linear')
	WHERE node = 'A' AND abs(1 - h_down - 0.4 / 0.4005) > 1e-15$$, 'own use');
-- x (1 - x) = 1/4 is reached from below at 1/2 only as near as the square root of the last digit
SELECT throws_like($$SELECT systemic_risk('{A>B:2,B>A:0.5;A[sector=s],B[sector=s]}', replacement => 'market', nodes => '{B}')$$,
	'cascade does not come within a tolerance of 1e-09 of its end', 'a double root is said');
SELECT results_eq($$SELECT round((1 - h_down)::numeric, 3) FROM network_cascade('{A>B:2,B>A:0.49;A[sector=s],B[sector=s]}', '{B:1}', replacement => 'market') WHERE node = 'A'$$,
	'SELECT round((1 - sqrt(1 - 4 * 0.245)) / 2, 3)', 'two roots: the lower');
-- firms of whom most have one supplier: loops of a few, in which losses of some 1e-13 are all alike
CREATE TEMP TABLE sparse AS SELECT with_nodes((SELECT supply_network('f' || floor(20000 * power((hashint8extended(i, 1) & 65535) / 65536.0, 2)),
	'f' || (hashint8extended(i, 2) & 65535) % 20000, 1 + i % 7) FROM generate_series(1, 24000) AS i),
	'f' || f, NULL, NULL, NULL, 's' || f % 50, f % 50 % 3 * 0.5) AS network FROM generate_series(0, 19999) AS f;
SELECT is(count(*)::int, 30, 'every firm of a sparse network has an answer')
FROM sparse, systemic_risk(network, nodes => (SELECT array_agg('f' || i) FROM generate_series(1, 30) AS i));
SELECT * FROM finish();
ROLLBACK;
