-- Every query of docs/export_control.md, as the page has it, against a program of its own (test/data/export_control.py).
BEGIN;
SELECT plan(28);

CREATE TABLE flow (year int, exporter text, importer text, hs6 text, value float8, quantity float8);
\copy flow FROM PROGRAM 'zcat data/baci_hs17_critical_2022_2024.csv.gz' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE wanted (query int, place int, name text, value float8, tolerance float8);
\copy wanted FROM 'test/data/export_control.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE line (number serial, line text);
\copy line (line) FROM 'docs/export_control.md' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')

-- the page's examples: those that make a table are run, those that ask are numbered
CREATE TEMP TABLE example AS
SELECT place, sql[1] AS sql, sql[1] ~ '^CREATE' AS makes FROM (SELECT string_agg(coalesce(line, ''), E'\n' ORDER BY number) AS page FROM line) AS p,
	regexp_matches(page, E'```sql\\n(.*?);\\n```', 'g') WITH ORDINALITY AS m(sql, place);
DO $$
DECLARE
	made text;
BEGIN
	FOR made IN SELECT sql FROM example WHERE makes ORDER BY place LOOP
		EXECUTE made;
	END LOOP;
END $$;
CREATE TEMP TABLE asked AS SELECT row_number() OVER (ORDER BY place) AS query, sql FROM example WHERE NOT makes;

-- What each query answers: its rows in order.
CREATE FUNCTION pg_temp.answers(sql text) RETURNS TABLE (place bigint, answer jsonb) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT row_number() OVER (), to_jsonb(q) FROM (%s) AS q', sql);
END $$;
CREATE TEMP TABLE got AS
SELECT query, a.place::int, key AS name, CASE WHEN jsonb_typeof(value) = 'number' THEN value::float8 END AS value, value #>> '{}' AS word
FROM asked, pg_temp.answers(sql) AS a, jsonb_each(answer);

SELECT is(count(*), 12::bigint, 'the page asks twelve times') FROM asked;
SELECT is_empty(format('SELECT place, name, w.value AS wanted, g.value AS got FROM wanted AS w LEFT JOIN got AS g USING (query, place, name)
	WHERE query = %s AND (abs(g.value - w.value) <= w.tolerance) IS NOT TRUE', query), format('query %s answers as the other program does', query))
FROM (SELECT DISTINCT query FROM wanted ORDER BY query) AS q;

-- what is a number in an answer was worked out, but for a scenario's own inputs
SELECT is_empty(format($$SELECT place, name, got.value FROM got LEFT JOIN wanted AS w USING (query, place, name)
	WHERE query = %s AND got.value IS NOT NULL AND w.value IS NULL AND name NOT IN ('supply', 'demand', 'choke', 'released')$$, query),
	format('query %s has no figure that nobody checked', query))
FROM asked ORDER BY query;

-- the words of the answers
SELECT is((SELECT string_agg(word, ' ' ORDER BY place) FROM got WHERE query = 1 AND name = 'node'), 'CHN|Dy JPN|Magnet JPN|Motor JPN|Car CHN|Magnet',
	'China''s own makers stay supplied');
SELECT is((SELECT string_agg(word, ' ' ORDER BY place) FROM got WHERE query = 5 AND name = 'buyer'), 'Japan Philippines United States of America Mexico Thailand Germany', 'who buys from China without knowing it');
SELECT is((SELECT string_agg(word, ' ' ORDER BY place) FROM got WHERE query = 9 AND name = 'choke_binds'), 'false true true false', 'where the substitute sets the price');
SELECT is((SELECT string_agg(word, ' ' ORDER BY place) FROM got WHERE query = 11 AND name = 'parameter'), 'duration cover dependency cut alternative_start',
	'which guess matters most');
SELECT * FROM finish();
ROLLBACK;
