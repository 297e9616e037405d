-- load_census.sql -- loads what the US Census Bureau's international trade API
-- answers (timeseries/intltrade/imports/hs and exports/hs) into the table
-- trade_record:
--
--     curl '…/imports/hs?get=I_COMMODITY,CTY_CODE,GEN_VAL_MO,…' | psql -f examples/load_census.sql
--     psql -v format=csv -f examples/load_census.sql < census.csv
--
-- The month is in the field time, or in YEAR and MONTH.  The API gives JSON, an array of arrays whose first is the header.  General
-- imports by country of origin, or total exports by destination; value in US
-- dollars.  Rows by district, port or state are added up, unless that of all of them is there.
-- Rows for all countries ("-") are what the load is checked with; groups
-- (0003 European Union, 1XXX North America …) and other levels are dropped.
\set ON_ERROR_STOP on
\set columns 'GEN_VAL_MO/ALL_VAL_MO I_COMMODITY/E_COMMODITY CTY_CODE time/YEAR'
\set optional 'MONTH SUMMARY_LVL GEN_QY1_MO QTY_1_MO UNIT_QY1 DISTRICT PORT STATE'
\set source 'US Census'
\set system census
\set code_lengths '2 4 6 10'
\set numbers 'GEN_VAL_MO GEN_QY1_MO QTY_1_MO MONTH'
\set periods time
\set currency USD
\if :{?format} \else \set format json
\endif
\set json_arrays true
\ir loader/read_rows.sql

CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT 'United States' AS code, 'USA' AS country, NULL AS problem;
SELECT count(*) FILTER (WHERE name IN ('DISTRICT', 'PORT', 'STATE')) > 0 AS has_districts, count(*) FILTER (WHERE given = 'I_COMMODITY') > 0 AS has_imports FROM csv_columns \gset
-- rows of all districts beside those of each; a file without districts needs no look
CREATE TEMP TABLE csv_whole ON COMMIT DROP AS
SELECT time, coalesce("MONTH", '') AS month, "CTY_CODE", "I_COMMODITY", coalesce("SUMMARY_LVL", '') AS level FROM csv_rows
WHERE :'has_districts' AND concat("DISTRICT", "PORT", "STATE") !~ '[^-]' GROUP BY 1, 2, 3, 4, 5;
-- what many rows have in common
CREATE TEMP TABLE csv_given ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS id, g.*
FROM (SELECT coalesce(time, '') AS time, coalesce("MONTH", '') AS month, coalesce("CTY_CODE", '') AS country, coalesce("UNIT_QY1", '') AS unit, coalesce("SUMMARY_LVL", '') AS level
	FROM csv_rows GROUP BY 1, 2, 3, 4, 5) AS g;
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the file has years without months: ask the API for time, or for YEAR and MONTH$$; END $do$'
FROM csv_given WHERE length(btrim(time)) = 4 AND month = '' LIMIT 1
\gexec
CREATE UNIQUE INDEX ON csv_given (country, time, unit, month, level);
ANALYZE csv_given;
CREATE TEMP TABLE csv_common ON COMMIT DROP AS
SELECT id, 'month' AS frequency, make_date(left(btrim(time), 4)::int, coalesce(nullif(month, ''), right(btrim(time), 2))::int, 1) AS period,
	CASE WHEN :'has_imports' THEN 'import' ELSE 'export' END AS flow, 'United States' AS reporter, btrim(country) AS partner, NULL::text AS hs_revision,
	CASE WHEN unit NOT IN ('', '-', 'X') THEN unit END AS unit, CASE WHEN btrim(country) IN ('-', '') THEN 'world'
		WHEN level = 'CGP' OR country ~ '^0|X' THEN 'group of countries ' || country END AS total, NULL::text AS problem
FROM csv_given;
CREATE TEMP VIEW csv_record AS
SELECT r.ctid AS n, g.id AS common, "I_COMMODITY" AS product,
	CASE WHEN :'has_districts' THEN concat_ws(' ', nullif(btrim("DISTRICT"), '-'), nullif(btrim("PORT"), '-'), nullif(btrim("STATE"), '-')) END AS split,
	nullif("GEN_VAL_MO", '')::float8 AS value,
	CASE WHEN g.unit NOT IN ('', '-', 'X') THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS quantity,
	CASE WHEN g.unit = 'KG' THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS weight_kg,
	CASE WHEN :'has_districts' THEN CASE WHEN concat("DISTRICT", "PORT", "STATE") ~ '[^-]' AND EXISTS (SELECT FROM csv_whole AS w WHERE w.time = r.time AND w.month = coalesce(r."MONTH", '')
		AND w."CTY_CODE" = r."CTY_CODE" AND w."I_COMMODITY" = r."I_COMMODITY" AND w.level = coalesce(r."SUMMARY_LVL", '')) THEN 'part of a row of all districts' END END AS problem
FROM csv_rows AS r LEFT JOIN csv_given AS g ON g.country = coalesce("CTY_CODE", '') AND g.time = coalesce(r.time, '') AND g.unit = coalesce("UNIT_QY1", '')
	AND g.month = coalesce("MONTH", '') AND g.level = coalesce("SUMMARY_LVL", '');
\ir loader/trade_record.sql
