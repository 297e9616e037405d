-- load_any_tariff.sql -- loads the tariff of any country from a table of rates as they
-- are printed (CSV), into the rule tables as a regime of its own:
--
--     psql -v regime=CH -v home=CHF -f examples/load_any_tariff.sql < rates.csv
--
-- Columns: code and text (the rate); where the file has them also area (* or a
-- country), program (MFN), claim, valid_from, valid_to (the last day), source.  Dots and
-- blanks in codes are dropped.  What a row claims is what an importer claims.
\set ON_ERROR_STOP on
\set source rates
\set columns 'code/hs/commodity/tariff_item text/rate/duty/rate_text'
\set optional 'area/origin program/treatment claim valid_from/start valid_to/end source/legal_ref'
\ir loader/schema.sql
\ir loader/read_csv.sql
INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', :'home', 'loaded from rates') ON CONFLICT DO NOTHING;
DELETE FROM tariff_program WHERE regime = :'regime';
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT :'regime', program, row_number() OVER (ORDER BY NOT mandatory, program), 'specific', 'duty', mandatory
FROM (SELECT coalesce(nullif(program, ''), 'MFN') AS program, bool_or(coalesce(claim, '') = '' AND coalesce(nullif(area, ''), '*') = '*') AS mandatory FROM csv_rows GROUP BY 1) AS p;
CREATE TEMP TABLE csv_duty AS
SELECT DISTINCT concat_ws('|', d.code, r.program, r.area, r.claim, r.valid_from) AS id, coalesce(nullif(program, ''), 'MFN') AS program, d.code,
	coalesce(nullif(area, ''), '*') AS area, NULL::text[] AS except_areas, btrim(text) AS text, string_to_array(nullif(claim, ''), '|') AS need, NULL::text[] AS unless,
	NULL::text AS gate, NULL::numeric AS gate_from, NULL::numeric AS gate_to, NULL::text AS base, NULL::text[] AS over,
	nullif(valid_from, '')::date AS valid_from, nullif(valid_to, '')::date + 1 AS valid_to, nullif(source, '') AS legal_ref
FROM csv_rows AS r, LATERAL (SELECT regexp_replace(r.code, '\D', '', 'g') AS code) AS d WHERE d.code <> '' AND btrim(text) NOT IN ('', 'N/A');
\ir loader/duties.sql
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN btrim(text) IN ('', 'N/A') OR code !~ '\d' THEN 'dropped' ELSE 'kept' END AS fate,
	CASE WHEN code !~ '\d' THEN 'no code' WHEN btrim(text) IN ('', 'N/A') THEN 'no rate'
		WHEN EXISTS (SELECT FROM csv_part AS p WHERE p.text = btrim(r.text) AND p.rate ~ '^TEXT:') THEN 'needs its words'
		WHEN EXISTS (SELECT FROM csv_clash AS c WHERE c.id = concat_ws('|', regexp_replace(r.code, '\D', '', 'g'), r.program, r.area, r.claim, r.valid_from)) THEN 'several rates at once' ELSE '' END AS why
FROM csv_rows AS r;
DROP TABLE csv_duty, csv_part, csv_days, csv_clash;
\ir loader/audit.sql
