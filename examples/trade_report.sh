#!/bin/bash
# trade_report.sh -- writes the report about a flow table to a file; made for cron.
#
#   trade_report.sh -o FILE [-d DATABASE] [-t | -M ADDRESS] [-c] [-m MEMORY [-n] [-D DATE]] TABLE [ARGUMENT=VALUE]...
#
#   trade_report.sh -o /var/www/japan.html trade_flow importer=JPN unit=USD \
#       limits='{"share_limit": 0.5}' title="Japan's imports"
#
#   -o FILE       the page; "-" is standard output
#   -d DATABASE   name or connection string; else PGDATABASE, PGHOST … decide
#   -t            Markdown (trade_report_text) instead of HTML
#   -M ADDRESS    a mail to ADDRESS (trade_report_mail), for sendmail -t:
#                 trade_report.sh -M desk@example.org -o - TABLE … | sendmail -t
#   -c            only critical alerts count for the exit status
#   -m MEMORY     a file that keeps what was told: new, worse, still and gone alerts
#                 are printed, those that MEMORY.silent silences do not count
#   -n            only news count for the exit status: alerts that MEMORY lacks, and
#                 warnings that have become critical
#   -D DATE       the day of this run for MEMORY (today)
#
# MEMORY.silent is written by hand, a line for each alert that is known: the last
# day of its silence, its metric, its key (or * or nothing for all), parted by tabs:
#   2026-01-31	hhi	850511
#
# ARGUMENT=VALUE are named arguments of trade_report; values are passed as
# values, never as SQL.  The page is written beside FILE and renamed when it is
# complete: FILE is the old page or the new one, never a part.
#
# Exit status: 0 written, nothing to look at; 1 not written, also when there are no
# flows for this choice (a mistyped importer); 2 written, with alerts.
# In a crontab:  15 6 * * 1-5  /opt/trade_report.sh -o … trade_flow importer=JPN || [ $? = 2 ]
set -uo pipefail

fail() {
	echo "trade_report.sh: $1" >&2
	exit 1
}

command -v psql mktemp > /dev/null || fail 'psql is not in the PATH (that of cron is short)'

usage='usage: trade_report.sh -o FILE [-d DATABASE] [-t | -M ADDRESS] [-c] [-m MEMORY [-n] [-D DATE]] TABLE [ARGUMENT=VALUE]...'
file='' database='' function=trade_report severities="'critical', 'warning'" memory='' news='' address='' today=$(date +%F)
while getopts 'o:d:tM:cm:nD:' option; do
	case $option in
		o) file=$OPTARG ;;
		d) database=$OPTARG ;;
		t) function=trade_report_text ;;
		M) function=trade_report_mail address=$OPTARG ;;
		c) severities="'critical'" ;;
		m) memory=$OPTARG ;;
		n) news=1 ;;
		D) today=$OPTARG ;;
		*) fail "$usage" ;;
	esac
