-- name: Duty rates by origin on a day
-- description: All duties together as a share of the value, entering the United States, of goods of which nothing more is said: no preference is claimed, the whole value counts. What each rate rests on is the next table.
-- display: table
-- size: 24 x 8
-- variable: on_date, date, Day of entry, 2025-10-01
-- settings: {"table.pivot": true, "table.pivot_column": "origin_name", "table.cell_column": "rate", "column_settings": {"[\"name\",\"rate\"]": {"number_style": "percent", "decimals": 1}}}
SELECT name, origin_name, rate FROM dashboard.tariff_matrix({{on_date}}::date) ORDER BY name, origin_name
