#!/bin/bash
# shell.sh [load] -- psql on a throw-away server that has what the demo loads and the
# views for dashboards; the server and its data are kept until psql is left.  It says how
# another program connects meanwhile.  "load" makes the database unless it is there, no more.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${TE_STAGE:-}" ] || exec tools/with_server.sh "$PWD/tools/shell.sh"

export PGDATABASE=trade_views
if [ "$(psql -X -At -c "SELECT to_regclass('dashboard.entry_audit') IS NOT NULL" 2>/dev/null)" != t ]; then
	dropdb --if-exists "$PGDATABASE" 2>/dev/null
	createdb "$PGDATABASE"
	bash examples/demo/10-load.sh > /dev/null
	psql -X -q -1 -f examples/load_tariff.sql > /dev/null
	bash examples/demo/70-views.sh > /dev/null
fi
[ "${1:-}" != load ] || exit 0

# tools look into the server with a role that can only read
psql -X -q -c "CREATE ROLE dashboard LOGIN PASSWORD 'dashboard' IN ROLE dashboard_reader" \
	-c "ALTER ROLE dashboard SET default_transaction_read_only = on" -c "ALTER ROLE dashboard SET statement_timeout = '30s'" -c "ALTER ROLE dashboard SET search_path = dashboard"
echo 'Tables: trade_flow, magnet, crm, us_import, rare_earth_fact, mineral_production, material_supply ... (\d lists them).'
echo 'Views for dashboards: \dv dashboard.*'
echo "A dashboard, a notebook, another psql: postgresql://dashboard:dashboard@localhost:$PGPORT/$PGDATABASE"
echo "Try: SELECT * FROM dashboard.alert WHERE importer = 'JPN' ORDER BY severity_order;"
exec psql -X
