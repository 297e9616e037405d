-- What the planner asks about the transition functions of aggregates: it loads the
-- library while a query is planned, and with it the node "Batch Group".

CREATE FUNCTION te_support.te_batch_group_support(internal) RETURNS internal
AS 'MODULE_PATHNAME' LANGUAGE C STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_batch_group_support(internal) IS
'Planner support function of transition functions: with it the first query of a session can be grouped in batches. Example: SET trade_exposure.batch_grouping = on; EXPLAIN SELECT importer, hhi(exporter, value) FROM trade GROUP BY importer';

ALTER FUNCTION te_support.te_bottleneck_accum(float8[], float8, float8, bool) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_ces_output_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_course_accum(float8[], float8[]) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_duty_sums_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_duty_total_accum(te_support.duty_total, numeric, numeric) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_exact_sum_accum(float8[], float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_expected_loss_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_draw_accum(float8[], float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_draw_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_event_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_loss_scenario_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_accum(@extschema@.supply_mix, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_accum_moving(@extschema@.supply_mix, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_sum_accum(@extschema@.supply_mix, @extschema@.supply_mix) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_mix_sum_accum_moving(@extschema@.supply_mix, @extschema@.supply_mix) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum(float8[], float8, date) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_one(float8[], float8, date, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_pair(float8[], float8, float8, date) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_accum_two(float8[], float8, date, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_share_accum(float8[], text, float8, text) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_share_group_accum(float8[], text, float8, text[]) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_stop_breadth_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_top_share_accum(@extschema@.supply_mix, text, float8, int4) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_hhi_scaled_accum(@extschema@.supply_mix, text, float8, int4, text) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_overlap_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_overlap_change_accum(float8[], float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_restrict_accum(float8[], float8, float8, float8) SUPPORT te_support.te_batch_group_support;
ALTER FUNCTION te_support.te_series_sum_up_accum(float8[], float8[]) SUPPORT te_support.te_batch_group_support;
