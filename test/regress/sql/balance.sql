-- Production, trade and consumption; expected values by hand.
SELECT apparent_consumption(10, 100, 20), apparent_consumption(10, 100, 20, 5) AS from_stocks,
	net_import_reliance(10, 100, 20), net_import_reliance(100, 0, 20) AS exporter, net_import_reliance(0, 0, 0) AS nothing,
	import_reliance_eu(10, 100, 20), self_sufficiency(45, 100, 55);
SELECT net_import_reliance(-1, 100, 20);
SELECT net_import_reliance(1, 'NaN', 20);
SELECT * FROM import_dependency_flags('{CHN:3,AUS:1}', 1, 2);
SELECT * FROM import_dependency_flags('{CHN:3,AUS:1}', 8, 0, '{CHN:1,AUS:1,VNM:1}');
SELECT * FROM import_dependency_flags('{}', 0, 0);
SELECT c1, dependent FROM import_dependency_flags('{CHN:3,AUS:1}', 1, 2, concentration_limit => 0.7);
-- of unknown origin: dependent or not is not known, unless another indicator says no
SELECT c1, c2, c3, dependent FROM import_dependency_flags('{"":5}', 1, 2);
SELECT c1, c2, c3, dependent FROM import_dependency_flags('{"":5}', 9, 2);
SELECT unit_values('{CHN:6,AUS:4,VNM:1}', '{CHN:3,AUS:1}'), relative_unit_values('{CHN:6,AUS:4}', '{CHN:4,AUS:1}'),
	relative_unit_values('{CHN:6}', '{}') AS no_quantity;
-- value without a quantity, and quantity without a value, do not bend the price of all: 10 / 5
SELECT relative_unit_values('{CHN:6,AUS:4,VNM:100}', '{CHN:4,AUS:1,IDN:50}') AS three_of_them,
	relative_unit_values('{CHN:6,"":4}', '{CHN:4,"":1}') AS unspecified, unit_values('{CHN:6,"":4}', '{CHN:3}') AS unspecified_without;
SELECT * FROM mirror_gap('{CHN:6,VNM:2}', '{CHN:4,AUS:1}');
SELECT * FROM mirror_gap('{CHN:6,"":3}', '{CHN:4,"":1}');
SELECT * FROM mirror_gap('{CHN:6,"":3}', '{CHN:4}');
-- insurance and freight: 106 of imports are 100 of exports
SELECT * FROM mirror_gap('{CHN:106,"":53}', '{CHN:100}', cif_factor => 1.06);
SELECT * FROM mirror_gap('{CHN:1}', '{CHN:1}', 0);
