-- The tolerance of a cascade is a bound: 152 random networks beside their exact ends. Those without replacement are in
-- fractions (test/data/cascade_exact.py), the others by plain rounds in extended precision (test/data/cascade_bound.c).
-- test/long/cascade_bound.sh draws 10,000 of them.
BEGIN;
SELECT plan(23);
\ir cascade_bound.inc
\copy node FROM PROGRAM 'zcat test/data/cascade_bound.csv.gz' (FORMAT csv)

CREATE TEMP TABLE got AS SELECT b AS bound, c.* FROM unnest('{1e-9,1e-3,1e-11}'::float8[]) AS b, pg_temp.cascades(b) AS c;
SELECT cmp_ok(count(*), '>', 14000::bigint, 'cascades of 152 networks, six models, three tolerances') FROM got;
SELECT is_empty($$SELECT g.*, p.down, p.up FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node)
	WHERE abs(g.down - p.down) > bound OR abs(g.up - p.up) > bound$$, 'no loss is further from its end than the tolerance');
SELECT cmp_ok(count(*), '>', 13000::bigint, 'of losses that are known') FROM got JOIN pg_temp.plain AS p USING (net, model, node) WHERE p.down IS NOT NULL;
SELECT is_empty($$SELECT * FROM pg_temp.node WHERE up IS NULL OR leontief_none IS NULL OR linear_none IS NULL OR mixed_none IS NULL$$,
	'all of them without replacement');
-- where no bound can be had the rows say so: losses that turn where they end, and loops as bad as each other that hardly leak
SELECT cmp_ok(count(DISTINCT (net, model)) FILTER (WHERE problem IS NOT NULL AND model ~ 'market'), '<', 18::bigint, '96 of 100 with replacement within 1e-9')
FROM got WHERE bound = 1e-9;
SELECT cmp_ok(count(DISTINCT (net, model)) FILTER (WHERE problem IS NOT NULL AND model ~ 'none'), '<', 4::bigint, '99 of 100 without') FROM got WHERE bound = 1e-9;
SELECT is_empty($$SELECT * FROM got WHERE (problem IS NULL) <> (down IS NOT NULL AND up IS NOT NULL)$$, 'a loss that is not known is NULL, and the others are not');
SELECT is_empty($$SELECT DISTINCT problem FROM got WHERE problem !~ '^losses (down|up)stream (turn just where they end|go round in loops|are known to|do not come to rest)'$$, 'why is said');

-- networks that leak nothing: a loop keeps what it is given, and nothing is made up in it
SELECT results_eq($$SELECT node, h_down FROM network_cascade('{A>B:1,B>C:1,C>A:1,D>A:3;A[sector=a],B[sector=b],C[sector=c],D[sector=d]}', '{D:0.3,B:0.1}', replacement => 'none')$$,
	$$VALUES ('A', 0.7::float8), ('B', 0.7), ('C', 0.7), ('D', 0.7)$$, 'a loop fed from outside and shocked inside');
SELECT is_empty($$SELECT node FROM network_cascade('{A>B:7,B>C:3,C>A:5,A>C:2;A[sector=a],B[sector=b],C[sector=c]}', '{A:0.3}', 1e-13)
	WHERE abs(h_down - 0.7) > 1e-13$$, 'a closed network to 1e-13');
-- a market in which all buy from each other, and a trickle enters: A and B have a millionth of a millionth from outside.
-- a = (b·1e12 + x) / (1e12 + 1), b = (a·1e12 + 3·y) / (1e12 + 3): whatever goes round, a quarter of it comes from X
SELECT results_eq($$SELECT node, round((1 - h_down)::numeric, 10) FROM network_cascade('{X>A:1,B>A:1e12,A>B:1e12,Y>B:3;A[sector=k],B[sector=k],X[sector=k],Y[sector=k]}', '{X:0.8}')
	WHERE node IN ('A', 'B')$$, 'VALUES (''A'', 0.2), (''B'', 0.2)', 'a loop that hardly leaks');
