#!/bin/bash
# plants.sh -- each bug that test/long/plant.pl plants has its place in today's
# code, so that "tools/test_long.sh --prove" can plant it.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0 failed=0
for name in $(sed -n "/^my %plant/,/^);/s/^\t\([a-z]*\) => \[.*/\1/p" test/long/plant.pl); do
	n=$((n + 1))
	mkdir -p "$home/$name"
	cp -r src "$home/$name/"
	if said=$(perl test/long/plant.pl "$name" "$home/$name" 2>&1); then echo "ok $n - a place for the bug \"$name\""; else
		failed=1
		echo "not ok $n - a place for the bug \"$name\""
		echo "# $said"
	fi
done
[ $n -gt 5 ] || { failed=1; echo "not ok - bugs were found in test/long/plant.pl"; }
echo "1..$n"
exit $failed
