import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutScore, isCorrect, profileByDomain, scaledScore } from './score.ts'

const sitting = fc
	.integer({ min: 4, max: 80 })
	.chain((total) =>
		fc.record({ total: fc.constant(total), cut: fc.double({ min: 1, max: total - 0.5, noNaN: true }) }),
	)

test('no right answer is 100, all right is 1000', () => {
	fc.assert(
		fc.property(sitting, ({ total, cut }) => {
			expect(scaledScore(0, total, cut)).toBe(100)
			expect(scaledScore(total, total, cut)).toBe(1000)
		}),
	)
})

test('the score reaches 700 exactly when the raw score reaches the cut', () => {
	fc.assert(
		fc.property(sitting, ({ total, cut }) => {
			for (let raw = 0; raw <= total; raw++) expect(scaledScore(raw, total, cut) >= 700).toBe(raw >= cut)
		}),
	)
})

test('one more right answer never lowers the score', () => {
	fc.assert(
		fc.property(sitting, ({ total, cut }) => {
			for (let raw = 1; raw <= total; raw++) {
				expect(scaledScore(raw, total, cut)).toBeGreaterThanOrEqual(scaledScore(raw - 1, total, cut))
			}
		}),
	)
})

test('a raw score out of range is refused', () => {
	expect(() => scaledScore(17, 16, 11)).toThrow(RangeError)
})

test('the cut is the sum of the estimates, kept within the bounds', () => {
	const bounds = { min: 0.65, max: 0.8 }
	expect(cutScore([0.7, 0.7, 0.7, 0.7], bounds)).toBeCloseTo(2.8)
	expect(cutScore([0.4, 0.4, 0.4, 0.4], bounds)).toBeCloseTo(2.6)
	expect(cutScore([0.9, 0.9, 0.9, 0.9], bounds)).toBeCloseTo(3.2)
})

test('an answer is right only when it is complete and nothing more', () => {
	expect(isCorrect(['b', 'a'], ['a', 'b'])).toBe(true)
	expect(isCorrect(['a'], ['a', 'b'])).toBe(false)
	expect(isCorrect(['a', 'b', 'c'], ['a', 'b'])).toBe(false)
	expect(isCorrect(['a', 'a'], ['a', 'b'])).toBe(false)
	expect(isCorrect([], ['a'])).toBe(false)
})

test('the profile counts right answers by domain', () => {
	const graded = [
		{ domain: 'D2' as const, correct: true },
		{ domain: 'D1' as const, correct: false },
		{ domain: 'D2' as const, correct: false },
	]
	expect(profileByDomain(graded)).toEqual([
		{ domain: 'D1', correct: 0, total: 1 },
		{ domain: 'D2', correct: 1, total: 2 },
	])
})
