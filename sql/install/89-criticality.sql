-- Criticality beside concentration: scores of a bill of materials, characterisation factors, economic importance.

CREATE FUNCTION @extschema@.bill_score(bill @extschema@.supply_mix, scores @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.bill_score(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Score of a bill of materials: sum of amount times the score of a unit (a GeoPolRisk factor: the midpoint of a product; a supply risk, tonnes of CO2); a material without a score is an error unless missing says exclude, zero or one; NULL for a bill without rows. Which material makes it: each_origin(scale_origins(bill, scores)). Example: SELECT bill_score(''{Cu:2,Li:0.5}'', ''{Cu:1,Li:40}'') → 22';

CREATE FUNCTION @extschema@.geopolrisk_factor(score float8, price float8, reference_factor float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk_factor(float8, float8, float8) IS
'GeoPolRisk characterisation factor of a kilogram of material: score (0..1, see geopolrisk) times price, in the unit of the price (the midpoint, a value at risk), or over that of copper in kilograms of copper when that is the reference_factor. Example: SELECT geopolrisk_factor(0.25, 8, 0.5) → 4';

CREATE FUNCTION @extschema@.geopolrisk_factors(scores @extschema@.supply_mix, prices @extschema@.supply_mix, relative_to text DEFAULT NULL, missing text DEFAULT 'error') RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk_factors(@extschema@.supply_mix, @extschema@.supply_mix, text, text) IS
'GeoPolRisk characterisation factors of many materials at once: score (0..1, see geopolrisk) times price, a value at risk per unit, or over that of the material relative_to (copper: kilograms of copper); a material without a price, its score being 0 or not, is an error unless missing says otherwise; for bill_score. Example: SELECT geopolrisk_factors(''{Cu:0.1,Li:0.5}'', ''{Cu:8,Li:64}'', ''Cu'') → {Cu:1,Li:40}';

CREATE FUNCTION @extschema@.economic_importance_eu(uses @extschema@.supply_mix, value_added @extschema@.supply_mix, substitution float8 DEFAULT 1, largest float8 DEFAULT NULL,
	missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.economic_importance_eu(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, text) IS
'Economic importance by the EU''s method (2017): share of each sector in the uses times its value added, summed, times the substitution index, from 0 to 10, which is the largest sector (largest, or the largest of value_added); a sector without value added is an error unless missing says exclude (shares of the others), zero or one. Example: SELECT economic_importance_eu(''{C24:75,C27:25}'', ''{C24:50000,C27:100000,C28:200000}'', substitution => 0.8) → 2.5';
