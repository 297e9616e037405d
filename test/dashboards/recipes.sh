#!/bin/bash
# The scripts of examples/recipes: the workbook read back, the PDF of the page, the mail taken apart, the alerts that are told
# once, the map drawn by Vega and as GeoJSON by PostGIS.  What cannot be installed is skipped with a word.
set -uo pipefail
. tools/packages.sh
. tools/npm.sh
out=$(mktemp -d "$TE_STAGE/recipes.XXXXXX")
trap 'kill ${server:-} 2>/dev/null; rm -rf "$out"' EXIT
recipes=$PWD/examples/recipes
is() {
	if [ "$1" = "$2" ]; then echo "ok - $3"; else printf 'not ok - %s\n# came: %s\n# expected: %s\n' "$3" "$1" "$2"; fi
}
skip() { echo "ok - $1 # SKIP $2"; }

# a workbook: types, codes, sheets; read by a program that is not ours
printf 'product,name,value,day,empty,tricky\n080111,"Nuts, <shelled>",1234.5,2025-10-01,,=1+1\n850511,"Ma""gnets",-3e-05,1899-01-01,,00123\n' > "$out/a.csv"
printf 'x\n日本\n' | "$recipes/xlsx.py" "$out/book.xlsx" "one=$out/a.csv" 'two/3=-'
is $? 0 'xlsx.py writes'
if need python3-openpyxl >&2; then
	is "$(/usr/bin/python3 -c 'import openpyxl, sys
b = openpyxl.load_workbook(sys.argv[1])
print(b.sheetnames, [[str(c.value) + ":" + c.data_type for c in r] for r in b["one"].iter_rows(min_row=2)], b["two 3"]["A2"].value, b["one"].freeze_panes, b["one"].auto_filter.ref)' "$out/book.xlsx")" \
		"['one', 'two 3'] [['080111:s', 'Nuts, <shelled>:s', '1234.5:n', '2025-10-01 00:00:00:d', 'None:n', '=1+1:s'], ['850511:s', 'Ma\"gnets:s', '-3e-05:n', '1899-01-01:s', 'None:n', '00123:s']] 日本 A2 A1:F3" \
		'the workbook: numbers, days, codes as text, no formula out of a text'
else skip 'the workbook' 'python3-openpyxl cannot be installed'; fi
"$recipes/xlsx.py" "$out/book.xlsx" > /dev/null 2>&1
is $? 1 'xlsx.py without a sheet says how it is called'

# the page as PDF
export CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -n "$CHROMIUM" ]; then
	"$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JPN 'limits={"share_limit": 0.5}' 2> "$out/err"
	is "$? $(head -c 5 "$out/japan.pdf")" '2 %PDF-' 'a PDF, and the status of the report'
	before=$(cksum < "$out/japan.pdf")
	"$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JAPAN 2> /dev/null
	is "$? $(cksum < "$out/japan.pdf")" "1 $before" 'no report: the old file stays'
	CHROMIUM=/bin/false "$recipes/report_pdf.sh" "$out/japan.pdf" trade_flow importer=JPN 2> /dev/null
	is "$? $(cksum < "$out/japan.pdf") $(ls "$out" | grep -c part)" "1 $before 0" 'a browser that fails: likewise'
else skip 'the PDF' 'there is no chromium'; echo '%PDF-' > "$out/japan.pdf"; fi

# the mail, as a program for mail reads it
printf '#!/bin/sh\ncat > %s/mail\n' "$out" > "$out/sendmail" && chmod +x "$out/sendmail"
SENDMAIL=$out/sendmail "$recipes/report_mail.sh" desk@example.org "$out/japan.pdf" "$out/book.xlsx"
is "$? $(/usr/bin/python3 -c 'import email, email.policy, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
parts = list(m.iter_attachments())
text = m.get_body().get_content()
print(m["To"], "|", m["Subject"].split(",")[0].split(":")[0], "|", text.count("Tungsten, unwrought: China supplies 99.6 %"), [p.get_content_type() + " " + p.get_filename() for p in parts], parts[0].get_content() == open(sys.argv[2], "rb").read())' "$out/mail" "$out/japan.pdf")" \
	"0 desk@example.org | Trade exposure of JPN | 1 ['application/pdf japan.pdf', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet book.xlsx'] True" 'the mail: alerts as text, the files whole'
