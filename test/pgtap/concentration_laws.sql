-- Laws of the measures of concentration over random mixes, and each against its
-- definition in exact numeric.
BEGIN;
SELECT plan(14);

CREATE TEMP TABLE flow AS
SELECT g AS grp, 'C' || lpad(i::text, 3, '0') AS origin, (1 + (i * 7919 + g * 104729) % 9973 * (i % 5 + 1))::float8 AS amount,
	'R' || i % 4 AS region
FROM generate_series(1, 60) g, LATERAL generate_series(1, 1 + g * g % 37) i;
CREATE TEMP TABLE mixed AS SELECT grp, supply_mix(origin, amount) AS mix, count(*)::int AS n FROM flow GROUP BY grp;
CREATE TEMP TABLE share AS
SELECT grp, origin, region, amount, amount::numeric / sum(amount::numeric) OVER (PARTITION BY grp) AS share,
	row_number() OVER (PARTITION BY grp ORDER BY amount DESC) AS rank, row_number() OVER (PARTITION BY grp ORDER BY amount) AS up,
	count(*) OVER (PARTITION BY grp) AS n
FROM flow;

SELECT is_empty($$SELECT grp, hhi(mix), h FROM mixed JOIN (SELECT grp, sum(share * share)::float8 AS h FROM share GROUP BY grp) s USING (grp)
	WHERE abs(hhi(mix) - h) > 1e-14$$, 'HHI is the sum of squared shares');
SELECT is_empty($$SELECT grp, shannon_entropy(mix), e FROM mixed JOIN (SELECT grp, -sum(share * ln(share))::float8 AS e FROM share GROUP BY grp) s USING (grp)
	WHERE abs(shannon_entropy(mix) - e) > 1e-13$$, 'entropy is -sum of share ln share');
SELECT is_empty($$SELECT grp, k, top_share(mix, k), t FROM mixed, LATERAL generate_series(1, 40, 3) k,
	LATERAL (SELECT sum(share)::float8 AS t FROM share s WHERE s.grp = mixed.grp AND rank <= k) s
	WHERE abs(top_share(mix, k) - t) > 1e-14$$, 'the k largest shares');
SELECT is_empty($$SELECT grp, gini_index(mix), g FROM mixed JOIN (SELECT grp, (2 * sum(up * share) / max(n) - (max(n) + 1)::numeric / max(n))::float8 AS g
		FROM share GROUP BY grp) s USING (grp)
	WHERE abs(gini_index(mix) - g) > 1e-13$$, 'Gini from the ranks');
SELECT is_empty($$SELECT grp FROM mixed WHERE abs(theil_index(mix) - (ln(n::float8) - shannon_entropy(mix))) > 1e-13$$,
	'Theil''s T is ln n less the entropy');
SELECT is_empty($$
	SELECT m.grp, theil_index(mix), between_groups + within
	FROM mixed m, LATERAL (SELECT theil_between(mix, jsonb_object_agg(origin, region)) AS between_groups FROM share s WHERE s.grp = m.grp) b,
		LATERAL (SELECT sum(share_of_region * theil_index(part)) AS within FROM (
			SELECT sum(share)::float8 AS share_of_region, supply_mix(origin, amount) AS part FROM share s WHERE s.grp = m.grp GROUP BY region) r) w
	WHERE abs(theil_index(mix) - (between_groups + within)) > 1e-12$$, 'Theil''s T between groups and within them is all of it');
SELECT is_empty($$SELECT grp FROM mixed WHERE hhi(mix) < 1.0 / n - 1e-15 OR hhi(mix) > 1 OR top_share(mix, 1) ^ 2 > hhi(mix) + 1e-15
	OR hhi(mix) > top_share(mix, 1) + 1e-15$$, '1/n ≤ HHI ≤ the largest share, whose square it holds');
SELECT is_empty($$SELECT grp FROM mixed WHERE abs(effective_suppliers(mix) * hhi(mix) - 1) > 1e-13
	OR abs(effective_suppliers(mix, 1) / exp(shannon_entropy(mix)) - 1) > 1e-13 OR abs(effective_suppliers(mix, 0) - n) > 1e-11$$,
	'Hill numbers of order 0, 1 and 2 are the count, exp of the entropy and 1 / HHI');
SELECT is_empty($$SELECT grp FROM mixed WHERE n > 1 AND abs(hhi_normalized(mix) - (hhi(mix) - 1.0 / n) / (1 - 1.0 / n)) > 1e-13$$,
	'HHI on the scale from equal shares to one supplier');
-- a market of two equal copies of a mix: half the HHI, one ln 2 more of entropy, the same inequality
SELECT is_empty($$
	SELECT grp FROM mixed m, LATERAL (SELECT supply_mix(o, amount) AS twice FROM share s, LATERAL (VALUES (origin), (origin || '-2')) AS c(o) WHERE s.grp = m.grp) t
	WHERE abs(hhi(twice) - hhi(mix) / 2) > 1e-14 OR abs(shannon_entropy(twice) - shannon_entropy(mix) - ln(2::float8)) > 1e-13
		OR abs(gini_index(twice) - gini_index(mix)) > 1e-13 OR abs(theil_index(twice) - theil_index(mix)) > 1e-12$$, 'two copies of a market');
SELECT is_empty($$SELECT grp FROM mixed WHERE abs(hhi(mix * 1e-7) - hhi(mix)) > 1e-14 OR abs(gini_index(mix * 1e9) - gini_index(mix)) > 1e-14$$,
	'the unit does not matter');
SELECT is_empty($$
	SELECT grp FROM mixed m, LATERAL concentration(mix) c
	WHERE (c.total, c.suppliers, c.hhi, c.effective_suppliers, c.top_supplier, c.top_share, c.top3_share, c.shannon_entropy, c.theil_index)
		IS DISTINCT FROM (total(mix), supplier_count(mix), hhi(mix), effective_suppliers(mix), top_supplier(mix), top_share(mix, 1), top_share(mix, 3),
			shannon_entropy(mix), theil_index(mix))$$, 'the summary says what each function says');
-- what has no origin: shares of the rest stay below the bounds, which meet when there is none
SELECT is_empty($$
	SELECT grp, low, hhi(part), high
	FROM (SELECT grp, supply_mix(CASE WHEN rank % 3 > 0 THEN origin END, amount) AS part, supply_mix(origin, amount) AS whole FROM share GROUP BY grp) p,
		LATERAL hhi_bounds(part)
	WHERE NOT (low <= high AND low <= hhi(whole) + 1e-15)$$, 'the lower bound holds for the mix whose origins were hidden');
SELECT is_empty($$SELECT grp FROM mixed, LATERAL hhi_bounds(mix) WHERE low <> hhi(mix) OR high <> hhi(mix)$$, 'the bounds meet where all origins are known');
SELECT * FROM finish();
ROLLBACK;
