-- load_japan.sql -- loads the trade statistics of Japan's customs by product and
-- country, as e-Stat gives them, into the table trade_record:
--
--     psql -f examples/load_japan.sql < ik-100h2025e001.csv
--
-- A row has the months of a year as columns, those yet to come perhaps not;
-- months without trade give no row.  Values are in thousand yen in the file and in yen in the table.  Files by
-- customs office (column "Custom") are added up.  A quantity is the second one of
-- the file, or the first where there is no second; the weight is whichever of
-- them is in KG, GR or MT.  The file's own total is its column of the whole year;
-- a file that has this column alone is loaded as years.
\set ON_ERROR_STOP on
\set columns 'Exp or Imp|Year|HS|Country|Unit1|Unit2|Quantity1-Year|Quantity2-Year|Value-Year'
\set optional 'Custom|Quantity1-Jan|Quantity2-Jan|Value-Jan|Quantity1-Feb|Quantity2-Feb|Value-Feb|Quantity1-Mar|Quantity2-Mar|Value-Mar|Quantity1-Apr|Quantity2-Apr|Value-Apr|Quantity1-May|Quantity2-May|Value-May|Quantity1-Jun|Quantity2-Jun|Value-Jun|Quantity1-Jul|Quantity2-Jul|Value-Jul|Quantity1-Aug|Quantity2-Aug|Value-Aug|Quantity1-Sep|Quantity2-Sep|Value-Sep|Quantity1-Oct|Quantity2-Oct|Value-Oct|Quantity1-Nov|Quantity2-Nov|Value-Nov|Quantity1-Dec|Quantity2-Dec|Value-Dec'
\set source 'Japan customs'
\set system japan
\set code_lengths 9
\set numbers 'Quantity1-Year|Quantity2-Year|Value-Year|Quantity1-Jan|Quantity2-Jan|Value-Jan|Quantity1-Feb|Quantity2-Feb|Value-Feb|Quantity1-Mar|Quantity2-Mar|Value-Mar|Quantity1-Apr|Quantity2-Apr|Value-Apr|Quantity1-May|Quantity2-May|Value-May|Quantity1-Jun|Quantity2-Jun|Value-Jun|Quantity1-Jul|Quantity2-Jul|Value-Jul|Quantity1-Aug|Quantity2-Aug|Value-Aug|Quantity1-Sep|Quantity2-Sep|Value-Sep|Quantity1-Oct|Quantity2-Oct|Value-Oct|Quantity1-Nov|Quantity2-Nov|Value-Nov|Quantity1-Dec|Quantity2-Dec|Value-Dec'
\set years Year
\set currency JPY
\ir loader/read_csv.sql

SELECT NOT EXISTS (SELECT FROM csv_columns WHERE name ~ '^Value-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$') AS years_only \gset
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT 'Japan' AS code, 'JPN' AS country, NULL AS problem;
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
WITH line AS (
	SELECT row_number() OVER (ORDER BY ctid)::int AS n, to_jsonb(r) AS cells, btrim("Unit1") AS unit1, btrim("Unit2") AS unit2,
		translate("Year", ''' ', '')::int AS year, translate("Country", ''' ', '') AS partner, btrim("HS") AS product,
		coalesce("Custom", '') AS split, CASE translate("Exp or Imp", ''' ', '') WHEN '1' THEN 'export' WHEN '2' THEN 'import' END AS flow
	FROM csv_rows AS r),
cell AS (
	SELECT line.*, month, nullif(cells->>('Quantity1-' || name), '')::float8 AS q1,
		nullif(cells->>('Quantity2-' || name), '')::float8 AS q2, 1000 * nullif(cells->>('Value-' || name), '')::float8 AS value
	FROM line, unnest('{Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Year}'::text[]) WITH ORDINALITY AS m(name, month))
SELECT CASE WHEN month < 13 OR :'years_only' THEN n END AS n, CASE WHEN :'years_only' THEN 'year' ELSE 'month' END AS frequency, make_date(year, CASE WHEN month < 13 THEN month ELSE 1 END::int, 1) AS period,
	flow, 'Japan' AS reporter, partner, product, split, value,
	CASE WHEN unit2 <> '' THEN q2 WHEN unit1 <> '' THEN q1 END AS quantity, coalesce(nullif(unit2, ''), unit1) AS unit,
	coalesce(q2 * f2.kg, q1 * f1.kg) AS weight_kg, NULL::text AS hs_revision, CASE WHEN month = 13 AND NOT :'years_only' THEN 'world' END AS total,
	CASE WHEN flow IS NULL THEN 'neither export nor import'
		WHEN (month < 13 OR :'years_only') AND coalesce(value, 0) = 0 AND coalesce(q1, 0) = 0 AND coalesce(q2, 0) = 0 THEN 'nothing traded' END AS problem
FROM (SELECT * FROM cell WHERE month = 13 OR NOT :'years_only') AS cell LEFT JOIN (VALUES ('KG', 1.0), ('GR', 0.001), ('MT', 1000)) AS f1(unit, kg) ON f1.unit = unit1
	LEFT JOIN (VALUES ('KG', 1.0), ('GR', 0.001), ('MT', 1000)) AS f2(unit, kg) ON f2.unit = unit2;
\ir loader/trade_record.sql
