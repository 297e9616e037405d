-- Plants, into the schema "hostile", functions, aggregates and operators that a
-- call in the install script or in a body of ours could be matched by.  Run as the
-- owner of the database, no superuser, before CREATE EXTENSION.  Expects noted.word
-- (the words and operators of the joined script) and noted.own (what it creates).
--
-- Each notes that it was called, by whom and from where, and then gives what
-- pg_catalog gives, so that a suite goes on undisturbed.

SET client_min_messages = warning;
SET check_function_bodies = off;
CREATE SEQUENCE noted.calls;	-- a sequence outlives the rollback of whoever called

-- Notes a call: any while noted.installing is on; else what comes from a body of
-- ours or from a query of the library, which names the schema, and not what a test
-- itself says.
CREATE FUNCTION noted.note(planted text) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	stack text;
	caller text;
BEGIN
	GET DIAGNOSTICS stack = PG_CONTEXT;
	-- without its own line, the statement that called it, and the planted function's line
	caller := regexp_replace(stack, '^[^\n]*\n(?:SQL (?:statement|expression) [^\n]*\n)?PL/pgSQL function [^\n]*(?:\n|$)', '');
	IF current_setting('noted.installing', true) = 'on'
		OR caller ~ '^SQL (statement|expression) "[^\n]*\mhostile\.'
		OR EXISTS (SELECT FROM noted.own o WHERE caller ~ ('function ([^\s(]+\.)?' || o.name || '\('))
	THEN
		PERFORM nextval('noted.calls');
		RAISE LOG 'hostile: % was called by %, from %', planted, current_user, coalesce(nullif(caller, ''), 'the script');
	END IF;
END $$;

-- What an argument of a type can come as: itself; what has an implicit cast to it;
-- text, for a literal; and for an argument of any type some of each kind.
CREATE TABLE noted.arrives AS
SELECT wanted.oid AS wanted, a.oid::regtype AS arrived
FROM pg_type AS wanted, pg_type AS a
WHERE a.typnamespace = 'pg_catalog'::regnamespace AND a.typtype = 'b' AND CASE
	WHEN wanted.typname IN ('anyarray', 'anycompatiblearray')
		THEN a.oid IN ('text[]'::regtype, 'float8[]'::regtype, 'date[]'::regtype)
	WHEN wanted.typname IN ('any', 'anyelement', 'anynonarray', 'anycompatible', 'anycompatiblenonarray')
		THEN a.typname IN ('text', 'int4', 'float8', 'numeric', 'date', 'jsonb')
	ELSE wanted.typtype = 'b' AND (a.oid = wanted.oid OR a.typname = 'text' OR a.typname IN ('int4', 'int8', 'numeric', 'date', 'varchar')
		AND EXISTS (SELECT FROM pg_cast WHERE castsource = a.oid AND casttarget = wanted.oid AND castcontext = 'i')) END;
CREATE INDEX ON noted.arrives (wanted);

-- All combinations for up to two arguments, for more those that differ in one place
-- from the exact ones.
CREATE FUNCTION noted.combinations(wanted oid[]) RETURNS SETOF regtype[] LANGUAGE plpgsql AS $$
DECLARE
	exact regtype[];
BEGIN
	IF cardinality(wanted) <= 2 THEN
		RETURN QUERY SELECT ARRAY[a.arrived] || array_remove(ARRAY[b.arrived], NULL)
		FROM noted.arrives AS a LEFT JOIN noted.arrives AS b ON b.wanted = $1[2]
		WHERE a.wanted = $1[1] AND (cardinality($1) = 1 OR b.arrived IS NOT NULL);
		RETURN;
	END IF;
	exact := ARRAY(SELECT (SELECT a.arrived FROM noted.arrives AS a WHERE a.wanted = w ORDER BY a.arrived = w DESC, a.arrived <> 'text'::regtype LIMIT 1)
		FROM unnest(wanted) WITH ORDINALITY AS u(w, place) ORDER BY place);
	IF array_position(exact, NULL) IS NULL THEN
		RETURN QUERY SELECT exact
		UNION SELECT exact[:place - 1] || a.arrived || exact[place + 1:]
		FROM unnest(wanted) WITH ORDINALITY AS u(w, place) JOIN noted.arrives AS a ON a.wanted = w;
	END IF;
END $$;

-- The type that a call gives: of polymorphic ones what follows from an argument.
CREATE FUNCTION noted.gives(declared oid, wanted oid[], arrived regtype[]) RETURNS regtype LANGUAGE sql AS $$
	SELECT CASE
		WHEN typtype <> 'p' THEN t.oid::regtype
		WHEN typname LIKE 'any%array' THEN (SELECT CASE WHEN w::regtype::text LIKE '%array' AND w::regtype::text NOT LIKE '%nonarray' THEN arrived[place]
			ELSE (SELECT typarray FROM pg_type WHERE oid = arrived[place])::regtype END
			FROM unnest(wanted) WITH ORDINALITY AS u(w, place) WHERE w::regtype::text LIKE '%any%' ORDER BY place LIMIT 1)
		WHEN typname LIKE 'any%' THEN (SELECT coalesce(nullif((SELECT typelem FROM pg_type WHERE oid = arrived[place]), 0)::regtype, arrived[place])
			FROM unnest(wanted) WITH ORDINALITY AS u(w, place) WHERE w::regtype::text LIKE '%any%' ORDER BY place LIMIT 1) END
	FROM pg_type AS t WHERE oid = declared
$$;

