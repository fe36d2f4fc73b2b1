import type { IFileSystem } from 'just-bash'
import { openContext } from './context.ts'
import { DockerfileError, expand, parseDockerfile } from './dockerfile.ts'
import type { Image } from './image.ts'
import { BuildFailure, StageBuild, type StageShell } from './stage-build.ts'

export interface BuildOptions {
	dockerfile: string
	/** Folder whose files may be copied. */
	root: string
	args: Readonly<Record<string, string>>
	/** The stage to stop at; the last unless given. */
	target?: string
}

/** Builds the image of a Dockerfile; `tell` hears what happens. Throws BuildFailure or DockerfileError. */
export async function buildImage(
	fs: IFileSystem,
	{ dockerfile, root, args, target }: BuildOptions,
	newShell: () => StageShell,
	tell: (line: string) => void,
): Promise<Image> {
	const { args: declared, stages } = parseDockerfile(dockerfile)
	const outer: Record<string, string> = {}
	for (const { text, line } of declared) {
		const [name = '', ...rest] = text.split('=')
		const value = args[name] ?? (rest.length > 0 ? expand(rest.join('='), outer, line) : undefined)
		if (value !== undefined) outer[name] = value
	}
	const context = await openContext(fs, root)
	const done = new Map<string, StageBuild>()
	let last: StageBuild | undefined
	for (const [index, stage] of stages.entries()) {
		const base = expand(stage.base, outer, 1)
		if (base === '') throw new DockerfileError(undefined, `base name (${stage.base}) should not be blank`)
		const from = done.get(base.toLowerCase())
		const build = new StageBuild(newShell(), { args: outer, given: args, from, base })
		if (from) await copyFiles(from.shell, build.shell)
		try {
			await build.run(stage, context, done)
		} finally {
			for (const line of build.output) tell(line)
		}
		done.set(String(index), build)
		if (stage.name !== undefined) done.set(stage.name, build)
		last = build
		if (target !== undefined && stage.name === target.toLowerCase()) return build.image()
	}
	if (target !== undefined) throw new BuildFailure(`target stage "${target}" could not be found`)
	if (!last) throw new BuildFailure('no build stage in current context')
	return last.image()
}

async function copyFiles(from: StageShell, to: StageShell): Promise<void> {
	for (const path of from.fs.getAllPaths()) {
		const stat = await from.fs.stat(path).catch(() => undefined)
		if (!stat?.isFile || /^\/(proc|dev|bin|usr\/bin)\//.test(path)) continue
		to.writeFile(path, await from.fs.readFileBuffer(path))
		await to.fs.chmod(path, stat.mode)
	}
}
