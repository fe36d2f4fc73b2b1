import {
	GetJobDetailsCommand,
	GetPipelineExecutionCommand,
	PutJobFailureResultCommand,
	PutJobSuccessResultCommand,
	StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { only, openWaiting, refusal } from './worker.fixture.ts'

test.for([
	'JobFailed',
	'ConfigurationError',
	'PermissionError',
	'RevisionOutOfSync',
	'RevisionUnavailable',
	'SystemUnavailable',
] as const)('a failure of type %s fails the stage in the worker’s words', async (type) => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const failureDetails = { type, message: '3 tests failed', externalExecutionId: '9' }
	await workshop.pipelines.send(new PutJobFailureResultCommand({ jobId: job.id, failureDetails }))
	const { status, action } = await workshop.stage('Build')
	expect(status).toBe('Failed')
	expect(action?.latestExecution).toMatchObject({
		status: 'Failed',
		errorDetails: { code: type, message: '3 tests failed' },
		externalExecutionUrl: 'https://atelier.example/site/runs/9',
	})
})

test('a result for a job that nobody acknowledged is refused', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	const result = new PutJobSuccessResultCommand({ jobId: job.id })
	await expect(workshop.pipelines.send(result)).rejects.toEqual(
		refusal(
			'InvalidJobStateException',
			`A result can only be given for a job that is InProgress: job '${job.id}' is Dispatched`,
		),
	)
	const failureDetails = { type: 'JobFailed', message: 'no' } as const
	const failure = new PutJobFailureResultCommand({ jobId: job.id, failureDetails })
	await expect(workshop.pipelines.send(failure)).rejects.toMatchObject({ name: 'InvalidJobStateException' })
})

test('a job that is not there is told apart', async () => {
	const workshop = await openWaiting()
	const id = '00000000-0000-4000-8000-000000000000'
	const missing = refusal('JobNotFoundException', `The job with ID '${id}' does not exist`)
	await expect(workshop.acknowledge({ id, nonce: '1' })).rejects.toEqual(missing)
	await expect(workshop.pipelines.send(new GetJobDetailsCommand({ jobId: id }))).rejects.toEqual(missing)
	await expect(workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: id }))).rejects.toEqual(
		missing,
	)
})

test('a job that is out when its execution is abandoned is over: its result comes too late', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const { latestExecution } = await workshop.stage('Build')
	await workshop.pipelines.send(
		new StopPipelineExecutionCommand({
			...{ pipelineName: 'site', abandon: true },
			pipelineExecutionId: latestExecution?.pipelineExecutionId,
		}),
	)
	const result = new PutJobSuccessResultCommand({ jobId: job.id })
	await expect(workshop.pipelines.send(result)).rejects.toEqual(
		refusal(
			'InvalidJobStateException',
			`A result can only be given for a job that is InProgress: job '${job.id}' is Failed`,
		),
	)
	const { jobDetails } = await workshop.pipelines.send(new GetJobDetailsCommand({ jobId: job.id }))
	expect(jobDetails?.data).not.toHaveProperty('artifactCredentials')
	expect((await workshop.stage('Build')).action?.latestExecution?.status).toBe('Abandoned')
})

test('a job that waits when its execution is abandoned is no longer handed out', async () => {
	const workshop = await openWaiting()
	const { latestExecution } = await workshop.stage('Build')
	await workshop.pipelines.send(
		new StopPipelineExecutionCommand({
			...{ pipelineName: 'site', abandon: true },
			pipelineExecutionId: latestExecution?.pipelineExecutionId,
		}),
	)
	expect(await workshop.poll()).toEqual([])
})

test('an execution that is told to stop waits for the worker’s result', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const { latestExecution } = await workshop.stage('Build')
	const pipelineExecutionId = latestExecution?.pipelineExecutionId
	const name = { pipelineName: 'site', pipelineExecutionId }
	await workshop.pipelines.send(new StopPipelineExecutionCommand(name))
	await workshop.pipelines.send(new PutJobSuccessResultCommand({ jobId: job.id }))
	const { pipelineExecution } = await workshop.pipelines.send(new GetPipelineExecutionCommand(name))
	expect(pipelineExecution?.status).toBe('Stopped')
})

test('an action that no worker reports on fails after a day', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	await workshop.pass(24 * 3600 - 60)
	expect((await workshop.stage('Build')).status).toBe('InProgress')
	await workshop.pass(60)
	const { status, action } = await workshop.stage('Build')
	expect(status).toBe('Failed')
	expect(action?.latestExecution?.errorDetails).toEqual({
		code: 'JobFailed',
		message: 'The action timed out: no job worker reported its result within 24 hours',
	})
	const late = new PutJobSuccessResultCommand({ jobId: job.id })
	await expect(workshop.pipelines.send(late)).rejects.toEqual(
		refusal(
			'InvalidJobStateException',
			`A result can only be given for a job that is InProgress: job '${job.id}' is TimedOut`,
		),
	)
})
