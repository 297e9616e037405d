-- A damaged network in a table is refused or gives some answer; it never leads out of its own bytes.
BEGIN;
SELECT plan(7);
SET LOCAL client_min_messages = warning;

\ir damage.inc
CREATE CAST (bare AS supply_network) WITHOUT FUNCTION;
CREATE CAST (supply_network AS bare) WITHOUT FUNCTION;

CREATE AGGREGATE pg_temp.state_of(text, text, float8) (SFUNC = te_support.te_network_accum, STYPE = supply_network);
CREATE TEMP TABLE sample (name text, net supply_network);
INSERT INTO sample VALUES
	('sparse', '{A>B:1,B>C:2,C>D:3,"a long name, of a firm">A:4;A[output=9,sector="a sector with a long name"],B[sector=s,essential=0.5]}'),
	('partial', 'partial{A>B:1:0,"a long name, of a firm">A:2:1e-20;A[output=3:0,sector=s];rows=5}');
INSERT INTO sample SELECT 'packed', with_nodes(net, 'v' || i, 100, 3, NULL, 's' || i % 3, NULL)
FROM (SELECT supply_network('v' || i, 'v' || j, 1.0::float8) AS net FROM generate_series(1, 40) AS i, generate_series(1, 40) AS j WHERE (i * j) % 5 > 0) AS f, generate_series(1, 40) AS i;
-- a state of an aggregate, unfinished, with codes of every length
INSERT INTO sample SELECT 'state', pg_temp.state_of(left('a name of twenty bytes', 1 + i * 5 % 22), left('another name, of more', 1 + i * 7 % 20), i) FROM generate_series(1, 60) AS i;
SELECT is((SELECT string_agg(name, ' ' ORDER BY name) FROM sample WHERE (net::bare)::supply_network::text = net::text), 'packed partial sparse state', 'bare bytes are a network again');

CREATE TEMP TABLE outcome AS
SELECT name, seed, query, pg_temp.outcome(query, pg_temp.damaged(net::bare, seed)::supply_network) AS outcome
FROM sample, generate_series(1, 200) AS seed, unnest(ARRAY[
	'SELECT count(*) FROM each_edge($1)', 'SELECT count(*) FROM each_node($1)', 'SELECT length(($1 + $1)::text)',
	'SELECT sum(output) FROM leontief_output($1, change => ''{A:1}'')', 'SELECT sum(lookthrough_share) FROM hidden_exposure($1, ''{A}'')',
	'SELECT count(*) FROM dynamic_loss_by_node($1, ''[]'', 3)', 'SELECT length(te_support.te_network_send($1))']) AS query;
SELECT is(count(*)::int, 4 * 200 * 7, 'all came back') FROM outcome;
SELECT cmp_ok(count(*) FILTER (WHERE outcome = 'refused')::int, '>', 1500, 'much damage is refused') FROM outcome;
SELECT is_empty('SELECT name, seed, query, outcome FROM outcome WHERE outcome NOT IN (''answered'', ''refused'', ''failed'')', 'and nothing fails by accident');

-- what is for aggregates only, and what they change in place
CREATE TEMP TABLE support AS
SELECT name, seed, query, pg_temp.outcome(query, pg_temp.damaged(net::bare, seed)::supply_network) AS outcome
FROM pg_temp.support_queries('supply_network') AS query, sample, generate_series(1, 80) AS seed;
SELECT cmp_ok(count(*)::int, '>', 4 * 80 * 8, 'support functions, alone and in place') FROM support;
SELECT is_empty('SELECT name, seed, query, outcome FROM support WHERE outcome NOT IN (''answered'', ''refused'', ''failed'')', 'none of them fails by accident');
SELECT is_empty($$SELECT name, seed, support.query FROM support JOIN outcome AS o USING (name, seed)
	WHERE support.outcome = 'answered' AND o.outcome = 'refused' AND support.query ~ '_final\('$$, 'finals refuse what is damaged');
SELECT * FROM finish();
ROLLBACK;
