#!/bin/bash
# killed.sh [ROUNDS] -- under sessions that write mixes and networks, change rules and compile
# them, one server process is killed (SIGKILL), then all of them at once, then the server
# starts again: every row that was acknowledged is there and reads, and the rules answer as
# they were acknowledged last, or later, and are not stale.  Called by test_long.sh
# inside test_long_server.sh.  Prints TAP.
set -uo pipefail
rounds=${1:-5}
n=0 failed=0
acknowledged=$TE_STAGE/acknowledged
mkdir -p "$acknowledged"
export PGDATABASE=killed

# is DESCRIPTION GOT WANTED
is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then echo "ok $n - $1"; else
		failed=1
		printf 'not ok %d - %s\n# got:    %s\n# wanted: %s\n' $n "$1" "$2" "$3"
	fi
}

sql() { psql -X -q -At -v ON_ERROR_STOP=1 -c "$1" 2> /dev/null; }

# Writes row after row, in a new session once the server has recovered; psql prints each that is acknowledged.
writer() {
	local from=0
	while [ ! -e "$TE_STAGE/stop" ]; do
		from=$((from + 100000))
		seq $from $((from + 99999)) | sed "s/.*/INSERT INTO kept SELECT '$1', &, supply_mix('X' || i, i + &), supply_network('X' || i, 'Y' || i % 7, i + &) FROM generate_series(1, 200) AS i RETURNING k;/" |
			psql -X -q -At >> "$acknowledged/$1" 2> /dev/null
	done
}

# Changes the rate, compiles in the same transaction, and notes it.
lawmaker() {
	local k=$1
	while [ ! -e "$TE_STAGE/stop" ]; do
		k=$((k + 1))
		psql -X -q -At -v ON_ERROR_STOP=1 -c "BEGIN; UPDATE tariff_measure SET rate = '$k%'; SELECT FROM tariff_compile('K'); COMMIT" > /dev/null 2>&1 && echo "$k" >> "$acknowledged/law"
	done
}

# Waits until the server answers.
wait_for_server() {
	local tenth
	for tenth in {1..600}; do pg_isready -q && sql 'SELECT 1' > /dev/null && return; sleep 0.1; done
	echo "the server did not come back"
	exit 1
}

createdb killed
psql -X -q -v ON_ERROR_STOP=1 > /dev/null <<'END'
CREATE EXTENSION trade_exposure;
CREATE TABLE kept (writer text, k int, mix supply_mix, network supply_network, PRIMARY KEY (writer, k));
CREATE INDEX ON kept (mix);
INSERT INTO tariff_regime (regime, currency) VALUES ('K', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('K', 'MFN', 1, true);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('K', '1', 'MFN', '', '0%');
SELECT FROM tariff_compile('K');
END
for round in $(seq "$rounds"); do
	rm -f "$TE_STAGE/stop"
	for w in a b c; do writer "$w$round" & done
	lawmaker $((round * 1000)) &
	sleep 3
	kill -KILL "$(sql "SELECT pid FROM pg_stat_activity WHERE query LIKE '%tariff_compile%' AND pid <> pg_backend_pid() LIMIT 1" ||
		sql 'SELECT pid FROM pg_stat_activity WHERE state IS NOT NULL AND pid <> pg_backend_pid() LIMIT 1')" 2> /dev/null
	sleep 3
	postmaster=$(head -qn1 "$TE_STAGE/data/postmaster.pid")
	kill -KILL "$postmaster" $(ps -o pid= --ppid "$postmaster")
	touch "$TE_STAGE/stop"
	wait $(jobs -p)
	rm -f "$TE_STAGE/data/postmaster.pid"
	"$TE_STAGE/start"
	wait_for_server
	lost=0
	for w in a b c; do
		lost=$((lost + $(sort -u "$acknowledged/$w$round" | comm -23 - <(sql "SELECT k FROM kept WHERE writer = '$w$round'" | sort) | wc -l)))
	done
	is "round $round: none of $(cat "$acknowledged"/?"$round" | wc -l) acknowledged rows is lost" "$lost" 0
	is "round $round: every row reads" "$(sql "SELECT count(*) FROM kept WHERE NOT (hhi(mix) > 0 AND mix::text LIKE '{%' AND network::text LIKE '{%')")" 0
	is "round $round: rows by index and by table" "$(sql 'SET enable_seqscan = off; SELECT count(*) FROM kept WHERE mix > (SELECT min(mix) FROM kept)')" \
		"$(sql 'SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off; SELECT count(*) FROM kept WHERE mix > (SELECT min(mix) FROM kept)')"
	last=$(tail -1 "$acknowledged/law")
	is "round $round: the law of $(wc -l < "$acknowledged/law") changes is the last one acknowledged or the one under way, and not stale" \
		"$(sql "SELECT tariff_stack('K', '850511', 'JP', '2025-01-01', 100) IN ($last, $last + 1)")" t
done
echo "1..$n"
exit $failed
