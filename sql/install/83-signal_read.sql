-- A flow table read once: a series for each product and origin, what cannot be used and why, which periods there are.

CREATE TYPE te_support.te_flow AS (
	product text, origin text, importer text,
	reason int4,			-- 0 used; else the place in te_flow_reasons
	series float8[],		-- amounts by month, with the number of rows
	quantity float8[],		-- likewise quantities, when asked for
	flow_rows int8, amount float8
);
COMMENT ON TYPE te_support.te_flow IS
'Support of reports: the rows of a flow table that have one product, origin and reason. Example: SELECT (f).product FROM unnest(te_support.te_flow_read(''flows'', ''JPN'')) AS f';

CREATE FUNCTION te_support.te_flow_elements(flows te_support.te_flow[]) RETURNS SETOF te_support.te_flow
LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 20000 AS 'array_unnest';
COMMENT ON FUNCTION te_support.te_flow_elements(te_support.te_flow[]) IS
'Support of reports: the elements as te_flow_each takes them one by one. Example: SELECT te_support.te_flow_elements(''{}'')';

CREATE FUNCTION te_support.te_flow_each(flows te_support.te_flow[]) RETURNS SETOF te_support.te_flow
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20000
BEGIN ATOMIC
	-- in the select list, where no tuplestore copies each series once more
	SELECT (u.f).* FROM (SELECT te_support.te_flow_elements($1) AS f OFFSET 0) AS u;
END;
COMMENT ON FUNCTION te_support.te_flow_each(te_support.te_flow[]) IS
'Support of reports: the elements, of which the planner expects many. Example: SELECT count(*) FROM te_support.te_flow_each(''{}'') → 0';

