-- report: one self-contained page, or its text, from one call

CREATE FUNCTION @extschema@.html_escape(content text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'html_escape';
COMMENT ON FUNCTION @extschema@.html_escape(text) IS
	'Text as it must stand in HTML or XML to be read as text. Example: SELECT html_escape(''<b>'') → &lt;b&gt;';

CREATE FUNCTION @extschema@.format_amount(amount float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'format_amount';
COMMENT ON FUNCTION @extschema@.format_amount(float8) IS
	'An amount for people, three digits and k, M, bn or tn. Example: SELECT format_amount(1234567) → 1.23M';

CREATE FUNCTION @extschema@.format_share(share float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'format_share';
COMMENT ON FUNCTION @extschema@.format_share(float8) IS
	'A share in percent for people. Example: SELECT format_share(0.0834) → 8.3%';

CREATE FUNCTION @extschema@.te_report_amount(amount float8, unit text) RETURNS text
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_report_amount';
COMMENT ON FUNCTION @extschema@.te_report_amount(float8, text) IS
	'Support of reports: an amount for people, of a unit that may begin with thousand, million or billion. Example: SELECT te_report_amount(57700, ''thousand USD'') → 57.7M';

CREATE FUNCTION @extschema@.te_report_unit(unit text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_report_unit';
COMMENT ON FUNCTION @extschema@.te_report_unit(text) IS
	'Support of reports: a unit without the thousand, million or billion it begins with, NULL for nothing. Example: SELECT te_report_unit(''thousand USD'') → USD';

CREATE FUNCTION @extschema@.te_report_share(share float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_report_share';
COMMENT ON FUNCTION @extschema@.te_report_share(float8) IS
	'Support of reports: a share for a column of a table, always to a tenth of a percent. Example: SELECT te_report_share(0.52) → 52.0%';

CREATE FUNCTION @extschema@.te_report_name(names jsonb, code text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1 ->> $2,
		-- names that a legend has room for, of countries whose full ones are long
		('{"BOL": "Bolivia", "COD": "DR Congo", "FSM": "Micronesia", "GBR": "United Kingdom", "HKG": "Hong Kong", "IRN": "Iran", "KOR": "South Korea",
		"LAO": "Laos", "MAC": "Macao", "MDA": "Moldova", "PRK": "North Korea", "RUS": "Russia", "SYR": "Syria", "TWN": "Taiwan", "TZA": "Tanzania",
		"USA": "United States", "VEN": "Venezuela"}'::jsonb) ->> $2,
		@extschema@.country_name($2), $2);
END;
COMMENT ON FUNCTION @extschema@.te_report_name(jsonb, text) IS
	'Support of reports: the name to show for a code, from the caller''s names, the countries (short ones), or the code itself. Example: SELECT te_report_name(NULL, ''USA'') → United States';

CREATE FUNCTION @extschema@.te_report_alert(alert jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	product text := coalesce(names ->> (alert -> 'evidence' ->> 'product'), alert -> 'evidence' ->> 'product');
	supplier text := coalesce(@extschema@.te_report_name(names, alert -> 'evidence' ->> 'supplier'), 'unspecified');
	x float8 := (alert ->> 'value')::float8;
	before float8 := (alert ->> 'previous')::float8;
	least float8 := (alert ->> 'threshold')::float8;
	share text := @extschema@.format_share(x);
	points text := to_char(100 * x, 'FM99990.0');
	amount_before text := coalesce(concat_ws(' ', @extschema@.te_report_amount(before, unit), @extschema@.te_report_unit(unit)), 'unknown');
	share_before text := coalesce(@extschema@.format_share(before), 'nothing');
	share_limit text := 'limit ' || @extschema@.format_share(least);
	number_limit text := 'limit ' || least;
	since text := coalesce(' in ' || (alert ->> 'since'), '');
BEGIN
	RETURN CASE alert ->> 'metric'
		WHEN 'abrupt_stop' THEN format('%s stopped supplying %s%s: %s of the usual %s is gone (%s)', supplier, product, since, share, amount_before, share_limit)
		WHEN 'supplier_lost' THEN format('%s no longer supplies %s: %s of %s is gone (%s)', supplier, product, share, amount_before, share_limit)
		WHEN 'stop_breadth' THEN format('%s stopped exporting %s to destinations that took %s of it (%s)', supplier, product, share, share_limit)
		WHEN 'robust_z' THEN format('%s from %s is unusual: %s spreads from its median of %s (%s)', product, supplier, round(x::numeric, 1), amount_before, number_limit)
		WHEN 'cusum' THEN format('%s from %s has been %s for several periods: cumulative sum %s (%s)', product, supplier,
			CASE WHEN x < 0 THEN 'falling' ELSE 'rising' END, round(x::numeric, 1), number_limit)
		WHEN 'surge' THEN format('%s from %s runs at %s times the usual %s (%s)', product, supplier, round(x::numeric, 1), amount_before, number_limit)
		WHEN 'top_supplier_share' THEN format('%s supplies %s of %s (%s, before %s)', supplier, share, product, share_limit, share_before)
		WHEN 'share_rise' THEN format('%s gained %s points of %s (%s points, before %s)', supplier, points, product, replace(share_limit, '%', ''), share_before)
		WHEN 'hhi' THEN format('%s is concentrated: HHI %s (%s, before %s)', product, round(x::numeric, 2), number_limit, coalesce(round(before::numeric, 2)::text, 'unknown'))
		WHEN 'negative_amounts' THEN format('%s has negative amounts from %s and is not judged', product, supplier)
		ELSE format('%s %s: %s', alert ->> 'metric', alert ->> 'key', x) END;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_alert(jsonb, jsonb, text) IS
	'Support of reports: an alert in words. Example: SELECT te_report_alert(''{"metric": "hhi", "value": 0.5, "threshold": 0.4, "evidence": {"product": "8505"}}'', NULL, NULL) → 8505 is concentrated: HHI 0.50 (limit 0.4, before unknown)';

CREATE FUNCTION @extschema@.trade_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL) RETURNS jsonb
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
#variable_conflict use_column
DECLARE
	defaults CONSTANT jsonb := '{"share_limit": 0.65, "share_rise_limit": 0.10, "hhi_limit": 0.40, "stop_floor": 0.10, "z_limit": 3.5, "cusum_k": 0.5,
		"cusum_h": 5, "surge_limit": 2, "breadth_limit": null, "min_share": 0.05, "min_amount": 0, "history": 24}';
	checked text := @extschema@.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column, amount_column,
		limits ->> 'breadth_limit' IS NOT NULL AND importer IS NULL);
	bad text := CASE WHEN jsonb_typeof(limits) <> 'object' THEN format('limits must be a JSON object, but are %s', limits) END;
	result jsonb;
BEGIN
	IF bad IS NULL THEN
		SELECT CASE WHEN defaults ? l.key THEN format('the limit "%s" must be a number, but is %s', l.key, l.value) ELSE format('unknown limit "%s"', l.key) END
		INTO bad FROM jsonb_each(limits) AS l WHERE NOT defaults ? l.key OR jsonb_typeof(l.value) NOT IN ('number', 'null') LIMIT 1;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = format('Limits are the arguments of trade_alerts: %s.', (SELECT string_agg(l, ', ') FROM jsonb_object_keys(defaults) AS l));
	END IF;
	limits := defaults || coalesce(limits, '{}');
	PERFORM @extschema@.te_alert_limits((limits ->> 'share_limit')::float8, (limits ->> 'share_rise_limit')::float8,
		(limits ->> 'hhi_limit')::float8, (limits ->> 'stop_floor')::float8, (limits ->> 'z_limit')::float8, (limits ->> 'cusum_k')::float8,
		(limits ->> 'cusum_h')::float8, (limits ->> 'surge_limit')::float8, (limits ->> 'breadth_limit')::float8,
		(limits ->> 'min_share')::float8, (limits ->> 'min_amount')::float8, (limits ->> 'history')::float8);
	WITH f AS MATERIALIZED (
		SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, f.series
		FROM @extschema@.te_flow_series(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column) AS f),
	step AS (
		SELECT max(@extschema@.te_series_latest(f.series)) AS latest, min(@extschema@.te_series_first(f.series)) AS first,
			coalesce(bool_and(@extschema@.te_series_yearly(f.series)), true) AS yearly
		FROM f),
	span AS (
		SELECT s.*, (s.latest - '1 year'::interval)::date AS after, coalesce(compare_to, (s.latest - '1 year'::interval)::date) AS before,
			CASE WHEN s.yearly THEN 'YYYY' ELSE 'YYYY-MM' END AS form, CASE WHEN s.yearly THEN 12 ELSE 1 END AS months,
			greatest(s.first, (s.latest - CASE WHEN s.yearly THEN '29 years' ELSE '35 months' END::interval)::date) AS chart_from
		FROM step AS s),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, greatest(@extschema@.te_series_sum(f.series, s.after, s.latest), 0) AS now,
			greatest(@extschema@.te_series_sum(f.series, (s.before - '1 year'::interval)::date, s.before), 0) AS before,
			@extschema@.te_series_course(f.series, s.chart_from, s.latest, s.months) AS course
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
		SELECT p.product, @extschema@.te_course_sum(p.course) AS series
		FROM pair AS p
		WHERE p.product IN (SELECT r.product FROM ranked AS r WHERE r.place <= max_products)
		GROUP BY p.product),
	over_time AS (
		SELECT d.label, o.origin, c.amount
		FROM (SELECT p.origin, @extschema@.te_course_sum(p.course) AS course FROM pair AS p GROUP BY p.origin) AS o,
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
		FROM @extschema@.trade_alerts(flows, importer, on_date => on_date, compare_to => compare_to,
			share_limit => (limits ->> 'share_limit')::float8, share_rise_limit => (limits ->> 'share_rise_limit')::float8,
			hhi_limit => (limits ->> 'hhi_limit')::float8, stop_floor => (limits ->> 'stop_floor')::float8,
			z_limit => (limits ->> 'z_limit')::float8, cusum_k => (limits ->> 'cusum_k')::float8, cusum_h => (limits ->> 'cusum_h')::float8,
			surge_limit => (limits ->> 'surge_limit')::float8, breadth_limit => (limits ->> 'breadth_limit')::float8,
			min_share => coalesce((limits ->> 'min_share')::float8, 0.05), min_amount => coalesce((limits ->> 'min_amount')::float8, 0),
			history => coalesce((limits ->> 'history')::int4, 24),
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
			'limits', limits, 'max_products', max_products))
	INTO result
	FROM span AS s, whole AS w;
	RETURN result;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text) IS
	'The figures of trade_report as one JSON object: key figures, alerts, shares, products, changes, what was left out. Example: SELECT trade_report_data(''flows'', importer => ''JPN'') ? ''products'' → true';

CREATE FUNCTION @extschema@.te_report_change(now float8, before float8, kind text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 IS NULL OR $2 IS NULL OR $3 = 'amount' AND $2 = 0 THEN '-'
		WHEN $3 = 'amount' AND abs($1 - $2) < 0.001 * abs($2) THEN '0.0%'
		WHEN $3 = 'amount' THEN CASE WHEN $1 > $2 THEN '+' ELSE '' END || @extschema@.te_report_share(($1 - $2) / $2)
		WHEN $3 = 'points' AND abs($1 - $2) < 0.0005 THEN '0.0 points'
		WHEN abs($1 - $2) < 0.005 AND $3 <> 'points' THEN '0.00'
		WHEN $3 = 'points' THEN to_char(100 * ($1 - $2), 'FMSG99990.0') || ' points'
		ELSE to_char($1 - $2, 'FMSG99990.00') END;
END;
COMMENT ON FUNCTION @extschema@.te_report_change(float8, float8, text) IS
	'Support of reports: a change for people, an ''amount'' in percent, of shares in ''points'', or of an ''index''. Example: SELECT te_report_change(0.52, 0.5, ''points'') → +2.0 points';

CREATE FUNCTION @extschema@.te_report_figures(data jsonb, names jsonb, unit text)
	RETURNS TABLE (label text, figure text, note text)
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 6 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	k jsonb := data -> 'key';
	critical int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'critical');
	warnings int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'warning');
	against text := ' against ' || coalesce(data ->> 'before', 'nothing');
	none text := 'no earlier figure';
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN;
	END IF;
	RETURN QUERY VALUES
		('Imports' || coalesce(', ' || @extschema@.te_report_unit(unit), ''), coalesce(@extschema@.te_report_amount((k ->> 'total')::float8, unit), '-'),
			coalesce(nullif(@extschema@.te_report_change((k ->> 'total')::float8, (k ->> 'total_before')::float8, 'amount'), '-') || against, none)),
		('Largest supplier', coalesce(@extschema@.te_report_name(names, k ->> 'top'), '-'),
			coalesce(@extschema@.format_share((k ->> 'top_share')::float8), '-') || ', '
			|| coalesce(nullif(@extschema@.te_report_change((k ->> 'top_share')::float8, (k ->> 'top_share_before')::float8, 'points'), '-'), none)),
		('Concentration (HHI)', coalesce(to_char((k ->> 'hhi')::float8, 'FM0.000'), '-'),
			coalesce(nullif(@extschema@.te_report_change((k ->> 'hhi')::float8, (k ->> 'hhi_before')::float8, 'index'), '-') || against, none)),
		('Suppliers', coalesce(k ->> 'suppliers', '0'), coalesce(k ->> 'suppliers_before', '0') || ' before'),
		('Products', k ->> 'products', (k ->> 'products_before') || ' before'),
		('Alerts', (critical + warnings)::text, critical || ' critical, ' || warnings || CASE warnings WHEN 1 THEN ' warning' ELSE ' warnings' END);
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_figures(jsonb, jsonb, text) IS
	'Support of reports: the key figures in words, none without flows. Example: SELECT label FROM te_report_figures(trade_report_data(''flows''), NULL, NULL) → Imports …';

