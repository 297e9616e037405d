-- Codes as they come
SELECT code, hs_code(code), hs_level(code), hs_problem(code)
FROM (VALUES ('850511'), ('8505.11'), ('8505.11.00.70'), ('''854142000'''), ('"0101"'), (' 85 05 11 '), ('8505.11-000'),
	('８５０５．１１'), (E'8505\u00a011'), ('“850511”'), ('85'), ('99'), ('9903.88.03'), ('7701'), ('0000'), ('00'),
	(''), ('   '), ('.'), ('8'), ('850'), ('85051'), ('8505110'), ('850511001'), ('85051100123'), ('850511001234'),
	('8505110012345'), ('999999'), ('9999'), ('TOTAL'), ('Total - all products'), ('AG6'), ('ALL'), ('39XXXXXX'),
	('85SSSS'), ('8505**'), ('9999AA'), ('8.54142E+08'), ('Magnets'), ('8505/11'), ('-850511'), ('8505,11'), (NULL)) AS v (code);

-- The .0 of a column of floats is no digit; a dot before more digits, or a second one, is a separator
SELECT code, hs_code(code), hs_problem(code)
FROM (VALUES ('850511.0'), ('10121.0'), ('85051100.0'), ('"850511.0" '), ('8505.0'), ('850511.00'), ('8505.11.0'), ('8505.10'), ('.0')) AS v (code);
SELECT * FROM hs_convert('854140.0', 'HS2012', 'HS2017');

-- Columns read as numbers
SELECT hs_code(10121, 6), hs_code(850511, 6), hs_code(8505, 4), hs_code(850511, 4), hs_code(-1, 6), hs_code(0, 6),
	hs_code(9223372036854775807, 12), hs_code(101, 4);
SELECT hs_code(10121, 5);

-- Parts
SELECT code, hs_chapter(code), hs_heading(code), hs_subheading(code), hs_prefixes(code)
FROM (VALUES ('85'), ('8505'), ('8505.11'), ('8505.11.00.70'), ('854142000'), ('TOTAL'), (NULL)) AS v (code);
SELECT hs_prefixes('8505110070', '{6,4,9,12}'), hs_prefixes('8505', '{}'), hs_prefixes('85', '{6}');
SELECT hs_prefixes('8505', '{2,NULL}');
SELECT hs_prefixes('8505', '{0}');
SELECT hs_prefixes('8505', '{13}');
SELECT hs_prefixes('8505', array_fill(2, '{101}'));

-- Within
SELECT code, prefix, hs_within(code, prefix)
FROM (VALUES ('850511', '85'), ('850511', '85.05'), ('850511', '850512'), ('85', '8505'), ('8505.11', '850511'),
	('850511', '8'), ('', '85'), (NULL, '85'), ('850511', NULL)) AS v (code, prefix);
SELECT hs_within('850511', '');
SELECT hs_within('850511', '85XX');
SELECT hs_within('850511', '8505110012345');
SELECT te_support.te_hs_prefix_first('85.05'), te_support.te_hs_prefix_after('85.05'), te_support.te_hs_prefix_after('85.09'), te_support.te_hs_prefix_after('99');

-- An index is used where it orders bytes, and only there
CREATE TABLE flow (c text COLLATE "C", p text, d text COLLATE "en-x-icu", v varchar(10) COLLATE "POSIX", b char(10) COLLATE "C");
INSERT INTO flow SELECT code, code, code, code, code FROM (SELECT lpad((i * 7919 % 1000000)::text, 6, '0') AS code
	FROM generate_series(1, 20000) AS i) AS codes;
CREATE INDEX flow_c ON flow (c);
CREATE INDEX flow_p ON flow (p text_pattern_ops);
CREATE INDEX flow_d ON flow (d);
CREATE INDEX flow_v ON flow (v);
CREATE INDEX flow_b ON flow (b);
CREATE INDEX flow_hash ON flow USING hash (d);
VACUUM ANALYZE flow;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT c FROM flow WHERE hs_within(c, '85.05');
EXPLAIN (COSTS OFF) SELECT p FROM flow WHERE hs_within(p, '85.05');
EXPLAIN (COSTS OFF) SELECT v FROM flow WHERE hs_within(v, '85.05');
EXPLAIN (COSTS OFF) SELECT d FROM flow WHERE hs_within(d, '85.05');
EXPLAIN (COSTS OFF) SELECT b FROM flow WHERE hs_within(b, '85.05');
EXPLAIN (COSTS OFF) SELECT c FROM flow WHERE hs_within(c, NULL);
EXPLAIN (COSTS OFF) SELECT c FROM flow WHERE hs_within('850511', c);
EXPLAIN (COSTS OFF) SELECT c FROM flow WHERE hs_within(c, d);
SELECT count(*) FROM flow WHERE hs_within(c, '85.05');
SELECT count(*) FROM flow WHERE hs_within(c, '85XX');
-- also for a prefix that is known late
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM (VALUES ('85'), ('01')) AS r (prefix), flow WHERE hs_within(c, prefix);
PREPARE within (text) AS SELECT count(*) FROM flow WHERE hs_within(c, $1);
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE within('85.05');
EXECUTE within('85.05');
EXECUTE within(NULL);
EXECUTE within('heading 85');
RESET ALL;
DROP TABLE flow;

