-- Partial mixes: stored, sent, added up and taken apart, they give the same bits as one pass over the rows.
BEGIN;
SELECT plan(20);
\ir reversals.inc

SELECT is(pg_temp.ghosts('SELECT supply_mix_partial(origin, amount) FROM reversal GROUP BY n'), '0 ghosts of 10000', 'partial mix');
SELECT is(pg_temp.ghosts('SELECT sum(m) FROM (SELECT n, supply_mix_partial(origin, amount) AS m FROM reversal GROUP BY n, i) AS s GROUP BY n'), '0 ghosts of 10000', 'sum of partial mixes');
SELECT is(pg_temp.ghosts('SELECT sum(m::text::supply_mix) FROM (SELECT n, supply_mix_partial(origin, amount) AS m FROM reversal GROUP BY n, i % 2) AS s GROUP BY n'), '0 ghosts of 10000', 'partial mixes through text');
CREATE AGGREGATE pg_temp.chain(supply_mix) (SFUNC = te_support.te_mix_plus, STYPE = supply_mix);
SELECT is(pg_temp.ghosts('SELECT pg_temp.chain(m) FROM (SELECT n, supply_mix_partial(origin, amount) AS m FROM reversal GROUP BY n, i) AS s GROUP BY n'), '0 ghosts of 10000', 'chain of + over partial mixes');
CREATE TEMP TABLE moving AS SELECT i, supply_mix_partial(origin, amount) OVER (ORDER BY i ROWS 9 PRECEDING) AS p FROM reversal WHERE n <= 500;
SELECT is((SELECT count(*)::int FROM moving JOIN (SELECT a.i, supply_mix_partial(b.origin, b.amount) AS p FROM reversal a JOIN reversal b ON b.i BETWEEN a.i - 9 AND a.i WHERE a.n <= 500 GROUP BY a.i) AS fresh USING (i)
	WHERE moving.p::text <> fresh.p::text), 0, 'a moving window equals its rows');

-- laws of partial mixes over decimals: any split, any order, any chain of additions and removals equals one pass
CREATE TEMP TABLE booked AS
SELECT i, i % 40 AS g, CASE WHEN i % 53 = 0 THEN NULL WHEN i % 3 = 0 THEN 'supplier number ' || i * 7919 % 9 ELSE 'C' || i * 10429 % 12 END AS origin,
	CASE WHEN i % 59 = 0 THEN NULL ELSE pg_temp.part(i, 0) * CASE WHEN i % 11 = 0 THEN -1 ELSE 1 END / 10 ^ (i % 5) END::float8 AS amount, i * 48271 % 7 AS shard
FROM generate_series(1, 20000) AS i;
CREATE TEMP TABLE one_pass AS SELECT g, supply_mix_partial(origin, amount) AS p, supply_mix(origin, amount) AS m FROM booked GROUP BY g;
CREATE FUNCTION pg_temp.differ(a supply_mix, b supply_mix) RETURNS bool LANGUAGE sql IMMUTABLE AS $$ SELECT te_support.te_mix_send($1) <> te_support.te_mix_send($2) OR $1::text <> $2::text $$;
SELECT is((SELECT count(*)::int FROM one_pass WHERE is_partial(m) OR NOT is_partial(p) OR is_partial(finished(p)) OR pg_temp.differ(finished(p), m) OR p <> m OR te_support.te_mix_hash(p) <> te_support.te_mix_hash(m) OR te_support.te_mix_cmp(p, m) <> 0),
	0, 'a partial mix equals the finished one, and so does its hash');
SELECT is((SELECT count(*)::int FROM one_pass JOIN (SELECT g, supply_mix_partial(origin, amount ORDER BY md5(i::text)) AS p FROM booked GROUP BY g) s USING (g) WHERE pg_temp.differ(one_pass.p, s.p)), 0, 'rows in any order give the same bytes');
CREATE TEMP TABLE shard AS SELECT g, shard, supply_mix_partial(origin, amount) AS p FROM booked GROUP BY g, shard;
SELECT is((SELECT count(*)::int FROM one_pass JOIN (SELECT g, supply_mix_partial(p ORDER BY md5(shard::text)) AS p, sum(p) AS m, pg_temp.chain(p) AS c FROM shard GROUP BY g) s USING (g)
	WHERE pg_temp.differ(one_pass.p, s.p) OR pg_temp.differ(one_pass.m, s.m) OR pg_temp.differ(one_pass.p, s.c)), 0, 'parts give the same bytes as rows, by sum, by supply_mix_partial, by +');
