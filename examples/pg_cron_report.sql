-- pg_cron_report.sql -- makes a report every working day inside the database,
-- keeps the pages of a year in a table, and remembers which alerts were told:
--
--     psql -d DATABASE -f examples/pg_cron_report.sql
--
-- Needs pg_cron (Debian: postgresql-15-cron), which must be in
-- shared_preload_libraries and have cron.database_name = DATABASE (and
-- cron.use_background_workers = on where local connections ask for a password).  A page whose
-- making fails leaves no row; pg_cron says why in cron.job_run_details.
\set ON_ERROR_STOP on
CREATE EXTENSION IF NOT EXISTS pg_cron;

CREATE TABLE IF NOT EXISTS report_archive (
	made_at		timestamptz PRIMARY KEY DEFAULT now(),
	alerts		int NOT NULL,		-- critical and warning
	news		int NOT NULL,		-- of them not told before, and not silenced
	said		text NOT NULL,		-- a line for each: new, worse, still, gone, silent
	page		text NOT NULL		-- HTML
);

-- what was told and is still there
CREATE TABLE IF NOT EXISTS report_memory (
	metric		text,
	key			text,
	severity	text NOT NULL,
	since		timestamptz NOT NULL,
	PRIMARY KEY (metric, key)
);

-- written by hand: alerts that are known, until a day; key * is all of a metric
--     INSERT INTO report_silence VALUES ('2026-01-31', 'hhi', '850511');
CREATE TABLE IF NOT EXISTS report_silence (
	until		date NOT NULL,
	metric		text NOT NULL,
	key			text NOT NULL DEFAULT '*'
);

SELECT cron.schedule('trade report', '15 6 * * 1-5', $job$
	WITH present AS MATERIALIZED (
		SELECT DISTINCT ON (a.metric, a.key) a.metric, a.key, a.severity, a.severity = 'critical' AND m.severity = 'warning' AS worse
		FROM trade_alerts('trade_flow', importer => 'JPN', share_limit => 0.5) AS a LEFT JOIN report_memory AS m ON m.metric = a.metric AND m.key = a.key
		WHERE a.severity <> 'info' ORDER BY a.metric, a.key, a.severity),
	gone AS (
		DELETE FROM report_memory AS m WHERE NOT EXISTS (SELECT FROM present AS p WHERE p.metric = m.metric AND p.key = m.key)
		RETURNING m.metric, m.key, m.severity, m.since),
	told AS (
		INSERT INTO report_memory AS m SELECT p.metric, p.key, p.severity, now() FROM present AS p
		ON CONFLICT (metric, key) DO UPDATE SET severity = excluded.severity
		RETURNING m.metric, m.key, m.severity, m.since, m.since = now() AS is_new,
			(SELECT max(s.until) FROM report_silence AS s WHERE s.metric = m.metric AND s.key IN (m.key, '*') AND s.until >= current_date) AS silent),
	line AS (
		SELECT silent IS NULL AND (is_new OR p.worse) IS TRUE AS is_news, concat_ws(' ', CASE WHEN silent IS NOT NULL THEN 'silent until ' || silent || ':' WHEN is_new THEN 'new:'
			WHEN p.worse THEN 'worse, since ' || since::date || ':' ELSE 'still, since ' || since::date || ':' END, t.severity, metric, key) AS said
		FROM told AS t JOIN present AS p USING (metric, key)
		UNION ALL SELECT false, concat_ws(' ', 'gone, was there since ' || since::date || ':', metric, key) FROM gone)
	INSERT INTO report_archive (alerts, news, said, page)
	SELECT (SELECT count(*) FROM present), count(*) FILTER (WHERE is_news), coalesce(string_agg(said, E'\n' ORDER BY NOT is_news, said), ''),
		trade_report('trade_flow', importer => 'JPN', limits => '{"share_limit": 0.5}', unit => 'thousand US dollars')
	FROM line;
	DELETE FROM report_archive WHERE made_at < now() - interval '1 year'
$job$);

-- the latest page, into a file, and what is new in it:
--     psql -At -c 'SELECT page FROM report_archive ORDER BY made_at DESC LIMIT 1' > report.html
--     psql -At -c 'SELECT said FROM report_archive WHERE news > 0 ORDER BY made_at DESC LIMIT 1'
