-- All figures of a report as one jsonb.

CREATE FUNCTION te_support.te_report_limits(given jsonb) RETURNS jsonb
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	defaults CONSTANT jsonb := '{"share_limit": 0.65, "share_rise_limit": 0.10, "hhi_limit": 0.40, "stop_floor": 0.10, "z_limit": 3.5, "cusum_slack": 0.5,
		"cusum_limit": 5, "surge_limit": 2, "breadth_limit": null, "min_share": 0.05, "min_amount": 0, "history": 24}';
	limits jsonb;
	bad text := CASE WHEN jsonb_typeof(given) <> 'object' THEN format('limits must be a JSON object, but are %s', given) END;
BEGIN
	IF bad IS NULL THEN
		SELECT CASE WHEN defaults ? l.key THEN format('the limit "%s" must be a number, but is %s', l.key, l.value) ELSE format('unknown limit "%s"', l.key) END
		INTO bad FROM jsonb_each(given) AS l WHERE NOT defaults ? l.key OR jsonb_typeof(l.value) NOT IN ('number', 'null') LIMIT 1;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = format('Limits are the arguments of trade_alerts: %s.', (SELECT string_agg(l, ', ') FROM jsonb_object_keys(defaults) AS l));
	END IF;
	limits := defaults || coalesce(given, '{}');
	PERFORM te_support.te_alert_limits((limits ->> 'share_limit')::float8, (limits ->> 'share_rise_limit')::float8,
		(limits ->> 'hhi_limit')::float8, (limits ->> 'stop_floor')::float8, (limits ->> 'z_limit')::float8, (limits ->> 'cusum_slack')::float8,
		(limits ->> 'cusum_limit')::float8, (limits ->> 'surge_limit')::float8, (limits ->> 'breadth_limit')::float8,
		(limits ->> 'min_share')::float8, (limits ->> 'min_amount')::float8, (limits ->> 'history')::float8);
	RETURN limits;
END;
$$;
COMMENT ON FUNCTION te_support.te_report_limits(jsonb) IS
	'Support of reports: the limits of alerts, those that are not given as trade_alerts has them; throws on one that is unknown or out of its range. Example: SELECT te_support.te_report_limits(''{"hhi_limit": 0.5}'') ->> ''share_limit'' → 0.65';

