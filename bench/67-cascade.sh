#!/bin/bash
# Cascades through firm networks beside numpy and scipy, and 365 days of the dynamic
# model; prints Markdown tables.
#   FIRMS='1000 10000 1000000'   sizes (a million takes about 10 minutes)
set -euo pipefail
cd "$(dirname "$0")"
. turns.sh
firms=${FIRMS:-1000 10000 100000}
run() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }
run -f measure.sql -f cascade_queries.sql
peers=$(python_peer) || peers=''
peer 'numpy and scipy' "${peers:-not to be had: the Debian packages python3-numpy, python3-scipy, libopenblas0-pthread}" 'compressed rows in memory, one thread'
for n in $firms; do
	run -c "CALL bench_add_firms($n)"
	run -At -c "COPY (SELECT supplier, \"user\", amount FROM bench_purchase WHERE n = $n) TO STDOUT (FORMAT binary)" > "$TE_STAGE/purchase.$n"
	run -At -c "COPY (SELECT bench_sector(f) FROM generate_series(0, $n - 1) AS f) TO STDOUT" > "$TE_STAGE/sector.$n"
	for tolerance in 0.01 1e-9; do
		# in turns, with as many scenarios each: the preparation is shared by all; fewer and once where they take long
		scenarios=8 turns=$REPEATS
		if [ $tolerance = 1e-9 ] && [ "$n" -gt 1000 ]; then scenarios=2 turns=1; fi
		if [ "$n" -gt 100000 ]; then scenarios=2 turns=1; fi
		for ((turn = 1; turn <= turns; turn++)); do
			run -c "CALL bench_measure_cascade($n, $tolerance, $scenarios)"
			[ -n "$peers" ] || continue
			peer_python scipy_cascade.py "$n" "$TE_STAGE" "$tolerance" $(run -At -c "SELECT unnest(bench_scenarios($n, $scenarios))") \
				> "$TE_STAGE/answer" 2> "$TE_STAGE/time" || { cat "$TE_STAGE/time" >&2; exit 1; }
			read -r cpu wall count sum < "$TE_STAGE/time"
			run -c "INSERT INTO bench_time VALUES (bench_cascade_name($n, $tolerance, $scenarios), 'numpy and scipy', $cpu, $wall, $count, $sum)"
		done
		[ -z "$peers" ] || run -c '\copy bench_answer (n, tolerance, engine, node, risk, down, up) FROM pstdin (FORMAT csv)' < "$TE_STAGE/answer"
	done
	rm -f "$TE_STAGE/purchase.$n" "$TE_STAGE/sector.$n"
done
run <<'SQL'
DO $$
DECLARE d record;
BEGIN
	SELECT a.*, b.risk AS other INTO d FROM bench_answer AS a JOIN bench_answer AS b USING (n, tolerance, node)
	WHERE a.engine < b.engine AND NOT greatest(abs(a.risk - b.risk), abs(a.down - b.down), abs(a.up - b.up))
		<= CASE WHEN tolerance < 0.001 THEN 2 * tolerance ELSE 1e-10 END LIMIT 1;
	IF FOUND THEN
		RAISE 'two answers differ' USING DETAIL = format('%s firms, tolerance %s, firm %s: %s by %s and %s.', d.n, d.tolerance, d.node, d.risk, d.engine, d.other);
	END IF;
END $$
SQL
record

run -c 'CREATE TABLE bench_cancel (seconds float8, late float8)'
for ms in 300 1000 2000 5000; do
	run -c "SET statement_timeout = $ms" -c "INSERT INTO bench_cancel SELECT $ms / 1000.0, bench_late()"
done
load=$(cut -d' ' -f1 /proc/loadavg)
for size in '6, 8, 48' '20, 25, 500' '50, 70, 500'; do run -c "CALL bench_measure_dynamics($size)"; done

run -At -v repeats="$REPEATS" -v load="$load" <<'SQL'
SELECT format('Synthetic firms: ten purchases each on average, suppliers and users drawn with a skew, 60 sectors of which 18 sell essential products. Processor time in ms for all scenarios of a row, with preparation: the median of %s runs in turns, and in brackets the least (exact ones once, but for the smallest network). The published method is rounds until the tolerance 0.01: that is the comparison. Exact: the other iterates without acceleration, since nobody publishes better.', :'repeats');
SELECT '';
SELECT line FROM bench_engines WHERE line NOT LIKE '- plain SQL%';
SELECT E'\n| question | purchases | built in, s elapsed | trade_exposure | numpy and scipy | other ÷ ours | rounds at most | mean index |\n|---|---:|---:|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s | %s | %s | %s | %s |', question, to_char((SELECT count(*) FROM bench_purchase AS p WHERE p.n = a.n), 'FM99,999,999'),
	to_char(build_s, 'FM990.00'), bench_cell(question, 'trade_exposure'), bench_cell(question, 'numpy and scipy'),
	coalesce(to_char((SELECT cpu FROM bench_result AS r WHERE r.question = a.question AND engine = 'numpy and scipy')
		/ (SELECT cpu FROM bench_result AS r WHERE r.question = a.question AND engine = 'trade_exposure'), 'FM9,990.00'), '–'), rounds, to_char(risk, 'FM0.0000'))
FROM (SELECT n, tolerance, bench_cascade_name(n, tolerance, count(*)::int) AS question, max(rounds) AS rounds, avg(risk) AS risk
	FROM bench_answer WHERE engine = 'trade_exposure' GROUP BY n, tolerance) AS a JOIN bench_net USING (n) ORDER BY n, tolerance DESC;
SELECT format(E'\nThe index of all %s firms, cancelled after %s s: ended %s ms later on median, %s at most (load average %s).', to_char((SELECT max(n) FROM bench_net), 'FM9,999,999'),
	string_agg(seconds::text, ', ' ORDER BY seconds), to_char(percentile_cont(0.5) WITHIN GROUP (ORDER BY late), 'FM9,990.0'),
	CASE WHEN bool_and(late IS NOT NULL) THEN to_char(max(late), 'FM9,990.0') ELSE '(one was not cancelled)' END, :'load')
FROM bench_cancel;
SELECT E'\n| sectors | flows | days of ARIO | processor time, s | lost of usual output |\n|---:|---:|---:|---:|---:|';
SELECT format('| %s | %s | 365 | %s | %s |', to_char(sectors, 'FM9,999'), to_char(flows, 'FM9,999,999'), to_char(cpu_s, 'FM990.00'), to_char(lost, 'FM999,999,999'))
FROM bench_dynamic ORDER BY sectors;
SQL
