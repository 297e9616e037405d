#!/bin/bash
# test_long_parts.sh [PART...] -- runs parts of the suites one by one on the server
# that test_long_server.sh has started, and after each looks for reports of the tool
# that watches.  A part that passed is noted, with a digest of the code and tests,
# and not run again until one of them changes.  Parts: SUITE or SUITE:NAME of
# regress and pgtap, sweep or sweep:NAME (test/long/sweep); without PART all of them.
#   AGAIN=1   also those that have passed
#   UNTIL='02:10'   begins none after that time of day
#   CLAIMS=folder   several runs at once: each takes what has no folder there yet, and makes it
set -uo pipefail
shopt -s extglob
cd "$TE_STAGE/build"
out=${TE_OUT:?}
notes=$out/passed
mkdir -p "$out"
touch "$notes"

# what is measured in milliseconds says nothing on a server that is so much slower; under Valgrind
# reading the JSON of the largest charts takes hours
unfit='pgtap:*_cancel'
[ "$TE_KIND" != valgrind ] || unfit='pgtap:@(*_cancel|chart)'
# These are asked for reports alone, not for figures: Valgrind computes long double with 64 bits, and
# AddressSanitizer keeps aside what is freed, so that the peak of memory says nothing
if [ "$TE_KIND" = valgrind ]; then inexact="pgtap:@(duty|effective_rate)"; else inexact='pgtap:grouping_node'; fi

digest() { sha256sum | cut -c1-16; }
code=$(cat trade_exposure.control Makefile $(find src sql/install data -type f ! -name '*.[od]' | LC_ALL=C sort) | digest)

# names of all parts of a suite
parts_of() {
	case $1 in
		regress) ls test/regress/sql/*.sql ;;
		pgtap) find test/pgtap -name '*.sql' | LC_ALL=C sort ;;
		sweep) ls test/long/sweep/*.sql ;;
	esac | sed "s|.*/|$1:|; s|\.sql$||"
}

# the code and this test, in short
version_of() {
	local suite=${1%%:*} name=${1#*:}
	case $suite in
		regress) cat "test/regress/sql/$name.sql" "test/regress/expected/$name.out" ;;
		pgtap) cat $(find test/pgtap -name "$name.sql" -o -name '*.inc') ;;
		sweep) cat "test/long/sweep/$name.sql" $(find test/pgtap -name '*.sql') ;;
	esac 2>/dev/null | cat - <(echo "$code") | digest
}

run_part() {
	local suite=${1%%:*} name=${1#*:}
	export TE_TALLY=$TE_STAGE/tally
	: > "$TE_TALLY"
	case $suite in
		regress) tools/run_suites.sh regress "$name" ;;
		pgtap) dropdb --if-exists pgtap_trade_exposure 2>/dev/null; tools/run_suites.sh pgtap "$name" ;;
		sweep)
			dropdb --if-exists pgtap_trade_exposure 2>/dev/null
			createdb -T "$TE_TEMPLATE" pgtap_trade_exposure &&
			psql -X -q -At -v ON_ERROR_STOP=1 -d pgtap_trade_exposure -f "test/long/sweep/$name.sql" > "$TE_STAGE/sweep.log" 2>&1
			local rc=$?
			grep -v '^ok ' "$TE_STAGE/sweep.log" | head -40
			[ $rc = 0 ] && grep -q '^ok ' "$TE_STAGE/sweep.log" && ! grep -q '^not ok ' "$TE_STAGE/sweep.log" ;;
	esac
}

# Waits for a server that recovers from a crash.
server_is_back() {
	local tenth
	for tenth in {1..1200}; do pg_isready -q && return; sleep 0.1; done
	return 1
}

parts=()
[ $# -gt 0 ] || set -- regress pgtap sweep
for p in "$@"; do
	case $p in *:*) parts+=("$p") ;; *) parts+=($(parts_of "$p")) ;; esac
done
# the extensions are installed once: under Valgrind that takes as long as most parts
export TE_TEMPLATE=te_template
dropdb --if-exists "$TE_TEMPLATE" 2>/dev/null
createdb "$TE_TEMPLATE" &&
	psql -X -q -v ON_ERROR_STOP=1 -d "$TE_TEMPLATE" -c 'CREATE EXTENSION pgtap' -c 'CREATE EXTENSION trade_exposure' || exit 1

passed=0 failed=() left=0
for p in "${parts[@]}"; do
	note="$p $(version_of "$p")"
	# shellcheck disable=SC2053
	[[ $p != $unfit ]] || continue
	if [ -z "${AGAIN:-}" ] && grep -qxF "$note" "$notes"; then passed=$((passed + 1)); continue; fi
	if [ -n "${UNTIL:-}" ] && [[ "$(date +%H:%M)" > "$UNTIL" ]]; then left=$((left + 1)); continue; fi
	[ -z "${CLAIMS:-}" ] || mkdir "$CLAIMS/$p" 2>/dev/null || continue
	start=$SECONDS
	log=$out/${p/:/_}.log
	since=$(stat -c %s "$TE_LOG")
	run_part "$p" > "$log" 2>&1
	rc=$?
	[[ $p != $inexact ]] || rc=0
	server_is_back || { echo "the server is gone after $p" | tee -a "$log"; failed+=("$p"); break; }
	tools/test_long_reports.pl "$TE_KIND" "$TE_LOG" "$since" "$TE_STAGE/valgrind" >> "$log" 2>&1 || rc=1
	if [ $rc = 0 ]; then
		echo "ok $p ($((SECONDS - start)) s)"
		echo "$note" >> "$notes"
		passed=$((passed + 1))
		rm -f "$log"
	else
		echo "not ok $p ($((SECONDS - start)) s), see $log"
		failed+=("$p")
		{ grep -h '^REPORT' "$log"; grep -hE '^not ok|ERROR:' "$log"; } | head -5 | cut -c1-300
	fi
done
echo "$TE_KIND: $passed parts passed, ${#failed[@]} failed${failed:+ (${failed[*]})}, $left not begun"
[ ${#failed[@]} = 0 ] && [ $left = 0 ] && [ $passed -gt 0 ]
