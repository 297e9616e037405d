-- load_eu_crm.sql -- loads the supply shares of the European Commission's study
-- on critical raw materials 2023 into the table material_supply:
--
--     psql -v scope=global -f examples/load_eu_crm.sql < data/eu_crm_2023_global_supply.csv
--     psql -v scope=eu     -f examples/load_eu_crm.sql < data/eu_crm_2023_eu_sourcing.csv
--
-- scope: global = who produces in the world; eu = from where the EU is supplied,
-- its own production included.  Stage E is extraction, P processing.
\if :{?scope} \else \set scope global \endif
\set ON_ERROR_STOP on
\set columns 'material stage iso3 share_pct share_is_bound t'
\set source 'EU critical raw materials 2023, ' :scope
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS material_supply (
	scope		text NOT NULL,				-- global or eu
	material	text NOT NULL,
	stage		text NOT NULL,				-- E extraction, P processing
	country		text COLLATE "C" NOT NULL,	-- iso3
	share		float8 NOT NULL,			-- 0..1, as published: sums are near 1
	is_bound	bool NOT NULL,				-- published as "less than share"
	trade_factor float8 NOT NULL			-- t of the EU's supply risk: 0.8 in the EU or with an agreement, above 1 with export restrictions
);

INSERT INTO material_supply (scope, material, stage, country, share, is_bound, trade_factor)
SELECT :'scope', material, stage, country_code(iso3), share_pct::float8 / 100, share_is_bound = '1', t::float8
FROM csv_rows WHERE country_code(iso3) IS NOT NULL AND stage IN ('E', 'P');

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate,
	coalesce(problem, CASE WHEN share_is_bound = '1' THEN 'upper bound' ELSE '' END) AS why,
	'percent' AS unit, share_pct::numeric AS value
FROM csv_rows, coalesce(country_problem(iso3),
	CASE WHEN stage NOT IN ('E', 'P') THEN 'stage ' || stage || ' is neither E nor P' END) AS problem;
-- the shares of a material's stage make up the whole
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
SELECT 'shares of 100' AS what, 'percent' AS unit, sum(share_pct::numeric) AS kept, 100 AS total
FROM csv_rows WHERE country_code(iso3) IS NOT NULL AND stage IN ('E', 'P') GROUP BY material, stage;
\ir loader/audit.sql
