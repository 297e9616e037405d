-- The extension in a schema of its own, and what a role needs to ask.
CREATE SCHEMA te;
CREATE EXTENSION trade_exposure SCHEMA te;
GRANT USAGE ON SCHEMA te TO reader;
SET search_path = te, public;
GRANT SELECT ON tariff_regime, tariff_version TO reader;
