\echo Use "CREATE EXTENSION trade_exposure" to load this file. \quit

-- The extension itself.

CREATE FUNCTION trade_exposure_version() RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION trade_exposure_version() IS
'Version of the loaded library. Example: SELECT trade_exposure_version() → 0.1.0';
