-- japan.sql -- for \ir from load_tariff.sql: Japan's customs tariff, the statistical
-- code list for import of 2026-07-09, with every column (general, temporary, WTO,
-- preferences and partnership agreements).  data/tariff/jp holds the cells as printed.
--
-- The rates of an agreement are claimed by its name (claims => '{cptpp}'); quota:
-- within the tariff quota of that agreement, wto_quota, preference_quota likewise;
-- goods that a cell names are claimed in its own words.  A snapshot: stages of
-- agreements and temporary rates of other years are not in it.
CREATE TEMP TABLE csv_line (hs9 text, seq int, unit1 text, unit2 text, other_laws text, description_ja text);
CREATE TEMP TABLE csv_rate (hs9 text, seq int, program text, rate_text text, inherited int);
CREATE TEMP TABLE csv_program (ord int, program text, column_ja text, title text, claim text, area text, in_force date, evidence text);
CREATE TEMP TABLE csv_member (area text, country text, valid_from date, source text, evidence text);
\copy csv_line FROM PROGRAM 'gzip -dc data/tariff/jp/line.csv.gz' (FORMAT csv, HEADER)
\copy csv_rate FROM PROGRAM 'gzip -dc data/tariff/jp/rate.csv.gz' (FORMAT csv, HEADER)
\copy csv_program FROM 'data/tariff/jp/program.csv' (FORMAT csv, HEADER)
\copy csv_member FROM 'data/tariff/jp/member.csv' (FORMAT csv, HEADER)

-- the days that the edition speaks for
\set covers_from '2026-07-09'
\set covers_to '2027-01-01'

-- parties of an agreement that a cell names
CREATE TEMP TABLE csv_party (name text, country text);
INSERT INTO csv_party VALUES ('オーストラリア', 'AU'), ('カナダ', 'CA'), ('チリ', 'CL'), ('マレーシア', 'MY'), ('メキシコ', 'MX'),
	('ニュージーランド', 'NZ'), ('ペルー', 'PE'), ('シンガポール', 'SG'), ('ベトナム', 'VN'), ('ブルネイ', 'BN'), ('英国', 'GB');

-- each distinct cell once: its parts, with what they ask for
CREATE TEMP TABLE csv_part AS
SELECT c.rate_text, p.part, p.condition, p.kind, p.season,
	-- a duty is never below nothing: a price outside the band that a line is for gives 0
	p.expression || CASE WHEN p.expression ~ ' - ' AND p.expression !~ '^TEXT:' THEN ' MIN 0%' ELSE '' END AS rate,
	CASE WHEN p.kind IN ('quota_in') THEN 'quota' WHEN p.kind IN ('wto_quota', 'preference_quota') THEN p.kind
		WHEN p.kind IN ('goods', 'quota_goods') THEN regexp_replace(p.condition, '\s+', ' ', 'g') END AS claim,
	ARRAY(SELECT country FROM csv_party WHERE p.condition ~ 'に対する待遇' AND strpos(p.condition, name) > 0 ORDER BY country) AS parties
FROM (SELECT DISTINCT rate_text FROM csv_rate) AS c, duty_parts(c.rate_text, 'JPY') AS p;
-- what the other parts of the cell ask for, which this one is not for
ALTER TABLE csv_part ADD COLUMN unless text[], ADD COLUMN other_parties text[];
UPDATE csv_part AS p SET
	unless = CASE WHEN p.kind = 'quota_out' THEN ARRAY['quota'] WHEN p.kind = 'other' THEN (SELECT array_agg(DISTINCT o.claim)
		FROM csv_part AS o WHERE o.rate_text = p.rate_text AND o.part <> p.part AND o.claim IS NOT NULL) END,
	other_parties = CASE WHEN p.kind = 'party' AND p.condition ~ '他の締約国' THEN (SELECT array_agg(DISTINCT c)
		FROM csv_part AS o, unnest(o.parties) AS c WHERE o.rate_text = p.rate_text AND o.part <> p.part) END;

-- the stretches of a season within those days
CREATE FUNCTION pg_temp.stretches(season text) RETURNS TABLE (valid_from date, valid_to date) LANGUAGE sql AS $$
	SELECT greatest(f, '2026-07-09'), least(t, '2027-01-01') FROM string_to_table(season, ',') AS s, generate_series(2025, 2027) AS y,
		LATERAL (SELECT make_date(y, split_part(split_part(s, '/', 1), '-', 1)::int, split_part(split_part(s, '/', 1), '-', 2)::int) AS f,
			-- the day after the last one; the last of February is the day before 1 March
			CASE WHEN split_part(s, '/', 2) = '02-29' THEN make_date(y + (split_part(s, '/', 2) < split_part(s, '/', 1))::int, 3, 1)
				ELSE make_date(y + (split_part(s, '/', 2) < split_part(s, '/', 1))::int, split_part(split_part(s, '/', 2), '-', 1)::int,
					split_part(split_part(s, '/', 2), '-', 2)::int) + 1 END AS t) AS d
	WHERE f < '2027-01-01' AND t > '2026-07-09'
$$;
-- of lines that are there twice, once for each season, and of cells with one
CREATE TEMP TABLE csv_season AS
SELECT l.hs9, l.seq, s.valid_from, s.valid_to FROM csv_line AS l,
	LATERAL (SELECT p.season FROM duty_parts(substring(l.description_ja FROM '毎年.*$') || '　無税') AS p) AS d, pg_temp.stretches(d.season) AS s
WHERE l.hs9 IN (SELECT hs9 FROM csv_line GROUP BY hs9 HAVING count(*) > 1);
CREATE TEMP TABLE csv_part_season AS
SELECT rate_text, part, s.* FROM csv_part, pg_temp.stretches(season) AS s WHERE season IS NOT NULL;

