-- The report page: one self-contained page from one call.

CREATE FUNCTION te_support.te_report_css() RETURNS text
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
COMMENT ON FUNCTION te_support.te_report_css() IS
	'Support of reports: the style of the page. Example: SELECT te_support.te_report_css() LIKE ''%@page%'' → true';

CREATE FUNCTION te_support.te_report_section(heading text, content text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('<section><h2>' || te_support.te_report_escape($1) || E'</h2>\n' || nullif($2, '') || E'</section>\n', '');
END;
COMMENT ON FUNCTION te_support.te_report_section(text, text) IS
	'Support of reports: a section with a heading, or nothing when it has no content. Example: SELECT te_support.te_report_section(''a'', NULL) = '''' → true';

CREATE FUNCTION te_support.te_report_flows(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN (data ->> 'empty')::bool THEN '' ELSE te_support.te_report_section('Who supplies', @extschema@.chart_supplier_shares(
			ARRAY(SELECT jsonb_array_elements_text(data #> '{shares,periods}')), te_support.te_report_names(data #> '{shares,origins}', names),
			te_support.te_report_numbers(data #> '{shares,amounts}'), title => 'Shares of suppliers in all imports'::text, unit => unit, form => 'page'::text))
		|| te_support.te_report_section('What changed against ' || (data ->> 'span_before'), CASE WHEN jsonb_array_length(data -> 'suppliers') > 0
			THEN te_support.te_report_changes(data, names, unit) ELSE '<p>There is no earlier figure to compare with.</p>' END)
		|| te_support.te_report_section('Products and their suppliers', @extschema@.chart_supplier_heat_map(
			te_support.te_report_labels(data #> '{heat,products}', names), te_support.te_report_names(data #> '{heat,origins}', names),
			te_support.te_report_numbers(data #> '{heat,amounts}'), title => 'Shares of suppliers by product, ' || (data ->> 'span'), form => 'page'::text)
			|| CASE WHEN (data ->> 'products_in_all')::int > 25
				THEN format('<p class="te-dim">The map shows the 25 largest of %s products.</p>', data ->> 'products_in_all') ELSE '' END
			|| te_support.te_report_products(data, names, unit)) END;
END;
COMMENT ON FUNCTION te_support.te_report_flows(jsonb, jsonb, text) IS
	'Support of reports: the sections on flows. Example: SELECT te_support.te_report_flows(''{"empty": true}'', NULL, NULL) = '''' → true';

CREATE FUNCTION te_support.te_report_heading(title text, importer text, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1, 'Trade exposure' || coalesce(' of ' || te_support.te_report_name($3, $2), ''));
END;
COMMENT ON FUNCTION te_support.te_report_heading(text, text, jsonb) IS
	'Support of reports: the title, or one made from the importer. Example: SELECT te_support.te_report_heading(NULL, ''JPN'', NULL) → Trade exposure of Japan';

CREATE FUNCTION te_support.te_report_span(data jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws(', ', coalesce(te_support.te_report_name($2, $1 ->> 'importer'), 'All importers'),
		coalesce($1 ->> 'span', 'no data'), 'compared with ' || ($1 ->> 'span_before'));
END;
COMMENT ON FUNCTION te_support.te_report_span(jsonb, jsonb) IS
	'Support of reports: who and when. Example: SELECT te_support.te_report_span(''{"importer": "JPN", "span": "2020", "span_before": "2019"}'', NULL) → Japan, 2020, compared with 2019';

CREATE FUNCTION te_support.te_report_rows(argument text, rows jsonb) RETURNS void
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
COMMENT ON FUNCTION te_support.te_report_rows(text, jsonb) IS
	'Support of reports: throws when an argument that holds rows is no JSON array. Example: SELECT te_support.te_report_rows(''losses'', ''[]'')';

CREATE FUNCTION @extschema@.trade_report(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	supply_chain jsonb DEFAULT NULL, tariff_layers jsonb DEFAULT NULL, losses jsonb DEFAULT NULL, loss_title text DEFAULT NULL, loss_unit text DEFAULT NULL,
	level float8 DEFAULT 0.95, figures text[] DEFAULT NULL, source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 100, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT te_support.te_report_rows('supply_chain'::text, supply_chain), te_support.te_report_rows('tariff_layers'::text, tariff_layers),
		te_support.te_report_rows('losses'::text, losses);
	SELECT concat(E'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n',
		E'<meta name="color-scheme" content="light dark">\n<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">\n',
		'<title>', part.heading, E'</title>\n<style>', te_support.te_report_css(), E'</style>\n</head>\n<body class="te-chart te-page">\n<main>\n',
		'<header><h1>', part.heading, '</h1><p class="te-dim">', te_support.te_report_escape(te_support.te_report_span(part.data, names)), '</p>',
		'<p class="te-lead">' || te_support.te_report_escape(te_support.te_report_lead(part.data, names, unit)) || '</p>',
		'<p>' || te_support.te_report_escape(notes) || '</p>',
		'<p class="te-dim te-source">' || te_support.te_report_escape(nullif(concat_ws('. ', 'Source: ' || source, 'Data: ' || data_vintage), '')) || '</p>',
		(SELECT '<dl class="te-cards">' || string_agg(format('<div class="te-card"><dt>%s</dt><dd class="te-now">%s</dd><dd class="te-note">%s</dd></div>',
			te_support.te_report_escape(label), te_support.te_report_escape(figure), te_support.te_report_escape(note)), '') || '</dl>'
			FROM te_support.te_report_figures(part.data, names, unit)), E'</header>\n',
		te_support.te_report_section('Alerts', te_support.te_report_alerts(part.data, names, unit)),
		te_support.te_report_flows(part.data, names, unit),
		part.chain, part.tariffs, part.loss,
		te_support.te_report_section('Further figures', array_to_string(figures, E'\n')),
		te_support.te_report_section('What was counted and what was left out', te_support.te_report_audit(part.data, unit)),
		te_support.te_report_section('How it was computed', te_support.te_report_method()),
		te_support.te_report_section('Parameters and data', te_support.te_report_facts(part.data -> 'parameters'
			|| jsonb_build_object('unit', unit, 'source', source, 'data_vintage', data_vintage, 'period', part.data ->> 'span', 'compared_with', part.data ->> 'span_before',
				'made_at', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'made_with', 'trade_exposure ' || @extschema@.trade_exposure_version()))),
		E'</main>\n</body>\n</html>\n')
	FROM (SELECT te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column,
				importer_column, origin_column, product_column, amount_column) AS data,
			te_support.te_report_escape(te_support.te_report_heading(title, importer, names)) AS heading,
			te_support.te_report_section('Supply chain', te_support.te_report_chain(supply_chain, names)) AS chain,
			te_support.te_report_section('Tariffs', te_support.te_report_tariffs(tariff_layers)) AS tariffs,
			te_support.te_report_section('Losses if a supply stops',
				CASE WHEN losses IS NOT NULL THEN te_support.te_report_losses(losses, level, coalesce(loss_unit, unit), loss_title) END) AS loss
		OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report(regclass, text, text, date, date, text, jsonb, jsonb, jsonb, jsonb, jsonb, text, text, float8, text[], text, text, text, int4, timestamptz, text, text, text, text, text) IS
	'One self-contained HTML page about a flow table: key figures, alerts, charts, changes against an earlier date, what was left out, method and parameters; supply chain, tariffs and losses when given as JSON rows, and figures (HTML, taken as it is) made by chart functions with form => ''page''. Example: SELECT trade_report(''flows'', importer => ''JPN'', title => ''Lithium cells'') → <!DOCTYPE html>…';
