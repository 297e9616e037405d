-- api.sql -- views and functions as a server like PostgREST uses them: the body of a request through
-- json_to_record, rows out through json_agg, as the reading role, in a read-only transaction, with its limit.
\set ON_ERROR_STOP on
\i examples/api.sql
\set ON_ERROR_STOP off
BEGIN;
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
SET LOCAL search_path = public, tap;
SELECT no_plan();

-- a request: arguments that are not in the body keep their presets
CREATE FUNCTION pg_temp.rpc(name text, body json) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	query text;
	answer text;
	fault_code text; fault text; fault_hint text;
BEGIN
	SELECT format('SELECT coalesce(json_agg(t), ''[]'') FROM (SELECT r.* FROM json_to_record($1) AS a(%s), LATERAL %s(%s) AS r LIMIT 1000) AS t',
		string_agg(format('%I %s', arg, format_type(type, NULL)), ', '), p.oid::regproc, string_agg(format('%I => a.%I', arg, arg), ', '))
	INTO STRICT query FROM pg_proc AS p, LATERAL unnest(p.proargnames[1:p.pronargs], p.proargtypes::oid[]) AS t(arg, type)
	WHERE p.oid = to_regproc(name) AND body ->> arg IS NOT NULL GROUP BY p.oid;
	SET LOCAL ROLE dashboard_reader;
	SET LOCAL search_path = '';
	EXECUTE query INTO answer USING body;
	RESET ROLE;
	SET LOCAL search_path = public, tap;
	RETURN answer;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS fault_code = RETURNED_SQLSTATE, fault = MESSAGE_TEXT, fault_hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', fault_code, fault, nullif(fault_hint, ''));
