-- On whom do we depend?  Supply mixes over real data.
\echo '## Japan''s rare earths: how much came from China'
\echo 'Usually quoted: over 80 % in 2009, about 60 % in 2022, and 100 % of the heavy ones.  Published: 85 % in 2009; 58 % in 2020 and 71 % in 2024 enclose 2022, of which no figure is at hand; all of the heavy ones, until the first Australian ones arrived in October 2025.'
WITH mixes AS (
	SELECT period, (SELECT supply_mix(partner, value) FROM rare_earth_fact AS f
		WHERE f.period = a.period AND f.scope = a.scope AND f.measure = a.measure AND partner IS NOT NULL) AS mix, scope
	FROM rare_earth_fact AS a
	WHERE partner = 'CHN' AND unit = 'percent' AND period ~ '^\d{4}(-H1)?$'
		AND measure IN ('share of total weight', 'share') AND scope ~ '^(all |heavy )?rare earths'
)
-- what the publication does not assign to a country is unspecified, not nobody's
SELECT period, round(dependency_share(whole, 'CHN')::numeric, 3) AS china, whole AS shares, scope AS counted
FROM mixes, LATERAL (SELECT mix + supply_mix(ARRAY[NULL::text], ARRAY[round((100 - total(mix))::numeric, 2)::float8]) AS whole) AS w
ORDER BY period;

\echo '## Rare earths: 70 % dug in one country, 85 to 100 % refined there'
\echo 'The mines are spread over a dozen countries; the light rare earths have seven refiners, the heavy ones a single one, and Japan imports 99 % of its yttrium oxide from there.'
SELECT what, suppliers, top_supplier AS top, round(top_share::numeric, 3) AS top_share, round(hhi::numeric, 3) AS hhi
FROM (
	SELECT 1 AS n, 'mining, all rare earths (2025)' AS what, supply_mix(country, amount) AS mix
	FROM mineral_production WHERE commodity = 'Rare Earths' AND year = 2025
	UNION ALL
	SELECT 2, 'refining, neodymium (light)', supply_mix(country, share) FROM material_supply WHERE scope = 'global' AND material = 'Neodymium' AND stage = 'P'
	UNION ALL
	SELECT 3, 'refining, dysprosium (heavy)', supply_mix(country, share) FROM material_supply WHERE scope = 'global' AND material = 'Dysprosium' AND stage = 'P'
	UNION ALL
	-- the rest is not assigned to a country: unspecified
	SELECT 4, 'Japan''s imports of yttrium oxide (heavy, 2024-H1)', supply_mix(origin, share) FROM rare_earth_fact,
		LATERAL (VALUES (partner, value), (NULL, 100 - value)) AS v(origin, share) WHERE scope = 'yttrium oxide' AND partner = 'CHN'
) AS m, concentration(mix) ORDER BY n;

\echo '## Heavy rare earths: the average hides the bottleneck'
\echo 'Dysprosium is dug in nine countries, but every gram is separated in one.'
SELECT material, CASE stage WHEN 'E' THEN 'mining' ELSE 'processing' END AS stage,
	suppliers, top_supplier AS top, round(top_share::numeric, 3) AS top_share, round(hhi::numeric, 3) AS hhi,
	round(effective_suppliers::numeric, 2) AS effective_suppliers
FROM (SELECT material, stage, supply_mix(country, share) AS mix FROM material_supply
	WHERE scope = 'global' AND material IN ('Dysprosium', 'Lithium', 'Cobalt', 'Tungsten')
	GROUP BY material, stage) AS m, concentration(mix)
ORDER BY material, m.stage;

\echo '## The EU: where one third country supplies more than 65 %'
\echo 'The Critical Raw Materials Act says it should not be so by 2030; in the study of 2023 it was so for twelve materials.'
SELECT material, CASE stage WHEN 'E' THEN 'mining' ELSE 'processing' END AS stage,
	top_supplier(third) AS from, round((third -> top_supplier(third))::numeric, 2) AS share
