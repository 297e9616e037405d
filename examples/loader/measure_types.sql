-- measure_types.sql -- for \ir: the types of measure of the EU's and the United
-- Kingdom's tariffs that are duties; all others are controls or units.
CREATE TEMP TABLE csv_type (type text PRIMARY KEY, choice_group text, is_tax bool NOT NULL, is_preference bool NOT NULL) ON COMMIT DROP;
INSERT INTO csv_type
SELECT type, 'duty', false, type <> '103' FROM unnest(ARRAY['103', '105', '106', '112', '115', '117', '119', '122', '123', '141', '142', '143', '145', '146', '147']) AS type
UNION ALL SELECT type, NULL, false, false FROM unnest(ARRAY['306', '551', '552', '553', '554', '555', '561', '562', '570', '571', '672', '673', '674', '690', '695', '696']) AS type
UNION ALL SELECT type, NULL, true, false FROM unnest(ARRAY['305', 'VTA', 'VTE', 'VTS', 'VTZ']) AS type;
