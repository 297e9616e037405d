#!/bin/bash
# The loaders of examples/ on the shipped data and on files that drifted.
. test/clients/lib/loading.sh loaders_trade_exposure

# row counts of the files, from the line counts that their publishers' tables have
is 'BACI: every row and dollar is told, Taiwan'"'"'s apart' "$(zcat data/baci_hs12_850650_2018_2020.csv.gz | load load_baci | sed 's/BACI|//')" \
	"$(zcat data/baci_hs12_850650_2018_2020.csv.gz | awk -F, '
		NR > 1 {n++; v += $5} NR > 1 && ($2 == 490 || $3 == 490) {m++; w += $5}
		END {printf "all rows|thousand USD|%.3f|%.3f|%.3f|1.0000|0\nread||%d|%.3f|thousand USD\nkept||%d|%.3f|thousand USD\nkept|code 490 counted as TWN|%d|%.3f|thousand USD\n",
			v, v, v, n, v, n - m, v - w, m, w}')"
is 'BACI: every row kept' "$(query 'SELECT count(*) FROM trade_flow')" 13317
is 'BACI: Japan 2018 counts 34 suppliers and 50,979.512 thousand dollars' \
	"$(query "SELECT count(DISTINCT exporter), round(sum(value)::numeric, 3) FROM trade_flow WHERE importer = 'JPN' AND year = 2018")" \
	'34|50979.512'
load load_eu_crm -v scope=eu < data/eu_crm_2023_eu_sourcing.csv >/dev/null
is 'EU: every row kept' "$(query 'SELECT count(*) FROM material_supply')" 907
zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs >/dev/null
is 'USGS: every row is accounted for, in its unit' \
	"$(zcat data/usgs_mcs2026_world_production.csv.gz | load load_usgs | awk -F'|' '$2 == "read" {r += $4} $2 ~ /kept|dropped/ {s += $4} END {print r, s}')" '2354 2354'
# by hand: 839 + 3 + 6 of 848 tons in 2024, 900 + 3 + 6 of 900 in 2025
is 'USGS: gallium against its world totals' \
	"$(zcat data/usgs_mcs2026_world_production.csv.gz | grep -E '^(chapter|Gallium)' | load load_usgs)" \
'USGS world production|world production|kilograms|1757000|1757000|1748000|1.0051|1
USGS world production|read||12|3505000|kilograms
USGS world production|kept||8|1757000|kilograms
USGS world production|kept|other countries|2|0|kilograms
USGS world production|dropped|a total|2|1748000|kilograms'
is 'USGS: mines of rare earths in 2025 outside named countries' \
	"$(query "SELECT DISTINCT amount FROM mineral_production WHERE commodity = 'Rare Earths' AND year = 2024 AND country IS NULL")" 1000
is 'USGS: Burma is Myanmar' \
	"$(query "SELECT DISTINCT amount FROM mineral_production WHERE commodity = 'Rare Earths' AND year = 2024 AND country = 'MMR'")" 27000
load load_usgs_imports < data/usgs_mcs2026_us_import_sources.csv >/dev/null
is 'USGS imports: every row kept' "$(query 'SELECT count(*) FROM mineral_import_source')" 720
load load_japan_facts < data/japan_rare_earth_imports_facts.csv >/dev/null
is 'Japan: every figure kept' "$(query 'SELECT count(*) FROM rare_earth_fact')" 55
zcat data/wgi_2010_2023.csv.gz | load load_wgi >/dev/null
is 'WGI: every row but the Netherlands Antilles' "$(query 'SELECT count(*) FROM governance')" 2973
# by hand: (2.5 - (1.28 + 1.1 + 1.25 + 1.34 + 1.42 + 1.12) / 6) * 2
is 'WGI: the score of Aruba 2010' \
	"$(query "SELECT round(risk::numeric, 4) FROM governance WHERE country = 'ABW' AND year = 2010")" 2.4967

# files that drifted
is 'a renamed column is named' \
	"$(printf 't,i,j,product,v,q\n2018,156,392,850650,1,2\n' | load load_baci | sed 's/.*ERROR:/ERROR:/')" \
	'ERROR:  the file has no column "k"; its columns are: t, i, j, product, v, q'
is 'a quoted name of a column may hold the delimiter' \
	"$(printf '"v, in thousand","t","i",j,"k","v","q"\nx,2010,156,392,850650,1,2\n' | load load_baci | grep -c 'kept'; query 'DELETE FROM trade_flow WHERE year = 2010 RETURNING value, quantity')" $'1\n1|2'
is 'an empty input is an error' "$(load load_baci </dev/null | grep -c ERROR)" 1
query 'TRUNCATE trade_flow'
printf '\xef\xbb\xbfq,v,k,j,i,t,note\r\n  NA, 1.5,10121,392,156,2018,"a, b"\r\n2,3,850650,0,156,2018,\r\n2,3,850650,392,899,2018,\r\n' > "$TE_STAGE/drift.csv"
is 'other order, byte order mark, CRLF, extra column, World as importer, unknown exporter' \
	"$(load load_baci < "$TE_STAGE/drift.csv" | xargs -d'\n' | sed 's/BACI|//g')" \
	'all rows|thousand USD|4.5|4.5|7.5|0.6000|1 read||3|7.5|thousand USD kept|without exporter: Areas, nes is an unspecified area, not a country|1|3|thousand USD kept|without quantity|1|1.5|thousand USD dropped|importer 0: World is a total, not a supplier|1|3|thousand USD'
is 'a lost leading zero of the code is put back' "$(query "SELECT hs6 FROM trade_flow WHERE quantity IS NULL")" 010121
is 'a row that is not a number stops the load and loads nothing' \
	"$(printf 't,i,j,k,v,q\n2018,156,392,850650,1,2\n2018,156,392,850650,x,2\n' | load load_baci | grep -c 'ERROR.*"x"'; query 'SELECT count(*) FROM trade_flow')" $'1\n2'
