-- choropleth.sql -- a map of who depends on a supplier, as a Vega-Lite specification:
--
--     psql -At -v supplier=CHN -v year=2024 -v product=850511 -f examples/recipes/choropleth.sql > map.vl.json
--
-- The shapes are a file beside it, countries-110m.json of the npm package world-atlas (Natural Earth, public domain), whose
-- countries have the numbers of ISO 3166.  Countries without data are grey.  A country, a product or a year that is not in the data
-- is an error, and no map.
\set ON_ERROR_STOP on
\if :{?supplier} \else \set supplier CHN \endif
\if :{?year} \else \set year 2024 \endif
\if :{?product} \else \set product 850511 \endif
\if :{?shapes} \else \set shapes countries-110m.json \endif
SELECT dashboard_input.sent_product(:'product', :'year'::int) AS product, dashboard_input.place(dashboard_input.sent_country(:'supplier')) AS seller \gset
WITH share AS (SELECT * FROM dashboard.dependence_on(:'supplier', :'year'::int) WHERE product = :'product' AND importer_m49 IS NOT NULL)
SELECT jsonb_pretty(jsonb_build_object(
	'$schema', 'https://vega.github.io/schema/vega-lite/v5.json',
	'title', format('%s: share of %s in imports, %s', min(product_name), :'seller', :'year'),
	'width', 760, 'height', 400, 'projection', jsonb_build_object('type', 'equalEarth'),
	'data', jsonb_build_object('url', :'shapes', 'format', jsonb_build_object('type', 'topojson', 'feature', 'countries')),
	'transform', jsonb_build_array(jsonb_build_object('lookup', 'id', 'from', jsonb_build_object('key', 'id', 'fields', '["country", "share", "value"]'::jsonb,
		'data', jsonb_build_object('values', jsonb_agg(jsonb_build_object('id', importer_m49, 'country', importer_name, 'share', round(share::numeric, 4), 'value', round(value_usd)) ORDER BY importer))))),
	'mark', '{"type": "geoshape", "stroke": "white", "strokeWidth": 0.4}'::jsonb,
	'encoding', jsonb_build_object(
		'color', '{"condition": {"test": "isValid(datum.share)", "field": "share", "type": "quantitative", "scale": {"domain": [0, 1], "scheme": "yelloworangered"}, "legend": {"format": ".0%", "title": "share"}}, "value": "#d5d8dc"}'::jsonb,
		'tooltip', '[{"field": "country"}, {"field": "share", "type": "quantitative", "format": ".1%"}, {"field": "value", "type": "quantitative", "format": "$,.0f", "title": "imports"}]'::jsonb)))
FROM share;
