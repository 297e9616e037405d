-- name: Days of use missing if the supplier stops
-- description: The scenario is an assumption: the column assumed of the table says it in words.
-- display: row
-- size: 12 x 7
-- variable: importer, text, Importer, JPN
-- variable: scenario, text, Scenario, Embargo of a year
-- settings: {"graph.dimensions": ["product_name"], "graph.metrics": ["days_missing"], "graph.x_axis.title_text": "days"}
SELECT product_name, days_missing, assumed FROM dashboard.shortage WHERE importer = {{importer}} AND scenario = {{scenario}} ORDER BY days_missing DESC
