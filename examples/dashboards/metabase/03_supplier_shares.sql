-- name: Suppliers over the years
-- description: The six largest suppliers of each year.
-- display: area
-- size: 10 x 7
-- variable: importer, text, Importer, JPN
-- variable: product, text, Product, 850511
-- settings: {"graph.dimensions": ["year", "supplier"], "graph.metrics": ["share"], "stackable.stack_type": "stacked", "graph.y_axis.title_text": "share of imports", "column_settings": {"[\"name\",\"share\"]": {"number_style": "percent", "decimals": 1}}}
SELECT year, CASE WHEN supplier_rank > 6 THEN 'others' ELSE supplier_name END AS supplier, sum(share) AS share
FROM dashboard.supplier_share WHERE importer = {{importer}} AND product = {{product}} GROUP BY 1, 2 ORDER BY 1, 2
