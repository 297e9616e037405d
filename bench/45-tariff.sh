#!/bin/bash
# Tariffs: entry lines against a whole US schedule (the frozen one of the golden
# lines, whose rules can be written as joins), beside hash joins in
# PostgreSQL and in DuckDB, and what compiling, a first call and a panel take.
# Prints Markdown tables.
set -euo pipefail
cd "$(dirname "$0")/.."
export PGOPTIONS='-c enable_mergejoin=off'	# hash joins: the best that SQL does here
psql -X -q -o /dev/null -v ON_ERROR_STOP=1 -v rows="$ROWS" <<'SQL'
\ir examples/load_tariff.sql
\ir test/data/golden_law.sql
\ir bench/measure.sql
\ir bench/tariff_queries.sql
SQL
psql -X -q -v ON_ERROR_STOP=1 -c "CALL bench_measure($REPEATS)"

# the joins take long: one warm-up and two runs, unless fewer are wanted
psql -X -q -v ON_ERROR_STOP=1 -c 'DELETE FROM bench_query' -c 'INSERT INTO bench_query (question, engine, query) SELECT * FROM bench_joins' \
	-c "CALL bench_measure(least($REPEATS, 2))"

# DuckDB comes as an npm package, into a folder that git ignores
duckdb=''
if ! command -v npm >/dev/null; then
	echo "npm is missing: without DuckDB" >&2
elif ! { [ -d bench/node_modules/@duckdb/node-api ] ||
	npm install --silent --no-save --no-package-lock --prefix bench @duckdb/node-api >&2; }; then
	echo "npm could not install @duckdb/node-api: without DuckDB" >&2
else
	for t in entry rule setup joins; do
		psql -X -q -c "\\copy bench_$t TO '$TE_STAGE/$t.csv' WITH (FORMAT csv, HEADER)"
	done
	node bench/duckdb_tariff.mjs "$PWD/bench" "$TE_STAGE" "$REPEATS" 2> "$TE_STAGE/duckdb.version" |
		psql -X -q -v ON_ERROR_STOP=1 -c '\copy bench_time FROM pstdin' ||
		{ cat "$TE_STAGE/duckdb.version" >&2; exit 1; }
	duckdb=$(tail -1 "$TE_STAGE/duckdb.version")
	rm -f "$TE_STAGE"/{entry,rule,setup,joins}.csv
fi
psql -X -q -At -v ON_ERROR_STOP=1 -v duckdb="$duckdb" -f bench/tariff_report.sql

# each in sessions of their own: of five the one with the median processor time
timed() {
	psql -X -q -At <<-SQL | tail -1
		SET work_mem = '4MB';
		SELECT bench_cpu() AS cpu, clock_timestamp() AS began \gset
		$1;
		SELECT bench_cpu() - :cpu, extract(epoch FROM clock_timestamp() - :'began') * 1e3;
	SQL
}
five() { for _ in 1 2 3 4 5; do timed "$1"; done | sort -n | sed -n 3p; }
row() { printf '| %s | %.0f | %.0f | %s |\n' "$1" "${2%|*}" "${2#*|}" "$3"; }
peak=$(psql -X -q -At -c "SET work_mem = '4MB'" -c '\o /dev/null' -c "$(cat bench/tariff_panel.sql)" -c '\o' \
	-c "SELECT substring(pg_read_file('/proc/self/status', 0, 5000) FROM 'VmHWM:\s*(\d+)')::int / 1024")
printf '\n| | processor ms | elapsed ms | |\n|---|---:|---:|---|\n'
row '`tariff_compile`: the frozen law of 52,516 measures' "$(five "SELECT compiled FROM tariff_compile('GOLDEN')")" ''
row '`tariff_compile`: the law of the United States' "$(five "SELECT compiled FROM tariff_compile('US')")" ''
row 'first call of a new session' "$(five "SELECT tariff_rate('US', '8703230190', 'JP', '2025-10-01')")" ''
row '`tariff_panel`: 20,204 codes × 240 countries' "$(timed "$(cat bench/tariff_panel.sql)")" "$peak MB at most, \`work_mem = 4MB\`"
