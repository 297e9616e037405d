#!/bin/bash
# views.sql where nothing is loaded, by an owner who is no superuser: every view is there and runs, words say
# what is missing, and what could not be granted is named.
set -uo pipefail
. test/tap.inc
out=$(mktemp -d "$TE_STAGE/bare.XXXXXX")
as_super() { psql -X -q -d postgres "$@" > /dev/null 2>&1; }
drop() { as_super -c 'DROP DATABASE IF EXISTS te_bare' -c 'DROP ROLE IF EXISTS te_bare'; }
trap 'drop; rm -rf "$out"' EXIT
drop
as_super -c "CREATE ROLE te_bare LOGIN PASSWORD 'bare'" -c 'CREATE DATABASE te_bare TEMPLATE template0'
psql -X -q -d te_bare -c 'CREATE EXTENSION trade_exposure' -c 'GRANT CREATE ON DATABASE te_bare TO te_bare' \
	-c 'GRANT CREATE ON SCHEMA public TO te_bare' -c 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO te_bare'
ask() { PGUSER=te_bare PGPASSWORD=bare psql -X -At -q -d te_bare -v ON_ERROR_STOP=1 "$@" 2>&1; }
try ask > "$out/said" <<'SQL'
CREATE TABLE magnet (year int, importer text, exporter text, hs6 text, value_kusd float8);
CREATE TABLE crm (year int, importer text, exporter text, hs6 text, value_kusd float8, quantity_t float8);
CREATE TABLE trade_flow (year int, importer text, exporter text, hs6 text, value float8, quantity float8);
CREATE TABLE us_import (year int, importer text, exporter text, hs6 text, value_usd float8);
CREATE TABLE magnet_month (period text, importer text, exporter text, tonnes float8);
CREATE TABLE rare_earth_fact (period text, value float8, scope text, measure text, partner text, source text);
CREATE TABLE rare_earth_price (product text, year int, price float8, source text);
CREATE TABLE material_supply (scope text, material text, stage text, country text, share float8, is_bound bool);
\i examples/views.sql
SQL
is "$rc $(grep -c '^dashboard_reader lacks .*SELECT (compiled) on tariff_regime' "$out/said")" '0 1' 'views.sql by a plain owner says what its reader lacks'
for view in $(psql -X -At -d trade_views -c "SELECT relname FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' ORDER BY 1"); do
	try ask -c "SELECT count(*) FROM dashboard.$view" > "$out/said"
	is "$rc $(grep -c '^[0-9]*$' "$out/said")" '0 1' "$view is there and runs"
done
is "$(ask -c 'SELECT DISTINCT problem FROM dashboard.tariff_matrix()')" 'no tariff called US is loaded' 'no tariff: a problem'
is "$(ask -c "SELECT * FROM dashboard.dependence_on('CHN', 2024)" | grep -c 'HINT:  There are no data: load flows')" 1 'no data: the hint says so'
whole
