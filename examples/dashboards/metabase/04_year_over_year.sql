-- name: Against the year before
-- description: The latest year of each product; what is not bought any more is 0. Where there are no data of the year before, the last column says so.
-- display: table
-- size: 24 x 6
-- variable: importer, text, Importer, JPN
-- settings: {"column_settings": {"[\"name\",\"value_usd\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}, "[\"name\",\"value_usd_before\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}, "[\"name\",\"change\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"top_share\"]": {"number_style": "percent", "decimals": 1}}}
SELECT product_name, year, value_usd, value_usd_before, change, top_share, problem
FROM dashboard.year_over_year WHERE importer = {{importer}} AND (product, year) IN (SELECT product, max(year) FROM dashboard.dependence WHERE is_latest GROUP BY product)
ORDER BY product_name
