-- The tariff law of the United States against law texts: 138 cases worked out by
-- hand from statutes, orders and notices (test/data/README.md), in total and by
-- program; then sweeps over what the cases touch in one place only.
\set QUIET on
BEGIN;
SELECT plan(69);
\o /dev/null
\i examples/load_tariff.sql
\o

-- ---- the cases ----
CREATE TEMP TABLE law_case (case_id text, kind text, hts10 text, origin text, entry_date date, loaded date, customs_value numeric,
	quantities jsonb, content jsonb, metal_weight_share jsonb, claims text, entry text, expected_total numeric, expected jsonb,
	entry_mpf numeric, entry_hmf numeric, citation text, derivation text);
\copy law_case FROM 'test/data/us_law_cases.csv' (FORMAT csv, HEADER)
CREATE TEMP TABLE answer AS
SELECT c.*, tariff_stack('US', hts10, origin, entry_date, customs_value, quantities, content, claim, loaded => loaded, weight_share => metal_weight_share) AS total,
	tariff_stack('US', hts10, origin, entry_date, customs_value::float8, quantities, content, claim, loaded => loaded, weight_share => metal_weight_share) AS float_total,
	tariff_problem('US', hts10, origin, entry_date, customs_value, quantities, content, claim, loaded => loaded, weight_share => metal_weight_share) AS problem,
	(SELECT coalesce(jsonb_object_agg(program, duty), '{}') FROM (SELECT l.program, sum(l.duty) AS duty
		FROM tariff_layers('US', hts10, origin, entry_date, customs_value, quantities, content, claim, loaded => loaded, weight_share => metal_weight_share) AS l
		GROUP BY l.program HAVING sum(l.duty) <> 0) AS p) AS by_program
FROM law_case AS c, LATERAL (SELECT string_to_array(claims, '|') AS claim) AS k;
SELECT is(count(*)::int, 138, 'all cases are there') FROM answer;
SELECT is((SELECT array_agg(format('%s: %s, not %s', case_id, total, expected_total)) FROM answer WHERE total IS DISTINCT FROM expected_total), NULL, 'each total is what the law asks');
SELECT is((SELECT array_agg(format('%s: %s, not %s', case_id, by_program, expected)) FROM answer WHERE by_program IS DISTINCT FROM expected), NULL, 'and so is each program');
SELECT is((SELECT count(*)::int FROM answer WHERE problem IS NOT NULL OR float_total IS DISTINCT FROM expected_total::float8), 0, 'nothing is missing, and float8 agrees');

-- ---- countries (EO 14257, EO 14326: every country but Canada, Mexico and those of column 2) ----
SELECT is((SELECT array_agg(c.iso2 ORDER BY c.iso2) FROM countries() AS c, unnest('{2025-04-05,2025-07-01,2025-10-01,2026-02-23}'::date[]) AS day
	WHERE c.iso2 <> 'US' AND (SELECT sum(duty) > 0 FROM tariff_layers('US', '9503000073', c.iso2, day, 100000::numeric) WHERE program = 'RECIP') IS DISTINCT FROM (c.iso2 NOT IN ('CA', 'MX', 'BY', 'CU', 'KP', 'RU'))),
	NULL, 'who owes the reciprocal duty on a toy, and who does not');
SELECT is((SELECT array_agg(DISTINCT tariff_stack('US', hs, member, day, 100000::numeric)) FROM unnest(country_group('EU', '2025-10-01')) AS member, (VALUES ('8703230190', date '2025-10-01'), ('9403409060', '2025-11-20'), ('9503000073', '2025-10-01')) AS v(hs, day)),
	ARRAY[15000::numeric], 'the deals with the European Union hold for each member: a car, a cabinet, a toy');
-- EO of 2026-02-20 and CSMS 67834313: collected until entries of 2026-02-23
SELECT is_empty($$SELECT origin, day FROM unnest('{CN,CA,MX,BR,VN}'::text[]) AS origin, generate_series(date '2026-02-18', '2026-02-25', '1 day') AS day
	WHERE (SELECT sum(duty) FROM tariff_layers('US', '9503000073', origin, day::date, 100000::numeric) WHERE program IN ('RECIP', 'FENT_CN', 'FENT_CAMX', 'IEEPA_BR')) IS DISTINCT FROM
		(CASE WHEN day < '2026-02-24' THEN CASE origin WHEN 'CN' THEN 20000 WHEN 'CA' THEN 35000 WHEN 'MX' THEN 25000 WHEN 'BR' THEN 50000 ELSE 20000 END END)$$,
	'the duties under the emergency act end on one day');

