-- One argument name is one thing: over all functions that people call it has one type.
BEGIN;
SELECT plan(4);

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
-- words that were given up, each for the one that means the same
SELECT is_empty($$SELECT function, name FROM argument WHERE name IN ('net', 'alpha', 'lead', 'x', 'at', 'h', 'floor', 'codes', 'cusum_k', 'cusum_h') OR name LIKE '%\_above'
	OR name = 'k' AND function NOT LIKE 'top\_%' ORDER BY 1, 2$$, 'given-up words do not come back');
SELECT * FROM finish();
ROLLBACK;
