import {
	GetRepositoryTriggersCommand,
	PutRepositoryTriggersCommand,
	type RepositoryTrigger,
	TestRepositoryTriggersCommand,
} from '@aws-sdk/client-codecommit'
import { expect, test } from 'vitest'
import { ACCOUNT, ARN, openRepository, SITE } from '../repository.fixture.ts'

const TOPIC = `arn:aws:sns:eu-west-3:${ACCOUNT}:commits`

function trigger(change: Partial<RepositoryTrigger> = {}): RepositoryTrigger {
	return { name: 'tell', destinationArn: TOPIC, branches: [], events: ['all'], ...change }
}

test('triggers are kept as a whole list', async () => {
	const { codecommit } = await openRepository()
	expect(await codecommit.send(new GetRepositoryTriggersCommand(SITE))).toMatchObject({ triggers: [] })
	const triggers = [trigger({ customData: 'x' }), trigger({ name: 'other', branches: ['main'] })]
	const { configurationId } = await codecommit.send(new PutRepositoryTriggersCommand({ ...SITE, triggers }))
	expect(await codecommit.send(new GetRepositoryTriggersCommand(SITE))).toMatchObject({
		configurationId,
		triggers,
	})
})

test('what happens to a branch that is watched is sent, and nothing else', async () => {
	const { codecommit, put, sandbox } = await openRepository()
	const triggers = [trigger({ branches: ['main'], events: ['updateReference'], customData: 'lu' })]
	const { configurationId } = await codecommit.send(new PutRepositoryTriggersCommand({ ...SITE, triggers }))
	const first = await put('a.txt', 'a')
	const second = await put('a.txt', 'b', first)
	const sent = (await sandbox.entries()).flatMap(({ calls }) => calls)
	expect(sent).toHaveLength(1)
	expect(sent[0]).toMatchObject({ service: 'sns', operation: 'Publish', request: { TopicArn: TOPIC } })
	const request = sent[0]?.request as { Message: string } | undefined
	expect(JSON.parse(request?.Message ?? '')).toEqual({
		Records: [
			{
				awsRegion: 'eu-west-3',
				codecommit: { references: [{ commit: second, ref: 'refs/heads/main' }] },
				customData: 'lu',
				eventId: expect.any(String),
				eventName: 'ReferenceChanges',
				eventPartNumber: 1,
				eventSource: 'aws:codecommit',
				eventSourceARN: ARN,
				eventTime: '2026-01-05T09:00:00.000+0000',
				eventTotalParts: 1,
				eventTriggerConfigId: configurationId,
				eventTriggerName: 'tell',
				eventVersion: '1.0',
				userIdentityARN: `arn:aws:iam::${ACCOUNT}:root`,
			},
		],
	})
})

test('a test says which destinations take nothing, and a push goes on all the same', async () => {
	const { codecommit, put } = await openRepository()
	const destinationArn = `arn:aws:lambda:eu-west-3:${ACCOUNT}:function:absent`
	const triggers = [trigger({ destinationArn })]
	const tested = await codecommit.send(new TestRepositoryTriggersCommand({ ...SITE, triggers }))
	expect(tested).toMatchObject({
		successfulExecutions: [],
		failedExecutions: [{ trigger: 'tell', failureMessage: expect.any(String) }],
	})
	await codecommit.send(new PutRepositoryTriggersCommand({ ...SITE, triggers }))
	expect(await put('a.txt', 'a')).toMatch(/^[0-9a-f]{40}$/)
})

const REFUSED: Array<[code: string, triggers: Array<RepositoryTrigger>]> = [
	[
		'MaximumRepositoryTriggersExceededException',
		Array.from({ length: 11 }, (_, index) => trigger({ name: `t${index}` })),
	],
	['InvalidRepositoryTriggerNameException', [trigger(), trigger()]],
	[
		'InvalidRepositoryTriggerDestinationArnException',
		[trigger({ destinationArn: 'arn:aws:sqs:eu-west-3:1:q' })],
	],
	[
		'InvalidRepositoryTriggerRegionException',
		[trigger({ destinationArn: TOPIC.replace('eu-west-3', 'us-east-1') })],
	],
	['InvalidRepositoryTriggerCustomDataException', [trigger({ customData: 'x'.repeat(1_001) })]],
	[
		'MaximumBranchesExceededException',
		[trigger({ branches: Array.from({ length: 11 }, (_, index) => `b${index}`) })],
	],
	['InvalidRepositoryTriggerBranchNameException', [trigger({ branches: ['a..b'] })]],
	['RepositoryTriggerEventsListRequiredException', [trigger({ events: [] })]],
	['InvalidRepositoryTriggerEventsException', [trigger({ events: ['all', 'updateReference'] })]],
]

test.for(REFUSED)('%s', async ([name, triggers]) => {
	const { codecommit } = await openRepository()
	await expect(
		codecommit.send(new PutRepositoryTriggersCommand({ ...SITE, triggers })),
	).rejects.toMatchObject({
		name,
		$metadata: { httpStatusCode: 400 },
	})
})