-- ---- what is of the United States (9903.01.34 with note 2(v)(xvii), 9903.94.03, 9903.82.20): free is that part alone, whatever other contents are told ----
SELECT results_eq($$SELECT (SELECT sum(duty) FROM tariff_layers('US', hs, origin, day, 100000::numeric, content => content, claims => claims) AS l WHERE l.program = v.program)
	FROM (VALUES (1, 'RECIP', '9503000073', 'VN', date '2025-10-01', '{"us": 30000, "aluminium": 10000}'::jsonb, NULL::text[]), (2, 'RECIP', '9503000073', 'VN', '2025-10-01', '{"us": 10000, "aluminium": 10000}', NULL),
		(3, 'S232_AUTO', '8703230190', 'MX', '2025-10-01', '{"us": 40000, "steel": 10000}', '{USMCA,9903.94.03}')) AS v(n, program, hs, origin, day, content, claims) ORDER BY n$$,
	'VALUES (14000::numeric), (20000), (15000)', 'the duty falls on all the rest: 20 % of 70,000, of all below a fifth, 25 % of 60,000');

-- ---- column 1, special, column 2: the schedule's own lines, read again ----
CREATE TEMP TABLE hts (hts text, indent text, description text, units text, general text, special text, other text, ch99_refs text,
	quota_quantity text, additional_duties text, valid_from date, valid_to date, first_revision text, last_revision text);
\copy hts FROM PROGRAM 'gzip -dc data/tariff/us/hts_line.csv.gz' (FORMAT csv, HEADER, FORCE_NOT_NULL (general, special, other, ch99_refs))
CREATE TEMP TABLE line AS
SELECT hts, general, special, other, ch99_refs FROM hts WHERE general <> '' AND hts < '98' AND valid_from <= '2025-10-01' AND coalesce(valid_to > '2025-10-01', true);
CREATE FUNCTION pg_temp.mfn(hs text, origin text, claims text[] DEFAULT NULL) RETURNS numeric LANGUAGE sql AS $$
	SELECT sum(duty) FROM tariff_layers('US', hs, origin, '2025-10-01', 100000::numeric, claims => claims) WHERE program IN ('MFN', 'PREF') $$;
CREATE TEMP TABLE plain AS SELECT *, 1000 * substring(general FROM '^([0-9.]+)%$')::numeric AS duty FROM line WHERE general ~ '^[0-9.]+%$';
SELECT cmp_ok(count(*)::int, '>', 5000, 'lines of column 1 that are percentages') FROM plain;
SELECT is_empty($$SELECT hts, general, pg_temp.mfn(hts, 'UY') FROM plain WHERE pg_temp.mfn(hts, 'UY') IS DISTINCT FROM round(duty, 2)$$, 'each is charged');
SELECT is_empty($$SELECT hts, other FROM line WHERE other ~ '^[0-9.]+%$' AND general <> '' AND ch99_refs !~ '9903[.]90[.]0'
	AND pg_temp.mfn(hts, 'CU') IS DISTINCT FROM round(1000 * substring(other FROM '^([0-9.]+)%$')::numeric, 2)$$, 'and column 2 for Cuba');
SELECT is_empty($$SELECT hts, ch99_refs FROM line WHERE ch99_refs ~ '9903[.]90[.]0[89]'
	AND pg_temp.mfn(hts, 'RU') IS DISTINCT FROM CASE WHEN ch99_refs ~ '9903[.]90[.]08' THEN 35000 ELSE 70000 END$$, 'for Russia 35 and 70 % where headings 9903.90.08 and .09 say so');
-- who may claim which letter (general notes 4 to 33); the letter must stand before "Free"
SELECT is_empty(format($$SELECT hts, special FROM plain WHERE duty > 0 AND special ~ '^Free *\([^)]*\)$' AND special ~ '[(, ]%1$s[,) ]'
	AND pg_temp.mfn(hts, '%2$s', '{%3$s}') <> 0$$, letter, origin, claim), format('claim %s frees each line that names it', claim))
