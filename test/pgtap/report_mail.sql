-- The report as a mail: the figures of the page, HTML that mail programs show, a message that can be read back.
BEGIN;
SELECT plan(23);

CREATE TABLE te_mail (month date, importer text, origin text, hs text, value float8);
INSERT INTO te_mail
SELECT (date '2023-07-01' + i * interval '1 month')::date, 'JPN', o, h, CASE WHEN o = 'CHN' AND h = '850511' AND i >= 28 THEN 1 ELSE w * (100 + length(h || o) * sin(i)) END
FROM generate_series(0, 29) AS i, (VALUES ('CHN', 62), ('VNM', 11), ('<b>&"x''', 27)) AS o(o, w), unnest('{850511,850519,280530}'::text[]) AS h;
CREATE TEMP TABLE mail AS
SELECT m.*, trade_report_data('te_mail', 'JPN', max_products => 10) AS data, trade_report_text('te_mail', 'JPN', unit => 'JPY', made_at => '2025-11-07') AS markdown
FROM trade_report_mail('te_mail', 'JPN', unit => 'JPY', source => 'a <script> & b', made_at => '2025-11-07') AS m;

SELECT is(subject, format('Trade exposure of Japan: %s critical, %s warnings', (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'critical'),
	(SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'warning')), 'the subject counts the alerts') FROM mail;
SELECT ok(subject ~ ': [1-9]', 'of which there are some') FROM mail;

-- plain text: the sentences and figures of the Markdown, without its marks
SELECT is_empty($$SELECT word FROM mail, regexp_split_to_table(regexp_replace(split_part(markdown, '## What changed', 1), '[\\*#]', '', 'g'), '\s+') AS word WHERE strpos(body, word) = 0$$,
	'every word and figure of the text up to the tables is in the mail');