# Trade statistics.  The files are synthetic; what is expected was added up by hand.
# audit LOADER FILE...: what became of the rows, without the name of the source
audit() { load "$1" "${@:3}" < "test/data/$2" | grep -E '\|(read|kept|dropped)\|' | sed 's/^[^|]*|//'; }
is 'Comtrade: wholes are kept, splits are dropped by kind, codes are its own' "$(audit load_comtrade comtrade_synthetic.csv)" \
'read||22|8777|USD
kept||6|907|USD
kept|partner is the reporter|2|15|USD
kept|partner 490 counted as TWN|1|60|USD
kept|without partner: 899, Areas, nes is an unspecified area, not a country|1|28|USD
kept|without partner: 777, no such code in comtrade|1|2|USD
dropped|split by mode of transport|2|600|USD
dropped|reporter 97: European Union is a total, not a supplier|1|5000|USD
dropped|a total, to check with|1|1000|USD
dropped|level: 4 digits|1|900|USD
dropped|duplicate|1|100|USD
dropped|split by customs procedure|1|50|USD
dropped|classification S4 is not the HS|1|40|USD
dropped|type S is not goods|1|40|USD
dropped|split by second partner|1|20|USD
dropped|split by mode of transport, the whole is not in the file|1|15|USD'
is 'Comtrade: 251, 490, 579, 699, 757 and 842' \
	"$(query "SELECT string_agg(exporter || ' ' || value, ', ' ORDER BY exporter) FROM trade_record WHERE importer = 'USA' AND flow = 'import' AND source = 'UN Comtrade'")" \
	'CHE 80, CHN 600, FRA 70, IND 100, NOR 50, TWN 60, USA 10'
is 'Comtrade: a second load is refused whole' \
	"$(load load_comtrade < test/data/comtrade_synthetic.csv | grep -c 'duplicate key'; query 'SELECT count(*) FROM trade_record')" $'1\n11'
is 'Comtrade: tabs, periods loaded again, 490 left unassigned' \
	"$(tr , '\t' < test/data/comtrade_synthetic.csv | load load_comtrade -v replace=1 -v other_asia= | grep -E 'import|490' | sed 's/490, .*|1|/490|1|/')" \
'UN Comtrade|import|USD|1000|1000|1000|1.0000|0
UN Comtrade|re-import|USD|5||||0
UN Comtrade|kept|without partner: 490|1|60|USD'
is 'Comtrade: headings' "$(load load_comtrade -v replace=1 -v digits=4 < test/data/comtrade_synthetic.csv >/dev/null; \
	query "SELECT hs, exporter, value FROM trade_record WHERE frequency = 'year' AND flow = 'import'")" '8505|CHN|900'
