-- record_rows.sql -- for \ir by trade_record.sql: judges the rows of csv_flow of which
-- something is to be said, in csv_judged (verdict: why a row is dropped; note: what is
-- said of one that is kept), and takes those kept, csv_kept, into trade_record.
-- a file of the total of all partners alone has no others to check
SELECT NOT EXISTS (SELECT FROM csv_flow WHERE NOT is_odd)
	AND NOT EXISTS (SELECT FROM csv_flow WHERE problem IS NULL AND total IS NULL AND (is_all = (:finest = 0))) AS world_only \gset
CREATE TEMP TABLE csv_judged ON COMMIT DROP AS
SELECT n, context, product, split, value, quantity, weight_kg, key, book, frequency, period, flow, reporter, partner, unit, total, hs, hs_revision, exporter, importer, reporter_country, coalesce(hs, code) AS item,
	CASE WHEN problem IS NOT NULL THEN problem
		WHEN total = 'world' AND NOT (:'world_only' AND (is_all = (:finest = 0))) THEN 'a total, to check with'
		WHEN total IS NOT NULL AND total <> 'world' THEN 'a sum: ' || total
		WHEN is_all AND :finest > 0 THEN 'a partner''s total, to check with'
		WHEN hs IS NULL THEN 'product ' || code || ': ' || product_problem
		WHEN level <> :finest THEN 'level: ' || length(hs) || ' digits'
		WHEN reporter_country IS NULL THEN 'reporter ' || reporter || ': ' || reporter_problem
		WHEN value IS NULL THEN 'without value' END AS verdict,
	CASE WHEN partner_country IS NULL THEN 'without partner: ' || partner || ', ' || partner_problem
		WHEN partner_problem IS NOT NULL THEN 'partner ' || partner || ' counted as ' || partner_country
		WHEN partner_country = reporter_country THEN 'partner is the reporter'
		WHEN is_unspecified THEN 'product not specified'
		WHEN was_short THEN 'product with its lost zero put back' ELSE '' END AS note
FROM csv_flow WHERE is_odd AND (:'has_odd_codes' OR :'may_repeat' OR value IS NULL OR row_problem IS NOT NULL);
\if :may_repeat
UPDATE csv_judged AS f SET verdict = r.verdict
FROM (SELECT ctid AS place, row_number() OVER same > 1 AS is_repeat, CASE WHEN value = first_value(value) OVER same THEN 'duplicate' ELSE 'given before with another value' END AS verdict
	FROM csv_judged WHERE verdict IS NULL OR verdict LIKE 'a %total, to check with'
	WINDOW same AS (PARTITION BY verdict, coalesce(reporter_country, reporter), flow, period, frequency, item, ltrim(partner, '0'), unit, split ORDER BY n
		ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS r
WHERE r.place = f.ctid AND r.is_repeat;
\endif
ANALYZE csv_judged;
\set kept_columns 'book, product, frequency, period, flow, reporter, partner, reporter_country, exporter, importer, hs, hs_revision, unit, value, quantity, weight_kg'
CREATE TEMP VIEW csv_kept AS
SELECT true AS is_plain, :kept_columns FROM csv_flow WHERE NOT is_odd
UNION ALL SELECT false, :kept_columns FROM csv_judged WHERE verdict IS NULL;

-- parts are added up; a file without any goes in as it is
\if :has_splits
CREATE TEMP VIEW csv_final AS
SELECT frequency, period, exporter, importer, hs, min(hs_revision) AS hs_revision, sum(value) AS value, sum(quantity) AS quantity, unit, sum(weight_kg) AS weight_kg, flow, reporter_country, min(partner) AS partner
FROM csv_kept GROUP BY frequency, period, flow, exporter, importer, reporter_country, ltrim(partner, '0'), hs, unit;
\else
CREATE TEMP VIEW csv_final AS
SELECT frequency, period, exporter, importer, hs, hs_revision, value, quantity, unit, weight_kg, flow, reporter_country, partner FROM csv_kept;
\endif
SELECT pg_advisory_xact_lock(hashtextextended('trade_record', 0)) AS one_makes_it \gset
SELECT to_regclass(quote_ident(current_schema()) || '.trade_record') IS NULL AS is_new \gset
\if :is_new
CREATE TABLE trade_record AS
SELECT :'source' COLLATE "C" AS source,			-- who published it
	frequency COLLATE "C" AS frequency,			-- month or year
	period,										-- its first day
	exporter COLLATE "C" AS exporter,			-- iso3; NULL: not assigned to a country
	importer COLLATE "C" AS importer,			-- iso3; NULL: not assigned to a country
	hs COLLATE "C" AS hs,						-- digits, as many as the publisher gives; TOTAL: all products; 999999: not specified
	hs_revision,								-- for hs_convert; NULL: that of the period
	value,
	:'currency' COLLATE "C" AS currency,
	quantity,									-- NULL: unknown
	unit COLLATE "C" AS unit,					-- of the quantity, the publisher's word
	weight_kg,									-- NULL: unknown
	flow COLLATE "C" AS flow,					-- import or export, as seen by the reporter; re-import, re-export: parts of these
	reporter_country COLLATE "C" AS reporter,	-- iso3: whose customs counted it
	partner COLLATE "C" AS partner_code			-- as in the file
FROM csv_final;
\set rows_written :ROW_COUNT
ALTER TABLE trade_record ALTER source SET NOT NULL, ALTER frequency SET NOT NULL, ALTER period SET NOT NULL, ALTER hs SET NOT NULL, ALTER value SET NOT NULL,
	ALTER currency SET NOT NULL, ALTER unit SET NOT NULL, ALTER flow SET NOT NULL, ALTER reporter SET NOT NULL, ALTER partner_code SET NOT NULL;
\else
LOCK TABLE trade_record IN SHARE ROW EXCLUSIVE MODE;	-- another load at the same time waits, and sees these rows
\if :{?replace}
DELETE FROM trade_record AS t USING (SELECT DISTINCT reporter_country, flow, period, frequency FROM csv_kept) AS f
WHERE (t.source, t.reporter, t.flow, t.period, t.frequency) = (:'source', f.reporter_country, f.flow, f.period, f.frequency);
\endif
-- a row that is there twice would count twice in every sum
SELECT EXISTS (SELECT FROM trade_record WHERE source = :'source' AND (reporter, flow, period, frequency) IN (SELECT reporter_country, flow, period, frequency FROM csv_common)) AS has_records \gset
\if :has_records
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, ERRCODE = %L; END $do$',
	format('trade_record has the row already, a duplicate key: %s of %s, %s %s, partner %s, product %s; -v replace=1 removes first what is there of the same reporters, flows and periods',
		flow, reporter, frequency, period, partner_code, hs), 'unique_violation')
FROM csv_final AS f JOIN trade_record AS t USING (hs, flow, period, frequency, unit)
WHERE t.source = :'source' AND t.reporter = f.reporter_country AND ltrim(t.partner_code, '0') = ltrim(f.partner, '0') LIMIT 1
\gexec
\endif
INSERT INTO trade_record (source, frequency, period, exporter, importer, hs, hs_revision, value, currency, quantity, unit, weight_kg, flow, reporter, partner_code)
SELECT :'source', frequency, period, exporter, importer, hs, hs_revision, value, :'currency', quantity, unit, weight_kg, flow, reporter_country, partner FROM csv_final;
\set rows_written :ROW_COUNT
\endif
DROP VIEW csv_final;
