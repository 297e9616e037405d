#!/bin/bash
# chroot_test.sh [SUITE [COMMAND]] -- proves that a fresh Debian with nothing but
# git and make builds, tests and demonstrates the extension.  SUITE is a Debian
# release: bookworm (PostgreSQL 15, the default), trixie (17), sid (18).
# COMMAND (default "make test && make demo") runs in a fresh clone of the
# committed state: once as root in a folder that only root can read, once as an
# ordinary user with sudo.  Afterwards nothing may be running.  Run as root;
# needs debootstrap and some 4 GB in ${TMPDIR:-/tmp}, which are freed at the end.
#   USERS=root    only that user (or: trader)
#   KEEP=FOLDER   as root in a Debian that stays in FOLDER, made when it is not there: the next time is short
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/guard.sh
. tools/chroot.sh
suite=${1:-bookworm} command=${2:-make test && make demo}
need_chroot

work=$(mktemp -d "${TMPDIR:-/tmp}/chroot_test.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT

# base ROOT: a fresh Debian with the committed state; one that is there gets the state of today
base() {
	local clone=$1/root/trade_exposure
	if [ ! -d "$clone" ]; then
		echo "== debootstrap $suite"
		make_root "$suite" "$1" make,git,ca-certificates
		git clone -q . "$clone"
		chmod 700 "$1/root"
	fi
	git -C "$clone" fetch -q "$PWD" HEAD
	git -C "$clone" reset -q --hard FETCH_HEAD
}
base "${KEEP:-$work/base}"

failed=0
[ -z "${KEEP:-}" ] || USERS=root
for user in ${USERS:-root trader}; do
	echo "== $suite as $user: $command"
	root=${KEEP:-$work/$user}
	[ -n "${KEEP:-}" ] || cp -a "$work/base" "$root"
	home=/root
	if [ "$user" != root ]; then
		home=/home/$user
		inside "$root" sh -ec "apt-get update -qq && apt-get install -y -qq --no-install-recommends sudo >/dev/null
			useradd -m $user && echo '$user ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/$user
			mv /root/trade_exposure $home && chown -R $user $home && chmod 700 $home" > "$work/log" 2>&1 ||
			{ cat "$work/log"; exit 1; }
	fi
	# what is still running after the command, apart from the shell and ps-like reading of /proc itself
	inside "$root" sh -c 'cd "$1/trade_exposure" || exit 1
		if [ "$2" = root ]; then HOME=$1 sh -c "$3"; else runuser -u "$2" -- env HOME="$1" sh -c "$3"; fi
		rc=$?
		for p in /proc/[0-9]*; do
			[ "$p" = "/proc/$$" ] || { left=$(tr "\0" " " < "$p/cmdline") && [ -n "$left" ] && echo "LEFT RUNNING: $left"; }
		done 2>/dev/null
		left=$(ls -d /tmp/*trade_exposure* /tmp/pg_virtualenv.* /tmp/psqlodbc* /tmp/*.log /var/lib/postgresql/*/main 2>/dev/null)
		[ -z "$left" ] || printf "%s\nLEFT BEHIND (above)\n" "$left"
		echo "ended with status $rc"' sh "$home" "$user" "$command" > "$work/$user.log" 2>&1 < /dev/null || true
	cat "$work/$user.log"
	if ! grep -qx 'ended with status 0' "$work/$user.log" || grep -q '^LEFT ' "$work/$user.log"; then failed=1; fi
	[ -n "${KEEP:-}" ] || rm -rf --one-file-system "$root"
done
[ $failed = 0 ] && echo "== $suite: fine" || echo "== $suite: FAILED"
exit $failed
