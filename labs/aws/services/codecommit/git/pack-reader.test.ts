import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GitObject, objectId } from './objects.ts'
import { copy, distance, entryOf, insert, NOTHING, packOf, readerOf, sizeBytes } from './pack.fixture.ts'
import { unpackEntry } from './pack-entry.ts'
import { PACK_BOUNDS, readPack } from './pack-reader.ts'
import { packObjects } from './pack-writer.ts'

const BASE = Buffer.from('one two three four five six seven eight nine ten')

function deltaOf(base: Uint8Array, ...steps: Array<Uint8Array>) {
	return (size: number) => Buffer.concat([sizeBytes(base.byteLength), sizeBytes(size), ...steps])
}

async function textsIn(pack: Uint8Array, outside = NOTHING) {
	const found = await readPack(pack, outside)
	return Promise.all(found.map(async ({ entry }) => Buffer.from((await unpackEntry(entry)).bytes).toString()))
}

test('what is packed comes out again, whatever it is', async () => {
	const objects = fc.array(
		fc.record({
			type: fc.constantFrom('blob', 'tree', 'commit', 'tag'),
			bytes: fc.uint8Array({ maxLength: 300 }),
		}),
		{ maxLength: 20 },
	)
	await fc.assert(
		fc.asyncProperty(objects, async (given) => {
			const packed = await readPack(await packObjects(given as Array<GitObject>), NOTHING)
			const ids = new Set(await Promise.all(given.map((one) => objectId(one as GitObject))))
			expect(new Set(packed.map(({ id }) => id))).toEqual(ids)
			for (const { entry, id, size } of packed) {
				const object = await unpackEntry(entry)
				expect([await objectId(object), object.bytes.byteLength]).toEqual([id, size])
			}
		}),
	)
})

test('objects above what is inflated at once come out as they went in', async () => {
	const bytes = randomBytes(3 * 1024 * 1024 + 1)
	const [packed] = await readPack(await packObjects([{ type: 'blob', bytes }]), NOTHING)
	expect(Buffer.from((await unpackEntry(packed?.entry ?? bytes)).bytes).equals(bytes)).toBe(true)
})

test('deltas are made whole: by distance, by id, on one another, and on what the repository has', async () => {
	const base = entryOf(3, BASE)
	const byDistance = entryOf(6, deltaOf(BASE, copy(0, 7), insert('!'))(8), {
		base: distance(base.byteLength),
	})
	const onDelta = Buffer.from('one two!')
	const id = Buffer.from(await objectId({ type: 'blob', bytes: onDelta }), 'hex')
	const byId = entryOf(7, deltaOf(onDelta, copy(4, 4))(4), { base: id })
	expect(await textsIn(packOf([base, byDistance, byId]))).toEqual([BASE.toString(), 'one two!', 'two!'])
	const known = await objectId({ type: 'blob', bytes: BASE })
	const outside = readerOf(new Map([[known, { type: 'blob', bytes: BASE }]]))
	const thin = entryOf(7, deltaOf(BASE, copy(8, 5))(5), { base: Buffer.from(known, 'hex') })
	expect(await textsIn(packOf([thin]), outside)).toEqual(['three'])
})

test('a chain of a thousand deltas needs no stack', async () => {
	const entries: Array<Uint8Array> = [entryOf(3, Buffer.from('0'))]
	for (let length = 1; length <= 1_000; length++) {
		const delta = Buffer.concat([sizeBytes(length), sizeBytes(length + 1), copy(0, length), insert('x')])
		entries.push(entryOf(6, delta, { base: distance(entries.at(-1)?.byteLength ?? 0) }))
	}
	const packed = await readPack(packOf(entries), NOTHING)
	expect(packed.at(-1)?.size).toBe(1_001)
})

