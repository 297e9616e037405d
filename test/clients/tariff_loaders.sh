#!/bin/bash
# The loaders of tariff schedules, on files in their publishers' formats.
. test/clients/lib/loading.sh tariff_loaders

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
	"$(load load_hts -v regime=US2025 -v valid_from=2025-08-07 < test/data/hts_sample.csv | sed -n 1p)" 'US2025|2|28|0'
is 'HTS: column 1 for a line below the rate' \
	"$(query "SELECT tariff_stack('US2025', '0102294074', 'MX', '2025-09-01', 2000, '{\"kg\": 1400}')")" 14
is 'HTS: column 2' "$(query "SELECT tariff_stack('US2025', '0102294074', 'CU', '2025-09-01', 2000, '{\"kg\": 1400}')")" 77
# the special column of 2204.21.50: "Free (A+, AU, …)", "1.2¢/liter (KR)", "See 9822.04.25 (P)"; of 0102.29.40 "Free (…, S, SG)"
is 'HTS: a preference is claimed by its letter, by origins of the agreement' "$(query "SELECT o, c, tariff_stack('US2025', '2204215005', o, '2025-09-01', 1000, '{\"L\": 100}', claims => ARRAY[c]),
		tariff_problem('US2025', '2204215005', o, '2025-09-01', 1000, '{\"L\": 100}', claims => ARRAY[c]) FROM (VALUES ('KR', 'KR'), ('AU', 'AU'), ('DE', 'KR'), ('HN', 'P')) AS v(o, c)")" \
	$'KR|KR|1.2|\nAU|AU|0|\nDE|KR|6.3|\nHN|P||needs See 9822.04.25'
is 'HTS: Mexican cattle are free under the agreement, and pay column 1 without a claim' \
	"$(query "SELECT tariff_stack('US2025', '0102294074', 'MX', '2025-09-01', 2000, '{\"kg\": 1400}', claims => '{USMCA}'), tariff_stack('US2025', '0102294074', 'MX', '2025-09-01', 2000, '{\"kg\": 1400}')")" '0|14'
is 'HTS: preferences whose countries the file does not tell are listed' "$(query 'TRUNCATE hts_line, hts_special'; load load_hts -v regime=US2025b < test/data/hts_sample.csv | grep -c '^preference "[A-Z+]*" of [0-9]* lines|the file does not tell its countries$')" 4
is 'HTS: words are needed, not 0' \
	"$(query "SELECT coalesce(tariff_stack('US2025', '9101114000', 'CH', '2025-09-01', 2000, '{\"No.\": 1}')::text, 'unknown')")" unknown

is 'HTS: words are listed by line and text' "$(query 'TRUNCATE hts_line, hts_special'; load load_hts < test/data/hts_sample.csv | grep 'rate in words$' | cut -d'|' -f2-)" \
	'9101.11.40|51¢ each + 6.25% on the case and strap|rate in words'
query 'TRUNCATE hts_line, hts_special'
# 2025 revision 18 has a line feed in cells that are empty
is 'HTS: a cell with a line feed is empty' "$(printf '[{"htsno":"3004.90.92","indent":"2","description":"Other","units":["kg"],"general":"Free","special":"","other":"25%%"},
	{"htsno":"3004.90.92.16","indent":"3","description":"Cardiovascular","units":["kg"],"general":"\\n","special":"\\n","other":"\\n"}]' | load load_hts -v format=json -v regime=LF | sed -n 1p
	query "SELECT tariff_stack('LF', '3004909216', 'DE', '2025-09-01', 100), tariff_stack('LF', '3004909216', 'CU', '2025-09-01', 100), tariff_problem('LF', '3005', 'DE', '2025-09-01', 100)")" \
	$'LF|2|2|0\n0|25|needs a known code: no measure of MFN covers it'
query 'TRUNCATE hts_line, hts_special'

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
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B999}', choice => '{142}')")" 1021.83
is 'UK: the same with a producer and the invoice that frees it' \
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B107,D008}', choice => '{142}')")" 200
is 'UK: without that invoice' \
	"$(query "SELECT tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, '{\"TNE I\": 2}', claims => '{B107}', choice => '{142}')")" 1021.83
is 'UK: without the quantity nothing is known' \
	"$(query "SELECT coalesce(tariff_stack('UK', '1516209821', 'CA', '2021-06-01', 1000, claims => '{B999}', choice => '{142}')::text, 'unknown')")" unknown