-- The functions behind the names and operators of the script, with variadic ones
-- at one to four arguments more.
CREATE TABLE noted.wanted AS
WITH called AS (
	SELECT p.oid, w.word AS name, false AS operator FROM noted.word AS w JOIN pg_proc AS p ON p.proname = w.word
	WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind IN ('f', 'a')
	UNION ALL
	SELECT o.oprcode, w.word, true FROM noted.word AS w JOIN pg_operator AS o ON o.oprname = w.word
	WHERE o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0 AND o.oprcode <> 0)
SELECT c.*, p.proname, p.prokind, p.proretset, p.prorettype,
	CASE WHEN provariadic = 0 THEN a.types ELSE a.types[:pronargs - 1] || array_fill(provariadic, ARRAY[n]) END AS types
FROM called AS c JOIN pg_proc AS p USING (oid), generate_series(1, 4) AS n,
	string_to_array(proargtypes::text, ' ') AS s, LATERAL (SELECT s::oid[] AS types) AS a
WHERE (provariadic <> 0 OR n = 1) AND pronargs > 0
	AND (prorettype::regtype::text NOT IN ('record', 'void', 'internal', 'trigger', 'cstring', '"any"'))
	AND NOT EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = p.oid AND aggkind <> 'n');

-- Plants one function, aggregate or operator; false where it cannot be, which is
-- where PostgreSQL itself takes no such call.
CREATE FUNCTION noted.plant(w noted.wanted, arrived regtype[], number bigint) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	given regtype := noted.gives(w.prorettype, w.types, arrived);
	types text := array_to_string(arrived, ', ');
	what text := format('%s(%s)', w.name, types);
	passed text;
BEGIN
	SELECT string_agg(CASE WHEN t::regtype::text LIKE '%any%' THEN '' ELSE '::' || t::regtype END, ' , ' ORDER BY place) INTO passed
	FROM unnest(w.types) WITH ORDINALITY AS u(t, place);
	passed := (SELECT string_agg(format('$%s%s', place, c), ', ' ORDER BY place)
		FROM regexp_split_to_table(passed, ' , ') WITH ORDINALITY AS u(c, place));
	IF w.prokind = 'a' THEN
		EXECUTE format('CREATE FUNCTION noted.final_%s(%s[]) RETURNS %s LANGUAGE plpgsql AS %L', number, types, given,
			format('BEGIN PERFORM noted.note(%L); RETURN (SELECT pg_catalog.%I(%s) FROM unnest($1) AS x); END', what, w.proname, replace(passed, '$1', 'x')));
		EXECUTE format('CREATE AGGREGATE hostile.%I(%s) (SFUNC = pg_catalog.array_append, STYPE = %s[], INITCOND = %L, FINALFUNC = noted.final_%s)',
			w.name, types, types, '{}', number);
	ELSE
		EXECUTE format('CREATE FUNCTION %s(%s) RETURNS %s %s LANGUAGE plpgsql AS %L',
			CASE WHEN w.operator THEN format('noted.operator_%s', number) ELSE format('hostile.%I', w.name) END,
			types, CASE WHEN w.proretset THEN 'SETOF' ELSE '' END, given,
			format(CASE WHEN w.proretset THEN 'BEGIN PERFORM noted.note(%L); RETURN QUERY SELECT pg_catalog.%I(%s); END'
				ELSE 'BEGIN PERFORM noted.note(%L); RETURN pg_catalog.%I(%s); END' END, what, w.proname, passed));
		IF w.operator THEN
			EXECUTE format('CREATE OPERATOR hostile.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = noted.operator_%s)',
				w.name, arrived[1], arrived[2], number);
		END IF;
	END IF;
	RETURN true;
EXCEPTION WHEN invalid_function_definition OR undefined_function OR datatype_mismatch THEN
	RETURN false;
END $$;

-- of what several functions could stand for, the one with the fewest casts delegates
CREATE TABLE noted.planted AS
SELECT name, operator, prokind, arrived, noted.plant(wanted, arrived, row_number() OVER ()) AS planted
FROM (SELECT DISTINCT ON (w.name, w.operator, c) w AS wanted, w.name, w.operator, w.prokind, c AS arrived
	FROM noted.wanted AS w, noted.combinations(w.types) AS c
	WHERE w.prokind = 'f' OR cardinality(c) = 1 AND c[1]::text NOT LIKE '%[]'
	ORDER BY w.name, w.operator, c, (SELECT count(*) FROM unnest(w.types, c) AS u(t, a) WHERE t <> a)) AS x;

-- Overloads of our own names, for arguments that come as another type.  Who reaches
-- one is told: these are for bodies of ours, which must never do so.
CREATE FUNCTION noted.plant_own(name text, arrived regtype[], given regtype) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
	types text := array_to_string(arrived, ', ');
BEGIN
	EXECUTE format('CREATE FUNCTION hostile.%I(%s) RETURNS %s LANGUAGE plpgsql AS %L', name, types, given,
		format('BEGIN PERFORM noted.note(%L); RAISE EXCEPTION %L; END', format('our %s(%s)', name, types), 'hostile ' || name || ' was reached'));
	RETURN true;
EXCEPTION WHEN duplicate_function THEN
	RETURN false;
END $$;

CREATE TABLE noted.planted_own AS
SELECT x.name, arrived, noted.plant_own(x.name, arrived, given) AS planted
FROM (SELECT DISTINCT o.name, c AS arrived, o.given
	FROM noted.own AS o, noted.combinations(o.types) AS c
	WHERE cardinality(o.types) > 0 AND array_position(o.types, NULL) IS NULL
		AND NOT EXISTS (SELECT FROM noted.own AS e WHERE e.name = o.name AND e.types = c::oid[])) AS x;

RESET check_function_bodies;
