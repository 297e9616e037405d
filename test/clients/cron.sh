#!/bin/bash
# The report from cron: exit status, whole files only, quoting; and the job for pg_cron.
set -uo pipefail
n=0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export PGDATABASE=cron_trade_exposure PGOPTIONS='-c client_min_messages=warning'

# ok CONDITION-STATUS NAME
ok() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf '# came: %s\n# expected: %s\n' "$1" "$2"
}
report() {
	examples/trade_report.sh "$@" 2> "$out/err"
}
leftovers() {
	find "$out" -name '.trade_report.*' | wc -l
}

createdb "$PGDATABASE"
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE SCHEMA "Off Path";
CREATE EXTENSION trade_exposure SCHEMA "Off Path";
CREATE TABLE "Flow Table" (year int, exporter text, importer text, hs6 text, value float8);
INSERT INTO "Flow Table" VALUES (2019, 'CHN', 'JPN', '850511', 50), (2019, 'VNM', 'JPN', '850511', 50),
	(2020, 'CHN', 'JPN', '850511', 52), (2020, 'VNM', 'JPN', '850511', 48);
CREATE VIEW slow AS SELECT f.* FROM "Flow Table" AS f, LATERAL (SELECT pg_sleep(20) OFFSET 0) AS s WHERE f.value > 0;
SQL

report -o "$out/a b.html" '"Flow Table"' importer=JPN 'limits={"hhi_limit": 0.9}'
is $? 0 'nothing to look at: 0'
is "$(head -c 15 "$out/a b.html") $(grep -c '</html>' "$out/a b.html")" '<!DOCTYPE html> 1' 'a whole page, with a blank in its name'
is "$(stat -c %a "$out/a b.html")" "$(printf '%o' $((0666 & ~$(umask))))" 'readable as the umask says'
report -o "$out/a b.html" '"Flow Table"' importer=JPN 'limits={"hhi_limit": 0.5}'
is $? 2 'an alert: 2'
report -c -o "$out/c.html" '"Flow Table"' importer=JPN 'limits={"hhi_limit": 0.5}'
is $? 0 'a warning does not count with -c'
before=$(cksum < "$out/a b.html")
report -o "$out/a b.html" no_such_table
is $? 1 'no such table: 1'
is "$(cksum < "$out/a b.html")" "$before" 'the old page stays'
grep -q 'no_such_table' "$out/err"
ok $? 'the reason is on standard error'
report -o "$out/a b.html" '"Flow Table"' importer=JPN 'limits={"share_limit": 50}'
is "$? $(sed 1q "$out/err") / $(wc -l < "$out/err")" '1 ERROR:  argument "share_limit" must lie between 0 and 1, but is 50 / 3' 'the reason is short enough for a mail'
report -o "$out/a b.html" '"Flow Table"' importer=JPN 'limit={"share_limit": 0.5}'
is "$? $(grep -c 'function .* does not exist' "$out/err")" '1 1' 'an argument that is a word of SQL is unknown, no syntax error'
PGPORT=1 report -o "$out/none.html" '"Flow Table"'
is "$? $(ls "$out" | grep -c none)" '1 0' 'no server: 1, and no file'
report -o "$out/a b.html" '"Flow Table"' importer=JAPAN
is "$? $(cksum < "$out/a b.html") $(head -1 "$out/err")" "1 $before ERROR:  importer \"JAPAN\" does not occur in column importer of public.\"Flow Table\"" 'a mistyped importer is no good news: 1'
PATH=/nonexistent /bin/bash examples/trade_report.sh -o "$out/none.html" '"Flow Table"' 2> "$out/err"
is "$? $(cat "$out/err")" '1 trade_report.sh: psql is not in the PATH (that of cron is short)' 'no psql: 1'
env -i PATH=/usr/bin:/bin PGHOST="$PGHOST" PGPORT="$PGPORT" PGUSER="$PGUSER" PGPASSWORD="$PGPASSWORD" examples/trade_report.sh \
	-o "$out/bare.html" -d "$PGDATABASE" '"Flow Table"' importer=JPN 'limits={"hhi_limit": 0.9}' 'title=日本 – été'
