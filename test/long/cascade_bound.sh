#!/bin/bash
# cascade_bound.sh [NETWORKS] -- draws that many (10000) random networks, follows cascades through each by plain
# rounds in extended precision (test/data/cascade_bound.c), those that these do not bring to their end in fractions
# (test/data/cascade_exact.py), and requires that no loss of network_cascade is further
# from that than its tolerance.  Called by test_long.sh inside with_server.sh.  Prints TAP.
set -euo pipefail
networks=${1:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 test/data/cascade_bound.c -o "$work/draw" -lm
"$work/draw" "$networks" 7 | python3 test/data/cascade_exact.py > "$work/nodes"
createdb cascade_bound
psql -X -q -d cascade_bound -c 'CREATE EXTENSION trade_exposure'
{
	cat test/pgtap/cascade_bound.inc
	echo "COPY node FROM STDIN (FORMAT csv);"
	cat "$work/nodes"
	echo '\.'
	cat <<'SQL'
CREATE TEMP TABLE got AS SELECT * FROM pg_temp.cascades(1e-9);
SELECT format('# %s networks, %s losses compared, largest error %s; %s cascades without a bound', count(DISTINCT net), count(p.down),
	max(greatest(abs(g.down - p.down), abs(g.up - p.up))), (SELECT count(DISTINCT (net, model)) FROM got WHERE problem IS NOT NULL))
FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node);
SELECT format('# net %s, %s, %s: %s, %s', net, model, node, g.down - p.down, g.up - p.up)
FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node) WHERE abs(g.down - p.down) > 1e-9 OR abs(g.up - p.up) > 1e-9 LIMIT 20;
SELECT CASE WHEN count(*) = 0 THEN 'ok' ELSE 'not ok' END || ' 1 - no error above the tolerance'
FROM got AS g JOIN pg_temp.plain AS p USING (net, model, node) WHERE abs(g.down - p.down) > 1e-9 OR abs(g.up - p.up) > 1e-9;
SQL
} | psql -X -q -At -v ON_ERROR_STOP=1 -d cascade_bound | tee "$work/answer"
echo 1..1
grep -q '^ok 1' "$work/answer"