is 'Comtrade: a renamed column is named' \
	"$(sed 's/primaryValue/tradeValue/' test/data/comtrade_synthetic.csv | load load_comtrade | grep -o 'the file has no column "[^"]*"')" \
	'the file has no column "primaryValue"'

# A file for each of the ways in which Comtrade gives a flow twice; the whole is 100.
comtrade() { printf 'typeCode,freqCode,period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,mosCode,motCode,qty,netWgt,primaryValue\n'; cat; }
splits='C,A,2022,842,M,156,0,H6,850511,C00,0,0,1,1,100
C,A,2022,842,M,156,344,H6,850511,C00,0,0,1,1,60
C,A,2022,842,M,156,344,H6,850511,C00,0,2100,1,1,60
C,A,2022,842,M,156,344,H6,850511,C05,3,2100,1,1,60
C,A,2022,842,M,156,0,H6,850511,C05,0,0,1,1,30
C,A,2022,842,M,156,0,H6,850511,C00,3,0,1,1,20
C,A,2022,842,M,156,0,H6,850511,C00,0,2100,1,1,70'
is 'Comtrade: of the whole and its splits by second partner, procedure, supply and transport only the whole' \
	"$(echo "$splits" | comtrade | load load_comtrade | sed 's/UN Comtrade|//')" \
'import|USD|100||||0'"
read||7|400|USD
kept||1|100|USD
dropped|split by mode of transport|1|70|USD
dropped|split by second partner|1|60|USD
dropped|split by second partner, customs procedure, mode of supply, mode of transport|1|60|USD
dropped|split by second partner, mode of transport|1|60|USD
dropped|split by customs procedure|1|30|USD
dropped|split by mode of supply|1|20|USD"
is 'Comtrade: splits without their whole are told, and the whole of a neighbour is not theirs' \
	"$(echo "$splits" | sed '1s/850511/850519/; 2,$d' > "$TE_STAGE/whole"; (cat "$TE_STAGE/whole"; echo "$splits" | sed 1d) | comtrade | load load_comtrade -v replace=1 | grep -c 'the whole is not in the file')" 6
is 'Comtrade: a flow in two revisions of the HS, and months beside the year' \
	"$(printf '%s\n' C,A,2021,842,M,156,0,H6,850511,C00,0,0,1,1,100 C,A,2021,842,M,156,0,H5,850511,C00,0,0,1,1,100 C,M,202101,842,M,156,0,H6,850511,C00,0,0,1,1,9 \
		| comtrade | load load_comtrade >/dev/null; query "SELECT frequency, period, hs_revision, value FROM trade_record WHERE period < '2022-01-01' ORDER BY 1")" \
'month|2021-01-01|H6|9
year|2021-01-01|H6|100'
is 'Comtrade: a spreadsheet took the zero of chapter 1, and no weight is not 0' \
	"$(echo C,A,2020,842,M,156,0,H6,10121,C00,0,0,,0,5 | comtrade | load load_comtrade | grep zero; query "SELECT hs, weight_kg IS NULL FROM trade_record WHERE period = '2020-01-01'")" \
'UN Comtrade|kept|product with its lost zero put back|1|5|USD
010121|t'

# The layout of files that the site gave: more cells in each row than in the header,
# codes with spaces, Latin-1.  Countries 156, 384 and the world; figures made up.
site() {
	printf '%s' typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,partnerCode,partnerISO,partnerDesc, \
		partner2Code,partner2ISO,partner2Desc,classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc, \
		mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt, \
		isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate
	while read -r partner name value; do
		printf "$1"'"C","A","20190101","2019","52","2019","764","THA","Thailand","M","Import","%s","XXX","%b","0","W00","World","H5","HS","true","8542","Circuits, ""electronic""","4","false","C00","TOTAL CPC","0 ","0","TOTAL MOT","-1","N/A",,"false","-1","N/A",,"false",,"true",,"false","%s",,"%s","4","false","true",' \
			"$partner" "$name" "$value" "$value"
	done
	printf "$1"
}
rows='0 World 30.5
156 China 20
384 C\xf4te_d\x27Ivoire 10.5'
for end in '\n' '\r\n'; do
	is "Comtrade: the site's file, lines ending in $end" "$(site "$end" <<< "$rows" | load load_comtrade -v encoding=latin1 -v replace=1 | sed 's/UN Comtrade|//')" \
'import|USD|30.5|30.5|30.5|1.0000|0
read||3|61|USD
kept||2|30.5|USD
dropped|a total, to check with|1|30.5|USD'
done
is "Comtrade: the site's file with tabs" "$(site '\n' <<< "$rows" | sed 's/Circuits, //; s/,/\t/g' | load load_comtrade -v encoding=latin1 -v replace=1 | grep -c 'kept||2|30.5')" 1
is "Comtrade: the site's file, another cell at an end" \
	"$(site '\n' <<< "$rows" | sed '4s/$/7/' | load load_comtrade -v encoding=latin1 -v replace=1 | grep -c 'COPY csv_rows, line 3')" 1
# The layout of the old site, whole and with fewer columns, and of its successor.
legacy='Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag
H5,2013,201302,201302,4,0,1,Import,450,Madagascar,MDG,0,World,WLD,,,,,,,,1005,Maize (corn),8,Weight in kilograms,,,,,500,,90,,,0
H5,2013,201302,201302,4,0,1,Import,450,Madagascar,MDG,586,Pakistan,PAK,,,,,,,,1005,Maize (corn),8,Weight in kilograms,400,,,,400,,60,,,0
H5,2013,201302,201302,4,0,0,M,450,Madagascar,MDG,704,Viet Nam,VNM,0,World,W00,C00,All CPCs,0,All MOTs,1005,Maize (corn),8,kg,100,-1,N/A,,100,,30,,30,0
H5,2013,201302,201302,4,0,0,M,450,Madagascar,MDG,704,Viet Nam,VNM,0,World,W00,C01,All,2100,Sea,1005,Maize (corn),8,kg,100,-1,N/A,,100,,30,,30,0
H5,2013,201302,201302,4,0,3,Re-Export,450,Madagascar,MDG,704,Viet Nam,VNM,,,,,,,,1005,Maize (corn),1,No Quantity,,,,,,,5,,,0'
is 'Comtrade: the file of the old site' "$(load load_comtrade -v format=legacy <<< "$legacy" | sed 's/UN Comtrade|//')" \
'import|USD|90|90|90|1.0000|0
re-export|USD|5||||0
read||5|215|USD
kept||3|95|USD
dropped|a total, to check with|1|90|USD
dropped|split by customs procedure, mode of transport|1|30|USD'
is 'Comtrade: months, weights and units of the old site' \
	"$(query "SELECT frequency, period, exporter, hs, hs_revision, quantity, unit, weight_kg, value FROM trade_record WHERE reporter = 'MDG' AND flow = 'import' ORDER BY exporter")" \
'month|2013-02-01|PAK|1005|H5|400|Weight in kilograms|400|60
month|2013-02-01|VNM|1005|H5|100|kg|100|30'
is 'Comtrade: few columns of the old site, a year' \
	"$(printf '%s\n' 'Classification,Year,Trade Flow Code,Trade Flow,Reporter Code,Reporter,Partner Code,Partner,Commodity Code,Commodity,Trade Value (US$),Flag' 'H5,2012,2,Export,450,Madagascar,156,China,1,Animals; live,7,4' \
		| load load_comtrade -v format=legacy >/dev/null; query "SELECT frequency, exporter, importer, hs, value FROM trade_record WHERE period = '2012-01-01'")" \
	'year|MDG|CHN|01|7'
is 'Comtrade: the old site renames its value' "$(sed 's/Trade Value/Value/' <<< "$legacy" | load load_comtrade -v format=legacy | grep -o 'the file has no column "[^;]*;')" \
	'the file has no column "primaryValue" or "Trade Value (US$)" or "TradeValue" or "Value";'

# the API's answer: the same rows, on few lines, on one, and pretty-printed
csv=$(load load_comtrade -v replace=1 < test/data/comtrade_synthetic.csv)
is 'Comtrade: JSON of the API' "$(load load_comtrade -v format=json -v replace=1 < test/data/comtrade_synthetic.json)" "$csv"
is 'Comtrade: JSON on one line' "$(tr -d '\n' < test/data/comtrade_synthetic.json | load load_comtrade -v format=json -v replace=1)" "$csv"
is 'Comtrade: JSON on many lines' "$(sed 's/\([,[{]\)"/\1\n  "/g' test/data/comtrade_synthetic.json | load load_comtrade -v format=json -v replace=1)" "$csv"
is 'Comtrade: two answers, one after the other' "$( (tr -d '\n' < test/data/comtrade_synthetic.json; echo; tr -d '\n' < test/data/comtrade_synthetic.json) \
	| load load_comtrade -v format=json -v replace=1 | grep -E '\|(read|duplicate)\|')" 'UN Comtrade|read||44|17554|USD
UN Comtrade|dropped|duplicate|14|2212|USD'
error() { load "$@" | sed 's/.*ERROR: *//'; }
is 'Comtrade: an answer without rows' "$(echo '{"elapsedTime":"0.1 secs","count":0,"data":[],"error":""}' | load load_comtrade -v format=json)" 'UN Comtrade|read||0'
is 'Comtrade: an answer that refuses' "$(echo '{"statusCode":401,"message":"Access denied due to missing subscription key."}' | error load_comtrade -v format=json)" \
	'the answer has no rows in "data": Access denied due to missing subscription key.'
is 'Comtrade: a renamed name' "$(sed 's/primaryValue/tradeValue/g' test/data/comtrade_synthetic.json | error load_comtrade -v format=json | cut -c1-40)" 'the file has no column "primaryValue" or'
is 'JSON that is not' "$(echo '<html>' | error load_comtrade -v format=json)" 'the input is not JSON, it begins with: <html>'
is 'JSON where CSV is expected' "$(error load_comtrade < test/data/comtrade_synthetic.json)" \
	'the input is JSON, not CSV: write -v format=json before -f if the loader reads it'

# dirty files
is 'an empty file' "$(error load_comtrade < /dev/null)" 'the input is empty'
is 'a file of a header' "$(head -1 test/data/comtrade_synthetic.csv | load load_comtrade)" 'UN Comtrade|read||0'
is 'a row that is too short is named' "$( (echo "$splits" | comtrade; echo C,A,2022) | load load_comtrade 2>&1 | grep -o 'line 8: "C,A,2022"')" 'line 8: "C,A,2022"'
is 'a row that is too long is named' "$( (echo "$splits" | sed '3s/$/,,/' | comtrade) | load load_comtrade 2>&1 | grep -c 'COPY csv_rows, line 3')" 1
is 'a cell that is not a number is named with its row and column' "$( (echo "$splits" | sed '3s/60$/"1,060"/; 5s/30$/x/' | comtrade) | error load_comtrade)" \
	'row 3 after the header: the column "primaryValue" is not a number: "1,060"'
is 'a month that is none' "$( (echo "$splits" | sed '2s/2022/202213/' | comtrade) | error load_comtrade)" 'row 2 after the header: the column "period" is not a period: "202213"'
is 'NaN is not a number' "$( (echo "$splits" | sed '7s/70$/NaN/' | comtrade) | error load_comtrade)" 'row 7 after the header: the column "primaryValue" is not a number: "NaN"'
is 'JSON: a value that is not a number' "$(sed 's/"primaryValue":70,/"primaryValue":"seventy",/' test/data/comtrade_synthetic.json | error load_comtrade -v format=json)" \
	'row 8 after the header: the column "primaryValue" is not a number: "seventy"'
is 'semicolons, empty lines' "$( (echo "$splits" | sed -n 1p | comtrade | tr , ';'; printf '\n\r\n  \n') | load load_comtrade -v replace=1 | grep kept)" 'UN Comtrade|kept||1|100|USD'
is 'BACI: a code of no product, of four digits, and one that lost its zero' \
	"$(printf 't,i,j,k,v,q\n2017,156,392,85abc,1,2\n2017,156,392,8506,1,2\n2017,156,392,10121,5,NA\n' | load load_baci | grep -E 'dropped|read' | sed 's/BACI|//'
	query "SELECT hs6, value, quantity FROM trade_flow WHERE year = 2017")" \
'read||3|7|thousand USD
dropped|product 8506: has not six digits|1|1|thousand USD
dropped|product 85abc: contains letters|1|1|thousand USD
010121|5|'
# a second load would double every figure
baci() { printf 't,i,j,k,v,q\n'; printf '2016,%s\n' 156,392,850650,1,2 842,392,850650,5,NA; }
baci | load load_baci > "$TE_STAGE/first"
is 'BACI: a second load of the same rows is refused' \
	"$(baci | load load_baci | sed 's/^psql.*ERROR/ERROR/'; query 'SELECT count(*) FROM trade_flow WHERE year = 2016')" \
