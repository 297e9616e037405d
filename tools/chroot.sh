# chroot.sh -- sourced after guard.sh: a fresh Debian in a folder, and commands
# inside it.  Needs root and debootstrap.

# Ends the script unless it is root and debootstrap is there.
need_chroot() {
	[ "$(id -u)" = 0 ] || { echo "${0##*/} must run as root" >&2; exit 1; }
	command -v debootstrap >/dev/null || { echo "missing: debootstrap" >&2; exit 1; }
}

# Prints the mirror that this machine itself uses.
debian_mirror() {
	local mirror
	mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' |
		awk '$2 == "Debian" {print $1; exit}')
	[ -n "$mirror" ] || { echo "apt has no Debian mirror configured" >&2; return 1; }
	echo "$mirror"
}

# apart COMMAND...: with mounts and process numbers of its own, gone when the command ends
apart() {
	guarded unshare --mount --pid --fork --kill-child --mount-proc --propagation private "$@"
}

# inside ROOT COMMAND...: a folder for temporary files that is named here is not there
inside() {
	apart sh -c '
		mount -t proc proc "$0/proc" &&
		mkdir -p "$0/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$0/dev/shm" &&
		exec env -u TMPDIR chroot "$0" "$@"' "$@"
}

# make_root SUITE ROOT PACKAGES: a fresh Debian of that release, with packages parted by commas
make_root() {
	local mirror
	mirror=$(debian_mirror) || return 1
	apart debootstrap --variant=minbase --include="$3" "$1" "$2" "$mirror" > "$2.log" 2>&1 || { tail -20 "$2.log"; return 1; }
	cp /etc/resolv.conf "$2/etc/resolv.conf"
	# a mirror may be a snapshot; a proxy is needed inside as well
	{ echo 'Acquire::Check-Valid-Until "false";'; apt-config dump | grep -E '^Acquire::https?::Proxy ' || true; } \
		> "$2/etc/apt/apt.conf.d/90chroot"
}
