import { setImmediate } from 'node:timers/promises'

/** Milliseconds that work goes on before it lets others in. */
const STRETCH_MS = 8

/** Lets the event loop turn in the middle of work whose length is its input's to say. */
export class Pacer {
	#since = performance.now()

	/** To be awaited between two pieces of the work: waits for a turn when it has run long enough. */
	pause(): Promise<void> | undefined {
		if (performance.now() - this.#since < STRETCH_MS) return
		return this.#giveWay()
	}

	async #giveWay(): Promise<void> {
		await setImmediate()
		this.#since = performance.now()
	}
}
