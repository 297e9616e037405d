#!/bin/bash
# views.sql and api.sql run again: they make the same anew, take nothing of others with them, and end with
# a word where something of others stands on theirs.
set -uo pipefail
. test/tap.inc
out=$(mktemp -d "$TE_STAGE/again.XXXXXX")
trap 'psql -X -q -c "DROP SCHEMA IF EXISTS te_others CASCADE" 2> /dev/null; rm -rf "$out"' EXIT
ask() { psql -X -At -v ON_ERROR_STOP=1 -c "$1" 2>&1; }
# each object of the three schemas with its comment, and the rows of some
state() {
	ask "SELECT c.oid::regclass, c.relkind, obj_description(c.oid, 'pg_class'), c.relacl FROM pg_class AS c WHERE relnamespace IN ('dashboard'::regnamespace, 'dashboard_input'::regnamespace, 'api'::regnamespace) ORDER BY c.oid::regclass::text;
		SELECT p.oid::regprocedure, obj_description(p.oid, 'pg_proc') FROM pg_proc AS p WHERE pronamespace IN ('dashboard'::regnamespace, 'dashboard_input'::regnamespace, 'api'::regnamespace) ORDER BY p.oid::regprocedure::text;
		SELECT count(*), sum(hashtext(a::text)::bigint) FROM dashboard.alert AS a"
}
try psql -X -q -f examples/api.sql > "$out/said" 2>&1
is "$rc $(cat "$out/said")" '0 ' 'api.sql'
ask 'GRANT USAGE ON SCHEMA dashboard TO pg_monitor' > /dev/null
state > "$out/before"
try psql -X -q -f examples/views.sql > "$out/said" 2>&1
is "$rc $(cat "$out/said")" '0 ' 'views.sql again'
state > "$out/after"
is "$(diff "$out/before" "$out/after")" '' 'makes what there was, and the API'
is "$(ask "SELECT has_schema_privilege('pg_monitor', 'dashboard', 'USAGE')")" t 'rights on the schema stay'
ask 'REVOKE USAGE ON SCHEMA dashboard FROM pg_monitor' > /dev/null

# what others built: a view on each kind of thing
others() {
	ask 'DROP SCHEMA IF EXISTS te_others CASCADE; CREATE SCHEMA te_others' > /dev/null
	ask "CREATE VIEW te_others.mine AS $1" > /dev/null
	state > "$out/before"
	try psql -X -q -f "examples/$2" > "$out/said" 2>&1
	is "$rc $(grep -c 'te_others.mine depends on' "$out/said")" '3 1' "$2 with a view of others on $3 ends with its name"
	state > "$out/after"
	is "$(diff "$out/before" "$out/after")$(ask 'SELECT count(*) > 0 FROM te_others.mine')" t 'and nothing has changed'
}
others 'SELECT * FROM dashboard.dependence' views.sql 'a view'
others "SELECT * FROM dashboard.tariff_matrix('2025-10-01')" views.sql 'a function'
others 'SELECT * FROM dashboard_input.supply' views.sql 'what is made once a load'
others 'SELECT * FROM api.supply' views.sql 'the API'
others 'SELECT * FROM api.supply' api.sql 'the API'
whole
