-- A line's duty does not depend on the line before it: measures that are gathered for
-- one line serve the next of the same goods and origin only while nothing on which
-- they depend has changed.
BEGIN;
SELECT plan(11);

-- one measure for each kind of condition
INSERT INTO tariff_regime (regime, currency) VALUES ('ORDER', 'USD');
INSERT INTO tariff_program (regime, program, ord, combine) SELECT 'ORDER', 'P' || p, p, 'specific' FROM generate_series(1, 8) AS p;
INSERT INTO tariff_area (regime, area, country, valid_from, valid_to)
VALUES ('ORDER', 'G', 'JP', '2025-03-10', '2025-03-20'), ('ORDER', 'G', 'KR', NULL, NULL);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, base, need, unless, gate, gate_from, valid_from, valid_to, known_from, loaded_before, entered_before)
VALUES ('ORDER', 'all', 'P1', '', '*', NULL, '1%', 'value', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'dates', 'P2', '8471', '*', NULL, '2%', 'value', NULL, NULL, NULL, NULL, '2025-03-05', '2025-03-15', NULL, NULL, NULL),
	('ORDER', 'dates alone', 'P2', '9503', '*', NULL, '2.5%', 'value', NULL, NULL, NULL, NULL, '2025-03-05', '2025-03-15', NULL, NULL, NULL),
	('ORDER', 'later dates', 'P2', '847130', '*', NULL, '3%', 'value', NULL, NULL, NULL, NULL, '2025-03-12', NULL, NULL, NULL, NULL),
	('ORDER', 'area', 'P3', '84', 'G', NULL, '5%', 'value', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'except', 'P4', '84', '*', '{G}', '7%', 'value', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'need', 'P5', '8471', '*', NULL, '11%', 'value', '{A}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'unless', 'P6', '', '*', NULL, '13%', 'value', NULL, '{B}', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'gate', 'P7', '8504', '*', NULL, '17%', 'value', NULL, NULL, 'value', 500, NULL, NULL, NULL, NULL, NULL),
	('ORDER', 'transit', 'P8', '8471', '*', NULL, '19%', 'value', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2025-03-01', '2025-03-25'),
	('ORDER', 'known', 'P8', '847130', '*', NULL, '23%', 'value', NULL, NULL, NULL, NULL, NULL, NULL, '2025-03-08', NULL, NULL),
	('ORDER', 'content', 'P7', '847141', '*', NULL, '29%', 'content:steel', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT is((SELECT count(*)::int FROM tariff_check('ORDER') WHERE severity = 'error'), 0, 'the law has no errors');
SELECT tariff_compile('ORDER');

CREATE TEMP TABLE line AS
SELECT row_number() OVER () AS n, v.*
FROM (SELECT hs, origin, day, value, claims, loaded, known_on, content
	FROM unnest('{8471300000,8471410000,8504310000,9503000000}'::text[]) AS hs, unnest('{JP,KR,CN}'::text[]) AS origin,
		generate_series(date '2025-03-01', '2025-03-28', '1 day') AS d(day), unnest('{100,900}'::float8[]) AS value,
		(VALUES (NULL::text[]), ('{A}'), ('{B}')) AS c(claims), (VALUES (NULL::date), ('2025-02-20')) AS l(loaded),
		(VALUES (NULL::date), ('2025-03-01')) AS k(known_on), (VALUES (NULL::jsonb), ('{"steel": 40}')) AS s(content)) AS v;
CREATE FUNCTION pg_temp.duties(by text) RETURNS TABLE (n bigint, duty float8) LANGUAGE plpgsql AS $$
BEGIN
	-- OFFSET: the lines are asked in this order
	RETURN QUERY EXECUTE format('SELECT n, tariff_stack(''ORDER'', hs, origin, day::date, value, content => content, claims => claims, loaded => loaded, known_on => known_on)
		FROM (SELECT * FROM line ORDER BY %s OFFSET 0) AS l', by);
END $$;
CREATE TEMP TABLE apart AS SELECT * FROM pg_temp.duties('md5(n::text)');
SELECT cmp_ok(count(DISTINCT duty / value)::int, '>', 30, 'the lines owe many different duties') FROM apart JOIN line USING (n);
-- each in its turn changes from line to line while all else stays
SELECT is_empty(format('SELECT * FROM apart JOIN pg_temp.duties(%L) AS s USING (n) WHERE apart.duty IS DISTINCT FROM s.duty',
		array_to_string(array_remove(columns, last), ', ') || ', ' || last || direction),
	format('lines that differ by %s%s come one after the other: the same duties', last, direction))
FROM (VALUES ('{hs,origin,day,value,claims,loaded,known_on,content}'::text[])) AS c(columns), unnest(columns) AS last,
	unnest(CASE last WHEN 'day' THEN '{""," DESC"}' ELSE '{""}'::text[] END) AS direction;
SELECT * FROM finish();
ROLLBACK;
