#!/bin/bash
# The loader of input-output tables: published tables against multipliers computed apart,
# and one synthetic table in the layouts of five publishers.
. test/clients/lib/loading.sh io_loaders

# wide FILE: the long table FILE as it is published
wide() { case $1 in *.gz) zcat "$1";; *) cat "$1";; esac | awk -f test/clients/lib/wide_table.awk; }
# balance: rows and columns of the audit that miss the output of their sector
balance() { grep '|output by' | sed 's/^[^|]*|output by \([a-z]*\):[^|]*|/\1|/' | awk -F'|' '{print $1, $6, $7}' | xargs; }

wide test/data/hungary_2020.csv.gz | load load_io -v source=hungary_2020 > "$TE_STAGE/hungary"
wide test/data/croatia_2010.csv.gz | load load_io -v source=croatia_2010_without_U > "$TE_STAGE/croatia"
wide test/data/belgium_2020.csv.gz | load load_io -v source=belgium_2020 > "$TE_STAGE/belgium"
wide test/data/netherlands_2000_total.csv | load load_io -v source=netherlands_2000 > "$TE_STAGE/netherlands"
query 'CREATE TABLE wanted ("table" text, measure text, node text, value float8)'
query '\copy wanted FROM test/data/io_multipliers.csv (FORMAT csv, HEADER)'
query 'CREATE TABLE net AS SELECT source, (SELECT with_nodes(n, node, output, final_demand, value_added, sector, NULL) FROM io_node WHERE source = f.source) AS net
	FROM (SELECT source, supply_network(supplier, "user", amount) AS n FROM io_flow GROUP BY source) AS f'
is 'Hungary, Croatia, Belgium, the Netherlands: each multiplier as computed apart, and no node more' \
	"$(query "SELECT source, w.measure, count(*), count(*) FILTER (WHERE abs(got / value - 1) < 1e-12)
	FROM net, LATERAL output_multiplier(net) AS m, LATERAL (VALUES ('output_multiplier', output_multiplier), ('forward_multiplier', forward_multiplier)) AS g(measure, got)
	JOIN wanted AS w USING (measure) WHERE w.\"table\" = source AND w.node = m.node GROUP BY 1, 2 ORDER BY 1, 2;
	SELECT count(*) FROM io_node")" \
'belgium_2020|output_multiplier|50|50
croatia_2010_without_U|forward_multiplier|64|64
croatia_2010_without_U|output_multiplier|64|64
hungary_2020|forward_multiplier|64|64
hungary_2020|output_multiplier|64|64
netherlands_2000|output_multiplier|6|6
184'
is 'no total is a node' "$(query "SELECT count(*) FROM net, network_totals(net)"; grep -h 'rows of totals' "$TE_STAGE"/{hungary,croatia,belgium,netherlands})" \
'0
rows of totals|TOTAL, P2_ADJ
rows of totals|CPA_TOTAL, TOT_CA, SUPBP
rows of totals|TTL_INT_FNL
rows of totals|TOTAL'
# by the tables themselves: Hungary's balance exactly; Croatia is a table of all uses, imports taken off
is 'rows and columns meet the output stated' "$(cat "$TE_STAGE"/{hungary,croatia} | balance)" 'columns 1.0000 0 rows 1.0000 0 columns 1.0000 0 rows 1.0000 0'
is 'idle sectors, products that are only imported, and what is not checked are said' \
	"$(grep -hE '^(left out|sectors without|rows of imports|final demand|value added)' "$TE_STAGE"/{hungary,croatia,belgium,netherlands})" \
'rows of imports, among the inputs|IMP
left out, idle: they deal with themselves|CPA_U
rows of imports, taken off final demand|P7_S21, P7_S2111, P7_S2112, P7_S22, P7
left out, idle: they deal with themselves|CPA_U
sectors without output, only imported|D05, D06, D07
final demand|not in the file: rows are not checked
value added|not in the file: columns are not checked'
is 'sectors D21 and D29 are no taxes' "$(query "SELECT node, output FROM io_node WHERE source = 'belgium_2020' AND node IN ('D21', 'D29') ORDER BY 1")" "$(zcat test/data/belgium_2020.csv.gz | awk -F, '$2 == "OUTPUT" && ($3 == "D21" || $3 == "D29") {print $3 "|" $4}')"

