SELECT dataset, publisher, release, licence, first_day, last_day, missing_years, note FROM dashboard.data_vintage
