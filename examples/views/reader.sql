-- reader.sql -- who reads: rights on the views and the functions and, of what stands behind them, on
-- what the functions read; a view reads by the right of its owner, a function by that of its caller.
SELECT to_regrole('dashboard_reader') IS NULL AS is_new \gset
\if :is_new
CREATE ROLE dashboard_reader NOLOGIN;
COMMENT ON ROLE dashboard_reader IS 'Reads the schema dashboard: GRANT dashboard_reader TO the role that a tool logs in with.';
\endif
GRANT USAGE ON SCHEMA dashboard, dashboard_input TO dashboard_reader;
SELECT format('GRANT USAGE ON SCHEMA %I TO dashboard_reader', nspname)
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'trade_exposure'
\gexec
GRANT SELECT ON ALL TABLES IN SCHEMA dashboard TO dashboard_reader;
GRANT SELECT ON dashboard_input.supply, dashboard_input.product, dashboard_input.tariff_line, dashboard_input.tariff_origin,
	dashboard_input.tariff_law, dashboard_input.claim_goods, dashboard_input.source TO dashboard_reader;
GRANT SELECT (regime, parent, covers_from, covers_to, compiled, compiled_from) ON tariff_regime TO dashboard_reader;
-- an owner who may not grant is told by warnings alone: what is missing is named
SELECT coalesce(string_agg(what, ', '), '') AS lacks, count(*) > 0 AS is_lacking
FROM (SELECT format('SELECT on %s', c.oid::regclass) FROM pg_class AS c
		WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND NOT has_table_privilege('dashboard_reader', c.oid, 'SELECT')
	UNION ALL SELECT format('SELECT (%s) on %s', a.attname, a.attrelid::regclass) FROM pg_attribute AS a WHERE attrelid = 'tariff_regime'::regclass
		AND attname IN ('regime', 'parent', 'covers_from', 'covers_to', 'compiled', 'compiled_from') AND NOT has_column_privilege('dashboard_reader', a.attrelid, a.attnum, 'SELECT')
	UNION ALL SELECT format('USAGE on schema %s', n.oid::regnamespace) FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
		WHERE extname = 'trade_exposure' AND NOT has_schema_privilege('dashboard_reader', n.oid, 'USAGE')) AS m(what) \gset
\if :is_lacking
\warn dashboard_reader lacks :lacks
\warn functions of the schema dashboard will end with an error for it: a superuser, or the owner of these, runs examples/views/reader.sql
\endif
