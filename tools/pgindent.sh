# pgindent.sh -- sourced: where PostgreSQL's formatter and its list of types are,
# as PGINDENT, PG_BSD_INDENT and TYPEDEFS; what is set already stays.
PG_BSD_INDENT=${PG_BSD_INDENT:-$(ls -d /usr/lib/postgresql/*/bin/pg_bsd_indent 2>/dev/null | sort -V | tail -1)}
PGINDENT=${PGINDENT:-${PG_BSD_INDENT%/*}/pgindent}
TYPEDEFS=${TYPEDEFS:-$(ls /usr/share/postgresql/*/typedefs.list 2>/dev/null | sort -V | tail -1)}
export PGINDENT PG_BSD_INDENT TYPEDEFS
