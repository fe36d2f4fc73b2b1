import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { createAccount, rootOf } from '../../../identity/credentials.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import {
	ACCOUNT,
	approvalAction,
	deployAction,
	policy,
	ROLE,
	SCOPE,
	siteDemo,
	sourceAction,
	type World,
} from '../pipeline.fixture.ts'
import { openWorld } from '../world.fixture.ts'

// Pipelines that reach into another Region or another account.

const FAR = 'us-west-2'
const OTHER = '222222222222'
const OTHER_SCOPE = { account: OTHER, region: SCOPE.region }

function crossRegion(change: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
	return siteDemo({
		artifactStore: undefined,
		artifactStores: {
			[SCOPE.region]: { type: 'S3', location: 'artifacts' },
			[FAR]: { type: 'S3', location: 'artifacts-far' },
		},
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [{ ...deployAction(), region: FAR }] },
		],
		...change,
	})
}

async function openFar(): Promise<World> {
	const world = await openWorld()
	const CreateBucketConfiguration = { LocationConstraint: FAR } as const
	const scope = { account: ACCOUNT, region: FAR }
	const input = { Bucket: 'artifacts-far', CreateBucketConfiguration }
	await world.sandbox.call({
		principal: rootOf(ACCOUNT),
		scope,
		service: 's3',
		operation: 'CreateBucket',
		input,
	})
	return world
}

interface Detail {
	stageName: string
	status: string
	input: { region: string; roleArn?: string; inputArtifacts: Array<{ s3location: { bucket: string } }> }
	output: { executionResult: { errorDetails?: { code: string; message: string } } }
}

async function deployment(world: World): Promise<Detail | undefined> {
	const { actionExecutionDetails } = await world.pipeline<{ actionExecutionDetails: Array<Detail> }>(
		'ListActionExecutions',
		{ pipelineName: 'site-demo' },
	)
	return actionExecutionDetails.find(({ stageName }) => stageName === 'Deploy')
}

test('the artifact of an action in another Region is copied into the bucket there', async () => {
	const world = await openFar()
	await world.pipeline('CreatePipeline', { pipeline: crossRegion() })
	await world.pass(60)
	const detail = await deployment(world)
	expect(detail).toMatchObject({
		status: 'Succeeded',
		input: { region: FAR, inputArtifacts: [{ s3location: { bucket: 'artifacts-far' } }] },
	})
	const { Contents } = await world.s3<{ Contents: Array<unknown> }>('ListObjectsV2', {
		Bucket: 'artifacts-far',
	})
	expect(Contents).toHaveLength(1)
})

test('the copy is made under the pipeline’s role, and its refusal names the far bucket', async () => {
	const world = await openFar()
	await world.iam('PutRolePolicy', {
		RoleName: 'site-demo-service',
		PolicyName: 'fence',
		PolicyDocument: policy({
			Effect: 'Deny',
			Action: 's3:PutObject',
			Resource: 'arn:aws:s3:::artifacts-far/*',
		}),
	})
	await world.pipeline('CreatePipeline', { pipeline: crossRegion() })
	await world.pass(60)
	const detail = await deployment(world)
	expect(detail?.status).toBe('Failed')
	expect(detail?.output.executionResult.errorDetails).toMatchObject({
		code: 'PermissionError',
		message: expect.stringContaining(
			`CodePipeline service role "${ROLE}" is getting S3 access denied for the S3 bucket "artifacts-far"`,
		),
	})
})

const REFUSED: Array<[code: string, message: string, pipeline: PipelineDeclaration]> = [
	[
		'ValidationException',
		"Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead of 'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each region where you have an action.",
		crossRegion({ artifactStores: undefined, artifactStore: { type: 'S3', location: 'artifacts' } }),
	],
	[
		'ValidationException',
		"Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an action. The following region is missing in 'pipeline.artifactStores': us-west-2.",
		crossRegion({ artifactStores: { [SCOPE.region]: { type: 'S3', location: 'artifacts' } } }),
	],
	[
		'InvalidActionDeclarationException',
		"Action 'Fetch' is in region us-west-2: source, third-party and custom actions cannot be cross-region",
		crossRegion({
			stages: [
				{ name: 'Source', actions: [{ ...sourceAction(), region: FAR }] },
				{ name: 'Review', actions: [approvalAction()] },
			],
		}),
	],
]

