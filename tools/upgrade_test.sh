#!/bin/bash
# upgrade_test.sh [OLD-NEW...] -- proves that pg_upgrade carries our types and
# compiled schedules from one major version of PostgreSQL to another (15-17 and
# 17-18): in a fresh Debian of NEW's release, to which OLD's packages are added,
# the committed state is built for both; a cluster of OLD is filled
# (test/upgrade/content.sql) and upgraded with copied and with linked files, and
# all that test/upgrade/questions.sql asks is answered alike before and after.
# Run as root; needs debootstrap and some 4 GB in ${TMPDIR:-/tmp}, which are
# freed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

# ---- inside the fresh Debian ----

# server VERSION DATA COMMAND...: runs COMMAND while that cluster is up
server() {
	local bin=/usr/lib/postgresql/$1/bin data=$2 rc=0
	shift 2
	"$bin/pg_ctl" -D "$data" -w -l "$data.log" -o "-k /tmp -c listen_addresses=" start > /dev/null || { cat "$data.log"; return 1; }
	PGHOST=/tmp "$@" || rc=$?
	"$bin/pg_ctl" -D "$data" -w stop > /dev/null
	return $rc
}

# ask FILE: the answers of a cluster that is up
ask() { psql -X -q -d upgraded -f test/upgrade/questions.sql > "$1" 2>&1; }

# facts DATABASE: what the catalogs hold about the extension
facts() { psql -X -At -v ext=trade_exposure -d "$1" -f tools/catalog_snapshot.sql; }

# Fills a cluster of OLD; leaves its answers.  So that the comparison can be trusted, a small change has to show in it.
fill() {
	createdb -T template0 -E UTF8 upgraded &&
	psql -X -q -d upgraded -f test/upgrade/content.sql > /dev/null &&
	ask before &&
	psql -X -q -d upgraded -c 'BEGIN' -c "UPDATE te.mixes SET mix = '{AUS:30,CHN:71}' WHERE name = 'small'" \
		-f test/upgrade/questions.sql > changed 2>&1 || return 1
	! cmp -s before changed || { echo "not ok - a changed amount was not seen"; return 1; }
}

# After the upgrade: the answers are told again, as are the facts beside those of a fresh installation; no index is broken.
compare() {
	vacuumdb -q --analyze-only upgraded &&
	ask after && facts upgraded > facts.upgraded &&
	createdb fresh && psql -X -q -v ON_ERROR_STOP=1 -d fresh -f test/upgrade/install.sql && facts fresh > facts.fresh &&
	psql -X -q -d upgraded -c 'CREATE EXTENSION amcheck' -c "SELECT count(bt_index_check(i.indexrelid, true)) FROM pg_index AS i
		JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS a ON a.oid = c.relam
		WHERE a.amname = 'btree' AND c.relnamespace = 'te'::regnamespace AND c.relkind = 'i'" > /dev/null
}

# upgrade OLD NEW COPY_OR_LINK: one run of pg_upgrade, from the cluster "old" to one of that name
upgrade() {
	local data=new.$3
	"/usr/lib/postgresql/$2/bin/initdb" -D "$data" -k -E UTF8 --locale=C.UTF-8 > /dev/null
	"/usr/lib/postgresql/$2/bin/pg_upgrade" -b "/usr/lib/postgresql/$1/bin" -B "/usr/lib/postgresql/$2/bin" \
		-d old -D "$data" --socketdir /tmp "--$3" > upgrade.log 2>&1 || {
		tail -5 upgrade.log
		# the log that it names is in the new cluster
		grep -rh -A 4 'ERROR\|FATAL' "$data/pg_upgrade_output.d" | cut -c 1-400 | head -40
		return 1
	}
	server "$2" "$data" compare
	diff before after > difference || { echo "not ok - $1 to $2 ($3): other answers"; head -40 difference; return 1; }
	diff facts.fresh facts.upgraded > difference || { echo "not ok - $1 to $2 ($3): other facts"; head -40 difference; return 1; }
	echo "ok - $1 to $2 ($3): $(grep -c . after) lines of answers, $(grep -c . facts.upgraded) facts"
}

# possible OLD NEW: Debian's 15.20 and 17.12 keep an option pg_attver with each column and refuse tables that lack it;
# a server that does not know it refuses to restore any table, so that pg_upgrade fails whatever the database holds.
possible() {
	grep -q pg_attver "/usr/lib/postgresql/$1/bin/postgres" && ! grep -q pg_attver "/usr/lib/postgresql/$2/bin/postgres" || return 0
	echo "not ok - $1 to $2: this PostgreSQL $2 does not know the column option pg_attver of $1; between them no table at all can be upgraded"
	return 1
}

# The test itself, as the servers' user, in the folder of the clone.
run_inside() {
	export PATH=/usr/lib/postgresql/$2/bin:$PATH LC_ALL=C.UTF-8
	"/usr/lib/postgresql/$1/bin/initdb" -D old -k -E UTF8 --locale=C.UTF-8 > /dev/null
	possible "$1" "$2" && server "$1" old fill && upgrade "$1" "$2" copy && upgrade "$1" "$2" link
}

if [ "${1:-}" = inside ]; then
	run_inside "$2" "$3"
	exit
fi

# ---- outside ----

. tools/guard.sh
. tools/chroot.sh
need_chroot
[ $# -gt 0 ] || set -- 15-17 17-18
work=$(mktemp -d "${TMPDIR:-/tmp}/upgrade_test.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
declare -A release=([15]=bookworm [17]=trixie [18]=sid)

# prepare ROOT OLD NEW: PostgreSQL of both versions, and the committed state built for each
prepare() {
	inside "$1" sh -exc "export DEBIAN_FRONTEND=noninteractive
		echo 'deb $(debian_mirror) ${release[$2]} main' > /etc/apt/sources.list.d/older.list
		mkdir -p /etc/postgresql-common/createcluster.d
		echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/none.conf
		apt-get update -qq
		apt-get install -y -qq --no-install-recommends perl gcc libc6-dev
		for v in $2 $3; do apt-get install -y -qq --no-install-recommends postgresql-\$v postgresql-server-dev-\$v; done
		cd /var/lib/postgresql/trade_exposure
		for v in $2 $3; do
			make -s clean PG_CONFIG=/usr/lib/postgresql/\$v/bin/pg_config
			make -s install PG_CONFIG=/usr/lib/postgresql/\$v/bin/pg_config
		done
		chown -R postgres: /var/lib/postgresql" > "$1.log" 2>&1 < /dev/null || { tail -30 "$1.log"; return 1; }
}

failed=0
for pair in "$@"; do
	old=${pair%-*} new=${pair#*-}
	[ -n "${release[$old]:-}" ] && [ -n "${release[$new]:-}" ] || { echo "no Debian release is known for $pair" >&2; exit 1; }
	root=$work/$pair
	echo "== PostgreSQL $old to $new in Debian ${release[$new]}"
	make_root "${release[$new]}" "$root" make,git,ca-certificates
	git clone -q . "$root/var/lib/postgresql/trade_exposure"
	prepare "$root" "$old" "$new"
	inside "$root" runuser -u postgres -- sh -c \
		"cd /var/lib/postgresql/trade_exposure && HOME=/var/lib/postgresql tools/upgrade_test.sh inside $old $new" < /dev/null || failed=1
	rm -rf --one-file-system "$root"
done
[ $failed = 0 ] && echo "== upgrades: fine" || echo "== upgrades: FAILED"
exit $failed
