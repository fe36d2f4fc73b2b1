import { GitError } from '../git/git-error.ts'
import { FLUSH, line, PacketReader, sideBand } from '../git/pkt-line.ts'
import type { ObjectStore } from '../store/object-store.ts'
import {
	assertWants,
	commonOf,
	type FetchRequest,
	newFetchRequest,
	packFor,
	readLine,
	shallowsOf,
} from './upload-pack.ts'

// Versions 0 and 1 of the protocol: https://git-scm.com/docs/gitprotocol-pack

/** What is told of the server behind its first reference. */
export const CAPABILITIES =
	'multi_ack_detailed no-done side-band side-band-64k ofs-delta shallow no-progress allow-tip-sha1-in-want allow-reachable-sha1-in-want object-format=sha1 agent=git/codecommit'

/** Answers what a client asks for. Throws GitError for what is no request. */
export async function answerFetch(objects: ObjectStore, body: Uint8Array): Promise<Uint8Array> {
	const request = readRequest(body)
	if (request.wants.length === 0) return new Uint8Array(0)
	await assertWants(objects, request)
	const parts: Array<Uint8Array> = []
	const shallows = await shallowsOf(objects, request)
	if (request.depth !== undefined) {
		for (const id of shallows.shallow) parts.push(line(`shallow ${id}`))
		for (const id of shallows.unshallow) parts.push(line(`unshallow ${id}`))
		parts.push(FLUSH)
		// A client without haves asks in two steps: first where histories end, then for the pack.
		if (!request.done && request.haves.length === 0) return Buffer.concat(parts)
	}
	const common = await commonOf(objects, request)
	const detailed = request.capabilities.has('multi_ack_detailed')
	const last = common.at(-1)
	if (detailed) for (const id of common) parts.push(line(`ACK ${id} common`))
	else if (last !== undefined) parts.push(line(`ACK ${last}`))
	const ready = detailed && last !== undefined && request.capabilities.has('no-done')
	if (ready && !request.done) parts.push(line(`ACK ${last} ready`))
	if (!request.done && (detailed || last === undefined)) parts.push(line('NAK'))
	if (!request.done && !ready) return Buffer.concat(parts)
	if (last === undefined) {
		if (request.done) parts.push(line('NAK'))
	} else if (detailed) parts.push(line(`ACK ${last}`))
	const pack = await packFor(objects, request, common, shallows)
	const banded = request.capabilities.has('side-band-64k') || request.capabilities.has('side-band')
	return Buffer.concat([...parts, ...(banded ? [...sideBand(1, pack), FLUSH] : [pack])])
}

function readRequest(body: Uint8Array): FetchRequest {
	const reader = new PacketReader(body)
	const request = newFetchRequest()
	for (let more = true; more; ) {
		const { lines, end } = reader.lines()
		for (const [index, text] of lines.entries()) {
			const [, , ...capabilities] = text.split(' ')
			if (index === 0 && text.startsWith('want ') && request.capabilities.size === 0) {
				request.capabilities = new Set(capabilities)
			}
			if (!readLine(request, text)) throw new GitError('unknown line')
		}
		more = end === 'flush'
	}
	return request
}
