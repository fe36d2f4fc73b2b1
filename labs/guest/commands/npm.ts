import { posix } from 'node:path'
import { type CommandContext, defineCommand } from 'just-bash'

const VERSION = '11.6.0'

interface PackageJson {
	name?: string
	version?: string
	scripts?: Record<string, string>
	dependencies?: Record<string, string>
	devDependencies?: Record<string, string>
}

const answer = (stdout: string) => ({ stdout, stderr: '', exitCode: 0 })
const refusal = (lines: ReadonlyArray<string>, exitCode = 1) => ({
	stdout: '',
	stderr: lines.map((line) => `npm error ${line}\n`).join(''),
	exitCode,
})

/** `npm`: scripts, and the installation of projects whose dependencies are with them already. */
export const npmCommand = defineCommand('npm', async (words, context) => {
	const [command = 'help', ...args] = words.filter((word) => !/^(-s|--silent|--loglevel.*)$/.test(word))
	if (command === '--version' || command === '-v') return answer(`${VERSION}\n`)
	const found = await readPackage(context)
	if (found.refused) return found.refused
	switch (command) {
		case 'ci':
		case 'install':
		case 'i':
			return install(command, args, found.json, context)
		case 'test':
		case 't':
			return runScript('test', args, found.json, context)
		case 'start':
			return runScript('start', args, found.json, context)
		case 'run':
		case 'run-script': {
			const [script, ...rest] = args
			if (script === undefined) return answer(scriptList(found.json))
			return runScript(script, rest, found.json, context)
		}
		default:
			return refusal([`Unknown command: "${command}"`, 'Here: ci, install, test, start, run'])
	}
})

/** `npx`: the commands that a project has in `node_modules/.bin`. */
export const npxCommand = defineCommand('npx', async (words, { cwd, fs, exec, env }) => {
	const [name = '', ...args] = words.filter((word) => !/^(-y|--yes|--no|--no-install)$/.test(word))
	const path = posix.join(cwd, 'node_modules/.bin', name)
	if (name === 'node')
		return (await exec?.(line('node', args), { cwd, env: Object.fromEntries(env) })) ?? answer('')
	if (name === '' || !(await fs.exists(path)))
		return refusal([
			`could not determine executable to run: ${name} is not in node_modules/.bin`,
			NO_REGISTRY,
		])
	return (await exec?.(line('node', [path, ...args]), { cwd, env: Object.fromEntries(env) })) ?? answer('')
})

const NO_REGISTRY = 'This build host has no network and no registry: commit node_modules, or do without.'

async function readPackage({ fs, cwd }: CommandContext) {
	const path = posix.join(cwd, 'package.json')
	if (!(await fs.exists(path))) {
		const lines = ['code ENOENT', 'syscall open', `path ${path}`, 'errno -2']
		const told = `enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${path}'`
		return { refused: refusal([...lines, told], 254) }
	}
	try {
		return { json: JSON.parse(await fs.readFile(path)) as PackageJson }
	} catch (error) {
		const told = error instanceof Error ? error.message : String(error)
		return {
			refused: refusal(['code EJSONPARSE', `JSON.parse ${told}`, 'JSON.parse Failed to parse JSON data.']),
		}
	}
}

async function install(
	command: string,
	args: ReadonlyArray<string>,
	json: PackageJson,
	{ fs, cwd }: CommandContext,
) {
	const named = args.filter((arg) => !arg.startsWith('-'))
	const lock =
		(await fs.exists(posix.join(cwd, 'package-lock.json'))) ||
		(await fs.exists(posix.join(cwd, 'npm-shrinkwrap.json')))
	if (command === 'ci' && !lock) {
		return refusal([
			'code EUSAGE',
			'The `npm ci` command can only install with an existing package-lock.json or',
			'npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
			'later to generate a package-lock.json file, then try again.',
		])
	}
	const production = args.some((arg) => /^(--production|--omit=dev)$/.test(arg))
	const wanted = [
		...named.map((one) => one.replace(/(.)@.*$/, '$1')),
		...Object.keys(json.dependencies ?? {}),
		...(production ? [] : Object.keys(json.devDependencies ?? {})),
	]
	const missing: Array<string> = []
	for (const name of wanted) {
		if (!(await fs.exists(posix.join(cwd, 'node_modules', name)))) missing.push(name)
	}
	if (missing.length > 0) {
		return refusal([
			'code E404',
			...missing.map((name) => `404 Not Found - '${name}' is not here`),
			NO_REGISTRY,
		])
	}
	return answer(
		wanted.length === 0
			? '\nup to date, audited 1 package in 0s\n\nfound 0 vulnerabilities\n'
			: `\nup to date, audited ${wanted.length + 1} packages in 0s\n\nfound 0 vulnerabilities\n`,
	)
}

async function runScript(
	name: string,
	args: ReadonlyArray<string>,
	{ name: project = '', version = '', scripts = {} }: PackageJson,
	{ cwd, env, exec }: CommandContext,
) {
	const own = args[0] === '--' ? args.slice(1) : args
	if (scripts[name] === undefined) {
		return refusal([`Missing script: "${name}"`, '', 'To see a list of scripts, run:', '  npm run'])
	}
	let stdout = ''
	let stderr = ''
	for (const script of [`pre${name}`, name, `post${name}`]) {
		const command = scripts[script]
		if (command === undefined) continue
		const words = script === name ? line(command, own, false) : command
		stdout += `\n> ${project}${version && `@${version}`} ${script}\n> ${words}\n\n`
		const variables = {
			...Object.fromEntries(env),
			npm_lifecycle_event: script,
			npm_package_name: project,
			npm_package_version: version,
		}
		const end = await exec?.(words, { cwd, env: variables })
		stdout += end?.stdout ?? ''
		stderr += end?.stderr ?? ''
		if (end && end.exitCode !== 0) return { stdout, stderr, exitCode: end.exitCode }
	}
	return { stdout, stderr, exitCode: 0 }
}

function scriptList({ name = '', scripts = {} }: PackageJson): string {
	const rows = Object.entries(scripts).map(([script, command]) => `  ${script}\n    ${command}\n`)
	return `Scripts available in ${name} via \`npm run\`:\n${rows.join('')}`
}

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

function line(command: string, args: ReadonlyArray<string>, quoteCommand = true): string {
	return [quoteCommand ? quoted(command) : command, ...args.map(quoted)].join(' ')
}
