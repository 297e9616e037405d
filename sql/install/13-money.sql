-- Money of other currencies and other times.

CREATE FUNCTION @extschema@.exchange_rate(from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.exchange_rate(text, text, date, jsonb) IS
'What one unit of a currency is worth in another on a day, by a dated table of your own (currency, in_currency, rate, valid_from, valid_to): the rate of the two in either direction, or by way of a third currency; NULL where the table has none (see exchange_problem). Example: SELECT exchange_rate(''JPY'', ''USD'', ''2024-03-01'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') → 0.00625';

CREATE FUNCTION @extschema@.convert_money(amount float8, from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.convert_money(float8, text, text, date, jsonb) IS
'An amount in another currency at the rate of its day (nominal; see exchange_rate). Example: SELECT convert_money(8000, ''JPY'', ''USD'', ''2024-03-01'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') → 50';

CREATE FUNCTION @extschema@.exchange_problem(from_currency text, to_currency text, on_date date, exchange_rates jsonb) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.exchange_problem(text, text, date, jsonb) IS
'Why exchange_rate and convert_money give NULL; NULL when there is a rate. Example: SELECT exchange_problem(''JPY'', ''USD'', ''2023-12-31'', ''[{"currency": "USD", "in_currency": "JPY", "rate": 160, "valid_from": "2024-01-01"}]'') → the rates of USD in JPY begin on 2024-01-01';

CREATE FUNCTION @extschema@.price_level(on_date date, deflators jsonb, series text DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_level(date, jsonb, text) IS
'The level of prices on a day, by a dated table of your own (level, valid_from, valid_to, and series where there are several); NULL where the table has none (see price_level_problem). Example: SELECT price_level(''2024-03-01'', ''[{"level": 110, "valid_from": "2024-01-01"}]'') → 110';

CREATE FUNCTION @extschema@.real_amount(amount float8, on_date date, base_date date, deflators jsonb, series text DEFAULT NULL) RETURNS float8
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.real_amount(float8, date, date, jsonb, text) IS
'An amount of a day at the prices of another one: times the price level of that over its own (see price_level). Example: SELECT real_amount(110, ''2024-03-01'', ''2020-03-01'', ''[{"level": 100, "valid_from": "2020-01-01"}, {"level": 110, "valid_from": "2024-01-01"}]'') → 100';

CREATE FUNCTION @extschema@.price_level_problem(on_date date, deflators jsonb, series text DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 10;
COMMENT ON FUNCTION @extschema@.price_level_problem(date, jsonb, text) IS
'Why price_level, or real_amount of this day, gives NULL; NULL when there is a level. Example: SELECT price_level_problem(''2019-03-01'', ''[{"level": 100, "valid_from": "2020-01-01"}]'') → the deflators begin on 2020-01-01';
