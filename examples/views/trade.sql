-- trade.sql -- on whom importers depend: by year, by supplier, by month.

CREATE VIEW dashboard.dependence AS
SELECT s.year, make_date(s.year, 1, 1) AS day, s.importer, dashboard_input.place(s.importer) AS importer_name,
	country_code(s.importer, 'iso3', 'm49') AS importer_m49, s.product, coalesce(p.name, s.product) AS product_name,
	total(s.mix) AS value_usd, c.suppliers, c.top_supplier, dashboard_input.place(c.top_supplier) AS top_supplier_name,
	c.top_share, c.top3_share, c.hhi, c.effective_suppliers, c.unspecified_share, s.year = s.last_year AS is_latest, s.dataset, s.problem,
	dashboard_input.coverage(s.dataset) AS coverage
FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p USING (product), LATERAL concentration(s.mix, 'null') AS c;
COMMENT ON VIEW dashboard.dependence IS 'On whom each importer depends: a row for each importer, product and year.
Importer EU is the European Union as one importer without trade among its members (of 1 July); World is all importers of the data set.';

CREATE VIEW dashboard.supplier_share AS
SELECT s.year, make_date(s.year, 1, 1) AS day, s.importer, dashboard_input.place(s.importer) AS importer_name,
	s.product, coalesce(p.name, s.product) AS product_name, o.origin AS supplier,
	coalesce(dashboard_input.place(o.origin), 'not known') AS supplier_name,
	country_code(o.origin, 'iso3', 'm49') AS supplier_m49, o.rank AS supplier_rank,
	o.amount AS value_usd, o.share, o.cumulative_share, s.year = s.last_year AS is_latest, s.problem,
	dashboard_input.coverage(s.dataset) AS coverage
FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p USING (product), LATERAL each_origin(s.mix) AS o;
COMMENT ON VIEW dashboard.supplier_share IS
	'From whom each importer buys: a row for each supplier, importer, product and year, the largest first by supplier_rank.';

