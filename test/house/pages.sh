#!/bin/bash
# pages.sh -- tools/check_pages.sh finds links and paths that lead nowhere.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
check=$PWD/tools/check_pages.sh
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/docs" "$home/test"
printf '%s\n' '# A mix' '## Two words, `code`' '## Two words, `code`' > "$home/docs/mix.md"
: > "$home/test/a.sql"
n=0 failed=0

# try TITLE PATTERN LINE: a README of that line is faulted with the pattern, or passes for ''
try() {
	printf '%s\n' "$3" > "$home/README.md"
	"$check" "$home" > "$home/said"
	local rc=$?
	n=$((n + 1))
	if { [ -z "$2" ] && [ $rc = 0 ]; } || { [ -n "$2" ] && [ $rc = 1 ] && grep -q "^#   $2\$" "$home/said"; }; then
		echo "ok $n - $1"
	else
		failed=1
		echo "not ok $n - $1"
		sed 's/^/# /' "$home/said"
	fi
}

try 'a page' '' '[mix](docs/mix.md), [there](https://example.org/x)'
try 'a page that is not there' 'link to docs/mixes.md' '[mix](docs/mixes.md)'
try 'a part' '' '[mix](docs/mix.md#two-words-code), [again](docs/mix.md#two-words-code-1)'
try 'a part that is not there' 'docs/mix.md has no part #three-words' '[mix](docs/mix.md#three-words)'
try 'files and folders in code' '' 'see `test/a.sql`, `test/*.sql`, `docs/` and `docs/…`'
try 'a file that is not there' 'path test/b.sql' 'see `test/b.sql`'
try 'none in a block' '' "$(printf '```sh\ncat `test/b.sql`\n```')"
echo "1..$n"
exit $failed
