-- read_csv.sql -- for \ir: reads a CSV file with a header line from psql's
-- standard input into the temporary table csv_rows, one text column for each
-- column of the file; columns are parted by commas, or by tabs if the header has
-- one.  The columns in the psql variable "columns" must be there (see
-- columns.sql); those in "optional" are added, empty, when they are not.
-- Further ones are read too and may be ignored.
\set VERBOSITY terse
\set QUIET on
SET client_min_messages = warning;
BEGIN;
DROP TABLE IF EXISTS pg_temp.csv_header, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE csv_header (line text);
-- read takes one line and leaves the rest of the input to the next \copy
\copy csv_header FROM PROGRAM 'IFS= read -r line; printf "%s\n" "$line"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')

CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT n, regexp_replace(btrim(name, E' "\r'), '^\uFEFF"?', '') AS name
FROM csv_header, string_to_table(line, CASE WHEN strpos(line, E'\t') > 0 THEN E'\t' ELSE ',' END) WITH ORDINALITY AS c(name, n);
\ir columns.sql

SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
SELECT strpos(line, E'\t') > 0 AS has_tabs FROM csv_header \gset
\if :has_tabs
\copy csv_rows FROM pstdin WITH (FORMAT csv, DELIMITER E'\t', NULL E'\x01')
\else
\copy csv_rows FROM pstdin WITH (FORMAT csv, NULL E'\x01')
\endif
\if :{?optional}
SELECT format('ALTER TABLE csv_rows ADD %I text', name)
FROM string_to_table(:'optional', CASE WHEN strpos(:'optional', '|') > 0 THEN '|' ELSE ' ' END) AS name
WHERE name NOT IN (SELECT name FROM csv_columns)
\gexec
\endif
