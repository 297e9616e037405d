// driver_bi.cjs MODULES evidence|cube -- the view's columns through the drivers
// that Evidence and Cube use; their numbers are JavaScript's or text.
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

async function cube(query) {
	const { PostgresDriver } = load('@cubejs-backend/postgres-driver');
	const driver = new PostgresDriver(connection);
	const [row] = await driver.query(query, []);
	await driver.release();
	return row;
}

(async () => {
	const row = await (process.argv[3] === 'cube' ? cube : evidence)(process.env.VIEW);
	for (const [name, value] of Object.entries(row)) console.log(`${name}=${show(value)}`);
	process.exit(0);
})();
