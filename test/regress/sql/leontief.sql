-- Linear models on the two-sector table of Miller and Blair (2009, table 2.3).
\set VERBOSITY default
\set mb '{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'

-- quantities: a whole new final demand (600, 1500), then the same as a change
SELECT node, final_demand, round(output::numeric, 4) AS output, round(change_share::numeric, 6) AS change_share,
	error_bound < 1e-9 AS certified
FROM leontief_output(:'mb', '{A:600,B:1500}');
SELECT node, round(output::numeric, 4) AS output, round(change::numeric, 4) AS change
FROM leontief_output(:'mb', change => '{A:250,B:-200}');
-- without a change the table is what it was
SELECT node, final_demand, output, change FROM leontief_output(:'mb');
SELECT node, value_added, round(output::numeric, 4) AS output FROM ghosh_output(:'mb', change => '{B:-140}');

-- prices: wages up, a cost from outside, a price from outside
SELECT node, round(price::numeric, 7) AS price, round(direct::numeric, 7) AS direct, round(indirect::numeric, 7) AS indirect
FROM leontief_price(:'mb', value_added_change => '{A:0.3}');
SELECT node, round(price::numeric, 7) AS price FROM leontief_price(:'mb', cost_change => '{A:0.195}');
SELECT node, round(price::numeric, 7) AS price FROM leontief_price(:'mb', price_change => '{A:0.5}');
SELECT leontief_price(:'mb', price_change => '{A:-20}');

SELECT node, round(output_multiplier::numeric, 5) AS output_multiplier, round(forward_multiplier::numeric, 5) AS forward_multiplier,
	round(coefficient::numeric, 5) AS coefficient, round(effect::numeric, 5) AS effect, round(multiplier::numeric, 5) AS multiplier
FROM output_multiplier(:'mb', '{A:100,B:400}');
SELECT node, output, round(total_loss::numeric, 4) AS total, round(loss_share::numeric, 4) AS share,
	round(backward_loss::numeric, 4) AS backward, round(row_loss::numeric, 4) AS by_row,
	round(forward_loss::numeric, 4) AS forward, round(own_multiplier::numeric, 5) AS own
FROM hypothetical_extraction(:'mb');
SELECT node, round(total_loss::numeric, 4) AS total FROM hypothetical_extraction(:'mb', '{B}', 0.2);
SELECT node, round(output::numeric, 4) AS output, round(loss::numeric, 4) AS loss, round(unmet_demand::numeric, 4) AS unmet, limited
FROM constrained_output(:'mb', '{B:0.2}');
-- a cut that demand does not feel any more is no limit
SELECT node, round(loss::numeric, 4) AS loss, limited FROM constrained_output(:'mb', '{A:0.05,B:0.9}');
-- without a cut nothing changes
SELECT node, output, loss, limited FROM constrained_output(:'mb', '{}');
SELECT node, round(output::numeric, 4) AS output, round(loss::numeric, 4) AS loss, direct_loss
FROM flow_extraction(:'mb', '{A}', '{B}', 0.5);
SELECT supplier, "user", round(value::numeric, 6) AS value FROM leontief_inverse(:'mb');
SELECT supplier, "user", round(value::numeric, 6) AS value FROM leontief_inverse(:'mb', 'ghosh');

-- disconnected parts, and a node without any flow
SELECT node, output, change FROM leontief_output('{A>B:1,C>D:1;A[output=2],B[output=2],C[output=2],D[output=2],E[]}', change => '{D:1}');
SELECT productive, idle_nodes, imbalance FROM leontief_check('{A>B:1;A[output=3,final_demand=1],B[output=2],E[]}');

-- inoperability
SELECT node, round(inoperability::numeric, 6) AS q FROM inoperability('{S1>S2:0.8,S2>S1:0.2}', '{S2:0.6}', 'coefficients');
SELECT node, round(inoperability::numeric, 6) AS q, round(loss::numeric, 3) AS loss FROM inoperability(:'mb', '{B:0.1}');
SELECT node, round(inoperability::numeric, 6) AS q FROM inoperability(:'mb', '{B:0.1}', 'supply');
SELECT period, node, round(inoperability::numeric, 6) AS q, round(cumulative::numeric, 6) AS sum
FROM inoperability_path(:'mb', '{B:0.1}', 4, 0.5, shock_end => 1);
SELECT * FROM interdependency('{A>B:0.5,B>C:0.4}', 2, 'coefficients');

-- what goes wrong
SELECT * FROM leontief_output('{A>B:5,B>A:5}');
SELECT * FROM leontief_output('{A>B:5}');
SELECT * FROM leontief_output('{A>B:5;A[output=-1],B[output=1]}');
SELECT * FROM leontief_output('{A>B:12,B>A:5;A[output=9],B[output=4]}');
SELECT * FROM inoperability('{A>B:1.2,B>A:1}', '{A:0.1}', 'coefficients');
SELECT * FROM leontief_output(:'mb', change => '{C:1}');
SELECT * FROM leontief_output(:'mb', change => '{"":1}');
SELECT * FROM leontief_output('{A>B:1;A[output=2],B[output=2],E[]}', change => '{E:1}');
SELECT * FROM hypothetical_extraction(:'mb', '{A,X}');
SELECT * FROM hypothetical_extraction(:'mb', cut => 20);
SELECT * FROM constrained_output(:'mb', '{B:20}');
SELECT * FROM constrained_output('{A>B:-1;A[output=2],B[output=2]}', '{B:0.2}');
SELECT * FROM constrained_output('{A>B:1;A[output=2],B[output=2],E[]}', '{B:0.2}', '{E:1}');
SELECT * FROM inoperability(:'mb', '{B:0.1}', 'both');
SELECT * FROM leontief_inverse(:'mb', 'inverse');
