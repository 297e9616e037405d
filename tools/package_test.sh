#!/bin/bash
# package_test.sh [MAJOR...] -- proves the packages in fresh Debians (15 in bookworm, 17 in trixie, 18 in sid): the source package is
# built from the committed state, the binary package from it, lintian looks at both, and the package is installed, answers a
# question and is removed without a trace.  In bookworm the RUN lines of the Dockerfile are run as well: no container engine is needed.
# Run as root; needs debootstrap and some 3 GB in ${TMPDIR:-/tmp}, which are freed at the end.
#   KEEP=folder   where the packages are put (default: nowhere)
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/guard.sh
. tools/chroot.sh
need_chroot
[ $# -gt 0 ] || set -- 15 17 18
work=$(mktemp -d "${TMPDIR:-/tmp}/package_test.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
declare -A release=([15]=bookworm [17]=trixie [18]=sid)

# what is done inside; /build is the committed state
steps() {
	cat <<'SH'
set -exu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/none.conf
apt-get update -qq
apt-get install -y -qq --no-install-recommends build-essential debhelper fakeroot lintian perl postgresql-$MAJOR postgresql-server-dev-all postgresql-server-dev-$MAJOR > /dev/null
cd /build/trade_exposure
pg_buildext updatecontrol
dpkg-buildpackage -S -us -uc -d > /dev/null
mkdir /again && cd /again
dpkg-source -x ../build/trade-exposure_*.dsc source > /dev/null
cd source
dpkg-buildpackage -b -us -uc -j2 > /build/log 2>&1 || { tail -40 /build/log; exit 1; }
cd ..
lintian --fail-on error --no-tag-display-limit ./*.changes ../build/*.dsc || exit 1
dpkg -i postgresql-$MAJOR-trade-exposure_*.deb
dpkg -L postgresql-$MAJOR-trade-exposure > /installed
for f in README.md docs/reference.md examples/load_baci.sql; do grep -q "$f" /installed; done
cat > /ask <<'ASK'
set -eu
createdb trade
psql -X -qAt -v ON_ERROR_STOP=1 trade -c 'CREATE EXTENSION trade_exposure' -c "SELECT hhi('{CHN:3,VNM:1}'::supply_mix), trade_exposure_version()"
ASK
cd /
pg_virtualenv -v $MAJOR sh /ask | tee /answer
grep -q '^0.625|' /answer
apt-get purge -y -qq postgresql-$MAJOR-trade-exposure > /dev/null
! ls /usr/lib/postgresql/$MAJOR/lib/trade_exposure.so /usr/share/postgresql/$MAJOR/extension/trade_exposure* 2> /dev/null
if [ $MAJOR = 15 ]; then
	rm -rf /tmp/trade_exposure && cp -r /build/trade_exposure /tmp/trade_exposure
	export PG_MAJOR=15
	sh -exu -c "$(perl -0pe 's/^#.*\n//mg; s/\\\n/ /g' /build/trade_exposure/Dockerfile | sed -n 's/^RUN //p')" > /log.docker 2>&1 || { tail -20 /log.docker; exit 1; }
	pg_virtualenv -v 15 sh /ask | tee /answer
	grep -q '^0.625|' /answer
fi
SH
}

failed=0
for major in "$@"; do
	[ -n "${release[$major]:-}" ] || { echo "no Debian release is known for PostgreSQL $major" >&2; exit 1; }
	root=$work/$major
	echo "== PostgreSQL $major in Debian ${release[$major]}"
	make_root "${release[$major]}" "$root" ca-certificates
	mkdir "$root/build"
	git archive --prefix=trade_exposure/ HEAD | tar x -C "$root/build"
	steps > "$root/steps"
	if inside "$root" env MAJOR="$major" sh /steps > "$work/$major.log" 2>&1 < /dev/null; then
		echo "ok - $major: $(cd "$root/again" && ls ./*.deb | tr '\n' ' '), $(grep -c '^[WI]: ' "$work/$major.log" || true) words of lintian, no error"
		if [ -n "${KEEP:-}" ]; then cp "$root"/again/*.deb "$root"/build/trade-exposure_* "$KEEP"; fi
	else
		failed=1
		tail -40 "$work/$major.log"
		echo "not ok - $major"
	fi
	rm -rf --one-file-system "$root"
done
[ $failed = 0 ] && echo '== packages: fine' || echo '== packages: FAILED'
exit $failed
