-- load_usgs.sql -- loads the world production tables of the USGS Mineral
-- Commodity Summaries into the table mineral_production:
--
--     zcat data/usgs_mcs2026_world_production.csv.gz | psql -f examples/load_usgs.sql
--
-- "Other countries" is kept without a country.  World totals, which would count
-- everything twice, and figures withheld (W) or not available (NA) are dropped
-- and counted; a dash is zero.
\set ON_ERROR_STOP on
\set columns 'chapter country detail unit year value flag'
\set source 'USGS world production'
\ir loader/read_csv.sql
\ir loader/usgs_countries.sql

CREATE TABLE IF NOT EXISTS mineral_production (
	commodity	text NOT NULL,				-- chapter of the summaries
	detail		text NOT NULL,				-- what was counted: mine production …
	unit		text NOT NULL,
	year		int NOT NULL,
	country		text COLLATE "C",			-- iso3; NULL: other countries
	amount		float8 NOT NULL
);

CREATE TEMP TABLE csv_production ON COMMIT DROP AS
SELECT r.*, c.country AS iso3, CASE WHEN value <> '' THEN value::float8 WHEN flag = '—' THEN 0 END AS amount,
	CASE WHEN r.country = 'World total' THEN 'a total'
		WHEN r.country <> 'Other countries' AND c.country IS NULL THEN 'unknown country: ' || r.country
		WHEN value = '' AND flag <> '—' THEN 'no figure: ' || flag END AS problem
FROM csv_rows AS r LEFT JOIN usgs_country AS c ON c.name = r.country;

INSERT INTO mineral_production (commodity, detail, unit, year, country, amount)
SELECT chapter, detail, unit, year::int, iso3, amount FROM csv_production WHERE problem IS NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate,
	coalesce(problem, CASE WHEN iso3 IS NULL THEN 'other countries' ELSE '' END) AS why,
	btrim(unit) AS unit, amount::numeric AS value
FROM csv_production;
-- the totals published are often rounded
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
SELECT 'world production' AS what, btrim(unit) AS unit, sum(amount::numeric) FILTER (WHERE problem IS NULL) AS kept,
	sum(amount::numeric) FILTER (WHERE country = 'World total') AS total
FROM csv_production, regexp_replace(lower(detail), '[:,] rounded$', '') AS counted GROUP BY chapter, counted, unit, year;
\ir loader/audit.sql
