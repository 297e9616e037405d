-- load_ace.sql -- loads the report ES-003, entry summary line tariff detail, that
-- importers draw from the customs system ACE of the United States (saved as CSV),
-- into the table entry_line:
--
--     psql -f examples/load_ace.sql < ES-003.csv
--
-- The report has a row for each tariff number of a line: the product's and those
-- of chapters 98 and 99 that add to its duty.  They become one row: the product,
-- the other numbers as claims, the duty filed under each number.  A line with
-- several products, as in sets, or with none is dropped and counted.
-- Amounts are written 1234.5, $1,234.50 or (12.00), with -v decimal=, 1.234,50;
-- dates 10/31/2025, 10/31/25, 2025-10-31 or 20251031.  Other cells are an error that
-- names them, and so are lines that are there already: -v replace=1 first removes
-- the entries of the file.
\set ON_ERROR_STOP on
\set columns 'Entry Summary Number|Entry Summary Line Number|Entry Date|Country of Origin Code|Tariff Ordinal Number|HTS Number - Full|Line Tariff Goods Value Amount/Line Goods Value Amount|Line Tariff Duty Amount'
\set optional 'Line SPI Code|Line Tariff Quantity (1)|Line Tariff UOM (1) Code|Line Tariff Quantity (2)|Line Tariff UOM (2) Code'
\set source 'ACE ES-003'
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS entry_line (
	entry		text NOT NULL,
	line		int NOT NULL,
	entry_date	date NOT NULL,
	hs			text COLLATE "C" NOT NULL,	-- of the product, digits
	origin		text COLLATE "C" NOT NULL,	-- iso3
	value		numeric(20,2) NOT NULL,		-- entered, US dollars
	quantities	jsonb NOT NULL,				-- by the unit reported
	claims		text[] NOT NULL,			-- numbers of chapters 98 and 99, USMCA, codes of other programs
	filed		jsonb NOT NULL,				-- duty by MFN (the product's own) and number
	duty		numeric(20,2) NOT NULL,		-- their sum
	PRIMARY KEY (entry, line)
);

\if :{?decimal} \else \set decimal .
\endif
-- the first cell that is none of what is understood
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row %s after the header: the column "%s" is not a %s: "%s"', row, name, what, left(coalesce(cell, ''), 60)))
FROM (SELECT row_number() OVER (ORDER BY ctid) AS row, * FROM csv_rows) AS r,
	LATERAL (VALUES (1, 'Line Tariff Goods Value Amount', "Line Tariff Goods Value Amount", 'number'), (2, 'Line Tariff Duty Amount', "Line Tariff Duty Amount", 'number'),
		(3, 'Line Tariff Quantity (1)', "Line Tariff Quantity (1)", 'number'), (4, 'Line Tariff Quantity (2)', "Line Tariff Quantity (2)", 'number'),
		(5, 'Entry Summary Line Number', "Entry Summary Line Number", 'whole number'), (6, 'Tariff Ordinal Number', "Tariff Ordinal Number", 'whole number'),
		(7, 'Entry Date', "Entry Date", 'date of 1990 or later (10/31/2025, 2025-10-31)')) AS c(n, name, cell, what)
WHERE CASE what WHEN 'number' THEN btrim(coalesce(cell, '')) <> '' AND btrim(cell) !~ CASE :'decimal' WHEN ',' THEN '^\(?-?\$? ?([0-9]{1,3}([. ][0-9]{3})+|[0-9]+)(,[0-9]*)?\)?$'
		ELSE '^\(?-?\$? ?([0-9]{1,3}(,[0-9]{3})+|[0-9]+|(?=\.))(\.[0-9]*)?\)?$' END
	WHEN 'whole number' THEN coalesce(cell, '') !~ '^\s*[0-9]{1,9}\s*$'
	ELSE coalesce(cell, '') !~ '^\s*((0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/((199|20[0-9])[0-9]|[0-9]{2})|(199|20[0-9])[0-9]-?(0[1-9]|1[0-2])-?(0[1-9]|[12][0-9]|3[01]))(\s+0?0:00(:00)?)?\s*$' END
ORDER BY row, n LIMIT 1
\gexec
-- a day that its month does not have
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row %s after the header: the column "Entry Date" is not a day of the calendar: "%s"', row, btrim("Entry Date")))
FROM (SELECT row_number() OVER (ORDER BY ctid) AS row, "Entry Date" FROM csv_rows) AS r,
	LATERAL (SELECT string_to_array(split_part(btrim("Entry Date"), ' ', 1), '/') AS us, replace(split_part(btrim("Entry Date"), ' ', 1), '-', '') AS iso) AS d,
	LATERAL (SELECT CASE WHEN cardinality(us) = 3 THEN make_date(2000 + right(us[3], 2)::int - CASE WHEN us[3] ~ '^19' THEN 100 ELSE 0 END, us[1]::int, 1) ELSE make_date(left(iso, 4)::int, substr(iso, 5, 2)::int, 1) END AS month,
		CASE WHEN cardinality(us) = 3 THEN us[2] ELSE right(iso, 2) END::int AS day) AS m
WHERE day > extract(day FROM month + interval '1 month - 1 day') ORDER BY row LIMIT 1
\gexec
CREATE FUNCTION pg_temp.amount(written text, decimal_mark text) RETURNS numeric LANGUAGE sql	-- $1,234.50 and (12.00)
	RETURN nullif(replace(regexp_replace(translate(written, CASE decimal_mark WHEN ',' THEN '$. )' ELSE '$, )' END, ''), '^\(', '-'), ',', '.'), '')::numeric;
CREATE FUNCTION pg_temp.day(written text) RETURNS date LANGUAGE sql
	RETURN (SELECT CASE WHEN d ~ '/[0-9]{4}$' THEN to_date(d, 'MM/DD/YYYY') WHEN d ~ '/' THEN to_date(regexp_replace(d, '/([0-9]{2})$', '/20\1'), 'MM/DD/YYYY')
		ELSE to_date(replace(d, '-', ''), 'YYYYMMDD') END FROM (SELECT split_part(btrim(written), ' ', 1) AS d) AS w);
CREATE TEMP TABLE csv_entry ON COMMIT DROP AS
SELECT *, CASE WHEN origin IS NULL THEN 'origin ' || origin_code || ': ' || country_problem(origin_code)
	WHEN hs IS NULL THEN 'number ' || hts || ': ' || hs_problem(hts)
	WHEN row_number() OVER (PARTITION BY entry, line, ordinal, hs ORDER BY place) > 1 THEN 'duplicate' END AS problem
FROM (
	SELECT ctid AS place, btrim("Entry Summary Number") AS entry, btrim("Entry Summary Line Number")::int AS line,
		pg_temp.day("Entry Date") AS entry_date,
		btrim("Country of Origin Code") AS origin_code, country_code("Country of Origin Code") AS origin,
		btrim("HTS Number - Full") AS hts, hs_code("HTS Number - Full") AS hs, btrim("Tariff Ordinal Number")::int AS ordinal,
		pg_temp.amount("Line Tariff Goods Value Amount", :'decimal') AS value, coalesce(pg_temp.amount("Line Tariff Duty Amount", :'decimal'), 0) AS duty,
		nullif(btrim("Line SPI Code"), '') AS spi,
		pg_temp.amount("Line Tariff Quantity (1)", :'decimal') AS quantity1, nullif(btrim("Line Tariff UOM (1) Code"), '') AS unit1,
		pg_temp.amount("Line Tariff Quantity (2)", :'decimal') AS quantity2, nullif(btrim("Line Tariff UOM (2) Code"), '') AS unit2
	FROM csv_rows) AS r;

CREATE TEMP TABLE csv_line ON COMMIT DROP AS	-- the rows of a line together
WITH part AS (
	SELECT *, hs < '98' AS is_product,
		CASE WHEN hs < '98' THEN 'MFN' ELSE concat_ws('.', left(hs, 4), substr(hs, 5, 2), nullif(substr(hs, 7), '')) END AS name
	FROM csv_entry WHERE problem IS NULL),
filed AS (
	SELECT entry, line, jsonb_object_agg(name, duty) AS filed
	FROM (SELECT entry, line, name, sum(duty) AS duty FROM part GROUP BY entry, line, name) AS d GROUP BY entry, line)
SELECT entry, line, min(entry_date) AS entry_date, min(hs) FILTER (WHERE is_product) AS hs, min(origin) AS origin, sum(value) AS value,
	coalesce(jsonb_object_agg(unit1, quantity1) FILTER (WHERE is_product AND unit1 IS NOT NULL AND quantity1 IS NOT NULL), '{}')
	|| coalesce(jsonb_object_agg(unit2, quantity2) FILTER (WHERE is_product AND unit2 IS NOT NULL AND quantity2 IS NOT NULL), '{}') AS quantities,
	array_remove(array_agg(DISTINCT name) FILTER (WHERE NOT is_product)
		|| array_agg(DISTINCT CASE WHEN spi IN ('S', 'S+') THEN 'USMCA' ELSE spi END), NULL) AS claims,
	filed, sum(duty) AS duty,
	CASE WHEN count(DISTINCT hs) FILTER (WHERE is_product) > 1 THEN 'line with several products'
		WHEN NOT bool_or(is_product) THEN 'line without a product'
		WHEN sum(value) FILTER (WHERE is_product) IS NULL THEN 'line without a value' END AS problem
FROM part JOIN filed USING (entry, line) GROUP BY entry, line, filed;

\if :{?replace}
DELETE FROM entry_line WHERE entry IN (SELECT entry FROM csv_line WHERE problem IS NULL);
\endif
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('entry_line has the line already: %s, %s; -v replace=1 removes first the entries of the file', entry, line))
FROM csv_line JOIN entry_line USING (entry, line) WHERE csv_line.problem IS NULL ORDER BY entry, line LIMIT 1
\gexec
INSERT INTO entry_line (entry, line, entry_date, hs, origin, value, quantities, claims, filed, duty)
SELECT entry, line, entry_date, hs, origin, value, quantities, claims, filed, duty FROM csv_line WHERE problem IS NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(problem, '') AS why, 'USD' AS unit, value, duty
FROM (SELECT coalesce(e.problem, l.problem) AS problem, e.value, e.duty FROM csv_entry AS e LEFT JOIN csv_line AS l USING (entry, line)) AS r;
-- the report states no totals: those of its rows
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
SELECT what, unit, sum(amount) FILTER (WHERE fate = 'kept') AS kept, sum(amount) AS total
FROM csv_verdict, LATERAL (VALUES ('value', value), ('duty', duty)) AS a(what, amount) GROUP BY what, unit;
\ir loader/audit.sql
