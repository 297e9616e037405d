-- The table of flow.sql, without rows.
CREATE TABLE flow (id int, importer text, exporter text, hs6 text, month date, value float8, other float8, mix supply_mix, net supply_network, node text);
