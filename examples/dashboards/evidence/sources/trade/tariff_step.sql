SELECT hs, name, origin, origin_name, valid_from::text AS valid_from, valid_to::text AS valid_to, rate, programs, otherwise, problem FROM dashboard.tariff_step
