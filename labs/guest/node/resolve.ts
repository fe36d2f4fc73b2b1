import { posix } from 'node:path'
import type { SyncTree } from './sync-tree.ts'

// How Node finds a module: https://nodejs.org/api/modules.html#all-together, as
// far as files, folders, node_modules and `exports` without patterns go.

const EXTENSIONS = ['', '.js', '.json', '.mjs', '.cjs']

interface PackageFile {
	main?: string
	type?: string
	exports?: unknown
}

export function readPackage(tree: SyncTree, directory: string): PackageFile | undefined {
	const path = posix.join(directory, 'package.json')
	if (tree.stat(path)?.kind !== 'file') return
	try {
		return JSON.parse(tree.readText(path)) as PackageFile
	} catch {
		throw new Error(`Invalid package config ${path}.`)
	}
}

/** The file that a request names from a directory, or undefined. `conditions` choose among a package's `exports`. */
export function resolveModule(
	tree: SyncTree,
	directory: string,
	request: string,
	conditions: ReadonlyArray<string>,
): string | undefined {
	if (request.startsWith('file://')) return fileOrFolder(tree, decodeURIComponent(new URL(request).pathname))
	if (/^(\.\.?)?(\/|$)/.test(request)) return fileOrFolder(tree, posix.resolve(directory, request))
	const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(request) ?? []
	for (let at = directory; ; at = posix.dirname(at)) {
		const home = posix.join(at, 'node_modules', name)
		if (tree.stat(home)) {
			const exported = readPackage(tree, home)?.exports
			if (exported === undefined) return fileOrFolder(tree, posix.join(home, rest))
			const target = exportedTarget(exported, `.${rest}`, conditions)
			return target === undefined ? undefined : fileOrFolder(tree, posix.join(home, target))
		}
		if (at === '/') return
	}
}

function exportedTarget(
	exported: unknown,
	subpath: string,
	conditions: ReadonlyArray<string>,
): string | undefined {
	if (typeof exported === 'string') return subpath === '.' ? exported : undefined
	if (typeof exported !== 'object' || exported === null) return
	const entries = exported as Record<string, unknown>
	if (!Object.keys(entries).some((key) => key.startsWith('.')))
		return subpath === '.' ? conditionalTarget(entries, conditions) : undefined
	return conditionalTarget(entries[subpath], conditions)
}

function conditionalTarget(target: unknown, conditions: ReadonlyArray<string>): string | undefined {
	if (typeof target === 'string') return target
	if (typeof target !== 'object' || target === null) return
	for (const [condition, inner] of Object.entries(target)) {
		if (condition !== 'default' && !conditions.includes(condition)) continue
		const found = conditionalTarget(inner, conditions)
		if (found !== undefined) return found
	}
}

function fileOrFolder(tree: SyncTree, path: string): string | undefined {
	for (const extension of EXTENSIONS) {
		if (tree.stat(path + extension)?.kind === 'file') return path + extension
	}
	if (tree.stat(path)?.kind !== 'directory') return
	const main = readPackage(tree, path)?.main
	const found = main && fileOrFolder(tree, posix.join(path, main))
	if (found) return found
	return ['index.js', 'index.json'].map((name) => posix.join(path, name)).find((file) => tree.stat(file))
}

/** Whether a file is an ES module: by its ending, its package, or, as Node 22 does, by its syntax. */
export function isModule(tree: SyncTree, path: string, source: string): boolean {
	if (path.endsWith('.mjs')) return true
	if (path.endsWith('.cjs') || path.endsWith('.json')) return false
	for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
		const type = readPackage(tree, at)?.type
		if (type) return type === 'module'
		if (at === '/' || tree.stat(posix.join(at, 'package.json'))) break
	}
	return (
		/^\s*(import\s*[\w*{'"]|export\s+[\w*{])/m.test(source) &&
		!/\brequire\s*\(|\bmodule\.exports\b/.test(source)
	)
}
