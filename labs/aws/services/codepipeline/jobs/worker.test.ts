import {
	GetJobDetailsCommand,
	GetPipelineExecutionCommand,
	ListActionExecutionsCommand,
	PutJobFailureResultCommand,
	PutJobSuccessResultCommand,
	RetryStageExecutionCommand,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { siteZip } from '../pipeline.fixture.ts'
import {
	BUILD,
	buildAction,
	builtSite,
	only,
	openWaiting,
	openWorkshop,
	REGION,
	refusal,
} from './worker.fixture.ts'

/** What a worker does with one job, to the end. */
async function build(workshop: Awaited<ReturnType<typeof openWaiting>>, text: string, report: object = {}) {
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const { bucketName, objectKey } = job.data?.outputArtifacts?.[0]?.location?.s3Location ?? {}
	const object = { Bucket: bucketName, Key: objectKey, Body: siteZip(text) }
	await workshop.s3Of(job).send(new PutObjectCommand(object))
	await workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: job.id, ...report }))
}

test('a worker takes a job, fetches its input and delivers its output with the job’s own credentials', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	const { pipelineExecutionId } = (await workshop.stage('Build')).latestExecution ?? {}
	expect(job).toMatchObject({
		id: expect.stringMatching(/^[0-9a-f-]{36}$/),
		nonce: '1',
		accountId: ACCOUNT,
		data: {
			actionTypeId: BUILD,
			actionConfiguration: { configuration: { Project: 'site', Token: 'sesame' } },
			pipelineContext: {
				pipelineName: 'site',
				pipelineArn: `arn:aws:codepipeline:${REGION}:${ACCOUNT}:site`,
				pipelineExecutionId,
				stage: { name: 'Build' },
				action: { name: 'Assemble' },
			},
			inputArtifacts: [{ name: 'SourceOutput', revision: expect.any(String) }],
			outputArtifacts: [
				{
					name: 'BuildOutput',
					location: {
						type: 'S3',
						s3Location: {
							bucketName: 'artifacts',
							objectKey: expect.stringMatching(/^site\/BuildOutpu\/.{7}$/),
						},
					},
				},
			],
			artifactCredentials: { accessKeyId: expect.stringMatching(/^ASIA/) },
		},
	})
	expect(job.data).not.toHaveProperty('continuationToken')
	expect(await workshop.acknowledge(job)).toMatchObject({ status: 'InProgress' })

	const worker = workshop.s3Of(job)
	const { bucketName: Bucket, objectKey: Key } = job.data?.inputArtifacts?.[0]?.location?.s3Location ?? {}
	const { Body } = await worker.send(new GetObjectCommand({ Bucket, Key }))
	expect(await Body?.transformToByteArray()).toEqual(siteZip('v1'))
	const output = job.data?.outputArtifacts?.[0]?.location?.s3Location
	const target = { Bucket: output?.bucketName, Key: output?.objectKey }
	await worker.send(new PutObjectCommand({ ...target, Body: siteZip('built') }))
	await workshop.pipelines.send(
		new PutJobSuccessResultCommand({
			jobId: job.id,
			executionDetails: { summary: 'Built', externalExecutionId: '42', percentComplete: 100 },
			outputVariables: { Revision: 'abc' },
		}),
	)
	expect((await workshop.stage('Build')).action).toMatchObject({
		entityUrl: 'https://atelier.example/site',
		latestExecution: {
			status: 'Succeeded',
			summary: 'Built',
			externalExecutionId: '42',
			externalExecutionUrl: 'https://atelier.example/site/runs/42',
			percentComplete: 100,
		},
	})
	await workshop.pass(10)
	const site = await workshop.s3.send(new GetObjectCommand({ Bucket: 'site-web', Key: 'index.html' }))
	expect(await site.Body?.transformToString()).toBe('built')
})

test('the credentials of a job reach its artifacts and nothing else, for a quarter of an hour', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	const worker = workshop.s3Of(job)
	const output = job.data?.outputArtifacts?.[0]?.location?.s3Location
	const target = { Bucket: output?.bucketName, Key: output?.objectKey, Body: 'x' }
	const denied = expect.objectContaining({ name: 'AccessDenied' })
	await expect(worker.send(new GetObjectCommand({ Bucket: 'source', Key: 'site.zip' }))).rejects.toEqual(
		denied,
	)
	await expect(worker.send(new PutObjectCommand({ ...target, Key: 'other' }))).rejects.toEqual(denied)
	await expect(worker.send(new ListBucketsCommand({}))).rejects.toEqual(denied)
	await worker.send(new PutObjectCommand(target))
	await workshop.pass(15 * 60)
	await expect(worker.send(new PutObjectCommand(target))).rejects.toMatchObject({ name: 'ExpiredToken' })
	const { jobDetails } = await workshop.pipelines.send(new GetJobDetailsCommand({ jobId: job.id }))
	await workshop.s3Of({ data: jobDetails?.data }).send(new PutObjectCommand(target))
})