FROM (VALUES ('S', 'MX', 'USMCA'), ('KR', 'KR', 'KR'), ('P', 'HN', 'P'), ('AU', 'AU', 'AU')) AS v(letter, origin, claim);
SELECT is_empty($$SELECT hts, special FROM plain, (VALUES ('KR', 'KR'), ('AU', 'AU'), ('P', 'HN')) AS v(letter, origin) WHERE duty > 0 AND special !~ ('[(, ]' || letter || '[+]?[,) ]')
	AND pg_temp.mfn(hts, origin, ARRAY[letter]) IS DISTINCT FROM round(duty, 2)$$, 'and no line that does not');
SELECT is_empty($$SELECT hts FROM plain WHERE duty > 0 AND pg_temp.mfn(hts, 'VN', '{KR}') IS DISTINCT FROM round(duty, 2)$$, 'a claim from another country frees nothing');
SELECT is(tariff_problem('US', '0406101800', 'MX', '2025-10-01', 1000, '{"KGM": 100}', claims => '{USMCA}'),
	'needs See 9823.04.01-9823.04.54', 'where the column only points to quotas, it is not guessed');

-- ---- parts of cars (note 33(f)): not claimed is not so ----
SELECT is_empty($$SELECT DISTINCT m.code_prefix FROM tariff_measure AS m, tariff_layers('US', m.code_prefix, 'VN', '2025-10-01', 1000::numeric) AS l
	WHERE m.regime = 'US' AND m.program = 'S232_AUTO' AND 'AUTO_PART' = ANY(m.need) AND m.area = '*' AND length(m.code_prefix) >= 8 AND l.program = 'S232_AUTO' AND l.status = 'applied' AND l.duty > 0$$,
	'no line is a car part unless somebody says so');

-- note 2(x)(iv): as parts of aircraft, not as steel wire (heading 9903.01.82)
SELECT results_eq($$SELECT sum(duty) FROM (VALUES (NULL::text[]), ('{CIVIL_AIRCRAFT}')) AS v(claim), tariff_layers('US', '8413919085', 'BR', '2025-10-01', 1000::numeric, claims => claim)
	WHERE program = 'IEEPA_BR' GROUP BY claim ORDER BY claim NULLS FIRST$$, 'VALUES (400::numeric), (0)', 'Brazilian goods that only aircraft free are not free without them');

-- ---- what stands under a duty stays out of the others, also where a floor leaves nothing of it (heading 9903.03.06) ----
SELECT results_eq($$SELECT tariff_stack('US', hs, origin, day, 5000::numeric, content => content, claims => claims) FROM (VALUES
	(1, '8704210100', 'ES', date '2026-05-05', NULL::jsonb, NULL::text[]), (2, '8704210100', 'ES', '2026-08-05', NULL, NULL), (3, '8704600000', 'NL', '2026-03-17', NULL, NULL),
	(4, '8704600000', 'NL', '2026-03-17', NULL, '{9903.74.01}'), (5, '8702103100', 'CZ', '2026-03-26', '{"steel": 3000}', NULL), (6, '8473301180', 'MX', '2026-01-20', NULL, '{SEMI_NOTE39}'),
	(7, '7320103000', 'MX', '2025-12-01', NULL, '{AUTO_PART,USMCA}'), (8, '7320103000', 'MX', '2025-10-01', NULL, '{AUTO_PART,USMCA}')) AS v(n, hs, origin, day, content, claims) ORDER BY n$$,
	'VALUES (1250::numeric), (1250), (1250), (2500), (600), (1250), (0), (2500)',
	'light trucks of 25 % owe 25 %, heavier ones 25 % more; a bus 2 and 10 %; semiconductors nothing else (Proc. of 2026-01-14 cl. 5); springs of cars no steel duty from 2025-11-01 (Proc. 10984 cl. 9)');
-- headings 9903.02.72/.73 and 9903.01.28, .63: in transit
SELECT results_eq($$SELECT tariff_stack('US', '9503000073', origin, entered, 5000::numeric, loaded => loaded) FROM (VALUES (1, 'JP', date '2025-09-15', date '2025-07-30'), (2, 'JP', '2025-10-05', '2025-07-30'),
	(3, 'CN', '2025-05-20', '2025-04-04'), (4, 'CN', '2025-05-20', '2025-04-06'), (5, 'CN', '2025-04-20', '2025-04-09')) AS v(n, origin, entered, loaded) ORDER BY n$$,
	'VALUES (500::numeric), (750), (1000), (1500), (1500)', 'Japanese goods keep 10 % until 2025-10-04; Chinese goods laden before 2025-04-05 owe only 20 %, before 2025-04-10 10 % more');

