#!/bin/bash
# check_wings.sh [ROOT] -- the plan of the house, checked on the sources and on
# the objects of a build: who may include and call whom.  The list of wings is
# src/WINGS.  Prints TAP: a line for each rule, and what breaks it.
#
# Files that serve SQL are called *_sql, *_agg (aggregates), *_text (input and
# output), *_json, *_args and *_row (arguments and results of a call), *_cache,
# *_read and *_spi (what is read from tables), *_datum (what is stored), *_node (plan nodes);
# base has row and float8_state.  All
# others are engines, which can be called from anywhere in a backend.
set -uo pipefail
tools=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$tools/..}" || exit 1
export LC_ALL=C
glue='_(sql|agg|text|json|args|row|cache|read|spi|node|datum)$|^base/(row|float8_state)$'
. "$tools/tap.sh"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# ---- what there is ----
grep -v '^#' src/WINGS > "$tmp/wings"
sources=$(ls src/*/*.c) headers=$(ls src/*/*.h)

# includes: "from to" as written
awk '/^#include "/ {f = FILENAME; sub("^src/", "", f); split($0, q, "\""); print f, q[2]}' $sources $headers > "$tmp/includes"
# symbols: "file type name"
for f in $sources; do [ ! -e "${f%.c}.o" ] || echo "${f%.c}.o"; done | xargs nm -A |
	sed 's|^src/||; s|\.o:[0-9a-f ]*| |' > "$tmp/symbols"
awk '$2 ~ /^[TDRBCV]$/ {print $3, $1}' "$tmp/symbols" > "$tmp/defined"
awk '$2 == "U" {print $1, $3}' "$tmp/symbols" > "$tmp/used"
# calls and other uses: "user definer symbol"
awk 'NR == FNR {at[$1] = $2; next} ($2 in at) && at[$2] != $1 {print $1, at[$2], $2}' \
	"$tmp/defined" "$tmp/used" > "$tmp/calls"
