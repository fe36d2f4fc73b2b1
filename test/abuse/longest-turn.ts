import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

/** Milliseconds that no input may hold the event loop for, on a machine at rest. */
const HELD_MS = 50
/** What the reference below takes of such a machine, in milliseconds. */
const REFERENCE_MS = 12
/** Of so many attempts the best counts: a collection of garbage is no input's doing. */
const ATTEMPTS = 3

/**
 * The shortest of the longest turns that something took in a few attempts, as a
 * share of what is allowed; above 1, it holds the event loop. A slower processor is
 * allowed more, by as much as a fixed piece of work takes it longer.
 */
export async function heldShare(attempt: () => Promise<number>): Promise<number> {
	const allowed = HELD_MS * Math.max(1, slowness())
	let least = Number.POSITIVE_INFINITY
	for (let attempts = 0; attempts < ATTEMPTS && least > allowed; attempts++)
		least = Math.min(least, await attempt())
	return least / allowed
}

/** How much slower than the machine at rest this processor is at the moment. */
function slowness(): number {
	const bytes = Buffer.alloc(1024 * 1024)
	const times = Array.from({ length: 3 }, () => {
		const before = process.threadCpuUsage()
		for (let round = 0; round < 8; round++) createHash('sha256').update(bytes).digest()
		return milliseconds(process.threadCpuUsage(before))
	})
	return Math.max(...times) / REFERENCE_MS
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
	return (user + system) / 1000
}

/**
 * The most milliseconds of processor time that work takes within one turn of the
 * event loop. Counts this thread alone: what other processes take of the machine
 * meanwhile is not in it, nor is what runs in Node's thread pool or in workers.
 */
export async function longestTurn(work: () => unknown): Promise<number> {
	let longest = 0
	let over = false
	// The first turn is the work's own start.
	await setImmediate()
	let before = process.threadCpuUsage()
	const note = () => {
		longest = Math.max(longest, milliseconds(process.threadCpuUsage(before)))
		before = process.threadCpuUsage()
	}
	const done = (async () => {
		try {
			await work()
		} finally {
			over = true
		}
	})()
	// Before its first wait, work runs in this very turn.
	note()
	while (!over) {
		await setImmediate()
		note()
	}
	await done
	return longest
}