# 1,260.89 x (0 % + 25 %), then 20 % on both; 2.7 % and 20 % in place of 0 %; each duty to the penny
is 'UK: options for ferro-silico-manganese from the United States' \
	"$(query "SELECT choice, duty FROM tariff_options('UK', '7202118000', 'US', '2021-06-01', 1260.89)")" \
	'{117}|630.44
{103}|671.29
{122}|933.06'

# the whole file, every kind of measure: by hand, to the penny.  Areas get a
# member each, since the file does not say who is in them.
query "DELETE FROM tariff_regime WHERE regime = 'UK'; INSERT INTO tariff_regime (regime, currency) VALUES ('UK', 'GBP');
	INSERT INTO tariff_area (regime, area, country) VALUES ('UK', '5050', 'CN'), ('UK', '1006', 'KR'), ('UK', '1013', 'FR'),
		('UK', '1033', 'JM'), ('UK', '1034', 'MU'), ('UK', '1035', 'FJ'), ('UK', '2005', 'BD'), ('UK', '2080', 'PK')"
is 'UK: no area is unknown any more' "$(load load_uk_tariff < test/data/uk_measures.csv | grep -c 'members of area')" 0
while IFS='|' read -r what got expected; do
	is "UK: $what" "$got" "$expected"
done < <(psql -X -q -At <<'SQL'
SELECT what, coalesce(tariff_problem('UK', hs, origin, day::date, value, quantities::jsonb, NULL, claims::text[], choice::text[], fx => fx::jsonb),
	tariff_stack('UK', hs, origin, day::date, value, quantities::jsonb, NULL, claims::text[], choice::text[], fx => fx::jsonb)::text), expected
FROM (VALUES
	-- tomatoes: 8 % until 14 May 2021, preferences by country and area, quotas by month; VAT only by additional code
	('third country duty', '0702000007', 'US', '2021-03-01', 1000, NULL, NULL, NULL, NULL, '80'),
	('on its last day', '0702000007', 'US', '2021-05-14', 1000, NULL, NULL, NULL, NULL, '80'),
	('and after it: nothing is known, not 0', '0702000007', 'US', '2021-05-15', 1000, NULL, NULL, NULL, NULL, 'needs a known code: no measure of 103 covers it'),
	('a code that the file does not have', '9999999999', 'US', '2021-03-01', 1000, NULL, NULL, NULL, NULL, 'needs a known code: no measure of 103 covers it'),
	('preference of a country on its last day', '0702000007', 'SG', '2021-03-31', 1000, NULL, NULL, NULL, NULL, '58'),
	('and after it', '0702000007', 'SG', '2021-04-01', 1000, NULL, NULL, NULL, NULL, '80'),
	('preference of an area', '0702000007', 'FR', '2021-04-01', 1000, NULL, NULL, NULL, NULL, '0'),
	('of an area by document, on its last day', '0702000007', 'KR', '2021-03-31', 1000, NULL, '{U088}', NULL, NULL, '0'),
	('without the document', '0702000007', 'KR', '2021-03-31', 1000, NULL, NULL, NULL, NULL, '80'),
	('and after it', '0702000007', 'KR', '2021-04-01', 1000, NULL, '{U088}', NULL, NULL, '80'),
	('preference of a territory', '0702000007', 'XC', '2021-04-01', 1000, NULL, NULL, NULL, NULL, '0'),
	('preferential quota: the cheapest', '0702000007', 'MA', '2021-02-10', 1000, NULL, NULL, NULL, NULL, '0'),
	('the preference in its place', '0702000007', 'MA', '2021-02-10', 1000, NULL, NULL, '{142}', NULL, '35'),
	('neither', '0702000007', 'MA', '2021-02-10', 1000, NULL, NULL, '{103}', NULL, '80'),
	('a quota that outlives the preference', '0702000007', 'MA', '2021-04-10', 1000, NULL, NULL, NULL, NULL, '0'),
	('the preference that ended', '0702000007', 'MA', '2021-04-10', 1000, NULL, NULL, '{142}', NULL, 'needs another choice: 142 is not open to this line'),
	-- plums: by entry price from June on
	('entry price', '0809400500', 'US', '2021-06-05', 1000, NULL, NULL, NULL, NULL, 'needs the entry price'),
	('the cheapest may be cheaper than a preference', '0809400500', 'SG', '2021-06-05', 1000, NULL, NULL, NULL, NULL, 'needs the entry price'),
	('the preference by choice', '0809400500', 'SG', '2021-06-05', 1000, NULL, NULL, '{142}', NULL, '42'),
	-- biodiesel: 10.9 %, 20 % VAT on 1,109; zero rate by code; ships' supplies by document
	('duty and VAT', '1516209821', 'US', '2021-06-01', 1000, NULL, NULL, NULL, NULL, '330.8'),
	('zero rate of VAT by additional code', '1516209821', 'US', '2021-06-01', 1000, NULL, '{VATZ}', NULL, NULL, '109'),
	('suspension by document', '1516209821', 'US', '2021-06-01', 1000, NULL, '{C990}', NULL, NULL, '200'),
	('anti-dumping and countervailing duty, all other producers', '1516209821', 'CA', '2021-06-01', 1000, '{"TNE I": 2}', '{B999}', NULL, NULL, '1021.83'),
	('a producer without its invoice', '1516209821', 'CA', '2021-06-01', 1000, '{"TNE I": 2}', '{C114}', NULL, NULL, '1021.83'),
	('and with it', '1516209821', 'CA', '2021-06-01', 1000, '{"TNE I": 2}', '{B108,D008}', NULL, NULL, '200'),
	('tonnes of the goods are not tonnes of biodiesel', '1516209821', 'CA', '2021-06-01', 1000, '{"TNE": 2}', '{B999}', NULL, NULL, 'needs TNE I'),
	-- pigs: 35.10 EUR for 100 kg; an excise of 16.5 % of the retail price and 244.78 a thousand, at least 320.90 a thousand
	('duty in euro by weight', '0103921100', 'US', '2021-06-01', 1000, '{"DTN": 4}', NULL, NULL, '{"EUR": 0.85}', '119.34'),
	('kilograms are converted', '0103921100', 'US', '2021-06-01', 1000, '{"KGM": 400}', NULL, NULL, '{"EUR": 0.85}', '119.34'),
	('without an exchange rate', '0103921100', 'US', '2021-06-01', 1000, '{"DTN": 4}', NULL, NULL, NULL, 'needs rate of EUR'),
	('excise above its least', '0103921100', 'GB', '2021-06-01', 1000, '{"RET": 1000, "MIL": 2}', '{X611}', '{142}', NULL, '654.56'),
	('excise at its least', '0103921100', 'GB', '2021-06-01', 1000, '{"RET": 500, "MIL": 2}', '{X611}', '{142}', NULL, '641.8'),
	-- cattle: 10.2 % and 93.10 EUR for 100 kg: 102 + 395.675
	('compound duty', '0102291010', 'US', '2021-06-01', 1000, '{"DTN": 5}', NULL, NULL, '{"EUR": 0.85}', '497.68'),
	('preference', '0102291010', 'GB', '2021-06-01', 1000, NULL, NULL, '{142}', NULL, '0'),
	-- ferro-silico-manganese, 1,260.89: 34.04 at 2.7 %, 252.18 at 20 %, 315.22 at 25 %, 2 t at 144.10; VAT on exact amounts
	('suspension', '7202118000', 'JP', '2021-06-01', 1260.89, NULL, NULL, NULL, NULL, '252.18'),
	('third country duty and standard VAT', '7202118000', 'JP', '2021-06-01', 1260.89, NULL, NULL, '{103}', NULL, '293.03'),
	('quota', '7202118000', 'JP', '2021-06-01', 1260.89, NULL, NULL, '{122}', NULL, '554.79'),
	('additional duty on one country', '7202118000', 'US', '2021-06-01', 1260.89, NULL, NULL, '{103}', NULL, '671.29'),
	('safeguard duty on an area', '7202118000', 'CN', '2021-06-01', 1260.89, NULL, NULL, '{103}', NULL, '671.29'),
	('none within the quota', '7202118000', 'CN', '2021-06-01', 1260.89, NULL, NULL, '{122}', NULL, '554.79'),
	('anti-dumping duty on all', '7202118000', 'JP', '2021-06-01', 1260.89, '{"TNE I": 2}', '{C490}', '{103}', NULL, '638.87'),
	('but two countries', '7202118000', 'CA', '2021-06-01', 1260.89, '{"TNE I": 2}', '{C490}', '{103}', NULL, '293.03'),
	('suspension without its document', '7202999000', 'JP', '2021-06-01', 1260.89, NULL, NULL, NULL, NULL, '293.03'),
	('and with it', '7202999000', 'JP', '2021-06-01', 1260.89, NULL, '{C990}', NULL, NULL, '252.18'),
	('a document that no measure asks for', '7202999000', 'JP', '2021-06-01', 1260.89, NULL, '{N851}', NULL, NULL, 'unknown claim "N851"')
) AS line(what, hs, origin, day, value, quantities, claims, choice, fx, expected);
SQL
)

