-- Codes: nanoseconds a row beside a C function that does nothing (length of a text).
\set ON_ERROR_STOP on
\ir measure.sql
CREATE TABLE bench_code AS
SELECT code AS clean, left(code, 4) || '.' || right(code, 2) AS dotted, iso3, m49
FROM (SELECT lpad((10000 + i * 7919::bigint % 960000)::text, 6, '0') AS code, i FROM generate_series(1, :rows) AS i) AS codes
JOIN (SELECT row_number() OVER (ORDER BY iso3) - 1 AS n, count(*) OVER () AS total, iso3, coalesce(m49, '0') AS m49 FROM countries()) AS c
	ON i % total = n
WHERE hs_code(code) IS NOT NULL;
VACUUM ANALYZE bench_code;
SELECT count(*) AS rows FROM bench_code \gset

INSERT INTO bench_query (question, engine, query)
SELECT question, engine, 'SELECT count(' || expression || '), NULL::float8 AS sum FROM bench_code' FROM (VALUES
	('reading', 'executor', 'clean'), ('a call that does nothing', 'executor', 'length(clean)'),
	('a clean code', 'trade_exposure', 'hs_code(clean)'), ('a dotted code', 'trade_exposure', 'hs_code(dotted)'),
	('a dotted code', 'plain SQL', 'left(replace(dotted, ''.'', ''''), 6)'),
	('its heading', 'trade_exposure', 'hs_heading(clean)'), ('its level', 'trade_exposure', 'hs_level(dotted)'),
	('is it below another?', 'trade_exposure', 'nullif(hs_within(clean, ''8505''), false)'),
	('is it below another?', 'plain SQL', 'CASE WHEN starts_with(clean, ''8505'') THEN true END'),
	('a country by its letters', 'trade_exposure', 'country_code(iso3)'), ('a country by its number', 'trade_exposure', 'country_code(m49, ''m49'')'),
	('is it in the EU?', 'trade_exposure', 'in_country_group(iso3, ''EU'', ''2025-01-01'')')) AS v(question, engine, expression);
CALL bench_measure(:repeats);
CALL bench_check();
-- the counts could agree by chance
DO $$BEGIN
	IF EXISTS (SELECT FROM bench_code WHERE hs_code(dotted)::text IS DISTINCT FROM left(replace(dotted, '.', ''), 6)) THEN
		RAISE 'hs_code and plain SQL differ';
	END IF;
END$$;

SELECT format('%s rows; processor time in ns a row, one process: the median of %s runs in turns, and in brackets the least.', to_char(:rows, 'FM999,999,999'), :repeats);
SELECT E'\n| question | expression | ns a row | above reading |\n|---|---|---:|---:|';
SELECT format('| %s | `%s` | %s | %s |', question, substring(query FROM 'count\((.*)\), NULL'), bench_cell(question, engine, 1e6 / :rows),
	round(((cpu - (SELECT cpu FROM bench_result WHERE question = 'reading')) * 1e6 / :rows)::numeric, 1))
FROM bench_query JOIN bench_result USING (question, engine) ORDER BY n;
