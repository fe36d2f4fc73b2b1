import {
	CodePipelineClient,
	CreatePipelineCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { type Permission, policy } from '../../../people.fixture.ts'
import { ACCOUNT, openRegistry } from '../../ecr/registry.fixture.ts'
import { openZip } from '../artifacts/zip.ts'
import { approvalAction } from '../pipeline.fixture.ts'

const TYPE = { category: 'Source', owner: 'AWS', provider: 'ECR', version: '1' } as const
const DESCRIBE = { Action: 'ecr:DescribeImages' }

/** A registry with a pipeline from it, under a role that may do that. */
async function openPipeline(configuration: Record<string, string>, permission: Permission = DESCRIBE) {
	const world = await openRegistry()
	const codepipeline = new CodePipelineClient(world.root)
	const s3 = new S3Client({ ...world.root, forcePathStyle: true })
	await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }))
	const trust = {
		Effect: 'Allow',
		Principal: { Service: 'codepipeline.amazonaws.com' },
		Action: 'sts:AssumeRole',
	}
	await world.iam('CreateRole', {
		RoleName: 'pipeline',
		AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
	})
	const PolicyDocument = policy({ Action: 's3:*' }, permission)
	await world.iam('PutRolePolicy', { RoleName: 'pipeline', PolicyName: 'own', PolicyDocument })
	const source = {
		name: 'Image',
		actionTypeId: TYPE,
		configuration: { RepositoryName: 'atelier/boutique', ...configuration },
		outputArtifacts: [{ name: 'Detail' }],
		namespace: 'Image',
	}
	async function create() {
		await codepipeline.send(
			new CreatePipelineCommand({
				pipeline: {
					name: 'boutique',
					roleArn: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
					pipelineType: 'V2',
					artifactStore: { type: 'S3', location: 'artifacts' },
					stages: [
						{ name: 'Source', actions: [source] },
						{ name: 'Review', actions: [approvalAction()] },
					],
				},
			}),
		)
		await world.pass(10_000)
	}
	async function sourceOf() {
		const { actionExecutionDetails = [] } = await codepipeline.send(
			new ListActionExecutionsCommand({ pipelineName: 'boutique' }),
		)
		return actionExecutionDetails.find(({ actionName }) => actionName === 'Image')
	}
	return { ...world, s3, codepipeline, create, sourceOf }
}

test('a tag’s image is handed on as imageDetail.json, with its variables', async () => {
	const { push, create, sourceOf, s3 } = await openPipeline({ ImageTag: 'v1' })
	const digest = await push('bonjour', 'v1')
	await create()
	const uri = `${ACCOUNT}.dkr.ecr.eu-west-3.amazonaws.com/atelier/boutique@${digest}`
	const source = await sourceOf()
	expect(source).toMatchObject({
		status: 'Succeeded',
		output: {
			executionResult: { externalExecutionId: digest },
			outputVariables: {
				RegistryId: ACCOUNT,
				RepositoryName: 'atelier/boutique',
				ImageTag: 'v1',
				ImageDigest: digest,
				ImageURI: uri,
			},
		},
	})
	const { bucket, key } = source?.output?.outputArtifacts?.[0]?.s3location ?? {}
	const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
	const [file] = await openZip((await Body?.transformToByteArray()) ?? new Uint8Array(0))
	expect(file?.path).toBe('imageDetail.json')
	expect(JSON.parse(Buffer.from(file?.bytes ?? []).toString())).toMatchObject({
		ImageURI: uri,
		ImageDigest: digest,
		ImageTags: ['v1'],
		Version: '1.0',
	})
})

test('without a tag it is latest, and a start may name the image', async () => {
	const { push, create, sourceOf, codepipeline, pass } = await openPipeline({})
	const first = await push('un', 'latest')
	const second = await push('deux', 'latest')
	await create()
	expect(await sourceOf()).toMatchObject({ output: { outputVariables: { ImageDigest: second } } })
	await codepipeline.send(
		new StartPipelineExecutionCommand({
			name: 'boutique',
			sourceRevisions: [{ actionName: 'Image', revisionType: 'IMAGE_DIGEST', revisionValue: first }],
		}),
	)
	await pass(10_000)
	expect(await sourceOf()).toMatchObject({ output: { outputVariables: { ImageDigest: first } } })
})

test('a rule on what the registry tells starts the pipeline when its image is pushed', async () => {
	const { push, create, iam, root, codepipeline, pass } = await openPipeline({ ImageTag: 'v1' })
	await push('un', 'v1')
	await create()
	const trust = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }
	await iam('CreateRole', {
		RoleName: 'rule',
		AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
	})
	const PolicyDocument = policy({ Action: 'codepipeline:StartPipelineExecution' })
	await iam('PutRolePolicy', { RoleName: 'rule', PolicyName: 'own', PolicyDocument })
	const events = new EventBridgeClient(root)
	const EventPattern = JSON.stringify({
		source: ['aws.ecr'],
		'detail-type': ['ECR Image Action'],
		detail: {
			'action-type': ['PUSH'],
			result: ['SUCCESS'],
			'repository-name': ['atelier/boutique'],
			'image-tag': ['v1'],
		},
	})
	await events.send(new PutRuleCommand({ Name: 'image', EventPattern }))
	const Arn = `arn:aws:codepipeline:eu-west-3:${ACCOUNT}:boutique`
	const RoleArn = `arn:aws:iam::${ACCOUNT}:role/rule`
	await events.send(new PutTargetsCommand({ Rule: 'image', Targets: [{ Id: 'pipeline', Arn, RoleArn }] }))
	await push('deux', 'v2')
	await push('trois', 'v1')
	await pass(60_000)
	const { pipelineExecutionSummaries } = await codepipeline.send(
		new ListPipelineExecutionsCommand({ pipelineName: 'boutique' }),
	)
	expect(pipelineExecutionSummaries?.map(({ trigger }) => trigger?.triggerType)).toEqual([
		'CloudWatchEvent',
		'CreatePipeline',
	])
})

test('an image that is not there, or that the role may not see, fails the action', async () => {
	const absent = await openPipeline({ ImageTag: 'absent' })
	await absent.create()
	expect((await absent.sourceOf())?.output?.executionResult?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message: `The image with imageId {imageDigest:'null', imageTag:'absent'} does not exist within the repository with name 'atelier/boutique' in the registry with id '${ACCOUNT}'`,
	})
	const denied = await openPipeline({}, { Action: 'ecr:ListImages' })
	await denied.push('un', 'latest')
	await denied.create()
	expect((await denied.sourceOf())?.output?.executionResult?.errorDetails).toMatchObject({
		code: 'PermissionError',
		message: expect.stringContaining('ecr:DescribeImages'),
	})
})
