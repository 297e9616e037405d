// driver_pg.mjs MODULES -- the view's columns and questions with parameters, by npm's pg.
import { createRequire } from 'node:module';

const { Client, types } = createRequire(`${process.argv[2]}/`)('pg');
types.setTypeParser(1082, text => text);	// dates as they are written

function show(value) {
	if (value === null) return '';
	if (typeof value === 'boolean') return value ? 't' : 'f';
	if (typeof value === 'number') return String(Number(value.toPrecision(6)));
	if (Array.isArray(value)) return `{${value}}`;
	if (typeof value === 'object') return JSON.stringify(value).replaceAll(':', ': ').replaceAll(',', ', ');
	return String(value);
}

const client = new Client();
await client.connect();
for (const [query, values] of [
	[process.env.VIEW, []],
	['SELECT te.hhi(te.supply_mix($1::text[], $2::float8[])) AS share', [['CHN', 'VNM'], [3, 1]]],
	['SELECT (te.country_group($1, $2))[1:2] AS bloc', ['EU', '2024-01-01']],
	["SELECT te.dependency_share(o, a, $1::text) AS aggregate FROM (VALUES ('CHN', $2::float8), ('VNM', $3)) AS v(o, a)", ['CHN', 3, 1]],
]) {
	const { rows: [row], fields } = await client.query(query, values);
	for (const { name } of fields) console.log(`${name}=${show(row[name])}`);
}
await client.end();
