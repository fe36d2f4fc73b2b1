import { createHash } from 'node:crypto'
import { joined } from '../../../world/slices.ts'
import type { GitObject } from './objects.ts'
import { Pace } from './pace.ts'
import { packEntry } from './pack-entry.ts'

/** A pack of entries, as `git` reads it. */
export async function writePack(entries: ReadonlyArray<Uint8Array>): Promise<Uint8Array> {
	const header = Buffer.alloc(12)
	header.write('PACK', 'latin1')
	header.writeUInt32BE(2, 4)
	header.writeUInt32BE(entries.length, 8)
	const digest = createHash('sha1').update(header)
	const pace = new Pace()
	for (const entry of entries) {
		digest.update(entry)
		await pace.step(entry.byteLength / 8)
	}
	return joined([header, ...entries, digest.digest()])
}

/** A pack of objects: what a client sends when it pushes. */
export async function packObjects(objects: Iterable<GitObject>): Promise<Uint8Array> {
	const entries: Array<Uint8Array> = []
	const pace = new Pace()
	for (const object of objects) {
		entries.push(await packEntry(object))
		await pace.step(object.bytes.byteLength)
	}
	return writePack(entries)
}
