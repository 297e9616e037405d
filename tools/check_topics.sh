#!/bin/bash
# check_topics.sh [ROOT] -- what CONTRIBUTING.md promises of each topic: the word
# of its install part (sql/install/NN-TOPIC.sql, or NN-TOPIC_PART.sql) names its
# C files, the pair of regress files, the pgTAP files and the page; a page may
# also be that of the topic's wing.  Prints TAP, a line for each topic.
set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 1
export LC_ALL=C
n=0 failed=0
words=$(ls sql/install/ | sed -n 's/\.in$//; s/^[0-9]*-\(.*\)\.sql$/\1/p' | sort -u)

# the part of a larger topic?  signal_flow is one of signal
is_part() {
	local other
	for other in $words; do [[ $1 != "$other"_* ]] || return 0; done
	return 1
}

# any PATTERN...: is there a file?
any() { compgen -G "$1" > /dev/null || { [ $# -gt 1 ] && any "${@:2}"; }; }

for word in $words; do
	! is_part "$word" || continue
	number=$(ls sql/install/ | sed -n "s/\.in\$//; s/^\([0-9]*\)-$word\.sql\$/\1/p" | sort -u)
	wing=$(grep -v '^#' src/WINGS | sort -k3n | awk -v n="$number" '$3 + 0 <= n + 0 {w = $2} END {print w}')
	# what lies under all topics is none
	[ "$wing" != base ] || continue
	lacks=()
	any "src/$wing/$word.c" "src/$wing/${word}_*.c" || lacks+=("C: src/$wing/$word.c or ${word}_*.c")
	any "test/regress/sql/$word.sql" || lacks+=("regress: test/regress/sql/$word.sql")
	any "test/regress/expected/$word.out" || lacks+=("regress: test/regress/expected/$word.out")
	any "test/pgtap/$word.sql" "test/pgtap/${word}_*.sql" || lacks+=("pgTAP: test/pgtap/$word.sql or ${word}_*.sql")
	any "docs/$word.md" "docs/$wing.md" || lacks+=("page: docs/$word.md or docs/$wing.md")
	n=$((n + 1))
	if [ ${#lacks[@]} = 0 ]; then echo "ok $n - $word"; else
		failed=1
		echo "not ok $n - $word"
		printf '#   %s\n' "${lacks[@]}"
	fi
done

# and back: no page of tests for a word that is not a topic
loose=$(for f in test/regress/sql/*.sql test/pgtap/*.sql; do
	f=${f##*/} f=${f%.sql} known=0
	for word in $words; do [[ $f != "$word" && $f != "$word"_* ]] || known=1; done
	[ $known = 1 ] || any "src/*/$f.c" "src/*/${f}_*.c" || echo "$f"
done)
n=$((n + 1))
if [ -z "$loose" ]; then echo "ok $n - every test has a topic's or a file's word"; else
	failed=1
	echo "not ok $n - every test has a topic's or a file's word"
	sed 's/^/#   /' <<< "$loose"
fi
echo "1..$n"
exit $failed
