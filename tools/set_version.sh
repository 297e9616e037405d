#!/bin/bash
# set_version.sh VERSION -- makes VERSION the version in the files that say it: trade_exposure.control, META.json, debian/changelog,
# CITATION.cff, the COMMENT of trade_exposure_version, expected outputs, and docs/reference.md, which is made anew.  The tree has to be
# clean; nothing is committed.  1.0.0 and later are stable in META.json.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ ${1:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "usage: ${0##*/} 1.0.0" >&2; exit 1; }
new=$1 old=$(sed -n "s/^default_version = '\(.*\)'/\1/p" trade_exposure.control)
[ -z "$(git status --porcelain)" ] || { echo 'there are changes that are not committed' >&2; exit 1; }
dots=${old//./\\.}
sed -i "s/^default_version = '$dots'/default_version = '$new'/" trade_exposure.control
sed -i "s/\"version\": \"$dots\"/\"version\": \"$new\"/; s/trade_exposure--$dots\.sql/trade_exposure--$new.sql/" META.json
[ "${new%%.*}" = 0 ] || sed -i 's/"release_status": "unstable"/"release_status": "stable"/' META.json
sed -i "s/^version: $dots\$/version: $new/" CITATION.cff
sed -i "s/SELECT trade_exposure_version() → $dots/SELECT trade_exposure_version() → $new/" sql/install/00-extension.sql
{
	printf 'trade-exposure (%s) unstable; urgency=medium\n\n  * CHANGELOG.md tells what the version holds.\n\n' "$new"
	printf ' -- The trade_exposure developers <trade-exposure@example.org>  %s\n\n' "$(LC_ALL=C date -R)"
	cat debian/changelog
} > debian/changelog.new
mv debian/changelog.new debian/changelog
git grep -lF "$old" -- test/regress/expected | xargs -r sed -i "s/\b$dots\b/$new/g"
rm -f trade_exposure--"$old".sql
tools/make_reference.sh > reference.new
mv reference.new docs/reference.md
bash tools/check_version.sh
git grep -nF "$old" -- . ':!CHANGELOG.md' ':!debian/changelog' ':!sql/release' ':!sql/update' ':!data' ':!test/data' ':!docs/performance.md' || true
