-- audit.sql -- for \ir at the end of a loader: prints the value kept against the
-- file's own totals, then what became of every row and its value; and commits.
-- Where rows were read and none was kept, it ends with an error.
-- The loader has left two temporary tables, of which it may leave out what it
-- does not have:
--
-- csv_verdict (fate text, why text, rows int, unit text, value numeric): what
-- became of each row of the file, fate "kept" or "dropped".  A row of which
-- parts are dropped has several verdicts, of which one counts it (rows 1, else 0).
-- No value is added to one of another unit.
--
-- csv_total (what text, unit text, kept numeric, total numeric): for each total
-- that the file states, what was kept of it; what is kept without a total to
-- check it with has total NULL.  Where the file states none, the sum of its rows
-- is taken.
ALTER TABLE csv_verdict ADD IF NOT EXISTS rows int NOT NULL DEFAULT 1,
	ADD IF NOT EXISTS unit text, ADD IF NOT EXISTS value numeric;
CREATE TEMP TABLE IF NOT EXISTS csv_total ON COMMIT DROP AS
SELECT 'all rows' AS what, unit, sum(value) FILTER (WHERE fate = 'kept') AS kept, sum(value) AS total
FROM csv_verdict WHERE value IS NOT NULL GROUP BY unit;

-- every row of the file has one verdict: nothing is dropped without being told
SELECT format('DO $do$ BEGIN RAISE EXCEPTION USING MESSAGE = %L; END $do$',
	format('the file has %s rows, but the audit of %s accounts for %s', r.rows, :'source', v.rows))
FROM (SELECT count(*) AS rows FROM csv_rows) AS r, (SELECT coalesce(sum(rows), 0) AS rows FROM csv_verdict) AS v
WHERE r.rows <> v.rows
\gexec

SELECT EXISTS (SELECT FROM csv_verdict WHERE value IS NOT NULL) AS has_values \gset
\if :has_values
SELECT :'source' AS source, what, unit, trim_scale(coalesce(sum(kept), 0)) AS value_kept,
	trim_scale(sum(coalesce(kept, 0)) FILTER (WHERE total IS NOT NULL)) AS kept_where_total_known,
	trim_scale(sum(total)) AS total_in_file,
	round(sum(coalesce(kept, 0)) FILTER (WHERE total IS NOT NULL) / nullif(sum(total), 0), 4) AS share,
	count(*) FILTER (WHERE abs(coalesce(kept, 0) - total) > 0.005 * abs(total))::int AS totals_missed
FROM csv_total
GROUP BY what, unit
ORDER BY what, unit;
SELECT :'source' AS source, fate, why, sum(rows)::int AS rows, trim_scale(sum(value)) AS value, unit
FROM (
	SELECT fate, why, rows, unit, value FROM csv_verdict
	UNION ALL SELECT 'read', '', rows, unit, value FROM csv_verdict) AS v
GROUP BY fate, why, unit
HAVING sum(rows) > 0 OR sum(value) <> 0
ORDER BY fate = 'read' DESC, fate = 'kept' DESC, rows DESC, value DESC NULLS LAST, why, unit;
\else
SELECT :'source' AS source, fate, why, sum(rows)::int AS rows
FROM (SELECT fate, why, rows FROM csv_verdict UNION ALL SELECT 'read', '', rows FROM csv_verdict UNION ALL SELECT 'read', '', 0) AS v
GROUP BY fate, why
ORDER BY fate = 'read' DESC, fate = 'kept' DESC, rows DESC, why;
\endif
SELECT coalesce(sum(rows), 0) > 0 AND count(*) FILTER (WHERE fate = 'kept') = 0 AS nothing_kept FROM csv_verdict \gset
COMMIT;
\if :nothing_kept
DO $$ BEGIN RAISE EXCEPTION 'nothing was kept: the table above says why each row was dropped'; END $$;
\endif
