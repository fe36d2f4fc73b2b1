import {
	GetJobDetailsCommand,
	GetPipelineExecutionCommand,
	type Job,
	ListActionExecutionsCommand,
	PutJobFailureResultCommand,
	PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline'
import { DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { siteZip } from '../pipeline.fixture.ts'
import { only, openWaiting } from './worker.fixture.ts'

type Workshop = Awaited<ReturnType<typeof openWaiting>>

/** A build farm that workers hand builds to; each takes three looks to be done. */
class Farm {
	readonly builds = new Map<string, { text: string; looks: number }>()

	begin(text: string): string {
		const id = `build-${this.builds.size + 1}`
		this.builds.set(id, { text, looks: 0 })
		return id
	}

	look(id: string) {
		const build = this.builds.get(id)
		if (!build) return
		build.looks += 1
		return { percent: Math.min(100, Math.round((build.looks / 3) * 100)), done: build.looks >= 3, ...build }
	}
}

/**
 * One turn of a worker that keeps nothing between turns, written as AWS's
 * boto3 samples are: what it must know next time it leaves in the continuation token.
 */
async function turn(workshop: Workshop, farm: Farm): Promise<number> {
	const jobs = await workshop.poll({ maxBatchSize: 5 })
	for (const job of jobs) {
		const { status } = await workshop.acknowledge(job)
		if (status === 'InProgress') await work(workshop, farm, job)
	}
	return jobs.length
}

async function work(workshop: Workshop, farm: Farm, { id, data }: Job): Promise<void> {
	const { pipelines, s3Of } = workshop
	const { continuationToken, inputArtifacts, outputArtifacts } = data ?? {}
	if (continuationToken === undefined) {
		const { bucketName, objectKey } = inputArtifacts?.[0]?.location?.s3Location ?? {}
		const { Body } = await s3Of({ data }).send(new GetObjectCommand({ Bucket: bucketName, Key: objectKey }))
		const files = unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array())
		const build = farm.begin(strFromU8(files['index.html'] ?? new Uint8Array()))
		const executionDetails = { externalExecutionId: build, summary: 'Begun', percentComplete: 0 }
		const left = JSON.stringify({ build })
		await pipelines.send(
			new PutJobSuccessResultCommand({ jobId: id, continuationToken: left, executionDetails }),
		)
		return
	}
	const { build } = JSON.parse(continuationToken) as { build: string }
	const state = farm.look(build)
	if (!state) {
		const failureDetails = { type: 'JobFailed', message: `${build} is lost` } as const
		await pipelines.send(new PutJobFailureResultCommand({ jobId: id, failureDetails }))
		return
	}
	const executionDetails = { externalExecutionId: build, percentComplete: state.percent }
	if (!state.done) {
		await pipelines.send(new PutJobSuccessResultCommand({ jobId: id, continuationToken, executionDetails }))
		return
	}
	const { bucketName, objectKey } = outputArtifacts?.[0]?.location?.s3Location ?? {}
	const Body = siteZip(`${state.text}, built`)
	await s3Of({ data }).send(new PutObjectCommand({ Bucket: bucketName, Key: objectKey, Body }))
	const outputVariables = { Build: build }
	await pipelines.send(new PutJobSuccessResultCommand({ jobId: id, executionDetails, outputVariables }))
}

test('a worker without a memory works on by its continuation token, through to the deployed site', async () => {
	const workshop = await openWaiting()
	const farm = new Farm()
	const percents: Array<number | undefined> = []
	for (let turns = 0; turns < 10; turns++) {
		if ((await turn(workshop, farm)) === 0) break
		const { latestExecution } = (await workshop.stage('Build')).action ?? {}
		percents.push(latestExecution?.percentComplete)
		await workshop.pass(30)
	}
	expect(percents).toEqual([0, 33, 67, 100])
	const site = await workshop.s3.send(new GetObjectCommand({ Bucket: 'site-web', Key: 'index.html' }))
	expect(await site.Body?.transformToString()).toBe('v1, built')
	const { actionExecutionDetails = [] } = await workshop.pipelines.send(
		new ListActionExecutionsCommand({ pipelineName: 'site' }),
	)
	const builds = actionExecutionDetails.filter(({ actionName }) => actionName === 'Assemble')
	expect(builds).toHaveLength(1)
	expect(builds[0]).toMatchObject({
		status: 'Succeeded',
		output: {
			outputArtifacts: [{ name: 'BuildOutput' }],
			outputVariables: { Build: 'build-1' },
			executionResult: { externalExecutionId: 'build-1', externalExecutionSummary: 'Begun' },
		},
	})
})

test('a worker that lost its build fails the action in a later job', async () => {
	const workshop = await openWaiting()
	await turn(workshop, new Farm())
	await turn(workshop, new Farm())
	const { status, latestExecution, action } = await workshop.stage('Build')
	expect([status, action?.latestExecution?.errorDetails?.message]).toEqual(['Failed', 'build-1 is lost'])
	const { pipelineExecution } = await workshop.pipelines.send(
		new GetPipelineExecutionCommand({
			...{ pipelineName: 'site', pipelineExecutionId: latestExecution?.pipelineExecutionId },
		}),
	)
	expect(pipelineExecution?.status).toBe('Failed')
	expect(await turn(workshop, new Farm())).toBe(0)
})

test('when the service role is gone a waiting job fails its action, and one that is out has no more credentials', async () => {
	const workshop = await openWaiting()
	const job = only(await workshop.poll())
	await workshop.acknowledge(job)
	const message =
		'CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::111122223333:role/service'
	const leftFor = new PutJobSuccessResultCommand({ jobId: job.id, continuationToken: 'later' })
	await workshop.iam.send(new DeleteRolePolicyCommand({ RoleName: 'service', PolicyName: 'access' }))
	await workshop.iam.send(new DeleteRoleCommand({ RoleName: 'service' }))
	await expect(workshop.pipelines.send(new GetJobDetailsCommand({ jobId: job.id }))).rejects.toMatchObject({
		...{ name: 'ValidationException', message },
	})
	await workshop.pipelines.send(leftFor)
	expect(await workshop.poll()).toEqual([])
	expect((await workshop.stage('Build')).action?.latestExecution?.errorDetails).toEqual({
		code: 'PermissionError',
		message,
	})
})
