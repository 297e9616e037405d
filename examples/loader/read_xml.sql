-- read_xml.sql -- for \ir: reads XML from psql's standard input into the temporary
-- table csv_rows, a row for each <item>, with the text columns in the psql variable
-- "item_columns", empty where an item has no such element.  Several documents may
-- follow each other: what stands before a root element goes.  An answer that refused is shown.
\ir begin.sql
DROP TABLE IF EXISTS pg_temp.xml_line, pg_temp.csv_rows, pg_temp.csv_verdict;
CREATE TEMP TABLE xml_line (n int GENERATED ALWAYS AS IDENTITY, line text);
\ir packed.sql
\copy xml_line (line) FROM PROGRAM 'LC_ALL=C awk "$TE_PACKED"' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
CREATE TEMP TABLE xml_text ON COMMIT DROP AS
SELECT regexp_replace(coalesce(string_agg(line, E'\n' ORDER BY n), ''), '\uFEFF|<\?xml[^>]*\?>|<!DOCTYPE[^>]*>', '', 'g') AS whole FROM xml_line;
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$', CASE WHEN whole !~ '\S' THEN 'the input is empty'
	WHEN whole ~ '^TE ' THEN 'the input is ' || substr(btrim(whole), 4)
	WHEN whole !~ '^\s*<' THEN 'the input is not XML, it begins with: ' || left(whole, 60)
	ELSE 'the answer is an error: ' || coalesce(substring(whole FROM '<returnAuthMsg>([^<]*)<'), substring(whole FROM '<resultMsg>([^<]*)<'), left(whole, 200)) END)
FROM xml_text WHERE whole !~ '^\s*<' OR whole ~ '<returnReasonCode>|<resultCode>\s*0*[1-9]' OR whole !~ '<items\s*/?>'
\gexec
SELECT 'DO $do$ BEGIN RAISE EXCEPTION $$the XML is not whole: a download that broke off?$$; END $do$'
FROM xml_text WHERE NOT xml_is_well_formed_content(whole)
\gexec
-- one document of all of them
CREATE TEMP TABLE xml_document ON COMMIT DROP AS
SELECT ('<all>' || whole || '</all>')::xml AS document FROM xml_text;
SELECT format('CREATE TEMP TABLE csv_rows ON COMMIT DROP AS SELECT %s FROM xml_document, XMLTABLE(%L PASSING document COLUMNS %s)',
	string_agg(format('coalesce(%1$I, %2$L) AS %1$I', name, ''), ', '), '//item', string_agg(format('%I text PATH %L', name, name), ', '))
FROM string_to_table(:'item_columns', ' ') AS name
\gexec
DROP TABLE xml_line;
