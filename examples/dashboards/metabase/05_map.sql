-- name: Who depends on China?
-- description: China's share of each country's imports in the latest year.
-- display: map
-- size: 12 x 8
-- variable: product, text, Product, 850511
-- settings: {"map.type": "region", "map.region": "world_countries", "map.dimension": "country", "map.metric": "share", "column_settings": {"[\"name\",\"share\"]": {"number_style": "percent", "decimals": 1}}}
SELECT importer_iso2 AS country, share FROM dashboard.dependence_on('CHN', (SELECT max(year) FROM dashboard.dependence WHERE product = {{product}}))
WHERE product = {{product}} AND importer_iso2 IS NOT NULL
