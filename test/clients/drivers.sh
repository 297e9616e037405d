#!/bin/bash
# The same view and the same questions through every driver that is at hand:
# psql, psycopg2, SQLAlchemy, ODBC, JDBC, npm's pg, Evidence, Cube; directly, on a
# read-only standby, and through PgBouncer in transaction mode.  Missing Debian packages are installed where
# that is possible; a driver that is not to be had is skipped with a word.
set -uo pipefail
. tools/packages.sh
. tools/npm.sh
n=0
db=drivers_trade_exposure
createdb $db
export PGDATABASE=$db PYTHONDONTWRITEBYTECODE=1
here=$PWD/test/clients
bindir=$("$PG_CONFIG" --bindir)
work=$(mktemp -d "$TE_STAGE/drivers.XXXXXX")

psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
CREATE SCHEMA te;
CREATE EXTENSION trade_exposure SCHEMA te;
CREATE VIEW answer AS
SELECT mix, c.*, b.low, b.high, te.to_jsonb(mix) AS object, te.country_group('USMCA', '2025-01-01') AS members,
	te.in_country_group('GBR', 'EU', '2019-06-30') AS was_member, g.valid_to, te.duty_amount('4.4¢/kg + 3%', 1000.00, '{"kg": 250}') AS duty,
	te.hhi('{}'::te.supply_mix) AS undefined
FROM (VALUES (te.supply_mix(ARRAY['CHN', 'VNM'], ARRAY[3, 1]))) AS v(mix), te.concentration(mix) AS c,
	te.dependency_bounds(mix, ARRAY['CHN']) AS b, te.country_groups() AS g
WHERE g.group_name = 'EU' AND g.country = 'GBR';
\getenv password PGPASSWORD
CREATE ROLE drivers_reader LOGIN PASSWORD :'password';
GRANT USAGE ON SCHEMA te TO drivers_reader;
GRANT SELECT ON answer TO drivers_reader;
SQL

# Drivers print one line per column: name=value; floating point to six digits,
# NULL empty.  By hand, for three and one parts of four:
cat > "$work/expected" <<'END'
mix={CHN:3,VNM:1}
total=4
unspecified_share=0
suppliers=2
hhi=0.625
hhi_normalized=0.25
effective_suppliers=1.6
top_supplier=CHN
top_share=0.75
top3_share=1
shannon_entropy=0.562335
theil_index=0.130812
low=0.75
high=0.75
object={"CHN": 3, "VNM": 1}
members={CAN,MEX,USA}
was_member=t
valid_to=2020-02-01
duty=41
undefined=
share=0.625
bloc={AUT,BEL}
aggregate=0.75
END
head -20 "$work/expected" > "$work/expected_view"
# the questions with parameters, as drivers send them: texts, doubles, dates, arrays
export VIEW='SELECT * FROM answer'

