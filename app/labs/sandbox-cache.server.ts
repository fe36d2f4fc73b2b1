import type { Sandbox } from '#labs/aws/world/sandbox.ts'

/** Longest that a timer of Node can wait, in milliseconds. */
const TIMER_MS = 2 ** 31 - 1

interface Cached {
	opening: Promise<Sandbox>
	/** Set while something is due: the moment in real time that wakes the world. */
	timer?: NodeJS.Timeout
}

/**
 * The worlds that this process has open, least recently used first. An open
 * world wakes when its next step is due, so that a page that only watches sees
 * it happen; one that is put away costs nothing and is opened again from its
 * journal.
 */
export class SandboxCache {
	readonly #cached = new Map<string, Cached>()
	readonly #size: number
	readonly #onError: (error: unknown) => void
	readonly #onClose: (sandbox: Sandbox) => void

	/** `onClose` hears of each world that is put away. */
	constructor(size: number, onError: (error: unknown) => void, onClose: (sandbox: Sandbox) => void) {
		this.#size = size
		this.#onError = onError
		this.#onClose = onClose
	}

	/** The open world of that id; `open` is asked once, however many wait for it. */
	async open(id: string, open: () => Promise<Sandbox>): Promise<Sandbox> {
		const known = this.#cached.get(id)
		if (known) {
			this.#cached.delete(id)
			this.#cached.set(id, known)
			return known.opening
		}
		const cached: Cached = { opening: open() }
		this.#cached.set(id, cached)
		try {
			const sandbox = await cached.opening
			sandbox.subscribe(() => this.#wakeWhenDue(cached, sandbox))
			this.#wakeWhenDue(cached, sandbox)
			this.#evict()
			return sandbox
		} catch (error) {
			this.#cached.delete(id)
			throw error
		}
	}

	/** Puts a world away, e.g. after a reset. */
	close(id: string): void {
		const cached = this.#cached.get(id)
		clearTimeout(cached?.timer)
		cached?.opening.then(this.#onClose, () => {})
		this.#cached.delete(id)
	}

	closeAll(): void {
		for (const id of [...this.#cached.keys()]) this.close(id)
	}

	#evict(): void {
		for (const id of this.#cached.keys()) {
			if (this.#cached.size <= this.#size) return
			this.close(id)
		}
	}

	#wakeWhenDue(cached: Cached, sandbox: Sandbox): void {
		clearTimeout(cached.timer)
		const dueAt = sandbox.nextDueAt()
		if (dueAt === undefined) return
		const delay = Math.min(Math.max(0, Math.ceil(dueAt - sandbox.host.realNow())), TIMER_MS)
		cached.timer = setTimeout(() => {
			sandbox.advance().then(() => this.#wakeWhenDue(cached, sandbox), this.#onError)
		}, delay)
		cached.timer.unref()
	}
}
