-- load_usgs_imports.sql -- loads the import sources of the United States, from
-- the USGS Mineral Commodity Summaries, into the table mineral_import_source:
--
--     psql -f examples/load_usgs_imports.sql < data/usgs_mcs2026_us_import_sources.csv
--
-- Shares are percentages of a four-year period; "<" and ">" figures are bounds.
\set ON_ERROR_STOP on
\set columns 'chapter detail country year value flag'
\set source 'USGS import sources'
\ir loader/read_csv.sql
\ir loader/usgs_countries.sql

CREATE TABLE IF NOT EXISTS mineral_import_source (
	commodity	text NOT NULL,				-- chapter of the summaries
	detail		text NOT NULL,				-- which form of it
	years		text NOT NULL,
	country		text COLLATE "C",			-- iso3; NULL: other or several countries
	share		float8 NOT NULL,			-- 0..1
	is_bound	bool NOT NULL				-- published as "less than" or "more than"
);

INSERT INTO mineral_import_source (commodity, detail, years, country, share, is_bound)
SELECT chapter, detail, year, c.country, value::float8 / 100, flag IN ('<', '>')
FROM csv_rows AS r LEFT JOIN usgs_country AS c ON c.name = r.country
WHERE value <> '';

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN value = '' THEN 'dropped' ELSE 'kept' END AS fate,
	CASE WHEN value = '' THEN 'no figure'
		WHEN c.country IS NULL THEN 'without country: ' || r.country
		WHEN flag IN ('<', '>') THEN 'a bound' ELSE '' END AS why,
	'percent' AS unit, nullif(value, '')::numeric AS value
FROM csv_rows AS r LEFT JOIN usgs_country AS c ON c.name = r.country;
-- the shares of a form make up the whole
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
SELECT 'shares of 100' AS what, 'percent' AS unit, sum(value::numeric) AS kept, 100 AS total
FROM csv_rows WHERE value <> '' GROUP BY chapter, detail;
\ir loader/audit.sql
