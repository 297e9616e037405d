-- load_baci.sql -- loads CEPII's BACI files into the table trade_flow:
--
--     psql -f examples/load_baci.sql < BACI_HS12_Y2020_V202201.csv
--     zcat data/baci_hs12_850650_2018_2020.csv.gz | psql -f examples/load_baci.sql
--
-- Columns of the file: t year, i exporter, j importer, k product, v value in
-- thousand US dollars, q quantity in tons (empty or NA where unknown).
-- Countries become ISO codes.  Code 490, "other Asia", is mostly Taiwan and is
-- counted as TWN; say -v other_asia= to leave it unassigned.  A flow from an
-- exporter that is no country is kept without exporter; a flow to an importer
-- that is none is dropped and counted.  A row that is there already is an error;
-- -v replace=1 first removes what is there of the same importers and years.
\if :{?other_asia} \else \set other_asia TWN \endif
\set ON_ERROR_STOP on
\set columns 't i j k v q'
\set source BACI
\set numbers 'v q'
\set periods t
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS trade_flow (
	year		int NOT NULL,
	exporter	text COLLATE "C",			-- iso3; NULL: not assigned to a country
	importer	text COLLATE "C" NOT NULL,	-- iso3
	hs6			text COLLATE "C" NOT NULL,
	value		float8 NOT NULL,			-- thousand US dollars
	quantity	float8						-- tons; NULL: unknown
);

CREATE TEMP TABLE csv_flow ON COMMIT DROP AS
WITH code AS MATERIALIZED (	-- each country once
	SELECT code, country_code(code, 'comtrade', other_asia => nullif(:'other_asia', '')) AS country
	FROM (SELECT btrim(i) FROM csv_rows UNION SELECT btrim(j) FROM csv_rows) AS c(code)
)
SELECT btrim(t)::int AS year, e.country AS exporter, m.country AS importer,
	p.product, CASE WHEN length(hs_code(p.product)) = 6 THEN hs_code(p.product) END AS hs6,
	nullif(nullif(btrim(v), ''), 'NA')::float8 AS value, nullif(nullif(btrim(q), ''), 'NA')::float8 AS quantity,
	e.code AS exporter_code, m.code AS importer_code, r.ctid AS place
FROM csv_rows AS r JOIN code AS e ON e.code = btrim(i) JOIN code AS m ON m.code = btrim(j),
	-- spreadsheets take the zero of chapters 1 to 9
	LATERAL (SELECT regexp_replace(btrim(k), '^([1-9][0-9]{4})$', '0\1') AS product) AS p;

CREATE TEMP TABLE csv_kept ON COMMIT DROP AS
SELECT *, CASE WHEN importer IS NULL THEN 'importer ' || importer_code || ': ' || country_problem(importer_code, 'comtrade')
		WHEN hs6 IS NULL THEN 'product ' || product || ': ' || coalesce(hs_problem(product), 'has not six digits')
		WHEN value IS NULL THEN 'without value'
		WHEN row_number() OVER same > 1 THEN
			CASE WHEN value = first_value(value) OVER same THEN 'duplicate' ELSE 'given before with another value' END END AS problem
FROM csv_flow
WINDOW same AS (PARTITION BY year, exporter_code, importer_code, coalesce(hs6, product), value IS NULL ORDER BY place
	ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

\if :{?replace}
DELETE FROM trade_flow AS t USING (SELECT DISTINCT importer, year FROM csv_kept WHERE problem IS NULL) AS f
WHERE (t.importer, t.year) = (f.importer, f.year);
\endif
-- a flow that is there twice would count twice in every sum
SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$',
	format('trade_flow has the row already: %s, %s to %s, %s; -v replace=1 removes first what is there of the same importers and years',
		f.year, coalesce(f.exporter, '(no country)'), f.importer, f.hs6))
FROM csv_kept AS f JOIN trade_flow AS t ON (t.year, t.importer, t.hs6, coalesce(t.exporter, '')) = (f.year, f.importer, f.hs6, coalesce(f.exporter, ''))
WHERE f.problem IS NULL
ORDER BY f.place LIMIT 1
\gexec
INSERT INTO trade_flow
SELECT year, exporter, importer, hs6, value, quantity FROM csv_kept WHERE problem IS NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate,
	CASE WHEN problem IS NOT NULL THEN problem
		WHEN exporter IS NULL THEN 'without exporter: ' || country_problem(exporter_code, 'comtrade')
		WHEN '490' IN (exporter_code, importer_code) THEN 'code 490 counted as ' || :'other_asia'
		WHEN quantity IS NULL THEN 'without quantity'
		ELSE '' END AS why, 'thousand USD' AS unit, value::numeric AS value
FROM csv_kept;
\ir loader/audit.sql
