#!/bin/bash
# with_server.sh COMMAND... -- builds the extension, installs it into a private
# folder, starts a throw-away PostgreSQL that sees it, and runs COMMAND with
# PGHOST, PGPORT, PGUSER and PGDATABASE set.  Nothing is written to system
# folders; the server stops when COMMAND ends, fails or is interrupted.
#   PG_MAJOR=17           build for that major version
#   SERVER_OPTIONS='a=b …' further server settings
#   COPT=-Werror          further compiler flags
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

need postgresql-common perl make gcc libc6-dev
major=$(server_major)
[ -n "$major" ] || { echo "no PostgreSQL package found by apt: run apt-get update" >&2; exit 1; }
need "postgresql-$major" "postgresql-server-dev-$major"
export PG_CONFIG=/usr/lib/postgresql/$major/bin/pg_config PG_MAJOR=$major

stage=$(mktemp -d "${TMPDIR:-/tmp}/trade_exposure.XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM HUP

# objects of another major version must not be linked
stamp=$(cat .stage/major 2>/dev/null || true)
[ "$stamp" = "$major" ] || make -s PG_CONFIG="$PG_CONFIG" clean >/dev/null
mkdir -p .stage && echo "$major" > .stage/major
make -s -j2 PG_CONFIG="$PG_CONFIG" COPT="${COPT:-}" all
make -s PG_CONFIG="$PG_CONFIG" install DESTDIR="$stage" >/dev/null
chmod -R a+rX "$stage"

lib=$("$PG_CONFIG" --pkglibdir) share=$("$PG_CONFIG" --sharedir)
if [ "$major" -ge 18 ]; then
	settings=("extension_control_path=$stage$share:\$system" "dynamic_library_path=$stage$lib:\$libdir")
else
	settings=("extension_destdir=$stage" "dynamic_library_path=$stage$lib:$lib")
fi
# servers that a test starts itself read these from a file
printf "%s\n" "${settings[@]}" | sed "s/=\(.*\)/ = '\1'/" > "$stage/server.conf"
options=()
for o in "${settings[@]}" fsync=off ${SERVER_OPTIONS:-}; do options+=(-o "$o"); done
export TE_STAGE=$stage
# in the background and waited for, so that a signal ends the server at once
pg_virtualenv -v "$major" -t "${options[@]}" "$@" &
child=$!
trap 'kill -TERM -- $child 2>/dev/null; wait $child 2>/dev/null; exit 130' INT TERM HUP
wait $child
