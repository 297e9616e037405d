#!/bin/bash
# demo.sh -- answers the three questions on real data: loads what data/ holds by
# the loaders of examples/ and runs examples/demo/NN-topic (.sh, .sql) one after
# the other; the last part writes report.html.  Starts a throw-away server unless it
# runs inside one already.  Needs nothing but git and make: see packages.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${TE_STAGE:-}" ] || exec tools/with_server.sh "$PWD/tools/demo.sh"

export PGDATABASE=trade_demo PAGER=cat PSQL_PAGER=cat
createdb "$PGDATABASE"
for part in examples/demo/[0-9]*; do
	case $part in
		*/90-report.sql)
			psql -X -q -At -v ON_ERROR_STOP=1 -f "$part" > report.html
			printf '\n## A page to hand on, and how to go on\nThe page is %s/report.html. The SQL of each table stands above it and in examples/demo.\nmake shell    psql on these data, kept until you leave it\ndocs/tutorial.md    the same questions, step by step\n' "$PWD" ;;
		*.sh) bash "$part" ;;
		*.sql) psql -X -q -e -v ON_ERROR_STOP=1 -P footer=off -P pager=off -f "$part" ;;
	esac
done
