import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'

/** What nothing of a visitor's may exceed on a machine at rest, in milliseconds. */
const AT_MOST_MS = 50
/** How long the reference below takes on a machine at rest, in milliseconds. */
const REFERENCE_MS = 12

/**
 * The longest time that some work held the event loop, as a share of what is
 * allowed. A slow or busy machine is allowed more, by as much as it was slower at a
 * fixed piece of work just before and just after.
 */
export async function loopHeld(work: () => Promise<unknown>): Promise<number> {
	const before = slowness()
	const watch = watchTurns()
	await turn()
	watch.forget()
	await work()
	await turn()
	return watch.end() / (AT_MOST_MS * Math.max(1, before, slowness()))
}

/** The longest time between two turns of the event loop, in milliseconds. */
function watchTurns() {
	let longest = 0
	let last = performance.now()
	let on = true
	const look = () => {
		const now = performance.now()
		longest = Math.max(longest, now - last)
		last = now
		if (on) setImmediate(look)
	}
	setImmediate(look)
	return {
		forget() {
			longest = 0
		},
		end() {
			on = false
			return longest
		},
	}
}

function turn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve))
}

/** How much slower than at rest the machine is at the moment. */
function slowness(): number {
	const bytes = Buffer.alloc(1024 * 1024)
	const times = Array.from({ length: 5 }, () => {
		const from = performance.now()
		for (let round = 0; round < 8; round++) createHash('sha256').update(bytes).digest()
		return performance.now() - from
	})
	return Math.max(...times) / REFERENCE_MS
}
