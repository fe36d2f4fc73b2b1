import { posix } from 'node:path'
import { Bash, defineCommand, InMemoryFs } from 'just-bash'
import { createAwsCommand } from '../shell/commands/aws.ts'
import { unzipCommand, zipCommand } from '../shell/commands/zip.ts'
import { createDockerCommand } from './commands/docker.ts'
import { makeCommand } from './commands/make.ts'
import { createNodeCommand } from './commands/node.ts'
import { npmCommand, npxCommand } from './commands/npm.ts'
import { SHELL_LIMITS, TREE_BYTES } from './limits.ts'
import type { Surroundings } from './surroundings.ts'

/** Variables of the interpreter itself, which do not pass from one command to the next. */
const NOT_CARRIED = new Set([
	'_',
	'SHLVL',
	'BASHPID',
	'PPID',
	'RANDOM',
	'SECONDS',
	'LINENO',
	'PIPESTATUS',
	'OLDPWD',
])

/** Commands that the interpreter knows of and has not; it would say so in words of its own. */
const ABSENT = ['python', 'python3', 'sqlite3', 'js-exec']

const absentCommand = (name: string) =>
	defineCommand(name, async () => ({
		stdout: '',
		stderr: `bash: ${name}: command not found\n`,
		exitCode: 127,
	}))

export interface ShellSettings {
	cwd: string
	env: Readonly<Record<string, string>>
	surroundings: Surroundings
	/** Where `aws` reaches the emulator; without one it reaches nothing. */
	endpoint?: string
	/** Whether docker has its daemon: in privileged mode alone. */
	isPrivileged?: boolean
}

/** Where nothing answers. */
const NOWHERE = 'http://127.0.0.1:9'

/** A shell over files of its own, whose variables and folder last from one command to the next. */
export class GuestShell {
	readonly fs = new InMemoryFs({}, { maxTotalBytes: TREE_BYTES })
	readonly #bash: Bash
	readonly #surroundings: Surroundings
	#env: Record<string, string>
	#cwd: string

	constructor({ cwd, env, surroundings, endpoint = NOWHERE, isPrivileged = false }: ShellSettings) {
		for (const directory of ['/tmp', '/root', '/dev', '/bin', '/usr/bin', cwd]) {
			this.fs.mkdirSync(directory, { recursive: true })
		}
		this.#surroundings = surroundings
		this.#env = { ...env }
		this.#cwd = cwd
		this.#bash = new Bash({
			fs: this.fs,
			cwd,
			env: this.#env,
			customCommands: [
				createAwsCommand(endpoint),
				createDockerCommand({
					hasDaemon: isPrivileged,
					newShell: () => new GuestShell({ cwd: '/', env: { HOME: '/root' }, surroundings }),
					endpoint,
				}),
				createNodeCommand(surroundings),
				makeCommand,
				npmCommand,
				npxCommand,
				...ABSENT.map(absentCommand),
				unzipCommand,
				zipCommand,
			],
			executionLimits: SHELL_LIMITS,
			sleep: async (milliseconds) => surroundings.skip(milliseconds),
		})
	}

	get cwd(): string {
		return this.#cwd
	}

	get env(): Readonly<Record<string, string>> {
		return this.#env
	}

	set(name: string, value: string): void {
		this.#env[name] = value
	}

	moveTo(cwd: string): void {
		this.#cwd = cwd
	}

	writeFile(path: string, bytes: Uint8Array): void {
		this.fs.mkdirSync(posix.dirname(path), { recursive: true })
		this.fs.writeFileSync(path, bytes)
	}

	/** Runs a command line; what it sets and where it goes is there for the next. Never throws. */
	async run(line: string): Promise<{ output: string; exitCode: number }> {
		const left = Math.max(1, this.#surroundings.deadline - Date.now())
		try {
			const result = await this.#bash.exec(line, {
				cwd: this.#cwd,
				env: { ...this.#env, PWD: this.#cwd },
				replaceEnv: true,
				signal: AbortSignal.timeout(left),
			})
			this.#env = Object.fromEntries(Object.entries(result.env).filter(([name]) => !NOT_CARRIED.has(name)))
			this.#cwd = result.env.PWD ?? this.#cwd
			return { output: this.#surroundings.accept(result.stdout + result.stderr), exitCode: result.exitCode }
		} catch (error) {
			const told = error instanceof Error ? error.message : String(error)
			return { output: this.#surroundings.accept(`sh: ${told}\n`), exitCode: 1 }
		}
	}
}
