#!/bin/bash
# Supply networks against numpy, scipy and sweeps in SQL; prints a Markdown table.
#   NETWORKS='500 3500 100000'  sizes: up to 5,000 nodes dense, above with ten edges a node
set -euo pipefail
cd "$(dirname "$0")"
networks=${NETWORKS:-500 3500 100000}
psql -X -q -c 'CREATE SCHEMA bench_network'
export PGOPTIONS='-c search_path=bench_network,public'
psql -X -q -v ON_ERROR_STOP=1 -f measure.sql
psql -X -q -v ON_ERROR_STOP=1 -f network_queries.sql
for n in $networks; do
	psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_add_network($n)"
done
psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_measure($REPEATS)"
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_measure_sweeps()'

# numpy and scipy as Debian has them (python3-numpy, python3-scipy)
peers=''
if ! /usr/bin/python3 -c 'import numpy, scipy' 2>/dev/null; then
	echo "python3-numpy or python3-scipy is missing: without them" >&2
else
	for n in $networks; do
		psql -X -q -At -c "COPY (SELECT supplier, \"user\", amount FROM bench_flow WHERE n = $n ORDER BY 1, 2) TO STDOUT" > "$TE_STAGE/flow.$n"
		psql -X -q -At -c "COPY (SELECT output FROM bench_node WHERE n = $n ORDER BY node) TO STDOUT" > "$TE_STAGE/node.$n"
		/usr/bin/python3 scipy_network.py "$n" "$TE_STAGE" "$REPEATS" |
			psql -X -q -v ON_ERROR_STOP=1 -c '\copy bench_time FROM pstdin (FORMAT csv)'
		rm -f "$TE_STAGE/flow.$n" "$TE_STAGE/node.$n"
	done
	peers=$(/usr/bin/python3 -c 'import numpy, scipy; print(f"numpy {numpy.__version__}, scipy {scipy.__version__}")')
fi
psql -X -q -At -v ON_ERROR_STOP=1 -v peers="$peers" -v repeats="$REPEATS" <<'SQL'
SELECT 'DISAGREEMENT: ' || d::text FROM bench_disagreement AS d;
SELECT format('Medians of %s runs; processor time in ms. Dense networks up to 5,000 nodes, above ten edges a node. %s', :'repeats',
	coalesce(nullif(:'peers', ''), 'numpy and scipy were not at hand') || '.');
SELECT E'\n| question | nodes | edges | trade_exposure | numpy, dense | scipy, sparse | sweeps in SQL |\n|---|---:|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s | %s | %s | %s |', split_part(question, ': ', 1), to_char(n, 'FM999,999,999'),
	to_char((SELECT count(*) FROM bench_flow AS f WHERE f.n = s.n), 'FM999,999,999'),
	coalesce(to_char(max(cpu) FILTER (WHERE engine = 'trade_exposure'), 'FM999,999,990.0'), '–'),
	coalesce(to_char(max(cpu) FILTER (WHERE engine = 'numpy'), 'FM999,999,990.0'), '–'),
	coalesce(to_char(max(cpu) FILTER (WHERE engine = 'scipy'), 'FM999,999,990.0'), '–'),
	coalesce(to_char(max(cpu) FILTER (WHERE engine = 'SQL'), 'FM999,999,990.0'), '–'))
FROM bench_result, LATERAL (SELECT split_part(question, ': ', 2)::int AS n) AS s
GROUP BY question, n ORDER BY split_part(question, ': ', 1) DESC, n;
SQL
