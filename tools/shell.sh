#!/bin/bash
# shell.sh -- psql on a throw-away server that has what the demo loads; the server
# and its data are kept until psql is left.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${TE_STAGE:-}" ] || exec tools/with_server.sh "$PWD/tools/shell.sh"

export PGDATABASE=trade_demo
createdb "$PGDATABASE"
bash examples/demo/10-load.sh > /dev/null
echo 'Tables: trade_flow, magnet, crm, us_import, rare_earth_fact, mineral_production, material_supply ... (\d lists them).'
echo "Try: SELECT * FROM trade_alerts('magnet', 'JPN', amount_column => 'value_kusd');"
exec psql -X
