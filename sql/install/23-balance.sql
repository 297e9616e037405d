-- Production, trade and consumption.

CREATE FUNCTION @extschema@.apparent_consumption(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.apparent_consumption(float8, float8, float8, float8) IS
'Production plus imports minus exports plus what was taken from stocks. Example: SELECT apparent_consumption(10, 100, 20) → 90';

CREATE FUNCTION @extschema@.net_import_reliance(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.net_import_reliance(float8, float8, float8, float8) IS
'Share of apparent consumption that net imports and stocks cover (USGS); negative for net exporters, NULL without consumption. Example: SELECT net_import_reliance(10, 90, 20) → 0.875';

CREATE FUNCTION @extschema@.import_reliance_eu(production float8, imports float8, exports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.import_reliance_eu(float8, float8, float8) IS
'Net imports over production plus net imports (EU critical raw materials method). Example: SELECT import_reliance_eu(10, 90, 20) → 0.875';

CREATE FUNCTION @extschema@.self_sufficiency(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.self_sufficiency(float8, float8, float8, float8) IS
'Production over apparent consumption; above 1 for net exporters. Example: SELECT self_sufficiency(45, 100, 55) → 0.5';

CREATE FUNCTION @extschema@.import_dependency_flags(extra_mix @extschema@.supply_mix, intra_amount float8, exports float8, world_export_mix @extschema@.supply_mix DEFAULT NULL, concentration_limit float8 DEFAULT 0.4, extra_share_limit float8 DEFAULT 0.5, imports_to_exports_limit float8 DEFAULT 1, world_concentration_limit float8 DEFAULT 0.4, OUT cdi1 float8, OUT cdi2 float8, OUT cdi3 float8, OUT world_hhi float8, OUT c1 boolean, OUT c2 boolean, OUT c3 boolean, OUT c4 boolean, OUT dependent boolean) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.import_dependency_flags(@extschema@.supply_mix, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8) IS
'Dependency indicators of the European Commission for one product: cdi1 the HHI of imports from outside the bloc, cdi2 their share in all imports, cdi3 their ratio to the exports of the bloc; c1 to c3 say which is above its threshold, c4 whether world exports are concentrated (single point of failure), dependent whether c1 to c3 all hold. Example: SELECT dependent FROM import_dependency_flags(''{CHN:3,AUS:1}'', 1, 2) → t';

CREATE FUNCTION @extschema@.unit_values(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_values(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Value per unit of quantity of each origin; origins without a quantity, the unspecified amount too, are left out and counted as skipped rows. Example: SELECT unit_values(''{CHN:6,AUS:4}'', ''{CHN:3,AUS:1}'') → {AUS:4,CHN:2}';

CREATE FUNCTION @extschema@.relative_unit_values(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.relative_unit_values(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Unit value of each origin over that of all that have a value and a quantity: far from 1 points to another product, or to a wrong quantity. Example: SELECT relative_unit_values(''{CHN:6,AUS:4}'', ''{CHN:4,AUS:1}'') → {AUS:2,CHN:0.75}';

CREATE FUNCTION @extschema@.mirror_gap(importer_mix @extschema@.supply_mix, exporter_mix @extschema@.supply_mix, cif_factor float8 DEFAULT 1, OUT origin text, OUT imports float8, OUT exports float8, OUT gap float8, OUT relative_gap float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION @extschema@.mirror_gap(@extschema@.supply_mix, @extschema@.supply_mix, float8) IS
'What the importer and its suppliers report of the same trade, origin by origin: the difference and its ratio to their mean (2: only the importer reports, -2: only the exporter); what has no origin comes last with NULL. Imports are divided by cif_factor first, for insurance and freight. Example: SELECT origin, gap FROM mirror_gap(''{CHN:6}'', ''{CHN:4,AUS:1}'') → AUS -1, CHN 2';

