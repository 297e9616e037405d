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

SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the file has years without months: ask the API for time, or for YEAR and MONTH$$; END $do$'
FROM csv_rows WHERE length(btrim(time)) = 4 AND coalesce("MONTH", '') = '' LIMIT 1
\gexec
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT 'United States' AS code, 'USA' AS country, NULL AS problem;
-- rows of all districts beside those of each; a file without districts needs no look
SELECT EXISTS (SELECT FROM csv_rows WHERE concat("DISTRICT", "PORT", "STATE") ~ '[^-]') AS has_districts,
	(SELECT given FROM csv_columns WHERE name = 'I_COMMODITY' LIMIT 1) = 'I_COMMODITY' AS has_imports \gset
CREATE TEMP TABLE csv_whole ON COMMIT DROP AS
SELECT time, "MONTH", "CTY_CODE", "I_COMMODITY", coalesce("SUMMARY_LVL", '') AS "SUMMARY_LVL" FROM csv_rows
WHERE :'has_districts' AND concat("DISTRICT", "PORT", "STATE") !~ '[^-]' GROUP BY 1, 2, 3, 4, 5;
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS n, 'month' AS frequency, make_date(left(btrim(time), 4)::int, coalesce(nullif("MONTH", ''), right(btrim(time), 2))::int, 1) AS period,
	CASE WHEN :'has_imports' THEN 'import' ELSE 'export' END AS flow, 'United States' AS reporter,
	btrim("CTY_CODE") AS partner, "I_COMMODITY" AS product,
	concat_ws(' ', nullif(btrim("DISTRICT"), '-'), nullif(btrim("PORT"), '-'), nullif(btrim("STATE"), '-')) AS split, nullif("GEN_VAL_MO", '')::float8 AS value,
	CASE WHEN "UNIT_QY1" NOT IN ('', '-', 'X') THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS quantity,
	CASE WHEN "UNIT_QY1" NOT IN ('', '-', 'X') THEN "UNIT_QY1" END AS unit,
	CASE WHEN "UNIT_QY1" = 'KG' THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS weight_kg,
	NULL::text AS hs_revision,
	CASE WHEN btrim("CTY_CODE") IN ('-', '') THEN 'world'
		WHEN "SUMMARY_LVL" = 'CGP' OR "CTY_CODE" ~ '^0|X' THEN 'group of countries ' || "CTY_CODE" END AS total,
	CASE WHEN :'has_districts' AND concat("DISTRICT", "PORT", "STATE") ~ '[^-]' AND EXISTS (SELECT FROM csv_whole AS w WHERE w.time = r.time AND w."MONTH" IS NOT DISTINCT FROM r."MONTH"
		AND w."CTY_CODE" = r."CTY_CODE" AND w."I_COMMODITY" = r."I_COMMODITY" AND w."SUMMARY_LVL" = coalesce(r."SUMMARY_LVL", '')) THEN 'part of a row of all districts' END AS problem
FROM csv_rows AS r;
\ir loader/trade_record.sql
