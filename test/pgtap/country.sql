-- Country codes and groups: round trips over every row, the source files, dated membership.
BEGIN;
SELECT plan(60);

CREATE TEMP TABLE source (iso2 text, iso3 text, m49 text, name text, region text, subregion text, currency text,
	comtrade text, census text, japan text);
CREATE TEMP TABLE pseudo (system text, code text, name text, kind text);
CREATE TEMP TABLE alias (system text, code text, iso2 text, note text);
CREATE TEMP TABLE membership (group_name text, iso2 text, valid_from date, valid_to date, source text, evidence text);
CREATE TEMP TABLE names (name text, iso2 text, source text);
\copy source FROM 'data/country_codes.csv' WITH (FORMAT csv, HEADER)
\copy pseudo FROM 'data/pseudo_areas.csv' WITH (FORMAT csv, HEADER)
\copy alias FROM 'data/country_aliases.csv' WITH (FORMAT csv, HEADER)
\copy membership FROM 'data/country_groups.csv' WITH (FORMAT csv, HEADER)
\copy names FROM 'data/country_names.csv' WITH (FORMAT csv, HEADER)

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
SELECT set_eq($$ SELECT group_name, country_code(country, 'iso3', 'iso2'), valid_from, valid_to, evidence FROM country_groups() $$,
	$$ SELECT group_name, iso2, valid_from, valid_to, CASE evidence WHEN 'seen' THEN 'seen' ELSE 'knowledge' END FROM membership $$, 'country_groups() is the source file');
SELECT is_empty($$ SELECT * FROM membership AS a JOIN membership AS b USING (group_name, iso2)
	WHERE a.ctid <> b.ctid AND a.valid_from < coalesce(b.valid_to, 'infinity') AND b.valid_from < coalesce(a.valid_to, 'infinity') $$,
	'no membership overlaps another');
-- every date on which something changes, the day before and the day after
CREATE TEMP TABLE day AS SELECT DISTINCT d + shift AS day FROM (SELECT valid_from FROM membership UNION SELECT valid_to FROM membership
	WHERE valid_to IS NOT NULL) AS q (d), unnest('{-1,0,1}'::int[]) AS shift;
SELECT is_empty($$ SELECT g, day FROM (SELECT DISTINCT group_name FROM membership) AS q (g), day
	WHERE country_group(g, day) IS DISTINCT FROM (SELECT array_agg(country_code(iso2) ORDER BY country_code(iso2) COLLATE "C") FROM membership
		WHERE group_name = g AND valid_from <= day AND day < coalesce(valid_to, 'infinity')) $$, 'members on every day that matters');
SELECT is_empty($$ SELECT g, day, iso3 FROM (SELECT DISTINCT group_name FROM membership) AS q (g), day, countries()
	WHERE in_country_group(iso3, g, day) IS DISTINCT FROM (iso3 = ANY (country_group(g, day))) $$, 'in_country_group agrees with country_group');
-- sizes of the European Union as everybody counts them
SELECT results_eq($$ SELECT cardinality(country_group('EU', make_date(y, 1, 1))) FROM unnest('{1957,1958,1973,1981,1986,1995,2005,2007,2014,2020,2021}'::int[]) AS y $$,
	$$ VALUES (NULL), (6), (9), (10), (12), (15), (25), (27), (28), (28), (27) $$, 'the EU grows and shrinks');
SELECT is(in_country_group('GBR', 'EU', '2020-01-31'), true, 'the United Kingdom is in the EU until 2020-01-31');
SELECT is(in_country_group('GB', 'EU', '2020-02-01'), false, '… and out the next day');
SELECT results_eq($$ SELECT cardinality(country_group('EFTA', make_date(y, 7, 1))) FROM unnest('{1959,1960,1970,1973,1986,1990,1992,1995}'::int[]) AS y $$,
	$$ VALUES (NULL), (7), (8), (6), (6), (6), (7), (4) $$, 'EFTA loses its members to the EU');
