-- One argument name is one thing: over all functions that people call it has one type, and one thing has one name.
BEGIN;
SELECT plan(7);

-- What is written in two ways counts as one: numeric and float8 twins, integers of two lengths, and
-- the day of a point in time; cstring, which is text where the origin is a literal that goes to another server.
CREATE TEMP TABLE argument AS
SELECT a.name, CASE t.typname WHEN 'numeric' THEN 'float8' WHEN '_numeric' THEN '_float8' WHEN 'int8' THEN 'int4' WHEN 'cstring' THEN 'text' WHEN 'regime_name' THEN 'text' WHEN 'moment' THEN 'date'
	ELSE t.typname END AS type, p.proname AS function
FROM pg_depend AS d
JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'trade_exposure'
JOIN pg_proc AS p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass
CROSS JOIN LATERAL unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]),
	coalesce(p.proargmodes, array_fill('i'::"char", ARRAY[p.pronargs]))) AS a(name, type, mode)
JOIN pg_type AS t ON t.oid = a.type
WHERE a.mode IN ('i', 'b', 'v') AND a.name <> '' AND p.proname !~ '^te_' AND p.pronamespace = e.extnamespace
	AND NOT EXISTS (SELECT FROM pg_aggregate AS g WHERE p.oid IN (g.aggtransfn, g.aggcombinefn, g.aggfinalfn, g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn));

CREATE TEMP TABLE allowed (name text, types text[], reason text);
INSERT INTO allowed VALUES
	('capacity', '{float8,supply_mix}', 'price_response of one supplier, and the same of a mix, by origin'),
	('code', '{int4,text}', 'hs_code(bigint, digits) reads codes that lost their leading zero'),
	('essential', '{bool,float8}', 'of one input: yes or no; of a node: how much, 0 to 1'),
	('final_demand', '{float8,supply_mix}', 'of one node, row by row in with_nodes, and of all nodes in a model'),
	('losses', '{_float8,jsonb}', 'trade_report takes the rows of its charts as JSON'),
	('value_added', '{float8,supply_mix}', 'of one node, and of all nodes');

SELECT cmp_ok((SELECT count(DISTINCT name) FROM argument), '>=', 150::bigint, 'the argument names are read');
SELECT is_empty($$SELECT name, array_agg(DISTINCT type::text ORDER BY type::text), array_agg(DISTINCT function::text ORDER BY function::text) FROM argument
	WHERE name NOT IN (SELECT name FROM allowed) GROUP BY name HAVING count(DISTINCT type) > 1 ORDER BY name$$, 'no argument name has two types');
SELECT is_empty($$SELECT name, array_agg(DISTINCT a.type::text ORDER BY a.type::text) FROM argument AS a JOIN allowed AS l USING (name)
	GROUP BY name, l.types HAVING array_agg(DISTINCT a.type::text ORDER BY a.type::text) <> l.types$$, 'but for these, which have exactly the types that the reason is for');

-- ---- one word for one thing ----

