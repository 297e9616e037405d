-- views.sql -- what dashboards, notebooks and APIs read: the schema dashboard, with
-- plain columns only (text, numbers, dates, true or false) and a comment on each.
--
--     psql -f examples/views.sql
--
-- over the data of views_input.sql, which is run first unless the schema
-- dashboard_input is there.  REFRESH at the end of each load: see dashboard_refresh.
-- The role dashboard_reader reads the schema, and of what stands behind it what the functions ask: reader.sql.
--
-- It can be run again, and then makes everything anew, in one transaction.  Views of others that
-- stand on these are not dropped: the run ends with an error that names them, and changes nothing.
\set ON_ERROR_STOP on
\ir loader/schema.sql
SELECT to_regnamespace('dashboard_input') IS NULL AS is_bare, to_regclass('api.supply') IS NOT NULL AS has_api \gset
BEGIN;
SET LOCAL client_min_messages = warning;
\if :is_bare
\ir views_input.sql
\endif

-- without CASCADE: what is not ours stays
\if :has_api
DROP VIEW api.supply;
DROP FUNCTION IF EXISTS api.own_dependence, api.own_shortage, api.duty, api.supplier_shares, dashboard_input.sent_mix;
\endif
DROP FUNCTION IF EXISTS dashboard.dependence_on, dashboard.tariff_matrix, dashboard.tariff_reason;
DROP VIEW IF EXISTS dashboard.dependence, dashboard.supplier_share, dashboard.year_over_year, dashboard.monthly,
	dashboard.trade_link, dashboard.fact, dashboard.alert, dashboard.watched, dashboard.tariff_step, dashboard.tariff_point, dashboard.tariff_day,
	dashboard.shortage, dashboard.shortage_path, dashboard.stage, dashboard.stage_supplier, dashboard.stage_chain,
	dashboard.entry_audit, dashboard.data_vintage, dashboard_input.stopped, dashboard_input.stage_known,
	dashboard_input.tariff_change,
	dashboard_input.entry_span, dashboard_input.flow_gap, dashboard_input.product_year;
DROP FUNCTION IF EXISTS dashboard_input.tariff_basis, dashboard_input.claims_of_others;
DROP VIEW IF EXISTS dashboard_input.tariff_law, dashboard_input.claim_goods;
DROP MATERIALIZED VIEW IF EXISTS dashboard_input.alert, dashboard_input.monthly_alert;
SELECT format('DROP VIEW %s', c.oid::regclass) FROM pg_class AS c
WHERE relnamespace = to_regnamespace('dashboard_input') AND relkind = 'v' AND relname ~ '^watch_'
\gexec
DROP MATERIALIZED VIEW IF EXISTS dashboard_input.supply, dashboard_input.flow_all;
DROP PROCEDURE IF EXISTS dashboard_input.dashboard_refresh, dashboard_input.make_watches, dashboard_input.count_rows;
DROP FUNCTION IF EXISTS dashboard_input.watch_name, dashboard_input.sent_year, dashboard_input.sent_product, dashboard_input.sent_importer,
	dashboard_input.sent_country, dashboard_input.past_state, dashboard_input.place, dashboard_input.coverage, dashboard_input.percent, dashboard_input.given;
CREATE SCHEMA IF NOT EXISTS dashboard;
COMMENT ON SCHEMA dashboard IS 'Dependence, alerts, tariffs, shortages, stages, audits: plain columns for dashboards, notebooks and APIs.';

\ir views/words.sql
\ir views/load.sql
\ir views/trade.sql
\ir views/alert.sql
\ir views/tariff.sql
\ir views/shortage.sql
\ir views/stage.sql
\ir views/vintage.sql
\ir views/comments.sql
\ir views/reader.sql
COMMIT;
\if :has_api
\ir api.sql
\endif
