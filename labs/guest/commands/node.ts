import { posix } from 'node:path'
import { parseArgs } from 'node:util'
import { type CommandContext, defineCommand } from 'just-bash'
import { runProgram } from '../node/engine.ts'
import { NODE_VERSION, type ProgramEnd } from '../node/program.ts'
import { REPORTERS, type TestFile } from '../node/reporters.ts'
import { SyncTree } from '../node/sync-tree.ts'
import type { Surroundings } from '../surroundings.ts'

/** What `node --test` takes for tests when it is told none: https://nodejs.org/api/test.html#running-tests-from-the-command-line */
const TEST_FILES = [
	'**/*.test.{cjs,mjs,js}',
	'**/*-test.{cjs,mjs,js}',
	'**/*_test.{cjs,mjs,js}',
	'**/test-*.{cjs,mjs,js}',
	'**/test.{cjs,mjs,js}',
	'**/test/**/*.{cjs,mjs,js}',
]

const OPTIONS = {
	version: { type: 'boolean', short: 'v' },
	eval: { type: 'string', short: 'e' },
	print: { type: 'string', short: 'p' },
	check: { type: 'boolean', short: 'c' },
	test: { type: 'boolean' },
	'test-reporter': { type: 'string', multiple: true },
	'test-reporter-destination': { type: 'string', multiple: true },
	'test-concurrency': { type: 'string' },
	'test-timeout': { type: 'string' },
	'no-warnings': { type: 'boolean' },
	'enable-source-maps': { type: 'boolean' },
} as const

type Context = CommandContext

const refusal = (message: string, exitCode = 9) => ({ stdout: '', stderr: `node: ${message}\n`, exitCode })

/** `node`: programs and tests, each in an engine of its own. */
export function createNodeCommand(surroundings: Surroundings) {
	return defineCommand('node', async (words, context) => {
		const { own, rest } = splitOptions(words)
		let values: ReturnType<typeof parseOptions>
		try {
			values = parseOptions(own)
		} catch (error) {
			return refusal(`bad option: ${error instanceof Error ? error.message : String(error)}`)
		}
		if (values.version) return { stdout: `${NODE_VERSION}\n`, stderr: '', exitCode: 0 }
		if (values.test) return runTests(values, rest, context, surroundings)
		const tree = await SyncTree.open(context.fs)
		const source = values.print === undefined ? values.eval : `console.log(${values.print})`
		if (source !== undefined) {
			const path = posix.join(context.cwd, '[eval]')
			return finish(await run([path, ...rest], source, tree, context, surroundings), tree, context)
		}
		const [script, ...args] = rest
		if (script === undefined) return refusal('an interactive session is not available here; name a file')
		const path = findScript(tree, posix.resolve(context.cwd, script))
		if (!path) return refusal(missing(posix.resolve(context.cwd, script)), 1)
		return finish(await run([path, ...args], undefined, tree, context, surroundings), tree, context)
	})
}

const parseOptions = (args: Array<string>) => parseArgs({ args, options: OPTIONS }).values

/** Node's own options come before the script; what follows is the script's. */
function splitOptions(words: ReadonlyArray<string>) {
	const takesValue = new Set([
		'-e',
		'--eval',
		'-p',
		'--print',
		...Object.entries(OPTIONS)
			.filter(([, { type }]) => type === 'string')
			.map(([name]) => `--${name}`),
	])
	let at = 0
	while (at < words.length && words[at]?.startsWith('-')) at += takesValue.has(words[at] ?? '') ? 2 : 1
	return { own: words.slice(0, at), rest: words.slice(at) }
}

function findScript(tree: SyncTree, path: string): string | undefined {
	return ['', '.js', '.cjs', '.mjs', '/index.js']
		.map((ending) => path + ending)
		.find((candidate) => tree.stat(candidate)?.kind === 'file')
}

const missing = (path: string) =>
	`internal/modules/cjs/loader\n  throw err;\n  ^\n\nError: Cannot find module '${path}'\n\nNode.js ${NODE_VERSION}`

