#!/bin/bash
# Tariffs: entry lines against the whole US schedule, beside SQL that joins the
# rule table by prefix (most specific measure of each program, percentages
# only, no rules between programs: less than the law asks for), and the times
# of compiling, of a first call and of a panel.  Prints a Markdown table.
set -euo pipefail
cd "$(dirname "$0")/.."
psql -X -q -1 -o /dev/null -f examples/load_tariff.sql
psql -X -q -v ON_ERROR_STOP=1 -v rows="$ROWS" <<'SQL'
CREATE TABLE bench_golden (day date, hs text COLLATE "C", origin text COLLATE "C", value float8, a float8, s float8, p text, t float8, peer float8, r text);
\copy bench_golden FROM PROGRAM 'zcat test/data/golden_lines_2025-08-07.csv.gz' (FORMAT csv, HEADER)
\copy bench_golden FROM PROGRAM 'zcat test/data/golden_lines_2025-11-10.csv.gz' (FORMAT csv, HEADER)
CREATE TABLE bench_entry AS
SELECT i, hs, origin, day, (1000 + i * 7919 % 100000000 / 100.0)::float8 AS value
FROM (SELECT row_number() OVER () - 1 AS n, count(*) OVER () AS total, * FROM bench_golden) g
JOIN generate_series(1, :rows::bigint) i ON n = i * 7919 % total;
CREATE TABLE bench_measure AS
SELECT program, code_prefix COLLATE "C" AS prefix, area, rtrim(rate, '%')::float8 / 100 AS share, coalesce(valid_from, '-infinity') AS f, coalesce(valid_to, 'infinity') AS t
FROM tariff_measure WHERE regime = 'US' AND rate ~ '^[0-9.]+%$'
UNION ALL SELECT program, code_prefix, area, 0, coalesce(valid_from, '-infinity'), coalesce(valid_to, 'infinity') FROM tariff_measure WHERE regime = 'US' AND rate = 'Free';
VACUUM ANALYZE bench_entry, bench_measure, tariff_area;
SQL
# the median wall time of a query in ms
median() {
	for _ in $(seq "$REPEATS"); do
		psql -X -q -At <<-SQL | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'
			SET max_parallel_workers_per_gather = 0;
			SELECT count(*) FROM bench_entry;
			SELECT tariff_rate('US', '8703230190', 'JP', '2025-10-01');
			\\timing on
			$1;
		SQL
	done | sort -n | awk '{t[NR] = $1} END {print t[int((NR + 1) / 2)]}'
}
row() { printf '| %s | %.0f ms | %s |\n' "$1" "$2" "$3"; }
each() { awk -v ms="$1" -v n="$ROWS" 'BEGIN {printf "%.2f µs a line", ms * 1000 / n}'; }

echo '| | time | |'
echo '|---|---|---|'
reading=$(median 'SELECT sum(value), max(hs), max(origin), max(day) FROM bench_entry')
row "reading $ROWS entry lines" "$reading" "$(each "$reading")"
name=$(median "SELECT sum(tariff_stack('US', hs, origin, day, value)) FROM bench_entry")
row 'tariff_stack by regime, all 13 programs and their rules' "$name" "$(each "$name")"
value=$(median 'SELECT sum(tariff_stack(compiled, hs, origin, day, value)) FROM bench_entry, tariff_regime')
row 'tariff_stack by value' "$value" "$(each "$value")"
REPEATS=1
joins=$(median "SELECT sum(value * share) FROM (
	SELECT DISTINCT ON (i, program) i, program, value, share FROM (
		SELECT e.i, e.value, e.origin, m.* FROM bench_entry e
			CROSS JOIN LATERAL (VALUES (e.hs), (left(e.hs, 8)), (left(e.hs, 6)), (left(e.hs, 4)), ('')) k(prefix)
			JOIN bench_measure m ON m.prefix = k.prefix AND e.day >= m.f AND e.day < m.t
			LEFT JOIN tariff_area a ON a.regime = 'US' AND a.area = m.area AND a.country = e.origin
		WHERE m.area = '*' OR m.area = e.origin OR a.country IS NOT NULL) x
	ORDER BY i, program, length(prefix) DESC, area = origin DESC, area <> '*' DESC) y")
row 'SQL: joins by prefix, no rules' "$joins" "$(awk -v a="$joins" -v b="$name" 'BEGIN {printf "%.1f × tariff_stack", a / b}')"
panel=$(median "SELECT count(*), count(rate) FROM tariff_panel('US', NULL, NULL, '2025-10-01')")
row "panel: $(psql -X -At -c "SELECT count(DISTINCT code_prefix) FROM tariff_measure WHERE regime = 'US' AND program = 'MFN'") codes × $(psql -X -At -c 'SELECT count(*) FROM countries()') countries" "$panel" ''
compile=$(median "SELECT compiled FROM tariff_compile('US')")
row 'tariff_compile, 52,516 measures' "$compile" ''
cold=$(for _ in 1 2 3 4 5; do psql -X -q -At -c '\timing on' -c "SELECT tariff_rate('US', '8703230190', 'JP', '2025-10-01')" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'; done | sort -n | sed -n 3p)
row 'first call of a new session' "$cold" ''
