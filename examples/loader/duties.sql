-- duties.sql -- for \ir: rates of any country into the rule tables as the regime
-- "regime", and compiled.  The loader leaves csv_duty, one row for each rate as it
-- is printed (id, program, code, area, except_areas, text, need, unless, gate,
-- gate_from, gate_to, base, over, valid_from, valid_to, legal_ref), and the programs.
--
-- A cell with seasons becomes measures for the days of each, from the year
-- "season_from" to "season_to"; other conditions that a cell names become claims in
-- its own words.  What cannot be read stays words, and is listed by code and text.
\if :{?season_from} \else \set season_from 2020 \endif
\if :{?season_to} \else \set season_to 2035 \endif
\if :{?unread} \else \set unread 1000 \endif
SELECT currency FROM tariff_regime WHERE regime = :'regime' \gset
CREATE TEMP TABLE csv_part AS
SELECT c.text, p.part, p.condition, p.kind, p.season,
	-- amounts of the Meursing table are not held: such a rate needs its words
	CASE WHEN p.expression ~ '@' THEN 'TEXT:' || c.text ELSE p.expression END AS rate,
	CASE WHEN p.kind NOT IN ('all', 'words', 'season', 'other', 'quota_out') THEN CASE p.kind WHEN 'quota_in' THEN 'quota' ELSE p.condition END END AS claim
FROM (SELECT DISTINCT text FROM csv_duty) AS c, duty_parts(c.text, :'currency') AS p;
-- the days of each season, year by year; a part without one has the other days
CREATE TEMP TABLE csv_days AS
WITH stretch AS (
	SELECT text, part, daterange(f, CASE WHEN last = '02-29' THEN make_date(y + (last < first)::int, 3, 1)
		ELSE make_date(y + (last < first)::int, split_part(last, '-', 1)::int, split_part(last, '-', 2)::int) + 1 END) AS days
	FROM csv_part, string_to_table(season, ',') AS s, generate_series(:season_from - 1, :season_to) AS y,
		LATERAL (SELECT split_part(s, '/', 1) AS first, split_part(s, '/', 2) AS last) AS e,
		LATERAL (SELECT make_date(y, split_part(first, '-', 1)::int, split_part(first, '-', 2)::int) AS f) AS d
	WHERE season IS NOT NULL)
SELECT text, part, days FROM stretch
UNION ALL
SELECT p.text, p.part, days FROM csv_part AS p,
	unnest(datemultirange(daterange(make_date(:season_from, 1, 1), make_date(:season_to + 1, 1, 1))) -
		(SELECT range_agg(s.days) FROM stretch AS s WHERE s.text = p.text)) AS days
WHERE p.kind = 'season' AND p.season IS NULL;

-- what there is to insert: a row for each part of a rate and each of its days
CREATE TEMP TABLE csv_new AS
SELECT c.id, concat_ws('|', c.id, nullif(p.part, 1)) AS measure_id, c.program, c.code, c.area, nullif(c.except_areas, '{}') AS except_areas, p.rate, coalesce(c.base, 'value') AS base, c.over,
	nullif(coalesce(c.need, '{}') || array_remove(ARRAY[p.claim], NULL), '{}') AS need,
	nullif(coalesce(c.unless, '{}') || CASE WHEN p.kind IN ('other', 'quota_out') THEN ARRAY(SELECT DISTINCT o.claim FROM csv_part AS o
		WHERE o.text = p.text AND o.claim IS NOT NULL) ELSE '{}' END, '{}') AS unless,
	c.gate, c.gate_from, c.gate_to, coalesce(lower(r.days), c.valid_from) AS valid_from, coalesce(upper(r.days), c.valid_to) AS valid_to, c.legal_ref
FROM csv_duty AS c JOIN csv_part AS p USING (text) LEFT JOIN csv_days AS d ON d.text = p.text AND d.part = p.part,
	LATERAL (SELECT CASE WHEN d.days IS NOT NULL THEN d.days * daterange(c.valid_from, c.valid_to) END AS days) AS r
WHERE (p.kind <> 'season' OR d.days IS NOT NULL) AND (r.days IS NULL OR NOT isempty(r.days));
ANALYZE csv_new;
-- rules that are there stay when a file has none
DO $$ BEGIN
	IF NOT EXISTS (SELECT FROM csv_new) THEN
		RAISE 'nothing was kept: no row of the file has a rate of duty for all countries, for one, or for an area whose members are known';
	END IF;
END $$;
-- where two rates hold for the same goods at the same time, which counts is not known: such
-- rows need their words
CREATE TEMP TABLE csv_clash AS
WITH pair AS (
	SELECT DISTINCT a.id, a.measure_id, program, code, area, a.rate
	FROM csv_new AS a JOIN csv_new AS b USING (program, code, area)
	WHERE a.rate <> b.rate AND a.need IS NOT DISTINCT FROM b.need AND a.gate IS NULL AND b.gate IS NULL
		AND a.except_areas IS NULL AND b.except_areas IS NULL AND NOT coalesce(a.need && b.unless OR b.need && a.unless, false)
		AND daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)),
several AS (
	SELECT program, code, area, 'TEXT:several rates at once: ' || string_agg(DISTINCT regexp_replace(rate, '^TEXT:', ''), '; ') AS words FROM pair GROUP BY 1, 2, 3)
SELECT DISTINCT id, measure_id, words FROM pair JOIN several USING (program, code, area);

DELETE FROM tariff_measure WHERE regime = :'regime';
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, base, over, need, unless,
	gate, gate_from, gate_to, valid_from, valid_to, legal_ref)
SELECT :'regime', concat_ws('|', n.measure_id, nullif(row_number() OVER (PARTITION BY n.measure_id ORDER BY n.valid_from, n.rate), 1)), program, code, area, except_areas,
	coalesce(c.words, n.rate), base, over, need, unless, gate, gate_from, gate_to, valid_from, valid_to, legal_ref
FROM csv_new AS n LEFT JOIN csv_clash AS c USING (id, measure_id);
ANALYZE tariff_measure;
-- what is wrong with rules is told whole
\set verbosity_before :VERBOSITY
\set VERBOSITY default
SELECT programs, measures, rules FROM tariff_compile(:'regime');
\set VERBOSITY :verbosity_before
DROP TABLE csv_new;
\echo rates that stay words, by code and text:
SELECT code_prefix AS code, program, substr(rate, 6) AS text FROM tariff_measure WHERE regime = :'regime' AND rate ~ '^TEXT:' ORDER BY 1, 2 LIMIT :unread;
