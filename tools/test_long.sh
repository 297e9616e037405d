#!/bin/bash
# test_long.sh [PART...] -- the tests that take hours; each can be run alone.  Parts:
#   sanitize        tools/sanitize.sh: regress, pgTAP and sweeps under sanitizers
#   sqlsmith        random queries for SECONDS (3600) on the sanitized server
#   fuzz            every target of tools/fuzz.sh for FUZZ_SECONDS (60) there
#   full_disk       a disk that fills up
#   killed          processes and the whole server killed under load
#   damaged_pages   damaged heap and TOAST files, ROUNDS (40) times
#   cascade_bound   10,000 random networks beside their exact ends
#   evidence        the Evidence project built by npm, its pages looked at in a browser
#   valgrind        tools/valgrind.sh: regress and pgTAP under Valgrind, many hours
# Without PART all of them.  sanitize and valgrind go on where they were stopped.
# What was found is in .stage/long.
# test_long.sh --prove [KIND...] -- plants a bug of each kind (test/long/plant.pl)
# into a copy of the code and requires that the harness which is to see it fails,
# and sees no report without it.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p .stage/long

# run PART: its status is that of the test
run() {
	case $1 in
		sanitize) tools/sanitize.sh ;;
		valgrind) tools/valgrind.sh ;;
		sqlsmith) (. tools/packages.sh && need sqlsmith) && tools/test_long_server.sh asan test/long/sqlsmith.sh "${SECONDS_OF_SQLSMITH:-3600}" ;;
		fuzz) WATCHED=yes tools/fuzz.sh "${FUZZ_SECONDS:-60}" ${FUZZ_TARGETS:-} ;;
		full_disk) tools/test_long_server.sh asan test/long/watched.sh test/long/full_disk.sh ;;
		killed) KILLS=yes tools/test_long_server.sh asan test/long/watched.sh test/long/killed.sh ;;
		cascade_bound) tools/with_server.sh test/long/cascade_bound.sh "${NETWORKS:-10000}" ;;
		damaged_pages) tools/test_long_server.sh asan test/long/damaged_pages.sh "${ROUNDS:-40}" ;;
		evidence) tools/with_server.sh test/long/evidence.sh ;;
		*) echo "no such part: $1" >&2; return 2 ;;
	esac
}

# sees PLANT PATTERN COMMAND...: the command fails with such a report once the bug is there
sees() {
	local plant=$1 pattern=$2 log=.stage/long/plant.$1.log
	shift 2
	[ -z "$wanted" ] || [[ " $wanted " == *" $plant "* ]] || return 0
	rm -rf .stage/long/*".$plant"
	if TE_PLANT=$plant "$@" > "$log" 2>&1; then
		echo "not ok - $plant: $* did not fail"
	elif grep -qE "$pattern" "$log" -r .stage/long/*".$plant" 2>/dev/null; then
		echo "ok - $plant: seen by $*"
		return 0
	else
		echo "not ok - $plant: $* failed, but not with $pattern: $log"
	fi
	return 1
}

if [ "${1:-}" = --prove ]; then
	shift
	wanted=$* failed=0
	export AGAIN=yes SECONDS_OF_SQLSMITH=${SECONDS_OF_SQLSMITH:-300}
	sees write 'REPORT AddressSanitizer' tools/sanitize.sh regress:signal || failed=1
	sees read 'REPORT AddressSanitizer' tools/sanitize.sh regress:hs || failed=1
	sees freed 'REPORT AddressSanitizer: use-after-poison' tools/sanitize.sh regress:hs || failed=1
	sees shift 'REPORT .*shift exponent' tools/sanitize.sh regress:hs || failed=1
	sees cast 'REPORT .*outside the range' tools/sanitize.sh regress:hs || failed=1
	sees unset 'REPORT Valgrind: Conditional jump' tools/valgrind.sh regress:hs || failed=1
	sees crash 'REPORT AddressSanitizer: SEGV' tools/test_long.sh sqlsmith || failed=1
	sees assertion 'REPORT TRAP' tools/test_long.sh sqlsmith || failed=1
	sees internal 'REPORT internal error: planted' tools/test_long.sh sqlsmith || failed=1
	sees rare 'AddressSanitizer: use-after-poison' env FUZZ_TARGETS='function:hs_code' tools/test_long.sh fuzz || failed=1
	sees trust 'REPORT AddressSanitizer' tools/test_long.sh damaged_pages || failed=1
	exit $failed
fi

[ $# -gt 0 ] || set -- sanitize cascade_bound full_disk killed damaged_pages fuzz sqlsmith evidence valgrind
failed=()
for part in "$@"; do
	start=$SECONDS
	echo "== $part"
	run "$part" 2>&1 | tee ".stage/long/$part.log"
	rc=${PIPESTATUS[0]}
	[ "$rc" = 0 ] || failed+=("$part")
	echo "== $part: $([ "$rc" = 0 ] && echo fine || echo FAILED) after $((SECONDS - start)) s"
done
if [ ${#failed[@]} -gt 0 ]; then
	echo "FAILED: ${failed[*]}"
	exit 1
fi
