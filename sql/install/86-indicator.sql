-- Measures of trade: revealed advantage, two-way trade, protection, inequality, specialization.

-- From a few totals, which windows give

CREATE FUNCTION @extschema@.revealed_advantage(amount float8, country_total float8, product_total float8, world_total float8, form text DEFAULT 'balassa') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.revealed_advantage(float8, float8, float8, float8, text) IS
'Revealed comparative advantage (RCA, also location quotient) from an amount and the totals of its country, its product and the world: form balassa (0 up, 1 neutral), symmetric (-1..1) or additive (difference of shares, -1..1); NULL for a zero total. Example: SELECT revealed_advantage(30, 100, 200, 1000) → 1.5';

CREATE FUNCTION @extschema@.lafay_index(exports float8, imports float8, all_exports float8, all_imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lafay_index(float8, float8, float8, float8) IS
'Lafay''s index of a product in percentage points of all trade, -50..50: its normalized balance less that of all trade, times its part of trade; the sum over all products is 0. Example: SELECT lafay_index(30, 10, 50, 50) → 20';

CREATE FUNCTION @extschema@.grubel_lloyd(exports float8, imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.grubel_lloyd(float8, float8) IS
'Two-way (intra-industry) trade of one product, 0 (one way) to 1 (exports equal imports): 1 - |X - M| / (X + M); NULL without trade. Example: SELECT grubel_lloyd(30, 10) → 0.5';

CREATE FUNCTION @extschema@.marginal_trade(export_change float8, import_change float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.marginal_trade(float8, float8) IS
'Marginal two-way trade of two changes (Bruelhart''s A), 0..1: 1 - |dX - dM| / (|dX| + |dM|); NULL where nothing changed. Example: SELECT marginal_trade(30, 10) → 0.5';

CREATE FUNCTION @extschema@.trade_intensity(flow float8, exports float8, partner_imports float8, world_imports float8, own_imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.trade_intensity(float8, float8, float8, float8, float8) IS
'Trade intensity of an exporter with a partner (Kojima; Drysdale and Garnaut): the partner''s share in its exports over the partner''s share in the imports of all others; 1 is neutral. Example: SELECT trade_intensity(20, 100, 110, 1200, 100) → 2';

CREATE FUNCTION @extschema@.effective_protection(rate float8, input_tariffs float8, inputs float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.effective_protection(float8, float8, float8) IS
'Effective rate of protection (ERP, Corden) of value added: the tariff on a product less what the tariffs on its inputs cost (sum of input share times tariff), over one less the sum of input shares; NULL where these make 1 within 1e-9. Example: SELECT effective_protection(0.2, 0.05, 0.5) → 0.3';

CREATE FUNCTION @extschema@.effective_protection(network @extschema@.supply_network, tariffs @extschema@.supply_mix)
RETURNS TABLE (node text, tariff float8, inputs float8, input_tariffs float8, effective_protection float8)
AS 'MODULE_PATHNAME', 'effective_protection_network' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.effective_protection(@extschema@.supply_network, @extschema@.supply_mix) IS
'Effective rate of protection of every node of an input-output table from the tariffs on their products (a node without one has 0); NULL for a node without output and flows. Example: SELECT node, effective_protection FROM effective_protection(''{steel>car:50;steel[output=100],car[output=100]}'', ''{car:0.2,steel:0.1}'') WHERE node = ''car'' → (car, 0.3)';

-- Straight from rows

CREATE FUNCTION te_support.te_overlap_accum(state float8[], exports float8, imports float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_accum(float8[], float8, float8) IS
'Transition function of the aggregates of two-way trade. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_inverse(state float8[], exports float8, imports float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_inverse(float8[], float8, float8) IS
'A row leaves the window of an aggregate of two-way trade. Example: SELECT grubel_lloyd_total(exports, imports) OVER (ORDER BY year ROWS 4 PRECEDING) FROM product';

CREATE FUNCTION te_support.te_overlap_change_accum(state float8[], export_change float8, import_change float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_change_accum(float8[], float8, float8) IS
'Transition function of marginal_trade_total(export_change, import_change). Example: SELECT marginal_trade_total(dx, dm) FROM product';

CREATE FUNCTION te_support.te_overlap_change_inverse(state float8[], export_change float8, import_change float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_change_inverse(float8[], float8, float8) IS
'A row leaves the window of marginal_trade_total. Example: SELECT marginal_trade_total(dx, dm) OVER (ORDER BY year ROWS 4 PRECEDING) FROM product';

CREATE FUNCTION te_support.te_overlap_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_combine(float8[], float8[]) IS
'Joins the states of parallel workers. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_final(float8[]) IS
'Ends grubel_lloyd_total and marginal_trade_total. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_balanced_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_balanced_final(float8[]) IS
'Ends grubel_lloyd_balanced. Example: SELECT grubel_lloyd_balanced(exports, imports) FROM product';

CREATE AGGREGATE @extschema@.grubel_lloyd_total(exports float8, imports float8) (
	SFUNC = te_support.te_overlap_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_accum, MINVFUNC = te_support.te_overlap_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.grubel_lloyd_total(float8, float8) IS
'Two-way trade of many products together, 0..1: 1 - sum of |X - M| / sum of (X + M), which is the mean of grubel_lloyd weighted by trade; rows without both sides are left out. Example: SELECT grubel_lloyd_total(x, m) FROM (VALUES (30, 10), (0, 40)) v(x, m) → 0.25';

CREATE AGGREGATE @extschema@.grubel_lloyd_balanced(exports float8, imports float8) (
	SFUNC = te_support.te_overlap_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_balanced_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_accum, MINVFUNC = te_support.te_overlap_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_balanced_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.grubel_lloyd_balanced(float8, float8) IS
'Two-way trade of many products in parts of the most that is possible while all exports differ from all imports (Grubel and Lloyd''s correction), 0..1. Example: SELECT grubel_lloyd_balanced(x, m) FROM (VALUES (30, 10), (0, 40)) v(x, m) → 0.333333';

CREATE AGGREGATE @extschema@.marginal_trade_total(export_change float8, import_change float8) (
	SFUNC = te_support.te_overlap_change_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_change_accum, MINVFUNC = te_support.te_overlap_change_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.marginal_trade_total(float8, float8) IS
'Marginal two-way trade of many products together, 0..1: the mean of marginal_trade weighted by the sizes of the changes. Example: SELECT marginal_trade_total(dx, dm) FROM (VALUES (30, 10), (-20, 20)) v(dx, dm) → 0.25';

CREATE FUNCTION te_support.te_restrict_accum(state float8[], rate float8, imports float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_accum(float8[], float8, float8, float8) IS
'Transition function of the aggregates of trade restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_inverse(state float8[], rate float8, imports float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_inverse(float8[], float8, float8, float8) IS
'A row leaves the window of an aggregate of trade restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) OVER (ORDER BY day ROWS 4 PRECEDING) FROM line';

CREATE FUNCTION te_support.te_restrict_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_combine(float8[], float8[]) IS
'Joins the states of parallel workers. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_tri_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_tri_final(float8[]) IS
'Ends trade_restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_otri_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_otri_final(float8[]) IS
'Ends overall_trade_restrictiveness. Example: SELECT overall_trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE AGGREGATE @extschema@.trade_restrictiveness(rate float8, imports float8, elasticity float8) (
	SFUNC = te_support.te_restrict_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_restrict_tri_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_restrict_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_restrict_accum, MINVFUNC = te_support.te_restrict_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_restrict_tri_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.trade_restrictiveness(float8, float8, float8) IS
'Trade restrictiveness index (TRI): the uniform tariff that would cost the same welfare, the root of the mean squared tariff weighted by imports times elasticity (its size counts); a subsidy restricts as a tariff does. Example: SELECT trade_restrictiveness(t, m, e) FROM (VALUES (0.3, 10, -1), (0.1, 70, -1)) v(t, m, e) → 0.141421';

CREATE AGGREGATE @extschema@.overall_trade_restrictiveness(rate float8, imports float8, elasticity float8) (
	SFUNC = te_support.te_restrict_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_restrict_otri_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_restrict_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_restrict_accum, MINVFUNC = te_support.te_restrict_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_restrict_otri_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.overall_trade_restrictiveness(float8, float8, float8) IS
'Overall trade restrictiveness index (OTRI): the uniform tariff that would leave the same imports, the mean tariff weighted by imports times elasticity (its size counts). Example: SELECT overall_trade_restrictiveness(t, m, e) FROM (VALUES (0.3, 10, -1), (0.1, 70, -1)) v(t, m, e) → 0.125';

-- Of a mix

CREATE FUNCTION @extschema@.concentration_index(mix @extschema@.supply_mix, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.concentration_index(@extschema@.supply_mix, int4) IS
'UNCTAD''s concentration index, 0 (equal shares) to 1: the root of the HHI brought to that scale; possible is how many products or countries there could be (NULL: as many as have an amount). Example: SELECT concentration_index(''{CHN:3,VNM:1}'', 100) → 0.767299';

CREATE FUNCTION @extschema@.gini_index(mix @extschema@.supply_mix, possible int4) RETURNS float8
AS 'MODULE_PATHNAME', 'gini_index_possible' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.gini_index(@extschema@.supply_mix, int4) IS
'Gini coefficient that also counts those who supply nothing, 0 to 1 - 1 / possible; possible is how many could supply (NULL: only those who do). Example: SELECT gini_index(''{CHN:1,VNM:1}''::supply_mix, 5) → 0.6';

CREATE FUNCTION @extschema@.rosenbluth_index(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.rosenbluth_index(@extschema@.supply_mix) IS
'Rosenbluth''s (Hall and Tideman''s) index, 1/n (equal shares) to 1: 1 / (2 sum of rank times share - 1), the largest ranked first. Example: SELECT rosenbluth_index(''{CHN:3,VNM:1}'') → 0.666667';

CREATE FUNCTION @extschema@.generalized_entropy(mix @extschema@.supply_mix, sensitivity float8 DEFAULT 1, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.generalized_entropy(@extschema@.supply_mix, float8, int4) IS
'Generalized entropy, 0 for equal shares: sensitivity 0 is Theil''s L (mean log deviation), 1 Theil''s T, 2 half the squared coefficient of variation; NULL for a sensitivity up to 0 when somebody supplies nothing. Example: SELECT generalized_entropy(''{CHN:3,VNM:1}'', 2) → 0.125';

CREATE FUNCTION @extschema@.atkinson_index(mix @extschema@.supply_mix, epsilon float8 DEFAULT 0.5, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.atkinson_index(@extschema@.supply_mix, float8, int4) IS
'Atkinson''s index for an aversion to inequality epsilon, 0 (equal shares) to 1. Example: SELECT atkinson_index(''{CHN:3,VNM:1}'', 1) → 0.133975';

CREATE FUNCTION @extschema@.lorenz_asymmetry(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lorenz_asymmetry(@extschema@.supply_mix) IS
'Lorenz asymmetry coefficient: above 1 when the largest suppliers make the inequality, below 1 when many small ones do; NULL below two. Example: SELECT lorenz_asymmetry(''{CHN:3,VNM:1}'') → 1.375';

CREATE FUNCTION @extschema@.lorenz_curve(mix @extschema@.supply_mix, possible int4 DEFAULT NULL)
RETURNS TABLE (rank int4, origin text, origin_share float8, amount_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 50;
COMMENT ON FUNCTION @extschema@.lorenz_curve(@extschema@.supply_mix, int4) IS
'Points of the Lorenz curve from (0, 0) to (1, 1): the smallest origins up to a rank, as a share of all who could supply, and their share of the total. Example: SELECT * FROM lorenz_curve(''{CHN:3,VNM:1}'') → (0, , 0, 0), (1, VNM, 0.5, 0.25), (2, CHN, 1, 1)';

-- Of a mix against a reference

CREATE FUNCTION @extschema@.hachman_index(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hachman_index(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Hachman''s index, near 0 (specialized) to 1 (as the reference): 1 / sum of share times location quotient. Example: SELECT hachman_index(''{a:1}'', ''{a:1,b:3}'') → 0.25';

CREATE FUNCTION @extschema@.locational_gini(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.locational_gini(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Locational Gini, 0 (as the reference) to 1: the Gini of location quotients, weighted by the reference. Example: SELECT locational_gini(''{a:1}'', ''{a:1,b:3}'') → 0.75';

CREATE FUNCTION @extschema@.extensive_margin(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.extensive_margin(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Extensive margin of trade (Hummels and Klenow), 0..1: the part of the reference that lies in what the mix has at all. Example: SELECT extensive_margin(''{a:1}'', ''{a:1,b:3}'') → 0.25';

CREATE FUNCTION @extschema@.intensive_margin(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.intensive_margin(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Intensive margin of trade (Hummels and Klenow): what the mix has over what the reference has of the same; times the extensive margin it is the ratio of the totals. Example: SELECT intensive_margin(''{a:1}'', ''{a:2,b:3}'') → 0.5';

CREATE FUNCTION @extschema@.margin_change(mix @extschema@.supply_mix, later_mix @extschema@.supply_mix,
	OUT grown float8, OUT entered float8, OUT "left" float8, OUT grown_share float8, OUT entered_share float8, OUT left_share float8)
RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.margin_change(@extschema@.supply_mix, @extschema@.supply_mix) IS
'The change between two mixes by margin: what stayed grew (intensive), what is new, what is gone (extensive), as amounts and in parts of the total before. Example: SELECT grown, entered, "left" FROM margin_change(''{a:1,b:3}'', ''{a:4,c:1}'') → (3, 1, -3)';
