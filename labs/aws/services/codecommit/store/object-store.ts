import type { Scope, Transaction, WorldReader } from '../../../world/world.ts'
import { packLists, type Repository } from '../collections.ts'
import { type KeptEntry, writeIndexedPack } from '../git/indexed-pack.ts'
import type { GitObject, ObjectReader, ObjectType } from '../git/objects.ts'
import { Pace } from '../git/pace.ts'
import { packEntry, readHead, TYPES, unpackEntry } from '../git/pack-entry.ts'
import { EMPTY_TREE } from '../git/trees.ts'
import { openPack } from './pack-cache.ts'

/** What a store stands on: a world, settled or in a transaction, and its blobs. */
export interface StoreBase {
	world: WorldReader
	blobs: { get(name: string): Promise<Uint8Array> }
}

/** Packs up to this are put together as more come, in bytes; what is larger is written once. */
const JOINED_BYTES = 256 * 1024

/** What reading an object costs its reader beside its inflation: trees are parsed, texts compared. */
const READ_FACTOR = 4

/**
 * The objects of one repository, behind the API and behind git. Every read counts,
 * and gives the event loop its turns: whatever walks a history or a tree holds nobody.
 */
export class ObjectStore implements ObjectReader {
	readonly #base: StoreBase
	readonly #scope: Scope
	readonly #repository: Pick<Repository, 'id'>
	readonly #fresh = new Map<string, GitObject>()
	readonly #pace = new Pace()

	constructor(base: StoreBase, scope: Scope, repository: Pick<Repository, 'id'>) {
		this.#base = base
		this.#scope = scope
		this.#repository = repository
	}

	async read(id: string): Promise<GitObject | undefined> {
		const fresh = this.#fresh.get(id)
		if (fresh) return fresh
		const entry = await this.entry(id)
		if (entry) {
			const object = await unpackEntry(entry)
			await this.#pace.step(object.bytes.byteLength * READ_FACTOR)
			return object
		}
		return id === EMPTY_TREE ? { type: 'tree', bytes: new Uint8Array(0) } : undefined
	}

	async typeOf(id: string): Promise<ObjectType | undefined> {
		const fresh = this.#fresh.get(id)
		if (fresh) return fresh.type
		const entry = await this.entry(id)
		return entry && TYPES[readHead(entry, 0).code]
	}

	/** An object as it is kept, to be sent as it is. */
	async entry(id: string): Promise<Uint8Array | undefined> {
		await this.#pace.step()
		for (const { blob } of this.#packs()) {
			const entry = (await this.#open(blob)).find(id)
			if (entry) return entry
		}
	}

	/** Holds new objects; `save` writes them. */
	add(objects: Iterable<GitObject & { id: string }>): void {
		for (const { id, type, bytes } of objects) this.#fresh.set(id, { type, bytes })
	}

	/** Writes what was added, in the entry of a call. */
	async save(world: Transaction, put: (bytes: Uint8Array) => Promise<string>): Promise<void> {
		const entries: Array<KeptEntry> = []
		for (const [id, object] of this.#fresh) {
			if (!(await this.entry(id))) entries.push({ id, entry: await packEntry(object) })
		}
		await this.saveEntries(entries, world, put)
		this.#fresh.clear()
	}

	/**
	 * Writes entries that git sent. Small packs are joined with new ones that are no
	 * smaller, so that there are never many, and each object is written a few times at most.
	 */
	async saveEntries(
		entries: ReadonlyArray<KeptEntry>,
		world: Transaction,
		put: (bytes: Uint8Array) => Promise<string>,
	): Promise<void> {
		if (entries.length === 0) return
		const packs = this.#packs().toReversed()
		const all = new Map(entries.map((kept) => [kept.id, kept]))
		for (let last = packs.at(-1); last; last = packs.at(-1)) {
			if (last.bytes > JOINED_BYTES || last.objects > all.size) break
			for (const kept of (await this.#open(last.blob)).entries()) all.set(kept.id, kept)
			packs.pop()
		}
		const bytes = await writeIndexedPack([...all.values()])
		const added = { blob: await put(bytes), objects: all.size, bytes: bytes.byteLength }
		world.put(packLists, this.#scope, this.#repository.id, { packs: [...packs, added] })
	}

	/** The newest first: what is asked for most is there. */
	#packs() {
		const { packs = [] } = this.#base.world.get(packLists, this.#scope, this.#repository.id) ?? {}
		return packs.toReversed()
	}

	#open(blob: string) {
		return openPack(blob, (name) => this.#base.blobs.get(name))
	}
}
