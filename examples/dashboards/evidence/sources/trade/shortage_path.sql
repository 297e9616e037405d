SELECT scenario, importer, product, day_number, stock_days_left, missing_share, days_missing_so_far FROM dashboard.shortage_path
