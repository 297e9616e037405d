-- The supply mix: origin → amount.

CREATE TYPE supply_mix;

CREATE FUNCTION supply_mix_in(cstring) RETURNS supply_mix
AS 'MODULE_PATHNAME', 'te_mix_in' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix_in(cstring) IS
'Reads a supply mix from text. Example: SELECT ''{CHN:23310,VNM:5254}''::supply_mix';

CREATE FUNCTION supply_mix_out(supply_mix) RETURNS cstring
AS 'MODULE_PATHNAME', 'te_mix_out' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix_out(supply_mix) IS
'Writes a supply mix as text, origins in byte order. Example: SELECT supply_mix(''{"VNM": 1, "CHN": 2}''::jsonb)::text → {CHN:2,VNM:1}';

CREATE FUNCTION supply_mix_recv(internal) RETURNS supply_mix
AS 'MODULE_PATHNAME', 'te_mix_recv' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix_recv(internal) IS
'Reads a supply mix from its binary form. Example: COPY mixes FROM ''file'' (FORMAT binary)';

CREATE FUNCTION supply_mix_send(supply_mix) RETURNS bytea
AS 'MODULE_PATHNAME', 'te_mix_send' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix_send(supply_mix) IS
'Writes a supply mix in binary form. Example: SELECT length(supply_mix_send(''{CHN:1}'')) → 52';

