-- Shares and concentration; expected values by hand.
SELECT dependency_share('{CHN:3,VNM:1}'::supply_mix, 'CHN') AS chn, dependency_share('{CHN:3,VNM:1}'::supply_mix, 'XXX') AS absent,
	dependency_share('{CHN:2,RUS:1,VNM:1}'::supply_mix, ARRAY['CHN', 'RUS', 'CHN']) AS two,
	dependency_share('{CHN:0}'::supply_mix, 'CHN') AS nothing, dependency_share('{CHN:1,"":3}'::supply_mix, 'CHN') AS of_all;
SELECT * FROM dependency_bounds('{CHN:2,VNM:1,"":1}', ARRAY['CHN']);
SELECT * FROM dependency_bounds('{CHN:2,VNM:1,"":1}', 'CHN');
SELECT hhi('{CHN:3,VNM:1}'::supply_mix), hhi('{CHN:3,VNM:1}'::supply_mix, scale => 10000) AS ten_thousand,
	hhi_normalized('{CHN:3,VNM:1}'::supply_mix), hhi_normalized('{CHN:3}'::supply_mix) AS one_supplier, hhi('{}'::supply_mix) AS empty;
SELECT hhi('{CHN:3}'::supply_mix, scale => 0);
SELECT * FROM hhi_bounds('{CHN:2,VNM:1,"":1}');
SELECT top_share('{CHN:2,RUS:1,VNM:1}'::supply_mix, 2), top_share('{CHN:2,"":2}'::supply_mix, 5) AS known_half,
	top_supplier('{CHN:2,RUS:1,VNM:1}'::supply_mix), top_supplier('{CHN:2,RUS:1,VNM:1}'::supply_mix, 2) AS second,
	top_supplier('{CHN:2}'::supply_mix, 2) AS none;
SELECT top_share('{CHN:2}'::supply_mix, 0);
SELECT supplier_count('{CHN:3,VNM:0,AUS:1}'::supply_mix), effective_suppliers('{CHN:3,VNM:1}'::supply_mix) AS q2,
	effective_suppliers('{CHN:3,VNM:1}'::supply_mix, 0) AS q0, effective_suppliers('{CHN:1,VNM:1}'::supply_mix, 1) AS q1,
	effective_suppliers('{CHN:3,VNM:1}'::supply_mix, 'Infinity') AS inf, effective_suppliers('{CHN:1,VNM:1}'::supply_mix, 700) AS q700;
SELECT effective_suppliers('{CHN:3}'::supply_mix, -1);
SELECT shannon_entropy('{A:1,B:1,C:1,D:1}'::supply_mix, base => 2) AS bits, shannon_evenness('{CHN:1,VNM:1}'::supply_mix),
	theil_index('{CHN:1,VNM:1}'::supply_mix), gini_index('{CHN:3,VNM:1}'::supply_mix);
SELECT shannon_entropy('{CHN:1}'::supply_mix, base => 1);
SELECT abs(theil_between('{CHN:3,VNM:1}', '{"CHN": "a", "VNM": "b"}') - theil_index('{CHN:3,VNM:1}')) < 1e-15 AS all_between,
	theil_between('{CHN:3,VNM:1}', '{"CHN": "a", "VNM": "a"}') AS all_within;
SELECT theil_between('{CHN:3,VNM:1}', '{"CHN": "a"}');
SELECT * FROM without_supplier('{CHN:2,AUS:1,VNM:1}', ARRAY['CHN']);
SELECT * FROM without_supplier('{CHN:2}', ARRAY['CHN']);
-- nothing known remains: no HHI; a rest that is tiny beside what stops is still exact
SELECT * FROM without_supplier('{CHN:3,"":1}', ARRAY['CHN']);
SELECT lost_share, remaining_hhi, n_minus_1 FROM without_supplier('{CHN:1e308,VNM:3,AUS:1}', ARRAY['CHN']);
-- Hill numbers of 3/4 and 1/4 beside q = 1, where they tend to exp(entropy) = 1.7547653506033237, and q = 1/2: (√(3/4) + √(1/4))²
SELECT bool_and(abs(effective_suppliers('{CHN:3,VNM:1}'::supply_mix, q) - 1.7547653506033237) < 1e-8) AS near_one,
	round(effective_suppliers('{CHN:3,VNM:1}'::supply_mix, 0.5)::numeric, 12) AS half, round((sqrt(3::numeric) + 1) ^ 2 / 4, 12) AS by_hand,
	effective_suppliers('{CHN:3,VNM:1}'::supply_mix, 1e9) AS largest
FROM unnest('{0.9999999999999999,1.0000000000000002,0.999999999,1.000000001}'::float8[]) AS q;
SELECT n_minus_1('{CHN:3,VNM:1}'::supply_mix), n_minus_1('{CHN:3,VNM:1}'::supply_mix, 2) AS of_demand;
SELECT structural_change('{CHN:3,VNM:1}', '{CHN:1,VNM:1}'), structural_change('{CHN:3}', '{VNM:1}') AS nothing_common;
SELECT mix_similarity('{CHN:3,VNM:1}'::supply_mix, '{CHN:1,VNM:1}'), round(mix_similarity('{CHN:3,VNM:4}'::supply_mix, '{CHN:4,VNM:3}', 'cosine')::numeric, 12) AS cosine,
	mix_similarity('{CHN:3,VNM:1}'::supply_mix, '{CHN:1,VNM:1}', 'bray_curtis') AS bray_curtis,
	mix_similarity('{CHN:3,VNM:1}'::supply_mix, '{CHN:1,VNM:1}', 'jaccard') AS jaccard;
