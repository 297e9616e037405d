-- Days of stock are days of stock, and a short dip passes: the dynamic model's own way.
BEGIN;
SELECT plan(39);

-- a program of its own in exact fractions (test/data/dynamics_stock.py)
CREATE TEMP TABLE wanted (number int, network text, inventory text, shocks jsonb, period int, node text, production float8);
\copy wanted FROM PROGRAM 'zcat test/data/dynamics_stock.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE got AS
SELECT number, d.* FROM (SELECT DISTINCT number, network, inventory, shocks FROM wanted) AS w,
	LATERAL dynamic_loss(w.network::supply_network, w.shocks, 40, periods_per_year => 1, inventory_of => w.inventory::supply_mix,
		overproduction => 1, orders => 'fixed') AS d;
SELECT is(count(*)::int, 8080, 'sixty economies, forty days') FROM wanted JOIN got USING (number, period, node);
SELECT is_empty($$SELECT number, period, node, got.production, wanted.production FROM wanted JOIN got USING (number, period, node)
	WHERE abs(got.production - wanted.production) > 1e-9 * (1 + wanted.production)$$, 'production as the other program has it');
SELECT cmp_ok(count(DISTINCT number)::int, '>', 40, 'most of them lose something') FROM got WHERE loss > 0.01;
SELECT is_empty($$SELECT number, node FROM got WHERE period = 39 AND loss > 0.2 * (production + loss)$$, 'and all are near their usual after a month, restocking');

-- the chain worked by hand: stocks of 60, 30 and 5 days
CREATE TEMP TABLE chain AS SELECT supply_network
	'{Dy>Magnet:365,Magnet>Motor:730,Motor>Car:1460;Dy[final_demand=0],Magnet[final_demand=0],Motor[final_demand=0],Car[final_demand=3650]}' AS net;
SELECT results_eq($$SELECT node, first_loss, full_stop, recovered_period, note FROM chain,
		dynamic_loss_by_node(net, '{"node": "Dy", "cut": 1}', 400, inventory_of => '{Dy:60,Magnet:30,Motor:5}') ORDER BY first_loss$$,
	$$VALUES ('Dy', 0, 0, NULL::int, NULL), ('Magnet', 60, 60, NULL, NULL), ('Motor', 90, 90, NULL, NULL), ('Car', 95, 95, NULL, NULL)$$,
	'lines stop on the day on which stocks end: 60, 90, 95');
SELECT results_eq($$SELECT node, production_loss FROM chain,
		dynamic_loss_by_node(net, '{"node": "Dy", "cut": 1, "duration": 180}', 400, inventory_of => '{Dy:60,Magnet:30,Motor:5}', overproduction => 1) ORDER BY first_loss$$,
	$$VALUES ('Dy', 180::float8), ('Magnet', 240), ('Motor', 360), ('Car', 850)$$, '180 days less 60, less 30, less 5');
SELECT is_empty($$SELECT stock, stop, lost, disruption_loss(1, stop, cover => stock) FROM unnest('{0,0.5,1,7,30,60,179,180,200}'::float8[]) AS stock,
		unnest('{1,3,60,180}'::float8[]) AS stop, LATERAL (SELECT production_loss / 10 FROM dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}',
			jsonb_build_object('node', 'A', 'cut', 1, 'from', 3, 'duration', stop), 400, inventory => stock) WHERE node = 'B') AS d(lost)
	WHERE abs(lost - disruption_loss(1, stop, cover => stock)) > 1e-9$$, 'as disruption_loss says, for every stock and stop');
SELECT is_empty($$SELECT stock, first_loss FROM unnest('{0,1,7,30,60,179}'::float8[]) AS stock, LATERAL (SELECT first_loss FROM
		dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1}', 400, inventory => stock) WHERE node = 'B') AS d
	WHERE first_loss <> time_to_survive(1, stock)$$, 'and time_to_survive');
SELECT results_eq($$SELECT min(period) FILTER (WHERE loss > 0.001 * (production + loss)), min(period) FILTER (WHERE production < 0.01 * (production + loss))
		FROM dynamic_loss('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1}', 400, inventory => 60, psi => 0.8, nodes => '{B}')$$,
	'VALUES (13, 231)', 'the fear of running out is asked for by name');

-- the same in months: what a period is does not matter
SELECT is_empty($$SELECT * FROM unnest('{12,365}'::float8[]) AS year, LATERAL dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}',
		jsonb_build_object('node', 'A', 'cut', 1, 'from', year / 6, 'duration', year / 4), (2 * year)::int, year, inventory => year / 12, overproduction => 1)
	WHERE abs(production_loss - CASE node WHEN 'A' THEN 91.25 ELSE 3650 * 2 / 12.0 END) > 1e-9$$, 'a stop of three months with stock for one loses two');

