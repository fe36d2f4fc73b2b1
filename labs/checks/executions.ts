import {
	type ActionExecutionDetail,
	GetPipelineExecutionCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	type PipelineDeclaration,
	type PipelineExecutionStatus,
	type PipelineExecutionSummary,
	PipelineNotFoundException,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Clients } from './clients.ts'
import type { ForkContext } from './context.ts'
import { sourceOf } from './structure.ts'

/** Things due that one execution may take to end, polling of sources included. */
const STEPS_AT_MOST = 500

/** A pipeline's executions, newest first; none when there is no such pipeline. */
export async function listExecutions(
	{ codepipeline }: Clients,
	pipelineName: string,
): Promise<Array<PipelineExecutionSummary>> {
	try {
		const page = await codepipeline.send(new ListPipelineExecutionsCommand({ pipelineName }))
		return page.pipelineExecutionSummaries ?? []
	} catch (error) {
		if (error instanceof PipelineNotFoundException) return []
		throw error
	}
}

/** The action that an execution failed in, with its message; undefined when the execution did not fail. */
export async function failureOf(
	{ codepipeline }: Clients,
	pipelineName: string,
	execution: Pick<PipelineExecutionSummary, 'pipelineExecutionId' | 'status'> | undefined,
): Promise<{ action: string; message: string } | undefined> {
	const { pipelineExecutionId, status } = execution ?? {}
	if (status !== 'Failed') return
	const { actionExecutionDetails = [] } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } }),
	)
	const failed = actionExecutionDetails.find((action) => action.status === 'Failed')
	const result = failed?.output?.executionResult
	return { action: failed?.actionName ?? '', message: result?.errorDetails?.message ?? '' }
}

/** Lets an execution of a fork come to its end; answers the status that it ends, or stays, with. */
export async function waitForExecution(
	fork: ForkContext,
	pipelineName: string,
	pipelineExecutionId: string,
): Promise<PipelineExecutionStatus> {
	const command = new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId })
	for (let step = 0; step < STEPS_AT_MOST; step++) {
		const { pipelineExecution } = await fork.aws.codepipeline.send(command)
		const status = pipelineExecution?.status ?? 'InProgress'
		if (status !== 'InProgress' && status !== 'Stopping') return status
		if (!(await fork.advanceToNext())) return status
	}
	return 'InProgress'
}

/** All that the actions of a pipeline did, newest first; of one execution when it is named. */
export async function listActions(
	{ codepipeline }: Clients,
	pipelineName: string,
	pipelineExecutionId?: string,
): Promise<Array<ActionExecutionDetail>> {
	const details: Array<ActionExecutionDetail> = []
	let nextToken: string | undefined
	do {
		const page = await codepipeline.send(
			new ListActionExecutionsCommand({
				pipelineName,
				...(pipelineExecutionId && { filter: { pipelineExecutionId } }),
				nextToken,
			}),
		)
		details.push(...(page.actionExecutionDetails ?? []))
		nextToken = page.nextToken
	} while (nextToken)
	return details
}

/** Puts an archive in the S3 source of a fork's pipeline and starts an execution; answers its id. */
export async function publishArchive(
	{ aws }: ForkContext,
	pipeline: PipelineDeclaration,
	archive: Uint8Array,
): Promise<string> {
	const source = sourceOf(pipeline)
	await aws.s3.send(new PutObjectCommand({ Bucket: source?.bucket, Key: source?.key, Body: archive }))
	const started = await aws.codepipeline.send(new StartPipelineExecutionCommand({ name: pipeline.name }))
	return started.pipelineExecutionId ?? ''
}

/** What became of an execution. */
export async function statusOf(aws: Clients, pipelineName: string, id: string): Promise<string | undefined> {
	const executions = await listExecutions(aws, pipelineName)
	return executions.find(({ pipelineExecutionId }) => pipelineExecutionId === id)?.status
}
