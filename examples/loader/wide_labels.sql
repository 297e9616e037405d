-- wide_labels.sql -- for \ir by load_io.sql: what the lines and columns of csv_rows are,
-- into the temporary tables io_block (tables one behind the other), io_line and io_column.
-- A line or column is a sector, role "node", or has a role of wide_names.sql.
CREATE TEMP TABLE io_block (block int, first int, last int, kind text, head int, labels int) ON COMMIT DROP;
CREATE TEMP TABLE io_line (block int, line int, label text, country text, sector text, role text) ON COMMIT DROP;
CREATE TEMP TABLE io_column (block int, col int, label text, country text, sector text, role text) ON COMMIT DROP;
\if :has_blocks
INSERT INTO io_block
SELECT row_number() OVER w, line, coalesce(lead(line) OVER w - 1, 2147483647), kind,
	CASE WHEN kind = 'x' THEN 1 WHEN third = 'region' THEN 3 ELSE 2 END, 2
FROM (
	SELECT line, (SELECT cell FROM csv_rows AS r WHERE r.line = s.line + 2 AND col = 1) AS third,
		CASE WHEN three IS NOT NULL AND two = 'sector' THEN 'x' WHEN two IS NOT NULL THEN 'extension'
			WHEN (SELECT cell FROM csv_rows AS r WHERE r.line = s.line + 1 AND col = 1) = 'category' THEN 'Y'
			WHEN :'coefficients' = '' THEN 'Z' ELSE 'A' END AS kind
	FROM (
		SELECT line, max(cell) FILTER (WHERE col = 2) AS two, max(cell) FILTER (WHERE col = 3) AS three
		FROM csv_rows WHERE line IN (SELECT line FROM csv_rows WHERE col = 1 AND cell = 'region') GROUP BY line) AS s
	WHERE two IS NULL OR three IS NOT NULL) AS t
WINDOW w AS (ORDER BY line);
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the input has %s, and needs %s: write cat %s.txt Y.txt %s| psql ...',
	string_agg(kind, ', ' ORDER BY block), CASE :'coefficients' WHEN '' THEN 'Z and Y' ELSE 'A, Y and x' END,
	CASE :'coefficients' WHEN '' THEN 'Z' ELSE 'A' END, CASE :'coefficients' WHEN '' THEN '' ELSE 'x.txt ' END))
FROM io_block HAVING NOT array_agg(kind) @> CASE :'coefficients' WHEN '' THEN '{Z,Y}'::text[] ELSE '{A,Y,x}' END
	OR count(*) FILTER (WHERE kind IN ('Z', 'A')) > 1 OR count(*) FILTER (WHERE kind = 'Y') > 1
\gexec
INSERT INTO io_line
SELECT block, line, a.cell || '_' || b.cell, a.cell, b.cell, CASE kind WHEN 'extension' THEN 'extension' ELSE 'node' END
FROM io_block JOIN csv_rows AS a ON line BETWEEN first + head AND last AND a.col = 1 JOIN csv_rows AS b USING (line) WHERE b.col = 2;
INSERT INTO io_column
SELECT block, a.col, a.cell || coalesce('_' || b.cell, ''), a.cell, b.cell,
	CASE kind WHEN 'Y' THEN 'final' WHEN 'x' THEN 'output' WHEN 'extension' THEN 'extension' ELSE 'node' END
FROM io_block JOIN csv_rows AS a ON a.line = first AND a.col > 2
LEFT JOIN csv_rows AS b ON b.line = first + 1 AND b.col = a.col AND kind <> 'x';
\else
INSERT INTO io_block SELECT 1, 1, 2147483647, 'whole', 1, CASE :'layout' WHEN 'plain table' THEN :labels WHEN 'WIOD 2016'
	THEN (SELECT max(n) FROM csv_columns WHERE name IN ('IndustryCode', 'IndustryDescription', 'Country', 'RNr', 'Year')) ELSE 1 END;
SELECT :'layout' = 'WIOD 2016' AS is_wiod, :'layout' IN ('OECD ICIO', 'FIGARO') AS has_countries \gset
\if :is_wiod
INSERT INTO io_line
SELECT 1, line, CASE country WHEN 'TOT' THEN sector ELSE country || '_' || sector END, nullif(country, 'TOT'), sector, NULL
FROM (SELECT line, max(cell) FILTER (WHERE name = 'IndustryCode') AS sector, max(cell) FILTER (WHERE name = 'Country') AS country
	FROM csv_rows JOIN csv_columns ON n = col WHERE line > 1 AND name IN ('IndustryCode', 'Country') GROUP BY line) AS r;
