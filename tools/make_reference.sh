#!/bin/bash
# make_reference.sh [FILE] -- prints docs/reference.md, or writes it into FILE; made by make_reference.pl from the
# catalogue of a throw-away server, or of that of tools/with_server.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${TE_STAGE:-}" ]; then
	page=$(mktemp)
	trap 'rm -f "$page"' EXIT
	tools/with_server.sh tools/make_reference.sh "$page" >&2
	cat "$page"
	exit
fi
db=reference_trade_exposure
createdb -T template0 -E UTF8 --lc-collate=C --lc-ctype=C $db
trap 'dropdb $db' EXIT
export PGCLIENTENCODING=UTF8
psql -X -q -d $db -c 'CREATE EXTENSION trade_exposure'
PGDATABASE=$db perl tools/make_reference.pl > "${1:-/dev/stdout}"
