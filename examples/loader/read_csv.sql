-- read_csv.sql -- for \ir: reads a CSV file with a header line from psql's
-- standard input into the temporary table csv_rows, one text column for each
-- column of the file; columns are parted by whatever of comma, tab, semicolon and
-- bar the header has most of (-v delimiter= says another).  Empty lines are skipped.  The columns in the psql variable "columns" must be there (see
-- columns.sql); those in "optional" are added, empty, when they are not.
-- Further ones are read too and may be ignored.  A file that is not in UTF-8 is
-- read with -v encoding=latin1 (or win1252, sjis ...).  What is not text is named.
\ir begin.sql
DROP TABLE IF EXISTS pg_temp.csv_header, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE csv_header (line text);
\if :{?encoding}
\set encoding_before :ENCODING
\encoding :encoding
\endif
-- read takes one line and leaves the rest of the input to the next \copy; what its
-- first bytes say is not text, is named instead
\setenv TE_HEADER 'IFS= read -r line; is() { case $line in "$(printf "$1")"*) return 0; esac; return 1; }; if is "\\037\\213"; then echo "TE packed by gzip: zcat FILE | psql ..."; elif is "\\3757zXZ"; then echo "TE packed by xz: xzcat FILE | psql ..."; elif is "PK\\003\\004"; then echo "TE a ZIP or Excel file: unzip -p FILE | psql ..., or save it as CSV"; elif is "7z\\274\\257"; then echo "TE packed by 7-Zip: 7z e -so FILE | psql ..."; elif is "\\377\\376" || is "\\376\\377"; then echo "TE in UTF-16: iconv -f UTF-16 -t UTF-8 FILE | psql ..."; else case $line in *"$(printf "\\r")"?*) echo "TE a file with the line ends of old Macs, carriage returns alone: mac2unix FILE, or tr, makes them usual";; *) printf "%s\\n" "$line";; esac; fi'
\copy csv_header FROM PROGRAM 'LC_ALL=C sh -c "$TE_HEADER"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')

SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$', CASE
	WHEN line ~ '^TE ' THEN 'the input is ' || substr(line, 4)
	WHEN line ~ '^[\uFEFF\s]*<' THEN 'the input is HTML or XML, not CSV; it begins with: ' || left(line, 60)
	WHEN line ~ '\S' THEN 'the input is JSON, not CSV: write -v format=json before -f if the loader reads it'
	ELSE 'the input is empty' END)
FROM csv_header WHERE coalesce(line, '') ~ '^[\uFEFF\s]*([[{<]|$)|^TE '
\gexec
\if :{?delimiter} \else
SELECT d AS delimiter
FROM csv_header, regexp_replace(line, '"[^"]*"', '', 'g') AS plain, unnest(ARRAY[',', E'\t', ';', '|']) WITH ORDINALITY AS u(d, n)
ORDER BY length(plain) - length(replace(plain, d, '')) DESC, n LIMIT 1 \gset
\endif
SELECT CASE :'delimiter' WHEN '|' THEN '[|]' ELSE :'delimiter' END AS delimiter_pattern,
	:'delimiter' = E'\t' AS has_tabs, :'delimiter' = ';' AS has_semicolons, :'delimiter' = '|' AS has_bars \gset
CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT n, coalesce(nullif(regexp_replace(btrim(name[1], E' "\r'), '^\uFEFF"?', ''), ''), 'column ' || n) AS name
FROM csv_header, regexp_matches(line || :'delimiter', replace('((?:"[^"]*"|[^@"])*)[@]', '@', :'delimiter'), 'g') WITH ORDINALITY AS c(name, n);
\ir columns.sql

SELECT format('CREATE TEMP TABLE csv_rows (%s)', string_agg(format('%I text', name), ', ' ORDER BY n))
FROM csv_columns
\gexec
-- Some publishers end each row, but not the header, with a delimiter (Comtrade's
-- site): if the first row has one cell too many, an empty one at the end goes.
SELECT count(*) AS columns FROM csv_columns \gset
\setenv TE_COLUMNS :columns
\setenv TE_DELIMITER :delimiter_pattern
\setenv TE_ROWS 'BEGIN {d = ENVIRON["TE_DELIMITER"]} /^[ \\t\\r]*$/ {next} !rows++ {cells = $0; gsub(/"[^"]*"/, "", cells); spare = gsub(d, "", cells) == ENVIRON["TE_COLUMNS"]} spare {quotes += gsub(/"/, "&"); if (quotes % 2 == 0) sub(d "\\r?$", "")} 1'
-- an error here names the line, the one after the header being 1
\set VERBOSITY default
\if :has_tabs
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER E'\t', NULL E'\x01')
\elif :has_semicolons
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER ';', NULL E'\x01')
\elif :has_bars
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, DELIMITER '|', NULL E'\x01')
\else
\copy csv_rows FROM PROGRAM 'LC_ALL=C awk "$TE_ROWS"' WITH (FORMAT csv, NULL E'\x01')
\endif
\set VERBOSITY terse
\if :{?encoding_before}
\encoding :encoding_before
\endif
\ir optional.sql
\ir numbers.sql
