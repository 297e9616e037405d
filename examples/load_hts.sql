-- load_hts.sql -- loads the tariff schedule of the United States, as the USITC
-- exports it, into the tables hts_line and hts_special:
--
--     psql -f examples/load_hts.sql < htsdata.csv
--     psql -v format=json -f examples/load_hts.sql < htsdata.json
--     psql -v regime=US2025 -v valid_from=2025-08-07 -f examples/load_hts.sql < htsdata.csv
--
-- JSON may be one array, or one object on each line.  A line without a rate has
-- that of the nearest line above it that is indented less, never that of a
-- neighbour.  Rates are read as duty expressions; words that cannot be computed
-- are kept with TEXT: before them.  With a regime, the rates of column 1 and 2
-- become measures of its program MFN (column 2: Belarus, Cuba, North Korea, Russia),
-- and those of the special column measures of PREF, an alternative to MFN, under the
-- claim of their letter (S is USMCA).  Letters of programs whose countries the file
-- does not tell (GSP, AGOA, CBERA) stay in hts_special, and the last lines say so.
\if :{?format} \else \set format csv \endif
\set ON_ERROR_STOP on
\set source HTS
SELECT :'format' = 'json' AS is_json \gset
\if :is_json
\ir loader/read_json.sql
CREATE TEMP TABLE hts_row ON COMMIT DROP AS
SELECT n, value->>'htsno' AS hts, value->>'indent' AS indent, value->>'description' AS description,
	value->'units' AS units, value->>'general' AS general, value->>'special' AS special, value->>'other' AS column2
FROM csv_rows;
\else
\set columns 'HTS Number|Indent|Description|Unit of Quantity|General Rate of Duty|Special Rate of Duty|Column 2 Rate of Duty'
\ir loader/read_csv.sql
CREATE TEMP TABLE hts_row ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY ctid)::int AS n, "HTS Number" AS hts, "Indent" AS indent, "Description" AS description,
	CASE WHEN "Unit of Quantity" ~ '^\s*\[' THEN "Unit of Quantity"::jsonb
		WHEN btrim("Unit of Quantity") <> '' THEN to_jsonb(ARRAY[btrim("Unit of Quantity")]) END AS units,
	"General Rate of Duty" AS general, "Special Rate of Duty" AS special, "Column 2 Rate of Duty" AS column2
FROM csv_rows;
\endif

-- the USITC writes an empty cell as a line feed now and then
UPDATE hts_row SET hts = btrim(hts, E' \t\r\n'), indent = btrim(indent, E' \t\r\n'), general = btrim(general, E' \t\r\n'),
	special = btrim(special, E' \t\r\n'), column2 = btrim(column2, E' \t\r\n');

-- Each line with the number of the line that its rate comes from.
CREATE FUNCTION pg_temp.inherit_rates() RETURNS TABLE (n int, rate_row int) LANGUAGE plpgsql AS $$
DECLARE
	line record;
	above int[] := '{}';	-- for each indent down to the present one, the line that has its rate
BEGIN
	FOR line IN SELECT r.n, btrim(r.indent)::int AS indent, btrim(r.general) <> '' AS rated FROM hts_row r ORDER BY r.n LOOP
		above := above[1:least(line.indent, cardinality(above))];
		WHILE cardinality(above) < line.indent LOOP	-- an indent was skipped
			above := array_append(above, above[cardinality(above)]);
		END LOOP;
		n := line.n;
		rate_row := CASE WHEN line.rated THEN line.n ELSE above[cardinality(above)] END;
		above := array_append(above, rate_row);
		RETURN NEXT;
	END LOOP;
END $$;
UPDATE hts_row SET units = NULL WHERE jsonb_typeof(units) <> 'array';
CREATE TEMP TABLE csv_hts ON COMMIT DROP AS
SELECT r.n, hs_code(r.hts) AS code, btrim(r.hts) AS hts, btrim(r.indent)::int AS indent, r.description,
	ARRAY(SELECT u FROM jsonb_array_elements_text(r.units) AS u WHERE btrim(u) <> '') AS units,
	nullif(btrim(f.general), '') AS general, nullif(btrim(f.special), '') AS special, nullif(btrim(f.column2), '') AS column2,
	hs_code(f.hts) AS rate_from, count(*) OVER (PARTITION BY hs_code(r.hts) ORDER BY r.n) AS time
FROM hts_row r JOIN pg_temp.inherit_rates() i USING (n) LEFT JOIN hts_row f ON f.n = i.rate_row;

CREATE TABLE IF NOT EXISTS hts_line (
	code		text COLLATE "C" PRIMARY KEY,	-- digits
	indent		int NOT NULL,
	description	text,
	units		text[] NOT NULL,			-- that quantities are reported in
	general		text NOT NULL,				-- column 1, as printed
	special		text,						-- column 1 for programs, as printed
	column2		text,						-- column 2, as printed
	rate		text NOT NULL,				-- column 1 as a duty expression, or TEXT:…
	rate2		text,						-- column 2 likewise
	rate_from	text COLLATE "C"			-- line that has the rate
);
CREATE TABLE IF NOT EXISTS hts_special (
	code		text COLLATE "C" NOT NULL,	-- line that has the rate
	program		text NOT NULL,				-- as printed: S is the agreement with Mexico and Canada
	rate		text NOT NULL				-- duty expression, or TEXT:…
);
\ir loader/rate_text.sql

