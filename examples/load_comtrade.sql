-- load_comtrade.sql -- loads UN Comtrade's data, as its site, API and bulk files
-- give them (CSV, tab-separated, or JSON), into the table trade_record:
--
--     psql -f examples/load_comtrade.sql < TradeData.csv
--     zcat COMTRADE-FINAL-….gz | psql -f examples/load_comtrade.sql
--     curl '...' | psql -v format=json -f examples/load_comtrade.sql
--     psql -v encoding=latin1 -v digits=4 -v replace=1 -f examples/load_comtrade.sql < TradeData.csv
--
-- Comtrade gives each flow several times: for all second partners, customs
-- procedures, modes of supply and transport together (codes 0, C00, 0, 0), and
-- for each of them.  Only the first is taken; a part whose whole is not in the
-- file is dropped under a name of its own.  Re-exports and re-imports (RX, RM)
-- and flows by procedure are part of X and M.  Code 490, "other Asia", is mostly
-- Taiwan and counted as TWN; say -v other_asia= to leave it unassigned.
\set ON_ERROR_STOP on
\set columns 'typeCode freqCode period reporterCode flowCode partnerCode partner2Code classificationCode cmdCode customsCode mosCode motCode qty netWgt primaryValue'
\set optional 'qtyUnitAbbr qtyUnitCode'
\set source 'UN Comtrade'
\set system comtrade
\set currency USD
\set code_lengths '2 4 6'
\set numbers 'qty netWgt primaryValue'
\set periods period
\if :{?format} \else \set format csv
\endif
SELECT :'format' = 'json' AS is_json \gset
\if :is_json
\set json_member data
\ir loader/read_json.sql
\ir loader/json_objects.sql
\else
\ir loader/read_csv.sql
\endif

CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ctid)::int AS n,
	CASE "freqCode" WHEN 'A' THEN 'year' WHEN 'M' THEN 'month' END AS frequency,
	make_date(left(period, 4)::int, coalesce(nullif(substr(btrim(period), 5, 2), ''), '1')::int, 1) AS period,
	CASE "flowCode" WHEN 'M' THEN 'import' WHEN 'X' THEN 'export' END AS flow,
	btrim("reporterCode") AS reporter, btrim("partnerCode") AS partner, "cmdCode" AS product, '' AS split,
	nullif("primaryValue", '')::float8 AS value, CASE WHEN unit IS NOT NULL THEN nullif(qty, '')::float8 END AS quantity, unit,
	nullif(nullif("netWgt", '')::float8, 0) AS weight_kg,	-- 0 where nobody knows
	"classificationCode" AS hs_revision, CASE WHEN btrim("partnerCode") = '0' THEN 'world' END AS total,
	CASE WHEN "typeCode" <> 'C' THEN 'type ' || "typeCode" || ' is not goods'
		WHEN "classificationCode" !~ '^H' THEN 'classification ' || "classificationCode" || ' is not the HS'
		WHEN "freqCode" NOT IN ('A', 'M') THEN 'frequency ' || "freqCode"
		WHEN "flowCode" NOT IN ('M', 'X') THEN 'flow ' || "flowCode" || ' is part of another'
		WHEN part <> '' AND NOT bool_or(part = '') OVER whole THEN 'split by ' || part || ', the whole is not in the file'
		WHEN part <> '' THEN 'split by ' || part END AS problem
FROM csv_rows, nullif(nullif(coalesce(nullif("qtyUnitAbbr", ''), "qtyUnitCode"), 'N/A'), '-1') AS unit,
	concat_ws(', ', CASE WHEN "partner2Code" NOT IN ('0', '') THEN 'second partner' END,
	CASE WHEN "customsCode" NOT IN ('C00', '') THEN 'customs procedure' END,
	CASE WHEN "mosCode" NOT IN ('0', '') THEN 'mode of supply' END,
	CASE WHEN "motCode" NOT IN ('0', '') THEN 'mode of transport' END) AS part
WINDOW whole AS (PARTITION BY "freqCode", period, "reporterCode", "flowCode", "partnerCode", "classificationCode", "cmdCode");
\ir loader/trade_record.sql
