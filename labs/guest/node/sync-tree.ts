import { posix } from 'node:path'
import type { IFileSystem } from 'just-bash'
import { TREE_BYTES } from '../limits.ts'

/** What `fs` tells of a path. */
interface Stat {
	kind: 'file' | 'directory'
	size: number
}

/** An error in the words of libuv: `ENOENT: no such file or directory, open '/x'`. */
function failure(code: string, words: string, call: string, path: string): Error {
	return new Error(`${code}: ${words}, ${call} '${path}'`)
}

const missing = (call: string, path: string) => failure('ENOENT', 'no such file or directory', call, path)

/**
 * The shell's files as a program sees them: its calls are synchronous, the
 * shell's are not. Opened before the program runs; what it did goes back by `save`.
 */
export class SyncTree {
	readonly #files = new Map<string, Uint8Array>()
	readonly #directories = new Set<string>(['/'])
	readonly #touched = new Set<string>()
	#bytes = 0

	static async open(fs: IFileSystem): Promise<SyncTree> {
		const tree = new SyncTree()
		for (const path of fs.getAllPaths()) {
			// What a link points to may be gone.
			const stat = await fs.stat(path).catch(() => undefined)
			if (stat?.isDirectory) tree.#directories.add(path)
			else if (stat?.isFile && !path.startsWith('/dev/')) tree.#set(path, await fs.readFileBuffer(path))
		}
		return tree
	}

	/** Writes back what changed, the directories first. */
	async save(fs: IFileSystem): Promise<void> {
		for (const path of [...this.#touched].sort()) {
			const bytes = this.#files.get(path)
			if (bytes) await fs.writeFile(path, bytes)
			else if (this.#directories.has(path)) await fs.mkdir(path, { recursive: true })
			else await fs.rm(path, { recursive: true, force: true })
		}
		this.#touched.clear()
	}

	stat(path: string): Stat | undefined {
		const bytes = this.#files.get(path)
		if (bytes) return { kind: 'file', size: bytes.byteLength }
		return this.#directories.has(path) ? { kind: 'directory', size: 4096 } : undefined
	}

	read(path: string): Uint8Array {
		const bytes = this.#files.get(path)
		if (bytes) return bytes
		if (this.#directories.has(path)) throw new Error('EISDIR: illegal operation on a directory, read')
		throw missing('open', path)
	}

	readText(path: string): string {
		return Buffer.from(this.read(path)).toString('utf8')
	}

	write(path: string, bytes: Uint8Array, append: boolean): void {
		if (this.#directories.has(path)) throw failure('EISDIR', 'illegal operation on a directory', 'open', path)
		if (!this.#directories.has(posix.dirname(path))) throw missing('open', path)
		const before = append ? this.#files.get(path) : undefined
		this.#set(path, before ? Buffer.concat([before, bytes]) : bytes)
		this.#touched.add(path)
	}

	/** Names in a directory, in their order. */
	list(path: string): Array<string> {
		if (this.#files.has(path)) throw failure('ENOTDIR', 'not a directory', 'scandir', path)
		if (!this.#directories.has(path)) throw missing('scandir', path)
		const prefix = path === '/' ? '/' : `${path}/`
		const names = [...this.#files.keys(), ...this.#directories].flatMap((known) => {
			const rest = known.startsWith(prefix) ? known.slice(prefix.length) : ''
			return rest === '' || rest.includes('/') ? [] : [rest]
		})
		return names.sort()
	}

	makeDirectory(path: string, recursive: boolean): void {
		if (this.stat(path)) {
			if (recursive && this.#directories.has(path)) return
			throw failure('EEXIST', 'file already exists', 'mkdir', path)
		}
		const parent = posix.dirname(path)
		if (recursive) this.makeDirectory(parent, true)
		else if (!this.#directories.has(parent)) throw missing('mkdir', path)
		this.#directories.add(path)
		this.#touched.add(path)
	}

	remove(path: string, recursive: boolean): void {
		const stat = this.stat(path)
		if (!stat) throw missing('rm', path)
		if (stat.kind === 'directory' && !recursive)
			throw failure('ERR_FS_EISDIR', 'Path is a directory', 'rm', path)
		for (const known of [...this.#files.keys(), ...this.#directories]) {
			if (known !== path && !known.startsWith(`${path}/`)) continue
			this.#bytes -= this.#files.get(known)?.byteLength ?? 0
			this.#files.delete(known)
			this.#directories.delete(known)
			this.#touched.add(known)
		}
	}

	rename(from: string, to: string): void {
		const stat = this.stat(from)
		if (!stat) throw missing('rename', from)
		if (stat.kind === 'directory') throw failure('EPERM', 'operation not permitted', 'rename', from)
		this.write(to, this.read(from), false)
		this.remove(from, false)
	}

	#set(path: string, bytes: Uint8Array): void {
		const more = bytes.byteLength - (this.#files.get(path)?.byteLength ?? 0)
		if (this.#bytes + more > TREE_BYTES) throw failure('ENOSPC', 'no space left on device', 'write', path)
		this.#bytes += more
		this.#files.set(path, bytes)
		this.#directories.add(posix.dirname(path))
	}
}
