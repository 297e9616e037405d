-- The report: figures against published answers, markup, escaping, empty and odd input, a thousand products.
BEGIN;
SELECT plan(75);
CREATE TABLE te_flow (year int, exporter text, importer text, hs6 text, value float8, quantity float8);
CREATE TEMP TABLE te_baci (t text, i text, j text, k text, v text, q text);
\copy te_baci FROM PROGRAM 'zcat data/baci_hs12_850650_2018_2020.csv.gz' WITH (FORMAT csv, HEADER)
INSERT INTO te_flow SELECT t::int, i, j, k, v::float8, nullif(nullif(q, ''), 'NA')::float8 FROM te_baci;
CREATE FUNCTION pg_temp.page(html text) RETURNS xml LANGUAGE sql AS -- HTML's void elements closed, so that an XML parser reads it
	$$SELECT regexp_replace(regexp_replace(html, '^<!DOCTYPE html>', ''), '(<meta [^>]*)>', '\1/>', 'g')::xml$$;

-- Japan's lithium cells: the independent answers for 2019 and 2020
CREATE TEMP TABLE japan AS SELECT trade_report_data('te_flow', importer => '392') AS d;
SELECT is(round((d #>> '{key,total}')::numeric, 3), 57737.060, 'total 2020') FROM japan;
SELECT is(round((d #>> '{key,total_before}')::numeric, 3), 60668.856, 'total 2019') FROM japan;
SELECT is(round((d #>> '{key,hhi}')::numeric, 12), 0.352917700422, 'HHI 2020') FROM japan;
SELECT is(round((d #>> '{key,hhi_before}')::numeric, 12), 0.376829642171, 'HHI 2019') FROM japan;
SELECT is(d #>> '{key,top}', '360', 'Indonesia is the largest supplier') FROM japan;
SELECT is(round((d #>> '{key,top_share}')::numeric, 12), 0.517863898855, 'its share 2020') FROM japan;
SELECT is(round((d #>> '{key,top_share_before}')::numeric, 12), 0.548207221840, 'its share 2019') FROM japan;
SELECT is(d #>> '{key,suppliers}', '40', 'suppliers 2020') FROM japan;
SELECT is(d #>> '{key,suppliers_before}', '42', 'suppliers 2019') FROM japan;
SELECT is(round((trade_report_data('te_flow', '392', amount_column => 'quantity') #>> '{key,hhi}')::numeric, 12), 0.745221641151, 'HHI by quantity 2020');
SELECT is(round((trade_report_data('te_flow', '392', on_date => '2018-12-31') #>> '{key,hhi}')::numeric, 12), 0.522320651037, 'HHI 2018');
SELECT is(round((trade_report_data('te_flow', '392', compare_to => '2018-01-01') #>> '{key,hhi_before}')::numeric, 12), 0.522320651037, 'compared with 2018');

-- the page
CREATE TEMP TABLE page AS
SELECT 'japan' AS name, trade_report('te_flow', importer => '392', title => 'Cells', made_at => '2025-11-07 00:00+00') AS html
UNION ALL SELECT 'all', trade_report('te_flow')
UNION ALL SELECT 'none', trade_report('te_flow', importer => '392', on_date => '1999-12-31')
UNION ALL SELECT 'everything', trade_report('te_flow', importer => '392', unit => 'kUSD',
	names => '{"850650": "<script>alert(1)</script>", "360": "Indonesia & <b>co</b>", "392": "\"Japan\""}', title => '</title><script>', notes => '<img src=x onerror=alert(1)>',
	source => '<a href="x">', data_vintage => 'a & b', supply_chain => '[{"chain": "<i>", "stage": "mine", "origin": "CHN", "amount": 3}, {"chain": "<i>", "stage": "<s>", "origin": "<script>", "amount": 2}]',
	tariff_layers => '[{"line": "<u>", "layer": "<script>", "rate": 0.1}, {"line": "<u>", "layer": "b", "rate": 0.2, "status": "<script>"}]',
	losses => '[{"loss": 0, "weight": 0.9}, {"loss": 100, "weight": 0.08}, {"loss": 400, "weight": 0.02}]', loss_unit => '<script>',
	figures => ARRAY[chart_supplier_shares('{2020}', '{CHN}', '{1}', form => 'page')]);
SELECT lives_ok(format('SELECT pg_temp.page(html) FROM page WHERE name = %L', name), name || ' is well-formed') FROM page ORDER BY name;
SELECT is(array_agg(name) FILTER (WHERE html ~* '<(script|img|b>|i>|u>|s>|a )'), NULL, 'names, titles and notes are text, not markup') FROM page;
SELECT is(array_agg(name) FILTER (WHERE html ~ '(src|href)=["'']|url\(|@import' AND name <> 'everything'), NULL, 'nothing is loaded from elsewhere') FROM page;
SELECT is(array_agg(name) FILTER (WHERE html ~ '>[^<]*\m(NaN|Infinity|null)\M'), NULL, 'nothing undefined is shown') FROM page;
SELECT is((xpath('count(//*[local-name()="figure"])', pg_temp.page(html)))[1]::text, '6', 'shares, map, chain, tariffs, losses and a further figure')
	FROM page WHERE name = 'everything';
SELECT is((xpath('count(//*[local-name()="svg"][not(*[local-name()="title"])])', pg_temp.page(html)))[1]::text, '0', 'every drawing has a title')
	FROM page WHERE name = 'everything';
SELECT ok(html LIKE '%value at risk 100 at 95\%, expected shortfall 220%', 'losses reach the page') FROM page WHERE name = 'everything';
SELECT ok(html LIKE '%There are no flows for this choice%', 'no data says so') FROM page WHERE name = 'none';
SELECT ok(html LIKE '%made at</dt><dd>2025-11-07 00:00 UTC%', 'the page says when it was made') FROM page WHERE name = 'japan';
SELECT is(html, trade_report('te_flow', importer => '392', title => 'Cells', made_at => '2025-11-07 00:00+00'), 'the same call gives the same page')
	FROM page WHERE name = 'japan';
SELECT is((xpath('string(//*[local-name()="dd"][@class="te-now"][1])', pg_temp.page(html)))[1]::text, '57.7k', 'the first key figure') FROM page WHERE name = 'japan';

-- what a reader must find without searching: source, units, limits
SELECT ok(html LIKE '%Source: &lt;a href=&quot;x&quot;&gt;. Data: a &amp; b</p>%</header>%', 'source and vintage stand at the top') FROM page WHERE name = 'everything';
SELECT is((xpath('count(//*[local-name()="caption"][contains(., "amounts in kUSD")])', pg_temp.page(html)))[1]::text, '3', 'tables of amounts tell the unit')
	FROM page WHERE name = 'everything';
SELECT ok(html NOT LIKE '%amounts in%' AND html NOT LIKE '%Source%', 'what was not given is not there') FROM page WHERE name = 'japan';
-- alerts in words: the limit that was passed, the unit, since when
SELECT is(te_support.te_report_alert(format('{"metric": "%s", "value": %s, "previous": %s, "threshold": %s, "since": "2025-05", "evidence": {"product": "2805", "supplier": "CHN"}}', metric, x, before, passed)::jsonb,
	NULL, 'thousand JPY'), words, metric || ' in words')
FROM (VALUES ('abrupt_stop', 0.98, 475, 0.9, 'China stopped supplying 2805 in 2025-05: 98% of the usual 475k JPY is gone (limit 90%)'),
	('supplier_lost', 1, 2, 0.95, 'China no longer supplies 2805: 100% of 2.00k JPY is gone (limit 95%)'),
	('stop_breadth', 0.7, 100, 0.3, 'China stopped exporting 2805 to destinations that took 70% of it (limit 30%)'),
	('robust_z', -17.42, 310, 3.5, '2805 from China is unusual: -17.4 spreads from its median of 310k JPY (limit 3.5)'),
	('cusum', -6, 310, 5, '2805 from China has been falling for several periods: cumulative sum -6.0 (limit 5)'),
	('surge', 2.29, 310, 2, '2805 from China runs at 2.3 times the usual 310k JPY (limit 2)'),
	('top_supplier_share', 0.75, 0.5, 0.65, 'China supplies 75% of 2805 (limit 65%, before 50%)'),
	('share_rise', 0.254, 0.01, 0.1, 'China gained 25.4 points of 2805 (limit 10 points, before 1.0%)'),
	('hhi', 0.625, 0.384, 0.4, '2805 is concentrated: HHI 0.63 (limit 0.4, before 0.38)')) AS a(metric, x, before, passed, words);
-- a unit that begins with a number's name: the page of the same amounts written out
CREATE TABLE te_dollars AS SELECT year, exporter, importer, hs6, 1000 * value AS value FROM te_flow;
SELECT is(regexp_replace(trade_report('te_dollars', '392', unit => 'USD', losses => '[0, 5000]', limits => '{"share_limit": 0.5}', made_at => '2025-11-07'), '<dt>(flows|unit)</dt><dd>[^<]*</dd>', '', 'g'),
	regexp_replace(trade_report('te_flow', '392', unit => 'thousand USD', losses => '[0, 5]', limits => '{"share_limit": 0.5}', made_at => '2025-11-07'), '<dt>(flows|unit)</dt><dd>[^<]*</dd>', '', 'g'),
	'thousand USD are dollars');
SELECT is(trade_report_text('te_dollars', '392', unit => 'USD', made_at => '2025-11-07'), trade_report_text('te_flow', '392', unit => 'Thousands of USD', made_at => '2025-11-07'), 'in Markdown too');
SELECT is(array_agg(concat_ws(' ', te_support.te_report_amount(2.5, u), te_support.te_report_unit(u)) ORDER BY place), '{2.50k,"2.50M t","2.50bn EUR","2.50 thousandths","2.50k USD","2.50M JPY","2.50k USD","2.50M JPY","2.50M 円","250M 円","2.50bn €","2.50 t",2.50}', 'units as people write them; only whole words count')
FROM unnest('{thousand,million t,billions of EUR,thousandths,USD thousand,Mio JPY,1000 USD,JPY mn,百万円,億円,Mrd. €,t,NULL}'::text[]) WITH ORDINALITY AS u(u, place);
SELECT throws_ok($$SELECT te_support.te_report_amount(1e308, 'thousand')$$, '22003', NULL, 'too large an amount');
-- the most severe and, of those, the largest first; what does not fit is counted
CREATE TABLE te_many AS
SELECT y AS year, 'S' AS exporter, 'JPN' AS importer, (1000 + p)::text AS hs, p * 10 AS value FROM generate_series(2019, 2020) y, generate_series(1, 30) p
UNION ALL SELECT 2019, o, 'JPN', '2001', v FROM (VALUES ('A', 30), ('B', 20), ('C', 70), ('D', 80)) s(o, v)
UNION ALL SELECT 2020, o, 'JPN', '2001', v FROM (VALUES ('A', 0), ('B', 0), ('C', 100), ('D', 100)) s(o, v);
SELECT is(string_agg(key, ', ' ORDER BY place), '2001 / A, 2001 / B, 1030, 1030 / S, 1029', 'by severity, then by amount')
FROM (SELECT key, row_number() OVER () AS place FROM trade_alerts('te_many', 'JPN', share_rise_limit => NULL)) a WHERE place <= 5;
SELECT ok(trade_report('te_many', 'JPN', limits => '{"share_rise_limit": null}') LIKE '%>23 of 63 alerts are not shown, the least severe and smallest amounts: see trade_alerts().<%', 'the page tells how many alerts it leaves out');
SELECT ok(html LIKE '%>limits</dt><dd>{%&quot;hhi_limit&quot;: 0.40,%&quot;share_limit&quot;: 0.65,%}</dd>%', 'the page says which limits it used') FROM page WHERE name = 'japan';
SELECT ok(html NOT LIKE '%class="te-card"%' AND html NOT LIKE '%Nothing passed%' AND html LIKE '%after the date of the report%', 'no data: no figures and no good news') FROM page WHERE name = 'none';
SELECT is(array_agg(note), '{"no earlier figure","71%, no earlier figure","no earlier figure","no earlier figure","no earlier figure","0 critical, 0 warnings"}', 'no year before: said in words')
FROM trade_report_data('te_flow', '392', on_date => '2018-12-31', limits => '{"share_limit": null, "hhi_limit": null}') AS d, te_support.te_report_figures(d, NULL, NULL);
SELECT is(d #> '{audit}' #>> '{1,what}' || ' ' || (d #>> '{audit,1,flow_rows}') || ' ' || (d #>> '{audit,1,kept}'), 'after the date of the report 82 false', 'later rows are told')
FROM trade_report_data('te_flow', '392', on_date => '2018-12-31') AS d;

-- Markdown
SELECT ok(t LIKE '# Cells' || E'\n\n' || '%| Indonesia | 54.8% | 51.8% | -3.0 |%', 'text report') FROM trade_report_text('te_flow', '392', title => 'Cells', names => '{"360": "Indonesia"}') t;
SELECT is(split_part(t, E'\n', 1), '# \*a\* \<script\> \[x\](y)', 'Markdown is escaped') FROM trade_report_text('te_flow', '392', title => '*a* <script> [x](y)') t;
SELECT ok(trade_report_text('te_flow', '392', on_date => '1999-12-31') LIKE '%no data%', 'text without data');

-- rows of tariff_layers: a car from Japan on 2025-10-01, 750 + 3750 on 30,000 (2.5 + 12.5 %)
SELECT ok(h LIKE '%Waterfall of 4 tariff layers, 2 of them applied, total 15\%.%' AND h LIKE '%S232_AUTO is owed%', 'rows of tariff_layers are layers')
FROM te_support.te_report_tariffs('[{"program": "MFN", "measure": "a", "status": "applied", "rate": "2.5%", "duty": 750, "value": 30000},
	{"program": "S232_AUTO", "measure": "b", "status": "superseded", "reason": "less specific", "rate": "25%", "duty": 0, "value": 30000},
	{"program": "S232_AUTO", "measure": "c", "status": "applied", "rate": "15%", "duty": 3750, "value": 30000},
	{"program": "RECIP", "measure": "d", "status": "excluded", "reason": "S232_AUTO is owed", "rate": "15%", "duty": 0, "value": 30000}]') h;
SELECT is(ARRAY[te_support.te_report_rate('{"rate": 0.1}'), te_support.te_report_rate('{"status": "excluded", "rate": "15 %", "duty": 0}'), te_support.te_report_rate('{"rate": "3 USD/kg", "duty": 60, "value": 100}'), te_support.te_report_rate('{"rate": "Free"}')],
	'{0.1,0.15,0.6,NULL}', 'rates as shares of the value');

-- alerts reach the page, limits are passed on
SELECT is(jsonb_array_length(trade_report_data('te_flow', '392') -> 'alerts'), 0, 'usual limits: no alert');
SELECT is(jsonb_array_length(trade_report_data('te_flow', '392', limits => '{"share_limit": 0.5, "hhi_limit": null}') -> 'alerts'), 1, 'limits are passed on');
SELECT throws_ok($$SELECT trade_report('te_flow', limits => '{"share": 0.5}')$$, '22023', 'unknown limit "share"');
SELECT throws_ok($$SELECT trade_report('te_flow', limits => '{"hhi_limit": "x"}')$$, '22023', 'the limit "hhi_limit" must be a number, but is "x"');
SELECT throws_ok($$SELECT trade_report('te_flow', limits => '[1]')$$, '22023', 'limits must be a JSON object, but are [1]');
SELECT is(trade_report('te_flow', limits => NULL, made_at => '2025-11-07'), trade_report('te_flow', made_at => '2025-11-07'), 'no limits are the usual ones');
SELECT throws_ok($$SELECT trade_report('te_flow', amount_column => 'tonnes')$$, '42703', NULL, 'unknown column');

-- no setting of the session changes an answer
CREATE FUNCTION pg_temp.answers() RETURNS text[] LANGUAGE sql AS $$
SELECT ARRAY[trade_report('te_flow', '392', limits => '{"share_limit": 0.5}', made_at => '2025-11-07 00:00+00', losses => '[1.1, 2.2]'),
	trade_report_text('te_flow', '392', made_at => '2025-11-07 00:00+00'), (SELECT string_agg(a::text, '') FROM (SELECT metric, evidence FROM trade_alerts('te_flow', share_limit => 0.3)) AS a),
	vega_supplier_shares('{2019,2020}', '{CHN,VNM}', '{1.1,0.123456789}')::text, chart_sparkline('{1.23,4.56}')]
$$;
CREATE TEMP TABLE usual AS SELECT pg_temp.answers() AS a;
SET LOCAL extra_float_digits = -15; SET LOCAL DateStyle = 'German'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL TimeZone = 'Asia/Tokyo';
SET LOCAL standard_conforming_strings = off; SET LOCAL escape_string_warning = off; SET LOCAL array_nulls = off;
SELECT is(pg_temp.answers(), a, 'no setting of the session changes an answer') FROM usual;
RESET extra_float_digits; RESET DateStyle; RESET IntervalStyle; RESET TimeZone; RESET standard_conforming_strings; RESET escape_string_warning; RESET array_nulls;

-- where the schema is not on the path
SET LOCAL search_path = pg_catalog, pg_temp;
CREATE TEMP TABLE off_path AS SELECT public.trade_report('public.te_flow', '392', title => 'Cells', made_at => '2025-11-07 00:00+00') AS html;
SET LOCAL search_path = public;
SELECT is(o.html, replace(p.html, '<dd>te_flow</dd>', '<dd>public.te_flow</dd>'), 'works off the search_path')
FROM off_path o, page p WHERE p.name = 'japan';

-- a thousand products, twenty suppliers, three years; and three years of months
CREATE TABLE te_wide AS
SELECT 2018 + y AS year, 'S' || o AS exporter, 'JPN' AS importer, (100000 + p)::text AS hs6, 1 + (p * o * 7919 + y * 104729) % 1000 AS value
FROM generate_series(0, 2) y, generate_series(1, 20) o, generate_series(1, 1000) p;
ANALYZE te_wide;
SELECT performs_ok($$SELECT trade_report('te_wide', 'JPN')$$, 8000, 'a thousand products, with room for a busy machine');
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE TEMP TABLE scans AS SELECT seq_scan AS n FROM pg_stat_xact_user_tables WHERE relid = 'te_wide'::regclass;
SELECT ok(trade_report('te_wide', limits => '{"breadth_limit": 0.5}') IS NOT NULL AND trade_report_text('te_wide', 'JPN') IS NOT NULL, 'two pages, one of them by importer too');
SELECT is(s.seq_scan, n + 2, 'each reads the table once') FROM scans, pg_stat_xact_user_tables AS s WHERE relid = 'te_wide'::regclass;
-- a plan of its own holds the flows, which may be 20 MB, as a constant that planning copies again and again
SELECT is_empty($$SELECT p.proname FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
		WHERE p.prosrc ~ 'te_flow(_each|\[\])' AND NOT 'plan_cache_mode=force_generic_plan' = ANY (coalesce(p.proconfig, '{}'))$$,
	'what holds flows plans for any flows');
SELECT is(jsonb_array_length(trade_report_data('te_wide', 'JPN') -> 'products'), 100, 'the table is cut');
SELECT ok(trade_report('te_wide', 'JPN', max_products => 7) LIKE '%The largest 7 of 1000 products%', 'and says so');
CREATE TABLE te_month AS
SELECT to_char(date '2022-11-01' + i * interval '1 month', 'YYYYMM') AS period, o AS origin, 'JPN' AS importer, '280530' AS hs,
	CASE WHEN o = 'CHN' AND i >= 34 THEN 3 ELSE 100 + 10 * sin(i * length(o) + ascii(o)) END AS value
FROM generate_series(0, 35) i, unnest('{CHN,AUS,VNM}'::text[]) o;
SELECT is(d ->> 'span' || ': ' || (d #>> '{alerts,0,metric}') || ' ' || (d #>> '{alerts,0,key}'), 'twelve months to 2025-10: abrupt_stop 280530 / CHN', 'months: the stop is the first alert')
FROM trade_report_data('te_month', 'JPN') d;
SELECT is(jsonb_array_length(d #> '{products,0,series}'), 36, 'months: three years of them') FROM trade_report_data('te_month', 'JPN') d;

-- the lead, by hand
SELECT is(te_support.te_report_lead(d::jsonb, NULL, unit), words, what)
FROM (VALUES
	('{"importer": "JPN", "yearly": true, "span": "2020", "span_before": "2019", "key": {"total": 90, "total_before": 100, "top": "USA", "top_share": 0.5, "top_share_before": 0.25, "hhi": 0.4}}',
		't', 'Japan: imports of 90 t in 2020, 10% less than in 2019. United States supplied 50% of it (25% before). Supply is as concentrated as with 2.5 equal suppliers.', 'a fall'),
	('{"yearly": false, "span": "twelve months to 2025-03", "span_before": "twelve months to 2024-03", "key": {"total": 100, "total_before": 100, "top": "CHN", "top_share": 0.999, "top_share_before": 0, "hhi": 0.998}}',
		NULL, 'All importers: imports of 100 in the twelve months to 2025-03, as much as in the twelve months to 2024-03. China supplied 100% of it (nothing before). There is practically no other supplier.', 'months, one supplier'),
	('{"importer": "<b>", "yearly": true, "span": "2020", "span_before": "2019", "key": {"total": 7, "total_before": null, "top": null, "top_share": null, "hhi": 0}}',
		'', '<b>: imports of 7 in 2020.', 'no year before, no known supplier'),
	('{"yearly": true, "key": {"total": null}}', NULL, NULL, 'nothing')) AS v(d, unit, words, what);
SELECT is(te_support.te_report_name('{"KOR": "Korea"}', 'KOR') || te_support.te_report_name(NULL, 'KOR') || te_support.te_report_name(NULL, 'XX1'), 'KoreaSouth KoreaXX1', 'names: the caller''s, short ones, codes');
SELECT * FROM finish();
ROLLBACK;