-- dips in a table of Hungary's economy
CREATE TEMP TABLE row_of (kind text, supplier text, buyer text, value float8);
\copy row_of FROM PROGRAM 'zcat test/data/hungary_2020.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE hungary AS SELECT with_nodes((SELECT supply_network(supplier, buyer, value) FROM row_of WHERE kind = 'flow'), buyer, value, NULL) AS net
FROM row_of WHERE supplier = 'P1' AND buyer LIKE 'CPA%';
SELECT is((s).nodes || ' ' || (s).edges, '64 3611', 'Hungary 2020: 64 products, 3,611 flows') FROM (SELECT network_summary(net) AS s FROM hungary) AS t;
CREATE TEMP TABLE dip AS
SELECT stock, cut, days, rationing, orders, sum(value_added_loss) AS lost, count(note) AS stuck, max(recovered_period) AS back
FROM hungary, unnest('{0,0.5,1,3,7}'::float8[]) AS stock, (VALUES (0.01, 1), (0.05, 1), (1, 1), (1, 3)) AS v(cut, days),
	unnest('{proportional,industry_first}'::text[]) AS rationing, unnest('{fixed,alternative}'::text[]) AS orders,
	LATERAL dynamic_loss_by_node(net, jsonb_build_object('node', 'CPA_D', 'cut', cut, 'from', 5, 'duration', days), 90,
		inventory_of => ('{CPA_D:' || stock || '}')::supply_mix, rationing => rationing, orders => orders)
GROUP BY 1, 2, 3, 4, 5;
-- value added is 68.83 million a year
SELECT is_empty($$SELECT * FROM dip WHERE lost > cut * days * 68828798 / 365 * 1.05 OR stuck > 0 OR back > 30 OR lost <= 0$$,
	'a dip of electricity costs no more than the whole economy for its days, and is over soon');
SELECT is_empty($$SELECT * FROM dip WHERE stock >= days AND lost > 0.03 * 68828798 / 365 * cut * days$$, 'with stock for its days, hardly anything');
SELECT is_empty($$SELECT n.node, sum(value_added_loss) FROM hungary, each_node(net) AS n, LATERAL dynamic_loss_by_node(net,
		jsonb_build_object('node', n.node, 'cut', 0.3, 'from', 2, 'duration', 1), 40, inventory => 0) AS d
	WHERE n.output > 0 GROUP BY n.node HAVING sum(value_added_loss) > 0.3 * 68828798 / 365 * 1.05 OR count(note) > 0$$,
	'no stocks at all: a day at 70 % in any product costs at most 30 % of a day');
SELECT is_empty($$SELECT node FROM hungary, dynamic_loss_by_node(net, '{"node": "CPA_C24", "kind": "demand", "cut": -3, "from": 5, "duration": 30}', 90, inventory => 0, rationing => 'industry_first')
	WHERE lowest < 0.95 OR note IS NOT NULL$$, 'demand that rises fourfold starves nobody for good');

-- small economies, any stock: dips pass
SELECT setseed(0.18);
CREATE TEMP TABLE small AS
SELECT number, with_nodes(net, node, NULL, bought + 1) AS net FROM (
	SELECT number, supply_network('n' || i, 'n' || j, 1 + floor(9 * random())) AS net
	FROM generate_series(1, 60) AS number, generate_series(1, 6) AS i, generate_series(1, 6) AS j WHERE random() < 0.4 GROUP BY number) AS s, each_node(net)
GROUP BY number;
CREATE TEMP TABLE short AS
SELECT number, stock, rationing, sum(production_loss / n.made) AS days, count(note) AS stuck, max(recovered_period) AS back FROM small,
	unnest('{0,0.5,1,2,5,30}'::float8[]) AS stock, unnest('{proportional,industry_first}'::text[]) AS rationing,
	LATERAL dynamic_loss_by_node(net, '{"node": "n1", "cut": 0.4, "from": 3, "duration": 2}', 120, 1, inventory => stock, rationing => rationing) AS d
	JOIN LATERAL (SELECT node, sold + final_demand AS made FROM each_node(net)) AS n USING (node)
GROUP BY 1, 2, 3;
SELECT is_empty('SELECT * FROM short WHERE stuck > 0', 'no small economy stays down');
SELECT is_empty('SELECT * FROM short WHERE days > 6 * 0.8 + 3', 'nor loses more than all its nodes for the dip');
SELECT is(count(*)::int, 60 * 12, 'sixty economies, twelve ways') FROM short;

-- the note: the published model's instability is said
SELECT cmp_ok(count(note)::int, '>', 0, 'what does not come back is said') FROM hungary,
	dynamic_loss_by_node(net, '{"node": "CPA_B", "cut": 1, "from": 5, "duration": 30}', 120, inventory => 30, compat => 'boario');
