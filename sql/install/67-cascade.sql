-- cascade: how one firm's stop spreads through a firm network (economic systemic risk)

CREATE FUNCTION @extschema@.systemic_risk(
	network @extschema@.supply_network,
	tolerance float8 DEFAULT 1e-9,
	replacement text DEFAULT 'none',
	production_function text DEFAULT 'mixed',
	essential_inputs @extschema@.supply_network DEFAULT NULL,
	accelerate bool DEFAULT NULL,
	max_rounds int4 DEFAULT 100000,
	nodes text[] DEFAULT NULL,
	cut float8 DEFAULT 1,
	stop_change float8 DEFAULT NULL,
	weights @extschema@.supply_mix DEFAULT NULL,
	OUT node text,
	OUT systemic_risk float8,
	OUT risk_down float8,
	OUT risk_up float8,
	OUT rounds int4,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'systemic_risk'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.systemic_risk(@extschema@.supply_network, float8, text, text, @extschema@.supply_network, bool, int4, text[], float8, float8, @extschema@.supply_mix) IS
'Economic systemic risk index: for each node (or those in "nodes") the share 0..1 of all sales lost when it alone loses the share "cut" of its production, in both directions together, downstream (missing inputs) and upstream (missing orders); "weights" (jobs, output) count instead of sales, and stop_change => 0.01 runs the rounds as published; what cannot be known to the tolerance is NULL, and "problem" says why. Example: SELECT systemic_risk FROM systemic_risk(''{A>B:1,B>C:1}'', nodes => ''{A}'') → 1';

CREATE FUNCTION @extschema@.network_cascade(
	network @extschema@.supply_network,
	shock @extschema@.supply_mix DEFAULT NULL,
	tolerance float8 DEFAULT 1e-9,
	replacement text DEFAULT 'none',
	production_function text DEFAULT 'mixed',
	essential_inputs @extschema@.supply_network DEFAULT NULL,
	accelerate bool DEFAULT NULL,
	max_rounds int4 DEFAULT 100000,
	stop_change float8 DEFAULT NULL,
	weights @extschema@.supply_mix DEFAULT NULL,
	shocks jsonb DEFAULT NULL,
	OUT node text,
	OUT h_down float8,
	OUT h_up float8,
	OUT loss float8,
	OUT round_hit int4,
	OUT binding_supplier text,
	OUT binding_user text,
	OUT hit_by text,
	OUT cause text,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'network_cascade'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.network_cascade(@extschema@.supply_network, @extschema@.supply_mix, float8, text, text, @extschema@.supply_network, bool, int4, float8, @extschema@.supply_mix, jsonb) IS
'What a shock (node → share of its production lost) does to every node: the production that remains after missing inputs (h_down) and missing orders (h_up), the output lost (sales where no output is known; or its share of "weights"), the round in which it was hit and by whom, and whose shortfall binds in the end; "shocks" are those of dynamic_loss and can hold back single flows: {"supplier": "CHN", "user": "JPN", "cut": 1}; what cannot be known to the tolerance is NULL, and "problem" says why. Example: SELECT h_down FROM network_cascade(''{A>B:1,B>C:1}'', ''{A:0.5}'') → 0.5, 0.5, 0.5';
