-- Dated series: states have the size of their dates, not of their rows, and give the same bits for any order and any
-- split; what cancels is zero.
BEGIN;
SELECT plan(18);

CREATE AGGREGATE pg_temp.state(float8, date) (SFUNC = te_support.te_series_accum, STYPE = float8[]);
CREATE AGGREGATE pg_temp.pair_state(float8, float8, date) (SFUNC = te_support.te_series_accum_pair, STYPE = float8[]);
CREATE AGGREGATE pg_temp.joined(float8[]) (SFUNC = te_support.te_series_combine, STYPE = float8[], FINALFUNC = te_support.te_series_final);

-- 300,000 rows of 36 months, in cents and of both signs, some unknown
CREATE TEMP TABLE flow AS
SELECT i, i % 5 AS shard, (date '2023-01-01' + (i::int8 * 7919 % 36)::int * interval '1 month')::date AS at,
	CASE WHEN i % 97 > 0 THEN CASE WHEN i % 7 = 0 THEN -1 ELSE 1 END * (i::int8 * 48271 % 2147483647) / 100.0 END::float8 AS x,
	CASE WHEN i % 89 > 0 THEN (i::int8 * 16807 % 2147483647) / 1000.0 END::float8 AS rest
FROM generate_series(1, 300000) AS i;
SELECT cmp_ok((SELECT pg_column_size(pg_temp.state(x, at)) FROM flow), '<', 5000, 'a state of 300,000 rows of 36 months takes some kB');
SELECT cmp_ok((SELECT pg_column_size(pg_temp.pair_state(x, rest, at)) FROM flow), '<', 10000, 'and one of pairs');
SELECT cmp_ok((SELECT pg_column_size(te_support.te_series(x, at)) FROM flow), '<', 36 * 40 + 100, 'the value of te_support.te_series has no room left');
SELECT is((SELECT pg_column_size(te_support.te_series(x, at)) FROM (SELECT sum(rest) AS x, at FROM flow GROUP BY at) AS s), 24 + 8 * (5 + 36 * 2), 'and two numbers a date where each has one amount');
SELECT is((SELECT pg_column_size(pg_temp.state(x, at)) FROM flow WHERE i <= 12), 256, 'twelve rows fill 256 bytes');

-- any order, any split
CREATE TEMP TABLE answer AS SELECT te_support.te_series(x, at) AS series, robust_z(x, at) AS z, cusum(x, at, 0.5, 5) AS c, surge(x, at) AS s, abrupt_stop(x, at, 0.1) AS a, relative_drop(rest, x, at) AS r FROM flow;
CREATE TEMP TABLE other AS SELECT te_support.te_series(x, at) AS series, robust_z(x, at) AS z, cusum(x, at, 0.5, 5) AS c, surge(x, at) AS s, abrupt_stop(x, at, 0.1) AS a, relative_drop(rest, x, at) AS r
FROM (SELECT * FROM flow ORDER BY md5(i::text)) AS f;
SELECT results_eq('SELECT * FROM answer', 'SELECT * FROM other', 'rows in any order give the same bits');
SELECT is((SELECT pg_temp.joined(s ORDER BY shard DESC) FROM (SELECT shard, pg_temp.state(x, at) AS s FROM flow GROUP BY shard) p), (SELECT series FROM answer), 'states combined give the same bits');
SELECT is((SELECT pg_temp.joined(s) FROM (SELECT te_support.te_series(x, at) AS s FROM flow GROUP BY i % 1000) p), (SELECT series FROM answer), 'and values of te_series');
SELECT is((SELECT pg_temp.joined(s) FROM (SELECT pg_temp.state(x, at)::text::float8[] AS s FROM flow GROUP BY i % 3) p), (SELECT series FROM answer), 'through text');
CREATE TEMP TABLE month AS SELECT at, sum(x::text::numeric)::float8 AS x, sum(rest::text::numeric)::float8 AS rest FROM flow GROUP BY at;
SELECT is((SELECT count(*)::int FROM month, answer WHERE te_support.te_series_sum(series, at - 1, at) IS DISTINCT FROM x), 0, 'each month is what numeric says');
SELECT is((SELECT (z, c, s, a, r)::text FROM answer), (SELECT (robust_z(x, at), cusum(x, at, 0.5, 5), surge(x, at), abrupt_stop(x, at, 0.1), relative_drop(rest, x, at))::text FROM month), 'rows and their monthly sums have the same answers');

