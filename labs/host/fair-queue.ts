/** How much may wait. */
export interface QueueLimits {
	/** Items of one owner that may wait. */
	perOwner: number
	/** Items that may wait in all. */
	inAll: number
}

/**
 * A queue that owners take turns in: whoever has many items waiting comes no
 * more often than whoever has one.
 */
export class FairQueue<Item> {
	readonly #limits: QueueLimits
	/** Owners in the order of their turns; each has one item at least. */
	readonly #waiting = new Map<string, Array<Item>>()
	#size = 0

	constructor(limits: QueueLimits) {
		this.#limits = limits
	}

	get size(): number {
		return this.#size
	}

	/** Puts an item behind those of its owner; false when too many wait already. */
	add(owner: string, item: Item): boolean {
		const own = this.#waiting.get(owner) ?? []
		if (own.length >= this.#limits.perOwner || this.#size >= this.#limits.inAll) return false
		own.push(item)
		this.#waiting.set(owner, own)
		this.#size++
		return true
	}

	/** The oldest item of the owner whose turn it is, passing over owners who may not go now. */
	take(mayGo: (owner: string) => boolean = () => true): { owner: string; item: Item } | undefined {
		for (const [owner, own] of this.#waiting) {
			if (!mayGo(owner)) continue
			const [item, ...rest] = own
			// The owner's next turn comes after everybody else's.
			this.#waiting.delete(owner)
			if (rest.length > 0) this.#waiting.set(owner, rest)
			if (item === undefined) continue
			this.#size--
			return { owner, item }
		}
	}

	/** Takes everything out, in no fair order. */
	drain(): Array<Item> {
		const all = [...this.#waiting.values()].flat()
		this.#waiting.clear()
		this.#size = 0
		return all
	}
}
