-- name: How old are the data?
-- description: Whose they are, what they cover and what they lack.
-- display: table
-- size: 24 x 5
-- settings: {}
SELECT dataset, publisher, release, first_day, last_day, gaps, note, licence FROM dashboard.data_vintage ORDER BY dataset