is "$? $(grep -o '<h1>[^<]*' "$out/bare.html")" '0 <h1>日本 – été' 'in the bare environment that cron has'
report -o "$out/no/such/folder.html" '"Flow Table"'
is $? 1 'no such folder: 1'
report -o "$out" '"Flow Table"' importer=JPN
is "$? $(cat "$out/err")" "1 trade_report.sh: $out is a folder" 'a folder is not a file: 1'
report -d postgres -o "$out/x.html" pg_class
is "$? $(head -1 "$out/err")" '1 the database postgres has no extension trade_exposure' 'another database: 1'
report -o "$out/x.html"
is $? 1 'no table named: 1'
report -o "$out/x.html" '"Flow Table"' unit
is $? 1 'an argument without a value: 1'
report -o "$out/x.html" '"Flow Table"' $'title=Tom\'s "page" \\ $(touch '"$out"'/pwned) `id` ; DROP TABLE "Flow Table"; --' importer=JPN
is "$? $(psql -X -At -c 'SELECT count(*) FROM "Flow Table"') $(ls "$out" | grep -c pwned)" '2 4 0' 'values are never SQL nor shell'
grep -q '<h1>Tom&#39;s &quot;page&quot; \\ $(touch ' "$out/x.html"
ok $? 'they are shown as they were written'
report -o "$out/y.html" '"Flow Table"' 'importer); DROP TABLE "Flow Table"; --=1'
is "$? $(ls "$out" | grep -c '^y')" '1 0' 'names of arguments are checked'
report -o "$out/y.html" '"Flow Table"); DROP TABLE "Flow Table"; --'
is "$? $(psql -X -At -c 'SELECT count(*) FROM "Flow Table"')" '1 4' 'the table is never SQL'
report -o "$out/-odd name" -t '"Flow Table"' importer=JPN title='*a*'
is "$? $(head -1 "$out/-odd name")" '2 # \*a\*' 'Markdown with -t'
is "$(report -o - -t '"Flow Table"' importer=JPN | head -1)" '# Trade exposure of Japan' '- is standard output'
report -M "o'neil:x@example.org" -o "$out/mail" '"Flow Table"' importer=JPN
is "$? $(head -1 "$out/mail") $(grep -c '^Subject: Trade exposure of Japan: ' "$out/mail") $(grep -c -- '^--report_[0-9a-f]*$' "$out/mail")" "2 To: o'neil:x@example.org 1 2" 'a mail with -M'
report -M $'a@b.org\nBcc: all@b.org' -o "$out/mail2" '"Flow Table"' importer=JPN
is "$? $(ls "$out" | grep -c mail2)" '1 0' 'an address is one line'
report -o "$out/d.html" -d "dbname=$PGDATABASE application_name='a b'" '"Flow Table"' importer=JPN on_date=2019-12-31
is "$? $(grep -c 'Japan, 2019, compared with 2018' "$out/d.html")" '2 1' 'a connection string, a date'
report -o "$out/usual.html" 'public."Flow Table"' importer=JPN made_at=2025-01-01T00:00:00Z
PGOPTIONS='-c search_path= -c extra_float_digits=-15 -c DateStyle=German -c standard_conforming_strings=off -c default_transaction_read_only=on' \
	report -o "$out/odd.html" 'public."Flow Table"' importer=JPN made_at=2025-01-01T00:00:00Z
cmp -s "$out/usual.html" "$out/odd.html"
ok $? 'settings in PGOPTIONS change nothing'
if [ "$(id -u)" = 0 ] && mkdir "$out/full" && mount -t tmpfs -o size=8k tmpfs "$out/full" 2>/dev/null; then
	echo old > "$out/full/page.html"
	report -o "$out/full/page.html" '"Flow Table"' importer=JPN
	is "$? $(ls -A "$out/full") $(cat "$out/full/page.html")" '1 page.html old' 'a full disk: 1, the old page stays'
	umount "$out/full"
else
	ok 0 'a full disk # SKIP no file system can be made'
fi
report -o - '"Flow Table"' importer=JPN > /dev/full
is $? 1 'standard output that takes nothing: 1'
is "$(leftovers)" 0 'nothing is left behind'

# ended half-way: nothing written, nothing left, and the query is gone
examples/trade_report.sh -o "$out/slow.html" slow 2>/dev/null &
job=$!
for i in $(seq 100); do
	[ "$(leftovers)" = 1 ] && [ "$(psql -X -At -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%trade_report%' AND wait_event = 'PgSleep'")" = 1 ] && break
	sleep 0.1
done
kill -TERM "$job"
wait "$job"
is "$? $(leftovers) $(ls "$out" | grep -c slow)" '1 0 0' 'ended half-way: 1, no file, nothing left'
is "$(psql -X -At -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" 0 'and the query is cancelled'

