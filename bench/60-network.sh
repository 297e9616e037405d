#!/bin/bash
# Supply networks against numpy, scipy and sweeps in SQL; prints a Markdown table.
#   NETWORKS='500 3500 100000 1000000'  sizes: up to 5,000 nodes dense, above with ten edges a node
set -euo pipefail
cd "$(dirname "$0")"
networks=${NETWORKS:-500 3500 100000 1000000}
psql -X -q -c 'CREATE SCHEMA bench_network'
export PGOPTIONS='-c search_path=bench_network,public'
psql -X -q -v ON_ERROR_STOP=1 -f measure.sql
psql -X -q -v ON_ERROR_STOP=1 -f network_queries.sql
for n in $networks; do
	psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_add_network($n)"
done
# numpy and scipy as Debian has them (python3-numpy, python3-scipy)
peers=''
if /usr/bin/python3 -c 'import numpy, scipy' 2>/dev/null; then
	peers=$(/usr/bin/python3 -c 'import numpy, scipy; print(f"numpy {numpy.__version__}, scipy {scipy.__version__}")')
else
	echo "python3-numpy or python3-scipy is missing: without them" >&2
fi

# in turns: a machine is faster in one minute than in the next
for turn in 1 2 3; do
	repeats=$(((REPEATS + 2) / 3))
	psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_measure($repeats)"
	psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_measure_in_memory($repeats)"
	[ -n "$peers" ] || continue
	for n in $networks; do
		/usr/bin/python3 scipy_network.py "$n" "$TE_STAGE" "$repeats" "$turn" |
			psql -X -q -v ON_ERROR_STOP=1 -c '\copy bench_time FROM pstdin (FORMAT csv)'
	done
done
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_measure_sweeps()'
psql -X -q -At -v ON_ERROR_STOP=1 -v peers="$peers" -v repeats="$REPEATS" -f network_report.sql

# a year of the dynamic model on each dense network, in a backend of its own
for n in $networks; do
	[ "$n" -le 5000 ] || continue
	psql -X -q -At -v ON_ERROR_STOP=1 -v n="$n" -f network_memory.sql
done
