-- All figures of a report as one jsonb.

CREATE FUNCTION te_support.te_report_spell(periods date[], months int4, full_year date) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- how many periods of a year there are, and whether those that lack only stand before the first one
	SELECT jsonb_build_object('n', cardinality($1), 'of', 12 / $2, 'step', $2, 'first', te_support.te_flow_label(($1)[1], $2),
		'last', te_support.te_flow_label(coalesce($3, ($1)[cardinality($1)]), $2),
		'running', cardinality($1) > 0 AND ($1)[cardinality($1)] = coalesce($3, ($1)[cardinality($1)])
			AND te_support.te_flow_labels($1, $2) = te_support.te_flow_labels(ARRAY(SELECT g::date FROM generate_series(($1)[1]::timestamp,
				($1)[cardinality($1)]::timestamp, make_interval(months => $2)) AS g), $2));
END;
COMMENT ON FUNCTION te_support.te_report_spell(date[], int4, date) IS
'Support of reports: the periods of a year as figures for a sentence. Example: SELECT te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'') ->> ''n'' → 2';

CREATE FUNCTION te_support.te_report_json(flows te_support.te_flow[], calendar te_support.te_calendar, span te_support.te_span, max_products int4) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH chart AS (
		SELECT ARRAY(SELECT p FROM unnest(($2).periods) AS p
			WHERE p >= ($3).latest - CASE ($2).months WHEN 12 THEN '29 years' ELSE '35 months' END::interval ORDER BY p) AS periods),
	-- every period has its place in a chart, the ones that nobody has too
	dates AS (
		SELECT d.at::date AS at, te_support.te_flow_label(d.at::date, ($2).months) AS label, c.place
		FROM chart, generate_series((chart.periods)[1]::timestamp, ($3).latest::timestamp, make_interval(months => ($2).months)) AS d(at)
			LEFT JOIN unnest(chart.periods) WITH ORDINALITY AS c(at, place) ON c.at = d.at::date),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, greatest(te_support.te_series_sum_at(f.series, ($3).now_periods), 0) AS now,
			greatest(te_support.te_series_sum_at(f.series, ($3).now_common), 0) AS now_common,
			greatest(te_support.te_series_sum_at(f.series, ($3).before_common), 0) AS before,
			te_support.te_series_at(f.series, c.periods) AS course
		FROM te_support.te_flow_each($1) AS f, chart AS c WHERE f.reason = 0),
	whole AS MATERIALIZED (
		SELECT @extschema@.supply_mix(p.origin, p.now) FILTER (WHERE p.now > 0) AS now,
			@extschema@.supply_mix(p.origin, p.now_common) FILTER (WHERE p.now_common > 0) AS now_common,
			@extschema@.supply_mix(p.origin, p.before) FILTER (WHERE p.before > 0) AS before,
			count(DISTINCT p.product) FILTER (WHERE p.now > 0)::int4 AS products, count(DISTINCT p.product) FILTER (WHERE p.before > 0)::int4 AS products_before
		FROM pair AS p),
	mixes AS (
		SELECT p.product, @extschema@.supply_mix(p.origin, p.now) FILTER (WHERE p.now > 0) AS now,
			@extschema@.supply_mix(p.origin, p.now_common) FILTER (WHERE p.now_common > 0) AS now_common,
			@extschema@.supply_mix(p.origin, p.before) FILTER (WHERE p.before > 0) AS before
		FROM pair AS p GROUP BY p.product),
	ranked AS MATERIALIZED (
		SELECT m.product, m.now, m.now_common, m.before, @extschema@.total(m.now) AS total,
			row_number() OVER (ORDER BY @extschema@.total(m.now) DESC NULLS LAST, m.product COLLATE "C") AS place
		FROM mixes AS m),
	series AS (
		SELECT p.product, te_support.te_course_sum(p.course) AS course
		FROM pair AS p
		WHERE p.product IN (SELECT r.product FROM ranked AS r WHERE r.place <= $4)
		GROUP BY p.product),
	over_time AS (
		SELECT d.label, o.origin, o.course[d.place] AS amount
		FROM (SELECT p.origin, te_support.te_course_sum(p.course) AS course FROM pair AS p GROUP BY p.origin) AS o, dates AS d
		WHERE o.course[d.place] > 0),
	shares AS (
		SELECT jsonb_agg(o.label ORDER BY o.label, o.origin, o.amount) AS periods, jsonb_agg(o.origin ORDER BY o.label, o.origin, o.amount) AS origins,
			jsonb_agg(o.amount ORDER BY o.label, o.origin, o.amount) AS amounts
		FROM (SELECT t.label, t.origin COLLATE "C" AS origin, t.amount FROM over_time AS t
			  UNION ALL SELECT d.label, NULL, 0 FROM dates AS d) AS o),
	heat AS (
		SELECT jsonb_agg(p.product ORDER BY p.product, p.origin) AS products, jsonb_agg(p.origin ORDER BY p.product, p.origin) AS origins,
			jsonb_agg(p.now ORDER BY p.product, p.origin) AS amounts
		FROM (SELECT q.product COLLATE "C" AS product, q.origin COLLATE "C" AS origin, q.now FROM pair AS q) AS p
			JOIN ranked AS r ON r.product = p.product
		WHERE r.place <= 25 AND p.now > 0),
	supplier AS (
		SELECT coalesce(n.origin, b.origin) AS origin, coalesce(n.amount, 0) AS now, coalesce(b.amount, 0) AS before,
			coalesce(n.share, 0) AS share, coalesce(b.share, 0) AS share_before
		FROM (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.now_common) AS e) AS n
			FULL JOIN (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.before) AS e) AS b ON coalesce(b.origin, '') = coalesce(n.origin, ''))
	SELECT jsonb_build_object(
		'empty', ($3).latest IS NULL, 'yearly', ($2).months = 12, 'step', ($2).months,
		'latest', te_support.te_flow_label(($3).latest, ($2).months), 'before', te_support.te_flow_label(($3).before, ($2).months),
		'now_periods', te_support.te_report_spell(($3).now_periods, ($2).months, ($3).latest),
		'before_periods', te_support.te_report_spell(($3).before_common, ($2).months, ($3).before),
		'like', cardinality(($3).now_common) = cardinality(($3).now_periods) AND cardinality(($3).before_common) = cardinality(($3).before_periods),
		'key', jsonb_build_object(
			-- nothing traded in periods that there are is 0
			'total', coalesce(@extschema@.total(w.now), CASE WHEN cardinality(($3).now_periods) > 0 THEN 0 END),
			'total_common', coalesce(@extschema@.total(w.now_common), CASE WHEN cardinality(($3).now_common) > 0 THEN 0 END), 'total_before', @extschema@.total(w.before),
			'top', @extschema@.top_supplier(w.now), 'top_share', @extschema@.top_share(w.now, 1),
			'top_share_common', @extschema@.dependency_share(w.now_common, @extschema@.top_supplier(w.now)),
			'top_share_before', @extschema@.dependency_share(w.before, @extschema@.top_supplier(w.now)),
			'hhi', @extschema@.hhi(w.now), 'hhi_common', @extschema@.hhi(w.now_common), 'hhi_before', @extschema@.hhi(w.before),
			'suppliers', @extschema@.supplier_count(w.now), 'suppliers_before', @extschema@.supplier_count(w.before),
			'products', w.products, 'products_before', CASE WHEN w.before IS NOT NULL THEN w.products_before END),
		'shares', (SELECT to_jsonb(x) FROM shares AS x), 'heat', (SELECT to_jsonb(x) FROM heat AS x),
		'products', (SELECT coalesce(jsonb_agg(jsonb_build_object('product', r.product, 'amount', r.total, 'common', @extschema@.total(r.now_common),
				'before', @extschema@.total(r.before), 'top', @extschema@.top_supplier(r.now), 'top_share', @extschema@.top_share(r.now, 1),
				'top_share_common', @extschema@.dependency_share(r.now_common, @extschema@.top_supplier(r.now)),
				'top_share_before', @extschema@.dependency_share(r.before, @extschema@.top_supplier(r.now)),
				'hhi', @extschema@.hhi(r.now), 'hhi_before', @extschema@.hhi(r.before), 'suppliers', @extschema@.supplier_count(r.now),
				'series', (SELECT jsonb_agg(e.course[d.place] ORDER BY d.at) FROM dates AS d)) ORDER BY r.place), '[]')
			FROM ranked AS r JOIN series AS e ON e.product = r.product),
		'products_in_all', (SELECT count(*) FROM ranked),
		'suppliers', (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY abs(x.share - x.share_before) DESC, x.origin COLLATE "C"), '[]')
			FROM (SELECT s.* FROM supplier AS s WHERE w.before IS NOT NULL ORDER BY abs(s.share - s.share_before) DESC, s.origin COLLATE "C" LIMIT 12) AS x))
	FROM whole AS w;