const BLOB = entryOf(3, BASE)
const REFUSED: Array<[name: string, pack: Uint8Array, message: string]> = [
	['nothing', new Uint8Array(0), 'the pack is cut off'],
	['no pack', Buffer.alloc(64, 'x'), 'this is not a pack'],
	['one that is cut off', packOf([BLOB]).subarray(0, 40), 'an object is damaged'],
	['more objects than there are', packOf([BLOB], 3), 'the pack is cut off'],
	['fewer objects than there are', packOf([BLOB, BLOB], 1), 'the pack has more in it than it says'],
	['millions of objects', packOf([BLOB], 4_000_000_000), 'the pack has more than 20000 objects'],
	[
		'a wrong checksum',
		Buffer.concat([packOf([BLOB]).subarray(0, -1), Buffer.from([0])]),
		'does not match its checksum',
	],
	[
		'an object that is longer than it says',
		packOf([entryOf(3, BASE, { size: 5 })]),
		'not as long as it says',
	],
	[
		'an object that is shorter than it says',
		packOf([entryOf(3, BASE, { size: 500 })]),
		'not as long as it says',
	],
	['an object that says it has 5 GB', packOf([entryOf(3, BASE, { size: 5e9 })]), 'a blob is larger than'],
	['a tree of 2 MB', packOf([entryOf(2, Buffer.alloc(2_000_000))]), 'a tree is larger than 1048576 bytes'],
	['a size without end', packOf([Buffer.alloc(40, 0xff)]), 'an object is too large'],
	['no deflated bytes', packOf([Buffer.from([0x35, 1, 2, 3, 4, 5, 6])]), 'an object is damaged'],
	['an unknown type', packOf([entryOf(5, BASE)]), 'an object of the type 5'],
	[
		'a delta without its base',
		packOf([entryOf(7, deltaOf(BASE, copy(0, 3))(3), { base: Buffer.alloc(20) })]),
		'a delta has no base',
	],
	[
		'a delta on what is before the pack',
		packOf([entryOf(6, deltaOf(BASE)(0), { base: distance(9_999) })]),
		'outside of the pack',
	],
	['a delta on itself', packOf([entryOf(6, deltaOf(BASE)(0), { base: distance(0) })]), 'outside of the pack'],
	[
		'a delta on the middle of an object',
		packOf([BLOB, entryOf(6, deltaOf(BASE)(0), { base: distance(3) })]),
		'a delta has no base',
	],
	[
		'a delta of another base',
		packOf([BLOB, entryOf(6, deltaOf(Buffer.alloc(3))(0), { base: distance(BLOB.byteLength) })]),
		'a delta is of another base',
	],
	[
		'a delta that leaves its base',
		packOf([BLOB, entryOf(6, deltaOf(BASE, copy(40, 40))(40), { base: distance(BLOB.byteLength) })]),
		'leaves its base',
	],
	[
		'a delta that leaves its result',
		packOf([BLOB, entryOf(6, deltaOf(BASE, copy(0, 20))(10), { base: distance(BLOB.byteLength) })]),
		'leaves its base or its result',
	],
	[
		'a delta that makes too little',
		packOf([BLOB, entryOf(6, deltaOf(BASE, copy(0, 5))(10), { base: distance(BLOB.byteLength) })]),
		'makes less than it says',
	],
	[
		'a delta that does nothing for ever',
		packOf([BLOB, entryOf(6, deltaOf(BASE, Buffer.from([0, 0, 0]))(1), { base: distance(BLOB.byteLength) })]),
		'leaves its base or its result',
	],
	[
		'a delta of 4 GB',
		packOf([BLOB, entryOf(6, deltaOf(BASE)(4e9), { base: distance(BLOB.byteLength) })]),
		'a blob is larger than',
	],
]

test.for(REFUSED)('%s is refused', async ([, pack, message]) => {
	await expect(readPack(pack, NOTHING)).rejects.toMatchObject({
		name: 'GitError',
		message: expect.stringContaining(message),
	})
})

test('a bomb of deltas is refused when it has unfolded to its bound', async () => {
	const base = Buffer.alloc(1_000_000)
	const bomb = Buffer.concat([
		sizeBytes(base.byteLength),
		sizeBytes(20_000_000),
		...Array.from({ length: 20 }, () => copy(0, 1_000_000)),
	])
	const entries: Array<Uint8Array> = [entryOf(3, base)]
	const size = (all: ReadonlyArray<Uint8Array>) => all.reduce((sum, { byteLength }) => sum + byteLength, 0)
	for (let index = 0; index < 12; index++) entries.push(entryOf(6, bomb, { base: distance(size(entries)) }))
	const bounds = { ...PACK_BOUNDS, bytes: 50_000_000 }
	expect(packOf(entries).byteLength).toBeLessThan(10_000)
	await expect(readPack(packOf(entries), NOTHING, bounds)).rejects.toMatchObject({
		message: 'the pack unfolds to more than 50000000 bytes',
	})
})

test('zeros that inflate to more than the bound are refused', async () => {
	const zeros = entryOf(3, Buffer.alloc(20_000_000))
	const bounds = { ...PACK_BOUNDS, bytes: 50_000_000 }
	await expect(readPack(packOf([zeros, zeros, zeros]), NOTHING, bounds)).rejects.toThrow(
		'unfolds to more than',
	)
})

test('no byte that is changed goes unnoticed', async () => {
	const pack = await packObjects([
		{ type: 'blob', bytes: BASE },
		{ type: 'blob', bytes: Buffer.from('other') },
	])
	const places = fc.integer({ min: 0, max: pack.byteLength - 1 })
	await fc.assert(
		fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (place, change) => {
			const changed = Uint8Array.from(pack)
			changed[place] = (changed[place] ?? 0) ^ change
			// The version of the pack may be 3 as well as 2.
			await expect(readPack(changed, NOTHING)).rejects.toMatchObject({ name: 'GitError' })
		}),
	)
})
