-- Laws of the supply mix: round trips, any order gives the same bits, parallel
-- = serial = numeric oracle, window = recomputation, memory.
BEGIN;
SELECT plan(40);

-- a table of values for the laws: empty, unspecified, long codes, extreme amounts, many origins
CREATE TEMP TABLE v AS
SELECT row_number() OVER () AS id, m FROM (
	SELECT m::supply_mix FROM unnest(ARRAY['{}', '{"":0}', '{"":5;unspecified_rows=2}', '{A:1,B:2,"":3;rows=3,unspecified_rows=2}', '{CHN:1}', '{CHN:1;rows=9,skipped_rows=3}',
		'{CHN:-1,VNM:1}', '{"a name of more than eight bytes":1,"a name of more than eight bytes too":2,a:3}',
		'{A:1e-300,B:1e300}', '{A:0.1,B:0.2,C:0.30000000000000004}', '{"q\"u\\o,t:e{d}":1}', '{8bytes00:1,8bytes001:2}']) m
	UNION ALL SELECT supply_mix('S' || i, i / 7.0) FROM generate_series(1, 1000) i
	UNION ALL SELECT supply_mix('a supplier with a long name, number ' || i, i / 7.0) FROM generate_series(1, 1000) i) s(m);

SELECT is(count(*)::int, 0, 'in(out(x)) = x, byte for byte') FROM v WHERE te_support.te_mix_send(m::text::supply_mix) <> te_support.te_mix_send(m) OR m::text::supply_mix::text <> m::text;
SELECT is(count(*)::int, 0, 'jsonb keeps origins and amounts') FROM v WHERE m::jsonb::supply_mix <> m;
SELECT is(count(*)::int, 0, 'm + nothing = m') FROM v WHERE m + '{}' <> m;
SELECT is(count(*)::int, 0, 'a + b = b + a') FROM v a, v b WHERE (a.m + b.m)::text <> (b.m + a.m)::text;
SELECT is(count(*)::int, 0, 'm - m has only zeros') FROM v, each_origin(m - m) WHERE amount <> 0;
SELECT is(count(*)::int, 0, 'order: exactly one of <, =, > for each pair') FROM v a, v b
WHERE (a.m < b.m)::int + (a.m = b.m)::int + (a.m > b.m)::int <> 1 OR (a.m <= b.m) <> NOT (a.m > b.m) OR (a.m >= b.m) <> NOT (a.m < b.m) OR (a.m <> b.m) <> NOT (a.m = b.m);
SELECT is(count(*)::int, 0, 'order is transitive') FROM v a, v b, v c WHERE a.m < b.m AND b.m < c.m AND NOT a.m < c.m;
SELECT is(count(*)::int, 0, 'equal values have equal hashes') FROM v a, v b WHERE a.m = b.m AND te_support.te_mix_hash(a.m) <> te_support.te_mix_hash(b.m);
SELECT is(count(DISTINCT te_support.te_mix_hash(m))::int, count(DISTINCT m)::int, 'different values of the table have different hashes') FROM v;

