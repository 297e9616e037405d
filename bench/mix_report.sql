-- mix_report.sql -- the table of medians, in Markdown.
SELECT 'DISAGREEMENT: ' || d::text FROM bench_disagreement AS d;

SELECT format('%s rows; %s groups by (hs6, year), %s by (importer, hs6, year) with %s origins each on average. Medians of %s runs in turn; processor time in ms, one process each.',
	to_char(count(*), 'FM999,999,999'), (SELECT count(DISTINCT (hs6, year)) FROM bench_flow),
	to_char((SELECT count(*) FROM bench_mix), 'FM999,999,999'),
	(SELECT round(avg(supplier_count(mix)), 1) FROM bench_mix), :'repeats') FROM bench_flow;
SELECT E'\n| question | trade_exposure | plain SQL | DuckDB | × grouped sum | plain SQL ÷ ours |\n|---|---:|---:|---:|---:|---:|';
WITH r AS (
	SELECT question, min(n) AS n, split_part(question, ': ', 1) AS label,
		max(cpu) FILTER (WHERE engine = 'trade_exposure') AS ours,
		max(cpu) FILTER (WHERE engine = 'plain SQL') AS plain,
		max(cpu) FILTER (WHERE engine = 'DuckDB') AS duck
	FROM bench_result LEFT JOIN bench_query USING (question, engine) GROUP BY question
)
SELECT format('| %s | %s | %s | %s | %s | %s |', r.question,
	to_char(r.ours, 'FM999,990'), to_char(r.plain, 'FM999,990'), to_char(coalesce(r.duck, raw.duck), 'FM999,990'),
	to_char(r.ours / g.plain, 'FM990.00'), to_char(r.plain / r.ours, 'FM990.0'))
FROM r
	LEFT JOIN r AS g ON g.question = r.label || ': grouped sum'
	-- stored mixes against DuckDB on the raw rows
	LEFT JOIN r AS raw ON r.label = 'stored' AND raw.question =
		CASE WHEN r.question ~ 'by product' THEN 'few groups: HHI' ELSE replace(r.question, 'stored', 'many groups') END
ORDER BY r.n;

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
CREATE AGGREGATE bench_state(text, float8) (SFUNC = te_mix_accum, STYPE = supply_mix);
CREATE FUNCTION bench_state_size(key text, OUT bytes float8, OUT goal float8) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT avg(pg_column_size(s)), avg(64 + 40 * n) FROM
		(SELECT bench_state(exporter, value) AS s, count(DISTINCT exporter) AS n FROM bench_flow GROUP BY %s) AS g', key) INTO bytes, goal;
END $$;
SELECT format('| hhi, the states alone | %s | %s |%s| 64 and 40 per origin | %s | %s |', to_char(few.bytes, 'FM999,990'), to_char(many.bytes, 'FM999,990'), E'\n',
	to_char(few.goal, 'FM999,990'), to_char(many.goal, 'FM999,990'))
FROM bench_state_size('hs6, year') AS few, bench_state_size('importer, hs6, year') AS many;
SELECT format(E'\nA stored mix takes %s bytes on average (%s origins): %s MB for %s MB of rows. DuckDB %s.',
	round(avg(pg_column_size(mix))), round(avg(supplier_count(mix)), 1),
	pg_table_size('bench_mix') >> 20, pg_table_size('bench_flow') >> 20, coalesce(nullif(:'duckdb', ''), 'was not at hand'))
FROM bench_mix;
