SELECT year, importer, importer_name, product, product_name, value_usd, suppliers, top_supplier_name, top_share, hhi, is_latest, concat_ws('; ', problem, coverage) AS to_know
FROM dashboard.dependence WHERE importer IN (SELECT importer FROM dashboard.watched) OR importer = 'World'
