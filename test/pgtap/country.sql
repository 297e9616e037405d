-- Country codes and groups: round trips over every row, the source files, dated membership.
BEGIN;
SELECT plan(28);

CREATE TEMP TABLE source (iso2 text, iso3 text, m49 text, name text, region text, subregion text, currency text,
	comtrade text, census text, japan text);
CREATE TEMP TABLE pseudo (system text, code text, name text, kind text);
CREATE TEMP TABLE alias (system text, code text, iso2 text, note text);
CREATE TEMP TABLE membership (group_name text, iso2 text, valid_from date, valid_to date);
\copy source FROM 'data/country_codes.csv' WITH (FORMAT csv, HEADER)
\copy pseudo FROM 'data/pseudo_areas.csv' WITH (FORMAT csv, HEADER)
\copy alias FROM 'data/country_aliases.csv' WITH (FORMAT csv, HEADER)
\copy membership FROM 'data/country_groups.csv' WITH (FORMAT csv, HEADER)

-- ---- codes ----
SELECT set_eq($$ SELECT * FROM countries() $$,
	$$ SELECT iso3, iso2, m49, comtrade, census, japan, name, region, subregion, currency FROM source $$, 'countries() is the source file');
CREATE TEMP TABLE code AS
SELECT iso3, system, code FROM countries(), LATERAL (VALUES ('iso2', iso2), ('iso3', iso3), ('m49', m49), ('comtrade', comtrade),
	('census', census), ('japan', japan)) AS v (system, code);
SELECT is_empty($$ SELECT * FROM code WHERE country_code(iso3, 'iso3', system) IS DISTINCT FROM code $$, 'from iso3 to each system');
SELECT is_empty($$ SELECT * FROM code WHERE country_code(code, system, 'iso3', other_asia => 'TWN') IS DISTINCT FROM iso3 AND code IS NOT NULL $$,
	'and back, with Taiwan behind 490');
SELECT is_empty($$ SELECT a.iso3, a.system, b.system FROM code AS a JOIN code AS b USING (iso3)
	WHERE a.code IS NOT NULL AND country_code(a.code, a.system, b.system, 'TWN') IS DISTINCT FROM b.code $$, 'between any two systems');
SELECT is_empty($$ SELECT * FROM code WHERE code IS NOT NULL AND (country_code(' "' || lower(code) || '" ', system, 'iso3', 'TW') IS DISTINCT FROM iso3
	OR system NOT LIKE 'iso%' AND country_code('00' || code || '.0', system, 'iso3', 'TW') IS DISTINCT FROM iso3) $$, 'however they are written');
SELECT is_empty($$ SELECT system, code FROM code WHERE code IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1 $$, 'no code is used twice');
SELECT is_empty($$ SELECT * FROM code WHERE code !~ CASE system WHEN 'iso2' THEN '^[A-Z]{2}$' WHEN 'iso3' THEN '^[A-Z]{3}$' WHEN 'm49' THEN '^\d{3}$'
	WHEN 'comtrade' THEN '^[1-9]\d{0,2}$' WHEN 'census' THEN '^[1-9]\d{3}$' ELSE '^[1-9]\d{2}$' END $$, 'codes have the form of their system');
SELECT is_empty($$ SELECT * FROM code WHERE system IN ('iso2', 'iso3') AND country_code(code) IS DISTINCT FROM iso3 $$, 'letters need no system');
SELECT is_empty($$ SELECT * FROM code WHERE system NOT IN ('iso2', 'iso3') AND country_code(code) IS NOT NULL $$, 'numbers do');
SELECT is_empty($$ SELECT * FROM code, unnest('{iso2,iso3,m49,comtrade,census,japan}'::text[]) AS s WHERE code IS NOT NULL
	AND (country_code(code, system, s) IS NULL) = (country_problem(code, system, s) IS NULL) $$, 'a code has a translation or a problem');
SELECT is_empty($$ SELECT * FROM alias WHERE country_code(code, system) IS DISTINCT FROM country_code(iso2) $$, 'aliases are read');
SELECT is_empty($$ SELECT * FROM alias JOIN code USING (system, code) $$, '… and never written');
SELECT is_empty($$ SELECT * FROM pseudo WHERE country_code(code, system) IS NOT NULL OR country_name(code, system) <> name
	OR country_problem(code, system) IS NULL OR is_pseudo_partner(code, system) IS DISTINCT FROM (kind <> 'former') $$, 'pseudo partners are no countries');
SELECT is_empty($$ SELECT * FROM code WHERE is_pseudo_partner(code, system) AND (iso3, system) <> ('TWN', 'comtrade') $$, 'countries are no pseudo partners');
SELECT is_empty($$ SELECT * FROM pseudo WHERE kind <> 'other_asia' AND country_code(code, system, other_asia => 'TWN') IS NOT NULL $$,
	'only "Other Asia, nes" is taken for Taiwan');
