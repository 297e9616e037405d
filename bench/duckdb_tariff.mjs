// duckdb_tariff.mjs FOLDER -- the joins of tariff_queries.sql in DuckDB, one thread,
// over the CSV files in FOLDER, from a database file of its own: codes as integers,
// origins as ENUM, checkpointed.
import { createRequire } from 'node:module';
import { serve } from './engine.mjs';

const [folder] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${process.env.NODE_PATH}/`)('@duckdb/node-api');
const db = await (await DuckDBInstance.create(`${folder}/tariff.duckdb`, { threads: '1', memory_limit: '4GB' })).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();
const csv = (name, columns) => `read_csv('${folder}/${name}.csv', header = true, columns = {${columns}})`;

await db.run(`CREATE TEMP TABLE entry AS SELECT * FROM ${csv('entry',
	"'i': 'BIGINT', 'hs': 'BIGINT', 'origin': 'VARCHAR', 'day': 'DATE', 'value': 'DOUBLE'")}`);
await db.run(`CREATE TEMP TABLE rule AS SELECT * REPLACE (coalesce(origin, '') AS origin) FROM ${csv('rule',
	"'program': 'VARCHAR', 'way': 'VARCHAR', 'code': 'BIGINT', 'origin': 'VARCHAR', 'f': 'DATE', 't': 'DATE', 'rate': 'DOUBLE', 'is_floor': 'BOOL'")}`);
await db.run('CREATE TYPE iso AS ENUM (SELECT origin FROM entry UNION SELECT origin FROM rule ORDER BY 1)');
await db.run('CREATE TABLE bench_entry AS SELECT * REPLACE (origin::iso AS origin) FROM entry');
await db.run('CREATE TABLE bench_sorted AS SELECT * FROM bench_entry ORDER BY hs, origin, day');
await db.run('CREATE TABLE bench_rule AS SELECT * REPLACE (origin::iso AS origin) FROM rule');
for (const [statement] of await rows(`SELECT * FROM ${csv('setup', "'statement': 'VARCHAR'")}`))
	await db.run(statement);
await db.run('CHECKPOINT');
const joins = new Map(await rows(`SELECT question, query FROM ${csv('joins', "'question': 'VARCHAR', 'query': 'VARCHAR'")}`));
await serve('DuckDB', async (question) => (await rows(joins.get(question)))[0]);