-- A and B buy from each other, and X brings A a little more than its own shock: by less than a digit each time round, so plain
-- rounds come to rest at the shock, but a = (b + leak·x) / (1 + leak) and b = a end at x
SELECT is_empty($$SELECT t, node, 1 - h_down FROM unnest('{1e-6,1e-9,1e-12}'::float8[]) AS t, network_cascade('{A>B:1,B>A:1,X>A:4e-9;A[sector=a],B[sector=b],X[sector=b]}', '{X:0.1,A:0.0999999999}', t)
	WHERE abs(1 - h_down - 0.1) > t$$, 'a loop raises a shock by less than a digit each time round');
-- a = (b + leak·x + 2·leak·y) / (1 + 3·leak): a third of x, whatever the leak
SELECT is_empty($$SELECT leak, node, 1 - h_down FROM unnest('{1e-6,1e-12,1e-17,1e-20,1e-100}'::float8[]) AS leak,
		network_cascade(format('{A>B:1,B>A:1,X>A:%s,Y>A:%s;A[sector=a],B[sector=b],X[sector=b],Y[sector=b]}', leak, 2 * leak)::supply_network, '{X:0.9,A:0.1}')
	WHERE node IN ('A', 'B') AND (abs(1 - h_down - 0.3) > 1e-9 OR h_down IS NULL AND problem IS NULL)$$, 'however little it leaks, or the row says that it is not known');
-- of what B buys from A a part c is held back, and A buys a little from X, who loses nothing: b = c + (1 - c) a, a = b / (1 + leak)
SELECT is_empty($$SELECT c, leak, node, 1 - h_down, c * (1 + leak) / (c + leak) FROM (VALUES (3e-10::float8, 1e-9::float8), (1e-9, 3e-9), (1e-12, 1e-12), (1e-16, 1e-15)) AS v(c, leak),
		network_cascade(format('{A>B:1,B>A:1,X>A:%s;A[sector=a],B[sector=b],X[sector=b]}', leak)::supply_network,
			shocks => jsonb_build_object('supplier', 'A', 'user', 'B', 'cut', c)) WHERE node = 'B'
	AND (abs(1 - h_down - c * (1 + leak) / (c + leak)) > 1e-9 OR h_down IS NULL AND problem IS NULL)$$, 'however little of a flow is held back');
-- a shock of some last digits
SELECT is_empty($$SELECT c.* FROM (SELECT with_nodes(e.network, 'f' || f, NULL::float8, NULL::float8, NULL::float8, 's' || f * 7919 % 20, (f * 31 % 10 < 4)::int) AS network
		FROM (SELECT supply_network('f' || i * i % 307, 'f' || (i * 7919 + i / 3) % 211, 1 + i % 13) AS network FROM generate_series(1, 1200) AS i) AS e,
			generate_series(0, 306) AS f GROUP BY e.network) AS n, network_cascade(network, '{f0:1.2e-14}', 1e-13) AS c
	WHERE h_down > 1 OR h_up > 1$$, 'nobody loses less than nothing');
-- a loop that loses one part in 2000 each time round: x = 0.4 + 0.5995 x has its end at 0.4 / 0.4005
SELECT is_empty($$SELECT h_down FROM network_cascade('{X>A:400,A>A:599.5,Y>A:0.5}', '{X:1}', production_function => 'linear')
	WHERE node = 'A' AND abs(1 - h_down - 0.4 / 0.4005) > 1e-15$$, 'own use');
-- a loop of thousands of suppliers, of whom each sells 0.1: of what leaks, half comes from a firm that stopped, so b = 0.5 whatever the leak.
-- A sum of 5,000 times 0.1 rounds by 1e-13, and that goes round a million times
CREATE TEMP TABLE wide AS
SELECT suppliers, leak, h_down, problem FROM (VALUES (1000, 1e-5), (5000, 1e-5), (5000, 1e-6)) AS v(suppliers, leak),
	LATERAL (SELECT supply_network('s' || i, 'b', 0.1) + supply_network('b', 's' || i, 1) + supply_network('x', 'b', 0.05 * suppliers * leak)
			FILTER (WHERE i = 1) + supply_network('y', 'b', 0.05 * suppliers * leak) FILTER (WHERE i = 1) AS flows FROM generate_series(1, suppliers) AS i) AS f,
	LATERAL (SELECT with_nodes(flows, n, NULL::float8, NULL::float8, NULL::float8, CASE n WHEN 'b' THEN 'made' ELSE 'bought' END, NULL::float8) AS net
		FROM (SELECT 's' || i AS n FROM generate_series(1, suppliers) AS i UNION ALL VALUES ('b'), ('x'), ('y')) AS n GROUP BY flows) AS w,
	network_cascade(net, '{x:1}', production_function => 'leontief') WHERE node = 'b';
