-- What must be answered alike before and after (see content.sql).
SET extra_float_digits = 1;
\pset format unaligned
\pset tuples_only on
SELECT trade_exposure_version(), extversion FROM pg_extension WHERE extname = 'trade_exposure';
-- values, byte for byte by their binary form, and what they answer
SELECT name, md5(te_support.te_mix_send(mix)), md5(te_support.te_mix_send(checked)), several, (dossier).mix, top, md5(mix::text) FROM mixes ORDER BY name;
SELECT name, hhi(mix), total(mix), supplier_count(mix), dependency_share(mix, 'CHN'), unspecified(mix) FROM mixes WHERE name <> 'unfinished' ORDER BY name;
SELECT name, md5(te_support.te_network_send(net)), md5(net::text) FROM networks ORDER BY name;
SELECT name, s.*, (SELECT sum(e.share) FROM each_edge(net) AS e) FROM networks, network_summary(net) AS s WHERE name <> 'unfinished' ORDER BY name;
SELECT total, te_support.te_duty_total_rate_final(total) FROM totals;
SELECT * FROM dependence ORDER BY year;
SELECT year, mix, hhi(mix) FROM mix_of_year ORDER BY year;
SELECT tableoid::regclass, count(*), sum(total(mix)) FROM mix_part GROUP BY 1 ORDER BY 1;
-- indexes: each finds every row
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT product FROM mix_of_product WHERE mix = '{CHN:1}';
SELECT sum(hits), count(*) FROM mix_of_product AS m, LATERAL (SELECT count(*) AS hits FROM mix_of_product AS o WHERE o.mix = m.mix) AS h;
SELECT count(*) FROM mix_of_product WHERE dependency_share(mix, 'CHN') BETWEEN 0 AND 1 AND mix ? 'CHN';
SELECT product FROM mix_of_product ORDER BY mix LIMIT 5;
RESET enable_seqscan;
-- rules: nothing has become stale or fresh, and every face answers
SELECT regime, compiled_from = tariff_rules_version(regime) AS fresh, md5(te_support.te_schedule_send(compiled)) FROM tariff_regime ORDER BY regime COLLATE "C";
SELECT count(*), count(rate), sum(rate::numeric), count(DISTINCT problem) FROM tariff_panel('US', ARRAY(SELECT DISTINCT code_prefix FROM tariff_measure
	WHERE regime = 'US' AND length(code_prefix) = 8 ORDER BY 1 LIMIT 2000), '{CN,JP,DE,MX}', '2025-09-01');
SELECT regime, l.* FROM unnest('{US,US without RECIP,関税}'::text[]) AS regime, tariff_layers(regime, '85076000', 'CN', '2025-09-01', 1000::numeric) AS l;
SELECT regime, tariff_stack(compiled, '85076000', 'CN', '2025-09-01', 1000::numeric) FROM law ORDER BY regime COLLATE "C";
SELECT tariff_stack('stale', '85076000', 'CN', '2025-09-01', 1000::numeric);
SELECT tariff_version.* FROM tariff_version ORDER BY regime COLLATE "C", rules COLLATE "C";
-- the triggers fire, and a change is noticed and compiled
SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE tgrelid::regclass::text LIKE '%tariff_%' AND NOT tgisinternal ORDER BY 1, 2;
BEGIN;
UPDATE tariff_measure SET rate = '99%' WHERE regime = '関税';
SAVEPOINT changed;
SELECT tariff_stack('関税', '850511', 'CN', '2025-09-01', 1000::numeric);
ROLLBACK TO changed;
SELECT tariff_compile('関税');
SELECT tariff_stack('関税', '850511', 'CN', '2025-09-01', 1000::numeric);
ROLLBACK;
-- reports and alerts
SELECT md5(trade_report_text('flow', made_at => '2025-01-01'::timestamptz)), count(*) FROM trade_alerts('flow');
-- rights
SET ROLE reader;
SELECT tariff_stack('US', '85076000', 'CN', '2025-09-01', 1000::numeric);
SELECT count(*) FROM mixes;
SELECT count(*) FROM tariff_measure;
RESET ROLE;
