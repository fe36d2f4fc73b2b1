import type { JobData } from '@aws-sdk/client-codepipeline'
import type { Call } from '../../../service.ts'
import { pipelineArn } from '../arns.ts'
import type { ArtifactLocation, Execution } from '../collections.ts'
import { currentRevision } from '../executions/revisions.ts'
import type { Job } from './collections.ts'
import { artifactCredentials } from './credentials.ts'
import { runOf } from './job-run.ts'
import { isOpen } from './queue.ts'

/**
 * What a worker is told of a job. Only a job that is not over comes with
 * credentials, new ones each time. Throws ActionFailure when the action's role
 * cannot be taken any more.
 */
export function jobData(call: Call, job: Job): JobData {
	const run = runOf(call, job)
	const { structure, execution, declaration, attempt } = run
	const needsCredentials = isOpen(job) && attempt.inputs.length + job.outputs.length > 0
	const store = structure.artifactStores?.[job.scope.region] ?? structure.artifactStore
	const encryptionKey = store?.encryptionKey
	const expected = currentRevision(run.call, attempt)?.revisionId
	return {
		actionTypeId: job.actionTypeId,
		actionConfiguration: { configuration: attempt.configuration },
		pipelineContext: {
			pipelineName: attempt.pipeline,
			stage: { name: attempt.stage },
			action: { name: attempt.action, actionExecutionId: attempt.id },
			pipelineArn: pipelineArn(job.scope, attempt.pipeline),
			pipelineExecutionId: attempt.executionId,
		},
		inputArtifacts: attempt.inputs.map((input) => artifactOf(input, revisionOf(execution, input.name))),
		// The revision that a source is to fetch; this use of the member is ours.
		outputArtifacts: job.outputs.map((output) =>
			artifactOf(output, declaration.actionTypeId?.category === 'Source' ? expected : undefined),
		),
		...(needsCredentials && { artifactCredentials: artifactCredentials(call, run, job.outputs) }),
		...(job.continuationToken && { continuationToken: job.continuationToken }),
		...(encryptionKey && { encryptionKey }),
	}
}

function artifactOf({ name, bucket, key }: { name: string } & ArtifactLocation, revision?: string) {
	return {
		name,
		...(revision && { revision }),
		location: { type: 'S3' as const, s3Location: { bucketName: bucket, objectKey: key } },
	}
}

/** The source revision that an artifact holds, when it comes from a source action. */
function revisionOf({ revisions }: Execution, artifact: string): string | undefined {
	return revisions.find(({ name }) => name === artifact)?.revisionId
}
