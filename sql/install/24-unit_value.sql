-- Unit values: indices between two periods, and those that cannot be right.

CREATE FUNCTION @extschema@.unit_value_index(base_value_mix @extschema@.supply_mix, base_quantity_mix @extschema@.supply_mix, current_value_mix @extschema@.supply_mix, current_quantity_mix @extschema@.supply_mix, missing text DEFAULT 'exclude', OUT laspeyres float8, OUT paasche float8, OUT fisher float8, OUT tornqvist float8, OUT items int4, OUT left_out int4, OUT base_coverage float8, OUT coverage float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.unit_value_index(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Index of unit values of a period against a base (1: no change) after Laspeyres, Paasche, Fisher and Toernqvist, over items that are products or suppliers, with the share of both values that it rests on; missing says what an item without a unit value in both periods does: exclude, carry (unchanged) or error. Example: SELECT laspeyres, paasche FROM unit_value_index(''{A:10,B:10}'', ''{A:10,B:5}'', ''{A:30,B:10}'', ''{A:15,B:5}'') → 1.5, 1.6';

CREATE FUNCTION @extschema@.unit_value_outliers(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix, times float8 DEFAULT 5, OUT origin text, OUT value float8, OUT quantity float8, OUT unit_value float8, OUT median float8, OUT ratio float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 3;
COMMENT ON FUNCTION @extschema@.unit_value_outliers(@extschema@.supply_mix, @extschema@.supply_mix, float8) IS
'Origins whose unit value is at least so many times the median of all origins, or at most that part of it: mostly wrong quantities. Example: SELECT origin, ratio FROM unit_value_outliers(''{A:4,B:5,C:6,D:500}'', ''{A:1,B:1,C:1,D:1}'') → D 90.9090909090909';
