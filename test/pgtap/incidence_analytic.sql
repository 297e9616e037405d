-- Who pays a tariff, and where trade goes: examples that can be checked by hand.
BEGIN;
SELECT plan(28);

CREATE FUNCTION pg_temp.near(got float8, wanted float8, tolerance float8, what text) RETURNS text LANGUAGE sql AS
$$SELECT ok(abs(got - wanted) <= tolerance * abs(wanted), what || ': ' || coalesce(got::text, 'NULL') || ' is ' || wanted)$$;

-- E1: t = 25 %, demand 1.5, supply 3
SELECT pg_temp.near(got, wanted, 1e-7, 'E1 ' || what)
FROM tariff_incidence(1, 0.25, 1.5, 3) x,
	LATERAL (VALUES (x.price_received, 0.92831777, 'price received'), (x.price_paid, 1.1603972, 'price paid'),
		(x.quantity, 0.8, 'quantity'), (x.buyer_share, 0.666666667, 'pass-through'),
		(x.revenue, 0.18566355, 'revenue'), (x.buyer_loss, 0.14336447, 'buyers'' loss'),
		(x.seller_loss, 0.064336447, 'sellers'' loss'), (x.deadweight_loss, 0.02203736, 'deadweight loss'),
		(x.revenue - x.buyer_loss, 0.042299087, 'importer''s welfare')) AS v(got, wanted, what);
-- a tariff of 10^-9, by 60 digits: buyers, who bear a = 2/3 ln(1 + t), lose a - a²/4
SELECT pg_temp.near(got, wanted, 1e-14, 'a small tariff: ' || what)
FROM tariff_incidence(1, 1e-9, 1.5, 3) x, tariff_incidence(1, 1e-9, 1.5, 1e6) AS elastic,
	LATERAL (VALUES (x.buyer_loss, 6.66666666222222226e-10, 'buyers'' loss'), (x.seller_loss, 3.33333332944444449e-10, 'sellers'' loss'),
		(elastic.seller_loss, 1.49999774812837837e-15, 'sellers'' loss where they can sell elsewhere')) AS v(got, wanted, what);
-- E2: small country, supply infinitely elastic
SELECT pg_temp.near(got, wanted, 1e-7, 'E2 ' || what)
FROM tariff_incidence(1, 0.25, 1.5, NULL) x,
	LATERAL (VALUES (x.buyer_loss, 0.21114562, 'buyers'' loss'), (x.revenue, 0.17888544, 'revenue'),
		(x.deadweight_loss, 0.03226018, 'deadweight loss')) AS v(got, wanted, what);
-- E3: a tariff of 25 % on 60 % of spending
SELECT pg_temp.near(armington_price('{a:0.6,b:0.3,c:0.1}', '{a:0.25}', 4), 1.1224127, 1e-7, 'E3 price index');
SELECT pg_temp.near(got, wanted, 3e-6, 'E3 ' || what || ' of ' || origin)
FROM armington_diversion('{a:0.6,b:0.3,c:0.1}', '{a:0.25}', 4, 1.2)
	JOIN (VALUES ('a', 0.434389, 0.339577), ('b', 0.424208, 0.414523), ('c', 0.141403, 0.138174)) AS v(origin, share, value) USING (origin),
	LATERAL (VALUES (share_after, share, 'share'), (value_after, value, 'value')) AS w(got, wanted, what);
SELECT pg_temp.near(sum(value_after), 0.89227427, 1e-7, 'E3 total at the border') FROM armington_diversion('{a:0.6,b:0.3,c:0.1}', '{a:0.25}', 4, 1.2);
-- E4: an embargo of 60 % of spending at elasticity 4
SELECT pg_temp.near(embargo_price_index(0.6, 4), 1.3572088, 1e-7, 'E4 price index');
SELECT pg_temp.near(armington_price('{a:0.6,b:0.3,c:0.1}', '{}', 4, embargo => '{a}'), 1.3572088, 1e-7, 'E4 as an embargo on an origin');
SELECT is(array_agg(round(share_after::numeric, 12) ORDER BY origin), '{0,0.75,0.25}'::numeric[], 'E4 shares of what is left')
FROM armington_diversion('{a:0.6,b:0.3,c:0.1}', '{}', 4, 1, '{a}');
-- E6: companies' own estimates, "more than $19 billion"
CREATE TEMP TABLE company_tariff (company text, estimate_usd_bn numeric, source_note text);
\copy company_tariff FROM 'data/company_tariff_2025.csv' WITH (FORMAT csv, HEADER)
SELECT is(sum(estimate_usd_bn), 19.2, 'E6 sum of four car makers') FROM company_tariff;
-- E5: duty 10·0.8·0.25 = 2, recovered 0.8, margin lost 10·0.2·0.15 = 0.3
SELECT is(array[duty, recovered, margin_lost, net_hit]::numeric(20, 12)[], '{2.0,0.8,0.3,1.5}'::numeric(20, 12)[], 'E5 company hit')
FROM company_tariff_hit(10, 0.25, 0.4, 2, 0.15);
SELECT * FROM finish();
ROLLBACK;
