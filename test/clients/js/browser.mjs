// browser.mjs CHROMIUM PAGE...: what a reader would trip over, in light, dark, on a phone, on paper.  Prints TAP.
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
const require = createRequire(process.env.NODE_PATH + '/');
const { chromium } = require('playwright-core');
const [executablePath, ...files] = process.argv.slice(2);

let n = 0;
const ok = (pass, name, why) => {
	console.log(`${pass ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!pass && why) console.log('# ' + [why].flat().slice(0, 8).join('\n# '));
};

// runs in the page: everything that can be measured there
const measure = () => {
	const found = { overflow: document.documentElement.scrollWidth - innerWidth, untitled: 0, drawings: 0, overlaps: [], outside: [], contrast: [] };
	const light = (c) => {
		const [r, g, b] = c.match(/[\d.]+/g).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const style = getComputedStyle(document.body);
	const probe = document.body.appendChild(document.createElement('i'));
	const colour = (name) => { probe.style.color = `var(--te-${name})`; return getComputedStyle(probe).color; };
	const pairs = [['ink', 'bg'], ['dim', 'bg'], ['bad', 'bg'], ['warn', 'bg'], ['good', 'bg'], ['dim', 'cu'], ['ht0', 'h0'], ['ht0', 'h1'], ['ht0', 'h2'],
		['ht3', 'h3'], ['ht4', 'h4'], ['ht4', 'h5'], ...['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'cx'].map((c) => ['on', c])];
	for (const [text, ground] of pairs) {
		const [a, b] = [light(colour(text)), light(colour(ground))].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) found.contrast.push(`${text} on ${ground}: ${ratio.toFixed(2)}`);
	}
	probe.remove();
	for (const svg of document.querySelectorAll('svg')) {
		const frame = svg.getBoundingClientRect();
		if (frame.width === 0) continue;
		found.drawings++;
		if (!svg.querySelector(':scope > title')?.textContent) found.untitled++;
		const texts = [...svg.querySelectorAll('text')].filter((t) => !t.closest('.te-slant')).map((t) => [t.textContent, t.getBoundingClientRect()]);
		for (const t of svg.querySelectorAll('text')) {
			const r = t.getBoundingClientRect();
			if (r.left < frame.left - 2 || r.right > frame.right + 2 || r.top < frame.top - 2 || r.bottom > frame.bottom + 2)
				found.outside.push(`"${t.textContent}" leaves "${svg.querySelector('title').textContent.slice(0, 40)}"`);
		}
		for (let i = 0; i < texts.length; i++)
			for (let j = i + 1; j < texts.length; j++) {
				const [a, b] = [texts[i][1], texts[j][1]];
				if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
					found.overlaps.push(`"${texts[i][0]}" and "${texts[j][0]}" in "${svg.querySelector('title').textContent.slice(0, 40)}"`);
			}
	}
	found.crushed = [...document.querySelectorAll('main > section > .te-scroll td, main > section > .te-scroll th')].filter((c) => c.textContent.trim() && c.clientWidth > 0 && c.clientWidth < 32)
		.concat([...document.querySelectorAll('.te-products tbody th')].filter((c) => c.clientWidth < 150))
		.map((c) => `"${c.textContent}" is ${c.clientWidth} pixels wide`);
	found.tables = document.querySelectorAll('figure').length === document.querySelectorAll('figure table').length;
	found.background = style.backgroundColor;
	found.title = document.title;
	return found;
};

// the share of each page of a PDF, its margins aside, down to the last thing printed
let poppler = true;
try { execFileSync('pdftotext', ['-v'], { stdio: 'ignore' }); } catch { poppler = false; }
const ink = (pdf) => {
	const folder = fs.mkdtempSync(pdf.replace(/pdf$/, 'pages-'));
	execFileSync('pdftoppm', ['-r', '25.4', '-gray', pdf, folder + '/p']);
	const filled = fs.readdirSync(folder).sort().map((name) => {
		const pgm = fs.readFileSync(path.join(folder, name));
		const [head, width, height] = pgm.toString('latin1', 0, 40).match(/^P5\s+(\d+)\s+(\d+)\s+\d+\s/);
		let last = 14;
		for (let y = 14; y < +height - 17; y++)	// millimetres
			if (pgm.subarray(head.length + y * width, head.length + (y + 1) * width).some((grey) => grey < 200)) last = y;
		return (last - 14) / (+height - 31);
	});
	fs.rmSync(folder, { recursive: true });
	return filled;
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'] });
for (const file of files) {
	const name = path.basename(file, '.html');
	for (const [view, width, colorScheme] of [['light', 1000, 'light'], ['dark', 1000, 'dark'], ['tablet', 768, 'light'], ['phone', 375, 'light']]) {
		const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
		const page = await context.newPage();
		const said = [], asked = [];
		page.on('console', (m) => said.push(m.text()));
		page.on('pageerror', (e) => said.push(String(e)));
		page.on('request', (r) => asked.push(r.url()));
		await page.goto('file://' + path.resolve(file));
		const seen = await page.evaluate(measure);
		const where = `${name}, ${view}`;
		ok(said.length === 0, `${where}: the console is silent`, said);
		ok(asked.length === 1, `${where}: nothing is loaded`, asked);
		ok(seen.overflow <= 0, `${where}: nothing overflows`, `${seen.overflow} pixels`);
		ok(seen.untitled === 0, `${where}: all ${seen.drawings} drawings have a title`);
		ok(seen.overlaps.length === 0, `${where}: no text overlaps another`, seen.overlaps);
		ok(seen.outside.length === 0, `${where}: no text leaves its drawing`, seen.outside);
		ok(seen.contrast.length === 0, `${where}: contrast AA`, seen.contrast);
		ok(seen.crushed.length === 0, `${where}: no column is crushed`, seen.crushed);
		ok(seen.tables, `${where}: each figure has its table`);
		ok(seen.title !== 'pwned', `${where}: names do not run`);
		ok((view === 'dark') === (seen.background === 'rgb(20, 24, 29)'), `${where}: the right background`, seen.background);
		if (view === 'light') {
			const printed = file.replace(/html$/, 'pdf');
			const pdf = (await page.pdf({ path: printed, preferCSSPageSize: true, printBackground: true })).toString('latin1');
			const box = pdf.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/);
			ok(box && Math.round(box[1]) >= 594 && Math.round(box[1]) <= 596 && Math.round(box[2]) >= 841 && Math.round(box[2]) <= 843, `${where}: prints on A4`, box?.[0]);
			ok((pdf.match(/\/Type\s*\/Page\b/g) || []).length <= (name === 'long' ? 40 : 12), `${where}: few pages`);
			if (poppler) {
				const sheets = execFileSync('pdftotext', ['-layout', printed, '-']).toString().split('\f').slice(0, -1);
				ok(sheets.every((text, i) => text.replace(/\s/g, '').endsWith(`${i + 1}/${sheets.length}`)), `${where}: each page has its number`, sheets.map((t) => t.trimEnd().slice(-20)));
				const filled = ink(printed);
				ok(filled.length === sheets.length && filled.slice(0, -1).every((share) => share > 0.45), `${where}: no page but the last is half empty`, filled.map((s) => s.toFixed(2)));
			}
		}
		await context.close();
	}
}
await browser.close();
console.log(`1..${n}`);
