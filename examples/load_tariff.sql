-- load_tariff.sql -- loads a customs tariff into the rule tables as a regime and
-- compiles it:
--
--     psql -1 -f examples/load_tariff.sql                 # the United States
--     psql -1 -v regime=JP -f examples/load_tariff.sql    # or JP, UK, EU, CA
--
-- Run from the top folder; the extension may be in any schema.  UK, EU and CA are
-- samples of old or partial editions (data/README.md); load_uk_measures.sql,
-- load_taric.sql and load_ca_tariff.sql read the current official files.
--
-- United States: tools/make_us_law.pl makes the rules from the dated lists of
-- data/tariff/us, for entries from 2025-03-01 to 2026-10-08; data/README.md says what
-- is in them, what is not, and what is not solid.  The table us_heading says which
-- program a number of chapter 99 belongs to.
\if :{?regime} \else \set regime US \endif
\if :{?unread} \else \set unread 1000 \endif
\set ON_ERROR_STOP on
\ir loader/schema.sql
SELECT :'regime' = 'JP' AS is_jp, :'regime' IN ('UK', 'EU', 'CA') AS is_sample,
	:'regime' NOT IN ('US', 'JP', 'UK', 'EU', 'CA') AS is_unknown \gset
\if :is_unknown
DO $$ BEGIN RAISE 'there is no tariff of this name here' USING HINT = 'Known are US, JP, UK, EU and CA; load_any_tariff.sql loads any other.'; END $$;
\elif :is_jp
\ir tariff/japan.sql
\elif :is_sample
\ir tariff/sample.sql
\else
\! perl tools/make_us_law.pl data/us_law

-- values as they come; "|" parts lists
CREATE TEMP TABLE csv_regime (covers_from date, covers_to date);
CREATE TEMP TABLE csv_program (ord int, program text, combine text, choice_group text, mandatory bool);
CREATE TEMP TABLE csv_measure (measure_id text, program text, code_prefix text, except_codes text, area text,
	except_areas text, rate text, base text, op text, "over" text, need text, unless text, gate text,
	gate_from numeric, gate_to numeric, valid_from date, valid_to date, known_from date, known_to date,
	loaded_before date, entered_before date, legal_ref text);
CREATE TEMP TABLE csv_rule (kind text, subject text, object text, scope text, area text,
	valid_from date, valid_to date, legal_ref text);
CREATE TEMP TABLE csv_area (area text, country text);
CREATE TEMP TABLE csv_rounding (what text, unit numeric, mode text);
\copy csv_regime FROM 'data/us_law/regime.csv' (FORMAT csv, HEADER)
\copy csv_program FROM 'data/us_law/program.csv' (FORMAT csv, HEADER)
\copy csv_measure FROM 'data/us_law/measure.csv' (FORMAT csv, HEADER, FORCE_NOT_NULL (code_prefix))
\copy csv_rule FROM 'data/us_law/rule.csv' (FORMAT csv, HEADER)
\copy csv_area FROM 'data/us_law/area.csv' (FORMAT csv, HEADER)
\copy csv_rounding FROM 'data/us_law/rounding.csv' (FORMAT csv, HEADER)

CREATE TABLE IF NOT EXISTS us_heading (
	heading		text COLLATE "C" PRIMARY KEY,	-- number of chapter 99, as filed
	program		text NOT NULL					-- that it belongs to
);
TRUNCATE us_heading;
\copy us_heading FROM 'data/us_law/heading.csv' (FORMAT csv, HEADER)

DELETE FROM tariff_program WHERE regime = 'US';
DELETE FROM tariff_measure WHERE regime = 'US';
DELETE FROM tariff_rule WHERE regime = 'US';
DELETE FROM tariff_area WHERE regime = 'US';
DELETE FROM tariff_rounding WHERE regime = 'US';
INSERT INTO tariff_regime (regime, currency, description, covers_from, covers_to)
SELECT 'US', 'USD', 'United States', covers_from, covers_to FROM csv_regime
ON CONFLICT (regime) DO UPDATE SET currency = EXCLUDED.currency, description = EXCLUDED.description,
	covers_from = EXCLUDED.covers_from, covers_to = EXCLUDED.covers_to;

-- every line of the schedule has an ordinary duty: a code without one is unknown
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT 'US', program, ord, combine, choice_group, mandatory FROM csv_program;

-- words of the schedule that turn out to be rates are read as such
\ir loader/rate_text.sql
CREATE TEMP TABLE csv_rate AS
SELECT rate AS printed, coalesce(pg_temp.rate(substring(rate FROM '^TEXT:(.*)')), rate) AS rate
FROM (SELECT DISTINCT rate FROM csv_measure) AS r;
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, except_codes, area, except_areas, rate, base, op,
	"over", need, unless, gate, gate_from, gate_to, valid_from, valid_to, known_from, known_to,
	loaded_before, entered_before, legal_ref)
SELECT 'US', measure_id, program, code_prefix, string_to_array(except_codes, '|'), area, string_to_array(except_areas, '|'), r.rate, base, op,
	string_to_array("over", '|'), string_to_array(need, '|'), string_to_array(unless, '|'), gate, gate_from, gate_to,
	valid_from, valid_to, known_from, known_to, loaded_before, entered_before, legal_ref
FROM csv_measure AS m JOIN csv_rate AS r ON r.printed = m.rate;

INSERT INTO tariff_rule (regime, kind, subject, object, scope, area, valid_from, valid_to, legal_ref)
SELECT 'US', kind, subject, object, scope, area, valid_from, valid_to, legal_ref FROM csv_rule;
INSERT INTO tariff_area (regime, area, country) SELECT 'US', area, country FROM csv_area;
INSERT INTO tariff_rounding (regime, what, unit, mode) SELECT 'US', what, unit, mode FROM csv_rounding;

SELECT * FROM tariff_compile('US');
DROP TABLE csv_regime, csv_program, csv_measure, csv_rule, csv_area, csv_rounding, csv_rate;
\endif
