-- load_baci.sql -- loads CEPII's BACI files into the table trade_flow:
--
--     psql -f examples/load_baci.sql < BACI_HS12_Y2020_V202201.csv
--     zcat data/baci_hs12_850650_2018_2020.csv.gz | psql -f examples/load_baci.sql
--
-- Columns of the file: t year, i exporter, j importer, k product, v value in
-- thousand US dollars, q quantity in tons (empty or NA where unknown).
-- Countries become ISO codes.  Code 490, "other Asia", is mostly Taiwan and is
-- counted as TWN; say -v other_asia= to leave it unassigned.  Before 2000, South
-- Africa and its neighbours are 711 and Belgium with Luxembourg is 58: say
-- -v former=cepii to count states of the past under the code that CEPII's list
-- gives them (ZAF, BEL, ANT, SCG ...).  A flow from an
-- exporter that is not a country is kept without exporter, but a total such as World
-- beside others is dropped; a flow to an importer
-- that is none is dropped and counted.  A row that is there already is an error;
-- -v replace=1 first removes what is there of the same importers and years.
\if :{?other_asia} \else \set other_asia TWN
\endif
\if :{?former} \else \set former ''
\endif
\set ON_ERROR_STOP on
\set columns 't i j k v q'
\set source BACI
\set numbers 'v q'
\set years t
\if :{?null} \else \set marks_stay 1
\endif
\ir loader/read_csv.sql

CREATE TEMP TABLE csv_code ON COMMIT DROP AS	-- each country once, and each way of writing it; odd: something is to be said of it
SELECT raw, c.code, coalesce(own.country, country_code(c.code, 'comtrade', other_asia => nullif(:'other_asia', ''))) COLLATE "C" AS country,
	own.country IS NOT NULL AS is_former, c.code = '490' AS is_other_asia, coalesce(country_problem(c.code, 'comtrade'), '') AS problem,
	coalesce(country_problem(c.code, 'comtrade') LIKE '% is a total, %', false) AS is_total,
	own.country IS NOT NULL OR country_code(c.code, 'comtrade') IS NULL AS is_odd
FROM (SELECT DISTINCT unnest(ARRAY[i, j]) FROM (SELECT i, j FROM csv_rows GROUP BY i, j) AS p) AS r(raw), LATERAL (SELECT regexp_replace(btrim(raw), '^0+(?=[0-9])', '') AS code) AS c	-- 4 and 004 are one
	LEFT JOIN (VALUES ('58', 'BEL'), ('200', 'CSK'), ('278', 'DDR'), ('530', 'ANT'), ('711', 'ZAF'), ('810', 'SUN'), ('891', 'SCG')) AS own(code, country)
	ON own.code = c.code AND :'former' = 'cepii';
CREATE TEMP TABLE csv_product ON COMMIT DROP AS
SELECT k, product, CASE WHEN length(hs_code(product)) = 6 THEN hs_code(product) END COLLATE "C" AS hs6,
	coalesce(hs_problem(product), 'has not six digits') AS problem
FROM (SELECT k, regexp_replace(btrim(k), '^([1-9][0-9]{4})$', '0\1') AS product	-- spreadsheets take the zero of chapters 1 to 9
	FROM csv_rows GROUP BY k) AS p;
CREATE TEMP TABLE csv_repeat (place tid, problem text) ON COMMIT DROP;
ANALYZE csv_code, csv_product, csv_repeat;

-- Millions of rows are read often, but written once, to where they stay.  Most are
-- plain: of the others, something is to be said.
CREATE TEMP VIEW csv_flow AS
SELECT r.ctid AS place, btrim(t, ''' ')::int AS year, e.country AS exporter, m.country AS importer, hs6, v, q, has_value, nullif(nullif(btrim(v), ''), 'NA') AS value, nullif(nullif(btrim(q), ''), 'NA') AS quantity,
	e.code AS exporter_code, m.code AS importer_code, product, e.problem AS exporter_problem, m.problem AS importer_problem, p.problem AS product_problem, o.problem AS repeat_problem,
	e.is_total, e.is_former AS is_former_exporter, m.is_former AS is_former_importer, e.is_other_asia OR m.is_other_asia AS is_other_asia,
	has_value AND has_quantity AND NOT (e.is_odd OR m.is_odd OR hs6 IS NULL) AND o.place IS NULL AS is_plain
FROM csv_rows AS r JOIN csv_code AS e ON e.raw = i JOIN csv_code AS m ON m.raw = j JOIN csv_product AS p USING (k) LEFT JOIN csv_repeat AS o ON o.place = r.ctid,
	LATERAL (SELECT v COLLATE "C" BETWEEN '.' AND ':' AS has_value, q COLLATE "C" BETWEEN '.' AND ':' AS has_quantity) AS h;	-- they begin with a digit or point

-- rows given twice: most files have none, which is seen at less cost than which they are
SELECT rows > different OR (SELECT count(*) > count(DISTINCT code) FROM csv_code) OR (SELECT count(*) > count(DISTINCT hs6) FROM csv_product WHERE hs6 IS NOT NULL) AS may_repeat,
	coalesce(value, 0) AS value_read
FROM (SELECT count(*) AS rows, count(DISTINCT hashtextextended(k, hashtextextended(j, hashtextextended(i, btrim(t, ''' ')::int)))) AS different,
	sum(v::numeric) FILTER (WHERE v COLLATE "C" BETWEEN '.' AND ':') AS value FROM csv_rows) AS c \gset
