import { CodeCommitClient, CreateRepositoryCommand, PutFileCommand } from '@aws-sdk/client-codecommit'
import {
	CodePipelineClient,
	CreatePipelineCommand,
	ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline'
import {
	CreateEventBusCommand,
	DeleteEventBusCommand,
	DeleteRuleCommand,
	DescribeEventBusCommand,
	DescribeRuleCommand,
	DisableRuleCommand,
	EnableRuleCommand,
	EventBridgeClient,
	ListEventBusesCommand,
	ListRuleNamesByTargetCommand,
	ListRulesCommand,
	ListTagsForResourceCommand,
	ListTargetsByRuleCommand,
	PutEventsCommand,
	PutRuleCommand,
	type PutRuleCommandInput,
	PutTargetsCommand,
	RemoveTargetsCommand,
	TagResourceCommand,
	type Target,
	TestEventPatternCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-eventbridge'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import {
	CreateQueueCommand,
	ReceiveMessageCommand,
	SetQueueAttributesCommand,
	SQSClient,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../emulator.fixture.ts'
import { openPeople, type Permission, policy, refused } from '../../people.fixture.ts'
import { metricSeries, readSlots, seriesId } from '../cloudwatch/metric-data.ts'

const SCOPE = { account: ACCOUNT, region: 'eu-west-3' }
const RULE = `arn:aws:events:eu-west-3:${ACCOUNT}:rule/pannes`
const FAILED = '{"source":["boutique"],"detail":{"etat":["FAILED"]}}'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

async function open() {
	const people = await openPeople()
	const events = new EventBridgeClient(people.root)
	const sqs = new SQSClient(people.root)
	const rule = (more: Partial<PutRuleCommandInput> = {}) =>
		events.send(new PutRuleCommand({ Name: 'pannes', EventPattern: FAILED, ...more }))
	const target = (...Targets: Array<Target>) =>
		events.send(new PutTargetsCommand({ Rule: 'pannes', Targets }))
	const put = (detail: object, more: object = {}) => {
		const entry = { Source: 'boutique', DetailType: 'Commande', Detail: JSON.stringify(detail), ...more }
		return events.send(new PutEventsCommand({ Entries: [entry] }))
	}
	const pass = (ms: number) => people.sandbox.setClock({ jumpTo: people.sandbox.now() + ms })
	/** A queue that the rule may send to, unless told otherwise. */
	async function queue(QueueName: string, isOpen = true) {
		const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }))
		const Arn = `arn:aws:sqs:eu-west-3:${ACCOUNT}:${QueueName}`
		const Policy = JSON.stringify({
			Version: '2012-10-17',
			Statement: {
				...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
				...{ Resource: Arn, Condition: { ArnEquals: { 'aws:SourceArn': RULE } } },
			},
		})
		if (isOpen) await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }))
		const receive = async () => {
			await people.sandbox.advance()
			const all = { MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }
			return (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...all }))).Messages ?? []
		}
		return { Arn, receive, bodies: async () => (await receive()).map(({ Body = '' }) => Body) }
	}
	const metric = (name: string) => {
		const { world } = people.sandbox
		const series = world.list(metricSeries, SCOPE).find((one) => one.name === name)
		if (!series) return 0
		const slots = readSlots({ world, scope: SCOPE }, seriesId(series), 0, people.sandbox.now() + MINUTE)
		return slots.flatMap(({ values = [] }) => values).reduce((sum, [value, count]) => sum + value * count, 0)
	}
	return { ...people, events, rule, target, put, pass, queue, metric }
}

test('an event goes to the targets of the rules that it fits, whole and in AWS’s order', async () => {
	const { rule, target, put, queue, metric } = await open()
	const file = await queue('file')
	expect(await rule()).toMatchObject({ RuleArn: RULE })
	await target({ Id: '1', Arn: file.Arn })
	await put({ etat: 'SUCCEEDED' })
	const { Entries } = await put({ etat: 'FAILED' }, { Resources: ['r'] })
	const [body = ''] = await file.bodies()
	expect(body).toBe(
		JSON.stringify({
			...{ version: '0', id: Entries?.[0]?.EventId, 'detail-type': 'Commande', source: 'boutique' },
			...{ account: ACCOUNT, time: '2026-01-05T09:00:00Z', region: 'eu-west-3', resources: ['r'] },
			detail: { etat: 'FAILED' },
		}),
	)
	expect([metric('TriggeredRules'), metric('Invocations'), metric('FailedInvocations')]).toEqual([1, 1, 0])
})

