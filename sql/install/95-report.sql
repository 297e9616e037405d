-- The report page: one self-contained page from one call.

CREATE FUNCTION te_support.te_report_css() RETURNS text
AS 'MODULE_PATHNAME', 'te_report_css' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_report_css() IS
'Support of reports: the style of the page. Example: SELECT te_support.te_report_css() LIKE ''%@page%'' → true';

CREATE FUNCTION te_support.te_report_section(heading text, content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('<section><h2>' || te_support.te_report_escape($1) || E'</h2>\n' || nullif($2, '') || E'</section>\n', '');
END;
COMMENT ON FUNCTION te_support.te_report_section(text, text) IS
'Support of reports: a section with a heading, or nothing when it has no content. Example: SELECT te_support.te_report_section(''a'', NULL) = '''' → true';

CREATE FUNCTION te_support.te_report_flows(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN (data ->> 'empty')::bool THEN '' ELSE te_support.te_report_section(te_support.te_report_say('Who supplies', '{}'::text[], language), @extschema@.chart_supplier_shares(
			ARRAY(SELECT jsonb_array_elements_text(data #> '{shares,periods}')), te_support.te_report_names(data #> '{shares,origins}', names, language),
			te_support.te_report_numbers(data #> '{shares,amounts}'), title => te_support.te_report_say('Shares of suppliers in all imports', '{}'::text[], language), unit => unit, form => 'page'::text, language => language))
		|| te_support.te_report_section(te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then(data, language)], language),
			CASE WHEN jsonb_array_length(data -> 'suppliers') > 0 THEN te_support.te_report_changes(data, names, unit, language)
			ELSE '<p>' || te_support.te_report_say('There is no earlier figure to compare with.', '{}'::text[], language) || '</p>' END)
		|| te_support.te_report_section(te_support.te_report_say('Products and their suppliers', '{}'::text[], language), @extschema@.chart_supplier_heat_map(
			te_support.te_report_labels(data #> '{heat,products}', names, language), te_support.te_report_names(data #> '{heat,origins}', names, language),
			te_support.te_report_numbers(data #> '{heat,amounts}'), title => te_support.te_report_say('Shares of suppliers by product, {1}', ARRAY[te_support.te_report_now(data, language)], language), form => 'page'::text, language => language)
			|| CASE WHEN (data ->> 'products_in_all')::int > 25
				THEN '<p class="te-dim">' || te_support.te_report_say('The map shows the 25 largest of {1} products.', ARRAY[data ->> 'products_in_all'], language) || '</p>' ELSE '' END
			|| te_support.te_report_products(data, names, unit, language)) END;
END;
COMMENT ON FUNCTION te_support.te_report_flows(jsonb, jsonb, text, text) IS
'Support of reports: the sections on flows. Example: SELECT te_support.te_report_flows(''{"empty": true}'', NULL, NULL) = '''' → true';

CREATE FUNCTION te_support.te_report_heading(title text, importer text, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce($1, CASE WHEN $2 IS NULL THEN te_support.te_report_say('Trade exposure', '{}'::text[], $4)
	ELSE te_support.te_report_say('Trade exposure of {1}', ARRAY[te_support.te_report_name($3, $2, $4)], $4) END);
COMMENT ON FUNCTION te_support.te_report_heading(text, text, jsonb, text) IS
'Support of reports: the title, or one made from the importer. Example: SELECT te_support.te_report_heading(NULL, ''JPN'', NULL) → Trade exposure of Japan';

CREATE FUNCTION te_support.te_report_span(data jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws(te_support.te_report_say(', ', '{}'::text[], $3), coalesce(te_support.te_report_name($2, $1 ->> 'importer', $3), te_support.te_report_say('All importers', '{}'::text[], $3)),
		coalesce(te_support.te_report_now($1, $3), te_support.te_report_say('no data', '{}'::text[], $3)),
		CASE WHEN $1 ->> 'span_before' IS NOT NULL THEN te_support.te_report_say('compared with {1}', ARRAY[te_support.te_report_then($1, $3)], $3) END);
END;
COMMENT ON FUNCTION te_support.te_report_span(jsonb, jsonb, text) IS
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
'Support of reports: throws when an argument that holds rows is not a JSON array. Example: SELECT te_support.te_report_rows(''losses'', ''[]'')';

CREATE FUNCTION @extschema@.trade_report(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	supply_chain jsonb DEFAULT NULL, tariff_layers jsonb DEFAULT NULL, losses jsonb DEFAULT NULL, loss_title text DEFAULT NULL, loss_unit text DEFAULT NULL,
	level float8 DEFAULT 0.95, figures text[] DEFAULT NULL, source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 100, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT te_support.te_report_rows('supply_chain'::text, supply_chain), te_support.te_report_rows('tariff_layers'::text, tariff_layers),
		te_support.te_report_rows('losses'::text, losses);
	SELECT concat(E'<!DOCTYPE html>\n<html lang="', part.l, E'">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n',
		E'<meta name="color-scheme" content="light dark">\n<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">\n',
		'<title>', part.heading, E'</title>\n<style>', te_support.te_report_css(), E'</style>\n</head>\n<body class="te-chart te-page">\n<main>\n',
		'<header><h1>', part.heading, '</h1><p class="te-dim">', te_support.te_report_escape(te_support.te_report_span(part.data, names, part.l)), '</p>',
		'<p class="te-lead">' || te_support.te_report_escape(te_support.te_report_lead(part.data, names, unit, part.l)) || '</p>',
		'<p>' || te_support.te_report_escape(notes) || '</p>',
		'<p class="te-dim te-source">' || te_support.te_report_escape(nullif(concat_ws('. ', CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[source], part.l) END,
			CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[data_vintage], part.l) END), '')) || '</p>',
		(SELECT '<dl class="te-cards">' || string_agg(format('<div class="te-card"><dt>%s</dt><dd class="te-now">%s</dd><dd class="te-note">%s</dd></div>',
			te_support.te_report_escape(k.label), te_support.te_report_escape(k.figure), te_support.te_report_escape(k.note)), '') || '</dl>'
			FROM te_support.te_report_figures(part.data, names, unit, part.l) AS k), E'</header>\n',
		te_support.te_report_section(te_support.te_report_say('Alerts', '{}'::text[], part.l), te_support.te_report_alerts(part.data, names, unit, part.l)),
		te_support.te_report_flows(part.data, names, unit, part.l),
		part.chain, part.tariffs, part.loss,
		te_support.te_report_section(te_support.te_report_say('Further figures', '{}'::text[], part.l), array_to_string(figures, E'\n')),
		te_support.te_report_section(te_support.te_report_say('What was counted and what was left out', '{}'::text[], part.l), te_support.te_report_audit(part.data, unit, part.l)),
		te_support.te_report_section(te_support.te_report_say('How it was computed', '{}'::text[], part.l), te_support.te_report_method(part.l)),
		te_support.te_report_section(te_support.te_report_say('Parameters and data', '{}'::text[], part.l), te_support.te_report_facts(part.data -> 'parameters'
			|| jsonb_build_object('unit', unit, 'source', source, 'data_vintage', data_vintage, 'period', te_support.te_report_now(part.data, part.l), 'compared_with', te_support.te_report_then(part.data, part.l),
				'made_at', te_support.te_report_moment(made_at, part.l), 'made_with', 'trade_exposure ' || @extschema@.trade_exposure_version()), part.l)),
		E'</main>\n</body>\n</html>\n')
	FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data,
			te_support.te_report_escape(te_support.te_report_heading(title, importer, names, asked.l)) AS heading,
			te_support.te_report_section(te_support.te_report_say('Supply chain', '{}'::text[], asked.l), te_support.te_report_chain(supply_chain, names, asked.l)) AS chain,
			te_support.te_report_section(te_support.te_report_say('Tariffs', '{}'::text[], asked.l), te_support.te_report_tariffs(tariff_layers, asked.l)) AS tariffs,
			te_support.te_report_section(te_support.te_report_say('Losses if a supply stops', '{}'::text[], asked.l),
				CASE WHEN losses IS NOT NULL THEN te_support.te_report_losses(losses, level, coalesce(loss_unit, unit), loss_title, asked.l) END) AS loss
		FROM (SELECT coalesce(language, 'en') AS l) AS asked
		OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report(regclass, text, text, date, date, text, jsonb, jsonb, jsonb, jsonb, jsonb, text, text, float8, text[], text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'One self-contained HTML page about a flow table, in English or Japanese (language => ''ja''): key figures, alerts, charts, changes against an earlier date, what was left out, method and parameters; supply chain, tariffs and losses when given as JSON rows, and figures (HTML, taken as it is) made by chart functions with form => ''page''. Example: SELECT trade_report(''flows'', importer => ''JPN'', title => ''Lithium cells'') → <!DOCTYPE html>…';