CREATE FUNCTION @extschema@.te_report_lead(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	k jsonb := data -> 'key';
	total float8 := (k ->> 'total')::float8;
	before float8 := (k ->> 'total_before')::float8;
	share_before text := @extschema@.format_share(nullif((k ->> 'top_share_before')::float8, 0));
	article text := CASE WHEN (data ->> 'yearly')::bool THEN '' ELSE 'the ' END;
	then_span text := article || (data ->> 'span_before');
	same bool := @extschema@.te_report_change(total, before, 'amount') = '0.0%';
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN 'There are no flows for this choice.';
	ELSIF total > 0 THEN
		RETURN format('%s: imports of %s in %s%s.', coalesce(@extschema@.te_report_name(names, data ->> 'importer'), 'All importers'),
				concat_ws(' ', @extschema@.te_report_amount(total, unit), @extschema@.te_report_unit(unit)), article || (data ->> 'span'),
				CASE WHEN before > 0 THEN format(', %s in %s', CASE WHEN same THEN 'as much as'
					ELSE @extschema@.format_share(abs(total - before) / before) || CASE WHEN total > before THEN ' more than' ELSE ' less than' END END, then_span) ELSE '' END)
			|| coalesce(CASE WHEN k ->> 'top' IS NOT NULL THEN format(' %s supplied %s of it%s.', @extschema@.te_report_name(names, k ->> 'top'), @extschema@.format_share((k ->> 'top_share')::float8),
				CASE WHEN before > 0 THEN format(' (%s before)', coalesce(share_before, 'nothing')) ELSE '' END) END, '')
			|| coalesce(' Supply is as concentrated as with ' || to_char(nullif(round(1 / nullif((k ->> 'hhi')::numeric, 0), 1), 1.0), 'FM99990.0')
				|| ' equal suppliers.', CASE WHEN (k ->> 'hhi')::numeric > 0 THEN ' There is practically no other supplier.' ELSE '' END);
	END IF;
	RETURN NULL;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_lead(jsonb, jsonb, text) IS
	'Support of reports: the key figures in two or three sentences, or that there are none. Example: SELECT te_report_lead(''{"importer": "JPN", "yearly": true, "span": "2020", "key": {"total": 10, "top": "CHN", "top_share": 0.5, "hhi": 0.5}}'', NULL, ''USD'') → Japan: imports of 10 USD in 2020. China supplied 50% of it. Supply is as concentrated as with 2.0 equal suppliers.';

CREATE FUNCTION @extschema@.te_report_alerts(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1 ->> 'empty')::bool THEN NULL
		WHEN count(*) = 0 THEN '<p>Nothing passed its limit.</p>'
		ELSE '<ul class="te-alerts">' || string_agg(format('<li><span class="te-tag te-%s">%1$s</span> %s</li>', t.a ->> 'severity',
				@extschema@.html_escape(@extschema@.te_report_alert(t.a, $2, $3))), E'\n' ORDER BY t.place) FILTER (WHERE t.place <= 40) || '</ul>'
			|| CASE WHEN count(*) > 40 THEN format('<p class="te-dim">%s of %s alerts are not shown, the least severe and smallest amounts: see trade_alerts().</p>', count(*) - 40, count(*)) ELSE '' END
		END
	FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_alerts(jsonb, jsonb, text) IS
	'Support of reports: the alerts as an HTML list, NULL without flows. Example: SELECT te_report_alerts(''{"alerts": []}'', NULL, NULL) → <p>Nothing passed its limit.</p>';

CREATE FUNCTION @extschema@.te_report_in(unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('; amounts in ' || @extschema@.html_escape(@extschema@.te_report_unit($1)), '');
END;
COMMENT ON FUNCTION @extschema@.te_report_in(text) IS
	'Support of reports: the end of a caption, which tells the unit where there is one. Example: SELECT te_report_in(''USD'') → ; amounts in USD';

CREATE FUNCTION @extschema@.te_report_products(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	head text := '<div class="te-scroll"><table class="te-products"><caption>Amount, change against %s, and the largest supplier of each product%s</caption><thead><tr>'
		'<th scope="col">Product</th><th scope="col">Course</th><th scope="col" class="te-n">Amount</th><th scope="col" class="te-n te-extra">Change</th>'
		'<th scope="col">Largest supplier</th><th scope="col" class="te-n">Share</th><th scope="col" class="te-n te-extra">Points</th>'
		'<th scope="col" class="te-n te-extra">HHI</th></tr></thead><tbody>';
	line text := '<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n te-extra">%s</td><td>%s</td>'
		'<td class="te-n">%s</td><td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>';
	shown int := jsonb_array_length(data -> 'products');
BEGIN
	RETURN format(head, @extschema@.html_escape(data ->> 'before'), @extschema@.te_report_in(unit))
	|| (SELECT coalesce(string_agg(format(line,
			@extschema@.html_escape(coalesce(names ->> (p ->> 'product'), p ->> 'product')),
			@extschema@.chart_sparkline(@extschema@.te_report_numbers(p -> 'series'), 80, 22, false, 'Amounts of ' || (p ->> 'product')),
			coalesce(@extschema@.te_report_amount((p ->> 'amount')::float8, unit), '-'),
			@extschema@.html_escape(@extschema@.te_report_change((p ->> 'amount')::float8, (p ->> 'before')::float8, 'amount')),
			@extschema@.html_escape(coalesce(@extschema@.te_report_name(names, p ->> 'top'), '-')),
			coalesce(@extschema@.html_escape(@extschema@.te_report_share((p ->> 'top_share')::float8)), '-'),
			replace(@extschema@.te_report_change((p ->> 'top_share')::float8, (p ->> 'top_share_before')::float8, 'points'), ' points', ''),
			coalesce(to_char((p ->> 'hhi')::float8, 'FM0.00'), '-')), E'\n' ORDER BY place), '')
		FROM jsonb_array_elements(data -> 'products') WITH ORDINALITY AS t(p, place))
	|| '</tbody></table></div>'
	|| CASE WHEN (data ->> 'products_in_all')::int > shown
		THEN format('<p class="te-dim">The largest %s of %s products.</p>', shown, data ->> 'products_in_all') ELSE '' END;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_products(jsonb, jsonb, text) IS
	'Support of reports: the products as an HTML table with sparklines. Example: SELECT te_report_products(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table class="te-products">%'' → true';

CREATE FUNCTION @extschema@.te_report_changes(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	head text := '<div class="te-scroll"><table><caption>Suppliers whose share of all imports changed most%s</caption><thead><tr>'
		'<th scope="col">Supplier</th><th scope="col" class="te-n">Share %s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">Points</th>'
		'<th scope="col" class="te-n te-extra">Amount</th><th scope="col" class="te-n te-extra">Change</th></tr></thead><tbody>';
	line text := '<tr><th scope="row">%s</th><td class="te-n">%s</td><td class="te-n">%s</td><td class="te-n">%s</td>'
		'<td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>';
BEGIN
	RETURN format(head, @extschema@.te_report_in(unit), @extschema@.html_escape(data ->> 'before'), @extschema@.html_escape(data ->> 'latest'))
	|| (SELECT coalesce(string_agg(format(line,
			@extschema@.html_escape(coalesce(@extschema@.te_report_name(names, x ->> 'origin'), 'unspecified')),
			@extschema@.html_escape(@extschema@.te_report_share((x ->> 'share_before')::float8)),
			@extschema@.html_escape(@extschema@.te_report_share((x ->> 'share')::float8)),
			replace(@extschema@.te_report_change((x ->> 'share')::float8, (x ->> 'share_before')::float8, 'points'), ' points', ''),
			@extschema@.te_report_amount((x ->> 'now')::float8, unit),
			CASE WHEN (x ->> 'before')::float8 = 0 THEN 'new' WHEN (x ->> 'now')::float8 = 0 THEN 'gone'
				ELSE @extschema@.html_escape(@extschema@.te_report_change((x ->> 'now')::float8, (x ->> 'before')::float8, 'amount')) END),
			E'\n' ORDER BY place), '')
		FROM jsonb_array_elements(data -> 'suppliers') WITH ORDINALITY AS t(x, place))
	|| '</tbody></table></div>';
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_changes(jsonb, jsonb, text) IS
	'Support of reports: what changed against the earlier date, as an HTML table. Example: SELECT te_report_changes(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table>%'' → true';

CREATE FUNCTION @extschema@.te_report_names(codes jsonb, names jsonb) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(CASE WHEN c.code IS NOT NULL THEN @extschema@.te_report_name($2, c.code) END ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_names(jsonb, jsonb) IS
	'Support of reports: names of many codes. Example: SELECT te_report_names(''["CHN", null]'', NULL) = ''{China,NULL}'' → true';

CREATE FUNCTION @extschema@.te_report_labels(codes jsonb, names jsonb) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(coalesce($2 ->> c.code, c.code) ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_labels(jsonb, jsonb) IS
	'Support of reports: the caller''s names of many products, or their codes. Example: SELECT te_report_labels(''["8505"]'', ''{"8505": "Magnets"}'') → {Magnets}';

CREATE FUNCTION @extschema@.te_report_numbers(numbers jsonb) RETURNS float8[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(n.x::float8 ORDER BY n.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS n(x, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_numbers(jsonb) IS
	'Support of reports: a JSON array as numbers. Example: SELECT te_report_numbers(''[1, null, 2.5]'') = ''{1,NULL,2.5}'' → true';

CREATE FUNCTION @extschema@.te_report_chain(rows jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_supply_chain(array_agg(r.x ->> 'stage' ORDER BY r.place),
			array_agg(@extschema@.te_report_name($2, r.x ->> 'origin') ORDER BY r.place), array_agg((r.x ->> 'amount')::float8 ORDER BY r.place),
			title => coalesce(r.x ->> 'chain', 'Supply chain by stage'), form => 'page',
			targets => array_agg(CASE WHEN r.x ->> 'target' IS NOT NULL THEN @extschema@.te_report_name($2, r.x ->> 'target') END ORDER BY r.place)) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'chain') AS c;
END;
COMMENT ON FUNCTION @extschema@.te_report_chain(jsonb, jsonb) IS
	'Support of reports: supply chains as figures, one for each value of "chain". Example: SELECT te_report_chain(''[{"stage": "mine", "origin": "CHN", "amount": 1}]'', NULL) LIKE ''<figure%'' → true';

CREATE FUNCTION @extschema@.te_report_rate(layer jsonb) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN jsonb_typeof($1 -> 'rate') = 'number' THEN ($1 ->> 'rate')::float8
		WHEN $1 ->> 'rate' ~ '^ *[0-9]+([.][0-9]+)? *% *$' AND coalesce($1 ->> 'status', 'applied') <> 'applied'
			THEN btrim($1 ->> 'rate', ' %')::float8 / 100
		WHEN $1 ->> 'duty' IS NOT NULL THEN ($1 ->> 'duty')::float8 / nullif(($1 ->> 'value')::float8, 0) END;
END;
COMMENT ON FUNCTION @extschema@.te_report_rate(jsonb) IS
	'Support of reports: the rate of a tariff layer as a share of the value: a number, duty / value, or what would have been the percentage of a layer that did not apply. Example: SELECT te_report_rate(''{"duty": 750, "value": 30000}'') → 0.025';

CREATE FUNCTION @extschema@.te_report_tariffs(rows jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_tariff_layers(
			array_agg(coalesce(r.x ->> 'layer', concat_ws(' ', r.x ->> 'program', coalesce(r.x ->> 'legal_ref', r.x ->> 'measure'))) ORDER BY r.place),
			array_agg(@extschema@.te_report_rate(r.x) ORDER BY r.place),
			array_agg(CASE WHEN r.x ->> 'status' = 'applied' THEN 'applied' ELSE coalesce(r.x ->> 'reason', r.x ->> 'status') END ORDER BY r.place),
			title => coalesce(r.x ->> 'line', 'Tariff layers'), form => 'page') AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'line') AS c;
END;
COMMENT ON FUNCTION @extschema@.te_report_tariffs(jsonb) IS
	'Support of reports: tariff waterfalls, one for each value of "line"; rows may be those of tariff_layers with the customs value added as "value". Example: SELECT te_report_tariffs(''[{"layer": "MFN", "rate": 0.021}]'') LIKE ''<figure%'' → true';

CREATE FUNCTION @extschema@.te_report_losses(rows jsonb, alpha float8, unit text, title text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.chart_loss_distribution(
		array_agg(CASE WHEN jsonb_typeof(r.x) = 'object' THEN (r.x ->> 'loss')::float8 ELSE (r.x #>> '{}')::float8 END),
		array_agg(coalesce((r.x ->> 'weight')::float8, (r.x ->> 'probability')::float8, 1)), alpha => coalesce($2, 0.95), unit => $3, title => $4,
		form => 'page')
	FROM jsonb_array_elements($1) AS r(x);
END;
COMMENT ON FUNCTION @extschema@.te_report_losses(jsonb, float8, text, text) IS
	'Support of reports: losses, numbers or objects with loss and weight, as a figure. Example: SELECT te_report_losses(''[0, 5, 10]'', 0.95, ''USD'', NULL) LIKE ''<figure%'' → true';

CREATE FUNCTION @extschema@.te_report_facts(facts jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<dl>' || coalesce(string_agg('<dt>' || @extschema@.html_escape(replace(f.key, '_', ' ')) || '</dt><dd>'
		|| @extschema@.html_escape(f.value) || '</dd>', '' ORDER BY f.key COLLATE "C"), '') || '</dl>'
	FROM jsonb_each_text(jsonb_strip_nulls($1)) AS f;
END;
COMMENT ON FUNCTION @extschema@.te_report_facts(jsonb) IS
	'Support of reports: names and values as an HTML list. Example: SELECT te_report_facts(''{"a": 1}'') → <dl><dt>a</dt><dd>1</dd></dl>';

CREATE FUNCTION @extschema@.te_report_audit(data jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN count(*) = 0 THEN '<p>No rows.</p>' ELSE '<div class="te-scroll"><table><caption>Rows of the flow table' || @extschema@.te_report_in($2) || '</caption><thead><tr><th scope="col">Rows</th><th scope="col">Counted</th>'
		'<th scope="col" class="te-n">Number</th><th scope="col" class="te-n">Amount</th></tr></thead><tbody>'
		|| coalesce(string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n">%s</td></tr>',
			@extschema@.html_escape(t.a ->> 'what'), CASE WHEN (t.a ->> 'kept')::bool THEN 'yes' ELSE 'left out' END, t.a ->> 'flow_rows',
			coalesce(@extschema@.te_report_amount((t.a ->> 'amount')::float8, $2), '-')), '' ORDER BY t.place), '')
		|| '</tbody></table></div>' END
	FROM jsonb_array_elements($1 -> 'audit') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_audit(jsonb, text) IS
	'Support of reports: what was read and what was left out, as an HTML table. Example: SELECT te_report_audit(''{"audit": []}'', NULL) → <p>No rows.</p>';

CREATE FUNCTION @extschema@.te_report_method() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<ul>'
		'<li>Share of a supplier = its amount / the total; amounts without a known origin count in the total. Net negative amounts count as 0.</li>'
		'<li>HHI = sum of the squared shares of the known suppliers, 0 to 1; 1 is a single supplier, 0.25 four equal ones.</li>'
		'<li>Change in points = 100 &#215; (share now &#8722; share before).</li>'
		'<li>Robust z = (latest &#8722; median) / (1.4826 &#215; median absolute deviation) of the earlier values.</li>'
		'<li>A stop: every value since some date at or below a floor, a share of the median before it, and none before.</li>'
		'<li>Value at risk = the smallest loss that is not exceeded with the given probability; expected shortfall = the mean of the losses beyond that probability.</li>'
		'<li>Tariff rates are shares of the customs value; dashed layers were considered and did not apply.</li>'
		'</ul>';
COMMENT ON FUNCTION @extschema@.te_report_method() IS
	'Support of reports: the notes on method. Example: SELECT te_report_method() LIKE ''<ul>%'' → true';

CREATE FUNCTION @extschema@.te_report_css() RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.report_style() || $css$
.te-page{margin:0;background:var(--te-bg);color:var(--te-ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;-webkit-print-color-adjust:exact;print-color-adjust:exact;overflow-wrap:anywhere}
.te-page main{max-width:760px;margin:0 auto;padding:28px 20px 56px}
.te-page h1{font-size:28px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
.te-page h2{font-size:19px;margin:40px 0 12px;padding-top:20px;border-top:1px solid var(--te-grid)}
.te-page .te-dim,.te-page caption,.te-page summary{color:var(--te-dim)}
.te-page p{margin:8px 0}.te-page .te-lead{font-size:18px;margin:14px 0}.te-page .te-source{font-size:13px}.te-page section p.te-dim{font-size:13px}
.te-cards{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:22px 0 0;padding:0}
.te-card{border:1px solid var(--te-grid);border-radius:10px;padding:12px 14px;min-width:0}
.te-card dt,.te-card .te-note{color:var(--te-dim);font-size:13px;margin:0}
.te-card dd{margin:0}.te-card .te-now{font-size:25px;font-weight:650;line-height:1.3}
.te-alerts{list-style:none;margin:0;padding:0}.te-alerts li{padding:7px 0;border-bottom:1px solid var(--te-grid)}
.te-tag{display:inline-block;min-width:62px;text-align:center;padding:0 8px;margin-right:8px;border:1px solid currentColor;border-radius:11px;font-size:12px;font-weight:600;line-height:20px}
.te-critical{color:var(--te-bad)}.te-warning{color:var(--te-warn)}.te-info{color:var(--te-dim)}
.te-page figure{margin:0 0 26px}.te-page figcaption{font-weight:600;margin:0 0 10px}
.te-page summary{cursor:pointer;font-size:13px;margin:6px 0}
.te-scroll{overflow-x:auto}
.te-page table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
.te-page caption{text-align:left;font-size:13px;padding:0 0 6px}
.te-page th,.te-page td{padding:6px 8px;border-bottom:1px solid var(--te-grid);text-align:left;vertical-align:middle;font-weight:400}
.te-page thead th{color:var(--te-dim);font-weight:600}.te-page tbody th{min-width:180px}.te-page td,.te-page thead th{overflow-wrap:normal}
.te-page .te-n{text-align:right;white-space:nowrap}
.te-page dl:not(.te-cards){display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;font-size:13px;margin:0}
.te-page dl:not(.te-cards) dt{color:var(--te-dim)}.te-page dl:not(.te-cards) dd{margin:0}
.te-page ul:not(.te-alerts){padding-left:20px;font-size:13px;margin:0}
@media screen and (max-width:560px){.te-page main{padding:20px 16px 40px}.te-page h1{font-size:23px}.te-cards{grid-template-columns:repeat(2,1fr);gap:8px}.te-card{padding:10px}.te-card .te-now{font-size:20px}.te-page .te-extra{display:none}.te-page tbody th{min-width:84px}.te-page th,.te-page td{padding:6px 4px}.te-page td svg.te-word{width:44px}.te-products tr{display:grid;grid-template-columns:52px 1fr 1.6fr 1fr}.te-products tbody th{grid-column:1/-1;border-bottom:0;padding-bottom:0;font-weight:600}.te-products thead th:first-child{grid-column:1/-1;border-bottom:0}}
@page{size:A4;margin:15mm}
@media print{.te-page{font-size:11pt}.te-page caption,.te-page thead,.te-page thead tr{break-after:avoid}.te-page main{max-width:none;padding:0}.te-page details{display:none}.te-page h2{break-after:avoid;margin-top:24px}.te-page figure,.te-card,.te-page tr,.te-alerts li{break-inside:avoid}.te-scroll{overflow:visible}}
$css$;
END;
COMMENT ON FUNCTION @extschema@.te_report_css() IS
	'Support of reports: the style of the page. Example: SELECT te_report_css() LIKE ''%@page%'' → true';

CREATE FUNCTION @extschema@.te_report_section(heading text, content text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('<section><h2>' || @extschema@.html_escape($1) || E'</h2>\n' || nullif($2, '') || E'</section>\n', '');
END;
COMMENT ON FUNCTION @extschema@.te_report_section(text, text) IS
	'Support of reports: a section with a heading, or nothing when it has no content. Example: SELECT te_report_section(''a'', NULL) = '''' → true';

CREATE FUNCTION @extschema@.te_report_flows(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN '';
	END IF;
	RETURN @extschema@.te_report_section('Who supplies', @extschema@.chart_supplier_shares(
			ARRAY(SELECT jsonb_array_elements_text(data #> '{shares,periods}')), @extschema@.te_report_names(data #> '{shares,origins}', names),
			@extschema@.te_report_numbers(data #> '{shares,amounts}'), title => 'Shares of suppliers in all imports', unit => unit, form => 'page'))
		|| @extschema@.te_report_section('What changed against ' || (data ->> 'span_before'), @extschema@.te_report_changes(data, names, unit))
		|| @extschema@.te_report_section('Products and their suppliers', @extschema@.chart_supplier_heat_map(
			@extschema@.te_report_labels(data #> '{heat,products}', names), @extschema@.te_report_names(data #> '{heat,origins}', names),
			@extschema@.te_report_numbers(data #> '{heat,amounts}'), title => 'Shares of suppliers by product, ' || (data ->> 'span'), form => 'page')
			|| CASE WHEN (data ->> 'products_in_all')::int > 25
				THEN format('<p class="te-dim">The map shows the 25 largest of %s products.</p>', data ->> 'products_in_all') ELSE '' END
			|| @extschema@.te_report_products(data, names, unit));
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_flows(jsonb, jsonb, text) IS
	'Support of reports: the sections on flows. Example: SELECT te_report_flows(''{"empty": true}'', NULL, NULL) = '''' → true';

CREATE FUNCTION @extschema@.te_report_heading(title text, importer text, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1, 'Trade exposure' || coalesce(' of ' || @extschema@.te_report_name($3, $2), ''));
END;
COMMENT ON FUNCTION @extschema@.te_report_heading(text, text, jsonb) IS
	'Support of reports: the title, or one made from the importer. Example: SELECT te_report_heading(NULL, ''JPN'', NULL) → Trade exposure of Japan';

CREATE FUNCTION @extschema@.te_report_span(data jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws(', ', coalesce(@extschema@.te_report_name($2, $1 ->> 'importer'), 'All importers'),
		coalesce($1 ->> 'span', 'no data'), 'compared with ' || ($1 ->> 'span_before'));
END;
COMMENT ON FUNCTION @extschema@.te_report_span(jsonb, jsonb) IS
	'Support of reports: who and when. Example: SELECT te_report_span(''{"importer": "JPN", "span": "2020", "span_before": "2019"}'', NULL) → Japan, 2020, compared with 2019';

CREATE FUNCTION @extschema@.te_report_rows(argument text, rows jsonb) RETURNS void
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF jsonb_typeof(rows) <> 'array' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('argument "%s" must be a JSON array of rows, but is: %s', argument, left(rows::text, 40)),
			HINT = format('Make it of the rows of a query: %s => (SELECT jsonb_agg(q) FROM (...) AS q).', argument);
	END IF;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_report_rows(text, jsonb) IS
	'Support of reports: throws when an argument that holds rows is no JSON array. Example: SELECT te_report_rows(''losses'', ''[]'')';

CREATE FUNCTION @extschema@.trade_report(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	supply_chain jsonb DEFAULT NULL, tariff_layers jsonb DEFAULT NULL, losses jsonb DEFAULT NULL, loss_title text DEFAULT NULL, loss_unit text DEFAULT NULL,
	alpha float8 DEFAULT 0.95, figures text[] DEFAULT NULL, source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 100, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	data jsonb := @extschema@.trade_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column,
		importer_column, origin_column, product_column, amount_column);
	heading text := @extschema@.html_escape(@extschema@.te_report_heading(title, importer, names));
	checked_chain text := @extschema@.te_report_rows('supply_chain'::text, supply_chain);
	checked_layers text := @extschema@.te_report_rows('tariff_layers'::text, tariff_layers);
	checked_losses text := @extschema@.te_report_rows('losses'::text, losses);
	-- made before the page, so that an error in them does not print the page's expression
	chain text := @extschema@.te_report_section('Supply chain', @extschema@.te_report_chain(supply_chain, names));
	tariffs text := @extschema@.te_report_section('Tariffs', @extschema@.te_report_tariffs(tariff_layers));
	loss text := @extschema@.te_report_section('Losses if a supply stops',
		CASE WHEN losses IS NOT NULL THEN @extschema@.te_report_losses(losses, alpha, coalesce(loss_unit, unit), loss_title) END);
BEGIN
	RETURN concat(E'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n',
		E'<meta name="color-scheme" content="light dark">\n<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">\n',
		'<title>', heading, E'</title>\n<style>', @extschema@.te_report_css(), E'</style>\n</head>\n<body class="te-chart te-page">\n<main>\n',
		'<header><h1>', heading, '</h1><p class="te-dim">', @extschema@.html_escape(@extschema@.te_report_span(data, names)), '</p>',
		'<p class="te-lead">' || @extschema@.html_escape(@extschema@.te_report_lead(data, names, unit)) || '</p>',
		'<p>' || @extschema@.html_escape(notes) || '</p>',
		'<p class="te-dim te-source">' || @extschema@.html_escape(nullif(concat_ws('. ', 'Source: ' || source, 'Data: ' || data_vintage), '')) || '</p>',
		(SELECT '<dl class="te-cards">' || string_agg(format('<div class="te-card"><dt>%s</dt><dd class="te-now">%s</dd><dd class="te-note">%s</dd></div>',
			@extschema@.html_escape(label), @extschema@.html_escape(figure), @extschema@.html_escape(note)), '') || '</dl>'
			FROM @extschema@.te_report_figures(data, names, unit)), E'</header>\n',
		@extschema@.te_report_section('Alerts', @extschema@.te_report_alerts(data, names, unit)),
		@extschema@.te_report_flows(data, names, unit),
		chain, tariffs, loss,
		@extschema@.te_report_section('Further figures', array_to_string(figures, E'\n')),
		@extschema@.te_report_section('What was counted and what was left out', @extschema@.te_report_audit(data, unit)),
		@extschema@.te_report_section('How it was computed', @extschema@.te_report_method()),
		@extschema@.te_report_section('Parameters and data', @extschema@.te_report_facts(data -> 'parameters'
			|| jsonb_build_object('unit', unit, 'source', source, 'data_vintage', data_vintage, 'period', data ->> 'span', 'compared_with', data ->> 'span_before',
				'made_at', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'made_with', 'trade_exposure ' || @extschema@.trade_exposure_version()))),
		E'</main>\n</body>\n</html>\n');
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_report(regclass, text, text, date, date, text, jsonb, jsonb, jsonb, jsonb, jsonb, text, text, float8, text[], text, text, text, int4, timestamptz, text, text, text, text, text) IS
	'One self-contained HTML page about a flow table: key figures, alerts, charts, changes against an earlier date, what was left out, method and parameters; supply chain, tariffs and losses when given as JSON rows, and figures (HTML, taken as it is) made by chart functions with form => ''page''. Example: SELECT trade_report(''flows'', importer => ''JPN'', title => ''Lithium cells'') → <!DOCTYPE html>…';

CREATE FUNCTION @extschema@.te_report_plain(content text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace($1, '[[:space:][:cntrl:]]+', ' ', 'g'), '([]\\`*_[<>|#~&])', '\\\1', 'g');
END;
COMMENT ON FUNCTION @extschema@.te_report_plain(text) IS
	'Support of reports: text as it must stand in Markdown to be read as text. Example: SELECT te_report_plain(''a*b'') → a\*b';

CREATE FUNCTION @extschema@.te_report_changes_text(data jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s |\n', @extschema@.te_report_plain(coalesce(@extschema@.te_report_name($2, t.x ->> 'origin'), 'unspecified')),
		@extschema@.te_report_plain(@extschema@.te_report_share((t.x ->> 'share_before')::float8)),
		@extschema@.te_report_plain(@extschema@.te_report_share((t.x ->> 'share')::float8)),
		replace(@extschema@.te_report_change((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8, 'points'), ' points', '')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_changes_text(jsonb, jsonb) IS
	'Support of reports: what changed, as rows of a Markdown table. Example: SELECT te_report_changes_text(''{"suppliers": []}'', NULL) → NULL';

CREATE FUNCTION @extschema@.te_report_products_text(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s | %s | %s |\n', @extschema@.te_report_plain(coalesce($2 ->> (t.p ->> 'product'), t.p ->> 'product')),
		coalesce(@extschema@.te_report_amount((t.p ->> 'amount')::float8, $3), '-'),
		@extschema@.te_report_plain(@extschema@.te_report_change((t.p ->> 'amount')::float8, (t.p ->> 'before')::float8, 'amount')),
		@extschema@.te_report_plain(coalesce(@extschema@.te_report_name($2, t.p ->> 'top'), '-')),
		coalesce(@extschema@.te_report_plain(@extschema@.te_report_share((t.p ->> 'top_share')::float8)), '-'),
		coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place);
END;
COMMENT ON FUNCTION @extschema@.te_report_products_text(jsonb, jsonb, text) IS
	'Support of reports: the products, as rows of a Markdown table. Example: SELECT te_report_products_text(''{"products": []}'', NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.trade_report_text(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	data jsonb := @extschema@.trade_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column,
		importer_column, origin_column, product_column, amount_column);
BEGIN
	RETURN concat('# ', @extschema@.te_report_plain(@extschema@.te_report_heading(title, importer, names)), E'\n\n',
		@extschema@.te_report_plain(@extschema@.te_report_span(data, names)), E'\n\n',
		@extschema@.te_report_plain(@extschema@.te_report_lead(data, names, unit)) || E'\n\n', @extschema@.te_report_plain(notes) || E'\n\n',
		(SELECT string_agg(format(E'- **%s**: %s (%s)\n', @extschema@.te_report_plain(label), @extschema@.te_report_plain(figure),
			@extschema@.te_report_plain(note)), '') FROM @extschema@.te_report_figures(data, names, unit)),
		CASE WHEN NOT (data ->> 'empty')::bool THEN concat(E'\n## Alerts\n\n', coalesce((SELECT string_agg(format(E'- %s: %s\n', a ->> 'severity', @extschema@.te_report_plain(@extschema@.te_report_alert(a, names, unit))), '' ORDER BY place)
			FROM jsonb_array_elements(data -> 'alerts') WITH ORDINALITY AS t(a, place)), E'Nothing passed its limit.\n'),
		E'\n## What changed against ' || (data ->> 'span_before') || E'\n\n| supplier | before | now | points |\n|---|---:|---:|---:|\n',
		@extschema@.te_report_changes_text(data, names),
		E'\n## Products\n\n| product | amount | change | largest supplier | share | HHI |\n|---|---:|---:|---|---:|---:|\n',
		@extschema@.te_report_products_text(data, names, unit)) END,
		E'\n## Counted and left out\n\n', (SELECT coalesce(string_agg(format(E'- %s: %s rows%s\n', @extschema@.te_report_plain(a ->> 'what'), a ->> 'flow_rows',
			CASE WHEN (a ->> 'kept')::bool THEN '' ELSE ', left out' END), '' ORDER BY place), E'- no rows\n') FROM jsonb_array_elements(data -> 'audit') WITH ORDINALITY AS t(a, place)),
		E'\nSource: ' || @extschema@.te_report_plain(source) || E'\n', E'\nData: ' || @extschema@.te_report_plain(data_vintage) || E'\n',
		E'\nMade at ', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), ' with trade\_exposure ', @extschema@.trade_exposure_version(), E'\n');
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_report_text(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text) IS
	'The figures of trade_report as Markdown, for mail and chat. Example: SELECT trade_report_text(''flows'', importer => ''JPN'') → # Trade exposure of Japan …';
