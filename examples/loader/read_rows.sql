-- read_rows.sql -- for \ir: reads psql's standard input into the temporary table
-- csv_rows as read_csv.sql does, also where the psql variable "format" is json: objects,
-- with "json_member" that member of each (see read_json.sql), or with "json_arrays"
-- arrays, the first of which has the names.
SELECT :'format' = 'json' AS is_json \gset
\if :is_json
\ir read_json.sql
\if :{?json_arrays} \set row_kind array
\else \set row_kind object
\endif
-- what else it is may be the publisher's reason
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('element %s of the answer is not a row, %s: %s', n, 'an ' || :'row_kind',
	coalesce(nullif(value->>'error', ''), value->>'message', left(value::text, 200))))
FROM csv_rows WHERE jsonb_typeof(value) <> :'row_kind' ORDER BY n LIMIT 1
\gexec
\if :{?json_arrays}
\ir json_arrays.sql
\else
\ir json_objects.sql
\endif
\else
\ir read_csv.sql
\endif
\if :{?format_is_usual}
\unset format
\unset format_is_usual
\endif
\unset json_member
\unset json_arrays
