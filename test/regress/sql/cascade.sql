-- How one node's stop spreads through a network of firms.

-- a mine, two smelters, a maker of parts, a car maker and its dealer
CREATE TABLE firms AS SELECT supply_network
	'{Mine>SmelterA:10,Mine>SmelterB:5,SmelterA>Parts:20,SmelterB>Parts:10,Parts>Cars:50,Paint>Cars:50,Cars>Dealer:200;Mine[sector=ore],SmelterA[sector=metal],SmelterB[sector=metal],Parts[sector=parts],Paint[sector=paint,essential=0],Cars[sector=cars],Dealer[sector=trade]}'
	AS net;

-- what if smelter A stops: two thirds of the metal is gone
SELECT node, round(h_down::numeric, 4) AS h_down, round(h_up::numeric, 4) AS h_up,
	round(loss::numeric, 4) AS loss, round_hit, binding_supplier, binding_user, hit_by, cause
FROM firms, network_cascade(net, '{SmelterA:1}');

-- paint is not essential: half the cost of a car, so half of the cars
SELECT node, round(h_down::numeric, 4) AS h_down, round_hit, binding_supplier, cause
FROM firms, network_cascade(net, '{Paint:1}');

-- smelter B is small enough for A to stand in for half of it
SELECT node, round(a.h_down::numeric, 4) AS alone, round(m.h_down::numeric, 4) AS with_market
FROM firms, LATERAL network_cascade(net, '{SmelterB:1}') a
JOIN LATERAL network_cascade(net, '{SmelterB:1}', replacement => 'market') m USING (node)
WHERE node IN ('Parts', 'Cars');

-- several partial shocks
SELECT node, round(h_down::numeric, 4) AS h_down, binding_supplier FROM firms, network_cascade(net, '{Mine:0.3,SmelterB:0.6}');

-- ranking of all
SELECT node, round(systemic_risk::numeric, 4) AS risk, round(risk_down::numeric, 4) AS down, round(risk_up::numeric, 4) AS up, rounds
FROM firms, systemic_risk(net) ORDER BY 2 DESC, 1;
SELECT node, round(systemic_risk::numeric, 4) AS risk FROM firms, systemic_risk(net, production_function => 'linear', nodes => '{Mine,Cars}', cut => 0.5);
-- a matrix of sectors instead of the nodes' attribute: metal matters to parts, parts to cars, nothing else
SELECT node, round(h_down::numeric, 4) AS h_down FROM firms, network_cascade(net, '{SmelterA:1}',
	essential_inputs => '{metal>parts:2,parts>cars:2,ore>metal:1,paint>cars:1,cars>trade:0}');

-- no network, no rows; an empty one neither
SELECT count(*) FROM systemic_risk(NULL);
SELECT count(*) FROM network_cascade('{}', '{}');

-- bad input
SELECT systemic_risk(net, nodes => '{Nobody}') FROM firms;
SELECT network_cascade(net, '{Nobody:1}') FROM firms;
SELECT network_cascade(net, '{Mine:1.5}') FROM firms;
SELECT network_cascade(net, '{Mine:-0.5}') FROM firms;
SELECT network_cascade(net, NULL) FROM firms;
SELECT systemic_risk(net, tolerance => 'NaN') FROM firms;
SELECT systemic_risk(net, tolerance => 0) FROM firms;
SELECT systemic_risk(net, cut => 2) FROM firms;
SELECT systemic_risk(net, nodes => ARRAY['Mine', NULL]) FROM firms;
SELECT systemic_risk(net, replacement => 'perfect') FROM firms;
SELECT systemic_risk(net, production_function => 'cobb-douglas') FROM firms;
SELECT systemic_risk(net, production_function => 'linear', essential_inputs => '{metal>parts:2}') FROM firms;
SELECT systemic_risk(net, essential_inputs => '{metal>parts:2}') FROM firms;
SELECT systemic_risk(net, essential_inputs => '{metal>parts:3,ore>cars:1,paint>trade:1}') FROM firms;
SELECT systemic_risk('{A>B:1}', essential_inputs => '{metal>parts:2}');
SELECT systemic_risk('{A>B:-1}');
WITH many AS (SELECT with_nodes('{}', 'f' || i, NULL, NULL, NULL, 's' || i, NULL) AS net FROM generate_series(1, 30001) AS i)
SELECT systemic_risk(net, essential_inputs => (SELECT with_nodes('{}', 's' || i, NULL, NULL, NULL, NULL, NULL) FROM generate_series(1, 30001) AS i)) FROM many;
-- a loop with a leak of one in a thousand needs thousands of rounds
SELECT node, systemic_risk, risk_down, round(risk_up::numeric, 6) AS up, rounds, problem
FROM systemic_risk('{A>B:999,X>B:1,B>A:1000,X>C:1;A[sector=a],B[sector=b],C[sector=c],X[sector=a]}',
	accelerate => false, max_rounds => 100, nodes => '{X}');
SELECT node, round(risk_down::numeric, 6) AS down FROM systemic_risk('{A>B:999,X>B:1,B>A:1000,X>C:1;A[sector=a],B[sector=b],C[sector=c],X[sector=a]}', nodes => '{X}');
-- sums beyond float8: 2e308 sold by one node, bought by one, sold by all; a thousandth of it fits
SELECT systemic_risk('{A>B:1e308,A>C:1e308}');
SELECT systemic_risk('{A>C:1e308,B>C:1e308}', production_function => 'linear');
SELECT systemic_risk('{A>B:1e308,B>C:1e308,C>C:1.5e308}');
SELECT network_cascade('{A>B:1e308,A>C:1e308}', '{A:1}');
SELECT network_cascade('{A>C:1e308,B>C:1e308}', '{A:0.5}', replacement => 'market');
SELECT network_cascade('{A>B:1e308,B>C:1e308,C>C:1.5e308}', '{A:1}');
SELECT node, round(systemic_risk::numeric, 4) AS risk, round(risk_down::numeric, 4) AS down, round(risk_up::numeric, 4) AS up
FROM systemic_risk('{A>B:1e305,A>C:1e305}');
SELECT each_node('{A>B:1e308,A>C:1e308}');
SELECT leontief_output('{A>B:1e308;A[final_demand=1e308]}');
-- two firms that replace each other barely: the last step to the answer takes for ever
SELECT node, systemic_risk, risk_down, risk_up, left(problem, 47) AS problem
FROM systemic_risk('{A>B:2,B>A:0.5;A[sector=s],B[sector=s]}', replacement => 'market', nodes => '{B}', max_rounds => 1000);
DROP TABLE firms;
