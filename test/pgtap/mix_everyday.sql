-- Mixes for everyday use: straight from rows, one side missing, what is unknown, negative amounts, JSON.
BEGIN;
SELECT plan(48);

CREATE TEMP TABLE flow AS
SELECT g, (ARRAY['CHN','VNM','JPN','DEU','USA',NULL])[1 + i % 6] AS origin, ((g * 7 + i * i * 13) % 97)::float8 AS amount
FROM generate_series(1, 40) AS g, generate_series(1, 17) AS i;

-- ---- straight from rows = from the mix, also where rows leave a window ----
CREATE TEMP TABLE grouped AS SELECT g, supply_mix(origin, amount) AS m, hhi(origin, amount, 10000) AS h, hhi(origin, amount, 10000, 'null') AS h_null,
	top_supplier(origin, amount) AS first, top_supplier(origin, amount, 2) AS second, concentration(origin, amount) AS c, top_supplier(origin, amount, 9) AS ninth
FROM flow GROUP BY g;
SELECT is_empty($$ SELECT * FROM grouped WHERE h IS DISTINCT FROM hhi(m, 10000) OR h_null IS DISTINCT FROM h $$, 'hhi with a scale');
SELECT is_empty($$ SELECT * FROM grouped WHERE (first, second, ninth) IS DISTINCT FROM (top_supplier(m), top_supplier(m, 2), NULL) $$, 'the largest and the second supplier');
SELECT is_empty($$ SELECT g, c, (SELECT f::text FROM concentration(m) AS f) FROM grouped WHERE c::text IS DISTINCT FROM (SELECT f::text FROM concentration(m) AS f) $$, 'all figures');
SELECT is_empty($$ SELECT g FROM grouped, LATERAL (SELECT * FROM each_origin(m) WHERE rank = 2) AS e, ranked_supplier(m, 2) AS r
	WHERE (r.origin, r.amount, r.share) IS DISTINCT FROM (e.origin, e.amount, e.share) $$, 'the second supplier with its own share');
SELECT is_empty($$ SELECT * FROM (SELECT g, supply_mix(origin, amount) OVER w AS m, hhi(origin, amount, 10000) OVER w AS h, hhi(origin, amount, 100, 'zero') OVER w AS z,
		top_supplier(origin, amount) OVER w AS first, top_supplier(origin, amount, 2) OVER w AS second, concentration(origin, amount) OVER w AS c
	FROM flow WINDOW w AS (ORDER BY g, origin, amount ROWS BETWEEN 20 PRECEDING AND 3 PRECEDING)) AS v
	WHERE h IS DISTINCT FROM hhi(m, 10000) OR z IS DISTINCT FROM hhi(m, 100) OR (first, second) IS DISTINCT FROM (top_supplier(m), top_supplier(m, 2))
	OR (c).effective_suppliers IS DISTINCT FROM effective_suppliers(m) $$, 'in moving windows too');
SELECT throws_ok($$ SELECT hhi(origin, amount, 16384) FROM flow $$, '54000', NULL, 'a scale that the state cannot keep');
SELECT throws_ok($$ SELECT hhi(origin, amount, 0) FROM flow $$, '22023', NULL, 'a scale of nothing');
SELECT is((SELECT (concentration(origin, amount)).total FROM flow WHERE false), NULL, 'no rows, no figures');

-- ---- what a net negative origin does ----
CREATE TEMP TABLE negative AS SELECT * FROM (VALUES (1, 'A', 3.0::float8), (1, 'B', 1), (2, 'A', 3), (2, 'B', -1)) AS v (g, origin, amount);
SELECT throws_ok($$ SELECT hhi(origin, amount) FROM negative WHERE g = 2 $$, '22000', NULL, 'an error, as ever');
SELECT throws_ok($$ SELECT g, hhi(origin, amount, 1, 'error') FROM negative GROUP BY g $$, '22000', NULL, '… when asked for');
SELECT results_eq($$ SELECT g, hhi(origin, amount, 1, 'null'), hhi(origin, amount, 1, 'zero') FROM negative GROUP BY g ORDER BY g $$,
	$$ VALUES (1, 0.625::float8, 0.625::float8), (2, NULL, 1) $$, 'one group does not stop the others');
