-- What would count twice is named and left out: totals of partners under any name, products that hold others.
BEGIN;
SELECT plan(23);
CREATE TABLE te_true AS
SELECT y AS year, 'JPN' AS importer, o AS origin, hs, v * (10 + y % 7 + length(o || hs) + ascii(o)) AS value
FROM generate_series(2019, 2024) AS y, (VALUES ('CHN', 50), ('VNM', 20), ('DEU', 13), ('FRA', 7)) AS s(o, v), unnest('{850511,850519,280530}'::text[]) AS hs;
CREATE TEMP TABLE truth AS SELECT trade_report_data('te_true', 'JPN') AS d;
CREATE FUNCTION pg_temp.left_out(flows regclass) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(string_agg(what, '; ' ORDER BY what), 'nothing') FROM trade_flow_audit(flows, 'JPN') WHERE NOT kept $$;
-- the figures of a table with totals are those of the table without them
CREATE FUNCTION pg_temp.same(flows regclass) RETURNS bool LANGUAGE sql AS $$
	SELECT t.d - 'audit' - 'parameters' = r - 'audit' - 'parameters' FROM truth AS t, trade_report_data(flows, 'JPN') AS r $$;
SELECT is(pg_temp.left_out('te_true'), 'nothing', 'without totals nothing is left out');

-- HS4 and TOTAL rows among HS6 rows
CREATE TABLE te_levels AS TABLE te_true;
INSERT INTO te_levels SELECT year, importer, origin, left(hs, 4), sum(value) FROM te_true GROUP BY 1, 2, 3, 4;
INSERT INTO te_levels SELECT year, importer, origin, 'TOTAL', sum(value) FROM te_true GROUP BY 1, 2, 3;
SELECT is(pg_temp.left_out('te_levels'), 'product that is the sum of finer ones: 2805, 8505, TOTAL', 'products that hold others are named');
SELECT ok(pg_temp.same('te_levels'), 'and change nothing');
SELECT is((SELECT sum(amount) FROM trade_flows('te_levels', 'JPN')), (SELECT sum(value)::float8 FROM te_true), 'nor the flows');
-- a heading of which only one subheading stands beside it is more than that
DELETE FROM te_levels WHERE hs IN ('850519', 'TOTAL', '280530');
SELECT is(pg_temp.left_out('te_levels'), 'product inside another: 850511', 'a part of a product beside it');
SELECT is((SELECT sum(amount) FROM trade_flows('te_levels', 'JPN')), (SELECT sum(value)::float8 FROM te_true), 'leaves the whole');

-- origins that are totals, by name
CREATE TABLE te_named AS TABLE te_true;
INSERT INTO te_named SELECT year, importer, t, hs, sum(value) FROM te_true, unnest('{World,All countries,GRAND TOTAL,World total}'::text[]) AS t GROUP BY 1, 2, 3, 4;
INSERT INTO te_named SELECT year, importer, 'EU', hs, sum(value) FROM te_true WHERE origin IN ('DEU', 'FRA') GROUP BY 1, 2, 4;
SELECT is(pg_temp.left_out('te_named'), 'World or total row: All countries, EU, GRAND TOTAL, World, World total', 'totals by name, and a bloc whose members are there');
SELECT ok(pg_temp.same('te_named'), 'they change nothing');
-- in Japanese, stretched by wide blanks as tables do it
CREATE TABLE te_japanese AS TABLE te_true;
INSERT INTO te_japanese SELECT year, importer, t, hs, sum(value) FROM te_true, unnest('{世界,全世界,世　界　計,総額,"合　　計",計}'::text[]) AS t GROUP BY 1, 2, 3, 4;
INSERT INTO te_japanese SELECT year, importer, origin, '総　額', sum(value) FROM te_true GROUP BY 1, 2, 3;
SELECT ok(pg_temp.left_out('te_japanese') ~ '^World or total row: [^;]*(世界|合　　計|総額).*; product that is the sum of finer ones: 総　額$', 'totals in Japanese, of partners and of products');
SELECT ok(pg_temp.same('te_japanese'), 'they change nothing');
SELECT is(array_agg(n ORDER BY n) FILTER (WHERE is_total_partner(n)), NULL, 'but no country, area or continent is a total')
FROM (SELECT name FROM countries() UNION ALL SELECT unnest('{日本,中国,合衆国,アジア,世界の果て,計画,小計国}'::text[])) AS c(n);
CREATE TABLE te_bloc AS SELECT year, importer, CASE WHEN origin IN ('DEU', 'FRA') THEN 'EU27_2020' ELSE origin END AS origin, hs, value FROM te_true;
SELECT is(pg_temp.left_out('te_bloc'), 'nothing', 'a bloc without its members is a supplier');

-- origins that are totals under a name that nobody knows: the sum of the others, everywhere
CREATE TABLE te_summed AS TABLE te_true;
INSERT INTO te_summed SELECT year, importer, t, hs, sum(value) FROM te_true, unnest('{Zusammen,Insgesamt}'::text[]) AS t GROUP BY 1, 2, 3, 4;
SELECT is(pg_temp.left_out('te_summed'), 'origin that is the sum of the others: Insgesamt, Zusammen', 'two totals of unknown names');
SELECT ok(pg_temp.same('te_summed'), 'they change nothing');
DELETE FROM te_summed WHERE origin = 'Insgesamt';
SELECT is(pg_temp.left_out('te_summed'), 'origin that is the sum of the others: Zusammen', 'one total');
UPDATE te_summed SET value = value + 1 WHERE origin = 'Zusammen' AND year = 2020 AND hs = '280530';
SELECT is(pg_temp.left_out('te_summed'), 'nothing', 'a large supplier that is not the sum everywhere is one');
CREATE TABLE te_pair AS SELECT y AS year, 'JPN' AS importer, o AS origin, '850511' AS hs, y AS value FROM generate_series(2010, 2024) AS y, unnest('{CHN,VNM}'::text[]) AS o;
SELECT is(pg_temp.left_out('te_pair'), 'nothing', 'two equal suppliers are suppliers');

-- periods: what a step is, what is no gap
SELECT is((c).months, months, what) FROM (VALUES
	('{2020-01-01,2021-01-01,2024-01-01}'::date[], 12, 'years'), ('{2020-04-01,2021-04-01}', 12, 'years that begin in April'),
	('{2024-01-01,2024-04-01,2024-07-01,2024-10-01,2025-01-01}', 3, 'quarters'), ('{2024-01-01,2024-02-01}', 1, 'months'), ('{2025-03-01}', 1, 'one month')) AS v(periods, months, what),
	LATERAL (SELECT te_support.te_flow_calendar(ARRAY[ROW('a', 'CHN', NULL, 0, te_support.te_series(1, 1, p), NULL, 1, 1)::te_support.te_flow], 0.5) AS c FROM unnest(v.periods) AS p) AS k;
SELECT is(te_support.te_flow_labels('{2023-12-01,2024-01-01,2024-02-01,2024-05-01,2024-06-01,2025-01-01}', 1), '2023-12..2024-02, 2024-05, 2024-06, 2025-01', 'runs of months are spans');
SELECT * FROM finish();
ROLLBACK;
