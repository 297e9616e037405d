-- replication.sql -- for docs/scale-out.md: what goes over to a logical subscriber, and how long it takes until it answers the same.
-- The subscriber is another database of one cluster; bench/scale.sh replication makes and drops both.  Seconds are of the clock.
SET client_min_messages = warning;
\o /dev/null
\ir ../examples/load_tariff.sql
\o
\ir generate_flows.sql
CREATE TABLE product_mix AS SELECT importer, hs6, supply_mix_partial(exporter, value) AS mix FROM bench_flow GROUP BY importer, hs6;
ALTER TABLE product_mix ADD PRIMARY KEY (importer, hs6);
\c subscriber
CREATE TABLE product_mix (importer text COLLATE "C", hs6 text COLLATE "C", mix supply_mix, PRIMARY KEY (importer, hs6));
CREATE TABLE step (n serial, what text, row_count bigint, mb float8, s float8);
-- waits until a query of this database says what the other database's says
CREATE EXTENSION dblink;
\getenv secret PGPASSWORD
SELECT format('host=%s port=%s dbname=scale user=%s password=%s', :'HOST', :'PORT', CURRENT_USER, :'secret') AS publisher \gset
SELECT dblink_connect('p', :'publisher') \g /dev/null
CREATE PROCEDURE await(what text, query text, row_count bigint, mb float8) LANGUAGE plpgsql AS $$
DECLARE
	began timestamptz := clock_timestamp();
	wanted text := (SELECT a FROM dblink('p', query) AS t(a text));
	got text;
BEGIN
	LOOP
		EXECUTE query INTO got;
		EXIT WHEN got IS NOT DISTINCT FROM wanted;
		COMMIT;
		PERFORM pg_sleep(0.05);
	END LOOP;
	INSERT INTO step (what, row_count, mb, s) VALUES (await.what, await.row_count, await.mb, extract(epoch FROM clock_timestamp() - began));
	COMMIT;
END $$;
\set mixes 'SELECT md5(string_agg(importer || hs6 || mix::text, chr(10) ORDER BY importer, hs6)) FROM product_mix'
-- a law that is not there, or not yet compiled, has no answer
CREATE FUNCTION public.duty_or_reason() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN tariff_stack('US', '8505110070', 'CN', '2026-01-01', 100000); EXCEPTION WHEN OTHERS THEN RETURN SQLERRM; END $$;
\c scale
CREATE FUNCTION public.duty_or_reason() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN tariff_stack('US', '8505110070', 'CN', '2026-01-01', 100000); EXCEPTION WHEN OTHERS THEN RETURN SQLERRM; END $$;
CREATE PUBLICATION mixes FOR TABLE product_mix;
CREATE PUBLICATION rules FOR TABLE tariff_regime, tariff_program, tariff_measure, tariff_rule, tariff_area, tariff_rounding;
SELECT pg_create_logical_replication_slot('mixes', 'pgoutput'), pg_create_logical_replication_slot('rules', 'pgoutput') \g /dev/null
SELECT count(*) AS mix_count, sum(pg_column_size(mix)) / 1e6 AS mix_mb FROM product_mix \gset
SELECT (SELECT count(*) FROM tariff_measure) AS rule_count, pg_total_relation_size('tariff_measure') / 1e6 AS rule_mb, (SELECT octet_length(compiled::text) / 1e6 FROM tariff_regime WHERE regime = 'US') AS law_mb \gset
SELECT pg_current_wal_lsn() AS at \gset
\c subscriber
SELECT dblink_connect('p', :'publisher') \g /dev/null
SELECT format('CREATE SUBSCRIPTION mixes CONNECTION %L PUBLICATION mixes WITH (create_slot = false, slot_name = mixes, binary = true)', :'publisher') \gexec
CALL await('stored mixes, first copy (binary)', :'mixes', :mix_count, :mix_mb);
SELECT format('CREATE SUBSCRIPTION rules CONNECTION %L PUBLICATION rules WITH (create_slot = false, slot_name = rules)', :'publisher') \gexec
CALL await('the law of the United States, first copy', 'SELECT public.duty_or_reason()', :rule_count, :rule_mb);
SELECT dblink_exec('p', $$BEGIN; UPDATE tariff_measure SET rate = '3.1%' WHERE regime = 'US' AND measure_id = (SELECT measure_id FROM tariff_measure WHERE regime = 'US' AND program = 'MFN' AND rate = '2.1%' AND code_prefix ~ '^850511' LIMIT 1);
	DO 'BEGIN PERFORM tariff_compile(''US''); END'; COMMIT$$) \g /dev/null
CALL await('a rule changed and the law compiled, one transaction', 'SELECT public.duty_or_reason()', 2, :law_mb);
SELECT dblink_exec('p', $$UPDATE product_mix SET mix = mix + '{CHN:1}' WHERE importer = 'JPN'$$) AS changed \gset
CALL await('mixes of one importer changed', :'mixes', split_part(:'changed', ' ', 2)::bigint, NULL);
\pset format unaligned
\pset tuples_only on
SELECT E'\n| what goes over | rows | MB | s until the subscriber answers the same |\n|---|---|---|---|';
SELECT format('| %s | %s | %s | %s |', what, row_count, coalesce(round(mb::numeric, 1)::text, '–'), round(s::numeric, 1)) FROM step ORDER BY n;
SELECT 'duty on the subscriber: ' || public.duty_or_reason();
SET client_min_messages = warning;
DROP SUBSCRIPTION mixes;
DROP SUBSCRIPTION rules;