SELECT is(country_group('NAFTA', '2020-06-30'), country_group('USMCA', '2020-07-01'), 'USMCA takes over from NAFTA');
SELECT is(country_group('NAFTA', '2020-07-01'), NULL, '… at once');
SELECT is(dependency_share('{USA:1,CHN:2}', country_group('NAFTA', '2020-07-01')), NULL, 'a group without members has no share, not one of 0');
SELECT is(group_origins('{USA:1,CHN:2}', 'NAFTA', '2020-07-01'), NULL, '… as one supplier neither');
SELECT is(country_group('EU'), country_group('EU', current_date), 'without a day it is today');
SELECT results_eq($$ SELECT g, cardinality(country_group(g, '2025-06-30')) FROM unnest('{EURO_AREA,SCHENGEN,EEA,OECD,MERCOSUR,GCC,WTO}'::text[]) AS g $$,
	$$ VALUES ('EURO_AREA', 20), ('SCHENGEN', 29), ('EEA', 30), ('OECD', 38), ('MERCOSUR', 5), ('GCC', 6), ('WTO', 165) $$, 'sizes as the organisations count them');
SELECT results_eq($$ SELECT cardinality(country_group('WTO', d)) FROM unnest('{1995-01-01,2001-12-31,2024-12-31}'::date[]) AS d $$,
	$$ VALUES (75), (142), (165) $$, 'the WTO grows');

-- groups of one's own: every group of ours, taken as rows, gives the same answers, and goes before ours
CREATE TEMP TABLE mine AS SELECT replace(group_name, 'EU', 'eu') AS group_name, country, valid_from, valid_to FROM country_groups();
SELECT is_empty($$ SELECT g, day FROM (SELECT DISTINCT group_name FROM membership) AS q (g), (SELECT * FROM day ORDER BY day LIMIT 40) AS d,
	(SELECT jsonb_agg(m) AS own FROM mine AS m) AS o
	WHERE country_group(g, day, own) IS DISTINCT FROM country_group(g, day)
	OR in_country_group('FRA', g, day, own) IS DISTINCT FROM in_country_group('FRA', g, day)
	OR group_origins('{FRA:1,USA:2}', g, day, own) IS DISTINCT FROM group_origins('{FRA:1,USA:2}', g, day) $$, 'groups given as rows are those that ship');
SELECT is(country_group('EU', '2024-01-01', '[{"group_name":"EU","country":"JP"},{"group_name":"CLUB","country":"USA","valid_to":"2023-12-31"}]'), '{JPN}', 'own groups go first');
SELECT is(country_group('CLUB', '2024-01-01', '[{"group_name":"CLUB","country":"USA","valid_to":"2023-12-31"}]'), NULL, '… and end');
SELECT throws_ok(format('SELECT country_group(''CLUB'', ''2024-01-01'', %L)', own), '22023') FROM unnest(ARRAY['{}', '1', '[1]', '[[]]', '[{"country":"JPN"}]',
	'[{"group_name":"CLUB"}]', '[{"group_name":"CLUB","country":"Japan and others"}]', '[{"group_name":"CLUB","country":"JPN","valid_from":"01.02.2024"}]',
	'[{"group_name":"CLUB","country":"JPN","valid_from":"2024-02-30"}]', '[{"group_name":"CLUB","country":1}]', '[{"group_name":"OTHER","country":"JPN"}]']) AS own;

-- ---- names ----
SELECT is_empty($$ SELECT name, iso2, country_code(name) FROM names WHERE country_code(name) IS DISTINCT FROM country_code(iso2) AND length(name) > 3 $$, 'every name means its country');
SELECT is_empty($$ SELECT name, iso2, country_code(n, 'name') FROM names, unnest(ARRAY[name, lower(name), ' ' || replace(name, ' ', '  ') || '. ', 'The ' || name,
	normalize(name, NFC), replace(name, 'Republic', 'Rep.')]) AS n WHERE country_code(n, 'name') IS DISTINCT FROM country_code(iso2) $$, '… however it is written');
