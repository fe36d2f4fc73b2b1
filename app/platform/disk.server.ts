import { statfs } from 'node:fs/promises'

/** Free bytes below which an embedded database is about to fail. */
const NEEDED_BYTES = 64 * 1024 * 1024

/** Whether the disk of a folder has no room left to write. False where that cannot be told. */
export async function diskIsFull(folder: string): Promise<boolean> {
	try {
		const { bavail, bsize } = await statfs(folder)
		return bavail * bsize < NEEDED_BYTES
	} catch {
		return false
	}
}
