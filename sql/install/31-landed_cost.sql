-- Landed cost, rounding, and the effective rate of many lines.

CREATE FUNCTION @extschema@.round_to(amount numeric, multiple numeric DEFAULT 0.01, mode text DEFAULT 'half_up') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.round_to(numeric, numeric, text) IS
'The multiple of a unit that an amount is rounded to; mode: half_up (a half goes away from zero), half_even, down (towards zero), up. Example: SELECT round_to(331298, 100, ''down'') → 331200';

CREATE FUNCTION @extschema@.customs_round(amount numeric, regime text, item text DEFAULT 'duty') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.customs_round(numeric, text, text) IS
'An amount as the customs of US, EU, UK or JP rounds it; item: value, duty, fee, tax base, tax (customs_rounding() lists the rules). Example: SELECT customs_round(410.988, ''US'') → 410.99';

CREATE FUNCTION @extschema@.customs_rounding(OUT regime text, OUT item text, OUT unit numeric, OUT mode text, OUT source text) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10 ROWS 17;
COMMENT ON FUNCTION @extschema@.customs_rounding() IS
'The rules that customs_round and landed_cost follow; what is not listed is not rounded. Example: SELECT unit, mode FROM customs_rounding() WHERE regime = ''JP'' AND item = ''duty'' → 100, down';

CREATE FUNCTION @extschema@.landed_cost(goods_value numeric, freight numeric DEFAULT 0, insurance numeric DEFAULT 0,
	duty numeric DEFAULT NULL, duty_rate text DEFAULT NULL, quantities jsonb DEFAULT NULL,
	fees text[] DEFAULT '{}', taxes text[] DEFAULT '{}', valuation text DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, regime text DEFAULT NULL,
	OUT item text, OUT base numeric, OUT rate text, OUT amount numeric, OUT status text, OUT uncut numeric) RETURNS SETOF record
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 8;
COMMENT ON FUNCTION @extschema@.landed_cost(numeric, numeric, numeric, numeric, text, jsonb, text[], text[], text, text, jsonb, text) IS
'What goods cost when they are through customs, one row each for goods, freight, insurance, duty (an amount, or duty_rate), fees on the customs value, taxes on everything before them except taxes, and the total. Fees and taxes are "name: rate"; a percentage of something else says of what: value (that of customs), @duty, @freight, @insurance, @goods, a name before it, all (everything before it). uncut is the amount before it is rounded. valuation CIF or FOB: customs value with or without freight and insurance (default: that of the regime, else CIF); regime US, EU, UK, JP: rounds as customs_rounding() says. A missing part makes the total NULL. Example: SELECT amount FROM landed_cost(1000, duty_rate => ''5%'', taxes => ''{VAT: 20%}'') WHERE item = ''total'' → 1260';

CREATE FUNCTION @extschema@.landed_cost(goods_value float8, freight float8 DEFAULT 0, insurance float8 DEFAULT 0,
	duty float8 DEFAULT NULL, duty_rate text DEFAULT NULL, quantities jsonb DEFAULT NULL,
	fees text[] DEFAULT '{}', taxes text[] DEFAULT '{}', valuation text DEFAULT NULL,
	currency text DEFAULT NULL, fx jsonb DEFAULT NULL, regime text DEFAULT NULL,
	OUT item text, OUT base float8, OUT rate text, OUT amount float8, OUT status text, OUT uncut float8) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 60 ROWS 8
BEGIN ATOMIC
	SELECT l.item, l.base::float8, l.rate, l.amount::float8, l.status, l.uncut::float8
	FROM @extschema@.landed_cost(goods_value::numeric, freight::numeric, insurance::numeric, duty::numeric, duty_rate,
		quantities, fees, taxes, valuation, currency, fx, regime) AS l;
END;
COMMENT ON FUNCTION @extschema@.landed_cost(float8, float8, float8, float8, text, jsonb, text[], text[], text, text, jsonb, text) IS
'landed_cost for amounts in float8. Example: SELECT amount FROM landed_cost(1000::float8, duty_rate => ''5%'', taxes => ''{VAT: 20%}'') WHERE item = ''total'' → 1260';

-- An entry: what is charged once over its lines.

CREATE FUNCTION @extschema@.entry_amount(cut numeric, uncut numeric, regime text, item text DEFAULT 'duty') RETURNS numeric
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.entry_amount(numeric, numeric, text, text) IS
'What an entry pays of a duty or tax, from the sums of its lines'' rounded and unrounded amounts: Japan adds the unrounded and cuts once, the others add the rounded. Example: SELECT entry_amount(74700 + 17600, 74760 + 17640, ''JP'') → 92400';

