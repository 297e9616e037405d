-- read_csv.sql -- for \ir: reads a CSV file with a header line from psql's
-- standard input into the temporary table csv_rows, one text column for each
-- column of the file.  The columns named in the psql variable "columns" (with
-- spaces between them, or bars where names have spaces) must be there, in any
-- order; further ones are read too and may be ignored.  A column
-- that is missing, because the publisher renamed it, is named in the error.
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
FROM csv_header, string_to_table(line, ',') WITH ORDINALITY AS c(name, n);

SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$',
	format('the file has no column "%s"; its columns are: %s', (array_agg(wanted))[1],
		(SELECT string_agg(name, ', ' ORDER BY n) FROM csv_columns)))
FROM string_to_table(:'columns', CASE WHEN strpos(:'columns', '|') > 0 THEN '|' ELSE ' ' END) AS wanted
WHERE wanted NOT IN (SELECT name FROM csv_columns)
HAVING count(*) > 0
\gexec

SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
\copy csv_rows FROM pstdin WITH (FORMAT csv, NULL E'\x01')
