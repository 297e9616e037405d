-- load_ca_tariff.sql -- loads Canada's customs tariff from the file of the Canada
-- Border Services Agency (its table saved as CSV, 36 columns), into the rule tables:
--
--     psql -v regime=CA -f examples/load_ca_tariff.sql < tariff.csv
--
-- The rate is on the item of 8 digits; rows of 10 digits repeat rates that may be
-- stale, and are dropped and counted.  Each column is a treatment: MFN for all but
-- those from whom Canada has withdrawn it (General Tariff), the others for who claims
-- them (claims => '{UST}'); an empty cell or N/A means no treatment.
\if :{?regime} \else \set regime CA \endif
\set ON_ERROR_STOP on
\set source CBSA
\set columns 'TARIFF|MFN|General Tariff'
\set optional 'AUT NZT CCCT LDCT GPT UST MXT CIAT CT CRT IT NT SLT PT COLT JT PAT HNT KRT CEUT CPTPT UKT UAT CPUKT'
\ir loader/schema.sql
\ir loader/read_csv.sql
INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', 'CAD', 'loaded from the file of the CBSA') ON CONFLICT DO NOTHING;
CREATE TEMP TABLE csv_cell AS
SELECT btrim(r."TARIFF") AS code, c.key AS treatment, btrim(c.value) AS text, NULL::text AS description
FROM csv_rows AS r, jsonb_each_text(to_jsonb(r)) AS c
WHERE btrim(r."TARIFF") ~ '^\d{4}\.\d{2}\.\d{2}$' AND c.value ~ '\S'
	AND (c.key IN ('General Tariff', 'MFN') OR c.key = ANY (string_to_array(:'optional', ' ')));
\ir tariff/treatments.sql
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN "TARIFF" ~ '^\d{4}\.\d{2}\.\d{2}$' AND has_rate THEN 'kept' ELSE 'dropped' END AS fate,
	CASE WHEN "TARIFF" ~ '^\d{4}\.\d{2}\.\d{2}\.\d' THEN 'row of 10 digits: the rate is on the item' WHEN NOT has_rate THEN 'heading without a rate' ELSE '' END AS why
FROM (SELECT btrim("TARIFF") AS "TARIFF", EXISTS (SELECT FROM csv_cell AS c WHERE c.code = btrim(r."TARIFF")) AS has_rate FROM csv_rows AS r) AS v;
DROP TABLE csv_cell;
\ir loader/audit.sql
