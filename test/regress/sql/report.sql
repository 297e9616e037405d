-- The report as text, to the byte, and what its parts show.
\set SHOW_CONTEXT never
SET datestyle = 'ISO';
CREATE TABLE flow (year int, exporter text, importer text, hs6 text, value float8);
INSERT INTO flow VALUES (2023, 'CHN', 'JPN', '850511', 50), (2023, 'VNM', 'JPN', '850511', 30), (2023, 'DEU', 'JPN', '850511', 20),
	(2024, 'CHN', 'JPN', '850511', 75), (2024, 'VNM', 'JPN', '850511', 23), (2024, 'DEU', 'JPN', '850511', 1), (2024, NULL, 'JPN', '850511', 1),
	(2024, 'CHN', 'JPN', '280530', -5), (2024, 'AUS', 'JPN', '280530', 40), (2024, 'World', 'JPN', '280530', 40), (2024, 'AUS', 'JPN', '280530', NULL);
\pset format unaligned
\pset tuples_only on
SELECT trade_report_text('flow', importer => 'JPN', title => 'Magnets & <metals>', unit => 'USD', names => '{"850511": "Magnets", "AUS": "Aust*alia"}',
	notes => E'two\nlines', source => 'synthetic', data_vintage => 'none', made_at => '2025-01-02 03:04:05+00');
SELECT trade_report_text('flow', importer => 'nobody', made_at => '2025-01-02 03:04:05+00');
SELECT jsonb_pretty(trade_report_data('flow', importer => 'JPN') #> '{key}');
SELECT te_support.te_report_number(x) FROM unnest('{0,0.0123,1,9.994,9.996,99.94,999.4,1000,12345,-1234567,999950,1e9,1e15}'::float8[]) x;
SELECT te_support.te_report_percent(x) FROM unnest('{0,0.0004,0.001,0.0834,0.0995,0.5,1,-0.25,12.3}'::float8[]) x;
SELECT te_support.te_report_escape(E'<a href="x">&\x07\'');
SELECT trade_report('flow', limits => '{"hhi": 1}');
SELECT trade_report('flow', amount_column => 'tonnes');
SELECT te_support.te_report_number('NaN');
DROP TABLE flow;
