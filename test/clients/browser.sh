#!/bin/bash
# The report in a browser: light, dark, on a phone and on paper.
set -uo pipefail
. tools/packages.sh
. tools/npm.sh
command -v chromium chromium-browser google-chrome >/dev/null || need chromium fonts-dejavu-core >&2
command -v pdftoppm >/dev/null || need poppler-utils >&2
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
	{ echo '1..0 # SKIP chromium cannot be installed'; exit 0; }
reason=$(npm_packages playwright-core) || { echo "1..0 # SKIP $reason"; exit 0; }
npm_packages playwright-core
export PGDATABASE=browser_trade_exposure
createdb "$PGDATABASE"
psql -X -q -v ON_ERROR_STOP=1 -f test/clients/js/pages.sql
for page in full long one none; do
	psql -X -At -v ON_ERROR_STOP=1 -c "SELECT html FROM page WHERE name = '$page'" > ".stage/$page.html"
done
node test/clients/js/browser.mjs "$chromium" .stage/full.html .stage/long.html .stage/one.html .stage/none.html
