import { posix } from 'node:path'
import { type CommandContext, defineCommand } from 'just-bash'
import { clientSettings } from '../../shell/commands/aws/clients.ts'
import { buildImage } from '../docker/build-image.ts'
import { DockerfileError } from '../docker/dockerfile.ts'
import type { Image } from '../docker/image.ts'
import { pushImage } from '../docker/push-image.ts'
import { type Reference, readReference, registryOf, written } from '../docker/references.ts'
import { BuildFailure, type StageShell } from '../docker/stage-build.ts'
import { PathTooLong } from '../docker/tar.ts'

export interface DockerSettings {
	/** Whether there is a daemon: CodeBuild starts one in privileged mode alone. */
	hasDaemon: boolean
	/** A shell with no files, over which a stage is built. */
	newShell: () => StageShell
	/** Where the registry is reached. */
	endpoint: string
}

/** What ends a command: told on the standard error, as docker does. */
class DockerError extends Error {
	readonly exitCode: number

	constructor(told: string, exitCode = 1) {
		super(told)
		this.exitCode = exitCode
	}
}

const NO_DAEMON =
	'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'

/** `docker build`, `tag`, `login`, `push`, `images`: images by their content, without containers. */
export function createDockerCommand(settings: DockerSettings) {
	const docker = new Docker(settings)
	return defineCommand('docker', async (words, context) => {
		try {
			return { stdout: await docker.run(words, context), stderr: '', exitCode: 0 }
		} catch (error) {
			if (!(error instanceof DockerError)) throw error
			return { stdout: docker.takeOutput(), stderr: `${error.message}\n`, exitCode: error.exitCode }
		}
	})
}

class Docker {
	readonly #settings: DockerSettings
	readonly #images = new Map<string, Image>()
	/** Registries that `docker login` was let in to. */
	readonly #logins = new Set<string>()
	#output: Array<string> = []

	constructor(settings: DockerSettings) {
		this.#settings = settings
	}

	/** What was told before an error. */
	takeOutput(): string {
		const told = this.#output.map((line) => `${line}\n`).join('')
		this.#output = []
		return told
	}

	async run([command = '', ...words]: Array<string>, context: CommandContext): Promise<string> {
		this.#output = []
		if (command === '--version' || command === '-v') return 'Docker version 28.3.3, build filiere\n'
		if (command === 'buildx' || command === 'image') return this.run(words, context)
		if (command === 'login') return this.#login(words, context)
		if (!this.#settings.hasDaemon) throw new DockerError(`ERROR: ${NO_DAEMON}`)
		switch (command) {
			case 'build':
				return this.#build(words, context)
			case 'tag':
				return this.#tag(words)
			case 'push':
				return this.#push(words, context)
			case 'images':
			case 'ls':
				return this.#list()
			case 'version':
			case 'info':
				return 'Server Version: 28.3.3\n'
			default:
				throw new DockerError(
					`docker: '${command}' is not available on the build host of this emulator. Here: build, tag, login, push, images`,
				)
		}
	}

	async #build(words: ReadonlyArray<string>, { fs, cwd, env }: CommandContext): Promise<string> {
		const { values, rest } = readOptions(words)
		const [place, ...more] = rest
		if (place === undefined || more.length > 0)
			throw new DockerError('ERROR: "docker build" requires exactly 1 argument.')
		const root = posix.resolve(cwd, place)
		const file = posix.resolve(cwd, values.file.at(-1) ?? posix.join(place, 'Dockerfile'))
		if (!(await fs.exists(root)))
			throw new DockerError(`ERROR: unable to prepare context: path "${place}" not found`)
		if (!(await fs.exists(file)))
			throw new DockerError(
				`ERROR: failed to build: failed to solve: failed to read dockerfile: open ${posix.basename(file)}: no such file or directory`,
			)
		const tags = values.tag.map((tag) => this.#reference(tag))
		const args = Object.fromEntries(values['build-arg'].map((pair) => splitOnce(pair)))
		const dockerfile = await fs.readFile(file)
		const target = values.target.at(-1)
		const image = await explained(() =>
			buildImage(
				fs,
				{ dockerfile, root, args, ...(target !== undefined && { target }) },
				this.#settings.newShell,
				(line) => this.#output.push(line),
			),
		)
		for (const tag of tags) this.#images.set(written(tag), image)
		this.#images.set(image.id, image)
		const told = values.quiet
			? [image.id]
			: [...tags.map((tag) => `naming to ${written(tag)} done`), `writing image ${image.id} done`]
		this.#output.push(...told)
		let pushed = ''
		for (const tag of values.push ? tags : []) pushed += await this.#pushOne(tag, env)
		return this.takeOutput() + pushed
	}

	#reference(text: string): Reference {
		const reference = readReference(text)
		if (reference) return reference
		throw new DockerError(`ERROR: invalid tag "${text}": invalid reference format`, 125)
	}

