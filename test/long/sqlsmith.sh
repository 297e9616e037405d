#!/bin/bash
# sqlsmith.sh SECONDS -- random queries over test/long/fuzz_database.sql, made by
# sqlsmith from the catalog, as a role that owns the database and nothing else.  A
# crash, a failed assertion, a report of the tool that watches, or an internal error
# out of our files is a failure; internal errors of PostgreSQL's own are listed.
# Called by test_long.sh inside test_long_server.sh.
#   SEED=1   other queries
set -euo pipefail
seconds=$1
psql -X -q -c 'CREATE ROLE smith LOGIN' -c 'CREATE DATABASE smith OWNER smith'
psql -X -q -U smith -d smith -v ON_ERROR_STOP=1 -f test/long/fuzz_database.sql > /dev/null
psql -X -q -c "ALTER ROLE smith SET statement_timeout = '10s'" -c "ALTER DATABASE smith SET log_min_messages = error" \
	-c "ALTER DATABASE smith SET log_error_verbosity = verbose" -c "ALTER DATABASE smith SET log_min_error_statement = error"
since=$(stat -c %s "$TE_LOG")
mkdir -p "$TE_OUT"
start=$SECONDS round=0
# it ends when the server has crashed, and begins anew with other queries
while [ $((SECONDS - start)) -lt "$seconds" ]; do
	timeout -s INT $((seconds - SECONDS + start)) sqlsmith --target="host=$PGHOST port=$PGPORT dbname=smith user=smith" \
		--exclude-catalog --seed=$((${SEED:-1} * 1000 + round)) > "$TE_OUT/sqlsmith.out" 2>&1 || true
	round=$((round + 1))
	for tenth in {1..600}; do pg_isready -q && break; sleep 0.1; done
done
echo "sqlsmith: $((SECONDS - start)) s, $(tail -c "+$((since + 1))" "$TE_LOG" | grep -c 'STATEMENT: ' || true) queries failed, begun $round times"
perl test/long/internal_errors.pl "$TE_LOG" "$since" || failed=1
perl tools/test_long_reports.pl "$TE_KIND" "$TE_LOG" "$since" || failed=1
cp "$TE_LOG" "$TE_OUT/sqlsmith.server.log"
exit ${failed:-0}
