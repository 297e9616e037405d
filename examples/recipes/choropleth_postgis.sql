-- choropleth_postgis.sql -- the same map for QGIS and web maps, by PostGIS: the view dashboard_map, a shape for each importer,
-- product and year with the share of its largest supplier; and a query that gives one map as GeoJSON.
--
--     ogr2ogr -f PostgreSQL PG:dbname=trade ne_110m_admin_0_countries.shp -nln country_shape -select ISO_N3 -nlt MULTIPOLYGON
--     psql -v year=2024 -v product=850511 -f examples/recipes/choropleth_postgis.sql -At > map.geojson
--
-- country_shape has iso_n3, the number of ISO 3166 with three digits, and a geometry called wkb_geometry, as ogr2ogr makes them.
\set ON_ERROR_STOP on
\set QUIET on
\if :{?year} \else \set year 2024 \endif
\if :{?product} \else \set product 850511 \endif
DROP VIEW IF EXISTS dashboard_map;
CREATE VIEW dashboard_map AS
SELECT row_number() OVER () AS id, d.year, d.importer, d.importer_name, d.product, d.product_name, d.value_usd, d.top_supplier, d.top_supplier_name, d.top_share, d.hhi, s.wkb_geometry AS shape
FROM country_shape AS s JOIN dashboard.dependence AS d ON d.importer_m49 = s.iso_n3;
COMMENT ON VIEW dashboard_map IS 'Dependence with shapes: for QGIS and map servers.';
SELECT count(*) = 0 AS is_empty FROM dashboard_map WHERE year = :'year'::int AND product = :'product' \gset
\if :is_empty
\warn no importer of product :product in :year has a shape
DO $$ BEGIN RAISE 'the map is empty' USING HINT = 'dashboard.dependence has the products and their years, country_shape the shapes.'; END $$;
\endif
SELECT json_build_object('type', 'FeatureCollection', 'features', json_agg(ST_AsGeoJSON(m.*, 'shape', 3)::json ORDER BY importer))
FROM dashboard_map AS m WHERE year = :'year'::int AND product = :'product';
