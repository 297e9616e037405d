-- tariff_report.sql -- the table of medians, in Markdown.
SELECT format('%s entry lines of %s codes and %s origins; processor time in ms, one process each: the median of %s runs in turns, and in brackets the least (what takes above 8 s is run once).', to_char(count(*), 'FM999,999,999'),
	count(DISTINCT hs), count(DISTINCT origin), :'repeats') FROM bench_entry;
SELECT '';
SELECT line FROM bench_engines;
SELECT E'\n| | ms | µs a line | ÷ `tariff_stack` |\n|---|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s |', label, bench_cell(question, v.engine), coalesce(to_char(r.cpu * 1e3 / n.n, 'FM990.00'), '–'), coalesce(to_char(r.cpu / ours.cpu, 'FM990.00'), '–'))
FROM (VALUES
		(1, 'reading the lines', 'reading the lines', 'executor'),
		(2, 'and a call that does nothing', 'a call that does nothing', 'executor'),
		(3, '`tariff_stack` by regime', 'duty of the entry lines', 'trade_exposure'),
		(4, '`tariff_stack` by value', 'duty by value', 'trade_exposure'),
		(5, 'hash joins in SQL', 'duty of the entry lines', 'plain SQL'),
		(6, 'the same joins in DuckDB', 'duty of the entry lines', 'DuckDB'),
		(7, 'lines in the order of code, origin and day: `tariff_stack`', 'duty in the order of code, origin and day', 'trade_exposure'),
		(8, 'the same lines: hash joins in SQL', 'duty in the order of code, origin and day', 'plain SQL'),
		(9, 'the same lines: DuckDB', 'duty in the order of code, origin and day', 'DuckDB')) AS v(ord, label, question, engine)
	LEFT JOIN bench_result AS r USING (question, engine), (SELECT count(*) AS n FROM bench_entry) AS n,
	(SELECT cpu FROM bench_result WHERE question = 'duty of the entry lines' AND engine = 'trade_exposure') AS ours
ORDER BY ord;
SELECT format(E'\nThe look-up itself, the call less a call that does nothing: %s µs per line.', round(((a.cpu - b.cpu) * 1e3 / n.n)::numeric, 2))
FROM bench_result AS a, bench_result AS b, (SELECT count(*) AS n FROM bench_entry) AS n
WHERE a.question = 'duty of the entry lines' AND a.engine = 'trade_exposure' AND b.question = 'a call that does nothing';
