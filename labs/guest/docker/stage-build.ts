import { posix } from 'node:path'
import type { InMemoryFs } from 'just-bash'
import { type BuildContext, openContext, type Source, sourcesOf } from './context.ts'
import { DockerfileError, expand, type Instruction, jsonWords, readPairs, type Stage } from './dockerfile.ts'
import { type Image, type ImageConfig, imageOf, type Layer, layerOf, sha256 } from './image.ts'
import type { TarFile } from './tar.ts'

/** A shell over the files of an image. */
export interface StageShell {
	readonly fs: InMemoryFs
	writeFile(path: string, bytes: Uint8Array): void
	moveTo(cwd: string): void
	set(name: string, value: string): void
	run(line: string): Promise<{ output: string; exitCode: number }>
}

/** Why a build stopped, in BuildKit's words where it has some. */
export class BuildFailure extends Error {
	override readonly name = 'BuildFailure'
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * One stage of a build: each instruction as docker does it, RUN in a shell over the
 * image's files. Bases are never fetched: a base is a layer that holds its name.
 */
export class StageBuild {
	readonly shell: StageShell
	readonly output: Array<string> = []
	readonly #layers: Array<Layer> = []
	readonly #history: Array<{ createdBy: string; isEmpty: boolean }> = []
	readonly #args: Record<string, string> = {}
	readonly #outer: Readonly<Record<string, string>>
	readonly #given: Readonly<Record<string, string>>
	#env: Record<string, string> = { PATH }
	#config: Omit<ImageConfig, 'Env'> = { WorkingDir: '/' }
	#known: Map<string, string>

