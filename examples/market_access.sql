-- market_access.sql -- what the loaded tariffs charge on one product of one origin,
-- a row for each: for exporters who choose a market.
--
--     psql -v product=610910 -v origin=VN -f examples/market_access.sql
--     psql -v product=610910 -v origin=VN -v on_date=2026-10-01 -v value=10000 -f examples/market_access.sql
--
-- The product is an HS code of six digits, at which tariffs can be compared; where a
-- tariff has several lines below it, the row has the range of their rates.  Each
-- tariff answers on the day, or on the nearest one that its edition covers: the row
-- says which.  with_claim is the lowest rate that one claim leads to, and which.
\if :{?on_date} \else SELECT current_date AS on_date \gset
\endif
\if :{?value} \else \set value 10000 \endif
\ir loader/schema.sql
WITH market AS (
	SELECT regime, description AS edition, least(greatest(:'on_date'::date, covers_from), covers_to - 1) AS day
	FROM tariff_regime WHERE compiled IS NOT NULL AND parent IS NULL),
line AS (
	-- the lines below the code, or the one that it stands under
	SELECT DISTINCT m.regime, CASE WHEN starts_with(s.code_prefix, :'product') THEN s.code_prefix ELSE :'product' END AS code
	FROM market AS m JOIN tariff_program AS p ON p.regime = m.regime AND p.mandatory
		JOIN tariff_measure AS s ON s.regime = m.regime AND s.program = p.program
	WHERE starts_with(s.code_prefix, :'product') OR (s.code_prefix <> '' AND starts_with(:'product', s.code_prefix))),
rate AS (
	SELECT m.*, l.code, tariff_rate(m.regime, l.code, :'origin', m.day, :'value'::numeric) AS plain, q.answer AS claim, q.duty / :'value'::numeric AS claimed,
		CASE WHEN l.code IS NULL THEN 'no line of this product in it' ELSE tariff_problem(m.regime, l.code, :'origin', m.day, :'value'::numeric) END AS problem
	FROM market AS m LEFT JOIN line AS l USING (regime) LEFT JOIN LATERAL (
		SELECT answer, duty FROM tariff_questions(m.regime, l.code, :'origin', m.day, :'value'::numeric)
		WHERE fact = 'claims' AND duty IS NOT NULL AND difference < 0 ORDER BY duty, answer LIMIT 1) AS q ON true)
SELECT regime, edition, day, count(code) AS lines, round(100 * min(plain)::numeric, 2) AS lowest, round(100 * max(plain)::numeric, 2) AS highest,
	round(100 * min(claimed), 2) AS with_claim, (array_agg(claim ORDER BY claimed) FILTER (WHERE claim IS NOT NULL))[1] AS claim,
	count(problem) AS open_lines, min(problem) AS needs
FROM rate GROUP BY regime, edition, day ORDER BY highest NULLS LAST, regime;
