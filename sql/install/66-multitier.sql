-- Dependence behind the direct supplier, on the same network.

CREATE FUNCTION @extschema@.indirect_exposure(network @extschema@.supply_network, targets text[], damping float8 DEFAULT 0.85)
RETURNS TABLE (node text, direct_share float8, one_hop_share float8, all_tiers float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.indirect_exposure(@extschema@.supply_network, text[], float8) IS
'Exposure of each buyer to the targets: their share in its purchases, their mean share in its suppliers'' purchases (one hop), and the sum over chains of every length, each step damped (an index, not a share). Example: SELECT node, direct_share, one_hop_share FROM indirect_exposure(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN}'') → (CHN, NULL, NULL), (JPN, 0.666667, 0.333333), (VNM, 1, 0)';

CREATE FUNCTION @extschema@.hidden_exposure(network @extschema@.supply_network, targets text[], production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, purchases float8, direct_share float8, lookthrough_share float8, hidden_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.hidden_exposure(@extschema@.supply_network, text[], @extschema@.supply_mix) IS
'Share of the targets in each buyer''s purchases when suppliers pass on what they bought: at most all of it (imports over exports), or imports / (imports + production) where production is given; hidden_share is what direct figures do not show. Example: SELECT node, lookthrough_share FROM hidden_exposure(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN}'', ''{CHN:100,VNM:5}'') → (CHN, NULL), (JPN, 0.933333), (VNM, 1)';

CREATE FUNCTION @extschema@.lookthrough_loss(network @extschema@.supply_network, shocks jsonb, production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, purchases float8, direct_share float8, lookthrough_share float8, hidden_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.lookthrough_loss(@extschema@.supply_network, jsonb, @extschema@.supply_mix) IS
'Share of each buyer''s purchases that is lost when nodes or single flows are cut ("shocks", as dynamic_loss has them, while all are in force): directly, and seen through suppliers who pass on less (see hidden_exposure). Example: SELECT node, direct_share, lookthrough_share FROM lookthrough_loss(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{"supplier": "CHN", "user": "VNM", "cut": 1}'', ''{CHN:100,VNM:5}'') → (CHN, NULL, NULL), (JPN, 0, 0.266667), (VNM, 1, 1)';

CREATE FUNCTION @extschema@.lookthrough_mix(network @extschema@.supply_network, node text, production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.lookthrough_mix(@extschema@.supply_network, text, @extschema@.supply_mix) IS
'What a node buys by where it was made, seen through re-exports (see hidden_exposure); goods that circle among traders of whom none makes them stay unspecified. Example: SELECT lookthrough_mix(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''JPN'', ''{CHN:100,VNM:5}'') → {CHN:42,VNM:3}';

CREATE FUNCTION @extschema@.lookthrough_note(network @extschema@.supply_network, node text, production_mix @extschema@.supply_mix DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.lookthrough_note(@extschema@.supply_network, text, @extschema@.supply_mix) IS
'Where lookthrough_mix and origin_trace end at a net exporter of whom no production is known, or less than it ships beyond what it bought: its goods are taken as its own, which may be a gap in the data; NULL when there is none. Example: SELECT lookthrough_note(''{CHN>HKG:30,HKG>JPN:40,VNM>JPN:10}'', ''JPN'', ''{CHN:100,VNM:20}'') → taken as made by net exporters of whom no such production is known: HKG (20.0 % of purchases; ships 10 more than it bought and made)';

CREATE FUNCTION @extschema@.origin_trace(network @extschema@.supply_network, production_mix @extschema@.supply_mix, node text DEFAULT NULL)
RETURNS TABLE (node text, origin text, amount float8, share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.origin_trace(@extschema@.supply_network, @extschema@.supply_mix, text) IS
'Apparent use (production + imports - exports) of a node, or of all, by where it was made (Kastner, Kastner and Nonhebel 2011). Example: SELECT * FROM origin_trace(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN:100,VNM:5}'', ''JPN'') → (JPN, CHN, 42, 0.933333), (JPN, VNM, 3, 0.0666667)';

CREATE FUNCTION @extschema@.chain_exposure(shares float8[], OUT bottleneck_stage int4, OUT bottleneck_share float8,
	OUT any_stage_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.chain_exposure(float8[]) IS
'One country''s shares at the stages of a chain (mining, refining, magnets …): the stage where it is largest, that share, and the part of the product that passes the country at some stage if stages are independent. Example: SELECT * FROM chain_exposure(''{0.70,0.90}'') → 2, 0.9, 0.97';