	constructor(
		shell: StageShell,
		{
			args,
			given,
			from,
			base,
		}: {
			/** Those before the first stage: a stage sees what it names again. */
			args: Readonly<Record<string, string>>
			/** Of `--build-arg`. */
			given: Readonly<Record<string, string>>
			/** The stage that this one goes on from. */
			from: StageBuild | undefined
			base: string
		},
	) {
		this.shell = shell
		this.#outer = args
		this.#given = given
		this.#known = new Map()
		if (from) {
			this.#layers.push(...from.#layers)
			this.#history.push(...from.#history)
			this.#env = { ...from.#env }
			this.#config = { ...from.#config }
		} else if (base !== 'scratch') {
			const bytes = Buffer.from(`${base}\n`)
			this.#layers.push(layerOf([{ path: 'etc/image-base', bytes, mode: 0o644 }]))
			this.#history.push({ createdBy: `FROM ${base}`, isEmpty: false })
		}
		for (const [name, value] of Object.entries(this.#env)) shell.set(name, value)
	}

	/** Runs all of the stage's instructions. Throws BuildFailure or DockerfileError. */
	async run(stage: Stage, context: BuildContext, stages: ReadonlyMap<string, StageBuild>): Promise<void> {
		this.#known = await this.#snapshot()
		for (const instruction of stage.instructions) {
			this.output.push(`[${stage.name ?? 'stage'}] ${instruction.name} ${instruction.text}`.slice(0, 200))
			await this.#do(instruction, context, stages)
		}
	}

	image(): Image {
		const Env = Object.entries(this.#env).map(([name, value]) => `${name}=${value}`)
		return imageOf({ Env, ...this.#config }, this.#layers, this.#history)
	}

	async #do(
		instruction: Instruction,
		context: BuildContext,
		stages: ReadonlyMap<string, StageBuild>,
	): Promise<void> {
		const { name, line } = instruction
		const text = /^(RUN|CMD|ENTRYPOINT|SHELL|HEALTHCHECK|ONBUILD)$/.test(name)
			? instruction.text
			: expand(instruction.text, { ...this.#args, ...this.#env }, line)
		switch (name) {
			case 'RUN':
				return this.#run(instruction)
			case 'COPY':
			case 'ADD':
				return this.#copy({ ...instruction, text }, context, stages)
			case 'ENV':
				for (const [key, value] of readPairs({ ...instruction, text })) {
					this.#env[key] = value
					this.shell.set(key, value)
				}
				break
			case 'ARG':
				this.#declare(text)
				break
			case 'LABEL': {
				const labels = Object.fromEntries(readPairs({ ...instruction, text }))
				this.#config = { ...this.#config, Labels: { ...this.#config.Labels, ...labels } }
				break
			}
			case 'WORKDIR':
				this.#config = { ...this.#config, WorkingDir: posix.resolve(this.#config.WorkingDir, text) }
				break
			case 'USER':
				this.#config = { ...this.#config, User: text }
				break
			case 'STOPSIGNAL':
				this.#config = { ...this.#config, StopSignal: text }
				break
			case 'CMD':
				this.#config = { ...this.#config, Cmd: commandOf(text) }
				break
			case 'ENTRYPOINT': {
				const { Cmd: _, ...config } = this.#config
				this.#config = { ...config, Entrypoint: commandOf(text) }
				break
			}
			case 'EXPOSE': {
				const ports = text.split(/\s+/).map((port) => [port.includes('/') ? port : `${port}/tcp`, {}])
				this.#config = {
					...this.#config,
					ExposedPorts: { ...this.#config.ExposedPorts, ...Object.fromEntries(ports) },
				}
				break
			}
			case 'VOLUME': {
				const places = (jsonWords(text) ?? text.split(/\s+/)).map((place) => [place, {}])
				this.#config = {
					...this.#config,
					Volumes: { ...this.#config.Volumes, ...Object.fromEntries(places) },
				}
				break
			}
			case 'MAINTAINER':
			case 'HEALTHCHECK':
				break
			default:
				throw new DockerfileError(line, `${name} is not available on the build host of this emulator`)
		}
		this.#history.push({ createdBy: `${name} ${text}`, isEmpty: true })
	}

	/** `ARG name[=default]`: what the command line gives wins. */
	#declare(text: string): void {
		const [name = '', ...rest] = text.split('=')
		const value =
			this.#given[name] ??
			(rest.length > 0 ? rest.join('=').replace(/^(["'])(.*)\1$/, '$2') : this.#outer[name])
		if (value === undefined) return
		this.#args[name] = value
		if (!(name in this.#env)) this.shell.set(name, value)
	}

	async #run({ text }: Instruction): Promise<void> {
		const words = jsonWords(text)
		const line = words ? words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ') : text
		const { WorkingDir } = this.#config
		await this.shell.fs.mkdir(WorkingDir, { recursive: true })
		this.shell.moveTo(WorkingDir)
		const { output, exitCode } = await this.shell.run(line)
		if (output !== '') this.output.push(output.trimEnd())
		if (exitCode !== 0)
			throw new BuildFailure(
				`process "/bin/sh -c ${text}" did not complete successfully: exit code: ${exitCode}`,
			)
		await this.#commit(`RUN /bin/sh -c ${text}`)
	}

	async #copy(
		{ name, text, flags, line }: Instruction,
		context: BuildContext,
		stages: ReadonlyMap<string, StageBuild>,
	): Promise<void> {
		const words = jsonWords(text) ?? text.split(/\s+/)
		const target = words.pop() ?? ''
		if (words.length === 0) throw new DockerfileError(line, `${name} requires at least two arguments`)
		if (words.some((word) => /^(https?|git|ssh):|^git@/.test(word)))
			throw new BuildFailure(`${name} from an address is not available on the build host of this emulator`)
		const from = flags.from === undefined ? context : await contextOf(flags.from, stages)
		const all: Array<Source> = []
		for (const word of words) {
			const sources = sourcesOf(from, word)
			if (sources.length === 0)
				throw new BuildFailure(`failed to compute cache key: "/${word.replace(/^\.?\//, '')}": not found`)
			all.push(...sources)
		}
		const isFolder =
			/(^|\/)\.?\.?$/.test(target) || all.length > 1 || all.some(({ isInFolder }) => isInFolder)
		const place = posix.resolve(this.#config.WorkingDir, target)
		for (const { path, below } of all) {
			const absolute = posix.join(from.root, path)
			const to = isFolder ? posix.join(place, below) : place
			this.shell.writeFile(to, await from.fs.readFileBuffer(absolute))
			await this.shell.fs.chmod(to, (await from.fs.stat(absolute)).mode)
		}
		await this.#commit(`${name} ${text}`)
	}

	/** Makes a layer of the files that are new or changed; what is gone stays in the layers below. */
	async #commit(createdBy: string): Promise<void> {
		const now = await this.#snapshot()
		const files: Array<TarFile> = []
		for (const [path, digest] of now) {
			if (this.#known.get(path) === digest) continue
			const { mode } = await this.shell.fs.stat(path)
			files.push({ path: path.slice(1), bytes: await this.shell.fs.readFileBuffer(path), mode: mode & 0o777 })
		}
		this.#known = now
		this.#layers.push(layerOf(files))
		this.#history.push({ createdBy, isEmpty: false })
	}

	async #snapshot(): Promise<Map<string, string>> {
		const found = new Map<string, string>()
		for (const path of this.shell.fs.getAllPaths().sort()) {
			if (/^\/(proc|dev|tmp|bin|usr\/bin)(\/|$)/.test(path)) continue
			const stat = await this.shell.fs.stat(path).catch(() => undefined)
			if (stat?.isFile) found.set(path, `${stat.mode} ${sha256(await this.shell.fs.readFileBuffer(path))}`)
		}
		return found
	}
}

function commandOf(text: string): Array<string> {
	return jsonWords(text) ?? ['/bin/sh', '-c', text]
}

/** The files of an earlier stage, as a context to copy from. */
async function contextOf(name: string, stages: ReadonlyMap<string, StageBuild>): Promise<BuildContext> {
	const stage = stages.get(name.toLowerCase())
	if (stage) return openContext(stage.shell.fs, '/')
	throw new BuildFailure(`${name}: images are not fetched on the build host of this emulator`)
}
