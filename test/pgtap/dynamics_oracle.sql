-- The dynamic model against runs of BoARIO, and its invariants.
BEGIN;
SELECT plan(60);

CREATE TEMP TABLE flows (supplier text, "user" text, amount float8);
CREATE TEMP TABLE nodes (node text, sector text, output float8, final_demand float8, value_added float8);
CREATE TEMP TABLE wanted (step int, node text, production float8, capacity float8, unmet float8);
\copy flows FROM PROGRAM 'zcat test/data/pymrio_flows.csv.gz' WITH (FORMAT csv, HEADER)
\copy nodes FROM 'test/data/pymrio_nodes.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE net AS
SELECT with_nodes((SELECT supply_network(supplier, "user", amount) FROM flows),
	node, output, final_demand, value_added, sector, NULL) AS network
FROM nodes;
CREATE TEMP TABLE usual AS SELECT node, output / 365 AS production, final_demand / 365 AS final_demand FROM nodes;

-- rows that differ by more than 1e-9 of usual production
CREATE FUNCTION pg_temp.differences(run text) RETURNS TABLE (at text, day int, figure text, got float8, expected float8)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT w.node, w.step, what, g, w2 FROM %I g JOIN wanted w ON w.node = g.node AND w.step = g.period
		JOIN usual u ON u.node = w.node,
		LATERAL (VALUES ('production', g.production, w.production), ('capacity', g.capacity, w.capacity),
			('unmet', g.unmet_demand, w.unmet)) v(what, g, w2)
		WHERE abs(g - w2) > 1e-9 * greatest(u.production, 1e-300)$q$, run);
END $$;

\copy wanted FROM PROGRAM 'zcat test/data/dynamics_s1.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE s1 AS SELECT d.* FROM net, dynamic_loss(network,
	'{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}',
	inventory => 30, overproduction => 1, orders => 'fixed', compat => 'boario') d;
SELECT is(count(*)::int, 365 * 48, 'S1 has 365 days of 48 industries') FROM s1 JOIN wanted ON step = period AND wanted.node = s1.node;
SELECT is_empty($$SELECT * FROM pg_temp.differences('s1')$$, 'S1: no alternative orders, to 1e-9');
SELECT cmp_ok(min(s1.production / u.production), '<', 0.1::float8, 'S1 is a deep crisis') FROM s1 JOIN usual u USING (node);

TRUNCATE wanted;
\copy wanted FROM PROGRAM 'zcat test/data/dynamics_s2.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE s2 AS SELECT d.* FROM net, dynamic_loss(network,
	'{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}', inventory => 30, compat => 'boario') d;
SELECT is(count(*)::int, 365 * 48, 'S2 rows') FROM wanted;
SELECT is_empty($$SELECT * FROM pg_temp.differences('s2')$$, 'S2: alternative orders and overproduction, to 1e-9');

TRUNCATE wanted;
\copy wanted FROM PROGRAM 'zcat test/data/dynamics_s3.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE s3 AS SELECT d.* FROM net, dynamic_loss(network,
	'{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}',
	inventory => 30, overproduction => 1, orders => 'fixed', psi => 1, restock_time => 1, compat => 'boario') d;
SELECT is(count(*)::int, 365 * 48, 'S3 rows') FROM wanted;
SELECT is_empty($$SELECT * FROM pg_temp.differences('s3')$$, 'S3: base variant, to 1e-9');

TRUNCATE wanted;
\copy wanted FROM PROGRAM 'zcat test/data/dynamics_s4.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE s4 AS SELECT d.* FROM net, dynamic_loss(network,
	'{"nodes": ["reg1|mining", "reg1|electricity"], "kind": "capital", "loss": 100000, "from": 5,
	  "duration": 20, "recovery": "linear", "recovery_time": 90}', inventory => 30, compat => 'boario') d;
SELECT is(count(*)::int, 365 * 48, 'S4 rows') FROM wanted;
SELECT is_empty($$SELECT * FROM pg_temp.differences('s4')$$, 'S4: lost capital with linear recovery, to 1e-9');

