import { createHash } from 'node:crypto'
import { OUTPUT_CHARACTERS } from './limits.ts'

export interface WorldlyFacts {
	/** The work's own time at its start, epoch milliseconds. */
	startsAt: number
	/** Milliseconds of its own time after which it is stopped. */
	timeoutMs: number
	/** Where its random numbers come from; the same for the same seed. */
	seed: string
	/** Real time after which it is stopped, epoch milliseconds. */
	deadline: number
}

/** Why work is stopped: its own time or the real time is over, or it has written too much. */
export type StopReason = 'timeout' | 'real-time' | 'output'

/** What all commands and programs of one piece of work share: a clock, chance, and what is left of its bounds. */
export class Surroundings {
	readonly #facts: WorldlyFacts
	readonly #began = performance.now()
	#skipped = 0
	#draws = 0
	#outputLeft = OUTPUT_CHARACTERS
	#hasFlooded = false

	constructor(facts: WorldlyFacts) {
		this.#facts = facts
	}

	get deadline(): number {
		return this.#facts.deadline
	}

	/** Why everything is over, or undefined while it goes on. */
	get stopped(): StopReason | undefined {
		if (this.#hasFlooded) return 'output'
		if (this.elapsed() > this.#facts.timeoutMs) return 'timeout'
		if (Date.now() > this.#facts.deadline) return 'real-time'
		return undefined
	}

	/** The work's own time, epoch milliseconds. */
	now(): number {
		return this.#facts.startsAt + this.elapsed()
	}

	/** Milliseconds of its own time since its start: those that really passed and those that it slept. */
	elapsed(): number {
		return Math.floor(performance.now() - this.#began) + this.#skipped
	}

	/** Milliseconds until it is stopped for its own time or the real one; at least 1. */
	left(): number {
		const real = this.#facts.deadline - Date.now()
		return Math.max(1, Math.min(real, this.#facts.timeoutMs - this.elapsed()))
	}

	/** Lets time pass without waiting. */
	skip(milliseconds: number): void {
		if (milliseconds > 0) this.#skipped += milliseconds
	}

	/** A number from 0 to below 1. */
	random(): number {
		const digest = createHash('sha256')
			.update(`${this.#facts.seed}:${this.#draws++}`)
			.digest()
		return digest.readUInt32BE(0) / 2 ** 32
	}

	/** The part of an output that still has room; once there is none left, everything is over. */
	accept(text: string): string {
		const taken = text.slice(0, this.#outputLeft)
		this.#outputLeft -= taken.length
		if (taken.length < text.length) this.#hasFlooded = true
		return taken
	}
}
