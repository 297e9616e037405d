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

SELECT set_eq('SELECT DISTINCT name::text FROM seen', '{dependence,supplier_share,year_over_year,alert,watched,monthly,tariff_step,tariff_point,tariff_day,shortage,shortage_path,stage,stage_supplier,stage_chain,trade_link,fact,data_vintage,entry_audit}'::text[], 'the views');
SELECT is_empty($$SELECT name, col, type FROM seen WHERE type <> ALL ('{text,integer,double precision,numeric,boolean,date}')$$, 'plain columns only');
SELECT is_empty($$SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid WHERE relnamespace = 'dashboard'::regnamespace AND attcollation NOT IN (0, 'default'::regcollation)$$, 'any two texts can be compared');
SELECT is_empty($$SELECT name, type FROM called WHERE type <> ALL ('{text,integer,double precision,numeric,boolean,date}')$$, 'plain arguments and results only');
-- the types that docs/bi.md lists, of the extension's own functions
SELECT is_empty($$SELECT p.oid::regprocedure, t.type::regtype FROM pg_extension AS e JOIN pg_depend AS d ON d.refobjid = e.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' JOIN pg_proc AS p ON p.oid = d.objid,
	LATERAL (SELECT p.prorettype UNION SELECT type FROM unnest(p.proallargtypes, p.proargmodes) AS a(type, mode) WHERE mode IN ('o', 't')) AS t(type)
	WHERE e.extname = 'trade_exposure' AND p.pronamespace = e.extnamespace AND t.type::regtype::text <> ALL ('{text,double precision,numeric,integer,boolean,date,record,text[],double precision[],jsonb,json,supply_mix,supply_network,tariff_schedule,concentration_figures}')$$, 'no function answers in another type than those of docs/bi.md');
SELECT is_empty($$SELECT name, col FROM seen WHERE words IS NULL OR words !~ '\.$'$$, 'each column says what it is');
SELECT is_empty($$SELECT name FROM called WHERE words IS NULL UNION SELECT relname FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND obj_description(oid, 'pg_class') IS NULL$$, 'each view and function, too');
SELECT is_empty($$SELECT c.oid::regclass::text FROM pg_class AS c WHERE relnamespace = 'dashboard_input'::regnamespace AND relkind IN ('r', 'v', 'm') AND obj_description(c.oid, 'pg_class') IS NULL
	UNION SELECT p.oid::regproc::text FROM pg_proc AS p WHERE pronamespace = 'dashboard_input'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL$$, 'and what stands behind them');
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
-- no rows of zeros for what is not there
SELECT is(pg_temp.reader(q), '22023', 'a word, not a number: ' || q)
FROM unnest(ARRAY[$$SELECT * FROM dashboard.dependence_on('XQX', 2024)$$, $$SELECT * FROM dashboard.dependence_on('', 2024)$$, $$SELECT * FROM dashboard.dependence_on(NULL, 2024)$$,
	$$SELECT * FROM dashboard.dependence_on('CHN', 1066)$$, $$SELECT * FROM dashboard.dependence_on('CHN', NULL)$$,
	$$SELECT * FROM dashboard.tariff_reason(NULL, 'JP', '2025-10-01')$$, $$SELECT * FROM dashboard.tariff_reason('8505110070', NULL, '2025-10-01')$$, $$SELECT * FROM dashboard.tariff_reason('8505110070', 'JP', NULL)$$,
	$$SELECT * FROM dashboard.tariff_reason('8505110070', 'JP', '2025-10-01', NULL)$$, $$SELECT * FROM dashboard.tariff_reason('8505110070', 'QQ', '2025-10-01')$$]) AS q;
