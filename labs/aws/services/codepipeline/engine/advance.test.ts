import { expect, test } from 'vitest'
import type { StageRun } from '../collections.ts'
import { decideStage } from './advance.ts'

const actions = [
	{ name: 'late', runOrder: 20 },
	{ name: 'a', runOrder: 1 },
	{ name: 'b', runOrder: 1 },
].map((action) => ({ ...action, actionTypeId: undefined }))
const GOING = { stopping: false, gated: true }
const STOPPING = { stopping: true, gated: true }
const stage = { name: 'S', actions }

function run(statuses: Record<string, 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned'>): StageRun {
	const tries = Object.entries(statuses).map(([name, status]) => [name, { execution: name, status }])
	return {
		status: 'InProgress',
		actions: Object.fromEntries(tries),
		manualRetries: 0,
		autoRetries: 0,
		conditions: {},
	}
}

test('the lowest run order starts together', () => {
	expect(decideStage(stage, run({}), GOING)).toMatchObject({
		kind: 'start',
		actions: [{ name: 'a' }, { name: 'b' }],
	})
})

test('the next run order waits for the whole of the one before', () => {
	expect(decideStage(stage, run({ a: 'Succeeded', b: 'InProgress' }), GOING)).toEqual({ kind: 'wait' })
	expect(decideStage(stage, run({ a: 'Succeeded', b: 'Succeeded' }), GOING)).toMatchObject({
		actions: [{ name: 'late' }],
	})
})

test('after a failure siblings finish and nothing later starts', () => {
	expect(decideStage(stage, run({ a: 'Failed', b: 'InProgress' }), GOING)).toEqual({ kind: 'wait' })
	const over = { kind: 'settle', status: 'Failed' }
	expect(decideStage(stage, run({ a: 'Failed', b: 'Succeeded' }), GOING)).toEqual(over)
})

test('while stopping nothing starts, and the stage stops when nothing runs', () => {
	expect(decideStage(stage, run({ a: 'InProgress' }), STOPPING)).toEqual({ kind: 'wait' })
	expect(decideStage(stage, run({ a: 'Succeeded' }), STOPPING)).toEqual({ kind: 'settle', status: 'Stopped' })
})
