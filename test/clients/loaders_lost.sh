#!/bin/bash
# What could lose rows of a loader, or count them twice, without a word: files,
# options and tables that are not as the loader expects.  Expected values are by hand.
. test/clients/lib/loading.sh loaders_lost_trade_exposure
baci() { printf '%s\n' t,i,j,k,v,q "$@"; }
flows() { query "SELECT string_agg(concat_ws(' ', year, exporter, importer, hs6, value, quantity), ', ' ORDER BY year, exporter, value) FROM trade_flow"; }
error() { sed -n 's/.*ERROR: *//p; /^line /p'; }
one=2020,156,392,850511,1.5,2

# psql takes a line \. for the end of all rows
is 'a line that ends the rows for psql is refused, and nothing is loaded' \
	"$(baci $one '\.' 2021,156,392,850511,3,4 | load load_baci | grep -o 'line .*'; query "SELECT to_regclass('trade_flow') IS NULL")" \
	$'line 2 after the header is \\. alone, which psql takes for the end of the rows: take it out\nt'
is 'in JSON such a line ends nothing' \
	"$(printf '%s\n' '{"data":[' '\.' ']}' | load load_comtrade -v format=json | grep -c ERROR)" 1

# further columns may have any name, also one that a loader uses itself
names=$(grep -ohE '[a-z_][a-z0-9_]*' examples/load_baci.sql examples/loader/{numbers,audit,read_csv}.sql | sort -u | grep -vxE 't|i|j|k|v|q')
names=$(printf '%s\n' ctid xmin tableoid further $names | sort -u | paste -sd, | cut -c1-14000)
is 'BACI: hundreds of further columns, of all names in the loader, change nothing' \
	"$(printf '%s\n' "t,i,j,k,v,q,$names" "$one,$(sed 's/[^,][^,]*/x/g' <<< "$names")" | load load_baci | grep '|kept'; flows)" \
	$'BACI|kept||1|1.5|thousand USD\n2020 CHN JPN 850511 1.5 2'
is 'BACI: and a bad number is still named beside them' \
	"$(printf '%s\n' "t,i,j,k,v,q,$names" "2020,156,392,850511,1.5x,2,$(sed 's/[^,][^,]*/x/g' <<< "$names")" | load load_baci | error)" \
	'row 1 after the header: the column "v" is not a number: "1.5x"'
is 'other tables: a further column may be called as what the check of numbers uses' \
	"$(printf '%s\n' year,origin,product,value,name,what,cell,pattern,n 2020,CHN,850511,x,a,b,c,d,e | load load_flows -v reporter=JPN | error)" \
	'row 1 after the header: the column "value" is not a number: "x"'

is 'and as what the loader calls its own' \
	"$(printf '%s\n' year,origin,product,value,is_turned,ctx,place,partner2,te,number,key,total,problem,frequency 2020,CHN,850511,7,a,b,c,d,e,f,g,h,i,j | load load_flows -v reporter=JPN | grep '|kept'; query 'DELETE FROM trade_record')" \
	'own flows|kept||1|7|not said'

# -v replace=
is 'replace=0 and an empty replace remove nothing' \
	"$(for r in 0 '' off FALSE no; do baci $one | load load_baci -v replace=$r | error | cut -c1-47; done; query 'SELECT count(*) FROM trade_flow')" \
	"$(printf 'trade_flow has the row already: 2020, CHN to JPN\n%.0s' 1 2 3 4 5 | cut -c1-47; echo 1)"
is 'what is neither yes nor no is refused' "$(baci $one | load load_baci -v replace=2020 | error)" \
	'-v replace=2020 is neither yes nor no: 1 removes first what is there, 0 does not'
is 'replace=1, on and yes do' "$(for r in 1 on YES t; do baci "${one/1.5/2.5}" | load load_baci -v replace=$r | grep -c '|kept'; done | xargs; flows)" \
	$'1 1 1 1\n2020 CHN JPN 850511 2.5 2'
printf '%s\n' ,A,B A,1,2 B,3,4 > "$TE_STAGE/io.csv"
is 'replace=0 of an input-output table, too' \
	"$(for r in 1 0 1; do load load_io -v replace=$r < "$TE_STAGE/io.csv" | grep -c ERROR; query 'SELECT count(*) FROM io_flow'; done | xargs)" '0 4 1 4 0 4'

# what a cell may be
is 'a month is not a year' "$(baci 202001,156,392,850511,1,2 | load load_baci | error)" 'row 1 after the header: the column "t" is not a year: "202001"'
is 'nor is 2020-01' "$(baci 2020-01,156,392,850511,1,2 | load load_baci | error)" 'row 1 after the header: the column "t" is not a year: "2020-01"'
is 'signs, marks and exponents alone are no numbers, with any decimal mark' \
	"$(for o in decimal=, thousands=, decimal=.; do for c in , - e5 +, . -.e1; do printf '%s\n' 't;i;j;k;v;q' "2019;156;392;850511;$c;2" |
		load load_baci -v $o | grep -cE 'row 1 after the header: the column "v" is not a number'; done; done | sort | uniq -c | xargs)" '18 1'

