import {
	CreateStateMachineCommand,
	DeleteStateMachineCommand,
	DescribeExecutionCommand,
	DescribeStateMachineCommand,
	GetExecutionHistoryCommand,
	ListExecutionsCommand,
	ListStateMachinesCommand,
	ListTagsForResourceCommand,
	SFNClient,
	StartExecutionCommand,
	StartSyncExecutionCommand,
	StopExecutionCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdateStateMachineCommand,
	ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFunctionHost } from '#labs/guest/function-host.fixture.ts'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { policy, refused } from '../../people.fixture.ts'
import { arnOf, openLambda, trusting } from '../lambda/lambda.fixture.ts'

const ROLE = `arn:aws:iam::${ACCOUNT}:role/etats`
const machineArn = (name: string) => `arn:aws:states:eu-west-3:${ACCOUNT}:stateMachine:${name}`

let here: Awaited<ReturnType<typeof openLambda>>
let sfn: SFNClient
beforeAll(async () => {
	here = await openLambda(openFunctionHost())
	sfn = new SFNClient(here.root)
	await here.iam('CreateRole', { RoleName: 'etats', AssumeRolePolicyDocument: trusting('states') })
	await here.iam('PutRolePolicy', {
		...{
			RoleName: 'etats',
			PolicyName: 'own',
			PolicyDocument: policy({ Action: ['lambda:InvokeFunction', 'states:*'] }),
		},
	})
	await here.create('doubler', 'exports.handler = async ({ n }) => n * 2')
	await here.create(
		'casser',
		'exports.handler = async ({ nom = "Panne" }) => { const error = new Error("cassée"); error.name = nom; throw error }',
	)
})
afterAll(() => here.close())

let machines = 0
interface Definition {
	StartAt: string
	States: object
	[field: string]: unknown
}

async function create(
	definition: Definition,
	type: 'STANDARD' | 'EXPRESS' = 'STANDARD',
	name = `machine-${machines++}`,
) {
	const input = { name, roleArn: ROLE, definition: JSON.stringify(definition), type }
	const { stateMachineArn = '' } = await sfn.send(new CreateStateMachineCommand(input))
	return stateMachineArn
}

/** Starts a machine and lets its work be done, as far as that goes without time. */
async function start(stateMachineArn: string, input: unknown = {}) {
	const asked = { stateMachineArn, input: JSON.stringify(input) }
	const { executionArn = '' } = await sfn.send(new StartExecutionCommand(asked))
	await rest()
	return executionArn
}

async function rest() {
	await here.sandbox.advance()
	await here.sandbox.settle()
	await here.sandbox.advance()
	if (here.sandbox.pendingWork().length > 0) await rest()
}

async function pass(seconds: number) {
	await here.sandbox.setClock({ jumpTo: here.sandbox.now() + seconds * 1000 })
	await rest()
}

async function outcome(executionArn: string) {
	const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }))
	return {
		status,
		...(output && { output: JSON.parse(output) as unknown }),
		...(error && { error }),
		...(cause && { cause }),
	}
}

async function run(definition: Definition, input?: unknown) {
	return outcome(await start(await create(definition), input))
}

const one = (state: object): Definition => ({ StartAt: 'Un', States: { Un: { End: true, ...state } } })

test('Paths and templates choose what a state takes and gives', async () => {
	const state = {
		Type: 'Pass',
		InputPath: '$.commande',
		Parameters: {
			'client.$': '$.client',
			'premier.$': "$['articles'][0]",
			'tous.$': '$.articles[*].prix',
			'nom.$': '$$.State.Name',
			fixe: [1, { 'x.$': '$.client' }],
		},
		ResultPath: '$.resultat.ici',
		OutputPath: '$.resultat',
	}
	const input = { commande: { client: 'Ada', articles: [{ prix: 3 }, { prix: 4 }] } }
	expect(await run(one(state), input)).toEqual({
		status: 'SUCCEEDED',
		output: {
			ici: { client: 'Ada', premier: { prix: 3 }, tous: [3, 4], nom: 'Un', fixe: [1, { x: 'Ada' }] },
		},
	})
	expect(await run(one({ Type: 'Pass', ResultPath: null, Result: 1 }), { a: 1 })).toMatchObject({
		output: { a: 1 },
	})
})

