-- pg_cron_report.sql -- makes a report every working day inside the database and
-- keeps the pages of a year in a table:
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
	page		text NOT NULL		-- HTML
);

SELECT cron.schedule('trade report', '15 6 * * 1-5', $job$
	INSERT INTO report_archive (alerts, page)
	SELECT (SELECT count(*) FROM trade_alerts('trade_flow', importer => 'JPN', share_limit => 0.5) WHERE severity <> 'info'),
		trade_report('trade_flow', importer => 'JPN', limits => '{"share_limit": 0.5}', unit => 'thousand US dollars');
	DELETE FROM report_archive WHERE made_at < now() - interval '1 year'
$job$);

-- the latest page, into a file:
--     psql -At -c 'SELECT page FROM report_archive ORDER BY made_at DESC LIMIT 1' > report.html
