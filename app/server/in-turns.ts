import { AsyncResource } from 'node:async_hooks'
import type { IncomingMessage, RequestListener } from 'node:http'
import { RequestTurns } from './request-turns.ts'

/** Live streams and commands that wait are among them, each with a limit of its own below this one. */
const PERSON = { underWay: 24, waiting: 64 }
/** Whoever is not signed in shares their address, with a whole class perhaps. */
const ADDRESS = { underWay: 64, waiting: 256 }

/** Who sends a request: a session that is one, or an address. */
export type RequestOwner = { person: string } | { address: string }

/**
 * A listener that one sender does not fill: past so many requests under way their
 * next ones wait, and past so many waiting they are refused. A request that is given up
 * while it waits is never begun.
 */
export function inTurns(
	listener: (...args: Parameters<RequestListener>) => Promise<unknown>,
	ownerOf: (request: IncomingMessage) => Promise<RequestOwner>,
): (...args: Parameters<RequestListener>) => Promise<void> {
	const people = new RequestTurns(PERSON)
	const addresses = new RequestTurns(ADDRESS)
	return async (req, res) => {
		const owner = await ownerOf(req)
		if (res.destroyed) return
		// One that waited is begun by the end of another, whose context is not its own.
		const begin = AsyncResource.bind(() => listener(req, res))
		const withdraw =
			'person' in owner ? people.enter(owner.person, begin) : addresses.enter(owner.address, begin)
		if (withdraw) return void res.once('close', withdraw)
		res.writeHead(429, { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '5' })
		res.end('Trop de demandes sont déjà en cours. Attendez quelques secondes, puis recommencez.')
	}
}
