-- HS codes: laws of the cleaner, index answers, conversion against the United Nations' tables.
BEGIN;
SELECT plan(44);
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

CREATE TEMP TABLE listed (revision text, code text, kind text, in_conversion bool, in_correlation bool);
CREATE TEMP TABLE correlation (newer_rev text, older_rev text, newer text, older text, relationship text, ex text);
CREATE TEMP TABLE conversion (newer_rev text, older_rev text, newer text, older text, in_correlation bool);
CREATE TEMP TABLE mended (newer_rev text, older_rev text, newer text, printed text, used text, reason text);
\copy listed FROM PROGRAM 'gzip -dc data/hs_codes.csv.gz' WITH (FORMAT csv, HEADER)
\copy correlation FROM PROGRAM 'gzip -dc data/hs_correlation.csv.gz' WITH (FORMAT csv, HEADER)
\copy conversion FROM PROGRAM 'gzip -dc data/hs_conversion.csv.gz' WITH (FORMAT csv, HEADER)
\copy mended FROM 'data/hs_mended.csv' WITH (FORMAT csv, HEADER)
DELETE FROM correlation WHERE newer = '999999';
DELETE FROM conversion WHERE newer = '999999';

-- the kind: what a table converts into is linked in the same table, or a row says what is used and why
SELECT is_empty($$ SELECT newer_rev, older_rev, newer, older FROM conversion AS c WHERE NOT EXISTS (SELECT FROM correlation AS l
		WHERE (l.newer_rev, l.older_rev, l.newer, l.older) = (c.newer_rev, c.older_rev, c.newer, c.older))
	AND NOT EXISTS (SELECT FROM mended AS m WHERE (m.newer_rev, m.older_rev, m.newer, m.printed) = (c.newer_rev, c.older_rev, c.newer, c.older))
	AND NOT EXISTS (SELECT FROM listed AS k WHERE (k.revision, k.code, k.kind) = (c.newer_rev, c.newer, 'legacy')) $$,
	'a conversion is one of the correlations, or mended');
SELECT is_empty($$ SELECT m.* FROM mended AS m LEFT JOIN listed AS n ON (n.revision, n.code, n.kind) = (newer_rev, newer, 'code')
		LEFT JOIN listed AS o ON (o.revision, o.code, o.kind) = (older_rev, used, 'code')
	WHERE CASE WHEN m.used IS NULL THEN n.code IS NOT NULL ELSE n.code IS NULL OR o.code IS NULL END
	OR m.used IS NOT NULL AND m.printed IS NOT NULL AND NOT EXISTS (SELECT FROM correlation AS l
		WHERE (l.newer_rev, l.older_rev, l.newer, l.older) = (m.newer_rev, m.older_rev, m.newer, m.used)) $$,
	'what is used instead are codes of both lists, and linked');

-- what our functions should know, made of those files by joins
CREATE TEMP TABLE link AS
WITH pair AS (SELECT newer_rev, older_rev, newer, older FROM correlation
		UNION SELECT newer_rev, older_rev, newer, used FROM mended WHERE used IS NOT NULL),
	target AS (SELECT c.newer_rev, c.older_rev, c.newer, coalesce(m.used, c.older) AS older FROM conversion AS c
		LEFT JOIN mended AS m ON (m.newer_rev, m.older_rev, m.newer, m.printed) = (c.newer_rev, c.older_rev, c.newer, c.older)),
	down AS (SELECT p.*, coalesce(p.older = t.older, true) AS main FROM pair AS p LEFT JOIN target AS t USING (newer_rev, older_rev, newer))
SELECT *, main OR NOT bool_or(main) OVER (PARTITION BY newer_rev, older_rev, older) AS up FROM down;
ANALYZE listed; ANALYZE conversion; ANALYZE correlation;
CREATE INDEX ON link (newer_rev, older_rev, newer); CREATE INDEX ON link (newer_rev, older_rev, older);
ANALYZE link;

SELECT bag_eq($$ SELECT r, code, kind FROM unnest('{HS1992,HS1996,HS2002,HS2007,HS2012,HS2017,HS2022}'::text[]) AS r, hs_codes(r) $$,
	$$ SELECT revision, code, kind FROM listed WHERE kind <> 'special' $$, 'each revision has the codes of its list');
SELECT is_empty($$ SELECT * FROM (SELECT DISTINCT code FROM listed WHERE kind <> 'special') AS c
	CROSS JOIN (SELECT DISTINCT revision FROM listed) AS r LEFT JOIN listed AS l USING (revision, code)
	WHERE (hs_problem(code, revision) IS NULL) <> (l.kind IS NOT NULL) $$,
	'hs_problem knows which revisions have a code');
SELECT results_eq($$ SELECT c, hs_problem(c, 'HS2022') FROM unnest('{85,8505,8509,8549,77,5403,9999,178703,8541420010}'::text[]) AS c $$,
	$$ VALUES ('85', NULL), ('8505', NULL), ('8509', NULL), ('8549', NULL), ('77', hs_problem('77')), ('5403', NULL),
		('9999', hs_problem('9999')), ('178703', 'is not in HS2022'), ('8541420010', NULL) $$, '… and chapters, headings, national codes');
