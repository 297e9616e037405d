-- Tables of flows as users have them: their columns, their rows one by one, what is wrong in them, series.

CREATE FUNCTION te_support.te_flow_column(flows regclass, asked text, candidates text[], what text) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found text;
	all_columns text;
BEGIN
	SELECT a.attname INTO found
	FROM unnest(CASE WHEN asked IS NULL THEN candidates ELSE ARRAY[asked] END) WITH ORDINALITY AS c(name, place)
		JOIN pg_attribute a ON a.attrelid = flows AND a.attname = c.name AND a.attnum > 0 AND NOT a.attisdropped
	ORDER BY c.place
	LIMIT 1;
	IF found IS NOT NULL AND NOT has_column_privilege(flows, found, 'SELECT') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('permission denied for column %s of %s', quote_ident(found), flows);
	END IF;
	IF found IS NOT NULL THEN
		RETURN quote_ident(found);
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
COMMENT ON FUNCTION te_support.te_flow_column(regclass, text, text[], text) IS
	'Support of reports: the quoted name of a flow table''s column, as asked or the first usual name that is there. Example: SELECT te_support.te_flow_column(''pg_class'', NULL, ''{name,relname}'', ''product'') → relname';

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
			MESSAGE = format('column %s of %s is no period: it is a timestamp with time zone, whose day is another in each zone', column_name, flows),
			HINT = format('Make a view with a zone of your choice: (%s AT TIME ZONE ''Asia/Tokyo'')::date.', column_name);
	END IF;
	IF type_oid IN ('date'::regtype, 'timestamp'::regtype) THEN
		RETURN format('f.%s::pg_catalog.date', column_name);
	END IF;
	IF type_category NOT IN ('N', 'S') THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is no period: its type is %s', column_name, flows, type_oid::regtype),
			HINT = 'A period is a date, a timestamp, a year (2025), a month (202503), or text such as 2025, 202503, 2025-03 or 2025-03-01.';
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
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}-?(0[1-9]|1[0-2])$' THEN pg_catalog.make_date(
			pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN CASE
			WHEN pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4 <= extract(day FROM pg_catalog.make_date(
				pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.substr(p::pg_catalog.text, 6, 2)::pg_catalog.int4, 1)
				+ '1 month -1 day'::pg_catalog.interval)
			THEN p::pg_catalog.text::pg_catalog.date END
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
			MESSAGE = format('column %s of %s is no amount: its type is %s', column_name, flows, bad),
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
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type', MESSAGE = format('%s is no table or view', flows),
			HINT = 'Name the table or view that has the flows.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_table(regclass) IS
	'Support of reports: throws when the argument cannot be read as a table. Example: SELECT te_support.te_flow_table(''flows'')';

