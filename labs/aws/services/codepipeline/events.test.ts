import { expect, test } from 'vitest'
import { metricSeries, readSlots, seriesId } from '../cloudwatch/metric-data.ts'
import { busEvents } from '../events/bus.ts'
import { SCOPE, siteDemo, siteZip, type World } from './pipeline.fixture.ts'
import { openWorld } from './world.fixture.ts'

const ARN = 'arn:aws:codepipeline:eu-west-3:111111111111:site-demo'

function told(world: World) {
	return world.sandbox.world
		.list(busEvents, SCOPE)
		.filter(({ source }) => source === 'aws.codepipeline')
		.map((event) => ({ ...event, detail: event.detail as Record<string, unknown> }))
}

/** `Pipeline STARTED`, `Stage Source SUCCEEDED`… in the order told. */
function story(world: World): Array<string> {
	return told(world).map((event) => {
		const [, subject] = event['detail-type'].split(' ')
		const { stage, action, state } = event.detail
		return [subject, subject === 'Action' ? action : stage, state].filter(Boolean).join(' ')
	})
}

test('an execution tells each change of itself, its stages and its actions, in order', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	expect(story(world)).toEqual([
		'Pipeline STARTED',
		'Stage Source STARTED',
		'Action Fetch STARTED',
		'Action Fetch SUCCEEDED',
		'Stage Source SUCCEEDED',
		'Stage Deploy STARTED',
		'Action Publish STARTED',
		'Action Publish SUCCEEDED',
		'Stage Deploy SUCCEEDED',
		'Pipeline SUCCEEDED',
	])
})

test('an event has EventBridge’s shape', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const [started] = told(world)
	expect(started).toMatchObject({
		version: '0',
		source: 'aws.codepipeline',
		'detail-type': 'CodePipeline Pipeline Execution State Change',
		account: '111111111111',
		region: 'eu-west-3',
		time: '2026-01-05T09:00:00Z',
		resources: [ARN],
		detail: {
			pipeline: 'site-demo',
			state: 'STARTED',
			version: 1,
			'pipeline-execution-attempt': 1,
			'execution-trigger': {
				'trigger-type': 'CreatePipeline',
				'trigger-detail': 'arn:aws:iam::111111111111:root',
			},
		},
	})
	const fetched = told(world).find(({ detail }) => detail.action === 'Fetch' && detail.state === 'SUCCEEDED')
	expect(fetched?.detail).toMatchObject({
		stage: 'Source',
		region: 'eu-west-3',
		type: { owner: 'AWS', category: 'Source', provider: 'S3', version: '1' },
		'output-artifacts': [{ name: 'SourceOutput', s3location: { bucket: 'artifacts' } }],
		'execution-result': { 'external-execution-summary': expect.stringContaining('Amazon S3 version id') },
	})
})

test('a failure says why, and a retry says RESUMED', async () => {
	const world = await openWorld()
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: new TextEncoder().encode('no zip') })
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const failed = told(world).find(({ detail }) => detail.action === 'Publish' && detail.state === 'FAILED')
	expect(failed?.detail['execution-result']).toMatchObject({ 'error-code': 'JobFailed' })
	const before = story(world).length
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: siteZip('v2') })
	await world.pipeline('RetryStageExecution', {
		pipelineName: 'site-demo',
		stageName: 'Deploy',
		pipelineExecutionId: failed?.detail['execution-id'],
		retryMode: 'FAILED_ACTIONS',
	})
	expect(story(world).slice(before, before + 2)).toEqual(['Pipeline RESUMED', 'Stage Deploy RESUMED'])
	expect(told(world)[before]?.detail['pipeline-execution-attempt']).toBe(2)
})

test('stopping, superseding and updating are told with AWS’s words', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	const start = () =>
		world.pipeline<{ pipelineExecutionId: string }>('StartPipelineExecution', { name: 'site-demo' })
	const { pipelineExecutionId } = await start()
	await world.pipeline('StopPipelineExecution', {
		pipelineName: 'site-demo',
		pipelineExecutionId,
		reason: 'gel',
	})
	await world.pass(60)
	const states = (id: string) =>
		told(world)
			.filter(({ detail }) => detail['execution-id'] === id && !detail.stage)
			.map(({ detail }) => [detail.state, detail['stop-execution-comments']])
	expect(states(pipelineExecutionId)).toEqual([
		['STARTED', undefined],
		['STOPPING', 'gel'],
		['STOPPED', 'gel'],
	])
	const { pipelineExecutionId: running } = await start()
	await world.pipeline('UpdatePipeline', { pipeline: siteDemo() })
	expect(states(running).at(-1)).toEqual(['CANCELED', undefined])
})

test('a pipeline measures how long it ran, and counts its failures', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(60)
	await world.s3('PutObject', { Bucket: 'source', Key: 'site.zip', Body: new TextEncoder().encode('no zip') })
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(60)
	const { sandbox } = world
	const measured = sandbox.world.list(metricSeries, SCOPE).map((metric) => {
		const slots = readSlots({ world: sandbox.world, scope: SCOPE }, seriesId(metric), 0, sandbox.now())
		return [metric.name, metric.dimensions, slots.flatMap(({ values }) => values ?? [])]
	})
	expect(measured).toHaveLength(3)
	expect(measured).toEqual(
		expect.arrayContaining([
			['FailedPipelineExecutions', {}, [[1, 1]]],
			['FailedPipelineExecutions', { PipelineName: 'site-demo' }, [[1, 1]]],
			[
				'PipelineDuration',
				{ PipelineName: 'site-demo' },
				[
					[7, 1],
					[7, 1],
				],
			],
		]),
	)
})
