-- Charts: well-formed, geometry by hand, everything escaped, empty and odd input, Vega-Lite twins.
BEGIN;
SELECT plan(73);
CREATE FUNCTION pg_temp.at(svg text, path text) RETURNS text[] LANGUAGE sql AS
	$$SELECT xpath(path, svg::xml, '{{s,http://www.w3.org/2000/svg}}')::text[]$$;
CREATE TEMP TABLE chart (name text, svg text);
CREATE TEMP TABLE nasty AS SELECT '<script>alert("1")</script> & ''x'' ' || chr(7) || chr(10) || repeat('very long name ', 20) AS name;
INSERT INTO chart
SELECT 'shares ' || f, chart_supplier_shares(ARRAY['2019', '2019', '2020', '2020', '2020'], ARRAY['CHN', 'AUS', 'CHN', NULL, n.name],
	'{75,25,50,30,20}', title => n.name, description => n.name, unit => n.name, form => f)
	FROM nasty n, unnest('{svg,figure,page}'::text[]) f
UNION ALL SELECT 'heat ' || f, chart_supplier_heat_map(ARRAY[n.name, n.name, 'b'], ARRAY['CHN', n.name, 'CHN'], '{1,3,5}', title => n.name, form => f)
	FROM nasty n, unnest('{svg,figure,page}'::text[]) f
UNION ALL SELECT 'chain ' || f, chart_supply_chain(ARRAY[n.name, n.name, 'two'], ARRAY['CHN', n.name, n.name], '{60,40,100}',
	targets => ARRAY[n.name, NULL, n.name], title => n.name, form => f) FROM nasty n, unnest('{svg,figure,page}'::text[]) f
UNION ALL SELECT 'layers ' || f, chart_tariff_layers(ARRAY[n.name, 'b', NULL], '{0.1,0.2,NULL}', ARRAY['applied', n.name, NULL], title => n.name, form => f)
	FROM nasty n, unnest('{svg,figure,page}'::text[]) f
UNION ALL SELECT 'losses ' || f, chart_loss_distribution('{1,2,3,10,-4}', title => n.name, unit => n.name, form => f)
	FROM nasty n, unnest('{svg,figure,page}'::text[]) f
UNION ALL SELECT 'sparkline', chart_sparkline('{1,NULL,3}', title => n.name) FROM nasty n
UNION ALL SELECT 'empty ' || k, unnest(ARRAY[chart_supplier_shares(NULL, NULL, NULL, form => k), chart_supplier_shares('{}', '{}', '{}', form => k),
		chart_supplier_heat_map(NULL, NULL, NULL, form => k), chart_supply_chain(NULL, NULL, NULL, form => k),
		chart_tariff_layers(NULL, NULL, form => k), chart_loss_distribution(NULL, form => k),
		chart_supplier_shares('{2020}', '{CHN}', '{0}', form => k), chart_supplier_heat_map('{a}', '{CHN}', '{0}', form => k),
		chart_supplier_heat_map('{a}', '{NULL}', '{7}', form => k), chart_supply_chain('{a}', '{CHN}', '{0}', form => k),
		chart_loss_distribution('{0}', form => k), chart_loss_distribution('{1,2}', '{0,0}', form => k), chart_tariff_layers('{a}', '{0}', form => k),
		chart_sparkline(NULL), chart_sparkline('{NULL}'), chart_sparkline('{5}')])
	FROM unnest('{svg,figure}'::text[]) k;
SELECT is(count(*)::int, 48, 'forty-eight charts') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE NOT xml_is_well_formed_document(svg)), NULL, 'all are well-formed') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg ~* '<script'), NULL, 'no markup of a name gets through') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg ~* 'NaN|Infinity|inf"'), NULL, 'no coordinate is undefined') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg ~ '(src|href)=|https?://(?!www.w3.org/2000/svg)|url\('), NULL, 'nothing is loaded from elsewhere') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg ~ '[^\x20-\x7e\n]'), NULL, 'charts of ASCII names are ASCII') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE cardinality(pg_temp.at(svg, '//s:svg')) <> cardinality(pg_temp.at(svg, '//s:svg/s:title'))), NULL,
	'every chart has a title') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg LIKE '<figure%' AND cardinality(pg_temp.at(svg, '//*[local-name()="table"]')) <> 1), NULL,
	'every figure has its table') FROM chart;
