-- What an answer rests on: facts that would change it, facts that changed nothing,
-- what counted without being told.  Figures from the law's texts, by hand; and each
-- answer is what the line costs with that fact.
\set QUIET on
BEGIN;
SELECT plan(18);
\o /dev/null
\i examples/load_tariff.sql
\o

-- a battery from Viet Nam, 10,000: 3.4 % and 20 % on top; as a car part 3.4 % and 25 % (9903.94.05); laden before
-- 2025-08-07 3.4 % and 10 %; parts of civil aircraft are free of the 3.4 % (special column C)
SELECT results_eq($$SELECT fact, answer, duty, difference FROM tariff_questions('US', '8507600020', 'VN', '2025-10-01', 10000)$$,
	$$VALUES ('claims', 'INFORMATIONAL', 340::numeric, -2000::numeric), ('claims', 'C', 2000, -340), ('claims', 'AUTO_PART', 2840, 500),
		('loaded', 'before 2025-08-07', 1340, -1000)$$, 'which facts would change the duty, and by how much');
SELECT results_eq($$SELECT fact, answer, duty, difference FROM tariff_questions('US', '8507600020', 'VN', '2025-10-01', 10000::float8)$$,
	$$SELECT fact, answer, duty, difference FROM tariff_regime, tariff_questions(compiled, '8507600020', 'VN', '2025-10-01', 10000::float8) WHERE regime = 'US'$$, 'by name and by value');
SELECT is_empty($$SELECT * FROM tariff_questions('US', '8507600020', 'VN', '2025-10-01', 10000, claims => '{AUTO_PART}') WHERE answer IN ('AUTO_PART', 'NOT_AUTO_PART', '9903.94.05')$$,
	'what is told, and what would contradict it, is not asked');
-- steel content that is not told is the whole value (90 FR 40326): 50 % of 50,000, or 25 % (9903.01.01) where there is none
SELECT results_eq($$SELECT answer, duty, difference FROM tariff_questions('US', '8415103040', 'MX', '2025-10-01', 50000) WHERE fact = 'content'$$,
	$$VALUES ('{"steel": 0}', 12500::numeric, -12500::numeric)$$, 'a content that is not told');
-- 4.2 % and up to 15 % all-in with 15 % of steel, else 4.2 % and the surcharge of 10 %
SELECT results_eq($$SELECT answer, duty, difference FROM tariff_questions('US', '8457100025', 'DE', '2026-05-10', 200000) WHERE fact = 'weight_share'$$,
	$$VALUES ('{"steel": 0}', 28400::numeric, -1600::numeric)$$, 'a share of the weight');

-- each answer is what the line costs with that fact
CREATE TEMP TABLE asked AS
SELECT l.*, q.* FROM (SELECT hs, origin, day, CASE WHEN n % 2 = 0 THEN '{USMCA}'::text[] ELSE '{}' END AS claims
	FROM unnest('{8507600020,8708305030,8703230190,8411919085,9403409060,7308909590,8415103040,6109100012,3004909220,8473301180}'::text[]) AS hs,
		unnest('{CA,MX,GB,JP,CN,KR,HN,BR}'::text[]) WITH ORDINALITY AS o(origin, n), unnest('{2025-05-10,2025-09-20,2025-12-01,2026-05-10,2026-09-01}'::date[]) AS day) AS l,
	tariff_questions('US', hs, origin, day, 12345, '{"KGM": 200}', claims => claims) AS q;
SELECT cmp_ok(count(*)::int, '>', 700, 'answers to compare') FROM asked;
SELECT is_empty($$SELECT * FROM asked WHERE duty IS DISTINCT FROM CASE fact
		WHEN 'claims' THEN tariff_stack('US', hs, origin, day, 12345::numeric, '{"KGM": 200}', claims => claims || answer)
		WHEN 'content' THEN tariff_stack('US', hs, origin, day, 12345::numeric, '{"KGM": 200}', claims => claims, content => answer::jsonb)
		WHEN 'weight_share' THEN tariff_stack('US', hs, origin, day, 12345::numeric, '{"KGM": 200}', claims => claims, weight_share => answer::jsonb)
		ELSE tariff_stack('US', hs, origin, day, 12345::numeric, '{"KGM": 200}', claims => claims, loaded => right(answer, 10)::date - 1) END
	OR difference IS DISTINCT FROM duty - tariff_stack('US', hs, origin, day, 12345::numeric, '{"KGM": 200}', claims => claims)$$, 'are those of the line with that fact');

