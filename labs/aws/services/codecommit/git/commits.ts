import { GitError } from './git-error.ts'
import { OBJECT_ID, type ObjectReader, type ObjectType } from './objects.ts'

/** Who wrote or made a commit, and when. */
export interface Signature {
	name: string
	email: string
	/** Seconds since 1970. */
	seconds: number
	/** `+0100` */
	zone: string
}

export interface Commit {
	tree: string
	parents: ReadonlyArray<string>
	author: Signature
	committer: Signature
	message: string
}

/** An annotated tag, as far as others need it. */
export interface Tag {
	object: string
	type: ObjectType
}

/** The bytes of a commit. */
export function writeCommit({ tree, parents, author, committer, message }: Commit): Uint8Array {
	const headers = [
		`tree ${tree}`,
		...parents.map((parent) => `parent ${parent}`),
		`author ${writeSignature(author)}`,
		`committer ${writeSignature(committer)}`,
	]
	return Buffer.from(`${headers.join('\n')}\n\n${message}`)
}

function writeSignature({ name, email, seconds, zone }: Signature): string {
	return `${name} <${email}> ${seconds} ${zone}`
}

/** Reads a commit. Throws GitError for what is none. */
export function readCommit(bytes: Uint8Array): Commit {
	const { headers, message } = split(bytes)
	const of = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value)
	const [tree = ''] = of('tree')
	const parents = of('parent')
	const [author] = of('author')
	const [committer] = of('committer')
	if (![tree, ...parents].every((id) => OBJECT_ID.test(id)) || !author || !committer) {
		throw new GitError('a commit lacks its tree, its author or its committer')
	}
	return { tree, parents, author: readSignature(author), committer: readSignature(committer), message }
}

/** Reads an annotated tag. Throws GitError for what is none. */
export function readTag(bytes: Uint8Array): Tag {
	const headers = new Map(split(bytes).headers)
	const object = headers.get('object') ?? ''
	const type = headers.get('type') ?? ''
	if (!OBJECT_ID.test(object) || !/^(commit|tree|blob|tag)$/.test(type) || !headers.get('tag')) {
		throw new GitError('a tag lacks its object, its type or its name')
	}
	return { object, type: type as ObjectType }
}

/** The lines before the first empty one, as names and values; a line that goes on with a space belongs to the one before. */
function split(bytes: Uint8Array): { headers: Array<[name: string, value: string]>; message: string } {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
	const end = text.indexOf('\n\n')
	const head = end < 0 ? text.replace(/\n$/, '') : text.slice(0, end)
	const headers = head
		.split('\n')
		.filter((line) => !line.startsWith(' '))
		.map((line): [string, string] => {
			const space = line.indexOf(' ')
			return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)]
		})
	return { headers, message: end < 0 ? '' : text.slice(end + 2) }
}

function readSignature(text: string): Signature {
	const end = text.lastIndexOf('>')
	const start = text.indexOf('<')
	const [seconds = '', zone = ''] = text
		.slice(end + 1)
		.trim()
		.split(' ')
	if (start < 0 || end < start || !/^\d{1,15}$/.test(seconds) || !/^[+-]\d{4}$/.test(zone)) {
		throw new GitError('a commit does not say who made it and when')
	}
	return {
		name: text.slice(0, start).trim(),
		email: text.slice(start + 1, end),
		seconds: Number(seconds),
		zone,
	}
}

/** The commit of an id, through annotated tags; undefined when there is none. */
export async function findCommit(
	objects: ObjectReader,
	id: string,
): Promise<{ id: string; commit: Commit } | undefined> {
	let at = id
	for (let depth = 0; depth < TAGS_AT_MOST; depth++) {
		const object = await objects.read(at)
		if (object?.type === 'commit') return { id: at, commit: readCommit(object.bytes) }
		if (object?.type !== 'tag') return
		at = readTag(object.bytes).object
	}
}

/** Tags of tags of tags. */
const TAGS_AT_MOST = 16