-- the sums of each run
CREATE TEMP TABLE wanted_sum (run text, node text, production_loss float8, value_added_loss float8, unmet float8, lowest float8);
\copy wanted_sum FROM 'test/data/dynamics_summary.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE got_sum AS SELECT run, t.* FROM net, (VALUES
		('s1', '{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}'::jsonb, 'fixed', 1.0, NULL::float8, NULL::float8),
		('s2', '{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}', 'alternative', NULL, NULL, NULL),
		('s3', '{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}', 'fixed', 1, 1, 1),
		('s4', '{"nodes": ["reg1|mining", "reg1|electricity"], "kind": "capital", "loss": 100000, "from": 5, "duration": 20, "recovery": "linear", "recovery_time": 90}',
			'alternative', NULL, NULL, NULL)) AS r(run, shock, orders, over, psi, restock),
	LATERAL dynamic_loss_by_node(network, shock, inventory => 30, compat => 'boario', orders => r.orders,
		overproduction => coalesce(over, 1.25), psi => coalesce(r.psi, 0.8), restock_time => coalesce(restock, 60)) AS t;
SELECT is(count(*)::int, 4 * 48, 'sums of four runs and 48 industries') FROM wanted_sum JOIN got_sum USING (run, node);
SELECT is_empty($$SELECT run, node, g.*, w.* FROM wanted_sum AS w JOIN got_sum AS g USING (run, node) JOIN nodes AS n USING (node)
	WHERE abs(g.production_loss - w.production_loss) > 1e-9 * n.output OR abs(g.value_added_loss - w.value_added_loss) > 1e-9 * n.output
	OR abs(g.unmet_demand - w.unmet) > 1e-9 * n.output OR abs(g.lowest - w.lowest) > 1e-11$$,
	'loss of production and value added, unmet demand and the lowest day, to 1e-9');

-- each recovery from one half of capital lost on day 2 for 3 days: whole until day 6, then over 10 days
-- (5 % left at their end; half way the root of that, and half of a symmetric curve)
SELECT is_empty($$SELECT w.*, d.capacity FROM (VALUES ('exponential', 1, 0.0), ('exponential', 2, 1), ('exponential', 6, 1), ('exponential', 11, sqrt(0.05)),
		('exponential', 16, 0.05), ('logistic', 6, 1), ('logistic', 11, 0.5), ('logistic', 16, 0), ('linear', 8, 0.8)) AS w(recovery, at, still),
		LATERAL dynamic_loss('{A>B:3650}', jsonb_build_object('node', 'A', 'kind', 'capital', 'cut', 0.5, 'from', 2, 'duration', 3,
			'recovery', w.recovery, 'recovery_time', 10), 20, overproduction => 1, compat => 'boario', nodes => '{A}') AS d
	WHERE d.period = w.at AND abs(d.capacity - 10 * (1 - 0.5 * w.still)) > 1e-12$$, 'boario: capital comes back by each curve');
SELECT results_eq($$SELECT capacity FROM dynamic_loss('{A>B:3650}', '{"node": "A", "kind": "capital", "cut": 0.5, "from": 2, "duration": 3}',
		8, overproduction => 1, compat => 'boario', nodes => '{A}')$$, 'VALUES (10::float8), (10), (5), (5), (5), (5), (5), (10)', 'or at once');
-- a cut of capacity that recovers: in force from step 3 on, whole until step 7, then less each step, to six digits;
-- of overlapping ones, and of capacity and capital, the largest counts
SELECT results_eq($$SELECT round(capacity::numeric, 9) FROM dynamic_loss('{A>B:3650}', '{"node": "A", "cut": 1, "from": 2, "duration": 3, "recovery": "linear", "recovery_time": 5}',
		14, overproduction => 1, nodes => '{A}', compat => 'boario')$$, $$VALUES (10.0), (10), (10), (0), (0), (0), (0), (0), (2), (4), (6), (8), (10), (10)$$, 'boario: capacity recovers');
SELECT results_eq($$SELECT capacity FROM dynamic_loss('{A>B:3650}', '{"node": "A", "cut": 0.7, "from": 0, "duration": 0, "recovery": "linear", "recovery_time": 3}',
		5, overproduction => 1, nodes => '{A}', compat => 'boario') WHERE period >= 3$$, $$VALUES (10 * (1 - 0.466667::float8)), (10 * (1 - 0.233333::float8))$$, 'to six digits');
