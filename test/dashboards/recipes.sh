#!/bin/bash
# The scripts of examples/recipes: the workbook read back, the PDF of the page, the mail taken apart, the alerts that are told
# once, the map drawn by Vega and as GeoJSON by PostGIS.  What cannot be installed is skipped with a word.
set -uo pipefail
. test/tap.inc
. tools/packages.sh
. tools/npm.sh
out=$(mktemp -d "$TE_STAGE/recipes.XXXXXX")
trap 'kill ${server:-} 2>/dev/null || :; rm -rf "$out"' EXIT
recipes=$PWD/examples/recipes

# a workbook: types, codes, sheets; read by a program that is not ours
printf 'product,name,value,day,empty,tricky\n080111,"Nuts, <shelled>",1234.5,2025-10-01,,=1+1\n850511,"Ma""gnets",-3e-05,1899-01-01,,00123\n' > "$out/a.csv"
try "$recipes/xlsx.py" "$out/book.xlsx" "one=$out/a.csv" 'two/3=-' < <(printf 'x\n日本\n')
is $rc 0 'xlsx.py writes'
if need python3-openpyxl >&2; then
	is "$(/usr/bin/python3 -W ignore -c 'import openpyxl, sys
b = openpyxl.load_workbook(sys.argv[1])
print(b.sheetnames, [[str(c.value) + ":" + c.data_type for c in r] for r in b["one"].iter_rows(min_row=2)], b["two 3"]["A2"].value, b["one"].freeze_panes, b["one"].auto_filter.ref)' "$out/book.xlsx")" \
		"['one', 'two 3'] [['080111:s', 'Nuts, <shelled>:s', '1234.5:n', '2025-10-01 00:00:00:d', 'None:n', '=1+1:s'], ['850511:s', 'Ma\"gnets:s', '-3e-05:n', '1899-01-01:s', 'None:n', '00123:s']] 日本 A2 A1:F3" \
		'the workbook: numbers, days, codes as text, no formula out of a text'
else skip 'the workbook' 'python3-openpyxl cannot be installed'; fi
try "$recipes/xlsx.py" "$out/book.xlsx" > /dev/null 2>&1
is $rc 1 'xlsx.py without a sheet says how it is called'

# what a workbook cannot hold, or would change: each cell as it comes back, or the word and the old file
printf '\xef\xbb\xbfshare,big,exact,when,bad_day,part,odd\n0.00005072956897082754,12345678901234567,1234567890123456.78,2025-10-01 06:30:00,2025-02-30,007,_x0041_\n1e-05,42,-0.5,2025-10-01 06:30:00+00,9999-12-31,12,"a\rb\x01"\n0.5\n1e999,NaN,,24:00,0000-01-01,5,\xf0\x9f\x98\x80,one too many\n' > "$out/edge.csv"
: > "$out/none.csv"
try "$recipes/xlsx.py" "$out/edge.xlsx" "=$out/edge.csv" "'it''s'=$out/none.csv" "History=$out/a.csv" "a/b=$out/a.csv" "A:B=$out/a.csv" "$(printf 'x%.0s' {1..40})=$out/a.csv"
is $rc 0 'xlsx.py writes what is odd'
if need python3-openpyxl >&2; then
	is "$(/usr/bin/python3 -W ignore -c 'import openpyxl, sys
b = openpyxl.load_workbook(sys.argv[1])
print(b.sheetnames, b.active.auto_filter.ref)
for r in b.active.iter_rows(min_row=1, values_only=False): print([c.data_type + ":" + str(c.value) for c in r if c.value is not None])' "$out/edge.xlsx")" \
		"['Sheet', \"it''s\", 'History_', 'a b', 'A B 2', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'] A1:H5
