#!/bin/bash
# The Grafana dashboard against the types that Grafana publishes for it (npm's @grafana/schema): the
# TypeScript compiler takes it for a Dashboard, and refuses it with a planted fault.
set -uo pipefail
. test/tap.inc
. tools/npm.sh
reason=$(npm_packages @grafana/schema typescript@5.4.2) || { echo "1..0 # SKIP $reason"; exit 0; }
npm_packages @grafana/schema typescript@5.4.2
out=.stage/npm/grafana
mkdir -p "$out"
# JSON has the text of an enumeration's member; the form of an export has two members more than the
# schema, which name the data source that is asked for at import
# module SED-SCRIPT: the dashboard, changed by the script, as a module of TypeScript
module() {
	echo "import { Dashboard } from '@grafana/schema';"
	echo 'type Plain<T> = T extends string ? `${T}` : T extends number | boolean | null | undefined ? T : T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;'
	echo "type Exported = Plain<Dashboard> & { __inputs: { name: string; label: string; description: string; type: 'datasource'; pluginId: string; pluginName: string }[]; __requires: { type: string; id: string; name: string; version: string }[] };"
	printf 'export const dashboard: Exported = '
	sed "$1" examples/dashboards/grafana/trade_exposure.json
}
module '' > "$out/dashboard.ts"
module 's/"mode": "absolute"/"mode": "absolut"/' > "$out/planted.ts"
# the planted fault is one of its errors
try node .stage/npm/node_modules/typescript/bin/tsc --noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022 "$out/dashboard.ts" "$out/planted.ts" > "$out/said" 2>&1
is "$(grep -v '^\.stage/npm/grafana/planted.ts' "$out/said" | head -20)" '' "the dashboard has the type of Grafana's schema"
is "$(grep -m 1 -c 'planted.ts.*"absolut"' "$out/said")" 1 'a planted fault is refused'
whole
