-- measure.sql -- for \ir: what every part of the benchmark measures with.
-- A part fills bench_query.  bench_run measures one query once; turns.sh lets
-- engines answer in turns; CALL bench_measure(repeats) runs all queries in turns
-- in one session.  bench_result has the medians, bench_check ends the run when
-- two engines do not give the same answer.
CREATE TABLE bench_engine (
	engine		text PRIMARY KEY,
	version		text NOT NULL,		-- or why it is not there: 'not to be had: …'
	storage		text NOT NULL		-- where and how it keeps the rows
);
INSERT INTO bench_engine
SELECT engine, what || ' in PostgreSQL ' || current_setting('server_version'), 'heap tables, text codes, one process, no JIT'
FROM (SELECT 'trade_exposure', extversion FROM pg_extension WHERE extname = 'trade_exposure' UNION ALL SELECT 'plain SQL', 'without the extension') AS e(engine, what);
CREATE TABLE bench_query (
	n			int GENERATED ALWAYS AS IDENTITY,
	question	text NOT NULL,		-- what is asked
	engine		text NOT NULL,		-- how: trade_exposure, plain SQL, DuckDB …
	query		text NOT NULL,		-- gives one row: count, sum of the answers
	setting		text,				-- of the server, for this query alone; several with a comma
	PRIMARY KEY (question, engine)
);
CREATE TABLE bench_time (
	question	text NOT NULL,
	engine		text NOT NULL,
	cpu			float8 NOT NULL,	-- processor time, ms
	wall		float8 NOT NULL,	-- elapsed, ms
	rows		float8,
	answer		float8
);

-- Processor time of this backend in ms, from the kernel's own count.  The kernel
-- adds up when a process stops running: hence the nap.
CREATE FUNCTION bench_cpu() RETURNS float8 LANGUAGE sql VOLATILE AS $$
SELECT pg_sleep(0.0001);
SELECT split_part(pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1)::float8 / 1e6
$$;

-- Run a query once; the line is a row of bench_time, tab separated.
CREATE PROCEDURE bench_run(what text, how text, OUT line text) LANGUAGE plpgsql AS $$
DECLARE
	q bench_query := (SELECT q FROM bench_query AS q WHERE question = what AND engine = how);
	setting text;
	a record;
	cpu float8;
	wall float8;
	began timestamptz;
BEGIN
	FOREACH setting IN ARRAY string_to_array(coalesce(q.setting, ''), ', ') LOOP
		EXECUTE 'SET LOCAL ' || setting;
	END LOOP;
	cpu := bench_cpu();
	began := clock_timestamp();
	EXECUTE format('SELECT count::float8 AS count, sum::float8 AS sum FROM (%s) AS answer', q.query) INTO a;
	wall := extract(epoch FROM clock_timestamp() - began) * 1e3;
	line := concat_ws(E'\t', what, how, bench_cpu() - cpu, wall,
		coalesce(a.count::text, '\N'), coalesce(a.sum::text, '\N'));
END $$;

-- All queries in turns, after one warm-up.
CREATE PROCEDURE bench_measure(repeats int) LANGUAGE plpgsql AS $$
DECLARE
	q record;
	line text;
BEGIN
	FOR run IN 0 .. repeats LOOP
		FOR q IN SELECT question, engine FROM bench_query ORDER BY n LOOP
			CALL bench_run(q.question, q.engine, line);
			IF run > 0 THEN
				INSERT INTO bench_time SELECT f[1], f[2], f[3]::float8, f[4]::float8, nullif(f[5], '\N')::float8, nullif(f[6], '\N')::float8
				FROM string_to_array(line, E'\t') AS f;
			END IF;
		END LOOP;
	END LOOP;
END $$;

CREATE VIEW bench_result AS
SELECT question, engine, percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu) AS cpu, min(cpu) AS cpu_min,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY wall) AS wall, count(*) AS runs, min(rows) AS rows, min(answer) AS answer
FROM bench_time GROUP BY question, engine;

-- Which other question must have the same answer; a part with such questions replaces it.
CREATE FUNCTION bench_same_as(question text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT question';

-- End the run when two engines, or two runs, answer a question differently by more
-- than rounding and "slack" a row: a benchmark of wrong answers is worth nothing.
CREATE PROCEDURE bench_check(slack float8 DEFAULT 0) LANGUAGE plpgsql AS $$
DECLARE
	d record;
BEGIN
	SELECT a.question, a.engine, a.rows, a.answer, b.question AS other_question, b.engine AS other_engine, b.rows AS other_rows, b.answer AS other_answer
	INTO d FROM bench_time AS a JOIN bench_time AS b ON bench_same_as(a.question) = bench_same_as(b.question)
	WHERE a.rows <> b.rows OR (a.answer IS NULL) <> (b.answer IS NULL)
		OR NOT abs(a.answer - b.answer) <= 1e-9 * abs(a.answer) + slack * a.rows LIMIT 1;
	IF FOUND THEN
		RAISE 'two answers differ' USING DETAIL = format('%s by %s: %s rows, %s; %s by %s: %s rows, %s.',
			d.question, d.engine, d.rows, d.answer, d.other_question, d.other_engine, d.other_rows, d.other_answer);
	END IF;
END $$;

-- A number for a table: three digits that count.
CREATE FUNCTION bench_digits(x float8) RETURNS text LANGUAGE sql IMMUTABLE AS
$$SELECT to_char(x, CASE WHEN abs(x) < 1 THEN 'FM0.000' WHEN abs(x) < 10 THEN 'FM0.00' WHEN abs(x) < 100 THEN 'FM90.0' ELSE 'FM999,999,990' END)$$;

-- What an engine took for a question, times a factor: the median and the least.
CREATE FUNCTION bench_cell(what text, how text, factor float8 DEFAULT 1) RETURNS text LANGUAGE sql STABLE AS $$
SELECT coalesce(
	(SELECT format('%s (%s)', bench_digits(cpu * factor), bench_digits(cpu_min * factor)) FROM bench_result WHERE question = what AND engine = how),
	(SELECT 'not to be had' FROM bench_engine WHERE engine = how AND version LIKE 'not to be had%'), '–')
$$;

-- The engines and what they ran on, as a list.
CREATE VIEW bench_engines AS
SELECT format('- %s: %s; %s.', engine, version, storage) AS line FROM bench_engine ORDER BY engine <> 'trade_exposure', engine;

-- What the run leaves behind beside its report: one line for each question and engine.
CREATE VIEW bench_record AS
SELECT question, engine, cpu, cpu_min, wall, runs FROM bench_result ORDER BY question, engine;