test('Intrinsic functions make values of others', async () => {
	const Parameters = {
		'phrase.$': "States.Format('Bonjour \\'{}\\', {} fois', $.nom, States.ArrayLength($.liste))",
		'lu.$': 'States.StringToJson($.texte)',
		'parts.$': "States.StringSplit('a,b', ',')",
		'somme.$': 'States.MathAdd($.liste[0], -3)',
		'pages.$': 'States.ArrayPartition(States.ArrayRange(1, 5, 1), 2)',
		'code.$': 'States.Base64Encode($.nom)',
		'a.$': 'States.ArrayContains($.liste, 2)',
		'uni.$': 'States.ArrayUnique(States.Array(1, 1, true))',
		'id.$': 'States.UUID()',
		'fusion.$': 'States.JsonMerge($.o, States.StringToJson($.texte), false)',
		'hash.$': "States.Hash('abc', 'SHA-1')",
	}
	const { output } = await run(one({ Type: 'Pass', Parameters }), {
		...{ nom: 'Ada', liste: [1, 2], texte: '{"b":2}', o: { a: 1 } },
	})
	expect(output).toEqual({
		phrase: "Bonjour 'Ada', 2 fois",
		lu: { b: 2 },
		parts: ['a', 'b'],
		somme: -2,
		pages: [[1, 2], [3, 4], [5]],
		code: 'QWRh',
		a: true,
		uni: [1, true],
		id: expect.stringMatching(/^[0-9a-f-]{36}$/),
		fusion: { a: 1, b: 2 },
		hash: 'a9993e364706816aba3e25717850c26c9cd0d89d',
	})
})

test('A choice takes the first rule that holds, its default, or fails', async () => {
	const definition = (Default?: string): Definition => ({
		StartAt: 'Choix',
		States: {
			Choix: {
				Type: 'Choice',
				Choices: [
					{
						And: [
							{ Variable: '$.n', NumericGreaterThan: 5 },
							{ Not: { Variable: '$.stop', IsPresent: true } },
						],
						Next: 'Grand',
					},
					{ Variable: '$.nom', StringMatches: 'v*-rc', Next: 'Essai' },
					{ Or: [{ Variable: '$.le', TimestampLessThan: '2026-01-01T00:00:00Z' }], Next: 'Ancien' },
				],
				...(Default && { Default }),
			},
			Grand: { Type: 'Pass', Result: 'grand', End: true },
			Essai: { Type: 'Pass', Result: 'essai', End: true },
			Ancien: { Type: 'Succeed' },
			Sinon: { Type: 'Fail', Error: 'Rien', Cause: 'Aucune règle' },
		},
	})
	const input = { n: 1, nom: 'x', le: '2026-02-01T00:00:00Z' }
	expect(await run(definition(), { ...input, n: 6 })).toMatchObject({ output: 'grand' })
	expect(await run(definition(), { ...input, n: 6, stop: 1, nom: 'v1.2-rc' })).toMatchObject({
		output: 'essai',
	})
	expect(await run(definition(), { ...input, le: '2025-12-31T23:00:00Z' })).toMatchObject({
		status: 'SUCCEEDED',
	})
	expect(await run(definition('Sinon'), input)).toEqual({
		status: 'FAILED',
		error: 'Rien',
		cause: 'Aucune règle',
	})
	expect(await run(definition(), input)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' })
})

test('A machine waits on the virtual clock', async () => {
	const arn = await start(await create(one({ Type: 'Wait', Seconds: 3_600 })), { a: 1 })
	expect(await outcome(arn)).toEqual({ status: 'RUNNING' })
	await pass(3_599)
	expect(await outcome(arn)).toEqual({ status: 'RUNNING' })
	await pass(1)
	expect(await outcome(arn)).toEqual({ status: 'SUCCEEDED', output: { a: 1 } })
})

test('A task calls a function, directly and by its integration', async () => {
	expect(await run(one({ Type: 'Task', Resource: arnOf('doubler'), ResultPath: '$.r' }), { n: 21 })).toEqual({
		status: 'SUCCEEDED',
		output: { n: 21, r: 42 },
	})
	const state = {
		...{ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' },
		Parameters: { FunctionName: 'doubler', 'Payload.$': '$' },
		ResultSelector: { 'double.$': '$.Payload' },
	}
	expect(await run(one(state), { n: 4 })).toMatchObject({ output: { double: 8 } })
})

test('A function’s error is retried, then caught, under its own name', async () => {
	const state = {
		...{ Type: 'Task', Resource: arnOf('casser'), End: undefined, Next: 'Fin' },
		Retry: [{ ErrorEquals: ['Panne'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 2 }],
		Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.erreur', Next: 'Rattrape' }],
	}
	const arn = await start(
		await create({
			StartAt: 'Un',
			States: {
				Un: state,
				Fin: { Type: 'Succeed' },
				Rattrape: { Type: 'Pass', OutputPath: '$.erreur', End: true },
			},
		}),
	)
	expect(await outcome(arn)).toEqual({ status: 'RUNNING' })
	await pass(10)
	expect(await outcome(arn)).toEqual({ status: 'RUNNING' })
	await pass(20)
	expect(await outcome(arn)).toEqual({
		status: 'SUCCEEDED',
		output: { Error: 'Panne', Cause: expect.stringContaining('"errorMessage":"cassée"') },
	})
	const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }))
	const attempt = ['LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionFailed']
	expect(events.map(({ type }) => type)).toEqual([
		...['ExecutionStarted', 'TaskStateEntered', ...attempt, ...attempt, ...attempt, 'TaskStateExited'],
		...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
	])
	expect(events[1]).toMatchObject({
		id: 2,
		previousEventId: 0,
		stateEnteredEventDetails: { name: 'Un', input: '{}' },
	})
	expect(await run(one({ Type: 'Task', Resource: arnOf('casser') }))).toMatchObject({
		status: 'FAILED',
		error: 'Panne',
	})
})

