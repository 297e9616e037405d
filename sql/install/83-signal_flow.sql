-- Tables of flows as users have them: their columns, their rows one by one, what is wrong in them, series.

CREATE FUNCTION te_support.te_flow_column(flows regclass, asked text, candidates text[], what text, needed bool DEFAULT true) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found text;
	all_columns text;
BEGIN
	SELECT a.attname INTO found
	FROM unnest(CASE WHEN asked IS NULL THEN candidates ELSE ARRAY[asked] END) WITH ORDINALITY AS c(name, place)
		JOIN pg_attribute a ON a.attrelid = flows AND a.attnum > 0 AND NOT a.attisdropped
			-- a usual name is one in any case too, with blanks or other signs between its words
			AND (a.attname = c.name OR asked IS NULL AND btrim(regexp_replace(lower(a.attname::text), '[^a-z0-9]+', '_', 'g'), '_') = c.name)
	ORDER BY c.place, a.attname <> c.name, a.attnum
	LIMIT 1;
	IF found IS NOT NULL AND NOT has_column_privilege(flows, found, 'SELECT') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('permission denied for column %s of %s', quote_ident(found), flows);
	END IF;
	IF found IS NOT NULL THEN
		RETURN quote_ident(found);
	END IF;
	IF asked IS NULL AND NOT needed THEN
		RETURN NULL;
	END IF;
	SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO all_columns
	FROM pg_attribute WHERE attrelid = flows AND attnum > 0 AND NOT attisdropped;
	RAISE EXCEPTION USING ERRCODE = 'undefined_column',
		MESSAGE = CASE WHEN asked IS NULL THEN format('%s has no column for the %s', flows, what)
			ELSE format('%s has no column "%s"', flows, asked) END,
		DETAIL = format('Its columns are: %s.', all_columns),
		HINT = format('Say which column it is with the argument %s_column => ''...''.', what);
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_column(regclass, text, text[], text, bool) IS
'Support of reports: the quoted name of a flow table''s column, as asked or the first usual name that is there; NULL when none is and none is needed. Example: SELECT te_support.te_flow_column(''pg_class'', NULL, ''{name,relname}'', ''product'') → relname';

CREATE FUNCTION te_support.te_flow_period(flows regclass, column_name text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	type_category "char";
	type_oid oid;
BEGIN
	SELECT t.typcategory, t.oid INTO type_category, type_oid
	FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
	WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0;
	IF type_oid = 'timestamptz'::regtype THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not a period: it is a timestamp with time zone, whose day is another in each zone', column_name, flows),
			HINT = format('Make a view with a zone of your choice: (%s AT TIME ZONE ''Asia/Tokyo'')::date.', column_name);
	END IF;
	IF type_oid IN ('date'::regtype, 'timestamp'::regtype) THEN
		RETURN format('f.%s::pg_catalog.date', column_name);
	END IF;
	IF type_category NOT IN ('N', 'S') THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not a period: its type is %s', column_name, flows, type_oid::regtype),
			HINT = 'A period is a date, a timestamp, a year (2025), a month (202503), or text such as 2025, 202503, 2025-03, 2025/03, 2025Q1 or 2025-03-01.';
	END IF;
	IF type_oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN
		RETURN replace($q$CASE
			WHEN p.c >= 1000 AND p.c < 3000 THEN pg_catalog.make_date(p.c::pg_catalog.int4, 1, 1)
			WHEN p.c >= 100001 AND p.c < 299913 AND p.c % 100 >= 1 AND p.c % 100 <= 12
				THEN pg_catalog.make_date((p.c / 100)::pg_catalog.int4, (p.c % 100)::pg_catalog.int4, 1)
			END$q$, 'p.c', format('f.%s', column_name));
	END IF;
	RETURN replace($q$CASE
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}$' THEN pg_catalog.make_date(p::pg_catalog.int4, 1, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}[-/ ]?M?(0[1-9]|1[0-2])$' THEN pg_catalog.make_date(
			pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}[-/ ]?Q[1-4]$' THEN pg_catalog.make_date(pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4,
			pg_catalog.right(p::pg_catalog.text, 1)::pg_catalog.int4 OPERATOR(pg_catalog.*) 3 OPERATOR(pg_catalog.-) 2, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}([-/])(0[1-9]|1[0-2])\1(0[1-9]|[12][0-9]|3[01])$' THEN CASE
			WHEN pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4 <= extract(day FROM pg_catalog.make_date(
				pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.substr(p::pg_catalog.text, 6, 2)::pg_catalog.int4, 1)
				+ '1 month -1 day'::pg_catalog.interval)
			THEN pg_catalog.make_date(pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4,
				pg_catalog.substr(p::pg_catalog.text, 6, 2)::pg_catalog.int4, pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4) END
		END$q$, 'p::', format('f.%s::', column_name));
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_period(regclass, text) IS
'Support of reports: the SQL expression that reads a flow table''s period as a date. Example: SELECT te_support.te_flow_period(''pg_class'', ''relnatts'') LIKE ''CASE%f.relnatts%'' → true';