# a month of daily runs with a memory: told once, still, silenced, gone, and told again
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE TABLE daily (month date, exporter text, importer text, hs6 text, value float8);
INSERT INTO daily SELECT (date '2023-01-01' + i * interval '1 month')::date, o, 'JPN', '850511', 100 + i % 3 FROM generate_series(0, 24) AS i, unnest('{CHN,VNM,DEU}'::text[]) AS o;
SQL
for day in $(seq -w 1 30); do
	case $day in
		05) psql -X -q -c "UPDATE daily SET value = 1 WHERE month = '2025-01-01' AND exporter = 'CHN'" ;;	# a stop
		15) printf '2025-03-20\tabrupt_stop\t850511 / CHN\n' > "$out/memory.silent" ;;
		25) psql -X -q -c "UPDATE daily SET value = 100 WHERE month = '2025-01-01'" ;;	# a corrected file
	esac
	said=$(report -c -n -m "$out/memory" -D "2025-03-$day" -o "$out/daily.html" daily importer=JPN)
	echo "$day $? $said" >> "$out/month"
done
is "$(grep -c ' 0 $' "$out/month")" 9 'days without alerts: nothing is said'
is "$(grep ' 2 ' "$out/month")" '05 2 new: critical abrupt_stop 850511 / CHN' 'a stop is news once'
is "$(grep -c ' 0 still, since 2025-03-05: critical abrupt_stop 850511 / CHN' "$out/month")" 13 'then it is still there, which is not news'
is "$(grep -c ' 0 silent until 2025-03-20: ' "$out/month")" 6 'or silenced, as long as was asked'
is "$(grep '^25' "$out/month")" '25 0 gone, was there since 2025-03-05: abrupt_stop 850511 / CHN' 'and gone'
psql -X -q -c "UPDATE daily SET value = 1 WHERE month = '2025-01-01' AND exporter = 'CHN'"
report -c -m "$out/memory" -D 2025-04-01 -o "$out/daily.html" daily importer=JPN > /dev/null
report -c -m "$out/memory" -D 2025-04-02 -o "$out/daily.html" daily importer=JPN > "$out/said"
is "$? $(cat "$out/said")" '2 still, since 2025-04-01: critical abrupt_stop 850511 / CHN' 'without -n the state counts'
report -n -o "$out/daily.html" daily
is $? 1 'news need a memory'
# a feed that dies: late is a warning, which is news once; dead is critical, which is news again
psql -X -q -c "UPDATE daily SET value = 100 WHERE month = '2025-01-01'"
for day in 2025-04-15 2025-04-16 2025-07-15 2025-07-16; do
	report -n -m "$out/age" -D "$day" -o "$out/daily.html" daily importer=JPN on_date="$day" 'limits={"max_age": 2}' > "$out/said"
	echo "$? $(cat "$out/said")"
done > "$out/ages"
is "$(cat "$out/ages")" '2 new: warning data_age 2025-01
0 still, since 2025-04-15: warning data_age 2025-01
2 worse, since 2025-04-15: critical data_age 2025-01
0 still, since 2025-04-15: critical data_age 2025-01' 'a warning that becomes critical is news'
# a file of silences as an editor elsewhere leaves it; a day that is none is told before a page is written
printf '# known\r\n\r\n2025-08-01\tdata_age\r\n2025-08-01\thhi\t850511' > "$out/age.silent"
report -m "$out/age" -D 2025-07-17 -o "$out/daily.html" daily importer=JPN on_date=2025-07-17 'limits={"max_age": 2, "hhi_limit": 0.1}' > "$out/said"
is "$? $(sort "$out/said" | tr '\n' ';')" '0 silent until 2025-08-01: critical data_age 2025-01;silent until 2025-08-01: warning hhi 850511;' 'silences with other line ends, and of all keys'
echo $'31.12.2025\tdata_age' > "$out/age.silent"
before=$(cksum < "$out/daily.html")
report -m "$out/age" -D 2025-07-17 -o "$out/daily.html" daily importer=JPN
is "$? $(cat "$out/err") $(cksum < "$out/daily.html")" "1 trade_report.sh: $out/age.silent: \"31.12.2025 data_age\" is not a day such as 2025-10-31 and a metric, parted by a tab $before" 'a day that is none: 1'
# keys with blanks of all kinds are one line each
psql -X -q -c "CREATE TABLE odd AS SELECT month, exporter || E'\tx\ny\r' AS exporter, importer, E'a\tb\nc' AS hs6, CASE WHEN month < '2025-01-01' THEN value ELSE 1 END AS value FROM daily"
report -m "$out/odd" -D 2025-07-17 -o "$out/odd.html" odd importer=JPN > "$out/said"
is "$? $(grep -c '^new: critical abrupt_stop a b c / ... x y *$' "$out/said") $(wc -l < "$out/odd")" "2 3 $(wc -l < "$out/said")" 'a key is one line'
report -n -m "$out/odd" -D 2025-07-18 -o "$out/odd.html" odd importer=JPN > /dev/null
is $? 0 'and is known the next day'

