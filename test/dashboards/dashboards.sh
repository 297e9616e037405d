#!/bin/bash
# The dashboards as files: see dashboards.py.  Then a fault is planted for each tool, and must be found.
set -uo pipefail
. test/tap.inc
. tools/packages.sh
need python3-psycopg2 python3-yaml >&2 || { echo '1..0 # SKIP python3-psycopg2 and python3-yaml cannot be installed'; exit 0; }
check() { /usr/bin/python3 test/dashboards/dashboards.py "$@"; }
part dashboards.py check examples/dashboards
out=$(mktemp -d "$TE_STAGE/dashboards.XXXXXX")
trap 'rm -rf "$out"' EXIT
# planted TOOL FILE SED-SCRIPT WHAT-IS-SAID: all faults of a tool are in one copy, and each must be told
cp -r examples/dashboards "$out/copy"
faults=()
planted() {
	sed -i "$3" "$out/copy/$2"
	faults+=("$1|$2|$3|$4")
}
planted Grafana grafana/trade_exposure.json 's/top_supplier_name FROM/top_suplier_name FROM/' 'Largest supplier'
planted Metabase metabase/03_supplier_shares.sql 's/"graph.metrics": \["share"\]/"graph.metrics": ["part"]/' 'Suppliers over the years: its settings'
planted Metabase metabase/11_stages.sql 's/in_one_hand/any_stage_share >= 0.8/' 'the stages in one hand'
planted Metabase metabase/01_alerts.sql 's/severity_order/severity/' '01_alerts.sql: the most severe'
planted Metabase metabase/07_tariff_matrix.sql 's/SELECT name, origin_name, rate/SELECT name, origin_name, rate, problem/' 'three columns'
planted Superset superset/charts/sankey.yaml 's/target: target/target: buyer/' 'Who sells magnets to whom: columns'
planted Superset superset/charts/stages.yaml 's/in_one_hand/any_stage_share >= 0.8/' 'the stages in one hand'
planted Superset superset/charts/alerts.yaml 's/severity_order/severity/' 'alerts.yaml: the most severe'
planted Superset superset/charts/tariff_steps.yaml 's/^description: .*/description: Rates./' 'tariff_steps.yaml: says what'
planted Superset superset/datasets/Trade/shortage.yaml 's/expression: CASE WHEN COUNT.*/expression: SUM(days_missing)/' 'metric days_missing of shortage'
planted Superset superset/datasets/Trade/stage_chain.yaml 's/description: The material./description: The metal./' 'data set stage_chain: describes'
planted Evidence evidence/pages/chain.md 's/valueCol=value_usd/valueCol=value_eur/' 'SankeyDiagram of links'
planted Evidence evidence/sources/trade/tariff_step.sql 's/, programs/, programmes/' 'source tariff_step'
for tool in Grafana Metabase Superset Evidence; do
	try check "$out/copy" $tool > "$out/said.$tool" 2>&1
done
for fault in "${faults[@]}"; do
	IFS='|' read -r tool file script what <<< "$fault"
	if grep -q "^not ok.*$what" "$out/said.$tool"; then ok "a fault planted in $file is found: $script"; else fail "a fault planted in $file is found: $script"; fi
done
whole
