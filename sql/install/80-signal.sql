-- signal: early warning over dated series, completeness of data, alerts

CREATE FUNCTION @extschema@.te_series_add(state float8[], x float8, at date) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_add';
COMMENT ON FUNCTION @extschema@.te_series_add(float8[], float8, date) IS
	'Support of aggregates: adds a dated value to a series. Example: SELECT te_series_add(NULL, 1, ''2025-01-01'') IS NOT NULL → true';

CREATE FUNCTION @extschema@.te_series_add_one(state float8[], x float8, at date, floor float8) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_add_one';
COMMENT ON FUNCTION @extschema@.te_series_add_one(float8[], float8, date, float8) IS
	'Support of aggregates: adds a dated value to a series with a floor. Example: SELECT te_series_add_one(NULL, 1, ''2025-01-01'', 0.1) IS NOT NULL → true';

CREATE FUNCTION @extschema@.te_series_add_two(state float8[], x float8, at date, k float8, h float8) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_add_two';
COMMENT ON FUNCTION @extschema@.te_series_add_two(float8[], float8, date, float8, float8) IS
	'Support of aggregates: adds a dated value to a series with two constants. Example: SELECT te_series_add_two(NULL, 1, ''2025-01-01'', 0.5, 5) IS NOT NULL → true';

CREATE FUNCTION @extschema@.te_series_add_pair(state float8[], x float8, rest float8, at date) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_add_pair';
COMMENT ON FUNCTION @extschema@.te_series_add_pair(float8[], float8, float8, date) IS
	'Support of aggregates: adds a dated pair of values to a series. Example: SELECT te_series_add_pair(NULL, 1, 2, ''2025-01-01'') IS NOT NULL → true';

CREATE FUNCTION @extschema@.te_series_combine(a float8[], b float8[]) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_combine';
COMMENT ON FUNCTION @extschema@.te_series_combine(float8[], float8[]) IS
	'Support of aggregates: joins the points of two series. Example: SELECT te_series_combine(NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.robust_z_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'robust_z_final';
COMMENT ON FUNCTION @extschema@.robust_z_final(float8[]) IS
	'Support of aggregate robust_z: the answer of a series. Example: SELECT robust_z_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.robust_z(x float8, at date) (
	SFUNC = @extschema@.te_series_add, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine,
	FINALFUNC = @extschema@.robust_z_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.robust_z(float8, date) IS
	'Robust z score of the latest value: its distance from the median of the earlier ones in scaled median absolute deviations (mean absolute deviation when that is 0); NULL with fewer than 5 earlier values. Example: SELECT robust_z(x, at) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (40, ''2025-06-01'')) s(x, at) → 20.23';

CREATE FUNCTION @extschema@.cusum_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'cusum_final';
COMMENT ON FUNCTION @extschema@.cusum_final(float8[]) IS
	'Support of aggregate cusum: the answer of a series. Example: SELECT cusum_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.cusum(x float8, at date, k float8, h float8) (
	SFUNC = @extschema@.te_series_add_two, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine,
	FINALFUNC = @extschema@.cusum_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.cusum(float8, date, float8, float8) IS
	'Cumulative sum of deviations from the median, in robust standard deviations less the allowance k (NULL: 0.5), started anew after it reached the limit h (NULL: 5); positive for rises, negative for falls, an alarm at or beyond h. Example: SELECT cusum(value, month, 0.5, 5) OVER (PARTITION BY hs ORDER BY month ROWS 24 PRECEDING) FROM flows';

CREATE FUNCTION @extschema@.abrupt_stop_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'abrupt_stop_final';
COMMENT ON FUNCTION @extschema@.abrupt_stop_final(float8[]) IS
	'Support of aggregate abrupt_stop: the answer of a series. Example: SELECT abrupt_stop_final(NULL) → NULL';

CREATE FUNCTION @extschema@.te_stop_start(state float8[]) RETURNS int4
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'te_stop_start';
COMMENT ON FUNCTION @extschema@.te_stop_start(float8[]) IS
	'Support of trade_alerts: how many values of a series came before the stop that abrupt_stop found, NULL without one. Example: SELECT te_stop_start(te_course_series(''{9,9,9,9,9,0,0}'', 0.1, 0)) → 5';

