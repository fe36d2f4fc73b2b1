import { randomUUID } from 'node:crypto'
import { statSync, unlinkSync, utimesSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LargeBlobs } from './large-blobs.ts'

/** `<sandbox>/<generation>`, which is a path as it is. */
const WORLD = /^[\w-]+\/\d+$/

/**
 * Large blobs as files `<folder>/<sandbox>/<generation>/<sha256>`, beside the
 * embedded database: its process alone writes there. A file appears whole, by a
 * rename, after its bytes have reached the disk.
 */
export class FileBlobs implements LargeBlobs {
	readonly #folder: string

	constructor(folder: string) {
		this.#folder = folder
	}

	async write(world: string, sha256: string, bytes: Uint8Array): Promise<void> {
		const path = this.#path(world, sha256)
		if (markFresh(path)) return
		const folder = dirname(path)
		const made = await mkdir(folder, { recursive: true })
		const draft = join(folder, `${randomUUID()}.draft`)
		try {
			await writeFile(draft, bytes, { flag: 'wx', flush: true })
			await rename(draft, path)
		} catch (error) {
			await rm(draft, { force: true })
			throw error
		}
		await flushFolder(folder)
		// A folder that is new has to be found again after a power cut, too.
		if (made) for (const above of [dirname(folder), this.#folder]) await flushFolder(above)
	}

	async read(world: string, sha256: string): Promise<Uint8Array> {
		return await readFile(this.#path(world, sha256))
	}

	async writtenBefore(world: string, moment: Date): Promise<Array<string>> {
		const folder = this.#worldFolder(world)
		const names = await readdir(folder).catch(() => [])
		const old: Array<string> = []
		for (const name of names) {
			const found = await stat(join(folder, name)).catch(() => undefined)
			if (found && found.mtime < moment) old.push(name)
		}
		return old
	}

	/** Looks and removes in one turn, so that nobody writes between. */
	async remove(world: string, name: string, unlessSince: Date): Promise<void> {
		const path = join(this.#worldFolder(world), name)
		const found = statSync(path, { throwIfNoEntry: false })
		if (found && found.mtime < unlessSince) unlinkSync(path)
	}

	async removeWorld(world: string): Promise<void> {
		await rm(this.#worldFolder(world), { recursive: true, force: true })
	}

	#worldFolder(world: string): string {
		if (!WORLD.test(world)) throw new Error(`${world} cannot be a folder`)
		return join(this.#folder, world)
	}

	#path(world: string, sha256: string): string {
		return join(this.#worldFolder(world), sha256)
	}
}

/** Whether the file is there; from now on it counts as just written. */
function markFresh(path: string): boolean {
	const now = new Date()
	try {
		utimesSync(path, now, now)
		return true
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
		throw error
	}
}

async function flushFolder(path: string): Promise<void> {
	const folder = await open(path)
	try {
		await folder.sync()
	} finally {
		await folder.close()
	}
}
