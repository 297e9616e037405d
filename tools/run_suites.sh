#!/bin/bash
# run_suites.sh [SUITE [NAME...]] -- the test suites; called by test.sh inside
# with_server.sh.  Each suite adds "suite passed failed" to the file $TE_TALLY.
set -uo pipefail
pgxs=$(dirname "$("$PG_CONFIG" --pgxs)")/../..
bindir=$("$PG_CONFIG" --bindir)
logs=$PWD/.stage/log
mkdir -p "$logs"
failed=0

# tally SUITE PASSED FAILED
tally() {
	echo "$1 $2 $3" >> "$TE_TALLY"
	[ "$3" = 0 ] || failed=1
}

# names DIRECTORY EXTENSION [NAME...]: the files asked for, or all of them
names() {
	local dir=$1 ext=$2
	shift 2
	if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
		ls "$dir"/*."$ext" 2>/dev/null | sed "s|.*/||; s|\.$ext$||"
	fi
}

# counts "ok"/"FAILED" lines of pg_regress, old format (15) and TAP (16+)
count_regress() {
	local p f
	p=$(grep -cE '^(ok [0-9]|test .*\.\.\. ok)|^ +[a-z_0-9]+ +\.\.\. ok' "$2")
	f=$(grep -cE '^not ok [0-9]|\.\.\. FAILED' "$2")
	[ $((p + f)) -gt 0 ] || f=1
	tally "$1" "$p" "$f"
}

suite_regress() {
	local out=$TE_STAGE/regress tests
	mkdir -p "$out"
	tests=$(names sql sql "$@")
	"$pgxs/src/test/regress/pg_regress" --bindir="$bindir" --inputdir=. --outputdir="$out" \
		--dbname=regress_trade_exposure --load-extension=trade_exposure $tests \
		> "$logs/regress.log" 2>&1
	grep -E '^(ok|not ok|test |#)|FAILED' "$logs/regress.log"
	rm -rf results && cp -r "$out/results" results
	[ ! -s "$out/regression.diffs" ] || cat "$out/regression.diffs"
	count_regress regress "$logs/regress.log"
}

suite_isolation() {
	local out=$TE_STAGE/isolation tests
	tests=$(names test/specs spec "$@")
	[ -n "$tests" ] || return 0
	mkdir -p "$out"
	"$pgxs/src/test/isolation/pg_isolation_regress" --bindir="$bindir" --inputdir=test \
		--outputdir="$out" --dbname=isolation_trade_exposure --load-extension=trade_exposure \
		$tests > "$logs/isolation.log" 2>&1
	grep -E '^(ok|not ok|test |#)|FAILED' "$logs/isolation.log"
	rm -rf output_iso && cp -r "$out" output_iso
	[ ! -s "$out/regression.diffs" ] || cat "$out/regression.diffs"
	count_regress isolation "$logs/isolation.log"
}

# counts "ok" and "not ok" lines of a verbose TAP log; a file that broke off counts as one failure
count_tap() {
	local p f
	p=$(grep -c '^ok ' "$2")
	f=$(grep -c '^not ok ' "$2")
	[ "$3" = 0 ] || [ "$f" -gt 0 ] || f=1
	grep -E '^(not ok|#|psql:|Result:|.*Dubious|.*Parse errors)|\.\. $' "$2" | grep -v '^# *$' | head -60
	tally "$1" "$p" "$f"
}

# test/pgtap/NAME.sql, each in a transaction of its own, in a database that has both extensions
suite_pgtap() {
	local files
	files=$(names test/pgtap sql "$@" | sed 's|.*|test/pgtap/&.sql|')
	[ -n "$files" ] || return 0
	createdb pgtap_trade_exposure
	psql -X -q -d pgtap_trade_exposure -c 'CREATE EXTENSION pgtap' -c 'CREATE EXTENSION trade_exposure'
	pg_prove -v -d pgtap_trade_exposure $files > "$logs/pgtap.log" 2>&1
	count_tap pgtap "$logs/pgtap.log" $?
}

# the examples in docs/*.md and README.md: what they show is what comes out
suite_docs() {
	local files
	if [ $# -gt 0 ]; then files=$(printf 'docs/%s.md\n' "$@"); else files="README.md $(ls docs/*.md 2>/dev/null)"; fi
	perl tools/run_docs.pl $files > "$logs/docs.log" 2>&1
	count_tap docs "$logs/docs.log" $?
}

# test/t/NAME.pl start servers of their own, which refuse to run as root
suite_tap() {
	local files run='' out=$TE_STAGE/tap
	files=$(names test/t pl "$@" | sed 's|.*|test/t/&.pl|')
	[ -n "$files" ] || return 0
	mkdir -p "$out/log"
	cp "$TE_STAGE/server.conf" "$out/server.conf"
	if [ "$(id -u)" = 0 ]; then chown -R postgres "$out"; run='runuser -u postgres --'; fi
	$run env TESTDIR="$PWD" TESTLOGDIR="$out/log" TESTDATADIR="$out" TEMP_CONFIG="$out/server.conf" \
		PATH="$bindir:$PATH" PG_REGRESS="$pgxs/src/test/regress/pg_regress" PGPORT=65432 \
		prove -v -I "$pgxs/src/test/perl" $files > "$logs/tap.log" 2>&1
	count_tap tap "$logs/tap.log" $?
}

# test/clients/NAME.sh prints TAP; a client that cannot be installed is skipped by its own script
suite_clients() {
	local n
	: > "$logs/clients.log"
	for n in $(names test/clients sh "$@"); do
		bash "test/clients/$n.sh" >> "$logs/clients.log" 2>&1 || echo "not ok - client $n ended with $?" >> "$logs/clients.log"
	done
	[ -s "$logs/clients.log" ] || return 0
	count_tap clients "$logs/clients.log" 0
}

suite=${1:-all}
[ $# = 0 ] || shift
case $suite in
	all) for s in regress pgtap docs isolation tap clients; do echo "== $s"; "suite_$s"; done ;;
	*) "suite_$suite" "$@" ;;
esac
exit $failed
