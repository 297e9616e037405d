#!/bin/bash
# make_picture.sh FILE.png -- the first screen of the demo's report, as README.md shows it (docs/report.png); needs chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
file=$(realpath "${1:?which file?}")
command -v chromium > /dev/null || need chromium fonts-dejavu-core
if [ -z "${TE_STAGE:-}" ]; then exec tools/with_server.sh tools/make_picture.sh "$file"; fi
export PGDATABASE=picture_trade_exposure
createdb "$PGDATABASE"
bash examples/demo/10-load.sh > /dev/null
psql -X -q -At -v ON_ERROR_STOP=1 -f examples/demo/90-report.sql > "$TE_STAGE/report.html"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
chromium --headless --no-sandbox --disable-gpu --user-data-dir="$home" --hide-scrollbars --window-size=1100,1250 \
	--screenshot="$file" "file://$TE_STAGE/report.html" > /dev/null 2>&1
