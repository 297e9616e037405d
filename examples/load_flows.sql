-- load_flows.sql -- loads any table of trade flows with a header line into the table
-- trade_record, and says what it took for what:
--
--     psql -f examples/load_flows.sql < flows.csv
--     psql -v year=Jahr -v origin=Land -v value=Wert -v decimal=, -v encoding=latin1 -f examples/load_flows.sql < flows.csv
--     psql -v reporter=JPN -v source='Our ERP' -v currency=JPY -f examples/load_flows.sql < imports.tsv
--
-- Guessed, each to be said by -v instead: the delimiter, the decimal mark (decimal=,),
-- and by their names the columns year (also a month: 2024, 202402, 2024-02, 2024-02-01),
-- origin (the partner), importer (the reporter; -v reporter=JPN where no column says it;
-- columns called exporter and importer say where goods go, of exports too),
-- product, value, quantity with its unit, currency (one) and flow (import where there is none).  Countries are ISO
-- codes, names, or with -v system= those of another system; numbers are taken for
-- Comtrade's.  Other options are those of the other loaders: source, currency, digits,
-- replace, null, thousands, encoding (a file that is not in UTF-8 stops until it is said).
\set ON_ERROR_STOP on
\if :{?source} \else \set source 'own flows'
\endif
\if :{?currency} \else \set currency 'not said'
\endif
\if :{?decimal} \set mark_said t
\else \set mark_said f
\endif
\set columns ''
\set code_lengths '2 4 6 8 9 10'
\unset numbers
\ir loader/read_csv.sql

-- a first line of numbers is not a header
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', 'the file has no header line: its first line is ' || left((SELECT line FROM csv_header), 80))
FROM csv_columns HAVING count(*) FILTER (WHERE name ~ '^[-+0-9.,\s]+$') > 1
\gexec
-- a publisher's own file has parts, totals and numbers of its own
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the file is %s, which %s reads: it knows its parts, totals and codes', whose, loader))
FROM (VALUES ('that of UN Comtrade', 'load_comtrade.sql', '{motCode,cmdCode}'::text[]), ('that of UN Comtrade', 'load_comtrade.sql', '{customsCode,cmdCode}'), ('that of UN Comtrade', 'load_comtrade.sql', '{partner2Code,cmdCode}'),
	('Comext''s', 'load_comext.sql', '{STAT_PROCEDURE}'), ('Comext''s', 'load_comext.sql', '{indicators,OBS_VALUE}'), ('Brazil''s', 'load_brazil.sql', '{CO_NCM,CO_PAIS}'), ('that of Japan''s customs', 'load_japan.sql', '{"Exp or Imp"}'),
	('that of the US Census Bureau', 'load_census.sql', '{CTY_CODE,I_COMMODITY}'), ('that of the US Census Bureau', 'load_census.sql', '{CTY_CODE,E_COMMODITY}'), ('HMRC''s', 'load_uk_ots.sql', '{FlowTypeId,CommodityId}')) AS p(whose, loader, has)
WHERE has <@ (SELECT array_agg(name) FROM csv_columns) LIMIT 1
\gexec
-- what the user says, then the names that people give
\if :{?year} \else \set year ''
\endif
\if :{?origin} \else \set origin ''
\endif
\if :{?importer} \else \set importer ''
\endif
\if :{?reporter} \else \set reporter ''
\endif
\if :{?product} \else \set product ''
\endif
\if :{?value} \else \set value ''
\endif
\if :{?quantity} \else \set quantity ''
\endif
\if :{?flow} \else \set flow ''
\endif
CREATE TEMP TABLE csv_role ON COMMIT DROP AS
SELECT r.n, role, said, needed, coalesce(
		(SELECT name FROM csv_columns AS c WHERE said <> '' AND lower(c.name) = lower(said) LIMIT 1),
		(SELECT c.name FROM csv_columns AS c JOIN string_to_table(names, ' ') WITH ORDINALITY AS w(word, n)
			ON word = lower(regexp_replace(c.name, '[^[:alnum:]]', '', 'g')) WHERE said = '' ORDER BY w.n, c.n LIMIT 1)) AS name
