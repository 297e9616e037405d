-- Laws of the scalar disruption model over a grid of scenarios.
BEGIN;
SELECT plan(32);

CREATE TEMP TABLE grid AS
SELECT dep, cut, t, cover, alt, ar, rec, sub
FROM unnest('{0.3,0.8,1}'::float8[]) dep, unnest('{0.4,1}'::float8[]) cut, unnest('{20,90,365}'::float8[]) t,
	unnest('{0,12,60}'::float8[]) cover, unnest('{0,0.25,0.7}'::float8[]) alt, unnest('{0,120}'::float8[]) ar,
	unnest('{0,45}'::float8[]) rec, unnest('{0,0.1}'::float8[]) sub;

CREATE FUNCTION pg_temp.loss(g grid, dep float8 DEFAULT 0, cut float8 DEFAULT 0, t float8 DEFAULT 0,
	cover float8 DEFAULT 0, alt float8 DEFAULT 0, sub float8 DEFAULT 0, rec float8 DEFAULT 0, late float8 DEFAULT 0) RETURNS float8 LANGUAGE sql AS
$$SELECT disruption_loss(least(g.dep + dep, 1), g.t + t, least(g.cut + cut, 1), cover => g.cover + cover, cut_start => 10, recovery => g.rec + rec,
	alternative => g.alt + alt, alternative_start => 30 + late, alternative_ramp => g.ar,
	substitution => g.sub + sub, substitution_start => 5, substitution_ramp => 20, horizon => 800)$$;

SELECT cmp_ok(count(*) FILTER (WHERE pg_temp.loss(g) > 0), '>', 300::bigint, 'most scenarios of the grid lose something') FROM grid g;
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, dep => 0.05) < pg_temp.loss(g) - 1e-11$$, 'never falls with dependency');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, cut => 0.05) < pg_temp.loss(g) - 1e-11$$, 'never falls with the cut');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, t => 7) < pg_temp.loss(g) - 1e-11$$, 'never falls with duration');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, rec => 7) < pg_temp.loss(g) - 1e-11$$, 'never falls with a slower recovery');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, cover => 3) > pg_temp.loss(g) + 1e-11$$, 'never rises with the stock');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, alt => 0.05) > pg_temp.loss(g) + 1e-11$$, 'never rises with alternatives');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, sub => 0.05) > pg_temp.loss(g) + 1e-11$$, 'never rises with substitution');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, late => 9) < pg_temp.loss(g) - 1e-11$$, 'never falls when alternatives are late');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, cover => 3) < pg_temp.loss(g) - 3 - 1e-11$$, 'a day of stock saves at most a day of use');
SELECT is_empty($$SELECT * FROM grid g WHERE pg_temp.loss(g, dep => 0.1) > 0 AND g.dep < 0.9 AND g.cover = 0 AND pg_temp.loss(g) > 0
	AND pg_temp.loss(g, dep => 0.1) > pg_temp.loss(g) + 0.1 * g.cut * (g.t + g.rec / 2) + 1e-9$$, 'one more point of dependency costs at most its gap');
SELECT is(disruption_loss(0, 90), 0::float8, 'no dependency, no loss');
SELECT is(disruption_loss(1, 90, 0), 0::float8, 'no cut, no loss');
SELECT is(disruption_loss(1, 0), 0::float8, 'no time, no loss');
SELECT is(disruption_loss(1, 0, recovery => 90, horizon => 90), 0::float8, 'no time, nothing to recover from');

-- additive when split: dependency, cut and value scale a scenario without stock
SELECT is_empty($$SELECT * FROM grid g WHERE abs(disruption_loss(dep, t, cut, recovery => rec)
	- disruption_loss(dep * 0.3, t, cut, recovery => rec) - disruption_loss(dep * 0.7, t, cut, recovery => rec)) > 1e-11$$,
	'two suppliers cut together lose what each loses');
SELECT is_empty($$SELECT * FROM grid g WHERE abs(disruption_loss(dep, t, cut) - disruption_loss(dep, t * 0.4, cut) - disruption_loss(dep, t * 0.6, cut)) > 1e-11$$,
	'a cut in two parts loses the sum');
SELECT is_empty($$SELECT * FROM grid g,
		LATERAL disruption_detail(dep, t, cut, cover => g.cover, recovery => rec, alternative => alt, alternative_start => 30, alternative_ramp => ar, horizon => 500) whole,
		LATERAL (SELECT max(shortage_so_far) AS shortage FROM disruption_path(dep, t, cut, cover => g.cover, recovery => rec,
			alternative => alt, alternative_start => 30, alternative_ramp => ar, horizon => 500, step => 37)) parts
	WHERE abs(whole.shortage - parts.shortage) > 1e-11$$, 'the path adds up to the whole');
SELECT is_empty($$SELECT * FROM grid g, LATERAL disruption_detail(dep, t, cut, cover => g.cover, recovery => rec, alternative => alt,
		alternative_start => 30, alternative_ramp => ar, refill => false, horizon => 500) d
	WHERE abs(d.gap - d.shortage - (g.cover - d.stock_end)) > 1e-10$$, 'without refill: gap = shortage + stock used');