function run(
	argv: ReadonlyArray<string>,
	source: string | undefined,
	tree: SyncTree,
	{ cwd, env, exec, fs }: Context,
	surroundings: Surroundings,
): Promise<ProgramEnd> {
	return runProgram({
		argv,
		...(source !== undefined && { source }),
		cwd,
		env: Object.fromEntries(env),
		tree,
		surroundings,
		async exec(line, where, variables) {
			await tree.save(fs)
			const end = await exec?.(line, { cwd: where, env: variables })
			return end ?? { stdout: '', stderr: 'sh: no shell\n', exitCode: 127 }
		},
	})
}

async function finish(end: ProgramEnd, tree: SyncTree, { fs }: Context) {
	await tree.save(fs)
	const { tests, stdout, stderr, exitCode } = end
	const report = tests.length > 0 ? (REPORTERS.spec?.([{ path: '', tests }]) ?? '') : ''
	return { stdout: stdout + report, stderr, exitCode }
}

async function runTests(
	values: ReturnType<typeof parseOptions>,
	patterns: ReadonlyArray<string>,
	context: Context,
	surroundings: Surroundings,
) {
	const names = values['test-reporter'] ?? ['spec']
	const unknown = names.find((name) => !REPORTERS[name])
	if (unknown)
		return refusal(`the reporter '${unknown}' is not available here: ${Object.keys(REPORTERS).join(', ')}`, 1)
	const tree = await SyncTree.open(context.fs)
	const found = testFiles(tree, context.cwd, patterns)
	if (found.length === 0 && patterns.length > 0) return refusal(`Could not find '${patterns.join(', ')}'`, 1)
	const files: Array<TestFile> = []
	let output = ''
	let isRed = false
	for (const path of found) {
		const end = await run([path], undefined, tree, context, surroundings)
		output += end.stdout + end.stderr
		isRed ||= end.exitCode !== 0
		files.push({ path, tests: testsOf(path, end) })
		if (surroundings.stopped) return { stdout: output, stderr: '', exitCode: 124 }
	}
	await tree.save(context.fs)
	const destinations = values['test-reporter-destination'] ?? []
	for (const [index, name] of names.entries()) {
		const report = REPORTERS[name]?.(files) ?? ''
		const destination = destinations[index] ?? 'stdout'
		if (destination === 'stdout' || destination === 'stderr') output += report
		else await context.fs.writeFile(posix.resolve(context.cwd, destination), report)
	}
	return { stdout: output, stderr: '', exitCode: isRed ? 1 : 0 }
}

/** A file that ends badly beside its tests is itself a test that failed, and one without tests is one that passed. */
function testsOf(path: string, { tests, exitCode, stderr }: ProgramEnd): TestFile['tests'] {
	if (tests.length > 0 && (exitCode === 0 || tests.some(({ status }) => status === 'failed'))) return tests
	const file = { name: path, kind: 'test' as const, duration: 0, diagnostics: [], children: [] }
	if (exitCode === 0) return tests.length > 0 ? tests : [{ ...file, status: 'passed' }]
	const error = { message: 'test failed', code: 'ERR_TEST_FAILURE', detail: stderr }
	return [...tests, { ...file, status: 'failed', error }]
}

function testFiles(tree: SyncTree, cwd: string, patterns: ReadonlyArray<string>): Array<string> {
	const wanted = patterns.length > 0 ? patterns : TEST_FILES
	const all = filesBelow(tree, cwd)
	return all.filter((path) => {
		const relative = posix.relative(cwd, path)
		return wanted.some((pattern) => {
			const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '')
			return relative === plain || path === pattern || posix.matchesGlob(relative, plain)
		})
	})
}

function filesBelow(tree: SyncTree, directory: string): Array<string> {
	return tree.list(directory).flatMap((name) => {
		const path = posix.join(directory, name)
		if (tree.stat(path)?.kind === 'file') return [path]
		return name === 'node_modules' || name === '.git' ? [] : filesBelow(tree, path)
	})
}
