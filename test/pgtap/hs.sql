-- HS codes: laws of the cleaner, index answers, conversion against the United Nations' tables.
BEGIN;
SELECT plan(35);
SELECT setseed(0.42);

-- ---- cleaner ----

-- random strings over what stands in such columns
CREATE TEMP TABLE written AS
SELECT string_agg((regexp_split_to_array('0123456789.. -''"XE9790', ''))[1 + floor(random() * 23)::int], '') AS code
FROM generate_series(1, 20000) AS i, LATERAL generate_series(1, 1 + (i % 14)) AS j GROUP BY i;
INSERT INTO written SELECT lpad(floor(random() * 10 ^ (2 + i % 11))::bigint::text, 2 + i % 11, '0') FROM generate_series(1, 5000) AS i;
INSERT INTO written SELECT floor(random() * 10 ^ (2 + i % 11))::bigint || '.0' FROM generate_series(1, 1000) AS i;
INSERT INTO written VALUES (''), (NULL), ('TOTAL'), (repeat('8', 100000)), (repeat('.', 100000) || '85'), ('85é'), ('😀'), (E'8505\t11\n');

SELECT cmp_ok((SELECT count(*) FROM written WHERE hs_code(code) IS NOT NULL), '>', 5000::bigint, 'the sample has codes');
SELECT cmp_ok((SELECT count(*) FROM written WHERE hs_code(code) IS NULL), '>', 5000::bigint, '… and non-codes');
SELECT is_empty($$ SELECT code FROM written WHERE hs_code(hs_code(code)) IS DISTINCT FROM hs_code(code) $$, 'hs_code is idempotent');
SELECT is_empty($$ SELECT code FROM written WHERE (hs_code(code) IS NULL) = (hs_problem(code) IS NULL) $$,
	'a code has a problem or a clean form, never both or neither');
SELECT is_empty($$ SELECT code FROM written WHERE hs_code(code) !~ '^[0-9]{2,12}$' $$, 'clean codes are digits');
SELECT is_empty($$ SELECT code FROM written WHERE hs_level(code) IS DISTINCT FROM length(hs_code(code)) $$, 'the level is the length');
SELECT is_empty($$ SELECT code FROM written, regexp_replace(code, '^([ ''"[:space:]]*[0-9]*)\.0[ ''"[:space:]]*$', '\1') AS whole,
		regexp_replace(whole, '[^0-9]', '', 'g') AS digits
	WHERE hs_code(code) IS DISTINCT FROM CASE
	WHEN code ~ '^[ .''"[:space:]]*-' OR code ~ '[^0-9. ''"[:space:]-]' THEN NULL
	WHEN digits ~ '^(00|77|9{4,}$)' THEN NULL
	WHEN length(digits) IN (2, 4, 6, 8, 9, 10, 12) THEN digits
	END $$, 'the cleaner agrees with regular expressions');
SELECT is_empty($$ SELECT code FROM written WHERE hs_chapter(code) IS DISTINCT FROM left(hs_code(code), 2) $$, 'chapter');
SELECT is_empty($$ SELECT code FROM written WHERE hs_heading(code) IS DISTINCT FROM
	CASE WHEN hs_level(code) >= 4 THEN left(hs_code(code), 4) END $$, 'heading');
SELECT is_empty($$ SELECT code FROM written WHERE hs_subheading(code) IS DISTINCT FROM
	CASE WHEN hs_level(code) >= 6 THEN left(hs_code(code), 6) END $$, 'subheading');
SELECT is_empty($$ SELECT code FROM written WHERE hs_prefixes(code, '{2,4,6,8,9,10,12}') IS DISTINCT FROM
	CASE WHEN hs_code(code) IS NOT NULL THEN ARRAY(SELECT left(hs_code(code), n)
		FROM unnest('{2,4,6,8,9,10,12}'::int[]) AS n WHERE n <= hs_level(code)) END $$, 'prefixes');
SELECT is_empty($$ SELECT code FROM written, unnest(hs_prefixes(code)) AS p WHERE NOT hs_within(hs_code(code), p) $$,
	'a code is within its prefixes');
SELECT is_empty($$ SELECT n FROM generate_series(0, 999999, 37) AS n
	WHERE hs_code(n, 6) IS DISTINCT FROM hs_code(lpad(n::text, 6, '0')) $$, 'numbers get their zeros back');

-- ---- index answers = sequential answers ----

CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE flow (id int, c text COLLATE "C", p text, d text, i text COLLATE "en-x-icu", n text COLLATE any_case, v varchar COLLATE "ucs_basic",
	x text COLLATE "en-x-icu");
INSERT INTO flow SELECT g, s, s, s, s, s, s, s FROM (SELECT g, CASE g % 10
	WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN left('8505:/99 é８', (random() * 10)::int)
	WHEN 3 THEN '85' || chr(33 + (random() * 90)::int) WHEN 4 THEN hs_code((random() * 99)::int, 2)
	WHEN 5 THEN '8505.11' ELSE lpad(floor(random() * 1000000)::int::text, 6, '0') END AS s FROM generate_series(1, 6000) AS g) AS q;
CREATE INDEX ON flow (c); CREATE INDEX ON flow (p text_pattern_ops); CREATE INDEX ON flow (d); CREATE INDEX ON flow (i);
CREATE INDEX ON flow (n); CREATE INDEX ON flow (v); CREATE INDEX ON flow (c DESC); CREATE INDEX ON flow (x COLLATE "C");
CREATE INDEX ON flow (id, c); CREATE INDEX ON flow USING hash (d); CREATE INDEX ON flow USING brin (c);
ANALYZE flow;

-- ids within a prefix, by a plan that may or may not use indexes; and whether the plan used one
CREATE FUNCTION pg_temp.answer(col text, prefix text, use_index boolean, OUT ids text, OUT used boolean) LANGUAGE plpgsql AS $$
DECLARE
	line text;
	query text := format('SELECT id FROM flow WHERE hs_within(%I, %L)', col, prefix);
BEGIN
	PERFORM set_config('enable_seqscan', (NOT use_index)::text, true), set_config('enable_indexscan', use_index::text, true),
		set_config('enable_bitmapscan', use_index::text, true), set_config('enable_indexonlyscan', use_index::text, true);
	used := false;
	FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
		used := used OR line ~ 'Index Cond.*(>=|~>=~)';
	END LOOP;
	EXECUTE 'SELECT md5(string_agg(id::text, '','' ORDER BY id)) FROM (' || query || ') AS q' INTO ids;
END $$;
CREATE TEMP TABLE answers AS
SELECT col, prefix, w.ids AS by_index, w.used, s.ids AS by_scan, s.used AS scan_used
FROM unnest('{c,p,d,i,n,v,x}'::text[]) AS col, unnest('{0,01,1,8,85,850,8505,85.05.11,850511,9,99,999999,77,123456789012}'::text[]) AS prefix,
	pg_temp.answer(col, prefix, true) AS w, pg_temp.answer(col, prefix, false) AS s;
RESET enable_seqscan; RESET enable_indexscan; RESET enable_bitmapscan; RESET enable_indexonlyscan;
SELECT is_empty($$ SELECT * FROM answers WHERE by_index IS DISTINCT FROM by_scan $$, 'index answers are those of a sequential scan');
SELECT cmp_ok((SELECT count(by_scan) FROM answers), '>', 60::bigint, '… and most of them are not empty');
SELECT is((SELECT bool_or(scan_used) FROM answers), false, 'the sequential scan is one');
SELECT results_eq($$ SELECT col, bool_and(used) FROM answers WHERE col <> 'd' GROUP BY col ORDER BY col $$,
	$$ VALUES ('c', true), ('i', false), ('n', false), ('p', true), ('v', true), ('x', true) $$, 'indexes in byte order are used, no others');
SELECT is((SELECT bool_and(used) FROM answers WHERE col = 'd'),
	(SELECT datcollate IN ('C', 'POSIX') FROM pg_database WHERE datname = current_database()),
	'the default collation''s index is used only when that is C');
SELECT is((SELECT count(*) FROM flow WHERE hs_within(c, '85.05')), (SELECT count(*) FROM flow WHERE c LIKE '8505%'), 'as LIKE sees it');
SET LOCAL plan_cache_mode = force_generic_plan;
SET LOCAL enable_seqscan = off;
PREPARE late (text) AS SELECT count(*) FROM flow WHERE hs_within(c, $1);
SELECT is_empty($$ SELECT pre FROM unnest('{8,85,8505,99,0101}'::text[]) AS pre,
	LATERAL (SELECT count(*) AS n FROM flow WHERE hs_within(c, pre)) AS i WHERE n <> (SELECT count(*) FROM flow WHERE c LIKE pre || '%') $$,
	'a prefix from a join finds the same rows');
