// duckdb.mjs MODULES CSV REPEATS -- the questions of mix_queries.sql in DuckDB's
// idiom, one thread, over the rows of CSV.  Prints question, cpu ms, wall ms,
// rows and answer, tab separated, for each run.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, csv, repeats] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { DuckDBInstance } = await import(pathToFileURL(require.resolve('@duckdb/node-api')));

const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
await db.run(`CREATE TABLE flow AS SELECT * FROM read_csv('${csv}', header = true,
	columns = {'year': 'INT', 'exporter': 'VARCHAR', 'importer': 'VARCHAR', 'hs6': 'VARCHAR', 'value': 'DOUBLE'})`);

const questions = [['bare sum', 'SELECT count(*), sum(value) FROM flow']];
for (const [label, key] of [['few groups', 'hs6, year'], ['many groups', 'importer, hs6, year']]) {
	const by_origin = `(SELECT ${key}, exporter, sum(value) AS v FROM flow GROUP BY ${key}, exporter)`;
	const add = (name, answer, query) =>
		questions.push([`${label}: ${name}`, `SELECT count(*), sum(${answer}) FROM (${query}) AS q`]);
	add('grouped sum', 'a', `SELECT ${key}, sum(value) AS a FROM flow GROUP BY ${key}`);
	add('share of CHN', 'a', `SELECT ${key}, coalesce(sum(value) FILTER (WHERE exporter = 'CHN'), 0) / sum(value) AS a FROM flow GROUP BY ${key}`);
	add('HHI', 'a', `SELECT ${key}, sum(v * v) / sum(v) ^ 2 AS a FROM ${by_origin} GROUP BY ${key}`);
	add('top-3 share', 'a', `SELECT ${key}, list_sum(max(v, 3)) / sum(v) AS a FROM ${by_origin} GROUP BY ${key}`);
	add('full profile', 'total + share + hhi + top3 + n + length(top)',
		`SELECT ${key}, sum(v) AS total, coalesce(sum(v) FILTER (WHERE exporter = 'CHN'), 0) / sum(v) AS share,
			sum(v * v) / sum(v) ^ 2 AS hhi, list_sum(max(v, 3)) / sum(v) AS top3, count(*) AS n, arg_max(exporter, v) AS top
		FROM ${by_origin} GROUP BY ${key}`);
}

for (let run = 0; run <= Number(repeats); run++)
	for (const [question, query] of questions) {
		const cpu = process.cpuUsage(), began = performance.now();
		const [[rows, answer]] = (await db.runAndReadAll(query)).getRows();
		const wall = performance.now() - began, used = process.cpuUsage(cpu);
		if (run > 0)
			console.log([question, 'DuckDB', (used.user + used.system) / 1e3, wall, Number(rows), answer].join('\t'));
	}
const [[version]] = (await db.runAndReadAll('SELECT version()')).getRows();
console.error(version);
