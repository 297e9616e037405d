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
-- cells without blanks around them; a blank that does not break is one
CREATE TEMP TABLE csv_row ON COMMIT DROP AS
SELECT row_number() OVER () AS row_id, regexp_replace(left(regexp_replace(r."Goods code", '\D', '', 'g'), 10), '(00)+$', '') AS code,
	btrim(r."Meas. type code") AS type, btrim(r."Measure type") AS type_words, btrim(translate(r."Duty", E'\u00a0', ' ')) AS text, btrim(r."Origin code") AS area,
	nullif(btrim(r."Add code"), '') AS add_code, nullif(btrim(r."Order No."), '') AS quota, pg_temp.day(btrim(r."Start date")) AS valid_from,
	pg_temp.day(btrim(r."End date")) + 1 AS valid_to, btrim(r."Legal base") AS legal_ref
FROM csv_rows AS r;
-- the conditions of a duty: its letter, what it asks for, the rate then
CREATE TEMP TABLE csv_condition ON COMMIT DROP AS
SELECT r.row_id, n, c IS NOT NULL AS is_read, c[1] AS letter, nullif(concat(c[2], c[3]), '') AS doc, c[4]::numeric AS price, c[5] AS unit, btrim(c[6]) AS rate
FROM csv_row AS r, regexp_split_to_table(substring(r.text FROM '^Cond:(.*)$'), ';') WITH ORDINALITY AS s(part, n),
	LATERAL (SELECT regexp_match(part, '^\s*([A-Z])\s*(?:cert:\s*([A-Z])-?([0-9A-Z]+)|([0-9.]+)\s*EUR\s*/?\s*([A-Z]{3}))?\s*\([0-9]+\):(.*)$')) AS m(c)
WHERE part ~ '\S';
-- a row with one that is not read needs its words: a band of prices that is left out
-- would give its goods to the next
DELETE FROM csv_condition WHERE row_id IN (SELECT row_id FROM csv_condition WHERE NOT is_read);
-- of documents some lead to a rate, the rest to none (an undertaking), and the last
-- condition is for who has none of them
CREATE TEMP TABLE csv_docs ON COMMIT DROP AS
SELECT row_id, array_agg(DISTINCT doc) AS docs, bool_or(rate <> '') AS has_rate FROM csv_condition WHERE doc IS NOT NULL GROUP BY row_id;
CREATE TEMP TABLE csv_measure ON COMMIT DROP AS
SELECT r.row_id, concat_ws('|', r.row_id, c.n) AS sid, r.code, r.type, r.type_words, coalesce(c.rate, r.text) AS text, r.area, NULL::text[] AS excluded,
	r.add_code, r.quota, NULL::text[] AS docs, CASE WHEN c.doc IS NOT NULL THEN ARRAY[c.doc] END AS need_docs,
	CASE WHEN c.row_id IS NOT NULL AND c.doc IS NULL THEN d.docs END AS unless_docs, 'value/' || c.unit AS gate, c.price AS gate_from,
	lag(c.price) OVER (PARTITION BY r.row_id ORDER BY c.price DESC NULLS LAST) AS gate_to, r.valid_from, r.valid_to, r.legal_ref
FROM csv_row AS r LEFT JOIN (SELECT row_id, n, letter, doc, price, unit, CASE WHEN rate = '' THEN 'TEXT:what its conditions say' ELSE rate END AS rate
		-- who has none of the documents and no rate has no preference, or no leave to import
		FROM csv_condition WHERE rate <> '' OR doc IS NOT NULL) AS c USING (row_id) LEFT JOIN csv_docs AS d USING (row_id);
\ir loader/measures.sql
