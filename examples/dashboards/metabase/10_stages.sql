-- name: Stages of the chain in one hand
-- description: Materials of which one country has at least 80 % at some stage.
-- display: table
-- size: 12 x 7
-- settings: {"column_settings": {"[\"name\",\"bottleneck_share\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"any_stage_share\"]": {"number_style": "percent", "decimals": 1}}}
SELECT material, supplier_name, bottleneck_stage, bottleneck_share, any_stage_share
FROM dashboard.stage_chain WHERE buyer = 'World' AND any_stage_share >= 0.8 ORDER BY any_stage_share DESC, material
