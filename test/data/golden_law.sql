-- golden_law.sql -- the frozen law of the golden lines, as the regime GOLDEN: the
-- lists of test/data/golden_*.csv.gz (test/data/README.md), from which an
-- independent evaluator computed 4,579 customs lines.  They prove the evaluator;
-- what the United States charge is in examples/load_tariff.sql.
-- values as they come; "|" parts lists
CREATE TEMP TABLE csv_program (ord int, program text, combine text, choice_group text);
CREATE TEMP TABLE csv_measure (measure_id text, program text, code_prefix text, area text, rate text,
	base text, op text, "over" text, need text, unless text, valid_from date, valid_to date,
	legal_ref text);
CREATE TEMP TABLE csv_rule (kind text, subject text, object text, scope text, "when" text, area text,
	valid_from date, valid_to date, legal_ref text);
CREATE TEMP TABLE csv_area (area text, country text);
\copy csv_program FROM PROGRAM 'zcat test/data/golden_program.csv.gz' (FORMAT csv, HEADER)
\copy csv_measure FROM PROGRAM 'zcat test/data/golden_measure.csv.gz' (FORMAT csv, HEADER, FORCE_NOT_NULL (code_prefix))
\copy csv_rule FROM PROGRAM 'zcat test/data/golden_rule.csv.gz' (FORMAT csv, HEADER)
\copy csv_area FROM PROGRAM 'zcat test/data/golden_area.csv.gz' (FORMAT csv, HEADER)

DELETE FROM tariff_program WHERE regime = 'GOLDEN';
DELETE FROM tariff_measure WHERE regime = 'GOLDEN';
DELETE FROM tariff_rule WHERE regime = 'GOLDEN';
DELETE FROM tariff_area WHERE regime = 'GOLDEN';
DELETE FROM tariff_rounding WHERE regime = 'GOLDEN';
INSERT INTO tariff_regime (regime, currency, description)
VALUES ('GOLDEN', 'USD', 'the lists of the golden lines')
ON CONFLICT (regime) DO UPDATE SET currency = EXCLUDED.currency, description = EXCLUDED.description;

-- every line of the schedule has an ordinary duty: a code without one is unknown
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory)
SELECT 'GOLDEN', program, ord, combine, choice_group, program = 'MFN' FROM csv_program;

-- words of the schedule that turn out to be rates are read as such
\ir ../../examples/loader/rate_text.sql
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, op, "over",
	need, unless, valid_from, valid_to, legal_ref)
SELECT 'GOLDEN', measure_id, program, code_prefix, area, coalesce(pg_temp.rate(substring(rate FROM '^TEXT:(.*)')), rate), base, op, string_to_array("over", '|'),
	string_to_array(need, '|'), string_to_array(unless, '|'), valid_from, valid_to, legal_ref
FROM csv_measure WHERE coalesce(valid_from < valid_to, true);

INSERT INTO tariff_rule (regime, kind, subject, object, scope, "when", area, valid_from, valid_to, legal_ref)
SELECT 'GOLDEN', kind, subject, object, scope, "when", area, valid_from, valid_to, legal_ref FROM csv_rule;

INSERT INTO tariff_area (regime, area, country) SELECT 'GOLDEN', area, country FROM csv_area;

-- each duty to the cent, half up (19 CFR 159.3); other duties refer to the exact one
INSERT INTO tariff_rounding (regime, what, unit, mode) VALUES ('GOLDEN', 'duty', 0.01, 'half_up');

SELECT * FROM tariff_compile('GOLDEN');
DROP TABLE csv_program, csv_measure, csv_rule, csv_area;