END $$;
CREATE FUNCTION pg_temp.said(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
	EXECUTE 'SELECT json_agg(t)::text FROM (' || query || ') AS t' INTO answer;
	RETURN answer;
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION pg_temp.cell(answer text, col text) RETURNS text LANGUAGE sql RETURN (answer::json -> 0) ->> col;

-- Form: what a server can publish
SELECT is_empty($$SELECT proname FROM pg_proc WHERE pronamespace = 'api'::regnamespace GROUP BY proname HAVING count(*) > 1$$, 'one function a name');
SELECT is_empty($$SELECT p.oid::regproc, arg FROM pg_proc AS p, LATERAL unnest(p.proargnames[1:p.pronargs]) AS arg
	WHERE p.pronamespace IN ('api'::regnamespace, 'dashboard'::regnamespace) AND obj_description(p.oid, 'pg_proc') !~ (E'\n.*\\m' || arg || '\M')$$, 'each description says what each argument is');
SELECT is_empty($$SELECT p.oid::regproc FROM pg_proc AS p WHERE p.pronamespace IN ('api'::regnamespace, 'dashboard'::regnamespace)
	AND (split_part(obj_description(p.oid, 'pg_proc'), E'\n', 1) !~ '^[A-Z].{10,100}\.$' OR p.provolatile = 'v' OR NOT p.proretset)$$, 'a summary of one line; nothing that writes; rows');
SELECT is_empty($$SELECT p.oid::regproc, type::regtype FROM pg_proc AS p, LATERAL unnest(p.proallargtypes) AS type WHERE p.pronamespace = 'api'::regnamespace
	AND type::regtype::text <> ALL ('{text,integer,double precision,numeric,date,json,text[]}')$$, 'types that JSON has');
SELECT is_empty($$SELECT relname, attname FROM pg_class AS c JOIN pg_attribute AS a ON attrelid = c.oid AND attnum > 0 WHERE relnamespace = 'api'::regnamespace AND col_description(c.oid, attnum) IS NULL$$, 'columns with a comment');

-- Reading: every view out as JSON and back by json_populate_recordset is the same
CREATE FUNCTION pg_temp.back(view regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE lost int;
BEGIN
	EXECUTE format('WITH out AS (SELECT json_agg(t) AS body FROM (SELECT * FROM %1$s LIMIT 1000) AS t)
		SELECT count(*) FROM out, json_array_elements(body) WITH ORDINALITY AS sent(s, n) JOIN json_populate_recordset(NULL::%1$s, body) WITH ORDINALITY AS r ON r.ordinality = n
		WHERE (to_jsonb(r) - ''ordinality'') <> s::jsonb', view) INTO lost;
	RETURN CASE lost WHEN 0 THEN 'same' ELSE lost || ' rows differ' END;
END $$;
SELECT is(pg_temp.back(oid), 'same', oid::regclass || ' survives JSON') FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v';
SELECT is((SELECT suppliers -> 'CHN' #>> '{}' FROM api.supply WHERE (importer, product, year) = ('JPN', '810194', 2024))::float8,
	(SELECT sum(1000 * value_kusd) FROM crm WHERE importer = 'JPN' AND hs6 = '810194' AND year = 2024 AND exporter = 'CHN'), 'a mix is an object, not a string');

-- Calling: figures by hand
SELECT is(pg_temp.cell(a, 'hhi') || ' ' || pg_temp.cell(a, 'top_share') || ' ' || pg_temp.cell(a, 'suppliers'), '0.625 0.75 2', 'own_dependence of 3 : 1')
FROM pg_temp.rpc('api.own_dependence', '{"purchases": [{"supplier": "CHN", "value": 3}, {"supplier": "Viet Nam", "value": 1}]}') AS a;
SELECT is(pg_temp.cell(a, 'unspecified_share'), '0.25', 'a supplier that is not known')
FROM pg_temp.rpc('api.own_dependence', '{"purchases": [{"supplier": "CHN", "value": 3}, {"supplier": null, "value": 1}]}') AS a;
SELECT is(pg_temp.cell(a, 'days_missing') || ' ' || pg_temp.cell(a, 'first_day_short') || ' ' || pg_temp.cell(a, 'missing_value'), '37.5 40 37.5', 'own_shortage: 0.75 × 90 less 30, gone on day 30 / 0.75')
FROM pg_temp.rpc('api.own_shortage', '{"purchases": [{"supplier": "CHN", "value": 273.75}, {"supplier": "VNM", "value": 91.25}], "stopped": "CHN", "duration_days": 90, "stock_days": 30}') AS a;
SELECT is(pg_temp.cell(a, 'duty_usd')::numeric, 4500::numeric, 'duty of a Japanese car')
FROM pg_temp.rpc('api.duty', '{"hs": "8703230190", "origin": "JP", "on_date": "2025-10-01", "customs_value": 30000}') AS a;
-- a claim is named where it changes the duty, and only there
SELECT is_empty(format($$SELECT c FROM (SELECT substring(n FROM '^claim (\S+) ') AS c FROM string_to_table(pg_temp.cell(pg_temp.rpc('api.duty', %L), 'notes'), '; ') AS n) AS s WHERE c IS NOT NULL
	EXCEPT SELECT c FROM (SELECT (regexp_matches(otherwise, 'claim (\S+?)(?:;|$)', 'g'))[1] AS c FROM dashboard.tariff_matrix('2025-10-01') WHERE (hs, origin) = (%L, %L)) AS m$$,
	json_build_object('hs', hs, 'origin', origin, 'on_date', '2025-10-01', 'customs_value', 1000), hs, origin), 'claims of ' || hs || ' from ' || origin)
FROM (VALUES ('8703230190', 'JP'), ('8471300100', 'CA'), ('7312103012', 'DE')) AS v(hs, origin);
SELECT is(pg_temp.cell(a, 'notes') ~ 'INFORMATIONAL', told, 'a claim that is for other goods is not named: ' || hs)
FROM (VALUES ('4901990093', true), ('4901.99.00.93', true), ('8703230190', false)) AS v(hs, told), pg_temp.rpc('api.duty', json_build_object('hs', hs, 'origin', 'VN', 'on_date', '2026-03-10', 'customs_value', 1000)) AS a;
SELECT is(pg_temp.cell(a, 'unspecified_share') || ' ' || pg_temp.cell(a, 'supplier_share'), '0.25 0.75', 'own_shortage says how much is not known')
FROM pg_temp.rpc('api.own_shortage', '{"purchases": [{"supplier": "CHN", "value": 3}, {"supplier": null, "value": 1}], "stopped": "CHN", "duration_days": 90}') AS a;
SELECT is(pg_temp.cell(a, 'duty_usd') IS NULL, true, 'no duty where the law does not reach: ' || pg_temp.cell(a, 'problem'))
FROM pg_temp.rpc('api.duty', '{"hs": "8703230190", "origin": "JP", "on_date": "2027-10-01", "customs_value": 30000}') AS a;
-- 78 % on half of it aluminium: the demo's waterfall
SELECT is(pg_temp.cell(a, 'duty_usd')::numeric, 78000::numeric, 'content as JSON')
FROM pg_temp.rpc('api.duty', '{"hs": "8503009520", "origin": "CN", "on_date": "2025-08-07", "customs_value": 100000, "content": {"aluminium": 50000}}') AS a;
SELECT is(json_array_length(pg_temp.rpc('api.supplier_shares', '{"importer": "USA", "product": "850511", "max_rows": 7}')::json), 7, 'a limit of rows');
SELECT is(json_array_length(pg_temp.rpc('api.supplier_shares', '{"importer": "World", "product": "850511", "max_rows": 100000}')::json), 1000, 'which none can lift');
SELECT is(json_array_length(pg_temp.rpc('dashboard.tariff_matrix', '{"on_date": "2025-10-01"}')::json), 81, 'a function of the dashboards');

-- Wrong bodies: an error of the one who asks (class 22), which names what is wrong, never one of the server
SELECT matches(pg_temp.rpc(f, body::json), '^22... \| .*' || says, f || ': ' || body) FROM (VALUES
	('api.own_dependence', '{"purchases": 3}', 'purchases is not a list \| Send'),
	('api.own_dependence', '{"purchases": [{"supplier": "XQX", "value": 3}]}', 'purchase 1 cannot be read: supplier "XQX": no such'),
	('api.own_dependence', '{"purchases": [{"supplier": "CHN", "value": 3}, {"supplier": "CHN", "value": "3,5"}]}', 'purchase 2 cannot be read: .*'),
	('api.own_dependence', '{"purchases": [{"supplier": "CHN"}]}', 'purchase 1 cannot be read: .*'),
	('api.own_dependence', '{"purchases": [{"supplier": "CHN", "value": 3}, {"Supplier": "CHN", "value": 5}]}', 'purchase 2 cannot be read: it does not name a supplier'),
	('api.own_dependence', '{"purchases": [{"value": 5}]}', 'purchase 1 cannot be read: it does not name a supplier'),
	('api.supplier_shares', '{"importer": "JPN", "product": "284690"}', 'no imports of product "284690" by "JPN" are in the data from the year 0 on \| .* USA'),
	('api.own_dependence', '{"purchases": [[1, 2]]}', 'purchase 1 cannot be read: .*'),
	('api.own_dependence', '{"purchases": [{"supplier": "CHN", "value": -3}]}', 'net negative'),
	('api.own_shortage', '{"purchases": [{"supplier": "CHN", "value": 3}], "stopped": "CHN", "duration_days": -1}', 'duration'),
	('api.own_shortage', '{"purchases": [{"supplier": "CHN", "value": 3}], "stopped": "Nowhere", "duration_days": 9}', 'country "Nowhere" cannot be read'),
	('api.supplier_shares', '{"importer": "XQX", "product": "850511"}', 'country "XQX" cannot be read'),
	('api.supplier_shares', '{"importer": "ATA", "product": "850511"}', 'no imports of "ATA" are in the data'),
	('api.supplier_shares', '{"importer": "USA", "product": "999999"}', 'product "999999" is not in the data \| It has .*850511'),
	('api.supplier_shares', '{"importer": "USA", "product": "850511", "first_year": 2050}', 'there are no data from the year 2050 on \| .* end in 2024'),
	('api.supplier_shares', '{"importer": "USA", "product": "850511", "max_rows": -5}', 'max_rows "-5" is not a number of rows'),
	('dashboard.dependence_on', '{"supplier": "XQX", "year": 2024}', 'country "XQX" cannot be read'),
	('dashboard.dependence_on', '{"supplier": "CHN", "year": 1066}', 'no data of the year 1066 \| There are data of .*2024'),
	('api.duty', '{"hs": "8703230190", "origin": "QQ", "on_date": "2025-10-01", "customs_value": 1}', 'unknown country "QQ"'),
	('api.duty', '{"hs": "not a code", "origin": "JP", "on_date": "2025-10-01", "customs_value": 1}', 'not a code'),
	('api.duty', '{"hs": "8703230190", "origin": "JP", "on_date": "soon", "customs_value": 1}', 'date'),
	('api.duty', '{"hs": "8703230190", "origin": "JP", "on_date": "2025-10-01", "customs_value": "much"}', 'much')) AS v(f, body, says);
SELECT is(pg_temp.cell(pg_temp.rpc('api.own_dependence', '{"purchases": []}'), 'hhi'), NULL, 'of nothing there is no concentration');

-- arguments that are not there at all: no call answers with empty cells that nothing explains
SELECT matches(pg_temp.said(q), '^22|"problem":"needs ', 'a word where nothing is asked: ' || q) FROM unnest(ARRAY[
	'SELECT * FROM api.supplier_shares(NULL, ''850511'')', 'SELECT * FROM api.supplier_shares(''USA'', NULL)', 'SELECT * FROM api.supplier_shares(''USA'', ''850511'', NULL)',
	'SELECT * FROM api.supplier_shares(''USA'', ''850511'', 0, NULL)', 'SELECT * FROM api.own_dependence(NULL)', 'SELECT * FROM api.own_shortage(''[]'', NULL, 9)', 'SELECT * FROM api.own_shortage(''[{"supplier": "CHN", "value": 3}]'', ''CHN'', NULL)', 'SELECT * FROM api.own_shortage(''[{"supplier": "CHN", "value": 3}]'', ''CHN'', 9, NULL)', 'SELECT * FROM api.own_shortage(''[{"supplier": "CHN", "value": 3}]'', ''CHN'', 9, 1, NULL)',
	'SELECT * FROM api.duty(NULL, ''JP'', ''2025-10-01'', 1)', 'SELECT * FROM api.duty(''8703230190'', NULL, ''2025-10-01'', 1)', 'SELECT * FROM api.duty(''8703230190'', ''JP'', NULL, 1)',
	'SELECT * FROM api.duty(''8703230190'', ''JP'', ''2025-10-01'', NULL)', 'SELECT * FROM dashboard.dependence_on(NULL, NULL)']) AS q;

-- The role: reads, in a transaction that is read-only, and nothing else
SELECT is_empty($$SELECT c.oid::regclass FROM pg_class AS c WHERE relnamespace IN ('api'::regnamespace, 'dashboard'::regnamespace)
	AND (NOT has_table_privilege('dashboard_reader', c.oid, 'SELECT') OR has_table_privilege('dashboard_reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER'))$$, 'reads each view, writes none');
SELECT is_empty($$SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' AND has_schema_privilege('dashboard_reader', oid, 'CREATE')$$, 'makes nothing anywhere');
SELECT * FROM finish();
ROLLBACK;
