-- Damaged text and bytes never crash and never pass for a sound value: each
-- type's receive and input functions meet thousands of mutated values.
BEGIN;
SELECT plan(9);

CREATE TEMP TABLE sample (type text, bytes bytea, value text);
INSERT INTO sample
SELECT 'supply_mix', te_support.te_mix_send(m::supply_mix), m
FROM unnest(ARRAY['{}', '{CHN:1,VNM:2}', '{"":5,CHN:1;rows=9,unspecified_rows=2,skipped_rows=3}', '{"a long name, of a supplier":1,B:2}',
	'partial{"":0:0,CHN:1:1e-20,VNM:2:0;rows=4,unspecified_rows=0,skipped_rows=0}']) m;
INSERT INTO sample
SELECT 'supply_network', te_support.te_network_send(n), n::text
FROM (SELECT supply_network(s, u, a) AS n FROM (VALUES ('A', 'B', 1.0), ('B', 'C', 2), ('a long name, of a firm', 'C', 3)) v(s, u, a)
	UNION ALL SELECT unnest(ARRAY['{A>B:1,B>C:2;A[output=10,final_demand=3,value_added=2,sector=S,essential=1],B[output=5,sector="a long name, of a sector",essential=0]}',
		'partial{A>B:1:1e-20,B>C:2:0;A[output=1:0,sector=S,essential=1,given=1],B[final_demand=2:1e-17,value_added=3:0];rows=4,skipped_rows=2}']::supply_network[])) t;

-- A value with a few bytes changed, cut off or added, the same in every run.
CREATE FUNCTION pg_temp.mutated(bytes bytea, seed int) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
	n int := length(bytes);
	r bigint;
BEGIN
	FOR i IN 0 .. seed % 3 LOOP
		r := hashint8extended(seed, i) & 2147483647;
		CASE r % 8
			WHEN 0 THEN bytes := substr(bytes, 1, (r / 8 % (n + 1))::int);
			WHEN 1 THEN bytes := bytes || decode(lpad(to_hex(r % 65536), 4, '0'), 'hex');
			WHEN 2 THEN bytes := overlay(bytes PLACING '\xffffffff'::bytea FROM (r / 8 % n)::int + 1);
			WHEN 3 THEN bytes := overlay(bytes PLACING '\x00000000'::bytea FROM (r / 8 % n)::int + 1);
			ELSE IF length(bytes) > 0 THEN bytes := set_byte(bytes, (r / 8 % length(bytes))::int, (r / 4096 % 256)::int); END IF;
		END CASE;
	END LOOP;
	RETURN bytes;
END $$;

-- What the receive function makes of some bytes: the value's text, or NULL when refused.
-- A bytea goes over the wire as it is, so that COPY can carry any bytes to it.
CREATE FUNCTION pg_temp.received(type text, bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	file text := current_setting('data_directory') || '/trade_exposure_bytes_' || pg_backend_pid();	-- goes with the server
	result text;
BEGIN
	EXECUTE format('COPY (SELECT %L::bytea) TO %L (FORMAT binary)', bytes, file);
	EXECUTE format('CREATE TEMP TABLE bytes_in (value %s) ON COMMIT DROP', type);
	EXECUTE format('COPY bytes_in FROM %L (FORMAT binary)', file);
	SELECT value::text INTO result FROM bytes_in;
	DROP TABLE bytes_in;
	RETURN result;
EXCEPTION WHEN invalid_binary_representation OR protocol_violation OR character_not_in_repertoire OR program_limit_exceeded
	OR data_exception OR invalid_text_representation OR numeric_value_out_of_range THEN
	RETURN NULL;
END $$;

CREATE FUNCTION pg_temp.read(type text, value text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT %L::%s::text', value, type) INTO value;
	RETURN value;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR invalid_text_representation OR character_not_in_repertoire OR untranslatable_character THEN
	RETURN NULL;
END $$;

SELECT is(count(*)::int, 0, 'sound bytes come back as they were')
FROM sample WHERE pg_temp.received(type, bytes) IS DISTINCT FROM pg_temp.read(type, value);

CREATE TEMP TABLE outcome AS
SELECT type, seed, pg_temp.received(type, pg_temp.mutated(bytes, seed)) AS value
FROM sample, generate_series(1, 400) seed;
SELECT cmp_ok(count(*) FILTER (WHERE value IS NULL)::int, '>', 100, type || ': most damaged bytes are refused') FROM outcome GROUP BY type ORDER BY type;
SELECT is(count(*)::int, 0, 'what is accepted is a sound value: its text reads back')
FROM outcome WHERE value IS NOT NULL AND pg_temp.read(type, value) IS DISTINCT FROM value;

CREATE TEMP TABLE outcome_text AS
SELECT type, seed, pg_temp.read(type, convert_from(m, 'LATIN1')) AS value
FROM (SELECT type, seed, pg_temp.mutated(convert_to(value, 'UTF8'), seed) AS m FROM sample, generate_series(1, 400) seed) s
WHERE position('\x00'::bytea IN m) = 0;
SELECT cmp_ok(count(*) FILTER (WHERE value IS NULL)::int, '>', 30, type || ': damaged text is refused') FROM outcome_text GROUP BY type ORDER BY type;
SELECT is(count(*)::int, 0, 'text that is accepted reads back as the same value')
FROM outcome_text WHERE value IS NOT NULL AND pg_temp.read(type, value) IS DISTINCT FROM value;

-- messages that quote long text, or say where in it, do not cut a character in two
CREATE FUNCTION pg_temp.message(value text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN value::supply_mix::text;
EXCEPTION WHEN invalid_text_representation THEN
	RETURN convert_from(convert_to(sqlerrm, 'UTF8'), 'UTF8');
END $$;
SELECT is(pg_temp.message('{a' || repeat('é', 300) || '!'), 'invalid supply mix: "{a' || repeat('é', 99) || '"', 'cut at byte 200');
SELECT is(pg_temp.message('{' || repeat('é', 300) || '!'), 'invalid supply mix: "{' || repeat('é', 99) || '"', 'cut before byte 200');
SELECT * FROM finish();
ROLLBACK;
