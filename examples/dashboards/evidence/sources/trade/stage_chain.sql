SELECT buyer, material, supplier_name, bottleneck_stage, bottleneck_share, any_stage_share, in_one_hand, named_share FROM dashboard.stage_chain
