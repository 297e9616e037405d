#!/bin/bash
# wings.sh -- tools/check_wings.sh finds what it is there to find: in a house of
# six files each rule is broken once.  Prints TAP.
set -uo pipefail
cd "$(dirname "$0")/../.."
check=$PWD/tools/check_wings.sh
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
n=0 failed=0

# verdict TITLE OK
verdict() {
	n=$((n + 1))
	if [ "$2" = 1 ]; then echo "ok $n - $1"; else
		failed=1
		echo "not ok $n - $1"
		sed 's/^/# /' "$home/said"
	fi
}

# a house without fault: mix stands on base, tariff on both
build() {
	mkdir -p "$home"/house/{src/{base,mix,duty,tariff},sql/install}
	cd "$home/house" || exit 1
	printf '%s\n' '# floor wing part' '1 base 00' '2 mix 20' '2 duty 30' '3 tariff 40' > src/WINGS
	echo 'extern int te_code(void);' > src/base/code.h
	printf '%s\n' '#include "base/code.h"' 'int te_code(void) { return 1; }' > src/base/code.c
	printf '%s\n' '#include "base/code.h"' '/* the total; of all */' 'extern int te_mix(int of);' > src/mix/mix.h
	printf '%s\n' '#include "mix/mix.h"' 'int te_mix(int of) { return of + te_code(); }' > src/mix/mix_build.c
	printf '%s\n' '#include "mix/mix.h"' 'int pg_finfo_mix_total, PG_FUNCTION_ARGS;' \
		'int mix_total(void) { return te_mix(1); }' > src/mix/mix_sql.c
	printf '%s\n' 'extern int te_duty(void);' > src/duty/duty.h
	printf '%s\n' '#include "duty/duty.h"' 'int te_duty(void) { return 2; }' > src/duty/duty.c
	printf '%s\n' 'extern int te_tariff(void);' > src/tariff/tariff.h
	printf '%s\n' '#include "mix/mix.h"' '#include "tariff/tariff.h"' \
		'int te_tariff(void) { return te_mix(2); }' > src/tariff/tariff.c
	printf '%s\n' '#include "duty/duty.h"' '#include "tariff/tariff.h"' 'int pg_finfo_tariff_total;' \
		'int tariff_total(void) { return te_tariff() + te_duty(); }' > src/tariff/tariff_sql.c
	echo "CREATE FUNCTION mix_total() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE c;" > sql/install/20-mix.sql
	echo "CREATE FUNCTION tariff_total() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE c;" > sql/install/40-tariff.sql
	cd "$OLDPWD" || exit 1
}

