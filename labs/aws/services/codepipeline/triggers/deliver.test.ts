import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { approvalAction, SCOPE, siteDemo, type World } from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'
import { deliverGitEvent } from './deliver.ts'
import type { GitEvent } from './git-event.ts'

const CONNECTION = 'arn:aws:codeconnections:eu-west-3:111111111111:connection/1b2c3d4e'
const REPOSITORY = { connectionArn: CONNECTION, fullRepositoryId: 'atelier/boutique' }
const PUSH: GitEvent = { kind: 'push', branch: 'main', files: ['a.ts'], commitId: 'c0ffee' }

function fromGitHub(change: Partial<PipelineDeclaration> = {}, configuration: Record<string, string> = {}) {
	const source = {
		name: 'Code',
		actionTypeId: {
			category: 'Source',
			owner: 'AWS',
			provider: 'CodeStarSourceConnection',
			version: '1',
		} as const,
		configuration: {
			ConnectionArn: CONNECTION,
			FullRepositoryId: 'atelier/boutique',
			BranchName: 'main',
			...configuration,
		},
		outputArtifacts: [{ name: 'Code' }],
	}
	return siteDemo({
		stages: [
			{ name: 'Source', actions: [source] },
			{ name: 'Review', actions: [approvalAction()] },
		],
		...change,
	})
}

async function deliver(world: World, event: GitEvent, repository = REPOSITORY) {
	let started: Array<string> = []
	await world.sandbox.arrange(
		'GitEvent',
		async (call) => {
			started = await deliverGitEvent(call, repository, event)
		},
		SCOPE,
	)
	return started
}

test('a push to the branch of the action starts its pipeline, at that commit', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: fromGitHub() })
	expect(await deliver(world, PUSH)).toEqual(['site-demo'])
	expect(await deliver(world, { ...PUSH, branch: 'dev' })).toEqual([])
	expect(await deliver(world, PUSH, { ...REPOSITORY, fullRepositoryId: 'Atelier/boutique' })).toEqual([])
	const { pipelineExecutionSummaries } = await world.pipeline<{ pipelineExecutionSummaries: Array<object> }>(
		'ListPipelineExecutions',
		{ pipelineName: 'site-demo' },
	)
	expect(pipelineExecutionSummaries).toMatchObject([
		{ trigger: { triggerType: 'WebhookV2', triggerDetail: CONNECTION } },
		{ trigger: { triggerType: 'CreatePipeline' } },
	])
})

test('DetectChanges false starts nothing, and a trigger takes its place', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: fromGitHub({}, { DetectChanges: 'false' }) })
	expect(await deliver(world, PUSH)).toEqual([])
	const gitConfiguration = { sourceActionName: 'Code', push: [{ branches: { includes: ['dev'] } }] }
	const triggers = [{ providerType: 'CodeStarSourceConnection' as const, gitConfiguration }]
	await world.pipeline('UpdatePipeline', { pipeline: fromGitHub({ triggers }, { DetectChanges: 'false' }) })
	expect(await deliver(world, PUSH)).toEqual([])
	expect(await deliver(world, { ...PUSH, branch: 'dev' })).toEqual(['site-demo'])
})

test('a trigger must name a connection’s source action, once, and keep tags apart', async () => {
	const world = await openWorld()
	const create = (...all: Array<object>) =>
		world.pipeline('CreatePipeline', {
			pipeline: fromGitHub({
				triggers: all.map((gitConfiguration) => ({
					providerType: 'CodeStarSourceConnection' as const,
					gitConfiguration: gitConfiguration as never,
				})),
			}),
		})
	const code = 'InvalidStructureException'
	const message =
		"Triggers for connections must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you can't specify more than one trigger per source action."
	await expect(create({ sourceActionName: 'Other' })).rejects.toMatchObject({ code, message })
	const twice = create({ sourceActionName: 'Code' }, { sourceActionName: 'Code' })
	await expect(twice).rejects.toMatchObject({ code, message })
	const mixed = { tags: { includes: ['v*'] }, branches: { includes: ['main'] } }
	await expect(create({ sourceActionName: 'Code', push: [mixed] })).rejects.toMatchObject({
		code,
		message: "A push filter of the trigger for 'Code' has tags together with branches or file paths",
	})
})
