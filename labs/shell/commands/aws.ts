import { defineCommand, type IFileSystem } from 'just-bash'
import { loadModel, type ServiceModel } from '../../aws/wire/model.ts'
import { buildInput } from './aws/arguments.ts'
import { type ClientSettings, clientSettings, SERVICES, send } from './aws/clients.ts'
import { type CommandLine, parseCommandLine } from './aws/command-line.ts'
import { kebab } from './aws/names.ts'
import { decodePolicies, formatOutput, plainOutput } from './aws/output.ts'
import { runS3Command } from './aws/s3-transfer.ts'
import { inputSkeleton } from './aws/skeleton.ts'
import { UsageError } from './aws/usage-error.ts'

const VERSION = 'aws-cli/2.0 (Filiere emulator)'
/** The exit code of the real CLI when the service refuses. */
const REFUSED = 254

/**
 * The `aws` command of the labs' terminal: same names, options, outputs and
 * refusals as the AWS CLI, read from the same models, for the services that
 * the emulator has. It only ever reaches `endpoint`.
 */
export function createAwsCommand(endpoint: string) {
	return defineCommand('aws', async (words, { fs, cwd, env }) => {
		try {
			return { stdout: await runAws([...words], { fs, cwd, env, endpoint }), stderr: '', exitCode: 0 }
		} catch (error) {
			if (error instanceof UsageError)
				return { stdout: '', stderr: `\n${error.message}\n`, exitCode: error.exitCode }
			return { stdout: '', stderr: `\n${refusalText(error, words)}\n`, exitCode: REFUSED }
		}
	})
}

interface Surroundings {
	fs: IFileSystem
	cwd: string
	env: ReadonlyMap<string, string>
	endpoint: string
}

async function runAws(words: Array<string>, surroundings: Surroundings): Promise<string> {
	if (words[0] === '--version') return `${VERSION}\n`
	const line = parseCommandLine(words)
	const [service, command] = line.positionals
	if (service === undefined || service === 'help') return help()
	if (service === 'configure') return configuration(line, surroundings.env)
	if (service === 's3' && command === 'help') return 'aws s3 ls | mb | rb | cp | mv | rm | sync\n'
	if (service === 's3') {
		const settings = clientSettings(line.globals, surroundings.env, surroundings.endpoint)
		return runS3Command(line, { ...surroundings, settings })
	}
	if (service === 'ecr' && command === 'get-login-password') {
		return loginPassword(clientSettings(line.globals, surroundings.env, surroundings.endpoint))
	}
	const known = SERVICES[service]
	if (!known) {
		throw new UsageError(
			`aws: error: argument command: Invalid choice: '${service}'. This emulator has: ${serviceNames()}`,
		)
	}
	const model = loadModel(known.model)
	if (command === undefined || command === 'help') return operationsHelp(service, model)
	const operation = Object.keys(model.operations).find((name) => kebab(name) === command)
	if (!operation) {
		throw new UsageError(
			`aws: error: argument operation: Invalid choice: '${command}'. See: aws ${service} help`,
		)
	}
	return runOperation({ service, operation, model, line, ...surroundings })
}

interface OperationRun extends Surroundings {
	service: string
	operation: string
	model: ServiceModel
	line: CommandLine
}