CREATE FUNCTION @extschema@.entry_fees(regime text, entry_date date, customs_value numeric, exempt_value numeric DEFAULT 0, by_sea bool DEFAULT true,
	OUT fee text, OUT base numeric, OUT rate text, OUT amount numeric, OUT status text, OUT source text) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE COST 100 ROWS 2
BEGIN ATOMIC
	SELECT f.fee, f.base, f.rate,
		CASE WHEN f.base = 0 THEN 0 ELSE @extschema@.customs_round(@extschema@.duty_amount(f.rate, f.base, NULL, 'USD'), entry_fees.regime, 'fee') END,
		CASE WHEN f.base IS NULL THEN 'needs customs_value' WHEN f.rate IS NULL AND f.base <> 0 THEN f.missing ELSE 'ok' END, f.source
	FROM (
		SELECT 1, 'MPF', entry_fees.customs_value - coalesce(entry_fees.exempt_value, 0), y.rate,
			'not covered: the least and most of the merchandise processing fee on ' || to_char(entry_fees.entry_date, 'YYYY-MM-DD'), coalesce(y.source, '19 CFR 24.23')
		FROM (SELECT) AS one LEFT JOIN (VALUES
			(date '2024-10-01', date '2025-10-01', '0.3464% MIN 32.71 USD MAX 634.62 USD', '19 CFR 24.23; CSMS 61572319 (fiscal year 2025)'),
			(date '2025-10-01', date '2026-10-01', '0.3464% MIN 33.58 USD MAX 651.50 USD', '19 CFR 24.23; 90 FR 34665 (fiscal year 2026)'))
			AS y(first_day, end_day, rate, source) ON entry_fees.entry_date >= y.first_day AND entry_fees.entry_date < y.end_day
		UNION ALL
		SELECT 2, 'HMF', CASE WHEN entry_fees.by_sea THEN entry_fees.customs_value ELSE 0 END, '0.125%', NULL, '19 CFR 24.24; at sea only'
	) AS f(ord, fee, base, rate, missing, source)
	WHERE upper(entry_fees.regime) = 'US' OR @extschema@.customs_round(1, entry_fees.regime) IS NULL
	ORDER BY f.ord;
END;
COMMENT ON FUNCTION @extschema@.entry_fees(text, date, numeric, numeric, bool) IS
'Fees that are charged once on an entry, by the sum of its lines'' customs values: in the United States the merchandise processing fee with the least and most of the fiscal year (not on exempt_value, the lines whose agreement frees them), and the harbor maintenance fee by sea. No rows for EU, UK and JP. Example: SELECT amount FROM entry_fees(''US'', ''2026-03-10'', 8000) WHERE fee = ''MPF'' → 33.58';

-- Effective rate: duty over value of many lines.

CREATE TYPE te_support.duty_total;
CREATE FUNCTION te_support.te_duty_total_in(cstring) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_in(cstring) IS 'Text input of duty_total. Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total';
CREATE FUNCTION te_support.te_duty_total_out(te_support.duty_total) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_out(te_support.duty_total) IS 'Text output of duty_total. Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total → (5,100,0,1,0)';
CREATE FUNCTION te_support.te_duty_total_recv(internal) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_recv(internal) IS 'Binary input of duty_total. Example: \copy t FROM ''t.bin'' (FORMAT binary)';
CREATE FUNCTION te_support.te_duty_total_send(te_support.duty_total) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_send(te_support.duty_total) IS 'Binary output of duty_total. Example: SELECT te_support.te_duty_total_send(''(5,100,0,1,0)'') → \x0128352c3130302c302c312c3029';
CREATE TYPE te_support.duty_total (
	INPUT = te_support.te_duty_total_in, OUTPUT = te_support.te_duty_total_out, RECEIVE = te_support.te_duty_total_recv, SEND = te_support.te_duty_total_send,
	INTERNALLENGTH = 112, ALIGNMENT = double
);
COMMENT ON TYPE te_support.duty_total IS
'Exact sums of duty and value over lines, the state of effective_tariff_rate: (duty,value,value without duty,lines,lines without duty). Example: SELECT ''(5,100,0,1,0)''::te_support.duty_total';

