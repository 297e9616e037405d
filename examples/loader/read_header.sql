-- read_header.sql -- for \ir by read_csv.sql, or before it: begins the loader's
-- transaction, and reads the header line of a CSV file from psql's standard input
-- into the temporary table csv_columns (n, name); psql's variable "delimiter" is what parts them.
\ir begin.sql
DROP TABLE IF EXISTS pg_temp.csv_header, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE csv_header (line text);
\if :{?encoding}
\set encoding_before :ENCODING
\encoding :encoding
\endif
-- read takes one line and leaves the rest of the input to the next \copy; blank lines before
-- it, and Excel's "sep=;", go; what its first bytes say is not text, is named instead
\setenv TE_HEADER 'blank=$(printf " \\t\\r\\357\\273\\277."); blank=${blank%.}; while IFS= read -r line || test -n "$line"; do case $line in [Ss][Ee][Pp]=?|[Ss][Ee][Pp]=?"$(printf "\\r")") ;; *[!"$blank"]*) break;; esac; done; is() { case $line in "$(printf "$1")"*) return 0; esac; return 1; }; if is "\\037\\213"; then echo "TE packed by gzip: zcat FILE | psql ..."; elif is "\\3757zXZ"; then echo "TE packed by xz: xzcat FILE | psql ..."; elif is "PK\\003\\004"; then echo "TE a ZIP or Excel file: unzip -p FILE | psql ..., or save it as CSV"; elif is "7z\\274\\257"; then echo "TE packed by 7-Zip: 7z e -so FILE | psql ..."; elif is "\\377\\376" || is "\\376\\377"; then echo "TE in UTF-16: iconv -f UTF-16 -t UTF-8 FILE | psql ..."; else case $line in *"$(printf "\\r")"?*) echo "TE a file with the line ends of old Macs, carriage returns alone: mac2unix FILE, or tr, makes them usual";; *) printf "%s\\n" "$line";; esac; fi'
\copy csv_header FROM PROGRAM 'LC_ALL=C sh -c "$TE_HEADER"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')

SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', CASE
	WHEN line ~ '^TE ' THEN 'the input is ' || substr(line, 4)
	WHEN line ~ '^[\uFEFF\s]*<' THEN 'the input is HTML or XML, not CSV; it begins with: ' || left(line, 60)
	WHEN line ~ '\S' THEN 'the input is JSON, not CSV: write -v format=json before -f if the loader reads it'
	ELSE 'the input is empty' END)
FROM csv_header WHERE coalesce(line, '') ~ '^[\uFEFF\s]*([[{<]|$)|^TE '
\gexec
\if :{?delimiter_is_guessed}
\unset delimiter
\endif
\unset delimiter_is_guessed
\if :{?delimiter} \else
SELECT d AS delimiter, true AS delimiter_is_guessed
FROM csv_header, regexp_replace(line, '"[^"]*"', '', 'g') AS plain, unnest(ARRAY[',', E'\t', ';', '|']) WITH ORDINALITY AS u(d, n)
ORDER BY length(plain) - length(replace(plain, d, '')) DESC, n LIMIT 1 \gset
\endif
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('-v delimiter= is a comma, a semicolon, a bar or a tab (in bash $''\t''), not "%s"', :'delimiter'))
WHERE :'delimiter' <> ALL (ARRAY[',', E'\t', ';', '|'])
\gexec
SELECT CASE :'delimiter' WHEN '|' THEN '[|]' ELSE :'delimiter' END AS delimiter_pattern,
	:'delimiter' = E'\t' AS has_tabs, :'delimiter' = ';' AS has_semicolons, :'delimiter' = '|' AS has_bars \gset
CREATE TEMP TABLE csv_columns ON COMMIT DROP AS
SELECT n, coalesce(nullif(regexp_replace(btrim(name[1], E' "\r'), '^\uFEFF"?', ''), ''), 'column ' || n) AS name
FROM csv_header, regexp_matches(line || :'delimiter', replace('((?:"[^"]*"|[^@"])*)[@]', '@', :'delimiter'), 'g') WITH ORDINALITY AS c(name, n);
\set header_is_read 1
