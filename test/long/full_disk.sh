#!/bin/bash
# full_disk.sh -- a disk that fills up under tables of mixes and networks, an index, a
# sort that spills, and a compilation: each says so (SQLSTATE 53100), what was there
# before is still there, the server goes on, and with room again the same statement
# works.  The disk is a small file system in memory; mounting it takes root or sudo.
# Called by test_long.sh inside test_long_server.sh.  Prints TAP.
set -uo pipefail
. tools/packages.sh
can_be_root || { echo '1..0 # SKIP a small file system takes root or sudo to mount'; exit 0; }
disk=$TE_STAGE/small
mkdir "$disk"
as_root mount -t tmpfs -o size=24m,mode=777 tmpfs "$disk"
trap 'dropdb --if-exists --force full_disk; psql -X -q -c "DROP TABLESPACE IF EXISTS small"; as_root umount -l "$disk"' EXIT
mkdir -m 700 "$disk/space"
[ "$(id -u)" != 0 ] || chown postgres "$disk/space"
n=0 failed=0
database=full_disk

# is DESCRIPTION GOT WANTED
is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then echo "ok $n - $1"; else
		failed=1
		printf 'not ok %d - %s\n# got:    %s\n# wanted: %s\n' $n "$1" "$2" "$3"
	fi
}

sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$database" "$@" 2>&1; }

# some room that is kept for tidying up, which takes pages itself
reserve() { sql -c "CREATE TABLE reserve TABLESPACE small AS SELECT repeat('x', 100) FROM generate_series(1, 10000)"; }

# What a failed statement has taken is given back.
tidy() {
	sql -c 'DROP TABLE reserve' -c CHECKPOINT
	sql -c VACUUM
	sql -c CHECKPOINT
	reserve
}

# full DESCRIPTION STATEMENT QUESTION: refused by a full disk, and then the question answers as before
full() {
	local before after
	before=$(sql -c "$3")
	is "$1: refused" "$(sql -v VERBOSITY=sqlstate -c "$2" | tail -1)" 'ERROR:  53100'
	after=$(sql -c "$3")
	is "$1: what was there is there" "$after" "$before"
	tidy
}

# Takes what room is left, to the last pages; empty gives it back.
fill() {
	local rows
	[ -n "$(sql -c "SELECT to_regclass('filler')")" ] || sql -c 'CREATE TABLE filler (a text) TABLESPACE small'
	for rows in 100000 10000 1000 100 10; do
		while [ -z "$(sql -c "INSERT INTO filler SELECT repeat('x', 100) FROM generate_series(1, $rows)")" ]; do :; done
	done
}
empty() { sql -c 'DROP TABLE filler' -c CHECKPOINT; }

createdb "$database"
sql -c 'CREATE EXTENSION trade_exposure' -c "CREATE TABLESPACE small LOCATION '$disk/space'" -c "
	CREATE TABLE mixes (v supply_mix) TABLESPACE small; ALTER TABLE mixes ALTER v SET STORAGE external;
	CREATE TABLE networks (v supply_network) TABLESPACE small; ALTER TABLE networks ALTER v SET STORAGE external;
	INSERT INTO mixes SELECT supply_mix('X' || i, i + k) FROM generate_series(1, 500) AS i, generate_series(1, 40) AS k GROUP BY k;
	INSERT INTO networks SELECT supply_network('X' || i, 'X' || i * 7 % 50, i + k) FROM generate_series(1, 300) AS i, generate_series(1, 20) AS k GROUP BY k;
	INSERT INTO tariff_regime (regime, currency) VALUES ('D', 'USD');
	INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('D', 'MFN', 1, true);
	INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) SELECT 'D', i::text, 'MFN', (10000000 + i)::text, i % 50 || '.5%' FROM generate_series(1, 20000) AS i" -c VACUUM > /dev/null
reserve
mixes="SELECT count(*), round(avg(hhi(v))::numeric, 9), sum(hashtext(v::text)) FROM mixes"
networks="SELECT count(*), sum(hashtext(v::text)) FROM networks"

full 'mixes' "INSERT INTO mixes SELECT v + '{Y:1}' FROM mixes, generate_series(1, 500)" "$mixes"
full 'networks' "INSERT INTO networks SELECT v + '{Y>Z:1}' FROM networks, generate_series(1, 500)" "$networks"
fill
full 'a mix that is changed' 'UPDATE mixes SET v = v + v' "$mixes"
fill
full 'an index' 'CREATE INDEX ON mixes USING hash (v) TABLESPACE small' "$mixes"
fill
full 'an aggregate that spills' "SET temp_tablespaces = small; SET work_mem = '64kB'; SET enable_hashagg = off;
	SELECT count(*) FROM (SELECT supply_mix('X' || i % 1000, i) FROM generate_series(1, 100000) AS i GROUP BY i % 20000) AS q" "$mixes"
empty
is 'with room again mixes can be changed' "$(sql -c 'UPDATE mixes SET v = v + v')" ''
is 'and indexed' "$(sql -c 'CREATE INDEX ON mixes USING hash (v) TABLESPACE small')" ''

sql -c 'ALTER TABLE tariff_regime SET TABLESPACE small'
fill
full 'a compilation' "SELECT rules FROM tariff_compile('D')" "SELECT regime, compiled IS NULL FROM tariff_regime"
empty
is 'with room again it compiles' "$(sql -c "SELECT count(*) FROM tariff_compile('D')")" 1
is 'and answers' "$(sql -c "SELECT tariff_stack('D', '10000007', 'JP', '2025-01-01', 100)")" '7.5'
echo "1..$n"
exit $failed
