-- tariff.sql -- duties of the watched lines, entering the United States, and what they rest on.

-- the law of entries into the United States, one row also where it is not loaded: then there are no
-- rates, and a problem
CREATE VIEW dashboard_input.tariff_law AS
SELECT r.regime, r.covers_from, r.covers_to,
	CASE WHEN r.regime IS NULL THEN 'no tariff called US is loaded' END AS problem
FROM (SELECT 'US') AS a(wanted) LEFT JOIN tariff_regime AS r ON r.regime = a.wanted;
COMMENT ON VIEW dashboard_input.tariff_law IS 'The law whose duties are shown, and why there are none where it is not loaded.';

-- Claims that the law gives to goods of a kind without a list of their codes: 50 U.S.C. 1702(b)(3) names publications,
-- films, posters, phonograph records, photographs, microfilms, microfiche, tapes, compact disks, CD ROMs, artworks.
-- No other goods become such by saying so, so what the claim would make of their rate is not shown.
CREATE VIEW dashboard_input.claim_goods AS
SELECT 'INFORMATIONAL' AS claim, unnest('{3705,3706,49,8523,97}'::text[]) AS code_prefix;
COMMENT ON VIEW dashboard_input.claim_goods IS 'The goods that a claim is for, by their first digits, where the law lists none; a claim that is not here counts wherever a measure asks for it.';

