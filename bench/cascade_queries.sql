-- cascade_queries.sql -- synthetic networks of firms and of sectors, and what is asked of them.
CREATE TABLE bench_purchase (n int, supplier int, "user" int, amount float8);
CREATE TABLE bench_net (n int, net supply_network, build_s float8);
ALTER TABLE bench_net ALTER net SET STORAGE external;
CREATE TABLE bench_answer (n int, tolerance float8, engine text, node int, risk float8, down float8, up float8, rounds int);

-- A number from 0 up to 1: the same for the same arguments.
CREATE FUNCTION bench_draw(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$SELECT (hashint8extended(i, salt) & 1048575) / 1048576.0::float8$$;

-- Ten purchases a firm on average; a few suppliers and a few users have many.  60
-- sectors, of which 18 sell essential products.
CREATE PROCEDURE bench_add_firms(size int) LANGUAGE plpgsql AS $$
DECLARE
	began timestamptz;
BEGIN
	INSERT INTO bench_purchase
	SELECT size, floor(size * power(bench_draw(i, 2), 2)),
		(7919 * floor(0.7 * size * power(bench_draw(i, 3), 1.7))::bigint) % size, exp(4 * bench_draw(i, 4))
	FROM generate_series(1, size * 10) AS i;
	began := clock_timestamp();
	INSERT INTO bench_net (n, net)
	SELECT size, with_nodes((SELECT supply_network('f' || supplier, 'f' || "user", amount) FROM bench_purchase WHERE n = size),
		'f' || f, NULL, NULL, NULL, 's' || s, CASE WHEN s % 10 < 3 THEN 1 ELSE 0 END)
	FROM generate_series(0, size - 1) AS f, LATERAL (SELECT bench_sector(f)) AS x(s);
	UPDATE bench_net SET build_s = extract(epoch FROM clock_timestamp() - began) WHERE n = size;
END $$;

CREATE FUNCTION bench_sector(firm int) RETURNS int LANGUAGE sql IMMUTABLE AS $$SELECT floor(60 * bench_draw(firm, 1))::int$$;

-- The firms whose stop is tried.
CREATE FUNCTION bench_scenarios(size int, count int) RETURNS int[] LANGUAGE sql IMMUTABLE AS
$$SELECT array_agg((i * 97 + 13) % size) FROM generate_series(0, count - 1) AS i$$;

-- Measure once the first scenarios of a network; the answers are kept.
CREATE PROCEDURE bench_measure_cascade(size int, goal float8, scenarios int) LANGUAGE plpgsql AS $$
DECLARE
	firms text[] := (SELECT array_agg('f' || f) FROM unnest(bench_scenarios(size, scenarios)) AS f);
	cpu float8 := bench_cpu();
	began timestamptz := clock_timestamp();
	wall float8;
BEGIN
	CREATE TEMP TABLE risk AS SELECT r.* FROM bench_net, systemic_risk(net, CASE WHEN goal < 0.001 THEN goal ELSE 1e-9 END, 'none', 'mixed', NULL, NULL, 100000, firms, stop_change => CASE WHEN goal >= 0.001 THEN goal END) AS r WHERE n = size;
	wall := extract(epoch FROM clock_timestamp() - began) * 1e3;
	INSERT INTO bench_time SELECT bench_cascade_name(size, goal, scenarios), 'trade_exposure', bench_cpu() - cpu, wall, count(*), sum(systemic_risk) FROM risk;
	DELETE FROM bench_answer WHERE (n, tolerance, engine) = (size, goal, 'trade_exposure');
	INSERT INTO bench_answer SELECT size, goal, 'trade_exposure', substr(node, 2)::int, systemic_risk, risk_down, risk_up, rounds FROM risk;
	DROP TABLE risk;
END $$;

CREATE FUNCTION bench_cascade_name(size int, goal float8, scenarios int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT format('%s scenarios of %s firms, %s', scenarios, to_char(size, 'FM9,999,999'),
	CASE WHEN goal >= 0.001 THEN 'rounds as published until ' || goal ELSE 'exact to ' || goal END)
$$;

-- How many ms after the statement timeout a query over the largest network ended; NULL: it was not cancelled.
CREATE FUNCTION bench_late() RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
	PERFORM r.* FROM bench_net, systemic_risk(net) AS r WHERE n = (SELECT max(n) FROM bench_net);
	RETURN NULL;
EXCEPTION WHEN query_canceled THEN
	RETURN extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1e3
		- (SELECT setting::float8 FROM pg_settings WHERE name = 'statement_timeout');
END $$;

-- 365 days of the dynamic model.
CREATE TABLE bench_dynamic (sectors int, flows bigint, cpu_s float8, lost float8);
CREATE PROCEDURE bench_measure_dynamics(regions int, products int, inputs int) LANGUAGE plpgsql AS $$
DECLARE
	net supply_network;
	began float8;
	lost float8;
BEGIN
	WITH flow AS (SELECT s, u, exp(6 * bench_draw(s * 100003 + u, 5)) AS amount
		FROM generate_series(0, regions * products - 1) AS s, generate_series(0, regions * products - 1) AS u
		WHERE bench_draw(s * 100003 + u, 6) * regions * products < inputs)
	SELECT with_nodes((SELECT supply_network('r' || s, 'r' || u, amount) FROM flow),
		'r' || n, NULL, 300 * inputs * bench_draw(n, 7), NULL, 'p' || n % products, NULL) INTO net
	FROM generate_series(0, regions * products - 1) AS n;
	began := bench_cpu();
	SELECT sum(production_loss) INTO lost FROM dynamic_loss_by_node(net,
		'{"node": "r1", "cut": 0.6, "from": 5, "duration": 60}', 365, 365, 30);
	INSERT INTO bench_dynamic VALUES (regions * products, (network_summary(net)).edges, (bench_cpu() - began) / 1e3, lost);
END $$;
