-- dynamics: losses over time, with stocks, rationing, spare capacity and recovery

CREATE FUNCTION @extschema@.dynamic_loss(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	nodes text[] DEFAULT NULL,
	every int4 DEFAULT 1,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	OUT period int4,
	OUT node text,
	OUT production float8,
	OUT capacity float8,
	OUT demand float8,
	OUT unmet_demand float8,
	OUT loss float8,
	OUT bottleneck text,
	OUT delivered float8,
	OUT received float8,
	OUT used float8,
	OUT stock float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_loss'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.dynamic_loss(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, text[], int4, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date) IS
'Losses period by period after shocks to capacity, capital, demand or single flows, with stocks of inputs that are used until they are gone, rationing, spare capacity and recovery (adaptive input-output model; compat => ''boario'' is the published one); amounts are per period: delivered to users, received and used of inputs, stock of inputs at the end. Example: SELECT loss FROM dynamic_loss(''{A>B:365}'', ''[{"node": "A", "cut": 0.6, "duration": 60}]'', 1) → 0.6, 0';

CREATE FUNCTION @extschema@.dynamic_loss_by_node(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	OUT node text,
	OUT production_loss float8,
	OUT value_added_loss float8,
	OUT unmet_demand float8,
	OUT lowest float8,
	OUT worst_period int4,
	OUT recovered_period int4,
	OUT bottleneck text,
	OUT first_loss int4,
	OUT full_stop int4,
	OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_loss_by_node'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.dynamic_loss_by_node(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date) IS
'Each node''s losses over all periods of dynamic_loss: production, value added and final demand lost, the lowest production as a share of the usual, when that was, which input then held it back, from when on production is back at 99.9 % (NULL: never fell below, or not yet back), when it first fell below that and first stood still, and a note when it is not back though nothing acts any more. Example: SELECT lowest FROM dynamic_loss_by_node(''{A>B:365}'', ''{"node": "A", "cut": 0.6, "duration": 10}'') → 0.4, 1';

CREATE FUNCTION @extschema@.dynamic_stock_value(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	nodes text[] DEFAULT NULL,
	more_periods float8 DEFAULT 1,
	OUT node text,
	OUT stock float8,
	OUT production_saved float8,
	OUT value_added_saved float8,
	OUT demand_saved float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_stock_value'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.dynamic_stock_value(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date, text[], float8) IS
'What stock for one more period (more_periods) of all inputs at a node would save everybody in dynamic_loss, with the amount of that stock: one run of the model for each of "nodes", or for each node that an input held back. Example: SELECT node, production_saved FROM dynamic_stock_value(''{A>B:365;A[final_demand=0],B[final_demand=3650]}'', ''{"node": "A", "cut": 1, "duration": 60}'', inventory => 30) → (B, 10)';

CREATE FUNCTION @extschema@.mix_shock(mix @extschema@.supply_mix, shocks jsonb, node text, start_date date DEFAULT NULL,
	OUT shock @extschema@.supply_mix, OUT cut_start float8, OUT duration float8, OUT recovery float8, OUT note text)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_shock(@extschema@.supply_mix, jsonb, text, date) IS
'Shocks as dynamic_loss has them for the functions over a supply mix: what each supplier of the buyer "node" no longer ships, from which day and for how long (NULL where not said), and names that mean nothing here (call it in FROM). Example: SELECT shock, cut_start, duration FROM mix_shock(''{CHN:70,AUS:30}'', ''{"supplier": "CN", "user": "JPN", "cut": 0.5, "from": 5, "duration": 60}'', ''JPN'') → {CHN:0.5}, 5, 60';
