-- shortage.sql -- what is missing if a supplier stops.

CREATE VIEW dashboard_input.stopped AS
SELECT c.*, s.importer, s.product, s.year, s.mix,
	CASE WHEN s.problem IS NULL THEN dependency_share(s.mix, c.supplier) END AS supplier_share, (concentration(s.mix, 'null')).unspecified_share, s.problem
FROM dashboard_input.scenario AS c, dashboard_input.watched AS w JOIN dashboard_input.supply AS s USING (importer)
	JOIN dashboard_input.product_year AS y USING (dataset, product, year)
WHERE s.year = y.last_year;
COMMENT ON VIEW dashboard_input.stopped IS 'Each scenario over the latest supplies of each watched importer.';

CREATE VIEW dashboard.shortage AS
SELECT c.scenario, c.ord AS scenario_order, c.importer, dashboard_input.place(c.importer) AS importer_name,
	c.product, coalesce(p.name, c.product) AS product_name, c.year,
	c.supplier, dashboard_input.place(c.supplier) AS supplier_name, c.supplier_share, c.unspecified_share, c.cut, c.duration_days, c.stock_days,
	c.alternative, c.alternative_start, d.time_to_survive AS first_day_short, d.gap AS days_not_supplied,
	d.shortage AS days_missing, d.shortage / c.duration_days AS missing_share, total(c.mix) / 365 * d.shortage AS missing_usd,
	concat(format('%s delivers %s less for %s days; stocks last %s days', dashboard_input.place(c.supplier),
		dashboard_input.percent(c.cut), c.duration_days, c.stock_days),
		CASE WHEN c.alternative > 0 THEN format('; others deliver %s of the use from day %s on',
			dashboard_input.percent(c.alternative), c.alternative_start) END,
		CASE WHEN c.unspecified_share > 0 THEN format('; who sold %s is not known, it counts as delivered',
			dashboard_input.percent(c.unspecified_share)) END) AS assumed, c.problem
FROM dashboard_input.stopped AS c LEFT JOIN dashboard_input.product AS p USING (product),
	LATERAL disruption_detail(c.supplier_share, c.duration_days, c.cut, cover => c.stock_days,
		alternative => c.alternative, alternative_start => c.alternative_start) AS d;
COMMENT ON VIEW dashboard.shortage IS 'What the watched importers would lack in each scenario: a row for each scenario, importer and product, by the latest year of the data.
The scenarios are assumptions: the column assumed says them in words.';

CREATE VIEW dashboard.shortage_path AS
SELECT c.scenario, c.ord AS scenario_order, c.importer, dashboard_input.place(c.importer) AS importer_name,
	c.product, coalesce(p.name, c.product) AS product_name,
	d.day AS day_number, d.stock AS stock_days_left, d.shortage AS missing_share, d.shortage_so_far AS days_missing_so_far
FROM dashboard_input.stopped AS c LEFT JOIN dashboard_input.product AS p USING (product),
	LATERAL disruption_path(c.supplier_share, c.duration_days, c.cut, cover => c.stock_days,
		alternative => c.alternative, alternative_start => c.alternative_start, step => 10) AS d;
COMMENT ON VIEW dashboard.shortage_path IS 'The same scenarios every ten days: how the stock goes down and what is missing then.';