async function runOperation({ service, operation, model, line, fs, cwd, env, endpoint }: OperationRun) {
	const { globals, options, positionals } = line
	if (positionals[2] === 'help') return `${JSON.stringify(inputSkeleton(model, operation), null, 4)}\n`
	if (options.has('--generate-cli-skeleton'))
		return `${JSON.stringify(inputSkeleton(model, operation), null, 4)}\n`
	const settings: ClientSettings = clientSettings(globals, env, endpoint)
	async function readFile(path: string): Promise<Uint8Array> {
		const absolute = fs.resolvePath(cwd, path)
		if (await fs.exists(absolute)) return fs.readFileBuffer(absolute)
		throw new UsageError(
			`Error parsing parameter: Unable to load paramfile file://${path}: [Errno 2] No such file or directory: '${path}'`,
		)
	}
	const streams = hasStreamingOutput(model, operation)
	const outfile = positionals[2]
	if (streams && outfile === undefined) {
		throw new UsageError('aws: error: the following arguments are required: outfile')
	}
	if (positionals.length > (streams ? 3 : 2)) {
		throw new UsageError(`Unknown options: ${positionals.slice(streams ? 3 : 2).join(', ')}`)
	}
	const answer = await send(
		service,
		operation,
		await buildInput(model, operation, options, readFile),
		settings,
	)
	if (streams && outfile !== undefined) {
		const { Body } = answer as { Body: { transformToByteArray(): Promise<Uint8Array> } }
		await fs.writeFile(fs.resolvePath(cwd, outfile), await Body.transformToByteArray())
		delete answer.Body
	}
	const plain = service === 'iam' ? decodePolicies(plainOutput(answer)) : plainOutput(answer)
	return formatOutput(plain, globals.output ?? env.get('AWS_DEFAULT_OUTPUT') ?? 'json', globals.query)
}

function hasStreamingOutput(model: ServiceModel, operation: string): boolean {
	const output = model.shapes[model.operations[operation]?.output?.shape ?? '']
	const body = output?.payload && output.members?.[output.payload]
	const shape = body ? model.shapes[body.shape] : undefined
	return shape?.type === 'blob'
}

/** `aws ecr get-login-password`, which the CLI has and the API has not: the password of a token alone. */
async function loginPassword(settings: ClientSettings): Promise<string> {
	const { authorizationData } = (await send('ecr', 'GetAuthorizationToken', {}, settings)) as {
		authorizationData?: Array<{ authorizationToken?: string }>
	}
	const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()
	return `${token.replace(/^AWS:/, '')}\n`
}

/** A refusal in the CLI's own form. */
function refusalText(error: unknown, words: ReadonlyArray<string>): string {
	const { name, message, Code } = error as { name?: string; message?: string; Code?: string }
	const operation = words.filter((word) => !word.startsWith('-'))[1] ?? ''
	const called = (operation === 'get-login-password' ? 'get-authorization-token' : operation).replace(
		/(^|-)([a-z0-9])/g,
		(_, __, letter: string) => letter.toUpperCase(),
	)
	return `An error occurred (${Code ?? name}) when calling the ${called} operation: ${message}`
}

function serviceNames(): string {
	return [...Object.keys(SERVICES), 's3'].sort().join(', ')
}

function help(): string {
	return `usage: aws [options] <command> <subcommand> [parameters]\n\nServices of this emulator: ${serviceNames()}\nOperations of a service: aws <service> help\nInput of an operation: aws <service> <operation> --generate-cli-skeleton\n`
}

function operationsHelp(service: string, model: ServiceModel): string {
	const names = Object.keys(model.operations).map(kebab).sort()
	return `aws ${service}\n\n${names.map((name) => `  o ${name}\n`).join('')}`
}

/** `aws configure list`: what the session uses, with the secrets masked as the real CLI does. */
function configuration(line: CommandLine, env: ReadonlyMap<string, string>): string {
	if (line.positionals[1] !== 'list') {
		throw new UsageError('Here the environment configures the CLI. See it with: aws configure list', 255)
	}
	const masked = (name: string) => {
		const value = env.get(name)
		return value ? `****************${value.slice(-4)}` : '<not set>'
	}
	const rows = [
		['Name', 'Value', 'Type'],
		['access_key', masked('AWS_ACCESS_KEY_ID'), 'env'],
		['secret_key', masked('AWS_SECRET_ACCESS_KEY'), 'env'],
		['region', env.get('AWS_REGION') ?? env.get('AWS_DEFAULT_REGION') ?? '<not set>', 'env'],
	]
	return rows.map((row) => `${row.map((text) => text.padStart(24)).join(' ')}\n`).join('')
}
