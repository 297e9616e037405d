-- Units of quantity.

CREATE FUNCTION @extschema@.convert_quantity(quantity float8, from_unit text, to_unit text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.convert_quantity(float8, text, text) IS
'A quantity in another unit, by the units that duties are charged on; NULL when the two do not convert (see unit_problem). Example: SELECT convert_quantity(2.5, ''t'', ''KG'') → 2500';

CREATE FUNCTION @extschema@.unit_code(unit text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_code(text) IS
'The UN/ECE code of a unit as statistics write it, with its multiple; NULL for a unit that is not known. Example: SELECT unit_code(''100 kilograms'') → 100 KGM';

CREATE FUNCTION @extschema@.unit_problem(from_unit text, to_unit text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_problem(text, text) IS
'Why convert_quantity gives NULL, or that a unit is in no table, so that only its own name was compared; NULL when both are known and convert. Example: SELECT unit_problem(''kg'', ''litres'') → KGM does not convert into LTR';
