-- views.sql -- the schema dashboard: plain columns, each explained; the same figures as plain SQL over
-- the tables; read by its role, which can do nothing else.
BEGIN;
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
SET LOCAL search_path = public, tap;
SELECT no_plan();

-- Form: what any tool can read --------------------------------------------------
CREATE TEMP VIEW seen AS
SELECT c.relname AS name, a.attname AS col, format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS words
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relnamespace = 'dashboard'::regnamespace AND c.relkind <> 'i';
CREATE TEMP VIEW called AS
SELECT p.proname AS name, p.oid, format_type(t.type, NULL) AS type, obj_description(p.oid, 'pg_proc') AS words
FROM pg_proc AS p, LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) AS t(type) WHERE p.pronamespace = 'dashboard'::regnamespace;

SELECT set_eq('SELECT DISTINCT name::text FROM seen', '{dependence,supplier_share,year_over_year,alert,monthly,tariff_step,shortage,shortage_path,stage,stage_supplier,stage_chain,trade_link,fact,data_vintage,entry_audit}'::text[], 'the views');
SELECT is_empty($$SELECT name, col, type FROM seen WHERE type <> ALL ('{text,integer,bigint,double precision,numeric,"numeric(20,2)",boolean,date}')$$, 'plain columns only');
SELECT is_empty($$SELECT name, type FROM called WHERE type <> ALL ('{text,integer,bigint,double precision,numeric,boolean,date}')$$, 'plain arguments and results only');
SELECT is_empty($$SELECT name, col FROM seen WHERE words IS NULL OR words !~ '\.$'$$, 'each column says what it is');
SELECT is_empty($$SELECT name FROM called WHERE words IS NULL UNION SELECT relname FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND obj_description(oid, 'pg_class') IS NULL$$, 'each view and function, too');
SELECT is_empty($$SELECT proname FROM pg_proc WHERE pronamespace = 'dashboard'::regnamespace GROUP BY proname HAVING count(*) > 1$$, 'no two functions of a name');
SELECT is_empty($$SELECT name FROM seen JOIN pg_proc ON proname = name AND pronamespace = 'dashboard'::regnamespace$$, 'no function with the name of a view');

