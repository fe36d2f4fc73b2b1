// `npm run lab -- new 07-conditions-d-etape a7 "Conditions d’étape"`: writes a lab's folder, to be filled in.
// `npm run lab -- test conditions-d-etape`: plays that lab's start, solutions and wrong attempts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { validateLab } from '../labs/catalog.ts'
import { labFolders } from '../labs/lab-files.ts'

const ROOT = join(import.meta.dirname, '..')
const USAGE = `Usage :
  npm run lab -- new NN-slug id "Titre"   écrit le dossier d’un atelier, à compléter
  npm run lab -- test slug                joue le départ, les solutions et les tentatives à rejeter`

const [command, ...args] = process.argv.slice(2)
if (command === 'new') create(...args)
else if (command === 'test') await play(args[0])
else fail(USAGE)

function fail(message: string): never {
	console.error(message)
	process.exit(1)
}

/** Writes the files of a new lab; writes over nothing. */
function create(folder = '', id = '', title = ''): void {
	const [, slug] = /^\d{2}-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(folder) ?? []
	if (!slug || !/^[a-z]\d+$/.test(id) || title.trim() === '') fail(USAGE)
	const directory = join(ROOT, 'labs', folder)
	if (existsSync(directory)) fail(`labs/${folder} existe déjà.`)
	if (labFolders().some((one) => one.slug === slug)) fail(`Un atelier s’appelle déjà ${slug}.`)
	for (const [path, text] of Object.entries(skeleton({ id, slug, title }))) {
		const file = join(directory, path)
		mkdirSync(dirname(file), { recursive: true })
		writeFileSync(file, text)
		console.log(`labs/${folder}/${path}`)
	}
}

/** Loads the lab first: a fault of its own is told with its file and line, before any test runs. */
async function play(slug = ''): Promise<void> {
	const folder = labFolders().find((one) => one.slug === slug)
	if (!folder) {
		const known = labFolders().map((one) => `  ${one.slug}`)
		return fail(`Aucun atelier ne s’appelle « ${slug} ». Ateliers :\n${known.join('\n')}`)
	}
	const file = join(ROOT, 'labs', folder.name, 'lab.ts')
	let lab: unknown
	try {
		lab = ((await import(file)) as { lab?: unknown }).lab
		validateLab(folder, lab)
	} catch (error) {
		fail(`${placeOf(error, folder.name)}${error instanceof Error ? error.message : error}`)
	}
	const vitest = ['vitest', 'run', 'test/labs.test.ts', '-t', `^${lab.id}: `]
	process.exit(spawnSync('npx', vitest, { cwd: ROOT, stdio: 'inherit' }).status ?? 1)
}

/** `labs/NN-slug/file.ts:12: ` where the stack of an error names a file of the lab. */
function placeOf(error: unknown, folder: string): string {
	const stack = error instanceof Error ? (error.stack ?? '') : ''
	const [, path, line] = new RegExp(`labs/(${folder}/[^:)\\s]+):(\\d+)`).exec(stack) ?? []
	return path ? `labs/${path}:${line}: ` : ''
}

/** The files of a lab that says what is left to write. Its places are the exemplar's. */
function skeleton({ id, slug, title }: { id: string; slug: string; title: string }): Record<string, string> {
	const exemplar = (path: string) =>
		readFileSync(join(ROOT, 'labs', '02-gerer-un-pipeline', path), 'utf8').replaceAll(
			'gerer-un-pipeline',
			slug,
		)
	return {
		'lab.ts': `import { defineLab } from '../lab.ts'
import { checks } from './checks.ts'
import { ACCOUNT, REGION } from './names.ts'
import { solution } from './solution.ts'
import { start } from './start.ts'
import { tasks } from './tasks.ts'

export const lab = defineLab({
	id: '${id}',
	slug: '${slug}',
	title: ${JSON.stringify(title)},
	summary: '',
	minutes: 30,
	objectives: [],
	lessons: [],
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 60,
	start,
	tasks,
	checks,
	solution,
})
`,
		'names.ts': exemplar('names.ts'),
		'policies.ts': exemplar('policies.ts'),
		'structure.ts': exemplar('structure.ts'),
		'start.ts': exemplar('start.ts'),
		'files/home/modele/index.html': exemplar('files/home/modele/index.html'),
		'tasks.ts': `import type { Task } from '../lab.ts'

/** In order; \`instructions.mdx\` tells each. */
export const tasks: ReadonlyArray<Task> = []
`,
		'checks.ts': `import type { Check } from '../checks/check.ts'

/** In the order in which a learner meets them. */
export const checks: ReadonlyArray<Check> = []
`,
		'solution.ts': `import type { Solution } from '../solution.ts'

export const solution: Solution = []
`,
		'instructions.mdx': '## Le contexte\n',
	}
}
