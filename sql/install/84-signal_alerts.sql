-- Alerts over a table of flows: stops of exporters, and all findings together.

CREATE FUNCTION te_support.te_export_stops(flows te_support.te_flow[], calendar te_support.te_calendar, stop_floor float8, min_breadth float8, min_base float8)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
	-- not inlined, see te_alerts
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH f AS MATERIALIZED (
		SELECT u.product, u.origin, u.importer, u.series FROM te_support.te_flow_each($1) AS u WHERE u.reason = 0 AND u.origin IS NOT NULL AND u.importer IS NOT NULL),
	-- an exporter of many flows none of which has a row in the latest period has not reported: its own latest one is judged
	exporter AS (
		SELECT f.origin, CASE WHEN count(*) >= 10 THEN least(($2).latest, (SELECT max(p) FROM unnest(($2).periods) AS p
			WHERE p <= max(te_support.te_series_latest(f.series)))) ELSE ($2).latest END AS latest
		FROM f GROUP BY f.origin),
	span AS MATERIALIZED (
		SELECT e.latest, ARRAY(SELECT p FROM unnest(($2).periods) AS p WHERE p < e.latest AND p >= e.latest - '1 year'::interval ORDER BY p) AS before
		FROM (SELECT DISTINCT x.latest FROM exporter AS x) AS e),
	part AS MATERIALIZED (
		SELECT f.product, f.origin, f.importer, s.latest, te_support.te_series_sum_at(f.series, ARRAY[s.latest]) AS amount,
			greatest(te_support.te_series_sum_at(f.series, s.before), 0) / nullif(cardinality(s.before), 0) AS base
		FROM f JOIN exporter AS e ON e.origin = f.origin JOIN span AS s ON s.latest = e.latest),
	-- likewise an importer of several flows: what it got is not known
	reported AS (
		SELECT p.importer FROM part AS p GROUP BY p.importer
		HAVING count(p.amount) > 0 OR count(*) FILTER (WHERE p.base > 0) < 3),
	stops AS (
		SELECT p.latest, p.product, p.origin, @extschema@.stop_breadth(coalesce(p.amount, 0), coalesce(p.base, 0), $3) AS breadth,
			count(*) FILTER (WHERE p.base > 0)::int4 AS destinations,
			count(*) FILTER (WHERE p.base > 0 AND coalesce(p.amount, 0) <= coalesce($3, 0.10) * p.base)::int4 AS stopped,
			te_support.te_exact_sum(coalesce(p.amount, 0)) AS amount, te_support.te_exact_sum(coalesce(p.base, 0)) AS base
		FROM part AS p JOIN reported AS r ON r.importer = p.importer
		GROUP BY p.latest, p.product, p.origin)
	SELECT s.latest, s.product, s.origin, s.breadth, s.destinations, s.stopped, s.amount, s.base
	FROM stops AS s
	WHERE s.breadth >= $4 AND s.base >= $5
	ORDER BY s.breadth DESC, s.base DESC, s.product COLLATE "C", s.origin COLLATE "C";
END;
COMMENT ON FUNCTION te_support.te_export_stops(te_support.te_flow[], te_support.te_calendar, float8, float8, float8) IS
'Support of export_stops and trade_alerts: how broadly each exporter stopped. Example: SELECT te_support.te_export_stops(''{}'', NULL, 0.1, 0.3, 0)';

CREATE FUNCTION @extschema@.export_stops(flows regclass, on_date date DEFAULT NULL, stop_floor float8 DEFAULT 0.10,
	min_breadth float8 DEFAULT 0.30, min_base float8 DEFAULT 0, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	limits jsonb := te_support.te_alert_limits(jsonb_build_object('stop_floor', stop_floor));
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, NULL, on_date, period_column, importer_column, origin_column, product_column, amount_column, true), NULL);
BEGIN
	RETURN QUERY SELECT e.* FROM te_support.te_export_stops(found, te_support.te_flow_dated(flows, period_column, found, 0.5), stop_floor, min_breadth, min_base) AS e;
END;
$$;
COMMENT ON FUNCTION @extschema@.export_stops(regclass, date, float8, float8, float8, text, text, text, text, text) IS
'Exporters that stopped broadly in their latest month (or year): the share of their base, the mean of the year before, that went to destinations which now get at most stop_floor of theirs. Example: SELECT origin, product, breadth FROM export_stops(''flows'', min_breadth => 0.5) → (CHN, 850511, 0.6)';