SELECT is((SELECT count(*)::int FROM shard WHERE pg_temp.differ(p, p::text::supply_mix)), 0, 'in(out(x)) = x, byte for byte');
CREATE TEMP TABLE copied (LIKE shard);
CREATE FUNCTION pg_temp.through_binary(source text, target text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE file text := '/tmp/trade_exposure_' || pg_backend_pid();
BEGIN
	EXECUTE format('COPY %I TO %L (FORMAT binary)', source, file);
	EXECUTE format('COPY %I FROM PROGRAM %L (FORMAT binary)', target, format('cat %s; rm %s', file, file));
END $$;
SELECT pg_temp.through_binary('shard', 'copied');
SELECT is((SELECT count(*)::int FROM shard s JOIN copied c USING (g, shard) WHERE NOT pg_temp.differ(s.p, c.p) AND pg_column_size(s.p) = pg_column_size(c.p)), (SELECT count(*)::int FROM shard), 'recv(send(x)) = x, byte for byte');
-- all shards in, then two of them out, one as a mix and one row by row
SELECT is((SELECT count(*)::int
	FROM (SELECT g, supply_mix_partial(p) - (array_agg(p) FILTER (WHERE shard = 2))[1] AS p FROM shard GROUP BY g) s
	JOIN (SELECT g, supply_mix_partial(origin, amount) AS gone FROM booked WHERE shard = 5 GROUP BY g) t USING (g)
	JOIN (SELECT g, supply_mix_partial(origin, amount) AS p FROM booked WHERE shard NOT IN (2, 5) GROUP BY g) u USING (g)
	WHERE pg_temp.differ(s.p - t.gone, u.p)), 0, 'what is added and taken away again was never there');
SELECT is((SELECT count(*)::int FROM one_pass WHERE pg_temp.differ(p - p, '{}'::supply_mix + (p - p)) OR row_count(p - p) <> 0 OR supplier_count(p - p) <> 0 OR (p - p)::text <> 'partial{"":0:0;rows=0,unspecified_rows=0,skipped_rows=0,counted=1}'), 0, 'p - p is empty');
SELECT throws_ok($$ SELECT supply_mix_partial('A', 1) - supply_mix_partial('B', 1) $$, '22000', NULL, 'what was never added cannot be taken away');
SELECT is((SELECT (p + '{C1:0.5}' - '{C1:0.5}')::text FROM one_pass WHERE g = 7), (SELECT p::text FROM one_pass WHERE g = 7), 'a finished mix counts as one row of each origin');

-- what cannot have been added says so, and nothing comes of it that cannot be read again
CREATE FUNCTION pg_temp.taken(rows text, gone text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE format('SELECT finished(((SELECT supply_mix_partial(o, a) FROM (VALUES %s) AS v(o, a)) - (%s))::text::supply_mix)', rows, gone) INTO answer;
	RETURN answer;
EXCEPTION WHEN data_exception THEN
	RETURN SQLERRM;
END $$;
CREATE TEMP TABLE taking AS SELECT * FROM (VALUES
	($$('A', 1)$$, $$supply_mix_partial('A', 2)$$, 'origin "A" cannot be taken away: such amounts were never added'),
	($$('A', 1), ('A', 2)$$, $$supply_mix_partial('A', 7)$$, 'origin "A" cannot be taken away: such amounts were never added'),
	($$('A', 1), ('A', 2)$$, $$supply_mix_partial('A', -1)$$, 'origin "A" cannot be taken away: such amounts were never added'),
	($$('A', 5), ('A', -1)$$, $$supply_mix_partial('A', -3)$$, 'origin "A" cannot be taken away: such amounts were never added'),
	($$('A', 5), ('A', -1)$$, $$supply_mix_partial('A', 6)$$, 'origin "A" cannot be taken away: such amounts were never added'),
	($$('A', 5), ('A', -1)$$, $$supply_mix_partial('A', 5)$$, '{A:-1}'),
	($$(NULL, 1)$$, $$supply_mix_partial(NULL, 2)$$, 'rows without an origin cannot be taken away: such amounts were never added'),
	($$(NULL, 0.1), (NULL, 0.2)$$, $$SELECT supply_mix(NULL, a) FROM unnest('{0.1,0.2}'::float8[]) AS a$$, 'rows without an origin cannot be taken away: such amounts were never added'),
	($$('A', 1)$$, $$supply_mix_partial('A', NULL)$$, 'rows without an origin cannot be taken away: there are not so many'),
	($$('A', 1)$$, $$supply_mix_partial('B', 1)$$, 'origin "B" cannot be taken away: there are not so many'),
	($$('A', 1), ('B', 1)$$, $$supply_mix_partial('A', 0.5) + supply_mix_partial('A', 0.5)$$, 'origin "A" cannot be taken away: there are not so many'),
	($$('A', 0.1), ('A', 0.2), ('B', 2)$$, $$SELECT supply_mix('A', a) FROM unnest('{0.1,0.2}'::float8[]) AS a$$, 'this supply mix cannot be taken away: it was never added in this form'),
	($$('A', 1)$$, $$'{A:1;rows=7}'$$, 'this supply mix cannot be taken away: it was never added in this form'),
	($$('A', 1), ('A', 2)$$, $$'{A:2}'$$, '{A:1}'),
	($$('A', 1e30), ('A', 1e5), ('A', 1e-20)$$, $$supply_mix_partial('A', 1e30)$$, 'nothing can be taken away from a supply mix whose sums are not exact'),
	($$('A', 1e25), ('A', 0.125), ('B', 1e-20)$$, $$supply_mix_partial('A', 1e25)$$, '{A:0.125,B:1e-20}')) AS v(rows, gone, answer);
SELECT is((SELECT string_agg(format('%s less %s: %s', rows, gone, pg_temp.taken(rows, gone)), E'\n') FROM taking WHERE pg_temp.taken(rows, gone) IS DISTINCT FROM answer), NULL, 'what was never added, not so or not exactly, says so');

-- parts go in and out in any order, stored as text in between: the same bytes as from the rows that are in at the end
CREATE FUNCTION pg_temp.chain(which int, steps int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	inside bool[] := array_fill(false, ARRAY[7]);
	kept supply_mix := (SELECT p - p FROM shard WHERE g = which LIMIT 1);
	step shard;
BEGIN
	FOR n IN 1..steps LOOP
		SELECT s.* INTO step FROM shard s WHERE s.g = which AND s.shard = pg_temp.part(which, n) % 7;
		kept := CASE WHEN inside[step.shard + 1] THEN kept - step.p WHEN n % 2 = 0 THEN kept + step.p ELSE step.p + kept END;
		kept := CASE WHEN n % 5 = 0 THEN kept::text::supply_mix ELSE kept END;
		inside[step.shard + 1] := NOT inside[step.shard + 1];
	END LOOP;
	RETURN CASE WHEN pg_temp.differ(kept, supply_mix_partial(origin, amount)) THEN 'chain ' || which || ' differs' END FROM booked WHERE g = which AND inside[booked.shard + 1];
EXCEPTION WHEN data_exception THEN
	RETURN SQLERRM;
END $$;
SELECT is((SELECT string_agg(pg_temp.chain(n, 30 + n % 7), ', ') FROM generate_series(0, 39) AS n), NULL, 'chains of additions and removals give the same bytes as the rows');

-- three years of BACI, upserted one by one, then two of them taken out: as a stored mix and row by row
CREATE TEMP TABLE baci (t int, i text, j text, k text, v float8, q float8);
\copy baci FROM PROGRAM 'zcat data/baci_hs12_850650_2018_2020.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE year_mix AS SELECT t, j, supply_mix_partial(i, v) AS p FROM baci GROUP BY t, j;
CREATE TEMP TABLE kept (j text PRIMARY KEY, p supply_mix);
INSERT INTO kept SELECT j, p FROM year_mix WHERE t = 2020 ON CONFLICT (j) DO UPDATE SET p = kept.p + excluded.p;
INSERT INTO kept SELECT j, p FROM year_mix WHERE t = 2018 ON CONFLICT (j) DO UPDATE SET p = kept.p + excluded.p;
INSERT INTO kept SELECT j, p FROM year_mix WHERE t = 2019 ON CONFLICT (j) DO UPDATE SET p = kept.p + excluded.p;
SELECT is((SELECT count(*)::int FROM kept JOIN (SELECT j, supply_mix_partial(i, v) AS p FROM baci GROUP BY j) AS f USING (j) WHERE NOT pg_temp.differ(kept.p, f.p)), (SELECT count(DISTINCT j)::int FROM baci), 'three upserts give the same bytes as the rows');
UPDATE kept SET p = kept.p - y.p FROM year_mix AS y WHERE y.t = 2020 AND y.j = kept.j;
CREATE AGGREGATE pg_temp.without(supply_mix) (SFUNC = te_support.te_mix_minus, STYPE = supply_mix);
UPDATE kept SET p = (SELECT pg_temp.without(m ORDER BY n) FROM (SELECT 0 AS n, kept.p AS m UNION ALL SELECT row_number() OVER (ORDER BY v), supply_mix_partial(i, v) OVER (PARTITION BY i ROWS CURRENT ROW) FROM baci WHERE t = 2019 AND baci.j = kept.j) AS s);
SELECT is((SELECT count(*)::int FROM kept LEFT JOIN year_mix AS y ON y.t = 2018 AND y.j = kept.j WHERE CASE WHEN y.j IS NULL THEN row_count(kept.p) <> 0 ELSE pg_temp.differ(kept.p, y.p) END), 0, 'two removals leave the same bytes as the rows that are left');
SELECT is((SELECT count(*)::int FROM kept LEFT JOIN (SELECT j, hhi(i, v) AS h FROM baci WHERE t = 2018 GROUP BY j) AS f USING (j) WHERE hhi(kept.p) IS DISTINCT FROM h), 0, 'and the same HHI');
SELECT is((SELECT hhi(sum(p)) FROM year_mix), (SELECT hhi(i, v) FROM baci), 'in two steps the HHI of all is the same');

SELECT * FROM finish();
ROLLBACK;
