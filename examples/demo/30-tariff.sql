-- What duty does this product carry, and why?  The United States, March 2025 to October 2026.
\set QUIET on
\o /dev/null
BEGIN;
\ir ../load_tariff.sql
COMMIT;
\o
\echo '## A Japanese car before and after the deal of September 2025'
\echo 'The duty on 30,000 USD fell from 8,250 to 4,500: 15 percent all in, where 25 percent came on top of the ordinary 2.5.'
SELECT valid_from, valid_to, duty, round(rate::numeric, 4) AS rate, programs
FROM tariff_history('US', '8703230190', 'JP', '2025-08-01', '2026-01-01', 30000);
\echo 'Each measure that was looked at, and what became of it:'
SELECT program, status, reason, expression AS rate, duty, legal_ref FROM tariff_layers('US', '8703230190', 'JP', '2025-10-01', 30000);

\echo '## Rare-earth magnets: the duty on 100,000 USD through the year, from China and from Japan'
SELECT origin, valid_from AS "from", duty, programs AS layers
FROM unnest('{CN,JP}'::text[]) AS origin, tariff_history('US', '8505110070', origin, '2025-06-04', '2026-02-28', 100000)
ORDER BY origin, valid_from;
\echo 'What changed, and when:'
SELECT on_date, program, before, after, total FROM tariff_breakpoints('US', '8505110070', 'CN', '2025-06-04', '2026-02-28', 100000);

\echo '## The waterfall of a Chinese motor part, half of it aluminium, August 2025'
\echo 'The half that is aluminium bears the metal duty and no reciprocal duty, the other half the other way round.'
SELECT program, slice, status, coalesce(reason, '') AS reason, base, expression AS rate, duty,
	sum(duty) OVER (ROWS UNBOUNDED PRECEDING) AS up_to_here
FROM tariff_layers('US', '8503009520', 'CN', '2025-08-07', 100000, content => '{"aluminium": 50000}')
WHERE status IN ('applied', 'excluded');

\echo '## What the order against stacking saves'
\echo 'The same lines with the rules between programs taken away: each duty on top of each other.'
INSERT INTO tariff_regime (regime, parent, description) VALUES
	('US stacked', 'US', 'no program excludes another'), ('US without reciprocal', 'US', 'no reciprocal duties');
INSERT INTO tariff_rule (regime, subject, object, dropped)
SELECT DISTINCT 'US stacked', subject, object, true FROM tariff_rule WHERE regime = 'US';
INSERT INTO tariff_program (regime, program, dropped) VALUES ('US without reciprocal', 'RECIP', true);
\o /dev/null
SELECT tariff_compile('US stacked'), tariff_compile('US without reciprocal');
\o
SELECT what, tariff_stack('US', hs, origin, day, 100000) AS duty, tariff_stack('US stacked', hs, origin, day, 100000) AS if_stacked,
	tariff_stack('US stacked', hs, origin, day, 100000) - tariff_stack('US', hs, origin, day, 100000) AS saved
FROM (VALUES ('car from Japan', '8703230190', 'JP', date '2025-10-01'), ('car from Mexico', '8703230190', 'MX', '2025-10-01'),
	('steel wire from Canada', '7312103012', 'CA', '2025-10-01'), ('steel wire from Brazil', '7312103012', 'BR', '2025-10-01')) AS v(what, hs, origin, day);

\echo '## A scenario: the year without reciprocal duties'
SELECT to_char(m, 'YYYY-MM') AS month, round(100 * avg(tariff_rate('US', hs, origin, m::date))::numeric, 2) AS percent,
	round(100 * avg(tariff_rate('US without reciprocal', hs, origin, m::date))::numeric, 2) AS without_reciprocal
FROM generate_series(timestamp '2025-07-01', '2026-02-01', '1 month') m,
	unnest('{8505110070,8471300100,9403608040,6109100004,8708295160}'::text[]) hs, unnest('{CN,JP,VN,DE}'::text[]) origin
GROUP BY m ORDER BY m;
SELECT * FROM tariff_difference('US', 'US without reciprocal', '6109100004', 'VN', '2025-10-01', 100000);

\echo '## Filed against owed: a fentanyl duty paid after it ended'
SELECT * FROM duty_audit('US', '{"MFN": 2100, "S301": 25000, "FENT_CN": 10000}', '8505110070', 'CN', '2026-02-24', 100000);

\set QUIET on
\set regime JP
\set unread 0
\o /dev/null
BEGIN;
\ir ../load_tariff.sql
COMMIT;
\o
\echo '## What Japan charges on what it buys, and what an agreement saves'
\echo 'The tariff of July 2026, every line and column: the lowest rate that is open to the origin, with and without the claim of its agreement.'
SELECT what, origin, claim, value, without_claim, with_claim, without_claim - with_claim AS saved
FROM (SELECT *, tariff_stack('JP', hs, origin, '2026-10-01', value, quantities) AS without_claim,
		tariff_stack('JP', hs, origin, '2026-10-01', value, quantities, claims => ARRAY[claim]) AS with_claim
	FROM (VALUES ('beef, chilled', '020130010', 'AU', 'au', 3000000, NULL::jsonb), ('beef, chilled', '020130010', 'US', 'us', 3000000, NULL),
		('wine, 900 l', '220421020', 'FR', 'eu', 900000, '{"l": 900}'), ('T-shirts', '610910020', 'VN', 'cptpp', 1000000, NULL),
		('magnets of metal', '850511000', 'CN', 'rcep_cn', 5000000, NULL), ('lithium-ion cells', '850760000', 'CN', 'rcep_cn', 5000000, NULL)) AS v(what, hs, origin, claim, value, quantities)) AS d;
