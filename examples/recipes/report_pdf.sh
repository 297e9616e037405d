#!/bin/bash
# report_pdf.sh FILE.pdf TRADE_REPORT_ARGUMENT... -- the page of trade_report.sh as PDF, by a browser without a window; made for cron:
#
#   0 6 * * 1-5  /opt/recipes/report_pdf.sh /srv/japan.pdf -d trade trade_flow importer=JPN || [ $? = 2 ]
#
# FILE.pdf is the old file or the new one, never a part.  Exit status as that of trade_report.sh: 0 written, nothing to look at;
# 1 not written; 2 written, with alerts.  trade_report.sh is looked for beside this file, in the folder above and in the PATH;
# TRADE_REPORT names another.  CHROMIUM names the browser; as root it runs without its sandbox, which wants another user.
set -uo pipefail
fail() { echo "report_pdf.sh: $1" >&2; exit 1; }
[ $# -ge 2 ] || fail 'usage: report_pdf.sh FILE.pdf [-d DATABASE] [-c] TABLE [ARGUMENT=VALUE]...'
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
file=$1
shift
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)} && [ -n "$browser" ] || fail 'there is no chromium in the PATH (that of cron is short)'
for report in "$here/trade_report.sh" "$here/../trade_report.sh" "$(command -v trade_report.sh)"; do
	[ ! -x "$report" ] || break
done
[ -z "${TRADE_REPORT:-}" ] || [ -x "$TRADE_REPORT" ] || fail "TRADE_REPORT is \"$TRADE_REPORT\", which cannot be run"
report=${TRADE_REPORT:-$report}
[ -x "$report" ] || fail "there is no trade_report.sh in $here, in the folder above or in the PATH: copy it from examples"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$report" -o "$work/report.html" "$@"
status=$?
[ $status = 0 ] || [ $status = 2 ] || exit 1
sandbox=''
[ "$(id -u)" != 0 ] || sandbox=--no-sandbox
HOME=$work "$browser" --headless $sandbox --disable-gpu --disable-dev-shm-usage --no-pdf-header-footer --user-data-dir="$work/profile" \
	--print-to-pdf="$work/report.pdf" "file://$work/report.html" > "$work/said" 2>&1 && [ "$(head -c 5 "$work/report.pdf" 2>/dev/null)" = %PDF- ] ||
	fail "the browser made no PDF: $(tail -1 "$work/said")"
# beside FILE first: a rename within a folder is whole or not at all
cp "$work/report.pdf" "$file.part" && mv "$file.part" "$file" || { rm -f "$file.part"; fail "$file cannot be written"; }
exit $status
