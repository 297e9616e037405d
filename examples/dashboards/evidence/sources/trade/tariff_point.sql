SELECT hs, name, origin, origin_name, day::timestamp AT TIME ZONE 'UTC' AS day, rate FROM dashboard.tariff_point
