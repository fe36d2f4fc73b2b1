import { digestOf } from '../../../world/slices.ts'
import { applyDelta, deltaSize } from './delta.ts'
import { GitError } from './git-error.ts'
import { type GitObject, type ObjectReader, type ObjectType, objectId } from './objects.ts'
import { Pace } from './pace.ts'
import { inflated, packEntry, readHead, TYPES } from './pack-entry.ts'

/** An object of a pack, with the entry that it is kept as: whole, never a delta. */
export interface PackedObject {
	id: string
	type: ObjectType
	/** Bytes of the object itself. */
	size: number
	entry: Uint8Array
}

/** What a pack may hold. AWS takes objects of 2 GB; a sandbox is smaller. */
export interface PackBounds {
	objects: number
	/** Of one file. */
	objectBytes: number
	/** Of one commit, tree or tag: those are read whole, and often. */
	treeBytes: number
	/** Of all objects together, deltas included. */
	bytes: number
	/** Of the deltas, which are held in memory until their bases are known. */
	deltaBytes: number
}

const MIB = 1024 * 1024
export const PACK_BOUNDS: PackBounds = {
	objects: 20_000,
	objectBytes: 32 * MIB,
	treeBytes: 1 * MIB,
	bytes: 256 * MIB,
	deltaBytes: 32 * MIB,
}

/** A delta that waits for its base. */
interface Delta {
	bytes: Uint8Array
	/** Where it is in the pack. */
	at: number
}

/** An object whose bytes are known, on whom deltas may stand. */
interface Base extends GitObject {
	id: string
	at?: number
}

const HEADER_BYTES = 12
const DIGEST_BYTES = 20

/**
 * The objects of a pack: deltas resolved, each once. `outside` has the bases that
 * the pack leaves out. Throws GitError for a pack that is damaged, cut off,
 * larger than its bounds when unfolded, or with a delta whose base is nowhere.
 */
export async function readPack(
	pack: Uint8Array,
	outside: ObjectReader,
	bounds: PackBounds = PACK_BOUNDS,
): Promise<Array<PackedObject>> {
	const reader = new PackReader(pack, bounds)
	await reader.scan()
	await reader.resolve(outside)
	return reader.objects()
}

class PackReader {
	readonly #pack: Uint8Array
	readonly #bounds: PackBounds
	readonly #pace = new Pace()
	readonly #found = new Map<string, PackedObject>()
	readonly #whole: Array<{ at: number; id: string; entry: Uint8Array; size: number }> = []
	readonly #byOffset = new Map<number, Array<Delta>>()
	readonly #byId = new Map<string, Array<Delta>>()
	#bytes = 0
	#deltaBytes = 0

	constructor(pack: Uint8Array, bounds: PackBounds) {
		this.#pack = pack
		this.#bounds = bounds
	}

