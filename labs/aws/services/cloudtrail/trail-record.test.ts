import { expect, test } from 'vitest'
import { approvalAction, deployAction, siteDemo, sourceAction } from '../codepipeline/pipeline.fixture.ts'
import { openWorld } from '../codepipeline/world.fixture.ts'
import { trailRecords } from './trail-record.ts'

test('the journal tells CloudTrail’s management events, those of services on the way too', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const records = (await world.sandbox.entries()).flatMap(trailRecords)
	const created = records.find(({ eventName }) => eventName === 'CreatePipeline')
	expect(created).toMatchObject({
		eventVersion: '1.11',
		eventSource: 'codepipeline.amazonaws.com',
		eventTime: '2026-01-05T09:00:00Z',
		eventType: 'AwsApiCall',
		readOnly: false,
		awsRegion: 'eu-west-3',
		recipientAccountId: '111111111111',
		userIdentity: { type: 'Root', arn: 'arn:aws:iam::111111111111:root' },
		requestParameters: { pipeline: { name: 'site-demo' } },
		responseElements: { pipeline: { version: 1 } },
	})
	const versioning = records.find(({ eventName }) => eventName === 'GetBucketVersioning')
	expect(versioning).toMatchObject({
		eventSource: 's3.amazonaws.com',
		sourceIPAddress: 'codepipeline.amazonaws.com',
		readOnly: true,
		responseElements: null,
		userIdentity: {
			type: 'AssumedRole',
			invokedBy: 'codepipeline.amazonaws.com',
			sessionContext: { sessionIssuer: { userName: 'site-demo-service' } },
		},
	})
	expect(records.filter(({ eventName }) => eventName.endsWith('Object'))).toEqual([])
	expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(records.length)
})

test('a refused call is told with its error', async () => {
	const world = await openWorld()
	const review = { name: 'Review', actions: [approvalAction()] }
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		review,
		{ name: 'Deploy', actions: [deployAction()] },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	const answer = { pipelineName: 'site-demo', stageName: 'Review', actionName: 'Approve' }
	const token = '00000000-0000-4000-8000-000000000000'
	const result = { summary: 'oui', status: 'Approved' }
	await expect(world.pipeline('PutApprovalResult', { ...answer, token, result })).rejects.toMatchObject({
		code: 'InvalidApprovalTokenException',
	})
	const observed = await world.sandbox.host.journal.observations(world.sandbox.id)
	const [record] = observed.flatMap(({ entry }) => trailRecords(entry))
	expect(record).toMatchObject({
		eventName: 'PutApprovalResult',
		errorCode: 'InvalidApprovalTokenException',
		errorMessage: 'The approval request already received a response or has expired.',
		responseElements: null,
	})
})
