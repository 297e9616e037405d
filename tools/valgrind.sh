#!/bin/bash
# valgrind.sh [PART...] -- runs regress and pgTAP on a PostgreSQL with assertions under
# Valgrind, which finds what sanitizers do not: decisions made on values that were never
# set.  It takes four hours of a core; parts that have passed on the same code are not run again,
# so it can be stopped at any time and begun anew.  Parts, and AGAIN, UNTIL and CLAIMS (two
# runs on two cores), as in tools/test_long_parts.sh.  Reports: .stage/long/valgrind.
#   ORIGINS=yes   also says where such a value came from (twice as slow)
[ $# -gt 0 ] || set -- regress pgtap
exec "${0%/*}/test_long_server.sh" valgrind tools/test_long_parts.sh "$@"
