-- tariff_queries.sql -- for \ir: entry lines, and the schedule as a data engineer
-- would lay it out for hash joins.  Each program's measures are resolved once for
-- every ten-digit code (longest prefix, then own country before groups before
-- all), so that a line finds its rate by equality of code, or of code and origin;
-- the rules between programs are CASEs.  Only lines whose ordinary rate is a
-- percentage, without content, quantities and claims: less than tariff_stack
-- answers, but on these lines the same duties.
CREATE TABLE bench_rate AS
SELECT program, code_prefix COLLATE "C" AS prefix, area, op = 'floor' AS is_floor,
	ad_valorem_equivalent(rate, 1) AS rate,
	coalesce(valid_from, '-infinity') AS f, coalesce(valid_to, 'infinity') AS t
FROM tariff_measure WHERE regime = 'GOLDEN' AND base = 'value' AND (rate = 'Free' OR rate ~ '^[0-9 ./]+%$');	-- 33 1/3% is one too

-- 20,204 ten-digit codes: those that measures name, and some below each shorter one
CREATE TABLE bench_code AS
SELECT code COLLATE "C" AS code FROM (
	SELECT code_prefix AS code, 0 AS n FROM tariff_measure WHERE regime = 'GOLDEN' AND length(code_prefix) = 10
	UNION SELECT code_prefix || lpad((n * 10)::text, 2, '0'), n FROM tariff_measure, generate_series(0, 9) AS n
		WHERE regime = 'GOLDEN' AND program = 'MFN' AND length(code_prefix) = 8) AS c
ORDER BY n, code LIMIT 20204;

-- who is in an area ('': any country)
CREATE TABLE bench_area AS
SELECT area, country COLLATE "C" AS origin, 1 AS closeness FROM tariff_area WHERE regime = 'GOLDEN'
UNION ALL SELECT '*', '', 0
UNION ALL SELECT DISTINCT area, area, 2 FROM bench_rate WHERE area <> '*' AND area NOT IN (SELECT area FROM tariff_area);

-- by program, code and origin ('': those that no measure on the code names) the measure of each stretch of dates
CREATE TABLE bench_hit AS
SELECT r.*, code FROM bench_rate AS r JOIN (
	SELECT DISTINCT code, left(code, len) AS key FROM bench_code, unnest(ARRAY[4, 6, 8, 10]) AS len) AS k ON key = prefix;
CREATE TABLE bench_match AS
SELECT program, code, o.origin, length(prefix) AS len, a.closeness, rate, is_floor, f, t
FROM bench_hit JOIN (SELECT DISTINCT program, code, origin FROM bench_hit JOIN bench_area USING (area)) AS o USING (program, code)
	JOIN bench_area AS a ON a.area = bench_hit.area AND a.origin IN ('', o.origin);
CREATE INDEX ON bench_match (program, code, origin);
ANALYZE bench_match;
CREATE TABLE bench_rule (program text, way text, code text COLLATE "C", origin text COLLATE "C", f date, t date, rate float8, is_floor bool);
INSERT INTO bench_rule
SELECT program, CASE s.origin WHEN '' THEN 'code' ELSE 'both' END, code, origin, s.f, s.t, rate, is_floor FROM (
	SELECT program, code, origin, day AS f, lead(day, 1, 'infinity') OVER (PARTITION BY program, code, origin ORDER BY day) AS t
	FROM (SELECT program, code, origin, f AS day FROM bench_match UNION SELECT program, code, origin, t FROM bench_match) AS d) AS s
CROSS JOIN LATERAL (SELECT rate, is_floor FROM bench_match AS m
	WHERE m.program = s.program AND m.code = s.code AND m.origin = s.origin AND m.f <= s.f AND s.f < m.t
	ORDER BY len DESC, closeness DESC, rate DESC LIMIT 1) AS best;
-- on all goods, by origin
INSERT INTO bench_rule SELECT program, 'origin', '', origin, f, t, rate, is_floor FROM bench_rate JOIN bench_area USING (area) WHERE prefix = '';

