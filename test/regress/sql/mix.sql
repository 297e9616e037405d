-- The supply mix: building, text, counting what is unknown, bad input.
CREATE TEMP TABLE flows (origin text, amount float8);
INSERT INTO flows VALUES ('CHN', 2), ('VNM', 1), ('CHN', 0.5), (NULL, 3), ('', 1), ('AUS', NULL),
	('Lynas Rare Earths Ltd', 4), ('Lynas Rare Earths Pty', 5);

SELECT supply_mix(origin, amount) FROM flows;
SELECT supply_mix(origin, amount) FROM flows WHERE false;
SELECT supply_mix(origin, amount) FILTER (WHERE amount > 2) FROM flows;
SELECT total(m), unspecified(m), row_count(m), unspecified_row_count(m), skipped_row_count(m),
	supplier_count(m), m -> 'CHN' AS chn, m -> 'XXX' AS absent, m ? 'VNM' AS has_vnm
FROM (SELECT supply_mix(origin, amount) AS m FROM flows) s;
SELECT * FROM each_origin((SELECT supply_mix(origin, amount) FROM flows));
SELECT * FROM each_origin('{}');
SELECT * FROM each_origin('{CHN:2,HKG:-1}');

-- text: order, quotes, counts, numbers
SELECT '{VNM:1,CHN:2}'::supply_mix, '{}'::supply_mix, ' { CHN : 1e3 , "a b" : 0.1 } '::supply_mix,
	'{"q\"\\":1,"":-0}'::supply_mix, '{CHN:0.30000000000000004}'::supply_mix;
SELECT '{CHN:2;rows=5,unspecified_rows=0,skipped_rows=1}'::supply_mix;
SELECT '{CHN:2,"":1;unspecified_rows=3}'::supply_mix;

-- bad text says where and why
SELECT ''::supply_mix;
SELECT '{CHN}'::supply_mix;
SELECT '{CHN:}'::supply_mix;
SELECT '{CHN:1'::supply_mix;
SELECT '{CHN:1,CHN:2}'::supply_mix;
SELECT '{CHN:NaN}'::supply_mix;
SELECT '{CHN:1e999}'::supply_mix;
SELECT '{CHN:1} x'::supply_mix;
SELECT '{"CHN:1}'::supply_mix;
SELECT '{CHN:1;rows=-1}'::supply_mix;
SELECT '{CHN:1;columns=1}'::supply_mix;
SELECT '{"":1;unspecified_rows=0}'::supply_mix;
SELECT 'partial{CHN:1}'::supply_mix;
SELECT '{"C\u00f4te":1}'::supply_mix;

-- bad amounts are named
SELECT supply_mix('CHN', 'NaN'::float8);
SELECT supply_mix(NULL, 'Infinity'::float8);
SELECT supply_mix(repeat('x', 256), 1);
SELECT supply_mix(o, 1e308) FROM (VALUES ('CHN'), ('CHN')) v(o);

-- arrays and jsonb
SELECT supply_mix(ARRAY['CHN', 'VNM', 'CHN', NULL, 'AUS'], ARRAY[1, 2, 3, 4, NULL]);
SELECT supply_mix(ARRAY['CHN'], ARRAY[1, 2]);
SELECT '{"CHN": 23310.5, "": 7, "VNM": null}'::jsonb::supply_mix, '{CHN:23310.5,"":7}'::supply_mix::jsonb;
SELECT '[1]'::jsonb::supply_mix;
SELECT '{"CHN": "1"}'::jsonb::supply_mix;
SELECT '{"CHN": 1e309}'::jsonb::supply_mix;

-- arithmetic
SELECT '{CHN:2}'::supply_mix + '{CHN:1,VNM:1}', '{CHN:2}'::supply_mix - '{CHN:1,VNM:1}',
	'{CHN:2,"":1}'::supply_mix * 1.5, 2 * '{CHN:2}'::supply_mix, '{CHN:3}'::supply_mix / 2;
-- a quotient is the nearest float8, and the divisor may be as small as that is possible
SELECT '{CHN:49,VNM:5}'::supply_mix / 49, '{CHN:0}'::supply_mix / 1e-310;
SELECT '{CHN:3}'::supply_mix / 0;
SELECT '{CHN:3}'::supply_mix * 'NaN';
SELECT '{CHN:1e300}'::supply_mix * 1e300;

