#!/bin/bash
# Files of statistics offices, with the traps they have, in their publishers' layouts.
set -euo pipefail
load() {
	psql -X -q -P footer=off -f "examples/$1.sql" < "test/data/$2"
}
echo
echo '## Files of statistics offices'
echo "Eurostat's rows, as published: one product is suppressed, and the audit says what it was worth."
load load_comext comext_at_ad_202402.csv
echo "In the layout of Japan's customs (made-up figures): months are columns, thousand yen become yen."
load load_japan japan_synthetic.csv
echo 'In the layout of UN Comtrade (made-up figures): of each flow the whole is kept, not its splits.'
load load_comtrade comtrade_synthetic.csv
psql -X -q -P footer=off -c "SELECT source, flow, count(*)::int AS rows, sum(value) AS value, currency FROM trade_record GROUP BY source, flow, currency ORDER BY 1, 2"
