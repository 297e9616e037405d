-- Unit values between two periods, and far from the median; expected values by hand.
SELECT laspeyres, paasche, round(fisher::numeric, 12) AS fisher, round(tornqvist::numeric, 12) AS tornqvist, items, left_out, base_coverage, coverage
FROM unit_value_index('{A:10,B:10}', '{A:10,B:5}', '{A:30,B:10}', '{A:15,B:5}');
-- C has no quantity in the base, D is new, E is gone: left out, carried or refused
SELECT missing, laspeyres, paasche, items, left_out, base_coverage, coverage
FROM unnest('{exclude,carry}'::text[]) AS missing, unit_value_index('{A:10,C:10,E:20}', '{A:10,E:4}', '{A:20,C:10,D:10}', '{A:10,C:2,D:5}', missing);
SELECT * FROM unit_value_index('{A:10,C:10,E:20}', '{A:10,E:4}', '{A:20,C:10,D:10}', '{A:10,C:2,D:5}', 'error');
-- unspecified amounts are no item, but part of the value
SELECT laspeyres, items, base_coverage, coverage FROM unit_value_index('{A:10,"":30}', '{A:10,"":3}', '{A:20}', '{A:10}');
-- nothing to compare
SELECT * FROM unit_value_index('{A:10}', '{A:1}', '{B:10}', '{B:1}');
SELECT * FROM unit_value_index('{}', '{}', '{}', '{}');
SELECT * FROM unit_value_index(NULL, '{}', '{}', '{}');
SELECT * FROM unit_value_index('{}', '{}', '{}', '{}', 'zero');
SELECT * FROM unit_value_outliers('{A:4,B:5,C:6,D:50,E:1,F:9}', '{A:1,B:1,C:1,D:1,E:1}');
SELECT origin FROM unit_value_outliers('{A:4,B:5,C:6,D:50,E:1,F:9}', '{A:1,B:1,C:1,D:1,E:1}', 20);
SELECT * FROM unit_value_outliers('{A:1}', '{A:1}', 1);
