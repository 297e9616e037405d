#!/bin/bash
# report_mail.sh ADDRESS FILE... -- mails files (the page, its PDF, a workbook) with the alerts as text, through sendmail or what
# takes its place (msmtp, ssmtp, nullmailer):
#
#   report_pdf.sh /srv/japan.pdf -d trade trade_flow importer=JPN; report_mail.sh desk@example.org /srv/japan.pdf
#
# PGDATABASE names the database with the views (examples/views.sql); IMPORTER whose alerts are told (JPN); FROM is the sender.
# The subject says how many critical alerts and warnings there are.  Exit status: 0 handed over, 1 not.
set -uo pipefail
fail() { echo "report_mail.sh: $1" >&2; exit 1; }
[ $# -ge 1 ] || fail 'usage: report_mail.sh ADDRESS [FILE]...'
address=$1
shift
[[ $address =~ ^[^[:space:]\<\>,]+@[^[:space:]\<\>,]+$ ]] || fail "\"$address\" is not an address"
for file; do [ -f "$file" ] && [ -r "$file" ] || fail "$file cannot be read"; done
sendmail=${SENDMAIL:-$(PATH=$PATH:/usr/sbin:/usr/lib command -v sendmail)} && [ -n "$sendmail" ] || fail 'there is no sendmail'
from=${FROM:-trade@localhost} importer=${IMPORTER:-JPN}
[[ $from != *[[:cntrl:]]* ]] || fail 'FROM is more than one line'
# alerts are made for the watched importers alone: of another, silence would say nothing
# (the same lines are in alerts_webhook.sh: each of the two is copied alone)
watched=$(psql -X -At -v ON_ERROR_STOP=1 -v importer="$importer" <<'SQL'
SELECT CASE WHEN bool_or(importer = :'importer') THEN 'yes' ELSE coalesce(string_agg(importer, ', ' ORDER BY importer), 'none') END FROM dashboard.watched
SQL
) || fail 'the watched importers cannot be read'
[ "$watched" = yes ] || fail "IMPORTER is \"$importer\", but watched are $watched"
alerts=$(psql -X -At -F ' ' -v importer="$importer" -v ON_ERROR_STOP=1 <<'SQL'
SELECT severity, year, what FROM dashboard.alert WHERE importer = :'importer' ORDER BY severity_order, year DESC, what
SQL
) || fail 'the alerts cannot be read'
count() { grep -c "^$1 " <<< "$alerts"; }
part=$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')
# whole before it is handed over: nothing is mailed when a file cannot be read
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
{
	printf 'From: %s\nTo: %s\nSubject: Trade exposure of %s: %d critical, %d warnings\nDate: %s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="%s"\n\n' \
		"$from" "$address" "$importer" "$(count critical)" "$(count warning)" "$(LC_ALL=C date -R)" "$part"
	printf -- '--%s\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n' "$part"
	printf '%s\n' "${alerts:-Nothing to look at.}" | base64
	for file; do
		case $file in
			*.pdf) type=application/pdf ;;
			*.html) type=text/html ;;
			*.xlsx) type=application/vnd.openxmlformats-officedocument.spreadsheetml.sheet ;;
			*) type=application/octet-stream ;;
		esac
		name=$(basename -- "$file" | tr -d '"\\\r\n' | LC_ALL=C tr -c '[:print:]' '_')
		printf -- '--%s\nContent-Type: %s\nContent-Disposition: attachment; filename="%s"\nContent-Transfer-Encoding: base64\n\n' "$part" "$type" "${name%_}"
		base64 -- "$file" || exit 1
	done
	printf -- '--%s--\n' "$part"
} > "$work/mail" || fail 'a file cannot be read'
"$sendmail" -t -i < "$work/mail" || fail 'the mail was not taken'
