-- Every object of the extension says in a COMMENT what it does, with an example.
BEGIN;
SELECT plan(5);

-- members that people meet: functions, aggregates, operators, types, casts, tables, views; not the
-- indexes, sequences, row and array types that come with them
CREATE TEMP TABLE member AS
SELECT d.classid, d.objid, i.type, i.identity, obj_description(d.objid, d.classid::regclass::name) AS comment
FROM pg_depend AS d
JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'trade_exposure'
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
WHERE d.deptype = 'e' AND d.classid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass,
	'pg_cast'::regclass, 'pg_class'::regclass)
	AND NOT (d.classid = 'pg_class'::regclass AND (SELECT relkind IN ('S', 'i', 'c', 't') FROM pg_class WHERE oid = d.objid))
	AND NOT (d.classid = 'pg_type'::regclass AND (SELECT typelem <> 0 AND typlen = -1 AND typcategory = 'A'
		OR typrelid <> 0 AND (SELECT relkind <> 'c' FROM pg_class WHERE oid = typrelid) FROM pg_type WHERE oid = d.objid));

SELECT cmp_ok((SELECT count(*) FROM member), '>', 10::bigint, 'the extension has members');
SELECT is_empty($$ SELECT type, identity FROM member WHERE coalesce(comment, '') = '' ORDER BY 1, 2 $$, 'each has a comment');
SELECT is_empty($$ SELECT type, identity FROM member WHERE comment NOT LIKE '%Example: %' ORDER BY 1, 2 $$, 'each comment has an example');
SELECT is_empty($$ SELECT type, identity, comment FROM member WHERE comment !~ '^\S.{10,}[.?)] Example: \S.*\S$' ORDER BY 1, 2 $$,
	'first a sentence, then the example');
SELECT is_empty($$ SELECT identity FROM member WHERE classid = 'pg_proc'::regclass AND EXISTS (SELECT FROM pg_proc
	WHERE oid = objid AND proparallel <> 's' AND prokind <> 'p' AND provolatile = 'i') ORDER BY 1 $$,
	'what is immutable is parallel safe');
SELECT * FROM finish();
ROLLBACK;
