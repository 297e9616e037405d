# turns.sh -- sourced: engines that answer questions one at a time, in turns
# (A B A B), so that what else the machine does meets all of them alike.
# An engine is a process that reads a question a line and answers each with a row
# of bench_time, tab separated; the line \q ends it.

declare -A engine_in engine_out engine_kind

# engine NAME COMMAND...: starts one.
engine() {
	local name=$1 in out
	shift
	rm -f "$TE_STAGE"/engine.{in,out}
	mkfifo "$TE_STAGE/engine.in" "$TE_STAGE/engine.out"
	(
		# it must not hold the others open: they end when this script does
		for fd in "${engine_in[@]}" "${engine_out[@]}"; do exec {fd}>&-; done
		"$@" < "$TE_STAGE/engine.in" > "$TE_STAGE/engine.out"
	) &
	exec {in}> "$TE_STAGE/engine.in" {out}< "$TE_STAGE/engine.out"
	engine_in[$name]=$in engine_out[$name]=$out engine_kind[$name]=other
}

# sql_engine NAME: the queries of bench_query by that engine, in a session of its own.
sql_engine() {
	engine "$1" psql -X -q -At -v ON_ERROR_STOP=1
	engine_kind[$1]=sql
}

# ask NAME QUESTION: prints the engine's row.
ask() {
	local line question=$2
	if [ "${engine_kind[$1]}" = sql ]; then question="CALL bench_run('${2//\'/\'\'}', '$1', NULL);"; fi
	printf '%s\n' "$question" >&"${engine_in[$1]}"
	IFS= read -r line <&"${engine_out[$1]}" || { echo "$1 ended at: $2" >&2; return 1; }
	printf '%s\n' "$line"
}

# turns TIMES: each engine answers each line "question<TAB>engine" of standard input,
# question by question; after a warm-up the rows go into bench_time.  A question that
# takes more than PATIENCE ms of processor time is not asked again.
turns() {
	local run question name row
	local -A slow=()
	cat > "$TE_STAGE/questions"
	: > "$TE_STAGE/rows"
	for ((run = 0; run <= $1; run++)); do
		while IFS=$'\t' read -r question name <&3; do
			[ -n "${engine_in[$name]:-}" ] && [ -z "${slow[$name $question]:-}" ] || continue
			row=$(ask "$name" "$question") || return 1
			# of what takes long the warm-up counts too
			if awk -F'\t' -v most="${PATIENCE:-10000}" '{exit !($3 > most)}' <<< "$row"; then
				slow[$name $question]=yes
			elif [ "$run" = 0 ]; then continue; fi
			printf '%s\n' "$row" >> "$TE_STAGE/rows"
		done 3< "$TE_STAGE/questions"
	done
	psql -X -q -v ON_ERROR_STOP=1 -c '\copy bench_time FROM pstdin' < "$TE_STAGE/rows"
}

# end_engines: ends those that run.
end_engines() {
	local name
	for name in "${!engine_in[@]}"; do
		printf '%s\n' '\q' >&"${engine_in[$name]}"
		exec {engine_in[$name]}>&- {engine_out[$name]}<&-
		unset "engine_in[$name]" "engine_out[$name]"
	done
	wait
}

# peer ENGINE VERSION STORAGE: names it in the report.
peer() {
	psql -X -q -v ON_ERROR_STOP=1 -v engine="$1" -v version="$2" -v storage="$3" <<< \
		"INSERT INTO bench_engine VALUES (:'engine', :'version', :'storage')"
}

# node_peer ENGINE STORAGE PACKAGE...: is the npm package there?  Else the report says why not.
node_peer() {
	local name=$1 storage=$2 why version
	shift 2
	if why=$(cd .. && . tools/npm.sh && npm_packages "$@" && node -e "require('$1')" 2>&1); then
		export NODE_PATH=$PWD/../.stage/npm/node_modules
		version=$(node -p "require('$NODE_PATH/$1/package.json').version")
		peer "$name" "npm $1 $version" "$storage"
	else
		echo "without $name: $why" >&2
		peer "$name" "not to be had: $(head -1 <<< "$why")" 'its column is empty'
		return 1
	fi
}

# python_peer: prints the versions of numpy, scipy and the BLAS below them, after
# installing what Debian has of them; or says why not and returns 1.
python_peer() {
	(cd .. && . tools/packages.sh && need python3-numpy python3-scipy libopenblas0-pthread) >&2 &&
		peer_python blas.py
}

# peer_python SCRIPT...: one thread, and the kernel that OpenBLAS itself takes for this processor.
peer_python() {
	env -u OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 /usr/bin/python3 "$@"
}

# record PART: what was measured, beside the report.
record() {
	psql -X -q -v ON_ERROR_STOP=1 -c '\copy (SELECT * FROM bench_record) TO pstdout (FORMAT csv, HEADER)' > "$RECORD"
}
