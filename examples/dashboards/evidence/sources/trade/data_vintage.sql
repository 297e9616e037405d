SELECT dataset, publisher, release, licence, first_day::text AS first_day, last_day::text AS last_day, gaps, note FROM dashboard.data_vintage
