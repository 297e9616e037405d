#!/bin/bash
# Each publisher's own file as people have it: it loads the same, or is refused with row and
# cell; the World is never kept beside countries.
. test/clients/lib/loading.sh own_files_trade_exposure
columns='period, exporter, importer, hs, value, quantity, unit, weight_kg, flow, partner_code'

# kept: what the publisher's loader makes of standard input, or its error
kept() {
	local said
	if said=$(load "$loader" -c 'DROP TABLE IF EXISTS trade_record' "${options[@]}"); then
		query "SELECT $columns FROM trade_record" | sort
	else grep -o 'ERROR: .*' <<< "$said" | head -1 | sed 's/ERROR: *//'; fi
}
# cells ROW COLUMN VALUE: the file with one cell changed, rows counted from the header
cells() { awk -F"$mark" -v OFS="$mark" -v row=$1 -v column="$2" -v value="$3" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == column) at = i} NR == row + 1 {$at = value} 1' <<< "$file"; }
# as_people_have_it: columns turned round, blanks around cells, a further column, quotes, semicolons, CRLF and a byte order mark
as_people_have_it() {
	printf '\xef\xbb\xbf'
	awk -F"$mark" '{line = NR == 1 ? "note" : "\"a; b\""; for (i = NF; i > 0; i--) line = line (NR > 1 && $i != "" ? ";\" " $i " \"" : ";\"" $i "\""); printf "%s\r\n", line}' <<< "$file"
}
# publisher NAME LOADER MARK PARTNER VALUE PERIOD WHAT WRONG OPTIONS...: a period is a WHAT, of which WRONG is none
publisher() {
	local name=$1 partner=$4 value=$5 period=$6 right
	loader=$2 mark=$3 options=("${@:9}")
	right=$(kept <<< "$file")
	is "$name: something is kept" "$([[ $right == *'|'*'|'* ]] && echo yes)" yes
	is "$name: as people have it" "$(as_people_have_it | kept)" "$right"
	is "$name: twice, and the World beside its parts" "$( (echo "$file"; sed 1d <<< "$file"; cells 1 "$partner" World | sed -n 2p) | kept)" "$right"
	is "$name: a cell that is not a number" "$(cells 2 "$value" 12x | kept)" "row 2 after the header: the column \"$value\" is not a number: \"12x\""
	is "$name: a period that is none" "$(cells 2 "$period" "$8" | kept)" "row 2 after the header: the column \"$period\" is not a $7: \"$8\""
}
file=$(cat test/data/comext_at_ad_202402.csv)	# published rows
publisher Comext load_comext , PARTNER VALUE_EUR PERIOD month 2012
file=$(tr -d '"' < test/data/brazil_exp.csv)	# published rows
publisher Brazil load_brazil ';' CO_PAIS VL_FOB CO_ANO year 202301
file=$(cat test/data/comtrade_synthetic.csv)
publisher Comtrade load_comtrade , partnerCode primaryValue period period 202352
file=$(cat test/data/japan_synthetic.csv)
publisher Japan load_japan , Country Value-Year Year year 18
file=$(printf '%s\n' I_COMMODITY,CTY_CODE,GEN_VAL_MO,GEN_QY1_MO,UNIT_QY1,SUMMARY_LVL,time 850511,5700,600,60,KG,DET,2024-01 850511,5880,300,30,KG,DET,2024-01 850511,0014,900,90,KG,CGP,2024-01)
publisher Census load_census , CTY_CODE GEN_VAL_MO time period 2024-13 -v format=csv
file=$(printf '%s\n' MonthId,FlowTypeId,CommodityId,CountryCodeAlpha,PortId,Value,NetMass,SuppUnit 202406,3,85051110,CN,41,5000,100,0 202406,3,85051110,CN,42,700,20,0 202406,1,1012100,DE,-1,90,,3)
publisher HMRC load_uk_ots , CountryCodeAlpha Value MonthId month 2012 -v format=csv

# what an API parts a flow by, beside the whole of it or not
loader=load_census options=()
columns='importer, value'
is 'Census: domestic and foreign goods are added up, unless their sum is there' \
	"$(echo '[["E_COMMODITY","CTY_CODE","DF","ALL_VAL_MO","time"],["850511","5700","1","700","2024-01"],["850511","5700","2","300","2024-01"],["850511","5880","-","50","2024-01"],["850511","5880","1","40","2024-01"],["850511","5880","2","10","2024-01"]]' | kept)" \
	$'CHN|1000\nJPN|50'
columns='exporter, value'
is 'Census: so are rate provisions and programs' \
	"$(echo '[["I_COMMODITY","CTY_CODE","RP","CTY_SUBCODE","GEN_VAL_MO","time"],["850511","5700","10","-","700","2024-01"],["850511","5700","61","-","300","2024-01"],["850511","2010","-","-","50","2024-01"],["850511","2010","18","S","40","2024-01"]]' | kept)" \
	$'CHN|1000\nMEX|50'