-- ---- notes ----
SELECT results_eq($$SELECT fact, note FROM tariff_notes('US', '8471300100', 'VN', '2025-10-01', 10000, claims => '{USMCA,9903.01.32}', loaded => '2025-07-01')$$,
	$$VALUES ('claims', 'claim USMCA changes nothing'), ('loaded', 'the day of loading changes nothing'), ('claims', 'claim 9903.01.32 changes nothing: no measure asks for it')$$,
	'a claim and a day that change nothing are said; a computer is no part of a car');
-- a duty that moves to another program is no other duty: of each note that says the duty changes, the question says by how much
SELECT ok('claim 9903.94.02 is not made; it would change which programs charge, not the duty in all' IN (SELECT note FROM tariff_notes('US', '8703230190',
	'JP', '2025-10-01', 30000)), 'a claim that moves a duty');
SELECT is_empty($$SELECT v.hs, v.origin, n.note, q.difference FROM (VALUES ('8703230190', 'JP'), ('8703230190', 'DE'), ('8507600020', 'CN'), ('8708295160', 'KR'), ('8471300100', 'VN')) AS v(hs, origin),
	tariff_notes('US', v.hs, v.origin, '2025-10-01', 30000) AS n, tariff_questions('US', v.hs, v.origin, '2025-10-01', 30000) AS q
	WHERE n.note LIKE 'claim ' || q.answer || ' is not made; it would change %' AND (q.difference = 0) = (n.note LIKE '%change the duty')$$, 'notes and questions agree');
SELECT ok('claim AUTO_PART is not made; it would change the duty' IN (SELECT note FROM tariff_notes('US', '8507600020', 'VN', '2025-10-01', 10000)), 'a battery could be one');
SELECT ok('content steel is not told: the whole value counts' IN (SELECT note FROM tariff_notes('US', '8415103040', 'MX', '2025-10-01', 50000)), 'what counts without being told');
SELECT ok('share of steel in the weight is not told: it counts as enough' IN (SELECT note FROM tariff_notes('US', '8457100025', 'DE', '2026-05-10', 200000)), 'of the weight too');
-- note 16(c)(vi) and (viii) both name 8544.42.90: little copper alone does not free it
SELECT results_eq($$SELECT note FROM tariff_notes('US', '8544429010', 'KR', '2026-07-01', 12000, weight_share => $$ || quote_nullable(w) || $$) WHERE fact = 'weight_share' ORDER BY note$$,
	ARRAY(SELECT format('share of %s in the weight is not told: it counts as enough', metal) FROM unnest(metals) AS metal), 'an article on the lists of two metals: '||coalesce(w::text, 'none told'))
FROM (VALUES (NULL::jsonb, '{aluminium,copper}'::text[]), ('{"copper": 0.1}', '{aluminium}')) AS v(w, metals);
SELECT is_empty($$SELECT * FROM tariff_notes('US', '8507600020', 'VN', '2025-10-01', 10000, claims => '{9903.94.05}') WHERE note ~ 'changes nothing'$$, 'nor one that is made by its heading');
SELECT is_empty($$SELECT * FROM tariff_notes('US', '9503000073', 'DE', '2026-03-15', 10000, claims => '{INFORMATIONAL}', loaded => '2026-04-10') WHERE note ~ 'claim INFORMATIONAL'$$, 'a claim that frees is no idle one');
SELECT is_empty($$SELECT * FROM tariff_notes('US', '9503000073', 'DE', '2030-03-15', 10000) UNION ALL SELECT fact, answer FROM tariff_questions('US', '9503000073', 'DE', '2030-03-15', 10000)$$, 'outside of what is covered nothing is asked');
SELECT * FROM finish();
ROLLBACK;
