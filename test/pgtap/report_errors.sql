-- What the caller of a function over a flow table got wrong is said in few
-- lines: it is looked at before a large query runs, which would be printed as
-- context.  Every function that takes a table meets every wrong thing.
BEGIN;

CREATE TABLE te_flows (period date, importer text, origin text, product text, value float8);
INSERT INTO te_flows SELECT date '2025-01-01' + 31 * i, 'JPN', o, '850511', i % 5 + 1 FROM generate_series(0, 11) AS i, unnest('{CHN,VNM}'::text[]) AS o;
CREATE TABLE te_words (period date, importer text, origin text, product text, value text, good text);
INSERT INTO te_words VALUES ('2025-01-01', 'JPN', 'CHN', '850511', '1,234', ' 1.5e3 ');
CREATE TABLE te_types (period bool, month timestamptz, importer text, origin text, product text, value date, amount money, good numeric);
CREATE TABLE te_bare (period date, origin text, product text, value float8);
CREATE TABLE te_secret (period date, importer text, origin text, product text, value float8);
CREATE INDEX te_flows_index ON te_flows (period, importer, origin, product, value);
CREATE ROLE te_nobody;
GRANT SELECT (period, importer, origin, product) ON te_secret TO te_nobody;

-- the functions asked: all public ones whose first argument is a table
CREATE TEMP TABLE asked AS
SELECT p.oid, p.proname AS name, p.proargnames AS args, p.proargtypes::oid[] AS types
FROM pg_depend AS d JOIN pg_proc AS p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND p.proargtypes[0] = 'regclass'::regtype AND p.proname NOT LIKE 'te\_%'
	AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'trade_exposure');

-- wrong things: arguments by name, and what the error must say
CREATE TEMP TABLE wrong (args text, message text, hint text);
INSERT INTO wrong VALUES
	($$flows => NULL$$, 'argument "flows" must not be NULL', '%'),
	($$flows => 'te_flows_index'$$, '%te_flows_index is not a table or view', '%'),
	($$flows => 'pg_class'$$, 'pg_class has no column for the period', '%period_column => ''...''%'),
	($$flows => 'pg_class', period_column => 'reltuples'$$, 'pg_class has no column for the origin', '%origin_column => ''...''%'),
	($$flows => 'te_flows', period_column => 'when'$$, '%te_flows has no column "when"', '%period_column => ''...''%'),
	($$flows => 'te_flows', origin_column => 'who'$$, '%te_flows has no column "who"', '%origin_column => ''...''%'),
	($$flows => 'te_flows', product_column => 'what'$$, '%te_flows has no column "what"', '%product_column => ''...''%'),
	($$flows => 'te_flows', amount_column => 'much'$$, '%te_flows has no column "much"', '%amount_column => ''...''%'),
	($$flows => 'te_flows', importer_column => 'whom'$$, '%te_flows has no column "whom"', '%importer_column => ''...''%'),
	($$flows => 'te_bare', importer => 'JPN'$$, '%te_bare has no column for the importer', '%importer_column => ''...''%'),
	($$flows => 'te_types', amount_column => 'good'$$, 'column period of %te_types is not a period: its type is boolean', '%'),
	($$flows => 'te_types', period_column => 'month', amount_column => 'good'$$, 'column month of %te_types is not a period: %time zone%', '%'),
	($$flows => 'te_types', period_column => 'product'$$, 'column value of %te_types is not an amount: its type is date', '%amount_column => ''...''%'),
	($$flows => 'te_types', period_column => 'product', amount_column => 'amount'$$, 'column amount of %te_types is not an amount: its type is money', '%'),
	($$flows => 'te_words'$$, 'column value of %te_words holds "1,234", which is not a number', '%'),
	($$flows => 'te_secret'$$, 'permission denied for column value of %te_secret', '%'),
	($$flows => 'te_flows', history => 1$$, 'argument "history"%', '%'),
	($$flows => 'te_flows', share_limit => 65$$, 'argument "share_limit" must lie between 0 and 1, but is 65', '%0.65%'),
	($$flows => 'te_flows', stop_floor => 'NaN'$$, 'argument "stop_floor"%', '%'),
	($$flows => 'te_flows', cusum_slack => -1$$, 'argument %', '%'),
	($$flows => 'te_flows', cusum_limit => 'NaN'$$, 'argument %', '%'),
	($$flows => 'te_flows', limits => '[]'$$, 'limits must be a JSON object%', '%'),
	($$flows => 'te_flows', limits => '{"sharelimit": 1}'$$, 'unknown limit "sharelimit"', '%share_limit%'),
	($$flows => 'te_flows', limits => '{"share_limit": 65}'$$, 'argument "share_limit"%', '%'),
	($$flows => 'te_flows', z_limit => 'NaN'$$, 'argument "z_limit" must be at least 0, but is NaN', '%'),
	($$flows => 'te_flows', limits => '{"history": 1e10}'$$, 'argument "history" must be a whole number between 5 and 1200, but is 10000000000', '%'),
	($$flows => 'te_flows', limits => '{"history": 5.5}'$$, 'argument "history"%', '%'),
	($$flows => 'te_flows', limits => '{"cusum_slack": -1}'$$, 'argument %', '%'),
	($$flows => 'te_flows', level => 95, losses => '[{"loss": 1, "weight": 1}]'$$, 'argument %', '%'),
	($$flows => 'te_flows', supply_chain => '{}'$$, 'argument "supply_chain" must be a JSON array%', '%jsonb_agg%'),
	($$flows => 'te_flows', tariff_layers => '3'$$, 'argument "tariff_layers" must be a JSON array%', '%jsonb_agg%'),
	($$flows => 'te_flows', losses => '{}'$$, 'argument "losses" must be a JSON array%', '%jsonb_agg%');

