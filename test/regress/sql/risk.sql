-- Supply risk; expected values by hand.
SELECT weighted_mean('{CHN:3,AUS:1}', '{CHN:6,AUS:2}') AS mean, weighted_mean('{CHN:3,AUS:1}', '{CHN:6}', 'exclude') AS known_only,
	weighted_mean('{CHN:3,AUS:1}', '{CHN:6}', 'zero') AS zero, weighted_mean('{CHN:3,"":1}', '{CHN:6,"":2}') AS unspecified_weight,
	weighted_mean('{}', '{CHN:6}') AS nothing;
SELECT weighted_mean('{CHN:3,AUS:1,VNM:1,"":1}', '{CHN:6}');
SELECT hhi_weighted('{CHN:3,AUS:1}', '{CHN:6,AUS:2}') AS plain, hhi_weighted('{CHN:3,AUS:1}', '{CHN:6,AUS:2}', '{CHN:1.2}') AS restricted,
	hhi_weighted('{CHN:3,AUS:1}', '{CHN:6}', missing => 'exclude') AS excluded, hhi_weighted('{CHN:3,"":1}', '{CHN:6}') AS unspecified,
	hhi_weighted('{CHN:3,AUS:1}', NULL) AS no_weights;
SELECT hhi_weighted('{CHN:3,AUS:1}', '{CHN:6}');
-- an origin without an amount needs no weight
SELECT hhi_weighted('{CHN:3,AUS:1,VNM:0}', '{CHN:6}');
SELECT geopolitical_distance('{USA:1,BRA:1}', '{IRN:10,USA:0,BRA:5}', 'IRN');
SELECT geopolitical_distance('{USA:1,BRA:1}', '{USA:0,BRA:5}', 'IRN');
SELECT supply_risk_eu('{CHN:3,AUS:1}', '{CHN:1,AUS:1}', '{CHN:6,AUS:2}', import_reliance => 0.5) AS both,
	supply_risk_eu('{CHN:3,AUS:1}', NULL, '{CHN:6,AUS:2}', use => 'global') AS global,
	supply_risk_eu('{CHN:3,AUS:1}', '{CHN:1,AUS:1}', '{CHN:6,AUS:2}', eol_recycling => 0.5, substitution => 0.5, use => 'eu') AS eu,
	supply_risk_eu('{CHN:3,AUS:1}', NULL, '{CHN:6,AUS:2}') AS eu_unknown;
SELECT supply_risk_eu('{CHN:3}', '{CHN:1}', '{CHN:6}', import_reliance => 64);
SELECT supply_risk_eu('{CHN:3}', '{CHN:1}', '{CHN:6}', use => 'world');
SELECT supply_risk_eu_score(7.1, 5.7, 1, 0.28, 0.9);
SELECT geopolrisk('{CHN:3,AUS:1}', '{CHN:1,AUS:1}', '{CHN:0.5,AUS:0.25}', 2);
-- left out, an origin is not in the total either: 0.625 · 0.5 / (1 + 1); with weight zero: 0.625 · 0.5 / (1 + 3)
SELECT geopolrisk('{CHN:3,AUS:1}', '{CHN:1,AUS:2}', '{CHN:0.5}', 1, 'exclude') AS left_out,
	geopolrisk('{CHN:3,AUS:1}', '{CHN:1,AUS:2}', '{CHN:0.5}', 1, 'zero') AS zero,
	hhi_weighted('{CHN:3,AUS:1}', '{CHN:6}', missing => 'zero') AS hhi_zero, hhi_weighted('{CHN:2,AUS:1,"":2}', '{CHN:6}', missing => 'exclude') AS hhi_left_out,
	hhi_weighted('{AUS:1}', '{CHN:6}', missing => 'exclude') AS nothing_left;
SELECT geopolrisk('{CHN:3}', '{CHN:1}', '{CHN:0.5}', -1);