SELECT is(hs_problem('8549', 'HS2017'), 'is not in HS2017', 'a heading that came later');

-- every conversion of every code, both ways, by both kinds of links
CREATE TEMP TABLE converted AS
SELECT a AS from_rev, b AS to_rev, l.code AS source, way, c.*
FROM unnest('{HS1992,HS1996,HS2002,HS2007,HS2012,HS2017,HS2022}'::text[]) AS a, unnest('{HS1992,HS1996,HS2002,HS2007,HS2012,HS2017,HS2022}'::text[]) AS b,
	unnest('{main,all}'::text[]) AS way, listed AS l, hs_convert(l.code, a, b, links => way) AS c
WHERE l.revision = a AND l.kind = 'code' AND a <> b;
ANALYZE converted;
SELECT is_empty($$ SELECT newer_rev, older_rev, newer, older, c.code, c.relation FROM conversion
	LEFT JOIN converted AS c ON (from_rev, to_rev, source, way) = (newer_rev, older_rev, newer, 'main')
	WHERE (code IS DISTINCT FROM older OR share <> 1 OR note IS NOT NULL)
	AND NOT EXISTS (SELECT FROM mended AS m WHERE (m.newer_rev, m.older_rev, m.newer, m.printed) = (conversion.newer_rev, conversion.older_rev, newer, older))
	AND NOT EXISTS (SELECT FROM listed WHERE kind = 'legacy' AND (revision, listed.code) = (newer_rev, newer)) $$,
	'downwards all codes go where the United Nations convert them, in all 21 tables');
SELECT is_empty($$ SELECT m.*, c.code, c.note FROM mended AS m LEFT JOIN converted AS c ON (from_rev, to_rev, source, way) = (newer_rev, older_rev, newer, 'main')
	WHERE m.printed IS NOT NULL AND m.used IS NOT NULL AND (c.code IS DISTINCT FROM m.used OR c.note NOT LIKE '%' || m.newer || '%' || m.printed || '%') $$,
	'where it was mended the answer says so');
SELECT is_empty($$ SELECT from_rev, to_rev, source, way, code, share, n FROM (
		SELECT older_rev AS from_rev, newer_rev AS to_rev, older AS source, 'main' AS way, newer AS code,
			1.0 / count(*) OVER (PARTITION BY older_rev, newer_rev, older) AS n FROM link WHERE up
		UNION ALL SELECT newer_rev, older_rev, newer, 'main', older, 1 FROM link WHERE main
		UNION ALL SELECT older_rev, newer_rev, older, 'all', newer, 1.0 / count(*) OVER (PARTITION BY older_rev, newer_rev, older) FROM link
		UNION ALL SELECT newer_rev, older_rev, newer, 'all', older, 1.0 / count(*) OVER (PARTITION BY older_rev, newer_rev, newer) FROM link) AS e
	FULL JOIN (SELECT * FROM converted WHERE code IS NOT NULL) AS c USING (from_rev, to_rev, source, way, code)
	WHERE n IS NULL OR share IS NULL OR abs(share - n) > 1e-12 $$, 'all links and shares are those of the tables, and there are no others');
SELECT results_eq($$ SELECT DISTINCT from_rev, to_rev, source, relation, share FROM converted WHERE code IS NULL ORDER BY 1, 2 $$,
	$$ VALUES ('HS2017', 'HS2022', '300219', 'no successor in HS2022', 1::float8) $$, 'one code has no successor in any table');
-- the tables up to 2012 call a link n:n also when only a neighbour of it is; those since 2017 do not
SELECT is_empty($$ SELECT l.newer_rev, l.older_rev, newer, older, relationship, relation FROM correlation AS l
	JOIN converted AS c ON (from_rev, to_rev, source, way, code) = (newer_rev, older_rev, newer, 'all', older)
	WHERE relation <> relationship AND (newer_rev >= 'HS2017' OR relationship <> 'n:n')
	AND NOT EXISTS (SELECT FROM mended AS m WHERE m.printed IS NULL AND (m.newer_rev, m.older_rev) = (l.newer_rev, l.older_rev)
		AND (m.newer = l.newer OR m.used = l.older)) $$, 'relations are those that were published');
SELECT is_empty($$ SELECT DISTINCT from_rev, to_rev, source FROM (SELECT from_rev, to_rev, source, way, sum(share) AS s, min(share) AS low
	FROM converted GROUP BY 1, 2, 3, 4) AS t WHERE abs(s - 1) > 1e-12 OR low <= 0 $$, 'shares are positive and sum to one');
SELECT is_empty($$ SELECT l.code, l.revision, c.* FROM listed AS l, hs_convert(l.code, l.revision, l.revision) AS c WHERE l.kind <> 'special'
	AND (c.code, relation, share) IS DISTINCT FROM (l.code, '1:1', 1) $$, 'nothing changes within a revision');
