-- Quantities of a statistic in another unit; expected values by hand.
SELECT convert_quantity(2.5, 't', 'KG'), convert_quantity(3, '100 kg', 'kg') AS multiple, convert_quantity(1, 'kg', 'lb') AS pounds, convert_quantity(-4, 'DOZ', 'NO') AS correction;
SELECT unit_code('kilograms'), unit_code('㎏') AS sign, unit_code('NO') AS number, unit_code('100 kg'), unit_code('kg on drained weight'), unit_code('widget') AS unknown, unit_code('') AS nothing;
-- what does not convert is unknown, and says why
SELECT convert_quantity(1, 'kg', 'litre'), unit_problem('kg', 'litre');
SELECT convert_quantity(1, 'DTN G', 'DTN'), unit_problem('DTN G', 'DTN') AS drained;
-- a unit of nobody's table converts into itself only, and is told
SELECT convert_quantity(2, 'widget', 'Widget'), unit_problem('widget', 'Widget');
SELECT unit_problem(NULL, 'kg'), unit_problem('kg', ''), unit_problem('kg', 't') AS none;
SELECT convert_quantity('NaN', 'kg', 't');
SELECT convert_quantity(1e308, 't', 'mg');
