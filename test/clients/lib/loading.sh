# loading.sh DATABASE -- sourced: a database for a loader's tests, and what they ask with.
set -uo pipefail
n=0
createdb "$1"
export PGDATABASE=$1
psql -X -q -c 'CREATE EXTENSION trade_exposure'

# is NAME GOT EXPECTED
is() {
	n=$((n + 1))
	if [ "$2" = "$3" ]; then echo "ok $n - $1"; else printf 'not ok %s - %s\n# got      %s\n# expected %s\n' $n "$1" "$2" "$3"; fi
}
# load LOADER OPTIONS...: what it says of standard input
load() { psql -X -q -At "${@:2}" -f "examples/$1.sql" 2>&1; }
query() { psql -X -q -At -c "$1"; }
