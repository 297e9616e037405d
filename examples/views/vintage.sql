-- vintage.sql -- how old the data are and what they lack; the audit of entries where there are any.

SELECT to_regclass('entry_line') IS NOT NULL AS has_entries \gset
\if :has_entries
CREATE VIEW dashboard.entry_audit AS
SELECT l.entry, l.line, l.entry_date, l.hs COLLATE "default" AS hs,
	l.origin COLLATE "default" AS origin, dashboard_input.place(l.origin COLLATE "default") AS origin_name, l.value::numeric AS value_usd, 
	coalesce(a.program, 'none') AS program, CASE WHEN a.program IS NULL THEN 0 ELSE a.filed END AS filed_usd,
	CASE WHEN a.program IS NULL AND w.problem IS NULL THEN 0 ELSE a.computed END AS computed_usd,
	CASE WHEN a.program IS NULL AND w.problem IS NULL THEN 0 ELSE a.difference END AS difference_usd,
	coalesce(a.reason, w.problem, 'nothing was filed and nothing is due') AS reason,
	CASE WHEN w.problem IS NOT NULL OR a.program IS NOT NULL AND a.computed IS NULL THEN 'not computed' WHEN a.difference > 0 THEN 'paid too much'
		WHEN a.difference < 0 THEN 'paid too little' ELSE 'agrees' END AS finding
FROM dashboard_input.tariff_law AS w CROSS JOIN entry_line AS l LEFT JOIN LATERAL duty_audit(w.regime, l.filed, l.hs, country_code(l.origin, 'iso3', 'iso2'), l.entry_date, l.value,
	l.quantities, claims => l.claims) AS a ON true;
COMMENT ON VIEW dashboard.entry_audit IS 'Duties filed against duties computed: a row for each entry line and program.
The entries are those of load_ace.sql.';
CREATE VIEW dashboard_input.entry_span AS
SELECT 'entries' AS dataset, min(entry_date) AS first_day, max(entry_date) AS last_day, count(*)::float8 AS flow_rows, NULL::float8 AS value_usd,
	NULL AS gaps FROM entry_line;
\else
-- without entries there are no rows, but what reads the view runs
CREATE VIEW dashboard.entry_audit AS
SELECT NULL::text AS entry, NULL::int AS line, NULL::date AS entry_date, NULL::text AS hs, NULL::text AS origin, NULL::text AS origin_name,
	NULL::numeric AS value_usd, NULL::text AS program, NULL::numeric AS filed_usd, NULL::numeric AS computed_usd,
	NULL::numeric AS difference_usd, NULL::text AS reason, NULL::text AS finding WHERE false;
COMMENT ON VIEW dashboard.entry_audit IS 'Duties filed against duties computed: a row for each entry line and program.
No entries are loaded: load_ace.sql reads them, then run views.sql again.';
CREATE VIEW dashboard_input.entry_span AS
SELECT 'entries' AS dataset, NULL::date AS first_day, NULL::date AS last_day, 0::float8 AS flow_rows, NULL::float8 AS value_usd, NULL AS gaps;
\endif
COMMENT ON VIEW dashboard_input.entry_span IS 'What the entry lines cover; nothing where none are loaded.';

-- years that a data set lacks altogether, and years that it has, but not of each product
CREATE VIEW dashboard_input.flow_gap AS
WITH have AS MATERIALIZED (SELECT dataset, product, year FROM dashboard_input.product_year),
	year_of AS (SELECT DISTINCT dataset, year FROM have),
	span AS (SELECT dataset, min(year) AS first_year, max(year) AS last_year FROM have GROUP BY dataset),
	missing AS (
		SELECT dataset, NULL AS product, y.year FROM span, LATERAL generate_series(first_year, last_year) AS y(year)
		WHERE NOT EXISTS (SELECT FROM year_of AS h WHERE h.dataset = span.dataset AND h.year = y.year)
		UNION ALL
		SELECT p.dataset, p.product, y.year FROM (SELECT DISTINCT dataset, product FROM have) AS p JOIN year_of AS y USING (dataset)
		WHERE NOT EXISTS (SELECT FROM have AS h WHERE (h.dataset, h.product, h.year) = (p.dataset, p.product, y.year)))
SELECT dataset, string_agg(gap, '; ' ORDER BY product NULLS FIRST) AS gaps
FROM (SELECT dataset, product, format('no rows of %s', concat_ws(' in ', product, string_agg(year::text, ', ' ORDER BY year))) AS gap
		FROM missing GROUP BY dataset, product) AS g
GROUP BY dataset;
COMMENT ON VIEW dashboard_input.flow_gap IS 'What lies between the first and the last year of each data set and is not there.';

CREATE VIEW dashboard.data_vintage AS
SELECT coalesce(s.dataset, d.dataset) AS dataset, coalesce(s.publisher, 'not said in dashboard_input.source') AS publisher, s.release, s.licence, s.note,
	d.first_day, d.last_day, coalesce(d.flow_rows, 0) AS flow_rows, d.value_usd,
	CASE WHEN coalesce(d.flow_rows, 0) = 0 THEN 'nothing is loaded' ELSE coalesce(nullif(d.gaps, ''), 'none') END AS gaps
FROM dashboard_input.source AS s FULL JOIN (
	SELECT dataset, make_date(min(year), 1, 1) AS first_day, make_date(max(year), 12, 31) AS last_day, count(*)::float8 AS flow_rows,
		sum(value_usd)::float8 AS value_usd, (SELECT g.gaps FROM dashboard_input.flow_gap AS g WHERE g.dataset = f.dataset) AS gaps
	FROM dashboard_input.flow AS f GROUP BY dataset
	UNION ALL
	SELECT 'monthly', min(month), (max(month) + interval '1 month - 1 day')::date, count(*)::float8, NULL,
		'no rows of ' || (SELECT string_agg(to_char(x.month, 'YYYY-MM'), ', ' ORDER BY x.month)
			FROM (SELECT min(month) AS first, max(month) AS last FROM dashboard_input.monthly) AS e,
				LATERAL generate_series(e.first::timestamp, e.last::timestamp, interval '1 month') AS x(month)
			WHERE NOT EXISTS (SELECT FROM dashboard_input.monthly AS m WHERE m.month = x.month::date))
	FROM dashboard_input.monthly
	UNION ALL
	SELECT 'stages', NULL, NULL, (SELECT count(*)::float8 FROM dashboard_input.stage), NULL, concat_ws('; ', 'the days are not published',
		CASE WHEN count(*) > 0 THEN format('the named countries supply less than 90 %% of %s stages, least of %s: %s', count(*),
			(array_agg(concat_ws(', ', buyer, material, stage) ORDER BY named_share))[1], dashboard_input.percent(min(named_share))) END)
	FROM dashboard_input.stage_known WHERE named_share < 0.895
	UNION ALL
	SELECT 'facts', min(day), max(day), count(*)::float8, NULL, 'single figures: each series has its own days' FROM dashboard_input.fact
	UNION ALL
	SELECT * FROM dashboard_input.entry_span) AS d USING (dataset)
UNION ALL
SELECT 'tariff ' || regime, coalesce(description, regime), 'law in force', 'public law', 'duties are known for entries of these days only',
	covers_from, covers_to - 1, (SELECT count(*) FROM tariff_measure AS m WHERE m.regime = r.regime)::float8, NULL, 'none'
FROM tariff_regime AS r WHERE regime = 'US';
COMMENT ON VIEW dashboard.data_vintage IS 'How old the data are, who published them and under what licence, and what they lack: a row for each data set.';