CREATE FUNCTION te_support.te_flow_missing(flows regclass, importer text, importer_column text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	destination text := te_support.te_flow_column(flows, importer_column, '{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	known text;
	number int8;
	occurs bool;
BEGIN
	EXECUTE format($q$SELECT pg_catalog.string_agg(d.i, ', ' ORDER BY d.place) FILTER (WHERE d.place OPERATOR(pg_catalog.<=) 12), pg_catalog.count(*), pg_catalog.bool_or(d.i OPERATOR(pg_catalog.=) $1)
		FROM (SELECT v.i, pg_catalog.row_number() OVER (ORDER BY v.i) AS place
			FROM (SELECT DISTINCT f.%s::pg_catalog.text COLLATE "C" AS i FROM %s AS f) AS v WHERE v.i IS NOT NULL) AS d$q$, destination, flows)
	INTO known, number, occurs USING importer;
	IF number > 0 AND NOT occurs THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('importer "%s" does not occur in column %s of %s', importer, destination, flows),
			DETAIL = format('The column holds: %s%s.', known, CASE WHEN number > 12 THEN format(', ... (%s in all)', number) ELSE '' END),
			HINT = 'Write the importer as it stands in the table.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_missing(regclass, text, text) IS
'Support of reports: throws for an importer that has no row, unless the table is empty. Example: SELECT te_support.te_flow_missing(''flows'', ''JPN'', NULL)';

CREATE FUNCTION te_support.te_flow_unread(flows regclass, period_column text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	period text := te_support.te_flow_period_column(flows, period_column);
	readable bool;
	found text;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM %1$s AS f WHERE (%2$s) IS NOT NULL)', flows, te_support.te_flow_period(flows, period)) INTO readable;
	IF readable THEN
		RETURN;
	END IF;
	EXECUTE format('SELECT f.%1$s::pg_catalog.text FROM %2$s AS f WHERE f.%1$s IS NOT NULL LIMIT 1', period, flows) INTO found;
	RAISE EXCEPTION USING ERRCODE = 'invalid_datetime_format',
		MESSAGE = coalesce(format('column %s of %s holds "%s", which is not a period', period, flows, left(found, 40)),
			format('column %s of %s holds no period, only NULL', period, flows)),
		DETAIL = 'No row has a period that can be read.',
		HINT = 'A period is a date, a year (2025), a month (202503), or text such as 2025, 202503, 2025-03, 2025/03, 2025Q1 or 2025-03-01: make a view with to_date().';
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_unread(regclass, text) IS
'Support of reports: throws for a table none of whose periods can be read, showing one. Example: SELECT te_support.te_flow_unread(''flows'', NULL)';

CREATE FUNCTION te_support.te_flow_read(flows regclass, importer text, on_date date DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL,
	future bool DEFAULT false)
	RETURNS te_support.te_flow[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	-- generic plans: others hold all that was read as a constant, copied again and again
	checked text := te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column, amount_column, by_importer, quantity_column);
	found te_support.te_flow[];
BEGIN
	EXECUTE format($q$
		SELECT array_agg(ROW(g.*)::te_support.te_flow)
		FROM (
			SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, %s AS importer, f.reason,
				te_support.te_series(f.amount, 1::float8, te_support.te_month(f.period)) FILTER (WHERE f.reason = 0) AS series,
				%s AS quantity,
				count(*) AS flow_rows,
				te_support.te_exact_sum(f.amount) FILTER (WHERE f.reason <> 0 AND abs(f.amount) < 1e290) AS amount
			FROM (SELECT r.*, CASE
					WHEN r.period IS NULL THEN 2
					WHEN r.product IS NULL THEN 3
					WHEN r.amount IS NULL THEN 4
					WHEN abs(r.amount) >= 1e290 THEN 5 -- NaN, infinite, or near the end of float8's range: not to be added up
					%s
					WHEN r.period > $2 THEN 8
					WHEN r.period > $3 AND $2 IS NULL THEN 14
					ELSE 0 END AS reason
				FROM (%s) AS r) AS f
			GROUP BY 1, 2, 3, 4) AS g $q$,
		CASE WHEN by_importer AND importer IS NULL THEN 'f.importer COLLATE "C"' ELSE 'NULL::text' END,
		CASE WHEN quantity_column IS NULL THEN 'NULL::float8[]' ELSE $q$te_support.te_series(f.quantity, 1::float8, te_support.te_month(f.period))
			FILTER (WHERE f.reason = 0 AND abs(f.quantity) < 1e290)$q$ END,
		CASE WHEN importer IS NULL THEN 'WHEN r.origin = r.importer THEN 7' ELSE '' END,
		checked)
	INTO found USING importer, on_date, CASE WHEN future THEN 'infinity'::date ELSE current_date END;
	IF found IS NULL THEN
		IF importer IS NOT NULL THEN
			PERFORM te_support.te_flow_missing(flows, importer, importer_column);
		END IF;
		RETURN '{}';
	ELSIF NOT EXISTS (SELECT FROM te_support.te_flow_each(found) AS f WHERE f.reason <> 2) THEN
		PERFORM te_support.te_flow_unread(flows, period_column);
		RETURN found;
	ELSIF (importer IS NOT NULL OR by_importer) AND EXISTS (SELECT FROM te_support.te_flow_each(found) AS f, unnest(te_support.te_series_amounts(f.series, 2)) AS n WHERE n > 1)
		AND te_support.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,hs8,cn8,hs4,hs2,commodity,commodity_code,product_code,k}'::text[], 'product', false) IS NULL THEN
		-- several rows of one period and origin: of one product, or of several?
		PERFORM te_support.te_flow_column(flows, product_column, '{}'::text[], 'product');
	END IF;
	RETURN found;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_read(regclass, text, date, text, text, text, text, text, bool, text, bool) IS
'Support of reports: a flow table read once, as one element for each product, origin and reason not to use the rows; an importer that has no row and periods that cannot be read are errors; without a date rows of the future are not used, unless asked for. Example: SELECT cardinality(te_support.te_flow_read(''flows'', ''JPN''))';

CREATE FUNCTION te_support.te_flow_is_total(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(@extschema@.is_total_partner($1) OR btrim(lower($1)) = ANY ('{world,total,all,sum,world total,grand total,all countries,total all countries,all partners,all origins,all suppliers}'::text[]), false);
COMMENT ON FUNCTION te_support.te_flow_is_total(text) IS
'Support of reports: whether an origin is a name of the total of all. Example: SELECT te_support.te_flow_is_total(''All countries'') → true';

CREATE FUNCTION te_support.te_flow_is_bloc(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(lower(btrim($1)) ~ '^(eu|european union|euro area|ea|extra[-_ ]?eu|intra[-_ ]?eu)[-_ ]?([0-9]{2})?([-_ ](2020|intra|extra))?$', false);
COMMENT ON FUNCTION te_support.te_flow_is_bloc(text) IS
'Support of reports: whether an origin is a name of the European Union, which is a total where its members stand too. Example: SELECT te_support.te_flow_is_bloc(''EU27_2020'') → true';

CREATE FUNCTION te_support.te_flow_nested(flows te_support.te_flow[]) RETURNS TABLE (product text, reason int4)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH amounts AS (
		SELECT f.product, te_support.te_exact_sum(te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date)) AS amount
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 GROUP BY f.product),
	code AS MATERIALIZED (
		SELECT a.product, a.amount, a.product ~ '^[0-9]{2,12}$' AS is_code, coalesce(@extschema@.hs_problem(a.product) LIKE '%total over products%' OR te_support.te_flow_is_total(a.product) AND a.product !~ '^[0-9]+$', false) AS is_total
		FROM amounts AS a),
	inside AS MATERIALIZED (
		SELECT p.product AS outer_product, p.amount AS outer_amount, c.product, c.amount
		FROM code AS c, generate_series(2, length(c.product) - 1) AS n, code AS p
		WHERE c.is_code AND p.is_code AND p.product = left(c.product, n)),
	-- of what a product holds only the finest: others would count twice
	judged AS (
		SELECT i.outer_product, i.outer_amount <= 1.02 * te_support.te_exact_sum(i.amount)
			FILTER (WHERE NOT EXISTS (SELECT FROM inside AS d WHERE d.outer_product = i.product)) AS complete
		FROM inside AS i GROUP BY i.outer_product, i.outer_amount)
	SELECT j.outer_product, 9 FROM judged AS j WHERE j.complete
	UNION ALL
	SELECT i.product, 10 FROM judged AS j JOIN inside AS i ON i.outer_product = j.outer_product
	WHERE NOT j.complete AND NOT EXISTS (SELECT FROM judged AS k WHERE k.outer_product = i.product AND k.complete)
	GROUP BY i.product
	UNION ALL
	SELECT c.product, 9 FROM code AS c WHERE c.is_total AND EXISTS (SELECT FROM code AS d WHERE NOT d.is_total);
END;
COMMENT ON FUNCTION te_support.te_flow_nested(te_support.te_flow[]) IS
'Support of reports: products that would count twice: those that are the sum of finer ones (9), and those inside a product that holds more than them (10). Example: SELECT count(*) FROM te_support.te_flow_nested(te_support.te_flow_read(''flows'', ''JPN'')) → 0';

CREATE FUNCTION te_support.te_flow_sums(flows te_support.te_flow[]) RETURNS TABLE (origin text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	WITH amounts AS (
		SELECT f.origin, te_support.te_exact_sum(te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date)) AS amount
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 GROUP BY f.origin),
	-- k equal totals and what they are the total of make k + 1 times each
	candidate AS MATERIALIZED (
		SELECT a.origin, a.amount
		FROM amounts AS a, (SELECT te_support.te_exact_sum(b.amount) AS amount, count(*) AS n FROM amounts AS b) AS w
		WHERE a.origin IS NOT NULL AND a.amount > 0 AND w.n >= 3
			AND abs((1 + (SELECT count(*) FROM amounts AS b WHERE abs(b.amount - a.amount) <= 1e-6 * a.amount)) * a.amount - w.amount) <= 1e-6 * w.amount),
	part AS (
		SELECT f.product, f.origin, f.series
		FROM te_support.te_flow_each($1) AS f
		WHERE f.reason = 0 AND EXISTS (SELECT FROM candidate)),
	rest AS (
		SELECT p.product, te_support.te_series_sum_up(p.series) AS series, count(*) AS n
		FROM part AS p WHERE NOT EXISTS (SELECT FROM candidate AS c WHERE c.origin = p.origin)
		GROUP BY p.product)
	SELECT p.origin
	FROM part AS p JOIN candidate AS c ON c.origin = p.origin JOIN rest AS r ON r.product = p.product,
		LATERAL (SELECT te_support.te_series_dates(r.series) = te_support.te_series_dates(p.series) AND bool_and(abs(u.a - u.b) <= 1e-6 * abs(u.b)) AS equal, count(*) AS cells
			FROM ROWS FROM (unnest(te_support.te_series_amounts(p.series, 1)), unnest(te_support.te_series_amounts(r.series, 1))) AS u(a, b)) AS e
	GROUP BY p.origin
	HAVING bool_and(e.equal) AND sum(e.cells) >= 6 AND max(r.n) >= 2
		AND count(*) = (SELECT count(*) FROM rest);
END;
COMMENT ON FUNCTION te_support.te_flow_sums(te_support.te_flow[]) IS
'Support of reports: origins that are not suppliers: in each product and period, at least six of them, the sum of all others. Example: SELECT origin FROM te_support.te_flow_sums(te_support.te_flow_read(''flows'', ''JPN''))';

CREATE FUNCTION te_support.te_flow_is_member(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN @extschema@.country_code($1) = ANY (@extschema@.country_group('EU'::text, '2015-01-01'::date));
COMMENT ON FUNCTION te_support.te_flow_is_member(text) IS
'Support of reports: whether an origin is a member that the European Union had when it had most. Example: SELECT te_support.te_flow_is_member(''FR'') → true';

CREATE FUNCTION te_support.te_flow_named(flow te_support.te_flow, importer text, members bool) RETURNS int4
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN ($1).reason NOT IN (0, 8, 14) THEN ($1).reason
	WHEN te_support.te_flow_is_total(($1).origin) THEN 6
	WHEN ($1).importer IS NOT NULL AND te_support.te_flow_is_total(($1).importer) THEN 6
	WHEN $3 AND te_support.te_flow_is_bloc(($1).origin) THEN 6
	WHEN ($1).origin = coalesce($2, ($1).importer) THEN 7
	ELSE ($1).reason END;
COMMENT ON FUNCTION te_support.te_flow_named(te_support.te_flow, text, bool) IS
'Support of reports: the reason that the names alone give not to use a flow: a total, the European Union beside its members, the importer itself. Example: SELECT te_support.te_flow_named(ROW(''850511'', ''World'', NULL, 0, NULL, NULL, 1, 1), ''JPN'', false) → 6';

CREATE FUNCTION te_support.te_flow_judged(flows te_support.te_flow[], importer text) RETURNS te_support.te_flow[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	judged te_support.te_flow[] := flows;
	members bool := EXISTS (SELECT FROM te_support.te_flow_each(flows) AS f WHERE te_support.te_flow_is_bloc(f.origin))
		AND EXISTS (SELECT FROM te_support.te_flow_each(flows) AS f WHERE te_support.te_flow_is_member(f.origin));
	found text[];
	why int4[];
BEGIN
	-- written anew only when something changes: a large table is some ten megabytes
	IF EXISTS (SELECT FROM te_support.te_flow_each(judged) AS f WHERE te_support.te_flow_named(f, $2, members) <> f.reason) THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, te_support.te_flow_named(f, $2, members),
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow) FROM te_support.te_flow_each(judged) AS f);
	END IF;
	SELECT array_agg(n.product), array_agg(n.reason) FROM (SELECT DISTINCT n.* FROM te_support.te_flow_nested(judged) AS n) AS n INTO found, why;
	IF found IS NOT NULL THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, CASE f.reason WHEN 0 THEN coalesce(n.reason, 0) ELSE f.reason END,
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow) FROM te_support.te_flow_each(judged) AS f LEFT JOIN unnest(found, why) AS n(product, reason) ON n.product = f.product);
	END IF;
	found := ARRAY(SELECT s.origin FROM te_support.te_flow_sums(judged) AS s);
	IF found <> '{}' THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, CASE WHEN f.reason = 0 AND f.origin = ANY (found) THEN 11 ELSE f.reason END,
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow)
			FROM te_support.te_flow_each(judged) AS f);
	END IF;
	RETURN coalesce(judged, '{}');
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_judged(te_support.te_flow[], text) IS
'Support of reports: the same with the reasons that only the whole table shows: totals by name or by sum, the importer itself, products that hold others. Example: SELECT DISTINCT reason FROM unnest(te_support.te_flow_judged(te_support.te_flow_read(''flows'', ''JPN''), ''JPN''))';

