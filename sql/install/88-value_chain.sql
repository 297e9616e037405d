-- Value chains: where nodes stand in them, and whose value is in what is used and exported.

CREATE FUNCTION @extschema@.linkages(network @extschema@.supply_network)
RETURNS TABLE (node text, direct_backward float8, direct_forward float8, downstreamness float8, upstreamness float8,
	backward float8, forward float8, sensitivity float8, kind text)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.linkages(@extschema@.supply_network) IS
'Linkages of every node: direct ones (Chenery and Watanabe: inputs and sales to nodes in parts of output), downstreamness and upstreamness (total ones: column sums of Leontief''s inverse, row sums of Ghosh''s), both over their mean (Rasmussen''s power of dispersion, and its forward twin), row sums of Leontief''s inverse over their mean (sensitivity), and the kind of sector: key sector, backward, forward or weak; sensitivity of the supplier times downstreamness of the user over the number of nodes is the multiplier product matrix. Example: SELECT node, upstreamness, kind FROM linkages(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') → (A, 1.91419, key), (B, 1.25413, weak)';

CREATE FUNCTION @extschema@.linkage_spread(network @extschema@.supply_network)
RETURNS TABLE (node text, backward_variation float8, forward_variation float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.linkage_spread(@extschema@.supply_network) IS
'Coefficients of variation of each node''s column and row of Leontief''s inverse: small where its purchases, or the demand for it, spread evenly (Rasmussen). Example: SELECT node, backward_variation FROM linkage_spread(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') → (A, 0.922313), (B, 0.771389)';

CREATE FUNCTION @extschema@.field_of_influence(network @extschema@.supply_network)
RETURNS TABLE (supplier text, "user" text, influence float8, squared_influence float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.field_of_influence(@extschema@.supply_network) IS
'Field of influence of each input coefficient (Sonis and Hewings, first order): how much all elements of Leontief''s inverse change together for a small change of it, and the sum of the squares of these changes. Example: SELECT * FROM field_of_influence(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') WHERE supplier = ''A'' AND "user" = ''B'' → (A, B, 2.10437, 2.18268)';

