-- views.sql -- what dashboards, notebooks and APIs read: the schema dashboard, with
-- plain columns only (text, numbers, dates, true or false) and a comment on each.
--
--     psql -f examples/views.sql
--
-- over the data of views_input.sql, which is run first unless the schema
-- dashboard_input is there.  REFRESH at the end of each load: see dashboard_refresh.
-- The role dashboard_reader may read the schema and nothing else.
\set ON_ERROR_STOP on
\ir loader/schema.sql
SELECT to_regnamespace('dashboard_input') IS NULL AS is_bare \gset
\if :is_bare
\ir views_input.sql
\endif
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS dashboard CASCADE;
DROP MATERIALIZED VIEW IF EXISTS dashboard_input.flow_all, dashboard_input.monthly_alert CASCADE;
DROP PROCEDURE IF EXISTS dashboard_input.dashboard_refresh;
DROP FUNCTION IF EXISTS dashboard_input.place;
CREATE SCHEMA dashboard;
COMMENT ON SCHEMA dashboard IS 'Dependence, alerts, tariffs, shortages, stages, audits: plain columns for dashboards, notebooks and APIs.';

-- What is made once a load ---------------------------------------------------

-- the European Union buys as one: its members' purchases from elsewhere
CREATE MATERIALIZED VIEW dashboard_input.flow_all AS
SELECT dataset, year, importer, exporter, product, value_usd, quantity_t FROM dashboard_input.flow
UNION ALL
SELECT dataset, year, 'EU', exporter, product, value_usd, quantity_t FROM dashboard_input.flow AS f, LATERAL (SELECT make_date(year, 7, 1)) AS d(day)
WHERE in_country_group(importer, 'EU', day) AND NOT coalesce(in_country_group(exporter, 'EU', day), false)
	AND dataset IN (SELECT dataset FROM dashboard_input.source WHERE is_world);
CREATE INDEX ON dashboard_input.flow_all (dataset, importer);

CREATE MATERIALIZED VIEW dashboard_input.supply AS
SELECT dataset, year, importer, product, supply_mix(exporter, value_usd) AS mix, sum(quantity_t) AS quantity_t
FROM dashboard_input.flow_all GROUP BY dataset, year, importer, product
UNION ALL
SELECT dataset, year, 'World', product, supply_mix(exporter, value_usd), sum(quantity_t)
FROM dashboard_input.flow JOIN dashboard_input.source USING (dataset) WHERE is_world GROUP BY dataset, year, product;
CREATE INDEX ON dashboard_input.supply (importer, product, year);
CREATE INDEX ON dashboard_input.supply (product, year);

-- a view for each data set, since a product is late only among its own
SELECT format('CREATE VIEW dashboard_input.watch_%s AS SELECT year, importer, exporter, product, value_usd FROM dashboard_input.flow_all WHERE dataset = %L',
	regexp_replace(dataset, '\W', '_', 'g'), dataset)
FROM (SELECT DISTINCT dataset FROM dashboard_input.flow) AS d ORDER BY 1
\gexec
CREATE MATERIALIZED VIEW dashboard_input.alert AS
SELECT d.dataset, d.last_year, w.importer, a.*
FROM (SELECT dataset, max(year) AS last_year FROM dashboard_input.flow GROUP BY dataset) AS d
	JOIN dashboard_input.watched AS w ON EXISTS (SELECT FROM dashboard_input.flow_all AS f WHERE f.dataset = d.dataset AND f.importer = w.importer),
	LATERAL trade_alerts(format('dashboard_input.watch_%s', regexp_replace(d.dataset, '\W', '_', 'g'))::regclass, w.importer,
		share_limit => w.share_limit, hhi_limit => w.hhi_limit, amount_column => 'value_usd') AS a;

-- what an alert at the end of each month says
CREATE MATERIALIZED VIEW dashboard_input.monthly_alert AS
SELECT m.month, m.importer, a.severity, a.metric, a.product, a.origin, a.value
FROM (SELECT DISTINCT month, importer FROM dashboard_input.monthly) AS m,
	LATERAL trade_alerts('dashboard_input.monthly', m.importer, on_date => m.month, stop_floor => 0.3, amount_column => 'quantity_t') AS a