-- a table for each join; both engines make them from bench_rule by these statements
CREATE TABLE bench_setup AS
SELECT format('CREATE TABLE %I AS SELECT code, origin, f, t, rate, is_floor FROM bench_rule WHERE program = ''%s'' AND way = ''%s''',
	lower(program) || '_by_' || way, program, way) AS statement
FROM unnest(ARRAY['both', 'code', 'origin']) AS way, (SELECT DISTINCT program FROM bench_rate) AS p;
SELECT statement FROM bench_setup \gexec

-- any code on any day, from the origins of real lines
CREATE TABLE bench_golden (day date, hs text COLLATE "C", origin text COLLATE "C", value float8, aluminium float8, steel float8,
	by_program text, total float8, peer float8, reason text);
\copy bench_golden FROM PROGRAM 'zcat test/data/golden_lines_2025-08-07.csv.gz' (FORMAT csv, HEADER)
\copy bench_golden FROM PROGRAM 'zcat test/data/golden_lines_2025-11-10.csv.gz' (FORMAT csv, HEADER)
SELECT setseed(0.3);
CREATE TABLE bench_entry AS
WITH origin AS (SELECT array_agg(origin ORDER BY day, hs, origin) AS list FROM bench_golden),
	code AS (SELECT array_agg(code ORDER BY code) AS list FROM bench_code),
	line AS (
	SELECT i, code.list[1 + floor(random() * 20204)::int] AS hs,
		origin.list[1 + floor(random() * cardinality(origin.list))::int] AS origin,
		date '2025-06-04' + floor(random() * 269)::int AS day, (floor(100000 + random() * 10000000) / 100)::float8 AS value
	FROM origin, code, generate_series(1, :rows * 13 / 10) AS i)
SELECT row_number() OVER () AS i, hs COLLATE "C" AS hs, origin COLLATE "C" AS origin, day, value
FROM line WHERE tariff_stack('GOLDEN', hs, origin, day, value) IS NOT NULL LIMIT :rows;
CREATE TABLE bench_sorted AS SELECT * FROM bench_entry ORDER BY hs, origin, day;
VACUUM ANALYZE;

INSERT INTO bench_query (question, engine, query) VALUES
	('reading the lines', 'executor', 'SELECT count(*), sum(value), max(hs), max(origin), max(day) FROM bench_entry'),
	-- the same call without a regime gives NULL at once
	('a call that does nothing', 'executor', 'SELECT count(*), sum(tariff_stack(NULL::text, hs, origin, day, value)) FROM bench_entry'),
	('duty of the entry lines', 'trade_exposure', 'SELECT count(*), sum(tariff_stack(''GOLDEN'', hs, origin, day, value)) FROM bench_entry'),
	('duty by value', 'trade_exposure', 'SELECT count(*), sum(tariff_stack(compiled, hs, origin, day, value)) FROM bench_entry, tariff_regime WHERE regime = ''GOLDEN'''),
	('duty in the order of code, origin and day', 'trade_exposure', 'SELECT count(*), sum(tariff_stack(''GOLDEN'', hs, origin, day, value)) FROM bench_sorted');

