// driver_bi.cjs MODULES evidence|cube -- the view's columns and questions with
// parameters through the drivers that Evidence and Cube use; their numbers are
// JavaScript's or text.  Cube sends parameters; Evidence writes them into the query.
const { createRequire } = require('node:module');
const load = createRequire(`${process.argv[2]}/`);
const connection = {
	host: process.env.PGHOST, port: Number(process.env.PGPORT), user: process.env.PGUSER,
	password: process.env.PGPASSWORD, database: process.env.PGDATABASE,
};

function show(value) {
	if (value === null) return '';
	if (typeof value === 'boolean') return value ? 't' : 'f';
	if (value instanceof Date) return value.toLocaleDateString('sv');
	if (typeof value === 'number' || /^-?\d+\.\d+$/.test(value)) return String(Number(Number(value).toPrecision(6)));
	if (Array.isArray(value)) return `{${value}}`;
	if (typeof value === 'object') return JSON.stringify(value).replaceAll(':', ': ').replaceAll(',', ', ');
	return String(value).replace(/^(\d{4}-\d\d-\d\d)T00:00:00\.000$/, '$1');
}

async function evidence(query) {
	const { rows } = await load('@evidence-dev/postgres')(query, connection, 1000);
	if (Array.isArray(rows)) return rows[0];
	for await (const batch of rows()) return Array.isArray(batch) ? batch[0] : batch;
}

async function cube(query, values) {
	const { PostgresDriver } = load('@cubejs-backend/postgres-driver');
	const driver = new PostgresDriver(connection);
	const [row] = await driver.query(query, values);
	await driver.release();
	return row;
}

// a value as a page of Evidence writes it
const literal = value => Array.isArray(value) ? `'{${value}}'` : typeof value === 'number' ? value : `'${value}'`;
const written = (query, values) => query.replace(/\$(\d)/g, (_, n) => literal(values[n - 1]));

const questions = [
	[process.env.VIEW, []],
	['SELECT te.hhi(te.supply_mix($1::text[], $2::float8[])) AS share', [['CHN', 'VNM'], [3, 1]]],
	['SELECT (te.country_group($1, $2))[1:2] AS bloc', ['EU', '2024-01-01']],
	["SELECT te.dependency_share(o, a, $1::text) AS aggregate FROM (VALUES ('CHN', $2::float8), ('VNM', $3)) AS v(o, a)", ['CHN', 3, 1]],
];
(async () => {
	for (const [query, values] of questions) {
		const row = await (process.argv[3] === 'cube' ? cube(query, values) : evidence(written(query, values)));
		for (const [name, value] of Object.entries(row)) console.log(`${name}=${show(value)}`);
	}
	process.exit(0);
})();
