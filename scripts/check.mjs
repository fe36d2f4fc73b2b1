// `npm run check`: types, lint with format and import boundaries, dead code, all at once.
import { generate, run } from './machine.mjs'

const CHECKS = [
	['types', 'npx', ['tsc']],
	['lint et format', 'npx', ['biome', 'ci', '--error-on-warnings', '.']],
	['code mort', 'npx', ['knip']],
]

await generate()
const typegen = await run('npx', ['react-router', 'typegen'])
if (typegen.code !== 0) console.error(typegen.output)

const results = await Promise.all(
	CHECKS.map(async ([name, command, args]) => {
		const { code, output } = await run(command, args)
		console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
		if (code !== 0) console.log(output)
		return code
	}),
)
process.exit([typegen.code, ...results].every((code) => code === 0) ? 0 : 1)
