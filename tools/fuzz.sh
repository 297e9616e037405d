#!/bin/bash
# fuzz.sh [SECONDS [TARGET...]] -- feeds ever new bytes to what reads input from
# outside, led by the branches that they reach (libFuzzer, in a server process of
# a throw-away cluster).  SECONDS (20) for each target: text:TYPE, bytes:TYPE,
# function:NAME, of which the first argument is a text; without TARGET all of them.
# A crash, undefined behaviour or a value that does not read back as it was written
# ends with status 1, as does a target that is not there; its bytes are kept in
# .stage/fuzz.  Needs clang 14.
#   WATCHED=yes   on the server of tools/test_long_server.sh, where AddressSanitizer
#                 watches as well and assertions are on
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh
seconds=${1:-20}
shift $(($# > 0))
# a tariff_schedule carries a digest of its bytes, which no mutation keeps: see
# test/pgtap/schedule_damage.sql
[ $# -gt 0 ] || set -- {text,bytes}:{supply_mix,supply_network,te_support.duty_total} \
	function:{duty_problem,duty_expression,hs_code,hs_problem,te_support.te_report_escape}

# What to link for libFuzzer, all of it.
libfuzzer() {
	echo "-Wl,--whole-archive $(clang-14 -print-runtime-dir)/libclang_rt.fuzzer_no_main-$(uname -m).a -Wl,--no-whole-archive -lstdc++ -lpthread -lm"
}

if [ -z "${TE_STAGE:-}" ]; then
	need clang-14 libclang-rt-14-dev
	if [ -n "${WATCHED:-}" ]; then
		mkdir -p .stage/fuzz
		# the server has stand-ins for what libFuzzer counts with: our library must bind to its own
		export TE_ASKED_FROM=$PWD COPT=-fsanitize=fuzzer-no-link PG_LDFLAGS="$(libfuzzer) -Wl,-Bsymbolic"
		exec tools/test_long_server.sh asan tools/fuzz.sh "$seconds" "$@"
	fi
	need_server
	# a copy, because objects of two compilers must not be mixed
	build=.stage/fuzz/build
	rm -rf $build && mkdir -p $build && cp -rp Makefile trade_exposure.control sql src data tools $build
	ulimit -Sc 0
	export CC=clang-14 MAKEFLAGS=-e
	export COPT='-w -O1 -fsanitize=fuzzer-no-link,undefined -fsanitize-undefined-trap-on-error'
	exec $build/tools/with_server.sh "$PWD/tools/fuzz.sh" "$seconds" "$@"
fi

# what with_server.sh set up runs the rest: first the driver with libFuzzer inside
kept=${TE_ASKED_FROM:-$PWD}/.stage/fuzz
# one of the two libraries has it, which has to be loaded first
driver=$("$PG_CONFIG" --pkglibdir)/te_fuzz.so load="LOAD 'te_fuzz'" library=$(libfuzzer)
if [ -n "${WATCHED:-}" ]; then library='' load="LOAD 'trade_exposure'; $load"; else driver=$TE_STAGE$driver; fi
clang-14 -w -O1 -fPIC -shared -I"$("$PG_CONFIG" --includedir-server)" -o "$driver" test/fuzz/fuzz.c $library
chmod a+rx "$driver"
psql -Xqc "$load" -c 'CREATE EXTENSION trade_exposure' \
	-c "CREATE FUNCTION fuzz(text, oid, text) RETURNS void AS 'te_fuzz' LANGUAGE c"
log=${TE_LOG:-$(ls "$TE_STAGE"/pg_virtualenv.*/log/*.log)}
broken=0
for target in "$@"; do
	kind=${target%%:*} name=${target#*:}
	corpus=$TE_STAGE/corpus.$kind.$name
	mkdir -m 777 "$corpus" "$corpus.found"
	cp test/fuzz/seeds/"${name##*.}"* "$corpus" 2>/dev/null || true
	if [ "$kind" = function ]; then
		oid="(SELECT oid FROM pg_proc WHERE proname = '${name##*.}' AND proargtypes[0] = 'text'::regtype)"
	else
		oid="'$name'::regtype"
	fi
	lines=$(($(wc -l < "$log") + 1))
	# the process ends with the fuzzing
	psql -Xqc "$load" -c "SELECT fuzz('$kind', $oid, '-max_total_time=$seconds -max_len=1000 -timeout=10
		-verbosity=0 -print_final_stats=1 -artifact_prefix=$corpus.found/ $corpus')" > /dev/null 2>&1 || true
	said=$(tail -n "+$lines" "$log" | sed -n 's/.*number_of_executed_units: */tries /p; s/^ACCEPTED:/accepted/p' | xargs)
	echo "$target: ${said:-nothing tried}"
	[ -n "$said" ] || broken=1
	if [ -n "$(ls "$corpus.found")" ]; then
		broken=1
		cp "$corpus.found"/* "$kept"
		tail -n "+$lines" "$log" | grep -E 'BROKEN|ERROR|SUMMARY' | cut -c1-2000
		ls "$corpus.found" | sed 's|^|kept in .stage/fuzz: |'
		for tenth in {1..300}; do pg_isready -q && break; sleep 0.1; done
	fi
done
exit $broken
