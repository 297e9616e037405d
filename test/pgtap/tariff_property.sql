-- The algebra against itself: random small laws, and an evaluator in PL/pgSQL
-- that reads the rule tables and knows nothing of the compiled form.
BEGIN;
SELECT plan(6);
SELECT setseed(0.20250807);

CREATE FUNCTION pg_temp.pick(from_list text[]) RETURNS text LANGUAGE sql VOLATILE AS
$$SELECT from_list[1 + floor(random() * array_length(from_list, 1))::int]$$;

-- ---- random laws: five programs, arrows that reverse on 2025-06-01, two areas ----
INSERT INTO tariff_regime (regime, currency) SELECT 'law ' || n, 'USD' FROM generate_series(1, 60) n;
INSERT INTO tariff_program (regime, program, ord, combine)
SELECT 'law ' || n, 'P' || p, p, pg_temp.pick('{specific,specific,max,min,sum}') FROM generate_series(1, 60) n, generate_series(1, 5) p;
INSERT INTO tariff_area (regime, area, country)
SELECT 'law ' || n, a, c FROM generate_series(1, 60) n, (VALUES ('G1', 'JP'), ('G1', 'KR'), ('G2', 'JP'), ('G2', 'CN')) v(a, c);
-- one measure for each program, prefix and area: no ties
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, op, "over", total_rate, need, unless, valid_from, valid_to)
SELECT DISTINCT ON (regime, program, code_prefix, area) * FROM (
	SELECT 'law ' || n AS regime, n || '.' || m AS id, 'P' || p AS program,
		pg_temp.pick('{"",84,8471,847130,8505}') AS code_prefix, pg_temp.pick('{*,*,G1,JP,CN}') AS area,
		pg_temp.pick('{5%,10%,25%,2.5%,Free,7% + 2 USD/KGM,12% MAX 300 USD,4% MIN 90 USD}') AS rate,
		pg_temp.pick('{value,value,value,content:steel,rest,duty+value,value-content:steel}') AS base,
		CASE WHEN p > 1 THEN pg_temp.pick('{add,add,floor,cap,captotal,replace}') ELSE 'add' END AS op,
		-- refers to programs before it, so that references make no cycle
		ARRAY['P' || 1 + (m % greatest(p - 1, 1))] AS "over", '20%' AS total_rate,
		CASE WHEN m % 7 = 0 THEN '{A}'::text[] END AS need, CASE WHEN m % 5 = 0 THEN '{B}'::text[] END AS unless,
		CASE WHEN m % 4 = 0 THEN date '2025-05-01' END AS valid_from, CASE WHEN m % 6 = 0 THEN date '2025-07-01' END AS valid_to
	FROM generate_series(1, 60) n, generate_series(1, 5) p, generate_series(1, 6) m) x
WHERE NOT (program = 'P1' AND base = 'duty+value')
ORDER BY regime, program, code_prefix, area, id;
-- every law speaks of all claims and contents that the lines have
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate, base, need)
SELECT 'law ' || n, 'elsewhere', 'P1', '99', '50%', 'content:steel', '{A,B}' FROM generate_series(1, 60) n;
-- before 2025-06-01 lower numbers exclude higher ones; afterwards only among
-- those that refer to nothing the arrow is turned round
INSERT INTO tariff_rule (regime, subject, object, scope, "when", area, valid_from, valid_to)
SELECT 'law ' || n, 'P' || a, 'P' || b, pg_temp.pick('{slice,line}'), pg_temp.pick('{owed,in_scope}'),
	CASE WHEN random() < 0.3 THEN 'G1' END, NULL::date, date '2025-06-01'
FROM generate_series(1, 60) n, generate_series(1, 4) a, generate_series(2, 5) b WHERE a < b AND random() < 0.25;
UPDATE tariff_measure SET op = 'add', base = 'value', "over" = NULL WHERE regime ~ '[02468]$' AND program = 'P5';
INSERT INTO tariff_rule (regime, subject, object, scope, "when", valid_from)
SELECT r.regime, 'P5', 'P' || b, 'line', 'owed', '2025-06-01'
FROM tariff_regime r, generate_series(1, 4) b WHERE r.regime ~ '[02468]$' AND random() < 0.5;

