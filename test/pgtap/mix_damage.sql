-- A damaged supply mix in a table is refused or gives some answer; it never leads out of its own bytes.
BEGIN;
SELECT plan(10);
SET LOCAL client_min_messages = warning;

\ir damage.inc
CREATE CAST (bare AS supply_mix) WITHOUT FUNCTION;
CREATE CAST (supply_mix AS bare) WITHOUT FUNCTION;

CREATE AGGREGATE pg_temp.state_of(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = supply_mix);
CREATE AGGREGATE pg_temp.combined(supply_mix) (SFUNC = te_support.te_mix_combine, STYPE = supply_mix, FINALFUNC = te_support.te_mix_final);
-- of states: "log" has rows alone, "run" has folded ones too, both with codes of every length and odd rows
CREATE TEMP TABLE sample (name text, mix supply_mix);
INSERT INTO sample VALUES ('sorted', '{A:1,"a long name, of a supplier":2,"a long name, of another":3,"":4;rows=9,skipped_rows=2}'),
	('partial', 'partial{"":1:0,CHN:1:1e-20,"a long name, of a supplier":2:0,VNM:3:0;rows=5,unspecified_rows=1,skipped_rows=2}');
INSERT INTO sample
SELECT CASE n WHEN 12 THEN 'log' ELSE 'run' END, pg_temp.state_of(CASE WHEN i % 7 > 0 THEN left('a name of twenty bytes', 1 + i * 5 % 22) END, nullif(i % 9, 4))
FROM (VALUES (12), (300)) AS v(n), generate_series(1, n) AS i GROUP BY n;
SELECT is((SELECT string_agg(name, ' ' ORDER BY name) FROM sample WHERE (mix::bare)::supply_mix::text = mix::text), 'log partial run sorted', 'bare bytes are a mix again');

CREATE TEMP TABLE outcome AS
SELECT name, seed, query, pg_temp.outcome(query, pg_temp.damaged(mix::bare, seed)::supply_mix) AS outcome
FROM sample, generate_series(1, 300) AS seed, unnest(ARRAY[
	'SELECT count(*) FROM each_origin($1)', 'SELECT length(($1 + $1)::text)', 'SELECT hhi($1)', 'SELECT length(te_support.te_mix_send($1))',
	'SELECT length($1::text)', 'SELECT length(pg_temp.combined(m)::text) FROM (VALUES ($1), ($1)) AS v(m)']) AS query;
SELECT is(count(*)::int, 4 * 300 * 6, 'all came back') FROM outcome;
SELECT cmp_ok(count(*) FILTER (WHERE outcome = 'refused')::int, '>', 2500, 'much damage is refused') FROM outcome;
SELECT is_empty('SELECT name, seed, query, outcome FROM outcome WHERE outcome NOT IN (''answered'', ''refused'', ''failed'')', 'and nothing fails by accident');
SELECT is(count(*)::int, 0, 'damage is refused by all or by none')
FROM (SELECT 1 FROM outcome GROUP BY name, seed HAVING count(DISTINCT outcome = 'refused') > 1) AS s;

-- what is for aggregates only, and what they change in place
CREATE TEMP TABLE support AS
SELECT name, seed, query, pg_temp.outcome(query, pg_temp.damaged(mix::bare, seed)::supply_mix) AS outcome
FROM pg_temp.support_queries('supply_mix') AS query, sample, generate_series(1, 80) AS seed;
SELECT cmp_ok(count(*)::int, '>', 4 * 80 * 20, 'support functions, alone and in place') FROM support;
SELECT is_empty('SELECT name, seed, query, outcome FROM support WHERE outcome NOT IN (''answered'', ''refused'', ''failed'')', 'none of them fails by accident');
-- whatever all others refuse, so do they
SELECT is_empty($$SELECT name, seed, support.query FROM support JOIN outcome AS o USING (name, seed)
	WHERE support.outcome = 'answered' AND o.outcome = 'refused' AND support.query ~ '_final\('$$, 'finals refuse what is damaged');

-- everything that can be asked of one mix, whose names hold zero bytes among others
CREATE TEMP TABLE asked AS
SELECT seed, query, pg_temp.outcome(query, (CASE WHEN seed % 2 = 0 THEN overlay(pg_temp.damaged(mix::bare, seed)::text::bytea PLACING '\x00' FROM 60 + seed)
	ELSE overlay(mix::bare::text::bytea PLACING '\x00' FROM length(mix::bare::text::bytea) - seed) END)::text::bare::supply_mix) AS outcome
FROM (SELECT format('SELECT count(*) FROM %s($1) AS f', p.oid::regproc) AS query
	FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid JOIN pg_proc AS p ON p.oid = d.objid
	WHERE e.extname = 'trade_exposure' AND d.classid = 'pg_proc'::regclass AND p.prokind = 'f' AND p.proargtypes[0] = 'supply_mix'::regtype
		AND p.pronargs - p.pronargdefaults = 1) AS q, sample, generate_series(1, 40) AS seed WHERE name = 'sorted';
SELECT cmp_ok(count(DISTINCT query)::int, '>', 15, 'many questions') FROM asked;
SELECT is_empty('SELECT seed, query, outcome FROM asked WHERE outcome NOT IN (''answered'', ''refused'', ''failed'')', 'none of them fails by accident');
SELECT * FROM finish();
ROLLBACK;
