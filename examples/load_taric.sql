-- load_taric.sql -- loads the tariff of the European Union from the sheet "Duties
-- Import" of the Commission's TARIC, saved as CSV, into the rule tables:
--
--     psql -v regime=EU -f examples/load_taric.sql < duties_import.csv
--
-- A rate on a heading holds for all codes below it.  A duty that depends on the
-- price ("Cond: V 84.600 EUR/DTN (01): 8.800 %; …") becomes a measure for each band of
-- prices, one that depends on a document a measure for who claims it.  Measures of
-- groups of countries whose members tariff_area does not name are dropped and counted.
\if :{?regime} \else \set regime EU \endif
\set ON_ERROR_STOP on
\set home EUR
\set title 'loaded from TARIC, Duties Import'
\set source TARIC
\set columns 'Goods code|Add code|Order No.|Start date|End date|Measure type|Legal base|Duty|Origin code|Meas. type code'
\ir loader/schema.sql
\ir loader/read_csv.sql
-- 2021-12-31, 31-12-2021 or 31/12/2021
CREATE FUNCTION pg_temp.day(words text) RETURNS date LANGUAGE sql
	RETURN CASE WHEN words ~ '^\d{4}' THEN left(words, 10)::date WHEN words ~ '\d' THEN to_date(translate(words, '/.', '--'), 'DD-MM-YYYY') END;
CREATE TEMP TABLE csv_row ON COMMIT DROP AS
SELECT row_number() OVER () AS row_id, regexp_replace(left(regexp_replace("Goods code", '\D', '', 'g'), 10), '(00)+$', '') AS code,
	"Meas. type code" AS type, btrim("Measure type") AS type_words, btrim("Duty") AS text, "Origin code" AS area, nullif("Add code", '') AS add_code,
	nullif("Order No.", '') AS quota, pg_temp.day("Start date") AS valid_from, pg_temp.day("End date") + 1 AS valid_to, "Legal base" AS legal_ref
FROM csv_rows;
-- the conditions of a duty: its letter, what it asks for, the rate then
CREATE TEMP TABLE csv_condition ON COMMIT DROP AS
SELECT r.row_id, n, c[1] AS letter, nullif(concat(c[2], c[3]), '') AS doc, c[4]::numeric AS price, c[5] AS unit, btrim(c[6]) AS rate
FROM csv_row AS r, regexp_split_to_table(substring(r.text FROM '^Cond:(.*)$'), ';') WITH ORDINALITY AS s(part, n),
	regexp_match(part, '^\s*([A-Z])\s*(?:cert:\s*([A-Z])-?([0-9A-Z]+)|([0-9.]+)\s*EUR\s*/?\s*([A-Z]{3}))?\s*\([0-9]+\):(.*)$') AS c
WHERE c IS NOT NULL AND btrim(c[6]) <> '';
CREATE TEMP TABLE csv_measure ON COMMIT DROP AS
SELECT r.row_id, concat_ws('|', r.row_id, c.n) AS sid, r.code, r.type, r.type_words, coalesce(c.rate, r.text) AS text, r.area, NULL::text[] AS excluded,
	r.add_code, r.quota, CASE WHEN c.doc IS NOT NULL THEN ARRAY[c.doc] END AS docs, 'value/' || c.unit AS gate, c.price AS gate_from,
	lag(c.price) OVER (PARTITION BY r.row_id ORDER BY c.price DESC NULLS LAST) AS gate_to, r.valid_from, r.valid_to, r.legal_ref
FROM csv_row AS r LEFT JOIN csv_condition AS c USING (row_id);
\ir loader/measures.sql
