-- Sums of decimals: what cancels is zero by every route, what does not stays.
BEGIN;
SELECT plan(19);

\ir reversals.inc
SELECT is((SELECT sum(amount::text::numeric) FROM reversal WHERE origin IS DISTINCT FROM 'B'), 0::numeric, 'as decimals, all bookings cancel');
SELECT cmp_ok((SELECT count(*)::int FROM (SELECT FROM reversal WHERE origin = 'A' GROUP BY n HAVING sum(amount) <> 0) s), '>', 5000, 'as float8, most of them leave something');

SELECT is(pg_temp.ghosts('SELECT supply_mix(origin, amount) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'aggregate');
SELECT is(pg_temp.ghosts('SELECT supply_mix(origin, amount ORDER BY amount) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'aggregate, corrections first');
SELECT is(pg_temp.ghosts('SELECT sum(supply_mix(ARRAY[origin], ARRAY[amount])) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'sum of finished mixes');
SELECT is(pg_temp.ghosts('SELECT supply_mix(origin, amount) FILTER (WHERE amount > 0) - supply_mix(origin, -amount) FILTER (WHERE amount < 0) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'finished mix - finished mix');
SELECT is(pg_temp.ghosts('SELECT supply_mix(origin, amount) FILTER (WHERE amount > 0) + supply_mix(origin, amount) FILTER (WHERE amount < 0) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'finished mix + finished mix');
CREATE AGGREGATE pg_temp.part_of(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
CREATE AGGREGATE pg_temp.combined(supply_mix) (SFUNC = te_support.te_mix_combine, STYPE = supply_mix, FINALFUNC = te_support.te_mix_final);
SELECT is(pg_temp.ghosts('SELECT pg_temp.combined(m) FROM (SELECT n, pg_temp.part_of(origin, amount) AS m FROM reversal GROUP BY n, i % 3) AS s GROUP BY n'), '0 ghosts of 10000', 'states of workers, combined');
SELECT is(pg_temp.ghosts('SELECT regroup_origins(supply_mix(coalesce(origin, ''none'') || CASE WHEN amount < 0 THEN ''-'' ELSE ''+'' END, amount), ''{"A+":"A","A-":"A","B+":"B","none+":null,"none-":null,"an origin with a long name+":"A","an origin with a long name-":"A"}'') FROM reversal GROUP BY n'),
	'0 ghosts of 10000', 'origins that are regrouped');
SELECT is((SELECT count(*)::int FROM (SELECT dependency_share(origin, amount, 'A') AS a, dependency_share(origin, amount, ARRAY['B', 'C']) AS b FROM reversal GROUP BY n) s WHERE a <> 0 OR b <> 1), 0, 'dependency_share straight from rows');
SELECT is((SELECT count(*)::int FROM (SELECT dependency_share(origin, amount, 'A') AS a FROM reversal WHERE origin IS DISTINCT FROM 'B' GROUP BY n) s WHERE a IS NOT NULL), 0, 'dependency_share of nothing is NULL');
SELECT is((SELECT count(*)::int FROM (SELECT total(supply_mix(CASE WHEN amount > 0 THEN '+' ELSE i::text END, amount)) AS t FROM reversal WHERE origin IS DISTINCT FROM 'B' GROUP BY n) s WHERE t <> 0), 0, 'total of origins that cancel');

-- windows: the frame of a whole booking has none, and any frame equals its rows
CREATE TEMP TABLE frame AS SELECT i, n, supply_mix(origin, amount) OVER w AS m, lead(n) OVER (ORDER BY i) AS next
FROM (SELECT * FROM reversal WHERE n <= 2000) AS r WINDOW w AS (PARTITION BY n ORDER BY i);
SELECT is(pg_temp.ghosts('SELECT m FROM frame WHERE next IS DISTINCT FROM n'), '0 ghosts of 2000', 'a growing window');
CREATE TEMP TABLE moving AS SELECT i, supply_mix(origin, amount) OVER w AS m
FROM (SELECT * FROM reversal WHERE n <= 500) AS r WINDOW w AS (ORDER BY i ROWS 9 PRECEDING);
CREATE TEMP TABLE fresh AS SELECT a.i, supply_mix(b.origin, b.amount) AS m
FROM reversal a JOIN reversal b ON b.i BETWEEN a.i - 9 AND a.i WHERE a.n <= 500 GROUP BY a.i;
SELECT is((SELECT count(*)::int FROM moving JOIN fresh USING (i) WHERE moving.m::text <> fresh.m::text), 0, 'a moving window equals its rows');

-- what is small but there stays
SELECT is(supply_mix(o, a)::text, '{"":0.01,A:0.01,B:-0.01;rows=9,unspecified_rows=3}', 'a small net amount stays, also after amounts a hundred thousand million times as large')
FROM (VALUES ('A', 1e9), ('A', -1e9), ('A', 0.01), ('B', 1e9), ('B', -1e9), ('B', -0.01), (NULL, 1e9), (NULL, -1e9), (NULL, 0.01)) AS v(o, a);
SELECT is(supply_mix('A', a)::text, '{A:5e-324;rows=1}'::supply_mix::text, 'the smallest amount') FROM (VALUES (5e-324::float8)) AS v(a);
SELECT is(supply_mix('A', a ORDER BY k)::text, supply_mix('A', a ORDER BY abs(a), a)::text, 'order does not matter where 32 digits are not enough')
FROM (VALUES (1, 1e30::float8), (2, 1e5), (3, 1e-20), (4, -1e30), (5, -1e5)) AS v(k, a);

-- the bound is in states that saw a negative amount, in no others, combined ones included
CREATE AGGREGATE pg_temp.joined(supply_mix) (SFUNC = te_support.te_mix_combine, STYPE = supply_mix);
CREATE FUNCTION pg_temp.bounds(query text, OUT answer text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT count(*) FILTER (WHERE get_byte(te_support.te_mix_send(st), 1) & 16 <> 0) || '' of '' || count(*) FROM (
		SELECT n, pg_temp.part_of(origin, amount) AS st FROM (%1$s) AS r GROUP BY n UNION ALL
		SELECT n, pg_temp.joined(st) FROM (SELECT n, pg_temp.part_of(origin, amount) AS st FROM (%1$s) AS r GROUP BY n, i %% 3) AS p GROUP BY n) AS s', query) INTO answer;
END $$;
SELECT is(pg_temp.bounds('SELECT i, n % 500 AS n, origin, abs(amount) / 7 AS amount FROM reversal'), '0 of 1000', 'no bound without a negative amount');
SELECT is(pg_temp.bounds('SELECT i, n % 500 AS n, origin, amount / 7 AS amount FROM reversal'), '1000 of 1000', 'with one it is there');

SELECT * FROM finish();
ROLLBACK;
