// duckdb_tariff.mjs MODULES FOLDER REPEATS -- the joins of tariff_queries.sql in
// DuckDB, one thread, over the CSV files in FOLDER.  Prints question, engine, cpu
// ms, wall ms, rows and answer, tab separated, for each run.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, folder, repeats] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { DuckDBInstance } = await import(pathToFileURL(require.resolve('@duckdb/node-api')));

const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();
const csv = (name, columns) => `read_csv('${folder}/${name}.csv', header = true, columns = {${columns}})`;

await db.run(`CREATE TABLE bench_entry AS SELECT * FROM ${csv('entry',
	"'i': 'BIGINT', 'hs': 'VARCHAR', 'origin': 'VARCHAR', 'day': 'DATE', 'value': 'DOUBLE'")}`);
await db.run(`CREATE TABLE bench_rule AS SELECT * REPLACE (coalesce(code, '') AS code, coalesce(origin, '') AS origin) FROM ${csv('rule',
	"'program': 'VARCHAR', 'way': 'VARCHAR', 'code': 'VARCHAR', 'origin': 'VARCHAR', 'f': 'DATE', 't': 'DATE', 'rate': 'DOUBLE', 'is_floor': 'BOOL'")}`);
for (const [statement] of await rows(`SELECT * FROM ${csv('setup', "'statement': 'VARCHAR'")}`))
	await db.run(statement);
const [[question, , query]] = await rows(`SELECT * FROM ${csv('joins', "'question': 'VARCHAR', 'engine': 'VARCHAR', 'query': 'VARCHAR'")}`);

for (let run = 0; run <= Number(repeats); run++) {
	const cpu = process.cpuUsage(), began = performance.now();
	const [[count, answer]] = await rows(query);
	const wall = performance.now() - began, used = process.cpuUsage(cpu);
	if (run > 0)
		console.log([question, 'DuckDB', (used.user + used.system) / 1e3, wall, Number(count), answer].join('\t'));
}
console.error((await rows('SELECT version()'))[0][0]);
