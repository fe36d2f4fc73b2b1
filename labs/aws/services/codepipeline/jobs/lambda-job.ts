import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { Call } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { invocations } from '../../lambda/collections.ts'
import { ActionFailure } from '../actions/action.ts'
import { actionRole } from '../actions/roles.ts'
import { artifactBucket, newArtifactKey } from '../artifacts/artifacts.ts'
import type { ArtifactLocation } from '../collections.ts'
import { type Job, jobs } from './collections.ts'
import { artifactCredentials } from './credentials.ts'
import { putJob } from './queue.ts'

// A function as a worker: CodePipeline invokes it with a job, whose result it has
// to report. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html

/** Without a report, the job fails: user guide, limits. */
const REPORT_WITHIN = 20 * 60_000
/** A job that goes on is invoked again after this; AWS's time is not published. */
export const AGAIN_AFTER = 15_000

/** What a function works for: a try at an action, or a check of a rule. */
export interface LambdaWork {
	call: Call
	structure: PipelineDeclaration
	declaration: { roleArn?: string; outputArtifacts?: ReadonlyArray<{ name?: string }> }
	attempt: {
		pipeline: string
		configuration: Readonly<Record<string, string>>
		inputs: ReadonlyArray<{ name: string } & ArtifactLocation>
	}
}

/** Makes a job for a function; a rule's names its check, an action's its try. */
export function newLambdaJob(
	{ call, structure, declaration, attempt }: LambdaWork,
	of: { attempt: string; check?: string },
): Job {
	const bucket = artifactBucket(structure, call.scope.region)
	return putJob(call, {
		...of,
		id: call.ids.uuid(),
		scope: { ...call.scope },
		pipeline: attempt.pipeline,
		actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
		...{ status: 'InProgress', nonce: 0, queuedAt: call.now },
		outputs: (declaration.outputArtifacts ?? []).map(({ name = '' }) => ({
			name,
			bucket,
			key: newArtifactKey(call, attempt.pipeline, name),
		})),
	})
}

/** The same work under a new id, with what the function left to go on with. */
export function nextLambdaJob(call: Call, job: Job, continuationToken: string): Job {
	const { report: _, invocation: __, ...same } = job
	const queuedAt = call.now + AGAIN_AFTER
	return putJob(call, { ...same, id: call.ids.uuid(), status: 'InProgress', queuedAt, continuationToken })
}

/** Invokes the function with its job, under the action's role. Throws ActionFailure. */
export async function invokeFunction(work: LambdaWork, job: Job): Promise<Job & { invocation: string }> {
	const { call, attempt } = work
	const { FunctionName = '' } = attempt.configuration
	const event = { 'CodePipeline.job': { id: job.id, accountId: call.scope.account, data: dataOf(work, job) } }
	const input = { FunctionName, Payload: Buffer.from(JSON.stringify(event)) }
	try {
		const { id } = await call.invoke<{ id: string }>(actionRole(work), 'lambda', 'InvokeFunction', input)
		const invoked = { ...job, invocation: id }
		putJob(call, invoked)
		return invoked
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		// The wording is ours, around Lambda's.
		const text = `The AWS Lambda function ${FunctionName} could not be invoked: ${error.message}`
		if (error.code.startsWith('AccessDenied')) throw new ActionFailure('PermissionError', text)
		throw new ActionFailure('ConfigurationError', text)
	}
}

function dataOf(work: LambdaWork, job: Job) {
	const { call, structure, attempt } = work
	const store = structure.artifactStores?.[job.scope.region] ?? structure.artifactStore
	return {
		actionConfiguration: { configuration: attempt.configuration },
		inputArtifacts: attempt.inputs.map(artifactOf),
		outputArtifacts: job.outputs.map(artifactOf),
		artifactCredentials: artifactCredentials(call, work, job.outputs),
		...(job.continuationToken !== undefined && { continuationToken: job.continuationToken }),
		...(store?.encryptionKey && { encryptionKey: store.encryptionKey }),
	}
}

function artifactOf({ name, bucket, key }: { name: string } & ArtifactLocation) {
	return {
		location: { s3Location: { bucketName: bucket, objectKey: key }, type: 'S3' },
		revision: null,
		name,
	}
}

export function lambdaJobOf(call: Call, id: string | undefined): Readonly<Job> | undefined {
	return id === undefined ? undefined : call.world.get(jobs, WORLD_SCOPE, id)
}

/** When a job without a report has failed. */
export function reportDueAt({ queuedAt }: Job): number {
	return queuedAt + REPORT_WITHIN
}

/** Whether a job comes to nothing: its function ended in an error, or has said nothing for too long. */
export function comesToNothing(call: Call, job: Job): boolean {
	const result = call.world.get(invocations, job.scope, job.invocation ?? '')?.result
	const hasFailed = result !== undefined && !result.ok
	if (!hasFailed && call.now < reportDueAt(job)) return false
	putJob(call, { ...job, status: hasFailed ? 'Failed' : 'TimedOut' })
	return true
}

/** AWS's words for it: users, and actions-invoke-lambda-function. */
export function noResultOf(functionName: string): string {
	return `The AWS Lambda function ${functionName} failed to return a result. Check the function to verify that it has permission to call the PutJobSuccessResult action and that it made a call to PutJobSuccessResult.`
}