SELECT is_empty($$SELECT * FROM grid g, LATERAL disruption_detail(dep, t, cut, cover => g.cover, recovery => rec, alternative => alt,
		alternative_start => 30, alternative_ramp => ar, substitution => sub) d
	WHERE d.shortage < 0 OR d.shortage > d.gap + 1e-12 OR d.peak > dep * cut OR d.stock_min < 0 OR d.stock_end > g.cover
		OR (d.shortage > 0) <> (d.time_to_survive IS NOT NULL) OR d.time_to_survive > d.last_short$$, 'bounds of every figure');
SELECT is_empty($$SELECT * FROM grid g, LATERAL disruption_path(dep, t, cut, cover => g.cover, recovery => rec, alternative => alt,
		alternative_start => 30, alternative_ramp => ar, substitution => sub, step => 11) p
	WHERE p.stock < 0 OR p.stock > g.cover OR p.shortage < 0 OR p.shortage > greatest(p.net_gap, 0) + 1e-12
		OR (p.stock > 0 AND p.shortage > 0) OR abs(1 - p.normal_supply - p.alternative_supply - p.substituted - p.net_gap) > 1e-12$$,
	'each day balances: use = supply + alternatives + substitution + gap');
SELECT is(p, ROW(0, 0.5, 0.2, 0, 0.3, 0, 0.3, 0, 0)::text, 'so does day 0 alone') FROM (SELECT p::text FROM
	disruption_path(0.5, 10, alternative => 0.2, horizon => 0) p) AS p;
SELECT is_empty($$SELECT * FROM grid g WHERE time_to_survive(dep, cover, cut, alt, 30, ar) IS DISTINCT FROM
		(disruption_detail(dep, 1e6, cut, cover => g.cover, alternative => alt, alternative_start => 30, alternative_ramp => ar)).time_to_survive$$,
	'time to survive is that of a cut without end');

-- curved loss, against 25 digits of numerical integration
CREATE FUNCTION pg_temp.curved(share float8, elasticity float8) RETURNS float8 LANGUAGE sql AS
$$SELECT disruption_loss(0.8, 100, cover => 8, alternative => 0.5, alternative_start => 20, alternative_ramp => 60,
	cost_share => share, elasticity => elasticity)$$;
CREATE FUNCTION pg_temp.curved_recovery(share float8, elasticity float8) RETURNS float8 LANGUAGE sql AS
$$SELECT disruption_loss(1, 10, recovery => 100, cost_share => share, elasticity => elasticity)$$;
SELECT is_empty($$SELECT v.*, pg_temp.curved(a, s) FROM (VALUES (0.04, 0.04, 40.831771669877467), (0.3, 0.5, 25.017303748337094),
		(0.2, 3, 10.544742520672965), (0.5, 0, 47.0)) v(a, s, wanted) WHERE abs(pg_temp.curved(a, s) - wanted) > 1e-11$$,
	'curved loss while alternatives grow');
SELECT is_empty($$SELECT v.*, pg_temp.curved_recovery(a, s) FROM (VALUES (0.04, 0.04, 53.939713858083789), (0.3, 0.5, 40.855477815873632),
		(0.2, 3, 14.493655387681158), (0.4, 1, 38.571428571428573)) v(a, s, wanted) WHERE abs(pg_temp.curved_recovery(a, s) - wanted) > 1e-11$$,
	'curved loss from a full cut to none');
SELECT is_empty($$SELECT v.*, r FROM (VALUES (1e-9, 0, 0.04, 0.04, 4.0000000480000007e-10), (1e-6, 100, 0.3, 0.5, 1.8000009100005143e-5),
		(0.1, 100, 1e-4, 1e-5, 5.9904251150659205)) v(dep, recovery, a, s, wanted),
		disruption_loss(dep, 10, recovery => recovery, cost_share => a, elasticity => s) r WHERE abs(r / wanted - 1) > 1e-13$$,
	'curved loss of a tiny shortage, and with a sharp bend');
SELECT is_empty($$SELECT * FROM grid g WHERE abs(disruption_loss(dep, t, cut, cover => g.cover, recovery => rec, cost_share => 1, elasticity => 0.4)
	- disruption_loss(dep, t, cut, cover => g.cover, recovery => rec)) > 1e-10$$, 'an input that is all of the cost: in proportion');

-- bad input
SELECT throws_like($$SELECT disruption_loss(-0.1, 90)$$, 'argument "dependency" must lie between 0 and 1, but is -0.1', 'negative dependency');
SELECT throws_like($$SELECT disruption_loss(0.5, 'NaN')$$, 'argument "duration" must be a finite number, but is NaN', 'NaN duration');
SELECT throws_like($$SELECT disruption_loss(0.5, 9, cost_share => 0.1)$$, 'arguments "cost_share" and "elasticity" go together', 'half of a technology');
SELECT throws_like($$SELECT * FROM disruption_path(0.5, 9, step => 0)$$, '%has more than 1000000 rows', 'a step of nothing');
SELECT throws_ok($$SELECT disruption_loss(1, 1e6, value_per_day => 1e308)$$, '22003', NULL, 'overflow is an error');
SELECT * FROM finish();
ROLLBACK;