SELECT round(mix_similarity('{CHN:1e308,VNM:7e307}'::supply_mix, '{AUS:1e308,VNM:7e307}', 'jaccard')::numeric, 12) AS seven_of_27;
SELECT mix_similarity('{CHN:3}'::supply_mix, '{CHN:1}', 'euclid');
SELECT total, unspecified_share, suppliers, hhi, hhi_normalized, effective_suppliers, top_supplier, top_share, top3_share
FROM concentration('{CHN:3,VNM:1,"":4}');
SELECT * FROM concentration('{}');
SELECT hhi, hhi_normalized, top_share, effective_suppliers FROM concentration('{"":4}');

-- a net negative origin has no share
SELECT hhi('{CHN:2,HKG:-1}'::supply_mix);
SELECT dependency_share('{CHN:2,"":-1}'::supply_mix, 'CHN');
SELECT hhi(clamp_negative('{CHN:2,HKG:-1}'));

-- straight from rows
SELECT hhi(o, a), supplier_count(o, a), effective_suppliers(o, a), top_share(o, a, 1),
	dependency_share(o, a, 'CHN') AS chn, dependency_share(o, a, ARRAY['CHN', 'VNM']) AS both
FROM (VALUES ('CHN', 2.0), ('VNM', 1), ('CHN', 1), ('AUS', NULL)) v(o, a);
SELECT hhi(o, a), dependency_share(o, a, 'CHN') FROM (VALUES ('CHN', 2.0)) v(o, a) WHERE false;
SELECT dependency_share(o, a, NULL::text) FROM (VALUES ('CHN', 2.0)) v(o, a);
-- large groups in any order, some twice, some absent: 1 of 4 short codes, 1 of 5 long ones, both, one at each end, nobody
WITH origin AS (SELECT i, 'C' || i AS short, 'a long code no ' || i AS long FROM generate_series(1, 1000) AS i),
targets AS (SELECT array_agg(short ORDER BY hashint4(i)) FILTER (WHERE i % 4 = 0) || ARRAY['C4', 'X', ''] AS short,
	array_agg(long ORDER BY -i) FILTER (WHERE i % 5 = 0) || ARRAY['a long code no 5', 'a long code no', 'a long '] AS long FROM origin)
SELECT dependency_share(o.short, 1, t.short) AS short, dependency_share(o.long, 1, t.long) AS long,
	dependency_share(o.short, 1, t.long || t.short) AS short_of_both, dependency_share(o.long, 1, t.long || t.short) AS long_of_both,
	dependency_share(o.short, 1, ARRAY['C1']) AS first, dependency_share(o.short, 1, ARRAY['C999']) AS last, dependency_share(o.short, 1, '{}'::text[]) AS nobody
FROM origin AS o, targets AS t;
SELECT dependency_share(o, a, ARRAY['CHN', NULL]) FROM (VALUES ('CHN', 2.0)) v(o, a);
SELECT dependency_share(o, a, 'CHN') FROM (VALUES ('CHN', 2.0), ('VNM', 'NaN')) v(o, a);
SELECT dependency_share(o, a, 'CHN') FROM (VALUES ('CHN', 2.0), ('VNM', -1)) v(o, a);
SELECT top_share(o, a, 0) FROM (VALUES ('CHN', 2.0)) v(o, a);
SELECT i, dependency_share(o, a, 'CHN') OVER w AS chn, top_share(o, a, 1) OVER w AS top
FROM (VALUES (1, 'CHN', 2.0), (2, 'VNM', 2), (3, 'AUS', 6), (4, 'CHN', NULL)) v(i, o, a)
WINDOW w AS (ORDER BY i ROWS 1 PRECEDING);
-- a bare literal is a text: several origins written so are no name that nobody has
SELECT dependency_share('{CHN:1,HKG:2}'::supply_mix, '{CHN,HKG}');
SELECT dependency_bounds('{CHN:1,HKG:2}'::supply_mix, '{CHN,HKG}');
SELECT dependency_share(origin, amount, '{CHN,HKG}') FROM (VALUES ('CHN', 1), ('HKG', 2)) AS v (origin, amount);
SELECT dependency_share(origin, amount, '{CHN,HKG}'::text[]), dependency_share(origin, amount, ARRAY['{x}'])
FROM (VALUES ('CHN', 1), ('HKG', 2), ('{x}', 1)) AS v (origin, amount);
-- what is left is added up, not taken from the total: 1 beside 1e20 is not lost
SELECT n_minus_1('{CHN:70,AUS:30}'), n_minus_1('{CHN:1e20,AUS:1}'), n_minus_1('{CHN:2,"":1,AUS:1}'), n_minus_1('{"":1}'), n_minus_1('{CHN:2,AUS:1}', 4);
SELECT n_minus_1 FROM without_supplier('{CHN:1,AUS:1e20,VNM:1}', '{CHN}');
