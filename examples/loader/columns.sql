-- columns.sql -- for \ir: checks the temporary table csv_columns (n, name), the
-- columns of a file, against the psql variable "columns": the names that must be
-- there, in any order, with spaces between them (or bars where names have
-- spaces).  Publishers rename: of NEW/OLD/OLDER one must be there, and is called
-- NEW.  Adds the column "given" with the name in the file.  A column that is
-- missing is named in the error.  Further columns, in neither "columns" nor "optional", are
-- called "further 7", so that none has a name that the loader uses; without "columns" all keep theirs.
ALTER TABLE csv_columns ADD given text;
UPDATE csv_columns SET given = name;
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the file has the column "%s" more than once: rename those that are not meant', name))
FROM csv_columns GROUP BY name HAVING count(*) > 1 LIMIT 1
\gexec
CREATE TEMP TABLE csv_wanted ON COMMIT DROP AS
SELECT string_to_array(spec, '/') AS names, n
FROM string_to_table(:'columns', CASE WHEN strpos(:'columns', '|') > 0 THEN '|' ELSE ' ' END) WITH ORDINALITY AS w(spec, n);

SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$',
	format('the file has no column "%s"; its columns are: %s', (array_agg(array_to_string(names, '" or "') ORDER BY w.n))[1],
		(SELECT string_agg(given, ', ' ORDER BY n) FROM csv_columns)))
FROM csv_wanted AS w
WHERE NOT EXISTS (SELECT FROM csv_columns WHERE given = ANY (names))
HAVING count(*) > 0
\gexec

UPDATE csv_columns AS c SET name = w.names[1]
FROM csv_wanted AS w
WHERE c.given = (SELECT given FROM csv_columns WHERE given = ANY (w.names) ORDER BY array_position(w.names, given) LIMIT 1);
\if :{?optional} \else \set optional ''
\endif
UPDATE csv_columns AS c SET name = 'further ' || n
WHERE :'columns' <> '' AND name <> ALL (regexp_split_to_array(:'optional', CASE WHEN strpos(:'optional', '|') > 0 THEN '[|/]' ELSE '[ /]' END))
	AND NOT EXISTS (SELECT FROM csv_wanted WHERE names[1] = c.name);