CREATE FUNCTION @extschema@.trade_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL) RETURNS jsonb
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
BEGIN ATOMIC
	SELECT te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column, amount_column,
		limits ->> 'breadth_limit' IS NOT NULL AND importer IS NULL);
	SELECT te_support.te_report_limits(limits);
	WITH chosen AS MATERIALIZED (SELECT te_support.te_report_limits(limits) AS limits),
	f AS MATERIALIZED (
		SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, f.series
		FROM te_support.te_flow_series(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column) AS f),
	step AS (
		SELECT max(te_support.te_series_latest(f.series)) AS latest, min(te_support.te_series_first(f.series)) AS first,
			coalesce(bool_and(te_support.te_series_yearly(f.series)), true) AS yearly
		FROM f),
	span AS (
		SELECT s.*, (s.latest - '1 year'::interval)::date AS after, coalesce(compare_to, (s.latest - '1 year'::interval)::date) AS before,
			CASE WHEN s.yearly THEN 'YYYY' ELSE 'YYYY-MM' END AS form, CASE WHEN s.yearly THEN 12 ELSE 1 END AS months,
			greatest(s.first, (s.latest - CASE WHEN s.yearly THEN '29 years' ELSE '35 months' END::interval)::date) AS chart_from
		FROM step AS s),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, greatest(te_support.te_series_sum(f.series, s.after, s.latest), 0) AS now,
			greatest(te_support.te_series_sum(f.series, (s.before - '1 year'::interval)::date, s.before), 0) AS before,
			te_support.te_series_course(f.series, s.chart_from, s.latest, s.months) AS course
		FROM f, span AS s),
	whole AS (
		SELECT @extschema@.supply_mix(origin, now) FILTER (WHERE now > 0) AS now,
			@extschema@.supply_mix(origin, before) FILTER (WHERE before > 0) AS before,
			count(DISTINCT product) FILTER (WHERE now > 0)::int4 AS products, count(DISTINCT product) FILTER (WHERE before > 0)::int4 AS products_before
		FROM pair),
	mixes AS (
		SELECT product, @extschema@.supply_mix(origin, now) FILTER (WHERE now > 0) AS now,
			@extschema@.supply_mix(origin, before) FILTER (WHERE before > 0) AS before
		FROM pair GROUP BY product),
	ranked AS (
		SELECT m.*, @extschema@.total(m.now) AS total,
			row_number() OVER (ORDER BY @extschema@.total(m.now) DESC NULLS LAST, m.product COLLATE "C") AS place
		FROM mixes AS m),
	dates AS (
		SELECT g.place, to_char(g.period, s.form) AS label
		FROM span AS s, generate_series(s.chart_from::timestamp, s.latest::timestamp, make_interval(months => s.months))
			WITH ORDINALITY AS g(period, place)),
	series AS (
		SELECT p.product, te_support.te_course_sum(p.course) AS series
		FROM pair AS p
		WHERE p.product IN (SELECT r.product FROM ranked AS r WHERE r.place <= max_products)
		GROUP BY p.product),
	over_time AS (
		SELECT d.label, o.origin, c.amount
		FROM (SELECT p.origin, te_support.te_course_sum(p.course) AS course FROM pair AS p GROUP BY p.origin) AS o,
			unnest(o.course) WITH ORDINALITY AS c(amount, place) JOIN dates AS d ON d.place = c.place
		WHERE c.amount > 0),
	-- every period has its place in the chart, traded or not
	shares AS (
		SELECT jsonb_agg(label ORDER BY label, origin, amount) AS periods, jsonb_agg(origin ORDER BY label, origin, amount) AS origins,
			jsonb_agg(amount ORDER BY label, origin, amount) AS amounts
		FROM (SELECT label, origin COLLATE "C" AS origin, amount FROM over_time
			  UNION ALL SELECT label, NULL, 0 FROM dates) AS o),
	heat AS (
		SELECT jsonb_agg(p.product ORDER BY p.product, p.origin) AS products, jsonb_agg(p.origin ORDER BY p.product, p.origin) AS origins,
			jsonb_agg(p.now ORDER BY p.product, p.origin) AS amounts
		FROM (SELECT product COLLATE "C" AS product, origin COLLATE "C" AS origin, now FROM pair) AS p
			JOIN ranked AS r ON r.product = p.product
		WHERE r.place <= 25 AND p.now > 0),
	supplier AS (
		SELECT coalesce(n.origin, b.origin) AS origin, coalesce(n.amount, 0) AS now, coalesce(b.amount, 0) AS before,
			coalesce(n.share, 0) AS share, coalesce(b.share, 0) AS share_before
		FROM (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.now) AS e) AS n
			FULL JOIN (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.before) AS e) AS b ON coalesce(b.origin, '') = coalesce(n.origin, '')),
	alert AS (
		SELECT a.*, row_number() OVER () AS place
		FROM chosen AS c, @extschema@.trade_alerts(flows, importer, on_date => on_date, compare_to => compare_to,
			share_limit => (c.limits ->> 'share_limit')::float8, share_rise_limit => (c.limits ->> 'share_rise_limit')::float8,
			hhi_limit => (c.limits ->> 'hhi_limit')::float8, stop_floor => (c.limits ->> 'stop_floor')::float8,
			z_limit => (c.limits ->> 'z_limit')::float8, cusum_slack => (c.limits ->> 'cusum_slack')::float8, cusum_limit => (c.limits ->> 'cusum_limit')::float8,
			surge_limit => (c.limits ->> 'surge_limit')::float8, breadth_limit => (c.limits ->> 'breadth_limit')::float8,
			min_share => coalesce((c.limits ->> 'min_share')::float8, 0.05), min_amount => coalesce((c.limits ->> 'min_amount')::float8, 0),
			history => coalesce((c.limits ->> 'history')::int4, 24),
			period_column => period_column, importer_column => importer_column, origin_column => origin_column,
			product_column => product_column, amount_column => amount_column) AS a)
	SELECT jsonb_build_object(
		'importer', importer, 'empty', s.latest IS NULL, 'yearly', s.yearly,
		'latest', to_char(s.latest, s.form), 'before', to_char(s.before, s.form),
		'span', CASE WHEN s.yearly THEN to_char(s.latest, 'YYYY') ELSE 'twelve months to ' || to_char(s.latest, 'YYYY-MM') END,
		'span_before', CASE WHEN s.yearly THEN to_char(s.before, 'YYYY') ELSE 'twelve months to ' || to_char(s.before, 'YYYY-MM') END,
		'key', jsonb_build_object(
			'total', @extschema@.total(w.now), 'total_before', @extschema@.total(w.before),
			'top', @extschema@.top_supplier(w.now), 'top_share', @extschema@.top_share(w.now, 1),
			'top_share_before', @extschema@.dependency_share(w.before, @extschema@.top_supplier(w.now)),
			'hhi', @extschema@.hhi(w.now), 'hhi_before', @extschema@.hhi(w.before),
			'suppliers', @extschema@.supplier_count(w.now), 'suppliers_before', @extschema@.supplier_count(w.before),
			'products', w.products, 'products_before', w.products_before),
		'alerts', (SELECT coalesce(jsonb_agg(jsonb_build_object('severity', a.severity, 'metric', a.metric, 'key', a.key, 'value', a.value,
				'previous', a.previous, 'threshold', a.threshold,
				'since', to_char((a.evidence ->> 'since')::date, s.form), 'evidence', a.evidence) ORDER BY a.place), '[]') FROM alert AS a),
		'shares', (SELECT to_jsonb(x) FROM shares AS x), 'heat', (SELECT to_jsonb(x) FROM heat AS x),
		'products', (SELECT coalesce(jsonb_agg(jsonb_build_object('product', r.product, 'amount', r.total, 'before', @extschema@.total(r.before),
				'top', @extschema@.top_supplier(r.now), 'top_share', @extschema@.top_share(r.now, 1),
				'top_share_before', @extschema@.dependency_share(r.before, @extschema@.top_supplier(r.now)),
				'hhi', @extschema@.hhi(r.now), 'hhi_before', @extschema@.hhi(r.before), 'suppliers', @extschema@.supplier_count(r.now),
				'series', e.series) ORDER BY r.place), '[]')
			FROM ranked AS r JOIN series AS e ON e.product = r.product),
		'products_in_all', (SELECT count(*) FROM ranked),
		'suppliers', (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY abs(x.share - x.share_before) DESC, x.origin COLLATE "C"), '[]')
			FROM (SELECT * FROM supplier ORDER BY abs(share - share_before) DESC, origin COLLATE "C" LIMIT 12) AS x),
		'audit', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM @extschema@.trade_flow_audit(flows, importer, on_date, period_column, importer_column,
			origin_column, product_column, amount_column) AS x),
		'parameters', jsonb_build_object('flows', flows, 'importer', importer, 'on_date', on_date, 'compare_to', compare_to,
			'limits', c.limits, 'max_products', max_products))
	FROM span AS s, whole AS w, chosen AS c;
END;
COMMENT ON FUNCTION @extschema@.trade_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text) IS
	'The figures of trade_report as one JSON object: key figures, alerts, shares, products, changes, what was left out. Example: SELECT trade_report_data(''flows'', importer => ''JPN'') ? ''products'' → true';
