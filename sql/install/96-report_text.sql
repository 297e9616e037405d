-- The same report as plain text.

CREATE FUNCTION te_support.te_report_plain(content text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace($1, '[[:space:][:cntrl:]]+', ' ', 'g'), '([]\\`*_[<>|#~&])', '\\\1', 'g');
END;
COMMENT ON FUNCTION te_support.te_report_plain(text) IS
'Support of reports: text as it must stand in Markdown to be read as text. Example: SELECT te_support.te_report_plain(''a*b'') → a\*b';

CREATE FUNCTION te_support.te_report_line(headings text[], aligned text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '| ' || string_agg(te_support.te_report_say(h.words, '{}'::text[], $3), ' | ' ORDER BY h.place) || E' |\n' || $2 || E'\n'
	FROM unnest($1) WITH ORDINALITY AS h(words, place);
END;
COMMENT ON FUNCTION te_support.te_report_line(text[], text, text) IS
'Support of reports: the head of a Markdown table. Example: SELECT te_support.te_report_line(''{product,HHI}'', ''|---|---:|'', ''en'') LIKE ''| product | HHI |%'' → true';

CREATE FUNCTION te_support.te_report_changes_text(data jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s |\n', te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.x ->> 'origin', $3), te_support.te_report_say('unspecified', '{}'::text[], $3))),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share_before')::float8)),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share')::float8)),
		te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8)), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_changes_text(jsonb, jsonb, text) IS
'Support of reports: what changed, as rows of a Markdown table. Example: SELECT te_support.te_report_changes_text(''{"suppliers": []}'', NULL) → NULL';

CREATE FUNCTION te_support.te_report_products_text(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s | %s | %s |\n', te_support.te_report_plain(te_support.te_report_product($2, t.p ->> 'product', $4)),
		coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, $3, $4), '-'),
		te_support.te_report_plain(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
		te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.p ->> 'top', $4), '-')),
		coalesce(te_support.te_report_plain(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
		coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place);
END;
COMMENT ON FUNCTION te_support.te_report_products_text(jsonb, jsonb, text, text) IS
'Support of reports: the products, as rows of a Markdown table. Example: SELECT te_support.te_report_products_text(''{"products": []}'', NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.trade_report_text(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT concat('# ', te_support.te_report_plain(te_support.te_report_heading(title, importer, names, part.l)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_span(part.data, names, part.l)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_lead(part.data, names, unit, part.l)) || E'\n\n', te_support.te_report_plain(notes) || E'\n\n',
		(SELECT string_agg(format(E'- **%s**: %s (%s)\n', te_support.te_report_plain(k.label), te_support.te_report_plain(k.figure),
			te_support.te_report_plain(k.note)), '') FROM te_support.te_report_figures(part.data, names, unit, part.l) AS k),
		CASE WHEN NOT (part.data ->> 'empty')::bool OR jsonb_array_length(part.data -> 'alerts') > 0 THEN concat(E'\n## ', te_support.te_report_say('Alerts', '{}'::text[], part.l), E'\n\n',
			coalesce((SELECT string_agg(format(E'- %s: %s\n', te_support.te_report_say(x.a ->> 'severity', '{}'::text[], part.l), te_support.te_report_plain(te_support.te_report_alert(x.a, names, unit, part.l))), '' ORDER BY x.place)
			FROM jsonb_array_elements(part.data -> 'alerts') WITH ORDINALITY AS x(a, place)), te_support.te_report_say('Nothing passed its limit.', '{}'::text[], part.l) || E'\n')) END,
		CASE WHEN NOT (part.data ->> 'empty')::bool THEN concat(
		E'\n## ' || te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then(part.data, part.l)], part.l) || E'\n\n',
		coalesce(te_support.te_report_line('{supplier,before,now,points}'::text[], '|---|---:|---:|---:|', part.l) || te_support.te_report_changes_text(part.data, names, part.l),
			te_support.te_report_say('There is no earlier figure to compare with.', '{}'::text[], part.l) || E'\n'),
		E'\n## ', te_support.te_report_say('Products and their suppliers', '{}'::text[], part.l), E'\n\n',
		te_support.te_report_line('{product,amount,change,"largest supplier",share,HHI}'::text[], '|---|---:|---:|---|---:|---:|', part.l),
		te_support.te_report_products_text(part.data, names, unit, part.l)) END,
		E'\n## ', te_support.te_report_say('Counted and left out', '{}'::text[], part.l), E'\n\n',
		(SELECT coalesce(string_agg('- ' || te_support.te_report_say(CASE WHEN (x.a ->> 'kept')::bool THEN '{1}: {2} rows' ELSE '{1}: {2} rows, left out' END,
			ARRAY[te_support.te_report_plain(te_support.te_report_what(x.a, part.l)), x.a ->> 'flow_rows'], part.l) || E'\n', '' ORDER BY x.place),
			'- ' || te_support.te_report_say('no rows', '{}'::text[], part.l) || E'\n') FROM jsonb_array_elements(part.data -> 'audit') WITH ORDINALITY AS x(a, place)),
		E'\n' || CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[te_support.te_report_plain(source)], part.l) END || E'\n',
		E'\n' || CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[te_support.te_report_plain(data_vintage)], part.l) END || E'\n',
		E'\n', te_support.te_report_say('Made at {1} with {2}', ARRAY[te_support.te_report_moment(made_at, part.l), 'trade\_exposure ' || @extschema@.trade_exposure_version()], part.l), E'\n')
	FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data
		FROM (SELECT coalesce(language, 'en') AS l) AS asked OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report_text(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'The figures of trade_report as Markdown, for chat and notes, in English or Japanese. Example: SELECT trade_report_text(''flows'', importer => ''JPN'') → # Trade exposure of Japan …';
