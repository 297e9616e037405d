-- optional.sql -- for \ir: adds the columns of the psql variable "optional" that
-- the file does not have to csv_rows, empty.  Of NEW/OLD the one that is there
-- is called NEW.
\if :{?optional}
CREATE TEMP TABLE csv_optional ON COMMIT DROP AS
SELECT names[1] AS name, (SELECT c.name FROM csv_columns AS c WHERE c.name = ANY (names) ORDER BY array_position(names, c.name) LIMIT 1) AS given
FROM string_to_table(:'optional', CASE WHEN strpos(:'optional', '|') > 0 THEN '|' ELSE ' ' END) AS spec, string_to_array(spec, '/') AS names;
SELECT CASE WHEN given IS NULL THEN format('ALTER TABLE csv_rows ADD %I text', name)
	ELSE format('ALTER TABLE csv_rows RENAME %I TO %I', given, name) END
FROM csv_optional WHERE given IS DISTINCT FROM name
\gexec
UPDATE csv_columns AS c SET name = o.name FROM csv_optional AS o WHERE c.name = o.given;
\endif
