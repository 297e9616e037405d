SELECT severity, severity_order, importer, importer_name, product, product_name, what, value, year FROM dashboard.alert
