-- market_access.sql -- what the loaded tariffs charge on one product of one origin,
-- a row for each: for exporters who choose a market.
--
--     psql -v product=610910 -v origin=VN -f examples/market_access.sql
--     psql -v product=610910 -v origin=VN -v on_date=2026-10-01 -v value=10000 -f examples/market_access.sql
--
-- The product is an HS code of six digits, at which tariffs can be compared; where a
-- tariff has several lines below it, the row has the range of their rates.  Of a
-- longer code each tariff answers for the lines below it where it has some, else for
-- those below its six digits: the column product says which.  Each
-- tariff answers on the day, or on the nearest one that its edition covers: the row
-- says which.  with_claim is the lowest rate that one claim leads to, and which.  Where
-- a line has no answer, the highest rate is not known; needs says why, or which claim
-- an edition cannot answer for.
\set ON_ERROR_STOP on
\if :{?on_date} \else
SELECT current_date AS on_date \gset
\endif
\if :{?value} \else \set value 1000000 \endif
\if :{?product} \else \set product '' \endif
\if :{?origin} \else \set origin '' \endif
\ir loader/schema.sql
SELECT regexp_replace(:'product', '[.\s]', '', 'g') AS product, coalesce(country_code(:'origin', 'name', 'iso2'), :'origin') AS origin \gset
SELECT :'product' !~ '^\d{2,10}$' OR :'origin' = '' AS is_unclear \gset
\if :is_unclear
DO $$ BEGIN RAISE 'which product, of which origin?' USING HINT = 'Write -v product=610910 -v origin=VN: a code of the Harmonized System and a country.'; END $$;
\endif
WITH market AS (
	SELECT regime, description AS edition, least(greatest(:'on_date'::date, covers_from), covers_to - 1) AS day
	FROM tariff_regime WHERE compiled IS NOT NULL AND parent IS NULL),
prefix AS (
	SELECT DISTINCT m.regime, s.code_prefix
	FROM market AS m JOIN tariff_program AS p ON p.regime = m.regime AND p.mandatory
		JOIN tariff_measure AS s ON s.regime = m.regime AND s.program = p.program
	WHERE s.code_prefix <> '' AND (starts_with(s.code_prefix, left(:'product', 6)) OR starts_with(:'product', s.code_prefix))),
bridge AS (
	SELECT m.*, CASE WHEN EXISTS (SELECT FROM prefix AS p WHERE p.regime = m.regime AND (starts_with(p.code_prefix, :'product') OR starts_with(:'product', p.code_prefix)))
		THEN :'product' ELSE left(:'product', 6) END AS product
	FROM market AS m),
line AS (
	-- the lines below the code, or the one that it stands under
	SELECT DISTINCT b.regime, CASE WHEN starts_with(p.code_prefix, b.product) THEN p.code_prefix ELSE b.product END AS code
	FROM bridge AS b JOIN prefix AS p USING (regime)
	WHERE starts_with(p.code_prefix, b.product) OR starts_with(b.product, p.code_prefix)),
rate AS (
	SELECT b.*, l.code, tariff_rate(b.regime, l.code, :'origin', b.day, :'value'::numeric) AS plain, q.*,
		CASE WHEN l.code IS NULL THEN 'no line of this product in it' ELSE tariff_problem(b.regime, l.code, :'origin', b.day, :'value'::numeric) END AS problem
	FROM bridge AS b LEFT JOIN line AS l USING (regime) LEFT JOIN LATERAL (
		-- of each claim the rate, not a duty that is cut to hundreds of yen
		SELECT min(c.rate) AS claimed, (array_agg(answer ORDER BY c.rate, answer) FILTER (WHERE c.rate IS NOT NULL))[1] AS claim,
			min('claim ' || answer || ': ' || u.problem) FILTER (WHERE u.problem ~ '^not covered') AS open_claim
		FROM tariff_questions(b.regime, l.code, :'origin', b.day, :'value'::numeric) AS u, LATERAL (
			SELECT CASE WHEN duty IS NOT NULL AND difference < 0 THEN tariff_rate(b.regime, l.code, :'origin', b.day, :'value'::numeric, claims => ARRAY[answer]) END AS rate) AS c
		WHERE fact = 'claims') AS q ON true)
SELECT regime, edition, day, product, count(code) AS lines, round(100 * min(plain)::numeric, 2) AS lowest,
	CASE WHEN count(problem) = 0 THEN round(100 * max(plain)::numeric, 2) END AS highest,
	round(100 * min(claimed)::numeric, 2) AS with_claim, (array_agg(claim ORDER BY claimed) FILTER (WHERE claim IS NOT NULL))[1] AS claim,
	count(problem) AS open_lines, coalesce(min(problem), min(open_claim) FILTER (WHERE coalesce(claimed, plain, 1) > 0)) AS needs
FROM rate GROUP BY regime, edition, day, product ORDER BY max(plain) NULLS LAST, regime;
