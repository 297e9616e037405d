#!/bin/bash
# install_parts.sh FOLDER -- puts the install parts of the tree in the current
# folder into FOLDER, those that come from a template made from it as it is now:
# a check must not depend on whether, or when, the tree was built.
set -euo pipefail
for part in sql/install/*.sql sql/install/*.sql.in; do
	name=$(basename "$part")
	case $part in
		*.in) [ ! -e "$part" ] || perl "$(dirname "$0")/expand_sql.pl" "$part" > "$1/${name%.in}" ;;
		*) [ -e "$part.in" ] || cp "$part" "$1/$name" ;;
	esac
done
