-- Disruption of one supply: stock, shortage and loss in closed form.

CREATE FUNCTION @extschema@.disruption_loss(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1,
	cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL,
	refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_loss(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Loss when a supply that covers the share "dependency" of use stops for "duration" days: value_per_day times the days of use that stock, other suppliers and substitution do not cover. Example: SELECT disruption_loss(0.6, 90, cover => 30, value_per_day => 200) → 4800';

CREATE FUNCTION @extschema@.disruption_detail(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1,
	cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL,
	refill bool DEFAULT true,
	OUT time_to_survive float8, OUT gap float8, OUT shortage float8, OUT peak float8,
	OUT last_short float8, OUT stock_min float8, OUT stock_end float8, OUT loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_detail(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'All figures of a disruption in one row: first day of shortage, gap and shortage in days of use, peak, last day of shortage, stock and loss (call it in FROM or LATERAL). Example: SELECT time_to_survive, shortage FROM disruption_detail(0.6, 90, cover => 30) → 50, 24';

CREATE FUNCTION @extschema@.disruption_path(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1,
	cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL,
	refill bool DEFAULT true, step float8 DEFAULT 1)
RETURNS TABLE (
	day float8, normal_supply float8, alternative_supply float8, substituted float8, net_gap float8,
	stock float8, shortage float8, shortage_so_far float8, loss_so_far float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 365;
COMMENT ON FUNCTION @extschema@.disruption_path(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool, float8) IS
'The course of a disruption, one row every "step" days up to the horizon, for charts. Example: SELECT day, stock, shortage FROM disruption_path(0.6, 90, cover => 30, step => 50) → (0, 30, 0), (50, 0, 0.6), (90, 0, 0.6)';

CREATE FUNCTION @extschema@.time_to_survive(
	dependency float8, cover float8, cut float8 DEFAULT 1,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.time_to_survive(float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Days until the stock is used up if the cut never ends, NULL when the stock lasts for ever. Example: SELECT time_to_survive(0.6, 30) → 50';

CREATE FUNCTION @extschema@.disruption_loss(
	mix @extschema@.supply_mix, shock @extschema@.supply_mix, duration float8, spare @extschema@.supply_mix DEFAULT NULL,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1,
	cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL,
	refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'mix_disruption_loss' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_loss(@extschema@.supply_mix, @extschema@.supply_mix, float8, @extschema@.supply_mix, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Loss when origins of a supply mix stop for "duration" days: "shock" says which share of each origin stops, "spare" which amount others could add. Example: SELECT disruption_loss(''{CHN:80,VNM:20}''::supply_mix, ''{CHN:1}''::supply_mix, 90, spare => ''{VNM:10}'', cover => 30) → 33';

CREATE FUNCTION @extschema@.disruption_detail(
	mix @extschema@.supply_mix, shock @extschema@.supply_mix, duration float8, spare @extschema@.supply_mix DEFAULT NULL,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1,
	cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0,
	substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL,
	refill bool DEFAULT true,
	OUT time_to_survive float8, OUT gap float8, OUT shortage float8, OUT peak float8,
	OUT last_short float8, OUT stock_min float8, OUT stock_end float8, OUT loss float8)
AS 'MODULE_PATHNAME', 'mix_disruption_detail' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_detail(@extschema@.supply_mix, @extschema@.supply_mix, float8, @extschema@.supply_mix, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'All figures of a disruption of a supply mix in one row (call it in FROM or LATERAL). Example: SELECT shortage, peak FROM disruption_detail(''{CHN:80,VNM:20}''::supply_mix, ''{CHN:1}''::supply_mix, 90, cover => 30) → 42, 0.8';
