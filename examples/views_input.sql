-- views_input.sql -- what the views of views.sql are about: the schema
-- dashboard_input, here over the tables that the demo loads (make shell).
--
-- For data of your own copy this file, name your tables in the first view, put your
-- own products, importers, tariff lines and scenarios in, and run
--
--     psql -f YOUR_COPY.sql -f examples/views.sql
\set ON_ERROR_STOP on
\ir loader/schema.sql

CREATE SCHEMA dashboard_input;
COMMENT ON SCHEMA dashboard_input IS 'What the views of the schema dashboard are about; only its owner writes here.';

-- Flows: one view a data set, since each has its own years; "flow" is all of them.
CREATE VIEW dashboard_input.magnets AS
SELECT year, importer, exporter, hs6 AS product, 1000 * value_kusd AS value_usd, NULL::float8 AS quantity_t FROM magnet;
COMMENT ON VIEW dashboard_input.magnets IS 'World trade in metal magnets: the six largest suppliers and customers of each country.';
CREATE VIEW dashboard_input.critical AS
SELECT year, importer, exporter, hs6 AS product, 1000 * value_kusd AS value_usd, quantity_t FROM crm WHERE hs6 <> '850511';
COMMENT ON VIEW dashboard_input.critical IS 'World trade in critical materials; magnets are in a data set of their own.';
CREATE VIEW dashboard_input.cells AS
SELECT year, importer, exporter, hs6 AS product, 1000 * value AS value_usd, quantity AS quantity_t FROM trade_flow;
COMMENT ON VIEW dashboard_input.cells IS 'World trade in primary lithium cells.';
CREATE VIEW dashboard_input.us_rare_earths AS
SELECT year, importer, exporter, hs6 AS product, value_usd, NULL::float8 AS quantity_t FROM us_import;
COMMENT ON VIEW dashboard_input.us_rare_earths IS 'Imports of rare earths by the United States.';

CREATE VIEW dashboard_input.flow AS
SELECT 'magnets' AS dataset, * FROM dashboard_input.magnets
UNION ALL SELECT 'critical', * FROM dashboard_input.critical
UNION ALL SELECT 'cells', * FROM dashboard_input.cells
UNION ALL SELECT 'us_rare_earths', * FROM dashboard_input.us_rare_earths;
COMMENT ON VIEW dashboard_input.flow IS 'A row for each flow: dataset, year, importer and exporter (ISO 3166 alpha-3; exporter NULL where it is not known), product, value, quantity. No product is in two data sets.';

CREATE VIEW dashboard_input.monthly AS
SELECT (period || '-01')::date AS month, exporter, importer, '850511' AS product, tonnes AS quantity_t
FROM magnet_month WHERE importer = 'World' AND period ~ '^....-..$' AND period >= '2024-06';
COMMENT ON VIEW dashboard_input.monthly IS 'Flows by month, in tonnes: what China sold of magnets to the world.';

CREATE VIEW dashboard_input.fact AS
SELECT 'China''s share of Japan''s imports of rare earths, by weight' AS series, make_date(left(period, 4)::int, 1, 1) AS day, value / 100 AS value, 'share' AS unit, source
FROM rare_earth_fact WHERE scope LIKE 'all rare earths%' AND measure = 'share of total weight' AND partner = 'CHN' AND period ~ '^[0-9]{4}$'
UNION ALL
SELECT 'Price of ' || product, make_date(year, 1, 1), price, 'US dollars per kg', source FROM rare_earth_price;
COMMENT ON VIEW dashboard_input.fact IS 'Single published figures that tell the story beside the flows.';

CREATE VIEW dashboard_input.stage AS
SELECT CASE scope WHEN 'eu' THEN 'European Union' ELSE 'World' END AS buyer, material,
	CASE stage WHEN 'E' THEN 1 ELSE 2 END AS ord, CASE stage WHEN 'E' THEN 'mining' ELSE 'processing' END AS stage, country, share, is_bound
FROM material_supply;
COMMENT ON VIEW dashboard_input.stage IS 'Who supplies a material at each stage, ord in order of the chain: shares of the whole as published, which need not add up to 1; is_bound: published as "less than".';

CREATE TABLE dashboard_input.source (
	dataset		text PRIMARY KEY,
	publisher	text NOT NULL,
	release		text NOT NULL,
	licence		text NOT NULL,
	is_world	bool NOT NULL,
	note		text,
	is_whole	bool NOT NULL DEFAULT true
);
COMMENT ON TABLE dashboard_input.source IS 'Where each data set comes from; is_world: it holds the trade of all countries, so that they add up to the world; is_whole: it holds all flows, so that what is not there was not traded.';
INSERT INTO dashboard_input.source VALUES
	('magnets', 'CEPII BACI', 'V202601', 'Etalab Open Licence 2.0', true, 'main flows, 98 % of the value', false),
	('critical', 'CEPII BACI', 'V202601', 'Etalab Open Licence 2.0', true, '2022 and 2024; quantities of 2024', true),
	('cells', 'CEPII BACI', 'V202201', 'Etalab Open Licence 2.0', true, NULL, true),
	('us_rare_earths', 'United States Census Bureau', 'imports 2018 to 2025', 'US Government work', false, 'single facts', true),
	('monthly', 'China customs, as quoted by the press', 'figures up to 2026-03', 'facts', false, 'stated or derived, each with its source', true),
	('stages', 'European Commission', 'study of March 2023', 'CC BY 4.0', false, 'five years'' averages', true),
	('entries', 'ACE ES-003', 'synthetic example', 'none needed', false, 'made up, to show the audit', true),
	('facts', 'as each row says', 'single figures', 'facts', false, 'shares and prices beside the flows', true);