# every measure of the file that is a mere percentage, read from its rows: on its
# first and its last day, and on neither side of them
is 'UK: each percentage, from its first day to its last' "$(psql -X -q -At <<'SQL'
CREATE TEMP TABLE r (source text, commodity text, sid text, type text, words text, series text, area text, excluded text, first date, last date, order_number text,
	code text, kind text, condition text, doc text, action text, seq int, operator text, sign text, amount numeric, currency text, unit text, qualifier text, text text);
\copy r FROM 'test/data/uk_measures.csv' (FORMAT csv, HEADER)
CREATE TEMP TABLE plain AS
SELECT commodity, sid, type, min(amount) AS percent, min(first) AS first, min(last) AS last,
	CASE min(area) WHEN '1011' THEN 'AU' ELSE coalesce((SELECT country FROM tariff_area WHERE regime = 'UK' AND area = min(r.area)), min(area)) END AS origin
FROM r WHERE type IN ('103', '105', '106', '112', '115', '117', '119', '122', '123', '142', '143', '145', '146', '695', '696')
GROUP BY commodity, sid, type HAVING bool_and(kind = 'component' AND operator = '01' AND currency IS NULL AND unit IS NULL AND code IS NULL AND doc IS NULL);
CREATE FUNCTION pg_temp.charged(p plain, day date) RETURNS numeric LANGUAGE sql AS $$
	SELECT sum(duty) FROM tariff_layers('UK', p.commodity, p.origin, day, 1000, choice => ARRAY[CASE WHEN p.type < '300' THEN p.type ELSE '103' END])
	WHERE program = p.type AND legal_ref = 'UK measure ' || p.sid $$;
