#!/bin/bash
# A refresh and its readers: none waits for it, and none makes it wait; each sees all of it or nothing.
set -uo pipefail
. test/tap.inc
export PGOPTIONS='-c lock_timeout=5s -c client_min_messages=warning'
# duties stand on nothing that is refreshed
views=$(psql -X -At -c "SELECT string_agg(format('SELECT count(*) FROM (SELECT FROM %s LIMIT 1) AS v', oid::regclass), '; ') FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND relname !~ '^(tariff|entry)_'")
# a refresh that has done its work and is not at its end, until the reader has ended; it is taken back
coproc refresh { psql -X -q -At -v ON_ERROR_STOP=1 2>&1; }
{
	echo "BEGIN; INSERT INTO magnet VALUES (2025, 'CHN', 'JPN', '850511', 1, 'made up'); CALL dashboard_input.dashboard_refresh();"
	echo "SELECT 'refreshed ' || max(year) FROM dashboard.dependence WHERE product = '850511';"
} >&"${refresh[1]}"
read -r -t 120 said <&"${refresh[0]}"
is "$said" 'refreshed 2025' 'a refresh within a transaction'
is "$(psql -X -q -At -v ON_ERROR_STOP=1 -c 'SET ROLE dashboard_reader' -c "$views" 2>&1 | grep -vc '^[0-9]*$')" 0 'readers of every view do not wait for it'
is "$(psql -X -q -At -c "SELECT max(year) FROM dashboard.dependence WHERE product = '850511'" 2>&1)" 2024 'and see nothing of it'
echo 'ROLLBACK;' >&"${refresh[1]}"
exec {refresh[1]}>&-
wait "$refresh_PID"
# a reader that stays in its transaction
coproc reader { psql -X -q -At -v ON_ERROR_STOP=1 2>&1; }
echo "BEGIN; SET ROLE dashboard_reader; SELECT 'reads' FROM ($(sed 's/; / UNION ALL /g' <<< "$views")) AS v LIMIT 1;" >&"${reader[1]}"
read -r -t 60 said <&"${reader[0]}"
is "$said" reads 'a reader stays'
is "$(psql -X -q -At -v ON_ERROR_STOP=1 -c 'CALL dashboard_input.dashboard_refresh()' 2>&1)" '' 'a refresh does not wait for it'
echo 'COMMIT;' >&"${reader[1]}"
exec {reader[1]}>&-
wait "$reader_PID"
whole