SENDMAIL=$out/sendmail "$recipes/report_mail.sh" $'desk@example.org\nBcc: all@example.org' 2> /dev/null
is $? 1 'an address is one address'
for importer in jpn XXX $'JPN\nBcc: all@example.org'; do
	SENDMAIL=$out/sendmail IMPORTER=$importer "$recipes/report_mail.sh" desk@example.org 2> "$out/said"
	is "$? $(grep -c 'but watched are .*JPN' "$out/said")" '1 1' 'an importer whose alerts nobody makes is no all-clear'
done
SENDMAIL=$out/sendmail FROM=$'a@example.org\nBcc: all@example.org' "$recipes/report_mail.sh" desk@example.org 2> /dev/null
is $? 1 'a sender is one line'
SENDMAIL=/bin/false "$recipes/report_mail.sh" desk@example.org 2> /dev/null
is $? 1 'a mail that is not taken: 1'

# what is new, told once; told again if the address did not take it
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
"$recipes/alerts_webhook.sh" "$out/news" "$address/down" 2> /dev/null
is "$? $(ls "$out" | grep -c told)" '1 0' 'an address that is down: 1, and nothing is remembered'
"$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$? $(/usr/bin/python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(len(d["alerts"]), d["text"][:16])' "$out/news")" \
	"0 $(psql -X -At -c "SELECT count(*) FROM dashboard.alert WHERE importer = 'JPN' AND severity <> 'info'") $(psql -X -At -c "SELECT left(count(*) || ' new for Japan: ', 16) FROM dashboard.alert WHERE importer = 'JPN' AND severity <> 'info'" | sed 's/ *$//')" 'every alert is news at first'
"$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$? $(ls "$out" | grep -c '^news$')" '0 0' 'and none the second time'
sed -i '/810194.CHN/d' "$out/news.told"
"$recipes/alerts_webhook.sh" "$out/news" "$address/"
is "$(/usr/bin/python3 -c 'import json, sys; print([a["what"] for a in json.load(open(sys.argv[1]))["alerts"]])' "$out/news")" "['Tungsten, unwrought: China supplies 99.6 %']" 'one that is new is told alone'

IMPORTER=jpn "$recipes/alerts_webhook.sh" "$out/news" 2> /dev/null
is $? 1 'an importer that nobody watches: 1'

# the map: each country with data meets its shape, and Vega draws it
psql -X -At -v ON_ERROR_STOP=1 -v product=850511 -f "$recipes/choropleth.sql" > "$out/map.json"
is $? 0 'the map is a specification'
if reason=$(npm_packages vega vega-lite ajv ajv-formats world-atlas topojson-client); then
	npm_packages vega vega-lite ajv ajv-formats world-atlas topojson-client
	node test/dashboards/map.mjs "$out/map.json" "$out/shapes.csv"
	mkdir -p .stage && cp "$out/map.json" .stage/map.json
	if need "postgresql-$PG_MAJOR-postgis-3" >&2; then
		createdb -T template0 te_map 2> /dev/null
		psql -X -q -v ON_ERROR_STOP=1 -d te_map <<SQL > "$out/map.geojson" 2> "$out/err"
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
		is "$? $(/usr/bin/python3 -c 'import json, sys
f = json.load(open(sys.argv[1]))["features"]
print({x["geometry"]["type"] for x in f} <= {"Polygon", "MultiPolygon"}, len(f) > 150, [round(x["properties"]["top_share"], 3) for x in f if x["properties"]["importer"] == "DEU"])' "$out/map.geojson" 2>> "$out/err")" '0 True True [0.831]' 'PostGIS makes the map as GeoJSON'
		dropdb te_map
	else skip 'the map by PostGIS' 'PostGIS cannot be installed'; fi
else skip 'the map drawn' "$reason"; fi
