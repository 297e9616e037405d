-- numbers.sql -- for \ir: an error that names the row and the column of the first
-- cell of csv_rows that is no number, in the columns of the psql variable
-- "numbers", or no period (2024, 202402, 2024-02, 202452), in those of "periods";
-- separated as in "columns".  Empty cells and NA are missing numbers.
\if :{?periods} \else \set periods ''
\endif
\if :{?numbers}
CREATE TEMP TABLE csv_check ON COMMIT DROP AS
SELECT name, what, pattern
FROM (VALUES ('number', :'numbers', '^\s*([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|NA)?\s*$'),
		('period', :'periods', '^\s*[12][0-9]{3}(-?(0[1-9]|1[0-2]|52))?\s*$')) AS c(what, names, pattern),
	string_to_table(names, CASE WHEN strpos(names, '|') > 0 THEN '|' ELSE ' ' END) AS name;
SELECT 'SELECT format(''DO $do$ BEGIN RAISE EXCEPTION %L; END $do$'', format(''row %s after the header: the column "%s" is no %s: "%s"'', row, name, what, left(cell, 60)))
FROM (' || string_agg(format('(SELECT (SELECT count(*) FROM csv_rows AS b WHERE b.ctid <= a.ctid) AS row, %1$L AS name, %2$L AS what, %1$I AS cell
	FROM csv_rows AS a WHERE %1$I !~ %3$L ORDER BY ctid LIMIT 1)', name, what, pattern), ' UNION ALL ') || ') AS c ORDER BY row LIMIT 1' AS search
FROM csv_check \gset
:search
\gexec
\endif
