-- Losses over time: stocks carry for a while, then shortages spread.

-- ore → steel → cars; each sells the rest of its output to final users; a day's amounts are 1/365 of these
CREATE TABLE economy AS SELECT supply_network
	'{Ore>Steel:3650,Steel>Cars:7300;Ore[final_demand=0,value_added=3650],Steel[final_demand=3650,value_added=7300],Cars[final_demand=14600,value_added=7300]}'
	AS net;

-- the mine stops for 20 days; steel has 5 days of ore, cars 10 of steel
SELECT node, round(production_loss::numeric, 4) AS production_loss, round(value_added_loss::numeric, 4) AS value_added_loss,
	round(unmet_demand::numeric, 4) AS unmet_demand, round(lowest::numeric, 4) AS lowest, worst_period, bottleneck
FROM economy, dynamic_loss_by_node(net, '{"node": "Ore", "cut": 1, "from": 2, "duration": 20}',
	inventory_of => '{Ore:5,Steel:10}', psi => 1, restock_time => 10, overproduction => 1);

-- the first days
SELECT period, node, round(production::numeric, 4) AS production, round(capacity::numeric, 4) AS capacity,
	round(demand::numeric, 4) AS demand, round(unmet_demand::numeric, 4) AS unmet, round(loss::numeric, 4) AS loss, bottleneck
FROM economy, dynamic_loss(net, '{"node": "Ore", "cut": 1, "from": 2, "duration": 20}', 5,
	inventory_of => '{Ore:5,Steel:10}', psi => 1, restock_time => 10, overproduction => 1);

-- who is served first when half of the steel capacity is lost
SELECT rationing, round(s.unmet_demand::numeric, 4) AS steel_unmet, round(c.production::numeric, 4) AS cars
FROM economy, unnest(ARRAY['proportional', 'industry_first', 'final_first', 'largest_first']) rationing,
	LATERAL dynamic_loss(net, '{"node": "Steel", "cut": 0.5}', 1, rationing => rationing, nodes => '{Steel}') s,
	LATERAL dynamic_loss(net, '{"node": "Steel", "cut": 0.5}', 60, rationing => rationing, nodes => '{Cars}', overproduction => 1, inventory => 20) c
WHERE c.period = 59;

-- several shocks of different kinds at once
SELECT period, round(capacity::numeric, 4) AS capacity, round(demand::numeric, 4) AS demand
FROM economy, dynamic_loss(net, '[
	{"node": "Steel", "kind": "capital", "loss": 14600, "from": 1, "duration": 1, "recovery": "linear", "recovery_time": 2},
	{"nodes": ["Steel", "Ore"], "kind": "capacity", "cut": 0.5, "from": 1, "duration": 1},
	{"node": "Steel", "kind": "demand", "cut": -0.5, "from": 1, "duration": 1}]', 5, nodes => '{Steel}', overproduction => 1);

-- nothing happens without a shock; no network, no rows
SELECT max(abs(loss)) < 1e-12 AS still FROM economy, dynamic_loss(net, '[]');
SELECT count(*) FROM dynamic_loss(NULL, '[]');
SELECT count(*) FROM dynamic_loss('{}', '[]');

-- bad input
SELECT dynamic_loss(net, NULL) FROM economy;
SELECT dynamic_loss(net, '"Ore"') FROM economy;
SELECT dynamic_loss(net, '[1]') FROM economy;
SELECT dynamic_loss(net, '{}') FROM economy;
SELECT dynamic_loss(net, '{"cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore"}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Tin", "cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"sector": "Tin", "cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"nodes": ["Ore", 3], "cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"nodes": {"Ore": 1}, "cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": "much"}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 2}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": -1}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 1, "loss": 3}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "loss": 3}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "kind": "capital", "loss": 1e9}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "kind": "flood", "cut": 1}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 1, "recovery": "slow"}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 1, "recovery": "linear"}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 1, "duration": -1}') FROM economy;
SELECT dynamic_loss(net, '{"node": "Ore", "cut": 1, "until": 9}') FROM economy;
SELECT dynamic_loss(net, '[]', period_count => 0) FROM economy;
SELECT dynamic_loss(net, '[]', period_count => 1000000) FROM economy;
SELECT dynamic_loss(net, '[]', psi => 'NaN') FROM economy;
SELECT dynamic_loss(net, '[]', inventory => -1) FROM economy;
SELECT dynamic_loss(net, '[]', inventory_of => '{Tin:3}') FROM economy;
SELECT dynamic_loss(net, '[]', orders => 'none') FROM economy;
SELECT dynamic_loss(net, '[]', rationing => 'lottery') FROM economy;
SELECT dynamic_loss(net, '[]', compat => 'acclimate') FROM economy;
SELECT dynamic_loss(net, '[]', nodes => '{Tin}') FROM economy;
SELECT dynamic_loss('{A>B:10;A[output=5]}', '[]');
SELECT dynamic_loss('{A>B:10;A[final_demand=-5]}', '[]');
SELECT dynamic_loss('{A>B:10;A[output=5,final_demand=5]}', '[]');
SELECT dynamic_loss('{A>B:10;B[output=0]}', '[]');
SELECT dynamic_loss('{A>B:-10}', '[]');
-- an input too small for float8 moves nobody; half a period's stock carries B through the first, then it makes half, as what it received of C says
SELECT period, node, production, demand, received, used, stock
FROM dynamic_loss('{A>B:5e-324,C>B:366}', '{"node": "C", "cut": 0.5}', period_count => 2, periods_per_year => 366, inventory => 0.5, overproduction => 1);
SELECT node, production, demand FROM dynamic_loss('{A>B:5e-324,C>B:1}', '[]', period_count => 1, periods_per_year => 1, inventory => 0.5);
-- figures beyond float8: stocks of 30 times 1e308, 1e308 of input for an output of 5e-324, losses of 2e308
SELECT dynamic_loss('{A>B:1e308}', '[]', periods_per_year => 1, inventory => 30);
SELECT dynamic_loss_by_node('{A>B:1e308;B[final_demand=5e-324]}', '[]', periods_per_year => 1);
SELECT dynamic_loss_by_node('{A>B:1e308}', '{"node": "A", "cut": 1}', period_count => 2, periods_per_year => 1, inventory => 0);
SELECT dynamic_loss('{A>B:1e308,A>C:1e308}', '[]');
DROP TABLE economy;