SELECT is_empty('SELECT * FROM wide WHERE abs(h_down - 0.5) > 1e-9', 'many suppliers: no error of sums goes round');
SELECT results_eq('SELECT suppliers, leak, problem IS NULL FROM wide', 'VALUES (1000, 1e-5, true), (5000, 1e-5, true), (5000, 1e-6, false)', 'and what leaks a hundred thousandth is known');
-- x (1 - x) = 1/4 is reached from below at 1/2 only as near as the square root of the last digit
SELECT results_eq($$SELECT node, systemic_risk, risk_down, risk_up, problem ~ '^losses downstream turn just where they end: the last step that changed one did so by \d'
		FROM systemic_risk('{A>B:2,B>A:0.5;A[sector=s],B[sector=s]}', replacement => 'market', nodes => '{B,A}')$$,
	$$VALUES ('B', NULL::float8, NULL::float8, 1::float8, true), ('A', 1, 1, 1, NULL)$$, 'a double root is said, and the next firm has its figures');
SELECT results_eq($$SELECT node, h_down, h_up, loss, round_hit, cause, problem ~ '^losses downstream' FROM network_cascade('{A>B:2,B>A:0.5;A[sector=s],B[sector=s]}', '{B:1}', replacement => 'market')$$,
	$$VALUES ('A', NULL::float8, 0::float8, NULL::float8, NULL::int, NULL::text, true), ('B', NULL, 0, NULL, NULL, NULL, true)$$, 'and in one cascade');
-- firm by firm and all at once: one that is not known changes nothing for those after it
CREATE TEMP TABLE drawn AS
SELECT net, replacement, supply_network(node, split_part(sale, ':', 1), split_part(sale, ':', 2)::float8) AS network
FROM pg_temp.node, string_to_table(rtrim(sales), ' ') AS sale, unnest('{none,market}'::text[]) AS replacement WHERE net <= 60 GROUP BY 1, 2;
CREATE TEMP TABLE alone AS
SELECT net, replacement, o.node, count(problem) > 0 AS is_unknown, sum(loss) / sum(e.sold) AS risk
FROM drawn AS d, each_node(network) AS o, network_cascade(network, supply_mix(ARRAY[o.node], '{1}'), replacement => d.replacement) AS c
	JOIN LATERAL each_node(network) AS e USING (node) GROUP BY 1, 2, 3;
SELECT is_empty($$SELECT s.*, a.* FROM drawn AS d CROSS JOIN LATERAL systemic_risk(network, replacement => d.replacement) AS s
		LEFT JOIN alone AS a ON a.net = d.net AND a.replacement = d.replacement AND a.node = s.node
	WHERE a.is_unknown IS DISTINCT FROM (problem IS NOT NULL) OR abs(systemic_risk - risk) > 2e-9$$, 'firm by firm and all at once are the same');
SELECT results_eq($$SELECT round((1 - h_down)::numeric, 9) FROM network_cascade('{A>B:2,B>A:0.49;A[sector=s],B[sector=s]}', '{B:1}', replacement => 'market') WHERE node = 'A'$$,
	'SELECT round((1 - sqrt(1 - 4 * 0.245)) / 2, 9)', 'two roots: the lower');
-- rounds as published stop by their own rule
SELECT is_empty($$SELECT h_down FROM network_cascade('{X>A:400,A>A:599.5,Y>A:0.5}', '{X:1}', production_function => 'linear', stop_change => 0.1)
	WHERE node = 'A' AND abs(1 - h_down - 0.4 * (1 + 0.5995 + 0.5995 ^ 2 + 0.5995 ^ 3)) > 1e-12$$, 'stop_change => 0.1: four rounds, the last of which brings less than 0.1');
SELECT * FROM finish();
ROLLBACK;
