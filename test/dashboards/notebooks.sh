#!/bin/bash
# The pandas notebook, the R script and the dbt project on the demo's data, as a role that can only read
# (dbt makes its models and takes them back).  What they print is held against published figures.
set -uo pipefail
. test/tap.inc
. tools/packages.sh
psql -X -q -v ON_ERROR_STOP=1 -v password="$PGPASSWORD" <<'SQL'
SELECT to_regrole('te_notebook') IS NULL AS is_new \gset
\if :is_new
CREATE ROLE te_notebook LOGIN PASSWORD :'password' IN ROLE dashboard_reader;
ALTER ROLE te_notebook SET default_transaction_read_only = on;
\endif
SQL
out=$(mktemp -d "$TE_STAGE/notebooks.XXXXXX")
trap 'rm -rf "$out"' EXIT

# says NAME PATTERN...: each pattern (extended) is in what came
says() {
	local name=$1 pattern
	shift
	for pattern; do
		if grep -qE -- "$pattern" "$out/text"; then ok "$name says: $pattern"; else
			fail "$name says: $pattern"
			head -60 "$out/text" "$out/err" | sed 's/^/# /'
		fi
	done
}

if need python3-pandas python3-sqlalchemy python3-psycopg2 python3-matplotlib jupyter-nbconvert python3-ipykernel >&2; then
	TRADE_DB="postgresql+psycopg2://te_notebook:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE" HOME=$out IPYTHONDIR=$out JUPYTER_ALLOW_INSECURE_WRITES=1 \
		try /usr/bin/python3 -m nbconvert --to notebook --execute --output-dir "$out" --output run examples/notebooks/three_questions.ipynb > "$out/err" 2>&1
	ended=$rc
	try /usr/bin/python3 - "$out/run.ipynb" > "$out/text" 2>> "$out/err" <<'PY'
import json, sys
for cell in json.load(open(sys.argv[1]))['cells']:
    for o in cell.get('outputs', []):
        print(''.join(o.get('text', [])) or ('picture' if 'image/png' in o.get('data', {}) else ''.join(o.get('data', {}).get('text/plain', []))))
PY
	is "$ended $rc" '0 0' 'the notebook runs to its end'
	[ "$ended $rc" = '0 0' ] || tail -20 "$out/err" | sed 's/^/# /'
	says 'the notebook' '^2002 +0\.194 +0\.166' '^2024 +0\.639 +0\.425' '^picture' 'Passenger car.* 15\.0' '^to pay: 4500' '^Tungsten, unwrought .* 110\.3 +276\.2' 'Portable computers +0\.350 .*0 % with claim USMCA' 'Tungsten, unwrought: China supplies 99\.6 %'
else
	skip 'the notebook' 'python3-pandas and jupyter-nbconvert cannot be installed'
fi

if need r-base-core r-cran-dbi r-cran-rpostgresql >&2; then
	PGUSER=te_notebook try Rscript examples/notebooks/three_questions.R > "$out/text" 2> "$out/err"
	is $rc 0 'the R script runs to its end'
	[ $rc = 0 ] || sed 's/^/# /' "$out/err"
	says 'the R script' "China sold 19\.4 % of the world's magnets in 2002 and 63\.9 % in 2024" 'Passenger car.* 15\.0' 'Tungsten, unwrought .* 110\.3' 'Portable computers +0\.350 .*0 % with claim USMCA'
else
	skip 'the R script' 'r-cran-dbi and r-cran-rpostgresql cannot be installed'
fi

if command -v dbt > /dev/null; then
	try dbt build --project-dir examples/dbt --profiles-dir examples/dbt --target-path "$out/target" --log-path "$out/log" > "$out/text" 2> "$out/err"
	is $rc 0 'dbt build'
	[ $rc = 0 ] || tail -30 "$out/text" | sed 's/^/# /'
	psql -X -q -c 'DROP SCHEMA IF EXISTS analytics CASCADE'
fi
if need python3-jinja2 python3-yaml python3-psycopg2 >&2; then part dbt.py /usr/bin/python3 test/dashboards/dbt.py examples/dbt; else
	skip 'the dbt project' 'python3-jinja2 cannot be installed'
fi
whole
