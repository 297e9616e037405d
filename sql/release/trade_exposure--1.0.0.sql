\echo Use "CREATE EXTENSION trade_exposure" to load this file. \quit

-- The extension itself: its version.

-- Whoever may create the extension need not be a superuser, but this script runs as
-- one, and the target schema is his: nothing of his may be taken for ours or for
-- PostgreSQL's.  So names without a schema mean pg_catalog alone from here on (CREATE
-- EXTENSION restores the path at its end), our own objects are named by @extschema@,
-- and calls of our own functions pass arguments of exact types.
SET LOCAL search_path = pg_catalog, pg_temp;

-- What nobody calls by hand stands in a schema of its own: support of types, operators,
-- aggregates and the planner, triggers, and what our own SQL is made of.  Whoever calls
-- what rests on it needs it, so everybody may look into it; only we put things there.
-- Somebody else's schema of that name must not be taken for ours, hence no IF NOT EXISTS.
CREATE SCHEMA te_support;
GRANT USAGE ON SCHEMA te_support TO PUBLIC;
COMMENT ON SCHEMA te_support IS 'Support of the extension trade_exposure; nothing in it is to be called by hand.';

-- The extension itself.

CREATE FUNCTION @extschema@.trade_exposure_version() RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.trade_exposure_version() IS
'Version of the loaded library. Example: SELECT trade_exposure_version() ==> 1.0.0';

-- Checks for functions whose bodies are SQL: what C says of its arguments.

CREATE FUNCTION te_support.te_finite_float8(argument text, value float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_float8(text, float8) IS
'The value; an error that names the argument where it is not finite. Example: SELECT te_support.te_finite_float8(''factor'', 0.5::float8) ==> 0.5';

CREATE FUNCTION te_support.te_finite_numeric(argument text, value numeric) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_numeric(text, numeric) IS
'The value; an error that names the argument where it is not finite. Example: SELECT te_support.te_finite_numeric(''customs_value'', 100::numeric) ==> 100';

CREATE FUNCTION te_support.te_finite_date(argument text, value date) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_finite_date(text, date) IS
'The day; an error that names the argument where it is NULL or not finite. Example: SELECT te_support.te_finite_date(''from_date'', date ''2026-01-01'') ==> 2026-01-01';

-- Codes of the Harmonized System.

CREATE FUNCTION @extschema@.hs_code(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_code(text) IS
'The digits of an HS code as people write it, or NULL when it is none: totals, hidden digits, lost zeros (see hs_problem). Example: SELECT hs_code(''8505.11.00.70'') ==> 8505110070';

CREATE FUNCTION @extschema@.hs_code(code bigint, digits integer) RETURNS text
AS 'MODULE_PATHNAME', 'hs_code_number' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_code(bigint, integer) IS
'The HS code of a column that was read as numbers, with its leading zero. Example: SELECT hs_code(10121, 6) ==> 010121';

CREATE FUNCTION @extschema@.hs_problem(code text, revision text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_problem(text, text) IS
'Why hs_code gives NULL or, with a revision, that it has no such chapter, heading or subheading; NULL when the code is fine. Example: SELECT hs_problem(''854142'', ''HS2017'') ==> is not in HS2017';

CREATE FUNCTION @extschema@.hs_codes(revision text, OUT code text, OUT kind text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 5400;
COMMENT ON FUNCTION @extschema@.hs_codes(text) IS
'The subheadings of a revision of the HS (kind code), and those by which Comtrade divides petroleum in HS1992 and HS1996 (kind legacy). Example: SELECT count(*) FROM hs_codes(''HS2022'') ==> 5612';

CREATE FUNCTION @extschema@.hs_level(code text) RETURNS integer
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_level(text) IS
'Number of digits of an HS code: 2 chapter, 4 heading, 6 subheading, more national. Example: SELECT hs_level(''8505.11'') ==> 6';

CREATE FUNCTION @extschema@.hs_chapter(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_chapter(text) IS
'The chapter of an HS code, two digits. Example: SELECT hs_chapter(''8505.11'') ==> 85';

CREATE FUNCTION @extschema@.hs_heading(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_heading(text) IS
'The heading of an HS code, four digits; NULL for a chapter. Example: SELECT hs_heading(''8505.11'') ==> 8505';

CREATE FUNCTION @extschema@.hs_subheading(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_subheading(text) IS
'The subheading of an HS code, the six digits that the world shares; NULL for a shorter code. Example: SELECT hs_subheading(''8505110070'') ==> 850511';

CREATE FUNCTION @extschema@.hs_prefixes(code text, lengths integer[] DEFAULT '{2,4,6,8,10}') RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_prefixes(text, integer[]) IS
'The beginnings of an HS code, for an equality join with rules kept by prefix. Example: SELECT hs_prefixes(''85051100'') ==> {85,8505,850511,85051100}';

CREATE FUNCTION te_support.te_hs_prefix_first(prefix text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_prefix_first(text) IS
'Lower end of the range of codes within a prefix, in byte order. Example: SELECT te_support.te_hs_prefix_first(''85.05'') ==> 8505';

CREATE FUNCTION te_support.te_hs_prefix_after(prefix text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_prefix_after(text) IS
'First text behind the range of codes within a prefix, in byte order. Example: SELECT te_support.te_hs_prefix_after(''85.05'') ==> 8506';

CREATE FUNCTION te_support.te_hs_within_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_within_support(internal) IS
'Planner support of hs_within; not to be called. Example: EXPLAIN SELECT * FROM flow WHERE hs_within(hs, ''8505'') shows an index condition';

CREATE FUNCTION @extschema@.hs_within(code text, prefix text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_hs_within_support;
COMMENT ON FUNCTION @extschema@.hs_within(text, text) IS
'Whether a clean code (digits only, see hs_code) begins with a prefix; uses a btree index on code COLLATE "C" or with text_pattern_ops. Example: SELECT hs_within(''850511'', ''85.05'') ==> t';

CREATE FUNCTION @extschema@.hs_convert(from_code text, from_revision text, to_revision text, code_weights jsonb DEFAULT NULL,
	links text DEFAULT 'main', route text DEFAULT 'direct', OUT code text, OUT relation text, OUT share double precision, OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 2;
COMMENT ON FUNCTION @extschema@.hs_convert(text, text, text, jsonb, text, text) IS
'A subheading in another revision of the HS (1992 ... 2022) by the UN''s table of the two, with the share of each target: equal parts, or by weights; links ''all'' also follows marginal correspondences, route ''steps'' goes through adjacent revisions, the note says where a table was corrected. Example: SELECT code, share FROM hs_convert(''854140'', ''HS2017'', ''HS2022'') ==> 854141 0.25, 854142 0.25, 854143 0.25, 854149 0.25';

CREATE FUNCTION @extschema@.hs_name(code text, revision text DEFAULT 'HS2022', with_heading boolean DEFAULT false) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_name(text, text, boolean) IS
'What a heading or subheading is, in the English words of the USITC; of an older revision where it converts one to one, else NULL; a subheading''s words follow those of its heading, which with_heading puts in front. Example: SELECT hs_name(''850650'') ==> Lithium';

CREATE FUNCTION @extschema@.hs_class(code text, revision text, classification text, OUT class text, OUT share double precision, OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 1;
COMMENT ON FUNCTION @extschema@.hs_class(text, text, text) IS
'The class of a subheading in SITC1 to SITC4, or its classes in BEC4 with equal shares, by the United Nations'' tables; where there is none, one row whose note says why. Example: SELECT class FROM hs_class(''850511'', ''HS2022'', ''SITC4'') ==> 77881';

-- Country codes and dated groups of countries.

CREATE FUNCTION @extschema@.country_code(code text, from_system text DEFAULT NULL, to_system text DEFAULT 'iso3',
	other_asia text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_code(text, text, text, text) IS
'A country''s code in another system (iso2, iso3, m49, comtrade, census, japan, name), NULL when the code means no country; without from_system letters and names are understood. Example: SELECT country_code(''5700'', ''census'') ==> CHN';

CREATE FUNCTION @extschema@.country_problem(code text, from_system text DEFAULT NULL, to_system text DEFAULT 'iso3') RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_problem(text, text, text) IS
'Why country_code gives NULL, in words; NULL when the code is fine. Example: SELECT country_problem(''0'', ''comtrade'') ==> World is a total, not a supplier';

CREATE FUNCTION @extschema@.country_name(code text, from_system text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_name(text, text) IS
'English name of a country or of a partner that is none. Example: SELECT country_name(''vn'') ==> Viet Nam';

CREATE FUNCTION @extschema@.country_note(code text, from_system text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_note(text, text) IS
'What is to be known of a code that is understood: a state of another time, a part of a country, a word that also means "missing"; NULL when there is nothing. Example: SELECT country_note(''736'', ''comtrade'') ==> Sudan until 2011';

CREATE FUNCTION @extschema@.is_pseudo_partner(code text, from_system text DEFAULT NULL) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_pseudo_partner(text, text) IS
'True for partners that are not suppliers: World, areas not specified, bunkers, free zones; false for countries and for unknown codes. Example: SELECT is_pseudo_partner(''837'', ''comtrade'') ==> t';

CREATE FUNCTION @extschema@.is_total_partner(code text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_total_partner(text) IS
'True for a code or name, in any case, that sources give the total of all partners: World, WLD, W00, 0, 000, 001, Total, TOT, World total, All countries, All partners, Grand total and the like, and those of Japanese tables. Example: SELECT is_total_partner(''WORLD'') ==> t';

CREATE FUNCTION @extschema@.countries(OUT iso3 text, OUT iso2 text, OUT m49 text, OUT comtrade text, OUT census text,
	OUT japan text, OUT name text, OUT region text, OUT subregion text, OUT currency text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 250;
COMMENT ON FUNCTION @extschema@.countries() IS
'All countries with their codes in every system, region and currency. Example: SELECT iso3 FROM countries() WHERE japan = ''106'' ==> TWN';

CREATE FUNCTION @extschema@.country_groups(OUT group_name text, OUT country text, OUT valid_from date, OUT valid_to date, OUT evidence text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 403;
COMMENT ON FUNCTION @extschema@.country_groups() IS
'All memberships of countries in groups; valid_to is the first day that no longer counts, NULL for members of today; evidence: seen in a publication, or from knowledge. Example: SELECT valid_to FROM country_groups() WHERE group_name = ''EU'' AND country = ''GBR'' ==> 2020-02-01';

CREATE FUNCTION @extschema@.country_group(group_name text, on_date date DEFAULT CURRENT_DATE, own_groups jsonb DEFAULT NULL) RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.country_group(text, date, jsonb) IS
'Members of a group on a day (today), as iso3 codes, NULL when it has none then; own_groups: rows of one''s own, (SELECT jsonb_agg(g) FROM my_groups AS g) with columns as of country_groups(). Example: SELECT country_group(''USMCA'', ''2025-01-01'') ==> {CAN,MEX,USA}';

CREATE FUNCTION @extschema@.in_country_group(country text, group_name text, on_date date DEFAULT CURRENT_DATE, own_groups jsonb DEFAULT NULL)
RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.in_country_group(text, text, date, jsonb) IS
'Whether a country (iso3 or iso2) is a member of a group (see country_group) on a day (today); NULL for a code that is not a country and for a group without members on that day. Example: SELECT in_country_group(''GB'', ''EU'', ''2019-06-30'') ==> t';
-- Units of quantity.

CREATE FUNCTION @extschema@.convert_quantity(quantity float8, from_unit text, to_unit text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.convert_quantity(float8, text, text) IS
'A quantity in another unit, by the units that duties are charged on; NULL when the two do not convert (see unit_problem). Example: SELECT convert_quantity(2.5, ''t'', ''KG'') ==> 2500';

CREATE FUNCTION @extschema@.unit_code(unit text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_code(text) IS
'The UN/ECE code of a unit as statistics write it, with its multiple; NULL for a unit that is not known. Example: SELECT unit_code(''100 kilograms'') ==> 100 KGM';

CREATE FUNCTION @extschema@.unit_problem(from_unit text, to_unit text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_problem(text, text) IS
'Why convert_quantity gives NULL, or that a unit is in no table, so that only its own name was compared; NULL when both are known and convert. Example: SELECT unit_problem(''kg'', ''litres'') ==> KGM does not convert into LTR';
-- Money of other currencies and other times.

CREATE FUNCTION @extschema@.exchange_rate(from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.exchange_rate(text, text, date, jsonb) IS
'What one unit of a currency is worth in another on a day, by a dated table of your own (currency, in_currency, rate, valid_from, valid_to): the rate of the two in either direction, or by way of a third currency; NULL where the table has none (see exchange_problem). Example: SELECT exchange_rate(''JPY'', ''USD'', ''2024-03-01'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') ==> 0.00625';

CREATE FUNCTION @extschema@.convert_money(amount float8, from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.convert_money(float8, text, text, date, jsonb) IS
'An amount in another currency at the rate of its day (nominal; see exchange_rate). Example: SELECT convert_money(8000, ''JPY'', ''USD'', ''2024-03-01'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') ==> 50';

CREATE FUNCTION @extschema@.exchange_problem(from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.exchange_problem(text, text, date, jsonb) IS
'Why exchange_rate and convert_money give NULL; NULL when there is a rate. Example: SELECT exchange_problem(''JPY'', ''USD'', ''2023-12-31'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') ==> the rates of USD in JPY begin on 2024-01-01';

CREATE FUNCTION @extschema@.price_level(on_date date, deflators jsonb, series text DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_level(date, jsonb, text) IS
'The level of prices on a day, by a dated table of your own (level, valid_from, valid_to, and series where there are several); NULL where the table has none (see price_level_problem). Example: SELECT price_level(''2024-03-01'', ''[{"level": 110, "valid_from": "2024-01-01"}]'') ==> 110';

CREATE FUNCTION @extschema@.real_amount(amount float8, on_date date, base_date date, deflators jsonb, series text DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.real_amount(float8, date, date, jsonb, text) IS
'An amount of a day at the prices of another one: times the price level of that over its own (see price_level). Example: SELECT real_amount(110, ''2024-03-01'', ''2020-03-01'', ''[{"level": 100, "valid_from": "2020-01-01"}, {"level": 110, "valid_from": "2024-01-01"}]'') ==> 100';

CREATE FUNCTION @extschema@.price_level_problem(on_date date, deflators jsonb, series text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_level_problem(date, jsonb, text) IS
'Why price_level, or real_amount of this day, gives NULL; NULL when there is a level. Example: SELECT price_level_problem(''2019-03-01'', ''[{"level": 100, "valid_from": "2020-01-01"}]'') ==> the deflators begin on 2020-01-01';
-- The supply mix: origin ==> amount.

CREATE TYPE @extschema@.supply_mix;

CREATE FUNCTION te_support.te_mix_in(cstring) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_in(cstring) IS
'Reads a supply mix from text. Example: SELECT ''{CHN:23310,VNM:5254}''::supply_mix';

CREATE FUNCTION te_support.te_mix_out(@extschema@.supply_mix) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_out(@extschema@.supply_mix) IS
'Writes a supply mix as text, origins in byte order. Example: SELECT supply_mix(''{"VNM": 1, "CHN": 2}''::jsonb)::text ==> {CHN:2,VNM:1}';

CREATE FUNCTION te_support.te_mix_recv(internal) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_recv(internal) IS
'Reads a supply mix from its binary form, codes in the client''s encoding. Example: COPY mixes FROM ''file'' (FORMAT binary)';

CREATE FUNCTION te_support.te_mix_send(@extschema@.supply_mix) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED COST 10;
COMMENT ON FUNCTION te_support.te_mix_send(@extschema@.supply_mix) IS
'Writes a supply mix in binary form, codes in the client''s encoding. Example: SELECT length(te_support.te_mix_send(''{CHN:1}'')) ==> 52';

CREATE TYPE @extschema@.supply_mix (
	INPUT = te_support.te_mix_in,
	OUTPUT = te_support.te_mix_out,
	RECEIVE = te_support.te_mix_recv,
	SEND = te_support.te_mix_send,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE @extschema@.supply_mix IS
'Amounts by origin, with the amount of unknown origin kept apart: what a country, firm or product buys from whom. Example: SELECT hhi(''{CHN:3,VNM:1}''::supply_mix) ==> 0.625';

-- building

CREATE FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) IS
'Support function of the aggregate supply_mix(origin, amount). Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that enter. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_support.te_mix_inverse(@extschema@.supply_mix, text, float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_mix_inverse(@extschema@.supply_mix, text, float8) IS
'Support function of the window form of supply_mix(origin, amount), for rows that leave. Example: SELECT supply_mix(origin, amount) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';
CREATE FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the aggregate sum(supply_mix). Example: SELECT sum(mix) FROM mixes';
CREATE FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that enter. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_support.te_mix_sum_inverse(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_sum_inverse(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function of the window form of sum(supply_mix), for mixes that leave. Example: SELECT sum(mix) OVER (ORDER BY year ROWS 2 PRECEDING) FROM mixes';
CREATE FUNCTION te_support.te_mix_combine(@extschema@.supply_mix, @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_combine(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Support function that joins the partial mixes of parallel workers. Example: SELECT supply_mix(origin, amount) FROM flows';
CREATE FUNCTION te_support.te_mix_final(@extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_final(@extschema@.supply_mix) IS
'Support function that ends the aggregates of supply mixes. Example: SELECT supply_mix(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.supply_mix(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix(text, float8) IS
'Builds a supply mix from rows: a NULL or empty origin is unspecified and counted, a NULL amount skipped and counted. Example: SELECT supply_mix(origin, amount) FROM (VALUES (''CHN'', 2), (''VNM'', 1)) v(origin, amount) ==> {CHN:2,VNM:1}';

CREATE AGGREGATE @extschema@.sum(mix @extschema@.supply_mix) (
	SFUNC = te_support.te_mix_sum_accum, STYPE = @extschema@.supply_mix, SSPACE = 512, FINALFUNC = te_support.te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_sum_accum_moving, MINVFUNC = te_support.te_mix_sum_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 512,
	MFINALFUNC = te_support.te_mix_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.sum(@extschema@.supply_mix) IS
'Adds supply mixes, for example products to a chapter or months to a year. Example: SELECT sum(m) FROM (VALUES (''{CHN:2}''::supply_mix), (''{CHN:1,VNM:1}'')) v(m) ==> {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION te_support.te_mix_partial_final(@extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_mix_partial_final(@extschema@.supply_mix) IS
'Support function that ends the aggregates of partial supply mixes. Example: SELECT supply_mix_partial(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.supply_mix_partial(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum_moving, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_mix_partial_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_mix_partial_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix_partial(text, float8) IS
'Builds a partial supply mix: it can be stored, and others of its kind added with + and sum or taken away with - any number of times, without loss; every function takes it like a finished mix. Example: SELECT supply_mix_partial(''CHN'', 0.1) + supply_mix_partial(''CHN'', 0.2) - supply_mix_partial(''CHN'', 0.2) = ''{CHN:0.1}'' ==> t';

CREATE AGGREGATE @extschema@.supply_mix_partial(mix @extschema@.supply_mix) (
	SFUNC = te_support.te_mix_sum_accum_moving, STYPE = @extschema@.supply_mix, SSPACE = 512, FINALFUNC = te_support.te_mix_partial_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_sum_accum_moving, MINVFUNC = te_support.te_mix_sum_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 512,
	MFINALFUNC = te_support.te_mix_partial_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_mix_partial(@extschema@.supply_mix) IS
'Adds mixes like sum(mix), but the result is partial: products to a chapter, whose figures are the same to the bit as from rows when the mixes are partial. Example: SELECT hhi(supply_mix_partial(mix)) FROM unnest(''{"{CHN:1,VNM:1}","{CHN:2}"}''::supply_mix[]) AS mix ==> 0.625';

CREATE FUNCTION @extschema@.finished(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_finished' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.finished(@extschema@.supply_mix) IS
'The mix in its finished form, half as large: one rounded amount for each origin. Example: SELECT finished(supply_mix_partial(origin, amount)) FROM (VALUES (''CHN'', 0.1), (''CHN'', 0.2)) v(origin, amount) ==> {CHN:0.30000000000000004;rows=2}';

CREATE FUNCTION @extschema@.is_partial(mix @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.is_partial(@extschema@.supply_mix) IS
'Is the mix a partial one, to which others can be added without loss? Example: SELECT is_partial(supply_mix_partial(''CHN'', 1)) ==> t';

CREATE FUNCTION @extschema@.supply_mix(origins text[], amounts float8[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_arrays' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.supply_mix(text[], float8[]) IS
'A supply mix from two arrays of equal length; equal origins add up. Example: SELECT supply_mix(ARRAY[''CHN'',''VNM''], ARRAY[2,1]) ==> {CHN:2,VNM:1}';

CREATE FUNCTION @extschema@.supply_mix(object jsonb) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME', 'te_mix_from_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.supply_mix(jsonb) IS
'A supply mix from a JSON object of numbers; the key "" is the unspecified amount. Example: SELECT supply_mix(''{"CHN": 2, "": 1}''::jsonb) ==> {"":1,CHN:2}';

CREATE FUNCTION @extschema@.to_jsonb(mix @extschema@.supply_mix) RETURNS jsonb
AS 'MODULE_PATHNAME', 'te_mix_to_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.to_jsonb(@extschema@.supply_mix) IS
'A supply mix as a JSON object; counts of rows are left behind. Example: SELECT to_jsonb(''{CHN:2,VNM:1}''::supply_mix) ==> {"CHN": 2, "VNM": 1}';

CREATE CAST (jsonb AS @extschema@.supply_mix) WITH FUNCTION @extschema@.supply_mix(jsonb);
COMMENT ON CAST (jsonb AS @extschema@.supply_mix) IS 'A supply mix from a JSON object of numbers. Example: SELECT ''{"CHN": 2}''::jsonb::supply_mix ==> {CHN:2}';
CREATE CAST (@extschema@.supply_mix AS jsonb) WITH FUNCTION @extschema@.to_jsonb(@extschema@.supply_mix);
COMMENT ON CAST (@extschema@.supply_mix AS jsonb) IS 'A supply mix as a JSON object. Example: SELECT ''{CHN:2}''::supply_mix::jsonb ==> {"CHN": 2}';

CREATE FUNCTION @extschema@.to_json(mix @extschema@.supply_mix) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
	SELECT @extschema@.to_jsonb(mix)::text::json;
END;
COMMENT ON FUNCTION @extschema@.to_json(@extschema@.supply_mix) IS
'A supply mix as a JSON object, which json_agg, row_to_json and APIs that rest on them take. Example: SELECT to_json(''{CHN:2,VNM:1}''::supply_mix) ==> {"CHN": 2, "VNM": 1}';
CREATE CAST (@extschema@.supply_mix AS json) WITH FUNCTION @extschema@.to_json(@extschema@.supply_mix);
COMMENT ON CAST (@extschema@.supply_mix AS json) IS 'A supply mix as a JSON object, in json_agg, jsonb_agg and row_to_json too. Example: SELECT ''{CHN:2}''::supply_mix::json ==> {"CHN": 2}';

-- looking

CREATE FUNCTION @extschema@.total(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.total(@extschema@.supply_mix) IS
'Sum of all amounts, the unspecified one included. Example: SELECT total(''{CHN:2,VNM:1}''::supply_mix) ==> 3';

CREATE FUNCTION @extschema@.unspecified(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_sql_unspecified' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unspecified(@extschema@.supply_mix) IS
'Amount without a known origin. Example: SELECT unspecified(''{CHN:2,"":1}''::supply_mix) ==> 1';

CREATE FUNCTION @extschema@.row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.row_count(@extschema@.supply_mix) IS
'Rows with an amount that went into the mix, those without an origin included. Example: SELECT row_count(''{CHN:2;rows=5}''::supply_mix) ==> 5';

CREATE FUNCTION @extschema@.unspecified_row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_unspecified_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unspecified_row_count(@extschema@.supply_mix) IS
'Rows that had an amount but no origin. Example: SELECT unspecified_row_count(''{CHN:2,"":1}''::supply_mix) ==> 1';

CREATE FUNCTION @extschema@.skipped_row_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_skipped_row_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.skipped_row_count(@extschema@.supply_mix) IS
'Rows that had no amount and were skipped. Example: SELECT skipped_row_count(''{CHN:2;skipped_rows=1}''::supply_mix) ==> 1';

CREATE FUNCTION @extschema@.each_origin(mix @extschema@.supply_mix, OUT origin text, OUT amount float8, OUT share float8,
	OUT rank int4, OUT cumulative_share float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION @extschema@.each_origin(@extschema@.supply_mix) IS
'One row per origin, largest first, the unspecified amount last with NULL origin; shares are NULL when an amount is negative or the total zero. Example: SELECT origin, share FROM each_origin(''{CHN:3,VNM:1}''::supply_mix) ==> CHN 0.75, VNM 0.25';

CREATE FUNCTION @extschema@.mix_problem(mix @extschema@.supply_mix) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_problem(@extschema@.supply_mix) IS
'Why a mix looks wrong, in words, or NULL: a net negative origin, a total such as World among the origins (by its name, or because it equals the others within 0.5 %), a group beside its members, an unspecified amount that is such a total, origins that differ in case or blanks only or are one country. Example: SELECT mix_problem(''{W00:3,CHN:2,VNM:1}''::supply_mix) ==> origin "W00" equals the sum of all others...';

CREATE FUNCTION te_support.te_mix_foreign_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_foreign_support(internal) IS
'Planner support: questions about one origin of a foreign table''s mix are sent to the other server; not to be called. Example: EXPLAIN VERBOSE SELECT * FROM foreign_mixes WHERE mix ? ''CHN''';

CREATE FUNCTION te_support.te_mix_get(mix @extschema@.supply_mix, origin text) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION te_support.te_mix_get(@extschema@.supply_mix, text) IS
'Function of the operator supply_mix -> text. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' ==> 2';
CREATE FUNCTION te_support.te_mix_get_cstring(mix @extschema@.supply_mix, origin cstring) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_get_cstring(@extschema@.supply_mix, cstring) IS
'The operator supply_mix -> text as it is sent to other servers, free of collation. Example: SELECT te_support.te_mix_get_cstring(''{CHN:2}''::supply_mix, ''CHN''::cstring) ==> 2';
CREATE FUNCTION te_support.te_mix_has(mix @extschema@.supply_mix, origin text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION te_support.te_mix_has(@extschema@.supply_mix, text) IS
'Function of the operator supply_mix ? text. Example: SELECT ''{CHN:2}''::supply_mix ? ''CHN'' ==> t';

CREATE FUNCTION te_support.te_mix_has_cstring(mix @extschema@.supply_mix, origin cstring) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_has_cstring(@extschema@.supply_mix, cstring) IS
'The operator supply_mix ? text as it is sent to other servers, free of collation. Example: SELECT te_support.te_mix_has_cstring(''{CHN:2}''::supply_mix, ''CHN''::cstring) ==> t';

CREATE OPERATOR @extschema@.-> (LEFTARG = @extschema@.supply_mix, RIGHTARG = text, FUNCTION = te_support.te_mix_get);
COMMENT ON OPERATOR @extschema@.-> (@extschema@.supply_mix, text) IS 'Amount of an origin, NULL when it is absent. Example: SELECT ''{CHN:2}''::supply_mix -> ''CHN'' ==> 2';
CREATE OPERATOR @extschema@.? (LEFTARG = @extschema@.supply_mix, RIGHTARG = text, FUNCTION = te_support.te_mix_has, RESTRICT = contsel, JOIN = contjoinsel);
COMMENT ON OPERATOR @extschema@.? (@extschema@.supply_mix, text) IS 'Does the mix have this origin? Example: SELECT ''{CHN:2}''::supply_mix ? ''VNM'' ==> f';

-- arithmetic
CREATE FUNCTION te_support.te_mix_plus(mix @extschema@.supply_mix, other @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_plus(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix + supply_mix. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' ==> {CHN:3,VNM:1;rows=3}';

CREATE OPERATOR @extschema@.+ (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_plus, COMMUTATOR = OPERATOR(@extschema@.+));
COMMENT ON OPERATOR @extschema@.+ (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Adds amounts by origin; without loss when one of the two is partial. Example: SELECT ''{CHN:2}''::supply_mix + ''{CHN:1,VNM:1}'' ==> {CHN:3,VNM:1;rows=3}';

CREATE FUNCTION te_support.te_mix_minus(mix @extschema@.supply_mix, other @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_minus(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix - supply_mix. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' ==> {CHN:1.5;rows=2}';

CREATE OPERATOR @extschema@.- (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_minus);
COMMENT ON OPERATOR @extschema@.- (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Takes amounts away by origin; from a partial mix it takes rows that were added, without loss. Example: SELECT ''{CHN:2}''::supply_mix - ''{CHN:0.5}'' ==> {CHN:1.5;rows=2}';

CREATE FUNCTION te_support.te_mix_times(mix @extschema@.supply_mix, factor float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_times(@extschema@.supply_mix, float8) IS
'Function of the operator supply_mix * float8. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 ==> {CHN:3}';

CREATE OPERATOR @extschema@.* (LEFTARG = @extschema@.supply_mix, RIGHTARG = float8, FUNCTION = te_support.te_mix_times, COMMUTATOR = OPERATOR(@extschema@.*));
COMMENT ON OPERATOR @extschema@.* (@extschema@.supply_mix, float8) IS 'Multiplies every amount. Example: SELECT ''{CHN:2}''::supply_mix * 1.5 ==> {CHN:3}';

CREATE FUNCTION te_support.te_mix_times_left(factor float8, mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_times_left(float8, @extschema@.supply_mix) IS
'Function of the operator float8 * supply_mix. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix ==> {CHN:3}';

CREATE OPERATOR @extschema@.* (LEFTARG = float8, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_times_left, COMMUTATOR = OPERATOR(@extschema@.*));
COMMENT ON OPERATOR @extschema@.* (float8, @extschema@.supply_mix) IS 'Multiplies every amount. Example: SELECT 1.5 * ''{CHN:2}''::supply_mix ==> {CHN:3}';

CREATE FUNCTION te_support.te_mix_divided(mix @extschema@.supply_mix, divisor float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_divided(@extschema@.supply_mix, float8) IS
'Function of the operator supply_mix / float8. Example: SELECT ''{CHN:3}''::supply_mix / 2 ==> {CHN:1.5}';

CREATE OPERATOR @extschema@./ (LEFTARG = @extschema@.supply_mix, RIGHTARG = float8, FUNCTION = te_support.te_mix_divided);
COMMENT ON OPERATOR @extschema@./ (@extschema@.supply_mix, float8) IS 'Divides every amount; zero is an error. Example: SELECT ''{CHN:3}''::supply_mix / 2 ==> {CHN:1.5}';

-- equality and order, by origins and amounts; counts of rows do not matter

CREATE FUNCTION te_support.te_mix_eq(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_eq(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix = supply_mix. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' ==> f';

CREATE OPERATOR @extschema@.= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_eq, COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
COMMENT ON OPERATOR @extschema@.= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Same origins and amounts. Example: SELECT ''{CHN:1}''::supply_mix = ''{CHN:2}'' ==> f';

CREATE FUNCTION te_support.te_mix_ne(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_ne(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix <> supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' ==> t';

CREATE OPERATOR @extschema@.<> (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_ne, COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Different origins or amounts. Example: SELECT ''{CHN:1}''::supply_mix <> ''{CHN:2}'' ==> t';

CREATE FUNCTION te_support.te_mix_lt(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_lt(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix < supply_mix. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' ==> t';

CREATE OPERATOR @extschema@.< (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_lt, COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
COMMENT ON OPERATOR @extschema@.< (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix < ''{CHN:2}'' ==> t';

CREATE FUNCTION te_support.te_mix_le(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_le(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix <= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' ==> t';

CREATE OPERATOR @extschema@.<= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_le, COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
COMMENT ON OPERATOR @extschema@.<= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix <= ''{CHN:2}'' ==> t';

CREATE FUNCTION te_support.te_mix_gt(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_gt(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix > supply_mix. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' ==> f';

CREATE OPERATOR @extschema@.> (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_gt, COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
COMMENT ON OPERATOR @extschema@.> (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix > ''{CHN:2}'' ==> f';

CREATE FUNCTION te_support.te_mix_ge(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_ge(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Function of the operator supply_mix >= supply_mix. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' ==> f';

CREATE OPERATOR @extschema@.>= (LEFTARG = @extschema@.supply_mix, RIGHTARG = @extschema@.supply_mix, FUNCTION = te_support.te_mix_ge, COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
COMMENT ON OPERATOR @extschema@.>= (@extschema@.supply_mix, @extschema@.supply_mix) IS 'Order for sorting, without a meaning of its own. Example: SELECT ''{CHN:1}''::supply_mix >= ''{CHN:2}'' ==> f';

CREATE FUNCTION te_support.te_mix_cmp(a @extschema@.supply_mix, b @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_cmp(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Order of two mixes for indexes and sorting, -1, 0 or 1. Example: SELECT te_support.te_mix_cmp(''{CHN:1}'', ''{CHN:2}'') ==> -1';

CREATE FUNCTION te_support.te_mix_hash(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_hash(@extschema@.supply_mix) IS
'Hash of a mix that agrees with equality. Example: SELECT te_support.te_mix_hash(''{CHN:1}'') = te_support.te_mix_hash(''{CHN:1;rows=2}'') ==> t';

CREATE FUNCTION te_support.te_mix_hash_extended(mix @extschema@.supply_mix, seed int8) RETURNS int8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_hash_extended(@extschema@.supply_mix, int8) IS
'Hash of 64 bits of a mix, for hash partitions; with seed 0 its low half is te_mix_hash. Example: SELECT te_support.te_mix_hash_extended(''{CHN:1}'', 7) = te_support.te_mix_hash_extended(''{CHN:1;rows=2}'', 7) ==> t';

CREATE OPERATOR CLASS @extschema@.supply_mix_ops DEFAULT FOR TYPE @extschema@.supply_mix USING btree AS
	OPERATOR 1 @extschema@.<, OPERATOR 2 @extschema@.<=, OPERATOR 3 @extschema@.=, OPERATOR 4 @extschema@.>=, OPERATOR 5 @extschema@.>,
	FUNCTION 1 te_support.te_mix_cmp(@extschema@.supply_mix, @extschema@.supply_mix);
COMMENT ON OPERATOR CLASS @extschema@.supply_mix_ops USING btree IS 'Sorting and DISTINCT of supply mixes. Example: SELECT DISTINCT mix FROM unnest(''{"{CHN:3,VNM:1}","{VNM:1,CHN:3}"}''::supply_mix[]) AS mix ==> {CHN:3,VNM:1}';
CREATE OPERATOR CLASS @extschema@.supply_mix_hash_ops DEFAULT FOR TYPE @extschema@.supply_mix USING hash AS
	OPERATOR 1 @extschema@.=, FUNCTION 1 te_support.te_mix_hash(@extschema@.supply_mix),
	FUNCTION 2 te_support.te_mix_hash_extended(@extschema@.supply_mix, int8);
COMMENT ON OPERATOR CLASS @extschema@.supply_mix_hash_ops USING hash IS 'Hash grouping, joins and partitions of supply mixes. Example: SELECT count(*) FROM unnest(''{"{CHN:3,VNM:1}","{VNM:1,CHN:3}"}''::supply_mix[]) AS mix GROUP BY mix ==> 2';

-- reshaping

CREATE FUNCTION @extschema@.keep_origins(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.keep_origins(@extschema@.supply_mix, text[]) IS
'Only these origins; the unspecified amount goes too. Example: SELECT keep_origins(''{CHN:2,VNM:1}'', ARRAY[''CHN'']) ==> {CHN:2;rows=2}';

CREATE FUNCTION @extschema@.exclude_origins(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.exclude_origins(@extschema@.supply_mix, text[]) IS
'All but these origins; the unspecified amount stays. Example: SELECT exclude_origins(''{CHN:2,W00:2}'', ARRAY[''W00'']) ==> {CHN:2;rows=2}';

CREATE FUNCTION @extschema@.without_unspecified(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.without_unspecified(@extschema@.supply_mix) IS
'All named origins: shares are then over what is known. Example: SELECT without_unspecified(''{"":1,CHN:2}'') ==> {CHN:2}';

CREATE FUNCTION @extschema@.mark_unspecified(mix @extschema@.supply_mix, origins text[]) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mark_unspecified(@extschema@.supply_mix, text[]) IS
'Turns origins that are not suppliers (areas not specified, free zones) into the unspecified amount. Example: SELECT mark_unspecified(''{CHN:2,_X:1}'', ARRAY[''_X'']) ==> {"":1,CHN:2}';

CREATE FUNCTION @extschema@.regroup_origins(mix @extschema@.supply_mix, groups jsonb) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.regroup_origins(@extschema@.supply_mix, jsonb) IS
'Gives origins the code of their group; origins not in the map keep their own, null makes one unspecified. Example: SELECT regroup_origins(''{DEU:1,FRA:2,CHN:4}'', ''{"DEU": "EU", "FRA": "EU"}'') ==> {CHN:4,EU:3;rows=3}';

CREATE FUNCTION @extschema@.group_origins(mix @extschema@.supply_mix, group_name text, on_date date DEFAULT CURRENT_DATE,
	own_groups jsonb DEFAULT NULL) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.group_origins(@extschema@.supply_mix, text, date, jsonb) IS
'Counts the members of a dated country group (see country_group) as one supplier with the name of the group; origins are iso3 or iso2 codes; NULL when the group has no members on that day. Example: SELECT group_origins(''{DEU:1,FRA:2,CHN:4}'', ''EU'', ''2024-01-01'') ==> {CHN:4,EU:3;rows=3}';

CREATE FUNCTION @extschema@.scale_origins(mix @extschema@.supply_mix, weights @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.scale_origins(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Each amount times the weight of its origin; missing weights are an error, or ''exclude'', ''zero'', ''one''. Example: SELECT scale_origins(''{CHN:2,VNM:1}'', ''{CHN:0.5,VNM:1}'') ==> {CHN:1,VNM:1}';

CREATE FUNCTION @extschema@.with_domestic(mix @extschema@.supply_mix, origin text, production float8) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.with_domestic(@extschema@.supply_mix, text, float8) IS
'Adds domestic production as one more supplier; a NULL mix (nothing imported) or NULL production keeps the other side. Example: SELECT with_domestic(''{CHN:2}'', ''JPN'', 1) ==> {CHN:2,JPN:1}';

CREATE FUNCTION @extschema@.clamp_negative(mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.clamp_negative(@extschema@.supply_mix) IS
'Counts net negative origins (corrections, re-imports) as zero. Example: SELECT clamp_negative(''{CHN:2,HKG:-1}'') ==> {CHN:2,HKG:0}';

-- Shares and concentration of a supply mix.

CREATE FUNCTION @extschema@.dependency_share(mix @extschema@.supply_mix, target text) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_share' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_mix_foreign_support;
COMMENT ON FUNCTION @extschema@.dependency_share(@extschema@.supply_mix, text) IS
'Share of one supplier in the total, 0..1; NULL for a zero total. Example: SELECT dependency_share(''{CHN:3,VNM:1}''::supply_mix, ''CHN'') ==> 0.75';

CREATE FUNCTION te_support.te_mix_share_cstring(mix @extschema@.supply_mix, target cstring) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_mix_share_cstring(@extschema@.supply_mix, cstring) IS
'Share of one supplier as it is asked of other servers, free of collation. Example: SELECT te_support.te_mix_share_cstring(''{CHN:3,VNM:1}''::supply_mix, ''CHN''::cstring) ==> 0.75';

CREATE FUNCTION @extschema@.dependency_share(mix @extschema@.supply_mix, targets text[]) RETURNS float8
AS 'MODULE_PATHNAME', 'te_mix_share_group' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_share(@extschema@.supply_mix, text[]) IS
'Share of several suppliers together, 0..1. Example: SELECT dependency_share(''{CHN:2,RUS:1,VNM:1}''::supply_mix, ARRAY[''CHN'',''RUS'']) ==> 0.75';

CREATE FUNCTION @extschema@.dependency_bounds(mix @extschema@.supply_mix, target text, OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_bounds(@extschema@.supply_mix, text) IS
'Share of one supplier when none, or all, of the unspecified amount is its. Example: SELECT * FROM dependency_bounds(''{CHN:2,VNM:1,"":1}''::supply_mix, ''CHN'') ==> 0.5, 0.75';

CREATE FUNCTION @extschema@.dependency_bounds(mix @extschema@.supply_mix, targets text[], OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME', 'dependency_bounds_group' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.dependency_bounds(@extschema@.supply_mix, text[]) IS
'Share of suppliers when none, or all, of the unspecified amount is theirs. Example: SELECT * FROM dependency_bounds(''{CHN:2,VNM:1,"":1}''::supply_mix, ARRAY[''CHN'']) ==> 0.5, 0.75';

CREATE FUNCTION @extschema@.hhi(mix @extschema@.supply_mix, scale int4 DEFAULT 1, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi(@extschema@.supply_mix, int4, text) IS
'Herfindahl-Hirschman index, the sum of squared shares, 0..1 (scale => 10000 as competition authorities write it); the unspecified amount counts in the total only; negative says what a net negative origin does: ''error'', ''zero'', ''null'' (here and in the measures below). Example: SELECT hhi(''{CHN:3,VNM:1}''::supply_mix) ==> 0.625';

CREATE FUNCTION @extschema@.hhi_normalized(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_normalized(@extschema@.supply_mix, text) IS
'HHI brought to 0 for equal shares and 1 for one supplier, whatever their number; NULL below two suppliers. Example: SELECT hhi_normalized(''{CHN:3,VNM:1}''::supply_mix) ==> 0.25';

CREATE FUNCTION @extschema@.hhi_bounds(mix @extschema@.supply_mix, OUT low float8, OUT high float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_bounds(@extschema@.supply_mix) IS
'HHI when the unspecified amount is spread over infinitely many suppliers, or comes from the largest one. Example: SELECT * FROM hhi_bounds(''{CHN:2,VNM:1,"":1}'') ==> 0.3125, 0.625';

CREATE FUNCTION @extschema@.top_share(mix @extschema@.supply_mix, k int4, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.top_share(@extschema@.supply_mix, int4, text) IS
'Share of the k largest suppliers together, 0..1; ranked_supplier has that of the k-th alone. Example: SELECT top_share(''{CHN:2,RUS:1,VNM:1}''::supply_mix, 2) ==> 0.75';

CREATE FUNCTION @extschema@.top_supplier(mix @extschema@.supply_mix, k int4 DEFAULT 1) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.top_supplier(@extschema@.supply_mix, int4) IS
'Code of the k-th largest supplier; of equal ones the first in byte order; NULL when there are fewer. Example: SELECT top_supplier(''{CHN:3,VNM:1}''::supply_mix) ==> CHN';

CREATE FUNCTION @extschema@.ranked_supplier(mix @extschema@.supply_mix, rank int4, negative text DEFAULT 'error', OUT origin text, OUT amount float8, OUT share float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ranked_supplier(@extschema@.supply_mix, int4, text) IS
'Code, amount and share of the k-th largest supplier alone; NULL when there are fewer. Example: SELECT * FROM ranked_supplier(''{CHN:2,RUS:1,VNM:1}'', 2) ==> RUS, 1, 0.25';

CREATE FUNCTION @extschema@.supplier_count(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME', 'te_mix_supplier_count' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supplier_count(@extschema@.supply_mix) IS
'Number of origins with an amount above zero. Example: SELECT supplier_count(''{CHN:3,VNM:1}''::supply_mix) ==> 2';

CREATE FUNCTION @extschema@.effective_suppliers(mix @extschema@.supply_mix, q float8 DEFAULT 2, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.effective_suppliers(@extschema@.supply_mix, float8, text) IS
'Number of equal suppliers that would be as diverse (Hill number of order q: 0 counts, 1 is exp of the entropy, 2 the inverse of the HHI, Infinity the inverse of the largest share; Hannah and Kay''s numbers equivalent), over the named origins. Example: SELECT effective_suppliers(''{CHN:3,VNM:1}''::supply_mix) ==> 1.6';

CREATE FUNCTION @extschema@.shannon_entropy(mix @extschema@.supply_mix, base float8 DEFAULT NULL, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.shannon_entropy(@extschema@.supply_mix, float8, text) IS
'Shannon entropy of the named shares, in nats or to a base. Example: SELECT shannon_entropy(''{CHN:1,VNM:1}''::supply_mix, base => 2) ==> 1';

CREATE FUNCTION @extschema@.shannon_evenness(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.shannon_evenness(@extschema@.supply_mix, text) IS
'Entropy over its maximum, 0..1; NULL below two suppliers. Example: SELECT shannon_evenness(''{CHN:1,VNM:1}''::supply_mix) ==> 1';

CREATE FUNCTION @extschema@.theil_index(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.theil_index(@extschema@.supply_mix, text) IS
'Theil''s T over suppliers: 0 for equal shares, ln n for one supplier of n. Example: SELECT theil_index(''{CHN:1,VNM:1}''::supply_mix) ==> 0';

CREATE FUNCTION @extschema@.theil_between(mix @extschema@.supply_mix, groups jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.theil_between(@extschema@.supply_mix, jsonb) IS
'Part of Theil''s T that lies between groups of suppliers (the rest lies within); every origin needs a group. Example: SELECT theil_between(''{CHN:3,VNM:1}'', ''{"CHN": "a", "VNM": "a"}'') ==> 0';

CREATE FUNCTION @extschema@.gini_index(mix @extschema@.supply_mix, negative text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.gini_index(@extschema@.supply_mix, text) IS
'Gini coefficient over suppliers with an amount, 0 (equal) to 1 - 1/n. Example: SELECT gini_index(''{CHN:3,VNM:1}''::supply_mix) ==> 0.25';

CREATE FUNCTION @extschema@.without_supplier(mix @extschema@.supply_mix, origins text[], OUT lost_share float8, OUT remaining_hhi float8, OUT n_minus_1 float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.without_supplier(@extschema@.supply_mix, text[]) IS
'What stopping suppliers leaves: the share lost, the HHI of the rest, and the share of today''s total that is left when the largest of the rest fails too. Example: SELECT * FROM without_supplier(''{CHN:2,AUS:1,VNM:1}'', ARRAY[''CHN'']) ==> 0.5, 0.5, 0.25';

CREATE FUNCTION @extschema@.n_minus_1(mix @extschema@.supply_mix, demand float8 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.n_minus_1(@extschema@.supply_mix, float8) IS
'Share of the demand (by default the total) that is left when the largest supplier fails. Example: SELECT n_minus_1(''{CHN:3,VNM:1}''::supply_mix) ==> 0.25';

CREATE FUNCTION @extschema@.structural_change(mix @extschema@.supply_mix, other_mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.structural_change(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Half the sum of absolute differences of shares among the named origins (Hoover''s index, UNCTAD''s diversification index, half of Krugman''s specialization index), 0 (same structure) to 1 (no common supplier); unspecified amounts are not a common supplier and are left out. Example: SELECT structural_change(''{CHN:3,VNM:1}'', ''{CHN:1,VNM:1}'') ==> 0.25';

CREATE FUNCTION @extschema@.mix_similarity(mix @extschema@.supply_mix, other_mix @extschema@.supply_mix, method text DEFAULT 'finger_kreinin') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_similarity(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Likeness of two mixes over their named origins, 0..1: ''finger_kreinin'' (sum of smaller shares; of imports and exports trade complementarity), ''cosine'', ''bray_curtis'' or ''jaccard'' (over amounts). Example: SELECT mix_similarity(''{CHN:3,VNM:1}''::supply_mix, ''{CHN:1,VNM:1}'') ==> 0.75';

CREATE FUNCTION @extschema@.concentration(mix @extschema@.supply_mix, negative text DEFAULT 'error', OUT total float8, OUT unspecified_share float8, OUT suppliers int4, OUT hhi float8, OUT hhi_normalized float8, OUT effective_suppliers float8, OUT top_supplier text, OUT top_share float8, OUT top3_share float8, OUT shannon_entropy float8, OUT theil_index float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.concentration(@extschema@.supply_mix, text) IS
'All main figures of a mix in one row. Example: SELECT hhi, suppliers, top_supplier, top_share FROM concentration(''{CHN:3,VNM:1}'') ==> 0.625, 2, CHN, 0.75';

-- One-shot aggregates: a metric straight from rows. Those over the whole mix share
-- one transition function, so that several in a query cost one pass.

CREATE FUNCTION te_support.te_hhi_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hhi_final(@extschema@.supply_mix) IS
'Support function of the aggregate hhi(origin, amount). Example: SELECT hhi(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_supplier_count_final(mix @extschema@.supply_mix) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_supplier_count_final(@extschema@.supply_mix) IS
'Support function of the aggregate supplier_count(origin, amount). Example: SELECT supplier_count(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_effective_suppliers_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_effective_suppliers_final(@extschema@.supply_mix) IS
'Support function of the aggregate effective_suppliers(origin, amount). Example: SELECT effective_suppliers(origin, amount) FROM flows';

CREATE FUNCTION te_support.te_top_share_accum(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_accum(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the aggregate top_share(origin, amount, k). Example: SELECT top_share(origin, amount, 3) FROM flows';

CREATE FUNCTION te_support.te_top_share_accum_moving(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_accum_moving(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of top_share(origin, amount, k), for rows that enter. Example: SELECT top_share(origin, amount, 3) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_top_share_inverse(state @extschema@.supply_mix, origin text, amount float8, k int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_top_share_inverse(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of top_share(origin, amount, k), for rows that leave. Example: SELECT top_share(origin, amount, 3) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_top_share_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_top_share_final(@extschema@.supply_mix) IS
'Support function of the aggregate top_share(origin, amount, k). Example: SELECT top_share(origin, amount, 3) FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8) IS
'Herfindahl-Hirschman index straight from rows, 0..1. Example: SELECT hhi(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 0.625';

CREATE AGGREGATE @extschema@.supplier_count(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_supplier_count_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_supplier_count_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supplier_count(text, float8) IS
'Number of origins with an amount above zero, straight from rows. Example: SELECT supplier_count(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 2';

CREATE AGGREGATE @extschema@.effective_suppliers(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_effective_suppliers_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_effective_suppliers_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_suppliers(text, float8) IS
'Inverse of the HHI over the named origins, straight from rows. Example: SELECT effective_suppliers(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 1.6';

CREATE AGGREGATE @extschema@.top_share(origin text, amount float8, k int4) (
	SFUNC = te_support.te_top_share_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_top_share_accum_moving, MINVFUNC = te_support.te_top_share_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_share(text, float8, int4) IS
'Share of the k largest suppliers straight from rows, 0..1. Example: SELECT top_share(origin, amount, 1) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 0.75';

CREATE FUNCTION te_support.te_top_supplier_final(mix @extschema@.supply_mix) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_top_supplier_final(@extschema@.supply_mix) IS
'Support function of the aggregate top_supplier(origin, amount). Example: SELECT top_supplier(origin, amount) FROM flows';

CREATE AGGREGATE @extschema@.top_supplier(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_supplier_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_supplier_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_supplier(text, float8) IS
'Code of the largest supplier straight from rows. Example: SELECT top_supplier(origin, amount) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> CHN';

CREATE AGGREGATE @extschema@.top_supplier(origin text, amount float8, k int4) (
	SFUNC = te_support.te_top_share_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_top_supplier_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_top_share_accum_moving, MINVFUNC = te_support.te_top_share_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_top_supplier_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.top_supplier(text, float8, int4) IS
'Code of the k-th largest supplier straight from rows; NULL when there are fewer. Example: SELECT top_supplier(origin, amount, 2) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> VNM';

CREATE FUNCTION te_support.te_hhi_scaled_accum(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the aggregate hhi(origin, amount, scale, negative). Example: SELECT hhi(origin, amount, 10000, ''null'') FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_accum_moving(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum_moving(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the window form of hhi(origin, amount, scale, negative), for rows that enter. Example: SELECT hhi(origin, amount, 10000, ''null'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_inverse(state @extschema@.supply_mix, origin text, amount float8, scale int4, negative text) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_inverse(@extschema@.supply_mix, text, float8, int4, text) IS
'Support function of the window form of hhi(origin, amount, scale, negative), for rows that leave. Example: SELECT hhi(origin, amount, 10000, ''null'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_final(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hhi_scaled_final(@extschema@.supply_mix) IS
'Support function of the aggregate hhi(origin, amount, scale, negative). Example: SELECT hhi(origin, amount, 10000, ''null'') FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8, scale int4, negative text) (
	SFUNC = te_support.te_hhi_scaled_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_scaled_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_hhi_scaled_accum_moving, MINVFUNC = te_support.te_hhi_scaled_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_scaled_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8, int4, text) IS
'Herfindahl-Hirschman index straight from rows, 0..scale; negative says what a net negative origin does to its group: ''error'' stops the query, ''zero'' counts it as zero, ''null'' leaves the group without an answer, so that one correction does not stop a view. Example: SELECT hhi(origin, amount, 10000, ''null'') FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 6250';

CREATE FUNCTION te_support.te_hhi_scaled_accum(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the aggregate hhi(origin, amount, scale). Example: SELECT hhi(origin, amount, 10000) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_accum_moving(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_accum_moving(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of hhi(origin, amount, scale), for rows that enter. Example: SELECT hhi(origin, amount, 10000) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_hhi_scaled_inverse(state @extschema@.supply_mix, origin text, amount float8, scale int4) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_hhi_scaled_inverse(@extschema@.supply_mix, text, float8, int4) IS
'Support function of the window form of hhi(origin, amount, scale), for rows that leave. Example: SELECT hhi(origin, amount, 10000) OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE AGGREGATE @extschema@.hhi(origin text, amount float8, scale int4) (
	SFUNC = te_support.te_hhi_scaled_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_hhi_scaled_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_hhi_scaled_accum_moving, MINVFUNC = te_support.te_hhi_scaled_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_hhi_scaled_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.hhi(text, float8, int4) IS
'Herfindahl-Hirschman index straight from rows, 0..scale. Example: SELECT hhi(origin, amount, 10000) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 6250';

CREATE TYPE @extschema@.concentration_figures AS (total float8, unspecified_share float8, suppliers int4, hhi float8, hhi_normalized float8, effective_suppliers float8, top_supplier text, top_share float8, top3_share float8, shannon_entropy float8, theil_index float8);
COMMENT ON TYPE @extschema@.concentration_figures IS
'The columns of the aggregate concentration(origin, amount). Example: SELECT (concentration(origin, amount)).hhi FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 0.625';

CREATE FUNCTION te_support.te_concentration_final(mix @extschema@.supply_mix) RETURNS @extschema@.concentration_figures
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_concentration_final(@extschema@.supply_mix) IS
'Support function of the aggregate concentration(origin, amount). Example: SELECT (concentration(origin, amount)).* FROM flows';

CREATE AGGREGATE @extschema@.concentration(origin text, amount float8) (
	SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, SSPACE = 256, FINALFUNC = te_support.te_concentration_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine,
	MSFUNC = te_support.te_mix_accum_moving, MINVFUNC = te_support.te_mix_inverse, MSTYPE = @extschema@.supply_mix, MSSPACE = 256,
	MFINALFUNC = te_support.te_concentration_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.concentration(text, float8) IS
'All main figures straight from rows, in one value; (...).* makes columns of it, for the price of one pass. Example: SELECT (concentration(origin, amount)).top_supplier FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> CHN';

CREATE FUNCTION te_support.te_share_accum(state float8[], origin text, amount float8, target text) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_accum(float8[], text, float8, text) IS
'Support function of the aggregate dependency_share(origin, amount, target). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_inverse(state float8[], origin text, amount float8, target text) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_inverse(float8[], text, float8, text) IS
'Support function of the window form of dependency_share. Example: SELECT dependency_share(origin, amount, ''CHN'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_share_group_accum(state float8[], origin text, amount float8, target text[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_group_accum(float8[], text, float8, text[]) IS
'Support function of the aggregate dependency_share(origin, amount, targets). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_group_inverse(state float8[], origin text, amount float8, target text[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 2;
COMMENT ON FUNCTION te_support.te_share_group_inverse(float8[], text, float8, text[]) IS
'Support function of the window form of dependency_share. Example: SELECT dependency_share(origin, amount, ''CHN'') OVER (ORDER BY month ROWS 11 PRECEDING) FROM flows';

CREATE FUNCTION te_support.te_share_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_share_combine(float8[], float8[]) IS
'Support function that joins the states of parallel workers. Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE FUNCTION te_support.te_share_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_share_final(float8[]) IS
'Support function that ends dependency_share(origin, amount, target). Example: SELECT dependency_share(origin, amount, ''CHN'') FROM flows';

CREATE AGGREGATE @extschema@.dependency_share(origin text, amount float8, target text) (
	SFUNC = te_support.te_share_accum, STYPE = float8[], SSPACE = 96, FINALFUNC = te_support.te_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_share_combine,
	INITCOND = '{0,0,0,0,0}', MINITCOND = '{0,0,0,0,0}',
	MSFUNC = te_support.te_share_accum, MINVFUNC = te_support.te_share_inverse, MSTYPE = float8[], MSSPACE = 96,
	MFINALFUNC = te_support.te_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.dependency_share(text, float8, text) IS
'Share of one supplier straight from rows, in constant memory; NULL amounts are left out, NULL origins count in the total. Example: SELECT dependency_share(origin, amount, ''CHN'') FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 0.75';

CREATE AGGREGATE @extschema@.dependency_share(origin text, amount float8, targets text[]) (
	SFUNC = te_support.te_share_group_accum, STYPE = float8[], SSPACE = 96, FINALFUNC = te_support.te_share_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_share_combine,
	INITCOND = '{0,0,0,0,0}', MINITCOND = '{0,0,0,0,0}',
	MSFUNC = te_support.te_share_group_accum, MINVFUNC = te_support.te_share_group_inverse, MSTYPE = float8[], MSSPACE = 96,
	MFINALFUNC = te_support.te_share_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.dependency_share(text, float8, text[]) IS
'Share of several suppliers straight from rows, in constant memory; NULL amounts are left out, NULL origins count in the total. Example: SELECT dependency_share(origin, amount, ARRAY[''CHN'',''RUS'']) FROM (VALUES (''CHN'', 3), (''VNM'', 1)) v(origin, amount) ==> 0.75';

-- Supply risk: concentration weighted by governance, distance or stability of the suppliers.
-- Weights are supply mixes too: origin ==> weight.

CREATE FUNCTION @extschema@.weighted_mean(mix @extschema@.supply_mix, weights @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.weighted_mean(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Mean weight of the suppliers by their amounts; origins without a weight are an error that lists them, or ''exclude'', ''zero'', ''one''. Example: SELECT weighted_mean(''{CHN:3,AUS:1}'', ''{CHN:6,AUS:2}'') ==> 5';

CREATE FUNCTION @extschema@.hhi_weighted(mix @extschema@.supply_mix, weights @extschema@.supply_mix, trade_factors @extschema@.supply_mix DEFAULT NULL, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hhi_weighted(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Sum of squared shares times weight (governance, 0 good to 10 bad) times trade factor (1 where none is given): HHI_WGI,t of the EU method. Example: SELECT hhi_weighted(''{CHN:3,AUS:1}'', ''{CHN:6,AUS:2}'') ==> 3.5';

CREATE FUNCTION @extschema@.geopolitical_distance(mix @extschema@.supply_mix, positions @extschema@.supply_mix, self text, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolitical_distance(@extschema@.supply_mix, @extschema@.supply_mix, text, text) IS
'Mean distance between the position of a country and those of its suppliers, by their amounts. Example: SELECT geopolitical_distance(''{USA:1,BRA:1}'', ''{IRN:10,USA:0,BRA:5}'', ''IRN'') ==> 7.5';

CREATE FUNCTION @extschema@.supply_risk_eu_score(hhi_global float8, hhi_eu float8, import_reliance float8 DEFAULT 1, eol_recycling float8 DEFAULT 0, substitution float8 DEFAULT 1, use text DEFAULT 'both') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supply_risk_eu_score(float8, float8, float8, float8, float8, text) IS
'Supply risk SR of the EU method from known HHI_WGI,t; use is ''both'', ''global'' or ''eu''. Example: SELECT supply_risk_eu_score(7.1, 5.7, 1, 0.28, 0.9) ==> 4.1472';

CREATE FUNCTION @extschema@.supply_risk_eu(global_mix @extschema@.supply_mix, eu_mix @extschema@.supply_mix, governance @extschema@.supply_mix, trade_factors @extschema@.supply_mix DEFAULT NULL, import_reliance float8 DEFAULT 1, eol_recycling float8 DEFAULT 0, substitution float8 DEFAULT 1, use text DEFAULT 'both', missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.supply_risk_eu(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, text) IS
'Supply risk SR of the EU critical raw materials method from global supply, EU sourcing and governance. Example: SELECT supply_risk_eu(''{CHN:3,AUS:1}'', ''{CHN:1,AUS:1}'', ''{CHN:6,AUS:2}'', import_reliance => 0.5) ==> 2.375';

CREATE FUNCTION @extschema@.geopolrisk(production_mix @extschema@.supply_mix, import_mix @extschema@.supply_mix, instability @extschema@.supply_mix, domestic_production float8 DEFAULT 0, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, float8, text) IS
'GeoPolRisk score: HHI of world production times the share of supply that comes from unstable places (instability 0..1). Example: SELECT geopolrisk(''{CHN:3,AUS:1}'', ''{CHN:1,AUS:1}'', ''{CHN:0.5,AUS:0.25}'', 2) ==> 0.1171875';

-- Production, trade and consumption.

CREATE FUNCTION @extschema@.apparent_consumption(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.apparent_consumption(float8, float8, float8, float8) IS
'Production plus imports minus exports plus what was taken from stocks. Example: SELECT apparent_consumption(10, 100, 20) ==> 90';

CREATE FUNCTION @extschema@.net_import_reliance(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.net_import_reliance(float8, float8, float8, float8) IS
'Share of apparent consumption that net imports and stocks cover (USGS); negative for net exporters, NULL without consumption. Example: SELECT net_import_reliance(10, 90, 20) ==> 0.875';

CREATE FUNCTION @extschema@.import_reliance_eu(production float8, imports float8, exports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.import_reliance_eu(float8, float8, float8) IS
'Net imports over production plus net imports (EU critical raw materials method). Example: SELECT import_reliance_eu(10, 90, 20) ==> 0.875';

CREATE FUNCTION @extschema@.self_sufficiency(production float8, imports float8, exports float8, stock_change float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.self_sufficiency(float8, float8, float8, float8) IS
'Production over apparent consumption; above 1 for net exporters. Example: SELECT self_sufficiency(45, 100, 55) ==> 0.5';

CREATE FUNCTION @extschema@.import_dependency_flags(extra_mix @extschema@.supply_mix, intra_amount float8, exports float8, world_export_mix @extschema@.supply_mix DEFAULT NULL, concentration_limit float8 DEFAULT 0.4, extra_share_limit float8 DEFAULT 0.5, imports_to_exports_limit float8 DEFAULT 1, world_concentration_limit float8 DEFAULT 0.4, OUT cdi1 float8, OUT cdi2 float8, OUT cdi3 float8, OUT world_hhi float8, OUT c1 boolean, OUT c2 boolean, OUT c3 boolean, OUT c4 boolean, OUT dependent boolean) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.import_dependency_flags(@extschema@.supply_mix, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8) IS
'Dependency indicators of the European Commission for one product: cdi1 the HHI of imports from outside the bloc, cdi2 their share in all imports, cdi3 their ratio to the exports of the bloc; c1 to c3 say which is above its threshold, c4 whether world exports are concentrated (single point of failure), dependent whether c1 to c3 all hold. Example: SELECT dependent FROM import_dependency_flags(''{CHN:3,AUS:1}'', 1, 2) ==> t';

CREATE FUNCTION @extschema@.unit_values(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.unit_values(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Value per unit of quantity of each origin; origins without a quantity, the unspecified amount too, are left out and counted as skipped rows. Example: SELECT unit_values(''{CHN:6,AUS:4}'', ''{CHN:3,AUS:1}'') ==> {AUS:4,CHN:2}';

CREATE FUNCTION @extschema@.relative_unit_values(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix) RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.relative_unit_values(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Unit value of each origin over that of all that have a value and a quantity: far from 1 points to another product, or to a wrong quantity. Example: SELECT relative_unit_values(''{CHN:6,AUS:4}'', ''{CHN:4,AUS:1}'') ==> {AUS:2,CHN:0.75}';

CREATE FUNCTION @extschema@.mirror_gap(importer_mix @extschema@.supply_mix, exporter_mix @extschema@.supply_mix, cif_factor float8 DEFAULT 1, OUT origin text, OUT imports float8, OUT exports float8, OUT gap float8, OUT relative_gap float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 10;
COMMENT ON FUNCTION @extschema@.mirror_gap(@extschema@.supply_mix, @extschema@.supply_mix, float8) IS
'What the importer and its suppliers report of the same trade, origin by origin: the difference and its ratio to their mean (2: only the importer reports, -2: only the exporter); what has no origin comes last with NULL. Imports are divided by cif_factor first, for insurance and freight. Example: SELECT origin, gap FROM mirror_gap(''{CHN:6}'', ''{CHN:4,AUS:1}'') ==> AUS -1, CHN 2';

-- Unit values: indices between two periods, and those that cannot be right.

CREATE FUNCTION @extschema@.unit_value_index(base_value_mix @extschema@.supply_mix, base_quantity_mix @extschema@.supply_mix, current_value_mix @extschema@.supply_mix, current_quantity_mix @extschema@.supply_mix, missing text DEFAULT 'exclude', OUT laspeyres float8, OUT paasche float8, OUT fisher float8, OUT tornqvist float8, OUT items int4, OUT left_out int4, OUT base_coverage float8, OUT coverage float8) RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.unit_value_index(@extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Index of unit values of a period against a base (1: no change) after Laspeyres, Paasche, Fisher and Toernqvist, over items that are products or suppliers, with the share of both values that it rests on; missing says what an item without a unit value in both periods does: exclude, carry (unchanged) or error. Example: SELECT laspeyres, paasche FROM unit_value_index(''{A:10,B:10}'', ''{A:10,B:5}'', ''{A:30,B:10}'', ''{A:15,B:5}'') ==> 1.5, 1.6';

CREATE FUNCTION @extschema@.unit_value_outliers(value_mix @extschema@.supply_mix, quantity_mix @extschema@.supply_mix, times float8 DEFAULT 5, OUT origin text, OUT value float8, OUT quantity float8, OUT unit_value float8, OUT median float8, OUT ratio float8) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 3;
COMMENT ON FUNCTION @extschema@.unit_value_outliers(@extschema@.supply_mix, @extschema@.supply_mix, float8) IS
'Origins whose unit value is at least so many times the median of all origins, or at most that part of it: mostly wrong quantities. Example: SELECT origin, ratio FROM unit_value_outliers(''{A:4,B:5,C:6,D:500}'', ''{A:1,B:1,C:1,D:1}'') ==> D 90.9090909090909';
-- Made from 30-duty.sql.in by tools/expand_sql.pl; do not edit.
-- Duty expressions: amounts, what they need, what is wrong with them.

-- The value is numeric or float8.

CREATE FUNCTION @extschema@.duty_amount(expression text, customs_value numeric, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_amount(text, numeric, jsonb, text, jsonb, jsonb) IS
'Exact duty of a rate expression on a value, in the value''s currency; NULL when a quantity, an exchange rate or another program''s amount is missing (duty_status says which) or the rate is words only. Throws for an expression that is malformed. Example: SELECT duty_amount(''0.044 USD/kg + 3%'', 1000.00, ''{"kg": 250}'') ==> 41';

CREATE FUNCTION @extschema@.duty_amount(expression text, customs_value float8, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'duty_amount_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_amount(text, float8, jsonb, text, jsonb, jsonb) IS
'Duty of a rate expression on a value in float8: the exact amount for the shortest decimal of the value, rounded once. Example: SELECT duty_amount(''5.3%'', 100::float8) ==> 5.3';

CREATE FUNCTION @extschema@.duty_problem(expression text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_problem(text) IS
'Why a rate expression cannot be computed whatever is known, NULL when it can: what duty_status says behind "invalid", or "needs" and the words of a schedule, with the character where they stop being a rate. Example: SELECT duty_problem(''5% + + 3%'') ==> unexpected "+", expected a rate, an amount, "Free", "(" or a program at character 6';

CREATE FUNCTION @extschema@.duty_status(expression text, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_status(text, jsonb, text, jsonb, jsonb) IS
'Whether duty_amount can be computed from what is known: ok, "needs" and all that is missing (units, rates of exchange, @programs, or a rate''s own words), or "invalid" and where. Example: SELECT duty_status(''0.044 USD/kg + 3%'') ==> needs KGM';

CREATE FUNCTION @extschema@.duty_units(expression text) RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_units(text) IS
'The units that a rate expression asks quantities in, as UN/ECE codes where there are such. Example: SELECT duty_units(''$4.50 each + 65% + $0.25/jewel'') ==> {NAR,JWL}';

CREATE FUNCTION @extschema@.ad_valorem_equivalent(expression text, customs_value numeric, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.ad_valorem_equivalent(text, numeric, jsonb, text, jsonb, jsonb) IS
'Duty as a share of the value, 0.25 = 25 %; NULL when something is missing or the value is 0 (unless the rate depends on the value only). Example: SELECT ad_valorem_equivalent(''0.044 USD/kg + 3%'', 1000.00, ''{"kg": 250}'') ==> 0.041';

CREATE FUNCTION @extschema@.ad_valorem_equivalent(expression text, customs_value float8, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'ad_valorem_equivalent_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.ad_valorem_equivalent(text, float8, jsonb, text, jsonb, jsonb) IS
'Duty as a share of a value in float8. Example: SELECT ad_valorem_equivalent(''10 EUR MIN 5%'', 100::float8) ==> 0.1';

CREATE FUNCTION @extschema@.duty_expression(expression text, currency text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_expression(text, text) IS
'A rate expression in one canonical spelling, with UN/ECE units; the signs of dollar, cent, yen and rupee are those of the currency where it is written so (CAD: the Canadian dollar); words that cannot be computed get TEXT: before them. Example: SELECT duty_expression(''0.044 USD/kg+3%'') ==> 0.044 USD/KGM + 3%';

CREATE FUNCTION @extschema@.duty_parts(cell text, currency text DEFAULT NULL, OUT part int, OUT condition text, OUT kind text,
	OUT season text, OUT rate text, OUT expression text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 2;
COMMENT ON FUNCTION @extschema@.duty_parts(text, text) IS
'The rates of one cell of a schedule, each with the condition that it stands under (as printed), what kind of condition that is (all, season, quota_in, quota_out, wto_quota, quota_goods, preference_quota, party, goods, other, or words for what cannot be computed), the days of its season (MM-DD/MM-DD) and its canonical expression. Example: SELECT expression, season FROM duty_parts(''14.00% (01 JUL - 31 JAN), 0.00% (01 FEB - 30 JUN)'') ==> 14% 07-01/01-31, 0% 02-01/06-30';

-- Made from 31-landed_cost.sql.in by tools/expand_sql.pl; do not edit.
-- Landed cost, rounding, and the effective rate of many lines.

CREATE FUNCTION @extschema@.round_to(amount numeric, multiple numeric DEFAULT 0.01, mode text DEFAULT 'half_up') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.round_to(numeric, numeric, text) IS
'The multiple of a unit that an amount is rounded to; mode: half_up (a half goes away from zero), half_even, down (towards zero), up. Example: SELECT round_to(331298, 100, ''down'') ==> 331200';

CREATE FUNCTION @extschema@.customs_round(amount numeric, regime text, item text DEFAULT 'duty') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.customs_round(numeric, text, text) IS
'An amount as the customs of US, EU, UK or JP rounds it; item: value, duty, fee, tax base, tax (customs_rounding() lists the rules). Example: SELECT customs_round(410.988, ''US'') ==> 410.99';

CREATE FUNCTION @extschema@.customs_rounding(OUT regime text, OUT item text, OUT unit numeric, OUT mode text, OUT source text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 17;
COMMENT ON FUNCTION @extschema@.customs_rounding() IS
'The rules that customs_round and landed_cost follow; what is not listed is not rounded. Example: SELECT unit, mode FROM customs_rounding() WHERE regime = ''JP'' AND item = ''duty'' ==> 100, down';

CREATE FUNCTION @extschema@.landed_cost(goods_value numeric, freight numeric DEFAULT 0, insurance numeric DEFAULT 0,
	duty numeric DEFAULT NULL, duty_rate text DEFAULT NULL, quantities jsonb DEFAULT NULL,
	fees text[] DEFAULT '{}', taxes text[] DEFAULT '{}', valuation text DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, regime text DEFAULT NULL,
	OUT item text, OUT base numeric, OUT rate text, OUT amount numeric, OUT status text, OUT uncut numeric) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 8;
COMMENT ON FUNCTION @extschema@.landed_cost(numeric, numeric, numeric, numeric, text, jsonb, text[], text[], text, text, jsonb, text) IS
'What goods cost when they are through customs, one row each for goods, freight, insurance, duty (an amount, or duty_rate), fees on the customs value, taxes on everything before them except taxes, and the total. Fees and taxes are "name: rate"; a percentage of something else says of what: value (that of customs), @duty, @freight, @insurance, @goods, a name before it, all (everything before it). uncut is the amount before it is rounded. valuation CIF or FOB: customs value with or without freight and insurance (default: that of the regime, else CIF); regime US, EU, UK, JP: rounds as customs_rounding() says. A missing part makes the total NULL. Example: SELECT amount FROM landed_cost(1000, duty_rate => ''5%'', taxes => ''{VAT: 20%}'') WHERE item = ''total'' ==> 1260';

CREATE FUNCTION @extschema@.landed_cost(goods_value float8, freight float8 DEFAULT 0, insurance float8 DEFAULT 0,
	duty float8 DEFAULT NULL, duty_rate text DEFAULT NULL, quantities jsonb DEFAULT NULL,
	fees text[] DEFAULT '{}', taxes text[] DEFAULT '{}', valuation text DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, regime text DEFAULT NULL,
	OUT item text, OUT base float8, OUT rate text, OUT amount float8, OUT status text, OUT uncut float8) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 60 ROWS 8
BEGIN ATOMIC
	SELECT l.item, l.base::float8, l.rate, l.amount::float8, l.status, l.uncut::float8
	FROM @extschema@.landed_cost(goods_value::numeric, freight::numeric, insurance::numeric, duty::numeric, duty_rate,
		quantities, fees, taxes, valuation, currency, fx, regime) AS l;
END;
COMMENT ON FUNCTION @extschema@.landed_cost(float8, float8, float8, float8, text, jsonb, text[], text[], text, text, jsonb, text) IS
'landed_cost for amounts in float8. Example: SELECT amount FROM landed_cost(1000::float8, duty_rate => ''5%'', taxes => ''{VAT: 20%}'') WHERE item = ''total'' ==> 1260';

-- An entry: what is charged once over its lines.

CREATE FUNCTION @extschema@.entry_amount(cut numeric, uncut numeric, regime text, item text DEFAULT 'duty') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.entry_amount(numeric, numeric, text, text) IS
'What an entry pays of a duty or tax, from the sums of its lines'' rounded and unrounded amounts: Japan adds the unrounded and cuts once, the others add the rounded. Example: SELECT entry_amount(74700 + 17600, 74760 + 17640, ''JP'') ==> 92400';

CREATE FUNCTION @extschema@.entry_fees(regime text, entry_date date, customs_value numeric, exempt_value numeric DEFAULT 0, by_sea bool DEFAULT true,
	OUT fee text, OUT base numeric, OUT rate text, OUT amount numeric, OUT status text, OUT source text) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 100 ROWS 2
BEGIN ATOMIC
	SELECT f.fee, f.base, f.rate,
		CASE WHEN f.base = 0 THEN 0 ELSE @extschema@.customs_round(@extschema@.duty_amount(f.rate, f.base, NULL::jsonb, 'USD'::text), entry_fees.regime, 'fee'::text) END,
		CASE WHEN f.base IS NULL THEN 'needs customs_value' WHEN f.rate IS NULL AND f.base <> 0 THEN f.missing ELSE 'ok' END, f.source
	FROM (
		SELECT 1, 'MPF', g.customs_value - coalesce(te_support.te_finite_numeric('exempt_value'::text, entry_fees.exempt_value), 0), y.rate,
			'not covered: the least and most of the merchandise processing fee on ' || to_char(entry_fees.entry_date, 'YYYY-MM-DD'), coalesce(y.source, '19 CFR 24.23')
		FROM (SELECT te_support.te_finite_numeric('customs_value'::text, entry_fees.customs_value)) AS g(customs_value) LEFT JOIN (VALUES
			(date '2024-10-01', date '2025-10-01', '0.3464% MIN 32.71 USD MAX 634.62 USD', '19 CFR 24.23; CSMS 61572319 (fiscal year 2025)'),
			(date '2025-10-01', date '2026-10-01', '0.3464% MIN 33.58 USD MAX 651.50 USD', '19 CFR 24.23; 90 FR 34665 (fiscal year 2026)'),
			(date '2026-10-01', date '2027-10-01', '0.3464% MIN 34.58 USD MAX 670.86 USD', '19 CFR 24.23; FR Doc. 2026-15530 (fiscal year 2027)'))
			AS y(first_day, end_day, rate, source) ON entry_fees.entry_date >= y.first_day AND entry_fees.entry_date < y.end_day
		UNION ALL
		SELECT 2, 'HMF', CASE WHEN entry_fees.by_sea THEN te_support.te_finite_numeric('customs_value'::text, entry_fees.customs_value) ELSE 0 END, '0.125%', NULL, '19 CFR 24.24; at sea only'
	) AS f(ord, fee, base, rate, missing, source)
	WHERE upper(entry_fees.regime) = 'US' OR @extschema@.customs_round(1::numeric, entry_fees.regime) IS NULL
	ORDER BY f.ord;
END;
COMMENT ON FUNCTION @extschema@.entry_fees(text, date, numeric, numeric, bool) IS
'Fees that are charged once on an entry, by the sum of its lines'' customs values: in the United States the merchandise processing fee with the least and most of the fiscal year (not on exempt_value, the lines whose agreement frees them), and the harbor maintenance fee by sea. No rows for EU, UK and JP. Example: SELECT amount FROM entry_fees(''US'', ''2026-03-10'', 8000) WHERE fee = ''MPF'' ==> 33.58';

-- Effective rate: duty over value of many lines, in numeric and in float8.

CREATE TYPE te_support.duty_total;
CREATE FUNCTION te_support.te_duty_total_in(cstring) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_in(cstring) IS 'Text input of duty_total. Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total';
CREATE FUNCTION te_support.te_duty_total_out(te_support.duty_total) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_out(te_support.duty_total) IS 'Text output of duty_total. Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total ==> (5,100,0,1,0)';
CREATE FUNCTION te_support.te_duty_total_recv(internal) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_recv(internal) IS 'Binary input of duty_total. Example: \copy t FROM ''t.bin'' (FORMAT binary)';
CREATE FUNCTION te_support.te_duty_total_send(te_support.duty_total) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_send(te_support.duty_total) IS 'Binary output of duty_total. Example: SELECT te_support.te_duty_total_send(''(5,100,0,1,0)'') ==> \x0128352c3130302c302c312c3029';
CREATE TYPE te_support.duty_total (
	INPUT = te_support.te_duty_total_in, OUTPUT = te_support.te_duty_total_out, RECEIVE = te_support.te_duty_total_recv, SEND = te_support.te_duty_total_send,
	INTERNALLENGTH = 112, ALIGNMENT = double
);
COMMENT ON TYPE te_support.duty_total IS
'Exact sums of duty and value over lines, the state of effective_tariff_rate: (duty,value,value without duty,lines,lines without duty). Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total';

CREATE FUNCTION te_support.te_duty_total_accum(state te_support.duty_total, duty numeric, value numeric) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_accum(te_support.duty_total, numeric, numeric) IS
'Transition of effective_tariff_rate: adds one line. Example: SELECT te_support.te_duty_total_accum(''(5,100,0,1,0)'', 3, 50) ==> (8,150,0,2,0)';
CREATE FUNCTION te_support.te_duty_total_combine(state te_support.duty_total, other te_support.duty_total) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_combine(te_support.duty_total, te_support.duty_total) IS
'Combination of effective_tariff_rate: adds two totals. Example: SELECT te_support.te_duty_total_combine(''(5,100,0,1,0)'', ''(3,50,0,1,0)'') ==> (8,150,0,2,0)';
CREATE FUNCTION te_support.te_duty_total_rate_final(state te_support.duty_total) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_rate_final(te_support.duty_total) IS
'Duty over value of a total. Example: SELECT te_support.te_duty_total_rate_final(''(5,100,0,1,0)'') ==> 0.05';
CREATE FUNCTION te_support.te_duty_total_coverage_final(state te_support.duty_total) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_coverage_final(te_support.duty_total) IS
'Share of a total''s value whose duty is known. Example: SELECT te_support.te_duty_total_coverage_final(''(5,100,300,1,1)'') ==> 0.25';

CREATE FUNCTION te_support.te_duty_sums_accum(state float8[], duty float8, value float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_accum(float8[], float8, float8) IS
'Transition of effective_tariff_rate in float8: adds one line. Example: SELECT te_support.te_duty_sums_accum(NULL, 5, 100) ==> {5,0,100,0,0,0}';
CREATE FUNCTION te_support.te_duty_sums_combine(state float8[], other float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_combine(float8[], float8[]) IS
'Combination of effective_tariff_rate in float8. Example: SELECT te_support.te_duty_sums_combine(''{5,0,100,0,0,0}'', ''{3,0,50,0,0,0}'') ==> {8,0,150,0,0,0}';
CREATE FUNCTION te_support.te_duty_sums_rate_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_rate_final(float8[]) IS
'Duty over value of sums in float8. Example: SELECT te_support.te_duty_sums_rate_final(''{5,0,100,0,0,0}'') ==> 0.05';
CREATE FUNCTION te_support.te_duty_sums_coverage_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_coverage_final(float8[]) IS
'Share of the value whose duty is known, of sums in float8. Example: SELECT te_support.te_duty_sums_coverage_final(''{5,0,100,0,300,0}'') ==> 0.25';

CREATE AGGREGATE @extschema@.effective_tariff_rate(duty numeric, value numeric) (
	SFUNC = te_support.te_duty_total_accum, STYPE = te_support.duty_total, SSPACE = 128, COMBINEFUNC = te_support.te_duty_total_combine,
	FINALFUNC = te_support.te_duty_total_rate_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_rate(numeric, numeric) IS
'Duty over value of many lines, 0.25 = 25 %, from exact sums; lines whose duty or value is NULL are left out (effective_tariff_coverage says how much that is); NULL for no value. Throws for negative amounts. Example: SELECT effective_tariff_rate(duty, value) FROM (VALUES (5.00, 100.00), (0, 100)) l(duty, value) ==> 0.025';

CREATE AGGREGATE @extschema@.effective_tariff_rate(duty float8, value float8) (
	SFUNC = te_support.te_duty_sums_accum, STYPE = float8[], SSPACE = 128, COMBINEFUNC = te_support.te_duty_sums_combine,
	FINALFUNC = te_support.te_duty_sums_rate_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_rate(float8, float8) IS
'Duty over value of many lines in float8; the sums do not depend on the order of rows. Example: SELECT effective_tariff_rate(duty, value) FROM (VALUES (5::float8, 100::float8), (0, 100)) l(duty, value) ==> 0.025';

CREATE AGGREGATE @extschema@.effective_tariff_coverage(duty numeric, value numeric) (
	SFUNC = te_support.te_duty_total_accum, STYPE = te_support.duty_total, SSPACE = 128, COMBINEFUNC = te_support.te_duty_total_combine,
	FINALFUNC = te_support.te_duty_total_coverage_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_coverage(numeric, numeric) IS
'Share of the value that effective_tariff_rate covers: lines whose duty is known; both in one query cost one pass. Example: SELECT effective_tariff_coverage(duty, value) FROM (VALUES (5.00, 100.00), (NULL, 300)) l(duty, value) ==> 0.25';

CREATE AGGREGATE @extschema@.effective_tariff_coverage(duty float8, value float8) (
	SFUNC = te_support.te_duty_sums_accum, STYPE = float8[], SSPACE = 128, COMBINEFUNC = te_support.te_duty_sums_combine,
	FINALFUNC = te_support.te_duty_sums_coverage_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_coverage(float8, float8) IS
'Share of the value that effective_tariff_rate covers, in float8. Example: SELECT effective_tariff_coverage(duty, value) FROM (VALUES (5::float8, 100::float8), (NULL, 300)) l(duty, value) ==> 0.25';

-- Made from 40-schedule.sql.in by tools/expand_sql.pl; do not edit.


-- Tariff rules: the tables that hold them, and their compiled value.

CREATE TYPE @extschema@.tariff_schedule;

CREATE FUNCTION te_support.te_schedule_in(cstring) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_in(cstring) IS
'Reads the text form of a compiled schedule, checking every part of it. Example: used by COPY and pg_restore';

CREATE FUNCTION te_support.te_schedule_out(@extschema@.tariff_schedule) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_out(@extschema@.tariff_schedule) IS
'Text form of a compiled schedule: its bytes in base 64. Example: used by COPY and pg_dump';

CREATE FUNCTION te_support.te_schedule_recv(internal) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_recv(internal) IS
'Reads the binary form of a compiled schedule, checking every part of it. Example: used by COPY BINARY';

CREATE FUNCTION te_support.te_schedule_send(@extschema@.tariff_schedule) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_schedule_send(@extschema@.tariff_schedule) IS
'Binary form of a compiled schedule. Example: SELECT length(te_support.te_schedule_send(compiled)) FROM tariff_regime';

CREATE TYPE @extschema@.tariff_schedule (
	INPUT = te_support.te_schedule_in,
	OUTPUT = te_support.te_schedule_out,
	RECEIVE = te_support.te_schedule_recv,
	SEND = te_support.te_schedule_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE @extschema@.tariff_schedule IS
'A tariff law, compiled: its programs, measures, rules, areas and roundings in one immutable value. Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' ==> 4500';

-- ---- the rule tables ----

CREATE FUNCTION te_support.te_rules_row_id() RETURNS uuid
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_rules_row_id() IS
'A new key for a row of a rule table: one after the other in time, and never the same on two servers. Example: SELECT te_support.te_rules_row_id() IS NOT NULL';

CREATE TABLE @extschema@.tariff_regime (
	regime text PRIMARY KEY,
	parent text REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE,
	currency text,
	description text,
	covers_from date,
	covers_to date,
	compiled @extschema@.tariff_schedule COMPRESSION pglz,
	compiled_from text,
	CONSTRAINT tariff_regime_name CHECK (regime <> ''),
	CONSTRAINT tariff_regime_covers CHECK (covers_from < covers_to),
	CONSTRAINT tariff_regime_currency CHECK (currency ~ '^[A-Z]{3}$')
);
COMMENT ON TABLE @extschema@.tariff_regime IS
'One row per tariff law, or a scenario that differs from its parent. Example: INSERT INTO tariff_regime (regime, parent) VALUES (''US without RECIP'', ''US'')';
COMMENT ON COLUMN @extschema@.tariff_regime.regime IS 'Name by which functions find the law (US, JP, a scenario).';
COMMENT ON COLUMN @extschema@.tariff_regime.parent IS 'Regime whose rules hold here too, but for the differences that this regime''s own rows say.';
COMMENT ON COLUMN @extschema@.tariff_regime.currency IS 'Currency of customs values and duties; NULL: the parent''s.';
COMMENT ON COLUMN @extschema@.tariff_regime.description IS 'What the regime is, in words.';
COMMENT ON COLUMN @extschema@.tariff_regime.compiled IS 'What tariff_compile made of the rules.';
COMMENT ON COLUMN @extschema@.tariff_regime.covers_from IS 'First entry date for which the rules are complete; before it there is no answer; NULL: the parent''s, or not said.';
COMMENT ON COLUMN @extschema@.tariff_regime.covers_to IS 'First entry date for which they no longer are; from it on there is no answer; NULL: the parent''s, or not said.';
COMMENT ON COLUMN @extschema@.tariff_regime.compiled_from IS 'State of the rules (tariff_rules_version) that the compiled value was made from.';

CREATE TABLE @extschema@.tariff_program (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	program text NOT NULL,
	ord int4 NOT NULL DEFAULT 0,
	combine text NOT NULL DEFAULT 'specific',
	choice_group text,
	mandatory bool NOT NULL DEFAULT false,
	dropped bool NOT NULL DEFAULT false,
	description text,
	PRIMARY KEY (regime, program)
);
COMMENT ON TABLE @extschema@.tariff_program IS
'Named sets of measures: the ordinary duty, an additional duty, a tax. Example: INSERT INTO tariff_program (regime, program, ord, combine) VALUES (''US'', ''EXCISE'', 90, ''max'')';
COMMENT ON COLUMN @extschema@.tariff_program.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_program.program IS 'Name of the program (MFN, S301, VAT).';
COMMENT ON COLUMN @extschema@.tariff_program.ord IS 'Place in listings, and in the evaluation where the rules leave it open.';
COMMENT ON COLUMN @extschema@.tariff_program.combine IS 'Which of several matching measures count: specific (longest code, then own country over group over all), max, min, sum, first (lowest ord).';
COMMENT ON COLUMN @extschema@.tariff_program.choice_group IS 'Programs of one group are alternatives: the importer pays one of them.';
COMMENT ON COLUMN @extschema@.tariff_program.mandatory IS 'Every code of the schedule has a measure here, or in another mandatory program of the choice group; a code without one is unknown and has no total.';
COMMENT ON COLUMN @extschema@.tariff_program.dropped IS 'The measures that the parent has in this program do not count here; the other columns of this row are not read.';
COMMENT ON COLUMN @extschema@.tariff_program.description IS 'What the program is, in words.';

CREATE TABLE @extschema@.tariff_measure (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	measure_id text NOT NULL,
	program text NOT NULL,
	code_prefix text NOT NULL DEFAULT '',
	except_codes text[],
	area text NOT NULL DEFAULT '*',
	except_areas text[],
	rate text NOT NULL,
	base text NOT NULL DEFAULT 'value',
	op text NOT NULL DEFAULT 'add',
	over text[],
	total_rate text,
	need text[],
	unless text[],
	gate text,
	gate_from numeric,
	gate_to numeric,
	valid_from date,
	valid_to date,
	known_from date,
	known_to date,
	loaded_before date,
	entered_before date,
	legal_ref text,
	ord int4 NOT NULL DEFAULT 0,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_measure IS
'What is charged on which goods, from where and when. Example: INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES (''US'', ''8703.23.01'', ''MFN'', ''870323'', ''2.5%'')';
COMMENT ON COLUMN @extschema@.tariff_measure.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_measure.measure_id IS 'Name of the measure; versions of one measure share it. A row here replaces all rows of that name in the parent.';
COMMENT ON COLUMN @extschema@.tariff_measure.program IS 'Program that the measure belongs to.';
COMMENT ON COLUMN @extschema@.tariff_measure.code_prefix IS 'Digits that the HS code begins with; empty: all goods.';
COMMENT ON COLUMN @extschema@.tariff_measure.except_codes IS 'Codes (by their first digits) that are left out.';
COMMENT ON COLUMN @extschema@.tariff_measure.area IS '* for all origins, an ISO country code, or an area of tariff_area.';
COMMENT ON COLUMN @extschema@.tariff_measure.except_areas IS 'Countries and areas that are left out.';
COMMENT ON COLUMN @extschema@.tariff_measure.rate IS 'Duty expression (5.3% + 2.2 USD/KGM); TEXT:... for a rate in words, which is never computed; NOT COVERED:... for a duty that exists, but not in these rules; NOTE:... for words on these goods that charge nothing.';
COMMENT ON COLUMN @extschema@.tariff_measure.base IS 'What percentages are taken of: value, content:KEY (that part of the value only; a line must tell it), content:KEY or value (the whole value where the line does not tell it), value-content:KEY (all but that part), rest (what is left after the contents), duty+value (the value and the duties listed in over).';
COMMENT ON COLUMN @extschema@.tariff_measure.op IS 'add: the rate; floor: what the rate exceeds the programs in over by; captotal: the rate, but with over no more than total_rate; cap: the rate, but no more than over; replace: what brings over to the rate, up or down.';
COMMENT ON COLUMN @extschema@.tariff_measure.over IS 'Programs that op or base refer to.';
COMMENT ON COLUMN @extschema@.tariff_measure.total_rate IS 'Duty expression that captotal keeps the sum with over below.';
COMMENT ON COLUMN @extschema@.tariff_measure.need IS 'Claims without which the measure does not apply (C490, EUR.1).';
COMMENT ON COLUMN @extschema@.tariff_measure.unless IS 'Claims with which the measure does not apply (USMCA).';
COMMENT ON COLUMN @extschema@.tariff_measure.gate IS 'Figure that must lie in [gate_from, gate_to): value, value/UNIT (price of a unit), content:KEY (share of the value, 0..1), weight:KEY (share of the weight, 0..1); the last two may end in "or SHARE", which counts where the line does not tell it.';
COMMENT ON COLUMN @extschema@.tariff_measure.gate_from IS 'Smallest figure at which the measure applies; NULL: any.';
COMMENT ON COLUMN @extschema@.tariff_measure.gate_to IS 'Figure from which the measure no longer applies; NULL: none.';
COMMENT ON COLUMN @extschema@.tariff_measure.valid_from IS 'First entry date; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_measure.valid_to IS 'First entry date on which it no longer holds; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_measure.known_from IS 'Day on which this row was published; NULL: always known.';
COMMENT ON COLUMN @extschema@.tariff_measure.known_to IS 'Day on which another row took its place; NULL: still what we know.';
COMMENT ON COLUMN @extschema@.tariff_measure.loaded_before IS 'Goods laden before this day and entered before entered_before are exempt (in transit).';
COMMENT ON COLUMN @extschema@.tariff_measure.entered_before IS 'End of the exemption for goods in transit.';
COMMENT ON COLUMN @extschema@.tariff_measure.legal_ref IS 'Heading, order or regulation.';
COMMENT ON COLUMN @extschema@.tariff_measure.ord IS 'Place among the measures of a program that combines by first.';
COMMENT ON COLUMN @extschema@.tariff_measure.dropped IS 'The parent''s measures of this name do not count here, and nothing takes their place.';
COMMENT ON COLUMN @extschema@.tariff_measure.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_rule (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	kind text NOT NULL DEFAULT 'excludes',
	subject text NOT NULL,
	object text NOT NULL,
	scope text NOT NULL DEFAULT 'slice',
	"when" text NOT NULL DEFAULT 'owed',
	area text,
	valid_from date,
	valid_to date,
	known_from date,
	known_to date,
	legal_ref text,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_rule IS
'Which program keeps which other from applying, and when. Example: INSERT INTO tariff_rule (regime, subject, object, valid_from) VALUES (''US'', ''S232_STEEL'', ''RECIP'', ''2025-04-05'')';
COMMENT ON COLUMN @extschema@.tariff_rule.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_rule.kind IS 'excludes: subject keeps object from applying; conflicts: the claims subject and object contradict each other; implies: who claims subject claims object too.';
COMMENT ON COLUMN @extschema@.tariff_rule.subject IS 'Program that excludes (of conflicts and implies: a claim).';
COMMENT ON COLUMN @extschema@.tariff_rule.object IS 'Program that is excluded (of conflicts and implies: the other claim).';
COMMENT ON COLUMN @extschema@.tariff_rule.scope IS 'slice: on the part of the value that bears the subject; line: on the whole line.';
COMMENT ON COLUMN @extschema@.tariff_rule."when" IS 'owed: when the subject is charged (a floor is, even where it leaves nothing to pay); in_scope: when the goods fall under the subject, even if claims free them from it.';
COMMENT ON COLUMN @extschema@.tariff_rule.area IS 'Origins for which the rule holds; NULL: all.';
COMMENT ON COLUMN @extschema@.tariff_rule.valid_from IS 'First entry date; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_rule.valid_to IS 'First entry date on which it no longer holds; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_rule.known_from IS 'Day on which this row was published; NULL: always known.';
COMMENT ON COLUMN @extschema@.tariff_rule.known_to IS 'Day on which another row took its place; NULL: still what we know.';
COMMENT ON COLUMN @extschema@.tariff_rule.legal_ref IS 'Order or regulation.';
COMMENT ON COLUMN @extschema@.tariff_rule.dropped IS 'The parent''s rules of this kind between subject and object do not count here.';
COMMENT ON COLUMN @extschema@.tariff_rule.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_area (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	area text NOT NULL,
	country text NOT NULL,
	valid_from date,
	valid_to date,
	dropped bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_area IS
'Countries of an area, with the dates of their membership. Example: INSERT INTO tariff_area (regime, area, country) VALUES (''US'', ''EU'', ''DE'')';
COMMENT ON COLUMN @extschema@.tariff_area.regime IS 'Regime that says this.';
COMMENT ON COLUMN @extschema@.tariff_area.area IS 'Name that measures and rules use.';
COMMENT ON COLUMN @extschema@.tariff_area.country IS 'ISO code of the country.';
COMMENT ON COLUMN @extschema@.tariff_area.valid_from IS 'First day of membership; NULL: always.';
COMMENT ON COLUMN @extschema@.tariff_area.valid_to IS 'First day after membership; NULL: open.';
COMMENT ON COLUMN @extschema@.tariff_area.dropped IS 'The parent''s membership does not count here.';
COMMENT ON COLUMN @extschema@.tariff_area.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

CREATE TABLE @extschema@.tariff_rounding (
	regime text NOT NULL REFERENCES @extschema@.tariff_regime ON UPDATE CASCADE ON DELETE CASCADE,
	what text NOT NULL,
	program text,
	unit numeric NOT NULL,
	mode text NOT NULL DEFAULT 'half_up',
	carry bool NOT NULL DEFAULT false,
	row_id uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	PRIMARY KEY (regime, row_id)
);
COMMENT ON TABLE @extschema@.tariff_rounding IS
'How a regime rounds. Example: INSERT INTO tariff_rounding (regime, what, unit, mode) VALUES (''US'', ''base'', 1000, ''down'')';
COMMENT ON COLUMN @extschema@.tariff_rounding.regime IS 'Regime that says this; its rows replace the parent''s.';
COMMENT ON COLUMN @extschema@.tariff_rounding.what IS 'value: the customs value of the line; base: what a program''s rate is applied to; duty: a program''s amount; total: the sum.';
COMMENT ON COLUMN @extschema@.tariff_rounding.program IS 'Program that base and duty speak of; NULL: each that has no row of its own.';
COMMENT ON COLUMN @extschema@.tariff_rounding.unit IS 'Multiple to round to (0.01, 1, 1000).';
COMMENT ON COLUMN @extschema@.tariff_rounding.mode IS 'half_up, half_even, down or up.';
COMMENT ON COLUMN @extschema@.tariff_rounding.carry IS 'Of duty: programs that refer to this one see the rounded amount.';
COMMENT ON COLUMN @extschema@.tariff_rounding.row_id IS 'Key of the row, for replication; made by default, and no part of the rules.';

-- The state of the rules: each row has a hash, and what a statement changes in
-- the sum of a regime's hashes is a row here.  So it changes with any change and
-- comes back with the same rows: also after dump and restore, which is why it is
-- not dumped itself.  Nobody but the triggers writes here.
CREATE TABLE @extschema@.tariff_version (
	regime text NOT NULL,
	stamp uuid NOT NULL DEFAULT te_support.te_rules_row_id(),
	rules text NOT NULL,
	high int8 NOT NULL,
	low int8 NOT NULL,
	PRIMARY KEY (regime, stamp)
);
COMMENT ON TABLE @extschema@.tariff_version IS
'How the rules came to their state, kept by triggers. Example: SELECT regime FROM tariff_version WHERE regime = ''US'' LIMIT 1 ==> US';
COMMENT ON COLUMN @extschema@.tariff_version.regime IS 'Regime.';
COMMENT ON COLUMN @extschema@.tariff_version.stamp IS 'Key of the row.';
COMMENT ON COLUMN @extschema@.tariff_version.rules IS 'Rule table.';
COMMENT ON COLUMN @extschema@.tariff_version.high IS 'What the sum of the 128-bit hashes of the regime''s rows in that table rose by, upper half.';
COMMENT ON COLUMN @extschema@.tariff_version.low IS 'Lower half.';

CREATE FUNCTION te_support.te_rules_changed() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION te_support.te_rules_changed() IS
'Trigger: notes in tariff_version that rules have changed. Example: on every rule table';

CREATE FUNCTION te_support.te_rules_known() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION te_support.te_rules_known() IS
'Trigger: checks that the regime of a new row exists, but not in a restore, which may bring the rows first. Example: on every rule table';

CREATE FUNCTION te_support.te_rules_version_foreign() RETURNS trigger
AS 'MODULE_PATHNAME' LANGUAGE C;
COMMENT ON FUNCTION te_support.te_rules_version_foreign() IS
'Trigger: keeps stamps of another server out of tariff_version, which replicated rules make here. Example: on tariff_version';

-- By statement in ordinary sessions; by row where changes are replicated to, since
-- an apply worker fires no triggers for statements.

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_program REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_program REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_program REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_program
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_program
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_known AFTER INSERT ON @extschema@.tariff_program
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_known();
ALTER TABLE @extschema@.tariff_program ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_measure REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_measure REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_measure REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_measure
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_measure
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_known AFTER INSERT ON @extschema@.tariff_measure
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_known();
ALTER TABLE @extschema@.tariff_measure ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_rule REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_rule REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_rule REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_rule
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_rule
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_known AFTER INSERT ON @extschema@.tariff_rule
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_known();
ALTER TABLE @extschema@.tariff_rule ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_area REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_area REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_area REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_area
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_area
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_known AFTER INSERT ON @extschema@.tariff_area
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_known();
ALTER TABLE @extschema@.tariff_area ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_insert AFTER INSERT ON @extschema@.tariff_rounding REFERENCING NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_update AFTER UPDATE ON @extschema@.tariff_rounding REFERENCING OLD TABLE AS te_old NEW TABLE AS te_new
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_delete AFTER DELETE ON @extschema@.tariff_rounding REFERENCING OLD TABLE AS te_old
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_rounding
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_replica AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_rounding
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_known AFTER INSERT ON @extschema@.tariff_rounding
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_known();
ALTER TABLE @extschema@.tariff_rounding ENABLE ALWAYS TRIGGER te_truncate, ENABLE REPLICA TRIGGER te_replica;

CREATE TRIGGER te_row AFTER INSERT OR UPDATE OR DELETE ON @extschema@.tariff_regime
FOR EACH ROW EXECUTE FUNCTION te_support.te_rules_changed();
CREATE TRIGGER te_truncate AFTER TRUNCATE ON @extschema@.tariff_regime
FOR EACH STATEMENT EXECUTE FUNCTION te_support.te_rules_changed();
ALTER TABLE @extschema@.tariff_regime ENABLE ALWAYS TRIGGER te_row, ENABLE ALWAYS TRIGGER te_truncate;

-- what another server sends comes from no trigger; what triggers write here does
CREATE TRIGGER te_foreign BEFORE INSERT OR UPDATE OR DELETE ON @extschema@.tariff_version
FOR EACH ROW WHEN (pg_catalog.pg_trigger_depth() OPERATOR(pg_catalog.=) 0) EXECUTE FUNCTION te_support.te_rules_version_foreign();
ALTER TABLE @extschema@.tariff_version ENABLE REPLICA TRIGGER te_foreign;

-- pg_restore -j loads these tables at the same time, in any order: foreign keys of
-- other tables it makes afterwards, those of an extension are there from the start.  So
-- te_known checks new rows, in place of the foreign key's own trigger.
DO $$
DECLARE
	check_of record;
BEGIN
	FOR check_of IN
		SELECT c.oid::regclass AS of_table, t.tgname AS name
		FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_depend d ON d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e'::"char"
			JOIN pg_catalog.pg_extension e ON e.tableoid = d.refclassid AND e.oid = d.refobjid
			JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid
		WHERE e.extname = 'trade_exposure'::name AND t.tgfoid = 'pg_catalog."RI_FKey_check_ins"()'::regprocedure::oid
			AND c.relname = ANY ('{tariff_program,tariff_measure,tariff_rule,tariff_area,tariff_rounding}'::name[])
	LOOP
		EXECUTE pg_catalog.format('ALTER TABLE %s DISABLE TRIGGER %I'::text, check_of.of_table, check_of.name);
	END LOOP;
END $$;

-- A trusted extension's tables belong to the superuser; who installed it works with them.
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON @extschema@.tariff_regime, @extschema@.tariff_program, @extschema@.tariff_measure, @extschema@.tariff_rule,
	@extschema@.tariff_area, @extschema@.tariff_rounding TO @extowner@ WITH GRANT OPTION;

-- What pg_dump takes along.  The tables are found as members of the extension:
-- the name of its schema must not stand inside quotes.
DO $$
DECLARE
	kept oid;
BEGIN
	FOR kept IN
		SELECT c.oid
		FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_depend d ON d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e'::"char"
			JOIN pg_catalog.pg_extension e ON e.tableoid = d.refclassid AND e.oid = d.refobjid
		WHERE e.extname = 'trade_exposure'::name AND c.relname = ANY (
			'{tariff_regime,tariff_program,tariff_measure,tariff_rule,tariff_area,tariff_rounding}'::name[])
		ORDER BY c.oid
	LOOP
		PERFORM pg_catalog.pg_extension_config_dump(kept, ''::text);
	END LOOP;
END $$;

-- ---- compiling ----

CREATE FUNCTION te_support.te_rules_lineage(regime text) RETURNS TABLE(ancestor text, depth int4)
LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	WITH RECURSIVE line AS (
		SELECT r.regime AS ancestor, r.parent, 0 AS depth
		FROM @extschema@.tariff_regime r WHERE r.regime = te_rules_lineage.regime
		UNION ALL
		SELECT r.regime, r.parent, l.depth + 1
		FROM line l JOIN @extschema@.tariff_regime r ON r.regime = l.parent
		WHERE l.depth < 32)
	SELECT l.ancestor, l.depth FROM line l;
END;
COMMENT ON FUNCTION te_support.te_rules_lineage(text) IS
'A regime (depth 0), its parent, and so on. Example: SELECT * FROM te_support.te_rules_lineage(''US without RECIP'') ==> (US without RECIP, 0), (US, 1)';

CREATE FUNCTION @extschema@.tariff_rules_version(regime text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.tariff_rules_version(text) IS
'State of all rules that a regime rests on; equal states are equal rules. Example: SELECT compiled_from = tariff_rules_version(regime) AS up_to_date FROM tariff_regime WHERE regime = ''US'' ==> true';

CREATE FUNCTION @extschema@.tariff_check(regime text)
RETURNS TABLE(severity text, problem text, place text, detail text)
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT ROWS 10 COST 100000;
COMMENT ON FUNCTION @extschema@.tariff_check(text) IS
'What is wrong (error: cannot be compiled) or odd (warning) in a regime''s rules. Example: SELECT count(*) FROM tariff_check(''US'') WHERE severity = ''error'' ==> 0';

CREATE FUNCTION @extschema@.tariff_build(regime text) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT COST 100000;
COMMENT ON FUNCTION @extschema@.tariff_build(text) IS
'The compiled value of a regime''s rules as they are now, without storing it. Example: SELECT tariff_rate(tariff_build(''US''), ''8703230190'', ''JP'', ''2025-10-01'') ==> 0.15';

CREATE FUNCTION @extschema@.tariff_compile(regime text)
RETURNS TABLE(compiled text, programs int4, measures int4, rules int4, bytes int4)
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE STRICT ROWS 1 COST 100000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION @extschema@.tariff_compile(text) IS
'Checks a regime''s rules, compiles them and stores the value in tariff_regime. Example: SELECT compiled, programs, measures, rules FROM tariff_compile(''US'') ==> US, 25, 70369, 121';

CREATE FUNCTION @extschema@.tariff_rebuild_version() RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C VOLATILE COST 100000 SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION @extschema@.tariff_rebuild_version() IS
'Makes tariff_version anew from the rules and enables its triggers as installed, after pg_restore --disable-triggers; returns how many regimes there are. Example: SELECT tariff_rebuild_version() = count(*) FROM tariff_regime ==> true';
REVOKE ALL ON FUNCTION @extschema@.tariff_rebuild_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION @extschema@.tariff_rebuild_version() TO @extowner@ WITH GRANT OPTION;

CREATE FUNCTION @extschema@.compiled_schedule(regime text) RETURNS @extschema@.tariff_schedule
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.compiled_schedule(text) IS
'The compiled value of a regime; an error when the rules have changed since. Example: SELECT tariff_rate(compiled_schedule(''US''), ''8703230190'', ''JP'', ''2025-10-01'') ==> 0.15';

CREATE FUNCTION @extschema@.schedule_info(schedule @extschema@.tariff_schedule)
RETURNS TABLE(regime text, currency text, programs int4, measures int4, prefixes int4, rules int4, areas int4, epochs int4, first_date date, last_date date, bytes int4, covers_from date, covers_to date)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1;
COMMENT ON FUNCTION @extschema@.schedule_info(@extschema@.tariff_schedule) IS
'What a compiled schedule holds: counts, the dates between which rules change, its size, and the dates that it covers. Example: SELECT i.currency, i.covers_from FROM tariff_regime AS r, schedule_info(compiled) AS i WHERE r.regime = ''US'' ==> USD 2025-03-01';

CREATE FUNCTION @extschema@.schedule_order(schedule @extschema@.tariff_schedule, on_date date)
RETURNS TABLE(place int4, program text, excluded_by text[], refers_to text[])
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 13;
COMMENT ON FUNCTION @extschema@.schedule_order(@extschema@.tariff_schedule, date) IS
'Order in which programs are evaluated on a day, with the rules and references that force it. Example: SELECT program, refers_to FROM schedule_order(compiled_schedule(''US''), ''2025-11-10'') WHERE program = ''S232_AUTO'' ==> S232_AUTO {MFN}';

-- Made from 45-tariff.sql.in by tools/expand_sql.pl; do not edit.

-- Duties of customs lines under a compiled schedule.

-- The forms: the law is a regime's name or its compiled schedule, the value numeric or float8.

CREATE FUNCTION @extschema@.tariff_stack(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> 4500';

CREATE FUNCTION @extschema@.tariff_stack(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' ==> 4500';

CREATE FUNCTION @extschema@.tariff_stack(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> 4500';

CREATE FUNCTION @extschema@.tariff_stack(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' ==> 4500';

CREATE FUNCTION @extschema@.tariff_rate(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') ==> 0.15';

CREATE FUNCTION @extschema@.tariff_rate(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' ==> 0.15';

CREATE FUNCTION @extschema@.tariff_rate(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') ==> 0.15';

CREATE FUNCTION @extschema@.tariff_rate(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' ==> 0.15';

CREATE FUNCTION @extschema@.tariff_problem(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_problem(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_problem(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_problem(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_layers(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
AS 'MODULE_PATHNAME', 'tariff_layers_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack; note says what a charge rests on that the line does not tell. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_layers(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
AS 'MODULE_PATHNAME', 'tariff_layers_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack; note says what a charge rests on that the line does not tell. Example: SELECT program, duty FROM tariff_regime, tariff_layers(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' AND status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_layers(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
AS 'MODULE_PATHNAME', 'tariff_layers_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack; note says what a charge rests on that the line does not tell. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_layers(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
AS 'MODULE_PATHNAME', 'tariff_layers_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack; note says what a charge rests on that the line does not tell. Example: SELECT program, duty FROM tariff_regime, tariff_layers(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' AND status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_options(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_regime, tariff_options(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_options(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_options(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_regime, tariff_options(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_panel(regime text, hs_codes text[], origins text[], entry_date date, claims text[] DEFAULT NULL, known_on date DEFAULT NULL,
	quantities jsonb DEFAULT NULL) RETURNS TABLE(hs text, origin text, rate float8, problem text)
AS 'MODULE_PATHNAME', 'tariff_panel_regime' LANGUAGE C STABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.tariff_panel(text, text[], text[], date, text[], date, jsonb) IS
'Rates of many codes from many origins on a day; NULL codes: all that mandatory programs name; NULL origins: all countries; quantities: those of a unit of value, for duties by weight. Example: SELECT origin, rate FROM tariff_panel(''US'', ''{87032301}'', ''{JP,GB}'', ''2025-10-01'') ==> JP 0.15, GB 0.275';

CREATE FUNCTION @extschema@.tariff_panel(schedule @extschema@.tariff_schedule, hs_codes text[], origins text[], entry_date date, claims text[] DEFAULT NULL, known_on date DEFAULT NULL,
	quantities jsonb DEFAULT NULL) RETURNS TABLE(hs text, origin text, rate float8, problem text)
AS 'MODULE_PATHNAME', 'tariff_panel_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.tariff_panel(@extschema@.tariff_schedule, text[], text[], date, text[], date, jsonb) IS
'Rates of many codes from many origins on a day; NULL codes: all that mandatory programs name; NULL origins: all countries; quantities: those of a unit of value, for duties by weight. Example: SELECT origin, rate FROM tariff_regime, tariff_panel(compiled, ''{87032301}'', ''{JP,GB}'', ''2025-10-01'') WHERE regime = ''US'' ==> JP 0.15, GB 0.275';

CREATE FUNCTION @extschema@.tariff_history(regime text, hs text, origin text, from_date date DEFAULT '1900-01-01',
	to_date date DEFAULT '2100-01-01', customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(text, text, text, date, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after); NULL to_date: no end. Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_history(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date DEFAULT '1900-01-01',
	to_date date DEFAULT '2100-01-01', customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(@extschema@.tariff_schedule, text, text, date, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after); NULL to_date: no end. Example: SELECT valid_from, duty FROM tariff_regime, tariff_history(compiled, ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) WHERE regime = ''US'' ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_history(regime text, hs text, origin text, from_date date,
	to_date date, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(text, text, text, date, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after); NULL to_date: no end. Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_history(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date,
	to_date date, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(@extschema@.tariff_schedule, text, text, date, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after); NULL to_date: no end. Example: SELECT valid_from, duty FROM tariff_regime, tariff_history(compiled, ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) WHERE regime = ''US'' ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime text, hs text, origin text, from_date date DEFAULT '1900-01-01',
	to_date date DEFAULT '2100-01-01', customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(text, text, text, date, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_breakpoints(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date DEFAULT '1900-01-01',
	to_date date DEFAULT '2100-01-01', customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(@extschema@.tariff_schedule, text, text, date, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_regime, tariff_breakpoints(compiled, ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) WHERE regime = ''US'' ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime text, hs text, origin text, from_date date,
	to_date date, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(text, text, text, date, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_breakpoints(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date,
	to_date date, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(@extschema@.tariff_schedule, text, text, date, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_regime, tariff_breakpoints(compiled, ''8703230190'', ''JP'', ''2025-08-01'', customs_value => 30000) WHERE regime = ''US'' ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_difference(regime_a text, regime_b text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(text, text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', ''2025-08-07'', 100000) ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.tariff_difference(schedule_a @extschema@.tariff_schedule, schedule_b @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(@extschema@.tariff_schedule, @extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_regime r, tariff_regime x, tariff_difference(r.compiled, x.compiled, ''8505110070'', ''JP'', ''2025-08-07'', 100000) WHERE r.regime = ''US'' AND x.regime = ''US without RECIP'' ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.tariff_difference(regime_a text, regime_b text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(text, text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', ''2025-08-07'', 100000) ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.tariff_difference(schedule_a @extschema@.tariff_schedule, schedule_b @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(@extschema@.tariff_schedule, @extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_regime r, tariff_regime x, tariff_difference(r.compiled, x.compiled, ''8505110070'', ''JP'', ''2025-08-07'', 100000) WHERE r.regime = ''US'' AND x.regime = ''US without RECIP'' ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.duty_audit(regime text, filed jsonb, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance numeric DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(text, jsonb, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, numeric) IS
'Duties filed, by program (or measure, or legal reference, which is claimed as well), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> MFN 0 agrees, S232_AUTO 3750 refund candidate: filed above the rate';

CREATE FUNCTION @extschema@.duty_audit(schedule @extschema@.tariff_schedule, filed jsonb, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance numeric DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(@extschema@.tariff_schedule, jsonb, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, numeric) IS
'Duties filed, by program (or measure, or legal reference, which is claimed as well), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM tariff_regime, duty_audit(compiled, ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' ==> MFN 0 agrees, S232_AUTO 3750 refund candidate: filed above the rate';

CREATE FUNCTION @extschema@.duty_audit(regime text, filed jsonb, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance float8 DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(text, jsonb, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, float8) IS
'Duties filed, by program (or measure, or legal reference, which is claimed as well), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) ==> MFN 0 agrees, S232_AUTO 3750 refund candidate: filed above the rate';

CREATE FUNCTION @extschema@.duty_audit(schedule @extschema@.tariff_schedule, filed jsonb, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance float8 DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(@extschema@.tariff_schedule, jsonb, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, float8) IS
'Duties filed, by program (or measure, or legal reference, which is claimed as well), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM tariff_regime, duty_audit(compiled, ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' ==> MFN 0 agrees, S232_AUTO 3750 refund candidate: filed above the rate';

CREATE FUNCTION @extschema@.tariff_questions(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_regime' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_questions(''US'', ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340 -2000';

CREATE FUNCTION @extschema@.tariff_questions(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_regime, tariff_questions(compiled, ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US'' AND answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340 -2000';

CREATE FUNCTION @extschema@.tariff_questions(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_questions(''US'', ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340 -2000';

CREATE FUNCTION @extschema@.tariff_questions(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_regime, tariff_questions(compiled, ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US'' AND answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340 -2000';

CREATE FUNCTION @extschema@.tariff_notes(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_regime' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', ''2025-10-01'', 10000) ==> claim AUTO_PART is not made; it would change the duty';

CREATE FUNCTION @extschema@.tariff_notes(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_regime, tariff_notes(compiled, ''8471300100'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US'' ==> claim AUTO_PART is not made; it would change the duty';

CREATE FUNCTION @extschema@.tariff_notes(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', ''2025-10-01'', 10000) ==> claim AUTO_PART is not made; it would change the duty';

CREATE FUNCTION @extschema@.tariff_notes(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_regime, tariff_notes(compiled, ''8471300100'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US'' ==> claim AUTO_PART is not made; it would change the duty';

-- A point in time means the day on which it falls in the session's time zone.  Texts and parameters without a type
-- must go on to mean a date, as they would not if the name of a law and the time had types of first choice here:
-- domains are none.
CREATE DOMAIN te_support.regime_name AS text;
COMMENT ON DOMAIN te_support.regime_name IS 'Name of a tariff law where a point in time follows, so that a date is the first choice. Example: SELECT ''US''::te_support.regime_name ==> US';
CREATE DOMAIN te_support.moment AS timestamptz;
COMMENT ON DOMAIN te_support.moment IS 'Point in time that means the day on which it falls in the session''s time zone. Example: SELECT ''2025-10-01 12:00''::te_support.moment::date ==> 2025-10-01';

CREATE FUNCTION @extschema@.tariff_stack(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS numeric
STABLE PARALLEL SAFE BEGIN ATOMIC SELECT * FROM @extschema@.tariff_stack(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_stack(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line that enters at a point in time. Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> 4500';

CREATE FUNCTION @extschema@.tariff_stack(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
STABLE PARALLEL SAFE BEGIN ATOMIC SELECT * FROM @extschema@.tariff_stack(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_stack(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line that enters at a point in time. Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> 4500';

CREATE FUNCTION @extschema@.tariff_rate(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
STABLE PARALLEL SAFE RETURN @extschema@.tariff_rate(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share);
COMMENT ON FUNCTION @extschema@.tariff_rate(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line that enters at a point in time, as a share of its value. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'') ==> 0.15';

CREATE FUNCTION @extschema@.tariff_rate(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
STABLE PARALLEL SAFE RETURN @extschema@.tariff_rate(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share);
COMMENT ON FUNCTION @extschema@.tariff_rate(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line that enters at a point in time, as a share of its value. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'') ==> 0.15';

CREATE FUNCTION @extschema@.tariff_problem(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
STABLE PARALLEL SAFE RETURN @extschema@.tariff_problem(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share);
COMMENT ON FUNCTION @extschema@.tariff_problem(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line that enters at a point in time has no duty. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', timestamptz ''2025-10-01 12:00'', 30000) ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_problem(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
STABLE PARALLEL SAFE RETURN @extschema@.tariff_problem(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share);
COMMENT ON FUNCTION @extschema@.tariff_problem(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line that enters at a point in time has no duty. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', timestamptz ''2025-10-01 12:00'', 30000) ==> needs more digits: ...';

CREATE FUNCTION @extschema@.tariff_layers(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
STABLE PARALLEL SAFE ROWS 10 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_layers(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_layers(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line that enters at a point in time. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) WHERE status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_layers(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, expression text, rate float8, duty numeric, valid_from date, valid_to date, legal_ref text, note text)
STABLE PARALLEL SAFE ROWS 10 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_layers(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_layers(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line that enters at a point in time. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) WHERE status = ''applied'' ==> MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_options(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_options(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives of a line that enters at a point in time. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_options(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_options(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_options(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives of a line that enters at a point in time. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> (MFN), 4500';

CREATE FUNCTION @extschema@.tariff_panel(regime te_support.regime_name, hs_codes text[], origins text[], entry_date te_support.moment, claims text[] DEFAULT NULL, known_on date DEFAULT NULL,
	quantities jsonb DEFAULT NULL) RETURNS TABLE(hs text, origin text, rate float8, problem text)
STABLE PARALLEL SAFE ROWS 1000 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_panel(regime::text, hs_codes, origins, entry_date::date, claims, known_on, quantities); END;
COMMENT ON FUNCTION @extschema@.tariff_panel(te_support.regime_name, text[], text[], te_support.moment, text[], date, jsonb) IS
'Rates of many codes from many origins at a point in time. Example: SELECT origin, rate FROM tariff_panel(''US'', ''{87032301}'', ''{JP,GB}'', timestamptz ''2025-10-01 12:00'') ==> JP 0.15, GB 0.275';

CREATE FUNCTION @extschema@.tariff_history(regime te_support.regime_name, hs text, origin text, from_date te_support.moment,
	to_date te_support.moment DEFAULT '2100-01-01'::date::timestamptz, customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_history(regime::text, hs, origin, from_date::date, to_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_history(te_support.regime_name, text, text, te_support.moment, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty between two points in time. Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', timestamptz ''2025-08-01 12:00'', customs_value => 30000) ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_history(regime te_support.regime_name, hs text, origin text, from_date te_support.moment,
	to_date te_support.moment, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_history(regime::text, hs, origin, from_date::date, to_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_history(te_support.regime_name, text, text, te_support.moment, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'A line''s duty between two points in time. Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', timestamptz ''2025-08-01 12:00'', customs_value => 30000) ==> 2025-08-01 8250, 2025-09-16 4500';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime te_support.regime_name, hs text, origin text, from_date te_support.moment,
	to_date te_support.moment DEFAULT '2100-01-01'::date::timestamptz, customs_value numeric DEFAULT 1, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_breakpoints(regime::text, hs, origin, from_date::date, to_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(te_support.regime_name, text, text, te_support.moment, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates between two points in time at which a line''s duty changes. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', timestamptz ''2025-08-01 12:00'', customs_value => 30000) ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime te_support.regime_name, hs text, origin text, from_date te_support.moment,
	to_date te_support.moment, customs_value float8, quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_breakpoints(regime::text, hs, origin, from_date::date, to_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(te_support.regime_name, text, text, te_support.moment, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Entry dates between two points in time at which a line''s duty changes. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', timestamptz ''2025-08-01 12:00'', customs_value => 30000) ==> 2025-09-16 S232_AUTO -3750';

CREATE FUNCTION @extschema@.tariff_difference(regime_a te_support.regime_name, regime_b te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_difference(regime_a::text, regime_b::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_difference(te_support.regime_name, te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges under two laws on a line that enters at a point in time. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', timestamptz ''2025-08-07 12:00'', 100000) ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.tariff_difference(regime_a te_support.regime_name, regime_b te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_difference(regime_a::text, regime_b::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_difference(te_support.regime_name, te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges under two laws on a line that enters at a point in time. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', timestamptz ''2025-08-07 12:00'', 100000) ==> MFN 0, RECIP -12900';

CREATE FUNCTION @extschema@.duty_audit(regime te_support.regime_name, filed jsonb, hs text, origin text, entry_date te_support.moment, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance numeric DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.duty_audit(regime::text, filed, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share, tolerance); END;
COMMENT ON FUNCTION @extschema@.duty_audit(te_support.regime_name, jsonb, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, numeric) IS
'Duties filed against those that the law asks for at a point in time. Example: SELECT program, difference FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> MFN 0, S232_AUTO 3750';

CREATE FUNCTION @extschema@.duty_audit(regime te_support.regime_name, filed jsonb, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance float8 DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
STABLE PARALLEL SAFE ROWS 5 BEGIN ATOMIC SELECT * FROM @extschema@.duty_audit(regime::text, filed, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share, tolerance); END;
COMMENT ON FUNCTION @extschema@.duty_audit(te_support.regime_name, jsonb, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, float8) IS
'Duties filed against those that the law asks for at a point in time. Example: SELECT program, difference FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', timestamptz ''2025-10-01 12:00'', 30000) ==> MFN 0, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_questions(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_questions(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_questions(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line that enters at a point in time. Example: SELECT answer, duty FROM tariff_questions(''US'', ''8507600020'', ''VN'', timestamptz ''2025-10-01 12:00'', 10000) WHERE answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340';

CREATE FUNCTION @extschema@.tariff_questions(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_questions(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_questions(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line that enters at a point in time. Example: SELECT answer, duty FROM tariff_questions(''US'', ''8507600020'', ''VN'', timestamptz ''2025-10-01 12:00'', 10000) WHERE answer = ''INFORMATIONAL'' ==> INFORMATIONAL 340';

CREATE FUNCTION @extschema@.tariff_notes(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_notes(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_notes(te_support.regime_name, text, text, te_support.moment, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line that enters at a point in time rests on. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', timestamptz ''2025-10-01 12:00'', 10000) ==> claim AUTO_PART is not made; it would change the duty';

CREATE FUNCTION @extschema@.tariff_notes(regime te_support.regime_name, hs text, origin text, entry_date te_support.moment, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL, loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
STABLE PARALLEL SAFE ROWS 3 BEGIN ATOMIC SELECT * FROM @extschema@.tariff_notes(regime::text, hs, origin, entry_date::date, customs_value, quantities, content, claims, choice, loaded, fx, known_on, weight_share); END;
COMMENT ON FUNCTION @extschema@.tariff_notes(te_support.regime_name, text, text, te_support.moment, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line that enters at a point in time rests on. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', timestamptz ''2025-10-01 12:00'', 10000) ==> claim AUTO_PART is not made; it would change the duty';

CREATE FUNCTION @extschema@.tariff_changes(regime text, from_date date, to_date date, hs_codes text[] DEFAULT NULL, origins text[] DEFAULT NULL,
	claims text[] DEFAULT NULL, known_on date DEFAULT NULL, quantities jsonb DEFAULT NULL, to_regime text DEFAULT NULL,
	OUT hs text, OUT origin text, OUT rate_before float8, OUT rate_after float8, OUT change float8, OUT programs text, OUT legal_ref text, OUT problem text) RETURNS SETOF record
LANGUAGE SQL STABLE PARALLEL SAFE COST 100000 ROWS 1000
BEGIN ATOMIC
	SELECT c.hs, c.origin, c.rate_before, c.rate_after, (c.rate_after::numeric - c.rate_before::numeric)::float8, p.programs, p.legal_ref, c.problem
	FROM (
		SELECT coalesce(a.hs, b.hs) AS hs, coalesce(a.origin, b.origin) AS origin, a.rate AS rate_before, b.rate AS rate_after, coalesce(a.problem, b.problem) AS problem
		FROM @extschema@.tariff_panel(tariff_changes.regime, tariff_changes.hs_codes, tariff_changes.origins, te_support.te_finite_date('from_date'::text, tariff_changes.from_date), tariff_changes.claims,
				tariff_changes.known_on, tariff_changes.quantities) AS a
			FULL JOIN @extschema@.tariff_panel(coalesce(tariff_changes.to_regime, tariff_changes.regime), tariff_changes.hs_codes, tariff_changes.origins, te_support.te_finite_date('to_date'::text, tariff_changes.to_date),
				tariff_changes.claims, tariff_changes.known_on, tariff_changes.quantities) AS b ON a.hs = b.hs AND a.origin = b.origin
		WHERE a.rate IS DISTINCT FROM b.rate OR a.problem IS DISTINCT FROM b.problem
	) AS c,
	LATERAL (
		SELECT string_agg(d.program || ' ' || d.before || ' to ' || d.after, ', ' ORDER BY d.program) AS programs, string_agg(d.legal_ref, ', ' ORDER BY d.program) AS legal_ref
		FROM (
			SELECT l.program, coalesce(sum(l.rate::numeric) FILTER (WHERE NOT l.is_after), 0) AS before, coalesce(sum(l.rate::numeric) FILTER (WHERE l.is_after), 0) AS after,
				coalesce(max(l.legal_ref) FILTER (WHERE l.is_after), max(l.legal_ref)) AS legal_ref
			FROM (
				SELECT false AS is_after, x.program, x.rate, x.legal_ref
				FROM @extschema@.tariff_layers(tariff_changes.regime, c.hs, c.origin, tariff_changes.from_date, 1::numeric, tariff_changes.quantities,
					claims => tariff_changes.claims, known_on => tariff_changes.known_on) AS x WHERE x.status = 'applied'
				UNION ALL
				SELECT true, y.program, y.rate, y.legal_ref
				FROM @extschema@.tariff_layers(coalesce(tariff_changes.to_regime, tariff_changes.regime), c.hs, c.origin, tariff_changes.to_date, 1::numeric, tariff_changes.quantities,
					claims => tariff_changes.claims, known_on => tariff_changes.known_on) AS y WHERE y.status = 'applied'
			) AS l
			GROUP BY l.program
		) AS d
		WHERE d.before <> d.after
	) AS p
	ORDER BY c.hs, c.origin;
END;
COMMENT ON FUNCTION @extschema@.tariff_changes(text, date, date, text[], text[], text[], date, jsonb, text) IS
'Codes and origins whose rate differs between two dates of a regime, or of two regimes (to_regime), with the programs that did it; NULL codes and origins: all. Example: SELECT hs, origin, rate_before, rate_after, programs FROM tariff_changes(''US'', ''2025-08-06'', ''2025-08-07'', ''{9503000073}'', ''{VN,CN}'') ==> 9503000073, VN, 0.1, 0.2, RECIP 0.1 to 0.2';

-- Made from 50-shock.sql.in by tools/expand_sql.pl; do not edit.
-- Disruption of one supply: stock, shortage and loss in closed form.

-- What the functions have in common.

CREATE FUNCTION @extschema@.disruption_loss(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1, cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0, alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0, horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL, refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_loss(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Loss when a supply that covers the share "dependency" of use stops for "duration" days: value_per_day times the days of use that stock, other suppliers and substitution do not cover. Example: SELECT disruption_loss(0.6, 90, cover => 30, value_per_day => 200) ==> 4800';

CREATE FUNCTION @extschema@.disruption_detail(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1, cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0, alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0, horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL, refill bool DEFAULT true,
	OUT time_to_survive float8, OUT gap float8, OUT shortage float8, OUT peak float8, OUT last_short float8, OUT stock_min float8, OUT stock_end float8, OUT loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_detail(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'All figures of a disruption in one row: first day of shortage, gap and shortage in days of use, peak, last day of shortage, stock and loss (call it in FROM or LATERAL). Example: SELECT time_to_survive, shortage FROM disruption_detail(0.6, 90, cover => 30) ==> 50, 24';

CREATE FUNCTION @extschema@.disruption_path(
	dependency float8, duration float8, cut float8 DEFAULT 1,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1, cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0, alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0, horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL, refill bool DEFAULT true, step float8 DEFAULT 1)
RETURNS TABLE (
	day float8, normal_supply float8, alternative_supply float8, substituted float8, net_gap float8,
	stock float8, shortage float8, shortage_so_far float8, loss_so_far float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 365;
COMMENT ON FUNCTION @extschema@.disruption_path(float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool, float8) IS
'The course of a disruption, one row every "step" days up to the horizon, for charts. Example: SELECT day, stock, shortage FROM disruption_path(0.6, 90, cover => 30, step => 50) ==> (0, 30, 0), (50, 0, 0.6), (90, 0, 0.6)';

CREATE FUNCTION @extschema@.time_to_survive(
	dependency float8, cover float8, cut float8 DEFAULT 1,
	alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0,
	refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.time_to_survive(float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Days until the stock is used up if the cut never ends, NULL when the stock lasts for ever. Example: SELECT time_to_survive(0.6, 30) ==> 50';

CREATE FUNCTION @extschema@.disruption_loss(
	mix @extschema@.supply_mix, shock @extschema@.supply_mix, duration float8, spare @extschema@.supply_mix DEFAULT NULL,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1, cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0, alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0, horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL, refill bool DEFAULT true) RETURNS float8
AS 'MODULE_PATHNAME', 'mix_disruption_loss' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_loss(@extschema@.supply_mix, @extschema@.supply_mix, float8, @extschema@.supply_mix, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'Loss when origins of a supply mix stop for "duration" days: "shock" says which share of each origin stops, "spare" which amount others could add. Example: SELECT disruption_loss(''{CHN:80,VNM:20}''::supply_mix, ''{CHN:1}''::supply_mix, 90, spare => ''{VNM:10}'', cover => 30) ==> 33';

CREATE FUNCTION @extschema@.disruption_detail(
	mix @extschema@.supply_mix, shock @extschema@.supply_mix, duration float8, spare @extschema@.supply_mix DEFAULT NULL,
	cover float8 DEFAULT 0, value_per_day float8 DEFAULT 1, cut_start float8 DEFAULT 0, recovery float8 DEFAULT 0, alternative float8 DEFAULT 0, alternative_start float8 DEFAULT 0, alternative_ramp float8 DEFAULT 0, substitution float8 DEFAULT 0, substitution_start float8 DEFAULT 0, substitution_ramp float8 DEFAULT 0, horizon float8 DEFAULT NULL, cost_share float8 DEFAULT NULL, elasticity float8 DEFAULT NULL, refill bool DEFAULT true,
	OUT time_to_survive float8, OUT gap float8, OUT shortage float8, OUT peak float8, OUT last_short float8, OUT stock_min float8, OUT stock_end float8, OUT loss float8)
AS 'MODULE_PATHNAME', 'mix_disruption_detail' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.disruption_detail(@extschema@.supply_mix, @extschema@.supply_mix, float8, @extschema@.supply_mix, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, bool) IS
'All figures of a disruption of a supply mix in one row (call it in FROM or LATERAL). Example: SELECT shortage, peak FROM disruption_detail(''{CHN:80,VNM:20}''::supply_mix, ''{CHN:1}''::supply_mix, 90, cover => 30) ==> 42, 0.8';

-- Prices and technology: market clearing, CES output, lost variety, bills of materials.

CREATE FUNCTION @extschema@.price_response(cut float8, supply_elasticity float8, demand_elasticity float8,
	capacity float8 DEFAULT NULL, choke_price float8 DEFAULT NULL, stock_release float8 DEFAULT 0,
	OUT price float8, OUT quantity float8, OUT capacity_binds bool,
	OUT expenditure float8, OUT buyer_loss float8, OUT choke_binds bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.price_response(float8, float8, float8, float8, float8, float8) IS
'Price and quantity, relative to before, at which a market clears after the share "cut" of supply has gone; "capacity" is the most that the rest can sell, "choke_price" the price beyond which nobody buys, "stock_release" what stocks add. NULL price: no finite price clears. Example: SELECT price, quantity FROM price_response(0.6, 0.2, 0.3) ==> 6.25, 0.577';

CREATE FUNCTION @extschema@.price_response(mix @extschema@.supply_mix, shock @extschema@.supply_mix, supply_elasticity float8, demand_elasticity float8,
	capacity @extschema@.supply_mix DEFAULT NULL, choke_price float8 DEFAULT NULL, stock_release float8 DEFAULT 0,
	OUT price float8, OUT quantity float8, OUT capacity_binds bool,
	OUT expenditure float8, OUT buyer_loss float8, OUT choke_binds bool)
AS 'MODULE_PATHNAME', 'mix_price_response' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_response(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, @extschema@.supply_mix, float8, float8) IS
'Price and quantity, relative to before, at which a market of several producers clears after a shock (origin ==> share that stops); "capacity" is the most that an origin can sell, "choke_price" the price beyond which nobody buys, "stock_release" the amount that stocks add. Example: SELECT price FROM price_response(''{CHN:60,AUS:40}''::supply_mix, ''{CHN:1}''::supply_mix, 0.2, 0.3, ''{AUS:45}'') ==> 14.32';

CREATE FUNCTION @extschema@.ces_loss(cost_share float8, elasticity float8, input float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ces_loss(float8, float8, float8) IS
'Share of output lost when one input is at "input" of normal, all others at 1, in a technology with constant elasticity of substitution. Example: SELECT ces_loss(0.04, 0.04, 0.9) ==> 0.0157';

CREATE FUNCTION @extschema@.ces_response(cost_share float8, elasticity float8, input float8,
	OUT output float8, OUT loss float8, OUT first_order_loss float8, OUT second_order_loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.ces_response(float8, float8, float8) IS
'CES output and loss beside the first-order (cost share) and second-order approximations of the loss. Example: SELECT loss, first_order_loss FROM ces_response(0.04, 0.04, 0.9) ==> 0.0157, 0.0042';

CREATE FUNCTION @extschema@.embargo_price_index(cut float8, elasticity float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.embargo_price_index(float8, float8) IS
'Price index of a good after varieties that had the share "cut" of spending have gone, relative to before; NULL when elasticity <= 1 (no variety can be done without). Example: SELECT embargo_price_index(0.6, 4) ==> 1.357';

CREATE FUNCTION te_support.te_ces_output_accum(float8[], input float8, cost_share float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_accum(float8[], float8, float8, float8) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE FUNCTION te_support.te_ces_output_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_combine(float8[], float8[]) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE FUNCTION te_support.te_ces_output_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_ces_output_final(float8[]) IS
'Support function of ces_output. Example: used by SELECT ces_output(input, cost_share, 0.5) FROM parts';
CREATE AGGREGATE @extschema@.ces_output(input float8, cost_share float8, elasticity float8) (
	SFUNC = te_support.te_ces_output_accum, STYPE = float8[], SSPACE = 128,
	FINALFUNC = te_support.te_ces_output_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_ces_output_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.ces_output(float8, float8, float8) IS
'Output of a CES technology from its inputs (relative to normal) and their cost shares, which need not sum to 1; rows with a NULL input or share do not count. Example: SELECT ces_output(input, share, 1) FROM (VALUES (0.25, 0.5), (1, 0.5)) AS v(input, share) ==> 0.5';

CREATE FUNCTION te_support.te_bottleneck_accum(float8[], shortage float8, weight float8, essential bool) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_accum(float8[], float8, float8, bool) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE FUNCTION te_support.te_bottleneck_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_combine(float8[], float8[]) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE FUNCTION te_support.te_bottleneck_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_bottleneck_final(float8[]) IS
'Support function of bottleneck_shortage. Example: used by SELECT bottleneck_shortage(shortage, weight, essential) FROM parts';
CREATE AGGREGATE @extschema@.bottleneck_shortage(shortage float8, weight float8, essential bool) (
	SFUNC = te_support.te_bottleneck_accum, STYPE = float8[], SSPACE = 64,
	FINALFUNC = te_support.te_bottleneck_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_bottleneck_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.bottleneck_shortage(float8, float8, bool) IS
'Share of a product that cannot be made when its parts are short: the worst essential part, or the weighted shortage of the others if that is more. Example: SELECT bottleneck_shortage(s, w, e) FROM (VALUES (1.0, 6.0, false), (0.0, 2.0, true)) AS v(s, w, e) ==> 0.75';

CREATE FUNCTION @extschema@.allocate_scarce(supply float8, products text[], margins float8[], part_uses float8[], demands float8[])
RETURNS TABLE (product_name text, margin_per_part float8, made float8, part_used float8,
	lost float8, margin_earned float8, margin_lost float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 20;
COMMENT ON FUNCTION @extschema@.allocate_scarce(float8, text[], float8[], float8[], float8[]) IS
'Allocates a scarce part to products so that the margin earned is largest: highest margin for each part first, none of a product that loses. Example: SELECT product_name, made FROM allocate_scarce(100, ''{A,B}'', ''{5,3}'', ''{1,2}'', ''{60,60}'') ==> (A, 60), (B, 20)';

CREATE FUNCTION @extschema@.value_multiple(product_value float8, input_quantity float8, input_price float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.value_multiple(float8, float8, float8) IS
'Value of product that stands still for each unit of value of a missing input; NULL when the input costs nothing. Example: SELECT value_multiple(30000, 0.036, 300) ==> 2777.8';
-- Who bears a tariff.

CREATE FUNCTION @extschema@.tariff_incidence(value float8, rate float8,
	import_elasticity float8, export_elasticity float8 DEFAULT NULL,
	OUT price_paid float8, OUT price_received float8, OUT quantity float8, OUT revenue float8,
	OUT buyer_loss float8, OUT seller_loss float8, OUT deadweight_loss float8, OUT buyer_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.tariff_incidence(float8, float8, float8, float8) IS
'Who bears a tariff on imports worth "value" before it, with constant elasticities of import demand and export supply; NULL means infinite. Prices are relative to before, quantity is in value at the old price, buyer_share is the part of the (logarithmic) rise that buyers bear. Example: SELECT price_paid, price_received, buyer_share FROM tariff_incidence(1, 0.25, 1.5, 3) ==> 1.1604, 0.9283, 0.6667';

CREATE FUNCTION @extschema@.company_tariff_hit(imports float8, rate float8,
	pass_through float8 DEFAULT 0, volume_elasticity float8 DEFAULT 0, margin float8 DEFAULT 0,
	mitigation float8 DEFAULT 0, mitigation_cost float8 DEFAULT 0,
	OUT duty float8, OUT recovered float8, OUT volume_lost float8, OUT margin_lost float8,
	OUT mitigation_spent float8, OUT net_hit float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.company_tariff_hit(float8, float8, float8, float8, float8, float8, float8) IS
'Yearly hit of a tariff to a company that imports: duty on what is still sold, less what customers pay, plus margin on lost volume, plus the cost of mitigation (the share of imports that escapes the duty). Example: SELECT duty, recovered, net_hit FROM company_tariff_hit(10, 0.25, 0.4, 2, 0.15) ==> 2, 0.8, 1.5';

CREATE FUNCTION @extschema@.armington_price(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	embargo text[] DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.armington_price(@extschema@.supply_mix, @extschema@.supply_mix, float8, text[]) IS
'Price index, relative to before, of a good from several origins after tariffs (origin ==> rate) and an embargo, with an elasticity of substitution between origins; NULL when no price will do. Example: SELECT armington_price(''{CHN:60,VNM:30,JPN:10}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4) ==> 1.1224';

CREATE FUNCTION @extschema@.armington_diversion(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	demand_elasticity float8 DEFAULT 1, embargo text[] DEFAULT NULL)
RETURNS TABLE (origin text, share_before float8, share_after float8,
	value_before float8, value_after float8, change float8, price_index float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 20;
COMMENT ON FUNCTION @extschema@.armington_diversion(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, text[]) IS
'Where imports go after tariffs (origin ==> rate) and an embargo: shares of spending with duty, values at the border, for an elasticity between origins and one of demand for the good. Example: SELECT origin, value_after FROM armington_diversion(''{CHN:60,VNM:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4) ==> (CHN, 34.75), (VNM, 56.56)';

CREATE FUNCTION @extschema@.armington_supply(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	supply_elasticity float8 DEFAULT NULL, demand_elasticity float8 DEFAULT 1, domestic text DEFAULT NULL,
	supply_elasticity_mix @extschema@.supply_mix DEFAULT NULL, tariff_before_mix @extschema@.supply_mix DEFAULT NULL, embargo text[] DEFAULT NULL)
RETURNS TABLE (origin text, price_paid float8, price_received float8, quantity float8, value_before float8, value_after float8,
	duty_before float8, duty_after float8, seller_gain float8, price_index float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 20;
COMMENT ON FUNCTION @extschema@.armington_supply(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[]) IS
'Prices, trade and duty by origin after tariffs (origin ==> rate) and an embargo where each origin''s supply rises with its price ("supply_elasticity", NULL: infinite, or by origin), the origin "domestic" being made at home; prices and quantity are relative to before. Example: SELECT origin, round(price_received::numeric, 4), round(value_after::numeric, 2) FROM armington_supply(''{CHN:60,USA:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4, 2, domestic => ''USA'') ==> (CHN, 0.8993, 43.64), (USA, 1.0435, 45.45)';

CREATE FUNCTION @extschema@.armington_welfare(mix @extschema@.supply_mix, tariff @extschema@.supply_mix, elasticity float8,
	supply_elasticity float8 DEFAULT NULL, demand_elasticity float8 DEFAULT 1, domestic text DEFAULT NULL,
	supply_elasticity_mix @extschema@.supply_mix DEFAULT NULL, tariff_before_mix @extschema@.supply_mix DEFAULT NULL, embargo text[] DEFAULT NULL,
	OUT price_index float8, OUT buyer_gain float8, OUT home_seller_gain float8, OUT treasury_gain float8, OUT importer_gain float8,
	OUT foreign_seller_gain float8, OUT world_gain float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.armington_welfare(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[]) IS
'Who gains by tariffs and an embargo (see armington_supply): buyers, sellers at home, the treasury, these three together, sellers abroad, and all. Example: SELECT round(buyer_gain::numeric, 2), round(treasury_gain::numeric, 2), round(importer_gain::numeric, 2) FROM armington_welfare(''{CHN:60,USA:40}''::supply_mix, ''{CHN:0.25}''::supply_mix, 4, 2, domestic => ''USA'') ==> -8.52, 10.91, 4.21';
-- Supply networks: the type, its aggregates, linear models and multi-tier dependence.

CREATE TYPE @extschema@.supply_network;

CREATE FUNCTION te_support.te_network_in(cstring) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_in(cstring) IS
'Reads a supply network from text. Example: SELECT supply_network ''{CHN>VNM:20,CHN>JPN:30}''';

CREATE FUNCTION te_support.te_network_out(@extschema@.supply_network) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_out(@extschema@.supply_network) IS
'Text of a supply network, edges by supplier and user. Example: SELECT (supply_network ''{B>C:1,A>B:2}'')::text ==> {A>B:2,B>C:1}';

CREATE FUNCTION te_support.te_network_recv(internal) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_recv(internal) IS
'Reads a supply network from its binary form, for COPY BINARY and binary clients. Example: COPY t FROM ''t.bin'' (FORMAT binary)';

CREATE FUNCTION te_support.te_network_send(@extschema@.supply_network) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION te_support.te_network_send(@extschema@.supply_network) IS
'Binary form of a supply network, for COPY BINARY and binary clients. Example: COPY t TO ''t.bin'' (FORMAT binary)';

CREATE TYPE @extschema@.supply_network (
	INPUT = te_support.te_network_in,
	OUTPUT = te_support.te_network_out,
	RECEIVE = te_support.te_network_recv,
	SEND = te_support.te_network_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = external
);
COMMENT ON TYPE @extschema@.supply_network IS
'Who supplies whom with how much, and what is known of the nodes (output, final demand, value added, sector, essential). Example: SELECT supply_network ''{CHN>VNM:20,CHN>JPN:30}'' ==> {CHN>JPN:30,CHN>VNM:20}';

-- Aggregates

CREATE FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) IS
'Transition function of supply_network(supplier, user, amount). Example: SELECT supply_network(exporter, importer, value) FROM flow';

CREATE FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) IS
'Transition function of sum(supply_network). Example: SELECT sum(network) FROM network_of_month';

CREATE FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) IS
'Transition function of with_nodes(network, node, output, final_demand). Example: SELECT with_nodes(network, code, output, final_demand) FROM sector';

CREATE FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8)
RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8) IS
'Transition function of with_nodes with all attributes. Example: SELECT with_nodes(network, code, output, NULL, NULL, sector, NULL) FROM firm';

CREATE FUNCTION te_support.te_network_combine(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_combine(@extschema@.supply_network, @extschema@.supply_network) IS
'Combines the partial states of workers. Example: SET max_parallel_workers_per_gather = 4; SELECT supply_network(exporter, importer, value) FROM flow';

CREATE FUNCTION te_support.te_network_final(@extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_final(@extschema@.supply_network) IS
'Sorted network of an aggregate''s state. Example: SELECT supply_network(exporter, importer, value) FROM flow';

CREATE AGGREGATE @extschema@.supply_network(supplier text, "user" text, amount float8) (
	SFUNC = te_support.te_network_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_network(text, text, float8) IS
'Builds a network from rows (supplier, user, amount): rows of the same pair add up exactly in any order, rows that lack one of the three are counted and skipped. Example: SELECT supply_network(s, u, a) FROM (VALUES (''CHN'', ''JPN'', 30), (''CHN'', ''VNM'', 20)) t(s, u, a) ==> {CHN>JPN:30,CHN>VNM:20}';

CREATE AGGREGATE @extschema@.sum(@extschema@.supply_network) (
	SFUNC = te_support.te_network_sum_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.sum(@extschema@.supply_network) IS
'Adds networks: amounts of the same edge and of the same node add up; a node with two different sectors is an error. Example: SELECT sum(n) FROM (VALUES (supply_network ''{A>B:1}''), (''{A>B:2,B>C:3}'')) t(n) ==> {A>B:3,B>C:3;rows=3}';

CREATE AGGREGATE @extschema@.with_nodes(network @extschema@.supply_network, node text, output float8, final_demand float8) (
	SFUNC = te_support.te_network_node_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.with_nodes(@extschema@.supply_network, text, float8, float8) IS
'The network with output and final demand of its nodes, one row per node; NULL leaves what was known, a node given twice is an error, one without flows is added. Example: SELECT with_nodes(''{A>B:1}'', n, x, f) FROM (VALUES (''A'', 5, 4), (''B'', 3, 3)) t(n, x, f) ==> {A>B:1;A[output=5,final_demand=4],B[output=3,final_demand=3]}';

CREATE AGGREGATE @extschema@.with_nodes(network @extschema@.supply_network, node text, output float8, final_demand float8,
	value_added float8, sector text, essential float8) (
	SFUNC = te_support.te_network_node_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.with_nodes(@extschema@.supply_network, text, float8, float8, float8, text, float8) IS
'The network with output, final demand, value added, sector and essentiality (0..1) of its nodes, one row per node; NULL leaves what was known. Example: SELECT with_nodes(''{A>B:1}'', n, x, NULL, NULL, s, NULL) FROM (VALUES (''A'', 5, ''ore''), (''B'', 3, ''steel'')) t(n, x, s) ==> {A>B:1;A[output=5,sector=ore],B[output=3,sector=steel]}';

CREATE FUNCTION te_support.te_network_plus(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_plus(@extschema@.supply_network, @extschema@.supply_network) IS
'Adds two networks. Example: SELECT supply_network ''{A>B:1}'' + ''{A>B:2}'' ==> {A>B:3;rows=2}';

CREATE OPERATOR @extschema@.+ (
	LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_plus, COMMUTATOR = OPERATOR(@extschema@.+)
);
COMMENT ON OPERATOR @extschema@.+ (@extschema@.supply_network, @extschema@.supply_network) IS
'Adds two networks. Example: SELECT supply_network ''{A>B:1}'' + ''{A>B:2}'' ==> {A>B:3;rows=2}';

-- Looking into a network

CREATE FUNCTION @extschema@.each_edge(network @extschema@.supply_network)
RETURNS TABLE (supplier text, "user" text, amount float8, share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
COMMENT ON FUNCTION @extschema@.each_edge(@extschema@.supply_network) IS
'The edges of a network; share is the part of the user''s purchases that the supplier has. Example: SELECT * FROM each_edge(''{CHN>JPN:30,VNM>JPN:10}'') ==> (CHN, JPN, 30, 0.75), (VNM, JPN, 10, 0.25)';

CREATE FUNCTION @extschema@.supply_network(suppliers text[], users text[], amounts float8[]) RETURNS @extschema@.supply_network
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF cardinality(suppliers) <> cardinality(users) OR cardinality(suppliers) <> cardinality(amounts) THEN
		RAISE EXCEPTION 'supply_network: the arrays have %, % and % elements', cardinality(suppliers), cardinality(users), cardinality(amounts)
		USING ERRCODE = 'array_subscript_error', HINT = 'Give one supplier, one user and one amount for each edge.';
	END IF;
	RETURN CASE WHEN cardinality(suppliers) > 0 THEN te_support.te_network_like('{}', suppliers, users, amounts) END;
END $$;
COMMENT ON FUNCTION @extschema@.supply_network(text[], text[], float8[]) IS
'A network from three arrays of equal length, as drivers send them. Example: SELECT supply_network(ARRAY[''CHN'',''VNM''], ARRAY[''JPN'',''JPN''], ARRAY[30,10]) ==> {CHN>JPN:30,VNM>JPN:10}';

CREATE FUNCTION @extschema@.supply_network(edges jsonb) RETURNS @extschema@.supply_network
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	missing text;
BEGIN
	IF NOT (CASE WHEN jsonb_typeof(edges) = 'array' THEN (SELECT coalesce(bool_and(jsonb_typeof(e) = 'object'), true) FROM jsonb_array_elements(edges) AS e) ELSE false END) THEN
		RAISE EXCEPTION 'supply_network: the edges are not a JSON array of objects'
		USING ERRCODE = 'invalid_parameter_value', HINT = 'Write them as [{"supplier": "CHN", "user": "JPN", "amount": 30}].';
	END IF;
	SELECT key INTO missing FROM unnest('{supplier,user,amount}'::text[]) AS key
	WHERE jsonb_array_length(edges) > 0 AND NOT EXISTS (SELECT FROM jsonb_array_elements(edges) AS e WHERE e ? key) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'supply_network: the edges have no "%"', missing
		USING ERRCODE = 'invalid_parameter_value', HINT = 'Each edge has a "supplier", a "user" and an "amount".';
	END IF;
	RETURN coalesce((SELECT te_support.te_network_like('{}', array_agg(supplier), array_agg("user"), array_agg(amount))
		FROM jsonb_to_recordset(edges) AS e (supplier text, "user" text, amount float8) HAVING count(*) > 0), '{}');
END $$;
COMMENT ON FUNCTION @extschema@.supply_network(jsonb) IS
'A network from a JSON array of edges; edges that lack one of the three are counted and skipped. Example: SELECT supply_network(''[{"supplier": "CHN", "user": "JPN", "amount": 30}]''::jsonb) ==> {CHN>JPN:30}';

CREATE FUNCTION @extschema@.to_jsonb(network @extschema@.supply_network) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT coalesce(jsonb_agg(jsonb_build_object('supplier', e.supplier, 'user', e."user", 'amount', e.amount)), '[]'::jsonb) FROM @extschema@.each_edge(network) AS e;
END;
COMMENT ON FUNCTION @extschema@.to_jsonb(@extschema@.supply_network) IS
'The edges of a network as a JSON array; what with_nodes gave is left behind. Example: SELECT to_jsonb(supply_network ''{CHN>JPN:30}'') ==> [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE FUNCTION @extschema@.to_json(network @extschema@.supply_network) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT @extschema@.to_jsonb(network)::text::json;
END;
COMMENT ON FUNCTION @extschema@.to_json(@extschema@.supply_network) IS
'The edges of a network as a JSON array, for json_agg and row_to_json. Example: SELECT to_json(supply_network ''{CHN>JPN:30}'') ==> [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE CAST (jsonb AS @extschema@.supply_network) WITH FUNCTION @extschema@.supply_network(jsonb);
COMMENT ON CAST (jsonb AS @extschema@.supply_network) IS 'A network from a JSON array of edges. Example: SELECT ''[{"supplier": "CHN", "user": "JPN", "amount": 30}]''::jsonb::supply_network ==> {CHN>JPN:30}';
CREATE CAST (@extschema@.supply_network AS jsonb) WITH FUNCTION @extschema@.to_jsonb(@extschema@.supply_network);
COMMENT ON CAST (@extschema@.supply_network AS jsonb) IS 'The edges of a network as a JSON array. Example: SELECT (supply_network ''{CHN>JPN:30}'')::jsonb ==> [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';
CREATE CAST (@extschema@.supply_network AS json) WITH FUNCTION @extschema@.to_json(@extschema@.supply_network);
COMMENT ON CAST (@extschema@.supply_network AS json) IS 'The edges of a network as a JSON array, in json_agg, jsonb_agg and row_to_json too. Example: SELECT (supply_network ''{CHN>JPN:30}'')::json ==> [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE FUNCTION @extschema@.each_node(network @extschema@.supply_network)
RETURNS TABLE (node text, sold float8, bought float8, output float8, final_demand float8,
	value_added float8, sector text, essential float8, implied_demand float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
COMMENT ON FUNCTION @extschema@.each_node(@extschema@.supply_network) IS
'The nodes of a network with what they sell to and buy from each other, what with_nodes gave, and the final demand that this implies: output less sales, else what was given. Example: SELECT node, sold, bought FROM each_node(''{CHN>JPN:30}'') ==> (CHN, 30, 0), (JPN, 0, 30)';

CREATE FUNCTION @extschema@.network_summary(network @extschema@.supply_network,
	OUT nodes int4, OUT edges int4, OUT sectors int4, OUT parts int4, OUT amount float8,
	OUT self_supply float8, OUT row_count float8, OUT skipped_rows float8, OUT bytes float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.network_summary(@extschema@.supply_network) IS
'Size of a network in one row: nodes, edges, sectors, parts that no edge connects, total amount, what nodes supply to themselves, rows it was built from and rows skipped. Example: SELECT nodes, edges, parts, amount FROM network_summary(''{A>B:1,C>D:2}'') ==> 4, 2, 2, 3';
-- Networks reshaped: nodes kept, dropped, grouped and renamed, flows scaled, shifted and balanced.

CREATE FUNCTION @extschema@.network_group(network @extschema@.supply_network, groups jsonb, others text DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output, n.final_demand, n.value_added, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(coalesce(groups ->> f.supplier, others, f.supplier), coalesce(groups ->> f."user", others, f."user"), f.amount),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		(SELECT coalesce(groups ->> v.node, others, v.node) AS node,
			CASE WHEN count(v.output) = count(*) THEN sum(v.output) END AS output,
			CASE WHEN count(v.final_demand) = count(*) THEN sum(v.final_demand) END AS final_demand,
			CASE WHEN count(v.value_added) = count(*) THEN sum(v.value_added) END AS value_added,
			CASE WHEN count(DISTINCT v.sector) = 1 AND count(v.sector) = count(*) THEN min(v.sector) END AS sector,
			max(v.essential) AS essential
		FROM @extschema@.each_node(network) AS v GROUP BY 1) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_group(@extschema@.supply_network, jsonb, text) IS
'The network with nodes put together: "groups" says node ==> group, nodes that it does not name stay, or become "others"; flows and accounts add up (an account that one member lacks is unknown), flows inside a group become what it sells to itself. Example: SELECT network_group(''{A>C:1,B>C:2,C>A:4}'', ''{"A": "X", "B": "X"}'') ==> {C>X:4,X>C:3;rows=3}';

CREATE FUNCTION @extschema@.network_group_countries(network @extschema@.supply_network, group_name text, on_date date DEFAULT CURRENT_DATE,
	own_groups jsonb DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN @extschema@.country_group(group_name, on_date, own_groups) IS NOT NULL
		THEN @extschema@.network_group(network, coalesce((SELECT jsonb_object_agg(n.node, group_name || substr(n.node, length(split_part(n.node, '|', 1)) + 1))
			FROM @extschema@.each_node(network) AS n WHERE @extschema@.in_country_group(split_part(n.node, '|', 1), group_name, on_date, own_groups)), '{}')) END;
END;
COMMENT ON FUNCTION @extschema@.network_group_countries(@extschema@.supply_network, text, date, jsonb) IS
'The network with the members of a dated country group (see country_group) as one place with the name of the group: nodes are countries by iso3 or iso2 code, or begin with one and "|"; a product or sector behind it stays; NULL when the group has no members on that day. Example: SELECT network_group_countries(''{"DEU|steel">"FRA|cars":4,"CHN|ore">"DE|steel":2}'', ''EU'', ''2024-01-01'') ==> {"CHN|ore">"EU|steel":2,"EU|steel">"EU|cars":4}';

CREATE FUNCTION @extschema@.network_rename(network @extschema@.supply_network, names jsonb)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, coalesce(names ->> n.node, n.node), n.output, n.final_demand, n.value_added, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(coalesce(names ->> f.supplier, f.supplier), coalesce(names ->> f."user", f."user"), f.amount),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_rename(@extschema@.supply_network, jsonb) IS
'The network with nodes renamed, old ==> new; two nodes that would get one name are an error (network_group puts them together). Example: SELECT network_rename(''{A>B:1}'', ''{"A": "Ore"}'') ==> {Ore>B:1}';

CREATE FUNCTION @extschema@.network_keep(network @extschema@.supply_network, nodes text[])
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output,
			n.final_demand + coalesce(o.amount, 0), n.value_added, n.sector, n.essential), '{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f.supplier, f."user", f.amount), '{}'::@extschema@.supply_network) AS net
			FROM @extschema@.each_edge(network) AS f WHERE f.supplier = ANY (nodes) AND f."user" = ANY (nodes)) AS e,
		@extschema@.each_node(network) AS n
		LEFT JOIN (SELECT f.supplier, sum(f.amount) AS amount FROM @extschema@.each_edge(network) AS f WHERE NOT f."user" = ANY (nodes) GROUP BY 1) AS o
			ON o.supplier = n.node
	WHERE n.node = ANY (nodes);
END;
COMMENT ON FUNCTION @extschema@.network_keep(@extschema@.supply_network, text[]) IS
'The network of some nodes only: what they sell to others counts as final demand (output stays), what they buy from others is left out. Example: SELECT network_keep(''{A>B:1,B>C:2;B[final_demand=5]}'', ''{A,B}'') ==> {A>B:1;B[final_demand=7]}';

CREATE FUNCTION @extschema@.network_drop(network @extschema@.supply_network, nodes text[])
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT @extschema@.network_keep(network, ARRAY(SELECT n.node FROM @extschema@.each_node(network) AS n WHERE NOT n.node = ANY (nodes)));
END;
COMMENT ON FUNCTION @extschema@.network_drop(@extschema@.supply_network, text[]) IS
'The network without some nodes, such as a TOTAL row or an idle sector: what the others sell to them counts as final demand. Example: SELECT network_drop(''{A>B:1,A>TOTAL:1,B>A:2,B>TOTAL:2}'', ''{TOTAL}'') ==> {A>B:1,B>A:2}';

CREATE FUNCTION @extschema@.network_scale(network @extschema@.supply_network, factor float8, suppliers text[] DEFAULT NULL, users text[] DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output * a.k, n.final_demand * a.k, n.value_added * a.k, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f.supplier, f."user", f.amount *
				CASE WHEN (suppliers IS NULL OR f.supplier = ANY (suppliers)) AND (users IS NULL OR f."user" = ANY (users)) THEN te_support.te_finite_float8('factor'::text, factor) ELSE 1 END),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n,
		(SELECT CASE WHEN suppliers IS NULL AND users IS NULL THEN te_support.te_finite_float8('factor'::text, factor) ELSE 1 END AS k) AS a;
END;
COMMENT ON FUNCTION @extschema@.network_scale(@extschema@.supply_network, float8, text[], text[]) IS
'The network with flows times a factor: all of them with the accounts (another unit), or those of some suppliers, some users or both, accounts as they are. Example: SELECT network_scale(''{A>B:1,C>B:2}'', 0.5, suppliers => ''{C}'') ==> {A>B:1,C>B:1}';

CREATE FUNCTION @extschema@.network_shift(network @extschema@.supply_network, from_supplier text, to_supplier text,
	users text[] DEFAULT NULL, share float8 DEFAULT 1)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node,
			n.output + m.moved * CASE n.node WHEN from_supplier THEN -1 WHEN to_supplier THEN 1 ELSE 0 END,
			n.final_demand, n.value_added, n.sector, n.essential), '{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(g.supplier, g."user", g.amount), '{}'::@extschema@.supply_network) AS net FROM (
			SELECT f.supplier, f."user", f.amount * CASE WHEN f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users)) THEN 1 - network_shift.share ELSE 1 END AS amount
			FROM @extschema@.each_edge(network) AS f
			UNION ALL
			SELECT to_supplier, f."user", f.amount * network_shift.share FROM @extschema@.each_edge(network) AS f
			WHERE f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users))) AS g) AS e,
		@extschema@.each_node(network) AS n,
		(SELECT coalesce(sum(f.amount) * network_shift.share, 0) AS moved FROM @extschema@.each_edge(network) AS f
			WHERE f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users))) AS m;
END;
COMMENT ON FUNCTION @extschema@.network_shift(@extschema@.supply_network, text, text, text[], float8) IS
'The network in which users buy from another supplier what they bought from one, or a share of it: a new mine, a diverted flow; outputs that are known move along. Example: SELECT network_shift(''{CHN>JPN:30,AUS>JPN:10}'', ''CHN'', ''AUS'', ''{JPN}'', 0.5) ==> {AUS>JPN:25,CHN>JPN:15;rows=3}';

CREATE FUNCTION @extschema@.network_transpose(network @extschema@.supply_network)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output, n.value_added, n.final_demand, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f."user", f.supplier, f.amount), '{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_transpose(@extschema@.supply_network) IS
'The network with every flow turned round, and final demand and value added changed over: the mirror in which the models of costs are those of demand. Example: SELECT network_transpose(''{A>B:1;A[final_demand=3]}'') ==> {B>A:1;A[value_added=3]}';

CREATE FUNCTION @extschema@.network_totals(network @extschema@.supply_network)
RETURNS TABLE (node text, side text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 1
BEGIN ATOMIC
	SELECT e.supplier, 'row'::text FROM @extschema@.each_edge(network) AS e WHERE e."user" <> e.supplier GROUP BY e.supplier
	HAVING bool_and(abs(e.share - 0.5) < 1e-3) AND count(*) > 1
		AND count(*) = (SELECT count(DISTINCT f."user") FROM @extschema@.each_edge(network) AS f WHERE f."user" <> e.supplier)
	UNION ALL
	SELECT e."user", 'column'::text
	FROM @extschema@.each_edge(network) AS e
		JOIN (SELECT f.supplier, sum(f.amount) AS sold FROM @extschema@.each_edge(network) AS f GROUP BY f.supplier) AS s USING (supplier)
	WHERE e."user" <> e.supplier GROUP BY e."user"
	HAVING bool_and(abs(e.amount - s.sold / 2) < 1e-3 * abs(s.sold)) AND count(*) > 1
		AND count(*) = (SELECT count(DISTINCT f.supplier) FROM @extschema@.each_edge(network) AS f WHERE f.supplier <> e."user")
	ORDER BY 1, 2;
END;
COMMENT ON FUNCTION @extschema@.network_totals(@extschema@.supply_network) IS
'Nodes that are sums of all others, to a thousandth: a TOTAL row or column that was loaded as a node, and doubles all multipliers; network_drop takes them out. Example: SELECT node, side FROM network_totals(''{A>A:1,A>B:2,B>A:3,B>B:4,TOTAL>A:4,TOTAL>B:6}'') ==> (TOTAL, row)';

CREATE FUNCTION @extschema@.supply_use_network(supply_table @extschema@.supply_network, use_table @extschema@.supply_network)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT @extschema@.with_nodes(z.net, q.product, q.output, NULL::float8)
	FROM (SELECT coalesce(@extschema@.supply_network(u.supplier, v."user", u.amount * v.amount / g.output), '{}'::@extschema@.supply_network) AS net
			FROM @extschema@.each_edge(use_table) AS u
				JOIN (SELECT s.supplier AS industry, sum(s.amount) AS output FROM @extschema@.each_edge(supply_table) AS s GROUP BY 1) AS g ON g.industry = u."user"
				JOIN @extschema@.each_edge(supply_table) AS v ON v.supplier = u."user") AS z,
		(SELECT s."user" AS product, sum(s.amount) AS output FROM @extschema@.each_edge(supply_table) AS s GROUP BY 1) AS q;
END;
COMMENT ON FUNCTION @extschema@.supply_use_network(@extschema@.supply_network, @extschema@.supply_network) IS
'The product-by-product network of a supply table (industry ==> product) and a use table (product ==> industry), where each industry uses the same inputs for all its products (industry technology, Z = U diag(g)^-1 V). Example: SELECT supply_use_network(''{Farm>food:8,Farm>fuel:2}'', ''{food>Farm:1,fuel>Farm:5}'') ==> {food>food:0.8,food>fuel:0.2,fuel>food:4,fuel>fuel:1;food[output=8],fuel[output=2]}';

CREATE FUNCTION te_support.te_network_nodes(network @extschema@.supply_network) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(e.node ORDER BY e.node) FROM @extschema@.each_node(network) AS e;
END;
COMMENT ON FUNCTION te_support.te_network_nodes(@extschema@.supply_network) IS
'Support of network_balance: the nodes of a network in order. Example: SELECT te_support.te_network_nodes(''{B>A:1}'') ==> {A,B}';

CREATE FUNCTION te_support.te_network_edges(network @extschema@.supply_network) RETURNS TABLE (supplier text, buyer text, amount float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.supplier, e."user", e.amount FROM @extschema@.each_edge(network) AS e;
END;
COMMENT ON FUNCTION te_support.te_network_edges(@extschema@.supply_network) IS
'Support of network_balance: the edges of a network. Example: SELECT supplier, buyer, amount FROM te_support.te_network_edges(''{B>A:1}'') ==> B, A, 1';

CREATE FUNCTION te_support.te_mix_amount(mix @extschema@.supply_mix, origin text) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.amount FROM @extschema@.each_origin(mix) AS e WHERE e.origin = te_mix_amount.origin;
END;
COMMENT ON FUNCTION te_support.te_mix_amount(@extschema@.supply_mix, text) IS
'Support of network_balance: the amount of an origin, NULL when it is not in the mix. Example: SELECT te_support.te_mix_amount(''{CHN:3}'', ''CHN'') ==> 3';

CREATE FUNCTION te_support.te_network_like(network @extschema@.supply_network, suppliers text[], users text[], amounts float8[]) RETURNS @extschema@.supply_network
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(w.net, f.net)
	FROM (SELECT coalesce(@extschema@.supply_network(e.supplier, e.buyer, e.amount), '{}'::@extschema@.supply_network) AS net
			FROM unnest(suppliers, users, amounts) AS e (supplier, buyer, amount)) AS f,
		LATERAL (SELECT @extschema@.with_nodes(f.net, o.node, o.output, o.final_demand, o.value_added, o.sector, o.essential) AS net
			FROM @extschema@.each_node(network) AS o) AS w;
END;
COMMENT ON FUNCTION te_support.te_network_like(@extschema@.supply_network, text[], text[], float8[]) IS
'Support of network_balance and of supply_network over arrays: a network of other edges whose nodes have what the given one''s have. Example: SELECT te_support.te_network_like(''{B>A:1}'', ''{B}'', ''{A}'', ''{2}'') ==> {B>A:2}';

CREATE FUNCTION @extschema@.network_balance(network @extschema@.supply_network, sold @extschema@.supply_mix, bought @extschema@.supply_mix,
	tolerance float8 DEFAULT 1e-9, max_rounds int4 DEFAULT 10000)
RETURNS @extschema@.supply_network LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000000
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	names text[];
	i int[];
	j int[];
	a float8[];
	u float8[];
	v float8[];
	r float8[];
	s float8[];
	p float8[];
	n float8[];
	gap float8;
	nodes int;
	edges int;
BEGIN
	IF NOT (tolerance > 0 AND tolerance < 1) THEN
		RAISE EXCEPTION 'argument "tolerance" must be above 0 and below 1, but is %', tolerance
			USING ERRCODE = 'invalid_parameter_value', HINT = 'It is the share of its margin by which a node may be off, such as 1e-9.';
	END IF;
	IF max_rounds < 1 THEN
		RAISE EXCEPTION 'argument "max_rounds" must be at least 1, but is %', max_rounds USING ERRCODE = 'invalid_parameter_value';
	END IF;
	names := te_support.te_network_nodes(network);
	nodes := coalesce(cardinality(names), 0);
	SELECT array_agg(array_position(names, e.supplier)), array_agg(array_position(names, e.buyer)), array_agg(e.amount) INTO i, j, a
	FROM te_support.te_network_edges(network) AS e;
	edges := coalesce(cardinality(a), 0);
	SELECT array_agg(coalesce(te_support.te_mix_amount(sold, name), 0) ORDER BY k), array_agg(coalesce(te_support.te_mix_amount(bought, name), 0) ORDER BY k) INTO u, v
	FROM unnest(names) WITH ORDINALITY AS t(name, k);
	IF abs((SELECT sum(x) FROM unnest(u) AS x) - (SELECT sum(x) FROM unnest(v) AS x)) > 1e-6 * (SELECT sum(abs(x)) FROM unnest(u) AS x) THEN
		RAISE EXCEPTION 'sales of % and purchases of % do not balance', (SELECT sum(x) FROM unnest(u) AS x), (SELECT sum(x) FROM unnest(v) AS x)
			USING ERRCODE = 'data_exception', HINT = 'Both are sums of the same flows: scale one of them first.';
	END IF;
	r := array_fill(1::float8, ARRAY[nodes]);
	s := r;
	FOR step IN 1 .. max_rounds LOOP
		p := array_fill(0::float8, ARRAY[nodes]);
		n := p;
		FOR e IN 1 .. edges LOOP
			IF a[e] > 0 THEN p[i[e]] := p[i[e]] + a[e] * s[j[e]]; ELSE n[i[e]] := n[i[e]] - a[e] / s[j[e]]; END IF;
		END LOOP;
		FOR k IN 1 .. nodes LOOP
			IF p[k] > 0 THEN r[k] := greatest((u[k] + sqrt(u[k] * u[k] + 4 * p[k] * n[k])) / (2 * p[k]), 1e-300);
			ELSIF n[k] > 0 AND u[k] < 0 THEN r[k] := -n[k] / u[k]; END IF;
		END LOOP;
		p := array_fill(0::float8, ARRAY[nodes]);
		n := p;
		FOR e IN 1 .. edges LOOP
			IF a[e] > 0 THEN p[j[e]] := p[j[e]] + a[e] * r[i[e]]; ELSE n[j[e]] := n[j[e]] - a[e] / r[i[e]]; END IF;
		END LOOP;
		FOR k IN 1 .. nodes LOOP
			IF p[k] > 0 THEN s[k] := greatest((v[k] + sqrt(v[k] * v[k] + 4 * p[k] * n[k])) / (2 * p[k]), 1e-300);
			ELSIF n[k] > 0 AND v[k] < 0 THEN s[k] := -n[k] / v[k]; END IF;
		END LOOP;
		p := array_fill(0::float8, ARRAY[nodes]);
		FOR e IN 1 .. edges LOOP
			p[i[e]] := p[i[e]] + CASE WHEN a[e] > 0 THEN a[e] * r[i[e]] * s[j[e]] ELSE a[e] / (r[i[e]] * s[j[e]]) END;
		END LOOP;
		gap := 0;
		FOR k IN 1 .. nodes LOOP
			gap := greatest(gap, abs(p[k] - u[k]) / greatest(abs(u[k]), 1e-300));
			CONTINUE WHEN u[k] <> 0;
			gap := CASE WHEN abs(p[k]) <= tolerance THEN gap ELSE greatest(gap, 1) END;
		END LOOP;
		EXIT WHEN gap <= tolerance;
		IF step = max_rounds THEN
			RAISE EXCEPTION 'the network cannot be balanced: after % rounds sales are still off by a share of %', step, gap
				USING ERRCODE = 'data_exception', HINT = 'A node that must sell or buy something needs a flow to do it with.';
		END IF;
	END LOOP;
	RETURN (SELECT te_support.te_network_like(network, coalesce(array_agg(names[i[e]] ORDER BY e), '{}'), coalesce(array_agg(names[j[e]] ORDER BY e), '{}'),
			coalesce(array_agg(CASE WHEN a[e] > 0 THEN a[e] * r[i[e]] * s[j[e]] ELSE a[e] / (r[i[e]] * s[j[e]]) END ORDER BY e), '{}'))
		FROM generate_series(1, edges) AS e);
END $$;
COMMENT ON FUNCTION @extschema@.network_balance(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, float8, int4) IS
'The network nearest to the given one whose nodes sell and buy to each other what "sold" and "bought" say (RAS; with negative flows GRAS, Junius and Oosterhaven 2003); nodes that they do not name sell or buy nothing. Example: SELECT network_balance(''{A>A:1,A>B:1,B>A:1,B>B:1}'', ''{A:4,B:2}'', ''{A:3,B:3}'') ==> {A>A:2,A>B:2,B>A:1,B>B:1}';

-- equality, by nodes, figures and edges; counts of rows do not matter

CREATE FUNCTION te_support.te_network_eq(a @extschema@.supply_network, b @extschema@.supply_network) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION te_support.te_network_eq(@extschema@.supply_network, @extschema@.supply_network) IS
'Function of the operator supply_network = supply_network. Example: SELECT supply_network ''{A>B:1}'' = ''{A>B:2}'' ==> f';

CREATE FUNCTION te_support.te_network_ne(a @extschema@.supply_network, b @extschema@.supply_network) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION te_support.te_network_ne(@extschema@.supply_network, @extschema@.supply_network) IS
'Function of the operator supply_network <> supply_network. Example: SELECT supply_network ''{A>B:1}'' <> ''{A>B:2}'' ==> t';

CREATE FUNCTION te_support.te_network_hash(network @extschema@.supply_network) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_network_hash(@extschema@.supply_network) IS
'Hash of a network that agrees with equality. Example: SELECT te_support.te_network_hash(''{A>B:1}'') = te_support.te_network_hash(''{A>B:1;rows=2}'') ==> t';

CREATE OPERATOR @extschema@.= (LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_eq, COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
COMMENT ON OPERATOR @extschema@.= (@extschema@.supply_network, @extschema@.supply_network) IS 'Same nodes, figures and edges. Example: SELECT supply_network ''{A>B:1}'' = ''{A>B:2}'' ==> f';
CREATE OPERATOR @extschema@.<> (LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_ne, COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.supply_network, @extschema@.supply_network) IS 'Different nodes, figures or edges. Example: SELECT supply_network ''{A>B:1}'' <> ''{A>B:2}'' ==> t';

CREATE OPERATOR CLASS @extschema@.supply_network_hash_ops DEFAULT FOR TYPE @extschema@.supply_network USING hash AS
	OPERATOR 1 @extschema@.=, FUNCTION 1 te_support.te_network_hash(@extschema@.supply_network);
COMMENT ON OPERATOR CLASS @extschema@.supply_network_hash_ops USING hash IS 'Hash grouping and DISTINCT of supply networks. Example: SELECT count(*) FROM unnest(''{"{A>B:3}","{A>B:3}"}''::supply_network[]) AS network GROUP BY network ==> 2';
-- Linear models of a supply network: quantities, prices, multipliers, extraction, inoperability.

CREATE FUNCTION @extschema@.leontief_output(network @extschema@.supply_network, final_demand @extschema@.supply_mix DEFAULT NULL,
	change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, final_demand float8, output float8, change float8, change_share float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.leontief_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output that a final demand needs through all tiers of suppliers (Leontief): a whole new final demand, or amounts to add to the present one; error_bound is certified. Example: SELECT node, output FROM leontief_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', change => ''{A:250,B:-200}'') ==> (A, 1247.52), (B, 1841.58)';

CREATE FUNCTION @extschema@.ghosh_output(network @extschema@.supply_network, value_added @extschema@.supply_mix DEFAULT NULL,
	change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, value_added float8, output float8, change float8, change_share float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.ghosh_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output that primary inputs push through all tiers of users when each supplier keeps its split among users (Ghosh); do not add the result to Leontief''s. Example: SELECT node, output FROM ghosh_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', change => ''{B:-140}'') ==> (A, 981.518), (B, 1842.90)';

CREATE FUNCTION @extschema@.leontief_price(network @extschema@.supply_network, cost_change @extschema@.supply_mix DEFAULT NULL,
	value_added_change @extschema@.supply_mix DEFAULT NULL, price_change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, price float8, change float8, direct float8, indirect float8,
	error_bound float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.leontief_price(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Prices (base 1) when costs are passed on in full through all tiers: cost_change adds to a node''s unit cost (share of its price), value_added_change is relative, price_change sets the price of a node from outside (an imported input, a tariff). Example: SELECT node, price FROM leontief_price(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', value_added_change => ''{A:0.3}'') ==> (A, 1.24455), (B, 1.06436)';

CREATE FUNCTION @extschema@.output_multiplier(network @extschema@.supply_network, weights @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, output_multiplier float8, forward_multiplier float8,
	coefficient float8, effect float8, multiplier float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.output_multiplier(@extschema@.supply_network, @extschema@.supply_mix) IS
'Output of all nodes for one unit of final demand (column sums of Leontief''s inverse), the forward twin (row sums of Ghosh''s), and of the weights (value added, jobs, emissions by node; default value added): per unit of output, per unit of final demand, and their ratio. Example: SELECT node, output_multiplier FROM output_multiplier(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') ==> (A, 1.51815), (B, 1.45215)';

CREATE FUNCTION @extschema@.constrained_output(network @extschema@.supply_network, shock @extschema@.supply_mix, change @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, output float8, loss float8, loss_share float8, unmet_demand float8, limited bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.constrained_output(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Output when some nodes lose a share of their capacity and others buy less from their suppliers for it; unmet_demand is what users would still ask of a limited node. Example: SELECT node, loss FROM constrained_output(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{B:0.2}'') ==> (A, 117.647), (B, 400)';

CREATE FUNCTION @extschema@.leontief_check(network @extschema@.supply_network,
	OUT productive bool, OUT spectral_low float8, OUT spectral_high float8, OUT iterations int4,
	OUT residual float8, OUT idle_nodes int4, OUT largest_input_share float8,
	OUT largest_input_node text, OUT largest_sales_share float8, OUT largest_sales_node text,
	OUT imbalance float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.leontief_check(@extschema@.supply_network) IS
'Whether the linear models have a solution (spectral radius certified below 1), the bounds of that radius (where nothing is certified an estimate, and NULL), and the nodes with the largest share of inputs and of sales to nodes in their output; imbalance is the largest gap of output to sales plus final demand. Example: SELECT productive FROM leontief_check(''{A>B:5;A[output=5],B[output=9]}'') ==> true';

CREATE FUNCTION @extschema@.hypothetical_extraction(network @extschema@.supply_network, nodes text[] DEFAULT NULL,
	cut float8 DEFAULT 1)
RETURNS TABLE (node text, output float8, total_loss float8, loss_share float8,
	backward_loss float8, row_loss float8, forward_loss float8, own_multiplier float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.hypothetical_extraction(@extschema@.supply_network, text[], float8) IS
'Output that the whole network loses when a node drops out, for each node: totally (the node makes that share less), backward (it stops buying), by row (nodes stop buying from it), forward (it stops selling, in Ghosh''s model). Example: SELECT node, total_loss FROM hypothetical_extraction(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') ==> (A, 1210.53), (B, 2588.24)';

CREATE FUNCTION @extschema@.flow_extraction(network @extschema@.supply_network, suppliers text[] DEFAULT NULL,
	users text[] DEFAULT NULL, cut float8 DEFAULT 1)
RETURNS TABLE (node text, output float8, loss float8, loss_share float8, direct_loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.flow_extraction(@extschema@.supply_network, text[], text[], float8) IS
'Output when the users replace that share of what they buy from the suppliers by sources outside the network (NULL = all nodes). Example: SELECT node, loss FROM flow_extraction(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{A}'', ''{B}'', 0.5) ==> (A, 303.514), (B, 63.8978)';

CREATE FUNCTION @extschema@.leontief_inverse(network @extschema@.supply_network, kind text DEFAULT 'leontief')
RETURNS TABLE (supplier text, "user" text, value float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.leontief_inverse(@extschema@.supply_network, text) IS
'Every element of Leontief''s inverse (output of the supplier for one unit of final demand for the user''s product) or of Ghosh''s (kind ghosh). Example: SELECT * FROM leontief_inverse(''{A>B:5;A[output=10],B[output=10]}'') ==> (A, A, 1), (A, B, 0.5), (B, A, 0), (B, B, 1)';

CREATE FUNCTION @extschema@.inoperability(network @extschema@.supply_network, shock @extschema@.supply_mix, basis text DEFAULT 'demand')
RETURNS TABLE (node text, inoperability float8, shock float8, loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.inoperability(@extschema@.supply_network, @extschema@.supply_mix, text) IS
'Share of each node''s normal output that fails when a shock hits some of them and spreads (Haimes and Jiang): basis demand (users stop buying), supply (suppliers stop delivering), or coefficients (the amounts are the dependence of the supplier on the user, 0..1). Example: SELECT node, inoperability FROM inoperability(''{S1>S2:0.8,S2>S1:0.2}'', ''{S2:0.6}'', basis => ''coefficients'') ==> (S1, 0.571429), (S2, 0.714286)';

CREATE FUNCTION @extschema@.inoperability_path(network @extschema@.supply_network, shock @extschema@.supply_mix, period_count int4,
	resilience float8 DEFAULT 1, node_resilience @extschema@.supply_mix DEFAULT NULL,
	shock_start int4 DEFAULT 1, shock_end int4 DEFAULT NULL, initial @extschema@.supply_mix DEFAULT NULL,
	basis text DEFAULT 'demand', smooth bool DEFAULT false)
RETURNS TABLE (period int4, node text, inoperability float8, cumulative float8, loss float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.inoperability_path(@extschema@.supply_network, @extschema@.supply_mix, int4, float8, @extschema@.supply_mix, int4, int4, @extschema@.supply_mix, text, bool) IS
'Inoperability of each node period by period: resilience 0..1 is the share of the gap closed in a period, the shock acts in periods shock_start to shock_end, period p being the step from p - 1 to p; initial is where nodes begin, in period 0; smooth takes the differential equation, exactly, instead of steps; cumulative is the integral (trapezoids). Example: SELECT inoperability FROM inoperability_path(''{S1>S2:0.8,S2>S1:0.2}'', ''{S2:0.6}'', 2, basis => ''coefficients'') WHERE period = 1 ==> 0, 0.6';

CREATE FUNCTION @extschema@.interdependency(network @extschema@.supply_network, depth int4 DEFAULT 1, basis text DEFAULT 'demand')
RETURNS TABLE (node text, depends_on text, dependence float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.interdependency(@extschema@.supply_network, int4, text) IS
'How much a node depends on another over exactly "depth" steps (elements of the interdependency matrix to that power). Example: SELECT * FROM interdependency(''{A>B:0.5,B>C:0.4}'', 2, ''coefficients'') ==> (A, C, 0.2)';
-- Dependence behind the direct supplier, on the same network.

CREATE FUNCTION @extschema@.indirect_exposure(network @extschema@.supply_network, targets text[], damping float8 DEFAULT 0.85)
RETURNS TABLE (node text, direct_share float8, one_hop_share float8, all_tiers float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.indirect_exposure(@extschema@.supply_network, text[], float8) IS
'Exposure of each buyer to the targets: their share in its purchases, their mean share in its suppliers'' purchases (one hop), and the sum over chains of every length, each step damped (an index, not a share). Example: SELECT node, direct_share, one_hop_share FROM indirect_exposure(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN}'') ==> (CHN, NULL, NULL), (JPN, 0.666667, 0.333333), (VNM, 1, 0)';

CREATE FUNCTION @extschema@.hidden_exposure(network @extschema@.supply_network, targets text[], production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, purchases float8, direct_share float8, lookthrough_share float8, hidden_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.hidden_exposure(@extschema@.supply_network, text[], @extschema@.supply_mix) IS
'Share of the targets in each buyer''s purchases when suppliers pass on what they bought: at most all of it (imports over exports), or imports / (imports + production) where production is given; hidden_share is what direct figures do not show. Example: SELECT node, lookthrough_share FROM hidden_exposure(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN}'', ''{CHN:100,VNM:5}'') ==> (CHN, NULL), (JPN, 0.933333), (VNM, 1)';

CREATE FUNCTION @extschema@.lookthrough_loss(network @extschema@.supply_network, shocks jsonb, production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, purchases float8, direct_share float8, lookthrough_share float8, hidden_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.lookthrough_loss(@extschema@.supply_network, jsonb, @extschema@.supply_mix) IS
'Share of each buyer''s purchases that is lost when nodes or single flows are cut ("shocks", as dynamic_loss has them, while all are in force): directly, and seen through suppliers who pass on less (see hidden_exposure). Example: SELECT node, direct_share, lookthrough_share FROM lookthrough_loss(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{"supplier": "CHN", "user": "VNM", "cut": 1}'', ''{CHN:100,VNM:5}'') ==> (CHN, NULL, NULL), (JPN, 0, 0.266667), (VNM, 1, 1)';

CREATE FUNCTION @extschema@.lookthrough_mix(network @extschema@.supply_network, node text, production_mix @extschema@.supply_mix DEFAULT NULL)
RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.lookthrough_mix(@extschema@.supply_network, text, @extschema@.supply_mix) IS
'What a node buys by where it was made, seen through re-exports (see hidden_exposure); goods that circle among traders of whom none makes them stay unspecified. Example: SELECT lookthrough_mix(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''JPN'', ''{CHN:100,VNM:5}'') ==> {CHN:42,VNM:3}';

CREATE FUNCTION @extschema@.lookthrough_note(network @extschema@.supply_network, node text, production_mix @extschema@.supply_mix DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000;
COMMENT ON FUNCTION @extschema@.lookthrough_note(@extschema@.supply_network, text, @extschema@.supply_mix) IS
'Where lookthrough_mix and origin_trace end at a net exporter of whom no production is known, or less than it ships beyond what it bought: its goods are taken as its own, which may be a gap in the data; NULL when there is none. Example: SELECT lookthrough_note(''{CHN>HKG:30,HKG>JPN:40,VNM>JPN:10}'', ''JPN'', ''{CHN:100,VNM:20}'') ==> taken as made by net exporters of whom no such production is known: HKG (20.0 % of purchases; ships 10 more than it bought and made)';

CREATE FUNCTION @extschema@.origin_trace(network @extschema@.supply_network, production_mix @extschema@.supply_mix, node text DEFAULT NULL)
RETURNS TABLE (node text, origin text, amount float8, share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.origin_trace(@extschema@.supply_network, @extschema@.supply_mix, text) IS
'Apparent use (production + imports - exports) of a node, or of all, by where it was made (Kastner, Kastner and Nonhebel 2011). Example: SELECT * FROM origin_trace(''{CHN>JPN:30,VNM>JPN:15,CHN>VNM:20}'', ''{CHN:100,VNM:5}'', ''JPN'') ==> (JPN, CHN, 42, 0.933333), (JPN, VNM, 3, 0.0666667)';

CREATE FUNCTION @extschema@.chain_exposure(shares float8[], OUT bottleneck_stage int4, OUT bottleneck_share float8,
	OUT any_stage_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.chain_exposure(float8[]) IS
'One country''s shares at the stages of a chain (mining, refining, magnets ...): the stage where it is largest, that share, and the part of the product that passes the country at some stage if stages are independent. Example: SELECT * FROM chain_exposure(''{0.70,0.90}'') ==> 2, 0.9, 0.97';
-- cascade: how one firm's stop spreads through a firm network (economic systemic risk)

CREATE FUNCTION @extschema@.systemic_risk(
	network @extschema@.supply_network,
	tolerance float8 DEFAULT 1e-9,
	replacement text DEFAULT 'none',
	production_function text DEFAULT 'mixed',
	essential_inputs @extschema@.supply_network DEFAULT NULL,
	accelerate bool DEFAULT NULL,
	max_rounds int4 DEFAULT 100000,
	nodes text[] DEFAULT NULL,
	cut float8 DEFAULT 1,
	stop_change float8 DEFAULT NULL,
	weights @extschema@.supply_mix DEFAULT NULL,
	OUT node text,
	OUT systemic_risk float8,
	OUT risk_down float8,
	OUT risk_up float8,
	OUT rounds int4,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'systemic_risk'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.systemic_risk(@extschema@.supply_network, float8, text, text, @extschema@.supply_network, bool, int4, text[], float8, float8, @extschema@.supply_mix) IS
'Economic systemic risk index: for each node (or those in "nodes") the share 0..1 of all sales lost when it alone loses the share "cut" of its production, in both directions together, downstream (missing inputs) and upstream (missing orders); "weights" (jobs, output) count instead of sales, and stop_change => 0.01 runs the rounds as published; what cannot be known to the tolerance is NULL, and "problem" says why. Example: SELECT systemic_risk FROM systemic_risk(''{A>B:1,B>C:1}'', nodes => ''{A}'') ==> 1';

CREATE FUNCTION @extschema@.network_cascade(
	network @extschema@.supply_network,
	shock @extschema@.supply_mix DEFAULT NULL,
	tolerance float8 DEFAULT 1e-9,
	replacement text DEFAULT 'none',
	production_function text DEFAULT 'mixed',
	essential_inputs @extschema@.supply_network DEFAULT NULL,
	accelerate bool DEFAULT NULL,
	max_rounds int4 DEFAULT 100000,
	stop_change float8 DEFAULT NULL,
	weights @extschema@.supply_mix DEFAULT NULL,
	shocks jsonb DEFAULT NULL,
	OUT node text,
	OUT h_down float8,
	OUT h_up float8,
	OUT loss float8,
	OUT round_hit int4,
	OUT binding_supplier text,
	OUT binding_user text,
	OUT hit_by text,
	OUT cause text,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'network_cascade'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.network_cascade(@extschema@.supply_network, @extschema@.supply_mix, float8, text, text, @extschema@.supply_network, bool, int4, float8, @extschema@.supply_mix, jsonb) IS
'What a shock (node ==> share of its production lost) does to every node: the production that remains after missing inputs (h_down) and missing orders (h_up), the output lost (sales where no output is known; or its share of "weights"), the round in which it was hit and by whom, and whose shortfall binds in the end; "shocks" are those of dynamic_loss and can hold back single flows: {"supplier": "CHN", "user": "JPN", "cut": 1}; what cannot be known to the tolerance is NULL, and "problem" says why. Example: SELECT h_down FROM network_cascade(''{A>B:1,B>C:1}'', ''{A:0.5}'') ==> 0.5, 0.5, 0.5';
-- dynamics: losses over time, with stocks, rationing, spare capacity and recovery

CREATE FUNCTION @extschema@.dynamic_loss(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	nodes text[] DEFAULT NULL,
	every int4 DEFAULT 1,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	OUT period int4,
	OUT node text,
	OUT production float8,
	OUT capacity float8,
	OUT demand float8,
	OUT unmet_demand float8,
	OUT loss float8,
	OUT bottleneck text,
	OUT delivered float8,
	OUT received float8,
	OUT used float8,
	OUT stock float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_loss'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.dynamic_loss(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, text[], int4, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date) IS
'Losses period by period after shocks to capacity, capital, demand or single flows, with stocks of inputs that are used until they are gone, rationing, spare capacity and recovery (adaptive input-output model; compat => ''boario'' is the published one); amounts are per period: delivered to users, received and used of inputs, stock of inputs at the end. Example: SELECT loss FROM dynamic_loss(''{A>B:365}'', ''[{"node": "A", "cut": 0.6, "duration": 60}]'', 1) ==> 0.6, 0';

CREATE FUNCTION @extschema@.dynamic_loss_by_node(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	OUT node text,
	OUT production_loss float8,
	OUT value_added_loss float8,
	OUT unmet_demand float8,
	OUT lowest float8,
	OUT worst_period int4,
	OUT recovered_period int4,
	OUT bottleneck text,
	OUT first_loss int4,
	OUT full_stop int4,
	OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_loss_by_node'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.dynamic_loss_by_node(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date) IS
'Each node''s losses over all periods of dynamic_loss: production, value added and final demand lost, the lowest production as a share of the usual, when that was, which input then held it back, from when on production is back at 99.9 % (NULL: never fell below, or not yet back), when it first fell below that and first stood still, and a note when it is not back though nothing acts any more. Example: SELECT lowest FROM dynamic_loss_by_node(''{A>B:365}'', ''{"node": "A", "cut": 0.6, "duration": 10}'') ==> 0.4, 1';

CREATE FUNCTION @extschema@.dynamic_stock_value(
	network @extschema@.supply_network,
	shocks jsonb,
	period_count int4 DEFAULT 365,
	periods_per_year float8 DEFAULT 365,
	inventory float8 DEFAULT 90,
	inventory_of @extschema@.supply_mix DEFAULT NULL,
	psi float8 DEFAULT NULL,
	restock_time float8 DEFAULT NULL,
	overproduction float8 DEFAULT 1.25,
	overproduction_time float8 DEFAULT 365,
	orders text DEFAULT 'alternative',
	rationing text DEFAULT 'proportional',
	capital_ratio float8 DEFAULT 4,
	compat text DEFAULT NULL,
	restock_time_of @extschema@.supply_mix DEFAULT NULL,
	lead_time_of @extschema@.supply_mix DEFAULT NULL,
	never_limits text[] DEFAULT NULL,
	backlog float8 DEFAULT 0,
	start_date date DEFAULT NULL,
	nodes text[] DEFAULT NULL,
	more_periods float8 DEFAULT 1,
	OUT node text,
	OUT stock float8,
	OUT production_saved float8,
	OUT value_added_saved float8,
	OUT demand_saved float8)
RETURNS SETOF record
AS 'MODULE_PATHNAME', 'dynamic_stock_value'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.dynamic_stock_value(@extschema@.supply_network, jsonb, int4, float8, float8, @extschema@.supply_mix, float8, float8, float8, float8, text, text, float8, text, @extschema@.supply_mix, @extschema@.supply_mix, text[], float8, date, text[], float8) IS
'What stock for one more period (more_periods) of all inputs at a node would save everybody in dynamic_loss, with the amount of that stock: one run of the model for each of "nodes", or for each node that an input held back. Example: SELECT node, production_saved FROM dynamic_stock_value(''{A>B:365;A[final_demand=0],B[final_demand=3650]}'', ''{"node": "A", "cut": 1, "duration": 60}'', inventory => 30) ==> (B, 10)';

CREATE FUNCTION @extschema@.mix_shock(mix @extschema@.supply_mix, shocks jsonb, node text, start_date date DEFAULT NULL,
	OUT shock @extschema@.supply_mix, OUT cut_start float8, OUT duration float8, OUT recovery float8, OUT note text)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.mix_shock(@extschema@.supply_mix, jsonb, text, date) IS
'Shocks as dynamic_loss has them for the functions over a supply mix: what each supplier of the buyer "node" no longer ships, from which day and for how long (NULL where not said), and names that mean nothing here (call it in FROM). Example: SELECT shock, cut_start, duration FROM mix_shock(''{CHN:70,AUS:30}'', ''{"supplier": "CN", "user": "JPN", "cut": 0.5, "from": 5, "duration": 60}'', ''JPN'') ==> {CHN:0.5}, 5, 60';
-- Made from 70-loss.sql.in by tools/expand_sql.pl; do not edit.
-- Risk over scenarios: distributions of losses, their mean and their tail.

-- The support functions of the aggregates.

-- {{loss, probability}, ...} by ascending loss is what the aggregates build and the functions ask.

CREATE FUNCTION te_support.te_loss_scenario_accum(float8[], loss float8, probability float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_scenario_accum(float8[], loss float8, probability float8, level float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_event_accum(float8[], loss float8, probability float8, grid float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_event_accum(float8[], float8, float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_draw_accum(float8[], loss float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_draw_accum(float8[], float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_draw_accum(float8[], loss float8, level float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_draw_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_combine(float8[], float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_loss_distribution_final(float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_loss_distribution_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_value_at_risk_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_value_at_risk_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_shortfall_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_shortfall_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_independent_losses_final(float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_independent_losses_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_accum(float8[], loss float8, probability float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_accum(float8[], float8, float8) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_combine(float8[], float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_combine(float8[], float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE FUNCTION te_support.te_expected_loss_final(float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_expected_loss_final(float8[]) IS
'Support function of the loss aggregates. Example: used by SELECT loss_distribution(loss, probability) FROM scenarios';

CREATE AGGREGATE @extschema@.loss_distribution(loss float8, probability float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_loss_distribution_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.loss_distribution(float8, float8) IS
'Distribution of the loss over scenarios that exclude each other; what their probabilities leave of 1 means no loss. Example: SELECT loss_distribution(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) ==> {{0,0.7},{50,0.2},{100,0.1}}';

CREATE AGGREGATE @extschema@.loss_distribution(loss float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_loss_distribution_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.loss_distribution(float8) IS
'Distribution of equally likely losses, such as draws or historical years. Example: SELECT loss_distribution(loss) FROM (VALUES (0.0), (0.0), (8.0), (0.0)) AS s(loss) ==> {{0,0.75},{8,0.25}}';

CREATE AGGREGATE @extschema@.independent_losses(loss float8, probability float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_independent_losses_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.independent_losses(float8, float8) IS
'Exact distribution of the sum of independent events, each with a loss and a probability. Example: SELECT independent_losses(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) ==> {{0,0.72},{50,0.18},{100,0.08},{150,0.02}}';

CREATE AGGREGATE @extschema@.independent_losses(loss float8, probability float8, grid float8) (
	SFUNC = te_support.te_loss_event_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_independent_losses_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.independent_losses(float8, float8, float8) IS
'Distribution of the sum of independent events after rounding each loss to a multiple of grid, for many events of different losses. Example: SELECT independent_losses(loss, 0.5, 10) FROM (VALUES (98.0), (101.0)) AS s(loss) ==> {{0,0.25},{100,0.5},{200,0.25}}';

CREATE AGGREGATE @extschema@.value_at_risk(loss float8, probability float8, level float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_value_at_risk_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.value_at_risk(float8, float8, float8) IS
'Smallest loss l with P(loss <= l) >= level, over scenarios that exclude each other. Example: SELECT value_at_risk(loss, p, 0.95) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) ==> 100';

CREATE AGGREGATE @extschema@.value_at_risk(loss float8, level float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_value_at_risk_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.value_at_risk(float8, float8) IS
'Smallest loss l with P(loss <= l) >= level, over equally likely draws. Example: SELECT value_at_risk(x, 0.95) FROM generate_series(1.0, 100.0) AS x ==> 95';

CREATE AGGREGATE @extschema@.expected_shortfall(loss float8, probability float8, level float8) (
	SFUNC = te_support.te_loss_scenario_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_expected_shortfall_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_shortfall(float8, float8, float8) IS
'Mean of the worst 1 - level of the loss, over scenarios that exclude each other; an atom on the quantile counts in part. Example: SELECT expected_shortfall(loss, p, 0.95) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) ==> 100';

CREATE AGGREGATE @extschema@.expected_shortfall(loss float8, level float8) (
	SFUNC = te_support.te_loss_draw_accum, STYPE = float8[], SSPACE = 1024,
	FINALFUNC = te_support.te_expected_shortfall_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_shortfall(float8, float8) IS
'Mean of the worst 1 - level of equally likely draws. Example: SELECT expected_shortfall(x, 0.95) FROM generate_series(1.0, 100.0) AS x ==> 98';

CREATE AGGREGATE @extschema@.expected_loss(loss float8, probability float8) (
	SFUNC = te_support.te_expected_loss_accum, STYPE = float8[], SSPACE = 64,
	FINALFUNC = te_support.te_expected_loss_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_expected_loss_combine, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.expected_loss(float8, float8) IS
'Sum of loss times probability, for exclusive scenarios and independent events alike. Example: SELECT expected_loss(loss, p) FROM (VALUES (100.0, 0.1), (50.0, 0.2)) AS s(loss, p) ==> 20';

CREATE FUNCTION @extschema@.expected_loss(distribution float8[]) RETURNS float8
AS 'MODULE_PATHNAME', 'te_expected_loss' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.expected_loss(float8[]) IS
'Mean of a distribution of losses. Example: SELECT expected_loss(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}'') ==> 20';

CREATE FUNCTION @extschema@.value_at_risk(distribution float8[], level float8) RETURNS float8
AS 'MODULE_PATHNAME', 'te_value_at_risk' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.value_at_risk(float8[], float8) IS
'Smallest loss l of a distribution with P(loss <= l) >= level. Example: SELECT value_at_risk(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}''::float8[], 0.95) ==> 100';

CREATE FUNCTION @extschema@.expected_shortfall(distribution float8[], level float8) RETURNS float8
AS 'MODULE_PATHNAME', 'te_expected_shortfall' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.expected_shortfall(float8[], float8) IS
'Mean of the worst 1 - level of a distribution; an atom on the quantile counts in part. Example: SELECT expected_shortfall(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}''::float8[], 0.95) ==> 120';

CREATE FUNCTION @extschema@.loss_exceedance(distribution float8[], threshold float8) RETURNS float8
AS 'MODULE_PATHNAME', 'loss_exceedance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.loss_exceedance(float8[], float8) IS
'Probability that a loss is at least threshold. Example: SELECT loss_exceedance(''{{0,0.75},{8,0.25}}'', 5) ==> 0.25';

CREATE FUNCTION @extschema@.combine_losses(distribution float8[], other_distribution float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME', 'combine_losses' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.combine_losses(float8[], float8[]) IS
'Distribution of the sum of two independent losses. Example: SELECT combine_losses(''{{0,0.9},{100,0.1}}'', ''{{0,0.8},{50,0.2}}'') ==> {{0,0.72},{50,0.18},{100,0.08},{150,0.02}}';

CREATE FUNCTION @extschema@.exceedance_curve(distribution float8[])
RETURNS TABLE (loss float8, probability float8, at_most float8, at_least float8, return_period float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION @extschema@.exceedance_curve(float8[]) IS
'A distribution as rows: each loss, its probability, the probabilities of at most and at least that loss, and 1/at_least as the return period. Example: SELECT loss, at_least, return_period FROM exceedance_curve(''{{0,0.75},{8,0.25}}'') ==> (0, 1, 1), (8, 0.25, 4)';

CREATE FUNCTION @extschema@.risk_summary(distribution float8[], level float8 DEFAULT 0.95, draws float8 DEFAULT NULL,
	OUT expected_loss float8, OUT standard_deviation float8, OUT value_at_risk float8,
	OUT expected_shortfall float8, OUT largest_loss float8, OUT expected_loss_error float8,
	OUT value_at_risk_error float8, OUT expected_shortfall_error float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.risk_summary(float8[], float8, float8) IS
'Main figures of a distribution of losses and, when it comes from that many draws, their standard errors. Example: SELECT expected_loss, value_at_risk, expected_shortfall FROM risk_summary(''{{0,0.72},{50,0.18},{100,0.08},{150,0.02}}'') ==> 20, 100, 120';

CREATE FUNCTION @extschema@.lognormal_risk(mu float8, sigma float8, level float8 DEFAULT 0.95,
	OUT expected_loss float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lognormal_risk(float8, float8, float8) IS
'Mean and tail of a loss whose logarithm is normal with mean mu and standard deviation sigma. Example: SELECT value_at_risk, expected_shortfall FROM lognormal_risk(0, 1) ==> 5.18, 8.56';

CREATE FUNCTION @extschema@.random_at(seed bigint, draw bigint, event bigint DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.random_at(bigint, bigint, bigint) IS
'Uniform random number in (0, 1) that depends on its arguments alone (Philox4x32-10), so that every plan and every node draws the same. Example: SELECT random_at(42, 1) < 1 ==> true';

CREATE FUNCTION @extschema@.random_normal_at(seed bigint, draw bigint, event bigint DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.random_normal_at(bigint, bigint, bigint) IS
'Standard normal random number that depends on its arguments alone. Example: SELECT abs(random_normal_at(42, 1)) < 9 ==> true';

CREATE FUNCTION @extschema@.simulate_loss(seed bigint, draw bigint, losses float8[], probabilities float8[],
	correlation float8 DEFAULT 0, spread float8 DEFAULT 0) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.simulate_loss(bigint, bigint, float8[], float8[], float8, float8) IS
'Loss of one draw in which each event happens or not: independent, or tied by one common factor; "spread" is the standard deviation of the logarithm of a loss. Example: SELECT simulate_loss(42, 1, ''{100,50}'', ''{1,0}'') ==> 100';

-- Tails of losses by name: at least and above, peaks over a threshold, moments, and weights that fade.

CREATE FUNCTION @extschema@.loss_at_least(distribution float8[], threshold float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.loss_exceedance(distribution, threshold);
END;
COMMENT ON FUNCTION @extschema@.loss_at_least(float8[], float8) IS
'Probability that the loss is at least the threshold, P(loss >= x); another name of loss_exceedance. Example: SELECT loss_at_least(''{{0,0.75},{8,0.25}}'', 8) ==> 0.25';

CREATE FUNCTION @extschema@.loss_above(distribution float8[], threshold float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.loss_above(float8[], float8) IS
'Probability that the loss is above the threshold, P(loss > x). Example: SELECT loss_above(''{{0,0.75},{8,0.25}}'', 8) ==> 0';

CREATE FUNCTION @extschema@.pareto_tail(losses float8[], threshold float8, level float8 DEFAULT 0.99, fit text DEFAULT 'moments',
	OUT peaks int4, OUT shape float8, OUT scale float8, OUT shape_error float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.pareto_tail(float8[], float8, float8, text) IS
'Peaks over a threshold: a generalised Pareto distribution fitted to what losses exceed it by, by ''moments'' (probability-weighted, Hosking and Wallis 1987) or ''likelihood'', the shape''s standard error, and the quantile and tail mean at a confidence level; NULL where the level lies below the threshold''s own or nothing fits, no mean where the shape is 1 or more. Example: SELECT peaks, round(shape::numeric, 4), round(value_at_risk::numeric, 2) FROM pareto_tail(ARRAY(SELECT i::float8 FROM generate_series(1, 100) AS i), 80, 0.99) ==> 20, -1.0151, 99.85';

CREATE FUNCTION @extschema@.cornish_fisher_risk(losses float8[], level float8 DEFAULT 0.95,
	OUT mean float8, OUT deviation float8, OUT skewness float8, OUT excess_kurtosis float8, OUT value_at_risk float8,
	OUT expected_shortfall float8, OUT quantiles_rise bool)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.cornish_fisher_risk(float8[], float8) IS
'Value at risk and expected shortfall by the first four moments of the losses (Cornish and Fisher 1937): normal quantiles bent by skewness and excess kurtosis; where "quantiles_rise" is false the moments are too far from normal for it. Example: SELECT round(value_at_risk::numeric, 4), quantiles_rise FROM cornish_fisher_risk(''{-1,0,1,0,-1,1,0,5}'', 0.95) ==> 4.2590, f';

CREATE FUNCTION @extschema@.fading_risk(losses float8[], level float8 DEFAULT 0.95, decay float8 DEFAULT 0.94,
	OUT mean float8, OUT deviation float8, OUT value_at_risk float8, OUT expected_shortfall float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.fading_risk(float8[], float8, float8) IS
'Value at risk and expected shortfall of normal losses whose mean and deviation weigh the latest most, each step back "decay" times as much (exponentially weighted); losses by time, oldest first. Example: SELECT round(deviation::numeric, 4) FROM fading_risk(''{1,-1,1,-1,4}'', 0.95, 0.5) ==> 2.2627';

CREATE FUNCTION @extschema@.fading_losses(losses float8[], decay float8 DEFAULT 0.94) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.fading_losses(float8[], float8) IS
'Distribution of past losses, oldest first, in which each step back counts "decay" times as much (Boudoukh, Richardson and Whitelaw 1998): the empirical tail with a memory that fades, for value_at_risk, expected_shortfall and the rest. Example: SELECT fading_losses(''{8,4,2}'', 0.5) ==> {{2,0.571428...},{4,0.285714...},{8,0.142857...}}';
-- Sensitivity: one question asked again with other inputs, by parameter, over a grid, or with inputs that are drawn.

CREATE FUNCTION te_support.te_sensitivity_object(argument text, given jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF jsonb_typeof(given) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('argument "%s" is not a JSON object', argument),
			HINT = CASE argument WHEN 'arguments' THEN 'Write each argument by its name: {"dependency": 0.6, "duration": 90}.'
				WHEN 'grid_values' THEN 'Write the values of each parameter: {"duration": [30, 90, 180]}.'
				ELSE 'Write the lowest and the highest value of each parameter, or a share up and down: {"duration": [60, 180], "cover": 0.2}.' END;
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_object(text, jsonb) IS
'Support of sensitivity: throws unless an argument is a JSON object. Example: SELECT te_support.te_sensitivity_object(''ranges'', ''{}'')';

CREATE FUNCTION te_support.te_sensitivity_function(function_name text, names text[]) RETURNS oid
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found record;
BEGIN
	-- of the functions of that name the one that takes all the names, or else the nearest
	SELECT f.*, (SELECT string_agg(quote_ident(n), ', ' ORDER BY n) FROM unnest(names) AS n WHERE NOT n = ANY (f.inputs)) AS unknown,
		(SELECT string_agg(quote_ident(n), ', ') FROM unnest(f.inputs[1 : cardinality(f.inputs) - f.pronargdefaults]) AS n WHERE NOT n = ANY (names)) AS missing,
		array_to_string(f.inputs, ', ') AS known
	INTO found
	FROM (SELECT p.oid, p.pronargdefaults, p.proargnames[1 : p.pronargs] AS inputs
		FROM pg_proc AS p JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND e.extname = 'trade_exposure' AND e.extnamespace = p.pronamespace
		WHERE p.proname = function_name AND p.prokind = 'f' AND p.provolatile <> 'v' AND p.proargnames IS NOT NULL AND p.provariadic = 0) AS f
	ORDER BY (SELECT count(*) FROM unnest(names) AS n WHERE NOT n = ANY (f.inputs)),
		(SELECT count(*) FROM unnest(f.inputs[1 : cardinality(f.inputs) - f.pronargdefaults]) AS n WHERE NOT n = ANY (names)), cardinality(f.inputs), f.oid
	LIMIT 1;
	IF found IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('"%s" is not a function of trade_exposure that can be asked again and again', left(function_name, 200)),
			HINT = 'Name one such as disruption_loss, disruption_detail, price_response, armington_price or dynamic_loss_by_node; aggregates and functions that write are not meant.';
	ELSIF found.unknown IS NOT NULL OR found.missing IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = CASE WHEN found.unknown IS NOT NULL THEN format('function "%s" has no argument %s', function_name, left(found.unknown, 200))
				ELSE format('function "%s" needs the argument %s', function_name, found.missing) END,
			HINT = format('Its arguments are: %s.', found.known);
	END IF;
	RETURN found.oid;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_function(text, text[]) IS
'Support of sensitivity: the function of the extension that has all these arguments. Example: SELECT te_support.te_sensitivity_function(''time_to_survive'', ''{dependency,cover}'')::regproc ==> time_to_survive';

CREATE FUNCTION te_support.te_sensitivity_column(function oid, outcome text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	called pg_proc;
	numbers text[];
	chosen text := outcome;
BEGIN
	SELECT p.* INTO called FROM pg_proc AS p WHERE p.oid = function;
	numbers := ARRAY(SELECT a.name FROM unnest(called.proargnames, called.proallargtypes, called.proargmodes) AS a(name, type, mode)
		WHERE a.mode IN ('o', 't') AND a.type IN ('float8'::regtype, 'numeric'::regtype, 'int4'::regtype, 'int8'::regtype));
	-- one number is its own outcome
	IF cardinality(numbers) = 0 AND called.prorettype IN ('float8'::regtype, 'numeric'::regtype, 'int4'::regtype, 'int8'::regtype) AND NOT called.proretset THEN
		IF outcome IS NULL THEN
			RETURN NULL;
		END IF;
	ELSIF outcome IS NULL AND 'loss' = ANY (numbers) THEN
		RETURN 'loss';
	ELSIF outcome = ANY (numbers) THEN
		RETURN outcome;
	END IF;
	RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
		MESSAGE = CASE WHEN outcome IS NULL THEN format('function "%s" has several results, and none is called loss', called.proname)
			ELSE format('function "%s" has no number called "%s" among its results', called.proname, left(outcome, 200)) END,
		HINT = CASE WHEN cardinality(numbers) = 0 THEN 'Leave "outcome" out where the function gives one number; a function that gives none has no sensitivity.'
			ELSE format('Its numbers are: %s.', array_to_string(numbers, ', ')) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_column(oid, text) IS
'Support of sensitivity: the result column that is the outcome; NULL for a function that gives one number. Example: SELECT te_support.te_sensitivity_column(te_support.te_sensitivity_function(''disruption_detail'', ''{dependency,duration}''), NULL) ==> loss';

CREATE FUNCTION te_support.te_sensitivity_base(function oid, arguments jsonb, parameter text) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	path text[] := string_to_array(parameter, '.');
	parent text := jsonb_typeof(arguments #> path[1 : cardinality(path) - 1]);
	value jsonb := arguments #> path;
	base float8;
BEGIN
	IF parent = 'object' AND value IS NULL THEN
		IF cardinality(path) = 1 THEN
			SELECT to_jsonb(substring(pg_get_function_arg_default(function, a.place::int4) FROM '^''?(-?[0-9.]+)''?(?:::|$)')::numeric) INTO value
			FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a(name, place) WHERE p.oid = function AND a.name = parameter AND a.place <= p.pronargs;
		END IF;
		base := value;
		RETURN base;
	ELSIF jsonb_typeof(value) IS DISTINCT FROM 'number' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('parameter "%s" is not a number among the arguments', left(parameter, 200)),
			DETAIL = CASE WHEN value IS NOT NULL THEN format('It is %s.', left(value::text, 200)) ELSE 'What holds it is not written as JSON.' END,
			HINT = 'A number within an argument is reached by dots where that is written as JSON: {"shock": {"CHN": 1}} and "shock.CHN".';
	END IF;
	base := value;
	RETURN base;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_base(oid, jsonb, text) IS
'Support of sensitivity: what a parameter is before it is changed, given or by default, or NULL. Example: SELECT te_support.te_sensitivity_base(te_support.te_sensitivity_function(''disruption_loss'', ''{dependency,duration}''), ''{"dependency": 0.6, "duration": 90}'', ''cut'') ==> 1';

CREATE FUNCTION te_support.te_sensitivity_numbers(parameter text, given jsonb, fewest int4, most int4) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	numbers float8[];
BEGIN
	IF jsonb_typeof(given) = 'array' AND jsonb_array_length(given) BETWEEN fewest AND most
		AND NOT EXISTS (SELECT FROM jsonb_array_elements(given) AS e WHERE jsonb_typeof(e) <> 'number') THEN
		numbers := ARRAY(SELECT e.value::text::float8 FROM jsonb_array_elements(given) WITH ORDINALITY AS e(value, place) ORDER BY e.place);
		RETURN numbers;
	END IF;
	RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
		MESSAGE = format('parameter "%s" has the values %s', left(parameter, 200), left(given::text, 200)),
		HINT = CASE WHEN most > 3 THEN 'Write them as a list of at most 1000 numbers: [30, 90, 180].'
			ELSE 'Write the lowest and the highest, [60, 180], with the likeliest between them, [60, 90, 180], or the share by which it may be lower or higher, 0.2.' END;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_numbers(text, jsonb, int4, int4) IS
'Support of sensitivity: the values of a parameter as numbers, which are so many. Example: SELECT te_support.te_sensitivity_numbers(''cover'', ''[0, 30]'', 2, 3) ==> {0,30}';

CREATE FUNCTION te_support.te_sensitivity_known(parameter text, base float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF base IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('parameter "%s" has no value to begin with', left(parameter, 200)),
			DETAIL = 'It is not among the arguments, and has no default that is a number.',
			HINT = 'Give its usual value among "arguments".';
	END IF;
	RETURN base;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_known(text, float8) IS
'Support of sensitivity: what a parameter is before it is changed; throws for NULL. Example: SELECT te_support.te_sensitivity_known(''cover'', 30) ==> 30';

CREATE FUNCTION te_support.te_sensitivity_range(parameter text, base float8, given jsonb) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ends float8[];
BEGIN
	IF jsonb_typeof(given) = 'number' THEN
		PERFORM te_support.te_sensitivity_known(parameter, base);
		IF given::float8 NOT BETWEEN 0 AND 1 THEN
			RAISE EXCEPTION USING ERRCODE = 'numeric_value_out_of_range',
				MESSAGE = format('the share by which parameter "%s" may be lower or higher must lie between 0 and 1, but is %s', left(parameter, 200), left(given::text, 200)),
				HINT = 'Write 0.2 for 20 percent, or the lowest and the highest value: [60, 180].';
		END IF;
		ends := ARRAY[base * (1 - given::float8), base * (1 + given::float8)];
		ends := ARRAY[least(ends[1], ends[2]), greatest(ends[1], ends[2])];
	ELSE
		ends := te_support.te_sensitivity_numbers(parameter, given, 2, 3);
	END IF;
	FOR i IN 2 .. cardinality(ends) LOOP
		IF ends[i] < ends[i - 1] THEN
			RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
				MESSAGE = format('the range of parameter "%s" does not ascend: %s', left(parameter, 200), left(given::text, 200)),
				HINT = 'Write the lowest value first, the likeliest if you know it, and the highest last.';
		END IF;
	END LOOP;
	RETURN ends;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_range(text, float8, jsonb) IS
'Support of sensitivity: lowest, if given likeliest, and highest value of a parameter. Example: SELECT te_support.te_sensitivity_range(''cover'', 30, ''0.5'') ==> {15,45}';

CREATE FUNCTION te_support.te_sensitivity_set(arguments jsonb, parameter text, amount float8) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT jsonb_set(arguments, string_to_array(parameter, '.'), to_jsonb(amount));
END;
COMMENT ON FUNCTION te_support.te_sensitivity_set(jsonb, text, float8) IS
'Support of sensitivity: the arguments with one of them changed. Example: SELECT te_support.te_sensitivity_set(''{"shock": {"CHN": 1}}'', ''shock.CHN'', 0.5) ==> {"shock": {"CHN": 0.5}}';

CREATE FUNCTION te_support.te_sensitivity_points(wanted float8) RETURNS int8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF wanted > 1000000 THEN
		RAISE EXCEPTION USING ERRCODE = 'program_limit_exceeded',
			MESSAGE = format('%s sets of arguments are more than 1000000', wanted),
			HINT = 'Take fewer draws or values, or call the function itself over a table of your own.';
	ELSIF wanted < 1 THEN
		RAISE EXCEPTION USING ERRCODE = 'numeric_value_out_of_range',
			MESSAGE = format('argument "draw_count" must be at least 1, but is %s', wanted);
	END IF;
	RETURN wanted;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_points(float8) IS
'Support of sensitivity: so many sets of arguments, if they are not too many. Example: SELECT te_support.te_sensitivity_points(9) ==> 9';

CREATE FUNCTION te_support.te_sensitivity_run(function_name text, points jsonb[], shown text[], outcome text)
	RETURNS TABLE (point int8, parameters jsonb, result float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	names text[] := ARRAY(SELECT jsonb_object_keys(points[1]));
	function oid := te_support.te_sensitivity_function(function_name, names);
	answer text := te_support.te_sensitivity_column(function, outcome);
	call text;
BEGIN
	SELECT format('%I.%I(%s)', s.nspname, p.proname, (SELECT string_agg(format('%I => (%s)::%s', a.name,
			-- lists may be written as JSON
			CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN format($q$translate(g.p ->> %L, '[]', '{}')$q$, a.name) ELSE format('g.p ->> %L', a.name) END,
			format_type(a.type, NULL)), ', ' ORDER BY a.place)
		FROM unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS a(name, type, place) JOIN pg_type AS t ON t.oid = a.type WHERE a.name = ANY (names)))
	INTO call FROM pg_proc AS p JOIN pg_namespace AS s ON s.oid = p.pronamespace WHERE p.oid = function;
	RETURN QUERY EXECUTE format($q$SELECT g.n, (SELECT jsonb_object_agg(k, g.p #> string_to_array(k, '.')) FROM unnest($2) AS k), %s
		FROM unnest($1) WITH ORDINALITY AS g(p, n) ORDER BY g.n$q$,
		CASE WHEN answer IS NULL THEN format('(%s)::float8', call) ELSE format('(SELECT sum(r.%I)::float8 FROM %s AS r)', answer, call) END)
	USING points, shown;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_run(text, jsonb[], text[], text) IS
'Support of sensitivity: the outcome of a function for each set of arguments, summed over its rows, with the arguments that are to be shown. Example: SELECT result FROM te_support.te_sensitivity_run(''disruption_loss'', ARRAY[''{"dependency": 0.6, "duration": 90, "cover": 30}''::jsonb], NULL, NULL) ==> 24';

CREATE FUNCTION te_support.te_sensitivity_start(function_name text, arguments jsonb, changed jsonb, argument text, outcome text)
	RETURNS TABLE (parameter text, place int8, base float8, given jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	function oid;
BEGIN
	IF function_name IS NULL OR arguments IS NULL OR changed IS NULL THEN
		RETURN;
	END IF;
	PERFORM te_support.te_sensitivity_object('arguments', arguments), te_support.te_sensitivity_object(argument, changed);
	function := te_support.te_sensitivity_function(function_name,
		ARRAY(SELECT jsonb_object_keys(arguments) UNION SELECT split_part(k, '.', 1) FROM jsonb_object_keys(changed) AS k));
	PERFORM te_support.te_sensitivity_column(function, outcome);
	RETURN QUERY SELECT c.key, row_number() OVER (ORDER BY c.key COLLATE "C"), te_support.te_sensitivity_base(function, arguments, c.key), c.value
		FROM jsonb_each(changed) AS c;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_start(text, jsonb, jsonb, text, text) IS
'Support of sensitivity: the parameters that change, by name, with what they are before; throws where the question is not one. Example: SELECT parameter, base FROM te_support.te_sensitivity_start(''disruption_loss'', ''{"dependency": 0.6, "duration": 90}'', ''{"cut": 0.1}'', ''ranges'', NULL) ==> cut, 1';

CREATE FUNCTION te_support.te_sensitivity_filled(arguments jsonb, numbers jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	filled jsonb := arguments;
	changed record;
BEGIN
	FOR changed IN SELECT e.key, e.value FROM jsonb_each(numbers) AS e LOOP
		filled := jsonb_set(filled, string_to_array(changed.key, '.'), changed.value);
	END LOOP;
	RETURN filled;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_filled(jsonb, jsonb) IS
'Support of sensitivity: the arguments with parameters set, each to its number. Example: SELECT te_support.te_sensitivity_filled(''{"duration": 90}'', ''{"cut": 1, "duration": 60}'') ==> {"cut": 1, "duration": 60}';

CREATE FUNCTION @extschema@.sensitivity(function_name text, arguments jsonb, ranges jsonb, outcome text DEFAULT NULL)
	RETURNS TABLE (parameter text, low float8, base float8, high float8, outcome_low float8, outcome_base float8, outcome_high float8, swing float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 10
BEGIN ATOMIC
	WITH s AS MATERIALIZED (SELECT b.parameter, b.place, te_support.te_sensitivity_known(b.parameter, b.base) AS base, te_support.te_sensitivity_range(b.parameter, b.base, b.given) AS ends
			FROM te_support.te_sensitivity_start(function_name, arguments, ranges, 'ranges'::text, outcome) AS b),
		a AS MATERIALIZED (SELECT te_support.te_sensitivity_filled(arguments, jsonb_object_agg(s.parameter, s.base)) AS usual FROM s HAVING count(*) > 0),
		-- point 1 is the base, then two for each parameter
		r AS MATERIALIZED (SELECT o.point, o.result FROM a, te_support.te_sensitivity_run(function_name,
			(SELECT ARRAY[a.usual] || array_agg(te_support.te_sensitivity_set(a.usual, s.parameter, e.value) ORDER BY s.place, e.side)
				FROM s, LATERAL (VALUES (1, s.ends[1]), (2, s.ends[cardinality(s.ends)])) AS e(side, value)), '{}'::text[], outcome) AS o)
	SELECT s.parameter, s.ends[1], s.base, s.ends[cardinality(s.ends)], l.result, b.result, h.result,
		CASE WHEN num_nulls(l.result, b.result, h.result) = 0 THEN greatest(l.result, b.result, h.result) - least(l.result, b.result, h.result) END
	FROM s JOIN r AS b ON b.point = 1 JOIN r AS l ON l.point = 2 * s.place JOIN r AS h ON h.point = 2 * s.place + 1
	ORDER BY 8 DESC NULLS FIRST, s.parameter COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.sensitivity(text, jsonb, jsonb, text) IS
'Which input moves the result most: the outcome of a function of this extension with each parameter alone at its lowest and highest value, the widest swing first (a tornado); "outcome" is the result column, summed over rows. Example: SELECT parameter, outcome_low, outcome_high, swing FROM sensitivity(''disruption_loss'', ''{"dependency": 0.6, "duration": 90, "cover": 30}'', ''{"duration": [60, 180], "cover": [0, 60]}'') ==> (duration, 6, 78, 72), (cover, 54, 0, 54)';

CREATE FUNCTION @extschema@.sensitivity_grid(function_name text, arguments jsonb, grid_values jsonb, outcome text DEFAULT NULL)
	RETURNS TABLE (point int4, parameters jsonb, outcome_value float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 100
BEGIN ATOMIC
	WITH RECURSIVE s AS MATERIALIZED (SELECT b.parameter, b.place, te_support.te_sensitivity_numbers(b.parameter, b.given, 1, 1000) AS numbers
			FROM te_support.te_sensitivity_start(function_name, arguments, grid_values, 'grid_values'::text, outcome) AS b),
		n AS MATERIALIZED (SELECT te_support.te_sensitivity_points(exp(sum(ln(cardinality(s.numbers)::float8)))) AS points, max(s.place) AS last, array_agg(s.parameter) AS shown
			FROM s HAVING count(*) > 0),
		-- parameter by parameter, each point once for each of its values
		g AS (SELECT 0::int8 AS place, arguments AS arguments, ARRAY[]::int8[] AS steps FROM n WHERE n.points > 0
			UNION ALL
			SELECT s.place, te_support.te_sensitivity_set(g.arguments, s.parameter, v.value), g.steps || v.step
			FROM g JOIN s ON s.place = g.place + 1, unnest(s.numbers) WITH ORDINALITY AS v(value, step))
	SELECT o.point::int4, o.parameters, o.result
	FROM n, te_support.te_sensitivity_run(function_name, (SELECT array_agg(g.arguments ORDER BY g.steps) FROM g WHERE g.place = n.last), n.shown, outcome) AS o
	ORDER BY o.point;
END;
COMMENT ON FUNCTION @extschema@.sensitivity_grid(text, jsonb, jsonb, text) IS
'The outcome of a function of this extension at each point of a grid, all values of each parameter with all of the others. Example: SELECT parameters, outcome_value FROM sensitivity_grid(''disruption_loss'', ''{"dependency": 0.6}'', ''{"duration": [60, 90], "cover": [0, 30]}'') ==> ({"cover": 0, "duration": 60}, 36), ({"cover": 0, "duration": 90}, 54), ({"cover": 30, "duration": 60}, 6), ({"cover": 30, "duration": 90}, 24)';

CREATE FUNCTION te_support.te_sensitivity_drawn(chance float8, lowest float8, likeliest float8, highest float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- uniform between two, triangular with the likeliest between them
	SELECT CASE WHEN lowest = highest THEN lowest
		WHEN likeliest IS NULL THEN lowest + chance * (highest - lowest)
		WHEN chance * (highest - lowest) < likeliest - lowest THEN lowest + sqrt(chance * (highest - lowest) * (likeliest - lowest))
		ELSE highest - sqrt((1 - chance) * (highest - lowest) * (highest - likeliest)) END;
END;
COMMENT ON FUNCTION te_support.te_sensitivity_drawn(float8, float8, float8, float8) IS
'Support of sensitivity_draws: the value of a parameter for a uniform number. Example: SELECT te_support.te_sensitivity_drawn(0.5, 60, NULL, 180) ==> 120';

CREATE FUNCTION te_support.te_sensitivity_event(parameter text) RETURNS int8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	-- a number of the name alone, so that each parameter keeps its luck whatever else is drawn
	SELECT ('x' || left(md5(parameter), 15))::bit(60)::int8;
END;
COMMENT ON FUNCTION te_support.te_sensitivity_event(text) IS
'Support of sensitivity_draws: the event of random_at that belongs to a parameter. Example: SELECT te_support.te_sensitivity_event(''cover'') > 0 ==> true';

CREATE FUNCTION @extschema@.sensitivity_draws(function_name text, arguments jsonb, ranges jsonb, draw_count int4, seed int8 DEFAULT 1, outcome text DEFAULT NULL)
	RETURNS TABLE (draw int4, parameters jsonb, outcome_value float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 1000
BEGIN ATOMIC
	WITH s AS MATERIALIZED (SELECT b.parameter, te_support.te_sensitivity_event(b.parameter) AS event, te_support.te_sensitivity_range(b.parameter, b.base, b.given) AS ends
			FROM te_support.te_sensitivity_start(function_name, arguments, ranges, 'ranges'::text, outcome) AS b),
		n AS MATERIALIZED (SELECT te_support.te_sensitivity_points(draw_count) AS points, array_agg(s.parameter) AS shown FROM s HAVING count(*) > 0 AND seed IS NOT NULL),
		p AS (SELECT d.draw, (SELECT te_support.te_sensitivity_filled(arguments, jsonb_object_agg(s.parameter, te_support.te_sensitivity_drawn(@extschema@.random_at(seed, d.draw, s.event),
				s.ends[1], CASE WHEN cardinality(s.ends) = 3 THEN s.ends[2] END, s.ends[cardinality(s.ends)]))) FROM s) AS arguments
			FROM n, generate_series(1, n.points) AS d(draw))
	SELECT o.point::int4, o.parameters, o.result
	FROM n, te_support.te_sensitivity_run(function_name, (SELECT array_agg(p.arguments ORDER BY p.draw) FROM p), n.shown, outcome) AS o
	WHERE n.points > 0
	ORDER BY o.point;
END;
COMMENT ON FUNCTION @extschema@.sensitivity_draws(text, jsonb, jsonb, int4, int8, text) IS
'The outcome of a function of this extension with parameters drawn from their ranges, uniform between two numbers, triangular with the likeliest between them; the draws depend on seed, draw and name alone (random_at). Example: SELECT round(avg(outcome_value)) FROM sensitivity_draws(''disruption_loss'', ''{"dependency": 0.5, "duration": 90}'', ''{"duration": [60, 180]}'', 10000) ==> 60';
-- Early warning: aggregates over a dated series that say how unusual its latest value is.

CREATE FUNCTION te_support.te_series_accum(state float8[], amount float8, period date) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum(float8[], float8, date) IS
'Support of aggregates: adds a dated value to a series. Example: SELECT te_support.te_series_accum(NULL, 1, ''2025-01-01'') IS NOT NULL ==> true';

CREATE FUNCTION te_support.te_series_accum_one(state float8[], amount float8, period date, stop_floor float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_one(float8[], float8, date, float8) IS
'Support of aggregates: adds a dated value to a series with a floor. Example: SELECT te_support.te_series_accum_one(NULL, 1, ''2025-01-01'', 0.1) IS NOT NULL ==> true';

CREATE FUNCTION te_support.te_series_accum_two(state float8[], amount float8, period date, cusum_slack float8, cusum_limit float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_two(float8[], float8, date, float8, float8) IS
'Support of aggregates: adds a dated value to a series with two constants. Example: SELECT te_support.te_series_accum_two(NULL, 1, ''2025-01-01'', 0.5, 5) IS NOT NULL ==> true';

CREATE FUNCTION te_support.te_series_accum_pair(state float8[], amount float8, rest float8, period date) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_accum_pair(float8[], float8, float8, date) IS
'Support of aggregates: adds a dated pair of values to a series. Example: SELECT te_support.te_series_accum_pair(NULL, 1, 2, ''2025-01-01'') IS NOT NULL ==> true';

CREATE FUNCTION te_support.te_series_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_combine(float8[], float8[]) IS
'Support of aggregates: joins the points of two series. Example: SELECT te_support.te_series_combine(NULL, NULL) ==> NULL';

CREATE FUNCTION te_support.te_robust_z_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_robust_z_final(float8[]) IS
'Support of aggregate robust_z: the answer of a series. Example: SELECT te_support.te_robust_z_final(NULL) ==> NULL';

CREATE AGGREGATE @extschema@.robust_z(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_robust_z_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.robust_z(float8, date) IS
'Robust z score of the latest value: its distance from the median of the earlier ones in scaled median absolute deviations (mean absolute deviation when that is 0); NULL with fewer than 5 earlier values. Example: SELECT robust_z(x, at) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (40, ''2025-06-01'')) s(x, at) ==> 20.23';

CREATE FUNCTION te_support.te_cusum_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_cusum_final(float8[]) IS
'Support of aggregate cusum: the answer of a series. Example: SELECT te_support.te_cusum_final(NULL) ==> NULL';

CREATE AGGREGATE @extschema@.cusum(amount float8, period date, cusum_slack float8, cusum_limit float8) (
	SFUNC = te_support.te_series_accum_two, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_cusum_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.cusum(float8, date, float8, float8) IS
'Cumulative sum of deviations from the median, in robust standard deviations less cusum_slack (NULL: 0.5), started anew after it reached cusum_limit (NULL: 5); positive for rises, negative for falls, an alarm at or beyond the limit. Example: SELECT cusum(x, date ''2024-01-01'' + i::int, 0.5, 5) FROM unnest(''{9,11,9,11,10,20}''::float8[]) WITH ORDINALITY AS v (x, i) ==> 2';

CREATE FUNCTION te_support.te_abrupt_stop_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_abrupt_stop_final(float8[]) IS
'Support of aggregate abrupt_stop: the answer of a series. Example: SELECT te_support.te_abrupt_stop_final(NULL) ==> NULL';

CREATE FUNCTION te_support.te_stop_start(state float8[]) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_stop_start(float8[]) IS
'Support of trade_alerts: how many values of a series came before the stop that abrupt_stop found, NULL without one. Example: SELECT te_support.te_stop_start(te_support.te_course_series(''{9,9,9,9,9,0,0}'', 0.1, 0)) ==> 5';

CREATE AGGREGATE @extschema@.abrupt_stop(amount float8, period date, stop_floor float8) (
	SFUNC = te_support.te_series_accum_one, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_abrupt_stop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.abrupt_stop(float8, date, float8) IS
'Share of its base that a steady flow lost when it fell to stop_floor (NULL: 0.1) times its base or below; 0 when it did not stop or was ever that low before; NULL with fewer than 5 earlier values. Example: SELECT abrupt_stop(x, at, 0.1) FROM (VALUES (10, date ''2025-01-01''), (12, ''2025-02-01''), (11, ''2025-03-01''), (9, ''2025-04-01''), (10, ''2025-05-01''), (1, ''2025-06-01'')) s(x, at) ==> 0.9';

CREATE FUNCTION te_support.te_surge_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_surge_final(float8[]) IS
'Support of aggregate surge: the answer of a series. Example: SELECT te_support.te_surge_final(NULL) ==> NULL';

CREATE AGGREGATE @extschema@.surge(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_surge_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.surge(float8, date) IS
'Median of the latest three values over the median of those before them, to see buyers stocking up; 2 means twice the usual flow; NULL with fewer than 5 earlier values. Example: SELECT surge(x, date ''2024-01-01'' + i::int) FROM unnest(''{10,10,10,10,10,20,25,20}''::float8[]) WITH ORDINALITY AS v (x, i) ==> 2';

CREATE FUNCTION te_support.te_relative_drop_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_relative_drop_final(float8[]) IS
'Support of aggregate relative_drop: the answer of a series. Example: SELECT te_support.te_relative_drop_final(NULL) ==> NULL';

CREATE AGGREGATE @extschema@.relative_drop(amount float8, rest float8, period date) (
	SFUNC = te_support.te_series_accum_pair, STYPE = float8[], SSPACE = 512, COMBINEFUNC = te_support.te_series_combine,
	FINALFUNC = te_support.te_relative_drop_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.relative_drop(float8, float8, date) IS
'How much further a flow fell below its median than the rest did: 0 moved together, 1 gone while the rest is there, negative grew against the rest; NULL with fewer than 5 earlier values. Example: SELECT relative_drop(to_japan, to_others, date ''2024-01-01'' + i::int) FROM unnest(''{10,10,10,10,10,2}''::float8[], ''{50,50,50,50,50,50}''::float8[]) WITH ORDINALITY AS v (to_japan, to_others, i) ==> 0.8';

CREATE FUNCTION te_support.te_stop_breadth_accum(state float8[], amount float8, base float8, stop_floor float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_accum(float8[], float8, float8, float8) IS
'Support of aggregate stop_breadth: adds a destination. Example: SELECT te_support.te_stop_breadth_accum(NULL, 1, 2, 0.1) IS NOT NULL ==> true';

CREATE FUNCTION te_support.te_stop_breadth_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_combine(float8[], float8[]) IS
'Support of aggregate stop_breadth: adds two states. Example: SELECT te_support.te_stop_breadth_combine(NULL, NULL) ==> NULL';

CREATE FUNCTION te_support.te_stop_breadth_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_stop_breadth_final(float8[]) IS
'Support of aggregate stop_breadth: the share of a state. Example: SELECT te_support.te_stop_breadth_final(NULL) ==> NULL';

CREATE AGGREGATE @extschema@.stop_breadth(amount float8, base float8, stop_floor float8) (
	SFUNC = te_support.te_stop_breadth_accum, STYPE = float8[], SSPACE = 64, COMBINEFUNC = te_support.te_stop_breadth_combine,
	FINALFUNC = te_support.te_stop_breadth_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.stop_breadth(float8, float8, float8) IS
'Share of the base that went to destinations whose amount is now at or below stop_floor (NULL: 0.1) times their base: how broadly an exporter stopped. Rows with an unknown amount or base are left out. Example: SELECT stop_breadth(a, b, 0.1) FROM (VALUES (0, 60), (30, 30), (1, 10)) d(a, b) ==> 0.7';

CREATE FUNCTION te_support.te_seasonal(course float8[], months date[], together bool) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION te_support.te_seasonal(float8[], date[], bool) IS
'Support of early warning: amounts of months without their season, January and February as one when together; NULL with fewer than two earlier years of the latest month. Example: SELECT te_support.te_seasonal(''{1,2}'', ''{2024-12-01,2025-01-01}'', false) ==> NULL';
-- The calendar of reports: which months are there, from whom, and what a year holds so far.

CREATE FUNCTION @extschema@.latest_common_month(reporters text[], months date[]) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT max(m.month)
	FROM (SELECT date_trunc('month', r.month::timestamp)::date AS month, count(DISTINCT r.reporter) AS reporters
		  FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
		  WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL
		  GROUP BY 1) AS m
	WHERE m.reporters = (SELECT count(DISTINCT r.reporter) FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
						 WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL);
END;
COMMENT ON FUNCTION @extschema@.latest_common_month(text[], date[]) IS
'Latest month for which every reporter has data (arrays side by side, as from array_agg); NULL when there is none. Example: SELECT latest_common_month(ARRAY[''JPN'', ''JPN'', ''DEU''], ARRAY[''2025-01-01'', ''2025-02-01'', ''2025-01-01'']::date[]) ==> 2025-01-01';

CREATE FUNCTION @extschema@.reporting_gaps(reporters text[], months date[])
	RETURNS TABLE (reporter text, first_month date, last_month date, months_present int4, months_missing int4, months_behind int4)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 50
BEGIN ATOMIC
	WITH seen AS (
		SELECT DISTINCT r.reporter, extract(year FROM r.month)::int4 * 12 + extract(month FROM r.month)::int4 - 1 AS m
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(reporter, month)
		WHERE r.reporter IS NOT NULL AND r.month IS NOT NULL)
	SELECT s.reporter, make_date(min(s.m) / 12, min(s.m) % 12 + 1, 1), make_date(max(s.m) / 12, max(s.m) % 12 + 1, 1),
		count(*)::int4, (max(s.m) - min(s.m) + 1 - count(*))::int4, (SELECT max(a.m) FROM seen AS a) - max(s.m)
	FROM seen AS s
	GROUP BY s.reporter
	ORDER BY s.reporter COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.reporting_gaps(text[], date[]) IS
'For each reporter its first and last month, how many months it has, how many are missing between them and how many it is behind the most recent reporter. Example: SELECT reporter, months_behind FROM reporting_gaps(ARRAY[''JPN'', ''JPN'', ''DEU''], ARRAY[''2025-01-01'', ''2025-02-01'', ''2025-01-01'']::date[]) ==> (DEU, 1), (JPN, 0)';

CREATE FUNCTION @extschema@.year_coverage(months date[])
	RETURNS TABLE (year int4, months_present int4, missing text, complete bool)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH seen AS (
		SELECT DISTINCT extract(year FROM d)::int4 AS y, extract(month FROM d)::int4 AS m
		FROM unnest($1) AS d WHERE d IS NOT NULL)
	SELECT s.y, count(*)::int4,
		(SELECT string_agg(to_char(g, 'FM00'), ' ' ORDER BY g) FROM generate_series(1, 12) AS g
		 WHERE NOT EXISTS (SELECT FROM seen AS t WHERE t.y = s.y AND t.m = g)),
		count(*) = 12
	FROM seen AS s
	GROUP BY s.y
	ORDER BY s.y;
END;
COMMENT ON FUNCTION @extschema@.year_coverage(date[]) IS
'For each year how many months have data, which are missing and whether it is complete: a partial year must not be compared with a full one. Example: SELECT * FROM year_coverage(ARRAY[''2025-01-01'', ''2025-02-01'']::date[]) ==> (2025, 2, ''03 04 05 06 07 08 09 10 11 12'', false)';

CREATE FUNCTION @extschema@.year_to_date(months date[], amounts float8[], through date DEFAULT NULL)
	RETURNS TABLE (year int4, through_month int4, amount float8, previous float8, change float8, months_present int4, previous_months int4, comparable bool)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
	WITH seen AS (
		SELECT extract(year FROM r.month)::int4 AS y, extract(month FROM r.month)::int4 AS m, r.amount
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(month, amount)
		WHERE r.month IS NOT NULL AND r.amount IS NOT NULL AND (r.month <= $3 OR $3 IS NULL)),
	latest AS (
		SELECT s.m FROM seen AS s ORDER BY s.y DESC, s.m DESC LIMIT 1),
	years AS (
		-- a mix of months: its total refuses NaN and infinity, and does not depend on the order
		SELECT s.y, @extschema@.total(@extschema@.supply_mix(concat(s.y, '-', s.m), s.amount)) AS amount,
			count(DISTINCT s.m)::int4 AS months
		FROM seen AS s, latest AS l
		WHERE s.m <= l.m
		GROUP BY s.y)
	SELECT y.y, l.m, y.amount, p.amount, (y.amount - p.amount) / nullif(p.amount, 0), y.months, coalesce(p.months, 0),
		y.months = l.m AND p.months IS NOT DISTINCT FROM l.m
	FROM latest AS l, years AS y LEFT JOIN years AS p ON p.y = y.y - 1
	ORDER BY y.y;
END;
COMMENT ON FUNCTION @extschema@.year_to_date(date[], float8[], date) IS
'January to the latest month (or to "through") of each year against the same months of the year before; comparable only when no month is missing in either. Example: SELECT year, amount, previous FROM year_to_date(ARRAY[''2024-01-01'', ''2024-02-01'', ''2025-01-01'']::date[], ''{10,99,12}'') ==> (2024, 10, NULL), (2025, 12, 10)';

CREATE FUNCTION @extschema@.seasonal_base(months date[], amounts float8[])
	RETURNS TABLE (month date, amount float8, adjusted float8, together float8, years int4)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 36
BEGIN ATOMIC
	WITH monthly AS (
		SELECT date_trunc('month', r.month::timestamp)::date AS month, @extschema@.total(@extschema@.supply_mix(''::text, r.amount)) AS amount
		FROM ROWS FROM (unnest($1), unnest($2)) AS r(month, amount)
		WHERE r.month IS NOT NULL AND r.amount IS NOT NULL
		GROUP BY 1),
	course AS (
		SELECT array_agg(m.month ORDER BY m.month) AS at, array_agg(m.amount ORDER BY m.month) AS x FROM monthly AS m),
	alone AS (
		SELECT u.month, u.place, u.adjusted
		FROM course AS c, ROWS FROM (unnest(c.at), unnest(te_support.te_seasonal(c.x, c.at, false))) WITH ORDINALITY AS u(month, adjusted, place)),
	-- what is left when each January that has its February is taken into it
	joint AS (
		SELECT j.month, row_number() OVER (ORDER BY j.month) AS place
		FROM alone AS j
		WHERE NOT EXISTS (SELECT FROM alone AS f WHERE extract(month FROM j.month) = 1 AND f.month = (j.month + '1 month'::interval)::date)),
	both_months AS (
		SELECT u.amount, u.place FROM course AS c, unnest(te_support.te_seasonal(c.x, c.at, true)) WITH ORDINALITY AS u(amount, place))
	SELECT m.month, m.amount, a.adjusted, b.amount,
		(SELECT count(*)::int4 FROM monthly AS e WHERE e.month < m.month AND extract(month FROM e.month) = extract(month FROM m.month))
	FROM monthly AS m JOIN alone AS a ON a.month = m.month
		LEFT JOIN joint AS j ON j.month = m.month LEFT JOIN both_months AS b ON b.place = j.place
	ORDER BY m.month;
END;
COMMENT ON FUNCTION @extschema@.seasonal_base(date[], float8[]) IS
'Months without their season (arrays side by side, as from array_agg), to be judged by robust_z, cusum or abrupt_stop: adjusted for each month by itself, together with January and February as one (NULL for such a January), so that the lunar New Year raises no alarm; both NULL when the latest month has fewer than two earlier years. Example: SELECT bool_and(together IS NULL) AS too_short FROM seasonal_base(''{2024-01-01,2024-02-01}''::date[], ''{1,2}'') ==> true';
-- Dated series as reports read them: sums of a span, courses of periods; sums that do not depend on order.

CREATE FUNCTION te_support.te_series_final(state float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_final(float8[]) IS
'Support of aggregate te_series: one sum for each date, the same whatever the order of the rows. Example: SELECT te_support.te_series_final(NULL) ==> NULL';

CREATE AGGREGATE te_support.te_series(amount float8, period date) (
	SFUNC = te_support.te_series_accum, STYPE = float8[], SSPACE = 512, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series(float8, date) IS
'Support of reports: the dated values as a series, to be read by te_series_sum and te_series_course. Example: SELECT te_support.te_series_sum(te_support.te_series(x, at), ''2024-12-31'', ''2025-12-31'') FROM (VALUES (5.0, date ''2025-03-01''), (7, ''2025-04-01'')) AS s(x, at) ==> 12';

CREATE AGGREGATE te_support.te_series(amount float8, rest float8, period date) (
	SFUNC = te_support.te_series_accum_pair, STYPE = float8[], SSPACE = 512, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series(float8, float8, date) IS
'Support of reports: dated values as a series, each with a second one, which for reports is 1 a row. Example: SELECT te_support.te_series_amounts(te_support.te_series(x, 1, ''2025-03-01''), 2) FROM (VALUES (5.0), (7)) AS s(x) ==> {2}';

CREATE FUNCTION te_support.te_series_sum_up_accum(state float8[], series float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum_up_accum(float8[], float8[]) IS
'Support of aggregate te_series_sum_up: adds a series. Example: SELECT te_support.te_series_sum_up_accum(NULL, NULL) ==> NULL';

CREATE AGGREGATE te_support.te_series_sum_up(series float8[]) (
	SFUNC = te_support.te_series_sum_up_accum, STYPE = float8[], SSPACE = 2048, FINALFUNC = te_support.te_series_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_series_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_series_sum_up(float8[]) IS
'Support of reports: series added up, date by date. Example: SELECT te_support.te_series_amounts(te_support.te_series_sum_up(s), 1) FROM (SELECT te_support.te_series(x, ''2025-03-01'') AS s FROM (VALUES (5.0), (7)) AS v(x) GROUP BY x) AS p ==> {12}';

CREATE FUNCTION te_support.te_month(period date) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_month(date) IS
'Support of reports: the first day of a date''s month. Example: SELECT te_support.te_month(''2025-03-17'') ==> 2025-03-01';

CREATE FUNCTION te_support.te_series_first(series float8[]) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_first(float8[]) IS
'Support of reports: the first date of a series. Example: SELECT te_support.te_series_first(te_support.te_series(1, ''2025-03-01'')) ==> 2025-03-01';

CREATE FUNCTION te_support.te_series_latest(series float8[]) RETURNS date
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_latest(float8[]) IS
'Support of reports: the latest date of a series. Example: SELECT te_support.te_series_latest(te_support.te_series(1, ''2025-03-01'')) ==> 2025-03-01';

CREATE FUNCTION te_support.te_series_yearly(series float8[]) RETURNS bool
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_yearly(float8[]) IS
'Support of reports: whether a series has dates in January only, as years have. Example: SELECT te_support.te_series_yearly(te_support.te_series(1, ''2025-03-01'')) ==> false';

CREATE FUNCTION te_support.te_series_sum(series float8[], after date, through date) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum(float8[], date, date) IS
'Support of reports: the sum of a series after a date and through another, NULL when it has no value there. Example: SELECT te_support.te_series_sum(te_support.te_series(7, ''2025-03-01''), ''2024-12-31'', ''2025-12-31'') ==> 7';

CREATE FUNCTION te_support.te_series_course(series float8[], first date, last date, months int4) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_course(float8[], date, date, int4) IS
'Support of reports: one sum for each period of so many months between two dates, 0 where the series has nothing. Example: SELECT te_support.te_series_course(te_support.te_series(7, ''2025-03-01''), ''2025-01-01'', ''2025-04-01'', 1) ==> {0,0,7,0}';

CREATE FUNCTION te_support.te_course_series(course float8[], a float8, b float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_series(float8[], float8, float8) IS
'Support of reports: a course as the state of an early-warning aggregate with these constants. Example: SELECT te_support.te_robust_z_final(te_support.te_course_series(''{10,12,11,9,10,40}'', 0, 0)) ==> 20.23';

CREATE FUNCTION te_support.te_course_accum(state float8[], course float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_accum(float8[], float8[]) IS
'Support of aggregate te_course_sum: adds a course. Example: SELECT te_support.te_course_accum(NULL, ''{1,2}'') ==> {1,0,2,0}';

CREATE FUNCTION te_support.te_course_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_combine(float8[], float8[]) IS
'Support of aggregate te_course_sum: adds up two states. Example: SELECT te_support.te_course_combine(NULL, NULL) ==> NULL';

CREATE FUNCTION te_support.te_course_final(state float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_course_final(float8[]) IS
'Support of aggregate te_course_sum: the sums. Example: SELECT te_support.te_course_final(''{1,0,2,0}'') ==> {1,2}';

CREATE AGGREGATE te_support.te_course_sum(course float8[]) (
	SFUNC = te_support.te_course_accum, STYPE = float8[], SSPACE = 640, FINALFUNC = te_support.te_course_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_course_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_course_sum(float8[]) IS
'Support of reports: adds up courses of one length, period by period. Example: SELECT te_support.te_course_sum(c) FROM (VALUES (''{1,2}''::float8[]), (''{3,4}'')) AS v(c) ==> {4,6}';

CREATE FUNCTION te_support.te_exact_sum_accum(state float8[], amount float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_accum(float8[], float8) IS
'Support of aggregate te_exact_sum: adds an amount. Example: SELECT te_support.te_exact_sum_accum(NULL, 1) ==> {1,0}';

CREATE FUNCTION te_support.te_exact_sum_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_combine(float8[], float8[]) IS
'Support of aggregate te_exact_sum: adds up two states. Example: SELECT te_support.te_exact_sum_combine(NULL, NULL) ==> NULL';

CREATE FUNCTION te_support.te_exact_sum_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_exact_sum_final(float8[]) IS
'Support of aggregate te_exact_sum: the sum. Example: SELECT te_support.te_exact_sum_final(''{3,0}'') ==> 3';

CREATE AGGREGATE te_support.te_exact_sum(amount float8) (
	SFUNC = te_support.te_exact_sum_accum, STYPE = float8[], SSPACE = 64, FINALFUNC = te_support.te_exact_sum_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_exact_sum_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE te_support.te_exact_sum(float8) IS
'Support of reports: the sum of amounts, the same whatever their order, and 0 when they cancel as decimals. Example: SELECT te_support.te_exact_sum(x) FROM (VALUES (100.4::float8), (-60.1), (-40.3)) AS v(x) ==> 0';

CREATE FUNCTION te_support.te_series_at(series float8[], periods date[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_at(float8[], date[]) IS
'Support of reports: the amounts of these dates, 0 where the series has nothing. Example: SELECT te_support.te_series_at(te_support.te_series(7, ''2025-03-01''), ''{2025-01-01,2025-03-01}'') ==> {0,7}';

CREATE FUNCTION te_support.te_series_sum_at(series float8[], periods date[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_series_sum_at(float8[], date[]) IS
'Support of reports: the sum of a series over these dates, NULL when it has none of them. Example: SELECT te_support.te_series_sum_at(te_support.te_series(7, ''2025-03-01''), ''{2025-03-01}'') ==> 7';

CREATE FUNCTION te_support.te_series_presence(series float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_presence(float8[]) IS
'Support of reports: of a series of values and row counts one of row counts, each with 1, so that sums of such series count rows and series. Example: SELECT te_support.te_series_amounts(te_support.te_series_presence(te_support.te_series(7, 3, ''2025-03-01'')), 2) ==> {1}';

CREATE FUNCTION te_support.te_series_dates(series float8[]) RETURNS date[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_dates(float8[]) IS
'Support of reports: the dates of a series. Example: SELECT te_support.te_series_dates(te_support.te_series(7, ''2025-03-01'')) ==> {2025-03-01}';

CREATE FUNCTION te_support.te_series_amounts(series float8[], which int4) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_series_amounts(float8[], int4) IS
'Support of reports: the first or the second amount of each date of a series, NULL where unknown. Example: SELECT te_support.te_series_amounts(te_support.te_series(7, ''2025-03-01''), 1) ==> {7}';
-- Tables of flows as users have them: their columns, their rows one by one, what is wrong in them, series.

CREATE FUNCTION te_support.te_flow_column(flows regclass, asked text, candidates text[], what text, needed bool DEFAULT true) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found text;
	all_columns text;
BEGIN
	SELECT a.attname INTO found
	FROM unnest(CASE WHEN asked IS NULL THEN candidates ELSE ARRAY[asked] END) WITH ORDINALITY AS c(name, place)
		JOIN pg_attribute a ON a.attrelid = flows AND a.attnum > 0 AND NOT a.attisdropped
			-- a usual name is one in any case too, with blanks or other signs between its words
			AND (a.attname = c.name OR asked IS NULL AND btrim(regexp_replace(lower(a.attname::text), '[^a-z0-9]+', '_', 'g'), '_') = c.name)
	ORDER BY c.place, a.attname <> c.name, a.attnum
	LIMIT 1;
	IF found IS NOT NULL AND NOT has_column_privilege(flows, found, 'SELECT') THEN
		RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
			MESSAGE = format('permission denied for column %s of %s', quote_ident(found), flows);
	END IF;
	IF found IS NOT NULL THEN
		RETURN quote_ident(found);
	END IF;
	IF asked IS NULL AND NOT needed THEN
		RETURN NULL;
	END IF;
	SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO all_columns
	FROM pg_attribute WHERE attrelid = flows AND attnum > 0 AND NOT attisdropped;
	RAISE EXCEPTION USING ERRCODE = 'undefined_column',
		MESSAGE = CASE WHEN asked IS NULL THEN format('%s has no column for the %s', flows, what)
			ELSE format('%s has no column "%s"', flows, asked) END,
		DETAIL = format('Its columns are: %s.', all_columns),
		HINT = format('Say which column it is with the argument %s_column => ''...''.', what);
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_column(regclass, text, text[], text, bool) IS
'Support of reports: the quoted name of a flow table''s column, as asked or the first usual name that is there; NULL when none is and none is needed. Example: SELECT te_support.te_flow_column(''pg_class'', NULL, ''{name,relname}'', ''product'') ==> relname';

CREATE FUNCTION te_support.te_flow_period(flows regclass, column_name text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	type_category "char";
	type_oid oid;
BEGIN
	SELECT t.typcategory, t.oid INTO type_category, type_oid
	FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
	WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0;
	IF type_oid = 'timestamptz'::regtype THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not a period: it is a timestamp with time zone, whose day is another in each zone', column_name, flows),
			HINT = format('Make a view with a zone of your choice: (%s AT TIME ZONE ''Asia/Tokyo'')::date.', column_name);
	END IF;
	IF type_oid IN ('date'::regtype, 'timestamp'::regtype) THEN
		RETURN format('f.%s::pg_catalog.date', column_name);
	END IF;
	IF type_category NOT IN ('N', 'S') THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not a period: its type is %s', column_name, flows, type_oid::regtype),
			HINT = 'A period is a date, a timestamp, a year (2025), a month (202503), or text such as 2025, 202503, 2025-03, 2025/03, 2025Q1 or 2025-03-01.';
	END IF;
	IF type_oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN
		RETURN replace($q$CASE
			WHEN p.c >= 1000 AND p.c < 3000 THEN pg_catalog.make_date(p.c::pg_catalog.int4, 1, 1)
			WHEN p.c >= 100001 AND p.c < 299913 AND p.c % 100 >= 1 AND p.c % 100 <= 12
				THEN pg_catalog.make_date((p.c / 100)::pg_catalog.int4, (p.c % 100)::pg_catalog.int4, 1)
			END$q$, 'p.c', format('f.%s', column_name));
	END IF;
	RETURN replace($q$CASE
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}$' THEN pg_catalog.make_date(p::pg_catalog.int4, 1, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}[-/ ]?M?(0[1-9]|1[0-2])$' THEN pg_catalog.make_date(
			pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}[-/ ]?Q[1-4]$' THEN pg_catalog.make_date(pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4,
			pg_catalog.right(p::pg_catalog.text, 1)::pg_catalog.int4 OPERATOR(pg_catalog.*) 3 OPERATOR(pg_catalog.-) 2, 1)
		WHEN p::pg_catalog.text ~ '^[12][0-9]{3}([-/])(0[1-9]|1[0-2])\1(0[1-9]|[12][0-9]|3[01])$' THEN CASE
			WHEN pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4 <= extract(day FROM pg_catalog.make_date(
				pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4, pg_catalog.substr(p::pg_catalog.text, 6, 2)::pg_catalog.int4, 1)
				+ '1 month -1 day'::pg_catalog.interval)
			THEN pg_catalog.make_date(pg_catalog.left(p::pg_catalog.text, 4)::pg_catalog.int4,
				pg_catalog.substr(p::pg_catalog.text, 6, 2)::pg_catalog.int4, pg_catalog.right(p::pg_catalog.text, 2)::pg_catalog.int4) END
		END$q$, 'p::', format('f.%s::', column_name));
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_period(regclass, text) IS
'Support of reports: the SQL expression that reads a flow table''s period as a date. Example: SELECT te_support.te_flow_period(''pg_class'', ''relnatts'') LIKE ''CASE%f.relnatts%'' ==> true';

CREATE FUNCTION te_support.te_flow_amount(flows regclass, column_name text) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad regtype;
BEGIN
	WITH RECURSIVE base AS (	-- of domains the type that they are over
		SELECT a.atttypid, t.oid, t.typbasetype, t.typcategory
		FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
		WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0
		UNION ALL
		SELECT b.atttypid, t.oid, t.typbasetype, t.typcategory FROM base b JOIN pg_type t ON t.oid = b.typbasetype)
	SELECT b.atttypid INTO bad
	FROM base b
	WHERE b.typbasetype = 0 AND b.typcategory <> 'S' AND b.oid <> 'float8'::regtype
		AND NOT EXISTS (SELECT FROM pg_cast c WHERE c.castsource = b.oid AND c.casttarget = 'float8'::regtype);
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch',
			MESSAGE = format('column %s of %s is not an amount: its type is %s', column_name, flows, bad),
			HINT = 'An amount is a number, or text that is written as one. Say which column it is with the argument amount_column => ''...''.';
	END IF;
	RETURN format('f.%s::pg_catalog.float8', column_name);
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_amount(regclass, text) IS
'Support of reports: the SQL expression that reads a flow table''s amount as a number. Example: SELECT te_support.te_flow_amount(''pg_class'', ''relpages'') ==> f.relpages::pg_catalog.float8';

CREATE FUNCTION te_support.te_flow_table(flows regclass) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF flows IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'argument "flows" must not be NULL',
			HINT = 'Name the table or view that has the flows.';
	ELSIF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = flows AND c.relkind IN ('r', 'p', 'v', 'm', 'f')) THEN
		RAISE EXCEPTION USING ERRCODE = 'wrong_object_type', MESSAGE = format('%s is not a table or view', flows),
			HINT = 'Name the table or view that has the flows.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_table(regclass) IS
'Support of reports: throws when the argument cannot be read as a table. Example: SELECT te_support.te_flow_table(''flows'')';

CREATE FUNCTION te_support.te_flow_period_column(flows regclass, period_column text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN te_support.te_flow_column($1, $2, '{period,month,date,year,t,time_period}'::text[], 'period'::text);
COMMENT ON FUNCTION te_support.te_flow_period_column(regclass, text) IS
'Support of reports: the column that holds the period, by the name given or by a usual one. Example: SELECT te_support.te_flow_period_column(''flows'', NULL)';

CREATE FUNCTION te_support.te_flow_query(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_table(flows);
	period text := te_support.te_flow_period_column(flows, period_column);
	origin text := te_support.te_flow_column(flows, origin_column, '{origin,exporter,partner,origin_iso3,exporter_iso3,partner_iso3,exporter_m49,supplier,country_of_origin}'::text[], 'origin');
	-- one product needs no column
	product text := te_support.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,hs8,cn8,hs4,hs2,commodity,commodity_code,product_code,k}'::text[], 'product', false);
	amount text := te_support.te_flow_column(flows, amount_column, '{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount');
	destination text := 'NULL';
	quantity text := 'NULL::pg_catalog.float8';
BEGIN
	IF importer IS NOT NULL OR importer_column IS NOT NULL OR by_importer THEN
		destination := 'f.' || te_support.te_flow_column(flows, importer_column,
			'{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	END IF;
	IF quantity_column IS NOT NULL THEN
		quantity := te_support.te_flow_amount(flows, te_support.te_flow_column(flows, quantity_column, '{}'::text[], 'quantity'));
	END IF;
	RETURN format($q$SELECT %s AS period, %s::pg_catalog.text AS importer, %s::pg_catalog.text AS product,
		nullif(pg_catalog.btrim(f.%s::pg_catalog.text), '') AS origin, %s AS amount, %s AS quantity FROM %s AS f$q$,
		te_support.te_flow_period(flows, period), destination, coalesce('f.' || product, quote_literal('all goods')), origin,
		te_support.te_flow_amount(flows, amount), quantity, flows)
		|| CASE WHEN importer IS NULL THEN '' ELSE format(' WHERE %s::pg_catalog.text OPERATOR(pg_catalog.=) $1', destination) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_query(regclass, text, text, text, text, text, text, bool, text) IS
'Support of reports: the query that reads a flow table under the names period, importer, product, origin, amount, quantity. Example: SELECT te_support.te_flow_query(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' ==> true';

CREATE FUNCTION te_support.te_flow_numbers(flows regclass, column_name text, what text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	bad text;
BEGIN
	IF EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
			WHERE a.attrelid = flows AND quote_ident(a.attname) = column_name AND a.attnum > 0 AND t.typcategory = 'S') THEN
		EXECUTE format($q$SELECT f.%1$s FROM %2$s AS f
			WHERE f.%1$s !~* '^\s*[-+]?(([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?|inf|infinity|nan)\s*$' LIMIT 1$q$,
			column_name || '::pg_catalog.text', flows) INTO bad;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_text_representation',
			MESSAGE = format('column %s of %s holds "%s", which is not a number', column_name, flows, left(bad, 100)),
			HINT = format('%s is a number, or text that is written as one, without signs between thousands.', what);
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_numbers(regclass, text, text) IS
'Support of reports: throws when a column that is text holds what is not a number, so that the error is short and shows the value. Example: SELECT te_support.te_flow_numbers(''flows'', ''value'', ''An amount'')';

CREATE FUNCTION te_support.te_flow_check(flows regclass, importer text, period_column text, importer_column text,
	origin_column text, product_column text, amount_column text, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	checked text := te_support.te_flow_query(flows, importer, period_column, importer_column, origin_column, product_column, amount_column, by_importer, quantity_column);
BEGIN
	PERFORM te_support.te_flow_numbers(flows, te_support.te_flow_column(flows, amount_column,
		'{value,amount,value_usd,value_kusd,trade_value,v}'::text[], 'amount'), 'An amount');
	IF quantity_column IS NOT NULL THEN
		PERFORM te_support.te_flow_numbers(flows, te_support.te_flow_column(flows, quantity_column, '{}'::text[], 'quantity'), 'A quantity');
	END IF;
	RETURN checked;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_check(regclass, text, text, text, text, text, text, bool, text) IS
'Support of reports: the query that reads a flow table, after it was seen that the table can be read so. Example: SELECT te_support.te_flow_check(''flows'', ''JPN'', NULL, NULL, NULL, NULL, NULL) LIKE ''SELECT %'' ==> true';
-- A flow table read once: a series for each product and origin, what cannot be used and why, which periods there are.

CREATE TYPE te_support.te_flow AS (
	product text, origin text, importer text,
	reason int4,			-- 0 used; else the place in te_flow_reasons
	series float8[],		-- amounts by month, with the number of rows
	quantity float8[],		-- likewise quantities, when asked for
	flow_rows int8, amount float8
);
COMMENT ON TYPE te_support.te_flow IS
'Support of reports: the rows of a flow table that have one product, origin and reason. Example: SELECT (f).product FROM unnest(te_support.te_flow_read(''flows'', ''JPN'')) AS f';

CREATE FUNCTION te_support.te_flow_elements(flows te_support.te_flow[]) RETURNS SETOF te_support.te_flow
LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE ROWS 20000 AS 'array_unnest';
COMMENT ON FUNCTION te_support.te_flow_elements(te_support.te_flow[]) IS
'Support of reports: the elements as te_flow_each takes them one by one. Example: SELECT te_support.te_flow_elements(''{}'')';

CREATE FUNCTION te_support.te_flow_each(flows te_support.te_flow[]) RETURNS SETOF te_support.te_flow
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20000
BEGIN ATOMIC
	-- in the select list, where no tuplestore copies each series once more
	SELECT (u.f).* FROM (SELECT te_support.te_flow_elements($1) AS f OFFSET 0) AS u;
END;
COMMENT ON FUNCTION te_support.te_flow_each(te_support.te_flow[]) IS
'Support of reports: the elements, of which the planner expects many. Example: SELECT count(*) FROM te_support.te_flow_each(''{}'') ==> 0';

CREATE FUNCTION te_support.te_flow_missing(flows regclass, importer text, importer_column text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	destination text := te_support.te_flow_column(flows, importer_column, '{importer,reporter,importer_iso3,reporter_iso3,importer_m49,destination}'::text[], 'importer');
	known text;
	number int8;
	occurs bool;
BEGIN
	EXECUTE format($q$SELECT pg_catalog.string_agg(d.i, ', ' ORDER BY d.place) FILTER (WHERE d.place OPERATOR(pg_catalog.<=) 12), pg_catalog.count(*), pg_catalog.bool_or(d.i OPERATOR(pg_catalog.=) $1)
		FROM (SELECT v.i, pg_catalog.row_number() OVER (ORDER BY v.i) AS place
			FROM (SELECT DISTINCT f.%s::pg_catalog.text COLLATE "C" AS i FROM %s AS f) AS v WHERE v.i IS NOT NULL) AS d$q$, destination, flows)
	INTO known, number, occurs USING importer;
	IF number > 0 AND NOT occurs THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('importer "%s" does not occur in column %s of %s', importer, destination, flows),
			DETAIL = format('The column holds: %s%s.', known, CASE WHEN number > 12 THEN format(', ... (%s in all)', number) ELSE '' END),
			HINT = 'Write the importer as it stands in the table.';
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_missing(regclass, text, text) IS
'Support of reports: throws for an importer that has no row, unless the table is empty. Example: SELECT te_support.te_flow_missing(''flows'', ''JPN'', NULL)';

CREATE FUNCTION te_support.te_flow_unread(flows regclass, period_column text) RETURNS void
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	period text := te_support.te_flow_period_column(flows, period_column);
	readable bool;
	found text;
BEGIN
	EXECUTE format('SELECT EXISTS (SELECT FROM %1$s AS f WHERE (%2$s) IS NOT NULL)', flows, te_support.te_flow_period(flows, period)) INTO readable;
	IF readable THEN
		RETURN;
	END IF;
	EXECUTE format('SELECT f.%1$s::pg_catalog.text FROM %2$s AS f WHERE f.%1$s IS NOT NULL LIMIT 1', period, flows) INTO found;
	RAISE EXCEPTION USING ERRCODE = 'invalid_datetime_format',
		MESSAGE = coalesce(format('column %s of %s holds "%s", which is not a period', period, flows, left(found, 40)),
			format('column %s of %s holds no period, only NULL', period, flows)),
		DETAIL = 'No row has a period that can be read.',
		HINT = 'A period is a date, a year (2025), a month (202503), or text such as 2025, 202503, 2025-03, 2025/03, 2025Q1 or 2025-03-01: make a view with to_date().';
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_unread(regclass, text) IS
'Support of reports: throws for a table none of whose periods can be read, showing one. Example: SELECT te_support.te_flow_unread(''flows'', NULL)';

CREATE FUNCTION te_support.te_flow_read(flows regclass, importer text, on_date date DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, by_importer bool DEFAULT false, quantity_column text DEFAULT NULL,
	future bool DEFAULT false)
	RETURNS te_support.te_flow[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	-- generic plans: others hold all that was read as a constant, copied again and again
	checked text := te_support.te_flow_check(flows, importer, period_column, importer_column, origin_column, product_column, amount_column, by_importer, quantity_column);
	found te_support.te_flow[];
BEGIN
	EXECUTE format($q$
		SELECT array_agg(ROW(g.*)::te_support.te_flow)
		FROM (
			SELECT f.product COLLATE "C" AS product, f.origin COLLATE "C" AS origin, %s AS importer, f.reason,
				te_support.te_series(f.amount, 1::float8, te_support.te_month(f.period)) FILTER (WHERE f.reason = 0) AS series,
				%s AS quantity,
				count(*) AS flow_rows,
				te_support.te_exact_sum(f.amount) FILTER (WHERE f.reason <> 0 AND abs(f.amount) < 1e290) AS amount
			FROM (SELECT r.*, CASE
					WHEN r.period IS NULL THEN 2
					WHEN r.product IS NULL THEN 3
					WHEN r.amount IS NULL THEN 4
					WHEN abs(r.amount) >= 1e290 THEN 5 -- NaN, infinite, or near the end of float8's range: not to be added up
					%s
					WHEN r.period > $2 THEN 8
					WHEN r.period > $3 AND $2 IS NULL THEN 14
					ELSE 0 END AS reason
				FROM (%s) AS r) AS f
			GROUP BY 1, 2, 3, 4) AS g $q$,
		CASE WHEN by_importer AND importer IS NULL THEN 'f.importer COLLATE "C"' ELSE 'NULL::text' END,
		CASE WHEN quantity_column IS NULL THEN 'NULL::float8[]' ELSE $q$te_support.te_series(f.quantity, 1::float8, te_support.te_month(f.period))
			FILTER (WHERE f.reason = 0 AND abs(f.quantity) < 1e290)$q$ END,
		CASE WHEN importer IS NULL THEN 'WHEN r.origin = r.importer THEN 7' ELSE '' END,
		checked)
	INTO found USING importer, on_date, CASE WHEN future THEN 'infinity'::date ELSE current_date END;
	IF found IS NULL THEN
		IF importer IS NOT NULL THEN
			PERFORM te_support.te_flow_missing(flows, importer, importer_column);
		END IF;
		RETURN '{}';
	ELSIF NOT EXISTS (SELECT FROM te_support.te_flow_each(found) AS f WHERE f.reason <> 2) THEN
		PERFORM te_support.te_flow_unread(flows, period_column);
		RETURN found;
	ELSIF (importer IS NOT NULL OR by_importer) AND EXISTS (SELECT FROM te_support.te_flow_each(found) AS f, unnest(te_support.te_series_amounts(f.series, 2)) AS n WHERE n > 1)
		AND te_support.te_flow_column(flows, product_column, '{product,hs,hs6,hs_code,hs8,cn8,hs4,hs2,commodity,commodity_code,product_code,k}'::text[], 'product', false) IS NULL THEN
		-- several rows of one period and origin: of one product, or of several?
		PERFORM te_support.te_flow_column(flows, product_column, '{}'::text[], 'product');
	END IF;
	RETURN found;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_read(regclass, text, date, text, text, text, text, text, bool, text, bool) IS
'Support of reports: a flow table read once, as one element for each product, origin and reason not to use the rows; an importer that has no row and periods that cannot be read are errors; without a date rows of the future are not used, unless asked for. Example: SELECT cardinality(te_support.te_flow_read(''flows'', ''JPN''))';

CREATE FUNCTION te_support.te_flow_is_total(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(@extschema@.is_total_partner($1) OR btrim(lower($1)) = ANY ('{world,total,all,sum,world total,grand total,all countries,total all countries,all partners,all origins,all suppliers}'::text[]), false);
COMMENT ON FUNCTION te_support.te_flow_is_total(text) IS
'Support of reports: whether an origin is a name of the total of all. Example: SELECT te_support.te_flow_is_total(''All countries'') ==> true';

CREATE FUNCTION te_support.te_flow_is_bloc(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(lower(btrim($1)) ~ '^(eu|european union|euro area|ea|extra[-_ ]?eu|intra[-_ ]?eu)[-_ ]?([0-9]{2})?([-_ ](2020|intra|extra))?$', false);
COMMENT ON FUNCTION te_support.te_flow_is_bloc(text) IS
'Support of reports: whether an origin is a name of the European Union, which is a total where its members stand too. Example: SELECT te_support.te_flow_is_bloc(''EU27_2020'') ==> true';

CREATE FUNCTION te_support.te_flow_nested(flows te_support.te_flow[]) RETURNS TABLE (product text, reason int4)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH amounts AS (
		SELECT f.product, te_support.te_exact_sum(te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date)) AS amount
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 GROUP BY f.product),
	code AS MATERIALIZED (
		SELECT a.product, a.amount, a.product ~ '^[0-9]{2,12}$' AS is_code, coalesce(@extschema@.hs_problem(a.product) LIKE '%total over products%' OR te_support.te_flow_is_total(a.product) AND a.product !~ '^[0-9]+$', false) AS is_total
		FROM amounts AS a),
	inside AS MATERIALIZED (
		SELECT p.product AS outer_product, p.amount AS outer_amount, c.product, c.amount
		FROM code AS c, generate_series(2, length(c.product) - 1) AS n, code AS p
		WHERE c.is_code AND p.is_code AND p.product = left(c.product, n)),
	-- of what a product holds only the finest: others would count twice
	judged AS (
		SELECT i.outer_product, i.outer_amount <= 1.02 * te_support.te_exact_sum(i.amount)
			FILTER (WHERE NOT EXISTS (SELECT FROM inside AS d WHERE d.outer_product = i.product)) AS complete
		FROM inside AS i GROUP BY i.outer_product, i.outer_amount)
	SELECT j.outer_product, 9 FROM judged AS j WHERE j.complete
	UNION ALL
	SELECT i.product, 10 FROM judged AS j JOIN inside AS i ON i.outer_product = j.outer_product
	WHERE NOT j.complete AND NOT EXISTS (SELECT FROM judged AS k WHERE k.outer_product = i.product AND k.complete)
	GROUP BY i.product
	UNION ALL
	SELECT c.product, 9 FROM code AS c WHERE c.is_total AND EXISTS (SELECT FROM code AS d WHERE NOT d.is_total);
END;
COMMENT ON FUNCTION te_support.te_flow_nested(te_support.te_flow[]) IS
'Support of reports: products that would count twice: those that are the sum of finer ones (9), and those inside a product that holds more than them (10). Example: SELECT count(*) FROM te_support.te_flow_nested(te_support.te_flow_read(''flows'', ''JPN'')) ==> 0';

CREATE FUNCTION te_support.te_flow_sums(flows te_support.te_flow[]) RETURNS TABLE (origin text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	WITH amounts AS (
		SELECT f.origin, te_support.te_exact_sum(te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date)) AS amount
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 GROUP BY f.origin),
	-- k equal totals and what they are the total of make k + 1 times each
	candidate AS MATERIALIZED (
		SELECT a.origin, a.amount
		FROM amounts AS a, (SELECT te_support.te_exact_sum(b.amount) AS amount, count(*) AS n FROM amounts AS b) AS w
		WHERE a.origin IS NOT NULL AND a.amount > 0 AND w.n >= 3
			AND abs((1 + (SELECT count(*) FROM amounts AS b WHERE abs(b.amount - a.amount) <= 1e-6 * a.amount)) * a.amount - w.amount) <= 1e-6 * w.amount),
	part AS (
		SELECT f.product, f.origin, f.series
		FROM te_support.te_flow_each($1) AS f
		WHERE f.reason = 0 AND EXISTS (SELECT FROM candidate)),
	rest AS (
		SELECT p.product, te_support.te_series_sum_up(p.series) AS series, count(*) AS n
		FROM part AS p WHERE NOT EXISTS (SELECT FROM candidate AS c WHERE c.origin = p.origin)
		GROUP BY p.product)
	SELECT p.origin
	FROM part AS p JOIN candidate AS c ON c.origin = p.origin JOIN rest AS r ON r.product = p.product,
		LATERAL (SELECT te_support.te_series_dates(r.series) = te_support.te_series_dates(p.series) AND bool_and(abs(u.a - u.b) <= 1e-6 * abs(u.b)) AS equal, count(*) AS cells
			FROM ROWS FROM (unnest(te_support.te_series_amounts(p.series, 1)), unnest(te_support.te_series_amounts(r.series, 1))) AS u(a, b)) AS e
	GROUP BY p.origin
	HAVING bool_and(e.equal) AND sum(e.cells) >= 6 AND max(r.n) >= 2
		AND count(*) = (SELECT count(*) FROM rest);
END;
COMMENT ON FUNCTION te_support.te_flow_sums(te_support.te_flow[]) IS
'Support of reports: origins that are not suppliers: in each product and period, at least six of them, the sum of all others. Example: SELECT origin FROM te_support.te_flow_sums(te_support.te_flow_read(''flows'', ''JPN''))';

CREATE FUNCTION te_support.te_flow_is_member(origin text) RETURNS bool
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN @extschema@.country_code($1) = ANY (@extschema@.country_group('EU'::text, '2015-01-01'::date));
COMMENT ON FUNCTION te_support.te_flow_is_member(text) IS
'Support of reports: whether an origin is a member that the European Union had when it had most. Example: SELECT te_support.te_flow_is_member(''FR'') ==> true';

CREATE FUNCTION te_support.te_flow_named(flow te_support.te_flow, importer text, members bool) RETURNS int4
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN ($1).reason NOT IN (0, 8, 14) THEN ($1).reason
	WHEN te_support.te_flow_is_total(($1).origin) THEN 6
	WHEN ($1).importer IS NOT NULL AND te_support.te_flow_is_total(($1).importer) THEN 6
	WHEN $3 AND te_support.te_flow_is_bloc(($1).origin) THEN 6
	WHEN ($1).origin = coalesce($2, ($1).importer) THEN 7
	ELSE ($1).reason END;
COMMENT ON FUNCTION te_support.te_flow_named(te_support.te_flow, text, bool) IS
'Support of reports: the reason that the names alone give not to use a flow: a total, the European Union beside its members, the importer itself. Example: SELECT te_support.te_flow_named(ROW(''850511'', ''World'', NULL, 0, NULL, NULL, 1, 1), ''JPN'', false) ==> 6';

CREATE FUNCTION te_support.te_flow_judged(flows te_support.te_flow[], importer text) RETURNS te_support.te_flow[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	judged te_support.te_flow[] := flows;
	members bool := EXISTS (SELECT FROM te_support.te_flow_each(flows) AS f WHERE te_support.te_flow_is_bloc(f.origin))
		AND EXISTS (SELECT FROM te_support.te_flow_each(flows) AS f WHERE te_support.te_flow_is_member(f.origin));
	found text[];
	why int4[];
BEGIN
	-- written anew only when something changes: a large table is some ten megabytes
	IF EXISTS (SELECT FROM te_support.te_flow_each(judged) AS f WHERE te_support.te_flow_named(f, $2, members) <> f.reason) THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, te_support.te_flow_named(f, $2, members),
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow) FROM te_support.te_flow_each(judged) AS f);
	END IF;
	SELECT array_agg(n.product), array_agg(n.reason) FROM (SELECT DISTINCT n.* FROM te_support.te_flow_nested(judged) AS n) AS n INTO found, why;
	IF found IS NOT NULL THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, CASE f.reason WHEN 0 THEN coalesce(n.reason, 0) ELSE f.reason END,
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow) FROM te_support.te_flow_each(judged) AS f LEFT JOIN unnest(found, why) AS n(product, reason) ON n.product = f.product);
	END IF;
	found := ARRAY(SELECT s.origin FROM te_support.te_flow_sums(judged) AS s);
	IF found <> '{}' THEN
		judged := (SELECT array_agg(ROW(f.product, f.origin, f.importer, CASE WHEN f.reason = 0 AND f.origin = ANY (found) THEN 11 ELSE f.reason END,
			f.series, f.quantity, f.flow_rows, f.amount)::te_support.te_flow)
			FROM te_support.te_flow_each(judged) AS f);
	END IF;
	RETURN coalesce(judged, '{}');
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_judged(te_support.te_flow[], text) IS
'Support of reports: the same with the reasons that only the whole table shows: totals by name or by sum, the importer itself, products that hold others. Example: SELECT DISTINCT reason FROM unnest(te_support.te_flow_judged(te_support.te_flow_read(''flows'', ''JPN''), ''JPN''))';

CREATE FUNCTION te_support.te_flow_collapsed(flows te_support.te_flow[]) RETURNS te_support.te_flow[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(array_agg(ROW(g.*)::te_support.te_flow), '{}')
	FROM (SELECT f.product, f.origin, NULL::text AS importer, f.reason, te_support.te_series_sum_up(f.series) AS series,
			te_support.te_series_sum_up(f.quantity) AS quantity, sum(f.flow_rows)::int8 AS flow_rows, te_support.te_exact_sum(f.amount) AS amount
		  FROM te_support.te_flow_each($1) AS f GROUP BY 1, 2, 3, 4) AS g;
END;
COMMENT ON FUNCTION te_support.te_flow_collapsed(te_support.te_flow[]) IS
'Support of reports: flows by importer added up over importers. Example: SELECT te_support.te_flow_collapsed(''{}'') ==> {}';

-- which periods there are, and what is compared

CREATE TYPE te_support.te_calendar AS (
	months int4,			-- of a step: 1, 3 or 12
	periods date[],			-- that are judged
	gaps date[],			-- between them, without any row
	thin date[],			-- with far fewer flows than usual: left out
	thin_share float8[],	-- flows over the usual number, of each of these
	doubled date[],			-- with many more rows a flow than usual
	latest date				-- the last of the periods
);
COMMENT ON TYPE te_support.te_calendar IS
'Support of reports: the periods of a flow table. Example: SELECT (te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5)).gaps';

CREATE FUNCTION te_support.te_flow_calendar(flows te_support.te_flow[], min_coverage float8, written int4 DEFAULT NULL) RETURNS te_support.te_calendar
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH total AS (
		SELECT te_support.te_series_sum_up(te_support.te_series_presence(f.series)) AS series FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0),
	seen AS MATERIALIZED (
		SELECT u.at, u.rows, u.pairs, u.place
		FROM total AS t, ROWS FROM (unnest(te_support.te_series_dates(t.series)), unnest(te_support.te_series_amounts(t.series, 1)),
			unnest(te_support.te_series_amounts(t.series, 2))) WITH ORDINALITY AS u(at, rows, pairs, place)),
	step AS (
		SELECT CASE
			-- of one or two periods only the way they are written tells
			WHEN count(*) < 3 AND $3 > 0 THEN $3
			WHEN count(*) = 1 AND $3 = 0 THEN 1
			WHEN bool_and(extract(month FROM s.at) = 1) OR count(*) > 1 AND min(extract(month FROM s.at)) = max(extract(month FROM s.at)) THEN 12
			-- three first months of quarters are quarters, too
			WHEN count(*) >= CASE WHEN bool_and(extract(month FROM s.at)::int4 % 3 = 1) THEN 3 ELSE 4 END
				AND min(extract(month FROM s.at)::int4 % 3) = max(extract(month FROM s.at)::int4 % 3) THEN 3
			ELSE 1 END AS months
		FROM seen AS s),
	-- the usual numbers are those of the periods around
	judged AS (
		SELECT s.at, s.place, s.pairs / u.pairs AS share, u.pairs >= 10 AND s.pairs < $2 * u.pairs AS thin,
			u.n >= 3 AND s.rows / s.pairs >= 1.8 * u.ratio AND s.rows - s.pairs * u.ratio >= 5 AS doubled
		FROM seen AS s, LATERAL (
			SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY o.pairs) AS pairs, percentile_cont(0.5) WITHIN GROUP (ORDER BY o.rows / o.pairs) AS ratio
			FROM seen AS o WHERE o.place <> s.place AND abs(o.place - s.place) <= 12) AS u),
	bounds AS (SELECT min(s.at) AS first, max(s.at) AS last FROM seen AS s)
	SELECT ROW(step.months,
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.thin IS NOT TRUE), '{}'),
		coalesce((SELECT array_agg(g.at::date ORDER BY g.at) FROM generate_series(b.first::timestamp, b.last::timestamp, make_interval(months => step.months)) AS g(at)
			WHERE NOT EXISTS (SELECT FROM seen AS s WHERE s.at = g.at::date)), '{}'),
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.thin), '{}'),
		coalesce((SELECT array_agg(j.share ORDER BY j.at) FROM judged AS j WHERE j.thin), '{}'),
		coalesce((SELECT array_agg(j.at ORDER BY j.at) FROM judged AS j WHERE j.doubled), '{}'),
		(SELECT max(j.at) FROM judged AS j WHERE j.thin IS NOT TRUE))::te_support.te_calendar
	FROM step, bounds AS b;
END;
COMMENT ON FUNCTION te_support.te_flow_calendar(te_support.te_flow[], float8, int4) IS
'Support of reports: which periods a flow table has, which it lacks, and which have fewer flows than min_coverage times the usual number or more rows a flow. Example: SELECT (te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5)).latest ==> 2025-01-01';

CREATE FUNCTION te_support.te_flow_written(flows regclass, period_column text) RETURNS int4
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	period text := te_support.te_flow_period_column(flows, period_column);
	found text;
BEGIN
	EXECUTE format('SELECT pg_catalog.btrim(f.%1$s::pg_catalog.text) FROM %2$s AS f WHERE (%3$s) IS NOT NULL LIMIT 1', period, flows, te_support.te_flow_period(flows, period)) INTO found;
	RETURN CASE WHEN found ~ '^[0-9]{4}$' THEN 12 WHEN found ~* 'q' THEN 3 WHEN length(found) < 10 THEN 1 WHEN found IS NOT NULL THEN 0 END;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_written(regclass, text) IS
'Support of reports: how a period of a flow table is written: 12 a year, 3 a quarter, 1 a month, 0 a day, NULL none. Example: SELECT te_support.te_flow_written(''flows'', NULL) ==> 0';

CREATE FUNCTION te_support.te_flow_dated(flows regclass, period_column text, pairs te_support.te_flow[], min_coverage float8) RETURNS te_support.te_calendar
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	calendar te_support.te_calendar := te_support.te_flow_calendar(pairs, min_coverage);
BEGIN
	IF cardinality(calendar.periods) + cardinality(calendar.thin) BETWEEN 1 AND 2 THEN
		RETURN te_support.te_flow_calendar(pairs, min_coverage, te_support.te_flow_written(flows, period_column));
	END IF;
	RETURN calendar;
END;
$$;
COMMENT ON FUNCTION te_support.te_flow_dated(regclass, text, te_support.te_flow[], float8) IS
'Support of reports: the calendar of flows that were read from a table, which is looked at once more when there are one or two periods. Example: SELECT (te_support.te_flow_dated(''flows'', NULL, te_support.te_flow_read(''flows'', ''JPN''), 0.5)).latest ==> 2025-01-01';

CREATE TYPE te_support.te_span AS (
	latest date, before date,				-- ends of what is compared
	now_periods date[],						-- judged periods of the year to the latest
	before_periods date[],					-- and of the year before
	now_common date[], before_common date[],	-- those that both have, month by month
	history date[]							-- of the series alerts, the latest included
);
COMMENT ON TYPE te_support.te_span IS
'Support of reports: which periods are compared with which. Example: SELECT (te_support.te_flow_span(te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5), NULL, 24)).before';

CREATE FUNCTION te_support.te_flow_span(calendar te_support.te_calendar, compare_to date, history int4) RETURNS te_support.te_span
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH ends AS (
		SELECT ($1).latest, CASE WHEN ($1).months = 12
			THEN coalesce((SELECT max(p) FROM unnest(($1).periods) AS p WHERE p < ($1).latest AND p <= coalesce($2, p)),
				te_support.te_month(coalesce($2, (($1).latest - '1 year'::interval)::date)))
			ELSE te_support.te_month(coalesce($2, (($1).latest - '1 year'::interval)::date)) END AS before),
	side AS (
		SELECT e.latest, e.before,
			ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p > e.latest - '1 year'::interval AND p <= e.latest ORDER BY p) AS now_periods,
			ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p > e.before - '1 year'::interval AND p <= e.before ORDER BY p) AS before_periods
		FROM ends AS e)
	SELECT ROW(s.latest, s.before, s.now_periods, s.before_periods,
		ARRAY(SELECT p FROM unnest(s.now_periods) AS p WHERE ($1).months = 12 AND cardinality(s.before_periods) > 0
			OR EXISTS (SELECT FROM unnest(s.before_periods) AS q WHERE extract(month FROM q) = extract(month FROM p)) ORDER BY p),
		ARRAY(SELECT p FROM unnest(s.before_periods) AS p WHERE ($1).months = 12 AND cardinality(s.now_periods) > 0
			OR EXISTS (SELECT FROM unnest(s.now_periods) AS q WHERE extract(month FROM q) = extract(month FROM p)) ORDER BY p),
		ARRAY(SELECT p FROM unnest(($1).periods) AS p WHERE p >= s.latest - $3 * make_interval(months => ($1).months) ORDER BY p))::te_support.te_span
	FROM side AS s;
END;
COMMENT ON FUNCTION te_support.te_flow_span(te_support.te_calendar, date, int4) IS
'Support of reports: the year to the latest period and the year to compare with, which of their months both have, and the history of so many steps. Example: SELECT (te_support.te_flow_span(te_support.te_flow_calendar(te_support.te_flow_read(''flows'', ''JPN''), 0.5), NULL, 24)).before ==> 2024-01-01';

CREATE FUNCTION te_support.te_flow_label(period date, months int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE $2 WHEN 12 THEN to_char($1::timestamp, 'YYYY') WHEN 3 THEN to_char($1::timestamp, 'YYYY"-Q"Q') ELSE to_char($1::timestamp, 'YYYY-MM') END;
COMMENT ON FUNCTION te_support.te_flow_label(date, int4) IS
'Support of reports: a period of so many months as text. Example: SELECT te_support.te_flow_label(''2025-04-01'', 3) ==> 2025-Q2';

CREATE FUNCTION te_support.te_flow_labels(periods date[], months int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(te_support.te_flow_label(r.first, $2) || CASE r.n WHEN 1 THEN '' WHEN 2 THEN ', ' || te_support.te_flow_label(r.last, $2)
		ELSE '..' || te_support.te_flow_label(r.last, $2) END, ', ' ORDER BY r.first)
	FROM (SELECT min(p.at) AS first, max(p.at) AS last, count(*) AS n
		  FROM (SELECT u.at, (u.at - u.place * make_interval(months => $2))::date AS run
				FROM unnest($1) WITH ORDINALITY AS u(at, place)) AS p
		  GROUP BY p.run) AS r;
END;
COMMENT ON FUNCTION te_support.te_flow_labels(date[], int4) IS
'Support of reports: periods as text, those that follow each other as one span; NULL for none. Example: SELECT te_support.te_flow_labels(''{2024-05-01,2024-06-01}'', 1) ==> 2024-05, 2024-06';

-- what was read, and what was left out

CREATE FUNCTION te_support.te_flow_reason(reason int4) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (ARRAY['origin known', 'origin unspecified (counted in totals)', 'period missing or not understood',
	'product missing', 'amount missing', 'amount not finite', 'World or total row',
	'origin is the importer itself', 'after the date of the report', 'product that is the sum of finer ones', 'product inside another',
	'origin that is the sum of the others', 'period with far fewer flows than usual', 'period without any row', 'period in the future'])[$1 + 1];
COMMENT ON FUNCTION te_support.te_flow_reason(int4) IS
'Support of reports: a reason not to use rows, in words. Example: SELECT te_support.te_flow_reason(4) ==> amount missing';

CREATE FUNCTION te_support.te_flow_reasons(flows te_support.te_flow[], calendar te_support.te_calendar)
	RETURNS TABLE (reason int4, names text[], flow_rows numeric, amount float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH r AS (
		SELECT CASE WHEN f.reason = 0 AND f.origin IS NULL THEN 1 ELSE f.reason END AS reason,
			CASE WHEN f.reason IN (6, 11) THEN f.origin WHEN f.reason IN (9, 10) THEN f.product END AS name, f.flow_rows,
			CASE WHEN f.series IS NULL THEN f.amount ELSE te_support.te_series_sum(f.series, '-infinity'::date, 'infinity'::date) END AS amount, NULL::int8 AS thin_rows
		FROM te_support.te_flow_each($1) AS f),
	thin AS (
		SELECT te_support.te_series_sum_up(f.series) AS series, te_support.te_series_sum_up(te_support.te_series_presence(f.series)) AS counts
		FROM te_support.te_flow_each($1) AS f WHERE f.reason = 0 AND cardinality(($2).thin) > 0)
	SELECT r.reason, (array_agg(DISTINCT r.name ORDER BY r.name) FILTER (WHERE r.name IS NOT NULL))[:6], sum(r.flow_rows), te_support.te_exact_sum(r.amount)
	FROM r GROUP BY r.reason
	UNION ALL
	-- a part of those that are used by name, not used by period
	SELECT 12, ARRAY[te_support.te_flow_labels(($2).thin, ($2).months)], te_support.te_series_sum_at(t.counts, ($2).thin)::numeric, te_support.te_series_sum_at(t.series, ($2).thin)
	FROM thin AS t WHERE t.series IS NOT NULL
	UNION ALL
	SELECT 13, ARRAY[te_support.te_flow_labels(($2).gaps, ($2).months)], 0, NULL WHERE cardinality(($2).gaps) > 0;
END;
COMMENT ON FUNCTION te_support.te_flow_reasons(te_support.te_flow[], te_support.te_calendar) IS
'Support of reports: rows and amounts of a flow table by reason. Example: SELECT reason, flow_rows FROM te_support.te_flow_reasons(''{}'', NULL)';

CREATE FUNCTION te_support.te_flow_audit(flows te_support.te_flow[], calendar te_support.te_calendar)
	RETURNS TABLE (reason int4, what text, names text[], kept bool, flow_rows numeric, amount float8)
	-- not inlined, see te_alerts
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT r.reason, te_support.te_flow_reason(r.reason)
			|| coalesce(': ' || array_to_string(r.names[:5], ', ') || CASE WHEN cardinality(r.names) > 5 THEN ', ...' ELSE '' END, ''),
		r.names, r.reason < 2,
		r.flow_rows - CASE WHEN r.reason = 0 THEN coalesce((SELECT t.flow_rows FROM te_support.te_flow_reasons($1, $2) AS t WHERE t.reason = 12), 0) ELSE 0 END,
		r.amount - CASE WHEN r.reason = 0 THEN coalesce((SELECT t.amount FROM te_support.te_flow_reasons($1, $2) AS t WHERE t.reason = 12), 0) ELSE 0 END
	FROM te_support.te_flow_reasons($1, $2) AS r
	ORDER BY r.reason;
END;
COMMENT ON FUNCTION te_support.te_flow_audit(te_support.te_flow[], te_support.te_calendar) IS
'Support of reports: the same in words. Example: SELECT what FROM te_support.te_flow_audit(''{}'', NULL)';

CREATE FUNCTION @extschema@.trade_flow_audit(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (what text, kept bool, flow_rows numeric, amount float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 8 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column), importer);
BEGIN
	RETURN QUERY SELECT a.what, a.kept, a.flow_rows, a.amount FROM te_support.te_flow_audit(found, te_support.te_flow_dated(flows, period_column, found, 0.5)) AS a;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flow_audit(regclass, text, date, text, text, text, text, text) IS
'What trade_alerts and trade_report keep of a flow table and what they leave out, by reason, with names, rows and amounts, and which periods nobody has. Example: SELECT what, flow_rows FROM trade_flow_audit(''flows'', importer => ''JPN'') WHERE NOT kept ==> (World or total row: World, 13)';

CREATE FUNCTION @extschema@.trade_flows(flows regclass, importer text DEFAULT NULL, period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, amount float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 10000 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, NULL::date, period_column, importer_column, origin_column, product_column, amount_column, future => true), importer);
BEGIN
	RETURN QUERY SELECT u.at, f.product, f.origin, u.x
	FROM te_support.te_flow_each(found) AS f, ROWS FROM (unnest(te_support.te_series_dates(f.series)), unnest(te_support.te_series_amounts(f.series, 1))) AS u(at, x)
	WHERE f.reason = 0;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_flows(regclass, text, text, text, text, text, text) IS
'Any flow table read in one form: amount by month, product and origin (NULL = unspecified) of one importer, or of all, without totals and products that would count twice; columns are found by their usual names or named. Example: SELECT origin, sum(amount) FROM trade_flows(''flows'', importer => ''JPN'', amount_column => ''quantity'') GROUP BY origin ORDER BY origin ==> CHN 363, VNM 130';
-- Alerts over a table of flows: stops of exporters, and all findings together.

CREATE FUNCTION te_support.te_export_stops(flows te_support.te_flow[], calendar te_support.te_calendar, stop_floor float8, min_breadth float8, min_base float8)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
	-- not inlined, see te_alerts
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH f AS MATERIALIZED (
		SELECT u.product, u.origin, u.importer, u.series FROM te_support.te_flow_each($1) AS u WHERE u.reason = 0 AND u.origin IS NOT NULL AND u.importer IS NOT NULL),
	-- an exporter of many flows none of which has a row in the latest period has not reported: its own latest one is judged
	exporter AS (
		SELECT f.origin, CASE WHEN count(*) >= 10 THEN least(($2).latest, (SELECT max(p) FROM unnest(($2).periods) AS p
			WHERE p <= max(te_support.te_series_latest(f.series)))) ELSE ($2).latest END AS latest
		FROM f GROUP BY f.origin),
	span AS MATERIALIZED (
		SELECT e.latest, ARRAY(SELECT p FROM unnest(($2).periods) AS p WHERE p < e.latest AND p >= e.latest - '1 year'::interval ORDER BY p) AS before
		FROM (SELECT DISTINCT x.latest FROM exporter AS x) AS e),
	part AS MATERIALIZED (
		SELECT f.product, f.origin, f.importer, s.latest, te_support.te_series_sum_at(f.series, ARRAY[s.latest]) AS amount,
			greatest(te_support.te_series_sum_at(f.series, s.before), 0) / nullif(cardinality(s.before), 0) AS base
		FROM f JOIN exporter AS e ON e.origin = f.origin JOIN span AS s ON s.latest = e.latest),
	-- likewise an importer of several flows: what it got is not known
	reported AS (
		SELECT p.importer FROM part AS p GROUP BY p.importer
		HAVING count(p.amount) > 0 OR count(*) FILTER (WHERE p.base > 0) < 3),
	stops AS (
		SELECT p.latest, p.product, p.origin, @extschema@.stop_breadth(coalesce(p.amount, 0), coalesce(p.base, 0), $3) AS breadth,
			count(*) FILTER (WHERE p.base > 0)::int4 AS destinations,
			count(*) FILTER (WHERE p.base > 0 AND coalesce(p.amount, 0) <= coalesce($3, 0.10) * p.base)::int4 AS stopped,
			te_support.te_exact_sum(coalesce(p.amount, 0)) AS amount, te_support.te_exact_sum(coalesce(p.base, 0)) AS base
		FROM part AS p JOIN reported AS r ON r.importer = p.importer
		GROUP BY p.latest, p.product, p.origin)
	SELECT s.latest, s.product, s.origin, s.breadth, s.destinations, s.stopped, s.amount, s.base
	FROM stops AS s
	WHERE s.breadth >= $4 AND s.base >= $5
	ORDER BY s.breadth DESC, s.base DESC, s.product COLLATE "C", s.origin COLLATE "C";
END;
COMMENT ON FUNCTION te_support.te_export_stops(te_support.te_flow[], te_support.te_calendar, float8, float8, float8) IS
'Support of export_stops and trade_alerts: how broadly each exporter stopped. Example: SELECT te_support.te_export_stops(''{}'', NULL, 0.1, 0.3, 0)';

CREATE FUNCTION @extschema@.export_stops(flows regclass, on_date date DEFAULT NULL, stop_floor float8 DEFAULT 0.10,
	min_breadth float8 DEFAULT 0.30, min_base float8 DEFAULT 0, period_column text DEFAULT NULL, importer_column text DEFAULT NULL,
	origin_column text DEFAULT NULL, product_column text DEFAULT NULL, amount_column text DEFAULT NULL)
	RETURNS TABLE (period date, product text, origin text, breadth float8, destinations int4, stopped int4, amount float8, base float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	limits jsonb := te_support.te_alert_limits(jsonb_build_object('stop_floor', stop_floor));
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, NULL, on_date, period_column, importer_column, origin_column, product_column, amount_column, true), NULL);
BEGIN
	RETURN QUERY SELECT e.* FROM te_support.te_export_stops(found, te_support.te_flow_dated(flows, period_column, found, 0.5), stop_floor, min_breadth, min_base) AS e;
END;
$$;
COMMENT ON FUNCTION @extschema@.export_stops(regclass, date, float8, float8, float8, text, text, text, text, text) IS
'Exporters that stopped broadly in their latest month (or year): the share of their base, the mean of the year before, that went to destinations which now get at most stop_floor of theirs. Example: SELECT origin, product, breadth FROM export_stops(''flows'', min_breadth => 0.5) ==> (CHN, 850511, 0.6)';

CREATE FUNCTION te_support.te_alert_limits(limits jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	defaults CONSTANT jsonb := '{"share_limit": 0.65, "share_rise_limit": 0.10, "hhi_limit": 0.40, "stop_floor": 0.10, "z_limit": 3.5, "cusum_slack": 0.5,
		"cusum_limit": 5, "surge_limit": 2, "breadth_limit": null, "min_share": 0.05, "min_amount": 0, "history": null, "unit_value_limit": 4,
		"seasonal": false, "max_age": null, "min_coverage": 0.5}';
	bad text := CASE WHEN jsonb_typeof(limits) <> 'object' THEN format('limits must be a JSON object, but are %s', limits) END;
	hint text := format('Limits are the arguments of trade_alerts: %s.', (SELECT string_agg(l, ', ') FROM jsonb_object_keys(defaults) AS l));
	result jsonb;
	history float8;
BEGIN
	IF bad IS NULL THEN
		SELECT CASE WHEN NOT defaults ? l.key THEN format('unknown limit "%s"', l.key)
			WHEN l.key = 'seasonal' THEN format('the limit "seasonal" must be true or false, but is %s', l.value)
			ELSE format('the limit "%s" must be a number, but is %s', l.key, l.value) END
		INTO bad FROM jsonb_each(limits) AS l
		WHERE NOT defaults ? l.key OR jsonb_typeof(l.value) NOT IN (CASE l.key WHEN 'seasonal' THEN 'boolean' ELSE 'number' END, 'null')
			AND NOT l.value IN ('"NaN"', '"Infinity"', '"-Infinity"')
		LIMIT 1;
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad, HINT = hint;
	END IF;
	result := defaults || coalesce(limits, '{}');
	SELECT CASE WHEN a.most = 'Infinity' THEN format('argument "%s" must be at least %s, but is %s', a.name, a.least, a.x)
		ELSE format('argument "%s" must lie between 0 and 1, but is %s', a.name, a.x) END INTO bad
	FROM (SELECT l.key AS name, CASE WHEN l.key <> 'seasonal' THEN (l.value #>> '{}')::float8 END AS x,
			CASE l.key WHEN 'unit_value_limit' THEN 1 ELSE 0 END AS least,
			CASE WHEN l.key = ANY ('{share_limit,share_rise_limit,hhi_limit,stop_floor,min_share,breadth_limit,min_coverage}'::text[]) THEN 1 ELSE 'Infinity'::float8 END AS most
		  FROM jsonb_each(result) AS l WHERE l.key <> 'history') AS a
	WHERE NOT (a.x >= a.least AND a.x <= a.most AND a.x < 'Infinity')
	ORDER BY a.name LIMIT 1;
	history := (result ->> 'history')::float8;
	IF bad IS NULL AND NOT (history BETWEEN 5 AND 1200 AND history = floor(history)) THEN
		bad := format('argument "history" must be a whole number between 5 and 1200, but is %s', history);
	END IF;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = bad,
			HINT = CASE WHEN bad LIKE 'argument "history"%' THEN 'It is the number of periods that the series alerts look back.'
				ELSE 'Shares are fractions: write 0.65 for 65 percent. A limit that is NULL switches its alert off.' END;
	END IF;
	RETURN result || jsonb_build_object('min_share', coalesce((result ->> 'min_share')::float8, 0.05), 'min_amount', coalesce((result ->> 'min_amount')::float8, 0),
		'seasonal', coalesce((result ->> 'seasonal')::bool, false));
END;
$$;
COMMENT ON FUNCTION te_support.te_alert_limits(jsonb) IS
'Support of trade_alerts and reports: the limits with the usual ones where none are given; throws for one that is unknown or out of its range. Example: SELECT te_support.te_alert_limits(''{"share_limit": 0.5}'') ->> ''hhi_limit'' ==> 0.40';

CREATE FUNCTION te_support.te_alert_history(calendar te_support.te_calendar, limits jsonb) RETURNS int4
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(($2 ->> 'history')::float8::int4, CASE ($1).months WHEN 12 THEN 6 WHEN 3 THEN 12 ELSE CASE WHEN ($2 ->> 'seasonal')::bool THEN 60 ELSE 24 END END);
COMMENT ON FUNCTION te_support.te_alert_history(te_support.te_calendar, jsonb) IS
'Support of trade_alerts: how many periods the series alerts look back: as asked, or 24 months (60 with a seasonal base), 12 quarters, 6 years. Example: SELECT te_support.te_alert_history(NULL, ''{"history": 12}'') ==> 12';

CREATE FUNCTION te_support.te_alerts_data(flows te_support.te_flow[], calendar te_support.te_calendar, span te_support.te_span, limits jsonb, today date)
	RETURNS TABLE (rank int4, metric text, key text, value float8, previous float8, threshold float8, evidence jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 4
BEGIN ATOMIC
	WITH around AS (	-- the two years that are compared, and what came after them
		SELECT coalesce((SELECT min(p) FROM unnest(($3).before_periods) AS p), (SELECT min(p) FROM unnest(($3).now_periods) AS p)) AS first, ($2).months AS months,
			12 * (extract(year FROM $5) - extract(year FROM ($3).latest)) + extract(month FROM $5) - extract(month FROM ($3).latest) - ($2).months + 1 AS age),
	listed AS (
		SELECT 'missing_periods' AS metric, g AS at, NULL::float8 AS value, NULL::float8 AS threshold FROM unnest(($2).gaps) AS g
		UNION ALL
		SELECT 'thin_periods', t.at, t.share, ($4 ->> 'min_coverage')::float8 FROM ROWS FROM (unnest(($2).thin), unnest(($2).thin_share)) AS t(at, share)
		UNION ALL
		SELECT 'doubled_periods', d, NULL, NULL FROM unnest(($2).doubled) AS d)
	SELECT 2, 'no_data', 'no data', 0::float8, NULL::float8, NULL::float8, '{}'::jsonb WHERE ($3).latest IS NULL
	UNION ALL
	SELECT CASE WHEN a.age > 2 * ($4 ->> 'max_age')::float8 THEN 2 ELSE 1 END, 'data_age', te_support.te_flow_label(($3).latest, a.months), a.age, NULL,
		($4 ->> 'max_age')::float8, jsonb_build_object('on_date', $5)
	FROM around AS a WHERE a.age > ($4 ->> 'max_age')::float8
	UNION ALL
	SELECT CASE WHEN l.recent THEN 1 ELSE 0 END, l.metric, te_support.te_flow_labels(array_agg(l.at ORDER BY l.at), min(l.months)),
		coalesce((array_agg(l.value ORDER BY l.at DESC))[1], count(*)), NULL, min(l.threshold),
		jsonb_build_object('periods', jsonb_agg(te_support.te_flow_label(l.at, l.months) ORDER BY l.at))
	FROM (SELECT listed.*, listed.at >= a.first AS recent, a.months FROM listed, around AS a) AS l
	GROUP BY l.metric, l.recent
	UNION ALL
	-- rows that cannot be used: of a period at once, of amounts and products when they are many
	SELECT CASE WHEN r.reason IN (2, 14) OR r.flow_rows >= 0.05 * r.all_rows THEN 1 ELSE 0 END, 'unread_rows', te_support.te_flow_reason(r.reason),
		r.flow_rows, NULL, NULL, jsonb_build_object('rows', r.flow_rows, 'of', r.all_rows)
	FROM (SELECT f.reason, sum(f.flow_rows) AS flow_rows, sum(sum(f.flow_rows)) OVER () AS all_rows
		  FROM te_support.te_flow_each($1) AS f GROUP BY f.reason) AS r
	WHERE r.reason IN (2, 3, 4, 5, 14);
END;
COMMENT ON FUNCTION te_support.te_alerts_data(te_support.te_flow[], te_support.te_calendar, te_support.te_span, jsonb, date) IS
'Support of trade_alerts: what is wrong with the data themselves: none, old, periods that nobody has, that are incomplete or loaded twice, rows that cannot be used. Example: SELECT metric FROM te_support.te_alerts_data(''{}'', NULL, NULL, ''{}'', ''2025-01-01'') ==> no_data';

CREATE FUNCTION te_support.te_alerts_unit(flows te_support.te_flow[], span te_support.te_span, limits jsonb)
	RETURNS TABLE (metric text, product text, origin text, value float8, previous float8, evidence jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
	WITH f AS MATERIALIZED (
		SELECT u.product, u.origin, u.series, u.quantity FROM te_support.te_flow_each($1) AS u
		WHERE u.reason = 0 AND u.origin IS NOT NULL AND u.quantity IS NOT NULL AND ($3 ->> 'unit_value_limit') IS NOT NULL),
	year AS (
		SELECT f.product, f.origin, te_support.te_series_sum_at(f.series, ($2).now_periods) AS amount,
			te_support.te_series_sum_at(f.quantity, ($2).now_periods) AS quantity
		FROM f),
	unit AS (
		SELECT y.product, y.origin, y.amount / y.quantity AS x, y.amount, y.quantity,
			y.amount / te_support.te_exact_sum(y.amount) OVER p AS share, y.quantity / te_support.te_exact_sum(y.quantity) OVER p AS quantity_share,
			count(*) OVER p AS suppliers, sum(y.amount) OVER (p ORDER BY y.amount / y.quantity, y.origin) AS reached, sum(y.amount) OVER p AS total
		FROM year AS y WHERE y.amount > 0 AND y.quantity > 0
		WINDOW p AS (PARTITION BY y.product)),
	-- the unit value below and above which half of the product's value lies
	middle AS (
		SELECT u.product, min(u.x) FILTER (WHERE u.reached >= u.total / 2) AS x FROM unit AS u GROUP BY u.product),
	latest AS (
		SELECT f.product, f.origin, te_support.te_series_sum_at(f.series, ARRAY[($2).latest]) AS amount, te_support.te_series_sum_at(f.quantity, ARRAY[($2).latest]) AS quantity,
			(SELECT CASE WHEN count(*) >= 5 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY h.amount / h.quantity) END
			 FROM ROWS FROM (unnest(te_support.te_series_at(f.series, ($2).history)), unnest(te_support.te_series_at(f.quantity, ($2).history)), unnest(($2).history)) AS h(amount, quantity, at)
			 WHERE h.amount > 0 AND h.quantity > 0 AND h.at < ($2).latest) AS usual
		FROM f),
	moved AS (
		SELECT l.product, l.origin, l.amount, l.quantity, l.usual, l.amount / l.quantity / l.usual AS ratio,
			l.amount / te_support.te_exact_sum(l.amount) OVER p AS share, l.quantity / te_support.te_exact_sum(l.quantity) OVER p AS quantity_share
		FROM latest AS l WHERE l.amount > 0 AND l.quantity > 0
		WINDOW p AS (PARTITION BY l.product)),
	found AS (
		SELECT 'unit_value' AS metric, u.product, u.origin, u.x / m.x AS ratio, m.x AS usual, u.x AS unit_value, u.quantity, greatest(u.share, u.quantity_share) AS weight
		FROM unit AS u JOIN middle AS m ON m.product = u.product
		WHERE u.suppliers >= 3
		UNION ALL
		SELECT 'unit_value_jump', m.product, m.origin, m.ratio, m.usual, m.amount / m.quantity, m.quantity, greatest(m.share, m.quantity_share)
		FROM moved AS m)
	SELECT d.metric, d.product, d.origin, d.ratio, d.usual, jsonb_build_object('unit_value', d.unit_value, 'usual', d.usual, 'quantity', d.quantity)
	FROM found AS d
	WHERE d.weight >= ($3 ->> 'min_share')::float8
		AND (d.ratio >= ($3 ->> 'unit_value_limit')::float8 OR d.ratio <= 1 / nullif(($3 ->> 'unit_value_limit')::float8, 0));
END;
COMMENT ON FUNCTION te_support.te_alerts_unit(te_support.te_flow[], te_support.te_span, jsonb) IS
'Support of trade_alerts: unit values that are a multiple or a fraction of those of the other suppliers, or of the supplier''s own of earlier. Example: SELECT te_support.te_alerts_unit(''{}'', NULL, ''{}'')';

CREATE FUNCTION te_support.te_alerts(flows te_support.te_flow[], by_importer te_support.te_flow[], calendar te_support.te_calendar,
	span te_support.te_span, limits jsonb, today date)
	RETURNS TABLE (severity text, metric text, key text, product text, origin text, value float8, previous float8, threshold float8, evidence jsonb)
	-- a setting keeps it from being inlined, which would copy the flows as a constant to each place that reads them
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH l AS MATERIALIZED (
		SELECT j.* FROM jsonb_to_record($5) AS j(share_limit float8, share_rise_limit float8, hhi_limit float8, stop_floor float8, z_limit float8,
			cusum_slack float8, cusum_limit float8, surge_limit float8, breadth_limit float8, min_share float8, min_amount float8, unit_value_limit float8, seasonal bool)),
	f AS MATERIALIZED (
		SELECT u.product, u.origin, u.series FROM te_support.te_flow_each($1) AS u WHERE u.reason = 0),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, coalesce(te_support.te_series_sum_at(f.series, ($4).now_periods), 0) AS now,
			coalesce(te_support.te_series_sum_at(f.series, ($4).now_common), 0) AS now_common,
			coalesce(te_support.te_series_sum_at(f.series, ($4).before_common), 0) AS before
		FROM f),
	-- exact mixes, whatever the order; of a span in which an origin is net negative none
	mix AS (
		SELECT p.product, CASE WHEN min(p.now) >= 0 THEN @extschema@.supply_mix(p.origin, p.now) END AS now,
			CASE WHEN min(p.now_common) >= 0 THEN @extschema@.total(@extschema@.supply_mix(p.origin, p.now_common)) END AS now_common,
			CASE WHEN min(p.before) >= 0 THEN @extschema@.supply_mix(p.origin, p.before) END AS before
		FROM pair AS p GROUP BY p.product),
	product AS (
		SELECT m.product, @extschema@.total(m.now) AS total, m.now_common AS total_common, @extschema@.total(m.before) AS total_before,
			@extschema@.hhi(m.now) AS hhi, @extschema@.hhi(m.before) AS hhi_before, @extschema@.supplier_count(m.now) AS suppliers
		FROM mix AS m, l
		WHERE greatest(@extschema@.total(m.now), @extschema@.total(m.before)) > 0
			AND greatest(@extschema@.total(m.now), @extschema@.total(m.before)) >= l.min_amount),
	share AS (
		SELECT p.product, p.origin, p.now, p.now_common, p.before, t.total, t.total_before, p.now / nullif(t.total, 0) AS share,
			p.now_common / nullif(t.total_common, 0) AS share_common, p.before / nullif(t.total_before, 0) AS share_before
		FROM pair AS p JOIN product AS t ON t.product = p.product),
	top AS (
		SELECT DISTINCT ON (s.product) s.product, s.origin, s.now, s.total, s.share, s.share_before
		FROM share AS s WHERE s.origin IS NOT NULL AND s.now > 0
		ORDER BY s.product, s.now DESC, s.origin COLLATE "C"),
	-- the pairs that matter, in every judged period of the history; no row in a period that others have = nothing traded
	watched AS (
		SELECT p.product, p.origin, te_support.te_series_at(p.series, ($4).history) AS series
		FROM (SELECT h.*, te_support.te_exact_sum(greatest(h.amount, 0)) OVER (PARTITION BY h.product) AS total
			  FROM (SELECT f.product, f.origin, f.series, te_support.te_series_sum_at(f.series, ($4).history) AS amount FROM f) AS h
			  WHERE h.amount IS NOT NULL) AS p, l
		WHERE p.origin IS NOT NULL AND p.total > 0 AND p.total >= l.min_amount AND p.amount >= l.min_share * p.total),
	-- without its season, where that is asked for and two earlier years tell it
	course AS MATERIALIZED (
		SELECT w.product, w.origin, w.series, w.adjusted IS NOT NULL AS seasonal, coalesce(w.adjusted, w.series) AS for_stop,
			CASE WHEN w.adjusted IS NULL THEN w.series ELSE te_support.te_seasonal(w.series, ($4).history, true) END AS for_level
		FROM (SELECT x.*, CASE WHEN l.seasonal AND ($3).months = 1 THEN te_support.te_seasonal(x.series, ($4).history, false) END AS adjusted
			  FROM watched AS x, l) AS w
		WHERE cardinality(w.series) > 5),
	signal AS (
		SELECT c.*, te_support.te_abrupt_stop_final(te_support.te_course_series(c.for_stop, coalesce(l.stop_floor, 0.10), 0::float8)) AS stop,
			te_support.te_robust_z_final(s.state) AS z, te_support.te_cusum_final(s.state) AS cusum, te_support.te_surge_final(s.state) AS surge
		FROM l, course AS c LEFT JOIN LATERAL (SELECT te_support.te_course_series(c.for_level, coalesce(l.cusum_slack, 0.5), coalesce(l.cusum_limit, 5)) AS state OFFSET 0) AS s ON true),
	trail AS MATERIALIZED (
		SELECT g.product, g.origin, g.stop, g.z, g.cusum, g.surge, g.for_stop, g.series[cardinality(g.series)] AS last, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x)
				FROM unnest(g.series[:cardinality(g.series) - 1]) AS x) AS usual,
			jsonb_build_object('series', to_jsonb(g.series)) || CASE WHEN NOT l.seasonal THEN '{}'
				WHEN g.seasonal THEN '{"base": "seasonal"}' ELSE '{"base": "plain, for want of two earlier years"}'::jsonb END AS evidence
		FROM signal AS g, l
		WHERE g.stop > 0 OR abs(g.z) >= l.z_limit OR abs(g.cusum) >= l.cusum_limit OR g.surge >= l.surge_limit),
	alert AS (
		SELECT 2 AS rank, 'abrupt_stop' AS metric, t.product, t.origin, t.stop AS value, t.usual AS previous, 1 - l.stop_floor AS threshold,
			jsonb_build_object('latest', t.last, 'usual', t.usual, 'since', (($4).history)[1 + te_support.te_stop_start(te_support.te_course_series(t.for_stop, l.stop_floor, 0::float8))])
				|| t.evidence AS evidence, NULL::text AS key
		FROM trail AS t, l WHERE t.stop > 0 AND l.stop_floor IS NOT NULL
		UNION ALL
		SELECT 2, 'supplier_lost', s.product, s.origin, 1 - s.now_common / s.before, s.before, 1 - l.stop_floor,
			jsonb_build_object('amount', s.now_common, 'before', s.before, 'share_before', s.share_before), NULL
		FROM share AS s, l
		WHERE s.origin IS NOT NULL AND s.share_before >= l.min_share AND s.before > 0 AND s.now_common BETWEEN 0 AND l.stop_floor * s.before
			AND NOT EXISTS (SELECT FROM trail AS t WHERE t.product = s.product AND t.origin = s.origin AND t.stop > 0)
		UNION ALL
		SELECT 2, 'stop_breadth', e.product, e.origin, e.breadth, e.base, l.breadth_limit,
			jsonb_build_object('amount', e.amount, 'base', e.base, 'destinations', e.destinations, 'stopped', e.stopped), NULL
		FROM l, LATERAL te_support.te_export_stops($2, $3, l.stop_floor, l.breadth_limit, l.min_amount) AS e
		UNION ALL
		SELECT 1, 'robust_z', t.product, t.origin, t.z, t.usual, l.z_limit, jsonb_build_object('latest', t.last, 'usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE abs(t.z) >= l.z_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'cusum', t.product, t.origin, t.cusum, t.usual, l.cusum_limit,
			jsonb_build_object('cusum_slack', l.cusum_slack, 'usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE abs(t.cusum) >= l.cusum_limit AND NOT t.stop > 0
		UNION ALL
		SELECT 1, 'surge', t.product, t.origin, t.surge, t.usual, l.surge_limit, jsonb_build_object('usual', t.usual) || t.evidence, NULL
		FROM trail AS t, l WHERE t.surge >= l.surge_limit
		UNION ALL
		SELECT 1, u.metric, u.product, u.origin, u.value, u.previous, l.unit_value_limit, u.evidence, NULL
		FROM l, te_support.te_alerts_unit($1, $4, $5) AS u
		UNION ALL
		SELECT 1, 'top_supplier_share', t.product, t.origin, t.share, t.share_before, l.share_limit,
			jsonb_build_object('amount', t.now, 'total', t.total), NULL
		FROM top AS t, l WHERE t.share >= l.share_limit
		UNION ALL
		SELECT 1, 'share_rise', s.product, s.origin, s.share_common - s.share_before, s.share_before, l.share_rise_limit,
			jsonb_build_object('share', s.share_common, 'amount', s.now, 'total', s.total), NULL
		FROM share AS s, l
		WHERE s.origin IS NOT NULL AND s.share_common >= l.min_share AND s.share_common - s.share_before >= l.share_rise_limit
		UNION ALL
		SELECT 1, 'hhi', p.product, NULL, p.hhi, p.hhi_before, l.hhi_limit,
			jsonb_build_object('total', p.total, 'suppliers', p.suppliers), NULL
		FROM product AS p, l WHERE p.hhi >= l.hhi_limit
		UNION ALL
		SELECT 0, 'negative_amounts', s.product, s.origin, s.now, s.before, 0, '{}', NULL
		FROM pair AS s
		WHERE least(s.now, s.before) < 0
		UNION ALL
		SELECT d.rank, d.metric, NULL, NULL, d.value, d.previous, d.threshold, d.evidence, d.key
		FROM te_support.te_alerts_data($1, $3, $4, $5, $6) AS d),
	-- what each alert is about: a flow, or without an origin a product, now or before
	stake AS (
		SELECT p.product, p.origin, greatest(p.now, p.before) AS amount FROM pair AS p WHERE p.origin IS NOT NULL
		UNION ALL SELECT p.product, '', greatest(te_support.te_exact_sum(p.now), te_support.te_exact_sum(p.before)) FROM pair AS p GROUP BY p.product)
	SELECT (ARRAY['info', 'warning', 'critical'])[a.rank + 1], a.metric, coalesce(a.key, a.product || coalesce(' / ' || a.origin, '')), a.product, a.origin,
		a.value, a.previous, a.threshold,
		jsonb_build_object('product', a.product, 'supplier', a.origin, 'period', ($4).latest, 'compared_to', ($4).before) || a.evidence
	FROM alert AS a LEFT JOIN stake AS k ON k.product = a.product AND k.origin = coalesce(a.origin, '')
	ORDER BY a.rank DESC, a.product IS NOT NULL, k.amount DESC NULLS LAST, a.metric, a.product COLLATE "C", a.origin COLLATE "C", a.key;
END;
COMMENT ON FUNCTION te_support.te_alerts(te_support.te_flow[], te_support.te_flow[], te_support.te_calendar, te_support.te_span, jsonb, date) IS
'Support of trade_alerts and reports: all findings about flows that were read. Example: SELECT metric FROM te_support.te_alerts(''{}'', NULL, NULL, NULL, ''{}'', ''2025-01-01'') ==> no_data';

CREATE FUNCTION @extschema@.trade_alerts(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, share_limit float8 DEFAULT 0.65, share_rise_limit float8 DEFAULT 0.10,
	hhi_limit float8 DEFAULT 0.40, stop_floor float8 DEFAULT 0.10, z_limit float8 DEFAULT 3.5,
	cusum_slack float8 DEFAULT 0.5, cusum_limit float8 DEFAULT 5, surge_limit float8 DEFAULT 2, breadth_limit float8 DEFAULT NULL,
	min_share float8 DEFAULT 0.05, min_amount float8 DEFAULT 0, history int4 DEFAULT NULL,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL,
	unit_value_limit float8 DEFAULT 4, seasonal bool DEFAULT false, max_age int4 DEFAULT NULL, min_coverage float8 DEFAULT 0.5)
	RETURNS TABLE (severity text, metric text, key text, product text, origin text, value float8, previous float8, threshold float8, evidence jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off SET plan_cache_mode = force_generic_plan SET extra_float_digits = 1
AS $$
DECLARE
	limits jsonb := te_support.te_alert_limits(jsonb_build_object('share_limit', share_limit, 'share_rise_limit', share_rise_limit, 'hhi_limit', hhi_limit,
		'stop_floor', stop_floor, 'z_limit', z_limit, 'cusum_slack', cusum_slack, 'cusum_limit', cusum_limit, 'surge_limit', surge_limit,
		'breadth_limit', breadth_limit, 'min_share', min_share, 'min_amount', min_amount, 'history', history, 'unit_value_limit', unit_value_limit,
		'seasonal', seasonal, 'max_age', max_age, 'min_coverage', min_coverage));
	broad bool := breadth_limit IS NOT NULL AND importer IS NULL;
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column, broad, quantity_column), importer);
	pairs te_support.te_flow[] := CASE WHEN broad THEN te_support.te_flow_collapsed(found) ELSE found END;
	calendar te_support.te_calendar := te_support.te_flow_dated(flows, period_column, pairs, coalesce(min_coverage, 0));
	span te_support.te_span := te_support.te_flow_span(calendar, compare_to, te_support.te_alert_history(calendar, limits));
BEGIN
	RETURN QUERY SELECT a.* FROM te_support.te_alerts(pairs, CASE WHEN broad THEN found END, calendar, span, limits, coalesce(on_date, current_date)) AS a;
END;
$$;
COMMENT ON FUNCTION @extschema@.trade_alerts(regclass, text, date, date, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, float8, int4, text, text, text, text, text, text, float8, bool, int4, float8) IS
'What has to be looked at in a flow table: stopped or lost suppliers (critical), unusual values, drifts, surges, odd unit values, high or risen shares and concentration (warning), what is wrong with the data, and what cannot be judged (info); each with the value, the value before, the limit and the evidence; a NULL limit switches an alert off; the most severe first, and of those the largest amounts. Example: SELECT severity, metric, product, origin FROM trade_alerts(''flows'', importer => ''JPN'') WHERE severity = ''critical'' ==> (critical, abrupt_stop, 850511, CHN)';
-- Measures of trade: revealed advantage, two-way trade, protection, inequality, specialization.

-- From a few totals, which windows give

CREATE FUNCTION @extschema@.revealed_advantage(amount float8, country_total float8, product_total float8, world_total float8, form text DEFAULT 'balassa') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.revealed_advantage(float8, float8, float8, float8, text) IS
'Revealed comparative advantage (RCA, also location quotient) from an amount and the totals of its country, its product and the world: form balassa (0 up, 1 neutral), symmetric (-1..1) or additive (difference of shares, -1..1); NULL for a zero total. Example: SELECT revealed_advantage(30, 100, 200, 1000) ==> 1.5';

CREATE FUNCTION @extschema@.lafay_index(exports float8, imports float8, all_exports float8, all_imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lafay_index(float8, float8, float8, float8) IS
'Lafay''s index of a product in percentage points of all trade, -50..50: its normalized balance less that of all trade, times its part of trade; the sum over all products is 0. Example: SELECT lafay_index(30, 10, 50, 50) ==> 20';

CREATE FUNCTION @extschema@.grubel_lloyd(exports float8, imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.grubel_lloyd(float8, float8) IS
'Two-way (intra-industry) trade of one product, 0 (one way) to 1 (exports equal imports): 1 - |X - M| / (X + M); NULL without trade. Example: SELECT grubel_lloyd(30, 10) ==> 0.5';

CREATE FUNCTION @extschema@.marginal_trade(export_change float8, import_change float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.marginal_trade(float8, float8) IS
'Marginal two-way trade of two changes (Bruelhart''s A), 0..1: 1 - |dX - dM| / (|dX| + |dM|); NULL where nothing changed. Example: SELECT marginal_trade(30, 10) ==> 0.5';

CREATE FUNCTION @extschema@.trade_intensity(flow float8, exports float8, partner_imports float8, world_imports float8, own_imports float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.trade_intensity(float8, float8, float8, float8, float8) IS
'Trade intensity of an exporter with a partner (Kojima; Drysdale and Garnaut): the partner''s share in its exports over the partner''s share in the imports of all others; 1 is neutral. Example: SELECT trade_intensity(20, 100, 110, 1200, 100) ==> 2';

CREATE FUNCTION @extschema@.effective_protection(rate float8, input_tariffs float8, inputs float8) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.effective_protection(float8, float8, float8) IS
'Effective rate of protection (ERP, Corden) of value added: the tariff on a product less what the tariffs on its inputs cost (sum of input share times tariff), over one less the sum of input shares; NULL where these make 1 within 1e-9. Example: SELECT effective_protection(0.2, 0.05, 0.5) ==> 0.3';

CREATE FUNCTION @extschema@.effective_protection(network @extschema@.supply_network, tariffs @extschema@.supply_mix)
RETURNS TABLE (node text, tariff float8, inputs float8, input_tariffs float8, effective_protection float8)
AS 'MODULE_PATHNAME', 'effective_protection_network' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.effective_protection(@extschema@.supply_network, @extschema@.supply_mix) IS
'Effective rate of protection of every node of an input-output table from the tariffs on their products (a node without one has 0); NULL for a node without output and flows. Example: SELECT node, effective_protection FROM effective_protection(''{steel>car:50;steel[output=100],car[output=100]}'', ''{car:0.2,steel:0.1}'') WHERE node = ''car'' ==> (car, 0.3)';

-- Straight from rows

CREATE FUNCTION te_support.te_overlap_accum(state float8[], exports float8, imports float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_accum(float8[], float8, float8) IS
'Transition function of the aggregates of two-way trade. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_inverse(state float8[], exports float8, imports float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_inverse(float8[], float8, float8) IS
'A row leaves the window of an aggregate of two-way trade. Example: SELECT grubel_lloyd_total(exports, imports) OVER (ORDER BY year ROWS 4 PRECEDING) FROM product';

CREATE FUNCTION te_support.te_overlap_change_accum(state float8[], export_change float8, import_change float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_change_accum(float8[], float8, float8) IS
'Transition function of marginal_trade_total(export_change, import_change). Example: SELECT marginal_trade_total(dx, dm) FROM product';

CREATE FUNCTION te_support.te_overlap_change_inverse(state float8[], export_change float8, import_change float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_change_inverse(float8[], float8, float8) IS
'A row leaves the window of marginal_trade_total. Example: SELECT marginal_trade_total(dx, dm) OVER (ORDER BY year ROWS 4 PRECEDING) FROM product';

CREATE FUNCTION te_support.te_overlap_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_combine(float8[], float8[]) IS
'Joins the states of parallel workers. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_final(float8[]) IS
'Ends grubel_lloyd_total and marginal_trade_total. Example: SELECT grubel_lloyd_total(exports, imports) FROM product';

CREATE FUNCTION te_support.te_overlap_balanced_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_overlap_balanced_final(float8[]) IS
'Ends grubel_lloyd_balanced. Example: SELECT grubel_lloyd_balanced(exports, imports) FROM product';

CREATE AGGREGATE @extschema@.grubel_lloyd_total(exports float8, imports float8) (
	SFUNC = te_support.te_overlap_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_accum, MINVFUNC = te_support.te_overlap_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.grubel_lloyd_total(float8, float8) IS
'Two-way trade of many products together, 0..1: 1 - sum of |X - M| / sum of (X + M), which is the mean of grubel_lloyd weighted by trade; rows without both sides are left out. Example: SELECT grubel_lloyd_total(x, m) FROM (VALUES (30, 10), (0, 40)) v(x, m) ==> 0.25';

CREATE AGGREGATE @extschema@.grubel_lloyd_balanced(exports float8, imports float8) (
	SFUNC = te_support.te_overlap_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_balanced_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_accum, MINVFUNC = te_support.te_overlap_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_balanced_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.grubel_lloyd_balanced(float8, float8) IS
'Two-way trade of many products in parts of the most that is possible while all exports differ from all imports (Grubel and Lloyd''s correction), 0..1. Example: SELECT grubel_lloyd_balanced(x, m) FROM (VALUES (30, 10), (0, 40)) v(x, m) ==> 0.333333';

CREATE AGGREGATE @extschema@.marginal_trade_total(export_change float8, import_change float8) (
	SFUNC = te_support.te_overlap_change_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_overlap_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_overlap_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_overlap_change_accum, MINVFUNC = te_support.te_overlap_change_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_overlap_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.marginal_trade_total(float8, float8) IS
'Marginal two-way trade of many products together, 0..1: the mean of marginal_trade weighted by the sizes of the changes. Example: SELECT marginal_trade_total(dx, dm) FROM (VALUES (30, 10), (-20, 20)) v(dx, dm) ==> 0.25';

CREATE FUNCTION te_support.te_restrict_accum(state float8[], rate float8, imports float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_accum(float8[], float8, float8, float8) IS
'Transition function of the aggregates of trade restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_inverse(state float8[], rate float8, imports float8, elasticity float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_inverse(float8[], float8, float8, float8) IS
'A row leaves the window of an aggregate of trade restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) OVER (ORDER BY day ROWS 4 PRECEDING) FROM line';

CREATE FUNCTION te_support.te_restrict_combine(a float8[], b float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_combine(float8[], float8[]) IS
'Joins the states of parallel workers. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_tri_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_tri_final(float8[]) IS
'Ends trade_restrictiveness. Example: SELECT trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE FUNCTION te_support.te_restrict_otri_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_restrict_otri_final(float8[]) IS
'Ends overall_trade_restrictiveness. Example: SELECT overall_trade_restrictiveness(tariff, imports, elasticity) FROM line';

CREATE AGGREGATE @extschema@.trade_restrictiveness(rate float8, imports float8, elasticity float8) (
	SFUNC = te_support.te_restrict_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_restrict_tri_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_restrict_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_restrict_accum, MINVFUNC = te_support.te_restrict_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_restrict_tri_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.trade_restrictiveness(float8, float8, float8) IS
'Trade restrictiveness index (TRI): the uniform tariff that would cost the same welfare, the root of the mean squared tariff weighted by imports times elasticity (its size counts); a subsidy restricts as a tariff does. Example: SELECT trade_restrictiveness(t, m, e) FROM (VALUES (0.3, 10, -1), (0.1, 70, -1)) v(t, m, e) ==> 0.141421';

CREATE AGGREGATE @extschema@.overall_trade_restrictiveness(rate float8, imports float8, elasticity float8) (
	SFUNC = te_support.te_restrict_accum, STYPE = float8[], SSPACE = 80, FINALFUNC = te_support.te_restrict_otri_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_restrict_combine, INITCOND = '{0,0,0,0,0,0,0}', MINITCOND = '{0,0,0,0,0,0,0}',
	MSFUNC = te_support.te_restrict_accum, MINVFUNC = te_support.te_restrict_inverse, MSTYPE = float8[], MSSPACE = 80,
	MFINALFUNC = te_support.te_restrict_otri_final, MFINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.overall_trade_restrictiveness(float8, float8, float8) IS
'Overall trade restrictiveness index (OTRI): the uniform tariff that would leave the same imports, the mean tariff weighted by imports times elasticity (its size counts). Example: SELECT overall_trade_restrictiveness(t, m, e) FROM (VALUES (0.3, 10, -1), (0.1, 70, -1)) v(t, m, e) ==> 0.125';

-- Of a mix

CREATE FUNCTION @extschema@.concentration_index(mix @extschema@.supply_mix, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.concentration_index(@extschema@.supply_mix, int4) IS
'UNCTAD''s concentration index, 0 (equal shares) to 1: the root of the HHI brought to that scale; possible is how many products or countries there could be (NULL: as many as have an amount). Example: SELECT concentration_index(''{CHN:3,VNM:1}'', 100) ==> 0.767299';

CREATE FUNCTION @extschema@.gini_index(mix @extschema@.supply_mix, possible int4) RETURNS float8
AS 'MODULE_PATHNAME', 'gini_index_possible' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.gini_index(@extschema@.supply_mix, int4) IS
'Gini coefficient that also counts those who supply nothing, 0 to 1 - 1 / possible; possible is how many could supply (NULL: only those who do). Example: SELECT gini_index(''{CHN:1,VNM:1}''::supply_mix, 5) ==> 0.6';

CREATE FUNCTION @extschema@.rosenbluth_index(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.rosenbluth_index(@extschema@.supply_mix) IS
'Rosenbluth''s (Hall and Tideman''s) index, 1/n (equal shares) to 1: 1 / (2 sum of rank times share - 1), the largest ranked first. Example: SELECT rosenbluth_index(''{CHN:3,VNM:1}'') ==> 0.666667';

CREATE FUNCTION @extschema@.generalized_entropy(mix @extschema@.supply_mix, sensitivity float8 DEFAULT 1, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.generalized_entropy(@extschema@.supply_mix, float8, int4) IS
'Generalized entropy, 0 for equal shares: sensitivity 0 is Theil''s L (mean log deviation), 1 Theil''s T, 2 half the squared coefficient of variation; NULL for a sensitivity up to 0 when somebody supplies nothing. Example: SELECT generalized_entropy(''{CHN:3,VNM:1}'', 2) ==> 0.125';

CREATE FUNCTION @extschema@.atkinson_index(mix @extschema@.supply_mix, epsilon float8 DEFAULT 0.5, possible int4 DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.atkinson_index(@extschema@.supply_mix, float8, int4) IS
'Atkinson''s index for an aversion to inequality epsilon, 0 (equal shares) to 1. Example: SELECT atkinson_index(''{CHN:3,VNM:1}'', 1) ==> 0.133975';

CREATE FUNCTION @extschema@.lorenz_asymmetry(mix @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.lorenz_asymmetry(@extschema@.supply_mix) IS
'Lorenz asymmetry coefficient: above 1 when the largest suppliers make the inequality, below 1 when many small ones do; NULL below two. Example: SELECT lorenz_asymmetry(''{CHN:3,VNM:1}'') ==> 1.375';

CREATE FUNCTION @extschema@.lorenz_curve(mix @extschema@.supply_mix, possible int4 DEFAULT NULL)
RETURNS TABLE (rank int4, origin text, origin_share float8, amount_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 50;
COMMENT ON FUNCTION @extschema@.lorenz_curve(@extschema@.supply_mix, int4) IS
'Points of the Lorenz curve from (0, 0) to (1, 1): the smallest origins up to a rank, as a share of all who could supply, and their share of the total. Example: SELECT * FROM lorenz_curve(''{CHN:3,VNM:1}'') ==> (0, , 0, 0), (1, VNM, 0.5, 0.25), (2, CHN, 1, 1)';

-- Of a mix against a reference

CREATE FUNCTION @extschema@.hachman_index(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hachman_index(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Hachman''s index, near 0 (specialized) to 1 (as the reference): 1 / sum of share times location quotient. Example: SELECT hachman_index(''{a:1}'', ''{a:1,b:3}'') ==> 0.25';

CREATE FUNCTION @extschema@.locational_gini(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.locational_gini(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Locational Gini, 0 (as the reference) to 1: the Gini of location quotients, weighted by the reference. Example: SELECT locational_gini(''{a:1}'', ''{a:1,b:3}'') ==> 0.75';

CREATE FUNCTION @extschema@.extensive_margin(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.extensive_margin(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Extensive margin of trade (Hummels and Klenow), 0..1: the part of the reference that lies in what the mix has at all. Example: SELECT extensive_margin(''{a:1}'', ''{a:1,b:3}'') ==> 0.25';

CREATE FUNCTION @extschema@.intensive_margin(mix @extschema@.supply_mix, reference @extschema@.supply_mix) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.intensive_margin(@extschema@.supply_mix, @extschema@.supply_mix) IS
'Intensive margin of trade (Hummels and Klenow): what the mix has over what the reference has of the same; times the extensive margin it is the ratio of the totals. Example: SELECT intensive_margin(''{a:1}'', ''{a:2,b:3}'') ==> 0.5';

CREATE FUNCTION @extschema@.margin_change(mix @extschema@.supply_mix, later_mix @extschema@.supply_mix,
	OUT grown float8, OUT entered float8, OUT "left" float8, OUT grown_share float8, OUT entered_share float8, OUT left_share float8)
RETURNS record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.margin_change(@extschema@.supply_mix, @extschema@.supply_mix) IS
'The change between two mixes by margin: what stayed grew (intensive), what is new, what is gone (extensive), as amounts and in parts of the total before. Example: SELECT grown, entered, "left" FROM margin_change(''{a:1,b:3}'', ''{a:4,c:1}'') ==> (3, 1, -3)';
-- Economic complexity, over a network whose suppliers are countries and whose users are products.

CREATE FUNCTION te_support.te_advantage_rows(network @extschema@.supply_network)
RETURNS TABLE (country text, product text, amount float8, share float8, world_share float8, advantage float8,
	symmetric_advantage float8, additive_advantage float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000;
COMMENT ON FUNCTION te_support.te_advantage_rows(@extschema@.supply_network) IS
'Rows of revealed_advantage, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_advantage_rows(''{A>p:1,B>p:1}'') ==> (A,p,1,1,1,1,0,0), (B,p,1,1,1,1,0,0)';

CREATE FUNCTION @extschema@.revealed_advantage(network @extschema@.supply_network)
RETURNS TABLE (country text, product text, amount float8, share float8, world_share float8, advantage float8,
	symmetric_advantage float8, additive_advantage float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10000
BEGIN ATOMIC
	SELECT (r).country, (r).product, (r).amount, (r).share, (r).world_share, (r).advantage, (r).symmetric_advantage, (r).additive_advantage
	FROM (SELECT te_support.te_advantage_rows(network) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.revealed_advantage(@extschema@.supply_network) IS
'Revealed comparative advantage (RCA) of every flow of a table supply_network(country, product, amount): the product''s share in the country''s exports and in the world''s, their quotient (Balassa), symmetric form and difference. Example: SELECT country, product, advantage FROM revealed_advantage(''{A>p:30,A>q:70,B>p:170,B>q:730}'') WHERE country = ''A'' ==> (A, p, 1.5), (A, q, 0.875)';

CREATE FUNCTION @extschema@.economic_complexity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (country text, diversity int4, complexity float8, outlook float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.economic_complexity(@extschema@.supply_network, float8, text, text) IS
'Economic complexity index (ECI) of every country of a table supply_network(country, product, amount): diversity counts the products whose advantage (basis amount: whose amount) reaches the threshold, outlook is the complexity outlook index (COI); method eigenvector, reflections (Hidalgo and Hausmann; both standardized) or fitness (Tacchella, mean 1). Example: SELECT country, diversity FROM economic_complexity(''{A>p:1,A>q:1,A>r:1,B>p:1,B>q:1,C>p:1}'', basis => ''amount'') ==> (A, 3), (B, 2), (C, 1)';

CREATE FUNCTION @extschema@.product_complexity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (product text, ubiquity int4, complexity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.product_complexity(@extschema@.supply_network, float8, text, text) IS
'Product complexity index (PCI) of every product, arguments as in economic_complexity; ubiquity counts the countries that have it. Example: SELECT product, ubiquity FROM product_complexity(''{A>p:1,A>q:1,A>r:1,B>p:1,B>q:1,C>p:1}'', basis => ''amount'') ==> (p, 3), (q, 2), (r, 1)';

CREATE FUNCTION te_support.te_product_proximity_rows(network @extschema@.supply_network, threshold float8,
	basis text)
RETURNS TABLE (product text, other_product text, proximity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION te_support.te_product_proximity_rows(@extschema@.supply_network, float8, text) IS
'Rows of product_proximity, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_product_proximity_rows(''{A>p:1,A>q:1,B>p:1}'', 1, ''amount'') ==> (p,q,0.5)';

CREATE FUNCTION @extschema@.product_proximity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage')
RETURNS TABLE (product text, other_product text, proximity float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 100000
BEGIN ATOMIC
	SELECT (r).product, (r).other_product, (r).proximity
	FROM (SELECT te_support.te_product_proximity_rows(network, threshold, basis) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.product_proximity(@extschema@.supply_network, float8, text) IS
'Proximity of products in the product space, 0..1: countries that have both over those that have the more common one; each pair once, those with none in common left out. Example: SELECT * FROM product_proximity(''{A>p:1,A>q:1,B>p:1}'', basis => ''amount'') ==> (p, q, 0.5)';

CREATE FUNCTION te_support.te_country_proximity_rows(network @extschema@.supply_network, threshold float8,
	basis text)
RETURNS TABLE (country text, other_country text, proximity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION te_support.te_country_proximity_rows(@extschema@.supply_network, float8, text) IS
'Rows of country_proximity, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_country_proximity_rows(''{A>p:1,A>q:1,B>p:1}'', 1, ''amount'') ==> (A,B,0.5)';

CREATE FUNCTION @extschema@.country_proximity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage')
RETURNS TABLE (country text, other_country text, proximity float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000
BEGIN ATOMIC
	SELECT (r).country, (r).other_country, (r).proximity
	FROM (SELECT te_support.te_country_proximity_rows(network, threshold, basis) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.country_proximity(@extschema@.supply_network, float8, text) IS
'Proximity of countries, 0..1: products that both have over those of the more diverse one; each pair once, those with none in common left out. Example: SELECT * FROM country_proximity(''{A>p:1,A>q:1,B>p:1}'', basis => ''amount'') ==> (A, B, 0.5)';

CREATE FUNCTION te_support.te_density_rows(network @extschema@.supply_network, threshold float8,
	basis text, method text)
RETURNS TABLE (country text, product text, has_advantage bool, density float8, distance float8, outlook_gain float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION te_support.te_density_rows(@extschema@.supply_network, float8, text, text) IS
'Rows of product_density, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_density_rows(''{A>p:1}'', 1, ''amount'', ''fitness'') ==> (A,p,t,1,0,0)';

CREATE FUNCTION @extschema@.product_density(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (country text, product text, has_advantage bool, density float8, distance float8, outlook_gain float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 100000
BEGIN ATOMIC
	SELECT (r).country, (r).product, (r).has_advantage, (r).density, (r).distance, (r).outlook_gain
	FROM (SELECT te_support.te_density_rows(network, threshold, basis, method) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.product_density(@extschema@.supply_network, float8, text, text) IS
'How near each product is to what a country has (relatedness): density 0..1 is the proximity of what it has in parts of all proximity, distance one less it, outlook_gain the complexity outlook that the product would open (COG: 0 where it is there, NULL where complexity is not defined, and economic_complexity says why); arguments as in economic_complexity. Example: SELECT product, density FROM product_density(''{A>p:1,A>q:1,B>p:1,B>r:1,C>p:1,C>q:1,C>s:1}'', basis => ''amount'', method => ''fitness'') WHERE country = ''B'' AND product = ''s'' ==> (s, 0.181818)';

CREATE FUNCTION @extschema@.product_sophistication(network @extschema@.supply_network, income @extschema@.supply_mix)
RETURNS TABLE (product text, sophistication float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.product_sophistication(@extschema@.supply_network, @extschema@.supply_mix) IS
'Sophistication of products (PRODY): the mean income of the countries that export them, weighted by the product''s share in each one''s exports, in the unit of income. Example: SELECT * FROM product_sophistication(''{A>p:1,B>p:1,B>q:1}'', ''{A:1000,B:4000}'') ==> (p, 2000), (q, 4000)';

CREATE FUNCTION @extschema@.export_sophistication(network @extschema@.supply_network, income @extschema@.supply_mix)
RETURNS TABLE (country text, sophistication float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;
COMMENT ON FUNCTION @extschema@.export_sophistication(@extschema@.supply_network, @extschema@.supply_mix) IS
'Sophistication of each country''s exports (EXPY): the mean PRODY of what it exports, by value, in the unit of income. Example: SELECT * FROM export_sophistication(''{A>p:1,B>p:1,B>q:1}'', ''{A:1000,B:4000}'') ==> (A, 2000), (B, 3000)';
-- Value chains: where nodes stand in them, and whose value is in what is used and exported.

CREATE FUNCTION @extschema@.linkages(network @extschema@.supply_network)
RETURNS TABLE (node text, direct_backward float8, direct_forward float8, downstreamness float8, upstreamness float8,
	backward float8, forward float8, sensitivity float8, kind text)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.linkages(@extschema@.supply_network) IS
'Linkages of every node: direct ones (Chenery and Watanabe: inputs and sales to nodes in parts of output), downstreamness and upstreamness (total ones: column sums of Leontief''s inverse, row sums of Ghosh''s), both over their mean (Rasmussen''s power of dispersion, and its forward twin), row sums of Leontief''s inverse over their mean (sensitivity), and the kind of sector: key sector, backward, forward or weak; sensitivity of the supplier times downstreamness of the user over the number of nodes is the multiplier product matrix. Example: SELECT node, upstreamness, kind FROM linkages(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') ==> (A, 1.91419, key), (B, 1.25413, weak)';

CREATE FUNCTION @extschema@.linkage_spread(network @extschema@.supply_network)
RETURNS TABLE (node text, backward_variation float8, forward_variation float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.linkage_spread(@extschema@.supply_network) IS
'Coefficients of variation of each node''s column and row of Leontief''s inverse: small where its purchases, or the demand for it, spread evenly (Rasmussen). Example: SELECT node, backward_variation FROM linkage_spread(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') ==> (A, 0.922313), (B, 0.771389)';

CREATE FUNCTION @extschema@.field_of_influence(network @extschema@.supply_network)
RETURNS TABLE (supplier text, "user" text, influence float8, squared_influence float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.field_of_influence(@extschema@.supply_network) IS
'Field of influence of each input coefficient (Sonis and Hewings, first order): how much all elements of Leontief''s inverse change together for a small change of it, and the sum of the squares of these changes. Example: SELECT * FROM field_of_influence(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'') WHERE supplier = ''A'' AND "user" = ''B'' ==> (A, B, 2.10437, 2.18268)';

CREATE FUNCTION @extschema@.average_propagation_length(network @extschema@.supply_network, users text[] DEFAULT NULL)
RETURNS TABLE (supplier text, "user" text, length float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.average_propagation_length(@extschema@.supply_network, text[]) IS
'Average propagation length (Dietzenbacher, Romero and Bosma): the mean number of steps that a demand for the user''s product takes to the supplier; pairs without a way are left out, NULL where ways of opposite sign cancel. Example: SELECT * FROM average_propagation_length(''{A>B:5,B>C:5;A[output=10],B[output=10],C[output=10]}'') ==> (A, B, 1), (A, C, 2), (B, C, 1)';

CREATE FUNCTION @extschema@.household_multiplier(network @extschema@.supply_network, income @extschema@.supply_mix, consumption @extschema@.supply_mix,
	household_income float8 DEFAULT NULL, household_services float8 DEFAULT 0)
RETURNS TABLE (node text, output_1 float8, output_2 float8, output_2_total float8, income_direct float8, income_1 float8, income_2 float8,
	income_multiplier_1 float8, income_multiplier_2 float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.household_multiplier(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, float8, float8) IS
'Multipliers of type I (nodes alone) and type II (households earn and spend, too): output of nodes (total: households'' income counted, too), income per unit of final demand, and over the direct income; income is what nodes pay to households, consumption what these buy of nodes, household_income all that they earn (NULL: the sum of income and household_services), household_services what they pay to each other. Example: SELECT node, output_2 FROM household_multiplier(''{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}'', ''{A:300,B:500}'', ''{A:50,B:400}'', 1000, 50) ==> (A, 1.89241), (B, 1.77334)';

CREATE FUNCTION @extschema@.structural_decomposition(before @extschema@.supply_network, after @extschema@.supply_network,
	weights_before @extschema@.supply_mix DEFAULT NULL, weights_after @extschema@.supply_mix DEFAULT NULL)
RETURNS TABLE (node text, before float8, after float8, change float8, intensity_effect float8, technology_effect float8, final_demand_effect float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.structural_decomposition(@extschema@.supply_network, @extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix) IS
'Structural decomposition of the change of each node''s output between two tables, or of a weight (jobs, emissions): by weight per unit, by input coefficients, by final demand, as the mean of both polar forms; effects add up to the change. Example: SELECT node, change, technology_effect, final_demand_effect FROM structural_decomposition(''{A>B:5;A[output=10],B[output=10]}'', ''{A>B:8;A[output=16],B[output=10]}'') WHERE node = ''A'' ==> (A, 6, 3, 3)';

CREATE FUNCTION @extschema@.value_origin(network @extschema@.supply_network, final_use @extschema@.supply_network, inside text DEFAULT 'final_use',
	weights @extschema@.supply_mix DEFAULT NULL, detail text DEFAULT 'country', separator text DEFAULT ':')
RETURNS TABLE (source text, "user" text, value float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.value_origin(@extschema@.supply_network, @extschema@.supply_network, text, @extschema@.supply_mix, text, text) IS
'Whose value added, or other weight (jobs, emissions), is in what each country uses (inside final_use: footprints), or in each node''s exports, output, or unit of product; sources are countries or, with detail node, nodes. final_use has what nodes sell to countries; the country of a node is its code up to the separator, which some node must have (NULL: every node is a country). Example: SELECT * FROM value_origin(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') ==> (A, A, 2.5), (A, B, 2.5), (B, A, 7.5), (B, B, 7.5)';

CREATE FUNCTION @extschema@.borin_mancini(network @extschema@.supply_network, final_use @extschema@.supply_network, separator text DEFAULT ':')
RETURNS TABLE (country text, exports float8, domestic_value_added float8, domestic_double_counting float8, foreign_value_added float8,
	foreign_double_counting float8, value_added_exports float8, imported_inputs float8, forward_value_added float8, chain_share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.borin_mancini(@extschema@.supply_network, @extschema@.supply_network, text) IS
'Exports of each country by whose value they are (Borin and Mancini 2023): domestic and foreign value added, and what crosses the country''s border more than once; value added that others use up (VAX), imported inputs (vertical specialization VS), domestic value in others'' exports (VS1), and the share of exports that passes more than one border (participation in value chains, trade-based: 1 - DAVAX over exports). Example: SELECT country, exports, domestic_value_added, foreign_value_added FROM borin_mancini(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') ==> (A, 5, 5, 0), (B, 10, 7.5, 2.5)';

CREATE FUNCTION @extschema@.borin_mancini_bilateral(network @extschema@.supply_network, final_use @extschema@.supply_network, exporters text[] DEFAULT NULL, separator text DEFAULT ':')
RETURNS TABLE (exporter text, importer text, exports float8, domestic_value_added float8, domestic_double_counting float8, foreign_value_added float8,
	foreign_double_counting float8, border_value_added float8, border_double_counting float8, border_foreign_value_added float8,
	border_foreign_double_counting float8, direct_value_added float8, chain_trade float8, chain_forward float8, chain_two_sided float8, chain_backward float8,
	sink_value_added float8, sink_double_counting float8, sink_foreign_value_added float8, sink_foreign_double_counting float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.borin_mancini_bilateral(@extschema@.supply_network, @extschema@.supply_network, text[], text) IS
'The same for each pair of countries: source based (first time across any border of the exporter), counted across the one border alone (border_...), value added that the importer uses up itself (DAVAX), and the rest, chain trade, by forward, two-sided and backward, and sink based (sink_...: counted where it leaves the exporter the last time). Example: SELECT exporter, importer, exports, direct_value_added FROM borin_mancini_bilateral(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') WHERE exports > 0 ==> (A, B, 5, 2.5), (B, A, 10, 7.5)';

CREATE FUNCTION @extschema@.koopman_wang_wei(network @extschema@.supply_network, final_use @extschema@.supply_network, separator text DEFAULT ':')
RETURNS TABLE (country text, exports float8, dva_final float8, dva_intermediate float8, dva_reexported float8, returned_final float8, returned_intermediate float8,
	domestic_double_counting float8, fva_final float8, fva_intermediate float8, foreign_double_counting float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.koopman_wang_wei(@extschema@.supply_network, @extschema@.supply_network, text) IS
'The nine terms of Koopman, Wang and Wei (2014) for the exports of each country; they sum to exports on a table that balances. Example: SELECT country, exports, dva_final, dva_intermediate, dva_reexported, fva_final FROM koopman_wang_wei(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') ==> (A, 5, 0, 2.5, 0, 0), (B, 10, 7.5, 0, 0, 2.5)';

CREATE FUNCTION @extschema@.wang_wei_zhu(network @extschema@.supply_network, final_use @extschema@.supply_network, exporters text[] DEFAULT NULL, separator text DEFAULT ':')
RETURNS TABLE (node text, importer text, exports float8, dva_fin float8, dva_int float8, dva_intrex_i1 float8, dva_intrex_f float8, dva_intrex_i2 float8,
	rdv_fin float8, rdv_fin2 float8, rdv_int float8, ddc_fin float8, ddc_int float8, mva_fin float8, mva_int float8, mdc float8, ova_fin float8, ova_int float8, odc float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION @extschema@.wang_wei_zhu(@extschema@.supply_network, @extschema@.supply_network, text[], text) IS
'The sixteen terms of Wang, Wei and Zhu (2013) for the exports of each node to each importer, under the paper''s names; they sum to exports on a table that balances. Example: SELECT node, importer, exports, dva_fin, dva_int, mva_fin FROM wang_wei_zhu(''{"A:x">"B:y":5}'', ''{"B:y">A:10,"B:y">B:10}'') ==> (A:x, B, 5, 0, 2.5, 0), (B:y, A, 10, 7.5, 0, 2.5)';
-- Criticality beside concentration: scores of a bill of materials, characterisation factors, economic importance.

CREATE FUNCTION @extschema@.bill_score(bill @extschema@.supply_mix, scores @extschema@.supply_mix, missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.bill_score(@extschema@.supply_mix, @extschema@.supply_mix, text) IS
'Score of a bill of materials: sum of amount times the score of a unit (a GeoPolRisk factor: the midpoint of a product; a supply risk, tonnes of CO2); a material without a score is an error unless missing says exclude, zero or one; NULL for a bill without rows. Which material makes it: each_origin(scale_origins(bill, scores)). Example: SELECT bill_score(''{Cu:2,Li:0.5}'', ''{Cu:1,Li:40}'') ==> 22';

CREATE FUNCTION @extschema@.geopolrisk_factor(score float8, price float8, reference_factor float8 DEFAULT 1) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk_factor(float8, float8, float8) IS
'GeoPolRisk characterisation factor of a kilogram of material: score (0..1, see geopolrisk) times price, in the unit of the price (the midpoint, a value at risk), or over that of copper in kilograms of copper when that is the reference_factor. Example: SELECT geopolrisk_factor(0.25, 8, 0.5) ==> 4';

CREATE FUNCTION @extschema@.geopolrisk_factors(scores @extschema@.supply_mix, prices @extschema@.supply_mix, relative_to text DEFAULT NULL, missing text DEFAULT 'error') RETURNS @extschema@.supply_mix
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.geopolrisk_factors(@extschema@.supply_mix, @extschema@.supply_mix, text, text) IS
'GeoPolRisk characterisation factors of many materials at once: score (0..1, see geopolrisk) times price, a value at risk per unit, or over that of the material relative_to (copper: kilograms of copper); a material without a price, its score being 0 or not, is an error unless missing says otherwise; for bill_score. Example: SELECT geopolrisk_factors(''{Cu:0.1,Li:0.5}'', ''{Cu:8,Li:64}'', ''Cu'') ==> {Cu:1,Li:40}';

CREATE FUNCTION @extschema@.economic_importance_eu(uses @extschema@.supply_mix, value_added @extschema@.supply_mix, substitution float8 DEFAULT 1, largest float8 DEFAULT NULL,
	missing text DEFAULT 'error') RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.economic_importance_eu(@extschema@.supply_mix, @extschema@.supply_mix, float8, float8, text) IS
'Economic importance by the EU''s method (2017): share of each sector in the uses times its value added, summed, times the substitution index, from 0 to 10, which is the largest sector (largest, or the largest of value_added); a sector without value added is an error unless missing says exclude (shares of the others), zero or one. Example: SELECT economic_importance_eu(''{C24:75,C27:25}'', ''{C24:50000,C27:100000,C28:200000}'', substitution => 0.8) ==> 2.5';
-- chart: charts as SVG and HTML, and their Vega-Lite twins

CREATE FUNCTION @extschema@.chart_supplier_shares(periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, top int4 DEFAULT 8, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supplier_shares' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supplier_shares(text[], text[], float8[], text, text, text, text, int4, int4, text) IS
'Stacked columns of supplier shares over time as SVG, or as an HTML figure with a table (form => figure): one point a position of the arrays, periods in the order of their names, NULL origins as unspecified. Example: SELECT chart_supplier_shares(array_agg(year::text), array_agg(origin), array_agg(value), title => ''Lithium cells'') FROM flows ==> <svg ...>';

CREATE FUNCTION @extschema@.vega_supplier_shares(periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, top int4 DEFAULT 8, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_shares' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_shares(text[], text[], float8[], text, text, text, int4, text) IS
'Vega-Lite twin of chart_supplier_shares. Example: SELECT vega_supplier_shares(''{2024,2024}'', ''{CHN,AUS}'', ''{7,3}'') ->> ''title'' ==> Supplier shares';

CREATE FUNCTION @extschema@.chart_supplier_heat_map(products text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, max_products int4 DEFAULT 25, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supplier_heat_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supplier_heat_map(text[], text[], float8[], text, text, text, text, int4, int4, text) IS
'Product and supplier heat map with the HHI of each product, most concentrated first, as SVG or as an HTML figure with a table. Example: SELECT chart_supplier_heat_map(array_agg(hs), array_agg(origin), array_agg(value)) FROM flows ==> <svg ...>';

CREATE FUNCTION @extschema@.vega_supplier_heat_map(products text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, max_products int4 DEFAULT 25, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_heat_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_heat_map(text[], text[], float8[], text, text, text, int4, text) IS
'Vega-Lite twin of chart_supplier_heat_map. Example: SELECT vega_supplier_heat_map(''{a,a}'', ''{CHN,AUS}'', ''{7,3}'') ->> ''title'' ==> Product and supplier shares';

CREATE FUNCTION @extschema@.chart_supply_chain(stages text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, targets text[] DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supply_chain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supply_chain(text[], text[], float8[], text, text, text, text, int4, text[], text) IS
'Sankey diagram of a supply chain, stages in order of appearance, each filling the height with its suppliers shares; targets name whom of the next stage a row supplies, where NULL it is spread in proportion and drawn pale. Example: SELECT chart_supply_chain(''{mining,mining,refining}'', ''{AUS,CHN,CHN}'', ''{60,40,100}'') ==> <svg ...>';

CREATE FUNCTION @extschema@.vega_supply_chain(stages text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, targets text[] DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supply_chain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supply_chain(text[], text[], float8[], text, text, text, text[], text) IS
'Vega-Lite twin of chart_supply_chain: the shares of each stage as stacked columns. Example: SELECT vega_supply_chain(''{mining,refining}'', ''{AUS,CHN}'', ''{60,100}'') ->> ''title'' ==> Supply chain by stage';

CREATE FUNCTION @extschema@.chart_tariff_layers(layers text[], rates float8[], statuses text[] DEFAULT NULL,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_tariff_layers' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_tariff_layers(text[], float8[], text[], text, text, text, text, int4, text) IS
'Tariff waterfall: rates as shares of the value one after the other; a status other than NULL or applied is the reason why a layer does not count, drawn as a dashed outline. Example: SELECT chart_tariff_layers(''{MFN,Section 301,Reciprocal}'', ''{0.021,0.25,0.10}'', ''{applied,applied,excluded by Section 232}'') ==> <svg ...>';

CREATE FUNCTION @extschema@.vega_tariff_layers(layers text[], rates float8[], statuses text[] DEFAULT NULL,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_tariff_layers' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_tariff_layers(text[], float8[], text[], text, text, text, text) IS
'Vega-Lite twin of chart_tariff_layers. Example: SELECT vega_tariff_layers(''{MFN}'', ''{0.021}'') ->> ''title'' ==> Tariff layers';

CREATE FUNCTION @extschema@.chart_loss_distribution(losses float8[], loss_weights float8[] DEFAULT NULL, level float8 DEFAULT 0.95,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_loss_distribution' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_loss_distribution(float8[], float8[], float8, text, text, text, text, int4, text) IS
'Histogram of losses, each with a weight (equal when NULL), with mean, value at risk and expected shortfall at a level. Example: SELECT chart_loss_distribution(array_agg(loss), array_agg(probability), level => 0.9) FROM scenarios ==> <svg ...>';

CREATE FUNCTION @extschema@.vega_loss_distribution(losses float8[], loss_weights float8[] DEFAULT NULL, level float8 DEFAULT 0.95,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_loss_distribution' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_loss_distribution(float8[], float8[], float8, text, text, text, text) IS
'Vega-Lite twin of chart_loss_distribution. Example: SELECT vega_loss_distribution(''{1,2,5}'') ->> ''title'' ==> Distribution of losses';

CREATE FUNCTION @extschema@.chart_sparkline(amounts float8[], width int4 DEFAULT 96, height int4 DEFAULT 24, styled bool DEFAULT true,
	title text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_sparkline' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.chart_sparkline(float8[], int4, int4, bool, text, text) IS
'A series as a small SVG line with a dot at its latest known value, for a cell of a table; unknown (NULL) values break the line; styled => false where the page has report_style(). Example: SELECT hs, chart_sparkline(array_agg(value ORDER BY month), title => hs) FROM flows GROUP BY hs ==> 850511 <svg ...>';

CREATE FUNCTION @extschema@.vega_sparkline(amounts float8[], title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_sparkline' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.vega_sparkline(float8[], text, text, text, text) IS
'Vega-Lite twin of chart_sparkline. Example: SELECT vega_sparkline(''{1,4,2,8}'') ->> ''description'' ==> 4 values from 1 to 8, the latest 8.';

CREATE FUNCTION @extschema@.vega_supplier_map(origins text[], amounts float8[], map text, map_key text DEFAULT 'properties.ISO_A3_EH',
	title text DEFAULT NULL, description text DEFAULT NULL, unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_map(text[], float8[], text, text, text, text, text, text) IS
'Share of each supplier on a map, as a Vega-Lite specification over your GeoJSON (its text, or its address), whose features hold the ISO 3166 code of three letters at map_key; codes of two letters meet there too. Example: SELECT vega_supplier_map(''{CN,AUS}'', ''{3,1}'', ''countries.geojson'') ->> ''description'' ==> Map of 2 suppliers, the largest CHN with 75%.';

CREATE FUNCTION @extschema@.table_supplier_map(origins text[], amounts float8[], title text DEFAULT NULL, unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'table_supplier_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.table_supplier_map(text[], float8[], text, text, text) IS
'The figures of vega_supplier_map as an HTML table, for those who do not see the map. Example: SELECT table_supplier_map(''{CN,AUS}'', ''{3,1}'') LIKE ''%>CHN</th><td class="te-n">3</td><td class="te-n">75.0\%%'' ==> true';

CREATE FUNCTION @extschema@.vega_supplier_multiples(products text[], periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL, unit text DEFAULT NULL, max_products int4 DEFAULT 24, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_multiples' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_multiples(text[], text[], text[], float8[], text, text, text, int4, text) IS
'Small multiples as a Vega-Lite specification: supplier shares over time, one small chart for each of the largest products, with the same colours in all. Example: SELECT vega_supplier_multiples(''{a,a,b}'', ''{2019,2020,2020}'', ''{CHN,CHN,AUS}'', ''{3,1,9}'') ->> ''description'' ==> Suppliers'' shares of 2 of 2 products, 2 periods from 2019 to 2020.';

CREATE FUNCTION @extschema@.table_supplier_multiples(products text[], periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, unit text DEFAULT NULL, max_products int4 DEFAULT 24, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'table_supplier_multiples' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.table_supplier_multiples(text[], text[], text[], float8[], text, text, int4, text) IS
'The figures of vega_supplier_multiples as an HTML table. Example: SELECT table_supplier_multiples(''{a,b}'', ''{2019,2019}'', ''{CHN,AUS}'', ''{3,9}'') LIKE ''%>b</th><td>AUS</td><td class="te-n">100.0\%%'' ==> true';

CREATE FUNCTION @extschema@.report_style() RETURNS text
AS 'MODULE_PATHNAME', 'report_style' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.report_style() IS
'The CSS that charts need, once in the head of a page that holds figures made with form => ''page''. Example: SELECT report_style() LIKE ''.te-chart%'' ==> true';
-- Numbers, names and alerts in words.

CREATE FUNCTION te_support.te_report_escape(words text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_escape(text) IS
'Text as it must stand in HTML or XML to be read as text. Example: SELECT te_support.te_report_escape(''<b>'') ==> &lt;b&gt;';

CREATE FUNCTION te_support.te_report_say(english text, words text[] DEFAULT '{}', language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_say(text, text[], text) IS
'Support of reports: a text in a language, {1} and so on replaced by words; NULL for NULL. Example: SELECT te_support.te_report_say(''Imports, {1}'', ''{USD}'') ==> Imports, USD';

CREATE FUNCTION te_support.te_report_number(amount float8, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_number(float8, text) IS
'An amount for people, three digits and k, M, bn or tn. Example: SELECT te_support.te_report_number(1234567) ==> 1.23M';

CREATE FUNCTION te_support.te_report_percent(share float8) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_percent(float8) IS
'A share in percent for people. Example: SELECT te_support.te_report_percent(0.0834) ==> 8.3%';

CREATE FUNCTION te_support.te_report_amount(amount float8, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_amount(float8, text, text) IS
'Support of reports: an amount for people, of a unit that may say thousand, million or billion, in the words of several languages. Example: SELECT te_support.te_report_amount(57700, ''thousand USD'') ==> 57.7M';

CREATE FUNCTION te_support.te_report_unit(unit text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_unit(text) IS
'Support of reports: a unit without the thousand, million or billion it begins with, NULL for nothing. Example: SELECT te_support.te_report_unit(''thousand USD'') ==> USD';

CREATE FUNCTION te_support.te_report_share(share float8) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_share(float8) IS
'Support of reports: a share for a column of a table, always to a tenth of a percent. Example: SELECT te_support.te_report_share(0.52) ==> 52.0%';

CREATE FUNCTION te_support.te_report_name(names jsonb, code text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1 ->> $2,
		-- in another language the name that its words have for the country's
		CASE WHEN $3 <> 'en' THEN te_support.te_report_say(@extschema@.country_name($2), '{}'::text[], $3) END,
		-- names that a legend has room for, of countries whose full ones are long
		('{"BOL": "Bolivia", "COD": "DR Congo", "FSM": "Micronesia", "GBR": "United Kingdom", "HKG": "Hong Kong", "IRN": "Iran", "KOR": "South Korea",
		"LAO": "Laos", "MAC": "Macao", "MDA": "Moldova", "PRK": "North Korea", "RUS": "Russia", "SYR": "Syria", "TWN": "Taiwan", "TZA": "Tanzania",
		"USA": "United States", "VEN": "Venezuela"}'::jsonb) ->> $2,
		@extschema@.country_name($2), te_support.te_report_say($2, '{}'::text[], $3));
END;
COMMENT ON FUNCTION te_support.te_report_name(jsonb, text, text) IS
'Support of reports: the name to show for a code, from the caller''s names, the countries (short ones), or the code itself. Example: SELECT te_support.te_report_name(NULL, ''USA'') ==> United States';

CREATE FUNCTION te_support.te_report_product(names jsonb, code text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce($1 ->> $2, te_support.te_report_say($2, '{}'::text[], $3));
COMMENT ON FUNCTION te_support.te_report_product(jsonb, text, text) IS
'Support of reports: the name to show for a product, from the caller''s names, or the code itself. Example: SELECT te_support.te_report_product(''{"8505": "Magnets"}'', ''8505'') ==> Magnets';

CREATE FUNCTION te_support.te_report_period(label text, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_period(text, text) IS
'Support of reports: periods as te_flow_labels writes them, in a language. Example: SELECT te_support.te_report_period(''2025-05, 2025-06'') ==> 2025-05, 2025-06';

CREATE FUNCTION te_support.te_report_sum(amount float8, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN te_support.te_report_unit($2) IS NULL THEN te_support.te_report_amount($1, $2, $3)
	ELSE te_support.te_report_say('{1} {2}', ARRAY[te_support.te_report_amount($1, $2, $3), te_support.te_report_unit($2)], $3) END;
COMMENT ON FUNCTION te_support.te_report_sum(float8, text, text) IS
'Support of reports: an amount with its unit. Example: SELECT te_support.te_report_sum(57700, ''thousand USD'') ==> 57.7M USD';

CREATE FUNCTION te_support.te_report_alert(alert jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	none CONSTANT text[] := '{}';
	product text := te_support.te_report_product(names, alert -> 'evidence' ->> 'product', l);
	supplier text := coalesce(te_support.te_report_name(names, alert -> 'evidence' ->> 'supplier', l), te_support.te_report_say('unspecified', none, l));
	x float8 := (alert ->> 'value')::float8;
	before float8 := (alert ->> 'previous')::float8;
	least float8 := (alert ->> 'threshold')::float8;
	share text := te_support.te_report_percent(x);
	number text := round(x::numeric, 1);
	amount_before text := coalesce(CASE WHEN before IS NOT NULL THEN te_support.te_report_sum(before, unit, l) END, te_support.te_report_say('unknown', none, l));
	share_before text := coalesce(te_support.te_report_percent(before), te_support.te_report_say('nothing', none, l));
	share_limit text := te_support.te_report_percent(least);
	periods text := te_support.te_report_period(alert ->> 'key', l);
	words text;
	filled text[];
BEGIN
	CASE alert ->> 'metric'
		WHEN 'abrupt_stop' THEN
			words := CASE WHEN alert ->> 'since' IS NULL THEN '{1} stopped supplying {2}: {3} of the usual {4} is gone (limit {5})'
				ELSE '{1} stopped supplying {2} in {6}: {3} of the usual {4} is gone (limit {5})' END;
			filled := ARRAY[supplier, product, share, amount_before, share_limit, te_support.te_report_period(alert ->> 'since', l)];
		WHEN 'supplier_lost' THEN
			words := '{1} no longer supplies {2}: {3} of {4} is gone (limit {5})';
			filled := ARRAY[supplier, product, share, amount_before, share_limit];
		WHEN 'stop_breadth' THEN
			words := '{1} stopped exporting {2} to destinations that took {3} of it (limit {4})';
			filled := ARRAY[supplier, product, share, share_limit];
		WHEN 'robust_z' THEN
			words := '{1} from {2} is unusual: {3} spreads from its median of {4} (limit {5})';
			filled := ARRAY[product, supplier, number, amount_before, least::text];
		WHEN 'cusum' THEN
			words := CASE WHEN x < 0 THEN '{1} from {2} has been falling for several periods: cumulative sum {3} (limit {4})'
				ELSE '{1} from {2} has been rising for several periods: cumulative sum {3} (limit {4})' END;
			filled := ARRAY[product, supplier, number, least::text];
		WHEN 'surge' THEN
			words := '{1} from {2} runs at {3} times the usual {4} (limit {5})';
			filled := ARRAY[product, supplier, number, amount_before, least::text];
		WHEN 'unit_value' THEN
			words := 'a unit of {1} from {2} costs {3} times what others take (limit {4})';
			filled := ARRAY[product, supplier, round(x::numeric, 2)::text, least::text];
		WHEN 'unit_value_jump' THEN
			words := 'a unit of {1} from {2} costs {3} times what it usually does (limit {4})';
			filled := ARRAY[product, supplier, round(x::numeric, 2)::text, least::text];
		WHEN 'top_supplier_share' THEN
			words := '{1} supplies {2} of {3} (limit {4}, before {5})';
			filled := ARRAY[supplier, share, product, share_limit, share_before];
		WHEN 'share_rise' THEN
			words := '{1} gained {2} points of {3} (limit {4} points, before {5})';
			filled := ARRAY[supplier, to_char(100 * x, 'FM99990.0'), product, replace(share_limit, '%', ''), share_before];
		WHEN 'hhi' THEN
			words := '{1} is concentrated: HHI {2} (limit {3}, before {4})';
			filled := ARRAY[product, round(x::numeric, 2)::text, least::text, coalesce(round(before::numeric, 2)::text, te_support.te_report_say('unknown', none, l))];
		WHEN 'no_data' THEN words := 'there are no data to judge';
		WHEN 'data_age' THEN
			words := 'the latest data are of {1}, {2} months old (limit {3})';
			filled := ARRAY[periods, x::text, least::text];
		WHEN 'missing_periods' THEN
			words := 'nobody has a row in {1}: left out of what is compared';
			filled := ARRAY[periods];
		WHEN 'thin_periods' THEN
			words := '{1} has far fewer flows than usual ({2} of them): not judged';
			filled := ARRAY[periods, share];
		WHEN 'doubled_periods' THEN
			words := '{1} has many more rows a flow than usual: was a file loaded twice?';
			filled := ARRAY[periods];
		WHEN 'unread_rows' THEN
			words := CASE x WHEN 1 THEN '{1} row is not used: {2}' ELSE '{1} rows are not used: {2}' END;
			filled := ARRAY[x::text, te_support.te_report_say(alert ->> 'key', none, l)];
		WHEN 'negative_amounts' THEN
			words := '{1} has negative amounts from {2} and is not judged';
			filled := ARRAY[product, supplier];
		ELSE RETURN format('%s %s: %s', alert ->> 'metric', alert ->> 'key', x);
	END CASE;
	RETURN te_support.te_report_say(words, coalesce(filled, none), l);
END;
$$;
COMMENT ON FUNCTION te_support.te_report_alert(jsonb, jsonb, text, text) IS
'Support of reports: an alert in words. Example: SELECT te_support.te_report_alert(''{"metric": "hhi", "value": 0.5, "threshold": 0.4, "evidence": {"product": "8505"}}'', NULL, NULL) ==> 8505 is concentrated: HHI 0.50 (limit 0.4, before unknown)';
-- All figures of a report as one jsonb.

CREATE FUNCTION te_support.te_report_spell(periods date[], months int4, full_year date) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- how many periods of a year there are, and whether those that lack only stand before the first one
	SELECT jsonb_build_object('n', cardinality($1), 'of', 12 / $2, 'step', $2, 'first', te_support.te_flow_label(($1)[1], $2),
		'last', te_support.te_flow_label(coalesce($3, ($1)[cardinality($1)]), $2),
		'running', cardinality($1) > 0 AND ($1)[cardinality($1)] = coalesce($3, ($1)[cardinality($1)])
			AND te_support.te_flow_labels($1, $2) = te_support.te_flow_labels(ARRAY(SELECT g::date FROM generate_series(($1)[1]::timestamp,
				($1)[cardinality($1)]::timestamp, make_interval(months => $2)) AS g), $2));
END;
COMMENT ON FUNCTION te_support.te_report_spell(date[], int4, date) IS
'Support of reports: the periods of a year as figures for a sentence. Example: SELECT te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'') ->> ''n'' ==> 2';

CREATE FUNCTION te_support.te_report_json(flows te_support.te_flow[], calendar te_support.te_calendar, span te_support.te_span, max_products int4) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH chart AS (
		SELECT ARRAY(SELECT p FROM unnest(($2).periods) AS p
			WHERE p >= ($3).latest - CASE ($2).months WHEN 12 THEN '29 years' ELSE '35 months' END::interval ORDER BY p) AS periods),
	-- every period has its place in a chart, the ones that nobody has too
	dates AS (
		SELECT d.at::date AS at, te_support.te_flow_label(d.at::date, ($2).months) AS label, c.place
		FROM chart, generate_series((chart.periods)[1]::timestamp, ($3).latest::timestamp, make_interval(months => ($2).months)) AS d(at)
			LEFT JOIN unnest(chart.periods) WITH ORDINALITY AS c(at, place) ON c.at = d.at::date),
	pair AS MATERIALIZED (
		SELECT f.product, f.origin, greatest(te_support.te_series_sum_at(f.series, ($3).now_periods), 0) AS now,
			greatest(te_support.te_series_sum_at(f.series, ($3).now_common), 0) AS now_common,
			greatest(te_support.te_series_sum_at(f.series, ($3).before_common), 0) AS before,
			te_support.te_series_at(f.series, c.periods) AS course
		FROM te_support.te_flow_each($1) AS f, chart AS c WHERE f.reason = 0),
	whole AS MATERIALIZED (
		SELECT @extschema@.supply_mix(p.origin, p.now) FILTER (WHERE p.now > 0) AS now,
			@extschema@.supply_mix(p.origin, p.now_common) FILTER (WHERE p.now_common > 0) AS now_common,
			@extschema@.supply_mix(p.origin, p.before) FILTER (WHERE p.before > 0) AS before,
			count(DISTINCT p.product) FILTER (WHERE p.now > 0)::int4 AS products, count(DISTINCT p.product) FILTER (WHERE p.before > 0)::int4 AS products_before
		FROM pair AS p),
	mixes AS (
		SELECT p.product, @extschema@.supply_mix(p.origin, p.now) FILTER (WHERE p.now > 0) AS now,
			@extschema@.supply_mix(p.origin, p.now_common) FILTER (WHERE p.now_common > 0) AS now_common,
			@extschema@.supply_mix(p.origin, p.before) FILTER (WHERE p.before > 0) AS before
		FROM pair AS p GROUP BY p.product),
	ranked AS MATERIALIZED (
		SELECT m.product, m.now, m.now_common, m.before, @extschema@.total(m.now) AS total,
			row_number() OVER (ORDER BY @extschema@.total(m.now) DESC NULLS LAST, m.product COLLATE "C") AS place
		FROM mixes AS m),
	series AS (
		SELECT p.product, te_support.te_course_sum(p.course) AS course
		FROM pair AS p
		WHERE p.product IN (SELECT r.product FROM ranked AS r WHERE r.place <= $4)
		GROUP BY p.product),
	over_time AS (
		SELECT d.label, o.origin, o.course[d.place] AS amount
		FROM (SELECT p.origin, te_support.te_course_sum(p.course) AS course FROM pair AS p GROUP BY p.origin) AS o, dates AS d
		WHERE o.course[d.place] > 0),
	shares AS (
		SELECT jsonb_agg(o.label ORDER BY o.label, o.origin, o.amount) AS periods, jsonb_agg(o.origin ORDER BY o.label, o.origin, o.amount) AS origins,
			jsonb_agg(o.amount ORDER BY o.label, o.origin, o.amount) AS amounts
		FROM (SELECT t.label, t.origin COLLATE "C" AS origin, t.amount FROM over_time AS t
			  UNION ALL SELECT d.label, NULL, 0 FROM dates AS d) AS o),
	heat AS (
		SELECT jsonb_agg(p.product ORDER BY p.product, p.origin) AS products, jsonb_agg(p.origin ORDER BY p.product, p.origin) AS origins,
			jsonb_agg(p.now ORDER BY p.product, p.origin) AS amounts
		FROM (SELECT q.product COLLATE "C" AS product, q.origin COLLATE "C" AS origin, q.now FROM pair AS q) AS p
			JOIN ranked AS r ON r.product = p.product
		WHERE r.place <= 25 AND p.now > 0),
	supplier AS (
		SELECT coalesce(n.origin, b.origin) AS origin, coalesce(n.amount, 0) AS now, coalesce(b.amount, 0) AS before,
			coalesce(n.share, 0) AS share, coalesce(b.share, 0) AS share_before
		FROM (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.now_common) AS e) AS n
			FULL JOIN (SELECT e.* FROM whole AS w, @extschema@.each_origin(w.before) AS e) AS b ON coalesce(b.origin, '') = coalesce(n.origin, ''))
	SELECT jsonb_build_object(
		'empty', ($3).latest IS NULL, 'yearly', ($2).months = 12, 'step', ($2).months,
		'latest', te_support.te_flow_label(($3).latest, ($2).months), 'before', te_support.te_flow_label(($3).before, ($2).months),
		'now_periods', te_support.te_report_spell(($3).now_periods, ($2).months, ($3).latest),
		'before_periods', te_support.te_report_spell(($3).before_common, ($2).months, ($3).before),
		'like', cardinality(($3).now_common) = cardinality(($3).now_periods) AND cardinality(($3).before_common) = cardinality(($3).before_periods),
		'key', jsonb_build_object(
			-- nothing traded in periods that there are is 0
			'total', coalesce(@extschema@.total(w.now), CASE WHEN cardinality(($3).now_periods) > 0 THEN 0 END),
			'total_common', coalesce(@extschema@.total(w.now_common), CASE WHEN cardinality(($3).now_common) > 0 THEN 0 END), 'total_before', @extschema@.total(w.before),
			'top', @extschema@.top_supplier(w.now), 'top_share', @extschema@.top_share(w.now, 1),
			'top_share_common', @extschema@.dependency_share(w.now_common, @extschema@.top_supplier(w.now)),
			'top_share_before', @extschema@.dependency_share(w.before, @extschema@.top_supplier(w.now)),
			'hhi', @extschema@.hhi(w.now), 'hhi_common', @extschema@.hhi(w.now_common), 'hhi_before', @extschema@.hhi(w.before),
			'suppliers', @extschema@.supplier_count(w.now), 'suppliers_before', @extschema@.supplier_count(w.before),
			'products', w.products, 'products_before', CASE WHEN w.before IS NOT NULL THEN w.products_before END),
		'shares', (SELECT to_jsonb(x) FROM shares AS x), 'heat', (SELECT to_jsonb(x) FROM heat AS x),
		'products', (SELECT coalesce(jsonb_agg(jsonb_build_object('product', r.product, 'amount', r.total, 'common', @extschema@.total(r.now_common),
				'before', @extschema@.total(r.before), 'top', @extschema@.top_supplier(r.now), 'top_share', @extschema@.top_share(r.now, 1),
				'top_share_common', @extschema@.dependency_share(r.now_common, @extschema@.top_supplier(r.now)),
				'top_share_before', @extschema@.dependency_share(r.before, @extschema@.top_supplier(r.now)),
				'hhi', @extschema@.hhi(r.now), 'hhi_before', @extschema@.hhi(r.before), 'suppliers', @extschema@.supplier_count(r.now),
				'series', (SELECT jsonb_agg(e.course[d.place] ORDER BY d.at) FROM dates AS d)) ORDER BY r.place), '[]')
			FROM ranked AS r JOIN series AS e ON e.product = r.product),
		'products_in_all', (SELECT count(*) FROM ranked),
		'suppliers', (SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY abs(x.share - x.share_before) DESC, x.origin COLLATE "C"), '[]')
			FROM (SELECT s.* FROM supplier AS s WHERE w.before IS NOT NULL ORDER BY abs(s.share - s.share_before) DESC, s.origin COLLATE "C" LIMIT 12) AS x))
	FROM whole AS w;
END;
COMMENT ON FUNCTION te_support.te_report_json(te_support.te_flow[], te_support.te_calendar, te_support.te_span, int4) IS
'Support of reports: the figures of flows that were read: key figures, shares, products, changes. Example: SELECT te_support.te_report_json(''{}'', NULL, NULL, 10) ->> ''empty'' ==> true';

CREATE FUNCTION te_support.te_report_span_words(spell jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN ($1 ->> 'step')::int4 = 12 THEN $1 ->> 'last'
	WHEN ($1 ->> 'n')::int4 = ($1 ->> 'of')::int4 THEN CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'twelve months to ' ELSE 'four quarters to ' END || ($1 ->> 'last')
	WHEN ($1 ->> 'n')::int4 = 1 AND ($1 ->> 'running')::bool THEN $1 ->> 'last'
	WHEN ($1 ->> 'n')::int4 > 0 THEN ($1 ->> 'n') || CASE WHEN ($1 ->> 'running')::bool THEN '' ELSE ' of the ' || CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'twelve' ELSE 'four' END END
		|| CASE ($1 ->> 'of')::int4 WHEN 12 THEN ' months to ' ELSE ' quarters to ' END || ($1 ->> 'last') END;
COMMENT ON FUNCTION te_support.te_report_span_words(jsonb) IS
'Support of reports: the periods of a year in words, with how many of them there are. Example: SELECT te_support.te_report_span_words(te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'')) ==> 2 months to 2025-02';

CREATE FUNCTION te_support.te_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off SET extra_float_digits = 1 SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	used jsonb := te_support.te_alert_limits(limits);
	broad bool := used ->> 'breadth_limit' IS NOT NULL AND importer IS NULL;
	-- the table is read once: all that follows is made of this
	found te_support.te_flow[] := te_support.te_flow_judged(te_support.te_flow_read(flows, importer, on_date, period_column, importer_column, origin_column, product_column, amount_column, broad, quantity_column), importer);
	pairs te_support.te_flow[] := CASE WHEN broad THEN te_support.te_flow_collapsed(found) ELSE found END;
	calendar te_support.te_calendar := te_support.te_flow_dated(flows, period_column, pairs, coalesce((used ->> 'min_coverage')::float8, 0));
	span te_support.te_span := te_support.te_flow_span(calendar, compare_to, te_support.te_alert_history(calendar, used));
	result jsonb := te_support.te_report_json(pairs, calendar, span, max_products);
BEGIN
	used := used || jsonb_build_object('history', te_support.te_alert_history(calendar, used));
	RETURN result || jsonb_build_object('importer', importer,
		'span', te_support.te_report_span_words(result -> 'now_periods'),
		'span_before', coalesce(te_support.te_report_span_words(result -> 'before_periods'), CASE WHEN NOT (result ->> 'empty')::bool THEN result ->> 'before' END),
		'alerts', (SELECT coalesce(jsonb_agg(jsonb_build_object('severity', a.severity, 'metric', a.metric, 'key', a.key, 'value', a.value,
				'previous', a.previous, 'threshold', a.threshold,
				'since', te_support.te_flow_label((a.evidence ->> 'since')::date, calendar.months), 'evidence', a.evidence) ORDER BY a.place), '[]')
			FROM te_support.te_alerts(pairs, CASE WHEN broad THEN found END, calendar, span, used, coalesce(on_date, current_date))
				WITH ORDINALITY AS a(severity, metric, key, product, origin, value, previous, threshold, evidence, place)),
		'audit', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM te_support.te_flow_audit(pairs, calendar) AS x),
		'parameters', jsonb_build_object('flows', flows, 'importer', importer, 'on_date', on_date, 'compare_to', compare_to,
			'limits', used, 'max_products', max_products));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text, text) IS
'Support of reports: the figures of a report, of a table read once. Example: SELECT te_support.te_report_data(''flows'', importer => ''JPN'') ? ''products'' ==> true';

CREATE FUNCTION @extschema@.trade_report_data(flows regclass, importer text DEFAULT NULL, on_date date DEFAULT NULL,
	compare_to date DEFAULT NULL, limits jsonb DEFAULT '{}', max_products int4 DEFAULT 100,
	period_column text DEFAULT NULL, importer_column text DEFAULT NULL, origin_column text DEFAULT NULL,
	product_column text DEFAULT NULL, amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT te_support.te_report_data($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
END;
COMMENT ON FUNCTION @extschema@.trade_report_data(regclass, text, date, date, jsonb, int4, text, text, text, text, text, text) IS
'The figures of trade_report as one JSON object: key figures, alerts, shares, products, changes, what was left out. Example: SELECT trade_report_data(''flows'', importer => ''JPN'') ? ''products'' ==> true';
-- The parts of a report page: figures, lead, tables, charts, method.

CREATE FUNCTION te_support.te_report_points(now float8, before float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 IS NULL OR $2 IS NULL THEN '-' WHEN abs($1 - $2) < 0.0005 THEN '0.0' ELSE to_char(100 * ($1 - $2), 'FMSG99990.0') END;
COMMENT ON FUNCTION te_support.te_report_points(float8, float8) IS
'Support of reports: a change of a share, for a column of points. Example: SELECT te_support.te_report_points(0.52, 0.5) ==> +2.0';

CREATE FUNCTION te_support.te_report_change(now float8, before float8, kind text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 IS NULL OR $2 IS NULL OR $3 = 'amount' AND $2 = 0 THEN '-'
		WHEN $3 = 'amount' AND abs($1 - $2) < 0.001 * abs($2) THEN '0.0%'
		WHEN $3 = 'amount' THEN CASE WHEN $1 > $2 THEN '+' ELSE '' END || te_support.te_report_share(($1 - $2) / $2)
		WHEN $3 = 'points' THEN te_support.te_report_say('{1} points', ARRAY[te_support.te_report_points($1, $2)], $4)
		WHEN abs($1 - $2) < 0.005 THEN '0.00'
		ELSE to_char($1 - $2, 'FMSG99990.00') END;
END;
COMMENT ON FUNCTION te_support.te_report_change(float8, float8, text, text) IS
'Support of reports: a change for people, an ''amount'' in percent, of shares in ''points'', or of an ''index''. Example: SELECT te_support.te_report_change(0.52, 0.5, ''points'') ==> +2.0 points';

CREATE FUNCTION te_support.te_report_spell_words(spell jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
	WHEN $2 = 'en' THEN te_support.te_report_span_words($1)
	WHEN ($1 ->> 'step')::int4 = 12 THEN te_support.te_report_period($1 ->> 'last', $2)
	WHEN ($1 ->> 'n')::int4 = 0 OR $1 IS NULL THEN NULL
	ELSE te_support.te_report_say(CASE
		WHEN ($1 ->> 'n')::int4 = 1 AND ($1 ->> 'running')::bool THEN '{1}'
		WHEN ($1 ->> 'n')::int4 = ($1 ->> 'of')::int4 OR ($1 ->> 'running')::bool THEN CASE ($1 ->> 'of')::int4 WHEN 12 THEN 'the {2} months to {1}' ELSE 'the {2} quarters to {1}' END
		ELSE CASE ($1 ->> 'of')::int4 WHEN 12 THEN '{2} of the {3} months to {1}' ELSE '{2} of the {3} quarters to {1}' END END,
		ARRAY[te_support.te_report_period($1 ->> 'last', $2), $1 ->> 'n', $1 ->> 'of'], $2) END;
COMMENT ON FUNCTION te_support.te_report_spell_words(jsonb, text) IS
'Support of reports: the periods of a year in words, in a language. Example: SELECT te_support.te_report_spell_words(te_support.te_report_spell(''{2025-01-01,2025-02-01}'', 1, ''2025-02-01'')) ==> 2 months to 2025-02';

CREATE FUNCTION te_support.te_report_now(data jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' THEN $1 ->> 'span' ELSE coalesce(te_support.te_report_spell_words($1 -> 'now_periods', $2), te_support.te_report_period($1 ->> 'span', $2)) END;
COMMENT ON FUNCTION te_support.te_report_now(jsonb, text) IS
'Support of reports: what a report is about in words. Example: SELECT te_support.te_report_now(''{"span": "2020"}'') ==> 2020';

CREATE FUNCTION te_support.te_report_then(data jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 ->> 'span_before' IS NULL OR $2 = 'en' THEN $1 ->> 'span_before'
	ELSE coalesce(te_support.te_report_spell_words($1 -> 'before_periods', $2), te_support.te_report_period($1 ->> 'before', $2)) END;
COMMENT ON FUNCTION te_support.te_report_then(jsonb, text) IS
'Support of reports: what a report compares with in words, NULL for nothing. Example: SELECT te_support.te_report_then(''{"span_before": "2019"}'') ==> 2019';

CREATE FUNCTION te_support.te_report_moment(moment timestamptz, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' THEN to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
	ELSE te_support.te_report_say('{1}-{2}-{3} {4} UTC', string_to_array(to_char($1 AT TIME ZONE 'UTC', 'FMYYYY FMMM FMDD HH24:MI'), ' '), $2) END;
COMMENT ON FUNCTION te_support.te_report_moment(timestamptz, text) IS
'Support of reports: when a report was made. Example: SELECT te_support.te_report_moment(''2025-11-07 09:30+00'') ==> 2025-11-07 09:30 UTC';

CREATE FUNCTION te_support.te_report_figures(data jsonb, names jsonb, unit text, language text DEFAULT 'en')
	RETURNS TABLE (label text, figure text, note text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 6 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	nothing CONSTANT text[] := '{}';
	k jsonb := data -> 'key';
	critical int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'critical');
	warnings int := (SELECT count(*) FROM jsonb_array_elements(data -> 'alerts') AS a WHERE a ->> 'severity' = 'warning');
	before text := coalesce(te_support.te_report_period(data ->> 'before', l), te_support.te_report_say('nothing', nothing, l));
	-- a change is that of the periods which both years have
	against text := CASE WHEN (data ->> 'like')::bool THEN '{1} against {2}' WHEN data ->> 'step' = '3' THEN '{1} against {2}, {3} quarters of each'
		ELSE '{1} against {2}, {3} months of each' END;
	months text := data #>> '{before_periods,n}';
	none text := te_support.te_report_say('no earlier figure', nothing, l);
	total text := te_support.te_report_change((k ->> 'total_common')::float8, (k ->> 'total_before')::float8, 'amount');
	hhi text := te_support.te_report_change((k ->> 'hhi_common')::float8, (k ->> 'hhi_before')::float8, 'index');
	share text := te_support.te_report_change((k ->> 'top_share_common')::float8, (k ->> 'top_share_before')::float8, 'points', l);
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN;
	END IF;
	RETURN QUERY VALUES
		(CASE WHEN te_support.te_report_unit(unit) IS NULL THEN te_support.te_report_say('Imports', nothing, l)
				ELSE te_support.te_report_say('Imports, {1}', ARRAY[te_support.te_report_unit(unit)], l) END,
			coalesce(te_support.te_report_amount((k ->> 'total')::float8, unit, l), '-'),
			CASE WHEN total = '-' THEN none ELSE te_support.te_report_say(against, ARRAY[total, before, months], l) END),
		(te_support.te_report_say('Largest supplier', nothing, l), coalesce(te_support.te_report_name(names, k ->> 'top', l), '-'),
			CASE WHEN k ->> 'top' IS NULL THEN te_support.te_report_say('nothing', nothing, l) ELSE coalesce(te_support.te_report_percent((k ->> 'top_share')::float8), '-') || te_support.te_report_say(', ', nothing, l) END
			|| CASE WHEN k ->> 'top' IS NULL THEN '' WHEN k ->> 'top_share_before' IS NULL OR k ->> 'top_share_common' IS NULL THEN none ELSE share END),
		(te_support.te_report_say('Concentration (HHI)', nothing, l), coalesce(to_char((k ->> 'hhi')::float8, 'FM0.000'), '-'),
			CASE WHEN k ->> 'hhi' IS NULL AND k ->> 'hhi_before' IS NOT NULL THEN te_support.te_report_say('{1} before', ARRAY[to_char((k ->> 'hhi_before')::float8, 'FM0.000')], l)
				WHEN hhi = '-' THEN none ELSE te_support.te_report_say(against, ARRAY[hhi, before, months], l) END),
		(te_support.te_report_say('Suppliers', nothing, l), coalesce(k ->> 'suppliers', '0'),
			CASE WHEN k ->> 'suppliers_before' IS NULL THEN none ELSE te_support.te_report_say('{1} before', ARRAY[k ->> 'suppliers_before'], l) END),
		(te_support.te_report_say('Products', nothing, l), k ->> 'products',
			CASE WHEN k ->> 'products_before' IS NULL THEN none ELSE te_support.te_report_say('{1} before', ARRAY[k ->> 'products_before'], l) END),
		(te_support.te_report_say('Alerts', nothing, l), (critical + warnings)::text,
			te_support.te_report_say(CASE warnings WHEN 1 THEN '{1} critical, {2} warning' ELSE '{1} critical, {2} warnings' END, ARRAY[critical::text, warnings::text], l));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_figures(jsonb, jsonb, text, text) IS
'Support of reports: the key figures in words, none without flows. Example: SELECT label FROM te_support.te_report_figures(trade_report_data(''flows''), NULL, NULL) ==> Imports ...';

CREATE FUNCTION te_support.te_report_lead(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	nothing CONSTANT text[] := '{}';
	k jsonb := data -> 'key';
	total float8 := (k ->> 'total')::float8;
	common float8 := coalesce((k ->> 'total_common')::float8, total);
	before float8 := (k ->> 'total_before')::float8;
	article text := CASE WHEN l <> 'en' OR (data ->> 'yearly')::bool OR (data #>> '{now_periods,n}') = '1' THEN '' ELSE 'the ' END;
	span text := article || te_support.te_report_now(data, l);
	then_span text := article || te_support.te_report_then(data, l);
	change text := te_support.te_report_change(common, before, 'amount');
	who text := coalesce(te_support.te_report_name(names, data ->> 'importer', l), te_support.te_report_say('All importers', nothing, l));
	share text := te_support.te_report_percent((k ->> 'top_share')::float8);
	top text := te_support.te_report_name(names, k ->> 'top', l);
	hhi numeric := (k ->> 'hhi')::numeric;
	equal text := to_char(nullif(round(1 / nullif(hhi, 0), 1), 1.0), 'FM99990.0');
	worst jsonb := (SELECT a FROM jsonb_array_elements(data -> 'alerts') WITH ORDINALITY AS t(a, place) WHERE a ->> 'severity' = 'critical' ORDER BY place LIMIT 1);
	said text[] := '{}';
BEGIN
	IF (data ->> 'empty')::bool THEN
		RETURN te_support.te_report_say('There are no flows for this choice.', nothing, l);
	ELSIF total >= 0 IS NOT TRUE THEN
		RETURN NULL;
	END IF;
	said := said || te_support.te_report_say(CASE
			WHEN before > 0 IS NOT TRUE THEN '{1}: imports of {2} in {3}.'
			WHEN coalesce((data ->> 'like')::bool, true) THEN CASE WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}, as much as in {4}.'
				WHEN common > before THEN '{1}: imports of {2} in {3}, {5} more than in {4}.' ELSE '{1}: imports of {2} in {3}, {5} less than in {4}.' END
			WHEN data ->> 'step' = '3' THEN CASE WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}; over the {6} quarters that both years have, as much as in the year before.'
				WHEN common > before THEN '{1}: imports of {2} in {3}; over the {6} quarters that both years have, {5} more than in the year before.'
				ELSE '{1}: imports of {2} in {3}; over the {6} quarters that both years have, {5} less than in the year before.' END
			WHEN change = '0.0%' THEN '{1}: imports of {2} in {3}; over the {6} months that both years have, as much as in the year before.'
			WHEN common > before THEN '{1}: imports of {2} in {3}; over the {6} months that both years have, {5} more than in the year before.'
			ELSE '{1}: imports of {2} in {3}; over the {6} months that both years have, {5} less than in the year before.' END,
		ARRAY[who, te_support.te_report_sum(total, unit, l), span, then_span, te_support.te_report_percent(abs(common - before) / nullif(before, 0)), data #>> '{before_periods,n}'], l);
	IF k ->> 'top' IS NOT NULL THEN
		said := said || te_support.te_report_say(CASE WHEN before > 0 THEN '{1} supplied {2} of it ({3} before).' ELSE '{1} supplied {2} of it.' END,
			ARRAY[top, share, coalesce(te_support.te_report_percent(nullif((k ->> 'top_share_before')::float8, 0)), te_support.te_report_say('nothing', nothing, l))], l);
	END IF;
	IF equal IS NOT NULL THEN
		said := said || te_support.te_report_say('Supply is as concentrated as with {1} equal suppliers.', ARRAY[equal], l);
	ELSIF hhi > 0 THEN
		said := said || te_support.te_report_say('There is practically no other supplier.', nothing, l);
	END IF;
	IF worst IS NOT NULL THEN
		said := said || te_support.te_report_say('Critical: {1}.', ARRAY[te_support.te_report_alert(worst, names, unit, l)], l);
	END IF;
	RETURN array_to_string(said, te_support.te_report_say(' ', nothing, l));
END;
$$;
COMMENT ON FUNCTION te_support.te_report_lead(jsonb, jsonb, text, text) IS
'Support of reports: the key figures in two or three sentences and the worst alert, or that there are no flows. Example: SELECT te_support.te_report_lead(''{"importer": "JPN", "yearly": true, "span": "2020", "key": {"total": 10, "top": "CHN", "top_share": 0.5, "hhi": 0.5}}'', NULL, ''USD'') ==> Japan: imports of 10 USD in 2020. China supplied 50% of it. Supply is as concentrated as with 2.0 equal suppliers.';

CREATE FUNCTION te_support.te_report_alerts(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN ($1 ->> 'empty')::bool AND count(*) = 0 THEN NULL
		WHEN count(*) = 0 THEN '<p>' || te_support.te_report_escape(te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $4)) || '</p>'
		ELSE '<ul class="te-alerts">' || string_agg(format('<li><span class="te-tag te-%s">%s</span> %s</li>', t.a ->> 'severity',
				te_support.te_report_escape(te_support.te_report_say(t.a ->> 'severity', '{}'::text[], $4)),
				te_support.te_report_escape(te_support.te_report_alert(t.a, $2, $3, $4))), E'\n' ORDER BY t.place) FILTER (WHERE t.place <= 40) || '</ul>'
			|| CASE WHEN count(*) > 40 THEN '<p class="te-dim">' || te_support.te_report_escape(te_support.te_report_say(
				'{1} of {2} alerts are not shown, the least severe and smallest amounts: see trade_alerts().', ARRAY[(count(*) - 40)::text, count(*)::text], $4)) || '</p>' ELSE '' END
		END
	FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_alerts(jsonb, jsonb, text, text) IS
'Support of reports: the alerts as an HTML list, NULL without flows. Example: SELECT te_support.te_report_alerts(''{"alerts": []}'', NULL, NULL) ==> <p>Nothing passed its limit.</p>';

CREATE FUNCTION te_support.te_report_in(unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(te_support.te_report_escape(CASE WHEN te_support.te_report_unit($1) IS NOT NULL
		THEN te_support.te_report_say('; amounts in {1}', ARRAY[te_support.te_report_unit($1)], $2) END), '');
END;
COMMENT ON FUNCTION te_support.te_report_in(text, text) IS
'Support of reports: the end of a caption, which tells the unit where there is one. Example: SELECT te_support.te_report_in(''USD'') ==> ; amounts in USD';

CREATE FUNCTION te_support.te_report_head(headings text[], classes text[], language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<thead><tr>' || string_agg(format('<th scope="col"%s>%s</th>', coalesce(' class="' || nullif(h.class, '') || '"', ''),
		te_support.te_report_escape(te_support.te_report_say(h.words, '{}'::text[], $3))), '' ORDER BY h.place) || '</tr></thead>'
	FROM ROWS FROM (unnest($1), unnest($2)) WITH ORDINALITY AS h(words, class, place);
END;
COMMENT ON FUNCTION te_support.te_report_head(text[], text[], text) IS
'Support of reports: the head of an HTML table. Example: SELECT te_support.te_report_head(''{Product}'', ''{""}'', ''en'') ==> <thead><tr><th scope="col">Product</th></tr></thead>';

CREATE FUNCTION te_support.te_report_names(codes jsonb, names jsonb, language text DEFAULT 'en') RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(CASE WHEN c.code IS NOT NULL THEN te_support.te_report_name($2, c.code, $3) END ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_names(jsonb, jsonb, text) IS
'Support of reports: names of many codes. Example: SELECT te_support.te_report_names(''["CHN", null]'', NULL) = ''{China,NULL}'' ==> true';

CREATE FUNCTION te_support.te_report_labels(codes jsonb, names jsonb, language text DEFAULT 'en') RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(te_support.te_report_product($2, c.code, $3) ORDER BY c.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS c(code, place);
END;
COMMENT ON FUNCTION te_support.te_report_labels(jsonb, jsonb, text) IS
'Support of reports: the caller''s names of many products, or their codes. Example: SELECT te_support.te_report_labels(''["8505"]'', ''{"8505": "Magnets"}'') ==> {Magnets}';

CREATE FUNCTION te_support.te_report_numbers(numbers jsonb) RETURNS float8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(n.x::float8 ORDER BY n.place)
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof($1) = 'array' THEN $1 END) WITH ORDINALITY AS n(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_numbers(jsonb) IS
'Support of reports: a JSON array as numbers. Example: SELECT te_support.te_report_numbers(''[1, null, 2.5]'') = ''{1,NULL,2.5}'' ==> true';

CREATE FUNCTION te_support.te_report_products(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<div class="te-scroll"><table class="te-products"><caption>' || te_support.te_report_escape(te_support.te_report_say(
			'Amount, change against {1}, and the largest supplier of each product', ARRAY[te_support.te_report_period(data ->> 'before', language)], language))
		|| te_support.te_report_in(unit, language) || '</caption>'
		|| te_support.te_report_head('{Product,Course,Amount,Change,"Largest supplier",Share,Points,HHI}'::text[], '{"","",te-n,"te-n te-extra","",te-n,"te-n te-extra","te-n te-extra"}'::text[], language) || '<tbody>'
	|| (SELECT coalesce(string_agg(format('<tr><th scope="row">%s</th><td>%s</td><td class="te-n">%s</td><td class="te-n te-extra">%s</td><td>%s</td>'
		'<td class="te-n">%s</td><td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>',
			te_support.te_report_escape(te_support.te_report_product(names, t.p ->> 'product', language)),
			@extschema@.chart_sparkline(te_support.te_report_numbers(t.p -> 'series'), 80, 22, false,
				te_support.te_report_say('Amounts of {1}', ARRAY[te_support.te_report_product(NULL::jsonb, t.p ->> 'product', language)], language)),
			coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, unit, language), '-'),
			te_support.te_report_escape(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, t.p ->> 'top', language), '-')),
			coalesce(te_support.te_report_escape(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
			te_support.te_report_points((t.p ->> 'top_share_common')::float8, (t.p ->> 'top_share_before')::float8),
			coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), E'\n' ORDER BY t.place), '')
		FROM jsonb_array_elements(data -> 'products') WITH ORDINALITY AS t(p, place))
	|| '</tbody></table></div>'
	|| CASE WHEN (data ->> 'products_in_all')::int > jsonb_array_length(data -> 'products')
		THEN '<p class="te-dim">' || te_support.te_report_escape(te_support.te_report_say('The largest {1} of {2} products.', ARRAY[jsonb_array_length(data -> 'products')::text, data ->> 'products_in_all'], language)) || '</p>' ELSE '' END;
END;
COMMENT ON FUNCTION te_support.te_report_products(jsonb, jsonb, text, text) IS
'Support of reports: the products as an HTML table with sparklines. Example: SELECT te_support.te_report_products(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table class="te-products">%'' ==> true';

CREATE FUNCTION te_support.te_report_changes(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<div class="te-scroll"><table><caption>' || te_support.te_report_escape(te_support.te_report_say('Suppliers whose share of all imports changed most', '{}'::text[], language))
		|| te_support.te_report_in(unit, language) || '</caption><thead><tr>'
		|| format('<th scope="col">%s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">%s</th><th scope="col" class="te-n">%s</th>'
			'<th scope="col" class="te-n te-extra">%s</th><th scope="col" class="te-n te-extra">%s</th></tr></thead><tbody>',
			te_support.te_report_say('Supplier', '{}'::text[], language),
			te_support.te_report_escape(te_support.te_report_say('Share {1}', ARRAY[te_support.te_report_period(data ->> 'before', language)], language)),
			te_support.te_report_escape(te_support.te_report_period(data ->> 'latest', language)), te_support.te_report_say('Points', '{}'::text[], language),
			te_support.te_report_say('Amount', '{}'::text[], language), te_support.te_report_say('Change', '{}'::text[], language))
	|| (SELECT coalesce(string_agg(format('<tr><th scope="row">%s</th><td class="te-n">%s</td><td class="te-n">%s</td><td class="te-n">%s</td>'
		'<td class="te-n te-extra">%s</td><td class="te-n te-extra">%s</td></tr>',
			te_support.te_report_escape(coalesce(te_support.te_report_name(names, t.x ->> 'origin', language), te_support.te_report_say('unspecified', '{}'::text[], language))),
			te_support.te_report_escape(te_support.te_report_share((t.x ->> 'share_before')::float8)),
			te_support.te_report_escape(te_support.te_report_share((t.x ->> 'share')::float8)),
			te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8),
			te_support.te_report_amount((t.x ->> 'now')::float8, unit, language),
			CASE WHEN (t.x ->> 'before')::float8 = 0 THEN te_support.te_report_say('new', '{}'::text[], language)
				WHEN (t.x ->> 'now')::float8 = 0 THEN te_support.te_report_say('gone', '{}'::text[], language)
				ELSE te_support.te_report_escape(te_support.te_report_change((t.x ->> 'now')::float8, (t.x ->> 'before')::float8, 'amount')) END),
			E'\n' ORDER BY t.place), '')
		FROM jsonb_array_elements(data -> 'suppliers') WITH ORDINALITY AS t(x, place))
	|| '</tbody></table></div>';
END;
COMMENT ON FUNCTION te_support.te_report_changes(jsonb, jsonb, text, text) IS
'Support of reports: what changed against the earlier date, as an HTML table. Example: SELECT te_support.te_report_changes(trade_report_data(''flows''), NULL, NULL) LIKE ''%<table>%'' ==> true';

CREATE FUNCTION te_support.te_report_chain(rows jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_supply_chain(array_agg(r.x ->> 'stage' ORDER BY r.place),
			array_agg(te_support.te_report_name($2, r.x ->> 'origin', $3) ORDER BY r.place), array_agg((r.x ->> 'amount')::float8 ORDER BY r.place),
			title => r.x ->> 'chain', form => 'page',
			targets => array_agg(CASE WHEN r.x ->> 'target' IS NOT NULL THEN te_support.te_report_name($2, r.x ->> 'target', $3) END ORDER BY r.place), language => $3) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'chain') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_chain(jsonb, jsonb, text) IS
'Support of reports: supply chains as figures, one for each value of "chain". Example: SELECT te_support.te_report_chain(''[{"stage": "mine", "origin": "CHN", "amount": 1}]'', NULL) LIKE ''<figure%'' ==> true';

CREATE FUNCTION te_support.te_report_rate(layer jsonb) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN $1 ->> 'expression' ~ '^ *[0-9]+([.][0-9]+)? *% *$' AND coalesce($1 ->> 'status', 'applied') <> 'applied'
			THEN btrim($1 ->> 'expression', ' %')::float8 / 100
		WHEN jsonb_typeof($1 -> 'rate') = 'number' THEN ($1 ->> 'rate')::float8
		WHEN $1 ->> 'rate' ~ '^ *[0-9]+([.][0-9]+)? *% *$' AND coalesce($1 ->> 'status', 'applied') <> 'applied'
			THEN btrim($1 ->> 'rate', ' %')::float8 / 100
		WHEN $1 ->> 'duty' IS NOT NULL THEN ($1 ->> 'duty')::float8 / nullif(($1 ->> 'value')::float8, 0) END;
END;
COMMENT ON FUNCTION te_support.te_report_rate(jsonb) IS
'Support of reports: the rate of a tariff layer as a share of the value: a number, duty / value, or what would have been the percentage of a layer that did not apply. Example: SELECT te_support.te_report_rate(''{"duty": 750, "value": 30000}'') ==> 0.025';

CREATE FUNCTION te_support.te_report_tariffs(rows jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(c.figure, '' ORDER BY c.first)
	FROM (SELECT min(r.place) AS first, @extschema@.chart_tariff_layers(
			array_agg(coalesce(r.x ->> 'layer', concat_ws(' ', r.x ->> 'program', coalesce(r.x ->> 'legal_ref', r.x ->> 'measure'))) ORDER BY r.place),
			array_agg(te_support.te_report_rate(r.x) ORDER BY r.place),
			array_agg(CASE WHEN r.x ->> 'status' = 'applied' THEN 'applied' ELSE coalesce(r.x ->> 'reason', r.x ->> 'status') END ORDER BY r.place),
			title => r.x ->> 'line', form => 'page', language => $2) AS figure
		  FROM jsonb_array_elements($1) WITH ORDINALITY AS r(x, place)
		  GROUP BY r.x ->> 'line') AS c;
END;
COMMENT ON FUNCTION te_support.te_report_tariffs(jsonb, text) IS
'Support of reports: tariff waterfalls, one for each value of "line"; rows may be those of tariff_layers with the customs value added as "value". Example: SELECT te_support.te_report_tariffs(''[{"layer": "MFN", "rate": 0.021}]'') LIKE ''<figure%'' ==> true';

CREATE FUNCTION te_support.te_report_losses(rows jsonb, level float8, unit text, title text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT @extschema@.chart_loss_distribution(
		array_agg(CASE WHEN jsonb_typeof(r.x) = 'object' THEN (r.x ->> 'loss')::float8 ELSE (r.x #>> '{}')::float8 END),
		array_agg(coalesce((r.x ->> 'weight')::float8, (r.x ->> 'probability')::float8, 1)), level => coalesce($2, 0.95), unit => $3, title => $4,
		form => 'page', language => $5)
	FROM jsonb_array_elements($1) AS r(x);
END;
COMMENT ON FUNCTION te_support.te_report_losses(jsonb, float8, text, text, text) IS
'Support of reports: losses, numbers or objects with loss and weight, as a figure. Example: SELECT te_support.te_report_losses(''[0, 5, 10]'', 0.95, ''USD'', NULL) LIKE ''<figure%'' ==> true';

CREATE FUNCTION te_support.te_report_facts(facts jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<dl>' || coalesce(string_agg('<dt>' || te_support.te_report_escape(te_support.te_report_say(replace(f.key, '_', ' '), '{}'::text[], $2)) || '</dt><dd>'
		|| te_support.te_report_escape(f.value) || '</dd>', '' ORDER BY f.key COLLATE "C"), '') || '</dl>'
	FROM jsonb_each_text(jsonb_strip_nulls($1)) AS f;
END;
COMMENT ON FUNCTION te_support.te_report_facts(jsonb, text) IS
'Support of reports: names and values as an HTML list. Example: SELECT te_support.te_report_facts(''{"a": 1}'') ==> <dl><dt>a</dt><dd>1</dd></dl>';

CREATE FUNCTION te_support.te_report_what(line jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $2 = 'en' OR jsonb_typeof($1 -> 'names') <> 'array' THEN te_support.te_report_say($1 ->> 'what', '{}'::text[], $2)
	ELSE te_support.te_report_say('{1}: {2}', ARRAY[te_support.te_report_say(split_part($1 ->> 'what', ': ', 1), '{}'::text[], $2),
		CASE WHEN ($1 ->> 'reason')::int4 IN (12, 13) THEN te_support.te_report_period($1 #>> '{names,0}', $2) ELSE split_part($1 ->> 'what', ': ', 2) END], $2) END;
COMMENT ON FUNCTION te_support.te_report_what(jsonb, text) IS
'Support of reports: a line of the audit in a language. Example: SELECT te_support.te_report_what(''{"what": "origin known"}'') ==> origin known';

CREATE FUNCTION te_support.te_report_audit(data jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN count(*) = 0 THEN '<p>' || te_support.te_report_say('No rows.', '{}'::text[], $3) || '</p>'
		ELSE '<div class="te-scroll"><table><caption>' || te_support.te_report_escape(te_support.te_report_say('Rows of the flow table', '{}'::text[], $3)) || te_support.te_report_in($2, $3) || '</caption>'
		|| te_support.te_report_head('{Rows,Counted,Number,Amount}'::text[], '{"",te-w,te-n,te-n}'::text[], $3) || '<tbody>'
		|| coalesce(string_agg(format('<tr><th scope="row">%s</th><td class="te-w">%s</td><td class="te-n">%s</td><td class="te-n">%s</td></tr>',
			te_support.te_report_escape(te_support.te_report_what(t.a, $3)), te_support.te_report_say(CASE WHEN (t.a ->> 'kept')::bool THEN 'yes' ELSE 'left out' END, '{}'::text[], $3), t.a ->> 'flow_rows',
			coalesce(te_support.te_report_amount((t.a ->> 'amount')::float8, $2, $3), '-')), '' ORDER BY t.place), '')
		|| '</tbody></table></div>' END
	FROM jsonb_array_elements($1 -> 'audit') WITH ORDINALITY AS t(a, place);
END;
COMMENT ON FUNCTION te_support.te_report_audit(jsonb, text, text) IS
'Support of reports: what was read and what was left out, as an HTML table. Example: SELECT te_support.te_report_audit(''{"audit": []}'', NULL) ==> <p>No rows.</p>';

CREATE FUNCTION te_support.te_report_method(language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<ul>' || string_agg('<li>' || te_support.te_report_escape(te_support.te_report_say(m.words, '{}'::text[], $1)) || '</li>', '' ORDER BY m.place) || '</ul>'
	FROM (VALUES
		(1, 'Share of a supplier = its amount / the total; amounts without a known origin count in the total. Net negative amounts count as 0.'),
		(2, 'HHI = sum of the squared shares of the known suppliers, 0 to 1; 1 is a single supplier, 0.25 four equal ones.'),
		(3, 'Change in points = 100 times (share now - share before). A period that nobody has is left out; a change is that of the months which both years have.'),
		(4, 'Robust z = (latest - median) / (1.4826 times the median absolute deviation) of the earlier values.'),
		(5, 'A stop: every value since some date at or below a floor, a share of the median before it, and none before.'),
		(6, 'Value at risk = the smallest loss that is not exceeded with the given probability; expected shortfall = the mean of the losses beyond that probability.'),
		(7, 'Tariff rates are shares of the customs value; dashed layers were considered and did not apply.')) AS m(place, words);
END;
COMMENT ON FUNCTION te_support.te_report_method(text) IS
'Support of reports: the notes on method. Example: SELECT te_support.te_report_method() LIKE ''<ul>%'' ==> true';
-- The report page: one self-contained page from one call.

CREATE FUNCTION te_support.te_report_css() RETURNS text
AS 'MODULE_PATHNAME', 'te_report_css' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_report_css() IS
'Support of reports: the style of the page. Example: SELECT te_support.te_report_css() LIKE ''%@page%'' ==> true';

CREATE FUNCTION te_support.te_report_section(heading text, content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce('<section><h2>' || te_support.te_report_escape($1) || E'</h2>\n' || nullif($2, '') || E'</section>\n', '');
END;
COMMENT ON FUNCTION te_support.te_report_section(text, text) IS
'Support of reports: a section with a heading, or nothing when it has no content. Example: SELECT te_support.te_report_section(''a'', NULL) = '''' ==> true';

CREATE FUNCTION te_support.te_report_flows(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN (data ->> 'empty')::bool THEN '' ELSE te_support.te_report_section(te_support.te_report_say('Who supplies', '{}'::text[], language), @extschema@.chart_supplier_shares(
			ARRAY(SELECT jsonb_array_elements_text(data #> '{shares,periods}')), te_support.te_report_names(data #> '{shares,origins}', names, language),
			te_support.te_report_numbers(data #> '{shares,amounts}'), title => te_support.te_report_say('Shares of suppliers in all imports', '{}'::text[], language), unit => unit, form => 'page'::text, language => language))
		|| te_support.te_report_section(te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then(data, language)], language),
			CASE WHEN jsonb_array_length(data -> 'suppliers') > 0 THEN te_support.te_report_changes(data, names, unit, language)
			ELSE '<p>' || te_support.te_report_say('There is no earlier figure to compare with.', '{}'::text[], language) || '</p>' END)
		|| te_support.te_report_section(te_support.te_report_say('Products and their suppliers', '{}'::text[], language), @extschema@.chart_supplier_heat_map(
			te_support.te_report_labels(data #> '{heat,products}', names, language), te_support.te_report_names(data #> '{heat,origins}', names, language),
			te_support.te_report_numbers(data #> '{heat,amounts}'), title => te_support.te_report_say('Shares of suppliers by product, {1}', ARRAY[te_support.te_report_now(data, language)], language), form => 'page'::text, language => language)
			|| CASE WHEN (data ->> 'products_in_all')::int > 25
				THEN '<p class="te-dim">' || te_support.te_report_say('The map shows the 25 largest of {1} products.', ARRAY[data ->> 'products_in_all'], language) || '</p>' ELSE '' END
			|| te_support.te_report_products(data, names, unit, language)) END;
END;
COMMENT ON FUNCTION te_support.te_report_flows(jsonb, jsonb, text, text) IS
'Support of reports: the sections on flows. Example: SELECT te_support.te_report_flows(''{"empty": true}'', NULL, NULL) = '''' ==> true';

CREATE FUNCTION te_support.te_report_heading(title text, importer text, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce($1, CASE WHEN $2 IS NULL THEN te_support.te_report_say('Trade exposure', '{}'::text[], $4)
	ELSE te_support.te_report_say('Trade exposure of {1}', ARRAY[te_support.te_report_name($3, $2, $4)], $4) END);
COMMENT ON FUNCTION te_support.te_report_heading(text, text, jsonb, text) IS
'Support of reports: the title, or one made from the importer. Example: SELECT te_support.te_report_heading(NULL, ''JPN'', NULL) ==> Trade exposure of Japan';

CREATE FUNCTION te_support.te_report_span(data jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws(te_support.te_report_say(', ', '{}'::text[], $3), coalesce(te_support.te_report_name($2, $1 ->> 'importer', $3), te_support.te_report_say('All importers', '{}'::text[], $3)),
		coalesce(te_support.te_report_now($1, $3), te_support.te_report_say('no data', '{}'::text[], $3)),
		CASE WHEN $1 ->> 'span_before' IS NOT NULL THEN te_support.te_report_say('compared with {1}', ARRAY[te_support.te_report_then($1, $3)], $3) END);
END;
COMMENT ON FUNCTION te_support.te_report_span(jsonb, jsonb, text) IS
'Support of reports: who and when. Example: SELECT te_support.te_report_span(''{"importer": "JPN", "span": "2020", "span_before": "2019"}'', NULL) ==> Japan, 2020, compared with 2019';

CREATE FUNCTION te_support.te_report_rows(argument text, rows jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF jsonb_typeof(rows) <> 'array' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('argument "%s" must be a JSON array of rows, but is: %s', argument, left(rows::text, 40)),
			HINT = format('Make it of the rows of a query: %s => (SELECT jsonb_agg(q) FROM (...) AS q).', argument);
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_report_rows(text, jsonb) IS
'Support of reports: throws when an argument that holds rows is not a JSON array. Example: SELECT te_support.te_report_rows(''losses'', ''[]'')';

CREATE FUNCTION @extschema@.trade_report(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	supply_chain jsonb DEFAULT NULL, tariff_layers jsonb DEFAULT NULL, losses jsonb DEFAULT NULL, loss_title text DEFAULT NULL, loss_unit text DEFAULT NULL,
	level float8 DEFAULT 0.95, figures text[] DEFAULT NULL, source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 100, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT te_support.te_report_rows('supply_chain'::text, supply_chain), te_support.te_report_rows('tariff_layers'::text, tariff_layers),
		te_support.te_report_rows('losses'::text, losses);
	SELECT concat(E'<!DOCTYPE html>\n<html lang="', part.l, E'">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n',
		E'<meta name="color-scheme" content="light dark">\n<meta http-equiv="Content-Security-Policy" content="default-src ''none''; style-src ''unsafe-inline''">\n',
		'<title>', part.heading, E'</title>\n<style>', te_support.te_report_css(), E'</style>\n</head>\n<body class="te-chart te-page">\n<main>\n',
		'<header><h1>', part.heading, '</h1><p class="te-dim">', te_support.te_report_escape(te_support.te_report_span(part.data, names, part.l)), '</p>',
		'<p class="te-lead">' || te_support.te_report_escape(te_support.te_report_lead(part.data, names, unit, part.l)) || '</p>',
		'<p>' || te_support.te_report_escape(notes) || '</p>',
		'<p class="te-dim te-source">' || te_support.te_report_escape(nullif(concat_ws('. ', CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[source], part.l) END,
			CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[data_vintage], part.l) END), '')) || '</p>',
		(SELECT '<dl class="te-cards">' || string_agg(format('<div class="te-card"><dt>%s</dt><dd class="te-now">%s</dd><dd class="te-note">%s</dd></div>',
			te_support.te_report_escape(k.label), te_support.te_report_escape(k.figure), te_support.te_report_escape(k.note)), '') || '</dl>'
			FROM te_support.te_report_figures(part.data, names, unit, part.l) AS k), E'</header>\n',
		te_support.te_report_section(te_support.te_report_say('Alerts', '{}'::text[], part.l), te_support.te_report_alerts(part.data, names, unit, part.l)),
		te_support.te_report_flows(part.data, names, unit, part.l),
		part.chain, part.tariffs, part.loss,
		te_support.te_report_section(te_support.te_report_say('Further figures', '{}'::text[], part.l), array_to_string(figures, E'\n')),
		te_support.te_report_section(te_support.te_report_say('What was counted and what was left out', '{}'::text[], part.l), te_support.te_report_audit(part.data, unit, part.l)),
		te_support.te_report_section(te_support.te_report_say('How it was computed', '{}'::text[], part.l), te_support.te_report_method(part.l)),
		te_support.te_report_section(te_support.te_report_say('Parameters and data', '{}'::text[], part.l), te_support.te_report_facts(part.data -> 'parameters'
			|| jsonb_build_object('unit', unit, 'source', source, 'data_vintage', data_vintage, 'period', te_support.te_report_now(part.data, part.l), 'compared_with', te_support.te_report_then(part.data, part.l),
				'made_at', te_support.te_report_moment(made_at, part.l), 'made_with', 'trade_exposure ' || @extschema@.trade_exposure_version()), part.l)),
		E'</main>\n</body>\n</html>\n')
	FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data,
			te_support.te_report_escape(te_support.te_report_heading(title, importer, names, asked.l)) AS heading,
			te_support.te_report_section(te_support.te_report_say('Supply chain', '{}'::text[], asked.l), te_support.te_report_chain(supply_chain, names, asked.l)) AS chain,
			te_support.te_report_section(te_support.te_report_say('Tariffs', '{}'::text[], asked.l), te_support.te_report_tariffs(tariff_layers, asked.l)) AS tariffs,
			te_support.te_report_section(te_support.te_report_say('Losses if a supply stops', '{}'::text[], asked.l),
				CASE WHEN losses IS NOT NULL THEN te_support.te_report_losses(losses, level, coalesce(loss_unit, unit), loss_title, asked.l) END) AS loss
		FROM (SELECT coalesce(language, 'en') AS l) AS asked
		OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report(regclass, text, text, date, date, text, jsonb, jsonb, jsonb, jsonb, jsonb, text, text, float8, text[], text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'One self-contained HTML page about a flow table, in English or Japanese (language => ''ja''): key figures, alerts, charts, changes against an earlier date, what was left out, method and parameters; supply chain, tariffs and losses when given as JSON rows, and figures (HTML, taken as it is) made by chart functions with form => ''page''. Example: SELECT trade_report(''flows'', importer => ''JPN'', title => ''Lithium cells'') ==> <!DOCTYPE html>...';
-- The same report as plain text.

CREATE FUNCTION te_support.te_report_plain(content text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace($1, '[[:space:][:cntrl:]]+', ' ', 'g'), '([]\\`*_[<>|#~&])', '\\\1', 'g');
END;
COMMENT ON FUNCTION te_support.te_report_plain(text) IS
'Support of reports: text as it must stand in Markdown to be read as text. Example: SELECT te_support.te_report_plain(''a*b'') ==> a\*b';

CREATE FUNCTION te_support.te_report_line(headings text[], aligned text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '| ' || string_agg(te_support.te_report_say(h.words, '{}'::text[], $3), ' | ' ORDER BY h.place) || E' |\n' || $2 || E'\n'
	FROM unnest($1) WITH ORDINALITY AS h(words, place);
END;
COMMENT ON FUNCTION te_support.te_report_line(text[], text, text) IS
'Support of reports: the head of a Markdown table. Example: SELECT te_support.te_report_line(''{product,HHI}'', ''|---|---:|'', ''en'') LIKE ''| product | HHI |%'' ==> true';

CREATE FUNCTION te_support.te_report_changes_text(data jsonb, names jsonb, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s |\n', te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.x ->> 'origin', $3), te_support.te_report_say('unspecified', '{}'::text[], $3))),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share_before')::float8)),
		te_support.te_report_plain(te_support.te_report_share((t.x ->> 'share')::float8)),
		te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8)), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place);
END;
COMMENT ON FUNCTION te_support.te_report_changes_text(jsonb, jsonb, text) IS
'Support of reports: what changed, as rows of a Markdown table. Example: SELECT te_support.te_report_changes_text(''{"suppliers": []}'', NULL) ==> NULL';

CREATE FUNCTION te_support.te_report_products_text(data jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT string_agg(format(E'| %s | %s | %s | %s | %s | %s |\n', te_support.te_report_plain(te_support.te_report_product($2, t.p ->> 'product', $4)),
		coalesce(te_support.te_report_amount((t.p ->> 'amount')::float8, $3, $4), '-'),
		te_support.te_report_plain(te_support.te_report_change(coalesce((t.p ->> 'common')::float8, CASE WHEN t.p ->> 'before' IS NOT NULL THEN 0 END), (t.p ->> 'before')::float8, 'amount')),
		te_support.te_report_plain(coalesce(te_support.te_report_name($2, t.p ->> 'top', $4), '-')),
		coalesce(te_support.te_report_plain(te_support.te_report_share((t.p ->> 'top_share')::float8)), '-'),
		coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
	FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place);
END;
COMMENT ON FUNCTION te_support.te_report_products_text(jsonb, jsonb, text, text) IS
'Support of reports: the products, as rows of a Markdown table. Example: SELECT te_support.te_report_products_text(''{"products": []}'', NULL, NULL) ==> NULL';

CREATE FUNCTION @extschema@.trade_report_text(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT concat('# ', te_support.te_report_plain(te_support.te_report_heading(title, importer, names, part.l)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_span(part.data, names, part.l)), E'\n\n',
		te_support.te_report_plain(te_support.te_report_lead(part.data, names, unit, part.l)) || E'\n\n', te_support.te_report_plain(notes) || E'\n\n',
		(SELECT string_agg(format(E'- **%s**: %s (%s)\n', te_support.te_report_plain(k.label), te_support.te_report_plain(k.figure),
			te_support.te_report_plain(k.note)), '') FROM te_support.te_report_figures(part.data, names, unit, part.l) AS k),
		CASE WHEN NOT (part.data ->> 'empty')::bool OR jsonb_array_length(part.data -> 'alerts') > 0 THEN concat(E'\n## ', te_support.te_report_say('Alerts', '{}'::text[], part.l), E'\n\n',
			coalesce((SELECT string_agg(format(E'- %s: %s\n', te_support.te_report_say(x.a ->> 'severity', '{}'::text[], part.l), te_support.te_report_plain(te_support.te_report_alert(x.a, names, unit, part.l))), '' ORDER BY x.place)
			FROM jsonb_array_elements(part.data -> 'alerts') WITH ORDINALITY AS x(a, place)), te_support.te_report_say('Nothing passed its limit.', '{}'::text[], part.l) || E'\n')) END,
		CASE WHEN NOT (part.data ->> 'empty')::bool THEN concat(
		E'\n## ' || te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then(part.data, part.l)], part.l) || E'\n\n',
		coalesce(te_support.te_report_line('{supplier,before,now,points}'::text[], '|---|---:|---:|---:|', part.l) || te_support.te_report_changes_text(part.data, names, part.l),
			te_support.te_report_say('There is no earlier figure to compare with.', '{}'::text[], part.l) || E'\n'),
		E'\n## ', te_support.te_report_say('Products and their suppliers', '{}'::text[], part.l), E'\n\n',
		te_support.te_report_line('{product,amount,change,"largest supplier",share,HHI}'::text[], '|---|---:|---:|---|---:|---:|', part.l),
		te_support.te_report_products_text(part.data, names, unit, part.l)) END,
		E'\n## ', te_support.te_report_say('Counted and left out', '{}'::text[], part.l), E'\n\n',
		(SELECT coalesce(string_agg('- ' || te_support.te_report_say(CASE WHEN (x.a ->> 'kept')::bool THEN '{1}: {2} rows' ELSE '{1}: {2} rows, left out' END,
			ARRAY[te_support.te_report_plain(te_support.te_report_what(x.a, part.l)), x.a ->> 'flow_rows'], part.l) || E'\n', '' ORDER BY x.place),
			'- ' || te_support.te_report_say('no rows', '{}'::text[], part.l) || E'\n') FROM jsonb_array_elements(part.data -> 'audit') WITH ORDINALITY AS x(a, place)),
		E'\n' || CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[te_support.te_report_plain(source)], part.l) END || E'\n',
		E'\n' || CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[te_support.te_report_plain(data_vintage)], part.l) END || E'\n',
		E'\n', te_support.te_report_say('Made at {1} with {2}', ARRAY[te_support.te_report_moment(made_at, part.l), 'trade\_exposure ' || @extschema@.trade_exposure_version()], part.l), E'\n')
	FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data
		FROM (SELECT coalesce(language, 'en') AS l) AS asked OFFSET 0) AS part;
END;
COMMENT ON FUNCTION @extschema@.trade_report_text(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'The figures of trade_report as Markdown, for chat and notes, in English or Japanese. Example: SELECT trade_report_text(''flows'', importer => ''JPN'') ==> # Trade exposure of Japan ...';
-- The same report as a mail: subject, plain text, and HTML that mail programs show, which has tables only.

CREATE FUNCTION te_support.te_report_mail_style(part text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'te_report_mail_style';
COMMENT ON FUNCTION te_support.te_report_mail_style(text) IS
'Support of reports: the declarations of a part of a mail, which stand in its own style attribute. Example: SELECT te_support.te_report_mail_style(''number'') LIKE ''%right%'' ==> true';

CREATE FUNCTION te_support.te_report_mail_cell(content text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN format('<td style="%s">%s</td>', te_support.te_report_mail_style($2), te_support.te_report_escape(coalesce($1, '-')));
COMMENT ON FUNCTION te_support.te_report_mail_cell(text, text) IS
'Support of reports: a cell of a table of a mail. Example: SELECT te_support.te_report_mail_cell(''a'', ''cell'') LIKE ''<td style="%">a</td>'' ==> true';

CREATE FUNCTION te_support.te_report_mail_bar(share float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN $1 IS NULL THEN '' ELSE format('<table role="presentation" width="100" cellpadding="0" cellspacing="0"><tr>%s%s</tr></table>',
	CASE WHEN round(100 * greatest($1, 0)) > 0 THEN format('<td width="%s" height="10" style="%s">&nbsp;</td>', least(round(100 * $1), 100), te_support.te_report_mail_style('bar')) ELSE '' END,
	CASE WHEN round(100 * $1) < 100 THEN format('<td width="%s" height="10" style="%s">&nbsp;</td>', 100 - round(100 * greatest($1, 0)), te_support.te_report_mail_style('rest')) ELSE '' END) END;
COMMENT ON FUNCTION te_support.te_report_mail_bar(float8) IS
'Support of reports: a share as a bar of two table cells. Example: SELECT te_support.te_report_mail_bar(0.52) LIKE ''%width="52"%width="48"%'' ==> true';

CREATE FUNCTION te_support.te_report_mail_table(headings text[], parts text[], body text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s"><tr>%s</tr>', te_support.te_report_mail_style('table'),
		string_agg(format('<th style="%s">%s</th>', te_support.te_report_mail_style('head ' || h.part),
			CASE WHEN h.words = '' THEN '' ELSE te_support.te_report_escape(te_support.te_report_say(h.words, '{}'::text[], $4)) END), '' ORDER BY h.place)) || $3 || E'</table>\n'
	FROM ROWS FROM (unnest($1), unnest($2)) WITH ORDINALITY AS h(words, part, place);
END;
COMMENT ON FUNCTION te_support.te_report_mail_table(text[], text[], text, text) IS
'Support of reports: a table of a mail; NULL without rows. Example: SELECT te_support.te_report_mail_table(''{supplier}'', ''{cell}'', NULL, ''en'') ==> NULL';

CREATE FUNCTION te_support.te_report_mail_section(heading text, content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(format(E'<h2 style="%s">%s</h2>\n%s\n', te_support.te_report_mail_style('heading'), te_support.te_report_escape($1), nullif($2, '')), '');
COMMENT ON FUNCTION te_support.te_report_mail_section(text, text) IS
'Support of reports: a section of a mail, or nothing when it has no content. Example: SELECT te_support.te_report_mail_section(''a'', '''') LIKE ''%</h2>%'' ==> true';

CREATE FUNCTION te_support.te_report_mail_before(data jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN te_support.te_report_say('What changed against {1}', ARRAY[te_support.te_report_then($1, $2)], $2);
COMMENT ON FUNCTION te_support.te_report_mail_before(jsonb, text) IS
'Support of reports: the heading over what changed. Example: SELECT te_support.te_report_mail_before(''{"span_before": "2019"}'', ''en'') ==> What changed against 2019';

CREATE FUNCTION te_support.te_report_mail_subject(data jsonb, title text, importer text, names jsonb, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- one line, whatever the title holds
	SELECT btrim(left(regexp_replace(te_support.te_report_heading($2, $3, $4, $5) || ': ' || CASE
		WHEN (data ->> 'empty')::bool THEN te_support.te_report_say('no data', '{}'::text[], $5)
		WHEN s.critical + s.warnings = 0 THEN te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $5)
		ELSE te_support.te_report_say(CASE s.warnings WHEN 1 THEN '{1} critical, {2} warning' ELSE '{1} critical, {2} warnings' END, ARRAY[s.critical::text, s.warnings::text], $5) END,
		'[[:space:][:cntrl:]]+', ' ', 'g'), 200))
	FROM (SELECT count(*) FILTER (WHERE a ->> 'severity' = 'critical') AS critical, count(*) FILTER (WHERE a ->> 'severity' = 'warning') AS warnings
		  FROM jsonb_array_elements($1 -> 'alerts') AS a) AS s;
END;
COMMENT ON FUNCTION te_support.te_report_mail_subject(jsonb, text, text, jsonb, text) IS
'Support of reports: the subject of a mail, which counts the alerts. Example: SELECT te_support.te_report_mail_subject(''{"alerts": [{"severity": "critical"}]}'', NULL, ''JPN'', NULL, ''en'') ==> Trade exposure of Japan: 1 critical, 0 warnings';

CREATE FUNCTION te_support.te_report_mail_text(data jsonb, title text, importer text, names jsonb, unit text, notes text, source text, made text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat(te_support.te_report_heading($2, $3, $4, $9), E'\n', te_support.te_report_span($1, $4, $9), E'\n\n', te_support.te_report_lead($1, $4, $5, $9) || E'\n\n', $6 || E'\n\n',
		(SELECT string_agg(format(E'%s: %s (%s)\n', k.label, k.figure, k.note), '') FROM te_support.te_report_figures($1, $4, $5, $9) AS k),
		E'\n' || upper(te_support.te_report_say('Alerts', '{}'::text[], $9)) || E'\n' || coalesce((SELECT string_agg(format(E'- %s: %s\n', te_support.te_report_say(x.a ->> 'severity', '{}'::text[], $9),
			te_support.te_report_alert(x.a, $4, $5, $9)), '' ORDER BY x.place) FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS x(a, place)),
			te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $9) || E'\n'),
		E'\n' || upper(te_support.te_report_mail_before($1, $9)) || E'\n' || (SELECT string_agg(format(E'- %s: %s (%s%s%s)\n',
			coalesce(te_support.te_report_name($4, t.x ->> 'origin', $9), te_support.te_report_say('unspecified', '{}'::text[], $9)), te_support.te_report_share((t.x ->> 'share')::float8),
			te_support.te_report_say('{1} before', ARRAY[te_support.te_report_share((t.x ->> 'share_before')::float8)], $9), te_support.te_report_say(', ', '{}'::text[], $9),
			te_support.te_report_change((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8, 'points', $9)), '' ORDER BY t.place)
			FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place)),
		E'\n' || upper(te_support.te_report_say('Products and their suppliers', '{}'::text[], $9)) || E'\n' || (SELECT string_agg(format(E'- %s: %s%s%s %s%sHHI %s\n', te_support.te_report_product($4, t.p ->> 'product', $9),
			coalesce(te_support.te_report_sum((t.p ->> 'amount')::float8, $5, $9), '-'), te_support.te_report_say(', ', '{}'::text[], $9), coalesce(te_support.te_report_name($4, t.p ->> 'top', $9), '-'),
			coalesce(te_support.te_report_share((t.p ->> 'top_share')::float8), '-'), te_support.te_report_say(', ', '{}'::text[], $9), coalesce(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), '-')), '' ORDER BY t.place)
			FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place)),
		E'\n' || $7 || E'\n', E'\n', $8, E'\n');
END;
COMMENT ON FUNCTION te_support.te_report_mail_text(jsonb, text, text, jsonb, text, text, text, text, text) IS
'Support of reports: a mail in plain text. Example: SELECT te_support.te_report_mail_text(trade_report_data(''flows''), NULL, NULL, NULL, NULL, NULL, NULL, ''now'', ''en'') LIKE ''Trade exposure%'' ==> true';

CREATE FUNCTION te_support.te_report_mail_html(data jsonb, title text, importer text, names jsonb, unit text, notes text, source text, made text, language text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat(E'<!DOCTYPE html>\n<html lang="', $9, E'">\n<head><meta charset="utf-8"><title>', te_support.te_report_escape(te_support.te_report_heading($2, $3, $4, $9)), E'</title></head>\n<body style="',
		te_support.te_report_mail_style('body'), E'">\n<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td style="',
		te_support.te_report_mail_style('page'), E'">\n',
		'<h1 style="', te_support.te_report_mail_style('title'), '">', te_support.te_report_escape(te_support.te_report_heading($2, $3, $4, $9)), '</h1><p style="', te_support.te_report_mail_style('dim'), '">',
		te_support.te_report_escape(te_support.te_report_span($1, $4, $9)), E'</p>\n', '<p style="' || te_support.te_report_mail_style('lead') || '">' || te_support.te_report_escape(te_support.te_report_lead($1, $4, $5, $9)) || E'</p>\n',
		'<p style="' || te_support.te_report_mail_style('text') || '">' || te_support.te_report_escape($6) || E'</p>\n',
		(SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s">', te_support.te_report_mail_style('table'))
			|| string_agg('<tr>' || te_support.te_report_mail_cell(k.label, 'cell') || te_support.te_report_mail_cell(k.figure, 'figure') || te_support.te_report_mail_cell(k.note, 'note') || '</tr>', '') || E'</table>\n'
			FROM te_support.te_report_figures($1, $4, $5, $9) AS k),
		te_support.te_report_mail_section(te_support.te_report_say('Alerts', '{}'::text[], $9), coalesce((SELECT format('<table width="100%%" cellpadding="0" cellspacing="0" style="%s">', te_support.te_report_mail_style('table'))
			|| string_agg('<tr>' || te_support.te_report_mail_cell(te_support.te_report_say(x.a ->> 'severity', '{}'::text[], $9), x.a ->> 'severity') || te_support.te_report_mail_cell(te_support.te_report_alert(x.a, $4, $5, $9), 'cell') || '</tr>',
				'' ORDER BY x.place) || '</table>' FROM jsonb_array_elements($1 -> 'alerts') WITH ORDINALITY AS x(a, place)),
			format('<p style="%s">%s</p>', te_support.te_report_mail_style('text'), te_support.te_report_escape(te_support.te_report_say('Nothing passed its limit.', '{}'::text[], $9))))),
		te_support.te_report_mail_section(te_support.te_report_mail_before($1, $9), te_support.te_report_mail_table('{supplier,before,now,points,""}'::text[], '{cell,number,number,number,cell}'::text[],
			(SELECT string_agg('<tr>' || te_support.te_report_mail_cell(coalesce(te_support.te_report_name($4, t.x ->> 'origin', $9), te_support.te_report_say('unspecified', '{}'::text[], $9)), 'cell')
				|| te_support.te_report_mail_cell(te_support.te_report_share((t.x ->> 'share_before')::float8), 'number') || te_support.te_report_mail_cell(te_support.te_report_share((t.x ->> 'share')::float8), 'number')
				|| te_support.te_report_mail_cell(te_support.te_report_points((t.x ->> 'share')::float8, (t.x ->> 'share_before')::float8), 'number')
				|| format('<td style="%s">%s</td></tr>', te_support.te_report_mail_style('cell'), te_support.te_report_mail_bar((t.x ->> 'share')::float8)), E'\n' ORDER BY t.place)
			 FROM jsonb_array_elements($1 -> 'suppliers') WITH ORDINALITY AS t(x, place)), $9)),
		te_support.te_report_mail_section(te_support.te_report_say('Products and their suppliers', '{}'::text[], $9), te_support.te_report_mail_table('{product,amount,"largest supplier",share,"",HHI}'::text[], '{cell,number,cell,number,cell,number}'::text[],
			(SELECT string_agg('<tr>' || te_support.te_report_mail_cell(te_support.te_report_product($4, t.p ->> 'product', $9), 'cell') || te_support.te_report_mail_cell(te_support.te_report_amount((t.p ->> 'amount')::float8, $5, $9), 'number')
				|| te_support.te_report_mail_cell(te_support.te_report_name($4, t.p ->> 'top', $9), 'cell') || te_support.te_report_mail_cell(te_support.te_report_share((t.p ->> 'top_share')::float8), 'number')
				|| format('<td style="%s">%s</td>', te_support.te_report_mail_style('cell'), te_support.te_report_mail_bar((t.p ->> 'top_share')::float8))
				|| te_support.te_report_mail_cell(to_char((t.p ->> 'hhi')::float8, 'FM0.00'), 'number') || '</tr>', E'\n' ORDER BY t.place)
			 FROM jsonb_array_elements($1 -> 'products') WITH ORDINALITY AS t(p, place)), $9)),
		'<p style="' || te_support.te_report_mail_style('dim') || '">' || te_support.te_report_escape($7) || E'</p>\n', '<p style="', te_support.te_report_mail_style('dim'), '">', te_support.te_report_escape($8),
		E'</p>\n</td></tr></table></td></tr></table>\n</body>\n</html>\n');
END;
COMMENT ON FUNCTION te_support.te_report_mail_html(jsonb, text, text, jsonb, text, text, text, text, text) IS
'Support of reports: a mail in HTML of tables only. Example: SELECT te_support.te_report_mail_html(trade_report_data(''flows''), NULL, NULL, NULL, NULL, NULL, NULL, ''now'', ''en'') LIKE ''%<svg%'' ==> false';

CREATE FUNCTION te_support.te_report_mail_base64(content text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN encode(convert_to($1, 'UTF8'), 'base64');
COMMENT ON FUNCTION te_support.te_report_mail_base64(text) IS
'Support of reports: a text in lines of letters and digits. Example: SELECT te_support.te_report_mail_base64(''a'') ==> YQ==';

CREATE FUNCTION te_support.te_report_mail_message(subject text, body text, html text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	-- RFC 2047: words of at most 75 characters
	SELECT concat(E'MIME-Version: 1.0\nSubject: ', CASE WHEN $1 ~ '^[ -~]*$' AND $1 !~ '=\?' THEN $1
			ELSE (SELECT string_agg(format('=?UTF-8?B?%s?=', te_support.te_report_mail_base64(substr($1, 12 * i + 1, 12))), E'\n ' ORDER BY i) FROM generate_series(0, (length($1) - 1) / 12) AS i) END,
		E'\nContent-Type: multipart/alternative; boundary="', b.mark, E'"\n\n--', b.mark, E'\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n', te_support.te_report_mail_base64($2),
		E'\n--', b.mark, E'\nContent-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n', te_support.te_report_mail_base64($3), E'\n--', b.mark, E'--\n')
	FROM (SELECT 'report_' || md5($3) AS mark) AS b;
END;
COMMENT ON FUNCTION te_support.te_report_mail_message(text, text, text) IS
'Support of reports: a mail with its parts, as sendmail reads one. Example: SELECT te_support.te_report_mail_message(''a'', ''b'', ''c'') LIKE ''MIME-Version: 1.0%'' ==> true';

CREATE FUNCTION @extschema@.trade_report_mail(flows regclass, importer text DEFAULT NULL, title text DEFAULT NULL,
	on_date date DEFAULT NULL, compare_to date DEFAULT NULL, unit text DEFAULT NULL, names jsonb DEFAULT NULL,
	limits jsonb DEFAULT '{}',
	source text DEFAULT NULL, data_vintage text DEFAULT NULL, notes text DEFAULT NULL,
	max_products int4 DEFAULT 10, made_at timestamptz DEFAULT now(), period_column text DEFAULT NULL,
	importer_column text DEFAULT NULL, origin_column text DEFAULT NULL, product_column text DEFAULT NULL,
	amount_column text DEFAULT NULL, quantity_column text DEFAULT NULL, language text DEFAULT 'en',
	OUT subject text, OUT body text, OUT html text, OUT message text) RETURNS record
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET jit = off
BEGIN ATOMIC
	SELECT m.subject, m.body, m.html, te_support.te_report_mail_message(m.subject, m.body, m.html)
	FROM (SELECT te_support.te_report_mail_subject(p.data, title, importer, names, p.l) AS subject, te_support.te_report_mail_text(p.data, title, importer, names, unit, notes, p.source, p.made, p.l) AS body,
			te_support.te_report_mail_html(p.data, title, importer, names, unit, notes, p.source, p.made, p.l) AS html
		FROM (SELECT asked.l, te_support.te_report_data(flows, importer, on_date, compare_to, limits, max_products, period_column, importer_column, origin_column, product_column, amount_column, quantity_column) AS data,
				nullif(concat_ws('. ', CASE WHEN source IS NOT NULL THEN te_support.te_report_say('Source: {1}', ARRAY[source], asked.l) END,
					CASE WHEN data_vintage IS NOT NULL THEN te_support.te_report_say('Data: {1}', ARRAY[data_vintage], asked.l) END), '') AS source,
				te_support.te_report_say('Made at {1} with {2}', ARRAY[te_support.te_report_moment(made_at, asked.l), 'trade_exposure ' || @extschema@.trade_exposure_version()], asked.l) AS made
			FROM (SELECT coalesce(language, 'en') AS l) AS asked OFFSET 0) AS p OFFSET 0) AS m;
END;
COMMENT ON FUNCTION @extschema@.trade_report_mail(regclass, text, text, date, date, text, jsonb, jsonb, text, text, text, int4, timestamptz, text, text, text, text, text, text, text) IS
'The figures of trade_report as a mail: subject, plain text, HTML of tables and bars without SVG, style sheets or scripts, and all three as one message for sendmail -t, to which only To: is missing. Example: SELECT subject LIKE ''Trade exposure of Japan: %'' FROM trade_report_mail(''flows'', importer => ''JPN'') ==> true';
-- What the planner asks about the transition functions of aggregates: it loads the
-- library while a query is planned, and with it the node "Batch Group".

CREATE FUNCTION te_support.te_batch_group_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_batch_group_support(internal) IS
'Planner support function of transition functions: with it the first query of a session can be grouped in batches. Example: SET trade_exposure.batch_grouping = on; EXPLAIN SELECT importer, hhi(exporter, value) FROM trade GROUP BY importer';

ALTER FUNCTION te_support.te_bottleneck_accum(float8[], float8, float8, bool) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_ces_output_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_course_accum(float8[], float8[]) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_duty_sums_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_duty_total_accum(te_support.duty_total, numeric, numeric) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_exact_sum_accum(float8[], float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_expected_loss_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_draw_accum(float8[], float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_draw_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_event_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum(float8[], float8, date) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_one(float8[], float8, date, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_pair(float8[], float8, float8, date) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_two(float8[], float8, date, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_share_accum(float8[], text, float8, text) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_share_group_accum(float8[], text, float8, text[]) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_stop_breadth_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_top_share_accum(@extschema@.supply_mix, text, float8, int4) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4, text) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_overlap_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_overlap_change_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_restrict_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_sum_up_accum(float8[], float8[]) SUPPORT te_support.te_batch_group_support;
