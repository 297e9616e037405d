#!/bin/bash
# lint.sh [--lower] -- the form of the sources.  Prints TAP.  Rules of C and of
# texts are in tools/lint_c.pl, lint_text.pl and lint_sql.pl; this runs them over
# the tree, and with them cppcheck, codespell and PostgreSQL's own pgindent.
#   --lower   writes the present numbers into typedefs.list and, where they have
#             fallen, into tools/long_lines.txt
set -uo pipefail
shopt -s lastpipe
cd "$(dirname "$0")/.."
. tools/packages.sh
. tools/tap.sh
if [ "${1:-}" = --lower ]; then exec perl tools/lint_tree.pl --lower; fi

# files PATTERN...: the sources, without what is generated
files() {
	find "$@" -type f \( -name '*.[ch]' -o -name '*.sql' -o -name '*.md' \) | sort
}

for rule in long blanks tabs slashes includes types comments plain colours layout; do
	perl tools/lint_tree.pl $rule 2>&1 | report "$(sed -n "s/^# $rule: //p" tools/lint_tree.pl)"
done

# ereport and elog are macros of the server that do not come back for an error; a
# notice that is taken for one only hides code behind it from this check
if need cppcheck >/dev/null 2>&1; then
	cppcheck -j2 -q --enable=warning,portability --std=c99 -I src -DHAVE_INT128=1 '-DINT64_FORMAT="%ld"' \
		'-Dpg_attribute_printf(format, first)=' '-Dforeach(cell, list)=while ((cell = next()))' \
		'-Dereport(level, rest)=abort()' '-Delog(level, ...)=abort()' \
		--suppressions-list=tools/cppcheck.suppress --template='{file}:{line}: {id}: {message}' \
		"${TE_LINT_C:-src}" 2>&1 | report 'cppcheck has nothing to say'
else skip 'cppcheck has nothing to say' 'the package cppcheck cannot be installed'; fi

if need codespell >/dev/null 2>&1; then
	# British, with -ize; what PostgreSQL, CSS and data call otherwise is not in the list
	files ${TE_LINT_TEXT:-docs src sql README.md CONTRIBUTING.md SECURITY.md} |
		xargs codespell -I tools/spelling.words -D - -D tools/british.words 2>&1 | report 'words are spelled right'
else skip 'words are spelled right' 'the package codespell cannot be installed'; fi

# PostgreSQL's own formatter comes with its packages from 17 on
. tools/pgindent.sh
if [ ! -f "$PGINDENT" ]; then skip 'pgindent would change nothing' "pgindent comes with PostgreSQL 17's package"
else perl tools/indent.pl --check $(find src -name '*.[ch]' | sort) 2>&1 | report 'pgindent would change nothing'
fi
echo "1..$rules"
exit $failed
