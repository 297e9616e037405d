-- Linear models of a supply network: quantities, prices, multipliers, extraction, inoperability.

CREATE FUNCTION @extschema@.leontief_output(network @extschema@.supply_network, final_demand @extschema@.supply_mix DEFAULT NULL,
	change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, final_demand float8, output float8, change float8, change_share float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.leontief_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output that a final demand needs through all tiers of suppliers (Leontief): a whole new final demand, or amounts to add to the present one; error_bound is certified. Example: SELECT node, output FROM leontief_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', change => ''{A:250,B:-200}'') → (A, 1247.52), (B, 1841.58)';

CREATE FUNCTION @extschema@.ghosh_output(network @extschema@.supply_network, value_added @extschema@.supply_mix DEFAULT NULL,
	change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, value_added float8, output float8, change float8, change_share float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.ghosh_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output that primary inputs push through all tiers of users when each supplier keeps its split among users (Ghosh); do not add the result to Leontief''s. Example: SELECT node, output FROM ghosh_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', change => ''{B:-140}'') → (A, 981.518), (B, 1842.90)';

CREATE FUNCTION @extschema@.leontief_price(network @extschema@.supply_network, cost_change @extschema@.supply_mix DEFAULT NULL,
	value_added_change @extschema@.supply_mix DEFAULT NULL, price_change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, price float8, change float8, direct float8, indirect float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.leontief_price(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Prices (base 1) when costs are passed on in full through all tiers: cost_change adds to a node''s unit cost (share of its price), value_added_change is relative, price_change sets the price of a node from outside (an imported input, a tariff). Example: SELECT node, price FROM leontief_price(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', value_added_change => ''{A:0.3}'') → (A, 1.24455), (B, 1.06436)';

CREATE FUNCTION @extschema@.output_multiplier(network @extschema@.supply_network, weights @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, output_multiplier float8, forward_multiplier float8,
	coefficient float8, effect float8, multiplier float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.output_multiplier(@extschema@.supply_network, @extschema@.supply_mix) IS
'Output of all nodes for one unit of final demand (column sums of Leontief''s inverse), the forward twin (row sums of Ghosh''s), and of the weights (value added, jobs, emissions by node; default value added): per unit of output, per unit of final demand, and their ratio. Example: SELECT node, output_multiplier FROM output_multiplier(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') → (A, 1.51815), (B, 1.45215)';

CREATE FUNCTION @extschema@.constrained_output(network @extschema@.supply_network, shock @extschema@.supply_mix, change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, output float8, loss float8, loss_share float8, unmet_demand float8, limited bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.constrained_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output when some nodes lose a share of their capacity and others buy less from their suppliers for it; unmet_demand is what users would still ask of a limited node. Example: SELECT node, loss FROM constrained_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{B:0.2}'') → (A, 117.647), (B, 400)';

CREATE FUNCTION @extschema@.leontief_check(network @extschema@.supply_network,
	OUT productive bool, OUT spectral_low float8, OUT spectral_high float8, OUT iterations int4,
	OUT residual float8, OUT idle_nodes int4, OUT largest_input_share float8,
	OUT largest_input_node text, OUT largest_sales_share float8, OUT largest_sales_node text,
	OUT imbalance float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.leontief_check(@extschema@.supply_network) IS
'Whether the linear models have a solution (spectral radius certified below 1), the bounds of that radius (where nothing is certified an estimate, and NULL), and the nodes with the largest share of inputs and of sales to nodes in their output; imbalance is the largest gap of output to sales plus final demand. Example: SELECT productive FROM leontief_check(''{A>B:5;A[output=5],B[output=9]}'') → true';

CREATE FUNCTION @extschema@.hypothetical_extraction(network @extschema@.supply_network, nodes text[] DEFAULT NULL,
	cut float8 DEFAULT 1)
RETURNS TABLE (node text, output float8, total_loss float8, loss_share float8,
	backward_loss float8, row_loss float8, forward_loss float8, own_multiplier float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.hypothetical_extraction(@extschema@.supply_network, text[], float8) IS
'Output that the whole network loses when a node drops out, for each node: totally (the node makes that share less), backward (it stops buying), by row (nodes stop buying from it), forward (it stops selling, in Ghosh''s model). Example: SELECT node, total_loss FROM hypothetical_extraction(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') → (A, 1210.53), (B, 2588.24)';

CREATE FUNCTION @extschema@.flow_extraction(network @extschema@.supply_network, suppliers text[] DEFAULT NULL,
	users text[] DEFAULT NULL, cut float8 DEFAULT 1)
RETURNS TABLE (node text, output float8, loss float8, loss_share float8, direct_loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.flow_extraction(@extschema@.supply_network, text[], text[], float8) IS
'Output when the users replace that share of what they buy from the suppliers by sources outside the network (NULL = all nodes). Example: SELECT node, loss FROM flow_extraction(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{A}'', ''{B}'', 0.5) → (A, 303.514), (B, 63.8978)';

CREATE FUNCTION @extschema@.leontief_inverse(network @extschema@.supply_network, kind text DEFAULT 'leontief')
RETURNS TABLE (supplier text, "user" text, value float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.leontief_inverse(@extschema@.supply_network, text) IS
'Every element of Leontief''s inverse (output of the supplier for one unit of final demand for the user''s product) or of Ghosh''s (kind ghosh). Example: SELECT * FROM leontief_inverse(''{A>B:5;A[output=10],B[output=10]}'') → (A, A, 1), (A, B, 0.5), (B, A, 0), (B, B, 1)';

CREATE FUNCTION @extschema@.inoperability(network @extschema@.supply_network, shock @extschema@.supply_mix, basis text DEFAULT 'demand')
RETURNS TABLE (node text, inoperability float8, shock float8, loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.inoperability(@extschema@.supply_network, @extschema@.supply_mix, text) IS
'Share of each node''s normal output that fails when a shock hits some of them and spreads (Haimes and Jiang): basis demand (users stop buying), supply (suppliers stop delivering), or coefficients (the amounts are the dependence of the supplier on the user, 0..1). Example: SELECT node, inoperability FROM inoperability(''{S1>S2:0.8,S2>S1:0.2}'', ''{S2:0.6}'', basis => ''coefficients'') → (S1, 0.571429), (S2, 0.714286)';

CREATE FUNCTION @extschema@.inoperability_path(network @extschema@.supply_network, shock @extschema@.supply_mix, period_count int4,
	resilience float8 DEFAULT 1, node_resilience @extschema@.supply_mix DEFAULT NULL,
	shock_start int4 DEFAULT 1, shock_end int4 DEFAULT NULL, initial @extschema@.supply_mix DEFAULT NULL,
	basis text DEFAULT 'demand', smooth bool DEFAULT false)
RETURNS TABLE (period int4, node text, inoperability float8, cumulative float8, loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.inoperability_path(@extschema@.supply_network, @extschema@.supply_mix, int4, float8, @extschema@.supply_mix, int4, int4, @extschema@.supply_mix, text, bool) IS
'Inoperability of each node period by period: resilience 0..1 is the share of the gap closed in a period, the shock acts in periods shock_start to shock_end, period p being the step from p - 1 to p; initial is where nodes begin, in period 0; smooth takes the differential equation, exactly, instead of steps; cumulative is the integral (trapezoids). Example: SELECT inoperability FROM inoperability_path(''{S1>S2:0.8,S2>S1:0.2}'', ''{S2:0.6}'', 2, basis => ''coefficients'') WHERE period = 1 → 0, 0.6';

CREATE FUNCTION @extschema@.interdependency(network @extschema@.supply_network, depth int4 DEFAULT 1, basis text DEFAULT 'demand')
RETURNS TABLE (node text, depends_on text, dependence float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.interdependency(@extschema@.supply_network, int4, text) IS
'How much a node depends on another over exactly "depth" steps (elements of the interdependency matrix to that power). Example: SELECT * FROM interdependency(''{A>B:0.5,B>C:0.4}'', 2, ''coefficients'') → (A, C, 0.2)';
