-- Rows for the tests of scale-out: :rows of them from number :first on, in a table "flow" that is there already.
-- Amounts in cents, some of them corrections that cancel others; the same rows wherever they are made.
INSERT INTO flow
SELECT id, 'I' || id % 13, CASE WHEN id % 29 > 0 THEN 'E' || (id * id) % 17 END, '85' || lpad((id % 7)::text, 4, '0'),
	(date '2022-01-01' + (id / 91 % 36) * interval '1 month')::date,
	CASE WHEN id % 10 = 9 THEN -(id - 1) % 1000 ELSE (id * 7919) % 100003 END / 100.0, (id * 104729) % 50021 / 100.0,
	supply_mix(ARRAY['E' || id % 11], ARRAY[id % 997 / 100.0]), supply_network(ARRAY['E' || id % 11], ARRAY['I' || id % 5], ARRAY[id % 997 / 100.0]), 'N' || id
FROM generate_series(:first, :first + :rows - 1) AS id;
