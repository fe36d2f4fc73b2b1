import {
	type CreateCustomActionTypeCommandInput,
	DeletePipelineCommand,
	GetPipelineExecutionCommand,
	ListPipelineExecutionsCommand,
	PutActionRevisionCommand,
	PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { only, openWorkshop, refusal } from '../jobs/worker.fixture.ts'
import { deployAction, siteZip } from '../pipeline.fixture.ts'

const SOURCE = { category: 'Source', owner: 'Custom', provider: 'Depot', version: '1' } as const
const DEPOT: Partial<CreateCustomActionTypeCommandInput> = {
	...{ category: 'Source', provider: 'Depot' },
	settings: { revisionUrlTemplate: 'https://depot.example/{Config:Project}/{RevisionId}' },
	configurationProperties: [{ name: 'Project', required: true, key: true, secret: false, queryable: true }],
	inputArtifactDetails: { minimumCount: 0, maximumCount: 0 },
	outputArtifactDetails: { minimumCount: 1, maximumCount: 1 },
}
const NAMES = { pipelineName: 'site', stageName: 'Source', actionName: 'Take' }

/** A pipeline whose source is fetched by a worker. */
async function openDepot() {
	const workshop = await openWorkshop()
	const { pipelines, pass } = workshop
	await workshop.defineType(DEPOT)
	const take = {
		...{ name: 'Take', actionTypeId: SOURCE, configuration: { Project: 'site' } },
		outputArtifacts: [{ name: 'SourceOutput' }],
	}
	const create = () =>
		workshop.createPipeline([
			{ name: 'Source', actions: [take] },
			{ name: 'Deploy', actions: [deployAction()] },
		])
	await create()
	await pass(10)
	return {
		...workshop,
		create,
		put: (revisionId: string, change: object = {}) => {
			const actionRevision = { revisionId, revisionChangeId: 'x', created: new Date('2026-01-05T08:00Z') }
			return pipelines.send(new PutActionRevisionCommand({ ...NAMES, actionRevision, ...change }))
		},
		runs: async () =>
			(await pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: 'site' })))
				.pipelineExecutionSummaries ?? [],
		/** Fetches the source for the execution that waits, as the worker does. */
		async fetchSource(report: object = {}) {
			const job = only(await workshop.poll({ actionTypeId: SOURCE }))
			await workshop.acknowledge(job)
			const { bucketName, objectKey } = job.data?.outputArtifacts?.[0]?.location?.s3Location ?? {}
			const object = { Bucket: bucketName, Key: objectKey, Body: siteZip('v1') }
			await workshop.s3Of(job).send(new PutObjectCommand(object))
			await pipelines.send(new PutJobSuccessResultCommand({ jobId: job.id, ...report }))
			await pass(10)
			return job
		},
	}
}

test('a new revision starts an execution that fetches it', async () => {
	const { put, runs, fetchSource, stage, pipelines } = await openDepot()
	await fetchSource()
	const answer = await put('r1')
	expect(answer).toMatchObject({ newRevision: true, pipelineExecutionId: expect.any(String) })
	const [newest] = await runs()
	expect(newest).toMatchObject({
		pipelineExecutionId: answer.pipelineExecutionId,
		trigger: { triggerType: 'PutActionRevision', triggerDetail: `arn:aws:iam::${ACCOUNT}:root` },
	})
	const job = await fetchSource()
	expect(job.data?.outputArtifacts?.[0]?.revision).toBe('r1')
	const { pipelineExecution } = await pipelines.send(
		new GetPipelineExecutionCommand({
			...{ pipelineName: 'site', pipelineExecutionId: answer.pipelineExecutionId },
		}),
	)
	expect(pipelineExecution).toMatchObject({
		status: 'Succeeded',
		artifactRevisions: [
			{
				...{ name: 'SourceOutput', revisionId: 'r1', revisionChangeIdentifier: 'x' },
				revisionUrl: 'https://depot.example/site/r1',
				created: new Date('2026-01-05T08:00Z'),
			},
		],
	})
	expect((await stage('Source')).action?.currentRevision?.revisionId).toBe('r1')
})

test('a revision that is known starts nothing, and tells the execution that has it', async () => {
	const { put, runs } = await openDepot()
	const { pipelineExecutionId } = await put('r1')
	await put('r2')
	expect(await put('r1')).toMatchObject({ newRevision: false, pipelineExecutionId })
	expect(await runs()).toHaveLength(3)
})

test('a revision that the worker has fetched by itself is known from then on', async () => {
	const { put, runs, fetchSource } = await openDepot()
	const currentRevision = { revision: 'r9', changeIdentifier: 'y', revisionSummary: 'Fixes the menu' }
	await fetchSource({ currentRevision })
	const [first] = await runs()
	expect(first?.sourceRevisions).toMatchObject([
		{ actionName: 'Take', revisionId: 'r9', revisionSummary: 'Fixes the menu' },
	])
	const { pipelineExecutionId } = first ?? {}
	expect(await put('r9')).toMatchObject({ newRevision: false, pipelineExecutionId })
})

test('a pipeline that is deleted forgets its revisions', async () => {
	const { put, create, pipelines } = await openDepot()
	await put('r1')
	await pipelines.send(new DeletePipelineCommand({ name: 'site' }))
	await create()
	expect(await put('r1')).toMatchObject({ newRevision: true })
})

test('only a custom source of the pipeline has revisions put to it', async () => {
	const { put } = await openDepot()
	await expect(put('r', { pipelineName: 'other' })).rejects.toEqual(
		refusal('PipelineNotFoundException', `Account '${ACCOUNT}' does not have a pipeline with name 'other'`),
	)
	await expect(put('r', { stageName: 'Build' })).rejects.toEqual(
		refusal('StageNotFoundException', "Pipeline 'site' does not have a stage with name 'Build'"),
	)
	await expect(put('r', { actionName: 'Give' })).rejects.toEqual(
		refusal('ActionNotFoundException', "Stage 'Source' does not have an action with name 'Give'"),
	)
	await expect(put('r', { stageName: 'Deploy', actionName: 'Publish' })).rejects.toEqual(
		refusal('ValidationException', "Action 'Publish' is not a source action of a custom type"),
	)
})