SELECT is(array_agg(name) FILTER (WHERE svg LIKE '%width="-%' OR svg LIKE '%height="-%'), NULL, 'no negative sizes') FROM chart;
SELECT is((pg_temp.at(svg, '/s:svg/s:title/text()'))[1] LIKE '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; _x_ %'
	OR (pg_temp.at(svg, '/s:svg/s:title/text()'))[1] LIKE '&lt;script&gt;alert("1")&lt;/script&gt; &amp; ''x'' %', true, 'the title reads as it was written')
	FROM chart WHERE name = 'shares svg';

-- geometry: the plot is 260 high; 2019 is CHN 75, AUS 25; 2020 CHN 50, unspecified 30, X 20
SELECT is(pg_temp.at(c, '//s:rect[contains(@class,"te-seg")]/@height'), '{195,65,130,52,78}', 'segments are shares of 260 pixels')
FROM chart_supplier_shares('{2019,2019,2020,2020,2020}', '{CHN,AUS,CHN,X,NULL}', '{75,25,50,20,30}') c;
SELECT is(pg_temp.at(c, '//s:rect[contains(@class,"te-seg")]/s:title/text()'),
	'{"CHN, 2019: 75%","AUS, 2019: 25%","CHN, 2020: 50%","X, 2020: 20%","unspecified, 2020: 30%"}', 'each segment says what it is')
FROM chart_supplier_shares('{2020,2019,2020,2019,2020}', '{X,AUS,CHN,CHN,NULL}', '{20,25,50,75,30}') c;
SELECT is(chart_supplier_shares('{2020,2019,2020,2019,2020}', '{X,AUS,CHN,CHN,NULL}', '{20,25,50,75,30}'),
	chart_supplier_shares('{2019,2019,2020,2020,2020,2020}', '{CHN,AUS,CHN,X,NULL,X}', '{75,25,50,10,30,10}'), 'neither order nor parts matter');
SELECT is(pg_temp.at(c, '//*[local-name()="tbody"]//*[local-name()="td"]/text()'), '{75.0%,50.0%,0.0%,30.0%,25.0%,20.0%,100,100}', 'the table has the same figures')
FROM chart_supplier_shares('{2019,2019,2020,2020,2020}', '{CHN,AUS,CHN,X,Y}', '{75,25,50,20,30}', form => 'page', top => 2) c;
SELECT is((pg_temp.at(c, '//*[local-name()="tbody"]//*[local-name()="th"]/text()')), '{CHN,Y,"2 others",Total}', 'small suppliers are put together')
FROM chart_supplier_shares('{2019,2019,2020,2020,2020}', '{CHN,AUS,CHN,X,Y}', '{75,25,50,20,30}', form => 'page', top => 2) c;

-- a: CHN 3/4, AUS 1/4, HHI 0.625; b: one supplier, HHI 1, comes first
SELECT is(pg_temp.at(c, '//*[local-name()="tbody"]//*[local-name()="td"]/text()'), '{100.0%,0.0%,1.000,75.0%,25.0%,0.625}', 'heat map by hand')
FROM chart_supplier_heat_map('{a,a,b}', '{CHN,AUS,CHN}', '{3,1,9}', form => 'page') c;
SELECT is(pg_temp.at(c, '//s:text[contains(@class,"te-b")]/text()'), '{0.25}', 'unspecified amounts count in the total, not as a supplier')
FROM chart_supplier_heat_map('{a,a}', '{CHN,NULL}', '{1,1}') c;
SELECT ok(chart_supplier_heat_map(array_agg('p' || p), array_agg('o' || o), array_agg(1 + p * o % 7), max_products => 3) LIKE '%and 7 less concentrated products%',
	'products left out are counted') FROM generate_series(1, 10) p, generate_series(1, 30) o;

