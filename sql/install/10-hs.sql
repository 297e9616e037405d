
-- Codes of the Harmonized System.

CREATE FUNCTION @extschema@.hs_code(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_code(text) IS
'The digits of an HS code as people write it, or NULL when it is none: totals, hidden digits, lost zeros (see hs_problem). Example: SELECT hs_code(''8505.11.00.70'') → 8505110070';

CREATE FUNCTION @extschema@.hs_code(code bigint, digits integer) RETURNS text
AS 'MODULE_PATHNAME', 'hs_code_number' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_code(bigint, integer) IS
'The HS code of a column that was read as numbers, with its leading zero. Example: SELECT hs_code(10121, 6) → 010121';

CREATE FUNCTION @extschema@.hs_problem(code text, revision text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_problem(text, text) IS
'Why hs_code gives NULL or, with a revision, that it has no such chapter, heading or subheading; NULL when the code is fine. Example: SELECT hs_problem(''854142'', ''HS2017'') → is not in HS2017';

CREATE FUNCTION @extschema@.hs_codes(revision text, OUT code text, OUT kind text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 5400;
COMMENT ON FUNCTION @extschema@.hs_codes(text) IS
'The subheadings of a revision of the HS (kind code), and those by which Comtrade divides petroleum in HS1992 and HS1996 (kind legacy). Example: SELECT count(*) FROM hs_codes(''HS2022'') → 5612';

CREATE FUNCTION @extschema@.hs_level(code text) RETURNS integer
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_level(text) IS
'Number of digits of an HS code: 2 chapter, 4 heading, 6 subheading, more national. Example: SELECT hs_level(''8505.11'') → 6';

CREATE FUNCTION @extschema@.hs_chapter(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_chapter(text) IS
'The chapter of an HS code, two digits. Example: SELECT hs_chapter(''8505.11'') → 85';

CREATE FUNCTION @extschema@.hs_heading(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_heading(text) IS
'The heading of an HS code, four digits; NULL for a chapter. Example: SELECT hs_heading(''8505.11'') → 8505';

CREATE FUNCTION @extschema@.hs_subheading(code text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_subheading(text) IS
'The subheading of an HS code, the six digits that the world shares; NULL for a shorter code. Example: SELECT hs_subheading(''8505110070'') → 850511';

CREATE FUNCTION @extschema@.hs_prefixes(code text, lengths integer[] DEFAULT '{2,4,6,8,10}') RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_prefixes(text, integer[]) IS
'The beginnings of an HS code, for an equality join with rules kept by prefix. Example: SELECT hs_prefixes(''85051100'') → {85,8505,850511,85051100}';

CREATE FUNCTION te_support.te_hs_prefix_first(prefix text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_prefix_first(text) IS
'Lower end of the range of codes within a prefix, in byte order. Example: SELECT te_support.te_hs_prefix_first(''85.05'') → 8505';

CREATE FUNCTION te_support.te_hs_prefix_after(prefix text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_prefix_after(text) IS
'First text behind the range of codes within a prefix, in byte order. Example: SELECT te_support.te_hs_prefix_after(''85.05'') → 8506';

CREATE FUNCTION te_support.te_hs_within_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_hs_within_support(internal) IS
'Planner support of hs_within; not to be called. Example: EXPLAIN SELECT * FROM flow WHERE hs_within(hs, ''8505'') shows an index condition';

CREATE FUNCTION @extschema@.hs_within(code text, prefix text) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE SUPPORT te_support.te_hs_within_support;
COMMENT ON FUNCTION @extschema@.hs_within(text, text) IS
'Whether a clean code (digits only, see hs_code) begins with a prefix; uses a btree index on code COLLATE "C" or with text_pattern_ops. Example: SELECT hs_within(''850511'', ''85.05'') → t';

CREATE FUNCTION @extschema@.hs_convert(from_code text, from_revision text, to_revision text, code_weights jsonb DEFAULT NULL,
	links text DEFAULT 'main', route text DEFAULT 'direct', OUT code text, OUT relation text, OUT share double precision, OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 2;
COMMENT ON FUNCTION @extschema@.hs_convert(text, text, text, jsonb, text, text) IS
'A subheading in another revision of the HS (1992 … 2022) by the UN''s table of the two, with the share of each target: equal parts, or by weights; links ''all'' also follows marginal correspondences, route ''steps'' goes through adjacent revisions, the note says where a table was corrected. Example: SELECT code, share FROM hs_convert(''854140'', ''HS2017'', ''HS2022'') → 854141 0.25, 854142 0.25, 854143 0.25, 854149 0.25';

CREATE FUNCTION @extschema@.hs_name(code text, revision text DEFAULT 'HS2022', with_heading boolean DEFAULT false) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.hs_name(text, text, boolean) IS
'What a heading or subheading is, in the English words of the USITC; of an older revision where it converts one to one, else NULL; a subheading''s words follow those of its heading, which with_heading puts in front. Example: SELECT hs_name(''850650'') → Lithium';

CREATE FUNCTION @extschema@.hs_class(code text, revision text, classification text, OUT class text, OUT share double precision, OUT note text)
RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5 ROWS 1;
COMMENT ON FUNCTION @extschema@.hs_class(text, text, text) IS
'The class of a subheading in SITC1 to SITC4, or its classes in BEC4 with equal shares, by the United Nations'' tables; where there is none, one row whose note says why. Example: SELECT class FROM hs_class(''850511'', ''HS2022'', ''SITC4'') → 77881';