# layouts
zcat test/data/gvc_table.csv.gz | grep -E '^(table|leather)' | cut -d, -f2- > "$TE_STAGE/leather.csv"
in_layout() { awk -v layout="$1" -f test/clients/lib/wide_table.awk "$TE_STAGE/leather.csv"; }
# what the long table says: flows, output and final demand; value added, or three quarters of it where the rest is a tax
said() {
	awk -F, -v part="$1" '$1 == "flow" && $4 != 0 {n++; f += $4} $1 == "output" {o += $4} $1 == "final" {d += $4} $1 == "value_added" {v += $4 * part}
		END {printf "9|%d|%.3f|%.3f|%.3f|%.3f\n", n, f, o, d, v}' "$TE_STAGE/leather.csv"
}
loaded() {
	query "SELECT count(*), (SELECT count(*) FROM io_flow WHERE source = '$1'), (SELECT round(sum(amount)::numeric, 3) FROM io_flow WHERE source = '$1'),
		round(sum(output)::numeric, 3), round(sum(final_demand)::numeric, 3), round(sum(value_added)::numeric, 3) FROM io_node WHERE source = '$1'"
}
query 'CREATE TABLE long (kind text, supplier text, buyer text, value float8)'
query "\\copy long FROM $TE_STAGE/leather.csv (FORMAT csv, HEADER)"
# flows by place: countries and sectors stand in the same order in all layouts
apart() {
	query "WITH place AS (SELECT node, rank() OVER (ORDER BY position(left(country, 2) IN 'AR TU DE'), sector) AS n FROM io_node WHERE source = '$1'),
		own AS (SELECT node, rank() OVER (ORDER BY position(left(node, 2) IN 'AR TU DE'), node) AS n FROM (SELECT DISTINCT supplier AS node FROM long WHERE kind = 'flow') AS s)
	SELECT count(*) FROM io_flow AS f JOIN place AS a ON a.node = f.supplier JOIN place AS b ON b.node = f.\"user\" JOIN own AS c ON c.n = a.n JOIN own AS d ON d.n = b.n
	JOIN long AS l ON l.kind = 'flow' AND l.supplier = c.node AND l.buyer = d.node WHERE source = '$1' AND abs(f.amount - l.value) < 1e-9"
}
for layout in icio figaro wiod; do
	got=$(in_layout $layout | load load_io -v source=$layout)
	is "$layout: sums, flows, and their balance" "$(loaded $layout; apart $layout; echo "$got" | balance | sed 's/rows  *$/rows 1.0000 0/')" "$(said 0.75)
76
columns 1.0000 0 rows $([ $layout = figaro ] && echo 0 || echo 1.0000 0)"
done
got=$( (in_layout z; in_layout y) | load load_io -v source=zy)
is 'EXIOBASE: Z and Y' "$(loaded zy; apart zy; echo "$got" | grep -E '^(layout|output)')" "$(said 1)
76
layout|EXIOBASE or pymrio
output|the sum of sales and final uses: the table states none"
got=$( (in_layout a; in_layout y; in_layout x) | load load_io -v source=ayx -v coefficients=1)
is 'EXIOBASE: A, Y and x' "$(loaded ayx; apart ayx; echo "$got" | balance)" "$(said 1)
76
rows 1.0000 0"
is 'names of nodes, countries and sectors' "$(query "SELECT source, node, country, sector FROM io_node WHERE node LIKE 'TR%' OR node LIKE 'TUR_H%' OR node = 'TUR_Transport' ORDER BY 1, 2")" \
'ayx|TUR_Transport|TUR|Transport
figaro|TR_A01|TUR|A01
figaro|TR_C13T15|TUR|C13T15
figaro|TR_H49|TUR|H49
icio|TUR_H49|TUR|H49
wiod|TUR_H49|TUR|H49
zy|TUR_Transport|TUR|Transport'
# ICIO's rows of parts of Mexico and China
is 'ICIO: parts of a country are of that country' \
	"$(in_layout icio | sed 's/ARG_\([ACH][0-9]\)/MX1_\1/g; s/TUR_\([ACH][0-9]\)/CN2_\1/g' | load load_io -v source=split >/dev/null; query "SELECT node, country FROM io_node WHERE source = 'split' AND sector = 'H49' ORDER BY 1")" \
'CN2_H49|CHN
DEU_H49|DEU
MX1_H49|MEX'

is 'ICIO of 2016: final uses before their countries' \
	"$(in_layout icio | sed '1s/\([A-Z]\{3\}\)_\([A-Z]\{4,5\}\)/\2_\1/g; s/^VA,/"VA+TAXSUB",/' | load load_io -v source=icio_2016 | grep -E '^(layout|rows of value)'; loaded icio_2016; query "SELECT DISTINCT country FROM io_node WHERE source = 'icio_2016' ORDER BY 1")" \
"layout|OECD ICIO
rows of value added|VA+TAXSUB
$(said 0.75)
ARG
DEU
TUR"
is 'EXIOBASE: WF is the rest of Africa, not Wallis and Futuna' \
	"$( (in_layout z; in_layout y) | sed 's/ARG/WF/g; s/TUR/TR/g' | load load_io -v source=rest >/dev/null; query "SELECT node, country FROM io_node WHERE source = 'rest' AND sector = 'Textile' ORDER BY 1")" \
