#!/bin/bash
# scale.sh ROWS... -- what a distributed query sends and computes, measured on one server: for each number of rows the table of
# generate_flows.sql in 8 parts by importer, the partial states of aggregates made in each part, their size as text (as Citus and
# postgres_fdw send them), and the seconds to make them and to put them together.  Prints Markdown, for docs/scale-out.md.
#   bench/scale.sh 1000000 10000000
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${TE_STAGE:-}" ]; then
	export SERVER_OPTIONS='shared_buffers=1GB work_mem=512MB max_wal_size=4GB jit=off max_parallel_workers_per_gather=0 autovacuum=off'
	exec tools/with_server.sh bench/scale.sh "$@"
fi
for rows in "$@"; do
	createdb scale
	psql -X -q -d scale -v ON_ERROR_STOP=1 -v rows="$rows" -f bench/scale.sql
	dropdb scale
done
