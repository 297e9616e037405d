#!/bin/bash
# The loaders of tariff schedules, on files in their publishers' formats.
set -uo pipefail
n=0
db=tariff_loaders
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

audit=$(load load_hts < test/data/hts_sample.csv)
is 'HTS: every row is accounted for' "$(echo "$audit" | awk -F'|' '/read/ {r = $4} /kept|dropped/ {s += $4} END {print r, s}')" '18 18'
is 'HTS: what was dropped, and why' "$(echo "$audit" | grep dropped | sed 's/:.*|/|/' | sort)" \
	'HTS|dropped|code given before|1
HTS|dropped|has an odd number of digits|1
HTS|dropped|heading without a rate|5
HTS|dropped|words without a code|3'
is 'HTS: a line has the rate of the line that it is indented under' \
	"$(query "SELECT rate, rate2, rate_from, units FROM hts_line WHERE code = '0102294074'")" '0.01 USD/KGM|0.055 USD/KGM|01022940|{No.,kg}'
is 'HTS: and never that of a neighbour' "$(query "SELECT count(*) FROM hts_line WHERE code LIKE '010231%'")" 0
is 'HTS: compound rates' "$(query "SELECT rate, rate2 FROM hts_line WHERE code = '9603298010'")" '0.003 USD/NAR + 3.6%|0.02 USD/NAR + 50%'
is 'HTS: a rate in words is kept as words' "$(query "SELECT rate, duty_amount(rate, 100.0, '{\"No.\": 1}') FROM hts_line WHERE code = '91011140'")" \
	'TEXT:51¢ each + 6.25% on the case and strap|'
is 'HTS: rates of programs' "$(query "SELECT program, rate FROM hts_special WHERE code = '22042150' ORDER BY program")" \
	'A+|Free
AU|Free
KR|0.012 USD/LTR
P|TEXT:See 9822.04.25'
is 'HTS: seventeen programs for cattle' "$(query "SELECT count(*) FROM hts_special WHERE code = '01022940' AND rate = 'Free'")" 17
is 'HTS: duty on 2 cattle of 700 kg each and 2,000 dollars' \
	"$(query "SELECT duty_amount(rate, 2000.0, '{\"kg\": 1400, \"No.\": 2}') FROM hts_line WHERE code = '0102294074'")" 14

# the same lines in JSON: one array, and one object a line
json() {
	psql -X -q -At <<-'SQL'
		CREATE TEMP TABLE c (htsno text, indent text, description text, units text, general text, special text, other text, q text, a text);
		\copy c FROM 'test/data/hts_sample.csv' (FORMAT csv, HEADER)
		SELECT json_build_object('htsno', coalesce(htsno, ''), 'indent', indent, 'description', description, 'superior', NULL, 'units', units::json,
			'general', coalesce(general, ''), 'special', coalesce(special, ''), 'other', coalesce(other, ''), 'footnotes', '[]'::json) FROM c;
	SQL
}
query 'CREATE TABLE expected AS TABLE hts_line; CREATE TABLE expected_special AS TABLE hts_special; TRUNCATE hts_line, hts_special'
is 'HTS: JSON lines are told the same' "$(json | load load_hts -v format=json)" "$audit"
is 'HTS: and load the same' "$(query 'TABLE hts_line EXCEPT TABLE expected'; query 'TABLE expected EXCEPT TABLE hts_line'; query 'TABLE expected_special EXCEPT ALL TABLE hts_special')" ''
query 'TRUNCATE hts_line, hts_special'
is 'HTS: a JSON array is told the same' "$( (echo '['; json | sed '$!s/$/,/'; echo ']') | load load_hts -v format=json)" "$audit"
is 'HTS: a renamed column is named' "$(sed 's/Unit of Quantity/Units/' test/data/hts_sample.csv | load load_hts | grep -o 'the file has no column "Unit of Quantity"')" \
	'the file has no column "Unit of Quantity"'
is 'HTS: a second load of the same lines is refused whole' "$(load load_hts < test/data/hts_sample.csv | grep -c 'duplicate key'; query 'SELECT count(*) FROM hts_line')" $'1\n8'
echo "1..$n"