-- Every name of the kinds of arguments that once had several, with what it means where the word does
-- not say it.  A new one goes in here, after a look for a word that means the same.
CREATE TEMP TABLE word (type text, name text, means text);
INSERT INTO word VALUES
	('supply_network', 'network', 'the network that is asked about'), ('supply_network', 'before', 'of two networks'), ('supply_network', 'after', 'of two networks'),
	('supply_network', 'essential_inputs', 'which purchases nothing replaces'), ('supply_network', 'final_use', 'sales to final users of each country'),
	('supply_network', 'supply_table', 'who makes which product'), ('supply_network', 'use_table', 'who uses which product'),

	('supply_mix', 'mix', 'the mix that is asked about'), ('supply_mix', '%\_mix', 'one of several mixes'), ('supply_mix', 'reference', 'what a mix is held against'),
	-- a number for each name, which is no mix of suppliers
	('supply_mix', 'bought', 'by node'), ('supply_mix', 'sold', 'by node'), ('supply_mix', 'capacity', 'by origin'), ('supply_mix', 'spare', 'by origin'),
	('supply_mix', 'weights', 'by origin or node'), ('supply_mix', 'weights\_%', 'by node'), ('supply_mix', 'trade_factors', 'by origin'), ('supply_mix', 'governance', 'by origin'),
	('supply_mix', 'instability', 'by origin'), ('supply_mix', 'positions', 'by country'), ('supply_mix', 'tariff', 'rate by origin'), ('supply_mix', 'tariffs', 'rate by input'),
	('supply_mix', 'shock', 'cut by origin or node'), ('supply_mix', 'change', 'amount by node'), ('supply_mix', '%\_change', 'by node'), ('supply_mix', 'initial', 'share by node'),
	('supply_mix', '%resilience', 'by node'), ('supply_mix', 'final_demand', 'by node'), ('supply_mix', 'value_added', 'by node'), ('supply_mix', 'consumption', 'by node'),
	('supply_mix', 'income', 'by node or country'), ('supply_mix', '%\_of', 'by node, over one number for all'),
	('supply_mix', 'bill', 'by material'), ('supply_mix', 'scores', 'by material'), ('supply_mix', 'prices', 'by material'), ('supply_mix', 'uses', 'by sector'),

	('date', 'on_date', 'the day that a question is about'), ('date', 'entry_date', 'the day of a customs line, which the law asks for'), ('date', 'period', 'of a row of a series'),
	('date', 'from_date', 'first day'), ('date', 'to_date', 'the day after the last'), ('date', 'through', 'last month'), ('date', 'compare_to', 'the day of the base'),
	('date', 'start_date', 'of the first period'), ('date', 'loaded', 'the day of loading on the ship'), ('date', 'known_on', 'the rules as known on that day'),
	('date', 'base_date', 'the day at whose prices an amount is told'),

	('_text', 'origins', 'countries of supply'), ('_text', 'targets', 'origins whose share is asked for; of a chart: where it goes'), ('_text', 'embargo', 'origins that are shut out'),
	('_text', 'nodes', 'of a network'), ('_text', 'suppliers', 'nodes that sell, where "users" are told too'), ('_text', 'users', 'nodes that buy'), ('_text', 'exporters', 'countries of a table'),
	('_text', 'reporters', 'countries whose reports are there'), ('_text', 'products', NULL), ('_text', 'hs_codes', NULL), ('_text', 'periods', 'labels'), ('_text', 'stages', 'labels'),
	('_text', 'layers', 'labels'), ('_text', 'statuses', 'labels'), ('_text', 'claims', 'of a customs line'), ('_text', 'choice', 'of a customs line'), ('_text', 'fees', 'rates'),
	('_text', 'taxes', 'rates'), ('_text', 'figures', 'HTML'), ('_text', 'never_limits', 'nodes'),

	('_date', 'months', NULL), ('regclass', 'flows', 'a table of trade');

-- words that were given up, each with the one that means the same
CREATE TEMP TABLE given_up (old text, new text, but text);
INSERT INTO given_up VALUES
	('net', 'network', NULL), ('eu_network', 'network', NULL), ('value_network', 'network', NULL), ('importer_report', 'importer_mix', NULL), ('exporter_report', 'exporter_mix', NULL), ('a', 'mix', NULL),
	('b', 'other_mix', NULL), ('other', 'other_mix', NULL), ('codes', 'hs_codes', NULL), ('at', 'period', NULL), ('made_on', 'made_at', NULL), ('date', 'on_date', NULL), ('x', 'amount', NULL),
	('tariff_rate', 'rate', NULL), ('lost_share', 'cut', NULL), ('share', 'cut', '^network_shift$'), ('alpha', 'level', NULL), ('confidence', 'level', NULL), ('lead', 'cut_start', NULL), ('h', 'limit', NULL),
	('floor', 'stop_floor', NULL), ('at_least', 'min_...', NULL), ('cusum_h', 'cusum_limit', NULL), ('cusum_k', 'cusum_slack', NULL), ('k', 'slack', '^top_'), ('%\_above', '..._limit', NULL),
	('%\_threshold', '..._limit', NULL), ('max\_%\_share', '..._limit', NULL), ('date_of_loading', 'loaded', NULL), ('jurisdiction', 'regime', NULL);

SELECT is_empty($$SELECT DISTINCT type, a.name, function FROM argument AS a WHERE type IN (SELECT type FROM word)
	AND NOT EXISTS (SELECT FROM word AS w WHERE w.type = a.type AND a.name LIKE w.name) ORDER BY 1, 2, 3$$, 'networks, mixes, dates, lists of names: each argument is one of the known words');
SELECT is_empty($$SELECT w.type, w.name FROM word AS w WHERE NOT EXISTS (SELECT FROM argument AS a WHERE a.type = w.type AND a.name LIKE w.name)$$, '… each of which is in use');
SELECT is_empty($$SELECT function, a.name, g.new FROM argument AS a JOIN given_up AS g ON a.name LIKE g.old AND (g.but IS NULL OR a.function !~ g.but) ORDER BY 1, 2$$, 'given-up words do not come back');
SELECT is_empty($$SELECT old FROM given_up AS g WHERE EXISTS (SELECT FROM word AS w WHERE w.name = g.old)$$, 'no word is both');
SELECT * FROM finish();
ROLLBACK;
