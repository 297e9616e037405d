#!/bin/bash
# The Vega-Lite twins: valid by Vega-Lite's own schema, and Vega draws them.
set -uo pipefail
. tools/npm.sh
reason=$(npm_packages vega vega-lite ajv ajv-formats) || { echo "1..0 # SKIP $reason"; exit 0; }
npm_packages vega vega-lite ajv ajv-formats
export PGDATABASE=vega_trade_exposure
createdb "$PGDATABASE"
psql -X -q -c 'CREATE EXTENSION trade_exposure'
psql -X -At -v ON_ERROR_STOP=1 > .stage/vega.json <<'SQL'
SELECT jsonb_build_object(
	'shares', vega_supplier_shares('{2019,2019,2020,2020}', '{CHN,AUS,CHN,NULL}', '{75,25,50,30}', title => '<b> "x"'),
	'shares of nothing', vega_supplier_shares(NULL, NULL, NULL),
	'heat map', vega_supplier_heat_map('{a,a,b}', '{CHN,AUS,CHN}', '{3,1,9}'),
	'chain', vega_supply_chain('{mine,mine,refine,refine}', '{CHN,AUS,CHN,MYS}', '{60,40,70,30}'),
	'tariff layers', vega_tariff_layers('{MFN,S301,RECIP}', '{0.021,0.25,NULL}', '{applied,NULL,excluded}'),
	'losses', vega_loss_distribution('{0,100,400}', '{0.9,0.08,0.02}'),
	'no losses', vega_loss_distribution(NULL),
	'map', vega_supplier_map('{CN,AU,NULL,JP}', '{6,3,1,2}', '{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"ISO_A3_EH":"CHN"},"geometry":{"type":"Polygon","coordinates":[[[100,30],[110,30],[110,40],[100,40],[100,30]]]}},
		{"type":"Feature","properties":{"ISO_A3_EH":"AUS"},"geometry":{"type":"Polygon","coordinates":[[[120,-30],[140,-30],[140,-20],[120,-20],[120,-30]]]}},
		{"type":"Feature","properties":{"ISO_A3_EH":"FRA"},"geometry":{"type":"Polygon","coordinates":[[[0,44],[6,44],[6,49],[0,49],[0,44]]]}}]}'),
	'small multiples', vega_supplier_multiples('{magnets,magnets,magnets,metals,metals}', '{2019,2020,2020,2019,2020}', '{CHN,CHN,AUS,VNM,NULL}', '{9,5,5,2,1}'),
	'small multiples of nothing', vega_supplier_multiples(NULL, NULL, NULL, NULL),
	'sparkline', vega_sparkline('{1,NULL,4,2,NULL}', title => 'Magnets'),
	'sparkline of nothing', vega_sparkline('{NULL}'));
SQL
node test/clients/js/vega.mjs .stage/vega.json