WHERE a.metric IN ('abrupt_stop', 'robust_z', 'cusum', 'surge') AND a.origin IS NOT NULL;

CREATE PROCEDURE dashboard_input.dashboard_refresh() LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	REFRESH MATERIALIZED VIEW dashboard_input.flow_all;
	REFRESH MATERIALIZED VIEW dashboard_input.supply;
	REFRESH MATERIALIZED VIEW dashboard_input.alert;
	REFRESH MATERIALIZED VIEW dashboard_input.monthly_alert;
END $$;
REVOKE ALL ON PROCEDURE dashboard_input.dashboard_refresh FROM PUBLIC;
COMMENT ON PROCEDURE dashboard_input.dashboard_refresh IS 'Brings what the views show up to date with the tables: CALL dashboard_input.dashboard_refresh() after a load.';

-- a country by its code, or the two that are none
CREATE FUNCTION dashboard_input.place(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE code WHEN 'EU' THEN 'European Union' WHEN 'World' THEN 'World' ELSE coalesce(country_name(code), code) END;
COMMENT ON FUNCTION dashboard_input.place IS 'What a country, the European Union or the world is called.';

-- What tools read ------------------------------------------------------------

CREATE VIEW dashboard.dependence AS
SELECT s.year, make_date(s.year, 1, 1) AS day, s.importer, dashboard_input.place(s.importer) AS importer_name,
	country_code(s.importer, 'iso3', 'm49') AS importer_m49, s.product, coalesce(p.name, s.product) AS product_name,
	c.total AS value_usd, c.suppliers, c.top_supplier, dashboard_input.place(c.top_supplier) AS top_supplier_name, c.top_share, c.top3_share,
	c.hhi, c.effective_suppliers, c.unspecified_share, s.year = l.last_year AS is_latest, s.dataset
FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p USING (product)
	JOIN (SELECT dataset, max(year) AS last_year FROM dashboard_input.supply GROUP BY dataset) AS l USING (dataset),
	LATERAL concentration(s.mix) AS c;
COMMENT ON VIEW dashboard.dependence IS 'On whom each importer depends: a row for each importer, product and year.
Importer EU is the European Union as one importer without trade among its members (of 1 July); World is all importers of the data set.';

CREATE VIEW dashboard.supplier_share AS
SELECT s.year, make_date(s.year, 1, 1) AS day, s.importer, dashboard_input.place(s.importer) AS importer_name, s.product, coalesce(p.name, s.product) AS product_name,
	o.origin AS supplier, dashboard_input.place(o.origin) AS supplier_name, country_code(o.origin, 'iso3', 'm49') AS supplier_m49, o.rank AS supplier_rank,
	o.amount AS value_usd, o.share, o.cumulative_share, s.year = l.last_year AS is_latest
FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p USING (product)
	JOIN (SELECT dataset, max(year) AS last_year FROM dashboard_input.supply GROUP BY dataset) AS l USING (dataset),
	LATERAL each_origin(s.mix) AS o;
COMMENT ON VIEW dashboard.supplier_share IS 'From whom each importer buys: a row for each supplier, importer, product and year, the largest first by supplier_rank.';

CREATE FUNCTION dashboard.dependence_on(supplier text, year int)
RETURNS TABLE(importer text, importer_name text, importer_iso2 text, importer_m49 text, product text, product_name text, value_usd float8, share float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT s.importer, dashboard_input.place(s.importer), country_code(s.importer, 'iso3', 'iso2'), country_code(s.importer, 'iso3', 'm49'), s.product, coalesce(p.name, s.product), total(s.mix),
		dependency_share(s.mix, $1)
	FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p ON p.product = s.product WHERE s.year = $2;
END;
COMMENT ON FUNCTION dashboard.dependence_on IS 'Share of one supplier in the imports of everybody in a year.
supplier: ISO 3166 alpha-3 (CHN). year: a year of the data. Importers that buy nothing from it have the share 0. Maps join on importer (alpha-3), importer_iso2 or importer_m49.';

CREATE VIEW dashboard.year_over_year AS
SELECT s.year, make_date(s.year, 1, 1) AS day, s.importer, dashboard_input.place(s.importer) AS importer_name, s.product, coalesce(p.name, s.product) AS product_name,
	total(s.mix) AS value_usd, total(b.mix) AS value_usd_before, total(s.mix) / nullif(total(b.mix), 0) - 1 AS change,
	hhi(s.mix) AS hhi, hhi(b.mix) AS hhi_before, top_share(s.mix, 1) AS top_share, dependency_share(b.mix, top_supplier(s.mix)) AS top_share_before,
	CASE WHEN y.year IS NULL THEN 'there are no data of ' || s.year - 1 WHEN b.mix IS NULL THEN 'nothing was imported in ' || s.year - 1 END AS problem
FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p USING (product)
	LEFT JOIN dashboard_input.supply AS b ON b.dataset = s.dataset AND b.importer = s.importer AND b.product = s.product AND b.year = s.year - 1
	LEFT JOIN (SELECT DISTINCT dataset, year FROM dashboard_input.supply) AS y ON y.dataset = s.dataset AND y.year = s.year - 1;
COMMENT ON VIEW dashboard.year_over_year IS 'Each year against the year before: a row for each importer, product and year.
Without data of the year before nothing is compared, and problem says so.';

CREATE VIEW dashboard.alert AS
SELECT a.severity, a.metric, a.importer, dashboard_input.place(a.importer) AS importer_name, a.product, coalesce(p.name, a.product) AS product_name,
	a.origin AS supplier, n.name AS supplier_name, a.value, a.previous, a.threshold, a.last_year AS year,
	CASE a.metric
		WHEN 'missing_periods' THEN format('The data set %s has no data of %s', a.dataset, a.key)
		ELSE concat(p.name, CASE WHEN p.name IS NULL THEN a.product END, ': ') || CASE a.metric
			WHEN 'top_supplier_share' THEN format('%s supplies %s %%', n.name, trim_scale(round(100 * a.value::numeric, 1)))
			WHEN 'share_rise' THEN format('the share of %s rose from %s to %s %%', n.name, trim_scale(round(100 * a.previous::numeric, 1)), trim_scale(round(100 * (a.previous + a.value)::numeric, 1)))
			WHEN 'hhi' THEN format('supply is concentrated, HHI %s', round(a.value::numeric, 2))
			WHEN 'supplier_lost' THEN format('%s delivers %s %% less than before', n.name, trim_scale(round(100 * a.value::numeric, 1)))
			WHEN 'abrupt_stop' THEN format('%s stopped, %s %% are gone', n.name, trim_scale(round(100 * a.value::numeric, 1)))
			WHEN 'robust_z' THEN format('%s delivers unusually %s, %s spreads from the median', n.name, CASE WHEN a.value < 0 THEN 'little' ELSE 'much' END, round(abs(a.value)::numeric, 1))
			WHEN 'cusum' THEN format('what %s delivers drifts %s', n.name, CASE WHEN a.value < 0 THEN 'down' ELSE 'up' END)
			WHEN 'surge' THEN format('%s delivers %s times the usual', n.name, round(a.value::numeric, 1))
			ELSE concat_ws(', ', replace(a.metric, '_', ' '), n.name) END
	END AS what
FROM dashboard_input.alert AS a LEFT JOIN dashboard_input.product AS p USING (product), LATERAL (SELECT dashboard_input.place(a.origin)) AS n(name);
COMMENT ON VIEW dashboard.alert IS 'What the watched importers must look at, in the latest year of each data set: a row for each alert, in words in the column what.';

CREATE VIEW dashboard.monthly AS
SELECT m.month, m.importer, dashboard_input.place(m.importer) AS importer_name, m.exporter AS supplier, dashboard_input.place(m.exporter) AS supplier_name,
	m.product, coalesce(p.name, m.product) AS product_name, m.quantity_t, b.quantity_t AS quantity_t_before, m.quantity_t / nullif(b.quantity_t, 0) - 1 AS change,
	(SELECT string_agg(replace(a.metric, '_', ' ') || ' ' || round(a.value::numeric, 1), ', ' ORDER BY a.metric) FROM dashboard_input.monthly_alert AS a
		WHERE a.month = m.month AND a.importer = m.importer AND a.product = m.product AND a.origin = m.exporter) AS told
FROM dashboard_input.monthly AS m LEFT JOIN dashboard_input.product AS p USING (product)
	LEFT JOIN dashboard_input.monthly AS b ON b.month = m.month - interval '1 year' AND (b.importer, b.exporter, b.product) = (m.importer, m.exporter, m.product);
COMMENT ON VIEW dashboard.monthly IS 'Supplies by month, and what an alert at the end of each month would have told.';

CREATE FUNCTION dashboard.tariff_matrix(on_date date DEFAULT NULL)
RETURNS TABLE(on_day date, hs text, name text, origin text, origin_name text, rate float8, problem text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.day, r.hs, l.name, r.origin, country_name(r.origin), r.rate, r.problem
	FROM (SELECT coalesce($1, least(current_date, covers_to - 1)) AS day, regime FROM tariff_regime WHERE regime = 'US') AS d,
		LATERAL tariff_panel(d.regime, ARRAY(SELECT hs FROM dashboard_input.tariff_line), ARRAY(SELECT origin FROM dashboard_input.tariff_origin), d.day) AS r
		JOIN dashboard_input.tariff_line AS l ON l.hs = r.hs;
END;
COMMENT ON FUNCTION dashboard.tariff_matrix IS 'Duty rates of the watched lines by origin on a day, entering the United States.
on_date: the day of entry; without it today, or the last day that the loaded law covers: on_day says which. rate is a share of the value; where it is NULL, problem says why.';

CREATE VIEW dashboard.tariff_step AS
SELECT l.hs, l.name, o.origin, country_name(o.origin) AS origin_name, h.valid_from, h.valid_to, h.rate, h.programs, h.problem
FROM dashboard_input.tariff_line AS l, dashboard_input.tariff_origin AS o, LATERAL tariff_history('US', l.hs, o.origin) AS h;
COMMENT ON VIEW dashboard.tariff_step IS 'Every change of the watched lines'' duty rates: a row for each line, origin and span of days with one rate.
For the rates of one day ask valid_from <= day AND day < valid_to.';

CREATE FUNCTION dashboard.tariff_reason(hs text, origin text, on_date date, customs_value numeric DEFAULT 1000)
RETURNS TABLE(layer int, program text, measure text, status text, reason text, expression text, base_usd numeric, duty_usd numeric, legal_ref text, note text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT (row_number() OVER ())::int, t.program, t.measure, t.status, t.reason, t.expression, t.base, t.duty, t.legal_ref, t.note
	FROM tariff_layers('US', $1, $2, $3, $4) AS t;
END;
COMMENT ON FUNCTION dashboard.tariff_reason IS 'Why a line pays what it pays: every measure that was looked at, and what became of it.
hs: the tariff line, digits. origin: ISO 3166 alpha-2. on_date: the day of entry. customs_value: US dollars. Only rows with status applied are part of the duty.';

CREATE VIEW dashboard.shortage AS
SELECT c.scenario, c.ord AS scenario_order, s.importer, dashboard_input.place(s.importer) AS importer_name, s.product, coalesce(p.name, s.product) AS product_name, s.year,
	c.supplier, dashboard_input.place(c.supplier) AS supplier_name, dependency_share(s.mix, c.supplier) AS supplier_share, c.cut, c.duration_days, c.stock_days,
	d.time_to_survive AS first_day_short, d.gap AS days_not_supplied, d.shortage AS days_missing, d.shortage / c.duration_days AS missing_share,
	total(s.mix) / 365 * d.shortage AS missing_usd
FROM dashboard_input.scenario AS c, dashboard_input.watched AS w JOIN dashboard_input.supply AS s ON s.importer = w.importer LEFT JOIN dashboard_input.product AS p USING (product)
	JOIN (SELECT dataset, max(year) AS year FROM dashboard_input.supply GROUP BY dataset) AS l ON l.dataset = s.dataset AND l.year = s.year,
	LATERAL disruption_detail(dependency_share(s.mix, c.supplier), c.duration_days, c.cut, cover => c.stock_days,
		alternative => c.alternative, alternative_start => c.alternative_start) AS d;
COMMENT ON VIEW dashboard.shortage IS 'What the watched importers would lack in each scenario: a row for each scenario, importer and product, by the latest year of the data.
The scenarios are assumptions: the table dashboard_input.scenario holds them.';

CREATE VIEW dashboard.shortage_path AS
SELECT c.scenario, c.ord AS scenario_order, s.importer, dashboard_input.place(s.importer) AS importer_name, s.product, coalesce(p.name, s.product) AS product_name,
	d.day AS day_number, d.stock AS stock_days_left, d.shortage AS missing_share, d.shortage_so_far AS days_missing_so_far
FROM dashboard_input.scenario AS c, dashboard_input.watched AS w JOIN dashboard_input.supply AS s ON s.importer = w.importer LEFT JOIN dashboard_input.product AS p USING (product)
	JOIN (SELECT dataset, max(year) AS year FROM dashboard_input.supply GROUP BY dataset) AS l ON l.dataset = s.dataset AND l.year = s.year,
	LATERAL disruption_path(dependency_share(s.mix, c.supplier), c.duration_days, c.cut, cover => c.stock_days,
		alternative => c.alternative, alternative_start => c.alternative_start, step => 10) AS d;
COMMENT ON VIEW dashboard.shortage_path IS 'The same scenarios every ten days: how the stock goes down and what is missing then.';

CREATE VIEW dashboard.stage AS
SELECT m.buyer, m.material, m.ord AS stage_order, m.stage, c.suppliers, c.top_supplier, dashboard_input.place(c.top_supplier) AS top_supplier_name, c.top_share, c.hhi
FROM (SELECT buyer, material, ord, stage, supply_mix(country, share) AS mix FROM dashboard_input.stage GROUP BY buyer, material, ord, stage) AS m,
	LATERAL concentration(m.mix) AS c;
COMMENT ON VIEW dashboard.stage IS 'How concentrated each material is at each stage: a row for each buyer, material and stage.';

CREATE VIEW dashboard.stage_supplier AS
SELECT m.buyer, m.material, m.ord AS stage_order, m.stage, o.origin AS supplier, dashboard_input.place(o.origin) AS supplier_name, o.share, o.rank AS supplier_rank
FROM (SELECT buyer, material, ord, stage, supply_mix(country, share) AS mix FROM dashboard_input.stage GROUP BY buyer, material, ord, stage) AS m,
	LATERAL each_origin(m.mix) AS o;
COMMENT ON VIEW dashboard.stage_supplier IS 'Who supplies each material at each stage: a row for each buyer, material, stage and supplier.';

CREATE VIEW dashboard.stage_chain AS
SELECT s.buyer, s.material, s.country AS supplier, dashboard_input.place(s.country) AS supplier_name, count(*)::int AS stages, s.stages[e.bottleneck_stage] AS bottleneck_stage,
	e.bottleneck_share, e.any_stage_share
FROM (SELECT x.buyer, x.material, x.country, array_agg(x.stage ORDER BY x.ord) AS stages, array_agg(x.share ORDER BY x.ord) AS shares
		FROM (SELECT t.buyer, t.material, t.ord, t.stage, a.country, dependency_share(t.mix, a.country) AS share
				FROM (SELECT buyer, material, ord, stage, supply_mix(country, share) AS mix FROM dashboard_input.stage GROUP BY buyer, material, ord, stage) AS t
					JOIN (SELECT DISTINCT buyer, material, country FROM dashboard_input.stage) AS a USING (buyer, material)) AS x
		GROUP BY x.buyer, x.material, x.country) AS s,
	LATERAL chain_exposure(s.shares) AS e, LATERAL unnest(s.stages) AS n
GROUP BY s.buyer, s.material, s.country, s.stages, e.bottleneck_stage, e.bottleneck_share, e.any_stage_share;
COMMENT ON VIEW dashboard.stage_chain IS 'How much of a material a country has its hand on anywhere in the chain: a row for each buyer, material and country.';

CREATE VIEW dashboard.trade_link AS
SELECT f.year, f.product, coalesce(p.name, f.product) AS product_name, dashboard_input.place(f.source) AS source, dashboard_input.place(f.importer) AS target, sum(f.value_usd) AS value_usd
FROM (SELECT s.year, s.product, s.importer, CASE WHEN o.rank <= 6 THEN o.origin ELSE 'others' END AS source, o.amount AS value_usd
		FROM dashboard_input.watched AS w JOIN dashboard_input.supply AS s ON s.importer = w.importer, LATERAL each_origin(s.mix) AS o WHERE o.amount > 0) AS f
	LEFT JOIN dashboard_input.product AS p USING (product)
GROUP BY f.year, f.product, p.name, f.source, f.importer;
COMMENT ON VIEW dashboard.trade_link IS 'Source, target and value for a Sankey diagram: the six largest suppliers of each watched importer and others. The importer EU stands beside its members: choose one.';

CREATE VIEW dashboard.fact AS SELECT series, day, extract(year FROM day)::int AS year, value, unit, source FROM dashboard_input.fact;
COMMENT ON VIEW dashboard.fact IS 'Single published figures beside the flows: shares and prices.';

CREATE VIEW dashboard.data_vintage AS
SELECT s.dataset, s.publisher, s.release, s.licence, s.note, d.first_day, d.last_day, d.flow_rows, d.value_usd, d.missing_years
FROM dashboard_input.source AS s LEFT JOIN (
	SELECT dataset, make_date(min(year), 1, 1) AS first_day, make_date(max(year), 12, 31) AS last_day, count(*) AS flow_rows, sum(value_usd) AS value_usd,
		(SELECT string_agg(y::text, ', ' ORDER BY y) FROM generate_series(min(f.year), max(f.year)) AS y
			WHERE NOT EXISTS (SELECT FROM dashboard_input.flow_all AS g WHERE g.dataset = f.dataset AND g.year = y)) AS missing_years
	FROM dashboard_input.flow AS f GROUP BY dataset
	UNION ALL
	SELECT 'monthly', min(month), (max(month) + interval '1 month - 1 day')::date, count(*), NULL, NULL FROM dashboard_input.monthly) AS d USING (dataset)
UNION ALL
SELECT 'tariff ' || regime, coalesce(description, regime), 'law in force', 'public law', 'duties are known for entries of these days only', covers_from, covers_to - 1,
	(SELECT count(*) FROM tariff_measure AS m WHERE m.regime = r.regime), NULL, NULL
FROM tariff_regime AS r WHERE regime = 'US';
COMMENT ON VIEW dashboard.data_vintage IS 'How old the data are, who published them and under what licence: a row for each data set.';

SELECT to_regclass('entry_line') IS NOT NULL AS has_entries \gset
\if :has_entries
CREATE VIEW dashboard.entry_audit AS
SELECT l.entry, l.line, l.entry_date, l.hs, l.origin, country_name(l.origin) AS origin_name, l.value AS value_usd, a.program,
	a.filed AS filed_usd, a.computed AS computed_usd, a.difference AS difference_usd, a.reason,
	CASE WHEN a.computed IS NULL THEN 'not computed' WHEN a.difference > 0 THEN 'paid too much' WHEN a.difference < 0 THEN 'paid too little' ELSE 'agrees' END AS finding
FROM entry_line AS l, LATERAL duty_audit('US', l.filed, l.hs, country_code(l.origin, 'iso3', 'iso2'), l.entry_date, l.value, l.quantities, claims => l.claims) AS a;
COMMENT ON VIEW dashboard.entry_audit IS 'Duties filed against duties computed: a row for each entry line and program. The entries are those of load_ace.sql.';
\endif

-- A comment on every column: once for all views that have it ("*"), or for one.
CREATE TEMP TABLE said (in_view text, col text, words text);
INSERT INTO said VALUES
	('*', 'year', 'Calendar year of the flows.'), ('*', 'day', 'First day of the year, for time axes.'),
	('*', 'importer', 'Who buys: ISO 3166 alpha-3, EU or World.'), ('*', 'importer_name', 'Name of the importer.'),
	('*', 'importer_m49', 'The importer''s number (ISO 3166, UN M49), three digits, as maps have it; NULL for EU, World and states of the past.'),
	('*', 'product', 'HS code of the product, six digits.'), ('*', 'product_name', 'Name of the product, or its code.'),
	('*', 'supplier', 'Who sells: ISO 3166 alpha-3; NULL where the alert is about no single supplier.'), ('*', 'supplier_name', 'Name of the supplier.'),
	('*', 'supplier_m49', 'The supplier''s number (ISO 3166, UN M49), three digits, as maps have it.'),
	('*', 'value_usd', 'Value in US dollars.'), ('*', 'share', 'Share, 0 to 1.'),
	('*', 'suppliers', 'Number of suppliers.'), ('*', 'top_supplier', 'The largest supplier: ISO 3166 alpha-3.'), ('*', 'top_supplier_name', 'Name of the largest supplier.'),
	('*', 'top_share', 'Share of the largest supplier, 0 to 1.'), ('*', 'top3_share', 'Share of the three largest suppliers together, 0 to 1.'),
	('*', 'hhi', 'Herfindahl-Hirschman index, the sum of squared shares: 1 is a single supplier; above 0.25 counts as highly concentrated.'),
	('*', 'effective_suppliers', 'How many suppliers of equal size would be as concentrated: 1 / HHI.'),
	('*', 'unspecified_share', 'Share of the value whose origin is not known, 0 to 1.'),
	('*', 'is_latest', 'Whether this is the latest year of its data set: filter on it for "now".'), ('*', 'dataset', 'Where the row is from: see data_vintage.'),
	('*', 'supplier_rank', '1 is the largest supplier.'), ('*', 'cumulative_share', 'Share of this and all larger suppliers, 0 to 1.'),
	('*', 'problem', 'Why there is no answer; NULL where there is one.'), ('*', 'change', 'Relative change against the year before: 0.1 is 10 % more; NULL without it.'),
	('year_over_year', 'value_usd_before', 'Value in US dollars of the year before; NULL where problem says why.'), ('year_over_year', 'hhi_before', 'HHI of the year before.'),
	('year_over_year', 'top_share_before', 'Share that the present largest supplier had in the year before.'),
	('alert', 'severity', 'critical, warning or info.'), ('alert', 'metric', 'Which alert: see the page about signals.'),
	('alert', 'value', 'What was measured: a share, a HHI, a rise, spreads from the median; by metric.'),
	('alert', 'previous', 'The same before, or the base; by metric.'), ('alert', 'threshold', 'Where the alert begins.'), ('alert', 'what', 'The alert in words.'),
	('monthly', 'month', 'First day of the month.'), ('monthly', 'quantity_t', 'Quantity in tonnes.'), ('monthly', 'quantity_t_before', 'Quantity in tonnes of the same month a year before; NULL without a row.'),
	('monthly', 'told', 'What an alert at the end of this month says; NULL is nothing.'),
	('*', 'hs', 'Tariff line, ten digits.'), ('*', 'name', 'Name of the tariff line.'), ('*', 'origin', 'Country of origin, by its ISO 3166 code.'), ('*', 'origin_name', 'Name of the country of origin.'),
	('tariff_step', 'valid_from', 'First day of this rate.'), ('tariff_step', 'valid_to', 'First day that no longer has it.'),
	('tariff_step', 'rate', 'All duties together as a share of the customs value, 0.1 is 10 %; NULL where problem says why.'), ('tariff_step', 'programs', 'What the rate is made of.'),
	('*', 'scenario', 'Name of the scenario; its assumptions are in dashboard_input.scenario.'), ('*', 'scenario_order', 'For sorting scenarios.'),
	('shortage', 'supplier_share', 'Share of the supplier that stops in the importer''s purchases, 0 to 1.'), ('shortage', 'cut', 'Share of its deliveries that stops, 0 to 1.'),
	('shortage', 'duration_days', 'How long it stops, days.'), ('shortage', 'stock_days', 'Stock at the start, days of full use.'),
	('shortage', 'first_day_short', 'Day on which the stock is gone; NULL: it lasts.'), ('shortage', 'days_not_supplied', 'Days of use not delivered, whether the stock covers them or not.'),
	('shortage', 'days_missing', 'Days of full use that are missing.'), ('shortage', 'missing_share', 'The same as a share of the duration, 0 to 1.'),
	('shortage', 'missing_usd', 'Imports of so many days, US dollars a year / 365.'),
	('shortage_path', 'day_number', 'Day since the stop.'), ('shortage_path', 'stock_days_left', 'Stock left, days of full use.'),
	('shortage_path', 'missing_share', 'Share of use that is missing on this day, 0 to 1.'), ('shortage_path', 'days_missing_so_far', 'Days of full use missing up to this day.'),
	('*', 'buyer', 'Whose supply: World, or European Union.'), ('*', 'material', 'The material.'), ('*', 'stage', 'mining or processing.'), ('*', 'stage_order', 'For sorting stages along the chain.'),
	('stage_chain', 'stages', 'Number of stages that are known.'), ('stage_chain', 'bottleneck_stage', 'The stage at which the country''s share is largest.'), ('stage_chain', 'bottleneck_share', 'Its share there, 0 to 1.'),
	('stage_chain', 'any_stage_share', 'Share of the product that goes through the country at some stage, if stages are independent, 0 to 1.'),
	('trade_link', 'source', 'Supplier, or "others".'), ('trade_link', 'target', 'Importer.'),
	('fact', 'series', 'What the figure is about.'), ('fact', 'value', 'The figure, in its unit.'), ('fact', 'unit', 'share is 0 to 1.'), ('fact', 'source', 'Who published it.'),
	('data_vintage', 'dataset', 'Name of the data set.'), ('data_vintage', 'publisher', 'Who published it.'), ('data_vintage', 'release', 'Which edition.'), ('data_vintage', 'licence', 'Under what licence.'),
	('data_vintage', 'note', 'What to know about it.'), ('data_vintage', 'first_day', 'First day that the data cover.'), ('data_vintage', 'last_day', 'Last day that the data cover.'),
	('data_vintage', 'flow_rows', 'Number of rows; of a tariff its measures.'), ('data_vintage', 'missing_years', 'Years in between without any row.'),
	('entry_audit', 'entry', 'Number of the entry.'), ('entry_audit', 'line', 'Line of the entry.'), ('entry_audit', 'entry_date', 'Day of entry.'),
	('entry_audit', 'value_usd', 'Customs value of the line, US dollars.'), ('entry_audit', 'program', 'Which duty.'), ('entry_audit', 'filed_usd', 'Duty filed.'), ('entry_audit', 'computed_usd', 'Duty computed; NULL where reason says why.'),
	('entry_audit', 'difference_usd', 'Filed less computed: above 0 was paid too much.'), ('entry_audit', 'reason', 'Why they differ, or that they agree.'),
	('entry_audit', 'finding', 'paid too much, paid too little, agrees, or not computed.');
SELECT format('COMMENT ON COLUMN dashboard.%I.%I IS %L', c.relname, a.attname, s.words)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0,
	LATERAL (SELECT words FROM said WHERE in_view IN (c.relname, '*') AND col = a.attname ORDER BY in_view = '*' LIMIT 1) AS s
WHERE c.relnamespace = 'dashboard'::regnamespace AND c.relkind = 'v'
\gexec
DROP TABLE said;

-- who reads: rights on the views, the functions and what these ask, and on nothing else
SELECT to_regrole('dashboard_reader') IS NULL AS is_new \gset
\if :is_new
CREATE ROLE dashboard_reader NOLOGIN;
COMMENT ON ROLE dashboard_reader IS 'Reads the schema dashboard: GRANT dashboard_reader TO the role that a tool logs in with.';
\endif
GRANT USAGE ON SCHEMA dashboard, dashboard_input TO dashboard_reader;
SELECT format('GRANT USAGE ON SCHEMA %I TO dashboard_reader', nspname) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'trade_exposure'
\gexec
GRANT SELECT ON ALL TABLES IN SCHEMA dashboard TO dashboard_reader;
GRANT SELECT ON dashboard_input.supply, dashboard_input.product, dashboard_input.tariff_line, dashboard_input.tariff_origin TO dashboard_reader;
GRANT SELECT (regime, parent, covers_from, covers_to, compiled, compiled_from) ON tariff_regime TO dashboard_reader;
RESET client_min_messages;
