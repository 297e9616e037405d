SET datestyle = ISO;

-- Codes as they come
SELECT code, from_system, country_code(code, from_system), country_problem(code, from_system)
FROM (VALUES ('CHN', NULL), (' cn ', NULL), ('"vnm"', NULL), ('UK', NULL), ('EL', NULL), ('156', NULL),
	('156', 'm49'), ('0156', 'M49'), ('4', 'm49'), ('156.0', 'comtrade'), ('251', 'comtrade'), ('250', 'comtrade'),
	('381', 'comtrade'), ('380', 'comtrade'), ('842', 'comtrade'), ('492', 'comtrade'), ('5700', 'census'),
	('5083', 'census'), ('105', 'japan'), ('CN', 'iso3'), ('CHN', 'iso2'), ('CHN', 'm49'), ('156', 'iso3'),
	('', NULL), ('  ', NULL), ('ZZZ', NULL), ('999', 'm49'), ('Germany, Fed. Rep.', NULL), (NULL, NULL),
	('0', 'comtrade'), ('W00', NULL), ('490', 'comtrade'), ('837', 'comtrade'), ('58', 'comtrade'), ('697', 'comtrade'),
	('701', 'japan')) AS v (code, from_system);

-- Names, states of the past, aggregates, and what is to be known
SELECT code, country_code(code), country_problem(code), country_note(code)
FROM unnest(ARRAY['Japan', 'Korea, Rep.', 'Côte d''Ivoire', '大韓民国', 'the United States of America', 'Germany, Fed. Rep. of', 'NA', 'AN', 'ANT', 'YD', 'YMD', 'CS',
	'EU27_2020', 'EXT_EU27_2020', 'ROW', 'European Union', 'Atlantis']) AS code;
SELECT code, country_code(code, 'comtrade'), country_problem(code, 'comtrade'), country_note(code, 'comtrade') FROM unnest('{412,97,975,830,720,736}'::text[]) AS code;
SELECT country_code('Vietnam', 'name', 'census'), country_code('5520', 'census', 'name'), country_code('Japan', 'iso3');

-- To the other systems
SELECT s, country_code('TWN', 'iso3', s), country_code('fr', NULL, s), country_code('ABW', 'iso3', s)
FROM unnest('{iso2,iso3,m49,comtrade,census,japan}'::text[]) AS s;
SELECT country_problem('ABW', 'iso3', 'japan');

-- Other Asia, nes: said, not guessed
SELECT country_code('490', 'comtrade', other_asia => 'TWN'), country_code('S19', other_asia => 'tw', to_system => 'census'),
	is_pseudo_partner('490', 'comtrade'), country_name('490', 'comtrade');
SELECT country_code('490', 'comtrade', other_asia => 'Formosa');

-- Wrong arguments
SELECT country_code('CHN', 'iso');
SELECT country_code('CHN', 'iso3', 'fips');
SELECT country_group('EUROPE', '2020-01-01');
SELECT country_group('EU', 'infinity');
SELECT country_group('CLUB', '2020-01-01', '[{"group_name":"CLUB","country":"JPN","valid_from":"2020-1-1"}]');
SELECT country_group('CLUB', '2020-01-01', '{"CLUB": ["JPN"]}');
SELECT in_country_group('FRA', 'EU', '-infinity');

-- Partners that are no suppliers
SELECT code, name, is_pseudo_partner(code, 'comtrade')
FROM (VALUES ('0'), ('490'), ('899'), ('58'), ('156'), ('777'), (NULL)) AS v (code), country_name(code, 'comtrade') AS name;

-- The lists
SELECT count(*), count(m49), count(comtrade), count(census), count(japan) FROM countries();
SELECT * FROM countries() WHERE iso3 IN ('TWN', 'XKX', 'JPN');
SELECT group_name, count(*), count(*) FILTER (WHERE valid_to IS NULL) AS today, min(valid_from)
FROM country_groups() GROUP BY 1 ORDER BY 1;

-- Dated membership
SELECT d::date, cardinality(country_group('EU', d::date)), in_country_group('GBR', 'eu', d::date), in_country_group('HR', 'EU', d::date)
FROM unnest('{1957-12-31,1958-01-01,2013-06-30,2013-07-01,2020-01-31,2020-02-01}'::date[]) AS d;
SELECT country_group('RCEP', '2020-01-01'), in_country_group('JPN', 'RCEP', '2020-01-01'), dependency_share('{JPN:1,USA:1}', country_group('RCEP', '2020-01-01'));
SELECT d::date, country_group('CLUB', d::date, own), in_country_group('JP', 'club', d::date, own), group_origins('{JPN:1,USA:1,CHN:1}', 'CLUB', d::date, own)
FROM unnest('{2019-12-31,2020-01-01,2021-01-01}'::date[]) AS d, (SELECT jsonb_agg(g) AS own FROM (VALUES ('CLUB', 'JPN', date '2020-01-01', date '2021-01-01'),
	('CLUB', 'USA', '2020-06-01', NULL)) AS g (group_name, country, valid_from, valid_to)) AS o;
SELECT country_group('EFTA', '1970-03-01'), country_group('EFTA', '2025-01-01');
SELECT in_country_group('EU', 'EU', '2025-01-01'), in_country_group('???', 'EU', '2025-01-01');
-- what names the total of all partners, in any case; "1" is somebody's first code
SELECT code, is_total_partner(code) FROM unnest('{World,WORLD,wld,W00,0,000,001,Total,All Countries,grand total,1,00,CHN,Worldly,""}'::text[]) AS code WHERE is_total_partner(code) IS DISTINCT FROM true;