CREATE FUNCTION te_support.te_flow_collapsed(flows te_support.te_flow[]) RETURNS te_support.te_flow[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(array_agg(ROW(g.*)::te_support.te_flow), '{}')
	FROM (SELECT f.product, f.origin, NULL::text AS importer, f.reason, te_support.te_series_sum_up(f.series) AS series,
			te_support.te_series_sum_up(f.quantity) AS quantity, sum(f.flow_rows)::int8 AS flow_rows, te_support.te_exact_sum(f.amount) AS amount
		  FROM te_support.te_flow_each($1) AS f GROUP BY 1, 2, 3, 4) AS g;
END;
COMMENT ON FUNCTION te_support.te_flow_collapsed(te_support.te_flow[]) IS
'Support of reports: flows by importer added up over importers. Example: SELECT te_support.te_flow_collapsed(''{}'') → {}';

-- which periods there are, and what is compared

CREATE TYPE te_support.te_calendar AS (
	months int4,			-- of a step: 1, 3 or 12
	periods date[],			-- that are judged
	gaps date[],			-- between them, without any row
	thin date[],			-- with far fewer flows than usual: left out
	thin_share float8[],	-- flows over the usual number, of each of these
	doubled date[],			-- with many more rows a flow than usual
	latest date				-- the last of the periods
);
COMMENT ON TYPE te_support.te_calendar IS
'Support of reports: the periods of a flow table. Example: SELECT (te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5)).gaps';

CREATE FUNCTION te_support.te_flow_calendar(flows te_support.te_flow[], min_coverage float8, written int4 DEFAULT NULL) RETURNS te_support.te_calendar
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH total AS (
		SELECT te_support.te_series_sum_up(te_support.te_series_presence(f.series)) AS series FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0),
	seen AS MATERIALIZED (
		SELECT u.at, u.rows, u.pairs, u.place
		FROM total AS t, ROWS FROM (unnest(te_support.te_series_dates(t.series)), unnest(te_support.te_series_amounts(t.series, 1)),
			unnest(te_support.te_series_amounts(t.series, 2))) WITH ORDINALITY AS u(at, rows, pairs, place)),
	step AS (
		SELECT CASE
			-- of one or two periods only the way they are written tells
			WHEN count(*) < 3 AND $3 > 0 THEN $3
			WHEN count(*) = 1 AND $3 = 0 THEN 1
			WHEN bool_and(extract(month FROM s.at) = 1) OR count(*) > 1 AND min(extract(month FROM s.at)) = max(extract(month FROM s.at)) THEN 12
			-- three first months of quarters are quarters, too
			WHEN count(*) >= CASE WHEN bool_and(extract(month FROM s.at)::int4 % 3 = 1) THEN 3 ELSE 4 END
				AND min(extract(month FROM s.at)::int4 % 3) = max(extract(month FROM s.at)::int4 % 3) THEN 3
			ELSE 1 END AS months
		FROM seen AS s),
	-- the usual numbers are those of the periods around
	judged AS (
		SELECT s.at, s.place, s.pairs / u.pairs AS share, u.pairs >= 10 AND s.pairs < $2 * u.pairs AS thin,
			u.n >= 3 AND s.rows / s.pairs >= 1.8 * u.ratio AND s.rows - s.pairs * u.ratio >= 5 AS doubled
		FROM seen AS s, LATERAL (
			SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY o.pairs) AS pairs, percentile_cont(0.5) WITHIN GROUP (ORDER BY o.rows / o.pairs) AS ratio
			FROM seen AS o WHERE o.place <> s.place AND abs(o.place - s.place) <= 12) AS u),
	bounds AS (SELECT min(s.at) AS first, max(s.at) AS last FROM seen AS s)
	SELECT ROW(step.months,
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.thin IS NOT TRUE), '{}'),
		coalesce((SELECT array_agg(g.at::date ORDER BY g.at) FROM generate_series(b.first::timestamp, b.last::timestamp, make_interval(months => step.months)) AS g(at)
			WHERE NOT EXISTS (SELECT FROM seen AS s WHERE s.at = g.at::date)), '{}'),
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.thin), '{}'),
		coalesce((SELECT array_agg(j.share ORDER BY j.at) FROM judged AS j WHERE j.thin), '{}'),
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.doubled), '{}'),
		(SELECT max(j.at) FROM judged AS j WHERE j.thin IS NOT TRUE))::te_support.te_calendar
	FROM step, bounds AS b;