-- ---- a preference that is claimed counts, be the sum the same, and needs no quantity ----
SELECT results_eq($$SELECT program, duty FROM tariff_layers('US', '8703230190', 'KR', '2025-11-20', 30000::numeric, claims => '{KR}') WHERE status = 'applied'$$, $$VALUES ('PREF', 0::numeric), ('S232_AUTO', 4500)$$,
	'a Korean car: free under KORUS, 15 % all-in');
SELECT is(tariff_stack('US', '2204215015', 'CL', '2025-10-01', 12000::numeric, claims => '{CL}'), 1200::numeric, 'wine that is free needs no litres');
SELECT is(tariff_problem('US', '2204215015', 'CL', '2025-10-01', 12000), 'needs LTR', 'wine that is not does');

-- ---- each turn of the law, worked out from the texts of headings and notes ----
CREATE TEMP TABLE hand (hts10 text, origin text, entry_date date, loaded date, customs_value numeric, quantities jsonb, content jsonb, weight_share jsonb, claims text[], expected jsonb);
\copy hand FROM 'test/data/us_law_hand.csv' (FORMAT csv, HEADER)
SELECT cmp_ok(count(*)::int, '>', 700, 'lines worked out from the texts') FROM hand;
SELECT is_empty($$SELECT h.*, by_program, problem FROM hand AS h, LATERAL (SELECT coalesce(jsonb_object_agg(program, duty) FILTER (WHERE duty <> 0), '{}') AS by_program FROM (SELECT l.program, sum(l.duty) AS duty
		FROM tariff_layers('US', hts10, origin, entry_date, customs_value, quantities, content, claims, loaded => loaded, weight_share => weight_share) AS l GROUP BY l.program) AS p) AS t,
		tariff_problem('US', hts10, origin, entry_date, customs_value, quantities, content, claims, loaded => loaded, weight_share => weight_share) AS problem
	WHERE by_program <> expected OR problem IS NOT NULL$$, 'each comes out so, by program');
-- some of the lines that section 338 added on 2026-09-15 are not at hand
SELECT is((SELECT array_agg(tariff_problem('US', hs, 'CA', day, 1000::numeric, '{"KGM": 100}', claims => '{USMCA}') ORDER BY n) FROM (VALUES (1, '9401614011', date '2026-09-14'), (2, '9401614011', '2026-09-15'), (3, '0406109500', '2026-09-15'), (4, '0406905700', '2026-09-15')) AS v(n, hs, day)),
	ARRAY[NULL, 'not covered: which of these goods owe section 338', 'not covered: which of these goods owe section 338', 'not covered: which of these goods owe section 338'], 'and there is no number for what may be among them');
-- Procs. 11061 to 11063
SELECT is((SELECT array_agg(hs ORDER BY hs) FROM unnest('{2204215015,8711500060,8711200030}'::text[]) AS hs WHERE EXISTS (SELECT FROM tariff_notes('US', hs, 'CA', '2026-10-01', 1000, '{"LTR": 100}') WHERE fact = 'law' AND note ~ '^IMPORT_BAN: .*may not be imported')),
	'{2204215015,8711500060}', 'what Canada may not send any more is said');

-- ---- lines drawn at random ----
-- computed by test/data/us_law_drawn.py, which reads the lists by itself; what is not covered is no number
CREATE TEMP TABLE drawn (n int, hts10 text, origin text, entry_date date, loaded date, customs_value numeric, quantities jsonb, content jsonb, weight_share jsonb, claims text[], expected_total numeric, expected jsonb);
\copy drawn FROM PROGRAM 'gzip -dc test/data/us_law_drawn.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE drawn_answer AS SELECT d.*, tariff_problem('US', hts10, origin, entry_date, customs_value, quantities, content, claims, loaded => loaded, weight_share => weight_share) AS problem FROM drawn AS d;
SELECT cmp_ok(count(*)::int, '>', 3900, 'lines that are covered') FROM drawn_answer WHERE problem IS NULL;
SELECT is_empty($$SELECT a.n, expected, t.by_program FROM drawn_answer AS a, LATERAL (SELECT sum(duty) AS total, coalesce(jsonb_object_agg(program, duty) FILTER (WHERE duty <> 0), '{}') AS by_program
		FROM (SELECT l.program, sum(l.duty) AS duty FROM tariff_layers('US', hts10, origin, entry_date, customs_value, quantities, content, claims, loaded => loaded, weight_share => weight_share) AS l GROUP BY l.program) AS p) AS t
	WHERE problem IS NULL AND (by_program <> expected OR total <> expected_total) OR problem !~ '^(not covered: |needs NPR)'$$, 'each is what the lists say, by program');