CREATE FUNCTION dashboard.dependence_on(supplier text, year int)
RETURNS TABLE(importer text, importer_name text, importer_iso2 text, importer_m49 text, product text, product_name text,
	value_usd float8, share float8, unspecified_share float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	whom text := dashboard_input.sent_country(supplier);
	at_year int := dashboard_input.sent_year(year);
BEGIN
	RETURN QUERY
	SELECT s.importer, dashboard_input.place(s.importer), country_code(s.importer, 'iso3', 'iso2'),
		country_code(s.importer, 'iso3', 'm49'), s.product, coalesce(p.name, s.product), total(s.mix),
		CASE WHEN s.problem IS NULL THEN dependency_share(s.mix, whom) END, c.unspecified_share
	FROM dashboard_input.supply AS s LEFT JOIN dashboard_input.product AS p ON p.product = s.product,
		LATERAL concentration(s.mix, 'null') AS c
	WHERE s.year = at_year;
END $$;
COMMENT ON FUNCTION dashboard.dependence_on IS 'Share of one supplier in the imports of everybody in a year.
supplier: a country, by its code or name (CHN). year: a year of the data. Importers that buy nothing from it have the share 0; an unknown country and a year without data are errors. Maps join on importer (alpha-3), importer_iso2 or importer_m49.';

CREATE VIEW dashboard.year_over_year AS
SELECT y.year, make_date(y.year, 1, 1) AS day, y.importer, dashboard_input.place(y.importer) AS importer_name,
	y.product, coalesce(p.name, y.product) AS product_name,
	CASE WHEN y.now IS NULL THEN 0 ELSE total(y.now) END AS value_usd, total(y.before) AS value_usd_before,
	CASE WHEN y.now IS NULL THEN -1 ELSE total(y.now) / CASE WHEN total(y.before) > 0 THEN total(y.before) END - 1 END AS change,
	hhi(y.now, negative => 'null') AS hhi, hhi(y.before, negative => 'null') AS hhi_before,
	top_share(y.now, 1, 'null') AS top_share,
	CASE WHEN y.problem IS NULL AND y.problem_before IS NULL THEN dependency_share(y.before, top_supplier(y.now)) END AS top_share_before,
	CASE WHEN b.year IS NULL THEN 'there are no data of ' || y.year - 1
		WHEN y.before IS NULL THEN 'nothing was imported in ' || y.year - 1
		WHEN total(y.before) <= 0 AND y.now IS NOT NULL THEN 'the value of ' || y.year - 1 || ' is not above 0' END AS problem
FROM (SELECT coalesce(s.dataset, b.dataset) AS dataset, coalesce(s.year, b.year + 1) AS year,
		coalesce(s.importer, b.importer) AS importer, coalesce(s.product, b.product) AS product, s.mix AS now, b.mix AS before,
		s.problem, b.problem AS problem_before
		FROM dashboard_input.supply AS s FULL JOIN dashboard_input.supply AS b
			ON b.dataset = s.dataset AND b.importer = s.importer AND b.product = s.product AND b.year + 1 = s.year) AS y
	JOIN dashboard_input.product_year AS d USING (dataset, product, year)
	LEFT JOIN dashboard_input.product_year AS b ON b.dataset = y.dataset AND b.product = y.product AND b.year = y.year - 1
	LEFT JOIN dashboard_input.product AS p ON p.product = y.product;
COMMENT ON VIEW dashboard.year_over_year IS 'Each year against the year before: a row for each importer, product and year in which it bought, then or the year before.
Without data of the year before nothing is compared, and problem says so; where supply fell to nothing the value is 0.';

CREATE VIEW dashboard.monthly AS
SELECT x.month, x.importer, dashboard_input.place(x.importer) AS importer_name, x.supplier,
	coalesce(dashboard_input.place(x.supplier), 'not known') AS supplier_name, x.product, coalesce(p.name, x.product) AS product_name,
	x.quantity_t, x.quantity_t_before, x.quantity_t / nullif(x.quantity_t_before, 0) - 1 AS change,
	(SELECT string_agg(replace(a.metric, '_', ' ') || ' ' || round(a.value::numeric, 1), ', ' ORDER BY a.metric)
		FROM dashboard_input.monthly_alert AS a
		WHERE a.month = x.month AND a.importer = x.importer AND a.product = x.product AND a.origin = x.supplier) AS told
FROM (SELECT coalesce(m.month, (b.month + interval '1 year')::date) AS month, coalesce(m.importer, b.importer) AS importer,
		coalesce(m.exporter, b.exporter) AS supplier, coalesce(m.product, b.product) AS product,
		CASE WHEN m.month IS NULL THEN 0 ELSE m.quantity_t END AS quantity_t, b.quantity_t AS quantity_t_before
		FROM dashboard_input.monthly AS m FULL JOIN dashboard_input.monthly AS b ON (b.month + interval '1 year')::date = m.month
			AND b.importer = m.importer AND b.exporter = m.exporter AND b.product = m.product) AS x
	LEFT JOIN dashboard_input.product AS p ON p.product = x.product
WHERE EXISTS (SELECT FROM dashboard_input.monthly AS m WHERE m.month = x.month AND m.product = x.product);
COMMENT ON VIEW dashboard.monthly IS 'Supplies by month, and what an alert at the end of each month would have told.
A month of which the data have nothing of a product has no row; a supplier that others outlast has 0.';

CREATE VIEW dashboard.trade_link AS
-- who sells and who buys have different names: a country that does both would make a loop, which no diagram can draw
SELECT f.year, f.product, coalesce(p.name, f.product) AS product_name, f.importer, f.source,
	dashboard_input.place(f.importer) || ' (buys)' AS target, sum(f.value_usd) AS value_usd
FROM (SELECT s.year, s.product, s.importer, o.amount AS value_usd,
		CASE WHEN o.rank <= 6 THEN dashboard_input.place(o.origin) WHEN o.rank IS NULL THEN 'not known' ELSE 'others' END AS source
		FROM dashboard_input.watched AS w JOIN dashboard_input.supply AS s ON s.importer = w.importer,
			LATERAL each_origin(s.mix) AS o WHERE o.amount > 0) AS f
	LEFT JOIN dashboard_input.product AS p USING (product)
GROUP BY f.year, f.product, p.name, f.source, f.importer;
COMMENT ON VIEW dashboard.trade_link IS 'Source, target and value for a Sankey diagram: the six largest suppliers of each watched importer and others.
The importer EU stands beside its members: choose one.';

CREATE VIEW dashboard.fact AS
SELECT series, day, extract(year FROM day)::int AS year, value, unit, source FROM dashboard_input.fact;
COMMENT ON VIEW dashboard.fact IS 'Single published figures beside the flows: shares and prices.';
