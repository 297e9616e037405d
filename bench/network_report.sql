-- network_report.sql -- the tables of 60-network.sh from bench_time.
SELECT format('Dense networks up to 5,000 nodes, above ten flows a node. Processor time in ms, one thread: the median of %s runs in turns, and in brackets the least (what takes above 3 s is run once).', :'repeats');
SELECT '';
SELECT line FROM bench_engines WHERE line NOT LIKE '%: as scipy or numpy.';
SELECT 'In memory: the network was read before, by a PL/pgSQL variable or by Python. Stored: read from its table (trade_exposure.network_cache = 0), or from a file of compressed rows. Asked again: the stored network that the session keeps, beside Python in memory. From the rows: one row per flow, until the answer.';
SELECT E'\n| question | flows | trade_exposure | scipy | numpy, gemv | numpy, LAPACK | sweeps in SQL | fastest other ÷ ours |\n|---|---:|---:|---:|---:|---:|---:|---:|';
WITH q AS (
	SELECT question, min(n) AS n, substring(question FROM '(\d+) nodes')::int AS size FROM bench_query GROUP BY question)
SELECT format('| %s | %s | %s | %s | %s | %s | %s | %s |', question,
	to_char((SELECT (network_summary(net)).edges FROM bench_net AS b WHERE b.n = q.size), 'FM999,999,999'),
	bench_cell(question, 'trade_exposure'),
	bench_cell(question, CASE WHEN question ~ 'stored$' THEN 'scipy, file' WHEN question ~ 'rows' THEN 'scipy, table' ELSE 'scipy' END),
	bench_cell(question, 'numpy, gemv'), bench_cell(question, CASE WHEN question ~ 'extraction' THEN 'numpy, inverse' ELSE 'numpy, solve' END),
	bench_cell(question, 'plain SQL'),
	coalesce(to_char((SELECT min(cpu) FROM bench_result AS r WHERE r.question = q.question AND engine <> 'trade_exposure')
		/ (SELECT cpu FROM bench_result AS r WHERE r.question = q.question AND engine = 'trade_exposure'), 'FM990.00'), '–'))
FROM q ORDER BY regexp_replace(question, '\d+ ', '') COLLATE "C", size;
SELECT '';
SELECT format('Building takes %s µs a flow, the reading of the rows included.', string_agg(format('%s (%s nodes)', round((cpu * 1e3 / (SELECT count(*) FROM bench_flow AS f WHERE f.n = s.size))::numeric, 2), to_char(size, 'FM999,999,999')), ', ' ORDER BY size))
FROM bench_result AS r, LATERAL (SELECT substring(question FROM '(\d+) nodes')::int) AS s(size) WHERE question LIKE 'build%';
SELECT '';
