-- load_comtrade.sql -- loads UN Comtrade's data, as its site, API and bulk files
-- give them (CSV, tab-separated, or JSON), into the table trade_record:
--
--     psql -f examples/load_comtrade.sql < TradeData.csv
--     zcat COMTRADE-FINAL-….gz | psql -f examples/load_comtrade.sql
--     curl '...' | psql -v format=json -f examples/load_comtrade.sql
--     psql -v encoding=latin1 -v digits=4 -v replace=1 -f examples/load_comtrade.sql < TradeData.csv
--     psql -v format=legacy -f examples/load_comtrade.sql < comtrade.csv
--
-- Format legacy is that of the old site and API, comtrade.un.org
-- ("Trade Value (US$)"), also with the machine headings rtCode, ptCode, cmdCode, TradeValue, or Value.
-- The snake_case headings of R's comtradr are understood; flows are also Import, Export, 1 to 4.
-- Comtrade gives each flow several times: for all second partners, customs
-- procedures, modes of supply and transport together (codes 0, C00, 0, 0), and
-- for each of them.  Only the first is taken; a part whose whole is not in the
-- file is dropped under a name of its own.  Re-exports and re-imports (RX, RM),
-- which are part of X and M too, are kept as flows of their own; flows by procedure are dropped.
-- A file of partners' totals (TOTAL), or of the World alone, is loaded as such.  Code 490, "other Asia", is mostly
-- Taiwan and counted as TWN; say -v other_asia= to leave it unassigned.
\set ON_ERROR_STOP on
\if :{?format} \else \set format csv
\set format_is_usual t
\endif
SELECT :'format' = 'legacy' AS is_legacy \gset
\if :is_legacy
\set columns 'period/Period/Year/yr|reporterCode/Reporter Code/rtCode|flowCode/Trade Flow/Trade Flow Code/rgDesc/rgCode|partnerCode/Partner Code/ptCode|classificationCode/Classification/pfCode|cmdCode/Commodity Code|primaryValue/Trade Value (US$)/TradeValue/Value'
\set optional 'typeCode|freqCode|partner2Code/2nd Partner Code|customsCode/Customs Proc. Code|mosCode|motCode/Mode of Transport Code|qtyUnitAbbr/Qty Unit|qtyUnitCode|qty/Qty/TradeQuantity|netWgt/Netweight (kg)/NetWeight'
\else
\set columns 'period reporterCode/reporter_code flowCode/flow_code/flow_desc partnerCode/partner_code classificationCode/classification_code cmdCode/cmd_code primaryValue/primary_value'
\set optional 'typeCode/type_code freqCode/freq_code partner2Code/partner_2_code customsCode/customs_code mosCode/mos_code motCode/mot_code qty netWgt/net_wgt qtyUnitAbbr/qty_unit_abbr qtyUnitCode/qty_unit_code'
\endif
\set source 'UN Comtrade'
\set system comtrade
\set currency USD
\set code_lengths '2 4 6'
\set numbers 'qty netWgt primaryValue'
\set periods period
\set json_member data
\ir loader/read_rows.sql

CREATE TEMP TABLE csv_record ON COMMIT DROP AS
WITH given AS (	-- codes come with spaces around them
	SELECT row_number() OVER (ORDER BY ctid)::int AS n, replace(btrim(period), '-', '') AS period, btrim("reporterCode") AS reporter, btrim("partnerCode") AS partner,
		btrim("typeCode") AS type, coalesce(nullif(btrim("freqCode"), ''), CASE length(replace(btrim(period), '-', '')) WHEN 4 THEN 'A' ELSE 'M' END) AS frequency,
		CASE WHEN lower(btrim("flowCode")) IN ('import', 'imports', '1') THEN 'M' WHEN lower(btrim("flowCode")) IN ('export', 'exports', '2') THEN 'X'
			WHEN lower(btrim("flowCode")) IN ('re-export', 're-exports', '3') THEN 'RX' WHEN lower(btrim("flowCode")) IN ('re-import', 're-imports', '4') THEN 'RM'
			ELSE btrim("flowCode") END AS flow,
		btrim("classificationCode") AS classification, btrim("cmdCode") AS product, "primaryValue", qty, "netWgt",
		nullif(nullif(nullif(coalesce(nullif(btrim("qtyUnitAbbr"), ''), "qtyUnitCode"), 'N/A'), '-1'), 'No Quantity') AS unit,
		concat_ws(', ', CASE WHEN btrim("partner2Code") NOT IN ('0', '') THEN 'second partner' END,
			CASE WHEN btrim("customsCode") NOT IN ('C00', '') THEN 'customs procedure' END,
			CASE WHEN btrim("mosCode") NOT IN ('0', '') THEN 'mode of supply' END,
			CASE WHEN btrim("motCode") NOT IN ('0', '') THEN 'mode of transport' END) AS part
	FROM csv_rows)
SELECT n, CASE frequency WHEN 'A' THEN 'year' WHEN 'M' THEN 'month' END AS frequency,
	make_date(left(period, 4)::int, coalesce(nullif(substr(period, 5, 2), ''), '1')::int, 1) AS period,
	CASE flow WHEN 'M' THEN 'import' WHEN 'X' THEN 'export' WHEN 'RM' THEN 're-import' WHEN 'RX' THEN 're-export' END AS flow, reporter, partner, product, '' AS split,
	nullif("primaryValue", '')::float8 AS value, CASE WHEN unit IS NOT NULL THEN nullif(qty, '')::float8 END AS quantity, unit,
	nullif(nullif("netWgt", '')::float8, 0) AS weight_kg,	-- 0 where nobody knows
	classification AS hs_revision, CASE WHEN partner IN ('0', 'W00', 'World') THEN 'world' END AS total,
	CASE WHEN type <> 'C' THEN 'type ' || type || ' is not goods'
		WHEN classification !~ '^H' THEN 'classification ' || classification || ' is not the HS'
		WHEN frequency NOT IN ('A', 'M') THEN 'frequency ' || frequency
		WHEN flow NOT IN ('M', 'X', 'RM', 'RX') THEN 'flow ' || flow || ' is part of another'
		WHEN part <> '' AND NOT bool_or(part = '') OVER whole THEN 'split by ' || part || ', the whole is not in the file'
		WHEN part <> '' THEN 'split by ' || part END AS problem
FROM given
WINDOW whole AS (PARTITION BY frequency, period, reporter, flow, partner, classification, product);
\ir loader/trade_record.sql