['s:share', 's:big', 's:exact', 's:when', 's:bad_day', 's:part', 's:odd']
['n:5.072956897082754e-05', 's:12345678901234567', 's:1234567890123456.78', 'd:2025-10-01 06:30:00', 's:2025-02-30', 's:007', 's:_x005F_x0041_']
['n:1e-05', 'n:42', 'n:-0.5', 's:2025-10-01 06:30:00+00', 'd:9999-12-31 00:00:00', 's:12', 's:a\\nb?']
['n:0.5']
['s:1e999', 's:NaN', 's:24:00', 's:0000-01-01', 's:5', 's:😀', 's:one too many']" 'the workbook: each as it was written, or as the number it is'
else skip 'the odd workbook' 'python3-openpyxl cannot be installed'; fi
before=$(cksum < "$out/edge.xlsx")
printf 'x\n\xff\n' > "$out/latin.csv"
for wrong in "x=$out/latin.csv" "x=$out/nowhere.csv"; do
	try "$recipes/xlsx.py" "$out/edge.xlsx" "$wrong" 2> "$out/err"
	is "$rc $(grep -c '^xlsx.py: .* cannot be read: ' "$out/err") $(cksum < "$out/edge.xlsx")" "1 1 $before" "xlsx.py says what it cannot read, and the old file stays: ${wrong##*/}"
done
try "$recipes/xlsx.py" "$out/edge.xlsx" x=- y=- 2> "$out/err" < <(printf 'x\n')
is "$rc $(cat "$out/err")" '1 xlsx.py: standard input can be one sheet only' 'one standard input'
try "$recipes/xlsx.py" "$out/no/folder.xlsx" "x=$out/a.csv" 2> "$out/err"
is "$rc $(grep -c '^xlsx.py: .* cannot be written: ' "$out/err")" '1 1' 'xlsx.py says where it cannot write'

# the page as PDF
export CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -n "$CHROMIUM" ]; then
	try "$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JPN 'limits={"share_limit": 0.5}' 2> "$out/err"
	is "$rc $(head -c 5 "$out/japan.pdf")" '2 %PDF-' 'a PDF, and the status of the report'
	before=$(cksum < "$out/japan.pdf")
	try "$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JAPAN 2> /dev/null
	is "$rc $(cksum < "$out/japan.pdf")" "1 $before" 'no report: the old file stays'
	CHROMIUM=/bin/false try "$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JPN 2> /dev/null
	is "$rc $(cksum < "$out/japan.pdf") $(ls "$out" | grep -c part)" "1 $before 0" 'a browser that fails: likewise'
	# where the scripts are copied to: recipes beside the report, in one folder, the report in the PATH or named
	mkdir -p "$out/opt/recipes" "$out/flat" "$out/bin" "$out/alone"
	cp "$recipes/report_pdf.sh" "$out/opt/recipes" && cp "$recipes/../trade_report.sh" "$out/opt"
	cp "$recipes/report_pdf.sh" "$recipes/../trade_report.sh" "$out/flat"
	cp "$recipes/../trade_report.sh" "$out/bin" && cp "$recipes/report_pdf.sh" "$out/alone"
	# a browser that only says what it was asked for
	printf '#!/bin/sh\nfor a; do case $a in --print-to-pdf=*) echo %%PDF-1 > "${a#*=}";; esac; done\n' > "$out/browser" && chmod +x "$out/browser"
	export CDPATH=/:$out
	for way in "PATH=$PATH $out/opt/recipes" "PATH=$PATH $out/flat" "PATH=$PATH:$out/bin $out/alone" "TRADE_REPORT=$out/bin/trade_report.sh $out/alone"; do
		try env CHROMIUM="$out/browser" "${way% *}" "${way##* }/report_pdf.sh" "$out/copied.pdf" trade_flow importer=JPN 'limits={"share_limit": 0.5}' 2> "$out/err"
		is "$rc $(cat "$out/err")" '2 ' "a copy in ${way##*/} finds the report"
	done
	CHROMIUM=$out/browser try "$out/alone/report_pdf.sh" "$out/copied.pdf" trade_flow importer=JPN 2> "$out/err"
	is "$rc $(grep -c '^report_pdf.sh: there is no trade_report.sh in ' "$out/err")" '1 1' 'and one that does not find it says where it looked'
	CHROMIUM=$out/browser TRADE_REPORT=/nowhere try "$recipes/report_pdf.sh" "$out/copied.pdf" trade_flow importer=JPN 2> "$out/err"
	is "$rc $(grep -c 'TRADE_REPORT is "/nowhere", which cannot be run' "$out/err")" '1 1' 'one that is named and is not there is not another'
