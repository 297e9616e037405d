-- read_json.sql -- for \ir: reads JSON from psql's standard input, one array or
-- one object on each line, into the temporary table csv_rows (n, value).
\set VERBOSITY terse
\set QUIET on
SET client_min_messages = warning;
BEGIN;
DROP TABLE IF EXISTS pg_temp.json_line, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE json_line (n int GENERATED ALWAYS AS IDENTITY, line text);
\copy json_line (line) FROM pstdin WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
CREATE TEMP TABLE csv_rows AS
SELECT n::int, value
FROM jsonb_array_elements((
	SELECT CASE WHEN string_agg(line, '' ORDER BY n) ~ '^\s*\[' THEN string_agg(line, E'\n' ORDER BY n)
		ELSE '[' || string_agg(line, E',\n' ORDER BY n) FILTER (WHERE btrim(line) <> '') || ']' END::jsonb
	FROM json_line)) WITH ORDINALITY AS j(value, n);