CREATE FUNCTION dashboard_input.claims_of_others(hs text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
	RETURN (SELECT coalesce(array_agg(g.claim), '{}') FROM (SELECT claim FROM dashboard_input.claim_goods
		GROUP BY claim HAVING NOT bool_or(starts_with(hs_code(hs), code_prefix))) AS g);
COMMENT ON FUNCTION dashboard_input.claims_of_others IS 'The claims that are for other goods than a tariff line: INFORMATIONAL of 8703230190.';

-- a rate is that of goods of which nothing more is said: what that takes for granted, and what one
-- more fact would make of it
CREATE FUNCTION dashboard_input.tariff_basis(hs text, origin text, on_date date)
RETURNS TABLE(assumed text, otherwise text, least_rate float8, most_rate float8) LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws('; ', 'no preference or exemption is claimed', n.notes), q.otherwise, q.least_rate, q.most_rate
	FROM dashboard_input.tariff_law AS w,
		LATERAL (SELECT string_agg(t.note, '; ' ORDER BY t.fact, t.note) AS notes FROM tariff_notes(w.regime, $1, $2, $3, 1000::numeric) AS t
			WHERE t.fact <> 'claims') AS n,
		LATERAL (SELECT dashboard_input.claims_of_others($1) OFFSET 0) AS o(claims),
		LATERAL (SELECT string_agg(format('%s with %s', dashboard_input.percent(q.duty::float8 / 1000),
				CASE q.fact WHEN 'claims' THEN 'claim ' || q.answer ELSE concat_ws(' ', q.fact, translate(q.answer, '{}"', '')) END), '; ' ORDER BY q.duty, q.answer) AS otherwise,
			min(q.duty)::float8 / 1000 AS least_rate, max(q.duty)::float8 / 1000 AS most_rate
			FROM tariff_questions(w.regime, $1, $2, $3, 1000::numeric) AS q
			WHERE q.difference <> 0 AND NOT (q.fact = 'claims' AND q.answer = ANY (o.claims))) AS q;
END;
COMMENT ON FUNCTION dashboard_input.tariff_basis IS 'What the rate of a line takes for granted, and what it would be with one fact more.';

-- days on which something of the law begins or ends: what a rate rests on can change on no other
CREATE VIEW dashboard_input.tariff_change AS
SELECT DISTINCT d.day
FROM (SELECT regime, valid_from, valid_to, loaded_before, entered_before FROM tariff_measure
		UNION ALL SELECT regime, valid_from, valid_to, NULL, NULL FROM tariff_rule
		UNION ALL SELECT regime, valid_from, valid_to, NULL, NULL FROM tariff_area) AS m,
	LATERAL unnest(ARRAY[m.valid_from, m.valid_to, m.loaded_before, m.entered_before]) AS d(day)
WHERE d.day IS NOT NULL AND m.regime IN (SELECT unnest(ARRAY[regime, parent]) FROM tariff_regime WHERE regime = 'US');
COMMENT ON VIEW dashboard_input.tariff_change IS 'The days on which a measure, a rule, an area or a time of grace of the law begins or ends.';

CREATE FUNCTION dashboard.tariff_matrix(on_date date DEFAULT NULL)
RETURNS TABLE(on_day date, hs text, name text, origin text, origin_name text, rate float8, least_rate float8, most_rate float8,
	assumed text, otherwise text, problem text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.day, l.hs, l.name, o.origin, country_name(o.origin), r.rate, least(r.rate, b.least_rate),
		greatest(r.rate, b.most_rate), b.assumed, b.otherwise, coalesce(r.problem, w.problem)
	FROM dashboard_input.tariff_law AS w CROSS JOIN dashboard_input.tariff_line AS l CROSS JOIN dashboard_input.tariff_origin AS o
		CROSS JOIN LATERAL (SELECT coalesce($1, least(current_date, w.covers_to - 1))) AS d(day)
		LEFT JOIN LATERAL tariff_panel(w.regime, ARRAY[l.hs], ARRAY[o.origin], d.day) AS r ON true
		LEFT JOIN LATERAL dashboard_input.tariff_basis(l.hs, o.origin, d.day) AS b ON r.rate IS NOT NULL;
END;
COMMENT ON FUNCTION dashboard.tariff_matrix IS 'Duty rates of the watched lines by origin on a day, entering the United States.
on_date: the day of entry; without it today, or the last day that the loaded law covers: on_day says which. rate is a share of the value of goods of which nothing more is said: assumed says what that takes for granted, otherwise and least_rate to most_rate what one fact more would make of it: of goods that qualify for it; where rate is NULL, problem says why.';

-- a span ends where the rate changes or what it rests on: so each column holds on all its days
CREATE VIEW dashboard.tariff_step AS
WITH change AS MATERIALIZED (SELECT day FROM dashboard_input.tariff_change),
part AS (
	SELECT l.hs, l.name, o.origin, d.day AS valid_from, coalesce(h.valid_to, 'infinity') AS rate_to, h.rate, h.programs,
		b.assumed, b.otherwise, b.least_rate, b.most_rate, coalesce(h.problem, w.problem) AS problem,
		lag(ROW(h.valid_from, b.assumed, b.otherwise, b.least_rate, b.most_rate)) OVER line
			IS DISTINCT FROM ROW(h.valid_from, b.assumed, b.otherwise, b.least_rate, b.most_rate) AS is_new
	FROM dashboard_input.tariff_law AS w CROSS JOIN dashboard_input.tariff_line AS l CROSS JOIN dashboard_input.tariff_origin AS o
		LEFT JOIN LATERAL tariff_history(w.regime, l.hs, o.origin) AS h ON true
		CROSS JOIN LATERAL (SELECT h.valid_from UNION SELECT c.day FROM change AS c
			WHERE c.day > h.valid_from AND c.day < coalesce(h.valid_to, 'infinity') AND h.rate IS NOT NULL) AS d(day)
		LEFT JOIN LATERAL dashboard_input.tariff_basis(l.hs, o.origin, d.day) AS b ON h.rate IS NOT NULL
	WINDOW line AS (PARTITION BY l.hs, o.origin ORDER BY d.day))
SELECT hs, name, origin, country_name(origin) AS origin_name, valid_from,
	CASE WHEN valid_from IS NOT NULL THEN least(rate_to, lead(valid_from) OVER (PARTITION BY hs, origin ORDER BY valid_from)) END AS valid_to,
	rate, least(rate, least_rate) AS least_rate, greatest(rate, most_rate) AS most_rate, programs, assumed, otherwise, problem
FROM part WHERE is_new;
COMMENT ON VIEW dashboard.tariff_step IS 'Every change of the watched lines'' duty rates and of what they rest on: a row for each line, origin and span of days with one of each.
For the rates of one day ask valid_from <= day AND day < valid_to. The rate is that of goods of which nothing more is said: see assumed and otherwise.';

CREATE VIEW dashboard.tariff_point AS
SELECT s.hs, s.name, s.origin, s.origin_name, p.day, s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise, s.problem
FROM dashboard.tariff_step AS s, LATERAL (SELECT s.valid_from UNION SELECT least(s.valid_to - 1, current_date)
	WHERE s.valid_from <= current_date UNION SELECT s.valid_to - 1) AS p(day);
COMMENT ON VIEW dashboard.tariff_point IS 'The same as points for charts: the first and the last day of each span, and today; the last one is the last day that the law covers.';

CREATE VIEW dashboard.tariff_day AS
WITH step AS MATERIALIZED (SELECT * FROM dashboard.tariff_step)
SELECT d.day AS on_day, s.hs, s.name, s.origin, s.origin_name, s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise, s.problem
FROM (SELECT valid_from FROM step WHERE valid_from IS NOT NULL
		UNION SELECT coalesce(least(current_date, covers_to - 1), current_date) FROM dashboard_input.tariff_law) AS d(day)
	JOIN step AS s ON s.valid_from IS NULL OR s.valid_from <= d.day AND d.day < s.valid_to;
COMMENT ON VIEW dashboard.tariff_day IS 'The rates of all watched lines on each day on which one of them changed, or what it rests on, and on the latest one: for tools that choose a day from a list.';

CREATE FUNCTION dashboard.tariff_reason(hs text, origin text, on_date date, customs_value numeric DEFAULT 1000)
RETURNS TABLE(layer int, program text, measure text, status text, reason text, expression text, base_usd numeric,
	duty_usd numeric, legal_ref text, note text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT (row_number() OVER ())::int, t.program, t.measure, t.status, t.reason, t.expression, t.base, t.duty, t.legal_ref, t.note
	FROM tariff_layers('US', dashboard_input.given('hs', $1), dashboard_input.given('origin', $2),
		dashboard_input.given('on_date', $3), dashboard_input.given('customs_value', $4)) AS t;
END;
COMMENT ON FUNCTION dashboard.tariff_reason IS 'Why a line pays what it pays: every measure that was looked at, and what became of it.
hs: the tariff line, digits. origin: ISO 3166 alpha-2. on_date: the day of entry. customs_value: US dollars. Nothing is claimed, and the whole value counts as what a measure is about. Only rows with status applied are part of the duty.';
