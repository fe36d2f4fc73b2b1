import { createHash } from 'node:crypto'
import type { Leaf } from './trees.ts'

// https://git-scm.com/docs/gitformat-index

const FIXED_BYTES = 62
const NAME_AT_MOST = 0xfff

/** The stage (`.git/index`) of files as they are in a commit: in git's order, and to be looked at anew. */
export function writeStage(files: ReadonlyArray<Leaf & { path: string; size: number }>): Uint8Array {
	const header = Buffer.alloc(12)
	header.write('DIRC', 'latin1')
	header.writeUInt32BE(2, 4)
	header.writeUInt32BE(files.length, 8)
	const named = files.map((file) => ({ ...file, name: Buffer.from(file.path) }))
	named.sort((one, other) => Buffer.compare(one.name, other.name))
	const body = Buffer.concat([header, ...named.map(entryOf)])
	return Buffer.concat([body, createHash('sha1').update(body).digest()])
}

/** An entry without times: git compares the file itself where they do not say that it is the same. */
function entryOf({ mode, id, size, name }: Leaf & { size: number; name: Buffer }): Buffer {
	const length = Math.ceil((FIXED_BYTES + name.byteLength + 1) / 8) * 8
	const entry = Buffer.alloc(length)
	entry.writeUInt32BE(Number.parseInt(mode, 8), 24)
	entry.writeUInt32BE(size, 36)
	entry.write(id, 40, 'hex')
	entry.writeUInt16BE(Math.min(name.byteLength, NAME_AT_MOST), 60)
	name.copy(entry, FIXED_BYTES)
	return entry
}