END;
COMMENT ON FUNCTION te_support.te_report_json(te_support.te_flow[], te_support.te_calendar, te_support.te_span, int4) IS
'Support of reports: the figures of flows that were read: key figures, shares, products, changes. Example: SELECT te_support.te_report_json(''{}'', NULL, NULL, 10) ->> ''empty'' → true';

CREATE FUNCTION te_support.te_report_span_words(spell jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN ($1 ->> 'step')::int4 = 12 THEN $1 ->> 'last'
	WHEN ($1 ->> 'n')::int4 = ($1 ->> 'of')::int4 THEN CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'twelve months to ' ELSE 'four quarters to ' END || ($1 ->> 'last')
	WHEN ($1 ->> 'n')::int4 = 1 AND ($1 ->> 'running')::bool THEN $1 ->> 'last'
	WHEN ($1 ->> 'n')::int4 > 0 THEN ($1 ->> 'n') || CASE WHEN ($1 ->> 'running')::bool THEN '' ELSE ' of the ' || CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'twelve' ELSE 'four' END END
		|| CASE ($1 ->> 'of')::int4 WHEN 12 THEN ' months to ' ELSE ' quarters to ' END || ($1 ->> 'last') END;
COMMENT ON FUNCTION te_support.te_report_span_words(jsonb) IS
'Support of reports: the periods of a year in words, with how many of them there are. Example: SELECT te_support.te_report_span_words(te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'')) → 2 months to 2025-02';

CREATE FUNCTION te_support.te_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off SET extra_float_digits = 1 SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	used jsonb := te_support.te_alert_limits(limits);
	broad bool := used ->> 'breadth_limit' IS NOT NULL AND importer IS NULL;
	-- the table is read once: all that follows is made of this
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column, broad, quantity_column), importer);
	pairs te_support.te_flow[] := CASE WHEN broad THEN te_support.te_flow_collapsed(found) ELSE found END;
	calendar te_support.te_calendar := te_support.te_flow_dated(flows, period_column, pairs, coalesce((used ->> 'min_coverage')::float8, 0));
	span te_support.te_span := te_support.te_flow_span(calendar, compare_to, te_support.te_alert_history(calendar, used));
	result jsonb := te_support.te_report_json(pairs, calendar, span, max_products);
