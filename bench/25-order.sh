#!/bin/bash
# What costs nothing but a setting: the order of a table, an index on the keys, and a
# small work_mem, for the HHI by many groups; the order of entry lines is in 60-tariff.
# Prints a Markdown table.
#   ORDER_ROWS=10000000   rows of the table (default ROWS)
set -euo pipefail
cd "$(dirname "$0")"
. turns.sh
psql -X -q -o /dev/null -v ON_ERROR_STOP=1 -v rows="${ORDER_ROWS:-$ROWS}" <<'SQL'
\ir measure.sql
\ir generate_flows.sql
CREATE TABLE bench_sorted AS SELECT * FROM bench_flow ORDER BY importer, hs6, year, exporter;
CREATE INDEX ON bench_sorted (importer, hs6, year);
VACUUM ANALYZE bench_sorted;
INSERT INTO bench_query (question, engine, query, setting)
SELECT 'HHI by importer, product and year', label, format('SELECT count(*), sum(a) FROM (SELECT importer, hs6, year, hhi(exporter, value) AS a FROM %s GROUP BY importer, hs6, year) AS q', flow), setting
FROM (VALUES
	('as loaded, work_mem 256 MB', 'bench_flow', 'work_mem = ''256MB'''),
	('as loaded, work_mem 16 MB', 'bench_flow', 'work_mem = ''16MB'''),
	('as loaded, work_mem 4 MB', 'bench_flow', 'work_mem = ''4MB'''),
	('in the order of the keys, hashed', 'bench_sorted', 'enable_sort = off, enable_indexscan = off'),
	('in the order of the keys, with an index on them, grouped as they come', 'bench_sorted', 'enable_hashagg = off')) AS v(label, flow, setting);
SQL
psql -X -q -At -F $'\t' -c 'SELECT engine FROM bench_query ORDER BY n' > "$TE_STAGE/ways"
while read -r way; do sql_engine "$way"; done < "$TE_STAGE/ways"
sed 's/^/HHI by importer, product and year\t/' "$TE_STAGE/ways" | turns "$REPEATS"
end_engines
psql -X -q -v ON_ERROR_STOP=1 -c 'CALL bench_check()'
record
psql -X -q -At -v ON_ERROR_STOP=1 -v repeats="$REPEATS" <<'SQL'
SELECT format('%s rows, %s groups; `hhi(exporter, value)`; processor time in ms: the median of %s runs in turns, and in brackets the least.', to_char(count(*), 'FM999,999,999'),
	to_char((SELECT min(rows) FROM bench_time), 'FM999,999,999'), :'repeats') FROM bench_flow;
SELECT E'\n| the table | ms | first ÷ this |\n|---|---:|---:|';
SELECT format('| %s | %s | %s |', engine, bench_cell(question, engine), to_char((SELECT cpu FROM bench_result WHERE engine = 'as loaded, work_mem 256 MB') / cpu, 'FM990.00'))
FROM bench_query JOIN bench_result USING (question, engine) ORDER BY n;
SQL
