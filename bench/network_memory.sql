-- network_memory.sql -- a year of the dynamic model in a fresh backend: time and
-- the most memory it held, less the shared buffers that it touched on the way.
CREATE FUNCTION pg_temp.memory(field text) RETURNS int LANGUAGE sql AS
$$SELECT (regexp_match(pg_read_file('/proc/self/status'), field || ':\s+(\d+)'))[1]::int / 1024$$;
SELECT bench_cpu() AS cpu, count(*) AS flows FROM bench_flow WHERE n = :n \gset
SELECT sum(production_loss) > 0 AS lost FROM bench_net, dynamic_loss_by_node(economy, '{"node": "1", "cut": 0.5, "duration": 30}') WHERE n = :n \gset
SELECT format('ARIO, %s nodes in 50 sectors, %s flows, 365 days: %s s, at most %s MB.', to_char(:n, 'FM999,999'), to_char(:flows, 'FM999,999,999'),
	round(((bench_cpu() - :cpu) / 1e3)::numeric, 1), pg_temp.memory('VmHWM') - pg_temp.memory('RssShmem'));