SELECT is_empty($$SELECT cell FROM mail, regexp_split_to_table(split_part(split_part(markdown, '## Products', 2), '## Counted', 1), E'\n') AS line, regexp_split_to_table(line, ' *\| *') WITH ORDINALITY AS c(cell, n)
	WHERE line ~ '^\| [0-9]' AND n IN (2, 3, 5, 6, 7) AND strpos(html, te_support.te_report_escape(replace(cell, '\', ''))) = 0$$, 'and every amount, supplier, share and HHI of the products');
SELECT ok(body LIKE '%stopped supplying 850511%' AND html LIKE '%stopped supplying 850511%', 'the stop is told in both') FROM mail;
SELECT ok(body !~ '[*|#\\]', 'plain text has no marks') FROM mail;

-- what mail programs drop or block is not there
SELECT is_empty($$SELECT m[1] FROM mail, regexp_matches(html, '(<svg|<style|<script|<link|<img|<div| class=|var\(|https?:|@media|calc\(|flex|grid)', 'gi') AS m$$, 'nothing that mail programs drop');
SELECT ok(html LIKE '%&lt;b&gt;&amp;&quot;x&#39;%' AND html LIKE '%a &lt;script&gt; &amp; b%' AND strpos(html, '<b>') = 0, 'names and texts are escaped') FROM mail;
SELECT ok(xpath_exists('//table', regexp_replace(regexp_replace(html, '^<!DOCTYPE html>', ''), '<meta[^>]*>|&nbsp;', '', 'g')::xml), 'elements are nested and closed') FROM mail;

-- a bar is as wide as its share
SELECT results_eq($$SELECT m[1]::int FROM mail, regexp_matches(split_part(html, '<h2', 3), 'width="(\d+)" height="10" style="[^"]*">&nbsp;</td><td', 'g') WITH ORDINALITY AS r(m, n) ORDER BY n$$,
	$$SELECT round(100 * (x ->> 'share')::float8)::int FROM mail, jsonb_array_elements(data -> 'suppliers') WITH ORDINALITY AS t(x, n) ORDER BY n$$, 'bars of suppliers');
SELECT is(te_support.te_report_mail_bar(x), bar, 'a bar of ' || x) FROM (VALUES
	(0::float8, '<table role="presentation" width="100" cellpadding="0" cellspacing="0"><tr><td width="100" height="10" style="REST">&nbsp;</td></tr></table>'),
	(0.004, '<table role="presentation" width="100" cellpadding="0" cellspacing="0"><tr><td width="100" height="10" style="REST">&nbsp;</td></tr></table>'),
	(1, '<table role="presentation" width="100" cellpadding="0" cellspacing="0"><tr><td width="100" height="10" style="BAR">&nbsp;</td></tr></table>')) AS v(x, wanted),
	LATERAL (SELECT replace(replace(wanted, 'REST', te_support.te_report_mail_style('rest')), 'BAR', te_support.te_report_mail_style('bar'))) AS w(bar);
SELECT throws_ok($$SELECT te_support.te_report_mail_style('nose')$$, '22023', 'no part of a mail is called "nose"');

-- the message: lines that every mail server takes, and back to its parts
CREATE FUNCTION pg_temp.parts(message text) RETURNS TABLE (n bigint, kind text, content text) LANGUAGE sql AS $$
	SELECT n, substring(part, 'Content-Type: (text/\w+)'), convert_from(decode(split_part(part, E'\n\n', 2), 'base64'), 'UTF8')
	FROM regexp_split_to_table(message, '\n--' || substring(message, 'boundary="([^"]*)"') || '(--)?\n') WITH ORDINALITY AS p(part, n)
	WHERE part LIKE 'Content-Type: text/%' $$;
CREATE FUNCTION pg_temp.subject(message text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(convert_from(decode(w[1], 'base64'), 'UTF8'), '' ORDER BY n)
	FROM regexp_matches(split_part(message, E'\nContent-Type', 1), '=\?UTF-8\?B\?([^?]*)\?=', 'g') WITH ORDINALITY AS r(w, n) $$;
SELECT results_eq($$SELECT kind, content FROM mail, pg_temp.parts(message) AS p ORDER BY p.n$$, $$SELECT 'text/plain', body FROM mail UNION ALL SELECT 'text/html', html FROM mail$$, 'both parts come back');
SELECT is_empty($$SELECT line FROM mail, regexp_split_to_table(message, '\n') AS line WHERE length(line) > 78 AND line !~ '^(Content-Type: multipart|Subject: )' OR line !~ '^[ -~]*$'$$, 'short lines of ASCII');
SELECT ok(message LIKE E'MIME-Version: 1.0\nSubject: Trade exposure of Japan: %', 'an ASCII subject as it is') FROM mail;

CREATE TEMP TABLE japanese AS
SELECT * FROM trade_report_mail('te_mail', 'JPN', title => E'日本の\r\nBcc: all@example.org 磁石の輸入についての毎朝の報告', language => 'ja', made_at => '2025-11-07');
SELECT is(pg_temp.subject(message), subject, 'a Japanese subject comes back') FROM japanese;
SELECT ok(subject LIKE '日本の Bcc: %' AND (SELECT count(*) FROM regexp_split_to_table(split_part(message, E'\n\n', 1), E'\n') AS h WHERE h !~ '^(MIME-Version|Subject|Content-Type): | =\?UTF-8') = 0, 'no title makes a header of its own') FROM japanese;
SELECT ok(html LIKE '<!DOCTYPE html>%<html lang="ja">%中国からの850511の供給が%' AND body LIKE '%重大: %', 'the rest is Japanese too') FROM japanese;

-- nothing to tell, and nothing there
SELECT is(subject, 'Quiet: Nothing passed its limit.', 'no alerts') FROM trade_report_mail('te_mail', 'JPN', title => 'Quiet', limits => '{"share_limit": null, "share_rise_limit": null, "hhi_limit": null, "stop_floor": null, "z_limit": null, "cusum_limit": null, "surge_limit": null}');
CREATE TABLE te_mail_none (LIKE te_mail);
SELECT is(subject || '/' || (body LIKE '%There are no flows for this choice.%')::text, 'Trade exposure: no data/true', 'no flows') FROM trade_report_mail('te_mail_none');
SELECT is((SELECT message FROM trade_report_mail('te_mail', 'JPN', made_at => '2025-11-07')), (SELECT message FROM trade_report_mail('te_mail', 'JPN', made_at => '2025-11-07')), 'the same to the byte');
SELECT * FROM finish();
ROLLBACK;
