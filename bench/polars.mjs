// polars.mjs CSV -- the questions of mix_queries.sql on raw rows in Polars, one
// thread, in memory: countries as categories, codes as integers.
import { createRequire } from 'node:module';
import { serve } from './engine.mjs';

const [csv] = process.argv.slice(2);
const pl = createRequire(`${process.env.NODE_PATH}/`)('nodejs-polars');
const c = pl.col;
const flow = pl.readCSV(csv).withColumns(c('exporter').cast(pl.Categorical), c('importer').cast(pl.Categorical),
	c('hs6').cast(pl.Int32), c('year').cast(pl.Int16));
const sorted = flow.sort(['importer', 'hs6', 'year', 'exporter']);

const ratio = (a, b) => a.div(b).alias('a');
const of_china = (amount) => pl.when(c('exporter').eq(pl.lit('CHN'))).then(c(amount)).otherwise(pl.lit(0)).sum();
const squares = () => c('s').mul(c('s')).sum().div(c('s').sum().mul(c('s').sum()));
const top3 = () => c('s').sort({ descending: true }).head(3).sum().div(c('s').sum());
const profile = () => c('s').sum().add(of_china('s').div(c('s').sum())).add(squares()).add(top3()).add(c('s').count())
	.add(c('exporter').sortBy([c('s')], [true]).first().cast(pl.Utf8).str.lengths().cast(pl.Float64)).alias('a');
const questions = new Map([['bare sum', () => [flow.height, flow.getColumn('value').sum()]]]);
for (const [label, key, rows] of [['few groups', ['hs6', 'year'], flow], ['many groups', ['importer', 'hs6', 'year'], flow],
	['sorted, many groups', ['importer', 'hs6', 'year'], sorted]]) {
	const by_key = (answer) => rows.lazy().groupBy(key, false).agg(answer.alias('a')).collectSync();
	const by_origin = (answer) => rows.lazy().groupBy([...key, 'exporter'], false).agg(c('value').sum().alias('s')).groupBy(key, false)
		.agg(answer.alias('a')).collectSync();
	const add = (name, query) => questions.set(`${label}: ${name}`, () => {
		const answers = query();
		return [answers.height, answers.getColumn('a').sum()];
	});
	add('grouped sum', () => by_key(c('value').sum()));
	add('share of CHN', () => by_key(ratio(of_china('value'), c('value').sum())));
	add('HHI', () => by_origin(squares()));
	add('top-3 share', () => by_origin(top3()));
	add('full profile', () => by_origin(profile()));
}
await serve('Polars', (question) => questions.get(question)());
