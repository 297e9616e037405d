-- Who pays a tariff, and where trade goes.
-- tariffs: both sides pay; a small country; infinite demand; each side rigid; undetermined
SELECT round(price_paid::numeric, 6) AS paid, round(price_received::numeric, 6) AS received, round(quantity::numeric, 6) AS quantity,
	round(revenue::numeric, 6) AS revenue, round(buyer_loss::numeric, 6) AS buyers, round(seller_loss::numeric, 6) AS sellers,
	round(deadweight_loss::numeric, 6) AS deadweight, round(buyer_share::numeric, 6) AS buyer_share
FROM (VALUES (1.5::float8, 3::float8), (1.5, NULL), (NULL, 3), (0, 3), (1.5, 0), (1, 1), (NULL, NULL), (0, 0)) AS e(demand, supply),
	LATERAL tariff_incidence(100, 0.25, demand, supply);
SELECT * FROM tariff_incidence(100, 0, 1.5, 3);
SELECT * FROM tariff_incidence(100, -1, 1.5, 3);
SELECT * FROM tariff_incidence(100, 0.1, 'Infinity', 3);
SELECT duty, recovered, volume_lost, round(margin_lost::numeric, 9) AS margin_lost, round(net_hit::numeric, 9) AS net_hit
FROM company_tariff_hit(10, 0.25, pass_through => 0.4, volume_elasticity => 2, margin => 0.15);
SELECT duty, mitigation_spent, net_hit FROM company_tariff_hit(10, 0.25, mitigation => 0.5, mitigation_cost => 0.0625);
SELECT * FROM company_tariff_hit(10, 25, pass_through => 4);

-- over a supply mix
SELECT origin, round(share_after::numeric, 6) AS share_after, round(value_after::numeric, 6) AS value_after, round(change::numeric, 6) AS change
FROM armington_diversion('{CHN:60,VNM:30,JPN:10}', '{CHN:0.25}', 4, 1.2);
SELECT origin, round(share_after::numeric, 6) AS share_after, round(price_index::numeric, 6) AS price_index
FROM armington_diversion('{CHN:60,VNM:30,JPN:10}', '{}', 4, embargo => '{CHN}');
