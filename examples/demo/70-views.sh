#!/bin/bash
# The views for dashboards, notebooks and APIs, over what the other parts loaded.
set -euo pipefail
psql -X -q -f examples/load_ace.sql < test/data/ace_es003_synthetic.csv > /dev/null
psql -X -q -f examples/views.sql > /dev/null
echo
echo '## What a dashboard shows'
echo 'The schema dashboard holds plain columns for Grafana, Superset, Metabase, Evidence, notebooks and APIs (docs/dashboards.md). Japan'"'"'s alerts there:'
psql -X -q -P footer=off -c "SELECT year, severity, what FROM dashboard.alert WHERE importer = 'JPN' ORDER BY year DESC, severity_order, what LIMIT 8"
echo 'What is loaded, and how old it is:'
psql -X -q -P footer=off -c "SELECT dataset, publisher, first_day, last_day, gaps FROM dashboard.data_vintage ORDER BY dataset"
