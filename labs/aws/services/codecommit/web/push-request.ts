import { GitError } from '../git/git-error.ts'
import { NO_OBJECT, OBJECT_ID } from '../git/objects.ts'
import { PacketReader } from '../git/pkt-line.ts'

// https://git-scm.com/docs/gitprotocol-pack#_pushing_data_to_a_server

/** A reference that a client wants moved; `before` and `after` are left out for nothing. */
export interface PushCommand {
	name: string
	before?: string
	after?: string
}

export interface PushRequest {
	commands: Array<PushCommand>
	capabilities: ReadonlySet<string>
	/** Empty when only references go. */
	pack: Uint8Array
}

/** https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html */
const REFERENCES_AT_MOST = 4_000

/** Reads what a client pushes. Throws GitError for what is no push. */
export function readPush(body: Uint8Array): PushRequest {
	const reader = new PacketReader(body)
	const { lines, end } = reader.lines()
	if (end !== 'flush') throw new GitError('the push is cut off')
	let capabilities: ReadonlySet<string> = new Set()
	const commands: Array<PushCommand> = []
	for (const text of lines) {
		if (text.startsWith('shallow ')) continue
		const [command = '', told] = text.split('\0')
		if (told !== undefined) capabilities = new Set(told.trim().split(' '))
		commands.push(readCommand(command))
	}
	if (commands.length > REFERENCES_AT_MOST) {
		throw new GitError(`a push may move at most ${REFERENCES_AT_MOST} references`)
	}
	if (new Set(commands.map(({ name }) => name)).size < commands.length) {
		throw new GitError('a reference is there twice')
	}
	return { commands, capabilities, pack: reader.rest }
}

function readCommand(text: string): PushCommand {
	const [before = '', after = '', ...rest] = text.split(' ')
	const name = rest.join(' ')
	if (!OBJECT_ID.test(before) || !OBJECT_ID.test(after) || name === '') throw new GitError('bad push command')
	return {
		name,
		...(before !== NO_OBJECT && { before }),
		...(after !== NO_OBJECT && { after }),
	}
}
