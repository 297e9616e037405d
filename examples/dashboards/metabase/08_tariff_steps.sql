-- name: How the duty on magnets changed
-- description: A point for each change.
-- display: line
-- size: 24 x 6
-- settings: {"graph.dimensions": ["valid_from", "origin_name"], "graph.metrics": ["rate"], "line.interpolate": "step-after", "column_settings": {"[\"name\",\"rate\"]": {"number_style": "percent", "decimals": 1}}}
SELECT valid_from, origin_name, rate, programs FROM dashboard.tariff_step WHERE hs = '8505110070' AND origin IN ('CN', 'JP', 'DE', 'VN') ORDER BY 1, 2