test('a job goes to one worker: who comes second finds none, who comes late has the wrong nonce', async () => {
	const workshop = await openWaiting()
	const first = only(await workshop.poll())
	expect(await workshop.poll()).toEqual([])
	await workshop.pass(60)
	const second = only(await workshop.poll())
	expect(second).toMatchObject({ id: first.id, nonce: '2' })
	const late = refusal(
		'InvalidNonceException',
		`The nonce '1' is not valid for job '${first.id}', or another job worker has claimed the job`,
	)
	await expect(workshop.acknowledge(first)).rejects.toEqual(late)
	expect(await workshop.acknowledge(second)).toMatchObject({ status: 'InProgress' })
	await expect(workshop.acknowledge(second)).rejects.toMatchObject({ name: 'InvalidNonceException' })
	await workshop.pass(3600)
	expect(await workshop.poll()).toEqual([])
})

test('a poll takes the oldest jobs of its query, as many as it asks for', async () => {
	const workshop = await openWorkshop()
	await workshop.defineType()
	const action = (name: string, Project: string) =>
		buildAction({ name, configuration: { Project }, outputArtifacts: [] })
	const [source] = builtSite()
	await workshop.createPipeline([
		source,
		{ name: 'Build', actions: [action('A', 'site'), action('B', 'site'), action('C', 'docs')] },
	])
	await workshop.pass(10)
	const nameOf = (jobs: ReadonlyArray<{ data?: { pipelineContext?: { action?: { name?: string } } } }>) =>
		jobs.map(({ data }) => data?.pipelineContext?.action?.name)
	const [one, ...none] = await workshop.poll({ maxBatchSize: 1 })
	expect(none).toEqual([])
	const rest = await workshop.poll({ maxBatchSize: 10 })
	expect(nameOf([one ?? {}, ...rest]).toSorted()).toEqual(['A', 'B'])
	expect(nameOf(await workshop.poll({ queryParam: { Project: 'docs' } }))).toEqual(['C'])
})

test('a poll must ask for what the type is queried by, and for a type that is there', async () => {
	const workshop = await openWaiting()
	await expect(workshop.poll({ queryParam: {} })).rejects.toEqual(
		refusal(
			'ValidationException',
			"The queryable property 'Project' of the action type must be given in queryParam",
		),
	)
	await expect(workshop.poll({ queryParam: { Token: 'sesame' } })).rejects.toEqual(
		refusal('ValidationException', "'Token' is not a queryable property of the action type"),
	)
	await expect(workshop.poll({ actionTypeId: { ...BUILD, version: '2' } })).rejects.toEqual(
		refusal(
			'ActionTypeNotFoundException',
			"ActionType (Category: 'Build', Owner: 'Custom', Provider: 'Atelier', Version: '2') is not available",
		),
	)
	const aws = { ...BUILD, owner: 'AWS', provider: 'CodeBuild' } as const
	await expect(workshop.poll({ actionTypeId: aws })).rejects.toEqual(
		refusal('ValidationException', 'PollForJobs is only valid for action types of owner Custom'),
	)
})

test('a continuation token makes a new job, which carries it, for the same try at the action', async () => {
	const workshop = await openWaiting()
	const first = only(await workshop.poll())
	await workshop.acknowledge(first)
	await workshop.pipelines.send(
		new PutJobSuccessResultCommand({
			jobId: first.id,
			continuationToken: '{"build":7}',
			executionDetails: { externalExecutionId: '7', percentComplete: 30, summary: 'Under way' },
		}),
	)
	expect((await workshop.stage('Build')).action?.latestExecution).toMatchObject({
		status: 'InProgress',
		summary: 'Under way',
		percentComplete: 30,
		externalExecutionUrl: 'https://atelier.example/site/runs/7',
	})
	const second = only(await workshop.poll())
	expect(second.id).not.toBe(first.id)
	expect(second.data).toMatchObject({ continuationToken: '{"build":7}' })
	expect(second.data?.outputArtifacts).toEqual(first.data?.outputArtifacts)
	expect(second.data?.pipelineContext).toEqual(first.data?.pipelineContext)
	await workshop.acknowledge(second)
	await workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: second.id }))
	expect((await workshop.stage('Build')).action?.latestExecution).toMatchObject({
		status: 'Succeeded',
		externalExecutionId: '7',
	})
	const late = new PutJobSuccessResultCommand({ jobId: first.id })
	await expect(workshop.pipelines.send(late)).rejects.toEqual(
		refusal(
			'InvalidJobStateException',
			`A result can only be given for a job that is InProgress: job '${first.id}' is Succeeded`,
		),
	)
})

