-- Criticality against published figures: GeoPolRisk factors of a public workbook, economic importance of the EU's study of 2023.
BEGIN;
SELECT plan(6);

---- the workbook: three materials for the United States in 2022
CREATE TEMP TABLE expected (material text, hs6 text, year int, importer text, importer_m49 int, hhi float8, domestic float8, weighted float8, imports float8, import_risk float8,
	score float8, price float8, midpoint float8, cf float8);
\copy expected FROM test/data/geopolrisk_usa2022_expected.csv (FORMAT csv, HEADER)
CREATE TEMP TABLE factor AS SELECT geopolrisk_factors(supply_mix(material, score), supply_mix(material, price)) AS at_risk,
	geopolrisk_factors(supply_mix(material, score), supply_mix(material, price), min(material)) AS relative, min(material) AS reference FROM expected;
SELECT is_empty($$SELECT material FROM expected, factor WHERE abs(coalesce(at_risk -> material, 0) / midpoint - 1) > 1e-14$$, 'midpoints of the workbook');
SELECT is_empty($$SELECT material FROM expected, factor WHERE abs(coalesce(relative -> material, 0) / (cf / (SELECT cf FROM expected WHERE material = reference)) - 1) > 1e-12$$, 'factors of the workbook, in kilograms of one of its materials');
-- a product of 1, 2 and 3 kg of them
SELECT is_empty($$SELECT FROM factor, (SELECT supply_mix(material, n) AS bill, sum(n * midpoint) AS m FROM (SELECT *, row_number() OVER (ORDER BY material) AS n FROM expected) AS e) AS b
	WHERE abs(bill_score(bill, at_risk) / m - 1) > 1e-14$$, 'midpoint of a bill of materials');

---- the study of 2023: the uses ship, the substitution indices do not, so that what is published is at most what the uses give (a few rows print another sector's value added)
CREATE TEMP TABLE use (material text, application text, share text, sector text, va float8);
\copy use FROM data/eu_crm_2023_use_shares.csv (FORMAT csv, HEADER)
CREATE TEMP TABLE score (material text, year int, sr float8, ei float8);
\copy score FROM data/eu_crm_scores_2011_2023.csv (FORMAT csv, HEADER)
CREATE TEMP TABLE importance AS
SELECT material, ei, economic_importance_eu(uses, sectors) AS ours, off
FROM (SELECT material, supply_mix(concat(sector, va), replace(share, '>', '')::float8) AS uses, abs(sum(replace(share, '>', '')::float8) - 100) / 100 AS off FROM use GROUP BY material) AS u
	JOIN (SELECT material, ei FROM score WHERE year = 2023) AS s USING (material),
	(SELECT supply_mix(sector, va) AS sectors FROM (SELECT DISTINCT concat(sector, va) AS sector, coalesce(va, 0) AS va FROM use) AS d) AS d;
-- shares are printed to the percent, importance to a tenth: together up to 5 %
SELECT is((SELECT count(*) FROM importance WHERE ei > 0), 36::bigint, 'materials of the study');
SELECT is_empty($$SELECT * FROM importance WHERE ei / ours NOT BETWEEN 0.68 AND 1.05 + off$$, 'published importance is ours times an index of substitution, none of which is below 0.68');
-- the indices of 2017 are 0.8 to 1: so are those that follow here, but for few
SELECT ok((SELECT count(*) FROM importance WHERE ei / ours BETWEEN 0.8 - 0.05 AND 1 + 0.05 + off) >= 33, 'indices of substitution as in the study before');

SELECT * FROM finish();
ROLLBACK;