done
shift $((OPTIND - 1))
[ -n "$file" ] && [ $# -ge 1 ] && [ -n "$memory" -o -z "$news" ] || fail "$usage"
[ "$function" != trade_report_mail ] || [[ $address =~ ^[^[:space:]\<\>,]+@[^[:space:]\<\>,]+$ ]] || fail "\"$address\" is not an address"
[[ $today =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || fail "\"$today\" is not a day: write it as 2025-10-31"
table=$1
shift

# silences FILE: day, metric and key of each line, whichever way lines end
silences() {
	local day metric key
	while IFS=$'\t' read -r day metric key || [ -n "$day" ]; do
		day=${day%$'\r'} metric=${metric%$'\r'} key=${key%$'\r'}
		[[ $day = '#'* || -z $day ]] || printf '%s\t%s\t%s\n' "$day" "$metric" "${key:-*}"
	done < "$1"
}
if [ -n "$memory" ] && [ -e "$memory.silent" ]; then
	while IFS=$'\t' read -r day metric key; do
		[[ $day =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ && $metric =~ ^[a-z_]+$ ]] ||
			fail "$memory.silent: \"$day $metric\" is not a day such as 2025-10-31 and a metric, parted by a tab"
	done < <(silences "$memory.silent")
fi

# named arguments: the names are checked, the values are psql variables
variables=(-v "table=$table" -v SHOW_CONTEXT=never) named='' shared='' n=0
for argument in "$@"; do
	name=${argument%%=*}
	[ "$name" != "$argument" ] || fail "\"$argument\" is not ARGUMENT=VALUE"
	[[ $name =~ ^[a-z_]+$ ]] || fail "\"$name\" is not the name of an argument"
	n=$((n + 1))
	variables+=(-v "value$n=${argument#*=}")
	named+=", \"$name\" => :'value$n'"
	case $name in
		importer | on_date | compare_to | limits | *_column) shared+=", \"$name\" => :'value$n'" ;;
	esac
done

answer=r
if [ -n "$address" ]; then
	variables+=(-v "address=$address")
	answer="'To: ' || :'address' || E'\\n' || r.message"
fi
[ ! -d "$file" ] || fail "$file is a folder"
if [ "$file" = - ]; then directory=${TMPDIR:-/tmp}; else directory=$(dirname -- "$file"); fi
[ -d "$directory" ] || fail "there is no folder $directory"
page=$(mktemp -- "$directory/.trade_report.XXXXXX") || fail "cannot write in $directory"
trap 'rm -f -- "$page" "$page.alerts" "$page.memory"' EXIT
trap 'exit 1' INT TERM HUP

# one snapshot for the page and its alerts; the functions' schema need not be on the search_path
PGCLIENTENCODING=UTF8 psql -X -q -At -v ON_ERROR_STOP=1 "${variables[@]}" -v "alertsfile=$page.alerts" ${database:+-d "$database"} > "$page" <<SQL &
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT max(quote_ident(nspname)) AS schema, count(*) = 0 AS missing
FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'trade_exposure' \gset
\if :missing
	\warn 'the database' :DBNAME 'has no extension trade_exposure'
	\q
\endif
SELECT $answer FROM :schema.$function(:'table'$named) AS r;
SELECT '<!-- alerts: ' || CASE WHEN (d ->> 'empty')::bool THEN 'empty' ELSE (SELECT count(*) FROM jsonb_array_elements(d -> 'alerts') AS a
	WHERE a ->> 'severity' IN ($severities))::text END || ' -->' AS line, d AS data FROM :schema.trade_report_data(:'table'$shared) AS d \gset alerts_
\echo :alerts_line
\o :alertsfile
SELECT concat_ws(E'\t', a ->> 'severity', a ->> 'metric', regexp_replace(a ->> 'key', '[[:cntrl:]]+', ' ', 'g')) FROM jsonb_array_elements(:'alerts_data'::jsonb -> 'alerts') AS a WHERE a ->> 'severity' IN ($severities);
\o
COMMIT;
SQL
query=$!
# SIGINT makes psql cancel the query on the server before it ends
trap 'kill -INT "$query" 2>/dev/null; wait "$query"; exit 1' INT TERM HUP
wait "$query" || fail "no report was written"
trap 'exit 1' INT TERM HUP

alerts=$(sed -n '$s/^<!-- alerts: \([0-9]*\|empty\) -->$/\1/p' "$page")
[ -n "$alerts" ] || fail "the report is not complete"
[ "$alerts" != empty ] || fail "there are no flows for this choice: $table${*:+ $*}"

# What is new, worse, still there and gone since MEMORY was written; prints it and
# leaves in "counted" how many count.
remember() {
	local severity metric key first line silent
	local -A known=() was=() now=() quiet=()
	if [ -e "$memory" ]; then
		while IFS=$'\t' read -r first severity metric key; do
			known["$metric"$'\t'"$key"]=$first was["$metric"$'\t'"$key"]=$severity
		done < "$memory" || return 1
	fi
	if [ -e "$memory.silent" ]; then
		while IFS=$'\t' read -r first metric key; do [[ $first < $today ]] || quiet["$metric"$'\t'"$key"]=$first; done < <(silences "$memory.silent")
	fi
	counted=0
	: > "$page.memory" || return 1
	while IFS=$'\t' read -r severity metric key; do
		line=$metric$'\t'$key
		now["$line"]=1
		first=${known["$line"]:-$today}
		printf '%s\t%s\t%s\t%s\n' "$first" "$severity" "$metric" "$key" >> "$page.memory"
		silent=${quiet["$line"]:-${quiet["$metric"$'\t*']:-}}
		if [ -n "$silent" ]; then
			echo "silent until $silent: $severity $metric $key"
		elif [ "$severity ${was["$line"]:-}" = 'critical warning' ]; then
			echo "worse, since $first: $severity $metric $key"
			counted=$((counted + 1))
		elif [ -n "${known["$line"]:-}" ]; then
			echo "still, since $first: $severity $metric $key"
			[ -n "$news" ] || counted=$((counted + 1))
		else
			echo "new: $severity $metric $key"
			counted=$((counted + 1))
		fi
	done < "$page.alerts"
	for line in "${!known[@]}"; do
		[ -n "${now["$line"]:-}" ] || echo "gone, was there since ${known["$line"]}: ${line/$'\t'/ }"
	done
}

if [ "$file" = - ]; then
	cat -- "$page" || fail "could not write"
else
	chmod "$(printf '%o' $((0666 & ~$(umask))))" "$page" && mv -f -- "$page" "$file" || fail "could not write $file"
fi
if [ -n "$memory" ]; then
	# standard output may be the page
	if [ "$file" = - ]; then exec >&2; fi
	counted=0
	remember && mv -f -- "$page.memory" "$memory" || fail "could not write $memory"
	alerts=$counted
fi
[ "$alerts" = 0 ] || exit 2