BEGIN
	used := used || jsonb_build_object('history', te_support.te_alert_history(calendar, used));
	RETURN result || jsonb_build_object('importer', importer,
		'span', te_support.te_report_span_words(result -> 'now_periods'),
		'span_before', coalesce(te_support.te_report_span_words(result -> 'before_periods'), CASE WHEN NOT (result ->> 'empty')::bool THEN result ->> 'before' END),
		'alerts', (SELECT coalesce(jsonb_agg(jsonb_build_object('severity', a.severity, 'metric', a.metric, 'key', a.key, 'value', a.value,
				'previous', a.previous, 'threshold', a.threshold,
				'since', te_support.te_flow_label((a.evidence ->> 'since')::date, calendar.months), 'evidence', a.evidence) ORDER BY a.place), '[]')
			FROM te_support.te_alerts(pairs, CASE WHEN broad THEN found END, calendar, span, used, coalesce(on_date, current_date))
				WITH ORDINALITY AS a(severity, metric, key, product, origin, value, previous, threshold, evidence, place)),
		'audit', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM te_support.te_flow_audit(pairs, calendar) AS x),
		'parameters', jsonb_build_object('flows', flows, 'importer', importer, 'on_date', on_date, 'compare_to', compare_to,
			'limits', used, 'max_products', max_products));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text, text) IS
'Support of reports: the figures of a report, of a table read once. Example: SELECT te_support.te_report_data(''flows'', importer => ''JPN'') ? ''products'' → true';

CREATE FUNCTION @extschema@.trade_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT te_support.te_report_data($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
END;
COMMENT ON FUNCTION @extschema@.trade_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text, text) IS
'The figures of trade_report as one JSON object: key figures, alerts, shares, products, changes, what was left out. Example: SELECT trade_report_data(''flows'', importer => ''JPN'') ? ''products'' → true';
