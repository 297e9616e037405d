#!/bin/bash
# check_reference.sh -- docs/reference.md is what the catalogue and the functions say now.  Prints TAP.
cd "$(dirname "$0")/.." || exit 1
echo 1..1
page=$(mktemp)
trap 'rm -f "$page"' EXIT
if ! tools/make_reference.sh > "$page" 2> "$page.said"; then
	echo 'not ok 1 - docs/reference.md can be made'
	sed 's/^/#   /' "$page.said"
	rc=1
elif found=$(diff "$page" docs/reference.md); then
	echo 'ok 1 - docs/reference.md is what tools/make_reference.sh prints'
	rc=0
else
	echo 'not ok 1 - docs/reference.md is what tools/make_reference.sh prints'
	head -20 <<< "$found" | cut -c1-200 | sed 's/^/#   /'
	rc=1
fi
rm -f "$page.said"
exit $rc
