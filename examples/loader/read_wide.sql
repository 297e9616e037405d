-- read_wide.sql -- for \ir after read_header.sql: reads the rest of a wide table, which
-- may have more columns than a table of PostgreSQL, into the temporary table csv_rows,
-- one row for each cell that is not zero or empty: line (1: the header), col, cell; and
-- how many cells each line has, and whether the last is empty, into csv_width.
CREATE TEMP TABLE csv_rows (line int, col int, cell text);
\setenv TE_DELIMITER :delimiter_pattern
\setenv TE_CELLS 'BEGIN {d = ENVIRON["TE_DELIMITER"]; t = "\\t"} /^[ \\t\\r]*$/ {next} {sub(/\\r$/, ""); if (index($0, "\\"")) {k = split($0, q, "\\""); s = q[1]; for (i = 2; i <= k; i++) {if (i % 2 == 0) gsub(d, "\\001", q[i]); s = s q[i]}; n = split(s, f, d)} else n = split($0, f, d); print ++line + 1 t (f[n] == "" ? -1 : 0) t n; for (i = 1; i <= n; i++) {c = f[i]; if (c == "" || i > 5 && c ~ /^ *[-+]?0*[.,]?0*([eE][-+]?[0-9]+)? *$/) continue; gsub("\\001", ENVIRON["TE_PLAIN"], c); gsub(/\\\\/, "/", c); gsub(/\\t/, " ", c); print line + 1 t i t c}}'
\setenv TE_PLAIN :delimiter
\set VERBOSITY default
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_CELLS"'
\set VERBOSITY terse
\if :{?encoding_before}
\encoding :encoding_before
\endif
CREATE TEMP TABLE csv_width ON COMMIT DROP AS
SELECT line, cell::int AS wide, col < 0 AS has_spare FROM csv_rows WHERE col <= 0
UNION ALL SELECT 1, count(*), false FROM csv_columns;
DELETE FROM csv_rows WHERE col <= 0;
INSERT INTO csv_rows SELECT 1, n, name FROM csv_columns WHERE name <> 'column ' || n;
UPDATE csv_rows SET cell = btrim(cell) WHERE cell <> btrim(cell);
CREATE INDEX ON csv_rows (line);
ANALYZE csv_rows;
