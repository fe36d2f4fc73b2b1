import {
	GetPipelineExecutionCommand,
	ListActionExecutionsCommand,
	ListPipelineExecutionsCommand,
	type PipelineExecutionStatus,
	type PipelineExecutionSummary,
	PipelineNotFoundException,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Clients } from '../../checks/clients.ts'
import type { ForkContext } from '../../checks/context.ts'
import { PIPELINE } from '../names.ts'
import { ifThere } from './refusal.ts'

/** Things due that one execution of two actions may take to end, polling of sources included. */
const STEPS_AT_MOST = 500

/** The pipeline's executions, newest first; none when there is no such pipeline. */
export async function listExecutions({ codepipeline }: Clients): Promise<Array<PipelineExecutionSummary>> {
	try {
		const page = await codepipeline.send(new ListPipelineExecutionsCommand({ pipelineName: PIPELINE }))
		return page.pipelineExecutionSummaries ?? []
	} catch (error) {
		if (error instanceof PipelineNotFoundException) return []
		throw error
	}
}

/** The action that an execution failed in, with its message; undefined when the execution did not fail. */
export async function failureOf(
	{ codepipeline }: Clients,
	execution: Pick<PipelineExecutionSummary, 'pipelineExecutionId' | 'status'> | undefined,
): Promise<{ action: string; message: string } | undefined> {
	const { pipelineExecutionId, status } = execution ?? {}
	if (status !== 'Failed') return
	const { actionExecutionDetails = [] } = await codepipeline.send(
		new ListActionExecutionsCommand({ pipelineName: PIPELINE, filter: { pipelineExecutionId } }),
	)
	const failed = actionExecutionDetails.find((action) => action.status === 'Failed')
	const result = failed?.output?.executionResult
	return { action: failed?.actionName ?? '', message: result?.errorDetails?.message ?? '' }
}

/** Puts an archive in the source of a fork's pipeline, starts an execution and lets it end; undefined when the source takes none. */
export async function publish(
	fork: ForkContext,
	source: { bucket: string; key: string },
	archive: Uint8Array,
): Promise<{ pipelineExecutionId: string; status: PipelineExecutionStatus } | undefined> {
	const put = new PutObjectCommand({ Bucket: source.bucket, Key: source.key, Body: archive })
	if (!(await ifThere(fork.aws.s3.send(put)))) return
	const started = await fork.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
	const { pipelineExecutionId = '' } = started
	return { pipelineExecutionId, status: await waitForExecution(fork, pipelineExecutionId) }
}

async function waitForExecution(fork: ForkContext, id: string): Promise<PipelineExecutionStatus> {
	const command = new GetPipelineExecutionCommand({ pipelineName: PIPELINE, pipelineExecutionId: id })
	for (let step = 0; step < STEPS_AT_MOST; step++) {
		const { pipelineExecution } = await fork.aws.codepipeline.send(command)
		const status = pipelineExecution?.status ?? 'InProgress'
		if (status !== 'InProgress' && status !== 'Stopping') return status
		if (!(await fork.advanceToNext())) return status
	}
	return 'InProgress'
}
