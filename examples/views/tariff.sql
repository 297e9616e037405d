-- tariff.sql -- duties of the watched lines, entering the United States, and what they rest on.

-- a rate is that of goods of which nothing more is said: what that takes for granted, and what one
-- more fact would make of it
CREATE FUNCTION dashboard_input.tariff_basis(hs text, origin text, on_date date)
RETURNS TABLE(assumed text, otherwise text, least_rate float8, most_rate float8) LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT concat_ws('; ', 'no preference or exemption is claimed', n.notes), q.otherwise, q.least_rate, q.most_rate
	FROM (SELECT string_agg(t.note, '; ' ORDER BY t.fact, t.note) AS notes FROM tariff_notes('US', $1, $2, $3, 1000::numeric) AS t
			WHERE t.fact <> 'claims') AS n,
		(SELECT string_agg(format('%s with %s', dashboard_input.percent(q.duty::float8 / 1000),
				CASE q.fact WHEN 'claims' THEN 'claim ' || q.answer ELSE concat_ws(' ', q.fact, translate(q.answer, '{}"', '')) END), '; ' ORDER BY q.duty, q.answer) AS otherwise,
			min(q.duty)::float8 / 1000 AS least_rate, max(q.duty)::float8 / 1000 AS most_rate
			FROM tariff_questions('US', $1, $2, $3, 1000::numeric) AS q WHERE q.difference <> 0) AS q;
END;
COMMENT ON FUNCTION dashboard_input.tariff_basis IS 'What the rate of a line takes for granted, and what it would be with one fact more.';

CREATE FUNCTION dashboard.tariff_matrix(on_date date DEFAULT NULL)
RETURNS TABLE(on_day date, hs text, name text, origin text, origin_name text, rate float8, least_rate float8, most_rate float8,
	assumed text, otherwise text, problem text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT d.day, r.hs, l.name, r.origin, country_name(r.origin), r.rate, least(r.rate, b.least_rate),
		greatest(r.rate, b.most_rate), b.assumed, b.otherwise, r.problem
	FROM (SELECT coalesce($1, least(current_date, (SELECT covers_to - 1 FROM tariff_regime WHERE regime = 'US')))) AS d(day),
		LATERAL tariff_panel('US', ARRAY(SELECT hs FROM dashboard_input.tariff_line),
			ARRAY(SELECT origin FROM dashboard_input.tariff_origin), d.day) AS r
		JOIN dashboard_input.tariff_line AS l ON l.hs = r.hs
		LEFT JOIN LATERAL dashboard_input.tariff_basis(r.hs, r.origin, d.day) AS b ON r.rate IS NOT NULL;
END;
COMMENT ON FUNCTION dashboard.tariff_matrix IS 'Duty rates of the watched lines by origin on a day, entering the United States.
on_date: the day of entry; without it today, or the last day that the loaded law covers: on_day says which. rate is a share of the value of goods of which nothing more is said: assumed says what that takes for granted, otherwise and least_rate to most_rate what one fact more would make of it; where rate is NULL, problem says why.';

CREATE VIEW dashboard.tariff_step AS
SELECT l.hs, l.name, o.origin, country_name(o.origin) AS origin_name, h.valid_from, h.valid_to, h.rate,
	least(h.rate, b.least_rate) AS least_rate, greatest(h.rate, b.most_rate) AS most_rate, h.programs, b.assumed, b.otherwise, h.problem
FROM dashboard_input.tariff_line AS l, dashboard_input.tariff_origin AS o, LATERAL tariff_history('US', l.hs, o.origin) AS h
	LEFT JOIN LATERAL dashboard_input.tariff_basis(l.hs, o.origin, h.valid_from) AS b ON h.rate IS NOT NULL;
COMMENT ON VIEW dashboard.tariff_step IS 'Every change of the watched lines'' duty rates: a row for each line, origin and span of days with one rate.
For the rates of one day ask valid_from <= day AND day < valid_to. The rate is that of goods of which nothing more is said: see assumed and otherwise.';

CREATE VIEW dashboard.tariff_point AS
SELECT s.hs, s.name, s.origin, s.origin_name, p.day, s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise, s.problem
FROM dashboard.tariff_step AS s, LATERAL (SELECT s.valid_from UNION SELECT least(s.valid_to - 1, current_date)
	WHERE s.valid_from <= current_date UNION SELECT s.valid_to - 1) AS p(day);
COMMENT ON VIEW dashboard.tariff_point IS 'The same rates as points for charts: the first and the last day of each span, and today; the last one is the last day that the law covers.';

CREATE VIEW dashboard.tariff_day AS
SELECT d.day AS on_day, s.hs, s.name, s.origin, s.origin_name, s.rate, s.least_rate, s.most_rate, s.assumed, s.otherwise, s.problem
FROM (SELECT DISTINCT valid_from FROM dashboard.tariff_step
		UNION SELECT least(current_date, covers_to - 1) FROM tariff_regime WHERE regime = 'US') AS d(day)
	JOIN dashboard.tariff_step AS s ON s.valid_from <= d.day AND d.day < s.valid_to;
COMMENT ON VIEW dashboard.tariff_day IS 'The rates of all watched lines on each day on which one of them changed, and on the latest one: for tools that choose a day from a list.';

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