-- what the views show can be asked for
SELECT set_eq($$SELECT importer, product, share FROM dashboard.dependence_on('SCG', 2005) WHERE share > 0$$, $$SELECT importer, product, share FROM dashboard.supplier_share WHERE supplier = 'SCG' AND year = 2005 AND share > 0$$, 'also a state of the past');
-- each supplier that is shown can be asked for as it is shown; of what is no country there are no zeros
CREATE FUNCTION pg_temp.country(sent text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN dashboard_input.sent_country(sent);
EXCEPTION WHEN invalid_parameter_value THEN RETURN NULL;
END $$;
SELECT is_empty(format($$SELECT supplier, supplier_name FROM (SELECT DISTINCT supplier, supplier_name FROM dashboard.supplier_share WHERE supplier IS NOT NULL) AS s WHERE pg_temp.country(%s) IS DISTINCT FROM supplier$$, shown), 'each supplier by its ' || shown)
FROM unnest('{supplier,supplier_name,lower(supplier_name)}'::text[]) AS shown;
CREATE TEMP TABLE three AS SELECT a || b || c AS code FROM regexp_split_to_table('ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') AS a, regexp_split_to_table('ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') AS b, regexp_split_to_table('ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') AS c;
SELECT set_eq($$SELECT code, code AS same FROM three WHERE country_problem(code) ~ 'no longer reported'$$, $$SELECT code, dashboard_input.past_state(code) AS same FROM three WHERE country_code(code) IS NULL AND dashboard_input.past_state(code) IS NOT NULL$$, 'the states of the past are all that there are');
SELECT is_empty($$SELECT code, pg_temp.country(code) FROM (SELECT code FROM three WHERE country_name(code) IS NOT NULL UNION SELECT country_name(code) FROM three UNION SELECT unnest('{EU,EU27_2020,W00,ALL,_X,XX,S19,A79,000}'::text[])) AS s
	WHERE is_pseudo_partner(code) AND pg_temp.country(code) IS NOT NULL$$, 'a total or an area that is none is no country');
SELECT is(code, dashboard_input.sent_importer(shown), 'importer ' || shown) FROM (SELECT importer AS code, unnest(ARRAY[importer, importer_name]) AS shown FROM (SELECT DISTINCT importer, importer_name FROM dashboard.dependence) AS d) AS v
WHERE code IN ('EU', 'World', 'SCG', 'ANT', 'JPN', 'KOR');
SELECT throws_like($$SELECT * FROM dashboard.dependence_on('XQX', 2024)$$, 'country "XQX" cannot be read: no such code%', 'the word names the country');
SELECT throws_like($$SELECT * FROM dashboard.dependence_on('CHN', 1066)$$, 'there are no data of the year 1066', 'or the year');
SELECT set_eq($$SELECT * FROM dashboard.dependence_on('China', 2024)$$, $$SELECT * FROM dashboard.dependence_on('CHN', 2024)$$, 'a name will do');
SELECT matches(pg_temp.reader($$SELECT * FROM dashboard.tariff_reason('8505110070', 'CN', '2025-10-01')$$), '^[1-9][0-9]?$', 'and tariff_reason');
SELECT is(pg_temp.reader(q), '42501', 'but not: ' || q)
FROM unnest('{SELECT * FROM dashboard_input.flow,SELECT * FROM dashboard_input.scenario,SELECT * FROM dashboard_input.watched,SELECT * FROM public.trade_flow,INSERT INTO dashboard_input.watched VALUES (''FRA''),DELETE FROM public.magnet,CREATE TABLE dashboard.mine (),CALL dashboard_input.dashboard_refresh()}'::text[]) AS q;

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

-- what is not bought any more has a row: of each importer and product that has one in the year before
SELECT set_eq($$SELECT importer, product, year FROM dashboard.year_over_year WHERE value_usd = 0 AND importer NOT IN ('EU', 'World')$$,
	$$SELECT DISTINCT b.importer, b.product, b.year + 1 FROM plain AS b WHERE EXISTS (SELECT FROM plain AS o WHERE o.dataset = b.dataset AND o.product = b.product AND o.year = b.year + 1)
		AND NOT EXISTS (SELECT FROM plain AS s WHERE (s.dataset, s.importer, s.product, s.year) = (b.dataset, b.importer, b.product, b.year + 1))$$, 'supply that fell to nothing is 0 in the year after');
SELECT is_empty($$SELECT * FROM dashboard.year_over_year WHERE value_usd = 0 AND (change <> -1 OR value_usd_before IS NULL)$$, 'and is all that is gone');

-- Alerts
SELECT results_eq($$SELECT round(value::numeric, 9) FROM dashboard.alert WHERE importer = 'JPN' AND product = '810194' AND metric = 'top_supplier_share'$$,
	$$SELECT round((sum(value_kusd) FILTER (WHERE exporter = 'CHN') / sum(value_kusd))::numeric, 9) FROM crm WHERE importer = 'JPN' AND hs6 = '810194' AND year = 2024$$, 'an alert''s value');
SELECT is_empty($$SELECT * FROM dashboard.alert WHERE what IS NULL OR what ~ 'NULL|: $|  '$$, 'each alert in words');
SELECT is_empty($$SELECT what FROM dashboard.alert WHERE metric <> 'missing_periods' AND (strpos(what, year::text) = 0 OR what !~ ('years before|' || base_year))$$, 'with the year and what it is held against');
SELECT is((SELECT what FROM dashboard.alert WHERE (importer, product, supplier, metric) = ('JPN', '811010', 'MMR', 'share_rise')),
	(SELECT format('Antimony, unwrought: the share of Myanmar rose from %s %% in 2022 to %s %% in 2024', trim_scale(round(100 * coalesce(sum(value) FILTER (WHERE exporter = 'MMR' AND year = 2022), 0)::numeric / sum(value) FILTER (WHERE year = 2022)::numeric, 1)),
		trim_scale(round((100 * sum(value) FILTER (WHERE exporter = 'MMR' AND year = 2024) / sum(value) FILTER (WHERE year = 2024))::numeric, 1))) FROM plain WHERE importer = 'JPN' AND product = '811010'), 'a base that is not the year before is named');
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

-- what a rate rests on: of each there is a word, and asking with the fact gives what it says
SELECT is_empty($$SELECT hs, origin FROM dashboard.tariff_matrix('2025-10-01') WHERE rate IS NOT NULL AND (assumed IS NULL OR NOT rate BETWEEN least_rate AND most_rate)$$, 'each rate says what it takes for granted');
SELECT is_empty($$SELECT m.hs, m.origin FROM dashboard.tariff_matrix('2025-10-01') AS m WHERE abs(m.rate - tariff_rate('US', m.hs, m.origin, '2025-10-01', 1000::numeric)) > 1e-12$$, 'the rate of the panel is that to which facts are added');
SELECT results_eq($$SELECT rate, least_rate, otherwise ~ '(^|; )0 % with claim USMCA(;|$)' FROM dashboard.tariff_matrix('2025-10-01') WHERE hs = '8471300100' AND origin = 'CA'$$, $$VALUES (0.35::float8, 0::float8, true)$$, 'a Canadian laptop pays 35 %, and nothing with the agreement');
-- a claim that is for other goods makes no rate of these: the law's own note names the goods of INFORMATIONAL, and case L066 a book
SELECT is_empty(format($$SELECT hs, origin, otherwise FROM dashboard.tariff_matrix(%L) WHERE otherwise ~ 'INFORMATIONAL' AND NOT EXISTS (SELECT FROM tariff_measure AS n
	WHERE n.regime = 'US' AND n.program = 'SCOPE' AND n.rate ~ 'claim INFORMATIONAL' AND starts_with(hs, n.code_prefix))$$, day), 'no publications among cars and shirts, ' || day) FROM unnest('{2025-10-01,2026-03-10,2026-08-01}'::date[]) AS day;
INSERT INTO dashboard_input.tariff_line VALUES ('4901990093', 'Books'), ('3706103000', 'Films');
SELECT results_eq($$SELECT hs, rate > least_rate, least_rate, otherwise ~ 'with claim INFORMATIONAL(;|$)' FROM dashboard.tariff_matrix('2026-03-10') WHERE hs IN ('4901990093', '3706103000') AND origin = 'VN' ORDER BY hs DESC$$,
	$$VALUES ('4901990093', true, 0::float8, true), ('3706103000', true, 0.014, true)$$, 'but a book and a film from Viet Nam pay no more than their ordinary duty');
DELETE FROM dashboard_input.tariff_line WHERE hs IN ('4901990093', '3706103000');
-- the least and the most are those of the words beside them
SELECT is_empty($$SELECT m.hs, m.origin, m.least_rate, m.most_rate, w.lo, w.hi FROM dashboard.tariff_matrix('2026-03-10') AS m, LATERAL (SELECT min(n::float8), max(n::float8) FROM (SELECT (regexp_matches(otherwise, '([0-9.]+) % with', 'g'))[1] AS n) AS x) AS w(lo, hi)
	WHERE abs(100 * m.least_rate - least(100 * m.rate, w.lo)) > 0.051 OR abs(100 * m.most_rate - greatest(100 * m.rate, w.hi)) > 0.051$$, 'least_rate and most_rate are told in otherwise');
SELECT is_empty($$SELECT m.hs, m.origin, q.rate, m.least_rate, m.otherwise FROM dashboard.tariff_matrix('2025-10-01') AS m, LATERAL tariff_rate('US', m.hs, m.origin, '2025-10-01', 1000::numeric, claims => '{USMCA}') AS q(rate)
	WHERE m.origin IN ('CA', 'MX') AND (q.rate NOT BETWEEN m.least_rate - 1e-12 AND m.most_rate + 1e-12 OR (q.rate <> m.rate) <> coalesce(m.otherwise ~ 'claim USMCA', false))$$, 'the agreement is told where it changes the rate');
SELECT is_empty($$SELECT m.hs, m.origin, q.rate, m.least_rate FROM dashboard.tariff_matrix('2025-10-01') AS m, LATERAL tariff_rate('US', m.hs, m.origin, '2025-10-01', 1000::numeric, content => '{"steel": 0}') AS q(rate)
	WHERE m.hs = '7312103012' AND (q.rate < m.least_rate - 1e-12 OR m.assumed !~ 'steel' OR m.otherwise !~ 'steel: 0')$$, 'wire that is all steel says so');
SELECT is_empty($$SELECT * FROM dashboard.tariff_step WHERE (rate IS NULL) <> (assumed IS NULL)$$, 'each step, too');
SELECT is_empty($$SELECT hs, origin FROM dashboard.tariff_point GROUP BY hs, origin HAVING max(day) <> (SELECT covers_to - 1 FROM tariff_regime WHERE regime = 'US') OR min(day) <> (SELECT covers_from FROM tariff_regime WHERE regime = 'US')
	OR (current_date < '2026-10-09' AND count(*) FILTER (WHERE day = current_date) = 0)$$, 'the points go from the first to the last day of the law, and have today');
SELECT is_empty($$SELECT p.hs, p.origin, p.day FROM dashboard.tariff_point AS p JOIN dashboard.tariff_step AS s USING (hs, origin) WHERE s.valid_from <= p.day AND p.day < s.valid_to AND s.rate IS DISTINCT FROM p.rate$$, 'and are the steps');
SELECT is_empty($$SELECT on_day, hs, origin FROM dashboard.tariff_day GROUP BY 1, 2, 3 HAVING count(*) > 1$$, 'one rate a line, origin and day');
SELECT set_eq($$SELECT hs, origin, rate FROM dashboard.tariff_day WHERE on_day = '2025-08-07'$$, $$SELECT hs, origin, rate FROM dashboard.tariff_matrix('2025-08-07')$$, 'a day of the list is a day of the matrix');
-- not the rate alone: each column, of each day of the list, and of every eighth of the law
CREATE TEMP TABLE asked AS SELECT m.* FROM (SELECT on_day FROM dashboard.tariff_day UNION SELECT generate_series('2025-03-01'::date, '2026-10-08', interval '8 days')::date) AS d(day), LATERAL dashboard.tariff_matrix(d.day) AS m;
SELECT is_empty($$SELECT * FROM dashboard.tariff_day EXCEPT SELECT * FROM asked$$, 'in each column');
SELECT is_empty($$SELECT m.hs, m.origin, on_day FROM asked AS m JOIN dashboard.tariff_step AS s USING (hs, origin) WHERE s.valid_from <= on_day AND on_day < s.valid_to
	AND (s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise) IS DISTINCT FROM (m.rate, m.least_rate, m.most_rate, m.assumed, m.otherwise)$$, 'each column of a step holds on all its days');
SELECT is_empty($$SELECT m.hs, m.origin, on_day FROM asked AS m JOIN dashboard.tariff_point AS s ON (s.hs, s.origin, s.day) = (m.hs, m.origin, on_day)
	WHERE (s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise) IS DISTINCT FROM (m.rate, m.least_rate, m.most_rate, m.assumed, m.otherwise)$$, 'and of a point on its day');

-- every entry line has a row, also one of which nothing was filed and nothing is due
SELECT is_empty($$SELECT entry, line FROM entry_line EXCEPT SELECT entry, line FROM dashboard.entry_audit$$, 'each entry line');
-- Shortages, by hand: stock of 60 days is gone at 60 / s; from day 90 on a tenth comes from elsewhere
SELECT is((SELECT round(days_missing::numeric, 6) FROM dashboard.shortage WHERE (importer, product, scenario) = ('JPN', '810194', 'Embargo of half a year')),
	(SELECT round((s * 90 - 60 + (s - 0.1) * 90)::numeric, 6) FROM (SELECT sum(value_kusd) FILTER (WHERE exporter = 'CHN') / sum(value_kusd) AS s FROM crm WHERE importer = 'JPN' AND hs6 = '810194' AND year = 2024) AS c), 'tungsten in half a year without China');
SELECT is_empty($$SELECT 1 FROM dashboard.shortage AS s JOIN (SELECT DISTINCT ON (scenario, importer, product) * FROM dashboard.shortage_path ORDER BY scenario, importer, product, day_number DESC) AS p
	USING (scenario, importer, product) WHERE abs(s.days_missing - p.days_missing_so_far) > 1e-9$$, 'the path ends where the sum is');

SELECT is_empty($$SELECT * FROM dashboard.shortage AS s JOIN dashboard_input.scenario AS c USING (scenario) WHERE (s.alternative, s.alternative_start) <> (c.alternative, c.alternative_start) OR strpos(s.assumed, s.supplier_name) = 0
	OR (c.alternative > 0) <> (s.assumed ~ ('day ' || c.alternative_start))$$, 'a reader sees what a scenario assumes');

-- Stages: shares as published, whatever they add up to
SELECT set_eq($$SELECT buyer, material, stage, supplier, share, is_bound FROM dashboard.stage_supplier WHERE supplier IS NOT NULL$$,
	$$SELECT CASE scope WHEN 'eu' THEN 'European Union' ELSE 'World' END AS buyer, material, CASE stage WHEN 'E' THEN 'mining' ELSE 'processing' END AS stage, country, share, is_bound FROM material_supply$$, 'no share of a stage is another than the published one');
CREATE TEMP TABLE staged AS SELECT buyer, material, stage, sum(share) AS named, coalesce(sum(share) FILTER (WHERE NOT is_bound), 0) AS sure, max(share) FILTER (WHERE NOT is_bound) AS top FROM dashboard_input.stage GROUP BY 1, 2, 3;
SELECT is_empty($$SELECT * FROM staged AS p LEFT JOIN (SELECT buyer, material, stage, share FROM dashboard.stage_supplier WHERE supplier IS NULL) AS s USING (buyer, material, stage) WHERE abs(coalesce(s.share, 0) - greatest(0, 1 - p.named)) > 1e-6$$, 'what is not named stands beside it');
SELECT is_empty($$SELECT * FROM staged AS p LEFT JOIN dashboard.stage AS s USING (buyer, material, stage) WHERE s.named_share IS NULL OR abs(s.named_share - p.named) > 1e-6 OR s.top_share <> p.top OR abs(s.most_top_share - greatest(p.top, 1 - p.sure)) > 1e-6
	OR (p.named < 0.994 AND s.note !~ 'not published')$$, 'and is told');
-- 7 % South Africa, 2 % Turkey, 91 % unknown
SELECT results_eq($$SELECT top_supplier, top_share, most_top_share, named_share, round(least_hhi::numeric, 6), round(most_hhi::numeric, 6) FROM dashboard.stage WHERE (buyer, material, stage) = ('European Union', 'Chromium', 'mining')$$,
	$$VALUES ('ZAF', 0.07::float8, 0.91::float8, 0.09::float8, 0.0053, 0.8334)$$, 'mined chromium of the European Union is not 78 % South African');
-- whoever has the rest, the index is between the two: one country, or ten
SELECT is_empty(format($$SELECT s.buyer, s.material, s.stage, s.least_hhi, m.hhi, s.most_hhi FROM dashboard.stage AS s JOIN (
	SELECT buyer, material, stage, hhi(supply_mix(country, share)) AS hhi FROM (SELECT buyer, material, stage, country, share FROM dashboard_input.stage WHERE NOT is_bound
		UNION ALL SELECT buyer, material, stage, 'unknown ' || i, (1 - sure) / %1$s FROM staged, generate_series(1, %1$s) AS i WHERE sure < 1) AS x GROUP BY 1, 2, 3) AS m USING (buyer, material, stage)
	JOIN staged USING (buyer, material, stage) WHERE sure < 1 AND m.hhi NOT BETWEEN s.least_hhi - 1e-6 AND s.most_hhi + 1e-6$$, n), 'the rest in hands: ' || n) FROM unnest('{1,10}'::int[]) AS n;
SELECT is((SELECT top_supplier || ' ' || top_share FROM dashboard.stage WHERE (buyer, material, stage) = ('World', 'Dysprosium', 'processing')), 'CHN 1', 'one country separates dysprosium');
SELECT is_empty($$SELECT 1 FROM dashboard.stage_chain AS c JOIN (SELECT buyer, material, supplier, 1 - exp(sum(ln(greatest(1 - share, 1e-300)))) AS any_stage, max(share) AS top FROM dashboard.stage_supplier WHERE NOT is_bound GROUP BY 1, 2, 3) AS s
	USING (buyer, material, supplier) WHERE abs(c.any_stage_share - s.any_stage) > 1e-9 OR abs(c.bottleneck_share - s.top) > 1e-12 OR c.most_any_stage_share < c.any_stage_share OR c.most_bottleneck_share < c.bottleneck_share$$, 'the chain is 1 less what passes by at each stage');
SELECT set_eq($$SELECT DISTINCT buyer, material, supplier FROM dashboard.stage_chain WHERE in_one_hand$$, $$SELECT DISTINCT buyer, material, country FROM dashboard_input.stage WHERE share >= 0.8$$, 'in one hand is 80 % of a stage');

-- Entries, vintage
SELECT results_eq($$SELECT program, difference_usd FROM dashboard.entry_audit WHERE difference_usd > 0 ORDER BY program COLLATE "C"$$, $$VALUES ('RECIP', 10000::numeric), ('S232_AUTO', 3750), ('S301', 25000)$$, 'what was paid too much');
SELECT results_eq($$SELECT dataset, gaps FROM dashboard.data_vintage WHERE gaps ~ '^no rows' ORDER BY 1$$, $$VALUES ('critical', 'no rows of 2023'), ('monthly', 'no rows of 2024-11, 2024-12')$$, 'years and months that are not there');
SELECT is((SELECT gaps FROM dashboard.data_vintage WHERE dataset = 'stages'), (SELECT 'the days are not published; the named countries supply less than 90 % of ' || count(*) || ' stages, least of European Union, Chromium, mining: 9 %' FROM staged WHERE named < 0.895), 'and stages of which much is not named');
SELECT is_empty($$SELECT * FROM dashboard.data_vintage WHERE gaps IS NULL OR flow_rows = 0 OR (first_day IS NULL AND gaps = 'none')$$, 'each data set says what it lacks');
SELECT is_empty($$SELECT 1 FROM dashboard.trade_link AS l JOIN (SELECT year, product, importer_name, sum(value_usd) AS v FROM dashboard.supplier_share GROUP BY 1, 2, 3) AS s
	ON (s.year, s.product, s.importer_name) = (l.year, l.product, replace(l.target, ' (buys)', '')) GROUP BY l.year, l.product, l.target, s.v HAVING abs(sum(l.value_usd) / s.v - 1) > 1e-9$$, 'links add up to what was bought');

-- A load and a refresh: a year, a data set that nobody described, a year that a product lacks, a supplier that stops
INSERT INTO magnet VALUES (2025, 'CHN', 'JPN', '850511', 1, 'made up');
CREATE TABLE loaded (dataset text, year int, importer text, exporter text, product text, value_usd float8, quantity_t float8);
INSERT INTO loaded SELECT 'it''s a "new" set', y, 'JPN', o, p, 100, 1 FROM generate_series(2020, 2024) AS y, unnest('{CHN,VNM}'::text[]) AS o, unnest('{111111,222222}'::text[]) AS p
	WHERE (p, y) <> ('222222', 2022) AND (o, y) <> ('CHN', 2024);
INSERT INTO loaded VALUES ('it''s a "new" set', 2024, 'KOR', 'VNM', '111111', 100, 1);
DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW dashboard_input.flow AS ' || rtrim(pg_get_viewdef('dashboard_input.flow'), ';') || ' UNION ALL SELECT * FROM loaded'; END $$;
CALL dashboard_input.dashboard_refresh();
SELECT is((SELECT top_share FROM dashboard.dependence WHERE importer = 'JPN' AND year = 2025 AND product = '850511'), 1::float8, 'a refresh shows what was loaded');
SELECT is((SELECT count(*)::int FROM dashboard.dependence WHERE dataset = 'it''s a "new" set' AND importer = 'JPN'), 9, 'a new data set, too');
SELECT is((SELECT string_agg(what, '; ') FROM dashboard.alert WHERE product = '111111' AND metric = 'supplier_lost'), '111111: China delivers 100 % less in 2024 than in 2023', 'with its alerts');
SELECT set_eq($$SELECT what FROM dashboard.alert WHERE importer = 'KOR' AND product = '111111'$$, '{"111111: Viet Nam supplies 100 % in 2024","111111: supply is concentrated in 2024, HHI 1.00"}'::text[], 'an importer that bought nothing before is held against nothing');
SELECT results_eq($$SELECT publisher, gaps FROM dashboard.data_vintage WHERE dataset = 'it''s a "new" set'$$, $$VALUES ('not said in dashboard_input.source', 'no rows of 222222 in 2022')$$, 'and what it lacks');
SELECT throws_like(format('INSERT INTO dashboard_input.watched VALUES (%L)', i), '%importer is a country by its three letters, or EU%', 'nobody watches ' || i) FROM unnest('{Japan,jpn,XXX,World,JP}'::text[]) AS i;
SELECT throws_ok(format('INSERT INTO dashboard_input.%s', wrong), '23514', NULL, 'what cannot be is refused: ' || wrong) FROM unnest(ARRAY[
	'watched VALUES (''FRA'', 50, 0.4)', 'scenario VALUES (''x'', 9, ''China'', 1, 1, 1, 0, 0)', 'scenario VALUES (''x'', 9, ''CHN'', 30, 1, 1, 0, 0)', 'scenario VALUES (''x'', 9, ''CHN'', 1, 0, 1, 0, 0)',
	'tariff_line VALUES (''8505.11'', ''x'')', 'tariff_origin VALUES (''CHN'')', 'tariff_origin VALUES (''XX'')']) AS wrong;
SELECT * FROM finish();
ROLLBACK;
