import {
	AcknowledgeJobCommand,
	type ActionDeclaration,
	CodePipelineClient,
	CreateCustomActionTypeCommand,
	type CreateCustomActionTypeCommandInput,
	CreatePipelineCommand,
	GetPipelineStateCommand,
	type Job,
	PollForJobsCommand,
	type PollForJobsCommandInput,
	type StageDeclaration,
} from '@aws-sdk/client-codepipeline'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
	CreateBucketCommand,
	PutBucketVersioningCommand,
	PutObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3'
import { expect } from 'vitest'
import { ACCOUNT, connect } from '../../../emulator.fixture.ts'
import { deployAction, policy, siteZip, sourceAction } from '../pipeline.fixture.ts'

// What the tests of custom actions start from: buckets, a service role, an action type, and a worker that
// speaks to the emulator through the SDK, signature and all.

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/service`
export const REGION = 'eu-west-3'
export const BUILD = { category: 'Build', owner: 'Custom', provider: 'Atelier', version: '1' } as const

/** A build type that takes one artifact and gives one, polled by its project. */
export const ATELIER: CreateCustomActionTypeCommandInput = {
	...{ category: 'Build', provider: 'Atelier', version: '1' },
	settings: {
		entityUrlTemplate: 'https://atelier.example/{Config:Project}',
		executionUrlTemplate: 'https://atelier.example/{Config:Project}/runs/{ExternalExecutionId}',
		revisionUrlTemplate: 'https://atelier.example/{Config:Project}/commits/{RevisionId}',
	},
	configurationProperties: [
		{ name: 'Project', required: true, key: true, secret: false, queryable: true },
		{ name: 'Token', required: false, key: false, secret: true },
	],
	inputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
	outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
}

export function buildAction(change: Partial<ActionDeclaration> = {}): ActionDeclaration {
	return {
		name: 'Assemble',
		actionTypeId: BUILD,
		configuration: { Project: 'site', Token: 'sesame' },
		inputArtifacts: [{ name: 'SourceOutput' }],
		outputArtifacts: [{ name: 'BuildOutput' }],
		...change,
	}
}

/** Source from S3, the custom build, deployment of what it built. */
export function builtSite(build = buildAction()): [StageDeclaration, StageDeclaration, StageDeclaration] {
	const deploy = { ...deployAction(), inputArtifacts: [{ name: 'BuildOutput' }] }
	return [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Build', actions: [build] },
		{ name: 'Deploy', actions: [deploy] },
	]
}

/** An account ready for pipelines with custom actions, and the clients of its root. */
export async function openWorkshop() {
	const { sandbox, emulator, settings } = await connect()
	const pipelines = new CodePipelineClient(settings)
	const s3 = new S3Client({ ...settings, forcePathStyle: true })
	const iam = new IAMClient(settings)
	await iam.send(
		new CreateRoleCommand({
			RoleName: 'service',
			AssumeRolePolicyDocument: policy({
				Effect: 'Allow',
				Principal: { Service: 'codepipeline.amazonaws.com' },
				Action: 'sts:AssumeRole',
			}),
		}),
	)
	await iam.send(
		new PutRolePolicyCommand({
			...{ RoleName: 'service', PolicyName: 'access' },
			PolicyDocument: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
		}),
	)
	for (const Bucket of ['source', 'artifacts', 'site-web']) await s3.send(new CreateBucketCommand({ Bucket }))
	const versioning = { Bucket: 'source', VersioningConfiguration: { Status: 'Enabled' as const } }
	await s3.send(new PutBucketVersioningCommand(versioning))
	await s3.send(new PutObjectCommand({ Bucket: 'source', Key: 'site.zip', Body: siteZip('v1') }))

	return {
		...{ sandbox, emulator, settings, pipelines, s3, iam },
		/** Lets virtual time pass, seconds. */
		pass: (seconds: number) => sandbox.setClock({ jumpTo: sandbox.now() + seconds * 1000 }),
		defineType: (change: Partial<CreateCustomActionTypeCommandInput> = {}) =>
			pipelines.send(new CreateCustomActionTypeCommand({ ...ATELIER, ...change })),
		createPipeline: (stages: Array<StageDeclaration> = builtSite(), change: object = {}) =>
			pipelines.send(
				new CreatePipelineCommand({
					pipeline: {
						...{ name: 'site', roleArn: ROLE, pipelineType: 'V2', stages },
						artifactStore: { type: 'S3', location: 'artifacts' },
						...change,
					},
				}),
			),
		poll: async (change: Partial<PollForJobsCommandInput> = {}): Promise<Array<Job>> => {
			const input = { actionTypeId: BUILD, queryParam: { Project: 'site' }, ...change }
			return (await pipelines.send(new PollForJobsCommand(input))).jobs ?? []
		},
		acknowledge: ({ id, nonce }: Job) => pipelines.send(new AcknowledgeJobCommand({ jobId: id, nonce })),
		/** A stage as GetPipelineState tells it. */
		stage: async (name: string) => {
			const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name: 'site' }))
			const found = stageStates.find(({ stageName }) => stageName === name)
			if (!found) throw new Error(`No stage ${name}`)
			return { status: found.latestExecution?.status, action: found.actionStates?.[0], ...found }
		},
		/** S3 under the credentials of a job. */
		s3Of: ({ data }: Job) => {
			const { accessKeyId = '', secretAccessKey = '', sessionToken } = data?.artifactCredentials ?? {}
			const credentials = { accessKeyId, secretAccessKey, sessionToken }
			return new S3Client({ ...settings, credentials, forcePathStyle: true })
		},
	}
}

/** A workshop with a pipeline whose build waits for a worker. */
export async function openWaiting() {
	const workshop = await openWorkshop()
	await workshop.defineType()
	await workshop.createPipeline()
	await workshop.pass(10)
	return workshop
}

/** The only job of a list. */
export function only(jobs: ReadonlyArray<Job>): Job {
	expect(jobs).toHaveLength(1)
	return jobs[0] as Job
}

/** A refusal as the SDK throws it. */
export function refusal(name: string, message: string) {
	return expect.objectContaining({
		...{ name, message },
		$metadata: expect.objectContaining({ httpStatusCode: 400 }),
	})
}
