-- name: Filed against owed
-- description: The entries are made up, to show the audit.
-- display: table
-- size: 24 x 4
-- settings: {"column_settings": {"[\"name\",\"filed_usd\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}, "[\"name\",\"computed_usd\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}, "[\"name\",\"difference_usd\"]": {"number_style": "currency", "currency": "USD", "currency_style": "symbol", "decimals": 0}}}
SELECT entry, line, program, filed_usd, computed_usd, difference_usd, finding, reason FROM dashboard.entry_audit WHERE difference_usd <> 0 ORDER BY difference_usd DESC
