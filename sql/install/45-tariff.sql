
-- Duties of customs lines under a compiled schedule.

CREATE FUNCTION @extschema@.tariff_stack(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) → 4500';

CREATE FUNCTION @extschema@.tariff_rate(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION @extschema@.tariff_problem(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) → needs more digits: …';

CREATE FUNCTION @extschema@.tariff_stack(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → 4500';

CREATE FUNCTION @extschema@.tariff_rate(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' → 0.15';

CREATE FUNCTION @extschema@.tariff_problem(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → needs more digits: …';

CREATE FUNCTION @extschema@.tariff_stack(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) → 4500';

CREATE FUNCTION @extschema@.tariff_rate(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION @extschema@.tariff_problem(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) → needs more digits: …';

CREATE FUNCTION @extschema@.tariff_stack(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_stack(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → 4500';

CREATE FUNCTION @extschema@.tariff_rate(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_rate(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' → 0.15';

CREATE FUNCTION @extschema@.tariff_problem(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION @extschema@.tariff_problem(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → needs more digits: …';

CREATE FUNCTION @extschema@.tariff_layers(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE status = ''applied'' → MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_layers(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, duty FROM tariff_regime, tariff_layers(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' AND status = ''applied'' → MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_regime, tariff_options(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US''';

CREATE FUNCTION @extschema@.tariff_panel(regime text, hs_codes text[], origins text[], entry_date date, claims text[] DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(hs text, origin text, rate float8, problem text)
AS 'MODULE_PATHNAME', 'tariff_panel_regime' LANGUAGE C STABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.tariff_panel(text, text[], text[], date, text[], date) IS
'Rates of many codes from many origins on a day; NULL codes: all that mandatory programs name; NULL origins: all countries. Example: SELECT * FROM tariff_panel(''US'', ''{85051100,87032301}'', ''{JP,CN}'', ''2025-10-01'')';

CREATE FUNCTION @extschema@.tariff_history(regime text, hs text, origin text, from_date date DEFAULT '1900-01-01', customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after). Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', ''2025-08-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime text, hs text, origin text, from_date date DEFAULT '1900-01-01', customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', ''2025-08-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_difference(regime_a text, regime_b text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(text, text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', ''2025-08-07'', 100000)';

CREATE FUNCTION @extschema@.duty_audit(regime text, filed jsonb, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance numeric DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(text, jsonb, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, numeric) IS
'Duties filed, by program (or measure, or legal reference), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_panel(schedule @extschema@.tariff_schedule, hs_codes text[], origins text[], entry_date date, claims text[] DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(hs text, origin text, rate float8, problem text)
AS 'MODULE_PATHNAME', 'tariff_panel_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.tariff_panel(@extschema@.tariff_schedule, text[], text[], date, text[], date) IS
'Rates of many codes from many origins on a day; NULL codes: all that mandatory programs name; NULL origins: all countries. Example: SELECT * FROM tariff_regime r, tariff_panel(r.compiled, ''{85051100,87032301}'', ''{JP,CN}'', ''2025-10-01'') WHERE r.regime = ''US''';

CREATE FUNCTION @extschema@.tariff_history(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date DEFAULT '1900-01-01', customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after). Example: SELECT valid_from, duty FROM tariff_regime r, tariff_history(r.compiled, ''8703230190'', ''JP'', ''2025-08-01'', 30000) WHERE r.regime = ''US''';

CREATE FUNCTION @extschema@.tariff_breakpoints(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date DEFAULT '1900-01-01', customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_regime r, tariff_breakpoints(r.compiled, ''8703230190'', ''JP'', ''2025-08-01'', 30000) WHERE r.regime = ''US''';

CREATE FUNCTION @extschema@.tariff_difference(schedule_a @extschema@.tariff_schedule, schedule_b @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(@extschema@.tariff_schedule, @extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_regime r, tariff_regime x, tariff_difference(r.compiled, x.compiled, ''8505110070'', ''JP'', ''2025-08-07'', 100000) WHERE r.regime = ''US'' AND x.regime = ''US without RECIP''';

CREATE FUNCTION @extschema@.duty_audit(schedule @extschema@.tariff_schedule, filed jsonb, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance numeric DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(@extschema@.tariff_schedule, jsonb, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, numeric) IS
'Duties filed, by program (or measure, or legal reference), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM tariff_regime r, duty_audit(r.compiled, ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE r.regime = ''US''';

-- The same with money in float8, as drivers send it; what they tell is exact all the same.

CREATE FUNCTION @extschema@.tariff_layers(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE status = ''applied'' → MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_layers(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION @extschema@.tariff_layers(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, duty FROM tariff_regime, tariff_layers(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' AND status = ''applied'' → MFN 750, S232_AUTO 3750';

CREATE FUNCTION @extschema@.tariff_options(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_options(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_regime, tariff_options(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US''';

CREATE FUNCTION @extschema@.tariff_history(regime text, hs text, origin text, from_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after). Example: SELECT valid_from, duty FROM tariff_history(''US'', ''8703230190'', ''JP'', ''2025-08-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_breakpoints(regime text, hs text, origin text, from_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_breakpoints(''US'', ''8703230190'', ''JP'', ''2025-08-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_difference(regime_a text, regime_b text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(text, text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_difference(''US'', ''US without RECIP'', ''8505110070'', ''JP'', ''2025-08-07'', 100000)';

CREATE FUNCTION @extschema@.duty_audit(regime text, filed jsonb, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance float8 DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(text, jsonb, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, float8) IS
'Duties filed, by program (or measure, or legal reference), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM duty_audit(''US'', ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000)';

CREATE FUNCTION @extschema@.tariff_history(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(valid_from date, valid_to date, duty numeric, rate float8, programs text, problem text)
AS 'MODULE_PATHNAME', 'tariff_history_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_history(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'A line''s duty over time, as stretches of entry dates (valid_to is the first day after). Example: SELECT valid_from, duty FROM tariff_regime r, tariff_history(r.compiled, ''8703230190'', ''JP'', ''2025-08-01'', 30000) WHERE r.regime = ''US''';

CREATE FUNCTION @extschema@.tariff_breakpoints(schedule @extschema@.tariff_schedule, hs text, origin text, from_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	to_date date DEFAULT '2100-01-01') RETURNS TABLE(on_date date, program text, before numeric, after numeric, change numeric, total numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_breakpoints_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_breakpoints(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, date) IS
'Entry dates at which a line''s duty changes, and which program changes it; total is the new sum. Example: SELECT on_date, program, change FROM tariff_regime r, tariff_breakpoints(r.compiled, ''8703230190'', ''JP'', ''2025-08-01'', 30000) WHERE r.regime = ''US''';

CREATE FUNCTION @extschema@.tariff_difference(schedule_a @extschema@.tariff_schedule, schedule_b @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(program text, duty_a numeric, duty_b numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_difference_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.tariff_difference(@extschema@.tariff_schedule, @extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What each program charges on a line under two laws; difference is b less a. Example: SELECT program, difference FROM tariff_regime r, tariff_regime x, tariff_difference(r.compiled, x.compiled, ''8505110070'', ''JP'', ''2025-08-07'', 100000) WHERE r.regime = ''US'' AND x.regime = ''US without RECIP''';

CREATE FUNCTION @extschema@.duty_audit(schedule @extschema@.tariff_schedule, filed jsonb, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL,
	tolerance float8 DEFAULT 0.01) RETURNS TABLE(program text, filed numeric, computed numeric, difference numeric, reason text)
AS 'MODULE_PATHNAME', 'duty_audit_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5;
COMMENT ON FUNCTION @extschema@.duty_audit(@extschema@.tariff_schedule, jsonb, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb, float8) IS
'Duties filed, by program (or measure, or legal reference), against those that the law asks for, with the reason where they differ. Example: SELECT program, difference, reason FROM tariff_regime r, duty_audit(r.compiled, ''{"MFN": 750, "S232_AUTO": 7500}'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE r.regime = ''US''';

-- ---- what an answer rests on ----

CREATE FUNCTION @extschema@.tariff_questions(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_regime' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_questions(''US'', ''8507600020'', ''VN'', ''2025-10-01'', 10000)';

CREATE FUNCTION @extschema@.tariff_notes(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_regime' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', ''2025-10-01'', 10000)';

CREATE FUNCTION @extschema@.tariff_questions(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_regime, tariff_questions(compiled, ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US''';

CREATE FUNCTION @extschema@.tariff_notes(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(@extschema@.tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_regime, tariff_notes(compiled, ''8471300100'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US''';

CREATE FUNCTION @extschema@.tariff_questions(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_questions(''US'', ''8507600020'', ''VN'', ''2025-10-01'', 10000)';

CREATE FUNCTION @extschema@.tariff_notes(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_notes(''US'', ''8471300100'', ''VN'', ''2025-10-01'', 10000)';

CREATE FUNCTION @extschema@.tariff_questions(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, answer text, duty numeric, difference numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_questions_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_questions(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'Which facts that nobody told would change the duty of a line, what it would be then, and by how much it differs. Example: SELECT answer, duty, difference FROM tariff_regime, tariff_questions(compiled, ''8507600020'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US''';

CREATE FUNCTION @extschema@.tariff_notes(schedule @extschema@.tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL, weight_share jsonb DEFAULT NULL) RETURNS TABLE(fact text, note text)
AS 'MODULE_PATHNAME', 'tariff_notes_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 400 ROWS 3;
COMMENT ON FUNCTION @extschema@.tariff_notes(@extschema@.tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date, jsonb) IS
'What the duty of a line rests on: facts that change nothing, what counts without being told, and claims that are open. Example: SELECT note FROM tariff_regime, tariff_notes(compiled, ''8471300100'', ''VN'', ''2025-10-01'', 10000) WHERE regime = ''US''';