CREATE FUNCTION te_support.te_flow_query(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_table(flows);
	period text := te_support.te_flow_column(flows, period_column, '{period,month,date,year,t}'::text[], 'period');
	origin text := te_support.te_flow_column(flows, origin_column,
		'{origin,exporter,partner,origin_iso3,exporter_iso3,partner_iso3,exporter_m49,supplier}'::text[], 'origin');
	product text := te_support.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,commodity,k}'::text[], 'product');
	amount text := te_support.te_flow_column(flows, amount_column,
		'{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
	destination text := 'NULL';
BEGIN
	IF importer IS NOT NULL OR importer_column IS NOT NULL OR by_importer THEN
		destination := 'f.' || te_support.te_flow_column(flows, importer_column,
			'{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	END IF;
	RETURN format($q$SELECT %s AS period, %s::pg_catalog.text AS importer, f.%s::pg_catalog.text AS product,
		nullif(pg_catalog.btrim(f.%s::pg_catalog.text), '') AS origin, %s AS amount FROM %s AS f$q$,
		te_support.te_flow_period(flows, period), destination, product, origin, te_support.te_flow_amount(flows, amount), flows)
		|| CASE WHEN importer IS NULL THEN '' ELSE format(' WHERE %s::pg_catalog.text OPERATOR(pg_catalog.=) $1', destination) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_query(regclass, text, text, text, text, text, text, bool) IS
	'Support of reports: the query that reads a flow table under the names period, importer, product, origin, amount. Example: SELECT te_support.te_flow_query(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';

CREATE FUNCTION te_support.te_flow_check(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column, by_importer);
	amount text := te_support.te_flow_column(flows, amount_column, '{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
	bad text;
BEGIN
	-- amounts that are text are looked at before they are used: the error is short and shows the value
	IF EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
			WHERE a.attrelid = flows AND quote_ident(a.attname) = amount AND a.attnum > 0 AND t.typcategory = 'S') THEN
		EXECUTE format($q$SELECT f.%1$s FROM %2$s AS f
			WHERE f.%1$s !~* '^\s*[-+]?(([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?|inf|infinity|nan)\s*$' LIMIT 1$q$,
			amount || '::pg_catalog.text', flows) INTO bad;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
			MESSAGE = format('column %s of %s holds "%s", which is no number', amount, flows, left(bad, 100)),
			HINT = 'An amount is a number, or text that is written as one, without signs between thousands.';
	END IF;
	RETURN checked;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_check(regclass, text, text, text, text, text, text, bool) IS
	'Support of reports: the query that reads a flow table, after it was seen that the table can be read so. Example: SELECT te_support.te_flow_check(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';

CREATE FUNCTION te_support.te_flow_total(code text) RETURNS boolean
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.is_total_partner($1);
END;
COMMENT ON FUNCTION te_support.te_flow_total(text) IS
	'Support of reports: is_total_partner under a name that stays when the extension''s schema is renamed, for queries made at run time. Example: SELECT te_support.te_flow_total(''World'') → t';

CREATE FUNCTION @extschema@.trade_flow_audit(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (what text, kept bool, flow_rows numeric, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 8 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column);
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH g AS (	-- by what tells the reasons apart: few groups, as the planner can see
			SELECT f.origin, f.period IS NULL AS no_period, f.product IS NULL AS no_product, f.amount IS NULL AS no_amount,
				f.amount IN ('NaN', 'Infinity', '-Infinity') AS not_finite, f.origin = f.importer AS own, f.period > $2 AS later,
				count(*)::numeric AS flow_rows, sum(f.amount) FILTER (WHERE f.amount NOT IN ('NaN', 'Infinity', '-Infinity')) AS amount
			FROM (%s) AS f
			GROUP BY 1, 2, 3, 4, 5, 6, 7),
		r AS (
			SELECT CASE
				WHEN g.no_period THEN 2
				WHEN g.no_product THEN 3
				WHEN g.no_amount THEN 4
				WHEN g.not_finite THEN 5
				WHEN te_support.te_flow_total(g.origin) THEN 6
				WHEN g.own THEN 7
				WHEN g.later THEN 8
				WHEN g.origin IS NULL THEN 1
				ELSE 0 END AS reason, g.flow_rows, g.amount
			FROM g)
		SELECT (ARRAY['origin known', 'origin unspecified (counted in totals)', 'period missing or not understood',
				'product missing', 'amount missing', 'amount not finite', 'World or total row',
				'origin is the importer itself', 'after the date of the report'])[r.reason + 1],
			r.reason < 2, sum(r.flow_rows), sum(r.amount)
		FROM r GROUP BY r.reason ORDER BY r.reason $q$,
		checked)
	USING importer, on_date;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flow_audit(regclass, text, date, text, text, text, text, text) IS
	'What trade_flows, trade_alerts and trade_report keep of a flow table and what they leave out, by reason, with rows and amounts. Example: SELECT what, flow_rows FROM trade_flow_audit(''flows'', importer => ''JPN'') WHERE NOT kept → (World or total row, 13)';

CREATE FUNCTION @extschema@.trade_flows(flows regclass, importer text DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column);
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT f.period, f.product, f.origin, te_support.te_exact_sum(f.amount)
		FROM (%s) AS f
		WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.amount IS NOT NULL
			AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
			AND (f.origin = f.importer) IS NOT TRUE
			AND te_support.te_flow_total(f.origin) IS NOT TRUE
		GROUP BY f.period, f.product, f.origin $q$,
		checked)
	USING importer;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flows(regclass, text, text, text, text, text, text) IS
	'Any flow table read in one form: amount by period, product and origin (NULL = unspecified) of one importer, or of all; columns are found by their usual names or named. Example: SELECT origin, sum(amount) FROM trade_flows(''flows'', importer => ''JPN'', amount_column => ''quantity'') GROUP BY origin ORDER BY origin → CHN 363, VNM 130';

CREATE FUNCTION te_support.te_flow_series(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (product text, origin text, series float8[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT g.*
		FROM (
			SELECT f.product, f.origin, te_support.te_series(f.amount, te_support.te_month(f.period))
			FROM (%s) AS f
			WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.amount IS NOT NULL
				AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
				AND ($2 IS NULL OR f.period <= $2) %s
			GROUP BY f.product, f.origin
			OFFSET 0) AS g	-- what can be asked of groups is not asked of rows
		WHERE (g.origin = $1) IS NOT TRUE
			AND te_support.te_flow_total(g.origin) IS NOT TRUE $q$,
		te_support.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column, amount_column),
		CASE WHEN importer IS NULL THEN 'AND (f.origin = f.importer) IS NOT TRUE' ELSE '' END)
	USING importer, on_date;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_series(regclass, text, date, text, text, text, text, text) IS
	'Support of reports: what trade_flows gives, as one monthly series for each product and origin. Example: SELECT product, origin, te_support.te_series_latest(series) FROM te_support.te_flow_series(''flows'', ''JPN'')';

CREATE FUNCTION te_support.te_flow_destinations(flows regclass, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, importer text, product text, origin text, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT f.period - extract(day FROM f.period)::int4 + 1, f.importer, f.product, f.origin, te_support.te_exact_sum(f.amount)
		FROM (%s) AS f
		WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.origin <> f.importer
			AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
			AND NOT te_support.te_flow_total(f.origin)
			AND NOT te_support.te_flow_total(f.importer)
		GROUP BY 1, 2, 3, 4 $q$,
		te_support.te_flow_query(flows, NULL::text, period_column, importer_column, origin_column, product_column, amount_column, true));
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_destinations(regclass, text, text, text, text, text) IS
	'Support of export_stops: a flow table by month, importer, product and origin. Example: SELECT count(*) FROM te_support.te_flow_destinations(''flows'')';