is 'nor are they in an input-output table' \
	"$(for c in , - e5 +, .; do printf '%s\n' ';A;B' "A;1;$c" 'B;3;4' | load load_io -v decimal=, -v replace=1 | grep -c 'row "A", column "B": is not a number'; done | xargs)" '1 1 1 1 1'

# one code in two ways of writing
query 'DELETE FROM trade_flow'
is 'BACI: 4 and 004 are one country' \
	"$(baci 2020,4,392,850511,1,2 2020,004,392,850511,1,2 2020,0004,392,850511,7,2 | load load_baci | grep -E 'kept|dropped' | sed 's/BACI|//'; flows)" \
	$'kept||1|1|thousand USD\ndropped|given before with another value|1|7|thousand USD\ndropped|duplicate|1|1|thousand USD\n2020 AFG JPN 850511 1 2'
comtrade() { printf '%s\n' typeCode,freqCode,period,reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,mosCode,motCode,qty,netWgt,primaryValue "$@"; }
is 'Comtrade: 4 and 004 are one partner' \
	"$(comtrade C,A,2020,842,M,4,0,H6,850511,C00,0,0,1,1,100 C,A,2020,842,M,004,0,H6,850511,C00,0,0,1,1,100 | load load_comtrade | grep -E 'kept|dropped' | sed 's/UN Comtrade|//')" \
	$'kept||1|100|USD\ndropped|duplicate|1|100|USD'
is 'Comtrade: also in a file that comes later' \
	"$(comtrade C,A,2020,842,M,004,0,H6,850511,C00,0,0,1,1,100 | load load_comtrade | grep -o 'duplicate key:.*;'; query 'SELECT count(*) FROM trade_record')" \
	$'duplicate key: import of USA, year 2020-01-01, partner 4, product 850511;\n1'

# tables as somebody else made them
query 'DROP TABLE trade_flow; CREATE TABLE trade_flow (year int, importer text, exporter text, hs6 text, note text, quantity float8, value float8)'
is 'BACI: columns of the table are known by name' "$(baci $one | load load_baci | grep -c '|kept'; flows)" $'1\n2020 CHN JPN 850511 1.5 2'
query 'CREATE TABLE a AS SELECT * FROM trade_record; DROP TABLE trade_record; CREATE TABLE trade_record AS
	SELECT partner_code, reporter, flow, weight_kg, unit, quantity, currency, value, hs_revision, hs, importer, exporter, period, frequency, source FROM a; DROP TABLE a'
is 'Comtrade: so they are' \
	"$(comtrade C,A,2021,842,M,156,0,H6,850511,C00,0,0,1,1,100 | load load_comtrade | grep -c '|kept'; query "SELECT exporter, importer, reporter, partner_code, currency, frequency FROM trade_record WHERE period = '2021-01-01'")" \
	$'1\nCHN|USA|USA|156|USD|year'
is 'every loader names the columns that it writes' \
	"$(grep -nE 'INSERT INTO (trade_|io_(flow|node)|tariff_|mineral|material|governance|hts_(line|special)|rare_earth|entry)[a-z_]*($| *(SELECT|VALUES))' examples/load_*.sql examples/loader/*.sql)" ''
query 'CREATE SCHEMA "My Schema"'
is 'a schema whose name needs quotes' \
	"$(for time in 1 2; do baci $one | PGOPTIONS='-c search_path="My\ Schema",public' load load_baci -v replace=1 | grep -c '|kept'; done | xargs; query 'SELECT count(*) FROM "My Schema".trade_flow')" $'1 1\n1'
is 'and for records' \
	"$(for time in 1 2; do comtrade C,A,2020,842,M,4,0,H6,850511,C00,0,0,1,1,100 | PGOPTIONS='-c search_path="My\ Schema",public' load load_comtrade -v replace=1 | grep -c '|kept'; done | xargs; query 'SELECT count(*) FROM "My Schema".trade_record')" $'1 1\n1'

# two first loads at once: one makes the table, the other adds to it
query 'DROP TABLE trade_flow; DROP TABLE trade_record'
for f in 1 2 3 4; do (baci "202$f,156,392,850511,1,2"; sleep 0.3) | load load_baci > "$TE_STAGE/first.$f" & done; wait
is 'BACI: four first loads at once' "$(cat "$TE_STAGE"/first.? | grep -c '|kept'; query 'SELECT count(*) FROM trade_flow')" $'4\n4'
for f in 1 2 3 4; do (comtrade "C,A,202$f,842,M,156,0,H6,850511,C00,0,0,1,1,100"; sleep 0.3) | load load_comtrade > "$TE_STAGE/first.$f" & done; wait
is 'Comtrade: four first loads at once' "$(cat "$TE_STAGE"/first.? | grep -c '|kept'; query 'SELECT count(*) FROM trade_record')" $'4\n4'

# options and settings
is 'a delimiter that is none is named' \
	"$(for d in ^ '\' : "'" ' ' ''; do baci $one | load load_baci -v delimiter="$d" | error; done | sort | uniq -c | grep -c 'is a comma, a semicolon, a bar or a tab')" 6
