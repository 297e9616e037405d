-- Draws of losses: equal ones are joined in the state, and nothing else changes.
BEGIN;
SELECT plan(7);
CREATE AGGREGATE pg_temp.state(float8) (SFUNC = te_support.te_loss_draw_accum, STYPE = float8[]);
CREATE AGGREGATE pg_temp.joined(float8[]) (SFUNC = te_support.te_loss_combine, STYPE = float8[], FINALFUNC = te_support.te_loss_distribution_final);
CREATE TEMP TABLE draw AS
SELECT i, (i::int8 * 48271 % 2147483647 % 1000) / 8.0::float8 AS few, (i::int8 * 48271 % 2147483647)::float8 AS many, i::int8 * 16807 % 2147483647 % 30000 AS several FROM generate_series(1, 100000) AS i;
SELECT cmp_ok((SELECT pg_column_size(pg_temp.state(few)) FROM draw), '<', 100000, 'a state of 100,000 draws of 1,000 losses takes some ten kB');
SELECT cmp_ok((SELECT pg_column_size(pg_temp.state(many)) FROM draw), '<', 16 * 210000, 'one of as many losses as draws no more than before');
-- the answer by counting
CREATE FUNCTION pg_temp.counted(query text) RETURNS float8[] LANGUAGE plpgsql AS $$
DECLARE answer float8[];
BEGIN
	EXECUTE format('SELECT array_agg(ARRAY[x, n / 100000.0] ORDER BY x) FROM (SELECT x, count(*)::float8 AS n FROM (%s) AS d(x) GROUP BY x) AS s', query) INTO answer;
	RETURN answer;
END $$;
SELECT is((SELECT loss_distribution(few) FROM draw), pg_temp.counted('SELECT few FROM draw'), 'few losses');
SELECT is((SELECT loss_distribution(several) FROM draw), pg_temp.counted('SELECT several::float8 FROM draw'), 'some losses');
SELECT is((SELECT loss_distribution(many) FROM draw), pg_temp.counted('SELECT many FROM draw'), 'many losses');
SELECT is((SELECT pg_temp.joined(s) FROM (SELECT pg_temp.state(several) AS s FROM draw GROUP BY i % 7) AS p), pg_temp.counted('SELECT several::float8 FROM draw'), 'parts combined');
SELECT results_eq('SELECT value_at_risk(few, 0.95), expected_shortfall(few, 0.95) FROM draw',
	'SELECT value_at_risk(d, 0.95), expected_shortfall(d, 0.95) FROM (SELECT pg_temp.counted(''SELECT few FROM draw'') AS d) AS s', 'quantile and tail');
SELECT * FROM finish();
ROLLBACK;
