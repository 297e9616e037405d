#!/bin/bash
# tap.sh -- test/tap.inc finds a test script that ends by error, wherever: each way is planted once.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0

# finds TITLE FAILURES WHOLE < SCRIPT: the script says so many failures, and has its plan or not
finds() {
	local came
	{ echo 'set -uo pipefail; . test/tap.inc'; cat; } > "$home/script"
	bash "$home/script" > "$home/said" 2>&1
	came=$(grep -c '^not ok' "$home/said")$(. test/tap.inc; is_whole "$home/said" && echo ' whole' || echo ' cut')
	n=$((n + 1))
	if [ "$came" = "$2 $3" ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		sed 's/^/# /' "$home/said"
	fi
}

finds 'a script as it should be' 0 whole <<< 'ok one; try false; is $rc 1 two; part three sh -c "echo ok - three; echo 1..1"; whole'
finds 'one that is skipped' 0 whole <<< 'echo "1..0 # SKIP there is no server"; exit 0'
finds 'another answer' 1 whole <<< 'is 1 2 one; whole'
finds 'a command that fails' 1 whole <<< 'ok one; false; whole'
finds 'the first command of a pipe' 1 whole <<< 'ok one; false | cat; whole'
finds 'a command whose answer is kept' 1 whole <<< 'ok one; x=$(false); whole'
finds 'an end in between' 0 cut <<< 'ok one; exit 0; ok two; whole'
finds 'a variable that is not set' 0 cut <<< 'ok one; echo "$nowhere"; whole'
finds 'a part that ends by error' 1 whole <<< 'part one sh -c "echo ok - one; echo 1..1; exit 3"; whole'
finds 'a part without its plan' 1 whole <<< 'part one sh -c "echo ok - one"; whole'
finds 'a part that says fewer lines than it planned' 1 whole <<< 'part one sh -c "echo ok - one; echo 1..2"; whole'
finds 'a line that nobody counted' 0 cut <<< 'echo "ok - one"; whole'
finds 'pgTAP after an error' 0 cut <<< 'echo "ok 1 - one"; echo "psql: ERROR: current transaction is aborted"'
echo "1..$n"
