-- load_comext.sql -- loads Eurostat's Comext bulk files (full_v2_YYYYMM.dat) into
-- the table trade_record:
--
--     7z e -so full_v2_202402.7z | psql -f examples/load_comext.sql
--     psql -v digits=6 -f examples/load_comext.sql < extract.csv
--
-- Flow 1 is import, 2 export.  Normal trade and inward and outward processing
-- are rows of their own and are added up; so are imports counted by an EU member
-- from another (TRADE_TYPE I).  Rows of all procedures (4, in older files) are
-- dropped where the parts are there.  Month 52 of a year is the whole year.
-- Older names of the columns are understood; value in euros.
\set ON_ERROR_STOP on
\set columns 'DECLARANT_ISO/REPORTER/DECLARANT PARTNER_ISO/PARTNER PRODUCT_NC/PRODUCT FLOW STAT_PROCEDURE/STAT_REGIME PERIOD VALUE_EUR/VALUE_IN_EUROS QUANTITY_KG/QUANTITY_IN_KG'
\set optional 'QUANTITY_SUPPL_UNIT/SUP_QUANTITY SUPPL_UNIT/SUPP_UNIT'
\set source Comext
\set system ''
\set code_lengths '2 4 6 8'
\set numbers 'VALUE_EUR QUANTITY_KG QUANTITY_SUPPL_UNIT'
\set periods PERIOD
\set currency EUR
\ir loader/read_csv.sql

-- codes of the Geonomenclature that are not ISO
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT code, country, problem FROM (VALUES
	('XS', 'SRB', NULL), ('XU', 'GBR', NULL), ('XI', 'GBR', NULL), ('XC', 'ESP', NULL), ('XL', 'ESP', NULL),
	('QP', NULL, 'high seas'), ('QQ', NULL, 'stores and provisions'), ('QR', NULL, 'stores and provisions'),
	('QS', NULL, 'stores and provisions'), ('QU', NULL, 'not specified'), ('QV', NULL, 'not specified'),
	('QW', NULL, 'not specified'), ('QX', NULL, 'kept secret'), ('QY', NULL, 'kept secret'),
	('QZ', NULL, 'kept secret')) AS v(code, country, problem);

CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ctid)::int AS n,
	CASE WHEN right(btrim("PERIOD"), 2) = '52' THEN 'year' ELSE 'month' END AS frequency,
	make_date(left(btrim("PERIOD"), 4)::int, CASE right(btrim("PERIOD"), 2) WHEN '52' THEN 1 ELSE right(btrim("PERIOD"), 2)::int END, 1) AS period,
	CASE "FLOW" WHEN '1' THEN 'import' WHEN '2' THEN 'export' END AS flow,
	"DECLARANT_ISO" AS reporter, "PARTNER_ISO" AS partner,
	"PRODUCT_NC" AS product, "STAT_PROCEDURE" AS split, nullif("VALUE_EUR", '')::float8 AS value,
	CASE WHEN "SUPPL_UNIT" NOT IN ('', 'NO_SU') THEN nullif("QUANTITY_SUPPL_UNIT", '')::float8 END AS quantity,
	CASE WHEN "SUPPL_UNIT" NOT IN ('', 'NO_SU') THEN "SUPPL_UNIT" END AS unit,
	nullif("QUANTITY_KG", '')::float8 AS weight_kg, NULL::text AS hs_revision,
	CASE WHEN "PRODUCT_NC" = 'TOTAL' AND "PARTNER_ISO" !~ '^(WORLD|EU|INT_|EXT_)' THEN 'world'
		WHEN "PARTNER_ISO" ~ '^(WORLD|EU|INT_|EXT_)' THEN 'partner ' || "PARTNER_ISO" END AS total,
	CASE WHEN "FLOW" NOT IN ('1', '2') THEN 'flow ' || "FLOW" || ' is neither 1 nor 2'
		WHEN "STAT_PROCEDURE" = '4' AND bool_or("STAT_PROCEDURE" <> '4') OVER line THEN 'sum of the procedures' END AS problem
FROM csv_rows
WINDOW line AS (PARTITION BY "DECLARANT_ISO", "PARTNER_ISO", "PRODUCT_NC", "FLOW", "PERIOD");
\ir loader/trade_record.sql