CREATE FUNCTION te_support.te_flow_amount(flows regclass, column_name text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad regtype;
BEGIN
	WITH RECURSIVE base AS (	-- of domains the type that they are over
		SELECT a.atttypid, t.oid, t.typbasetype, t.typcategory
		FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
		WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0
		UNION ALL
		SELECT b.atttypid, t.oid, t.typbasetype, t.typcategory FROM base b JOIN pg_type t ON t.oid = b.typbasetype)
	SELECT b.atttypid INTO bad
	FROM base b
	WHERE b.typbasetype = 0 AND b.typcategory <> 'S' AND b.oid <> 'float8'::regtype
		AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castsource = b.oid AND c.casttarget = 'float8'::regtype);
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not an amount: its type is %s', column_name, flows, bad),
			HINT = 'An amount is a number, or text that is written as one. Say which column it is with the argument amount_column => ''...''.';
	END IF;
	RETURN format('f.%s::pg_catalog.float8', column_name);
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_amount(regclass, text) IS
'Support of reports: the SQL expression that reads a flow table''s amount as a number. Example: SELECT te_support.te_flow_amount(''pg_class'', ''relpages'') → f.relpages::pg_catalog.float8';

CREATE FUNCTION te_support.te_flow_table(flows regclass) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF flows IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'argument "flows" must not be NULL',
			HINT = 'Name the table or view that has the flows.';
	ELSIF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = flows AND c.relkind IN ('r', 'p', 'v', 'm', 'f')) THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type', MESSAGE = format('%s is not a table or view', flows),
			HINT = 'Name the table or view that has the flows.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_table(regclass) IS
'Support of reports: throws when the argument cannot be read as a table. Example: SELECT te_support.te_flow_table(''flows'')';

CREATE FUNCTION te_support.te_flow_period_column(flows regclass, period_column text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN te_support.te_flow_column($1, $2, '{period,month,date,year,t,time_period}'::text[], 'period'::text);
COMMENT ON FUNCTION te_support.te_flow_period_column(regclass, text) IS
'Support of reports: the column that holds the period, by the name given or by a usual one. Example: SELECT te_support.te_flow_period_column(''flows'', NULL)';

CREATE FUNCTION te_support.te_flow_query(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_table(flows);
	period text := te_support.te_flow_period_column(flows, period_column);
	origin text := te_support.te_flow_column(flows, origin_column, '{origin,exporter,partner,origin_iso3,exporter_iso3,partner_iso3,exporter_m49,supplier,country_of_origin}'::text[], 'origin');
	-- one product needs no column
	product text := te_support.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,hs8,cn8,hs4,hs2,commodity,commodity_code,product_code,k}'::text[], 'product', false);
	amount text := te_support.te_flow_column(flows, amount_column, '{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
	destination text := 'NULL';
	quantity text := 'NULL::pg_catalog.float8';
BEGIN
	IF importer IS NOT NULL OR importer_column IS NOT NULL OR by_importer THEN
		destination := 'f.' || te_support.te_flow_column(flows, importer_column,
			'{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	END IF;
	IF quantity_column IS NOT NULL THEN
		quantity := te_support.te_flow_amount(flows, te_support.te_flow_column(flows, quantity_column, '{}'::text[], 'quantity'));
	END IF;
	RETURN format($q$SELECT %s AS period, %s::pg_catalog.text AS importer, %s::pg_catalog.text AS product,
		nullif(pg_catalog.btrim(f.%s::pg_catalog.text), '') AS origin, %s AS amount, %s AS quantity FROM %s AS f$q$,
		te_support.te_flow_period(flows, period), destination, coalesce('f.' || product, quote_literal('all goods')), origin,
		te_support.te_flow_amount(flows, amount), quantity, flows)
		|| CASE WHEN importer IS NULL THEN '' ELSE format(' WHERE %s::pg_catalog.text OPERATOR(pg_catalog.=) $1', destination) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_query(regclass, text, text, text, text, text, text, bool, text) IS
'Support of reports: the query that reads a flow table under the names period, importer, product, origin, amount, quantity. Example: SELECT te_support.te_flow_query(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';

CREATE FUNCTION te_support.te_flow_numbers(flows regclass, column_name text, what text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad text;
BEGIN
	IF EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
			WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0 AND t.typcategory = 'S') THEN
		EXECUTE format($q$SELECT f.%1$s FROM %2$s AS f
			WHERE f.%1$s !~* '^\s*[-+]?(([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?|inf|infinity|nan)\s*$' LIMIT 1$q$,
			column_name || '::pg_catalog.text', flows) INTO bad;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
			MESSAGE = format('column %s of %s holds "%s", which is not a number', column_name, flows, left(bad, 100)),
			HINT = format('%s is a number, or text that is written as one, without signs between thousands.', what);
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_numbers(regclass, text, text) IS
'Support of reports: throws when a column that is text holds what is not a number, so that the error is short and shows the value. Example: SELECT te_support.te_flow_numbers(''flows'', ''value'', ''An amount'')';

CREATE FUNCTION te_support.te_flow_check(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column, amount_column, by_importer, quantity_column);
BEGIN
	PERFORM te_support.te_flow_numbers(flows, te_support.te_flow_column(flows, amount_column,
		'{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount'), 'An amount');
	IF quantity_column IS NOT NULL THEN
		PERFORM te_support.te_flow_numbers(flows, te_support.te_flow_column(flows, quantity_column, '{}'::text[], 'quantity'), 'A quantity');
	END IF;
	RETURN checked;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_check(regclass, text, text, text, text, text, text, bool, text) IS
'Support of reports: the query that reads a flow table, after it was seen that the table can be read so. Example: SELECT te_support.te_flow_check(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';