# compile: the objects of what is new or changed; by the old standard, for what is planted may call what no header declares
compile() {
	(cd "$home/house" && for f in src/*/*.c; do
		[ ! "$f" -nt "${f%.c}.o" ] || ${CC:-gcc} -std=gnu89 -w -Isrc -c "$f" -o "${f%.c}.o" || exit 1
	done)
}

# plant RULE WORDS < SHELL: what the shell does to the house breaks this rule, no other, and is named
plant() {
	rm -rf "$home/house"
	cp -a "$home/good" "$home/house"
	(cd "$home/house" && bash -eu) && compile
	"$check" "$home/house" > "$home/said" 2>&1
	local rc=$?
	verdict "$1" $((rc == 1 && $(grep -c '^not ok' "$home/said") == 1 &&
		$(grep -c "^not ok [0-9]* - $1$" "$home/said") == 1 && $(grep -c "^#.*$2" "$home/said") > 0))
}

build && compile && cp -a "$home/house" "$home/good"
"$check" "$home/house" > "$home/said" 2>&1
verdict 'a house without fault passes' $(($? == 0 && $(grep -c '^ok' "$home/said") == 12))

plant 'every folder is a wing, every file is in one' 'src/attic is not' <<< 'mkdir src/attic'
plant 'every folder is a wing, every file is in one' 'src/loose.h is in no wing' <<< 'touch src/loose.h'
plant 'every folder is a wing, every file is in one' 'there is no src/loss' <<< 'echo "3 loss 70" >> src/WINGS'
plant 'own headers are named with their wing' '"code.h" without' <<< "echo '#include \"code.h\"' >> src/base/code.c"
plant 'no include leads upwards' 'src/base/code.c includes "mix/mix.h"' <<< "echo '#include \"mix/mix.h\"' >> src/base/code.c
sed -i '/base\/code.h/d' src/mix/*; sed -i 's/ + te_code()//' src/mix/*.c; sed -i 's/return 2/return te_code()/' src/duty/duty.c"
plant 'no include leads upwards' 'src/mix/mix_sql.c includes "duty/duty.h"' <<< "echo '#include \"duty/duty.h\"' >> src/mix/mix_sql.c"
plant 'no call leads upwards' 'src/duty/duty.c uses te_mix of mix/mix_build.c' <<< "echo 'int te_more(void) { return te_mix(3); }' >> src/duty/duty.c"
plant 'no circle of files' 'mix/a' <<< "echo 'int te_a(void) { return te_b(); }' > src/mix/a.c; echo 'int te_b(void) { return te_a(); }' > src/mix/b.c"
plant 'no circle of files' 'mix/a' <<< "touch src/mix/b.h; echo '#include \"mix/b.h\"' > src/mix/a.h; echo '#include \"mix/a.h\"' > src/mix/b.c"
plant 'no engine knows how SQL calls' 'src/mix/mix_build.c:3' <<< "echo 'int FunctionCallInfo;' >> src/mix/mix_build.c"
plant 'no engine knows how SQL calls' 'SPI_connect' <<< "echo '#define CONNECT SPI_connect' >> src/duty/duty.c"
plant 'no engine calls what serves SQL' 'mix_total of mix/mix_sql.c' <<< "echo 'int te_more(void) { return mix_total(); }' >> src/tariff/tariff.c"
plant 'no engine calls what serves SQL' 'uses OidFunctionCall1Coll' <<< "echo 'int te_more(void) { return OidFunctionCall1Coll(); }' >> src/tariff/tariff.c"
plant 'what a header declares is defined under its name' 'te_lost, which no file' <<< "echo 'extern int te_lost(int a,
	int b);' >> src/mix/mix.h"
plant 'what a header declares is defined under its name' 'te_code, which is in base/code.c' <<< "echo 'extern int te_code(void);' >> src/mix/mix.h"
plant 'what a header declares is used by another file' 'src/duty/duty.c alone uses te_rate' <<< "echo 'extern int te_rate(int of);' >> src/duty/duty.h
echo 'int te_rate(int of) { return of; } int te_duty_more(void) { return te_rate(1); }' >> src/duty/duty.c"
plant 'C code of an SQL function is in the wing of its install part' 'mix_total, which is in src/mix' <<< 'mv sql/install/20-mix.sql sql/install/30-duty.sql'
plant 'C code of an SQL function is in the wing of its install part' 'mix_count, which no C file' <<< "echo \"CREATE FUNCTION count(a int) RETURNS int
	AS 'MODULE_PATHNAME', 'mix_count' LANGUAGE c;\" >> sql/install/20-mix.sql"
plant 'C code of an SQL function is in the wing of its install part' 'mix_lost, which no C file' <<< "echo \"CREATE FUNCTION lost(a int) RETURNS int
	AS 'MODULE_PATHNAME', 'mix_lost' LANGUAGE c;\" > sql/install/21-share.sql.in"
plant 'every exported function is named by an install part' 'exports mix_more' <<< "echo 'int pg_finfo_mix_more;' >> src/mix/mix_sql.c"

rm -rf "$home/house"
cp -a "$home/good" "$home/house"
rm "$home"/house/src/duty/duty.o
"$check" "$home/house" > "$home/said" 2>&1
verdict 'a file that was not built is missed' $(($(grep -c '^not ok 2' "$home/said") == 1 && $(grep -c 'duty.c has no object' "$home/said") == 1))

rm -rf "$home/house"
cp -a "$home/good" "$home/house"
touch -d '1 hour' "$home/house/src/duty/duty.c"
"$check" "$home/house" > "$home/said" 2>&1
verdict 'an object that is older than its file is told' $(($(grep -c '^not ok 2' "$home/said") == 1 && $(grep -c 'duty.c is newer than its object' "$home/said") == 1))

echo "1..$n"
exit $failed