CREATE TABLE dashboard_input.product (
	product		text PRIMARY KEY,
	name		text NOT NULL
);
COMMENT ON TABLE dashboard_input.product IS 'What the products are called; those that are not here are shown by their code.';
INSERT INTO dashboard_input.product VALUES
	('250490', 'Natural graphite, not in flakes'), ('280530', 'Rare-earth metals'), ('282200', 'Cobalt oxides'), ('283691', 'Lithium carbonate'),
	('284610', 'Cerium compounds'), ('284690', 'Other rare-earth compounds'), ('810194', 'Tungsten, unwrought'), ('811010', 'Antimony, unwrought'),
	('811292', 'Gallium, germanium and others'), ('850511', 'Metal magnets'), ('850650', 'Lithium cells, primary');

CREATE TABLE dashboard_input.watched (
	importer	text PRIMARY KEY,
	share_limit	float8 NOT NULL DEFAULT 0.5,
	hhi_limit	float8 NOT NULL DEFAULT 0.4,
	CONSTRAINT "importer is a country by its three letters, or EU"
		CHECK (importer = 'EU' OR country_code(importer, 'iso3') IS NOT DISTINCT FROM importer),
	CONSTRAINT "limits are shares" CHECK (share_limit BETWEEN 0 AND 1 AND hhi_limit BETWEEN 0 AND 1)
);
COMMENT ON TABLE dashboard_input.watched IS 'The importers for whom alerts, shortages and links are made, and what alerts them; EU is the European Union as one importer.';
INSERT INTO dashboard_input.watched VALUES ('JPN'), ('USA'), ('DEU'), ('KOR'), ('EU');

CREATE TABLE dashboard_input.tariff_line (
	hs			text PRIMARY KEY CONSTRAINT "hs is digits" CHECK (hs ~ '^[0-9]{4,10}$'),
	name		text NOT NULL
);
COMMENT ON TABLE dashboard_input.tariff_line IS 'The tariff lines that the matrix shows, for entries into the United States.';
INSERT INTO dashboard_input.tariff_line VALUES
	('8505110070', 'Metal magnets'), ('8703230190', 'Passenger car, 1.5 to 3 litres'), ('8708295160', 'Parts of car bodies'),
	('8471300100', 'Portable computers'), ('9403608040', 'Wooden furniture'), ('6109100004', 'T-shirts of cotton'),
	('7312103012', 'Wire of steel'), ('8506500000', 'Lithium cells, primary'), ('2846908000', 'Rare-earth compounds');
CREATE TABLE dashboard_input.tariff_origin (
	origin		text PRIMARY KEY
		CONSTRAINT "origin is a country by its two letters" CHECK (country_code(origin, 'iso2', 'iso2') IS NOT DISTINCT FROM origin)
);
COMMENT ON TABLE dashboard_input.tariff_origin IS 'The countries of origin that the matrix shows (ISO 3166 alpha-2).';
INSERT INTO dashboard_input.tariff_origin VALUES ('CN'), ('JP'), ('DE'), ('KR'), ('VN'), ('MX'), ('CA'), ('GB'), ('IN');

CREATE TABLE dashboard_input.scenario (
	scenario			text PRIMARY KEY,
	ord					int NOT NULL,
	supplier			text NOT NULL,
	cut					float8 NOT NULL,
	duration_days		float8 NOT NULL,
	stock_days			float8 NOT NULL,
	alternative			float8 NOT NULL,
	alternative_start	float8 NOT NULL,
	CONSTRAINT "supplier is a country by its three letters" CHECK (country_code(supplier, 'iso3') IS NOT DISTINCT FROM supplier),
	CONSTRAINT "cut and alternative are shares" CHECK (cut BETWEEN 0 AND 1 AND alternative BETWEEN 0 AND 1),
	CONSTRAINT "days are counted" CHECK (duration_days > 0 AND stock_days >= 0 AND alternative_start >= 0)
);
COMMENT ON TABLE dashboard_input.scenario IS 'What may stop: assumptions, to be replaced by your own. alternative is the share of use that others deliver from day alternative_start on.';
INSERT INTO dashboard_input.scenario VALUES
	('Licences slow down', 1, 'CHN', 0.3, 180, 60, 0, 0), ('Licences for friends only', 2, 'CHN', 0.7, 180, 60, 0.1, 90),
	('Embargo of half a year', 3, 'CHN', 1, 180, 60, 0.1, 90), ('Embargo of a year', 4, 'CHN', 1, 365, 60, 0.1, 90);
