-- The supply network: building, text and binary forms, looking into it.
\set VERBOSITY default
SELECT supply_network(s, u, a) FROM (VALUES
	('CHN', 'JPN', 30), ('CHN', 'VNM', 20), ('VNM', 'JPN', 15), ('CHN', 'VNM', 5),
	(NULL, 'JPN', 1), ('CHN', NULL, 1), ('CHN', 'JPN', NULL), ('', 'JPN', 1)) t(s, u, a);
-- order does not matter: these sums round differently when added as they come
SELECT supply_network(s, u, a ORDER BY a)::text = supply_network(s, u, a ORDER BY -a)::text AS same
FROM (SELECT 'A' AS s, 'B' AS u, 0.1 * i * 10 ^ (i % 7) AS a FROM generate_series(1, 1000) AS i) t;
SELECT supply_network(s, u, a) FROM (SELECT 'A' AS s, 'B' AS u, 1 AS a WHERE false) t;
-- amounts that cancel leave nodes without an edge
SELECT supply_network(s, u, a) FROM (VALUES ('A', 'B', 5), ('A', 'B', -5)) t(s, u, a);

-- nodes
SELECT with_nodes('{ore>steel:5,steel>cars:20}', n, x, f) FROM (VALUES
	('ore', 10, NULL), ('steel', 30, 10), ('cars', 70, 70), ('idle', NULL, 1)) t(n, x, f);
SELECT with_nodes('{ore>steel:5}', n, x, NULL, v, s, e) FROM (VALUES
	('ore', 10, 10, 'mining', 1), ('steel', 30, 25, 'industry', 0.5)) t(n, x, v, s, e);
SELECT with_nodes('{A>B:1;A[output=5,sector=x]}', n, x, NULL, NULL, s, NULL) FROM (VALUES
	('A', NULL::float8, 'y')) t(n, x, s);
SELECT with_nodes('{A>B:1}', n, 1, NULL) FROM (VALUES ('A'), ('B'), ('A')) t(n);
SELECT with_nodes('{A>B:1}', 'A', 'NaN', NULL) ;
SELECT with_nodes('{A>B:1}', 'A', NULL, NULL, NULL, NULL, 2);

-- sums
SELECT sum(n) FROM (VALUES
	(supply_network '{A>B:1;A[output=2,sector=x]}'), ('{A>B:2,B>C:3;A[output=5]}'), (NULL)) t(n);
SELECT supply_network '{A>B:1}' + '{B>A:2;B[sector=x]}';
SELECT supply_network '{A>B:1;A[sector=x]}' + '{A>B:1;A[sector=y]}';

-- text
SELECT t, t::supply_network AS network FROM (VALUES
	('{}'), (' { B > C : 2.50 , A>B:1e3 } '), ('{"two words">"say \"hi\"":1}'),
	('{A>A:1;A[],Z[sector="long sector name",essential=1,value_added=-2]}'),
	('{A>B:1;rows=7,skipped_rows=2}'), ('{A_much_longer_code>A_much_longer_code_too:1}')) t(t);
SELECT supply_network '{A>B:1';
SELECT supply_network '{A>B:1,A>B:2}';
SELECT supply_network '{A>B:NaN}';
SELECT supply_network '{A>B:1e999}';
SELECT supply_network '{A:1}';
SELECT supply_network '{>B:1}';
SELECT supply_network '{A>B:1;A[output=1],A[output=2]}';
SELECT supply_network '{A>B:1;A[output=1,output=1]}';
SELECT supply_network '{A>B:1;A[sector=x,sector=y]}';
SELECT supply_network '{A>B:1;A[essential=1,essential=0]}';
SELECT te_support.te_network_in('partial{A>B:1:0;A[given=1,given=1]}');
SELECT supply_network '{A>B:1e308,A>B:1e308}';
SELECT supply_network '{A>B:1;A[colour=1]}';
SELECT supply_network '{A>B:1;A[essential=1.5]}';
SELECT supply_network '{A>B:1;columns=3}';
SELECT supply_network '{A>B:1} more';

-- an aggregate's state as other nodes of a cluster would see it
SELECT te_support.te_network_final('partial{A>B:1:0,B>C:2:1e-17;A[output=3:0];rows=2}');
SELECT te_support.te_network_in(te_support.te_network_out('partial{A>B:1:0,"long name of a node">A:2:1e-17;A[output=3:0,given=1];rows=2,flags=32}'));

-- binary
SELECT encode(te_support.te_network_send('{A>B:1}'), 'hex');

-- looking into it
SELECT * FROM each_edge('{CHN>JPN:30,VNM>JPN:10,CHN>VNM:5}');
SELECT * FROM each_node('{CHN>JPN:30;JPN[output=100,sector=Asia,essential=1],ISL[]}');
SELECT * FROM network_summary('{A>B:1,C>D:2,D>D:3;E[sector=x];rows=9,skipped_rows=1}');
SELECT supply_network(s, u, a) FROM (VALUES ('A', 'B', 'Infinity'::float8)) t(s, u, a);