'DEU_Textile|DEU
TR_Textile|TUR
WF_Textile|WF'
is 'WIOD: columns as v in Stata, and with points' \
	"$(in_layout wiod | sed '1s/,\([A-Z]\{3\}\)\([0-9]\)/,v\1\2/g' | load load_io -v source=wiod -v replace=1 >/dev/null; loaded wiod; in_layout wiod | sed '1s/,\([A-Z]\{3\}\)\([0-9]\)/,\1.c\2/g' | load load_io -v source=wiod -v replace=1 >/dev/null; loaded wiod)" \
"$(said 0.75)
$(said 0.75)"

# what is refused or said
error() { load load_io "$@" | grep -o 'ERROR: .*' | sed 's/ERROR:  *//' | head -1; }
is 'an unknown layout is named' "$(printf 'year,origin,hs,value\n2024,CHN,850511,7\n' | error)" \
	'the layout is not known: no label of a row is the name of a column; the header begins with: year, origin, hs, value, the first column with: 2024'
is 'a row twice, a column twice' "$(in_layout icio | sed 's/^ARG_H49/ARG_A01/' | error; in_layout icio | sed '1s/,ARG_H49,/,ARG_A01,/' | error)" \
'the row "ARG_A01" is there twice
the column "ARG_A01" is there twice'
is 'a line too short' "$(in_layout icio | sed '4s/,[^,]*$//' | error; in_layout wiod | head -c 900 | error; (in_layout z; in_layout y | sed '$s/\t[^\t]*$//') | error)" \
'line 4 has 28 cells, its header 29: is the file whole?
line 7 has 2 cells, its header 30: is the file whole?
line 24 has 10 cells, its header 11: is the file whole?'
is 'a cell that is no number' "$(in_layout figaro | sed '3s/,8,/,x8,/' | error)" 'row "AR_C13T15", column "AR_C13T15": is not a number: "x8"'
is 'Z without Y' "$(in_layout z | error)" 'the input has Z, and needs Z and Y: write cat Z.txt Y.txt | psql ...'
is 'packed, and empty' "$(in_layout z | gzip | error; error < /dev/null)" 'the input is packed by gzip: zcat FILE | psql ...
the input is empty'
is 'a second load is refused, unless it replaces' "$(in_layout icio | error -v source=icio | grep -c 'duplicate key'; in_layout icio | load load_io -v source=icio -v replace=1 >/dev/null; loaded icio)" "1
$(said 0.75)"
is 'a table that does not balance is told' "$(in_layout icio | sed '/^ARG_A01/s/,16.1,/,26.1,/' | load load_io -v source=icio -v replace=1 | balance)" 'columns 1.0107 1 rows 1.0107 1'
is 'semicolons, decimal commas, quotes, byte order mark, CRLF, marks of what is missing' \
	"$(in_layout icio | tr ,. ';,' | sed '1s/^/\xef\xbb\xbf/; s/$/\r/; s/^\([A-Z_0-9]*\);/"\1";/; 2s/;0;/;..;/' | load load_io -v source=icio -v replace=1 -v decimal=, -v null=.. | grep -c 'no figure'; loaded icio)" "1
$(said 0.75)"
is 'roles that are said' "$(printf 'from,a,b,Others,All\na,1,2,7,10\nb,3,4,13,20\nWork,5,6,0,11\nLand,1,8,0,9\nEverything,10,20,20,50\n' | load load_io -v source=own -v total=All -v output=Everything -v input=Land | balance; \
	query "SELECT node, output, final_demand, value_added FROM io_node WHERE source = 'own' ORDER BY 1")" \
'columns 1.0000 0 rows 1.0000 0
a|10|7|5
b|20|13|6'
is 'a whole counts once: parts of value added with names of their own, TOTAL beside OUT' "$(printf 'x,a,b,Use,Total,Output\na,1,2,7,3,10\nb,3,4,13,7,20\nWork,5,6,0,0,11\nLand,1,8,0,0,9\nValue added,6,14,0,0,20\nOutput,10,20,0,0,30\n' | load load_io -v source=wholes | balance; \
	query "SELECT node, output, final_demand, value_added FROM io_node WHERE source = 'wholes' ORDER BY 1"; \
	in_layout icio | sed 's/^OUT,\(.*\)/TOTAL,\1\nOUT,\1/' | sed '1s/$/,TOTAL/; 2,$s/,\([0-9.]*\)$/,\1,\1/' | load load_io -v source=icio -v replace=1 | balance; loaded icio)" \
"columns 1.0000 0 rows 1.0000 0
a|10|7|6
b|20|13|14
columns 1.0000 0 rows 1.0000 0
$(said 0.75)"
is 'value added that is said counts, and no other whole beside it' "$(printf 'x,a,b,Use,Output\na,1,2,7,10\nb,3,4,13,20\nWork,5,6,0,11\nLand,1,8,0,9\nVA,6,14,0,20\nOutput,10,20,0,30\n' | load load_io -v source=said -v value_added='Work|Land' | balance; \
	query "SELECT node, value_added FROM io_node WHERE source = 'said' ORDER BY 1")" \
'columns 1.0000 0 rows 1.0000 0
a|6
b|14'
echo "1..$n"