SELECT results_eq($$SELECT capacity FROM dynamic_loss('{A>B:3650}', '[{"node": "A", "cut": 0.5, "from": 0, "duration": 3}, {"node": "A", "cut": 0.25, "from": 0, "duration": 9},
		{"node": "A", "kind": "capital", "cut": 0.125, "from": 0}]', 13, overproduction => 1, nodes => '{A}', compat => 'boario') WHERE period IN (0, 1, 5, 6, 11, 12)$$,
	'VALUES (8.75::float8), (5), (5), (7.5), (7.5), (8.75)', 'the largest cut counts');
-- nothing happens without a shock, whatever the options
CREATE TEMP TABLE way AS SELECT * FROM (VALUES ('proportional'), ('industry_first'), ('final_first'), ('largest_first')) r(rationing),
	(VALUES ('fixed'), ('alternative')) o(orders), (VALUES (NULL), ('boario')) c(compat);
CREATE TEMP TABLE still AS
SELECT rationing, orders, compat, d.* FROM net, way,
	LATERAL dynamic_loss(network, '[]', 120, inventory => 30, rationing => rationing, orders => orders, compat => compat) d;
SELECT is(count(*)::int, 16 * 120 * 48, 'sixteen ways to be undisturbed') FROM still;
SELECT is_empty($$SELECT * FROM still JOIN usual u USING (node)
	WHERE abs(still.production - u.production) > 1e-12 * u.production OR abs(capacity - u.production) > 1e-12 * u.production
	OR abs(unmet_demand) > 1e-12 * u.production OR bottleneck IS NOT NULL$$,
	'without a shock everything stays constant to 1e-12');
-- customers of very unequal size: the rounding of a large order must not become the want of a small one
CREATE TEMP TABLE uneven AS SELECT supply_network '{A>A:0.01,A>D:17,A>F:12,B>C:0.01,B>E:0.01,C>A:6.966114334947825,C>E:0.01,D>A:10,D>C:6.887164726816465,D>E:1.6576289025889268,E>A:0.01,E>B:0.01,F>B:12.530405976259472,F>F:0.01;A[final_demand=0],B[final_demand=37.54110259647607],C[final_demand=0],D[final_demand=10],E[final_demand=100],F[final_demand=0]}' AS network;
SELECT is_empty($$SELECT rationing, orders, inventory, node, max(abs(loss)) FROM uneven, way, unnest('{0,0.5,1,1.5,90}'::float8[]) AS inventory,
		LATERAL dynamic_loss(network, '[]', 365, 12, inventory => inventory, psi => 1, rationing => rationing, orders => orders)
	WHERE compat IS NULL GROUP BY 1, 2, 3, 4 HAVING max(abs(loss) / (production + loss)) > 1e-12 OR max(unmet_demand) > 1e-12$$,
	'nor with little stock and all of it wanted');

-- shocks of all kinds at once, under every rationing
CREATE TEMP TABLE shaken_all AS
SELECT rationing, orders, compat, d.* FROM net, way,
	LATERAL dynamic_loss(network, '[
		{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 20},
		{"node": "reg1|mining", "cut": 0.5, "from": 15, "duration": 20, "recovery": "exponential", "recovery_time": 20},
		{"sector": "electricity", "kind": "capital", "cut": 0.3, "from": 2.5, "duration": 0, "recovery": "logistic", "recovery_time": 50},
		{"nodes": ["reg2|trade", "reg3|trade"], "kind": "demand", "cut": 0.4, "from": 10, "duration": 30},
		{"node": "reg4|food", "kind": "demand", "cut": -0.2, "duration": 30}]',
		200, inventory => 20, rationing => rationing, orders => orders, compat => compat) d;
CREATE TEMP VIEW shaken AS SELECT * FROM shaken_all WHERE compat IS NULL;
SELECT is_empty($$SELECT * FROM shaken_all WHERE production < 0 OR production > least(demand, capacity) * (1 + 1e-12)
	OR unmet_demand < 0$$, '0 <= production <= min(demand, capacity), everywhere');

-- mass balance, for each node and day, in both modes: what is made is sold to users or to final demand
-- (boario cuts demand from the day after the first to two days after the last)
SELECT is_empty($$SELECT s.* FROM shaken_all AS s JOIN usual AS u USING (node), LATERAL (VALUES (CASE WHEN compat = 'boario' THEN 1 ELSE 0 END)) AS late(days),
		LATERAL (VALUES (u.final_demand * CASE
			WHEN node IN ('reg2|trade', 'reg3|trade') AND period BETWEEN 10 + days AND 39 + 3 * days THEN 0.6
			WHEN node = 'reg4|food' AND period BETWEEN days AND 29 + 3 * days THEN 1.2 ELSE 1 END)) AS f(final)
	WHERE abs(s.production - delivered - (final - unmet_demand)) > 1e-11 * u.production$$,
	'production is what users and final demand got');
