-- tariff_report.sql -- the table of medians, in Markdown.
-- tariff_stack rounds each duty to the cent, the joins do not: within half a cent a line
SELECT 'DISAGREEMENT: ' || d::text FROM bench_disagreement AS d
WHERE rows <> other_rows OR 'trade_exposure' NOT IN (engine, other) OR abs(answer - other_answer) > 0.005 * rows;
SELECT format('%s entry lines of %s codes and %s origins; medians, processor time of one process.%s', to_char(count(*), 'FM999,999,999'),
	count(DISTINCT hs), count(DISTINCT origin), CASE :'duckdb' WHEN '' THEN ' DuckDB was not at hand.' ELSE ' DuckDB ' || :'duckdb' || '.' END) FROM bench_entry;
SELECT E'\n| | ms | µs per line | ÷ `tariff_stack` |\n|---|---:|---:|---:|';
WITH r AS (SELECT question, engine, cpu FROM bench_result),
	ours AS (SELECT cpu FROM r WHERE question = 'duty of the entry lines' AND engine = 'trade_exposure')
SELECT format('| %s | %s | %s | %s |', label, to_char(r.cpu, 'FM999,990'), to_char(r.cpu * 1e3 / n.n, 'FM990.00'), to_char(r.cpu / ours.cpu, 'FM990.0'))
FROM (VALUES
		(1, 'reading the lines', 'reading the entry lines', 'trade_exposure'),
		(2, 'and a call that does nothing', 'a call without work', 'trade_exposure'),
		(3, '`tariff_stack` by regime', 'duty of the entry lines', 'trade_exposure'),
		(4, '`tariff_stack` by value', 'duty of the entry lines by value', 'trade_exposure'),
		(5, 'hash joins in SQL', 'duty of the entry lines', 'plain SQL'),
		(6, 'the same joins in DuckDB, one thread', 'duty of the entry lines', 'DuckDB')) AS v(ord, label, question, engine)
	JOIN r USING (question, engine), ours, (SELECT count(*) AS n FROM bench_entry) AS n
ORDER BY ord;
SELECT format(E'\nThe look-up itself, the call less a call that does nothing: %s µs per line.', round(((a.cpu - b.cpu) * 1e3 / n.n)::numeric, 2))
FROM bench_result AS a, bench_result AS b, (SELECT count(*) AS n FROM bench_entry) AS n
WHERE a.question = 'duty of the entry lines' AND a.engine = 'trade_exposure' AND b.question = 'a call without work';
