-- The supply mix: origin → amount.

CREATE TYPE @extschema@.supply_mix;

CREATE FUNCTION te_support.te_mix_in(cstring) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_in(cstring) IS
'Reads a supply mix from text. Example: SELECT ''{CHN:23310,VNM:5254}''::supply_mix';

CREATE FUNCTION te_support.te_mix_out(@extschema@.supply_mix) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_out(@extschema@.supply_mix) IS
'Writes a supply mix as text, origins in byte order. Example: SELECT supply_mix(''{"VNM": 1, "CHN": 2}''::jsonb)::text → {CHN:2,VNM:1}';

CREATE FUNCTION te_support.te_mix_recv(internal) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_recv(internal) IS
'Reads a supply mix from its binary form, codes in the client''s encoding. Example: COPY mixes FROM ''file'' (FORMAT binary)';

CREATE FUNCTION te_support.te_mix_send(@extschema@.supply_mix) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED COST 10;
COMMENT ON FUNCTION te_support.te_mix_send(@extschema@.supply_mix) IS
'Writes a supply mix in binary form, codes in the client''s encoding. Example: SELECT length(te_support.te_mix_send(''{CHN:1}'')) → 52';

CREATE TYPE @extschema@.supply_mix (
	INPUT = te_support.te_mix_in,
	OUTPUT = te_support.te_mix_out,
	RECEIVE = te_support.te_mix_recv,
	SEND = te_support.te_mix_send,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE @extschema@.supply_mix IS
'Amounts by origin, with the amount of unknown origin kept apart: what a country, firm or product buys from whom. Example: SELECT hhi(''{CHN:3,VNM:1}''::supply_mix) → 0.625';

-- building

CREATE FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) IS
'Support function of the aggregate supply_mix(origin, amount). Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that enter. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_support.te_mix_inverse(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_inverse(@extschema@.supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that leave. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the aggregate sum(supply_mix). Example: SELECT sum(mix) FROM mixes';
CREATE FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that enter. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_support.te_mix_sum_inverse(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_inverse(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that leave. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_support.te_mix_combine(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_combine(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function that joins the partial mixes of parallel workers. Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_support.te_mix_final(@extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_final(@extschema@.supply_mix) IS
'Support function that ends the aggregates of supply mixes. Example: SELECT supply_mix(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.supply_mix(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix(text, float8) IS
'Builds a supply mix from rows: a NULL or empty origin is unspecified and counted, a NULL amount skipped and counted. Example: SELECT supply_mix(origin, amount) FROM (VALUES (''CHN'', 2), (''VNM'', 1)) v(origin, amount) → {CHN:2,VNM:1}';

CREATE AGGREGATE @extschema@.sum(mix @extschema@.supply_mix) (
	SFUNC = te_support.te_mix_sum_accum, STYPE = @extschema@.supply_mix, SSPACE = 512, FINALFUNC = te_support.te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_sum_accum_moving, MINVFUNC = te_support.te_mix_sum_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 512,
	MFINALFUNC = te_support.te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.sum(@extschema@.supply_mix) IS
'Adds supply mixes, for example products to a chapter or months to a year. Example: SELECT sum(m) FROM (VALUES (''{CHN:2}''::supply_mix), (''{CHN:1,VNM:1}'')) v(m) → {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION te_support.te_mix_partial_final(@extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_partial_final(@extschema@.supply_mix) IS
'Support function that ends the aggregates of partial supply mixes. Example: SELECT supply_mix_partial(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.supply_mix_partial(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum_moving, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_mix_partial_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_mix_partial_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix_partial(text, float8) IS
'Builds a partial supply mix: it can be stored, and others of its kind added with + and sum or taken away with - any number of times, without loss; every function takes it like a finished mix. Example: SELECT supply_mix_partial(''CHN'', 0.1) + supply_mix_partial(''CHN'', 0.2) - supply_mix_partial(''CHN'', 0.2) = ''{CHN:0.1}'' → t';

CREATE AGGREGATE @extschema@.supply_mix_partial(mix @extschema@.supply_mix) (
	SFUNC = te_support.te_mix_sum_accum_moving, STYPE = @extschema@.supply_mix, SSPACE = 512, FINALFUNC = te_support.te_mix_partial_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_sum_accum_moving, MINVFUNC = te_support.te_mix_sum_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 512,
	MFINALFUNC = te_support.te_mix_partial_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix_partial(@extschema@.supply_mix) IS
'Adds mixes like sum(mix), but the result is partial: products to a chapter, whose figures are the same to the bit as from rows when the mixes are partial. Example: SELECT hhi(supply_mix_partial(mix)) FROM unnest(''{"{CHN:1,VNM:1}","{CHN:2}"}''::supply_mix[]) AS mix → 0.625';

CREATE FUNCTION @extschema@.finished(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_finished' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.finished(@extschema@.supply_mix) IS
'The mix in its finished form, half as large: one rounded amount for each origin. Example: SELECT finished(supply_mix_partial(origin, amount)) FROM (VALUES (''CHN'', 0.1), (''CHN'', 0.2)) v(origin, amount) → {CHN:0.30000000000000004;rows=2}';

CREATE FUNCTION @extschema@.is_partial(mix @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_partial(@extschema@.supply_mix) IS
'Is the mix a partial one, to which others can be added without loss? Example: SELECT is_partial(supply_mix_partial(''CHN'', 1)) → t';

CREATE FUNCTION @extschema@.supply_mix(origins text[], amounts float8[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_arrays' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.supply_mix(text[], float8[]) IS
'A supply mix from two arrays of equal length; equal origins add up. Example: SELECT supply_mix(ARRAY[''CHN'',''VNM''], ARRAY[2,1]) → {CHN:2,VNM:1}';

CREATE FUNCTION @extschema@.supply_mix(object jsonb) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.supply_mix(jsonb) IS
'A supply mix from a JSON object of numbers; the key "" is the unspecified amount. Example: SELECT supply_mix(''{"CHN": 2, "": 1}''::jsonb) → {"":1,CHN:2}';

CREATE FUNCTION @extschema@.to_jsonb(mix @extschema@.supply_mix) RETURNS jsonb
AS 'MODULE_PATHNAME', 'te_mix_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.to_jsonb(@extschema@.supply_mix) IS
'A supply mix as a JSON object; counts of rows are left behind. Example: SELECT to_jsonb(''{CHN:2,VNM:1}''::supply_mix) → {"CHN": 2, "VNM": 1}';

CREATE CAST (jsonb AS @extschema@.supply_mix) WITH FUNCTION @extschema@.supply_mix(jsonb);
COMMENT ON CAST (jsonb AS @extschema@.supply_mix) IS 'A supply mix from a JSON object of numbers. Example: SELECT ''{"CHN": 2}''::jsonb::supply_mix → {CHN:2}';
CREATE CAST (@extschema@.supply_mix AS jsonb) WITH FUNCTION @extschema@.to_jsonb(@extschema@.supply_mix);
COMMENT ON CAST (@extschema@.supply_mix AS jsonb) IS 'A supply mix as a JSON object. Example: SELECT ''{CHN:2}''::supply_mix::jsonb → {"CHN": 2}';

CREATE FUNCTION @extschema@.to_json(mix @extschema@.supply_mix) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
	SELECT @extschema@.to_jsonb(mix)::text::json;
END;
COMMENT ON FUNCTION @extschema@.to_json(@extschema@.supply_mix) IS
'A supply mix as a JSON object, which json_agg, row_to_json and APIs that rest on them take. Example: SELECT to_json(''{CHN:2,VNM:1}''::supply_mix) → {"CHN": 2, "VNM": 1}';
CREATE CAST (@extschema@.supply_mix AS json) WITH FUNCTION @extschema@.to_json(@extschema@.supply_mix);
COMMENT ON CAST (@extschema@.supply_mix AS json) IS 'A supply mix as a JSON object, in json_agg, jsonb_agg and row_to_json too. Example: SELECT ''{CHN:2}''::supply_mix::json → {"CHN": 2}';

-- looking

CREATE FUNCTION @extschema@.total(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.total(@extschema@.supply_mix) IS
'Sum of all amounts, the unspecified one included. Example: SELECT total(''{CHN:2,VNM:1}''::supply_mix) → 3';

CREATE FUNCTION @extschema@.unspecified(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_unspecified' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unspecified(@extschema@.supply_mix) IS
'Amount without a known origin. Example: SELECT unspecified(''{CHN:2,"":1}''::supply_mix) → 1';

CREATE FUNCTION @extschema@.row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.row_count(@extschema@.supply_mix) IS
'Rows with an amount that went into the mix, those without an origin included. Example: SELECT row_count(''{CHN:2;rows=5}''::supply_mix) → 5';

CREATE FUNCTION @extschema@.unspecified_row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_unspecified_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unspecified_row_count(@extschema@.supply_mix) IS
'Rows that had an amount but no origin. Example: SELECT unspecified_row_count(''{CHN:2,"":1}''::supply_mix) → 1';

CREATE FUNCTION @extschema@.skipped_row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_skipped_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.skipped_row_count(@extschema@.supply_mix) IS
'Rows that had no amount and were skipped. Example: SELECT skipped_row_count(''{CHN:2;skipped_rows=1}''::supply_mix) → 1';

CREATE FUNCTION @extschema@.each_origin(mix @extschema@.supply_mix, OUT origin text, OUT amount float8, OUT share float8,
	OUT rank int4, OUT cumulative_share float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION @extschema@.each_origin(@extschema@.supply_mix) IS
'One row per origin, largest first, the unspecified amount last with NULL origin; shares are NULL when an amount is negative or the total zero. Example: SELECT origin, share FROM each_origin(''{CHN:3,VNM:1}''::supply_mix) → CHN 0.75, VNM 0.25';

CREATE FUNCTION @extschema@.mix_problem(mix @extschema@.supply_mix) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_problem(@extschema@.supply_mix) IS
'Why a mix looks wrong, in words, or NULL: a net negative origin, a total such as World among the origins (by its name, or because it equals the others within 0.5 %), a group beside its members, an unspecified amount that is such a total, origins that differ in case or blanks only or are one country. Example: SELECT mix_problem(''{W00:3,CHN:2,VNM:1}''::supply_mix) → origin "W00" equals the sum of all others…';

CREATE FUNCTION te_support.te_mix_foreign_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_foreign_support(internal) IS
'Planner support: questions about one origin of a foreign table''s mix are sent to the other server; not to be called. Example: EXPLAIN VERBOSE SELECT * FROM foreign_mixes WHERE mix ? ''CHN''';

CREATE FUNCTION te_support.te_mix_get(mix @extschema@.supply_mix, origin text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION te_support.te_mix_get(@extschema@.supply_mix, text) IS
'Function of the operator supply_mix -> text. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' → 2';
CREATE FUNCTION te_support.te_mix_get_cstring(mix @extschema@.supply_mix, origin cstring) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_get_cstring(@extschema@.supply_mix, cstring) IS
'The operator supply_mix -> text as it is sent to other servers, free of collation. Example: SELECT te_support.te_mix_get_cstring(''{CHN:2}''::supply_mix, ''CHN''::cstring) → 2';
CREATE FUNCTION te_support.te_mix_has(mix @extschema@.supply_mix, origin text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION te_support.te_mix_has(@extschema@.supply_mix, text) IS
'Function of the operator supply_mix ? text. Example: SELECT ''{CHN:2}''::supply_mix ? ''CHN'' → t';

CREATE FUNCTION te_support.te_mix_has_cstring(mix @extschema@.supply_mix, origin cstring) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_has_cstring(@extschema@.supply_mix, cstring) IS
'The operator supply_mix ? text as it is sent to other servers, free of collation. Example: SELECT te_support.te_mix_has_cstring(''{CHN:2}''::supply_mix, ''CHN''::cstring) → t';

CREATE OPERATOR @extschema@.-> (LEFTARG = @extschema@.supply_mix, RIGHTARG = text, FUNCTION = te_support.te_mix_get);
COMMENT ON OPERATOR @extschema@.-> (@extschema@.supply_mix, text) IS 'Amount of an origin, NULL when it is absent. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' → 2';
CREATE OPERATOR @extschema@.? (LEFTARG = @extschema@.supply_mix, RIGHTARG = text, FUNCTION = te_support.te_mix_has, RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR @extschema@.? (@extschema@.supply_mix, text) IS 'Does the mix have this origin? Example: SELECT ''{CHN:2}''::supply_mix ? ''VNM'' → f';

-- arithmetic
CREATE FUNCTION te_support.te_mix_plus(mix @extschema@.supply_mix, other @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_plus(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix + supply_mix. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' → {CHN:3,VNM:1;rows=3}';

CREATE OPERATOR @extschema@.+ (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_plus, COMMUTATOR = OPERATOR(@extschema@.+));
COMMENT ON OPERATOR @extschema@.+ (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Adds amounts by origin; without loss when one of the two is partial. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' → {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION te_support.te_mix_minus(mix @extschema@.supply_mix, other @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_minus(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix - supply_mix. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' → {CHN:1.5;rows=2}';

CREATE OPERATOR @extschema@.- (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_minus);
COMMENT ON OPERATOR @extschema@.- (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Takes amounts away by origin; from a partial mix it takes rows that were added, without loss. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' → {CHN:1.5;rows=2}';

CREATE FUNCTION te_support.te_mix_times(mix @extschema@.supply_mix, factor float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_times(@extschema@.supply_mix, float8) IS
'Function of the operator supply_mix * float8. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 → {CHN:3}';

CREATE OPERATOR @extschema@.* (LEFTARG = @extschema@.supply_mix, RIGHTARG = float8, FUNCTION = te_support.te_mix_times, COMMUTATOR = OPERATOR(@extschema@.*));
COMMENT ON OPERATOR @extschema@.* (@extschema@.supply_mix, float8) IS 'Multiplies every amount. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 → {CHN:3}';

CREATE FUNCTION te_support.te_mix_times_left(factor float8, mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_times_left(float8, @extschema@.supply_mix) IS
'Function of the operator float8 * supply_mix. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix → {CHN:3}';

CREATE OPERATOR @extschema@.* (LEFTARG = float8, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_times_left, COMMUTATOR = OPERATOR(@extschema@.*));
COMMENT ON OPERATOR @extschema@.* (float8, @extschema@.supply_mix) IS 'Multiplies every amount. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix → {CHN:3}';

CREATE FUNCTION te_support.te_mix_divided(mix @extschema@.supply_mix, divisor float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_divided(@extschema@.supply_mix, float8) IS
'Function of the operator supply_mix / float8. Example: SELECT ''{CHN:3}''::supply_mix / 2 → {CHN:1.5}';

CREATE OPERATOR @extschema@./ (LEFTARG = @extschema@.supply_mix, RIGHTARG = float8, FUNCTION = te_support.te_mix_divided);
COMMENT ON OPERATOR @extschema@./ (@extschema@.supply_mix, float8) IS 'Divides every amount; zero is an error. Example: SELECT ''{CHN:3}''::supply_mix / 2 → {CHN:1.5}';

-- equality and order, by origins and amounts; counts of rows do not matter

CREATE FUNCTION te_support.te_mix_eq(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_eq(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix = supply_mix. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' → f';

CREATE OPERATOR @extschema@.= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_eq, COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR @extschema@.= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Same origins and amounts. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' → f';

CREATE FUNCTION te_support.te_mix_ne(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_ne(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix <> supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' → t';

CREATE OPERATOR @extschema@.<> (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_ne, COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Different origins or amounts. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' → t';

CREATE FUNCTION te_support.te_mix_lt(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_lt(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix < supply_mix. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' → t';

CREATE OPERATOR @extschema@.< (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_lt, COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR @extschema@.< (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' → t';

CREATE FUNCTION te_support.te_mix_le(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_le(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix <= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' → t';

CREATE OPERATOR @extschema@.<= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_le, COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR @extschema@.<= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' → t';

CREATE FUNCTION te_support.te_mix_gt(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_gt(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix > supply_mix. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' → f';

CREATE OPERATOR @extschema@.> (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_gt, COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR @extschema@.> (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' → f';

CREATE FUNCTION te_support.te_mix_ge(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_ge(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix >= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' → f';

CREATE OPERATOR @extschema@.>= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_ge, COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR @extschema@.>= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' → f';

CREATE FUNCTION te_support.te_mix_cmp(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_cmp(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Order of two mixes for indexes and sorting, -1, 0 or 1. Example: SELECT te_support.te_mix_cmp(''{CHN:1}'', ''{CHN:2}'') → -1';

CREATE FUNCTION te_support.te_mix_hash(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_hash(@extschema@.supply_mix) IS
'Hash of a mix that agrees with equality. Example: SELECT te_support.te_mix_hash(''{CHN:1}'') = te_support.te_mix_hash(''{CHN:1;rows=2}'') → t';

CREATE FUNCTION te_support.te_mix_hash_extended(mix @extschema@.supply_mix, seed int8) RETURNS int8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_hash_extended(@extschema@.supply_mix, int8) IS
'Hash of 64 bits of a mix, for hash partitions; with seed 0 its low half is te_mix_hash. Example: SELECT te_support.te_mix_hash_extended(''{CHN:1}'', 7) = te_support.te_mix_hash_extended(''{CHN:1;rows=2}'', 7) → t';

CREATE OPERATOR CLASS @extschema@.supply_mix_ops DEFAULT FOR TYPE @extschema@.supply_mix USING btree AS
	OPERATOR 1 @extschema@.<, OPERATOR 2 @extschema@.<=, OPERATOR 3 @extschema@.=, OPERATOR 4 @extschema@.>=, OPERATOR 5 @extschema@.>,
	FUNCTION 1 te_support.te_mix_cmp(@extschema@.supply_mix, @extschema@.supply_mix);
COMMENT ON OPERATOR CLASS @extschema@.supply_mix_ops USING btree IS 'Sorting and DISTINCT of supply mixes. Example: SELECT DISTINCT mix FROM unnest(''{"{CHN:3,VNM:1}","{VNM:1,CHN:3}"}''::supply_mix[]) AS mix → {CHN:3,VNM:1}';
CREATE OPERATOR CLASS @extschema@.supply_mix_hash_ops DEFAULT FOR TYPE @extschema@.supply_mix USING hash AS
	OPERATOR 1 @extschema@.=, FUNCTION 1 te_support.te_mix_hash(@extschema@.supply_mix),
	FUNCTION 2 te_support.te_mix_hash_extended(@extschema@.supply_mix, int8);
COMMENT ON OPERATOR CLASS @extschema@.supply_mix_hash_ops USING hash IS 'Hash grouping, joins and partitions of supply mixes. Example: SELECT count(*) FROM unnest(''{"{CHN:3,VNM:1}","{VNM:1,CHN:3}"}''::supply_mix[]) AS mix GROUP BY mix → 2';

-- reshaping

CREATE FUNCTION @extschema@.keep_origins(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.keep_origins(@extschema@.supply_mix, text[]) IS
'Only these origins; the unspecified amount goes too. Example: SELECT keep_origins(''{CHN:2,VNM:1}'', ARRAY[''CHN'']) → {CHN:2;rows=2}';

CREATE FUNCTION @extschema@.exclude_origins(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.exclude_origins(@extschema@.supply_mix, text[]) IS
'All but these origins; the unspecified amount stays. Example: SELECT exclude_origins(''{CHN:2,W00:2}'', ARRAY[''W00'']) → {CHN:2;rows=2}';

CREATE FUNCTION @extschema@.without_unspecified(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.without_unspecified(@extschema@.supply_mix) IS
'All named origins: shares are then over what is known. Example: SELECT without_unspecified(''{"":1,CHN:2}'') → {CHN:2}';

CREATE FUNCTION @extschema@.mark_unspecified(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mark_unspecified(@extschema@.supply_mix, text[]) IS
'Turns origins that are not suppliers (areas not specified, free zones) into the unspecified amount. Example: SELECT mark_unspecified(''{CHN:2,_X:1}'', ARRAY[''_X'']) → {"":1,CHN:2}';

CREATE FUNCTION @extschema@.regroup_origins(mix @extschema@.supply_mix, groups jsonb) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.regroup_origins(@extschema@.supply_mix, jsonb) IS
'Gives origins the code of their group; origins not in the map keep their own, null makes one unspecified. Example: SELECT regroup_origins(''{DEU:1,FRA:2,CHN:4}'', ''{"DEU": "EU", "FRA": "EU"}'') → {CHN:4,EU:3;rows=3}';

CREATE FUNCTION @extschema@.group_origins(mix @extschema@.supply_mix, group_name text, on_date date DEFAULT CURRENT_DATE,
	own_groups jsonb DEFAULT NULL) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.group_origins(@extschema@.supply_mix, text, date, jsonb) IS
'Counts the members of a dated country group (see country_group) as one supplier with the name of the group; origins are iso3 or iso2 codes; NULL when the group has no members on that day. Example: SELECT group_origins(''{DEU:1,FRA:2,CHN:4}'', ''EU'', ''2024-01-01'') → {CHN:4,EU:3;rows=3}';

CREATE FUNCTION @extschema@.scale_origins(mix @extschema@.supply_mix, weights @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.scale_origins(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Each amount times the weight of its origin; missing weights are an error, or ''exclude'', ''zero'', ''one''. Example: SELECT scale_origins(''{CHN:2,VNM:1}'', ''{CHN:0.5,VNM:1}'') → {CHN:1,VNM:1}';

CREATE FUNCTION @extschema@.with_domestic(mix @extschema@.supply_mix, origin text, production float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.with_domestic(@extschema@.supply_mix, text, float8) IS
'Adds domestic production as one more supplier; a NULL mix (nothing imported) or NULL production keeps the other side. Example: SELECT with_domestic(''{CHN:2}'', ''JPN'', 1) → {CHN:2,JPN:1}';

CREATE FUNCTION @extschema@.clamp_negative(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.clamp_negative(@extschema@.supply_mix) IS
'Counts net negative origins (corrections, re-imports) as zero. Example: SELECT clamp_negative(''{CHN:2,HKG:-1}'') → {CHN:2,HKG:0}';

