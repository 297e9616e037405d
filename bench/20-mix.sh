#!/bin/bash
# Supply mixes against plain SQL, DuckDB, ClickHouse (chDB) and Polars, on raw rows
# and stored; prints Markdown tables.
set -euo pipefail
cd "$(dirname "$0")"
. turns.sh
psql -X -q -o /dev/null -v ON_ERROR_STOP=1 -v rows="$ROWS" <<'SQL'
\ir measure.sql
\ir generate_flows.sql
\ir mix_queries.sql
SQL
csv=$TE_STAGE/flows.csv
psql -X -q -c "\\copy bench_flow TO '$csv' WITH (FORMAT csv, HEADER)"
for e in trade_exposure 'trade_exposure, in batches' 'plain SQL' 'plain SQL, window'; do sql_engine "$e"; done
platform=$(node -p "process.platform + '-' + process.arch + (process.platform === 'linux' ? '-gnu' : '')" 2>/dev/null) || true
if node_peer DuckDB 'one thread, a database file of its own after CHECKPOINT, ENUM countries, integer codes; stored: LIST columns, the largest first' @duckdb/node-api; then
	engine DuckDB node duckdb.mjs "$csv" "$TE_STAGE/flows.duckdb"
fi
if node_peer chDB 'ClickHouse in the process, one thread, MergeTree as loaded (sorted: by the keys), LowCardinality countries, integer codes; stored: arrays, the largest first' chdb; then
	engine chDB node chdb.mjs "$csv" "$TE_STAGE/chdb"
fi
if node_peer Polars 'one thread, in memory, categorical countries, integer codes' nodejs-polars "nodejs-polars-$platform"; then
	POLARS_MAX_THREADS=1 engine Polars node polars.mjs "$csv"
fi
psql -X -q -At -F $'\t' -c 'SELECT question, engine FROM bench_asked ORDER BY n, engine' | turns "$REPEATS"
end_engines
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_check()'
record
psql -X -q -At -v ON_ERROR_STOP=1 -v repeats="$REPEATS" -f mix_report.sql
