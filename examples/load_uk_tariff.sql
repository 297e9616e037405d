-- load_uk_tariff.sql -- loads measures of the United Kingdom's tariff, one row
-- for each component or condition, into the rule tables as a regime:
--
--     psql -v regime=UK -f examples/load_uk_tariff.sql < measures.csv
--
-- Every type of measure becomes a program: third-country duty, preferences,
-- quotas and suspensions are alternatives of the choice group "duty", trade
-- defence and excise add up, VAT is charged on the value and all of them.  A
-- document or an additional code that a measure asks for becomes a claim.  What
-- an area of the tariff (1013, 5050) contains is not in the file: its measures
-- are kept when tariff_area names its members, and dropped and counted otherwise.
\if :{?regime} \else \set regime UK \endif
\set ON_ERROR_STOP on
\set columns 'commodity measure_sid measure_type measure_type_desc geo_area excluded start end additional_code kind condition_code condition_doc comp_seq duty_expression_id duty_amount monetary_unit measurement_unit qualifier'
\set source UK
\ir loader/read_csv.sql

-- what a type of measure is; other types carry no duty
CREATE TEMP TABLE uk_type (type text PRIMARY KEY, choice_group text, is_tax bool) ON COMMIT DROP;
INSERT INTO uk_type
SELECT type, 'duty', false FROM unnest(ARRAY['103', '105', '106', '112', '115', '117', '119', '122', '123', '141', '142', '143', '145', '146', '147']) AS type
UNION ALL SELECT type, NULL, false FROM unnest(ARRAY['306', '551', '552', '553', '554', '672', '673', '674', '690', '695', '696']) AS type
UNION ALL SELECT type, NULL, true FROM unnest(ARRAY['305', 'VTA', 'VTE', 'VTS', 'VTZ']) AS type;

-- a row of the file, once if it is repeated, with its piece of the rate expression
CREATE TEMP TABLE uk_row ON COMMIT DROP AS
SELECT DISTINCT commodity, measure_sid AS sid, measure_type AS type, geo_area, excluded, nullif(start, '')::date AS valid_from,
	nullif("end", '')::date + 1 AS valid_to, nullif(additional_code, '') AS code, kind, condition_code, nullif(condition_doc, '') AS doc,
	comp_seq::int AS seq,
	CASE WHEN duty_expression_id = '37' THEN 'Free'
		WHEN duty_amount <> '' AND duty_expression_id <> '99' THEN
		CASE WHEN duty_expression_id = '01' THEN ''
			WHEN duty_expression_id IN ('04', '19', '20') THEN ' + '
			WHEN duty_expression_id IN ('02', '36') THEN ' - '
			WHEN duty_expression_id = '15' THEN ' MIN '
			WHEN duty_expression_id IN ('17', '35') THEN ' MAX '
			ELSE ' [' || duty_expression_id || '] ' END	-- agricultural components: never computed
		|| duty_amount || CASE monetary_unit WHEN '' THEN '%' ELSE ' ' || monetary_unit END
		|| CASE measurement_unit WHEN '' THEN '' ELSE '/' || measurement_unit || CASE qualifier WHEN '' THEN '' ELSE ' ' || qualifier END END
	END AS part
FROM csv_rows;

-- a measure on a commodity: the rate of its components, and the documents it asks for
CREATE TEMP TABLE uk_measure ON COMMIT DROP AS
SELECT commodity, sid, type, geo_area, excluded, valid_from, valid_to, code,
	string_agg(part, '' ORDER BY seq) FILTER (WHERE kind = 'component') AS rate,
	array_agg(DISTINCT doc) FILTER (WHERE doc IS NOT NULL) AS docs,
	bool_or(kind = 'condition' AND part IS NOT NULL) AS rate_by_condition,
	bool_or(condition_code = 'V') AS by_price
FROM uk_row
GROUP BY commodity, sid, type, geo_area, excluded, valid_from, valid_to, code;

-- the alternatives of a measure: with each of its documents, and without
CREATE TEMP TABLE uk_alternative ON COMMIT DROP AS
SELECT m.*, NULL::text AS doc, NULL::text[] AS unless_docs, m.rate AS alternative
FROM uk_measure AS m WHERE m.rate IS NOT NULL AND m.docs IS NULL
UNION ALL
SELECT m.*, doc, NULL, m.rate FROM uk_measure AS m, unnest(m.docs) AS doc WHERE m.rate IS NOT NULL
UNION ALL
SELECT m.*, NULL, NULL, 'TEXT:the entry price' FROM uk_measure AS m WHERE m.rate IS NULL AND m.rate_by_condition AND m.by_price
UNION ALL
SELECT m.*, r.doc, CASE WHEN r.doc IS NULL THEN m.docs END, string_agg(r.part, '' ORDER BY r.seq)
FROM uk_measure AS m JOIN uk_row AS r USING (commodity, sid)
WHERE m.rate IS NULL AND m.rate_by_condition AND NOT m.by_price AND r.part IS NOT NULL
GROUP BY m.commodity, m.sid, m.type, m.geo_area, m.excluded, m.valid_from, m.valid_to, m.code, m.rate, m.docs,
	m.rate_by_condition, m.by_price, r.doc;

INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', 'GBP', 'loaded from measures of the UK tariff') ON CONFLICT DO NOTHING;
CREATE TEMP TABLE uk_known ON COMMIT DROP AS
SELECT m.*, geo_area = '1011' OR geo_area ~ '^[A-Z]{2}$' OR EXISTS (SELECT FROM tariff_area WHERE regime = :'regime' AND area = geo_area) AS area_known
FROM uk_measure AS m;

-- every code has a third-country duty, or one under authorised use: without it a code is unknown
INSERT INTO tariff_program (regime, program, ord, combine, choice_group, mandatory, description)
SELECT :'regime', t.type, row_number() OVER (ORDER BY t.is_tax, t.choice_group IS NULL, t.type), 'specific', t.choice_group,
	t.type IN ('103', '105'), mode() WITHIN GROUP (ORDER BY r.measure_type_desc)
FROM uk_type AS t JOIN csv_rows AS r ON r.measure_type = t.type
WHERE EXISTS (SELECT FROM uk_alternative AS a JOIN uk_known AS k USING (commodity, sid) WHERE a.type = t.type AND k.area_known)
GROUP BY t.type, t.is_tax, t.choice_group
ON CONFLICT DO NOTHING;

INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, base, over, need, unless, valid_from, valid_to, legal_ref)
SELECT :'regime', concat_ws('|', a.sid, a.commodity, a.doc), a.type, a.commodity, CASE a.geo_area WHEN '1011' THEN '*' ELSE a.geo_area END,
	string_to_array(nullif(a.excluded, ''), '|'),
	CASE WHEN duty_status(a.alternative) !~ '^invalid: ' THEN duty_expression(a.alternative) ELSE 'TEXT:' || a.alternative END,
	CASE WHEN t.is_tax THEN 'duty+value' ELSE 'value' END,
	CASE WHEN t.is_tax THEN (SELECT array_agg(p.program ORDER BY p.ord) FROM tariff_program AS p LEFT JOIN uk_type AS u ON u.type = p.program
		WHERE p.regime = :'regime' AND u.is_tax IS NOT TRUE) END,
	nullif(array_remove(ARRAY[a.code, a.doc], NULL), '{}'),
	-- without an additional code: unless one of the same kind is claimed
	nullif(coalesce(a.unless_docs, '{}') || CASE WHEN a.code IS NULL THEN ARRAY(SELECT DISTINCT b.code FROM uk_alternative AS b
		WHERE b.type = a.type AND b.commodity = a.commodity AND b.geo_area = a.geo_area AND b.code IS NOT NULL) ELSE '{}' END, '{}'),
	a.valid_from, a.valid_to, 'UK measure ' || a.sid
FROM uk_alternative AS a JOIN uk_known AS k USING (commodity, sid) JOIN uk_type AS t ON t.type = a.type
WHERE k.area_known;

-- goods within a quota do not pay the safeguard duty on quantities beyond it
INSERT INTO tariff_rule (regime, kind, subject, object, scope, "when", legal_ref)
SELECT :'regime', 'excludes', '122', '696', 'line', 'owed', 'safeguard duty is charged outside of the quota'
WHERE (SELECT count(*) FROM tariff_program WHERE regime = :'regime' AND program IN ('122', '696')) = 2
	AND NOT EXISTS (SELECT FROM tariff_rule WHERE regime = :'regime' AND subject = '122' AND object = '696');
-- to the penny, half up
INSERT INTO tariff_rounding (regime, what, unit)
SELECT :'regime', 'duty', 0.01 WHERE NOT EXISTS (SELECT FROM tariff_rounding WHERE regime = :'regime');
SELECT compiled, programs, measures, rules FROM tariff_compile(:'regime');

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN t.type IS NULL OR NOT k.area_known OR a.commodity IS NULL THEN 'dropped' ELSE 'kept' END AS fate,
	CASE WHEN t.type IS NULL THEN 'no duty: ' || r.measure_type || ' ' || r.measure_type_desc
		WHEN NOT k.area_known THEN 'members of area ' || r.geo_area || ' are not known'
		WHEN a.commodity IS NULL THEN 'documents without a duty'
		WHEN a.alternative ~ '^TEXT:' THEN 'rate in words'
		ELSE '' END AS why
FROM csv_rows AS r LEFT JOIN uk_type AS t ON t.type = r.measure_type
	LEFT JOIN uk_known AS k ON k.commodity = r.commodity AND k.sid = r.measure_sid
	LEFT JOIN (SELECT commodity, sid, min(alternative) AS alternative FROM uk_alternative GROUP BY commodity, sid) AS a
		ON a.commodity = r.commodity AND a.sid = r.measure_sid;
\ir loader/audit.sql
