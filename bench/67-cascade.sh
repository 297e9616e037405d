#!/bin/bash
# Cascades through firm networks beside numpy and scipy, and 365 days of the dynamic
# model; prints Markdown tables.
#   FIRMS='1000 10000'   sizes (default up to 1,000,000: about 10 minutes)
set -euo pipefail
cd "$(dirname "$0")"
firms=${FIRMS:-1000 10000 100000 1000000}
psql -X -q -c 'CREATE SCHEMA bench_cascade'
export PGOPTIONS='-c search_path=bench_cascade,public'
run() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
run -f measure.sql -f cascade_queries.sql

# numpy and scipy as Debian has them (python3-numpy, python3-scipy)
peers=$(/usr/bin/python3 -c 'import numpy, scipy; print(f"numpy {numpy.__version__}, scipy {scipy.__version__}")' 2>/dev/null) ||
	echo "python3-numpy or python3-scipy is missing: without them" >&2
for n in $firms; do
	run -c "CALL bench_add_firms($n)"
	# fewer and single runs where they take long
	scenarios=8 runs=$REPEATS peer_scenarios=8
	[ "$n" -le 10000 ] || peer_scenarios=2
	[ "$n" -le 100000 ] || { scenarios=4 runs=1 peer_scenarios=1; }
	run -At -c "COPY (SELECT supplier, \"user\", amount FROM bench_purchase WHERE n = $n) TO STDOUT (FORMAT binary)" > "$TE_STAGE/purchase.$n"
	run -At -c "COPY (SELECT bench_sector(f) FROM generate_series(0, $n - 1) AS f) TO STDOUT" > "$TE_STAGE/sector.$n"
	for tolerance in 0.01 1e-9; do
		run -c "CALL bench_measure_cascade($n, $tolerance, $scenarios, $runs)"
		[ -n "$peers" ] || continue
		/usr/bin/python3 scipy_cascade.py "$n" "$TE_STAGE" "$tolerance" \
			$(run -At -c "SELECT unnest(bench_scenarios($n, $peer_scenarios))") \
			> "$TE_STAGE/answer" 2> "$TE_STAGE/time" || { cat "$TE_STAGE/time" >&2; exit 1; }
		run -c '\copy bench_answer FROM pstdin (FORMAT csv)' < "$TE_STAGE/answer"
		run -c '\copy bench_cascade FROM pstdin (FORMAT csv)' < "$TE_STAGE/time"
	done
	rm -f "$TE_STAGE/purchase.$n" "$TE_STAGE/sector.$n"
done

run -c 'CREATE TABLE bench_cancel (seconds float8, late float8)'
for ms in 300 1000 2000 5000 10000 15000; do
	run -c "SET statement_timeout = $ms" -c "INSERT INTO bench_cancel SELECT $ms / 1000.0, bench_late()"
done
load=$(cut -d' ' -f1 /proc/loadavg)
for size in '6, 8, 48' '20, 25, 500' '50, 70, 500'; do run -c "CALL bench_measure_dynamics($size)"; done

run -At -v peers="$peers" -v repeats="$REPEATS" -v load="$load" <<'SQL'
SELECT format('DISAGREEMENT: %s firms, tolerance %s, firm %s: %s, %s by %s', n, tolerance, node, a.risk, b.risk, b.engine)
FROM bench_answer AS a JOIN bench_answer AS b USING (n, tolerance, node)
WHERE a.engine < b.engine AND NOT greatest(abs(a.risk - b.risk), abs(a.down - b.down), abs(a.up - b.up))
	<= CASE WHEN tolerance < 0.001 THEN 2 * tolerance ELSE 1e-10 END;
SELECT format('Synthetic firms: ten purchases each on average, suppliers and users drawn with a skew, 60 sectors of which 18 sell essential products. Processor time in s a scenario, with preparation, which is shared: ours by 8 scenarios (4 at a million), theirs by those compared; medians of %s runs of ours (one at a million). %s. Tolerance 0.01 runs the rounds as published. Where numpy and scipy ran a scenario too, its indices are the same.',
	:'repeats', coalesce(nullif(:'peers', ''), 'numpy and scipy were not at hand'));
SELECT E'\n| firms | purchases | built in, s elapsed | tolerance | trade_exposure | rounds at most | mean index | numpy and scipy | scenarios compared |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s | %s | %s | %s | %s | %s |', to_char(ours.n, 'FM9,999,999'), to_char((network_summary(net)).edges, 'FM99,999,999'),
	to_char(build_s, 'FM990.00'), ours.tolerance, to_char(ours.cpu_s, 'FM990.0000'), ours.rounds,
	to_char((SELECT avg(risk) FROM bench_answer AS a WHERE a.n = ours.n AND a.tolerance = ours.tolerance AND engine = 'trade_exposure'), 'FM0.0000'),
	coalesce(to_char(theirs.cpu_s, 'FM990.0000'), '–'),
	(SELECT count(*) FROM bench_answer AS a JOIN bench_answer AS b USING (n, tolerance, node) WHERE a.engine < b.engine AND a.n = ours.n AND a.tolerance = ours.tolerance))
FROM bench_cascade AS ours JOIN bench_net ON bench_net.n = ours.n
LEFT JOIN bench_cascade AS theirs ON theirs.n = ours.n AND theirs.tolerance = ours.tolerance AND theirs.engine <> ours.engine
WHERE ours.engine = 'trade_exposure' ORDER BY ours.n, ours.tolerance DESC;
SELECT format(E'\nThe index of all %s firms, cancelled after %s s: ended %s ms later on median, %s at most (load average %s).', to_char((SELECT max(n) FROM bench_net), 'FM9,999,999'),
	string_agg(seconds::text, ', ' ORDER BY seconds), to_char(percentile_cont(0.5) WITHIN GROUP (ORDER BY late), 'FM9,990.0'),
	CASE WHEN bool_and(late IS NOT NULL) THEN to_char(max(late), 'FM9,990.0') ELSE '(one was not cancelled)' END, :'load')
FROM bench_cancel;
SELECT E'\n| sectors | flows | days | processor time, s | lost of usual output |\n|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | 365 | %s | %s |', to_char(sectors, 'FM9,999'), to_char(flows, 'FM9,999,999'), to_char(cpu_s, 'FM990.00'), to_char(lost, 'FM999,999,999'))
FROM bench_dynamic ORDER BY sectors;
SQL