# check NAME EXPECTED COMMAND...
check() {
	local name=$1 expected=$2
	shift 2
	n=$((n + 1))
	if "$@" > "$work/out" 2> "$work/err" && diff "$expected" "$work/out" > "$work/diff"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$work/diff" "$work/err" | head -20
	fi
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# name and value lines of one row to six digits, for drivers that only give text
six_digits() {
	awk -F= '{v = substr($0, length($1) + 2)} v ~ /^-?[0-9]+\.[0-9]+$/ {v = sprintf("%.6g", v)} {print $1 "=" v}'
}

through_psql() {
	psql -X -q -A -x -t -F= -c "$VIEW" | six_digits
	psql -X -q -A -x -t -F= <<'SQL' | six_digits
PREPARE share(text[], float8[]) AS SELECT te.hhi(te.supply_mix($1, $2)) AS share;
EXECUTE share('{CHN,VNM}', '{3,1}');
PREPARE bloc(text, date) AS SELECT (te.country_group($1, $2))[1:2] AS bloc;
EXECUTE bloc('EU', '2024-01-01');
PREPARE aggregate(text) AS SELECT te.dependency_share(o, a, $1) AS aggregate FROM (VALUES ('CHN', 3::float8), ('VNM', 1)) AS v(o, a);
EXECUTE aggregate('CHN');
SQL
}

# a command that asks the standby, and fails if that is none
on_standby() (
	export PGHOST=127.0.0.1 PGPORT=$standby_port
	[ "$(psql -X -At -c 'SELECT pg_is_in_recovery()')" = t ] && "$@"
)

check psql "$work/expected" through_psql

if need python3-psycopg2 python3-sqlalchemy >&2; then
	check psycopg2 "$work/expected" /usr/bin/python3 "$here/driver_psycopg2.py"
	check SQLAlchemy "$work/expected" /usr/bin/python3 "$here/driver_sqlalchemy.py"
	check 'psycopg2, a role with CONNECT and USAGE' "$work/expected" env PGUSER=drivers_reader /usr/bin/python3 "$here/driver_psycopg2.py"
else
	skip 'psycopg2 and SQLAlchemy' 'python3-psycopg2 cannot be installed'
fi
if need odbc-postgresql python3-pyodbc >&2; then
	# Debian 13's odbc-postgresql 17.00 ends python3-pyodbc with a segmentation fault while it connects
	(/usr/bin/python3 "$here/driver_odbc.py" connect) >/dev/null 2>&1
	if [ $? -ge 128 ]; then
		skip ODBC 'the driver crashes while it connects, before any query'
	else
		check ODBC "$work/expected" /usr/bin/python3 "$here/driver_odbc.py"
	fi
else
	skip ODBC 'odbc-postgresql cannot be installed'
fi
if command -v javac >/dev/null && need libpostgresql-jdbc-java >&2; then
	check JDBC "$work/expected" java -cp /usr/share/java/postgresql.jar "$here/DriverJdbc.java"
else
	skip JDBC 'no Java compiler'
fi
if command -v npm >/dev/null && npm install --silent --no-save --no-package-lock --prefix "$work" pg >&2; then
	check 'npm pg' "$work/expected" node "$here/driver_pg.mjs" "$work"
else
	skip 'npm pg' 'no npm'
fi

if npm_packages @evidence-dev/postgres @cubejs-backend/postgres-driver >&2; then
	check Evidence "$work/expected" node "$here/driver_bi.cjs" "$PWD/.stage/npm" evidence
	check Cube "$work/expected" node "$here/driver_bi.cjs" "$PWD/.stage/npm" cube
else
	skip 'Evidence and Cube' 'their npm packages cannot be installed'
fi

# a standby that follows the server; servers do not run as root
chmod 755 "$work"
user=''
if [ "$(id -u)" = 0 ]; then chown -R postgres "$work"; user='runuser -u postgres --'; fi
standby=$work/standby
standby_port=$((PGPORT + 10000))
while (: < "/dev/tcp/127.0.0.1/$standby_port") 2> /dev/null; do standby_port=$((standby_port + 1)); done
if $user env PGPASSWORD="$PGPASSWORD" "$bindir/pg_basebackup" -D "$standby" -R -c fast > "$work/err" 2>&1; then
	cat "$TE_STAGE/server.conf" - <<END | $user tee "$standby/postgresql.conf" > /dev/null
port = $standby_port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
END
	echo 'host all all 127.0.0.1/32 trust' | $user tee "$standby/pg_hba.conf" > /dev/null
	$user "$bindir/pg_ctl" -D "$standby" -l "$work/standby.log" -w start > /dev/null
	trap '$user "$bindir/pg_ctl" -D "$standby" -m immediate stop > /dev/null' EXIT
	check 'psql on a standby' "$work/expected" on_standby through_psql
	if [ -f /usr/lib/python3/dist-packages/psycopg2/__init__.py ]; then
		check 'psycopg2 on a standby' "$work/expected" on_standby /usr/bin/python3 "$here/driver_psycopg2.py"
	fi
else
	skip 'a standby' "$(head -1 "$work/err")"
fi

# PgBouncer, transaction mode: each transaction may get another server connection
if need pgbouncer >&2; then
	cat > "$work/pgbouncer.ini" <<END
[databases]
* = host=$PGHOST port=$PGPORT user=$PGUSER password=$PGPASSWORD
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $((PGPORT + 20000))
unix_socket_dir =
auth_type = any
pool_mode = transaction
ignore_startup_parameters = extra_float_digits
logfile = $work/pgbouncer.log
pidfile = $work/pgbouncer.pid
END
	chmod 666 "$work/pgbouncer.ini"
	[ -z "$user" ] || chown -R postgres "$work"
	$user "$(command -v pgbouncer || echo /usr/sbin/pgbouncer)" "$work/pgbouncer.ini" 2> /dev/null &
	bouncer=$!
	export PGHOST=127.0.0.1
	PGPORT=$((PGPORT + 20000))
	for i in {1..50}; do psql -X -c '' > /dev/null 2>&1 && break; sleep 0.1; done
	check 'psql through PgBouncer' "$work/expected_view" bash -c "psql -X -q -A -x -t -F= -c \"\$VIEW\" | $(declare -f six_digits | tail -n +2 | sed 's/^{//; s/^}//')"
	check 'psycopg2 through PgBouncer' "$work/expected" /usr/bin/python3 "$here/driver_psycopg2.py"
	kill $bouncer && wait $bouncer 2> /dev/null
else
	skip PgBouncer 'it cannot be installed'
fi
echo "1..$n"
