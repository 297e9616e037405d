#!/bin/bash
# Creates the extension and loads what data/ holds, as any user would.
set -euo pipefail
echo '## Loading real data'
echo 'Each loader says what it read, what it kept, what it dropped, and why: that stands at the end.'
psql -X -q -c 'CREATE EXTENSION trade_exposure'

# load LOADER [OPTION...]: standard input through examples/LOADER.sql
load() {
	echo "$1 ${*:2}" >> "$audits"
	psql -X -q -P footer=off "${@:2}" -f "examples/$1.sql" >> "$audits"
}
audits=${TE_STAGE:-/dev}/audits
[ -n "${TE_STAGE:-}" ] || audits=/dev/null

zcat data/baci_hs12_850650_2018_2020.csv.gz | load load_baci
load load_eu_crm -v scope=global < data/eu_crm_2023_global_supply.csv
load load_eu_crm -v scope=eu < data/eu_crm_2023_eu_sourcing.csv
zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs
load load_usgs_imports < data/usgs_mcs2026_us_import_sources.csv
load load_japan_facts < data/japan_rare_earth_imports_facts.csv
zcat data/wgi_2010_2023.csv.gz | load load_wgi

# tables of facts that need no cleaning
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE TABLE magnet (year int, exporter text, importer text, hs6 text, value_kusd float8, baci_revision text);
\copy magnet FROM PROGRAM 'zcat data/baci_850511_2002_2024_main_flows.csv.gz' (FORMAT csv, HEADER)
CREATE TABLE crm (year int, exporter text, importer text, hs6 text, value_kusd float8, quantity_t float8);
\copy crm FROM PROGRAM 'zcat data/baci_hs17_critical_2022_2024.csv.gz' (FORMAT csv, HEADER)
CREATE TABLE us_import (year int, exporter text, importer text, hs6 text, value_usd float8);
\copy us_import FROM data/us_rare_earth_imports_2018_2025_facts.csv (FORMAT csv, HEADER)
CREATE TABLE rare_earth_price (year int, product text, price float8, low float8, high float8, source text);
\copy rare_earth_price FROM data/rare_earth_prices_usd_per_kg.csv (FORMAT csv, HEADER)
CREATE TABLE magnet_month (period text, exporter text, importer text, tonnes float8, kind text, derivation text, source text);
\copy magnet_month FROM data/china_magnet_exports_facts.csv (FORMAT csv, HEADER)
CREATE TABLE heavy_month (period text, element text, importer text, kg float8, kind text, source text);
\copy heavy_month FROM data/china_dysprosium_terbium_exports_facts.csv (FORMAT csv, HEADER)
CREATE TABLE arrival (month text, exporter text, importer text, hs6 text, national_code text, flow text, value_usd float8, quantity_kg float8);
\copy arrival FROM PROGRAM 'zcat data/uk_magnets_monthly_2024_06_2026_06.csv.gz' (FORMAT csv, HEADER)
\copy arrival FROM PROGRAM 'zcat data/brazil_magnets_monthly_2025_01_2026_07.csv.gz' (FORMAT csv, HEADER)
CREATE TABLE story_figure (chart int, figure text, value text, kind text, place text, source text);
\copy story_figure FROM data/rare_earth_figures.csv (FORMAT csv, HEADER)
SQL
