#!/bin/bash
# bench.sh -- measures side by side with plain SQL and other engines: runs
# bench/NN-topic.sh (or .sql) one after the other against a throw-away server.
# Each prints Markdown.
#   ROWS=10000000   rows of the large tables (default 1,000,000)
#   REPEATS=7       runs of each query, of which the median counts (default 5)
#   PARTS='20-mix'  only these parts
set -euo pipefail
cd "$(dirname "$0")/.."
export ROWS=${ROWS:-1000000} REPEATS=${REPEATS:-5}
if [ -z "${TE_STAGE:-}" ]; then
	export SERVER_OPTIONS='shared_buffers=1GB work_mem=256MB max_wal_size=4GB jit=off max_parallel_workers_per_gather=0 autovacuum=off'
	exec tools/with_server.sh "$PWD/tools/bench.sh"
fi

export PGDATABASE=trade_bench
createdb "$PGDATABASE"
psql -X -q -c 'CREATE EXTENSION trade_exposure'
# the machine, without its name
machine() {
	printf '%s, %s cores, %s GB of memory; %s; PostgreSQL %s; %s.\n' \
		"$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1)" "$(nproc --all)" \
		"$(awk '/MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo)" \
		"$(. /etc/os-release && echo "$PRETTY_NAME")" \
		"$(psql -X -At -c 'SHOW server_version')" "$(${CC:-gcc} --version | head -1)"
}

# A part's figures stand in the documentation, between two comments of its own.
publish() {
	NAME=$1 REPORT=$2 perl -0pi -e '
		BEGIN { open my $in, "<", $ENV{REPORT} or die; local $/; $report = <$in>; $name = $ENV{NAME} }
		s/(<!-- bench: \Q$name\E -->\n).*?(<!-- end: \Q$name\E -->)/$1$report$2/s
			or $_ .= "\n<!-- bench: $name -->\n$report<!-- end: $name -->\n";' docs/performance.md
}

for part in bench/[0-9]*; do
	name=$(basename "${part%.*}") report=$PWD/.stage/bench.md
	case " ${PARTS:-$name} " in *" $name "*) ;; *) continue ;; esac
	{
		printf '## %s\n\n' "${name#*-}"
		machine
		echo
		case $part in
			*.sql) psql -X -q -At -v ON_ERROR_STOP=1 -v rows="$ROWS" -v repeats="$REPEATS" -f "$part" ;;
			*.sh) bash "$part" ;;
		esac
	} | tee "$report"
	publish "$name" "$report"
done
