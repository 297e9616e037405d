-- load_uk_ots.sql -- loads the United Kingdom's overseas trade statistics (HMRC, the API
-- of uktradeinfo.com) into the table trade_record:
--
--     curl 'https://api.uktradeinfo.com/OTS?$filter=...&$expand=Country,Commodity' | psql -f examples/load_uk_ots.sql
--     psql -v format=csv -f examples/load_uk_ots.sql < uktrade.csv
--
-- The answer is {"value": [...]}; several may follow each other, a page each.  Countries
-- are numbers of HMRC's own: $expand=Country adds their letters, and so does R's uktrade,
-- whose table -v format=csv reads.  Flow types 1 and 3 are imports, 2 and 4 exports, of the EU and
-- of others.  Rows by port are added up.  Value in pounds.  What has no code
-- (CommodityId below 0: trade under the threshold, secret) is kept as a product not specified.
\set ON_ERROR_STOP on
\set columns 'MonthId FlowTypeId CommodityId Value'
\set optional 'Country CountryCodeAlpha Commodity Cn8Code CountryId PortId NetMass SuppUnit SuppressionIndex CommoditySitcId'
\set source HMRC
\set system ''
\set code_lengths '2 4 6 8'
\set numbers 'Value NetMass SuppUnit CommodityId'
\set months MonthId
\set currency GBP
\if :{?format} \else \set format json
\set format_is_usual t
\endif
\set json_member value
\ir loader/read_rows.sql

-- letters of the Geonomenclature that are not ISO
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT code, country, problem FROM (VALUES ('United Kingdom', 'GBR', NULL), ('XS', 'SRB', NULL), ('XC', 'ESP', NULL), ('XL', 'ESP', NULL), ('XK', 'XKX', NULL), ('QP', NULL, 'high seas'),
	('QQ', NULL, 'stores and provisions'), ('QR', NULL, 'stores and provisions'), ('QS', NULL, 'stores and provisions'), ('QU', NULL, 'not specified'), ('QV', NULL, 'not specified'),
	('QW', NULL, 'not specified'), ('QX', NULL, 'kept secret'), ('QY', NULL, 'kept secret'), ('QZ', NULL, 'kept secret')) AS v(code, country, problem);
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the countries have no letters: ask the API with $expand=Country$$; END $do$'
FROM csv_rows HAVING count(*) > 0 AND count(*) FILTER (WHERE coalesce("CountryCodeAlpha", '') <> '' OR coalesce("Country", '') <> '') = 0
\gexec
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY r.ctid)::int AS n, 'month' AS frequency, make_date(left(btrim("MonthId"), 4)::int, right(btrim("MonthId"), 2)::int, 1) AS period,
	CASE WHEN btrim("FlowTypeId") IN ('1', '3') THEN 'import' WHEN btrim("FlowTypeId") IN ('2', '4') THEN 'export' END AS flow, 'United Kingdom' AS reporter,
	coalesce(letters, 'no letters for ' || nullif(btrim("CountryId"), ''), '') AS partner, CASE WHEN nullif(btrim("CommodityId"), '')::float8 < 0 THEN '99999999' ELSE coalesce(cn8, btrim("CommodityId")) END AS product,
	concat_ws(' ', "FlowTypeId", "PortId", "SuppressionIndex", btrim("CommodityId"), "CommoditySitcId") AS split, nullif("Value", '')::float8 AS value,
	nullif(nullif("SuppUnit", '')::float8, 0) AS quantity, CASE WHEN coalesce(nullif("SuppUnit", '')::float8, 0) <> 0 THEN 'supplementary unit' END AS unit,
	nullif("NetMass", '')::float8 AS weight_kg, NULL::text AS hs_revision, NULL AS total,
	CASE WHEN btrim("FlowTypeId") NOT IN ('1', '2', '3', '4') THEN 'flow type ' || "FlowTypeId" || ' is none of 1 to 4' END AS problem
FROM csv_rows AS r, LATERAL (SELECT nullif(btrim(coalesce(nullif("CountryCodeAlpha", ''), CASE WHEN left("Country", 1) = '{' THEN "Country"::jsonb->>'CountryCodeAlpha' END)), '') AS letters,
	nullif(btrim(coalesce(nullif("Cn8Code", ''), CASE WHEN left("Commodity", 1) = '{' THEN "Commodity"::jsonb->>'Cn8Code' END)), '') AS cn8) AS c;
\ir loader/trade_record.sql