'ERROR:  trade_flow has the row already: 2016, CHN to JPN, 850650; -v replace=1 removes first what is there of the same importers and years
2'
is 'BACI: replace removes the same importers and years first' \
	"$( (baci; echo 2016,156,410,850650,3,1) | load load_baci -v replace=1 | grep -c ERROR; query 'SELECT count(*), sum(value) FROM trade_flow WHERE year = 2016')" $'0\n3|9'
is 'BACI: the same row again, with another value, and without one' \
	"$( (printf 't,i,j,k,v,q\n'; printf '2015,%s\n' 156,392,850650,,1 156,392,850650,1,2 156,392,850650.0,1,2 156,392,850650,4,2) | load load_baci | grep -E 'read|kept\||dropped' | sed 's/BACI|//'
	query 'SELECT value FROM trade_flow WHERE year = 2015')" \
'read||4|6|thousand USD
kept||1|1|thousand USD
dropped|given before with another value|1|4|thousand USD
dropped|duplicate|1|1|thousand USD
dropped|without value|1||thousand USD
1'
latin() { printf 't,i,j,k,v,q,name\r\n2018,156,392,850650,7,2,"C\xf4te, d\x27Ivoire"\r\n'; }
is 'Latin-1 without its name is an error' "$(latin | load load_baci | grep -c 'invalid byte sequence for encoding "UTF8": 0xf4')" 1
is 'Latin-1 with its name' "$(latin | load load_baci -v encoding=latin1 | grep 'read')" 'BACI|read||1|7|thousand USD'

