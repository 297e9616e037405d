#!/bin/bash
# Supply networks against numpy, scipy and sweeps in SQL; prints Markdown tables.
#   NETWORKS='500 3500 10000 100000 1000000'  sizes: up to 5,000 nodes dense, above with ten edges a node
set -euo pipefail
cd "$(dirname "$0")"
. turns.sh
networks=${NETWORKS:-500 3500 10000 100000}
psql -X -q -v ON_ERROR_STOP=1 -f measure.sql -f network_queries.sql
peers=$(python_peer) || { echo "without numpy and scipy" >&2; peers=''; }
version="${peers:-not to be had: the Debian packages python3-numpy, python3-scipy, libopenblas0-pthread}"
peer scipy "$version" 'BiCGStab over compressed rows as a LinearOperator; in memory, from a file (np.load), or from the table (COPY in binary, with what that takes in the server)'
peer 'numpy, gemv' "$version" 'the same over a dense array'
peer 'numpy, solve' "$version" 'dense, LAPACK'
psql -X -q -v ON_ERROR_STOP=1 -c "INSERT INTO bench_engine SELECT v.*, 'as scipy or numpy' FROM (VALUES
	('scipy, file'), ('scipy, table'), ('numpy, inverse')) AS e(engine), LATERAL (SELECT e.engine, version FROM bench_engine WHERE engine = 'scipy') AS v WHERE version LIKE 'not%'"
for n in $networks; do
	psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_add_network($n)"
	for e in trade_exposure 'plain SQL'; do sql_engine "$e"; done
	if [ -n "$peers" ]; then
		for e in scipy 'scipy, file' 'scipy, table' 'numpy, gemv' 'numpy, solve' 'numpy, inverse'; do
			[[ $e != numpy* ]] || [ "$n" -le 5000 ] || continue
			engine "$e" peer_python scipy_network.py "$n" "$TE_STAGE" "$e"
		done
	fi
	psql -X -q -At -F $'\t' -c "SELECT question, engine FROM bench_asked WHERE question LIKE '%, $n nodes%' ORDER BY n, engine" | PATIENCE=3000 turns "$REPEATS"
	end_engines
	rm -f "$TE_STAGE"/*.npy
done
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_check()'
record
psql -X -q -At -v ON_ERROR_STOP=1 -v repeats="$REPEATS" -f network_report.sql

# a year of the dynamic model on each dense network, in a backend of its own
for n in $networks; do
	[ "$n" -le 5000 ] || continue
	psql -X -q -At -v ON_ERROR_STOP=1 -v n="$n" -f network_memory.sql
done
