#!/bin/bash
# architecture.sh -- tools/check_architecture.sh finds a name on docs/architecture.md
# that is wrong: each kind is planted once.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
check=$PWD/tools/check_architecture.sh
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0 failed=0
cp -a --parents src sql/install test tools docs data *.md "$home" 2> /dev/null
cp docs/architecture.md "$home/page"

# try TITLE PATTERN PERL: after the substitution, which changes the page, the check says the pattern and nothing else; all is well for ''
try() {
	perl -CSD -Mutf8 -0777 -pe "$3" "$home/page" > "$home/docs/architecture.md"
	"$check" "$home" > "$home/said" 2>&1
	local rc=$?
	n=$((n + 1))
	if { [ -z "$2" ] && [ $rc = 0 ] && [ "$(grep -c '^ok' "$home/said")" = 9 ]; } || { [ -n "$2" ] && [ $rc = 1 ] &&
		! cmp -s "$home/page" "$home/docs/architecture.md" && grep -q "^#.*$2" "$home/said" && [ "$(grep -c '^#' "$home/said")" = "${4:-1}" ]; }; then
		echo "ok $n - $1"
	else
		failed=1
		echo "not ok $n - $1"
		sed 's/^/# /' "$home/said"
	fi
}

try 'the page as it is' '' ''
try 'a file that moved' 'no src/mix/concentrations.c' 's/^(.*is in.*|1\. Write the engine function in) `src\/mix\/concentration\.c`/$1 `src\/mix\/concentrations.c`/m'
try 'a C function that was renamed' 'no te_mix_positive_sum()' 's/te_mix_positive_total\(\)/te_mix_positive_sum()/'
try 'a C function that was renamed, with its file' 'te_mix_append() is not in src/mix/mix_state.c' 's/te_mix_add\(\)/te_mix_append()/' 2
try 'a C function in another file' 'te_mix_add() is not in src/mix/mix_run.c' 's/(te_mix_add\(\)` in `src\/mix\/)mix_state/$1mix_run/'
try 'the first of two functions in another file' 'te_series_sum_at() is not in' 's/(`te_series_sum_at\(\)` and `te_series_at\(\)` in `src\/signal\/signal)_course_sql/$1_sql/' 2
try 'an SQL function that was renamed' 'no tariff_explain' 's/tariff_layers\(regime/tariff_explain(regime/'
try 'an SQL function in another file' 'not in sql/install/95-report.sql' 's/93-report_data\.sql` for all/95-report.sql` for all/'
try 'a type that was renamed' 'no TeDutyProgram' 's/`TeDuty`/`TeDutyProgram`/'
try 'a wing without a paragraph' 'no codes' 's/^### codes$/### code/m'
try 'a wing that is not in the picture' 'no disruption' 's/disruption +network/ network/'
try 'a recipe that grew' 'a chart' 's/(### … a chart\n)/$1 . "0. One more step.\n" x 14/e'
sed -i "s/(queries.md)/(query.md)/" "$home/docs/README.md"
try "a page that the map does not lead to" "no queries.md" "s/^# How it is built/# How it was built/" 3
echo "1..$n"
exit $failed
