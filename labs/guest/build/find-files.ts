import { posix } from 'node:path'
import type { InMemoryFs } from 'just-bash'

/** Files below a directory that a pattern of a buildspec means, by paths relative to it. */
export async function findFiles(
	fs: InMemoryFs,
	directory: string,
	patterns: ReadonlyArray<string>,
): Promise<Array<string>> {
	const prefix = directory === '/' ? '/' : `${directory}/`
	const below = fs.getAllPaths().filter((path) => path.startsWith(prefix))
	const found: Array<string> = []
	for (const path of below.sort()) {
		const relative = path.slice(prefix.length)
		if (!patterns.some((pattern) => matches(relative, pattern))) continue
		if ((await fs.stat(path).catch(() => undefined))?.isFile) found.push(relative)
	}
	return found
}

/** `**` reaches across folders, `*` stays in one; files that begin with a dot are included. */
export function matches(path: string, pattern: string): boolean {
	const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '')
	if (path === plain) return true
	// A dot at the start of a name is like any letter: matchesGlob hides such names from `*`.
	const bare = (text: string) => text.replaceAll(/(^|\/)\./g, '$1\u{1}')
	return posix.matchesGlob(bare(path), bare(plain))
}

/** The directories that a base-directory, which may be a pattern, means. */
export function findDirectories(fs: InMemoryFs, cwd: string, pattern: string): Array<string> {
	const absolute = posix.resolve(cwd, pattern)
	if (!/[*?[{]/.test(pattern)) return fs.getAllPaths().includes(absolute) ? [absolute] : []
	const parents = new Set(fs.getAllPaths().map((path) => posix.dirname(path)))
	return [...parents].filter((path) => posix.matchesGlob(path, absolute)).sort()
}