INSERT INTO hts_line (code, indent, description, units, general, special, column2, rate, rate2, rate_from)
SELECT code, indent, description, units, general, special, column2, pg_temp.rate(general), pg_temp.rate(column2), rate_from
FROM csv_hts WHERE code IS NOT NULL AND general IS NOT NULL AND time = 1;
INSERT INTO hts_special (code, program, rate)
SELECT code, btrim(program), pg_temp.rate(btrim(part[1], ' ,;'))
FROM csv_hts, regexp_matches(special, '([^()]*)\(([^()]*)\)', 'g') AS part, string_to_table(part[2], ',') AS program
WHERE code = rate_from AND time = 1 AND btrim(part[1], ' ,;') <> '';

\if :{?regime}
\if :{?valid_from} \else \set valid_from '' \endif
INSERT INTO tariff_regime (regime, currency, description) VALUES (:'regime', 'USD', 'loaded from the USITC schedule')
ON CONFLICT DO NOTHING;
-- a preference that is claimed counts where column 1 comes to the same
INSERT INTO tariff_program (regime, program, ord, combine, mandatory, choice_group) VALUES
	(:'regime', 'PREF', 0, 'specific', false, 'column 1'), (:'regime', 'MFN', 1, 'specific', true, 'column 1') ON CONFLICT DO NOTHING;
INSERT INTO tariff_area (regime, area, country)
SELECT :'regime', 'COL2', country FROM unnest(ARRAY['BY', 'CU', 'KP', 'RU']) AS country
WHERE NOT EXISTS (SELECT FROM tariff_area WHERE regime = :'regime' AND area = 'COL2');
-- a line whose rate stands on a shorter code with the same digits has it from there
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, valid_from, legal_ref)
SELECT :'regime', code || '|' || area, 'MFN', code, area, rate, nullif(:'valid_from', '')::date, 'HTS ' || legal_ref
FROM (
	SELECT code, rate_from, '*' AS area, rate, 'column 1' AS legal_ref FROM hts_line
	UNION ALL SELECT code, rate_from, 'COL2', rate2, 'column 2' FROM hts_line WHERE rate2 IS NOT NULL) AS r
WHERE code IN (SELECT code FROM csv_hts) AND (rate_from = code OR NOT starts_with(code, rate_from));
-- letters of the special column: the claim, and the countries of the agreement (general notes 3 to 35)
CREATE TEMP TABLE hts_letter (letter text PRIMARY KEY, claim text NOT NULL, area text NOT NULL, countries text[]) ON COMMIT DROP;
INSERT INTO hts_letter
SELECT iso, iso, iso, NULL FROM unnest('{AU,BH,CL,CO,IL,JO,JP,KR,MA,OM,PA,PE,SG}'::text[]) AS iso
UNION ALL VALUES ('S', 'USMCA', 'USMCA', '{CA,MX}'::text[]), ('P', 'P', 'CAFTA', '{CR,DO,GT,HN,NI,SV}'),
	('C', 'C', '*', NULL), ('K', 'K', '*', NULL), ('L', 'L', '*', NULL);
INSERT INTO tariff_area (regime, area, country)
SELECT :'regime', area, country FROM hts_letter, unnest(countries) AS country
WHERE NOT EXISTS (SELECT FROM tariff_area AS a WHERE a.regime = :'regime' AND a.area = hts_letter.area);
-- where a line has none for S or P itself, the words that S+ and P+ point to are theirs; a line that column 1 frees needs no preference
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, except_areas, rate, need, valid_from, legal_ref)
SELECT DISTINCT ON (l.code, p.letter) :'regime', l.code || '|' || p.letter, 'PREF', l.code, p.area, CASE WHEN p.area = '*' THEN '{COL2}'::text[] END,
	s.rate, ARRAY[p.claim], nullif(:'valid_from', '')::date, 'special (' || s.program || ')'
FROM hts_line AS l JOIN hts_special AS s ON s.code = l.rate_from JOIN hts_letter AS p ON s.program IN (p.letter, p.letter || '+')
WHERE l.code IN (SELECT code FROM csv_hts) AND (l.rate_from = l.code OR NOT starts_with(l.code, l.rate_from)) AND l.rate <> 'Free' AND (s.program = p.letter OR p.letter IN ('S', 'P'))
ORDER BY l.code, p.letter, length(s.program);
SELECT compiled, programs, measures, rules FROM tariff_compile(:'regime');
\endif

-- what is kept as words, line by line: it has no duty
SELECT n AS row, hts AS line, general AS words, 'rate in words' AS why
FROM csv_hts WHERE code = rate_from AND time = 1 AND duty_problem(general) IS NOT NULL ORDER BY n;

\if :{?regime}
-- preferences that the regime does not have: nobody can claim them
SELECT 'preference "' || program || '" of ' || count(*) || ' lines' AS line, 'the file does not tell its countries' AS why
FROM hts_special WHERE program NOT IN (SELECT letter FROM hts_letter) AND program NOT IN ('S+', 'P+') AND program <> '' GROUP BY program ORDER BY program;
\endif

CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN code IS NULL OR general IS NULL OR time > 1 THEN 'dropped' ELSE 'kept' END AS fate,
	CASE WHEN hts = '' OR hts IS NULL THEN 'words without a code'
		WHEN code IS NULL THEN hs_problem(hts)
		WHEN general IS NULL THEN 'heading without a rate'
		WHEN time > 1 THEN 'code given before'
		WHEN duty_problem(general) IS NOT NULL THEN 'rate in words'
		WHEN rate_from IS DISTINCT FROM code THEN 'rate of the line above'
		ELSE '' END AS why
FROM csv_hts;
\ir loader/audit.sql
