#!/bin/bash
# test.sh [SUITE [NAME...]] -- runs the tests against a throw-away server.
# Without arguments: every suite.  Suites: regress pgtap docs isolation tap clients demo.
#   tools/test.sh regress hs country     two pg_regress topics
#   tools/test.sh pgtap                  all of test/pgtap
# Ends with "N passed, N failed" and leaves that line in .stage/result.
set -uo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

need postgresql-common perl make gcc libc6-dev || exit 1
major=$(server_major)
need "postgresql-$major" "postgresql-server-dev-$major" "postgresql-$major-pgtap" \
	pgtap libtap-parser-sourcehandler-pgtap-perl libipc-run-perl || exit 1

mkdir -p .stage
export TE_TALLY=$PWD/.stage/tally
: > "$TE_TALLY"
PG_MAJOR=$major tools/with_server.sh tools/run_suites.sh "$@"
rc=$?
[ $rc = 0 ] || [ -s "$TE_TALLY" ] || echo "build_or_start 0 1" >> "$TE_TALLY"
awk '{p += $2; f += $3; printf "%-12s %d passed, %d failed\n", $1, $2, $3}
	END {printf "%d passed, %d failed\n", p, f}' "$TE_TALLY" | tee .stage/summary
tail -1 .stage/summary > .stage/result
# every suite that was asked for must have counted something, and nothing may have failed
[ $rc = 0 ] && ! grep -q ' 0$' <(awk '{print $1, $2 + $3}' "$TE_TALLY") &&
	[ "$(awk '{f += $3} END {print f + 0}' "$TE_TALLY")" = 0 ]
