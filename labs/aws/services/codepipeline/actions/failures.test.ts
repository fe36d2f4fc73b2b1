import type { ActionDeclaration, GetPipelineStateOutput } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import {
	ACCOUNT,
	approvalAction,
	deployAction,
	policy,
	ROLE,
	siteDemo,
	sourceAction,
} from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

/** How the action of a second stage ends. */
async function errorOf(action: ActionDeclaration) {
	const world = await openWorld()
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Next', actions: [action] },
	]
	await world.pipeline('CreatePipeline', { pipeline: siteDemo({ stages }) })
	await world.pass(10)
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', {
		name: 'site-demo',
	})
	return stageStates?.[1]?.actionStates?.[0]?.latestExecution?.errorDetails
}

test('a provider that is not emulated fails its action, and says so', async () => {
	const actionTypeId = {
		category: 'Deploy',
		owner: 'AWS',
		provider: 'ElasticBeanstalk',
		version: '1',
	} as const
	const configuration = { ApplicationName: 'shop', EnvironmentName: 'prod' }
	expect(await errorOf({ ...deployAction(), actionTypeId, configuration })).toEqual({
		code: 'ConfigurationError',
		message: 'Provider not emulated yet: Deploy/AWS/ElasticBeanstalk',
	})
})

test('a variable that no earlier action gives fails its action', async () => {
	expect(await errorOf(deployAction({ ObjectKey: '#{SourceVariables.Nothing}' }))).toMatchObject({
		code: 'ConfigurationError',
		message: expect.stringContaining('#{SourceVariables.Nothing}'),
	})
})

test('an approval that cannot notify its topic fails rather than waits in silence', async () => {
	const NotificationArn = `arn:aws:sns:eu-west-3:${ACCOUNT}:approvals`
	const error = await errorOf({ ...approvalAction(), configuration: { NotificationArn } })
	expect(error?.message).toContain(`Unable to publish to the topic ${NotificationArn}`)
})

test('an artifact that is gone fails the deployment in AWS’s words', async () => {
	const world = await openWorld()
	await world.pipeline('CreatePipeline', { pipeline: siteDemo() })
	await world.pass(3)
	const { Contents = [] } = await world.s3<{ Contents: Array<{ Key: string }> }>('ListObjectsV2', {
		Bucket: 'artifacts',
	})
	await world.s3('DeleteObject', { Bucket: 'artifacts', Key: Contents[0]?.Key })
	await world.pass(10)
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', {
		name: 'site-demo',
	})
	const details = stageStates?.[1]?.actionStates?.[0]?.latestExecution?.errorDetails
	expect(details?.message).toContain('either the artifact or the Amazon S3 bucket could not be found')
})

test("an action's own role must be assumable by the pipeline's, and is what S3 sees", async () => {
	const world = await openWorld()
	const roleArn = `arn:aws:iam::${ACCOUNT}:role/publisher`
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Deploy', actions: [{ ...deployAction(), roleArn }] },
	]
	const pipeline = siteDemo({ stages })
	await expect(world.pipeline('CreatePipeline', { pipeline })).rejects.toMatchObject({
		code: 'InvalidStructureException',
		message: `${ROLE} is not authorized to perform AssumeRole on role ${roleArn}`,
	})
	const trust = { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sts:AssumeRole' }
	await world.iam('CreateRole', { RoleName: 'publisher', AssumeRolePolicyDocument: policy(trust) })
	await world.allow('s3:*', 'sts:AssumeRole')
	await world.pipeline('CreatePipeline', { pipeline })
	await world.pass(10)
	const { stageStates } = await world.pipeline<GetPipelineStateOutput>('GetPipelineState', {
		name: 'site-demo',
	})
	const details = stageStates?.[1]?.actionStates?.[0]?.latestExecution?.errorDetails
	expect(details).toMatchObject({
		code: 'PermissionError',
		message: expect.stringContaining(`assumed-role/publisher/`),
	})
})
