#!/bin/bash
# bench.sh -- measures side by side with plain SQL and other engines: runs
# bench/NN-topic.sh (or .sql) one after the other against a throw-away server.
#   ROWS=10000000   rows of the large tables (default 1,000,000)
#   REPEATS=7       runs of each query, of which the median counts (default 5)
#   PARTS='20-mix'  only these parts
set -euo pipefail
cd "$(dirname "$0")/.."
export ROWS=${ROWS:-1000000} REPEATS=${REPEATS:-5}
if [ -z "${TE_STAGE:-}" ]; then
	export SERVER_OPTIONS='shared_buffers=1GB work_mem=256MB max_wal_size=4GB jit=off max_parallel_workers_per_gather=0 autovacuum=off'
	exec tools/with_server.sh "$PWD/tools/bench.sh"
fi

export PGDATABASE=trade_bench
createdb "$PGDATABASE"
psql -X -q -c 'CREATE EXTENSION trade_exposure'
for part in bench/[0-9]*; do
	name=$(basename "${part%.*}")
	case " ${PARTS:-$name} " in *" $name "*) ;; *) continue ;; esac
	echo "== $name"
	case $part in
		*.sql) psql -X -q -v ON_ERROR_STOP=1 -v rows="$ROWS" -v repeats="$REPEATS" -f "$part" ;;
		*.sh) bash "$part" ;;
	esac
done