SELECT count(*), count(*) FILTER (WHERE pg_temp.charged(p, first) = percent * 10 AND pg_temp.charged(p, coalesce(last, first + 30)) = percent * 10),
	count(*) FILTER (WHERE pg_temp.charged(p, first - 1) IS NULL AND (last IS NULL OR pg_temp.charged(p, last + 1) IS NULL))
FROM plain AS p;
SQL
)" '60|60|60'

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

# the official files of the United Kingdom, the EU and Canada, and any other country's
audit=$(load load_uk_measures -v regime=UKM < test/data/uk_measures_official.csv)
is 'UK, official: every row is accounted for' "$(echo "$audit" | awk -F'|' '$1 == "UK" && /read/ {r = $4} /^UK.(kept|dropped)/ {s += $4} END {print r, s}')" '106 106'
is 'UK, official: what needs its words is listed' "$(echo "$audit" | grep -c '^1516209821|55[24]|what its conditions say')" 6
# by hand: 34.04 and 288.20, then 20 % of 1,583.13; with the quota's 20 % in place of 2.7 %
is 'UK, official: a producer, by third-country duty' \
	"$(query "SELECT tariff_stack('UKM', '7202118000', 'IN', '2021-06-01', 1260.89, '{\"TNE I\": 2}', claims => '{C490}', choice => '{103}')")" 638.87
is 'UK, official: and within a quota' \
	"$(query "SELECT tariff_stack('UKM', '7202118000', 'IN', '2021-06-01', 1260.89, '{\"TNE I\": 2}', claims => '{C490,054003}', choice => '{122}')")" 900.63
audit=$(load load_taric -v regime=EUT < test/data/taric_synthetic.csv)
is 'TARIC: every row is accounted for' "$(echo "$audit" | awk -F'|' '$1 == "TARIC" && /read/ {r = $4} /^TARIC.(kept|dropped)/ {s += $4} END {print r, s}')" '11 11'
is 'TARIC: tomatoes by entry price' "$(query "SELECT string_agg(tariff_stack('EUT', '0702000007', 'MA', '2026-02-15', v * 100, '{\"DTN\": 100}')::text, ' ' ORDER BY v) FROM unnest(ARRAY[70, 78, 80, 82, 90]) AS v")" \
	'3596 1366.4 1214 1061.6 792'
