SELECT year, importer, product, supplier_name, supplier_rank, value_usd, share
FROM dashboard.supplier_share WHERE importer IN (SELECT importer FROM dashboard.watched) OR importer = 'World'
