-- measure.sql -- for \ir: what every part of the benchmark measures with.
-- A part fills bench_query; CALL bench_measure(repeats) runs the queries in
-- turn, repeats times after one warm-up, and checks that queries of the same
-- question give the same answer.  bench_result has the medians.
CREATE TABLE bench_query (
	n			int GENERATED ALWAYS AS IDENTITY,
	question	text NOT NULL,		-- what is asked
	engine		text NOT NULL,		-- how: trade_exposure, plain SQL, DuckDB …
	query		text NOT NULL,		-- gives one row: count, sum of the answers
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

-- Processor time of this backend in ms, from the kernel's own count.
CREATE FUNCTION bench_cpu() RETURNS float8 LANGUAGE sql VOLATILE AS
$$SELECT split_part(pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1)::float8 / 1e6$$;

CREATE PROCEDURE bench_measure(repeats int) LANGUAGE plpgsql AS $$
DECLARE
	q record;
	a record;
	cpu float8;
	began timestamptz;
BEGIN
	FOR run IN 0 .. repeats LOOP
		FOR q IN SELECT * FROM bench_query ORDER BY n LOOP
			cpu := bench_cpu();
			began := clock_timestamp();
			EXECUTE q.query INTO a;
			IF run > 0 THEN
				INSERT INTO bench_time SELECT q.question, q.engine, bench_cpu() - cpu,
					extract(epoch FROM clock_timestamp() - began) * 1e3, a.count, a.sum;
			END IF;
		END LOOP;
	END LOOP;
END $$;

CREATE VIEW bench_result AS
SELECT question, engine, percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu) AS cpu,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY wall) AS wall, min(rows) AS rows, min(answer) AS answer
FROM bench_time GROUP BY question, engine;

-- Questions that two engines answer differently: a benchmark of wrong answers is worth nothing.
CREATE VIEW bench_disagreement AS
SELECT question, a.engine, a.rows, a.answer, b.engine AS other, b.rows AS other_rows, b.answer AS other_answer
FROM bench_result AS a JOIN bench_result AS b USING (question)
WHERE a.engine < b.engine AND (a.rows <> b.rows OR abs(a.answer - b.answer) > 1e-9 * abs(a.answer));
