// engine.mjs -- answers questions of standard input, one a line, for turns.sh.
import { createInterface } from 'node:readline';

// Runs ask(question), which gives [rows, answer], for each line, and prints
// question, engine, processor ms, elapsed ms, rows and answer, tab separated.
export async function serve(engine, ask) {
	for await (const question of createInterface({ input: process.stdin })) {
		if (question === '\\q')
			break;
		const cpu = process.cpuUsage(), began = performance.now();
		const [rows, answer] = await ask(question);
		const wall = performance.now() - began, used = process.cpuUsage(cpu);
		console.log([question, engine, (used.user + used.system) / 1e3, wall, Number(rows), Number(answer)].join('\t'));
	}
	process.exit();
}