-- waterfall: 2.1 + 25 applied, 10 excluded
SELECT is((pg_temp.at(c, '/s:svg/s:desc/text()'))[1], 'Waterfall of 3 tariff layers, 2 of them applied, total 27.1%.', 'suppressed layers do not count')
FROM chart_tariff_layers('{MFN,S301,RECIP}', '{0.021,0.25,0.10}', '{applied,NULL,excluded by S232}') c;
SELECT is(cardinality(pg_temp.at(c, '//s:rect[@class="te-dash"]')), 1, 'they are dashed outlines')
FROM chart_tariff_layers('{MFN,S301,RECIP}', '{0.021,0.25,0.10}', '{applied,NULL,excluded by S232}') c;
SELECT ok(c LIKE '%at least 10\%%' AND c LIKE '%rate not known%', 'an applied layer without a rate makes the total a lower bound')
FROM chart_tariff_layers('{a,b}', '{0.1,NULL}') c;
SELECT is(pg_temp.at(c, '//s:rect[@class="te-c0" or @class="te-c7"]/@width'), '{392,392}', 'bar and total have one length')
FROM chart_tariff_layers('{a}', '{0.1}') c;

-- losses 0 (90 %), 100 (8 %), 400 (2 %): mean 16; VaR at 95 % is 100; shortfall (2 % × 400 + 3 % × 100) / 5 % = 220
SELECT is((pg_temp.at(c, '/s:svg/s:desc/text()'))[1], 'Histogram of 3 loss outcomes: mean 16, value at risk 100 at 95%, expected shortfall 220.', 'risk figures by hand')
FROM chart_loss_distribution('{400,0,100}', '{0.02,0.9,0.08}') c;
SELECT is((pg_temp.at(c, '/s:svg/s:desc/text()'))[1], 'Histogram of 4 loss outcomes: mean 2.50, value at risk 3 at 75%, expected shortfall 4.', 'equal weights')
FROM chart_loss_distribution('{1,2,3,4}', level => 0.75) c;

-- a single loss of 5: bins of 0.5 from 2.5 to 8, the sixth of eleven is it (664 pixels in all)
SELECT is(pg_temp.at(c, '//s:rect/@width'), '{59.36}', 'a single loss is one bar among others')
FROM chart_loss_distribution('{5}') c;
SELECT is((SELECT bool_and(c LIKE '%' || te_support.te_report_number(v) || ' at ' || te_support.te_report_percent(a) || ', expected shortfall ' || te_support.te_report_number(s) || '.%')
	FROM (SELECT chart_loss_distribution(array_agg(l), array_agg(w::float8), level => a) AS c, value_at_risk(l, w::float8, a) AS v, expected_shortfall(l, w::float8, a) AS s, a
		FROM (SELECT (i * 7919 % 1000)::float8 AS l, (1 + i * 31 % 7) / sum(1.0 + i * 31 % 7) OVER () AS w FROM generate_series(1, 500) i) x, unnest('{0.5,0.9,0.95,0.99}'::float8[]) a GROUP BY a) y), true,
	'the figures are those of value_at_risk and expected_shortfall');

-- chain: two of three amounts name their target
SELECT is((pg_temp.at(c, '//s:path/s:title/text()')), '{"CHN to CHN: 60% of mine","AUS to CHN: 28% of mine","AUS to MYS: 12% of mine"}',
	'known targets are followed, unknown ones spread in proportion')
FROM chart_supply_chain('{mine,mine,refine,refine}', '{CHN,AUS,CHN,MYS}', '{60,40,70,30}', targets => '{CHN,NULL,NULL,NULL}') c;
SELECT is(cardinality(pg_temp.at(c, '//s:path[contains(@class,"te-guess")]')), 2, 'spread bands are pale')
FROM chart_supply_chain('{mine,mine,refine,refine}', '{CHN,AUS,CHN,MYS}', '{60,40,70,30}', targets => '{CHN,NULL,NULL,NULL}') c;