-- columns are numbered as the rows are, behind them five final uses
INSERT INTO io_column
SELECT 1, n, coalesce(c[1] || '_' || sector, name), c[1], coalesce(sector, c[2], name), CASE WHEN c IS NOT NULL AND sector IS NULL THEN 'final' END
FROM csv_columns LEFT JOIN LATERAL regexp_match(name, '^v?([A-Z]{3})[._]?c?([0-9]+)$') AS c ON true
LEFT JOIN (SELECT DISTINCT ON (number) ltrim(r.cell, 'c') AS number, sector FROM io_line JOIN csv_rows AS r USING (line) JOIN csv_columns ON n = r.col
	WHERE name = 'RNr' AND country IS NOT NULL ORDER BY number, line) AS s ON number = c[2]
WHERE n > (SELECT labels FROM io_block);
\else
INSERT INTO io_line SELECT 1, line, cell, NULL, cell, NULL FROM csv_rows WHERE col = 1 AND line > 1;
INSERT INTO io_column SELECT 1, n, name, NULL, name, NULL FROM csv_columns WHERE n > (SELECT labels FROM io_block) AND name <> 'column ' || n;
\endif
\if :has_countries
UPDATE io_line SET country = split_part(label, '_', 1), sector = substr(label, strpos(label, '_') + 1) WHERE label ~ '_' AND label !~ '^W2_';
UPDATE io_column SET country = split_part(label, '_', 1), sector = substr(label, strpos(label, '_') + 1) WHERE label ~ '_';
UPDATE io_line SET sector = substr(label, 4) WHERE label ~ '^W2_';
\endif
-- a total, or a name that is said, is never a sector; another name is one where it is a row and a column both
UPDATE io_line SET role = (SELECT role FROM io_name WHERE axis = 'row' AND always AND upper(sector) ~ pattern ORDER BY n LIMIT 1)
WHERE role IS NULL AND (country IS NULL OR sector = 'TAXSUB');
UPDATE io_column SET role = (SELECT role FROM io_name WHERE axis = 'column' AND always AND upper(sector) ~ pattern ORDER BY n LIMIT 1)
WHERE role IS NULL AND country IS NULL;
UPDATE io_line AS l SET role = 'node' FROM io_column AS c WHERE l.role IS NULL AND c.role IS NULL AND c.label = l.label;
UPDATE io_column AS c SET role = 'node' FROM io_line AS l WHERE c.role IS NULL AND l.role = 'node' AND l.label = c.label;
UPDATE io_line SET role = (SELECT role FROM io_name WHERE axis = 'row' AND upper(sector) ~ pattern ORDER BY n LIMIT 1) WHERE role IS NULL;
UPDATE io_column SET role = (SELECT role FROM io_name WHERE axis = 'column' AND upper(sector) ~ pattern ORDER BY n LIMIT 1) WHERE role IS NULL AND country IS NULL;
UPDATE io_line SET role = 'part' WHERE role IS NULL;
UPDATE io_column SET role = 'final' WHERE role IS NULL;
-- a whole counts once: OUT before TOTAL, else the first
UPDATE io_line SET role = 'total' WHERE role IN ('output', 'added') AND (role, line) NOT IN
	(SELECT DISTINCT ON (role) role, line FROM io_line ORDER BY role, upper(sector) ~ '^TOT', line);
UPDATE io_column SET role = 'total' WHERE role IN ('output', 'whole') AND (role, col) NOT IN
	(SELECT DISTINCT ON (role) role, col FROM io_column ORDER BY role, upper(sector) ~ '^TOT', col);
\endif
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$',
	format('the layout is not known: no label of a row is the name of a column; the header begins with: %s, the first column with: %s',
		(SELECT string_agg(name, ', ' ORDER BY n) FROM csv_columns WHERE n <= 6), (SELECT string_agg(label, ', ' ORDER BY line) FROM (SELECT * FROM io_line ORDER BY line LIMIT 6) AS f)))
WHERE NOT EXISTS (SELECT FROM io_line AS l JOIN io_column AS c USING (block, label) WHERE l.role = 'node' AND c.role = 'node')
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the %s "%s" is there twice', what, label))
FROM (SELECT 'row' AS what, block, label FROM io_line WHERE role <> 'extension' UNION ALL SELECT 'column', block, label FROM io_column WHERE role <> 'extension') AS u
GROUP BY what, block, label HAVING count(*) > 1 LIMIT 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('line %s has %s cells, its header %s: is the file whole?', w.line, w.wide, h.wide))
FROM io_block JOIN csv_width AS h ON h.line = first JOIN csv_width AS w ON w.line BETWEEN first + head AND last
WHERE w.wide <> h.wide AND NOT (w.wide = h.wide + 1 AND w.has_spare) ORDER BY w.line LIMIT 1
\gexec
