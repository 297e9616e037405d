-- The calendar of reports: which months are there, from whom, and what a year holds so far.

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

CREATE FUNCTION @extschema@.seasonal_base(months date[], amounts float8[])
	RETURNS TABLE (month date, amount float8, adjusted float8, together float8, years int4)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 36
BEGIN ATOMIC
	WITH monthly AS (
		SELECT date_trunc('month', r.month::timestamp)::date AS month, @extschema@.total(@extschema@.supply_mix(''::text, r.amount)) AS amount
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(month, amount)
		WHERE r.month IS NOT NULL AND r.amount IS NOT NULL
		GROUP BY 1),
	course AS (
		SELECT array_agg(m.month ORDER BY m.month) AS at, array_agg(m.amount ORDER BY m.month) AS x FROM monthly AS m),
	alone AS (
		SELECT u.month, u.place, u.adjusted
		FROM course AS c, ROWS FROM (unnest(c.at), unnest(te_support.te_seasonal(c.x, c.at, false))) WITH ORDINALITY AS u(month, adjusted, place)),
	-- what is left when each January that has its February is taken into it
	joint AS (
		SELECT j.month, row_number() OVER (ORDER BY j.month) AS place
		FROM alone AS j
		WHERE NOT EXISTS (SELECT FROM alone AS f WHERE extract(month FROM j.month) = 1 AND f.month = (j.month + '1 month'::interval)::date)),
	both_months AS (
		SELECT u.amount, u.place FROM course AS c, unnest(te_support.te_seasonal(c.x, c.at, true)) WITH ORDINALITY AS u(amount, place))
	SELECT m.month, m.amount, a.adjusted, b.amount,
		(SELECT count(*)::int4 FROM monthly AS e WHERE e.month < m.month AND extract(month FROM e.month) = extract(month FROM m.month))
	FROM monthly AS m JOIN alone AS a ON a.month = m.month
		LEFT JOIN joint AS j ON j.month = m.month LEFT JOIN both_months AS b ON b.place = j.place
	ORDER BY m.month;
END;
COMMENT ON FUNCTION @extschema@.seasonal_base(date[], float8[]) IS
'Months without their season (arrays side by side, as from array_agg), to be judged by robust_z, cusum or abrupt_stop: adjusted for each month by itself, together with January and February as one (NULL for such a January), so that the lunar New Year raises no alarm; both NULL when the latest month has fewer than two earlier years. Example: SELECT bool_and(together IS NULL) AS too_short FROM seasonal_base(''{2024-01-01,2024-02-01}''::date[], ''{1,2}'') → true';
