-- mix_report.sql -- the tables of medians, in Markdown.
SELECT format('%s rows; %s groups by (hs6, year), %s by (importer, hs6, year) with %s origins each on average. Processor time in ms, one process each: the median of %s runs in turns, and in brackets the least.',
	to_char(count(*), 'FM999,999,999'), (SELECT count(DISTINCT (hs6, year)) FROM bench_flow),
	to_char((SELECT count(*) FROM bench_mix), 'FM999,999,999'),
	(SELECT round(avg(supplier_count(mix)), 1) FROM bench_mix), :'repeats') FROM bench_flow;
SELECT '';
SELECT line FROM bench_engines;
SELECT E'\n| question | trade_exposure | the same, in batches | plain SQL, arrays | plain SQL, window | DuckDB | chDB | Polars |\n|---|---:|---:|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s |', question, (SELECT string_agg(bench_cell(question, engine), ' | ' ORDER BY k)
	FROM unnest(ARRAY['trade_exposure', 'trade_exposure, in batches', 'plain SQL', 'plain SQL, window', 'DuckDB', 'chDB', 'Polars']) WITH ORDINALITY AS e(engine, k)))
FROM (SELECT question, min(n) AS n FROM bench_query GROUP BY question) AS q ORDER BY n;

SELECT E'\nAs multiples: above 1 the extension is ahead. Beside raw rows: the same question to DuckDB''s raw rows.\n\n'
	'| question | ours ÷ grouped sum | plain SQL ÷ ours | DuckDB ÷ ours | chDB ÷ ours | Polars ÷ ours | DuckDB on raw rows ÷ ours |\n|---|---:|---:|---:|---:|---:|---:|';
WITH r AS (
	SELECT question, split_part(question, ': ', 1) AS label, nullif(max(cpu) FILTER (WHERE engine = 'trade_exposure'), 0) AS ours,
		min(cpu) FILTER (WHERE engine LIKE 'plain SQL%') AS plain, max(cpu) FILTER (WHERE engine = 'DuckDB') AS duck,
		max(cpu) FILTER (WHERE engine = 'chDB') AS chdb, max(cpu) FILTER (WHERE engine = 'Polars') AS polars
	FROM bench_result GROUP BY question)
SELECT format('| %s | %s |', r.question, (SELECT string_agg(coalesce(to_char(x, 'FM990.00'), '–'), ' | ' ORDER BY k)
	FROM unnest(ARRAY[r.ours / g.plain, r.plain / r.ours, r.duck / r.ours, r.chdb / r.ours, r.polars / r.ours,
		CASE WHEN r.label = 'stored' THEN raw.duck / r.ours END]) WITH ORDINALITY AS u(x, k)))
FROM r LEFT JOIN r AS g ON g.question = r.label || ': grouped sum' LEFT JOIN r AS raw ON raw.question = bench_same_as(r.question)
WHERE r.ours IS NOT NULL ORDER BY (SELECT min(n) FROM bench_query AS q WHERE q.question = r.question);

SELECT E'\nIn batches (`trade_exposure.batch_grouping = on`), beside the same with the setting off, the best SQL, DuckDB''s own storage and a bare sum over all rows:\n\n'
	'| question | off ÷ on | plain SQL ÷ on | on ÷ DuckDB | on ÷ bare sum |\n|---|---:|---:|---:|---:|';
WITH r AS (
	SELECT question, max(cpu) FILTER (WHERE engine = 'trade_exposure, in batches') AS batches, max(cpu) FILTER (WHERE engine = 'trade_exposure') AS ours,
		min(cpu) FILTER (WHERE engine LIKE 'plain SQL%') AS plain, max(cpu) FILTER (WHERE engine = 'DuckDB') AS duck
	FROM bench_result GROUP BY question)
SELECT format('| %s | %s |', r.question, (SELECT string_agg(coalesce(to_char(x, 'FM990.00'), '–'), ' | ' ORDER BY k)
	FROM unnest(ARRAY[r.ours / r.batches, r.plain / r.batches, r.batches / r.duck, r.batches / s.plain]) WITH ORDINALITY AS u(x, k)))
FROM r, r AS s WHERE r.batches > 0 AND s.question = 'bare sum' ORDER BY (SELECT min(n) FROM bench_query AS q WHERE q.question = r.question);

SELECT E'\nMemory of the states beyond a count''s, bytes per group:\n\n| aggregate | few groups | many groups |\n|---|---:|---:|';
SELECT format('| %s | %s |', label, string_agg(bytes, ' | ' ORDER BY k)) FROM (
	SELECT a.n, a.label, k.k, to_char((bench_peak(format('SELECT %s, %s FROM bench_flow GROUP BY %1$s', k.key, a.call))
		- bench_peak(format('SELECT %s, count(*) FROM bench_flow GROUP BY %1$s', k.key)))
		/ (SELECT count(*) FROM (SELECT DISTINCT CASE WHEN k.k = 2 THEN importer END, hs6, year FROM bench_flow) AS d), 'FM999,990') AS bytes
	FROM (VALUES (1, 'sum(value)', 'sum(value)'),
		(2, 'dependency_share', $$dependency_share(exporter, value, 'CHN')$$),
		(3, 'hhi', 'hhi(exporter, value)')) AS a(n, label, call),
	(VALUES (1, 'hs6, year'), (2, 'importer, hs6, year')) AS k(k, key)) AS m
GROUP BY n, label ORDER BY n;
-- of hhi the states alone, without what growing ones left behind for others
CREATE AGGREGATE bench_state(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
CREATE FUNCTION bench_state_size(key text, OUT bytes float8, OUT goal float8) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT avg(pg_column_size(s)), avg(64 + 40 * n) FROM
		(SELECT bench_state(exporter, value) AS s, count(DISTINCT exporter) AS n FROM bench_flow GROUP BY %s) AS g', key) INTO bytes, goal;
END $$;
SELECT format('| hhi, the states alone | %s | %s |%s| 64 and 40 per origin | %s | %s |', to_char(few.bytes, 'FM999,990'), to_char(many.bytes, 'FM999,990'), E'\n',
	to_char(few.goal, 'FM999,990'), to_char(many.goal, 'FM999,990'))
FROM bench_state_size('hs6, year') AS few, bench_state_size('importer, hs6, year') AS many;
SELECT format(E'\nA stored mix takes %s bytes on average (%s origins): %s MB; as two arrays %s MB; the rows themselves %s MB.',
	round(avg(pg_column_size(mix))), round(avg(supplier_count(mix)), 1),
	pg_table_size('bench_mix') >> 20, pg_table_size('bench_array') >> 20, pg_table_size('bench_flow') >> 20)
FROM bench_mix;
