-- The extension's schema holds what people call, each on a page; what types, operators, aggregates, triggers, the planner
-- and our own SQL rest on is in te_support, where everybody may use it and nobody may put anything.
BEGIN;
SET client_min_messages = warning;
-- not the page on what the code is like inside, which names machinery, nor that which is made from the catalogue
\set docs `cat README.md $(ls docs/*.md | grep -v -e docs/architecture.md -e docs/reliability.md -e docs/reference.md)`
SELECT set_config('te.docs', :'docs', true) IS NOT NULL AS have_docs \gset
SELECT plan(16);

CREATE VIEW pg_temp.member AS
SELECT d.classid, d.objid FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'trade_exposure';
CREATE VIEW pg_temp.member_proc AS
SELECT p.*, p.oid::regprocedure AS f, n.nspname FROM pg_temp.member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
	JOIN pg_namespace AS n ON n.oid = p.pronamespace;

-- What something else calls, from the catalogs.  A cast is left out: its function is one that people call as well.
CREATE VIEW pg_temp.machinery AS
SELECT f.oid, kind FROM (
	SELECT x, 'aggregate' FROM pg_aggregate, unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn, aggminvtransfn, aggmfinalfn]) AS x
	UNION SELECT x, 'type' FROM pg_type, unnest(ARRAY[typinput, typoutput, typreceive, typsend, typmodin, typmodout, typanalyze, typsubscript]) AS x
	UNION SELECT x, 'operator' FROM pg_operator, unnest(ARRAY[oprcode, oprrest, oprjoin]) AS x
	UNION SELECT amproc, 'operator class' FROM pg_amproc
	UNION SELECT tgfoid, 'trigger' FROM pg_trigger
	UNION SELECT evtfoid, 'event trigger' FROM pg_event_trigger
	UNION SELECT prosupport, 'planner' FROM pg_proc
	UNION SELECT refobjid, 'default' FROM pg_depend WHERE classid = 'pg_attrdef'::regclass AND refclassid = 'pg_proc'::regclass) AS f(oid, kind)
WHERE f.oid IN (SELECT oid FROM pg_temp.member_proc);

-- What stands where it does not belong: name, and why.
CREATE FUNCTION pg_temp.misplaced() RETURNS TABLE (f text, problem text) LANGUAGE sql AS $$
	SELECT p.f::text, 'is support of ' || m.kind FROM pg_temp.member_proc AS p JOIN pg_temp.machinery AS m USING (oid) WHERE nspname <> 'te_support'
	UNION ALL
	SELECT p.f::text, 'takes or gives what no caller has' FROM pg_temp.member_proc AS p WHERE nspname <> 'te_support'
		AND '{internal,cstring,trigger,event_trigger}'::regtype[]::oid[] && (proargtypes::oid[] || prorettype)
	UNION ALL
	SELECT p.f::text, 'is on no page' FROM pg_temp.member_proc AS p WHERE nspname <> 'te_support'
		AND current_setting('te.docs') !~ ('\m' || proname || '[(`]')
	UNION ALL
	SELECT p.f::text, 'is on a page' FROM pg_temp.member_proc AS p WHERE nspname = 'te_support'
		AND current_setting('te.docs') ~ ('\m' || proname || '\M')
	UNION ALL
	SELECT p.f::text, 'has another name than its C code' FROM pg_temp.member_proc AS p JOIN pg_language AS l ON l.oid = prolang
	WHERE nspname = 'te_support' AND lanname = 'c' AND proname <> prosrc
	UNION ALL
	SELECT p.f::text, 'is not called te_…' FROM pg_temp.member_proc AS p WHERE (nspname = 'te_support') <> (proname LIKE 'te\_%')
	UNION ALL
	SELECT p.f::text, 'is named after another role' FROM pg_temp.member_proc AS p JOIN (
		SELECT aggtransfn, '_accum(_[a-z]+)?$' FROM pg_aggregate
		UNION SELECT aggmtransfn, '_accum(_moving)?$' FROM pg_aggregate
		UNION SELECT aggminvtransfn, '_inverse$' FROM pg_aggregate
		UNION SELECT aggcombinefn, '_combine$' FROM pg_aggregate
		UNION SELECT x, '_final$' FROM pg_aggregate, unnest(ARRAY[aggfinalfn, aggmfinalfn]) AS x
		UNION SELECT typinput, '_in$' FROM pg_type
		UNION SELECT typoutput, '_out$' FROM pg_type
		UNION SELECT typreceive, '_recv$' FROM pg_type
		UNION SELECT typsend, '_send$' FROM pg_type
		UNION SELECT prosupport, '_support$' FROM pg_proc) AS r(oid, suffix) USING (oid)
	WHERE proname !~ suffix
	UNION ALL
	SELECT t.oid::regtype::text, 'is on no page' FROM pg_temp.member JOIN pg_type AS t ON classid = 'pg_type'::regclass AND objid = t.oid
	WHERE typtype = 'b' AND typcategory <> 'A' AND typnamespace <> 'te_support'::regnamespace AND current_setting('te.docs') !~ ('\m' || typname || '\M')
	UNION ALL
	SELECT c.oid::regclass::text, 'is on no page' FROM pg_temp.member JOIN pg_class AS c ON classid = 'pg_class'::regclass AND objid = c.oid
	WHERE relkind IN ('r', 'v') AND current_setting('te.docs') !~ ('\m' || relname || '\M')
$$;

SELECT is_empty('SELECT * FROM pg_temp.misplaced()', 'everything is where it belongs');
SELECT is(array_agg(DISTINCT kind ORDER BY kind), '{aggregate,default,operator,"operator class",planner,trigger,type}', 'support of each kind was looked at')
FROM pg_temp.machinery;

