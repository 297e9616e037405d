#!/bin/bash
# Creates the extension and loads what data/ holds, as any user would.
set -euo pipefail
echo '## Loading real data'
echo 'Every loader says what it read, what it kept, what it dropped, and why.'
psql -X -q -c 'CREATE EXTENSION trade_exposure'

# load LOADER [OPTION...]: standard input through examples/LOADER.sql
load() {
	psql -X -q -P footer=off "${@:2}" -f "examples/$1.sql"
}

zcat data/baci_hs12_850650_2018_2020.csv.gz | load load_baci
load load_eu_crm -v scope=global < data/eu_crm_2023_global_supply.csv
load load_eu_crm -v scope=eu < data/eu_crm_2023_eu_sourcing.csv
zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs | sed '1,/^$/!d'	# its rows by unit would fill a page
load load_usgs_imports < data/usgs_mcs2026_us_import_sources.csv
load load_japan_facts < data/japan_rare_earth_imports_facts.csv
zcat data/wgi_2010_2023.csv.gz | load load_wgi