else skip 'the PDF' 'there is no chromium'; echo '%PDF-' > "$out/japan.pdf"; fi

# the mail, as a program for mail reads it
printf '#!/bin/sh\ncat > %s/mail\n' "$out" > "$out/sendmail" && chmod +x "$out/sendmail"
SENDMAIL=$out/sendmail try "$recipes/report_mail.sh" desk@example.org "$out/japan.pdf" "$out/book.xlsx"
is "$rc $(/usr/bin/python3 -c 'import email, email.policy, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
parts = list(m.iter_attachments())
text = m.get_body().get_content()
print(m["To"], "|", m["Subject"].split(",")[0].split(":")[0], "|", text.count("Tungsten, unwrought: China supplies 99.6 %"), [p.get_content_type() + " " + p.get_filename() for p in parts], parts[0].get_content() == open(sys.argv[2], "rb").read())' "$out/mail" "$out/japan.pdf")" \
	"0 desk@example.org | Trade exposure of JPN | 1 ['application/pdf japan.pdf', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet book.xlsx'] True" 'the mail: alerts as text, the files whole'
SENDMAIL=$out/sendmail IMPORTER=KOR "$recipes/report_mail.sh" desk@example.org
is "$(/usr/bin/python3 -c 'import email, email.policy, itertools, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
print([k for k, _ in itertools.groupby(m.get_body().get_content().split("\n"), lambda l: l.split(" ")[0]) if k])' "$out/mail")" "['critical', 'warning']" 'the severest first'
SENDMAIL=$out/sendmail try "$recipes/report_mail.sh" $'desk@example.org\nBcc: all@example.org' 2> /dev/null
is $rc 1 'an address is one address'
for importer in jpn XXX $'JPN\nBcc: all@example.org'; do
	SENDMAIL=$out/sendmail IMPORTER=$importer try "$recipes/report_mail.sh" desk@example.org 2> "$out/said"
	is "$rc $(grep -c 'but watched are .*JPN' "$out/said")" '1 1' 'an importer whose alerts nobody makes is no all-clear'
done
SENDMAIL=$out/sendmail FROM=$'a@example.org\nBcc: all@example.org' try "$recipes/report_mail.sh" desk@example.org 2> /dev/null
is $rc 1 'a sender is one line'
# a file that cannot be attached is no mail; a name that begins with - is a name
rm -f "$out/mail"
SENDMAIL=$out/sendmail try "$recipes/report_mail.sh" desk@example.org "$out" 2> "$out/err"
is "$rc $(grep -c 'cannot be read' "$out/err") $(ls "$out" | grep -c '^mail$')" '1 1 0' 'a folder is no attachment'
printf 'abc' > "$out/-d"
try env -C "$out" SENDMAIL="$out/sendmail" "$recipes/report_mail.sh" desk@example.org -d
is "$rc $(/usr/bin/python3 -c 'import email, email.policy, sys
print([(p.get_filename(), p.get_content()) for p in email.message_from_file(open(sys.argv[1]), policy=email.policy.default).iter_attachments()])' "$out/mail")" "0 [('-d', b'abc')]" 'a file that is called -d'
SENDMAIL=/bin/false try "$recipes/report_mail.sh" desk@example.org 2> /dev/null
is $rc 1 'a mail that is not taken: 1'

