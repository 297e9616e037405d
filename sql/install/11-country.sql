
-- Country codes and dated groups of countries.

CREATE FUNCTION @extschema@.country_code(code text, from_system text DEFAULT NULL, to_system text DEFAULT 'iso3',
	other_asia text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_code(text, text, text, text) IS
'A country''s code in another system (iso2, iso3, m49, comtrade, census, japan, name), NULL when the code means no country; without from_system letters and names are understood. Example: SELECT country_code(''5700'', ''census'') → CHN';

CREATE FUNCTION @extschema@.country_problem(code text, from_system text DEFAULT NULL, to_system text DEFAULT 'iso3') RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_problem(text, text, text) IS
'Why country_code gives NULL, in words; NULL when the code is fine. Example: SELECT country_problem(''0'', ''comtrade'') → World is a total, not a supplier';

CREATE FUNCTION @extschema@.country_name(code text, from_system text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_name(text, text) IS
'English name of a country or of a partner that is none. Example: SELECT country_name(''vn'') → Viet Nam';

CREATE FUNCTION @extschema@.country_note(code text, from_system text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_note(text, text) IS
'What is to be known of a code that is understood: a state of another time, a part of a country, a word that also means "missing"; NULL when there is nothing. Example: SELECT country_note(''736'', ''comtrade'') → Sudan until 2011';

CREATE FUNCTION @extschema@.is_pseudo_partner(code text, from_system text DEFAULT NULL) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_pseudo_partner(text, text) IS
'True for partners that are not suppliers: World, areas not specified, bunkers, free zones; false for countries and for unknown codes. Example: SELECT is_pseudo_partner(''837'', ''comtrade'') → t';

CREATE FUNCTION @extschema@.is_total_partner(code text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_total_partner(text) IS
'True for a code or name, in any case, that sources give the total of all partners: World, WLD, W00, 0, 000, 001, Total, TOT, World total, All countries, All partners, Grand total and the like, and those of Japanese tables. Example: SELECT is_total_partner(''WORLD'') → t';

CREATE FUNCTION @extschema@.countries(OUT iso3 text, OUT iso2 text, OUT m49 text, OUT comtrade text, OUT census text,
	OUT japan text, OUT name text, OUT region text, OUT subregion text, OUT currency text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 250;
COMMENT ON FUNCTION @extschema@.countries() IS
'All countries with their codes in every system, region and currency. Example: SELECT iso3 FROM countries() WHERE japan = ''106'' → TWN';

CREATE FUNCTION @extschema@.country_groups(OUT group_name text, OUT country text, OUT valid_from date, OUT valid_to date, OUT evidence text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 403;
COMMENT ON FUNCTION @extschema@.country_groups() IS
'All memberships of countries in groups; valid_to is the first day that no longer counts, NULL for members of today; evidence: seen in a publication, or from knowledge. Example: SELECT valid_to FROM country_groups() WHERE group_name = ''EU'' AND country = ''GBR'' → 2020-02-01';

CREATE FUNCTION @extschema@.country_group(group_name text, on_date date DEFAULT CURRENT_DATE, own_groups jsonb DEFAULT NULL) RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_group(text, date, jsonb) IS
'Members of a group on a day (today), as iso3 codes, NULL when it has none then; own_groups: rows of one''s own, (SELECT jsonb_agg(g) FROM my_groups AS g) with columns as of country_groups(). Example: SELECT country_group(''USMCA'', ''2025-01-01'') → {CAN,MEX,USA}';

CREATE FUNCTION @extschema@.in_country_group(country text, group_name text, on_date date DEFAULT CURRENT_DATE, own_groups jsonb DEFAULT NULL)
RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.in_country_group(text, text, date, jsonb) IS
'Whether a country (iso3 or iso2) is a member of a group (see country_group) on a day (today); NULL for a code that is not a country and for a group without members on that day. Example: SELECT in_country_group(''GB'', ''EU'', ''2019-06-30'') → t';
