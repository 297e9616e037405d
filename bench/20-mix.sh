#!/bin/bash
# Supply mixes against plain SQL and DuckDB; prints a Markdown table.
set -euo pipefail
cd "$(dirname "$0")"
psql -X -q -v ON_ERROR_STOP=1 -v rows="$ROWS" <<'SQL'
\ir measure.sql
\ir generate_flows.sql
\ir mix_queries.sql
SQL
psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_measure($REPEATS)"

# DuckDB comes as an npm package, into a folder that git ignores
duckdb=''
if ! command -v npm >/dev/null; then
	echo "npm is missing: without DuckDB" >&2
elif ! { [ -d node_modules/@duckdb/node-api ] ||
	npm install --silent --no-save --no-package-lock --prefix . @duckdb/node-api >&2; }; then
	echo "npm could not install @duckdb/node-api: without DuckDB" >&2
else
	csv=$TE_STAGE/flows.csv
	psql -X -q -c "\\copy bench_flow TO '$csv' WITH (FORMAT csv, HEADER)"
	node duckdb.mjs "$PWD" "$csv" "$REPEATS" 2> "$TE_STAGE/duckdb.version" |
		psql -X -q -v ON_ERROR_STOP=1 -c '\copy bench_time FROM pstdin'
	duckdb=$(tail -1 "$TE_STAGE/duckdb.version")
	rm -f "$csv"
fi
psql -X -q -At -v ON_ERROR_STOP=1 -v duckdb="$duckdb" -v repeats="$REPEATS" -f mix_report.sql
