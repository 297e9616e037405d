-- Networks reshaped, against published tables and matrices in SQL.
BEGIN;
SELECT plan(43);
\set mb '{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'

-- four published tables; answers by an inverse in double precision (test/data/io_multipliers.csv)
CREATE TEMP TABLE wanted ("table" text, measure text, node text, value float8);
\copy wanted FROM 'test/data/io_multipliers.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE hu (kind text, supplier text, buyer text, value float8);
CREATE TEMP TABLE hr (LIKE hu); CREATE TEMP TABLE be (LIKE hu); CREATE TEMP TABLE nl (LIKE hu);
\copy hu FROM PROGRAM 'zcat test/data/hungary_2020.csv.gz' WITH (FORMAT csv, HEADER)
\copy hr FROM PROGRAM 'zcat test/data/croatia_2010.csv.gz' WITH (FORMAT csv, HEADER)
\copy be FROM PROGRAM 'zcat test/data/belgium_2020.csv.gz' WITH (FORMAT csv, HEADER)
\copy nl FROM 'test/data/netherlands_2000_total.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE net AS
SELECT 'hungary_2020' AS "table", with_nodes((SELECT supply_network(supplier, buyer, value) FROM hu WHERE kind = 'flow'), buyer, value, NULL) AS n
FROM hu WHERE supplier = 'P1' AND buyer LIKE 'CPA%'
UNION ALL
SELECT 'croatia_2010_without_U', network_drop(with_nodes((SELECT supply_network(supplier, buyer, value) FROM hr WHERE kind = 'flow'), buyer, value, NULL), '{CPA_U}')
FROM hr WHERE supplier = 'P1' AND buyer IN (SELECT buyer FROM hr WHERE kind = 'flow')
UNION ALL
SELECT 'belgium_2020', with_nodes((SELECT supply_network(supplier, buyer, value) FROM be WHERE kind = 'flow'), buyer, nullif(value, 0), NULL)
FROM be WHERE supplier = 'OUTPUT' AND buyer IN (SELECT node FROM wanted WHERE "table" = 'belgium_2020');
SELECT results_eq($$SELECT net."table", count(*)::int FROM net, LATERAL output_multiplier(n) AS m, wanted WHERE wanted."table" = net."table" AND wanted.node = m.node AND measure = 'output_multiplier' GROUP BY 1 ORDER BY 1$$,
	$$VALUES ('belgium_2020', 50), ('croatia_2010_without_U', 64), ('hungary_2020', 64)$$, 'products of three tables');
SELECT is_empty($$SELECT net."table", node, m.output_multiplier, value FROM net, output_multiplier(n) AS m JOIN wanted USING (node)
	WHERE wanted."table" = net."table" AND measure = 'output_multiplier' AND abs(m.output_multiplier - value) > 1e-12 * value$$, 'their multipliers');
SELECT throws_ok($$SELECT output_multiplier(with_nodes((SELECT supply_network(supplier, buyer, value) FROM be WHERE kind = 'flow'), buyer, value, NULL))
	FROM be WHERE supplier = 'OUTPUT' AND buyer IN (SELECT supplier FROM be WHERE kind = 'flow')$$, '22003', 'output_multiplier: node "D05" has no output, but flows',
	'Belgium imports all of its coal: said, and nullif() is named');

-- the TOTAL row
CREATE TEMP TABLE total AS SELECT supply_network(supplier, buyer, value) AS n FROM nl WHERE kind IN ('flow', 'total') AND buyer <> 'total_use';
SELECT ok(count(*) = 2 AND bool_and(node = 'TOTAL'), 'the Dutch table''s TOTAL is found') FROM total, network_totals(n);
SELECT is(count(*)::int, 0, 'and no node is taken for one in the other tables') FROM net, network_totals(n);

-- grouping is S Z S'
SELECT is_empty($$SELECT f.supplier, f."user" FROM net, LATERAL (SELECT jsonb_object_agg(node, left(node, 5)) AS g FROM each_node(n)) AS g,
		LATERAL (SELECT left(supplier, 5) AS supplier, left("user", 5) AS "user", sum(amount) AS amount FROM each_edge(n) GROUP BY 1, 2) AS f
		LEFT JOIN LATERAL each_edge(network_group(n, g)) AS e USING (supplier, "user")
	WHERE "table" = 'hungary_2020' AND abs(e.amount - f.amount) > 1e-9 * f.amount IS NOT FALSE$$, 'Hungary by letter: flows add up');
SELECT is_empty($$SELECT g.node FROM net, LATERAL (SELECT jsonb_object_agg(node, left(node, 5)) AS g FROM each_node(n)) AS j,
		LATERAL each_node(network_group(n, g)) AS g JOIN LATERAL (SELECT left(node, 5) AS node, sum(output) AS output, sum(implied_demand) AS demand FROM each_node(n) GROUP BY 1) AS w USING (node)
	WHERE "table" = 'hungary_2020' AND (abs(g.output - w.output) > 1e-9 * w.output OR abs(g.implied_demand - w.demand) > 1e-9 * w.output)$$, 'and so do output and final demand');
