#!/bin/bash
# coverage.sh [SUITE...] -- how much of the C code the tests reach: runs the suites
# (regress and pgtap) against a build with gcov's counters and prints the lines and
# branches reached of each file, the least first, and of all.  The source with
# what was not reached marked is left in .stage/coverage/index.html.  Branches
# inside the server's own macros are not counted: they hold cases that cannot be.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
[ $# -gt 0 ] || set -- regress pgtap
need gcovr

# a copy, because objects of two builds must not be mixed, where the server's user may write its counters
copy=$(mktemp -d /tmp/trade_exposure.XXXXXX)
trap 'rm -rf "$copy"' EXIT
git ls-files -co --exclude-standard -z | xargs -0 cp -p --parents -t "$copy"
chmod -R a+rwX "$copy"
failed=0
for suite in "$@"; do
	COPT='-w -O0 --coverage -DUSE_ASSERT_CHECKING' "$copy/tools/test.sh" "$suite" || failed=1
done

rm -rf .stage/coverage
mkdir -p .stage/coverage
gcovr --root "$copy" --filter "$copy/src/" --exclude-branches-by-pattern \
	'.*\b(ereport|elog|ereturn|Assert|CHECK_FOR_INTERRUPTS|PG_GETARG|PG_FREE|VAR(SIZE|DATA|TAG)|SET_VARSIZE|PG_TRY|PG_CATCH|PG_END_TRY|DatumGet|foreach)' \
	--html-details .stage/coverage/index.html --json-summary .stage/coverage/summary.json "$copy"
perl -MJSON::PP -e '
	my $s = decode_json(join "", <>);
	sub row { printf "%6.1f %% %6.1f %%  %s\n", $_[0]{line_percent}, $_[0]{branch_percent} // 100, $_[1] }
	print "   lines  branches\n";
	row($_, $_->{filename}) for sort { $a->{line_percent} <=> $b->{line_percent} } @{$s->{files}};
	row($s, "all files")' .stage/coverage/summary.json
exit $failed
