-- load_korea.sql -- loads the trade statistics of Korea's customs, as the API of
-- data.go.kr gives them (XML; trade by product and country, getNitemtradeList, or by
-- country, getNationtradeList), into the table trade_record:
--
--     curl '.../getNitemtradeList?...' | psql -f examples/load_korea.sql
--
-- An item has exports and imports of a month; value in US dollars, weight in
-- kilograms.  Several answers may follow each other.  The item of the whole answer
-- is what the load is checked with, where it is of one year.
\set ON_ERROR_STOP on
\set source 'Korea customs'
\set system ''
\set code_lengths '2 4 6 10'
\set currency USD
\set item_columns 'year hsCd hsCode hsSgn statCd expDlr expWgt impDlr impWgt'
\set thousands ,
\ir loader/read_xml.sql
\set numbers 'expDlr expWgt impDlr impWgt'
\ir loader/numbers.sql

SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the items name no country: ask for getNitemtradeList, or getNationtradeList$$; END $do$'
FROM csv_rows HAVING count(*) > 0 AND count(*) FILTER (WHERE "statCd" <> '') = 0
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('item %s has no month as in 2025.01: "%s"', n, year))
FROM (SELECT row_number() OVER () AS n, year, "statCd" FROM csv_rows) AS r WHERE year !~ '^\s*[12][0-9]{3}[.-]?(0[1-9]|1[0-2])\s*$' AND btrim("statCd") <> '-' LIMIT 1
\gexec
CREATE TEMP TABLE csv_own_code ON COMMIT DROP AS
SELECT code, country, problem FROM (VALUES ('Korea', 'KOR', NULL), ('-', NULL, 'not said')) AS v(code, country, problem);
CREATE TEMP TABLE csv_record ON COMMIT DROP AS
WITH item AS (
	SELECT row_number() OVER (ORDER BY ctid)::int AS n, r.*, btrim("statCd") = '-' AND year !~ '[0-9]{4}' AS is_sum,
		btrim(coalesce(nullif("hsCd", ''), nullif("hsCode", ''), nullif("hsSgn", ''), 'TOTAL')) AS product, regexp_replace(year, '[^0-9]', '', 'g') AS month
	FROM csv_rows AS r),
span AS (SELECT min(left(month, 4)) AS first, max(left(month, 4)) AS last FROM item WHERE NOT is_sum)
SELECT n, CASE WHEN is_sum THEN 'year' ELSE 'month' END AS frequency,
	make_date(CASE WHEN is_sum THEN coalesce(first, '2000') ELSE left(month, 4) END::int, CASE WHEN is_sum THEN 1 ELSE substr(month, 5)::int END, 1) AS period,
	f.flow, 'Korea' AS reporter, btrim("statCd") AS partner, CASE WHEN is_sum THEN 'TOTAL' ELSE product END AS product, '' AS split, f.value, NULL::float8 AS quantity, NULL AS unit, f.weight AS weight_kg,
	NULL::text AS hs_revision, CASE WHEN is_sum AND first = last THEN 'world' WHEN is_sum THEN 'of all items, of several years' END AS total,
	CASE WHEN NOT is_sum AND coalesce(f.value, 0) = 0 AND coalesce(f.weight, 0) = 0 THEN 'nothing traded' END AS problem
FROM item, span, LATERAL (VALUES ('export', nullif("expDlr", '')::float8, nullif("expWgt", '')::float8), ('import', nullif("impDlr", '')::float8, nullif("impWgt", '')::float8)) AS f(flow, value, weight);
\ir loader/trade_record.sql
