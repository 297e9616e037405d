SELECT hs, name, origin, origin_name, valid_from, valid_from::text AS from_day, valid_to, rate, programs, problem FROM dashboard.tariff_step
