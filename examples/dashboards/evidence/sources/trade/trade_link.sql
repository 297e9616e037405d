SELECT year, product, source, target, value_usd FROM dashboard.trade_link WHERE importer <> 'EU'
