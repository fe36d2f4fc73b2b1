import { expect, test } from 'vitest'
import { advance, decide, firstDemo, isMoving, narrate, release, stagesOf } from './demo-pipeline.ts'

test('a new execution goes by itself as far as the approval, and waits', () => {
	let demo = release(firstDemo)
	const seen = [demo.step]
	while (isMoving(demo)) {
		demo = advance(demo)
		seen.push(demo.step)
	}
	expect(seen).toEqual(['source', 'build', 'tests', 'approval'])
	expect(advance(demo)).toBe(demo)
	expect(demo.execution).toBe(13)
})

test('an approved execution is deployed', () => {
	const deployed = advance(decide(firstDemo, 'approved'))
	expect(stagesOf(deployed).map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
	expect(narrate(deployed)).toBe('Exécution 12\u00a0: en production.')
})

test('a rejected execution fails its stage and deploys nothing', () => {
	const production = stagesOf(decide(firstDemo, 'rejected'))[2]
	expect(production?.status).toBe('failed')
	expect(production?.actions.map(({ status }) => status)).toEqual(['failed', undefined])
})

test('a decision counts only at the approval', () => {
	const started = release(firstDemo)
	expect(decide(started, 'approved')).toBe(started)
})