CREATE AGGREGATE @extschema@.abrupt_stop(x float8, at date, floor float8) (
	SFUNC = @extschema@.te_series_add_one, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine,
	FINALFUNC = @extschema@.abrupt_stop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.abrupt_stop(float8, date, float8) IS
	'Share of its base that a steady flow lost when it fell to floor (NULL: 0.1) times its base or below; 0 when it did not stop or was ever that low before; NULL with fewer than 5 earlier values. Example: SELECT abrupt_stop(x, at, 0.1) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (1, ''2025-06-01'')) s(x, at) → 0.9';

CREATE FUNCTION @extschema@.surge_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'surge_final';
COMMENT ON FUNCTION @extschema@.surge_final(float8[]) IS
	'Support of aggregate surge: the answer of a series. Example: SELECT surge_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.surge(x float8, at date) (
	SFUNC = @extschema@.te_series_add, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine,
	FINALFUNC = @extschema@.surge_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.surge(float8, date) IS
	'Median of the latest three values over the median of those before them, to see buyers stocking up; 2 means twice the usual flow; NULL with fewer than 5 earlier values. Example: SELECT surge(value, month) OVER (PARTITION BY hs ORDER BY month ROWS 24 PRECEDING) FROM flows';

CREATE FUNCTION @extschema@.relative_drop_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'relative_drop_final';
COMMENT ON FUNCTION @extschema@.relative_drop_final(float8[]) IS
	'Support of aggregate relative_drop: the answer of a series. Example: SELECT relative_drop_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.relative_drop(x float8, rest float8, at date) (
	SFUNC = @extschema@.te_series_add_pair, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine,
	FINALFUNC = @extschema@.relative_drop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.relative_drop(float8, float8, date) IS
	'How much further a flow fell below its median than the rest did: 0 moved together, 1 gone while the rest is there, negative grew against the rest; NULL with fewer than 5 earlier values. Example: SELECT relative_drop(to_japan, to_others, month) FROM exports GROUP BY hs';

CREATE FUNCTION @extschema@.stop_breadth_add(state float8[], amount float8, base float8, floor float8) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'stop_breadth_add';
COMMENT ON FUNCTION @extschema@.stop_breadth_add(float8[], float8, float8, float8) IS
	'Support of aggregate stop_breadth: adds a destination. Example: SELECT stop_breadth_add(NULL, 1, 2, 0.1) IS NOT NULL → true';

CREATE FUNCTION @extschema@.stop_breadth_combine(a float8[], b float8[]) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'stop_breadth_combine';
COMMENT ON FUNCTION @extschema@.stop_breadth_combine(float8[], float8[]) IS
	'Support of aggregate stop_breadth: adds two states. Example: SELECT stop_breadth_combine(NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.stop_breadth_final(state float8[]) RETURNS float8
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'stop_breadth_final';
COMMENT ON FUNCTION @extschema@.stop_breadth_final(float8[]) IS
	'Support of aggregate stop_breadth: the share of a state. Example: SELECT stop_breadth_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.stop_breadth(amount float8, base float8, floor float8) (
	SFUNC = @extschema@.stop_breadth_add, STYPE = float8[], SSPACE = 64, COMBINEFUNC = @extschema@.stop_breadth_combine,
	FINALFUNC = @extschema@.stop_breadth_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.stop_breadth(float8, float8, float8) IS
	'Share of the base that went to destinations whose amount is now at or below floor (NULL: 0.1) times their base: how broadly an exporter stopped. Rows with an unknown amount or base are left out. Example: SELECT stop_breadth(a, b, 0.1) FROM (VALUES (0, 60), (30, 30), (1, 10)) d(a, b) → 0.7';

CREATE FUNCTION @extschema@.latest_common_month(reporters text[], months date[]) RETURNS date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT max(m.month)
	FROM (SELECT date_trunc('month', r.month::timestamp)::date AS month, count(DISTINCT r.reporter) AS reporters
		  FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
		  WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL
		  GROUP BY 1) AS m
	WHERE m.reporters = (SELECT count(DISTINCT r.reporter) FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
						 WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL);
END;
COMMENT ON FUNCTION @extschema@.latest_common_month(text[], date[]) IS
	'Latest month for which every reporter has data (arrays side by side, as from array_agg); NULL when there is none. Example: SELECT latest_common_month(ARRAY[''JPN'', ''JPN'', ''DEU''], ARRAY[''2025-01-01'', ''2025-02-01'', ''2025-01-01'']::date[]) → 2025-01-01';

CREATE FUNCTION @extschema@.reporting_gaps(reporters text[], months date[])
	RETURNS TABLE (reporter text, first_month date, last_month date, months_present int4, months_missing int4, months_behind int4)
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 50
BEGIN ATOMIC
	WITH seen AS (
		SELECT DISTINCT r.reporter, extract(year FROM r.month)::int4 * 12 + extract(month FROM r.month)::int4 - 1 AS m
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
		WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL)
	SELECT s.reporter, make_date(min(s.m) / 12, min(s.m) % 12 + 1, 1), make_date(max(s.m) / 12, max(s.m) % 12 + 1, 1),
		count(*)::int4, (max(s.m) - min(s.m) + 1 - count(*))::int4, (SELECT max(a.m) FROM seen AS a) - max(s.m)
	FROM seen AS s
	GROUP BY s.reporter
	ORDER BY s.reporter COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.reporting_gaps(text[], date[]) IS
	'For each reporter its first and last month, how many months it has, how many are missing between them and how many it is behind the most recent reporter. Example: SELECT reporter, months_behind FROM reporting_gaps(ARRAY[''JPN'', ''JPN'', ''DEU''], ARRAY[''2025-01-01'', ''2025-02-01'', ''2025-01-01'']::date[]) → (DEU, 1), (JPN, 0)';

CREATE FUNCTION @extschema@.year_coverage(months date[])
	RETURNS TABLE (year int4, months_present int4, missing text, complete bool)
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH seen AS (
		SELECT DISTINCT extract(year FROM d)::int4 AS y, extract(month FROM d)::int4 AS m
		FROM unnest($1) AS d WHERE d IS NOT NULL)
	SELECT s.y, count(*)::int4,
		(SELECT string_agg(to_char(g, 'FM00'), ' ' ORDER BY g) FROM generate_series(1, 12) AS g
		 WHERE NOT EXISTS (SELECT FROM seen AS t WHERE t.y = s.y AND t.m = g)),
		count(*) = 12
	FROM seen AS s
	GROUP BY s.y
	ORDER BY s.y;
END;
COMMENT ON FUNCTION @extschema@.year_coverage(date[]) IS
	'For each year how many months have data, which are missing and whether it is complete: a partial year must not be compared with a full one. Example: SELECT * FROM year_coverage(ARRAY[''2025-01-01'', ''2025-02-01'']::date[]) → (2025, 2, ''03 04 05 06 07 08 09 10 11 12'', false)';

CREATE FUNCTION @extschema@.year_to_date(months date[], amounts float8[], through date DEFAULT NULL)
	RETURNS TABLE (year int4, through_month int4, amount float8, previous float8, change float8, months_present int4, previous_months int4, comparable bool)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH seen AS (
		SELECT extract(year FROM r.month)::int4 AS y, extract(month FROM r.month)::int4 AS m, r.amount
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(month, amount)
		WHERE r.month IS NOT NULL AND r.amount IS NOT NULL AND (r.month <= $3 OR $3 IS NULL)),
	latest AS (
		SELECT s.m FROM seen AS s ORDER BY s.y DESC, s.m DESC LIMIT 1),
	years AS (
		-- a mix of months: its total refuses NaN and infinity, and does not depend on the order
		SELECT s.y, @extschema@.total(@extschema@.supply_mix(concat(s.y, '-', s.m), s.amount)) AS amount,
			count(DISTINCT s.m)::int4 AS months
		FROM seen AS s, latest AS l
		WHERE s.m <= l.m
		GROUP BY s.y)
	SELECT y.y, l.m, y.amount, p.amount, (y.amount - p.amount) / nullif(p.amount, 0), y.months, coalesce(p.months, 0),
		y.months = l.m AND p.months IS NOT DISTINCT FROM l.m
	FROM latest AS l, years AS y LEFT JOIN years AS p ON p.y = y.y - 1
	ORDER BY y.y;
END;
COMMENT ON FUNCTION @extschema@.year_to_date(date[], float8[], date) IS
	'January to the latest month (or to "through") of each year against the same months of the year before; comparable only when no month is missing in either. Example: SELECT year, amount, previous FROM year_to_date(ARRAY[''2024-01-01'', ''2024-02-01'', ''2025-01-01'']::date[], ''{10,99,12}'') → (2024, 10, NULL), (2025, 12, 10)';

CREATE AGGREGATE @extschema@.te_series(x float8, at date) (
	SFUNC = @extschema@.te_series_add, STYPE = float8[], SSPACE = 512, COMBINEFUNC = @extschema@.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.te_series(float8, date) IS
	'Support of reports: the dated values as a series, to be read by te_series_sum and te_series_course. Example: SELECT te_series_sum(te_series(x, at), ''2024-12-31'', ''2025-12-31'') FROM (VALUES (5.0, date ''2025-03-01''), (7, ''2025-04-01'')) AS s(x, at) → 12';

CREATE FUNCTION @extschema@.te_month(at date) RETURNS date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_month';
COMMENT ON FUNCTION @extschema@.te_month(date) IS
	'Support of reports: the first day of a date''s month. Example: SELECT te_month(''2025-03-17'') → 2025-03-01';

CREATE FUNCTION @extschema@.te_series_first(series float8[]) RETURNS date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_first';
COMMENT ON FUNCTION @extschema@.te_series_first(float8[]) IS
	'Support of reports: the first date of a series. Example: SELECT te_series_first(te_series(1, ''2025-03-01'')) → 2025-03-01';

CREATE FUNCTION @extschema@.te_series_latest(series float8[]) RETURNS date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_latest';
COMMENT ON FUNCTION @extschema@.te_series_latest(float8[]) IS
	'Support of reports: the latest date of a series. Example: SELECT te_series_latest(te_series(1, ''2025-03-01'')) → 2025-03-01';

CREATE FUNCTION @extschema@.te_series_yearly(series float8[]) RETURNS bool
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_yearly';
COMMENT ON FUNCTION @extschema@.te_series_yearly(float8[]) IS
	'Support of reports: whether a series has dates in January only, as years have. Example: SELECT te_series_yearly(te_series(1, ''2025-03-01'')) → false';

CREATE FUNCTION @extschema@.te_series_sum(series float8[], after date, through date) RETURNS float8
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_series_sum';
COMMENT ON FUNCTION @extschema@.te_series_sum(float8[], date, date) IS
	'Support of reports: the sum of a series after a date and through another, NULL when it has no value there. Example: SELECT te_series_sum(te_series(7, ''2025-03-01''), ''2024-12-31'', ''2025-12-31'') → 7';

CREATE FUNCTION @extschema@.te_series_course(series float8[], first date, last date, months int4) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'te_series_course';
COMMENT ON FUNCTION @extschema@.te_series_course(float8[], date, date, int4) IS
	'Support of reports: one sum for each period of so many months between two dates, 0 where the series has nothing. Example: SELECT te_series_course(te_series(7, ''2025-03-01''), ''2025-01-01'', ''2025-04-01'', 1) → {0,0,7,0}';

CREATE FUNCTION @extschema@.te_course_series(course float8[], a float8, b float8) RETURNS float8[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_course_series';
COMMENT ON FUNCTION @extschema@.te_course_series(float8[], float8, float8) IS
	'Support of reports: a course as the state of an early-warning aggregate with these constants. Example: SELECT robust_z_final(te_course_series(''{10,12,11,9,10,40}'', 0, 0)) → 20.23';

CREATE FUNCTION @extschema@.te_course_add(state float8[], course float8[]) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_course_add';
COMMENT ON FUNCTION @extschema@.te_course_add(float8[], float8[]) IS
	'Support of aggregate te_course_sum: adds a course. Example: SELECT te_course_add(NULL, ''{1,2}'') → {1,0,2,0}';

CREATE FUNCTION @extschema@.te_course_combine(a float8[], b float8[]) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_course_combine';
COMMENT ON FUNCTION @extschema@.te_course_combine(float8[], float8[]) IS
	'Support of aggregate te_course_sum: adds up two states. Example: SELECT te_course_combine(NULL, NULL) → NULL';

CREATE FUNCTION @extschema@.te_course_final(state float8[]) RETURNS float8[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_course_final';
COMMENT ON FUNCTION @extschema@.te_course_final(float8[]) IS
	'Support of aggregate te_course_sum: the sums. Example: SELECT te_course_final(''{1,0,2,0}'') → {1,2}';

CREATE AGGREGATE @extschema@.te_course_sum(course float8[]) (
	SFUNC = @extschema@.te_course_add, STYPE = float8[], SSPACE = 640, FINALFUNC = @extschema@.te_course_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = @extschema@.te_course_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.te_course_sum(float8[]) IS
	'Support of reports: adds up courses of one length, period by period. Example: SELECT te_course_sum(c) FROM (VALUES (''{1,2}''::float8[]), (''{3,4}'')) AS v(c) → {4,6}';

CREATE FUNCTION @extschema@.te_flow_column(flows regclass, asked text, candidates text[], what text) RETURNS text
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
COMMENT ON FUNCTION @extschema@.te_flow_column(regclass, text, text[], text) IS
	'Support of reports: the quoted name of a flow table''s column, as asked or the first usual name that is there. Example: SELECT te_flow_column(''pg_class'', NULL, ''{name,relname}'', ''product'') → relname';

CREATE FUNCTION @extschema@.te_flow_period(flows regclass, column_name text) RETURNS text
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
COMMENT ON FUNCTION @extschema@.te_flow_period(regclass, text) IS
	'Support of reports: the SQL expression that reads a flow table''s period as a date. Example: SELECT te_flow_period(''pg_class'', ''relnatts'') LIKE ''CASE%f.relnatts%'' → true';

CREATE FUNCTION @extschema@.te_flow_amount(flows regclass, column_name text) RETURNS text
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
COMMENT ON FUNCTION @extschema@.te_flow_amount(regclass, text) IS
	'Support of reports: the SQL expression that reads a flow table''s amount as a number. Example: SELECT te_flow_amount(''pg_class'', ''relpages'') → f.relpages::pg_catalog.float8';

CREATE FUNCTION @extschema@.te_flow_table(flows regclass) RETURNS void
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
COMMENT ON FUNCTION @extschema@.te_flow_table(regclass) IS
	'Support of reports: throws when the argument cannot be read as a table. Example: SELECT te_flow_table(''flows'')';

CREATE FUNCTION @extschema@.te_flow_query(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := @extschema@.te_flow_table(flows);
	period text := @extschema@.te_flow_column(flows, period_column, '{period,month,date,year,t}'::text[], 'period');
	origin text := @extschema@.te_flow_column(flows, origin_column,
		'{origin,exporter,partner,origin_iso3,exporter_iso3,partner_iso3,exporter_m49,supplier}'::text[], 'origin');
	product text := @extschema@.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,commodity,k}'::text[], 'product');
	amount text := @extschema@.te_flow_column(flows, amount_column,
		'{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
	destination text := 'NULL';
BEGIN
	IF importer IS NOT NULL OR importer_column IS NOT NULL OR by_importer THEN
		destination := 'f.' || @extschema@.te_flow_column(flows, importer_column,
			'{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	END IF;
	RETURN format($q$SELECT %s AS period, %s::pg_catalog.text AS importer, f.%s::pg_catalog.text AS product,
		nullif(pg_catalog.btrim(f.%s::pg_catalog.text), '') AS origin, %s AS amount FROM %s AS f$q$,
		@extschema@.te_flow_period(flows, period), destination, product, origin, @extschema@.te_flow_amount(flows, amount), flows)
		|| CASE WHEN importer IS NULL THEN '' ELSE format(' WHERE %s::pg_catalog.text OPERATOR(pg_catalog.=) $1', destination) END;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_flow_query(regclass, text, text, text, text, text, text, bool) IS
	'Support of reports: the query that reads a flow table under the names period, importer, product, origin, amount. Example: SELECT te_flow_query(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';

CREATE FUNCTION @extschema@.te_flow_check(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false) RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := @extschema@.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column, by_importer);
	amount text := @extschema@.te_flow_column(flows, amount_column, '{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
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
COMMENT ON FUNCTION @extschema@.te_flow_check(regclass, text, text, text, text, text, text, bool) IS
	'Support of reports: the query that reads a flow table, after it was seen that the table can be read so. Example: SELECT te_flow_check(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' → true';

CREATE FUNCTION @extschema@.trade_flow_audit(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (what text, kept bool, flow_rows numeric, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 8 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := @extschema@.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
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
				WHEN g.origin = ANY ('{World,WORLD,world,WLD,W00,0,000,Total,TOTAL}') THEN 6
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
	'What trade_flows, trade_alerts and trade_report keep of a flow table and what they leave out, by reason, with rows and amounts. Example: SELECT what, flow_rows FROM trade_flow_audit(''flows'', importer => ''JPN'') WHERE NOT kept → (World or total row, 12)';

CREATE FUNCTION @extschema@.trade_flows(flows regclass, importer text DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := @extschema@.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column);
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT f.period, f.product, f.origin, sum(f.amount)
		FROM (%s) AS f
		WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.amount IS NOT NULL
			AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
			AND (f.origin = f.importer) IS NOT TRUE
			AND (f.origin = ANY ('{World,WORLD,world,WLD,W00,0,000,Total,TOTAL}')) IS NOT TRUE
		GROUP BY f.period, f.product, f.origin $q$,
		checked)
	USING importer;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flows(regclass, text, text, text, text, text, text) IS
	'Any flow table read in one form: amount by period, product and origin (NULL = unspecified) of one importer, or of all; columns are found by their usual names or named. Example: SELECT * FROM trade_flows(''flows'', importer => ''JPN'', amount_column => ''quantity'')';

CREATE FUNCTION @extschema@.te_flow_series(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (product text, origin text, series float8[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT g.*
		FROM (
			SELECT f.product, f.origin, @extschema@.te_series(f.amount, @extschema@.te_month(f.period))
			FROM (%s) AS f
			WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.amount IS NOT NULL
				AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
				AND ($2 IS NULL OR f.period <= $2) %s
			GROUP BY f.product, f.origin
			OFFSET 0) AS g	-- what can be asked of groups is not asked of rows
		WHERE (g.origin = $1) IS NOT TRUE
			AND (g.origin = ANY ('{World,WORLD,world,WLD,W00,0,000,Total,TOTAL}')) IS NOT TRUE $q$,
		@extschema@.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column, amount_column),
		CASE WHEN importer IS NULL THEN 'AND (f.origin = f.importer) IS NOT TRUE' ELSE '' END)
	USING importer, on_date;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_flow_series(regclass, text, date, text, text, text, text, text) IS
	'Support of reports: what trade_flows gives, as one monthly series for each product and origin. Example: SELECT product, origin, te_series_latest(series) FROM te_flow_series(''flows'', ''JPN'')';

CREATE FUNCTION @extschema@.te_flow_destinations(flows regclass, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, importer text, product text, origin text, amount float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		SELECT f.period - extract(day FROM f.period)::int4 + 1, f.importer, f.product, f.origin, sum(f.amount)
		FROM (%s) AS f
		WHERE f.period IS NOT NULL AND f.product IS NOT NULL AND f.origin <> f.importer
			AND f.amount NOT IN ('NaN', 'Infinity', '-Infinity')
			AND f.origin <> ALL ('{World,WORLD,world,WLD,W00,0,000,Total,TOTAL}')
			AND f.importer <> ALL ('{World,WORLD,world,WLD,W00,0,000,Total,TOTAL}')
		GROUP BY 1, 2, 3, 4 $q$,
		@extschema@.te_flow_query(flows, NULL::text, period_column, importer_column, origin_column, product_column, amount_column, true));
END;
$$;
COMMENT ON FUNCTION @extschema@.te_flow_destinations(regclass, text, text, text, text, text) IS
	'Support of export_stops: a flow table by month, importer, product and origin. Example: SELECT count(*) FROM te_flow_destinations(''flows'')';

CREATE FUNCTION @extschema@.export_stops(flows regclass, on_date date DEFAULT NULL, floor float8 DEFAULT 0.10,
	min_breadth float8 DEFAULT 0.30, min_base float8 DEFAULT 0, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	checked text := @extschema@.te_flow_check(flows, NULL, period_column, importer_column, origin_column, product_column, amount_column, true);
BEGIN
	RETURN QUERY
	WITH f AS MATERIALIZED (
		SELECT f.*
		FROM @extschema@.te_flow_destinations(flows, period_column, importer_column, origin_column, product_column, amount_column) AS f
		WHERE on_date IS NULL OR f.period <= on_date),
	latest AS (
		SELECT max(f.period) AS period, CASE WHEN count(*) FILTER (WHERE extract(month FROM f.period) <> 1) = 0 THEN 1 ELSE 12 END AS periods
		FROM f),
	-- the base is the mean of the twelve months, or the year, before; no row = nothing traded
	destination AS (
		SELECT f.product, f.origin, f.importer, coalesce(sum(f.amount) FILTER (WHERE f.period = l.period), 0) AS amount,
			greatest(coalesce(sum(f.amount) FILTER (WHERE f.period < l.period), 0), 0) / l.periods AS base
		FROM f, latest AS l
		WHERE f.period >= l.period - '1 year'::interval
		GROUP BY f.product, f.origin, f.importer, l.periods),
	exporter AS (
		SELECT d.product, d.origin, @extschema@.stop_breadth(d.amount, d.base, floor) AS breadth,
			count(*) FILTER (WHERE d.base > 0)::int4 AS destinations,
			count(*) FILTER (WHERE d.base > 0 AND d.amount <= coalesce(floor, 0.10) * d.base)::int4 AS stopped,
			sum(d.amount) AS amount, sum(d.base) AS base
		FROM destination AS d
		GROUP BY d.product, d.origin)
	SELECT l.period, e.product, e.origin, e.breadth, e.destinations, e.stopped, e.amount, e.base
	FROM exporter AS e, latest AS l
	WHERE e.breadth >= min_breadth AND e.base >= min_base
	ORDER BY e.breadth DESC, e.base DESC, e.product COLLATE "C", e.origin COLLATE "C";
END;
$$;
COMMENT ON FUNCTION @extschema@.export_stops(regclass, date, float8, float8, float8, text, text, text, text, text) IS
	'Exporters that stopped broadly in the latest month (or year): the share of their base, the mean of the year before, that went to destinations which now get at most "floor" of theirs. Example: SELECT origin, product, breadth FROM export_stops(''flows'', min_breadth => 0.5) → (CHN, 850511, 0.7)';

CREATE FUNCTION @extschema@.te_alert_limits(share_limit float8, share_rise_limit float8, hhi_limit float8, stop_floor float8, z_limit float8,
	cusum_k float8, cusum_h float8, surge_limit float8, breadth_limit float8, min_share float8, min_amount float8, history float8) RETURNS void
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad text;
BEGIN
	SELECT CASE WHEN a.most = 'Infinity' THEN format('argument "%s" must be at least 0, but is %s', a.name, a.x)
		ELSE format('argument "%s" must lie between 0 and 1, but is %s', a.name, a.x) END INTO bad
	FROM (VALUES ('share_limit', share_limit, 1::float8), ('share_rise_limit', share_rise_limit, 1), ('hhi_limit', hhi_limit, 1),
		('stop_floor', stop_floor, 1), ('min_share', min_share, 1), ('breadth_limit', breadth_limit, 1), ('z_limit', z_limit, 'Infinity'),
		('cusum_k', cusum_k, 'Infinity'), ('cusum_h', cusum_h, 'Infinity'), ('surge_limit', surge_limit, 'Infinity'),
		('min_amount', min_amount, 'Infinity')) AS a(name, x, most)
	WHERE NOT (a.x >= 0 AND a.x <= a.most)
	LIMIT 1;
	IF bad IS NULL AND NOT (history BETWEEN 5 AND 1200 AND history = floor(history)) THEN
		bad := format('argument "history" must be a whole number between 5 and 1200, but is %s', history);
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = 'Shares are fractions: write 0.65 for 65 percent. A limit that is NULL switches its alert off.';
	END IF;
END;
$$;
COMMENT ON FUNCTION @extschema@.te_alert_limits(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8) IS
	'Support of trade_alerts and reports: throws when a limit is out of its range. Example: SELECT te_alert_limits(0.65, 0.1, 0.4, 0.1, 3.5, 0.5, 5, 2, NULL, 0.05, 0, 24)';

CREATE FUNCTION @extschema@.trade_alerts(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, share_limit float8 DEFAULT 0.65, share_rise_limit float8 DEFAULT 0.10,
	hhi_limit float8 DEFAULT 0.40, stop_floor float8 DEFAULT 0.10, z_limit float8 DEFAULT 3.5,
	cusum_k float8 DEFAULT 0.5, cusum_h float8 DEFAULT 5, surge_limit float8 DEFAULT 2, breadth_limit float8 DEFAULT NULL,
	min_share float8 DEFAULT 0.05, min_amount float8 DEFAULT 0, history int4 DEFAULT 24,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (severity text, metric text, key text, value float8, previous float8, threshold float8, evidence jsonb)
	LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1
AS $$
#variable_conflict use_column
DECLARE
	checked text := @extschema@.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column,
		amount_column, breadth_limit IS NOT NULL AND importer IS NULL);
	limits_checked text := @extschema@.te_alert_limits(share_limit, share_rise_limit, hhi_limit, stop_floor, z_limit, cusum_k, cusum_h,
		surge_limit, breadth_limit, min_share, min_amount, history::float8);
BEGIN
	RETURN QUERY
	WITH f AS MATERIALIZED (
		SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, f.series
		FROM @extschema@.te_flow_series(flows, importer, on_date, period_column, importer_column, origin_column,
			product_column, amount_column) AS f),
	step AS (
		SELECT min(@extschema@.te_series_first(f.series)) AS first, max(@extschema@.te_series_latest(f.series)) AS latest,
			coalesce(bool_and(@extschema@.te_series_yearly(f.series)), true) AS yearly
		FROM f),
	-- what is compared: a year of years, or twelve months of months; start: of the history
	span AS (
		SELECT s.latest, s.yearly, m.months, (s.latest - '1 year'::interval)::date AS after,
			b.before, (b.before - '1 year'::interval)::date AS before_after,
			greatest((s.latest - history * make_interval(months => m.months))::date, s.first) AS start
		FROM step AS s,
			LATERAL (SELECT CASE WHEN s.yearly THEN 12 ELSE 1 END AS months) AS m,
			LATERAL (SELECT coalesce(compare_to, (s.latest - '1 year'::interval)::date) AS before) AS b),
	pair AS (
		SELECT f.product, f.origin, coalesce(@extschema@.te_series_sum(f.series, s.after, s.latest), 0) AS now,
			coalesce(@extschema@.te_series_sum(f.series, s.before_after, s.before), 0) AS before
		FROM f, span AS s),
	share AS (
		SELECT p.product, p.origin, p.now, p.before, t.now AS total, t.before AS total_before,
			p.now / nullif(t.now, 0) AS share, p.before / nullif(t.before, 0) AS share_before, t.lost
		FROM pair AS p JOIN (
			SELECT product, sum(now) AS now, sum(before) AS before, min(now) < 0 OR min(before) < 0 AS lost
			FROM pair GROUP BY product) AS t ON t.product = p.product
		WHERE NOT t.lost AND greatest(t.now, t.before) > 0 AND greatest(t.now, t.before) >= min_amount),
	product AS (
		SELECT s.product, min(s.total) AS total, min(s.total_before) AS total_before,
			sum(s.share * s.share) FILTER (WHERE s.origin IS NOT NULL) AS hhi,
			sum(s.share_before * s.share_before) FILTER (WHERE s.origin IS NOT NULL) AS hhi_before,
			count(*) FILTER (WHERE s.now > 0 AND s.origin IS NOT NULL)::int4 AS suppliers
		FROM share AS s GROUP BY s.product),
	top AS (
		SELECT DISTINCT ON (s.product) s.*
		FROM share AS s WHERE s.origin IS NOT NULL AND s.now > 0
		ORDER BY s.product, s.now DESC, s.origin COLLATE "C"),
	-- every period of the history of the pairs that matter; no row = nothing traded
	watched AS (
		SELECT p.product, p.origin, @extschema@.te_series_course(p.series, p.start, p.latest, p.months) AS series
		FROM (SELECT h.*, sum(h.amount) OVER (PARTITION BY h.product) AS total
			  FROM (SELECT f.product, f.origin, f.series, s.start, s.latest, s.months,
						@extschema@.te_series_sum(f.series, s.start - 1, s.latest) AS amount
					FROM f, span AS s) AS h
			  WHERE h.amount IS NOT NULL) AS p
		WHERE p.origin IS NOT NULL AND p.total > 0 AND p.total >= min_amount AND p.amount >= min_share * p.total),
	signal AS (
		SELECT w.product, w.origin, w.series,
			@extschema@.abrupt_stop_final(@extschema@.te_course_series(w.series, coalesce(stop_floor, 0.10), 0::float8)) AS stop,
			@extschema@.robust_z_final(c.state) AS z, @extschema@.cusum_final(c.state) AS cusum, @extschema@.surge_final(c.state) AS surge
		FROM watched AS w,
			LATERAL (SELECT @extschema@.te_course_series(w.series, coalesce(cusum_k, 0.5), coalesce(cusum_h, 5)) AS state OFFSET 0) AS c
		WHERE cardinality(w.series) > 5),
	trail AS MATERIALIZED (
		SELECT g.*, g.series[cardinality(g.series)] AS last, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
			FROM unnest(g.series[:cardinality(g.series) - 1]) AS x) AS usual
		FROM signal AS g
		WHERE g.stop > 0 OR abs(g.z) >= z_limit OR abs(g.cusum) >= cusum_h OR g.surge >= surge_limit),
	alert AS (
		SELECT 2 AS rank, 'abrupt_stop' AS metric, t.product, t.origin, t.stop AS value, t.usual AS previous, 1 - stop_floor AS threshold,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'series', to_jsonb(t.series), 'since', (s.start
				+ @extschema@.te_stop_start(@extschema@.te_course_series(t.series, stop_floor, 0::float8)) * make_interval(months => s.months))::date) AS evidence
		FROM trail AS t, span AS s WHERE t.stop > 0 AND stop_floor IS NOT NULL
		UNION ALL
		SELECT 2, 'supplier_lost', s.product, s.origin, 1 - s.now / s.before, s.before, 1 - stop_floor,
			jsonb_build_object('amount', s.now, 'before', s.before, 'share_before', s.share_before)
		FROM share AS s
		WHERE s.origin IS NOT NULL AND s.share_before >= min_share AND s.before > 0 AND s.now <= stop_floor * s.before
			AND NOT EXISTS (SELECT FROM trail AS t WHERE t.product = s.product AND t.origin = s.origin AND t.stop > 0)
		UNION ALL
		SELECT 2, 'stop_breadth', e.product, e.origin, e.breadth, e.base, breadth_limit,
			jsonb_build_object('amount', e.amount, 'base', e.base, 'destinations', e.destinations, 'stopped', e.stopped)
		FROM @extschema@.export_stops(flows, on_date, stop_floor, breadth_limit, min_amount, period_column, importer_column,
			origin_column, product_column, amount_column) AS e
		WHERE breadth_limit IS NOT NULL AND importer IS NULL
		UNION ALL
		SELECT 1, 'robust_z', t.product, t.origin, t.z, t.usual, z_limit,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE abs(t.z) >= z_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'cusum', t.product, t.origin, t.cusum, t.usual, cusum_h,
			jsonb_build_object('k', cusum_k, 'usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE abs(t.cusum) >= cusum_h AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'surge', t.product, t.origin, t.surge, t.usual, surge_limit,
			jsonb_build_object('usual', t.usual, 'series', to_jsonb(t.series))
		FROM trail AS t WHERE t.surge >= surge_limit
		UNION ALL
		SELECT 1, 'top_supplier_share', t.product, t.origin, t.share, t.share_before, share_limit,
			jsonb_build_object('amount', t.now, 'total', t.total)
		FROM top AS t WHERE t.share >= share_limit
		UNION ALL
		SELECT 1, 'share_rise', s.product, s.origin, s.share - s.share_before, s.share_before, share_rise_limit,
			jsonb_build_object('share', s.share, 'amount', s.now, 'total', s.total)
		FROM share AS s
		WHERE s.origin IS NOT NULL AND s.share >= min_share AND s.share - s.share_before >= share_rise_limit
		UNION ALL
		SELECT 1, 'hhi', p.product, NULL, p.hhi, p.hhi_before, hhi_limit,
			jsonb_build_object('total', p.total, 'suppliers', p.suppliers)
		FROM product AS p WHERE p.hhi >= hhi_limit
		UNION ALL
		SELECT 0, 'negative_amounts', s.product, s.origin, s.now, s.before, 0, '{}'
		FROM (SELECT p.*, min(least(p.now, p.before)) OVER (PARTITION BY p.product) AS least FROM pair AS p) AS s
		WHERE least(s.now, s.before) < 0),
	-- what each alert is about: a flow, or without an origin a product, now or before
	stake AS (
		SELECT p.product, p.origin, greatest(p.now, p.before) AS amount FROM pair AS p WHERE p.origin IS NOT NULL
		UNION ALL SELECT p.product, '', greatest(sum(p.now), sum(p.before)) FROM pair AS p GROUP BY p.product)
	SELECT (ARRAY['info', 'warning', 'critical'])[a.rank + 1], a.metric, a.product || coalesce(' / ' || a.origin, ''),
		a.value, a.previous, a.threshold,
		jsonb_build_object('product', a.product, 'supplier', a.origin, 'period', s.latest, 'compared_to', s.before) || a.evidence
	FROM alert AS a CROSS JOIN span AS s LEFT JOIN stake AS k ON k.product = a.product AND k.origin = coalesce(a.origin, '')
	ORDER BY a.rank DESC, k.amount DESC NULLS LAST, a.metric, a.product COLLATE "C", a.origin COLLATE "C";
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_alerts(regclass, text, date, date, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, int4, text, text, text, text, text) IS
	'What has to be looked at in a flow table: stopped or lost suppliers (critical), unusual values, drifts, surges, high or risen shares and concentration (warning), what cannot be judged (info); each with the value, the value before, the limit and the evidence; a NULL limit switches an alert off; the most severe first, and of those the largest amounts. Example: SELECT severity, metric, key FROM trade_alerts(''flows'', importer => ''JPN'', share_limit => 0.5) → (warning, top_supplier_share, 850650 / IDN)';
