-- Supply risk: concentration weighted by governance, distance or stability of the suppliers.
-- Weights are supply mixes too: origin → weight.

CREATE FUNCTION @extschema@.weighted_mean(mix @extschema@.supply_mix, weights @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.weighted_mean(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Mean weight of the suppliers by their amounts; origins without a weight are an error that lists them, or ''exclude'', ''zero'', ''one''. Example: SELECT weighted_mean(''{CHN:3,AUS:1}'', ''{CHN:6,AUS:2}'') → 5';

CREATE FUNCTION @extschema@.hhi_weighted(mix @extschema@.supply_mix, weights @extschema@.supply_mix, trade_factors @extschema@.supply_mix DEFAULT NULL, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_weighted(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Sum of squared shares times weight (governance, 0 good to 10 bad) times trade factor (1 where none is given): HHI_WGI,t of the EU method. Example: SELECT hhi_weighted(''{CHN:3,AUS:1}'', ''{CHN:6,AUS:2}'') → 3.5';

CREATE FUNCTION @extschema@.geopolitical_distance(mix @extschema@.supply_mix, positions @extschema@.supply_mix, self text, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolitical_distance(@extschema@.supply_mix, @extschema@.supply_mix, text, text) IS
'Mean distance between the position of a country and those of its suppliers, by their amounts. Example: SELECT geopolitical_distance(''{USA:1,BRA:1}'', ''{IRN:10,USA:0,BRA:5}'', ''IRN'') → 7.5';

CREATE FUNCTION @extschema@.supply_risk_eu_score(hhi_global float8, hhi_eu float8, import_reliance float8 DEFAULT 1, eol_recycling float8 DEFAULT 0, substitution float8 DEFAULT 1, use text DEFAULT 'both') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supply_risk_eu_score(float8, float8, float8, float8, float8, text) IS
'Supply risk SR of the EU method from known HHI_WGI,t; use is ''both'', ''global'' or ''eu''. Example: SELECT supply_risk_eu_score(7.1, 5.7, 1, 0.28, 0.9) → 4.1472';

CREATE FUNCTION @extschema@.supply_risk_eu(global_mix @extschema@.supply_mix, eu_mix @extschema@.supply_mix, governance @extschema@.supply_mix, trade_factors @extschema@.supply_mix DEFAULT NULL, import_reliance float8 DEFAULT 1, eol_recycling float8 DEFAULT 0, substitution float8 DEFAULT 1, use text DEFAULT 'both', missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supply_risk_eu(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, text) IS
'Supply risk SR of the EU critical raw materials method from global supply, EU sourcing and governance. Example: SELECT supply_risk_eu(''{CHN:3,AUS:1}'', ''{CHN:1,AUS:1}'', ''{CHN:6,AUS:2}'', import_reliance => 0.5) → 2.375';

CREATE FUNCTION @extschema@.geopolrisk(production_mix @extschema@.supply_mix, import_mix @extschema@.supply_mix, instability @extschema@.supply_mix, domestic_production float8 DEFAULT 0, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, float8, text) IS
'GeoPolRisk score: HHI of world production times the share of supply that comes from unstable places (instability 0..1). Example: SELECT geopolrisk(''{CHN:3,AUS:1}'', ''{CHN:1,AUS:1}'', ''{CHN:0.5,AUS:0.25}'', 2) → 0.1171875';

