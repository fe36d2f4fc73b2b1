import { posix } from 'node:path'
import type { IFileSystem } from 'just-bash'

/** Files that may be copied into an image: those below a folder, but for what `.dockerignore` leaves out. */
export interface BuildContext {
	fs: IFileSystem
	root: string
	/** By paths relative to the root, in order. */
	paths: ReadonlyArray<string>
}

export async function openContext(fs: IFileSystem, root: string): Promise<BuildContext> {
	const ignoreFile = posix.join(root, '.dockerignore')
	const ignored = (await fs.exists(ignoreFile)) ? patternsOf(await fs.readFile(ignoreFile)) : []
	const prefix = root === '/' ? '/' : `${root}/`
	const paths: Array<string> = []
	for (const path of fs.getAllPaths()) {
		if (!path.startsWith(prefix) || !(await fs.stat(path)).isFile) continue
		const relative = path.slice(prefix.length)
		if (!isIgnored(relative, ignored)) paths.push(relative)
	}
	return { fs, root, paths: paths.sort() }
}

function patternsOf(text: string): Array<{ pattern: string; isException: boolean }> {
	return text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => ({
			pattern: line.replace(/^!/, '').replace(/^\/+|\/+$/g, ''),
			isException: line.startsWith('!'),
		}))
}

/** The last pattern that fits a path, or a folder above it, decides. */
function isIgnored(path: string, patterns: ReturnType<typeof patternsOf>): boolean {
	const parts = path.split('/')
	const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
	const last = patterns.findLast(({ pattern }) => above.some((one) => posix.matchesGlob(one, pattern)))
	return last !== undefined && !last.isException
}

/** A file to copy, and where it goes below the target. */
export interface Source {
	path: string
	/** Its path below the source that brought it, which is the source itself for a file. */
	below: string
	isInFolder: boolean
}

/** What a source of COPY means: a file, a pattern, or a folder, whose content alone is copied. */
export function sourcesOf({ paths }: BuildContext, source: string): Array<Source> {
	const plain = posix.normalize(`/${source}`).slice(1).replace(/\/$/, '')
	const folder = plain === '' ? '' : `${plain}/`
	if (plain !== '' && paths.includes(plain))
		return [{ path: plain, below: posix.basename(plain), isInFolder: false }]
	const inside = paths.filter((path) => path.startsWith(folder))
	if (inside.length > 0)
		return inside.map((path) => ({ path, below: path.slice(folder.length), isInFolder: true }))
	return paths
		.filter((path) => posix.matchesGlob(path, plain))
		.map((path) => ({ path, below: posix.basename(path), isInFolder: false }))
}