test.for<[name: string, target: Omit<Target, 'Id' | 'Arn'>, body: string]>([
	['a constant', { Input: '{"a":1}' }, '{"a":1}'],
	['a path', { InputPath: '$.detail.liste' }, '["x","y"]'],
	['a path that finds nothing', { InputPath: '$.detail.rien' }, 'null'],
	[
		'a template that is a text',
		{
			InputTransformer: {
				InputPathsMap: { e: '$.detail.etat', o: '$.detail.objet', l: '$.detail.liste' },
				InputTemplate: '"État <e>, <o>, <l>."',
			},
		},
		'"État FAILED, {n:1}, [x,y]."',
	],
	[
		'a template that is JSON',
		{
			InputTransformer: {
				InputPathsMap: { e: '$.detail.etat', o: '$.detail.objet', n: '$.detail.rien' },
				InputTemplate: '{"e":<e>,"dans":"a/<e>/b","o":<o>,"n":"<n>"}',
			},
		},
		'{"e":"FAILED","dans":"a/FAILED/b","o":{"n":1},"n":""}',
	],
	[
		'reserved names',
		{ InputTransformer: { InputTemplate: '{"r":<aws.events.rule-name>,"a":<aws.events.rule-arn>}' } },
		`{"r":"pannes","a":"${RULE}"}`,
	],
])('a target gets %s', async ([, more, body]) => {
	const { rule, target, put, queue } = await open()
	const file = await queue('file')
	await rule()
	await target({ Id: '1', Arn: file.Arn, ...more })
	await put({ etat: 'FAILED', objet: { n: 1 }, liste: ['x', 'y'] })
	expect(await file.bodies()).toEqual([body])
})

test('a template whose quotes hold an object delivers nothing, and the metric tells it', async () => {
	const { rule, target, put, queue, metric } = await open()
	const file = await queue('file')
	await rule()
	const InputTransformer = { InputPathsMap: { d: '$.detail' }, InputTemplate: '{"d":"<d>"}' }
	await target({ Id: '1', Arn: file.Arn, InputTransformer })
	await put({ etat: 'FAILED' })
	expect(await file.bodies()).toEqual([])
	expect(metric('FailedInvocations')).toBe(1)
})

test('what a target refuses goes to its dead letters, with why', async () => {
	const { rule, target, put, queue } = await open()
	const [closed, dead] = [await queue('fermee', false), await queue('morts')]
	await rule()
	await target({ Id: '1', Arn: closed.Arn, DeadLetterConfig: { Arn: dead.Arn } })
	await put({ etat: 'FAILED' })
	const [letter] = await dead.receive()
	expect(letter?.MessageAttributes).toMatchObject({
		RULE_ARN: { StringValue: RULE },
		TARGET_ARN: { StringValue: closed.Arn },
		ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
	})
})

