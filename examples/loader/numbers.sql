-- numbers.sql -- for \ir: an error that names the row and the column of the first
-- cell of csv_rows that is not a number, in the columns of the psql variable
-- "numbers", or no period (2024, 202402, 2024-02), in those of "periods", no month (202402, 2024-02;
-- 52 too with "whole_year" |52), in those of "months", no year, in those of "years";
-- separated as in "columns", and forgotten for the next loader of the session.  Numbers are then as PostgreSQL writes them: empty
-- cells, NA and the user's marks, -v null='-|n/a', are empty; with -v decimal=,
-- the comma is the mark and dots, blanks or apostrophes may part thousands, with
-- -v thousands=, commas may.
\if :{?periods} \else \set periods ''
\endif
\if :{?months} \else \set months ''
\endif
\if :{?years} \else \set years ''
\endif
\if :{?whole_year} \else \set whole_year ''
\endif
\if :{?null} \else \set null ''
\endif
\if :{?decimal} \else \set decimal .
\endif
\if :{?thousands} \else \set thousands ''
\endif
\if :{?numbers}
SELECT CASE WHEN :'decimal' = ',' THEN '^( *|[ \t]*[-+]?(([0-9]{1,3}([. ''\u00a0\u202f][0-9]{3})+|[0-9]+)(,[0-9]*)?|,[0-9]+)([eE][-+]?[0-9]{1,2})?[ \t]*)$'
	WHEN :'thousands' = ',' THEN '^( *|[ \t]*[-+]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?[ \t]*)$'
	ELSE '^( *|[ \t]*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,2})?[ \t]*)$' END AS number_pattern,
	CASE WHEN :'decimal' = ',' THEN ',' ELSE '.' END AS number_mark,
	:'decimal' = ',' OR :'thousands' <> '' AS numbers_change \gset
CREATE TEMP TABLE IF NOT EXISTS csv_columns (name text) ON COMMIT DROP;
ALTER TABLE csv_columns ADD IF NOT EXISTS given text;
CREATE TEMP TABLE csv_check ON COMMIT DROP AS
SELECT row_number() OVER () AS n, name, what, pattern, coalesce((SELECT min(given) FROM csv_columns AS f WHERE f.name = c.name), name) AS given	-- the file's own name
FROM (SELECT what, pattern, name FROM (VALUES ('number', :'numbers', :'number_pattern'),
		('period', :'periods', '^ *(1[789]|2[01])[0-9]{2}(-?(0[1-9]|1[0-2]))? *$'),
		('month', :'months', format('^ *(1[789]|2[01])[0-9]{2}-?(0[1-9]|1[0-2]%s) *$', :'whole_year')),
		('year', :'years', '^ *''?(1[789]|2[01])[0-9]{2}''? *$')) AS c(what, names, pattern),
	string_to_table(names, CASE WHEN strpos(names, '|') > 0 THEN '|' ELSE ' ' END) AS name
WHERE name <> '') AS c;
-- rows whose cells are digits with at most one mark in each are seen at once, and periods repeat; only the others are looked at
SELECT format('CREATE TEMP TABLE csv_odd ON COMMIT DROP AS SELECT ctid AS place FROM csv_rows WHERE %s',
	concat_ws(' OR ', format('(%s) ~ %L', string_agg(format('coalesce(%I, %L)', name, ''), ' || ') FILTER (WHERE what = 'number'), '[^0-9' || :'number_mark' || ']'),
		string_agg(CASE what WHEN 'number' THEN format('%1$I LIKE %2$L OR %1$I = %3$L', name, replace('%.%.%', '.', :'number_mark'), :'number_mark')
			ELSE format('%1$I = ANY (ARRAY(SELECT cell FROM (SELECT %1$I AS cell FROM csv_rows GROUP BY 1 OFFSET 0) AS d WHERE cell !~ %2$L))', name, pattern) END, ' OR ')))
FROM csv_check
\gexec
SELECT string_to_array('NA||' || :'null', '|') AS marks, count(*) > 0 AS has_odd FROM csv_odd \gset
\if :has_odd
SELECT format($find$SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %%L; END $do$', format('row %%s after the header: the column "%%s" is not a %%s: "%%s"',
	(SELECT count(*) FROM csv_rows AS b WHERE b.ctid <= a.ctid), c.name, c.what, left(c.cell, 60)))
FROM csv_odd AS o JOIN csv_rows AS a ON a.ctid = o.place, LATERAL (VALUES %s) AS c(n, name, what, cell, pattern)
WHERE c.cell !~ c.pattern AND (c.what <> 'number' OR btrim(c.cell) <> ALL (%L)) ORDER BY o.place, c.n LIMIT 1$find$,
	string_agg(format('(%s, %L, %L, %I, %L)', n, given, what, name, pattern), ', '), :'marks') AS search
FROM csv_check \gset
:search
\gexec
-- marks of what is missing become empty, in all rows alike, so that rows keep their order; a loader that sees to them says so
SELECT format('SELECT count(*) > 0 AS has_marks FROM csv_odd AS o JOIN csv_rows AS a ON a.ctid = o.place WHERE %s',
	string_agg(format('(btrim(a.%1$I) = ANY (%2$L) AND a.%1$I <> %3$L)', name, :'marks', ''), ' OR ')) AS search
FROM csv_check WHERE what = 'number' \gset
:search \gset
\if :{?marks_stay} \set has_marks f
\endif
\if :has_marks
SELECT format('UPDATE csv_rows SET %s', string_agg(format('%1$I = CASE WHEN btrim(%1$I) = ANY (%2$L) THEN %3$L ELSE %1$I END', name, :'marks', ''), ', '))
FROM csv_check WHERE what = 'number'
\gexec
\endif
\endif
\if :numbers_change
SELECT format('UPDATE csv_rows SET %s', string_agg(format('%1$I = replace(regexp_replace(%1$I, %2$L, %3$L, %4$L), %5$L, %6$L)', name,
	CASE WHEN :'decimal' = ',' THEN '[. ''\u00a0\u202f]' ELSE ',' END, '', 'g', :'number_mark', '.'), ', '))
FROM csv_check WHERE what = 'number'
\gexec
\endif
\endif
\set periods ''
\set months ''
\set years ''
\set whole_year ''
\unset marks_stay
