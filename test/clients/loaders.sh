#!/bin/bash
# The loaders of examples/ on the shipped data and on files that drifted.
set -uo pipefail
n=0
db=loaders_trade_exposure
createdb $db
export PGDATABASE=$db
psql -X -q -c 'CREATE EXTENSION trade_exposure'

# is NAME GOT EXPECTED
is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then echo "ok $n - $1"; else printf 'not ok %s - %s\n# got      %s\n# expected %s\n' $n "$1" "$2" "$3"; fi
}
load() { psql -X -q -At "${@:2}" -f "examples/$1.sql" 2>&1; }
query() { psql -X -q -At -c "$1"; }

# row counts of the files, from the line counts that their publishers' tables have
zcat data/baci_hs12_850650_2018_2020.csv.gz | load load_baci >/dev/null
is 'BACI: every row kept' "$(query 'SELECT count(*) FROM trade_flow')" 13317
is 'BACI: Japan 2018 counts 34 suppliers and 50,979.512 thousand dollars' \
	"$(query "SELECT count(DISTINCT exporter), round(sum(value)::numeric, 3) FROM trade_flow WHERE importer = 'JPN' AND year = 2018")" \
	'34|50979.512'
load load_eu_crm -v scope=eu < data/eu_crm_2023_eu_sourcing.csv >/dev/null
is 'EU: every row kept' "$(query 'SELECT count(*) FROM material_supply')" 907
zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs >/dev/null
is 'USGS: kept and dropped add up' \
	"$(zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs | awk -F'|' '/read/ {r = $4} /kept|dropped/ {s += $4} END {print r, s}')" '2354 2354'
is 'USGS: mines of rare earths in 2025 outside named countries' \
	"$(query "SELECT DISTINCT amount FROM mineral_production WHERE commodity = 'Rare Earths' AND year = 2024 AND country IS NULL")" 1000
is 'USGS: Burma is Myanmar' \
	"$(query "SELECT DISTINCT amount FROM mineral_production WHERE commodity = 'Rare Earths' AND year = 2024 AND country = 'MMR'")" 27000
load load_usgs_imports < data/usgs_mcs2026_us_import_sources.csv >/dev/null
is 'USGS imports: every row kept' "$(query 'SELECT count(*) FROM mineral_import_source')" 720
load load_japan_facts < data/japan_rare_earth_imports_facts.csv >/dev/null
is 'Japan: every figure kept' "$(query 'SELECT count(*) FROM rare_earth_fact')" 52
zcat data/wgi_2010_2023.csv.gz | load load_wgi >/dev/null
is 'WGI: every row but the Netherlands Antilles' "$(query 'SELECT count(*) FROM governance')" 2973
# by hand: (2.5 - (1.28 + 1.1 + 1.25 + 1.34 + 1.42 + 1.12) / 6) * 2
is 'WGI: the score of Aruba 2010' \
	"$(query "SELECT round(risk::numeric, 4) FROM governance WHERE country = 'ABW' AND year = 2010")" 2.4967

# files that drifted
is 'a renamed column is named' \
	"$(printf 't,i,j,product,v,q\n2018,156,392,850650,1,2\n' | load load_baci | sed 's/.*ERROR:/ERROR:/')" \
	'ERROR:  the file has no column "k"; its columns are: t, i, j, product, v, q'
is 'an empty input is an error' "$(load load_baci </dev/null | grep -c ERROR)" 1
query 'TRUNCATE trade_flow'
printf '\xef\xbb\xbfq,v,k,j,i,t,note\r\n  NA, 1.5,10121,392,156,2018,"a, b"\r\n2,3,850650,0,156,2018,\r\n2,3,850650,392,899,2018,\r\n' > "$TE_STAGE/drift.csv"
is 'other order, byte order mark, CRLF, extra column, World as importer, unknown exporter' \
	"$(load load_baci < "$TE_STAGE/drift.csv" | xargs -d'\n' | sed 's/BACI|//g')" \
	'read||3 kept|without exporter: Areas, nes is an unspecified area, not a country|1 kept|without quantity|1 dropped|importer 0: World is a total, not a supplier|1'
is 'a lost leading zero of the code is put back' "$(query "SELECT hs6 FROM trade_flow WHERE quantity IS NULL")" 010121
is 'a row that is no number stops the load and loads nothing' \
	"$(printf 't,i,j,k,v,q\n2018,156,392,850650,1,2\n2018,156,392,850650,x,2\n' | load load_baci | grep -c 'ERROR.*"x"'; query 'SELECT count(*) FROM trade_flow')" $'1\n2'
echo "1..$n"