	#find(text: string): Image {
		const reference = readReference(text)
		const image = this.#images.get(text) ?? (reference && this.#images.get(written(reference)))
		if (image) return image
		throw new DockerError(`Error response from daemon: No such image: ${text}`)
	}

	#tag([source = '', target = '', ...more]: ReadonlyArray<string>): string {
		if (target === '' || more.length > 0) throw new DockerError('"docker tag" requires exactly 2 arguments.')
		this.#images.set(written(this.#reference(target)), this.#find(source))
		return ''
	}

	/** The password is what the registry gave; whose rights count is asked at the push. */
	async #login(words: ReadonlyArray<string>, { stdin }: CommandContext): Promise<string> {
		const host = words.filter((word) => !word.startsWith('-')).at(-1) ?? ''
		const name = optionValue(words, '--username', '-u')
		const given = words.includes('--password-stdin')
			? String(stdin ?? '').trim()
			: optionValue(words, '--password', '-p')
		if (!name || !given)
			throw new DockerError('Error: Cannot perform an interactive login from a non TTY device')
		const registry = registryOf(host.replace(/^https:\/\//, '').replace(/\/$/, ''))
		if (!registry)
			throw new DockerError(
				`Error response from daemon: Get "https://${host}/v2/": this build host has no network; registries of ECR alone are reached`,
			)
		if (name !== 'AWS' || !/^ASIA[A-Z2-7]{16}[\w-]{43}$/.test(given))
			throw new DockerError(
				`Error response from daemon: login attempt to https://${host}/v2/ failed with status: 400 Bad Request`,
			)
		this.#logins.add(`${registry.account} ${registry.region}`)
		return 'Login Succeeded\n'
	}

	async #push(words: ReadonlyArray<string>, { env }: CommandContext): Promise<string> {
		const names = words.filter((word) => !word.startsWith('-'))
		if (names.length !== 1) throw new DockerError('"docker push" requires exactly 1 argument.')
		const [name = ''] = names
		const reference = this.#reference(name)
		const wanted = words.some((word) => word === '-a' || word === '--all-tags')
			? [...this.#images.keys()].filter((key) => key.startsWith(`${reference.host}/${reference.path}:`))
			: [written(reference)]
		if (wanted.length === 0) throw new DockerError(`An image does not exist locally with the tag: ${name}`)
		let told = ''
		for (const one of wanted) told += await this.#pushOne(this.#reference(one), env)
		return told
	}

	async #pushOne(reference: Reference, env: ReadonlyMap<string, string>): Promise<string> {
		const { host, path } = reference
		const image = this.#images.get(written(reference))
		const named = `${host === undefined ? '' : `${host}/`}${path}`
		if (!image) throw new DockerError(`An image does not exist locally with the tag: ${named}`)
		const registry = registryOf(host)
		if (!registry)
			throw new DockerError(`${named}: this build host has no network; registries of ECR alone are reached`)
		if (!this.#logins.has(`${registry.account} ${registry.region}`))
			throw new DockerError('no basic auth credentials')
		const settings = clientSettings({ region: registry.region }, env, this.#settings.endpoint)
		try {
			return await pushImage(image, { settings, registryId: registry.account, reference })
		} catch (error) {
			throw new DockerError(registryText(error as Error))
		}
	}

	#list(): string {
		const rows = [...this.#images].flatMap(([name, { id }]) => {
			const reference = name.startsWith('sha256:') ? undefined : readReference(name)
			const { host, path = '', tag = '' } = reference ?? {}
			return reference ? [[host === undefined ? path : `${host}/${path}`, tag, id.slice(7, 19)]] : []
		})
		return [['REPOSITORY', 'TAG', 'IMAGE ID'], ...rows].map((row) => `${row.join('   ')}\n`).join('')
	}
}

/** What a refusal of the registry becomes on docker's side. */
function registryText({ name, message }: Error): string {
	if (name === 'AccessDeniedException') return `denied: ${message}`
	if (name === 'RepositoryNotFoundException') return `name unknown: ${message}`
	if (name === 'ImageTagAlreadyExistsException') return `tag invalid: ${message}`
	return `${name}: ${message}`
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work()
	} catch (error) {
		if (error instanceof BuildFailure || error instanceof DockerfileError)
			throw new DockerError(`ERROR: failed to build: failed to solve: ${error.message}`)
		if (error instanceof PathTooLong) throw new DockerError(`ERROR: the path is too long: ${error.message}`)
		throw error
	}
}

const WITH_VALUE: Readonly<Record<string, 'tag' | 'file' | 'build-arg' | 'target' | 'other'>> = {
	...{ '-t': 'tag', '--tag': 'tag', '-f': 'file', '--file': 'file', '--build-arg': 'build-arg' },
	...{ '--target': 'target', '--platform': 'other', '--label': 'other', '--cache-from': 'other' },
	...{ '--progress': 'other', '--network': 'other' },
}

/** The options of `docker build`, as they are written in either form. */
function readOptions(words: ReadonlyArray<string>) {
	const values = {
		tag: [] as Array<string>,
		file: [] as Array<string>,
		'build-arg': [] as Array<string>,
		target: [] as Array<string>,
		other: [] as Array<string>,
		quiet: false,
		push: false,
	}
	const rest: Array<string> = []
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? ''
		const [option = '', inline] = word.startsWith('--') ? splitOption(word) : [word]
		const kind = Object.hasOwn(WITH_VALUE, option) ? WITH_VALUE[option] : undefined
		if (kind) values[kind].push(inline ?? words[++at] ?? '')
		else if (option === '-q' || option === '--quiet') values.quiet = true
		else if (option === '--push') values.push = true
		else if (option === '-' || !option.startsWith('-')) rest.push(word)
		else if (!/^--(no-cache|pull|load|rm|force-rm|provenance|sbom)$/.test(option))
			throw new DockerError(`unknown flag: ${option}`, 125)
	}
	return { values, rest }
}

function splitOption(word: string): [string, string | undefined] {
	const at = word.indexOf('=')
	return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

function splitOnce(pair: string): [string, string] {
	const at = pair.indexOf('=')
	return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
}

function optionValue(words: ReadonlyArray<string>, long: string, short: string): string | undefined {
	const inline = words.find((word) => word.startsWith(`${long}=`))
	if (inline !== undefined) return inline.slice(long.length + 1)
	const at = words.findIndex((word) => word === long || word === short)
	return at < 0 ? undefined : words[at + 1]
}