SELECT results_eq($$SELECT DISTINCT note FROM hungary, dynamic_loss_by_node(net, '{"node": "CPA_B", "cut": 1, "from": 5, "duration": 30}', 120, inventory => 30, compat => 'boario') WHERE note IS NOT NULL$$,
	$$VALUES ('not back, though nothing acts on the economy since period 38')$$, 'and since when: boario''s shock is in force for two steps more');
SELECT is(count(note)::int, 0, 'not where a shock still acts') FROM chain, dynamic_loss_by_node(net, '{"node": "Dy", "cut": 1}', 400);

-- a flow that is held back in part: no more than what is left of it comes, however much is ordered, and nobody else can help
SELECT is_empty($$SELECT cut, stock, stop, orders, rationing, lost, disruption_loss(cut, stop, cover => stock) FROM unnest('{0.1,0.3,0.9,1}'::float8[]) AS cut, unnest('{0,0.5,10,40}'::float8[]) AS stock,
		unnest('{1,60}'::float8[]) AS stop, unnest('{fixed,alternative}'::text[]) AS orders, unnest('{proportional,largest_first}'::text[]) AS rationing,
		LATERAL (SELECT production_loss / 10 FROM dynamic_loss_by_node('{A>B:365;A[final_demand=365],B[final_demand=3650]}',
			jsonb_build_object('supplier', 'A', 'user', 'B', 'cut', cut, 'from', 3, 'duration', stop), 120, inventory => stock, orders => orders, rationing => rationing) WHERE node = 'B') AS d(lost)
	WHERE abs(lost - disruption_loss(cut, stop, cover => stock)) > 1e-9$$, 'a control on a part of a flow: as disruption_loss, for every cut, stock and stop');
-- B has 6 of C and 4 of D a day; of C half is left, and D, which sells 40 elsewhere, has the rest: it leaves its final demand short
SELECT results_eq($$SELECT node, round(production_loss::numeric, 9), round(unmet_demand::numeric, 9) FROM dynamic_loss_by_node('{C>B:2190,D>B:1460;C[sector=k],D[sector=k,final_demand=14600],B[final_demand=3650]}',
		'{"supplier": "C", "user": "B", "cut": 0.5, "from": 3, "duration": 20}', 60, inventory => 0, overproduction => 1, rationing => 'industry_first') ORDER BY node$$,
	$$VALUES ('B', 0.0, 0.0), ('C', 60.0, 0.0), ('D', -0.0, 60.0)$$, 'with alternative orders the other supplier is asked for what does not come');
SELECT is_empty($$SELECT orders, rationing, period FROM unnest('{fixed,alternative}'::text[]) AS orders, unnest('{proportional,industry_first,final_first,largest_first}'::text[]) AS rationing,
		dynamic_loss('{C>B:2190,D>B:1460,D>E:365,B>E:3000,E>C:100;C[sector=k],D[sector=k,final_demand=14600],B[final_demand=650],E[final_demand=9000]}',
			'[{"supplier": "C", "user": "B", "cut": 0.4, "from": 3, "duration": 20}, {"supplier": "D", "user": "B", "cut": 0.7, "from": 9, "duration": 20.5}, {"node": "D", "cut": 0.8, "from": 5, "duration": 9}]',
			80, inventory_of => '{k:6,E:0}', orders => orders, rationing => rationing)
	GROUP BY 1, 2, 3 HAVING abs(sum(delivered) - sum(received)) > 1e-10 OR min(least(production, stock, delivered)) < 0$$, 'what is delivered is received, under cuts of parts');
-- lead times: what is on its way comes; then the stock
SELECT is(first_loss, 70, 'stock of 60 days and 10 on the way: 70') FROM
	dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1}', 400, inventory => 60, lead_time_of => '{A:10}') WHERE node = 'B';
SELECT is(production_loss, 50::float8 * 10, 'and 10 days more until supply is back') FROM
	dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "duration": 60}', 400, inventory => 10, lead_time_of => '{A:10}', overproduction => 1) WHERE node = 'B';
SELECT is_empty($$SELECT * FROM dynamic_loss('{A>B:365,B>A:30;A[final_demand=90],B[final_demand=3650]}', '[]', 100, inventory => 3, lead_time_of => '{A:10,B:2}') WHERE abs(loss) > 1e-12$$,
	'without a shock nothing moves');
-- never limiting
SELECT is(count(*)::int, 0, 'what is always there holds nobody back') FROM hungary,
	dynamic_loss_by_node(net, '{"node": "CPA_D", "cut": 1, "from": 5, "duration": 30}', 90, never_limits => '{CPA_D}') WHERE node <> 'CPA_D' AND bottleneck IS NOT NULL;
