SELECT on_day::text AS on_day, name, origin, origin_name, rate, least_rate, most_rate, assumed, otherwise, problem FROM dashboard.tariff_day
