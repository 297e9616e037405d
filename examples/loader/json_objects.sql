-- json_objects.sql -- for \ir after read_json.sql: turns objects into a table
-- csv_rows like that of read_csv.sql, one text column for each name, its names
-- checked and missing or null values empty.
CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY min(r.n), min(k.n)) AS n, name
FROM csv_rows AS r, jsonb_object_keys(r.value) WITH ORDINALITY AS k(name, n) GROUP BY name;
SELECT EXISTS (SELECT FROM csv_rows) AS has_rows \gset
\if :has_rows
\ir columns.sql
ALTER TABLE csv_rows RENAME TO json_row;
SELECT format('CREATE TEMP TABLE csv_rows ON COMMIT DROP AS SELECT %s FROM json_row ORDER BY n',
	string_agg(format('coalesce(value->>%L, %L) AS %I', given, '', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
DROP TABLE json_row;
\else
-- an answer without rows is a file of none
DROP TABLE csv_rows;
SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', split_part(spec, '/', 1)), ', '))
FROM string_to_table(:'columns', CASE WHEN strpos(:'columns', '|') > 0 THEN '|' ELSE ' ' END) AS spec
\gexec
\endif
\ir optional.sql
\ir numbers.sql
