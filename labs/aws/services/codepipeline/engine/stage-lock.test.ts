import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StageState } from '../collections.ts'
import { admit, arrive, leave } from './stage-lock.ts'

const free: StageState = {
	pipeline: 'p',
	stage: 's',
	waiting: [],
	transition: { enabled: true },
	actions: {},
}

const moves = fc.array(fc.constantFrom('arrive', 'finish', 'disable', 'enable'), { maxLength: 60 })

test.for(['SUPERSEDED', 'QUEUED'] as const)('in %s mode a stage never holds two executions', (mode) => {
	fc.assert(
		fc.property(moves, (steps) => {
			let state = free
			let count = 0
			let inside: string | undefined
			const order: Array<string> = []
			const superseded = new Set<string>()
			const note = (entered?: string) => {
				if (entered === undefined) return
				expect(inside).toBeUndefined()
				expect(state.transition.enabled).toBe(true)
				inside = entered
				order.push(entered)
			}
			for (const step of steps) {
				if (step === 'arrive') {
					count += 1
					const id = String(count).padStart(3, '0')
					const result = arrive(state, id, mode)
					state = result.state
					for (const older of result.superseded) superseded.add(older)
					note(result.entered ? id : undefined)
				}
				if (step === 'finish' && inside !== undefined) {
					state = leave(state, inside)
					inside = undefined
				}
				if (step === 'disable' || step === 'enable') {
					state = { ...state, transition: { enabled: step === 'enable' } }
				}
				const next = admit(state, mode)
				state = next.state
				note(next.entered)
				expect(state.holder).toBe(inside)
				if (mode === 'SUPERSEDED') expect(state.waiting.length).toBeLessThanOrEqual(1)
			}
			// Nobody overtakes, nobody who entered was superseded, and nobody is lost.
			expect(order).toEqual([...order].sort())
			expect(order.filter((id) => superseded.has(id))).toEqual([])
			expect(order.length + superseded.size + state.waiting.length).toBe(count)
			if (mode === 'QUEUED') expect(superseded.size).toBe(0)
		}),
	)
})