SELECT is((pg_temp.at(c, '//s:text[contains(@class,"te-b")]/text()')), '{Mining,"Metal and alloy making","Sintered rare-earth",magnets}'::text[], 'a long name of a stage takes two lines')
FROM chart_supply_chain('{Mining,Metal and alloy making,Sintered rare-earth magnets}', '{CHN,CHN,CHN}', '{1,1,1}') c;
-- where columns would leave no room for names the stages are rows: 343 wide, one block fills it, two share 336
CREATE TEMP TABLE te_phone AS SELECT chart_supply_chain('{Sintered and bonded magnets,b,b,c,d}', '{Democratic Republic of Congo,Indonesia,X,Y,Z}', '{1,3,1,1,1}', width => 343) AS c;
SELECT is(pg_temp.at(c, '//s:rect[@height="13"]/@width'), '{343,252,84,343,343}', 'four stages on a phone: rows of the whole width') FROM te_phone;
SELECT is(pg_temp.at(c, '//s:text[contains(@class, "te-t")]/text()'), '{"Sintered and bonded magnets","Democratic Republic of Congo 100%",b,"Indonesia 75%","X 25%",c,"Y 100%",d,"Z 100%"}', 'and no name is cut')
FROM te_phone;
SELECT is(pg_temp.at(c, '//s:rect[@width="13"]/@x'), '{0,330}', 'two stages stay columns')
FROM chart_supply_chain('{a,b}', '{X,Y}', '{1,1}', width => 343) c;

-- sparkline: 3 … 93 across, 0 at the bottom (21), the largest at the top (3)
SELECT is((pg_temp.at(s, '//s:path/@d'))[1], 'M3 12L33 3M93 21', 'a sparkline by hand, broken at the unknown value') FROM chart_sparkline('{1,2,NULL,0}') s;

SELECT ok('share in 2020' = ANY (pg_temp.at(c, '//s:text/text()')), 'the legend says which period its shares are of')
FROM chart_supplier_shares('{2019,2020}', '{CHN,CHN}', '{1,2}') c;

-- a long reason takes two lines, a word none; ticks have no zeros behind the point
SELECT is((pg_temp.at(c, '//s:text/text()'))[2:3], '{"the duty on cars is owed (EO 14289","s3(a)(i); EO 14257 s3(b))"}', 'a reason in two lines')
FROM chart_tariff_layers('{MFN}', '{0.1}', '{the duty on cars is owed (EO 14289 s3(a)(i); EO 14257 s3(b))}') c;
SELECT is((pg_temp.at(c, '//s:text/text()'))[2:3], '{x,+10%}', 'a short one in one') FROM chart_tariff_layers('{MFN}', '{0.1}', '{x}') c;
SELECT is(array_agg(t), '{0,2M,4M,6M,8M,10M,12M}', 'ticks to the end of the bin from 10M') FROM chart_loss_distribution('{0,2500000,10000000}') c, unnest(pg_temp.at(c, '//s:text/text()')) t WHERE t ~ '^[0-9.]+M?$';

-- bad input
SELECT throws_ok($$SELECT chart_supplier_shares('{2020}', '{CHN,AUS}', '{1}')$$, '2202E', 'arrays "periods" and "origins" differ in length: 1 and 2');
SELECT throws_ok($$SELECT chart_supplier_shares('{2020}', '{CHN}', '{NaN}')$$, '22003', NULL, 'NaN is refused');
SELECT throws_ok($$SELECT chart_supplier_shares('{2020}', '{CHN}', '{-1}')$$, '22003', 'argument "amounts" must not be negative, but is -1 for "CHN"');
SELECT throws_ok($$SELECT chart_supplier_shares('{2020}', '{CHN}', '{1}', form => 'pdf')$$, '22023', 'invalid value for parameter "form": "pdf"');
SELECT throws_ok($$SELECT chart_supplier_shares('{2020}', '{CHN}', '{1}', width => 10)$$, '22003', NULL, 'too narrow');
SELECT throws_ok($$SELECT chart_supplier_shares('{{2020,2021}}', '{CHN,AUS}', '{1,2}')$$, '2202E', 'an array of a chart must have one dimension, not 2');
SELECT throws_ok($$SELECT chart_loss_distribution('{1,2}', '{1,-1}')$$, '22003', NULL, 'negative weights are refused');
SELECT throws_ok($$SELECT chart_loss_distribution('{1,2}', level => 95)$$, '22003', NULL, 'a level in percent is refused');
SELECT throws_ok($$SELECT chart_supply_chain(array_agg(g::text), array_agg('a'::text), array_agg(1::float8)) FROM generate_series(1, 20) g$$, '54000', NULL, 'too many stages');
SELECT throws_ok($$SELECT chart_sparkline('{Infinity}')$$, '22003', NULL, 'infinity is refused');

