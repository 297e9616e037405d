-- Two rules that every function with a network argument keeps, found in the catalogue: a network that is NULL
-- gives NULL, and no row where rows are returned; output and final demand that contradict each other are refused
-- by all that count with either.
BEGIN;
SELECT plan(14);

-- an argument of each kind that a function cannot do without
CREATE TEMP TABLE sample (type regtype, argument text, literal text);
INSERT INTO sample VALUES ('supply_network', NULL, '{A>B:10;A[output=20],B[output=30]}'), ('supply_network', 'final_use', '{A>C:10,B>C:30}'),
	('supply_mix', NULL, '{A:0.5}'), ('supply_mix', 'consumption', '{A:1}'), ('supply_mix', 'sold', '{A:10}'), ('supply_mix', 'bought', '{B:10}'),
	('jsonb', NULL, '{"A": "B"}'), ('jsonb', 'names', '{"A": "Z"}'), ('jsonb', 'shocks', '{"node": "A", "cut": 0.5}'), ('text[]', NULL, '{A}'), ('float8', NULL, '0.5'),
	('int4', NULL, '3'), ('text', NULL, 'A'), ('text', 'to_supplier', 'B'), ('text', 'node', 'B'), ('text', 'group_name', 'EU');

-- every public function with networks that it cannot do without: which arguments these are, and all that are required
-- (a cascade wants one of "shock" and "shocks")
CREATE TEMP TABLE asker AS
SELECT p.oid, p.proname::text AS name, p.proretset AS rows, i AS place,
	(SELECT array_agg(p.proargtypes[k - 1]::regtype ORDER BY k) FROM generate_series(1, required) AS k) AS types,
	(SELECT array_agg(p.proargnames[k] ORDER BY k) FROM generate_series(1, required) AS k) AS names
FROM pg_proc AS p, LATERAL (SELECT p.pronargs - p.pronargdefaults + (p.proname = 'network_cascade')::int AS required) AS n, generate_series(1, required) AS i
WHERE p.pronamespace = (SELECT extnamespace FROM pg_extension WHERE extname = 'trade_exposure') AND p.prokind = 'f'
	AND p.proargtypes[i - 1] = 'supply_network'::regtype;

-- A call with "literal" for the network at "place" and samples, or NULL, for the rest.
CREATE FUNCTION pg_temp.call(a asker, literal text, rest bool) RETURNS text LANGUAGE sql AS $$
	-- a value chain asks for a country in each node's code
	SELECT format('%I(%s)', a.name, string_agg(format('%L::%s', CASE WHEN 'final_use' = ANY (a.names) AND a.types[k] = 'supply_network'::regtype THEN
		regexp_replace(made, '([AB])([>\[:])', '"\1:s"\2', 'g') ELSE made END, a.types[k]), ', ' ORDER BY k))
	FROM generate_series(1, cardinality(a.types)) AS k, LATERAL (SELECT CASE WHEN k = a.place THEN literal WHEN rest OR a.types[k] = 'supply_network'::regtype THEN
		(SELECT s.literal FROM sample AS s WHERE s.type = a.types[k] AND (s.argument IS NULL OR s.argument = a.names[k]) ORDER BY s.argument LIMIT 1) END AS made) AS m
$$;

