import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FairQueue } from './fair-queue.ts'

test('owners take turns, each with the oldest of theirs', () => {
	const queue = new FairQueue<string>({ perOwner: 10, inAll: 100 })
	for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(item.charAt(0), item)
	const order = Array.from({ length: 6 }, () => queue.take()?.item)
	expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
	expect(queue.take()).toBeUndefined()
})

test('an owner has so many waiting, and all together have so many', () => {
	const queue = new FairQueue<number>({ perOwner: 2, inAll: 3 })
	expect([queue.add('a', 1), queue.add('a', 2), queue.add('a', 3)]).toEqual([true, true, false])
	expect([queue.add('b', 1), queue.add('c', 1)]).toEqual([true, false])
	queue.take()
	expect(queue.add('c', 1)).toBe(true)
})

test('who may not go now is passed over and keeps the turn', () => {
	const queue = new FairQueue<string>({ perOwner: 10, inAll: 100 })
	for (const item of ['a1', 'b1', 'b2']) queue.add(item.charAt(0), item)
	expect(queue.take((owner) => owner !== 'a')?.item).toBe('b1')
	expect(queue.take()?.item).toBe('a1')
})

test('nothing is lost or doubled, an owner’s order is kept, and nobody waits for more than one turn of all', () => {
	const step = fc.oneof(fc.constant('take' as const), fc.constantFrom('a', 'b', 'c', 'd'))
	fc.assert(
		fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
			const queue = new FairQueue<number>({ perOwner: 5, inAll: 12 })
			const given: Record<string, Array<number>> = {}
			const taken: Array<{ owner: string; item: number }> = []
			let next = 0
			for (const one of steps) {
				if (one === 'take') {
					const got = queue.take()
					if (got) taken.push(got)
				} else if (queue.add(one, ++next)) given[one] = [...(given[one] ?? []), next]
			}
			for (let rest = queue.take(); rest; rest = queue.take()) taken.push(rest)
			for (const [owner, items] of Object.entries(given)) {
				expect(taken.filter((one) => one.owner === owner).map(({ item }) => item)).toEqual(items)
			}
			expect(queue.size).toBe(0)
		}),
	)
})
