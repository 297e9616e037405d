-- What sqlsmith makes its queries over: tables with columns of all our types and of
-- what our functions take, a compiled law, aggregates over support functions, so that
-- unfinished values are there too.  Run by the owner of the database.
CREATE EXTENSION trade_exposure;
SET search_path = public, te_support;

CREATE TABLE flow (year int, importer text, exporter text, hs text, value float8, quantity float8, month date, amount numeric, known boolean);
INSERT INTO flow
SELECT 2018 + i % 4, (ARRAY['JPN', 'KOR', 'USA', 'DEU', NULL])[1 + i % 5], (ARRAY['CHN', 'VNM', 'AUS', 'IDN', 'CHL', 'CD', 'TWN'])[1 + i * 7 % 7],
	(ARRAY['850511', '8505.11.00', '850650', '2805', '870323', 'x', ''])[1 + i * 3 % 7], (i * 37 % 1001) / 7.0, CASE WHEN i % 9 > 0 THEN i % 50 END,
	date '2018-01-01' + i, (i * 31 % 997) / 100.0, i % 3 = 0
FROM generate_series(1, 400) AS i;
INSERT INTO flow VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (0, '', '', '', 'NaN', 'Infinity', 'infinity', 'NaN', true),
	(-1, repeat('x', 500), 'é', '9999999999', 1e308, -1e308, '-infinity', 1e300, false);

CREATE AGGREGATE part (text, float8) (sfunc = te_support.te_mix_accum, stype = supply_mix);
CREATE AGGREGATE part (text, text, float8) (sfunc = te_support.te_network_accum, stype = supply_network);
CREATE TABLE mixes AS SELECT importer, year, supply_mix(exporter, value) AS mix, part(exporter, value) AS unfinished
FROM flow WHERE value BETWEEN 0 AND 1e9 GROUP BY importer, year;
INSERT INTO mixes VALUES ('none', 0, '{}', '{}'), (NULL, NULL, NULL, NULL), ('odd', 1, '{"":5,CHN:1;rows=9,unspecified_rows=2,skipped_rows=3}', '{CHN:1e308,VNM:1e308}'),
	('long', 2, (SELECT supply_mix('X' || i, i) FROM generate_series(1, 300) AS i), '{CHN:-1,VNM:1}');
CREATE TABLE networks AS SELECT year, supply_network(exporter, importer, value) AS network, part(exporter, importer, value) AS unfinished
FROM flow WHERE value BETWEEN 0 AND 1e9 GROUP BY year;
INSERT INTO networks VALUES (NULL, NULL, NULL), (1, '{}', '{A>A:1}'),
	(2, '{A>B:1,B>C:2;A[output=10,final_demand=3,value_added=2,sector=S,essential=1],B[output=5,sector=T,essential=0]}', '{A>B:1e308,B>C:1e308,C>C:1e308}');

INSERT INTO tariff_regime (regime, currency) VALUES ('US', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('US', 'MFN', 1, true), ('US', 'RECIP', 2, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, op, "over", valid_from, valid_to)
VALUES ('US', '1', 'MFN', '8505', '*', '2.1%', 'add', NULL, NULL, NULL), ('US', '2', 'MFN', '8703', '*', '10% MIN 5 EUR/100 KGM', 'add', NULL, NULL, NULL),
	('US', '3', 'RECIP', '', 'JP', '15%', 'floor', '{MFN}', '2025-08-07', NULL);
SELECT count(*) FROM tariff_compile('US');
CREATE TABLE laws AS SELECT regime, compiled AS schedule FROM tariff_regime;

CREATE TABLE lists (id int, words text[], numbers float8[], counts int[], days date[], amounts numeric[], document jsonb, total duty_total);
INSERT INTO lists VALUES (1, '{CHN,VNM,JPN}', '{1,2,3}', '{2,4,6}', '{2025-01-01,2025-08-07}', '{1,2}', '{"CHN": 1, "VNM": 2}', NULL),
	(2, '{}', '{}', '{}', '{}', '{}', '{}', NULL), (3, '{NULL,""}', '{NULL,NaN,Infinity}', '{NULL,-1}', '{infinity,NULL}', '{NaN}', 'null', NULL),
	(4, '{{CHN,VNM},{JPN,AUS}}', '{{1,2},{3,4}}', '[5:6]={1,2}', NULL, '{1e300}', '{"KGM": 100, "EUR": 1.1, "steel": 500}', NULL),
	(5, NULL, '{0.1}', NULL, NULL, NULL, '[{"a": 1}, {"a": "b"}]', NULL), (6, '{A,B}', '{1,0,0,1,0.5}', '{1}', NULL, '{0.5}', '{"CHN": 1e400}', NULL);
UPDATE lists SET total = '(5,100,0,1,0)' WHERE id < 4;
