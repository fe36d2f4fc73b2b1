import { GitError } from '../git/git-error.ts'
import { DELIMITER, FLUSH, line, PacketReader, sideBand } from '../git/pkt-line.ts'
import type { ObjectStore } from '../store/object-store.ts'
import { headOf, peeled, type Ref } from './refs.ts'
import {
	assertWants,
	commonOf,
	type FetchRequest,
	newFetchRequest,
	packFor,
	readLine,
	shallowsOf,
} from './upload-pack.ts'

// Version 2 of the protocol: https://git-scm.com/docs/gitprotocol-v2

/** What the server can, told in the place of its references. */
export const ADVERTISEMENT = Buffer.concat([
	line('version 2'),
	line('agent=git/codecommit'),
	line('ls-refs=unborn'),
	line('fetch=shallow'),
	line('object-format=sha1'),
	FLUSH,
])

/** The repository that is asked about. */
export interface Asked {
	objects: ObjectStore
	refs: ReadonlyArray<Ref>
	defaultBranch?: string
}

/** Answers a command. Throws GitError for what is none. */
export async function answerCommand(asked: Asked, body: Uint8Array): Promise<Uint8Array> {
	const reader = new PacketReader(body)
	const head = reader.lines()
	const args = head.end === 'delimiter' ? reader.lines().lines : []
	const command = head.lines.find((text) => text.startsWith('command='))
	if (command === 'command=ls-refs') return listRefs(asked, args)
	if (command === 'command=fetch') return fetchObjects(asked, args)
	if (body.byteLength === 0 || head.lines.length === 0) return new Uint8Array(0)
	throw new GitError(`unknown ${command ?? 'request'}`)
}

async function listRefs({ objects, refs, defaultBranch }: Asked, args: ReadonlyArray<string>) {
	const wants = new Set(args)
	const prefixes = args.flatMap((text) =>
		text.startsWith('ref-prefix ') ? text.slice('ref-prefix '.length) : [],
	)
	const isAsked = (name: string) =>
		prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix))
	const parts: Array<Uint8Array> = []
	const head = headOf({ defaultBranch } as Parameters<typeof headOf>[0], refs)
	const symref = wants.has('symrefs') ? ` symref-target:refs/heads/${defaultBranch}` : ''
	if (head && isAsked('HEAD')) parts.push(line(`${head.id} HEAD${symref}`))
	else if (!head && wants.has('unborn') && wants.has('symrefs') && isAsked('HEAD')) {
		parts.push(line(`unborn HEAD symref-target:refs/heads/${defaultBranch ?? 'main'}`))
	}
	for (const ref of refs) {
		if (!isAsked(ref.name)) continue
		const tagged = wants.has('peel') ? await peeled(objects, ref) : undefined
		parts.push(line(`${ref.id} ${ref.name}${tagged === undefined ? '' : ` peeled:${tagged}`}`))
	}
	return Buffer.concat([...parts, FLUSH])
}

async function fetchObjects({ objects }: Asked, args: ReadonlyArray<string>): Promise<Uint8Array> {
	const request = readRequest(args)
	await assertWants(objects, request)
	const common = await commonOf(objects, request)
	const parts: Array<Uint8Array> = []
	if (!request.done) {
		parts.push(line('acknowledgments'))
		if (common.length === 0) parts.push(line('NAK'))
		for (const id of common) parts.push(line(`ACK ${id}`))
		if (common.length === 0) return Buffer.concat([...parts, FLUSH])
		// What both have is enough to go on: no second round.
		parts.push(line('ready'), DELIMITER)
	}
	const shallows = await shallowsOf(objects, request)
	if (request.depth !== undefined) {
		parts.push(line('shallow-info'))
		for (const id of shallows.shallow) parts.push(line(`shallow ${id}`))
		for (const id of shallows.unshallow) parts.push(line(`unshallow ${id}`))
		parts.push(DELIMITER)
	}
	const pack = await packFor(objects, request, common, shallows)
	return Buffer.concat([...parts, line('packfile'), ...sideBand(1, pack), FLUSH])
}

/** Words that change how a pack may look, and need nothing of a server that sends no deltas. */
const IGNORED = new Set(['thin-pack', 'no-progress', 'include-tag', 'ofs-delta'])

function readRequest(args: ReadonlyArray<string>): FetchRequest {
	const request = newFetchRequest()
	for (const text of args) {
		if (!readLine(request, text) && !IGNORED.has(text))
			throw new GitError(`unexpected line: '${text.slice(0, 100)}'`)
	}
	return request
}
