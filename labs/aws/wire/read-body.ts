import type { IncomingMessage } from 'node:http'
import type { BodyBudget } from './body-budget.ts'

/** A client that left in the middle of its body. */
export class ClientLeft extends Error {
	override readonly name = 'ClientLeft'
}

/** There is no room for more bodies at the moment. */
export class NoRoom extends Error {
	override readonly name = 'NoRoom'
}

/**
 * The body, cut off just past its limit: what is longer is refused by whoever
 * asked for it. What it takes of the budget is given back by `release`. Listens to
 * events: the stream's iterator costs more than all else that is done to a small
 * request. Rejects with ClientLeft or NoRoom.
 */
export function readBody(
	message: IncomingMessage,
	limit: number,
	budget: BodyBudget,
	owner: string,
): Promise<{ body: Uint8Array; release(): void }> {
	return new Promise((resolve, reject) => {
		const chunks: Array<Uint8Array> = []
		let size = 0
		const release = () => {
			budget.release(owner, size)
			size = 0
		}
		const finish = () => {
			const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
			resolve({ body, release })
		}
		const give = (error: Error) => {
			message.pause()
			release()
			reject(error)
		}
		message.on('data', (chunk: Uint8Array) => {
			if (!budget.take(owner, chunk.byteLength)) return give(new NoRoom('Too many bodies at the same time'))
			chunks.push(chunk)
			size += chunk.byteLength
			if (size <= limit) return
			message.pause()
			finish()
		})
		message.on('end', finish)
		message.on('close', () => {
			if (!message.complete) give(new ClientLeft('The client left in the middle of its body'))
		})
		message.on('error', give)
	})
}
