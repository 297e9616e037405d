-- audit.sql -- for \ir at the end of a loader, which has left the temporary
-- table csv_verdict(fate text, why text): one row for each row of the file, fate
-- "kept" or "dropped".  Prints what became of the rows, and commits.
INSERT INTO csv_verdict SELECT 'read', '' FROM csv_rows;
SELECT :'source' AS source, fate, why, count(*)::int AS rows
FROM csv_verdict GROUP BY fate, why
ORDER BY fate = 'read' DESC, fate = 'kept' DESC, rows DESC, why;
COMMIT;