-- CEPII's list for BACI, by its numbers and letters (France 251, Italy 381, …)
SELECT results_eq($$ SELECT code, country_code(code, 'comtrade') FROM unnest('{251,381,579,699,757,842,276,156,710}'::text[]) AS code $$,
	$$ VALUES ('251', 'FRA'), ('381', 'ITA'), ('579', 'NOR'), ('699', 'IND'), ('757', 'CHE'), ('842', 'USA'), ('276', 'DEU'), ('156', 'CHN'), ('710', 'ZAF') $$,
	'BACI''s own codes');

-- ---- bad input never throws ----
SELECT setseed(0.7);
CREATE TEMP TABLE junk AS
SELECT string_agg(chr(CASE WHEN random() < 0.9 THEN 32 + (random() * 94)::int ELSE 160 + (random() * 5000)::int END), '') AS code
FROM generate_series(1, 3000) AS i, LATERAL generate_series(1, 1 + i % 12) AS j GROUP BY i;
INSERT INTO junk VALUES (''), (NULL), (repeat('9', 100000)), (repeat(' ', 100000) || 'CHN'), ('...0'), ('.0'), ('0.0'), ('"'), ('''"'),
	('99999999'), ('18446744073709551615'), ('-1'), ('+156'), ('1e2'), ('_'), ('__'), ('ＣＮ');
SELECT is_empty($$ SELECT code, s FROM junk, unnest('{iso2,iso3,m49,comtrade,census,japan,NULL}'::text[]) AS s
	WHERE (country_code(code, s) IS NULL) <> (country_problem(code, s) IS NOT NULL)
	OR (is_pseudo_partner(code, s) AND country_name(code, s) IS NULL) $$, 'junk has a problem or a code');
SELECT is((SELECT country_code(repeat(' ', 100000) || 'CHN')), 'CHN', 'blanks do not count');

-- ---- groups ----
SELECT set_eq($$ SELECT group_name, country_code(country, 'iso3', 'iso2'), valid_from, valid_to FROM country_groups() $$,
	$$ SELECT * FROM membership $$, 'country_groups() is the source file');
SELECT is_empty($$ SELECT * FROM membership AS a JOIN membership AS b USING (group_name, iso2)
	WHERE a.ctid <> b.ctid AND a.valid_from < coalesce(b.valid_to, 'infinity') AND b.valid_from < coalesce(a.valid_to, 'infinity') $$,
	'no membership overlaps another');
-- every date on which something changes, the day before and the day after
CREATE TEMP TABLE day AS SELECT DISTINCT d + shift AS day FROM (SELECT valid_from FROM membership UNION SELECT valid_to FROM membership
	WHERE valid_to IS NOT NULL) AS q (d), unnest('{-1,0,1}'::int[]) AS shift;
SELECT is_empty($$ SELECT g, day FROM (SELECT DISTINCT group_name FROM membership) AS q (g), day
	WHERE country_group(g, day) IS DISTINCT FROM (SELECT coalesce(array_agg(country_code(iso2) ORDER BY country_code(iso2) COLLATE "C"), '{}') FROM membership
		WHERE group_name = g AND valid_from <= day AND day < coalesce(valid_to, 'infinity')) $$, 'members on every day that matters');
SELECT is_empty($$ SELECT g, day, iso3 FROM (SELECT DISTINCT group_name FROM membership) AS q (g), day, countries()
	WHERE in_country_group(iso3, g, day) IS DISTINCT FROM (iso3 = ANY (country_group(g, day))) $$, 'in_country_group agrees with country_group');
-- sizes of the European Union as everybody counts them
SELECT results_eq($$ SELECT cardinality(country_group('EU', make_date(y, 1, 1))) FROM unnest('{1957,1958,1973,1981,1986,1995,2005,2007,2014,2020,2021}'::int[]) AS y $$,
	$$ VALUES (0), (6), (9), (10), (12), (15), (25), (27), (28), (28), (27) $$, 'the EU grows and shrinks');
SELECT is(in_country_group('GBR', 'EU', '2020-01-31'), true, 'the United Kingdom is in the EU until 2020-01-31');
SELECT is(in_country_group('GB', 'EU', '2020-02-01'), false, '… and out the next day');
SELECT results_eq($$ SELECT cardinality(country_group('EFTA', make_date(y, 7, 1))) FROM unnest('{1959,1960,1970,1973,1986,1990,1992,1995}'::int[]) AS y $$,
	$$ VALUES (0), (7), (8), (6), (6), (6), (7), (4) $$, 'EFTA loses its members to the EU');
SELECT is(country_group('NAFTA', '2020-06-30'), country_group('USMCA', '2020-07-01'), 'USMCA takes over from NAFTA');
SELECT is(country_group('NAFTA', '2020-07-01'), '{}', '… at once');
SELECT * FROM finish();
ROLLBACK;