SELECT is((SELECT count(*)::int FROM tariff_regime r, tariff_check(r.regime) c WHERE c.severity = 'error'), 0, 'the laws have no errors');
SELECT is((SELECT count(*)::int FROM tariff_regime r, tariff_compile(r.regime)), 60, 'all compile');

-- ---- the algebra, from the tables ----
-- What a rate is on a base, with kg of the slice.
CREATE FUNCTION pg_temp.rate(rate text, base numeric, kg numeric) RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE
		WHEN rate = 'Free' THEN 0
		WHEN rate = '7% + 2 USD/KGM' THEN base * 0.07 + kg * 2
		WHEN rate = '12% MAX 300 USD' THEN least(base * 0.12, 300)
		WHEN rate = '4% MIN 90 USD' THEN greatest(base * 0.04, 90)
		ELSE base * rtrim(rate, '%')::numeric / 100 END;
END $$;

-- Programs so that each comes after those that exclude it or that it refers to.
CREATE FUNCTION pg_temp.ordered(law text, on_date date) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	done text[] := '{}';
	next text;
BEGIN
	LOOP
		SELECT p.program INTO next FROM tariff_program p WHERE p.regime = law AND p.program <> ALL (done)
			AND NOT EXISTS (SELECT FROM tariff_rule r WHERE r.regime = law AND r.object = p.program AND r.subject <> ALL (done)
				AND coalesce(r.valid_from <= on_date, true) AND coalesce(on_date < r.valid_to, true))
			AND NOT EXISTS (SELECT FROM tariff_measure m, unnest(m."over") o WHERE m.regime = law AND m.program = p.program
				AND o <> ALL (done) AND (m.op <> 'add' OR m.base = 'duty+value'))
		ORDER BY p.ord LIMIT 1;
		EXIT WHEN NOT FOUND;
		done := done || next;
	END LOOP;
	RETURN done;
END $$;

-- The total of a line; amounts are kept as program/slice => amount.
CREATE FUNCTION pg_temp.oracle(law text, hs text, origin text, on_date date, value numeric, steel numeric, kg numeric, claims text[])
RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
	areas text[] := ARRAY['*', origin] || ARRAY(SELECT a.area FROM tariff_area a WHERE a.regime = law AND a.country = origin);
	amounts jsonb := '{}';
	floors text[] := '{}';	-- program/slice on which a floor is charged, be it 0
	prog record;
	slice record;
	m record;
	taken bool;
	candidates numeric[];
	base numeric;
	amount numeric;
	refs numeric;