-- the hash joins: one for each program and way of matching, then the rules between programs
INSERT INTO bench_query (question, engine, query, setting)
SELECT 'duty of the entry lines', 'plain SQL', format($$
SELECT count(*), sum(value * (mfn + s301 + auto + mhd + wood + steel + alu + cn + s122 + CASE WHEN vehicle OR steel + alu + wood > 0 THEN 0
	ELSE camx + br + india + CASE WHEN recip_floor THEN greatest(0, recip - mfn) ELSE recip END END)) FROM (
SELECT value, mfn, s301, auto, mhd, wood, vehicle, cn, camx, br, india, recip, recip_floor,
	CASE WHEN vehicle THEN 0 ELSE steel END AS steel, CASE WHEN vehicle THEN 0 ELSE alu END AS alu,
	CASE WHEN auto + mhd + wood + steel + alu > 0 THEN 0 ELSE s122 END AS s122 FROM (
SELECT value, mfn, s301, auto, CASE WHEN in_auto THEN 0 ELSE mhd END AS mhd,
	CASE WHEN auto > 0 THEN 0 WHEN wood_floor THEN greatest(0, wood - mfn) ELSE wood END AS wood,
	CASE WHEN day < '2025-11-01' THEN auto > 0 ELSE in_auto OR in_mhd END AS vehicle,
	steel, alu, camx, cn, recip, recip_floor, br, india, s122 FROM (
SELECT day, value, mfn, s301, in_auto, CASE WHEN auto_floor THEN greatest(0, auto - mfn) ELSE auto END AS auto,
	in_mhd, mhd, wood, wood_floor, steel, alu, camx, cn, recip, recip_floor, br, india, s122 FROM (
SELECT e.day, e.value, coalesce(mfn_b.rate, mfn_c.rate) AS mfn, coalesce(s301_b.rate, 0) AS s301,
	coalesce(auto_b.rate, auto_c.rate) IS NOT NULL AS in_auto, coalesce(auto_b.rate, auto_c.rate, 0) AS auto,
	coalesce(auto_b.is_floor, auto_c.is_floor, false) AS auto_floor,
	mhd_c.rate IS NOT NULL AS in_mhd, coalesce(mhd_c.rate, 0) AS mhd,
	coalesce(wood_b.rate, wood_c.rate, 0) AS wood, coalesce(wood_b.is_floor, wood_c.is_floor, false) AS wood_floor,
	coalesce(steel_b.rate, steel_c.rate, 0) AS steel, coalesce(alu_b.rate, alu_c.rate, 0) AS alu,
	coalesce(camx_b.rate, camx_o.rate, 0) AS camx, coalesce(cn_o.rate, 0) AS cn,
	coalesce(recip_b.rate, recip_c.rate, recip_o.rate, 0) AS recip,
	coalesce(recip_b.is_floor, recip_c.is_floor, recip_o.is_floor, false) AS recip_floor,
	coalesce(br_b.rate, br_o.rate, 0) AS br, coalesce(in_b.rate, in_o.rate, 0) AS india,
	coalesce(s122_c.rate, CASE WHEN e.day >= '2026-02-24' THEN 0.1 ELSE 0 END) AS s122
FROM bench_entry AS e%s) AS rates) AS autos) AS trucks) AS metals$$,
	string_agg(format(E'\nLEFT JOIN %1$s_by_%2$s AS %3$s_%4$s ON %5$s AND e.day >= %3$s_%4$s.f AND e.day < %3$s_%4$s.t', lower(program), way, name, left(way, 1),
		concat_ws(' AND ', CASE WHEN way <> 'origin' THEN format('%s_%s.code = e.hs', name, left(way, 1)) END,
			CASE WHEN way <> 'code' THEN format('%s_%s.origin = e.origin', name, left(way, 1)) END)), '' ORDER BY n)), 'enable_mergejoin = off'
FROM unnest(ARRAY['MFN mfn both code', 'S301 s301 both', 'S232_AUTO auto both code', 'S232_MHD mhd code', 'S232_WOOD wood both code',
		'S232_STEEL steel both code', 'S232_ALU alu both code', 'FENT_CAMX camx both origin', 'FENT_CN cn origin',
		'RECIP recip both code origin', 'IEEPA_BR br both origin', 'IEEPA_IN in both origin', 'S122 s122 code']) WITH ORDINALITY AS p(words, n),
	split_part(words, ' ', 1) AS program, split_part(words, ' ', 2) AS name, string_to_table(substr(words, length(program || name) + 3), ' ') AS way;
INSERT INTO bench_query (question, engine, query, setting)
SELECT 'duty in the order of code, origin and day', engine, replace(query, 'bench_entry', 'bench_sorted'), setting
FROM bench_query WHERE engine = 'plain SQL';

-- what DuckDB is asked: the same joins
CREATE TABLE bench_joins AS SELECT question, query FROM bench_query WHERE engine = 'plain SQL';
CREATE VIEW bench_asked AS
SELECT n, question, engine FROM bench_query UNION ALL SELECT n, question, 'DuckDB' FROM bench_query WHERE engine = 'plain SQL';
