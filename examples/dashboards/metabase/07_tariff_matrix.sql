-- name: Duty rates by origin on a day
-- description: All duties together as a share of the value, entering the United States.
-- display: pivot
-- size: 24 x 8
-- variable: on_date, date, Day of entry, 2025-10-01
-- settings: {"pivot_table.column_split": {"rows": ["name"], "columns": ["origin_name"], "values": ["rate"]}, "column_settings": {"[\"name\",\"rate\"]": {"number_style": "percent", "decimals": 1}}}
SELECT name, origin_name, rate, problem FROM dashboard.tariff_matrix({{on_date}}::date) ORDER BY name, origin_name
