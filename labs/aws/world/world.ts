import BTreeModule from 'sorted-btree'
import { deepFreeze } from './json.ts'

// sorted-btree is CommonJS: Node's ESM loader hands over `module.exports`.
type BTree<K, V> = import('sorted-btree').default<K, V>
const BTree: typeof import('sorted-btree').default =
	(BTreeModule as unknown as { default?: typeof BTreeModule }).default ?? BTreeModule

/** The account and Region that a document belongs to. */
export interface Scope {
	account: string
	region: string
}

/**
 * A typed collection of documents. `reach` says how far an id is unique:
 * one Region (most services), one account (iam) or the whole world (s3 buckets).
 */
export interface Collection<T> {
	readonly service: string
	readonly name: string
	readonly reach: 'region' | 'account' | 'world'
	/** Never set: carries the document's type. */
	readonly document?: T
}

/** Declares a collection. `T` must be plain JSON: dates are epoch milliseconds, bytes are blobs. */
export function collection<T extends object>(
	service: string,
	name: string,
	reach: Collection<T>['reach'] = 'region',
): Collection<T> {
	return { service, name, reach }
}

/** One document before and after an entry; `null` is « not there ». */
export interface Change {
	key: string
	before: object | null
	after: object | null
}

export interface ListOptions {
	/** Only ids that start with this. */
	prefix?: string
	/** Only ids that sort after this one. */
	after?: string
	limit?: number
}

/** What reads of a world have in common, whether settled or in a transaction. */
export interface WorldReader {
	get<T>(from: Collection<T>, scope: Scope, id: string): Readonly<T> | undefined
	/** Documents in the order of their ids (UTF-16 code units). */
	list<T>(from: Collection<T>, scope: Scope, options?: ListOptions): Array<Readonly<T>>
	/** The same with their ids. */
	entries<T>(
		from: Collection<T>,
		scope: Scope,
		options?: ListOptions,
	): Array<[id: string, document: Readonly<T>]>
}

type Tree = BTree<string, object>

/** All keys are texts; the tree's own order asks first what they are. */
function byCodeUnits(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0
}

function prefixOf(from: Collection<unknown>, scope: Scope): string {
	const account = from.reach === 'world' ? '' : scope.account
	const region = from.reach === 'region' ? scope.region : ''
	return `${from.service}/${from.name}/${account}/${region}/`
}

/** The key of one document in its world: `service/collection/account/region/id`. */
export function keyOf(from: Collection<unknown>, scope: Scope, id: string): string {
	return prefixOf(from, scope) + id
}

function readEntries(tree: Tree, prefix: string, options: ListOptions): Array<[string, object]> {
	const { prefix: idPrefix = '', after, limit = Number.POSITIVE_INFINITY } = options
	const found: Array<[string, object]> = []
	if (limit <= 0) return found
	const from = prefix + idPrefix
	const start = after !== undefined && prefix + after > from ? prefix + after : from
	for (const [key, document] of tree.entries(start)) {
		if (!key.startsWith(from)) break
		if (after !== undefined && key <= prefix + after) continue
		found.push([key.slice(prefix.length), document])
		if (found.length >= limit) break
	}
	return found
}

/**
 * All documents of one sandbox, as an immutable value. The tree shares its
 * nodes between versions, so a fork or a transaction costs nothing to start
 * and a write copies a few nodes, however large the world is.
 */
export class World implements WorldReader {
	readonly #tree: Tree

	constructor(tree: Tree = new BTree<string, object>(undefined, byCodeUnits)) {
		this.#tree = tree
	}

	/** A world from the documents of a snapshot. */
	static from(documents: Iterable<[key: string, document: object]>): World {
		const sorted = [...documents].map(([key, document]): [string, object] => [key, deepFreeze(document)])
		return new World(new BTree<string, object>(sorted, byCodeUnits))
	}

	get size(): number {
		return this.#tree.size
	}

