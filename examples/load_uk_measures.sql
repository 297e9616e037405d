-- load_uk_measures.sql -- loads the United Kingdom's tariff as its tariff service
-- publishes it ("measures on declarable commodities", CSV), into the rule tables:
--
--     psql -v regime=UK -f examples/load_uk_measures.sql < measures-on-declarable-commodities.csv
--
-- What an area of the tariff (1013, 5050) contains is not in the file: its measures
-- are kept when tariff_area names its members, and dropped and counted otherwise.
-- A document that an anti-dumping measure mentions frees nobody from it here.
\if :{?regime} \else \set regime UK \endif
\set ON_ERROR_STOP on
\set home GBP
\set title 'loaded from measures on declarable commodities'
\set source UK
\set columns 'commodity__code measure__sid measure__type__id measure__type__description measure__additional_code__code measure__duty_expression measure__effective_start_date measure__effective_end_date measure__conditions measure__geographical_area__id measure__excluded_geographical_areas__ids measure__quota__order_number measure__regulation__id'
\ir loader/schema.sql
\ir loader/read_csv.sql
-- cells without blanks around them
CREATE TEMP TABLE csv_measure ON COMMIT DROP AS
SELECT row_number() OVER () AS row_id, btrim(measure__sid) AS sid, btrim(commodity__code) AS code, btrim(measure__type__id) AS type,
	btrim(measure__type__description) AS type_words, coalesce(btrim(measure__duty_expression), '') AS text, btrim(measure__geographical_area__id) AS area,
	string_to_array(nullif(translate(measure__excluded_geographical_areas__ids, ' ', ''), ''), '|') AS excluded,
	nullif(btrim(measure__additional_code__code), '') AS add_code, nullif(btrim(measure__quota__order_number), '') AS quota,
	nullif(ARRAY(SELECT DISTINCT c[1] FROM regexp_matches(measure__conditions, 'certificate:([A-Z0-9]+)', 'g') AS c ORDER BY 1), '{}') AS docs,
	NULL::text[] AS need_docs, NULL::text[] AS unless_docs, NULL::text AS gate, NULL::numeric AS gate_from, NULL::numeric AS gate_to,
	nullif(btrim(measure__effective_start_date), '')::date AS valid_from, nullif(btrim(measure__effective_end_date), '')::date + 1 AS valid_to,
	concat_ws(' ', 'UK measure', btrim(measure__sid), nullif(btrim(measure__regulation__id), '')) AS legal_ref
FROM csv_rows;
\ir loader/measures.sql
