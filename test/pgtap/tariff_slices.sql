-- A line cut into contents and rest: quantities by slice, programs to choose
-- from, and the panel of all codes.  Expected duties are worked out by hand.
BEGIN;
SELECT plan(40);

INSERT INTO tariff_regime (regime, currency) VALUES ('S', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory, choice_group) VALUES
	('S', 'MFN', 1, true, NULL), ('S', 'STEEL', 2, false, NULL), ('S', 'COPPER', 5, false, NULL),
	('S', 'QUOTA', 3, false, 'preference'), ('S', 'TREATY', 4, false, 'preference');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base) VALUES
	('S', 'm1', 'MFN', '7308', '*', '0.5 USD/KGM', 'value'),
	('S', 'm2', 'MFN', '7309', '*', '1 USD/NAR', 'value'),
	('S', 'm3', 'MFN', '7310', '*', '10%', 'value'),
	('S', 's1', 'STEEL', '7308', '*', '1 USD/KGM', 'content:steel'),
	('S', 's2', 'STEEL', '7309', '*', '1 USD/KGM', 'content:steel'),
	('S', 'c', 'COPPER', '7308', '*', '0%', 'content:copper'),
	('S', 'q', 'QUOTA', '7310', 'KR', '1%', 'value'),
	('S', 't', 'TREATY', '7310', 'KR', '2%', 'value'),
	('S', 't', 'TREATY', '7310', 'VN', '3%', 'value');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, loaded_before) VALUES
	('S', 'late', 'STEEL', '7311', '*', '5%', '2025-08-07');
-- all but what is of the country itself, with whatever metal in it; steel for itself
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base) VALUES
	('S', 'v', 'MFN', '7312', '*', '10%', 'value-content:us'), ('S', 'vs', 'STEEL', '7312', '*', '20%', 'content:steel');
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate) VALUES ('S', 'm4', 'MFN', '7311', '*', '4%');
SELECT tariff_compile('S') IS NOT NULL AS compiled \gset

CREATE FUNCTION pg_temp.ask(hs text, quantities jsonb, content jsonb DEFAULT '{"steel": 600}') RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(tariff_stack('S', hs, 'CA', '2025-09-01', 1000::numeric, quantities, content)::text,
		tariff_problem('S', hs, 'CA', '2025-09-01', 1000::numeric, quantities, content)) $$;
\ir hint.inc

-- ---- all but one content ----
SELECT is(pg_temp.ask('7312', NULL, '{"steel": 300, "us": 200}'), '140', '10 % of 800, of which 300 are steel, and 20 % of 300');
SELECT is(pg_temp.ask('7312', NULL, '{"steel": 0}'), '100', 'a content that is not told is none');
SELECT is(pg_temp.ask('7312', NULL, '{"steel": 0, "us": 1000}'), '0', 'nothing else is left');
SELECT is((SELECT concat_ws(' | ', status, reason) FROM tariff_layers('S', '7312', 'CA', '2025-09-01', 1000::numeric, content => '{"steel": 0, "us": 1000}') WHERE program = 'MFN'),
	'no content | the line has nothing but us', 'layers say why');

-- ---- quantities: 0.5 a kilogram on all of it, 1 a kilogram more on the steel ----
SELECT is(pg_temp.ask('7308', '{"KGM": 100}'), '110', 'a sum is shared out by value: 60 kg are steel');
SELECT is(pg_temp.ask('7308', '{"KGM": {"steel": 80, "rest": 20}}'), '130', 'by slice: 80 kg are steel');
SELECT is(pg_temp.ask('7308', '{"t": {"steel": 0.08, "rest": 0.02}}'), '130', 'in tons');
SELECT is(pg_temp.ask('7309', '{"NAR": 10, "KGM": {"steel": 80, "rest": 20}}'), '90', 'one unit as a sum, another by slice');
SELECT is(pg_temp.ask('7309', '{"KGM": {"steel": 80, "rest": 20}, "NAR": {"steel": 6, "rest": 4}}'), '90', 'two units by slice');
SELECT is(pg_temp.ask('7308', '{"KGM": {"steel": 80}}'), 'needs KGM', 'the rest has no weight');
SELECT is(pg_temp.ask('7308', '{"KGM": {}}'), 'needs KGM', 'no slice has a weight');
SELECT is(pg_temp.ask('7308', '{"KGM": {"steel": 80, "rest": 20, "copper": 0}}'), '130', 'none of a slice that is not there');
SELECT is(pg_temp.ask('7308', '{"KGM": {"rest": 40}}', '{"steel": 0}'), '20', 'a line without steel is all rest');
SELECT is(pg_temp.ask('7308', '{"KGM": {"rest": 40}}', NULL), 'needs content steel', 'a line that does not tell it may have some');
SELECT is((SELECT string_agg(slice || ' ' || coalesce(base::text, '-') || ' ' || coalesce(duty::text, '-'), ', ' ORDER BY program, slice)
	FROM tariff_layers('S', '7308', 'CA', '2025-09-01', 1000::numeric, '{"KGM": {"steel": 80, "rest": 20}}', '{"steel": 600}') WHERE status = 'applied' AND duty > 0),
	'rest 400 10, steel 600 40, steel 600 80', 'layer by layer');

