-- api.sql -- functions for servers that make a JSON API of a schema (PostgREST and its like):
--
--     psql -f examples/views.sql -f examples/api.sql
--
-- They publish the schemas dashboard (views and functions to read) and api (functions that are
-- sent a body).  One function a name, arguments by name, plain or JSON; tables as results; the
-- first line of each comment is the summary, the rest the description, as OpenAPI pages show it.
-- examples/dashboards/postgrest.conf is the server's side: the reading role and the limit of rows.
\set ON_ERROR_STOP on
\ir loader/schema.sql
BEGIN;
SET LOCAL client_min_messages = warning;
-- without CASCADE: what others built upon it stays, and the run ends with an error that names it
DROP VIEW IF EXISTS api.supply;
DROP FUNCTION IF EXISTS api.own_dependence, api.own_shortage, api.duty, api.supplier_shares, dashboard_input.sent_mix;
CREATE SCHEMA IF NOT EXISTS api;
COMMENT ON SCHEMA api IS 'Trade exposure
Duties, dependence and shortages of what is sent; the schema dashboard holds what is loaded.';

-- the mix of what was sent: [{"supplier": "CHN", "value": 3}, ...]
CREATE FUNCTION dashboard_input.sent_mix(purchases json) RETURNS supply_mix LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	place int;
	sent text;
	is_silent bool;
	sum supply_mix;
BEGIN
	IF json_typeof(purchases) IS DISTINCT FROM 'array' THEN
		RAISE 'purchases is not a list' USING ERRCODE = 'invalid_parameter_value', HINT = 'Send [{"supplier": "CHN", "value": 3}, {"supplier": "VNM", "value": 1}].';
	END IF;
	SELECT n, p ->> 'supplier', json_typeof(p) = 'object' AND p -> 'supplier' IS NULL INTO place, sent, is_silent FROM json_array_elements(purchases) WITH ORDINALITY AS e(p, n)
	WHERE json_typeof(p) <> 'object' OR json_typeof(p -> 'value') IS DISTINCT FROM 'number' OR p -> 'supplier' IS NULL OR (p ->> 'supplier' IS NOT NULL AND country_code(p ->> 'supplier') IS NULL) ORDER BY n LIMIT 1;
	IF FOUND THEN
		RAISE 'purchase % cannot be read: %', place, 
			CASE WHEN is_silent THEN 'it does not name a supplier' ELSE coalesce('supplier "' || sent || '": ' || country_problem(sent), 'it has no value that is a number') END USING ERRCODE = 'invalid_parameter_value',
			HINT = 'A supplier is a code or a name of a country, or null where it is not known; a value is a number.';
	END IF;
	SELECT supply_mix(country_code(p ->> 'supplier'), (p ->> 'value')::float8) INTO sum FROM json_array_elements(purchases) AS e(p);
	RETURN coalesce(sum, '{}');
END $$;
COMMENT ON FUNCTION dashboard_input.sent_mix IS 'The mix of a list of purchases, [{"supplier": "CHN", "value": 3}]; an error names the first that cannot be read.';

