#!/bin/bash
# scale.sh ROWS... -- what a distributed query sends and computes, measured on one server: for each number of rows the table of
# generate_flows.sql in 8 parts by importer, the partial states of aggregates made in each part, their size as text (as Citus and
# postgres_fdw send them), and the seconds of processor time to make them and to put them together; then what tables of mixes
# hold and cost.  More than ten million rows are that many, again and again with other products.  Rows are synthetic.
# Prints Markdown, for docs/scale-out.md.  40 million take 10 GB of disk.
#   bench/scale.sh 1000000 10000000 40000000
#   bench/scale.sh forms 1000000         over two servers by postgres_fdw, and over partitions (forms.sql)
#   bench/scale.sh replication 1000000   to a logical subscriber (replication.sql)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${TE_STAGE:-}" ]; then
	export SERVER_OPTIONS='shared_buffers=1GB work_mem=512MB max_wal_size=4GB jit=off max_parallel_workers_per_gather=0 autovacuum=off wal_level=logical'
	exec tools/with_server.sh bench/scale.sh "$@"
fi
if [ "${1:?which number of rows?}" = forms ]; then
	for db in scale shard_1 shard_2; do createdb $db; done
	for db in shard_1 shard_2; do
		psql -X -q -d $db -c 'CREATE EXTENSION trade_exposure' -c 'CREATE TABLE flow (year int, exporter text COLLATE "C", importer text COLLATE "C", hs6 text COLLATE "C", value float8)'
	done
	psql -X -q -d scale -v ON_ERROR_STOP=1 -v rows="$2" -f bench/forms.sql
	exit
fi
if [ "$1" = replication ]; then
	for db in scale subscriber; do
		createdb $db
		psql -X -q -d $db -c 'CREATE EXTENSION trade_exposure'
	done
	psql -X -q -d scale -v ON_ERROR_STOP=1 -v rows="$2" -f bench/replication.sql
	exit
fi
for rows in "$@"; do
	createdb scale
	times=$(((rows + 9999999) / 10000000))
	psql -X -q -d scale -v ON_ERROR_STOP=1 -v rows=$((rows / times)) -v times=$times -f bench/scale.sql
	dropdb scale
done
