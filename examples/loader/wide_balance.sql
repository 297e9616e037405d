-- wide_balance.sql -- for \ir by load_io.sql: fills io_flow and io_node from io_cell, and
-- leaves for the audit what became of each figure, and whether rows and columns balance.
-- Wholes are taken, not their parts: of two names of which one begins as the other
-- does (P3_S14 and P3, P51G and P5) the shorter one is the whole.
CREATE TABLE IF NOT EXISTS io_flow (
	source		text NOT NULL,				-- which table
	supplier	text COLLATE "C" NOT NULL,
	"user"		text COLLATE "C" NOT NULL,
	amount		float8 NOT NULL
);
CREATE TABLE IF NOT EXISTS io_node (
	source		text NOT NULL,
	node		text COLLATE "C" NOT NULL,	-- country and sector, or the sector alone
	country		text COLLATE "C",			-- iso3 where it is a country, else as in the file
	sector		text COLLATE "C",
	output		float8,						-- NULL: none, a product that is only imported
	final_demand	float8,				-- NULL: not in the file, or no output
	value_added	float8,
	PRIMARY KEY (source, node)
);
\if :{?replace}
DELETE FROM io_flow WHERE source = :'source';
DELETE FROM io_node WHERE source = :'source';
\endif

-- parts of what is there as a whole
UPDATE io_cell SET column_role = 'final part' WHERE column_role = 'final' AND "user" IN (
	SELECT a.label FROM io_column AS a JOIN io_column AS b USING (block, role)
	WHERE role = 'final' AND a.country IS NULL AND b.label <> a.label AND starts_with(a.label, b.label) AND b.label ~ '^[A-Z][0-9]');
UPDATE io_cell SET row_role = 'input part' WHERE row_role IN ('import', 'input', 'part') AND supplier IN (
	SELECT a.label FROM io_line AS a JOIN io_line AS b USING (block, role)
	WHERE role IN ('import', 'input', 'part') AND b.label <> a.label AND starts_with(a.label, b.label) AND b.label ~ '^[A-Z][0-9]')
AND (row_role <> 'part' OR NOT EXISTS (SELECT FROM io_line WHERE role = 'added'));
SELECT bool_or(row_role = 'added') AS has_added, bool_or(column_role = 'whole') AS has_whole,
	bool_or(row_role = 'added' OR row_role = 'part') AS has_inputs, bool_or(column_role IN ('whole', 'final')) AS has_final FROM io_cell \gset

CREATE TEMP TABLE io_account ON COMMIT DROP AS
SELECT label AS node, l.country, l.sector, sold, final, coalesce(row_output, 0) AS row_output, bought, added, other, import, coalesce(column_output, 0) AS column_output
FROM (SELECT DISTINCT label, country, sector FROM io_line JOIN io_block USING (block) WHERE role = 'node' AND kind IN ('Z', 'A', 'whole')) AS l
LEFT JOIN (SELECT supplier AS label, sum(value) FILTER (WHERE column_role = 'node') AS sold,
		sum(value) FILTER (WHERE column_role = CASE WHEN :'has_whole' THEN 'whole' ELSE 'final' END) AS final, sum(value) FILTER (WHERE column_role = 'output') AS column_output
	FROM io_cell WHERE row_role = 'node' GROUP BY supplier) AS s USING (label)
LEFT JOIN (SELECT "user" AS label, sum(value) FILTER (WHERE row_role = 'node') AS bought, sum(value) FILTER (WHERE row_role = 'output') AS row_output,
		sum(value) FILTER (WHERE row_role = CASE WHEN :'has_added' THEN 'added' ELSE 'part' END) AS added,
		sum(value) FILTER (WHERE row_role = 'input') AS other, sum(value) FILTER (WHERE row_role = 'import') AS import
	FROM io_cell WHERE column_role = 'node' GROUP BY "user") AS u USING (label);
UPDATE io_account SET (sold, final, bought, added, other, import) =
	(SELECT coalesce(sold, 0), coalesce(final, 0), coalesce(bought, 0), coalesce(added, 0), coalesce(other, 0), coalesce(import, 0));
ALTER TABLE io_account ADD output float8;
SELECT coalesce(sum(row_output), 0) <> 0 AS has_row_output, coalesce(sum(column_output), 0) <> 0 AS has_column_output FROM io_account \gset
UPDATE io_account SET output = CASE WHEN :'has_row_output' THEN row_output WHEN :'has_column_output' THEN column_output ELSE sold + final END;
-- imports are among the inputs (a domestic table), or added to output (a table of all uses)
SELECT coalesce(sum(abs(bought + added + other - output)) < sum(abs(bought + added + other + import - output)), false) AS has_imports_beside FROM io_account \gset
-- a sector that deals with nobody but itself, or buys all that it makes from itself, has no place in a network
CREATE TEMP TABLE io_idle ON COMMIT DROP AS
SELECT node FROM io_account AS a WHERE final = 0 AND NOT EXISTS (SELECT FROM io_cell
	WHERE row_role = 'node' AND column_role = 'node' AND supplier <> "user" AND (supplier = node OR "user" = node))
UNION SELECT node FROM io_account JOIN io_cell ON supplier = node AND "user" = node WHERE column_role = 'node' AND output > 0 AND value >= output * (1 - 1e-9);

