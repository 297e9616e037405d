#!/bin/bash
# sanitize.sh [PART...] -- runs regress, pgTAP and the sweeps of bad arguments on a
# PostgreSQL with assertions, AddressSanitizer and UndefinedBehaviorSanitizer, which
# it builds first if need be (tools/test_long_server.sh).  Parts, and AGAIN and UNTIL, as in
# tools/test_long_parts.sh.  Whatever is read or written outside its memory, or has
# no defined meaning in C, ends with status 1 and a report in .stage/long/asan.
exec "${0%/*}/test_long_server.sh" asan tools/test_long_parts.sh "$@"
