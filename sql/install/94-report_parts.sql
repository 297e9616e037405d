-- The parts of a report page: figures, lead, tables, charts, method.

CREATE FUNCTION te_support.te_report_change(now float8, before float8, kind text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 IS NULL OR $2 IS NULL OR $3 = 'amount' AND $2 = 0 THEN '-'
		WHEN $3 = 'amount' AND abs($1 - $2) < 0.001 * abs($2) THEN '0.0%'
		WHEN $3 = 'amount' THEN CASE WHEN $1 > $2 THEN '+' ELSE '' END || te_support.te_report_share(($1 - $2) / $2)
		WHEN $3 = 'points' AND abs($1 - $2) < 0.0005 THEN '0.0 points'
		WHEN abs($1 - $2) < 0.005 AND $3 <> 'points' THEN '0.00'
		WHEN $3 = 'points' THEN to_char(100 * ($1 - $2), 'FMSG99990.0') || ' points'
		ELSE to_char($1 - $2, 'FMSG99990.00') END;
END;
COMMENT ON FUNCTION te_support.te_report_change(float8, float8, text) IS
	'Support of reports: a change for people, an ''amount'' in percent, of shares in ''points'', or of an ''index''. Example: SELECT te_support.te_report_change(0.52, 0.5, ''points'') → +2.0 points';

CREATE FUNCTION te_support.te_report_figures(data jsonb, names jsonb, unit text)
	RETURNS TABLE (label text, figure text, note text)
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 6 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	k jsonb := data -> 'key';
	critical int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'critical');
	warnings int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'warning');
	-- a change is that of the periods which both years have
	against text := ' against ' || coalesce(data ->> 'before', 'nothing') || CASE WHEN (data ->> 'like')::bool THEN '' ELSE ', ' || (data #>> '{before_periods,n}') || ' months of each' END;
	none text := 'no earlier figure';
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN;
	END IF;
	RETURN QUERY VALUES
		('Imports' || coalesce(', ' || te_support.te_report_unit(unit), ''), coalesce(te_support.te_report_amount((k ->> 'total')::float8, unit), '-'),
			coalesce(nullif(te_support.te_report_change((k ->> 'total_common')::float8, (k ->> 'total_before')::float8, 'amount'), '-') || against, none)),
		('Largest supplier', coalesce(te_support.te_report_name(names, k ->> 'top'), '-'),
			coalesce(te_support.te_report_percent((k ->> 'top_share')::float8), '-') || ', '
			|| coalesce(nullif(te_support.te_report_change((k ->> 'top_share_common')::float8, (k ->> 'top_share_before')::float8, 'points'), '-'), none)),
		('Concentration (HHI)', coalesce(to_char((k ->> 'hhi')::float8, 'FM0.000'), '-'),
			coalesce(nullif(te_support.te_report_change((k ->> 'hhi_common')::float8, (k ->> 'hhi_before')::float8, 'index'), '-') || against, none)),
		('Suppliers', coalesce(k ->> 'suppliers', '0'), coalesce((k ->> 'suppliers_before') || ' before', none)),
		('Products', k ->> 'products', coalesce((k ->> 'products_before') || ' before', none)),
		('Alerts', (critical + warnings)::text, critical || ' critical, ' || warnings || CASE warnings WHEN 1 THEN ' warning' ELSE ' warnings' END);
END;
$$;
COMMENT ON FUNCTION te_support.te_report_figures(jsonb, jsonb, text) IS
	'Support of reports: the key figures in words, none without flows. Example: SELECT label FROM te_support.te_report_figures(trade_report_data(''flows''), NULL, NULL) → Imports …';

CREATE FUNCTION te_support.te_report_lead(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	k jsonb := data -> 'key';
	total float8 := (k ->> 'total')::float8;
	before float8 := (k ->> 'total_before')::float8;
	share_before text := te_support.te_report_percent(nullif((k ->> 'top_share_before')::float8, 0));
	article text := CASE WHEN (data ->> 'yearly')::bool OR (data #>> '{now_periods,n}') = '1' THEN '' ELSE 'the ' END;
	then_span text := article || (data ->> 'span_before');
	common float8 := coalesce((k ->> 'total_common')::float8, total);
	same bool := te_support.te_report_change(common, before, 'amount') = '0.0%';
	alike bool := coalesce((data ->> 'like')::bool, true);
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN 'There are no flows for this choice.';
	ELSIF total > 0 THEN
		RETURN format('%s: imports of %s in %s%s.', coalesce(te_support.te_report_name(names, data ->> 'importer'), 'All importers'),
				concat_ws(' ', te_support.te_report_amount(total, unit), te_support.te_report_unit(unit)), article || (data ->> 'span'),
				CASE WHEN before > 0 THEN format(CASE WHEN alike THEN ', %s in %s' ELSE '; over the %3$s months that both years have, %1$s in the year before' END, CASE WHEN same THEN 'as much as'
					ELSE te_support.te_report_percent(abs(common - before) / before) || CASE WHEN common > before THEN ' more than' ELSE ' less than' END END,
					then_span, data #>> '{before_periods,n}') ELSE '' END)
			|| coalesce(CASE WHEN k ->> 'top' IS NOT NULL THEN format(' %s supplied %s of it%s.', te_support.te_report_name(names, k ->> 'top'), te_support.te_report_percent((k ->> 'top_share')::float8),
				CASE WHEN before > 0 THEN format(' (%s before)', coalesce(share_before, 'nothing')) ELSE '' END) END, '')
			|| coalesce(' Supply is as concentrated as with ' || to_char(nullif(round(1 / nullif((k ->> 'hhi')::numeric, 0), 1), 1.0), 'FM99990.0')
				|| ' equal suppliers.', CASE WHEN (k ->> 'hhi')::numeric > 0 THEN ' There is practically no other supplier.' ELSE '' END);
	END IF;
	RETURN NULL;
END;
$$;
COMMENT ON FUNCTION te_support.te_report_lead(jsonb, jsonb, text) IS
	'Support of reports: the key figures in two or three sentences, or that there are none. Example: SELECT te_support.te_report_lead(''{"importer": "JPN", "yearly": true, "span": "2020", "key": {"total": 10, "top": "CHN", "top_share": 0.5, "hhi": 0.5}}'', NULL, ''USD'') → Japan: imports of 10 USD in 2020. China supplied 50% of it. Supply is as concentrated as with 2.0 equal suppliers.';

CREATE FUNCTION te_support.te_report_alerts(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1 ->> 'empty')::bool THEN NULL
		WHEN count(*) = 0 THEN '<p>Nothing passed its limit.</p>'
		ELSE '<ul class="te-alerts">' || string_agg(format('<li><span class="te-tag te-%s">%1$s</span> %s</li>', t.a ->> 'severity',
				te_support.te_report_escape(te_support.te_report_alert(t.a, $2, $3))), E'\n' ORDER BY t.place) FILTER (WHERE t.place <= 40) || '</ul>'
			|| CASE WHEN count(*) > 40 THEN format('<p class="te-dim">%s of %s alerts are not shown, the least severe and smallest amounts: see trade_alerts().</p>', count(*) - 40, count(*)) ELSE '' END
		END
	FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_alerts(jsonb, jsonb, text) IS
	'Support of reports: the alerts as an HTML list, NULL without flows. Example: SELECT te_support.te_report_alerts(''{"alerts": []}'', NULL, NULL) → <p>Nothing passed its limit.</p>';

CREATE FUNCTION te_support.te_report_in(unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('; amounts in ' || te_support.te_report_escape(te_support.te_report_unit($1)), '');
END;
COMMENT ON FUNCTION te_support.te_report_in(text) IS
	'Support of reports: the end of a caption, which tells the unit where there is one. Example: SELECT te_support.te_report_in(''USD'') → ; amounts in USD';

CREATE FUNCTION te_support.te_report_names(codes jsonb, names jsonb) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(CASE WHEN c.code IS NOT NULL THEN te_support.te_report_name($2, c.code) END ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_names(jsonb, jsonb) IS
	'Support of reports: names of many codes. Example: SELECT te_support.te_report_names(''["CHN", null]'', NULL) = ''{China,NULL}'' → true';

CREATE FUNCTION te_support.te_report_labels(codes jsonb, names jsonb) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(coalesce($2 ->> c.code, c.code) ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_labels(jsonb, jsonb) IS
	'Support of reports: the caller''s names of many products, or their codes. Example: SELECT te_support.te_report_labels(''["8505"]'', ''{"8505": "Magnets"}'') → {Magnets}';

CREATE FUNCTION te_support.te_report_numbers(numbers jsonb) RETURNS float8[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(n.x::float8 ORDER BY n.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS n(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_numbers(jsonb) IS
	'Support of reports: a JSON array as numbers. Example: SELECT te_support.te_report_numbers(''[1, null, 2.5]'') = ''{1,NULL,2.5}'' → true';

CREATE FUNCTION te_support.te_report_products(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT format('<div class="te-scroll"><table class="te-products"><caption>Amount, change against %s, and the largest supplier of each product%s</caption><thead><tr>'
		'<th scope="col">Product</th><th scope="col">Course</th><th scope="col" class="te-n">Amount</th><th scope="col" class="te-n te-extra">Change</th>'
		'<th scope="col">Largest supplier</th><th scope="col" class="te-n">Share</th><th scope="col" class="te-n te-extra">Points</th>'
		'<th scope="col" class="te-n te-extra">HHI</th></tr></thead><tbody>',
			te_support.te_report_escape(data ->> 'before'), te_support.te_report_in(unit))
	|| (SELECT coalesce(string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n te-extra">%s</td><td>%s</td>'
		'<td class="te-n">%s</td><td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>',
			te_support.te_report_escape(coalesce(names ->> (t.p ->> 'product'), t.p ->> 'product')),
			@extschema@.chart_sparkline(te_support.te_report_numbers(t.p -> 'series'), 80, 22, false, 'Amounts of ' || (t.p ->> 'product')),
			coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, unit), '-'),
			te_support.te_report_escape(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, t.p ->> 'top'), '-')),
			coalesce(te_support.te_report_escape(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
			replace(te_support.te_report_change((t.p ->> 'top_share_common')::float8, (t.p ->> 'top_share_before')::float8, 'points'), ' points', ''),
			coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), E'\n' ORDER BY t.place), '')
		FROM jsonb_array_elements(data -> 'products') WITH ORDINALITY AS t(p, place))
	|| '</tbody></table></div>'
	|| CASE WHEN (data ->> 'products_in_all')::int > jsonb_array_length(data -> 'products')
		THEN format('<p class="te-dim">The largest %s of %s products.</p>', jsonb_array_length(data -> 'products'), data ->> 'products_in_all') ELSE '' END;
END;
COMMENT ON FUNCTION te_support.te_report_products(jsonb, jsonb, text) IS
	'Support of reports: the products as an HTML table with sparklines. Example: SELECT te_support.te_report_products(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table class="te-products">%'' → true';

CREATE FUNCTION te_support.te_report_changes(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	head text := '<div class="te-scroll"><table><caption>Suppliers whose share of all imports changed most%s</caption><thead><tr>'
		'<th scope="col">Supplier</th><th scope="col" class="te-n">Share %s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">Points</th>'
		'<th scope="col" class="te-n te-extra">Amount</th><th scope="col" class="te-n te-extra">Change</th></tr></thead><tbody>';
	line text := '<tr><th scope="row">%s</th><td class="te-n">%s</td><td class="te-n">%s</td><td class="te-n">%s</td>'
		'<td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>';
BEGIN
	RETURN format(head, te_support.te_report_in(unit), te_support.te_report_escape(data ->> 'before'), te_support.te_report_escape(data ->> 'latest'))
	|| (SELECT coalesce(string_agg(format(line,
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, x ->> 'origin'), 'unspecified')),
			te_support.te_report_escape(te_support.te_report_share((x ->> 'share_before')::float8)),
			te_support.te_report_escape(te_support.te_report_share((x ->> 'share')::float8)),
			replace(te_support.te_report_change((x ->> 'share')::float8, (x ->> 'share_before')::float8, 'points'), ' points', ''),
			te_support.te_report_amount((x ->> 'now')::float8, unit),
			CASE WHEN (x ->> 'before')::float8 = 0 THEN 'new' WHEN (x ->> 'now')::float8 = 0 THEN 'gone'
				ELSE te_support.te_report_escape(te_support.te_report_change((x ->> 'now')::float8, (x ->> 'before')::float8, 'amount')) END),
			E'\n' ORDER BY place), '')
		FROM jsonb_array_elements(data -> 'suppliers') WITH ORDINALITY AS t(x, place))
	|| '</tbody></table></div>';
END;
$$;
COMMENT ON FUNCTION te_support.te_report_changes(jsonb, jsonb, text) IS
	'Support of reports: what changed against the earlier date, as an HTML table. Example: SELECT te_support.te_report_changes(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table>%'' → true';

CREATE FUNCTION te_support.te_report_chain(rows jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_supply_chain(array_agg(r.x ->> 'stage' ORDER BY r.place),
			array_agg(te_support.te_report_name($2, r.x ->> 'origin') ORDER BY r.place), array_agg((r.x ->> 'amount')::float8 ORDER BY r.place),
			title => coalesce(r.x ->> 'chain', 'Supply chain by stage'), form => 'page',
			targets => array_agg(CASE WHEN r.x ->> 'target' IS NOT NULL THEN te_support.te_report_name($2, r.x ->> 'target') END ORDER BY r.place)) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'chain') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_chain(jsonb, jsonb) IS
	'Support of reports: supply chains as figures, one for each value of "chain". Example: SELECT te_support.te_report_chain(''[{"stage": "mine", "origin": "CHN", "amount": 1}]'', NULL) LIKE ''<figure%'' → true';

CREATE FUNCTION te_support.te_report_rate(layer jsonb) RETURNS float8
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 ->> 'expression' ~ '^ *[0-9]+([.][0-9]+)? *% *$' AND coalesce($1 ->> 'status', 'applied') <> 'applied'
			THEN btrim($1 ->> 'expression', ' %')::float8 / 100
		WHEN jsonb_typeof($1 -> 'rate') = 'number' THEN ($1 ->> 'rate')::float8
		WHEN $1 ->> 'rate' ~ '^ *[0-9]+([.][0-9]+)? *% *$' AND coalesce($1 ->> 'status', 'applied') <> 'applied'
			THEN btrim($1 ->> 'rate', ' %')::float8 / 100
		WHEN $1 ->> 'duty' IS NOT NULL THEN ($1 ->> 'duty')::float8 / nullif(($1 ->> 'value')::float8, 0) END;
END;
COMMENT ON FUNCTION te_support.te_report_rate(jsonb) IS
	'Support of reports: the rate of a tariff layer as a share of the value: a number, duty / value, or what would have been the percentage of a layer that did not apply. Example: SELECT te_support.te_report_rate(''{"duty": 750, "value": 30000}'') → 0.025';

CREATE FUNCTION te_support.te_report_tariffs(rows jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_tariff_layers(
			array_agg(coalesce(r.x ->> 'layer', concat_ws(' ', r.x ->> 'program', coalesce(r.x ->> 'legal_ref', r.x ->> 'measure'))) ORDER BY r.place),
			array_agg(te_support.te_report_rate(r.x) ORDER BY r.place),
			array_agg(CASE WHEN r.x ->> 'status' = 'applied' THEN 'applied' ELSE coalesce(r.x ->> 'reason', r.x ->> 'status') END ORDER BY r.place),
			title => coalesce(r.x ->> 'line', 'Tariff layers'), form => 'page') AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'line') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_tariffs(jsonb) IS
	'Support of reports: tariff waterfalls, one for each value of "line"; rows may be those of tariff_layers with the customs value added as "value". Example: SELECT te_support.te_report_tariffs(''[{"layer": "MFN", "rate": 0.021}]'') LIKE ''<figure%'' → true';

CREATE FUNCTION te_support.te_report_losses(rows jsonb, level float8, unit text, title text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.chart_loss_distribution(
		array_agg(CASE WHEN jsonb_typeof(r.x) = 'object' THEN (r.x ->> 'loss')::float8 ELSE (r.x #>> '{}')::float8 END),
		array_agg(coalesce((r.x ->> 'weight')::float8, (r.x ->> 'probability')::float8, 1)), level => coalesce($2, 0.95), unit => $3, title => $4,
		form => 'page')
	FROM jsonb_array_elements($1) AS r(x);
END;
COMMENT ON FUNCTION te_support.te_report_losses(jsonb, float8, text, text) IS
	'Support of reports: losses, numbers or objects with loss and weight, as a figure. Example: SELECT te_support.te_report_losses(''[0, 5, 10]'', 0.95, ''USD'', NULL) LIKE ''<figure%'' → true';

CREATE FUNCTION te_support.te_report_facts(facts jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<dl>' || coalesce(string_agg('<dt>' || te_support.te_report_escape(replace(f.key, '_', ' ')) || '</dt><dd>'
		|| te_support.te_report_escape(f.value) || '</dd>', '' ORDER BY f.key COLLATE "C"), '') || '</dl>'
	FROM jsonb_each_text(jsonb_strip_nulls($1)) AS f;
END;
COMMENT ON FUNCTION te_support.te_report_facts(jsonb) IS
	'Support of reports: names and values as an HTML list. Example: SELECT te_support.te_report_facts(''{"a": 1}'') → <dl><dt>a</dt><dd>1</dd></dl>';

CREATE FUNCTION te_support.te_report_audit(data jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN count(*) = 0 THEN '<p>No rows.</p>' ELSE '<div class="te-scroll"><table><caption>Rows of the flow table' || te_support.te_report_in($2) || '</caption><thead><tr><th scope="col">Rows</th><th scope="col">Counted</th>'
		'<th scope="col" class="te-n">Number</th><th scope="col" class="te-n">Amount</th></tr></thead><tbody>'
		|| coalesce(string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n">%s</td></tr>',
			te_support.te_report_escape(t.a ->> 'what'), CASE WHEN (t.a ->> 'kept')::bool THEN 'yes' ELSE 'left out' END, t.a ->> 'flow_rows',
			coalesce(te_support.te_report_amount((t.a ->> 'amount')::float8, $2), '-')), '' ORDER BY t.place), '')
		|| '</tbody></table></div>' END
	FROM jsonb_array_elements($1 -> 'audit') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_audit(jsonb, text) IS
	'Support of reports: what was read and what was left out, as an HTML table. Example: SELECT te_support.te_report_audit(''{"audit": []}'', NULL) → <p>No rows.</p>';

CREATE FUNCTION te_support.te_report_method() RETURNS text
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
COMMENT ON FUNCTION te_support.te_report_method() IS
	'Support of reports: the notes on method. Example: SELECT te_support.te_report_method() LIKE ''<ul>%'' → true';