CREATE FUNCTION te_support.te_duty_total_accum(state te_support.duty_total, duty numeric, value numeric) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_accum(te_support.duty_total, numeric, numeric) IS
'Transition of effective_tariff_rate: adds one line. Example: SELECT te_support.te_duty_total_accum(''(5,100,0,1,0)'', 3, 50) → (8,150,0,2,0)';
CREATE FUNCTION te_support.te_duty_total_combine(state te_support.duty_total, other te_support.duty_total) RETURNS te_support.duty_total
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_combine(te_support.duty_total, te_support.duty_total) IS
'Combination of effective_tariff_rate: adds two totals. Example: SELECT te_support.te_duty_total_combine(''(5,100,0,1,0)'', ''(3,50,0,1,0)'') → (8,150,0,2,0)';
CREATE FUNCTION te_support.te_duty_total_rate_final(state te_support.duty_total) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_rate_final(te_support.duty_total) IS
'Duty over value of a total. Example: SELECT te_support.te_duty_total_rate_final(''(5,100,0,1,0)'') → 0.05';
CREATE FUNCTION te_support.te_duty_total_coverage_final(state te_support.duty_total) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_total_coverage_final(te_support.duty_total) IS
'Share of a total''s value whose duty is known. Example: SELECT te_support.te_duty_total_coverage_final(''(5,100,300,1,1)'') → 0.25';

CREATE FUNCTION te_support.te_duty_sums_accum(state float8[], duty float8, value float8) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_accum(float8[], float8, float8) IS
'Transition of effective_tariff_rate in float8: adds one line. Example: SELECT te_support.te_duty_sums_accum(NULL, 5, 100) → {5,0,100,0,0,0}';
CREATE FUNCTION te_support.te_duty_sums_combine(state float8[], other float8[]) RETURNS float8[]
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_combine(float8[], float8[]) IS
'Combination of effective_tariff_rate in float8. Example: SELECT te_support.te_duty_sums_combine(''{5,0,100,0,0,0}'', ''{3,0,50,0,0,0}'') → {8,0,150,0,0,0}';
CREATE FUNCTION te_support.te_duty_sums_rate_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_rate_final(float8[]) IS
'Duty over value of sums in float8. Example: SELECT te_support.te_duty_sums_rate_final(''{5,0,100,0,0,0}'') → 0.05';
CREATE FUNCTION te_support.te_duty_sums_coverage_final(state float8[]) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_duty_sums_coverage_final(float8[]) IS
'Share of the value whose duty is known, of sums in float8. Example: SELECT te_support.te_duty_sums_coverage_final(''{5,0,100,0,300,0}'') → 0.25';

CREATE AGGREGATE @extschema@.effective_tariff_rate(duty numeric, value numeric) (
	SFUNC = te_support.te_duty_total_accum, STYPE = te_support.duty_total, SSPACE = 128, COMBINEFUNC = te_support.te_duty_total_combine,
	FINALFUNC = te_support.te_duty_total_rate_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_rate(numeric, numeric) IS
'Duty over value of many lines, 0.25 = 25 %, from exact sums; lines whose duty or value is NULL are left out (effective_tariff_coverage says how much that is); NULL for no value. Throws for negative amounts. Example: SELECT effective_tariff_rate(duty, value) FROM (VALUES (5.00, 100.00), (0, 100)) l(duty, value) → 0.025';

CREATE AGGREGATE @extschema@.effective_tariff_rate(duty float8, value float8) (
	SFUNC = te_support.te_duty_sums_accum, STYPE = float8[], SSPACE = 128, COMBINEFUNC = te_support.te_duty_sums_combine,
	FINALFUNC = te_support.te_duty_sums_rate_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_rate(float8, float8) IS
'Duty over value of many lines in float8; the sums do not depend on the order of rows. Example: SELECT effective_tariff_rate(duty, value) FROM (VALUES (5::float8, 100::float8), (0, 100)) l(duty, value) → 0.025';

CREATE AGGREGATE @extschema@.effective_tariff_coverage(duty numeric, value numeric) (
	SFUNC = te_support.te_duty_total_accum, STYPE = te_support.duty_total, SSPACE = 128, COMBINEFUNC = te_support.te_duty_total_combine,
	FINALFUNC = te_support.te_duty_total_coverage_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_coverage(numeric, numeric) IS
'Share of the value that effective_tariff_rate covers: lines whose duty is known; both in one query cost one pass. Example: SELECT effective_tariff_coverage(duty, value) FROM (VALUES (5.00, 100.00), (NULL, 300)) l(duty, value) → 0.25';

CREATE AGGREGATE @extschema@.effective_tariff_coverage(duty float8, value float8) (
	SFUNC = te_support.te_duty_sums_accum, STYPE = float8[], SSPACE = 128, COMBINEFUNC = te_support.te_duty_sums_combine,
	FINALFUNC = te_support.te_duty_sums_coverage_final, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.effective_tariff_coverage(float8, float8) IS
'Share of the value that effective_tariff_rate covers, in float8. Example: SELECT effective_tariff_coverage(duty, value) FROM (VALUES (5::float8, 100::float8), (NULL, 300)) l(duty, value) → 0.25';
