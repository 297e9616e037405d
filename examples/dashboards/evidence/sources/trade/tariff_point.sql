SELECT hs, name, origin, origin_name, day, rate FROM dashboard.tariff_point
