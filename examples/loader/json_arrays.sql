-- json_arrays.sql -- for \ir after read_json.sql: turns arrays, the first of which has
-- the names, into a table csv_rows like that of read_csv.sql, its names checked.
-- an answer of nothing is a file without rows; each of several answers begins with the names
INSERT INTO csv_rows SELECT 1, jsonb_agg(split_part(spec, '/', 1)) FROM string_to_table(:'columns', ' ') AS spec WHERE NOT EXISTS (SELECT FROM csv_rows) HAVING count(*) > 0;
DELETE FROM csv_rows AS r USING csv_rows AS h WHERE h.n = 1 AND r.n > 1 AND r.value = h.value;
-- a column that is asked for twice comes twice
CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT min(c.n) AS n, name FROM csv_rows AS r, jsonb_array_elements_text(value) WITH ORDINALITY AS c(name, n) WHERE r.n = 1 GROUP BY name;
\ir columns.sql
ALTER TABLE csv_rows RENAME TO json_row;
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row %s after the header has %s cells, the header %s', r.n - 1, jsonb_array_length(r.value), jsonb_array_length(h.value)))
FROM json_row AS r, json_row AS h WHERE h.n = 1 AND jsonb_array_length(r.value) <> jsonb_array_length(h.value) ORDER BY r.n LIMIT 1
\gexec
SELECT format('CREATE TEMP TABLE csv_rows ON COMMIT DROP AS SELECT %s FROM json_row WHERE n > 1',
	string_agg(CASE WHEN c.n IS NULL THEN format('NULL::text AS %I', name) ELSE format('coalesce(value->>%s, %L) AS %I', c.n - 1, '', name) END, ', '))
FROM csv_columns AS c FULL JOIN string_to_table(:'optional', ' ') AS o(name) USING (name)
\gexec
DROP TABLE json_row;
\ir numbers.sql