is 'Comext: procedures are added up, secret and suppressed trade is told' "$(audit load_comext comext_synthetic.csv)" \
'read||18|8000|EUR
kept||7|2170|EUR
kept|without partner: QZ, kept secret|1|10|EUR
dropped|a total, to check with|6|2160|EUR
dropped|a sum: partner WORLD|1|2110|EUR
dropped|level: 6 digits|1|1200|EUR
dropped|duplicate|1|300|EUR
dropped|product 8505XXXX: has hidden digits: suppressed by the statistics office|1|50|EUR'
is 'Comext: rows as Eurostat publishes them, one product suppressed' "$(load load_comext < test/data/comext_at_ad_202402.csv | sed 's/Comext|//')" \
'export|EUR|7624||||0
read||13|7713|EUR
kept||12|7624|EUR
dropped|product 39XXXXXX: has hidden digits: suppressed by the statistics office|1|89|EUR'
is 'Comext: which come from Austria' "$(query "SELECT exporter, importer, period, count(*), sum(weight_kg) FROM trade_record WHERE reporter = 'AUT' GROUP BY 1, 2, 3")" 'AUT|AND|2024-02-01|12|380'
is 'Comext: the layout of 2001, with supplementary units' \
	"$(printf '%s\n' DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_cpa2002,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY \
		001,FR,0003,NL,I,01019011,0122,1,1,A,200101,2580,600,3 | load load_comext >/dev/null; query "SELECT reporter, partner_code, value, quantity, unit FROM trade_record WHERE period = '2001-01-01'")" \
	'FRA|NL|2580|3|A'
is 'Comext: 1000 + 200 from China, and the codes XS and XU' \
	"$(query "SELECT string_agg(exporter || ' ' || value || ' ' || weight_kg, ', ' ORDER BY exporter) FROM trade_record WHERE importer = 'DEU'")" \
	'CHN 1200 60, FRA 500 30, GBR 60 3, SRB 40 2, USA 300 12'
is 'Comext: older names of columns, all procedures as a row of their own; 50 of 2160 are suppressed' \
	"$( (head -1 test/data/comext_synthetic.csv | sed 's/REPORTER/DECLARANT_ISO/; s/PARTNER/PARTNER_ISO/; s/STAT_PROCEDURE/STAT_REGIME/; s/VALUE_EUR/VALUE_IN_EUROS/; s/QUANTITY_KG/QUANTITY_IN_KG/'
	tail -n +2 test/data/comext_synthetic.csv; echo DE,CN,E,85051100,1,4,NO_SU,202401,1200,1200,60,0) | load load_comext -v replace=1 | grep -E 'import|procedures')" \
'Comext|import|EUR|2110|2110|2160|0.9769|1
Comext|dropped|sum of the procedures|1|1200|EUR'

is 'Japan: months from columns' "$(audit load_japan japan_synthetic.csv)" \
'read||8|1411000|JPY
kept||3|1330000|JPY
kept|without partner: 702, Unknown is an unspecified area, not a country|1|9000|JPY
kept|without partner: 999, no such code in japan|1|1000|JPY
dropped|duplicate|1|60000|JPY
dropped|product '"'990000XXX'"': has hidden digits: suppressed by the statistics office|1|11000|JPY
dropped|nothing traded|1|0|JPY'
is 'Japan: thousand yen become yen, apostrophes go' \
	"$(query "SELECT period, exporter, hs, value, quantity, unit FROM trade_record WHERE source = 'Japan customs' AND value > 50000 ORDER BY 1")" \
'2024-01-01|CHN|850511000|400000|100|KG
2024-02-01|TWN|850511000|60000|5|KG
2024-03-01|CHN|850511000|800000|200|KG
2024-12-01|JPN|854142000|70000|3|NO'
is 'Japan: the year against its months, 11 thousand suppressed, 1 thousand more in the year' \
	"$(load load_japan -v replace=1 < test/data/japan_synthetic.csv | grep '|JPY|[0-9]')" \
'Japan customs|export|JPY|70000|70000|71000|0.9859|1
Japan customs|import|JPY|1270000|1270000|1281000|0.9914|1'

is 'Japan: a year that goes on, blank units, a lost zero' "$(cut -d, -f1-18 test/data/japan_synthetic.csv | sed -n 1p > "$TE_STAGE/japan.csv"; printf '%s\n' \
		"1,2026,'852351000',106,  ,NO,0,177819,992854,0,62772,544477,0,54546,92551,0,60501,355826" '2,2026,10121000,106,NO,KG,1,10,7,1,10,7,0,0,0,0,0,0' >> "$TE_STAGE/japan.csv"
	load load_japan < "$TE_STAGE/japan.csv"; query "SELECT period, hs, value, quantity, unit, weight_kg FROM trade_record WHERE source = 'Japan customs' AND period >= '2026-01-01' ORDER BY 1, 2")" \
'Japan customs|export|JPY|992854000|992854000|992854000|1.0000|0
Japan customs|import|JPY|7000|7000|7000|1.0000|0
Japan customs|read||2|992861000|JPY
Japan customs|kept||1|992854000|JPY
Japan customs|kept|product with its lost zero put back|1|7000|JPY
2026-01-01|010121000|7000|10|KG|10
2026-01-01|852351000|544477000|62772|NO|
2026-02-01|852351000|92551000|54546|NO|
2026-03-01|852351000|355826000|60501|NO|'
is 'Census: groups, levels and the column that comes twice' "$(audit load_census census_synthetic.json)" \
'read||9|4860|USD
kept||3|980|USD
kept|without partner: 8220, Unidentified countries is an unspecified area, not a country|1|20|USD
dropped|a total, to check with|1|1000|USD
dropped|a sum: group of countries 0014|1|980|USD
dropped|a sum: group of countries 5XXX|1|980|USD
dropped|level: 6 digits|1|600|USD
dropped|duplicate|1|300|USD'
is 'Census: exports as CSV' "$(printf 'E_COMMODITY,CTY_CODE,ALL_VAL_MO,QTY_1_MO,UNIT_QY1,time\n8505110070,-,50,5,KG,2024-02\n8505110070,2010,50,5,KG,2024-02\n' \
	| load load_census -v format=csv | grep USD; query "SELECT exporter, importer, value, weight_kg FROM trade_record WHERE flow = 'export' AND source = 'US Census'")" \
