-- schema.sql -- for \ir: puts the extension's schema behind those of the search path,
-- so that a script finds its tables and functions wherever they are.
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), quote_ident(nspname)), false) AS search_path
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE extname = 'trade_exposure' \gset te_
