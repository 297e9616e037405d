-- usgs_countries.sql -- for \ir: the temporary table usgs_country (name, country):
-- the names that the USGS writes, where they are not the ISO names, to iso3.
CREATE TEMP TABLE usgs_country ON COMMIT DROP AS
SELECT name, iso3 AS country FROM countries()
UNION
SELECT name, country FROM (VALUES
	('Bolivia', 'BOL'), ('Burma', 'MMR'), ('Congo (Kinshasa)', 'COD'), ('Congo (Brazzaville)', 'COG'),
	('Côte d’Ivoire', 'CIV'), ('Iran', 'IRN'), ('Korea, North', 'PRK'), ('Korea, Republic of', 'KOR'),
	('Laos', 'LAO'), ('Netherlands', 'NLD'), ('Russia', 'RUS'), ('Syria', 'SYR'), ('Taiwan', 'TWN'),
	('Tanzania', 'TZA'), ('The Bahamas', 'BHS'), ('Turkey', 'TUR'), ('United Kingdom', 'GBR'),
	('United States', 'USA'), ('Venezuela', 'VEN'), ('Vietnam', 'VNM')) AS v(name, country);
