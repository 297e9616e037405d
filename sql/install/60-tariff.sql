
-- Duties of customs lines under a compiled schedule.

CREATE FUNCTION tariff_stack(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_stack(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) → 4500';

CREATE FUNCTION tariff_rate(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_rate(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION tariff_problem(regime text, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_problem(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) → needs more digits: …';

CREATE FUNCTION tariff_stack(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME', 'tariff_stack_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_stack(tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → 4500';

CREATE FUNCTION tariff_rate(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_rate(tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' → 0.15';

CREATE FUNCTION tariff_problem(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value numeric DEFAULT 1,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_problem(tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → needs more digits: …';

CREATE FUNCTION tariff_stack(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_stack(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) → 4500';

CREATE FUNCTION tariff_rate(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_rate(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(''US'', ''8703230190'', ''JP'', ''2025-10-01'') → 0.15';

CREATE FUNCTION tariff_problem(regime text, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_regime_float8' LANGUAGE C STABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_problem(text, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(''US'', ''8505'', ''CN'', ''2025-10-01'', 30000) → needs more digits: …';

CREATE FUNCTION tariff_stack(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_stack_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_stack(tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line, all programs together; NULL when something is missing (tariff_problem says what). Example: SELECT tariff_stack(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → 4500';

CREATE FUNCTION tariff_rate(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'tariff_rate_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_rate(tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Duty of a line as a share of its value, before rounding; contents may then be shares too. Example: SELECT tariff_rate(compiled, ''8703230190'', ''JP'', ''2025-10-01'') FROM tariff_regime WHERE regime = ''US'' → 0.15';

CREATE FUNCTION tariff_problem(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value float8,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'tariff_problem_value_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20;
COMMENT ON FUNCTION tariff_problem(tariff_schedule, text, text, date, float8, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Why a line has no duty: what is wrong with it or what it lacks; NULL when it has one. Example: SELECT tariff_problem(compiled, ''8505'', ''CN'', ''2025-10-01'', 30000) FROM tariff_regime WHERE regime = ''US'' → needs more digits: …';

CREATE FUNCTION tariff_layers(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION tariff_layers(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, status, duty FROM tariff_layers(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000) → MFN 750, S232_AUTO 3750, RECIP excluded';

CREATE FUNCTION tariff_options(regime text, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_regime' LANGUAGE C STABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION tariff_options(text, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_options(''US'', ''8703230190'', ''JP'', ''2025-10-01'', 30000)';

CREATE FUNCTION tariff_layers(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(program text, measure text, slice text, status text, reason text, base numeric, rate text, duty numeric, valid_from date, valid_to date, legal_ref text)
AS 'MODULE_PATHNAME', 'tariff_layers_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 10;
COMMENT ON FUNCTION tariff_layers(tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'Each measure considered for a line and what became of it; the duties add up to tariff_stack. Example: SELECT program, status, duty FROM tariff_regime, tariff_layers(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US'' → MFN 750, S232_AUTO 3750, RECIP excluded';

CREATE FUNCTION tariff_options(schedule tariff_schedule, hs text, origin text, entry_date date, customs_value numeric,
	quantities jsonb DEFAULT NULL, content jsonb DEFAULT NULL, claims text[] DEFAULT NULL, choice text[] DEFAULT NULL,
	loaded date DEFAULT NULL, fx jsonb DEFAULT NULL, known_on date DEFAULT NULL) RETURNS TABLE(option int4, choice text[], duty numeric, rate float8, more_than_best numeric, problem text)
AS 'MODULE_PATHNAME', 'tariff_options_value' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 3;
COMMENT ON FUNCTION tariff_options(tariff_schedule, text, text, date, numeric, jsonb, jsonb, text[], text[], date, jsonb, date) IS
'The alternatives that a line may choose from, the cheapest first. Example: SELECT choice, duty FROM tariff_regime, tariff_options(compiled, ''8703230190'', ''JP'', ''2025-10-01'', 30000) WHERE regime = ''US''';
