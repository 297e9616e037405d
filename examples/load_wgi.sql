-- load_wgi.sql -- loads the Worldwide Governance Indicators into the table governance:
--
--     zcat data/wgi_2010_2023.csv.gz | psql -f examples/load_wgi.sql
--
-- Six estimates from about -2.5 (weak) to 2.5 (strong), and the score from 0
-- (strong) to 10 (weak) that the EU's supply risk uses: (2.5 - mean) * 2.
\set ON_ERROR_STOP on
\set columns 'iso3 year va pv ge rq rl cc'
\set source 'Worldwide Governance Indicators'
\ir loader/read_csv.sql

CREATE TABLE IF NOT EXISTS governance (
	country		text COLLATE "C" NOT NULL,	-- iso3
	year		int NOT NULL,
	voice		float8,						-- voice and accountability
	stability	float8,						-- political stability and absence of violence
	effectiveness float8,					-- government effectiveness
	regulation	float8,						-- regulatory quality
	rule_of_law	float8,
	corruption	float8,						-- control of corruption
	risk		float8,						-- 0..10, from the mean of the estimates there are
	PRIMARY KEY (country, year)
);

CREATE TEMP TABLE csv_score ON COMMIT DROP AS
SELECT country_code(iso3) AS country, country_problem(iso3) AS problem, year::int,
	nullif(va, '')::float8 AS va, nullif(pv, '')::float8 AS pv, nullif(ge, '')::float8 AS ge,
	nullif(rq, '')::float8 AS rq, nullif(rl, '')::float8 AS rl, nullif(cc, '')::float8 AS cc
FROM csv_rows;

INSERT INTO governance (country, year, voice, stability, effectiveness, regulation, rule_of_law, corruption, risk)
SELECT country, year, va, pv, ge, rq, rl, cc,
	(2.5 - (SELECT avg(x) FROM unnest(ARRAY[va, pv, ge, rq, rl, cc]) AS x)) * 2
FROM csv_score WHERE country IS NOT NULL;

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN problem IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(problem, '') AS why
FROM csv_score;
\ir loader/audit.sql