BEGIN
	FOR prog IN SELECT p.* FROM unnest(pg_temp.ordered(law, on_date)) WITH ORDINALITY o(name, n)
		JOIN tariff_program p ON p.regime = law AND p.program = o.name ORDER BY o.n LOOP
		FOR slice IN SELECT * FROM (VALUES ('steel', steel), ('rest', value - steel)) v(name, v) WHERE v.v > 0 LOOP
			CONTINUE WHEN EXISTS (SELECT FROM tariff_rule r WHERE r.regime = law AND r.object = prog.program
				AND coalesce(r.valid_from <= on_date, true) AND coalesce(on_date < r.valid_to, true)
				AND coalesce(r.area = ANY (areas), true)
				AND CASE r."when"
					WHEN 'in_scope' THEN EXISTS (SELECT FROM tariff_measure s WHERE s.regime = law AND s.program = r.subject
						AND starts_with(hs, s.code_prefix) AND s.area = ANY (areas)
						AND coalesce(s.valid_from <= on_date, true) AND coalesce(on_date < s.valid_to, true))
					ELSE EXISTS (SELECT FROM jsonb_each_text(amounts) a WHERE (a.value::numeric > 0 OR a.key = ANY (floors))
						AND split_part(a.key, '/', 1) = r.subject AND (r.scope = 'line' OR split_part(a.key, '/', 2) = slice.name)) END);
			candidates := '{}';
			taken := false;
			FOR m IN SELECT t.*, length(t.code_prefix) * 10 + CASE t.area WHEN origin THEN 2 WHEN '*' THEN 0 ELSE 1 END AS closeness
				FROM tariff_measure t WHERE t.regime = law AND t.program = prog.program
				AND starts_with(hs, t.code_prefix) AND t.area = ANY (areas)
				AND coalesce(t.valid_from <= on_date, true) AND coalesce(on_date < t.valid_to, true)
				AND coalesce(t.need <@ claims, true) AND NOT coalesce(t.unless && claims, false)
				ORDER BY closeness DESC LOOP
				EXIT WHEN prog.combine = 'specific' AND taken;
				taken := true;
				CONTINUE WHEN m.base = 'content:steel' AND slice.name <> 'steel' OR m.base IN ('rest', 'value-content:steel') AND slice.name <> 'rest';
				refs := coalesce((SELECT sum((amounts ->> (o || '/' || slice.name))::numeric) FROM unnest(m."over") o), 0);
				base := slice.v + CASE m.base WHEN 'duty+value' THEN refs ELSE 0 END;
				amount := pg_temp.rate(m.rate, base, kg * slice.v / value);
				IF m.op = 'floor' AND amount > 0 THEN
					floors := floors || (prog.program || '/' || slice.name);
				END IF;
				amount := CASE m.op
					WHEN 'floor' THEN greatest(0, amount - refs)
					WHEN 'cap' THEN least(amount, refs)
					WHEN 'captotal' THEN least(amount, greatest(0, base * 0.20 - refs))
					WHEN 'replace' THEN amount - refs
					ELSE amount END;
				candidates := candidates || amount;
			END LOOP;
			CONTINUE WHEN candidates = '{}';
			SELECT CASE prog.combine WHEN 'max' THEN max(c) WHEN 'min' THEN min(c) ELSE sum(c) END INTO amount FROM unnest(candidates) c;
			amounts := amounts || jsonb_build_object(prog.program || '/' || slice.name, amount);
		END LOOP;
	END LOOP;
	RETURN coalesce((SELECT sum(a.value::numeric) FROM jsonb_each_text(amounts) a), 0);
END $$;

CREATE TEMP TABLE line AS
SELECT 'law ' || n AS law, hs, origin, day, 1000::numeric AS value, steel, claims
FROM generate_series(1, 60) n, unnest('{8471300100,8505110000,0101210000}'::text[]) hs, unnest('{JP,CN,KR,FR}'::text[]) origin,
	unnest('{2025-04-15,2025-05-15,2025-06-15,2025-08-15}'::date[]) day,
	(VALUES (0, '{}'::text[]), (400, '{A}'), (1000, '{B}'), (250, '{A,B}')) v(steel, claims)
WHERE random() < 0.35;
CREATE TEMP TABLE answer AS
SELECT l.*, pg_temp.oracle(law, hs, origin, day, value, steel, 200, claims) AS expected,
	tariff_stack(law, hs, origin, day, value, '{"KGM": 200}', jsonb_build_object('steel', steel), claims) AS came
FROM line l;
SELECT cmp_ok((SELECT count(*)::int FROM answer WHERE expected <> 0), '>', 2000, 'there are lines to compare');
SELECT cmp_ok((SELECT count(DISTINCT expected)::int FROM answer), '>', 500, 'with many different answers');
SELECT is((SELECT string_agg(format('%s %s %s %s %s %s: %s, not %s', law, hs, origin, day, steel, claims, came, expected), E'\n')
	FROM (SELECT * FROM answer WHERE came IS DISTINCT FROM expected LIMIT 5) x), NULL, 'each total is that of the algebra');
SELECT is((SELECT count(*)::int FROM answer a WHERE expected IS DISTINCT FROM
		(SELECT sum(duty) FROM tariff_layers(law, hs, origin, day, value, '{"KGM": 200}', jsonb_build_object('steel', steel), claims))
		AND expected <> 0),
	0, 'and so is the sum of the layers');

SELECT * FROM finish();
ROLLBACK;