test('rules on time are due by rate and by cron, in virtual time, while they are enabled', async () => {
	const { events, rule, target, queue, pass } = await open()
	const file = await queue('file')
	await rule({ EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)' })
	await target({ Id: '1', Arn: file.Arn })
	await pass(11 * MINUTE)
	const bodies = await file.bodies()
	expect(bodies.map((body) => JSON.parse(body))).toMatchObject([
		{ 'detail-type': 'Scheduled Event', time: '2026-01-05T09:05:00Z', resources: [RULE], detail: {} },
		{ time: '2026-01-05T09:10:00Z' },
	])
	await events.send(new DisableRuleCommand({ Name: 'pannes' }))
	const later = await queue('plus-tard')
	await target({ Id: '1', Arn: later.Arn })
	await pass(11 * MINUTE)
	expect(await later.bodies()).toEqual([])
	await rule({ EventPattern: undefined, ScheduleExpression: 'cron(0 8 ? * MON-FRI *)' })
	const days = async () => (await later.bodies()).map((body) => JSON.parse(body).time.slice(0, 13))
	// From Monday at 9:22 to Thursday, then over the week-end.
	await pass(3 * DAY)
	expect(await days()).toEqual(['06', '07', '08'].map((day) => `2026-01-${day}T08`))
	await pass(4 * DAY)
	expect((await days()).slice(-2)).toEqual(['09', '12'].map((day) => `2026-01-${day}T08`))
})

test('a push starts a pipeline by its rule, under the role of the target alone', async () => {
	const people = await open()
	const { events, iam, root, rule, target, sandbox, metric, pass } = people
	const trust = (Service: string) =>
		JSON.stringify({
			Version: '2012-10-17',
			Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
		})
	const role = async (RoleName: string, Service: string, ...permissions: Array<Permission>) => {
		await iam('CreateRole', { RoleName, AssumeRolePolicyDocument: trust(Service) })
		await iam('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: policy(...permissions) })
		return `arn:aws:iam::${ACCOUNT}:role/${RoleName}`
	}
	const [codecommit, codepipeline, s3] = [
		new CodeCommitClient(root),
		new CodePipelineClient(root),
		new S3Client({ ...root, forcePathStyle: true }),
	]
	await codecommit.send(new CreateRepositoryCommand({ repositoryName: 'site' }))
	await s3.send(new CreateBucketCommand({ Bucket: 'artefacts' }))
	await s3.send(new CreateBucketCommand({ Bucket: 'site-web' }))
	const roleArn = await role('pipeline', 'codepipeline.amazonaws.com', { Action: ['codecommit:*', 's3:*'] })
	const action = (
		name: string,
		category: 'Source' | 'Deploy',
		provider: string,
		configuration: Record<string, string>,
	) => ({
		...{ name, actionTypeId: { category, owner: 'AWS', provider, version: '1' } as const, configuration },
		...(category === 'Source'
			? { outputArtifacts: [{ name: 'Code' }] }
			: { inputArtifacts: [{ name: 'Code' }] }),
	})
	const stages = [
		{
			name: 'Source',
			actions: [
				action('Depot', 'Source', 'CodeCommit', {
					RepositoryName: 'site',
					BranchName: 'main',
					PollForSourceChanges: 'false',
				}),
			],
		},
		{
			name: 'Deploy',
			actions: [action('Site', 'Deploy', 'S3', { BucketName: 'site-web', Extract: 'true' })],
		},
	]
	await codepipeline.send(
		new CreatePipelineCommand({
			pipeline: { name: 'site', roleArn, artifactStore: { type: 'S3', location: 'artefacts' }, stages },
		}),
	)
	const arn = `arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site`
	const EventPattern = JSON.stringify({
		source: ['aws.codecommit'],
		'detail-type': ['CodeCommit Repository State Change'],
		resources: [`arn:aws:codecommit:eu-west-3:${ACCOUNT}:site`],
		detail: { referenceType: ['branch'], referenceName: ['main'] },
	})
	await rule({ EventPattern })
	const RoleArn = await role('regle', 'events.amazonaws.com', {
		Action: 'codepipeline:StartPipelineExecution',
		Resource: arn,
	})
	await target({ Id: '1', Arn: arn, RoleArn })
	let parentCommitId: string | undefined
	const push = async (branchName: string) => {
		const file = { filePath: 'index.html', fileContent: Buffer.from(`${branchName} ${parentCommitId}`) }
		const put = { repositoryName: 'site', branchName, ...file, ...(parentCommitId && { parentCommitId }) }
		parentCommitId = (await codecommit.send(new PutFileCommand(put))).commitId
		await sandbox.advance()
		await pass(MINUTE)
	}
	const triggers = async () => {
		const page = await codepipeline.send(new ListPipelineExecutionsCommand({ pipelineName: 'site' }))
		return page.pipelineExecutionSummaries?.map(({ trigger, status }) => [trigger?.triggerType, status])
	}
	await push('main')
	expect(await triggers()).toEqual([
		['CloudWatchEvent', 'Succeeded'],
		['CreatePipeline', 'Succeeded'],
	])
	await iam('DeleteRolePolicy', { RoleName: 'regle', PolicyName: 'own' })
	await push('main')
	expect(await triggers()).toHaveLength(2)
	expect(metric('FailedInvocations')).toBe(1)
	expect((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: arn }))).RuleNames).toEqual([
		'pannes',
	])
})

test('rules that feed each other come to rest', async () => {
	const { events, rule, put, sandbox, metric, iam } = await open()
	await iam('CreateRole', {
		RoleName: 'r',
		AssumeRolePolicyDocument: JSON.stringify({
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
			],
		}),
	})
	await rule({ EventPattern: '{"source":["aws.codebuild","boutique"]}' })
	for (let count = 0; count < 520; count++) await put({ etat: 'FAILED' })
	await sandbox.advance()
	expect([metric('TriggeredRules'), metric('ThrottledRules')]).toEqual([500, 20])
	expect((await events.send(new ListTargetsByRuleCommand({ Rule: 'pannes' }))).Targets).toBeUndefined()
})

