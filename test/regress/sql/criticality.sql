-- Criticality: scores of a bill of materials, characterisation factors, economic importance.
\set VERBOSITY default
SELECT bill_score('{Cu:2,Nd:0.5}', '{Cu:1,Nd:40}'), bill_score('{Cu:2}', '{Cu:0}') AS no_risk, bill_score('{}', '{Cu:1}') AS no_bill;
-- what has no score is said, or counted as asked
SELECT bill_score('{Cu:2,Nd:0.5,Dy:0.1}', '{Cu:1,Nd:40}', 'exclude') AS exclude, bill_score('{Cu:2,Nd:0.5,Dy:0.1}', '{Cu:1,Nd:40}', 'one') AS one;
SELECT bill_score('{Dy:0.1}', '{Cu:1,Nd:40}', 'exclude') AS nothing_scored, bill_score('{Dy:0.1}', '{Cu:1,Nd:40}', 'zero') AS zero, bill_score('{Cu:0}', '{Cu:1,Nd:40}', 'exclude') AS nothing_used;
SELECT bill_score('{Cu:2,Nd:0.5,Dy:0.1}', '{Cu:1,Nd:40}');
SELECT bill_score('{Cu:-2}', '{Cu:1}');
-- which material makes it
SELECT origin, amount, share FROM each_origin(scale_origins('{Cu:2,Nd:0.5}', '{Cu:1,Nd:40}')) ORDER BY rank;

SELECT geopolrisk_factor(0.25, 8) AS value_at_risk, geopolrisk_factor(0.25, 8, 0.5) AS copper, geopolrisk_factor(0.25, 8, 0) AS no_reference;
SELECT geopolrisk_factor(1.5, 2);
SELECT geopolrisk_factor(0.5, 2, -1);
SELECT geopolrisk_factors('{Cu:0.1,Nd:0.5}', '{Cu:8,Nd:64,Dy:300}') AS value_at_risk, geopolrisk_factors('{Cu:0.1,Nd:0.5}', '{Cu:8,Nd:64}', 'Cu') AS copper,
	geopolrisk_factors('{Nd:0.5}', NULL) AS no_prices;
SELECT geopolrisk_factors('{Cu:0.1,Nd:0.5}', '{Cu:8}');
SELECT geopolrisk_factors('{Cu:0.1}', '{Cu:8}', 'Au');
SELECT geopolrisk_factors('{Cu:0,Nd:0.5}', '{Cu:8,Nd:64}', 'Cu');
SELECT geopolrisk_factors('{Cu:10}', '{Cu:8}');
SELECT geopolrisk_factors('{Cu:0.1}', '{Cu:-8}');

SELECT economic_importance_eu('{C24:75,C27:25}', '{C24:50000,C27:100000,C28:200000}') AS importance,
	economic_importance_eu('{C24:75,C27:25}', '{C24:50000,C27:100000,C28:200000}', 0.8) AS substituted,
	economic_importance_eu('{C24:75,C27:25}', '{C24:50000,C27:100000}', largest => 200000) AS largest,
	economic_importance_eu('{C28:1}', '{C24:50000,C28:200000}') AS most, economic_importance_eu('{}', '{C24:50000}') AS no_use;
-- what is left out counts in no share
SELECT economic_importance_eu('{C24:50,X:50}', '{C24:100}', missing => 'exclude') AS exclude, economic_importance_eu('{C24:50,X:50}', '{C24:100}', missing => 'zero') AS zero, economic_importance_eu('{X:50}', '{C24:100}', missing => 'exclude') AS nothing_left;
SELECT economic_importance_eu('{C24:75,C99:25}', '{C24:50000}');
SELECT economic_importance_eu('{C24:75}', '{C24:50000}', largest => 1000);
SELECT economic_importance_eu('{C24:75}', '{C24:50000}', substitution => 2);