'US Census|export|USD|50|50|50|1.0000|0
US Census|read||2|100|USD
US Census|kept||1|50|USD
US Census|dropped|a total, to check with|1|50|USD
USA|MEX|50|5'
is 'Census: year and month apart' "$(printf '%s\n' CTY_CODE,CTY_NAME,GEN_VAL_MO,AIR_VAL_MO,VES_WGT_MO,MONTH,SUMMARY_LVL,COMM_LVL,I_COMMODITY,YEAR \
		'-,TOTAL FOR ALL COUNTRIES,9,0,1,01,DET,HS6,030111,2018' 5700,CHINA,4,0,1,01,DET,HS6,030111,2018 5700,CHINA,5,0,1,02,DET,HS6,030111,2018 7XXX,AFRICA,4,0,1,02,CGP,HS6,030111,2018 \
	| load load_census -v format=csv | grep read; query "SELECT period, hs, value FROM trade_record WHERE source = 'US Census' AND period < '2019-01-01' ORDER BY 1")" \
'US Census|read||4|22|USD
2018-01-01|030111|4
2018-02-01|030111|5'
is 'Census: years without months' "$(printf 'I_COMMODITY,CTY_CODE,GEN_VAL_MO,YEAR\n030111,5700,4,2018\n' | load load_census -v format=csv | sed 's/.*ERROR: *//')" \
	'the file has years without months: ask the API for time, or for YEAR and MONTH'
is 'Census: a renamed field is named' "$(sed 's/GEN_VAL_MO/GEN_VALUE/' test/data/census_synthetic.json | load load_census | sed 's/.*ERROR: *//')" \
	'the file has no column "GEN_VAL_MO" or "ALL_VAL_MO"; its columns are: I_COMMODITY, CTY_CODE, GEN_VALUE, GEN_QY1_MO, UNIT_QY1, COMM_LVL, SUMMARY_LVL, time'

is 'ACE: rows of a line together' "$(load load_ace < test/data/ace_es003_synthetic.csv)" \
'ACE ES-003|duty|USD|65350|65350|65358.84|0.9999|0
ACE ES-003|value|USD|131234.5|131234.5|132539|0.9902|1
ACE ES-003|read||12|132539|USD
ACE ES-003|kept||7|131234.5|USD
ACE ES-003|dropped|line with several products|2|30|USD
ACE ES-003|dropped|duplicate|1|1234.5|USD
ACE ES-003|dropped|origin ZZ: no such code in iso2 or iso3|1|40|USD
ACE ES-003|dropped|line without a product|1|0|USD'
is 'ACE: claims and duty by number' "$(query "SELECT line, hs, origin, value, quantities, claims, filed, duty FROM entry_line WHERE entry_date < '2025-10-02' ORDER BY line")" \
'1|8703230190|JPN|30000.00|{"NO": 1}|{9903.94.01}|{"MFN": 750.00, "9903.94.01": 7500.00}|8250.00
2|8505110070|CHN|100000.00|{"KG": 500}|{9903.01.24,9903.01.25,9903.88.03}|{"MFN": 2100.00, "9903.01.24": 20000.00, "9903.01.25": 10000.00, "9903.88.03": 25000.00}|57100.00'

ace_day() { printf 'Entry Summary Number,Entry Summary Line Number,Entry Date,Country of Origin Code,Tariff Ordinal Number,HTS Number - Full,Line Tariff Goods Value Amount,Line Tariff Duty Amount\nX9,1,%s,JP,1,8703230190,30000,4500\n' "$1" | load load_ace | sed 's/.*ERROR: *//' | tail -1; }
is 'ACE: a day that its month does not have is named, in both ways of writing' "$(for d in 02/30/2025 02/29/23 2025-04-31 20230229 02/29/2024; do ace_day $d; done)" \
"$(printf 'row 1 after the header: the column "Entry Date" is not a day of the calendar: "%s"\n' 02/30/2025 02/29/23 2025-04-31 20230229)
ACE ES-003|kept||1|30000|USD"
# Further publishers.  The rows of comext_sdmx.csv and brazil_exp.csv are published ones, the others are made up; sums by hand.
is 'Comext: SDMX-CSV, quantities of 100 kg go with their values, WORLD is what it is checked with' \
	"$(load load_comext < test/data/comext_sdmx.csv | sed 's/^Comext|//'; query "SELECT frequency, exporter, importer, hs, value, weight_kg FROM trade_record WHERE hs = '030462'")" \
'import|EUR|32313884|32313884|39919520|0.8095|1
read||4|72233404|EUR
kept||2|32313884|EUR
dropped|a total, to check with|2|39919520|EUR
year|VNM|DEU|030462|32313884|9021263'
is 'Comext: SDMX-CSV of the World alone is the World'"'"'s' "$(grep -v ',VN,' test/data/comext_sdmx.csv | load load_comext | tail -1)" \
	'Comext|kept|without partner: WORLD, World is a total, not a supplier|2|39919520|EUR'
is 'Comext: SDMX-CSV, a quantity alone is no value of 0' "$(sed 3d test/data/comext_sdmx.csv | load load_comext -v replace=1 | grep 'quantity without')" 'Comext|dropped|quantity without a value|1|0|EUR'
is 'Comext: SDMX-CSV, months and a cell that is no number' \
	"$(sed 's/,2024,/,2024-03,/' test/data/comext_sdmx.csv | load load_comext >/dev/null; query "SELECT frequency, period FROM trade_record WHERE hs = '030462' ORDER BY 1"; sed 's/,2024,9/,2024,9e/' test/data/comext_sdmx.csv | load load_comext | sed 's/.*ERROR: *//')" \