SELECT is(lowest, 1::float8, 'in boario, too') FROM
	dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1}', 30, inventory => 3, never_limits => '{A}', compat => 'boario') WHERE node = 'B';
-- boario's psi below one period's use: the package ends in an error where a stock falls below none, and so do we; nothing is ever below none
CREATE FUNCTION pg_temp.least(net supply_network, cut float8, stock float8, psi float8) RETURNS float8 AS $$
BEGIN
	RETURN (SELECT min(least(d.production, d.stock)) FROM dynamic_loss(net, jsonb_build_object('node', 'A', 'cut', cut, 'from', 1, 'duration', 10), 60,
		inventory => stock, psi => psi, compat => 'boario') AS d);
EXCEPTION WHEN invalid_parameter_value THEN RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TEMP TABLE overdrawn AS
SELECT stock, psi, pg_temp.least(net::supply_network, cut, stock, psi) AS least
FROM unnest('{"{A>B:365;A[final_demand=0],B[final_demand=3650]}","{A>B:365,C>B:7,A>C:3;A[final_demand=0],B[final_demand=3650]}"}'::text[]) AS net,
	unnest('{0.3,1}'::float8[]) AS cut, unnest('{0,1.5,2,3,7,30}'::float8[]) AS stock, unnest('{0,0.1,0.4,0.5,0.8,1}'::float8[]) AS psi;
SELECT is_empty('SELECT * FROM overdrawn WHERE least < 0', 'boario: no production and no stock is below none');
SELECT results_eq('SELECT DISTINCT psi * CASE WHEN stock > 1 THEN stock ELSE 2 END < 1 FROM overdrawn WHERE least IS NULL', 'VALUES (true)',
	'who would use more than there is is told so, where psi times the stock is less than a period');
SELECT throws_like($$SELECT * FROM dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "from": 1}', 60, inventory => 2, psi => 0, compat => 'boario')$$,
	'node "B" uses more of "A" than there is, in period 4', 'with node, input and period');
-- restocking no slower than the stock lasts: 5 days of stock, empty on day 5, ask for twice the use
SELECT is(round(demand::numeric, 12), 2.0, 'an empty stock of 5 days is filled in 5') FROM
	dynamic_loss('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1}', 10, inventory => 5, nodes => '{A}') WHERE period = 9;
SELECT is(demand, 1.25::float8, 'or as restock_time_of says, if that is shorter') FROM
	dynamic_loss('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "A", "cut": 1, "from": 2, "duration": 1}', 10, inventory => 5, restock_time_of => '{A:4}', overproduction => 1, nodes => '{A}') WHERE period = 3;
-- backlog: what waits is made up by spare capacity, and nothing is lost for good
SELECT is(round(unmet_demand::numeric, 6), 0::numeric, 'demand that waits is met in the end') FROM
	dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "B", "cut": 0.5, "from": 2, "duration": 10}', 400, overproduction_time => 10, backlog => 1) WHERE node = 'B';
SELECT is(unmet_demand, 50::float8, 'else it lapses') FROM
	dynamic_loss_by_node('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "B", "cut": 0.5, "from": 2, "duration": 10}', 400, overproduction => 1) WHERE node = 'B';
-- rebuilding: 50 of demand over 10 days on top of 10 a day
SELECT results_eq($$SELECT period, demand FROM dynamic_loss('{A>B:365;A[final_demand=0],B[final_demand=3650]}', '{"node": "B", "kind": "rebuild", "amount": 50, "from": 2.5, "duration": 10}', 14, nodes => '{B}') WHERE period IN (1, 2, 3, 12, 13)$$,
	'VALUES (1, 10::float8), (2, 12.5), (3, 15), (12, 12.5), (13, 10)', 'rebuilding is demand, spread over its days');
-- dates
SELECT is((SELECT jsonb_agg(d) FROM dynamic_loss('{A>B:365}', '{"node": "A", "cut": 1, "from_date": "2026-02-01", "duration": 3}', 60, start_date => '2026-01-01') AS d),
	(SELECT jsonb_agg(d) FROM dynamic_loss('{A>B:365}', '{"node": "A", "cut": 1, "from": 31, "duration": 3}', 60) AS d), 'from_date counts from start_date');
-- one more day of stock, by running the model with it
SELECT results_eq($$SELECT node, stock, production_saved, demand_saved FROM chain, dynamic_stock_value(net, '{"node": "Dy", "cut": 1, "duration": 180}', 400, inventory_of => '{Dy:60,Magnet:30,Motor:5}', overproduction => 1)$$,
	$$VALUES ('Car', 4::float8, 10::float8, 10::float8), ('Magnet', 1, 16, 10), ('Motor', 2, 14, 10)$$, 'a day more at the cars saves a day of cars; at the magnets of all behind it');

SELECT * FROM finish();
ROLLBACK;
