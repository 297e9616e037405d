#!/bin/bash
# trade_report.sh -- writes the report about a flow table to a file; made for cron.
#
#   trade_report.sh -o FILE [-d DATABASE] [-t] [-c] TABLE [ARGUMENT=VALUE]...
#
#   trade_report.sh -o /var/www/japan.html trade_flow importer=JPN unit=USD \
#       limits='{"share_limit": 0.5}' title="Japan's imports"
#
#   -o FILE       the page; "-" is standard output
#   -d DATABASE   name or connection string; else PGDATABASE, PGHOST … decide
#   -t            Markdown (trade_report_text) instead of HTML
#   -c            only critical alerts count for the exit status
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

usage='usage: trade_report.sh -o FILE [-d DATABASE] [-t] [-c] TABLE [ARGUMENT=VALUE]...'
file='' database='' function=trade_report severities="'critical', 'warning'"
while getopts 'o:d:tc' option; do
	case $option in
		o) file=$OPTARG ;;
		d) database=$OPTARG ;;
		t) function=trade_report_text ;;
		c) severities="'critical'" ;;
		*) fail "$usage" ;;
	esac
done
shift $((OPTIND - 1))
[ -n "$file" ] && [ $# -ge 1 ] || fail "$usage"
table=$1
shift

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

[ ! -d "$file" ] || fail "$file is a folder"
if [ "$file" = - ]; then directory=${TMPDIR:-/tmp}; else directory=$(dirname -- "$file"); fi
[ -d "$directory" ] || fail "there is no folder $directory"
page=$(mktemp -- "$directory/.trade_report.XXXXXX") || fail "cannot write in $directory"
trap 'rm -f -- "$page"' EXIT
trap 'exit 1' INT TERM HUP

# one snapshot for the page and its alerts; the functions' schema need not be on the search_path
PGCLIENTENCODING=UTF8 psql -X -q -At -v ON_ERROR_STOP=1 "${variables[@]}" ${database:+-d "$database"} > "$page" <<SQL &
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT max(quote_ident(nspname)) AS schema, count(*) = 0 AS missing
FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'trade_exposure' \gset
\if :missing
	\warn 'the database' :DBNAME 'has no extension trade_exposure'
	\q
\endif
SELECT :schema.$function(:'table'$named);
SELECT '<!-- alerts: ' || CASE WHEN (d ->> 'empty')::bool THEN 'empty' ELSE (SELECT count(*) FROM jsonb_array_elements(d -> 'alerts') AS a
	WHERE a ->> 'severity' IN ($severities))::text END || ' -->' FROM :schema.trade_report_data(:'table'$shared) AS d;
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
if [ "$file" = - ]; then
	cat -- "$page" || fail "could not write"
else
	chmod "$(printf '%o' $((0666 & ~$(umask))))" "$page" && mv -f -- "$page" "$file" || fail "could not write $file"
fi
[ "$alerts" = 0 ] || exit 2
