import { log } from '#app/platform/log.server.ts'
import type { Scene } from '#labs/scene.ts'
import { labHost } from './lab-host.server.ts'
import { liveState } from './live-state.server.ts'
import type { OpenSandbox } from './sandboxes.server.ts'
import { worldId } from './world-id.ts'

/** Streams that one person, and all together, may have open. */
const PER_PERSON = 8
const IN_ALL = 2_000

/** Milliseconds that a feed is kept without a reader: a page that is loaded again finds its state made. */
const KEPT_MS = 5_000

type Watched = OpenSandbox & { lab: Scene }

/** The newest state of one world as an event, made once for all who watch it. */
class Feed {
	readonly #open: Watched
	readonly #stops: ReadonlyArray<() => void>
	readonly #waiting = new Set<() => void>()
	#making = false
	#stale = false
	/** Goes up with each state. */
	version = 0
	bytes = new Uint8Array(0)

	constructor(open: Watched) {
		this.#open = open
		const refresh = () => void this.#refresh()
		this.#stops = [open.sandbox.subscribe(refresh), labHost().onFirstRemoteCall(open.row.id, refresh)]
		refresh()
	}

	/** Comes back once there is a state newer than that version, or the signal is aborted. */
	newerThan(version: number, signal: AbortSignal): Promise<void> {
		if (this.version > version || signal.aborted) return Promise.resolve()
		return new Promise((resolve) => {
			const done = () => {
				this.#waiting.delete(done)
				signal.removeEventListener('abort', done)
				resolve()
			}
			this.#waiting.add(done)
			signal.addEventListener('abort', done)
		})
	}

	stop(): void {
		for (const stop of this.#stops) stop()
		for (const wake of [...this.#waiting]) wake()
	}

	/** One state for each burst of changes: what changes while one is made is in the next. */
	async #refresh(): Promise<void> {
		this.#stale = true
		if (this.#making) return
		this.#making = true
		try {
			while (this.#stale) {
				this.#stale = false
				const state = await liveState(this.#open, this.#open.lab)
				this.bytes = new TextEncoder().encode(`id: ${state.seq}\ndata: ${JSON.stringify(state)}\n\n`)
				this.version++
				for (const wake of [...this.#waiting]) wake()
			}
		} catch (err) {
			log.error({ err }, 'live state')
		}
		this.#making = false
	}
}

/** A place among who watches a world; to be left. */
export interface Seat {
	feed: Feed
	leave(): void
}

interface SharedFeed {
	feed: Feed
	seats: number
	/** Set while nobody reads it. */
	ending?: NodeJS.Timeout
}

/** Who watches what: one feed for each world that is watched. */
class LiveFeeds {
	readonly #feeds = new Map<string, SharedFeed>()
	readonly #perPerson = new Map<string, number>()
	#all = 0

	/** Streams open at the moment. */
	get open(): number {
		return this.#all
	}

	/** A seat, or undefined when the person, or the process, has too many. */
	take(open: Watched): Seat | undefined {
		const { userId } = open.row
		const own = this.#perPerson.get(userId) ?? 0
		if (own >= PER_PERSON || this.#all >= IN_ALL) return
		const id = worldId(open.row)
		const shared: SharedFeed = this.#feeds.get(id) ?? { feed: new Feed(open), seats: 0 }
		this.#feeds.set(id, shared)
		clearTimeout(shared.ending)
		shared.seats++
		this.#perPerson.set(userId, own + 1)
		this.#all++
		let left = false
		return {
			feed: shared.feed,
			leave: () => {
				if (left) return
				left = true
				this.#all--
				const rest = (this.#perPerson.get(userId) ?? 1) - 1
				if (rest > 0) this.#perPerson.set(userId, rest)
				else this.#perPerson.delete(userId)
				if (--shared.seats > 0) return
				shared.ending = setTimeout(() => this.#end(id, shared), KEPT_MS).unref()
			},
		}
	}

	#end(id: string, { feed }: SharedFeed): void {
		feed.stop()
		this.#feeds.delete(id)
	}
}

export const liveFeeds = new LiveFeeds()