test('output variables reach later actions, whole and within their size', async () => {
	const workshop = await openWorkshop()
	await workshop.defineType()
	const next = buildAction({
		...{ name: 'Next', runOrder: 2, configuration: { Project: 'next', Token: '#{Built.Tag}' } },
		outputArtifacts: [],
	})
	const [source] = builtSite()
	const actions = [buildAction({ namespace: 'Built' }), next]
	await workshop.createPipeline([source, { name: 'Build', actions }])
	await workshop.pass(10)
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const put = (report: object) =>
		workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: job.id, ...report }))
	await expect(put({ outputVariables: { Tag: 'x'.repeat(122_880) } })).rejects.toEqual(
		refusal(
			'OutputVariablesSizeExceededException',
			'The output variables hold 122883 bytes, more than 122880',
		),
	)
	await expect(put({ outputVariables: { Tag: 'v1' }, continuationToken: 'more' })).rejects.toEqual(
		refusal(
			'ValidationException',
			'outputVariables can be included only when there is no continuation token',
		),
	)
	await put({ outputVariables: { Tag: 'v1' } })
	const after = only(await workshop.poll({ queryParam: { Project: 'next' } }))
	expect(after.data?.actionConfiguration?.configuration).toEqual({ Project: 'next', Token: 'v1' })
	const { actionExecutionDetails = [] } = await workshop.pipelines.send(
		new ListActionExecutionsCommand({ pipelineName: 'site' }),
	)
	expect(actionExecutionDetails.find(({ actionName }) => actionName === 'Next')?.input).toMatchObject({
		configuration: { Project: 'next', Token: '****' },
		resolvedConfiguration: { Project: 'next', Token: '****' },
	})
})

test('a worker that delivers nothing leaves the next action without its artifact', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	await workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: job.id }))
	await workshop.pass(10)
	const { action } = await workshop.stage('Deploy')
	expect(action?.latestExecution?.errorDetails?.message).toContain(
		'The action failed because either the artifact or the Amazon S3 bucket could not be found. Name of artifact bucket: artifacts',
	)
})

test('a build tells its revision for its own action, not for the execution', async () => {
	const workshop = await openWaiting()
	await build(workshop, 'v1', { currentRevision: { revision: 'b1', changeIdentifier: 'c1' } })
	const { action, latestExecution } = await workshop.stage('Build')
	expect(action).toMatchObject({
		currentRevision: { revisionId: 'b1', revisionChangeId: 'c1' },
		revisionUrl: 'https://atelier.example/site/commits/b1',
	})
	const { pipelineExecution } = await workshop.pipelines.send(
		new GetPipelineExecutionCommand({
			...{ pipelineName: 'site', pipelineExecutionId: latestExecution?.pipelineExecutionId },
		}),
	)
	expect(pipelineExecution?.artifactRevisions?.map(({ name }) => name)).toEqual(['SourceOutput'])
})

test('a second execution waits for its own job', async () => {
	const workshop = await openWaiting()
	await build(workshop, 'one')
	await workshop.pass(10)
	await workshop.pipelines.send(new StartPipelineExecutionCommand({ name: 'site' }))
	await workshop.pass(10)
	await build(workshop, 'two')
	await workshop.pass(10)
	const site = await workshop.s3.send(new GetObjectCommand({ Bucket: 'site-web', Key: 'index.html' }))
	expect(await site.Body?.transformToString()).toBe('two')
})

test('a failed build is retried with a job of its own', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const failureDetails = { type: 'JobFailed', message: 'no' } as const
	await workshop.pipelines.send(new PutJobFailureResultCommand({ jobId: job.id, failureDetails }))
	const { latestExecution } = await workshop.stage('Build')
	await workshop.pipelines.send(
		new RetryStageExecutionCommand({
			...{ pipelineName: 'site', stageName: 'Build', retryMode: 'FAILED_ACTIONS' },
			pipelineExecutionId: latestExecution?.pipelineExecutionId,
		}),
	)
	await build(workshop, 'again')
	expect((await workshop.stage('Build')).status).toBe('Succeeded')
})