-- Revisions: photovoltaic cells were split in 2022
SELECT * FROM hs_convert('8541.40', 'HS2017', 'HS2022');
SELECT * FROM hs_convert('854142', 'HS2022', 'HS2017');
SELECT code, relation, round(share::numeric, 3) AS share FROM hs_convert('854140', 'HS2017', 'HS2022', links => 'all');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": 1, "854143": 3, "850511": 7}');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": 0}');
-- magnets never changed
SELECT * FROM hs_convert('850511', 'H0', 'H6');
SELECT * FROM hs_convert('850511', 'HS12', 'HS2012');
-- lithium cells: dry cells by volume until 1996
SELECT * FROM hs_convert('850650', 'HS2022', 'HS1992');
-- printers: the UN's table contradicts its own correlation; the way by steps differs from the direct one
SELECT code, relation, share, note FROM hs_convert('844332', 'HS2007', 'HS2002');
SELECT code, share, note FROM hs_convert('847160', 'HS2002', 'HS2007');
SELECT r AS route, code, relation FROM unnest('{direct,steps}'::text[]) AS r, hs_convert('854231', 'HS2017', 'HS1992', route => r);
-- Comtrade's parts of petroleum; codes that died; codes that never lived
SELECT * FROM hs_convert('271012', 'HS1992', 'HS1996');
SELECT * FROM hs_convert('271012', 'HS1992', 'HS2002');
SELECT v.code, c.* FROM (VALUES ('300219'), ('178703'), ('271011')) AS v (code), hs_convert(v.code, 'HS2017', 'HS2022') AS c;
SELECT hs_problem('854142', 'HS2017'), hs_problem('8549', 'H5'), hs_problem('8549', 'H6'), hs_problem('TOTAL', 'H6');
SELECT kind, count(*), min(code), max(code) FROM hs_codes('HS1996') GROUP BY kind ORDER BY kind;
SELECT * FROM hs_codes('HS2010');
-- what cannot be converted keeps its share
SELECT v.code, c.* FROM (VALUES ('854142'), ('8541'), ('TOTAL'), (NULL)) AS v (code), hs_convert(v.code, '2012', '2022') AS c;
-- wrong arguments
SELECT * FROM hs_convert('854140', 'HS2010', 'HS2022');
SELECT * FROM hs_convert('854140', 'HS2017', NULL);
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', links => 'some');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', route => 'shortest');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '[1]');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": "much"}');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": -1}');
SELECT * FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": 1e400}');
SELECT sum(share), max(share) FROM hs_convert('854140', 'HS2017', 'HS2022', code_weights => '{"854142": 1.7e308, "854141": 1.7e308, "854143": 1.7e308}');
-- words of the USITC: an undivided heading, a path, an older code that goes on alone, one that was divided
SELECT hs_name('850650'), hs_name('8506'), hs_name('8505.11.00.70'), hs_name('850511', 'HS1992') AS in_1992, hs_name('8506', 'HS2007') AS heading,
	hs_name('854140', 'HS2017') AS divided, hs_name('8541', 'HS2017') AS divided_heading, hs_name('999999') AS special, hs_name('85') AS chapter;
SELECT hs_name('850519', with_heading => true), hs_name('050400', with_heading => true) AS undivided;
SELECT hs_name('850650', 'HS2025');
-- other classifications
SELECT c.* FROM (VALUES ('8505.11', 'HS2022', 'SITC4'), ('8505.11', 'HS2012', 'SITC1'), ('850511', 'HS1996', 'BEC4'), ('854142', 'HS2017', 'SITC3'), ('85', 'HS2017', 'BEC4'), ('710820', 'HS2022', 'SITC4')) AS v(code, revision, classification),
	hs_class(v.code, v.revision, v.classification) AS c;
SELECT class, share FROM hs_class('010130', 'HS2022', 'BEC4');
SELECT * FROM hs_class('850511', 'HS1992', 'BEC4');
SELECT * FROM hs_class('850511', 'HS2022', 'ISIC');
