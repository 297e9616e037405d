-- Alerts over a table of flows: stops of exporters, and all findings together.

CREATE FUNCTION te_support.te_alert_limits(share_limit float8, share_rise_limit float8, hhi_limit float8, stop_floor float8, z_limit float8,
	cusum_slack float8, cusum_limit float8, surge_limit float8, breadth_limit float8, min_share float8, min_amount float8, history float8) RETURNS void
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad text;
BEGIN
	SELECT CASE WHEN a.most = 'Infinity' THEN format('argument "%s" must be at least 0, but is %s', a.name, a.x)
		ELSE format('argument "%s" must lie between 0 and 1, but is %s', a.name, a.x) END INTO bad
	FROM (VALUES ('share_limit', share_limit, 1::float8), ('share_rise_limit', share_rise_limit, 1), ('hhi_limit', hhi_limit, 1),
		('stop_floor', stop_floor, 1), ('min_share', min_share, 1), ('breadth_limit', breadth_limit, 1), ('z_limit', z_limit, 'Infinity'),
		('cusum_slack', cusum_slack, 'Infinity'), ('cusum_limit', cusum_limit, 'Infinity'), ('surge_limit', surge_limit, 'Infinity'),
		('min_amount', min_amount, 'Infinity')) AS a(name, x, most)
	WHERE NOT (a.x >= 0 AND a.x <= a.most)
	LIMIT 1;
	IF bad IS NULL AND NOT (history BETWEEN 5 AND 1200 AND history = floor(history)) THEN
		bad := format('argument "history" must be a whole number between 5 and 1200, but is %s', history);
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = 'Shares are fractions: write 0.65 for 65 percent. A limit that is NULL switches its alert off.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_alert_limits(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
	'Support of trade_alerts and reports: throws when a limit is out of its range. Example: SELECT te_support.te_alert_limits(0.65, 0.1, 0.4, 0.1, 3.5, 0.5, 5, 2, NULL, 0.05, 0, 24)';

