-- Dated series as reports read them: sums of a span, courses of periods; sums that do not depend on order.

CREATE FUNCTION te_support.te_series_final(state float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_final(float8[]) IS
'Support of aggregate te_series: one sum for each date, the same whatever the order of the rows. Example: SELECT te_support.te_series_final(NULL) → NULL';

CREATE AGGREGATE te_support.te_series(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series(float8, date) IS
'Support of reports: the dated values as a series, to be read by te_series_sum and te_series_course. Example: SELECT te_support.te_series_sum(te_support.te_series(x, at), ''2024-12-31'', ''2025-12-31'') FROM (VALUES (5.0, date ''2025-03-01''), (7, ''2025-04-01'')) AS s(x, at) → 12';

CREATE AGGREGATE te_support.te_series(amount float8, rest float8, period date) (
	SFUNC = te_support.te_series_accum_pair, STYPE = float8[], SSPACE = 512, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series(float8, float8, date) IS
'Support of reports: dated values as a series, each with a second one, which for reports is 1 a row. Example: SELECT te_support.te_series_amounts(te_support.te_series(x, 1, ''2025-03-01''), 2) FROM (VALUES (5.0), (7)) AS s(x) → {2}';

CREATE FUNCTION te_support.te_series_sum_up_accum(state float8[], series float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum_up_accum(float8[], float8[]) IS
'Support of aggregate te_series_sum_up: adds a series. Example: SELECT te_support.te_series_sum_up_accum(NULL, NULL) → NULL';

CREATE AGGREGATE te_support.te_series_sum_up(series float8[]) (
	SFUNC = te_support.te_series_sum_up_accum, STYPE = float8[], SSPACE = 2048, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series_sum_up(float8[]) IS
'Support of reports: series added up, date by date. Example: SELECT te_support.te_series_amounts(te_support.te_series_sum_up(s), 1) FROM (SELECT te_support.te_series(x, ''2025-03-01'') AS s FROM (VALUES (5.0), (7)) AS v(x) GROUP BY x) AS p → {12}';

CREATE FUNCTION te_support.te_month(period date) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_month(date) IS
'Support of reports: the first day of a date''s month. Example: SELECT te_support.te_month(''2025-03-17'') → 2025-03-01';

CREATE FUNCTION te_support.te_series_first(series float8[]) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_first(float8[]) IS
'Support of reports: the first date of a series. Example: SELECT te_support.te_series_first(te_support.te_series(1, ''2025-03-01'')) → 2025-03-01';

CREATE FUNCTION te_support.te_series_latest(series float8[]) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_latest(float8[]) IS
'Support of reports: the latest date of a series. Example: SELECT te_support.te_series_latest(te_support.te_series(1, ''2025-03-01'')) → 2025-03-01';

CREATE FUNCTION te_support.te_series_yearly(series float8[]) RETURNS bool
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_yearly(float8[]) IS
'Support of reports: whether a series has dates in January only, as years have. Example: SELECT te_support.te_series_yearly(te_support.te_series(1, ''2025-03-01'')) → false';

CREATE FUNCTION te_support.te_series_sum(series float8[], after date, through date) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum(float8[], date, date) IS
'Support of reports: the sum of a series after a date and through another, NULL when it has no value there. Example: SELECT te_support.te_series_sum(te_support.te_series(7, ''2025-03-01''), ''2024-12-31'', ''2025-12-31'') → 7';

CREATE FUNCTION te_support.te_series_course(series float8[], first date, last date, months int4) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_course(float8[], date, date, int4) IS
'Support of reports: one sum for each period of so many months between two dates, 0 where the series has nothing. Example: SELECT te_support.te_series_course(te_support.te_series(7, ''2025-03-01''), ''2025-01-01'', ''2025-04-01'', 1) → {0,0,7,0}';

CREATE FUNCTION te_support.te_course_series(course float8[], a float8, b float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_series(float8[], float8, float8) IS
'Support of reports: a course as the state of an early-warning aggregate with these constants. Example: SELECT te_support.te_robust_z_final(te_support.te_course_series(''{10,12,11,9,10,40}'', 0, 0)) → 20.23';

CREATE FUNCTION te_support.te_course_accum(state float8[], course float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_accum(float8[], float8[]) IS
'Support of aggregate te_course_sum: adds a course. Example: SELECT te_support.te_course_accum(NULL, ''{1,2}'') → {1,0,2,0}';

CREATE FUNCTION te_support.te_course_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_combine(float8[], float8[]) IS
'Support of aggregate te_course_sum: adds up two states. Example: SELECT te_support.te_course_combine(NULL, NULL) → NULL';

CREATE FUNCTION te_support.te_course_final(state float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_final(float8[]) IS
'Support of aggregate te_course_sum: the sums. Example: SELECT te_support.te_course_final(''{1,0,2,0}'') → {1,2}';

CREATE AGGREGATE te_support.te_course_sum(course float8[]) (
	SFUNC = te_support.te_course_accum, STYPE = float8[], SSPACE = 640, FINALFUNC = te_support.te_course_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_course_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_course_sum(float8[]) IS
'Support of reports: adds up courses of one length, period by period. Example: SELECT te_support.te_course_sum(c) FROM (VALUES (''{1,2}''::float8[]), (''{3,4}'')) AS v(c) → {4,6}';

CREATE FUNCTION te_support.te_exact_sum_accum(state float8[], amount float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_accum(float8[], float8) IS
'Support of aggregate te_exact_sum: adds an amount. Example: SELECT te_support.te_exact_sum_accum(NULL, 1) → {1,0}';

CREATE FUNCTION te_support.te_exact_sum_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_combine(float8[], float8[]) IS
'Support of aggregate te_exact_sum: adds up two states. Example: SELECT te_support.te_exact_sum_combine(NULL, NULL) → NULL';

CREATE FUNCTION te_support.te_exact_sum_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_final(float8[]) IS
'Support of aggregate te_exact_sum: the sum. Example: SELECT te_support.te_exact_sum_final(''{3,0}'') → 3';

CREATE AGGREGATE te_support.te_exact_sum(amount float8) (
	SFUNC = te_support.te_exact_sum_accum, STYPE = float8[], SSPACE = 64, FINALFUNC = te_support.te_exact_sum_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_exact_sum_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_exact_sum(float8) IS
'Support of reports: the sum of amounts, the same whatever their order, and 0 when they cancel as decimals. Example: SELECT te_support.te_exact_sum(x) FROM (VALUES (100.4::float8), (-60.1), (-40.3)) AS v(x) → 0';

CREATE FUNCTION te_support.te_series_at(series float8[], periods date[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_at(float8[], date[]) IS
'Support of reports: the amounts of these dates, 0 where the series has nothing. Example: SELECT te_support.te_series_at(te_support.te_series(7, ''2025-03-01''), ''{2025-01-01,2025-03-01}'') → {0,7}';

CREATE FUNCTION te_support.te_series_sum_at(series float8[], periods date[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum_at(float8[], date[]) IS
'Support of reports: the sum of a series over these dates, NULL when it has none of them. Example: SELECT te_support.te_series_sum_at(te_support.te_series(7, ''2025-03-01''), ''{2025-03-01}'') → 7';

CREATE FUNCTION te_support.te_series_presence(series float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_presence(float8[]) IS
'Support of reports: of a series of values and row counts one of row counts, each with 1, so that sums of such series count rows and series. Example: SELECT te_support.te_series_amounts(te_support.te_series_presence(te_support.te_series(7, 3, ''2025-03-01'')), 2) → {1}';

CREATE FUNCTION te_support.te_series_dates(series float8[]) RETURNS date[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_dates(float8[]) IS
'Support of reports: the dates of a series. Example: SELECT te_support.te_series_dates(te_support.te_series(7, ''2025-03-01'')) → {2025-03-01}';

CREATE FUNCTION te_support.te_series_amounts(series float8[], which int4) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_amounts(float8[], int4) IS
'Support of reports: the first or the second amount of each date of a series, NULL where unknown. Example: SELECT te_support.te_series_amounts(te_support.te_series(7, ''2025-03-01''), 1) → {7}';
