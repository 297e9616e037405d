-- comments.sql -- what the comments of the columns say is so: each kind of claim is found by its words,
-- and held against every row of the demo's data.
BEGIN;
SET client_min_messages = warning;
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
SET LOCAL search_path = public, tap;
SELECT no_plan();

CREATE TEMP TABLE seen AS
SELECT c.relname::text AS name, a.attname::text AS col, format_type(a.atttypid, a.atttypmod) AS type, col_description(c.oid, a.attnum) AS words
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'dashboard'::regnamespace AND c.relkind = 'v';

-- the rows of each view, once
CREATE SCHEMA kept;
SELECT format('CREATE TABLE kept.%I AS SELECT * FROM dashboard.%I', name, name) FROM (SELECT DISTINCT name FROM seen) AS v
\gexec
SELECT is((SELECT count(*)::int FROM seen WHERE words IS NULL), 0, 'each column has a comment');

-- a claim: words that a comment has, and what then may not be of any value ($ is the column)
CREATE TEMP TABLE claim (claim text, words text, but_not text, wrong text);
INSERT INTO claim VALUES
	('a share is 0 to 1', '0 to 1', 'share is 0 to 1', '$ NOT BETWEEN 0 AND 1.000001'),
	('a code of three letters is of a country', 'ISO 3166 alpha-3', 'EU or World|of the past', '$ IS NOT NULL AND country_code($, ''iso3'') IS DISTINCT FROM $'),
	('or of a state of the past', 'ISO 3166 alpha-3, also of states of the past', NULL, 'length($) <> 3 OR country_name($) IS NULL AND $ IS NOT NULL'),
	('or is one of the two that are none', 'ISO 3166 alpha-3, EU or World', NULL, '$ NOT IN (''EU'', ''World'') AND (length($) <> 3 OR country_name($) IS NULL)'),
	('a code of two letters is of a country', 'ISO 3166 alpha-2', NULL, 'country_code($, ''iso2'', ''iso2'') IS DISTINCT FROM $'),
	('three digits', 'three digits', NULL, '$ !~ ''^[0-9]{3}\Z'''),
	('six digits', 'six digits', NULL, '$ !~ ''^[0-9]{6}\Z'''),
	('ten digits', 'ten digits', NULL, '$ !~ ''^[0-9]{10}\Z'''),
	('the first day of a year', 'First day of the year', NULL, 'to_char($, ''MM-DD'') <> ''01-01'''),
	('the first day of a month', 'First day of the month', NULL, 'extract(day FROM $) <> 1'),
	('a calendar year', 'Calendar year', NULL, '$ NOT BETWEEN 1988 AND 2100'),
	('at least one', 'at least 1', NULL, '$ < 1'),
	('1 is the largest', '^1 is the largest', NULL, '$ < 1'),
	('problem says why', 'NULL where problem says why', NULL, '($ IS NULL) <> (problem IS NOT NULL)'),
	('reason says why', 'NULL where reason says why', NULL, '$ IS NULL AND reason IS NULL'),
	('gaps says why', 'NULL where gaps says why', NULL, '$ IS NULL AND gaps = ''none'''),
	('a problem where there is no answer', '^Why there is no answer', NULL, '$ = '''''),
	('a number of things', '^Number of', 'Number of the', '$ < 0 OR $ <> round($)'),
	('days are counted', '^(Days of|Day since|How long|Stock)', NULL, '$ < 0'),
	('what is not said to be NULL is not', '.', 'NULL|^Why', '$ IS NULL');
CREATE FUNCTION pg_temp.breaks(name text, col text, wrong text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	rows int;
	example text;
BEGIN
	EXECUTE format('SELECT count(*), min(to_jsonb(t)::text) FROM kept.%I AS t WHERE %s', name, replace(wrong, '$', quote_ident(col))) INTO rows, example;
	RETURN CASE WHEN rows > 0 THEN rows || ' rows, as ' || left(example, 300) END;
EXCEPTION WHEN OTHERS THEN RETURN SQLERRM;
END $$;
CREATE TEMP TABLE held AS
SELECT c.claim, s.name, s.col, s.words, pg_temp.breaks(s.name, s.col, c.wrong) AS broken
FROM claim AS c JOIN seen AS s ON s.words ~ c.words AND (c.but_not IS NULL OR s.words !~ c.but_not);
SELECT is((SELECT string_agg(format('%s.%s: %s: %s', name, col, words, broken), E'\n') FROM held WHERE claim = c.claim AND broken IS NOT NULL), NULL, c.claim)
FROM claim AS c;
SELECT ok((SELECT count(*) FROM held WHERE claim = c.claim) > 0, 'some column claims: ' || c.claim) FROM claim AS c;

-- units stand in names and in comments alike
SELECT is_empty($$SELECT name, col, words FROM seen WHERE (col ~ '_usd(_|$)') <> (words ~ 'US dollars' AND type <> 'text')$$, 'what is in US dollars is called so');
SELECT is_empty($$SELECT name, col, words FROM seen WHERE (col ~ '_t(_|$)') <> (words ~ 'in tonnes')$$, 'what is in tonnes, too');
SELECT is_empty($$SELECT name, col, words FROM seen WHERE col ~ '(^|_)(share|hhi)(_|$)' AND type <> 'double precision'$$, 'shares are numbers');
SELECT is_empty($$SELECT name, col, words FROM seen WHERE type = 'boolean' AND words !~ '^Whether'$$, 'true or false begins with Whether');
SELECT is_empty($$SELECT name, col, words FROM seen WHERE type = 'date' AND words !~* '\mday\M'$$, 'a date says which day');

-- words that are listed are all there are
SELECT is_empty(format('SELECT DISTINCT %I FROM kept.%I EXCEPT SELECT unnest(%L::text[])', col, name, list), name || '.' || col || ' is one of ' || list)
FROM (VALUES ('alert', 'severity', '{critical,warning,info}'), ('stage', 'stage', '{mining,processing}'), ('stage', 'buyer', '{World,European Union}'),
	('entry_audit', 'finding', '{paid too much,paid too little,agrees,not computed}')) AS v(name, col, list)
	JOIN seen AS s USING (name, col) WHERE (SELECT bool_and(strpos(s.words, w) > 0) FROM unnest(list::text[]) AS w);
SELECT is_empty($$SELECT severity FROM kept.alert WHERE severity_order IS DISTINCT FROM CASE severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 WHEN 'info' THEN 3 END$$, 'the order of severities');

-- the arguments and columns of functions: each named in the description of its function
SELECT is_empty($$SELECT p.proname, arg FROM pg_proc AS p, LATERAL unnest(p.proargnames[1:p.pronargs]) AS arg
	WHERE p.pronamespace = 'dashboard'::regnamespace AND obj_description(p.oid, 'pg_proc') !~ ('\m' || arg || ': ')$$, 'each argument is described');
SELECT * FROM finish();
ROLLBACK;