CREATE TYPE supply_mix (
	INPUT = supply_mix_in,
	OUTPUT = supply_mix_out,
	RECEIVE = supply_mix_recv,
	SEND = supply_mix_send,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE supply_mix IS
'Amounts by origin, with the amount of unknown origin kept apart: what a country, firm or product buys from whom. Example: SELECT hhi(''{CHN:23310,VNM:5254}''::supply_mix)';

-- building

CREATE FUNCTION te_mix_accum(supply_mix, text, float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_mix_accum(supply_mix, text, float8) IS
'Support function of the aggregate supply_mix(origin, amount). Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_mix_accum_moving(supply_mix, text, float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_mix_accum_moving(supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that enter. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_mix_accum_inverse(supply_mix, text, float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_mix_accum_inverse(supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that leave. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_mix_accum_mix(supply_mix, supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_mix_accum_mix(supply_mix, supply_mix) IS
'Support function of the aggregate sum(supply_mix). Example: SELECT sum(mix) FROM mixes';
CREATE FUNCTION te_mix_accum_mix_moving(supply_mix, supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_mix_accum_mix_moving(supply_mix, supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that enter. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_mix_accum_mix_inverse(supply_mix, supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_mix_accum_mix_inverse(supply_mix, supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that leave. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_mix_combine(supply_mix, supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_mix_combine(supply_mix, supply_mix) IS
'Support function that joins the partial mixes of parallel workers. Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_mix_final(supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_mix_final(supply_mix) IS
'Support function that ends the aggregates of supply mixes. Example: SELECT supply_mix(origin, amount) FROM flows';

CREATE AGGREGATE supply_mix(origin text, amount float8) (
	SFUNC = te_mix_accum, STYPE = supply_mix, SSPACE = 256, FINALFUNC = te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_mix_combine,
	MSFUNC = te_mix_accum_moving, MINVFUNC = te_mix_accum_inverse, MSTYPE = supply_mix, MSSPACE = 256,
	MFINALFUNC = te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE supply_mix(text, float8) IS
'Builds a supply mix from rows: a NULL or empty origin is unspecified and counted, a NULL amount skipped and counted. Example: SELECT supply_mix(origin, amount) FROM (VALUES (''CHN'', 2), (''VNM'', 1)) v(origin, amount) → {CHN:2,VNM:1}';

CREATE AGGREGATE sum(mix supply_mix) (
	SFUNC = te_mix_accum_mix, STYPE = supply_mix, SSPACE = 512, FINALFUNC = te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_mix_combine,
	MSFUNC = te_mix_accum_mix_moving, MINVFUNC = te_mix_accum_mix_inverse, MSTYPE = supply_mix, MSSPACE = 512,
	MFINALFUNC = te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sum(supply_mix) IS
'Adds supply mixes, for example products to a chapter or months to a year. Example: SELECT sum(m) FROM (VALUES (''{CHN:2}''::supply_mix), (''{CHN:1,VNM:1}'')) v(m) → {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION supply_mix(origins text[], amounts float8[]) RETURNS supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_arrays' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix(text[], float8[]) IS
'A supply mix from two arrays of equal length; equal origins add up. Example: SELECT supply_mix(ARRAY[''CHN'',''VNM''], ARRAY[2,1]) → {CHN:2,VNM:1}';

CREATE FUNCTION supply_mix(object jsonb) RETURNS supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION supply_mix(jsonb) IS
'A supply mix from a JSON object of numbers; the key "" is the unspecified amount. Example: SELECT supply_mix(''{"CHN": 2, "": 1}''::jsonb) → {"":1,CHN:2}';

CREATE FUNCTION to_jsonb(mix supply_mix) RETURNS jsonb
AS 'MODULE_PATHNAME', 'te_mix_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION to_jsonb(supply_mix) IS
'A supply mix as a JSON object; counts of rows are left behind. Example: SELECT to_jsonb(''{CHN:2,VNM:1}''::supply_mix) → {"CHN": 2, "VNM": 1}';

CREATE CAST (jsonb AS supply_mix) WITH FUNCTION supply_mix(jsonb);
COMMENT ON CAST (jsonb AS supply_mix) IS 'A supply mix from a JSON object of numbers. Example: SELECT ''{"CHN": 2}''::jsonb::supply_mix → {CHN:2}';
CREATE CAST (supply_mix AS jsonb) WITH FUNCTION to_jsonb(supply_mix);
COMMENT ON CAST (supply_mix AS jsonb) IS 'A supply mix as a JSON object. Example: SELECT ''{CHN:2}''::supply_mix::jsonb → {"CHN": 2}';

-- looking

CREATE FUNCTION total(mix supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION total(supply_mix) IS
'Sum of all amounts, the unspecified one included. Example: SELECT total(''{CHN:2,VNM:1}''::supply_mix) → 3';

CREATE FUNCTION unspecified(mix supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_unspecified' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unspecified(supply_mix) IS
'Amount without a known origin. Example: SELECT unspecified(''{CHN:2,"":1}''::supply_mix) → 1';

CREATE FUNCTION row_count(mix supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION row_count(supply_mix) IS
'Rows with an amount that went into the mix, those without an origin included. Example: SELECT row_count(''{CHN:2;rows=5}''::supply_mix) → 5';

CREATE FUNCTION unspecified_row_count(mix supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_unspecified_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unspecified_row_count(supply_mix) IS
'Rows that had an amount but no origin. Example: SELECT unspecified_row_count(''{CHN:2,"":1}''::supply_mix) → 1';

CREATE FUNCTION skipped_row_count(mix supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_skipped_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION skipped_row_count(supply_mix) IS
'Rows that had no amount and were skipped. Example: SELECT skipped_row_count(''{CHN:2;skipped_rows=1}''::supply_mix) → 1';

CREATE FUNCTION each_origin(mix supply_mix, OUT origin text, OUT amount float8, OUT share float8,
	OUT rank int4, OUT cumulative_share float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION each_origin(supply_mix) IS
'One row an origin, largest first, the unspecified amount last with NULL origin; shares are NULL when an amount is negative or the total zero. Example: SELECT origin, share FROM each_origin(''{CHN:3,VNM:1}''::supply_mix) → CHN 0.75, VNM 0.25';

CREATE FUNCTION mix_problem(mix supply_mix) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mix_problem(supply_mix) IS
'Why a mix looks wrong, in words, or NULL: a net negative origin, or a total such as World among the origins. Example: SELECT mix_problem(''{W00:3,CHN:2,VNM:1}''::supply_mix) → origin "W00" equals the sum of all others…';

CREATE FUNCTION te_mix_get(mix supply_mix, origin text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_get(supply_mix, text) IS
'Function of the operator supply_mix -> text. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' → 2';
CREATE FUNCTION te_mix_has(mix supply_mix, origin text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_has(supply_mix, text) IS
'Function of the operator supply_mix ? text. Example: SELECT ''{CHN:2}''::supply_mix ? ''CHN'' → t';

CREATE OPERATOR -> (LEFTARG = supply_mix, RIGHTARG = text, FUNCTION = te_mix_get);
COMMENT ON OPERATOR -> (supply_mix, text) IS 'Amount of an origin, NULL when it is absent. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' → 2';
CREATE OPERATOR ? (LEFTARG = supply_mix, RIGHTARG = text, FUNCTION = te_mix_has, RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR ? (supply_mix, text) IS 'Does the mix have this origin? Example: SELECT ''{CHN:2}''::supply_mix ? ''VNM'' → f';

-- arithmetic
CREATE FUNCTION te_mix_plus(mix supply_mix, other supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_plus(supply_mix, supply_mix) IS
'Function of the operator supply_mix + supply_mix. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' → {CHN:3,VNM:1;rows=3}';

CREATE OPERATOR + (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_plus, COMMUTATOR = +);
COMMENT ON OPERATOR + (supply_mix, supply_mix) IS 'Adds amounts by origin. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' → {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION te_mix_minus(mix supply_mix, other supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_minus(supply_mix, supply_mix) IS
'Function of the operator supply_mix - supply_mix. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' → {CHN:1.5;rows=2}';

CREATE OPERATOR - (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_minus);
COMMENT ON OPERATOR - (supply_mix, supply_mix) IS 'Takes amounts away by origin. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' → {CHN:1.5;rows=2}';

CREATE FUNCTION te_mix_times(mix supply_mix, factor float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_times(supply_mix, float8) IS
'Function of the operator supply_mix * float8. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 → {CHN:3}';

CREATE OPERATOR * (LEFTARG = supply_mix, RIGHTARG = float8, FUNCTION = te_mix_times, COMMUTATOR = *);
COMMENT ON OPERATOR * (supply_mix, float8) IS 'Multiplies every amount. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 → {CHN:3}';

CREATE FUNCTION te_mix_times_left(factor float8, mix supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_times_left(float8, supply_mix) IS
'Function of the operator float8 * supply_mix. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix → {CHN:3}';

CREATE OPERATOR * (LEFTARG = float8, RIGHTARG = supply_mix, FUNCTION = te_mix_times_left, COMMUTATOR = *);
COMMENT ON OPERATOR * (float8, supply_mix) IS 'Multiplies every amount. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix → {CHN:3}';

CREATE FUNCTION te_mix_divided(mix supply_mix, divisor float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_divided(supply_mix, float8) IS
'Function of the operator supply_mix / float8. Example: SELECT ''{CHN:3}''::supply_mix / 2 → {CHN:1.5}';

CREATE OPERATOR / (LEFTARG = supply_mix, RIGHTARG = float8, FUNCTION = te_mix_divided);
COMMENT ON OPERATOR / (supply_mix, float8) IS 'Divides every amount; zero is an error. Example: SELECT ''{CHN:3}''::supply_mix / 2 → {CHN:1.5}';

-- equality and order, by origins and amounts; counts of rows do not matter

CREATE FUNCTION te_mix_eq(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_eq(supply_mix, supply_mix) IS
'Function of the operator supply_mix = supply_mix. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' → f';

CREATE OPERATOR = (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_eq, COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR = (supply_mix, supply_mix) IS 'Same origins and amounts. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' → f';

CREATE FUNCTION te_mix_ne(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_ne(supply_mix, supply_mix) IS
'Function of the operator supply_mix <> supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' → t';

CREATE OPERATOR <> (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_ne, COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR <> (supply_mix, supply_mix) IS 'Different origins or amounts. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' → t';

CREATE FUNCTION te_mix_lt(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_lt(supply_mix, supply_mix) IS
'Function of the operator supply_mix < supply_mix. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' → t';

CREATE OPERATOR < (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_lt, COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR < (supply_mix, supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' → t';

CREATE FUNCTION te_mix_le(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_le(supply_mix, supply_mix) IS
'Function of the operator supply_mix <= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' → t';

CREATE OPERATOR <= (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_le, COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR <= (supply_mix, supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' → t';

CREATE FUNCTION te_mix_gt(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_gt(supply_mix, supply_mix) IS
'Function of the operator supply_mix > supply_mix. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' → f';

CREATE OPERATOR > (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_gt, COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR > (supply_mix, supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' → f';

CREATE FUNCTION te_mix_ge(a supply_mix, b supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_ge(supply_mix, supply_mix) IS
'Function of the operator supply_mix >= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' → f';

CREATE OPERATOR >= (LEFTARG = supply_mix, RIGHTARG = supply_mix, FUNCTION = te_mix_ge, COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR >= (supply_mix, supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' → f';

CREATE FUNCTION te_mix_cmp(a supply_mix, b supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_cmp(supply_mix, supply_mix) IS
'Order of two mixes for indexes and sorting, -1, 0 or 1. Example: SELECT te_mix_cmp(''{CHN:1}'', ''{CHN:2}'') → -1';

CREATE FUNCTION te_mix_hash(mix supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_mix_hash(supply_mix) IS
'Hash of a mix that agrees with equality. Example: SELECT te_mix_hash(''{CHN:1}'') = te_mix_hash(''{CHN:1;rows=2}'') → t';

CREATE OPERATOR CLASS supply_mix_ops DEFAULT FOR TYPE supply_mix USING btree AS
	OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
	FUNCTION 1 te_mix_cmp(supply_mix, supply_mix);
COMMENT ON OPERATOR CLASS supply_mix_ops USING btree IS 'Sorting and DISTINCT of supply mixes. Example: SELECT DISTINCT mix FROM mixes';
CREATE OPERATOR CLASS supply_mix_hash_ops DEFAULT FOR TYPE supply_mix USING hash AS
	OPERATOR 1 =, FUNCTION 1 te_mix_hash(supply_mix);
COMMENT ON OPERATOR CLASS supply_mix_hash_ops USING hash IS 'Hash grouping and joins of supply mixes. Example: SELECT mix, count(*) FROM mixes GROUP BY mix';

-- reshaping

CREATE FUNCTION keep_origins(mix supply_mix, origins text[]) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION keep_origins(supply_mix, text[]) IS
'Only these origins; the unspecified amount goes too. Example: SELECT keep_origins(''{CHN:2,VNM:1}'', ARRAY[''CHN'']) → {CHN:2;rows=2}';

CREATE FUNCTION exclude_origins(mix supply_mix, origins text[]) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION exclude_origins(supply_mix, text[]) IS
'All but these origins; the unspecified amount stays. Example: SELECT exclude_origins(''{CHN:2,W00:2}'', ARRAY[''W00'']) → {CHN:2;rows=2}';

CREATE FUNCTION without_unspecified(mix supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION without_unspecified(supply_mix) IS
'All named origins: shares are then over what is known. Example: SELECT without_unspecified(''{"":1,CHN:2}'') → {CHN:2}';

CREATE FUNCTION mark_unspecified(mix supply_mix, origins text[]) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION mark_unspecified(supply_mix, text[]) IS
'Turns origins that are no suppliers (areas not specified, free zones) into the unspecified amount. Example: SELECT mark_unspecified(''{CHN:2,_X:1}'', ARRAY[''_X'']) → {"":1,CHN:2}';

CREATE FUNCTION regroup_origins(mix supply_mix, groups jsonb) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION regroup_origins(supply_mix, jsonb) IS
'Gives origins the code of their group; origins not in the map keep their own, null makes one unspecified. Example: SELECT regroup_origins(''{DEU:1,FRA:2,CHN:4}'', ''{"DEU": "EU", "FRA": "EU"}'') → {CHN:4,EU:3;rows=3}';

CREATE FUNCTION group_origins(mix supply_mix, group_name text, on_date date) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION group_origins(supply_mix, text, date) IS
'Counts the members of a dated country group as one supplier with the name of the group; origins are iso3 or iso2 codes. Example: SELECT group_origins(''{DEU:1,FRA:2,CHN:4}'', ''EU'', ''2024-01-01'') → {CHN:4,EU:3;rows=3}';

CREATE FUNCTION scale_origins(mix supply_mix, weights supply_mix, missing text DEFAULT 'error') RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION scale_origins(supply_mix, supply_mix, text) IS
'Each amount times the weight of its origin; missing weights are an error, or ''exclude'', ''zero'', ''one''. Example: SELECT scale_origins(''{CHN:2,VNM:1}'', ''{CHN:0.5,VNM:1}'') → {CHN:1,VNM:1}';

CREATE FUNCTION with_domestic(mix supply_mix, code text, production float8) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION with_domestic(supply_mix, text, float8) IS
'Adds domestic production as one more supplier. Example: SELECT with_domestic(''{CHN:2}'', ''JPN'', 1) → {CHN:2,JPN:1}';

CREATE FUNCTION clamp_negative(mix supply_mix) RETURNS supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION clamp_negative(supply_mix) IS
'Counts net negative origins (corrections, re-imports) as zero. Example: SELECT clamp_negative(''{CHN:2,HKG:-1}'') → {CHN:2,HKG:0}';