test('Branches and items run together, and one that fails ends the others', async () => {
	const branch = (Result: unknown) => ({ StartAt: 'B', States: { B: { Type: 'Pass', Result, End: true } } })
	expect(await run(one({ Type: 'Parallel', Branches: [branch(1), branch('deux')] }))).toMatchObject({
		output: [1, 'deux'],
	})
	const item = { StartAt: 'D', States: { D: { Type: 'Task', Resource: arnOf('doubler'), End: true } } }
	const map = {
		Type: 'Map',
		ItemsPath: '$.liste',
		ItemSelector: { 'n.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
		ItemProcessor: item,
	}
	expect(await run(one(map), { liste: [1, 2, 3] })).toMatchObject({ output: [2, 4, 6] })
	expect(await run(one(map), { liste: [] })).toMatchObject({ output: [] })
	const failing = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Non', Cause: 'parce que' } } }
	const waiting = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 9, End: true } } }
	expect(await run(one({ Type: 'Parallel', Branches: [waiting, failing] }))).toEqual({
		...{ status: 'FAILED', error: 'Non', cause: 'parce que' },
	})
	const caught = {
		...{ Type: 'Parallel', Branches: [waiting, failing] },
		Catch: [{ ErrorEquals: ['Non'], Next: 'Ok' }],
	}
	const definition = {
		StartAt: 'Un',
		States: { Un: { ...caught, End: true }, Ok: { Type: 'Pass', End: true } },
	}
	expect(await run(definition)).toEqual({ status: 'SUCCEEDED', output: { Error: 'Non', Cause: 'parce que' } })
})

test('A task without the right to call fails by the service’s name, one that is late by its timeout', async () => {
	expect(await run(one({ Type: 'Task', Resource: arnOf('absente') }))).toMatchObject({
		status: 'FAILED',
		error: 'Lambda.ResourceNotFoundException',
	})
	const state = {
		Type: 'Task',
		Resource: 'arn:aws:states:::sqs:sendMessage',
		Parameters: { QueueUrl: 'x', MessageBody: 'y' },
	}
	expect(await run(one(state))).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/^SQS\./) })
	const bad = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Parameters: { MessageBody: 'y' } }
	expect(await run(one(bad))).toMatchObject({
		error: 'States.Runtime',
		cause: expect.stringContaining('QueueUrl'),
	})
	const inner = await create(one({ Type: 'Wait', Seconds: 100 }))
	const late = {
		...{ Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', TimeoutSeconds: 30 },
		Parameters: { StateMachineArn: inner },
	}
	const arn = await start(await create(one(late)))
	await pass(30)
	expect(await outcome(arn)).toEqual({ status: 'FAILED', error: 'States.Timeout' })
})

