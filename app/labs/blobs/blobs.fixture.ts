import { randomBytes } from 'node:crypto'

/** Bytes that nothing compresses. */
export function noise(mebibytes: number): Uint8Array {
	return randomBytes(mebibytes * 1024 * 1024)
}

/** How many turns the event loop takes while something is done: one at least for each piece of it. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
	let turns = 0
	let next: NodeJS.Immediate | undefined
	const count = () => {
		turns++
		next = setImmediate(count)
	}
	count()
	await work()
	clearImmediate(next)
	return turns
}