'month|2024-03-01
year|2024-01-01
row 1 after the header: the column "OBS_VALUE" is not a number: "9e0212.63"'
is 'Brazil: states and offices are added up, countries have its own numbers' \
	"$(load load_brazil < test/data/brazil_exp.csv | sed 's/^Comex Stat|//'; query "SELECT period, exporter, importer, hs, value, quantity, unit, weight_kg FROM trade_record WHERE source = 'Comex Stat' ORDER BY hs")" \
'export|USD|300200||||0
read||4|300200|USD
kept||3|300176|USD
kept|without partner: 790, Czechoslovakia, no longer reported|1|24|USD
2023-02-01|BRA|PER|08012100|259000|252000|KG|252000
2023-11-01|BRA|USA|44072920|41176|42|M3|46165
2023-11-01|BRA||99999999|24|7|KG|7'
is 'Brazil: a file with freight has imports, and an option says it too' \
	"$( (sed -n '1s/$/;"VL_FRETE";"VL_SEGURO"/p; 2s/$/;5;1/p' test/data/brazil_exp.csv) | load load_brazil | head -1; sed -n 1,2p test/data/brazil_exp.csv | load load_brazil -v flow=import -v replace=1 | head -1; sed -n 1,2p test/data/brazil_exp.csv | load load_brazil -v flow=both | sed 's/.*ERROR: *//')" \
'Comex Stat|import|USD|257813||||0
Comex Stat|import|USD|257813||||0
the flow is import or export, not "both"'
is 'Brazil: a month that is none, a country that nobody knows' \
	"$(sed '3s/"02"/"13"/' test/data/brazil_exp.csv | load load_brazil | sed 's/.*ERROR: *//'; sed 's/"249"/"777"/' test/data/brazil_exp.csv | load load_brazil -v replace=1 | grep 777)" \
'row 2 after the header: the column "CO_MES" is not a month: "13"
Comex Stat|kept|without partner: 777, no such code of Comex Stat|1|41176|USD'
is 'Brazil: the numbers of countries are each country once known' "$(sed -n "/string_to_table('/,/', ',')/p" examples/loader/brazil_countries.sql | grep -oE '[0-9]{3} [A-Z]{3}' | sort | uniq -cd; \
	query "SELECT count(*) > 200, count(*) FILTER (WHERE country_code(c) IS NULL) FROM (SELECT DISTINCT split_part(p, ' ', 2) AS c FROM unnest('{$(sed -n "/string_to_table('/,/', ',')/p" examples/loader/brazil_countries.sql | grep -oE '[0-9]{3} [A-Z]{3}' | paste -sd,)}'::text[]) AS p) AS c")" 't|0'
is 'United Kingdom: ports are added up, letters come with the answer, what has no code is a product not specified' \
	"$(load load_uk_ots < test/data/uk_ots.json | sed 's/^HMRC|//'; query "SELECT exporter, importer, hs, value, quantity, weight_kg, flow FROM trade_record WHERE source = 'HMRC' ORDER BY value DESC")" \
'export|GBP|60||||0
import|GBP|5790||||0
read||4|5850|GBP
kept||2|5700|GBP
kept|product with its lost zero put back|1|90|GBP
kept|without partner: QV, not specified|1|60|GBP
CHN|GBR|85051110|5700||120|import
DEU|GBR|01012100|90|3||import
GBR||99999999|60|||export'
is 'United Kingdom: the table of R'"'"'s uktrade, an answer without countries, one without rows' \
	"$(printf '%s\n' MonthId,FlowTypeId,FlowTypeDescription,SuppressionIndex,CommodityId,Cn8Code,CountryId,CountryCodeAlpha,PortId,Value,NetMass,SuppUnit '201901,4,Non-EU Exports,0,22083030,22083030,1,AU,1,1000,50,9' | load load_uk_ots -v format=csv | head -1; \
	sed 's/"Country":{[^}]*}/"x":1/' test/data/uk_ots.json | load load_uk_ots | sed 's/.*ERROR: *//'; echo '{"value":[]}' | load load_uk_ots)" \
'HMRC|export|GBP|1000||||0
the countries have no letters: ask the API with $expand=Country
HMRC|read||0'
is 'Korea: exports and imports of an item, checked with the answer'"'"'s own sum' \
	"$(load load_korea < test/data/korea.xml | sed 's/^Korea customs|//'; query "SELECT period, exporter, importer, hs, value, weight_kg FROM trade_record WHERE source = 'Korea customs' ORDER BY value")" \
'export|USD|1300|1300|1300|1.0000|0
import|USD|8400|8400|8400|1.0000|0
read||3|19400|USD
kept||2|9700|USD
dropped|a total, to check with|1|9700|USD
2025-02-01|KOR|CHN|8505110000|100|2
2025-01-01|KOR|USA|8505110000|1200|30
2025-02-01|CHN|KOR|8505110000|8400|100'
is 'Korea: two answers, of two years, have no sum to check with' \
	"$( (cat test/data/korea.xml; sed 's/2025/2024/g' test/data/korea.xml) | load load_korea -v replace=1 | grep -E 'import|sum')" \
'Korea customs|import|USD|16800||||0
Korea customs|dropped|a sum: of all items, of several years|2|19400|USD'
is 'Korea: what cannot be read is named, and no items are none' \
	"$(for e in s/8400/84x/ s/2025.02/2025.13/; do sed "$e" test/data/korea.xml | load load_korea | sed 's/.*ERROR: *//'; done; head -c 700 test/data/korea.xml | load load_korea | sed 's/.*ERROR: *//'; \
	echo '<r><returnReasonCode>30</returnReasonCode><returnAuthMsg>SERVICE KEY IS NOT REGISTERED</returnAuthMsg></r>' | load load_korea | sed 's/.*ERROR: *//'; echo '<response><body><items/></body></response>' | load load_korea; gzip -c test/data/korea.xml | load load_korea | sed 's/.*ERROR: *//')" \