RESET plan_cache_mode;
RESET enable_seqscan;

-- ---- conversion ----

CREATE TEMP TABLE correlation (rev_from int, code_from text, rev_to int, code_to text, relationship text);
CREATE TEMP TABLE conversion (rev_from int, code_from text, rev_to int, code_to text);
\copy correlation FROM 'data/hs_correlation_changes.csv' WITH (FORMAT csv, HEADER)
\copy conversion FROM 'data/hs_conversion_changes.csv' WITH (FORMAT csv, HEADER)
-- independent of the generator: the links, and which of them are main
CREATE TEMP TABLE link AS
WITH pair AS (SELECT rev_from, rev_to, code_from AS newer, code_to AS older FROM correlation
		UNION SELECT rev_from, rev_to, code_from, code_to FROM conversion),
	down AS (SELECT p.*, older = coalesce(c.code_to, newer) AS main FROM pair AS p
		LEFT JOIN conversion AS c ON c.rev_from = p.rev_from AND c.code_from = newer)
SELECT *, main OR NOT bool_or(main) OVER (PARTITION BY rev_from, older) AS up FROM down;
CREATE INDEX ON link (rev_from, newer); CREATE INDEX ON link (rev_from, older);
ANALYZE link;

-- five links stand in the conversion table only
CREATE TEMP TABLE added AS SELECT rev_from, code_from, code_to FROM conversion EXCEPT SELECT rev_from, code_from, code_to FROM correlation;
-- the tables up to 2012 call a link n:n also when only a neighbour of it is; those since 2017 do not
SELECT is_empty($$ SELECT rev_from, code_from, code_to, relationship, relation FROM correlation
	LEFT JOIN (SELECT f.rev_from, f.code_from, c.code AS code_to, c.relation
		FROM (SELECT DISTINCT rev_from, rev_to, code_from FROM correlation) AS f,
		hs_convert(code_from, rev_from::text, rev_to::text, links => 'all') AS c) AS got USING (rev_from, code_from, code_to)
	WHERE relation IS NULL OR relation <> relationship AND (rev_from >= 2017 OR relationship <> 'n:n')
		AND NOT EXISTS (SELECT FROM added AS a WHERE a.rev_from = correlation.rev_from
			AND (a.code_from = correlation.code_from OR a.code_to = correlation.code_to)) $$,
	'every published correspondence is there, with its relation');
SELECT is_empty($$ SELECT rev_from, code_from, code_to, code, share FROM conversion
	LEFT JOIN LATERAL hs_convert(code_from, rev_from::text, rev_to::text) AS c ON true
	WHERE code IS DISTINCT FROM code_to OR share <> 1 $$, 'downwards the main link is the United Nations'' conversion');
SELECT is_empty($$ SELECT rev_to, older, code, share FROM (SELECT rev_from, rev_to, older, array_agg(newer ORDER BY newer) AS expected
		FROM link WHERE up GROUP BY 1, 2, 3) AS e,
	LATERAL (SELECT array_agg(code ORDER BY code) AS code, array_agg(share) AS share FROM hs_convert(older, rev_to::text, rev_from::text)) AS c
	WHERE code <> expected OR share <> array_fill(1.0::float8 / cardinality(expected), ARRAY[cardinality(expected)]) $$,
	'upwards a code is shared equally by the codes converted into it');

-- the conversion by joins, step by step
CREATE TABLE chain (source text, code text, share float8);
CREATE FUNCTION pg_temp.chain(from_rev int, to_rev int, every boolean) RETURNS TABLE (source text, code text, share float8) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	revisions int[] := '{1992,1996,2002,2007,2012,2017,2022}';
	r int := array_position(revisions, from_rev);
	goal int := array_position(revisions, to_rev);
	newer_rev int;