SELECT throws_ok($$ SELECT hhi(origin, amount, 1, 'perhaps') FROM negative $$, '22023', NULL, 'another word');
SELECT throws_ok($$ SELECT hhi(origin, amount, 1, NULL) FROM negative $$, '22004', NULL, 'no word');
-- every measure that takes the word: as of the clamped mix, or NULL; and nothing changes for a sound mix
CREATE TEMP TABLE measure AS SELECT * FROM unnest(ARRAY['hhi(%s, negative => %L)', 'hhi_normalized(%s, %L)', 'top_share(%s, 1, %L)', 'effective_suppliers(%s, 2, %L)',
	'shannon_entropy(%s, NULL, %L)', 'shannon_evenness(%s, %L)', 'theil_index(%s, %L)', 'gini_index(%s, %L)', '(concentration(%s, %L)).hhi', '(ranked_supplier(%s, 1, %L)).share']) AS call;
CREATE FUNCTION pg_temp.ask(call text, mix text, word text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE answer float8; BEGIN EXECUTE 'SELECT ' || format(call, quote_literal(mix) || '::supply_mix', word) INTO answer; RETURN answer; END $$;
SELECT is_empty($$ SELECT call FROM measure WHERE pg_temp.ask(call, '{A:3,B:-1,C:1}', 'null') IS NOT NULL
	OR pg_temp.ask(call, '{A:3,B:-1,C:1}', 'zero') IS DISTINCT FROM pg_temp.ask(call, '{A:3,B:0,C:1}', 'error')
	OR pg_temp.ask(call, '{A:3,B:0,C:1}', 'null') IS DISTINCT FROM pg_temp.ask(call, '{A:3,B:0,C:1}', 'error') $$, 'ten measures say it alike');
SELECT throws_ok(format('SELECT pg_temp.ask(%L, %L, %L)', call, '{A:3,B:-1,C:1}', 'error'), '22000') FROM measure;

-- ---- domestic production where one side is missing ----
SELECT is(with_domestic(NULL, 'JPN', 10), '{JPN:10}', 'nothing imported');
SELECT is(with_domestic('{CHN:2}', 'JPN', NULL), '{CHN:2}', 'nothing known to be produced');
SELECT is(with_domestic(NULL, 'JPN', NULL), NULL, 'nothing at all');
SELECT throws_ok($$ SELECT with_domestic('{CHN:2}', NULL, 1) $$, '22004', NULL, 'production of nobody');
SELECT is((SELECT sum(with_domestic(m, 'JPN', p)) FROM (VALUES ('{CHN:2}'::supply_mix, 1.0), (NULL, 5), ('{CHN:1}', NULL)) AS v (m, p)), '{CHN:3,JPN:6}', 'no product is lost in a sum');

-- ---- what is unknown is no common supplier ----
SELECT is_empty($$ SELECT method FROM unnest('{finger_kreinin,cosine,bray_curtis,jaccard}'::text[]) AS method
	WHERE mix_similarity('{"":1}', '{"":1}', method) IS NOT NULL OR mix_similarity('{"":1,A:1}', '{"":1,B:1}', method) <> 0
	OR mix_similarity('{"":7,A:1,B:1}', '{A:1,B:1}', method) <> 1 $$, 'likeness is over what is known');
SELECT is(structural_change('{"":1,A:1}', '{"":1,B:1}'), 1::float8, 'all known suppliers changed');
SELECT is(structural_change('{"":1}', '{"":1}'), NULL, 'nothing is known');
SELECT is(hhi_weighted('{"":1,A:1}', '{A:2}', missing => 'exclude'), 2::float8, 'what has no weight is not in the total');
SELECT is(hhi_weighted('{"":1,A:1}', '{A:2}'), 0.5::float8, '… but by default it is');
SELECT is(hhi_weighted('{"":1,A:1}', '{A:2,"":3}', missing => 'exclude'), 0.5::float8, '… and where it has a weight');

-- ---- what looks wrong ----
SELECT results_eq($$ SELECT mix_problem(m::supply_mix) FROM unnest(ARRAY['{WLD:1000000,GIN:999999.9}', '{W00:30,CHN:2,VNM:1}', '{EU:3,DEU:2,FRA:1,CHN:7}', '{"CHN ":1,CHN:2}', '{chn:1,CHN:2}',
		'{X:100,A:60,B:40.2}', '{X:100,A:60,B:41}', '{EU:3,CHN:7}', '{CHN:2,VNM:1}', '{EU27_2020:3,AUT:1,CHN:9}', '{"World total":3,CHN:1}']) AS m $$,
	$$ VALUES ('origin "WLD" is a total of all origins, not one of them'), ('origin "W00" is a total of all origins, not one of them'),
		('origin "EU" is a group of countries beside its member "DEU"'), ('origins "CHN" and "CHN " differ in case or blanks only'),
		('origins "CHN" and "chn" differ in case or blanks only'), ('origin "X" equals the sum of all others but for 0.2 %: a total such as World may have slipped in'),
		(NULL), (NULL), (NULL), ('origin "EU27_2020" is a group of countries beside its member "AUT"'), ('origin "World total" is a total of all origins, not one of them') $$,
	'names of totals, nearly sums, groups beside members, twins');
SELECT results_eq($$ SELECT mix_problem(m::supply_mix) FROM unnest(ARRAY['{"":100,CHN:60,VNM:40.2}', '{"":100,CHN:60,VNM:41}', '{"":2,CHN:2}', '{DE:3,DEU:1,CHN:7}', '{"Korea, Rep.":3,KOR:1}', '{Bonn:3,DEU:1}',
		'{EA19:3,DEU:1,CHN:7}', '{EA19:3,CHN:7}', '{"European Union (27)":3,Germany:1,CHN:7}', '{EXT_EU27_2020:5,CHN:3,VNM:1}', '{"C HN":3,CHN:1}', '{"CHN ":3,CHN:1}']) AS m $$,
	$$ VALUES ('the unspecified amount equals the sum of all origins but for 0.2 %: a total such as World may have lost its name'), (NULL), (NULL),
		('origins "DE" and "DEU" are one country'), ('origins "KOR" and "Korea, Rep." are one country'), (NULL), ('origin "EA19" is a group of countries beside its member "DEU"'), (NULL),
		('origin "European Union (27)" is a group of countries beside its member "Germany"'), ('origin "EXT_EU27_2020" is a total (Countries outside the European Union), not an origin'),
		('origins "C HN" and "CHN" differ in case or blanks only'), (E'origins "CHN" and "CHN\u00a0" differ in case or blanks only') $$,
	'a World without its name, one country twice, groups by other names');
-- who has left a group is beside it: no bloc that group_origins makes looks wrong
SELECT is_empty($$ SELECT on_date, mix_problem(m) FROM unnest(ARRAY['2021-01-01', '2024-01-01']::date[]) AS on_date,
	group_origins((SELECT supply_mix(iso3, 1 + length(name)) FROM countries()), 'EU', on_date) AS m WHERE mix_problem(m) IS NOT NULL $$, 'the EU of today beside all others');

-- ---- JSON ----
SELECT is((SELECT jsonb_agg(s) FROM (SELECT '{CHN:2,VNM:1}'::supply_mix AS mix, supply_network '{A>B:1}' AS net) AS s),
	'[{"mix": {"CHN": 2, "VNM": 1}, "net": [{"user": "B", "amount": 1, "supplier": "A"}]}]', 'values are objects in what JSON APIs send');
SELECT is((SELECT row_to_json(s)::jsonb FROM (SELECT '{CHN:2}'::supply_mix AS mix) AS s), '{"mix": {"CHN": 2}}', '… row by row too');
SELECT is_empty($$ SELECT g FROM grouped WHERE m::json::jsonb::supply_mix <> m $$, 'a mix comes back');
SELECT is((SELECT (n::jsonb)::supply_network::text FROM (SELECT supply_network(origin, 'X', amount) AS n FROM (SELECT DISTINCT ON (origin) origin, amount FROM flow ORDER BY 1, 2 DESC) AS f) AS q),
	(SELECT regexp_replace(supply_network(origin, 'X', amount)::text, ';.*}', '}') FROM (SELECT DISTINCT ON (origin) origin, amount FROM flow WHERE origin IS NOT NULL ORDER BY 1, 2 DESC) AS f), 'a network comes back');
SELECT is(supply_network(ARRAY['A', 'B'], ARRAY['C', 'C'], ARRAY[1, 2.5])::text, '{A>C:1,B>C:2.5}', 'a network from arrays');
SELECT throws_ok($$ SELECT supply_network(ARRAY['A', 'B'], ARRAY['C'], ARRAY[1, 2.5]) $$, '2202E', NULL, '… of one length');
SELECT throws_ok($$ SELECT '[{"supplier": "A", "user": "B", "value": 1}]'::jsonb::supply_network $$, '22023', 'supply_network: the edges have no "amount"', 'a key by another name');
SELECT throws_ok(format('SELECT %L::jsonb::supply_network', edges), '22023', 'supply_network: the edges are not a JSON array of objects') FROM unnest(ARRAY['{"supplier": "A"}', '[1]']) AS edges;
SELECT is('[{"supplier": "A", "user": "B", "amount": 1}, {"supplier": "A", "amount": 1}]'::jsonb::supply_network::text || '[]'::jsonb::supply_network::text, '{A>B:1;skipped_rows=1}{}', 'one that lacks a part, and none');
SELECT * FROM finish();
ROLLBACK;
