#!/bin/bash
# Real files as people have them: each mutation of the BACI file loads what the file
# says, or is refused with the reason; never another number in silence.
set -uo pipefail
count=$(mktemp "$TE_STAGE/count.XXXXXX")	# of tests, which run in pipes
db=mutations_trade_exposure
createdb $db
export PGDATABASE=$db
psql -X -q -c 'CREATE SCHEMA elsewhere' -c 'CREATE EXTENSION trade_exposure SCHEMA elsewhere'
file=$(zcat data/baci_hs12_850650_2018_2020.csv.gz | sed -n '1p;2,40p')
# what the file says, added up by another program
truth=$(awk -F, 'NR > 1 {n++; v += $5} END {printf "%d|%.3f", n, v}' <<< "$file" | sed 's/0*$//')

# is NAME GOT EXPECTED
is() {
	echo >> "$count"
	local n=$(wc -l < "$count")
	if [ "$2" = "$3" ]; then echo "ok $n - $1"; else printf 'not ok %s - %s\n# got      %s\n# expected %s\n' $n "$1" "$2" "$3"; fi
}
# load LOADER OPTIONS...: what is in the table afterwards, or the error
load() {
	local said
	if said=$(psql -X -q -At "${@:2}" -c 'DROP TABLE IF EXISTS trade_flow, trade_record' -f "examples/$1.sql" 2>&1); then
		psql -X -q -At -c "SELECT count(*), trim_scale(round(sum(value)::numeric, 3)) FROM $([ "$1" = load_baci ] && echo trade_flow || echo trade_record)"
	else grep -o 'ERROR: .*' <<< "$said" | head -1; fi
}
# load_audit LOADER OPTIONS...: what it says
load_audit() { psql -X -q -At "${@:2}" -f "examples/$1.sql" 2>&1; }
# right NAME OPTIONS...: the loader reads the mutated file as it is meant
right() { is "right: $1" "$(load load_baci "${@:2}")" "$truth"; }
# refused NAME PATTERN OPTIONS...: the loader refuses it and says why
refused() { local got; got=$(load load_baci "${@:3}"); if grep -qE "$2" <<< "$got"; then got=refused; fi; is "refused: $1" "$got" refused; }
# guessed NAME OPTIONS...: so does the loader of any table
guessed() { is "guessed: $1" "$(load load_flows "${@:2}")" "$truth"; }
f() { printf '%s\n' "$file"; }
commas() { f | awk -F, -v OFS=';' 'NR > 1 {gsub(/[.]/, ",", $5); gsub(/[.]/, ",", $6)} {$1 = $1} 1'; }

f | right 'as it is'
f | sed '1s/^/\xef\xbb\xbf/' | right 'byte order mark'
f | sed 's/$/\r/' | right 'CRLF'
f | tr , ';' | right 'semicolons'
f | tr , '\t' | right 'tabs'
f | tr , '|' | right 'bars'
f | sed 's/,/","/g; s/^/"/; s/$/"/' | right 'quotes around every cell'
f | sed '2,$s/,/ , /g' | right 'blanks around cells'
(f; echo; echo) | right 'empty lines at the end'
(echo; printf ' \r\n'; f) | right 'blank lines above the header'
(printf '\xef\xbb\xbf\r\n'; f) | right 'a byte order mark on a line of its own'
(echo 'sep=;'; f | tr , ';') | right "Excel's line for the delimiter"
f | awk -F, -v OFS=, '{print $6, $5, $4, $3, $2, $1}' | right 'another order of columns'
f | sed '1s/$/,note/; 2,$s/$/,"a, b"/' | right 'a further column'
f | sed '2,$s/,850650,/,850650.0,/' | right 'products as decimals'
f | sed '2,$s/^\([0-9]*\),/\1,/; 2,$s/,\([0-9]*\)\.\([0-9]\)/,\1.\2/' | right 'nothing changed'
(f; f | sed -n 2p) | right 'a row twice'
(f; echo 2018,0,4,850650,1000000,1) | right 'the World beside its parts'
(f; echo 2018,56,0,850650,1000000,1) | right 'the World as importer'
(f; echo 2018,56,4,TOTAL,1000000,1) | right 'a total over products'
(f; echo 2018,56,4,8506,1000000,1) | right 'a sum of another level'
commas | right 'decimal commas, said' -v decimal=,
f | sed '2,$s/,[^,]*$/,NA/' | right 'NA where no quantity is known'
f | sed '2,$s/,[^,]*$/,-/' | right 'other marks, said' -v null='-|n/a'
f | sed '2,$s/,[^,]*$/,n\/a/' | right 'other marks, said too' -v null='-|n/a'
f | sed '1s/$/,libell\xe9/; 2,$s/$/,\xe9t\xe9/' | right 'Latin-1, said' -v encoding=latin1
f | awk -F, -v OFS=, 'NR > 1 {$5 = sprintf("%.12e", $5)} 1' | right 'values in scientific notation'
commas | refused 'decimal commas, not said' 'row 1 after the header: the column "v" is not a number: "2,31"'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,(12),\1/' | refused 'negative in brackets' 'row 4 after the header: the column "v" is not a number: "\(12\)"'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,0x1A,\1/' | refused 'hexadecimal' 'row 4 .*"v" is not a number: "0x1A"'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,NaN,\1/' | refused 'not a number' 'row 4 .*"v" is not a number: "NaN"'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,1.2.3,\1/' | refused 'two decimal marks' 'row 4 .*"v" is not a number: "1.2.3"'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,.,\1/' | refused 'a decimal mark alone' 'row 4 .*"v" is not a number: "\."'
f | sed '5s/,[0-9.]*,\([^,]*\)$/,１２,\1/' | refused 'full-width digits' 'row 4 .*"v" is not a number'
f | sed '5s/^2018/18/' | refused 'a year of two digits' 'row 4 .*"t" is not a year: "18"'
f | sed '5s/,[^,]*$//' | refused 'a row too short' 'missing data for column'
f | sed '5s/$/,7/' | refused 'a row too long' 'extra data after last expected column'
f | sed '5s/,/,"/' | refused 'a quote that does not end' 'unterminated CSV quoted field'
f | head -c 300 | refused 'an end that is missing' 'missing data for column'
f | sed 1s/k/produkt/ | refused 'a column renamed' 'the file has no column "k"; its columns are: t, i, j, produkt, v, q'
f | sed 1d | refused 'no header' 'the file has no column "t"'
(echo 'Trade of cells'; f) | refused 'a title above' 'the file has no column'
f | gzip | refused 'packed' 'packed by gzip: zcat'
f | iconv -t UTF-16 | refused 'UTF-16' 'in UTF-16: iconv'
for e in UTF-16LE UTF-16BE; do
	is "refused: $e without its mark" "$(f | iconv -t $e | psql -X -q -At -f examples/load_flows.sql 2>&1 | grep -c 'bytes that are zero')" 1