-- ---- metal by weight (9903.82.03), US content (note 2(v)(xvii)) ----
SELECT is((SELECT array_agg(tariff_stack('US', '8457100025', 'DE', '2026-05-10', 200000::numeric, weight_share => w, claims => c) ORDER BY n)
	FROM (VALUES (1, '{"steel": 0.15}'::jsonb, NULL::text[]), (2, '{"steel": 0.149}', NULL), (3, NULL, NULL), (4, NULL, '{9903.82.03}')) AS v(n, w, c)),
	'{30000,28400,30000,28400}', 'a machine with 15 % of steel owes 15 % all-in; with less 4.2 % and the surcharge of 10 %; who does not say has more');
SELECT is((SELECT array_agg(tariff_stack('US', '9503000073', 'VN', '2025-10-01', 10000::numeric, content => c) ORDER BY n)
	FROM (VALUES (1, NULL::jsonb), (2, '{"us": 1999}'), (3, '{"us": 2000}')) AS v(n, c)), '{2000,2000,1600}', 'from a fifth of US content on it is free of the reciprocal duty');

-- ---- whole dollars (19 CFR 159.3): a published form of 11,039.99 from 14,171.50 of steel ----
SELECT is(tariff_stack('US', '7326908688', 'CN', '2026-02-25', 14171.50, content => '{"steel": 14171.50}'), 11039.99, 'value and contents are in whole dollars together');
SELECT is(tariff_rate('US', '0202305035', 'NZ', '2025-10-01', 0.4, '{"KGM": 1}'), 0.26::float8, 'a rate rounds nothing: 4.4 cents and 15 % on 40 cents');

-- ---- what was published late holds from its own date, but was not known before (FR 2025-21940, published 2025-12-05) ----
SELECT is(tariff_stack('US', '8703230190', 'KR', '2025-11-10', 100000::numeric), 15000::numeric, 'a Korean car on 2025-11-10, as we know now');
SELECT is(tariff_stack('US', '8703230190', 'KR', '2025-11-10', 100000::numeric, known_on => '2025-11-20'), 27500::numeric, 'and as it was known that month');
SELECT is(tariff_stack('US', '6109100012', 'KR', '2025-11-20', 10000::numeric, known_on => '2025-11-20'), 3150::numeric, 'a shirt likewise: 16.5 % and 15 % on top');

-- ---- headings as filed ----
SELECT is_empty($$SELECT DISTINCT cited FROM tariff_measure AS m, unnest(string_to_array(legal_ref, '|')) AS cited WHERE regime = 'US' AND cited ~ '^9903' AND NOT EXISTS (SELECT FROM us_heading AS h WHERE h.heading = cited)$$,
	'each heading that measures cite has its row');
SELECT is_empty($$SELECT h.*, a.* FROM us_heading AS h, duty_audit('US', jsonb_build_object(h.heading, 7), '9503000073', 'CH', '2025-10-01', 10000::numeric) AS a WHERE a.reason ~ '^not known' OR a.program = h.program AND a.filed <> 7$$,
	'and an audit takes an amount filed under any of them for its program');
-- a line as an entry summary lists it: the number of the goods, headings of chapter 99 that charge and that only claim
SELECT results_eq($$SELECT program, filed, computed, reason FROM duty_audit('US', '{"9403.40.9060": 0, "9903.76.23": 1500, "9903.01.33": 0, "9903.01.31": 0}', '9403409060', 'KR', '2025-11-20', 10000::numeric)$$,
	$$VALUES ('S232_WOOD', 1500::numeric, 1500::numeric, 'agrees')$$, 'a cabinet of Korea, as filed');
SELECT results_eq($$SELECT program, filed, computed, reason FROM duty_audit('US', '{"7326.90.8688": 410.99, "9903.88.03": 3543, "9903.82.02": 7086}', '7326908688', 'CN', '2026-09-18', 14172::numeric) ORDER BY program$$,
	$$VALUES ('MFN', 410.99::numeric, 410.99::numeric, 'agrees'), ('S232_METAL', 7086, 7086, 'agrees'), ('S301', 3543, 3543, 'agrees')$$, 'a published form: no refund that is none');
