// duckdb.mjs CSV FILE -- the questions of mix_queries.sql in DuckDB's idiom, one
// thread, from a database file of its own: origins and importers as ENUM, codes as
// integers, checkpointed.  Stored: lists of origins and amounts, the largest first.
import { createRequire } from 'node:module';
import { serve } from './engine.mjs';

const [csv, file] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${process.env.NODE_PATH}/`)('@duckdb/node-api');
const db = await (await DuckDBInstance.create(file, { threads: '1', memory_limit: '4GB' })).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();

await db.run(`CREATE TEMP TABLE raw AS SELECT * FROM read_csv('${csv}', header = true,
	columns = {'year': 'SMALLINT', 'exporter': 'VARCHAR', 'importer': 'VARCHAR', 'hs6': 'INT', 'value': 'DOUBLE'})`);
await db.run('CREATE TYPE iso AS ENUM (SELECT exporter FROM raw UNION SELECT importer FROM raw ORDER BY 1)');
await db.run('CREATE TABLE flow AS SELECT year, exporter::iso AS exporter, importer::iso AS importer, hs6, value FROM raw');
await db.run('DROP TABLE raw');
await db.run('CREATE TABLE sorted AS SELECT * FROM flow ORDER BY importer, hs6, year, exporter');
await db.run(`CREATE TABLE mix AS SELECT importer, hs6, year, list(exporter ORDER BY v DESC) AS o, list(v ORDER BY v DESC) AS v
	FROM (SELECT importer, hs6, year, exporter, sum(value) AS v FROM flow GROUP BY ALL) AS s GROUP BY ALL`);
await db.run('CHECKPOINT');

const questions = new Map([['bare sum', 'SELECT count(*), sum(value) FROM flow']]);
for (const [label, key, flow] of [['few groups', 'hs6, year', 'flow'], ['many groups', 'importer, hs6, year', 'flow'],
	['sorted, many groups', 'importer, hs6, year', 'sorted']]) {
	const by_origin = `(SELECT ${key}, exporter, sum(value) AS v FROM ${flow} GROUP BY ${key}, exporter)`;
	const add = (name, answer, query) =>
		questions.set(`${label}: ${name}`, `SELECT count(*), sum(${answer}) FROM (${query}) AS q`);
	add('grouped sum', 'a', `SELECT ${key}, sum(value) AS a FROM ${flow} GROUP BY ${key}`);
	add('share of CHN', 'a', `SELECT ${key}, coalesce(sum(value) FILTER (WHERE exporter = 'CHN'), 0) / sum(value) AS a FROM ${flow} GROUP BY ${key}`);
	add('HHI', 'a', `SELECT ${key}, sum(v * v) / sum(v) ^ 2 AS a FROM ${by_origin} GROUP BY ${key}`);
	add('top-3 share', 'a', `SELECT ${key}, list_sum(max(v, 3)) / sum(v) AS a FROM ${by_origin} GROUP BY ${key}`);
	add('full profile', 'total + share + hhi + top3 + n + length(top::VARCHAR)',
		`SELECT ${key}, sum(v) AS total, coalesce(sum(v) FILTER (WHERE exporter = 'CHN'), 0) / sum(v) AS share,
			sum(v * v) / sum(v) ^ 2 AS hhi, list_sum(max(v, 3)) / sum(v) AS top3, count(*) AS n, arg_max(exporter, v) AS top
		FROM ${by_origin} GROUP BY ${key}`);
}
const share = "coalesce(v[list_position(o, 'CHN'::iso)], 0) / list_sum(v)";
const hhi = 'list_dot_product(v, v) / list_sum(v) ^ 2';
const top3 = '(v[1] + coalesce(v[2], 0) + coalesce(v[3], 0)) / list_sum(v)';
const stored = (name, answer) => questions.set(`stored: ${name}`, `SELECT count(*), sum(${answer}) FROM mix`);
stored('share of CHN', share);
stored('HHI', hhi);
stored('top-3 share', top3);
stored('full profile', `list_sum(v) + ${share} + ${hhi} + ${top3} + len(v) + length(o[1]::VARCHAR)`);
questions.set('stored: by product', `SELECT count(*), sum(a) FROM (SELECT hs6, year, sum(v * v) / sum(v) ^ 2 AS a
	FROM (SELECT hs6, year, o, sum(v) AS v FROM (SELECT hs6, year, unnest(o) AS o, unnest(v) AS v FROM mix) AS u GROUP BY ALL) AS s GROUP BY ALL) AS q`);
await serve('DuckDB', async (question) => (await rows(questions.get(question)))[0]);