	objects(): Array<PackedObject> {
		return [...this.#found.values()]
	}

	/** Reads every entry; deltas are left for `resolve`. */
	async scan(): Promise<void> {
		const count = this.#readHeader()
		const end = this.#pack.byteLength - DIGEST_BYTES
		let at = HEADER_BYTES
		for (let index = 0; index < count; index++) {
			if (at >= end) throw new GitError('the pack is cut off')
			at = await this.#readEntry(at, end)
		}
		if (at !== end) throw new GitError('the pack has more in it than it says')
		const digest = await digestOf('sha1', this.#pack.subarray(0, end), 'hex')
		if (digest !== Buffer.from(this.#pack.subarray(end)).toString('hex')) {
			throw new GitError('the pack does not match its checksum')
		}
	}

	#readHeader(): number {
		const { buffer, byteOffset, byteLength } = this.#pack
		if (byteLength < HEADER_BYTES + DIGEST_BYTES) throw new GitError('the pack is cut off')
		const view = new DataView(buffer, byteOffset, byteLength)
		const version = view.getUint32(4)
		if (view.getUint32(0) !== 0x5041434b || (version !== 2 && version !== 3)) {
			throw new GitError('this is not a pack')
		}
		const count = view.getUint32(8)
		if (count > this.#bounds.objects) {
			throw new GitError(`the pack has more than ${this.#bounds.objects} objects`)
		}
		return count
	}

	async #readEntry(at: number, end: number): Promise<number> {
		const { code, size, next } = readHead(this.#pack, at)
		const type = TYPES[code]
		const base = type ? undefined : this.#readBase(code, at, next)
		this.#take(size, type ?? 'blob')
		const start = base?.next ?? next
		const { bytes, taken } = await inflated(this.#pack.subarray(start, end), size)
		await this.#pace.step(size)
		if (base) this.#wait(base.waiting, { bytes, at })
		else if (type) {
			const entry = this.#pack.subarray(at, start + taken)
			const id = await objectId({ type, bytes })
			this.#found.set(id, { id, type, size, entry })
			this.#whole.push({ at, id, entry, size })
		}
		return start + taken
	}

	#wait(waiting: Array<Delta>, delta: Delta): void {
		this.#deltaBytes += delta.bytes.byteLength
		if (this.#deltaBytes > this.#bounds.deltaBytes) throw new GitError('the pack has too many deltas')
		waiting.push(delta)
	}

	/** Where a delta's base is named: by its distance in the pack, or by its id. */
	#readBase(code: number, at: number, start: number): { waiting: Array<Delta>; next: number } {
		if (code === 7) {
			const next = start + DIGEST_BYTES
			const id = Buffer.from(this.#pack.subarray(start, next)).toString('hex')
			return { waiting: waitingIn(this.#byId, id), next }
		}
		if (code !== 6) throw new GitError(`the pack has an object of the type ${code}`)
		let next = start
		let distance = 0
		for (let more = true; more; ) {
			const byte = this.#pack[next++]
			if (byte === undefined || next - start > 6) throw new GitError('the pack is cut off')
			distance = (next - start > 1 ? (distance + 1) * 128 : 0) + (byte & 0x7f)
			more = (byte & 0x80) !== 0
		}
		if (distance === 0 || distance > at - HEADER_BYTES)
			throw new GitError('a delta has its base outside of the pack')
		return { waiting: waitingIn(this.#byOffset, at - distance), next }
	}

	/** Makes deltas whole, from the objects that they stand on upwards. */
	async resolve(outside: ObjectReader): Promise<void> {
		for (const { at, id, entry, size } of this.#whole) {
			if (!this.#byOffset.has(at) && !this.#byId.has(id)) continue
			const { code, next } = readHead(entry, 0)
			const { bytes } = await inflated(entry.subarray(next), size)
			await this.#pace.step(size)
			await this.#build({ type: TYPES[code] ?? 'blob', id, at, bytes })
		}
		for (const id of [...this.#byId.keys()]) {
			const object = await outside.read(id)
			if (object) await this.#build({ ...object, id })
		}
		if (this.#byOffset.size + this.#byId.size > 0) throw new GitError('a delta has no base')
	}

	/** Everything that stands on a base, and on that in turn. */
	async #build(base: Base): Promise<void> {
		const stack = [{ base, deltas: this.#waitingOn(base) }]
		for (let top = stack.at(-1); top; top = stack.at(-1)) {
			const delta = top.deltas.pop()
			if (!delta) {
				stack.pop()
				continue
			}
			const { type } = top.base
			this.#take(deltaSize(delta.bytes, top.base.bytes.byteLength).size, type)
			const bytes = await applyDelta(top.base.bytes, delta.bytes)
			await this.#pace.step(bytes.byteLength)
			const id = await objectId({ type, bytes })
			const entry = await packEntry({ type, bytes })
			this.#found.set(id, { id, type, size: bytes.byteLength, entry })
			const made: Base = { type, bytes, id, at: delta.at }
			const deltas = this.#waitingOn(made)
			if (deltas.length > 0) stack.push({ base: made, deltas })
		}
	}

	#waitingOn({ id, at }: Base): Array<Delta> {
		const waiting = [...((at !== undefined && this.#byOffset.get(at)) || []), ...(this.#byId.get(id) ?? [])]
		if (at !== undefined) this.#byOffset.delete(at)
		this.#byId.delete(id)
		return waiting
	}

	/** Counts bytes that will be held; throws when they are too many. */
	#take(bytes: number, type: ObjectType): void {
		const most = type === 'blob' ? this.#bounds.objectBytes : this.#bounds.treeBytes
		if (bytes > most) throw new GitError(`a ${type} is larger than ${most} bytes`)
		this.#bytes += bytes
		if (this.#bytes > this.#bounds.bytes) {
			throw new GitError(`the pack unfolds to more than ${this.#bounds.bytes} bytes`)
		}
	}
}

function waitingIn<Key>(map: Map<Key, Array<Delta>>, key: Key): Array<Delta> {
	const waiting = map.get(key) ?? []
	map.set(key, waiting)
	return waiting
}
