-- Sensitivity: one question asked again with other inputs, by parameter, over a grid, or with inputs that are drawn.

CREATE FUNCTION te_support.te_sensitivity_object(argument text, given jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF jsonb_typeof(given) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('argument "%s" is not a JSON object', argument),
			HINT = CASE argument WHEN 'arguments' THEN 'Write each argument by its name: {"dependency": 0.6, "duration": 90}.'
				WHEN 'grid_values' THEN 'Write the values of each parameter: {"duration": [30, 90, 180]}.'
				ELSE 'Write the lowest and the highest value of each parameter, or a share up and down: {"duration": [60, 180], "cover": 0.2}.' END;
	END IF;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_object(text, jsonb) IS
'Support of sensitivity: throws unless an argument is a JSON object. Example: SELECT te_support.te_sensitivity_object(''ranges'', ''{}'')';

CREATE FUNCTION te_support.te_sensitivity_function(function_name text, names text[]) RETURNS oid
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found record;
BEGIN
	-- of the functions of that name the one that takes all the names, or else the nearest
	SELECT f.*, (SELECT string_agg(quote_ident(n), ', ' ORDER BY n) FROM unnest(names) AS n WHERE NOT n = ANY (f.inputs)) AS unknown,
		(SELECT string_agg(quote_ident(n), ', ') FROM unnest(f.inputs[1 : cardinality(f.inputs) - f.pronargdefaults]) AS n WHERE NOT n = ANY (names)) AS missing,
		array_to_string(f.inputs, ', ') AS known
	INTO found
	FROM (SELECT p.oid, p.pronargdefaults, p.proargnames[1 : p.pronargs] AS inputs
		FROM pg_proc AS p JOIN pg_depend AS d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
		JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND e.extname = 'trade_exposure' AND e.extnamespace = p.pronamespace
		WHERE p.proname = function_name AND p.prokind = 'f' AND p.provolatile <> 'v' AND p.proargnames IS NOT NULL AND p.provariadic = 0) AS f
	ORDER BY (SELECT count(*) FROM unnest(names) AS n WHERE NOT n = ANY (f.inputs)),
		(SELECT count(*) FROM unnest(f.inputs[1 : cardinality(f.inputs) - f.pronargdefaults]) AS n WHERE NOT n = ANY (names)), cardinality(f.inputs), f.oid
	LIMIT 1;
	IF found IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('"%s" is not a function of trade_exposure that can be asked again and again', left(function_name, 200)),
			HINT = 'Name one such as disruption_loss, disruption_detail, price_response, armington_price or dynamic_loss_by_node; aggregates and functions that write are not meant.';
	ELSIF found.unknown IS NOT NULL OR found.missing IS NOT NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = CASE WHEN found.unknown IS NOT NULL THEN format('function "%s" has no argument %s', function_name, left(found.unknown, 200))
				ELSE format('function "%s" needs the argument %s', function_name, found.missing) END,
			HINT = format('Its arguments are: %s.', found.known);
	END IF;
	RETURN found.oid;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_function(text, text[]) IS
'Support of sensitivity: the function of the extension that has all these arguments. Example: SELECT te_support.te_sensitivity_function(''time_to_survive'', ''{dependency,cover}'')::regproc → time_to_survive';

CREATE FUNCTION te_support.te_sensitivity_column(function oid, outcome text) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	called pg_proc;
	numbers text[];
	chosen text := outcome;
BEGIN
	SELECT p.* INTO called FROM pg_proc AS p WHERE p.oid = function;
	numbers := ARRAY(SELECT a.name FROM unnest(called.proargnames, called.proallargtypes, called.proargmodes) AS a(name, type, mode)
		WHERE a.mode IN ('o', 't') AND a.type IN ('float8'::regtype, 'numeric'::regtype, 'int4'::regtype, 'int8'::regtype));
	-- one number is its own outcome
	IF cardinality(numbers) = 0 AND called.prorettype IN ('float8'::regtype, 'numeric'::regtype, 'int4'::regtype, 'int8'::regtype) AND NOT called.proretset THEN
		IF outcome IS NULL THEN
			RETURN NULL;
		END IF;
	ELSIF outcome IS NULL AND 'loss' = ANY (numbers) THEN
		RETURN 'loss';
	ELSIF outcome = ANY (numbers) THEN
		RETURN outcome;
	END IF;
	RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
		MESSAGE = CASE WHEN outcome IS NULL THEN format('function "%s" has several results, and none is called loss', called.proname)
			ELSE format('function "%s" has no number called "%s" among its results', called.proname, left(outcome, 200)) END,
		HINT = CASE WHEN cardinality(numbers) = 0 THEN 'Leave "outcome" out where the function gives one number; a function that gives none has no sensitivity.'
			ELSE format('Its numbers are: %s.', array_to_string(numbers, ', ')) END;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_column(oid, text) IS
'Support of sensitivity: the result column that is the outcome; NULL for a function that gives one number. Example: SELECT te_support.te_sensitivity_column(te_support.te_sensitivity_function(''disruption_detail'', ''{dependency,duration}''), NULL) → loss';

CREATE FUNCTION te_support.te_sensitivity_base(function oid, arguments jsonb, parameter text) RETURNS float8
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	path text[] := string_to_array(parameter, '.');
	parent text := jsonb_typeof(arguments #> path[1 : cardinality(path) - 1]);
	value jsonb := arguments #> path;
	base float8;
BEGIN
	IF parent = 'object' AND value IS NULL THEN
		IF cardinality(path) = 1 THEN
			SELECT to_jsonb(substring(pg_get_function_arg_default(function, a.place::int4) FROM '^''?(-?[0-9.]+)''?(?:::|$)')::numeric) INTO value
			FROM pg_proc AS p, unnest(p.proargnames) WITH ORDINALITY AS a(name, place) WHERE p.oid = function AND a.name = parameter AND a.place <= p.pronargs;
		END IF;
		base := value;
		RETURN base;
	ELSIF jsonb_typeof(value) IS DISTINCT FROM 'number' THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('parameter "%s" is not a number among the arguments', left(parameter, 200)),
			DETAIL = CASE WHEN value IS NOT NULL THEN format('It is %s.', left(value::text, 200)) ELSE 'What holds it is not written as JSON.' END,
			HINT = 'A number within an argument is reached by dots where that is written as JSON: {"shock": {"CHN": 1}} and "shock.CHN".';
	END IF;
	base := value;
	RETURN base;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_base(oid, jsonb, text) IS
'Support of sensitivity: what a parameter is before it is changed, given or by default, or NULL. Example: SELECT te_support.te_sensitivity_base(te_support.te_sensitivity_function(''disruption_loss'', ''{dependency,duration}''), ''{"dependency": 0.6, "duration": 90}'', ''cut'') → 1';

CREATE FUNCTION te_support.te_sensitivity_numbers(parameter text, given jsonb, fewest int4, most int4) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	numbers float8[];
BEGIN
	IF jsonb_typeof(given) = 'array' AND jsonb_array_length(given) BETWEEN fewest AND most
		AND NOT EXISTS (SELECT FROM jsonb_array_elements(given) AS e WHERE jsonb_typeof(e) <> 'number') THEN
		numbers := ARRAY(SELECT e.value::text::float8 FROM jsonb_array_elements(given) WITH ORDINALITY AS e(value, place) ORDER BY e.place);
		RETURN numbers;
	END IF;
	RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
		MESSAGE = format('parameter "%s" has the values %s', left(parameter, 200), left(given::text, 200)),
		HINT = CASE WHEN most > 3 THEN 'Write them as a list of at most 1000 numbers: [30, 90, 180].'
			ELSE 'Write the lowest and the highest, [60, 180], with the likeliest between them, [60, 90, 180], or the share by which it may be lower or higher, 0.2.' END;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_numbers(text, jsonb, int4, int4) IS
'Support of sensitivity: the values of a parameter as numbers, which are so many. Example: SELECT te_support.te_sensitivity_numbers(''cover'', ''[0, 30]'', 2, 3) → {0,30}';

CREATE FUNCTION te_support.te_sensitivity_known(parameter text, base float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF base IS NULL THEN
		RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
			MESSAGE = format('parameter "%s" has no value to begin with', left(parameter, 200)),
			DETAIL = 'It is not among the arguments, and has no default that is a number.',
			HINT = 'Give its usual value among "arguments".';
	END IF;
	RETURN base;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_known(text, float8) IS
'Support of sensitivity: what a parameter is before it is changed; throws for NULL. Example: SELECT te_support.te_sensitivity_known(''cover'', 30) → 30';

CREATE FUNCTION te_support.te_sensitivity_range(parameter text, base float8, given jsonb) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	ends float8[];
BEGIN
	IF jsonb_typeof(given) = 'number' THEN
		PERFORM te_support.te_sensitivity_known(parameter, base);
		IF given::float8 NOT BETWEEN 0 AND 1 THEN
			RAISE EXCEPTION USING ERRCODE = 'numeric_value_out_of_range',
				MESSAGE = format('the share by which parameter "%s" may be lower or higher must lie between 0 and 1, but is %s', left(parameter, 200), left(given::text, 200)),
				HINT = 'Write 0.2 for 20 percent, or the lowest and the highest value: [60, 180].';
		END IF;
		ends := ARRAY[base * (1 - given::float8), base * (1 + given::float8)];
		ends := ARRAY[least(ends[1], ends[2]), greatest(ends[1], ends[2])];
	ELSE
		ends := te_support.te_sensitivity_numbers(parameter, given, 2, 3);
	END IF;
	FOR i IN 2 .. cardinality(ends) LOOP
		IF ends[i] < ends[i - 1] THEN
			RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
				MESSAGE = format('the range of parameter "%s" does not ascend: %s', left(parameter, 200), left(given::text, 200)),
				HINT = 'Write the lowest value first, the likeliest if you know it, and the highest last.';
		END IF;
	END LOOP;
	RETURN ends;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_range(text, float8, jsonb) IS
'Support of sensitivity: lowest, if given likeliest, and highest value of a parameter. Example: SELECT te_support.te_sensitivity_range(''cover'', 30, ''0.5'') → {15,45}';

CREATE FUNCTION te_support.te_sensitivity_set(arguments jsonb, parameter text, amount float8) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT jsonb_set(arguments, string_to_array(parameter, '.'), to_jsonb(amount));
END;
COMMENT ON FUNCTION te_support.te_sensitivity_set(jsonb, text, float8) IS
'Support of sensitivity: the arguments with one of them changed. Example: SELECT te_support.te_sensitivity_set(''{"shock": {"CHN": 1}}'', ''shock.CHN'', 0.5) → {"shock": {"CHN": 0.5}}';

CREATE FUNCTION te_support.te_sensitivity_points(wanted float8) RETURNS int8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF wanted > 1000000 THEN
		RAISE EXCEPTION USING ERRCODE = 'program_limit_exceeded',
			MESSAGE = format('%s sets of arguments are more than 1000000', wanted),
			HINT = 'Take fewer draws or values, or call the function itself over a table of your own.';
	ELSIF wanted < 1 THEN
		RAISE EXCEPTION USING ERRCODE = 'numeric_value_out_of_range',
			MESSAGE = format('argument "draw_count" must be at least 1, but is %s', wanted);
	END IF;
	RETURN wanted;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_points(float8) IS
'Support of sensitivity: so many sets of arguments, if they are not too many. Example: SELECT te_support.te_sensitivity_points(9) → 9';

CREATE FUNCTION te_support.te_sensitivity_run(function_name text, points jsonb[], shown text[], outcome text)
	RETURNS TABLE (point int8, parameters jsonb, result float8)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 100 SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
	names text[] := ARRAY(SELECT jsonb_object_keys(points[1]));
	function oid := te_support.te_sensitivity_function(function_name, names);
	answer text := te_support.te_sensitivity_column(function, outcome);
	call text;
BEGIN
	SELECT format('%I.%I(%s)', s.nspname, p.proname, (SELECT string_agg(format('%I => (%s)::%s', a.name,
			-- lists may be written as JSON
			CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN format($q$translate(g.p ->> %L, '[]', '{}')$q$, a.name) ELSE format('g.p ->> %L', a.name) END,
			format_type(a.type, NULL)), ', ' ORDER BY a.place)
		FROM unnest(p.proargnames, p.proargtypes::oid[]) WITH ORDINALITY AS a(name, type, place) JOIN pg_type AS t ON t.oid = a.type WHERE a.name = ANY (names)))
	INTO call FROM pg_proc AS p JOIN pg_namespace AS s ON s.oid = p.pronamespace WHERE p.oid = function;
	RETURN QUERY EXECUTE format($q$SELECT g.n, (SELECT jsonb_object_agg(k, g.p #> string_to_array(k, '.')) FROM unnest($2) AS k), %s
		FROM unnest($1) WITH ORDINALITY AS g(p, n) ORDER BY g.n$q$,
		CASE WHEN answer IS NULL THEN format('(%s)::float8', call) ELSE format('(SELECT sum(r.%I)::float8 FROM %s AS r)', answer, call) END)
	USING points, shown;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_run(text, jsonb[], text[], text) IS
'Support of sensitivity: the outcome of a function for each set of arguments, summed over its rows, with the arguments that are to be shown. Example: SELECT result FROM te_support.te_sensitivity_run(''disruption_loss'', ARRAY[''{"dependency": 0.6, "duration": 90, "cover": 30}''::jsonb], NULL, NULL) → 24';

CREATE FUNCTION te_support.te_sensitivity_start(function_name text, arguments jsonb, changed jsonb, argument text, outcome text)
	RETURNS TABLE (parameter text, place int8, base float8, given jsonb)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 10 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	function oid;
BEGIN
	IF function_name IS NULL OR arguments IS NULL OR changed IS NULL THEN
		RETURN;
	END IF;
	PERFORM te_support.te_sensitivity_object('arguments', arguments), te_support.te_sensitivity_object(argument, changed);
	function := te_support.te_sensitivity_function(function_name,
		ARRAY(SELECT jsonb_object_keys(arguments) UNION SELECT split_part(k, '.', 1) FROM jsonb_object_keys(changed) AS k));
	PERFORM te_support.te_sensitivity_column(function, outcome);
	RETURN QUERY SELECT c.key, row_number() OVER (ORDER BY c.key COLLATE "C"), te_support.te_sensitivity_base(function, arguments, c.key), c.value
		FROM jsonb_each(changed) AS c;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_start(text, jsonb, jsonb, text, text) IS
'Support of sensitivity: the parameters that change, by name, with what they are before; throws where the question is not one. Example: SELECT parameter, base FROM te_support.te_sensitivity_start(''disruption_loss'', ''{"dependency": 0.6, "duration": 90}'', ''{"cut": 0.1}'', ''ranges'', NULL) → cut, 1';

CREATE FUNCTION te_support.te_sensitivity_filled(arguments jsonb, numbers jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	filled jsonb := arguments;
	changed record;
BEGIN
	FOR changed IN SELECT e.key, e.value FROM jsonb_each(numbers) AS e LOOP
		filled := jsonb_set(filled, string_to_array(changed.key, '.'), changed.value);
	END LOOP;
	RETURN filled;
END;
$$;
COMMENT ON FUNCTION te_support.te_sensitivity_filled(jsonb, jsonb) IS
'Support of sensitivity: the arguments with parameters set, each to its number. Example: SELECT te_support.te_sensitivity_filled(''{"duration": 90}'', ''{"cut": 1, "duration": 60}'') → {"cut": 1, "duration": 60}';

CREATE FUNCTION @extschema@.sensitivity(function_name text, arguments jsonb, ranges jsonb, outcome text DEFAULT NULL)
	RETURNS TABLE (parameter text, low float8, base float8, high float8, outcome_low float8, outcome_base float8, outcome_high float8, swing float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 10
BEGIN ATOMIC
	WITH s AS MATERIALIZED (SELECT b.parameter, b.place, te_support.te_sensitivity_known(b.parameter, b.base) AS base, te_support.te_sensitivity_range(b.parameter, b.base, b.given) AS ends
			FROM te_support.te_sensitivity_start(function_name, arguments, ranges, 'ranges'::text, outcome) AS b),
		a AS MATERIALIZED (SELECT te_support.te_sensitivity_filled(arguments, jsonb_object_agg(s.parameter, s.base)) AS usual FROM s HAVING count(*) > 0),
		-- point 1 is the base, then two for each parameter
		r AS MATERIALIZED (SELECT o.point, o.result FROM a, te_support.te_sensitivity_run(function_name,
			(SELECT ARRAY[a.usual] || array_agg(te_support.te_sensitivity_set(a.usual, s.parameter, e.value) ORDER BY s.place, e.side)
				FROM s, LATERAL (VALUES (1, s.ends[1]), (2, s.ends[cardinality(s.ends)])) AS e(side, value)), '{}'::text[], outcome) AS o)
	SELECT s.parameter, s.ends[1], s.base, s.ends[cardinality(s.ends)], l.result, b.result, h.result,
		CASE WHEN num_nulls(l.result, b.result, h.result) = 0 THEN greatest(l.result, b.result, h.result) - least(l.result, b.result, h.result) END
	FROM s JOIN r AS b ON b.point = 1 JOIN r AS l ON l.point = 2 * s.place JOIN r AS h ON h.point = 2 * s.place + 1
	ORDER BY 8 DESC NULLS FIRST, s.parameter COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.sensitivity(text, jsonb, jsonb, text) IS
'Which input moves the result most: the outcome of a function of this extension with each parameter alone at its lowest and highest value, the widest swing first (a tornado); "outcome" is the result column, summed over rows. Example: SELECT parameter, outcome_low, outcome_high, swing FROM sensitivity(''disruption_loss'', ''{"dependency": 0.6, "duration": 90, "cover": 30}'', ''{"duration": [60, 180], "cover": [0, 60]}'') → (duration, 6, 78, 72), (cover, 54, 0, 54)';

CREATE FUNCTION @extschema@.sensitivity_grid(function_name text, arguments jsonb, grid_values jsonb, outcome text DEFAULT NULL)
	RETURNS TABLE (point int4, parameters jsonb, outcome_value float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 100
BEGIN ATOMIC
	WITH RECURSIVE s AS MATERIALIZED (SELECT b.parameter, b.place, te_support.te_sensitivity_numbers(b.parameter, b.given, 1, 1000) AS numbers
			FROM te_support.te_sensitivity_start(function_name, arguments, grid_values, 'grid_values'::text, outcome) AS b),
		n AS MATERIALIZED (SELECT te_support.te_sensitivity_points(exp(sum(ln(cardinality(s.numbers)::float8)))) AS points, max(s.place) AS last, array_agg(s.parameter) AS shown
			FROM s HAVING count(*) > 0),
		-- parameter by parameter, each point once for each of its values
		g AS (SELECT 0::int8 AS place, arguments AS arguments, ARRAY[]::int8[] AS steps FROM n WHERE n.points > 0
			UNION ALL
			SELECT s.place, te_support.te_sensitivity_set(g.arguments, s.parameter, v.value), g.steps || v.step
			FROM g JOIN s ON s.place = g.place + 1, unnest(s.numbers) WITH ORDINALITY AS v(value, step))
	SELECT o.point::int4, o.parameters, o.result
	FROM n, te_support.te_sensitivity_run(function_name, (SELECT array_agg(g.arguments ORDER BY g.steps) FROM g WHERE g.place = n.last), n.shown, outcome) AS o
	ORDER BY o.point;
END;
COMMENT ON FUNCTION @extschema@.sensitivity_grid(text, jsonb, jsonb, text) IS
'The outcome of a function of this extension at each point of a grid, all values of each parameter with all of the others. Example: SELECT parameters, outcome_value FROM sensitivity_grid(''disruption_loss'', ''{"dependency": 0.6}'', ''{"duration": [60, 90], "cover": [0, 30]}'') → ({"cover": 0, "duration": 60}, 36), ({"cover": 0, "duration": 90}, 54), ({"cover": 30, "duration": 60}, 6), ({"cover": 30, "duration": 90}, 24)';

CREATE FUNCTION te_support.te_sensitivity_drawn(chance float8, lowest float8, likeliest float8, highest float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- uniform between two, triangular with the likeliest between them
	SELECT CASE WHEN lowest = highest THEN lowest
		WHEN likeliest IS NULL THEN lowest + chance * (highest - lowest)
		WHEN chance * (highest - lowest) < likeliest - lowest THEN lowest + sqrt(chance * (highest - lowest) * (likeliest - lowest))
		ELSE highest - sqrt((1 - chance) * (highest - lowest) * (highest - likeliest)) END;
END;
COMMENT ON FUNCTION te_support.te_sensitivity_drawn(float8, float8, float8, float8) IS
'Support of sensitivity_draws: the value of a parameter for a uniform number. Example: SELECT te_support.te_sensitivity_drawn(0.5, 60, NULL, 180) → 120';

CREATE FUNCTION te_support.te_sensitivity_event(parameter text) RETURNS int8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	-- a number of the name alone, so that each parameter keeps its luck whatever else is drawn
	SELECT ('x' || left(md5(parameter), 15))::bit(60)::int8;
END;
COMMENT ON FUNCTION te_support.te_sensitivity_event(text) IS
'Support of sensitivity_draws: the event of random_at that belongs to a parameter. Example: SELECT te_support.te_sensitivity_event(''cover'') > 0 → true';

CREATE FUNCTION @extschema@.sensitivity_draws(function_name text, arguments jsonb, ranges jsonb, draw_count int4, seed int8 DEFAULT 1, outcome text DEFAULT NULL)
	RETURNS TABLE (draw int4, parameters jsonb, outcome_value float8)
LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 1000
BEGIN ATOMIC
	WITH s AS MATERIALIZED (SELECT b.parameter, te_support.te_sensitivity_event(b.parameter) AS event, te_support.te_sensitivity_range(b.parameter, b.base, b.given) AS ends
			FROM te_support.te_sensitivity_start(function_name, arguments, ranges, 'ranges'::text, outcome) AS b),
		n AS MATERIALIZED (SELECT te_support.te_sensitivity_points(draw_count) AS points, array_agg(s.parameter) AS shown FROM s HAVING count(*) > 0 AND seed IS NOT NULL),
		p AS (SELECT d.draw, (SELECT te_support.te_sensitivity_filled(arguments, jsonb_object_agg(s.parameter, te_support.te_sensitivity_drawn(@extschema@.random_at(seed, d.draw, s.event),
				s.ends[1], CASE WHEN cardinality(s.ends) = 3 THEN s.ends[2] END, s.ends[cardinality(s.ends)]))) FROM s) AS arguments
			FROM n, generate_series(1, n.points) AS d(draw))
	SELECT o.point::int4, o.parameters, o.result
	FROM n, te_support.te_sensitivity_run(function_name, (SELECT array_agg(p.arguments ORDER BY p.draw) FROM p), n.shown, outcome) AS o
	WHERE n.points > 0
	ORDER BY o.point;
END;
COMMENT ON FUNCTION @extschema@.sensitivity_draws(text, jsonb, jsonb, int4, int8, text) IS
'The outcome of a function of this extension with parameters drawn from their ranges, uniform between two numbers, triangular with the likeliest between them; the draws depend on seed, draw and name alone (random_at). Example: SELECT round(avg(outcome_value)) FROM sensitivity_draws(''disruption_loss'', ''{"dependency": 0.5, "duration": 90}'', ''{"duration": [60, 180]}'', 10000) → 60';
