import { expect, test } from 'vitest'
import { collection, keyOf, type Scope, World } from './world.ts'

interface Thing {
	size: number
	parts?: Array<string>
}
const things = collection<Thing>('s', 'thing')
const accountThings = collection<Thing>('s', 'accountThing', 'account')
const worldThings = collection<Thing>('s', 'worldThing', 'world')

const PARIS: Scope = { account: '1', region: 'eu-west-3' }
const DUBLIN: Scope = { account: '1', region: 'eu-west-1' }
const OTHER: Scope = { account: '2', region: 'eu-west-3' }

function fill(ids: ReadonlyArray<string>): World {
	const transaction = new World().begin()
	for (const id of ids) transaction.put(things, PARIS, id, { size: id.length })
	return transaction.commit()
}

test('an id is unique as far as its collection reaches', () => {
	const transaction = new World().begin()
	for (const kind of [things, accountThings, worldThings]) transaction.put(kind, PARIS, 'a', { size: 1 })
	const seen = (scope: Scope) =>
		[things, accountThings, worldThings].map((kind) => transaction.get(kind, scope, 'a') !== undefined)
	expect(seen(PARIS)).toEqual([true, true, true])
	expect(seen(DUBLIN)).toEqual([false, true, true])
	expect(seen(OTHER)).toEqual([false, false, true])
})

test('lists are in order and stay within their collection, prefix and bounds', () => {
	const world = fill(['b', 'a/2', 'a/1', 'a', 'a/10', 'c'])
	const ids = (options = {}) => world.entries(things, PARIS, options).map(([id]) => id)
	expect(ids()).toEqual(['a', 'a/1', 'a/10', 'a/2', 'b', 'c'])
	expect(ids({ prefix: 'a/' })).toEqual(['a/1', 'a/10', 'a/2'])
	expect(ids({ prefix: 'a/', after: 'a/1' })).toEqual(['a/10', 'a/2'])
	expect(ids({ prefix: 'a/', after: 'z' })).toEqual([])
	expect(ids({ after: 'A' })).toHaveLength(6)
	expect(ids({ limit: 2, after: 'a' })).toEqual(['a/1', 'a/10'])
	expect(ids({ limit: 0 })).toEqual([])
	expect(world.list(things, DUBLIN)).toEqual([])
})

test('a transaction is seen by nobody until it is committed', () => {
	const world = fill(['a'])
	const transaction = world.begin()
	transaction.put(things, PARIS, 'a', { size: 9 })
	transaction.delete(things, PARIS, 'missing')
	expect(world.get(things, PARIS, 'a')).toEqual({ size: 1 })
	const after = transaction.commit()
	expect(after.get(things, PARIS, 'a')).toEqual({ size: 9 })
	expect(world.get(things, PARIS, 'a')).toEqual({ size: 1 })
	transaction.put(things, PARIS, 'late', { size: 1 })
	expect(after.get(things, PARIS, 'late')).toBeUndefined()
})

test('changes hold each document before and after, and make the same world again', () => {
	const world = fill(['a', 'b'])
	const transaction = world.begin()
	transaction.put(things, PARIS, 'a', { size: 5 })
	transaction.put(things, PARIS, 'a', { size: 6 })
	transaction.delete(things, PARIS, 'b')
	transaction.put(things, PARIS, 'c', { size: 7 })
	transaction.put(things, PARIS, 'gone', { size: 8 })
	transaction.delete(things, PARIS, 'gone')
	const changes = transaction.changes()
	expect(changes).toEqual([
		{ key: keyOf(things, PARIS, 'a'), before: { size: 1 }, after: { size: 6 } },
		{ key: keyOf(things, PARIS, 'b'), before: { size: 1 }, after: null },
		{ key: keyOf(things, PARIS, 'c'), before: null, after: { size: 7 } },
	])
	expect(world.apply(changes).documents()).toEqual(transaction.commit().documents())
	expect(World.from(world.documents()).documents()).toEqual(world.documents())
})

test('an attempt that fails takes back its writes and keeps the earlier ones', async () => {
	const transaction = fill(['a']).begin()
	transaction.put(things, PARIS, 'b', { size: 1 })
	const attempt = transaction.attempt(() => {
		transaction.put(things, PARIS, 'c', { size: 1 })
		transaction.delete(things, PARIS, 'a')
		throw new Error('no')
	})
	await expect(attempt).rejects.toThrow('no')
	expect(transaction.entries(things, PARIS).map(([id]) => id)).toEqual(['a', 'b'])
	expect(transaction.changes()).toHaveLength(1)
})

test('documents cannot be changed in place', () => {
	const document = fill([])
		.begin()
		.put(things, PARIS, 'a', { size: 1, parts: ['x'] })
	expect(() => document.parts?.push('y')).toThrow(TypeError)
})
