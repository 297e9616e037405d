#!/bin/bash
# with_server.sh COMMAND... -- builds the extension, installs it into a private
# folder, starts a throw-away PostgreSQL that sees it, and runs COMMAND with
# PGHOST, PGPORT, PGUSER and PGDATABASE set.  Nothing is written to system
# folders; the server stops when COMMAND ends, fails or is interrupted.
#   PG_MAJOR=17            build for that major version
#   SERVER_OPTIONS='a=b …' further server settings
#   COPT=-Werror           further compiler flags
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
. tools/guard.sh
need_server

# Everything of this run is in one folder that the server's user can read.
stage=$(mktemp -d /tmp/trade_exposure.XXXXXX)

# Stops servers whose data is in the folder, which a signal may have left there,
# and removes it.
clear_stage() {
	local tries pids
	for tries in {1..20}; do
		pids=$(find "$stage" -name postmaster.pid -exec head -qn1 {} + 2>/dev/null) || true
		[ -n "$pids" ] && kill -QUIT $pids 2>/dev/null || break
		sleep 0.1
	done
	rm -rf "$stage"
}
trap clear_stage EXIT

# objects of another major version must not be linked
if [ "$(cat .stage/major 2>/dev/null)" != "$PG_MAJOR" ]; then
	make -s PG_CONFIG="$PG_CONFIG" clean >/dev/null
fi
mkdir -p .stage && echo "$PG_MAJOR" > .stage/major
guarded make -s -j"$(nproc)" PG_CONFIG="$PG_CONFIG" COPT="${COPT:-}" all
guarded make -s PG_CONFIG="$PG_CONFIG" install DESTDIR="$stage" >/dev/null
chmod -R a+rX "$stage"

lib=$("$PG_CONFIG" --pkglibdir) share=$("$PG_CONFIG" --sharedir)
if [ "$PG_MAJOR" -ge 18 ]; then
	settings=("extension_control_path=$stage$share:\$system" "dynamic_library_path=$stage$lib:\$libdir")
else
	settings=("extension_destdir=$stage" "dynamic_library_path=$stage$lib:$lib")
fi
# servers that a test starts itself read these from a file
printf '%s\n' "${settings[@]}" | sed "s/=\(.*\)/ = '\1'/" > "$stage/server.conf"
options=()
for o in "${settings[@]}" fsync=off ${SERVER_OPTIONS:-}; do options+=(-o "$o"); done

# a port of this run's own: runs side by side must not race for the next free one
port=$((20000 + $$ % 12000))
while (: < "/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done

export TE_STAGE=$stage
rc=0
# What pg_virtualenv says itself is shown when the command or the server failed, not after a signal: then it only
# complains that its server is gone.  COMMAND writes where this script does (7 and 8).
guarded env TMPDIR="$stage" pg_virtualenv -v "$PG_MAJOR" -t -c "-p $port" "${options[@]}" \
	env TMPDIR="${TMPDIR:-/tmp}" bash -c 'exec "$@" >&7 2>&8 7>&- 8>&-' command "$@" 7>&1 8>&2 > "$stage/pg_virtualenv.log" 2>&1 || rc=$?
[ $rc = 0 ] || cat "$stage/pg_virtualenv.log" >&2
exit $rc
