-- measures.sql -- for \ir: measures of the EU or the United Kingdom into the rule
-- tables.  The loader leaves csv_measure (row_id, sid, code, type, type_words, text,
-- area, excluded text[], add_code, quota, docs text[], need_docs, unless_docs text[],
-- gate, gate_from, gate_to, valid_from, valid_to, legal_ref): docs are the documents
-- that a preference asks for, any of them; need_docs those that a rate of any type
-- stands under, unless_docs those in whose place it stands.
--
-- Third-country duty, preferences, quotas and suspensions are alternatives; trade
-- defence and excise add up; VAT is charged on the value and all of them.  The order
-- number of a quota, an additional code and a document of a preference are claims.
-- A rate with amounts of the Meursing table (EA, ADSZ, ADFM) needs its words:
-- duty_amount computes it from those amounts.  So does a duty that only its
-- conditions say.
\ir measure_types.sql
ANALYZE csv_measure;
-- a measure without a rate has one in its conditions, unless another of its kind has it
UPDATE csv_measure AS m SET text = 'TEXT:what its conditions say'
WHERE text = '' AND type IN (SELECT csv_type.type FROM csv_type) AND NOT EXISTS (SELECT FROM csv_measure AS o
	WHERE o.type = m.type AND o.code = m.code AND o.area = m.area AND coalesce(o.add_code, '') = coalesce(m.add_code, '') AND o.text <> '');
INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', :'home', :'title') ON CONFLICT DO NOTHING;
CREATE TEMP TABLE csv_known ON COMMIT DROP AS
SELECT DISTINCT area, area IN ('1011', '1008') OR area ~ '^[A-Z]{2}$' OR EXISTS (SELECT FROM tariff_area WHERE regime = :'regime' AND tariff_area.area = m.area) AS known
FROM csv_measure AS m;
DELETE FROM tariff_program WHERE regime = :'regime';
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory, description)
SELECT :'regime', t.type, row_number() OVER (ORDER BY t.is_tax, t.choice_group IS NULL, t.type), 'specific', t.choice_group,
	t.type IN ('103', '105'), mode() WITHIN GROUP (ORDER BY m.type_words)
FROM csv_type AS t JOIN csv_measure AS m USING (type) JOIN csv_known USING (area) WHERE known
GROUP BY t.type, t.is_tax, t.choice_group;
-- who claims an additional code is not under the measure without one
CREATE TEMP TABLE csv_codes ON COMMIT DROP AS
SELECT type, code, area, array_agg(DISTINCT add_code) AS add_codes FROM csv_measure WHERE add_code IS NOT NULL GROUP BY type, code, area;
ANALYZE csv_codes;
CREATE TEMP TABLE csv_duty AS
SELECT DISTINCT concat_ws('|', m.sid, m.code, m.area, doc, m.gate_from) AS id, m.sid, m.type AS program, m.code, CASE WHEN m.area IN ('1011', '1008') THEN '*' ELSE m.area END AS area,
	m.excluded AS except_areas, m.text AS text, nullif(array_remove(ARRAY[m.add_code, m.quota, doc], NULL), '{}') AS need,
	nullif(coalesce(CASE WHEN m.add_code IS NULL THEN a.add_codes END, '{}') || coalesce(m.unless_docs, '{}'), '{}') AS unless,
	m.gate, m.gate_from, m.gate_to, CASE WHEN t.is_tax THEN 'duty+value' ELSE 'value' END AS base,
	CASE WHEN t.is_tax THEN (SELECT array_agg(p.program ORDER BY p.ord) FROM tariff_program AS p JOIN csv_type AS u ON u.type = p.program
		WHERE p.regime = :'regime' AND NOT u.is_tax) END AS over,
	m.valid_from, m.valid_to, m.legal_ref
FROM csv_measure AS m JOIN csv_type AS t USING (type) JOIN csv_known AS k USING (area) LEFT JOIN csv_codes AS a USING (type, code, area)
	LEFT JOIN LATERAL unnest(coalesce(m.need_docs, CASE WHEN t.is_preference THEN m.docs END)) AS doc ON true
WHERE k.known AND m.text <> ''
UNION ALL
-- a trade defence duty that only additional codes have is owed by every producer: who claims none is asked for one
SELECT concat_ws('|', m.type, m.code, m.area, 'none'), NULL, m.type, m.code, CASE WHEN m.area IN ('1011', '1008') THEN '*' ELSE m.area END, m.excluded,
	'TEXT:an additional code: ' || array_to_string(a.add_codes[1:8], ', ') || CASE WHEN cardinality(a.add_codes) > 8 THEN ', …' ELSE '' END, NULL, a.add_codes,
	NULL, NULL, NULL, 'value', NULL, min(m.valid_from), CASE WHEN bool_and(m.valid_to IS NOT NULL) THEN max(m.valid_to) END, min(m.legal_ref)
FROM csv_measure AS m JOIN csv_codes AS a USING (type, code, area) JOIN csv_known AS k USING (area)
WHERE k.known AND m.text <> '' AND m.type IN ('551', '552', '553', '554')
GROUP BY m.type, m.code, m.area, m.excluded, a.add_codes HAVING bool_and(m.add_code IS NOT NULL);
DELETE FROM tariff_rule WHERE regime = :'regime';
INSERT INTO tariff_rule (regime, kind, subject, object, scope, "when", legal_ref)
SELECT :'regime', 'excludes', '122', '696', 'line', 'owed', 'safeguard duty is charged outside of the quota'
WHERE (SELECT count(*) FROM tariff_program WHERE regime = :'regime' AND program IN ('122', '696')) = 2;
INSERT INTO tariff_rounding (regime, what, unit)
SELECT :'regime', 'duty', 0.01 WHERE NOT EXISTS (SELECT FROM tariff_rounding WHERE regime = :'regime');
\ir duties.sql

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN t.type IS NULL OR NOT k.known OR m.text = '' THEN 'dropped' ELSE 'kept' END AS fate,
	CASE WHEN t.type IS NULL THEN 'no duty: ' || m.type || ' ' || m.type_words
		WHEN NOT k.known THEN 'members of area ' || m.area || ' are not known'
		WHEN m.text = '' THEN 'documents without a duty'
		WHEN w.text IS NOT NULL THEN 'needs its words' WHEN c.sid IS NOT NULL THEN 'several rates at once' ELSE '' END AS why,
	-- a row of several measures is told by what is wrong with one of them
	(row_number() OVER (PARTITION BY row_id ORDER BY w.text IS NULL, c.sid IS NULL) = 1)::int AS rows
FROM csv_measure AS m LEFT JOIN csv_type AS t USING (type) LEFT JOIN csv_known AS k USING (area)
	LEFT JOIN (SELECT DISTINCT text FROM csv_part WHERE rate ~ '^TEXT:') AS w USING (text)
	LEFT JOIN (SELECT DISTINCT sid, code, area FROM csv_clash JOIN csv_duty USING (id)) AS c ON c.sid = m.sid AND c.code = m.code AND c.area = CASE WHEN m.area IN ('1011', '1008') THEN '*' ELSE m.area END;
DROP TABLE csv_duty, csv_part, csv_days, csv_clash;
\ir audit.sql