CREATE FUNCTION api.own_dependence(purchases json)
RETURNS TABLE(value float8, suppliers int, top_supplier text, top_supplier_name text, top_share float8, top3_share float8, hhi float8, effective_suppliers float8, unspecified_share float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT c.total, c.suppliers, c.top_supplier, country_name(c.top_supplier), c.top_share, c.top3_share, c.hhi, c.effective_suppliers, c.unspecified_share
	FROM concentration(dashboard_input.sent_mix($1)) AS c;
END;
COMMENT ON FUNCTION api.own_dependence IS 'How concentrated purchases of your own are.
purchases: a list, [{"supplier": "CHN", "value": 3}, {"supplier": null, "value": 1}]; a supplier is a code or name of a country, null if it is not known. Shares are 0 to 1.';

CREATE FUNCTION api.own_shortage(purchases json, stopped text, duration_days float8, cut float8 DEFAULT 1, stock_days float8 DEFAULT 0)
RETURNS TABLE(supplier_share float8, first_day_short float8, days_not_supplied float8, days_missing float8, missing_value float8, unspecified_share float8)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT dependency_share(m.mix, m.stopped), d.time_to_survive, d.gap, d.shortage, total(m.mix) / 365 * d.shortage,
		(concentration(m.mix)).unspecified_share
	FROM (SELECT dashboard_input.sent_mix($1), dashboard_input.sent_country($2)) AS m(mix, stopped),
		disruption_detail(dependency_share(m.mix, m.stopped), dashboard_input.given('duration_days', $3),
			dashboard_input.given('cut', $4), cover => dashboard_input.given('stock_days', $5)) AS d;
END;
COMMENT ON FUNCTION api.own_shortage IS 'What is missing if a supplier of your own stops.
purchases: a year''s, as for own_dependence. stopped: the country that stops. duration_days: how long. cut: share of its deliveries that stops, 0 to 1. stock_days: stock at the start, days of full use. first_day_short is null if the stock lasts. What is bought of suppliers that are not known (unspecified_share, 0 to 1) counts as delivered.';

CREATE FUNCTION api.duty(hs text, origin text, on_date date, customs_value numeric, quantities json DEFAULT NULL, content json DEFAULT NULL, claims text[] DEFAULT NULL)
RETURNS TABLE(duty_usd numeric, rate numeric, problem text, notes text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.duty, trim_scale(d.duty / nullif($4, 0)), tariff_problem('US', $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7),
		-- a claim is named where it changes the duty, of goods that it can be made for
		(SELECT string_agg(n.note, '; ') FROM tariff_notes('US', $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7) AS n WHERE n.fact <> 'claims' OR EXISTS (SELECT
			FROM tariff_questions('US', $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7) AS q WHERE q.fact = 'claims' AND q.difference IS DISTINCT FROM 0 AND q.answer <> ALL (dashboard_input.claims_of_others($1)) AND starts_with(n.note, 'claim ' || q.answer || ' ')))
	FROM (SELECT CASE WHEN tariff_problem('US', $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7) IS NULL THEN tariff_stack('US', $1, $2, $3, $4, $5::jsonb, $6::jsonb, $7) END) AS d(duty);
END;
COMMENT ON FUNCTION api.duty IS 'Duty of goods that enter the United States.
hs: tariff line, digits. origin: ISO 3166 alpha-2. on_date: day of entry. customs_value: US dollars. quantities: {"kg": 250}. content: {"steel": 600}, dollars of the value. claims: ["USMCA"]. Where duty_usd is null, problem says why; notes say what the duty rests on.';

CREATE FUNCTION api.supplier_shares(importer text, product text, first_year int DEFAULT 0, max_rows int DEFAULT 100)
RETURNS TABLE(year int, supplier text, supplier_name text, value_usd float8, share float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
#variable_conflict use_column
DECLARE
	whose text := dashboard_input.sent_importer(importer);
	what text := dashboard_input.sent_product(product);
	last_year int := (SELECT max(s.year) FROM dashboard_input.supply AS s WHERE s.product = what);
BEGIN
	IF first_year IS NULL OR first_year > last_year THEN
		RAISE 'there are no data from the year % on', first_year USING ERRCODE = 'invalid_parameter_value',
			HINT = format('The data of product %s end in %s.', what, last_year);
	ELSIF NOT EXISTS (SELECT FROM dashboard_input.supply AS s WHERE s.importer = whose AND s.product = what AND s.year >= first_year) THEN
		RAISE 'no imports of product "%" by "%" are in the data from the year % on', what, importer, first_year USING ERRCODE = 'invalid_parameter_value',
			HINT = format('Importers of the product are %s.', (SELECT string_agg(DISTINCT s.importer, ', ') FROM dashboard_input.supply AS s WHERE s.product = what));
	ELSIF max_rows IS NULL OR max_rows < 0 THEN
		RAISE 'max_rows "%" is not a number of rows', max_rows USING ERRCODE = 'invalid_parameter_value';
	END IF;
	RETURN QUERY
	SELECT s.year, s.supplier, s.supplier_name, s.value_usd, s.share FROM dashboard.supplier_share AS s
	WHERE s.importer = whose AND s.product = what AND s.year >= first_year
	ORDER BY s.year DESC, s.supplier_rank LIMIT least(max_rows, 1000);
END $$;
COMMENT ON FUNCTION api.supplier_shares IS 'From whom an importer buys a product, the latest year first.
importer: a country by its code or name, EU or World. product: HS code, six digits. first_year: rows from this year on. max_rows: at most so many rows, and never more than 1000. An importer, a product or years that are not in the data are errors.';

CREATE VIEW api.supply AS SELECT year, importer, product, total(mix) AS value_usd, to_json(mix) AS suppliers FROM dashboard_input.supply;
COMMENT ON VIEW api.supply IS 'Purchases with their suppliers as one JSON object, {"CHN": 3, "VNM": 1}: a row for each importer, product and year.';
COMMENT ON COLUMN api.supply.year IS 'Calendar year.';
COMMENT ON COLUMN api.supply.importer IS 'Who buys: ISO 3166 alpha-3, EU or World.';
COMMENT ON COLUMN api.supply.product IS 'HS code of the product, six digits.';
COMMENT ON COLUMN api.supply.value_usd IS 'Value in US dollars.';
COMMENT ON COLUMN api.supply.suppliers IS 'What each supplier sold, US dollars, by its ISO 3166 alpha-3 code.';

GRANT USAGE ON SCHEMA api TO dashboard_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA api TO dashboard_reader;
COMMIT;
