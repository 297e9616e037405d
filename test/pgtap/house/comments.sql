-- Every object of the extension says in a COMMENT what it does, with an example, which is true.
BEGIN;
\set made `cat trade_exposure--*.sql | grep -cE '^CREATE (FUNCTION|AGGREGATE) '`
SELECT plan(11);

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

SELECT is((SELECT count(*) FROM member WHERE classid = 'pg_proc'::regclass), :made::bigint, 'every function and aggregate that the install script makes is a member');
SELECT is_empty($$ SELECT type, identity FROM member WHERE coalesce(comment, '') = '' ORDER BY 1, 2 $$, 'each has a comment');
SELECT is_empty($$ SELECT type, identity FROM member WHERE comment NOT LIKE '%Example: %' ORDER BY 1, 2 $$, 'each comment has an example');
SELECT is_empty($$ SELECT type, identity, comment FROM member WHERE comment !~ '^\S.{10,}[.?)] Example: \S.*\S$' ORDER BY 1, 2 $$,
	'first a sentence, then the example');
SELECT is_empty($$ SELECT identity FROM member WHERE classid = 'pg_proc'::regclass AND EXISTS (SELECT FROM pg_proc
	WHERE oid = objid AND proparallel <> 's' AND prokind <> 'p' AND provolatile = 'i') ORDER BY 1 $$,
	'what is immutable is parallel safe');
-- ---- the examples are true: "SELECT … → result" gives the result, up to the digits that are written ----

\o /dev/null
\i examples/load_tariff.sql
\o

-- a row as a table's comment shows one is taken; it is put back
CREATE FUNCTION pg_temp.refusal(insertion text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		EXECUTE insertion;
		RAISE EXCEPTION USING errcode = 'TE000';
	EXCEPTION
		WHEN SQLSTATE 'TE000' THEN RETURN NULL;
	END;
EXCEPTION
	WHEN others THEN RETURN sqlerrm;
END $$;
SELECT is_empty($$ SELECT identity, comment, pg_temp.refusal(substring(comment, 'Example: (INSERT INTO .*)$')) FROM member
	WHERE type = 'table' AND comment !~ 'Example: SELECT .* ==> ' AND
		(comment !~ 'Example: INSERT INTO' OR pg_temp.refusal(substring(comment, 'Example: (INSERT INTO .*)$')) IS NOT NULL) $$,
	'a table shows a row that it takes');

\o /dev/null
INSERT INTO tariff_regime (regime, parent) VALUES ('US without RECIP', 'US');
INSERT INTO tariff_program (regime, program, dropped) VALUES ('US without RECIP', 'RECIP', true);
SELECT tariff_compile('US without RECIP');
\ir ../example_tables.inc
\o

-- all columns of all rows, parted by blanks, or the error
CREATE FUNCTION pg_temp.answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	-- a single column as text, because in JSON our values are objects
	EXECUTE format('SELECT coalesce(string_agg(row_text, '' ''), '''') FROM (%s) AS q (only_one),
		LATERAL (SELECT CASE count(*) WHEN 1 THEN q.only_one::text ELSE string_agg(value, '' '') END AS row_text FROM json_each_text(row_to_json(q))) AS r', query) INTO answer;
	RETURN answer;
EXCEPTION
	WHEN others THEN RETURN 'ERROR: ' || sqlerrm;
END $$;

-- what is written, without the marks that part values; NULL is as good as nothing
CREATE FUNCTION pg_temp.words(written text) RETURNS text[] LANGUAGE sql AS $$
	SELECT coalesce(array_agg(CASE word WHEN 'true' THEN 't' WHEN 'false' THEN 'f' ELSE word END ORDER BY n), '{}')
	FROM regexp_split_to_table(written, '[][(){},:;"''\s]+') WITH ORDINALITY AS w (word, n) WHERE word NOT IN ('', 'NULL') $$;

CREATE FUNCTION pg_temp.agree(wanted text, got text) RETURNS boolean LANGUAGE sql AS $$
	SELECT CASE WHEN wanted LIKE '%...%' THEN got LIKE regexp_replace(replace(wanted, '\', '\\'), '\s*\.\.\.', '%', 'g')
		ELSE cardinality(pg_temp.words(wanted)) = cardinality(pg_temp.words(got))
			AND coalesce((SELECT bool_and(CASE WHEN w = g THEN true WHEN w ~ '^[-+]?\d+(\.\d+)?$' AND g ~ '^[-+]?\d+(\.\d+)?(e[-+]\d+)?$'
				THEN round(g::numeric, scale(w::numeric)) = w::numeric ELSE false END)
				FROM unnest(pg_temp.words(wanted), pg_temp.words(got)) AS u (w, g)), true) END $$;

CREATE TEMP TABLE example AS
SELECT identity, m[1] AS query, m[2] AS wanted, pg_temp.answer(m[1]) AS got
FROM member, regexp_match(comment, 'Example: (SELECT .*) ==> (.*)$') AS m WHERE m IS NOT NULL;
SELECT is_empty($$ SELECT type, identity, comment FROM member WHERE identity !~ '^te_support\.' AND classid <> 'pg_class'::regclass
	AND comment !~ 'Example: SELECT .* ==> \S' ORDER BY 1, 2 $$, 'what people call shows a SELECT and its result');
SELECT is_empty($$ SELECT query, wanted, got FROM example WHERE NOT pg_temp.agree(wanted, got) $$, 'each gives the result that it shows');
SELECT is(pg_temp.agree('1.25', '1.26'), false, '… and would not with another number');
SELECT is(pg_temp.agree('a, 1', 'b 1'), false, '… or word');
SELECT is(pg_temp.agree('a', 'a b'), false, '… or a word more');
SELECT * FROM finish();
ROLLBACK;
