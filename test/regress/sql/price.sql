-- Prices, technologies and bills of materials.
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

-- over a supply mix
SELECT round(price::numeric, 9) AS price, round(quantity::numeric, 9) AS quantity, capacity_binds
FROM price_response('{CHN:60,AUS:30,USA:10}'::supply_mix, '{CHN:1}'::supply_mix, 0.2, 0.3, '{AUS:33,USA:11}');
