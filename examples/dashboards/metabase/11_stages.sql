-- name: Stages of the chain in one hand
-- description: Materials of which one country has at least 80 % at some stage, by published shares; named_share is how much of the whole these make up.
-- display: table
-- size: 12 x 7
-- settings: {"column_settings": {"[\"name\",\"bottleneck_share\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"any_stage_share\"]": {"number_style": "percent", "decimals": 1}, "[\"name\",\"named_share\"]": {"number_style": "percent", "decimals": 1}}}
SELECT material, supplier_name, bottleneck_stage, bottleneck_share, any_stage_share, named_share
FROM dashboard.stage_chain WHERE buyer = 'World' AND in_one_hand ORDER BY bottleneck_share DESC, material