CREATE FUNCTION te_support.te_alert_limits(limits jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	defaults CONSTANT jsonb := '{"share_limit": 0.65, "share_rise_limit": 0.10, "hhi_limit": 0.40, "stop_floor": 0.10, "z_limit": 3.5, "cusum_slack": 0.5,
		"cusum_limit": 5, "surge_limit": 2, "breadth_limit": null, "min_share": 0.05, "min_amount": 0, "history": null, "unit_value_limit": 4,
		"seasonal": false, "max_age": null, "min_coverage": 0.5}';
	bad text := CASE WHEN jsonb_typeof(limits) <> 'object' THEN format('limits must be a JSON object, but are %s', limits) END;
	hint text := format('Limits are the arguments of trade_alerts: %s.', (SELECT string_agg(l, ', ') FROM jsonb_object_keys(defaults) AS l));
	result jsonb;
	history float8;
BEGIN
	IF bad IS NULL THEN
		SELECT CASE WHEN NOT defaults ? l.key THEN format('unknown limit "%s"', l.key)
			WHEN l.key = 'seasonal' THEN format('the limit "seasonal" must be true or false, but is %s', l.value)
			ELSE format('the limit "%s" must be a number, but is %s', l.key, l.value) END
		INTO bad FROM jsonb_each(limits) AS l
		WHERE NOT defaults ? l.key OR jsonb_typeof(l.value) NOT IN (CASE l.key WHEN 'seasonal' THEN 'boolean' ELSE 'number' END, 'null')
			AND NOT l.value IN ('"NaN"', '"Infinity"', '"-Infinity"')
		LIMIT 1;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad, HINT = hint;
	END IF;
	result := defaults || coalesce(limits, '{}');
	SELECT CASE WHEN a.most = 'Infinity' THEN format('argument "%s" must be at least %s, but is %s', a.name, a.least, a.x)
		ELSE format('argument "%s" must lie between 0 and 1, but is %s', a.name, a.x) END INTO bad
	FROM (SELECT l.key AS name, CASE WHEN l.key <> 'seasonal' THEN (l.value #>> '{}')::float8 END AS x,
			CASE l.key WHEN 'unit_value_limit' THEN 1 ELSE 0 END AS least,
			CASE WHEN l.key = ANY ('{share_limit,share_rise_limit,hhi_limit,stop_floor,min_share,breadth_limit,min_coverage}'::text[]) THEN 1 ELSE 'Infinity'::float8 END AS most
		  FROM jsonb_each(result) AS l WHERE l.key <> 'history') AS a
	WHERE NOT (a.x >= a.least AND a.x <= a.most AND a.x < 'Infinity')
	ORDER BY a.name LIMIT 1;
	history := (result ->> 'history')::float8;
	IF bad IS NULL AND NOT (history BETWEEN 5 AND 1200 AND history = floor(history)) THEN
		bad := format('argument "history" must be a whole number between 5 and 1200, but is %s', history);
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = CASE WHEN bad LIKE 'argument "history"%' THEN 'It is the number of periods that the series alerts look back.'
				ELSE 'Shares are fractions: write 0.65 for 65 percent. A limit that is NULL switches its alert off.' END;
	END IF;
	RETURN result || jsonb_build_object('min_share', coalesce((result ->> 'min_share')::float8, 0.05), 'min_amount', coalesce((result ->> 'min_amount')::float8, 0),
		'seasonal', coalesce((result ->> 'seasonal')::bool, false));
END;
$$;
COMMENT ON FUNCTION te_support.te_alert_limits(jsonb) IS
'Support of trade_alerts and reports: the limits with the usual ones where none are given; throws for one that is unknown or out of its range. Example: SELECT te_support.te_alert_limits(''{"share_limit": 0.5}'') ->> ''hhi_limit'' → 0.40';

CREATE FUNCTION te_support.te_alert_history(calendar te_support.te_calendar, limits jsonb) RETURNS int4
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(($2 ->> 'history')::float8::int4, CASE ($1).months WHEN 12 THEN 6 WHEN 3 THEN 12 ELSE CASE WHEN ($2 ->> 'seasonal')::bool THEN 60 ELSE 24 END END);
COMMENT ON FUNCTION te_support.te_alert_history(te_support.te_calendar, jsonb) IS
'Support of trade_alerts: how many periods the series alerts look back: as asked, or 24 months (60 with a seasonal base), 12 quarters, 6 years. Example: SELECT te_support.te_alert_history(NULL, ''{"history": 12}'') → 12';

CREATE FUNCTION te_support.te_alerts_data(flows te_support.te_flow[], calendar te_support.te_calendar, span te_support.te_span, limits jsonb, today date)
	RETURNS TABLE (rank int4, metric text, key text, value float8, previous float8, threshold float8, evidence jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 4
BEGIN ATOMIC
	WITH around AS (	-- the two years that are compared, and what came after them
		SELECT coalesce((SELECT min(p) FROM unnest(($3).before_periods) AS p), (SELECT min(p) FROM unnest(($3).now_periods) AS p)) AS first, ($2).months AS months,
			12 * (extract(year FROM $5) - extract(year FROM ($3).latest)) + extract(month FROM $5) - extract(month FROM ($3).latest) - ($2).months + 1 AS age),
	listed AS (
		SELECT 'missing_periods' AS metric, g AS at, NULL::float8 AS value, NULL::float8 AS threshold FROM unnest(($2).gaps) AS g
		UNION ALL
		SELECT 'thin_periods', t.at, t.share, ($4 ->> 'min_coverage')::float8 FROM ROWS FROM (unnest(($2).thin), unnest(($2).thin_share)) AS t(at, share)
		UNION ALL
		SELECT 'doubled_periods', d, NULL, NULL FROM unnest(($2).doubled) AS d)
	SELECT 2, 'no_data', 'no data', 0::float8, NULL::float8, NULL::float8, '{}'::jsonb WHERE ($3).latest IS NULL
	UNION ALL
	SELECT CASE WHEN a.age > 2 * ($4 ->> 'max_age')::float8 THEN 2 ELSE 1 END, 'data_age', te_support.te_flow_label(($3).latest, a.months), a.age, NULL,
		($4 ->> 'max_age')::float8, jsonb_build_object('on_date', $5)
	FROM around AS a WHERE a.age > ($4 ->> 'max_age')::float8
	UNION ALL
	SELECT CASE WHEN l.recent THEN 1 ELSE 0 END, l.metric, te_support.te_flow_labels(array_agg(l.at ORDER BY l.at), min(l.months)),
		coalesce((array_agg(l.value ORDER BY l.at DESC))[1], count(*)), NULL, min(l.threshold),
		jsonb_build_object('periods', jsonb_agg(te_support.te_flow_label(l.at, l.months) ORDER BY l.at))
	FROM (SELECT listed.*, listed.at >= a.first AS recent, a.months FROM listed, around AS a) AS l
	GROUP BY l.metric, l.recent
	UNION ALL
	-- rows that cannot be used: of a period at once, of amounts and products when they are many
	SELECT CASE WHEN r.reason IN (2, 14) OR r.flow_rows >= 0.05 * r.all_rows THEN 1 ELSE 0 END, 'unread_rows', te_support.te_flow_reason(r.reason),
		r.flow_rows, NULL, NULL, jsonb_build_object('rows', r.flow_rows, 'of', r.all_rows)
	FROM (SELECT f.reason, sum(f.flow_rows) AS flow_rows, sum(sum(f.flow_rows)) OVER () AS all_rows
		  FROM te_support.te_flow_each($1) AS f GROUP BY f.reason) AS r
	WHERE r.reason IN (2, 3, 4, 5, 14);
END;
COMMENT ON FUNCTION te_support.te_alerts_data(te_support.te_flow[], te_support.te_calendar, te_support.te_span, jsonb, date) IS
'Support of trade_alerts: what is wrong with the data themselves: none, old, periods that nobody has, that are incomplete or loaded twice, rows that cannot be used. Example: SELECT metric FROM te_support.te_alerts_data(''{}'', NULL, NULL, ''{}'', ''2025-01-01'') → no_data';

CREATE FUNCTION te_support.te_alerts_unit(flows te_support.te_flow[], span te_support.te_span, limits jsonb)
	RETURNS TABLE (metric text, product text, origin text, value float8, previous float8, evidence jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH f AS MATERIALIZED (
		SELECT u.product, u.origin, u.series, u.quantity FROM te_support.te_flow_each($1) AS u
		WHERE u.reason = 0 AND u.origin IS NOT NULL AND u.quantity IS NOT NULL AND ($3 ->> 'unit_value_limit') IS NOT NULL),
	year AS (
		SELECT f.product, f.origin, te_support.te_series_sum_at(f.series, ($2).now_periods) AS amount,
			te_support.te_series_sum_at(f.quantity, ($2).now_periods) AS quantity
		FROM f),
	unit AS (
		SELECT y.product, y.origin, y.amount / y.quantity AS x, y.amount, y.quantity,
			y.amount / te_support.te_exact_sum(y.amount) OVER p AS share, y.quantity / te_support.te_exact_sum(y.quantity) OVER p AS quantity_share,
			count(*) OVER p AS suppliers, sum(y.amount) OVER (p ORDER BY y.amount / y.quantity, y.origin) AS reached, sum(y.amount) OVER p AS total
		FROM year AS y WHERE y.amount > 0 AND y.quantity > 0
		WINDOW p AS (PARTITION BY y.product)),
	-- the unit value below and above which half of the product's value lies
	middle AS (
		SELECT u.product, min(u.x) FILTER (WHERE u.reached >= u.total / 2) AS x FROM unit AS u GROUP BY u.product),
	latest AS (
		SELECT f.product, f.origin, te_support.te_series_sum_at(f.series, ARRAY[($2).latest]) AS amount, te_support.te_series_sum_at(f.quantity, ARRAY[($2).latest]) AS quantity,
			(SELECT CASE WHEN count(*) >= 5 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY h.amount / h.quantity) END
			 FROM ROWS FROM (unnest(te_support.te_series_at(f.series, ($2).history)), unnest(te_support.te_series_at(f.quantity, ($2).history)), unnest(($2).history)) AS h(amount, quantity, at)
			 WHERE h.amount > 0 AND h.quantity > 0 AND h.at < ($2).latest) AS usual
		FROM f),
	moved AS (
		SELECT l.product, l.origin, l.amount, l.quantity, l.usual, l.amount / l.quantity / l.usual AS ratio,
			l.amount / te_support.te_exact_sum(l.amount) OVER p AS share, l.quantity / te_support.te_exact_sum(l.quantity) OVER p AS quantity_share
		FROM latest AS l WHERE l.amount > 0 AND l.quantity > 0
		WINDOW p AS (PARTITION BY l.product)),
	found AS (
		SELECT 'unit_value' AS metric, u.product, u.origin, u.x / m.x AS ratio, m.x AS usual, u.x AS unit_value, u.quantity, greatest(u.share, u.quantity_share) AS weight
		FROM unit AS u JOIN middle AS m ON m.product = u.product
		WHERE u.suppliers >= 3
		UNION ALL
		SELECT 'unit_value_jump', m.product, m.origin, m.ratio, m.usual, m.amount / m.quantity, m.quantity, greatest(m.share, m.quantity_share)
		FROM moved AS m)
	SELECT d.metric, d.product, d.origin, d.ratio, d.usual, jsonb_build_object('unit_value', d.unit_value, 'usual', d.usual, 'quantity', d.quantity)
	FROM found AS d
	WHERE d.weight >= ($3 ->> 'min_share')::float8
		AND (d.ratio >= ($3 ->> 'unit_value_limit')::float8 OR d.ratio <= 1 / nullif(($3 ->> 'unit_value_limit')::float8, 0));
END;
COMMENT ON FUNCTION te_support.te_alerts_unit(te_support.te_flow[], te_support.te_span, jsonb) IS
'Support of trade_alerts: unit values that are a multiple or a fraction of those of the other suppliers, or of the supplier''s own of earlier. Example: SELECT te_support.te_alerts_unit(''{}'', NULL, ''{}'')';

CREATE FUNCTION te_support.te_alerts(flows te_support.te_flow[], by_importer te_support.te_flow[], calendar te_support.te_calendar,
	span te_support.te_span, limits jsonb, today date)
	RETURNS TABLE (severity text, metric text, key text, product text, origin text, value float8, previous float8, threshold float8, evidence jsonb)
	-- a setting keeps it from being inlined, which would copy the flows as a constant to each place that reads them
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH l AS MATERIALIZED (
		SELECT j.* FROM jsonb_to_record($5) AS j(share_limit float8, share_rise_limit float8, hhi_limit float8, stop_floor float8, z_limit float8,
			cusum_slack float8, cusum_limit float8, surge_limit float8, breadth_limit float8, min_share float8, min_amount float8, unit_value_limit float8, seasonal bool)),
	f AS MATERIALIZED (
		SELECT u.product, u.origin, u.series FROM te_support.te_flow_each($1) AS u WHERE u.reason = 0),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, coalesce(te_support.te_series_sum_at(f.series, ($4).now_periods), 0) AS now,
			coalesce(te_support.te_series_sum_at(f.series, ($4).now_common), 0) AS now_common,
			coalesce(te_support.te_series_sum_at(f.series, ($4).before_common), 0) AS before
		FROM f),
	-- exact mixes, whatever the order; of a span in which an origin is net negative none
	mix AS (
		SELECT p.product, CASE WHEN min(p.now) >= 0 THEN @extschema@.supply_mix(p.origin, p.now) END AS now,
			CASE WHEN min(p.now_common) >= 0 THEN @extschema@.total(@extschema@.supply_mix(p.origin, p.now_common)) END AS now_common,
			CASE WHEN min(p.before) >= 0 THEN @extschema@.supply_mix(p.origin, p.before) END AS before
		FROM pair AS p GROUP BY p.product),
	product AS (
		SELECT m.product, @extschema@.total(m.now) AS total, m.now_common AS total_common, @extschema@.total(m.before) AS total_before,
			@extschema@.hhi(m.now) AS hhi, @extschema@.hhi(m.before) AS hhi_before, @extschema@.supplier_count(m.now) AS suppliers
		FROM mix AS m, l
		WHERE greatest(@extschema@.total(m.now), @extschema@.total(m.before)) > 0
			AND greatest(@extschema@.total(m.now), @extschema@.total(m.before)) >= l.min_amount),
	share AS (
		SELECT p.product, p.origin, p.now, p.now_common, p.before, t.total, t.total_before, p.now / nullif(t.total, 0) AS share,
			p.now_common / nullif(t.total_common, 0) AS share_common, p.before / nullif(t.total_before, 0) AS share_before
		FROM pair AS p JOIN product AS t ON t.product = p.product),
	top AS (
		SELECT DISTINCT ON (s.product) s.product, s.origin, s.now, s.total, s.share, s.share_before
		FROM share AS s WHERE s.origin IS NOT NULL AND s.now > 0
		ORDER BY s.product, s.now DESC, s.origin COLLATE "C"),
	-- the pairs that matter, in every judged period of the history; no row in a period that others have = nothing traded
	watched AS (
		SELECT p.product, p.origin, te_support.te_series_at(p.series, ($4).history) AS series
		FROM (SELECT h.*, te_support.te_exact_sum(greatest(h.amount, 0)) OVER (PARTITION BY h.product) AS total
			  FROM (SELECT f.product, f.origin, f.series, te_support.te_series_sum_at(f.series, ($4).history) AS amount FROM f) AS h
			  WHERE h.amount IS NOT NULL) AS p, l
		WHERE p.origin IS NOT NULL AND p.total > 0 AND p.total >= l.min_amount AND p.amount >= l.min_share * p.total),
	-- without its season, where that is asked for and two earlier years tell it
	course AS MATERIALIZED (
		SELECT w.product, w.origin, w.series, w.adjusted IS NOT NULL AS seasonal, coalesce(w.adjusted, w.series) AS for_stop,
			CASE WHEN w.adjusted IS NULL THEN w.series ELSE te_support.te_seasonal(w.series, ($4).history, true) END AS for_level
		FROM (SELECT x.*, CASE WHEN l.seasonal AND ($3).months = 1 THEN te_support.te_seasonal(x.series, ($4).history, false) END AS adjusted
			  FROM watched AS x, l) AS w
		WHERE cardinality(w.series) > 5),
	signal AS (
		SELECT c.*, te_support.te_abrupt_stop_final(te_support.te_course_series(c.for_stop, coalesce(l.stop_floor, 0.10), 0::float8)) AS stop,
			te_support.te_robust_z_final(s.state) AS z, te_support.te_cusum_final(s.state) AS cusum, te_support.te_surge_final(s.state) AS surge
		FROM l, course AS c LEFT JOIN LATERAL (SELECT te_support.te_course_series(c.for_level, coalesce(l.cusum_slack, 0.5), coalesce(l.cusum_limit, 5)) AS state OFFSET 0) AS s ON true),
	trail AS MATERIALIZED (
		SELECT g.product, g.origin, g.stop, g.z, g.cusum, g.surge, g.for_stop, g.series[cardinality(g.series)] AS last, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
				FROM unnest(g.series[:cardinality(g.series) - 1]) AS x) AS usual,
			jsonb_build_object('series', to_jsonb(g.series)) || CASE WHEN NOT l.seasonal THEN '{}'
				WHEN g.seasonal THEN '{"base": "seasonal"}' ELSE '{"base": "plain, for want of two earlier years"}'::jsonb END AS evidence
		FROM signal AS g, l
		WHERE g.stop > 0 OR abs(g.z) >= l.z_limit OR abs(g.cusum) >= l.cusum_limit OR g.surge >= l.surge_limit),
	alert AS (
		SELECT 2 AS rank, 'abrupt_stop' AS metric, t.product, t.origin, t.stop AS value, t.usual AS previous, 1 - l.stop_floor AS threshold,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'since', (($4).history)[1 + te_support.te_stop_start(te_support.te_course_series(t.for_stop, l.stop_floor, 0::float8))])
				|| t.evidence AS evidence, NULL::text AS key
		FROM trail AS t, l WHERE t.stop > 0 AND l.stop_floor IS NOT NULL
		UNION ALL
		SELECT 2, 'supplier_lost', s.product, s.origin, 1 - s.now_common / s.before, s.before, 1 - l.stop_floor,
			jsonb_build_object('amount', s.now_common, 'before', s.before, 'share_before', s.share_before), NULL
		FROM share AS s, l
		WHERE s.origin IS NOT NULL AND s.share_before >= l.min_share AND s.before > 0 AND s.now_common BETWEEN 0 AND l.stop_floor * s.before
			AND NOT EXISTS (SELECT FROM trail AS t WHERE t.product = s.product AND t.origin = s.origin AND t.stop > 0)
		UNION ALL
		SELECT 2, 'stop_breadth', e.product, e.origin, e.breadth, e.base, l.breadth_limit,
			jsonb_build_object('amount', e.amount, 'base', e.base, 'destinations', e.destinations, 'stopped', e.stopped), NULL
		FROM l, LATERAL te_support.te_export_stops($2, $3, l.stop_floor, l.breadth_limit, l.min_amount) AS e
		UNION ALL
		SELECT 1, 'robust_z', t.product, t.origin, t.z, t.usual, l.z_limit, jsonb_build_object('latest', t.last, 'usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE abs(t.z) >= l.z_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'cusum', t.product, t.origin, t.cusum, t.usual, l.cusum_limit,
			jsonb_build_object('cusum_slack', l.cusum_slack, 'usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE abs(t.cusum) >= l.cusum_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'surge', t.product, t.origin, t.surge, t.usual, l.surge_limit, jsonb_build_object('usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE t.surge >= l.surge_limit
		UNION ALL
		SELECT 1, u.metric, u.product, u.origin, u.value, u.previous, l.unit_value_limit, u.evidence, NULL
		FROM l, te_support.te_alerts_unit($1, $4, $5) AS u
		UNION ALL
		SELECT 1, 'top_supplier_share', t.product, t.origin, t.share, t.share_before, l.share_limit,
			jsonb_build_object('amount', t.now, 'total', t.total), NULL
		FROM top AS t, l WHERE t.share >= l.share_limit
		UNION ALL
		SELECT 1, 'share_rise', s.product, s.origin, s.share_common - s.share_before, s.share_before, l.share_rise_limit,
			jsonb_build_object('share', s.share_common, 'amount', s.now, 'total', s.total), NULL
		FROM share AS s, l
		WHERE s.origin IS NOT NULL AND s.share_common >= l.min_share AND s.share_common - s.share_before >= l.share_rise_limit
		UNION ALL
		SELECT 1, 'hhi', p.product, NULL, p.hhi, p.hhi_before, l.hhi_limit,
			jsonb_build_object('total', p.total, 'suppliers', p.suppliers), NULL
		FROM product AS p, l WHERE p.hhi >= l.hhi_limit
		UNION ALL
		SELECT 0, 'negative_amounts', s.product, s.origin, s.now, s.before, 0, '{}', NULL
		FROM pair AS s
		WHERE least(s.now, s.before) < 0
		UNION ALL
		SELECT d.rank, d.metric, NULL, NULL, d.value, d.previous, d.threshold, d.evidence, d.key
		FROM te_support.te_alerts_data($1, $3, $4, $5, $6) AS d),
	-- what each alert is about: a flow, or without an origin a product, now or before
	stake AS (
		SELECT p.product, p.origin, greatest(p.now, p.before) AS amount FROM pair AS p WHERE p.origin IS NOT NULL
		UNION ALL SELECT p.product, '', greatest(te_support.te_exact_sum(p.now), te_support.te_exact_sum(p.before)) FROM pair AS p GROUP BY p.product)
	SELECT (ARRAY['info', 'warning', 'critical'])[a.rank + 1], a.metric, coalesce(a.key, a.product || coalesce(' / ' || a.origin, '')), a.product, a.origin,
		a.value, a.previous, a.threshold,
		jsonb_build_object('product', a.product, 'supplier', a.origin, 'period', ($4).latest, 'compared_to', ($4).before) || a.evidence
	FROM alert AS a LEFT JOIN stake AS k ON k.product = a.product AND k.origin = coalesce(a.origin, '')
	ORDER BY a.rank DESC, a.product IS NOT NULL, k.amount DESC NULLS LAST, a.metric, a.product COLLATE "C", a.origin COLLATE "C", a.key;
END;
COMMENT ON FUNCTION te_support.te_alerts(te_support.te_flow[], te_support.te_flow[], te_support.te_calendar, te_support.te_span, jsonb, date) IS
'Support of trade_alerts and reports: all findings about flows that were read. Example: SELECT metric FROM te_support.te_alerts(''{}'', NULL, NULL, NULL, ''{}'', ''2025-01-01'') → no_data';

CREATE FUNCTION @extschema@.trade_alerts(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, share_limit float8 DEFAULT 0.65, share_rise_limit float8 DEFAULT 0.10,
	hhi_limit float8 DEFAULT 0.40, stop_floor float8 DEFAULT 0.10, z_limit float8 DEFAULT 3.5,
	cusum_slack float8 DEFAULT 0.5, cusum_limit float8 DEFAULT 5, surge_limit float8 DEFAULT 2, breadth_limit float8 DEFAULT NULL,
	min_share float8 DEFAULT 0.05, min_amount float8 DEFAULT 0, history int4 DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL,
	unit_value_limit float8 DEFAULT 4, seasonal bool DEFAULT false, max_age int4 DEFAULT NULL, min_coverage float8 DEFAULT 0.5)
	RETURNS TABLE (severity text, metric text, key text, product text, origin text, value float8, previous float8, threshold float8, evidence jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan SET extra_float_digits = 1
AS $$
DECLARE
	limits jsonb := te_support.te_alert_limits(jsonb_build_object('share_limit', share_limit, 'share_rise_limit', share_rise_limit, 'hhi_limit', hhi_limit,
		'stop_floor', stop_floor, 'z_limit', z_limit, 'cusum_slack', cusum_slack, 'cusum_limit', cusum_limit, 'surge_limit', surge_limit,
		'breadth_limit', breadth_limit, 'min_share', min_share, 'min_amount', min_amount, 'history', history, 'unit_value_limit', unit_value_limit,
		'seasonal', seasonal, 'max_age', max_age, 'min_coverage', min_coverage));
	broad bool := breadth_limit IS NOT NULL AND importer IS NULL;
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column, broad, quantity_column), importer);
	pairs te_support.te_flow[] := CASE WHEN broad THEN te_support.te_flow_collapsed(found) ELSE found END;
	calendar te_support.te_calendar := te_support.te_flow_dated(flows, period_column, pairs, coalesce(min_coverage, 0));
	span te_support.te_span := te_support.te_flow_span(calendar, compare_to, te_support.te_alert_history(calendar, limits));
BEGIN
	RETURN QUERY SELECT a.* FROM te_support.te_alerts(pairs, CASE WHEN broad THEN found END, calendar, span, limits, coalesce(on_date, current_date)) AS a;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_alerts(regclass, text, date, date, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, int4, text, text, text, text, text, text, float8, bool, int4, float8) IS
'What has to be looked at in a flow table: stopped or lost suppliers (critical), unusual values, drifts, surges, odd unit values, high or risen shares and concentration (warning), what is wrong with the data, and what cannot be judged (info); each with the value, the value before, the limit and the evidence; a NULL limit switches an alert off; the most severe first, and of those the largest amounts. Example: SELECT severity, metric, product, origin FROM trade_alerts(''flows'', importer => ''JPN'') WHERE severity = ''critical'' → (critical, abrupt_stop, 850511, CHN)';
