-- The same report as a mail: subject, plain text, and HTML that mail programs show, which has tables only.

CREATE FUNCTION te_support.te_report_mail_style(part text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_report_mail_style';
COMMENT ON FUNCTION te_support.te_report_mail_style(text) IS
'Support of reports: the declarations of a part of a mail, which stand in its own style attribute. Example: SELECT te_support.te_report_mail_style(''number'') LIKE ''%right%'' → true';

CREATE FUNCTION te_support.te_report_mail_cell(content text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<td style="%s">%s</td>', te_support.te_report_mail_style($2), te_support.te_report_escape(coalesce($1, '-')));
COMMENT ON FUNCTION te_support.te_report_mail_cell(text, text) IS
'Support of reports: a cell of a table of a mail. Example: SELECT te_support.te_report_mail_cell(''a'', ''cell'') LIKE ''<td style="%">a</td>'' → true';

CREATE FUNCTION te_support.te_report_mail_bar(share float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 IS NULL THEN '' ELSE format('<table role="presentation" width="100" cellpadding="0" cellspacing="0"><tr>%s%s</tr></table>',
	CASE WHEN round(100 * greatest($1, 0)) > 0 THEN format('<td width="%s" height="10" style="%s">&nbsp;</td>', least(round(100 * $1), 100), te_support.te_report_mail_style('bar')) ELSE '' END,
	CASE WHEN round(100 * $1) < 100 THEN format('<td width="%s" height="10" style="%s">&nbsp;</td>', 100 - round(100 * greatest($1, 0)), te_support.te_report_mail_style('rest')) ELSE '' END) END;
COMMENT ON FUNCTION te_support.te_report_mail_bar(float8) IS
'Support of reports: a share as a bar of two table cells. Example: SELECT te_support.te_report_mail_bar(0.52) LIKE ''%width="52"%width="48"%'' → true';

CREATE FUNCTION te_support.te_report_mail_table(headings text[], parts text[], body text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s"><tr>%s</tr>', te_support.te_report_mail_style('table'),
		string_agg(format('<th style="%s">%s</th>', te_support.te_report_mail_style('head ' || h.part),
			CASE WHEN h.words = '' THEN '' ELSE te_support.te_report_escape(te_support.te_report_say(h.words, '{}'::text[], $4)) END), '' ORDER BY h.place)) || $3 || E'</table>\n'
	FROM ROWS FROM (unnest($1), unnest($2)) WITH ORDINALITY AS h(words, part, place);
END;
COMMENT ON FUNCTION te_support.te_report_mail_table(text[], text[], text, text) IS
'Support of reports: a table of a mail; NULL without rows. Example: SELECT te_support.te_report_mail_table(''{supplier}'', ''{cell}'', NULL, ''en'') → NULL';

CREATE FUNCTION te_support.te_report_mail_section(heading text, content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(format(E'<h2 style="%s">%s</h2>\n%s\n', te_support.te_report_mail_style('heading'), te_support.te_report_escape($1), nullif($2, '')), '');
COMMENT ON FUNCTION te_support.te_report_mail_section(text, text) IS
'Support of reports: a section of a mail, or nothing when it has no content. Example: SELECT te_support.te_report_mail_section(''a'', '''') LIKE ''%</h2>%'' → true';

CREATE FUNCTION te_support.te_report_mail_before(data jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then($1, $2)], $2);
COMMENT ON FUNCTION te_support.te_report_mail_before(jsonb, text) IS
'Support of reports: the heading over what changed. Example: SELECT te_support.te_report_mail_before(''{"span_before": "2019"}'', ''en'') → What changed against 2019';

CREATE FUNCTION te_support.te_report_mail_subject(data jsonb, title text, importer text, names jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- one line, whatever the title holds
	SELECT btrim(left(regexp_replace(te_support.te_report_heading($2, $3, $4, $5) || ': ' || CASE
		WHEN (data ->> 'empty')::bool THEN te_support.te_report_say('no data', '{}'::text[], $5)
		WHEN s.critical + s.warnings = 0 THEN te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $5)
		ELSE te_support.te_report_say(CASE s.warnings WHEN 1 THEN '{1} critical, {2} warning' ELSE '{1} critical, {2} warnings' END, ARRAY[s.critical::text, s.warnings::text], $5) END,
		'[[:space:][:cntrl:]]+', ' ', 'g'), 200))
	FROM (SELECT count(*) FILTER (WHERE a ->> 'severity' = 'critical') AS critical, count(*) FILTER (WHERE a ->> 'severity' = 'warning') AS warnings
		  FROM jsonb_array_elements($1 -> 'alerts') AS a) AS s;
END;
COMMENT ON FUNCTION te_support.te_report_mail_subject(jsonb, text, text, jsonb, text) IS
'Support of reports: the subject of a mail, which counts the alerts. Example: SELECT te_support.te_report_mail_subject(''{"alerts": [{"severity": "critical"}]}'', NULL, ''JPN'', NULL, ''en'') → Trade exposure of Japan: 1 critical, 0 warnings';

CREATE FUNCTION te_support.te_report_mail_text(data jsonb, title text, importer text, names jsonb, unit text, notes text, source text, made text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat(te_support.te_report_heading($2, $3, $4, $9), E'\n', te_support.te_report_span($1, $4, $9), E'\n\n', te_support.te_report_lead($1, $4, $5, $9) || E'\n\n', $6 || E'\n\n',
		(SELECT string_agg(format(E'%s: %s (%s)\n', k.label, k.figure, k.note), '') FROM te_support.te_report_figures($1, $4, $5, $9) AS k),
		E'\n' || upper(te_support.te_report_say('Alerts', '{}'::text[], $9)) || E'\n' || coalesce((SELECT string_agg(format(E'- %s: %s\n', te_support.te_report_say(x.a ->> 'severity', '{}'::text[], $9),
			te_support.te_report_alert(x.a, $4, $5, $9)), '' ORDER BY x.place) FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS x(a, place)),
			te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $9) || E'\n'),
		E'\n' || upper(te_support.te_report_mail_before($1, $9)) || E'\n' || (SELECT string_agg(format(E'- %s: %s (%s%s%s)\n',
			coalesce(te_support.te_report_name($4, t.x ->> 'origin', $9), te_support.te_report_say('unspecified', '{}'::text[], $9)), te_support.te_report_share((t.x ->> 'share')::float8),
			te_support.te_report_say('{1} before', ARRAY[te_support.te_report_share((t.x ->> 'share_before')::float8)], $9), te_support.te_report_say(', ', '{}'::text[], $9),
			te_support.te_report_change((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8, 'points', $9)), '' ORDER BY t.place)
			FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place)),
		E'\n' || upper(te_support.te_report_say('Products and their suppliers', '{}'::text[], $9)) || E'\n' || (SELECT string_agg(format(E'- %s: %s%s%s %s%sHHI %s\n', te_support.te_report_product($4, t.p ->> 'product', $9),
			coalesce(te_support.te_report_sum((t.p ->> 'amount')::float8, $5, $9), '-'), te_support.te_report_say(', ', '{}'::text[], $9), coalesce(te_support.te_report_name($4, t.p ->> 'top', $9), '-'),
			coalesce(te_support.te_report_share((t.p ->> 'top_share')::float8), '-'), te_support.te_report_say(', ', '{}'::text[], $9), coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
			FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place)),
		E'\n' || $7 || E'\n', E'\n', $8, E'\n');
END;
COMMENT ON FUNCTION te_support.te_report_mail_text(jsonb, text, text, jsonb, text, text, text, text, text) IS
'Support of reports: a mail in plain text. Example: SELECT te_support.te_report_mail_text(trade_report_data(''flows''), NULL, NULL, NULL, NULL, NULL, NULL, ''now'', ''en'') LIKE ''Trade exposure%'' → true';

CREATE FUNCTION te_support.te_report_mail_html(data jsonb, title text, importer text, names jsonb, unit text, notes text, source text, made text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat(E'<!DOCTYPE html>\n<html lang="', $9, E'">\n<head><meta charset="utf-8"><title>', te_support.te_report_escape(te_support.te_report_heading($2, $3, $4, $9)), E'</title></head>\n<body style="',
		te_support.te_report_mail_style('body'), E'">\n<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td style="',
		te_support.te_report_mail_style('page'), E'">\n',
		'<h1 style="', te_support.te_report_mail_style('title'), '">', te_support.te_report_escape(te_support.te_report_heading($2, $3, $4, $9)), '</h1><p style="', te_support.te_report_mail_style('dim'), '">',
		te_support.te_report_escape(te_support.te_report_span($1, $4, $9)), E'</p>\n', '<p style="' || te_support.te_report_mail_style('lead') || '">' || te_support.te_report_escape(te_support.te_report_lead($1, $4, $5, $9)) || E'</p>\n',
		'<p style="' || te_support.te_report_mail_style('text') || '">' || te_support.te_report_escape($6) || E'</p>\n',
		(SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s">', te_support.te_report_mail_style('table'))
			|| string_agg('<tr>' || te_support.te_report_mail_cell(k.label, 'cell') || te_support.te_report_mail_cell(k.figure, 'figure') || te_support.te_report_mail_cell(k.note, 'note') || '</tr>', '') || E'</table>\n'
			FROM te_support.te_report_figures($1, $4, $5, $9) AS k),
		te_support.te_report_mail_section(te_support.te_report_say('Alerts', '{}'::text[], $9), coalesce((SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s">', te_support.te_report_mail_style('table'))
			|| string_agg('<tr>' || te_support.te_report_mail_cell(te_support.te_report_say(x.a ->> 'severity', '{}'::text[], $9), x.a ->> 'severity') || te_support.te_report_mail_cell(te_support.te_report_alert(x.a, $4, $5, $9), 'cell') || '</tr>',
				'' ORDER BY x.place) || '</table>' FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS x(a, place)),
			format('<p style="%s">%s</p>', te_support.te_report_mail_style('text'), te_support.te_report_escape(te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $9))))),
		te_support.te_report_mail_section(te_support.te_report_mail_before($1, $9), te_support.te_report_mail_table('{supplier,before,now,points,""}'::text[], '{cell,number,number,number,cell}'::text[],
			(SELECT string_agg('<tr>' || te_support.te_report_mail_cell(coalesce(te_support.te_report_name($4, t.x ->> 'origin', $9), te_support.te_report_say('unspecified', '{}'::text[], $9)), 'cell')
				|| te_support.te_report_mail_cell(te_support.te_report_share((t.x ->> 'share_before')::float8), 'number') || te_support.te_report_mail_cell(te_support.te_report_share((t.x ->> 'share')::float8), 'number')
				|| te_support.te_report_mail_cell(te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8), 'number')
				|| format('<td style="%s">%s</td></tr>', te_support.te_report_mail_style('cell'), te_support.te_report_mail_bar((t.x ->> 'share')::float8)), E'\n' ORDER BY t.place)
			 FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place)), $9)),
		te_support.te_report_mail_section(te_support.te_report_say('Products and their suppliers', '{}'::text[], $9), te_support.te_report_mail_table('{product,amount,"largest supplier",share,"",HHI}'::text[], '{cell,number,cell,number,cell,number}'::text[],
			(SELECT string_agg('<tr>' || te_support.te_report_mail_cell(te_support.te_report_product($4, t.p ->> 'product', $9), 'cell') || te_support.te_report_mail_cell(te_support.te_report_amount((t.p ->> 'amount')::float8, $5, $9), 'number')
				|| te_support.te_report_mail_cell(te_support.te_report_name($4, t.p ->> 'top', $9), 'cell') || te_support.te_report_mail_cell(te_support.te_report_share((t.p ->> 'top_share')::float8), 'number')
				|| format('<td style="%s">%s</td>', te_support.te_report_mail_style('cell'), te_support.te_report_mail_bar((t.p ->> 'top_share')::float8))
				|| te_support.te_report_mail_cell(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), 'number') || '</tr>', E'\n' ORDER BY t.place)
			 FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place)), $9)),
		'<p style="' || te_support.te_report_mail_style('dim') || '">' || te_support.te_report_escape($7) || E'</p>\n', '<p style="', te_support.te_report_mail_style('dim'), '">', te_support.te_report_escape($8),
		E'</p>\n</td></tr></table></td></tr></table>\n</body>\n</html>\n');
END;
COMMENT ON FUNCTION te_support.te_report_mail_html(jsonb, text, text, jsonb, text, text, text, text, text) IS
'Support of reports: a mail in HTML of tables only. Example: SELECT te_support.te_report_mail_html(trade_report_data(''flows''), NULL, NULL, NULL, NULL, NULL, NULL, ''now'', ''en'') LIKE ''%<svg%'' → false';

CREATE FUNCTION te_support.te_report_mail_base64(content text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(convert_to($1, 'UTF8'), 'base64');
COMMENT ON FUNCTION te_support.te_report_mail_base64(text) IS
'Support of reports: a text in lines of letters and digits. Example: SELECT te_support.te_report_mail_base64(''a'') → YQ==';

CREATE FUNCTION te_support.te_report_mail_message(subject text, body text, html text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	-- RFC 2047: words of at most 75 characters
	SELECT concat(E'MIME-Version: 1.0\nSubject: ', CASE WHEN $1 ~ '^[ -~]*$' AND $1 !~ '=\?' THEN $1
			ELSE (SELECT string_agg(format('=?UTF-8?B?%s?=', te_support.te_report_mail_base64(substr($1, 12 * i + 1, 12))), E'\n ' ORDER BY i) FROM generate_series(0, (length($1) - 1) / 12) AS i) END,
		E'\nContent-Type: multipart/alternative; boundary="', b.mark, E'"\n\n--', b.mark, E'\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n', te_support.te_report_mail_base64($2),
		E'\n--', b.mark, E'\nContent-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n', te_support.te_report_mail_base64($3), E'\n--', b.mark, E'--\n')
	FROM (SELECT 'report_' || md5($3) AS mark) AS b;
END;
COMMENT ON FUNCTION te_support.te_report_mail_message(text, text, text) IS
'Support of reports: a mail with its parts, as sendmail reads one. Example: SELECT te_support.te_report_mail_message(''a'', ''b'', ''c'') LIKE ''MIME-Version: 1.0%'' → true';

CREATE FUNCTION @extschema@.trade_report_mail(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en',
	OUT subject text, OUT body text, OUT html text, OUT message text) RETURNS record
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT m.subject, m.body, m.html, te_support.te_report_mail_message(m.subject, m.body, m.html)
	FROM (SELECT te_support.te_report_mail_subject(p.data, title, importer, names, p.l) AS subject, te_support.te_report_mail_text(p.data, title, importer, names, unit, notes, p.source, p.made, p.l) AS body,
			te_support.te_report_mail_html(p.data, title, importer, names, unit, notes, p.source, p.made, p.l) AS html
		FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data,
				nullif(concat_ws('. ', CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[source], asked.l) END,
					CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[data_vintage], asked.l) END), '') AS source,
				te_support.te_report_say('Made at {1} with {2}', ARRAY[te_support.te_report_moment(made_at, asked.l), 'trade_exposure ' || @extschema@.trade_exposure_version()], asked.l) AS made
			FROM (SELECT coalesce(language, 'en') AS l) AS asked OFFSET 0) AS p OFFSET 0) AS m;
END;
COMMENT ON FUNCTION @extschema@.trade_report_mail(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'The figures of trade_report as a mail: subject, plain text, HTML of tables and bars without SVG, style sheets or scripts, and all three as one message for sendmail -t, to which only To: is missing. Example: SELECT subject LIKE ''Trade exposure of Japan: %'' FROM trade_report_mail(''flows'', importer => ''JPN'') → true';
