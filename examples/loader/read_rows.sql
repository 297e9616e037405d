-- read_rows.sql -- for \ir: reads psql's standard input into the temporary table
-- csv_rows as read_csv.sql does, also where the psql variable "format" is json: objects,
-- with "json_member" that member of each (see read_json.sql), or with "json_arrays"
-- arrays, the first of which has the names.
SELECT :'format' = 'json' AS is_json \gset
\if :is_json
\ir read_json.sql
\if :{?json_arrays}
\ir json_arrays.sql
\else
\ir json_objects.sql
\endif
\else
\ir read_csv.sql
\endif
\unset json_member
\unset json_arrays
