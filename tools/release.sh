#!/bin/bash
# release.sh VERSION -- a release: sets the version (set_version.sh), keeps the whole install script in sql/release, dates the
# heading in CHANGELOG.md, commits, makes the archive for PGXN and the Debian source package, and says what is left to do by hand.
# Nothing is sent anywhere.  Before it: make test, make test-long, tools/package_test.sh, tools/upgrade_test.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: release.sh 1.0.0}
grep -q "^## $version" CHANGELOG.md || { echo "CHANGELOG.md has no heading for $version" >&2; exit 1; }
tools/set_version.sh "$version"
make -s "trade_exposure--$version.sql"
mkdir -p sql/release
cp "trade_exposure--$version.sql" sql/release/
sed -i "s/^## $version (unreleased)/## $version ($(date +%F))/" CHANGELOG.md
git add -A
git commit -qm "Version $version"
git tag -a "v$version" -m "trade_exposure $version"
make -s dist
echo "Made: commit and tag v$version, trade_exposure-$version.zip (for PGXN's upload page)."
echo "Debian source package: dpkg-buildpackage -S, proved by tools/package_test.sh. To publish: git push --follow-tags."
# addresses that only the publisher knows (CONTRIBUTING.md, "A release")
left=$(git grep -l 'example\.org' -- META.json CITATION.cff debian tools/set_version.sh || true)
[ -z "$left" ] || printf 'Not to be published as it is: these still have addresses at example.org:\n%s\n' "$left"
