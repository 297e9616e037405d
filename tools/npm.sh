# npm.sh -- sourced: npm_packages PACKAGE... makes packages of the npm registry
# available to node under .stage, or says why not and returns 1.
npm_packages() {
	local p missing=()
	command -v node >/dev/null && command -v npm >/dev/null || { echo 'node and npm are not installed'; return 1; }
	mkdir -p .stage/npm
	for p in "$@"; do
		[ -d ".stage/npm/node_modules/$p" ] || missing+=("$p")
	done
	if [ ${#missing[@]} -gt 0 ]; then
		npm install --prefix .stage/npm --no-audit --no-fund --ignore-scripts --silent "$@" >/dev/null 2>&1 ||
			{ echo "npm could not install ${missing[*]}"; return 1; }
	fi
	export NODE_PATH=$PWD/.stage/npm/node_modules
}
