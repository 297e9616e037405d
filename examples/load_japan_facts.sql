-- load_japan_facts.sql -- loads published figures on Japan's rare-earth imports
-- into the table rare_earth_fact:
--
--     psql -f examples/load_japan_facts.sql < data/japan_rare_earth_imports_facts.csv
--
-- Each row is one published figure with its source; partner NULL is the total.
\set ON_ERROR_STOP on
\set columns 'period scope measure partner value unit source'
\set source 'Japan rare earths'
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS rare_earth_fact (
	period		text NOT NULL,				-- 2009, 2012-H1, 2010-09
	scope		text NOT NULL,				-- what was counted, by whom
	measure		text NOT NULL,				-- imports, imports total, share …
	partner		text COLLATE "C",			-- iso3; NULL: all partners together
	value		float8 NOT NULL,
	unit		text NOT NULL,				-- t, percent, MUSD
	source		text NOT NULL
);

INSERT INTO rare_earth_fact (period, scope, measure, partner, value, unit, source)
SELECT period, scope, measure, country_code(partner), value::float8, unit, csv_rows.source
FROM csv_rows WHERE partner = 'World' OR country_code(partner) IS NOT NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN partner = 'World' OR country_code(partner) IS NOT NULL THEN 'kept' ELSE 'dropped' END AS fate,
	CASE WHEN partner = 'World' THEN 'a total' ELSE coalesce(country_problem(partner), '') END AS why,
	unit, value::numeric AS value
FROM csv_rows;
\ir loader/audit.sql
