-- sample.sql -- for \ir from load_tariff.sql: the tariffs that ship as samples.  UK:
-- the Global Tariff of January 2021; EU: the Common External Tariff as that table
-- printed it; CA: 59 rates of edition T2026-3.  Each covers the days of its edition only.
SELECT :'regime' = 'CA' AS is_ca, CASE :'regime' WHEN 'UK' THEN 'GBP' WHEN 'EU' THEN 'EUR' ELSE 'CAD' END AS currency,
	CASE :'regime' WHEN 'UK' THEN 'UK Global Tariff of January 2021, a sample' WHEN 'EU' THEN 'Common External Tariff of 2020/2021, a sample'
		ELSE 'Canada, 59 rates of edition T2026-3, a sample' END AS title,
	CASE :'regime' WHEN 'CA' THEN '2026-09-01' ELSE '2021-01-01' END AS covers_from, CASE :'regime' WHEN 'CA' THEN '2027-01-01' ELSE '2022-01-01' END AS covers_to \gset
CREATE TEMP TABLE csv_cell (code text, treatment text, text text, description text);
\if :is_ca
\copy csv_cell FROM 'data/tariff/ca/sample_2026_3.csv' (FORMAT csv, HEADER)
\else
CREATE TEMP TABLE csv_uk (commodity text, rate text, remedy text, suspension text, quota text, description text);
CREATE TEMP TABLE csv_eu (commodity text, rate text);
SELECT :'regime' = 'UK' AS is_uk \gset
\if :is_uk
\copy csv_uk FROM PROGRAM 'gzip -dc data/tariff/uk/ukgt_2021.csv.gz' (FORMAT csv, HEADER)
\else
\copy csv_eu FROM PROGRAM 'gzip -dc data/tariff/eu/cet_2021.csv.gz' (FORMAT csv, HEADER)
\endif
INSERT INTO csv_cell SELECT commodity, '103', rate FROM csv_uk UNION ALL SELECT commodity, '103', rate FROM csv_eu;
DROP TABLE csv_uk, csv_eu;
\endif
\set season_from 2021
\set season_to 2021
INSERT INTO tariff_regime (regime, currency, description, covers_from, covers_to) VALUES (:'regime', :'currency', :'title', :'covers_from', :'covers_to')
ON CONFLICT (regime) DO UPDATE SET currency = EXCLUDED.currency, description = EXCLUDED.description,
	covers_from = EXCLUDED.covers_from, covers_to = EXCLUDED.covers_to;
\ir treatments.sql
DROP TABLE csv_cell;
