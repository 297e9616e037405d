#!/bin/bash
# run_suites.sh [SUITE [NAME...]] -- the test suites; called by test.sh inside
# with_server.sh.  Each suite adds "suite passed failed" to the file $TE_TALLY.
#   TE_TEMPLATE=name   a database with both extensions, of which regress and pgtap make theirs
set -uo pipefail
pgxs=$(dirname "$("$PG_CONFIG" --pgxs)")/../..
bindir=$("$PG_CONFIG" --bindir)
logs=$PWD/.stage/log
mkdir -p "$logs"
failed=0

# tally SUITE PASSED FAILED STATUS: a suite that ran nothing or broke off has failed
tally() {
	local f=$3
	[ "$f" -gt 0 ] || { [ "$4" = 0 ] && [ "$2" -gt 0 ]; } || f=1
	echo "$1 $2 $f" >> "$TE_TALLY"
	[ "$f" = 0 ] || failed=1
}

# names DIRECTORY EXTENSION [NAME...]: the files asked for, or all of them
names() {
	local dir=$1 ext=$2
	shift 2
	if [ $# -gt 0 ]; then printf '%s\n' "$@"; else
		ls "$dir"/*."$ext" 2>/dev/null | sed "s|.*/||; s|\.$ext$||"
	fi
}

# count_regress SUITE LOG STATUS: lines of pg_regress, old format (15) and TAP (16 and later)
count_regress() {
	grep -E '^(ok|not ok|test |#)|^ +[a-z_0-9]+ +\.\.\. |FAILED' "$2"
	tally "$1" "$(grep -cE '^ok [0-9]|^(test)? +[a-z_0-9]+ +\.\.\. ok' "$2")" \
		"$(grep -cE '^not ok [0-9]|\.\.\. FAILED' "$2")" "$3"
}

# the plan of the house: tools/check_*.sh, and test/house/NAME.sh, which prove that these find something
suite_house() {
	local f rc=0
	: > "$logs/house.log"
	for f in $([ $# -gt 0 ] || ls tools/check_*.sh) $(names test/house sh "$@" | sed 's|.*|test/house/&.sh|'); do
		bash "$f" >> "$logs/house.log" 2>&1 || rc=1
	done
	count_tap house "$logs/house.log" $rc
}

suite_regress() {
	local out=$TE_STAGE/regress existing=
	mkdir -p "$out"
	if [ -n "${TE_TEMPLATE:-}" ]; then
		dropdb --if-exists regress_trade_exposure 2> /dev/null
		createdb -T "$TE_TEMPLATE" regress_trade_exposure && existing=--use-existing
	fi
	"$pgxs/src/test/regress/pg_regress" --bindir="$bindir" --inputdir=test/regress --outputdir="$out" \
		--dbname=regress_trade_exposure $existing --load-extension=trade_exposure $(names test/regress/sql sql "$@") \
		> "$logs/regress.log" 2>&1
	count_regress regress "$logs/regress.log" $?
	rm -rf results && cp -r "$out/results" results
	[ ! -s "$out/regression.diffs" ] || cat "$out/regression.diffs"
}

suite_isolation() {
	local out=$TE_STAGE/isolation specs
	specs=$(names test/specs spec "$@")
	[ -n "$specs" ] || return 0
	mkdir -p "$out"
	"$pgxs/src/test/isolation/pg_isolation_regress" --bindir="$bindir" --inputdir=test \
		--outputdir="$out" --dbname=isolation_trade_exposure --load-extension=trade_exposure \
		$specs > "$logs/isolation.log" 2>&1
	count_regress isolation "$logs/isolation.log" $?
	rm -rf output_iso && cp -r "$out" output_iso
	[ ! -s "$out/regression.diffs" ] || cat "$out/regression.diffs"
}

# count_tap SUITE LOG STATUS: "ok" and "not ok" lines of a verbose TAP log
count_tap() {
	# a file's line only when something in it is not as it should be
	awk '/\.\. *$/ {file = $0 "\n"; next} /^# *$/ {next}
		/^(not ok|#|psql:|Result:)|Dubious|Parse errors/ {printf "%s%s\n", file, $0; file = ""}' "$2" | head -200
	tally "$1" "$(grep -c '^ok ' "$2")" "$(grep -c '^not ok ' "$2")" "$3"
}

# test/pgtap/NAME.sql and test/pgtap/house/NAME.sql, each in a transaction of its own, in a database that has both extensions;
# psql's variables that $PGTAP_SET names ('queries=5000 parallel=500') are set: generators say at their beginning which they know
suite_pgtap() {
	local files set
	set=$([ -z "${PGTAP_SET:-}" ] || printf ' --set %s' $PGTAP_SET)
	files=$(names test/pgtap sql "$@"; [ $# -gt 0 ] || names test/pgtap/house sql)
	files=$(for n in $files; do find test/pgtap -name "$n.sql" | grep . || echo "test/pgtap/$n.sql"; done)
	[ -n "$files" ] || return 0
	createdb ${TE_TEMPLATE:+-T "$TE_TEMPLATE"} pgtap_trade_exposure
	[ -n "${TE_TEMPLATE:-}" ] || psql -X -q -d pgtap_trade_exposure -c 'CREATE EXTENSION pgtap' -c 'CREATE EXTENSION trade_exposure'
	pg_prove -v $set -d pgtap_trade_exposure $files > "$logs/pgtap.log" 2>&1
	count_tap pgtap "$logs/pgtap.log" $?
}

# the form of the sources: tools/lint.sh and tools/lint_sql.pl, and each of their rules against a planted fault
suite_lint() {
	local f rc=0
	: > "$logs/lint.log"
	for f in test/lint/*.pl; do perl "$f" >> "$logs/lint.log" 2>&1 || rc=1; done
	tools/lint.sh >> "$logs/lint.log" 2>&1 || rc=1
	count_tap lint "$logs/lint.log" $rc
}

# a plain owner installs into a schema full of planted functions, and every example runs there:
# test/hostile/*.sql; who called what stands in the server's log
suite_hostile() {
	local db=hostile_trade_exposure log=$logs/hostile.log rc=0
	psql -X -q -c 'CREATE ROLE te_hostile_owner NOSUPERUSER'
	createdb -O te_hostile_owner $db
	psql -X -q -At -d $db -f test/hostile/install.sql > "$log" 2>&1 || rc=$?
	psql -X -q -At -d $db -f test/hostile/runtime.sql >> "$log" 2>&1 || rc=$?
	count_tap hostile "$log" $rc
}

# the examples in docs/*.md and README.md: what they show is what comes out
suite_docs() {
	local files="README.md $(ls docs/*.md 2>/dev/null)"
	[ $# = 0 ] || files=$(printf 'docs/%s.md\n' "$@")
	perl tools/run_docs.pl $files > "$logs/docs.log" 2>&1
	count_tap docs "$logs/docs.log" $?
}

# the demo runs to its end, says something at every step, and its tables show what its sentences tell
suite_demo() {
	tools/demo.sh > "$logs/demo.log" 2>&1
	local rc=$?
	[ $rc = 0 ] || tail -20 "$logs/demo.log"
	tally demo "$(grep -c '^## ' "$logs/demo.log")" "$((rc > 0))" $rc
	perl test/demo_figures.pl "$logs/demo.log" > "$logs/figures.log" 2>&1
	count_tap figures "$logs/figures.log" $?
}

# what people see of the demo's data: test/dashboards/NAME.sql prints TAP by pgTAP, NAME.sh by itself; each says
# at its end how many lines it had
suite_dashboards() {
	local n one rc=0
	export PGDATABASE=trade_views
	tools/shell.sh load > "$logs/dashboards.log" 2>&1 || rc=1
	for n in $([ $# -gt 0 ] && printf '%s\n' "$@" || ls test/dashboards/*.s[hq]* | sed 's|.*/||; s|\.[a-z]*$||'); do
		one=$logs/dashboards.$n.log
		if [ -f "test/dashboards/$n.sql" ]; then psql -X -q -At -f "test/dashboards/$n.sql"; else bash "test/dashboards/$n.sh"; fi \
			> "$one" 2>&1 || echo "not ok - $n ended with $?" >> "$one"
		(. test/tap.inc; is_whole "$one") || echo "not ok - $n was cut short" >> "$one"
		cat "$one" >> "$logs/dashboards.log"
	done
	unset PGDATABASE
	count_tap dashboards "$logs/dashboards.log" $rc
}

# test/t/NAME.pl start servers of their own, which refuse to run as root
suite_tap() {
	local files run='' out=$TE_STAGE/tap
	files=$(names test/t pl "$@" | sed 's|.*|test/t/&.pl|')
	[ -n "$files" ] || return 0
	# a copy, because the server's user may not be able to read this folder
	mkdir -p "$out/log"
	cp -r test tools examples data "$TE_STAGE/server.conf" "$out"
	if [ "$(id -u)" = 0 ]; then chown -R postgres "$out"; run='runuser -u postgres --'; fi
	(cd "$out" && $run env TESTDIR="$out" TESTLOGDIR="$out/log" TESTDATADIR="$out" TMPDIR=/tmp \
		TEMP_CONFIG="$out/server.conf" PATH="$bindir:$PATH" PGPORT=65432 \
		PG_REGRESS="$pgxs/src/test/regress/pg_regress" \
		prove -v -I "$pgxs/src/test/perl" $files) > "$logs/tap.log" 2>&1
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

# lane SUITE...: one suite after the other, each with the seconds it took
lane() {
	local s start
	for s in "$@"; do
		echo "== $s"
		start=$SECONDS
		"suite_$s"
		echo "== $s took $((SECONDS - start)) s"
	done
	return $failed
}

# all: in two lanes at the same time, for most suites keep one core busy; the second lane's words follow the first's
suite_all() {
	local second
	echo 'All suites take some 12 minutes on two cores; each says how long it took.'
	lane tap clients docs demo dashboards > "$logs/second_lane.log" 2>&1 &
	second=$!
	lane house lint regress pgtap isolation hostile || failed=1
	wait $second || failed=1
	cat "$logs/second_lane.log"
}

suite=${1:-all}
[ $# = 0 ] || shift
"suite_$suite" "$@"
exit $failed
