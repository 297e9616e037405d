-- load_census.sql -- loads what the US Census Bureau's international trade API
-- answers (timeseries/intltrade/imports/hs and exports/hs) into the table
-- trade_record:
--
--     curl '…/imports/hs?get=I_COMMODITY,CTY_CODE,GEN_VAL_MO,…' | psql -f examples/load_census.sql
--     psql -v format=csv -f examples/load_census.sql < census.csv
--
-- The month is in the field time, or in YEAR and MONTH.  The API gives JSON, an array of arrays whose first is the header.  General
-- imports by country of origin, or total exports by destination; value in US
-- dollars.  Rows by district, port, state, rate provision (RP), program (CTY_SUBCODE) or domestic and
-- foreign goods (DF) are added up, unless that of all of them ("-") is there.
-- Rows for all countries ("-") are what the load is checked with; groups
-- (0003 European Union, 1XXX North America …) and other levels are dropped.
\set ON_ERROR_STOP on
\set columns 'GEN_VAL_MO/ALL_VAL_MO I_COMMODITY/E_COMMODITY CTY_CODE time/YEAR'
\set optional 'MONTH SUMMARY_LVL GEN_QY1_MO QTY_1_MO UNIT_QY1 DISTRICT PORT STATE RP CTY_SUBCODE DF'
\set source 'US Census'
\set system census
\set code_lengths '2 4 6 10'
\set numbers 'GEN_VAL_MO GEN_QY1_MO QTY_1_MO MONTH'
\set periods time
\set currency USD
\if :{?format} \else \set format json
\set format_is_usual t
\endif
\set json_arrays true
\ir loader/read_rows.sql

CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT 'United States' AS code, 'USA' AS country, NULL AS problem;
SELECT count(*) FILTER (WHERE name IN ('DISTRICT', 'PORT', 'STATE', 'RP', 'CTY_SUBCODE', 'DF')) > 0 AS has_districts, count(*) FILTER (WHERE given = 'I_COMMODITY') > 0 AS has_imports FROM csv_columns \gset
-- rows of all districts beside those of each; a file without districts needs no look
CREATE TEMP TABLE csv_whole ON COMMIT DROP AS
SELECT replace(btrim(time), '-', '') AS time, ltrim(btrim(concat("MONTH")), '0') AS month, btrim("CTY_CODE") AS country, btrim("I_COMMODITY") AS product, btrim(concat("SUMMARY_LVL")) AS level FROM csv_rows
WHERE :'has_districts' AND concat("DISTRICT", "PORT", "STATE", "RP", "CTY_SUBCODE", "DF") !~ '[^- ]' GROUP BY 1, 2, 3, 4, 5;
-- what many rows have in common
CREATE TEMP TABLE csv_given ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS id, g.*
FROM (SELECT time, "MONTH", "CTY_CODE", "UNIT_QY1", "SUMMARY_LVL" FROM csv_rows GROUP BY 1, 2, 3, 4, 5) AS g;
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the file has years without months: ask the API for time, or for YEAR and MONTH$$; END $do$'
FROM csv_given WHERE length(btrim(time)) = 4 AND btrim(concat("MONTH")) = '' LIMIT 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row %s after the header: the column "MONTH" is not a month: "%s"', (SELECT count(*) FROM csv_rows AS b WHERE b.ctid <= r.ctid), left("MONTH", 60)))
FROM csv_rows AS r WHERE "MONTH" IN (SELECT "MONTH" FROM csv_given WHERE "MONTH" !~ '^\s*(0?[1-9]|1[0-2])?\s*$') ORDER BY ctid LIMIT 1
\gexec
CREATE TEMP TABLE csv_common ON COMMIT DROP AS
SELECT g.*, 'month' AS frequency, make_date(left(btrim(time), 4)::int, coalesce(nullif(btrim("MONTH"), ''), right(btrim(time), 2))::int, 1) AS period,
	CASE WHEN :'has_imports' THEN 'import' ELSE 'export' END AS flow, 'United States' AS reporter, btrim("CTY_CODE") AS partner, NULL::text AS hs_revision,
	CASE WHEN has_unit THEN btrim("UNIT_QY1") END AS unit, CASE WHEN btrim("CTY_CODE") IN ('-', '') THEN 'world'
		WHEN btrim("SUMMARY_LVL") = 'CGP' OR "CTY_CODE" ~ '^\s*0|X' THEN 'group of countries ' || btrim("CTY_CODE") END AS total, NULL::text AS problem, has_unit
FROM csv_given AS g, LATERAL (SELECT btrim("UNIT_QY1") NOT IN ('', '-', 'X') AS has_unit) AS u;
-- rows are found by what differs in the file; the index says that there is one for each
SELECT coalesce(string_agg(CASE WHEN has_null THEN format('coalesce(g.%1$I, %2$L) = coalesce(r.%1$I, %2$L)', name, E'\x01') ELSE format('g.%1$I = r.%1$I', name) END, ' AND '), 'true') AS same_given,
	format('CREATE UNIQUE INDEX ON csv_common (%s)', string_agg(CASE WHEN has_null THEN format('coalesce(%I, %L)', name, E'\x01') ELSE quote_ident(name) END, ', ')) AS index_given
FROM (SELECT key AS name, count(DISTINCT coalesce(value, E'\x01')) AS values, bool_or(value IS NULL) AS has_null FROM csv_given AS g, jsonb_each_text(to_jsonb(g) - 'id') GROUP BY key) AS c
WHERE values > 1 \gset
SELECT :'index_given' WHERE :'same_given' <> 'true'
\gexec
CREATE TEMP VIEW csv_record AS
SELECT r.ctid AS n, g AS common, "I_COMMODITY" AS product,
	CASE WHEN :'has_districts' THEN concat_ws(' ', nullif(btrim("DISTRICT"), '-'), nullif(btrim("PORT"), '-'), nullif(btrim("STATE"), '-'), nullif(btrim("RP"), '-'), nullif(btrim("CTY_SUBCODE"), '-'), nullif(btrim("DF"), '-')) END AS split,
	nullif("GEN_VAL_MO", '')::float8 AS value,
	CASE WHEN g.has_unit THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS quantity,
	CASE WHEN g.unit = 'KG' THEN coalesce(nullif("GEN_QY1_MO", ''), nullif("QTY_1_MO", ''))::float8 END AS weight_kg,
	CASE WHEN :'has_districts' THEN CASE WHEN concat("DISTRICT", "PORT", "STATE", "RP", "CTY_SUBCODE", "DF") ~ '[^- ]' AND EXISTS (SELECT FROM csv_whole AS w WHERE w.time = replace(btrim(r.time), '-', '') AND w.month = ltrim(btrim(concat(r."MONTH")), '0')
		AND w.country = btrim(r."CTY_CODE") AND w.product = btrim(r."I_COMMODITY") AND w.level = btrim(concat(r."SUMMARY_LVL"))) THEN 'part of a row of all districts' END END AS problem
FROM csv_rows AS r LEFT JOIN csv_common AS g ON :same_given;
\ir loader/trade_record.sql
