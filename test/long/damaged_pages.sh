#!/bin/bash
# damaged_pages.sh ROUNDS -- damaged_pages.pl over values, where nothing may go wrong, and
# over whole pages, where crashes of PostgreSQL's own are told but do not count.
# Called by test_long.sh inside test_long_server.sh.
set -uo pipefail
failed=0
test/long/watched.sh perl test/long/damaged_pages.pl "$1" values || failed=1
dropdb sound
OURS=yes test/long/watched.sh perl test/long/damaged_pages.pl "$1" pages || failed=1
exit $failed
