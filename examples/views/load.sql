-- load.sql -- what is made once a load, since it costs time: the mixes of suppliers and the alerts.

-- data of before know no is_whole: they held all flows, or did not say
ALTER TABLE dashboard_input.source ADD COLUMN IF NOT EXISTS is_whole bool NOT NULL DEFAULT true;
COMMENT ON COLUMN dashboard_input.source.is_whole IS 'Whether the data set holds all flows; of another, what is not there may be below a limit.';
CREATE FUNCTION dashboard_input.coverage(of_dataset text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
	RETURN (SELECT coalesce(note, 'not all flows') FROM dashboard_input.source WHERE dataset = of_dataset AND NOT is_whole);
COMMENT ON FUNCTION dashboard_input.coverage IS 'What a data set leaves out; NULL where it holds all flows.';

-- the European Union buys as one: its members' purchases from elsewhere.  Codes get the collation of
-- the database, whatever that of the tables is, so that a query may compare any two of them.
CREATE MATERIALIZED VIEW dashboard_input.flow_all AS
SELECT dataset COLLATE "default" AS dataset, year, importer COLLATE "default" AS importer, exporter COLLATE "default" AS exporter,
	product COLLATE "default" AS product, value_usd, quantity_t FROM dashboard_input.flow
UNION ALL
SELECT dataset COLLATE "default", year, 'EU', exporter COLLATE "default", product COLLATE "default", value_usd, quantity_t
FROM dashboard_input.flow AS f, LATERAL (SELECT make_date(year, 7, 1)) AS d(day)
WHERE in_country_group(importer, 'EU', day) AND NOT coalesce(in_country_group(exporter, 'EU', day), false)
	AND dataset IN (SELECT dataset FROM dashboard_input.source WHERE is_world);
CREATE INDEX ON dashboard_input.flow_all (dataset, importer);
COMMENT ON MATERIALIZED VIEW dashboard_input.flow_all IS 'All flows, with the European Union as an importer beside its members.';

CREATE MATERIALIZED VIEW dashboard_input.supply AS
SELECT m.*, max(year) OVER (PARTITION BY dataset, product) AS last_year,
	CASE WHEN concentration(mix, 'null') IS NULL AND mix IS NOT NULL THEN 'more was taken back from a supplier than it sold: there are no shares' END AS problem
FROM (SELECT dataset, year, importer, product, supply_mix(exporter, value_usd) AS mix, sum(quantity_t) AS quantity_t
		FROM dashboard_input.flow_all GROUP BY dataset, year, importer, product
		UNION ALL
		SELECT dataset, year, 'World', product, supply_mix(exporter, value_usd), sum(quantity_t)
		FROM dashboard_input.flow_all JOIN dashboard_input.source USING (dataset)
		WHERE is_world AND importer <> 'EU' GROUP BY dataset, year, product) AS m;
CREATE UNIQUE INDEX ON dashboard_input.supply (importer, product, year, dataset);
CREATE INDEX ON dashboard_input.supply (product, year);
COMMENT ON MATERIALIZED VIEW dashboard_input.supply IS 'The suppliers of each importer, product and year as one value; World is all importers; problem says why a value has no shares.';

-- years that have any row of a product: in another, nothing is known of it
CREATE VIEW dashboard_input.product_year AS
SELECT DISTINCT dataset, product, year, last_year FROM dashboard_input.supply;
COMMENT ON VIEW dashboard_input.product_year IS 'The years of which the data have anything of a product, and the last of them.';

-- a view for each data set, since a product is late only among its own
CREATE FUNCTION dashboard_input.watch_name(dataset text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN format('dashboard_input.%I', 'watch_' || CASE WHEN octet_length(dataset) <= 50 THEN dataset ELSE md5(dataset) END);
COMMENT ON FUNCTION dashboard_input.watch_name IS 'The view that holds the flows of one data set.';

CREATE PROCEDURE dashboard_input.make_watches() LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	name text;
	what text;
BEGIN
	-- rows that the views would mix up or could not show
	SELECT format('%s, %s, %s, %s', coalesce(dataset, 'no data set'), coalesce(year::text, 'no year'), coalesce(importer, 'no importer'), coalesce(product, 'no product')) INTO what
	FROM dashboard_input.flow WHERE dataset IS NULL OR importer IS NULL OR product IS NULL OR (year BETWEEN 1 AND 9999) IS NOT TRUE LIMIT 1;
	IF FOUND THEN
		RAISE 'a flow cannot be shown: %', what USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Each row of dashboard_input.flow has a data set, a calendar year, an importer and a product.';
	END IF;
	SELECT format('%s "%s" of the data set %s is a total', f.role, f.code, f.dataset) INTO what
	FROM (SELECT DISTINCT dataset, 'supplier' AS role, exporter AS code FROM dashboard_input.flow
		UNION SELECT DISTINCT dataset, 'importer', importer FROM dashboard_input.flow
			WHERE dataset IN (SELECT dataset FROM dashboard_input.source WHERE is_world)) AS f
	WHERE is_total_partner(f.code) OR f.role = 'importer' AND f.code = 'EU' ORDER BY f.role, f.code, f.dataset LIMIT 1;
	IF FOUND THEN
		RAISE '%', what USING ERRCODE = 'invalid_parameter_value', DETAIL = 'What it stands for is in other rows, and would be counted twice.',
			HINT = 'Leave it out of dashboard_input.flow; the World and the European Union are made of their members where dashboard_input.source.is_world says so.';
	END IF;
	SELECT format('product "%s" is in the data sets %s', product, string_agg(dataset, ' and ' ORDER BY dataset)) INTO what
	FROM (SELECT DISTINCT dataset, product FROM dashboard_input.flow) AS f GROUP BY product HAVING count(*) > 1 ORDER BY product LIMIT 1;
	IF FOUND THEN
		RAISE '%', what USING ERRCODE = 'invalid_parameter_value', DETAIL = 'Its trade would be counted twice.',
			HINT = 'Leave it out of one of them in dashboard_input.flow, or give both one name.';
	END IF;
	FOR name IN SELECT DISTINCT dataset FROM dashboard_input.flow LOOP
		EXECUTE format('CREATE OR REPLACE VIEW %s AS SELECT year, importer, exporter, product, value_usd
			FROM dashboard_input.flow_all WHERE dataset = %L', dashboard_input.watch_name(name), name);
		EXECUTE format('COMMENT ON VIEW %s IS %L', dashboard_input.watch_name(name), 'The flows of one data set, for its alerts.');
	END LOOP;
END $$;
REVOKE ALL ON PROCEDURE dashboard_input.make_watches FROM PUBLIC;
COMMENT ON PROCEDURE dashboard_input.make_watches IS 'Makes the views of data sets that are new.';
CALL dashboard_input.make_watches();

CREATE MATERIALIZED VIEW dashboard_input.alert AS
SELECT row_number() OVER () AS id, d.dataset, d.last_year, w.importer, a.*
FROM (SELECT dataset, max(year) AS last_year FROM dashboard_input.flow GROUP BY dataset) AS d
	JOIN dashboard_input.watched AS w
		ON EXISTS (SELECT FROM dashboard_input.flow_all AS f WHERE f.dataset = d.dataset AND f.importer = w.importer),
	LATERAL trade_alerts(dashboard_input.watch_name(d.dataset)::regclass, w.importer,
		share_limit => w.share_limit, hhi_limit => w.hhi_limit, amount_column => 'value_usd') AS a;
CREATE UNIQUE INDEX ON dashboard_input.alert (id);
COMMENT ON MATERIALIZED VIEW dashboard_input.alert IS 'The alerts of each watched importer in each data set.';

-- what an alert at the end of each month says
CREATE MATERIALIZED VIEW dashboard_input.monthly_alert AS
SELECT row_number() OVER () AS id, m.month, m.importer, a.severity, a.metric, a.product, a.origin, a.value
FROM (SELECT DISTINCT month, importer FROM dashboard_input.monthly) AS m,
	LATERAL trade_alerts('dashboard_input.monthly', m.importer, on_date => m.month, stop_floor => 0.3,
		amount_column => 'quantity_t') AS a
WHERE a.metric IN ('abrupt_stop', 'robust_z', 'cusum', 'surge') AND a.origin IS NOT NULL;
CREATE UNIQUE INDEX ON dashboard_input.monthly_alert (id);
COMMENT ON MATERIALIZED VIEW dashboard_input.monthly_alert IS 'What an alert at the end of each month says of each importer.';

-- the planner takes a table that was never counted for a large one, and compiles queries of some rows
CREATE PROCEDURE dashboard_input.count_rows() LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
	name regclass;
BEGIN
	FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'dashboard_input'::regnamespace AND relkind IN ('r', 'm') LOOP
		EXECUTE format('ANALYZE %s', name);
	END LOOP;
END $$;
REVOKE ALL ON PROCEDURE dashboard_input.count_rows FROM PUBLIC;
COMMENT ON PROCEDURE dashboard_input.count_rows IS 'Counts the rows of what the views read, for the planner.';
CALL dashboard_input.count_rows();

-- no reader waits: what the views read is refreshed beside its readers, and flow_all, which they do not
-- read, at once.  All is seen when the transaction ends, or nothing of it.
CREATE PROCEDURE dashboard_input.dashboard_refresh() LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	CALL dashboard_input.make_watches();
	REFRESH MATERIALIZED VIEW dashboard_input.flow_all;
	REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard_input.supply;
	REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard_input.alert;
	REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard_input.monthly_alert;
	CALL dashboard_input.count_rows();
END $$;
REVOKE ALL ON PROCEDURE dashboard_input.dashboard_refresh FROM PUBLIC;
COMMENT ON PROCEDURE dashboard_input.dashboard_refresh IS
	'Brings what the views show up to date with the tables: CALL dashboard_input.dashboard_refresh() after a load.';
