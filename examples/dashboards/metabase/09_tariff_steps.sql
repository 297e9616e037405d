-- name: How the duty on magnets changed
-- description: A point on the first and the last day of each rate, up to the last day that the law covers. Of goods of which nothing more is said: no preference is claimed.
-- display: line
-- size: 24 x 6
-- settings: {"graph.dimensions": ["day", "origin_name"], "graph.metrics": ["rate"], "line.interpolate": "step-after", "column_settings": {"[\"name\",\"rate\"]": {"number_style": "percent", "decimals": 1}}}
SELECT day, origin_name, rate, assumed FROM dashboard.tariff_point WHERE hs = '8505110070' AND origin IN ('CN', 'JP', 'DE', 'VN') ORDER BY 1, 2
