#!/bin/bash
# damaged_pages.sh ROUNDS -- damaged_pages.pl over values, where nothing may go wrong, and
# over whole pages, where crashes are told but do not count: PostgreSQL trusts the lengths and
# places of values that it keeps there, and whoever reads a value has nothing else to go by.
# Called by test_long.sh inside test_long_server.sh.
set -uo pipefail
failed=0
test/long/watched.sh perl test/long/damaged_pages.pl "$1" values || failed=1
dropdb sound
TOLD=yes test/long/watched.sh perl test/long/damaged_pages.pl "$1" pages || failed=1
exit $failed
