-- treatments.sql -- for \ir: csv_cell (code, treatment, text, description), the columns
-- of a schedule with one rate a treatment, into the rule tables.  103 and MFN are for
-- everybody, the General Tariff of Canada for those without most-favoured-nation
-- treatment, and any other treatment for who claims it by its name.
DELETE FROM tariff_program WHERE regime = :'regime';
DELETE FROM tariff_area WHERE regime = :'regime';
DELETE FROM tariff_rounding WHERE regime = :'regime';
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT :'regime', treatment, row_number() OVER (ORDER BY treatment NOT IN ('103', 'MFN'), treatment), 'specific', 'duty',
	treatment IN ('103', 'MFN', 'General Tariff')
FROM (SELECT DISTINCT treatment FROM csv_cell) AS t;
-- Canada has withdrawn most-favoured-nation treatment from these
INSERT INTO tariff_area (regime, area, country)
SELECT :'regime', 'GENERAL', c FROM unnest(ARRAY['KP', 'RU', 'BY']) AS c WHERE EXISTS (SELECT FROM csv_cell WHERE treatment = 'General Tariff');
INSERT INTO tariff_rounding (regime, what, unit) VALUES (:'regime', 'duty', 0.01);
CREATE TEMP TABLE csv_duty AS
SELECT concat_ws('|', code, treatment) AS id, treatment AS program, regexp_replace(code, '\D', '', 'g') AS code,
	CASE treatment WHEN 'General Tariff' THEN 'GENERAL' ELSE '*' END AS area,
	CASE WHEN treatment <> 'General Tariff' AND EXISTS (SELECT FROM tariff_area WHERE regime = :'regime') THEN '{GENERAL}'::text[] END AS except_areas, text,
	CASE WHEN treatment NOT IN ('103', 'MFN', 'General Tariff') THEN ARRAY[treatment] END AS need, NULL::text[] AS unless,
	NULL::text AS gate, NULL::numeric AS gate_from, NULL::numeric AS gate_to, NULL::text AS base, NULL::text[] AS over,
	NULL::date AS valid_from, NULL::date AS valid_to, treatment AS legal_ref
-- "N/A" and nothing say that there is no such treatment of the goods
FROM csv_cell WHERE btrim(text) NOT IN ('', 'N/A');
\ir ../loader/duties.sql
DROP TABLE csv_duty, csv_part, csv_days, csv_clash;