SELECT is_empty($$SELECT rationing, orders, compat, period FROM shaken_all GROUP BY 1, 2, 3, 4
	HAVING abs(sum(delivered) - sum(received)) > 1e-12 * sum(delivered)$$, 'what suppliers deliver is what users receive');
SELECT is_empty($$SELECT s.* FROM shaken_all AS s JOIN usual AS u USING (node) JOIN (SELECT "user" AS node, sum(amount) / 365 AS inputs FROM flows GROUP BY 1) AS b USING (node)
	WHERE abs(used - inputs * s.production / u.production) > 1e-11 * inputs$$, 'inputs used are those of what was made');
-- boario leaves stocks as they are on days when no delivery differs from use by 1e-5
SELECT is_empty($$SELECT * FROM (SELECT *, stock - lag(stock) OVER (PARTITION BY rationing, orders, compat, node ORDER BY period) AS change FROM shaken_all) AS s
	WHERE abs(change - (received - used)) > CASE WHEN compat = 'boario' THEN 1.1e-5 ELSE 1e-11 END * (stock + used) + 1e-9$$,
	'stocks change by what is received less what is used');
-- ore is not essential: it runs out on day 4, steel is made all the same
SELECT results_eq($$SELECT production, received, used, stock FROM dynamic_loss('{Ore>Steel:365;Ore[final_demand=0,essential=0],Steel[final_demand=730]}',
		'{"node": "Ore", "cut": 1}', 6, inventory => 3.5, nodes => '{Steel}')$$,
	$$VALUES (2::float8, 0::float8, 1::float8, 2.5::float8), (2, 0, 1, 1.5), (2, 0, 1, 0.5), (2, 0, 0.5, 0), (2, 0, 0, 0), (2, 0, 0, 0)$$,
	'what is not there is not used');
-- each supplier has users of its own: the balance holds for each of them, not only in sum
SELECT is_empty($$SELECT compat, period, island.supplier FROM way,
	LATERAL dynamic_loss('{A>B:400,A>C:300,D>E:500,D>F:90,D>G:800;B[final_demand=900],C[final_demand=700],E[final_demand=900],F[final_demand=300],G[final_demand=2000],A[final_demand=100],D[final_demand=50]}',
		'[{"node": "A", "cut": 0.7, "duration": 20, "recovery": "linear", "recovery_time": 9}, {"node": "D", "cut": 0.9, "from": 5, "duration": 40}, {"node": "F", "kind": "demand", "cut": 0.5, "from": 3, "duration": 50}]',
		150, inventory => 12, rationing => rationing, orders => orders, compat => compat) AS d
	JOIN (VALUES ('A', 'A'), ('B', 'A'), ('C', 'A'), ('D', 'D'), ('E', 'D'), ('F', 'D'), ('G', 'D')) AS island(node, supplier) USING (node)
	GROUP BY rationing, orders, compat, period, island.supplier HAVING abs(sum(delivered) - sum(received)) > 1e-12 * sum(delivered) + 1e-15$$,
	'and so does each supplier alone');
SELECT is_empty($$SELECT rationing, orders FROM shaken GROUP BY 1, 2 HAVING sum(loss) <= 0 OR max(unmet_demand) <= 0$$,
	'every scheme loses something');
SELECT is(count(DISTINCT round(s::numeric, 3))::int, 8, 'and each something else')
FROM (SELECT sum(unmet_demand / u.final_demand) FROM shaken JOIN usual u USING (node) WHERE u.final_demand > 0 GROUP BY rationing, orders) x(s);
SELECT results_eq($$SELECT rationing FROM shaken WHERE orders = 'fixed' AND period = 5 AND node = 'reg1|mining'
	AND rationing <> 'largest_first' ORDER BY unmet_demand$$,
	$$VALUES ('final_first'), ('proportional'), ('industry_first')$$,
	'who comes first leaves final demand unmet accordingly');

