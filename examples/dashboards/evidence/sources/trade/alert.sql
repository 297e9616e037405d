SELECT severity, importer, importer_name, product, product_name, what, year FROM dashboard.alert
