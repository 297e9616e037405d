-- Units of quantity: factors from their legal definitions, and laws over all of them.
BEGIN;
SELECT plan(9);
-- the international yard and pound (1959), the US gallon of 231 cubic inches, the proof gallon (27 CFR 5), UN/ECE Recommendation 20 for the rest
CREATE TEMP TABLE defined (from_unit text, to_unit text, factor numeric);
INSERT INTO defined VALUES ('lb', 'kg', 0.45359237), ('oz', 'g', 28.349523125), ('short ton', 'kg', 907.18474), ('long ton', 'kg', 1016.0469088), ('t', 'kg', 1000),
	('DTN', 'kg', 100), ('carat', 'g', 0.2), ('KTN', 't', 1000), ('gal', 'l', 3.785411784), ('barrel', 'gal', 42), ('m3', 'l', 1000), ('hl', 'l', 100),
	('board foot', 'm3', 0.002359737216), ('ft', 'm', 0.3048), ('yd', 'm', 0.9144), ('sq ft', 'm2', 0.09290304), ('sq yd', 'sq ft', 9), ('dozen', 'no', 12),
	('gross', 'dozen', 12), ('MWH', 'KWH', 1000), ('TJ', 'GWH', 0.277777777777777777777777777778), ('proof gallon', 'LPA', 1.892705892), ('thousand pairs', 'pr', 1000);
SELECT is_empty($$SELECT * FROM defined WHERE abs(convert_quantity(1, from_unit, to_unit) - factor) > 1e-15 * factor OR convert_quantity(1, from_unit, to_unit) IS NULL$$, 'units as they are defined');
SELECT is_empty($$SELECT * FROM defined WHERE abs(convert_quantity(7, to_unit, from_unit) * factor - 7) > 1e-14 OR unit_problem(to_unit, from_unit) IS NOT NULL$$, 'and back');

CREATE TEMP TABLE unit AS SELECT DISTINCT unit_code(u) AS code FROM (SELECT from_unit FROM defined UNION SELECT to_unit FROM defined
	UNION SELECT unnest('{KGM,LTR,NAR,PR,JWL,GBQ,WTT,ASV,kg on drained weight,100 kg,1000 p/st}'::text[])) AS t(u);
SELECT isnt_empty($$SELECT 1 FROM unit WHERE code LIKE '% %'$$, 'also multiples, and what a unit is counted on');
SELECT is_empty($$SELECT code FROM unit WHERE code IS DISTINCT FROM unit_code(code) OR convert_quantity(2.5, code, code) IS DISTINCT FROM 2.5$$, 'a code is its own code, and a quantity in it itself');
SELECT is_empty($$SELECT a.code, b.code FROM unit AS a, unit AS b
	WHERE (convert_quantity(1, a.code, b.code) IS NULL) <> (unit_problem(a.code, b.code) IS NOT NULL) OR (convert_quantity(1, a.code, b.code) IS NULL) <> (convert_quantity(1, b.code, a.code) IS NULL)
		OR abs(convert_quantity(convert_quantity(3, a.code, b.code), b.code, a.code) - 3) > 1e-14$$, 'there and back, or a problem both ways');
SELECT is_empty($$SELECT a.code, b.code, c.code FROM unit AS a, unit AS b, unit AS c
	WHERE abs(convert_quantity(convert_quantity(1, a.code, b.code), b.code, c.code) / convert_quantity(1, a.code, c.code) - 1) > 1e-14$$, 'by way of a third unit');
SELECT results_eq($$SELECT unit_problem(a, b) FROM (VALUES ('kg', 'l'), ('kg', 'kg on drained weight'), ('kgg', 'kg'), ('kg', ''), (NULL, 'kg')) AS v(a, b)$$,
	ARRAY['KGM does not convert into LTR', 'KGM does not convert into KGM on drained weight', 'unknown unit: "kgg"', 'unit is missing: ""', 'unit is NULL'], 'why not');
-- the words of statistics: Comtrade of today and of its old site, the US Census Bureau, Japan's customs
SELECT is_empty($$SELECT word, wanted, unit_code(word) FROM (VALUES ('kg', 'KGM'), ('u', 'NAR'), ('2u', '2 NAR'), ('12u', '12 NAR'), ('1000u', '1000 NAR'), ('l', 'LTR'), ('m²', 'MTK'), ('m³', 'MTQ'), ('m', 'MTR'),
	('carat', 'CTM'), ('1000 kWh', '1000 KWH'), ('Weight in kilograms', 'KGM'), ('Number of items', 'NAR'), ('Number of pairs', 'NPR'), ('Volume in litres', 'LTR'), ('Volume in cubic meters', 'MTQ'),
	('Area in square meters', 'MTK'), ('Length in meters', 'MTR'), ('Weight in carats', 'CTM'), ('Thousands of items', 'MIL'), ('Dozen of items', 'DZN'), ('NO', 'NAR'), ('DOZ', 'DZN'), ('PRS', 'NPR'),
	('M2', 'MTK'), ('KL', 'KLT'), ('MT', 'TNE'), ('DZ', 'DZN'), ('PR', 'NPR'), ('p/st', 'NAR')) AS v(word, wanted) WHERE unit_code(word) IS DISTINCT FROM wanted$$, 'units as publishers write them');
SELECT results_eq($$SELECT convert_quantity(1, u, 'kg'), unit_problem(u, 'kg') FROM unnest('{MT,mt,t,Mt,1000 Mt}'::text[]) AS u$$,
	$$VALUES (1000::float8, NULL), (1000, NULL), (1000, NULL), (NULL, 'ambiguous unit, a million or one: "Mt"'), (NULL, 'ambiguous unit, a million or one: "1000 Mt"')$$, 'Mt may be a million tonnes');
SELECT * FROM finish();
ROLLBACK;
