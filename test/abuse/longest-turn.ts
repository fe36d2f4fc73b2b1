import { setImmediate } from 'node:timers/promises'

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
		const { user, system } = process.threadCpuUsage(before)
		longest = Math.max(longest, (user + system) / 1000)
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
