#!/bin/bash
# Databases that are not UTF-8: the functions over codes work there too, and
# mixes and networks cross from one encoding to another as text does: in
# binary form, as text, and in a dump.
n=0
# tell OK? NAME [WHAT CAME]: one line of TAP
tell() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2: ${3:-}"; fi
}
# is GOT WANTED NAME
is() { [ "$1" = "$2" ]; tell $? "$3" "$1"; }
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" 2>&1; }
database() { createdb -T template0 -E "$2" --locale=C "$1" && ask -d "$1" -c 'CREATE EXTENSION trade_exposure'; }

for encoding in LATIN1 EUC_JP WIN1251 SQL_ASCII; do
	db=encoding_$(echo $encoding | tr A-Z a-z)
	database "$db" "$encoding"
	got=$(ask -d "$db" -c "SET client_encoding = '$encoding'" -c "SELECT count(name), string_agg(name, ',' ORDER BY iso3)
		FILTER (WHERE iso3 IN ('ALA', 'BLM', 'CUW', 'REU', 'TUR')) FROM countries()" | tail -1)
	is "$got" '250|Aland Islands,Saint Barthelemy,Curacao,Reunion,Turkiye' "country names in $encoding"
	# bytes that are full-width digits in some encoding are not digits here, and no crash
	got=$(ask -d "$db" -c "SET client_encoding = '$encoding'" -c "SELECT hs_code('8505.11'), hs_problem(s), country_code(s)
		FROM (SELECT convert_from('\\xa3b1a3b2'::bytea, '$encoding') AS s) AS q" | tail -1)
	is "$got" '850511|contains a character that is neither digit nor separator|' "codes in $encoding"
	dropdb "$db"
done

# ---- every character of an encoding, alone as a code and in a long one, goes over and comes back ----

work=$(mktemp -d "${TMPDIR:-/tmp}/encodings.XXXXXX")
trap 'rm -rf "$work"' EXIT
export PGCLIENTENCODING=UTF8
database crossing UTF8
ask -d crossing <<'SQL'
CREATE FUNCTION shared(c text, encoding name) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
	RETURN convert_from(convert_to(c, encoding), encoding) = c;
EXCEPTION WHEN untranslatable_character THEN
	RETURN false;
END $$;
CREATE FUNCTION content(encoding name) RETURNS TABLE (name text, mix text, net text, total text) LANGUAGE sql AS $$
	WITH sign AS (
		SELECT chr(i) AS c, i FROM generate_series(161, 65533) AS i
		WHERE i NOT BETWEEN 55296 AND 57343 AND shared(chr(i), encoding)),
	code AS (
		SELECT c AS code, i AS amount FROM sign UNION ALL SELECT 'a long code with ' || c, 0.1 FROM sign)
	SELECT 'all', supply_mix(code, amount)::text, supply_network(code, 'hub ' || code, amount)::text, '(5,100,0,1,0)' FROM code
	UNION ALL
	SELECT 'sectors', '{}', '{"hub">"x":1;' || string_agg(format('"node %s"[output=%s,sector="sector %s"]', c, i, c), ',') || '}', NULL FROM sign
	UNION ALL
	SELECT 'partial', format('partial{"":0:0,%s;rows=9,unspecified_rows=0,skipped_rows=0}', string_agg(format('"%s":%s:1e-20', c, i), ',')),
		format('partial{%s;rows=9}', string_agg(format('"%s">hub:%s:1e-20', c, i), ',')), NULL FROM sign;
$$;
SQL
cat > "$work/tables.sql" <<'SQL'
CREATE TABLE as_text (name text PRIMARY KEY, mix supply_mix, net supply_network, total te_support.duty_total);
CREATE TABLE as_bytes (LIKE as_text);
-- what does not depend on how the encoding orders the codes
CREATE VIEW answers AS
SELECT name, total(mix), round(hhi(mix)::numeric, 12) AS hhi, supplier_count(mix), top_supplier(mix), dependency_share(mix, top_supplier(mix)),
	(SELECT sum(hashtextextended(encode(convert_to(e.origin, 'UTF8'), 'hex') || e.amount, 0)) FROM each_origin(mix) AS e) AS origins,
	(SELECT sum(hashtextextended(encode(convert_to(e.supplier || '>' || e."user", 'UTF8'), 'hex') || e.amount, 0)) FROM each_edge(net) AS e) AS edges,
	(SELECT sum(hashtextextended(encode(convert_to(e.node || '>' || e.sector, 'UTF8'), 'hex') || e.output, 0)) FROM each_node(net) AS e) AS nodes,
	te_support.te_duty_total_rate_final(total) AS rate
FROM as_text WHERE name <> 'partial';
CREATE TABLE small (mix supply_mix PRIMARY KEY, top text GENERATED ALWAYS AS (top_supplier(mix)) STORED);
CREATE VIEW named AS SELECT name, mix ? 'SIGN' AS has, dependency_share(mix, 'SIGN') AS share, '{SIGN:1,"SIGN SIGN SIGN":2}'::supply_mix AS constant FROM as_text WHERE name = 'all';
SQL
same="SELECT string_agg(name, ',' ORDER BY name) FROM as_text AS t JOIN as_bytes AS b USING (name)
	WHERE (t.mix::text, t.net::text, t.total::text) IS NOT DISTINCT FROM (b.mix::text, b.net::text, b.total::text)"
answers="SELECT * FROM answers ORDER BY name" named="SELECT name, has, share, constant = constant::text::supply_mix FROM named"
small="SELECT count(*), sum(hashtextextended(encode(convert_to(top, 'UTF8'), 'hex'), 0)), count(*) FILTER (WHERE mix = mix::text::supply_mix) FROM small"
# the sign's bytes between length bytes, in what a client gets
bytes="SELECT encode(te_support.te_mix_send('{\"(SIGN)\":1}'), 'hex'), encode(te_support.te_network_send('{\"(SIGN)\">x:1;x[sector=\"[SIGN]\"]}'), 'hex')"

while read -r encoding sign; do
	own=crossing_$(echo "$encoding" | tr A-Z a-z) back=back_$(echo "$encoding" | tr A-Z a-z)
	database "$own" "$encoding"
	database "$back" UTF8
	for db in "$own" "$back"; do sed "s/SIGN/$sign/g" "$work/tables.sql" | ask -d "$db"; done
	ask -d crossing -c "COPY (SELECT * FROM content('$encoding')) TO STDOUT" > "$work/content"
	for db in "$own" "$back"; do
		ask -d "$db" -c 'COPY as_text FROM STDIN' < "$work/content"
		ask -d "$db" -c "INSERT INTO small SELECT supply_mix(ARRAY['x', origin], ARRAY[1, 2]) FROM as_text, each_origin(mix) WHERE name = 'all'"
	done
	got=$(ask -d "$own" -c "$answers" | tee "$work/answers")
	is "$got" "$(ask -d "$back" -c "$answers")" "$encoding: the same answers as in UTF8"
	[ "$(grep -c '|' "$work/answers")" = 2 ]
	tell $? "$encoding: there are answers" "$got"

	hex=$(printf %s "$sign" | od -An -tx1 | tr -d ' \n')
	len=$(printf %02x $((${#hex} / 2 + 2)))
	got=$(ask -d "$own" -c "${bytes//SIGN/$sign}")
	[[ "$got" =~ ${len}28${hex}29.*\|.*${len}28${hex}29.*${len}5b${hex}5d ]]
	tell $? "$encoding: a UTF8 client gets UTF-8 bytes" "$got"

	ask -d "$own" -c 'COPY as_text TO STDOUT (FORMAT binary)' > "$work/bytes"
	got=$(ask -d "$back" -c 'COPY as_bytes FROM STDIN (FORMAT binary)' < "$work/bytes")$(ask -d "$back" -c "$same")
	is "$got" 'all,partial,sectors' "COPY BINARY $encoding to UTF8"
	ask -d "$back" -c 'COPY as_text TO STDOUT (FORMAT binary)' > "$work/bytes"
	got=$(ask -d "$own" -c 'COPY as_bytes FROM STDIN (FORMAT binary)' < "$work/bytes")$(ask -d "$own" -c "$same")
	is "$got" 'all,partial,sectors' "COPY BINARY UTF8 to $encoding"
	# a client of the server's own encoding: bytes are not touched, and both ways agree
	PGCLIENTENCODING=$encoding ask -d "$back" -c 'COPY as_text TO STDOUT (FORMAT binary)' > "$work/bytes"
	ask -d "$own" -c 'TRUNCATE as_bytes'
	got=$(PGCLIENTENCODING=$encoding ask -d "$own" -c 'COPY as_bytes FROM STDIN (FORMAT binary)' < "$work/bytes")$(ask -d "$own" -c "$same")
	is "$got" 'all,partial,sectors' "COPY BINARY from UTF8 through an $encoding client"

	# a dump in the database's own encoding, restored in UTF8
	dropdb "$back" && createdb -T template0 -E UTF8 --locale=C "$back"
	env -u PGCLIENTENCODING pg_dump "$own" > "$work/dump.sql"
	got=$(env -u PGCLIENTENCODING psql -X -q -v ON_ERROR_STOP=1 -d "$back" -f "$work/dump.sql" 2>&1 > "$work/out")
	is "$got" '' "dump of $encoding restored in UTF8"
	for q in "$answers" "$named" "$small" "$same"; do
		got=$(ask -d "$own" -c "$q")
		is "$(ask -d "$back" -c "$q")" "$got" "dump of $encoding: same answers of ${q%%,*}"
	done
	dropdb "$own"
	dropdb "$back"
done <<'SIGNS'
LATIN1 é
EUC_JP 日
KOI8R ж
SIGNS

# ---- what does not go over is refused, in the words of text where text is refused ----

# receive DATABASE CLIENT_ENCODING CODE...: the mix that a client sends with these codes (hex) and amounts 1
receive() {
	local db=$1 encoding=$2
	shift 2
	perl -e '
		my $mix = pack("C2 n q>3 d> N", 1, 0, 0, scalar @ARGV, 0, 0, 0, scalar @ARGV);
		$mix .= pack("C/a d>", pack("H*", $_), 1) for @ARGV;
		print "PGCOPY\n\377\r\n\0", pack("N2 n N/a n", 0, 0, 1, $mix, 65535)' "$@" > "$work/sent"
	PGCLIENTENCODING=$encoding ask -d "$db" -c 'CREATE TEMP TABLE t (mix supply_mix)' -c "\\copy t FROM '$work/sent' (FORMAT binary)" \
		-c 'TABLE t' | iconv -f "$encoding" -t UTF8 | sed -n 's/^[^{]*ERROR: *//p; s/^DETAIL: *//p; /^{/p'
}
database other LATIN1
database japan EUC_JP
e200=$(printf 'e9%.0s' {1..200})
is "$(receive crossing LATIN1 e9 c4)" '{Ä:1,é:1}' 'codes of a client are converted and sorted'
is "$(receive crossing LATIN1 "$e200")" "$(printf 'code of 400 bytes is too long\nA code starts with "%s"; codes of supply mixes and networks have at most 255 bytes.' \
	"$(printf 'é%.0s' {1..20})")" 'a code that is too long in the database'
is "$(ask -d other -c "SELECT te_support.te_mix_send(supply_mix(repeat(chr(233), 200), 1))" | head -1)" \
	'ERROR:  code of 400 bytes is too long for the binary form' 'a code that is too long for the client'
is "$(receive crossing UTF8 c4)" 'invalid byte sequence for encoding "UTF8": 0xc4' 'bytes that are not text'
is "$(receive crossing UTF8 '')" $'invalid binary supply mix\nA code is empty or has a zero byte.' 'an empty code'
is "$(PGCLIENTENCODING=LATIN1 ask -d crossing -c "SELECT te_support.te_mix_send('{A:1}'::supply_mix + supply_mix(chr(26085), 1))")" \
	"$(PGCLIENTENCODING=LATIN1 ask -d crossing -c "SELECT textsend(chr(26085))")" 'a code that the client cannot have'
# two codes of the client that are one in the database: JIS's sign of negation and NEC's
is "$(receive japan SJIS 81ca 41)" '{A:1,¬:1}' 'a code of SJIS'
is "$(receive japan SJIS 81ca eef9)" $'invalid binary supply mix\nOrigin "¬" stands twice.' 'two codes that become one'
dropdb other
dropdb japan
dropdb crossing
echo "1..$n"
