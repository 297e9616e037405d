-- load_any_tariff.sql -- loads the tariff of any country from a table of rates as they
-- are printed (CSV), into the rule tables as a regime of its own:
--
--     psql -v regime=CH -v home=CHF -f examples/load_any_tariff.sql < rates.csv
--
-- Columns: code and text (the rate); where the file has them also area (* or a
-- country), program (that of the claim, or MFN), claim, valid_from, valid_to (the last day), source.  Dots,
-- blanks and hyphens in codes are dropped.  What a row claims is what an importer claims.
\set ON_ERROR_STOP on
\if :{?regime} \else \set regime '' \endif
\if :{?home} \else \set home '' \endif
SELECT :'regime' = '' OR :'home' = '' AS is_unclear \gset
\if :is_unclear
DO $$ BEGIN RAISE 'which country, and which currency?' USING HINT = 'Write -v regime=CH -v home=CHF: a name for the tariff and the currency of its amounts.'; END $$;
\endif
\set source rates
\set columns 'code/hs/commodity/tariff_item text/rate/duty/rate_text'
\set optional 'area/origin program/treatment claim valid_from/start valid_to/end source/legal_ref'
\ir loader/schema.sql
\ir loader/read_csv.sql
INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', :'home', 'loaded from rates') ON CONFLICT DO NOTHING;
-- what each row says, and why it cannot be used: a code that stands for a part of its
-- goods ("ex 0101.21"), or that a spreadsheet has taken a zero from
CREATE TEMP TABLE csv_row ON COMMIT DROP AS
SELECT row_number() OVER () AS row_id, regexp_replace(code, '\D', '', 'g') AS code, coalesce(nullif(btrim(program), ''), nullif(btrim(claim), ''), 'MFN') AS program,
	coalesce(nullif(btrim(area), ''), '*') AS area, btrim(text) AS text, nullif(btrim(claim), '') AS claim,
	nullif(btrim(valid_from), '')::date AS valid_from, nullif(btrim(valid_to), '')::date + 1 AS valid_to, nullif(source, '') AS legal_ref,
	CASE WHEN coalesce(code, '') !~ '\d' THEN 'no code' WHEN code !~ '^[\d.\s-]+$' THEN 'a code with letters'
		WHEN length(regexp_replace(code, '\D', '', 'g')) IN (1, 3, 5, 7) THEN 'an odd number of digits: has a zero in front been lost?'
		WHEN btrim(text) IN ('', 'N/A') THEN 'no rate' END AS unfit
FROM csv_rows;
UPDATE csv_row SET unfit = 'ends before it begins' WHERE unfit IS NULL AND valid_to <= valid_from;
-- what is claimed is an alternative to what is not
UPDATE csv_row SET program = claim WHERE claim IS NOT NULL AND program IN (SELECT program FROM csv_row WHERE claim IS NULL);
DELETE FROM tariff_program WHERE regime = :'regime';
-- a code needs a rate for everybody: who claims nothing is not told 0 where only a claim has one
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT :'regime', program, row_number() OVER (ORDER BY NOT bool_or(for_all), program), 'specific', 'duty', bool_or(for_all)
FROM (SELECT program, claim IS NULL AND area = '*' AS for_all FROM csv_row WHERE unfit IS NULL
	UNION ALL SELECT 'MFN', false WHERE NOT EXISTS (SELECT FROM csv_row WHERE unfit IS NULL AND claim IS NULL AND area = '*')) AS p
GROUP BY program;
CREATE TEMP TABLE csv_duty AS
SELECT DISTINCT concat_ws('|', code, program, area, claim, valid_from) AS id, program, code, area, NULL::text[] AS except_areas, text,
	string_to_array(claim, '|') AS need, NULL::text[] AS unless, NULL::text AS gate, NULL::numeric AS gate_from, NULL::numeric AS gate_to,
	NULL::text AS base, NULL::text[] AS over, valid_from, valid_to, legal_ref
FROM csv_row WHERE unfit IS NULL
UNION ALL
SELECT 'none', 'MFN', '', '*', NULL, 'TEXT:a rate for who claims nothing, which the file does not have', NULL, array_agg(DISTINCT c), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM csv_row, string_to_table(claim, '|') AS c WHERE unfit IS NULL HAVING NOT EXISTS (SELECT FROM csv_row WHERE unfit IS NULL AND claim IS NULL AND area = '*');
\ir loader/duties.sql
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN unfit IS NULL THEN 'kept' ELSE 'dropped' END AS fate,
	CASE WHEN unfit IS NOT NULL THEN unfit WHEN w.text IS NOT NULL THEN 'needs its words' WHEN c.id IS NOT NULL THEN 'several rates at once' ELSE '' END AS why
FROM csv_row AS r LEFT JOIN (SELECT DISTINCT text FROM csv_part WHERE rate ~ '^TEXT:') AS w USING (text)
	LEFT JOIN (SELECT DISTINCT id FROM csv_clash) AS c ON c.id = concat_ws('|', code, program, area, claim, valid_from);
DROP TABLE csv_duty, csv_part, csv_days, csv_clash;
\ir loader/audit.sql
