-- The exact scalar model against 300 vectors of an independent implementation.
BEGIN;
SELECT plan(11);

CREATE TEMP TABLE vectors (
	dep float8, cut float8, t float8, lead float8, rec float8,
	amax float8, at0 float8, ar float8, smax float8, st0 float8, sr float8,
	cover float8, h float8,
	tts float8, gap float8, shortage float8, peak float8, last_short float8,
	stock_min float8, stock_end float8);
\copy vectors FROM 'test/data/disruption_scalar_cases.csv' WITH (FORMAT csv, HEADER)
ALTER TABLE vectors ADD n serial;

CREATE TEMP TABLE answers AS
SELECT v.*, d.time_to_survive AS d_tts, d.gap AS d_gap, d.shortage AS d_shortage,
	d.peak AS d_peak, d.last_short AS d_last_short, d.stock_min AS d_stock_min,
	d.stock_end AS d_stock_end, d.loss AS d_loss
FROM vectors v,
	LATERAL disruption_detail(dep, t, cut, cover => v.cover, value_per_day => 3,
		cut_start => v.lead, recovery => rec, alternative => amax, alternative_start => at0,
		alternative_ramp => ar, substitution => smax, substitution_start => st0,
		substitution_ramp => sr, horizon => h) d;

SELECT is(count(*)::int, 300, '300 vectors') FROM vectors;
SELECT is(count(*) FILTER (WHERE shortage > 0)::int, 87, '87 of them run short') FROM vectors;

-- off by more than 1e-12 relative; 1e-30 days is the reference's own rounding of 0
CREATE FUNCTION pg_temp.off(got float8, wanted float8) RETURNS bool LANGUAGE sql AS
$$SELECT got IS DISTINCT FROM wanted AND (got IS NULL OR wanted IS NULL OR abs(got - wanted) > greatest(1e-12 * abs(wanted), 1e-30))$$;

SELECT is_empty('SELECT n, d_tts, tts FROM answers WHERE pg_temp.off(d_tts, tts)', 'time to survive');
SELECT is_empty('SELECT n, d_gap, gap FROM answers WHERE pg_temp.off(d_gap, gap)', 'gap');
SELECT is_empty('SELECT n, d_shortage, shortage FROM answers WHERE pg_temp.off(d_shortage, shortage)', 'shortage');
SELECT is_empty('SELECT n, d_peak, peak FROM answers WHERE pg_temp.off(d_peak, peak)', 'peak');
SELECT is_empty('SELECT n, d_last_short, last_short FROM answers WHERE pg_temp.off(d_last_short, last_short)', 'last day of shortage');
SELECT is_empty('SELECT n, d_stock_min, stock_min FROM answers WHERE pg_temp.off(d_stock_min, stock_min)', 'lowest stock');
SELECT is_empty('SELECT n, d_stock_end, stock_end FROM answers WHERE pg_temp.off(d_stock_end, stock_end)', 'stock on the horizon');
SELECT is_empty('SELECT n, d_loss, shortage * 3 FROM answers WHERE pg_temp.off(d_loss, shortage * 3)', 'loss');
SELECT is_empty($$
	SELECT n FROM answers a, LATERAL disruption_path(dep, t, cut, cover => a.cover,
		value_per_day => 3, cut_start => a.lead, recovery => rec, alternative => amax,
		alternative_start => at0, alternative_ramp => ar, substitution => smax,
		substitution_start => st0, substitution_ramp => sr, horizon => h, step => 7) p
	WHERE p.day = h AND (pg_temp.off(p.shortage_so_far, d_shortage) OR pg_temp.off(p.stock, d_stock_end)
		OR pg_temp.off(p.loss_so_far, d_loss))$$, 'the path ends where the sums say');
SELECT * FROM finish();
ROLLBACK;