CREATE FUNCTION @extschema@.average_propagation_length(network @extschema@.supply_network, users text[] DEFAULT NULL)
RETURNS TABLE (supplier text, "user" text, length float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.average_propagation_length(@extschema@.supply_network, text[]) IS
'Average propagation length (Dietzenbacher, Romero and Bosma): the mean number of steps that a demand for the user''s product takes to the supplier; pairs without a way are left out, NULL where ways of opposite sign cancel. Example: SELECT * FROM average_propagation_length(''{A>B:5,B>C:5;A[output=10],B[output=10],C[output=10]}'') → (A, B, 1), (A, C, 2), (B, C, 1)';

CREATE FUNCTION @extschema@.household_multiplier(network @extschema@.supply_network, income @extschema@.supply_mix, consumption @extschema@.supply_mix,
	household_income float8 DEFAULT NULL, household_services float8 DEFAULT 0)
RETURNS TABLE (node text, output_1 float8, output_2 float8, output_2_total float8, income_direct float8, income_1 float8, income_2 float8,
	income_multiplier_1 float8, income_multiplier_2 float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.household_multiplier(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, float8, float8) IS
'Multipliers of type I (nodes alone) and type II (households earn and spend, too): output of nodes (total: households'' income counted, too), income per unit of final demand, and over the direct income; income is what nodes pay to households, consumption what these buy of nodes, household_income all that they earn (NULL: the sum of income and household_services), household_services what they pay to each other. Example: SELECT node, output_2 FROM household_multiplier(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{A:300,B:500}'', ''{A:50,B:400}'', 1000, 50) → (A, 1.89241), (B, 1.77334)';

CREATE FUNCTION @extschema@.structural_decomposition(before @extschema@.supply_network, after @extschema@.supply_network,
	weights_before @extschema@.supply_mix DEFAULT NULL, weights_after @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, before float8, after float8, change float8, intensity_effect float8, technology_effect float8, final_demand_effect float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.structural_decomposition(@extschema@.supply_network, @extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Structural decomposition of the change of each node''s output between two tables, or of a weight (jobs, emissions): by weight per unit, by input coefficients, by final demand, as the mean of both polar forms; effects add up to the change. Example: SELECT node, change, technology_effect, final_demand_effect FROM structural_decomposition(''{A>B:5;A[output=10],B[output=10]}'', ''{A>B:8;A[output=16],B[output=10]}'') WHERE node = ''A'' → (A, 6, 3, 3)';

CREATE FUNCTION @extschema@.value_origin(network @extschema@.supply_network, final_use @extschema@.supply_network, inside text DEFAULT 'final_use',
	weights @extschema@.supply_mix DEFAULT NULL, detail text DEFAULT 'country', separator text DEFAULT ':')
RETURNS TABLE (source text, "user" text, value float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.value_origin(@extschema@.supply_network, @extschema@.supply_network, text, @extschema@.supply_mix, text, text) IS
'Whose value added, or other weight (jobs, emissions), is in what each country uses (inside final_use: footprints), or in each node''s exports, output, or unit of product; sources are countries or, with detail node, nodes. final_use has what nodes sell to countries; the country of a node is its code up to the separator, which some node must have (NULL: every node is a country). Example: SELECT * FROM value_origin(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') → (A, A, 2.5), (A, B, 2.5), (B, A, 7.5), (B, B, 7.5)';

CREATE FUNCTION @extschema@.borin_mancini(network @extschema@.supply_network, final_use @extschema@.supply_network, separator text DEFAULT ':')
RETURNS TABLE (country text, exports float8, domestic_value_added float8, domestic_double_counting float8, foreign_value_added float8,
	foreign_double_counting float8, value_added_exports float8, imported_inputs float8, forward_value_added float8, chain_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.borin_mancini(@extschema@.supply_network, @extschema@.supply_network, text) IS
'Exports of each country by whose value they are (Borin and Mancini 2023): domestic and foreign value added, and what crosses the country''s border more than once; value added that others use up (VAX), imported inputs (vertical specialization VS), domestic value in others'' exports (VS1), and the share of exports that passes more than one border (participation in value chains, trade-based: 1 - DAVAX over exports). Example: SELECT country, exports, domestic_value_added, foreign_value_added FROM borin_mancini(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') → (A, 5, 5, 0), (B, 10, 7.5, 2.5)';

CREATE FUNCTION @extschema@.borin_mancini_bilateral(network @extschema@.supply_network, final_use @extschema@.supply_network, exporters text[] DEFAULT NULL, separator text DEFAULT ':')
RETURNS TABLE (exporter text, importer text, exports float8, domestic_value_added float8, domestic_double_counting float8, foreign_value_added float8,
	foreign_double_counting float8, border_value_added float8, border_double_counting float8, border_foreign_value_added float8,
	border_foreign_double_counting float8, direct_value_added float8, chain_trade float8, chain_forward float8, chain_two_sided float8, chain_backward float8,
	sink_value_added float8, sink_double_counting float8, sink_foreign_value_added float8, sink_foreign_double_counting float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.borin_mancini_bilateral(@extschema@.supply_network, @extschema@.supply_network, text[], text) IS
'The same for each pair of countries: source based (first time across any border of the exporter), counted across the one border alone (border_…), value added that the importer uses up itself (DAVAX), and the rest, chain trade, by forward, two-sided and backward, and sink based (sink_…: counted where it leaves the exporter the last time). Example: SELECT exporter, importer, exports, direct_value_added FROM borin_mancini_bilateral(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') WHERE exports > 0 → (A, B, 5, 2.5), (B, A, 10, 7.5)';

CREATE FUNCTION @extschema@.koopman_wang_wei(network @extschema@.supply_network, final_use @extschema@.supply_network, separator text DEFAULT ':')
RETURNS TABLE (country text, exports float8, dva_final float8, dva_intermediate float8, dva_reexported float8, returned_final float8, returned_intermediate float8,
	domestic_double_counting float8, fva_final float8, fva_intermediate float8, foreign_double_counting float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.koopman_wang_wei(@extschema@.supply_network, @extschema@.supply_network, text) IS
'The nine terms of Koopman, Wang and Wei (2014) for the exports of each country; they sum to exports on a table that balances. Example: SELECT country, exports, dva_final, dva_intermediate, dva_reexported, fva_final FROM koopman_wang_wei(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') → (A, 5, 0, 2.5, 0, 0), (B, 10, 7.5, 0, 0, 2.5)';

CREATE FUNCTION @extschema@.wang_wei_zhu(network @extschema@.supply_network, final_use @extschema@.supply_network, exporters text[] DEFAULT NULL, separator text DEFAULT ':')
RETURNS TABLE (node text, importer text, exports float8, dva_fin float8, dva_int float8, dva_intrex_i1 float8, dva_intrex_f float8, dva_intrex_i2 float8,
	rdv_fin float8, rdv_fin2 float8, rdv_int float8, ddc_fin float8, ddc_int float8, mva_fin float8, mva_int float8, mdc float8, ova_fin float8, ova_int float8, odc float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.wang_wei_zhu(@extschema@.supply_network, @extschema@.supply_network, text[], text) IS
'The sixteen terms of Wang, Wei and Zhu (2013) for the exports of each node to each importer, under the paper''s names; they sum to exports on a table that balances. Example: SELECT node, importer, exports, dva_fin, dva_int, mva_fin FROM wang_wei_zhu(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') → (A:x, B, 5, 0, 2.5, 0), (B:y, A, 10, 7.5, 0, 2.5)';
