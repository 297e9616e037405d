-- Every row of the published and independently computed answers for supply mixes.
BEGIN;
SELECT plan(153 + 32);

CREATE TEMP TABLE golden (case_name text, mix text, metric text, value float8, exact_fraction text, note text);
\copy golden FROM 'test/data/golden_mix_metrics.csv' (FORMAT csv, HEADER)

-- equal to 1e-12 relative, or both NULL
CREATE FUNCTION pg_temp.near(got float8, wanted float8, tolerance float8 DEFAULT 1e-12) RETURNS boolean
LANGUAGE sql AS $$ SELECT CASE WHEN got IS NULL OR wanted IS NULL THEN got IS NULL AND wanted IS NULL
	ELSE abs(got - wanted) <= tolerance * greatest(abs(wanted), 1e-3) END $$;

CREATE FUNCTION pg_temp.metric(mix supply_mix, metric text) RETURNS float8 LANGUAGE sql AS $$
SELECT CASE metric
	WHEN 'total' THEN total(mix)
	WHEN 'suppliers' THEN supplier_count(mix)
	WHEN 'hhi' THEN hhi(mix)
	WHEN 'hhi_10000' THEN hhi(mix, scale => 10000)
	WHEN 'hhi_normalized' THEN hhi_normalized(mix)
	WHEN 'top1_share' THEN top_share(mix, 1)
	WHEN 'top2_share' THEN top_share(mix, 2)
	WHEN 'top3_share' THEN top_share(mix, 3)
	WHEN 'shannon_nats' THEN shannon_entropy(mix)
	WHEN 'shannon_bits' THEN shannon_entropy(mix, base => 2)
	WHEN 'shannon_evenness' THEN shannon_evenness(mix)
	WHEN 'theil' THEN theil_index(mix)
	WHEN 'gini' THEN gini_index(mix)
	WHEN 'hill0' THEN effective_suppliers(mix, 0)
	WHEN 'hill1' THEN effective_suppliers(mix, 1)
	WHEN 'hill2' THEN effective_suppliers(mix)
	WHEN 'hill_inf' THEN effective_suppliers(mix, 'Infinity')
	ELSE 'NaN' END
$$;

SELECT ok(pg_temp.near(pg_temp.metric(supply_mix(mix::jsonb), metric), value), case_name || ' ' || metric)
FROM golden;

-- Japan's lithium cells, from the rows of the BACI file
CREATE TEMP TABLE baci (year int, exporter text, importer text, hs6 text, value_kusd float8, quantity_t float8);
\copy baci FROM PROGRAM 'zcat data/baci_hs12_850650_2018_2020.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE japan (year int, metric text, value text);
\copy japan FROM 'test/data/golden_baci_850650_japan.csv' (FORMAT csv, HEADER)

CREATE TEMP TABLE mixes AS
SELECT year, supply_mix(coalesce(country_code(exporter, 'comtrade'), exporter), value_kusd) AS value,
	supply_mix(coalesce(country_code(exporter, 'comtrade'), exporter), quantity_t) AS quantity
FROM baci WHERE importer = '392' GROUP BY year;

SELECT CASE j.metric
	WHEN 'top1' THEN is(top_supplier(m.value), j.value, j.year || ' top1')
	ELSE ok(pg_temp.near(CASE j.metric
		WHEN 'total_kusd' THEN total(m.value)
		WHEN 'hhi_value' THEN hhi(m.value)
		WHEN 'hhi_quantity' THEN hhi(m.quantity)
		WHEN 'top1_share' THEN top_share(m.value, 1)
		WHEN 'share_CHN' THEN dependency_share(m.value, 'CHN')
		WHEN 'share_CHN_quantity' THEN dependency_share(m.quantity, 'CHN')
		WHEN 'suppliers' THEN supplier_count(m.value)
		WHEN 'unit_value_CHN_kusd_per_t' THEN unit_values(m.value, m.quantity) -> 'CHN'
		WHEN 'unit_value_all' THEN total(m.value) / total(m.quantity)
		WHEN 'structural_change_vs_2019' THEN structural_change(m.value, p.value)
		WHEN 'finger_kreinin_vs_2019' THEN mix_similarity(m.value, p.value)
		END, j.value::float8), j.year || ' ' || j.metric) END
FROM japan j JOIN mixes m USING (year) LEFT JOIN mixes p ON p.year = j.year - 1;

SELECT * FROM finish();
ROLLBACK;
