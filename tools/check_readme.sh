#!/bin/bash
# check_readme.sh -- README.md has the performance figures of docs/performance.md.  Prints TAP.
cd "$(dirname "$0")/.." || exit 1
echo 1..1
if found=$(perl bench/readme.pl | diff - <(sed -n '/<!-- performance -->/,/<!-- end -->/p' README.md | sed '1d;$d')); then
	echo 'ok 1 - README.md has the figures of docs/performance.md'
else
	echo 'not ok 1 - README.md has the figures of docs/performance.md: perl bench/readme.pl --write'
	head -20 <<< "$found" | sed 's/^/#   /'
	exit 1
fi
