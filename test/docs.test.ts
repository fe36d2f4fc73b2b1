import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// What the documents say exists, exists.

const readme = readFileSync('README.md', 'utf8')
const documents = ['README.md', 'content/README.md', ...globSync('docs/**/*.md')]
const folders = /^(app|content|docs|labs|prisma|scripts|test)\//

/** The variables that the environment's schema reads. */
function environmentVariables(): Array<string> {
	const source = readFileSync('app/platform/env.server.ts', 'utf8')
	return [...source.matchAll(/^\t\t([A-Z_]+): optional\(/gm)].map(([, name]) => name ?? '')
}

test.for(documents)('docs are true: every link of %s leads to a file', (document) => {
	const text = readFileSync(document, 'utf8')
	const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target]) => target ?? '')
	const lost = targets.filter((target) => !existsSync(join(dirname(document), target)))
	expect(lost).toEqual([])
})

test('docs are true: every path that the README names is there', () => {
	const paths = [...readme.matchAll(/`([^`\s]+)`/g)]
		.map(([, path]) => path ?? '')
		.filter((path) => folders.test(path))
	const real = paths.map((path) => path.replace('NN-slug', '[0-9][0-9]-*'))
	expect(real.length).toBeGreaterThan(30)
	expect(real.filter((path) => globSync(path).length === 0)).toEqual([])
})

test('docs are true: every command that the documents name is a script', () => {
	const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
	const named = documents.flatMap((document) => [
		...readFileSync(document, 'utf8').matchAll(/npm run ([a-z][\w:]*)/g),
	])
	expect(named.map(([, script]) => script).filter((script) => !Object.hasOwn(scripts, script ?? ''))).toEqual(
		[],
	)
})

test('docs are true: the README has each variable of the environment, and no other', () => {
	const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
	expect(rows.toSorted()).toEqual(environmentVariables().toSorted())
})

test('docs are true: .env.example has each variable that one may set, and no other', () => {
	const example = readFileSync('.env.example', 'utf8')
	const names = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name)
	const settable = environmentVariables().filter((name) => name !== 'NODE_ENV')
	expect(names.toSorted()).toEqual(settable.toSorted())
})