is 'Census: an answer with a short row' "$(echo '[["I_COMMODITY","CTY_CODE","GEN_VAL_MO","time"],["850511","5700","700","2024-01"],["850511","5880","300"]]' | kept)" 'row 2 after the header has 3 cells, the header 4'
is 'Census: no rows' "$(echo '[]' | kept)" ''
columns='exporter, value, period'
answer='[["I_COMMODITY","CTY_CODE","GEN_VAL_MO","time"],\n["850511","5700","700","2024-01"]]'
is 'Census: several answers, one of them on a line, a blank one between' "$( (printf "$answer\n\n"; printf "${answer//-01/-02}" | tr -d '\n') | kept)" $'CHN|700|2024-01-01\nCHN|700|2024-02-01'
is 'Census: half an answer' "$(head -c 300 test/data/census_synthetic.json | kept | cut -d'?' -f1)" 'the JSON is not whole: a download that broke off'
loader=load_uk_ots
columns='period, exporter, hs, value, partner_code'
is 'HMRC: no country, no product' \
	"$(sed 's/"CountryCodeAlpha":"DE"/"CountryCodeAlpha":null/; s/"CountryId":4,"PortId"/"CountryId":null,"PortId"/; s/"CommodityId":-990,/"CommodityId":null,/' test/data/uk_ots.json | kept)" \
	$'2024-06-01|CHN|85051110|5700|CN\n2024-06-01||01012100|90|'
options=()
is 'HMRC: pages follow each other' "$( (cat test/data/uk_ots.json; sed s/202406/202407/ test/data/uk_ots.json) | kept | grep -c 2024-0)" 6
loader=load_comtrade options=(-v format=json)
columns='sum(value)'
is 'Comtrade: the rows of an answer alone' "$(tr -d '\n' < test/data/comtrade_synthetic.json | sed 's/^[^[]*//; s/][^]]*$/]/' | sed -n 1p | kept)" "$(kept < test/data/comtrade_synthetic.json)"
loader=load_flows options=(-v reporter=JPN)
columns='exporter, value, currency'
is 'own table: thousands that the name of the column says' "$(printf 'Year;Partner;Product;TradeValue in 1000 USD\n2020;China;850511;3.5\n2020;World;850511;3.5\n' | kept)" 'CHN|3500|USD'
is 'own table: value_kusd' "$(printf 'year,exporter,hs6,value_kusd\n2020,CHN,850511,3.5\n' | kept)" 'CHN|3500|USD'
is 'own table: a column twice' "$(printf 'year,exporter,hs6,value,value\n2020,CHN,850511,3,4\n' | kept)" 'the file has the column "value" more than once: rename those that are not meant'
is 'own table: too large for a number' "$(printf 'year,exporter,hs6,value\n2020,CHN,850511,1e999\n' | kept)" 'row 1 after the header: the column "value" is not a number: "1e999"'
columns='exporter, importer, value, currency, quantity, unit, weight_kg, flow'
is 'own table: units and the currency from their columns' \
	"$(printf 'Direction,year,country,hs,value,currency,quantity,unit\nImport,2020,CHN,850511,5,EUR,2,t\nExport,2020,USA,850511,6,eur,7,u\nImport,2020,KOR,850511,8,,,\n' | kept)" \
	$'CHN|JPN|5|EUR|2|t|2000|import\nJPN|USA|6|EUR|7|u||export\nKOR|JPN|8|EUR||||import'
is 'own table: several currencies' "$(printf 'year,country,hs,value,currency\n2020,CHN,850511,5,USD\n2020,USA,850511,6,EUR\n' | kept | cut -d: -f1)" 'the column "currency" has several currencies, EUR, USD'
is 'own table: a unit of the value' "$(printf 'year,country,hs,value,unit\n2020,CHN,850511,5,USD thousand\n' | kept | cut -d: -f1)" 'the column "unit" has "USD thousand", a unit of the value, not of the quantity'
is 'own table: a flow under a name of its own' "$(printf 'kind,year,country,hs,value\nExport,2020,CHN,850511,5\nImport,2020,CHN,850511,6\n' | kept | cut -d: -f1)" 'the column "kind" may be the flow, it has "Export"'
is 'own table: the files of publishers have loaders of their own' \
	"$(for file in comtrade_synthetic comext_at_ad_202402 comext_sdmx brazil_exp japan_synthetic; do kept < test/data/$file.csv | grep -o 'load_[a-z]*'; done | xargs)" 'load_comtrade load_comext load_comext load_brazil load_japan'
# a line without a value has none, not 0
is 'ACE: a line without a value' "$(sed 's/"\$100,000.00"//' test/data/ace_es003_synthetic.csv | load load_ace | grep -c 'dropped|line without a value|4|'; query 'SELECT count(*) FROM entry_line WHERE line = 2')" $'1\n0'
echo "1..$n"
