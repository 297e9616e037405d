#!/bin/bash
# watched.sh COMMAND... -- runs it on the server that test_long_server.sh has started,
# and fails also when the tool that watches has something to report.
set -uo pipefail
since=$(stat -c %s "$TE_LOG")
"$@"
rc=$?
tools/test_long_reports.pl "$TE_KIND" "$TE_LOG" "$since" "$TE_STAGE/valgrind" || rc=1
exit $rc
