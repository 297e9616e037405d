-- load_brazil.sql -- loads the open data of Brazil's foreign trade (Comex Stat of the
-- MDIC, files EXP_2024.csv and IMP_2024.csv by NCM) into the table trade_record:
--
--     psql -f examples/load_brazil.sql < EXP_2024.csv
--     psql -v flow=import -f examples/load_brazil.sql < extract.csv
--
-- The file does not say what it is: one with freight and insurance (VL_FRETE,
-- VL_SEGURO) has imports, else exports, unless -v flow= says it.  Value in US dollars free on
-- board, of imports too.  Rows by state, way and customs office are added up.
\set ON_ERROR_STOP on
\set columns 'CO_ANO CO_MES CO_NCM CO_PAIS VL_FOB'
\set optional 'CO_UNID SG_UF_NCM CO_VIA CO_URF QT_ESTAT KG_LIQUIDO VL_FRETE'
\set source 'Comex Stat'
\set system ''
\set code_lengths 8
\set numbers 'QT_ESTAT KG_LIQUIDO VL_FOB CO_MES'
\set years CO_ANO
\set currency USD
\if :{?flow} \else \set flow ''
\endif
\ir loader/read_csv.sql
\ir loader/brazil_countries.sql
INSERT INTO csv_own_code VALUES ('Brazil', 'BRA', NULL);
CREATE FUNCTION pg_temp.partner_code(written text) RETURNS text LANGUAGE sql	-- 23 and 23.0 are 023, words stay
	RETURN CASE WHEN written ~ '^\s*[0-9]{0,3}(\.0)?\s*$' THEN lpad(split_part(btrim(written), '.', 1), 3, '0') ELSE btrim(written) END;
INSERT INTO csv_own_code
SELECT code, NULL, 'no such code of Comex Stat' FROM (SELECT DISTINCT pg_temp.partner_code("CO_PAIS") AS code FROM csv_rows) AS p WHERE code NOT IN (SELECT code FROM csv_own_code);
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('row %s after the header: the column "CO_MES" is not a month: "%s"', n, "CO_MES"))
FROM (SELECT row_number() OVER (ORDER BY ctid) AS n, "CO_MES" FROM csv_rows) AS r WHERE btrim("CO_MES") !~ '^(0?[1-9]|1[0-2])$' ORDER BY n LIMIT 1
\gexec

SELECT coalesce(nullif(:'flow', ''), CASE WHEN EXISTS (SELECT FROM csv_columns WHERE name = 'VL_FRETE') THEN 'import' ELSE 'export' END) AS brazil_flow \gset
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the flow is import or export, not "%s"', :'brazil_flow'))
WHERE :'brazil_flow' NOT IN ('import', 'export')
\gexec
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY r.ctid)::int AS n, 'month' AS frequency, make_date(btrim("CO_ANO", ' ''')::int, btrim("CO_MES")::int, 1) AS period,
	:'brazil_flow' AS flow, 'Brazil' AS reporter, pg_temp.partner_code("CO_PAIS") AS partner, btrim("CO_NCM") AS product,
	concat_ws(' ', "SG_UF_NCM", "CO_VIA", "CO_URF", "CO_UNID") AS split,
	nullif("VL_FOB", '')::float8 AS value, nullif("QT_ESTAT", '')::float8 AS quantity, u.unit, nullif("KG_LIQUIDO", '')::float8 AS weight_kg,
	NULL::text AS hs_revision, NULL AS total, NULL AS problem
FROM csv_rows AS r LEFT JOIN (VALUES ('10', 'KG'), ('11', 'NO'), ('12', '1000 NO'), ('13', 'PR'), ('14', 'M'), ('15', 'M2'), ('16', 'M3'), ('17', 'L'), ('18', '1000 KWH'),
		('19', 'CT'), ('20', 'DZ'), ('21', 'T'), ('22', 'G')) AS u(code, unit) ON u.code = btrim("CO_UNID");
\ir loader/trade_record.sql
