#!/bin/bash
# Tariffs: entry lines against a whole US schedule (the frozen one of the golden
# lines, whose rules can be written as joins), beside hash joins in
# PostgreSQL and in DuckDB, and what compiling, a first call and a panel take.
# Prints Markdown tables.
set -euo pipefail
cd "$(dirname "$0")/.."
psql -X -q -o /dev/null -v ON_ERROR_STOP=1 -v rows="$ROWS" <<'SQL'
\ir examples/load_tariff.sql
\ir test/data/golden_law.sql
\ir bench/measure.sql
\ir bench/tariff_queries.sql
SQL
cd bench
. turns.sh
for e in executor trade_exposure 'plain SQL'; do sql_engine "$e"; done
if node_peer DuckDB 'the same joins, one thread, a database file of its own after CHECKPOINT, ENUM origins, integer codes' @duckdb/node-api; then
	for t in entry rule setup joins; do
		psql -X -q -c "\\copy bench_$t TO '$TE_STAGE/$t.csv' WITH (FORMAT csv, HEADER)"
	done
	engine DuckDB node duckdb_tariff.mjs "$TE_STAGE"
fi
# the joins in SQL take long: once, unless the rows are few
psql -X -q -At -F $'\t' -c 'SELECT question, engine FROM bench_asked ORDER BY n, engine' | PATIENCE=8000 turns "$REPEATS"
end_engines
# tariff_stack rounds each duty to the cent, the joins do not: within half a cent a line
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_check(0.005)'
record
psql -X -q -At -v ON_ERROR_STOP=1 -v repeats="$REPEATS" -f tariff_report.sql
cd ..

# each in sessions of their own: of five the one with the median processor time
timed() {
	psql -X -q -At <<-SQL | tail -1
		SET work_mem = '4MB';
		SELECT bench_cpu() AS cpu, clock_timestamp() AS began \gset
		$1;
		SELECT bench_cpu() - :cpu, extract(epoch FROM clock_timestamp() - :'began') * 1e3;
	SQL
}
five() { for _ in 1 2 3 4 5; do timed "$1"; done | sort -n | sed -n '3p;1p' | xargs; }
row() { printf '| %s | %.0f (%.0f) | %.0f | %s |\n' "$1" "${3%|*}" "${2%|*}" "${3#*|}" "$4"; }
peak=$(psql -X -q -At -c "SET work_mem = '4MB'" -c '\o /dev/null' -c "$(cat bench/tariff_panel.sql)" -c '\o' \
	-c "SELECT substring(pg_read_file('/proc/self/status', 0, 5000) FROM 'VmHWM:\s*(\d+)')::int / 1024")
measures=$(psql -X -q -At -c "SELECT to_char(count(*), 'FM999,999') FROM tariff_measure WHERE regime = 'US'")
printf '\n| of five, the median and the least | processor ms | elapsed ms | |\n|---|---:|---:|---|\n'
row "\`tariff_compile\`: $measures measures" $(five "SELECT compiled FROM tariff_compile('US')") ''
row 'first call of a new session' $(five "SELECT tariff_rate('US', '8703230190', 'JP', '2025-10-01')") ''
# what the server itself needs to put together a value of that size from the pieces it is stored in
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE TABLE bench_bare (content bytea);
ALTER TABLE bench_bare ALTER content SET STORAGE EXTERNAL;
INSERT INTO bench_bare
SELECT string_agg(decode(md5(i::text), 'hex'), '') FROM tariff_regime, generate_series(1, pg_column_size(compiled) / 16) AS i WHERE regime = 'US';
SQL
size=$(psql -X -q -At -c "SELECT round(length(content) / 1e6) FROM bench_bare")
row "PostgreSQL reads any value of its size, $size MB, once" $(five 'SELECT length(substr(content, 1)) FROM bench_bare') ''
row '`tariff_panel`: 20,204 codes × 240 countries' $(five "$(cat bench/tariff_panel.sql)") "$peak MB at most, \`work_mem = 4MB\`"
