-- load_io.sql -- loads a wide input-output table, sectors as rows and as columns, into
-- the tables io_flow and io_node, and says what it took for what:
--
--     psql -v source='ICIO 2020' -f examples/load_io.sql < 2020.csv
--     cat Z.txt Y.txt | psql -v source='EXIOBASE 2020' -f examples/load_io.sql
--     psql -v source='our table' -v total='All|Sum' -v final='Exports' -f examples/load_io.sql < table.csv
--
-- Known by their headers are the layouts of OECD ICIO, Eurostat FIGARO (matrix),
-- EXIOBASE and pymrio (Z and Y, or with -v coefficients=1 A, Y and x, one behind the
-- other), WIOD 2016 (as in R), and a plain table: labels in the first column, the same
-- labels as columns, and rows and columns of totals, value added and final uses beside
-- them.  What those are is known by the names of the publishers, or said by -v output=,
-- value_added=, input= (taxes, imports), final= and total=, bars between names.
-- -v labels=2 says that two columns of a plain table are labels, of which the first
-- counts.  -v replace=1 first removes what is there of this source.  Other options are
-- those of the other loaders: delimiter, decimal, null, encoding.
\set ON_ERROR_STOP on
\if :{?output} \else \set output ''
\endif
\if :{?value_added} \else \set value_added ''
\endif
\if :{?input} \else \set input ''
\endif
\if :{?final} \else \set final ''
\endif
\if :{?total} \else \set total ''
\endif
\if :{?coefficients} \else \set coefficients ''
\endif
\if :{?unit} \else \set unit 'as in the file'
\endif
\if :{?null} \else \set null ''
\endif
\if :{?decimal} \else \set decimal .
\endif
\if :{?labels} \else \set labels 1
\endif
\ir loader/read_header.sql
\unset header_is_read
SELECT CASE WHEN count(*) FILTER (WHERE name IN ('IndustryCode', 'Country', 'RNr')) = 3 THEN 'WIOD 2016'
	WHEN bool_or(n = 1 AND name = 'region') THEN 'EXIOBASE or pymrio'
	WHEN bool_or(n = 1 AND lower(name) = 'rowlabels') OR bool_or(name ~ '^[A-Z0-9]+_P3_S14$') THEN 'FIGARO'
	WHEN bool_or(name ~ '^[A-Z0-9]{3}_(HFCE|NPISH|GGF?CF?|GFCF|INVNT|DIRPA|DPABR|FD)$|^HFCE_[A-Z]{3}$') THEN 'OECD ICIO'
	ELSE 'plain table' END AS layout,
	coalesce(bool_or(n = 1 AND name = 'region'), false) AS has_blocks FROM csv_columns \gset
\if :{?source} \else \set source :layout
\endif
\ir loader/read_wide.sql
\ir loader/wide_names.sql
\ir loader/wide_labels.sql
\ir loader/wide_cells.sql
\ir loader/wide_balance.sql
\ir loader/audit.sql