done
f | sed '5s/^2018/1018/' | refused 'a year that is none' 'row 4 .*"t" is not a year: "1018"'
f | tr '\n' '\r' | refused 'line ends of old Macs' 'old Macs'
f | sed '1s/$/,libell\xe9/' | refused 'Latin-1, not said' 'invalid byte sequence'
echo '<html>' | refused 'a web page' 'HTML or XML'
echo '[{"t": 1}]' | refused 'JSON' 'JSON, not CSV'
true | refused 'nothing' 'the input is empty'
f | sed '2,$s/,850650,/,ABC,/' | refused 'nothing that could be kept' 'nothing was kept'

f | guessed 'BACI, its one-letter columns'
f | sed 's/^t,i,j,k,v,q/Year,Exporter,Importer,HS Code,Trade Value,Qty/' | guessed 'English headings'
commas | sed '1s/.*/Jahr;Land;Meldeland;Warennummer;Wert;Menge/' | guessed 'German headings, semicolons, decimal commas'
commas | tr ';' '\t' | sed '1s/.*/annee\tpays\treporter\tproduit\tvaleur\tquantite/' | guessed 'French headings, tabs, decimal commas'
f | tr , '|' | sed '1s/.*/period|partner|reporter|cmdCode|primaryValue|qty/' | guessed 'bars'
f | sed 's/^t,i,j,k,v,q/a,b,c,d,e,f/' | guessed 'columns that are said' -v year=a -v origin=b -v importer=c -v product=d -v value=e -v quantity=f
# of a flow between two columns, who counted it is said by the flow or by the columns
sides() { load load_flows > "$TE_STAGE/said"; grep ERROR "$TE_STAGE/said"; psql -X -q -At -c "SELECT exporter, importer, flow, reporter, value, currency, quantity, unit, weight_kg FROM trade_record ORDER BY value"; }
is 'guessed: exporter and importer say where goods go, of exports too; units by the names' \
	"$(printf 'month,exporter,importer,hs6,flow,value_usd,quantity_kg\n2026-06,USA,IND,850511,export,5,2\n2026-06,CHN,USA,850511,import,7,\n' | sides)" \
	$'USA|IND|export|USA|5|USD|2|KG|2\nCHN|USA|import|USA|7|USD|||'
is 'guessed: reporter and partner say who counted' \
	"$(printf 'month,reporter,partner,hs6,flow,value,tons\n2026-06,USA,IND,850511,X,5,2\n2026-06,USA,CHN,850511,M,7,1\n2026-06,USA,World,850511,X,5,2\n' | sides)" \
	$'USA|IND|export|USA|5|not said|2|T|2000\nCHN|USA|import|USA|7|not said|1|T|1000'
got=$(printf 'month,partner,importer,hs6,flow,value\n2026-06,USA,IND,850511,X,5\n' | load load_flows)
is 'refused: a partner beside an importer, of an export' "${got%%, beside*}" 'ERROR:  the column "partner" may be the partner'"'"'s or the exporter'"'"'s'
is 'told: NA may be Namibia or a country that is missing' \
	"$(printf 'year,country,hs,value\n2024,NA,850511,5\n2024,CHN,850511,7\n' | load_audit load_flows -v reporter=USA | grep NA)" 'own flows|kept|partner NA counted as NAM|1|5|not said'
got=$(printf 'Jahr;Land;Meldeland;Ware;Wert\n2024;CHN;JPN;850511;12x\n' | load load_flows)
is 'refused: by the name that the column has in the file' "$got" 'ERROR:  row 1 after the header: the column "Wert" is not a number: "12x"'
got=$( (echo 'Trade of cells'; f) | load load_flows)
is 'refused: a title above' "${got%%: is it*}" 'ERROR:  the first line has one column, "Trade of cells"'
got=$(f | sed 's/^t,i,j,k,v,q/a,b,c,d,e,f/' | load load_flows)
is 'refused: columns that nobody knows' "${got% the columns*}" 'ERROR:  no column is known for the year: say -v year=NAME;'
got=$(printf 'year;origin;hs;value\n2024;CHN;850511;1,234\n' | load load_flows -v reporter=JPN)
is 'refused: a comma that may be either' "${got%%:  a comma before three digits*}" ERROR
is 'guessed: names of countries, months, thousands' \
	"$(printf 'month;country;hs;value\n2024-03-01;"Korea, Rep.";850511;"1,234.50"\n2024-04;China;850511;7\n2024-04;World;850511;7\n' | load load_flows -v reporter=Japan)" '2|1241.5'
echo "1..$(wc -l < "$count")"