\if :may_repeat
INSERT INTO csv_repeat
WITH keyed AS MATERIALIZED (
	SELECT place, year, exporter_code, importer_code, coalesce(hs6, product) AS item, value::float8 AS value,
		hashtextextended(coalesce(hs6, product), hashtextextended(importer_code, hashtextextended(exporter_code, year))) AS key FROM csv_flow)
SELECT place, CASE WHEN value = first THEN 'duplicate' ELSE 'given before with another value' END
FROM (SELECT place, value, first_value(value) OVER same AS first, row_number() OVER same AS time
	FROM keyed WHERE key IN (SELECT key FROM keyed GROUP BY key HAVING count(*) > 1)
	WINDOW same AS (PARTITION BY year, exporter_code, importer_code, item, value IS NULL ORDER BY place)) AS f
WHERE time > 1;
ANALYZE csv_repeat;
\endif
CREATE TEMP TABLE csv_judged ON COMMIT DROP AS
SELECT place, year, exporter, importer, hs6, value::numeric AS value, quantity::numeric AS quantity, has_value,
	CASE WHEN importer IS NULL THEN 'importer ' || importer_code || ': ' || importer_problem
		WHEN hs6 IS NULL THEN 'product ' || product || ': ' || product_problem
		WHEN value IS NULL THEN 'without value'
		WHEN is_total AND EXISTS (SELECT FROM csv_rows AS o JOIN csv_code AS c ON c.raw = o.i WHERE NOT c.is_total)
			THEN 'exporter ' || exporter_code || ': ' || exporter_problem
		ELSE repeat_problem END AS problem,
	CASE WHEN exporter IS NULL THEN 'without exporter: ' || exporter_problem
		WHEN is_former_exporter THEN 'code ' || exporter_code || ' counted as ' || exporter
		WHEN is_former_importer THEN 'code ' || importer_code || ' counted as ' || importer
		WHEN is_other_asia THEN 'code 490 counted as ' || :'other_asia'
		WHEN quantity IS NULL THEN 'without quantity' ELSE '' END AS note
FROM csv_flow WHERE NOT is_plain;
CREATE TEMP VIEW csv_kept AS
SELECT place, year, exporter, importer, hs6, v::float8 AS value, q::float8 AS quantity FROM csv_flow WHERE is_plain
UNION ALL SELECT place, year, exporter, importer, hs6, value, quantity FROM csv_judged WHERE problem IS NULL;

SELECT pg_advisory_xact_lock(hashtextextended('trade_flow', 0)) AS one_makes_it \gset
SELECT to_regclass(quote_ident(current_schema()) || '.trade_flow') IS NULL AS is_new \gset
\if :is_new
CREATE TABLE trade_flow AS
SELECT year,
	exporter,	-- iso3; NULL: not assigned to a country
	importer,	-- iso3
	hs6,
	value,		-- thousand US dollars
	quantity	-- tons; NULL: unknown
FROM csv_kept;
\set rows_written :ROW_COUNT
ALTER TABLE trade_flow ALTER year SET NOT NULL, ALTER importer SET NOT NULL, ALTER hs6 SET NOT NULL, ALTER value SET NOT NULL;
\else
LOCK TABLE trade_flow IN SHARE ROW EXCLUSIVE MODE;	-- another load at the same time waits, and sees these rows
\if :{?replace}
DELETE FROM trade_flow AS t USING (SELECT DISTINCT importer, year FROM csv_kept) AS f
WHERE (t.importer, t.year) = (f.importer, f.year);
\endif
-- a flow that is there twice would count twice in every sum
SELECT EXISTS (SELECT FROM trade_flow WHERE year IN (SELECT btrim(t, ''' ')::int FROM csv_rows GROUP BY t)) AS has_flows \gset
\if :has_flows
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$',
	format('trade_flow has the row already: %s, %s to %s, %s; -v replace=1 removes first what is there of the same importers and years',
		f.year, coalesce(f.exporter, '(no country)'), f.importer, f.hs6))
FROM csv_kept AS f JOIN trade_flow AS t ON (t.year, t.importer, t.hs6, coalesce(t.exporter, '')) = (f.year, f.importer, f.hs6, coalesce(f.exporter, ''))
ORDER BY f.place LIMIT 1
\gexec
\endif
INSERT INTO trade_flow (year, exporter, importer, hs6, value, quantity) SELECT year, exporter, importer, hs6, value, quantity FROM csv_kept;
\set rows_written :ROW_COUNT
\endif

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(problem, note) AS why, count(*)::int AS rows, 'thousand USD' AS unit, sum(value) AS value
FROM csv_judged GROUP BY 1, 2
UNION ALL SELECT 'kept', '', (:rows_written - count(*) FILTER (WHERE problem IS NULL))::int, 'thousand USD', :value_read - coalesce(sum(value) FILTER (WHERE has_value), 0)	-- the plain rows
FROM csv_judged HAVING count(*) FILTER (WHERE problem IS NULL) < :rows_written;
DROP VIEW csv_kept, csv_flow;
\ir loader/audit.sql
