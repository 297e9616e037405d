-- Numbers, names and alerts in words.

CREATE FUNCTION te_support.te_report_escape(words text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_escape(text) IS
	'Text as it must stand in HTML or XML to be read as text. Example: SELECT te_support.te_report_escape(''<b>'') → &lt;b&gt;';

CREATE FUNCTION te_support.te_report_number(amount float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_number(float8) IS
	'An amount for people, three digits and k, M, bn or tn. Example: SELECT te_support.te_report_number(1234567) → 1.23M';

CREATE FUNCTION te_support.te_report_percent(share float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_percent(float8) IS
	'A share in percent for people. Example: SELECT te_support.te_report_percent(0.0834) → 8.3%';

CREATE FUNCTION te_support.te_report_amount(amount float8, unit text) RETURNS text
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_amount(float8, text) IS
	'Support of reports: an amount for people, of a unit that may begin with thousand, million or billion. Example: SELECT te_support.te_report_amount(57700, ''thousand USD'') → 57.7M';

CREATE FUNCTION te_support.te_report_unit(unit text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_unit(text) IS
	'Support of reports: a unit without the thousand, million or billion it begins with, NULL for nothing. Example: SELECT te_support.te_report_unit(''thousand USD'') → USD';

CREATE FUNCTION te_support.te_report_share(share float8) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_share(float8) IS
	'Support of reports: a share for a column of a table, always to a tenth of a percent. Example: SELECT te_support.te_report_share(0.52) → 52.0%';

CREATE FUNCTION te_support.te_report_name(names jsonb, code text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1 ->> $2,
		-- names that a legend has room for, of countries whose full ones are long
		('{"BOL": "Bolivia", "COD": "DR Congo", "FSM": "Micronesia", "GBR": "United Kingdom", "HKG": "Hong Kong", "IRN": "Iran", "KOR": "South Korea",
		"LAO": "Laos", "MAC": "Macao", "MDA": "Moldova", "PRK": "North Korea", "RUS": "Russia", "SYR": "Syria", "TWN": "Taiwan", "TZA": "Tanzania",
		"USA": "United States", "VEN": "Venezuela"}'::jsonb) ->> $2,
		@extschema@.country_name($2), $2);
END;
COMMENT ON FUNCTION te_support.te_report_name(jsonb, text) IS
	'Support of reports: the name to show for a code, from the caller''s names, the countries (short ones), or the code itself. Example: SELECT te_support.te_report_name(NULL, ''USA'') → United States';

CREATE FUNCTION te_support.te_report_alert(alert jsonb, names jsonb, unit text) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	product text := coalesce(names ->> (alert -> 'evidence' ->> 'product'), alert -> 'evidence' ->> 'product');
	supplier text := coalesce(te_support.te_report_name(names, alert -> 'evidence' ->> 'supplier'), 'unspecified');
	x float8 := (alert ->> 'value')::float8;
	before float8 := (alert ->> 'previous')::float8;
	least float8 := (alert ->> 'threshold')::float8;
	share text := te_support.te_report_percent(x);
	points text := to_char(100 * x, 'FM99990.0');
	amount_before text := coalesce(concat_ws(' ', te_support.te_report_amount(before, unit), te_support.te_report_unit(unit)), 'unknown');
	share_before text := coalesce(te_support.te_report_percent(before), 'nothing');
	share_limit text := 'limit ' || te_support.te_report_percent(least);
	number_limit text := 'limit ' || least;
	since text := coalesce(' in ' || (alert ->> 'since'), '');
BEGIN
	RETURN CASE alert ->> 'metric'
		WHEN 'abrupt_stop' THEN format('%s stopped supplying %s%s: %s of the usual %s is gone (%s)', supplier, product, since, share, amount_before, share_limit)
		WHEN 'supplier_lost' THEN format('%s no longer supplies %s: %s of %s is gone (%s)', supplier, product, share, amount_before, share_limit)
		WHEN 'stop_breadth' THEN format('%s stopped exporting %s to destinations that took %s of it (%s)', supplier, product, share, share_limit)
		WHEN 'robust_z' THEN format('%s from %s is unusual: %s spreads from its median of %s (%s)', product, supplier, round(x::numeric, 1), amount_before, number_limit)
		WHEN 'cusum' THEN format('%s from %s has been %s for several periods: cumulative sum %s (%s)', product, supplier,
			CASE WHEN x < 0 THEN 'falling' ELSE 'rising' END, round(x::numeric, 1), number_limit)
		WHEN 'surge' THEN format('%s from %s runs at %s times the usual %s (%s)', product, supplier, round(x::numeric, 1), amount_before, number_limit)
		WHEN 'top_supplier_share' THEN format('%s supplies %s of %s (%s, before %s)', supplier, share, product, share_limit, share_before)
		WHEN 'share_rise' THEN format('%s gained %s points of %s (%s points, before %s)', supplier, points, product, replace(share_limit, '%', ''), share_before)
		WHEN 'hhi' THEN format('%s is concentrated: HHI %s (%s, before %s)', product, round(x::numeric, 2), number_limit, coalesce(round(before::numeric, 2)::text, 'unknown'))
		WHEN 'unit_value' THEN format('a unit of %s from %s costs %s times what others take (%s)', product, supplier, round(x::numeric, 2), number_limit)
		WHEN 'unit_value_jump' THEN format('a unit of %s from %s costs %s times what it usually does (%s)', product, supplier, round(x::numeric, 2), number_limit)
		WHEN 'no_data' THEN 'there are no data to judge'
		WHEN 'data_age' THEN format('the latest data are of %s, %s months old (limit %s)', alert ->> 'key', x, least)
		WHEN 'missing_periods' THEN format('nobody has a row in %s: left out of what is compared', alert ->> 'key')
		WHEN 'thin_periods' THEN format('%s has far fewer flows than usual (%s of them): not judged', alert ->> 'key', share)
		WHEN 'doubled_periods' THEN format('%s has many more rows a flow than usual: was a file loaded twice?', alert ->> 'key')
		WHEN 'negative_amounts' THEN format('%s has negative amounts from %s and is not judged', product, supplier)
		ELSE format('%s %s: %s', alert ->> 'metric', alert ->> 'key', x) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_report_alert(jsonb, jsonb, text) IS
	'Support of reports: an alert in words. Example: SELECT te_support.te_report_alert(''{"metric": "hhi", "value": 0.5, "threshold": 0.4, "evidence": {"product": "8505"}}'', NULL, NULL) → 8505 is concentrated: HHI 0.50 (limit 0.4, before unknown)';