-- Rights ------------------------------------------------------------------------
-- what the reader gets: the number of rows, or the state of the error
CREATE FUNCTION pg_temp.reader(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE rows text := '0';
BEGIN
	SET LOCAL ROLE dashboard_reader;
	EXECUTE query;
	GET DIAGNOSTICS rows = ROW_COUNT;
	RESET ROLE;
	RETURN rows;
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE;
END $$;
SELECT matches(pg_temp.reader(format('SELECT FROM dashboard.%I LIMIT 5', name)), '^[1-5]$', 'the reader reads ' || name) FROM (SELECT DISTINCT name FROM seen) AS v;
SELECT matches(pg_temp.reader('SELECT * FROM dashboard.tariff_matrix()'), '^81$', 'and calls tariff_matrix');
SELECT matches(pg_temp.reader($$SELECT * FROM dashboard.dependence_on('CHN', 2024)$$), '^[1-9][0-9]{0,3}$', 'and dependence_on');
SELECT matches(pg_temp.reader($$SELECT * FROM dashboard.tariff_reason('8505110070', 'CN', '2025-10-01')$$), '^[1-9][0-9]?$', 'and tariff_reason');
SELECT is(pg_temp.reader(q), '42501', 'but not: ' || q)
FROM unnest('{SELECT * FROM dashboard_input.flow,SELECT * FROM public.trade_flow,INSERT INTO dashboard_input.watched VALUES (''FRA''),DELETE FROM public.magnet,CREATE TABLE dashboard.mine (),CALL dashboard_input.dashboard_refresh()}'::text[]) AS q;

-- Figures: as plain SQL has them ------------------------------------------------
CREATE TEMP TABLE plain AS
SELECT dataset, year, importer, product, exporter, sum(value_usd) AS value FROM dashboard_input.flow GROUP BY 1, 2, 3, 4, 5;
CREATE TEMP TABLE figure AS
SELECT year, importer, product, sum(value) AS value, sum(value * value) / sum(value) ^ 2 AS hhi, max(value) / sum(value) AS top, count(*) FILTER (WHERE value > 0) AS suppliers
FROM (SELECT *, sum(CASE WHEN exporter IS NULL THEN value END) OVER (PARTITION BY dataset, year, importer, product) AS unknown FROM plain) AS p
WHERE unknown IS NULL GROUP BY 1, 2, 3;
SELECT ok((SELECT count(*) FROM figure) > 5000, 'figures to compare');
SELECT is_empty($$SELECT * FROM figure AS f LEFT JOIN dashboard.dependence AS d USING (year, importer, product)
	WHERE d.year IS NULL OR abs(d.value_usd / f.value - 1) > 1e-12 OR abs(d.hhi - f.hhi) > 1e-12 OR abs(d.top_share - f.top) > 1e-12 OR d.suppliers <> f.suppliers$$, 'dependence is what plain SQL says, of every importer, product and year');
CREATE TEMP TABLE sold AS SELECT year, importer, product, supplier, value_usd, share FROM dashboard.supplier_share;
ANALYZE sold, plain;
SELECT is_empty($$SELECT year, importer, product FROM sold GROUP BY 1, 2, 3 HAVING abs(sum(share) - 1) > 1e-9$$, 'shares add up to 1');
SELECT is_empty($$SELECT year, importer, product, supplier, round(value_usd::numeric, 3) FROM sold WHERE importer NOT IN ('EU', 'World')
	EXCEPT SELECT year, importer, product, exporter, round(value::numeric, 3) FROM plain$$, 'each supplier, too');
SELECT is((SELECT count(*) FROM sold WHERE importer NOT IN ('EU', 'World')), (SELECT count(*) FROM plain WHERE value > 0 AND exporter IS NOT NULL), 'and none is missing');
-- the members of 2024 by hand
SELECT is((SELECT round(value_usd) FROM dashboard.dependence WHERE importer = 'EU' AND year = 2024 AND product = '850511'),
	(SELECT round(sum(1000 * value_kusd)) FROM magnet WHERE year = 2024
		AND importer IN ('AUT','BEL','BGR','HRV','CYP','CZE','DNK','EST','FIN','FRA','DEU','GRC','HUN','IRL','ITA','LVA','LTU','LUX','MLT','NLD','POL','PRT','ROU','SVK','SVN','ESP','SWE')
		AND exporter NOT IN ('AUT','BEL','BGR','HRV','CYP','CZE','DNK','EST','FIN','FRA','DEU','GRC','HUN','IRL','ITA','LVA','LTU','LUX','MLT','NLD','POL','PRT','ROU','SVK','SVN','ESP','SWE')), 'the European Union buys as one');
SELECT is((SELECT round(share::numeric, 3) FROM dashboard.supplier_share WHERE importer = 'World' AND year = 2024 AND product = '850511' AND supplier = 'CHN'), 0.639, 'China sold 63.9 % of the world''s magnets in 2024');
SELECT is_empty($$SELECT 1 FROM dashboard.dependence_on('CHN', 2024) AS d LEFT JOIN (SELECT importer, product, sum(value) FILTER (WHERE exporter = 'CHN') / sum(value) AS share FROM plain WHERE year = 2024 GROUP BY 1, 2) AS p USING (importer, product)
	WHERE importer NOT IN ('EU', 'World') AND abs(d.share - coalesce(p.share, 0)) > 1e-12$$, 'dependence_on, with the zeros');
SELECT is_empty($$SELECT 1 FROM dashboard.dependence WHERE importer_m49 !~ '^[0-9]{3}$' OR (importer_m49 IS NULL) <> (importer IN ('EU', 'World', 'SCG', 'ANT'))$$, 'every importer of today has its number for maps');

-- Year over year: nothing is compared with a year that is not there
SELECT is_empty($$SELECT 1 FROM dashboard.year_over_year WHERE (problem IS NULL) <> (change IS NOT NULL)$$, 'a change or a reason');
SELECT results_eq($$SELECT DISTINCT problem FROM dashboard.year_over_year WHERE year = 2024 AND product = '283691'$$, ARRAY['there are no data of 2023'], 'the gap is said');
SELECT is((SELECT round(change::numeric, 6) FROM dashboard.year_over_year WHERE (importer, product, year) = ('JPN', '850511', 2024)),
	(SELECT round((sum(value_kusd) FILTER (WHERE year = 2024) / sum(value_kusd) FILTER (WHERE year = 2023) - 1)::numeric, 6) FROM magnet WHERE importer = 'JPN'), 'the change of Japan''s magnets');

-- Alerts
SELECT results_eq($$SELECT round(value::numeric, 9) FROM dashboard.alert WHERE importer = 'JPN' AND product = '810194' AND metric = 'top_supplier_share'$$,
	$$SELECT round((sum(value_kusd) FILTER (WHERE exporter = 'CHN') / sum(value_kusd))::numeric, 9) FROM crm WHERE importer = 'JPN' AND hs6 = '810194' AND year = 2024$$, 'an alert''s value');
SELECT is_empty($$SELECT * FROM dashboard.alert WHERE what IS NULL OR what ~ 'NULL|: $|  '$$, 'each alert in words');
SELECT is_empty($$SELECT * FROM dashboard.alert JOIN (SELECT product, max(year) AS last_year FROM plain GROUP BY product) AS p USING (product) WHERE year <> last_year$$, 'a product is judged in its own latest year');
SELECT set_has($$SELECT told FROM dashboard.monthly$$, $$VALUES ('robust z -8.5'), ('abrupt stop 0.8')$$, 'the warning of April 2025 and the stop of May');

-- Tariffs: published rates, every day of the steps, nothing outside the law
SELECT is((SELECT rate FROM dashboard.tariff_matrix('2025-10-01') WHERE hs = '8703230190' AND origin = 'JP'), 0.15::float8, 'a Japanese car pays 15 % all in');
SELECT is((SELECT rate FROM dashboard.tariff_matrix('2026-01-15') WHERE hs = '8505110070' AND origin = 'CN'), 0.371::float8, 'Chinese magnets pay 37.1 %');
SELECT is_empty(format($$SELECT m.hs, m.origin, m.rate, s.rate FROM dashboard.tariff_matrix(%L) AS m LEFT JOIN dashboard.tariff_step AS s
	ON s.hs = m.hs AND s.origin = m.origin AND s.valid_from <= m.on_day AND m.on_day < s.valid_to WHERE m.rate IS DISTINCT FROM s.rate AND abs(m.rate - s.rate) > 1e-12$$, day), 'steps and matrix agree on ' || day)
FROM unnest('{2025-03-01,2025-04-09,2025-08-07,2026-02-24,2026-10-08}'::date[]) AS day;
SELECT is_empty($$SELECT 1 FROM dashboard.tariff_matrix('2024-01-01') WHERE rate IS NOT NULL OR problem NOT LIKE 'the rules of US cover%'$$, 'before the law there is no rate, and the reason');
SELECT results_eq($$SELECT DISTINCT on_day FROM dashboard.tariff_matrix()$$, ARRAY[least(current_date, '2026-10-08')], 'without a day: today, or the last day of the law');
SELECT is((SELECT sum(duty_usd) FROM dashboard.tariff_reason('8703230190', 'JP', '2025-10-01', 30000) WHERE status = 'applied'), 4500::numeric, 'the layers of the car add up to 4,500');

-- Shortages, by hand: stock of 60 days is gone at 60 / s; from day 90 on a tenth comes from elsewhere
SELECT is((SELECT round(days_missing::numeric, 6) FROM dashboard.shortage WHERE (importer, product, scenario) = ('JPN', '810194', 'Embargo of half a year')),
	(SELECT round((s * 90 - 60 + (s - 0.1) * 90)::numeric, 6) FROM (SELECT sum(value_kusd) FILTER (WHERE exporter = 'CHN') / sum(value_kusd) AS s FROM crm WHERE importer = 'JPN' AND hs6 = '810194' AND year = 2024) AS c), 'tungsten in half a year without China');
SELECT is_empty($$SELECT 1 FROM dashboard.shortage AS s JOIN (SELECT DISTINCT ON (scenario, importer, product) * FROM dashboard.shortage_path ORDER BY scenario, importer, product, day_number DESC) AS p
	USING (scenario, importer, product) WHERE abs(s.days_missing - p.days_missing_so_far) > 1e-9$$, 'the path ends where the sum is');

-- Stages, entries, vintage
SELECT is((SELECT top_supplier || ' ' || top_share FROM dashboard.stage WHERE (buyer, material, stage) = ('World', 'Dysprosium', 'processing')), 'CHN 1', 'one country separates dysprosium');
SELECT is_empty($$SELECT 1 FROM dashboard.stage_chain AS c JOIN (SELECT buyer, material, supplier, 1 - exp(sum(ln(greatest(1 - share, 1e-300)))) AS any_stage, max(share) AS top FROM dashboard.stage_supplier GROUP BY 1, 2, 3) AS s
	USING (buyer, material, supplier) WHERE abs(c.any_stage_share - s.any_stage) > 1e-9 OR abs(c.bottleneck_share - s.top) > 1e-12$$, 'the chain is 1 less what passes by at each stage');
SELECT results_eq($$SELECT program, difference_usd FROM dashboard.entry_audit WHERE difference_usd > 0 ORDER BY program COLLATE "C"$$, $$VALUES ('RECIP', 10000::numeric), ('S232_AUTO', 3750), ('S301', 25000)$$, 'what was paid too much');
SELECT is((SELECT missing_years FROM dashboard.data_vintage WHERE dataset = 'critical'), '2023', 'a year that is not there');
SELECT is_empty($$SELECT 1 FROM dashboard.trade_link AS l JOIN (SELECT year, product, importer_name, sum(value_usd) AS v FROM dashboard.supplier_share GROUP BY 1, 2, 3) AS s
	ON (s.year, s.product, s.importer_name) = (l.year, l.product, l.target) GROUP BY l.year, l.product, l.target, s.v HAVING abs(sum(l.value_usd) / s.v - 1) > 1e-9$$, 'links add up to what was bought');

-- A load and a refresh
INSERT INTO magnet VALUES (2025, 'CHN', 'JPN', '850511', 1, 'made up');
CALL dashboard_input.dashboard_refresh();
SELECT is((SELECT top_share FROM dashboard.dependence WHERE importer = 'JPN' AND year = 2025 AND product = '850511'), 1::float8, 'a refresh shows what was loaded');
SELECT * FROM finish();
ROLLBACK;
