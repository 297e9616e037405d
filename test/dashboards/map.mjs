// map.mjs SPECIFICATION SHAPES -- draws the map with the shapes of world-atlas, and writes those as CSV (number, GeoJSON).  Prints TAP.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(process.env.NODE_PATH + '/');
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const vega = await load('vega');
const { compile } = await load('vega-lite');
const { feature } = await load('topojson-client');
const Ajv = require('ajv');
const formats = require('ajv-formats');
let n = 0;
const ok = (pass, name, why) => {
	n++;
	console.log(`${pass ? 'ok' : 'not ok'} - ${name}${pass ? '' : '\n# ' + String(why).replace(/\n/g, '\n# ')}`);
};

const spec = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addFormat('color-hex', () => true);
const valid = ajv.compile(JSON.parse(readFileSync(process.env.NODE_PATH + '/vega-lite/build/vega-lite-schema.json', 'utf8')));
ok(valid(spec), "the map is valid by Vega-Lite's schema", JSON.stringify(valid.errors?.slice(0, 3)));

const atlas = JSON.parse(readFileSync(process.env.NODE_PATH + '/world-atlas/countries-110m.json', 'utf8'));
const shapes = feature(atlas, atlas.objects.countries).features;
writeFileSync(process.argv[3], shapes.filter((s) => s.id).map((s) => `${s.id},"${JSON.stringify(s.geometry).replaceAll('"', '""')}"\n`).join(''));
const values = spec.transform[0].from.data.values;
const drawn = new Set(shapes.map((s) => s.id));
const large = values.filter((v) => v.value > 1e7);
ok(large.length > 30 && large.every((v) => drawn.has(v.id) || ['344', '702', '446', '470', '480', '048'].includes(v.id)), 'each importer above ten million dollars meets its shape, but for islands and cities', JSON.stringify(large.filter((v) => !drawn.has(v.id))));

spec.data = { values: atlas, format: spec.data.format };
const said = [];
const logger = { level: () => logger, error: (...x) => (said.push(x.join(' ')), logger), warn: (...x) => (said.push(x.join(' ')), logger), info: () => logger, debug: () => logger };
const view = new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: 'none', logger });
const svg = await view.toSVG();
writeFileSync('.stage/map.svg', svg);
const fills = [...svg.matchAll(/aria-roledescription="geoshape"[^>]*fill="([^"]+)"/g)].map((m) => m[1]);
const colours = new Set(fills);
ok(fills.length > 160 && colours.size > 30 && fills.filter((f) => f !== '#d5d8dc').length > 120, `Vega draws ${fills.length} countries in ${colours.size} colours`, said.join('\n') + svg.slice(0, 300));
ok(said.length === 0, 'without warnings', said.join('\n'));
console.log(`1..${n}`);