'row 1 after the header: the column "impDlr" is not a number: "84x"
item 3 has no month as in 2025.01: "2025.13"
the XML is not whole: a download that broke off?
the answer is an error: SERVICE KEY IS NOT REGISTERED
Korea customs|read||0
the input is packed by gzip: zcat FILE | psql ...'
is 'JSON that is packed or in UTF-16 says so' "$(for c in 'gzip -c' 'iconv -t UTF-16'; do $c test/data/uk_ots.json | load load_uk_ots | sed 's/.*ERROR: *//'; done)" \
'the input is packed by gzip: zcat FILE | psql ...
the input is in UTF-16: iconv -f UTF-16 -t UTF-8 FILE | psql ...'
is 'Japan: rows with the year only are years' "$(printf '%s\n' 'Exp or Imp,Year,HS,Country,Unit1,Unit2,Quantity1-Year,Quantity2-Year,Value-Year' "2,2023,'850511000',105,NO,KG,5,12,700" "2,2023,'850519000',105,NO,KG,0,0,0" | load load_japan; \
	query "SELECT frequency, period, exporter, value, quantity, weight_kg FROM trade_record WHERE source = 'Japan customs' AND period = '2023-01-01'")" \
'Japan customs|import|JPY|700000||||0
Japan customs|read||2|700000|JPY
Japan customs|kept||1|700000|JPY
Japan customs|dropped|nothing traded|1|0|JPY
year|2023-01-01|CHN|700000|12|12'

# what a load costs grows with its rows: 20,000 of one month, loaded again in their own place
seq 0 19999 | awk 'BEGIN {print "I_COMMODITY,CTY_CODE,GEN_VAL_MO,time"} {printf "%06d,%s,%d,2001-01\n", 850000 + $1 % 5000, substr("5700201042805800", 1 + 4 * int($1 / 5000), 4), $1}' > "$TE_STAGE/census.csv"
load load_census -v format=csv < "$TE_STAGE/census.csv" >/dev/null
is 'Census: 20,000 rows again, no statement over a minute' "$(PGOPTIONS='-c statement_timeout=60s' load load_census -v format=csv -v replace=1 < "$TE_STAGE/census.csv" | sed -n 2,3p)" \
"US Census|read||20000|199990000|USD
US Census|kept||20000|199990000|USD"

# a row whose transaction has not ended yet is not loaded again beside it
query "DELETE FROM trade_flow; DELETE FROM trade_record WHERE source = 'US Census'"
at_once() { psql -X -q -c BEGIN -c "$1" -c 'SELECT pg_sleep(2)' -c COMMIT >/dev/null & sleep 0.7; "${@:2}"; wait; }
is 'BACI: a load waits for another, and refuses its rows' \
	"$(baci | at_once "INSERT INTO trade_flow VALUES (2016, 'CHN', 'JPN', '850650', 1, 2)" load load_baci | grep -c 'has the row already'; query 'SELECT count(*) FROM trade_flow')" $'1\n1'
query 'DELETE FROM trade_flow'
is 'BACI: so it does where transactions keep what they saw at first' \
	"$(baci | PGOPTIONS='-c default_transaction_isolation=repeatable\ read' at_once "INSERT INTO trade_flow VALUES (2016, 'CHN', 'JPN', '850650', 1, 2)" load load_baci | grep -c 'has the row already'; query 'SELECT count(*) FROM trade_flow')" $'1\n1'
census() { printf 'I_COMMODITY,CTY_CODE,GEN_VAL_MO,time\n'; printf '%s\n' 850511,5700,600,2024-01 850511,5880,300,2024-01; }
is 'Census: a load waits for another, and names the row that is there' \
	"$(census | at_once "INSERT INTO trade_record VALUES ('US Census', 'month', '2024-01-01', 'JPN', 'USA', '850511', NULL, 300, 'USD', NULL, '', NULL, 'import', 'USA', '5880')" load load_census -v format=csv \
		| grep -o 'duplicate key:.*;'; query "SELECT count(*) FROM trade_record WHERE source = 'US Census'")" $'duplicate key: import of USA, month 2024-01-01, partner 5880, product 850511;\n1'
is 'Census: other products of the same month go in beside' \
	"$(census | sed 2,3s/850511/850519/ | load load_census -v format=csv >/dev/null; query "SELECT count(*), sum(value) FROM trade_record WHERE source = 'US Census'")" '3|1200'
is 'Comtrade: a reporter written in two ways is one, its rows count once' \
	"$(printf '%s\n' C,A,2020,842,M,156,0,H6,850511,C00,0,0,1,1,100 ' C,A,2020,842 ,M,156,0,H6,850511,C00,0,0,1,1,100' | sed 's/^ //' | comtrade | load load_comtrade -v replace=1 | grep -E 'kept|duplicate' | sed 's/UN Comtrade|//')" \
	$'kept||1|100|USD\ndropped|duplicate|1|100|USD'

# an audit that forgets a row is an error: a loader whose verdicts leave one out
sed 's/^FROM csv_judged GROUP/FROM csv_judged WHERE exporter IS NOT NULL GROUP/; s/\\ir loader/\\ir '"${PWD//\//\\/}"'\/examples\/loader/' examples/load_baci.sql > "$TE_STAGE/forgetful.sql"
is 'a row that the audit forgets is an error' \
	"$(psql -X -q -At -v replace=1 -f "$TE_STAGE/forgetful.sql" < "$TE_STAGE/drift.csv" 2>&1 | sed 's/.*ERROR: *//')" \
	'the file has 3 rows, but the audit of BACI accounts for 2'

is 'examples/queries.sql has the queries of docs/queries.md' \
	"$(grep -v '^--' examples/queries.sql | grep -v '^$')" "$(awk '/^```sql/ {on = 1; next} /^```/ {on = 0} on' docs/queries.md | grep -v '^$')"
echo "1..$n"
