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
\set periods t
\if :{?null} \else \set marks_stay 1
\endif
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS trade_flow (
	year		int NOT NULL,
	exporter	text COLLATE "C",			-- iso3; NULL: not assigned to a country
	importer	text COLLATE "C" NOT NULL,	-- iso3
	hs6			text COLLATE "C" NOT NULL,
	value		float8 NOT NULL,			-- thousand US dollars
	quantity	float8						-- tons; NULL: unknown
);

CREATE TEMP TABLE csv_code ON COMMIT DROP AS	-- each country once, and each way of writing it
SELECT raw, dense_rank() OVER (ORDER BY c.code)::int AS id, c.code, coalesce(own.country, country_code(c.code, 'comtrade', other_asia => nullif(:'other_asia', ''))) AS country,
	own.country IS NOT NULL AS is_former, c.code = '490' AS is_other_asia, coalesce(country_problem(c.code, 'comtrade'), '') AS problem,
	coalesce(country_problem(c.code, 'comtrade') LIKE '% is a total, %', false) AS is_total,
	own.country IS NOT NULL OR country_code(c.code, 'comtrade') IS NULL AS is_odd
FROM (SELECT i AS raw FROM csv_rows GROUP BY i UNION SELECT j FROM csv_rows GROUP BY j) AS r, LATERAL (SELECT btrim(raw) AS code) AS c
	LEFT JOIN (VALUES ('58', 'BEL'), ('200', 'CSK'), ('278', 'DDR'), ('530', 'ANT'), ('711', 'ZAF'), ('810', 'SUN'), ('891', 'SCG')) AS own(code, country)
	ON own.code = c.code AND :'former' = 'cepii';
CREATE TEMP TABLE csv_product ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS id, k, product, CASE WHEN length(hs_code(product)) = 6 THEN hs_code(product) END AS hs6,
	coalesce(hs_problem(product), 'has not six digits') AS problem
FROM (SELECT k, regexp_replace(btrim(k), '^([1-9][0-9]{4})$', '0\1') AS product	-- spreadsheets take the zero of chapters 1 to 9
	FROM csv_rows GROUP BY k) AS p;
CREATE TEMP TABLE csv_country ON COMMIT DROP AS SELECT DISTINCT id, code, country, is_former, is_other_asia, problem, is_total FROM csv_code;
ANALYZE csv_code, csv_country, csv_product;
CREATE TEMP TABLE csv_flow ON COMMIT DROP AS
SELECT btrim(t)::int AS year, e.id AS exporter, m.id AS importer, p.id AS product, nullif(nullif(btrim(v), ''), 'NA')::float8 AS value, nullif(nullif(btrim(q), ''), 'NA')::float8 AS quantity,
	r.ctid AS place, e.is_odd OR m.is_odd OR p.hs6 IS NULL OR btrim(v) IN ('', 'NA') OR btrim(q) IN ('', 'NA') AS is_odd	-- something is to be said of it
FROM csv_rows AS r JOIN csv_code AS e ON e.raw = i JOIN csv_code AS m ON m.raw = j JOIN csv_product AS p USING (k);

-- rows given twice: most files have none, which is seen at less cost than which they are
SET LOCAL enable_hashagg = off;	-- one number is sorted faster
SELECT (SELECT count(*) FROM csv_flow) > (SELECT count(*) FROM (SELECT DISTINCT ((product::int8 * 4096 + exporter) * 4096 + importer) * 16384 + year FROM csv_flow) AS d)
	OR (SELECT count(*) > count(DISTINCT hs6) FROM csv_product WHERE hs6 IS NOT NULL) OR (SELECT count(*) > 4000 FROM csv_country) AS may_repeat \gset
SET LOCAL enable_hashagg = on;
CREATE TEMP TABLE csv_repeat (place tid, problem text) ON COMMIT DROP;
\if :may_repeat
INSERT INTO csv_repeat
SELECT place, CASE WHEN value = first_value(value) OVER same THEN 'duplicate' ELSE 'given before with another value' END
FROM (SELECT f.*, coalesce(p.hs6, p.product) AS item, row_number() OVER (PARTITION BY year, exporter, importer, coalesce(p.hs6, p.product), value IS NULL ORDER BY place) AS time
	FROM csv_flow AS f JOIN csv_product AS p ON p.id = f.product) AS f
