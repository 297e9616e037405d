-- Prices and technology: market clearing, CES output, lost variety, bills of materials.

CREATE FUNCTION @extschema@.price_response(cut float8, supply_elasticity float8, demand_elasticity float8,
	capacity float8 DEFAULT NULL, choke_price float8 DEFAULT NULL, stock_release float8 DEFAULT 0,
	OUT price float8, OUT quantity float8, OUT capacity_binds bool,
	OUT expenditure float8, OUT buyer_loss float8, OUT choke_binds bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.price_response(float8, float8, float8, float8, float8, float8) IS
'Price and quantity, relative to before, at which a market clears after the share "cut" of supply has gone; "capacity" is the most that the rest can sell, "choke_price" the price beyond which nobody buys, "stock_release" what stocks add. NULL price: no finite price clears. Example: SELECT price, quantity FROM price_response(0.6, 0.2, 0.3) → 6.25, 0.577';

CREATE FUNCTION @extschema@.price_response(mix @extschema@.supply_mix, shock @extschema@.supply_mix, supply_elasticity float8, demand_elasticity float8,
	capacity @extschema@.supply_mix DEFAULT NULL, choke_price float8 DEFAULT NULL, stock_release float8 DEFAULT 0,
	OUT price float8, OUT quantity float8, OUT capacity_binds bool,
	OUT expenditure float8, OUT buyer_loss float8, OUT choke_binds bool)
AS 'MODULE_PATHNAME', 'mix_price_response' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_response(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, @extschema@.supply_mix, float8, float8) IS
'Price and quantity, relative to before, at which a market of several producers clears after a shock (origin → share that stops); "capacity" is the most that an origin can sell, "choke_price" the price beyond which nobody buys, "stock_release" the amount that stocks add. Example: SELECT price FROM price_response(''{CHN:60,AUS:40}''::supply_mix, ''{CHN:1}''::supply_mix, 0.2, 0.3, ''{AUS:45}'') → 14.32';

CREATE FUNCTION @extschema@.ces_loss(cost_share float8, elasticity float8, input float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ces_loss(float8, float8, float8) IS
'Share of output lost when one input is at "input" of normal, all others at 1, in a technology with constant elasticity of substitution. Example: SELECT ces_loss(0.04, 0.04, 0.9) → 0.0157';

CREATE FUNCTION @extschema@.ces_response(cost_share float8, elasticity float8, input float8,
	OUT output float8, OUT loss float8, OUT first_order_loss float8, OUT second_order_loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ces_response(float8, float8, float8) IS
'CES output and loss beside the first-order (cost share) and second-order approximations of the loss. Example: SELECT loss, first_order_loss FROM ces_response(0.04, 0.04, 0.9) → 0.0157, 0.0042';

CREATE FUNCTION @extschema@.embargo_price_index(cut float8, elasticity float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.embargo_price_index(float8, float8) IS
'Price index of a good after varieties that had the share "cut" of spending have gone, relative to before; NULL when elasticity <= 1 (no variety can be done without). Example: SELECT embargo_price_index(0.6, 4) → 1.357';

CREATE FUNCTION te_support.te_ces_output_accum(float8[], input float8, cost_share float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_accum(float8[], float8, float8, float8) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE FUNCTION te_support.te_ces_output_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_combine(float8[], float8[]) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE FUNCTION te_support.te_ces_output_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_final(float8[]) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE AGGREGATE @extschema@.ces_output(input float8, cost_share float8, elasticity float8) (
	SFUNC = te_support.te_ces_output_accum, STYPE = float8[], SSPACE = 128,
	FINALFUNC = te_support.te_ces_output_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_ces_output_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.ces_output(float8, float8, float8) IS
'Output of a CES technology from its inputs (relative to normal) and their cost shares, which need not sum to 1; rows with a NULL input or share do not count. Example: SELECT ces_output(input, share, 1) FROM (VALUES (0.25, 0.5), (1, 0.5)) AS v(input, share) → 0.5';

CREATE FUNCTION te_support.te_bottleneck_accum(float8[], shortage float8, weight float8, essential bool) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_accum(float8[], float8, float8, bool) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE FUNCTION te_support.te_bottleneck_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_combine(float8[], float8[]) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE FUNCTION te_support.te_bottleneck_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_final(float8[]) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE AGGREGATE @extschema@.bottleneck_shortage(shortage float8, weight float8, essential bool) (
	SFUNC = te_support.te_bottleneck_accum, STYPE = float8[], SSPACE = 64,
	FINALFUNC = te_support.te_bottleneck_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_bottleneck_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.bottleneck_shortage(float8, float8, bool) IS
'Share of a product that cannot be made when its parts are short: the worst essential part, or the weighted shortage of the others if that is more. Example: SELECT bottleneck_shortage(s, w, e) FROM (VALUES (1.0, 6.0, false), (0.0, 2.0, true)) AS v(s, w, e) → 0.75';

CREATE FUNCTION @extschema@.allocate_scarce(supply float8, products text[], margins float8[], part_uses float8[], demands float8[])
RETURNS TABLE (product_name text, margin_per_part float8, made float8, part_used float8,
	lost float8, margin_earned float8, margin_lost float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 20;
COMMENT ON FUNCTION @extschema@.allocate_scarce(float8, text[], float8[], float8[], float8[]) IS
'Allocates a scarce part to products so that the margin earned is largest: highest margin for each part first, none of a product that loses. Example: SELECT product_name, made FROM allocate_scarce(100, ''{A,B}'', ''{5,3}'', ''{1,2}'', ''{60,60}'') → (A, 60), (B, 20)';

CREATE FUNCTION @extschema@.value_multiple(product_value float8, input_quantity float8, input_price float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.value_multiple(float8, float8, float8) IS
'Value of product that stands still for each unit of value of a missing input; NULL when the input costs nothing. Example: SELECT value_multiple(30000, 0.036, 300) → 2777.8';
