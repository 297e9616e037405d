-- Disruption of one supply, alone and in a supply mix.

-- 60 % of use comes from one supplier, which stops for 90 days; 30 days of stock
SELECT disruption_loss(0.6, 90, cover => 30, value_per_day => 200);
SELECT * FROM disruption_detail(0.6, 90, cover => 30, value_per_day => 200);
SELECT * FROM disruption_detail(0.6, 50, cover => 30);

-- another supplier ramps up, the stock refills, or may not
SELECT time_to_survive, shortage, stock_end
FROM disruption_detail(0.6, 90, cover => 30, alternative => 0.7, alternative_start => 60, alternative_ramp => 14, horizon => 200);
SELECT time_to_survive, shortage, stock_end
FROM disruption_detail(0.6, 90, cover => 30, alternative => 0.7, alternative_start => 60, alternative_ramp => 14, horizon => 200, refill => false);

-- the same course for a chart
SELECT day, round(stock::numeric, 3) AS stock, round(shortage::numeric, 3) AS shortage, round(shortage_so_far::numeric, 3) AS so_far
FROM disruption_path(0.6, 90, cover => 30, alternative => 0.7, alternative_start => 60, alternative_ramp => 14, step => 15);

-- how long does the stock last when the cut never ends
SELECT cover, time_to_survive(0.6, cover), time_to_survive(0.6, cover, alternative => 0.6, alternative_start => 60) AS with_alternative
FROM unnest('{0,30,60}'::float8[]) cover;

-- loss by a technology instead of in proportion
SELECT round(disruption_loss(0.6, 90, cover => 30, cost_share => 0.04, elasticity => s)::numeric, 6) AS loss, s AS elasticity
FROM unnest('{0,0.04,0.5,1,4}'::float8[]) s;

-- NULL in, NULL out; horizon, cost_share and elasticity may be left out
SELECT disruption_loss(NULL, 90), disruption_loss(0.6, 90, cover => NULL);
SELECT * FROM disruption_detail(0.6, NULL);
SELECT * FROM disruption_path(0.6, NULL);
SELECT disruption_loss(1, 10, horizon => 4), disruption_loss(1, 10, cut_start => 3, horizon => 4);

-- bad input
SELECT disruption_loss(60, 90);
SELECT disruption_loss(0.6, -1);
SELECT disruption_loss(0.6, 'Infinity');
SELECT disruption_loss(0.6, 90, value_per_day => -5);
SELECT disruption_loss(0.6, 90, elasticity => 1);
SELECT disruption_loss(0.6, 90, cost_share => 0.1, elasticity => -1);
SELECT count(*) FROM disruption_path(0.6, 90, step => 1e-6);
SELECT time_to_survive(1.5, 30);

-- over supply mixes: which share of each origin stops, what others could add
SELECT disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:0.5}'::supply_mix, 90, cover => 30) AS half,
	disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, cover => 30) AS all_of_it,
	round(disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, spare => '{VNM:30}', cover => 30, alternative_start => 40)::numeric, 9) AS with_spare,
	disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1,VNM:1}'::supply_mix, 90, spare => '{VNM:30}', cover => 30) AS spare_cut_too;
SELECT time_to_survive, shortage, peak FROM disruption_detail('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, cover => 40);
SELECT disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:60}'::supply_mix, 90);
