-- scale.sql -- one table of bench/scale.sh: :rows synthetic rows, :times of them, each time with products of their own.
SET client_min_messages = warning;
CREATE EXTENSION trade_exposure;
\ir generate_flows.sql
CREATE TABLE line AS SELECT *, make_date(year::int, 1 + (hashtext(exporter || hs6) & 1023) % 12, 1) AS month,
	(hashtext(importer) & 7) AS part FROM bench_flow;
DROP TABLE bench_flow;
INSERT INTO line (year, exporter, importer, hs6, value, month, part)
SELECT year, exporter, importer, lpad((hs6::int + time)::text, 6, '0') COLLATE "C", value, month, part FROM line, generate_series(1, :times - 1) AS time;
VACUUM ANALYZE line;

CREATE TABLE asked (n serial, aggregate regprocedure, arguments text, title text);
INSERT INTO asked (aggregate, arguments, title) VALUES
	('supply_mix(text,double precision)', 'exporter, value', 'supply_mix, hhi, top_share, …'),
	('dependency_share(text,double precision,text)', $$exporter, value, 'CHN'$$, 'dependency_share'),
	('effective_tariff_rate(double precision,double precision)', 'value / 10, value', 'effective_tariff_rate'),
	('robust_z(double precision,date)', 'value, month', 'robust_z, cusum, abrupt_stop, surge'),
	('supply_network(text,text,double precision)', 'exporter, importer, value', 'supply_network'),
	('expected_loss(double precision,double precision)', 'value, 1e-9', 'expected_loss'),
	('value_at_risk(double precision,double precision)', 'value, 0.95', 'value_at_risk of draws');

-- "part_n" gives the partial state of an aggregate, "joined_n" the answer from such states
DO $$
DECLARE
	a record;
