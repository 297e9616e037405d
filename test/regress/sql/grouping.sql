-- GROUP BY in batches: the plan node "Batch Group".
SELECT importer, round(hhi(exporter, value)::numeric, 3) AS hhi
FROM (VALUES ('JPN', 'CHN', 60), ('JPN', 'VNM', 30), ('DEU', 'CHN', 10), ('DEU', 'EST', 30)) AS trade(importer, exporter, value)
GROUP BY importer ORDER BY importer;
SET trade_exposure.batch_grouping = on;
EXPLAIN (COSTS off, VERBOSE) SELECT importer, hhi(exporter, value) AS hhi, sum(value), count(*) FILTER (WHERE value > 20)
FROM (VALUES ('JPN', 'CHN', 60), ('JPN', 'VNM', 30), ('DEU', 'CHN', 10), ('DEU', 'EST', 30)) AS trade(importer, exporter, value)
GROUP BY importer HAVING count(*) > 1;
SELECT importer, round(hhi(exporter, value)::numeric, 3) AS hhi, sum(value), count(*) FILTER (WHERE value > 20)
FROM (VALUES ('JPN', 'CHN', 60), ('JPN', 'VNM', 30), ('DEU', 'CHN', 10), ('DEU', 'EST', 30)) AS trade(importer, exporter, value)
GROUP BY importer HAVING count(*) > 1 ORDER BY importer;
SET trade_exposure.batch_grouping = maybe;
