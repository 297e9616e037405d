#!/bin/bash
# evidence.sh -- builds the Evidence project over the demo's data by npm, and looks at its pages in a browser: light and dark, on a desk and on
# a phone.  Runs under with_server.sh.  Evidence reads its files with DuckDB, whose present WebAssembly build fetches its reader
# of Parquet from the network, in the build and in the browser; the last one that has it inside is put in its place here, and
# two settings that it does not know are taken out.  The pictures are in .stage/evidence.
set -euo pipefail
. tools/packages.sh
. tools/npm.sh
tools/shell.sh load
command -v chromium >/dev/null || need chromium fonts-dejavu-core >&2
project=$PWD/.stage/evidence
mkdir -p "$project"
cp -r examples/dashboards/evidence/. "$project"
(
	cd "$project"
	npm install --no-audit --no-fund --silent
	if ! grep -q '"version": "1.28.0"' node_modules/@duckdb/duckdb-wasm/package.json; then
		rm -rf package && tar xzf "$(npm pack --silent @duckdb/duckdb-wasm@1.28.0)"
		rm -rf node_modules/@duckdb/duckdb-wasm && mv package node_modules/@duckdb/duckdb-wasm
	fi
	sed -i '/SET ieee_floating_point_ops/d; /SET old_implicit_casting/d' node_modules/@evidence-dev/universal-sql/src/client-duckdb/*.js
	export EVIDENCE_SOURCE__trade__host=$PGHOST EVIDENCE_SOURCE__trade__port=$PGPORT EVIDENCE_SOURCE__trade__database=trade_views \
		EVIDENCE_SOURCE__trade__user=$PGUSER EVIDENCE_SOURCE__trade__password=$PGPASSWORD SEND_ANONYMOUS_USAGE_STATS=no
	# where a day begins before it does in Greenwich
	export TZ=Asia/Tokyo
	npx evidence sources < /dev/null
	npx evidence build:strict < /dev/null
)
npm_packages playwright-core
node test/long/evidence.mjs "$(command -v chromium)" "$project/build" "$project"
