-- The same report as plain text.

CREATE FUNCTION te_support.te_report_plain(content text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace($1, '[[:space:][:cntrl:]]+', ' ', 'g'), '([]\\`*_[<>|#~&])', '\\\1', 'g');
END;
COMMENT ON FUNCTION te_support.te_report_plain(text) IS
	'Support of reports: text as it must stand in Markdown to be read as text. Example: SELECT te_support.te_report_plain(''a*b'') → a\*b';

CREATE FUNCTION te_support.te_report_changes_text(data jsonb, names jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s |\n', te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.x ->> 'origin'), 'unspecified')),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share_before')::float8)),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share')::float8)),
		replace(te_support.te_report_change((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8, 'points'), ' points', '')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_changes_text(jsonb, jsonb) IS
	'Support of reports: what changed, as rows of a Markdown table. Example: SELECT te_support.te_report_changes_text(''{"suppliers": []}'', NULL) → NULL';

CREATE FUNCTION te_support.te_report_products_text(data jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s | %s | %s |\n', te_support.te_report_plain(coalesce($2 ->> (t.p ->> 'product'), t.p ->> 'product')),
		coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, $3), '-'),
		te_support.te_report_plain(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
		te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.p ->> 'top'), '-')),
		coalesce(te_support.te_report_plain(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
		coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place);
END;
COMMENT ON FUNCTION te_support.te_report_products_text(jsonb, jsonb, text) IS
	'Support of reports: the products, as rows of a Markdown table. Example: SELECT te_support.te_report_products_text(''{"products": []}'', NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.trade_report_text(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT concat('# ', te_support.te_report_plain(te_support.te_report_heading(title, importer, names)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_span(part.data, names)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_lead(part.data, names, unit)) || E'\n\n', te_support.te_report_plain(notes) || E'\n\n',
		(SELECT string_agg(format(E'- **%s**: %s (%s)\n', te_support.te_report_plain(k.label), te_support.te_report_plain(k.figure),
			te_support.te_report_plain(k.note)), '') FROM te_support.te_report_figures(part.data, names, unit) AS k),
		CASE WHEN NOT (part.data ->> 'empty')::bool THEN concat(E'\n## Alerts\n\n', coalesce((SELECT string_agg(format(E'- %s: %s\n', x.a ->> 'severity', te_support.te_report_plain(te_support.te_report_alert(x.a, names, unit))), '' ORDER BY x.place)
			FROM jsonb_array_elements(part.data -> 'alerts') WITH ORDINALITY AS x(a, place)), E'Nothing passed its limit.\n'),
		E'\n## What changed against ' || (part.data ->> 'span_before') || E'\n\n', coalesce(E'| supplier | before | now | points |\n|---|---:|---:|---:|\n'
			|| te_support.te_report_changes_text(part.data, names), E'There is no earlier figure to compare with.\n'),
		E'\n## Products\n\n| product | amount | change | largest supplier | share | HHI |\n|---|---:|---:|---|---:|---:|\n',
		te_support.te_report_products_text(part.data, names, unit)) END,
		E'\n## Counted and left out\n\n', (SELECT coalesce(string_agg(format(E'- %s: %s rows%s\n', te_support.te_report_plain(x.a ->> 'what'), x.a ->> 'flow_rows',
			CASE WHEN (x.a ->> 'kept')::bool THEN '' ELSE ', left out' END), '' ORDER BY x.place), E'- no rows\n') FROM jsonb_array_elements(part.data -> 'audit') WITH ORDINALITY AS x(a, place)),
		E'\nSource: ' || te_support.te_report_plain(source) || E'\n', E'\nData: ' || te_support.te_report_plain(data_vintage) || E'\n',
		E'\nMade at ', to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), ' with trade\_exposure ', @extschema@.trade_exposure_version(), E'\n')
	FROM (SELECT te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column,
		importer_column, origin_column, product_column, amount_column) AS data OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report_text(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text) IS
	'The figures of trade_report as Markdown, for mail and chat. Example: SELECT trade_report_text(''flows'', importer => ''JPN'') → # Trade exposure of Japan …';
