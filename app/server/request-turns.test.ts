import { expect, test } from 'vitest'
import { RequestTurns } from './request-turns.ts'

/** Something that goes on until it is told to end. */
function open(turns: RequestTurns, owner: string) {
	const { promise, resolve } = Promise.withResolvers<void>()
	const seen = { begun: false, end: resolve, withdraw: undefined as (() => void) | undefined }
	seen.withdraw = turns.enter(owner, () => {
		seen.begun = true
		return promise
	})
	return seen
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('more than an owner may have under way waits for its own, and holds up nobody else', async () => {
	const turns = new RequestTurns({ underWay: 2, waiting: 2 })
	const [first, second, third] = [open(turns, 'ada'), open(turns, 'ada'), open(turns, 'ada')]
	expect([first.begun, second.begun, third.begun]).toEqual([true, true, false])
	expect(open(turns, 'grace').begun).toBe(true)
	first.end()
	await settled()
	expect(third.begun).toBe(true)
})

test('what is withdrawn while it waits is never begun, and leaves its place', async () => {
	const turns = new RequestTurns({ underWay: 1, waiting: 1 })
	const first = open(turns, 'ada')
	const left = open(turns, 'ada')
	expect(open(turns, 'ada').withdraw).toBeUndefined()
	left.withdraw?.()
	const last = open(turns, 'ada')
	first.end()
	await settled()
	expect([left.begun, last.begun]).toEqual([false, true])
})

test('something that fails gives its place to the next, and an owner with nothing left is forgotten', async () => {
	const turns = new RequestTurns({ underWay: 1, waiting: 1 })
	turns.enter('ada', () => Promise.reject(new Error('broken')))
	const next = open(turns, 'ada')
	await settled()
	expect(next.begun).toBe(true)
	next.end()
	await settled()
	expect(turns.size).toBe(0)
})