test('An execution waits for another, and takes its output', async () => {
	const inner = await create(one({ Type: 'Pass', Result: { fait: true } }))
	const state = {
		...{ Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2' },
		...{ Parameters: { StateMachineArn: inner, 'Input.$': '$' }, OutputPath: '$.Output' },
	}
	expect(await run(one(state))).toEqual({ status: 'SUCCEEDED', output: { fait: true } })
})

test('A run may be stopped, and times out by its machine', async () => {
	const stopped = await start(await create(one({ Type: 'Wait', Seconds: 100 })))
	await sfn.send(new StopExecutionCommand({ executionArn: stopped, error: 'Assez', cause: 'trop long' }))
	expect(await outcome(stopped)).toEqual({ status: 'ABORTED', error: 'Assez', cause: 'trop long' })
	const late = await start(await create({ ...one({ Type: 'Wait', Seconds: 100 }), TimeoutSeconds: 10 }))
	await pass(10)
	expect(await outcome(late)).toMatchObject({ status: 'TIMED_OUT' })
})

test('An express machine answers who waits, and tells nothing of itself afterwards', async () => {
	const stateMachineArn = await create(one({ Type: 'Task', Resource: arnOf('doubler') }), 'EXPRESS')
	const answer = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"n":5}' }))
	expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '10' })
	await expect(
		sfn.send(new DescribeExecutionCommand({ executionArn: answer.executionArn })),
	).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' })
})

test('Machines are described, listed, changed, tagged and deleted; runs keep the definition that they began with', async () => {
	const stateMachineArn = await create(one({ Type: 'Wait', Seconds: 5 }), 'STANDARD', 'complete')
	const again = await create(one({ Type: 'Wait', Seconds: 5 }), 'STANDARD', 'complete')
	expect(again).toBe(stateMachineArn)
	const executionArn = await start(stateMachineArn)
	const definition = JSON.stringify(one({ Type: 'Pass' }))
	await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }))
	expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
		...{ name: 'complete', status: 'ACTIVE', type: 'STANDARD', definition, roleArn: ROLE },
	})
	await pass(5)
	const { events = [] } = await sfn.send(
		new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 }),
	)
	expect(events.map(({ type }) => type)).toEqual(['ExecutionSucceeded', 'WaitStateExited'])
	const { executions = [] } = await sfn.send(
		new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }),
	)
	expect(executions).toMatchObject([{ executionArn, status: 'SUCCEEDED' }])
	await sfn.send(
		new TagResourceCommand({
			resourceArn: stateMachineArn,
			tags: [
				{ key: 'a', value: '1' },
				{ key: 'b', value: '2' },
			],
		}),
	)
	await sfn.send(new UntagResourceCommand({ resourceArn: stateMachineArn, tagKeys: ['a'] }))
	const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }))
	expect(tags).toEqual([{ key: 'b', value: '2' }])
	const running = await start(await create(one({ Type: 'Wait', Seconds: 500 }), 'STANDARD', 'ephemere'))
	await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn('ephemere') }))
	expect(await outcome(running)).toEqual({ status: 'ABORTED' })
	const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}))
	expect(stateMachines.map(({ name }) => name)).not.toContain('ephemere')
})

