import { createHash, hash } from 'node:crypto'
import { inSlices } from '../../../world/slices.ts'

// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag'

export interface GitObject {
	type: ObjectType
	bytes: Uint8Array
}

/** Where objects are read from, by their id: 40 lower-case hexadecimal digits. */
export interface ObjectReader {
	read(id: string): Promise<GitObject | undefined>
	/** The type alone, which costs no inflation; undefined when there is no such object. */
	typeOf(id: string): Promise<ObjectType | undefined>
}

/** An id that names nothing: what a reference was, or will be, that is not there. */
export const NO_OBJECT = '0'.repeat(40)
export const OBJECT_ID = /^[0-9a-f]{40}$/
const SMALL = 256 * 1024

/** The id of an object, whatever its size, without holding the event loop. */
export async function objectId({ type, bytes }: GitObject): Promise<string> {
	const header = Buffer.from(`${type} ${bytes.byteLength}\0`)
	if (bytes.byteLength <= SMALL) return hash('sha1', Buffer.concat([header, bytes]))
	const digest = createHash('sha1').update(header)
	await inSlices(bytes, (slice) => digest.update(slice))
	return digest.digest('hex')
}