\echo 'A car both ways: Japan charges nothing, the United States 15 percent all in (27.5 before the deal of 2025).'
SELECT car, regime, duty, round(duty / value, 4) AS rate FROM (VALUES
	('of the United States in Japan, 3,000,000 yen', 'JP', tariff_stack('JP', '870323000', 'US', '2026-10-01', 3000000::numeric), 3000000),
	('of Japan in the United States, 30,000 dollars', 'US', tariff_stack('US', '8703230190', 'JP', '2026-10-01', 30000::numeric), 30000)) AS v(car, regime, duty, value);

\echo '## The same law said in rows: a Canadian steel article on six dates'
INSERT INTO tariff_regime (regime, currency) VALUES ('steel story', 'USD');
INSERT INTO tariff_program (regime, program, ord) VALUES ('steel story', 'MFN', 1), ('steel story', 'S232_STEEL', 2),
	('steel story', 'S232_METAL', 3), ('steel story', 'FENT_CAMX', 4), ('steel story', 'S122', 5), ('steel story', 'S301', 6), ('steel story', 'S301FL', 7);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, valid_from, valid_to) VALUES
	('steel story', '7308.90.95', 'MFN', '73089095', '*', 'Free', 'value', NULL, NULL),
	('steel story', '7326.90.86', 'MFN', '73269086', '*', '2.9%', 'value', NULL, NULL),
	('steel story', '9903.01.10', 'FENT_CAMX', '', 'CA', '25%', 'value', '2025-03-04', '2025-08-01'),
	('steel story', '9903.01.10', 'FENT_CAMX', '', 'CA', '35%', 'value', '2025-08-01', '2026-02-24'),
	('steel story', '9903.81.90', 'S232_STEEL', '7308', '*', '25%', 'value', '2025-03-12', '2025-06-04'),
	('steel story', '9903.81.90', 'S232_STEEL', '7308', '*', '50%', 'content:steel', '2025-06-04', '2026-04-06'),
	('steel story', '9903.82.02', 'S232_METAL', '73', '*', '50%', 'value', '2026-04-06', NULL),
	('steel story', '9903.03.01', 'S122', '7308', '*', '10%', 'value', '2026-02-24', '2026-07-24'),
	('steel story', '9903.88.03', 'S301', '73269086', 'CN', '25%', 'value', '2018-09-24', NULL),
	('steel story', '9903.05.xx', 'S301FL', '', '*', '12.5%', 'value', '2026-07-24', NULL);
INSERT INTO tariff_rule (regime, subject, object, scope, valid_from, valid_to, legal_ref) VALUES
	('steel story', 'FENT_CAMX', 'S232_STEEL', 'line', '2025-03-04', '2025-06-04', 'EO 14289 s3(a)'),
	('steel story', 'S232_STEEL', 'FENT_CAMX', 'slice', '2025-06-04', NULL, 'Proc 10947 cl.5'),
	('steel story', 'S232_STEEL', 'S122', 'slice', '2026-02-24', NULL, 'S122 Proc cl.4'),
	('steel story', 'S232_METAL', 'S122', 'slice', '2026-02-24', NULL, 'S122 Proc cl.4'),
	('steel story', 'S232_METAL', 'FENT_CAMX', 'slice', '2026-04-06', NULL, NULL),
	('steel story', 'S232_METAL', 'S301FL', 'slice', '2026-07-24', NULL, NULL);
INSERT INTO tariff_rounding (regime, what, unit) VALUES ('steel story', 'duty', 0.01);
\o /dev/null
SELECT tariff_compile('steel story');
\o
SELECT day, tariff_stack('steel story', '7308909590', 'CA', day, 10000, content => '{"steel": 6000}') AS duty,
	(SELECT string_agg(program || ' ' || slice || ' ' || duty, ', ') FROM tariff_layers('steel story', '7308909590', 'CA', day, 10000, content => '{"steel": 6000}')
		WHERE duty > 0) AS layers
FROM unnest('{2025-05-20,2025-06-10,2025-08-10,2026-03-01,2026-04-10,2026-08-01}'::date[]) AS day;
\echo 'And the published customs form of a Chinese steel article, 14,172.00 USD: 11,039.99.'
SELECT program, expression AS rate, status, duty, sum(duty) OVER (ROWS UNBOUNDED PRECEDING) AS up_to_here
FROM tariff_layers('steel story', '7326908688', 'CN', '2026-09-01', 14172);