is 'each delimiter that is one' \
	"$(for d in , ';' '|' $'\t'; do baci 2017,156,392,850511,1,2 | tr , "$d" | load load_baci -v delimiter="$d" -v replace=1 | grep -c '|kept'; done | xargs)" '1 1 1 1'
is 'settings of .psqlrc change nothing' \
	"$(baci 2018,156,392,850511,1,2 | load load_baci -v ON_ERROR_ROLLBACK=on -v AUTOCOMMIT=off -v FETCH_COUNT=1 | grep -c '|kept')" 1
is 'a blank cell is empty beside marks of what is missing' \
	"$(printf '%s\n' I_COMMODITY,CTY_CODE,GEN_VAL_MO,GEN_QY1_MO,UNIT_QY1,time '850511,5700,600, ,KG,2024-01' '850511,5880,300,-,KG,2024-01' | load load_census -v format=csv -v null=- | grep -E 'kept|ERROR')" \
	'US Census|kept||2|900|USD'

# what the checks of a loader say of a cell is said whatever the cell holds
is 'signs of a pattern, of SQL and of psql in a cell or a name are only text' \
	"$(for c in '12%' '%s%L%I' 'a$do$b' "it's" '\\x' ':v' '"";' '{$1}'; do baci "2020,156,392,850511,\"$c\",2" | load load_baci | grep -c 'column "v" is not a number'
		printf '%s\n' "t,i,j,k,v,\"q$c\"" $one | load load_baci | grep -c 'the file has no column "q"'; done | sort | uniq -c | xargs)" '2 0 14 1'
is 'Census: a month 13 is named' \
	"$(printf '%s\n' I_COMMODITY,CTY_CODE,GEN_VAL_MO,YEAR,MONTH 850511,5700,600,2024,1 850511,5880,300,2024,13 | load load_census -v format=csv | error)" \
	'row 2 after the header: the column "MONTH" is not a month: "13"'
is 'Census: null and the word null in one file' \
	"$(echo '[["I_COMMODITY","CTY_CODE","GEN_VAL_MO","UNIT_QY1","time"],["850511","5700","600",null,"2024-01"],["850511","5880","300","null","2024-01"]]' | load load_census -v replace=1 | grep '|kept')" \
	'US Census|kept||2|900|USD'
is 'Census: null instead of a month is named' \
	"$(echo '[["I_COMMODITY","CTY_CODE","GEN_VAL_MO","time"],["850511","5700","600","2024-01"],["850511","5880","300",null]]' | load load_census | error)" \
	'row 2 after the header: the column "time" is not a period: ""'
is 'Census: a whole and its parts, written in two ways' \
	"$(printf '%s\n' I_COMMODITY,CTY_CODE,GEN_VAL_MO,DISTRICT,time 850511,5700,600,-,2024-01 '850511,5700 ,200,20,202401' '850511,5700 ,400,21,202401' | load load_census -v format=csv -v replace=1 | grep -E 'kept|dropped' | sed 's/US Census|//')" \
	$'kept||1|600|USD\ndropped|part of a row of all districts|2|600|USD'
is 'line ends of Windows but for the last row, and for some of them' \
	"$(printf 't,i,j,k,v,q\r\n2011,156,392,850511,1,2\r\n2012,156,392,850511,"1",2\n2013,156,392,850511,1,2' | load load_baci | grep '|kept')" \
	'BACI|kept||3|3|thousand USD'
is 'a cell of a tab, or behind a blank that is none to PostgreSQL, is named' \
	"$({ printf 't;i;j;k;v;q\n2014;156;392;850511;\t;2\n' | load load_baci; printf 't;i;j;k;v;q\n2014;156;392;850511;\u2003;2\n' | load load_baci; printf 't;i;j;k;v;q\n\u20032014;156;392;850511;1;2\n' | load load_baci; } | error | grep -c '^row 1 after the header')" 3
is 'Census: what the API says instead of rows' \
	"$(for a in '{"error":"no key at 100%"}' '[["I_COMMODITY","CTY_CODE","GEN_VAL_MO","time"],null]' '["x"]'; do load load_census <<< "$a" | error; done)" \
	$'element 1 of the answer is not a row, an array: no key at 100%\nelement 2 of the answer is not a row, an array: null\nelement 1 of the answer is not a row, an array: "x"'

# what a loader found out about its file is not said of the next one in the session
is 'guesses are known as such, marks and formats forgotten' \
	"$(baci $one | psql -X -q -At -v replace=1 -f examples/load_baci.sql -c '\echo :{?marks_stay} :delimiter_is_guessed' 2>&1 | tail -1
	comtrade C,A,2022,842,M,156,0,H6,850511,C00,0,0,1,1,100 | psql -X -q -At -v replace=1 -f examples/load_comtrade.sql -c '\echo :{?format} digits=:digits' 2>&1 | tail -1)" \
	$'FALSE t\nFALSE digits='
echo "1..$n"