# the job that examples/pg_cron_report.sql schedules does what it says
psql -X -q -c 'DROP EXTENSION trade_exposure' -c 'CREATE EXTENSION trade_exposure'
psql -X -q -c 'ALTER TABLE "Flow Table" RENAME TO trade_flow' -c 'CREATE SCHEMA cron' \
	-c 'CREATE FUNCTION cron.schedule(name text, at text, job text) RETURNS text LANGUAGE sql AS $$SELECT job$$'
sed '/CREATE EXTENSION/d' examples/pg_cron_report.sql | psql -X -q -At > "$out/job.sql"
psql -X -q -v ON_ERROR_STOP=1 -f "$out/job.sql"
ok $? 'the scheduled job runs'
is "$(psql -X -At -c "SELECT alerts > 0, news = alerts, page LIKE '<!DOCTYPE html>%</html>%' FROM report_archive")" 't|t|t' 'the page is archived with its alerts, which are all news'
# the job remembers what it told: each day is a transaction, and a day later than the one before
day() {
	psql -X -q -v ON_ERROR_STOP=1 -c "UPDATE report_archive SET made_at = made_at - interval '1 day'" -c "UPDATE report_memory SET since = since - interval '1 day'" ${1:+-c "$1"}
	psql -X -q -v ON_ERROR_STOP=1 -f "$out/job.sql"
	psql -X -At -c "SELECT news || ' ' || said FROM report_archive ORDER BY made_at DESC LIMIT 1" | sed "s/$(date +%F -d yesterday)/YESTERDAY/; s/$(date +%F -d '2 days ago')/BEFORE/; s/$(date +%F)/TODAY/"
}
told=$(psql -X -At -c "SELECT string_agg('still, since YESTERDAY: ' || severity || ' ' || metric || ' ' || key, E'\n' ORDER BY severity, metric, key) FROM report_memory")
is "$(day | sed '1s/^0 //' | sort)" "$(sort <<< "$told")" 'the next day they are still there, and no news'
is "$(day "INSERT INTO report_silence SELECT current_date, metric, '*' FROM report_memory" | grep -vc 'silent until TODAY: ')" 0 'silenced until a day, they say so'
calm="INSERT INTO trade_flow SELECT y, 'O' || i, 'JPN', '850511', 50 FROM generate_series(2019, 2020) AS y, generate_series(1, 8) AS i"
is "$(day "DELETE FROM report_silence; $calm" | sed '1s/^0 //' | grep -c '^gone, was there since ')" "$(wc -l <<< "$told")" 'then they are gone'
is "$(day)" '0 ' 'and nothing is said'
psql -X -q -c "INSERT INTO report_memory SELECT 'supplier_lost', '850511 / CHN', 'warning', now() - interval '1 day'"
is "$(day "UPDATE trade_flow SET value = 0 WHERE exporter = 'CHN' AND year = 2020" | sed 's/^[1-9][0-9]* //' | grep -c '^worse, since BEFORE: critical supplier_lost 850511 / CHN$')" 1 'a warning that became critical is news'
day "UPDATE trade_flow SET value = 52 WHERE exporter = 'CHN' AND year = 2020" > /dev/null
is "$(day "DELETE FROM trade_flow WHERE exporter LIKE 'O%'" | sed '1s/^[1-9][0-9]* //' | sort)" "$(sed 's/^still, since YESTERDAY/new/' <<< "$told" | sort)" 'until they come back as news'
rows=$(psql -X -At -c 'SELECT count(*) FROM report_archive')
day 'ALTER TABLE trade_flow RENAME value TO worth' > /dev/null 2>&1
is "$(psql -X -At -c 'SELECT count(*) FROM report_archive')" "$rows" 'a job that fails leaves no row'
echo "1..$n"