-- what a call says: message, detail, hint, and how many lines the whole has
CREATE FUNCTION pg_temp.said(query text, OUT message text, OUT detail text, OUT hint text, OUT lines int) LANGUAGE plpgsql AS $$
DECLARE
	context text;
BEGIN
	EXECUTE query;
	message := 'no error';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
	lines := cardinality(string_to_array(concat_ws(E'\n', message, nullif(detail, ''), nullif(hint, ''), context), E'\n'));
END $$;

-- a function is asked what it has arguments for
CREATE TEMP TABLE outcome AS
SELECT a.name || '(' || w.args || ')' AS call, a.name, w.message AS wanted, w.hint AS wanted_hint, null::text AS message, null::text AS detail, null::text AS hint, null::int AS lines
FROM asked AS a, wrong AS w
WHERE NOT EXISTS (SELECT FROM regexp_matches(w.args, '(\w+) =>', 'g') AS m WHERE NOT m[1] = ANY (a.args));
UPDATE outcome AS o SET (message, detail, hint, lines) = (SELECT s.message, s.detail, s.hint, s.lines FROM pg_temp.said('SELECT * FROM ' || call) AS s)
WHERE call NOT LIKE '%te_secret%';
GRANT ALL ON outcome TO te_nobody;
SET ROLE te_nobody;
UPDATE outcome AS o SET (message, detail, hint, lines) = (SELECT s.message, s.detail, s.hint, s.lines FROM pg_temp.said('SELECT * FROM ' || call) AS s)
WHERE call LIKE '%te_secret%';
RESET ROLE;

SELECT plan(9);
SELECT cmp_ok((SELECT count(*) FROM asked), '>=', 6::bigint, 'functions that take a table');
SELECT cmp_ok((SELECT min(n) FROM (SELECT count(*) AS n FROM outcome GROUP BY name) AS o), '>=', 14::bigint, 'each meets many wrong things');
SELECT is_empty($$SELECT w.args FROM wrong AS w WHERE NOT EXISTS (SELECT FROM outcome AS o WHERE o.call LIKE '%(' || w.args || ')')$$, 'each wrong thing is met by a function');
SELECT is_empty($$SELECT call, message FROM outcome WHERE message NOT LIKE wanted ORDER BY 1$$, 'the message names what is wrong');
SELECT is_empty($$SELECT call, hint FROM outcome WHERE hint NOT LIKE wanted_hint ORDER BY 1$$, 'the hint names the argument');
SELECT is_empty($$SELECT call, detail FROM outcome WHERE message LIKE '%te_flows has no column%' AND detail <> 'Its columns are: period, importer, origin, product, value.' ORDER BY 1$$,
	'the columns that there are, are listed');
SELECT is_empty($$SELECT lines, call FROM outcome WHERE lines > 20 ORDER BY 1 DESC, 2$$, 'no message is long, with its context');
-- text that is written as a number is one
SELECT is((SELECT sum(amount) FROM trade_flows('te_words', amount_column => 'good')), 1500::float8, 'amounts as text');
SELECT is((SELECT count(*)::int FROM trade_flows('te_types', period_column => 'product', amount_column => 'good')), 0, 'an empty table of odd types');
SELECT * FROM finish();
ROLLBACK;
