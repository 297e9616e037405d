// chdb.mjs CSV FOLDER -- the questions of mix_queries.sql in ClickHouse's idiom, one
// thread, in a MergeTree table in the order of the rows: countries LowCardinality,
// codes as integers.  Stored: arrays of origins and amounts, the largest first.
import { createRequire } from 'node:module';
import { serve } from './engine.mjs';

const [csv, folder] = process.argv.slice(2);
const { Session } = createRequire(`${process.env.NODE_PATH}/`)('chdb');
const session = new Session(folder);
const run = (sql) => session.query(sql, 'TSV');

run('CREATE DATABASE bench ENGINE = Atomic');
const columns = 'year UInt16, exporter LowCardinality(String), importer LowCardinality(String), hs6 UInt32, value Float64';
for (const [name, order] of [['flow', 'tuple()'], ['sorted', '(importer, hs6, year, exporter)']]) {
	run(`CREATE TABLE bench.${name} (${columns}) ENGINE = MergeTree ORDER BY ${order}`);
	run(`INSERT INTO bench.${name} SELECT * FROM file('${csv}', 'CSVWithNames', 'year UInt16, exporter String, importer String, hs6 UInt32, value Float64')
		SETTINGS max_threads = 1, max_insert_threads = 1`);
	run(`OPTIMIZE TABLE bench.${name} FINAL`);
}
run('CREATE TABLE bench.mix (hs6 UInt32, year UInt16, o Array(LowCardinality(String)), v Array(Float64)) ENGINE = MergeTree ORDER BY tuple()');
run(`INSERT INTO bench.mix SELECT hs6, year, arrayReverseSort((x, y) -> y, groupArray(exporter), groupArray(s)), arrayReverseSort(groupArray(s))
	FROM (SELECT importer, hs6, year, exporter, sum(value) AS s FROM bench.flow GROUP BY ALL) GROUP BY importer, hs6, year SETTINGS max_threads = 1`);
run('OPTIMIZE TABLE bench.mix FINAL');

const questions = new Map([['bare sum', 'SELECT count(), sum(value) FROM bench.flow']]);
for (const [label, key, flow] of [['few groups', 'hs6, year', 'flow'], ['many groups', 'importer, hs6, year', 'flow'],
	['sorted, many groups', 'importer, hs6, year', 'sorted']]) {
	const by_origin = `(SELECT ${key}, exporter, sum(value) AS v FROM bench.${flow} GROUP BY ${key}, exporter)`;
	const in_order = flow === 'sorted' ? ' SETTINGS optimize_aggregation_in_order = 1' : '';
	const add = (name, answer, query) =>
		questions.set(`${label}: ${name}`, `SELECT count(), sum(${answer}) FROM (${query}) AS q${in_order}`);
	const top3 = '-arraySum(groupArraySorted(3)(-v))';
	add('grouped sum', 'a', `SELECT ${key}, sum(value) AS a FROM bench.${flow} GROUP BY ${key}`);
	add('share of CHN', 'a', `SELECT ${key}, sumIf(value, exporter = 'CHN') / sum(value) AS a FROM bench.${flow} GROUP BY ${key}`);
	add('HHI', 'a', `SELECT ${key}, sum(v * v) / (sum(v) * sum(v)) AS a FROM ${by_origin} GROUP BY ${key}`);
	add('top-3 share', 'a', `SELECT ${key}, ${top3} / sum(v) AS a FROM ${by_origin} GROUP BY ${key}`);
	add('full profile', 'total + share + hhi + top3 + n + length(top)',
		`SELECT ${key}, sum(v) AS total, sumIf(v, exporter = 'CHN') / sum(v) AS share, sum(v * v) / (sum(v) * sum(v)) AS hhi,
			${top3} / sum(v) AS top3, count() AS n, argMax(exporter, v) AS top FROM ${by_origin} GROUP BY ${key}`);
}
const share = "if(has(o, 'CHN'), v[indexOf(o, 'CHN')], 0) / arraySum(v)";
const hhi = 'arraySum(x -> x * x, v) / (arraySum(v) * arraySum(v))';
const top3 = 'arraySum(arraySlice(v, 1, 3)) / arraySum(v)';
const stored = (name, answer) => questions.set(`stored: ${name}`, `SELECT count(), sum(${answer}) FROM bench.mix`);
stored('share of CHN', share);
stored('HHI', hhi);
stored('top-3 share', top3);
stored('full profile', `arraySum(v) + ${share} + ${hhi} + ${top3} + length(v) + length(o[1])`);
questions.set('stored: by product', `SELECT count(), sum(a) FROM (SELECT hs6, year, sum(s * s) / (sum(s) * sum(s)) AS a
	FROM (SELECT hs6, year, p, sum(w) AS s FROM bench.mix ARRAY JOIN o AS p, v AS w GROUP BY ALL) GROUP BY ALL)`);

run('SET max_threads = 1');
await serve('chDB', (question) => run(questions.get(question)).trim().split('\t'));