-- capacity by hand: 1 - 0.6 alone, then both multiply, then the second fades to 5 % in 20 days
SELECT is_empty($$SELECT period, capacity / u.production FROM shaken JOIN usual u USING (node)
	JOIN (VALUES (4, 1.0), (5, 0.4), (14, 0.4), (15, 0.2), (24, 0.2), (25, 0.5), (34, 0.5)) w(period, share) USING (period)
	WHERE node = 'reg1|mining' AND rationing = 'proportional' AND orders = 'fixed'
	AND (capacity / u.production < share - 1e-12 OR capacity / u.production > share * 1.05)$$,
	'windows are exact, overlapping cuts multiply');
CREATE TEMP TABLE shapes AS
SELECT recovery, d.* FROM net,
	(VALUES ('none', NULL::float8), ('linear', 20), ('exponential', 20), ('logistic', 20)) r(recovery, recovery_time),
	LATERAL dynamic_loss(network, jsonb_strip_nulls(jsonb_build_object('node', 'reg1|mining', 'cut', 0.4, 'from', 3, 'duration', 5,
		'recovery', recovery, 'recovery_time', recovery_time)), 40, overproduction => 1, nodes => '{reg1|mining}') d;
-- mean of the shape over each day, by Simpson's rule on 1000 steps
CREATE TEMP TABLE shapes_wanted AS
SELECT recovery, period, 1 - 0.4 * (CASE WHEN period BETWEEN 3 AND 7 THEN 1 WHEN period < 3 OR recovery = 'none' THEN 0 ELSE
	sum((CASE WHEN i IN (0, 1000) THEN 1 WHEN i % 2 = 1 THEN 4 ELSE 2 END) * CASE recovery
		WHEN 'linear' THEN greatest(1 - u, 0)
		WHEN 'exponential' THEN power(0.05, u)
		WHEN 'logistic' THEN CASE WHEN u >= 1 THEN 0 ELSE
			(1 / (1 + exp(12 * (u - 0.5))) - 1 / (1 + exp(6))) / (1 / (1 + exp(-6)) - 1 / (1 + exp(6))) END ELSE 0 END) / 3000 END) AS share
FROM (VALUES ('none'), ('linear'), ('exponential'), ('logistic')) r(recovery), generate_series(0, 39) period,
	generate_series(0, 1000) i, LATERAL (VALUES ((period + i / 1000.0::float8 - 8) / 20)) v(u)
GROUP BY recovery, period;
SELECT is_empty($$SELECT recovery, period, capacity / u.production, share FROM shapes JOIN usual u USING (node) JOIN shapes_wanted USING (recovery, period)
	WHERE abs(capacity / u.production - share) > 1e-9$$, 'recovery shapes, averaged over each day');
SELECT is_empty($$SELECT period, capacity / u.production FROM net, LATERAL dynamic_loss(network,
	'{"node": "reg1|mining", "cut": 1, "from": 2.25, "duration": 1.5}', 6, overproduction => 1, nodes => '{reg1|mining}') JOIN usual u USING (node)
	JOIN (VALUES (0, 1.0), (1, 1), (2, 0.25), (3, 0.25), (4, 1), (5, 1)) w(period, share) USING (period)
	WHERE abs(capacity / u.production - share) > 1e-12$$, 'parts of days count as parts');
-- demand shocks
SELECT is_empty($$SELECT period, demand FROM net, LATERAL dynamic_loss(network,
	'{"node": "reg2|trade", "kind": "demand", "cut": 0.4, "from": 1, "duration": 1}', 2, nodes => '{reg2|trade}') JOIN usual u USING (node)
	WHERE abs(demand - (u.production - CASE period WHEN 1 THEN 0.4 * u.final_demand ELSE 0 END)) > 1e-12 * u.production$$,
	'a cut of final demand lowers demand by its share');

-- mass balance on a chain worked by hand: A sells 10 a period to B, which sells 10; 2 periods of stock, A stops for period 0
CREATE TEMP TABLE chain AS SELECT * FROM dynamic_loss('{A>B:3650;A[final_demand=0],B[final_demand=3650]}',
	'{"node": "A", "cut": 1, "duration": 4}', 8, inventory => 3, psi => 0.8, restock_time => 5, overproduction => 1);