# prototypes: "header name"
awk 'function prototypes(text, f,    i, n, s, statements) {
		gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
		gsub(/[ \t\n]+/, " ", text)
		n = split(text, statements, ";")
		for (i = 1; i <= n; i++) {
			s = statements[i]
			if (!match(s, /extern [^{}]*$/)) continue
			s = substr(s, RSTART + 7)
			sub(/\(.*/, "", s); sub(/\[.*/, "", s); sub(/ $/, "", s); sub(/.*[ *]/, "", s)
			sub("^src/", "", f)
			print f, s
		}
	}
	FNR == 1 {prototypes(text, file); text = ""; file = FILENAME; macro = 0}
	macro || /^#/ {macro = /\\$/; next}
	{text = text $0 "\n"}
	END {prototypes(text, file)}' $headers > "$tmp/prototypes"
mkdir "$tmp/parts" && "$tools/install_parts.sh" "$tmp/parts"
# functions: "wing symbol part" of what the install parts take from the library
sort -k3n "$tmp/wings" | awk -v RS=';' 'NR == FNR {n = split($0, w, /[ \n]+/); for (i = 1; i + 2 <= n; i += 3) {c++; wing[c] = w[i + 1]; from[c] = w[i + 2]}; next}
	{
		gsub(/--[^\n]*/, "")
		if (!match($0, /\047MODULE_PATHNAME\047/)) next
		part = FILENAME; sub(".*/", "", part)
		for (i = 1; i < c && from[i + 1] + 0 <= part + 0; i++);
		s = substr($0, RSTART + RLENGTH)
		if (s ~ /^[ \n\t]*,/) {split(s, q, "\047"); name = q[2]}
		else {name = $0; sub(/.*CREATE FUNCTION +/, "", name); sub(/[ (].*/, "", name); sub(/.*\./, "", name)}
		print wing[i], name, part
	}' - "$tmp"/parts/*.sql > "$tmp/functions"

# upwards FILE: its lines "from to …" where "to" is neither in the same wing nor on a lower floor
upwards() {
	awk 'NR == FNR {floor[$2] = $1; next}
		{from = $1; to = $2; sub("/.*", "", from); sub("/.*", "", to)}
		from != to && (to in floor) && floor[to] >= floor[from]' "$tmp/wings" "$1"
}

# ---- the rules ----
report 'every folder is a wing, every file is in one' < <(
	ls -d src/*/ | sed 's|src/||; s|/$||' | while read -r d; do grep -q " $d " "$tmp/wings" || echo "src/$d is not in src/WINGS"; done
	awk '{print $2}' "$tmp/wings" | while read -r w; do [ -d "src/$w" ] || echo "there is no src/$w"; done
	ls src/*.[ch] 2> /dev/null | sed 's/$/ is in no wing/')

report 'every source file has been built' < <(
	for f in $sources; do
		if [ ! -e "${f%.c}.o" ]; then echo "$f has no object: build first"
		# of an older one all that follows would be said of what is no longer there
		elif [ "$f" -nt "${f%.c}.o" ]; then echo "$f is newer than its object: build first"; fi
	done)

report 'own headers are named with their wing' < <(
	awk 'NR == FNR {sub(".*/", "", $1); own[$1] = 1; next} $2 !~ "/" && ($2 in own) {print "src/" $1 " includes \"" $2 "\" without its wing"}' \
		<(printf '%s\n' $headers) "$tmp/includes")

report 'no include leads upwards' < <(upwards "$tmp/includes" | awk '{print "src/" $1 " includes \"" $2 "\""}')
report 'no call leads upwards' < <(upwards "$tmp/calls" | awk '{print "src/" $1 ".c uses " $3 " of " $2 ".c"}')

# a file and its header are one; tsort names those of a circle
report 'no circle of files' < <({
	awk '{sub("\\.[ch]$", "", $1)} sub("\\.h$", "", $2) && $2 ~ "/" && $1 != $2 {print $1, $2}' "$tmp/includes" |
		awk 'NR == FNR {sub("^src/", ""); sub("\\.h$", ""); own[$1] = 1; next} $2 in own' <(printf '%s\n' $headers) -
	awk '{print $1, $2}' "$tmp/calls"
} | sort -u | tsort 2>&1 > /dev/null | sed 's/^tsort: //; s/^-: //')

report 'no engine knows how SQL calls' < <(
	grep -nE 'PG_FUNCTION_ARGS|\bFunctionCallInfo\b|\bfcinfo\b|\bTE_FUNCTION\b|\bSPI_[a-z]|\bPG_GETARG_' $sources | sed 's|^src/||' |
		awk -F: -v glue="$glue" '{f = $1; sub("\\.c$", "", f)} f !~ glue {print "src/" $0}')

report 'no engine calls what serves SQL' < <(
	awk -v glue="$glue" '$1 !~ glue && $2 ~ glue {print "src/" $1 ".c uses " $3 " of " $2 ".c"}' "$tmp/calls"
	awk -v glue="$glue" '$1 !~ glue && $2 ~ /^(SPI_|fmgr_info|OidFunctionCall|FunctionCall[0-9]|get_call_result_type|InitMaterializedSRF)/ {
		print "src/" $1 ".c uses " $2}' "$tmp/used")

report 'what a header declares is defined under its name' < <(
	awk 'NR == FNR {at[$1] = $2; next}
		{stem = $1; sub("\\.h$", "", stem)}
		!($2 in at) {print "src/" $1 " declares " $2 ", which no file defines"; next}
		at[$2] != stem && index(at[$2], stem "_") != 1 {print "src/" $1 " declares " $2 ", which is in " at[$2] ".c"}' \
		"$tmp/defined" "$tmp/prototypes")

# by calls, which come through headers too, or by its text, which may be for an assert build
report 'what a header declares is used by another file' < <(
	awk 'FILENAME == ARGV[1] {at[$1] = $2; next} FILENAME == ARGV[2] {called[$3] = 1; next} ($2 in at) && !($2 in called) {print $2, at[$2]}' \
		"$tmp/defined" "$tmp/calls" "$tmp/prototypes" | while read -r name file; do
		[ "$(grep -lw -- "$name" $sources | wc -l)" -gt 1 ] || echo "src/$file.c alone uses $name: make it static"
	done)

report 'C code of an SQL function is in the wing of its install part' < <(
	awk 'NR == FNR {at[$1] = $2; next}
		!($2 in at) {print $3 " names " $2 ", which no C file has"; next}
		index(at[$2], $1 "/") != 1 {print $3 " names " $2 ", which is in src/" at[$2] ".c, not in " $1}' \
		"$tmp/defined" "$tmp/functions")

report 'every exported function is named by an install part' < <(
	awk 'NR == FNR {named["pg_finfo_" $2] = 1; next} $1 ~ /^pg_finfo_/ && !($1 in named) {
		print "src/" $2 ".c exports " substr($1, 10) ", which no install part names"}' "$tmp/functions" "$tmp/defined")

echo "1..$rules"
exit $failed
