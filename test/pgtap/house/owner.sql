-- Who owns a database, without being a superuser, can install the extension into
-- a schema of his choice, use all of it and remove it without a trace.
BEGIN;
SET client_min_messages = warning;
DROP EXTENSION trade_exposure CASCADE;
SELECT plan(7);
CREATE ROLE te_plain_owner NOSUPERUSER;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO te_plain_owner', current_database()); END $$;

-- every object there is
CREATE FUNCTION pg_temp.objects() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT 'relation ' || oid::regclass FROM pg_class WHERE relpersistence <> 't' AND relnamespace <> 'pg_toast'::regnamespace
	UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
	UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE typnamespace <> pg_my_temp_schema()
	UNION ALL SELECT 'operator ' || oid::regoperator FROM pg_operator
	UNION ALL SELECT 'operator class ' || opcname FROM pg_opclass
	UNION ALL SELECT 'operator family ' || opfname FROM pg_opfamily
	UNION ALL SELECT 'cast ' || oid FROM pg_cast
	UNION ALL SELECT 'schema ' || nspname FROM pg_namespace
	UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger
	UNION ALL SELECT 'constraint ' || conname FROM pg_constraint
	UNION ALL SELECT 'rights ' || defaclacl::text FROM pg_default_acl
	UNION ALL SELECT 'event trigger ' || evtname FROM pg_event_trigger
	UNION ALL SELECT 'dependency of ' || classid::regclass FROM pg_depend WHERE refclassid = 'pg_extension'::regclass
		AND refobjid NOT IN (SELECT oid FROM pg_extension);
$$;

SET ROLE te_plain_owner;
CREATE SCHEMA te_own;
CREATE TEMP TABLE objects_before AS SELECT pg_temp.objects() AS o;
SELECT lives_ok('CREATE EXTENSION trade_exposure SCHEMA te_own', 'an owner without other rights installs it');
SET search_path = te_own, public;
SELECT is(hhi('{CHN:3,VNM:1}'), 0.625::float8, 'functions answer');
INSERT INTO tariff_regime (regime, currency) VALUES ('X', 'USD');
INSERT INTO tariff_program (regime, program, ord) VALUES ('X', 'MFN', 1);
INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES ('X', 'm', 'MFN', '10%');
SELECT lives_ok($$SELECT tariff_compile('X')$$, 'rule tables can be filled and compiled');
SELECT is(tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric), 10::numeric, 'and asked');
SELECT is_empty($$SELECT oid::regclass, privilege FROM pg_class, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) AS privilege
	WHERE relnamespace = 'te_own'::regnamespace AND relkind = 'r' AND relname <> 'tariff_version' AND NOT has_table_privilege(oid, privilege || ' WITH GRANT OPTION')$$,
	'the owner may change the rule tables and let others do so');
SET search_path = public;
SELECT lives_ok('DROP EXTENSION trade_exposure', 'and removes it');
SELECT set_eq('SELECT pg_temp.objects()', 'SELECT o FROM objects_before', 'nothing is left behind');
RESET ROLE;
SELECT * FROM finish();
ROLLBACK;