SELECT results_eq($$SELECT production FROM chain WHERE node = 'A' ORDER BY period LIMIT 4$$, 'VALUES (0::float8), (0), (0), (0)', 'A makes nothing');
-- stock 30 covers 3 periods, but production falls once it is below 0.8 × 3 periods: 30/24 → 1, then 20/24, (20 − 100/12…)
SELECT results_eq($$SELECT round(production::numeric, 9) FROM chain WHERE node = 'B' ORDER BY period LIMIT 4$$,
	$$VALUES (10.000000000), (8.333333333), (round(10 * (20 - 10 * 20/24.0) / 24, 9)), (round(10 * (20 - 10 * 20/24.0 - 10 * (20 - 10 * 20/24.0) / 24) / 24, 9))$$,
	'B lives on its stock, stretching it');
-- then A is back, and is asked for what B's demand takes and a third of what its stock lacks: stocks of 3 are filled in 3
SELECT is(round(demand::numeric, 9), round((30 - s4) / 3 + 10, 9), 'A is asked for what B''s demand takes')
FROM chain, LATERAL (VALUES (20 - 10 * 20 / 24.0)) a(s2), LATERAL (VALUES (s2 - 10 * s2 / 24)) b(s3),
	LATERAL (VALUES (10 * s3 / 24)) c(p3), LATERAL (VALUES (s3 - p3)) d(s4)
WHERE node = 'A' AND period = 4;

-- totals
SELECT is_empty($$SELECT t.node FROM net, LATERAL dynamic_loss_by_node(network,
		'{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}', inventory => 30) t
	JOIN (SELECT d.node, sum(loss) AS lost, sum(unmet_demand) AS unmet, min(d.production / u.production) AS lowest
		FROM net, LATERAL dynamic_loss(network, '{"node": "reg1|mining", "cut": 0.6, "from": 5, "duration": 60}', inventory => 30) d
		JOIN usual u USING (node) GROUP BY d.node) s USING (node)
	JOIN nodes n USING (node)
	WHERE abs(production_loss - lost) > 1e-9 * n.output OR abs(t.unmet_demand - unmet) > 1e-9 * n.output
	OR abs(t.lowest - s.lowest) > 1e-9 OR abs(value_added_loss - lost * n.value_added / n.output) > 1e-9 * n.output$$,
	'dynamic_loss_by_node adds up dynamic_loss');
SELECT results_eq($$SELECT worst_period, recovered_period, bottleneck FROM dynamic_loss_by_node('{A>B:3650;A[final_demand=0],B[final_demand=3650]}',
	'{"node": "A", "cut": 1, "from": 2, "duration": 1}', 30, inventory => 30, overproduction => 1) WHERE node = 'A'$$,
	'VALUES (2, 3, NULL::text)', 'worst and recovered period');
SELECT is(bottleneck, 'A', 'what held B back')
FROM dynamic_loss_by_node('{A>B:3650;A[final_demand=0],B[final_demand=3650]}',
	'{"node": "A", "cut": 1, "duration": 6}', 30, inventory => 3, overproduction => 1) WHERE node = 'B';
SELECT results_eq($$SELECT cut, bottleneck FROM unnest('{A,X,Z}'::text[]) AS cut,
	LATERAL dynamic_loss_by_node('{A>B:365,X>B:365,Z>B:365;A[sector=k],B[final_demand=3650]}', jsonb_build_object('node', cut, 'cut', 1, 'duration', 6),
		30, inventory => 3, overproduction => 1) WHERE node = 'B'$$,
	$$VALUES ('A', 'k'), ('X', 'X'), ('Z', 'Z')$$, 'a bottleneck is named by its sector, or as the only supplier');
SELECT is(count(*)::int, 5, 'every and nodes thin the rows') FROM net, dynamic_loss(network, '[]', 41, nodes => '{reg1|food}', every => 10);

-- stocks by product, inputs that do not limit
SELECT cmp_ok(
	(SELECT lowest FROM dynamic_loss_by_node('{A>B:3650;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "duration": 6}', 30, inventory => 3, inventory_of => '{A:60}') WHERE node = 'B'),
	'=', 1::float8, 'a larger stock of A carries B through');
SELECT cmp_ok(
	(SELECT lowest FROM dynamic_loss_by_node('{A>B:3650;A[final_demand=0,essential=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "duration": 2}', 30, inventory => 3) WHERE node = 'B'),
	'=', 1::float8, 'an input that is not essential does not hold B back');
