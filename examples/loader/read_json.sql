-- read_json.sql -- for \ir: reads JSON from psql's standard input into the
-- temporary table csv_rows (n, value): arrays, the elements of which are rows, or objects,
-- each on lines of its own.  With the psql variable "json_member" (an API's answer {"data": [...]}) the
-- rows are the elements of that member of each object, or objects that are rows.
\ir begin.sql
DROP TABLE IF EXISTS pg_temp.json_line, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE json_line (n int GENERATED ALWAYS AS IDENTITY, line text);
\ir packed.sql
\copy json_line (line) FROM PROGRAM 'LC_ALL=C awk "$TE_PACKED"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
UPDATE json_line SET line = regexp_replace(line, '^\uFEFF', '') WHERE n = 1;
DELETE FROM json_line WHERE (line ~ '\S') IS NOT TRUE;
CREATE TEMP TABLE json_text ON COMMIT DROP AS
SELECT (array_agg(line ORDER BY n))[1] AS first, string_agg(comma || line, E'\n' ORDER BY n) AS whole, count(*) FILTER (WHERE comma <> '') > 0 AS has_several
FROM (SELECT n, line, CASE WHEN left(ltrim(line), 1) IN ('{', '[') AND right(rtrim(lag(line) OVER (ORDER BY n), E' \r'), 1) IN ('}', ']') THEN ',' ELSE '' END AS comma	-- where one ends and the next begins
	FROM json_line) AS l;
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', CASE WHEN first IS NULL THEN 'the input is empty' WHEN first ~ '^TE ' THEN 'the input is ' || substr(first, 4)
	ELSE format('the input is not JSON, it begins with: %s', left(first, 60)) END)
FROM json_text WHERE (first ~ '^\s*[[{]') IS NOT TRUE
\gexec
DO $$ BEGIN
	UPDATE json_text SET whole = '[' || whole || ']' WHERE has_several OR first ~ '^\s*\{';
	PERFORM whole::json FROM json_text;
EXCEPTION WHEN invalid_text_representation THEN
	RAISE EXCEPTION 'the JSON is not whole: a download that broke off? It ends with: %', (SELECT right(line, 60) FROM json_line ORDER BY n DESC LIMIT 1);
END $$;
CREATE TEMP TABLE csv_rows AS
SELECT j.n::int, j.value
FROM json_text, jsonb_array_elements(whole::jsonb) WITH ORDINALITY AS j(value, n);
-- elements of several arrays
SELECT EXISTS (SELECT FROM json_text WHERE has_several) AND EXISTS (SELECT FROM csv_rows WHERE jsonb_typeof(value) = 'array') AS has_arrays \gset
\if :has_arrays
CREATE TEMP TABLE json_array ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY a.n, e.n)::int AS n, e.value
FROM csv_rows AS a, jsonb_array_elements(CASE jsonb_typeof(a.value) WHEN 'array' THEN a.value ELSE jsonb_build_array(a.value) END) WITH ORDINALITY AS e(value, n);
DROP TABLE csv_rows;
ALTER TABLE json_array RENAME TO csv_rows;
\endif
\if :{?json_member}
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', 'the answer has no rows in "' || :'json_member' || '": '
	|| coalesce(nullif(value->>'error', ''), value->>'message', left(value::text, 200)))
FROM csv_rows WHERE jsonb_typeof(value) = 'object' AND jsonb_typeof(value->:'json_member') IS DISTINCT FROM 'array'
	AND NOT value ?| string_to_array(split_part(translate(:'columns', '|', ' '), ' ', 1), '/')	-- a row of its own
LIMIT 1
\gexec
ALTER TABLE csv_rows RENAME TO json_answer;
CREATE TEMP TABLE csv_rows ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY a.n, r.n)::int AS n, r.value
FROM json_answer AS a, jsonb_array_elements(CASE WHEN jsonb_typeof(a.value) = 'object' AND a.value ? :'json_member'
	THEN a.value->:'json_member' ELSE jsonb_build_array(a.value) END) WITH ORDINALITY AS r(value, n);
DROP TABLE json_answer;
\endif