-- twins
SELECT is(v -> 'data' -> 'values', '[{"rank": 0, "period": "2019", "amount": 75, "supplier": "CHN"}, {"rank": 1, "period": "2019", "amount": 25, "supplier": "AUS"}]',
	'the twin holds the amounts') FROM vega_supplier_shares('{2019,2019}', '{AUS,CHN}', '{25,75}') v;
SELECT is(v ->> 'title', n.name, 'titles survive') FROM nasty n, vega_supplier_shares('{2019}', '{AUS}', '{25}', title => n.name) v;
SELECT is(v -> 'data' -> 'values' -> 1 ->> 'status', 'excluded', 'twin of the waterfall') FROM vega_tariff_layers('{a,b}', '{0.1,0.2}', '{NULL,excluded}') v;
SELECT is(v -> 'layer' -> 2 -> 'data' -> 'values' -> 0 ->> 'loss', '100', 'twin of the losses') FROM vega_loss_distribution('{0,100,400}', '{0.9,0.08,0.02}') v;
SELECT is((SELECT sum((x ->> 'share')::float8) FROM jsonb_array_elements(v -> 'data' -> 'values') x), 2::float8, 'twin of the chain: each stage sums to 1')
FROM vega_supply_chain('{mine,mine,refine}', '{CHN,AUS,CHN}', '{60,40,9}') v;
SELECT is(jsonb_array_length(v -> 'data' -> 'values'), 3, 'twin of the heat map') FROM vega_supplier_heat_map('{a,a,b}', '{CHN,AUS,CHN}', '{3,1,9}') v;
SELECT is((vega_supplier_shares(NULL, NULL, NULL) -> 'data' -> 'values')::text, '[]', 'empty twin');
SELECT is((v -> 'data' -> 'values')::text, '[{"place": 1, "amount": 3}, {"place": 2, "amount": null}, {"place": 3, "amount": 1.5}]', 'twin of a sparkline, its gap too')
FROM vega_sparkline('{3,NULL,1.5}') v;
SELECT is(v ->> 'description', '2 values from 1.50 to 3, the latest 1.50.', 'and its sentence') FROM vega_sparkline('{3,1.5,NULL}') v;
SELECT is(v ->> 'description', 'No values.', 'a twin of nothing') FROM vega_sparkline('{NULL}') v;
SELECT ok(report_style() LIKE '%prefers-color-scheme:dark%' AND report_style() LIKE '%@media print%', 'dark and print colours');
-- ---- a map and small multiples: specifications with table twins ----
CREATE TEMP TABLE map AS SELECT vega_supplier_map('{CN,CHN,AUS,NULL,Atlantis}', '{3,3,2,1,1}', 'data/countries.geojson', 'id', language => 'en') AS v,
	table_supplier_map('{CN,CHN,AUS,NULL,Atlantis}', '{3,3,2,1,1}') AS t;
SELECT is(v -> 'data', '{"url": "data/countries.geojson", "format": {"type": "json", "property": "features"}}', 'the outlines are the caller''s') FROM map;
SELECT is(v #> '{transform,0,from,data,values}', '[{"supplier": "CHN", "amount": 6, "share": 0.6}, {"supplier": "AUS", "amount": 2, "share": 0.2}, {"supplier": "Atlantis", "amount": 1, "share": 0.1}]',
	'codes of two and three letters meet, shares are of all that is supplied') FROM map;
