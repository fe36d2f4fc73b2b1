import { checkPack } from '../git/check-pack.ts'
import { GitError } from '../git/git-error.ts'
import { writeIndexedPack } from '../git/indexed-pack.ts'
import { readPack } from '../git/pack-reader.ts'
import { FLUSH, line, sideBand } from '../git/pkt-line.ts'
import type { ObjectStore } from '../store/object-store.ts'
import type { GitPushInput, GitPushOutput } from '../transport/git-push.ts'
import { type PushRequest, readPush } from './push-request.ts'

/** What is told of the server behind its first reference. */
export const CAPABILITIES =
	'report-status delete-refs side-band-64k quiet atomic ofs-delta object-format=sha1 agent=git/codecommit'

/**
 * Answers a push: its objects are unfolded and checked aside, and `push` has the
 * world take them and move the references. Throws GitError for what is no push.
 */
export async function answerPush(
	objects: ObjectStore,
	body: Uint8Array,
	push: (input: GitPushInput) => Promise<GitPushOutput>,
): Promise<Uint8Array> {
	// A probe: git asks whether it is let in before it sends a large body.
	if (Buffer.from(body).equals(FLUSH)) return new Uint8Array(0)
	const request = readPush(body)
	const { commands: moves, capabilities } = request
	try {
		const pack = await unpack(objects, request)
		const atomic = capabilities.has('atomic')
		const { refused } = await push({ moves, atomic, ...(pack && { pack }) })
		return report(request, 'unpack ok', refused)
	} catch (error) {
		if (!(error instanceof GitError)) throw error
		const refused = Object.fromEntries(moves.map(({ name }) => [name, 'unpacker error']))
		return report(request, `unpack ${error.message}`, refused)
	}
}

async function unpack(
	objects: ObjectStore,
	{ commands, pack }: PushRequest,
): Promise<Uint8Array | undefined> {
	if (pack.byteLength === 0) {
		if (commands.some(({ after }) => after !== undefined)) throw new GitError('the pack is missing')
		return
	}
	const packed = await readPack(pack, objects)
	await checkPack(packed, objects)
	return writeIndexedPack(packed)
}

function report(
	{ commands, capabilities }: PushRequest,
	unpacked: string,
	refused: Readonly<Record<string, string>>,
): Uint8Array {
	if (!capabilities.has('report-status')) return new Uint8Array(0)
	const lines = commands.map(({ name }) => {
		const reason = Object.hasOwn(refused, name) ? refused[name] : undefined
		return line(reason === undefined ? `ok ${name}` : `ng ${name} ${reason}`)
	})
	const status = Buffer.concat([line(unpacked), ...lines, FLUSH])
	return capabilities.has('side-band-64k') ? Buffer.concat([...sideBand(1, status), FLUSH]) : status
}
