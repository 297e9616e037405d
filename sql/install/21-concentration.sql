-- Shares and concentration of a supply mix.

CREATE FUNCTION @extschema@.dependency_share(mix @extschema@.supply_mix, target text) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_share' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION @extschema@.dependency_share(@extschema@.supply_mix, text) IS
'Share of one supplier in the total, 0..1; NULL for a zero total. Example: SELECT dependency_share(''{CHN:3,VNM:1}''::supply_mix, ''CHN'') → 0.75';

CREATE FUNCTION te_support.te_mix_share_cstring(mix @extschema@.supply_mix, target cstring) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_share_cstring(@extschema@.supply_mix, cstring) IS
'Share of one supplier as it is asked of other servers, free of collation. Example: SELECT te_support.te_mix_share_cstring(''{CHN:3,VNM:1}''::supply_mix, ''CHN''::cstring) → 0.75';

CREATE FUNCTION @extschema@.dependency_share(mix @extschema@.supply_mix, targets text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_share_group' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_share(@extschema@.supply_mix, text[]) IS
'Share of several suppliers together, 0..1. Example: SELECT dependency_share(''{CHN:2,RUS:1,VNM:1}''::supply_mix, ARRAY[''CHN'',''RUS'']) → 0.75';

CREATE FUNCTION @extschema@.dependency_bounds(mix @extschema@.supply_mix, target text, OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_bounds(@extschema@.supply_mix, text) IS
'Share of one supplier when none, or all, of the unspecified amount is its. Example: SELECT * FROM dependency_bounds(''{CHN:2,VNM:1,"":1}''::supply_mix, ''CHN'') → 0.5, 0.75';

CREATE FUNCTION @extschema@.dependency_bounds(mix @extschema@.supply_mix, targets text[], OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME', 'dependency_bounds_group' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_bounds(@extschema@.supply_mix, text[]) IS
'Share of suppliers when none, or all, of the unspecified amount is theirs. Example: SELECT * FROM dependency_bounds(''{CHN:2,VNM:1,"":1}''::supply_mix, ARRAY[''CHN'']) → 0.5, 0.75';

CREATE FUNCTION @extschema@.hhi(mix @extschema@.supply_mix, scale int4 DEFAULT 1, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi(@extschema@.supply_mix, int4, text) IS
'Herfindahl–Hirschman index, the sum of squared shares, 0..1 (scale => 10000 as competition authorities write it); the unspecified amount counts in the total only; negative says what a net negative origin does: ''error'', ''zero'', ''null'' (here and in the measures below). Example: SELECT hhi(''{CHN:3,VNM:1}''::supply_mix) → 0.625';

CREATE FUNCTION @extschema@.hhi_normalized(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_normalized(@extschema@.supply_mix, text) IS
'HHI brought to 0 for equal shares and 1 for one supplier, whatever their number; NULL below two suppliers. Example: SELECT hhi_normalized(''{CHN:3,VNM:1}''::supply_mix) → 0.25';

CREATE FUNCTION @extschema@.hhi_bounds(mix @extschema@.supply_mix, OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_bounds(@extschema@.supply_mix) IS
'HHI when the unspecified amount is spread over infinitely many suppliers, or comes from the largest one. Example: SELECT * FROM hhi_bounds(''{CHN:2,VNM:1,"":1}'') → 0.3125, 0.625';

CREATE FUNCTION @extschema@.top_share(mix @extschema@.supply_mix, k int4, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.top_share(@extschema@.supply_mix, int4, text) IS
'Share of the k largest suppliers together, 0..1; ranked_supplier has that of the k-th alone. Example: SELECT top_share(''{CHN:2,RUS:1,VNM:1}''::supply_mix, 2) → 0.75';

CREATE FUNCTION @extschema@.top_supplier(mix @extschema@.supply_mix, k int4 DEFAULT 1) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.top_supplier(@extschema@.supply_mix, int4) IS
'Code of the k-th largest supplier; of equal ones the first in byte order; NULL when there are fewer. Example: SELECT top_supplier(''{CHN:3,VNM:1}''::supply_mix) → CHN';

CREATE FUNCTION @extschema@.ranked_supplier(mix @extschema@.supply_mix, rank int4, negative text DEFAULT 'error', OUT origin text, OUT amount float8, OUT share float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ranked_supplier(@extschema@.supply_mix, int4, text) IS
'Code, amount and share of the k-th largest supplier alone; NULL when there are fewer. Example: SELECT * FROM ranked_supplier(''{CHN:2,RUS:1,VNM:1}'', 2) → RUS, 1, 0.25';

CREATE FUNCTION @extschema@.supplier_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_supplier_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supplier_count(@extschema@.supply_mix) IS
'Number of origins with an amount above zero. Example: SELECT supplier_count(''{CHN:3,VNM:1}''::supply_mix) → 2';

CREATE FUNCTION @extschema@.effective_suppliers(mix @extschema@.supply_mix, q float8 DEFAULT 2, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.effective_suppliers(@extschema@.supply_mix, float8, text) IS
'Number of equal suppliers that would be as diverse (Hill number of order q: 0 counts, 1 is exp of the entropy, 2 the inverse of the HHI, Infinity the inverse of the largest share; Hannah and Kay''s numbers equivalent), over the named origins. Example: SELECT effective_suppliers(''{CHN:3,VNM:1}''::supply_mix) → 1.6';

CREATE FUNCTION @extschema@.shannon_entropy(mix @extschema@.supply_mix, base float8 DEFAULT NULL, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.shannon_entropy(@extschema@.supply_mix, float8, text) IS
'Shannon entropy of the named shares, in nats or to a base. Example: SELECT shannon_entropy(''{CHN:1,VNM:1}''::supply_mix, base => 2) → 1';

CREATE FUNCTION @extschema@.shannon_evenness(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.shannon_evenness(@extschema@.supply_mix, text) IS
'Entropy over its maximum, 0..1; NULL below two suppliers. Example: SELECT shannon_evenness(''{CHN:1,VNM:1}''::supply_mix) → 1';

CREATE FUNCTION @extschema@.theil_index(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.theil_index(@extschema@.supply_mix, text) IS
'Theil''s T over suppliers: 0 for equal shares, ln n for one supplier of n. Example: SELECT theil_index(''{CHN:1,VNM:1}''::supply_mix) → 0';

CREATE FUNCTION @extschema@.theil_between(mix @extschema@.supply_mix, groups jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.theil_between(@extschema@.supply_mix, jsonb) IS
'Part of Theil''s T that lies between groups of suppliers (the rest lies within); every origin needs a group. Example: SELECT theil_between(''{CHN:3,VNM:1}'', ''{"CHN": "a", "VNM": "a"}'') → 0';

CREATE FUNCTION @extschema@.gini_index(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.gini_index(@extschema@.supply_mix, text) IS
'Gini coefficient over suppliers with an amount, 0 (equal) to 1 − 1/n. Example: SELECT gini_index(''{CHN:3,VNM:1}''::supply_mix) → 0.25';

CREATE FUNCTION @extschema@.without_supplier(mix @extschema@.supply_mix, origins text[], OUT lost_share float8, OUT remaining_hhi float8, OUT n_minus_1 float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.without_supplier(@extschema@.supply_mix, text[]) IS
'What stopping suppliers leaves: the share lost, the HHI of the rest, and the share of today''s total that is left when the largest of the rest fails too. Example: SELECT * FROM without_supplier(''{CHN:2,AUS:1,VNM:1}'', ARRAY[''CHN'']) → 0.5, 0.5, 0.25';

CREATE FUNCTION @extschema@.n_minus_1(mix @extschema@.supply_mix, demand float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.n_minus_1(@extschema@.supply_mix, float8) IS
'Share of the demand (by default the total) that is left when the largest supplier fails. Example: SELECT n_minus_1(''{CHN:3,VNM:1}''::supply_mix) → 0.25';

CREATE FUNCTION @extschema@.structural_change(mix @extschema@.supply_mix, other_mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.structural_change(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Half the sum of absolute differences of shares among the named origins (Hoover''s index, UNCTAD''s diversification index, half of Krugman''s specialization index), 0 (same structure) to 1 (no common supplier); unspecified amounts are not a common supplier and are left out. Example: SELECT structural_change(''{CHN:3,VNM:1}'', ''{CHN:1,VNM:1}'') → 0.25';

CREATE FUNCTION @extschema@.mix_similarity(mix @extschema@.supply_mix, other_mix @extschema@.supply_mix, method text DEFAULT 'finger_kreinin') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_similarity(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Likeness of two mixes over their named origins, 0..1: ''finger_kreinin'' (sum of smaller shares; of imports and exports trade complementarity), ''cosine'', ''bray_curtis'' or ''jaccard'' (over amounts). Example: SELECT mix_similarity(''{CHN:3,VNM:1}''::supply_mix, ''{CHN:1,VNM:1}'') → 0.75';

CREATE FUNCTION @extschema@.concentration(mix @extschema@.supply_mix, negative text DEFAULT 'error', OUT total float8, OUT unspecified_share float8, OUT suppliers int4, OUT hhi float8, OUT hhi_normalized float8, OUT effective_suppliers float8, OUT top_supplier text, OUT top_share float8, OUT top3_share float8, OUT shannon_entropy float8, OUT theil_index float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.concentration(@extschema@.supply_mix, text) IS
'All main figures of a mix in one row. Example: SELECT hhi, suppliers, top_supplier, top_share FROM concentration(''{CHN:3,VNM:1}'') → 0.625, 2, CHN, 0.75';

-- One-shot aggregates: a metric straight from rows. Those over the whole mix share
-- one transition function, so that several in a query cost one pass.

CREATE FUNCTION te_support.te_hhi_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hhi_final(@extschema@.supply_mix) IS
'Support function of the aggregate hhi(origin, amount). Example: SELECT hhi(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_supplier_count_final(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_supplier_count_final(@extschema@.supply_mix) IS
'Support function of the aggregate supplier_count(origin, amount). Example: SELECT supplier_count(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_effective_suppliers_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_effective_suppliers_final(@extschema@.supply_mix) IS
'Support function of the aggregate effective_suppliers(origin, amount). Example: SELECT effective_suppliers(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_top_share_accum(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_accum(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the aggregate top_share(origin, amount, k). Example: SELECT top_share(origin, amount, 3) FROM flows';

CREATE FUNCTION te_support.te_top_share_accum_moving(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_accum_moving(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of top_share(origin, amount, k), for rows that enter. Example: SELECT top_share(origin, amount, 3) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_top_share_inverse(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_inverse(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of top_share(origin, amount, k), for rows that leave. Example: SELECT top_share(origin, amount, 3) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_top_share_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_top_share_final(@extschema@.supply_mix) IS
'Support function of the aggregate top_share(origin, amount, k). Example: SELECT top_share(origin, amount, 3) FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8) IS
'Herfindahl–Hirschman index straight from rows, 0..1. Example: SELECT hhi(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 0.625';

CREATE AGGREGATE @extschema@.supplier_count(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_supplier_count_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_supplier_count_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supplier_count(text, float8) IS
'Number of origins with an amount above zero, straight from rows. Example: SELECT supplier_count(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 2';

CREATE AGGREGATE @extschema@.effective_suppliers(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_effective_suppliers_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_effective_suppliers_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_suppliers(text, float8) IS
'Inverse of the HHI over the named origins, straight from rows. Example: SELECT effective_suppliers(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 1.6';

CREATE AGGREGATE @extschema@.top_share(origin text, amount float8, k int4) (
	SFUNC = te_support.te_top_share_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_top_share_accum_moving, MINVFUNC = te_support.te_top_share_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_share(text, float8, int4) IS
'Share of the k largest suppliers straight from rows, 0..1. Example: SELECT top_share(origin, amount, 1) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 0.75';

CREATE FUNCTION te_support.te_top_supplier_final(mix @extschema@.supply_mix) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_top_supplier_final(@extschema@.supply_mix) IS
'Support function of the aggregate top_supplier(origin, amount). Example: SELECT top_supplier(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.top_supplier(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_supplier_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_supplier_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_supplier(text, float8) IS
'Code of the largest supplier straight from rows. Example: SELECT top_supplier(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → CHN';

CREATE AGGREGATE @extschema@.top_supplier(origin text, amount float8, k int4) (
	SFUNC = te_support.te_top_share_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_supplier_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_top_share_accum_moving, MINVFUNC = te_support.te_top_share_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_supplier_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_supplier(text, float8, int4) IS
'Code of the k-th largest supplier straight from rows; NULL when there are fewer. Example: SELECT top_supplier(origin, amount, 2) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → VNM';

CREATE FUNCTION te_support.te_hhi_scaled_accum(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the aggregate hhi(origin, amount, scale, negative). Example: SELECT hhi(origin, amount, 10000, ''null'') FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_accum_moving(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum_moving(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the window form of hhi(origin, amount, scale, negative), for rows that enter. Example: SELECT hhi(origin, amount, 10000, ''null'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_inverse(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_inverse(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the window form of hhi(origin, amount, scale, negative), for rows that leave. Example: SELECT hhi(origin, amount, 10000, ''null'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hhi_scaled_final(@extschema@.supply_mix) IS
'Support function of the aggregate hhi(origin, amount, scale, negative). Example: SELECT hhi(origin, amount, 10000, ''null'') FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8, scale int4, negative text) (
	SFUNC = te_support.te_hhi_scaled_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_scaled_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_hhi_scaled_accum_moving, MINVFUNC = te_support.te_hhi_scaled_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_scaled_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8, int4, text) IS
'Herfindahl–Hirschman index straight from rows, 0..scale; negative says what a net negative origin does to its group: ''error'' stops the query, ''zero'' counts it as zero, ''null'' leaves the group without an answer, so that one correction does not stop a view. Example: SELECT hhi(origin, amount, 10000, ''null'') FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 6250';

CREATE FUNCTION te_support.te_hhi_scaled_accum(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the aggregate hhi(origin, amount, scale). Example: SELECT hhi(origin, amount, 10000) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_accum_moving(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum_moving(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of hhi(origin, amount, scale), for rows that enter. Example: SELECT hhi(origin, amount, 10000) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_inverse(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_inverse(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of hhi(origin, amount, scale), for rows that leave. Example: SELECT hhi(origin, amount, 10000) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8, scale int4) (
	SFUNC = te_support.te_hhi_scaled_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_scaled_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_hhi_scaled_accum_moving, MINVFUNC = te_support.te_hhi_scaled_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_scaled_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8, int4) IS
'Herfindahl–Hirschman index straight from rows, 0..scale. Example: SELECT hhi(origin, amount, 10000) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 6250';

CREATE TYPE @extschema@.concentration_figures AS (total float8, unspecified_share float8, suppliers int4, hhi float8, hhi_normalized float8, effective_suppliers float8, top_supplier text, top_share float8, top3_share float8, shannon_entropy float8, theil_index float8);
COMMENT ON TYPE @extschema@.concentration_figures IS
'The columns of the aggregate concentration(origin, amount). Example: SELECT (concentration(origin, amount)).hhi FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 0.625';

CREATE FUNCTION te_support.te_concentration_final(mix @extschema@.supply_mix) RETURNS @extschema@.concentration_figures
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_concentration_final(@extschema@.supply_mix) IS
'Support function of the aggregate concentration(origin, amount). Example: SELECT (concentration(origin, amount)).* FROM flows';

CREATE AGGREGATE @extschema@.concentration(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_concentration_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_concentration_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.concentration(text, float8) IS
'All main figures straight from rows, in one value; (…).* makes columns of it, for the price of one pass. Example: SELECT (concentration(origin, amount)).top_supplier FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → CHN';

CREATE FUNCTION te_support.te_share_accum(state float8[], origin text, amount float8, target text) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_accum(float8[], text, float8, text) IS
'Support function of the aggregate dependency_share(origin, amount, target). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_inverse(state float8[], origin text, amount float8, target text) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_inverse(float8[], text, float8, text) IS
'Support function of the window form of dependency_share. Example: SELECT dependency_share(origin, amount, ''CHN'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_share_group_accum(state float8[], origin text, amount float8, target text[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_group_accum(float8[], text, float8, text[]) IS
'Support function of the aggregate dependency_share(origin, amount, targets). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_group_inverse(state float8[], origin text, amount float8, target text[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_group_inverse(float8[], text, float8, text[]) IS
'Support function of the window form of dependency_share. Example: SELECT dependency_share(origin, amount, ''CHN'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_share_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_share_combine(float8[], float8[]) IS
'Support function that joins the states of parallel workers. Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_share_final(float8[]) IS
'Support function that ends dependency_share(origin, amount, target). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE AGGREGATE @extschema@.dependency_share(origin text, amount float8, target text) (
	SFUNC = te_support.te_share_accum, STYPE = float8[], SSPACE = 96, FINALFUNC = te_support.te_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_share_combine,
	INITCOND = '{0,0,0,0,0}', MINITCOND = '{0,0,0,0,0}',
	MSFUNC = te_support.te_share_accum, MINVFUNC = te_support.te_share_inverse, MSTYPE = float8[], MSSPACE = 96,
	MFINALFUNC = te_support.te_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.dependency_share(text, float8, text) IS
'Share of one supplier straight from rows, in constant memory; NULL amounts are left out, NULL origins count in the total. Example: SELECT dependency_share(origin, amount, ''CHN'') FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 0.75';

CREATE AGGREGATE @extschema@.dependency_share(origin text, amount float8, targets text[]) (
	SFUNC = te_support.te_share_group_accum, STYPE = float8[], SSPACE = 96, FINALFUNC = te_support.te_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_share_combine,
	INITCOND = '{0,0,0,0,0}', MINITCOND = '{0,0,0,0,0}',
	MSFUNC = te_support.te_share_group_accum, MINVFUNC = te_support.te_share_group_inverse, MSTYPE = float8[], MSSPACE = 96,
	MFINALFUNC = te_support.te_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.dependency_share(text, float8, text[]) IS
'Share of several suppliers straight from rows, in constant memory; NULL amounts are left out, NULL origins count in the total. Example: SELECT dependency_share(origin, amount, ARRAY[''CHN'',''RUS'']) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) → 0.75';