-- states of every size on their way, with new dates before, between and after, known and unknown
SELECT is((SELECT count(*)::int FROM (
	SELECT n, pg_temp.joined(part) AS s FROM (
		SELECT n, pg_temp.state(CASE WHEN i % 6 > 0 THEN (i % 11 - 4) * 0.25 END, date '2025-01-01' + i * 7919 % n % 150) AS part FROM generate_series(1, 400, 3) AS n, generate_series(1, n) AS i GROUP BY n, i % 3) AS p GROUP BY n) AS q
	JOIN (SELECT n, count(DISTINCT d)::int AS dates, sum(x) AS total FROM (
		SELECT n, date '2025-01-01' + i * 7919 % n % 150 AS d, CASE WHEN i % 6 > 0 THEN (i % 11 - 4) * 0.25 END AS x FROM generate_series(1, 400, 3) AS n, generate_series(1, n) AS i) AS r GROUP BY n) AS t USING (n)
	WHERE s[5] <> dates OR coalesce(te_support.te_series_sum(s, '2024-01-01', '2026-01-01'), 0) <> coalesce(total, 0)), 0, 'however many rows: each date once, and the sum of all');
SELECT is(te_support.te_series_course(te_support.te_series(x, at), '2025-01-01', '2025-03-01', 1), '{0,3,0}', 'an unknown amount beside a known one adds nothing')
FROM (VALUES (NULL, date '2025-01-01'), (1.0, '2025-02-01'), (NULL, '2025-02-01'), (2, '2025-02-01')) AS v(x, at);

-- what cancels in cents is zero
CREATE TEMP TABLE reversal AS
SELECT n, k, CASE k WHEN 0 THEN (a + b) / 100.0 WHEN 1 THEN -(a / 100.0) ELSE -(b / 100.0) END::float8 AS x
FROM generate_series(1, 10000) AS n, generate_series(0, 2) AS k, LATERAL (SELECT n::int8 * 48271 % 1000003 AS a, n::int8 * 16807 % 10007 AS b) AS v;
SELECT is((SELECT count(*)::int FROM (SELECT te_support.te_series_sum(te_support.te_series(x, '2025-01-01'), '2024-01-01', '2026-01-01') AS s FROM reversal GROUP BY n) AS r WHERE s <> 0), 0, 'bookings of one date that are reversed leave nothing');
SELECT is((SELECT count(*)::int FROM (SELECT te_support.te_series_sum(te_support.te_series(x, date '2025-01-01' + k), '2024-01-01', '2026-01-01') AS s FROM reversal GROUP BY n) AS r WHERE s <> 0), 0, 'nor do those of several');
SELECT is((SELECT count(*)::int FROM (SELECT te_support.te_series_course(te_support.te_series(x, date '2025-01-01' + k), '2025-01-01', '2025-02-28', 1) AS c FROM reversal GROUP BY n) AS r WHERE c <> '{0,0}'), 0, 'nor as a course');
SELECT is((SELECT count(*)::int FROM (SELECT te_support.te_course_sum(ARRAY[x, 1 - x]) AS c FROM reversal GROUP BY n) AS r WHERE c[1] <> 0), 0, 'nor as a sum of courses');
SELECT is(te_support.te_series_sum(te_support.te_series(x, '2025-01-01'), '2024-01-01', '2026-01-01'), 0.01::float8, 'a small net amount stays') FROM (VALUES (1e9), (-1e9), (0.01)) AS v(x);

SELECT * FROM finish();
ROLLBACK;