BEGIN
	TRUNCATE chain;
	INSERT INTO chain SELECT DISTINCT c, c, 1 FROM (SELECT newer FROM link UNION SELECT older FROM link UNION VALUES ('850511'), ('010121')) AS q (c);
	WHILE r <> goal LOOP
		newer_rev := revisions[greatest(r, CASE WHEN goal > r THEN r + 1 ELSE r END)];
		CREATE TEMP TABLE hop ON COMMIT DROP AS
		SELECT c.source, c.share, CASE WHEN l.there IS NOT NULL THEN l.there
			WHEN EXISTS (SELECT FROM link WHERE rev_from = newer_rev AND c.code = CASE WHEN goal > r THEN newer ELSE older END) THEN NULL
			ELSE c.code END AS code, coalesce(count(l.there) OVER (PARTITION BY c.source, c.code), 1) AS n
		FROM chain AS c LEFT JOIN LATERAL (
			SELECT newer AS there FROM link WHERE goal > r AND rev_from = newer_rev AND older = c.code AND (every OR up)
			UNION ALL
			SELECT older FROM link WHERE goal < r AND rev_from = newer_rev AND newer = c.code AND (every OR main)) AS l ON true;
		TRUNCATE chain;
		INSERT INTO chain SELECT source, code, sum(share / greatest(n, 1)) FROM hop GROUP BY 1, 2;
		DROP TABLE hop;
		r := r + sign(goal - r);
	END LOOP;
	RETURN QUERY SELECT source, code, share FROM chain;
END $$;
CREATE FUNCTION pg_temp.chain_differences(from_rev int, to_rev int, links text) RETURNS bigint LANGUAGE sql AS $$
	WITH expected AS MATERIALIZED (SELECT * FROM pg_temp.chain(from_rev, to_rev, links = 'all')),
		got AS MATERIALIZED (SELECT s.source, c.code, c.share FROM (SELECT DISTINCT source FROM expected) AS s,
			hs_convert(s.source, from_rev::text, to_rev::text, links => links) AS c)
	SELECT count(*) FROM expected AS e FULL JOIN got AS g ON e.source = g.source AND coalesce(e.code, '-') = coalesce(g.code, '-')
	WHERE e.source IS NULL OR g.source IS NULL OR abs(e.share - g.share) > 1e-12 $$;
SELECT is(pg_temp.chain_differences(a, b, 'main'), 0::bigint, format('HS%s to HS%s as by joins', a, b))
FROM (VALUES (1992, 2022), (2022, 1992), (1996, 2012), (2017, 2002), (2012, 2022)) AS v (a, b);
SELECT is(pg_temp.chain_differences(a, b, 'all'), 0::bigint, format('HS%s to HS%s with all links', a, b))
FROM (VALUES (2002, 2012), (2017, 1996)) AS v (a, b);

CREATE TEMP TABLE code AS SELECT DISTINCT newer AS code FROM link UNION SELECT older FROM link;
SELECT is_empty($$ SELECT code.code, a, b FROM code, unnest('{1992,2002,2022}'::int[]) AS a, unnest('{1996,2012,2022}'::int[]) AS b,
	LATERAL (SELECT sum(share) AS s, min(share) AS low FROM hs_convert(code.code, a::text, b::text)) AS c WHERE abs(s - 1) > 1e-12 OR low <= 0 $$,
	'shares are positive and sum to one');
SELECT is_empty($$ SELECT code.code, a FROM code, unnest('{1992,2007,2022}'::int[]) AS a, hs_convert(code.code, a::text, a::text) AS c
	WHERE (c.code, relation, share) IS DISTINCT FROM (code.code, '1:1', 1) $$, 'nothing changes within a revision');
SELECT is_empty($$ SELECT h FROM unnest('{850511,280530,720110,270900,100630}'::text[]) AS h, unnest('{1992,1996,2002,2007,2012,2017,2022}'::int[]) AS a,
	unnest('{1992,1996,2002,2007,2012,2017,2022}'::int[]) AS b, hs_convert(h, a::text, b::text) AS c
	WHERE NOT EXISTS (SELECT FROM link WHERE h IN (newer, older) AND NOT (newer = h AND older = h) AND (main OR up))
	AND (c.code, relation, share) IS DISTINCT FROM (h, '1:1', 1) $$, 'codes that stand in no link stay themselves');
SELECT results_eq($$ SELECT code, share FROM hs_convert('854140', 'HS2017', 'HS2022', jsonb_build_object('854142', 30, '854143', 60, '854149', 10)) $$,
	$$ VALUES ('854141', 0.0::float8), ('854142', 0.3), ('854143', 0.6), ('854149', 0.1) $$, 'weights share what a code was split into');
SELECT is((SELECT count(DISTINCT (code, share)) FROM unnest('{HS2017,2017,hs17,H5,HS 2017,17}'::text[]) AS r,
	hs_convert('854140', r, 'H6')), 4::bigint, 'revisions are known by all their names');
SELECT * FROM finish();
ROLLBACK;