DELETE FROM tariff_program WHERE regime = :'regime';
DELETE FROM tariff_measure WHERE regime = :'regime';
DELETE FROM tariff_rule WHERE regime = :'regime';
DELETE FROM tariff_area WHERE regime = :'regime';
DELETE FROM tariff_rounding WHERE regime = :'regime';
INSERT INTO tariff_regime (regime, currency, description, covers_from, covers_to)
VALUES (:'regime', 'JPY', 'Japan, edition of 2026-07-09', :'covers_from', :'covers_to')
ON CONFLICT (regime) DO UPDATE SET currency = EXCLUDED.currency, description = EXCLUDED.description,
	covers_from = EXCLUDED.covers_from, covers_to = EXCLUDED.covers_to;

-- the importer takes the lowest; every line has a general or a temporary rate, and the temporary one goes first
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory, description)
SELECT :'regime', program, ord, CASE program WHEN 'general' THEN 'first' ELSE 'specific' END, 'duty', program = 'general', title
FROM csv_program WHERE program <> 'temporary';
INSERT INTO tariff_area (regime, area, country, valid_from) SELECT :'regime', area, country, valid_from FROM csv_member;
INSERT INTO tariff_rounding (regime, what, unit, mode) VALUES (:'regime', 'value', 1000, 'down'), (:'regime', 'duty', 100, 'down');

-- one measure for a heading all lines of which have the same rate in a column; the
-- general rate stays on each line: it says which codes there are
CREATE TEMP TABLE csv_flat AS
SELECT r.program, r.hs9, min(p.rate) COLLATE "C" AS rate FROM csv_rate AS r JOIN csv_part AS p USING (rate_text)
WHERE r.program NOT IN ('general', 'temporary') GROUP BY r.program, r.hs9 HAVING count(*) = 1 AND min(p.kind) = 'all';
CREATE TEMP TABLE csv_heading AS
SELECT f.program, f.prefix, f.rate
FROM (SELECT program, left(hs9, n) AS prefix, min(rate) AS rate, count(*) AS lines FROM csv_flat, unnest(ARRAY[2, 4, 6]) AS n
		GROUP BY 1, 2 HAVING min(rate) = max(rate)) AS f
	JOIN (SELECT left(hs9, n) AS prefix, count(*) AS lines FROM csv_line, unnest(ARRAY[2, 4, 6]) AS n GROUP BY 1) AS a USING (prefix, lines);
CREATE INDEX ON csv_heading (program, prefix);
ANALYZE csv_heading;
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, need, valid_from, legal_ref)
SELECT :'regime', concat_ws('|', h.prefix, h.program), h.program, h.prefix, g.area, h.rate, CASE WHEN g.claim IS NOT NULL THEN ARRAY[g.claim] END, g.in_force, g.column_ja
FROM csv_heading AS h JOIN csv_program AS g USING (program)
WHERE NOT EXISTS (SELECT FROM csv_heading AS o WHERE o.program = h.program AND o.prefix = ANY (ARRAY[left(h.prefix, 2), left(h.prefix, 4)]) AND o.prefix <> h.prefix);
DELETE FROM csv_rate AS r USING csv_heading AS h WHERE h.program = r.program AND h.prefix = ANY (ARRAY[left(r.hs9, 2), left(r.hs9, 4), left(r.hs9, 6)]);

INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, need, unless, valid_from, valid_to, legal_ref, ord)
SELECT :'regime', concat_ws('|', r.hs9, r.program, nullif(r.seq, 1), nullif(p.part, 1), country), CASE r.program WHEN 'temporary' THEN 'general' ELSE r.program END, r.hs9,
	coalesce(country, g.area), p.other_parties, p.rate, nullif(array_remove(ARRAY[g.claim, p.claim], NULL), '{}'), p.unless,
	coalesce(s.valid_from, q.valid_from, g.in_force), coalesce(s.valid_to, q.valid_to), g.column_ja,
	CASE r.program WHEN 'temporary' THEN 1 WHEN 'general' THEN 2 ELSE 0 END
FROM csv_rate AS r JOIN csv_program AS g USING (program) JOIN csv_part AS p USING (rate_text)
	LEFT JOIN LATERAL unnest(p.parties) AS country ON true
	LEFT JOIN csv_season AS s ON s.hs9 = r.hs9 AND s.seq = r.seq
	LEFT JOIN csv_part_season AS q ON q.rate_text = r.rate_text AND q.part = p.part
WHERE p.kind <> 'season' OR q.valid_from IS NOT NULL;

-- duties that are known to be missing
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, need, legal_ref) VALUES
(:'regime', 'gsp list', 'gsp', '', '*', '{GSP,GSP_NONE}', 'NOT COVERED: the list of beneficiaries of the preferences is held for some countries only', '{gsp}', '特恵'),
(:'regime', 'wto RU', 'wto', '', 'RU', NULL, 'NOT COVERED: most-favoured-nation treatment of Russia, withdrawn until 2026-03-31; whether longer was not seen', NULL, 'WTO協定');
ANALYZE tariff_measure;
SELECT programs, measures, rules FROM tariff_compile(:'regime');
\echo cells that stay words, by code and text:
SELECT code_prefix AS code, program, substr(rate, 6) AS text FROM tariff_measure WHERE regime = :'regime' AND rate ~ '^TEXT:' ORDER BY 1, 2 LIMIT :unread;
SELECT count(*) AS measures_in_words, (SELECT count(*) FROM tariff_measure WHERE regime = :'regime') AS of_measures
FROM tariff_measure WHERE regime = :'regime' AND rate ~ '^TEXT:';
DROP TABLE csv_line, csv_rate, csv_program, csv_member, csv_party, csv_part, csv_season, csv_part_season, csv_flat, csv_heading;
