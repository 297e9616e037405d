#!/bin/bash
# The dashboards as files: see dashboards.py.  Then a fault is planted for each tool, and must be found.
set -uo pipefail
. tools/packages.sh
need python3-psycopg2 python3-yaml >&2 || { echo '1..0 # SKIP python3-psycopg2 and python3-yaml cannot be installed'; exit 0; }
check() { /usr/bin/python3 test/dashboards/dashboards.py "$@"; }
check examples/dashboards
out=$(mktemp -d "$TE_STAGE/dashboards.XXXXXX")
trap 'rm -rf "$out"' EXIT
# planted FILE SED-SCRIPT TOOL
planted() {
	rm -rf "$out/copy" && cp -r examples/dashboards "$out/copy" && sed -i "$2" "$out/copy/$1"
	check "$out/copy" "$3" > "$out/said" 2>&1
	if grep -q "^not ok.*$3" "$out/said"; then echo "ok - a fault planted in $1 is found"; else echo "not ok - a fault planted in $1 is found"; fi
}
planted grafana/trade_exposure.json 's/top_supplier_name FROM/top_suplier_name FROM/' Grafana
planted metabase/03_supplier_shares.sql 's/"graph.metrics": \["share"\]/"graph.metrics": ["part"]/' Metabase
planted superset/charts/sankey.yaml 's/target: target/target: buyer/' Superset
planted evidence/pages/chain.md 's/valueCol=value_usd/valueCol=value_eur/' Evidence
planted evidence/sources/trade/tariff_step.sql 's/, programs/, programmes/' Evidence
