import { expect, test } from 'vitest'
import { ACCOUNT, policy, ROLE, SCOPE, siteDemo } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

const name = 'site-demo'
const ARN = `arn:aws:codepipeline:${SCOPE.region}:${ACCOUNT}:${name}`

test('a role that does not trust CodePipeline is refused at creation', async () => {
	const world = await openWorld()
	const PolicyDocument = policy({
		Effect: 'Allow',
		Principal: { Service: 'lambda.amazonaws.com' },
		Action: 'sts:AssumeRole',
	})
	await world.iam('UpdateAssumeRolePolicy', { RoleName: 'site-demo-service', PolicyDocument })
	await expect(world.pipeline('CreatePipeline', { pipeline: siteDemo() })).rejects.toMatchObject({
		code: 'InvalidStructureException',
		message: `CodePipeline is not authorized to perform AssumeRole on role ${ROLE}`,
	})
	const missing = `arn:aws:iam::${ACCOUNT}:role/nobody`
	await expect(
		world.pipeline('CreatePipeline', { pipeline: siteDemo({ roleArn: missing }) }),
	).rejects.toMatchObject({
		message: `CodePipeline is not authorized to perform AssumeRole on role ${missing}`,
	})
})

test('versions of a structure can be read back; a version that is not there is no pipeline', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pipeline('UpdatePipeline', { pipeline: siteDemo({ executionMode: 'QUEUED' }) })
	const first = await world.pipeline<object>('GetPipeline', { name, version: 1 })
	expect(first).toMatchObject({
		pipeline: { version: 1 },
		metadata: { pipelineArn: ARN },
	})
	await expect(world.pipeline('GetPipeline', { name, version: 3 })).rejects.toMatchObject({
		code: 'PipelineNotFoundException',
	})
	expect(await world.pipeline('ListPipelines', {})).toMatchObject({
		pipelines: [{ name, version: 2, pipelineType: 'V2', executionMode: 'QUEUED' }],
	})
})

test('a name is taken until its pipeline is deleted; deleting twice is no error', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await expect(world.pipeline('CreatePipeline', { pipeline: siteDemo() })).rejects.toMatchObject({
		code: 'PipelineNameInUseException',
	})
	await world.pipeline('DeletePipeline', { name })
	await world.pipeline('DeletePipeline', { name })
	await expect(world.pipeline('UpdatePipeline', { pipeline: siteDemo() })).rejects.toMatchObject({
		code: 'ResourceNotFoundException',
	})
	await world.pass(20)
	await expect(world.pipeline('GetPipelineState', { name })).rejects.toMatchObject({
		code: 'PipelineNotFoundException',
		message: `Account '${ACCOUNT}' does not have a pipeline with name '${name}'`,
	})
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	const { pipelineExecutionSummaries } = await world.pipeline<{ pipelineExecutionSummaries: [] }>(
		'ListPipelineExecutions',
		{ pipelineName: name },
	)
	expect(pipelineExecutionSummaries).toHaveLength(1)
})

test('lists go on after the last item shown, and refuse a token of their own invention', async () => {
	const world = await openWorld()
	for (const one of ['a', 'b', 'c']) {
		await world.pipeline('CreatePipeline', { pipeline: siteDemo({ name: one }) })
	}
	interface Page {
		pipelines: Array<{ name: string }>
		nextToken?: string
	}
	const first = await world.pipeline<Page>('ListPipelines', { maxResults: 2 })
	expect(first.pipelines.map((pipeline) => pipeline.name)).toEqual(['a', 'b'])
	const second = await world.pipeline<Page>('ListPipelines', { maxResults: 2, nextToken: first.nextToken })
	expect(second).toMatchObject({ pipelines: [{ name: 'c' }] })
	expect(second.nextToken).toBeUndefined()
	await expect(world.pipeline('ListPipelines', { nextToken: 'bm8' })).rejects.toMatchObject({
		code: 'InvalidNextTokenException',
	})
})

test('tags are added, listed and removed', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo(), tags: [{ key: 'env', value: 'demo' }] })
	await world.pipeline('TagResource', { resourceArn: ARN, tags: [{ key: 'equipe', value: 'web' }] })
	await world.pipeline('UntagResource', { resourceArn: ARN, tagKeys: ['env'] })
	expect(await world.pipeline('ListTagsForResource', { resourceArn: ARN })).toEqual({
		tags: [{ key: 'equipe', value: 'web' }],
	})
	await expect(world.pipeline('ListTagsForResource', { resourceArn: `${ARN}-autre` })).rejects.toMatchObject({
		code: 'ResourceNotFoundException',
	})
})

test('a pipeline that names no type is V2, and an explicit V1 without variables stays one', async () => {
	const world = await openWorld()
	const { pipelineType: _, ...untyped } = siteDemo()
	expect(await world.pipeline('CreatePipeline', { pipeline: untyped })).toMatchObject({
		pipeline: { pipelineType: 'V2' },
	})
	const variables = [{ name: 'CIBLE', defaultValue: 'test' }]
	const explicit = { ...untyped, name: 'explicite', pipelineType: 'V1' }
	const pipeline = { ...explicit, variables }
	await expect(world.pipeline('CreatePipeline', { pipeline })).rejects.toMatchObject({
		code: 'InvalidStructureException',
		message: 'Pipeline variable can only be used with V2 pipelines',
	})
	await world.pipeline('CreatePipeline', { pipeline: explicit })
	expect(await world.pipeline('ListPipelines', {})).toMatchObject({
		pipelines: [
			{ name: 'explicite', pipelineType: 'V1' },
			{ name: 'site-demo', pipelineType: 'V2' },
		],
	})
})

test('an update that names no type keeps the type, unless it brings what only V2 has', async () => {
	const world = await openWorld()
	const { pipelineType: _, ...untyped } = siteDemo()
	await world.pipeline('CreatePipeline', { pipeline: { ...untyped, pipelineType: 'V1' } })
	expect(await world.pipeline('UpdatePipeline', { pipeline: untyped })).toMatchObject({
		pipeline: { version: 2, pipelineType: 'V1' },
	})
	expect(
		await world.pipeline('UpdatePipeline', { pipeline: { ...untyped, executionMode: 'QUEUED' } }),
	).toMatchObject({ pipeline: { version: 3, pipelineType: 'V2' } })
})
