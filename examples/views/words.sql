-- words.sql -- what names are called, and errors that say what is wrong with a name or a year that
-- was asked for: nobody gets rows of zeros for a country that does not exist.

CREATE FUNCTION dashboard_input.place(code text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE code WHEN 'EU' THEN 'European Union' WHEN 'World' THEN 'World' ELSE coalesce(country_name(code), code) END;
COMMENT ON FUNCTION dashboard_input.place IS 'What a country, the European Union or the world is called.';

CREATE FUNCTION dashboard_input.percent(share float8) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN trim_scale(round(100 * share::numeric, 1)) || ' %';
COMMENT ON FUNCTION dashboard_input.percent IS 'A share in words: 0.518 is 51.8 %.';

CREATE FUNCTION dashboard_input.given(argument text, sent anyelement) RETURNS anyelement
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
	IF sent IS NULL THEN
		RAISE '% is not given', argument USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Send a value, or leave the argument out where it has a preset.';
	END IF;
	RETURN sent;
END $$;
COMMENT ON FUNCTION dashboard_input.given IS 'A value that was sent, or an error that says that there is none.';

-- a state of the past has no code today, but data have
CREATE FUNCTION dashboard_input.past_state(sent text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (SELECT code FROM unnest('{ANT,CSK,CTE,DDR,GEL,NTZ,PCI,SCG,SUN,YUG}'::text[]) AS code WHERE country_problem(code) = country_problem(sent));
COMMENT ON FUNCTION dashboard_input.past_state IS 'The alpha-3 code of a state of the past, by its code or name; NULL of any other: Serbia and Montenegro is SCG.';

CREATE FUNCTION dashboard_input.sent_country(sent text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	code text := coalesce(country_code(sent), dashboard_input.past_state(sent));
BEGIN
	IF code IS NULL THEN
		RAISE 'country "%" cannot be read: %', sent, coalesce(country_problem(sent), 'none is named')
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Write ISO 3166 codes of two or three letters, or a name.';
	END IF;
	RETURN code;
END $$;
COMMENT ON FUNCTION dashboard_input.sent_country IS 'The alpha-3 code of a country or a state of the past that was sent, or an error that says why there is none.';

CREATE FUNCTION dashboard_input.sent_importer(sent text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
	-- as the views show it, code or name
	code text := (SELECT i.importer FROM (SELECT DISTINCT s.importer FROM dashboard_input.supply AS s) AS i
		WHERE lower(sent) IN (lower(i.importer), lower(dashboard_input.place(i.importer))) LIMIT 1);
BEGIN
	IF code IS NULL THEN
		code := dashboard_input.sent_country(sent);
	END IF;
	IF NOT EXISTS (SELECT FROM dashboard_input.supply AS s WHERE s.importer = code) THEN
		RAISE 'no imports of "%" are in the data', sent USING ERRCODE = 'invalid_parameter_value',
			HINT = 'SELECT DISTINCT importer, importer_name FROM dashboard.dependence lists those that are.';
	END IF;
	RETURN code;
END $$;
COMMENT ON FUNCTION dashboard_input.sent_importer IS 'The code of an importer that was sent and is in the data, or an error that says why there is none.';

CREATE FUNCTION dashboard_input.sent_product(sent text, in_year int DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
	IF sent IS NULL OR NOT EXISTS (SELECT FROM dashboard_input.supply AS s WHERE s.product = sent) THEN
		RAISE 'product "%" is not in the data', sent USING ERRCODE = 'invalid_parameter_value',
			HINT = coalesce('It has ' || (SELECT string_agg(DISTINCT s.product, ', ') FROM dashboard_input.supply AS s) || '.',
				'There are no data: load flows and CALL dashboard_input.dashboard_refresh().');
	ELSIF in_year IS NOT NULL AND NOT EXISTS (SELECT FROM dashboard_input.supply AS s WHERE s.product = sent AND s.year = in_year) THEN
		RAISE 'there are no data of product "%" in the year %', sent, in_year USING ERRCODE = 'invalid_parameter_value',
			HINT = format('There are data of %s.', (SELECT string_agg(DISTINCT s.year::text, ', ') FROM dashboard_input.supply AS s WHERE s.product = sent));
	END IF;
	RETURN sent;
END $$;
COMMENT ON FUNCTION dashboard_input.sent_product IS 'A product that was sent and is in the data, of a year if one is named, or an error that lists what there is.';

CREATE FUNCTION dashboard_input.sent_year(sent int) RETURNS int
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
	IF sent IS NULL OR NOT EXISTS (SELECT FROM dashboard_input.supply AS s WHERE s.year = sent) THEN
		RAISE 'there are no data of the year %', sent USING ERRCODE = 'invalid_parameter_value',
			HINT = coalesce('There are data of ' || (SELECT string_agg(DISTINCT s.year::text, ', ') FROM dashboard_input.supply AS s) || '.',
				'There are no data: load flows and CALL dashboard_input.dashboard_refresh().');
	END IF;
	RETURN sent;
END $$;
COMMENT ON FUNCTION dashboard_input.sent_year IS 'A year that was sent and is in the data, or an error that lists those that are.';