SELECT is((SELECT array_agg(reason) FROM duty_audit('US', jsonb_build_object('total', total), '7326908688', 'CN', '2026-09-18', 14172::numeric)
	WHERE program = 'total' AND filed = total AND computed = 11039.99 AND difference = total - 11039.99), ARRAY[expected], 'audit of a plain total: ' || expected)
FROM (VALUES (11039.99, 'agrees'), (12039.99, 'refund candidate: filed above what is owed'), (11000.00, 'filed below what is owed')) AS v(total, expected);

-- ---- notes on scope ----
SELECT is((SELECT array_agg(split_part(note, ':', 1) ORDER BY note) FROM tariff_notes('US', hs, origin, day, 1000) WHERE fact = 'law'), notes, format('what the law says of %s from %s on %s', hs, origin, day)) FROM (VALUES
	('8471500150', 'TW', date '2026-03-10', '{S232_SEMI}'::text[]), ('4901990093', 'VN', '2025-10-01', '{INFO_MATERIALS}'), ('3706900060', 'VN', '2025-10-01', '{INFO_MATERIALS}'), ('8524110000', 'VN', '2025-10-01', NULL),
	('6810990020', 'IT', '2026-09-01', '{MFN,S201_QUARTZ}'),
	('1806900800', 'BR', '2025-10-01', '{TRQ}'), ('1806900500', 'BR', '2025-10-01', NULL),('2203000030', 'CA', '2026-09-01', '{MFN,S338_CA}'), ('2203000030', 'MX', '2026-09-01', '{MFN}'), ('9503000073', 'CN', '2026-06-07', NULL)) AS v(hs, origin, day, notes);
SELECT is((SELECT array_agg(note ORDER BY program) FROM tariff_layers('US', '8415103040', 'MX', '2025-10-01', 50000::numeric) WHERE status = 'applied' AND note IS NOT NULL),
	'{content steel is not told: the whole value counts}', 'and what a charge rests on stands beside it');
SELECT results_eq($$SELECT program FROM us_heading WHERE heading IN ('9903.02.19', '9903.02.20', '9903.81.96', '9903.94.42') ORDER BY heading$$,
	$$VALUES ('RECIP'), ('RECIP'), ('S232_STEEL'), ('S232_AUTO')$$, 'and so have those under which nothing is owed, and those of a range');

-- what is filed is claimed: parts of cars filed as such are no refund, unless one says that they are none
SELECT is_empty($$SELECT h.*, entry, a.* FROM hand AS h, LATERAL (SELECT jsonb_object_agg(CASE WHEN legal_ref ~ '^9903' THEN split_part(legal_ref, '|', 1) ELSE program END, duty) AS entry
		FROM (SELECT program, max(legal_ref) AS legal_ref, sum(duty) AS duty
			FROM tariff_layers('US', hts10, origin, entry_date, customs_value, quantities, content, claims, loaded => loaded, weight_share => weight_share) WHERE status = 'applied' AND duty > 0 GROUP BY program) AS l) AS f,
		duty_audit('US', entry, hts10, origin, entry_date, customs_value, quantities, content, loaded => loaded, weight_share => weight_share) AS a
	WHERE claims <@ '{AUTO_PART,MHD_PART,SEMI_NOTE39,TRQ,UK_METAL}' AND entry IS NOT NULL AND reason <> 'agrees'$$, 'the headings of a filing make its claims');
SELECT results_eq($$SELECT program, reason FROM duty_audit('US', '{"9903.94.05": 2500}', '8708305030', 'VN', '2026-03-10', 10000::numeric, claims => '{NOT_AUTO_PART}') WHERE program IN ('S122', 'S232_AUTO') ORDER BY program$$,
	$$VALUES ('S122', 'not filed: "9903.03.01||*" applies'), ('S232_AUTO', 'refund candidate: nothing is owed')$$, 'what is claimed otherwise outweighs what is filed');
SELECT is_empty($$SELECT * FROM duty_audit('US', '{"9903.02.76": 0, "9903.88.69": 0}', '7304313000', 'DE', '2026-05-10', 10000::numeric)$$, 'and a heading that only lets off does so');

