-- Disruption losses: what a call costs beyond a call that does nothing, and beside plain SQL and PL/pgSQL.
\set ON_ERROR_STOP on
\ir measure.sql

CREATE TABLE bench_scenario AS
SELECT 0.05 + 0.95 * random_at(1, n, 1) AS dependency, 5 + 395 * random_at(1, n, 2) AS duration, 120 * random_at(1, n, 3) AS cover,
	0.9 * random_at(1, n, 4) AS alternative, 200 * random_at(1, n, 5) AS alternative_start, 180 * random_at(1, n, 6) AS alternative_ramp
FROM generate_series(1, :rows) AS n;
ANALYZE bench_scenario;

-- the usual way: step through the days
CREATE FUNCTION bench_days_lost(dependency float8, duration float8, cover float8, alternative float8, alternative_start float8, alternative_ramp float8)
RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
	stock float8 := cover;
	lost float8 := 0;
	gap float8;
BEGIN
	FOR day IN 0 .. ceil(duration)::int - 1 LOOP
		gap := (dependency - alternative * least(1, greatest(0, day + 0.5 - alternative_start) / alternative_ramp))
			* least(1, duration - day);
		IF gap > stock THEN
			lost := lost + gap - stock;
			stock := 0;
		ELSE
			stock := least(cover, stock - gap);
		END IF;
	END LOOP;
	RETURN lost;
END $$;

INSERT INTO bench_query (question, engine, query) VALUES
	('a strict C call that does nothing', 'executor', 'SELECT count(*), sum(float8up(dependency)) FROM bench_scenario'),
	('stock and cut only', 'trade_exposure', 'SELECT count(*), sum(disruption_loss(dependency, duration, 1, cover)) FROM bench_scenario'),
	('stock and cut only', 'plain SQL', 'SELECT count(*), sum(greatest(0, dependency * duration - cover)) FROM bench_scenario'),
	('with an alternative that ramps up', 'trade_exposure', 'SELECT count(*), sum(disruption_loss(dependency, duration, 1, cover, 1, 0, 0, alternative, alternative_start, alternative_ramp)) FROM bench_scenario'),
	('loss by a CES technology', 'trade_exposure', 'SELECT count(*), sum(disruption_loss(dependency, duration, 1, cover, 1, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0.04, 0.04)) FROM bench_scenario'),
	('market clearing', 'trade_exposure', 'SELECT count(*), sum(r.price) FROM bench_scenario, LATERAL price_response(dependency * 0.9, 0.2, 0.3, 0.5) AS r'),
	('a draw of ten independent events', 'trade_exposure', $$SELECT count(*), sum(simulate_loss(1, duration::bigint, '{1,2,3,4,5,6,7,8,9,10}', '{0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1}')) FROM bench_scenario$$),
	('value at risk of all draws', 'trade_exposure', 'SELECT count(*), value_at_risk(duration, 0.95) AS sum FROM bench_scenario'),
	('value at risk of all draws', 'plain SQL', 'SELECT count(*), percentile_disc(0.95) WITHIN GROUP (ORDER BY duration) AS sum FROM bench_scenario');
CALL bench_measure(:repeats);

CALL bench_check();
SELECT format('%s scenarios; processor time in ns a row, one process: the median of %s runs in turns, and in brackets the least.', to_char(:rows, 'FM999,999,999'), :repeats);
SELECT E'\n| question | trade_exposure | beyond the empty call | plain SQL |\n|---|---:|---:|---:|';
SELECT format('| %s | %s | %s | %s |', question, bench_cell(question, CASE WHEN question ~ 'does nothing' THEN 'executor' ELSE 'trade_exposure' END, 1e6 / :rows),
	bench_digits((SELECT cpu - (SELECT cpu FROM bench_result WHERE engine = 'executor') FROM bench_result AS r WHERE r.question = q.question AND engine <> 'plain SQL') * 1e6 / :rows),
	bench_cell(question, 'plain SQL', 1e6 / :rows))
FROM (SELECT question, min(n) AS n FROM bench_query GROUP BY question) AS q ORDER BY n;

-- by days: few of the rows, and not exact
SELECT cpu * 1e6 / :rows AS ours FROM bench_result WHERE question ~ 'ramps up' \gset
DELETE FROM bench_query;
CREATE TABLE bench_few AS SELECT * FROM bench_scenario LIMIT greatest(:rows / 500, 100);
INSERT INTO bench_query (question, engine, query) VALUES
	('stepping through the days', 'trade_exposure', 'SELECT count(*), sum(disruption_loss(dependency, duration, 1, cover, 1, 0, 0, alternative, alternative_start, alternative_ramp)) FROM bench_few'),
	('stepping through the days', 'PL/pgSQL', 'SELECT count(*), sum(bench_days_lost(dependency, duration, cover, alternative, alternative_start, alternative_ramp)) FROM bench_few');
CALL bench_measure(1);
SELECT format(E'\nStepping through the days in PL/pgSQL takes %s ns a scenario with such an alternative, %s times as long; its sum of losses is off by %s %%.',
	to_char(p.cpu * 1e6 / p.rows, 'FM999,999,990'), to_char(p.cpu * 1e6 / p.rows / :ours, 'FM999,990'), round((100 * abs(p.answer / o.answer - 1))::numeric, 5))
FROM bench_result AS p, bench_result AS o WHERE p.engine = 'PL/pgSQL' AND (o.question, o.engine) = (p.question, 'trade_exposure');