test.for(REFUSED)('%s: %s', async ([code, message, pipeline]) => {
	const world = await openFar()
	await expect(world.pipeline('CreatePipeline', { pipeline })).rejects.toMatchObject({
		code,
		message,
		status: 400,
	})
})

const DEPLOYER = `arn:aws:iam::${OTHER}:role/deployer`

/** Account B has a bucket of its own and a role that account A's pipeline may assume. */
async function openTwoAccounts({ trust = ACCOUNT, mayAssume = true } = {}): Promise<World> {
	const world = await openWorld()
	await world.sandbox.arrange('CreateAccount', (call) => createAccount(call, { account: OTHER }), WORLD_SCOPE)
	const other = (service: string, operation: string, input: object) =>
		world.sandbox.call({ principal: rootOf(OTHER), scope: OTHER_SCOPE, service, operation, input })
	await other('iam', 'CreateRole', {
		RoleName: 'deployer',
		AssumeRolePolicyDocument: policy({
			Effect: 'Allow',
			Principal: { AWS: `arn:aws:iam::${trust}:root` },
			Action: 'sts:AssumeRole',
		}),
	})
	await other('iam', 'PutRolePolicy', {
		RoleName: 'deployer',
		PolicyName: 'deploy',
		PolicyDocument: policy({
			Effect: 'Allow',
			Action: ['s3:GetObject', 's3:PutObject'],
			Resource: ['arn:aws:s3:::artifacts/*', 'arn:aws:s3:::site-b/*'],
		}),
	})
	await other('s3', 'CreateBucket', {
		Bucket: 'site-b',
		CreateBucketConfiguration: { LocationConstraint: SCOPE.region },
	})
	if (mayAssume) {
		await world.iam('PutRolePolicy', {
			RoleName: 'site-demo-service',
			PolicyName: 'assume',
			PolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: DEPLOYER }),
		})
	}
	return world
}

function crossAccount(): PipelineDeclaration {
	const action = { ...deployAction({ BucketName: 'site-b' }), roleArn: DEPLOYER }
	return siteDemo({
		stages: [
			{ name: 'Source', actions: [sourceAction()] },
			{ name: 'Deploy', actions: [action] },
		],
	})
}

async function openBucketToB(world: World): Promise<void> {
	await world.s3('PutBucketPolicy', {
		Bucket: 'artifacts',
		Policy: policy({
			Effect: 'Allow',
			Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
			Action: 's3:GetObject',
			Resource: 'arn:aws:s3:::artifacts/*',
		}),
	})
}

test('an action deploys into account B under a role of B, once the artifact bucket lets B read', async () => {
	const world = await openTwoAccounts()
	await world.pipeline('CreatePipeline', { pipeline: crossAccount() })
	await world.pass(60)
	expect(await deployment(world)).toMatchObject({
		status: 'Failed',
		input: { roleArn: DEPLOYER },
		output: { executionResult: { errorDetails: { code: 'PermissionError' } } },
	})
	await openBucketToB(world)
	await world.pipeline('StartPipelineExecution', { name: 'site-demo' })
	await world.pass(60)
	expect(await deployment(world)).toMatchObject({ status: 'Succeeded' })
})

test('a role of B that does not trust A, or that A may not assume, is refused at creation', async () => {
	const refusal = {
		code: 'InvalidStructureException',
		message: `${ROLE} is not authorized to perform AssumeRole on role ${DEPLOYER}`,
		status: 400,
	}
	const strange = await openTwoAccounts({ trust: '333333333333' })
	await expect(strange.pipeline('CreatePipeline', { pipeline: crossAccount() })).rejects.toMatchObject(
		refusal,
	)
	const closed = await openTwoAccounts({ mayAssume: false })
	await expect(closed.pipeline('CreatePipeline', { pipeline: crossAccount() })).rejects.toMatchObject(refusal)
})