SELECT is(network_group(:'mb', '{"A": "X", "B": "X"}')::text, '{X>X:950;X[output=3000];rows=4}', 'all in one');
SELECT is(network_group('{A>B:1,C>B:2,B>A:4;A[sector=s],C[sector=s]}', '{"B": "B"}', 'rest')::text, '{B>rest:4,rest>B:3;rest[sector=s];rows=3}', 'the rest together, of one sector');
SELECT is(network_group('{A>B:1;A[output=5],C[]}', '{"A": "X", "C": "X"}')::text, '{X>B:1}', 'an output that one member lacks is unknown');
-- names
SELECT is(network_rename(:'mb', '{"A": "Farm"}')::text, '{B>B:100,B>Farm:200,Farm>B:500,Farm>Farm:150;B[output=2000],Farm[output=1000]}', 'renamed');
SELECT throws_ok(format('SELECT network_rename(%L, ''{"A": "B"}'')', :'mb'), NULL, NULL, 'two nodes cannot have one name');
-- keeping and dropping
SELECT is(network_keep('{A>B:1,B>C:2,C>A:3;B[final_demand=5],A[output=9]}', '{A,B}')::text, '{A>B:1;A[output=9],B[final_demand=7]}', 'what leaves is final demand');
SELECT is(network_drop('{A>B:1,B>C:2,C>A:3;B[final_demand=5],A[output=9]}', '{C}')::text, '{A>B:1;A[output=9],B[final_demand=7]}', 'dropping keeps the others');
SELECT is(network_keep('{A>B:1}', '{}')::text, '{}', 'nothing kept');
-- units, suppliers, users
SELECT is(network_scale(:'mb', 0.001)::text, '{A>A:0.15,A>B:0.5,B>A:0.2,B>B:0.1;A[output=1],B[output=2]}', 'another unit');
SELECT is_empty($$SELECT a.node FROM net, output_multiplier(n) AS a JOIN LATERAL output_multiplier(network_scale(n, 0.25)) AS b USING (node)
	WHERE abs(a.output_multiplier - b.output_multiplier) > 1e-12$$, 'multipliers know no unit');
SELECT is(network_scale('{A>B:1,A>C:2,D>B:4}', 0.5, '{A}', '{C}')::text, '{A>B:1,A>C:1,D>B:4}', 'one flow halved');
-- a shift
SELECT is(network_shift('{CHN>JPN:30,CHN>VNM:6,AUS>JPN:10;CHN[output=50],AUS[output=20]}', 'CHN', 'AUS', '{JPN}', 0.5)::text,
	'{AUS>JPN:25,CHN>JPN:15,CHN>VNM:6;AUS[output=35],CHN[output=35];rows=4}', 'half of Japan''s purchases move, outputs with them');
SELECT is(network_shift('{CHN>JPN:30,CHN>VNM:6}', 'CHN', 'NEW')::text, '{NEW>JPN:30,NEW>VNM:6;CHN[];rows=4}', 'all to a new supplier');
-- the mirror: Ghosh's model is Leontief's on the transposed network
SELECT is(network_transpose(network_transpose(n))::text, n::text, 'twice turned is as before') FROM net WHERE "table" = 'hungary_2020';
SELECT is_empty($$SELECT g.node FROM (SELECT '{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'::supply_network AS n) AS t, ghosh_output(n, change => '{B:-140}') AS g
	JOIN LATERAL leontief_output(network_transpose(n), change => '{B:-140}') AS l USING (node) WHERE abs(g.output - l.output) > 1e-9$$, 'Ghosh is Leontief in the mirror');
-- RAS by hand: rows 4, 2 and columns 3, 3 from ones
SELECT is(network_balance('{A>A:1,A>B:1,B>A:1,B>B:1}', '{A:4,B:2}', '{A:3,B:3}')::text, '{A>A:2,A>B:2,B>A:1,B>B:1}', 'RAS by hand');
CREATE TEMP TABLE ras AS SELECT n, network_balance(n, s, b, 1e-12) AS balanced, s, b FROM net,
	LATERAL (SELECT supply_mix(node, sold * (1 + 0.3 * sin(ascii(right(node, 1))))) AS s, sum(sold * (1 + 0.3 * sin(ascii(right(node, 1))))) AS total FROM each_node(n)) AS r,
	LATERAL (SELECT supply_mix(node, bought * total / (SELECT sum(bought) FROM each_node(n))) AS b FROM each_node(n)) AS c WHERE "table" = 'hungary_2020';
