-- alert.sql -- alerts in words, with what they are held against.

CREATE VIEW dashboard.watched AS
SELECT importer, dashboard_input.place(importer) AS importer_name, share_limit, hhi_limit FROM dashboard_input.watched;
COMMENT ON VIEW dashboard.watched IS 'The importers for whom alerts, shortages and links are made: of any other, silence says nothing.';

CREATE VIEW dashboard.alert AS
SELECT a.severity, array_position('{critical,warning,info}', a.severity) AS severity_order, a.metric, a.importer,
	dashboard_input.place(a.importer) AS importer_name, a.product, coalesce(p.name, a.product) AS product_name,
	a.origin AS supplier, n.name AS supplier_name, a.value, a.previous, a.threshold, a.last_year AS year, b.base_year,
	CASE a.metric
		WHEN 'missing_periods' THEN format('The data set %s has no data of %s', a.dataset, a.key)
		ELSE coalesce(p.name, a.product, 'The data set ' || a.dataset) || ': ' || CASE a.metric
			WHEN 'top_supplier_share' THEN format('%s supplies %s in %s', n.name, dashboard_input.percent(a.value), a.last_year)
				|| coalesce(', after ' || dashboard_input.percent(a.previous) || ' in ' || b.base_year, '')
			WHEN 'share_rise' THEN format('the share of %s rose from %s in %s to %s in %s', n.name,
				dashboard_input.percent(a.previous), b.base_year, dashboard_input.percent(a.previous + a.value), a.last_year)
			WHEN 'hhi' THEN format('supply is concentrated in %s, HHI %s', a.last_year, round(a.value::numeric, 2))
				|| coalesce(', after ' || round(a.previous::numeric, 2) || ' in ' || b.base_year, '')
			WHEN 'supplier_lost' THEN CASE WHEN k.coverage IS NOT NULL AND a.value = 1 THEN format('%s is not among the main flows of %s any more, as it was in %s',
				n.name, a.last_year, b.base_year) ELSE format('%s delivers %s less in %s than in %s', n.name,
				dashboard_input.percent(a.value), a.last_year, b.base_year) END
			WHEN 'abrupt_stop' THEN CASE WHEN k.coverage IS NOT NULL AND a.value = 1 THEN format('%s is not among the main flows of %s any more, as it was in %s',
				n.name, a.last_year, b.base_years) ELSE format('%s stopped in %s, %s of the median of %s are gone', n.name, a.last_year,
				dashboard_input.percent(a.value), b.base_years) END
			WHEN 'robust_z' THEN format('%s delivers unusually %s in %s, %s spreads from the median of %s', n.name,
				CASE WHEN a.value < 0 THEN 'little' ELSE 'much' END, a.last_year, round(abs(a.value)::numeric, 1), b.base_years)
			WHEN 'cusum' THEN format('what %s delivers drifts %s, %s against %s', n.name,
				CASE WHEN a.value < 0 THEN 'down' ELSE 'up' END, a.last_year, b.base_years)
			WHEN 'surge' THEN format('%s delivers in %s %s times the usual of %s', n.name, a.last_year,
				round(a.value::numeric, 1), b.base_years)
			ELSE concat_ws(', ', replace(a.metric, '_', ' '), n.name) END
	END AS what, k.coverage
FROM dashboard_input.alert AS a LEFT JOIN dashboard_input.product AS p USING (product),
	LATERAL (SELECT dashboard_input.place(a.origin)) AS n(name), LATERAL (SELECT dashboard_input.coverage(a.dataset)) AS k(coverage),
	-- a share is held against one year, a series against those before the latest one
	LATERAL (SELECT CASE WHEN a.evidence ->> 'series' IS NULL AND a.previous IS NOT NULL THEN left(a.evidence ->> 'compared_to', 4)::int END,
		CASE WHEN a.evidence ->> 'series' IS NULL THEN left(a.evidence ->> 'compared_to', 4) ELSE 'the years before' END
		) AS b(base_year, base_years);
COMMENT ON VIEW dashboard.alert IS 'What the watched importers must look at, in the latest year of each data set: a row for each alert, in words in the column what.
Sort by severity_order: critical, warning, info.';