FROM (SELECT material, stage,
		exclude_origins(supply_mix(country, share), country_group('EU', '2023-01-01')) AS third
	FROM material_supply WHERE scope = 'eu' GROUP BY material, stage) AS m
WHERE third -> top_supplier(third) > 0.65
ORDER BY share DESC, material;

\echo '## Japan''s lithium cells: by value and by weight'
\echo 'In 2020 China supplied 8 % of the value and 86 % of the tons: one of the two is wrong, and the price per ton says which.'
WITH mixes AS (
	SELECT year, supply_mix(exporter, value) AS by_value, supply_mix(exporter, quantity) AS by_weight
	FROM trade_flow WHERE importer = 'JPN' AND hs6 = '850650' GROUP BY year
)
SELECT year, top_supplier(by_value) AS top_by_value, round(top_share(by_value, 1)::numeric, 3) AS share,
	top_supplier(by_weight) AS top_by_weight, round(top_share(by_weight, 1)::numeric, 3) AS share,
	round(mix_similarity(by_value, by_weight)::numeric, 3) AS likeness,
	round(((by_value -> 'CHN') / (by_weight -> 'CHN'))::numeric, 1) AS china_usd_per_kg,
	round((total(by_value) / total(by_weight))::numeric, 1) AS all_usd_per_kg
FROM mixes ORDER BY year;

\echo '## Lithium cells over three years'
\echo 'Concentration of the last three years together: a single good year does not make a buyer safe.'
SELECT importer, year, round(hhi(one_year)::numeric, 3) AS hhi_of_the_year,
	round(hhi(three_years)::numeric, 3) AS hhi_of_three_years, supplier_count(three_years) AS suppliers
FROM (SELECT importer, year, one_year,
		sum(one_year) OVER (PARTITION BY importer ORDER BY year ROWS 2 PRECEDING) AS three_years
	FROM (SELECT importer, year, supply_mix(exporter, value) AS one_year FROM trade_flow
		WHERE importer IN ('JPN', 'USA', 'DEU', 'KOR') GROUP BY importer, year) AS m) AS w
WHERE year = 2020 ORDER BY hhi_of_three_years DESC;

\echo '## The EU as one supplier'
\echo 'Who counts the EU as one supplier sees fewer suppliers and a higher concentration.'
SELECT importer, supplier_count(mix) AS suppliers, round(hhi(mix)::numeric, 3) AS hhi,
	supplier_count(bloc) AS with_eu_as_one, round(hhi(bloc)::numeric, 3) AS hhi_with_eu_as_one,
	round(dependency_share(bloc, 'EU')::numeric, 3) AS eu_share
FROM (SELECT importer, mix, group_origins(mix, 'EU', '2020-07-01') AS bloc
	FROM (SELECT importer, supply_mix(exporter, value) AS mix FROM trade_flow
		WHERE importer IN ('JPN', 'USA', 'GBR', 'CHE', 'TUR') AND year = 2020 GROUP BY importer) AS m) AS g
ORDER BY importer;

\echo '## What a contract buys'
\echo 'Japan bought the right to 65 % of one Australian mine''s heavy rare earths, up to 30 % of its demand: the dependence falls to 70 %, and if the largest supplier stops, 30 % is left instead of nothing.'
SELECT label, mix, dependency_share(mix, 'CHN') AS china, round(hhi(mix)::numeric, 3) AS hhi,
	round(effective_suppliers(mix)::numeric, 2) AS effective_suppliers,
	round(n_minus_1(mix)::numeric, 2) AS left_if_largest_stops
FROM (VALUES (1, 'before', '{CHN:100}'::supply_mix),
	(2, 'with the contract', '{CHN:100}'::supply_mix * 0.7 + '{AUS:30}')) AS v(n, label, mix)
ORDER BY n;
