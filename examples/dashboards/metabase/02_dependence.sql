-- name: On whom do we depend?
-- description: Every product in the latest year of its data, the largest dependence first. The last column says what the figures leave out.
-- display: table
-- size: 14 x 7
-- variable: importer, text, Importer, JPN
-- settings: {"column_settings": {"[\"name\",\"value_usd\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}, "[\"name\",\"top_share\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"hhi\"]": {"decimals": 2}}}
SELECT product_name, year, value_usd, suppliers, top_supplier_name, top_share, hhi, concat_ws('; ', problem, coverage) AS to_know
FROM dashboard.dependence WHERE importer = {{importer}} AND is_latest ORDER BY top_share DESC NULLS LAST
