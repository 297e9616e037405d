-- Who bears a tariff.

CREATE FUNCTION @extschema@.tariff_incidence(value float8, rate float8,
	import_elasticity float8, export_elasticity float8 DEFAULT NULL,
	OUT price_paid float8, OUT price_received float8, OUT quantity float8, OUT revenue float8,
	OUT buyer_loss float8, OUT seller_loss float8, OUT deadweight_loss float8, OUT buyer_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.tariff_incidence(float8, float8, float8, float8) IS
'Who bears a tariff on imports worth "value" before it, with constant elasticities of import demand and export supply; NULL means infinite. Prices are relative to before, quantity is in value at the old price, buyer_share is the part of the (logarithmic) rise that buyers bear. Example: SELECT price_paid, price_received, buyer_share FROM tariff_incidence(1, 0.25, 1.5, 3) → 1.1604, 0.9283, 0.6667';

CREATE FUNCTION @extschema@.company_tariff_hit(imports float8, rate float8,
	pass_through float8 DEFAULT 0, volume_elasticity float8 DEFAULT 0, margin float8 DEFAULT 0,
	mitigation float8 DEFAULT 0, mitigation_cost float8 DEFAULT 0,
	OUT duty float8, OUT recovered float8, OUT volume_lost float8, OUT margin_lost float8,
	OUT mitigation_spent float8, OUT net_hit float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.company_tariff_hit(float8, float8, float8, float8, float8, float8, float8) IS
'Yearly hit of a tariff to a company that imports: duty on what is still sold, less what customers pay, plus margin on lost volume, plus the cost of mitigation (the share of imports that escapes the duty). Example: SELECT duty, recovered, net_hit FROM company_tariff_hit(10, 0.25, 0.4, 2, 0.15) → 2, 0.8, 1.5';

CREATE FUNCTION @extschema@.armington_price(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	embargo text[] DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.armington_price(@extschema@.supply_mix, @extschema@.supply_mix, float8, text[]) IS
'Price index, relative to before, of a good from several origins after tariffs (origin → rate) and an embargo, with an elasticity of substitution between origins; NULL when no price will do. Example: SELECT armington_price(''{CHN:60,VNM:30,JPN:10}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4) → 1.1224';

CREATE FUNCTION @extschema@.armington_diversion(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	demand_elasticity float8 DEFAULT 1, embargo text[] DEFAULT NULL)
RETURNS TABLE (origin text, share_before float8, share_after float8,
	value_before float8, value_after float8, change float8, price_index float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 20;
COMMENT ON FUNCTION @extschema@.armington_diversion(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, text[]) IS
'Where imports go after tariffs (origin → rate) and an embargo: shares of spending with duty, values at the border, for an elasticity between origins and one of demand for the good. Example: SELECT origin, value_after FROM armington_diversion(''{CHN:60,VNM:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4) → (CHN, 34.75), (VNM, 56.56)';

CREATE FUNCTION @extschema@.armington_supply(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	supply_elasticity float8 DEFAULT NULL, demand_elasticity float8 DEFAULT 1, domestic text DEFAULT NULL,
	supply_elasticity_mix @extschema@.supply_mix DEFAULT NULL, tariff_before_mix @extschema@.supply_mix DEFAULT NULL, embargo text[] DEFAULT NULL)
RETURNS TABLE (origin text, price_paid float8, price_received float8, quantity float8, value_before float8, value_after float8,
	duty_before float8, duty_after float8, seller_gain float8, price_index float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 20;
COMMENT ON FUNCTION @extschema@.armington_supply(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[]) IS
'Prices, trade and duty by origin after tariffs (origin → rate) and an embargo where each origin''s supply rises with its price ("supply_elasticity", NULL: infinite, or by origin), the origin "domestic" being made at home; prices and quantity are relative to before. Example: SELECT origin, round(price_received::numeric, 4), round(value_after::numeric, 2) FROM armington_supply(''{CHN:60,USA:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4, 2, domestic => ''USA'') → (CHN, 0.8993, 43.64), (USA, 1.0435, 45.45)';

CREATE FUNCTION @extschema@.armington_welfare(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	supply_elasticity float8 DEFAULT NULL, demand_elasticity float8 DEFAULT 1, domestic text DEFAULT NULL,
	supply_elasticity_mix @extschema@.supply_mix DEFAULT NULL, tariff_before_mix @extschema@.supply_mix DEFAULT NULL, embargo text[] DEFAULT NULL,
	OUT price_index float8, OUT buyer_gain float8, OUT home_seller_gain float8, OUT treasury_gain float8, OUT importer_gain float8,
	OUT foreign_seller_gain float8, OUT world_gain float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.armington_welfare(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[]) IS
'Who gains by tariffs and an embargo (see armington_supply): buyers, sellers at home, the treasury, these three together, sellers abroad, and all. Example: SELECT round(buyer_gain::numeric, 2), round(treasury_gain::numeric, 2), round(importer_gain::numeric, 2) FROM armington_welfare(''{CHN:60,USA:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4, 2, domestic => ''USA'') → -8.52, 10.91, 4.21';
