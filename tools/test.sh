#!/bin/bash
# test.sh [SUITE [NAME...]] -- runs the tests against a throw-away server.
# Without arguments: every suite.  Suites: house lint regress pgtap hostile docs isolation tap clients demo dashboards.
#   tools/test.sh regress hs country     two pg_regress topics
#   tools/test.sh pgtap                  all of test/pgtap
# Ends with "N passed, N failed" and leaves that line in .stage/result.
set -uo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
. tools/guard.sh

mkdir -p .stage
rm -f .stage/result
export TE_TALLY=$PWD/.stage/tally
: > "$TE_TALLY"
need_server postgresql-MAJOR-pgtap pgtap libtap-parser-sourcehandler-pgtap-perl libipc-run-perl iso-codes || exit 1

guarded tools/with_server.sh tools/run_suites.sh "$@"
rc=$?
# a run that broke off between the counts is a failure too
if [ $rc != 0 ] && awk '{f += $3} END {exit f > 0}' "$TE_TALLY"; then echo "run 0 1" >> "$TE_TALLY"; fi
awk '{p += $2; f += $3; printf "%-12s %d passed, %d failed\n", $1, $2, $3}
	END {printf "%d passed, %d failed\n", p, f; exit f > 0}' "$TE_TALLY" > .stage/summary
failed=$?
cat .stage/summary
tail -1 .stage/summary > .stage/result
[ $rc = 0 ] && [ $failed = 0 ]
