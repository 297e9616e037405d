-- chart: charts as SVG and HTML, and their Vega-Lite twins

CREATE FUNCTION @extschema@.chart_supplier_shares(periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, top int4 DEFAULT 8, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supplier_shares' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supplier_shares(text[], text[], float8[], text, text, text, text, int4, int4, text) IS
'Stacked columns of supplier shares over time as SVG, or as an HTML figure with a table (form => figure): one point a position of the arrays, periods in the order of their names, NULL origins as unspecified. Example: SELECT chart_supplier_shares(array_agg(year::text), array_agg(origin), array_agg(value), title => ''Lithium cells'') FROM flows → <svg …>';

CREATE FUNCTION @extschema@.vega_supplier_shares(periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, top int4 DEFAULT 8, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_shares' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_shares(text[], text[], float8[], text, text, text, int4, text) IS
'Vega-Lite twin of chart_supplier_shares. Example: SELECT vega_supplier_shares(''{2024,2024}'', ''{CHN,AUS}'', ''{7,3}'') ->> ''title'' → Supplier shares';

CREATE FUNCTION @extschema@.chart_supplier_heat_map(products text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, max_products int4 DEFAULT 25, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supplier_heat_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supplier_heat_map(text[], text[], float8[], text, text, text, text, int4, int4, text) IS
'Product and supplier heat map with the HHI of each product, most concentrated first, as SVG or as an HTML figure with a table. Example: SELECT chart_supplier_heat_map(array_agg(hs), array_agg(origin), array_agg(value)) FROM flows → <svg …>';

CREATE FUNCTION @extschema@.vega_supplier_heat_map(products text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, max_products int4 DEFAULT 25, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_heat_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_heat_map(text[], text[], float8[], text, text, text, int4, text) IS
'Vega-Lite twin of chart_supplier_heat_map. Example: SELECT vega_supplier_heat_map(''{a,a}'', ''{CHN,AUS}'', ''{7,3}'') ->> ''title'' → Product and supplier shares';

CREATE FUNCTION @extschema@.chart_supply_chain(stages text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, targets text[] DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_supply_chain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_supply_chain(text[], text[], float8[], text, text, text, text, int4, text[], text) IS
'Sankey diagram of a supply chain, stages in order of appearance, each filling the height with its suppliers shares; targets name whom of the next stage a row supplies, where NULL it is spread in proportion and drawn pale. Example: SELECT chart_supply_chain(''{mining,mining,refining}'', ''{AUS,CHN,CHN}'', ''{60,40,100}'') → <svg …>';

CREATE FUNCTION @extschema@.vega_supply_chain(stages text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, targets text[] DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supply_chain' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supply_chain(text[], text[], float8[], text, text, text, text[], text) IS
'Vega-Lite twin of chart_supply_chain: the shares of each stage as stacked columns. Example: SELECT vega_supply_chain(''{mining,refining}'', ''{AUS,CHN}'', ''{60,100}'') ->> ''title'' → Supply chain by stage';

CREATE FUNCTION @extschema@.chart_tariff_layers(layers text[], rates float8[], statuses text[] DEFAULT NULL,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_tariff_layers' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_tariff_layers(text[], float8[], text[], text, text, text, text, int4, text) IS
'Tariff waterfall: rates as shares of the value one after the other; a status other than NULL or applied is the reason why a layer does not count, drawn as a dashed outline. Example: SELECT chart_tariff_layers(''{MFN,Section 301,Reciprocal}'', ''{0.021,0.25,0.10}'', ''{applied,applied,excluded by Section 232}'') → <svg …>';

CREATE FUNCTION @extschema@.vega_tariff_layers(layers text[], rates float8[], statuses text[] DEFAULT NULL,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_tariff_layers' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_tariff_layers(text[], float8[], text[], text, text, text, text) IS
'Vega-Lite twin of chart_tariff_layers. Example: SELECT vega_tariff_layers(''{MFN}'', ''{0.021}'') ->> ''title'' → Tariff layers';

CREATE FUNCTION @extschema@.chart_loss_distribution(losses float8[], loss_weights float8[] DEFAULT NULL, level float8 DEFAULT 0.95,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, form text DEFAULT 'svg', width int4 DEFAULT 720, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_loss_distribution' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.chart_loss_distribution(float8[], float8[], float8, text, text, text, text, int4, text) IS
'Histogram of losses, each with a weight (equal when NULL), with mean, value at risk and expected shortfall at a level. Example: SELECT chart_loss_distribution(array_agg(loss), array_agg(probability), level => 0.9) FROM scenarios → <svg …>';

CREATE FUNCTION @extschema@.vega_loss_distribution(losses float8[], loss_weights float8[] DEFAULT NULL, level float8 DEFAULT 0.95,
	title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_loss_distribution' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_loss_distribution(float8[], float8[], float8, text, text, text, text) IS
'Vega-Lite twin of chart_loss_distribution. Example: SELECT vega_loss_distribution(''{1,2,5}'') ->> ''title'' → Distribution of losses';

CREATE FUNCTION @extschema@.chart_sparkline(amounts float8[], width int4 DEFAULT 96, height int4 DEFAULT 24, styled bool DEFAULT true,
	title text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'chart_sparkline' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.chart_sparkline(float8[], int4, int4, bool, text, text) IS
'A series as a small SVG line with a dot at its latest known value, for a cell of a table; unknown (NULL) values break the line; styled => false where the page has report_style(). Example: SELECT hs, chart_sparkline(array_agg(value ORDER BY month), title => hs) FROM flows GROUP BY hs → 850511 <svg …>';

CREATE FUNCTION @extschema@.vega_sparkline(amounts float8[], title text DEFAULT NULL, description text DEFAULT NULL,
	unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_sparkline' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;
COMMENT ON FUNCTION @extschema@.vega_sparkline(float8[], text, text, text, text) IS
'Vega-Lite twin of chart_sparkline. Example: SELECT vega_sparkline(''{1,4,2,8}'') ->> ''description'' → 4 values from 1 to 8, the latest 8.';

CREATE FUNCTION @extschema@.vega_supplier_map(origins text[], amounts float8[], map text, map_key text DEFAULT 'properties.ISO_A3_EH',
	title text DEFAULT NULL, description text DEFAULT NULL, unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_map(text[], float8[], text, text, text, text, text, text) IS
'Share of each supplier on a map, as a Vega-Lite specification over your GeoJSON (its text, or its address), whose features hold the ISO 3166 code of three letters at map_key; codes of two letters meet there too. Example: SELECT vega_supplier_map(''{CN,AUS}'', ''{3,1}'', ''countries.geojson'') ->> ''description'' → Map of 2 suppliers, the largest CHN with 75%.';

CREATE FUNCTION @extschema@.table_supplier_map(origins text[], amounts float8[], title text DEFAULT NULL, unit text DEFAULT NULL, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'table_supplier_map' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.table_supplier_map(text[], float8[], text, text, text) IS
'The figures of vega_supplier_map as an HTML table, for those who do not see the map. Example: SELECT table_supplier_map(''{CN,AUS}'', ''{3,1}'') LIKE ''%>CHN</th><td class="te-n">3</td><td class="te-n">75.0\%%'' → true';

CREATE FUNCTION @extschema@.vega_supplier_multiples(products text[], periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, description text DEFAULT NULL, unit text DEFAULT NULL, max_products int4 DEFAULT 24, language text DEFAULT 'en') RETURNS jsonb
AS 'MODULE_PATHNAME', 'vega_supplier_multiples' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.vega_supplier_multiples(text[], text[], text[], float8[], text, text, text, int4, text) IS
'Small multiples as a Vega-Lite specification: supplier shares over time, one small chart for each of the largest products, with the same colours in all. Example: SELECT vega_supplier_multiples(''{a,a,b}'', ''{2019,2020,2020}'', ''{CHN,CHN,AUS}'', ''{3,1,9}'') ->> ''description'' → Suppliers'' shares of 2 of 2 products, 2 periods from 2019 to 2020.';

CREATE FUNCTION @extschema@.table_supplier_multiples(products text[], periods text[], origins text[], amounts float8[],
	title text DEFAULT NULL, unit text DEFAULT NULL, max_products int4 DEFAULT 24, language text DEFAULT 'en') RETURNS text
AS 'MODULE_PATHNAME', 'table_supplier_multiples' LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1000;
COMMENT ON FUNCTION @extschema@.table_supplier_multiples(text[], text[], text[], float8[], text, text, int4, text) IS
'The figures of vega_supplier_multiples as an HTML table. Example: SELECT table_supplier_multiples(''{a,b}'', ''{2019,2019}'', ''{CHN,AUS}'', ''{3,9}'') LIKE ''%>b</th><td>AUS</td><td class="te-n">100.0\%%'' → true';

CREATE FUNCTION @extschema@.report_style() RETURNS text
AS 'MODULE_PATHNAME', 'report_style' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.report_style() IS
'The CSS that charts need, once in the head of a page that holds figures made with form => ''page''. Example: SELECT report_style() LIKE ''.te-chart%'' → true';
