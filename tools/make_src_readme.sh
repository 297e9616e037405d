#!/bin/bash
# make_src_readme.sh -- prints src/README.md: the wings from src/WINGS, and a
# line for each file from the sentence that its own head begins with.
#   tools/make_src_readme.sh > src/README.md
set -euo pipefail
cd "$(dirname "$0")/.."
cat <<'HEAD'
# Where the C code is

Made by `tools/make_src_readme.sh` from the heads of the files; do not edit.

A file includes and calls its own wing and wings on lower floors, nothing else:
`tools/check_wings.sh` checks it. Files called `*_sql`, `*_agg`, `*_text`, `*_json`,
`*_args`, `*_row`, `*_cache`, `*_read`, `*_spi` and `*_node` serve SQL; the others are engines, which
know nothing of how they are called.
HEAD

# about FILE: the first sentence of its head
about() {
	awk 'NR == 1 {next} /^ \*\// || /^ \*$/ || /#/ {exit} NR > 2 {sub("^ \\*[ \t]*", ""); printf "%s ", $0}' "$1" |
		sed -E 's/ +/ /g; s/ $//; s/([.;])( [A-Z].*)?$/\1/; s/[.;]$//; s/\|/\\|/g'
}

floor=0
grep -v '^#' src/WINGS | while read -r level wing part; do
	[ "$level" = "$floor" ] || printf '\n## Floor %s\n' "$level"
	floor=$level
	printf '\n### %s\n\nInstall parts from `sql/install/%s-` on.\n\n| file | |\n|---|---|\n' "$wing" "$part"
	ls "src/$wing"/*.[ch] | sed 's/\.[ch]$//' | LC_ALL=C sort -u | while read -r stem; do
		name=${stem##*/}
		if [ ! -e "$stem.c" ]; then printf '| `%s.h` | %s |\n' "$name" "$(about "$stem.h")"
		elif [ -e "$stem.h" ]; then printf '| `%s.c`, `.h` | %s |\n' "$name" "$(about "$stem.h")"
		else printf '| `%s.c` | %s |\n' "$name" "$(about "$stem.c")"; fi
	done
done
