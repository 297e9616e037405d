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
query 'TRUNCATE hts_line, hts_special'
is 'HTS: as a regime, one measure for each printed rate' \
	"$(load load_hts -v regime=US2025 -v valid_from=2025-08-07 < test/data/hts_sample.csv | sed -n 1p)" 'US2025|1|8|0'
is 'HTS: column 1 for a line below the rate' \
	"$(query "SELECT tariff_stack('US2025', '0102294074', 'MX', '2025-09-01', 2000, '{\"kg\": 1400}')")" 14
is 'HTS: column 2' "$(query "SELECT tariff_stack('US2025', '0102294074', 'CU', '2025-09-01', 2000, '{\"kg\": 1400}')")" 77
is 'HTS: words are needed, not 0' \
	"$(query "SELECT coalesce(tariff_stack('US2025', '9101114000', 'CH', '2025-09-01', 2000, '{\"No.\": 1}')::text, 'unknown')")" unknown

# measures of the United Kingdom
audit=$(load load_uk_tariff < test/data/uk_measures.csv)
is 'UK: every row is accounted for' "$(echo "$audit" | awk -F'|' '$1 == "UK" && /read/ {r = $4} /kept|dropped/ {s += $4} END {print r, s}')" '175 175'
is 'UK: areas without members are told' "$(echo "$audit" | grep -c 'members of area')" 8
is 'UK: compound, least, other currency' \
	"$(query "SELECT rate FROM tariff_measure WHERE regime = 'UK' AND (code_prefix, program) IN (('0102291010', '103'), ('0103921100', '306')) ORDER BY 1")" \
	'10.2% + 93.1 EUR/DTN
16.5%/RET + 244.78 GBP/MIL MIN 320.9 GBP/MIL'
is 'UK: the last day of a measure is its last' \
	"$(query "SELECT valid_to FROM tariff_measure WHERE regime = 'UK' AND measure_id = '20001033|0702000007'")" 2021-05-15
# by hand: preference 0; 2 t at 144.10 and 198.33; 20 % of 1,000 + 684.86
is 'UK: biodiesel from Canada, all other producers' \
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B999}', choice => '{142}')")" 1021.832
is 'UK: the same with a producer and the invoice that frees it' \
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B107,D008}', choice => '{142}')")" 200
is 'UK: without that invoice' \
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B107}', choice => '{142}')")" 1021.832
is 'UK: without the quantity nothing is known' \
	"$(query "SELECT coalesce(tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, claims => '{B999}', choice => '{142}')::text, 'unknown')")" unknown
# 1,260.89 x (0 % + 25 %), then 20 % on both; 2.7 % and 20 % in place of 0 %
is 'UK: options for ferro-silico-manganese from the United States' \
	"$(query "SELECT choice, duty FROM tariff_options('UK', '7202118000', 'US', '2021-06-01', 1260.89)")" \
	'{117}|630.445
{103}|671.297836
{122}|933.0586'
# the published totals are for goods that all of these measures hit
query "DELETE FROM tariff_regime WHERE regime = 'UK';
	INSERT INTO tariff_regime (regime, currency) VALUES ('UK', 'GBP'); INSERT INTO tariff_area (regime, area, country) VALUES ('UK', '5050', 'US')"
grep -E '^source|,7202118000,' test/data/uk_measures.csv | sed 's/CA|US//; s/,GB,/,US,/' | load load_uk_tariff >/dev/null
is 'UK: published totals by option' \
	"$(query "SELECT choice, round(duty, 2) FROM tariff_options('UK', '7202118000', 'US', '2021-06-01', 1260.89, '{\"TNE I\": 2}', claims => '{C490}') ORDER BY choice")" \
	'{103}|1395.40
{117}|1354.55
{122}|1278.90
{142}|1354.55'
is 'UK: a renamed column is named' "$(sed '1s/geo_area/area/' test/data/uk_measures.csv | load load_uk_tariff | grep -o 'the file has no column "geo_area"')" \
	'the file has no column "geo_area"'
echo "1..$n"
