# guard.sh -- sourced: commands that leave nothing running behind.

# guarded COMMAND...: runs it in a process group of its own; when this script
# gets a signal, the whole group is ended and waited for before the script
# itself ends.  Returns the command's status.
guarded() {
	local group=''
	trap 'end_group "$group"; exit 130' INT TERM HUP
	setsid "$@" <&0 &
	group=$!
	wait "$group"
}

# Ends a process group and waits until all of it is gone, if need be the hard way.
end_group() {
	local tenth
	[ -n "$1" ] || return 0
	trap '' INT TERM HUP
	kill -TERM -- "-$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
	for tenth in {1..50}; do
		kill -0 -- "-$1" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -KILL -- "-$1" 2>/dev/null || true
}