INSERT INTO io_flow (source, supplier, "user", amount)
SELECT :'source', supplier, "user", value FROM io_cell
WHERE row_role = 'node' AND column_role = 'node' AND value IS NOT NULL AND supplier NOT IN (SELECT node FROM io_idle);
INSERT INTO io_node (source, node, country, sector, output, final_demand, value_added)
SELECT :'source', node, CASE WHEN :'has_blocks' AND country ~ '^W[AEFLM]$' THEN country	-- EXIOBASE's rests of continents: WF is Africa
	ELSE coalesce(country_code(CASE WHEN country ~ '^MX[1-9]$' THEN 'MEX' WHEN country ~ '^CN[1-9]$' THEN 'CHN' ELSE country END), country) END, sector, nullif(output, 0),
	CASE WHEN :'has_final' AND output <> 0 THEN final - CASE WHEN :'has_imports_beside' THEN import ELSE 0 END END,
	CASE WHEN :'has_inputs' THEN added WHEN :'has_blocks' THEN output - bought END
FROM io_account WHERE node NOT IN (SELECT node FROM io_idle);

-- what was taken for what
SELECT 'layout' AS guess, :'layout' AS taken
UNION ALL SELECT CASE kind WHEN 'whole' THEN 'sectors' ELSE 'sectors of ' || kind END, count(*)::text FROM io_line JOIN io_block USING (block)
WHERE role = 'node' AND kind IN ('Z', 'A', 'whole') GROUP BY kind
UNION ALL SELECT guess, CASE WHEN count(*) > 8 THEN count(*) || ': ' || min(label) || ' … ' || max(label) ELSE string_agg(label, ', ' ORDER BY place) END
FROM (
	SELECT CASE role WHEN 'part' THEN 'rows of value added, in parts' WHEN 'added' THEN 'rows of value added' WHEN 'output' THEN 'row of output'
			WHEN 'input' THEN 'rows of other inputs' WHEN 'import' THEN 'rows of imports' || CASE WHEN :'has_imports_beside' THEN ', taken off final demand' ELSE ', among the inputs' END
			ELSE 'rows of totals' END AS guess, label, line AS place FROM io_line WHERE role NOT IN ('node', 'extension')
	UNION ALL SELECT CASE role WHEN 'final' THEN 'columns of final uses' WHEN 'whole' THEN 'column of all final uses' WHEN 'output' THEN 'column of output' ELSE 'columns of totals' END, label, col
	FROM io_column WHERE role NOT IN ('node', 'extension')) AS r GROUP BY guess
UNION ALL SELECT 'left out, idle: they deal with themselves', string_agg(node, ', ') FROM io_idle HAVING count(*) > 0
UNION ALL SELECT 'sectors without output, only imported', string_agg(node, ', ' ORDER BY node) FROM io_account
WHERE output = 0 AND node NOT IN (SELECT node FROM io_idle) HAVING count(*) > 0
UNION ALL SELECT 'output', 'the sum of sales and final uses: the table states none' WHERE NOT :'has_row_output' AND NOT :'has_column_output'
UNION ALL SELECT 'final demand', 'not in the file: rows are not checked' WHERE NOT :'has_final'
UNION ALL SELECT 'value added', 'not in the file: columns are not checked' WHERE NOT :'has_inputs' AND NOT :'has_blocks'
UNION ALL SELECT 'value added', 'output less inputs: the table states none' WHERE :'has_blocks' AND NOT :'has_inputs';

CREATE TEMP TABLE csv_total ON COMMIT DROP AS
SELECT 'output by rows: sales and final demand' AS what, :'unit' AS unit,
	(sold + final - CASE WHEN :'has_imports_beside' THEN import ELSE 0 END)::numeric AS kept,
	CASE WHEN :'has_row_output' OR :'has_column_output' THEN output::numeric END AS total
FROM io_account WHERE :'has_final' AND node NOT IN (SELECT node FROM io_idle)
UNION ALL SELECT 'output by columns: inputs and value added', :'unit', (bought + added + other + CASE WHEN :'has_imports_beside' THEN 0 ELSE import END)::numeric,
	output::numeric
FROM io_account WHERE :'has_inputs' AND node NOT IN (SELECT node FROM io_idle);
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN why ~ '^(flow|final demand|value added|output)$' THEN 'kept' ELSE 'dropped' END AS fate, why, count(*)::int AS rows, :'unit' AS unit, sum(value)::numeric AS value
FROM (
	SELECT value, CASE WHEN value IS NULL THEN 'no figure'
		WHEN 'extension' IN (row_role, column_role) THEN 'an extension'
		WHEN row_role = 'node' AND supplier IN (SELECT node FROM io_idle) OR column_role = 'node' AND "user" IN (SELECT node FROM io_idle) THEN 'an idle sector'
		WHEN row_role = 'total' THEN 'a total: row ' || supplier
		WHEN column_role = 'total' OR column_role = 'whole' AND row_role <> 'node' THEN 'a total: column ' || "user"
		WHEN row_role = 'node' AND column_role = 'node' THEN 'flow'
		WHEN row_role = 'node' AND (column_role = 'final part' OR column_role = 'final' AND :'has_whole') THEN 'a part of final demand, whose whole is kept'
		WHEN row_role = 'node' AND column_role IN ('final', 'whole') THEN 'final demand'
		WHEN row_role = 'node' THEN CASE WHEN :'has_row_output' THEN 'output again, by rows' ELSE 'output' END
		WHEN row_role = 'output' AND column_role = 'node' THEN 'output'
		WHEN row_role = 'part' AND column_role = 'node' AND :'has_added' THEN 'a part of value added, whose whole is kept'
		WHEN row_role = 'input part' AND column_role = 'node' THEN 'a part of another row, which counts'
		WHEN row_role IN ('added', 'part') AND column_role = 'node' THEN 'value added'
		WHEN column_role = 'node' THEN 'to check with: row ' || supplier
		ELSE 'inputs of final uses' END AS why
	FROM io_cell) AS c
GROUP BY why;
ALTER TABLE io_cell RENAME TO csv_rows;