-- the check finds each kind of fault
SAVEPOINT sound;
ALTER FUNCTION te_support.te_mix_final(supply_mix) SET SCHEMA public;
SELECT set_has('SELECT problem FROM pg_temp.misplaced()', $$VALUES ('is support of aggregate'), ('is not called te_…'), ('is on no page')$$, 'a final function among what people call');
ROLLBACK TO sound;
ALTER FUNCTION te_support.te_rules_changed() SET SCHEMA public;
SELECT set_has('SELECT problem FROM pg_temp.misplaced()', $$VALUES ('is support of trigger'), ('takes or gives what no caller has')$$, 'a trigger function');
ROLLBACK TO sound;
ALTER FUNCTION public.hhi_normalized(supply_mix, text) SET SCHEMA te_support;
SELECT set_has('SELECT problem FROM pg_temp.misplaced()', $$VALUES ('is on a page'), ('is not called te_…')$$, 'a function of a page in te_support');
ROLLBACK TO sound;
ALTER FUNCTION te_support.te_mix_combine(supply_mix, supply_mix) RENAME TO te_mix_merge;
SELECT set_has('SELECT problem FROM pg_temp.misplaced()', $$VALUES ('has another name than its C code'), ('is named after another role')$$, 'a name of another grammar');
ROLLBACK TO sound;

-- rights
SELECT is(has_schema_privilege('public', 'te_support', 'USAGE'), true, 'everybody may look into te_support');
SELECT is(has_schema_privilege('public', 'te_support', 'CREATE'), false, 'but put nothing there');
SELECT is_empty($$SELECT f FROM pg_temp.member_proc WHERE nspname = 'te_support' AND NOT has_function_privilege('public', oid, 'EXECUTE')$$, 'and call what is there');

-- A role with no rights of its own: each aggregate over rows, in groups and in a window that moves.
CREATE ROLE te_nobody NOSUPERUSER;
-- later numbers are larger, as a limit must be that is compared with an allowance
CREATE FUNCTION pg_temp.argument(type regtype, place bigint) RETURNS text LANGUAGE sql AS $$
	SELECT format('%s::%s', CASE type::text
		WHEN 'text' THEN CASE place WHEN 4 THEN $q$'error'$q$ ELSE $q$('N' || i)$q$ END WHEN 'text[]' THEN $q$'{A,B}'$q$
		WHEN 'date' THEN $q$(date '2024-01-01' + 31 * i)$q$ WHEN 'jsonb' THEN $q$'{"stock": 1}'$q$ WHEN 'boolean' THEN '(i % 2 = 0)'
		WHEN 'supply_mix' THEN $q$'{A:1,B:2}'$q$ WHEN 'supply_network' THEN $q$'{A>B:1}'$q$ WHEN 'double precision[]' THEN $q$'{1,2}'$q$
		WHEN 'integer' THEN '1' ELSE least(0.001 * 4 ^ place, 0.5)::text END, type)
$$;
CREATE FUNCTION pg_temp.call(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE query;
	RETURN NULL;
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate || ' ' || sqlerrm;
END $$;
CREATE TEMP TABLE asked AS
SELECT f, format('SELECT %s FROM generate_series(1, 12) AS i%s', call, more) AS query
FROM pg_temp.member_proc AS p,
	LATERAL (SELECT format('%s(%s)', p.oid::regproc, string_agg(CASE WHEN proargnames[place] = 'level' THEN '0.9::float8' ELSE pg_temp.argument(t::regtype, place) END, ', ' ORDER BY place)) AS call
		FROM unnest(proargtypes::oid[]) WITH ORDINALITY AS u(t, place)) AS c,
	unnest(ARRAY['', ' GROUP BY i % 2', ' WHERE false']) AS more
WHERE prokind = 'a'
UNION ALL
SELECT f, format('SELECT %s(%s) OVER (ORDER BY i ROWS 3 PRECEDING) FROM generate_series(1, 12) AS i', p.oid::regproc,
	(SELECT string_agg(CASE WHEN proargnames[place] = 'level' THEN '0.9::float8' ELSE pg_temp.argument(t::regtype, place) END, ', ' ORDER BY place) FROM unnest(proargtypes::oid[]) WITH ORDINALITY AS u(t, place)))
FROM pg_temp.member_proc AS p WHERE prokind = 'a';
GRANT SELECT ON asked TO te_nobody;
SELECT cmp_ok(count(DISTINCT f)::int, '>=', 35, 'there are aggregates to ask') FROM asked;
SET LOCAL ROLE te_nobody;
-- one whose argument is a state says that {1,2} is none
SELECT is_empty('SELECT query, problem FROM asked, pg_temp.call(query) AS problem WHERE problem <> ''22023 not a state of this aggregate''', 'a role without rights asks every aggregate');
SELECT is('{A:1}'::supply_mix + '{B:1}' = '{A:1,B:1}', true, 'and uses operators');
SELECT is((SELECT count(*) FROM (SELECT DISTINCT m FROM (VALUES ('{A:1}'::supply_mix), ('{A:1}'), ('{B:1}')) AS v(m) ORDER BY m) AS q), 2::bigint, 'and sorts');
SELECT throws_ok('CREATE TABLE te_support.mine ()', '42501', 'permission denied for schema te_support', 'but makes nothing there');
RESET ROLE;
REVOKE USAGE ON SCHEMA te_support FROM PUBLIC;
SET LOCAL ROLE te_nobody;
SELECT isnt(pg_temp.call($$SELECT te_support.te_mix_hash('{A:1}')$$), NULL, 'the right to look there is what it rests on');
RESET ROLE;

-- and away with it
DROP EXTENSION trade_exposure CASCADE;
SELECT hasnt_schema('te_support', 'DROP EXTENSION removes it');
SELECT * FROM finish();
ROLLBACK;