BEGIN
	FOR a IN SELECT asked.n, g.*, p.proargtypes FROM asked JOIN pg_aggregate AS g ON g.aggfnoid = asked.aggregate JOIN pg_proc AS p ON p.oid = g.aggfnoid LOOP
		EXECUTE format('CREATE AGGREGATE part_%s (%s) (SFUNC = %s, STYPE = %s%s)', a.n,
			(SELECT string_agg(format_type(t, NULL), ', ') FROM unnest(a.proargtypes::oid[]) AS t), a.aggtransfn, format_type(a.aggtranstype, NULL),
			', INITCOND = ' || quote_literal(a.agginitval));
		EXECUTE format('CREATE AGGREGATE joined_%1$s (%2$s) (SFUNC = %3$s, STYPE = %2$s%4$s%5$s)', a.n, format_type(a.aggtranstype, NULL), a.aggcombinefn,
			', FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc, ', INITCOND = ' || quote_literal(a.agginitval));
	END LOOP;
END $$;

-- processor time of this backend in seconds, from the kernel's own count, which it adds to when a process stops running
CREATE FUNCTION cpu() RETURNS float8 LANGUAGE sql VOLATILE AS $$
SELECT pg_sleep(0.0001);
SELECT split_part(pg_read_file('/proc/self/schedstat', 0, 100), ' ', 1)::float8 / 1e9
$$;

CREATE TABLE result (n int, by_product bool, states bigint, bytes bigint, part_s float8, hub_s float8);
CREATE PROCEDURE measure(n int, arguments text, by_product bool) LANGUAGE plpgsql AS $$
DECLARE
	key text := CASE WHEN by_product THEN 'hs6' ELSE '1' END;
	t0 float8;
	t1 float8;
	t2 float8;
BEGIN
	DROP TABLE IF EXISTS state;
	t0 := cpu();
	EXECUTE format('CREATE TEMP TABLE state AS SELECT part, %s AS key, part_%s(%s) AS state FROM line GROUP BY 1, 2', key, n, arguments);
	t1 := cpu();
	EXECUTE format('CREATE TEMP TABLE answer ON COMMIT DROP AS SELECT key, joined_%s(state) FROM state GROUP BY key', n);
	t2 := cpu();
	DROP TABLE answer;
	INSERT INTO result SELECT measure.n, measure.by_product, count(*), sum(octet_length(state::text)), t1 - t0, t2 - t1 FROM state;
END $$;
SELECT format('CALL measure(%s, %L, %L)', n, arguments, by_product) FROM asked, unnest(ARRAY[true, false]) AS by_product ORDER BY n, by_product DESC \gexec

\pset format unaligned
\pset tuples_only on
SELECT format(E'\n**%s rows**, %s products, raw rows as text %s MB\n\n| aggregate | by product: states | MB sent | parts s | hub s | over all: MB sent | parts s | hub s |\n|---|---|---|---|---|---|---|---|', count(*), count(DISTINCT hs6),
	round(sum(octet_length(exporter) + octet_length(importer) + octet_length(hs6) + octet_length(value::text) + 3) / 1e6)) FROM line;
SELECT format('| %s | %s | %s | %s | %s | %s | %s | %s |', title, p.states, round(p.bytes / 1e6, 2), round(p.part_s::numeric, 1), round(p.hub_s::numeric, 2), round(w.bytes / 1e6, 4), round(w.part_s::numeric, 1), round(w.hub_s::numeric, 2))
FROM asked JOIN result AS p USING (n) JOIN result AS w USING (n) WHERE p.by_product AND NOT w.by_product ORDER BY n;

-- tables of mixes that are kept up to date: what they hold, and what a question, a month more and a rebuild cost
CREATE TABLE kept (title text, keys text, mixes bigint, rows_per_mix numeric, mb numeric, ask_s float8, month_s float8, build_s float8);
CREATE PROCEDURE keep(title text, keys text) LANGUAGE plpgsql AS $$
DECLARE
	t float8 := cpu();
	build float8;
	ask float8;
BEGIN
	EXECUTE format('CREATE TABLE stored AS SELECT %s, supply_mix_partial(exporter, value) AS mix FROM line WHERE month < ''2020-12-01'' GROUP BY %1$s', keys);
	build := cpu() - t;
	EXECUTE format('ALTER TABLE stored ADD PRIMARY KEY (%s)', keys);
	ANALYZE stored;
	t := cpu();
	PERFORM hs6, hhi(mix) FROM (SELECT hs6, sum(mix) AS mix FROM stored GROUP BY hs6) AS m;
	ask := cpu() - t;
	t := cpu();
	EXECUTE format('INSERT INTO stored SELECT %s, supply_mix_partial(exporter, value) FROM line WHERE month = ''2020-12-01'' GROUP BY %1$s
		ON CONFLICT (%1$s) DO UPDATE SET mix = stored.mix + excluded.mix', keys);
	INSERT INTO kept SELECT title, keys, count(*), round((SELECT count(*) FROM line) / count(*)::numeric, 1), round(pg_total_relation_size('stored') / 1e6, 1),
		ask, cpu() - t, build FROM stored;
	DROP TABLE stored;
END $$;
CALL keep('by importer, product, year', 'year, importer, hs6');
CALL keep('by importer and product', 'importer, hs6');
CALL keep('by product and month', 'month, hs6');
CALL keep('by product', 'hs6');
SELECT cpu() AS t \gset
\o /dev/null
SELECT hs6, hhi(exporter, value) FROM line GROUP BY hs6;
\o
SELECT format(E'\n**HHI of each product, %s rows**: from the rows %s MB, %s s; from a table of partial mixes:\n\n| mixes | number | rows each | MB | ask s | one month more, s | build anew, s |\n|---|---|---|---|---|---|---|', (SELECT count(*) FROM line),
	round(pg_total_relation_size('line') / 1e6), round((cpu() - :t)::numeric, 2));
SELECT format('| %s | %s | %s | %s | %s | %s | %s |', title, mixes, rows_per_mix, mb, round(ask_s::numeric, 2), round(month_s::numeric, 2), round(build_s::numeric, 2)) FROM kept;
