# tap.sh -- sourced: what checks print.  "rules" counts them, "failed" is 1 once one did not hold.
rules=0 failed=0

# report TITLE < LINES: the rule holds when there is no line
report() {
	local lines
	lines=$(head -40)
	rules=$((rules + 1))
	if [ -z "$lines" ]; then echo "ok $rules - $1"; else
		failed=1
		printf 'not ok %d - %s\n' "$rules" "$1"
		sed 's/^/#   /' <<< "$lines"
	fi
}

# skip TITLE WHY
skip() {
	rules=$((rules + 1))
	echo "ok $rules - $1 # SKIP $2"
}