END;
COMMENT ON FUNCTION te_support.te_flow_calendar(te_support.te_flow[], float8, int4) IS
'Support of reports: which periods a flow table has, which it lacks, and which have fewer flows than min_coverage times the usual number or more rows a flow. Example: SELECT (te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5)).latest → 2025-01-01';

CREATE FUNCTION te_support.te_flow_written(flows regclass, period_column text) RETURNS int4
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	period text := te_support.te_flow_period_column(flows, period_column);
	found text;
BEGIN
	EXECUTE format('SELECT pg_catalog.btrim(f.%1$s::pg_catalog.text) FROM %2$s AS f WHERE (%3$s) IS NOT NULL LIMIT 1', period, flows, te_support.te_flow_period(flows, period)) INTO found;
	RETURN CASE WHEN found ~ '^[0-9]{4}$' THEN 12 WHEN found ~* 'q' THEN 3 WHEN length(found) < 10 THEN 1 WHEN found IS NOT NULL THEN 0 END;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_written(regclass, text) IS
'Support of reports: how a period of a flow table is written: 12 a year, 3 a quarter, 1 a month, 0 a day, NULL none. Example: SELECT te_support.te_flow_written(''flows'', NULL) → 0';

CREATE FUNCTION te_support.te_flow_dated(flows regclass, period_column text, pairs te_support.te_flow[], min_coverage float8) RETURNS te_support.te_calendar
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	calendar te_support.te_calendar := te_support.te_flow_calendar(pairs, min_coverage);
BEGIN
	IF cardinality(calendar.periods) + cardinality(calendar.thin) BETWEEN 1 AND 2 THEN
		RETURN te_support.te_flow_calendar(pairs, min_coverage, te_support.te_flow_written(flows, period_column));
	END IF;
	RETURN calendar;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_dated(regclass, text, te_support.te_flow[], float8) IS
