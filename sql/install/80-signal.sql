-- Early warning: aggregates over a dated series that say how unusual its latest value is.

CREATE FUNCTION te_support.te_series_accum(state float8[], amount float8, period date) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum(float8[], float8, date) IS
'Support of aggregates: adds a dated value to a series. Example: SELECT te_support.te_series_accum(NULL, 1, ''2025-01-01'') IS NOT NULL → true';

CREATE FUNCTION te_support.te_series_accum_one(state float8[], amount float8, period date, stop_floor float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_one(float8[], float8, date, float8) IS
'Support of aggregates: adds a dated value to a series with a floor. Example: SELECT te_support.te_series_accum_one(NULL, 1, ''2025-01-01'', 0.1) IS NOT NULL → true';

CREATE FUNCTION te_support.te_series_accum_two(state float8[], amount float8, period date, cusum_slack float8, cusum_limit float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_two(float8[], float8, date, float8, float8) IS
'Support of aggregates: adds a dated value to a series with two constants. Example: SELECT te_support.te_series_accum_two(NULL, 1, ''2025-01-01'', 0.5, 5) IS NOT NULL → true';

CREATE FUNCTION te_support.te_series_accum_pair(state float8[], amount float8, rest float8, period date) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_pair(float8[], float8, float8, date) IS
'Support of aggregates: adds a dated pair of values to a series. Example: SELECT te_support.te_series_accum_pair(NULL, 1, 2, ''2025-01-01'') IS NOT NULL → true';

CREATE FUNCTION te_support.te_series_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_combine(float8[], float8[]) IS
'Support of aggregates: joins the points of two series. Example: SELECT te_support.te_series_combine(NULL, NULL) → NULL';

CREATE FUNCTION te_support.te_robust_z_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_robust_z_final(float8[]) IS
'Support of aggregate robust_z: the answer of a series. Example: SELECT te_support.te_robust_z_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.robust_z(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_robust_z_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.robust_z(float8, date) IS
'Robust z score of the latest value: its distance from the median of the earlier ones in scaled median absolute deviations (mean absolute deviation when that is 0); NULL with fewer than 5 earlier values. Example: SELECT robust_z(x, at) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (40, ''2025-06-01'')) s(x, at) → 20.23';

CREATE FUNCTION te_support.te_cusum_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_cusum_final(float8[]) IS
'Support of aggregate cusum: the answer of a series. Example: SELECT te_support.te_cusum_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.cusum(amount float8, period date, cusum_slack float8, cusum_limit float8) (
	SFUNC = te_support.te_series_accum_two, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_cusum_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.cusum(float8, date, float8, float8) IS
'Cumulative sum of deviations from the median, in robust standard deviations less cusum_slack (NULL: 0.5), started anew after it reached cusum_limit (NULL: 5); positive for rises, negative for falls, an alarm at or beyond the limit. Example: SELECT cusum(x, date ''2024-01-01'' + i::int, 0.5, 5) FROM unnest(''{9,11,9,11,10,20}''::float8[]) WITH ORDINALITY AS v (x, i) → 2';

CREATE FUNCTION te_support.te_abrupt_stop_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_abrupt_stop_final(float8[]) IS
'Support of aggregate abrupt_stop: the answer of a series. Example: SELECT te_support.te_abrupt_stop_final(NULL) → NULL';

CREATE FUNCTION te_support.te_stop_start(state float8[]) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_stop_start(float8[]) IS
'Support of trade_alerts: how many values of a series came before the stop that abrupt_stop found, NULL without one. Example: SELECT te_support.te_stop_start(te_support.te_course_series(''{9,9,9,9,9,0,0}'', 0.1, 0)) → 5';

CREATE AGGREGATE @extschema@.abrupt_stop(amount float8, period date, stop_floor float8) (
	SFUNC = te_support.te_series_accum_one, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_abrupt_stop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.abrupt_stop(float8, date, float8) IS
'Share of its base that a steady flow lost when it fell to stop_floor (NULL: 0.1) times its base or below; 0 when it did not stop or was ever that low before; NULL with fewer than 5 earlier values. Example: SELECT abrupt_stop(x, at, 0.1) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (1, ''2025-06-01'')) s(x, at) → 0.9';

CREATE FUNCTION te_support.te_surge_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_surge_final(float8[]) IS
'Support of aggregate surge: the answer of a series. Example: SELECT te_support.te_surge_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.surge(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_surge_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.surge(float8, date) IS
'Median of the latest three values over the median of those before them, to see buyers stocking up; 2 means twice the usual flow; NULL with fewer than 5 earlier values. Example: SELECT surge(x, date ''2024-01-01'' + i::int) FROM unnest(''{10,10,10,10,10,20,25,20}''::float8[]) WITH ORDINALITY AS v (x, i) → 2';

CREATE FUNCTION te_support.te_relative_drop_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_relative_drop_final(float8[]) IS
'Support of aggregate relative_drop: the answer of a series. Example: SELECT te_support.te_relative_drop_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.relative_drop(amount float8, rest float8, period date) (
	SFUNC = te_support.te_series_accum_pair, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_relative_drop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.relative_drop(float8, float8, date) IS
'How much further a flow fell below its median than the rest did: 0 moved together, 1 gone while the rest is there, negative grew against the rest; NULL with fewer than 5 earlier values. Example: SELECT relative_drop(to_japan, to_others, date ''2024-01-01'' + i::int) FROM unnest(''{10,10,10,10,10,2}''::float8[], ''{50,50,50,50,50,50}''::float8[]) WITH ORDINALITY AS v (to_japan, to_others, i) → 0.8';

CREATE FUNCTION te_support.te_stop_breadth_accum(state float8[], amount float8, base float8, stop_floor float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_accum(float8[], float8, float8, float8) IS
'Support of aggregate stop_breadth: adds a destination. Example: SELECT te_support.te_stop_breadth_accum(NULL, 1, 2, 0.1) IS NOT NULL → true';

CREATE FUNCTION te_support.te_stop_breadth_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_combine(float8[], float8[]) IS
'Support of aggregate stop_breadth: adds two states. Example: SELECT te_support.te_stop_breadth_combine(NULL, NULL) → NULL';

CREATE FUNCTION te_support.te_stop_breadth_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_final(float8[]) IS
'Support of aggregate stop_breadth: the share of a state. Example: SELECT te_support.te_stop_breadth_final(NULL) → NULL';

CREATE AGGREGATE @extschema@.stop_breadth(amount float8, base float8, stop_floor float8) (
	SFUNC = te_support.te_stop_breadth_accum, STYPE = float8[], SSPACE = 64, COMBINEFUNC = te_support.te_stop_breadth_combine,
	FINALFUNC = te_support.te_stop_breadth_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.stop_breadth(float8, float8, float8) IS
'Share of the base that went to destinations whose amount is now at or below stop_floor (NULL: 0.1) times their base: how broadly an exporter stopped. Rows with an unknown amount or base are left out. Example: SELECT stop_breadth(a, b, 0.1) FROM (VALUES (0, 60), (30, 30), (1, 10)) d(a, b) → 0.7';

CREATE FUNCTION te_support.te_seasonal(course float8[], months date[], together bool) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION te_support.te_seasonal(float8[], date[], bool) IS
'Support of early warning: amounts of months without their season, January and February as one when together; NULL with fewer than two earlier years of the latest month. Example: SELECT te_support.te_seasonal(''{1,2}'', ''{2024-12-01,2025-01-01}'', false) → NULL';