is 'TARIC: anti-dumping by producer' \
	"$(query "SELECT tariff_stack('EUT', '7318150081', 'CN', '2026-02-15', 1000, claims => '{B349}'), tariff_stack('EUT', '7318150081', 'CN', '2026-02-15', 1000, claims => '{C999}')")" '433|902'
is 'TARIC: agricultural components are needed' "$(query "SELECT tariff_problem('EUT', '1704903000', 'CH', '2026-02-15', 1000)")" 'needs 9.100 % + EA MAX 18.900 % +ADSZ'
# what a condition of a duty can be, and what must not stop a file of 200,000 rows
taric_head=$(head -1 test/data/taric_synthetic.csv)
taric() {
	echo "$taric_head"
	printf '7318150000 80,%s,,01-01-2020,%s,,x,x,R1,%s,%s,%s\n' '' '' '3.700 %' 1011 103 \
		B349 '' 'Cond:  A cert: D-008 (01):39.600 % ; A (01):86.500 %' CN 552 C999 '' '86.500 %' CN 552 \
		'' '' 'Cond:  U cert: N-990 (27):0.000 % ; U cert: U-165 (27):1.000 % ; U (10): ' IN 142 \
		B400 '' 'Cond:  A cert: D-017 (28): ; A (01):20.000 %' TW 552 '' '' '2.000 %' KR 142 '' '' '3.000 %' KR 142 '' '' $'1.000\u00a0%' NO 142 \
		'' '' 'Cond:  V 90.000 EUR/DTN/G (01):1.000 % ; V 50.000 EUR/DTN (01):5.000 % ; V 0.000 EUR/DTN (01):50.000 %' MA 142
}
audit=$(taric | load load_taric -v regime=EUC)
is 'TARIC: rates under conditions are rows of their own' "$(echo "$audit" | grep '^TARIC' | sort)" 'TARIC|kept|needs its words|2
TARIC|kept|several rates at once|2
TARIC|kept||5
TARIC|read||9'
is 'TARIC: a document leads to its rate, who has none to the other, and who claims no code is asked for one' \
	"$(query "SELECT string_agg(coalesce(tariff_stack('EUC', '7318150000', o, '2026-02-15', 1000, claims => c, choice => p)::text, tariff_problem('EUC', '7318150000', o, '2026-02-15', 1000, claims => c, choice => p)), ' ' ORDER BY n)
		FROM (VALUES (1, 'CN', '{B349,D008}'::text[], NULL::text[]), (2, 'CN', '{B349}', NULL), (3, 'CN', '{C999}', NULL), (4, 'CN', NULL, NULL), (5, 'IN', '{N990}', NULL), (6, 'IN', '{U165}', NULL), (7, 'IN', NULL, NULL),
			(8, 'TW', '{B400}', NULL), (9, 'TW', '{B400,D017}', NULL), (10, 'NO', NULL, NULL)) AS v(n, o, c, p)")" \
	'433 902 902 needs an additional code: B349, C999 0 10 37 237 needs what its conditions say 10'
is 'TARIC: a band of prices that is not read makes the row words' "$(query "SELECT tariff_problem('EUC', '7318150000', 'MA', '2026-02-15', 1000, '{\"DTN\": 15}', choice => '{142}') ~ '^needs Cond:'")" t
is 'TARIC: two rates at once are said, and stop nothing' "$(echo "$audit" | grep -c '^731815|142|several rates at once: 2%; 3%')" 2
is 'TARIC: blanks around cells, and rows that come twice, change nothing' \
	"$( (taric; taric | tail -n +2) | sed '2,$s/,/ , /g; 2,$s/$/ /' | load load_taric -v regime=EUD >/dev/null; query "SELECT count(*) FROM (SELECT program, code_prefix, area, rate, need, unless, valid_from FROM tariff_measure WHERE regime = 'EUD' AND rate !~ '^TEXT'
		EXCEPT SELECT program, code_prefix, area, rate, need, unless, valid_from FROM tariff_measure WHERE regime = 'EUC') AS m")" 0
