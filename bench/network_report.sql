-- network_report.sql -- the table of 75-network.sh from bench_time.
SELECT 'DISAGREEMENT: ' || d::text FROM bench_disagreement AS d;
SELECT format('Medians of up to %s runs; processor time in ms, of one thread. Dense networks up to 5,000 nodes, above ten flows a node. %s.', :'repeats',
	coalesce(nullif(:'peers', ''), 'numpy and scipy were not at hand'));
SELECT 'Stored: the network is read from its table. In memory: it was read before, by a PL/pgSQL variable or by Python. '
	'File: compressed rows by `np.load`. Table: one row per flow by `COPY`, elapsed time. Sweeps: Leontief''s series by joins.';
SELECT E'\n| question | nodes | flows | trade_exposure, stored | in memory | numpy, dense, in memory | scipy, sparse, in memory | from a file | from the table | sweeps in SQL |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s |', split_part(question, ': ', 1), to_char(n, 'FM999,999,999'),
	to_char((SELECT (network_summary(net)).edges FROM bench_net AS b WHERE b.n = s.n), 'FM999,999,999'),
	(SELECT string_agg(coalesce(to_char((SELECT CASE WHEN engine = 'scipy, table' THEN wall ELSE cpu END FROM bench_result AS r
			WHERE (r.question, r.engine) = (q.question, e.engine)), 'FM999,999,990'), '–'), ' | ' ORDER BY k)
		FROM unnest(ARRAY['trade_exposure', 'trade_exposure, memory', 'numpy', 'scipy', 'scipy, file', 'scipy, table', 'SQL']) WITH ORDINALITY AS e(engine, k)))
FROM (SELECT DISTINCT question FROM bench_result) AS q, LATERAL (SELECT split_part(question, ': ', 2)::int AS n) AS s
ORDER BY split_part(question, ': ', 1) DESC, n;
SELECT '';
