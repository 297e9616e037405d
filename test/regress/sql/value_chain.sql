-- Value chains: where nodes stand in them, and whose value is in what.
\set VERBOSITY default
-- Miller and Blair's two sectors
\set pair '{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'
SELECT node, round(direct_backward::numeric, 6) AS direct_backward, round(direct_forward::numeric, 6) AS direct_forward, round(downstreamness::numeric, 6) AS down, round(upstreamness::numeric, 6) AS up,
	round(backward::numeric, 6) AS backward, round(forward::numeric, 6) AS forward, round(sensitivity::numeric, 6) AS sensitivity, kind FROM linkages(:'pair');
SELECT node, round(backward_variation::numeric, 6) AS backward, round(forward_variation::numeric, 6) AS forward FROM linkage_spread(:'pair');
SELECT supplier, "user", round(influence::numeric, 6) AS influence, round(squared_influence::numeric, 6) AS squared FROM field_of_influence(:'pair');
SELECT supplier, "user", round(length::numeric, 6) AS length FROM average_propagation_length(:'pair');
SELECT node, round(output_1::numeric, 4) AS output_1, round(output_2::numeric, 4) AS output_2, round(output_2_total::numeric, 4) AS total, income_direct, round(income_1::numeric, 4) AS income_1,
	round(income_2::numeric, 4) AS income_2, round(income_multiplier_1::numeric, 4) AS multiplier_1, round(income_multiplier_2::numeric, 4) AS multiplier_2 FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50,B:400}', 1000, 50);
-- a node that makes nothing stands nowhere
SELECT * FROM linkages('{A>B:5;A[output=10],B[output=10],C[output=0]}') WHERE node = 'C';
SELECT node, before, after, change, intensity_effect AS intensity, round(technology_effect::numeric, 9) AS technology, round(final_demand_effect::numeric, 9) AS final_demand FROM structural_decomposition('{A>B:5;A[output=10],B[output=10]}', '{A>B:8;A[output=16],B[output=10]}');
SELECT node, before, after, change, intensity_effect AS intensity, round(technology_effect::numeric, 9) AS technology, round(final_demand_effect::numeric, 9) AS final_demand FROM structural_decomposition('{A>B:5;A[output=10],B[output=10]}', '{A>B:8;A[output=16],B[output=10]}', '{A:20,B:10}', '{A:16,B:10}');

-- ore of A in steel of B, of which A uses half
\set io '{"A:ore">"B:steel":5}'
\set use '{"B:steel">A:10,"B:steel">B:10}'
SELECT * FROM value_origin(:'io', :'use');
SELECT * FROM value_origin(:'io', :'use', detail => 'node');
SELECT * FROM value_origin(:'io', :'use', 'exports');
SELECT * FROM value_origin(:'io', :'use', 'output', '{"A:ore":100}');
SELECT * FROM value_origin(:'io', :'use', 'unit', detail => 'node');
SELECT country, exports, domestic_value_added AS dva, domestic_double_counting AS ddc, foreign_value_added AS fva, foreign_double_counting AS fdc, value_added_exports AS vax, imported_inputs AS vs, forward_value_added AS vs1, chain_share FROM borin_mancini(:'io', :'use');
SELECT * FROM borin_mancini_bilateral(:'io', :'use', '{A}');
SELECT * FROM koopman_wang_wei(:'io', :'use');
\x on
SELECT * FROM wang_wei_zhu(:'io', :'use');
\x off
-- nodes without the separator are countries of their own when that is said, or when others have it; a country that only uses exports nothing
SELECT country, exports, domestic_value_added, chain_share FROM borin_mancini('{A>B:5}', '{B>C:20}', separator => NULL);
SELECT country, exports, domestic_value_added, chain_share FROM borin_mancini('{A>"B:y":5}', '{"B:y">C:20}');
SELECT country, exports, domestic_value_added, chain_share FROM borin_mancini('{A>B:5}', '{B>C:20}');

SELECT * FROM value_origin(:'io', NULL);
SELECT * FROM value_origin(:'io', '{"C:x">A:1}');
SELECT * FROM value_origin(:'io', :'use', 'imports');
SELECT * FROM value_origin(:'io', :'use', separator => '');
SELECT * FROM value_origin('{A>B:5;A[output=6],B[output=0]}', '{A>B:1}', separator => NULL);
SELECT * FROM wang_wei_zhu(:'io', :'use', '{C}');
SELECT * FROM household_multiplier(:'pair', '{}', '{A:50}');
SELECT * FROM household_multiplier('{A>B:5;A[output=10],B[output=10]}', '{A:10,B:5}', '{B:15}');
-- what households earn and pay must fit: a wage below 0, more paid than earned, no finite number
SELECT * FROM household_multiplier(:'pair', '{A:-300,B:500}', '{A:50}');
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:-50}');
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50}', 700);
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50}', 810, 50);
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50}', 'Infinity');
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50}', 1000, 'NaN');
SELECT * FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50}', 1000, -1);
SELECT node, round(output_2::numeric, 4) AS output_2 FROM household_multiplier(:'pair', '{A:300,B:500}', '{A:50,B:-10}', 800);
SELECT * FROM structural_decomposition('{A>B:5;B[output=9]}', '{A>C:5;C[output=9]}');
SELECT * FROM structural_decomposition('{A>B:5;B[output=9]}', '{A>B:5;B[output=9]}', '{A:1}');
SELECT * FROM linkages('{A>B:5;A[output=5],B[output=4]}');
SELECT * FROM average_propagation_length(:'pair', '{C}');
