import {
	AcknowledgeThirdPartyJobCommand,
	GetJobDetailsCommand,
	GetThirdPartyJobDetailsCommand,
	PollForThirdPartyJobsCommand,
	PutThirdPartyJobFailureResultCommand,
	PutThirdPartyJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline'
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { siteZip } from '../pipeline.fixture.ts'
import { openPartnership, PARTNER, SCAN, scanAction, TOKEN, VIGIE } from './partner.fixture.ts'
import { BUILD, buildAction, builtSite, only, refusal } from './worker.fixture.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

/** A pipeline that waits for the partner. */
async function openWaiting() {
	const partnership = await openPartnership()
	const { partner, pipelines } = partnership
	await partnership.createPipeline(builtSite(scanAction()))
	await partnership.pass(10)
	const pollAs = async (client: typeof partner) =>
		(await client.send(new PollForThirdPartyJobsCommand({ actionTypeId: SCAN }))).jobs ?? []
	return {
		...partnership,
		pollAs,
		/** Takes the job that waits, as far as its details. */
		async take() {
			const { jobId } = (await pollAs(partner))[0] ?? {}
			const job = { jobId, clientToken: TOKEN }
			const { jobDetails } = await partner.send(new GetThirdPartyJobDetailsCommand(job))
			await partner.send(new AcknowledgeThirdPartyJobCommand({ ...job, nonce: jobDetails?.nonce }))
			return { job, data: jobDetails?.data }
		},
		succeed: (input: object) =>
			partner.send(new PutThirdPartyJobSuccessResultCommand({ jobId: NOBODY, clientToken: TOKEN, ...input })),
		customer: pipelines,
	}
}

test('a partner does the jobs of an account that it shares a token with', async () => {
	const { partner, pollAs, stage, s3Of, succeed, pass, s3 } = await openWaiting()
	const [found, ...none] = await pollAs(partner)
	expect(none).toEqual([])
	expect(found).toEqual({
		clientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		jobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
	})
	expect(await pollAs(partner)).toEqual([])
	const job = { jobId: found?.jobId, clientToken: TOKEN }
	const { jobDetails } = await partner.send(new GetThirdPartyJobDetailsCommand(job))
	expect(jobDetails).toMatchObject({
		...{ id: job.jobId, nonce: '1' },
		data: {
			actionTypeId: SCAN,
			actionConfiguration: { configuration: { Project: 'site', ApiKey: 'sesame' } },
			inputArtifacts: [{ name: 'SourceOutput' }],
			outputArtifacts: [{ name: 'BuildOutput' }],
		},
	})
	const claim = new AcknowledgeThirdPartyJobCommand({ ...job, nonce: '1' })
	expect(await partner.send(claim)).toMatchObject({ status: 'InProgress' })
	await expect(partner.send(claim)).rejects.toMatchObject({ name: 'InvalidNonceException' })

	const { data } = jobDetails ?? {}
	const locationOf = (list = data?.inputArtifacts) => ({
		Bucket: list?.[0]?.location?.s3Location?.bucketName,
		Key: list?.[0]?.location?.s3Location?.objectKey,
	})
	const theirs = s3Of({ data })
	await theirs.send(new GetObjectCommand(locationOf()))
	await theirs.send(new PutObjectCommand({ ...locationOf(data?.outputArtifacts), Body: siteZip('scanned') }))
	const executionDetails = { summary: 'Nothing found', externalExecutionId: '8', percentComplete: 100 }
	await succeed({ ...job, executionDetails, currentRevision: { revision: 'r', changeIdentifier: 'c' } })
	expect((await stage('Build')).action).toMatchObject({
		entityUrl: 'https://vigie.example/site',
		currentRevision: { revisionId: 'r' },
		latestExecution: { status: 'Succeeded', summary: 'Nothing found', externalExecutionId: '8' },
	})
	await pass(10)
	const site = await s3.send(new GetObjectCommand({ Bucket: 'site-web', Key: 'index.html' }))
	expect(await site.Body?.transformToString()).toBe('scanned')
})

test('what a partner reports is taken up by the pipeline’s own account', async () => {
	const { take, succeed, sandbox } = await openWaiting()
	const { job } = await take()
	await succeed(job)
	await sandbox.advance()
	const [reported, taken] = (await sandbox.entries()).slice(-2)
	expect(reported).toMatchObject({ kind: 'call', account: PARTNER })
	expect(reported?.changes.map(({ key }) => key.split('/')[1])).not.toContain('actions')
	expect(taken).toMatchObject({ kind: 'step', request: { subject: `job|report|${job.jobId}` } })
	expect(taken?.account).not.toBe(PARTNER)
})

test('a continuation token brings the partner a new job', async () => {
	const { take, succeed, stage } = await openWaiting()
	const { job } = await take()
	await succeed({ ...job, continuationToken: 'half way', executionDetails: { percentComplete: 50 } })
	expect((await stage('Build')).action?.latestExecution).toMatchObject({
		status: 'InProgress',
		percentComplete: 50,
	})
	const next = await take()
	expect(next.job.jobId).not.toBe(job.jobId)
	expect(next.data?.continuationToken).toBe('half way')
	await succeed(next.job)
	expect((await stage('Build')).status).toBe('Succeeded')
})

test('a partner’s failure fails the stage', async () => {
	const { take, partner, stage } = await openWaiting()
	const { job } = await take()
	const failureDetails = { type: 'JobFailed', message: '2 vulnerabilities' } as const
	await partner.send(new PutThirdPartyJobFailureResultCommand({ ...job, failureDetails }))
	const { status, action } = await stage('Build')
	expect(status).toBe('Failed')
	expect(action?.latestExecution?.errorDetails).toEqual({ code: 'JobFailed', message: '2 vulnerabilities' })
})

test('a job that takes longer than its type allows fails the action', async () => {
	const { take, succeed, pass, stage } = await openWaiting()
	const { job } = await take()
	await pass(600)
	expect((await stage('Build')).action?.latestExecution?.errorDetails).toEqual({
		code: 'JobFailed',
		message: 'The job timed out: no result was reported within 600 seconds',
	})
	await expect(succeed(job)).rejects.toEqual(
		refusal(
			'InvalidJobStateException',
			`A result can only be given for a job that is InProgress: job '${job.jobId}' is TimedOut`,
		),
	)
})

test('without the right token a job is out of reach', async () => {
	const { pollAs, partner, succeed } = await openWaiting()
	const { jobId } = (await pollAs(partner))[0] ?? {}
	const wrong = { jobId, clientToken: 'guessed' }
	const denied = refusal('InvalidClientTokenException', `The client token is not valid for job '${jobId}'`)
	const failureDetails = { type: 'JobFailed', message: 'no' } as const
	await expect(partner.send(new GetThirdPartyJobDetailsCommand(wrong))).rejects.toEqual(denied)
	await expect(partner.send(new AcknowledgeThirdPartyJobCommand({ ...wrong, nonce: '1' }))).rejects.toEqual(
		denied,
	)
	await expect(succeed(wrong)).rejects.toEqual(denied)
	await expect(
		partner.send(new PutThirdPartyJobFailureResultCommand({ ...wrong, failureDetails })),
	).rejects.toEqual(denied)
})

test('a job is not found under the operations of the other kind', async () => {
	const { pollAs, partner, succeed, customer, defineType, createPipeline, pass, poll } = await openWaiting()
	const notFound = (id?: string) => refusal('JobNotFoundException', `The job with ID '${id}' does not exist`)
	const { jobId } = (await pollAs(partner))[0] ?? {}
	await expect(customer.send(new GetJobDetailsCommand({ jobId }))).rejects.toEqual(notFound(jobId))
	await expect(succeed({ jobId: NOBODY })).rejects.toEqual(notFound(NOBODY))
	await defineType()
	await createPipeline(builtSite(buildAction()), { name: 'other' })
	await pass(10)
	const { id } = only(await poll())
	await expect(succeed({ jobId: id })).rejects.toEqual(notFound(id))
})

test('only the accounts that the type names may poll for it', async () => {
	const { pollAs, partner, customer } = await openWaiting()
	const message =
		"ActionType (Category: 'Test', Owner: 'ThirdParty', Provider: 'Vigie', Version: '1') is not available"
	await expect(pollAs(customer)).rejects.toEqual(refusal('ActionTypeNotFoundException', message))
	await expect(
		partner.send(new PollForThirdPartyJobsCommand({ actionTypeId: { ...SCAN, version: '2' } })),
	).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' })
	await expect(partner.send(new PollForThirdPartyJobsCommand({ actionTypeId: BUILD }))).rejects.toEqual(
		refusal(
			'ValidationException',
			'PollForThirdPartyJobs is only valid for action types of owner ThirdParty',
		),
	)
})

test('when the service role is gone, the partner cannot get at the job any more', async () => {
	const { pollAs, partner, iam } = await openWaiting()
	const { jobId } = (await pollAs(partner))[0] ?? {}
	await iam.send(new DeleteRolePolicyCommand({ RoleName: 'service', PolicyName: 'access' }))
	await iam.send(new DeleteRoleCommand({ RoleName: 'service' }))
	await expect(
		partner.send(new GetThirdPartyJobDetailsCommand({ jobId, clientToken: TOKEN })),
	).rejects.toMatchObject({
		name: 'InvalidJobException',
		message: expect.stringContaining('CodePipeline is not authorized to perform AssumeRole on role'),
	})
})

test.for([
	['a partner of AWS’s', 'Test/ThirdParty/BlazeMeter', undefined],
	['a type that a Lambda function executes', 'Test/ThirdParty/Vigie, executor Lambda', 'Lambda'],
] as const)('%s has no worker here, and the action says so', async ([_, type, executor]) => {
	const lambda = {
		...VIGIE,
		executor: {
			type: 'Lambda' as const,
			configuration: {
				lambdaExecutorConfiguration: {
					lambdaFunctionArn: `arn:aws:lambda:eu-west-3:${PARTNER}:function:scan`,
				},
			},
		},
	}
	const { createPipeline, pass, stage } = await openPartnership(executor ? lambda : VIGIE)
	const blazeMeter = { ...SCAN, provider: 'BlazeMeter' }
	const action = executor
		? scanAction({ outputArtifacts: [] })
		: scanAction({ actionTypeId: blazeMeter, configuration: {}, outputArtifacts: [] })
	await createPipeline(builtSite(action).slice(0, 2))
	await pass(10)
	expect((await stage('Build')).action?.latestExecution?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message: `Provider not emulated yet: ${type}`,
	})
})