SELECT is_empty($$SELECT v.node FROM ras, each_node(balanced) AS v LEFT JOIN LATERAL each_origin(s) AS s1 ON s1.origin = v.node LEFT JOIN LATERAL each_origin(b) AS b1 ON b1.origin = v.node
	WHERE abs(v.sold - coalesce(s1.amount, 0)) > 1e-9 * (1 + v.sold) OR abs(v.bought - coalesce(b1.amount, 0)) > 1e-6 * (1 + v.bought)$$, 'Hungary balanced to other margins');
-- biproportional: cross ratios of four flows stay
SELECT is_empty($$SELECT 1 FROM ras, LATERAL (SELECT e.supplier, e."user", e.amount / f.amount AS k FROM each_edge(balanced) AS e JOIN each_edge(n) AS f USING (supplier, "user")) AS k
	GROUP BY supplier HAVING count(*) > 1 AND max(k) / min(k) > 1e6$$, 'by one factor a row and one a column');
-- GRAS: Junius and Oosterhaven's way with a negative flow: +1 -1 / +2 +3 to rows 1, 4 and columns 3, 2
SELECT is_empty($$SELECT * FROM each_node(network_balance('{A>A:2,A>B:-1,B>A:2,B>B:3}', '{A:1.5,B:4.5}', '{A:3.5,B:2.5}', 1e-12)) AS v
	WHERE abs(sold - CASE node WHEN 'A' THEN 1.5 ELSE 4.5 END) > 1e-9 OR abs(bought - CASE node WHEN 'A' THEN 3.5 ELSE 2.5 END) > 1e-9$$, 'GRAS meets its margins');
SELECT throws_ok(format($$SELECT network_balance('{A>B:1}', '{A:1}', '{B:1}', %L)$$, x), '22023', 'argument "tolerance" must be above 0 and below 1, but is ' || x, 'a tolerance of ' || x)
FROM unnest('{-1,0,1,NaN,Infinity}'::text[]) AS x;
SELECT throws_ok($$SELECT network_balance('{A>B:1}', '{A:1}', '{B:1}', max_rounds => 0)$$, '22023', 'argument "max_rounds" must be at least 1, but is 0', 'no rounds');
SELECT throws_ok($$SELECT network_balance('{A>B:1}', '{A:1}', '{B:2}')$$, '22000', 'sales of 1 and purchases of 2 do not balance', 'margins of two sums');
-- supply and use by hand: a farm makes 8 of food and 2 of fuel from 1 of food and 5 of fuel
SELECT is(supply_use_network('{Farm>food:8,Farm>fuel:2}', '{food>Farm:1,fuel>Farm:5}')::text,
	'{food>food:0.8,food>fuel:0.2,fuel>food:4,fuel>fuel:1;food[output=8],fuel[output=2]}', 'supply and use');
-- a country group, whatever stands behind the country
SELECT is(network_group_countries('{"DEU|steel">"FRA|cars":4,"CHN|ore">"DE|steel":2,GBR>DEU:1}', 'EU', on_date)::text, wanted, 'members on ' || on_date)
FROM (VALUES ('2024-01-01'::date, '{"CHN|ore">"EU|steel":2,"EU|steel">"EU|cars":4,GBR>EU:1}'), ('2019-01-01', '{"CHN|ore">"EU|steel":2,EU>EU:1,"EU|steel">"EU|cars":4}')) AS v(on_date, wanted);
SELECT results_eq($$SELECT node, output FROM each_node(network_group_countries('{DEU>CHN:1,FRA>CHN:2;DEU[output=5],FRA[output=7],CHN[output=9]}', 'EU', '2024-01-01')) ORDER BY 1$$,
	$$VALUES ('CHN', 9::float8), ('EU', 12)$$, 'accounts add up');
SELECT is(network_group_countries('{DEU>CHN:1}', 'USMCA', '1990-01-01')::text, NULL, 'a group without members on that day');
SELECT throws_like($$SELECT network_group_countries('{DEU>CHN:1}', 'EUX')$$, 'country group "EUX" does not exist', 'a group that is none');
-- a column that holds nothing is not a demand of nothing
SELECT throws_like($$SELECT leontief_output(n, final_demand => (SELECT supply_mix(node, final_demand) FROM each_node(n))) FROM (SELECT '{A>B:10;A[output=25],B[output=30]}'::supply_network AS n) AS net$$,
	'argument "final_demand" holds no amount', 'a final demand that nobody has given');
SELECT is(sum(output), 0::float8, 'no demand, as said') FROM leontief_output('{A>B:10;A[output=25],B[output=30]}', final_demand => '{}');
-- implied demand goes into the models as it comes
SELECT is_empty($$SELECT node FROM net, LATERAL (SELECT supply_mix(node, implied_demand) FILTER (WHERE implied_demand <> 0) AS f FROM each_node(n)) AS d, leontief_output(n, final_demand => f)
	WHERE "table" = 'hungary_2020' AND abs(change) > 1e-6$$, 'present final demand makes present output');
SELECT ok(network_drop(NULL, '{A}') IS NULL, 'no network, no network');
SELECT * FROM finish();
ROLLBACK;
