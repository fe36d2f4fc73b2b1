import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyBudget } from './body-budget.ts'

test('an owner has a share, and all together have a whole', () => {
	const budget = new BodyBudget(10, 6)
	expect([budget.take('a', 6), budget.take('a', 1)]).toEqual([true, false])
	expect([budget.take('b', 4), budget.take('c', 1)]).toEqual([true, false])
	budget.release('a', 6)
	expect(budget.take('c', 6)).toBe(true)
})

test('what is given back is there again, however it was taken', () => {
	const takes = fc.array(fc.record({ owner: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat(8) }))
	fc.assert(
		fc.property(takes, (asked) => {
			const budget = new BodyBudget(20, 12)
			const taken = asked.filter(({ owner, bytes }) => budget.take(owner, bytes))
			for (const { owner, bytes } of taken) budget.release(owner, bytes)
			expect(budget.take('a', 12)).toBe(true)
			expect(budget.take('b', 8)).toBe(true)
		}),
	)
})
