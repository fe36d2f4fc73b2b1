// `npm run docs:emulator`: rewrites the tables of docs/emulator.md from the
// operation tables and AWS's models, so that the page cannot promise anything.
import { readFileSync, writeFileSync } from 'node:fs'
import { PROVIDERS } from '#labs/aws/services/codepipeline/actions/providers.ts'
import { ACTION_TYPES } from '#labs/aws/services/codepipeline/structure/catalog.ts'
import { services } from '#labs/aws/services.ts'
import { loadModel } from '#labs/aws/wire/model.ts'

/** The page, as a path that Node reads. */
export const EMULATOR_PAGE = new URL('../docs/emulator.md', import.meta.url)

/** The page with its generated parts written anew; throws when a part's markers are missing. */
export function renewed(page: string): string {
	return [
		['summary', summary()],
		['action types', actionTypes()],
		['operations', operations()],
	].reduce((text, [part, content]) => replacePart(text, part ?? '', content ?? ''), page)
}

function replacePart(page: string, part: string, content: string): string {
	const [start, end] = [`<!-- generated: ${part} -->`, '<!-- /generated -->']
	const from = page.indexOf(start)
	const to = page.indexOf(end, from)
	if (from < 0 || to < 0) throw new Error(`docs/emulator.md has no part ${start} … ${end}`)
	return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`
}

/** One service: what its table answers, and what its model has besides. */
function coverageOf(name: string) {
	const known = Object.keys(loadModel(name).operations).toSorted()
	const table = services.get(name)?.operations ?? {}
	return {
		name,
		total: known.length,
		emulated: known.filter((operation) => Object.hasOwn(table, operation)),
		refused: known.filter((operation) => !Object.hasOwn(table, operation)),
	}
}

function coverage() {
	return [...services.keys()].toSorted().map(coverageOf)
}

function summary(): string {
	const rows = coverage().map(({ name, total, emulated }) => {
		const { protocol, protocols = [protocol], apiVersion } = loadModel(name).metadata
		return `| [\`${name}\`](#${name}) | ${emulated.length} of ${total} | ${protocols.join(', ')} | ${apiVersion} |`
	})
	return ['| service | operations | protocol | API version |', '|---|---|---|---|', ...rows].join('\n')
}

function operations(): string {
	return coverage()
		.map(({ name, total, emulated, refused }) =>
			[
				`### ${name}`,
				`Emulated, ${emulated.length} of ${total}: ${list(emulated)}.`,
				`<details><summary>Refused, ${refused.length}</summary>\n\n${list(refused)}.\n\n</details>`,
			].join('\n\n'),
		)
		.join('\n\n')
}

function actionTypes(): string {
	const types = ACTION_TYPES.map(({ category, owner, provider }) => `${category}/${owner}/${provider}`)
	const executed = types.filter((type) => Object.hasOwn(PROVIDERS, type))
	const declared = types.filter((type) => !Object.hasOwn(PROVIDERS, type))
	return [
		`Executed: ${list(executed)}.`,
		`Taken in a structure, but the action fails with \`Provider not emulated yet\`: ${list(declared)}.`,
	].join('\n\n')
}

function list(names: Array<string>): string {
	return names.map((name) => `\`${name}\``).join(', ')
}

if (import.meta.main) writeFileSync(EMULATOR_PAGE, renewed(readFileSync(EMULATOR_PAGE, 'utf8')))
