#!/bin/bash
# check_src_readme.sh -- src/README.md is what the heads of the files say now.  Prints TAP.
cd "$(dirname "$0")/.." || exit 1
echo 1..1
if found=$(tools/make_src_readme.sh | diff - src/README.md); then
	echo 'ok 1 - src/README.md is what tools/make_src_readme.sh prints'
else
	echo 'not ok 1 - src/README.md is what tools/make_src_readme.sh prints'
	head -20 <<< "$found" | sed 's/^/#   /'
	exit 1
fi
