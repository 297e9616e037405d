-- What do we lose if a supply stops?  Stock, price, tariffs, risk: one scenario a call.
\echo '## Japan without China''s heavy rare earths'
\echo 'A year without them, 60 days of stock, and the Australian contract that covers 30 % of demand half a year after it starts on day 90: 249.5 days'' worth of use are missing.'
SELECT time_to_survive AS first_day_short, gap AS days_of_use_not_supplied, shortage AS days_of_use_missing,
	round((100 * shortage / 365)::numeric, 1) AS percent_of_a_year
FROM disruption_detail(dependency => 1, duration => 365, cover => 60,
	alternative => 0.3, alternative_start => 90, alternative_ramp => 180);

\echo '## The same year, two months a row'
SELECT day, round(stock::numeric, 1) AS stock_days, round((100 * alternative_supply)::numeric, 1) AS australia_percent,
	round((100 * shortage)::numeric, 1) AS missing_percent, round(shortage_so_far::numeric, 1) AS missing_days_so_far
FROM disruption_path(1, 365, cover => 60, alternative => 0.3, alternative_start => 90, alternative_ramp => 180, step => 60);

\echo '## What each month of stockpile buys'
\echo 'Every month of stock keeps a month of use.  In output the first months keep most: later ones meet plants that go on with what comes from Australia (elasticity 0.1 and a cost share of 0.1 %, to be replaced by your own).'
SELECT cover / 30 AS months_of_stock, round(d.time_to_survive::numeric, 1) AS first_day_short, round(d.shortage::numeric, 1) AS days_of_use_missing,
	round(c.loss::numeric, 1) AS days_of_output_lost,
	round((lag(c.loss) OVER (ORDER BY cover) - c.loss)::numeric, 1) AS this_month_keeps
FROM generate_series(0, 330, 30) AS cover,
	LATERAL disruption_detail(1, 365, cover => cover, alternative => 0.3, alternative_start => 90, alternative_ramp => 180) AS d,
	LATERAL disruption_detail(1, 365, cover => cover, alternative => 0.3, alternative_start => 90, alternative_ramp => 180,
		cost_share => 0.001, elasticity => 0.1) AS c;

\echo '## What the market does'
\echo 'Dysprosium is dug in several countries: when China stops digging, the others sell all they can at 228 times the old price.  It is separated in one: when China stops separating, no price clears (elasticities 0.2 of supply and 0.3 of demand; others can sell a quarter more).'
SELECT CASE stage WHEN 'E' THEN 'mining' ELSE 'processing' END AS stage, round((100 * cut)::numeric) AS percent_of_china_cut,
	round(dependency_share(mix, 'CHN')::numeric, 3) AS china, round(price::numeric, 2) AS price, round((100 * quantity)::numeric, 1) AS quantity_percent, capacity_binds
FROM (SELECT stage, supply_mix(country, share) AS mix FROM material_supply
		WHERE scope = 'global' AND material = 'Dysprosium' GROUP BY stage) AS m,
	unnest('{0.25,0.5,1}'::float8[]) AS cut,
	LATERAL price_response(mix, supply_mix(ARRAY['CHN'], ARRAY[cut]), 0.2, 0.3, exclude_origins(mix, '{CHN}') * 1.25)
ORDER BY m.stage, cut;

\echo '## A gram of dysprosium'
\echo 'A car of 30,000 dollars holds 36 grams for 10.80 dollars: a gram for 30 cents holds up 833 dollars of car, 2,778 times its price.'
WITH RECURSIVE part (product, part, quantity) AS (
	VALUES ('car', 'motor', 4.0::float8), ('motor', 'kg of magnet', 0.15), ('kg of magnet', 'kg of dysprosium', 0.06)
), explosion AS (
	SELECT part, quantity FROM part WHERE product = 'car'
	UNION ALL
	SELECT p.part, e.quantity * p.quantity FROM explosion AS e JOIN part AS p ON p.product = e.part
)
SELECT part, round(quantity::numeric, 4) AS in_a_car,
	CASE part WHEN 'kg of dysprosium' THEN round((quantity * 300)::numeric, 2) END AS costs_usd,
	CASE part WHEN 'kg of dysprosium' THEN round(value_multiple(30000, quantity, 300)::numeric, 1) END AS dollars_of_car_for_each
FROM explosion;

\echo '## Who pays the car makers'' 19.2 billion dollars'
\echo 'Of the duty that the companies expect, buyers in the United States pay some 70 % when they find it hard to switch (elasticities 1.5 of demand, 3 of supply), a quarter when it is easy (4.5 and 1.5).'
CREATE TEMP TABLE company_tariff (company text, estimate_usd_bn float8, source_note text);
\copy company_tariff FROM 'data/company_tariff_2025.csv' WITH (FORMAT csv, HEADER)
SELECT coalesce(company, 'all four') AS company, round(sum(estimate_usd_bn)::numeric, 1) AS duty_usd_bn,
	round((sum(estimate_usd_bn) * hard.borne)::numeric, 1) AS buyers_pay_hard_to_switch,
	round((sum(estimate_usd_bn) * easy.borne)::numeric, 1) AS buyers_pay_easy_to_switch,
	round((sum(estimate_usd_bn) * (1 - easy.borne))::numeric, 1) AS makers_pay_easy_to_switch
