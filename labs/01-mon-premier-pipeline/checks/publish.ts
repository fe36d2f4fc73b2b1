import { type PipelineExecutionStatus, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { ForkContext } from '../../checks/context.ts'
import { waitForExecution } from '../../checks/executions.ts'
import { ifThere } from '../../checks/refusal.ts'
import { PIPELINE } from '../names.ts'

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
	return { pipelineExecutionId, status: await waitForExecution(fork, PIPELINE, pipelineExecutionId) }
}
