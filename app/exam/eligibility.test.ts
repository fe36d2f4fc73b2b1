import { expect, test } from 'vitest'
import { readBlueprint } from './bank.server.ts'
import { eligibility } from './eligibility.ts'

const { policy } = readBlueprint()
const now = new Date('2026-11-23T12:00:00Z')
const failed = (date: string) => ({ startedAt: new Date(date), finishedAt: new Date(date), passed: false })

test('a first attempt is allowed', () => {
	expect(eligibility([], policy, now, false)).toEqual({ allowed: true })
})

test('after a fail the next attempt waits fourteen days', () => {
	expect(eligibility([failed('2026-11-10T12:00:00Z')], policy, now, false)).toEqual({
		allowed: false,
		reason: 'cool_down',
		until: new Date('2026-11-24T12:00:00Z'),
	})
	expect(eligibility([failed('2026-11-09T12:00:00Z')], policy, now, false)).toEqual({ allowed: true })
})

test('the demo waits a minute', () => {
	expect(eligibility([failed('2026-11-23T11:58:00Z')], policy, now, true)).toEqual({ allowed: true })
	expect(eligibility([failed('2026-11-23T11:59:30Z')], policy, now, true)).toMatchObject({
		reason: 'cool_down',
	})
})

test('a pass closes the exam as long as its certificate is valid', () => {
	const passed = { ...failed('2025-01-15T08:00:00Z'), passed: true }
	expect(eligibility([passed], policy, now, true)).toEqual({
		allowed: false,
		reason: 'passed',
		until: new Date('2028-01-15T08:00:00Z'),
	})
	expect(eligibility([passed], policy, new Date('2028-01-15T08:00:01Z'), true)).toEqual({ allowed: true })
})

test('a fourth attempt in twelve months waits for the first to be a year old', () => {
	const attempts = ['2026-02-01T00:00:00Z', '2026-05-01T00:00:00Z', '2026-10-01T00:00:00Z'].map(failed)
	expect(eligibility(attempts, policy, now, false)).toEqual({
		allowed: false,
		reason: 'yearly_limit',
		until: new Date('2027-02-01T00:00:00Z'),
	})
})
