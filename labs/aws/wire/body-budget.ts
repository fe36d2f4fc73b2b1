/** Bytes of bodies that a process holds at the same time, and of them each owner. */
export class BodyBudget {
	readonly #most: number
	readonly #perOwner: number
	readonly #held = new Map<string, number>()
	#all = 0

	constructor(most: number, perOwner: number) {
		this.#most = most
		this.#perOwner = perOwner
	}

	/** Takes room for bytes of an owner; false when there is none left. */
	take(owner: string, bytes: number): boolean {
		const own = (this.#held.get(owner) ?? 0) + bytes
		if (this.#all + bytes > this.#most || own > this.#perOwner) return false
		this.#held.set(owner, own)
		this.#all += bytes
		return true
	}

	/** Gives room back. */
	release(owner: string, bytes: number): void {
		const own = (this.#held.get(owner) ?? 0) - bytes
		if (own > 0) this.#held.set(owner, own)
		else this.#held.delete(owner)
		this.#all -= bytes
	}
}