-- equality is by amounts, not by how many rows made them
SELECT '{CHN:1;rows=2}'::supply_mix = '{CHN:1}', '{CHN:1}'::supply_mix < '{CHN:2}',
	te_support.te_mix_hash('{CHN:1;rows=2}') = te_support.te_mix_hash('{CHN:1}');
SELECT count(*) FROM (SELECT DISTINCT m::supply_mix FROM unnest(ARRAY['{CHN:1}', '{CHN:1;rows=2}', '{VNM:1}']) m) d;

-- reshaping
SELECT keep_origins('{CHN:2,VNM:1,"":1}', ARRAY['CHN', 'XXX']), exclude_origins('{CHN:2,VNM:1,"":1}', ARRAY['CHN']),
	without_unspecified('{CHN:2,"":1}'), mark_unspecified('{CHN:2,_X:1}', ARRAY['_X']);
SELECT keep_origins('{CHN:2}', ARRAY['CHN', NULL]);
SELECT regroup_origins('{DEU:1,FRA:2,CHN:4,XXX:1}', '{"DEU": "EU", "FRA": "EU", "XXX": null}');
SELECT regroup_origins('{DEU:1}', '{"DEU": 1}');
SELECT group_origins('{DEU:1,GBR:2,CHN:4}', 'EU', '2019-12-31'), group_origins('{DEU:1,GBR:2,CHN:4}', 'EU', '2020-12-31');
SELECT group_origins('{DEU:1}', 'Atlantis', '2020-12-31');
SELECT group_origins('{DEU:1}', 'EU', 'infinity');
SELECT scale_origins('{CHN:2,VNM:1}', '{CHN:0.5,VNM:3}'), scale_origins('{CHN:2,VNM:1}', '{CHN:0.5}', 'exclude'),
	scale_origins('{CHN:2,VNM:1}', '{CHN:0.5}', missing => 'one'), scale_origins('{CHN:2,VNM:1}', '{CHN:0.5}', missing => 'zero');
SELECT scale_origins('{CHN:2,VNM:1,AUS:1,"":1}', '{CHN:0.5}');
SELECT scale_origins('{CHN:2}', '{CHN:1}', 'ignore');
SELECT with_domestic('{CHN:2}', 'JPN', 1), clamp_negative('{CHN:2,HKG:-1}');
SELECT with_domestic('{CHN:2}', 'JPN', -1);

-- what looks wrong
SELECT mix_problem('{CHN:2,VNM:1}'), mix_problem('{W00:3,CHN:2,VNM:1}'), mix_problem('{CHN:2,HKG:-1}');
SELECT mix_problem('{World:5,CHN:2,VNM:1}'), mix_problem('{CHN:2,TOTAL:2}'), mix_problem('{"1":2,CHN:2}');
SELECT mix_problem('{W00:3,CHN:2,"":1}'), mix_problem('{CHN:2,VNM:2}'), mix_problem('{CHN:2,"":2}');

-- roll-up and window
SELECT sum(m::supply_mix) FROM unnest(ARRAY['{CHN:2}', '{CHN:1,VNM:1}', NULL]) m;
SELECT i, supply_mix(o, a) OVER (ORDER BY i ROWS 1 PRECEDING), hhi(o, a) OVER (ORDER BY i ROWS 1 PRECEDING)
FROM (VALUES (1, 'CHN', 2.0), (2, 'VNM', 2), (3, NULL, 4), (4, 'VNM', NULL), (5, 'CHN', 1e300), (6, 'VNM', 1)) v(i, o, a);
SELECT g, supply_mix(o, a) FROM (VALUES (1, 'CHN', 2.0), (1, 'VNM', 2), (2, 'VNM', 1)) v(g, o, a)
GROUP BY ROLLUP (g) ORDER BY g;
SELECT supply_mix(DISTINCT o, a) FROM (VALUES ('CHN', 2.0), ('CHN', 2), ('VNM', 1)) v(o, a);
SELECT supply_mix(NULL, 'NaN'::float8);
SELECT supply_mix(NULL, 1e308::float8) FROM generate_series(1, 3);
