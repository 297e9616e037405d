#!/bin/bash
# bench.sh [publish] -- measures side by side with plain SQL and other engines: runs
# bench/NN-topic.sh (or .sql) one after the other against a throw-away server, each
# in a database of its own.  Each prints Markdown, kept with its figures in
# .stage/bench; publish writes what is kept there into docs/performance.md.
#   ROWS=10000000   rows of the large tables (default 1,000,000)
#   REPEATS=7       turns, of which the median counts (default 5)
#   PARTS='20-mix'  only these parts
# A quiet core helps: taskset -c 1 make bench
set -euo pipefail
cd "$(dirname "$0")/.."
kept=$PWD/.stage/bench
mkdir -p "$kept"

# A part's figures stand in the documentation, between two comments of its own.
publish() {
	NAME=$1 REPORT=$2 perl -0pi -e '
		BEGIN { open my $in, "<", $ENV{REPORT} or die; local $/; $report = <$in>; $name = $ENV{NAME} }
		s/(<!-- bench: \Q$name\E -->\n).*?(<!-- end: \Q$name\E -->)/$1$report$2/s
			or $_ .= "\n<!-- bench: $name -->\n$report<!-- end: $name -->\n";' docs/performance.md
}
if [ "${1:-}" = publish ]; then
	# until none is missing the page says so, and sums nothing up: wins alone would mislead
	missing=$(for part in bench/[0-9]*; do [ -f "$kept/$(basename "${part%.*}").md" ] || echo "$part"; done)
	if [ -n "$missing" ]; then
		echo 'The summary comes when every part was measured.' > "$kept/summary.md"
	else
		perl bench/summary.pl "$kept"/*.csv > "$kept/summary.md"
		perl -0pi -e 's/\*\*Most blocks are still missing\.\*\*.*?\n\n//s' docs/performance.md
	fi
	for report in "$kept"/*.md; do publish "$(basename "$report" .md)" "$report"; done
	perl bench/goals.pl --write
	perl bench/readme.pl --write
	exit
fi

export ROWS=${ROWS:-1000000} REPEATS=${REPEATS:-5}
if [ -z "${TE_STAGE:-}" ]; then
	export SERVER_OPTIONS='shared_buffers=1GB work_mem=256MB max_wal_size=4GB jit=off max_parallel_workers_per_gather=0 autovacuum=off'
	exec tools/with_server.sh "$PWD/tools/bench.sh"
fi

# the machine without its name, and how busy it was
machine() {
	printf '%s, %s cores (this run on %s), %s GB of memory; %s; PostgreSQL %s; %s; %s.\n' \
		"$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1)" "$(nproc --all)" "$(nproc)" \
		"$(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" \
		"$(. /etc/os-release && echo "$PRETTY_NAME")" \
		"$(psql -X -At -c 'SHOW server_version')" "$(${CC:-gcc} --version | head -1)" \
		"trade_exposure $(psql -X -At -c "SELECT extversion FROM pg_extension WHERE extname = 'trade_exposure'")"
}
stage=$TE_STAGE
load() { cut -d' ' -f1 /proc/loadavg; }

for part in bench/[0-9]*; do
	name=$(basename "${part%.*}")
	case " ${PARTS:-$name} " in *" $name "*) ;; *) continue ;; esac
	export TE_STAGE=$stage/bench_$name
	rm -rf "$TE_STAGE"
	mkdir "$TE_STAGE"
	export PGDATABASE=bench_${name%%-*} RECORD=$kept/$name.csv
	dropdb --if-exists "$PGDATABASE" 2>/dev/null
	createdb "$PGDATABASE"
	psql -X -q -c 'CREATE EXTENSION trade_exposure'
	before=$(load)
	printf '## %s\n\n' "${name#*-}" | tee "$kept/$name.part"
	case $part in
		*.sql) psql -X -q -At -v ON_ERROR_STOP=1 -v rows="$ROWS" -v repeats="$REPEATS" -f "$part" &&
			psql -X -q -v ON_ERROR_STOP=1 -c '\copy (SELECT * FROM bench_record) TO pstdout (FORMAT csv, HEADER)' > "$RECORD" ;;
		*.sh) bash "$part" ;;
	esac | tee -a "$kept/$name.part"
	# only now: the comparison must have ended well
	printf '\n%s Load average at the start and at the end: %s, %s.\n' "$(machine)" "$before" "$(load)" | tee -a "$kept/$name.part"
	mv "$kept/$name.part" "$kept/$name.md"
	dropdb "$PGDATABASE"
	rm -rf "$TE_STAGE"
done
