-- The parts of a report page: figures, lead, tables, charts, method.

CREATE FUNCTION te_support.te_report_points(now float8, before float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 IS NULL OR $2 IS NULL THEN '-' WHEN abs($1 - $2) < 0.0005 THEN '0.0' ELSE to_char(100 * ($1 - $2), 'FMSG99990.0') END;
COMMENT ON FUNCTION te_support.te_report_points(float8, float8) IS
'Support of reports: a change of a share, for a column of points. Example: SELECT te_support.te_report_points(0.52, 0.5) → +2.0';

CREATE FUNCTION te_support.te_report_change(now float8, before float8, kind text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 IS NULL OR $2 IS NULL OR $3 = 'amount' AND $2 = 0 THEN '-'
		WHEN $3 = 'amount' AND abs($1 - $2) < 0.001 * abs($2) THEN '0.0%'
		WHEN $3 = 'amount' THEN CASE WHEN $1 > $2 THEN '+' ELSE '' END || te_support.te_report_share(($1 - $2) / $2)
		WHEN $3 = 'points' THEN te_support.te_report_say('{1} points', ARRAY[te_support.te_report_points($1, $2)], $4)
		WHEN abs($1 - $2) < 0.005 THEN '0.00'
		ELSE to_char($1 - $2, 'FMSG99990.00') END;
END;
COMMENT ON FUNCTION te_support.te_report_change(float8, float8, text, text) IS
'Support of reports: a change for people, an ''amount'' in percent, of shares in ''points'', or of an ''index''. Example: SELECT te_support.te_report_change(0.52, 0.5, ''points'') → +2.0 points';

CREATE FUNCTION te_support.te_report_spell_words(spell jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN $2 = 'en' THEN te_support.te_report_span_words($1)
	WHEN ($1 ->> 'step')::int4 = 12 THEN te_support.te_report_period($1 ->> 'last', $2)
	WHEN ($1 ->> 'n')::int4 = 0 OR $1 IS NULL THEN NULL
	ELSE te_support.te_report_say(CASE
		WHEN ($1 ->> 'n')::int4 = 1 AND ($1 ->> 'running')::bool THEN '{1}'
		WHEN ($1 ->> 'n')::int4 = ($1 ->> 'of')::int4 OR ($1 ->> 'running')::bool THEN CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'the {2} months to {1}' ELSE 'the {2} quarters to {1}' END
		ELSE CASE ($1 ->> 'of')::int4 WHEN 12 THEN '{2} of the {3} months to {1}' ELSE '{2} of the {3} quarters to {1}' END END,
		ARRAY[te_support.te_report_period($1 ->> 'last', $2), $1 ->> 'n', $1 ->> 'of'], $2) END;
COMMENT ON FUNCTION te_support.te_report_spell_words(jsonb, text) IS
'Support of reports: the periods of a year in words, in a language. Example: SELECT te_support.te_report_spell_words(te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'')) → 2 months to 2025-02';

CREATE FUNCTION te_support.te_report_now(data jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' THEN $1 ->> 'span' ELSE coalesce(te_support.te_report_spell_words($1 -> 'now_periods', $2), te_support.te_report_period($1 ->> 'span', $2)) END;
COMMENT ON FUNCTION te_support.te_report_now(jsonb, text) IS
'Support of reports: what a report is about in words. Example: SELECT te_support.te_report_now(''{"span": "2020"}'') → 2020';

CREATE FUNCTION te_support.te_report_then(data jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 ->> 'span_before' IS NULL OR $2 = 'en' THEN $1 ->> 'span_before'
	ELSE coalesce(te_support.te_report_spell_words($1 -> 'before_periods', $2), te_support.te_report_period($1 ->> 'before', $2)) END;
COMMENT ON FUNCTION te_support.te_report_then(jsonb, text) IS
'Support of reports: what a report compares with in words, NULL for nothing. Example: SELECT te_support.te_report_then(''{"span_before": "2019"}'') → 2019';

CREATE FUNCTION te_support.te_report_moment(moment timestamptz, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' THEN to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
	ELSE te_support.te_report_say('{1}-{2}-{3} {4} UTC', string_to_array(to_char($1 AT TIME ZONE 'UTC', 'FMYYYY FMMM FMDD HH24:MI'), ' '), $2) END;
COMMENT ON FUNCTION te_support.te_report_moment(timestamptz, text) IS
'Support of reports: when a report was made. Example: SELECT te_support.te_report_moment(''2025-11-07 09:30+00'') → 2025-11-07 09:30 UTC';

CREATE FUNCTION te_support.te_report_figures(data jsonb, names jsonb, unit text, language text DEFAULT 'en')
	RETURNS TABLE (label text, figure text, note text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 6 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	nothing CONSTANT text[] := '{}';
	k jsonb := data -> 'key';
	critical int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'critical');
	warnings int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'warning');
	before text := coalesce(te_support.te_report_period(data ->> 'before', l), te_support.te_report_say('nothing', nothing, l));
	-- a change is that of the periods which both years have
	against text := CASE WHEN (data ->> 'like')::bool THEN '{1} against {2}' WHEN data ->> 'step' = '3' THEN '{1} against {2}, {3} quarters of each'
		ELSE '{1} against {2}, {3} months of each' END;
	months text := data #>> '{before_periods,n}';
	none text := te_support.te_report_say('no earlier figure', nothing, l);
	total text := te_support.te_report_change((k ->> 'total_common')::float8, (k ->> 'total_before')::float8, 'amount');
	hhi text := te_support.te_report_change((k ->> 'hhi_common')::float8, (k ->> 'hhi_before')::float8, 'index');
	share text := te_support.te_report_change((k ->> 'top_share_common')::float8, (k ->> 'top_share_before')::float8, 'points', l);
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN;
	END IF;
	RETURN QUERY VALUES
		(CASE WHEN te_support.te_report_unit(unit) IS NULL THEN te_support.te_report_say('Imports', nothing, l)
				ELSE te_support.te_report_say('Imports, {1}', ARRAY[te_support.te_report_unit(unit)], l) END,
			coalesce(te_support.te_report_amount((k ->> 'total')::float8, unit, l), '-'),
			CASE WHEN total = '-' THEN none ELSE te_support.te_report_say(against, ARRAY[total, before, months], l) END),
		(te_support.te_report_say('Largest supplier', nothing, l), coalesce(te_support.te_report_name(names, k ->> 'top', l), '-'),
			CASE WHEN k ->> 'top' IS NULL THEN te_support.te_report_say('nothing', nothing, l) ELSE coalesce(te_support.te_report_percent((k ->> 'top_share')::float8), '-') || te_support.te_report_say(', ', nothing, l) END
			|| CASE WHEN k ->> 'top' IS NULL THEN '' WHEN k ->> 'top_share_before' IS NULL OR k ->> 'top_share_common' IS NULL THEN none ELSE share END),
		(te_support.te_report_say('Concentration (HHI)', nothing, l), coalesce(to_char((k ->> 'hhi')::float8, 'FM0.000'), '-'),
			CASE WHEN k ->> 'hhi' IS NULL AND k ->> 'hhi_before' IS NOT NULL THEN te_support.te_report_say('{1} before', ARRAY[to_char((k ->> 'hhi_before')::float8, 'FM0.000')], l)
				WHEN hhi = '-' THEN none ELSE te_support.te_report_say(against, ARRAY[hhi, before, months], l) END),
		(te_support.te_report_say('Suppliers', nothing, l), coalesce(k ->> 'suppliers', '0'),
			CASE WHEN k ->> 'suppliers_before' IS NULL THEN none ELSE te_support.te_report_say('{1} before', ARRAY[k ->> 'suppliers_before'], l) END),
		(te_support.te_report_say('Products', nothing, l), k ->> 'products',
			CASE WHEN k ->> 'products_before' IS NULL THEN none ELSE te_support.te_report_say('{1} before', ARRAY[k ->> 'products_before'], l) END),
		(te_support.te_report_say('Alerts', nothing, l), (critical + warnings)::text,
			te_support.te_report_say(CASE warnings WHEN 1 THEN '{1} critical, {2} warning' ELSE '{1} critical, {2} warnings' END, ARRAY[critical::text, warnings::text], l));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_figures(jsonb, jsonb, text, text) IS
'Support of reports: the key figures in words, none without flows. Example: SELECT label FROM te_support.te_report_figures(trade_report_data(''flows''), NULL, NULL) → Imports …';

CREATE FUNCTION te_support.te_report_lead(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	nothing CONSTANT text[] := '{}';
	k jsonb := data -> 'key';
	total float8 := (k ->> 'total')::float8;
	common float8 := coalesce((k ->> 'total_common')::float8, total);
	before float8 := (k ->> 'total_before')::float8;
	article text := CASE WHEN l <> 'en' OR (data ->> 'yearly')::bool OR (data #>> '{now_periods,n}') = '1' THEN '' ELSE 'the ' END;
	span text := article || te_support.te_report_now(data, l);
	then_span text := article || te_support.te_report_then(data, l);
	change text := te_support.te_report_change(common, before, 'amount');
	who text := coalesce(te_support.te_report_name(names, data ->> 'importer', l), te_support.te_report_say('All importers', nothing, l));
	share text := te_support.te_report_percent((k ->> 'top_share')::float8);
	top text := te_support.te_report_name(names, k ->> 'top', l);
	hhi numeric := (k ->> 'hhi')::numeric;
	equal text := to_char(nullif(round(1 / nullif(hhi, 0), 1), 1.0), 'FM99990.0');
	worst jsonb := (SELECT a FROM jsonb_array_elements(data -> 'alerts') WITH ORDINALITY AS t(a, place) WHERE a ->> 'severity' = 'critical' ORDER BY place LIMIT 1);
	said text[] := '{}';
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN te_support.te_report_say('There are no flows for this choice.', nothing, l);
	ELSIF total >= 0 IS NOT TRUE THEN
		RETURN NULL;
	END IF;
	said := said || te_support.te_report_say(CASE
			WHEN before > 0 IS NOT TRUE THEN '{1}: imports of {2} in {3}.'
			WHEN coalesce((data ->> 'like')::bool, true) THEN CASE WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}, as much as in {4}.'
				WHEN common > before THEN '{1}: imports of {2} in {3}, {5} more than in {4}.' ELSE '{1}: imports of {2} in {3}, {5} less than in {4}.' END
			WHEN data ->> 'step' = '3' THEN CASE WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}; over the {6} quarters that both years have, as much as in the year before.'
				WHEN common > before THEN '{1}: imports of {2} in {3}; over the {6} quarters that both years have, {5} more than in the year before.'
				ELSE '{1}: imports of {2} in {3}; over the {6} quarters that both years have, {5} less than in the year before.' END
			WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}; over the {6} months that both years have, as much as in the year before.'
			WHEN common > before THEN '{1}: imports of {2} in {3}; over the {6} months that both years have, {5} more than in the year before.'
			ELSE '{1}: imports of {2} in {3}; over the {6} months that both years have, {5} less than in the year before.' END,
		ARRAY[who, te_support.te_report_sum(total, unit, l), span, then_span, te_support.te_report_percent(abs(common - before) / nullif(before, 0)), data #>> '{before_periods,n}'], l);
	IF k ->> 'top' IS NOT NULL THEN
		said := said || te_support.te_report_say(CASE WHEN before > 0 THEN '{1} supplied {2} of it ({3} before).' ELSE '{1} supplied {2} of it.' END,
			ARRAY[top, share, coalesce(te_support.te_report_percent(nullif((k ->> 'top_share_before')::float8, 0)), te_support.te_report_say('nothing', nothing, l))], l);
	END IF;
	IF equal IS NOT NULL THEN
		said := said || te_support.te_report_say('Supply is as concentrated as with {1} equal suppliers.', ARRAY[equal], l);
	ELSIF hhi > 0 THEN
		said := said || te_support.te_report_say('There is practically no other supplier.', nothing, l);
	END IF;
	IF worst IS NOT NULL THEN
		said := said || te_support.te_report_say('Critical: {1}.', ARRAY[te_support.te_report_alert(worst, names, unit, l)], l);
	END IF;
	RETURN array_to_string(said, te_support.te_report_say(' ', nothing, l));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_lead(jsonb, jsonb, text, text) IS
'Support of reports: the key figures in two or three sentences and the worst alert, or that there are no flows. Example: SELECT te_support.te_report_lead(''{"importer": "JPN", "yearly": true, "span": "2020", "key": {"total": 10, "top": "CHN", "top_share": 0.5, "hhi": 0.5}}'', NULL, ''USD'') → Japan: imports of 10 USD in 2020. China supplied 50% of it. Supply is as concentrated as with 2.0 equal suppliers.';

CREATE FUNCTION te_support.te_report_alerts(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1 ->> 'empty')::bool AND count(*) = 0 THEN NULL
		WHEN count(*) = 0 THEN '<p>' || te_support.te_report_escape(te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $4)) || '</p>'
		ELSE '<ul class="te-alerts">' || string_agg(format('<li><span class="te-tag te-%s">%s</span> %s</li>', t.a ->> 'severity',
				te_support.te_report_escape(te_support.te_report_say(t.a ->> 'severity', '{}'::text[], $4)),
				te_support.te_report_escape(te_support.te_report_alert(t.a, $2, $3, $4))), E'\n' ORDER BY t.place) FILTER (WHERE t.place <= 40) || '</ul>'
			|| CASE WHEN count(*) > 40 THEN '<p class="te-dim">' || te_support.te_report_escape(te_support.te_report_say(
				'{1} of {2} alerts are not shown, the least severe and smallest amounts: see trade_alerts().', ARRAY[(count(*) - 40)::text, count(*)::text], $4)) || '</p>' ELSE '' END
		END
	FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_alerts(jsonb, jsonb, text, text) IS
'Support of reports: the alerts as an HTML list, NULL without flows. Example: SELECT te_support.te_report_alerts(''{"alerts": []}'', NULL, NULL) → <p>Nothing passed its limit.</p>';

CREATE FUNCTION te_support.te_report_in(unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(te_support.te_report_escape(CASE WHEN te_support.te_report_unit($1) IS NOT NULL
		THEN te_support.te_report_say('; amounts in {1}', ARRAY[te_support.te_report_unit($1)], $2) END), '');
END;
COMMENT ON FUNCTION te_support.te_report_in(text, text) IS
'Support of reports: the end of a caption, which tells the unit where there is one. Example: SELECT te_support.te_report_in(''USD'') → ; amounts in USD';

CREATE FUNCTION te_support.te_report_head(headings text[], classes text[], language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<thead><tr>' || string_agg(format('<th scope="col"%s>%s</th>', coalesce(' class="' || nullif(h.class, '') || '"', ''),
		te_support.te_report_escape(te_support.te_report_say(h.words, '{}'::text[], $3))), '' ORDER BY h.place) || '</tr></thead>'
	FROM ROWS FROM (unnest($1), unnest($2)) WITH ORDINALITY AS h(words, class, place);
END;
COMMENT ON FUNCTION te_support.te_report_head(text[], text[], text) IS
'Support of reports: the head of an HTML table. Example: SELECT te_support.te_report_head(''{Product}'', ''{""}'', ''en'') → <thead><tr><th scope="col">Product</th></tr></thead>';

CREATE FUNCTION te_support.te_report_names(codes jsonb, names jsonb, language text DEFAULT 'en') RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(CASE WHEN c.code IS NOT NULL THEN te_support.te_report_name($2, c.code, $3) END ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_names(jsonb, jsonb, text) IS
'Support of reports: names of many codes. Example: SELECT te_support.te_report_names(''["CHN", null]'', NULL) = ''{China,NULL}'' → true';

CREATE FUNCTION te_support.te_report_labels(codes jsonb, names jsonb, language text DEFAULT 'en') RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(te_support.te_report_product($2, c.code, $3) ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_labels(jsonb, jsonb, text) IS
'Support of reports: the caller''s names of many products, or their codes. Example: SELECT te_support.te_report_labels(''["8505"]'', ''{"8505": "Magnets"}'') → {Magnets}';

CREATE FUNCTION te_support.te_report_numbers(numbers jsonb) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(n.x::float8 ORDER BY n.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS n(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_numbers(jsonb) IS
'Support of reports: a JSON array as numbers. Example: SELECT te_support.te_report_numbers(''[1, null, 2.5]'') = ''{1,NULL,2.5}'' → true';

CREATE FUNCTION te_support.te_report_products(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<div class="te-scroll"><table class="te-products"><caption>' || te_support.te_report_escape(te_support.te_report_say(
			'Amount, change against {1}, and the largest supplier of each product', ARRAY[te_support.te_report_period(data ->> 'before', language)], language))
		|| te_support.te_report_in(unit, language) || '</caption>'
		|| te_support.te_report_head('{Product,Course,Amount,Change,"Largest supplier",Share,Points,HHI}'::text[], '{"","",te-n,"te-n te-extra","",te-n,"te-n te-extra","te-n te-extra"}'::text[], language) || '<tbody>'
	|| (SELECT coalesce(string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n te-extra">%s</td><td>%s</td>'
		'<td class="te-n">%s</td><td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>',
			te_support.te_report_escape(te_support.te_report_product(names, t.p ->> 'product', language)),
			@extschema@.chart_sparkline(te_support.te_report_numbers(t.p -> 'series'), 80, 22, false,
				te_support.te_report_say('Amounts of {1}', ARRAY[te_support.te_report_product(NULL::jsonb, t.p ->> 'product', language)], language)),
			coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, unit, language), '-'),
			te_support.te_report_escape(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, t.p ->> 'top', language), '-')),
			coalesce(te_support.te_report_escape(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
			te_support.te_report_points((t.p ->> 'top_share_common')::float8, (t.p ->> 'top_share_before')::float8),
			coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), E'\n' ORDER BY t.place), '')
		FROM jsonb_array_elements(data -> 'products') WITH ORDINALITY AS t(p, place))
	|| '</tbody></table></div>'
	|| CASE WHEN (data ->> 'products_in_all')::int > jsonb_array_length(data -> 'products')
		THEN '<p class="te-dim">' || te_support.te_report_escape(te_support.te_report_say('The largest {1} of {2} products.', ARRAY[jsonb_array_length(data -> 'products')::text, data ->> 'products_in_all'], language)) || '</p>' ELSE '' END;
END;
COMMENT ON FUNCTION te_support.te_report_products(jsonb, jsonb, text, text) IS
'Support of reports: the products as an HTML table with sparklines. Example: SELECT te_support.te_report_products(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table class="te-products">%'' → true';

CREATE FUNCTION te_support.te_report_changes(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<div class="te-scroll"><table><caption>' || te_support.te_report_escape(te_support.te_report_say('Suppliers whose share of all imports changed most', '{}'::text[], language))
		|| te_support.te_report_in(unit, language) || '</caption><thead><tr>'
		|| format('<th scope="col">%s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">%s</th>'
			'<th scope="col" class="te-n te-extra">%s</th><th scope="col" class="te-n te-extra">%s</th></tr></thead><tbody>',
			te_support.te_report_say('Supplier', '{}'::text[], language),
			te_support.te_report_escape(te_support.te_report_say('Share {1}', ARRAY[te_support.te_report_period(data ->> 'before', language)], language)),
			te_support.te_report_escape(te_support.te_report_period(data ->> 'latest', language)), te_support.te_report_say('Points', '{}'::text[], language),
			te_support.te_report_say('Amount', '{}'::text[], language), te_support.te_report_say('Change', '{}'::text[], language))
	|| (SELECT coalesce(string_agg(format('<tr><th scope="row">%s</th><td class="te-n">%s</td><td class="te-n">%s</td><td class="te-n">%s</td>'
		'<td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>',
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, t.x ->> 'origin', language), te_support.te_report_say('unspecified', '{}'::text[], language))),
			te_support.te_report_escape(te_support.te_report_share((t.x ->> 'share_before')::float8)),
			te_support.te_report_escape(te_support.te_report_share((t.x ->> 'share')::float8)),
			te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8),
			te_support.te_report_amount((t.x ->> 'now')::float8, unit, language),
			CASE WHEN (t.x ->> 'before')::float8 = 0 THEN te_support.te_report_say('new', '{}'::text[], language)
				WHEN (t.x ->> 'now')::float8 = 0 THEN te_support.te_report_say('gone', '{}'::text[], language)
				ELSE te_support.te_report_escape(te_support.te_report_change((t.x ->> 'now')::float8, (t.x ->> 'before')::float8, 'amount')) END),
			E'\n' ORDER BY t.place), '')
		FROM jsonb_array_elements(data -> 'suppliers') WITH ORDINALITY AS t(x, place))
	|| '</tbody></table></div>';
END;
COMMENT ON FUNCTION te_support.te_report_changes(jsonb, jsonb, text, text) IS
'Support of reports: what changed against the earlier date, as an HTML table. Example: SELECT te_support.te_report_changes(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table>%'' → true';

CREATE FUNCTION te_support.te_report_chain(rows jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_supply_chain(array_agg(r.x ->> 'stage' ORDER BY r.place),
			array_agg(te_support.te_report_name($2, r.x ->> 'origin', $3) ORDER BY r.place), array_agg((r.x ->> 'amount')::float8 ORDER BY r.place),
			title => r.x ->> 'chain', form => 'page',
			targets => array_agg(CASE WHEN r.x ->> 'target' IS NOT NULL THEN te_support.te_report_name($2, r.x ->> 'target', $3) END ORDER BY r.place), language => $3) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'chain') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_chain(jsonb, jsonb, text) IS
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

CREATE FUNCTION te_support.te_report_tariffs(rows jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_tariff_layers(
			array_agg(coalesce(r.x ->> 'layer', concat_ws(' ', r.x ->> 'program', coalesce(r.x ->> 'legal_ref', r.x ->> 'measure'))) ORDER BY r.place),
			array_agg(te_support.te_report_rate(r.x) ORDER BY r.place),
			array_agg(CASE WHEN r.x ->> 'status' = 'applied' THEN 'applied' ELSE coalesce(r.x ->> 'reason', r.x ->> 'status') END ORDER BY r.place),
			title => r.x ->> 'line', form => 'page', language => $2) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'line') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_tariffs(jsonb, text) IS
'Support of reports: tariff waterfalls, one for each value of "line"; rows may be those of tariff_layers with the customs value added as "value". Example: SELECT te_support.te_report_tariffs(''[{"layer": "MFN", "rate": 0.021}]'') LIKE ''<figure%'' → true';

CREATE FUNCTION te_support.te_report_losses(rows jsonb, level float8, unit text, title text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.chart_loss_distribution(
		array_agg(CASE WHEN jsonb_typeof(r.x) = 'object' THEN (r.x ->> 'loss')::float8 ELSE (r.x #>> '{}')::float8 END),
		array_agg(coalesce((r.x ->> 'weight')::float8, (r.x ->> 'probability')::float8, 1)), level => coalesce($2, 0.95), unit => $3, title => $4,
		form => 'page', language => $5)
	FROM jsonb_array_elements($1) AS r(x);
END;
COMMENT ON FUNCTION te_support.te_report_losses(jsonb, float8, text, text, text) IS
'Support of reports: losses, numbers or objects with loss and weight, as a figure. Example: SELECT te_support.te_report_losses(''[0, 5, 10]'', 0.95, ''USD'', NULL) LIKE ''<figure%'' → true';

CREATE FUNCTION te_support.te_report_facts(facts jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<dl>' || coalesce(string_agg('<dt>' || te_support.te_report_escape(te_support.te_report_say(replace(f.key, '_', ' '), '{}'::text[], $2)) || '</dt><dd>'
		|| te_support.te_report_escape(f.value) || '</dd>', '' ORDER BY f.key COLLATE "C"), '') || '</dl>'
	FROM jsonb_each_text(jsonb_strip_nulls($1)) AS f;
END;
COMMENT ON FUNCTION te_support.te_report_facts(jsonb, text) IS
'Support of reports: names and values as an HTML list. Example: SELECT te_support.te_report_facts(''{"a": 1}'') → <dl><dt>a</dt><dd>1</dd></dl>';

CREATE FUNCTION te_support.te_report_what(line jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' OR jsonb_typeof($1 -> 'names') <> 'array' THEN te_support.te_report_say($1 ->> 'what', '{}'::text[], $2)
	ELSE te_support.te_report_say('{1}: {2}', ARRAY[te_support.te_report_say(split_part($1 ->> 'what', ': ', 1), '{}'::text[], $2),
		CASE WHEN ($1 ->> 'reason')::int4 IN (12, 13) THEN te_support.te_report_period($1 #>> '{names,0}', $2) ELSE split_part($1 ->> 'what', ': ', 2) END], $2) END;
COMMENT ON FUNCTION te_support.te_report_what(jsonb, text) IS
'Support of reports: a line of the audit in a language. Example: SELECT te_support.te_report_what(''{"what": "origin known"}'') → origin known';

CREATE FUNCTION te_support.te_report_audit(data jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN count(*) = 0 THEN '<p>' || te_support.te_report_say('No rows.', '{}'::text[], $3) || '</p>'
		ELSE '<div class="te-scroll"><table><caption>' || te_support.te_report_escape(te_support.te_report_say('Rows of the flow table', '{}'::text[], $3)) || te_support.te_report_in($2, $3) || '</caption>'
		|| te_support.te_report_head('{Rows,Counted,Number,Amount}'::text[], '{"",te-w,te-n,te-n}'::text[], $3) || '<tbody>'
		|| coalesce(string_agg(format('<tr><th scope="row">%s</th><td class="te-w">%s</td><td class="te-n">%s</td><td class="te-n">%s</td></tr>',
			te_support.te_report_escape(te_support.te_report_what(t.a, $3)), te_support.te_report_say(CASE WHEN (t.a ->> 'kept')::bool THEN 'yes' ELSE 'left out' END, '{}'::text[], $3), t.a ->> 'flow_rows',
			coalesce(te_support.te_report_amount((t.a ->> 'amount')::float8, $2, $3), '-')), '' ORDER BY t.place), '')
		|| '</tbody></table></div>' END
	FROM jsonb_array_elements($1 -> 'audit') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_audit(jsonb, text, text) IS
'Support of reports: what was read and what was left out, as an HTML table. Example: SELECT te_support.te_report_audit(''{"audit": []}'', NULL) → <p>No rows.</p>';

CREATE FUNCTION te_support.te_report_method(language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<ul>' || string_agg('<li>' || te_support.te_report_escape(te_support.te_report_say(m.words, '{}'::text[], $1)) || '</li>', '' ORDER BY m.place) || '</ul>'
	FROM (VALUES
		(1, 'Share of a supplier = its amount / the total; amounts without a known origin count in the total. Net negative amounts count as 0.'),
		(2, 'HHI = sum of the squared shares of the known suppliers, 0 to 1; 1 is a single supplier, 0.25 four equal ones.'),
		(3, 'Change in points = 100 times (share now - share before). A period that nobody has is left out; a change is that of the months which both years have.'),
		(4, 'Robust z = (latest - median) / (1.4826 times the median absolute deviation) of the earlier values.'),
		(5, 'A stop: every value since some date at or below a floor, a share of the median before it, and none before.'),
		(6, 'Value at risk = the smallest loss that is not exceeded with the given probability; expected shortfall = the mean of the losses beyond that probability.'),
		(7, 'Tariff rates are shares of the customs value; dashed layers were considered and did not apply.')) AS m(place, words);
END;
COMMENT ON FUNCTION te_support.te_report_method(text) IS
'Support of reports: the notes on method. Example: SELECT te_support.te_report_method() LIKE ''<ul>%'' → true';
