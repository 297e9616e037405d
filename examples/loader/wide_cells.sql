-- wide_cells.sql -- for \ir by load_io.sql: the figures of csv_rows with the roles of
-- their rows and columns, checked, into the temporary table io_cell.
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('line %s, cell %s: there are figures, but no label: "%s"', line, col, left(cell, 60)))
FROM csv_rows AS r JOIN io_block AS b ON line BETWEEN first + head AND last AND col > labels
WHERE NOT EXISTS (SELECT FROM io_line AS l WHERE l.line = r.line) OR NOT EXISTS (SELECT FROM io_column AS c WHERE c.block = b.block AND c.col = r.col)
ORDER BY line, col LIMIT 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row "%s", column "%s": is not a number: "%s"', l.label, c.label, left(cell, 60)))
FROM csv_rows AS r JOIN io_line AS l USING (line) JOIN io_column AS c USING (block, col)
WHERE CASE :'decimal' WHEN ',' THEN cell !~ '^[-+]?(([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]*)?|,[0-9]+)([eE][-+]?[0-9]+)?$'
	ELSE cell !~ '^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$' END AND cell <> ALL (string_to_array('NA|' || :'null', '|'))
ORDER BY r.line, r.col LIMIT 1
\gexec
CREATE TEMP TABLE io_cell ON COMMIT DROP AS
SELECT kind, l.label AS supplier, c.label AS "user", l.role AS row_role, c.role AS column_role,
	CASE WHEN cell <> ALL (string_to_array('NA|' || :'null', '|'))
		THEN CASE :'decimal' WHEN ',' THEN replace(replace(cell, '.', ''), ',', '.') ELSE cell END::float8 END AS value
FROM csv_rows AS r JOIN io_line AS l USING (line) JOIN io_column AS c USING (block, col) JOIN io_block USING (block);
DELETE FROM io_cell WHERE value = 0;
DROP TABLE csv_rows;
-- coefficients times output are flows
UPDATE io_cell AS a SET value = a.value * coalesce(x.value, 0)
FROM io_cell AS x WHERE a.kind = 'A' AND x.kind = 'x' AND x.supplier = a."user";
ANALYZE io_cell;
