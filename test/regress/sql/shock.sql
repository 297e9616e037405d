-- Disruption of one supply, prices, bills of materials, incidence of tariffs.

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
SELECT disruption_loss(1, 10, horizon => 4), disruption_loss(1, 10, lead => 3, horizon => 4);

-- bad input
SELECT disruption_loss(60, 90);
SELECT disruption_loss(0.6, -1);
SELECT disruption_loss(0.6, 'Infinity');
SELECT disruption_loss(0.6, 90, value_per_day => -5);
SELECT disruption_loss(0.6, 90, elasticity => 1);
SELECT disruption_loss(0.6, 90, cost_share => 0.1, elasticity => -1);
SELECT count(*) FROM disruption_path(0.6, 90, step => 1e-6);
SELECT time_to_survive(1.5, 30);

-- prices
SELECT round(price::numeric, 9) AS price, round(quantity::numeric, 9) AS quantity, capacity_binds FROM price_response(0.6, 0.2, 0.3);
SELECT round(price::numeric, 9) AS price, round(quantity::numeric, 9) AS quantity, capacity_binds FROM price_response(0.6, 0.2, 0.3, 0.45);
SELECT * FROM price_response(1, 0.2, 0.3);
SELECT * FROM price_response(0.6, -0.2, 0.3);
SELECT round(output::numeric, 9) AS output, round(loss::numeric, 9) AS loss,
	round(first_order_loss::numeric, 9) AS first_order, round(second_order_loss::numeric, 9) AS second_order
FROM ces_response(0.04, 0.04, 0.9);
SELECT * FROM ces_response(0.04, 0.5, 0);
SELECT round(embargo_price_index(0.6, 4)::numeric, 9) AS index, embargo_price_index(0.6, 1) AS needed, embargo_price_index(1, 4) AS all_gone;

-- bills of materials
SELECT round(ces_output(input, cost_share, 0.5)::numeric, 9) AS output, bottleneck_shortage(1 - input, cost_share, essential)
FROM (VALUES (0.5::float8, 1.0::float8, false), (1, 2, true), (0.75, 1, true)) AS part(input, cost_share, essential);
SELECT * FROM allocate_scarce(100, '{tractor,generator}', '{3,5}', '{2,1}', '{60,60}');
SELECT * FROM allocate_scarce(100, '{tractor,generator}', '{3,-5}', '{2,1}', '{60,60}');
SELECT * FROM allocate_scarce(100, '{tractor,generator}', '{3,NULL}', '{2,1}', '{60,60}');

-- tariffs: both sides pay; a small country; infinite demand; each side rigid; undetermined
SELECT round(price_paid::numeric, 6) AS paid, round(price_received::numeric, 6) AS received, round(quantity::numeric, 6) AS quantity,
	round(revenue::numeric, 6) AS revenue, round(buyer_loss::numeric, 6) AS buyers, round(seller_loss::numeric, 6) AS sellers,
	round(deadweight_loss::numeric, 6) AS deadweight, round(buyer_share::numeric, 6) AS buyer_share
FROM (VALUES (1.5::float8, 3::float8), (1.5, NULL), (NULL, 3), (0, 3), (1.5, 0), (1, 1), (NULL, NULL), (0, 0)) AS e(demand, supply),
	LATERAL tariff_incidence(100, 0.25, demand, supply);
SELECT * FROM tariff_incidence(100, 0, 1.5, 3);
SELECT * FROM tariff_incidence(100, -0.1, 1.5, 3);
SELECT * FROM tariff_incidence(100, 0.1, 'Infinity', 3);
SELECT duty, recovered, volume_lost, round(margin_lost::numeric, 9) AS margin_lost, round(net_hit::numeric, 9) AS net_hit
FROM company_tariff_hit(10, 0.25, pass_through => 0.4, volume_elasticity => 2, margin => 0.15);
SELECT duty, mitigation_spent, net_hit FROM company_tariff_hit(10, 0.25, mitigation => 0.5, mitigation_cost => 0.0625);
SELECT * FROM company_tariff_hit(10, 25, pass_through => 4);

-- over supply mixes: which share of each origin stops, what others could add
SELECT disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:0.5}'::supply_mix, 90, cover => 30) AS half,
	disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, cover => 30) AS all_of_it,
	round(disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, spare => '{VNM:30}', cover => 30, alternative_start => 40)::numeric, 9) AS with_spare,
	disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:1,VNM:1}'::supply_mix, 90, spare => '{VNM:30}', cover => 30) AS spare_cut_too;
SELECT time_to_survive, shortage, peak FROM disruption_detail('{CHN:80,VNM:20}'::supply_mix, '{CHN:1}'::supply_mix, 90, cover => 40);
SELECT disruption_loss('{CHN:80,VNM:20}'::supply_mix, '{CHN:60}'::supply_mix, 90);
SELECT round(price::numeric, 9) AS price, round(quantity::numeric, 9) AS quantity, capacity_binds
FROM price_response('{CHN:60,AUS:30,USA:10}'::supply_mix, '{CHN:1}'::supply_mix, 0.2, 0.3, '{AUS:33,USA:11}');
SELECT origin, round(share_after::numeric, 6) AS share_after, round(value_after::numeric, 6) AS value_after, round(change::numeric, 6) AS change
FROM armington_diversion('{CHN:60,VNM:30,JPN:10}', '{CHN:0.25}', 4, 1.2);
SELECT origin, round(share_after::numeric, 6) AS share_after, round(price_index::numeric, 6) AS price_index
FROM armington_diversion('{CHN:60,VNM:30,JPN:10}', '{}', 4, embargo => '{CHN}');
