# packages.sh -- sourced: need PACKAGE... installs Debian packages that are missing.
# Works as root and with sudo; where neither is there it names what to install and stops.

# Prints those of the named packages that are not installed.
missing_packages() {
	for p in "$@"; do
		dpkg-query -W -f='${Status}\n' "$p" 2>/dev/null | grep -q 'ok installed' || echo "$p"
	done
}

# Installs what is missing of the named packages, or says what to install.
need() {
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	missing=$(echo $missing)
	if ! command -v apt-get >/dev/null; then
		echo "missing: $missing; this is not a Debian system, so install their equivalents by hand" >&2
		return 1
	fi
	if [ "$(id -u)" = 0 ]; then
		as_root=''
	elif command -v sudo >/dev/null; then
		as_root=sudo
	else
		echo "missing: $missing; run as root: apt-get install $missing" >&2
		return 1
	fi
	echo "installing: $missing"
	# create_main_cluster=false: no server of the distribution's own is wanted
	$as_root mkdir -p /etc/postgresql-common
	[ -e /etc/postgresql-common/createcluster.conf ] ||
		echo 'create_main_cluster = false' | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
	$as_root apt-get update -qq || return 1
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		$missing >/dev/null || {
		echo "could not install: $missing" >&2
		return 1
	}
}

# The server's major version to build for: PG_MAJOR, else that of pg_config, else Debian's.
server_major() {
	if [ -n "${PG_MAJOR:-}" ]; then
		echo "$PG_MAJOR"
	elif [ -x "$(command -v "${PG_CONFIG:-pg_config}")" ] &&
		[ -d "$("${PG_CONFIG:-pg_config}" --includedir-server)" ]; then
		"${PG_CONFIG:-pg_config}" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/'
	else
		apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -1
	fi
}
