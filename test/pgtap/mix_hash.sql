-- Hashes of mixes: of 32 and of 64 bits, they agree with equality in every form that a mix can have, and PostgreSQL
-- can partition by them.
BEGIN;
SELECT plan(11);

CREATE AGGREGATE pg_temp.part(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
-- the values of mix_laws.sql, some with other counts of rows, taken from another, and in their unfinished forms
CREATE TEMP TABLE finished AS
SELECT row_number() OVER () AS id, m FROM (
	SELECT m::supply_mix FROM unnest(ARRAY['{}', '{"":0}', '{"":5;unspecified_rows=2}', '{A:1,B:2,"":3;rows=3,unspecified_rows=2}', '{CHN:1}', '{CHN:1;rows=9,skipped_rows=3}',
		'{CHN:-1,VNM:1}', '{"a name of more than eight bytes":1,"a name of more than eight bytes too":2,a:3}',
		'{A:1e-300,B:1e300}', '{A:0.1,B:0.2,C:0.30000000000000004}', '{"q\"u\\o,t:e{d}":1}', '{8bytes00:1,8bytes001:2}',
		'{CHN:0}', '{CHN:-0}', '{"":-0}']) m
	UNION ALL SELECT supply_mix('S' || i, i / 7.0) FROM generate_series(1, 1000) i
	UNION ALL SELECT supply_mix('a supplier with a long name, number ' || i, i / 7.0) FROM generate_series(1, 1000) i
	UNION ALL SELECT supply_mix('S' || i, i / 7.0) FROM generate_series(1, 100) i GROUP BY i) s(m);
CREATE TEMP TABLE v AS
SELECT id, 'finished' AS form, m FROM finished
UNION ALL SELECT id, 'of no rows and back', m - '{}'::supply_mix * 3 FROM finished
UNION ALL SELECT id, 'negated twice', m * -1 * -1 FROM finished
UNION ALL SELECT id, 'unfinished', pg_temp.part(origin, amount) FROM finished, each_origin(m) GROUP BY id
UNION ALL SELECT id, 'unfinished, other order', pg_temp.part(origin, amount ORDER BY origin DESC) FROM finished, each_origin(m) GROUP BY id
UNION ALL SELECT id, 'partial', supply_mix_partial(m) FROM finished GROUP BY id
UNION ALL SELECT id, 'partial, finished', finished(supply_mix_partial(m)) FROM finished GROUP BY id;
CREATE TEMP VIEW h AS SELECT id, form, m, te_support.te_mix_hash(m) AS hash, te_support.te_mix_hash_extended(m, 0) AS hash0, te_support.te_mix_hash_extended(m, 7) AS hash7 FROM v;

SELECT cmp_ok((SELECT count(*)::int FROM v a JOIN v b USING (id) WHERE a.form < b.form AND a.m = b.m AND a.m::text <> b.m::text), '>', 400,
	'many values have several forms');
SELECT is(count(*)::int, 0, 'equal values have equal hashes') FROM h a, h b
WHERE a.m = b.m AND (a.hash, a.hash0, a.hash7) IS DISTINCT FROM (b.hash, b.hash0, b.hash7);
SELECT is(count(*)::int, 0, 'with seed 0 the low half is the hash of 32 bits') FROM h WHERE hash0 & 4294967295 <> hash::int8 & 4294967295;
SELECT is(ARRAY[count(DISTINCT hash), count(DISTINCT hash0), count(DISTINCT hash7), count(DISTINCT hash0 >> 32), count(DISTINCT hash7 & 4294967295)],
	array_fill(count(DISTINCT m), ARRAY[5]), 'different values of the table have different hashes, also in each half') FROM h;
SELECT is(count(*)::int, 0, 'another seed is another hash') FROM h WHERE hash0 = hash7;
-- each bit is 1 for half of the values, within 5 standard deviations
SELECT is_empty($$SELECT bit, ones FROM (SELECT bit, count(*) AS n, sum(x >> bit & 1) AS ones FROM (SELECT DISTINCT hash7 AS x FROM h) AS d, generate_series(0, 63) AS bit GROUP BY 1) AS b
	WHERE abs(ones - n / 2.0) > 5 * sqrt(n) / 2$$, 'no bit is constant');
SELECT is_empty($$SELECT opcname FROM pg_opclass WHERE opcintype = 'supply_mix'::regtype AND NOT amvalidate(oid)$$, 'the operator classes are whole');

CREATE TABLE parted (id int8, m supply_mix) PARTITION BY HASH (m);
SELECT format('CREATE TABLE parted_%s PARTITION OF parted FOR VALUES WITH (MODULUS 4, REMAINDER %s)', i, i) FROM generate_series(0, 3) AS i \gexec
INSERT INTO parted SELECT id, m FROM finished;
INSERT INTO parted SELECT -i, supply_mix('origin ' || i, i) FROM generate_series(1, 2000) AS i GROUP BY i;
SELECT is(count(*)::int, 4, 'each of four partitions has a fair part') FROM (SELECT FROM parted GROUP BY tableoid HAVING count(*) BETWEEN 400 AND 600) AS s;
SELECT is((SELECT count(*)::int FROM parted p JOIN finished f USING (id) WHERE p.m = f.m), (SELECT count(*)::int FROM finished), 'nothing is lost');
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS
$$ DECLARE line text; plan text := ''; BEGIN FOR line IN EXECUTE 'EXPLAIN (COSTS off) ' || query LOOP plan := plan || line || E'\n'; END LOOP; RETURN plan; END $$;
SELECT ok(plan ~ 'parted_' AND plan !~ 'parted_.*parted_', 'a search for one value looks into one partition') FROM pg_temp.plan_of($$SELECT FROM parted WHERE m = '{CHN:1;rows=5}'$$) AS plan;
-- an equal value, with another count of rows, is in the same partition
SELECT is(count(*)::int, 2, 'and finds what is equal there') FROM parted WHERE m = '{CHN:1;rows=5}';
SELECT * FROM finish();
ROLLBACK;