-- binary: what COPY writes is what it reads (send and recv)
CREATE TEMP TABLE copied (LIKE v);
CREATE FUNCTION pg_temp.through_binary(source text, target text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE file text := '/tmp/trade_exposure_' || pg_backend_pid();
BEGIN
	EXECUTE format('COPY %I TO %L (FORMAT binary)', source, file);
	EXECUTE format('COPY %I FROM PROGRAM %L (FORMAT binary)', target, format('cat %s; rm %s', file, file));
END $$;
SELECT pg_temp.through_binary('v', 'copied');
SELECT is(count(*)::int, 0, 'recv(send(x)) = x, byte for byte') FROM v JOIN copied c USING (id) WHERE te_support.te_mix_send(v.m) <> te_support.te_mix_send(c.m) OR v.m::text <> c.m::text;
SELECT is((SELECT count(*)::int FROM copied), (SELECT count(*)::int FROM v), 'all rows came back');

-- a big table of flows: amounts of very different size, NULLs, long and short codes
CREATE TABLE flows AS
SELECT i, i % 50 AS g,
	CASE WHEN i % 97 = 0 THEN NULL WHEN i % 3 = 0 THEN 'supplier number ' || (i::bigint * 7919 % 40) ELSE 'C' || (i::bigint * 104729 % 60) END AS origin,
	CASE WHEN i % 89 = 0 THEN NULL ELSE ((i::bigint * 48271 % 2147483647) / 1000.0)::float8 * 10 ^ (i % 7) END AS amount
FROM generate_series(1, 60000) i;
ANALYZE flows;

CREATE TEMP TABLE serial AS SELECT g, supply_mix(origin, amount) AS m FROM flows GROUP BY g;
SELECT is((SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM serial),
	(SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM (SELECT g, supply_mix(origin, amount ORDER BY md5(i::text)) AS m FROM flows GROUP BY g) s),
	'rows in any order give the same bits');
-- a stored part is rounded to float8, so that only sums without rounding are equal to the bit
SELECT is((SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM (SELECT g, supply_mix(origin, round(amount)) AS m FROM flows GROUP BY g) s),
	(SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM (SELECT g, sum(m) AS m FROM (SELECT g, supply_mix(origin, round(amount)) AS m FROM flows GROUP BY g, i % 11) p GROUP BY g) s),
	'sum of parts gives the same bits and counts');

SET LOCAL max_parallel_workers_per_gather = 4;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS
$$ DECLARE line text; plan text := ''; BEGIN FOR line IN EXECUTE 'EXPLAIN (COSTS off) ' || query LOOP plan := plan || line || E'\n'; END LOOP; RETURN plan; END $$;
SELECT matches(pg_temp.plan_of('SELECT g, supply_mix(origin, amount) FROM flows GROUP BY g'), 'Partial .*Aggregate', 'the planner aggregates partially');
-- CREATE TABLE AS may use workers; a cursor, a loop and a query that calls pgTAP may not
CREATE TEMP TABLE parallel AS SELECT g, supply_mix(origin, amount) AS m, hhi(origin, amount) AS h, supplier_count(origin, amount) AS n,
	effective_suppliers(origin, amount) AS e, top_share(origin, amount, 3) AS t, dependency_share(origin, amount, 'C1') AS s,
	dependency_share(origin, amount, ARRAY['C1', 'supplier number 3']) AS s2 FROM flows GROUP BY g;
SELECT is((SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM parallel), (SELECT md5(string_agg(m::text, E'\n' ORDER BY g)) FROM serial), 'parallel = serial');
RESET max_parallel_workers_per_gather;
SELECT is(count(*)::int, 0, 'one-shot aggregates, in parallel, = functions of the mix')
FROM parallel p JOIN serial s USING (g)
WHERE (p.h, p.n, p.e, p.t) IS DISTINCT FROM (hhi(s.m), supplier_count(s.m), effective_suppliers(s.m), top_share(s.m, 3))
	OR abs(p.s2 - dependency_share(s.m, ARRAY['C1', 'supplier number 3'])) > 1e-15
	OR abs(p.s - dependency_share(s.m, 'C1')) > 1e-15;

-- an oracle in SQL with numeric
CREATE TEMP TABLE oracle AS
SELECT g, sum(a) AS total, sum(a ^ 2) FILTER (WHERE o IS NOT NULL) / sum(a) ^ 2 AS hhi, count(o) AS n,
	coalesce(sum(a) FILTER (WHERE o = 'C1'), 0) / sum(a) AS share, sum(a) FILTER (WHERE rank <= 3) / sum(a) AS top3,
	sum(a) FILTER (WHERE o IS NULL) AS unspecified, sum(rows) AS rows
FROM (SELECT g, origin AS o, sum(amount::text::numeric) AS a, count(amount) AS rows,
		CASE WHEN origin IS NOT NULL THEN row_number() OVER (PARTITION BY g, origin IS NULL ORDER BY sum(amount::text::numeric) DESC) END AS rank
	FROM flows GROUP BY g, origin HAVING count(amount) > 0) s GROUP BY g;
SELECT is(count(*)::int, 50, 'numeric oracle: total, share, HHI, top 3, suppliers, unspecified, rows')
FROM oracle o JOIN serial s USING (g)
WHERE abs(total(m) / o.total::float8 - 1) < 1e-15 AND abs(hhi(m) / o.hhi::float8 - 1) < 1e-14 AND supplier_count(m) = o.n
	AND abs(dependency_share(m, 'C1') - o.share::float8) < 1e-15 AND abs(top_share(m, 3) - o.top3::float8) < 1e-15
	AND abs(unspecified(m) / o.unspecified::float8 - 1) < 1e-15 AND row_count(m) = o.rows;

-- moving windows equal a fresh computation of each frame, also through jumps of 300 orders of magnitude
CREATE TEMP TABLE series AS
SELECT i, origin, CASE WHEN i % 41 = 0 THEN 1e300 WHEN i % 43 = 0 THEN 1e-300 ELSE amount END AS amount FROM flows WHERE i <= 400;
CREATE TEMP TABLE frames AS
SELECT i, supply_mix(origin, amount) OVER w AS m, hhi(origin, amount) OVER w AS h, top_share(origin, amount, 2) OVER w AS t,
	dependency_share(origin, amount, 'C1') OVER w AS s, dependency_share(origin, amount, ARRAY['C1', 'C2']) OVER w AS s2, supplier_count(origin, amount) OVER w AS n
FROM series WINDOW w AS (ORDER BY i ROWS 11 PRECEDING);
CREATE TEMP TABLE fresh AS
SELECT s.i, supply_mix(f.origin, f.amount) AS m, hhi(f.origin, f.amount) AS h, top_share(f.origin, f.amount, 2) AS t,
	dependency_share(f.origin, f.amount, 'C1') AS s, dependency_share(f.origin, f.amount, ARRAY['C1', 'C2']) AS s2, supplier_count(f.origin, f.amount) AS n
FROM series s JOIN series f ON f.i BETWEEN s.i - 11 AND s.i GROUP BY s.i;
SELECT is((SELECT md5(string_agg(m::text || coalesce(s, -1) || coalesce(s2, -1) || coalesce(h, -1) || coalesce(t, -1) || n, E'\n' ORDER BY i)) FROM frames),
	(SELECT md5(string_agg(m::text || coalesce(s, -1) || coalesce(s2, -1) || coalesce(h, -1) || coalesce(t, -1) || n, E'\n' ORDER BY i)) FROM fresh), 'moving window = recomputation');
SELECT is((SELECT md5(string_agg(w::text, E'\n' ORDER BY g)) FROM (SELECT g, sum(m) OVER (ORDER BY g ROWS 2 PRECEDING) AS w FROM serial) s),
	(SELECT md5(string_agg(w::text, E'\n' ORDER BY g)) FROM (SELECT a.g, sum(b.m) AS w FROM serial a JOIN serial b ON b.g BETWEEN a.g - 2 AND a.g GROUP BY a.g) s),
	'moving sum(supply_mix) = recomputation');

-- states of every size on their way: codes of 1 to 14 bytes of which many share their first 8, zeros and corrections,
-- rows without an origin and without an amount
CREATE TEMP TABLE growing AS
SELECT n, i, CASE WHEN (i + n) % 13 <> 5 THEN left('ABCDEFGH' || CASE i % 5 WHEN 0 THEN '' ELSE repeat(chr(97 + i * 31 % n % 20), 1 + i % 6) END, 1 + (i * 7 + n) % 14) END AS origin,
	CASE WHEN (i * 5 + n) % 17 <> 3 THEN (i * 37 % 11 - 4) * 0.125 END AS amount
FROM generate_series(1, 150) n, generate_series(1, n) i;
SELECT is(count(*)::int, 0, 'however many rows: each origin has the sum of its rows')
FROM (SELECT n, coalesce(origin, '') AS origin, amount FROM (SELECT n, supply_mix(origin, amount) AS m FROM growing GROUP BY n) s, each_origin(m)) a
FULL JOIN (SELECT n, coalesce(origin, '') AS origin, sum(amount) AS amount FROM growing WHERE amount IS NOT NULL GROUP BY 1, 2) b USING (n, origin)
WHERE a.amount IS DISTINCT FROM b.amount;
SELECT is(count(*)::int, 0, 'each row is counted, by rows, by parts and by stored parts')
FROM (SELECT n, supply_mix(origin, amount) AS m, count(amount) AS r, count(amount) FILTER (WHERE origin IS NULL) AS u, count(*) - count(amount) AS k FROM growing GROUP BY n) s
	JOIN (SELECT n, sum(m) AS stored FROM (SELECT n, supply_mix(origin, amount) AS m FROM growing GROUP BY n, i % 7) p GROUP BY n) t USING (n)
	CROSS JOIN LATERAL unnest(ARRAY[m, stored, stored::text::supply_mix]) AS x
WHERE (row_count(x), unspecified_row_count(x), skipped_row_count(x)) IS DISTINCT FROM (r::int, u::int, k::int);
SELECT is(count(*)::int, 0, 'and a moving window equals its rows: an origin of zeros stays until its last row')
FROM (SELECT i, supply_mix(origin, amount) OVER (ORDER BY i ROWS 24 PRECEDING) AS m FROM growing WHERE n = 150) w
JOIN (SELECT a.i, supply_mix(b.origin, b.amount) AS m FROM growing a JOIN growing b ON b.n = 150 AND b.i BETWEEN a.i - 24 AND a.i WHERE a.n = 150 GROUP BY a.i) f USING (i)
WHERE w.m::text <> f.m::text;

-- grouping sets, filter, distinct
SELECT is((SELECT supply_mix(origin, amount)::text FROM flows), (SELECT m::text FROM (SELECT g, supply_mix(origin, amount) AS m FROM flows GROUP BY GROUPING SETS ((g), ())) s WHERE g IS NULL), 'grouping sets');
SELECT is((SELECT supply_mix(origin, amount) FILTER (WHERE g = 7)::text FROM flows), (SELECT m::text FROM serial WHERE g = 7), 'FILTER');
SELECT is((SELECT supply_mix(DISTINCT origin, amount)::text FROM (SELECT origin, amount FROM flows UNION ALL SELECT origin, amount FROM flows) t),
	(SELECT supply_mix(origin, amount)::text FROM (SELECT DISTINCT origin, amount FROM flows) t), 'DISTINCT');
SELECT is((SELECT supply_mix(origin, amount) FROM flows WHERE false), NULL, 'no rows: NULL');
SELECT is((SELECT supply_mix(origin, amount)::text FROM (VALUES ('A', NULL::float8)) t(origin, amount)), '{;skipped_rows=1}', 'only NULL amounts: an empty mix that counts them');
SELECT is(hhi('{;skipped_rows=1}'::supply_mix), NULL, 'zero total: NULL');

-- stored mixes: toast, short headers, index
CREATE TABLE stored (id int, m supply_mix);
INSERT INTO stored SELECT id, m FROM v;
SELECT is(count(*)::int, 0, 'stored and read back') FROM v JOIN stored s USING (id) WHERE s.m::text <> v.m::text;
CREATE INDEX ON stored USING btree (m) WHERE id < 12;
CREATE INDEX ON stored USING hash (m);
SET LOCAL enable_seqscan = off;
SELECT is((SELECT count(*)::int FROM stored WHERE m = '{CHN:1}'), 2, 'index look-up by equality');
RESET enable_seqscan;

-- a partial state travels as text and as bytes and gives the same answer
CREATE TEMP TABLE part AS SELECT i, origin, amount FROM flows WHERE i <= 3000;
CREATE AGGREGATE pg_temp.partial_mix(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
CREATE AGGREGATE pg_temp.combined(supply_mix) (SFUNC = te_support.te_mix_combine, STYPE = supply_mix, FINALFUNC = te_support.te_mix_final);
SELECT is((SELECT pg_temp.combined(st::text::supply_mix)::text FROM (SELECT pg_temp.partial_mix(origin, amount) AS st FROM part GROUP BY i % 7) s),
	(SELECT supply_mix(origin, amount)::text FROM part), 'states through text');
CREATE TEMP TABLE states AS SELECT pg_temp.partial_mix(origin, amount) AS st FROM part GROUP BY i % 7;
CREATE TEMP TABLE states_back (LIKE states);
SELECT pg_temp.through_binary('states', 'states_back');
SELECT is((SELECT pg_temp.combined(st)::text FROM states_back), (SELECT supply_mix(origin, amount)::text FROM part), 'states through bytes');
SELECT is((SELECT count(*)::int FROM states WHERE hhi(st) <> hhi(st::text::supply_mix)), 0, 'functions read states too');
SELECT is(count(*)::int, 0, 'states of every size combine to what all rows give')
FROM (SELECT n, pg_temp.combined(st)::text AS a, pg_temp.combined(st::text::supply_mix)::text AS b
	FROM (SELECT n, pg_temp.partial_mix(origin, amount) AS st FROM growing GROUP BY n, i % 3) p GROUP BY n) s
	JOIN (SELECT n, supply_mix(origin, amount)::text AS m FROM growing GROUP BY n) t USING (n) WHERE a <> m OR b <> m;

SELECT throws_ok($$SELECT te_support.te_mix_accum(NULL, 'A', 1)$$, NULL, NULL, 'support functions refuse to run outside an aggregate');

-- limits and memory
SELECT lives_ok($$SELECT supply_mix('S' || i, 1) FROM generate_series(1, 100000) i$$, 'a hundred thousand origins');
SELECT is((SELECT hhi(supply_mix('S' || i, 1)) FROM generate_series(1, 100000) i), 1e-5::float8, 'of equal size');
SELECT cmp_ok((SELECT max(pg_column_size(st)) FROM (SELECT pg_temp.partial_mix('S' || i, 1) AS st FROM generate_series(1, 24) i) s), '<=', 64 + 40 * 24,
	'24 origins: state of at most 64 bytes and 40 an origin');
SELECT cmp_ok(max(pg_column_size(st) - 64 - 40 * n), '<=', 0, 'the same for any number from 2 to 400')
FROM (SELECT n, pg_temp.partial_mix('S' || i, 1) AS st FROM generate_series(2, 400) n, generate_series(1, n) i GROUP BY n) s;
SELECT throws_ok($$SELECT supply_mix(repeat('x', 256), 1::float8)$$, '54000', NULL, 'a code longer than 255 bytes is refused');
SELECT * FROM finish();
ROLLBACK;
