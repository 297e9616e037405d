-- forms.sql -- for docs/scale-out.md: the HHI of :rows synthetic rows over two servers by postgres_fdw, over partitions, and from one table.
-- The servers are databases of one cluster (shard_1, shard_2), each with half of the importers; bench/scale.sh forms ROWS makes and drops them.
SET client_min_messages = warning;
CREATE EXTENSION trade_exposure;
\ir generate_flows.sql
ALTER TABLE bench_flow RENAME TO whole;
\! psql -X -q -d scale -c "COPY (SELECT * FROM whole WHERE hashtext(importer) & 1 = 0) TO STDOUT" | psql -X -q -d shard_1 -c "COPY flow FROM STDIN" -c "VACUUM ANALYZE flow"
\! psql -X -q -d scale -c "COPY (SELECT * FROM whole WHERE hashtext(importer) & 1 = 1) TO STDOUT" | psql -X -q -d shard_2 -c "COPY flow FROM STDIN" -c "VACUUM ANALYZE flow"
CREATE EXTENSION postgres_fdw;
SELECT format('CREATE SERVER shard_%s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L, extensions ''trade_exposure'',
	async_capable ''true'', fetch_size ''10000'', use_remote_estimate ''true'')', i, :'HOST', :'PORT', 'shard_' || i) FROM generate_series(1, 2) AS i \gexec
\getenv secret PGPASSWORD
SELECT format('CREATE USER MAPPING FOR CURRENT_USER SERVER shard_%s OPTIONS (user %L, password %L)', i, CURRENT_USER, :'secret') FROM generate_series(1, 2) AS i \gexec
CREATE TABLE flow (LIKE whole) PARTITION BY LIST (importer);
SELECT format('CREATE FOREIGN TABLE flow_%s PARTITION OF flow FOR VALUES IN (%s) SERVER shard_%s OPTIONS (table_name ''flow'')',
	1 + half, string_agg(quote_literal(importer), ', '), 1 + half) FROM (SELECT DISTINCT importer, hashtext(importer) & 1 AS half FROM whole) AS i GROUP BY half \gexec
CREATE TABLE by_year (LIKE whole) PARTITION BY LIST (year);
SELECT format('CREATE TABLE by_year_%s PARTITION OF by_year FOR VALUES IN (%1$s)', year) FROM generate_series(2018, 2020) AS year \gexec
INSERT INTO by_year SELECT * FROM whole;
VACUUM ANALYZE by_year;

-- processor time in seconds: of this backend, and of those that answer it by postgres_fdw
CREATE FUNCTION cpu(pid int) RETURNS float8 LANGUAGE sql VOLATILE AS $$
SELECT split_part(pg_read_file('/proc/' || pid || '/schedstat', 0, 100), ' ', 1)::float8 / 1e9
$$;
CREATE FUNCTION cpu_of_servers() RETURNS float8 LANGUAGE sql VOLATILE AS $$
SELECT coalesce(sum(cpu(pid)), 0) FROM pg_stat_activity WHERE application_name = 'postgres_fdw'
$$;
CREATE TABLE form (n serial, title text, query text, hub_s float8 DEFAULT 'infinity', servers_s float8 DEFAULT 'infinity', answer text);
INSERT INTO form (title, query) VALUES
	('one table, by importer', 'SELECT importer, hhi(exporter, value) AS h FROM whole GROUP BY importer'),
	('two servers, by importer, the key of the partitions', 'SELECT importer, hhi(exporter, value) AS h FROM flow GROUP BY importer'),
	('one table, by product', 'SELECT hs6, hhi(exporter, value) AS h FROM whole GROUP BY hs6'),
	('two servers, by product, as it is', 'SELECT hs6, hhi(exporter, value) AS h FROM flow GROUP BY hs6'),
	('two servers, by product, two steps', 'SELECT hs6, hhi(sum(mix)) AS h FROM (SELECT hs6, supply_mix_partial(exporter, value) AS mix FROM flow_1 GROUP BY hs6
		UNION ALL SELECT hs6, supply_mix_partial(exporter, value) FROM flow_2 GROUP BY hs6) AS part GROUP BY hs6'),
	('a partition for each year, by product', 'SELECT hs6, hhi(exporter, value) AS h FROM by_year GROUP BY hs6'),
	('one table, by product, one year', 'SELECT hs6, hhi(exporter, value) AS h FROM whole WHERE year = 2020 GROUP BY hs6'),
	('a partition for each year, by product, one year', 'SELECT hs6, hhi(exporter, value) AS h FROM by_year WHERE year = 2020 GROUP BY hs6');
SET enable_partitionwise_aggregate = on;
CREATE PROCEDURE ask(which int) LANGUAGE plpgsql AS $$
DECLARE
	f form := (SELECT f FROM form AS f WHERE n = which);
	hub float8;
	servers float8;
	got text;
BEGIN
	PERFORM pg_sleep(0.01);
	hub := cpu(pg_backend_pid());
	servers := cpu_of_servers();
	EXECUTE 'SELECT md5(string_agg(q::text, chr(10) ORDER BY q::text COLLATE "C")) FROM (' || f.query || ') AS q' INTO got;
	PERFORM pg_sleep(0.01);
	UPDATE form SET hub_s = least(hub_s, cpu(pg_backend_pid()) - hub), servers_s = least(servers_s, cpu_of_servers() - servers), answer = got WHERE n = f.n;
END $$;
SELECT count(*) FROM flow_1, (SELECT count(*) FROM flow_2) AS c \g /dev/null
SELECT format('CALL ask(%s)', n) FROM form, generate_series(1, 3) AS turn ORDER BY turn, n \gexec

\pset format unaligned
\pset tuples_only on
SELECT format(E'\n**HHI, %s rows**, processor time in s, the least of three\n\n| form | hub | servers together | the same bits as |\n|---|---|---|---|', count(*)) FROM whole;
SELECT format('| %s | %s | %s | %s |', title, round(hub_s::numeric, 2), CASE WHEN servers_s > 0.001 THEN round(servers_s::numeric, 2)::text ELSE '–' END,
	coalesce((SELECT 'line ' || min(o.n) FROM form AS o WHERE o.answer = f.answer AND o.n < f.n), '–')) FROM form AS f ORDER BY n;
