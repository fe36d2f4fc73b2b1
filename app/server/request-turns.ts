/** How much one owner may have at once. */
export interface TurnLimits {
	underWay: number
	waiting: number
}

/**
 * Lets each owner have so many things under way; more of them wait for those,
 * and hold up nobody else's. What is withdrawn while it waits costs nothing.
 */
export class RequestTurns {
	readonly #limits: TurnLimits
	readonly #owners = new Map<string, { underWay: number; waiting: Set<() => void> }>()

	constructor(limits: TurnLimits) {
		this.#limits = limits
	}

	/** How many owners have something under way. */
	get size(): number {
		return this.#owners.size
	}

	/**
	 * Begins now or in its turn; `begin` answers when it has ended. Answers how to
	 * withdraw it while it waits, or undefined when too much of the owner's waits already.
	 */
	enter(owner: string, begin: () => Promise<unknown>): (() => void) | undefined {
		const own = this.#owners.get(owner) ?? { underWay: 0, waiting: new Set() }
		this.#owners.set(owner, own)
		const go = async () => {
			own.underWay++
			await begin().catch(() => {})
			own.underWay--
			const [next] = own.waiting
			if (next) {
				own.waiting.delete(next)
				next()
			} else if (own.underWay === 0) this.#owners.delete(owner)
		}
		if (own.underWay < this.#limits.underWay) {
			go()
			return () => {}
		}
		if (own.waiting.size >= this.#limits.waiting) return
		own.waiting.add(go)
		return () => own.waiting.delete(go)
	}
}