'Support of reports: the calendar of flows that were read from a table, which is looked at once more when there are one or two periods. Example: SELECT (te_support.te_flow_dated(''flows'', NULL, te_support.te_flow_read(''flows'', ''JPN''), 0.5)).latest → 2025-01-01';

CREATE TYPE te_support.te_span AS (
	latest date, before date,				-- ends of what is compared
	now_periods date[],						-- judged periods of the year to the latest
	before_periods date[],					-- and of the year before
	now_common date[], before_common date[],	-- those that both have, month by month
	history date[]							-- of the series alerts, the latest included
);
COMMENT ON TYPE te_support.te_span IS
'Support of reports: which periods are compared with which. Example: SELECT (te_support.te_flow_span(te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5), NULL, 24)).before';

CREATE FUNCTION te_support.te_flow_span(calendar te_support.te_calendar, compare_to date, history int4) RETURNS te_support.te_span
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH ends AS (
		SELECT ($1).latest, CASE WHEN ($1).months = 12
			THEN coalesce((SELECT max(p) FROM unnest(($1).periods) AS p WHERE p < ($1).latest AND p <= coalesce($2, p)),
				te_support.te_month(coalesce($2, (($1).latest - '1 year'::interval)::date)))
			ELSE te_support.te_month(coalesce($2, (($1).latest - '1 year'::interval)::date)) END AS before),
	side AS (
		SELECT e.latest, e.before,
			ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p > e.latest - '1 year'::interval AND p <= e.latest ORDER BY p) AS now_periods,
			ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p > e.before - '1 year'::interval AND p <= e.before ORDER BY p) AS before_periods
		FROM ends AS e)
	SELECT ROW(s.latest, s.before, s.now_periods, s.before_periods,
		ARRAY(SELECT p FROM unnest(s.now_periods) AS p WHERE ($1).months = 12 AND cardinality(s.before_periods) > 0
			OR EXISTS (SELECT FROM unnest(s.before_periods) AS q WHERE extract(month FROM q) = extract(month FROM p)) ORDER BY p),
		ARRAY(SELECT p FROM unnest(s.before_periods) AS p WHERE ($1).months = 12 AND cardinality(s.now_periods) > 0
			OR EXISTS (SELECT FROM unnest(s.now_periods) AS q WHERE extract(month FROM q) = extract(month FROM p)) ORDER BY p),
		ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p >= s.latest - $3 * make_interval(months => ($1).months) ORDER BY p))::te_support.te_span
	FROM side AS s;
