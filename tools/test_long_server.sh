#!/bin/bash
# test_long_server.sh KIND COMMAND... -- runs COMMAND against a throw-away server
# that watches itself, as with_server.sh does against Debian's.  PostgreSQL is
# built from the distribution's source package, with assertions, once: it is kept in
# ${XDG_CACHE_HOME:-$HOME/.cache}/trade_exposure.  KIND:
#   asan      AddressSanitizer, told of every palloc; the extension also under
#             UndefinedBehaviorSanitizer
#   valgrind  knows Valgrind and runs under it (reports: $TE_STAGE/valgrind)
#   PG_MAJOR=17            that major version
#   SERVER_OPTIONS='a=b …' further server settings
#   COPT=-O0               further compiler flags for the extension
#   JOBS=1                 compilers at a time
#   CLANG=clang-15         the compiler for asan (default clang-14)
# Without COMMAND it only builds the server.  Status 3: the source package cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
. tools/guard.sh
kind=${1:?KIND is missing: asan or valgrind}
shift
jobs=${JOBS:-$(nproc)}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/trade_exposure
mkdir -p "$cache" .stage

# --- the server -------------------------------------------------------------

# apt with this machine's own sources, as sources of source packages, in folder $1
source_apt() {
	local dir=$1
	shift
	apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$dir/parts" -o Dir::State::lists="$dir/lists" \
		-o Dir::Cache="$dir/cache" -o APT::Sandbox::User=root "$@"
}

# Prints the versions of the source package $2 that the sources in folder $1 name, the newest first.
source_versions() {
	apt-cache -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$1/parts" -o Dir::State::lists="$1/lists" \
		-o Dir::Cache="$1/cache" showsrc --only-source "$2" 2>/dev/null | sed -n 's/^Version: //p' | sort -Vru
}

