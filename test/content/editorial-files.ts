import { globSync, readFileSync } from 'node:fs'
import { loadLabs } from '#labs/catalog.ts'
import { pages } from './pages.ts'
import { type Passage, passagesOf, yamlFilePassages } from './passage.ts'

/** Everything in French that learners read, but for the exam, whose bank has its own rules. */
export const passages: ReadonlyArray<Passage> = [
	...pages.flatMap(passagesOf),
	...globSync(['content/modules/*/*.yaml', 'content/*.yaml']).toSorted().flatMap(yamlFilePassages),
	...(await labPassages()),
]

/** What a lab says outside its instructions: its tasks, hints, checks and explanations. */
async function labPassages(): Promise<Array<Passage>> {
	const labs = await loadLabs()
	return labs.flatMap(({ lab, folder }) => {
		const sources = globSync(`labs/${folder}/**/*.ts`).map((file) => ({
			file,
			source: readFileSync(file, 'utf8'),
		}))
		const texts = [
			...[lab.title, lab.summary, ...lab.objectives],
			...lab.tasks.flatMap(({ title, hints }) => [title, ...hints]),
			...lab.checks.flatMap(({ sentence, expected }) => [sentence, expected]),
			...lab.solution.map(({ explanation }) => explanation),
		]
		return texts.map((text) => placed(text, sources, `labs/${folder}/lab.ts`))
	})
}

/** A text with the place where its source starts with the same words. */
function placed(
	text: string,
	sources: ReadonlyArray<{ file: string; source: string }>,
	otherwise: string,
): Passage {
	const start = text.slice(0, 25)
	const found = sources.find(({ source }) => source.includes(start))
	const line = found ? found.source.slice(0, found.source.indexOf(start)).split('\n').length : 1
	return { file: found?.file ?? otherwise, text, lineAt: () => line }
}
