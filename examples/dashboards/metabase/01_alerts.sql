-- name: What to look at
-- description: Alerts in words, each product in the latest year of its data, with what it is held against.
-- display: table
-- size: 24 x 6
-- variable: importer, text, Importer, JPN
-- settings: {"table.columns": [{"name": "severity", "enabled": true}, {"name": "what", "enabled": true}, {"name": "year", "enabled": true}]}
SELECT severity, what, year FROM dashboard.alert WHERE importer = {{importer}} ORDER BY severity_order, what