-- accounts
SELECT results_eq($$SELECT node, demand FROM dynamic_loss('{A>B:365,B>C:730}', '[]', 1)$$,
	$$VALUES ('A', 1::float8), ('B', 2), ('C', 2)$$, 'who sells less than it buys has the rest as final demand');

-- users that buy of all nodes of a sector take another way than those that buy of
-- some; a shock of nothing to one flow sends all the slow way, to the same bits
CREATE TEMP TABLE dense AS
SELECT density, with_nodes(network, v::text, NULL, 10000, NULL, 'sector ' || v % 7, NULL) AS network
FROM (SELECT density, supply_network(s::text, u::text, 1 + (s * 7919 + u * 104729) % 1009) FILTER (WHERE (s * 31 + u * 17) % 11 < density) AS network
	FROM generate_series(1, 60) AS s, generate_series(1, 60) AS u, unnest('{1, 10, 11}'::int[]) AS density GROUP BY 1) AS n,
	generate_series(1, 60) AS v GROUP BY 1;
SELECT is((SELECT jsonb_agg(d) FROM dynamic_loss(network, cut, 30, inventory => 4) AS d),
	(SELECT jsonb_agg(d) FROM dynamic_loss(network, cut || '{"supplier": "11", "user": "22", "cut": 0}', 30, inventory => 4) AS d),
	format('every %s of 11 flows: runs and single purchases give the same bits', density))
FROM dense, LATERAL (VALUES ('[{"node": "1", "cut": 0.6, "duration": 9}, {"node": "8", "cut": 1, "from": 3, "duration": 6}]'::jsonb)) AS v(cut)
ORDER BY density;

-- a node that one shock names twice is hit once: half of it, not three quarters
SELECT is(production, 0.5::float8, name || ' twice') FROM (VALUES ('by name', '{"nodes": ["A", "A"], "cut": 0.5}'::jsonb), ('by name and sector', '{"node": "A", "sector": "k", "cut": 0.5}')) AS v(name, shock),
	LATERAL dynamic_loss('{A>B:365;A[sector=k]}', shock, 1) WHERE node = 'A';

-- rows of a table as shocks, with columns left empty
CREATE TEMP TABLE shock (node text, cut float8, "from" int, duration int, recovery text, recovery_time int);
INSERT INTO shock VALUES ('A', 0.5, NULL, NULL, NULL, NULL), ('B', 0.2, 1, 1, NULL, NULL);
SELECT is((SELECT jsonb_agg(d) FROM dynamic_loss('{A>B:365}', (SELECT jsonb_agg(to_jsonb(s)) FROM shock AS s), 3) AS d),
	(SELECT jsonb_agg(d) FROM dynamic_loss('{A>B:365}', '[{"node": "A", "cut": 0.5}, {"node": "B", "cut": 0.2, "from": 1, "duration": 1}]', 3) AS d), 'null is not given');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "A", "cut": null}')$$, '22023', 'shock 1: exactly one of "cut" and "loss" is needed', 'not even a cut');

-- bad input
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "Q", "cut": 1}')$$, '22023', NULL, 'unknown node is named');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "A", "cut": 1.5}')$$, '22003', 'shock 1: "cut" is 1.5', 'cut above 1');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "A", "cut": -0.5}')$$, '22023', 'shock 1: a negative "cut" is for demand only', 'cut below 0');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '[{"node": "A", "cut": 0.5}, {"node": "A", "cutt": 0.5}]')$$, '22023', 'shock 2: unknown key "cutt"', 'unknown key');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "A", "cut": 1, "recovery": "linear"}')$$, '22023', 'shock 1: "recovery" and "recovery_time" go together', 'recovery without time');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '{"node": "A", "kind": "capital", "loss": 1e9}')$$, '22003', NULL, 'more capital lost than there is');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1;A[output=0.5]}', '[]')$$, '22000', 'node "A" sells 1, but its output is 0.5', 'accounts that cannot be');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '3')$$, '22023', 'shock 1: not an object', 'no object');
SELECT throws_ok($$SELECT dynamic_loss('{A>B:1}', '[]', rationing => 'random')$$, '22023', 'invalid value for parameter "rationing": "random"', 'unknown scheme');

SELECT * FROM finish();
ROLLBACK;
