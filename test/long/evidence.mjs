// evidence.mjs CHROMIUM BUILD PICTURES -- each page of the built project, light and dark, on a desk and on a phone: it shows what it is about, is
// through with loading, asks nothing of another server, says nothing on the console and is not wider than the screen.  Prints TAP.
import { createRequire } from 'node:module';
import { createReadStream, existsSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
const require = createRequire(process.env.NODE_PATH + '/');
const { chromium } = require('playwright-core');
const [executablePath, root, pictures] = process.argv.slice(2);

const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };
const server = http.createServer((request, answer) => {
	let file = path.join(root, decodeURIComponent(request.url.split('?')[0]));
	if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, 'index.html');
	if (!existsSync(file)) return answer.writeHead(404).end();
	const size = statSync(file).size;
	const part = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
	const [start, end] = part ? [+part[1], part[2] ? +part[2] : size - 1] : [0, size - 1];
	answer.writeHead(part ? 206 : 200, { 'content-type': kinds[path.extname(file)] ?? 'application/octet-stream', 'accept-ranges': 'bytes', 'content-length': end - start + 1,
		...(part && { 'content-range': `bytes ${start}-${end}/${size}` }) });
	if (request.method === 'HEAD') answer.end(); else createReadStream(file, { start, end }).pipe(answer);
}).listen(0);
const home = `http://localhost:${server.address().port}`;
let n = 0, failed = 0;
const ok = (pass, name, why) => {
	console.log(`${pass ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!pass) { failed++; console.log('# ' + String(why).replace(/\n/g, '\n# ')); }
};

// a sentence that is there once the queries have been answered
const pages = { '': ['Philippines', '32.6%', 'Tungsten, unwrought: China supplies 99.6 %'], tariff: ['$38,750', '106.1%', '15.0%', 'no preference or exemption is claimed', '0 % with claim USMCA'], shortage: ['Embargo of half a year', '110.3', 'China delivers 100 % less for 180 days'], chain: ['Dysprosium', '2025-05', 'abrupt stop 0.8', 'Named of the whole'] };
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
for (const [view, width, colorScheme] of [['light', 1280, 'light'], ['dark', 1280, 'dark'], ['phone', 390, 'light'], ['dark phone', 390, 'dark']])
	for (const [name, words] of Object.entries(pages)) {
		const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, timezoneId: colorScheme === 'dark' ? 'America/New_York' : 'Asia/Tokyo' });
		const page = await context.newPage();
		const said = [], elsewhere = [];
		page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
		page.on('pageerror', (e) => said.push(String(e)));
		page.on('request', (r) => /^(data|blob):/.test(r.url()) || r.url().startsWith(home) || elsewhere.push(r.url()));
		await page.goto(`${home}/${name}`);
		const where = `${name || 'index'}, ${view}`;
		const there = await page.waitForFunction((words) => words.every((w) => document.body.innerText.includes(w)) && !document.body.innerText.includes('Loading...'), words, { timeout: 120000 }).then(() => true, () => false);
		const text = await page.evaluate(() => document.body.innerText);
		ok(there, `${where}: shows what it is about`, words.filter((w) => !text.includes(w)) + ' / ' + text.slice(0, 500));
		ok(!/1970-01-01|NaN|undefined|Error/.test(text), `${where}: no number that is none`, text.match(/.*(1970-01-01|NaN|undefined|Error).*/g));
		ok(said.length === 0, `${where}: the console is silent`, said.join('\n'));
		ok(elsewhere.length === 0, `${where}: nothing is asked of another server`, elsewhere.join('\n'));
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		ok(over <= 0, `${where}: nothing overflows`, `${over} pixels`);
		const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).colorScheme);
		ok((colorScheme === 'dark') === /dark|rgb\((\d|1\d), /.test(ground), `${where}: the right background`, ground);
		await page.screenshot({ path: `${pictures}/${name || 'index'}_${view.replace(' ', '_')}.png`, fullPage: true, timeout: 120000 });
		await context.close();
	}
await browser.close();
server.close();
console.log(`1..${n}`);
process.exit(failed > 0 ? 1 : 0);