# what is new, told once; told again if the address did not take it
need curl >&2
cat > "$out/hook.py" <<'PY'
import http.server, sys
class Hook(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args): pass
    def do_POST(self):
        open(sys.argv[1] + '/posted', 'ab').write(self.rfile.read(int(self.headers['Content-Length'])))
        self.send_response(500 if self.path == '/down' else 200)
        self.end_headers()
s = http.server.HTTPServer(('127.0.0.1', 0), Hook)
print(s.server_port, file=open(sys.argv[1] + '/port', 'w'), flush=True)
s.serve_forever()
PY
/usr/bin/python3 "$out/hook.py" "$out" & server=$!
for i in {1..100}; do [ -s "$out/port" ] && break; sleep 0.1; done
address=http://127.0.0.1:$(cat "$out/port")
export IMPORTER=JPN
try "$recipes/alerts_webhook.sh" "$out/news" "$address/down" 2> /dev/null
is "$rc $(ls "$out" | grep -c told)" '1 0' 'an address that is down: 1, and nothing is remembered'
try "$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$rc $(/usr/bin/python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(len(d["alerts"]), d["text"][:16])' "$out/news")" \
	"0 $(psql -X -At -c "SELECT count(*) FROM dashboard.alert WHERE importer = 'JPN' AND severity <> 'info'") $(psql -X -At -c "SELECT left(count(*) || ' new for Japan: ', 16) FROM dashboard.alert WHERE importer = 'JPN' AND severity <> 'info'" | sed 's/ *$//')" 'every alert is news at first'
try "$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$rc $(ls "$out" | grep -c '^news$')" '0 0' 'and none the second time'
sed -i '/810194.CHN/d' "$out/news.told"
"$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$(/usr/bin/python3 -c 'import json, sys; print([a["what"][:42] for a in json.load(open(sys.argv[1]))["alerts"]])' "$out/news")" "['Tungsten, unwrought: China supplies 99.6 %']" 'one that is new is told alone'

# what has gone is forgotten without news, so that it is news when it comes back
echo 'JPN/2024/critical/abrupt_stop/850511/VNM' >> "$out/news.told"
try "$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$rc $(ls "$out" | grep -c '^news$') $(grep -c abrupt_stop "$out/news.told")" '0 0 0' 'what has gone is forgotten, also where nothing is new'
# news that are not read yet are not lost to another importer, also of a FILE.told of an earlier version
"$recipes/alerts_webhook.sh" "$out/both"
for line in 's/^x//' 1d; do
	sed -i "$line" "$out/both.told"
	before=$(cat "$out/both" "$out/both.told" | cksum)
	IMPORTER=USA try "$recipes/alerts_webhook.sh" "$out/both" 2> "$out/err"
	is "$rc $(grep -c 'both.told is of the importer JPN' "$out/err") $(cat "$out/both" "$out/both.told" | cksum)" "1 1 $before" 'the file of another importer is refused'
done
# runs at once: each whole, one after the other
for i in 1 2 3; do "$recipes/alerts_webhook.sh" "$out/once" 2>> "$out/once.said" & runs[i]=$!; done
wait "${runs[@]}"
is "$(cat "$out/once.said")$(ls "$out" | grep -c part)$(grep -c ^JPN/ "$out/once.told")" "0$(psql -X -At -c "SELECT count(*) FROM dashboard.alert WHERE importer = 'JPN' AND severity <> 'info'")" 'runs at once'
# who is watched is not asked of the scenarios: without any, alerts are told
psql -X -q -c 'CREATE TABLE public.kept_scenario AS TABLE dashboard_input.scenario' -c 'DELETE FROM dashboard_input.scenario'
try "$recipes/alerts_webhook.sh" "$out/bare"; is "$rc $(ls "$out" | grep -c '^bare$')" '0 1' 'no scenarios: alerts are told'
SENDMAIL=$out/sendmail try "$recipes/report_mail.sh" desk@example.org; is $rc 0 'and mailed'
psql -X -q -c 'INSERT INTO dashboard_input.scenario TABLE public.kept_scenario' -c 'DROP TABLE public.kept_scenario'
IMPORTER=KOR "$recipes/alerts_webhook.sh" "$out/news2" && sed -i 's|/critical/|/warning/|' "$out/news2.told"
IMPORTER=KOR "$recipes/alerts_webhook.sh" "$out/news2"
is "$(/usr/bin/python3 -c 'import json, sys; print({a["severity"] for a in json.load(open(sys.argv[1]))["alerts"]})' "$out/news2")" "{'critical'}" 'what has become more severe is told'
is "$(/usr/bin/python3 -c 'import json, sys; print(all(a["base_year"] is None or str(a["base_year"]) in a["what"] for a in json.load(open(sys.argv[1]))["alerts"]))' "$out/news2")" True 'with the year that it is held against'