SELECT is_empty($$ SELECT iso3, name FROM countries() WHERE country_code(name) <> iso3 OR country_code(iso3, 'iso3', 'name') <> name $$, 'and the names that we write');
SELECT is_empty($$ SELECT code, country_code(code, 'name') FROM junk WHERE (country_code(code, 'name') IS NULL) <> (country_problem(code, 'name') IS NOT NULL) $$, 'junk is no name');

-- ---- published lists, whole ----
\set iso3166_1 `cat /usr/share/iso-codes/json/iso_3166-1.json`
\set iso3166_3 `cat /usr/share/iso-codes/json/iso_3166-3.json`
\set iso4217 `cat /usr/share/iso-codes/json/iso_4217.json`
SELECT set_eq(format($$ SELECT r->>'alpha_2' AS two, r->>'alpha_3' AS three, r->>'numeric' AS number FROM jsonb_array_elements(%L::jsonb->'3166-1') AS r $$, :'iso3166_1'),
	$$ SELECT iso2, iso3, m49 FROM countries() WHERE iso3 NOT IN ('XKX') UNION ALL SELECT 'TW', 'TWN', '158' WHERE NOT EXISTS (SELECT FROM countries() WHERE m49 = '158') $$,
	'countries are those of ISO 3166');
SELECT is_empty(format($$ SELECT c, r->>'name' FROM jsonb_array_elements(%L::jsonb->'3166-3') AS r, unnest(ARRAY[r->>'alpha_2', r->>'alpha_3']) AS c
	WHERE country_code(c) IS NULL AND country_problem(c) NOT LIKE '%%no longer reported%%' $$, :'iso3166_3'), 'states of the past are known by both codes');
-- two came later than the list of the oldest server that we test on
SELECT is_empty(format($$ SELECT iso3, c FROM countries(), regexp_split_to_table(currency, ',') AS c
	WHERE c NOT IN ('XCG', 'ZWG') AND c NOT IN (SELECT r->>'alpha_3' FROM jsonb_array_elements(%L::jsonb->'4217') AS r) $$, :'iso4217'), 'currencies are those of ISO 4217');
CREATE TEMP TABLE baci (code text, short text, name text, iso2 text, iso3 text);
\copy baci FROM 'data/baci_country_codes_V202201.csv' WITH (FORMAT csv, HEADER)
SELECT is_empty($$ SELECT *, country_code(code, 'comtrade') FROM baci WHERE country_code(code, 'comtrade') IS DISTINCT FROM iso3
	AND country_problem(code, 'comtrade') IS NULL $$, 'CEPII''s list gives no country another code');
SELECT set_eq($$ SELECT code FROM baci WHERE country_code(code, 'comtrade') IS NULL $$, '{58,200,278,490,530,697,711,810,849,891}'::text[],
	'… and what it lists beside are former states and areas');
SELECT results_eq($$ SELECT c, country_code(c, 'comtrade'), is_pseudo_partner(c, 'comtrade') FROM unnest('{412,97,975,830,720}'::text[]) AS c $$,
	$$ VALUES ('412', 'XKX', false), ('97', NULL, true), ('975', NULL, true), ('830', NULL, false), ('720', 'YEM', false) $$, 'Comtrade''s Kosovo, European Union, ASEAN, Channel Islands');
SELECT results_eq($$ SELECT c, country_problem(c) FROM unnest('{EU27_2020,EXT_EU27_2020,ROW,Total}'::text[]) AS c $$,
	$$ VALUES ('EU27_2020', 'European Union is a total, not a supplier'), ('EXT_EU27_2020', 'Countries outside the European Union is a total, not a supplier'),
		('ROW', 'Rest of the world is an unspecified area, not a country'), ('Total', 'All partners is a total, not a supplier') $$, 'aggregates are named');
SELECT is_empty($$ SELECT * FROM alias WHERE note <> '' AND country_note(code, system) IS DISTINCT FROM note $$, 'notes of codes are told');
SELECT is(country_note('NA') LIKE '%missing%' AND country_code('NA') = 'NAM', true, 'NA is Namibia, with a warning');
SELECT * FROM finish();
ROLLBACK;