CREATE FUNCTION @extschema@.export_stops(flows regclass, on_date date DEFAULT NULL, stop_floor float8 DEFAULT 0.10,
	min_breadth float8 DEFAULT 0.30, min_base float8 DEFAULT 0, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT te_support.te_flow_check(flows, NULL::text, period_column, importer_column, origin_column, product_column, amount_column, true);
	SELECT te_support.te_alert_limits(NULL, NULL, NULL, stop_floor, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 24::float8);
	WITH f AS MATERIALIZED (
		SELECT f.*
		FROM te_support.te_flow_destinations(flows, period_column, importer_column, origin_column, product_column, amount_column) AS f
		WHERE on_date IS NULL OR f.period <= on_date),
	latest AS (
		SELECT max(f.period) AS period, CASE WHEN count(*) FILTER (WHERE extract(month FROM f.period) <> 1) = 0 THEN 1 ELSE 12 END AS periods
		FROM f),
	-- the base is the mean of the twelve months, or the year, before; no row = nothing traded
	destination AS (
		SELECT f.product, f.origin, f.importer, coalesce(te_support.te_exact_sum(f.amount) FILTER (WHERE f.period = l.period), 0) AS amount,
			greatest(coalesce(te_support.te_exact_sum(f.amount) FILTER (WHERE f.period < l.period), 0), 0) / l.periods AS base
		FROM f, latest AS l
		WHERE f.period >= l.period - '1 year'::interval
		GROUP BY f.product, f.origin, f.importer, l.periods),
	exporter AS (
		SELECT d.product, d.origin, @extschema@.stop_breadth(d.amount, d.base, stop_floor) AS breadth,
			count(*) FILTER (WHERE d.base > 0)::int4 AS destinations,
			count(*) FILTER (WHERE d.base > 0 AND d.amount <= coalesce(stop_floor, 0.10) * d.base)::int4 AS stopped,
			te_support.te_exact_sum(d.amount) AS amount, te_support.te_exact_sum(d.base) AS base
		FROM destination AS d
		GROUP BY d.product, d.origin)
	SELECT l.period, e.product, e.origin, e.breadth, e.destinations, e.stopped, e.amount, e.base
	FROM exporter AS e, latest AS l
	WHERE e.breadth >= min_breadth AND e.base >= min_base
	ORDER BY e.breadth DESC, e.base DESC, e.product COLLATE "C", e.origin COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.export_stops(regclass, date, float8, float8, float8, text, text, text, text, text) IS
	'Exporters that stopped broadly in the latest month (or year): the share of their base, the mean of the year before, that went to destinations which now get at most stop_floor of theirs. Example: SELECT origin, product, breadth FROM export_stops(''flows'', min_breadth => 0.5) → (CHN, 850511, 0.6)';

CREATE FUNCTION @extschema@.trade_alerts(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, share_limit float8 DEFAULT 0.65, share_rise_limit float8 DEFAULT 0.10,
	hhi_limit float8 DEFAULT 0.40, stop_floor float8 DEFAULT 0.10, z_limit float8 DEFAULT 3.5,
	cusum_slack float8 DEFAULT 0.5, cusum_limit float8 DEFAULT 5, surge_limit float8 DEFAULT 2, breadth_limit float8 DEFAULT NULL,
	min_share float8 DEFAULT 0.05, min_amount float8 DEFAULT 0, history int4 DEFAULT 24,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (severity text, metric text, key text, product text, origin text, value float8, previous float8, threshold float8, evidence jsonb)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
BEGIN ATOMIC
	SELECT te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column, breadth_limit IS NOT NULL AND importer IS NULL);
	SELECT te_support.te_alert_limits(share_limit, share_rise_limit, hhi_limit, stop_floor, z_limit, cusum_slack, cusum_limit,
		surge_limit, breadth_limit, min_share, min_amount, history::float8);
	WITH f AS MATERIALIZED (
		SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, f.series
		FROM te_support.te_flow_series(flows, importer, on_date, period_column, importer_column, origin_column,
			product_column, amount_column) AS f),
	step AS (
		SELECT min(te_support.te_series_first(f.series)) AS first, max(te_support.te_series_latest(f.series)) AS latest,
			coalesce(bool_and(te_support.te_series_yearly(f.series)), true) AS yearly
		FROM f),
	-- what is compared: a year of years, or twelve months of months; start: of the history
	span AS (
		SELECT s.latest, s.yearly, m.months, (s.latest - '1 year'::interval)::date AS after,
			b.before, (b.before - '1 year'::interval)::date AS before_after,
			greatest((s.latest - history * make_interval(months => m.months))::date, s.first) AS start
		FROM step AS s,
			LATERAL (SELECT CASE WHEN s.yearly THEN 12 ELSE 1 END AS months) AS m,
			LATERAL (SELECT coalesce(compare_to, (s.latest - '1 year'::interval)::date) AS before) AS b),
	pair AS (
		SELECT f.product, f.origin, coalesce(te_support.te_series_sum(f.series, s.after, s.latest), 0) AS now,
			coalesce(te_support.te_series_sum(f.series, s.before_after, s.before), 0) AS before
		FROM f, span AS s),
	-- exact mixes, whatever the order; of a span in which an origin is net negative none
	mix AS (
		SELECT p.product, CASE WHEN min(p.now) >= 0 THEN @extschema@.supply_mix(p.origin, p.now) END AS now,
			CASE WHEN min(p.before) >= 0 THEN @extschema@.supply_mix(p.origin, p.before) END AS before
		FROM pair AS p GROUP BY p.product),
	product AS (
		SELECT m.product, @extschema@.total(m.now) AS total, @extschema@.total(m.before) AS total_before,
			@extschema@.hhi(m.now) AS hhi, @extschema@.hhi(m.before) AS hhi_before, @extschema@.supplier_count(m.now) AS suppliers
		FROM mix AS m
		WHERE greatest(@extschema@.total(m.now), @extschema@.total(m.before)) > 0
			AND greatest(@extschema@.total(m.now), @extschema@.total(m.before)) >= min_amount),
	share AS (
		SELECT p.product, p.origin, p.now, p.before, t.total, t.total_before,
			p.now / nullif(t.total, 0) AS share, p.before / nullif(t.total_before, 0) AS share_before
		FROM pair AS p JOIN product AS t ON t.product = p.product),
	top AS (
		SELECT DISTINCT ON (s.product) s.*
		FROM share AS s WHERE s.origin IS NOT NULL AND s.now > 0
		ORDER BY s.product, s.now DESC, s.origin COLLATE "C"),
	-- every period of the history of the pairs that matter; no row = nothing traded
	watched AS (
		SELECT p.product, p.origin, te_support.te_series_course(p.series, p.start, p.latest, p.months) AS series
		FROM (SELECT h.*, te_support.te_exact_sum(greatest(h.amount, 0)) OVER (PARTITION BY h.product) AS total
			  FROM (SELECT f.product, f.origin, f.series, s.start, s.latest, s.months,
						te_support.te_series_sum(f.series, s.start - 1, s.latest) AS amount
					FROM f, span AS s) AS h
			  WHERE h.amount IS NOT NULL) AS p
		WHERE p.origin IS NOT NULL AND p.total > 0 AND p.total >= min_amount AND p.amount >= min_share * p.total),
	signal AS (
		SELECT w.product, w.origin, w.series,
			te_support.te_abrupt_stop_final(te_support.te_course_series(w.series, coalesce(stop_floor, 0.10), 0::float8)) AS stop,
			te_support.te_robust_z_final(c.state) AS z, te_support.te_cusum_final(c.state) AS cusum, te_support.te_surge_final(c.state) AS surge
		FROM watched AS w,
			LATERAL (SELECT te_support.te_course_series(w.series, coalesce(cusum_slack, 0.5), coalesce(cusum_limit, 5)) AS state OFFSET 0) AS c
		WHERE cardinality(w.series) > 5),
	trail AS MATERIALIZED (
		SELECT g.*, g.series[cardinality(g.series)] AS last, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
			FROM unnest(g.series[:cardinality(g.series) - 1]) AS x) AS usual
		FROM signal AS g
		WHERE g.stop > 0 OR abs(g.z) >= z_limit OR abs(g.cusum) >= cusum_limit OR g.surge >= surge_limit),
	alert AS (
		SELECT 2 AS rank, 'abrupt_stop' AS metric, t.product, t.origin, t.stop AS value, t.usual AS previous, 1 - stop_floor AS threshold,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'series', to_jsonb(t.series), 'since', (s.start
				+ te_support.te_stop_start(te_support.te_course_series(t.series, stop_floor, 0::float8)) * make_interval(months => s.months))::date) AS evidence
		FROM trail AS t, span AS s WHERE t.stop > 0 AND stop_floor IS NOT NULL
		UNION ALL
		SELECT 2, 'supplier_lost', s.product, s.origin, 1 - s.now / s.before, s.before, 1 - stop_floor,
			jsonb_build_object('amount', s.now, 'before', s.before, 'share_before', s.share_before)
		FROM share AS s
		WHERE s.origin IS NOT NULL AND s.share_before >= min_share AND s.before > 0 AND s.now BETWEEN 0 AND stop_floor * s.before
			AND NOT EXISTS (SELECT FROM trail AS t WHERE t.product = s.product AND t.origin = s.origin AND t.stop > 0)
		UNION ALL
		SELECT 2, 'stop_breadth', e.product, e.origin, e.breadth, e.base, breadth_limit,
			jsonb_build_object('amount', e.amount, 'base', e.base, 'destinations', e.destinations, 'stopped', e.stopped)
		FROM @extschema@.export_stops(flows, on_date, stop_floor, breadth_limit, min_amount, period_column, importer_column,
			origin_column, product_column, amount_column) AS e
		WHERE breadth_limit IS NOT NULL AND importer IS NULL
		UNION ALL
		SELECT 1, 'robust_z', t.product, t.origin, t.z, t.usual, z_limit,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE abs(t.z) >= z_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'cusum', t.product, t.origin, t.cusum, t.usual, cusum_limit,
			jsonb_build_object('cusum_slack', cusum_slack, 'usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE abs(t.cusum) >= cusum_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'surge', t.product, t.origin, t.surge, t.usual, surge_limit,
			jsonb_build_object('usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE t.surge >= surge_limit
		UNION ALL
		SELECT 1, 'top_supplier_share', t.product, t.origin, t.share, t.share_before, share_limit,
			jsonb_build_object('amount', t.now, 'total', t.total)
		FROM top AS t WHERE t.share >= share_limit
		UNION ALL
		SELECT 1, 'share_rise', s.product, s.origin, s.share - s.share_before, s.share_before, share_rise_limit,
			jsonb_build_object('share', s.share, 'amount', s.now, 'total', s.total)
		FROM share AS s
		WHERE s.origin IS NOT NULL AND s.share >= min_share AND s.share - s.share_before >= share_rise_limit
		UNION ALL
		SELECT 1, 'hhi', p.product, NULL, p.hhi, p.hhi_before, hhi_limit,
			jsonb_build_object('total', p.total, 'suppliers', p.suppliers)
		FROM product AS p WHERE p.hhi >= hhi_limit
		UNION ALL
		SELECT 0, 'negative_amounts', s.product, s.origin, s.now, s.before, 0, '{}'
		FROM pair AS s
		WHERE least(s.now, s.before) < 0),
	-- what each alert is about: a flow, or without an origin a product, now or before
	stake AS (
		SELECT p.product, p.origin, greatest(p.now, p.before) AS amount FROM pair AS p WHERE p.origin IS NOT NULL
		UNION ALL SELECT p.product, '', greatest(te_support.te_exact_sum(p.now), te_support.te_exact_sum(p.before)) FROM pair AS p GROUP BY p.product)
	SELECT (ARRAY['info', 'warning', 'critical'])[a.rank + 1], a.metric, a.product || coalesce(' / ' || a.origin, ''), a.product, a.origin,
		a.value, a.previous, a.threshold,
		jsonb_build_object('product', a.product, 'supplier', a.origin, 'period', s.latest, 'compared_to', s.before) || a.evidence
	FROM alert AS a CROSS JOIN span AS s LEFT JOIN stake AS k ON k.product = a.product AND k.origin = coalesce(a.origin, '')
	ORDER BY a.rank DESC, k.amount DESC NULLS LAST, a.metric, a.product COLLATE "C", a.origin COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.trade_alerts(regclass, text, date, date, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, int4, text, text, text, text, text) IS
	'What has to be looked at in a flow table: stopped or lost suppliers (critical), unusual values, drifts, surges, high or risen shares and concentration (warning), what cannot be judged (info); each with the value, the value before, the limit and the evidence; a NULL limit switches an alert off; the most severe first, and of those the largest amounts. Example: SELECT severity, metric, product, origin FROM trade_alerts(''flows'', importer => ''JPN'') WHERE severity = ''critical'' → (critical, abrupt_stop, 850511, CHN)';