# Unpacks the source of postgresql-$PG_MAJOR into the folder $1; a version that the
# archive names but does not hold gives way to the next older one.
fetch_source() {
	local into=$1 dir f version
	need dpkg-dev
	dir=$(mktemp -d /tmp/trade_exposure_source.XXXXXX)
	mkdir -p "$dir"/{parts,lists/partial,cache/archives/partial}
	for f in /etc/apt/sources.list.d/*.sources; do
		[ ! -f "$f" ] || sed 's/^Types:.*/Types: deb-src/' "$f" > "$dir/parts/${f##*/}"
	done
	for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ ! -f "$f" ] || sed -n 's/^deb\(-src\)\? /deb-src /p' "$f" | sort -u > "$dir/parts/${f##*/}.list"
	done
	find "$dir/parts" -name 'sources.list.list' -execdir mv {} main.list \;
	source_apt "$dir" update > "$dir/log" 2>&1 || true
	for version in $(source_versions "$dir" "postgresql-$PG_MAJOR"); do
		(cd "$dir" && source_apt "$dir" source --download-only "postgresql-$PG_MAJOR=$version") >> "$dir/log" 2>&1 || continue
		rm -rf "$into"
		if dpkg-source -x "$dir"/*.dsc "$into" >> "$dir/log" 2>&1; then
			rm -f "${into%/*}"/postgresql-*.orig.tar.*
			echo "$version" > "$into/debian_version"
			rm -rf "$dir"
			return 0
		fi
	done
	tail -5 "$dir/log" >&2
	echo "the source package postgresql-$PG_MAJOR cannot be had from this machine's apt sources" >&2
	rm -rf "$dir"
	return 3
}

# Builds the server into $cache/$name unless it is there, made in the same way.
build_server() {
	local source=$cache/postgresql-$PG_MAJOR-source build=$cache/$name.build tmp=$cache/$name.tmp recipe
	recipe=$(echo "$PG_MAJOR $CLANG $cflags $copt"; cat test/long/asan/valgrind/*.h)
	[ "$(cat "$cache/$name/recipe" 2>/dev/null)" != "$recipe" ] || return 0
	need make bison flex pkg-config libicu-dev libxml2-dev zlib1g-dev
	[ -f "$source/debian_version" ] || fetch_source "$source" || exit $?
	echo "building PostgreSQL $(cat "$source/debian_version") for $kind into $cache/$name"
	rm -rf "$cache/$name" "$cache/asan" "$build" "$tmp"
	mkdir "$build"
	cp -r test/long/asan "$cache/asan"
	export cache name jobs source build tmp cflags copt CLANG PG_MAJOR
	# what the build itself runs must not stop at its leaks
	if ! ASAN_OPTIONS=detect_leaks=0 bash -euc '
		cd "$build"
		"$source/configure" --prefix="$cache/$name" --cache-file="$cache/configure-$PG_MAJOR-$CLANG" --enable-cassert \
			--with-icu --with-libxml --without-readline CC="$CLANG" CFLAGS="$cflags" CPPFLAGS=-DUSE_VALGRIND
		# the server, what starts it and what pg_regress calls; the other programs are not tested here
		make -s -j"$jobs" -C src/backend generated-headers COPT="$copt"
		for d in common port timezone backend backend/snowball backend/utils/mb/conversion_procs include \
			interfaces/libpq fe_utils bin/initdb bin/pg_config bin/psql pl/plpgsql/src makefiles test/regress; do
			make -s -j"$jobs" -C "src/$d" all COPT="$copt"
			[ "$d" = fe_utils ] || make -s -C "src/$d" install DESTDIR="$tmp" COPT="$copt"
		done
		make -s -C src install-local DESTDIR="$tmp"
		make -s -C config install DESTDIR="$tmp"' > .stage/server_build.log 2>&1
	then
		tail -20 .stage/server_build.log
		echo "PostgreSQL could not be built for $kind: .stage/server_build.log" >&2
		exit 1
	fi
	# pgTAP is SQL alone
	cp /usr/share/postgresql/"$PG_MAJOR"/extension/pgtap* "$(dirname "$(find "$tmp" -name plpgsql.control)")"
	cp "$source/src/tools/valgrind.supp" "$source/debian_version" "$tmp$cache/$name"
	echo "$recipe" > "$tmp$cache/$name/recipe"
	mv "$tmp$cache/$name" "$cache/$name"
	rm -rf "$build" "$tmp"
}

CLANG=${CLANG:-clang-14}
cflags='-O1 -gdwarf-4 -fno-omit-frame-pointer'
copt=-w
case $kind in
	asan)
		need "$CLANG" "libclang-rt-${CLANG#clang-}-dev" "llvm-${CLANG#clang-}"
		# undefined behaviour is looked for in the extension alone
		copt+=" -fsanitize=address -I$cache/asan" ;;
	valgrind) need "$CLANG" valgrind ;;
	*) echo "KIND is asan or valgrind, not \"$kind\"" >&2; exit 2 ;;
esac
need_server postgresql-MAJOR-pgtap pgtap libtap-parser-sourcehandler-pgtap-perl
name=postgresql-$PG_MAJOR-$kind
build_server
[ $# -gt 0 ] || exit 0

# --- the run ----------------------------------------------------------------

# Everything of this run is in one folder that the server's user can read; the
# server finds its files from where it lies, so a copy of it is one.
stage=$(mktemp -d /tmp/trade_exposure.XXXXXX)
chmod 755 "$stage"
as_server=()
[ "$(id -u)" != 0 ] || as_server=(runuser -u postgres --)

# Stops the server, hard if it must be, and removes the folder.
clear_stage() {
	local tenth pid
	pid=$(head -qn1 "$stage/data/postmaster.pid" 2>/dev/null) || true
	if [ -n "$pid" ]; then
		kill -INT "$pid" 2>/dev/null || true
		for tenth in {1..300}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
		kill -QUIT "$pid" 2>/dev/null && sleep 2 || true
	fi
	rm -rf "$stage"
}
trap clear_stage EXIT
cp -al "$cache/$name" "$stage/server" 2>/dev/null || cp -a "$cache/$name" "$stage/server"
# also what is only called by make is watched, and leaks until it ends
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1:detect_stack_use_after_return=0:allocator_may_return_null=1
export UBSAN_OPTIONS=print_stacktrace=1:abort_on_error=1
export PG_CONFIG=$stage/server/bin/pg_config TE_STAGE=$stage TE_KIND=$kind LD_LIBRARY_PATH=

# the extension, in a copy, because objects of two compilers must not be mixed; where undefined
# behaviour in it is found the process ends
mkdir "$stage/build"
cp -rp Makefile trade_exposure.control sql src data tools test examples docs README.md "$stage/build"
find "$stage/build" '(' -path '*/src/*.[od]' -o -name '*.so' ')' -delete
[ -z "${TE_PLANT:-}" ] || perl test/long/plant.pl "$TE_PLANT" "$stage/build"
# what the tests allow a server at full speed
find "$stage/build/test/pgtap" -name '*.sql' -exec perl -pi -e '
	s/(statement_timeout = \x27?)(\d+)(?=s|min)/$1 . 60 * $2/e; s/(seconds > )(\d+)/$1 . 60 * $2/e;
	s/(performs_ok\(.*\$, )(\d+)/$1 . 60 * $2/e' {} +
[ "$kind" != asan ] || copt+=' -fsanitize=undefined,float-cast-overflow -fno-sanitize-recover=undefined,float-cast-overflow'
# ccache, where it is used, knows a file again in the folder of another run
export CCACHE_BASEDIR=$stage CCACHE_NOHASHDIR=1
guarded make -s -j"$jobs" -C "$stage/build" PG_CONFIG="$PG_CONFIG" COPT="$copt ${COPT:-}" all
guarded make -s -C "$stage/build" PG_CONFIG="$PG_CONFIG" install > /dev/null
chmod -R a+rX "$stage/server"
mkdir -m 777 "$stage/data" "$stage/valgrind" "$stage/socket"
[ "$(id -u)" != 0 ] || chown postgres "$stage/data"
export TE_OUT=$PWD/.stage/long/$kind${TE_PLANT:+.$TE_PLANT}
# AddressSanitizer's map of memory needs addresses where they always are
plain=("${as_server[@]}" setarch -R env LD_LIBRARY_PATH="$stage/server/lib:$stage/server/lib/postgresql")
"${plain[@]}" "$stage/server/bin/initdb" -D "$stage/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync > "$stage/initdb.log" 2>&1 ||
	{ tail -20 "$stage/initdb.log"; exit 1; }

port=$((20000 + $$ % 12000))
while (: < "/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
settings=(-c "port=$port" -c fsync=off -c "unix_socket_directories=$stage/socket" -c listen_addresses=127.0.0.1 -c autovacuum=off
	-c log_line_prefix='%m [%p] %e ' -c log_statement=none -c log_min_messages=log -c jit=off)
for o in ${SERVER_OPTIONS:-}; do settings+=(-c "$o"); done
watch=()
if [ "$kind" = valgrind ]; then
	watch=(valgrind --quiet --trace-children=yes --leak-check=no --num-callers=25 --read-var-info=no --track-origins="${ORIGINS:-no}"
		--error-markers=VALGRIND-ERROR-BEGIN,VALGRIND-ERROR-END --suppressions="$stage/server/valgrind.supp"
		--log-file="$stage/valgrind/%p.log")
fi
touch "$stage/log" && chmod 666 "$stage/log"
# a file, because a test may have to start the server again
{
	echo '#!/bin/bash'
	echo 'ulimit -Sc 0'
	printf '%q ' setsid "${plain[@]}" "${watch[@]}" "$stage/server/bin/postgres" -D "$stage/data" "${settings[@]}"
	printf '>> %q 2>&1 < /dev/null &\n' "$stage/log"
} > "$stage/start"
chmod +x "$stage/start"
"$stage/start"
export PGHOST=127.0.0.1 PGPORT=$port PGUSER=postgres PGDATABASE=postgres TE_LOG=$stage/log
# asked once: a second question may find a busy machine too slow to answer
for tenth in {1..1200} late; do if pg_isready -q; then break; fi; sleep 0.1; done
[ "$tenth" != late ] || { tail -20 "$stage/log"; echo "the server did not start" >&2; exit 1; }
rc=0
# seen from the copy, because what is run writes beside what it runs
(cd "$stage/build" && guarded "$@") || rc=$?
exit $rc