	get<T>(from: Collection<T>, scope: Scope, id: string): Readonly<T> | undefined {
		return this.#tree.get(keyOf(from, scope, id)) as T | undefined
	}

	list<T>(from: Collection<T>, scope: Scope, options: ListOptions = {}): Array<Readonly<T>> {
		return this.entries(from, scope, options).map(([, document]) => document)
	}

	entries<T>(from: Collection<T>, scope: Scope, options: ListOptions = {}): Array<[string, Readonly<T>]> {
		return readEntries(this.#tree, prefixOf(from, scope), options) as Array<[string, T]>
	}

	/** Every document of a collection, of whatever account and Region. */
	everywhere<T>(from: Collection<T>): Array<{ scope: Scope; id: string; document: Readonly<T> }> {
		const prefix = `${from.service}/${from.name}/`
		return readEntries(this.#tree, prefix, {}).map(([rest, document]) => {
			const [account = '', region = ''] = rest.split('/', 2)
			const id = rest.slice(account.length + region.length + 2)
			return { scope: { account, region }, id, document: document as T }
		})
	}

	/** Every document with its key: a snapshot. */
	documents(): Array<[key: string, document: object]> {
		return this.#tree.toArray()
	}

	/** The world after an entry of the journal. */
	apply(changes: ReadonlyArray<Change>): World {
		const tree = this.#tree.clone()
		for (const { key, after } of changes) {
			if (after === null) tree.delete(key)
			else tree.set(key, deepFreeze(after))
		}
		return new World(tree)
	}

	begin(): Transaction {
		return new Transaction(this.#tree)
	}
}

/** Reads and writes on top of one version of a world; nothing is seen outside until it is committed. */
export class Transaction implements WorldReader {
	readonly #base: Tree
	#tree: Tree
	#touched = new Set<string>()

	constructor(base: Tree) {
		this.#base = base
		this.#tree = base.clone()
	}

	get<T>(from: Collection<T>, scope: Scope, id: string): Readonly<T> | undefined {
		return this.#tree.get(keyOf(from, scope, id)) as T | undefined
	}

	list<T>(from: Collection<T>, scope: Scope, options: ListOptions = {}): Array<Readonly<T>> {
		return this.entries(from, scope, options).map(([, document]) => document)
	}

	entries<T>(from: Collection<T>, scope: Scope, options: ListOptions = {}): Array<[string, Readonly<T>]> {
		return readEntries(this.#tree, prefixOf(from, scope), options) as Array<[string, T]>
	}

	/** Writes a whole document; the object is frozen, so hand over a new one. */
	put<T extends object>(into: Collection<T>, scope: Scope, id: string, document: T): T {
		const key = keyOf(into, scope, id)
		this.#touched.add(key)
		this.#tree.set(key, deepFreeze(document))
		return document
	}

	/** Removes a document; true when it was there. */
	delete<T>(from: Collection<T>, scope: Scope, id: string): boolean {
		const key = keyOf(from, scope, id)
		this.#touched.add(key)
		return this.#tree.delete(key)
	}

	/** Runs `work`; when it throws, what it wrote is taken back and the error goes on. */
	async attempt<R>(work: () => R | Promise<R>): Promise<R> {
		const tree = this.#tree.clone()
		const touched = new Set(this.#touched)
		try {
			return await work()
		} catch (error) {
			this.#tree = tree
			this.#touched = touched
			throw error
		}
	}

	/** Documents there are, those that this has written included. */
	get size(): number {
		return this.#tree.size
	}

	/** What differs from the version this began on, by key. */
	changes(): Array<Change> {
		const changes: Array<Change> = []
		for (const key of this.#touched) {
			const before = this.#base.get(key) ?? null
			const after = this.#tree.get(key) ?? null
			if (before !== after) changes.push({ key, before, after })
		}
		return changes
	}

	/** The world with this transaction's writes. */
	commit(): World {
		return new World(this.#tree.clone())
	}
}
