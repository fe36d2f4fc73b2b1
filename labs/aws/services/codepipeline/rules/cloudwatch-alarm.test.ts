import { expect, test } from 'vitest'
import { rootOf } from '../../../identity/credentials.ts'
import { create, entry, gated, latest, stages } from '../conditions/conditions.fixture.ts'
import { ACCOUNT, SCOPE, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const MINUTE = 60

function alarmRule(configuration: Record<string, string> = {}) {
	return {
		name: 'Calm',
		ruleTypeId: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' } as const,
		configuration: { AlarmName: 'erreurs-5xx', ...configuration },
	}
}

const ask = (world: World, operation: string, input: object) =>
	world.sandbox.call({ principal: rootOf(ACCOUNT), scope: SCOPE, service: 'cloudwatch', operation, input })

/** A world with an alarm that no data moves, in a state. */
async function openAlarm(StateValue: string) {
	const world = await openWorld()
	await world.allow('s3:*', 'cloudwatch:DescribeAlarms')
	await ask(world, 'PutMetricAlarm', {
		...{ AlarmName: 'erreurs-5xx', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60 },
		...{ EvaluationPeriods: 1, Threshold: 1, TreatMissingData: 'ignore' },
		ComparisonOperator: 'GreaterThanThreshold',
	})
	await world.pass(MINUTE)
	const become = (state: string) =>
		ask(world, 'SetAlarmState', { AlarmName: 'erreurs-5xx', StateValue: state, StateReason: 'test' })
	await become(StateValue)
	return { world, become }
}

async function ruleOf(world: World, point: 'beforeEntryConditionState' | 'onSuccessConditionState') {
	const [, deploy] = await stages(world)
	return deploy?.[point]?.conditionStates?.[0]?.ruleStates?.[0]?.latestExecution
}

test('an alarm that is calm lets a stage be entered at once, whatever there is to wait', async () => {
	const { world } = await openAlarm('OK')
	await create(
		world,
		gated(entry({ result: 'FAIL', rules: [alarmRule({ WaitTime: '20' })] }), { variables: [] }),
	)
	await world.pass(MINUTE)
	expect(await ruleOf(world, 'beforeEntryConditionState')).toMatchObject({ status: 'Succeeded' })
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
})

test('an alarm that rings holds a stage back until it is calm, or for as long as there is to wait', async () => {
	const { world, become } = await openAlarm('ALARM')
	await create(
		world,
		gated(entry({ result: 'FAIL', rules: [alarmRule({ WaitTime: '20' })] }), { variables: [] }),
	)
	await world.pass(10 * MINUTE)
	expect(await ruleOf(world, 'beforeEntryConditionState')).toMatchObject({ status: 'InProgress' })
	await become('OK')
	await world.pass(2 * MINUTE)
	expect(await latest(world)).toMatchObject({ status: 'Succeeded' })
	await become('ALARM')
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(21 * MINUTE)
	expect(await ruleOf(world, 'beforeEntryConditionState')).toMatchObject({
		status: 'Failed',
		errorDetails: { code: 'JobFailed', message: "The alarm 'erreurs-5xx' is in the state ALARM" },
	})
})

test('after a success the alarm is watched, and fails the condition as soon as it rings', async () => {
	const { world, become } = await openAlarm('OK')
	const onSuccess = { conditions: [{ result: 'FAIL' as const, rules: [alarmRule({ WaitTime: '60' })] }] }
	await create(world, gated({ onSuccess }, { variables: [] }))
	await world.pass(30 * MINUTE)
	expect(await ruleOf(world, 'onSuccessConditionState')).toMatchObject({ status: 'InProgress' })
	await become('ALARM')
	await world.pass(2 * MINUTE)
	expect(await ruleOf(world, 'onSuccessConditionState')).toMatchObject({ status: 'Failed' })
	await become('OK')
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(62 * MINUTE)
	expect(await ruleOf(world, 'onSuccessConditionState')).toMatchObject({ status: 'Succeeded' })
})

test('an alarm that there is not, that may not be seen, or that is asked for wrongly fails the rule', async () => {
	const failure = async (configuration: Record<string, string>, isAllowed = true) => {
		const { world } = await openAlarm('OK')
		if (!isAllowed) await world.allow('s3:*')
		await create(
			world,
			gated(entry({ result: 'FAIL', rules: [alarmRule(configuration)] }), { variables: [] }),
		)
		await world.pass(MINUTE)
		return (await ruleOf(world, 'beforeEntryConditionState'))?.errorDetails
	}
	expect(await failure({ AlarmName: 'autre' })).toEqual({
		code: 'ConfigurationError',
		message: "The CloudWatch alarm 'autre' does not exist",
	})
	expect(await failure({ AlarmStates: 'RINGING' })).toEqual({
		code: 'ConfigurationError',
		message: 'AlarmStates holds no state of an alarm: RINGING',
	})
	expect(await failure({ WaitTime: 'bientôt' })).toEqual({
		code: 'ConfigurationError',
		message: 'WaitTime is not a number of minutes: bientôt',
	})
	expect(await failure({ AlarmStates: 'OK, INSUFFICIENT_DATA' })).toMatchObject({ code: 'JobFailed' })
	expect(await failure({}, false)).toEqual({
		code: 'PermissionError',
		message: expect.stringContaining('is not authorized to perform: cloudwatch:DescribeAlarms'),
	})
})