-- What a call answers: its rows, or why it has none.
CREATE FUNCTION pg_temp.answer(call text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	found text;
BEGIN
	EXECUTE format('SELECT string_agg(r::text, E''\n'' ORDER BY r::text) FROM %s AS r WHERE (r IS NULL) IS NOT TRUE', call) INTO found;
	RETURN coalesce(found, 'nothing');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- How many rows a call returns; -1: it fails.
CREATE FUNCTION pg_temp.row_count(call text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE 'SELECT count(*) FROM ' || call INTO n;
	RETURN n;
EXCEPTION WHEN OTHERS THEN
	RETURN -1;
END $$;

SELECT cmp_ok(count(*), '>', 50::bigint, 'the catalogue has networks to ask') FROM asker;
SELECT is_empty($$SELECT name, place, found FROM asker AS a, LATERAL pg_temp.answer(pg_temp.call(a, NULL, true)) AS found WHERE found <> 'nothing'$$,
	'a network that is NULL gives nothing, from every function');
SELECT is_empty($$SELECT name, place, found FROM asker AS a, LATERAL pg_temp.answer(pg_temp.call(a, NULL, false)) AS found WHERE found <> 'nothing'$$,
	'also when nothing else is given');
SELECT is_empty($$SELECT name, place, n FROM asker AS a, LATERAL pg_temp.row_count(pg_temp.call(a, NULL, true)) AS n WHERE rows AND n <> 0$$,
	'and no row at all, where rows are returned');
SELECT is(sum(n)::text, '{A>B:5}', 'aggregates leave networks out that are NULL') FROM (VALUES ('{A>B:5}'::supply_network), (NULL)) AS v(n);

-- who counts with output answers otherwise for another output
CREATE TEMP TABLE uses AS
SELECT name, place, pg_temp.answer(pg_temp.call(a, '{A>B:10;A[output=20],B[output=30]}', true)) AS as_is,
	pg_temp.answer(pg_temp.call(a, '{A>B:10;A[output=40],B[output=60]}', true)) AS larger,
	pg_temp.answer(pg_temp.call(a, '{A>B:10;A[output=20,final_demand=15],B[output=30]}', true)) AS contradicted,
	pg_temp.answer(pg_temp.call(a, '{A>B:10;A[output=20,final_demand=10],B[output=30,final_demand=30]}', true)) AS agreed
FROM asker AS a WHERE names[place] <> 'final_use';
SELECT is_empty($$SELECT name, as_is FROM uses WHERE as_is ~ '^\w{5} '$$, 'every function answers its sample');
SELECT set_eq($$SELECT DISTINCT name FROM uses WHERE as_is IS DISTINCT FROM larger AND contradicted !~ '^22000 .*: accounts of node "A(:s)?" do not balance'$$,
	-- these tell what is there, or reshape it
	$$VALUES ('each_node'), ('leontief_check'), ('network_drop'), ('network_group'), ('network_group_countries'), ('network_keep'), ('network_rename'),
	('network_scale'), ('network_shift'), ('network_transpose'), ('network_balance')$$, 'whoever counts with output refuses final demand that contradicts it');
SELECT is_empty($$SELECT name FROM uses WHERE contradicted ~ '^\w{5} ' AND (agreed ~ '^\w{5} ' OR agreed <> as_is)$$,
	'final demand that agrees with output changes nothing');
SELECT is((SELECT imbalance FROM leontief_check('{A>B:10;A[output=20,final_demand=15],B[output=30]}')), 0.25::float8,
	'leontief_check still tells: 10 + 15 is 5 more than 20');

-- rounding of printed tables passes, more does not
SELECT lives_ok($$SELECT * FROM leontief_output('{A>B:10;A[output=1000,final_demand=971],B[output=30]}')$$, '981 for 1000 is rounding');
SELECT throws_like($$SELECT * FROM leontief_output('{A>B:10;A[output=1000,final_demand=969],B[output=30]}')$$,
	'%node "A" do not balance', '979 for 1000 is not');
\ir hint.inc
SELECT is(pg_temp.hint($$SELECT * FROM leontief_output('{A>B:10;A[output=20,final_demand=15],B[output=30]}')$$),
	'22000: leontief_output: accounts of node "A" do not balance | Correct them, or give one of the two alone: the other follows from what is sold. leontief_check() tells the largest gap.',
	'the hint says how');
SELECT throws_like($$SELECT * FROM value_origin('{"A:s">"B:s":10;"A:s"[output=20],"B:s"[output=30]}', '{"A:s">C:15,"B:s">C:30}', 'exports')$$,
	'value_origin: accounts of node "A:s" do not balance', 'final use that contradicts output is refused, too');
SELECT lives_ok($$SELECT * FROM inoperability('{A>B:0.5;A[output=20,final_demand=15],B[output=30]}', '{B:0.1}', 'coefficients')$$,
	'coefficients ask for no accounts');
SELECT * FROM finish();
ROLLBACK;