test.each([
	[{ StartAt: 'A' }, 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'],
	[{ StartAt: 'A', States: {} }, "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: A at /StartAt"],
	[one({ Type: 'Nope' }), /Value is not one of the allowed values\. .* at \/States\/Un\/Type/],
	[
		one({ Type: 'Pass', Next: 'Deux', End: undefined }),
		"MISSING_TRANSITION_TARGET: Missing 'Next' target: Deux at /States/Un/Next",
	],
	[one({ Type: 'Pass', Next: 'Un' }), /Exactly one of these fields is required: \[Next, End\]/],
	[one({ Type: 'Task' }), /These fields are required: \[Resource\]/],
	[
		one({ Type: 'Task', Resource: 'arn:aws:states:::dynamodb:putItem' }),
		/The resource provided arn:aws:states:::dynamodb:putItem is not recognized/,
	],
	[
		one({ Type: 'Pass', Parameters: { 'x.$': 'States.Nope()' } }),
		/must be a valid JSONPath or a valid intrinsic function call/,
	],
	[one({ Type: 'Pass', InputPath: '$..a' }), /Reference Path/],
	[one({ Type: 'Pass', Assign: {} }), /Field is not supported: Assign/],
])('A definition that is none is refused: %#', async (definition, message) => {
	const input = { name: 'refusee', roleArn: ROLE, definition: JSON.stringify(definition) }
	const told =
		message instanceof RegExp
			? expect.stringMatching(message)
			: `Invalid State Machine Definition: '${message}'`
	await expect(sfn.send(new CreateStateMachineCommand(input))).rejects.toMatchObject({
		name: 'InvalidDefinition',
		message: told,
	})
	const { result, diagnostics } = await sfn.send(
		new ValidateStateMachineDefinitionCommand({ definition: input.definition }),
	)
	expect([result, (diagnostics ?? []).length > 0]).toEqual(['FAIL', true])
})

test('What is not there, taken, or not allowed is refused in AWS’s words', async () => {
	const stateMachineArn = await create(one({ Type: 'Wait', Seconds: 9 }), 'STANDARD', 'refus')
	await expect(create(one({ Type: 'Pass' }), 'STANDARD', 'refus')).rejects.toEqual(
		refused('StateMachineAlreadyExists', `State Machine Already Exists: '${stateMachineArn}'`),
	)
	const first = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'un', input: '{}' }))
	expect(
		(await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'un', input: '{}' }))).executionArn,
	).toBe(first.executionArn)
	await expect(
		sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'un', input: '{"a":1}' })),
	).rejects.toEqual(refused('ExecutionAlreadyExists', `Execution Already Exists: '${first.executionArn}'`))
	await expect(sfn.send(new StartExecutionCommand({ stateMachineArn, input: 'not' }))).rejects.toMatchObject({
		name: 'InvalidExecutionInput',
		message: expect.stringMatching(/^Invalid State Machine Execution Input: '/),
	})
	await expect(sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'a b' }))).rejects.toEqual(
		refused('InvalidName', "Invalid Name: 'a b'"),
	)
	const absent = machineArn('absente')
	await expect(sfn.send(new StartExecutionCommand({ stateMachineArn: absent }))).rejects.toEqual(
		refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${absent}'`),
	)
	const missing = `arn:aws:states:eu-west-3:${ACCOUNT}:execution:refus:x`
	await expect(sfn.send(new DescribeExecutionCommand({ executionArn: missing }))).rejects.toEqual(
		refused('ExecutionDoesNotExist', `Execution Does Not Exist: '${missing}'`),
	)
	const nobody = new SFNClient(await here.user('eve'))
	await expect(nobody.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toEqual(
		refused(
			'AccessDeniedException',
			`User: arn:aws:iam::${ACCOUNT}:user/eve is not authorized to perform: states:StartExecution on resource: ${stateMachineArn} because no identity-based policy allows the states:StartExecution action`,
		),
	)
	const stranger = new SFNClient(here.other)
	await expect(stranger.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
		name: expect.stringMatching(/AccessDeniedException|StateMachineDoesNotExist/),
	})
})

test('A machine that never ends, and one that grows without end, come to an end', async () => {
	const loop = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } }
	expect(await run(loop)).toEqual({
		status: 'FAILED',
		error: 'States.Runtime',
		cause: 'The execution reached the maximum number of history events (5000).',
	})
	const grow = {
		StartAt: 'A',
		States: {
			A: { Type: 'Pass', Parameters: { 'x.$': '$', 'y.$': '$' }, Next: 'B' },
			B: { Type: 'Pass', Next: 'A' },
		},
	}
	expect(await run(grow, { a: 'x'.repeat(1000) })).toMatchObject({
		status: 'FAILED',
		error: 'States.DataLimitExceeded',
	})
	const stateMachineArn = await create(loop)
	const executionArn = await start(stateMachineArn, { a: 'x'.repeat(200_000) })
	const { events = [] } = await sfn.send(
		new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 2 }),
	)
	expect(events[1]).toMatchObject({ stateExitedEventDetails: { outputDetails: { truncated: true } } })
	const wide = one({
		Type: 'Map',
		ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
	})
	expect(
		await run(
			wide,
			Array.from({ length: 1_000 }, () => 1),
		),
	).toMatchObject({ status: 'FAILED', error: 'States.Runtime' })
})