test('events of one’s own are answered one by one', async () => {
	const { events, put } = await open()
	const entry = { Source: 's', DetailType: 't', Detail: '{}' }
	const { FailedEntryCount, Entries } = await events.send(
		new PutEventsCommand({
			Entries: [
				entry,
				{ ...entry, Source: undefined },
				{ ...entry, Detail: '[1]' },
				{ ...entry, Source: 'aws.s3' },
				{ ...entry, EventBusName: 'absent' },
			],
		}),
	)
	expect(FailedEntryCount).toBe(3)
	expect(Entries?.map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage])).toEqual([
		[undefined, undefined],
		['InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.'],
		['MalformedDetail', 'Detail is malformed.'],
		['NotAuthorizedForSourceException', 'Not authorized for the source.'],
		[undefined, undefined],
	])
	await expect(put({ long: 'x'.repeat(262_200) })).rejects.toEqual(
		refused('ValidationException', 'Total size of the entries in the request is over the limit.'),
	)
})

test('a bus of one’s own has rules of its own, on patterns alone', async () => {
	const { events, rule, put, queue } = await open()
	const file = await queue('file')
	await events.send(new CreateEventBusCommand({ Name: 'ventes', Description: 'Ventes' }))
	await rule({ EventBusName: 'ventes' })
	const Targets = [{ Id: '1', Arn: file.Arn, Input: '"reçu"' }]
	await events.send(new PutTargetsCommand({ Rule: 'pannes', EventBusName: 'ventes', Targets }))
	await put({ etat: 'FAILED' })
	await put({ etat: 'FAILED' }, { EventBusName: 'ventes' })
	// Its policy names the rule of the default bus.
	expect(await file.bodies()).toEqual([])
	expect(await events.send(new DescribeEventBusCommand({ Name: 'ventes' }))).toMatchObject({
		Arn: `arn:aws:events:eu-west-3:${ACCOUNT}:event-bus/ventes`,
		Description: 'Ventes',
	})
	await expect(
		rule({ EventBusName: 'ventes', EventPattern: undefined, ScheduleExpression: 'rate(1 minute)' }),
	).rejects.toEqual(
		refused('ValidationException', 'ScheduleExpression is supported only on the default event bus.'),
	)
	expect((await events.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).toEqual([
		'default',
		'ventes',
	])
	await events.send(new DeleteEventBusCommand({ Name: 'ventes' }))
	await expect(events.send(new DescribeEventBusCommand({ Name: 'ventes' }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'Event bus ventes does not exist.'),
	)
})

test('rules are described, listed, tagged, switched and deleted', async () => {
	const { events, rule, target, queue } = await open()
	const file = await queue('file')
	await rule({ Description: 'Pannes', Tags: [{ Key: 'equipe', Value: 'site' }] })
	await target({ Id: '1', Arn: file.Arn })
	await events.send(new DisableRuleCommand({ Name: 'pannes' }))
	expect(await events.send(new DescribeRuleCommand({ Name: 'pannes' }))).toMatchObject({
		...{ Arn: RULE, State: 'DISABLED', Description: 'Pannes', EventPattern: FAILED, CreatedBy: ACCOUNT },
	})
	await events.send(new EnableRuleCommand({ Name: 'pannes' }))
	expect((await events.send(new ListRulesCommand({ NamePrefix: 'pan' }))).Rules).toMatchObject([
		{ State: 'ENABLED' },
	])
	await events.send(new TagResourceCommand({ ResourceARN: RULE, Tags: [{ Key: 'a', Value: 'b' }] }))
	await events.send(new UntagResourceCommand({ ResourceARN: RULE, TagKeys: ['equipe'] }))
	expect((await events.send(new ListTagsForResourceCommand({ ResourceARN: RULE }))).Tags).toEqual([
		{ Key: 'a', Value: 'b' },
	])
	await expect(events.send(new DeleteRuleCommand({ Name: 'pannes' }))).rejects.toEqual(
		refused('ValidationException', "Rule can't be deleted since it has targets."),
	)
	const { FailedEntries } = await events.send(new RemoveTargetsCommand({ Rule: 'pannes', Ids: ['1', '2'] }))
	expect(FailedEntries).toMatchObject([{ TargetId: '2', ErrorCode: 'ResourceNotFoundException' }])
	await events.send(new DeleteRuleCommand({ Name: 'pannes' }))
	await events.send(new DeleteRuleCommand({ Name: 'pannes' }))
	await expect(events.send(new DescribeRuleCommand({ Name: 'pannes' }))).rejects.toEqual(
		refused('ResourceNotFoundException', 'Rule pannes does not exist on EventBus default.'),
	)
})

type World = Awaited<ReturnType<typeof open>>
const QUEUE = `arn:aws:sqs:eu-west-3:${ACCOUNT}:file`
test.for<[name: string, act: (world: World) => Promise<unknown>, code: string, message: string]>([
	[
		'a rule of nothing',
		({ rule }) => rule({ EventPattern: undefined }),
		'ValidationException',
		'Parameter(s) EventPattern or ScheduleExpression must be specified.',
	],
	[
		'a rate of one minutes',
		({ rule }) => rule({ ScheduleExpression: 'rate(1 minutes)' }),
		'ValidationException',
		'Parameter ScheduleExpression is not valid.',
	],
	[
		'a cron of six stars',
		({ rule }) => rule({ ScheduleExpression: 'cron(0 1 * * * *)' }),
		'ValidationException',
		'Parameter ScheduleExpression is not valid.',
	],
	[
		'a cron past the hour',
		({ rule }) => rule({ ScheduleExpression: 'cron(71 8 1 * ? *)' }),
		'ValidationException',
		'Parameter ScheduleExpression is not valid.',
	],
	[
		'a pattern that is none',
		({ rule }) => rule({ EventPattern: '{"a":1}' }),
		'InvalidEventPatternException',
		expect.stringMatching(
			/^Event pattern is not valid. Reason: "a" must be an object or an array\n/,
		) as never,
	],
	[
		'an event that is no JSON',
		({ events }) => events.send(new TestEventPatternCommand({ EventPattern: FAILED, Event: '{' })),
		'ValidationException',
		'Parameter Event is not valid.',
	],
	[
		'a target of no rule',
		({ target }) => target({ Id: '1', Arn: QUEUE }),
		'ResourceNotFoundException',
		'Rule pannes does not exist on EventBus default.',
	],
	[
		'a sixth target',
		async ({ rule, target }) => {
			await rule()
			return target(...[1, 2, 3, 4, 5, 6].map((id) => ({ Id: `${id}`, Arn: QUEUE })))
		},
		'LimitExceededException',
		'The requested resource exceeds the maximum number allowed.',
	],
	[
		'two inputs',
		async ({ rule, target }) => {
			await rule()
			return target({ Id: '1', Arn: QUEUE, Input: '1', InputPath: '$.detail' })
		},
		'ValidationException',
		'Only one of Input, InputPath, or InputTransformer must be provided for target 1.',
	],
	[
		'a placeholder without a path',
		async ({ rule, target }) => {
			await rule()
			return target({ Id: '1', Arn: QUEUE, InputTransformer: { InputTemplate: '"<x>"' } })
		},
		'ValidationException',
		'InputTemplate for target 1 contains invalid placeholder x.',
	],
	[
		'a pipeline without a role',
		async ({ rule, target }) => {
			await rule()
			return target({ Id: '1', Arn: `arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site` })
		},
		'ValidationException',
		`RoleArn is required for target arn:aws:codepipeline:eu-west-3:${ACCOUNT}:site.`,
	],
	[
		'a target that is not reached',
		async ({ rule, target }) => {
			await rule()
			return target({ Id: '1', Arn: `arn:aws:kinesis:eu-west-3:${ACCOUNT}:stream/x` })
		},
		'NotImplemented',
		'Targets of kinesis are not emulated',
	],
	[
		'the default bus deleted',
		({ events }) => events.send(new DeleteEventBusCommand({ Name: 'default' })),
		'ValidationException',
		'Cannot delete event bus default.',
	],
	[
		'a rule without the right',
		async ({ user }) =>
			new EventBridgeClient(await user('ada')).send(
				new PutRuleCommand({ Name: 'pannes', EventPattern: FAILED }),
			),
		'AccessDeniedException',
		`User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: events:PutRule on resource: ${RULE} because no identity-based policy allows the events:PutRule action`,
	],
])('%s is refused in words', async ([, act, code, message]) => {
	const status = code === 'NotImplemented' ? 501 : 400
	await expect(act(await open())).rejects.toEqual(refused(code, message, status))
})

test('a stranger’s rules are not one’s own', async () => {
	const { rule, other } = await open()
	await rule()
	const stranger = new EventBridgeClient(other)
	expect((await stranger.send(new ListRulesCommand({}))).Rules).toEqual([])
})
