import { ACCOUNT } from '#labs/aws/services/codepipeline/pipeline.fixture.ts'
import type { Target } from '../target.ts'
import { abuse } from './abuse.ts'

// Machines that make much of little, over the largest input that an execution takes.

const TEXT = 'a'.repeat(260_000)
const INPUT = JSON.stringify({ a: TEXT, n: 1 })

type States = Record<string, object>

/** Makes ready an execution of a machine, to be run until it waits or has ended. */
function running(states: States, input = INPUT) {
	return async (target: Target) => {
		const trust = {
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}
		await target.iam('CreateRole', { RoleName: 'etats', AssumeRolePolicyDocument: JSON.stringify(trust) })
		const send = (operation: string, asked: object) => target.call('stepfunctions', operation, asked)()
		const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states })
		const made = await send('CreateStateMachine', {
			...{ name: 'abus', definition, roleArn: `arn:aws:iam::${ACCOUNT}:role/etats` },
		})
		if (made !== 200) throw new Error(`The machine was answered ${made}`)
		const stateMachineArn = `arn:aws:states:eu-west-3:${ACCOUNT}:stateMachine:abus`
		const start = target.call('stepfunctions', 'StartExecution', { stateMachineArn, input })
		return async () => {
			const status = await start()
			await target.pass(0)
			return status
		}
	}
}

const many = (count: number, one: (at: number) => object): States =>
	Object.fromEntries(Array.from({ length: count }, (_, at) => [`S${at}`, one(at)]))

export const stateMachines = [
	abuse(
		'a machine that passes its input on for ever',
		200,
		running({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
	),
	abuse(
		'a state that takes its input a thousand times',
		200,
		running({
			A: {
				Type: 'Pass',
				Parameters: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`x${at}.$`, '$.n'])),
				Next: 'B',
			},
			B: { Type: 'Pass', Parameters: { 'x.$': `States.Array(${'$,'.repeat(1_000)}1)` }, End: true },
		}),
	),
	abuse(
		'a choice of 290 patterns over a long text',
		200,
		running({
			A: {
				Type: 'Choice',
				Choices: Array.from({ length: 290 }, (_, at) => ({
					...{ Variable: '$.a', StringMatches: `*${'a*'.repeat(50)}b${at}`, Next: 'B' },
				})),
				Default: 'B',
			},
			B: { Type: 'Succeed' },
		}),
	),
	abuse(
		'a map that gives each of a hundred items all of its input',
		200,
		running(
			{
				A: {
					...{ Type: 'Map', ItemsPath: '$.liste', ItemSelector: { 'x.$': '$.a' }, End: true },
					ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
				},
			},
			JSON.stringify({ a: TEXT, liste: Array.from({ length: 100 }, () => 1) }),
		),
	),
	abuse(
		'four hundred states that wait for one another',
		200,
		running(many(400, (at) => ({ Type: 'Pass', ...(at === 399 ? { End: true } : { Next: `S${at + 1}` }) }))),
	),
	abuse('a definition that nests 200,000 deep', 400, async (target) =>
		target.call('stepfunctions', 'CreateStateMachine', {
			...{ name: 'abus', roleArn: `arn:aws:iam::${ACCOUNT}:role/etats`, definition: '['.repeat(200_000) },
		}),
	),
]
