-- name: What the rates rest on
-- description: What each rate takes for granted, and what it would be with one fact more: a claim, a content. Where there is no rate, the last column says why.
-- display: table
-- size: 24 x 8
-- variable: on_date, date, Day of entry, 2025-10-01
-- settings: {"column_settings": {"[\"name\",\"rate\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"least_rate\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"most_rate\"]": {"number_style": "percent", "decimals": 1}}}
SELECT name, origin_name, rate, least_rate, most_rate, assumed, otherwise, problem FROM dashboard.tariff_matrix({{on_date}}::date) ORDER BY name, origin_name