FROM (VALUES
	(1, 'year', :'year', true, 'period year month date time t yr refperiod refyear timeperiod yearmonth jahr monat annee année año ano mes 年 年月'),
	(2, 'origin', :'origin', true, 'exporter exporteriso3 origin countryoforigin origincountry partner partneriso partneriso3 partnercountry partnercode partnername supplier exportercode i source country countryname countrycode land ursprungsland herkunft partnerland pays paysorigine país pais 国 国名 原産国'),
	(3, 'importer', :'importer', false, 'importer importeriso3 importercode reporter reporteriso reporteriso3 reportercode reportername declarant destination j meldeland einfuhrland'),
	(4, 'product', :'product', true, 'hs hs6 hscode hs6code hs10 hs8 hs4 product productcode commodity commoditycode cmdcode code k tariffcode cn8 ncm ware warennummer produit produto producto 品目 統計品目番号'),
	(5, 'value', :'value', true, 'value tradevalue primaryvalue valueusd valueeur valuejpy v amount valuekusd valuethousandusd valuethusd value1000usd valueinthousandusd tradevalue1000usd tradevaluein1000usd valuemusd valuemiousd valuemillionusd importvalue customsvalue cifvalue fobvalue cif fob wert valeur valor vlfob 金額 価額'),
	(6, 'quantity', :'quantity', false, 'quantity qty q menge quantité quantite cantidad quantidade 数量 quantitykg qtykg weightkg netweightkg kgliquido netwgt netwt netweight weight gewicht poids peso quantityt quantitytons weightt weighttons tons tonnes'),
	(7, 'flow', :'flow', false, 'flow tradeflow flowcode flowdesc flowtype tradeflowname tradeflowcode tradetype direction importexport exportimport impexp expimp richtung flux flujo fluxo'),
	(8, 'unit', '', false, 'unit units uom qtyunit qtyunitabbr quantityunit unitofquantity unitcode einheit masseinheit unité unite unidad unidade 単位'),
	(9, 'currency', '', false, 'currency currencycode curr ccy währung waehrung devise moneda moeda 通貨')) AS r(n, role, said, needed, names);
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('no column is known for the %s: say -v %s=NAME; the columns are: %s', role, role,
	(SELECT string_agg(name, ', ' ORDER BY n) FROM csv_columns)))
FROM csv_role WHERE name IS NULL AND (needed OR said <> '') ORDER BY n LIMIT 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the column "%s" would be both %s', name, string_agg(role, ' and ' ORDER BY n)))
FROM csv_role WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1
\gexec
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$no column says the importer: say -v importer=NAME, or -v reporter=JPN for a file of one country$$; END $do$'
WHERE :'reporter' = '' AND EXISTS (SELECT FROM csv_role WHERE role = 'importer' AND name IS NULL)
\gexec
-- a column of imports and exports under a name that nobody knows: without it all would be imports
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the column "%1$s" may be the flow, it has "%2$s": say -v flow="%1$s", or leave it out of the file', name, export))
FROM (SELECT name, min(cell) FILTER (WHERE cell ~* '^(re-?)?ex|ausf|輸出') AS export
	FROM (SELECT to_jsonb(r) AS cells FROM csv_rows AS r LIMIT 1000) AS s, jsonb_each_text(cells) AS c(name, cell)
	WHERE EXISTS (SELECT FROM csv_role WHERE role = 'flow' AND name IS NULL) AND NOT EXISTS (SELECT FROM csv_role AS r WHERE r.name = c.name) AND btrim(cell) <> ''
	GROUP BY name HAVING bool_and(btrim(cell) ~* '^((re-?|total |domestic )?(im|ex)ports?|imp|exp|einfuhr|ausfuhr|輸入|輸出)$')) AS c
