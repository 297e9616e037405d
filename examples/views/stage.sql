-- stage.sql -- who stands at which stage of a chain, as published: shares are never made to add up to
-- the whole.  What is not named may be anybody's, so there is a least and a most of each figure.

-- what is known of each stage; "less than" a share may be nothing of it
CREATE VIEW dashboard_input.stage_known AS
SELECT buyer, material, ord, stage, count(*)::int AS suppliers, round(sum(share)::numeric, 6)::float8 AS named_share,
	coalesce(sum(share) FILTER (WHERE NOT is_bound), 0) AS sure_share, count(*) FILTER (WHERE is_bound) AS bounds,
	greatest(0, round(1 - sum(share)::numeric, 6))::float8 AS least_unnamed,
	greatest(0, round(1 - coalesce(sum(share) FILTER (WHERE NOT is_bound), 0)::numeric, 6))::float8 AS most_unnamed
FROM dashboard_input.stage GROUP BY buyer, material, ord, stage;
COMMENT ON VIEW dashboard_input.stage_known IS 'How much of each stage is named, and how much may be somebody''s who is not.';

CREATE VIEW dashboard.stage AS
SELECT k.buyer, k.material, k.ord AS stage_order, k.stage, k.suppliers, t.country COLLATE "default" AS top_supplier,
	dashboard_input.place(t.country COLLATE "default") AS top_supplier_name, t.share AS top_share, greatest(t.share, k.most_unnamed) AS most_top_share,
	h.hhi AS least_hhi, h.hhi + k.most_unnamed ^ 2 AS most_hhi, k.named_share,
	nullif(concat_ws('; ', CASE WHEN k.least_unnamed >= 0.005 THEN format('the named countries supply %s, who supplies the rest is not published',
			dashboard_input.percent(k.named_share)) END,
		CASE WHEN k.sure_share > 1.005 THEN format('the published shares are rounded and add up to %s', dashboard_input.percent(k.sure_share)) END,
		CASE WHEN k.bounds > 0 THEN format('%s of the shares are published as "less than"', k.bounds) END), '') AS note
FROM dashboard_input.stage_known AS k
	JOIN LATERAL (SELECT s.country, s.share FROM dashboard_input.stage AS s
		WHERE (s.buyer, s.material, s.stage) = (k.buyer, k.material, k.stage) ORDER BY s.is_bound, s.share DESC, s.country LIMIT 1) AS t ON true
	JOIN LATERAL (SELECT coalesce(sum(s.share ^ 2), 0) AS hhi FROM dashboard_input.stage AS s
		WHERE (s.buyer, s.material, s.stage) = (k.buyer, k.material, k.stage) AND NOT s.is_bound) AS h ON true;
COMMENT ON VIEW dashboard.stage IS 'How concentrated each material is at each stage: a row for each buyer, material and stage.
Shares are of the whole, as published; named_share is how much of it they make up, and note says what that means.';

CREATE VIEW dashboard.stage_supplier AS
SELECT s.buyer, s.material, s.ord AS stage_order, s.stage, s.country COLLATE "default" AS supplier, dashboard_input.place(s.country COLLATE "default") AS supplier_name,
	s.share, s.is_bound, rank() OVER (PARTITION BY s.buyer, s.material, s.stage ORDER BY s.share DESC)::int AS supplier_rank
FROM dashboard_input.stage AS s
UNION ALL
SELECT buyer, material, ord, stage, NULL, 'not named', least_unnamed, false, NULL
FROM dashboard_input.stage_known WHERE least_unnamed > 0;
COMMENT ON VIEW dashboard.stage_supplier IS 'Who supplies each material at each stage: a row for each buyer, material, stage and supplier, and one for what is not named.';

CREATE VIEW dashboard.stage_chain AS
SELECT c.buyer, c.material, c.country COLLATE "default" AS supplier, dashboard_input.place(c.country COLLATE "default") AS supplier_name, cardinality(c.stages) AS stages,
	c.stages[CASE WHEN a.bottleneck_share > 0 THEN a.bottleneck_stage ELSE b.bottleneck_stage END] AS bottleneck_stage,
	a.bottleneck_share, b.bottleneck_share AS most_bottleneck_share, a.any_stage_share, b.any_stage_share AS most_any_stage_share,
	a.bottleneck_share >= 0.8 AS in_one_hand, c.named_share
FROM (SELECT k.buyer, k.material, n.country, array_agg(k.stage ORDER BY k.ord) AS stages, min(k.named_share) AS named_share,
		array_agg(CASE WHEN s.is_bound THEN 0 ELSE coalesce(s.share, 0) END ORDER BY k.ord) AS least_shares,
		array_agg(least(1, coalesce(s.share, k.most_unnamed)) ORDER BY k.ord) AS most_shares
		FROM dashboard_input.stage_known AS k JOIN (SELECT DISTINCT buyer, material, country FROM dashboard_input.stage) AS n USING (buyer, material)
			LEFT JOIN dashboard_input.stage AS s USING (buyer, material, ord, stage, country)
		GROUP BY k.buyer, k.material, n.country) AS c,
	LATERAL chain_exposure(c.least_shares) AS a, LATERAL chain_exposure(c.most_shares) AS b;
COMMENT ON VIEW dashboard.stage_chain IS 'How much of a material a country has its hand on anywhere in the chain: a row for each buyer, material and named country.
Published shares, never made to add up to the whole; the columns most_ say how much it is if the country has all that is not named.';