SELECT is_empty($$ SELECT l.code, b, c.* FROM listed AS l, unnest('{HS1992,HS1996,HS2002,HS2022}'::text[]) AS b, hs_convert(l.code, l.revision, b) AS c
	WHERE l.kind = 'legacy' AND (b < 'HS2002' AND (c.code, c.share, c.note IS NULL) IS DISTINCT FROM (l.code, 1, true)
		OR b >= 'HS2002' AND NOT EXISTS (SELECT FROM hs_convert('271000', l.revision, b) AS p WHERE (p.code, p.share) = (c.code, c.share) AND c.note IS NOT NULL)) $$,
	'Comtrade''s parts of petroleum stay, or go as the whole');
SELECT results_eq($$ SELECT c.code, relation, share FROM unnest('{178703,140390,999999}'::text[]) AS s, hs_convert(s, 'HS2002', 'HS2022') AS c $$,
	$$ VALUES (NULL::text, 'not in HS2002', 1::float8), (NULL, 'not in HS2002', 1), (NULL, 'not a subheading', 1) $$, 'what was never a code');

-- step by step, by joins
CREATE TABLE chain (source text, code text, share float8);
CREATE FUNCTION pg_temp.chain(from_rev text, to_rev text, every boolean) RETURNS TABLE (source text, code text, share float8) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
	revisions text[] := '{HS1992,HS1996,HS2002,HS2007,HS2012,HS2017,HS2022}';
	r int := array_position(revisions, from_rev);
	goal int := array_position(revisions, to_rev);
	next int;
BEGIN
	TRUNCATE chain;
	INSERT INTO chain SELECT l.code, l.code, 1 FROM listed AS l WHERE l.revision = from_rev AND l.kind = 'code';
	WHILE r <> goal LOOP
		next := r + sign(goal - r);
		CREATE TEMP TABLE hop ON COMMIT DROP AS
		SELECT c.source, c.share, l.there AS code, count(l.there) OVER (PARTITION BY c.source, c.code) AS n
		FROM chain AS c LEFT JOIN LATERAL (
			SELECT newer AS there FROM link WHERE goal > r AND (newer_rev, older_rev) = (revisions[next], revisions[r]) AND older = c.code AND (every OR up)
			UNION ALL
			SELECT older FROM link WHERE goal < r AND (newer_rev, older_rev) = (revisions[r], revisions[next]) AND newer = c.code AND (every OR main)) AS l ON true;
		TRUNCATE chain;
		INSERT INTO chain SELECT source, code, sum(share / greatest(n, 1)) FROM hop GROUP BY 1, 2;
		DROP TABLE hop;
		r := next;
	END LOOP;
	RETURN QUERY SELECT source, code, share FROM chain;
END $$;
CREATE FUNCTION pg_temp.chain_differences(from_rev text, to_rev text, links text) RETURNS bigint LANGUAGE sql AS $$
	WITH expected AS MATERIALIZED (SELECT * FROM pg_temp.chain(from_rev, to_rev, links = 'all')),
		got AS MATERIALIZED (SELECT s.source, c.code, c.share FROM (SELECT DISTINCT source FROM expected) AS s,
			hs_convert(s.source, from_rev, to_rev, links => links, route => 'steps') AS c)
	SELECT count(*) FROM expected AS e FULL JOIN got AS g ON e.source = g.source AND coalesce(e.code, '-') = coalesce(g.code, '-')
	WHERE e.source IS NULL OR g.source IS NULL OR abs(e.share - g.share) > 1e-12 $$;
SELECT is(pg_temp.chain_differences(a, b, 'main'), 0::bigint, format('%s to %s by steps as by joins', a, b))
FROM (VALUES ('HS1992', 'HS2022'), ('HS2022', 'HS1992'), ('HS1996', 'HS2012'), ('HS2017', 'HS2002'), ('HS2012', 'HS2022')) AS v (a, b);
SELECT is(pg_temp.chain_differences(a, b, 'all'), 0::bigint, format('%s to %s by steps with all links', a, b))
FROM (VALUES ('HS2002', 'HS2012'), ('HS2017', 'HS1996')) AS v (a, b);

SELECT results_eq($$ SELECT code, share FROM hs_convert('854140', 'HS2017', 'HS2022', jsonb_build_object('854142', 30, '854143', 60, '854149', 10)) $$,
	$$ VALUES ('854141', 0.0::float8), ('854142', 0.3), ('854143', 0.6), ('854149', 0.1) $$, 'weights share what a code was split into');
SELECT is((SELECT count(DISTINCT (code, share)) FROM unnest('{HS2017,2017,hs17,H5,HS 2017,17}'::text[]) AS r,
	hs_convert('854140', r, 'H6')), 4::bigint, 'revisions are known by all their names');
SELECT * FROM finish();
ROLLBACK;
