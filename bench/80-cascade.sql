-- bench/80-cascade.sql -- cascades and dynamics on synthetic networks, drawn at random
-- (no real firms): a cascade for each of a few firms at 1,000, 10,000 and 100,000
-- firms, and 365 days of the dynamic model at 48, 500 and 3,500 sectors.
\pset format unaligned
\echo 'Synthetic networks. Firms: ten purchases each on average, suppliers and buyers drawn with a skew, 60 sectors of which 18 sell essential products.'
\echo
\echo '| firms | purchases | scenarios | tolerance | s a scenario | mean index |'
\echo '|---|---|---|---|---|---|'
CREATE FUNCTION pg_temp.draw(i bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
$$SELECT (hashint8extended(i, salt) & 1048575) / 1048576.0::float8$$;
CREATE FUNCTION pg_temp.firms(n int) RETURNS supply_network LANGUAGE sql AS $$
	SELECT with_nodes((SELECT supply_network('f' || floor(n * power(pg_temp.draw(i, 2), 2)),
			'f' || (7919 * floor(0.7 * n * power(pg_temp.draw(i, 3), 1.7))::bigint) % n, exp(4 * pg_temp.draw(i, 4)))
		FROM generate_series(1, n * 10) AS i),
		'f' || f, NULL, NULL, NULL, 's' || s, CASE WHEN s % 10 < 3 THEN 1 ELSE 0 END)
	FROM generate_series(0, n - 1) AS f, LATERAL (SELECT floor(60 * pg_temp.draw(f, 1))::int) AS x(s)
$$;
CREATE FUNCTION pg_temp.sectors(regions int, products int, inputs int) RETURNS supply_network LANGUAGE sql AS $$
	WITH flow AS (SELECT s, u, exp(6 * pg_temp.draw(s * 100003 + u, 5)) AS amount
		FROM generate_series(0, regions * products - 1) AS s, generate_series(0, regions * products - 1) AS u
		WHERE pg_temp.draw(s * 100003 + u, 6) * regions * products < inputs)
	SELECT with_nodes((SELECT supply_network('r' || s, 'r' || u, amount) FROM flow),
		'r' || n, NULL, 300 * inputs * pg_temp.draw(n, 7), NULL, 'p' || n % products, NULL)
	FROM generate_series(0, regions * products - 1) AS n
$$;
DO $$
DECLARE
	net supply_network;
	n int;
	scenarios int;
	tolerance float8;
	started timestamptz;
	mean float8;
BEGIN
	CREATE TEMP TABLE lines (line text);
	FOREACH n IN ARRAY ARRAY[1000, 10000, 100000] LOOP
		net := pg_temp.firms(n);
		scenarios := 8;
		FOREACH tolerance IN ARRAY ARRAY[0.01, 1e-9] LOOP
			started := clock_timestamp();
			SELECT avg(systemic_risk) INTO mean FROM systemic_risk(net, tolerance,
				nodes => (SELECT array_agg('f' || (i * 97 + 13) % n) FROM generate_series(0, scenarios - 1) AS i));
			INSERT INTO lines VALUES (format('| %s | %s | %s | %s | %s | %s |', n, (network_summary(net)).edges, scenarios, tolerance,
				round((extract(epoch FROM clock_timestamp() - started) / scenarios)::numeric, 4), round(mean::numeric, 4)));
		END LOOP;
	END LOOP;
END $$;
SELECT line FROM lines;
\echo
\echo '| sectors | flows | days | s | lost of usual output |'
\echo '|---|---|---|---|---|'
TRUNCATE lines;
DO $$
DECLARE
	net supply_network;
	regions int;
	products int;
	inputs int;
	started timestamptz;
	lost float8;
BEGIN
	FOR regions, products, inputs IN VALUES (6, 8, 48), (20, 25, 500), (50, 70, 500) LOOP
		net := pg_temp.sectors(regions, products, inputs);
		started := clock_timestamp();
		SELECT sum(production_loss) INTO lost FROM dynamic_loss_by_node(net,
			'{"node": "r1", "cut": 0.6, "from": 5, "duration": 60}', inventory => 30);
		INSERT INTO lines VALUES (format('| %s | %s | 365 | %s | %s |', regions * products, (network_summary(net)).edges,
			round(extract(epoch FROM clock_timestamp() - started), 2), round(lost::numeric)));
	END LOOP;
END $$;
SELECT line FROM lines;
