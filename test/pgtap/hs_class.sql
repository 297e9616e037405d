-- Other classifications and words of the HS: every row of the published tables, and the lists of codes.
BEGIN;
SELECT plan(9);
CREATE TEMP TABLE published (revision text, classification text, code text, class text);
\copy published FROM PROGRAM 'zcat data/hs_classes.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE answered AS
SELECT r.revision, r.classification, c.code, a.class, a.share, a.note
FROM (SELECT DISTINCT revision, classification FROM published) AS r, hs_codes(r.revision) AS c, hs_class(c.code, r.revision, r.classification) AS a WHERE c.kind = 'code';
CREATE TEMP TABLE list_file (revision text, code text, kind text, in_conversion bool, in_correlation bool);
\copy list_file FROM PROGRAM 'zcat data/hs_codes.csv.gz' WITH (FORMAT csv, HEADER)
SELECT cmp_ok((SELECT count(*) FROM answered WHERE class IS NOT NULL), '>', 97000::bigint, 'the tables are there');
SELECT is_empty($$SELECT revision, classification, code, class FROM answered WHERE class IS NOT NULL EXCEPT SELECT * FROM published$$, 'every answer is published');
SELECT is_empty($$SELECT p.* FROM published AS p JOIN list_file AS l USING (revision, code) WHERE l.kind = 'code' EXCEPT SELECT revision, classification, code, class FROM answered$$,
	'every published row of a code is answered');
SELECT is_empty($$SELECT revision, classification, code FROM answered GROUP BY 1, 2, 3 HAVING abs(sum(share) - 1) > 1e-12 OR (count(note) > 0) <> (count(class) = 0)$$, 'shares add up to 1, and what has no class says why');
SELECT is_empty($$SELECT revision, classification, count(*) FROM answered WHERE classification LIKE 'SITC%' AND class IS NULL GROUP BY 1, 2 HAVING count(*) > 8$$, 'SITC lacks gold that is money, coin, and in its first revision all gold');
-- words
SELECT is_empty($$SELECT code FROM hs_codes('HS2022') WHERE hs_name(code) IS NULL OR hs_name(hs_heading(code)) IS NULL$$, 'every heading and subheading of HS2022 has words');
CREATE TEMP TABLE words (code text, text text);
\copy words FROM PROGRAM 'zcat data/hs_names.csv.gz' WITH (FORMAT csv, HEADER)
SELECT is_empty($$SELECT code FROM words WHERE hs_name(code) IS DISTINCT FROM text$$, 'those of the list');
SELECT is_empty($$SELECT r, c.code FROM unnest('{HS1992,HS1996,HS2002,HS2007,HS2012,HS2017}'::text[]) AS r, hs_codes(r) AS c
	WHERE c.kind = 'code' AND c.code LIKE '%1' AND hs_name(c.code, r) IS DISTINCT FROM (SELECT CASE WHEN count(*) = 1 AND min(relation) = '1:1' THEN hs_name(min(t.code)) END FROM hs_convert(c.code, r, 'HS2022') AS t)$$,
	'an older code has the words of the one that it converts to one to one');
SELECT isnt_empty($$SELECT 1 FROM hs_codes('HS1992') WHERE hs_name(code, 'HS1992') IS NULL$$, 'some do not');
SELECT * FROM finish();
ROLLBACK;