SELECT is(v #>> '{transform,0,lookup}', 'id', 'the features'' key') FROM map;
SELECT is(array_agg(c[1] ORDER BY n), '{CHN,6,60.0%,AUS,2,20.0%,Atlantis,1,10.0%,unspecified,1,10.0%}', 'the table has the same figures, and what has no place')
FROM map, regexp_matches(split_part(t, '<tbody>', 2), '<t[hd][^>]*>([^<]*)</t', 'g') WITH ORDINALITY AS r(c, n);
SELECT is(vega_supplier_map('{CHN}', '{1}', E' {"features": [{"type": "Feature", "x": "\\u00e9"}]}') -> 'data' -> 'values', '{"features": [{"type": "Feature", "x": "é"}]}', 'GeoJSON itself stands in it');
SELECT throws_ok($$SELECT vega_supplier_map('{CHN}', '{1}', '{"features": [}')$$, '22P02', NULL, 'broken GeoJSON');
SELECT throws_ok($$SELECT vega_supplier_map('{CHN}', '{1}', NULL)$$, '22004', NULL, 'no map');
SELECT throws_ok($$SELECT vega_supplier_map('{CHN}', '{-1}', 'x')$$, '22003', NULL, 'a negative amount');
SELECT is(vega_supplier_map(NULL, NULL, 'x') ->> 'description', 'No data.', 'a map of nothing');
SELECT ok(vega_supplier_map(ARRAY[n.name], '{1}', n.name || 'x', n.name, n.name) #>> '{transform,0,lookup}' = n.name AND strpos(table_supplier_map(ARRAY[n.name], '{1}', n.name), '<script') = 0, 'dangerous names stay names') FROM nasty AS n;

CREATE TEMP TABLE many AS SELECT vega_supplier_multiples(p, t, o, a, max_products => 2) AS v, table_supplier_multiples(p, t, o, a, max_products => 2) AS html
FROM (VALUES ('{a,a,a,b,b,c}'::text[], '{2020,2019,2020,2020,2020,2019}'::text[], '{CHN,CHN,AUS,AUS,NULL,VNM}'::text[], '{6,4,2,9,9,1}'::float8[])) AS x(p, t, o, a);
SELECT is((SELECT string_agg(format('%s %s %s %s', x ->> 'product', x ->> 'period', x ->> 'supplier', x ->> 'amount'), '; ' ORDER BY n) FROM jsonb_array_elements(v #> '{data,values}') WITH ORDINALITY AS e(x, n)),
	'b 2019 AUS 0; b 2020 AUS 9; b 2019 unspecified 0; b 2020 unspecified 9; a 2019 AUS 0; a 2020 AUS 2; a 2019 CHN 4; a 2020 CHN 6', 'the largest products first, each with all periods') FROM many;
SELECT is(v ->> 'description', 'Suppliers'' shares of 2 of 3 products, 2 periods from 2019 to 2020.', 'says how many are left out') FROM many;
SELECT is(array_agg(c[1] ORDER BY n), '{b,AUS,0.0%,50.0%,b,unspecified,0.0%,50.0%,a,AUS,0.0%,25.0%,a,CHN,100.0%,75.0%}', 'the table has the shares')
FROM many, regexp_matches(split_part(html, '<tbody>', 2), '<t[hd][^>]*>([^<]*)</t', 'g') WITH ORDINALITY AS r(c, n);
SELECT is(jsonb_array_length(vega_supplier_multiples(array_agg('p' || p), array_agg(t::text), array_agg('s' || o), array_agg(1::float8)) #> '{data,values}'), 24 * 9 * 36, 'many products: the largest 24, eight suppliers and the others')
FROM generate_series(1, 200) AS p, generate_series(1, 36) AS t, generate_series(1, 20) AS o;
SELECT throws_ok($$SELECT vega_supplier_multiples('{a}', '{2020}', '{x,y}', '{1}')$$, '2202E', NULL, 'arrays that differ in length');
SELECT * FROM finish();
ROLLBACK;
