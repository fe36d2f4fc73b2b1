import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll } from 'vitest'

export interface Outcome {
	stdout: string
	stderr: string
	/** The CLI's exit code; 254 when the service refused. */
	code: number
}

/** The real AWS CLI over an emulator of its own, in a process of its own. */
export interface Cli {
	/** Where the emulator listens. */
	endpoint: string
	/** An empty directory, where the commands run; the CLI's home, too. */
	directory: string
	/** The key that the CLI has, as variables of the environment. */
	key: Readonly<Record<string, string>>
	/** Lets virtual time pass. */
	forward(seconds: number): Promise<void>
	/** Runs `aws …` and answers how it ended. */
	aws(...words: Array<string>): Promise<Outcome>
	/** The same for a command that must succeed, with its JSON output read. */
	// biome-ignore lint/suspicious/noExplicitAny: what the CLI printed, whatever it is; the tests say what they expect
	json(...words: Array<string>): Promise<any>
}

export interface CliOptions {
	/** Leaves `--open` out: every signature is checked, and the CLI has the key of the account's root. */
	signed?: boolean
	/** Further accounts; the number of one is the access key of its `admin`. */
	accounts?: ReadonlyArray<string>
	/**
	 * Gives the CLI the emulator's own model of CodePipeline, as `aws configure add-model` does: Debian's 2.9 is
	 * older than `pipelineType`, conditions, rollbacks and the other commands of V2.
	 */
	currentModel?: boolean
}

/** Starts `npm run emulator -- --open` on a free port, until the test file ends. */
export async function startCli(options: CliOptions = {}): Promise<Cli> {
	const { signed = false, accounts = [], currentModel = false } = options
	const executable = findAws()
	const directory = await mkdtemp(join(tmpdir(), 'filiere-aws-cli-'))
	if (currentModel) await addModel(directory)
	const further = accounts.flatMap((account) => ['--account', account])
	const { endpoint, key, stop } = await startEmulator([...(signed ? [] : ['--open']), ...further])
	afterAll(async () => {
		await stop()
		await rm(directory, { recursive: true })
	})

	function aws(...words: Array<string>): Promise<Outcome> {
		// Nothing of the machine's own AWS configuration reaches a test.
		const env = {
			PATH: process.env.PATH,
			HOME: directory,
			...key,
			AWS_DEFAULT_REGION: 'eu-west-3',
			AWS_DEFAULT_OUTPUT: 'json',
			AWS_PAGER: '',
			AWS_EC2_METADATA_DISABLED: 'true',
			PYTHONWARNINGS: 'ignore',
		}
		return new Promise((resolve, reject) => {
			const options = { cwd: directory, env, maxBuffer: 16 * 1024 * 1024 }
			const child = execFile(
				executable,
				// Versions before 2.13 do not read AWS_ENDPOINT_URL.
				['--endpoint-url', endpoint, ...words],
				options,
				(error, stdout, stderr) => {
					if (error && child.exitCode === null) reject(error)
					else resolve({ stdout, stderr, code: child.exitCode ?? 0 })
				},
			)
		})
	}
	async function json(...words: Array<string>) {
		const { stdout, stderr, code } = await aws(...words)
		if (code !== 0) throw new Error(`aws ${words.join(' ')} ended with ${code}: ${stderr}`)
		return stdout.trim() === '' ? undefined : JSON.parse(stdout)
	}
	async function forward(seconds: number) {
		const body = JSON.stringify({ forward: seconds })
		const { ok, status } = await fetch(`${endpoint}/_emulator/clock`, { method: 'PUT', body })
		if (!ok) throw new Error(`The clock answers ${status}`)
	}
	return { endpoint, directory, key, forward, aws, json }
}

/** How the CLI ends, and what it says, when the service refuses. */
export function refusal(code: string, operation: string, text: string): Outcome {
	const stderr = `\nAn error occurred (${code}) when calling the ${operation} operation: ${text}\n`
	return { code: 254, stdout: '', stderr }
}

async function addModel(home: string): Promise<void> {
	const folder = join(home, '.aws', 'models', 'codepipeline', '2015-07-09')
	await mkdir(folder, { recursive: true })
	await copyFile('labs/aws/wire/models/codepipeline.json', join(folder, 'service-2.json'))
}

/** Version 2 of the CLI: its exit codes and its uploads are what is tested. */
function findAws(): string {
	const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'aws'))
	const found = [process.env.AWS_CLI, '/usr/bin/aws', ...onPath].find((file) => file && existsSync(file))
	if (found) return found
	throw new Error('The AWS CLI is missing: apt-get install awscli, or give its path in AWS_CLI')
}

async function startEmulator(options: ReadonlyArray<string>) {
	const child = spawn(process.execPath, ['labs/aws/standalone/standalone.ts', '--port', '0', ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	let complaints = ''
	child.stderr.on('data', (chunk) => {
		complaints += chunk
	})
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
	const ready = new Promise<string>((resolve) => {
		createInterface(child.stdout).on('line', (line) => {
			if (line.startsWith('Emulator ready')) resolve(line)
		})
	})
	const line = await Promise.race([ready, ended])
	const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(line ?? '')?.[1]
	if (!endpoint) throw new Error(`The emulator did not start: ${complaints}`)
	const key = {
		AWS_ACCESS_KEY_ID: /AWS_ACCESS_KEY_ID=(\S+)/.exec(line ?? '')?.[1] ?? 'AKIAIOSFODNN7EXAMPLE',
		AWS_SECRET_ACCESS_KEY: /AWS_SECRET_ACCESS_KEY=(\S+)/.exec(line ?? '')?.[1] ?? 'any secret',
	}
	async function stop() {
		child.kill()
		await ended
	}
	return { endpoint, key, stop }
}
