#!/bin/bash
# check_readme.sh -- README.md has the performance figures of docs/performance.md, and that page's goals those of its blocks.
# Prints TAP.
cd "$(dirname "$0")/.." || exit 1
echo 1..2
rc=0
if found=$(perl bench/readme.pl | diff - <(sed -n '/<!-- performance -->/,/<!-- end -->/p' README.md | sed '1d;$d')); then
	echo 'ok 1 - README.md has the figures of docs/performance.md'
else
	echo 'not ok 1 - README.md has the figures of docs/performance.md: perl bench/readme.pl --write'
	head -20 <<< "$found" | sed 's/^/#   /'
	rc=1
fi
if found=$(perl bench/goals.pl | diff - <(sed -n '/<!-- goals -->/,/<!-- end: goals -->/p' docs/performance.md | sed '1d;$d')); then
	echo 'ok 2 - the goals in docs/performance.md have its figures'
else
	echo 'not ok 2 - the goals in docs/performance.md have its figures: perl bench/goals.pl --write'
	head -20 <<< "$found" | sed 's/^/#   /'
	rc=1
fi
exit $rc
