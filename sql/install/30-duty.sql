-- Duty expressions: amounts, what they need, what is wrong with them.

CREATE FUNCTION @extschema@.duty_amount(expression text, customs_value numeric, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_amount(text, numeric, jsonb, text, jsonb, jsonb) IS
'Exact duty of a rate expression on a value, in the value''s currency; NULL when a quantity, an exchange rate or another program''s amount is missing (duty_status says which) or the rate is words only. Throws for an expression that is malformed. Example: SELECT duty_amount(''0.044 USD/kg + 3%'', 1000.00, ''{"kg": 250}'') → 41';

CREATE FUNCTION @extschema@.duty_amount(expression text, customs_value float8, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'duty_amount_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_amount(text, float8, jsonb, text, jsonb, jsonb) IS
'Duty of a rate expression on a value in float8: the exact amount for the shortest decimal of the value, rounded once. Example: SELECT duty_amount(''5.3%'', 100::float8) → 5.3';

CREATE FUNCTION @extschema@.duty_problem(expression text) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_problem(text) IS
'Why a rate expression cannot be computed whatever is known, NULL when it can: what duty_status says behind "invalid", or "needs" and the words of a schedule, with the character where they stop being a rate. Example: SELECT duty_problem(''5% + + 3%'') → unexpected "+", expected a rate, an amount, "Free", "(" or a program at character 6';

CREATE FUNCTION @extschema@.duty_status(expression text, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_status(text, jsonb, text, jsonb, jsonb) IS
'Whether duty_amount can be computed from what is known: ok, "needs" and all that is missing (units, rates of exchange, @programs, or a rate''s own words), or "invalid" and where. Example: SELECT duty_status(''0.044 USD/kg + 3%'') → needs KGM';

CREATE FUNCTION @extschema@.duty_units(expression text) RETURNS text[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_units(text) IS
'The units that a rate expression asks quantities in, as UN/ECE codes where there are such. Example: SELECT duty_units(''$4.50 each + 65% + $0.25/jewel'') → {NAR,JWL}';

CREATE FUNCTION @extschema@.ad_valorem_equivalent(expression text, customs_value numeric, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.ad_valorem_equivalent(text, numeric, jsonb, text, jsonb, jsonb) IS
'Duty as a share of the value, 0.25 = 25 %; NULL when something is missing or the value is 0 (unless the rate depends on the value only). Example: SELECT ad_valorem_equivalent(''0.044 USD/kg + 3%'', 1000.00, ''{"kg": 250}'') → 0.041';

CREATE FUNCTION @extschema@.ad_valorem_equivalent(expression text, customs_value float8, quantities jsonb DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, programs jsonb DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME', 'ad_valorem_equivalent_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.ad_valorem_equivalent(text, float8, jsonb, text, jsonb, jsonb) IS
'Duty as a share of a value in float8. Example: SELECT ad_valorem_equivalent(''10 EUR MIN 5%'', 100::float8) → 0.1';

CREATE FUNCTION @extschema@.duty_expression(expression text, currency text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.duty_expression(text, text) IS
'A rate expression in one canonical spelling, with UN/ECE units; the signs of dollar, cent, yen and rupee are those of the currency where it is written so (CAD: the Canadian dollar); words that cannot be computed get TEXT: before them. Example: SELECT duty_expression(''0.044 USD/kg+3%'') → 0.044 USD/KGM + 3%';

CREATE FUNCTION @extschema@.duty_parts(cell text, currency text DEFAULT NULL, OUT part int, OUT condition text, OUT kind text,
	OUT season text, OUT rate text, OUT expression text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 ROWS 2;
COMMENT ON FUNCTION @extschema@.duty_parts(text, text) IS
'The rates of one cell of a schedule, each with the condition that it stands under (as printed), what kind of condition that is (all, season, quota_in, quota_out, wto_quota, quota_goods, preference_quota, party, goods, other, or words for what cannot be computed), the days of its season (MM-DD/MM-DD) and its canonical expression. Example: SELECT expression, season FROM duty_parts(''14.00% (01 JUL - 31 JAN), 0.00% (01 FEB - 30 JUN)'') → 14% 07-01/01-31 and 0% 02-01/06-30';