END;
COMMENT ON FUNCTION te_support.te_flow_span(te_support.te_calendar, date, int4) IS
'Support of reports: the year to the latest period and the year to compare with, which of their months both have, and the history of so many steps. Example: SELECT (te_support.te_flow_span(te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5), NULL, 24)).before → 2024-01-01';

CREATE FUNCTION te_support.te_flow_label(period date, months int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE $2 WHEN 12 THEN to_char($1::timestamp, 'YYYY') WHEN 3 THEN to_char($1::timestamp, 'YYYY"-Q"Q') ELSE to_char($1::timestamp, 'YYYY-MM') END;
COMMENT ON FUNCTION te_support.te_flow_label(date, int4) IS
'Support of reports: a period of so many months as text. Example: SELECT te_support.te_flow_label(''2025-04-01'', 3) → 2025-Q2';

CREATE FUNCTION te_support.te_flow_labels(periods date[], months int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(te_support.te_flow_label(r.first, $2) || CASE r.n WHEN 1 THEN '' WHEN 2 THEN ', ' || te_support.te_flow_label(r.last, $2)
		ELSE '..' || te_support.te_flow_label(r.last, $2) END, ', ' ORDER BY r.first)
	FROM (SELECT min(p.at) AS first, max(p.at) AS last, count(*) AS n
		  FROM (SELECT u.at, (u.at - u.place * make_interval(months => $2))::date AS run
				FROM unnest($1) WITH ORDINALITY AS u(at, place)) AS p
		  GROUP BY p.run) AS r;
END;
COMMENT ON FUNCTION te_support.te_flow_labels(date[], int4) IS
'Support of reports: periods as text, those that follow each other as one span; NULL for none. Example: SELECT te_support.te_flow_labels(''{2024-05-01,2024-06-01}'', 1) → 2024-05, 2024-06';

-- what was read, and what was left out

CREATE FUNCTION te_support.te_flow_reason(reason int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (ARRAY['origin known', 'origin unspecified (counted in totals)', 'period missing or not understood',
	'product missing', 'amount missing', 'amount not finite', 'World or total row',
	'origin is the importer itself', 'after the date of the report', 'product that is the sum of finer ones', 'product inside another',
	'origin that is the sum of the others', 'period with far fewer flows than usual', 'period without any row', 'period in the future'])[$1 + 1];
COMMENT ON FUNCTION te_support.te_flow_reason(int4) IS
'Support of reports: a reason not to use rows, in words. Example: SELECT te_support.te_flow_reason(4) → amount missing';

CREATE FUNCTION te_support.te_flow_reasons(flows te_support.te_flow[], calendar te_support.te_calendar)
	RETURNS TABLE (reason int4, names text[], flow_rows numeric, amount float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH r AS (
		SELECT CASE WHEN f.reason = 0 AND f.origin IS NULL THEN 1 ELSE f.reason END AS reason,
			CASE WHEN f.reason IN (6, 11) THEN f.origin WHEN f.reason IN (9, 10) THEN f.product END AS name, f.flow_rows,
			CASE WHEN f.series IS NULL THEN f.amount ELSE te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date) END AS amount, NULL::int8 AS thin_rows
		FROM te_support.te_flow_each($1) AS f),
	thin AS (
		SELECT te_support.te_series_sum_up(f.series) AS series, te_support.te_series_sum_up(te_support.te_series_presence(f.series)) AS counts
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 AND cardinality(($2).thin) > 0)
	SELECT r.reason, (array_agg(DISTINCT r.name ORDER BY r.name) FILTER (WHERE r.name IS NOT NULL))[:6], sum(r.flow_rows), te_support.te_exact_sum(r.amount)
	FROM r GROUP BY r.reason
	UNION ALL
	-- a part of those that are used by name, not used by period
	SELECT 12, ARRAY[te_support.te_flow_labels(($2).thin, ($2).months)], te_support.te_series_sum_at(t.counts, ($2).thin)::numeric, te_support.te_series_sum_at(t.series, ($2).thin)
	FROM thin AS t WHERE t.series IS NOT NULL
	UNION ALL
	SELECT 13, ARRAY[te_support.te_flow_labels(($2).gaps, ($2).months)], 0, NULL WHERE cardinality(($2).gaps) > 0;
END;
COMMENT ON FUNCTION te_support.te_flow_reasons(te_support.te_flow[], te_support.te_calendar) IS
'Support of reports: rows and amounts of a flow table by reason. Example: SELECT reason, flow_rows FROM te_support.te_flow_reasons(''{}'', NULL)';

CREATE FUNCTION te_support.te_flow_audit(flows te_support.te_flow[], calendar te_support.te_calendar)
	RETURNS TABLE (reason int4, what text, names text[], kept bool, flow_rows numeric, amount float8)
	-- not inlined, see te_alerts
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT r.reason, te_support.te_flow_reason(r.reason)
			|| coalesce(': ' || array_to_string(r.names[:5], ', ') || CASE WHEN cardinality(r.names) > 5 THEN ', ...' ELSE '' END, ''),
		r.names, r.reason < 2,
		r.flow_rows - CASE WHEN r.reason = 0 THEN coalesce((SELECT t.flow_rows FROM te_support.te_flow_reasons($1, $2) AS t WHERE t.reason = 12), 0) ELSE 0 END,
		r.amount - CASE WHEN r.reason = 0 THEN coalesce((SELECT t.amount FROM te_support.te_flow_reasons($1, $2) AS t WHERE t.reason = 12), 0) ELSE 0 END
	FROM te_support.te_flow_reasons($1, $2) AS r
	ORDER BY r.reason;
END;
COMMENT ON FUNCTION te_support.te_flow_audit(te_support.te_flow[], te_support.te_calendar) IS
'Support of reports: the same in words. Example: SELECT what FROM te_support.te_flow_audit(''{}'', NULL)';

CREATE FUNCTION @extschema@.trade_flow_audit(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (what text, kept bool, flow_rows numeric, amount float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 8 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column), importer);
BEGIN
	RETURN QUERY SELECT a.what, a.kept, a.flow_rows, a.amount FROM te_support.te_flow_audit(found, te_support.te_flow_dated(flows, period_column, found, 0.5)) AS a;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flow_audit(regclass, text, date, text, text, text, text, text) IS
'What trade_alerts and trade_report keep of a flow table and what they leave out, by reason, with names, rows and amounts, and which periods nobody has. Example: SELECT what, flow_rows FROM trade_flow_audit(''flows'', importer => ''JPN'') WHERE NOT kept → (World or total row: World, 13)';

CREATE FUNCTION @extschema@.trade_flows(flows regclass, importer text DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, amount float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, NULL::date, period_column, importer_column, origin_column, product_column, amount_column, future => true), importer);
BEGIN
	RETURN QUERY SELECT u.at, f.product, f.origin, u.x
	FROM te_support.te_flow_each(found) AS f, ROWS FROM (unnest(te_support.te_series_dates(f.series)), unnest(te_support.te_series_amounts(f.series, 1))) AS u(at, x)
	WHERE f.reason = 0;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flows(regclass, text, text, text, text, text, text) IS
'Any flow table read in one form: amount by month, product and origin (NULL = unspecified) of one importer, or of all, without totals and products that would count twice; columns are found by their usual names or named. Example: SELECT origin, sum(amount) FROM trade_flows(''flows'', importer => ''JPN'', amount_column => ''quantity'') GROUP BY origin ORDER BY origin → CHN 363, VNM 130';
