-- What the catalogue holds of the objects that people meet, a JSON object a line, in the order of the install script.
-- Types are written as on the pages: float8, bool, int4.
CREATE FUNCTION pg_temp.short(type text) RETURNS text LANGUAGE sql AS $$
	SELECT replace(replace(replace(replace(type, 'double precision', 'float8'), 'boolean', 'bool'), 'timestamp with time zone', 'timestamptz'), 'te_support.', '')
$$;
-- The default of an argument as one writes it.
CREATE FUNCTION pg_temp.given(def text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(def, '::[a-z][a-z_0-9 ]*(\[\])?$', '')
$$;
CREATE TEMP TABLE member AS
SELECT d.classid, d.objid, e.extnamespace AS home, obj_description(d.objid, d.classid::regclass::name) AS comment
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid AND e.extname = 'trade_exposure'
WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e';

SELECT json_build_object('what', 'function', 'name', p.proname, 'aggregate', p.prokind = 'a', 'moving', coalesce(g.aggmtransfn <> 0, false), 'strict', p.proisstrict,
	'volatile', p.provolatile, 'comment', m.comment, 'variadic', p.provariadic <> 0,
	'args', (SELECT coalesce(json_agg(json_build_object('name', a.name, 'type', pg_temp.short(format_type(a.type, NULL)),
			'default', pg_temp.given(pg_get_function_arg_default(p.oid, a.n::int))) ORDER BY a.n), '[]')
		FROM unnest(p.proargtypes::oid[], p.proargnames[1:p.pronargs]) WITH ORDINALITY AS a (type, name, n)),
	'result', pg_temp.short(pg_get_function_result(p.oid)),
	'columns', (SELECT json_agg(json_build_object('name', a.name, 'type', pg_temp.short(format_type(a.type, NULL))) ORDER BY a.n)
		FROM unnest(p.proallargtypes, p.proargnames, p.proargmodes) WITH ORDINALITY AS a (type, name, mode, n) WHERE a.mode IN ('o', 't')),
	'rows', p.proretset)
FROM member AS m JOIN pg_proc AS p ON p.oid = m.objid LEFT JOIN pg_aggregate AS g ON g.aggfnoid = p.oid
WHERE m.classid = 'pg_proc'::regclass AND p.pronamespace = m.home ORDER BY p.oid;

SELECT json_build_object('what', 'type', 'name', t.typname, 'comment', m.comment)
FROM member AS m JOIN pg_type AS t ON t.oid = m.objid
WHERE m.classid = 'pg_type'::regclass AND t.typnamespace = m.home AND t.typcategory <> 'A' AND m.comment IS NOT NULL
	AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') ORDER BY t.oid;

SELECT json_build_object('what', 'operator', 'name', o.oprname, 'left', pg_temp.short(format_type(nullif(o.oprleft, 0), NULL)),
	'right', pg_temp.short(format_type(o.oprright, NULL)), 'result', pg_temp.short(format_type(o.oprresult, NULL)), 'comment', m.comment)
FROM member AS m JOIN pg_operator AS o ON o.oid = m.objid WHERE m.classid = 'pg_operator'::regclass ORDER BY o.oid;

SELECT json_build_object('what', 'cast', 'name', pg_temp.short(format_type(c.castsource, NULL)), 'result', pg_temp.short(format_type(c.casttarget, NULL)), 'comment', m.comment)
FROM member AS m JOIN pg_cast AS c ON c.oid = m.objid
WHERE m.classid = 'pg_cast'::regclass AND format_type(c.castsource, NULL) || format_type(c.casttarget, NULL) !~ 'te_support' ORDER BY c.oid;

SELECT json_build_object('what', 'table', 'name', c.relname, 'comment', m.comment,
	'columns', (SELECT json_agg(json_build_object('name', a.attname, 'type', pg_temp.short(format_type(a.atttypid, NULL)),
			'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
		FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
FROM member AS m JOIN pg_class AS c ON c.oid = m.objid
WHERE m.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'v') AND c.relnamespace = m.home ORDER BY c.oid;
