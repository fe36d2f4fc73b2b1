import { expect, test } from 'vitest'
import { checkPack } from './check-pack.ts'
import { writeCommit } from './commits.ts'
import { treeOf } from './edit-tree.ts'
import { type GitObject, objectId } from './objects.ts'
import { NOTHING } from './pack.fixture.ts'
import { readPack } from './pack-reader.ts'
import { packObjects } from './pack-writer.ts'
import { type TreeEntry, writeTree } from './trees.ts'

const BLOB: GitObject = { type: 'blob', bytes: Buffer.from('x') }
const BLOB_ID = await objectId(BLOB)
const ADA = { name: 'Ada', email: 'ada@example.org', seconds: 1_700_000_000, zone: '+0100' }

function commitOf(tree: string, ...parents: Array<string>): GitObject {
	return {
		type: 'commit',
		bytes: writeCommit({ tree, parents, author: ADA, committer: ADA, message: 'One\n' }),
	}
}

function treeWith(...entries: Array<Partial<TreeEntry>>): GitObject {
	const whole = entries.map((entry) => ({ mode: '100644', name: 'a', id: BLOB_ID, ...entry }) as TreeEntry)
	return { type: 'tree', bytes: writeTree(whole) }
}

async function check(...objects: Array<GitObject>): Promise<void> {
	await checkPack(await readPack(await packObjects(objects), NOTHING), NOTHING)
}

test('a commit with all that it refers to is fine', async () => {
	const { id, fresh } = await treeOf(new Map([['css/site.css', { mode: '100644', id: BLOB_ID }]]))
	await check(BLOB, ...fresh, commitOf(id))
})

const GHOST = 'd'.repeat(40)
const raw = (text: string): GitObject => ({ type: 'tree', bytes: Buffer.from(text, 'latin1') })

const REFUSED: Array<[name: string, objects: Array<GitObject>, message: string]> = [
	['a missing file', [treeWith({ id: GHOST })], `refers to the blob ${GHOST}, which is missing`],
	[
		'a missing folder',
		[treeWith({ mode: '40000', id: GHOST })],
		`refers to the tree ${GHOST}, which is missing`,
	],
	[
		'a file as folder',
		[BLOB, treeWith({ mode: '40000' })],
		`refers to the tree ${BLOB_ID}, which is missing`,
	],
	['a missing tree', [commitOf(GHOST)], `refers to the tree ${GHOST}, which is missing`],
	[
		'a missing parent',
		[commitOf('4b825dc642cb6eb9a060e54bf8d69288fbee4904', GHOST)],
		`refers to the commit ${GHOST}`,
	],
	[
		'a commit without a tree',
		[{ type: 'commit', bytes: Buffer.from('author x\n\nhello') }],
		'a commit lacks its tree',
	],
	['a tag of nothing', [{ type: 'tag', bytes: Buffer.from('tag v1\n\nhello') }], 'a tag lacks its object'],
	['the name ..', [BLOB, treeWith({ name: '..' })], 'an entry of the name'],
	['the name .git', [BLOB, treeWith({ name: '.GIT' })], 'an entry of the name'],
	['the name git~1', [BLOB, treeWith({ name: 'git~1' })], 'an entry of the name'],
	['a path as name', [BLOB, treeWith({ name: '../../etc/passwd' })], 'an entry of the name'],
	['an empty name', [BLOB, treeWith({ name: '' })], 'an entry of the name'],
	['a name twice', [BLOB, treeWith({}, {})], 'a tree is not in order'],
	['an unknown mode', [BLOB, treeWith({ mode: '100777' as '100644' })], 'an entry of the mode 100777'],
	['a name that is not UTF-8', [raw(`100644 \xff\0${'x'.repeat(20)}`)], 'not UTF-8'],
	['a tree that is cut off', [raw('100644 a\0xx')], 'a tree is cut off'],
	[
		'entries out of order',
		[raw(`100644 b\0${'x'.repeat(20)}100644 a\0${'x'.repeat(20)}`)],
		'a tree is not in order',
	],
]

test.for(REFUSED)('%s is refused', async ([, objects, message]) => {
	await expect(check(...objects)).rejects.toMatchObject({
		name: 'GitError',
		message: expect.stringContaining(message),
	})
})