-- the facts that cases call by words are filed as numbers and letters
SELECT is_empty($$SELECT c.case_id, f.number, c.expected_total, tariff_stack('US', hts10, origin, entry_date, customs_value, quantities, content,
		array_append(array_remove(string_to_array(claims, '|'), f.word), f.number), loaded => loaded) AS total
	FROM law_case AS c JOIN (VALUES ('USMCA', 'S'), ('USMCA', 'S+'), ('AUTO_PART', '9903.94.05'), ('TRQ', '9903.94.31'), ('UK_METAL', '9903.82.04'), ('INFORMATIONAL', '9903.03.11'), ('CIVIL_AIRCRAFT', '9903.96.01'))
		AS f(word, number) ON f.word = ANY(string_to_array(c.claims, '|'))
	WHERE tariff_stack('US', hts10, origin, entry_date, customs_value, quantities, content, array_append(array_remove(string_to_array(claims, '|'), f.word), f.number), loaded => loaded) <> expected_total$$,
	'a heading or a letter says what the word says');
SELECT is(tariff_problem('US', '8708305030', 'JP', '2025-10-01', 5000, claims => '{9903.94.05,NOT_AUTO_PART}'), 'claims "AUTO_PART" and "NOT_AUTO_PART" contradict each other', 'also when it contradicts');

-- ---- what changed between two dates ----
CREATE TEMP TABLE changed AS SELECT * FROM tariff_changes('US', '2025-11-13', '2025-11-14', (SELECT array_agg(DISTINCT left(hts10, 8)) FROM law_case), '{CH,KR,VN,LI}', quantities => '{"KGM": 0.2, "LTR": 0.5, "NAR": 0.1}');
SELECT set_eq($$SELECT hs, origin, rate_before, rate_after FROM changed WHERE rate_before IS DISTINCT FROM rate_after$$,
	$$SELECT * FROM (SELECT hs, origin, tariff_rate('US', hs, origin, '2025-11-13', 1::numeric, '{"KGM": 0.2, "LTR": 0.5, "NAR": 0.1}') AS before, tariff_rate('US', hs, origin, '2025-11-14', 1::numeric, '{"KGM": 0.2, "LTR": 0.5, "NAR": 0.1}') AS after
		FROM (SELECT DISTINCT left(hts10, 8) AS hs FROM law_case) AS h, unnest('{CH,KR,VN,LI}'::text[]) AS origin) AS r WHERE before IS DISTINCT FROM after$$, 'tariff_changes lists each pair whose rate differs, and no other');
SELECT results_eq($$SELECT hs, origin, programs FROM changed WHERE hs = '95030000' ORDER BY origin$$, $$VALUES ('95030000', 'CH', 'RECIP 0.39 to 0.15')$$, 'and what did it: the Swiss deal for toys');
SELECT is((SELECT programs FROM tariff_changes('US', '2025-11-14', '2025-11-14', '{6109100012}', '{KR}', known_on => '2025-11-20')), NULL, 'nothing, where the dates are the same');

-- ---- where the lists end ----
SELECT is_empty($$SELECT day, tariff_rate('US', '8505110070', 'CN', day) FROM unnest('{2020-01-01,2025-02-28,2026-10-09,2030-01-01}'::date[]) AS day
	WHERE tariff_rate('US', '8505110070', 'CN', day) IS NOT NULL$$, 'outside of the dates that the lists hold there is no number');
SELECT is((SELECT array_agg(tariff_problem('US', '8505110070', 'CN', day) ORDER BY day) FROM unnest('{2025-02-28,2026-10-09}'::date[]) AS day),
	'{"the rules of US cover 2025-03-01 to 2026-10-08","the rules of US cover 2025-03-01 to 2026-10-08"}', 'and the problem says which they are');
SELECT is((SELECT array_agg(tariff_problem('US', hs, 'CN', day, 1000)) FROM (VALUES ('8806100000', date '2026-10-01'), ('8541430010', '2025-06-01'), ('9802004000', '2025-10-01'), ('7208510060', '2025-03-05')) AS v(hs, day)),
	'{"not covered: section 232 on unmanned aircraft","not covered: the safeguard on solar cells and modules","not covered: chapter 98 of the schedule","not covered: section 232 before 2025-03-12"}',
	'nor where a duty exists that they do not hold');
SELECT * FROM finish();
ROLLBACK;