is 'TARIC: a file without a rate says what is wrong' "$( (echo "$taric_head"; echo '7318150000 80,,,01-01-2020,,,x,Veterinary control,R1,,1008,410') | load load_taric -v regime=EUE | grep -c 'nothing was kept')" 1
audit=$(load load_ca_tariff -v regime=CAT < test/data/cbsa_synthetic.csv)
is 'CBSA: every row is accounted for' "$(echo "$audit" | awk -F'|' '$1 == "CBSA" && /read/ {r = $4} /^CBSA.(kept|dropped)/ {s += $4} END {print r, s}')" '6 6'
is 'CBSA: dollars are Canadian, the rate is that of the item' \
	"$(query "SELECT tariff_stack('CAT', '1107101210', 'US', '2026-10-01', 1000, '{\"TNE\": 2}'), tariff_stack('CAT', '1107101210', 'GB', '2026-10-01', 1000, '{\"TNE\": 2}', claims => '{UKT}'), tariff_stack('CAT', '1107101210', 'RU', '2026-10-01', 1000, '{\"TNE\": 2}')")" '314|57.08|350'
printf 'code;rate;origin;treatment;claim\n0101.21;Nil;;;\n0402.10;12%% or Rs. 5 per kg, whichever is the higher;;;\n0402.10;5%%;LK;ISFTA;ISFTA\n2203;abc;;;\n' > "$TE_STAGE/rates.csv"
audit=$(load load_any_tariff -v regime=IN -v home=INR < "$TE_STAGE/rates.csv")
is 'any country: what cannot be read is listed' "$(echo "$audit" | grep '^2203')" '2203|MFN|abc'
is 'any country: the higher of two, and a claim' \
	"$(query "SELECT tariff_stack('IN', '0402100000', 'US', '2026-01-01', 1000, '{\"kg\": 100}'), tariff_stack('IN', '0402100000', 'LK', '2026-01-01', 1000, '{\"kg\": 100}', claims => '{ISFTA}')")" '500|50'

printf 'code,text,claim,valid_from,valid_to\n101.21,5%%,,,\nex 0101.21,5%%,,,\n0102.21,5%%,,2026-02-01,2026-01-01\n0103.10,5%%,,,\n0103.10,6%%,,,\n0104.10,5%%,,2026-01-01,2026-01-31\n0104.10,6%%,,2026-02-01,\n0104.10,Free,FTA,,\n' > "$TE_STAGE/rates.csv"
audit=$(load load_any_tariff -v regime=AN -v home=AUD < "$TE_STAGE/rates.csv")
is 'any country: rows that cannot be used are dropped with a reason' "$(echo "$audit" | grep '^rates|' | sort)" 'rates|dropped|a code with letters|1
rates|dropped|an odd number of digits: has a zero in front been lost?|1
rates|dropped|ends before it begins|1
rates|kept|several rates at once|2
rates|kept||3
rates|read||8'
is 'any country: rates by date, a claim, and two rates at once' "$(query "SELECT string_agg(coalesce(tariff_stack('AN', hs, 'US', d::date, 1000, claims => c)::text, tariff_problem('AN', hs, 'US', d::date, 1000, claims => c)), ' ' ORDER BY n)
	FROM (VALUES (1, '01041000', '2026-01-31', NULL::text[]), (2, '01041000', '2026-02-01', NULL), (3, '01041000', '2026-02-01', '{FTA}'), (4, '01031000', '2026-02-01', NULL)) AS v(n, hs, d, c)")" \
	'50 60 0 needs several rates at once: 5%; 6%'
printf 'code,text,claim\n0101.21,Free,FTA\n' > "$TE_STAGE/rates.csv"
load load_any_tariff -v regime=AN -v home=AUD < "$TE_STAGE/rates.csv" >/dev/null
is 'any country: a file of preferences alone frees nobody who claims none' \
	"$(query "SELECT tariff_problem('AN', '01012100', 'US', '2026-02-01', 1000), tariff_stack('AN', '01012100', 'US', '2026-02-01', 1000, claims => '{FTA}')")" 'needs a rate for who claims nothing, which the file does not have|0'

# the day is today's where none is told, and a country has a name
market() { psql -X -q -At "$@" -f examples/market_access.sql 2>&1; }
is 'market access: today, from a country by its name' \
	"$(market -v product=0101.21 -v origin=Vietnam | awk -F'|' -v OFS='|' '$1 == "IN" {print $3, $4, $5, $6, $7}')" "$(query 'SELECT current_date')|010121|1|0.00|0.00"
is 'market access: a national code that another tariff does not have' "$(market -v product=0101219900 -v origin=VN | awk -F'|' -v OFS='|' '$1 == "IN" {print $4, $5}')" '0101219900|1'
is 'market access: words are no product' "$(market -v product=shirts -v origin=VN | grep -c 'which product, of which origin')" 1

echo "1..$n"
