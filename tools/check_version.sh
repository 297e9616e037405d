#!/bin/bash
# check_version.sh -- the version is in trade_exposure.control; what has to repeat
# it (META.json three times, debian/changelog, CITATION.cff, the COMMENT of trade_exposure_version and with it docs/reference.md)
# says the same.  Prints TAP.
set -uo pipefail
cd "${1:-$(dirname "$0")/..}" || exit 1
version=$(sed -n "s/^default_version = '\(.*\)'/\1/p" trade_exposure.control)
rule=0 failed=0

# says WHAT < VERSIONS: there are some, and all are the version
says() {
	local others
	others=$(cat)
	rule=$((rule + 1))
	if [ -n "$others" ] && [ -z "$(grep -vxF "$version" <<< "$others")" ]; then echo "ok $rule - $1 says $version"; else
		failed=1
		echo "not ok $rule - $1 says $version"
		sed 's/^/#   it says /' <<< "$others"
	fi
}

says META.json < <(sed -n 's/^[ \t]*"version": "\(.*\)".*/\1/p' META.json)
says 'the file that META.json provides' < <(sed -n 's/.*"file": "trade_exposure--\(.*\)\.sql".*/\1/p' META.json)
says CITATION.cff < <(sed -n 's/^version: //p' CITATION.cff)
says debian/changelog < <(sed -n '1s/^[^(]*(\([^)]*\)).*/\1/p' debian/changelog)
says 'the COMMENT of trade_exposure_version' < <(sed -n 's/.*SELECT trade_exposure_version() → \([0-9.]*\).*/\1/p' sql/install/00-extension.sql)
says docs/reference.md < <(sed -n 's/.*SELECT trade_exposure_version()` gives `\([0-9.]*\)`.*/\1/p' docs/reference.md)
# what was released under a version stays as it was
kept=sql/release/trade_exposure--$version.sql
if [ -f "$kept" ]; then
	rule=$((rule + 1))
	if make -s "${kept##*/}" > /dev/null && cmp -s "$kept" "${kept##*/}"; then echo "ok $rule - the install script is that of release $version"; else
		failed=1
		echo "not ok $rule - the install script is that of release $version: changes need a new version, and sql/update/ a way to it"
	fi
fi
echo "1..$rule"
exit $failed
