-- load_tariff.sql -- loads the tariff schedule of the United States into the
-- rule tables as the regime US and compiles it:
--
--     psql -1 -f examples/load_tariff.sql
--
-- The measures, programs, rules and areas of data/us_*.csv.gz hold for entries
-- from 2025-06-04 to 2026-02-28 (see data/README.md).  Run from the top folder.
\set ON_ERROR_STOP on

-- values as they come; "|" parts lists
CREATE TEMP TABLE csv_program (ord int, program text, combine text, choice_group text);
CREATE TEMP TABLE csv_measure (measure_id text, program text, code_prefix text, area text, rate text,
	base text, op text, "over" text, need text, unless text, valid_from date, valid_to date,
	legal_ref text);
CREATE TEMP TABLE csv_rule (kind text, subject text, object text, scope text, "when" text, area text,
	valid_from date, valid_to date, legal_ref text);
CREATE TEMP TABLE csv_area (area text, country text);
\copy csv_program FROM PROGRAM 'zcat data/us_program.csv.gz' (FORMAT csv, HEADER)
\copy csv_measure FROM PROGRAM 'zcat data/us_measure.csv.gz' (FORMAT csv, HEADER, FORCE_NOT_NULL (code_prefix))
\copy csv_rule FROM PROGRAM 'zcat data/us_rule.csv.gz' (FORMAT csv, HEADER)
\copy csv_area FROM PROGRAM 'zcat data/us_area.csv.gz' (FORMAT csv, HEADER)

DELETE FROM tariff_program WHERE regime = 'US';
DELETE FROM tariff_measure WHERE regime = 'US';
DELETE FROM tariff_rule WHERE regime = 'US';
DELETE FROM tariff_area WHERE regime = 'US';
DELETE FROM tariff_rounding WHERE regime = 'US';
INSERT INTO tariff_regime (regime, currency, description)
VALUES ('US', 'USD', 'United States, entries 2025-06-04 to 2026-02-28')
ON CONFLICT (regime) DO UPDATE SET currency = EXCLUDED.currency, description = EXCLUDED.description;

-- every line of the schedule has an ordinary duty: a code without one is unknown
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT 'US', program, ord, combine, choice_group, program = 'MFN' FROM csv_program;

-- words of the schedule that turn out to be rates are read as such
\ir loader/rate_text.sql
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, op, "over",
	need, unless, valid_from, valid_to, legal_ref)
SELECT 'US', measure_id, program, code_prefix, area, coalesce(pg_temp.rate(substring(rate FROM '^TEXT:(.*)')), rate), base, op, string_to_array("over", '|'),
	string_to_array(need, '|'), string_to_array(unless, '|'), valid_from, valid_to, legal_ref
FROM csv_measure WHERE coalesce(valid_from < valid_to, true);

-- lists of two dates that an amendment overtook before they came into force
SELECT count(*) AS measures_left_out, 'end before they begin' AS why
FROM csv_measure WHERE valid_from >= valid_to;

INSERT INTO tariff_rule (regime, kind, subject, object, scope, "when", area, valid_from, valid_to, legal_ref)
SELECT 'US', kind, subject, object, scope, "when", area, valid_from, valid_to, legal_ref FROM csv_rule;

INSERT INTO tariff_area (regime, area, country) SELECT 'US', area, country FROM csv_area;

-- each duty to the cent, half up (19 CFR 159.3); other duties refer to the exact one
INSERT INTO tariff_rounding (regime, what, unit, mode) VALUES ('US', 'duty', 0.01, 'half_up');

SELECT * FROM tariff_compile('US');
DROP TABLE csv_program, csv_measure, csv_rule, csv_area;
