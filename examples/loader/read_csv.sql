-- read_csv.sql -- for \ir: reads a CSV file with a header line from psql's
-- standard input into the temporary table csv_rows, one text column for each
-- column of the file; columns are parted by whatever of comma, tab, semicolon and
-- bar the header has most of (-v delimiter= says another).  Empty lines are skipped.
-- The columns in the psql variable "columns" must be there (see columns.sql); those in "optional" are added, empty, when they are not.
-- Further ones are read too and may be ignored.  A file that is not in UTF-8 is
-- read with -v encoding=latin1 (or win1252, sjis ...).  What is not text is named.
-- A loader that must see the header first, to know which layout it has, includes
-- read_header.sql before this.
\if :{?header_is_read} \else
\ir read_header.sql
\endif
\unset header_is_read
\ir columns.sql
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the first line has one column, "%s": is it a title above the header, or are columns parted by something else, -v delimiter=?', left(min(given), 60)))
FROM csv_columns HAVING count(*) = 1
\gexec

SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
-- Some publishers end each row, but not the header, with a delimiter (Comtrade's
-- site): if the first row has one cell too many, an empty one at the end goes.
SELECT count(*) AS columns FROM csv_columns \gset
\setenv TE_COLUMNS :columns
\setenv TE_DELIMITER :delimiter_pattern
\setenv TE_ROWS 'BEGIN {d = ENVIRON["TE_DELIMITER"]} /\\001/ {print "the file has bytes that are zero: in UTF-16 without its mark? iconv -f UTF-16LE (or UTF-16BE) -t UTF-8 FILE | psql ..." > "/dev/stderr"; exit 1} /^[ \\t\\r]*$/ {next} !rows++ {cells = $0; gsub(/"[^"]*"/, "", cells); spare = gsub(d, "", cells) == ENVIRON["TE_COLUMNS"]; returns = /\\r$/} returns {sub(/\\r$/, "")} /^\\\\\\.\\r?$/ {print "line " NR " after the header is \\\\. alone, which psql takes for the end of the rows: take it out" > "/dev/stderr"; exit 1} spare {quotes += gsub(/"/, "&"); if (quotes % 2 == 0) sub(d "\\r?$", "")} 1'
-- an error here names the line, the one after the header being 1
\set VERBOSITY default
\if :has_tabs
\copy csv_rows FROM PROGRAM 'tr "\\000" "\\001" | LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER E'\t', NULL E'\x01', FREEZE)
\elif :has_semicolons
\copy csv_rows FROM PROGRAM 'tr "\\000" "\\001" | LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER ';', NULL E'\x01', FREEZE)
\elif :has_bars
\copy csv_rows FROM PROGRAM 'tr "\\000" "\\001" | LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER '|', NULL E'\x01', FREEZE)
\else
\copy csv_rows FROM PROGRAM 'tr "\\000" "\\001" | LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, NULL E'\x01', FREEZE)
\endif
\set VERBOSITY terse
\if :{?encoding_before}
\encoding :encoding_before
\endif
\ir optional.sql
\ir numbers.sql
