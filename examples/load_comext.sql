-- load_comext.sql -- loads Eurostat's Comext, its bulk files (full_v2_YYYYMM.dat) or
-- the SDMX-CSV of its API (DS-045409, DS-059341 ...), into the table trade_record:
--
--     7z e -so full_v2_202402.7z | psql -f examples/load_comext.sql
--     curl '.../DS-045409/A.DE..030462.1.?format=SDMX-CSV' | psql -f examples/load_comext.sql
--     psql -v digits=6 -f examples/load_comext.sql < extract.csv
--
-- Flow 1 is import, 2 export.  Normal trade and inward and outward processing
-- are rows of their own and are added up; so are imports counted by an EU member
-- from another (TRADE_TYPE I).  Rows of all procedures (4, in older files) are
-- dropped where the parts are there.  Month 52 of a year is the whole year.
-- Older names of the columns are understood; value in euros.  SDMX-CSV has a row
-- for each indicator: quantities (of 100 kg) go with the value of the same flow, and
-- rows of the partner WORLD are what the load is checked with.
\set ON_ERROR_STOP on
\set source Comext
\set system ''
\set code_lengths '2 4 6 8'
\set currency EUR
\ir loader/read_header.sql
SELECT EXISTS (SELECT FROM csv_columns WHERE name = 'indicators') AS is_sdmx \gset
\if :is_sdmx
\set columns 'reporter partner product flow indicators TIME_PERIOD OBS_VALUE'
\unset optional
\set numbers OBS_VALUE
\set periods TIME_PERIOD
\else
\set columns 'DECLARANT_ISO/REPORTER/DECLARANT PARTNER_ISO/PARTNER PRODUCT_NC/PRODUCT FLOW STAT_PROCEDURE/STAT_REGIME PERIOD VALUE_EUR/VALUE_IN_EUROS QUANTITY_KG/QUANTITY_IN_KG'
\set optional 'QUANTITY_SUPPL_UNIT/SUP_QUANTITY SUPPL_UNIT/SUPP_UNIT'
\set numbers 'VALUE_EUR QUANTITY_KG QUANTITY_SUPPL_UNIT'
\set months PERIOD
\set whole_year '|52'
\endif
\ir loader/read_csv.sql

-- codes of the Geonomenclature that are not ISO
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT code, country, problem FROM (VALUES
	('XS', 'SRB', NULL), ('XU', 'GBR', NULL), ('XI', 'GBR', NULL), ('XC', 'ESP', NULL), ('XL', 'ESP', NULL),
	('QP', NULL, 'high seas'), ('QQ', NULL, 'stores and provisions'), ('QR', NULL, 'stores and provisions'),
	('QS', NULL, 'stores and provisions'), ('QU', NULL, 'not specified'), ('QV', NULL, 'not specified'),
	('QW', NULL, 'not specified'), ('QX', NULL, 'kept secret'), ('QY', NULL, 'kept secret'),
	('QZ', NULL, 'kept secret')) AS v(code, country, problem);

\if :is_sdmx
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
WITH line AS (
	SELECT row_number() OVER (ORDER BY place)::int AS n, period, flow, reporter, partner, product, indicators, number,
		bool_or(indicators = 'VALUE_IN_EUROS' AND number IS NOT NULL) OVER same AS has_value, bool_or(indicators = 'SUPPLEMENTARY_QUANTITY') OVER same AS has_units
	FROM (SELECT ctid AS place, btrim("TIME_PERIOD") AS period, btrim(flow) AS flow, btrim(reporter) AS reporter, btrim(partner) AS partner, btrim(product) AS product,
		btrim(indicators) AS indicators, nullif(btrim("OBS_VALUE"), '')::float8 AS number FROM csv_rows) AS r
	WINDOW same AS (PARTITION BY reporter, partner, product, flow, period))
SELECT n, CASE length(period) WHEN 4 THEN 'year' ELSE 'month' END AS frequency,
	make_date(left(period, 4)::int, coalesce(nullif(right(substr(period, 5), 2), ''), '1')::int, 1) AS period,
	CASE flow WHEN '1' THEN 'import' WHEN '2' THEN 'export' END AS flow, reporter, partner, product, indicators AS split,
	CASE WHEN indicators = 'VALUE_IN_EUROS' THEN number WHEN number IS NOT NULL THEN 0 END AS value,
	CASE indicators WHEN 'SUPPLEMENTARY_QUANTITY' THEN number END AS quantity, CASE WHEN has_units THEN 'supplementary unit' END AS unit,
	CASE indicators WHEN 'QUANTITY_IN_100KG' THEN 100 * number WHEN 'QUANTITY_IN_KG' THEN number END AS weight_kg, NULL::text AS hs_revision,
	CASE WHEN upper(partner) = 'WORLD' AND product <> 'TOTAL' THEN 'world' WHEN partner ~* '^(WORLD|EU|EA|INT_|EXT_)' THEN 'partner ' || partner END AS total,
	CASE WHEN flow NOT IN ('1', '2') THEN 'flow ' || flow || ' is neither 1 nor 2'
		WHEN indicators NOT IN ('VALUE_IN_EUROS', 'QUANTITY_IN_100KG', 'QUANTITY_IN_KG', 'SUPPLEMENTARY_QUANTITY') THEN 'indicator ' || indicators
		WHEN NOT has_value THEN 'quantity without a value' END AS problem
FROM line;
\else
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ctid)::int AS n,
	CASE WHEN right(btrim("PERIOD"), 2) = '52' THEN 'year' ELSE 'month' END AS frequency,
	make_date(left(btrim("PERIOD"), 4)::int, CASE right(btrim("PERIOD"), 2) WHEN '52' THEN 1 ELSE right(btrim("PERIOD"), 2)::int END, 1) AS period,
	CASE flow WHEN '1' THEN 'import' WHEN '2' THEN 'export' END AS flow,
	"DECLARANT_ISO" AS reporter, partner,
	"PRODUCT_NC" AS product, procedure AS split, nullif("VALUE_EUR", '')::float8 AS value,
	CASE WHEN unit NOT IN ('', 'NO_SU') THEN nullif("QUANTITY_SUPPL_UNIT", '')::float8 END AS quantity,
	CASE WHEN unit NOT IN ('', 'NO_SU') THEN unit END AS unit,
	nullif("QUANTITY_KG", '')::float8 AS weight_kg, NULL::text AS hs_revision,
	CASE WHEN btrim("PRODUCT_NC") = 'TOTAL' AND partner !~* '^(WORLD|EU|INT_|EXT_)' THEN 'world'
		WHEN partner ~* '^(WORLD|EU|INT_|EXT_)' THEN 'partner ' || partner END AS total,
	CASE WHEN flow NOT IN ('1', '2') THEN 'flow ' || flow || ' is neither 1 nor 2'
		WHEN procedure = '4' AND bool_or(procedure <> '4') OVER line THEN 'sum of the procedures' END AS problem
FROM (SELECT ctid, *, btrim("FLOW") AS flow, btrim("STAT_PROCEDURE") AS procedure, btrim("SUPPL_UNIT") AS unit, btrim("PARTNER_ISO") AS partner FROM csv_rows) AS r
WINDOW line AS (PARTITION BY "DECLARANT_ISO", "PARTNER_ISO", "PRODUCT_NC", "FLOW", "PERIOD");
\endif
\ir loader/trade_record.sql