WHERE export IS NOT NULL LIMIT 1
\gexec
-- columns get the names of their roles
SELECT format('ALTER TABLE csv_rows RENAME %I TO %I', name, 'te ' || role) FROM csv_role WHERE name IS NOT NULL
\gexec
SELECT format('ALTER TABLE csv_rows ADD %I text', 'te ' || role) FROM csv_role WHERE name IS NULL
\gexec
SELECT format('ALTER TABLE csv_rows RENAME %I TO %I', name, 'further ' || n) FROM csv_columns WHERE name NOT IN (SELECT name FROM csv_role WHERE name IS NOT NULL)
\gexec
UPDATE csv_columns AS c SET name = coalesce((SELECT 'te ' || role FROM csv_role AS r WHERE r.name = c.name), 'further ' || n);
-- columns called exporter and importer say where goods go, whichever flow a row is; partner and reporter say who counted
SELECT coalesce(bool_or(role = 'importer' AND name IS NOT NULL AND lower(regexp_replace(name, '[^[:alnum:]]', '', 'g')) !~ '^(reporter|declarant|meldeland)')
		AND bool_or(role = 'flow' AND name IS NOT NULL), false) AS is_directed,
	coalesce(max(CASE WHEN role <> 'quantity' THEN '' WHEN lower(name) ~ 'kg|^net.?(wgt|wt|weight)$' THEN 'KG' WHEN lower(name) ~ '(^|[^a-z])(t|tons|tonnes)$' THEN 'T' END), '') AS unit,
	coalesce(max(CASE WHEN role <> 'value' THEN 1 WHEN lower(name) ~ '1[ ,.'']?000([^0-9]|$)|thousand|tausend|(^|[^a-z]|value|amount)(th|ths|tsd|k)[. _]?(\$|usd|eur|jpy|gbp)|千' THEN 1000
		WHEN lower(name) ~ 'million|(^|[^a-z]|value|amount)(mio|mln|mn|m)[. _]?(\$|usd|eur|jpy|gbp)|百万' THEN 1000000 ELSE 1 END), 1) AS value_unit,
	CASE WHEN :'currency' <> 'not said' THEN :'currency' ELSE coalesce((SELECT min(upper(btrim("te currency"))) FROM csv_rows WHERE btrim("te currency") <> ''), upper(max(substring(lower(name) FROM '(?:^|[^[:alpha:]]|value|amount)(?:k|m|mio|mln|mn|th|ths|tsd|thousand|million|in|1000)*(usd|eur|jpy|gbp|cny|cad|krw|brl|inr|mxn)[^[:alpha:]]*$')) FILTER (WHERE role = 'value')), 'not said') END AS currency
FROM csv_role \gset
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the column "%s" has several currencies, %s: load them apart, or convert them before (convert_money)', (SELECT name FROM csv_role WHERE role = 'currency'),
	string_agg(DISTINCT upper(btrim("te currency")), ', ')))
FROM csv_rows WHERE btrim("te currency") <> '' HAVING count(DISTINCT upper(btrim("te currency"))) > 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the column "%s" has "%s", a unit of the value, not of the quantity: rename it, and say what the value is in by the name of its column, as value_kusd',
	(SELECT name FROM csv_role WHERE role = 'unit'), "te unit")) FROM csv_rows WHERE "te unit" ~* '\$|€|¥|(^|[^a-z])(usd|eur|jpy|gbp|cny|cad|krw|brl|inr|mxn)([^a-z]|$)' LIMIT 1
\gexec
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', format('the column "%s" may be the partner''s or the exporter''s, beside "%s" and a flow of exports: say -v origin=, or reporter= and importer=', o.name, i.name))
FROM csv_role AS o, csv_role AS i WHERE o.role = 'origin' AND i.role = 'importer' AND :'is_directed' AND o.said = '' AND lower(o.name) ~ '^(partner|meldeland|partnerland)'
	AND EXISTS (SELECT FROM csv_rows WHERE lower(btrim("te flow")) ~ '^(x|2|exp|ausf|輸出)') LIMIT 1
\gexec
-- all rows alike, so that they keep their order
SELECT EXISTS (SELECT FROM csv_rows WHERE "te year" !~ '^[0-9]{4}$') AS has_months \gset
\if :has_months
UPDATE csv_rows SET "te year" = regexp_replace(btrim("te year"), '^([0-9]{4})[-/.]?([0-9]{2})([-/. ].*)?$', '\1-\2');
\endif
-- the decimal mark: a comma, where cells have one that parts no thousands, or a dot that does
SELECT coalesce(bool_or(cell ~ '^\s*-?[0-9.]*,([0-9]{1,2}|[0-9]{4,})\s*$' OR cell ~ '^\s*-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?\s*$' AND cell ~ '\..*[.,]'), false) AS has_commas,
	coalesce(bool_or(cell ~ '^\s*-?[0-9]+\.([0-9]{1,2}|[0-9]{4,})\s*$' OR cell ~ '^\s*-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+\s*$'), false) AS has_dots,
	coalesce(bool_or(cell ~ '^\s*-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\s*$'), false) AS has_groups,
	coalesce(bool_or(cell ~ '^\s*-?[0-9]{1,3}\.[0-9]{3}\s*$'), false) AS has_doubt
