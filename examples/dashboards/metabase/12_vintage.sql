-- name: How old are the data?
-- description: Whose they are and what they cover.
-- display: table
-- size: 24 x 5
-- settings: {}
SELECT dataset, publisher, release, first_day, last_day, missing_years, licence FROM dashboard.data_vintage ORDER BY dataset
