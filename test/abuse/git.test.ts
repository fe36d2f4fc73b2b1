import { expect, test } from 'vitest'
import { createAccount, rootOf } from '#labs/aws/identity/credentials.ts'
import { checkPack } from '#labs/aws/services/codecommit/git/check-pack.ts'
import { writeCommit } from '#labs/aws/services/codecommit/git/commits.ts'
import { writeIndexedPack } from '#labs/aws/services/codecommit/git/indexed-pack.ts'
import { linesOf, mergeHunks } from '#labs/aws/services/codecommit/git/merge-text.ts'
import { type GitObject, objectId } from '#labs/aws/services/codecommit/git/objects.ts'
import {
	copy,
	distance,
	entryOf,
	NOTHING,
	packOf,
	sizeBytes,
} from '#labs/aws/services/codecommit/git/pack.fixture.ts'
import { readPack } from '#labs/aws/services/codecommit/git/pack-reader.ts'
import { packObjects } from '#labs/aws/services/codecommit/git/pack-writer.ts'
import { writeTree } from '#labs/aws/services/codecommit/git/trees.ts'
import type { GitPushInput } from '#labs/aws/services/codecommit/transport/git-push.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { MemoryBlobs } from '#labs/aws/world/blobs.ts'
import { MemoryJournal } from '#labs/aws/world/journal.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'
import { heldShare, longestTurn } from './longest-turn.ts'

// What is pushed is unfolded and checked in turns: none of these holds the event loop.

const MIB = 1024 * 1024

const held = (work: () => unknown) => heldShare(() => longestTurn(work))

test('a pack of large zeros', async () => {
	const pack = packOf([entryOf(3, Buffer.alloc(30 * MIB)), entryOf(3, Buffer.alloc(31 * MIB))])
	expect(await held(() => readPack(pack, NOTHING))).toBeLessThanOrEqual(1)
})

test('a pack of very many small objects', async () => {
	const blobs = Array.from(
		{ length: 20_000 },
		(_, index): GitObject => ({ type: 'blob', bytes: Buffer.from(`${index}`) }),
	)
	const pack = await packObjects(blobs)
	expect(await held(() => readPack(pack, NOTHING))).toBeLessThanOrEqual(1)
})

test('a delta of millions of steps, and deltas that unfold to much', async () => {
	const base = Buffer.alloc(MIB)
	const steps = Buffer.concat(Array.from({ length: 500_000 }, () => copy(0, 1)))
	const small = Buffer.concat([sizeBytes(MIB), sizeBytes(500_000), steps])
	const large = Buffer.concat([
		sizeBytes(MIB),
		sizeBytes(30 * MIB),
		...Array.from({ length: 30 }, () => copy(0, MIB)),
	])
	const first = entryOf(3, base)
	const second = entryOf(6, small, { base: distance(first.byteLength) })
	const third = entryOf(6, large, { base: distance(first.byteLength + second.byteLength) })
	const pack = packOf([first, second, third])
	expect(await held(() => readPack(pack, NOTHING))).toBeLessThanOrEqual(1)
})

test('a tree of very many names', async () => {
	const blob: GitObject = { type: 'blob', bytes: Buffer.from('x') }
	const id = await objectId(blob)
	const entries = Array.from({ length: 20_000 }, (_, index) => ({
		mode: '100644' as const,
		name: `f${index}`,
		id,
	}))
	const packed = await readPack(
		await packObjects([blob, { type: 'tree', bytes: writeTree(entries) }]),
		NOTHING,
	)
	expect(await held(() => checkPack(packed, NOTHING))).toBeLessThanOrEqual(1)
})

test('a history of wide folders, pushed and looked through', async () => {
	const { sandbox, push, ask } = await openRepository()
	const blob: GitObject = { type: 'blob', bytes: Buffer.from('x') }
	const id = await objectId(blob)
	const wide = Array.from({ length: 20_000 }, (_, index) => ({
		mode: '100644' as const,
		name: `f${index}`,
		id,
	}))
	const tree: GitObject = { type: 'tree', bytes: writeTree(wide) }
	const treeId = await objectId(tree)
	const objects = [blob, tree]
	let tip: string | undefined
	for (let seconds = 0; seconds < 300; seconds++) {
		const who = { name: 'Ada', email: '', seconds, zone: '+0000' }
		const parents = tip === undefined ? [] : [tip]
		const commit: GitObject = {
			type: 'commit',
			bytes: writeCommit({ tree: treeId, parents, author: who, committer: who, message: '' }),
		}
		objects.push(commit)
		tip = await objectId(commit)
	}
	const packed = await readPack(await packObjects(objects), NOTHING)
	const pack = await writeIndexedPack(packed)
	const branches = ['main', 'second', 'third'].values()
	const pushed = () =>
		push({ moves: [{ name: `refs/heads/${branches.next().value}`, after: tip ?? '' }], pack })
	expect(await held(pushed)).toBeLessThanOrEqual(1)
	expect(await held(() => ask('ListFileCommitHistory', { filePath: 'f7' }))).toBeLessThanOrEqual(1)
	expect(await held(() => ask('GetDifferences', { afterCommitSpecifier: 'main' }))).toBeLessThanOrEqual(1)
	expect(sandbox.world.size).toBeLessThan(50)
})

const account = '111122223333'

/** A world with an empty repository, and how its root speaks to CodeCommit. */
async function openRepository() {
	const host = { services, authorize, journal: new MemoryJournal(), realNow: Date.now }
	const fresh = { seed: 'abuse', number: 1n, startsAt: Date.UTC(2026, 0, 5), speed: 0 }
	const sandbox = await Sandbox.open('abuse', host, new MemoryBlobs(), fresh)
	await sandbox.arrange('Account', (call) => createAccount(call, { account }), WORLD_SCOPE)
	const ask = (operation: string, input: object) =>
		sandbox.call({
			principal: rootOf(account),
			scope: { account, region: 'eu-west-3' },
			service: 'codecommit',
			operation,
			input: { repositoryName: 'site', ...input },
		})
	await ask('CreateRepository', {})
	return { sandbox, ask, push: (input: GitPushInput) => ask('GitPush', input) }
}

test('texts that have nothing in common', async () => {
	const lines = (mark: string) =>
		linesOf(Array.from({ length: 50_000 }, (_, index) => `${mark}${index % 7}${index}\n`).join(''))
	const texts = { base: lines('a'), source: lines('b'), destination: lines('c') }
	expect(await held(async () => mergeHunks(texts))).toBeLessThanOrEqual(1)
})
