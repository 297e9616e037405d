-- read_csv.sql -- for \ir: reads a CSV file with a header line from psql's
-- standard input into the temporary table csv_rows, one text column for each
-- column of the file; columns are parted by tabs if the header has one, by
-- semicolons if it has no comma, else by commas.  Empty lines are skipped.  The columns in the psql variable "columns" must be there (see
-- columns.sql); those in "optional" are added, empty, when they are not.
-- Further ones are read too and may be ignored.  A file that is not in UTF-8 is
-- read with -v encoding=latin1 (or win1252, sjis ...).
\set VERBOSITY terse
\set QUIET on
SET client_min_messages = warning;
BEGIN;
DROP TABLE IF EXISTS pg_temp.csv_header, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE csv_header (line text);
\if :{?encoding}
\set encoding_before :ENCODING
\encoding :encoding
\endif
-- read takes one line and leaves the rest of the input to the next \copy
\copy csv_header FROM PROGRAM 'IFS= read -r line; printf "%s\n" "$line"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')

SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$', CASE
	WHEN line ~ '\S' THEN 'the input is JSON, not CSV: write -v format=json before -f if the loader reads it'
	ELSE 'the input is empty' END)
FROM csv_header WHERE coalesce(line, '') ~ '^[\uFEFF\s]*([[{]|$)'
\gexec
SELECT CASE WHEN strpos(line, E'\t') > 0 THEN E'\t' WHEN strpos(line, ',') = 0 AND strpos(line, ';') > 0 THEN ';' ELSE ',' END AS delimiter
FROM csv_header \gset
CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT n, coalesce(nullif(regexp_replace(btrim(name[1], E' "\r'), '^\uFEFF"?', ''), ''), 'column ' || n) AS name
FROM csv_header, regexp_matches(line || :'delimiter', replace('((?:"[^"]*"|[^@"])*)@', '@', :'delimiter'), 'g') WITH ORDINALITY AS c(name, n);
\ir columns.sql

SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
-- Some publishers end each row, but not the header, with a delimiter (Comtrade's
-- site): if the first row has one cell too many, an empty one at the end goes.
SELECT count(*) AS columns FROM csv_columns \gset
\setenv TE_COLUMNS :columns
\setenv TE_DELIMITER :delimiter
\setenv TE_ROWS 'BEGIN {d = ENVIRON["TE_DELIMITER"]} /^[ \\t\\r]*$/ {next} !rows++ {cells = $0; gsub(/"[^"]*"/, "", cells); spare = gsub(d, "", cells) == ENVIRON["TE_COLUMNS"]} spare {quotes += gsub(/"/, "&"); if (quotes % 2 == 0) sub(d "\\r?$", "")} 1'
SELECT :'delimiter' = E'\t' AS has_tabs, :'delimiter' = ';' AS has_semicolons \gset
-- an error here names the line, the one after the header being 1
\set VERBOSITY default
\if :has_tabs
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER E'\t', NULL E'\x01')
\elif :has_semicolons
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER ';', NULL E'\x01')
\else
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, NULL E'\x01')
\endif
\set VERBOSITY terse
\if :{?encoding_before}
\encoding :encoding_before
\endif
\ir optional.sql
\ir numbers.sql
