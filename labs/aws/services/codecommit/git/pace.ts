import { setImmediate } from 'node:timers/promises'

/** Bytes that are worked through between two turns of the event loop: a few milliseconds of inflation. */
const BYTES_PER_TURN = 512 * 1024
/** What any object costs beside its bytes. */
const OBJECT_BYTES = 4 * 1024

/** Gives the event loop a turn each time that enough work was done. */
export class Pace {
	#done = 0

	/** Counts an object's bytes as worked through. */
	async step(bytes = 0): Promise<void> {
		this.#done += bytes + OBJECT_BYTES
		if (this.#done < BYTES_PER_TURN) return
		this.#done = 0
		await setImmediate()
	}
}
