\echo Use "CREATE EXTENSION trade_exposure" to load this file. \quit

-- The extension itself: its version.

-- Whoever may create the extension need not be a superuser, but this script runs as
-- one, and the target schema is his: nothing of his may be taken for ours or for
-- PostgreSQL's.  So names without a schema mean pg_catalog alone from here on (CREATE
-- EXTENSION restores the path at its end), our own objects are named by @extschema@,
-- and calls of our own functions pass arguments of exact types.
SET LOCAL search_path = pg_catalog, pg_temp;

-- What nobody calls by hand stands in a schema of its own: support of types, operators,
-- aggregates and the planner, triggers, and what our own SQL is made of.  Whoever calls
-- what rests on it needs it, so everybody may look into it; only we put things there.
-- Somebody else's schema of that name must not be taken for ours, hence no IF NOT EXISTS.
CREATE SCHEMA te_support;
GRANT USAGE ON SCHEMA te_support TO PUBLIC;
COMMENT ON SCHEMA te_support IS 'Support of the extension trade_exposure; nothing in it is to be called by hand.';

-- The extension itself.

CREATE FUNCTION @extschema@.trade_exposure_version() RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.trade_exposure_version() IS
'Version of the loaded library. Example: SELECT trade_exposure_version() → 1.0.0';

-- Checks for functions whose bodies are SQL: what C says of its arguments.

CREATE FUNCTION te_support.te_finite_float8(argument text, value float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_float8(text, float8) IS
'The value; an error that names the argument where it is not finite. Example: SELECT te_support.te_finite_float8(''factor'', 0.5::float8) → 0.5';

CREATE FUNCTION te_support.te_finite_numeric(argument text, value numeric) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_numeric(text, numeric) IS
'The value; an error that names the argument where it is not finite. Example: SELECT te_support.te_finite_numeric(''customs_value'', 100::numeric) → 100';

CREATE FUNCTION te_support.te_finite_date(argument text, value date) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_date(text, date) IS
'The day; an error that names the argument where it is NULL or not finite. Example: SELECT te_support.te_finite_date(''from_date'', date ''2026-01-01'') → 2026-01-01';
