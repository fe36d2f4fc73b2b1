import { expect, test } from 'vitest'
import { openSandbox } from '../../emulator.fixture.ts'
import { busEvents, emitEvent } from './bus.ts'

const SCOPE = { account: '111122223333', region: 'eu-west-3' }
const event = (number: number) => ({
	source: 'aws.s3',
	'detail-type': 'Object Created',
	resources: [],
	detail: { number },
})

test('a Region keeps its thousand newest events, and each Region its own', async () => {
	const { sandbox } = await openSandbox()
	const elsewhere = { ...SCOPE, region: 'eu-west-1' }
	await sandbox.arrange(
		'Events',
		(call) => {
			for (let number = 1; number <= 1003; number++) emitEvent(call, event(number))
			emitEvent(call, event(0), elsewhere)
		},
		SCOPE,
	)
	const kept = sandbox.world.list(busEvents, SCOPE)
	expect(kept).toHaveLength(1000)
	expect(kept.at(0)?.detail).toEqual({ number: 4 })
	expect(kept.at(-1)?.detail).toEqual({ number: 1003 })
	expect(new Set(kept.map(({ id }) => id)).size).toBe(1000)
	expect(sandbox.world.list(busEvents, elsewhere)).toMatchObject([
		{ region: 'eu-west-1', account: SCOPE.account, detail: { number: 0 } },
	])
})
