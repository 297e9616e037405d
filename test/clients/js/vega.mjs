// vega.mjs FILE: each member of the JSON object is valid by Vega-Lite's schema and is drawn by Vega.  Prints TAP.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(process.env.NODE_PATH + '/');
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const vega = await load('vega');
const { compile } = await load('vega-lite');
const Ajv = require('ajv');
const formats = require('ajv-formats');
const schema = JSON.parse(readFileSync(process.env.NODE_PATH + '/vega-lite/build/vega-lite-schema.json', 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addFormat('color-hex', () => true);
const valid = ajv.compile(schema);

let n = 0;
const ok = (pass, name, why) => {
	console.log(`${pass ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!pass && why) console.log('# ' + String(why).replace(/\n/g, '\n# '));
};
const specs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const [name, spec] of Object.entries(specs)) {
	ok(valid(spec), `${name}: valid`, JSON.stringify(valid.errors?.slice(0, 3)));
	const said = [];
	const logger = { level: () => logger, error: (...x) => (said.push(x.join(' ')), logger), warn: (...x) => (said.push(x.join(' ')), logger), info: () => logger, debug: () => logger };
	try {
		const view = new vega.View(vega.parse(compile({ ...spec, width: 400, height: 200 }, { logger }).spec), { renderer: 'none', logger });
		const svg = await view.toSVG();
		const marks = (svg.match(/aria-roledescription="[^"]*(bar|rect|rule|line|geoshape)[^"]*"/g) || []).length;
		ok(/nothing|^no /.test(name) ? svg.startsWith('<svg') : marks > 0, `${name}: drawn, ${marks} marks`, svg.slice(0, 400));
		// an axis without data has no extent, and Vega says so
		if (!/nothing|^no /.test(name)) ok(said.length === 0, `${name}: without warnings`, said.join('\n'));
	} catch (e) {
		ok(false, `${name}: drawn`, e.stack);
	}
}
ok(!JSON.stringify(specs).includes('NaN'), 'no undefined numbers');
console.log(`1..${n}`);
