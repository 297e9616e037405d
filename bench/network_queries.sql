-- network_queries.sql -- random networks of any size, what is asked of them, and
-- Leontief by sweeps in plain SQL.
-- a table for each: who reads one network does not read the others
CREATE TABLE bench_flow (n int, supplier int, "user" int, amount float8) PARTITION BY LIST (n);
CREATE TABLE bench_node (n int, node int, output float8);
CREATE TABLE bench_net (n int, net supply_network, ones supply_mix, economy supply_network);	-- economy: with sectors, for the dynamic model

-- A network of n nodes and three queries about it.
CREATE PROCEDURE bench_add_network(size int) LANGUAGE plpgsql AS $$
BEGIN
	PERFORM setseed(0.42);
	EXECUTE format('CREATE TABLE bench_flow_%s PARTITION OF bench_flow FOR VALUES IN (%1$s)', size);
	IF size <= 5000 THEN
		INSERT INTO bench_flow SELECT size, i, j, random() FROM generate_series(1, size) AS i, generate_series(1, size) AS j;
	ELSE
		INSERT INTO bench_flow SELECT size, s, u, sum(a)
		FROM (SELECT i % size + 1 AS s, 1 + floor(random() * size)::int AS u, random() AS a FROM generate_series(0, 10 * size - 1) AS i) AS e
		GROUP BY s, u;
	END IF;
	INSERT INTO bench_node SELECT size, node, coalesce(sold, 0) * (1.4 + random()) + 1
	FROM generate_series(1, size) AS node LEFT JOIN (SELECT supplier AS node, sum(amount) AS sold FROM bench_flow WHERE n = size GROUP BY 1) AS s USING (node);
	ANALYZE bench_flow, bench_node;
	-- materialised: a plan may otherwise build the network again for each node
	INSERT INTO bench_net
	WITH f AS MATERIALIZED (SELECT supply_network(supplier::text, "user"::text, amount) AS net FROM bench_flow WHERE n = size)
	SELECT size, with_nodes(net, node::text, output, NULL), supply_mix(node::text, 1),
		CASE WHEN size <= 5000 THEN with_nodes(net, node::text, NULL, 0.4 * output, NULL, 'sector ' || node % 50, NULL) FILTER (WHERE size <= 5000) END
	FROM f, bench_node WHERE n = size;
	-- read from its table each time, or kept since the question before
	INSERT INTO bench_query (question, engine, query, setting)
	SELECT format('Leontief, %s nodes, %s', size, how), 'trade_exposure', format('SELECT count(*), sum(output) FROM bench_net, leontief_output(net, NULL, ones) WHERE n = %s', size), setting
	FROM (VALUES ('stored', 'trade_exposure.network_cache = 0'), ('stored, asked again', NULL)) AS v(how, setting);
	INSERT INTO bench_query (question, engine, query) VALUES
		-- bench_run_in_memory has the network in memory
		(format('Leontief, %s nodes, in memory', size), 'trade_exposure', format('memory %s', size));
	IF (SELECT count(*) <= 1000000 FROM bench_flow WHERE n = size) THEN
		-- materialised, as above
		INSERT INTO bench_query (question, engine, query) VALUES
			(format('Leontief, %s nodes, from the rows', size), 'trade_exposure', format('WITH f AS MATERIALIZED (SELECT supply_network(supplier::text, "user"::text, amount) AS net FROM bench_flow WHERE n = %s),
				g AS MATERIALIZED (SELECT with_nodes(net, node::text, output, NULL) AS net FROM f, bench_node WHERE n = %1$s)
				SELECT count(*), sum(output) FROM g, bench_net AS b, leontief_output(g.net, NULL, ones) WHERE b.n = %1$s', size)),
			(format('build, %s nodes', size), 'trade_exposure', format('SELECT edges::bigint AS count, amount AS sum FROM (SELECT supply_network(supplier::text, "user"::text, amount) AS net FROM bench_flow WHERE n = %s) AS f, network_summary(net)', size));
	END IF;
	IF size <= 5000 THEN
		INSERT INTO bench_query (question, engine, query) VALUES
			(format('extraction of all, %s nodes', size), 'trade_exposure', format('SELECT count(*), sum(total_loss) FROM bench_net, hypothetical_extraction(net) WHERE n = %s', size));
	END IF;
	IF (SELECT count(*) <= 300000 FROM bench_flow WHERE n = size) THEN
		INSERT INTO bench_query (question, engine, query) VALUES
			(format('Leontief, %s nodes, from the rows', size), 'plain SQL', format('SELECT * FROM bench_sweeps(%s)', size));
	END IF;
END $$;

-- What asks of a network that is in memory: a variable of a procedure that may
-- commit holds its value as it is, not where it is stored.  (EXECUTE would copy it.)
CREATE PROCEDURE bench_run_in_memory(what text, size int, OUT line text) LANGUAGE plpgsql AS $$
DECLARE
	network supply_network;
	one supply_mix;
	a record;
	cpu float8;
	wall float8;
	began timestamptz;
BEGIN
	SELECT net, ones INTO network, one FROM bench_net WHERE n = size;
	-- else the plan is made for this very value and holds copies of it
	PERFORM set_config('plan_cache_mode', 'force_generic_plan', true);
	cpu := bench_cpu();
	began := clock_timestamp();
	SELECT count(*), sum(output) INTO a FROM leontief_output(network, NULL, one);
	wall := extract(epoch FROM clock_timestamp() - began) * 1e3;
	line := concat_ws(E'\t', what, 'trade_exposure', bench_cpu() - cpu, wall, a.count, a.sum);
END $$;

-- A question of either kind, for turns.sh.
ALTER PROCEDURE bench_run(text, text) RENAME TO bench_run_query;
CREATE PROCEDURE bench_run(what text, how text, OUT line text) LANGUAGE plpgsql AS $$
BEGIN
	IF what LIKE '%in memory' THEN
		CALL bench_run_in_memory(what, substring(what FROM '\d+')::int, line);
	ELSE
		IF what LIKE '%asked again' THEN
			CALL bench_run_query(what, how, line);
		END IF;
		CALL bench_run_query(what, how, line);
	END IF;
END $$;

-- however it is asked, one answer
CREATE OR REPLACE FUNCTION bench_same_as(question text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$SELECT CASE WHEN question LIKE 'Leontief%' THEN substring(question FROM 'Leontief, \d+ nodes') ELSE question END$$;

-- who is asked what; the inverse and LAPACK's solution only of dense networks
CREATE VIEW bench_asked AS
SELECT n, question, engine FROM bench_query
UNION ALL
SELECT n, question, peer FROM bench_query JOIN (VALUES ('%in memory', 'scipy', NULL), ('%in memory', 'numpy, gemv', 5000), ('%in memory', 'numpy, solve', 5000),
	('%asked again', 'scipy', NULL), ('%asked again', 'numpy, gemv', 5000), ('%stored', 'scipy, file', NULL), ('%from the rows', 'scipy, table', NULL), ('extraction%', 'numpy, inverse', 5000)) AS p(pattern, peer, most)
	ON question LIKE pattern AND coalesce(substring(question FROM '\d+')::int <= most, true)
WHERE engine = 'trade_exposure';

-- Leontief's series f + A f + A² f + … by joins; returns once the last term is small.
CREATE FUNCTION bench_sweeps(size int) RETURNS TABLE (count bigint, sum float8) LANGUAGE plpgsql AS $$
DECLARE
	term float8;
BEGIN
	CREATE TEMP TABLE coefficient ON COMMIT DROP AS
	SELECT supplier, "user", amount / output AS a FROM bench_flow AS f JOIN bench_node AS b ON b.node = f."user" AND b.n = size WHERE f.n = size;
	ANALYZE coefficient;
	CREATE TEMP TABLE x ON COMMIT DROP AS SELECT node, 1::float8 AS total, 1::float8 AS term FROM bench_node WHERE n = size;
	LOOP
		ANALYZE x;
		CREATE TEMP TABLE next ON COMMIT DROP AS
		SELECT x.node, x.total + coalesce(t.term, 0) AS total, coalesce(t.term, 0) AS term
		FROM x LEFT JOIN (SELECT c.supplier AS node, pg_catalog.sum(c.a * x.term) AS term
			FROM coefficient AS c JOIN x ON x.node = c."user" GROUP BY 1) AS t USING (node);
		SELECT max(next.term) INTO term FROM next;
		DROP TABLE x;
		ALTER TABLE next RENAME TO x;
		EXIT WHEN term < 1e-11;
	END LOOP;
	RETURN QUERY SELECT pg_catalog.count(*), (SELECT pg_catalog.sum(output) FROM bench_node WHERE n = size) + pg_catalog.sum(x.total) FROM x;
	DROP TABLE x, coefficient;
END $$;