-- the same fault as an error and as a status
CREATE TEMP TABLE fault (n int, quantities text, said text);
INSERT INTO fault VALUES
	(1, '{"KGM": {"copper": 5}}', 'quantities name a slice "copper" that has no value'),
	(2, '{"KGM": {"steel": "heavy"}}', 'invalid member "steel" of argument "quantities": its value is not a number: "heavy"'),
	(3, '{"KGM": {"steel": -1}}', 'invalid member "steel" of argument "quantities": its value is negative: -1'),
	(4, '{"KGM": {"steel": {"net": 1}}}', 'invalid member "steel" of argument "quantities": its value is not a number: an object or array'),
	(5, '{"": {"steel": 1}}', 'invalid member "" of argument "quantities": this is not a unit: unit is missing'),
	(6, '{"KGM": {"steel": 1}, "": 2}', 'invalid member "" of argument "quantities": this is not a unit: unit is missing'),
	(7, '{"KGM": {"steel": 80, "rest": 20}, "NAR": true}', 'invalid member "NAR" of argument "quantities": its value is not a number: true');
SELECT is(tariff_problem('S', '7308', 'CA', '2025-09-01', 1000::numeric, quantities::jsonb, '{"steel": 600}'), said, 'as a status: ' || quantities) FROM fault ORDER BY n;
SELECT is(pg_temp.hint(format($$SELECT tariff_stack('S', '7308', 'CA', '2025-09-01', 1000::numeric, %L, '{"steel": 600}')$$, quantities)),
	'22023: ' || CASE n WHEN 1 THEN said || ' | Slices are the contents of the line that are above zero, and "rest".'
		ELSE split_part(said, ':', 1) || ' | Write an object of numbers, for example {"KGM": 1200.5}.' END, 'as an error: ' || quantities) FROM fault ORDER BY n;

-- ---- contents ----
SELECT is(pg_temp.hint($$SELECT tariff_stack('S', '7308', 'CA', '2025-09-01', 1000::numeric, content => '{"rest": 5}')$$),
	'22023: content "rest" must not be given | The rest is what the other contents leave of the value.', 'rest is what is left');
SELECT is(tariff_problem('S', '7308', 'CA', '2025-09-01', 1000::numeric, content => '{"rest": 5}'), 'content "rest" must not be given', 'as a status');

-- ---- programs to choose from ----
SELECT results_eq($$SELECT option, choice, duty, more_than_best FROM tariff_options('S', '7310', 'KR', '2025-09-01', 1000::numeric)$$,
	$$VALUES (1, '{QUOTA}'::text[], 110::numeric, 0::numeric), (2, '{TREATY}', 120, 10)$$, 'the cheapest first');
SELECT is(tariff_stack('S', '7310', 'KR', '2025-09-01', 1000::numeric, choice => '{TREATY}'), 120::numeric, 'the one that was chosen');
SELECT is(tariff_stack('S', '7310', 'VN', '2025-09-01', 1000::numeric, choice => '{QUOTA}'), NULL, 'chosen, but not open to this origin');
SELECT is(tariff_problem('S', '7310', 'VN', '2025-09-01', 1000::numeric, choice => '{QUOTA}'), 'needs another choice: QUOTA is not open to this line', 'and it is said');
SELECT is(pg_temp.hint($$SELECT tariff_stack('S', '7310', 'KR', '2025-09-01', 1000, choice => '{QUOTA,TREATY}')$$),
	'22023: choices "QUOTA" and "TREATY" contradict each other | A line takes one program of each choice group.', 'two of one group');
SELECT is(pg_temp.hint($$SELECT tariff_stack('S', '7310', 'KR', '2025-09-01', 1000, choice => '{NULL,MFN}')$$),
	'22023: "MFN" is not an alternative of regime "S" | Alternatives are QUOTA, TREATY; tariff_options() lists those of a line.', 'no alternative');

-- ---- goods on their way ----
SELECT is((SELECT concat_ws(' | ', status, reason) FROM tariff_layers('S', '7311', 'CA', '2025-09-01', 1000::numeric, loaded => '2025-08-06') WHERE measure = 'late'),
	'in transit | laden before 2025-08-07', 'why a measure does not apply');

-- ---- a panel of all codes ----
SELECT results_eq($$SELECT hs, origin, rate FROM tariff_panel('S', NULL, '{KR,CA}', '2025-09-01') WHERE hs IN ('7310', '7311') ORDER BY hs, origin$$,
	$$VALUES ('7310', 'CA', 0.1::float8), ('7310', 'KR', 0.11), ('7311', 'CA', 0.09), ('7311', 'KR', 0.09)$$, 'the codes that the mandatory program names');
SELECT set_eq($$SELECT DISTINCT hs FROM tariff_panel('S', NULL, '{CA}', '2025-09-01')$$, '{7308,7309,7310,7311,7312}'::text[], 'each of them, and no other');
SELECT * FROM finish();
ROLLBACK;