WINDOW same AS (PARTITION BY year, exporter, importer, item, value IS NULL ORDER BY place);
DELETE FROM csv_repeat AS r USING (
	SELECT DISTINCT ON (year, exporter, importer, coalesce(p.hs6, p.product), value IS NULL) place FROM csv_flow AS f JOIN csv_product AS p ON p.id = f.product
	ORDER BY year, exporter, importer, coalesce(p.hs6, p.product), value IS NULL, place) AS first
WHERE r.place = first.place;
\endif

UPDATE csv_flow AS f SET is_odd = true FROM csv_repeat AS r WHERE r.place = f.place;
CREATE TEMP VIEW csv_judged AS
SELECT f.*, e.country AS exporter_country, m.country AS importer_country, p.hs6,
	CASE WHEN m.country IS NULL THEN 'importer ' || m.code || ': ' || m.problem
		WHEN p.hs6 IS NULL THEN 'product ' || p.product || ': ' || p.problem
		WHEN value IS NULL THEN 'without value'
		WHEN e.is_total AND (SELECT count(*) > 0 FROM csv_flow AS o JOIN csv_country AS c ON c.id = o.exporter WHERE NOT c.is_total)
			THEN 'exporter ' || e.code || ': ' || e.problem
		ELSE r.problem END AS problem,
	CASE WHEN e.country IS NULL THEN 'without exporter: ' || e.problem
		WHEN e.is_former OR m.is_former THEN 'code ' || CASE WHEN e.is_former THEN e.code || ' counted as ' || e.country ELSE m.code || ' counted as ' || m.country END
		WHEN e.is_other_asia OR m.is_other_asia THEN 'code 490 counted as ' || :'other_asia'
		WHEN quantity IS NULL THEN 'without quantity' ELSE '' END AS note
FROM csv_flow AS f JOIN csv_country AS e ON e.id = f.exporter JOIN csv_country AS m ON m.id = f.importer JOIN csv_product AS p ON p.id = f.product
	LEFT JOIN csv_repeat AS r ON r.place = f.place;

\if :{?replace}
DELETE FROM trade_flow AS t USING (SELECT DISTINCT importer_country, year FROM csv_judged WHERE problem IS NULL) AS f
WHERE (t.importer, t.year) = (f.importer_country, f.year);
\endif
-- a flow that is there twice would count twice in every sum
SELECT EXISTS (SELECT FROM trade_flow) AS has_flows \gset
\if :has_flows
SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$',
	format('trade_flow has the row already: %s, %s to %s, %s; -v replace=1 removes first what is there of the same importers and years',
		f.year, coalesce(f.exporter_country, '(no country)'), f.importer_country, f.hs6))
FROM csv_judged AS f JOIN trade_flow AS t ON (t.year, t.importer, t.hs6, coalesce(t.exporter, '')) = (f.year, f.importer_country, f.hs6, coalesce(f.exporter_country, ''))
WHERE f.problem IS NULL
ORDER BY f.place LIMIT 1
\gexec
\endif
INSERT INTO trade_flow
SELECT f.year, e.country, m.country, p.hs6, f.value, f.quantity
FROM csv_flow AS f JOIN csv_country AS e ON e.id = f.exporter JOIN csv_country AS m ON m.id = f.importer JOIN csv_product AS p ON p.id = f.product WHERE NOT f.is_odd
UNION ALL SELECT year, exporter_country, importer_country, hs6, value, quantity FROM csv_judged WHERE is_odd AND problem IS NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(problem, note) AS why, count(*)::int AS rows,
	'thousand USD' AS unit, CASE WHEN count(value) > 0 THEN total(supply_mix('', value))::numeric END AS value
FROM csv_judged WHERE is_odd GROUP BY 1, 2
UNION ALL SELECT 'kept', '', count(*)::int, 'thousand USD', total(supply_mix('', value))::numeric FROM csv_flow WHERE NOT is_odd HAVING count(*) > 0;
DROP VIEW csv_judged;
\ir loader/audit.sql
