#!/bin/bash
# reference.sh -- tools/make_reference.pl misses nothing that its lists of words get wrong.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
db=house_reference
createdb -T template0 -E UTF8 $db && psql -X -q -d $db -c 'CREATE EXTENSION trade_exposure' || exit 1
words=$(mktemp -d)
trap 'rm -rf "$words"; dropdb $db' EXIT
n=0 failed=0

# try TITLE PATTERN COMMAND: after the command in the folder of the lists the page is refused with the pattern, or made for ''
try() {
	cp tools/reference/*.txt "$words"
	(cd "$words" && bash -euc "$3")
	PGDATABASE=$db perl tools/make_reference.pl --untried "$words" > "$words/page" 2> "$words/said"
	local rc=$?
	n=$((n + 1))
	if { [ -z "$2" ] && [ $rc = 0 ]; } || { [ -n "$2" ] && [ $rc != 0 ] && grep -q "$2" "$words/said"; }; then
		echo "ok $n - $1"
	else
		failed=1
		echo "not ok $n - $1"
		sed 's/^/# /' "$words/said"
	fi
}

try 'the lists as they are' '' :
try 'an argument that nothing is told of' 'does not tell what scale of hhi is' "sed -i '/^scale:/d' arguments.txt"
try 'an argument that no function has' 'tells of what is not there: no_such' "echo 'no_such: nothing' >> arguments.txt"
try 'a question that leads nowhere' 'questions.txt: there is no no_such' "echo 'Why?: no_such' >> questions.txt"
try 'a guess that leads nowhere' 'guesses.txt: there is no no_such' "echo 'herfindahl_index: no_such' >> guesses.txt"
try 'a guess that is no guess any more' 'guesses.txt: hhi is there' "echo 'hhi: top_share' >> guesses.txt"
echo "1..$n"
exit $failed