FROM csv_rows, LATERAL (VALUES ("te value"), ("te quantity")) AS c(cell) \gset
\if :mark_said \else
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the numbers have decimal commas and decimal dots: say -v decimal=, or -v decimal=.$$; END $do$' WHERE :'has_commas' AND :'has_dots'
\gexec
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$a comma before three digits may be a decimal mark or part thousands: say -v decimal=, or -v thousands=,$$; END $do$'
WHERE :'has_groups' AND NOT :'has_commas' AND NOT :'has_dots' AND :'thousands' = ''
\gexec
SELECT CASE WHEN :'has_commas' THEN ',' ELSE '.' END AS decimal, CASE WHEN :'has_groups' AND NOT :'has_commas' THEN ',' ELSE '' END AS thousands \gset
\endif
\set numbers 'te value|te quantity'
\set periods 'te year|'
DROP TABLE IF EXISTS pg_temp.csv_check, pg_temp.csv_odd;
\ir loader/numbers.sql
\if :{?system} \else
SELECT CASE WHEN bool_and(btrim("te origin") ~ '^[0-9.]*$') THEN 'comtrade' ELSE '' END AS system FROM csv_rows \gset
\endif
-- what was taken for what
SELECT * FROM (
	SELECT 'column' AS guess, role AS what, coalesce(name, CASE WHEN role = 'importer' THEN :'reporter' ELSE '' END) AS taken FROM csv_role WHERE n < 9 AND (n < 8 OR name IS NOT NULL) ORDER BY n) AS r
UNION ALL SELECT 'column', 'reporter', CASE WHEN :'is_directed' THEN 'the exporter of an export, the importer of an import' ELSE 'the importer''s column' END WHERE EXISTS (SELECT FROM csv_role WHERE role = 'flow' AND name IS NOT NULL)
UNION ALL SELECT 'column', 'currency', :'currency'
UNION ALL SELECT 'column', 'value in', CASE :value_unit WHEN 1000 THEN 'thousands' ELSE 'millions' END WHERE :value_unit > 1
UNION ALL SELECT 'column', 'unit', :'unit' WHERE :'unit' <> ''
UNION ALL VALUES ('file', 'delimiter', CASE :'delimiter' WHEN E'\t' THEN 'tab' ELSE :'delimiter' END), ('file', 'decimal mark', :'decimal'), ('file', 'thousands', :'thousands'),
	('file', 'countries', CASE :'system' WHEN '' THEN 'ISO codes and names' ELSE :'system' END);

CREATE TEMP TABLE csv_record ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ctid)::int AS n, CASE WHEN length(period) = 4 THEN 'year' ELSE 'month' END AS frequency,
	make_date(left(period, 4)::int, coalesce(nullif(right(replace(period, '-', ''), 2), right(left(period, 4), 2)), '1')::int, 1) AS period,
	CASE WHEN flow = '' OR flow ~ '^(m|1|imp|einf|輸入)' THEN 'import' WHEN flow ~ '^(x|2|exp|ausf|輸出)' THEN 'export' END AS flow,
	CASE WHEN is_turned THEN origin ELSE importer END AS reporter, CASE WHEN is_turned THEN importer ELSE origin END AS partner, btrim("te product") AS product, '' AS split,
	nullif(btrim("te value"), '')::float8 * :value_unit AS value, quantity, CASE WHEN quantity IS NOT NULL THEN unit ELSE '' END AS unit, convert_quantity(quantity, unit, 'kg') AS weight_kg, NULL::text AS hs_revision,
	CASE WHEN is_total_partner(p.partner) OR country_problem(p.partner, nullif(:'system', '')) LIKE '% is a total, %' THEN 'world' END AS total,
	CASE WHEN flow !~ '^(|m.*|1|imp.*|einf.*|輸入.*|x.*|2|exp.*|ausf.*|輸出.*)$' THEN 'flow ' || flow END AS problem
FROM (SELECT ctid, *, btrim("te year") AS period, lower(btrim(coalesce("te flow", ''))) AS flow, btrim("te origin") AS origin, coalesce(nullif(btrim("te importer"), ''), :'reporter') AS importer,
	nullif(btrim("te quantity"), '')::float8 AS quantity, coalesce(nullif(btrim("te unit"), ''), :'unit') AS unit FROM csv_rows) AS r, LATERAL (SELECT :'is_directed' AND flow ~ '^(x|2|exp|ausf|輸出)' AS is_turned) AS t,
	LATERAL (SELECT CASE WHEN is_turned THEN importer ELSE origin END AS partner) AS p;
UPDATE csv_record SET period = date_trunc('year', period) WHERE frequency = 'year';
\ir loader/trade_record.sql