IMPORTER=jpn try "$recipes/alerts_webhook.sh" "$out/news" 2> /dev/null
is $rc 1 'an importer that nobody watches: 1'

# the map: each country with data meets its shape, and Vega draws it
try psql -X -At -v ON_ERROR_STOP=1 -v product=850511 -f "$recipes/choropleth.sql" > "$out/map.json"
is $rc 0 'the map is a specification'
for wrong in product=999999 supplier=XQX year=1066 'year=2018 -v product=850511 -v supplier=Nowhere' 'product=850650' year=abc; do
	try psql -X -At -v $wrong -f "$recipes/choropleth.sql" > "$out/wrong.json" 2> "$out/err"
	is "$rc $(wc -c < "$out/wrong.json") $(grep -cE 'is not in the data|cannot be read|are no data of|invalid input syntax for type integer' "$out/err")" '3 0 1' "no map, but a word: $wrong"
done
if reason=$(npm_packages vega vega-lite ajv ajv-formats world-atlas topojson-client); then
	npm_packages vega vega-lite ajv ajv-formats world-atlas topojson-client
	part map.mjs node test/dashboards/map.mjs "$out/map.json" "$out/shapes.csv"
	mkdir -p .stage && cp "$out/map.json" .stage/map.json
	if need "postgresql-$PG_MAJOR-postgis-3" >&2; then
		createdb -T template0 te_map 2> /dev/null
		try psql -X -q -v ON_ERROR_STOP=1 -d te_map <<SQL > "$out/map.geojson" 2> "$out/err"
SET client_min_messages = warning;
CREATE EXTENSION postgis;
CREATE SCHEMA dashboard;
CREATE TABLE dashboard.dependence (year int, importer text, importer_name text, importer_m49 text, product text, product_name text, value_usd float8, top_supplier text, top_supplier_name text, top_share float8, hhi float8);
\\copy dashboard.dependence FROM PROGRAM 'psql -X -d $PGDATABASE --csv -c "SELECT year, importer, importer_name, importer_m49, product, product_name, value_usd, top_supplier, top_supplier_name, top_share, hhi FROM dashboard.dependence WHERE year = 2024"' (FORMAT csv, HEADER)
CREATE TABLE country_shape (iso_n3 text, wkb_geometry geometry);
CREATE TEMP TABLE shape (iso_n3 text, shape text);
\\copy shape FROM '$out/shapes.csv' (FORMAT csv)
INSERT INTO country_shape SELECT iso_n3, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) FROM shape;
\\pset tuples_only on
\\pset format unaligned
\\i $recipes/choropleth_postgis.sql
SQL
		is "$rc $(/usr/bin/python3 -c 'import json, sys
f = json.load(open(sys.argv[1]))["features"]
print({x["geometry"]["type"] for x in f} <= {"Polygon", "MultiPolygon"}, len(f) > 150, [round(x["properties"]["top_share"], 3) for x in f if x["properties"]["importer"] == "DEU"])' "$out/map.geojson" 2>> "$out/err")" '0 True True [0.831]' 'PostGIS makes the map as GeoJSON'
		dropdb te_map
	else skip 'the map by PostGIS' 'PostGIS cannot be installed'; fi
else skip 'the map drawn' "$reason"; fi
whole
