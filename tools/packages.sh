# packages.sh -- sourced: installs what is missing of the distribution's packages.
# Works as root and with sudo; where neither is there it names what to install.

# Prints those of the named packages that are not installed.
missing_packages() {
	local p
	for p in "$@"; do
		dpkg-query -W -f='${Status}\n' "$p" 2>/dev/null | grep -q 'ok installed' || echo "$p"
	done
}

# Runs a command as root: directly, or with sudo.
as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Can we become root?  Without a terminal sudo must not ask for a password.
can_be_root() {
	[ "$(id -u)" = 0 ] && return
	command -v sudo >/dev/null || return
	[ -t 0 ] || sudo -n true 2>/dev/null
}

# install_packages PACKAGE...: PostgreSQL's packages create and start a server of their own unless told
# not to; the file that tells them so is there only while they are installed.
install_packages() {
	local no_server=/etc/postgresql-common/createcluster.d/trade_exposure.conf rc=0
	echo "installing: $*"
	as_root apt-get update -qq || echo "apt-get update failed; going on with the package lists there are" >&2
	trap 'as_root rm -f "$no_server"; exit 130' INT TERM HUP
	as_root mkdir -p "${no_server%/*}"
	echo 'create_main_cluster = false' | as_root tee "$no_server" >/dev/null
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null > .stage/install.log 2>&1 || rc=1
	as_root rm -f "$no_server"
	trap - INT TERM HUP
	[ $rc = 0 ] || { tail -5 .stage/install.log; echo "could not install: $*" >&2; }
	return $rc
}

# Installs what is missing of the named packages, or says what to install; suites that run side by side in turn.
need() {
	local missing
	missing=$(missing_packages "$@" | xargs)
	[ -n "$missing" ] || return 0
	if ! command -v apt-get >/dev/null; then
		echo "missing: $missing (Debian's names). This is not a Debian system: install their equivalents by hand." >&2
		return 1
	fi
	if ! can_be_root; then
		echo "missing: $missing. Run as root: apt-get install $missing" >&2
		return 1
	fi
	mkdir -p .stage
	(
		flock 9
		missing=$(missing_packages "$@" | xargs)
		[ -z "$missing" ] || install_packages $missing 9>&-
	) 9> .stage/install.lock
}

# The server's major version to build for: PG_MAJOR, else that of a pg_config
# with headers, else the newest server installed, else Debian's.
server_major() {
	local config=${PG_CONFIG:-pg_config} installed
	if [ -n "${PG_MAJOR:-}" ]; then
		echo "$PG_MAJOR"
	elif command -v "$config" >/dev/null && [ -d "$("$config" --includedir-server 2>/dev/null)" ]; then
		"$config" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/'
	elif installed=$(ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null | grep -oE '[0-9]+' | sort -n | tail -1) &&
		[ "${installed:-0}" -ge 15 ]; then
		echo "$installed"
	else
		apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -1
	fi
}

# Everything to build the extension and to run a server: sets PG_MAJOR and PG_CONFIG.
# Package names as arguments may hold MAJOR, which stands for the version.
need_server() {
	need postgresql-common perl make gcc libc6-dev || return 1
	PG_MAJOR=$(server_major)
	if [ -z "$PG_MAJOR" ]; then
		echo "apt knows no package postgresql: run apt-get update, or set PG_MAJOR" >&2
		return 1
	fi
	need "postgresql-$PG_MAJOR" "postgresql-server-dev-$PG_MAJOR" "${@//MAJOR/$PG_MAJOR}" || return 1
	PG_CONFIG=/usr/lib/postgresql/$PG_MAJOR/bin/pg_config
	export PG_MAJOR PG_CONFIG
}
