#!/bin/bash
# topics.sh -- tools/check_topics.sh misses what a topic lacks.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
check=$PWD/tools/check_topics.sh
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0 failed=0

# try TITLE PATTERN COMMAND: after the command on a whole house the check says the pattern, or nothing for ''
try() {
	rm -rf "${home:?}"/*
	(
		cd "$home" && mkdir -p src/{base,mix,duty} sql/install test/regress/{sql,expected} test/pgtap docs &&
			printf '%s\n' '1 base 00' '2 mix 20' '2 duty 30' > src/WINGS &&
			touch src/mix/{mix.c,share_agg.c} src/duty/duty_parse.c sql/install/{00-extension,20-mix,21-share,22-share_more,30-duty}.sql \
				test/regress/sql/{mix,share,duty}.sql test/regress/expected/{mix,share,duty}.out test/pgtap/{mix_laws,share,duty_oracle}.sql \
				docs/{mix,duty}.md && bash -euc "$3"
	)
	"$check" "$home" > "$home/said" 2>&1
	local rc=$?
	n=$((n + 1))
	if { [ -z "$2" ] && [ $rc = 0 ]; } || { [ -n "$2" ] && [ $rc = 1 ] && [ "$(grep -c '^not ok' "$home/said")" = 1 ] && grep -q "$2" "$home/said"; }; then
		echo "ok $n - $1"
	else
		failed=1
		echo "not ok $n - $1"
		sed 's/^/# /' "$home/said"
	fi
}

try 'three topics with all they need' '' :
try 'no C file' 'C: src/mix/share.c' 'rm src/mix/share_agg.c'
try 'a C file in another wing' 'C: src/duty/duty.c' 'mv src/duty/duty_parse.c src/mix/'
try 'no regress file' 'regress: test/regress/sql/share.sql' 'rm test/regress/sql/share.sql'
try 'nothing expected' 'regress: test/regress/expected/duty.out' 'rm test/regress/expected/duty.out'
try 'no pgTAP file' 'pgTAP: test/pgtap/mix.sql' 'rm test/pgtap/mix_laws.sql'
try 'no page' 'page: docs/duty.md' 'rm docs/duty.md'
try 'a page of its own is enough' '' 'rm docs/mix.md; touch docs/share.md; mv sql/install/20-mix.sql sql/install/20-share_mix.sql; rm test/regress/*/mix.* test/pgtap/mix_laws.sql'
try 'a topic that is only an install part' 'C: src/duty/fees.c' 'touch sql/install/31-fees.sql'
try 'a test without a topic' '#   misc' 'touch test/pgtap/misc.sql'
echo "1..$n"
exit $failed
