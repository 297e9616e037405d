#!/bin/bash
# alerts_webhook.sh FILE [ADDRESS] -- writes what is to be told into FILE as the JSON object that chat programs and pagers take
# ({"text": ..., "alerts": [...]}) and posts it to ADDRESS.  FILE.told remembers what was told and is still there: only news are
# told, an alert that went and comes back is news again, and so is one that has become more severe.  Without news FILE is removed and
# nothing is posted.  Each importer wants a FILE of its own: a FILE.told of another importer is refused.
#
#   10 6 * * *  PGDATABASE=trade IMPORTER=JPN /opt/recipes/alerts_webhook.sh /var/lib/trade/JPN.json "$ADDRESS"
#
# FILE alone is enough where another program watches it.  Exit status: 0 nothing new, or told; 1 failed, and told again next time.
set -uo pipefail
fail() { echo "alerts_webhook.sh: $1" >&2; exit 1; }
[ $# -ge 1 ] || fail 'usage: alerts_webhook.sh FILE [ADDRESS]'
[ $# -lt 2 ] || command -v curl > /dev/null || fail 'curl is not installed: it posts what is told to the address'
file=$1
importer=${IMPORTER:-JPN}
# alerts are made for the watched importers alone: of another, silence would say nothing
# (the same lines are in report_mail.sh: each of the two is copied alone)
watched=$(psql -X -At -v ON_ERROR_STOP=1 -v importer="$importer" <<'SQL'
SELECT CASE WHEN bool_or(importer = :'importer') THEN 'yes' ELSE coalesce(string_agg(importer, ', ' ORDER BY importer), 'none') END FROM dashboard.watched
SQL
) || fail 'the watched importers cannot be read'
[ "$watched" = yes ] || fail "IMPORTER is \"$importer\", but watched are $watched"
# one run at a time in a folder: FILE and FILE.told are of the same run
command -v flock > /dev/null || fail 'flock is not installed (util-linux)'
folder=$(dirname -- "$file")
[ -d "$folder" ] || fail "$folder is not a folder"
exec 9< "$folder"
flock -w 300 9 || fail "another run has been writing into $folder for five minutes"
told=$([ ! -f "$file.told" ] || cat "$file.told") || fail "$file.told cannot be read"
# the first line says whose it is, also where nothing was told
owner=$(sed -n "1s/^importer //p; s|/.*||p" <<< "$told" | grep -vx -m1 -F "$importer")
[ -z "$owner" ] || fail "$file.told is of the importer $owner: give $importer a FILE of its own, or the news of one would overwrite those of the other"
# what was told comes in as a value: lines of importer, year, severity, metric, product and supplier
answer=$(psql -X -At -q -v ON_ERROR_STOP=1 -v importer="$importer" -v known="$told" <<'SQL'
WITH alert AS (
	SELECT *, concat_ws('/', importer, year, severity, metric, product, supplier) AS key FROM dashboard.alert WHERE importer = :'importer' AND severity <> 'info')
SELECT json_build_object('text', count(*) || ' new for ' || min(importer_name) || ': ' || string_agg(what, '; ' ORDER BY severity_order, what),
	'alerts', json_agg(json_build_object('severity', severity, 'what', what, 'year', year, 'base_year', base_year,
		'product', product, 'supplier', supplier, 'value', value) ORDER BY severity_order, what))
FROM alert WHERE key <> ALL (string_to_array(:'known', E'\n')) HAVING count(*) > 0;
\echo ---
SELECT concat_ws('/', importer, year, severity, metric, product, supplier) FROM dashboard.alert WHERE importer = :'importer' AND severity <> 'info' ORDER BY 1;
SQL
) || fail 'the alerts cannot be read'
answer=$'\n'$answer$'\n'
news=${answer%%$'\n---\n'*}
# a file is the old one or the new one, never a part
keep() { printf '%s' "$2" > "$1.part" && mv "$1.part" "$1" || fail "$1 cannot be written"; }
if [ -z "${news//[$' \n']/}" ]; then
	rm -f "$file"
else
	keep "$file" "$news"
	if [ $# -ge 2 ]; then
		curl -sS -f -m 30 -H 'Content-Type: application/json' --data-binary "@$file" "$2" > /dev/null || fail 'the address did not take it'
	fi
fi
# also without news: what has gone is forgotten
keep "$file.told" "importer $importer"$'\n'"${answer#*$'\n---\n'}"