FROM company_tariff,
	(SELECT (price_paid - 1) / (price_paid - price_received) AS borne FROM tariff_incidence(1, 0.25, 1.5, 3)) AS hard,
	(SELECT (price_paid - 1) / (price_paid - price_received) AS borne FROM tariff_incidence(1, 0.25, 4.5, 1.5)) AS easy
GROUP BY GROUPING SETS ((company, hard.borne, easy.borne), (hard.borne, easy.borne))
ORDER BY duty_usd_bn DESC, company;

\echo '## What a company can do about it'
\echo 'Ten billion of imports at 25 %: passing on 40 % of the duty loses a fifth of the volume and still saves a billion; making half in the country at 5 % more cost takes off another 30 %.'
SELECT what, round(duty::numeric, 2) AS duty, round(recovered::numeric, 2) AS customers_pay, round(margin_lost::numeric, 2) AS margin_lost,
	round(mitigation_spent::numeric, 2) AS spent, round(net_hit::numeric, 2) AS net_hit
FROM (VALUES (1, 'bear it', 0.0, 0.0), (2, 'pass on 40 %', 0.4, 0.0), (3, 'and make half there', 0.4, 0.5)) AS v(n, what, pass, moved),
	LATERAL company_tariff_hit(10, 0.25, pass, volume_elasticity => 2, margin => 0.15, mitigation => moved, mitigation_cost => 0.05)
ORDER BY n;

\echo '## The year at risk'
\echo 'Four named scenarios, each with a probability for a year (assumptions to replace by your own): on average 15 days of use are lost a year, in the worst 5 % of years 168.'
CREATE TEMP TABLE scenario AS
SELECT *, disruption_loss(1, days, cut, cover => 60, alternative => 0.3, alternative_start => 90, alternative_ramp => 180) AS loss
FROM (VALUES ('licences slow down', 0.20, 180, 0.3), ('licences for friends only', 0.10, 180, 0.7),
	('embargo of half a year', 0.04, 180, 1.0), ('embargo of a year', 0.02, 365, 1.0)) AS v(name, probability, days, cut);
SELECT name, probability, round(loss::numeric, 1) AS days_of_use_lost FROM scenario ORDER BY loss;
SELECT round(expected_loss::numeric, 1) AS expected, value_at_risk AS value_at_risk_95, round(expected_shortfall::numeric, 1) AS expected_shortfall_95,
	largest_loss AS largest
FROM (SELECT loss_distribution(loss, probability) AS d FROM scenario) AS s, risk_summary(d, 0.95);

\echo '## How often is it worse'
SELECT round(loss::numeric, 1) AS days_of_use_lost, round(at_least::numeric, 3) AS chance_in_a_year, round(return_period::numeric, 1) AS once_in_years
FROM (SELECT loss_distribution(loss, probability) AS d FROM scenario) AS s, exceedance_curve(d) WHERE loss > 0;

\echo '## The same risks, if they can come together'
\echo 'Exactly by convolution, and by 100,000 draws that any plan repeats: the difference is within the standard error.'
WITH e AS (SELECT array_agg(loss ORDER BY name) AS loss, array_agg(probability::float8 ORDER BY name) AS p FROM scenario)
SELECT how, round(expected_loss::numeric, 2) AS expected, round(expected_loss_error::numeric, 2) AS error,
	round(expected_shortfall::numeric, 1) AS expected_shortfall_95, round(expected_shortfall_error::numeric, 1) AS error
FROM (SELECT 'exact' AS how, independent_losses(loss, probability) AS d, NULL::float8 AS draws FROM scenario
	UNION ALL
	SELECT 'drawn', loss_distribution(simulate_loss(2026, draw, e.loss, e.p)), 1e5 FROM e, generate_series(1, 100000) AS draw) AS s,
	risk_summary(d, 0.95, draws);

\echo '## Lithium cells: who loses most when China stops for 90 days'
\echo 'Every importer of 2019 by its own mix, 30 days of stock, one call each.'
SELECT importer, round(dependency_share(mix, 'CHN')::numeric, 3) AS china, round(time_to_survive::numeric, 1) AS first_day_short,
	round(shortage::numeric, 1) AS days_of_use_missing, round((total(mix) / 365 * shortage)::numeric / 1000, 1) AS missing_million_usd
FROM (SELECT importer, supply_mix(exporter, value) AS mix FROM trade_flow WHERE year = 2019 AND hs6 = '850650' GROUP BY importer) AS m,
	LATERAL disruption_detail(mix, '{CHN:1}'::supply_mix, 90, cover => 30) AS d
WHERE shortage > 0
ORDER BY total(mix) * shortage DESC LIMIT 5;
