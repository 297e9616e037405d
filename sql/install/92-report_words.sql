-- Numbers, names and alerts in words.

CREATE FUNCTION te_support.te_report_escape(words text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_escape(text) IS
'Text as it must stand in HTML or XML to be read as text. Example: SELECT te_support.te_report_escape(''<b>'') → &lt;b&gt;';

CREATE FUNCTION te_support.te_report_say(english text, words text[] DEFAULT '{}', language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_say(text, text[], text) IS
'Support of reports: a text in a language, {1} and so on replaced by words; NULL for NULL. Example: SELECT te_support.te_report_say(''Imports, {1}'', ''{USD}'') → Imports, USD';

CREATE FUNCTION te_support.te_report_number(amount float8, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_number(float8, text) IS
'An amount for people, three digits and k, M, bn or tn. Example: SELECT te_support.te_report_number(1234567) → 1.23M';

CREATE FUNCTION te_support.te_report_percent(share float8) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_percent(float8) IS
'A share in percent for people. Example: SELECT te_support.te_report_percent(0.0834) → 8.3%';

CREATE FUNCTION te_support.te_report_amount(amount float8, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_amount(float8, text, text) IS
'Support of reports: an amount for people, of a unit that may say thousand, million or billion, in the words of several languages. Example: SELECT te_support.te_report_amount(57700, ''thousand USD'') → 57.7M';

CREATE FUNCTION te_support.te_report_unit(unit text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_unit(text) IS
'Support of reports: a unit without the thousand, million or billion it begins with, NULL for nothing. Example: SELECT te_support.te_report_unit(''thousand USD'') → USD';

CREATE FUNCTION te_support.te_report_share(share float8) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_share(float8) IS
'Support of reports: a share for a column of a table, always to a tenth of a percent. Example: SELECT te_support.te_report_share(0.52) → 52.0%';

CREATE FUNCTION te_support.te_report_name(names jsonb, code text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce($1 ->> $2,
		-- in another language the name that its words have for the country's
		CASE WHEN $3 <> 'en' THEN te_support.te_report_say(@extschema@.country_name($2), '{}'::text[], $3) END,
		-- names that a legend has room for, of countries whose full ones are long
		('{"BOL": "Bolivia", "COD": "DR Congo", "FSM": "Micronesia", "GBR": "United Kingdom", "HKG": "Hong Kong", "IRN": "Iran", "KOR": "South Korea",
		"LAO": "Laos", "MAC": "Macao", "MDA": "Moldova", "PRK": "North Korea", "RUS": "Russia", "SYR": "Syria", "TWN": "Taiwan", "TZA": "Tanzania",
		"USA": "United States", "VEN": "Venezuela"}'::jsonb) ->> $2,
		@extschema@.country_name($2), te_support.te_report_say($2, '{}'::text[], $3));
END;
COMMENT ON FUNCTION te_support.te_report_name(jsonb, text, text) IS
'Support of reports: the name to show for a code, from the caller''s names, the countries (short ones), or the code itself. Example: SELECT te_support.te_report_name(NULL, ''USA'') → United States';

CREATE FUNCTION te_support.te_report_product(names jsonb, code text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce($1 ->> $2, te_support.te_report_say($2, '{}'::text[], $3));
COMMENT ON FUNCTION te_support.te_report_product(jsonb, text, text) IS
'Support of reports: the name to show for a product, from the caller''s names, or the code itself. Example: SELECT te_support.te_report_product(''{"8505": "Magnets"}'', ''8505'') → Magnets';

CREATE FUNCTION te_support.te_report_period(label text, language text DEFAULT 'en') RETURNS text
LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION te_support.te_report_period(text, text) IS
'Support of reports: periods as te_flow_labels writes them, in a language. Example: SELECT te_support.te_report_period(''2025-05, 2025-06'') → 2025-05, 2025-06';

CREATE FUNCTION te_support.te_report_sum(amount float8, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN te_support.te_report_unit($2) IS NULL THEN te_support.te_report_amount($1, $2, $3)
	ELSE te_support.te_report_say('{1} {2}', ARRAY[te_support.te_report_amount($1, $2, $3), te_support.te_report_unit($2)], $3) END;
COMMENT ON FUNCTION te_support.te_report_sum(float8, text, text) IS
'Support of reports: an amount with its unit. Example: SELECT te_support.te_report_sum(57700, ''thousand USD'') → 57.7M USD';

CREATE FUNCTION te_support.te_report_alert(alert jsonb, names jsonb, unit text, language text DEFAULT 'en') RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	l text := coalesce(language, 'en');
	none CONSTANT text[] := '{}';
	product text := te_support.te_report_product(names, alert -> 'evidence' ->> 'product', l);
	supplier text := coalesce(te_support.te_report_name(names, alert -> 'evidence' ->> 'supplier', l), te_support.te_report_say('unspecified', none, l));
	x float8 := (alert ->> 'value')::float8;
	before float8 := (alert ->> 'previous')::float8;
	least float8 := (alert ->> 'threshold')::float8;
	share text := te_support.te_report_percent(x);
	number text := round(x::numeric, 1);
	amount_before text := coalesce(CASE WHEN before IS NOT NULL THEN te_support.te_report_sum(before, unit, l) END, te_support.te_report_say('unknown', none, l));
	share_before text := coalesce(te_support.te_report_percent(before), te_support.te_report_say('nothing', none, l));
	share_limit text := te_support.te_report_percent(least);
	periods text := te_support.te_report_period(alert ->> 'key', l);
	words text;
	filled text[];
BEGIN
	CASE alert ->> 'metric'
		WHEN 'abrupt_stop' THEN
			words := CASE WHEN alert ->> 'since' IS NULL THEN '{1} stopped supplying {2}: {3} of the usual {4} is gone (limit {5})'
				ELSE '{1} stopped supplying {2} in {6}: {3} of the usual {4} is gone (limit {5})' END;
			filled := ARRAY[supplier, product, share, amount_before, share_limit, te_support.te_report_period(alert ->> 'since', l)];
		WHEN 'supplier_lost' THEN
			words := '{1} no longer supplies {2}: {3} of {4} is gone (limit {5})';
			filled := ARRAY[supplier, product, share, amount_before, share_limit];
		WHEN 'stop_breadth' THEN
			words := '{1} stopped exporting {2} to destinations that took {3} of it (limit {4})';
			filled := ARRAY[supplier, product, share, share_limit];
		WHEN 'robust_z' THEN
			words := '{1} from {2} is unusual: {3} spreads from its median of {4} (limit {5})';
			filled := ARRAY[product, supplier, number, amount_before, least::text];
		WHEN 'cusum' THEN
			words := CASE WHEN x < 0 THEN '{1} from {2} has been falling for several periods: cumulative sum {3} (limit {4})'
				ELSE '{1} from {2} has been rising for several periods: cumulative sum {3} (limit {4})' END;
			filled := ARRAY[product, supplier, number, least::text];
		WHEN 'surge' THEN
			words := '{1} from {2} runs at {3} times the usual {4} (limit {5})';
			filled := ARRAY[product, supplier, number, amount_before, least::text];
		WHEN 'unit_value' THEN
			words := 'a unit of {1} from {2} costs {3} times what others take (limit {4})';
			filled := ARRAY[product, supplier, round(x::numeric, 2)::text, least::text];
		WHEN 'unit_value_jump' THEN
			words := 'a unit of {1} from {2} costs {3} times what it usually does (limit {4})';
			filled := ARRAY[product, supplier, round(x::numeric, 2)::text, least::text];
		WHEN 'top_supplier_share' THEN
			words := '{1} supplies {2} of {3} (limit {4}, before {5})';
			filled := ARRAY[supplier, share, product, share_limit, share_before];
		WHEN 'share_rise' THEN
			words := '{1} gained {2} points of {3} (limit {4} points, before {5})';
			filled := ARRAY[supplier, to_char(100 * x, 'FM99990.0'), product, replace(share_limit, '%', ''), share_before];
		WHEN 'hhi' THEN
			words := '{1} is concentrated: HHI {2} (limit {3}, before {4})';
			filled := ARRAY[product, round(x::numeric, 2)::text, least::text, coalesce(round(before::numeric, 2)::text, te_support.te_report_say('unknown', none, l))];
		WHEN 'no_data' THEN words := 'there are no data to judge';
		WHEN 'data_age' THEN
			words := 'the latest data are of {1}, {2} months old (limit {3})';
			filled := ARRAY[periods, x::text, least::text];
		WHEN 'missing_periods' THEN
			words := 'nobody has a row in {1}: left out of what is compared';
			filled := ARRAY[periods];
		WHEN 'thin_periods' THEN
			words := '{1} has far fewer flows than usual ({2} of them): not judged';
			filled := ARRAY[periods, share];
		WHEN 'doubled_periods' THEN
			words := '{1} has many more rows a flow than usual: was a file loaded twice?';
			filled := ARRAY[periods];
		WHEN 'unread_rows' THEN
			words := CASE x WHEN 1 THEN '{1} row is not used: {2}' ELSE '{1} rows are not used: {2}' END;
			filled := ARRAY[x::text, te_support.te_report_say(alert ->> 'key', none, l)];
		WHEN 'negative_amounts' THEN
			words := '{1} has negative amounts from {2} and is not judged';
			filled := ARRAY[product, supplier];
		ELSE RETURN format('%s %s: %s', alert ->> 'metric', alert ->> 'key', x);
	END CASE;
	RETURN te_support.te_report_say(words, coalesce(filled, none), l);
END;
$$;
COMMENT ON FUNCTION te_support.te_report_alert(jsonb, jsonb, text, text) IS
'Support of reports: an alert in words. Example: SELECT te_support.te_report_alert(''{"metric": "hhi", "value": 0.5, "threshold": 0.4, "evidence": {"product": "8505"}}'', NULL, NULL) → 8505 is concentrated: HHI 0.50 (limit 0.4, before unknown)';
