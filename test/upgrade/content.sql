-- What tools/upgrade_test.sh has carried over: our types wherever a value can
-- lie, and rules with their compiled schedules.  Run from the top folder.
\set ON_ERROR_STOP on
CREATE ROLE reader;
\ir install.sql
ALTER DATABASE upgraded SET search_path = te, public;

-- rules: the real ones, an heir with its own, and names that are not ASCII
\o /dev/null
\i examples/load_tariff.sql
\o
INSERT INTO tariff_regime (regime, parent) VALUES ('US without RECIP', 'US');
INSERT INTO tariff_program (regime, program, dropped) VALUES ('US without RECIP', 'RECIP', true);
INSERT INTO tariff_regime (regime, currency) VALUES ('関税', 'JPY');
INSERT INTO tariff_program (regime, program, ord) VALUES ('関税', '基本', 1);
INSERT INTO tariff_measure (regime, measure_id, program, rate, legal_ref) VALUES ('関税', '一', '基本', '3.5%', '関税定率法');
INSERT INTO tariff_regime (regime, currency) VALUES ('stale', 'EUR');
INSERT INTO tariff_program (regime, program) VALUES ('stale', 'MFN');
INSERT INTO tariff_measure (regime, measure_id, program, rate) VALUES ('stale', 'm', 'MFN', '5%');
SELECT tariff_compile(regime) FROM tariff_regime ORDER BY parent NULLS FIRST, regime;
UPDATE tariff_measure SET rate = '6%' WHERE regime = 'stale';
CREATE TABLE law AS SELECT regime, compiled FROM tariff_regime;

-- mixes: small, toasted, with long codes and unspecified amounts, unfinished
CREATE DOMAIN positive_mix AS supply_mix CHECK (total(VALUE) >= 0);
CREATE TYPE dossier AS (name text, mix supply_mix);
CREATE TABLE mixes (name text PRIMARY KEY, mix supply_mix DEFAULT '{CHN:1}', checked positive_mix, several supply_mix[], dossier dossier,
	top text GENERATED ALWAYS AS (top_supplier(mix)) STORED);
INSERT INTO mixes (name, mix) VALUES ('small', '{CHN:70,AUS:30}'), ('empty', '{}'), ('unspecified', '{"":5,CHN:1;rows=9,unspecified_rows=2,skipped_rows=3}'),
	('long', '{"a name, longer than eight bytes":1e-300,"日本":0.1,"Österreich":1e200}'),
	('unfinished', 'partial{"":0:0,CHN:1:1e-20,VNM:2:0;rows=4,unspecified_rows=0,skipped_rows=0}');
INSERT INTO mixes (name) VALUES ('default');
INSERT INTO mixes (name, mix) SELECT 'large', supply_mix('supplier ' || i, sqrt(i)) FROM generate_series(1, 50000) AS i;
UPDATE mixes SET checked = mix, several = ARRAY[mix, '{X:1}', NULL], dossier = (name, mix) WHERE name IN ('small', 'empty', 'long');
CREATE TABLE flow AS SELECT 2020 + i % 5 AS year, 'P' || i % 40 AS product, (ARRAY['CHN', 'VNM', 'JPN', 'USA', NULL])[1 + i % 5 + i % 7 % 2] AS origin,
	date '2020-01-01' + 31 * (i % 60) AS period, 'DEU' AS importer, (i % 97) * 0.1::float8 AS value FROM generate_series(1, 20000) AS i;
CREATE TABLE mix_of_product AS SELECT product, supply_mix(origin, value) AS mix FROM flow GROUP BY product;
CREATE UNIQUE INDEX mix_tree ON mix_of_product (mix);
CREATE INDEX mix_hash ON mix_of_product USING hash (mix);
CREATE INDEX mix_share ON mix_of_product (dependency_share(mix, 'CHN')) WHERE mix ? 'CHN';
CREATE TABLE mix_part (mix supply_mix, year int) PARTITION BY RANGE (mix);
CREATE TABLE mix_part_low PARTITION OF mix_part FOR VALUES FROM (MINVALUE) TO ('{CHN:1}');
CREATE TABLE mix_part_high PARTITION OF mix_part FOR VALUES FROM ('{CHN:1}') TO (MAXVALUE);
INSERT INTO mix_part SELECT mix, 2020 FROM mix_of_product UNION ALL SELECT mix, 2021 FROM mixes WHERE name <> 'unfinished';
CREATE MATERIALIZED VIEW mix_of_year AS SELECT year, supply_mix(origin, value) AS mix FROM flow GROUP BY year;
CREATE UNIQUE INDEX ON mix_of_year (year);
CREATE VIEW dependence AS SELECT year, dependency_share(origin, value, 'CHN') AS china, hhi(origin, value), total(sum_of.mix) AS total
	FROM flow, LATERAL (SELECT '{CHN:3,VNM:1}'::supply_mix AS mix) AS sum_of GROUP BY year, sum_of.mix;

-- networks: sparse, dense (packed), with attributes, unfinished
CREATE TABLE networks (name text PRIMARY KEY, net supply_network);
INSERT INTO networks VALUES ('small', '{CHN>VNM:20,CHN>JPN:30}'),
	('attributes', '{A>B:1,B>C:2;A[output=10,final_demand=3,value_added=2,sector=S,essential=1],B[output=5,sector="a long name, of a sector",essential=0]}'),
	('unfinished', 'partial{A>B:1:1e-20,B>C:2:0;A[output=1:0,sector=S,essential=1,given=1],B[final_demand=2:1e-17,value_added=3:0];rows=4,skipped_rows=2}');
INSERT INTO networks SELECT 'sparse', supply_network('firm ' || i, 'firm ' || i * 7 % 9973, i) FROM generate_series(1, 30000) AS i;
INSERT INTO networks SELECT 'dense', supply_network('n' || i, 'n' || j, i + j) FROM generate_series(1, 150) AS i, generate_series(1, 150) AS j;

CREATE TABLE totals AS SELECT '(5,100,0,1,0)'::te_support.duty_total AS total;
GRANT SELECT ON mixes TO reader;
ANALYZE;
